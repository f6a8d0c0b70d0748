/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "pb-plant-fixture.h"

#include <string.h>

#include "domain/pb-people.h"
#include "store/pb-db-private.h"

#define SIGN_IN "/api/auth/sign-in/email"

/* Sends with a token of the test's own. */
static PbAnswer *
send_with (PlantFixture *f, const char *token, const char *method, const char *path)
{
  PbRequest *request = pb_request_new (method, path);

  request->token = g_strdup (token);
  return pb_service_call (f->service, request);
}

static char *
sign_in (PlantFixture *f, const char *email, const char *password)
{
  g_autofree char *body = g_strdup_printf ("{'email':'%s','password':'%s'}", email, password);
  g_autoptr (PlantAnswer) answer = plant_expect (f, NULL, "POST", SIGN_IN, body, 200, NULL);

  return g_strdup (plant_text (answer, "token"));
}

static void
test_sign_in (PlantFixture *f, gconstpointer data)
{
  g_autofree char *token = NULL;
  g_autoptr (PlantAnswer) answer =
    plant_expect (f, NULL, "POST", SIGN_IN, "{'email':'Quality@Plant.test','password':'" PLANT_PASSWORD "'}", 200,
                  NULL);
  g_autoptr (PbAnswer) session = NULL;

  g_assert_false (plant_bool (answer, "redirect"));
  g_assert_cmpstr (plant_text (answer, "user.email"), ==, "quality@plant.test");
  token = g_strdup (plant_text (answer, "token"));
  session = send_with (f, token, "GET", "/api/users/me");
  g_assert_cmpint (session->status, ==, 200);
  /* The database keeps no token that could be used. */
  g_assert_cmpint (plant_count (f, &pb_session_type, "token_hash", token), ==, 0);
}

static void
test_sign_in_refused (PlantFixture *f, gconstpointer data)
{
  plant_check (f, NULL, "POST", SIGN_IN, "{'email':'quality@plant.test','password':'wrong word'}", 401,
               "INVALID_EMAIL_OR_PASSWORD");
  plant_check (f, NULL, "POST", SIGN_IN, "{'email':'nobody@plant.test','password':'wrong word'}", 401,
               "INVALID_EMAIL_OR_PASSWORD");
  plant_check (f, NULL, "POST", SIGN_IN, "{'email':'quality','password':'wrong word'}", 400, "INVALID_EMAIL");
  plant_check (f, NULL, "POST", SIGN_IN, "{'email':'quality@plant.test'}", 400, "VALIDATION_ERROR");
  plant_check (f, NULL, "POST", SIGN_IN, "{'email':7,'password':'x'}", 400, "VALIDATION_ERROR");
  plant_check (f, NULL, "POST", SIGN_IN, "{'email':[],'password':{}}", 400, "VALIDATION_ERROR");
}

static void
test_lockout (PlantFixture *f, gconstpointer data)
{
  static const char right[] = "{'email':'engineer@plant.test','password':'" PLANT_PASSWORD "'}";

  for (int i = 0; i < 5; i++)
    plant_check (f, NULL, "POST", SIGN_IN, "{'email':'engineer@plant.test','password':'wrong word'}", 401,
                 "INVALID_EMAIL_OR_PASSWORD");
  /* Now not even the right word helps; another account is not concerned. */
  plant_check (f, NULL, "POST", SIGN_IN, right, 429, "TOO_MANY_ATTEMPTS");
  plant_check (f, NULL, "POST", SIGN_IN, "{'email':'planner@plant.test','password':'" PLANT_PASSWORD "'}", 200, NULL);
  plant_wait (f, 11 * PB_MINUTE);
  plant_check (f, NULL, "POST", SIGN_IN, right, 200, NULL);
}

