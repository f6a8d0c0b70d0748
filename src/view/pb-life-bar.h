/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* How much of a life or a window is used up: a thin bar beside the words that say the same, so not for assistive
 * technology. Returns: (transfer floating): a GtkProgressBar. */
GtkWidget *pb_life_bar_new (int width);
/* @share: 1 at the limit and more beyond it; negative hides the bar. */
void pb_life_bar_set_share (GtkWidget *bar, double share);

G_END_DECLS
