/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "pb-plant-fixture.h"

/* First articles over the service as a whole: every way forward, and every refusal. */

#define SIGNER(name) "'signer':{'email':'" name "@plant.test','password':'" PLANT_PASSWORD "'}"

/* ---- Getting somewhere */

static char *
path_of (const char *fai, const char *rest)
{
  return g_strconcat ("/api/fai/", fai, rest, NULL);
}

/* Sends to /api/fai/<fai><rest> and checks the answer. */
static PlantAnswer *
fai_expect (PlantFixture *f,
            const char *who,
            const char *method,
            const char *fai,
            const char *rest,
            const char *body,
            int status,
            const char *code)
{
  g_autofree char *path = path_of (fai, rest);

  return plant_expect (f, who, method, path, body, status, code);
}

static void
fai_check (PlantFixture *f,
           const char *who,
           const char *method,
           const char *fai,
           const char *rest,
           const char *body,
           int status,
           const char *code)
{
  plant_answer_free (fai_expect (f, who, method, fai, rest, body, status, code));
}

static char *
create (PlantFixture *f, int sample)
{
  g_autofree char *body = g_strdup_printf ("{'sampleQty':%d,'remark':'first board'}", sample);
  g_autoptr (PlantAnswer) answer = plant_expect (f, "quality", "POST", "/api/fai/run/RUN-A", body, 201, NULL);

  return g_strdup (plant_text (answer, "data.id"));
}

static char *
create_started (PlantFixture *f, int sample)
{
  char *fai = create (f, sample);

  plant_wait (f, PB_MINUTE);
  fai_check (f, "quality", "POST", fai, "/start", NULL, 200, NULL);
  plant_wait (f, PB_MINUTE);
  return fai;
}

static void
track (PlantFixture *f, const char *station, const char *sn, const char *result)
{
  g_autofree char *in = g_strdup_printf ("/api/stations/%s/track-in", station);
  g_autofree char *out = g_strdup_printf ("/api/stations/%s/track-out", station);
  g_autofree char *in_body = g_strdup_printf ("{'sn':'%s','woNo':'WO-A','runNo':'RUN-A'}", sn);
  g_autofree char *out_body = g_strdup_printf ("{'sn':'%s','runNo':'RUN-A','result':'%s'}", sn, result);

  plant_check (f, "operator", "POST", in, in_body, 200, NULL);
  plant_wait (f, PB_SECOND);
  plant_check (f, "operator", "POST", out, out_body, 200, NULL);
  plant_wait (f, PB_SECOND);
}

/* Returns: (transfer full): the id of the characteristic called @name. */
static char *
item_of (PlantFixture *f, const char *fai, const char *name)
{
  g_autoptr (PlantAnswer) answer = fai_expect (f, "quality", "GET", fai, "", NULL, 200, NULL);

  for (int i = 0; i < plant_length (answer, "data.items"); i++)
    {
      g_autofree char *name_path = g_strdup_printf ("data.items[%d].itemName", i);
      g_autofree char *id_path = g_strdup_printf ("data.items[%d].id", i);

      if (g_strcmp0 (plant_text (answer, name_path), name) == 0)
        return g_strdup (plant_text (answer, id_path));
    }
  g_error ("no characteristic %s", name);
}

static void
record (PlantFixture *f, const char *fai, const char *name, const char *members, int status, const char *code)
{
  g_autofree char *item = item_of (f, fai, name);
  g_autofree char *body = g_strdup_printf ("{'items':[{'itemId':'%s',%s}]}", item, members);

  fai_check (f, "quality", "PUT", fai, "/measurements", body, status, code);
}

/* An FAI of one unit with a done trial and everything that is required recorded. */
static char *
create_recorded (PlantFixture *f)
{
  char *fai = create_started (f, 1);

  track (f, "PRN-A", "SN-A-0001", "PASS");
  record (f, fai, "Stencil version", "'result':'PASS'", 200, NULL);
  record (f, fai, "Solder height", "'unitSn':'SN-A-0001','actualValue':'120'", 200, NULL);
  record (f, fai, "Polarity", "'result':'PASS'", 200, NULL);
  return fai;
}

static char *
create_passed (PlantFixture *f)
{
  char *fai = create_recorded (f);

  fai_check (f, "quality", "POST", fai, "/complete", "{'decision':'PASS'}", 200, NULL);
  plant_wait (f, PB_MINUTE);
  return fai;
}

static char *
hash_of (PlantFixture *f, const char *fai)
{
  g_autoptr (PlantAnswer) answer = fai_expect (f, "quality", "GET", fai, "/signable?act=SIGN", NULL, 200, NULL);

  return g_strdup (plant_text (answer, "data.contentHash"));
}

static PlantAnswer *
sign (PlantFixture *f, const char *fai, const char *capacity, const char *who, int status, const char *code)
{
  g_autofree char *hash = hash_of (f, fai);
  g_autofree char *body =
    g_strdup_printf ("{'capacity':'%s','contentHash':'%s','remark':'seen','signer':{'email':'%s@plant.test',"
                     "'password':'" PLANT_PASSWORD "'}}",
                     capacity, hash, who);
  PlantAnswer *answer = fai_expect (f, "quality", "POST", fai, "/sign", body, status, code);

  plant_wait (f, PB_SECOND);
  return answer;
}

static void
sign_all (PlantFixture *f, const char *fai)
{
  plant_answer_free (sign (f, fai, "PRODUCTION", "supervisor", 200, NULL));
  plant_answer_free (sign (f, fai, "ENGINEERING", "engineer", 200, NULL));
  plant_answer_free (sign (f, fai, "QUALITY", "quality2", 200, NULL));
}

static void
set_run_status (PlantFixture *f, int status)
{
  g_autoptr (PbRun) run = plant_get (f, &pb_run_type, "run_no", "RUN-A");

  run->status = status;
  plant_update (f, run);
  plant_wait (f, PB_MINUTE);
}

