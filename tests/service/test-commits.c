/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <signal.h>
#include <string.h>
#include <sys/resource.h>

#include "pb-plant-fixture.h"
#include "service/pb-service-private.h"

/* Changes that wait for the disk share a commit: each is answered for itself, and none before it lasts. */

typedef struct
{
  GAsyncQueue *answers; /* (element-type Sent): those that have been answered */
} Desk;

typedef struct
{
  Desk *desk;
  PlantAnswer *answer; /* (owned) (nullable) */
} Sent;

static void
sent_free (Sent *sent)
{
  plant_answer_free (sent->answer);
  g_free (sent);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Sent, sent_free)

static void
take_answer (PbAnswer *answer, gpointer user_data)
{
  Sent *sent = user_data;

  sent->answer = plant_answer_new (answer);
  g_async_queue_push (sent->desk->answers, sent);
}

static Sent *
submit (PlantFixture *f, Desk *desk, const char *who, const char *method, const char *path, const char *body)
{
  Sent *sent = g_new0 (Sent, 1);

  sent->desk = desk;
  pb_service_submit (f->service, plant_request (who, method, path, body), take_answer, sent);
  return sent;
}

static void
wait_for (Desk *desk, guint n)
{
  for (guint i = 0; i < n; i++)
    g_assert_nonnull (g_async_queue_timeout_pop (desk->answers, 30 * G_USEC_PER_SEC));
}

/* While the test holds the write lock everything that is sent waits, and then goes into one commit. */
static void
hold (PlantFixture *f)
{
  g_autoptr (GError) error = NULL;

  pb_store_begin (f->store, &error);
  g_assert_no_error (error);
}

static void
assert_answer (const Sent *sent, int status, const char *code)
{
  g_test_message ("%.300s", sent->answer->text);
  g_assert_cmpint (sent->answer->status, ==, status);
  if (code != NULL)
    g_assert_cmpstr (plant_text (sent->answer, "error.code"), ==, code);
}

static void
assert_chain (PlantFixture *f)
{
  g_autoptr (PlantAnswer) chain = plant_expect (f, "trace", "GET", "/api/audit-logs/verify", NULL, 200, NULL);

  g_assert_true (plant_bool (chain, "data.valid"));
}

#define LINE(code) "{'code':'" code "','name':'" code "','processType':'SMT'}"

static void
test_one_fails_alone (PlantFixture *f, gconstpointer data)
{
  g_autoptr (GAsyncQueue) answers = g_async_queue_new ();
  Desk desk = { answers };
  g_autoptr (Sent) first = NULL, taken = NULL, forbidden = NULL, invalid = NULL, last = NULL;
  g_autoptr (PlantAnswer) refused = NULL;
  gint64 rows = plant_count (f, &pb_audit_row_type, "status", "FAIL");

  hold (f);
  first = submit (f, &desk, "engineer", "POST", "/api/lines", LINE ("L-1"));
  taken = submit (f, &desk, "engineer", "POST", "/api/lines", LINE ("L-1"));
  forbidden = submit (f, &desk, "operator", "POST", "/api/lines", LINE ("L-2"));
  invalid = submit (f, &desk, "engineer", "POST", "/api/lines", "{'code':5}");
  last = submit (f, &desk, "engineer", "POST", "/api/lines", LINE ("L-3"));
  /* Nothing is answered that does not last. */
  g_assert_cmpint (g_async_queue_length (answers), <=, 0);
  pb_store_rollback (f->store);
  wait_for (&desk, 5);

  assert_answer (first, 201, NULL);
  assert_answer (taken, 409, "LINE_CODE_DUPLICATE");
  assert_answer (forbidden, 403, "FORBIDDEN");
  assert_answer (invalid, 422, "VALIDATION_FAILED");
  assert_answer (last, 201, NULL);
  g_assert_cmpint (plant_count (f, &pb_line_type, "code", "L-1"), ==, 1);
  g_assert_cmpint (plant_count (f, &pb_line_type, "code", "L-2"), ==, 0);
  g_assert_cmpint (plant_count (f, &pb_line_type, "code", "L-3"), ==, 1);
  /* The two refused attempts are on record, in the chain with what succeeded. */
  g_assert_cmpint (plant_count (f, &pb_audit_row_type, "status", "FAIL"), >=, rows + 2);
  refused = plant_expect (f, "trace", "GET", "/api/audit-logs?actorId=user-operator&status=FAIL", NULL, 200, NULL);
  g_assert_cmpstr (plant_text (refused, "data.items[0].errorCode"), ==, "FORBIDDEN");
  assert_chain (f);
}

