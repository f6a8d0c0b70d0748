/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-model"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "domain/pb-fai-rules.h"
#include "domain/pb-evaluate.h"
#include "model/pb-history-private.h"
#include "model/pb-item-private.h"
#include "model/pb-row-private.h"
#include "model/pb-run-rows-private.h"
#include "model/pb-run-state-private.h"
#include "model/pb-session-private.h"
#include "model/pb-text.h"

/* --- the run itself
 * ---------------------------------------------------------------------------------------------------------- */

static char *
describe_units (const PbReply *run)
{
  int total = (int) pb_reply_get_int (run, "unitStats.total", 0);
  int done = (int) pb_reply_get_int (run, "unitStats.done", 0);
  int failed = (int) pb_reply_get_int (run, "unitStats.failed", 0);

  if (total == 0)
    return g_strdup (_ ("No units yet"));
  if (failed > 0)
    return g_strdup_printf (_ ("%d of %d done, %d failed"), done, total, failed);
  return g_strdup_printf (_ ("%d of %d done"), done, total);
}

static char *
describe_route (const PbReply *run)
{
  const char *code = pb_reply_get_string (run, "routeVersion.route.code");

  if (code == NULL)
    return g_strdup (_ ("No route"));
  /* TRANSLATORS: a route and its version */
  return g_strdup_printf (_ ("%s, version %d"), code, (int) pb_reply_get_int (run, "routeVersion.versionNo", 0));
}

static char *
describe_authorisation (const PbReply *run, gint64 now)
{
  gint64 at = pb_reply_get_time (run, "run.authorizedAt");
  const char *by = pb_reply_get_string (run, "run.authorizedByName");
  g_autofree char *time = pb_text_time (at, now);

  if (at == 0)
    return g_strdup ("");
  return by != NULL ? g_strdup_printf (_ ("Authorised %s by %s"), time, by)
                    : g_strdup_printf (_ ("Authorised %s"), time);
}

static void
take_run (PbRunModel *self, const PbReply *run, gint64 now)
{
  static const struct
  {
    guint column;
    const char *path;
  } texts[] = {
    { PB_RUN_COLUMN_PRODUCT_CODE, "workOrder.productCode" },
    { PB_RUN_COLUMN_WO_NO, "workOrder.woNo" },
    { PB_RUN_COLUMN_LINE_ID, "line.id" },
    { PB_RUN_COLUMN_LINE_CODE, "line.code" },
    { PB_RUN_COLUMN_LINE_NAME, "line.name" },
    { PB_RUN_COLUMN_SHIFT_CODE, "run.shiftCode" },
  };
  static const struct
  {
    guint column;
    const char *path;
  } numbers[] = {
    { PB_RUN_COLUMN_PLAN_QTY, "run.planQty" },
    { PB_RUN_COLUMN_UNITS_TOTAL, "unitStats.total" },
    { PB_RUN_COLUMN_UNITS_DONE, "unitStats.done" },
    { PB_RUN_COLUMN_UNITS_FAILED, "unitStats.failed" },
    { PB_RUN_COLUMN_UNITS_IN_STATION, "unitStats.inStation" },
    { PB_RUN_COLUMN_UNITS_QUEUED, "unitStats.queued" },
  };
  int status = pb_enum_value (&pb_run_statuses, pb_reply_get_string (run, "run.status"));

  pb_set_string (&self->run_id, pb_reply_get_string (run, "run.id"));
  pb_set_string (&self->line_id, pb_reply_get_string (run, "line.id"));
  pb_row_set_number (self, PB_RUN_COLUMN_STATUS, status);
  pb_row_set_text (self, PB_RUN_COLUMN_STATUS_TEXT, pb_text_run_status ((PbRunStatus) status));
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    pb_row_set_text (self, texts[i].column, pb_reply_get_string (run, texts[i].path));
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    pb_row_set_number (self, numbers[i].column, pb_reply_get_int (run, numbers[i].path, 0));
  pb_row_take_text (self, PB_RUN_COLUMN_UNITS_TEXT, describe_units (run));
  pb_row_take_text (self, PB_RUN_COLUMN_ROUTE_TEXT, describe_route (run));
  pb_row_take_text (self, PB_RUN_COLUMN_AUTHORISED_TEXT,
                    status != PB_RUN_PREP ? describe_authorisation (run, now) : NULL);
  pb_row_take_text (self, PB_RUN_COLUMN_ENDED_TEXT, status == PB_RUN_PREP ? pb_history_describe_end (run, now) : NULL);
  /* Existing deployments do not say it of the run: the first article's own gate is not asked for, a needless one does
   * no harm. */
  pb_row_set_number (self, PB_RUN_COLUMN_REQUIRES_FAI, pb_reply_get_bool (run, "requiresFai", TRUE));
}

