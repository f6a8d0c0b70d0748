/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-service"

#include <string.h>

#include "service/pb-endpoints.h"
#include "service/pb-material-lot.h"
#include "service/pb-slot-table.h"

/* What a run expects in each feeder slot, and what is loaded (REST contract, 3.9). Slots and mappings themselves are in
 * pb-actions-slots.c. */

#define MOST_MISMATCHES 3

/* ---- The slot table */

/* Loading belongs to a run that has a line. @status: the only one, NONE: those in which a reel may be replaced. */
static gboolean
check_run (const PbRun *run, PbRunStatus status, GError **error)
{
  gboolean fits = status != PB_RUN_NONE ? run->status == (int) status
                                        : run->status == PB_RUN_PREP || run->status == PB_RUN_AUTHORIZED ||
                                            run->status == PB_RUN_IN_PROGRESS;

  if (run->line_id == NULL)
    pb_problem_set (error, 400, "RUN_LINE_NOT_SET", "Run %s has no line", run->run_no);
  else if (!fits)
    pb_problem_set (error, 400, "RUN_STATUS_INVALID", "Run %s is %s: nothing is loaded for it then", run->run_no,
                    pb_enum_text (&pb_run_statuses, run->status));
  else
    return TRUE;
  return FALSE;
}

static gboolean
has_started (PbCall *call, const PbRun *run, gboolean *started, GError **error)
{
  PbQuery query = { .type = &pb_loading_record_type, .limit = 1 };
  g_autoptr (GPtrArray) records = NULL;

  pb_query_add_text (&query, "run_id", PB_OP_EQ, run->id);
  records = pb_store_list (call->store, &query, NULL, error);
  *started = records != NULL && records->len > 0;
  return records != NULL;
}

static gboolean
is_expected (GPtrArray *expectations, const PbFeederSlot *slot)
{
  for (guint i = 0; i < expectations->len; i++)
    if (g_strcmp0 (((const PbSlotExpectation *) expectations->pdata[i])->slot_id, slot->id) == 0)
      return TRUE;
  return FALSE;
}

/* Once a reel is loaded the table stays; slots that have come to the line since are added to it. Leaves in @slots
 * those that the table is made for. */
static gboolean
make_room (PbCall *call, const PbRun *run, GPtrArray *slots, GError **error)
{
  g_autoptr (GPtrArray) earlier =
    pb_store_list_by (call->store, &pb_slot_expectation_type, "run_id", run->id, NULL, error);
  gboolean started;

  if (earlier == NULL || !has_started (call, run, &started, error))
    return FALSE;
  for (guint i = slots->len; started && i > 0; i--)
    if (is_expected (earlier, slots->pdata[i - 1]))
      g_ptr_array_remove_index (slots, i - 1);
  if (started && slots->len == 0)
    {
      pb_problem_set (error, 409, "LOADING_ALREADY_STARTED", "Loading of run %s has begun: its slot table stays",
                      run->run_no);
      return FALSE;
    }
  for (guint i = 0; !started && i < earlier->len; i++)
    if (!pb_store_delete (call->store, &pb_slot_expectation_type, ((PbSlotExpectation *) earlier->pdata[i])->id, error))
      return FALSE;
  return TRUE;
}

static gboolean
load_table (PbCall *call, GError **error)
{
  g_autoptr (PbRun) run = pb_call_find_run (call, pb_call_param (call, "runNo"), error);
  g_autoptr (GPtrArray) slots = NULL, expectations = NULL;

  if (run == NULL || !check_run (run, PB_RUN_PREP, error))
    return FALSE;
  slots = pb_slot_table_list_slots (call, run->line_id, error);
  if (slots == NULL)
    return FALSE;
  if (slots->len == 0)
    {
      pb_problem_set (error, 400, "FEEDER_SLOTS_NOT_FOUND", "Line %s has no feeder slots", run->line_code);
      return FALSE;
    }
  if (!make_room (call, run, slots, error))
    return FALSE;
  expectations = pb_slot_table_make (call, run, slots, error);
  if (expectations == NULL)
    return FALSE;
  for (guint i = 0; i < expectations->len; i++)
    if (!pb_call_insert (call, expectations->pdata[i], NULL, error))
      return FALSE;
  pb_call_audit (call, run->id, run->run_no, NULL, NULL);
  pb_call_changed (call, "run", run->id);
  pb_writer_begin_object (call->out);
  pb_writer_member_string (call->out, "runId", run->id);
  pb_writer_member_int (call->out, "created", expectations->len);
  pb_writer_end_object (call->out);
  return pb_call_event (call, "record", run->run_no, run->id, run->version.v, error);
}

