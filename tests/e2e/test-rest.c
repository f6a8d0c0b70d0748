/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "e2e-plant.h"

#include <signal.h>
#include <string.h>

/* The main job over REST, on the demo plant: a run from PREP to AUTHORIZED, and everything that must not be possible.
 */

#define RUN       "RUN-DEMO-SMT-001"
#define SIGNER(w) "'signer':{'email':'" w "@example.com','password':'prepboard-demo'}"

static const char *const preparation[] = { "PREP_BAKE",          "PREP_PASTE",   "PREP_STENCIL_USAGE",
                                           "PREP_STENCIL_CLEAN", "PREP_SCRAPER", "PREP_FIXTURE" };

/* The item of @type (the first one), whole. (transfer none) within @answer */
static JsonObject *
item_of (const E2eAnswer *latest, const char *type)
{
  JsonArray *items = json_node_get_array (e2e_node (latest, "data.items"));

  for (guint i = 0; i < json_array_get_length (items); i++)
    if (strcmp (json_object_get_string_member (json_array_get_object_element (items, i), "itemType"), type) == 0)
      return json_array_get_object_element (items, i);
  g_error ("There is no item %s", type);
}

static void
assert_status (E2ePlant *plant, const char *run_no, const char *type, const char *status)
{
  g_autofree char *path = g_strdup_printf ("/api/runs/%s/readiness/latest", run_no);
  g_autoptr (E2eAnswer) latest = e2e_expect (plant, "quality", "GET", path, NULL, 200, NULL);
  JsonObject *item = item_of (latest, type);

  g_test_message ("%s: %s %s", type, json_object_get_string_member (item, "status"),
                  json_object_get_string_member_with_default (item, "failReason", ""));
  g_assert_cmpstr (json_object_get_string_member (item, "status"), ==, status);
}

static guint
count_status (const E2eAnswer *latest, const char *status)
{
  JsonArray *items = json_node_get_array (e2e_node (latest, "data.items"));
  guint n = 0;

  for (guint i = 0; i < json_array_get_length (items); i++)
    n += strcmp (json_object_get_string_member (json_array_get_object_element (items, i), "status"), status) == 0;
  return n;
}

static char *
asset_on_line (E2ePlant *plant, const char *kind)
{
  g_autoptr (E2eAnswer) bindings =
    e2e_expect (plant, "leader", "GET", "/api/lines/line-smt-b/bindings", NULL, 200, NULL);
  g_autofree char *path = g_strdup_printf ("data.%s.assetId", kind);

  g_assert_nonnull (e2e_text (bindings, path));
  return g_strdup (e2e_text (bindings, path));
}

static void
record (E2ePlant *plant, const char *path, char *body)
{
  g_autofree char *mine = body;

  e2e_check (plant, "operator", "POST", path, mine, 201, NULL);
}

/* Each of the six records lets its own item pass. */
static void
prepare_run (E2ePlant *plant)
{
  g_autofree char *stencil = asset_on_line (plant, "stencil"), *lot = asset_on_line (plant, "solderPaste");
  g_autofree char *squeegee = asset_on_line (plant, "squeegee"), *fixture = asset_on_line (plant, "fixture");
  g_autofree char *now = e2e_time (-0.01), *bake_in = e2e_time (-5), *bake_out = e2e_time (-0.5),
                  *thawed = e2e_time (-4.5);

  record (plant, "/api/bake-records",
          g_strdup_printf ("{'runNo':'" RUN "','itemCode':'ISAX101708R0005','bakeProcess':'PCB','bakeQty':'20',"
                           "'bakeTemperature':120,'inAt':'%s','inBy':'Wei','outAt':'%s','outBy':'Wei'}",
                           bake_in, bake_out));
  assert_status (plant, RUN, "PREP_BAKE", "PASSED");
  record (plant, "/api/solder-paste-usage-records",
          g_strdup_printf ("{'runNo':'" RUN "','lotId':'%s','thawedAt':'%s','issuedAt':'%s'}", lot, thawed, now));
  assert_status (plant, RUN, "PREP_PASTE", "PASSED");
  record (plant, "/api/stencil-usage-records",
          g_strdup_printf ("{'runNo':'" RUN
                           "','stencilId':'%s','recordDate':'%s','checkDeform':true,'checkHoleDamage':true,"
                           "'checkSealIntact':true,'tensionValues':[38,40,41,39,30]}",
                           stencil, now));
  assert_status (plant, RUN, "PREP_STENCIL_USAGE", "PASSED");
  record (plant, "/api/stencil-cleaning-records",
          g_strdup_printf ("{'runNo':'" RUN "','stencilId':'%s','cleanedAt':'%s','cleanedBy':'Wei'}", stencil, now));
  assert_status (plant, RUN, "PREP_STENCIL_CLEAN", "PASSED");
  record (plant, "/api/squeegee-usage-records",
          g_strdup_printf ("{'runNo':'" RUN
                           "','squeegeeId':'%s','recordDate':'%s','checkSurface':true,'checkEdge':true,"
                           "'checkFlatness':true}",
                           squeegee, now));
  assert_status (plant, RUN, "PREP_SCRAPER", "PASSED");
  record (plant, "/api/fixture-usage-records",
          g_strdup_printf ("{'runNo':'" RUN "','fixtureId':'%s','recordDate':'%s'}", fixture, now));
  assert_status (plant, RUN, "PREP_FIXTURE", "PASSED");
}

