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
PbCharacteristic *pb_characteristic_row_get (PbCharacteristicRow *self);
void pb_characteristic_row_set_editable (PbCharacteristicRow *self, gboolean editable, const char *why_not);

G_END_DECLS
