/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pb-plant-fixture.h"

#include <glib/gstdio.h>
#include <string.h>

#include "domain/pb-people.h"
#include "plant-described.h"
#include "service/pb-secret.h"
#include "wire/pb-json.h"

static gint64
clock_cb (gpointer user_data)
{
  return ((PlantFixture *) user_data)->now;
}

/* ---- The plant */

static PbLine *
line_new (const char *code)
{
  PbLine *line = pb_object_new (&pb_line_type);
  const char *const enabled[] = { "ROUTE", "EQUIPMENT", NULL };

  line->id = g_strconcat ("id-", code, NULL);
  line->code = g_strdup (code);
  line->name = g_strconcat ("Line ", code, NULL);
  line->process_type = PB_PROCESS_SMT;
  line->enabled_items = g_strdupv ((char **) enabled);
  line->version = PB_INT (1);
  return line;
}

static void
insert_station (PlantFixture *f, const char *line, const char *code, PbStationType type, const char *group)
{
  g_autoptr (PbStation) station = pb_object_new (&pb_station_type);
  g_autoptr (PbEquipment) equipment = pb_object_new (&pb_equipment_type);

  station->id = g_strconcat ("id-", code, NULL);
  station->code = g_strdup (code);
  station->name = g_strdup (code);
  station->station_type = (int) type;
  station->line_code = g_strdup (line);
  station->line_id = g_strconcat ("id-", line, NULL);
  station->group_code = g_strdup (group);
  plant_insert (f, station);
  equipment->id = g_strconcat ("machine-", code, NULL);
  equipment->equipment_code = g_strdup (code);
  equipment->name = g_strdup (code);
  equipment->status = g_strdup ("normal");
  plant_insert (f, equipment);
}

static void
insert_step (PlantFixture *f, gint64 no, const char *operation, PbStationType type, const char *group, gboolean fai)
{
  for (int of_version = 0; of_version < 2; of_version++)
    {
      g_autoptr (PbRouteStep) step = pb_object_new (&pb_route_step_type);

      step->id = g_strdup_printf ("step-%d-%" G_GINT64_FORMAT, of_version, no);
      step->route_id = g_strdup ("id-RT-A");
      step->version_id = g_strdup (of_version ? "version-RT-A" : NULL);
      step->step_no = PB_INT (no);
      step->operation_code = g_strdup (operation);
      step->operation_name = g_strdup (operation);
      step->station_type = (int) type;
      step->station_group = g_strdup (group);
      step->requires_fai = PB_BOOL (fai);
      step->has_oven = PB_BOOL (FALSE);
      plant_insert (f, step);
    }
}

static void
insert_route (PlantFixture *f)
{
  g_autoptr (PbRoute) route = pb_object_new (&pb_route_type);
  g_autoptr (PbRouteVersion) version = pb_object_new (&pb_route_version_type);

  route->id = g_strdup ("id-RT-A");
  route->code = g_strdup ("RT-A");
  route->name = g_strdup ("Route A");
  route->product_code = g_strdup ("P-100");
  route->process_type = PB_PROCESS_SMT;
  route->version = PB_INT (1);
  plant_insert (f, route);
  version->id = g_strdup ("version-RT-A");
  version->route_id = g_strdup ("id-RT-A");
  version->route_code = g_strdup ("RT-A");
  version->route_name = g_strdup ("Route A");
  version->version_no = PB_INT (1);
  version->status = PB_VERSION_READY;
  version->compiled_at = f->now;
  version->fai_items = g_strdup ("[{\"seq\":1,\"itemName\":\"Stencil version\",\"required\":true,\"per\":\"RUN\"},"
                                 "{\"seq\":2,\"itemName\":\"Solder height\",\"required\":true,\"per\":\"UNIT\","
                                 "\"lowerLimit\":100,\"upperLimit\":150,\"unit\":\"µm\"},"
                                 "{\"seq\":3,\"itemName\":\"Polarity\",\"required\":true,\"per\":\"RUN\"},"
                                 "{\"seq\":4,\"itemName\":\"Cosmetics\",\"required\":false,\"per\":\"RUN\","
                                 "\"naAllowed\":true}]");
  plant_insert (f, version);
  insert_step (f, 1, "PRINT", PB_STATION_AUTO, "PRINT", TRUE);
  insert_step (f, 2, "REFLOW", PB_STATION_AUTO, "OVEN", TRUE);
  insert_step (f, 3, "AOI", PB_STATION_TEST, NULL, FALSE);
  insert_step (f, 4, "WASH", PB_STATION_MANUAL, NULL, FALSE);
  insert_step (f, 5, "PACK", PB_STATION_BATCH, NULL, FALSE);
}

