/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "pb-plant-fixture.h"

#include <string.h>

#define PATH         "/api/runs/RUN-A/authorize"
#define SIGNER(w)    "'signer':{'email':'" w "@plant.test','password':'" PLANT_PASSWORD "'}"
#define AUTHORIZE(w) "{'action':'AUTHORIZE'," SIGNER (w) "}"
#define REVOKE(w)    "{'action':'REVOKE','reason':'Wrong paste on the line'," SIGNER (w) "}"

/* The route of RUN-A then asks for no first article. */
static void
drop_first_article (PlantFixture *f)
{
  g_autoptr (PbRun) run = plant_get (f, &pb_run_type, "run_no", "RUN-A");
  g_autoptr (PbRouteVersion) version = pb_store_load_route_version (f->store, run->route_version_id, NULL);

  for (guint i = 0; i < version->steps->len; i++)
    {
      PbRouteStep *step = version->steps->pdata[i];

      step->requires_fai = PB_BOOL (FALSE);
      plant_update (f, step);
    }
  plant_wait (f, PB_MINUTE);
}

static void
set_machine (PlantFixture *f, const char *code, const char *status)
{
  g_autoptr (PbEquipment) machine = plant_get (f, &pb_equipment_type, "equipment_code", code);

  pb_set_string (&machine->status, status);
  plant_update (f, machine);
  plant_wait (f, PB_MINUTE);
}

static void
test_authorize_and_revoke (PlantFixture *f, gconstpointer data)
{
  g_autoptr (PlantAnswer) done = NULL, again = NULL, revoked = NULL, late = NULL, rows = NULL, authorised = NULL;
  g_autoptr (PlantAnswer) run = NULL;

  drop_first_article (f);
  done = plant_expect (f, "leader", "POST", PATH, AUTHORIZE ("planner"), 200, NULL);
  g_assert_cmpstr (plant_text (done, "data.status"), ==, "AUTHORIZED");
  g_assert_nonnull (strstr (done->text, "\"meta\":null"));
  g_assert_cmpstr (plant_text (done, "data.authorizedBy"), ==, "user-planner");
  g_assert_nonnull (plant_text (done, "data.evidenceId"));
  again = plant_expect (f, "leader", "POST", PATH, AUTHORIZE ("supervisor"), 409, "ALREADY_AUTHORIZED");
  g_assert_cmpstr (plant_text (again, "error.authorizedBy"), ==, "user-planner");
  g_assert_nonnull (plant_text (again, "error.authorizedAt"));
  revoked = plant_expect (f, "leader", "POST", PATH, REVOKE ("quality"), 200, NULL);
  g_assert_cmpstr (plant_text (revoked, "data.status"), ==, "PREP");
  late = plant_expect (f, "leader", "POST", PATH, REVOKE ("supervisor"), 409, "NOT_AUTHORIZED");
  g_assert_cmpstr (plant_text (late, "error.revokedBy"), ==, "user-quality");
  g_assert_nonnull (plant_text (late, "error.revokedByName"));
  g_assert_nonnull (plant_text (late, "error.revokedAt"));
  plant_check (f, "leader", "POST", PATH, AUTHORIZE ("planner"), 200, NULL);
  g_assert_cmpint (plant_count (f, &pb_signature_type, "subject_type", "RUN"), ==, 3);
  /* The run says it of itself, also to those who may not read the trail: the newest first, and how each ended. */
  run = plant_expect (f, "leader", "GET", "/api/runs/RUN-A", NULL, 200, NULL);
  g_assert_null (plant_text (run, "authorizations[0].endedAt"));
  g_assert_cmpstr (plant_text (run, "authorizations[1].authorizedBy"), ==, "user-planner");
  g_assert_cmpstr (plant_text (run, "authorizations[1].endedBy"), ==, "user-quality");
  g_assert_nonnull (plant_text (run, "authorizations[1].endedByName"));
  g_assert_cmpstr (plant_text (run, "authorizations[1].endReason"), ==, "Wrong paste on the line");
  /* Each act by its own name in the trail. */
  rows = plant_expect (f, "trace", "GET", "/api/audit-logs?action=RUN_REVOKE&status=SUCCESS", NULL, 200, NULL);
  g_assert_cmpint (plant_int (rows, "data.total"), ==, 1);
  g_assert_cmpstr (plant_text (rows, "data.items[0].actorId"), ==, "user-quality");
  authorised = plant_expect (f, "trace", "GET", "/api/audit-logs?action=RUN_AUTHORIZE&status=SUCCESS", NULL, 200, NULL);
  g_assert_cmpint (plant_int (authorised, "data.total"), ==, 2);
}