/* Who may is looked at anew behind each change of who may. */
static void
test_rights_change_in_between (PlantFixture *f, gconstpointer data)
{
  g_autoptr (GAsyncQueue) answers = g_async_queue_new ();
  Desk desk = { answers };
  g_autoptr (Sent) disabled = NULL, late = NULL;

  plant_check (f, "engineer", "POST", "/api/lines", LINE ("L-1"), 201, NULL);
  hold (f);
  disabled = submit (f, &desk, "admin", "PATCH", "/api/users/user-engineer", "{'isActive':false}");
  late = submit (f, &desk, "engineer", "POST", "/api/lines", LINE ("L-2"));
  pb_store_rollback (f->store);
  wait_for (&desk, 2);
  assert_answer (disabled, 200, NULL);
  assert_answer (late, 401, NULL);
  g_assert_cmpint (plant_count (f, &pb_line_type, "code", "L-2"), ==, 0);
}

/* Whoever signs is looked at anew too, behind the verifying of the secret, which takes its time. */
static void
test_signer_changes_in_between (PlantFixture *f, gconstpointer data)
{
  g_autoptr (GAsyncQueue) answers = g_async_queue_new ();
  Desk desk = { answers };
  g_autoptr (PlantAnswer) gate = NULL;
  g_autofree char *path = NULL;
  g_autoptr (Sent) demoted = NULL, late = NULL;

  plant_check (f, "engineer", "PATCH", "/api/equipment/PRN-A", "{'status':'down'}", 200, NULL);
  gate = plant_expect (f, "leader", "GET", "/api/runs/RUN-A/gate", NULL, 200, NULL);
  path = g_strdup_printf ("/api/readiness-items/%s/waive", plant_text (gate, "data.blockers[0].itemId"));
  hold (f);
  demoted = submit (f, &desk, "admin", "PATCH", "/api/users/user-supervisor", "{'roles':['operator']}");
  late = submit (
    f, &desk, "leader", "POST", path,
    "{'reason':'Replacement is on its way','signer':{'email':'supervisor@plant.test','password':'" PLANT_PASSWORD
    "'}}");
  /* The writer holds the first of them; the secret is verified when the waiver waits behind it. */
  while (g_async_queue_length (f->service->writes) < 1)
    g_thread_yield ();
  pb_store_rollback (f->store);
  wait_for (&desk, 2);
  assert_answer (demoted, 200, NULL);
  assert_answer (late, 403, "FORBIDDEN");
  g_assert_cmpint (plant_count (f, &pb_waiver_type, "status", "APPROVED"), ==, 0);
}

/* No file of this process may grow beyond @bytes: a disk that is full. */
static void
limit_files (rlim_t bytes)
{
  struct rlimit limit;

  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  limit.rlim_cur = bytes;
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
}

static void
test_disk_is_full (PlantFixture *f, gconstpointer data)
{
  g_autoptr (GAsyncQueue) answers = g_async_queue_new ();
  Desk desk = { answers };
  g_autoptr (Sent) first = NULL, second = NULL;
  /* The service logs what the disk said. */
  GLogLevelFlags fatal = g_log_set_always_fatal (G_LOG_FATAL_MASK);

  signal (SIGXFSZ, SIG_IGN);
  hold (f);
  first = submit (f, &desk, "engineer", "POST", "/api/lines", LINE ("L-1"));
  second = submit (f, &desk, "engineer", "POST", "/api/lines", LINE ("L-2"));
  limit_files (1);
  pb_store_rollback (f->store);
  wait_for (&desk, 2);
  limit_files (RLIM_INFINITY);
  g_log_set_always_fatal (fatal);
  assert_answer (first, 507, "STORAGE_FAILED");
  assert_answer (second, 507, "STORAGE_FAILED");
  g_assert_cmpint (plant_count (f, &pb_line_type, "code", "L-1"), ==, 0);
  g_assert_cmpint (plant_count (f, &pb_line_type, "code", "L-2"), ==, 0);

  /* With room again it goes on, and nothing of the trail is missing. */
  plant_check (f, "engineer", "POST", "/api/lines", LINE ("L-1"), 201, NULL);
  assert_chain (f);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/service/commits/" name, PlantFixture, NULL, plant_set_up, func, plant_tear_down)
  ADD ("one-fails-alone", test_one_fails_alone);
  ADD ("rights-change-in-between", test_rights_change_in_between);
  ADD ("signer-changes-in-between", test_signer_changes_in_between);
  ADD ("disk-is-full", test_disk_is_full);
  return g_test_run ();
}