static void
insert_run (PlantFixture *f, const char *letter, gint64 units)
{
  g_autoptr (PbWorkOrder) order = pb_object_new (&pb_work_order_type);
  g_autoptr (PbRun) run = pb_object_new (&pb_run_type);
  g_autofree char *prefix = g_strconcat ("SN-", letter, NULL);
  g_autoptr (GError) error = NULL;

  order->id = g_strconcat ("id-WO-", letter, NULL);
  order->wo_no = g_strconcat ("WO-", letter, NULL);
  order->product_code = g_strdup ("P-100");
  order->planned_qty = PB_DOUBLE (10);
  order->routing_id = g_strdup ("id-RT-A");
  order->routing_code = g_strdup ("RT-A");
  order->line_code = g_strconcat ("LINE-", letter, NULL);
  order->status = PB_WO_RELEASED;
  plant_insert (f, order);
  run->id = g_strconcat ("id-RUN-", letter, NULL);
  run->run_no = g_strconcat ("RUN-", letter, NULL);
  run->wo_id = g_strdup (order->id);
  run->wo_no = g_strdup (order->wo_no);
  run->product_code = g_strdup ("P-100");
  run->line_id = g_strconcat ("id-LINE-", letter, NULL);
  run->line_code = g_strconcat ("LINE-", letter, NULL);
  run->line_name = g_strconcat ("Line LINE-", letter, NULL);
  run->route_version_id = g_strdup ("version-RT-A");
  run->plan_qty = PB_INT (10);
  run->status = PB_RUN_PREP;
  run->version = PB_INT (1);
  run->created_at = run->updated_at = f->now;
  plant_insert (f, run);
  pb_store_insert_units (f->store, run, prefix, 1, units, f->now, &error);
  g_assert_no_error (error);
}

/* ---- Its people */

static void
insert_user (PlantFixture *f, const char *name, const char *role, const char *line, const char *hash)
{
  g_autoptr (PbUser) user = pb_object_new (&pb_user_type);
  g_autoptr (PbSession) session = pb_object_new (&pb_session_type);
  const char *const roles[] = { role, NULL };
  const char *const lines[] = { line, NULL };

  user->id = g_strconcat ("user-", name, NULL);
  user->email = g_strconcat (name, "@plant.test", NULL);
  user->name = g_strdup (name);
  user->is_active = PB_BOOL (TRUE);
  user->must_change_password = PB_BOOL (FALSE);
  user->password_hash = g_strdup (hash);
  user->roles = g_strdupv ((char **) roles);
  user->line_ids = g_strdupv ((char **) lines);
  user->created_at = user->updated_at = f->now;
  plant_insert (f, user);
  session->id = g_strconcat ("session-", name, NULL);
  session->user_id = g_strdup (user->id);
  session->token_hash = pb_token_hash (name);
  session->expires_at = f->now + 365 * PB_DAY;
  session->created_at = session->updated_at = f->now;
  plant_insert (f, session);
}

