/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plant-bodies.h"

/* What the contract promises on every page of it: shapes, members that are there though null, bounds of lists. */

/* Whether the object at @path has the member @name, and it is null. */
static gboolean
is_null (const PlantAnswer *answer, const char *path, const char *name)
{
  JsonNode *node = *path != '\0' ? plant_node (answer, path) : answer->root;

  return node != NULL && json_object_has_member (json_node_get_object (node), name) &&
         json_object_get_null_member (json_node_get_object (node), name);
}

static void
test_absent_is_null (PlantFixture *f, gconstpointer data)
{
  g_autoptr (PlantAnswer) runs = plant_expect (f, "planner", "GET", "/api/runs?search=RUN-A", NULL, 200, NULL);
  g_autoptr (PlantAnswer) run = plant_expect (f, "planner", "GET", "/api/runs/RUN-A", NULL, 200, NULL);
  g_autoptr (PlantAnswer) units = NULL;
  g_autoptr (PbUnit) unit = plant_get (f, &pb_unit_type, "sn", "SN-A-0001");

  g_assert_true (is_null (runs, "items[0]", "readinessStatus"));
  g_assert_true (is_null (run, "", "faiTrial"));
  unit->current_step_no = PB_INT (5);
  plant_update (f, unit);
  units = plant_expect (f, "planner", "GET", "/api/runs/RUN-A/units", NULL, 200, NULL);
  g_assert_cmpint (plant_int (units, "data.items[0].currentStep.stepNo"), ==, 5);
  g_assert_true (is_null (units, "data.items[0]", "nextStep"));
  g_assert_cmpint (plant_int (units, "data.items[1].currentStep.stepNo"), ==, 1);
  g_assert_cmpint (plant_int (units, "data.items[1].nextStep.stepNo"), ==, 2);
  plant_check (f, "leader", "POST", "/api/runs/RUN-A/readiness/check", NULL, 200, NULL);
  g_clear_pointer (&runs, plant_answer_free);
  runs = plant_expect (f, "planner", "GET", "/api/runs?search=RUN-A", NULL, 200, NULL);
  g_assert_cmpstr (plant_text (runs, "items[0].readinessStatus"), ==, "PASSED");
}

static void
test_page_sizes (PlantFixture *f, gconstpointer data)
{
  static const char *const lists[] = { "/api/runs", "/api/work-orders" };

  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    {
      g_autofree char *more = g_strconcat (lists[i], "?pageSize=500", NULL);
      g_autofree char *absurd = g_strconcat (lists[i], "?pageSize=100000", NULL);
      g_autofree char *none = g_strconcat (lists[i], "?pageSize=0", NULL);
      g_autofree char *before = g_strconcat (lists[i], "?page=-1", NULL);
      g_autoptr (PlantAnswer) cut = plant_expect (f, "planner", "GET", more, NULL, 200, NULL);

      g_assert_cmpint (plant_int (cut, "pageSize"), ==, 100);
      plant_check (f, "planner", "GET", absurd, NULL, 422, "VALIDATION_FAILED");
      plant_check (f, "planner", "GET", none, NULL, 422, "VALIDATION_FAILED");
      plant_check (f, "planner", "GET", before, NULL, 422, "VALIDATION_FAILED");
    }
}

static void
add_waiver (PlantFixture *f, const char *id, const char *letter, gint64 age)
{
  g_autoptr (PbWaiver) waiver = pb_object_new (&pb_waiver_type);

  waiver->id = g_strdup (id);
  waiver->run_id = g_strconcat ("id-RUN-", letter, NULL);
  waiver->run_no = g_strconcat ("RUN-", letter, NULL);
  waiver->item_id = g_strconcat ("item-", id, NULL);
  waiver->item_type = PB_ITEM_EQUIPMENT;
  waiver->item_key = g_strdup ("PRN-A");
  waiver->category = pb_enum_value (&pb_waiver_categories, "OTHER");
  waiver->reason = g_strdup ("Another machine does the work");
  waiver->status = PB_WAIVER_EXPIRED;
  waiver->requested_by = g_strdup ("user-leader");
  waiver->requested_at = f->now - age;
  waiver->version = PB_INT (1);
  plant_insert (f, waiver);
}