static void
set_machine (PlantFixture *f, const char *status)
{
  g_autoptr (PbEquipment) machine = plant_get (f, &pb_equipment_type, "equipment_code", "AOI-A");

  pb_set_string (&machine->status, status);
  plant_update (f, machine);
  plant_wait (f, PB_MINUTE);
}

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

  set_machine (f, "broken");
  plant_check (f, "quality", "POST", "/api/fai/run/RUN-A", "{'sampleQty':1}", 400, "READINESS_CHECK_NOT_PASSED");
  /* The refusal leaves its check and its row in the audit trail. */
  check = plant_get (f, &pb_check_type, "run_id", "id-RUN-A");
  g_assert_cmpint (check->status, ==, PB_STATUS_FAILED);
  g_assert_cmpint (check->type, ==, PB_CHECK_FORMAL);
  g_assert_cmpint (plant_count (f, &pb_audit_row_type, "error_code", "READINESS_CHECK_NOT_PASSED"), ==, 1);
  set_machine (f, "normal");

  set_run_status (f, PB_RUN_AUTHORIZED);
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
  fai = create (f, 1);
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
  g_autofree char *fai = create (f, 1);
  g_autoptr (PlantAnswer) list = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    plant_check (f, "quality", "GET", bad[i], NULL, 422, "VALIDATION_FAILED");
  plant_check (f, "quality", "GET", "/api/fai/none", NULL, 404, "FAI_NOT_FOUND");
  plant_check (f, "quality", "GET", "/api/fai/run/NONE", NULL, 404, "RUN_NOT_FOUND");
  plant_check (f, "quality", "GET", "/api/fai/run/NONE/gate", NULL, 404, "RUN_NOT_FOUND");
  plant_check (f, "idle", "GET", "/api/fai", NULL, 403, "FORBIDDEN");
  plant_check (f, NULL, "GET", "/api/fai", NULL, 401, "UNAUTHORIZED");
  /* Outside one's data scope an object does not exist. */
  fai_check (f, "operator-b", "GET", fai, "", NULL, 404, "FAI_NOT_FOUND");
  fai_check (f, "operator-b", "GET", fai, "/signable?act=SIGN", NULL, 404, "FAI_NOT_FOUND");
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
  fai = create_passed (f);
  passed = plant_expect (f, "operator", "GET", "/api/fai/run/RUN-A/gate", NULL, 200, NULL);
  g_assert_true (plant_bool (passed, "data.faiPassed"));
  g_assert_false (plant_bool (passed, "data.faiSigned"));
  g_assert_cmpstr (plant_text (passed, "data.faiId"), ==, fai);
  sign_all (f, fai);
  signed_by_all = plant_expect (f, "operator", "GET", "/api/fai/run/RUN-A/gate", NULL, 200, NULL);
  g_assert_true (plant_bool (signed_by_all, "data.faiSigned"));
}

/* ---- Start */

static void
test_start (PlantFixture *f, gconstpointer data)
{
  g_autofree char *first = create_started (f, 1);
  g_autofree char *second = NULL;
  g_autoptr (PbUnit) unit = NULL;
  g_autoptr (PlantAnswer) started = NULL;
  g_autoptr (PlantAnswer) one = NULL;

  track (f, "PRN-A", "SN-A-0001", "PASS");
  plant_check (f, "operator", "POST", "/api/stations/OVEN-A/track-in",
               "{'sn':'SN-A-0001','woNo':'WO-A','runNo':'RUN-A'}", 200, NULL);
  fai_check (f, "quality", "POST", first, "/complete", "{'decision':'FAIL','failedQty':1}", 200, NULL);
  plant_wait (f, PB_MINUTE);

  second = create (f, 1);
  plant_wait (f, PB_MINUTE);
  started = fai_expect (f, "quality2", "POST", second, "/start", NULL, 200, NULL);
  g_assert_cmpstr (plant_text (started, "data.status"), ==, "INSPECTING");
  g_assert_cmpstr (plant_text (started, "data.inspectorId"), ==, "user-quality2");
  g_assert_nonnull (plant_text (started, "data.startedAt"));
  /* The unit of the earlier trial begins anew, out of the station it was in; its tracks stay and do not count. */
  unit = plant_get (f, &pb_unit_type, "sn", "SN-A-0001");
  g_assert_cmpint (unit->status, ==, PB_UNIT_QUEUED);
  g_assert_cmpint (unit->current_step_no.v, ==, 1);
  g_assert_false (unit->is_trial.v);
  g_assert_cmpint (plant_count (f, &pb_track_type, "sn", "SN-A-0001"), ==, 2);
  one = fai_expect (f, "quality", "GET", second, "", NULL, 200, NULL);
  g_assert_cmpint (plant_length (one, "data.trialSummary.units"), ==, 0);
  fai_check (f, "quality", "POST", second, "/complete", "{'decision':'FAIL','failedQty':1}", 400, "FAI_TRIAL_REQUIRED");
  track (f, "PRN-A", "SN-A-0001", "PASS");
}

static void
test_start_refused (PlantFixture *f, gconstpointer data)
{
  g_autofree char *fai = create (f, 1);
  g_autoptr (GError) error = NULL;

  plant_check (f, "quality", "POST", "/api/fai/none/start", NULL, 404, "FAI_NOT_FOUND");
  fai_check (f, "engineer", "POST", fai, "/start", NULL, 403, "FORBIDDEN");
  set_machine (f, "broken");
  fai_check (f, "quality", "POST", fai, "/start", NULL, 400, "READINESS_CHECK_NOT_PASSED");
  set_machine (f, "normal");
  for (int i = 1; i <= 3; i++)
    {
      g_autofree char *sn = g_strdup_printf ("SN-A-000%d", i);
      g_autoptr (PbUnit) unit = plant_get (f, &pb_unit_type, "sn", sn);

      pb_store_delete (f->store, &pb_unit_type, unit->id, &error);
      g_assert_no_error (error);
    }
  fai_check (f, "quality", "POST", fai, "/start", NULL, 400, "FAI_UNITS_REQUIRED");
  set_run_status (f, PB_RUN_AUTHORIZED);
  fai_check (f, "quality", "POST", fai, "/start", NULL, 400, "INVALID_RUN_STATUS");
}

