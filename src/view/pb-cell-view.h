/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/pb-fai-model.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* One value of a characteristic: what is measured, or what was seen, and the verdict that follows from it at once. */
#define PB_TYPE_CELL_VIEW (pb_cell_view_get_type ())
G_DECLARE_FINAL_TYPE (PbCellView, pb_cell_view, PB, CELL_VIEW, GtkBox)

GtkWidget *pb_cell_view_new (PbCharacteristic *characteristic, PbMeasurementCell *cell);
/* Whether values may be written now. @why_not: (nullable): the reason. */
void pb_cell_view_set_editable (PbCellView *self, gboolean editable, const char *why_not);

/* A row of the characteristics table. */
#define PB_TYPE_CHARACTERISTIC_ROW (pb_characteristic_row_get_type ())
G_DECLARE_FINAL_TYPE (PbCharacteristicRow, pb_characteristic_row, PB, CHARACTERISTIC_ROW, GtkListBoxRow)

GtkWidget *pb_characteristic_row_new (PbCharacteristic *characteristic);
/* Columns of the table: what stands in one of them is as wide in every row. */
typedef enum
{
  PB_COLUMN_NAME,
  PB_COLUMN_REQUIREMENT,
  PB_COLUMN_VALUE, /* takes what is left */
  PB_COLUMN_VERDICT,
} PbCharacteristicColumn;
#define PB_N_COLUMNS 4
/* @child, as wide as @column, which is none of values. */
GtkWidget *pb_characteristic_column_new (GtkWidget *child, PbCharacteristicColumn column);
/* @cells: of the whole table: the values of the units stand below one another. */
void pb_characteristic_row_line_up (PbCharacteristicRow *self, GtkSizeGroup *cells);
PbCharacteristic *pb_characteristic_row_get (PbCharacteristicRow *self);
void pb_characteristic_row_set_editable (PbCharacteristicRow *self, gboolean editable, const char *why_not);

G_END_DECLS
