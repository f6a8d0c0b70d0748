/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-model"

#include "config.h"

#include "model/pb-loading-model.h"

#include <glib/gi18n-lib.h>

#include "domain/pb-run.h"
#include "model/pb-row-private.h"
#include "model/pb-rows-private.h"
#include "model/pb-run-private.h"
#include "model/pb-text.h"

/* --- one slot
 * ---------------------------------------------------------------------------------------------------------------- */

struct _PbSlotItem
{
  PbRow parent_instance;
};

G_DEFINE_FINAL_TYPE (PbSlotItem, pb_slot_item, PB_TYPE_ROW)

enum
{
  SLOT_ID,
  SLOT_CODE,
  SLOT_NAME,
  POSITION,
  EXPECTED,
  ALTERNATES_TEXT,
  STATUS,
  STATUS_TEXT,
  LOADED,
  LOADED_TEXT,
  LOCKED,
  N_SLOT_COLUMNS
};

static const PbRowColumn slot_columns[N_SLOT_COLUMNS] = {
  [SLOT_ID] = { "slot-id", G_TYPE_STRING },     [SLOT_CODE] = { "slot-code", G_TYPE_STRING },
  [SLOT_NAME] = { "slot-name", G_TYPE_STRING }, [POSITION] = { "position", G_TYPE_INT64 },
  [EXPECTED] = { "expected", G_TYPE_STRING },   [ALTERNATES_TEXT] = { "alternates-text", G_TYPE_STRING },
  [STATUS] = { "status", G_TYPE_INT },          [STATUS_TEXT] = { "status-text", G_TYPE_STRING },
  [LOADED] = { "loaded", G_TYPE_STRING },       [LOADED_TEXT] = { "loaded-text", G_TYPE_STRING },
  [LOCKED] = { "locked", G_TYPE_BOOLEAN },
};

static void
pb_slot_item_class_init (PbSlotItemClass *klass)
{
  pb_row_class_install (klass, slot_columns, N_SLOT_COLUMNS);
}

static void
pb_slot_item_init (PbSlotItem *self)
{
}

static const char *
key_of_slot (gpointer row)
{
  return pb_row_peek_text (row, SLOT_CODE);
}

static char *
key_of_expectation (gconstpointer data)
{
  const PbSlotExpectation *expectation = data;

  return g_strdup (expectation->slot_code != NULL ? expectation->slot_code : "");
}

static gpointer
new_slot (gpointer owner, gconstpointer data)
{
  return g_object_new (PB_TYPE_SLOT_ITEM, NULL);
}

static char *
describe_loaded (const PbSlotExpectation *expectation, gint64 now)
{
  g_autofree char *time = pb_text_time (expectation->loaded_at, now);

  if (expectation->loaded_material_code == NULL)
    return g_strdup ("");
  if (*time == '\0')
    return g_strdup (expectation->loaded_material_code);
  /* TRANSLATORS: a material and when it was loaded */
  return g_strdup_printf (_ ("%s at %s"), expectation->loaded_material_code, time);
}

static void
update_slot (gpointer owner, gpointer row, gconstpointer data)
{
  const PbSlotExpectation *expectation = data;
  gint64 now = *(const gint64 *) owner;
  gboolean locked = expectation->is_locked.v;

  pb_row_set_text (row, SLOT_ID, expectation->slot_id);
  pb_row_set_text (row, SLOT_CODE, expectation->slot_code);
  pb_row_set_text (row, SLOT_NAME, expectation->slot_name);
  pb_row_set_number (row, POSITION, expectation->position.v);
  pb_row_set_text (row, EXPECTED, expectation->expected_material_code);
  pb_row_take_text (row, ALTERNATES_TEXT,
                    expectation->alternates != NULL ? g_strjoinv (", ", expectation->alternates) : NULL);
  pb_row_set_number (row, STATUS, expectation->status);
  pb_row_set_text (row, STATUS_TEXT, locked ? _ ("Locked") : pb_text_slot_status ((PbSlotStatus) expectation->status));
  pb_row_set_text (row, LOADED, expectation->loaded_material_code);
  pb_row_take_text (row, LOADED_TEXT, describe_loaded (expectation, now));
  pb_row_set_number (row, LOCKED, locked);
}

static const PbRowsClass slot_rows_class = {
  .key_of_row = key_of_slot,
  .key_of_data = key_of_expectation,
  .new_row = new_slot,
  .update = update_slot,
};

/* --- the table
 * --------------------------------------------------------------------------------------------------------------- */

struct _PbLoadingModel
{
  PbRow parent_instance;

  PbRunModel *run;   /* weak (nullable) */
  GListStore *slots; /* (owned) (element-type PbSlotItem) */
};

enum
{
  N_ITEMS,
  LOADED_COUNT,
  SUMMARY_TEXT,
  NEEDED,
  TABLE_WANTED,
  N_COLUMNS
};

