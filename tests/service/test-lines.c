/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "domain/pb-fai.h"
#include "plant-bodies.h"

/* Lines, and which items are judged on them. */

#define CONFIG      "/api/lines/LINE-A/readiness-config"
#define SIGNER(who) "'signer':{'email':'" who "@plant.test','password':'" PLANT_PASSWORD "'}"

static gboolean
has_member (const PlantAnswer *answer, const char *path, const char *name)
{
  return json_object_has_member (json_node_get_object (plant_node (answer, path)), name);
}

static char *
join (const PlantAnswer *answer, const char *array, const char *member)
{
  GString *joined = g_string_new (NULL);

  for (int i = 0; i < plant_length (answer, array); i++)
    {
      g_autofree char *path = g_strdup_printf ("%s[%d]%s%s", array, i, member != NULL ? "." : "", member ? member : "");
      g_string_append_printf (joined, "%s%s", i > 0 ? " " : "", plant_text (answer, path));
    }
  return g_string_free (joined, FALSE);
}

/* ---- Lines */

static void
assert_lines (PlantFixture *f, const char *who, const char *query, const char *expected)
{
  g_autofree char *path = g_strconcat ("/api/lines", query, NULL);
  g_autoptr (PlantAnswer) list = plant_expect (f, who, "GET", path, NULL, 200, NULL);
  g_autofree char *codes = join (list, "data.items", "code");

  g_assert_cmpstr (codes, ==, expected);
}

static void
test_lists (PlantFixture *f, gconstpointer data)
{
  g_autoptr (PlantAnswer) list = NULL;

  plant_check (f, "engineer", "POST", "/api/lines", "{'code':'DIP-1','name':'Wave','processType':'DIP'}", 201, NULL);
  assert_lines (f, "planner", "", "DIP-1 LINE-A LINE-B");
  assert_lines (f, "planner", "?sort=code.desc", "LINE-B LINE-A DIP-1");
  assert_lines (f, "planner", "?sort=name.desc,code.asc", "DIP-1 LINE-B LINE-A");
  assert_lines (f, "planner", "?sort=colour.asc", "DIP-1 LINE-A LINE-B");
  assert_lines (f, "planner", "?sort=colour.desc", "DIP-1 LINE-A LINE-B");
  /* Two fields, each in its direction. */
  assert_lines (f, "planner", "?sort=processType.desc,code.asc", "LINE-A LINE-B DIP-1");
  assert_lines (f, "planner", "?sort=processType.desc,code.desc", "LINE-B LINE-A DIP-1");
  assert_lines (f, "planner", "?sort=processType.asc,colour,code.desc", "DIP-1 LINE-B LINE-A");
  assert_lines (f, "planner", "?processType=DIP", "DIP-1");
  assert_lines (f, "planner", "?search=wav", "DIP-1");
  assert_lines (f, "planner", "?pageSize=2&page=2", "LINE-B");
  assert_lines (f, "operator", "", "LINE-A");
  assert_lines (f, "operator-b", "", "LINE-B");
  plant_check (f, "planner", "GET", "/api/lines?processType=X", NULL, 422, "VALIDATION_FAILED");
  plant_check (f, "idle", "GET", "/api/lines", NULL, 403, "FORBIDDEN");
  list = plant_expect (f, "planner", "GET", "/api/lines", NULL, 200, NULL);
  g_assert_cmpint (plant_int (list, "data.total"), ==, 3);
  g_assert_cmpint (plant_int (list, "data.pageSize"), ==, 30);
  g_assert_cmpstr (plant_text (list, "data.items[0].processType"), ==, "DIP");
  g_assert_false (has_member (list, "data.items[0]", "createdAt"));
}

static void
test_get (PlantFixture *f, gconstpointer data)
{
  g_autoptr (PlantAnswer) by_id = plant_expect (f, "operator", "GET", "/api/lines/id-LINE-A", NULL, 200, NULL);

  g_assert_cmpstr (plant_text (by_id, "data.code"), ==, "LINE-A");
  g_assert_cmpstr (plant_text (by_id, "data.name"), ==, "Line LINE-A");
  g_assert_cmpstr (plant_text (by_id, "data.processType"), ==, "SMT");
  g_assert_true (has_member (by_id, "data", "createdAt"));
  g_assert_false (has_member (by_id, "data", "enabledItems"));
  plant_check (f, "operator", "GET", "/api/lines/id-LINE-B", NULL, 404, "LINE_NOT_FOUND");
  plant_check (f, "planner", "GET", "/api/lines/nowhere", NULL, 404, "LINE_NOT_FOUND");
}

