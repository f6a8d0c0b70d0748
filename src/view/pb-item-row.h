/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/pb-run-model.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* An item on the board: its state, what was checked against which limit, the evidence, and what a person can do about
 * it. Its buttons activate run.record, run.waive, run.request-waiver, run.not-needed and run.history with the item's
 * id. */
#define PB_TYPE_ITEM_ROW (pb_item_row_get_type ())
G_DECLARE_FINAL_TYPE (PbItemRow, pb_item_row, PB, ITEM_ROW, GtkListBoxRow)

GtkWidget *pb_item_row_new (PbRunModel *run, PbItemModel *item);
/* Returns: (transfer none). */
PbItemModel *pb_item_row_get_item (PbItemRow *self);
/* Takes the focus and stands out for a moment. */
void pb_item_row_point_out (PbItemRow *self);

G_END_DECLS