static const PbFeederSlot *
find_slot (GPtrArray *slots, const char *id)
{
  for (guint i = 0; i < slots->len; i++)
    if (g_strcmp0 (((PbFeederSlot *) slots->pdata[i])->id, id) == 0)
      return slots->pdata[i];
  return NULL;
}

static gboolean
list_expectations (PbCall *call, GError **error)
{
  g_autoptr (PbRun) run = pb_call_find_run (call, pb_call_param (call, "runNo"), error);
  PbQuery query = { .type = &pb_slot_expectation_type, .order_by = "position", .then_by = "slot_code" };
  g_autoptr (GPtrArray) slots = NULL, expectations = NULL;

  if (run == NULL)
    return FALSE;
  pb_query_add_text (&query, "run_id", PB_OP_EQ, run->id);
  expectations = pb_store_list (call->store, &query, NULL, error);
  slots = expectations != NULL ? pb_slot_table_list_slots (call, run->line_id, error) : NULL;
  if (slots == NULL)
    return FALSE;
  for (guint i = 0; i < expectations->len; i++)
    {
      PbSlotExpectation *expectation = expectations->pdata[i];
      const PbFeederSlot *slot = find_slot (slots, expectation->slot_id);

      expectation->is_locked = PB_BOOL (slot != NULL && slot->is_locked.v);
    }
  pb_writer_begin_object (call->out);
  pb_writer_key (call->out, "items");
  pb_codec_write_array (call->out, expectations);
  pb_writer_end_object (call->out);
  return TRUE;
}

static void
set_material (PbLoadingRecord *record, const PbMaterial *material)
{
  record->material_known = PB_BOOL (material != NULL);
  pb_set_string (&record->material_name, material != NULL ? material->name : NULL);
}

static gboolean
list_records (PbCall *call, GError **error)
{
  static const PbThrough by_record = { &pb_loading_record_type, "material_code", "run_id" };
  g_autoptr (PbRun) run = pb_call_find_run (call, pb_call_param (call, "runNo"), error);
  PbQuery query = { .type = &pb_loading_record_type, .order_by = "loaded_at", .descending = TRUE };
  PbQuery of_run = { .type = &pb_material_type };
  g_autoptr (GPtrArray) records = NULL, materials = NULL;
  g_autoptr (GHashTable) by_code = g_hash_table_new (g_str_hash, g_str_equal);
  const char *const runs[] = { run != NULL ? run->id : NULL, NULL };

  if (run == NULL)
    return FALSE;
  pb_query_add_text (&query, "run_id", PB_OP_EQ, run->id);
  records = pb_store_list (call->store, &query, NULL, error);
  if (records == NULL)
    return FALSE;
  pb_query_add_list_through (&of_run, "code", PB_OP_IN, &by_record, runs);
  materials = pb_store_list (call->store, &of_run, NULL, error);
  if (materials == NULL)
    return FALSE;
  for (guint i = 0; i < materials->len; i++)
    g_hash_table_insert (by_code, ((PbMaterial *) materials->pdata[i])->code, materials->pdata[i]);
  for (guint i = 0; i < records->len; i++)
    {
      PbLoadingRecord *record = records->pdata[i];
      set_material (record, g_hash_table_lookup (by_code, record->material_code));
    }
  pb_writer_begin_object (call->out);
  pb_writer_key (call->out, "items");
  pb_codec_write_array (call->out, records);
  pb_writer_end_object (call->out);
  return TRUE;
}

