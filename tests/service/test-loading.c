/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "plant-bodies.h"

/* Feeder slots, mappings, the slot table of a run, and reels that are scanned. */

#define TABLE   "/api/runs/RUN-A/loading/load-table"
#define VERIFY  "/api/loading/verify"
#define REPLACE "/api/loading/replace"

/* ---- A line with two slots: 1 takes R-10K or its alternate R-10K-B, 2 takes C-100N */

static void
insert_slot (PlantFixture *f, const char *line, const char *code, gint64 position)
{
  g_autoptr (PbFeederSlot) slot = pb_object_new (&pb_feeder_slot_type);

  slot->id = g_strdup_printf ("slot-%s-%s", line, code);
  slot->line_id = g_strconcat ("id-", line, NULL);
  slot->slot_code = g_strdup (code);
  slot->position = PB_INT (position);
  slot->is_locked = PB_BOOL (FALSE);
  slot->failed_attempts = PB_INT (0);
  plant_insert (f, slot);
}

static PbSlotMapping *
mapping_new (const char *id, const char *slot, const char *material)
{
  PbSlotMapping *mapping = pb_object_new (&pb_slot_mapping_type);

  mapping->id = g_strdup (id);
  mapping->slot_id = g_strconcat ("slot-LINE-A-", slot, NULL);
  mapping->material_code = g_strdup (material);
  return mapping;
}

static void
insert_mapping (PlantFixture *f, const char *id, const char *slot, const char *material, gboolean alternate)
{
  g_autoptr (PbSlotMapping) mapping = mapping_new (id, slot, material);

  mapping->is_alternate = PB_BOOL (alternate);
  plant_insert (f, mapping);
}

static void
set_up_feeders (PlantFixture *f)
{
  insert_slot (f, "LINE-A", "2", 2);
  insert_slot (f, "LINE-A", "1", 1);
  insert_mapping (f, "m-1", "1", "R-10K", FALSE);
  insert_mapping (f, "m-1b", "1", "R-10K-B", TRUE);
  insert_mapping (f, "m-2", "2", "C-100N", FALSE);
  plant_insert_material (f, "R-10K", FALSE);
  plant_insert_material (f, "R-10K-B", FALSE);
  plant_insert_material (f, "C-100N", TRUE);
}

static void
set_up_table (PlantFixture *f)
{
  set_up_feeders (f);
  plant_check (f, "material", "POST", TABLE, NULL, 200, NULL);
}

static PlantAnswer *
scan (PlantFixture *f, const char *slot, const char *barcode, int status, const char *code)
{
  g_autofree char *body =
    g_strdup_printf ("{'runNo':'RUN-A','slotCode':'%s','materialLotBarcode':'%s'}", slot, barcode);

  plant_wait (f, PB_SECOND);
  return plant_expect (f, "material", "POST", VERIFY, body, status, code);
}

static void
scan_check (PlantFixture *f, const char *slot, const char *barcode, int status, const char *code)
{
  plant_answer_free (scan (f, slot, barcode, status, code));
}

static PlantAnswer *
exchange (PlantFixture *f, const char *slot, const char *barcode, int status, const char *code)
{
  g_autofree char *body =
    g_strdup_printf ("{'runNo':'RUN-A','slotCode':'%s','newMaterialLotBarcode':'%s','reason':'reel is empty'}", slot,
                     barcode);

  plant_wait (f, PB_SECOND);
  return plant_expect (f, "material", "POST", REPLACE, body, status, code);
}

static void
set_status (PlantFixture *f, PbRunStatus status)
{
  g_autoptr (PbRun) run = plant_get (f, &pb_run_type, "run_no", "RUN-A");

  run->status = (int) status;
  plant_update (f, run);
}

/* ---- The table */

static void
test_table (PlantFixture *f, gconstpointer data)
{
  g_autoptr (PlantAnswer) made = NULL, again = NULL, list = NULL;
  g_autoptr (PbAuditRow) row = NULL;

  set_up_feeders (f);
  made = plant_expect (f, "material", "POST", TABLE, NULL, 200, NULL);
  g_assert_cmpstr (plant_text (made, "data.runId"), ==, "id-RUN-A");
  g_assert_cmpint (plant_int (made, "data.created"), ==, 2);
  row = plant_newest_audit (f, "LOADING_LOAD_TABLE");
  g_assert_cmpstr (row->entity_display, ==, "RUN-A");
  /* Before the first reel it may be made again. */
  again = plant_expect (f, "material", "POST", TABLE, NULL, 200, NULL);
  g_assert_cmpint (plant_int (again, "data.created"), ==, 2);
  list = plant_expect (f, "planner", "GET", "/api/runs/RUN-A/loading/expectations", NULL, 200, NULL);
  g_assert_cmpint (plant_length (list, "data.items"), ==, 2);
  g_assert_cmpstr (plant_text (list, "data.items[0].slotCode"), ==, "1");
  g_assert_cmpint (plant_int (list, "data.items[0].position"), ==, 1);
  g_assert_cmpstr (plant_text (list, "data.items[0].expectedMaterialCode"), ==, "R-10K");
  g_assert_cmpint (plant_length (list, "data.items[0].alternates"), ==, 1);
  g_assert_cmpstr (plant_text (list, "data.items[0].alternates[0]"), ==, "R-10K-B");
  g_assert_cmpstr (plant_text (list, "data.items[0].status"), ==, "PENDING");
  g_assert_false (plant_bool (list, "data.items[0].isLocked"));
  g_assert_cmpint (plant_length (list, "data.items[1].alternates"), ==, 0);
}