static void
assert_waivers (PlantFixture *f, const char *who, const char *query, const char *expected)
{
  g_autofree char *path = g_strconcat ("/api/waivers", query, NULL);
  g_autoptr (PlantAnswer) list = plant_expect (f, who, "GET", path, NULL, 200, NULL);
  g_autoptr (GString) ids = g_string_new (NULL);

  for (int i = 0; i < plant_length (list, "data.items"); i++)
    {
      g_autofree char *place = g_strdup_printf ("data.items[%d].id", i);

      g_string_append_printf (ids, "%s%s", i > 0 ? " " : "", plant_text (list, place));
    }
  g_assert_cmpstr (ids->str, ==, expected);
}

static void
test_waivers_in_sight (PlantFixture *f, gconstpointer data)
{
  g_autoptr (PlantAnswer) first = NULL;
  g_autofree char *rest = NULL;

  add_waiver (f, "w1", "A", 3 * PB_MINUTE);
  add_waiver (f, "w2", "B", 2 * PB_MINUTE);
  add_waiver (f, "w3", "A", PB_MINUTE);
  assert_waivers (f, "supervisor", "", "w3 w2 w1");
  assert_waivers (f, "supervisor", "?runNo=RUN-B", "w2");
  assert_waivers (f, "supervisor", "?status=APPROVED,REQUESTED", "");
  /* Whoever has lines of their own sees theirs, on every route. */
  assert_waivers (f, "leader", "", "w3 w1");
  assert_waivers (f, "leader", "?runNo=RUN-B", "");
  assert_waivers (f, "operator-b", "", "w2");
  plant_check (f, "leader", "GET", "/api/waivers/w1", NULL, 200, NULL);
  plant_check (f, "leader", "GET", "/api/waivers/w2", NULL, 404, "WAIVER_NOT_FOUND");
  first = plant_expect (f, "supervisor", "GET", "/api/waivers?limit=2", NULL, 200, NULL);
  g_assert_cmpint (plant_length (first, "data.items"), ==, 2);
  rest = g_strconcat ("?limit=2&after=", plant_text (first, "data.next"), NULL);
  assert_waivers (f, "supervisor", rest, "w1");
  plant_check (f, "supervisor", "GET", "/api/waivers?limit=201", NULL, 422, "VALIDATION_FAILED");
  plant_check (f, "supervisor", "GET", "/api/waivers?status=OVER", NULL, 422, "VALIDATION_FAILED");
}

static void
test_bad_filters (PlantFixture *f, gconstpointer data)
{
  static const char *const paths[] = {
    "/api/audit-logs?status=FOO", "/api/audit-logs?from=yesterday",
    "/api/audit-logs?page=0",     "/api/runs?status=FOO",
    "/api/fai?status=FOO",        "/api/readiness/exceptions?to=garbage",
  };

  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    plant_check (f, "quality", "GET", paths[i], NULL, 422, "VALIDATION_FAILED");
  plant_check (f, "quality", "GET", "/api/audit-logs?status=SUCCESS", NULL, 200, NULL);
}