/* ---- A scan at a slot */

/* What a request says, and what it is about. */
typedef struct
{
  char *run_no, *slot_code, *barcode, *operator_id, *reason, *reviewed_by;
  PbInt package_qty;
  PbRun *run;
  PbFeederSlot *slot;
  PbSlotExpectation *expectation;
  /* The reel */
  char *material_code, *lot_no;
  PbMaterial *material;    /* (nullable): not in the register */
  PbMaterialLot *lot;      /* (nullable): not registered yet */
  PbLoadingRecord *loaded; /* (nullable): what is in the slot for this run */
} Scan;

static void
scan_clear (Scan *scan)
{
  g_free (scan->run_no);
  g_free (scan->slot_code);
  g_free (scan->barcode);
  g_free (scan->operator_id);
  g_free (scan->reason);
  g_free (scan->reviewed_by);
  g_free (scan->material_code);
  g_free (scan->lot_no);
  pb_object_unref (scan->run);
  pb_object_unref (scan->slot);
  pb_object_unref (scan->expectation);
  pb_object_unref (scan->material);
  pb_object_unref (scan->lot);
  pb_object_unref (scan->loaded);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Scan, scan_clear)

static gboolean
read_scan (PbCall *call, Scan *scan, const char *barcode_member, gboolean replaces, GError **error)
{
  if (!pb_call_body_text (call, "runNo", TRUE, 120, NULL, &scan->run_no, error) ||
      !pb_call_body_text (call, "slotCode", TRUE, 50, NULL, &scan->slot_code, error) ||
      !pb_call_body_text (call, barcode_member, TRUE, 200, NULL, &scan->barcode, error) ||
      (replaces && !pb_call_body_text (call, "reason", TRUE, 1000, "REASON_REQUIRED", &scan->reason, error)) ||
      !pb_call_body_text (call, "operatorId", FALSE, 100, NULL, &scan->operator_id, error) ||
      !pb_call_body_int (call, "packageQty", FALSE, 0, 1000000000, &scan->package_qty, error) ||
      !pb_call_body_text (call, "reviewedBy", FALSE, 100, NULL, &scan->reviewed_by, error))
    return FALSE;
  if (scan->operator_id == NULL && json_object_has_member (call->body, "operatorId") &&
      !json_object_get_null_member (call->body, "operatorId"))
    {
      pb_problem_set (error, 400, "OPERATOR_REQUIRED", "operatorId must not be blank");
      return FALSE;
    }
  if (scan->operator_id == NULL)
    scan->operator_id = g_strdup (call->principal->user->id);
  return TRUE;
}

/* Reads the one row of @type that holds both values. Returns: whether it could be read; @found: (out) (transfer full)
 * (nullable). */
static gboolean
find_pair (PbCall *call,
           const PbType *type,
           const char *column,
           const char *value,
           const char *other_column,
           const char *other_value,
           gpointer *found,
           GError **error)
{
  PbQuery query = { .type = type, .limit = 1 };
  g_autoptr (GPtrArray) rows = NULL;

  pb_query_add_text (&query, column, PB_OP_EQ, value);
  pb_query_add_text (&query, other_column, PB_OP_EQ, other_value);
  rows = pb_store_list (call->store, &query, NULL, error);
  *found = rows != NULL && rows->len > 0 ? pb_object_ref (rows->pdata[0]) : NULL;
  return rows != NULL;
}

