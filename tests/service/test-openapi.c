/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <string.h>

#include "pb-plant-fixture.h"
#include "plant-described.h"
#include "service/pb-endpoints.h"
#include "service/pb-openapi.h"
#include "wire/pb-json.h"

/* What the server says of itself. */

static void
find_operation (const PbEndpoint *endpoint, gpointer user_data)
{
  guint *n = user_data;
  JsonObject *operation = plant_operation (endpoint);
  JsonArray *permissions;
  g_autoptr (GString) permission = g_string_new (NULL);

  *n += 1;
  if (operation == NULL)
    g_error ("%s %s is not described", endpoint->method, endpoint->path);
  g_assert_cmpstr (json_object_get_string_member (operation, "summary"), ==, endpoint->summary);
  permissions = json_object_get_array_member (operation, "x-permission");
  for (guint i = 0; i < json_array_get_length (permissions); i++)
    g_string_append_printf (permission, "%s%s", i > 0 ? " " : "", json_array_get_string_element (permissions, i));
  g_assert_cmpstr (permission->str, ==, endpoint->permission);
  g_assert_cmpint (json_array_get_length (json_object_get_array_member (operation, "security")), ==,
                   endpoint->flags & PB_ENDPOINT_PUBLIC ? 0 : 2);
  if (endpoint->flags & PB_ENDPOINT_BODY)
    g_assert_true (
      json_object_get_boolean_member (json_object_get_object_member (operation, "requestBody"), "required"));
}

static guint
count_operations (void)
{
  JsonObject *paths = json_object_get_object_member (plant_description (), "paths");
  g_autoptr (GList) items = json_object_get_values (paths);
  guint n = 0;

  for (GList *l = items; l != NULL; l = l->next)
    n += json_object_get_size (json_node_get_object (l->data));
  return n;
}

/* Each endpoint is described and nothing else is. */
static void
test_both_ways (void)
{
  guint n = 0;

  pb_endpoints_foreach (find_operation, &n);
  g_assert_cmpuint (n, ==, count_operations ());
}

/* ---- Structure */

typedef struct
{
  JsonObject *components;
  guint n_refs;
} Walk;

static void
check_ref (Walk *walk, const char *ref)
{
  g_auto (GStrv) parts = g_strsplit (ref, "/", -1);

  g_assert_cmpuint (g_strv_length (parts), ==, 4);
  g_assert_cmpstr (parts[0], ==, "#");
  g_assert_cmpstr (parts[1], ==, "components");
  if (!json_object_has_member (json_object_get_object_member (walk->components, parts[2]), parts[3]))
    g_error ("%s leads nowhere", ref);
  walk->n_refs++;
}

static void
walk_node (Walk *walk, JsonNode *node)
{
  if (JSON_NODE_HOLDS_ARRAY (node))
    {
      g_autoptr (GList) elements = json_array_get_elements (json_node_get_array (node));
      for (GList *l = elements; l != NULL; l = l->next)
        walk_node (walk, l->data);
    }
  else if (JSON_NODE_HOLDS_OBJECT (node))
    {
      JsonObjectIter iter;
      const char *name;
      JsonNode *member;

      json_object_iter_init (&iter, json_node_get_object (node));
      while (json_object_iter_next (&iter, &name, &member))
        if (strcmp (name, "$ref") == 0)
          {
            check_ref (walk, json_node_get_string (member));
            /* Beside a reference everything is ignored. */
            g_assert_cmpuint (json_object_get_size (json_node_get_object (node)), ==, 1);
          }
        else
          walk_node (walk, member);
    }
}

