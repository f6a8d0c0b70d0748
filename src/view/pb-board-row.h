/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/pb-board-model.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A run in the list of runs. The widget is used again for other runs. */
#define PB_TYPE_BOARD_ROW_VIEW (pb_board_row_view_get_type ())
G_DECLARE_FINAL_TYPE (PbBoardRowView, pb_board_row_view, PB, BOARD_ROW_VIEW, GtkWidget)

GtkWidget *pb_board_row_view_new (void);
/* @item: NULL while the row shows nothing. */
void pb_board_row_view_set_item (PbBoardRowView *self, PbBoardItem *item);

G_END_DECLS