static gboolean
find_slot_of_scan (PbCall *call, Scan *scan, GError **error)
{
  if (!find_pair (call, &pb_feeder_slot_type, "line_id", scan->run->line_id, "slot_code", scan->slot_code,
                  (gpointer *) &scan->slot, error))
    return FALSE;
  if (scan->slot == NULL)
    {
      pb_problem_set (error, 404, "SLOT_NOT_FOUND", "Slot %s does not exist on line %s", scan->slot_code,
                      scan->run->line_code);
      return FALSE;
    }
  if (scan->slot->is_locked.v)
    {
      pb_problem_set (error, 409, "SLOT_LOCKED", "Slot %s is locked: %s", scan->slot_code,
                      scan->slot->locked_reason != NULL ? scan->slot->locked_reason : "it must be unlocked first");
      return FALSE;
    }
  if (!find_pair (call, &pb_slot_expectation_type, "run_id", scan->run->id, "slot_id", scan->slot->id,
                  (gpointer *) &scan->expectation, error))
    return FALSE;
  if (scan->expectation != NULL)
    return TRUE;
  pb_problem_set (error, 400, "SLOT_EXPECTATION_MISSING",
                  "Run %s expects nothing in slot %s: load its slot table first", scan->run->run_no, scan->slot_code);
  return FALSE;
}

/* Without a separator the code is the number of a lot, which must then be the only one of that number. */
static gboolean
find_lot_by_number (PbCall *call, Scan *scan, GError **error)
{
  PbQuery query = { .type = &pb_material_lot_type, .limit = 2 };
  g_autoptr (GPtrArray) lots = NULL;

  pb_query_add_text (&query, "lot_no", PB_OP_EQ, scan->barcode);
  lots = pb_store_list (call->store, &query, NULL, error);
  if (lots == NULL)
    return FALSE;
  if (lots->len == 1)
    {
      scan->lot = pb_object_ref (lots->pdata[0]);
      scan->material_code = g_strdup (scan->lot->material_code);
      scan->lot_no = g_strdup (scan->lot->lot_no);
      return TRUE;
    }
  if (lots->len == 0)
    pb_problem_set (error, 404, "MATERIAL_LOT_NOT_FOUND", "Lot %s does not exist", scan->barcode);
  else
    pb_problem_set (error, 400, "MATERIAL_LOT_AMBIGUOUS",
                    "More than one material has a lot %s: scan the code that names the material too", scan->barcode);
  return FALSE;
}

static gboolean
read_barcode (PbCall *call, Scan *scan, GError **error)
{
  gsize length = strcspn (scan->barcode, "|:@#");

  if (scan->barcode[length] == '\0')
    return find_lot_by_number (call, scan, error);
  scan->material_code = g_strstrip (g_strndup (scan->barcode, length));
  scan->lot_no = g_strstrip (g_strdup (scan->barcode + length + 1));
  if (scan->material_code[0] == '\0' || scan->lot_no[0] == '\0' || g_utf8_strlen (scan->material_code, -1) > 64 ||
      g_utf8_strlen (scan->lot_no, -1) > 64)
    {
      pb_problem_set (error, 404, "MATERIAL_LOT_NOT_FOUND", "%s does not name a material and a lot", scan->barcode);
      return FALSE;
    }
  return pb_material_lot_find (call, scan->material_code, scan->lot_no, &scan->lot, error);
}

/* What is in the slot by the newest record of this run. */
static gboolean
find_loaded (PbCall *call, Scan *scan, GError **error)
{
  PbQuery query = { .type = &pb_loading_record_type, .order_by = "loaded_at", .descending = TRUE, .limit = 1 };
  g_autoptr (GPtrArray) records = NULL;

  pb_query_add_text (&query, "run_id", PB_OP_EQ, scan->run->id);
  pb_query_add_text (&query, "slot_id", PB_OP_EQ, scan->slot->id);
  pb_query_add_text (&query, "status", PB_OP_EQ, "LOADED");
  records = pb_store_list (call->store, &query, NULL, error);
  if (records == NULL)
    return FALSE;
  if (records->len > 0)
    scan->loaded = pb_object_ref (records->pdata[0]);
  return TRUE;
}