static void
test_integration_values (PlantFixture *f, gconstpointer data)
{
  static const char *const stencils[] = { "'source':'BATCH','status':'READY'", "'source':'AUTO','status':'COMPLIANT'" };
  static const char *const results[] = { "'source':'TEST','result':'PASS'", "'source':'AUTO','result':'NA'",
                                         "'source':'AUTO','result':'WARNING'" };

  for (guint i = 0; i < G_N_ELEMENTS (stencils); i++)
    {
      g_autofree char *body =
        g_strdup_printf ("{'eventId':'e','eventTime':'2026-01-01T00:00:00Z','stencilId':'S',%s}", stencils[i]);

      plant_check (f, "quality", "POST", "/api/integration/stencil-status", body, 422, "VALIDATION_FAILED");
    }
  for (guint i = 0; i < G_N_ELEMENTS (results); i++)
    {
      g_autofree char *body = g_strdup_printf ("{'eventId':'e','eventTime':'2026-01-01T00:00:00Z','runNo':'RUN-A',"
                                               "'stationCode':'AOI-A','unitSn':'SN-A-0001','stepNo':3,"
                                               "'inspectionType':'AOI',%s}",
                                               results[i]);

      plant_check (f, "quality", "POST", "/api/integration/inspection-result", body, 422, "VALIDATION_FAILED");
    }
}

static void
test_lists_are_lists (PlantFixture *f, gconstpointer data)
{
  g_autoptr (PlantAnswer) me = plant_expect (f, "idle", "GET", "/api/users/me", NULL, 200, NULL);
  g_autoptr (PlantAnswer) made =
    plant_expect (f, "admin", "POST", "/api/users",
                  "{'email':'new@plant.test','name':'New','password':'longer than eight'}", 201, NULL);

  g_assert_cmpint (plant_length (me, "data.roles"), ==, 0);
  g_assert_cmpint (plant_length (me, "data.stationIds"), ==, 0);
  g_assert_cmpint (plant_length (made, "data.roles"), ==, 0);
  g_assert_cmpint (plant_length (made, "data.lineIds"), ==, 0);
  g_assert_cmpint (plant_length (made, "data.capacities"), ==, 0);
}

static void
test_new_password_is_new (PlantFixture *f, gconstpointer data)
{
  static const char path[] = "/api/users/me/change-password";

  /* Else whoever has set the password still knows it, and it could sign. */
  plant_check (f, "quality", "POST", path,
               "{'currentPassword':'" PLANT_PASSWORD "','newPassword':'" PLANT_PASSWORD "'}", 422, "VALIDATION_FAILED");
  plant_check (f, "quality", "POST", path, "{'currentPassword':'wrong one','newPassword':'wrong one'}", 400,
               "INVALID_PASSWORD");
  plant_check (f, "quality", "POST", path, "{'currentPassword':'" PLANT_PASSWORD "','newPassword':'another one'}", 200,
               NULL);
}

static void
test_stale_says_who (PlantFixture *f, gconstpointer data)
{
  static const char body[] = "{'lifeLimit':90000}";
  g_autoptr (PlantAnswer) stale = NULL;

  plant_check (f, "engineer", "POST", "/api/assets", "{'id':'ST-9','kind':'STENCIL','state':'STORED'}", 201, NULL);
  plant_wait (f, PB_MINUTE);
  plant_check (f, "engineer", "PATCH", "/api/assets/ST-9", body, 200, NULL);
  stale = plant_send_if (f, "engineer", "PATCH", "/api/assets/ST-9", body, "\"1\"");
  g_assert_cmpint (stale->status, ==, 412);
  g_assert_cmpstr (plant_text (stale, "error.code"), ==, "STALE");
  g_assert_cmpint (plant_int (stale, "error.version"), ==, 2);
  g_assert_cmpstr (plant_text (stale, "error.changedBy"), ==, "user-engineer");
  g_assert_nonnull (plant_text (stale, "error.changedByName"));
  g_assert_nonnull (plant_text (stale, "error.changedAt"));
}