static void
test_refusals (PlantFixture *f, gconstpointer data)
{
  drop_first_article (f);
  plant_check (f, "leader", "POST", PATH, "{'action':'ALLOW'," SIGNER ("planner") "}", 422, "VALIDATION_FAILED");
  plant_check (f, "leader", "POST", PATH, "{" SIGNER ("planner") "}", 422, "VALIDATION_FAILED");
  plant_check (f, "leader", "POST", "/api/runs/RUN-X/authorize", AUTHORIZE ("planner"), 404, "RUN_NOT_FOUND");
  plant_check (f, "planner", "POST", PATH, "{'action':'AUTHORIZE'}", 403, "CREDENTIALS_REQUIRED");
  plant_check (f, "leader", "POST", PATH,
               "{'action':'AUTHORIZE','signer':{'email':'planner@plant.test','password':'no'}}", 403,
               "CREDENTIALS_INVALID");
  plant_check (f, "planner", "POST", PATH, AUTHORIZE ("engineer"), 403, "FORBIDDEN");
  plant_check (f, "planner", "POST", PATH, AUTHORIZE ("admin"), 403, "FORBIDDEN");
  plant_check (f, "leader", "POST", PATH, "{'action':'AUTHORIZE','contentHash':'00'," SIGNER ("planner") "}", 409,
               "CONTENT_CHANGED");
  plant_check (f, "leader", "POST", PATH, "{'action':'REVOKE'," SIGNER ("planner") "}", 422, "VALIDATION_FAILED");
  plant_check (f, "leader", "POST", PATH, "{'action':'REVOKE','reason':'  '," SIGNER ("planner") "}", 400,
               "REASON_REQUIRED");
  g_assert_cmpint (plant_count (f, &pb_authorization_type, "authorized_by", "user-planner"), ==, 0);
}

static void
test_first_article_is_asked (PlantFixture *f, gconstpointer data)
{
  g_autoptr (PlantAnswer) refused =
    plant_expect (f, "leader", "POST", PATH, AUTHORIZE ("planner"), 400, "FAI_NOT_PASSED");
  g_autoptr (PlantAnswer) gate = plant_expect (f, "leader", "GET", "/api/runs/RUN-A/gate", NULL, 200, NULL);

  g_assert_cmpstr (plant_text (refused, "error.blockers[0].code"), ==, "FAI_NOT_PASSED");
  g_assert_false (plant_bool (gate, "data.canAuthorize"));
}

static void
test_failed_item_blocks (PlantFixture *f, gconstpointer data)
{
  g_autoptr (PlantAnswer) refused = NULL;

  set_machine (f, "PRN-A", "down");
  set_machine (f, "OVEN-A", "down");
  refused = plant_expect (f, "leader", "POST", PATH, AUTHORIZE ("planner"), 400, "READINESS_CHECK_FAILED");
  /* All of them, not only the first. */
  g_assert_cmpint (plant_length (refused, "error.blockers"), ==, 3);
  g_assert_cmpstr (plant_text (refused, "error.blockers[0].code"), ==, "READINESS_ITEM_FAILED");
  g_assert_cmpstr (plant_text (refused, "error.blockers[0].itemType"), ==, "EQUIPMENT");
  g_assert_cmpstr (plant_text (refused, "error.blockers[2].code"), ==, "FAI_NOT_PASSED");
}