/* The closest mapping says what is expected, and only alternates as close as it stand for it. */
static void
test_closest_mapping (PlantFixture *f, gconstpointer data)
{
  g_autoptr (PbSlotMapping) of_product = mapping_new ("m-p", "1", "R-22K"),
                            of_route = mapping_new ("m-r", "1", "R-33K"), other = mapping_new ("m-o", "1", "R-47K"),
                            alternate = mapping_new ("m-pa", "1", "R-22K-B"), common = mapping_new ("m-c", "1", "R-X"),
                            preferred = mapping_new ("m-2p", "2", "C-220N");
  g_autoptr (PlantAnswer) list = NULL;

  set_up_feeders (f);
  pb_set_string (&of_product->product_code, "P-100");
  plant_insert (f, of_product);
  pb_set_string (&of_route->routing_id, "id-RT-A");
  plant_insert (f, of_route);
  pb_set_string (&other->product_code, "P-200");
  pb_set_string (&other->routing_id, "id-RT-A");
  plant_insert (f, other);
  pb_set_string (&alternate->product_code, "P-100");
  alternate->is_alternate = PB_BOOL (TRUE);
  plant_insert (f, alternate);
  common->is_alternate = PB_BOOL (TRUE);
  common->is_common_material = PB_BOOL (TRUE);
  plant_insert (f, common);
  preferred->priority = PB_INT (5);
  plant_insert (f, preferred);
  plant_check (f, "material", "POST", TABLE, NULL, 200, NULL);
  list = plant_expect (f, "material", "GET", "/api/runs/RUN-A/loading/expectations", NULL, 200, NULL);
  g_assert_cmpstr (plant_text (list, "data.items[0].expectedMaterialCode"), ==, "R-22K");
  g_assert_cmpint (plant_length (list, "data.items[0].alternates"), ==, 2);
  g_assert_null (strstr (list->text, "R-10K-B"));
  g_assert_nonnull (strstr (list->text, "R-22K-B"));
  g_assert_nonnull (strstr (list->text, "R-X"));
  g_assert_cmpstr (plant_text (list, "data.items[1].expectedMaterialCode"), ==, "C-220N");
}

static void
test_table_refusals (PlantFixture *f, gconstpointer data)
{
  g_autoptr (PbRun) run = NULL;

  plant_check (f, "material", "POST", "/api/runs/RUN-X/loading/load-table", NULL, 404, "RUN_NOT_FOUND");
  plant_check (f, "material", "POST", "/api/runs/RUN-B/loading/load-table", NULL, 404, "RUN_NOT_FOUND");
  plant_check (f, "engineer", "POST", TABLE, NULL, 403, "FORBIDDEN");
  plant_check (f, "material", "POST", TABLE, NULL, 400, "FEEDER_SLOTS_NOT_FOUND");
  insert_slot (f, "LINE-A", "9", 9);
  plant_check (f, "material", "POST", TABLE, NULL, 400, "SLOT_MAPPING_MISSING");
  insert_mapping (f, "m-9", "9", "R-10K", FALSE);
  set_up_feeders (f);
  plant_check (f, "material", "POST", TABLE, NULL, 200, NULL);
  scan_check (f, "1", "R-10K|L-1", 200, NULL);
  plant_check (f, "material", "POST", TABLE, NULL, 409, "LOADING_ALREADY_STARTED");
  set_status (f, PB_RUN_AUTHORIZED);
  plant_check (f, "material", "POST", TABLE, NULL, 400, "RUN_STATUS_INVALID");
  run = plant_get (f, &pb_run_type, "run_no", "RUN-A");
  pb_set_string (&run->line_id, NULL);
  run->status = PB_RUN_PREP;
  plant_update (f, run);
  plant_check (f, "material", "POST", TABLE, NULL, 400, "RUN_LINE_NOT_SET");
  plant_check (f, "material", "GET", "/api/runs/RUN-B/loading", NULL, 404, "RUN_NOT_FOUND");
  plant_check (f, "material", "GET", "/api/runs/RUN-B/loading/expectations", NULL, 404, "RUN_NOT_FOUND");
  plant_check (f, "idle", "GET", "/api/runs/RUN-A/loading", NULL, 403, "FORBIDDEN");
}

/* ---- Scans */