static gboolean
find_reel (PbCall *call, Scan *scan, GError **error)
{
  g_autoptr (GError) failure = NULL;

  if (!find_loaded (call, scan, error) || !read_barcode (call, scan, error))
    return FALSE;
  scan->material = pb_store_get_by (call->store, &pb_material_type, "code", scan->material_code, &failure);
  if (failure == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

/* The same reel again: nothing happens, and the answer is what was written when it came. */
static gboolean
is_rescan (const Scan *scan)
{
  return scan->expectation->status == PB_SLOT_LOADED && scan->loaded != NULL &&
         g_strcmp0 (scan->loaded->material_code, scan->material_code) == 0 &&
         g_strcmp0 (scan->loaded->lot_no, scan->lot_no) == 0;
}

static gboolean
reply_rescan (PbCall *call, Scan *scan)
{
  scan->loaded->is_idempotent = PB_BOOL (TRUE);
  set_material (scan->loaded, scan->material);
  pb_call_audit (call, scan->loaded->id, scan->slot_code, NULL, NULL);
  pb_call_audit_note (call, "runNo", scan->run->run_no);
  pb_call_reply (call, scan->loaded);
  return TRUE;
}

/* @reason: (out) (transfer full): why it fails. */
static PbResult
judge_reel (const Scan *scan, char **reason)
{
  const PbSlotExpectation *expected = scan->expectation;

  *reason = NULL;
  /* Unknown is never fine, also where the slot expects it. */
  if (scan->material == NULL)
    *reason = g_strdup_printf ("Material %s is not in the register", scan->material_code);
  else if (g_strcmp0 (scan->material_code, expected->expected_material_code) == 0)
    return PB_RESULT_PASS;
  else if (expected->alternates != NULL &&
           g_strv_contains ((const char *const *) expected->alternates, scan->material_code))
    return PB_RESULT_WARNING;
  else
    *reason = g_strdup_printf ("Slot %s expects %s, not %s", scan->slot_code, expected->expected_material_code,
                               scan->material_code);
  return PB_RESULT_FAIL;
}

/* A lot of a known material registers itself. Its floor life runs from its first loading at the latest, whether it is
 * tracked already or only later. */
static gboolean
register_lot (PbCall *call, Scan *scan, gboolean is_loaded, GError **error)
{
  if (scan->material == NULL)
    return TRUE;
  if (scan->lot == NULL)
    {
      scan->lot = pb_material_lot_register (call, scan->material_code, scan->lot_no, is_loaded ? call->now : 0, error);
      return scan->lot != NULL;
    }
  if (!is_loaded || scan->lot->opened_at != 0)
    return TRUE;
  scan->lot->opened_at = call->now;
  return pb_call_update (call, scan->lot, NULL, error);
}

static PbLoadingRecord *
record_new (PbCall *call, const Scan *scan, PbResult result, const char *reason)
{
  PbLoadingRecord *record = pb_object_new (&pb_loading_record_type);

  record->id = pb_id_new ();
  record->run_id = g_strdup (scan->run->id);
  record->run_no = g_strdup (scan->run->run_no);
  record->slot_id = g_strdup (scan->slot->id);
  record->slot_code = g_strdup (scan->slot->slot_code);
  record->slot_name = g_strdup (scan->slot->slot_name);
  record->position = scan->slot->position;
  record->material_lot_id = g_strdup (scan->lot != NULL ? scan->lot->id : NULL);
  record->lot_no = g_strdup (scan->lot_no);
  record->material_code = g_strdup (scan->material_code);
  record->expected_code = g_strdup (scan->expectation->expected_material_code);
  /* What does not fit does not stay in the slot. */
  record->status = result == PB_RESULT_FAIL ? PB_LOADING_UNLOADED : PB_LOADING_LOADED;
  record->verify_result = (int) result;
  record->fail_reason = g_strdup (reason);
  record->package_qty = scan->package_qty;
  record->reviewed_by = g_strdup (scan->reviewed_by);
  record->reviewed_at = scan->reviewed_by != NULL ? call->now : 0;
  record->loaded_at = call->now;
  record->loaded_by = g_strdup (scan->operator_id);
  record->replace_reason = g_strdup (scan->reason);
  record->material_validation = g_strdup (scan->material != NULL ? "KNOWN" : "UNKNOWN");
  set_material (record, scan->material);
  return record;
}

/* Some mismatches in a row lock the slot: somebody must look at it. */
static gboolean
count_mismatch (PbCall *call, Scan *scan, GError **error)
{
  PbFeederSlot *slot = scan->slot;

  slot->failed_attempts = PB_INT (slot->failed_attempts.v + 1);
  if (slot->failed_attempts.v >= MOST_MISMATCHES)
    {
      slot->is_locked = PB_BOOL (TRUE);
      slot->locked_at = call->now;
      g_free (slot->locked_reason);
      slot->locked_reason = g_strdup_printf ("%d mismatches in a row", MOST_MISMATCHES);
      pb_call_audit_note (call, "locked", slot->slot_code);
    }
  if (!pb_call_update (call, slot, NULL, error))
    return FALSE;
  /* A reel refused as a replacement leaves the old one where it is. */
  if (scan->expectation->status == PB_SLOT_LOADED)
    return TRUE;
  scan->expectation->status = PB_SLOT_MISMATCH;
  pb_set_string (&scan->expectation->loaded_material_code, scan->material_code);
  scan->expectation->loaded_at = call->now;
  pb_set_string (&scan->expectation->loaded_by, scan->operator_id);
  return pb_call_update (call, scan->expectation, NULL, error);
}

static gboolean
unload_earlier (PbCall *call, Scan *scan, GError **error)
{
  if (scan->loaded == NULL)
    return TRUE;
  scan->loaded->status = PB_LOADING_REPLACED;
  scan->loaded->unloaded_at = call->now;
  pb_set_string (&scan->loaded->unloaded_by, scan->operator_id);
  return pb_call_update (call, scan->loaded, NULL, error);
}

static gboolean
fill_slot (PbCall *call, Scan *scan, GError **error)
{
  PbSlotExpectation *expectation = scan->expectation;

  expectation->status = PB_SLOT_LOADED;
  pb_set_string (&expectation->loaded_material_code, scan->material_code);
  expectation->loaded_at = call->now;
  pb_set_string (&expectation->loaded_by, scan->operator_id);
  scan->slot->failed_attempts = PB_INT (0);
  pb_set_string (&scan->slot->current_material_lot_id, scan->lot->id);
  return unload_earlier (call, scan, error) && pb_call_update (call, expectation, NULL, error) &&
         pb_call_update (call, scan->slot, NULL, error);
}

static gboolean
write_scan (PbCall *call, Scan *scan, GError **error)
{
  g_autofree char *reason = NULL;
  PbResult result = judge_reel (scan, &reason);
  gboolean fits = result != PB_RESULT_FAIL;
  g_autoptr (PbLoadingRecord) record = NULL;

  if (!register_lot (call, scan, fits, error) ||
      !(fits ? fill_slot (call, scan, error) : count_mismatch (call, scan, error)))
    return FALSE;
  record = record_new (call, scan, result, reason);
  if (!pb_call_insert (call, record, NULL, error))
    return FALSE;
  pb_call_audit (call, record->id, scan->slot_code, scan->loaded, record);
  pb_call_audit_note (call, "runNo", scan->run->run_no);
  if (scan->reason != NULL)
    pb_call_audit_note (call, "reason", scan->reason);
  pb_call_changed (call, "run", scan->run->id);
  pb_call_reply (call, record);
  return pb_call_event (call, "record", scan->run->run_no, record->id, 1, error);
}

static gboolean
verify (PbCall *call, GError **error)
{
  g_auto (Scan) scan = { 0 };

  if (!read_scan (call, &scan, "materialLotBarcode", FALSE, error))
    return FALSE;
  scan.run = pb_call_find_run (call, scan.run_no, error);
  if (scan.run == NULL || !check_run (scan.run, PB_RUN_PREP, error) || !find_slot_of_scan (call, &scan, error) ||
      !find_reel (call, &scan, error))
    return FALSE;
  if (is_rescan (&scan))
    return reply_rescan (call, &scan);
  if (scan.expectation->status == PB_SLOT_LOADED)
    {
      pb_problem_set (error, 409, "SLOT_ALREADY_LOADED", "Slot %s holds %s already: replace it", scan.slot_code,
                      scan.expectation->loaded_material_code);
      return FALSE;
    }
  return write_scan (call, &scan, error);
}

static gboolean
replace (PbCall *call, GError **error)
{
  g_auto (Scan) scan = { 0 };

  if (!read_scan (call, &scan, "newMaterialLotBarcode", TRUE, error))
    return FALSE;
  scan.run = pb_call_find_run (call, scan.run_no, error);
  if (scan.run == NULL || !check_run (scan.run, PB_RUN_NONE, error) || !find_slot_of_scan (call, &scan, error))
    return FALSE;
  if (scan.expectation->status != PB_SLOT_LOADED)
    {
      pb_problem_set (error, 400, "SLOT_NOT_LOADED", "Slot %s is not loaded: there is nothing to replace",
                      scan.slot_code);
      return FALSE;
    }
  if (!find_reel (call, &scan, error))
    return FALSE;
  if (is_rescan (&scan))
    return reply_rescan (call, &scan);
  return write_scan (call, &scan, error);
}

static const PbMember table_members[] = {
  { "runId", PB_VALUE_TEXT, PB_MUST },
  { "created", PB_VALUE_INT, PB_MUST, .says = "How many slots" },
  { NULL },
};

/* clang-format off */
#define SCAN_MEMBERS(barcode)                                                                                          \
  { "runNo", PB_VALUE_TEXT, PB_MUST, .max = 120 },                                                                     \
  { "slotCode", PB_VALUE_TEXT, PB_MUST, .max = 50 },                                                                   \
  { barcode, PB_VALUE_TEXT, PB_MUST, .max = 200, .says = "MATERIAL|LOT, parted by one of | : @ #, or a lot alone" },   \
  { "operatorId", PB_VALUE_TEXT, .max = 100 },                                                                         \
  { "packageQty", PB_VALUE_INT, .max = 1000000000 },                                                                   \
  { "reviewedBy", PB_VALUE_TEXT, .max = 100 }
/* clang-format on */

static const PbMember verify_members[] = { SCAN_MEMBERS ("materialLotBarcode"), { NULL } };
static const PbMember replace_members[] = {
  SCAN_MEMBERS ("newMaterialLotBarcode"),
  { "reason", PB_VALUE_TEXT, PB_MUST, .max = 1000 },
  { NULL },
};

const PbEndpoint pb_endpoints_loading[] = {
  { .method = "POST",
    .path = "/api/runs/:runNo/loading/load-table",
    .permission = "loading:verify",
    .flags = PB_ENDPOINT_WRITE,
    .action = load_table,
    .audit_action = "LOADING_LOAD_TABLE",
    .entity_type = "RUN",
    .summary = "Say what the run expects in each slot of its line",
    .answers = table_members },
  { .method = "GET",
    .path = "/api/runs/:runNo/loading",
    .permission = "loading:view",
    .action = list_records,
    .summary = "What was loaded for a run, newest first",
    .answer = &pb_loading_record_type,
    .form = PB_ANSWER_ITEMS },
  { .method = "GET",
    .path = "/api/runs/:runNo/loading/expectations",
    .permission = "loading:view",
    .action = list_expectations,
    .summary = "What a run expects in each slot",
    .answer = &pb_slot_expectation_type,
    .form = PB_ANSWER_ITEMS },
  { .method = "POST",
    .path = "/api/loading/verify",
    .permission = "loading:verify",
    .flags = PB_ENDPOINT_WRITE | PB_ENDPOINT_BODY,
    .action = verify,
    .audit_action = "LOADING_VERIFY",
    .entity_type = "MATERIAL_USE",
    .summary = "Load a reel",
    .answer = &pb_loading_record_type,
    .members = verify_members },
  { .method = "POST",
    .path = "/api/loading/replace",
    .permission = "loading:verify",
    .flags = PB_ENDPOINT_WRITE | PB_ENDPOINT_BODY,
    .action = replace,
    .audit_action = "LOADING_REPLACE",
    .entity_type = "MATERIAL_USE",
    .summary = "Replace a reel",
    .answer = &pb_loading_record_type,
    .members = replace_members },
  { .method = NULL },
};