static void
test_nothing_enabled (PlantFixture *f, gconstpointer data)
{
  g_autoptr (PbLine) line = plant_get (f, &pb_line_type, "code", "LINE-A");
  g_autoptr (PlantAnswer) refused = NULL;

  drop_first_article (f);
  g_strfreev (line->enabled_items);
  line->enabled_items = g_new0 (char *, 1);
  plant_update (f, line);
  plant_wait (f, PB_MINUTE);
  refused = plant_expect (f, "leader", "POST", PATH, AUTHORIZE ("planner"), 400, NULL);
  g_assert_cmpstr (plant_text (refused, "error.blockers[0].code"), ==, "NOTHING_ENABLED");
}

static void
test_waiver_approver (PlantFixture *f, gconstpointer data)
{
  g_autoptr (PlantAnswer) gate = NULL, same = NULL;
  g_autofree char *path = NULL;

  drop_first_article (f);
  set_machine (f, "PRN-A", "down");
  gate = plant_expect (f, "leader", "GET", "/api/runs/RUN-A/gate", NULL, 200, NULL);
  path = g_strdup_printf ("/api/readiness-items/%s/waive", plant_text (gate, "data.blockers[0].itemId"));
  plant_check (f, "leader", "POST", path, "{'reason':'Replacement is on its way'," SIGNER ("supervisor") "}", 200,
               NULL);
  plant_check (f, "leader", "POST", PATH, AUTHORIZE ("supervisor"), 409, "SAME_PERSON");
  /* Also when the waiver is over, because the item passes. */
  plant_check (f, "engineer", "PATCH", "/api/equipment/PRN-A", "{'status':'normal'}", 200, NULL);
  g_assert_cmpint (plant_count (f, &pb_waiver_type, "status", "APPROVED"), ==, 0);
  same = plant_expect (f, "leader", "POST", PATH, AUTHORIZE ("supervisor"), 409, "SAME_PERSON");
  g_assert_cmpstr (plant_text (same, "error.blockers[0].code"), ==, "SAME_PERSON");
  plant_check (f, "leader", "POST", PATH, AUTHORIZE ("supervisor2"), 200, NULL);
}

typedef struct
{
  GMutex lock;
  GCond cond;
  int left, authorised, refused, other;
} Race;

static void
race_answer (PbAnswer *answer, gpointer user_data)
{
  Race *race = user_data;

  g_mutex_lock (&race->lock);
  if (answer->status == 200)
    race->authorised++;
  else if (answer->status == 409)
    race->refused++;
  else
    race->other++;
  race->left--;
  g_cond_signal (&race->cond);
  g_mutex_unlock (&race->lock);
  pb_answer_free (answer);
}

static void
test_ten_at_once (PlantFixture *f, gconstpointer data)
{
  static const char body[] =
    "{\"action\":\"AUTHORIZE\",\"signer\":{\"email\":\"planner@plant.test\",\"password\":\"" PLANT_PASSWORD "\"}}";
  Race race = { .left = 10 };
  g_autoptr (PlantAnswer) session = NULL;

  drop_first_article (f);
  session = plant_expect (f, NULL, "POST", "/api/auth/sign-in/email",
                          "{'email':'leader@plant.test','password':'" PLANT_PASSWORD "'}", 200, NULL);
  g_mutex_init (&race.lock);
  g_cond_init (&race.cond);
  for (int i = 0; i < 10; i++)
    {
      PbRequest *request = pb_request_new ("POST", PATH);

      request->token = g_strdup (plant_text (session, "token"));
      request->body = g_bytes_new_static (body, strlen (body));
      request->content_type = g_strdup ("application/json");
      pb_service_submit (f->service, request, race_answer, &race);
    }
  g_mutex_lock (&race.lock);
  while (race.left > 0)
    g_cond_wait (&race.cond, &race.lock);
  g_mutex_unlock (&race.lock);
  g_mutex_clear (&race.lock);
  g_cond_clear (&race.cond);
  g_assert_cmpint (race.authorised, ==, 1);
  g_assert_cmpint (race.refused, ==, 9);
  g_assert_cmpint (plant_count (f, &pb_authorization_type, "authorized_by", "user-planner"), ==, 1);
}