static void
test_verify (PlantFixture *f, gconstpointer data)
{
  g_autoptr (PlantAnswer) answer = NULL, list = NULL;
  g_autoptr (PbSlotExpectation) expectation = NULL;
  g_autoptr (PbFeederSlot) slot = NULL;
  g_autoptr (PbMaterialLot) lot = NULL;
  g_autoptr (PbAuditRow) row = NULL;

  set_up_table (f);
  answer = plant_expect (f, "material", "POST", VERIFY,
                         "{'runNo':'RUN-A','slotCode':'1','materialLotBarcode':'R-10K|L-1','operatorId':'Ann',"
                         "'packageQty':5000,'reviewedBy':'Bob'}",
                         200, NULL);
  g_assert_cmpstr (plant_text (answer, "data.runNo"), ==, "RUN-A");
  g_assert_cmpstr (plant_text (answer, "data.slotCode"), ==, "1");
  g_assert_cmpstr (plant_text (answer, "data.lotNo"), ==, "L-1");
  g_assert_cmpstr (plant_text (answer, "data.materialCode"), ==, "R-10K");
  g_assert_cmpstr (plant_text (answer, "data.expectedCode"), ==, "R-10K");
  g_assert_cmpstr (plant_text (answer, "data.status"), ==, "LOADED");
  g_assert_cmpstr (plant_text (answer, "data.verifyResult"), ==, "PASS");
  g_assert_cmpstr (plant_text (answer, "data.loadedBy"), ==, "Ann");
  g_assert_cmpstr (plant_text (answer, "data.reviewedBy"), ==, "Bob");
  g_assert_nonnull (plant_text (answer, "data.reviewedAt"));
  g_assert_cmpint (plant_int (answer, "data.packageQty"), ==, 5000);
  g_assert_true (plant_bool (answer, "data.materialKnown"));
  g_assert_cmpstr (plant_text (answer, "data.materialName"), ==, "Material R-10K");
  g_assert_cmpstr (plant_text (answer, "data.materialValidation"), ==, "KNOWN");
  /* The reel registered itself, open since now: its floor life may be tracked later. */
  lot = plant_get (f, &pb_material_lot_type, "lot_no", "L-1");
  g_assert_cmpstr (lot->id, ==, plant_text (answer, "data.materialLotId"));
  g_assert_cmpint (lot->opened_at, ==, f->now);
  expectation = plant_get (f, &pb_slot_expectation_type, "slot_id", "slot-LINE-A-1");
  g_assert_cmpint (expectation->status, ==, PB_SLOT_LOADED);
  g_assert_cmpstr (expectation->loaded_material_code, ==, "R-10K");
  g_assert_cmpstr (expectation->loaded_by, ==, "Ann");
  slot = plant_get (f, &pb_feeder_slot_type, "id", "slot-LINE-A-1");
  g_assert_cmpstr (slot->current_material_lot_id, ==, lot->id);
  row = plant_newest_audit (f, "LOADING_VERIFY");
  g_assert_cmpstr (row->actor_id, ==, "user-material");
  list = plant_expect (f, "quality", "GET", "/api/runs/RUN-A/loading", NULL, 200, NULL);
  g_assert_cmpint (plant_length (list, "data.items"), ==, 1);
  g_assert_true (plant_bool (list, "data.items[0].materialKnown"));
  g_assert_cmpstr (plant_text (list, "data.items[0].materialName"), ==, "Material R-10K");
}

static void
test_barcodes (PlantFixture *f, gconstpointer data)
{
  static const char separators[] = "|:@#";

  set_up_table (f);
  insert_slot (f, "LINE-A", "3", 3);
  for (guint i = 0; i < strlen (separators); i++)
    {
      g_autofree char *barcode = g_strdup_printf ("R-10K %c SEP-%u", separators[i], i);
      g_autoptr (PlantAnswer) answer =
        i == 0 ? scan (f, "1", barcode, 200, NULL) : exchange (f, "1", barcode, 200, NULL);

      g_assert_cmpstr (plant_text (answer, "data.materialCode"), ==, "R-10K");
      g_assert_true (g_str_has_prefix (plant_text (answer, "data.lotNo"), "SEP-"));
      g_assert_cmpstr (plant_text (answer, "data.verifyResult"), ==, "PASS");
    }
  /* Without a separator it is the number of a lot. */
  plant_answer_free (exchange (f, "1", "SEP-1", 200, NULL));
  plant_answer_free (exchange (f, "1", "NOWHERE", 404, "MATERIAL_LOT_NOT_FOUND"));
  plant_answer_free (exchange (f, "1", "R-10K|", 404, "MATERIAL_LOT_NOT_FOUND"));
  plant_answer_free (exchange (f, "1", "|SEP-1", 404, "MATERIAL_LOT_NOT_FOUND"));
  /* The rest after the first separator is the lot's. */
  {
    g_autoptr (PlantAnswer) answer = exchange (f, "1", "R-10K|A:B", 200, NULL);
    g_assert_cmpstr (plant_text (answer, "data.lotNo"), ==, "A:B");
  }
  scan_check (f, "2", "C-100N|SEP-1", 200, NULL);
  plant_answer_free (exchange (f, "1", "SEP-1", 400, "MATERIAL_LOT_AMBIGUOUS"));
}