static void
test_create_and_change (PlantFixture *f, gconstpointer data)
{
  g_autoptr (PlantAnswer) made = NULL, changed = NULL;
  g_autofree char *path = NULL, *type_path = NULL;
  g_autoptr (PbAuditRow) row = NULL;

  plant_check (f, "planner", "POST", "/api/lines", "{'code':'L','name':'L','processType':'SMT'}", 403, "FORBIDDEN");
  plant_check (f, "engineer", "POST", "/api/lines", "{'code':' ','name':'L','processType':'SMT'}", 400,
               "CODE_REQUIRED");
  plant_check (f, "engineer", "POST", "/api/lines", "{'code':'L','name':' ','processType':'SMT'}", 400,
               "NAME_REQUIRED");
  plant_check (f, "engineer", "POST", "/api/lines", "{'code':'L','name':'L','processType':'WAVE'}", 422, NULL);
  plant_check (f, "engineer", "POST", "/api/lines", "{'code':'L','name':'L'}", 422, NULL);
  plant_check (f, "engineer", "POST", "/api/lines", "{'code':'LINE-A','name':'L','processType':'SMT'}", 409,
               "LINE_CODE_DUPLICATE");
  made =
    plant_expect (f, "engineer", "POST", "/api/lines", "{'code':'L-9','name':'Nine','processType':'SMT'}", 201, NULL);
  path = g_strconcat ("/api/lines/", plant_text (made, "data.id"), NULL);
  type_path = g_strconcat (path, "/process-type", NULL);
  plant_check (f, "engineer", "PATCH", path, "{'name':' '}", 400, "NAME_REQUIRED");
  plant_check (f, "engineer", "PATCH", path, "{'code':'LINE-A'}", 409, "LINE_CODE_DUPLICATE");
  changed = plant_expect (f, "engineer", "PATCH", path, "{'code':'L-10','name':'Ten'}", 200, NULL);
  g_assert_cmpstr (plant_text (changed, "data.code"), ==, "L-10");
  g_assert_cmpstr (plant_text (changed, "data.processType"), ==, "SMT");
  plant_check (f, "engineer", "PATCH", type_path, "{'processType':'DIP'}", 200, NULL);
  row = plant_newest_audit (f, "LINE_PROCESS_TYPE_UPDATE");
  plant_check (f, "engineer", "PATCH", type_path, "{'processType':'X'}", 422, NULL);
  plant_check (f, "engineer", "PATCH", "/api/lines/nowhere/process-type", "{'processType':'DIP'}", 404,
               "LINE_NOT_FOUND");
  plant_check (f, "engineer", "PATCH", "/api/lines/nowhere", "{'name':'X'}", 404, "LINE_NOT_FOUND");
  g_assert_nonnull (strstr (row->diff, "\"SMT\""));
  g_assert_nonnull (strstr (row->diff, "\"DIP\""));
  /* A code that runs, stations or assignments name stays. */
  plant_check (f, "engineer", "PATCH", "/api/lines/LINE-A", "{'code':'LINE-Z'}", 409, "LINE_HAS_DEPENDENCIES");
  plant_check (f, "engineer", "PATCH", "/api/lines/LINE-A", "{'code':'LINE-A','name':'First'}", 200, NULL);
}