static void
test_withdraws_itself (PlantFixture *f, gconstpointer data)
{
  g_autoptr (PlantAnswer) run = NULL, rows = NULL;

  drop_first_article (f);
  plant_check (f, "leader", "POST", PATH, AUTHORIZE ("planner"), 200, NULL);
  plant_check (f, "engineer", "PATCH", "/api/equipment/PRN-A", "{'status':'down'}", 200, NULL);
  run = plant_expect (f, "leader", "GET", "/api/runs/RUN-A", NULL, 200, NULL);
  g_assert_cmpstr (plant_text (run, "run.status"), ==, "PREP");
  g_assert_nonnull (strstr (plant_text (run, "run.endReason"), "PRN-A"));
  rows = plant_expect (f, "trace", "GET", "/api/audit-logs?action=RUN_WITHDRAW", NULL, 200, NULL);
  g_assert_cmpint (plant_int (rows, "data.total"), ==, 1);
}

/* Whoever records on another line may change what concerns a run out of sight, and hears nothing of it. */
static void
test_withdraws_out_of_sight (PlantFixture *f, gconstpointer data)
{
  static const char body[] = "{'itemCode':'P-100','bakeProcess':'PCB','bakeQty':'5','bakeTemperature':120,"
                             "'inAt':'2026-01-01T00:00:00Z','inBy':'b','outAt':'2026-01-01T08:00:00Z','outBy':'b'}";
  g_autoptr (PlantAnswer) made = NULL;

  drop_first_article (f);
  plant_check (f, "leader", "POST", PATH, AUTHORIZE ("planner"), 200, NULL);
  made = plant_expect (f, "operator-b", "POST", "/api/bake-records", body, 201, NULL);
  g_assert_null (strstr (made->text, "RUN-A"));
}

/* If-Match speaks of the line alone, not of the run that falls back to PREP with it. */
static void
test_withdraws_beside_a_match (PlantFixture *f, gconstpointer data)
{
  g_autoptr (PlantAnswer) answer = NULL, run = NULL;
  g_autoptr (PbLine) line = plant_get (f, &pb_line_type, "code", "LINE-A");
  g_autofree char *tag = g_strdup_printf ("\"%" G_GINT64_FORMAT "\"", line->version.v);
  g_autofree char *path = g_strdup_printf ("/api/lines/%s/readiness-config", line->id);

  drop_first_article (f);
  plant_check (f, "leader", "POST", PATH, AUTHORIZE ("planner"), 200, NULL);
  answer = plant_send_if (f, "engineer", "PUT", path, "{'enabled':['ROUTE','EQUIPMENT','STENCIL']}", tag);
  g_assert_cmpint (answer->status, ==, 200);
  run = plant_expect (f, "leader", "GET", "/api/runs/RUN-A", NULL, 200, NULL);
  g_assert_cmpstr (plant_text (run, "run.status"), ==, "PREP");
}

static void
test_signable (PlantFixture *f, gconstpointer data)
{
  g_autoptr (PlantAnswer) shown = NULL, later = NULL;
  g_autofree char *body = NULL, *old = NULL;

  drop_first_article (f);
  shown = plant_expect (f, "leader", "GET", "/api/runs/RUN-A/signable?act=AUTHORIZE", NULL, 200, NULL);
  plant_wait (f, PB_HOUR);
  later = plant_expect (f, "leader", "GET", "/api/runs/RUN-A/signable?act=AUTHORIZE", NULL, 200, NULL);
  g_assert_cmpstr (plant_text (shown, "data.contentHash"), ==, plant_text (later, "data.contentHash"));
  body = g_strdup_printf ("{'action':'AUTHORIZE','contentHash':'%s'," SIGNER ("planner") "}",
                          plant_text (shown, "data.contentHash"));
  plant_check (f, "leader", "POST", PATH, body, 200, NULL);
  plant_check (f, "leader", "POST", PATH, REVOKE ("planner"), 200, NULL);
  /* An item has gone over to FAILED since it was shown. */
  set_machine (f, "PRN-A", "down");
  plant_check (f, "leader", "POST", PATH, body, 400, "READINESS_CHECK_FAILED");
  plant_check (f, "leader", "GET", "/api/runs/RUN-A/signable?act=SIGN", NULL, 422, "VALIDATION_FAILED");
}

