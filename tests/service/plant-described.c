/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "plant-described.h"

#include <string.h>

#include "service/pb-endpoints.h"
#include "service/pb-openapi.h"
#include "wire/pb-json.h"
#include "wire/pb-time.h"

/* As much of JSON schema as the OpenAPI text uses. */

typedef struct
{
  GString *fault; /* the first one: where, and what */
  gboolean whole; /* members that are not described are faults */
} Check;

static gboolean fits (Check *check, JsonObject *schema, JsonNode *value, const char *where, gboolean outermost);

JsonObject *
plant_description (void)
{
  static JsonNode *root;
  static gsize once;

  if (g_once_init_enter (&once))
    {
      g_autoptr (GError) error = NULL;

      root = pb_json_parse (pb_openapi_text (), strlen (pb_openapi_text ()), &error);
      g_assert_no_error (error);
      g_once_init_leave (&once, 1);
    }
  return json_node_get_object (root);
}

/* The value at names that are parted by blanks. Returns: (nullable). */
static JsonObject *
inside (JsonObject *object, const char *names)
{
  g_auto (GStrv) parts = g_strsplit (names, " ", -1);

  for (char **part = parts; *part != NULL && object != NULL; part++)
    object = json_object_has_member (object, *part) ? json_object_get_object_member (object, *part) : NULL;
  return object;
}

static JsonObject *
resolve (JsonObject *schema)
{
  const char *ref = json_object_get_string_member_with_default (schema, "$ref", NULL);
  g_autofree char *names = NULL;

  if (ref == NULL)
    return schema;
  names = g_strdelimit (g_strdup (ref + strlen ("#/")), "/", ' ');
  return inside (plant_description (), names);
}

static gboolean
fail (Check *check, const char *where, const char *what)
{
  if (check->fault->len == 0)
    g_string_append_printf (check->fault, "%s %s", where[0] != '\0' ? where : "it", what);
  return FALSE;
}

/* The schemas that @schema joins, by allOf or anyOf. Returns: (nullable). */
static JsonArray *
joined (JsonObject *schema, const char *how)
{
  return json_object_has_member (schema, how) ? json_object_get_array_member (schema, how) : NULL;
}

/* Whether @schema knows a member called @name: one that lists none knows every one. */
static gboolean
describes (JsonObject *schema, const char *name)
{
  static const char *const ways[] = { "allOf", "anyOf" };
  gboolean lists;

  schema = resolve (schema);
  lists = json_object_has_member (schema, "properties");
  if (lists && json_object_has_member (json_object_get_object_member (schema, "properties"), name))
    return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (ways); i++)
    {
      JsonArray *others = joined (schema, ways[i]);

      for (guint k = 0; others != NULL && k < json_array_get_length (others); k++)
        if (describes (json_array_get_object_element (others, k), name))
          return TRUE;
      lists = lists || others != NULL;
    }
  return !lists;
}

static gboolean
fits_all (Check *check, JsonObject *schema, JsonNode *value, const char *where)
{
  JsonArray *all = joined (schema, "allOf");

  for (guint i = 0; all != NULL && i < json_array_get_length (all); i++)
    if (!fits (check, json_array_get_object_element (all, i), value, where, FALSE))
      return FALSE;
  return TRUE;
}

static gboolean
fits_any (Check *check, JsonObject *schema, JsonNode *value, const char *where)
{
  JsonArray *any = joined (schema, "anyOf");

  for (guint i = 0; any != NULL && i < json_array_get_length (any); i++)
    {
      g_autoptr (GString) fault = g_string_new (NULL);
      Check alternative = { fault, check->whole };

      if (fits (&alternative, json_array_get_object_element (any, i), value, where, TRUE))
        return TRUE;
    }
  return any == NULL || fail (check, where, "is none of the alternatives");
}

static gboolean
fits_enum (Check *check, JsonObject *schema, JsonNode *value, const char *where)
{
  JsonArray *values = joined (schema, "enum");

  for (guint i = 0; values != NULL && i < json_array_get_length (values); i++)
    if (json_node_equal (json_array_get_element (values, i), value))
      return TRUE;
  return values == NULL || fail (check, where, "is not in the enumeration");
}

