/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "pb-plant-fixture.h"

/* The registers that items are judged on. */

static void
test_asset (PlantFixture *f, gconstpointer data)
{
  g_autoptr (PlantAnswer) made = NULL, read = NULL, changed = NULL, stale = NULL, list = NULL;
  g_autoptr (PbAsset) asset = NULL;

  made = plant_expect (f, "engineer", "POST", "/api/assets",
                       "{'id':'ST-1','kind':'STENCIL','product':'P-100','lifeLimit':60000}", 201, NULL);
  g_assert_cmpstr (plant_text (made, "data.id"), ==, "ST-1");
  g_assert_cmpstr (plant_text (made, "data.state"), ==, "IN_USE");
  g_assert_cmpint (plant_int (made, "data.used"), ==, 0);
  g_assert_cmpstr (made->etag, ==, "\"1\"");
  read = plant_expect (f, "operator", "GET", "/api/assets/ST-1", NULL, 200, NULL);
  g_assert_cmpint (plant_int (read, "data.lifeLimit"), ==, 60000);

  /* A disputed total is settled by whoever corrects the counter. */
  asset = plant_get (f, &pb_asset_type, "id", "ST-1");
  asset->disputed_total = PB_INT (700);
  plant_update (f, asset);
  changed = plant_send_if (f, "engineer", "PATCH", "/api/assets/ST-1", "{'used':650}", "\"1\"");
  g_assert_cmpint (changed->status, ==, 200);
  g_assert_cmpint (plant_int (changed, "data.used"), ==, 650);
  g_assert_null (plant_node (changed, "data.disputedTotal"));
  g_assert_cmpstr (changed->etag, ==, "\"2\"");
  stale = plant_send_if (f, "engineer", "PATCH", "/api/assets/ST-1", "{'used':1}", "\"1\"");
  g_assert_cmpint (stale->status, ==, 412);
  g_assert_cmpstr (plant_text (stale, "error.code"), ==, "STALE");

  plant_check (f, "engineer", "POST", "/api/assets", "{'id':'SQ-1','kind':'SQUEEGEE','state':'STORED'}", 201, NULL);
  list =
    plant_expect (f, "operator", "GET", "/api/assets?kind=SQUEEGEE,FIXTURE&state=STORED&search=sq", NULL, 200, NULL);
  g_assert_cmpint (plant_length (list, "data.items"), ==, 1);
  g_assert_cmpstr (plant_text (list, "data.items[0].id"), ==, "SQ-1");
}

/* A replacement closes one life and opens the next. */
static void
test_replacement (PlantFixture *f, gconstpointer data)
{
  g_autoptr (PbAsset) old = NULL;

  plant_check (f, "engineer", "POST", "/api/assets", "{'id':'ST-1','kind':'STENCIL'}", 201, NULL);
  plant_check (f, "engineer", "POST", "/api/assets", "{'id':'SQ-2','kind':'SQUEEGEE','replaces':'ST-1'}", 422,
               "VALIDATION_FAILED");
  plant_check (f, "engineer", "POST", "/api/assets", "{'id':'ST-2','kind':'STENCIL','replaces':'ST-9'}", 404,
               "ASSET_NOT_FOUND");
  plant_check (f, "engineer", "POST", "/api/assets", "{'id':'ST-2','kind':'STENCIL','replaces':'ST-1'}", 201, NULL);
  old = plant_get (f, &pb_asset_type, "id", "ST-1");
  g_assert_cmpint (old->state, ==, PB_ASSET_RETIRED);
  g_assert_cmpint (old->version.v, ==, 2);
  g_assert_cmpint (plant_count (f, &pb_audit_row_type, "action", "ASSET_RETIRE"), ==, 1);
}