static void
insert_people (PlantFixture *f)
{
  static const char *const roles[] = { "operator",   "leader",  "material", "quality", "engineer",
                                       "supervisor", "planner", "trace",    "admin" };
  /* Hashing is slow on purpose: one hash for everybody. */
  g_autofree char *hash = pb_secret_hash (PLANT_PASSWORD);

  g_assert_nonnull (hash);
  for (guint i = 0; i < G_N_ELEMENTS (roles); i++)
    insert_user (f, roles[i], roles[i], "id-LINE-A", hash);
  insert_user (f, "quality2", "quality", "id-LINE-A", hash);
  insert_user (f, "supervisor2", "supervisor", "id-LINE-A", hash);
  insert_user (f, "operator-b", "operator", "id-LINE-B", hash);
  insert_user (f, "idle", NULL, "id-LINE-A", hash);
}

static void
open_service (PlantFixture *f)
{
  PbServiceOptions options = { .database = f->database };
  g_autoptr (GError) error = NULL;

  f->service = pb_service_new (&options, &error);
  g_assert_no_error (error);
  g_assert_nonnull (f->service);
  pb_service_set_clock (f->service, clock_cb, f);
}

/* Writes the plant into the fixture's database, with the policy and the roles that a service brings. */
/* Stands for the time rules that a plant begins with: tests bring their own. */
static void
insert_dormant_rule (PlantFixture *f)
{
  g_autoptr (PbTimeRule) rule = pb_object_new (&pb_time_rule_type);

  rule->id = g_strdup ("rule-dormant");
  rule->code = g_strdup ("DORMANT");
  rule->name = g_strdup ("Not in force");
  rule->rule_type = PB_RULE_WASH_TIME_LIMIT;
  rule->duration_minutes = PB_INT (1);
  rule->start_event = g_strdup ("TRACK_OUT");
  rule->end_event = g_strdup ("TRACK_IN");
  rule->scope = PB_SCOPE_GLOBAL;
  rule->is_active = PB_BOOL (FALSE);
  plant_insert (f, rule);
}

static void
build_plant (PlantFixture *f)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PbLine) line_a = line_new ("LINE-A");
  g_autoptr (PbLine) line_b = line_new ("LINE-B");

  f->store = pb_store_open (f->database, PB_STORE_WRITER, &error);
  g_assert_no_error (error);
  pb_store_migrate (f->store, &error);
  g_assert_no_error (error);
  pb_store_begin (f->store, &error);
  g_assert_no_error (error);
  plant_insert (f, line_a);
  plant_insert (f, line_b);
  insert_station (f, "LINE-A", "PRN-A", PB_STATION_AUTO, "PRINT");
  insert_station (f, "LINE-A", "OVEN-A", PB_STATION_AUTO, "OVEN");
  insert_station (f, "LINE-A", "AOI-A", PB_STATION_TEST, NULL);
  insert_station (f, "LINE-A", "WASH-A", PB_STATION_MANUAL, NULL);
  insert_station (f, "LINE-A", "PACK-A", PB_STATION_BATCH, NULL);
  insert_station (f, "LINE-B", "PRN-B", PB_STATION_AUTO, "PRINT");
  insert_route (f);
  insert_run (f, "A", 3);
  insert_run (f, "B", 1);
  insert_people (f);
  insert_dormant_rule (f);
  pb_store_commit (f->store, &error);
  g_assert_no_error (error);
  open_service (f);
  g_clear_pointer (&f->service, pb_service_free);
  g_clear_pointer (&f->store, pb_store_free);
}

/* The database is built once for all tests of a program; each gets a copy. */
static void
copy_plant (PlantFixture *f, const char *path)
{
  static char *plant;
  static gsize length;
  static gint64 built_at;
  g_autoptr (GError) error = NULL;

  if (plant == NULL)
    {
      f->now = built_at = g_get_real_time ();
      build_plant (f);
      g_file_get_contents (path, &plant, &length, &error);
    }
  else
    g_file_set_contents (path, plant, (gssize) length, &error);
  g_assert_no_error (error);
  f->now = built_at + PB_SECOND;
}

void
plant_set_up (PlantFixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;

  f->directory = g_dir_make_tmp ("pb-plant-XXXXXX", &error);
  g_assert_no_error (error);
  path = g_build_filename (f->directory, "plant.sqlite", NULL);
  f->database = g_strconcat ("sqlite:", path, NULL);
  copy_plant (f, path);
  f->store = pb_store_open (f->database, PB_STORE_WRITER, &error);
  g_assert_no_error (error);
  open_service (f);
}