static void
load_slots (E2ePlant *plant)
{
  g_autoptr (E2eAnswer) slots = NULL;

  e2e_check (plant, "material", "POST", "/api/runs/" RUN "/loading/load-table", NULL, 200, NULL);
  slots = e2e_expect (plant, "material", "GET", "/api/runs/" RUN "/loading/expectations", NULL, 200, NULL);
  for (guint i = 0; i < e2e_length (slots, "data.items"); i++)
    {
      g_autofree char *code_path = g_strdup_printf ("data.items.%u.slotCode", i);
      g_autofree char *material_path = g_strdup_printf ("data.items.%u.expectedMaterialCode", i);
      g_autofree char *body = g_strdup_printf ("{'runNo':'" RUN "','slotCode':'%s','materialLotBarcode':'%s|REEL-%u'}",
                                               e2e_text (slots, code_path), e2e_text (slots, material_path), i);

      e2e_check (plant, "material", "POST", "/api/loading/verify", body, 200, NULL);
    }
}

/* Seed task 1: the six preparation records decide their items. */
static void
test_preparation (E2ePlant *plant, gconstpointer data)
{
  g_autoptr (E2eAnswer) before =
    e2e_expect (plant, "quality", "GET", "/api/runs/" RUN "/readiness/latest", NULL, 200, NULL);
  g_autoptr (E2eAnswer) after = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (preparation); i++)
    g_assert_cmpstr (json_object_get_string_member (item_of (before, preparation[i]), "status"), ==, "FAILED");
  g_assert_cmpstr (json_object_get_string_member (item_of (before, "LOADING"), "status"), ==, "FAILED");
  /* Nothing else fails. */
  g_assert_cmpuint (count_status (before, "FAILED"), ==, 7);
  prepare_run (plant);
  load_slots (plant);
  after = e2e_expect (plant, "quality", "GET", "/api/runs/" RUN "/readiness/latest", NULL, 200, NULL);
  g_assert_cmpuint (count_status (after, "FAILED"), ==, 0);
}