static void
check_parameters (const char *path, JsonObject *operation)
{
  JsonArray *parameters = json_object_get_array_member (operation, "parameters");
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  guint named = 0, in_path = 0;

  for (const char *p = strchr (path, '{'); p != NULL; p = strchr (p + 1, '{'))
    named++;
  for (guint i = 0; i < json_array_get_length (parameters); i++)
    {
      JsonObject *parameter = json_array_get_object_element (parameters, i);
      const char *name = json_object_get_string_member (parameter, "name");
      g_autofree char *braced = g_strdup_printf ("{%s}", name);

      if (!g_hash_table_add (seen, (gpointer) name))
        g_error ("%s has two parameters %s", path, name);
      g_assert_true (json_object_has_member (json_object_get_object_member (parameter, "schema"), "type"));
      if (strcmp (json_object_get_string_member (parameter, "in"), "query") == 0)
        continue;
      in_path++;
      g_assert_cmpstr (json_object_get_string_member (parameter, "in"), ==, "path");
      g_assert_nonnull (strstr (path, braced));
      g_assert_true (json_object_get_boolean_member (parameter, "required"));
    }
  g_assert_cmpuint (in_path, ==, named);
}

static void
test_structure (void)
{
  static const char *const methods[] = { "get", "post", "put", "patch", "delete", NULL };
  JsonObject *root = plant_description ();
  JsonObject *paths = json_object_get_object_member (root, "paths");
  g_autoptr (GHashTable) ids = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) shapes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Walk walk = { json_object_get_object_member (root, "components"), 0 };
  g_autoptr (GRegex) any = g_regex_new ("\\{[^}]*\\}", 0, 0, NULL);
  JsonObjectIter path_iter, method_iter;
  const char *path, *method;
  JsonNode *item, *operation;

  g_assert_cmpstr (json_object_get_string_member (root, "openapi"), ==, "3.0.3");
  g_assert_true (json_object_has_member (json_object_get_object_member (root, "info"), "title"));
  g_assert_true (json_object_has_member (json_object_get_object_member (root, "info"), "version"));
  json_object_iter_init (&path_iter, paths);
  while (json_object_iter_next (&path_iter, &path, &item))
    {
      g_assert_true (g_str_has_prefix (path, "/api/"));
      g_assert_null (strchr (path, ':'));
      /* Two templates that differ in the name of a parameter alone are one and the same. */
      if (!g_hash_table_add (shapes, g_regex_replace (any, path, -1, 0, "{}", 0, NULL)))
        g_error ("%s is described twice, with other names of its parameters", path);
      json_object_iter_init (&method_iter, json_node_get_object (item));
      while (json_object_iter_next (&method_iter, &method, &operation))
        {
          JsonObject *object = json_node_get_object (operation);
          JsonObject *answers = json_object_get_object_member (object, "responses");

          g_assert_true (g_strv_contains (methods, method));
          if (!g_hash_table_add (ids, (gpointer) json_object_get_string_member (object, "operationId")))
            g_error ("Two operations are called %s", json_object_get_string_member (object, "operationId"));
          g_assert_true (json_object_has_member (json_object_get_object_member (answers, "2XX"), "description"));
          g_assert_true (json_object_has_member (answers, "default"));
          check_parameters (path, object);
          /* A GET has no body. */
          g_assert_false (strcmp (method, "get") == 0 && json_object_has_member (object, "requestBody"));
        }
    }
  walk_node (&walk, json_object_get_member (root, "paths"));
  walk_node (&walk, json_object_get_member (root, "components"));
  g_assert_cmpuint (walk.n_refs, >, 50);
}

static JsonObject *
schema (const char *name)
{
  JsonObject *components = json_object_get_object_member (plant_description (), "components");

  return json_object_get_object_member (json_object_get_object_member (components, "schemas"), name);
}

static JsonObject *
property (const char *type, const char *name)
{
  JsonObject *properties = json_object_get_object_member (schema (type), "properties");

  return json_object_has_member (properties, name) ? json_object_get_object_member (properties, name) : NULL;
}