void
plant_tear_down (PlantFixture *f, gconstpointer data)
{
  g_autoptr (GDir) dir = NULL;

  g_clear_pointer (&f->service, pb_service_free);
  g_clear_pointer (&f->store, pb_store_free);
  dir = g_dir_open (f->directory, 0, NULL);
  for (const char *name = g_dir_read_name (dir); name != NULL; name = g_dir_read_name (dir))
    {
      g_autofree char *path = g_build_filename (f->directory, name, NULL);
      g_remove (path);
    }
  g_assert_cmpint (g_rmdir (f->directory), ==, 0);
  g_free (f->directory);
  g_free (f->database);
}

void
plant_wait (PlantFixture *f, gint64 span)
{
  f->now += span;
}

/* ---- Requests */

void
plant_answer_free (PlantAnswer *answer)
{
  if (answer == NULL)
    return;
  g_free (answer->text);
  g_free (answer->etag);
  g_clear_pointer (&answer->root, json_node_unref);
  g_free (answer);
}

PbRequest *
plant_request (const char *who, const char *method, const char *path, const char *body)
{
  g_auto (GStrv) parts = g_strsplit (path, "?", 2);
  PbRequest *request = pb_request_new (method, parts[0]);

  request->query = g_strdup (parts[1]);
  request->token = g_strdup (who);
  request->station = g_strdup ("desk-1");
  if (body != NULL)
    {
      char *text = g_strdelimit (g_strdup (body), "'", '"');

      request->body = g_bytes_new_take (text, strlen (text));
      request->content_type = g_strdup ("application/json");
    }
  return request;
}

PlantAnswer *
plant_answer_new (PbAnswer *raw)
{
  PlantAnswer *answer = g_new0 (PlantAnswer, 1);
  gsize length;
  const char *data = raw->body != NULL ? g_bytes_get_data (raw->body, &length) : NULL;

  answer->status = raw->status;
  answer->etag = g_strdup (raw->etag);
  answer->text = data != NULL ? g_strndup (data, length) : g_strdup ("");
  answer->root = answer->text[0] != '\0' ? pb_json_parse (answer->text, strlen (answer->text), NULL) : NULL;
  pb_answer_free (raw);
  return answer;
}

PlantAnswer *
plant_send_if (PlantFixture *f,
               const char *who,
               const char *method,
               const char *path,
               const char *body,
               const char *if_match)
{
  PbRequest *request = plant_request (who, method, path, body);
  g_autoptr (GBytes) sent = request->body != NULL ? g_bytes_ref (request->body) : NULL;
  PlantAnswer *answer;

  request->if_match = g_strdup (if_match);
  answer = plant_answer_new (pb_service_call (f->service, request));
  g_test_message ("%s %s %s -> %d %.300s", who != NULL ? who : "nobody", method, path, answer->status, answer->text);
  if (answer->status / 100 == 2)
    plant_check_described (method, path, sent, answer->text);
  return answer;
}

PlantAnswer *
plant_send (PlantFixture *f, const char *who, const char *method, const char *path, const char *body)
{
  return plant_send_if (f, who, method, path, body, NULL);
}

PlantAnswer *
plant_expect (PlantFixture *f,
              const char *who,
              const char *method,
              const char *path,
              const char *body,
              int status,
              const char *code)
{
  PlantAnswer *answer = plant_send (f, who, method, path, body);

  if (answer->status != status || (code != NULL && g_strcmp0 (plant_text (answer, "error.code"), code) != 0))
    g_error ("%s %s of %s: expected %d %s, got %d %s", method, path, who, status, code != NULL ? code : "",
             answer->status, answer->text);
  return answer;
}

void
plant_check (PlantFixture *f,
             const char *who,
             const char *method,
             const char *path,
             const char *body,
             int status,
             const char *code)
{
  plant_answer_free (plant_expect (f, who, method, path, body, status, code));
}