static void
test_refused (PlantFixture *f, gconstpointer data)
{
  static const struct
  {
    const char *method, *path, *body;
    int status;
    const char *code;
  } cases[] = {
    { "GET", "/api/assets/X", NULL, 404, "ASSET_NOT_FOUND" },
    { "PATCH", "/api/assets/X", "{}", 404, "ASSET_NOT_FOUND" },
    { "GET", "/api/assets/X/history", NULL, 404, "ASSET_NOT_FOUND" },
    { "POST", "/api/assets", "{'id':'ST-1','kind':'STENCIL'}", 409, "ASSET_EXISTS" },
    { "POST", "/api/assets", "{'id':'ST-2','kind':'BRUSH'}", 422, "VALIDATION_FAILED" },
    { "POST", "/api/assets", "{'id':'ST-2','kind':'STENCIL','used':5}", 422, "VALIDATION_FAILED" },
    { "POST", "/api/assets", "{'id':'ST-2','kind':'STENCIL','lifeLimit':0}", 422, "VALIDATION_FAILED" },
    { "PATCH", "/api/assets/ST-1", "{'state':null}", 422, "VALIDATION_FAILED" },
    { "PATCH", "/api/assets/ST-1", "{'used':null}", 422, "VALIDATION_FAILED" },
    { "PATCH", "/api/assets/ST-1", "{'used':-1}", 422, "VALIDATION_FAILED" },
    { "PATCH", "/api/assets/ST-1", "{'kind':'FIXTURE'}", 422, "VALIDATION_FAILED" },
    { "GET", "/api/assets?kind=BRUSH", NULL, 422, "VALIDATION_FAILED" },
    { "GET", "/api/assets?limit=0", NULL, 422, "VALIDATION_FAILED" },
    { "GET", "/api/assets?limit=201", NULL, 422, "VALIDATION_FAILED" },
    { "GET", "/api/assets/ST-1/history?after=x", NULL, 422, "VALIDATION_FAILED" },
    { "GET", "/api/materials/X", NULL, 404, "MATERIAL_NOT_FOUND" },
    { "POST", "/api/materials", "{'code':'M-1','name':'again'}", 409, "MATERIAL_EXISTS" },
    { "POST", "/api/materials", "{'code':'M-2','name':'n','msl':'7'}", 422, "VALIDATION_FAILED" },
    { "PATCH", "/api/materials/M-1", "{'name':null}", 422, "VALIDATION_FAILED" },
    { "GET", "/api/material-lots/X", NULL, 404, "MATERIAL_LOT_NOT_FOUND" },
    { "POST", "/api/material-lots", "{'materialCode':'M-9','lotNo':'L'}", 404, "MATERIAL_NOT_FOUND" },
    { "POST", "/api/material-lots", "{'materialCode':'M-1','lotNo':'L-1'}", 409, "MATERIAL_LOT_EXISTS" },
    { "GET", "/api/material-lots?after=x", NULL, 422, "VALIDATION_FAILED" },
    { "GET", "/api/boms/X", NULL, 404, "BOM_LINE_NOT_FOUND" },
    { "DELETE", "/api/boms/X", NULL, 404, "BOM_LINE_NOT_FOUND" },
    { "POST", "/api/boms", "{'productCode':'P-100','materialCode':'M-1'}", 409, "BOM_LINE_EXISTS" },
    { "GET", "/api/equipment/X", NULL, 404, "EQUIPMENT_NOT_FOUND" },
    { "POST", "/api/equipment", "{'equipmentCode':'PRN-A','name':'n','status':'normal'}", 409, "EQUIPMENT_EXISTS" },
    { "GET", "/api/line-stops/X", NULL, 404, "LINE_STOP_NOT_FOUND" },
    { "POST", "/api/line-stops", "{'line':'LINE-X','from':'2024-11-01T00:00:00Z'}", 404, "LINE_NOT_FOUND" },
    { "POST", "/api/line-stops", "{'line':'LINE-A','from':'2024-11-01T00:00:00Z','to':'2024-10-31T00:00:00Z'}", 422,
      "VALIDATION_FAILED" },
    { "POST", "/api/line-stops", "{'line':'LINE-A','from':'2099-01-01T00:00:00Z'}", 422, "VALIDATION_FAILED" },
    { "POST", "/api/stations", "{'code':'PRN-A','name':'n','stationType':'AUTO'}", 409, "STATION_EXISTS" },
    { "POST", "/api/stations", "{'code':'S','name':'n','stationType':'AUTO','lineCode':'LINE-X'}", 404,
      "LINE_NOT_FOUND" },
    { "POST", "/api/stations", "{'code':'S','name':'n','stationType':'AUTO','groupCode':'G-X'}", 404,
      "STATION_GROUP_NOT_FOUND" },
    { "PATCH", "/api/stations/S-X", "{}", 404, "STATION_NOT_FOUND" },
    { "POST", "/api/stations/groups", "{'code':'G','name':'again'}", 409, "STATION_GROUP_EXISTS" },
  };
  static const char *const writing[] = { "/api/assets",   "/api/materials",      "/api/material-lots",
                                         "/api/boms",     "/api/equipment",      "/api/line-stops",
                                         "/api/stations", "/api/stations/groups" };

  plant_check (f, "engineer", "POST", "/api/assets", "{'id':'ST-1','kind':'STENCIL'}", 201, NULL);
  plant_check (f, "engineer", "POST", "/api/materials", "{'code':'M-1','name':'Resistor'}", 201, NULL);
  plant_check (f, "engineer", "POST", "/api/material-lots", "{'materialCode':'M-1','lotNo':'L-1'}", 201, NULL);
  plant_check (f, "engineer", "POST", "/api/boms", "{'productCode':'P-100','materialCode':'M-1'}", 201, NULL);
  plant_check (f, "engineer", "POST", "/api/stations/groups", "{'code':'G','name':'Group'}", 201, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    plant_check (f, "engineer", cases[i].method, cases[i].path, cases[i].body, cases[i].status, cases[i].code);
  for (guint i = 0; i < G_N_ELEMENTS (writing); i++)
    plant_check (f, "operator", "POST", writing[i], "{}", 403, "FORBIDDEN");
  plant_check (f, "idle", "GET", "/api/assets", NULL, 403, "FORBIDDEN");
  plant_check (f, NULL, "GET", "/api/boms", NULL, 401, "UNAUTHORIZED");
}

static void
test_alike (PlantFixture *f, gconstpointer data)
{
  g_autoptr (PlantAnswer) material = NULL, lot = NULL, bom = NULL, station = NULL, boms = NULL, machine = NULL;
  g_autofree char *lot_path = NULL, *bom_path = NULL;

  plant_check (f, "engineer", "POST", "/api/materials", "{'code':'M-1','name':'IC','msl':'3'}", 201, NULL);
  material =
    plant_expect (f, "engineer", "PATCH", "/api/materials/M-1", "{'msl':'5a','trackFloorLife':true}", 200, NULL);
  g_assert_cmpstr (plant_text (material, "data.msl"), ==, "5a");
  g_assert_cmpstr (plant_text (material, "data.name"), ==, "IC");

  lot = plant_expect (f, "engineer", "POST", "/api/material-lots", "{'materialCode':'M-1','lotNo':'L-1'}", 201, NULL);
  lot_path = g_strconcat ("/api/material-lots/", plant_text (lot, "data.id"), NULL);
  g_clear_pointer (&lot, plant_answer_free);
  lot = plant_expect (f, "engineer", "PATCH", lot_path, "{'openedAt':'2024-11-01T00:00:00Z'}", 200, NULL);
  g_assert_cmpstr (plant_text (lot, "data.openedAt"), ==, "2024-11-01T00:00:00.000Z");

  bom = plant_expect (f, "engineer", "POST", "/api/boms",
                      "{'productCode':'P-100','materialCode':'M-1','quantity':2.5,'position':'U1'}", 201, NULL);
  bom_path = g_strconcat ("/api/boms/", plant_text (bom, "data.id"), NULL);
  plant_check (f, "engineer", "PATCH", bom_path, "{'quantity':3}", 200, NULL);
  boms = plant_expect (f, "operator", "GET", "/api/boms?productCode=P-100", NULL, 200, NULL);
  g_assert_cmpint (plant_int (boms, "data.items[0].quantity"), ==, 3);
  plant_check (f, "engineer", "DELETE", bom_path, NULL, 200, NULL);
  plant_check (f, "engineer", "GET", bom_path, NULL, 404, "BOM_LINE_NOT_FOUND");

  machine = plant_expect (f, "engineer", "PATCH", "/api/equipment/PRN-A", "{'location':'Hall 2'}", 200, NULL);
  g_assert_cmpstr (plant_text (machine, "data.status"), ==, "normal");

  plant_check (f, "engineer", "POST", "/api/stations/groups", "{'code':'G','name':'Group'}", 201, NULL);
  plant_check (f, "engineer", "POST", "/api/stations",
               "{'code':'AOI-B','name':'AOI','stationType':'TEST','lineCode':'LINE-B'}", 201, NULL);
  station =
    plant_expect (f, "engineer", "PATCH", "/api/stations/AOI-B", "{'groupCode':'G','lineCode':'LINE-A'}", 200, NULL);
  g_assert_cmpstr (plant_text (station, "data.lineId"), ==, "id-LINE-A");
  g_assert_cmpstr (plant_text (station, "data.groupCode"), ==, "G");
}

/* What a register says is judged at once: equipment of the line blocks its run. */
static void
test_judged_again (PlantFixture *f, gconstpointer data)
{
  g_autoptr (PlantAnswer) before = NULL, broken = NULL, repaired = NULL, station = NULL;

  before = plant_expect (f, "operator", "GET", "/api/runs/RUN-A/readiness/latest", NULL, 200, NULL);
  g_assert_cmpint (plant_int (before, "data.summary.failed"), ==, 0);
  plant_check (f, "engineer", "PATCH", "/api/equipment/OVEN-A", "{'status':'repair'}", 200, NULL);
  broken = plant_expect (f, "operator", "GET", "/api/runs/RUN-A/readiness/latest", NULL, 200, NULL);
  g_assert_cmpint (plant_int (broken, "data.summary.failed"), ==, 1);
  plant_check (f, "engineer", "PATCH", "/api/equipment/OVEN-A", "{'status':'normal'}", 200, NULL);
  repaired = plant_expect (f, "operator", "GET", "/api/runs/RUN-A/readiness/latest", NULL, 200, NULL);
  g_assert_cmpint (plant_int (repaired, "data.summary.failed"), ==, 0);
  /* A station without a machine. */
  plant_check (f, "engineer", "POST", "/api/stations",
               "{'code':'SPI-A','name':'SPI','stationType':'TEST','lineCode':'LINE-A'}", 201, NULL);
  station = plant_expect (f, "operator", "GET", "/api/runs/RUN-A/readiness/latest", NULL, 200, NULL);
  g_assert_cmpint (plant_int (station, "data.summary.failed"), ==, 1);
}

static void
test_cursor (PlantFixture *f, gconstpointer data)
{
  g_autoptr (GString) seen = g_string_new (NULL);
  g_autofree char *next = g_strdup ("");

  for (int i = 1; i <= 5; i++)
    {
      g_autofree char *body = g_strdup_printf ("{'code':'M-%d','name':'Material'}", 6 - i);
      plant_check (f, "engineer", "POST", "/api/materials", body, 201, NULL);
    }
  while (next != NULL)
    {
      g_autofree char *path = g_strdup_printf ("/api/materials?limit=2&after=%s", next);
      g_autoptr (PlantAnswer) part = plant_expect (f, "operator", "GET", path, NULL, 200, NULL);

      for (int i = 0; i < plant_length (part, "data.items"); i++)
        {
          g_autofree char *code = g_strdup_printf ("data.items[%d].code", i);
          g_string_append_printf (seen, "%s ", plant_text (part, code));
        }
      g_free (next);
      next = g_strdup (plant_text (part, "data.next"));
      g_string_append (seen, next != NULL ? "| " : ".");
    }
  g_assert_cmpstr (seen->str, ==, "M-1 M-2 | M-3 M-4 | M-5 .");
}

/* Newest first, each once, however many bear the same time. */
static void
test_cursor_by_time (PlantFixture *f, gconstpointer data)
{
  static const char *const times[] = { "2024-11-01T00:00:00Z", "2024-11-02T00:00:00Z", "2024-11-02T00:00:00Z",
                                       "2024-11-02T00:00:00Z", "2024-11-03T00:00:00Z" };
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autofree char *next = g_strdup ("");
  g_autofree char *before = g_strdup ("9");
  int calls = 0;

  for (guint i = 0; i < G_N_ELEMENTS (times); i++)
    {
      g_autofree char *body = g_strdup_printf ("{'line':'LINE-A','from':'%s'}", times[i]);
      plant_check (f, "engineer", "POST", "/api/line-stops", body, 201, NULL);
    }
  for (; next != NULL; calls++)
    {
      g_autofree char *path = g_strdup_printf ("/api/line-stops?line=LINE-A&limit=1&after=%s", next);
      g_autoptr (PlantAnswer) part = plant_expect (f, "operator", "GET", path, NULL, 200, NULL);

      g_assert_cmpint (plant_length (part, "data.items"), ==, 1);
      g_assert_true (g_hash_table_add (seen, g_strdup (plant_text (part, "data.items[0].id"))));
      g_assert_cmpstr (plant_text (part, "data.items[0].from"), <=, before);
      g_free (before);
      before = g_strdup (plant_text (part, "data.items[0].from"));
      g_free (next);
      next = g_strdup (plant_text (part, "data.next"));
    }
  g_assert_cmpint (calls, ==, 5);
}

static void
test_line_stop (PlantFixture *f, gconstpointer data)
{
  g_autoptr (PlantAnswer) stop = NULL, ended = NULL, hidden = NULL;
  g_autofree char *path = NULL;

  stop = plant_expect (f, "engineer", "POST", "/api/line-stops", "{'line':'LINE-A','from':'2024-11-01T00:00:00Z'}", 201,
                       NULL);
  path = g_strconcat ("/api/line-stops/", plant_text (stop, "data.id"), NULL);
  plant_check (f, "engineer", "PATCH", path, "{'to':'2024-10-31T00:00:00Z'}", 422, "VALIDATION_FAILED");
  ended = plant_expect (f, "engineer", "PATCH", path, "{'to':'2024-11-01T05:00:00Z'}", 200, NULL);
  g_assert_cmpstr (plant_text (ended, "data.to"), ==, "2024-11-01T05:00:00.000Z");
  /* Another line's stops do not exist for somebody of LINE-B. */
  plant_check (f, "operator-b", "GET", path, NULL, 404, "LINE_STOP_NOT_FOUND");
  hidden = plant_expect (f, "operator-b", "GET", "/api/line-stops", NULL, 200, NULL);
  g_assert_cmpint (plant_length (hidden, "data.items"), ==, 0);
  plant_check (f, "operator-b", "GET", "/api/equipment/PRN-A", NULL, 404, "EQUIPMENT_NOT_FOUND");
  plant_check (f, "operator-b", "GET", "/api/equipment/PRN-B", NULL, 200, NULL);
}

static void
insert_cleaning (PlantFixture *f, const char *id, const char *line_id, gint64 at)
{
  g_autoptr (PbStencilCleaningRecord) record = pb_object_new (&pb_stencil_cleaning_record_type);

  record->id = g_strdup (id);
  record->stencil_id = g_strdup ("ST-1");
  record->line_id = g_strdup (line_id);
  record->cleaned_at = at;
  record->cleaned_by = g_strdup ("L. M.");
  plant_insert (f, record);
}

static void
test_history (PlantFixture *f, gconstpointer data)
{
  g_autoptr (PbBinding) binding = pb_object_new (&pb_binding_type);
  g_autoptr (PlantAnswer) first = NULL, second = NULL, other = NULL;
  g_autofree char *path = NULL;

  plant_check (f, "engineer", "POST", "/api/assets", "{'id':'ST-1','kind':'STENCIL'}", 201, NULL);
  insert_cleaning (f, "c1", "id-LINE-A", f->now - 3 * PB_HOUR);
  insert_cleaning (f, "c2", "id-LINE-A", f->now - PB_HOUR);
  insert_cleaning (f, "c3", "id-LINE-B", f->now - PB_HOUR);
  binding->id = g_strdup ("b1");
  binding->line_id = g_strdup ("id-LINE-A");
  binding->kind = PB_ASSET_STENCIL;
  binding->asset_id = g_strdup ("ST-1");
  binding->is_current = PB_BOOL (TRUE);
  binding->bound_at = f->now - 2 * PB_HOUR;
  plant_insert (f, binding);

  first = plant_expect (f, "engineer", "GET", "/api/assets/ST-1/history?limit=3", NULL, 200, NULL);
  g_assert_cmpint (plant_length (first, "data.items"), ==, 3);
  g_assert_cmpstr (plant_text (first, "data.items[0].data.id"), ==, "c3");
  g_assert_cmpstr (plant_text (first, "data.items[0].type"), ==, "StencilCleaningRecord");
  g_assert_cmpstr (plant_text (first, "data.items[1].data.id"), ==, "c2");
  g_assert_cmpstr (plant_text (first, "data.items[2].type"), ==, "Binding");
  path = g_strconcat ("/api/assets/ST-1/history?limit=3&after=", plant_text (first, "data.next"), NULL);
  second = plant_expect (f, "engineer", "GET", path, NULL, 200, NULL);
  g_assert_cmpint (plant_length (second, "data.items"), ==, 1);
  g_assert_cmpstr (plant_text (second, "data.items[0].data.id"), ==, "c1");
  g_assert_null (plant_text (second, "data.next"));
  other = plant_expect (f, "operator-b", "GET", "/api/assets/ST-1/history", NULL, 200, NULL);
  g_assert_cmpint (plant_length (other, "data.items"), ==, 1);
  g_assert_cmpstr (plant_text (other, "data.items[0].data.id"), ==, "c3");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define TEST(name, func) g_test_add (name, PlantFixture, NULL, plant_set_up, func, plant_tear_down)
  TEST ("/registers/asset", test_asset);
  TEST ("/registers/replacement", test_replacement);
  TEST ("/registers/refused", test_refused);
  TEST ("/registers/alike", test_alike);
  TEST ("/registers/judged-again", test_judged_again);
  TEST ("/registers/cursor", test_cursor);
  TEST ("/registers/cursor-by-time", test_cursor_by_time);
  TEST ("/registers/line-stop", test_line_stop);
  TEST ("/registers/history", test_history);
  return g_test_run ();
}
