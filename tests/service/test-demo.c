/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <string.h>

#include "domain/pb-fai.h"
#include "domain/pb-records.h"
#include "domain/pb-run.h"
#include "pb-plant-fixture.h"
#include "service/pb-demo.h"
#include "wire/pb-json.h"

/* The demo plant tells one story: what its registers, counters and runs say follows from records that are there. One
 * demo serves all tests, which only read it. */

typedef struct
{
  char *directory, *database;
  PbService *service;
  PbStore *store; /* a reader */
  char *token;    /* of trace@example.com, who sees everything */
} Demo;

static Demo demo;

static PlantAnswer *
send (const char *method, const char *path, const char *body)
{
  const char *mark = strchr (path, '?');
  g_autofree char *plain = mark != NULL ? g_strndup (path, (gsize) (mark - path)) : g_strdup (path);
  PbRequest *request = pb_request_new (method, plain);

  request->query = mark != NULL ? g_strdup (mark + 1) : NULL;
  request->token = g_strdup (demo.token);
  request->content_type = g_strdup ("application/json");
  if (body != NULL)
    request->body = g_bytes_new (body, strlen (body));
  return plant_answer_new (pb_service_call (demo.service, request));
}

static PlantAnswer *
get (const char *path)
{
  PlantAnswer *answer = send ("GET", path, NULL);

  g_assert_cmpint (answer->status, ==, 200);
  return answer;
}

/* @column: (nullable). */
static GPtrArray *
list (const PbType *type, const char *column, const char *value)
{
  PbQuery query = { .type = type };
  g_autoptr (GError) error = NULL;
  GPtrArray *rows;

  if (column != NULL)
    pb_query_add_text (&query, column, PB_OP_EQ, value);
  rows = pb_store_list (demo.store, &query, NULL, &error);
  g_assert_no_error (error);
  return rows;
}

static gpointer
find (const PbType *type, const char *column, const char *value)
{
  g_autoptr (GPtrArray) rows = list (type, column, value);

  g_assert_cmpuint (rows->len, ==, 1);
  return pb_object_ref (rows->pdata[0]);
}

static gint64
number_of (gpointer object, const char *name)
{
  return PB_MEMBER (object, pb_type_find_field (PB_TYPE_OF (object), name), PbInt).v;
}

/* A run that has been in production. */
static gboolean
was_produced (const PbRun *run)
{
  return run->status != PB_RUN_PREP && run->status != PB_RUN_AUTHORIZED && run->status != PB_RUN_CANCELLED;
}

/* ---- Things with a life */

static gint64
add_up (const PbAsset *asset)
{
  static const struct
  {
    const PbType *type;
    const char *object, *added;
  } sources[] = {
    { &pb_stencil_usage_record_type, "stencil_id", "printCount" },
    { &pb_squeegee_usage_record_type, "squeegee_id", "printCount" },
    { &pb_fixture_usage_record_type, "fixture_id", "usageCount" },
  };
  gint64 sum = 0;

  for (guint i = 0; i < G_N_ELEMENTS (sources); i++)
    {
      g_autoptr (GPtrArray) records = list (sources[i].type, sources[i].object, asset->id);

      for (guint k = 0; k < records->len; k++)
        sum += number_of (records->pdata[k], sources[i].added);
    }
  return sum;
}

static void
test_counters (void)
{
  g_autoptr (GPtrArray) assets = list (&pb_asset_type, NULL, NULL);
  guint with_life = 0;

  for (guint i = 0; i < assets->len; i++)
    {
      const PbAsset *asset = assets->pdata[i];
      g_autofree char *path = g_strdup_printf ("/api/assets/%s/history", asset->id);
      g_autoptr (PlantAnswer) history = get (path);

      g_test_message ("%s", asset->id);
      g_assert_cmpint (asset->used.v, ==, add_up (asset));
      g_assert_false (asset->disputed_total.set);
      g_assert_cmpint (plant_length (history, "data.items"), >, 1);
      with_life += asset->used.v > 0;
    }
  g_assert_cmpuint (with_life, >=, 12);
}

