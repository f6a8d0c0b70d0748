/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "plant-fai.h"

/* First articles over the service as a whole: every way forward, and every refusal. */

/* ---- Creation */

static void
test_create (PlantFixture *f, gconstpointer data)
{
  g_autoptr (PlantAnswer) answer =
    plant_expect (f, "quality", "POST", "/api/fai/run/RUN-A", "{'sampleQty':2,'remark':'r','odd':1}", 201, NULL);

  g_assert_cmpstr (plant_text (answer, "data.status"), ==, "PENDING");
  g_assert_cmpstr (plant_text (answer, "data.type"), ==, "FAI");
  g_assert_cmpint (plant_int (answer, "data.sampleQty"), ==, 2);
  g_assert_cmpint (plant_int (answer, "data.passedQty"), ==, 0);
  g_assert_cmpint (plant_int (answer, "data.failedQty"), ==, 0);
  g_assert_nonnull (plant_text (answer, "data.activeKey"));
  g_assert_cmpint (plant_length (answer, "data.items"), ==, 4);
  g_assert_cmpstr (plant_text (answer, "data.items[1].itemName"), ==, "Solder height");
  g_assert_cmpstr (plant_text (answer, "data.items[1].per"), ==, "UNIT");
  g_assert_cmpint (plant_int (answer, "data.items[1].seq"), ==, 2);
  g_assert_true (plant_bool (answer, "data.items[1].required"));
  /* Characteristics begin unrecorded. */
  g_assert_null (plant_node (answer, "data.items[1].inspectedAt"));
  g_assert_cmpint (plant_length (answer, "data.items[1].measurements"), ==, 0);
  g_assert_cmpint (plant_length (answer, "data.requiredCapacities"), ==, 3);
  g_assert_cmpint (plant_length (answer, "data.missingCapacities"), ==, 3);
  g_assert_cmpint (strlen (plant_text (answer, "data.contentHash")), ==, 64);
  g_assert_false (plant_bool (answer, "data.stale"));
  g_assert_cmpstr (answer->etag, ==, "\"1\"");
  /* The gate has checked the preparation, and keeps what it found. */
  g_assert_cmpint (plant_count (f, &pb_check_type, "run_id", "id-RUN-A"), ==, 1);
  plant_check (f, "quality", "POST", "/api/fai/run/RUN-A", "{'sampleQty':1}", 400, "FAI_ALREADY_EXISTS");
}

static void
test_create_refused (PlantFixture *f, gconstpointer data)
{
  static const char *const bad[] = { "{}", "{'sampleQty':0}", "{'sampleQty':1.5}", "{'sampleQty':'1'}" };
  g_autoptr (PbCheck) check = NULL;

  plant_check (f, NULL, "POST", "/api/fai/run/RUN-A", "{'sampleQty':1}", 401, "UNAUTHORIZED");
  plant_check (f, "operator", "POST", "/api/fai/run/RUN-A", "{'sampleQty':1}", 403, "FORBIDDEN");
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    plant_check (f, "quality", "POST", "/api/fai/run/RUN-A", bad[i], 422, "VALIDATION_FAILED");
  plant_check (f, "quality", "POST", "/api/fai/run/NONE", "{'sampleQty':1}", 404, "RUN_NOT_FOUND");
  plant_check (f, "quality", "POST", "/api/fai/run/RUN-A", "{'sampleQty':4}", 400, "FAI_SAMPLE_UNITS_INSUFFICIENT");
  g_assert_cmpint (plant_count (f, &pb_check_type, "run_id", "id-RUN-A"), ==, 0);

  plant_set_machine (f, "broken");
  plant_check (f, "quality", "POST", "/api/fai/run/RUN-A", "{'sampleQty':1}", 400, "READINESS_CHECK_NOT_PASSED");
  /* The refusal leaves its check and its row in the audit trail. */
  check = plant_get (f, &pb_check_type, "run_id", "id-RUN-A");
  g_assert_cmpint (check->status, ==, PB_STATUS_FAILED);
  g_assert_cmpint (check->type, ==, PB_CHECK_FORMAL);
  g_assert_cmpint (plant_count (f, &pb_audit_row_type, "error_code", "READINESS_CHECK_NOT_PASSED"), ==, 1);
  plant_set_machine (f, "normal");

  plant_set_run (f, PB_RUN_AUTHORIZED);
  plant_check (f, "quality", "POST", "/api/fai/run/RUN-A", "{'sampleQty':1}", 400, "INVALID_RUN_STATUS");
}

/* ---- Reading */