static void
test_alternate (PlantFixture *f, gconstpointer data)
{
  g_autoptr (PlantAnswer) answer = NULL;

  set_up_table (f);
  answer = scan (f, "1", "R-10K-B|L-1", 200, NULL);
  g_assert_cmpstr (plant_text (answer, "data.verifyResult"), ==, "WARNING");
  g_assert_cmpstr (plant_text (answer, "data.status"), ==, "LOADED");
  g_assert_cmpstr (plant_text (answer, "data.expectedCode"), ==, "R-10K");
}

static void
test_rescan (PlantFixture *f, gconstpointer data)
{
  g_autoptr (PlantAnswer) first = NULL, again = NULL;

  set_up_table (f);
  first = scan (f, "1", "R-10K|L-1", 200, NULL);
  again = scan (f, "1", "R-10K|L-1", 200, NULL);
  g_assert_true (plant_bool (again, "data.isIdempotent"));
  g_assert_cmpstr (plant_text (again, "data.id"), ==, plant_text (first, "data.id"));
  g_assert_cmpstr (plant_text (again, "data.loadedAt"), ==, plant_text (first, "data.loadedAt"));
  g_assert_cmpint (plant_count (f, &pb_loading_record_type, "run_id", "id-RUN-A"), ==, 1);
  /* Another reel of the material is another reel. */
  scan_check (f, "1", "R-10K|L-2", 409, "SLOT_ALREADY_LOADED");
}

static void
test_mismatches_lock (PlantFixture *f, gconstpointer data)
{
  g_autoptr (PlantAnswer) first = NULL, list = NULL, unlocked = NULL;
  g_autoptr (PbSlotExpectation) expectation = NULL;

  set_up_table (f);
  first = scan (f, "1", "C-100N|L-1", 200, NULL);
  g_assert_cmpstr (plant_text (first, "data.verifyResult"), ==, "FAIL");
  g_assert_cmpstr (plant_text (first, "data.status"), ==, "UNLOADED");
  g_assert_nonnull (plant_text (first, "data.failReason"));
  expectation = plant_get (f, &pb_slot_expectation_type, "slot_id", "slot-LINE-A-1");
  g_assert_cmpint (expectation->status, ==, PB_SLOT_MISMATCH);
  g_assert_cmpstr (expectation->loaded_material_code, ==, "C-100N");
  /* The right reel ends the row of mismatches. */
  scan_check (f, "1", "C-100N|L-1", 200, NULL);
  scan_check (f, "1", "R-10K|L-1", 200, NULL);
  plant_answer_free (exchange (f, "1", "C-100N|L-1", 200, NULL));
  plant_answer_free (exchange (f, "1", "C-100N|L-1", 200, NULL));
  list = plant_expect (f, "material", "GET", "/api/lines/LINE-A/feeder-slots", NULL, 200, NULL);
  g_assert_cmpint (plant_int (list, "data.items[0].failedAttempts"), ==, 2);
  g_assert_false (plant_bool (list, "data.items[0].isLocked"));
  plant_answer_free (exchange (f, "1", "C-100N|L-1", 200, NULL));
  plant_answer_free (exchange (f, "1", "R-10K|L-2", 409, "SLOT_LOCKED"));
  scan_check (f, "1", "R-10K|L-1", 409, "SLOT_LOCKED");
  g_clear_pointer (&list, plant_answer_free);
  list = plant_expect (f, "material", "GET", "/api/runs/RUN-A/loading/expectations", NULL, 200, NULL);
  g_assert_true (plant_bool (list, "data.items[0].isLocked"));
  /* What was refused as a replacement has not replaced anything. */
  g_assert_cmpstr (plant_text (list, "data.items[0].status"), ==, "LOADED");
  g_assert_cmpstr (plant_text (list, "data.items[0].loadedMaterialCode"), ==, "R-10K");

  plant_check (f, "material", "POST", "/api/feeder-slots/slot-LINE-A-1/unlock", "{'reason':'looked'}", 403,
               "FORBIDDEN");
  plant_check (f, "leader", "POST", "/api/feeder-slots/slot-LINE-A-1/unlock", "{'reason':' '}", 400, "REASON_REQUIRED");
  plant_check (f, "leader", "POST", "/api/feeder-slots/nowhere/unlock", "{'reason':'looked'}", 404, "SLOT_NOT_FOUND");
  unlocked =
    plant_expect (f, "leader", "POST", "/api/feeder-slots/slot-LINE-A-1/unlock", "{'reason':'looked'}", 200, NULL);
  g_assert_false (plant_bool (unlocked, "data.isLocked"));
  g_assert_cmpint (plant_int (unlocked, "data.failedAttempts"), ==, 0);
  g_assert_null (plant_text (unlocked, "data.lockedReason"));
  plant_answer_free (exchange (f, "1", "R-10K|L-2", 200, NULL));
}