static void
test_sign_out (PlantFixture *f, gconstpointer data)
{
  g_autofree char *token = sign_in (f, "leader@plant.test", PLANT_PASSWORD);
  g_autoptr (PbAnswer) out = send_with (f, token, "POST", "/api/auth/sign-out");
  g_autoptr (PbAnswer) after = send_with (f, token, "GET", "/api/users/me");

  g_assert_cmpint (out->status, ==, 200);
  g_assert_cmpstr (out->set_token, ==, "");
  g_assert_cmpint (after->status, ==, 401);

  /* Nobody signs out: nothing to put down. */
  {
    gint64 rows = plant_count (f, &pb_audit_row_type, "action", "SIGN_OUT");

    plant_check (f, NULL, "POST", "/api/auth/sign-out", "{}", 200, NULL);
    g_assert_cmpint (plant_count (f, &pb_audit_row_type, "action", "SIGN_OUT"), ==, rows);
  }
}

static void
test_get_session (PlantFixture *f, gconstpointer data)
{
  g_autoptr (PlantAnswer) mine = plant_expect (f, "quality", "GET", "/api/auth/get-session", NULL, 200, NULL);
  g_autoptr (PlantAnswer) nobodys = plant_expect (f, NULL, "GET", "/api/auth/get-session", NULL, 200, NULL);

  g_assert_cmpstr (plant_text (mine, "session.userId"), ==, "user-quality");
  g_assert_cmpstr (nobodys->text, ==, "null");
}

static void
test_session_ends (PlantFixture *f, gconstpointer data)
{
  g_autofree char *token = sign_in (f, "leader@plant.test", PLANT_PASSWORD);
  g_autoptr (PbAnswer) before = NULL, after = NULL;

  plant_wait (f, 7 * PB_DAY - PB_MINUTE);
  before = send_with (f, token, "GET", "/api/users/me");
  g_assert_cmpint (before->status, ==, 200);
  plant_wait (f, 2 * PB_MINUTE);
  after = send_with (f, token, "GET", "/api/users/me");
  g_assert_cmpint (after->status, ==, 401);
}

/* Another program adds a user to the same database while the server runs; @data: the server has written before. */
static void
test_user_from_elsewhere (PlantFixture *f, gconstpointer data)
{
  static const char *const roles[] = { "quality", NULL };
  PbServiceOptions options = { .database = f->database };
  g_autoptr (GError) error = NULL;

  if (data != NULL)
    plant_check (f, NULL, "POST", SIGN_IN, "{'email':'quality@plant.test','password':'" PLANT_PASSWORD "'}", 200, NULL);
  {
    g_autoptr (PbService) other = pb_service_new (&options, &error);

    g_assert_no_error (error);
    g_assert_true (pb_service_add_user (other, "new@plant.test", "New", PLANT_PASSWORD, roles, NULL, &error));
    g_assert_no_error (error);
  }
  plant_check (f, NULL, "POST", SIGN_IN, "{'email':'new@plant.test','password':'" PLANT_PASSWORD "'}", 200, NULL);
  {
    g_autoptr (PlantAnswer) chain = plant_expect (f, "trace", "GET", "/api/audit-logs/verify", NULL, 200, NULL);

    g_assert_true (plant_bool (chain, "data.valid"));
  }
}

static void
test_permissions (PlantFixture *f, gconstpointer data)
{
  g_autoptr (PlantAnswer) me = plant_expect (f, "quality", "GET", "/api/permissions/me", NULL, 200, NULL);
  g_autoptr (PlantAnswer) idle = plant_expect (f, "idle", "GET", "/api/runs", NULL, 403, "FORBIDDEN");
  g_autoptr (PlantAnswer) nobody = plant_expect (f, NULL, "GET", "/api/runs", NULL, 401, "UNAUTHORIZED");

  g_assert_cmpstr (plant_text (me, "data.roles[0].code"), ==, "quality");
  g_assert_cmpstr (plant_text (me, "data.roles[0].dataScope"), ==, "ALL");
  /* The bare body of the contract beside the envelope. */
  g_assert_cmpstr (plant_text (idle, "code"), ==, "FORBIDDEN");
  g_assert_nonnull (strstr (plant_text (idle, "message"), "run:read"));
  g_assert_cmpstr (plant_text (nobody, "code"), ==, "UNAUTHORIZED");
}