static void
test_read (PlantFixture *f, gconstpointer data)
{
  g_autofree char *fai = NULL;
  g_autoptr (PlantAnswer) none = plant_expect (f, "operator", "GET", "/api/fai/run/RUN-A", NULL, 200, NULL);
  g_autoptr (PlantAnswer) list = NULL;
  g_autoptr (PlantAnswer) newest = NULL;

  g_assert_null (plant_node (none, "data"));
  fai = plant_fai_create (f, 1);
  plant_wait (f, PB_MINUTE);
  newest = plant_expect (f, "operator", "GET", "/api/fai/run/RUN-A", NULL, 200, NULL);
  g_assert_cmpstr (plant_text (newest, "data.id"), ==, fai);
  list = plant_expect (f, "quality", "GET", "/api/fai?status=PENDING,INSPECTING&runNo=RUN-A", NULL, 200, NULL);
  g_assert_cmpint (plant_int (list, "data.total"), ==, 1);
  g_assert_cmpint (plant_int (list, "data.pageSize"), ==, 20);
  g_assert_cmpstr (plant_text (list, "data.items[0].run.runNo"), ==, "RUN-A");
  g_assert_cmpint (plant_length (list, "data.items[0].items"), ==, 4);
  g_assert_cmpstr (plant_text (list, "data.items[0].contentHash"), ==, plant_text (newest, "data.contentHash"));
}

static void
test_read_refused (PlantFixture *f, gconstpointer data)
{
  static const char *const bad[] = { "/api/fai?page=0", "/api/fai?page=-1", "/api/fai?pageSize=101",
                                     "/api/fai?status=GONE" };
  g_autofree char *fai = plant_fai_create (f, 1);
  g_autoptr (PlantAnswer) list = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    plant_check (f, "quality", "GET", bad[i], NULL, 422, "VALIDATION_FAILED");
  plant_check (f, "quality", "GET", "/api/fai/none", NULL, 404, "FAI_NOT_FOUND");
  plant_check (f, "quality", "GET", "/api/fai/run/NONE", NULL, 404, "RUN_NOT_FOUND");
  plant_check (f, "quality", "GET", "/api/fai/run/NONE/gate", NULL, 404, "RUN_NOT_FOUND");
  plant_check (f, "idle", "GET", "/api/fai", NULL, 403, "FORBIDDEN");
  plant_check (f, NULL, "GET", "/api/fai", NULL, 401, "UNAUTHORIZED");
  /* Outside one's data scope an object does not exist. */
  plant_fai_check (f, "operator-b", "GET", fai, "", NULL, 404, "FAI_NOT_FOUND");
  plant_fai_check (f, "operator-b", "GET", fai, "/signable?act=SIGN", NULL, 404, "FAI_NOT_FOUND");
  plant_check (f, "operator-b", "GET", "/api/fai/run/RUN-A", NULL, 404, "RUN_NOT_FOUND");
  plant_check (f, "operator-b", "GET", "/api/fai/run/RUN-A/gate", NULL, 404, "RUN_NOT_FOUND");
  list = plant_expect (f, "operator-b", "GET", "/api/fai", NULL, 200, NULL);
  g_assert_cmpint (plant_int (list, "data.total"), ==, 0);
}

static void
test_gate (PlantFixture *f, gconstpointer data)
{
  g_autoptr (PlantAnswer) before = plant_expect (f, "operator", "GET", "/api/fai/run/RUN-A/gate", NULL, 200, NULL);
  g_autoptr (PlantAnswer) passed = NULL;
  g_autoptr (PlantAnswer) signed_by_all = NULL;
  g_autofree char *fai = NULL;

  g_assert_true (plant_bool (before, "data.requiresFai"));
  g_assert_false (plant_bool (before, "data.faiPassed"));
  g_assert_false (plant_bool (before, "data.faiSigned"));
  g_assert_null (plant_node (before, "data.faiId"));
  fai = plant_fai_create_passed (f);
  passed = plant_expect (f, "operator", "GET", "/api/fai/run/RUN-A/gate", NULL, 200, NULL);
  g_assert_true (plant_bool (passed, "data.faiPassed"));
  g_assert_false (plant_bool (passed, "data.faiSigned"));
  g_assert_cmpstr (plant_text (passed, "data.faiId"), ==, fai);
  plant_fai_sign_all (f, fai);
  signed_by_all = plant_expect (f, "operator", "GET", "/api/fai/run/RUN-A/gate", NULL, 200, NULL);
  g_assert_true (plant_bool (signed_by_all, "data.faiSigned"));
}

/* ---- Start */