/* --- items
 * -------------------------------------------------------------------------------------------------------------------
 */

static int
compare_items (gconstpointer a, gconstpointer b)
{
  const PbItem *first = *(const PbItem *const *) a;
  const PbItem *second = *(const PbItem *const *) b;
  int first_group = (int) pb_item_type_group ((PbItemType) first->item_type);
  int second_group = (int) pb_item_type_group ((PbItemType) second->item_type);

  if (first_group != second_group)
    return first_group - second_group;
  if (first->item_type != second->item_type)
    return first->item_type - second->item_type;
  return g_strcmp0 (first->item_key, second->item_key);
}

static void
take_items (PbRunModel *self, GPtrArray *items, gint64 now)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) groups = g_ptr_array_new ();
  PbItemContext context = { now, pb_run_model_get_run_no (self), self->session };
  guint failed = 0;
  guint waived = 0;

  g_ptr_array_sort (items, compare_items);
  pb_rows_merge (self->items, items, &pb_item_rows_class, &context);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->items)); i++)
    {
      PbItemModel *row = g_list_model_get_item (G_LIST_MODEL (self->items), i);

      g_ptr_array_add (rows, row);
      failed += pb_item_model_get_status (row) == PB_STATUS_FAILED;
      waived += pb_item_model_get_status (row) == PB_STATUS_WAIVED;
    }
  for (guint i = 0; i < PB_N_GROUPS; i++)
    if (pb_item_group_take (self->all_groups[i], rows))
      g_ptr_array_add (groups, self->all_groups[i]);
  pb_rows_sync (self->groups, groups);
  pb_row_set_number (self, PB_RUN_COLUMN_ITEMS_TOTAL, rows->len);
  pb_row_set_number (self, PB_RUN_COLUMN_ITEMS_FAILED, failed);
  pb_row_set_number (self, PB_RUN_COLUMN_ITEMS_WAIVED, waived);
}

/* --- the gate
 * ---------------------------------------------------------------------------------------------------------------- */

static void
add_blocker (PbGate *gate, PbBlockerCode code, const PbItem *item)
{
  PbBlocker *blocker = pb_object_new (&pb_blocker_type);

  blocker->code = (int) code;
  if (item != NULL)
    {
      pb_set_string (&blocker->item_id, item->id);
      pb_set_string (&blocker->item_key, item->item_key);
      pb_set_string (&blocker->message, item->fail_reason);
      blocker->item_type = item->item_type;
      blocker->reason_code = item->reason_code;
      blocker->params = item->params != NULL ? pb_object_ref (item->params) : NULL;
    }
  g_ptr_array_add (gate->blockers, blocker);
}

/* What existing deployments would say, in the order in which they look. Returns: (transfer full). */
static PbGate *
guess_gate (PbRunModel *self, GPtrArray *items, const PbInspection *fai)
{
  PbGate *gate = pb_object_new (&pb_gate_type);
  gboolean requires_fai = pb_row_peek_number (self, PB_RUN_COLUMN_REQUIRES_FAI) != 0;

  if (pb_run_model_get_status (self) != PB_RUN_PREP)
    add_blocker (gate, PB_BLOCKER_RUN_NOT_READY, NULL);
  for (guint i = 0; i < items->len; i++)
    if (((const PbItem *) items->pdata[i])->status == PB_STATUS_FAILED)
      add_blocker (gate, PB_BLOCKER_READINESS_ITEM_FAILED, items->pdata[i]);
  if (requires_fai && (fai == NULL || fai->status != PB_FAI_PASS))
    add_blocker (gate, PB_BLOCKER_FAI_NOT_PASSED, NULL);
  else if (requires_fai && fai->signed_by == NULL)
    add_blocker (gate, PB_BLOCKER_FAI_NOT_SIGNED, NULL);
  gate->can_authorize = PB_BOOL (gate->blockers->len == 0);
  return gate;
}

static char *
describe_gate (PbRunModel *self, const PbGate *gate)
{
  PbRunStatus status = pb_run_model_get_status (self);
  guint n = gate->blockers->len;

  if (status != PB_RUN_PREP)
    return g_strdup (pb_text_run_status (status));
  if (gate->can_authorize.v)
    return g_strdup (_ ("May be authorised"));
  /* TRANSLATORS: how many blockers the gate lists */
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u thing stands against authorisation",
                                       "%u things stand against authorisation", n),
                          n);
}