static gboolean
fits_number (Check *check, JsonObject *schema, JsonNode *value, const char *where)
{
  gboolean whole = strcmp (json_object_get_string_member (schema, "type"), "integer") == 0;
  GType type = JSON_NODE_HOLDS_VALUE (value) ? json_node_get_value_type (value) : G_TYPE_INVALID;
  double number;

  if (type != G_TYPE_INT64 && (whole || type != G_TYPE_DOUBLE))
    return fail (check, where, whole ? "is no whole number" : "is no number");
  number = json_node_get_double (value);
  if (json_object_has_member (schema, "minimum") && number < json_object_get_double_member (schema, "minimum"))
    return fail (check, where, "is below the minimum");
  if (json_object_has_member (schema, "maximum") && number > json_object_get_double_member (schema, "maximum"))
    return fail (check, where, "is above the maximum");
  return TRUE;
}

static gboolean
fits_text (Check *check, JsonObject *schema, JsonNode *value, const char *where)
{
  const char *format = json_object_get_string_member_with_default (schema, "format", "");
  const char *text;
  glong length;

  if (!JSON_NODE_HOLDS_VALUE (value) || json_node_get_value_type (value) != G_TYPE_STRING)
    return fail (check, where, "is no text");
  text = json_node_get_string (value);
  length = g_utf8_strlen (text, -1);
  if (length < json_object_get_int_member_with_default (schema, "minLength", 0) ||
      length > json_object_get_int_member_with_default (schema, "maxLength", G_MAXINT32))
    return fail (check, where, "has too few or too many characters");
  if (strcmp (format, "date-time") == 0 && pb_time_parse (text) == 0)
    return fail (check, where, "is no date and time");
  return TRUE;
}

static gboolean
fits_array (Check *check, JsonObject *schema, JsonNode *value, const char *where)
{
  JsonArray *array = JSON_NODE_HOLDS_ARRAY (value) ? json_node_get_array (value) : NULL;
  guint length = array != NULL ? json_array_get_length (array) : 0;

  if (array == NULL)
    return fail (check, where, "is no array");
  if (length < json_object_get_int_member_with_default (schema, "minItems", 0) ||
      length > json_object_get_int_member_with_default (schema, "maxItems", G_MAXUINT32))
    return fail (check, where, "has too few or too many items");
  for (guint i = 0; i < length; i++)
    {
      g_autofree char *place = g_strdup_printf ("%s[%u]", where, i);

      if (!fits (check, json_object_get_object_member (schema, "items"), json_array_get_element (array, i), place,
                 TRUE))
        return FALSE;
    }
  return TRUE;
}

static gboolean
fits_object (Check *check, JsonObject *schema, JsonNode *value, const char *where)
{
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (value) ? json_node_get_object (value) : NULL;
  JsonObject *properties = inside (schema, "properties");
  JsonArray *required = joined (schema, "required");
  JsonObjectIter iter;
  const char *name;
  JsonNode *member;

  if (object == NULL)
    return fail (check, where, "is no object");
  for (guint i = 0; required != NULL && i < json_array_get_length (required); i++)
    if (!json_object_has_member (object, json_array_get_string_element (required, i)))
      {
        g_autofree char *what = g_strdup_printf ("lacks %s", json_array_get_string_element (required, i));

        return fail (check, where, what);
      }
  json_object_iter_init (&iter, object);
  while (json_object_iter_next (&iter, &name, &member))
    {
      g_autofree char *place = g_strdup_printf ("%s%s%s", where, where[0] != '\0' ? "." : "", name);

      if (properties != NULL && json_object_has_member (properties, name) &&
          !fits (check, json_object_get_object_member (properties, name), member, place, TRUE))
        return FALSE;
    }
  return TRUE;
}

static gboolean
fits_type (Check *check, JsonObject *schema, JsonNode *value, const char *where)
{
  const char *type = json_object_get_string_member_with_default (schema, "type", NULL);

  if (type == NULL)
    return TRUE;
  if (strcmp (type, "object") == 0)
    return fits_object (check, schema, value, where);
  if (strcmp (type, "array") == 0)
    return fits_array (check, schema, value, where);
  if (strcmp (type, "string") == 0)
    return fits_text (check, schema, value, where);
  if (strcmp (type, "boolean") == 0)
    return (JSON_NODE_HOLDS_VALUE (value) && json_node_get_value_type (value) == G_TYPE_BOOLEAN) ||
           fail (check, where, "is neither true nor false");
  return fits_number (check, schema, value, where);
}