/* Seed task 2: a waiver with who, when and why. */
static void
test_waiver (E2ePlant *plant, gconstpointer data)
{
  g_autoptr (E2eAnswer) before =
    e2e_expect (plant, "leader", "GET", "/api/runs/" RUN "/readiness/latest", NULL, 200, NULL);
  g_autoptr (E2eAnswer) waived = NULL, after = NULL;
  g_autofree char *bake = NULL, *loading = NULL;
  JsonObject *item = item_of (before, "PREP_BAKE");

  bake = g_strdup_printf ("/api/readiness-items/%s/waive", json_object_get_string_member (item, "id"));
  loading = g_strdup_printf ("/api/readiness-items/%s/waive",
                             json_object_get_string_member (item_of (before, "LOADING"), "id"));
  e2e_check (plant, "leader", "POST", bake, "{'reason':'Vacuum packed, opened just now'," SIGNER ("quality") "}", 403,
             "FORBIDDEN");
  e2e_check (plant, "leader", "POST", bake, "{'reason':'          '," SIGNER ("supervisor") "}", 400,
             "REASON_REQUIRED");
  e2e_check (plant, "leader", "POST", loading, "{'reason':'Nobody has time to load'," SIGNER ("supervisor") "}", 400,
             "ITEM_NOT_WAIVABLE");
  waived = e2e_expect (plant, "leader", "POST", bake,
                       "{'reason':'Vacuum packed, opened just now'," SIGNER ("supervisor") "}", 200, NULL);
  g_assert_cmpstr (e2e_text (waived, "data.waivedBy"), ==, "user-supervisor");
  after = e2e_expect (plant, "quality", "POST", "/api/runs/" RUN "/readiness/check", NULL, 200, NULL);
  g_assert_cmpstr (json_object_get_string_member (item_of (after, "PREP_BAKE"), "status"), ==, "WAIVED");
  g_assert_cmpstr (json_object_get_string_member (item_of (after, "PREP_BAKE"), "waiveReason"), ==,
                   "Vacuum packed, opened just now");
}

static char *
pass_first_article (E2ePlant *plant)
{
  static const char *const stations[] = { "PRINT-01", "SPI-01", "MOUNT-01", "OVEN-01" };
  g_autoptr (E2eAnswer) fai = NULL, shown = NULL;
  g_autoptr (GString) rows = g_string_new ("{'items':[");
  g_autofree char *path = NULL, *measurements = NULL, *complete = NULL, *start = NULL;

  e2e_check (plant, "quality", "POST", "/api/fai/run/" RUN, "{'sampleQty':1}", 400, "FAI_SAMPLE_UNITS_INSUFFICIENT");
  e2e_check (plant, "quality", "POST", "/api/runs/" RUN "/generate-units", "{'quantity':1}", 200, NULL);
  fai = e2e_expect (plant, "quality", "POST", "/api/fai/run/" RUN, "{'sampleQty':1}", 201, NULL);
  path = g_strconcat ("/api/fai/", e2e_text (fai, "data.id"), NULL);
  start = g_strconcat (path, "/start", NULL);
  measurements = g_strconcat (path, "/measurements", NULL);
  complete = g_strconcat (path, "/complete", NULL);
  e2e_check (plant, "quality", "POST", start, "{}", 200, NULL);
  e2e_check (plant, "quality", "POST", complete, "{'decision':'PASS'}", 400, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (stations); i++)
    {
      g_autofree char *in = g_strdup_printf ("/api/stations/SMT-B-%s/track-in", stations[i]);
      g_autofree char *out = g_strdup_printf ("/api/stations/SMT-B-%s/track-out", stations[i]);

      e2e_check (plant, "operator", "POST", in, "{'sn':'SN-" RUN "-0001','woNo':'WO-DEMO-SMT-001','runNo':'" RUN "'}",
                 200, NULL);
      e2e_check (plant, "operator", "POST", out, "{'sn':'SN-" RUN "-0001','runNo':'" RUN "','result':'PASS'}", 200,
                 NULL);
    }
  shown = e2e_expect (plant, "quality", "GET", path, NULL, 200, NULL);
  g_assert_cmpuint (e2e_length (shown, "data.items"), ==, 19);
  for (guint i = 0; i < 19; i++)
    {
      g_autofree char *item_path = g_strdup_printf ("data.items.%u", i);
      JsonObject *item = json_node_get_object (e2e_node (shown, item_path));
      gboolean low = json_object_has_member (item, "lowerLimit"), high = json_object_has_member (item, "upperLimit");
      gboolean per_unit = g_strcmp0 (json_object_get_string_member_with_default (item, "per", "RUN"), "UNIT") == 0;

      g_string_append_printf (rows, "%s{'itemId':'%s'", i > 0 ? "," : "", json_object_get_string_member (item, "id"));
      if (per_unit)
        g_string_append (rows, ",'unitSn':'SN-" RUN "-0001'");
      /* At the limit is inside it. */
      if (low || high)
        g_string_append_printf (rows, ",'actualValue':'%g'}",
                                json_object_get_double_member (item, high ? "upperLimit" : "lowerLimit"));
      else
        g_string_append (rows, ",'result':'PASS'}");
    }
  g_string_append (rows, "]}");
  e2e_check (plant, "quality", "PUT", measurements, rows->str, 200, NULL);
  e2e_check (plant, "quality", "POST", complete, "{'decision':'PASS','passedQty':1,'failedQty':0}", 200, NULL);
  return g_steal_pointer (&path);
}