static void
test_change_password (PlantFixture *f, gconstpointer data)
{
  static const char path[] = "/api/users/me/change-password";
  g_autofree char *other = sign_in (f, "quality@plant.test", PLANT_PASSWORD);
  g_autoptr (PbAnswer) gone = NULL;

  plant_check (f, "quality", "POST", path, "{'currentPassword':'not this one','newPassword':'another good one'}", 400,
               "INVALID_PASSWORD");
  plant_check (f, "quality", "POST", path, "{'currentPassword':'" PLANT_PASSWORD "','newPassword':'short'}", 422,
               "VALIDATION_FAILED");
  plant_check (f, "quality", "POST", path, "{'currentPassword':'" PLANT_PASSWORD "','newPassword':'another good one'}",
               200, NULL);
  plant_check (f, NULL, "POST", SIGN_IN, "{'email':'quality@plant.test','password':'" PLANT_PASSWORD "'}", 401, NULL);
  plant_check (f, NULL, "POST", SIGN_IN, "{'email':'quality@plant.test','password':'another good one'}", 200, NULL);
  /* Whoever sat in another session with the old word is out. */
  gone = send_with (f, other, "GET", "/api/users/me");
  g_assert_cmpint (gone->status, ==, 401);
}

static void
test_new_passwords (PlantFixture *f, gconstpointer data)
{
  static const char path[] = "/api/users/me/change-password";
  g_autofree char *han = g_strnfill (171 * 3, ' ');
  g_autofree char *body = NULL;
  g_autofree char *token = NULL;

  for (int i = 0; i < 171; i++)
    memcpy (han + 3 * i, "锡", 3);
  body = g_strdup_printf ("{'currentPassword':'" PLANT_PASSWORD "','newPassword':'%s'}", han);
  plant_check (f, "quality", "POST", path, body, 422, "VALIDATION_FAILED");
  plant_check (f, "quality", "POST", path, "{'currentPassword':'" PLANT_PASSWORD "','newPassword':'          '}", 422,
               "VALIDATION_FAILED");
  plant_check (f, "quality", "POST", path, "{'currentPassword':[],'newPassword':'long enough'}", 422,
               "VALIDATION_FAILED");
  /* The longest that crypt(3) takes is taken, and signs in. */
  han[170 * 3] = '\0';
  g_free (body);
  body = g_strdup_printf ("{'currentPassword':'" PLANT_PASSWORD "','newPassword':'%s'}", han);
  plant_check (f, "quality", "POST", path, body, 200, NULL);
  token = sign_in (f, "quality@plant.test", han);
  g_assert_nonnull (token);
}

typedef struct
{
  GAsyncQueue *queue;
  PlantAnswer *answer;
} Late;

static void
late_cb (PbAnswer *answer, gpointer user_data)
{
  Late *late = user_data;

  late->answer = plant_answer_new (answer);
  g_async_queue_push (late->queue, late);
}

/* Changing one's password does not bring back what an administrator has taken meanwhile. */
static void
test_password_of_a_disabled_user (PlantFixture *f, gconstpointer data)
{
  g_autoptr (GAsyncQueue) queue = g_async_queue_new ();
  Late changed = { queue, NULL }, disabled = { queue, NULL };
  g_autoptr (PbUser) user = NULL;

  g_assert_true (pb_store_begin (f->store, NULL));
  pb_service_submit (f->service,
                     plant_request ("quality", "POST", "/api/users/me/change-password",
                                    "{'currentPassword':'" PLANT_PASSWORD "','newPassword':'another one'}"),
                     late_cb, &changed);
  pb_service_submit (f->service,
                     plant_request ("admin", "PATCH", "/api/users/user-quality",
                                    "{'isActive':false,'roles':['trace']}"),
                     late_cb, &disabled);
  pb_store_rollback (f->store);
  g_async_queue_pop (queue);
  g_async_queue_pop (queue);
  g_assert_cmpint (disabled.answer->status, ==, 200);
  user = plant_get (f, &pb_user_type, "id", "user-quality");
  g_assert_false (user->is_active.v);
  g_assert_cmpstr (user->roles[0], ==, "trace");
  plant_answer_free (changed.answer);
  plant_answer_free (disabled.answer);
}

