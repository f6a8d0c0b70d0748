/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Its children stand in one line while there is room, and go on in the next line where there is none. In the line a
 * child has its natural width; one that expands takes what is left, and asks for its least width only. */
#define PB_TYPE_WRAP_BOX (pb_wrap_box_get_type ())
G_DECLARE_FINAL_TYPE (PbWrapBox, pb_wrap_box, PB, WRAP_BOX, GtkWidget)

GtkWidget *pb_wrap_box_new (void);
/* Between children and between lines, in pixels; 12 at first. */
void pb_wrap_box_set_spacing (PbWrapBox *self, int spacing);
void pb_wrap_box_append (PbWrapBox *self, GtkWidget *child);

G_END_DECLS
