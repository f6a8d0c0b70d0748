/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/pb-run-model.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* What is on the line of a run, its units, and what it is about. Its buttons activate run.bind, run.unbind (with the
 * kind of thing as text), run.generate-units, run.delete-units and run.check. */
#define PB_TYPE_LINE_PANEL (pb_line_panel_get_type ())
G_DECLARE_FINAL_TYPE (PbLinePanel, pb_line_panel, PB, LINE_PANEL, GtkBox)

GtkWidget *pb_line_panel_new (PbRunModel *run);

G_END_DECLS
