/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "model/pb-row.h"
#include "model/pb-session-model.h"

G_BEGIN_DECLS

/* Something that happened with the run. Properties (read only):
 *   key         text: stable identity
 *   time        int64; time-text text
 *   kind        int, PbHistoryKind
 *   title       text: "Formal check: not passed", "Waiver approved: Stencil ST-0117"
 *   detail      text: reason, counts; may be ""
 *   who         text */
typedef enum
{
  PB_HISTORY_CHECK,
  PB_HISTORY_WAIVER,
  PB_HISTORY_AUDIT, /* what was done to the run itself: authorised, revoked … */
  PB_HISTORY_RECORD,
  PB_HISTORY_LOADING,
  PB_HISTORY_BINDING,
  PB_HISTORY_FAI, /* its steps and its signatures */
} PbHistoryKind;

#define PB_TYPE_HISTORY_ITEM (pb_history_item_get_type ())
G_DECLARE_FINAL_TYPE (PbHistoryItem, pb_history_item, PB, HISTORY_ITEM, PbRow)

/* What happened with a run, newest first: checks, records, bindings, loading, steps and signatures of first articles,
 * waivers, authorisations and how they ended, and the audit trail for those who may read it; a GListModel of
 * PbHistoryItem. It loads when it is active (it is not refreshed by the run's polling). Properties (read only): n-items
 * uint, loading boolean, error-text text. */
#define PB_TYPE_HISTORY_MODEL (pb_history_model_get_type ())
G_DECLARE_FINAL_TYPE (PbHistoryModel, pb_history_model, PB, HISTORY_MODEL, PbRow)

/* Loads, and loads again after every action of the run, while active. */
void pb_history_model_set_active (PbHistoryModel *self, gboolean active);
void pb_history_model_refresh (PbHistoryModel *self);

/* The items of a stored check. @check: of kind PB_HISTORY_CHECK. */
void pb_history_model_open_check_async (PbHistoryModel *self,
                                        PbHistoryItem *check,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data);
/* Returns: (transfer full) (nullable) (element-type PbItemModel): NULL with @error. Errors: pb_error_to_user_text(). */
GListModel *pb_history_model_open_check_finish (PbHistoryModel *self, GAsyncResult *result, GError **error);

G_END_DECLS