/* Two months of paste: lots that came, were thawed, issued and returned, and are used up by now. */
static void
test_paste (void)
{
  g_autoptr (GPtrArray) lots = list (&pb_asset_type, "kind", "PASTE_LOT");
  gint64 oldest = G_MAXINT64, newest = 0;
  guint used_up = 0;

  for (guint i = 0; i < lots->len; i++)
    {
      const PbAsset *lot = lots->pdata[i];
      g_autoptr (GPtrArray) records = list (&pb_paste_record_type, "lot_id", lot->id);
      guint received = 0, issued = 0, returned = 0;

      g_test_message ("%s", lot->id);
      for (guint k = 0; k < records->len; k++)
        {
          const PbPasteRecord *record = records->pdata[k];

          received += record->received_at != 0;
          issued += record->issued_at != 0;
          returned += record->returned_at != 0;
          g_assert_true (record->issued_at == 0 || record->issued_at >= record->thawed_at + 4 * PB_HOUR);
          oldest = MIN (oldest, record->created_at);
          newest = MAX (newest, record->created_at);
        }
      g_assert_cmpuint (received, ==, 1);
      if (lot->state != PB_ASSET_RETIRED)
        continue;
      used_up++;
      g_assert_cmpuint (issued, >, 0);
      g_assert_cmpuint (returned, ==, issued);
    }
  g_assert_cmpuint (used_up, >=, 6);
  g_assert_cmpint (newest - oldest, >=, 55 * PB_DAY);
}

/* A reel is in one place. */
static void
test_reels (void)
{
  g_autoptr (GPtrArray) slots = list (&pb_feeder_slot_type, NULL, NULL);
  g_autoptr (GHashTable) reels = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < slots->len; i++)
    {
      const PbFeederSlot *slot = slots->pdata[i];

      if (slot->current_material_lot_id != NULL)
        g_assert_true (g_hash_table_add (reels, slot->current_material_lot_id));
    }
  g_assert_cmpuint (g_hash_table_size (reels), ==, 12);
}

/* ---- Registers */

/* "R1-R24" are 24 places, "X1" is one. */
static gint64
count_places (const char *position)
{
  const char *first = position + strcspn (position, "0123456789");
  const char *dash = strchr (position, '-');
  const char *last = dash != NULL ? dash + strcspn (dash, "0123456789") : first;

  return g_ascii_strtoll (last, NULL, 10) - g_ascii_strtoll (first, NULL, 10) + 1;
}

static void
test_boms (void)
{
  g_autoptr (GPtrArray) lines = list (&pb_bom_line_type, NULL, NULL);
  g_autoptr (GHashTable) boms = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
  g_autoptr (GHashTable) different = g_hash_table_new (g_str_hash, g_str_equal);
  GHashTableIter iter;
  char *text;

  for (guint i = 0; i < lines->len; i++)
    {
      const PbBomLine *line = lines->pdata[i];
      const char *before = g_hash_table_lookup (boms, line->product_code);

      g_test_message ("%s %s", line->product_code, line->material_code);
      g_assert_cmpfloat (line->quantity.v, ==, (double) count_places (line->position));
      g_hash_table_insert (boms, line->product_code,
                           g_strdup_printf ("%s %s*%g", before != NULL ? before : "", line->material_code,
                                            line->quantity.v));
    }
  g_assert_cmpuint (g_hash_table_size (boms), ==, 5);
  g_hash_table_iter_init (&iter, boms);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &text))
    g_assert_true (g_hash_table_add (different, text));
}

static void
test_created (void)
{
  static const PbType *const types[] = {
    &pb_line_type,     &pb_station_type, &pb_equipment_type,          &pb_asset_type, &pb_reflow_profile_type,
    &pb_material_type, &pb_route_type,   &pb_program_assignment_type, &pb_user_type
  };

  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    {
      g_autoptr (GPtrArray) rows = list (types[i], NULL, NULL);

      g_test_message ("%s", types[i]->name);
      g_assert_cmpuint (rows->len, >, 0);
      for (guint k = 0; k < rows->len; k++)
        g_assert_cmpint (PB_MEMBER (rows->pdata[k], pb_type_find_field (types[i], "createdAt"), gint64), >, 0);
    }
}

/* ---- Runs */

static void
test_work_orders (void)
{
  g_autoptr (GPtrArray) runs = list (&pb_run_type, NULL, NULL);

  for (guint i = 0; i < runs->len; i++)
    {
      const PbRun *run = runs->pdata[i];
      g_autoptr (PbWorkOrder) order = find (&pb_work_order_type, "id", run->wo_id);

      g_test_message ("%s", run->run_no);
      g_assert_cmpint (order->created_at, <, run->created_at);
      g_assert_cmpint ((gint64) order->planned_qty.v, ==, run->plan_qty.v);
    }
}