/* What a body may say is what the table of fields takes. */
static void
test_schemas (void)
{
  JsonArray *required = json_object_get_array_member (schema ("AssetCreate"), "required");

  g_assert_cmpuint (json_array_get_length (required), ==, 2);
  g_assert_cmpstr (json_array_get_string_element (required, 0), ==, "id");
  g_assert_nonnull (property ("Asset", "used"));
  g_assert_null (property ("AssetCreate", "used"));
  g_assert_nonnull (property ("AssetPatch", "used"));
  g_assert_null (property ("AssetPatch", "kind"));
  g_assert_cmpint (json_object_get_int_member (property ("AssetCreate", "lifeLimit"), "minimum"), ==, 1);
  g_assert_cmpstr (json_object_get_string_member (property ("Asset", "expiresAt"), "format"), ==, "date-time");
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (property ("AssetCreate", "kind"), "enum")), ==,
                    4);
  g_assert_null (property ("User", "passwordHash"));
  g_assert_cmpstr (json_object_get_string_member (property ("Route", "steps"), "type"), ==, "array");
  g_assert_cmpstr (json_object_get_string_member (json_object_get_object_member (property ("RouteCreate", "steps"),
                                                                                 "items"),
                                                  "$ref"),
                   ==, "#/components/schemas/RouteStepCreate");
}

/* ---- Bodies, lists, answers */

/* Returns: (nullable): the member of @object, which is an object. */
static JsonObject *
within (JsonObject *object, const char *name)
{
  return object != NULL && json_object_has_member (object, name) ? json_object_get_object_member (object, name) : NULL;
}

static gboolean
is_required (JsonObject *of, const char *name)
{
  JsonArray *required = json_object_has_member (of, "required") ? json_object_get_array_member (of, "required") : NULL;

  for (guint i = 0; required != NULL && i < json_array_get_length (required); i++)
    if (strcmp (json_array_get_string_element (required, i), name) == 0)
      return TRUE;
  return FALSE;
}

static const PbEndpoint *
endpoint_at (const char *method, const char *path)
{
  g_autoptr (GHashTable) params = NULL;
  g_autofree char *allow = NULL;
  const PbEndpoint *endpoint = pb_endpoints_match (method, path, &params, &allow);

  g_assert_nonnull (endpoint);
  return endpoint;
}

/* What a body must hold, and what it may: no more and no less. */
static const struct
{
  const char *method, *path, *must, *may;
} bodies[] = {
  { "POST", "/api/fai/x/sign", "capacity contentHash signer", "meaning remark" },
  { "POST", "/api/fai/x/reject", "capacity reason signer", "contentHash" },
  { "POST", "/api/fai/x/cancel", "reason", "" },
  { "POST", "/api/fai/x/complete", "decision", "passedQty failedQty remark result condition until" },
  { "POST", "/api/fai/run/x", "sampleQty", "remark" },
  { "POST", "/api/runs/x/authorize", "action signer", "reason contentHash" },
  { "POST", "/api/runs/x/cancel", "reason", "" },
  { "POST", "/api/runs/x/generate-units", "quantity", "snPrefix" },
  { "POST", "/api/readiness-items/x/waive", "reason signer", "category until contentHash" },
  { "POST", "/api/runs/x/readiness/items/x/waive", "reason signer", "category until contentHash" },
  { "PUT", "/api/lines/x/readiness-config", "enabled", "reason signer" },
  { "POST", "/api/stations/x/track-in", "sn woNo runNo", "" },
  { "POST", "/api/stations/x/track-out", "sn runNo result", "operatorId defectCode defectLocation defectRemark data" },
  { "POST", "/api/loading/verify", "runNo slotCode materialLotBarcode", "operatorId packageQty reviewedBy" },
  { "POST", "/api/loading/replace", "runNo slotCode newMaterialLotBarcode reason", "operatorId packageQty reviewedBy" },
  { "POST", "/api/integration/lines/x/stencil/bind", "stencilId", "" },
  { "POST", "/api/integration/lines/x/solder-paste/bind", "lotId", "" },
  { "POST", "/api/auth/sign-in/email", "email password", "" },
  { "POST", "/api/users/x/reset-password", "password", "" },
  { "POST", "/api/work-orders/x/runs", "lineCode planQty", "shiftCode changeoverNo" },
};

