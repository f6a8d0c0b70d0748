/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-model"

#include "config.h"

#include "model/pb-run-model.h"

#include "model/pb-item-private.h"
#include "model/pb-row-private.h"
#include "model/pb-run-state-private.h"
#include "model/pb-session-private.h"

G_DEFINE_FINAL_TYPE (PbRunModel, pb_run_model, PB_TYPE_ROW)

static const PbRowColumn columns[PB_RUN_N_COLUMNS] = {
  [PB_RUN_COLUMN_RUN_NO] = { "run-no", G_TYPE_STRING },
  [PB_RUN_COLUMN_LOADING] = { "loading", G_TYPE_BOOLEAN },
  [PB_RUN_COLUMN_MISSING] = { "missing", G_TYPE_BOOLEAN },
  [PB_RUN_COLUMN_STALE_SINCE] = { "stale-since", G_TYPE_INT64 },
  [PB_RUN_COLUMN_STALE_TEXT] = { "stale-text", G_TYPE_STRING },
  [PB_RUN_COLUMN_ERROR_TEXT] = { "error-text", G_TYPE_STRING },
  [PB_RUN_COLUMN_STATUS] = { "status", G_TYPE_INT },
  [PB_RUN_COLUMN_STATUS_TEXT] = { "status-text", G_TYPE_STRING },
  [PB_RUN_COLUMN_PRODUCT_CODE] = { "product-code", G_TYPE_STRING },
  [PB_RUN_COLUMN_WO_NO] = { "wo-no", G_TYPE_STRING },
  [PB_RUN_COLUMN_LINE_CODE] = { "line-code", G_TYPE_STRING },
  [PB_RUN_COLUMN_LINE_NAME] = { "line-name", G_TYPE_STRING },
  [PB_RUN_COLUMN_LINE_ID] = { "line-id", G_TYPE_STRING },
  [PB_RUN_COLUMN_ROUTE_TEXT] = { "route-text", G_TYPE_STRING },
  [PB_RUN_COLUMN_SHIFT_CODE] = { "shift-code", G_TYPE_STRING },
  [PB_RUN_COLUMN_PLAN_QTY] = { "plan-qty", G_TYPE_INT64 },
  [PB_RUN_COLUMN_AUTHORISED_TEXT] = { "authorised-text", G_TYPE_STRING },
  [PB_RUN_COLUMN_ENDED_TEXT] = { "ended-text", G_TYPE_STRING },
  [PB_RUN_COLUMN_UNITS_TOTAL] = { "units-total", G_TYPE_INT64 },
  [PB_RUN_COLUMN_UNITS_DONE] = { "units-done", G_TYPE_INT64 },
  [PB_RUN_COLUMN_UNITS_FAILED] = { "units-failed", G_TYPE_INT64 },
  [PB_RUN_COLUMN_UNITS_IN_STATION] = { "units-in-station", G_TYPE_INT64 },
  [PB_RUN_COLUMN_UNITS_QUEUED] = { "units-queued", G_TYPE_INT64 },
  [PB_RUN_COLUMN_UNITS_TEXT] = { "units-text", G_TYPE_STRING },
  [PB_RUN_COLUMN_REQUIRES_FAI] = { "requires-fai", G_TYPE_BOOLEAN },
  [PB_RUN_COLUMN_CAN_AUTHORISE] = { "can-authorise", G_TYPE_BOOLEAN },
  [PB_RUN_COLUMN_GATE_TEXT] = { "gate-text", G_TYPE_STRING },
  [PB_RUN_COLUMN_EVALUATED_AT] = { "evaluated-at", G_TYPE_INT64 },
  [PB_RUN_COLUMN_NEXT_DEADLINE] = { "next-deadline", G_TYPE_INT64 },
  [PB_RUN_COLUMN_DEADLINE_TEXT] = { "deadline-text", G_TYPE_STRING },
  [PB_RUN_COLUMN_ITEMS_TOTAL] = { "items-total", G_TYPE_INT64 },
  [PB_RUN_COLUMN_ITEMS_FAILED] = { "items-failed", G_TYPE_INT64 },
  [PB_RUN_COLUMN_ITEMS_WAIVED] = { "items-waived", G_TYPE_INT64 },
  [PB_RUN_COLUMN_BUSY] = { "busy", G_TYPE_BOOLEAN },
};

static const char *
key_of_item (gpointer row)
{
  return pb_item_model_get_id (row);
}

static void
pb_run_model_dispose (GObject *object)
{
  PbRunModel *self = PB_RUN_MODEL (object);

  if (self->poll != NULL)
    pb_poll_set_active (self->poll, FALSE);
  G_OBJECT_CLASS (pb_run_model_parent_class)->dispose (object);
}

static void
pb_run_model_finalize (GObject *object)
{
  PbRunModel *self = PB_RUN_MODEL (object);

  g_clear_pointer (&self->poll, pb_poll_free);
  g_clear_object (&self->fai);
  g_clear_object (&self->loading);
  g_clear_object (&self->history);
  g_clear_object (&self->items);
  g_clear_object (&self->groups);
  for (guint i = 0; i < PB_N_GROUPS; i++)
    g_clear_object (&self->all_groups[i]);
  g_clear_object (&self->blockers);
  g_clear_object (&self->bindings);
  g_clear_object (&self->session);
  g_free (self->run_id);
  g_free (self->line_id);
  G_OBJECT_CLASS (pb_run_model_parent_class)->finalize (object);
}