static void
check_first_article (const PbRun *run)
{
  g_autoptr (PbInspection) fai = find (&pb_inspection_type, "run_id", run->id);
  g_autofree char *path = g_strdup_printf ("/api/fai/%s", fai->id);
  g_autoptr (PlantAnswer) shown = get (path);
  g_autoptr (GPtrArray) signatures = list (&pb_signature_type, "subject_id", fai->id);
  g_autoptr (GHashTable) people = g_hash_table_new (g_str_hash, g_str_equal);
  guint measured = 0;

  g_assert_cmpint (fai->status, ==, PB_FAI_PASS);
  g_assert_cmpint (fai->signed_at, >, 0);
  g_assert_cmpint (fai->signed_at, <=, run->authorized_at);
  g_assert_cmpuint (signatures->len, ==, 3);
  for (guint i = 0; i < signatures->len; i++)
    g_assert_true (g_hash_table_add (people, ((PbSignature *) signatures->pdata[i])->signed_by));
  g_assert_cmpint (plant_length (shown, "data.items"), ==, 19);
  for (guint i = 0; i < 19; i++)
    {
      g_autofree char *result = g_strdup_printf ("data.items[%u].measurements[0].result", i);
      g_autofree char *value = g_strdup_printf ("data.items[%u].measurements[0].actualValue", i);

      g_assert_cmpstr (plant_text (shown, result), ==, "PASS");
      measured += plant_text (shown, value) != NULL;
    }
  g_assert_cmpuint (measured, ==, 2);
}

static void
check_units (const PbRun *run)
{
  g_autoptr (GPtrArray) units = list (&pb_unit_type, "run_id", run->id);
  g_autoptr (GPtrArray) tracks = list (&pb_track_type, "run_id", run->id);
  guint ended = 0, trial = 0;

  g_assert_cmpuint (tracks->len, >=, units->len);
  for (guint i = 0; i < units->len; i++)
    {
      PbUnitStatus status = (PbUnitStatus) ((PbUnit *) units->pdata[i])->status;

      trial += ((PbUnit *) units->pdata[i])->is_trial.v;
      ended += status == PB_UNIT_DONE || status == PB_UNIT_OUT_FAILED || status == PB_UNIT_SCRAPPED;
    }
  g_assert_cmpint (units->len, ==, run->plan_qty.v + trial);
  if (run->status == PB_RUN_IN_PROGRESS || run->status == PB_RUN_ON_HOLD)
    g_assert_true (ended > 0 && ended < units->len);
  else
    g_assert_cmpuint (ended, ==, units->len);
}

static void
test_produced_runs (void)
{
  g_autoptr (GPtrArray) runs = list (&pb_run_type, NULL, NULL);
  guint produced = 0, waived = 0;

  for (guint i = 0; i < runs->len; i++)
    {
      const PbRun *run = runs->pdata[i];
      g_autoptr (GPtrArray) checks = list (&pb_check_type, "run_id", run->id);
      g_autoptr (GPtrArray) waivers = list (&pb_waiver_type, "run_id", run->id);
      guint formal = 0;

      if (!was_produced (run))
        continue;
      g_test_message ("%s", run->run_no);
      produced++;
      g_assert_nonnull (run->authorized_by);
      g_assert_nonnull (run->evidence_id);
      g_assert_cmpint (run->created_at, <, run->authorized_at);
      g_assert_cmpint (run->authorized_at, <, run->started_at);
      g_assert_true ((run->ended_at != 0) == (run->status != PB_RUN_IN_PROGRESS && run->status != PB_RUN_ON_HOLD));
      for (guint k = 0; k < checks->len; k++)
        formal += ((PbCheck *) checks->pdata[k])->type == PB_CHECK_FORMAL;
      g_assert_cmpuint (formal, >, 0);
      for (guint k = 0; k < waivers->len; k++, waived++)
        g_assert_cmpint (((PbWaiver *) waivers->pdata[k])->ended_at, ==, run->started_at);
      check_units (run);
      if (g_str_has_prefix (run->run_no, "RUN-DEMO-SMT"))
        check_first_article (run);
    }
  g_assert_cmpuint (produced, ==, 6);
  g_assert_cmpuint (waived, >, 0);
}

static void
test_states (void)
{
  for (int status = PB_RUN_PREP; status <= PB_RUN_CANCELLED; status++)
    {
      g_autoptr (GPtrArray) runs = list (&pb_run_type, "status", pb_enum_text (&pb_run_statuses, status));

      g_test_message ("%s", pb_enum_text (&pb_run_statuses, status));
      g_assert_cmpuint (runs->len, >, 0);
    }
}