static void
take_gate (PbRunModel *self, const PbGate *gate)
{
  g_autoptr (GPtrArray) none = g_ptr_array_new ();
  /* A run that has gone on is not held up by its own state. */
  gboolean in_prep = pb_run_model_get_status (self) == PB_RUN_PREP;

  pb_rows_merge (self->blockers, in_prep ? gate->blockers : none, &pb_blocker_rows_class, self);
  pb_row_set_number (self, PB_RUN_COLUMN_CAN_AUTHORISE, in_prep && gate->can_authorize.v);
  pb_row_set_number (self, PB_RUN_COLUMN_EVALUATED_AT, gate->evaluated_at);
  pb_row_set_number (self, PB_RUN_COLUMN_NEXT_DEADLINE, gate->next_deadline);
  pb_row_take_text (self, PB_RUN_COLUMN_GATE_TEXT, describe_gate (self, gate));
}

/* --- all of it
 * --------------------------------------------------------------------------------------------------------------- */

static void
take_bindings (PbRunModel *self, const PbReply *bindings, gint64 now)
{
  g_autoptr (GPtrArray) data = pb_binding_data_new (bindings, now);

  pb_rows_merge (self->bindings, data, &pb_binding_rows_class, self);
}

/* How many slots are judged, or the slot table in their place: a line without feeder slots has no item of loading.
 * Without any items nothing is known. */
static guint
count_slots (PbRunModel *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->items));
  guint slots = 0;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (PbItemModel) item = g_list_model_get_item (G_LIST_MODEL (self->items), i);

      slots += pb_item_model_get_item_type (item) == PB_ITEM_LOADING;
    }
  return n > 0 ? slots : 1;
}

/* Everything is read before anything is shown: an answer of another shape changes nothing. */
gboolean
pb_run_model_take (PbRunModel *self, const PbRunAnswers *answers, GError **error)
{
  g_autoptr (GPtrArray) items = NULL;
  g_autoptr (GPtrArray) expectations = NULL;
  g_autoptr (PbGate) gate = NULL;
  g_autoptr (PbInspection) fai = NULL;
  gint64 now = pb_session_model_get_now (self->session);

  items = answers->latest != NULL ? pb_reply_read_array (answers->latest, "items", &pb_item_type, error)
                                  : pb_object_array_new ();
  if (items == NULL)
    return FALSE;
  if (answers->gate != NULL && (gate = pb_reply_read (answers->gate, NULL, &pb_gate_type, error)) == NULL)
    return FALSE;
  if (answers->fai != NULL && pb_reply_has (answers->fai, NULL) &&
      (fai = pb_reply_read (answers->fai, NULL, &pb_inspection_type, error)) == NULL)
    return FALSE;
  if (answers->expectations != NULL &&
      (expectations = pb_reply_read_array (answers->expectations, "items", &pb_slot_expectation_type, error)) == NULL)
    return FALSE;

  g_object_freeze_notify (G_OBJECT (self));
  take_run (self, answers->run, now);
  take_items (self, items, now);
  if (gate == NULL)
    gate = guess_gate (self, items, fai);
  take_gate (self, gate);
  take_bindings (self, answers->bindings, now);
  pb_fai_model_take (self->fai, fai, answers, pb_reply_get_int (answers->run, "faiTrial.trackedQty", -1), now);
  pb_loading_model_take (self->loading, expectations, count_slots (self), now);
  pb_run_model_tick (self);
  g_object_thaw_notify (G_OBJECT (self));
  return TRUE;
}

void
pb_run_model_clear (PbRunModel *self)
{
  g_autoptr (GPtrArray) none = g_ptr_array_new ();
  gint64 now = pb_session_model_get_now (self->session);

  g_object_freeze_notify (G_OBJECT (self));
  for (guint i = PB_RUN_COLUMN_STATUS; i < PB_RUN_COLUMN_BUSY; i++)
    if (PB_ROW_GET_CLASS (self)->columns[i]->value_type == G_TYPE_STRING)
      pb_row_set_text (self, i, NULL);
    else
      pb_row_set_number (self, i, 0);
  pb_row_set_number (self, PB_RUN_COLUMN_MISSING, FALSE);
  take_items (self, none, now);
  pb_rows_sync (self->blockers, none);
  pb_rows_sync (self->bindings, none);
  pb_fai_model_take (self->fai, NULL, NULL, -1, now);
  pb_loading_model_take (self->loading, NULL, 1, now);
  g_clear_pointer (&self->line_id, g_free);
  g_clear_pointer (&self->run_id, g_free);
  g_object_thaw_notify (G_OBJECT (self));
}

void
pb_run_model_tick (PbRunModel *self)
{
  gint64 now = pb_session_model_get_now (self->session);

  pb_row_take_text (self, PB_RUN_COLUMN_DEADLINE_TEXT,
                    pb_text_deadline (pb_row_peek_number (self, PB_RUN_COLUMN_NEXT_DEADLINE), now));
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->items)); i++)
    {
      g_autoptr (PbItemModel) item = g_list_model_get_item (G_LIST_MODEL (self->items), i);

      pb_item_model_tick (item, now);
    }
}
