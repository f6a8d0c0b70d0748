/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <string.h>

#include "pb-plant-fixture.h"
#include "service/pb-endpoints.h"
#include "service/pb-openapi.h"
#include "wire/pb-json.h"

/* What the server says of itself. */

static JsonObject *
description (void)
{
  static JsonNode *root;

  if (root == NULL)
    {
      g_autoptr (GError) error = NULL;

      root = pb_json_parse (pb_openapi_text (), strlen (pb_openapi_text ()), &error);
      g_assert_no_error (error);
    }
  return json_node_get_object (root);
}

/* "/api/runs/:runNo" → "/api/runs/{runNo}" */
static char *
template_of (const char *path)
{
  g_autoptr (GRegex) parameter = g_regex_new (":([A-Za-z]+)", 0, 0, NULL);

  return g_regex_replace (parameter, path, -1, 0, "{\\1}", 0, NULL);
}

static void
find_operation (const PbEndpoint *endpoint, gpointer user_data)
{
  guint *n = user_data;
  JsonObject *paths = json_object_get_object_member (description (), "paths");
  g_autofree char *path = template_of (endpoint->path);
  g_autofree char *method = g_ascii_strdown (endpoint->method, -1);
  JsonObject *item, *operation;
  JsonArray *permissions;
  g_autoptr (GString) permission = g_string_new (NULL);

  *n += 1;
  if (!json_object_has_member (paths, path))
    g_error ("%s is not described", path);
  item = json_object_get_object_member (paths, path);
  if (!json_object_has_member (item, method))
    g_error ("%s %s is not described", endpoint->method, path);
  operation = json_object_get_object_member (item, method);
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
  JsonObject *paths = json_object_get_object_member (description (), "paths");
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
  guint named = 0;

  for (const char *p = strchr (path, '{'); p != NULL; p = strchr (p + 1, '{'))
    named++;
  g_assert_cmpuint (json_array_get_length (parameters), ==, named);
  for (guint i = 0; i < named; i++)
    {
      JsonObject *parameter = json_array_get_object_element (parameters, i);
      g_autofree char *name = g_strdup_printf ("{%s}", json_object_get_string_member (parameter, "name"));

      g_assert_nonnull (strstr (path, name));
      g_assert_cmpstr (json_object_get_string_member (parameter, "in"), ==, "path");
      g_assert_true (json_object_get_boolean_member (parameter, "required"));
      g_assert_true (json_object_has_member (parameter, "schema"));
    }
}

static void
test_structure (void)
{
  static const char *const methods[] = { "get", "post", "put", "patch", "delete", NULL };
  JsonObject *root = description ();
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
  JsonObject *components = json_object_get_object_member (description (), "components");

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
  g_test_add ("/openapi/served", PlantFixture, NULL, plant_set_up, test_served, plant_tear_down);
  return g_test_run ();
}