static void
test_start_twice (PlantFixture *f, gconstpointer data)
{
  g_autofree char *fai = create_started (f, 1);

  fai_check (f, "quality", "POST", fai, "/start", NULL, 400, "INVALID_FAI_STATUS");
}

/* ---- Recording */

static void
test_measurements (PlantFixture *f, gconstpointer data)
{
  g_autofree char *fai = create_started (f, 1);
  g_autofree char *height = item_of (f, fai, "Solder height");
  g_autofree char *polarity = item_of (f, fai, "Polarity");
  g_autofree char *body = NULL;
  g_autoptr (PlantAnswer) answer = NULL;
  g_autoptr (PlantAnswer) again = NULL;

  track (f, "PRN-A", "SN-A-0001", "PASS");
  body = g_strdup_printf ("{'items':[{'itemId':'%s','unitSn':'SN-A-0001','actualValue':'151','remark':'high'},"
                          "{'itemId':'%s','result':'PASS'}]}",
                          height, polarity);
  answer = fai_expect (f, "quality", "PUT", fai, "/measurements", body, 200, NULL);
  /* The limits judge, not the person. */
  g_assert_cmpstr (plant_text (answer, "data.items[1].result"), ==, "FAIL");
  g_assert_cmpstr (plant_text (answer, "data.items[1].actualValue"), ==, "151");
  g_assert_cmpstr (plant_text (answer, "data.items[1].measurements[0].unitSn"), ==, "SN-A-0001");
  g_assert_cmpstr (plant_text (answer, "data.items[1].inspectedBy"), ==, "user-quality");
  g_assert_cmpstr (plant_text (answer, "data.items[2].result"), ==, "PASS");
  /* At the limit passes, and the value of the unit is replaced. */
  record (f, fai, "Solder height", "'unitSn':'SN-A-0001','actualValue':'150'", 200, NULL);
  again = fai_expect (f, "quality", "GET", fai, "", NULL, 200, NULL);
  g_assert_cmpstr (plant_text (again, "data.items[1].result"), ==, "PASS");
  g_assert_cmpint (plant_length (again, "data.items[1].measurements"), ==, 1);
  g_assert_cmpint (plant_length (again, "data.trialSummary.units"), ==, 1);
  g_assert_cmpint (plant_int (again, "data.trialSummary.units[0].trackOuts[0].stepNo"), ==, 1);
}

static void
test_measurements_refused (PlantFixture *f, gconstpointer data)
{
  g_autofree char *fai = create_started (f, 1);
  g_autofree char *polarity = item_of (f, fai, "Polarity");
  g_autofree char *height = item_of (f, fai, "Solder height");
  g_autofree char *body = NULL;
  g_autofree char *odd = NULL;
  g_autoptr (PlantAnswer) answer = NULL;

  track (f, "PRN-A", "SN-A-0001", "PASS");
  record (f, fai, "Solder height", "'unitSn':'SN-A-0003','actualValue':'120'", 422, "UNIT_UNKNOWN");
  record (f, fai, "Solder height", "'unitSn':'SN-A-0001','actualValue':'99','result':'PASS'", 422,
          "VALUE_OUT_OF_LIMITS");
  record (f, fai, "Solder height", "'unitSn':'SN-A-0001','actualValue':'12x'", 422, "VALUE_NOT_A_NUMBER");
  record (f, fai, "Solder height", "'unitSn':'SN-A-0001'", 422, "VALUE_REQUIRED");
  record (f, fai, "Polarity", "'actualValue':'fine'", 422, "RESULT_REQUIRED");
  record (f, fai, "Polarity", "'result':'NA'", 422, "NA_NOT_ALLOWED");
  record (f, fai, "Polarity", "'result':'WARNING'", 422, "VALIDATION_FAILED");
  record (f, fai, "Polarity", "'result':'PASS','odd':1", 422, "VALIDATION_FAILED");
  fai_check (f, "quality", "PUT", fai, "/measurements", "{'items':[]}", 422, "VALIDATION_FAILED");
  fai_check (f, "quality", "PUT", fai, "/measurements", "{}", 422, "VALIDATION_FAILED");
  fai_check (f, "quality", "PUT", fai, "/measurements", "{'items':[{'itemId':'none','result':'PASS'}]}", 404,
             "FAI_ITEM_NOT_FOUND");
  fai_check (f, "engineer", "PUT", fai, "/measurements", "{'items':[]}", 403, "FORBIDDEN");
  plant_check (f, "quality", "PUT", "/api/fai/none/measurements", "{'items':[{'itemId':'x'}]}", 404, "FAI_NOT_FOUND");

  /* One bad row takes all of them back, and every bad row is named. */
  body = g_strdup_printf ("{'items':[{'itemId':'%s','result':'PASS'},{'itemId':'%s','actualValue':'1','result':'PASS'},"
                          "{'itemId':'%s','unitSn':'X','actualValue':'120'}]}",
                          polarity, height, height);
  answer = fai_expect (f, "quality", "PUT", fai, "/measurements", body, 422, "VALUE_OUT_OF_LIMITS");
  g_assert_cmpint (plant_length (answer, "error.details"), ==, 2);
  g_assert_cmpstr (plant_text (answer, "error.details[0].property"), ==, "items[1].actualValue");
  g_assert_cmpstr (plant_text (answer, "error.details[1].code"), ==, "UNIT_UNKNOWN");
  g_assert_cmpstr (plant_text (answer, "error.itemId"), ==, height);
  g_assert_cmpint (plant_count (f, &pb_measurement_type, "inspection_id", fai), ==, 0);

  fai_check (f, "quality", "POST", fai, "/complete", "{'decision':'FAIL','failedQty':1}", 200, NULL);
  record (f, fai, "Polarity", "'result':'PASS'", 400, "FAI_NOT_INSPECTING");
}