static void
test_start (PlantFixture *f, gconstpointer data)
{
  g_autofree char *first = plant_fai_create_started (f, 1);
  g_autofree char *second = NULL;
  g_autoptr (PbUnit) unit = NULL;
  g_autoptr (PlantAnswer) started = NULL;
  g_autoptr (PlantAnswer) one = NULL;

  plant_fai_track (f, "PRN-A", "SN-A-0001", "PASS");
  plant_check (f, "operator", "POST", "/api/stations/OVEN-A/track-in",
               "{'sn':'SN-A-0001','woNo':'WO-A','runNo':'RUN-A'}", 200, NULL);
  plant_fai_check (f, "quality", "POST", first, "/complete", "{'decision':'FAIL','failedQty':1}", 200, NULL);
  plant_wait (f, PB_MINUTE);

  second = plant_fai_create (f, 1);
  plant_wait (f, PB_MINUTE);
  started = plant_fai_expect (f, "quality2", "POST", second, "/start", NULL, 200, NULL);
  g_assert_cmpstr (plant_text (started, "data.status"), ==, "INSPECTING");
  g_assert_cmpstr (plant_text (started, "data.inspectorId"), ==, "user-quality2");
  g_assert_nonnull (plant_text (started, "data.startedAt"));
  /* The unit of the earlier trial begins anew, out of the station it was in; its tracks stay and do not count. */
  unit = plant_get (f, &pb_unit_type, "sn", "SN-A-0001");
  g_assert_cmpint (unit->status, ==, PB_UNIT_QUEUED);
  g_assert_cmpint (unit->current_step_no.v, ==, 1);
  g_assert_false (unit->is_trial.v);
  g_assert_cmpint (plant_count (f, &pb_track_type, "sn", "SN-A-0001"), ==, 2);
  one = plant_fai_expect (f, "quality", "GET", second, "", NULL, 200, NULL);
  g_assert_cmpint (plant_length (one, "data.trialSummary.units"), ==, 0);
  plant_fai_check (f, "quality", "POST", second, "/complete", "{'decision':'FAIL','failedQty':1}", 400,
                   "FAI_TRIAL_REQUIRED");
  plant_fai_track (f, "PRN-A", "SN-A-0001", "PASS");
}

static void
test_start_refused (PlantFixture *f, gconstpointer data)
{
  g_autofree char *fai = plant_fai_create (f, 1);
  g_autoptr (GError) error = NULL;

  plant_check (f, "quality", "POST", "/api/fai/none/start", NULL, 404, "FAI_NOT_FOUND");
  plant_fai_check (f, "engineer", "POST", fai, "/start", NULL, 403, "FORBIDDEN");
  plant_set_machine (f, "broken");
  plant_fai_check (f, "quality", "POST", fai, "/start", NULL, 400, "READINESS_CHECK_NOT_PASSED");
  plant_set_machine (f, "normal");
  for (int i = 1; i <= 3; i++)
    {
      g_autofree char *sn = g_strdup_printf ("SN-A-000%d", i);
      g_autoptr (PbUnit) unit = plant_get (f, &pb_unit_type, "sn", sn);

      pb_store_delete (f->store, &pb_unit_type, unit->id, &error);
      g_assert_no_error (error);
    }
  plant_fai_check (f, "quality", "POST", fai, "/start", NULL, 400, "FAI_UNITS_REQUIRED");
  plant_set_run (f, PB_RUN_AUTHORIZED);
  plant_fai_check (f, "quality", "POST", fai, "/start", NULL, 400, "INVALID_RUN_STATUS");
}

static void
test_start_twice (PlantFixture *f, gconstpointer data)
{
  g_autofree char *fai = plant_fai_create_started (f, 1);

  plant_fai_check (f, "quality", "POST", fai, "/start", NULL, 400, "INVALID_FAI_STATUS");
}

/* ---- Recording */

