/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* One line below the pages: what was done and what changed, and since when the page is not fresh. */
#define PB_TYPE_STATUS_BAR (pb_status_bar_get_type ())
G_DECLARE_FINAL_TYPE (PbStatusBar, pb_status_bar, PB, STATUS_BAR, GtkBox)

/* What the person did, or asked for; "" clears the line. */
void pb_status_bar_say (PbStatusBar *self, const char *text);
/* What changed, by this person or another: for 8 s after what the person has done it follows that, later it stands
 * alone. */
void pb_status_bar_say_change (PbStatusBar *self, const char *text);
/* What the line says. */
const char *pb_status_bar_get_said (PbStatusBar *self);
/* @stale: (nullable): why the page may be older than the server; NULL or "": it is fresh. */
void pb_status_bar_set_stale (PbStatusBar *self, const char *stale);

G_END_DECLS