static void
test_items (PlantFixture *f, gconstpointer data)
{
  g_autofree char *fai = create_started (f, 1);
  g_autofree char *odd_path = NULL;
  g_autofree char *known = item_of (f, fai, "Polarity");
  g_autoptr (PlantAnswer) added = NULL;
  g_autoptr (PlantAnswer) by_name = NULL;
  g_autoptr (PlantAnswer) patched = NULL;
  g_autoptr (PlantAnswer) same = NULL;

  track (f, "PRN-A", "SN-A-0001", "PASS");
  added = fai_expect (f, "quality", "POST", fai, "/items",
                      "{'itemName':'Label','result':'NA','itemSpec':'at the edge','unitSn':'SN-A-0001'}", 201, NULL);
  by_name = fai_expect (f, "quality", "POST", fai, "/items", "{'itemName':'Polarity','result':'FAIL'}", 201, NULL);
  /* A value of a characteristic that the template has is recorded there. */
  g_assert_cmpstr (plant_text (by_name, "data.itemId"), ==, known);
  g_assert_cmpint (plant_count (f, &pb_inspection_item_type, "inspection_id", fai), ==, 5);

  odd_path = g_strconcat ("/items/", plant_text (added, "data.itemId"), NULL);
  patched = fai_expect (f, "quality2", "PATCH", fai, odd_path, "{'result':'PASS','remark':'straight'}", 200, NULL);
  g_assert_cmpstr (plant_text (patched, "data.result"), ==, "PASS");
  g_assert_cmpstr (plant_text (patched, "data.unitSn"), ==, "SN-A-0001");
  g_assert_cmpstr (plant_text (patched, "data.remark"), ==, "straight");
  g_assert_cmpstr (plant_text (patched, "data.inspectedBy"), ==, "user-quality2");
  g_assert_cmpstr (plant_text (patched, "data.itemSpec"), ==, "at the edge");
  same = fai_expect (f, "quality", "PATCH", fai, odd_path, "{}", 200, NULL);
  g_assert_cmpstr (plant_text (same, "data.inspectedBy"), ==, "user-quality2");
}

static void
test_items_refused (PlantFixture *f, gconstpointer data)
{
  g_autofree char *fai = create (f, 1);
  g_autofree char *height = item_of (f, fai, "Solder height");
  g_autofree char *path = g_strconcat ("/items/", height, NULL);
  g_autoptr (PlantAnswer) trial = NULL;

  fai_check (f, "quality", "POST", fai, "/items", "{'itemName':'x','result':'PASS'}", 400, "FAI_NOT_INSPECTING");
  fai_check (f, "quality", "PATCH", fai, path, "{'result':'PASS'}", 400, "FAI_NOT_INSPECTING");
  fai_check (f, "quality", "PATCH", fai, "/items/none", "{'result':'PASS'}", 404, "FAI_ITEM_NOT_FOUND");
  plant_check (f, "quality", "PATCH", "/api/fai/none/items/x", "{}", 404, "FAI_NOT_FOUND");
  plant_check (f, "quality", "POST", "/api/fai/none/items", "{'itemName':'x','result':'PASS'}", 404, "FAI_NOT_FOUND");
  fai_check (f, "quality", "POST", fai, "/items", "{'result':'PASS'}", 422, "VALIDATION_FAILED");
  fai_check (f, "quality", "POST", fai, "/items", "{'itemName':'x'}", 422, "VALIDATION_FAILED");
  fai_check (f, "quality", "POST", fai, "/items", "{'itemName':'x','result':'GOOD'}", 422, "VALIDATION_FAILED");
  plant_wait (f, PB_MINUTE);
  fai_check (f, "quality", "POST", fai, "/start", NULL, 200, NULL);
  trial =
    fai_expect (f, "quality", "POST", fai, "/items", "{'itemName':'x','result':'PASS'}", 400, "FAI_TRIAL_REQUIRED");
  g_assert_nonnull (strstr (plant_text (trial, "error.message"), "(0/1)"));
  /* Correcting asks for no trial; limits hold everywhere. */
  fai_check (f, "quality", "PATCH", fai, path, "{'actualValue':'160','result':'PASS'}", 422, "VALUE_OUT_OF_LIMITS");
  fai_check (f, "quality", "PATCH", fai, path, "{'actualValue':'160'}", 200, NULL);
  fai_check (f, "quality", "PATCH", fai, path, "{'actualValue':'110'}", 200, NULL);
  fai_check (f, "quality", "PATCH", fai, path, "{'unitSn':'NONE','actualValue':'110'}", 422, "UNIT_UNKNOWN");
}

static void
test_trial_not_started (PlantFixture *f, gconstpointer data)
{
  g_autofree char *fai = create_started (f, 1);
  g_autoptr (PbInspection) row = plant_get (f, &pb_inspection_type, "id", fai);

  row->started_at = 0;
  plant_update (f, row);
  fai_check (f, "quality", "POST", fai, "/items", "{'itemName':'x','result':'PASS'}", 400, "FAI_TRIAL_NOT_STARTED");
}

/* ---- Decision */

static void
test_complete (PlantFixture *f, gconstpointer data)
{
  g_autofree char *fai = create_recorded (f);
  g_autoptr (PlantAnswer) passed =
    fai_expect (f, "quality", "POST", fai, "/complete", "{'decision':'PASS','passedQty':1,'remark':'good'}", 200, NULL);
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
  fresh = fai_expect (f, "quality", "GET", fai, "", NULL, 200, NULL);
  g_assert_true (plant_bool (fresh, "data.stale"));
  g_assert_cmpstr (plant_text (fresh, "data.staleCauses[0]"), ==, "age");
}

