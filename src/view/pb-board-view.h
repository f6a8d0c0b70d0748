/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/pb-run-model.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* The preparation board of a run: its items in the groups of the paper checklist, and beside them what is on the line.
 */
#define PB_TYPE_BOARD_VIEW (pb_board_view_get_type ())
G_DECLARE_FINAL_TYPE (PbBoardView, pb_board_view, PB, BOARD_VIEW, AdwBin)

GtkWidget *pb_board_view_new (PbRunModel *run);
/* Scrolls to the item and points it out. Returns: whether it is there. */
gboolean pb_board_view_show_item (PbBoardView *self, const char *item_id);
/* Shows or hides what is on the line, where the window is too narrow for both. */
void pb_board_view_toggle_line (PbBoardView *self);

G_END_DECLS