static void
test_bodies (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (bodies); i++)
    {
      JsonObject *body = plant_body_schema (endpoint_at (bodies[i].method, bodies[i].path));
      g_auto (GStrv) must = g_strsplit (bodies[i].must, " ", -1);
      g_auto (GStrv) may = g_strsplit (bodies[i].may, " ", -1);
      JsonObject *properties = within (body, "properties");

      g_test_message ("%s %s", bodies[i].method, bodies[i].path);
      g_assert_nonnull (properties);
      for (char **name = must; *name != NULL; name++)
        {
          g_assert_nonnull (within (properties, *name));
          g_assert_true (is_required (body, *name));
        }
      for (char **name = may; *name != NULL; name++)
        {
          g_assert_nonnull (within (properties, *name));
          g_assert_false (is_required (body, *name));
        }
      g_assert_cmpuint (json_object_get_size (properties), ==, g_strv_length (must) + g_strv_length (may));
    }
}

/* The kinds of members, on one example each. */
static void
test_members (void)
{
  JsonObject *waive = within (plant_body_schema (endpoint_at ("POST", "/api/readiness-items/x/waive")), "properties");
  JsonObject *units = within (plant_body_schema (endpoint_at ("POST", "/api/runs/x/generate-units")), "properties");
  JsonObject *config = within (plant_body_schema (endpoint_at ("PUT", "/api/lines/x/readiness-config")), "properties");

  g_assert_cmpint (json_object_get_int_member (within (waive, "reason"), "maxLength"), ==, 1000);
  g_assert_cmpstr (json_object_get_string_member (within (waive, "until"), "format"), ==, "date-time");
  g_assert_true (json_object_has_member (within (waive, "category"), "enum"));
  g_assert_cmpint (json_object_get_int_member (within (units, "quantity"), "minimum"), ==, 1);
  g_assert_cmpint (json_object_get_int_member (within (units, "quantity"), "maximum"), ==, 10000);
  g_assert_cmpstr (json_object_get_string_member (within (config, "enabled"), "type"), ==, "array");
  g_assert_true (json_object_has_member (within (within (config, "enabled"), "items"), "enum"));
}

static gboolean
says_something (JsonObject *of)
{
  return of != NULL && (json_object_has_member (of, "$ref") || json_object_has_member (of, "allOf") ||
                        json_object_has_member (of, "anyOf") || json_object_has_member (of, "properties") ||
                        json_object_has_member (of, "items"));
}

/* Nothing that is asked or answered is a bare object; this text alone describes itself elsewhere. */
static void
check_described (const PbEndpoint *endpoint, gpointer user_data)
{
  JsonObject *answer = plant_answer_schema (endpoint);

  if (!(endpoint->flags & PB_ENDPOINT_BARE))
    answer = within (within (answer, "properties"), "data");
  g_test_message ("%s %s", endpoint->method, endpoint->path);
  g_assert_true (says_something (answer) || strcmp (endpoint->path, "/api/openapi.json") == 0);
  if (endpoint->flags & PB_ENDPOINT_BODY)
    g_assert_true (says_something (plant_body_schema (endpoint)));
  if ((endpoint->flags & PB_ENDPOINT_SIGNED) == PB_ENDPOINT_SIGNED)
    g_assert_nonnull (within (within (plant_body_schema (endpoint), "properties"), "signer"));
}

static void
test_described (void)
{
  pb_endpoints_foreach (check_described, NULL);
}

static const struct
{
  const char *path;
  gboolean bare;
  const char *must, *may;
} lists[] = {
  { "/api/runs", TRUE, "items total page pageSize", "" },
  { "/api/work-orders", TRUE, "items total page pageSize", "" },
  { "/api/lines", FALSE, "items total page pageSize", "" },
  { "/api/fai", FALSE, "items total page pageSize", "" },
  { "/api/bake-records", FALSE, "items total page pageSize", "" },
  { "/api/runs/x/units", FALSE, "items total page pageSize run workOrder", "" },
  { "/api/board", FALSE, "items", "next" },
  { "/api/waivers", FALSE, "items", "next" },
  { "/api/assets", FALSE, "items", "next" },
  { "/api/users", FALSE, "items", "next" },
  { "/api/stations", TRUE, "items", "" },
  { "/api/slot-mappings", FALSE, "items", "" },
  { "/api/readiness/exceptions", FALSE, "items total page limit", "" },
};

