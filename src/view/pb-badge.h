/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "view/pb-look.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A state: its shape and its word, in its colour. Read to assistive technology as the word. */
#define PB_TYPE_BADGE (pb_badge_get_type ())
G_DECLARE_FINAL_TYPE (PbBadge, pb_badge, PB, BADGE, GtkWidget)

GtkWidget *pb_badge_new (void);
/* @word: copied. */
void pb_badge_set (PbBadge *self, PbLook look, const char *word);
PbLook pb_badge_get_look (PbBadge *self);
/* Returns: (transfer none). */
const char *pb_badge_get_word (PbBadge *self);

G_END_DECLS