/* Unknown is never fine, also where the slot expects it. */
static void
test_unknown_material (PlantFixture *f, gconstpointer data)
{
  g_autoptr (PlantAnswer) answer = NULL, list = NULL;

  set_up_feeders (f);
  insert_slot (f, "LINE-A", "3", 3);
  insert_mapping (f, "m-3", "3", "X-1", FALSE);
  plant_check (f, "material", "POST", TABLE, NULL, 200, NULL);
  answer = scan (f, "3", "X-1|L-1", 200, NULL);
  g_assert_cmpstr (plant_text (answer, "data.verifyResult"), ==, "FAIL");
  g_assert_cmpstr (plant_text (answer, "data.materialValidation"), ==, "UNKNOWN");
  g_assert_false (plant_bool (answer, "data.materialKnown"));
  g_assert_null (plant_text (answer, "data.materialLotId"));
  g_assert_cmpint (plant_count (f, &pb_material_lot_type, "material_code", "X-1"), ==, 0);
  list = plant_expect (f, "material", "GET", "/api/runs/RUN-A/loading", NULL, 200, NULL);
  g_assert_false (plant_bool (list, "data.items[0].materialKnown"));
}

static void
test_replace (PlantFixture *f, gconstpointer data)
{
  static const PbRunStatus statuses[] = { PB_RUN_PREP, PB_RUN_AUTHORIZED, PB_RUN_IN_PROGRESS };
  g_autoptr (PlantAnswer) first = NULL;
  g_autoptr (PbLoadingRecord) earlier = NULL;

  set_up_table (f);
  plant_answer_free (exchange (f, "1", "R-10K|L-0", 400, "SLOT_NOT_LOADED"));
  first = scan (f, "1", "R-10K|L-0", 200, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (statuses); i++)
    {
      g_autofree char *barcode = g_strdup_printf ("R-10K|L-%u", i + 1);
      g_autoptr (PlantAnswer) answer = NULL;

      set_status (f, statuses[i]);
      answer = exchange (f, "1", barcode, 200, NULL);
      g_assert_cmpstr (plant_text (answer, "data.status"), ==, "LOADED");
      g_assert_cmpstr (plant_text (answer, "data.replaceReason"), ==, "reel is empty");
      g_assert_cmpstr (plant_text (answer, "data.loadedBy"), ==, "user-material");
    }
  earlier = plant_get (f, &pb_loading_record_type, "id", plant_text (first, "data.id"));
  g_assert_cmpint (earlier->status, ==, PB_LOADING_REPLACED);
  g_assert_cmpint (earlier->unloaded_at, !=, 0);
  g_assert_cmpstr (earlier->unloaded_by, ==, "user-material");
  g_assert_cmpint (plant_count (f, &pb_loading_record_type, "status", "LOADED"), ==, 1);
  set_status (f, PB_RUN_COMPLETED);
  plant_answer_free (exchange (f, "1", "R-10K|L-9", 400, "RUN_STATUS_INVALID"));
}

static void
test_scan_refusals (PlantFixture *f, gconstpointer data)
{
  static const struct
  {
    const char *who, *path, *body;
    int status;
    const char *code;
  } cases[] = {
    { "engineer", VERIFY, "{}", 403, "FORBIDDEN" },
    { "material", VERIFY, "{}", 422, "VALIDATION_FAILED" },
    { "material", VERIFY, "{'runNo':'RUN-A','slotCode':'1','materialLotBarcode':'B','packageQty':-1}", 422, NULL },
    { "material", VERIFY, "{'runNo':'RUN-A','slotCode':'1','materialLotBarcode':'B','operatorId':' '}", 400,
      "OPERATOR_REQUIRED" },
    { "material", VERIFY, "{'runNo':'RUN-X','slotCode':'1','materialLotBarcode':'B'}", 404, "RUN_NOT_FOUND" },
    { "material", VERIFY, "{'runNo':'RUN-B','slotCode':'1','materialLotBarcode':'B'}", 404, "RUN_NOT_FOUND" },
    { "material", VERIFY, "{'runNo':'RUN-A','slotCode':'7','materialLotBarcode':'B'}", 404, "SLOT_NOT_FOUND" },
    { "material", VERIFY, "{'runNo':'RUN-A','slotCode':'1','materialLotBarcode':'B'}", 400,
      "SLOT_EXPECTATION_MISSING" },
    { "material", REPLACE, "{'runNo':'RUN-A','slotCode':'1','newMaterialLotBarcode':'B'}", 422, NULL },
    { "material", REPLACE, "{'runNo':'RUN-A','slotCode':'1','newMaterialLotBarcode':'B','reason':' '}", 400,
      "REASON_REQUIRED" },
    { "material", REPLACE, "{'runNo':'RUN-A','slotCode':'7','newMaterialLotBarcode':'B','reason':'x'}", 404,
      "SLOT_NOT_FOUND" },
  };

  set_up_feeders (f);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    plant_check (f, cases[i].who, "POST", cases[i].path, cases[i].body, cases[i].status, cases[i].code);
  set_status (f, PB_RUN_AUTHORIZED);
  scan_check (f, "1", "R-10K|L-1", 400, "RUN_STATUS_INVALID");
}