static gboolean
knows_all (Check *check, JsonObject *schema, JsonNode *value, const char *where)
{
  JsonObjectIter iter;
  const char *name;

  json_object_iter_init (&iter, json_node_get_object (value));
  while (json_object_iter_next (&iter, &name, NULL))
    if (!describes (schema, name))
      {
        g_autofree char *what = g_strdup_printf ("has %s, which is not described", name);

        return fail (check, where, what);
      }
  return TRUE;
}

/* @outermost: @schema is not one of those that another one joins: it knows every member. */
static gboolean
fits (Check *check, JsonObject *schema, JsonNode *value, const char *where, gboolean outermost)
{
  schema = resolve (schema);
  if (JSON_NODE_HOLDS_NULL (value) &&
      (json_object_get_boolean_member_with_default (schema, "nullable", FALSE) || json_object_get_size (schema) == 0 ||
       (json_object_get_size (schema) == 1 && json_object_has_member (schema, "description"))))
    return TRUE;
  if (check->whole && outermost && JSON_NODE_HOLDS_OBJECT (value) && !knows_all (check, schema, value, where))
    return FALSE;
  return fits_all (check, schema, value, where) && fits_any (check, schema, value, where) &&
         fits_enum (check, schema, value, where) && fits_type (check, schema, value, where);
}

char *
plant_find_fault (JsonObject *schema, JsonNode *value, gboolean whole)
{
  g_autoptr (GString) fault = g_string_new (NULL);
  Check check = { fault, whole };

  return fits (&check, schema, value, "", TRUE) ? NULL : g_strdup (fault->str);
}

JsonObject *
plant_operation (const PbEndpoint *endpoint)
{
  g_autoptr (GRegex) parameter = g_regex_new (":([A-Za-z]+)", 0, 0, NULL);
  g_autofree char *path = g_regex_replace (parameter, endpoint->path, -1, 0, "{\\1}", 0, NULL);
  g_autofree char *method = g_ascii_strdown (endpoint->method, -1);
  JsonObject *item = inside (plant_description (), "paths");

  item = json_object_has_member (item, path) ? json_object_get_object_member (item, path) : NULL;
  return item != NULL ? inside (item, method) : NULL;
}

JsonObject *
plant_body_schema (const PbEndpoint *endpoint)
{
  return inside (plant_operation (endpoint), "requestBody content application/json schema");
}

JsonObject *
plant_answer_schema (const PbEndpoint *endpoint)
{
  return inside (plant_operation (endpoint), "responses 2XX content application/json schema");
}

static void
hold (const PbEndpoint *endpoint, const char *what, JsonObject *schema, const char *text, gsize length, gboolean whole)
{
  g_autoptr (JsonNode) value = pb_json_parse (text, length, NULL);
  g_autofree char *fault = NULL;

  if (schema == NULL || value == NULL)
    g_error ("%s %s: %s is not described", endpoint->method, endpoint->path, what);
  fault = plant_find_fault (schema, value, whole);
  if (fault != NULL)
    g_error ("%s %s is described otherwise: %s: %s\n%.*s", endpoint->method, endpoint->path, what, fault, (int) length,
             text);
}

void
plant_check_described (const char *method, const char *path, GBytes *body, const char *answer)
{
  g_autoptr (GHashTable) params = NULL;
  g_autofree char *allow = NULL;
  g_auto (GStrv) parts = g_strsplit (path, "?", 2);
  const PbEndpoint *endpoint = pb_endpoints_match (method, parts[0], &params, &allow);

  g_assert_nonnull (endpoint);
  hold (endpoint, "the answer", plant_answer_schema (endpoint), answer, strlen (answer), TRUE);
  if (body != NULL && plant_body_schema (endpoint) != NULL)
    {
      gsize length;
      const char *text = g_bytes_get_data (body, &length);

      hold (endpoint, "the body", plant_body_schema (endpoint), text, length, FALSE);
    }
}
