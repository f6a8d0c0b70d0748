/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "plant-bodies.h"

/* Reflow profiles, their uses, and which profile a product runs with. */

#define PROFILES    "/api/reflow-profiles"
#define USAGES      "/api/reflow-profile-usages"
#define ASSIGNMENTS "/api/program-assignments"

/* Returns: (transfer full): its path. */
static char *
create_profile (PlantFixture *f, const char *code)
{
  g_autofree char *body = g_strdup_printf ("{'code':'%s','name':'Profile %s'}", code, code);
  g_autoptr (PlantAnswer) made = plant_expect (f, "engineer", "POST", PROFILES, body, 201, NULL);

  return g_strconcat (PROFILES "/", plant_text (made, "data.id"), NULL);
}

static const char *
id_of (const char *path)
{
  return strrchr (path, '/') + 1;
}

static void
assert_codes (PlantFixture *f, const char *query, const char *expected)
{
  g_autofree char *path = g_strconcat (PROFILES, query, NULL);
  g_autoptr (PlantAnswer) list = plant_expect (f, "planner", "GET", path, NULL, 200, NULL);
  g_autoptr (GString) codes = g_string_new (NULL);

  for (int i = 0; i < plant_length (list, "data.items"); i++)
    {
      g_autofree char *at = g_strdup_printf ("data.items[%d].code", i);
      g_string_append_printf (codes, "%s%s", i > 0 ? " " : "", plant_text (list, at));
    }
  g_assert_cmpstr (codes->str, ==, expected);
}

static void
test_profiles (PlantFixture *f, gconstpointer data)
{
  g_autofree char *first = create_profile (f, "RP-2"), *second = create_profile (f, "RP-1");
  g_autoptr (PlantAnswer) got = NULL, changed = NULL;
  g_autoptr (PbAuditRow) row = NULL;

  assert_codes (f, "", "RP-1 RP-2");
  assert_codes (f, "?search=profile rp-2", "RP-2");
  assert_codes (f, "?pageSize=1&page=2", "RP-2");
  got = plant_expect (f, "admin", "GET", first, NULL, 200, NULL);
  g_assert_cmpstr (plant_text (got, "data.version"), ==, "1.0");
  g_assert_cmpstr (plant_text (got, "data.status"), ==, "ACTIVE");
  changed = plant_expect (f, "engineer", "PATCH", first,
                          "{'status':'ARCHIVED','code':'RP-9','zoneConfig':[180,220,245],'peakTempMin':235,"
                          "'peakTempMax':250,'totalTimeMax':null,'description':'lead free','version':null}",
                          200, NULL);
  g_assert_cmpstr (plant_text (changed, "data.code"), ==, "RP-2");
  g_assert_cmpstr (plant_text (changed, "data.status"), ==, "ARCHIVED");
  g_assert_cmpstr (plant_text (changed, "data.version"), ==, "1.0");
  g_assert_cmpint (plant_length (changed, "data.zoneConfig"), ==, 3);
  row = plant_newest_audit (f, "REFLOW_PROFILE_UPDATE");
  g_assert_cmpstr (row->entity_display, ==, "RP-2");
  assert_codes (f, "?status=ACTIVE", "RP-1");
  assert_codes (f, "?status=ACTIVE,ARCHIVED", "RP-1 RP-2");
  plant_check (f, "engineer", "DELETE", second, NULL, 200, NULL);
  assert_codes (f, "", "RP-2");
}