static void
test_refused_signed_acts_are_audited (PlantFixture *f, gconstpointer data)
{
  g_autoptr (PlantAnswer) rows = NULL;

  /* What is refused before any credentials are looked at is an attempt all the same. */
  plant_check (f, "leader", "PUT", "/api/lines/LINE-A/readiness-config", "{'enabled':[]}", 403, "FORBIDDEN");
  plant_check (f, "idle", "POST", "/api/runs/RUN-A/authorize", "{'action':'AUTHORIZE'}", 403, "FORBIDDEN");
  plant_check (f, "leader", "POST", "/api/runs/RUN-A/authorize", "{'action':'REVOKE','reason':' '}", 400,
               "REASON_REQUIRED");
  rows = plant_expect (f, "trace", "GET", "/api/audit-logs?status=FAIL", NULL, 200, NULL);
  g_assert_cmpint (plant_length (rows, "data.items"), ==, 3);
  g_assert_cmpstr (plant_text (rows, "data.items[0].errorCode"), ==, "REASON_REQUIRED");
  g_assert_cmpstr (plant_text (rows, "data.items[0].actorId"), ==, "user-leader");
  g_assert_cmpstr (plant_text (rows, "data.items[1].actorId"), ==, "user-idle");
  g_assert_cmpstr (plant_text (rows, "data.items[2].errorCode"), ==, "FORBIDDEN");
  g_assert_cmpstr (plant_text (rows, "data.items[2].action"), ==, "LINE_READINESS_CONFIG_UPDATE");
}

static void
assert_bare (PlantFixture *f, const char *body, int status, const char *code)
{
  g_autoptr (PlantAnswer) answer = plant_expect (f, NULL, "POST", "/api/auth/sign-in/email", body, status, code);

  g_assert_cmpstr (plant_text (answer, "code"), ==, code);
  g_assert_nonnull (plant_text (answer, "message"));
  g_assert_cmpstr (plant_text (answer, "error.code"), ==, code);
}

static void
test_bare_refusals_of_sign_in (PlantFixture *f, gconstpointer data)
{
  static const char wrong[] = "{'email':'leader@plant.test','password':'wrong'}";

  assert_bare (f, "{'email':'leader@plant.test'}", 400, "VALIDATION_ERROR");
  assert_bare (f, "{'email':'leader','password':'x'}", 400, "INVALID_EMAIL");
  for (int i = 0; i < 5; i++)
    assert_bare (f, wrong, 401, "INVALID_EMAIL_OR_PASSWORD");
  assert_bare (f, wrong, 429, "TOO_MANY_ATTEMPTS");
}

static void
test_mapping_says_everything (PlantFixture *f, gconstpointer data)
{
  g_autoptr (PlantAnswer) slot =
    plant_expect (f, "leader", "POST", "/api/lines/LINE-A/feeder-slots", "{'slotCode':'F1','position':1}", 201, NULL);
  g_autofree char *body = g_strdup_printf ("{'slotId':'%s','materialCode':'M-1'}", plant_text (slot, "data.id"));
  g_autoptr (PlantAnswer) made = plant_expect (f, "leader", "POST", "/api/slot-mappings", body, 201, NULL);

  g_assert_nonnull (plant_node (made, "data.isAlternate"));
  g_assert_false (plant_bool (made, "data.isAlternate"));
  g_assert_nonnull (plant_node (made, "data.isCommonMaterial"));
  g_assert_cmpint (plant_int (made, "data.priority"), ==, 0);
}

#define ADD(name, func) g_test_add ("/service/contract/" name, PlantFixture, NULL, plant_set_up, func, plant_tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("absent-is-null", test_absent_is_null);
  ADD ("page-sizes", test_page_sizes);
  ADD ("waivers-in-sight", test_waivers_in_sight);
  ADD ("bad-filters", test_bad_filters);
  ADD ("integration-values", test_integration_values);
  ADD ("lists-are-lists", test_lists_are_lists);
  ADD ("new-password-is-new", test_new_password_is_new);
  ADD ("stale-says-who", test_stale_says_who);
  ADD ("mapping-says-everything", test_mapping_says_everything);
  ADD ("bare-refusals-of-sign-in", test_bare_refusals_of_sign_in);
  ADD ("refused-signed-acts-are-audited", test_refused_signed_acts_are_audited);
  return g_test_run ();
}