static void
test_measurements (PlantFixture *f, gconstpointer data)
{
  g_autofree char *fai = plant_fai_create_started (f, 1);
  g_autofree char *height = plant_fai_item (f, fai, "Solder height");
  g_autofree char *polarity = plant_fai_item (f, fai, "Polarity");
  g_autofree char *body = NULL;
  g_autoptr (PlantAnswer) answer = NULL;
  g_autoptr (PlantAnswer) again = NULL;

  plant_fai_track (f, "PRN-A", "SN-A-0001", "PASS");
  body = g_strdup_printf ("{'items':[{'itemId':'%s','unitSn':'SN-A-0001','actualValue':'151','remark':'high'},"
                          "{'itemId':'%s','result':'PASS'}]}",
                          height, polarity);
  answer = plant_fai_expect (f, "quality", "PUT", fai, "/measurements", body, 200, NULL);
  /* The limits judge, not the person. */
  g_assert_cmpstr (plant_text (answer, "data.items[1].result"), ==, "FAIL");
  g_assert_cmpstr (plant_text (answer, "data.items[1].actualValue"), ==, "151");
  g_assert_cmpstr (plant_text (answer, "data.items[1].measurements[0].unitSn"), ==, "SN-A-0001");
  g_assert_cmpstr (plant_text (answer, "data.items[1].inspectedBy"), ==, "user-quality");
  g_assert_cmpstr (plant_text (answer, "data.items[2].result"), ==, "PASS");
  /* At the limit passes, and the value of the unit is replaced. */
  plant_fai_record (f, fai, "Solder height", "'unitSn':'SN-A-0001','actualValue':'150'", 200, NULL);
  again = plant_fai_expect (f, "quality", "GET", fai, "", NULL, 200, NULL);
  g_assert_cmpstr (plant_text (again, "data.items[1].result"), ==, "PASS");
  g_assert_cmpint (plant_length (again, "data.items[1].measurements"), ==, 1);
  g_assert_cmpint (plant_length (again, "data.trialSummary.units"), ==, 1);
  g_assert_cmpint (plant_int (again, "data.trialSummary.units[0].trackOuts[0].stepNo"), ==, 1);
}

static void
test_measurements_refused (PlantFixture *f, gconstpointer data)
{
  g_autofree char *fai = plant_fai_create_started (f, 1);
  g_autofree char *polarity = plant_fai_item (f, fai, "Polarity");
  g_autofree char *height = plant_fai_item (f, fai, "Solder height");
  g_autofree char *body = NULL;
  g_autofree char *odd = NULL;
  g_autoptr (PlantAnswer) answer = NULL;

  plant_fai_track (f, "PRN-A", "SN-A-0001", "PASS");
  plant_fai_record (f, fai, "Solder height", "'unitSn':'SN-A-0003','actualValue':'120'", 422, "UNIT_UNKNOWN");
  plant_fai_record (f, fai, "Solder height", "'unitSn':'SN-A-0001','actualValue':'99','result':'PASS'", 422,
                    "VALUE_OUT_OF_LIMITS");
  plant_fai_record (f, fai, "Solder height", "'unitSn':'SN-A-0001','actualValue':'12x'", 422, "VALUE_NOT_A_NUMBER");
  plant_fai_record (f, fai, "Solder height", "'unitSn':'SN-A-0001'", 422, "VALUE_REQUIRED");
  plant_fai_record (f, fai, "Polarity", "'actualValue':'fine'", 422, "RESULT_REQUIRED");
  plant_fai_record (f, fai, "Polarity", "'result':'NA'", 422, "NA_NOT_ALLOWED");
  plant_fai_record (f, fai, "Polarity", "'result':'WARNING'", 422, "VALIDATION_FAILED");
  plant_fai_record (f, fai, "Polarity", "'result':'PASS','odd':1", 422, "VALIDATION_FAILED");
  plant_fai_check (f, "quality", "PUT", fai, "/measurements", "{'items':[]}", 422, "VALIDATION_FAILED");
  plant_fai_check (f, "quality", "PUT", fai, "/measurements", "{}", 422, "VALIDATION_FAILED");
  plant_fai_check (f, "quality", "PUT", fai, "/measurements", "{'items':[{'itemId':'none','result':'PASS'}]}", 404,
                   "FAI_ITEM_NOT_FOUND");
  plant_fai_check (f, "engineer", "PUT", fai, "/measurements", "{'items':[]}", 403, "FORBIDDEN");
  plant_check (f, "quality", "PUT", "/api/fai/none/measurements", "{'items':[{'itemId':'x'}]}", 404, "FAI_NOT_FOUND");

  /* One bad row takes all of them back, and every bad row is named. */
  body = g_strdup_printf ("{'items':[{'itemId':'%s','result':'PASS'},{'itemId':'%s','actualValue':'1','result':'PASS'},"
                          "{'itemId':'%s','unitSn':'X','actualValue':'120'}]}",
                          polarity, height, height);
  answer = plant_fai_expect (f, "quality", "PUT", fai, "/measurements", body, 422, "VALUE_OUT_OF_LIMITS");
  g_assert_cmpint (plant_length (answer, "error.details"), ==, 2);
  g_assert_cmpstr (plant_text (answer, "error.details[0].property"), ==, "items[1].actualValue");
  g_assert_cmpstr (plant_text (answer, "error.details[1].code"), ==, "UNIT_UNKNOWN");
  g_assert_cmpstr (plant_text (answer, "error.itemId"), ==, height);
  g_assert_cmpint (plant_count (f, &pb_measurement_type, "inspection_id", fai), ==, 0);

  plant_fai_check (f, "quality", "POST", fai, "/complete", "{'decision':'FAIL','failedQty':1}", 200, NULL);
  plant_fai_record (f, fai, "Polarity", "'result':'PASS'", 400, "FAI_NOT_INSPECTING");
}

