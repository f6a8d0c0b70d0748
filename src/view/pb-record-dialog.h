/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/pb-run-model.h"
#include "view/pb-dialog.h"
#include "view/pb-form.h"

G_BEGIN_DECLS

/* Recording one preparation record of a run: the form of its type, with what the values mean for the item. */
#define PB_TYPE_RECORD_DIALOG (pb_record_dialog_get_type ())
G_DECLARE_FINAL_TYPE (PbRecordDialog, pb_record_dialog, PB, RECORD_DIALOG, PbDialog)

/* @item: (nullable): the item that the record is for; without one, the limits are those of the run's items that such a
 * record is for. */
GtkWidget *pb_record_dialog_new (GtkWindow *parent, PbRunModel *run, const PbType *type, PbItemModel *item);
/* Returns: (transfer none). */
PbForm *pb_record_dialog_get_form (PbRecordDialog *self);

/* What the value of @field in @object means for @item by the limits that the item was judged with.
 * Returns: (transfer full) (nullable): NULL when it says nothing. */
char *pb_record_judge (const PbField *field, gconstpointer object, const PbItem *item);
/* What @field will be held against, by the same limits: "At least 120 °C." Returns: (transfer full) (nullable). */
char *pb_record_limit (const PbField *field, gconstpointer object, const PbItem *item);

G_END_DECLS