/* A list has one shape. */
static void
test_lists (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    {
      JsonObject *list = plant_answer_schema (endpoint_at ("GET", lists[i].path));
      g_auto (GStrv) must = g_strsplit (lists[i].must, " ", -1);
      g_auto (GStrv) may = g_strsplit (lists[i].may, " ", -1);
      JsonObject *properties;

      g_test_message ("%s", lists[i].path);
      if (!lists[i].bare)
        list = within (within (list, "properties"), "data");
      g_assert_false (json_object_has_member (list, "anyOf"));
      properties = within (list, "properties");
      for (char **name = must; *name != NULL; name++)
        g_assert_true (within (properties, *name) != NULL && is_required (list, *name));
      for (char **name = may; *name != NULL; name++)
        g_assert_true (within (properties, *name) != NULL && !is_required (list, *name));
      g_assert_cmpuint (json_object_get_size (properties), ==, g_strv_length (must) + g_strv_length (may));
      g_assert_true (says_something (within (within (properties, "items"), "items")));
    }
}

static void
test_served (PlantFixture *f, gconstpointer data)
{
  g_autoptr (PlantAnswer) health = NULL, ready = NULL, openapi = NULL, capabilities = NULL;
  g_autoptr (GHashTable) features = g_hash_table_new (g_str_hash, g_str_equal);

  health = plant_expect (f, NULL, "GET", "/api/health", NULL, 200, NULL);
  g_assert_cmpstr (health->text, ==, "{\"status\":\"mes-ok\"}");
  ready = plant_expect (f, NULL, "GET", "/api/ready", NULL, 200, NULL);
  g_assert_cmpstr (plant_text (ready, "status"), ==, "ready");
  openapi = plant_expect (f, NULL, "GET", "/api/openapi.json", NULL, 200, NULL);
  g_assert_cmpstr (openapi->text, ==, pb_openapi_text ());

  capabilities = plant_expect (f, NULL, "GET", "/api/meta/capabilities", NULL, 200, NULL);
  g_assert_cmpstr (plant_text (capabilities, "data.product"), ==, "prepboard");
  g_assert_nonnull (plant_text (capabilities, "data.version"));
  for (int i = 0; i < plant_length (capabilities, "data.features"); i++)
    {
      g_autofree char *path = g_strdup_printf ("data.features[%d]", i);
      g_hash_table_add (features, (gpointer) plant_text (capabilities, path));
    }
  g_assert_true (g_hash_table_contains (features, "esign"));
  g_assert_true (g_hash_table_contains (features, "board"));
  g_assert_true (g_hash_table_contains (features, "gate"));
  g_assert_true (g_hash_table_contains (features, "assets"));
  g_assert_true (g_hash_table_contains (features, "policies"));
  g_assert_true (g_hash_table_contains (features, "etag"));
  g_assert_false (g_hash_table_contains (features, "idempotency"));
  /* A plant that works names nobody to those who have not signed in. */
  g_assert_null (plant_node (capabilities, "data.demo"));
  g_assert_null (plant_node (capabilities, "data.people"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/openapi/both-ways", test_both_ways);
  g_test_add_func ("/openapi/structure", test_structure);
  g_test_add_func ("/openapi/schemas", test_schemas);
  g_test_add_func ("/openapi/bodies", test_bodies);
  g_test_add_func ("/openapi/members", test_members);
  g_test_add_func ("/openapi/described", test_described);
  g_test_add_func ("/openapi/lists", test_lists);
  g_test_add ("/openapi/served", PlantFixture, NULL, plant_set_up, test_served, plant_tear_down);
  return g_test_run ();
}