static void
test_items (PlantFixture *f, gconstpointer data)
{
  g_autofree char *fai = plant_fai_create_started (f, 1);
  g_autofree char *odd_path = NULL;
  g_autofree char *known = plant_fai_item (f, fai, "Polarity");
  g_autoptr (PlantAnswer) added = NULL;
  g_autoptr (PlantAnswer) by_name = NULL;
  g_autoptr (PlantAnswer) patched = NULL;
  g_autoptr (PlantAnswer) same = NULL;

  plant_fai_track (f, "PRN-A", "SN-A-0001", "PASS");
  added =
    plant_fai_expect (f, "quality", "POST", fai, "/items",
                      "{'itemName':'Label','result':'NA','itemSpec':'at the edge','unitSn':'SN-A-0001'}", 201, NULL);
  by_name =
    plant_fai_expect (f, "quality", "POST", fai, "/items", "{'itemName':'Polarity','result':'FAIL'}", 201, NULL);
  /* A value of a characteristic that the template has is recorded there. */
  g_assert_cmpstr (plant_text (by_name, "data.itemId"), ==, known);
  g_assert_cmpint (plant_count (f, &pb_inspection_item_type, "inspection_id", fai), ==, 5);

  odd_path = g_strconcat ("/items/", plant_text (added, "data.itemId"), NULL);
  patched =
    plant_fai_expect (f, "quality2", "PATCH", fai, odd_path, "{'result':'PASS','remark':'straight'}", 200, NULL);
  g_assert_cmpstr (plant_text (patched, "data.result"), ==, "PASS");
  g_assert_cmpstr (plant_text (patched, "data.unitSn"), ==, "SN-A-0001");
  g_assert_cmpstr (plant_text (patched, "data.remark"), ==, "straight");
  g_assert_cmpstr (plant_text (patched, "data.inspectedBy"), ==, "user-quality2");
  g_assert_cmpstr (plant_text (patched, "data.itemSpec"), ==, "at the edge");
  same = plant_fai_expect (f, "quality", "PATCH", fai, odd_path, "{}", 200, NULL);
  g_assert_cmpstr (plant_text (same, "data.inspectedBy"), ==, "user-quality2");
}

static void
test_items_refused (PlantFixture *f, gconstpointer data)
{
  g_autofree char *fai = plant_fai_create (f, 1);
  g_autofree char *height = plant_fai_item (f, fai, "Solder height");
  g_autofree char *path = g_strconcat ("/items/", height, NULL);
  g_autoptr (PlantAnswer) trial = NULL;

  plant_fai_check (f, "quality", "POST", fai, "/items", "{'itemName':'x','result':'PASS'}", 400, "FAI_NOT_INSPECTING");
  plant_fai_check (f, "quality", "PATCH", fai, path, "{'result':'PASS'}", 400, "FAI_NOT_INSPECTING");
  plant_fai_check (f, "quality", "PATCH", fai, "/items/none", "{'result':'PASS'}", 404, "FAI_ITEM_NOT_FOUND");
  plant_check (f, "quality", "PATCH", "/api/fai/none/items/x", "{}", 404, "FAI_NOT_FOUND");
  plant_check (f, "quality", "POST", "/api/fai/none/items", "{'itemName':'x','result':'PASS'}", 404, "FAI_NOT_FOUND");
  plant_fai_check (f, "quality", "POST", fai, "/items", "{'result':'PASS'}", 422, "VALIDATION_FAILED");
  plant_fai_check (f, "quality", "POST", fai, "/items", "{'itemName':'x'}", 422, "VALIDATION_FAILED");
  plant_fai_check (f, "quality", "POST", fai, "/items", "{'itemName':'x','result':'GOOD'}", 422, "VALIDATION_FAILED");
  plant_wait (f, PB_MINUTE);
  plant_fai_check (f, "quality", "POST", fai, "/start", NULL, 200, NULL);
  trial = plant_fai_expect (f, "quality", "POST", fai, "/items", "{'itemName':'x','result':'PASS'}", 400,
                            "FAI_TRIAL_REQUIRED");
  g_assert_nonnull (strstr (plant_text (trial, "error.message"), "(0/1)"));
  /* Correcting asks for no trial; limits hold everywhere. */
  plant_fai_check (f, "quality", "PATCH", fai, path, "{'actualValue':'160','result':'PASS'}", 422,
                   "VALUE_OUT_OF_LIMITS");
  plant_fai_check (f, "quality", "PATCH", fai, path, "{'actualValue':'160'}", 200, NULL);
  plant_fai_check (f, "quality", "PATCH", fai, path, "{'actualValue':'110'}", 200, NULL);
  plant_fai_check (f, "quality", "PATCH", fai, path, "{'unitSn':'NONE','actualValue':'110'}", 422, "UNIT_UNKNOWN");
}