static void
sign (E2ePlant *plant, const char *fai, const char *who, const char *capacity, int status, const char *code)
{
  g_autofree char *signable = g_strconcat (fai, "/signable?act=SIGN", NULL), *path = g_strconcat (fai, "/sign", NULL);
  g_autoptr (E2eAnswer) shown = e2e_expect (plant, "quality", "GET", signable, NULL, 200, NULL);
  g_autofree char *body = g_strdup_printf ("{'capacity':'%s','contentHash':'%s','remark':'Seen',"
                                           "'signer':{'email':'%s@example.com','password':'prepboard-demo'}}",
                                           capacity, e2e_text (shown, "data.contentHash"), who);

  /* On the quality engineer's session: the act belongs to whoever gives the credentials. */
  e2e_check (plant, "quality", "POST", path, body, status, code);
}

/* Seed tasks 4 and 5, and with them the whole job: signatures by capacity, the gate, the authorisation. */
static void
test_whole_job (E2ePlant *plant, gconstpointer data)
{
  static const char authorize[] = "{'action':'AUTHORIZE'," SIGNER ("planner") "}";
  g_autofree char *fai = NULL;
  g_autoptr (E2eAnswer) partly = NULL, signed_fai = NULL, done = NULL;

  e2e_check (plant, "leader", "POST", "/api/runs/" RUN "/authorize", authorize, 400, "READINESS_CHECK_FAILED");
  e2e_check (plant, "quality", "POST", "/api/fai/run/" RUN, "{'sampleQty':1}", 400, "READINESS_CHECK_NOT_PASSED");
  prepare_run (plant);
  load_slots (plant);
  e2e_check (plant, "leader", "POST", "/api/runs/" RUN "/authorize", authorize, 400, "FAI_NOT_PASSED");
  fai = pass_first_article (plant);
  e2e_check (plant, "leader", "POST", "/api/runs/" RUN "/authorize", authorize, 400, "FAI_NOT_SIGNED");
  /* Whoever inspected does not sign for quality; nobody signs for what they do not hold, or twice. */
  sign (plant, fai, "quality", "QUALITY", 409, "INSPECTOR_MAY_NOT_SIGN");
  sign (plant, fai, "engineer", "QUALITY", 403, "CAPACITY_NOT_HELD");
  sign (plant, fai, "quality2", "QUALITY", 200, NULL);
  sign (plant, fai, "quality2", "QUALITY", 409, "CAPACITY_ALREADY_SIGNED");
  sign (plant, fai, "engineer", "ENGINEERING", 200, NULL);
  partly = e2e_expect (plant, "leader", "POST", "/api/runs/" RUN "/authorize", authorize, 400, "FAI_NOT_SIGNED");
  g_assert_cmpuint (e2e_length (partly, "error.blockers"), ==, 1);
  g_assert_cmpstr (e2e_text (partly, "error.blockers.0.params.capacity"), ==, "PRODUCTION");
  sign (plant, fai, "supervisor", "PRODUCTION", 200, NULL);
  signed_fai = e2e_expect (plant, "quality", "GET", fai, NULL, 200, NULL);
  g_assert_cmpuint (e2e_length (signed_fai, "data.signatures"), ==, 3);
  g_assert_cmpstr (e2e_text (signed_fai, "data.signedBy"), ==, "user-supervisor");
  g_assert_nonnull (e2e_text (signed_fai, "data.signedAt"));
  g_assert_cmpstr (e2e_text (signed_fai, "data.signatureRemark"), ==, "Seen");
  done = e2e_expect (plant, "leader", "POST", "/api/runs/" RUN "/authorize", authorize, 200, NULL);
  g_assert_cmpstr (e2e_text (done, "data.status"), ==, "AUTHORIZED");
  g_assert_cmpstr (e2e_text (done, "data.authorizedBy"), ==, "user-planner");
  e2e_check (plant, "leader", "POST", "/api/runs/" RUN "/authorize", authorize, 409, "ALREADY_AUTHORIZED");
}

