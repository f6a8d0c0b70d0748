/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* An entry of several lines, for reasons and remarks: as high as its text, from @height px to three times as much,
 * where it begins to scroll. Tab leads on to the next field.
 * @text_view: out (transfer none): the GtkTextView. Returns: (transfer floating): what stands around it. */
GtkWidget *pb_text_area_new (int width, int height, GtkWidget **text_view);

G_END_DECLS