static void
test_paths (PlantFixture *f, gconstpointer data)
{
  plant_check (f, "quality", "GET", "/api/nothing", NULL, 404, "NOT_FOUND");
  plant_check (f, "quality", "DELETE", "/api/runs", NULL, 405, "METHOD_NOT_ALLOWED");
  plant_check (f, "quality", "GET", "/api/runs/RUN-A%00", NULL, 404, "NOT_FOUND");
  plant_check (f, "quality", "GET", "/api/runs?page=0", NULL, 422, "VALIDATION_FAILED");
  plant_check (f, "quality", "GET", "/api/runs?status=FOO", NULL, 422, "VALIDATION_FAILED");
  plant_check (f, "planner", "POST", "/api/runs/RUN-A/generate-units", "{'quantity':", 400, "MALFORMED_JSON");
  plant_check (f, "planner", "POST", "/api/runs/RUN-A/generate-units", "[1]", 422, "VALIDATION_FAILED");
  plant_check (f, "planner", "POST", "/api/runs/RUN-A/generate-units", "{'quantity':1.5}", 422, "VALIDATION_FAILED");
}

static void
test_scope (PlantFixture *f, gconstpointer data)
{
  /* Outside one's lines a run does not exist, whatever is asked of it. */
  plant_check (f, "operator-b", "GET", "/api/runs/RUN-A", NULL, 404, "RUN_NOT_FOUND");
  plant_check (f, "operator-b", "GET", "/api/runs/RUN-A/gate", NULL, 404, "RUN_NOT_FOUND");
  plant_check (f, "quality", "GET", "/api/runs/RUN-A/gate", NULL, 200, NULL);
  /* Also when the answer is known from somebody else's question. */
  plant_check (f, "operator-b", "GET", "/api/runs/RUN-A/gate", NULL, 404, "RUN_NOT_FOUND");
  plant_check (f, "operator-b", "GET", "/api/runs/RUN-A/readiness/latest", NULL, 404, "RUN_NOT_FOUND");
  {
    g_autoptr (PlantAnswer) list = plant_expect (f, "operator-b", "GET", "/api/runs", NULL, 200, NULL);
    g_autoptr (PlantAnswer) board = plant_expect (f, "operator-b", "GET", "/api/board", NULL, 200, NULL);

    g_assert_cmpint (plant_int (list, "total"), ==, 1);
    g_assert_cmpstr (plant_text (list, "items[0].runNo"), ==, "RUN-B");
    g_assert_cmpint (plant_length (board, "data.items"), ==, 1);
  }
}

static gint64
count_rows (PlantFixture *f, const char *sql)
{
  g_autoptr (GError) error = NULL;
  gint64 count = -1;

  pb_db_select_int (f->store, sql, &count, &error);
  g_assert_no_error (error);
  return count;
}

/* What nobody asks for any more does not stay for ever; what may still be asked for does. */
static void
test_swept (PlantFixture *f, gconstpointer data)
{
  static const char in[] = "{'email':'quality@plant.test','password':'" PLANT_PASSWORD "'}";
  g_autofree char *token = sign_in (f, "leader@plant.test", PLANT_PASSWORD);
  gint64 leaders = plant_count (f, &pb_session_type, "user_id", "user-leader");
  gint64 qualities = plant_count (f, &pb_session_type, "user_id", "user-quality");
  g_autoptr (GError) error = NULL;

  plant_check (f, NULL, "POST", SIGN_IN, "{'email':'nobody@plant.test','password':'wrong'}", 401, NULL);
  g_assert_cmpint (count_rows (f, "SELECT count(*) FROM credential_failure"), ==, 1);
  /* Some of them in a second turn, so that no change waits for long. */
  pb_db_run_script (f->store,
                    "WITH RECURSIVE n (i) AS (SELECT 100000 UNION ALL SELECT i + 1 FROM n WHERE i < 111499) "
                    "INSERT INTO event (seq, kind, at) SELECT i, 'record', 1 FROM n;",
                    &error);
  g_assert_no_error (error);
  plant_wait (f, 6 * PB_DAY);
  plant_check (f, NULL, "POST", SIGN_IN, in, 200, NULL);
  plant_wait (f, 2 * PB_DAY);
  plant_check (f, NULL, "POST", SIGN_IN, in, 200, NULL);
  plant_check (f, NULL, "POST", SIGN_IN, in, 200, NULL);
  g_assert_cmpint (plant_count (f, &pb_session_type, "user_id", "user-leader"), ==, leaders - 1);
  g_assert_cmpint (plant_count (f, &pb_session_type, "user_id", "user-quality"), ==, qualities + 3);
  g_assert_cmpint (count_rows (f, "SELECT count(*) FROM credential_failure"), ==, 0);
  g_assert_cmpint (count_rows (f, "SELECT count(*) FROM event WHERE seq < 101500"), ==, 0);
  g_assert_cmpint (count_rows (f, "SELECT count(*) FROM event WHERE seq < 111500"), ==, 10000);
}