static void
test_trial_not_started (PlantFixture *f, gconstpointer data)
{
  g_autofree char *fai = plant_fai_create_started (f, 1);
  g_autoptr (PbInspection) row = plant_get (f, &pb_inspection_type, "id", fai);

  row->started_at = 0;
  plant_update (f, row);
  plant_fai_check (f, "quality", "POST", fai, "/items", "{'itemName':'x','result':'PASS'}", 400,
                   "FAI_TRIAL_NOT_STARTED");
}

/* ---- Decision */

static void
test_complete (PlantFixture *f, gconstpointer data)
{
  g_autofree char *fai = plant_fai_create_recorded (f);
  g_autoptr (PlantAnswer) passed = plant_fai_expect (f, "quality", "POST", fai, "/complete",
                                                     "{'decision':'PASS','passedQty':1,'remark':'good'}", 200, NULL);
  g_autoptr (PlantAnswer) fresh = NULL;

  g_assert_cmpstr (plant_text (passed, "data.status"), ==, "PASS");
  g_assert_null (plant_node (passed, "data.activeKey"));
  g_assert_cmpstr (plant_text (passed, "data.decidedBy"), ==, "user-quality");
  g_assert_cmpint (plant_int (passed, "data.passedQty"), ==, 1);
  g_assert_cmpstr (plant_text (passed, "data.remark"), ==, "good");
  g_assert_cmpstr (plant_text (passed, "data.fingerprint[0]"), ==, "route=version-RT-A");
  g_assert_false (plant_bool (passed, "data.stale"));
  /* A day later it is stale. */
  plant_wait (f, PB_DAY + PB_MINUTE);
  fresh = plant_fai_expect (f, "quality", "GET", fai, "", NULL, 200, NULL);
  g_assert_true (plant_bool (fresh, "data.stale"));
  g_assert_cmpstr (plant_text (fresh, "data.staleCauses[0]"), ==, "age");
}

static void
test_complete_refused (PlantFixture *f, gconstpointer data)
{
  g_autofree char *fai = plant_fai_create (f, 1);
  g_autofree char *height = plant_fai_item (f, fai, "Solder height");
  g_autoptr (PlantAnswer) missing = NULL;

  plant_fai_check (f, "quality", "POST", fai, "/complete", "{'decision':'PASS'}", 400, "FAI_NOT_INSPECTING");
  plant_fai_check (f, "quality", "POST", fai, "/complete", "{}", 422, "VALIDATION_FAILED");
  plant_fai_check (f, "quality", "POST", fai, "/complete", "{'decision':'NA'}", 422, "VALIDATION_FAILED");
  plant_fai_check (f, "quality", "POST", fai, "/complete", "{'decision':'PASS','passedQty':-1}", 422,
                   "VALIDATION_FAILED");
  plant_check (f, "quality", "POST", "/api/fai/none/complete", "{'decision':'PASS'}", 404, "FAI_NOT_FOUND");
  plant_wait (f, PB_MINUTE);
  plant_fai_check (f, "quality", "POST", fai, "/start", NULL, 200, NULL);
  plant_wait (f, PB_MINUTE);
  plant_fai_check (f, "quality", "POST", fai, "/complete", "{'decision':'PASS'}", 400, "FAI_TRIAL_REQUIRED");
  plant_fai_track (f, "PRN-A", "SN-A-0001", "PASS");
  plant_fai_check (f, "quality", "POST", fai, "/complete", "{'decision':'PASS','failedQty':1}", 400,
                   "INVALID_FAI_COUNTS");
  plant_fai_check (f, "quality", "POST", fai, "/complete", "{'decision':'FAIL'}", 400, "INVALID_FAI_COUNTS");
  plant_fai_record (f, fai, "Stencil version", "'result':'PASS'", 200, NULL);
  plant_fai_record (f, fai, "Polarity", "'result':'FAIL'", 200, NULL);
  missing = plant_fai_expect (f, "quality", "POST", fai, "/complete", "{'decision':'PASS'}", 400, "FAI_INCOMPLETE");
  g_assert_cmpint (plant_length (missing, "error.missing"), ==, 1);
  g_assert_cmpstr (plant_text (missing, "error.missing[0].itemId"), ==, height);
  g_assert_cmpstr (plant_text (missing, "error.missing[0].unitSn"), ==, "SN-A-0001");
  plant_fai_record (f, fai, "Solder height", "'unitSn':'SN-A-0001','actualValue':'100'", 200, NULL);
  plant_fai_check (f, "quality", "POST", fai, "/complete", "{'decision':'PASS'}", 400, "FAI_ITEM_FAILED");
  plant_fai_record (f, fai, "Polarity", "'result':'PASS'", 200, NULL);

  plant_check (f, "quality", "POST", "/api/integration/inspection-result",
               "{'eventId':'e1','eventTime':'2026-01-01T00:00:00Z','runNo':'RUN-A','stationCode':'AOI-A',"
               "'unitSn':'SN-A-0001','stepNo':3,'inspectionType':'AOI','result':'FAIL','source':'AUTO'}",
               200, NULL);
  plant_set_machine (f, "broken");
  plant_fai_check (f, "quality", "POST", fai, "/complete", "{'decision':'PASS'}", 400, "READINESS_CHECK_NOT_PASSED");
  plant_set_machine (f, "normal");
  plant_fai_check (f, "quality", "POST", fai, "/complete", "{'decision':'PASS','result':'C','condition':'x'}", 400,
                   "CONDITION_NOT_ALLOWED");
  plant_fai_check (f, "quality", "POST", fai, "/complete", "{'decision':'PASS','result':'Z'}", 422,
                   "VALIDATION_FAILED");
  plant_set_run (f, PB_RUN_AUTHORIZED);
  plant_fai_check (f, "quality", "POST", fai, "/complete", "{'decision':'PASS'}", 400, "INVALID_RUN_STATUS");
  plant_set_run (f, PB_RUN_PREP);
  plant_fai_check (f, "quality", "POST", fai, "/complete", "{'decision':'PASS'}", 200, NULL);
}