static void
pb_run_model_class_init (PbRunModelClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = pb_run_model_dispose;
  object_class->finalize = pb_run_model_finalize;
  pb_row_class_install (klass, columns, PB_RUN_N_COLUMNS);
}

static void
pb_run_model_init (PbRunModel *self)
{
  self->items = g_list_store_new (PB_TYPE_ITEM_MODEL);
  self->groups = g_list_store_new (PB_TYPE_ITEM_GROUP);
  for (guint i = 0; i < PB_N_GROUPS; i++)
    self->all_groups[i] = pb_item_group_new ((PbGroupId) i);
  self->blockers = g_list_store_new (PB_TYPE_BLOCKER_ITEM);
  self->bindings = g_list_store_new (PB_TYPE_BINDING_ITEM);
}

PbRunModel *
pb_run_model_new (PbSessionModel *session, const char *run_no)
{
  PbRunModel *self;

  g_return_val_if_fail (PB_IS_SESSION_MODEL (session), NULL);
  g_return_val_if_fail (run_no != NULL && *run_no != '\0', NULL);

  self = g_object_new (PB_TYPE_RUN_MODEL, NULL);
  self->session = g_object_ref (session);
  pb_row_set_text (self, PB_RUN_COLUMN_RUN_NO, run_no);
  self->fai = pb_fai_model_new (self);
  self->loading = pb_loading_model_new (self);
  self->history = pb_history_model_new (self, session);
  self->poll = pb_poll_new (session, &pb_run_poll_class, G_OBJECT (self));
  return self;
}

void
pb_run_model_set_active (PbRunModel *self, gboolean active)
{
  g_return_if_fail (PB_IS_RUN_MODEL (self));

  pb_poll_set_active (self->poll, active);
}

void
pb_run_model_refresh (PbRunModel *self)
{
  g_return_if_fail (PB_IS_RUN_MODEL (self));

  pb_poll_refresh (self->poll);
}

PbSessionModel *
pb_run_model_get_session (PbRunModel *self)
{
  g_return_val_if_fail (PB_IS_RUN_MODEL (self), NULL);

  return self->session;
}

PbClient *
pb_run_model_get_client (PbRunModel *self)
{
  return pb_session_model_get_client (self->session);
}

const char *
pb_run_model_get_run_id (PbRunModel *self)
{
  return self->run_id != NULL ? self->run_id : "";
}

const char *
pb_run_model_get_run_no (PbRunModel *self)
{
  g_return_val_if_fail (PB_IS_RUN_MODEL (self), "");

  return pb_row_peek_text (self, PB_RUN_COLUMN_RUN_NO);
}

PbRunStatus
pb_run_model_get_status (PbRunModel *self)
{
  g_return_val_if_fail (PB_IS_RUN_MODEL (self), PB_RUN_NONE);

  return (PbRunStatus) pb_row_peek_number (self, PB_RUN_COLUMN_STATUS);
}

gint64
pb_run_model_get_stale_since (PbRunModel *self)
{
  g_return_val_if_fail (PB_IS_RUN_MODEL (self), 0);

  return pb_row_peek_number (self, PB_RUN_COLUMN_STALE_SINCE);
}

GListModel *
pb_run_model_get_groups (PbRunModel *self)
{
  g_return_val_if_fail (PB_IS_RUN_MODEL (self), NULL);

  return G_LIST_MODEL (self->groups);
}

GListModel *
pb_run_model_get_items (PbRunModel *self)
{
  g_return_val_if_fail (PB_IS_RUN_MODEL (self), NULL);

  return G_LIST_MODEL (self->items);
}

GListModel *
pb_run_model_get_blockers (PbRunModel *self)
{
  g_return_val_if_fail (PB_IS_RUN_MODEL (self), NULL);

  return G_LIST_MODEL (self->blockers);
}

GListModel *
pb_run_model_get_bindings (PbRunModel *self)
{
  g_return_val_if_fail (PB_IS_RUN_MODEL (self), NULL);

  return G_LIST_MODEL (self->bindings);
}

PbFaiModel *
pb_run_model_get_fai (PbRunModel *self)
{
  g_return_val_if_fail (PB_IS_RUN_MODEL (self), NULL);

  return self->fai;
}

PbLoadingModel *
pb_run_model_get_loading_model (PbRunModel *self)
{
  g_return_val_if_fail (PB_IS_RUN_MODEL (self), NULL);

  return self->loading;
}

PbHistoryModel *
pb_run_model_get_history (PbRunModel *self)
{
  g_return_val_if_fail (PB_IS_RUN_MODEL (self), NULL);

  return self->history;
}

PbItemModel *
pb_run_model_find_item (PbRunModel *self, const char *item_id)
{
  g_return_val_if_fail (PB_IS_RUN_MODEL (self), NULL);

  return pb_rows_find (G_LIST_MODEL (self->items), item_id, key_of_item);
}

void
pb_run_model_enter_busy (PbRunModel *self)
{
  self->acts++;
  pb_row_set_number (self, PB_RUN_COLUMN_BUSY, TRUE);
}

void
pb_run_model_leave_busy (PbRunModel *self)
{
  self->acts--;
  pb_row_set_number (self, PB_RUN_COLUMN_BUSY, self->acts > 0);
}