/* The floor life of a reel runs from its first loading at the latest. */
static void
test_floor_life_begins (PlantFixture *f, gconstpointer data)
{
  g_autoptr (PbMaterialLot) lot = NULL, known = pb_object_new (&pb_material_lot_type);
  gint64 loaded_at;

  set_up_table (f);
  known->id = g_strdup ("lot-2");
  known->material_code = g_strdup ("C-100N");
  known->lot_no = g_strdup ("L-2");
  plant_insert (f, known);
  /* Scanned at the wrong slot it is not opened. */
  scan_check (f, "1", "C-100N|L-1", 200, NULL);
  lot = plant_get (f, &pb_material_lot_type, "lot_no", "L-1");
  g_assert_cmpint (lot->opened_at, ==, 0);
  scan_check (f, "2", "C-100N|L-1", 200, NULL);
  loaded_at = f->now;
  plant_answer_free (exchange (f, "2", "C-100N|L-2", 200, NULL));
  plant_answer_free (exchange (f, "2", "C-100N|L-1", 200, NULL));
  g_clear_pointer (&lot, pb_object_unref);
  lot = plant_get (f, &pb_material_lot_type, "lot_no", "L-1");
  g_assert_cmpint (lot->opened_at, ==, loaded_at);
  g_clear_pointer (&lot, pb_object_unref);
  lot = plant_get (f, &pb_material_lot_type, "lot_no", "L-2");
  g_assert_cmpint (lot->opened_at, ==, loaded_at + PB_SECOND);
}

/* ---- Slots and mappings */

static void
test_slots (PlantFixture *f, gconstpointer data)
{
  g_autoptr (PlantAnswer) made = NULL, changed = NULL;
  g_autofree char *path = NULL, *other = NULL;

  plant_check (f, "material", "POST", "/api/lines/LINE-A/feeder-slots", "{'slotCode':'1','position':1}", 403,
               "FORBIDDEN");
  plant_check (f, "leader", "POST", "/api/lines/LINE-B/feeder-slots", "{'slotCode':'1','position':1}", 404,
               "LINE_NOT_FOUND");
  plant_check (f, "leader", "POST", "/api/lines/LINE-A/feeder-slots", "{'slotCode':'1'}", 422, "VALIDATION_FAILED");
  made = plant_expect (f, "leader", "POST", "/api/lines/LINE-A/feeder-slots",
                       "{'slotCode':'1','slotName':'Left','position':1}", 201, NULL);
  g_assert_cmpstr (plant_text (made, "data.lineId"), ==, "id-LINE-A");
  g_assert_false (plant_bool (made, "data.isLocked"));
  g_assert_cmpint (plant_int (made, "data.failedAttempts"), ==, 0);
  plant_check (f, "leader", "POST", "/api/lines/LINE-A/feeder-slots", "{'slotCode':'1','position':2}", 409,
               "SLOT_CODE_DUPLICATE");
  plant_check (f, "leader", "POST", "/api/lines/LINE-A/feeder-slots", "{'slotCode':'2','position':2}", 201, NULL);
  path = g_strconcat ("/api/lines/LINE-A/feeder-slots/", plant_text (made, "data.id"), NULL);
  other = g_strconcat ("/api/lines/LINE-B/feeder-slots/", plant_text (made, "data.id"), NULL);
  plant_check (f, "engineer", "PUT", other, "{'slotCode':'1','position':1}", 400, "SLOT_LINE_MISMATCH");
  plant_check (f, "engineer", "DELETE", other, NULL, 400, "SLOT_LINE_MISMATCH");
  plant_check (f, "leader", "PUT", "/api/lines/LINE-A/feeder-slots/nowhere", "{'slotCode':'1','position':1}", 404,
               "SLOT_NOT_FOUND");
  plant_check (f, "leader", "PUT", path, "{'slotCode':'2','position':1}", 409, "SLOT_CODE_DUPLICATE");
  changed = plant_expect (f, "leader", "PUT", path, "{'slotCode':'1A','position':7}", 200, NULL);
  g_assert_cmpstr (plant_text (changed, "data.slotCode"), ==, "1A");
  g_assert_cmpint (plant_int (changed, "data.position"), ==, 7);
  g_assert_null (plant_text (changed, "data.slotName"));
  plant_check (f, "leader", "DELETE", path, NULL, 200, NULL);
  plant_check (f, "leader", "DELETE", path, NULL, 404, "SLOT_NOT_FOUND");
}