static void
test_machine_failure (PlantFixture *f, gconstpointer data)
{
  g_autofree char *fai = plant_fai_create_recorded (f);
  g_autoptr (GDateTime) now = g_date_time_new_from_unix_utc (f->now / PB_SECOND);
  g_autofree char *at = g_date_time_format (now, "%Y-%m-%dT%H:%M:%SZ");
  g_autofree char *body = g_strdup_printf ("{'eventId':'e1','eventTime':'%s','runNo':'RUN-A','stationCode':'AOI-A',"
                                           "'unitSn':'SN-A-0001','stepNo':3,'inspectionType':'AOI','result':'FAIL',"
                                           "'source':'AUTO'}",
                                           at);
  g_autoptr (PlantAnswer) one = NULL;

  plant_check (f, "quality", "POST", "/api/integration/inspection-result", body, 200, NULL);
  plant_fai_check (f, "quality", "POST", fai, "/complete", "{'decision':'PASS'}", 400, "INSPECTION_FAILURES_EXIST");
  one = plant_fai_expect (f, "quality", "GET", fai, "", NULL, 200, NULL);
  g_assert_cmpstr (plant_text (one, "data.trialSummary.units[0].inspections[0].result"), ==, "FAIL");
}

/* A first article whose template is empty inspected nothing. */
static void
test_nothing_recorded (PlantFixture *f, gconstpointer data)
{
  g_autoptr (PbRouteVersion) version = plant_get (f, &pb_route_version_type, "id", "version-RT-A");
  g_autofree char *fai = NULL;

  pb_set_string (&version->fai_items, "[]");
  plant_update (f, version);
  fai = plant_fai_create_started (f, 1);
  plant_fai_track (f, "PRN-A", "SN-A-0001", "PASS");
  plant_fai_check (f, "quality", "POST", fai, "/complete", "{'decision':'PASS'}", 400, "FAI_INCOMPLETE");
  plant_fai_check (f, "quality", "POST", fai, "/items", "{'itemName':'Look','result':'PASS'}", 201, NULL);
  plant_fai_check (f, "quality", "POST", fai, "/complete", "{'decision':'PASS'}", 200, NULL);
}

static void
test_conditional (PlantFixture *f, gconstpointer data)
{
  g_autofree char *fai = NULL;
  g_autoptr (PlantAnswer) answer = NULL;

  plant_set_policy (f, "fai.conditionalResult", "true");
  fai = plant_fai_create_recorded (f);
  plant_fai_check (f, "quality", "POST", fai, "/complete", "{'decision':'PASS','result':'B'}", 400,
                   "INVALID_FAI_RESULT");
  plant_fai_check (f, "quality", "POST", fai, "/complete", "{'decision':'PASS','result':'C'}", 400,
                   "CONDITION_REQUIRED");
  answer = plant_fai_expect (f, "quality", "POST", fai, "/complete",
                             "{'decision':'PASS','result':'C','condition':'first 50 boards looked at',"
                             "'until':'2099-01-01T00:00:00Z'}",
                             200, NULL);
  g_assert_cmpstr (plant_text (answer, "data.result"), ==, "C");
  g_assert_nonnull (plant_text (answer, "data.until"));
}