static const PbRowColumn columns[N_COLUMNS] = {
  [N_ITEMS] = { "n-items", G_TYPE_UINT },
  [LOADED_COUNT] = { "loaded-count", G_TYPE_INT64 },
  [SUMMARY_TEXT] = { "summary-text", G_TYPE_STRING },
  [NEEDED] = { "needed", G_TYPE_BOOLEAN },
  [TABLE_WANTED] = { "table-wanted", G_TYPE_BOOLEAN },
};

static GType
get_item_type (GListModel *model)
{
  return PB_TYPE_SLOT_ITEM;
}

static guint
get_n_items (GListModel *model)
{
  return g_list_model_get_n_items (G_LIST_MODEL (PB_LOADING_MODEL (model)->slots));
}

static gpointer
get_item (GListModel *model, guint position)
{
  return g_list_model_get_item (G_LIST_MODEL (PB_LOADING_MODEL (model)->slots), position);
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (PbLoadingModel,
                               pb_loading_model,
                               PB_TYPE_ROW,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

static int
compare_positions (gconstpointer a, gconstpointer b)
{
  const PbSlotExpectation *first = *(const PbSlotExpectation *const *) a;
  const PbSlotExpectation *second = *(const PbSlotExpectation *const *) b;

  if (first->position.v != second->position.v)
    return first->position.v < second->position.v ? -1 : 1;
  return g_strcmp0 (first->slot_code, second->slot_code);
}

void
pb_loading_model_take (PbLoadingModel *self, GPtrArray *expectations, guint wanted, gint64 now)
{
  g_autoptr (GPtrArray) none = g_ptr_array_new ();
  GPtrArray *slots = expectations != NULL ? expectations : none;
  guint total = MAX (wanted, slots->len);
  guint loaded = 0;

  g_ptr_array_sort (slots, compare_positions);
  for (guint i = 0; i < slots->len; i++)
    loaded += ((const PbSlotExpectation *) slots->pdata[i])->status == PB_SLOT_LOADED;
  g_object_freeze_notify (G_OBJECT (self));
  pb_rows_merge (self->slots, slots, &slot_rows_class, &now);
  pb_row_set_number (self, LOADED_COUNT, loaded);
  pb_row_set_number (self, NEEDED, total > 0);
  pb_row_set_number (self, TABLE_WANTED, wanted > slots->len);
  pb_row_take_text (self, SUMMARY_TEXT,
                    total == 0        ? g_strdup (_ ("Not needed here: this line has no feeder slots"))
                    : slots->len == 0 ? g_strdup (_ ("No slot table is loaded"))
                                      : g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u of %u slot loaded",
                                                                      "%u of %u slots loaded", total),
                                                         loaded, total));
  g_object_thaw_notify (G_OBJECT (self));
}

PbSlotItem *
pb_loading_model_find (PbLoadingModel *self, const char *slot_code)
{
  g_return_val_if_fail (PB_IS_LOADING_MODEL (self), NULL);

  return pb_rows_find (G_LIST_MODEL (self->slots), slot_code, key_of_slot);
}

static gboolean
is_open (PbSlotItem *slot)
{
  return pb_row_peek_number (slot, STATUS) != PB_SLOT_LOADED && !pb_row_peek_number (slot, LOCKED);
}

PbSlotItem *
pb_loading_model_find_open (PbLoadingModel *self, const char *slot_code)
{
  guint n;
  guint first = 0;

  g_return_val_if_fail (PB_IS_LOADING_MODEL (self), NULL);

  n = get_n_items (G_LIST_MODEL (self));
  for (guint i = 0; slot_code != NULL && i < n; i++)
    {
      g_autoptr (PbSlotItem) slot = get_item (G_LIST_MODEL (self), i);

      if (g_strcmp0 (pb_row_peek_text (slot, SLOT_CODE), slot_code) == 0)
        first = i + 1;
    }
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (PbSlotItem) slot = get_item (G_LIST_MODEL (self), (first + i) % n);

      if (g_strcmp0 (pb_row_peek_text (slot, SLOT_CODE), slot_code) != 0 && is_open (slot))
        return slot;
    }
  return NULL;
}

/* --- actions
 * ----------------------------------------------------------------------------------------------------------------- */

void
pb_loading_model_load_table_async (PbLoadingModel *self,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  GTask *task;

  g_return_if_fail (PB_IS_LOADING_MODEL (self));

  task = pb_run_act_begin (self->run, self, NULL, cancellable, callback, user_data);
  if (task != NULL)
    pb_rest_load_table_async (pb_run_model_get_client (self->run), pb_run_model_get_run_no (self->run), cancellable,
                              pb_run_act_cb, task);
}

gboolean
pb_loading_model_load_table_finish (PbLoadingModel *self, GAsyncResult *result, GError **error)
{
  g_autoptr (PbReply) reply = NULL;

  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  reply = g_task_propagate_pointer (G_TASK (result), error);
  return reply != NULL;
}

