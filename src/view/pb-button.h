/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A button that says why it cannot be used now. It then looks insensitive and does nothing, but keyboard and screen
 * reader reach it all the same: the reason is its description, and whoever presses it is told. */
#define PB_TYPE_BUTTON (pb_button_get_type ())
G_DECLARE_FINAL_TYPE (PbButton, pb_button, PB, BUTTON, GtkButton)

/* What marks it while it cannot be used, for the style. */
#define PB_UNAVAILABLE_CLASS "pb-unavailable"

GtkWidget *pb_button_new (void);
/* @why_not: a sentence; NULL: it can be used. */
void pb_button_set_why_not (PbButton *self, const char *why_not);
/* Returns: (nullable) (transfer none). */
const char *pb_button_get_why_not (PbButton *self);

/* The same for a button with a menu, which opens the reason in the place of the menu. */
void pb_menu_button_set_why_not (GtkMenuButton *button, GMenuModel *menu, const char *why_not);

G_END_DECLS