/* What is answered is on the disk: a server that is killed forgets nothing of it. */
static void
test_killed (E2ePlant *plant, gconstpointer data)
{
  g_autoptr (E2eAnswer) board = NULL;

  prepare_run (plant);
  e2e_stop (plant, SIGKILL);
  e2e_start (plant, FALSE);
  assert_status (plant, RUN, "PREP_BAKE", "PASSED");
  assert_status (plant, RUN, "PREP_FIXTURE", "PASSED");
  board = e2e_expect (plant, "leader", "GET", "/api/board", NULL, 200, NULL);
  g_assert_cmpuint (e2e_length (board, "data.items"), >=, 7);
}

static const char *
board_state (const E2eAnswer *board, const char *run_no)
{
  JsonArray *items = json_node_get_array (e2e_node (board, "data.items"));

  for (guint i = 0; i < json_array_get_length (items); i++)
    {
      JsonObject *row = json_array_get_object_element (items, i);
      if (strcmp (json_object_get_string_member (row, "runNo"), run_no) == 0)
        return json_object_get_string_member (row, "state");
    }
  return NULL;
}

/* The demo plant has its runs in the states that its description names. */
static void
test_demo (E2ePlant *plant, gconstpointer data)
{
  g_autoptr (E2eAnswer) board = e2e_expect (plant, "planner", "GET", "/api/board?limit=200", NULL, 200, NULL);
  g_autoptr (E2eAnswer) five = e2e_expect (plant, "planner", "GET", "/api/runs/RUN-DEMO-SMT-005/gate", NULL, 200, NULL);
  g_autoptr (E2eAnswer) four = e2e_expect (plant, "planner", "GET", "/api/runs/RUN-DEMO-SMT-004/gate", NULL, 200, NULL);
  g_autoptr (E2eAnswer) runs = e2e_expect (plant, "planner", "GET", "/api/runs?pageSize=100", NULL, 200, NULL);

  g_assert_cmpstr (board_state (board, "RUN-DEMO-SMT-001"), ==, "BLOCKED");
  g_assert_cmpstr (board_state (board, "RUN-DEMO-SMT-002"), ==, "READY_FOR_FAI");
  g_assert_cmpstr (board_state (board, "RUN-DEMO-SMT-003"), ==, "WAITING_SIGNATURE");
  g_assert_cmpstr (board_state (board, "RUN-DEMO-SMT-004"), ==, "WAITING_SIGNATURE");
  g_assert_cmpstr (board_state (board, "RUN-DEMO-SMT-005"), ==, "BLOCKED");
  g_assert_cmpstr (board_state (board, "RUN-DEMO-SMT-006"), ==, "AUTHORIZED");
  g_assert_cmpstr (board_state (board, "RUN-DEMO-DIP-001"), ==, "READY");
  g_assert_cmpuint (e2e_length (four, "data.blockers"), ==, 1);
  g_assert_cmpstr (e2e_text (four, "data.blockers.0.code"), ==, "FAI_NOT_SIGNED");
  /* One item by a life limit, one by time, and the first article that follows from them. */
  g_assert_cmpstr (e2e_text (five, "data.blockers.0.reasonCode"), ==, "TOO_OLD");
  g_assert_cmpstr (e2e_text (five, "data.blockers.1.reasonCode"), ==, "LIMIT_EXCEEDED");
  g_assert_cmpuint (e2e_length (five, "data.blockers"), ==, 3);
  g_assert_cmpint (e2e_int (runs, "total"), >=, 12);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/rest/" name, E2ePlant, NULL, e2e_set_up, func, e2e_tear_down)
  ADD ("demo", test_demo);
  ADD ("preparation", test_preparation);
  ADD ("waiver", test_waiver);
  ADD ("whole-job", test_whole_job);
  ADD ("killed", test_killed);
  return g_test_run ();
}