static void
test_delete (PlantFixture *f, gconstpointer data)
{
  g_autoptr (PlantAnswer) made =
    plant_expect (f, "engineer", "POST", "/api/lines", "{'code':'L-9','name':'Nine','processType':'SMT'}", 201, NULL);
  g_autoptr (PbProgramAssignment) assignment = pb_object_new (&pb_program_assignment_type);
  g_autoptr (PlantAnswer) slot = NULL;
  g_autofree char *slot_path = NULL;

  plant_check (f, "planner", "DELETE", "/api/lines/L-9", NULL, 403, "FORBIDDEN");
  plant_check (f, "engineer", "DELETE", "/api/lines/LINE-A", NULL, 409, "LINE_HAS_DEPENDENCIES");
  /* What only names it by its code. */
  assignment->id = g_strdup ("as-1");
  assignment->product_code = g_strdup ("P");
  assignment->line_code = g_strdup ("L-9");
  assignment->step_no = PB_INT (1);
  assignment->profile_code = g_strdup ("RP");
  plant_insert (f, assignment);
  plant_check (f, "engineer", "DELETE", "/api/lines/L-9", NULL, 409, "LINE_HAS_DEPENDENCIES");
  plant_check (f, "engineer", "DELETE", "/api/program-assignments/as-1", NULL, 200, NULL);
  /* What the database itself holds. */
  slot =
    plant_expect (f, "engineer", "POST", "/api/lines/L-9/feeder-slots", "{'slotCode':'1','position':1}", 201, NULL);
  plant_check (f, "engineer", "DELETE", "/api/lines/L-9", NULL, 409, "LINE_HAS_DEPENDENCIES");
  slot_path = g_strconcat ("/api/lines/L-9/feeder-slots/", plant_text (slot, "data.id"), NULL);
  plant_check (f, "engineer", "DELETE", slot_path, NULL, 200, NULL);
  plant_check (f, "engineer", "DELETE", "/api/lines/L-9", NULL, 200, NULL);
  plant_check (f, "engineer", "DELETE", "/api/lines/L-9", NULL, 404, "LINE_NOT_FOUND");
}

/* ---- Which items are judged */

static void
assert_enabled (PlantFixture *f, const char *line, const char *expected)
{
  g_autofree char *path = g_strdup_printf ("/api/lines/%s/readiness-config", line);
  g_autoptr (PlantAnswer) config = plant_expect (f, "operator", "GET", path, NULL, 200, NULL);
  g_autofree char *enabled = join (config, "data.enabled", NULL);

  g_assert_cmpstr (enabled, ==, expected);
}

static void
test_config_of_a_line_that_says_nothing (PlantFixture *f, gconstpointer data)
{
  g_autoptr (PbLine) line = plant_get (f, &pb_line_type, "code", "LINE-A");
  g_autofree char *all = g_strjoinv (" ", (GStrv) pb_item_types.values + 1);
  g_autofree char *quoted = g_strjoinv ("','", (GStrv) pb_item_types.values + 1);
  g_autofree char *body = g_strdup_printf ("{'enabled':['%s']}", quoted);

  g_clear_pointer (&line->enabled_items, g_strfreev);
  plant_update (f, line);
  assert_enabled (f, "LINE-A", all);
  /* Naming all of them relaxes nothing. */
  plant_check (f, "engineer", "PUT", CONFIG, body, 200, NULL);
  plant_check (f, "engineer", "PUT", CONFIG, "{'enabled':[]}", 403, "CREDENTIALS_REQUIRED");
}

static void
test_config_of_more (PlantFixture *f, gconstpointer data)
{
  g_autoptr (PlantAnswer) answer = NULL;
  g_autofree char *enabled = NULL;
  g_autoptr (PbAuditRow) row = NULL;
  gint64 events = plant_count_events (f, "policy");

  /* More items need nobody else; each is kept once, in the order of the items. */
  answer = plant_expect (f, "engineer", "PUT", CONFIG,
                         "{'enabled':['STENCIL','EQUIPMENT','ROUTE','STENCIL'],'reason':'as planned','colour':'red'}",
                         200, NULL);
  enabled = join (answer, "data.enabled", NULL);
  g_assert_cmpstr (enabled, ==, "ROUTE EQUIPMENT STENCIL");
  assert_enabled (f, "LINE-A", "ROUTE EQUIPMENT STENCIL");
  row = plant_newest_audit (f, "LINE_READINESS_CONFIG_UPDATE");
  g_assert_cmpstr (row->actor_id, ==, "user-engineer");
  g_assert_nonnull (strstr (row->payload, "as planned"));
  g_assert_cmpint (plant_count_events (f, "policy"), ==, events + 1);
  /* Credentials that nobody needs do not make it somebody else's act. */
  plant_check (f, "engineer", "PUT", CONFIG,
               "{'enabled':['ROUTE','EQUIPMENT','STENCIL','MATERIAL']," SIGNER ("supervisor") "}", 200, NULL);
  g_clear_pointer (&row, pb_object_unref);
  row = plant_newest_audit (f, "LINE_READINESS_CONFIG_UPDATE");
  g_assert_cmpstr (row->actor_id, ==, "user-engineer");
  g_assert_cmpint (plant_count (f, &pb_signature_type, "subject_type", "LINE"), ==, 0);
}