static void
test_profile_refusals (PlantFixture *f, gconstpointer data)
{
  g_autofree char *path = create_profile (f, "RP-1");
  static const struct
  {
    const char *who, *method, *path, *body;
    int status;
    const char *code;
  } cases[] = {
    { "operator", "GET", PROFILES, NULL, 403, "FORBIDDEN" },
    { "planner", "POST", PROFILES, "{'code':'A','name':'A'}", 403, "FORBIDDEN" },
    { "planner", "GET", PROFILES "?status=BURNT", NULL, 422, "VALIDATION_FAILED" },
    { "planner", "GET", PROFILES "/nowhere", NULL, 404, "NOT_FOUND" },
    { "engineer", "POST", PROFILES, "{'code':'A'}", 422, "VALIDATION_FAILED" },
    { "engineer", "POST", PROFILES, "{'code':'A','name':'A','status':'BURNT'}", 422, "VALIDATION_FAILED" },
    { "engineer", "POST", PROFILES, "{'code':'A','name':'A','peakTempMin':250,'peakTempMax':240}", 422, NULL },
    { "engineer", "POST", PROFILES, "{'code':'A','name':'A','totalTimeMin':300,'totalTimeMax':240}", 422, NULL },
    { "engineer", "POST", PROFILES, "{'code':'RP-1','name':'A'}", 409, "DUPLICATE_CODE" },
    { "engineer", "PATCH", PROFILES "/nowhere", "{'name':'A'}", 404, "NOT_FOUND" },
    { "engineer", "DELETE", PROFILES "/nowhere", NULL, 404, "NOT_FOUND" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    plant_check (f, cases[i].who, cases[i].method, cases[i].path, cases[i].body, cases[i].status, cases[i].code);
  plant_check (f, "engineer", "PATCH", path, "{'name':' '}", 422, NULL);
}

static void
test_profile_in_use (PlantFixture *f, gconstpointer data)
{
  g_autofree char *used = create_profile (f, "RP-1"), *assigned = create_profile (f, "RP-2");
  g_autofree char *usage = g_strdup_printf ("{'profileId':'%s','actualProgramName':'RP-1'}", id_of (used));

  plant_check (f, "operator", "POST", USAGES, usage, 201, NULL);
  plant_check (f, "engineer", "POST", ASSIGNMENTS, "{'product':'P-100','line':'LINE-A','step':2,'profileCode':'RP-2'}",
               201, NULL);
  plant_check (f, "engineer", "DELETE", used, NULL, 400, "HAS_USAGE_RECORDS");
  plant_check (f, "engineer", "DELETE", assigned, NULL, 409, "PROFILE_ASSIGNED");
}

static void
test_verify (PlantFixture *f, gconstpointer data)
{
  g_autofree char *path = create_profile (f, "RP-1");
  g_autofree char *same = g_strdup_printf ("{'profileId':'%s','actualProgramName':'RP-1'}", id_of (path));
  g_autofree char *other = g_strdup_printf ("{'profileId':'%s','actualProgramName':'rp-1'}", id_of (path));
  g_autoptr (PlantAnswer) matched = NULL, mismatched = NULL;
  gint64 rows = plant_count (f, &pb_audit_row_type, "status", "SUCCESS");

  matched = plant_expect (f, "operator", "POST", PROFILES "/verify", same, 200, NULL);
  g_assert_true (plant_bool (matched, "data.isMatched"));
  g_assert_cmpstr (plant_text (matched, "data.expectedCode"), ==, "RP-1");
  g_assert_null (plant_node (matched, "data.mismatchReason"));
  mismatched = plant_expect (f, "operator", "POST", PROFILES "/verify", other, 200, NULL);
  g_assert_false (plant_bool (mismatched, "data.isMatched"));
  g_assert_cmpstr (plant_text (mismatched, "data.actualProgramName"), ==, "rp-1");
  g_assert_nonnull (plant_text (mismatched, "data.mismatchReason"));
  plant_check (f, "operator", "POST", PROFILES "/verify", "{'profileId':'nowhere','actualProgramName':'RP-1'}", 404,
               "PROFILE_NOT_FOUND");
  plant_check (f, "operator", "POST", PROFILES "/verify", "{'profileId':'nowhere'}", 422, NULL);
  plant_check (f, "idle", "POST", PROFILES "/verify", same, 403, "FORBIDDEN");
  /* It only compares: nothing is written. */
  g_assert_cmpint (plant_count (f, &pb_audit_row_type, "status", "SUCCESS"), ==, rows);
}

/* ---- Uses */

static PlantAnswer *
use (PlantFixture *f, const char *who, const char *profile, const char *more, int status, const char *code)
{
  g_autofree char *body = g_strdup_printf ("{'profileId':'%s','actualProgramName':%s}", id_of (profile), more);

  return plant_tell (f, who, "POST", USAGES, body, status, code);
}

static void
assert_usages (PlantFixture *f, const char *who, const char *query, int expected)
{
  g_autofree char *path = g_strconcat (USAGES, query, NULL);
  g_autoptr (PlantAnswer) list = plant_tell (f, who, "GET", path, NULL, 200, NULL);

  g_assert_cmpint (plant_int (list, "data.total"), ==, expected);
}

static void
test_usages (PlantFixture *f, gconstpointer data)
{
  g_autofree char *profile = create_profile (f, "RP-1");
  g_autofree char *by_profile = g_strconcat ("?profileId=", id_of (profile), NULL);
  g_autoptr (PlantAnswer) plain = NULL, full = NULL, list = NULL;
  g_autoptr (PbRole) older = NULL;
  static const char *const permissions[] = { "trace:read", NULL };

  plain = use (f, "operator", profile, "'RP-2'", 201, NULL);
  g_assert_false (plant_bool (plain, "data.isMatched"));
  g_assert_nonnull (plant_text (plain, "data.mismatchReason"));
  g_assert_cmpstr (plant_text (plain, "data.usedBy"), ==, "operator");
  g_assert_nonnull (plant_text (plain, "data.usedAt"));
  full = use (f, "operator", profile,
              "'RP-1','runId':'id-RUN-A','equipmentId':'OVEN-A','actualPeakTemp':244.5,'actualTotalTime':310,"
              "'usedAt':'<-30>','usedBy':'Ann','meta':{}",
              201, NULL);
  g_assert_true (plant_bool (full, "data.isMatched"));
  g_assert_null (plant_text (full, "data.mismatchReason"));
  g_assert_cmpstr (plant_text (full, "data.lineId"), ==, "id-LINE-A");
  g_assert_cmpstr (plant_text (full, "data.usedBy"), ==, "Ann");
  plant_answer_free (use (f, "operator", profile, "'RP-1','runId':'nowhere'", 404, "RUN_NOT_FOUND"));
  plant_answer_free (use (f, "operator", profile, "'RP-1','runId':'id-RUN-B'", 404, "RUN_NOT_FOUND"));
  plant_answer_free (use (f, "operator", profile, "'RP-1','lineId':'id-LINE-B'", 404, "LINE_NOT_FOUND"));
  plant_answer_free (
    use (f, "quality", profile, "'RP-1','runId':'id-RUN-A','lineId':'id-LINE-B'", 400, "LINE_MISMATCH"));
  plant_answer_free (use (f, "quality", profile, "'RP-1','usedAt':'<+30>'", 422, "VALIDATION_FAILED"));
  plant_answer_free (use (f, "quality", "/nowhere", "'RP-1'", 404, "PROFILE_NOT_FOUND"));
  plant_answer_free (use (f, "planner", profile, "'RP-1'", 403, "FORBIDDEN"));
  plant_answer_free (use (f, "operator-b", profile, "'RP-1','lineId':'LINE-B'", 201, NULL));

  assert_usages (f, "quality", "", 3);
  assert_usages (f, "quality", by_profile, 3);
  assert_usages (f, "quality", "?runId=id-RUN-A", 1);
  assert_usages (f, "quality", "?lineId=id-LINE-B", 1);
  assert_usages (f, "quality", "?isMatched=true", 2);
  assert_usages (f, "quality", "?isMatched=false", 1);
  assert_usages (f, "quality", "?usedFrom=<-31>&usedTo=<-29>", 1);
  plant_check (f, "quality", "GET", USAGES "?isMatched=perhaps", NULL, 422, "VALIDATION_FAILED");
  plant_check (f, "operator", "GET", USAGES, NULL, 403, "FORBIDDEN");
  list = plant_expect (f, "quality", "GET", USAGES, NULL, 200, NULL);
  g_assert_cmpstr (plant_text (list, "data.items[2].id"), ==, plant_text (full, "data.id"));
  /* A role that may read them on its own lines. */
  older = plant_get (f, &pb_role_type, "code", "operator");
  g_strfreev (older->permissions);
  older->permissions = g_strdupv ((char **) permissions);
  plant_update (f, older);
  g_clear_pointer (&f->service, pb_service_free);
  {
    PbServiceOptions options = { .database = f->database };
    f->service = pb_service_new (&options, NULL);
  }
  assert_usages (f, "operator", "", 2);
  assert_usages (f, "operator-b", "", 2);
}

/* ---- Assignments */

static void
test_assignments (PlantFixture *f, gconstpointer data)
{
  g_autofree char *profile = create_profile (f, "RP-1");
  g_autofree char *path = NULL, *after = NULL;
  g_autoptr (PlantAnswer) made = NULL, first = NULL, rest = NULL, of_product = NULL;
  static const struct
  {
    const char *who, *body;
    int status;
    const char *code;
  } cases[] = {
    { "planner", "{'product':'P','line':'LINE-A','step':1,'profileCode':'RP-1'}", 403, "FORBIDDEN" },
    { "engineer", "{'product':'P','line':'LINE-A','step':1}", 422, "VALIDATION_FAILED" },
    { "engineer", "{'product':'P','line':'LINE-A','step':0,'profileCode':'RP-1'}", 422, "VALIDATION_FAILED" },
    { "engineer", "{'product':'P','line':'LINE-A','step':1,'profileCode':'RP-1','oven':1}", 422, "VALIDATION_FAILED" },
    { "engineer", "{'product':'P','line':'LINE-X','step':1,'profileCode':'RP-1'}", 404, "LINE_NOT_FOUND" },
    { "engineer", "{'product':'P','line':'LINE-A','step':1,'profileCode':'RP-X'}", 404, "PROFILE_NOT_FOUND" },
    { "engineer", "{'product':'P','line':'LINE-A','step':1,'profileCode':'RP-1'}", 201, NULL },
    { "engineer", "{'product':'P','line':'LINE-A','step':1,'profileCode':'RP-1'}", 409, "ASSIGNMENT_EXISTS" },
    { "engineer", "{'product':'P','line':'LINE-A','step':2,'profileCode':'RP-1'}", 201, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    plant_check (f, cases[i].who, "POST", ASSIGNMENTS, cases[i].body, cases[i].status, cases[i].code);
  made = plant_expect (f, "engineer", "POST", ASSIGNMENTS,
                       "{'product':'P-100','line':'LINE-B','step':2,'profileCode':'RP-1'}", 201, NULL);
  g_assert_cmpstr (plant_text (made, "data.product"), ==, "P-100");
  g_assert_cmpstr (plant_text (made, "data.line"), ==, "LINE-B");
  g_assert_cmpint (plant_int (made, "data.step"), ==, 2);
  first = plant_expect (f, "engineer", "GET", ASSIGNMENTS "?limit=2", NULL, 200, NULL);
  g_assert_cmpint (plant_length (first, "data.items"), ==, 2);
  after = g_strconcat (ASSIGNMENTS "?limit=2&after=", plant_text (first, "data.next"), NULL);
  rest = plant_expect (f, "engineer", "GET", after, NULL, 200, NULL);
  g_assert_cmpint (plant_length (rest, "data.items"), ==, 1);
  g_assert_null (plant_text (rest, "data.next"));
  of_product = plant_expect (f, "engineer", "GET", ASSIGNMENTS "?product=P&line=LINE-A", NULL, 200, NULL);
  g_assert_cmpint (plant_length (of_product, "data.items"), ==, 2);
  plant_check (f, "planner", "GET", ASSIGNMENTS, NULL, 403, "FORBIDDEN");
  path = g_strconcat (ASSIGNMENTS "/", plant_text (made, "data.id"), NULL);
  plant_check (f, "engineer", "DELETE", path, NULL, 200, NULL);
  plant_check (f, "engineer", "DELETE", path, NULL, 404, "ASSIGNMENT_NOT_FOUND");
}

/* Outside one's lines there are no assignments. */
static void
test_assignments_in_sight (PlantFixture *f, gconstpointer data)
{
  g_autofree char *profile = create_profile (f, "RP-1");
  g_autoptr (PlantAnswer) made = NULL, list = NULL;
  g_autofree char *path = NULL;
  g_autoptr (PbRole) role = plant_get (f, &pb_role_type, "code", "leader");
  static const char *const permissions[] = { "readiness:config", NULL };

  made = plant_expect (f, "engineer", "POST", ASSIGNMENTS,
                       "{'product':'P-100','line':'LINE-B','step':2,'profileCode':'RP-1'}", 201, NULL);
  g_strfreev (role->permissions);
  role->permissions = g_strdupv ((char **) permissions);
  plant_update (f, role);
  list = plant_expect (f, "leader", "GET", ASSIGNMENTS, NULL, 200, NULL);
  g_assert_cmpint (plant_length (list, "data.items"), ==, 0);
  path = g_strconcat (ASSIGNMENTS "/", plant_text (made, "data.id"), NULL);
  plant_check (f, "leader", "DELETE", path, NULL, 404, "ASSIGNMENT_NOT_FOUND");
  plant_check (f, "leader", "POST", ASSIGNMENTS, "{'product':'P','line':'LINE-B','step':1,'profileCode':'RP-1'}", 404,
               "LINE_NOT_FOUND");
}

/* ---- Judged anew */

static void
assert_item (PlantFixture *f, const char *reason)
{
  g_autoptr (PlantAnswer) latest =
    plant_expect (f, "quality", "GET", "/api/runs/RUN-A/readiness/latest", NULL, 200, NULL);

  g_assert_cmpstr (plant_text (latest, "data.items[0].itemKey"), ==, "STEP_2_PROFILE");
  g_assert_cmpstr (plant_text (latest, "data.items[0].reasonCode"), ==, reason);
}

static void
test_judged_anew (PlantFixture *f, gconstpointer data)
{
  static const char *const enabled[] = { "PREP_PROGRAM", NULL };
  g_autoptr (PbLine) line = plant_get (f, &pb_line_type, "code", "LINE-A");
  g_autoptr (PbRouteStep) step = plant_get (f, &pb_route_step_type, "id", "step-1-2");
  g_autofree char *profile = create_profile (f, "RP-1");

  g_strfreev (line->enabled_items);
  line->enabled_items = g_strdupv ((char **) enabled);
  plant_update (f, line);
  step->has_oven = PB_BOOL (TRUE);
  plant_update (f, step);
  assert_item (f, "NOT_BOUND");
  plant_check (f, "engineer", "POST", ASSIGNMENTS, "{'product':'P-100','line':'LINE-A','step':2,'profileCode':'RP-1'}",
               201, NULL);
  assert_item (f, "NO_RECORD");
  plant_tell_check (f, "operator", "POST", "/api/oven-program-records",
                    "{'recordDate':'<-1>','productName':'P-100','programName':'RP-1','usedBy':'Ann',"
                    "'lineCode':'LINE-A','measuredAt':'<-10>'}",
                    201, NULL);
  assert_item (f, NULL);
  plant_check (f, "engineer", "PATCH", profile, "{'status':'DEPRECATED'}", 200, NULL);
  assert_item (f, "WRONG_STATE");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function)                                                                                            \
  g_test_add ("/service/programs/" path, PlantFixture, NULL, plant_set_up, function, plant_tear_down)
  ADD ("profiles", test_profiles);
  ADD ("profiles/refusals", test_profile_refusals);
  ADD ("profiles/in-use", test_profile_in_use);
  ADD ("verify", test_verify);
  ADD ("usages", test_usages);
  ADD ("assignments", test_assignments);
  ADD ("assignments/sight", test_assignments_in_sight);
  ADD ("judged-anew", test_judged_anew);
  return g_test_run ();
}
