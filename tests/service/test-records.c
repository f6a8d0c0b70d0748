/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "plant-bodies.h"

/* Preparation records over the service as a whole. */

#define STENCILS  "/api/stencil-usage-records"
#define CLEANINGS "/api/stencil-cleaning-records"
#define SQUEEGEES "/api/squeegee-usage-records"
#define FIXTURES  "/api/fixture-usage-records"
#define PASTES    "/api/solder-paste-usage-records"
#define BAKES     "/api/bake-records"
#define OVENS     "/api/oven-program-records"
#define FRIDGES   "/api/cold-storage-temperature-records"

#define BAKE                                                                                                           \
  "'itemCode':'P-100','bakeProcess':'PCB','bakeQty':'20','bakeTemperature':120,'inAt':'<-300>','inBy':'Ann',"          \
  "'outAt':'<-30>','outBy':'Bob'"
#define OVEN "'recordDate':'<-1>','productName':'P-100','programName':'RP-1','usedBy':'Ann'"

static gboolean
has_member (const PlantAnswer *answer, const char *path, const char *name)
{
  JsonNode *node = plant_node (answer, path);

  return json_object_has_member (json_node_get_object (node), name);
}

/* ---- What is written */

static void
test_shape (PlantFixture *f, gconstpointer data)
{
  g_autoptr (PlantAnswer) answer = NULL;
  g_autoptr (PbStencilUsageRecord) stored = NULL;
  g_autoptr (PbAuditRow) row = NULL;

  answer =
    plant_tell (f, "operator", "POST", STENCILS,
                "{'stencilId':' ST-1 ','runNo':'RUN-A','recordDate':'<-10>','printCount':5,"
                "'tensionValues':[35,36,37,38,39],'checkDeform':true,'meta':{'form':'QR-Pro-089'},'who':'cares'}",
                201, NULL);
  g_assert_cmpstr (plant_text (answer, "data.stencilId"), ==, "ST-1");
  g_assert_cmpstr (plant_text (answer, "data.runId"), ==, "id-RUN-A");
  g_assert_cmpstr (plant_text (answer, "data.runNo"), ==, "RUN-A");
  g_assert_cmpstr (plant_text (answer, "data.lineId"), ==, "id-LINE-A");
  g_assert_cmpstr (plant_text (answer, "data.lineCode"), ==, "LINE-A");
  g_assert_cmpstr (plant_text (answer, "data.lineName"), ==, "Line LINE-A");
  g_assert_cmpstr (plant_text (answer, "data.recordedBy"), ==, "user-operator");
  g_assert_cmpstr (plant_text (answer, "data.recordedByName"), ==, "operator");
  g_assert_cmpint (plant_length (answer, "data.tensionValues"), ==, 5);
  g_assert_nonnull (plant_text (answer, "data.createdAt"));
  g_assert_true (has_member (answer, "data", "remark"));
  g_assert_false (has_member (answer, "data", "meta"));
  stored = plant_get (f, &pb_stencil_usage_record_type, "id", plant_text (answer, "data.id"));
  g_assert_cmpstr (stored->meta, ==, "{\"form\":\"QR-Pro-089\"}");
  /* Nobody has registered this stencil: evidence without a counter. */
  g_assert_false (stored->computed_total.set);
  row = plant_newest_audit (f, "STENCIL_USAGE_CREATE");
  g_assert_cmpstr (row->status, ==, "SUCCESS");
  g_assert_cmpstr (row->entity_type, ==, "STENCIL_USAGE");
  g_assert_cmpstr (row->entity_id, ==, stored->id);
  g_assert_cmpstr (row->entity_display, ==, "ST-1");
  g_assert_cmpstr (row->actor_id, ==, "user-operator");
  g_assert_cmpint (plant_count_events (f, "record"), ==, 1);
}