static void
test_config_relaxed (PlantFixture *f, gconstpointer data)
{
  g_autoptr (PbAuditRow) row = NULL;
  g_autoptr (PbSignature) signature = NULL;
  g_autoptr (PlantAnswer) gate = NULL;

  plant_check (f, "engineer", "PUT", CONFIG, "{'enabled':['ROUTE'],'reason':'TPM is down'," SIGNER ("supervisor") "}",
               200, NULL);
  assert_enabled (f, "LINE-A", "ROUTE");
  row = plant_newest_audit (f, "LINE_READINESS_CONFIG_UPDATE");
  g_assert_cmpstr (row->actor_id, ==, "user-supervisor");
  g_assert_nonnull (strstr (row->payload, "\"requestedBy\":\"engineer\""));
  signature = plant_get (f, &pb_signature_type, "subject_type", "LINE");
  g_assert_cmpstr (signature->subject_id, ==, "id-LINE-A");
  g_assert_cmpstr (signature->signed_by, ==, "user-supervisor");
  g_assert_cmpstr (signature->printed_name, ==, "supervisor");
  g_assert_cmpstr (signature->remark, ==, "TPM is down");
  g_assert_cmpint (strlen (signature->content_hash), ==, 64);
  /* Nothing at all may be switched off too, and the gate says so. */
  plant_check (f, "engineer", "PUT", CONFIG, "{'enabled':[]," SIGNER ("supervisor") "}", 200, NULL);
  gate = plant_expect (f, "planner", "GET", "/api/runs/RUN-A/gate", NULL, 200, NULL);
  g_assert_nonnull (strstr (gate->text, "NOTHING_ENABLED"));
}

static void
test_config_refusals (PlantFixture *f, gconstpointer data)
{
  static const struct
  {
    const char *who, *path, *body;
    int status;
    const char *code;
  } cases[] = {
    { NULL, CONFIG, "{'enabled':[]}", 401, "UNAUTHORIZED" },
    { "supervisor", CONFIG, "{'enabled':[]}", 403, "FORBIDDEN" },
    { "engineer", CONFIG, "{}", 422, "VALIDATION_FAILED" },
    { "engineer", CONFIG, "{'enabled':'ROUTE'}", 422, "VALIDATION_FAILED" },
    { "engineer", CONFIG, "{'enabled':['ROUTE','COFFEE']}", 422, "VALIDATION_FAILED" },
    /* The body before the object, the object before the credentials. */
    { "engineer", "/api/lines/nowhere/readiness-config", "{'enabled':['COFFEE']}", 422, "VALIDATION_FAILED" },
    { "engineer", "/api/lines/nowhere/readiness-config", "{'enabled':[]}", 404, "LINE_NOT_FOUND" },
    { "engineer", CONFIG, "{'enabled':['ROUTE']}", 403, "CREDENTIALS_REQUIRED" },
    { "engineer", CONFIG, "{'enabled':['ROUTE'],'signer':{'email':'supervisor@plant.test'}}", 403,
      "CREDENTIALS_REQUIRED" },
    { "engineer", CONFIG, "{'enabled':['ROUTE'],'signer':{'email':'supervisor@plant.test','password':'wrong'}}", 403,
      "CREDENTIALS_INVALID" },
    { "engineer", CONFIG, "{'enabled':['ROUTE']," SIGNER ("quality") "}", 403, "FORBIDDEN" },
    { "engineer", CONFIG, "{'enabled':['ROUTE']," SIGNER ("engineer") "}", 409, "SAME_PERSON" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    plant_check (f, cases[i].who, "PUT", cases[i].path, cases[i].body, cases[i].status, cases[i].code);
  assert_enabled (f, "LINE-A", "ROUTE EQUIPMENT");
  plant_check (f, "operator", "GET", "/api/lines/LINE-B/readiness-config", NULL, 404, "LINE_NOT_FOUND");
  plant_check (f, "idle", "GET", CONFIG, NULL, 403, "FORBIDDEN");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function)                                                                                            \
  g_test_add ("/service/lines/" path, PlantFixture, NULL, plant_set_up, function, plant_tear_down)
  ADD ("lists", test_lists);
  ADD ("get", test_get);
  ADD ("create-and-change", test_create_and_change);
  ADD ("delete", test_delete);
  ADD ("config/nothing-said", test_config_of_a_line_that_says_nothing);
  ADD ("config/more", test_config_of_more);
  ADD ("config/relaxed", test_config_relaxed);
  ADD ("config/refusals", test_config_refusals);
  return g_test_run ();
}