static void
test_board (void)
{
  static const char *const states[][2] = {
    { "RUN-DEMO-SMT-001", "BLOCKED" },
    { "RUN-DEMO-SMT-002", "READY_FOR_FAI" },
    { "RUN-DEMO-SMT-003", "WAITING_SIGNATURE" },
    { "RUN-DEMO-SMT-004", "WAITING_SIGNATURE" },
    { "RUN-DEMO-SMT-005", "BLOCKED" },
    { "RUN-DEMO-SMT-006", "AUTHORIZED" },
    { "RUN-DEMO-SMT-007", "READY_FOR_FAI" },
    { "RUN-DEMO-SMT-008", "FAI_RUNNING" },
    { "RUN-DEMO-DIP-001", "READY" },
  };
  g_autoptr (PlantAnswer) board = get ("/api/board?limit=200");
  g_autoptr (PlantAnswer) one = get ("/api/runs/RUN-DEMO-SMT-001/gate");
  g_autoptr (PlantAnswer) four = get ("/api/runs/RUN-DEMO-SMT-004/gate");

  g_assert_cmpint (plant_length (board, "data.items"), ==, G_N_ELEMENTS (states));
  for (guint i = 0; i < G_N_ELEMENTS (states); i++)
    {
      g_autofree char *run_no = g_strdup_printf ("data.items[%u].runNo", i);
      g_autofree char *state = g_strdup_printf ("data.items[%u].state", i);
      guint k = 0;

      while (k < G_N_ELEMENTS (states) && g_strcmp0 (states[k][0], plant_text (board, run_no)) != 0)
        k++;
      g_assert_cmpuint (k, <, G_N_ELEMENTS (states));
      g_test_message ("%s", states[k][0]);
      g_assert_cmpstr (plant_text (board, state), ==, states[k][1]);
    }
  g_assert_cmpint (plant_length (one, "data.blockers"), ==, 8);
  g_assert_cmpint (plant_length (four, "data.blockers"), ==, 1);
}

/* ---- Around it all */

/* The demo plant offers its people at sign-in. */
static void
test_people (void)
{
  g_autoptr (PlantAnswer) about = get ("/api/meta/capabilities");
  JsonArray *people = json_node_get_array (plant_node (about, "data.people"));

  g_assert_true (plant_bool (about, "data.demo"));
  g_assert_cmpuint (json_array_get_length (people), ==, 10);
  for (guint i = 0; i < json_array_get_length (people); i++)
    {
      JsonObject *person = json_array_get_object_element (people, i);

      g_assert_nonnull (strchr (json_object_get_string_member (person, "email"), '@'));
      g_assert_nonnull (json_object_get_string_member (person, "name"));
      g_assert_nonnull (json_object_get_string_member (person, "role"));
      g_assert_cmpuint (json_object_get_size (person), ==, 3);
    }
}

static void
test_audit (void)
{
  g_autofree char *path = g_strdup ("/api/audit-logs/verify");
  gint64 checked = 0;

  while (path != NULL)
    {
      g_autoptr (PlantAnswer) answer = get (path);
      const char *next = plant_text (answer, "data.next");

      g_assert_true (plant_bool (answer, "data.valid"));
      checked += plant_int (answer, "data.checked");
      g_free (path);
      path = next != NULL ? g_strdup_printf ("/api/audit-logs/verify?after=%s", next) : NULL;
    }
  g_assert_cmpint (checked, >, 1000);
}

/* ---- */

static void
make_demo (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PlantAnswer) answer = NULL;
  PbServiceOptions options = { .demo = TRUE };
  gint64 begun = g_get_monotonic_time ();

  demo.directory = g_dir_make_tmp ("prepboard-demo-XXXXXX", &error);
  g_assert_no_error (error);
  demo.database = g_strdup_printf ("sqlite:%s/demo.sqlite", demo.directory);
  options.database = demo.database;
  demo.service = pb_service_new (&options, &error);
  g_assert_no_error (error);
  g_test_message ("made in %.1f s", (double) (g_get_monotonic_time () - begun) / G_TIME_SPAN_SECOND);
  demo.store = pb_store_open (demo.database, PB_STORE_READER, &error);
  g_assert_no_error (error);
  answer =
    send ("POST", "/api/auth/sign-in/email", "{\"email\":\"trace@example.com\",\"password\":\"" PB_DEMO_PASSWORD "\"}");
  g_assert_cmpint (answer->status, ==, 200);
  demo.token = g_strdup (plant_text (answer, "token"));
}

static void
take_demo_away (void)
{
  g_autoptr (GDir) dir = g_dir_open (demo.directory, 0, NULL);
  const char *name;

  pb_store_free (demo.store);
  pb_service_free (demo.service);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (demo.directory, name, NULL);
      g_unlink (path);
    }
  g_rmdir (demo.directory);
  g_free (demo.directory);
  g_free (demo.database);
  g_free (demo.token);
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/demo/counters", test_counters);
  g_test_add_func ("/demo/paste", test_paste);
  g_test_add_func ("/demo/reels", test_reels);
  g_test_add_func ("/demo/boms", test_boms);
  g_test_add_func ("/demo/created", test_created);
  g_test_add_func ("/demo/work-orders", test_work_orders);
  g_test_add_func ("/demo/produced-runs", test_produced_runs);
  g_test_add_func ("/demo/states", test_states);
  g_test_add_func ("/demo/board", test_board);
  g_test_add_func ("/demo/people", test_people);
  g_test_add_func ("/demo/audit", test_audit);
  make_demo ();
  result = g_test_run ();
  take_demo_away ();
  return result;
}