static void
test_slot_in_use (PlantFixture *f, gconstpointer data)
{
  static const char path[] = "/api/lines/LINE-A/feeder-slots/slot-LINE-A-1";

  set_up_feeders (f);
  /* Mapped. */
  plant_check (f, "leader", "DELETE", path, NULL, 409, "SLOT_IN_USE");
  plant_check (f, "leader", "PUT", path, "{'slotCode':'1B','position':1}", 200, NULL);
  /* In the table of a run. */
  plant_check (f, "material", "POST", TABLE, NULL, 200, NULL);
  plant_check (f, "leader", "DELETE", path, NULL, 409, "SLOT_IN_USE");
  plant_check (f, "leader", "PUT", path, "{'slotCode':'1C','position':1}", 409, "SLOT_IN_USE");
  plant_check (f, "leader", "PUT", path, "{'slotCode':'1B','position':3}", 200, NULL);
}

static void
test_mappings (PlantFixture *f, gconstpointer data)
{
  g_autoptr (PlantAnswer) made = NULL, changed = NULL, list = NULL, of_material = NULL, out_of_sight = NULL;
  g_autofree char *path = NULL;

  set_up_feeders (f);
  insert_slot (f, "LINE-B", "1", 1);
  plant_check (f, "material", "POST", "/api/slot-mappings", "{'slotId':'slot-LINE-A-1','materialCode':'M'}", 403, NULL);
  plant_check (f, "leader", "POST", "/api/slot-mappings", "{'slotId':'nowhere','materialCode':'M'}", 404,
               "SLOT_NOT_FOUND");
  plant_check (f, "leader", "POST", "/api/slot-mappings", "{'slotId':'slot-LINE-B-1','materialCode':'M'}", 404,
               "SLOT_NOT_FOUND");
  plant_check (f, "leader", "POST", "/api/slot-mappings",
               "{'slotId':'slot-LINE-A-1','materialCode':'M','routingId':'nowhere'}", 404, "ROUTING_NOT_FOUND");
  plant_check (f, "leader", "POST", "/api/slot-mappings",
               "{'slotId':'slot-LINE-A-1','materialCode':'M','unitConsumption':-1}", 422, NULL);
  made = plant_expect (f, "engineer", "POST", "/api/slot-mappings",
                       "{'slotId':'slot-LINE-B-1','materialCode':'M','productCode':'P-100','routingId':'id-RT-A',"
                       "'priority':3,'isAlternate':true,'unitConsumption':2.5,'isCommonMaterial':false}",
                       201, NULL);
  g_assert_cmpstr (plant_text (made, "data.productCode"), ==, "P-100");
  g_assert_true (plant_bool (made, "data.isAlternate"));
  path = g_strconcat ("/api/slot-mappings/", plant_text (made, "data.id"), NULL);
  /* PUT says everything anew. */
  changed = plant_expect (f, "engineer", "PUT", path, "{'slotId':'slot-LINE-B-1','materialCode':'M2'}", 200, NULL);
  g_assert_cmpstr (plant_text (changed, "data.id"), ==, plant_text (made, "data.id"));
  g_assert_cmpstr (plant_text (changed, "data.materialCode"), ==, "M2");
  g_assert_null (plant_text (changed, "data.productCode"));
  list = plant_expect (f, "quality", "GET", "/api/slot-mappings", NULL, 200, NULL);
  g_assert_cmpint (plant_length (list, "data.items"), ==, 4);
  of_material = plant_expect (f, "quality", "GET", "/api/slot-mappings?materialCode=M2", NULL, 200, NULL);
  g_assert_cmpint (plant_length (of_material, "data.items"), ==, 1);
  out_of_sight = plant_expect (f, "leader", "GET", "/api/slot-mappings", NULL, 200, NULL);
  g_assert_cmpint (plant_length (out_of_sight, "data.items"), ==, 3);
  plant_check (f, "leader", "PUT", path, "{'slotId':'slot-LINE-A-1','materialCode':'M2'}", 404,
               "SLOT_MAPPING_NOT_FOUND");
  plant_check (f, "leader", "DELETE", path, NULL, 404, "SLOT_MAPPING_NOT_FOUND");
  plant_check (f, "engineer", "DELETE", path, NULL, 200, NULL);
  plant_check (f, "engineer", "DELETE", path, NULL, 404, "SLOT_MAPPING_NOT_FOUND");
}

/* ---- Judged anew */

static void
assert_reasons (PlantFixture *f, const char *first_key, const char *first, const char *second)
{
  g_autoptr (PlantAnswer) latest =
    plant_expect (f, "quality", "GET", "/api/runs/RUN-A/readiness/latest", NULL, 200, NULL);

  g_assert_cmpstr (plant_text (latest, "data.items[0].itemKey"), ==, first_key);
  g_assert_cmpstr (plant_text (latest, "data.items[0].reasonCode"), ==, first);
  g_assert_cmpstr (plant_text (latest, "data.items[1].reasonCode"), ==, second);
}