static void
test_audit_of_refusal (PlantFixture *f, gconstpointer data)
{
  g_autoptr (PlantAnswer) rows = NULL, chain = NULL, checks = NULL;

  plant_check (f, "leader", "POST", PATH, AUTHORIZE ("planner"), 400, "FAI_NOT_PASSED");
  checks = plant_expect (f, "leader", "GET", "/api/runs/RUN-A/readiness/history", NULL, 200, NULL);
  g_assert_cmpstr (plant_text (checks, "data.checks[0].type"), ==, "FORMAL");
  g_assert_cmpstr (plant_text (checks, "data.checks[0].checkedBy"), ==, "user-planner");
  rows = plant_expect (f, "trace", "GET", "/api/audit-logs?action=RUN_AUTHORIZE&status=FAIL", NULL, 200, NULL);
  g_assert_cmpint (plant_int (rows, "data.total"), ==, 1);
  g_assert_cmpstr (plant_text (rows, "data.items[0].errorCode"), ==, "FAI_NOT_PASSED");
  g_assert_cmpstr (plant_text (rows, "data.items[0].actorId"), ==, "user-planner");
  chain = plant_expect (f, "trace", "GET", "/api/audit-logs/verify", NULL, 200, NULL);
  g_assert_nonnull (chain->root);
}

static void
test_cancel (PlantFixture *f, gconstpointer data)
{
  g_autoptr (PlantAnswer) gate = NULL;
  g_autofree char *path = NULL;

  plant_check (f, "planner", "POST", "/api/runs/RUN-A/cancel", "{}", 422, "VALIDATION_FAILED");
  plant_check (f, "planner", "POST", "/api/runs/RUN-A/cancel", "{'reason':' '}", 400, "REASON_REQUIRED");
  plant_check (f, "leader", "POST", "/api/runs/RUN-A/cancel", "{'reason':'Made by mistake'}", 403, "FORBIDDEN");
  set_machine (f, "PRN-A", "down");
  gate = plant_expect (f, "leader", "GET", "/api/runs/RUN-A/gate", NULL, 200, NULL);
  path = g_strdup_printf ("/api/readiness-items/%s/waive", plant_text (gate, "data.blockers[0].itemId"));
  plant_check (f, "leader", "POST", path, "{'reason':'Replacement is on its way'," SIGNER ("supervisor") "}", 200,
               NULL);
  plant_check (f, "planner", "POST", "/api/runs/RUN-A/cancel", "{'reason':'Made by mistake'}", 200, NULL);
  /* Nothing of a run that is over is in force. */
  g_assert_cmpint (plant_count (f, &pb_waiver_type, "status", "APPROVED"), ==, 0);
  plant_check (f, "planner", "POST", "/api/runs/RUN-A/cancel", "{'reason':'Made by mistake'}", 400, "RUN_NOT_IN_PREP");
  plant_check (f, "leader", "POST", PATH, AUTHORIZE ("planner"), 400, "RUN_NOT_READY");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/authorize/" name, PlantFixture, NULL, plant_set_up, func, plant_tear_down)
  ADD ("authorize-and-revoke", test_authorize_and_revoke);
  ADD ("refusals", test_refusals);
  ADD ("first-article-is-asked", test_first_article_is_asked);
  ADD ("failed-item-blocks", test_failed_item_blocks);
  ADD ("nothing-enabled", test_nothing_enabled);
  ADD ("waiver-approver", test_waiver_approver);
  ADD ("ten-at-once", test_ten_at_once);
  ADD ("withdraws-itself", test_withdraws_itself);
  ADD ("withdraws-out-of-sight", test_withdraws_out_of_sight);
  ADD ("withdraws-beside-a-match", test_withdraws_beside_a_match);
  ADD ("signable", test_signable);
  ADD ("audit-of-refusal", test_audit_of_refusal);
  ADD ("cancel", test_cancel);
  return g_test_run ();
}