JsonNode *
plant_node (const PlantAnswer *answer, const char *path)
{
  g_auto (GStrv) parts = g_strsplit_set (path, ".[", -1);
  JsonNode *node = answer->root;

  for (char **part = parts; *part != NULL && node != NULL; part++)
    {
      if (g_ascii_isdigit (**part))
        {
          guint64 index = g_ascii_strtoull (*part, NULL, 10);
          JsonArray *array = JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

          node = array != NULL && index < json_array_get_length (array) ? json_array_get_element (array, (guint) index)
                                                                        : NULL;
        }
      else
        node = JSON_NODE_HOLDS_OBJECT (node) ? json_object_get_member (json_node_get_object (node), *part) : NULL;
    }
  return node != NULL && !JSON_NODE_HOLDS_NULL (node) ? node : NULL;
}

const char *
plant_text (const PlantAnswer *answer, const char *path)
{
  JsonNode *node = plant_node (answer, path);

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) ? json_node_get_string (node) : NULL;
}

gint64
plant_int (const PlantAnswer *answer, const char *path)
{
  JsonNode *node = plant_node (answer, path);

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) ? json_node_get_int (node) : -1;
}

gboolean
plant_bool (const PlantAnswer *answer, const char *path)
{
  JsonNode *node = plant_node (answer, path);

  g_assert_true (node != NULL && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_BOOLEAN);
  return json_node_get_boolean (node);
}

int
plant_length (const PlantAnswer *answer, const char *path)
{
  JsonNode *node = plant_node (answer, path);

  return node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? (int) json_array_get_length (json_node_get_array (node)) : -1;
}

/* ---- Behind the service's back */

void
plant_insert (PlantFixture *f, gpointer object)
{
  g_autoptr (GError) error = NULL;

  pb_store_insert (f->store, object, &error);
  g_assert_no_error (error);
}

void
plant_update (PlantFixture *f, gpointer object)
{
  g_autoptr (GError) error = NULL;

  pb_store_update (f->store, object, &error);
  g_assert_no_error (error);
}

gpointer
plant_get (PlantFixture *f, const PbType *type, const char *column, const char *value)
{
  g_autoptr (GError) error = NULL;
  gpointer object = pb_store_get_by (f->store, type, column, value, &error);

  g_assert_no_error (error);
  g_assert_nonnull (object);
  return object;
}

gint64
plant_count (PlantFixture *f, const PbType *type, const char *column, const char *value)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) found = pb_store_list_by (f->store, type, column, value, NULL, &error);

  g_assert_no_error (error);
  return found->len;
}

void
plant_set_policy (PlantFixture *f, const char *key, const char *value)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PbPolicyVersion) version = NULL;

  g_clear_pointer (&f->service, pb_service_free);
  version = pb_store_load_policy (f->store, 0, &error);
  g_assert_no_error (error);
  g_assert_nonnull (version);
  version->version.v += 1;
  g_free (version->id);
  version->id = g_strdup_printf ("policy-%" G_GINT64_FORMAT, version->version.v);
  for (guint i = version->settings->len; i > 0; i--)
    {
      const PbPolicySetting *setting = version->settings->pdata[i - 1];

      if (strcmp (setting->key, key) == 0 && setting->line == NULL && setting->product == NULL)
        g_ptr_array_remove_index (version->settings, i - 1);
    }
  {
    PbPolicySetting *setting = pb_object_new (&pb_policy_setting_type);

    setting->key = g_strdup (key);
    setting->value = g_strdup (value);
    g_ptr_array_add (version->settings, setting);
  }
  plant_insert (f, version);
  for (guint i = 0; i < version->settings->len; i++)
    {
      PbPolicySetting *setting = version->settings->pdata[i];

      g_free (setting->id);
      setting->id = g_strdup_printf ("setting-%" G_GINT64_FORMAT "-%u", version->version.v, i);
      setting->policy_version = version->version;
      plant_insert (f, setting);
    }
  open_service (f);
}