/* ---- Cancellation */

static void
test_cancel (PlantFixture *f, gconstpointer data)
{
  g_autofree char *fai = plant_fai_create_passed (f);
  g_autofree char *next = NULL;
  g_autoptr (PlantAnswer) cancelled = NULL;
  g_autoptr (PlantAnswer) none = NULL;

  plant_answer_free (plant_fai_sign (f, fai, "ENGINEERING", "engineer", 200, NULL));
  plant_fai_check (f, "quality", "POST", fai, "/cancel", "{}", 422, "VALIDATION_FAILED");
  plant_fai_check (f, "quality", "POST", fai, "/cancel", "{'reason':'  '}", 400, "REASON_REQUIRED");
  plant_fai_check (f, "quality", "POST", fai, "/cancel", "{'reason':'r','odd':1}", 422, "VALIDATION_FAILED");
  plant_fai_check (f, "engineer", "POST", fai, "/cancel", "{'reason':'r'}", 403, "FORBIDDEN");
  plant_check (f, "quality", "POST", "/api/fai/none/cancel", "{'reason':'r'}", 404, "FAI_NOT_FOUND");
  plant_set_run (f, PB_RUN_AUTHORIZED);
  plant_fai_check (f, "quality", "POST", fai, "/cancel", "{'reason':'wrong board'}", 400, "RUN_NOT_IN_PREP");
  plant_set_run (f, PB_RUN_PREP);
  cancelled = plant_fai_expect (f, "quality", "POST", fai, "/cancel", "{'reason':'wrong board'}", 200, NULL);
  g_assert_cmpstr (plant_text (cancelled, "data.status"), ==, "CANCELLED");
  g_assert_false (plant_bool (cancelled, "data.signatures[0].valid"));
  g_assert_nonnull (plant_text (cancelled, "data.signatures[0].voidedAt"));
  plant_fai_check (f, "quality", "POST", fai, "/cancel", "{'reason':'again'}", 400, "INVALID_FAI_STATUS");
  plant_wait (f, PB_MINUTE);
  none = plant_expect (f, "quality", "GET", "/api/fai/run/RUN-A", NULL, 200, NULL);
  g_assert_null (plant_node (none, "data"));
  next = plant_fai_create (f, 1);
  plant_fai_check (f, "quality", "POST", next, "/cancel", "{'reason':'not now'}", 200, NULL);
}

static void
test_if_match (PlantFixture *f, gconstpointer data)
{
  g_autofree char *fai = plant_fai_create (f, 1);
  g_autofree char *path = g_strconcat ("/api/fai/", fai, "/start", NULL);
  g_autoptr (PlantAnswer) stale = plant_send_if (f, "quality", "POST", path, NULL, "\"7\"");
  g_autoptr (PlantAnswer) right = plant_send_if (f, "quality", "POST", path, NULL, "\"1\"");

  g_assert_cmpint (stale->status, ==, 412);
  g_assert_cmpstr (plant_text (stale, "error.code"), ==, "STALE");
  g_assert_cmpint (right->status, ==, 200);
  g_assert_cmpstr (right->etag, ==, "\"2\"");
}

#define ADD(name, function) g_test_add (name, PlantFixture, NULL, plant_set_up, function, plant_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/fai/create", test_create);
  ADD ("/fai/create/refused", test_create_refused);
  ADD ("/fai/read", test_read);
  ADD ("/fai/read/refused", test_read_refused);
  ADD ("/fai/gate", test_gate);
  ADD ("/fai/start", test_start);
  ADD ("/fai/start/refused", test_start_refused);
  ADD ("/fai/start/twice", test_start_twice);
  ADD ("/fai/measurements", test_measurements);
  ADD ("/fai/measurements/refused", test_measurements_refused);
  ADD ("/fai/items", test_items);
  ADD ("/fai/items/refused", test_items_refused);
  ADD ("/fai/items/trial-not-started", test_trial_not_started);
  ADD ("/fai/complete", test_complete);
  ADD ("/fai/complete/refused", test_complete_refused);
  ADD ("/fai/complete/machine-failure", test_machine_failure);
  ADD ("/fai/complete/nothing-recorded", test_nothing_recorded);
  ADD ("/fai/complete/conditional", test_conditional);
  ADD ("/fai/cancel", test_cancel);
  ADD ("/fai/if-match", test_if_match);
  return g_test_run ();
}