void
pb_loading_model_unlock_async (PbLoadingModel *self,
                               PbSlotItem *slot,
                               const char *reason,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  GTask *task;

  g_return_if_fail (PB_IS_LOADING_MODEL (self));
  g_return_if_fail (PB_IS_SLOT_ITEM (slot));
  g_return_if_fail (reason != NULL);

  task = pb_run_act_begin (self->run, self, NULL, cancellable, callback, user_data);
  if (task != NULL)
    pb_rest_unlock_slot_async (pb_run_model_get_client (self->run), pb_row_peek_text (slot, SLOT_ID), reason,
                               cancellable, pb_run_act_cb, task);
}

/* @reason: NULL verifies, else replaces. */
static void
load_slot (PbLoadingModel *self,
           const char *slot_code,
           const char *barcode,
           const char *reason,
           GCancellable *cancellable,
           GAsyncReadyCallback callback,
           gpointer user_data)
{
  GTask *task = pb_run_act_begin (self->run, self, NULL, cancellable, callback, user_data);

  if (task == NULL)
    return;
  pb_rest_load_slot_async (pb_run_model_get_client (self->run), pb_run_model_get_run_no (self->run), slot_code, barcode,
                           reason, pb_session_model_get_user_id (pb_run_model_get_session (self->run)), cancellable,
                           pb_run_act_cb, task);
}

void
pb_loading_model_verify_async (PbLoadingModel *self,
                               const char *slot_code,
                               const char *barcode,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  g_return_if_fail (PB_IS_LOADING_MODEL (self));
  g_return_if_fail (slot_code != NULL && barcode != NULL);

  load_slot (self, slot_code, barcode, NULL, cancellable, callback, user_data);
}

void
pb_loading_model_replace_async (PbLoadingModel *self,
                                const char *slot_code,
                                const char *barcode,
                                const char *reason,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  g_return_if_fail (PB_IS_LOADING_MODEL (self));
  g_return_if_fail (slot_code != NULL && barcode != NULL && reason != NULL);

  load_slot (self, slot_code, barcode, reason, cancellable, callback, user_data);
}

static const char *
or_unknown (const char *text)
{
  return text != NULL ? text : "?";
}

static char *
describe_scan (PbResult result, const PbReply *record)
{
  const char *slot = or_unknown (pb_reply_get_string (record, "slotCode"));
  const char *material = or_unknown (pb_reply_get_string (record, "materialCode"));
  const char *expected = or_unknown (pb_reply_get_string (record, "expectedCode"));

  if (result == PB_RESULT_FAIL)
    /* TRANSLATORS: slot, material expected, material of the scanned reel */
    return g_strdup_printf (_ ("Slot %s: wrong reel. Expected is %s, this is %s. Nothing was loaded."), slot, expected,
                            material);
  if (result == PB_RESULT_WARNING)
    return g_strdup_printf (_ ("Slot %s: %s is loaded as an alternate of %s."), slot, material, expected);
  if (pb_reply_get_bool (record, "isIdempotent", FALSE))
    return g_strdup_printf (_ ("Slot %s: %s was loaded already."), slot, material);
  return g_strdup_printf (_ ("Slot %s: %s is loaded."), slot, material);
}

PbResult
pb_loading_model_scan_finish (PbLoadingModel *self, GAsyncResult *result, char **message, GError **error)
{
  g_autoptr (PbReply) record = NULL;
  PbResult verdict;

  g_return_val_if_fail (g_task_is_valid (result, self), PB_RESULT_NONE);

  record = g_task_propagate_pointer (G_TASK (result), error);
  if (record == NULL)
    return PB_RESULT_NONE;
  verdict = (PbResult) pb_enum_value (&pb_results, pb_reply_get_string (record, "verifyResult"));
  if (verdict == PB_RESULT_NONE)
    {
      pb_client_error_set (error, PB_CLIENT_ERROR_PROTOCOL, pb_reply_get_status (record), NULL, NULL, 0,
                           "A loading record without a result");
      return PB_RESULT_NONE;
    }
  if (message != NULL)
    *message = describe_scan (verdict, record);
  return verdict;
}

static void
pb_loading_model_finalize (GObject *object)
{
  PbLoadingModel *self = PB_LOADING_MODEL (object);

  g_clear_weak_pointer (&self->run);
  g_clear_object (&self->slots);
  G_OBJECT_CLASS (pb_loading_model_parent_class)->finalize (object);
}

static void
pb_loading_model_class_init (PbLoadingModelClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = pb_loading_model_finalize;
  pb_row_class_install (klass, columns, N_COLUMNS);
}

static void
pb_loading_model_init (PbLoadingModel *self)
{
  self->slots = g_list_store_new (PB_TYPE_SLOT_ITEM);
  pb_rows_forward (self->slots, self, N_ITEMS);
}

PbLoadingModel *
pb_loading_model_new (PbRunModel *run)
{
  PbLoadingModel *self = g_object_new (PB_TYPE_LOADING_MODEL, NULL);

  g_set_weak_pointer (&self->run, run);
  return self;
}