static void
test_every_kind (PlantFixture *f, gconstpointer data)
{
  static const struct
  {
    const char *path, *body, *action;
  } cases[] = {
    { BAKES, "{" BAKE ",'runNo':'RUN-A','routingStepId':'step-1-1'}", "BAKE_RECORD_CREATE" },
    { PASTES, "{'lotId':'L-1','lineCode':'LINE-A','receivedAt':'<-60>','receivedQty':3,'stirredAt':'<-5>'}",
      "SOLDER_PASTE_USAGE_CREATE" },
    { STENCILS, "{'stencilId':'ST-1','recordDate':'<0>'}", "STENCIL_USAGE_CREATE" },
    { CLEANINGS, "{'stencilId':'ST-1','cleanedAt':'<-1>','cleanedBy':'Ann','routingStepId':'step-0-2','runNo':'RUN-A'}",
      "STENCIL_CLEANING_CREATE" },
    { SQUEEGEES, "{'squeegeeId':'SQ-1','recordDate':'<0>','checkSurface':true,'checkEdge':true,'checkFlatness':false}",
      "SQUEEGEE_USAGE_CREATE" },
    { FIXTURES, "{'fixtureId':'FX-1','recordDate':'<0>','usageCount':4}", "FIXTURE_USAGE_CREATE" },
    { OVENS, "{" OVEN ",'runNo':'RUN-A','measuredAt':'<-20>','peakTemperature':245.5}", "OVEN_PROGRAM_RECORD_CREATE" },
    { FRIDGES, "{'measuredAt':'<-2>','temperature':4.5,'measuredBy':'Ann'}", "COLD_STORAGE_TEMP_CREATE" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (PlantAnswer) made = plant_tell (f, "quality", "POST", cases[i].path, cases[i].body, 201, NULL);
      g_autoptr (PlantAnswer) list = plant_expect (f, "quality", "GET", cases[i].path, NULL, 200, NULL);
      g_autoptr (PbAuditRow) row = plant_newest_audit (f, cases[i].action);

      g_assert_cmpstr (row->entity_id, ==, plant_text (made, "data.id"));
      g_assert_cmpstr (plant_text (list, "data.items[0].id"), ==, plant_text (made, "data.id"));
      g_assert_cmpint (plant_int (list, "data.total"), ==, 1);
      g_assert_cmpint (plant_int (list, "data.page"), ==, 1);
      g_assert_cmpint (plant_int (list, "data.pageSize"), ==, 30);
    }
}

static void
test_refusals (PlantFixture *f, gconstpointer data)
{
  static const struct
  {
    const char *path, *body;
    int status;
    const char *code;
  } cases[] = {
    { BAKES, "{}", 422, "VALIDATION_FAILED" },
    { BAKES, "{" BAKE ",'inAt':'yesterday'}", 400, "MALFORMED_JSON" },
    { BAKES, "{'itemCode':'P','bakeProcess':'PCB','bakeQty':'1','inBy':'A','outBy':'B','inAt':'x','outAt':'<-1>'}", 422,
      "VALIDATION_FAILED" },
    { BAKES, "{'itemCode':'P','bakeProcess':'PCB','bakeQty':'1','inBy':'A','outBy':'B','inAt':'<-9>','outAt':'<+9>'}",
      422, "VALIDATION_FAILED" },
    { BAKES, "{'itemCode':'P','bakeProcess':'PCB','bakeQty':'1','inBy':'A','outBy':'B','inAt':'<-9>','outAt':'<-10>'}",
      400, "TIME_RANGE_INVALID" },
    { BAKES, "{" BAKE ",'materialCode':'M-1'}", 400, "MATERIAL_LOT_INCOMPLETE" },
    { BAKES, "{" BAKE ",'runNo':'RUN-X'}", 404, "RUN_NOT_FOUND" },
    { BAKES, "{" BAKE ",'routingStepId':'step-9'}", 404, "ROUTING_STEP_NOT_FOUND" },
    { PASTES, "{'lotId':'  '}", 400, "LOT_ID_REQUIRED" },
    { PASTES, "{'lotId':''}", 422, "VALIDATION_FAILED" },
    { PASTES, "{'lotId':'L','receivedAt':'2026-01-01T08:00:00'}", 422, "VALIDATION_FAILED" },
    { PASTES, "{'lotId':'L','expiresAt':'2099-01-01T08:00:00Z'}", 422, "VALIDATION_FAILED" },
    { PASTES, "{'lotId':'L','thawedAt':'<+6>'}", 422, "VALIDATION_FAILED" },
    { PASTES, "{'lotId':'L','issuedAt':'<+6>'}", 422, "VALIDATION_FAILED" },
    { PASTES, "{'lotId':'L','returnedAt':'<+6>'}", 422, "VALIDATION_FAILED" },
    { PASTES, "{'lotId':'L','issuedAt':'<-9>','thawedAt':'<-1>'}", 400, "INVALID_ISSUED_AT" },
    { PASTES, "{'lotId':'L','issuedAt':'<-1>','returnedAt':'<-9>'}", 400, "INVALID_RETURNED_AT" },
    { PASTES, "{'lotId':'L','receivedQty':-1}", 400, "INVALID_RECEIVED_QTY" },
    { PASTES, "{'lotId':'L','receivedQty':1.5}", 422, "VALIDATION_FAILED" },
    { STENCILS, "{'stencilId':' ','recordDate':'<0>'}", 400, "STENCIL_ID_REQUIRED" },
    { STENCILS, "{'stencilId':'S','recordDate':''}", 422, "VALIDATION_FAILED" },
    { STENCILS, "{'stencilId':'S','recordDate':'2099-01-01T00:00:00Z'}", 422, "VALIDATION_FAILED" },
    { STENCILS, "{'stencilId':'S','recordDate':'1970-01-01T00:00:00Z'}", 422, "VALIDATION_FAILED" },
    { STENCILS, "{'stencilId':'S','recordDate':'<0>','printCount':1.5}", 422, "VALIDATION_FAILED" },
    { STENCILS, "{'stencilId':'S','recordDate':'soon'}", 422, "VALIDATION_FAILED" },
    { STENCILS, "{'stencilId':'S','recordDate':'<0>','replacedAt':'<+10>'}", 422, "VALIDATION_FAILED" },
    { STENCILS, "{'stencilId':'S','recordDate':'<0>','printCount':-1}", 400, "INVALID_PRINT_COUNT" },
    { STENCILS, "{'stencilId':'S','recordDate':'<0>','totalPrintCount':-1}", 400, "INVALID_TOTAL_PRINT_COUNT" },
    { STENCILS, "{'stencilId':'S','recordDate':'<0>','lifeLimit':-1}", 400, "INVALID_LIFE_LIMIT" },
    { STENCILS, "{'stencilId':'S','recordDate':'<0>','runNo':'RUN-X'}", 404, "RUN_NOT_FOUND" },
    { STENCILS, "{'stencilId':'S','recordDate':'<0>','lineCode':'LINE-X'}", 404, "LINE_NOT_FOUND" },
    { STENCILS, "{'stencilId':'S','recordDate':'<0>','runNo':'RUN-A','lineCode':'LINE-B'}", 400, "LINE_MISMATCH" },
    { STENCILS, "{'stencilId':'S','recordDate':'<0>','runNo':'RUN-0'}", 400, "RUN_LINE_NOT_SET" },
    { STENCILS, "{'stencilId':'S','recordDate':'<0>','runNo':'RUN-A','routingStepId':'nowhere'}", 404,
      "ROUTING_STEP_NOT_FOUND" },
    { STENCILS, "{'stencilId':'S','recordDate':'<0>','runNo':'RUN-A','routingStepId':'step-other'}", 400,
      "ROUTING_STEP_MISMATCH" },
    { CLEANINGS, "{'stencilId':' ','cleanedAt':'<0>','cleanedBy':'A'}", 400, "STENCIL_ID_REQUIRED" },
    { CLEANINGS, "{'stencilId':'S','cleanedAt':'<+9>','cleanedBy':'A'}", 422, "VALIDATION_FAILED" },
    { CLEANINGS, "{'stencilId':'S','cleanedAt':'<0>','cleanedBy':' '}", 400, "CLEANED_BY_REQUIRED" },
    { SQUEEGEES, "{'squeegeeId':' ','recordDate':'<0>','checkSurface':true,'checkEdge':true,'checkFlatness':true}", 400,
      "SQUEEGEE_ID_REQUIRED" },
    { SQUEEGEES, "{'squeegeeId':'S','recordDate':'<9>','checkSurface':true,'checkEdge':true,'checkFlatness':true}", 422,
      "VALIDATION_FAILED" },
    { SQUEEGEES, "{'squeegeeId':'S','recordDate':'<0>','checkSurface':true,'checkEdge':true}", 422,
      "VALIDATION_FAILED" },
    { FIXTURES, "{'fixtureId':' ','recordDate':'<0>'}", 400, "FIXTURE_ID_REQUIRED" },
    { FIXTURES, "{'fixtureId':'F','recordDate':'<0>','usageCount':-1}", 400, "INVALID_USAGE_COUNT" },
    { FIXTURES, "{'fixtureId':'F','recordDate':'<0>','totalUsageCount':-1}", 400, "INVALID_TOTAL_USAGE_COUNT" },
    { FIXTURES, "{'fixtureId':'F','recordDate':'<0>','lifeLimit':-1}", 400, "INVALID_LIFE_LIMIT" },
    { OVENS, "{'recordDate':'<0>','productName':' ','programName':'R','usedBy':'A'}", 400, "PRODUCT_NAME_REQUIRED" },
    { OVENS, "{'recordDate':'<0>','productName':'P','programName':' ','usedBy':'A'}", 400, "PROGRAM_NAME_REQUIRED" },
    { OVENS, "{'recordDate':'<0>','productName':'P','programName':'R','usedBy':' '}", 400, "USED_BY_REQUIRED" },
    { OVENS, "{'recordDate':'no','productName':'P','programName':'R','usedBy':'A'}", 422, "VALIDATION_FAILED" },
    { OVENS, "{" OVEN ",'lineCode':'LINE-B','runNo':'RUN-A'}", 400, "LINE_MISMATCH" },
    { FRIDGES, "{'measuredAt':'<9>','temperature':4,'measuredBy':'A'}", 422, "VALIDATION_FAILED" },
    { FRIDGES, "{'measuredAt':'<0>','temperature':900,'measuredBy':'A'}", 400, "INVALID_TEMPERATURE" },
  };
  g_autoptr (PbRun) run = plant_get (f, &pb_run_type, "run_no", "RUN-A");
  g_autoptr (PbRouteStep) step = pb_object_new (&pb_route_step_type);

  pb_set_string (&run->id, "id-RUN-0");
  pb_set_string (&run->run_no, "RUN-0");
  pb_set_string (&run->line_id, NULL);
  pb_set_string (&run->line_code, NULL);
  plant_insert (f, run);
  step->id = g_strdup ("step-other");
  step->step_no = PB_INT (1);
  step->operation_code = g_strdup ("PRINT");
  step->station_type = PB_STATION_AUTO;
  plant_insert (f, step);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    plant_tell_check (f, "quality", "POST", cases[i].path, cases[i].body, cases[i].status, cases[i].code);
  /* A product's bake needs no line. */
  plant_tell_check (f, "quality", "POST", BAKES, "{" BAKE ",'runNo':'RUN-0'}", 201, NULL);
}

static void
test_long_meta (PlantFixture *f, gconstpointer data)
{
  g_autofree char *filler = g_strnfill (20000, 'x');
  g_autofree char *body =
    g_strconcat ("{'measuredAt':'<0>','temperature':4,'measuredBy':'A','meta':['", filler, "']}", NULL);

  plant_tell_check (f, "quality", "POST", FRIDGES, body, 422, "VALIDATION_FAILED");
}

static void
test_who_may (PlantFixture *f, gconstpointer data)
{
  static const char body[] = "{'measuredAt':'<0>','temperature':4,'measuredBy':'Ann'}";
  g_autoptr (PbRole) older = plant_get (f, &pb_role_type, "code", "trace");
  static const char *const permissions[] = { "readiness:check", "readiness:view", NULL };

  plant_tell_check (f, NULL, "POST", FRIDGES, body, 401, "UNAUTHORIZED");
  /* Checks, but records nothing. */
  plant_tell_check (f, "planner", "POST", FRIDGES, body, 403, "FORBIDDEN");
  plant_tell_check (f, "idle", "GET", FRIDGES, NULL, 403, "FORBIDDEN");
  /* A role of an older table has the one permission for both. */
  g_strfreev (older->permissions);
  older->permissions = g_strdupv ((char **) permissions);
  plant_update (f, older);
  plant_tell_check (f, "trace", "POST", FRIDGES, body, 201, NULL);
}

/* ---- Lives */

static void
assert_asset (PlantFixture *f, const char *id, gint64 used, gint64 disputed, gint64 version)
{
  g_autoptr (PbAsset) asset = plant_get (f, &pb_asset_type, "id", id);

  g_assert_cmpint (asset->used.v, ==, used);
  g_assert_cmpint (asset->disputed_total.set ? asset->disputed_total.v : -1, ==, disputed);
  g_assert_cmpint (asset->version.v, ==, version);
}

/* @when: how long ago, as plant_tell() has it. @total: -1 where the record adds to no counter. */
static void
add_prints_at (PlantFixture *f, const char *when, const char *more, gint64 total)
{
  g_autofree char *body = g_strdup_printf ("{'stencilId':'ST-1','recordDate':'<%s>'%s}", when, more);
  g_autoptr (PlantAnswer) answer = plant_tell (f, "operator", "POST", STENCILS, body, 201, NULL);

  g_assert_cmpint (plant_int (answer, "data.computedTotal"), ==, total);
}

static void
add_prints (PlantFixture *f, const char *more, gint64 total)
{
  add_prints_at (f, "-60", more, total);
}

static void
test_life (PlantFixture *f, gconstpointer data)
{
  plant_insert_asset (f, PB_ASSET_STENCIL, "ST-1", 1000);
  add_prints (f, ",'printCount':50", 1050);
  assert_asset (f, "ST-1", 1050, -1, 2);
  /* Nothing to add: nothing changes. */
  add_prints (f, "", 1050);
  add_prints (f, ",'printCount':0,'totalPrintCount':1050", 1050);
  assert_asset (f, "ST-1", 1050, -1, 2);
  /* A typed total that disagrees: the higher of the two counts. */
  add_prints (f, ",'printCount':10,'totalPrintCount':1055", 1060);
  assert_asset (f, "ST-1", 1060, 1055, 3);
  add_prints (f, ",'printCount':10,'totalPrintCount':2000", 2000);
  assert_asset (f, "ST-1", 2000, 2000, 4);
  /* The warning stands until somebody corrects it. */
  add_prints (f, ",'printCount':1,'totalPrintCount':2001", 2001);
  assert_asset (f, "ST-1", 2001, 2000, 5);
}

/* A replacement closes one life and opens the next. */
static void
test_life_after_replacement (PlantFixture *f, gconstpointer data)
{
  plant_insert_asset (f, PB_ASSET_STENCIL, "ST-1", 1000);
  add_prints_at (f, "-60", ",'printCount':50", 1050);
  add_prints_at (f, "-20", ",'printCount':3", 1053);
  /* The total that is typed with it is the one that the old life ended with; what was printed since is of the new. */
  add_prints_at (f, "-30", ",'printCount':7,'totalPrintCount':1050,'replacedAt':'<-30>'", 10);
  assert_asset (f, "ST-1", 10, -1, 4);
  /* Told once more, it begins no further life. */
  add_prints_at (f, "-10", ",'printCount':5,'replacedAt':'<-30>'", 15);
  add_prints_at (f, "-5", ",'printCount':5,'replacedAt':'<-40>'", 20);
  /* Written down late, of the life before: evidence. */
  add_prints_at (f, "-45", ",'printCount':400,'totalPrintCount':90000", -1);
  assert_asset (f, "ST-1", 20, -1, 6);
  add_prints_at (f, "-1", ",'printCount':1", 21);
}

static void
test_life_of_others (PlantFixture *f, gconstpointer data)
{
  plant_insert_asset (f, PB_ASSET_SQUEEGEE, "SQ-1", 10);
  plant_insert_asset (f, PB_ASSET_FIXTURE, "FX-1", 10);
  plant_tell_check (f, "operator", "POST", SQUEEGEES,
                    "{'squeegeeId':'SQ-1','recordDate':'<0>','checkSurface':true,'checkEdge':true,"
                    "'checkFlatness':true,'printCount':5}",
                    201, NULL);
  plant_tell_check (f, "operator", "POST", FIXTURES, "{'fixtureId':'FX-1','recordDate':'<0>','usageCount':5}", 201,
                    NULL);
  assert_asset (f, "SQ-1", 15, -1, 2);
  assert_asset (f, "FX-1", 15, -1, 2);
  /* A stencil that is registered as a squeegee has no counter of a stencil. */
  plant_tell_check (f, "operator", "POST", STENCILS, "{'stencilId':'SQ-1','recordDate':'<0>','printCount':5}", 201,
                    NULL);
  assert_asset (f, "SQ-1", 15, -1, 2);
}

/* A refused record adds nothing to a life. */
static void
test_refused_record_counts_nothing (PlantFixture *f, gconstpointer data)
{
  plant_insert_asset (f, PB_ASSET_STENCIL, "ST-1", 10);
  plant_tell_check (f, "operator", "POST", STENCILS,
                    "{'stencilId':'ST-1','recordDate':'<0>','printCount':5,'runNo':'RUN-A','lineCode':'LINE-B'}", 404,
                    "LINE_NOT_FOUND");
  assert_asset (f, "ST-1", 10, -1, 1);
  g_assert_cmpint (plant_count (f, &pb_stencil_usage_record_type, "stencil_id", "ST-1"), ==, 0);
  g_assert_cmpint (plant_count_events (f, "record"), ==, 0);
}

/* ---- Bakes and their lots */

static void
test_bake_lot (PlantFixture *f, gconstpointer data)
{
  g_autoptr (PlantAnswer) first = NULL, again = NULL, unknown = NULL;

  plant_insert_material (f, "M-1", FALSE);
  first = plant_tell (f, "operator", "POST", BAKES, "{" BAKE ",'materialCode':'M-1','lotNo':'LOT-1'}", 201, NULL);
  g_assert_nonnull (plant_text (first, "data.materialLotId"));
  again = plant_tell (f, "operator", "POST", BAKES, "{" BAKE ",'materialCode':'M-1','lotNo':'LOT-1'}", 201, NULL);
  g_assert_cmpstr (plant_text (again, "data.materialLotId"), ==, plant_text (first, "data.materialLotId"));
  g_assert_cmpint (plant_count (f, &pb_material_lot_type, "material_code", "M-1"), ==, 1);
  unknown = plant_tell (f, "operator", "POST", BAKES, "{" BAKE ",'materialCode':'M-9','lotNo':'LOT-1'}", 201, NULL);
  g_assert_null (plant_text (unknown, "data.materialLotId"));
  g_assert_cmpstr (plant_text (unknown, "data.lotNo"), ==, "LOT-1");
  g_assert_cmpint (plant_count (f, &pb_material_lot_type, "material_code", "M-9"), ==, 0);
}

/* ---- Lists */

static void
assert_ids (PlantFixture *f, const char *who, const char *path, const char *member, const char *expected)
{
  g_autoptr (PlantAnswer) list = plant_tell (f, who, "GET", path, NULL, 200, NULL);
  g_autoptr (GString) found = g_string_new (NULL);

  for (int i = 0; i < plant_length (list, "data.items"); i++)
    {
      g_autofree char *at = g_strdup_printf ("data.items[%d].%s", i, member);
      g_string_append_printf (found, "%s%s", i > 0 ? " " : "", plant_text (list, at));
    }
  g_assert_cmpstr (found->str, ==, expected);
}

static void
test_lists (PlantFixture *f, gconstpointer data)
{
  static const struct
  {
    const char *query, *expected;
  } cases[] = {
    { "", "S3 S2 S1" },
    { "?stencilId=S2", "S2" },
    { "?runNo=RUN-A", "S1" },
    { "?lineCode=LINE-A", "S3 S1" },
    { "?productModel=P-7", "S2" },
    { "?recordFrom=<-25>&recordTo=<-5>", "S2" },
    { "?recordTo=<-20>", "S2 S1" },
    { "?pageSize=2", "S3 S2" },
    { "?pageSize=2&page=2", "S1" },
    { "?stencilId=none", "" },
  };

  plant_tell_check (f, "quality", "POST", STENCILS, "{'stencilId':'S2','recordDate':'<-20>','productModel':'P-7'}", 201,
                    NULL);
  plant_tell_check (f, "quality", "POST", STENCILS, "{'stencilId':'S3','recordDate':'<0>','lineCode':'LINE-A'}", 201,
                    NULL);
  plant_tell_check (f, "quality", "POST", STENCILS, "{'stencilId':'S1','recordDate':'<-30>','runNo':'RUN-A'}", 201,
                    NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat (STENCILS, cases[i].query, NULL);
      assert_ids (f, "quality", path, "stencilId", cases[i].expected);
    }
  plant_check (f, "quality", "GET", STENCILS "?pageSize=101", NULL, 422, "VALIDATION_FAILED");
  plant_check (f, "quality", "GET", STENCILS "?page=0", NULL, 422, "VALIDATION_FAILED");
  plant_check (f, "quality", "GET", STENCILS "?recordFrom=garbage", NULL, 422, "VALIDATION_FAILED");
}

/* Paste records without a receipt follow those with one, the last written first. */
static void
test_paste_order (PlantFixture *f, gconstpointer data)
{
  for (int i = 0; i < 3; i++)
    {
      g_autofree char *body = g_strdup_printf ("{'lotId':'N%d'}", i);

      plant_tell_check (f, "quality", "POST", PASTES, body, 201, NULL);
      plant_wait (f, PB_MINUTE);
    }
  plant_tell_check (f, "quality", "POST", PASTES, "{'lotId':'R1','receivedAt':'<-9>'}", 201, NULL);
  plant_tell_check (f, "quality", "POST", PASTES, "{'lotId':'R2','receivedAt':'<-8>'}", 201, NULL);
  assert_ids (f, "quality", PASTES, "lotId", "R2 R1 N2 N1 N0");
  assert_ids (f, "quality", PASTES "?receivedFrom=<-9>", "lotId", "R2 R1");
}

static void
test_sight (PlantFixture *f, gconstpointer data)
{
  plant_tell_check (f, "quality", "POST", STENCILS, "{'stencilId':'A','recordDate':'<-3>','lineCode':'LINE-A'}", 201,
                    NULL);
  plant_tell_check (f, "quality", "POST", STENCILS, "{'stencilId':'B','recordDate':'<-2>','lineCode':'LINE-B'}", 201,
                    NULL);
  plant_tell_check (f, "quality", "POST", STENCILS, "{'stencilId':'N','recordDate':'<-1>'}", 201, NULL);
  assert_ids (f, "quality", STENCILS, "stencilId", "N B A");
  assert_ids (f, "operator", STENCILS, "stencilId", "N A");
  assert_ids (f, "operator-b", STENCILS, "stencilId", "N B");
  /* A bake's line is its run's. */
  plant_tell_check (f, "quality", "POST", BAKES, "{" BAKE ",'runNo':'RUN-A'}", 201, NULL);
  plant_tell_check (f, "quality", "POST", BAKES, "{" BAKE ",'runNo':'RUN-B'}", 201, NULL);
  assert_ids (f, "operator", BAKES, "runNo", "RUN-A");
  assert_ids (f, "operator-b", BAKES, "runNo", "RUN-B");
  /* Outside one's data scope an object does not exist, for writing too. */
  plant_tell_check (f, "operator", "POST", BAKES, "{" BAKE ",'runNo':'RUN-B'}", 404, "RUN_NOT_FOUND");
  plant_tell_check (f, "operator", "POST", STENCILS, "{'stencilId':'S','recordDate':'<0>','lineCode':'LINE-B'}", 404,
                    "LINE_NOT_FOUND");
}

/* ---- Exposure of paste */

static void
insert_rule (PlantFixture *f, const char *code, PbTimeRuleScope scope, const char *value, gint64 minutes)
{
  g_autoptr (PbTimeRule) rule = pb_object_new (&pb_time_rule_type);

  rule->id = g_strconcat ("id-", code, NULL);
  rule->code = g_strdup (code);
  rule->name = g_strdup (code);
  rule->rule_type = PB_RULE_SOLDER_PASTE_EXPOSURE;
  rule->duration_minutes = PB_INT (minutes);
  rule->warning_minutes = PB_INT (10);
  rule->start_event = g_strdup ("SOLDER_PASTE_USAGE_CREATE");
  rule->end_event = g_strdup ("SOLDER_PASTE_USAGE_UNBIND");
  rule->scope = (int) scope;
  rule->scope_value = g_strdup (value);
  rule->is_active = PB_BOOL (TRUE);
  plant_insert (f, rule);
}

/* Returns: (transfer full) (nullable): the window that runs for a lot. */
static PbTimeWindow *
running_window (PlantFixture *f, const char *lot)
{
  PbQuery query = { .type = &pb_time_window_type };
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) windows = NULL;

  pb_query_add_text (&query, "entity_id", PB_OP_EQ, lot);
  pb_query_add_text (&query, "status", PB_OP_EQ, "ACTIVE");
  windows = pb_store_list (f->store, &query, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (windows->len, <=, 1);
  return windows->len > 0 ? pb_object_ref (windows->pdata[0]) : NULL;
}

static void
assert_window (PlantFixture *f, const char *lot, const char *rule, gint64 minutes_ago)
{
  g_autoptr (PbTimeWindow) window = running_window (f, lot);

  if (rule == NULL)
    {
      g_assert_null (window);
      return;
    }
  g_assert_nonnull (window);
  g_assert_cmpstr (window->definition_code, ==, rule);
  g_assert_cmpint ((f->now - window->started_at + PB_SECOND) / PB_MINUTE, ==, minutes_ago);
  g_assert_cmpint (window->expires_at - window->warning_at, ==, 10 * PB_MINUTE);
}

static void
record_paste (PlantFixture *f, const char *more)
{
  g_autofree char *body = g_strdup_printf ("{'lotId':'L-1',%s}", more);

  plant_tell_check (f, "operator", "POST", PASTES, body, 201, NULL);
}

static void
test_exposure (PlantFixture *f, gconstpointer data)
{
  g_autoptr (PbPasteRecord) contradictory = pb_object_new (&pb_paste_record_type);
  g_autoptr (PbAuditRow) row = NULL;

  insert_rule (f, "PASTE_24H", PB_SCOPE_GLOBAL, NULL, 1440);
  record_paste (f, "'receivedAt':'<-900>','thawedAt':'<-400>'");
  assert_window (f, "L-1", NULL, 0);
  record_paste (f, "'issuedAt':'<-60>','runNo':'RUN-A'");
  assert_window (f, "L-1", "PASTE_24H", 60);
  row = plant_newest_audit (f, "SOLDER_PASTE_USAGE_CREATE");
  g_assert_nonnull (strstr (row->payload, "PASTE_24H"));
  /* The same jar, issued to the next run: it has been out since the first issue. */
  record_paste (f, "'issuedAt':'<-10>','runNo':'RUN-A'");
  assert_window (f, "L-1", "PASTE_24H", 60);
  /* Written down late, and earlier than what was known. */
  record_paste (f, "'issuedAt':'<-90>'");
  assert_window (f, "L-1", "PASTE_24H", 90);
  /* A record that contradicts itself counts for nothing. */
  contradictory->id = g_strdup ("contradictory");
  contradictory->lot_id = g_strdup ("L-1");
  contradictory->issued_at = f->now - 300 * PB_MINUTE;
  contradictory->thawed_at = f->now - 200 * PB_MINUTE;
  plant_insert (f, contradictory);
  record_paste (f, "'issuedAt':'<-1>'");
  assert_window (f, "L-1", "PASTE_24H", 90);
  plant_tell_check (f, "operator", "POST", PASTES, "{'lotId':'L-1','issuedAt':'<-9>','thawedAt':'<-1>'}", 400,
                    "INVALID_ISSUED_AT");
  plant_wait (f, 10 * PB_MINUTE);
  record_paste (f, "'returnedAt':'<-5>'");
  assert_window (f, "L-1", NULL, 0);
  g_assert_cmpint (plant_count (f, &pb_time_window_type, "status", "COMPLETED"), ==, 1);
  /* Issued before the return, written down after it. */
  record_paste (f, "'issuedAt':'<-20>'");
  assert_window (f, "L-1", NULL, 0);
  record_paste (f, "'issuedAt':'<-2>'");
  assert_window (f, "L-1", "PASTE_24H", 2);
  plant_wait (f, PB_MINUTE);
  record_paste (f, "'isReturned':true");
  assert_window (f, "L-1", NULL, 0);
}

static void
test_narrowest_rule (PlantFixture *f, gconstpointer data)
{
  insert_rule (f, "ALL", PB_SCOPE_GLOBAL, NULL, 1440);
  insert_rule (f, "LINE-A", PB_SCOPE_LINE, "LINE-A", 900);
  insert_rule (f, "ROUTE-A", PB_SCOPE_ROUTING, "RT-A", 800);
  insert_rule (f, "OTHER", PB_SCOPE_PRODUCT, "P-200", 100);
  plant_tell_check (f, "quality", "POST", PASTES, "{'lotId':'L-0','issuedAt':'<-1>'}", 201, NULL);
  assert_window (f, "L-0", "ALL", 1);
  plant_tell_check (f, "quality", "POST", PASTES, "{'lotId':'L-1','issuedAt':'<-1>','lineCode':'LINE-A'}", 201, NULL);
  assert_window (f, "L-1", "LINE-A", 1);
  plant_tell_check (f, "quality", "POST", PASTES, "{'lotId':'L-2','issuedAt':'<-1>','lineCode':'LINE-B'}", 201, NULL);
  assert_window (f, "L-2", "ALL", 1);
  plant_tell_check (f, "quality", "POST", PASTES, "{'lotId':'L-3','issuedAt':'<-1>','runNo':'RUN-A'}", 201, NULL);
  assert_window (f, "L-3", "ROUTE-A", 1);
  insert_rule (f, "PRODUCT", PB_SCOPE_PRODUCT, "P-100", 700);
  plant_tell_check (f, "quality", "POST", PASTES, "{'lotId':'L-4','issuedAt':'<-1>','runNo':'RUN-A'}", 201, NULL);
  assert_window (f, "L-4", "PRODUCT", 1);
}

/* ---- A record changes a judgement at once */

static const char *
status_of (const PlantAnswer *latest, const char *type)
{
  for (int i = 0; i < plant_length (latest, "data.items"); i++)
    {
      g_autofree char *type_path = g_strdup_printf ("data.items[%d].itemType", i);
      g_autofree char *path = g_strdup_printf ("data.items[%d].status", i);

      if (g_strcmp0 (plant_text (latest, type_path), type) == 0)
        return plant_text (latest, path);
    }
  return NULL;
}

static void
assert_item (PlantFixture *f, const char *type, const char *status)
{
  g_autoptr (PlantAnswer) latest =
    plant_expect (f, "quality", "GET", "/api/runs/RUN-A/readiness/latest", NULL, 200, NULL);

  g_assert_cmpstr (status_of (latest, type), ==, status);
}

static void
test_judged_anew (PlantFixture *f, gconstpointer data)
{
  static const char *const enabled[] = { "PREP_STENCIL_CLEAN", "PREP_BAKE", "PREP_PROGRAM", NULL };
  g_autoptr (PbLine) line = plant_get (f, &pb_line_type, "code", "LINE-A");

  g_strfreev (line->enabled_items);
  line->enabled_items = g_strdupv ((char **) enabled);
  plant_update (f, line);
  plant_insert_asset (f, PB_ASSET_STENCIL, "ST-1", 0);
  plant_check (f, "leader", "POST", "/api/integration/lines/LINE-A/stencil/bind", "{'stencilId':'ST-1'}", 200, NULL);
  assert_item (f, "PREP_STENCIL_CLEAN", "FAILED");
  /* What is on a line out of sight is not there for whoever works on another. */
  plant_tell_check (f, "operator-b", "POST", CLEANINGS, "{'stencilId':'ST-1','cleanedAt':'<-1>','cleanedBy':'Ann'}",
                    404, "ASSET_NOT_FOUND");
  plant_tell_check (f, "quality", "POST", CLEANINGS, "{'stencilId':'ST-1','cleanedAt':'<-1>','cleanedBy':'Ann'}", 201,
                    NULL);
  assert_item (f, "PREP_STENCIL_CLEAN", "PASSED");
  assert_item (f, "PREP_BAKE", "FAILED");
  plant_tell_check (f, "operator", "POST", BAKES,
                    "{'itemCode':'P-100','bakeProcess':'PCB/BGA/IC/CONNECTOR','bakeQty':'20','bakeTemperature':125,"
                    "'inAt':'<-1500>','inBy':'A','outAt':'<-30>','outBy':'B'}",
                    201, NULL);
  assert_item (f, "PREP_BAKE", "PASSED");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function)                                                                                            \
  g_test_add ("/service/records/" path, PlantFixture, NULL, plant_set_up, function, plant_tear_down)
  ADD ("shape", test_shape);
  ADD ("every-kind", test_every_kind);
  ADD ("refusals", test_refusals);
  ADD ("long-meta", test_long_meta);
  ADD ("who-may", test_who_may);
  ADD ("life", test_life);
  ADD ("life-after-replacement", test_life_after_replacement);
  ADD ("life/of-others", test_life_of_others);
  ADD ("life/refused", test_refused_record_counts_nothing);
  ADD ("bake-lot", test_bake_lot);
  ADD ("lists", test_lists);
  ADD ("lists/paste-order", test_paste_order);
  ADD ("lists/sight", test_sight);
  ADD ("exposure", test_exposure);
  ADD ("exposure/narrowest-rule", test_narrowest_rule);
  ADD ("judged-anew", test_judged_anew);
  return g_test_run ();
}