/* Roles are data: whoever may change registers or speak for another system sees no more lines for it. */
static void
test_scope_of_changes (PlantFixture *f, gconstpointer data)
{
  plant_check (f, "admin", "POST", "/api/roles",
               "{'code':'setter','name':'Setter','dataScope':'ASSIGNED_LINES','permissions':['readiness:view',"
               "'readiness:config','system:integration','wo:receive']}",
               201, NULL);
  plant_check (f, "admin", "PATCH", "/api/users/user-operator-b", "{'roles':['setter']}", 200, NULL);
  plant_check (f, "engineer", "POST", "/api/assets", "{'id':'ST-1','kind':'STENCIL'}", 201, NULL);
  plant_check (f, "operator-b", "PATCH", "/api/assets/ST-1", "{'used':1}", 200, NULL);
  plant_check (f, "leader", "POST", "/api/integration/lines/LINE-A/stencil/bind", "{'stencilId':'ST-1'}", 200, NULL);
  plant_check (f, "operator-b", "PATCH", "/api/assets/ST-1", "{'used':1}", 404, "ASSET_NOT_FOUND");
  plant_check (f, "operator-b", "POST", "/api/assets", "{'id':'ST-N','kind':'STENCIL','replaces':'ST-1'}", 404,
               "ASSET_NOT_FOUND");
  plant_check (f, "operator-b", "POST", "/api/integration/stencil-status",
               "{'eventId':'e-1','eventTime':'2026-01-01T00:00:00Z','stencilId':'ST-1','status':'READY',"
               "'source':'AUTO'}",
               404, "ASSET_NOT_FOUND");
  plant_check (f, "engineer", "POST", "/api/stations",
               "{'code':'NEW-A','name':'New','stationType':'MANUAL','lineCode':'LINE-A'}", 201, NULL);
  plant_check (f, "operator-b", "POST", "/api/equipment", "{'equipmentCode':'NEW-A','name':'N','status':'normal'}", 404,
               "EQUIPMENT_NOT_FOUND");
  {
    g_autoptr (PbWorkOrder) order = plant_get (f, &pb_work_order_type, "wo_no", "WO-A");

    pb_set_string (&order->line_code, "LINE-A");
    plant_update (f, order);
  }
  plant_check (f, "operator-b", "POST", "/api/integration/work-orders",
               "{'woNo':'WO-A','productCode':'P-100','plannedQty':5,'pickStatus':'1'}", 404, "WORK_ORDER_NOT_FOUND");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/sessions/" name, PlantFixture, NULL, plant_set_up, func, plant_tear_down)
  ADD ("sign-in", test_sign_in);
  ADD ("sign-in-refused", test_sign_in_refused);
  ADD ("lockout", test_lockout);
  ADD ("sign-out", test_sign_out);
  ADD ("get-session", test_get_session);
  ADD ("session-ends", test_session_ends);
  ADD ("user-from-elsewhere/before-any-change", test_user_from_elsewhere);
  g_test_add ("/sessions/user-from-elsewhere/later", PlantFixture, "", plant_set_up, test_user_from_elsewhere,
              plant_tear_down);
  ADD ("swept", test_swept);
  ADD ("permissions", test_permissions);
  ADD ("change-password", test_change_password);
  ADD ("new-passwords", test_new_passwords);
  ADD ("password-of-a-disabled-user", test_password_of_a_disabled_user);
  ADD ("paths", test_paths);
  ADD ("scope", test_scope);
  ADD ("scope-of-changes", test_scope_of_changes);
  return g_test_run ();
}