static void
test_complete_refused (PlantFixture *f, gconstpointer data)
{
  g_autofree char *fai = create (f, 1);
  g_autofree char *height = item_of (f, fai, "Solder height");
  g_autoptr (PlantAnswer) missing = NULL;

  fai_check (f, "quality", "POST", fai, "/complete", "{'decision':'PASS'}", 400, "FAI_NOT_INSPECTING");
  fai_check (f, "quality", "POST", fai, "/complete", "{}", 422, "VALIDATION_FAILED");
  fai_check (f, "quality", "POST", fai, "/complete", "{'decision':'NA'}", 422, "VALIDATION_FAILED");
  fai_check (f, "quality", "POST", fai, "/complete", "{'decision':'PASS','passedQty':-1}", 422, "VALIDATION_FAILED");
  plant_check (f, "quality", "POST", "/api/fai/none/complete", "{'decision':'PASS'}", 404, "FAI_NOT_FOUND");
  plant_wait (f, PB_MINUTE);
  fai_check (f, "quality", "POST", fai, "/start", NULL, 200, NULL);
  plant_wait (f, PB_MINUTE);
  fai_check (f, "quality", "POST", fai, "/complete", "{'decision':'PASS'}", 400, "FAI_TRIAL_REQUIRED");
  track (f, "PRN-A", "SN-A-0001", "PASS");
  fai_check (f, "quality", "POST", fai, "/complete", "{'decision':'PASS','failedQty':1}", 400, "INVALID_FAI_COUNTS");
  fai_check (f, "quality", "POST", fai, "/complete", "{'decision':'FAIL'}", 400, "INVALID_FAI_COUNTS");
  record (f, fai, "Stencil version", "'result':'PASS'", 200, NULL);
  record (f, fai, "Polarity", "'result':'FAIL'", 200, NULL);
  missing = fai_expect (f, "quality", "POST", fai, "/complete", "{'decision':'PASS'}", 400, "FAI_INCOMPLETE");
  g_assert_cmpint (plant_length (missing, "error.missing"), ==, 1);
  g_assert_cmpstr (plant_text (missing, "error.missing[0].itemId"), ==, height);
  g_assert_cmpstr (plant_text (missing, "error.missing[0].unitSn"), ==, "SN-A-0001");
  record (f, fai, "Solder height", "'unitSn':'SN-A-0001','actualValue':'100'", 200, NULL);
  fai_check (f, "quality", "POST", fai, "/complete", "{'decision':'PASS'}", 400, "FAI_ITEM_FAILED");
  record (f, fai, "Polarity", "'result':'PASS'", 200, NULL);

  plant_check (f, "quality", "POST", "/api/integration/inspection-result",
               "{'eventId':'e1','eventTime':'2026-01-01T00:00:00Z','runNo':'RUN-A','stationCode':'AOI-A',"
               "'unitSn':'SN-A-0001','stepNo':3,'inspectionType':'AOI','result':'FAIL','source':'AUTO'}",
               200, NULL);
  set_machine (f, "broken");
  fai_check (f, "quality", "POST", fai, "/complete", "{'decision':'PASS'}", 400, "READINESS_CHECK_NOT_PASSED");
  set_machine (f, "normal");
  fai_check (f, "quality", "POST", fai, "/complete", "{'decision':'PASS','result':'A'}", 400, "CONDITION_NOT_ALLOWED");
  set_run_status (f, PB_RUN_AUTHORIZED);
  fai_check (f, "quality", "POST", fai, "/complete", "{'decision':'PASS'}", 400, "INVALID_RUN_STATUS");
  set_run_status (f, PB_RUN_PREP);
  fai_check (f, "quality", "POST", fai, "/complete", "{'decision':'PASS'}", 200, NULL);
}

static void
test_machine_failure (PlantFixture *f, gconstpointer data)
{
  g_autofree char *fai = create_recorded (f);
  g_autoptr (GDateTime) now = g_date_time_new_from_unix_utc (f->now / PB_SECOND);
  g_autofree char *at = g_date_time_format (now, "%Y-%m-%dT%H:%M:%SZ");
  g_autofree char *body = g_strdup_printf ("{'eventId':'e1','eventTime':'%s','runNo':'RUN-A','stationCode':'AOI-A',"
                                           "'unitSn':'SN-A-0001','stepNo':3,'inspectionType':'AOI','result':'FAIL',"
                                           "'source':'AUTO'}",
                                           at);
  g_autoptr (PlantAnswer) one = NULL;

  plant_check (f, "quality", "POST", "/api/integration/inspection-result", body, 200, NULL);
  fai_check (f, "quality", "POST", fai, "/complete", "{'decision':'PASS'}", 400, "INSPECTION_FAILURES_EXIST");
  one = fai_expect (f, "quality", "GET", fai, "", NULL, 200, NULL);
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
  fai = create_started (f, 1);
  track (f, "PRN-A", "SN-A-0001", "PASS");
  fai_check (f, "quality", "POST", fai, "/complete", "{'decision':'PASS'}", 400, "FAI_INCOMPLETE");
  fai_check (f, "quality", "POST", fai, "/items", "{'itemName':'Look','result':'PASS'}", 201, NULL);
  fai_check (f, "quality", "POST", fai, "/complete", "{'decision':'PASS'}", 200, NULL);
}