static void
test_judged_anew (PlantFixture *f, gconstpointer data)
{
  static const char *const enabled[] = { "LOADING", NULL };
  g_autoptr (PbLine) line = plant_get (f, &pb_line_type, "code", "LINE-A");

  g_strfreev (line->enabled_items);
  line->enabled_items = g_strdupv ((char **) enabled);
  plant_update (f, line);
  set_up_feeders (f);
  assert_reasons (f, "SLOT_TABLE", "NO_RECORD", NULL);
  plant_check (f, "material", "POST", TABLE, NULL, 200, NULL);
  assert_reasons (f, "1", "NO_RECORD", "NO_RECORD");
  scan_check (f, "1", "C-100N|L-1", 200, NULL);
  assert_reasons (f, "1", "MISMATCH", "NO_RECORD");
  scan_check (f, "1", "R-10K-B|L-1", 200, NULL);
  assert_reasons (f, "1", NULL, "NO_RECORD");
  scan_check (f, "2", "C-100N|L-1", 200, NULL);
  assert_reasons (f, "1", NULL, NULL);
}

/* A slot that comes to the line after loading has begun is not passed over, and what is loaded stays loaded. */
static void
test_slot_added (PlantFixture *f, gconstpointer data)
{
  static const char *const enabled[] = { "LOADING", NULL };
  static const char slots[] = "/api/lines/id-LINE-A/feeder-slots";
  g_autoptr (PbLine) line = plant_get (f, &pb_line_type, "code", "LINE-A");
  g_autoptr (PlantAnswer) made = NULL, latest = NULL, added = NULL, stale = NULL;
  g_autofree char *mapping = NULL;

  g_strfreev (line->enabled_items);
  line->enabled_items = g_strdupv ((char **) enabled);
  plant_update (f, line);
  set_up_feeders (f);
  plant_check (f, "material", "POST", TABLE, NULL, 200, NULL);
  scan_check (f, "1", "R-10K|L-1", 200, NULL);
  scan_check (f, "2", "C-100N|L-1", 200, NULL);
  made = plant_expect (f, "leader", "POST", slots, "{'slotCode':'3','slotName':'Slot 3','position':3}", 201, NULL);
  latest = plant_expect (f, "leader", "GET", "/api/runs/RUN-A/readiness/latest", NULL, 200, NULL);
  g_assert_cmpint (plant_length (latest, "data.items"), ==, 3);
  g_assert_cmpstr (plant_text (latest, "data.items[2].itemKey"), ==, "3");
  g_assert_cmpstr (plant_text (latest, "data.items[2].reasonCode"), ==, "NO_RECORD");
  g_assert_cmpstr (plant_text (latest, "data.items[2].params.part"), ==, "slotTable");
  plant_check (f, "material", "POST", TABLE, NULL, 400, "SLOT_MAPPING_MISSING");
  mapping = g_strdup_printf ("{'slotId':'%s','materialCode':'R-10K'}", plant_text (made, "data.id"));
  plant_check (f, "leader", "POST", "/api/slot-mappings", mapping, 201, NULL);
  added = plant_expect (f, "material", "POST", TABLE, NULL, 200, NULL);
  g_assert_cmpint (plant_int (added, "data.created"), ==, 1);
  /* That did something to the run, without changing it. */
  stale = plant_send_if (f, "planner", "POST", "/api/runs/RUN-A/cancel", "{'reason':'late'}", "\"7\"");
  g_assert_cmpint (stale->status, ==, 412);
  g_assert_null (plant_text (stale, "error.changedBy"));
  assert_reasons (f, "1", NULL, NULL);
  scan_check (f, "3", "R-10K|L-2", 200, NULL);
  assert_reasons (f, "1", NULL, NULL);
  plant_check (f, "material", "POST", TABLE, NULL, 409, "LOADING_ALREADY_STARTED");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function)                                                                                            \
  g_test_add ("/service/loading/" path, PlantFixture, NULL, plant_set_up, function, plant_tear_down)
  ADD ("table", test_table);
  ADD ("table/closest-mapping", test_closest_mapping);
  ADD ("table/refusals", test_table_refusals);
  ADD ("verify", test_verify);
  ADD ("verify/barcodes", test_barcodes);
  ADD ("verify/alternate", test_alternate);
  ADD ("verify/rescan", test_rescan);
  ADD ("verify/mismatches-lock", test_mismatches_lock);
  ADD ("verify/unknown-material", test_unknown_material);
  ADD ("verify/refusals", test_scan_refusals);
  ADD ("verify/floor-life-begins", test_floor_life_begins);
  ADD ("replace", test_replace);
  ADD ("slots", test_slots);
  ADD ("slots/in-use", test_slot_in_use);
  ADD ("mappings", test_mappings);
  ADD ("judged-anew", test_judged_anew);
  ADD ("slot-added", test_slot_added);
  return g_test_run ();
}