static void
test_conditional (PlantFixture *f, gconstpointer data)
{
  g_autofree char *fai = NULL;
  g_autoptr (PlantAnswer) answer = NULL;

  plant_set_policy (f, "fai.conditionalResult", "true");
  fai = create_recorded (f);
  fai_check (f, "quality", "POST", fai, "/complete", "{'decision':'PASS','result':'B'}", 400, "INVALID_FAI_RESULT");
  fai_check (f, "quality", "POST", fai, "/complete", "{'decision':'PASS','result':'C'}", 400, "CONDITION_REQUIRED");
  answer = fai_expect (f, "quality", "POST", fai, "/complete",
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
  g_autofree char *fai = create_passed (f);
  g_autofree char *next = NULL;
  g_autoptr (PlantAnswer) cancelled = NULL;
  g_autoptr (PlantAnswer) none = NULL;

  plant_answer_free (sign (f, fai, "ENGINEERING", "engineer", 200, NULL));
  fai_check (f, "quality", "POST", fai, "/cancel", "{}", 422, "VALIDATION_FAILED");
  fai_check (f, "quality", "POST", fai, "/cancel", "{'reason':'  '}", 400, "REASON_REQUIRED");
  fai_check (f, "quality", "POST", fai, "/cancel", "{'reason':'r','odd':1}", 422, "VALIDATION_FAILED");
  fai_check (f, "engineer", "POST", fai, "/cancel", "{'reason':'r'}", 403, "FORBIDDEN");
  plant_check (f, "quality", "POST", "/api/fai/none/cancel", "{'reason':'r'}", 404, "FAI_NOT_FOUND");
  set_run_status (f, PB_RUN_AUTHORIZED);
  fai_check (f, "quality", "POST", fai, "/cancel", "{'reason':'wrong board'}", 400, "RUN_NOT_IN_PREP");
  set_run_status (f, PB_RUN_PREP);
  cancelled = fai_expect (f, "quality", "POST", fai, "/cancel", "{'reason':'wrong board'}", 200, NULL);
  g_assert_cmpstr (plant_text (cancelled, "data.status"), ==, "CANCELLED");
  g_assert_false (plant_bool (cancelled, "data.signatures[0].valid"));
  g_assert_nonnull (plant_text (cancelled, "data.signatures[0].voidedAt"));
  fai_check (f, "quality", "POST", fai, "/cancel", "{'reason':'again'}", 400, "INVALID_FAI_STATUS");
  plant_wait (f, PB_MINUTE);
  none = plant_expect (f, "quality", "GET", "/api/fai/run/RUN-A", NULL, 200, NULL);
  g_assert_null (plant_node (none, "data"));
  next = create (f, 1);
  fai_check (f, "quality", "POST", next, "/cancel", "{'reason':'not now'}", 200, NULL);
}

/* ---- Signing */

static void
test_sign (PlantFixture *f, gconstpointer data)
{
  g_autofree char *fai = create_passed (f);
  g_autofree char *hash = hash_of (f, fai);
  g_autoptr (PlantAnswer) first = sign (f, fai, "PRODUCTION", "supervisor", 200, NULL);
  g_autoptr (PlantAnswer) second = NULL;
  g_autoptr (PlantAnswer) third = NULL;
  g_autoptr (PlantAnswer) after = NULL;
  g_autoptr (PbSignature) row = NULL;

  g_assert_cmpstr (plant_text (first, "data.signatures[0].capacity"), ==, "PRODUCTION");
  g_assert_cmpstr (plant_text (first, "data.signatures[0].signedBy"), ==, "user-supervisor");
  g_assert_cmpstr (plant_text (first, "data.signatures[0].printedName"), ==, "supervisor");
  g_assert_cmpstr (plant_text (first, "data.signatures[0].meaning"), ==, "APPROVED");
  g_assert_cmpstr (plant_text (first, "data.signatures[0].stationId"), ==, "desk-1");
  g_assert_true (plant_bool (first, "data.signatures[0].valid"));
  /* Signing does not change what is signed. */
  g_assert_cmpstr (plant_text (first, "data.contentHash"), ==, hash);
  g_assert_cmpint (plant_length (first, "data.missingCapacities"), ==, 2);
  g_assert_null (plant_node (first, "data.signedBy"));
  second = sign (f, fai, "QUALITY", "quality2", 200, NULL);
  g_assert_null (plant_node (second, "data.signedBy"));
  third = sign (f, fai, "ENGINEERING", "engineer", 200, NULL);
  g_assert_cmpint (plant_length (third, "data.missingCapacities"), ==, 0);
  g_assert_cmpstr (plant_text (third, "data.signedBy"), ==, "user-engineer");
  g_assert_nonnull (plant_text (third, "data.signedAt"));
  g_assert_cmpstr (plant_text (third, "data.signatureRemark"), ==, "seen");
  g_assert_cmpint (plant_count (f, &pb_audit_row_type, "action", "FAI_SIGN"), ==, 3);

  /* Anybody but the signer changes a value behind the back of the product: the signatures show it. */
  {
    g_autoptr (PbMeasurement) measurement = plant_get (f, &pb_measurement_type, "unit_sn", "SN-A-0001");

    pb_set_string (&measurement->actual_value, "121");
    plant_update (f, measurement);
    plant_wait (f, PB_MINUTE);
  }
  after = fai_expect (f, "quality", "GET", fai, "", NULL, 200, NULL);
  g_assert_false (plant_bool (after, "data.signatures[0].valid"));
}

static void
test_sign_refused (PlantFixture *f, gconstpointer data)
{
  g_autofree char *fai = create_recorded (f);
  g_autofree char *hash = NULL;
  g_autofree char *no_signer = NULL;
  g_autofree char *wrong = NULL;
  g_autoptr (PlantAnswer) conflict = NULL;

  plant_answer_free (sign (f, fai, "ENGINEERING", "engineer", 400, "FAI_NOT_PASSED"));
  fai_check (f, "quality", "POST", fai, "/complete", "{'decision':'PASS'}", 200, NULL);
  hash = hash_of (f, fai);
  no_signer = g_strdup_printf ("{'capacity':'ENGINEERING','contentHash':'%s'}", hash);
  wrong = g_strdup_printf ("{'capacity':'ENGINEERING','contentHash':'%s','signer':{'email':'engineer@plant.test',"
                           "'password':'wrong'}}",
                           hash);

  /* Session, then body, object, credentials, permission, state. */
  fai_check (f, NULL, "POST", fai, "/sign", "{}", 401, "UNAUTHORIZED");
  fai_check (f, "idle", "POST", fai, "/sign", "{}", 403, "FORBIDDEN");
  fai_check (f, "quality", "POST", fai, "/sign", "{}", 422, "VALIDATION_FAILED");
  fai_check (f, "quality", "POST", fai, "/sign", "{'capacity':'QUALITY'," SIGNER ("quality2") "}", 422,
             "VALIDATION_FAILED");
  fai_check (f, "quality", "POST", fai, "/sign",
             "{'capacity':'QUALITY','contentHash':'x','meaning':'REJECTED'," SIGNER ("quality2") "}", 422,
             "VALIDATION_FAILED");
  plant_check (f, "quality", "POST", "/api/fai/none/sign", no_signer, 404, "FAI_NOT_FOUND");
  fai_check (f, "operator-b", "POST", fai, "/sign", no_signer, 404, "FAI_NOT_FOUND");
  fai_check (f, "quality", "POST", fai, "/sign", no_signer, 403, "CREDENTIALS_REQUIRED");
  fai_check (f, "quality", "POST", fai, "/sign", wrong, 403, "CREDENTIALS_INVALID");
  plant_answer_free (sign (f, fai, "PRODUCTION", "operator", 403, "FORBIDDEN"));
  plant_answer_free (sign (f, fai, "PRODUCTION", "engineer", 403, "CAPACITY_NOT_HELD"));
  fai_check (f, "quality", "POST", fai, "/sign",
             "{'capacity':'ENGINEERING','contentHash':'00'," SIGNER ("engineer") "}", 409, "CONTENT_CHANGED");
  plant_answer_free (sign (f, fai, "QUALITY", "quality", 409, "INSPECTOR_MAY_NOT_SIGN"));
  plant_answer_free (sign (f, fai, "PRODUCTION", "supervisor", 200, NULL));
  conflict = sign (f, fai, "PRODUCTION", "supervisor2", 409, "CAPACITY_ALREADY_SIGNED");
  g_assert_cmpstr (plant_text (conflict, "error.signedBy"), ==, "user-supervisor");
  g_assert_nonnull (plant_text (conflict, "error.signedAt"));
  /* One person signs once, whatever they hold. */
  {
    g_autoptr (PbUser) user = plant_get (f, &pb_user_type, "id", "user-supervisor");
    const char *const both[] = { "PRODUCTION", "ENGINEERING", NULL };

    g_strfreev (user->capacities);
    user->capacities = g_strdupv ((char **) both);
    plant_update (f, user);
  }
  plant_answer_free (sign (f, fai, "ENGINEERING", "supervisor", 409, "SAME_PERSON"));
  plant_answer_free (sign (f, fai, "ENGINEERING", "engineer", 200, NULL));
  plant_answer_free (sign (f, fai, "QUALITY", "quality2", 200, NULL));
  plant_answer_free (sign (f, fai, "QUALITY", "quality2", 400, "FAI_ALREADY_SIGNED"));
  /* What is signed is never edited. */
  record (f, fai, "Polarity", "'result':'FAIL'", 400, "FAI_NOT_INSPECTING");
}

static void
test_sign_in_order (PlantFixture *f, gconstpointer data)
{
  g_autofree char *fai = NULL;

  plant_set_policy (f, "fai.signInOrder", "true");
  fai = create_passed (f);
  plant_answer_free (sign (f, fai, "QUALITY", "quality2", 409, "OUT_OF_ORDER"));
  plant_answer_free (sign (f, fai, "PRODUCTION", "supervisor", 200, NULL));
}

static void
test_sign_superseded (PlantFixture *f, gconstpointer data)
{
  g_autofree char *old = create_passed (f);
  g_autofree char *newer = create (f, 1);

  plant_answer_free (sign (f, old, "ENGINEERING", "engineer", 400, "FAI_NOT_PASSED"));
  g_assert_cmpstr (old, !=, newer);
}

typedef struct
{
  GMutex lock;
  GCond cond;
  int waiting;
  int won, lost;
} Race;

static void
race_cb (PbAnswer *answer, gpointer user_data)
{
  Race *race = user_data;

  g_mutex_lock (&race->lock);
  race->waiting -= 1;
  race->won += answer->status == 200;
  race->lost += answer->status == 409;
  g_cond_signal (&race->cond);
  g_mutex_unlock (&race->lock);
  pb_answer_free (answer);
}

/* Of several people signing at once in one capacity exactly one wins. */
static void
test_sign_at_once (PlantFixture *f, gconstpointer data)
{
  g_autofree char *fai = create_passed (f);
  g_autofree char *hash = hash_of (f, fai);
  g_autofree char *path = path_of (fai, "/sign");
  Race race = { .waiting = 6 };
  gint64 end = g_get_monotonic_time () + 60 * G_TIME_SPAN_SECOND;

  g_mutex_init (&race.lock);
  g_cond_init (&race.cond);
  for (int i = 0; i < 6; i++)
    {
      PbRequest *request = pb_request_new ("POST", path);
      g_autofree char *body =
        g_strdup_printf ("{\"capacity\":\"PRODUCTION\",\"contentHash\":\"%s\",\"signer\":{\"email\":\"%s@plant.test\","
                         "\"password\":\"" PLANT_PASSWORD "\"}}",
                         hash, i % 2 == 0 ? "supervisor" : "supervisor2");

      request->token = g_strdup ("quality");
      request->body = g_bytes_new (body, strlen (body));
      request->content_type = g_strdup ("application/json");
      pb_service_submit (f->service, request, race_cb, &race);
    }
  g_mutex_lock (&race.lock);
  while (race.waiting > 0 && g_cond_wait_until (&race.cond, &race.lock, end))
    ;
  g_assert_cmpint (race.waiting, ==, 0);
  g_assert_cmpint (race.won, ==, 1);
  g_assert_cmpint (race.lost, ==, 5);
  g_mutex_unlock (&race.lock);
  g_mutex_clear (&race.lock);
  g_cond_clear (&race.cond);
  g_assert_cmpint (plant_count (f, &pb_signature_type, "subject_id", fai), ==, 1);
}

/* ---- Rejecting */

static void
test_reject (PlantFixture *f, gconstpointer data)
{
  g_autofree char *fai = create_passed (f);
  g_autoptr (PlantAnswer) rejected = NULL;
  g_autoptr (PlantAnswer) again = NULL;

  sign_all (f, fai);
  rejected = fai_expect (f, "quality", "POST", fai, "/reject",
                         "{'capacity':'QUALITY','reason':'polarity is wrong'," SIGNER ("quality2") "}", 200, NULL);
  g_assert_cmpstr (plant_text (rejected, "data.status"), ==, "INSPECTING");
  g_assert_cmpint (plant_int (rejected, "data.round"), ==, 2);
  g_assert_null (plant_node (rejected, "data.signedBy"));
  g_assert_null (plant_node (rejected, "data.decidedBy"));
  g_assert_cmpint (plant_length (rejected, "data.missingCapacities"), ==, 3);
  g_assert_cmpint (plant_length (rejected, "data.signatures"), ==, 4);
  for (int i = 0; i < 3; i++)
    {
      g_autofree char *path = g_strdup_printf ("data.signatures[%d].valid", i);

      g_assert_false (plant_bool (rejected, path));
    }
  g_assert_cmpstr (plant_text (rejected, "data.signatures[3].meaning"), ==, "REJECTED");
  g_assert_cmpstr (plant_text (rejected, "data.signatures[3].remark"), ==, "polarity is wrong");
  /* It is inspected on, and signed anew by everybody. */
  record (f, fai, "Polarity", "'result':'PASS','remark':'turned'", 200, NULL);
  fai_check (f, "quality", "POST", fai, "/complete", "{'decision':'PASS'}", 200, NULL);
  again = sign (f, fai, "QUALITY", "quality2", 200, NULL);
  g_assert_cmpint (plant_length (again, "data.missingCapacities"), ==, 2);
}

static void
test_reject_refused (PlantFixture *f, gconstpointer data)
{
  static const char body[] = "{'capacity':'QUALITY','reason':'no'," SIGNER ("quality2") "}";
  g_autofree char *fai = create_recorded (f);

  fai_check (f, "quality", "POST", fai, "/reject", body, 400, "FAI_NOT_PASSED");
  fai_check (f, "quality", "POST", fai, "/complete", "{'decision':'PASS'}", 200, NULL);
  fai_check (f, "quality", "POST", fai, "/reject", "{'reason':'no'," SIGNER ("quality2") "}", 422, "VALIDATION_FAILED");
  fai_check (f, "quality", "POST", fai, "/reject", "{'capacity':'QUALITY'," SIGNER ("quality2") "}", 422,
             "VALIDATION_FAILED");
  fai_check (f, "quality", "POST", fai, "/reject", "{'capacity':'QUALITY','reason':'  '," SIGNER ("quality2") "}", 400,
             "REASON_REQUIRED");
  fai_check (f, "quality", "POST", fai, "/reject",
             "{'capacity':'QUALITY','reason':'no','odd':1," SIGNER ("quality2") "}", 422, "VALIDATION_FAILED");
  plant_check (f, "quality", "POST", "/api/fai/none/reject", body, 404, "FAI_NOT_FOUND");
  fai_check (f, "quality", "POST", fai, "/reject", "{'capacity':'QUALITY','reason':'no'}", 403, "CREDENTIALS_REQUIRED");
  fai_check (f, "quality", "POST", fai, "/reject", "{'capacity':'ENGINEERING','reason':'no'," SIGNER ("quality2") "}",
             403, "CAPACITY_NOT_HELD");
  fai_check (f, "quality", "POST", fai, "/reject",
             "{'capacity':'QUALITY','reason':'no','contentHash':'00'," SIGNER ("quality2") "}", 409, "CONTENT_CHANGED");
  set_run_status (f, PB_RUN_AUTHORIZED);
  fai_check (f, "quality", "POST", fai, "/reject", body, 400, "RUN_NOT_IN_PREP");
}

/* ---- Signable, versions */

static void
test_signable (PlantFixture *f, gconstpointer data)
{
  g_autofree char *fai = create_passed (f);
  g_autoptr (PlantAnswer) to_sign = fai_expect (f, "operator", "GET", fai, "/signable?act=SIGN", NULL, 200, NULL);
  g_autoptr (PlantAnswer) to_reject = fai_expect (f, "operator", "GET", fai, "/signable?act=REJECT", NULL, 200, NULL);

  g_assert_cmpstr (plant_text (to_sign, "data.act"), ==, "SIGN");
  g_assert_nonnull (plant_node (to_sign, "data.content"));
  g_assert_nonnull (plant_text (to_sign, "data.text"));
  g_assert_cmpstr (plant_text (to_sign, "data.contentHash"), ==, plant_text (to_reject, "data.contentHash"));
  fai_check (f, "operator", "GET", fai, "/signable", NULL, 422, "VALIDATION_FAILED");
  fai_check (f, "operator", "GET", fai, "/signable?act=WAIVE", NULL, 422, "VALIDATION_FAILED");
  plant_check (f, "operator", "GET", "/api/fai/none/signable?act=SIGN", NULL, 404, "FAI_NOT_FOUND");
}

static void
test_if_match (PlantFixture *f, gconstpointer data)
{
  g_autofree char *fai = create (f, 1);
  g_autofree char *path = path_of (fai, "/start");
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
  ADD ("/fai/sign", test_sign);
  ADD ("/fai/sign/refused", test_sign_refused);
  ADD ("/fai/sign/in-order", test_sign_in_order);
  ADD ("/fai/sign/superseded", test_sign_superseded);
  ADD ("/fai/sign/at-once", test_sign_at_once);
  ADD ("/fai/reject", test_reject);
  ADD ("/fai/reject/refused", test_reject_refused);
  ADD ("/fai/signable", test_signable);
  ADD ("/fai/if-match", test_if_match);
  return g_test_run ();
}
