/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-service"

#include "service/pb-openapi.h"

#include <string.h>

#include "config.h"
#include "service/pb-endpoints.h"
#include "service/pb-openapi-schema.h"

typedef struct
{
  PbWriter *w;
  GHashTable *paths; /* path → GPtrArray of PbEndpoint */
  GPtrArray *order;  /* of the paths */
  PbSchemas *schemas;
} Text;

/* ---- Operations */

/* "/api/runs/:runNo" → "/api/runs/{runNo}" */
static char *
template_of (const char *path)
{
  g_auto (GStrv) segments = g_strsplit (path, "/", -1);

  for (char **segment = segments; *segment != NULL; segment++)
    if (**segment == ':')
      {
        char *named = g_strconcat ("{", *segment + 1, "}", NULL);

        g_free (*segment);
        *segment = named;
      }
  return g_strjoinv ("/", segments);
}

/* "GET /api/runs/:runNo/gate" → "getRunsRunNoGate" */
static char *
operation_id (const PbEndpoint *endpoint)
{
  g_autoptr (GString) id = g_string_new (NULL);
  gboolean upper = TRUE;

  for (const char *p = endpoint->method; *p != '\0'; p++)
    g_string_append_c (id, g_ascii_tolower (*p));
  for (const char *p = endpoint->path + strlen ("/api"); *p != '\0'; p++)
    if (!g_ascii_isalnum (*p))
      upper = TRUE;
    else
      {
        g_string_append_c (id, upper ? g_ascii_toupper (*p) : *p);
        upper = FALSE;
      }
  return g_string_free (g_steal_pointer (&id), FALSE);
}

static gboolean
is_signed (const PbEndpoint *endpoint)
{
  return (endpoint->flags & PB_ENDPOINT_SIGNED) == PB_ENDPOINT_SIGNED;
}

static void
write_path_parameters (PbWriter *w, const PbEndpoint *endpoint)
{
  g_auto (GStrv) segments = g_strsplit (endpoint->path, "/", -1);

  for (char **segment = segments; *segment != NULL; segment++)
    {
      if (**segment != ':')
        continue;
      pb_writer_begin_object (w);
      pb_writer_member_string (w, "name", *segment + 1);
      pb_writer_member_string (w, "in", "path");
      pb_writer_member_bool (w, "required", TRUE);
      pb_writer_member_object (w, "schema");
      pb_writer_member_string (w, "type", "string");
      pb_writer_end_object (w);
      pb_writer_end_object (w);
    }
}

/* What is not in the schema of a parameter. Returns: (transfer full) (nullable). */
static char *
describe_parameter (const PbEndpoint *endpoint, const PbMember *member)
{
  if (endpoint->sorts != NULL && strcmp (member->name, "sort") == 0)
    {
      g_autoptr (GString) says =
        g_string_new ("At most two of FIELD, FIELD.asc or FIELD.desc, parted by a comma; fields are");

      for (const char *const *sort = endpoint->sorts; *sort != NULL; sort += 2)
        g_string_append_printf (says, "%s %s", sort == endpoint->sorts ? "" : ",", *sort);
      return g_string_free (g_steal_pointer (&says), FALSE);
    }
  if (endpoint->paging.cuts && strcmp (member->name, "pageSize") == 0)
    return g_strdup_printf ("More than %" G_GINT64_FORMAT " is answered as that", endpoint->paging.most);
  return g_strdup (member->says);
}

static void
write_query_parameter (Text *text, const PbEndpoint *endpoint, const PbMember *member)
{
  PbWriter *w = text->w;
  g_autofree char *says = describe_parameter (endpoint, member);
  PbMember value = *member;

  /* What is left out of a query is not there; null cannot be said. */
  value.need = PB_MUST;
  value.says = NULL;
  pb_writer_begin_object (w);
  pb_writer_member_string (w, "name", member->name);
  pb_writer_member_string (w, "in", "query");
  pb_writer_member_bool (w, "required", member->need == PB_MUST);
  pb_writer_member_string_opt (w, "description", says);
  if (member->kind == PB_VALUE_ENUMS || member->kind == PB_VALUE_TEXTS)
    {
      pb_writer_member_string (w, "style", "form");
      pb_writer_member_bool (w, "explode", FALSE);
    }
  pb_writer_key (w, "schema");
  pb_schemas_write_member (text->schemas, &value, PB_SHAPE_ANSWER);
  pb_writer_end_object (w);
}

static void
write_parameters (Text *text, const PbEndpoint *endpoint)
{
  g_autoptr (GArray) query = pb_endpoint_list_query (endpoint);

  pb_writer_member_array (text->w, "parameters");
  write_path_parameters (text->w, endpoint);
  for (guint i = 0; i < query->len; i++)
    write_query_parameter (text, endpoint, &g_array_index (query, PbMember, i));
  pb_writer_end_array (text->w);
}

static void
write_body (Text *text, const PbEndpoint *endpoint)
{
  PbWriter *w = text->w;
  gboolean required = (endpoint->flags & PB_ENDPOINT_BODY) != 0;
  gboolean changes = strcmp (endpoint->method, "PATCH") == 0 && endpoint->body != NULL;

  if (!required && endpoint->body == NULL && endpoint->members == NULL)
    return;
  pb_writer_member_object (w, "requestBody");
  pb_writer_member_bool (w, "required", required);
  pb_writer_member_object (w, "content");
  pb_writer_member_object (w, "application/json");
  pb_writer_key (w, "schema");
  pb_schemas_write_object (text->schemas, endpoint->body, endpoint->members,
                           changes ? PB_SHAPE_PATCH : PB_SHAPE_CREATE);
  pb_writer_end_object (w);
  pb_writer_end_object (w);
  pb_writer_end_object (w);
}

static void
write_answer_schema (Text *text, const PbEndpoint *endpoint)
{
  PbWriter *w = text->w;

  if (endpoint->flags & PB_ENDPOINT_BARE)
    {
      pb_schemas_write_answer (text->schemas, endpoint);
      return;
    }
  pb_writer_begin_object (w);
  pb_writer_member_string (w, "type", "object");
  pb_writer_member_array (w, "required");
  pb_writer_string (w, "ok");
  pb_writer_string (w, "data");
  pb_writer_end_array (w);
  pb_writer_member_object (w, "properties");
  pb_writer_member_object (w, "ok");
  pb_writer_member_string (w, "type", "boolean");
  pb_writer_end_object (w);
  pb_writer_key (w, "data");
  pb_schemas_write_answer (text->schemas, endpoint);
  pb_writer_end_object (w);
  pb_writer_end_object (w);
}

static void
write_answers (Text *text, const PbEndpoint *endpoint)
{
  PbWriter *w = text->w;

  pb_writer_member_object (w, "responses");
  pb_writer_member_object (w, "2XX");
  pb_writer_member_string (w, "description", "Done");
  pb_writer_member_object (w, "content");
  pb_writer_member_object (w, "application/json");
  pb_writer_key (w, "schema");
  write_answer_schema (text, endpoint);
  pb_writer_end_object (w);
  pb_writer_end_object (w);
  pb_writer_end_object (w);
  pb_writer_member_object (w, "default");
  pb_writer_member_string (w, "$ref", "#/components/responses/Problem");
  pb_writer_end_object (w);
  pb_writer_end_object (w);
}

static void
write_security (PbWriter *w, const PbEndpoint *endpoint)
{
  g_auto (GStrv) permissions = g_strsplit (endpoint->permission, " ", -1);

  pb_writer_member_array (w, "security");
  if (!(endpoint->flags & PB_ENDPOINT_PUBLIC))
    for (guint i = 0; i < 2; i++)
      {
        pb_writer_begin_object (w);
        pb_writer_member_array (w, i == 0 ? "session" : "bearer");
        pb_writer_end_array (w);
        pb_writer_end_object (w);
      }
  pb_writer_end_array (w);
  pb_writer_member_array (w, "x-permission");
  for (char **permission = permissions; *permission != NULL; permission++)
    if (**permission != '\0')
      pb_writer_string (w, *permission);
  pb_writer_end_array (w);
}

static void
write_operation (Text *text, const PbEndpoint *endpoint)
{
  PbWriter *w = text->w;
  g_auto (GStrv) segments = g_strsplit (endpoint->path, "/", 4);
  g_autofree char *method = g_ascii_strdown (endpoint->method, -1);
  g_autofree char *id = operation_id (endpoint);

  pb_writer_member_object (w, method);
  pb_writer_member_string (w, "operationId", id);
  pb_writer_member_string_opt (w, "summary", endpoint->summary);
  pb_writer_member_array (w, "tags");
  pb_writer_string (w, segments[2]);
  pb_writer_end_array (w);
  write_parameters (text, endpoint);
  write_body (text, endpoint);
  write_answers (text, endpoint);
  write_security (w, endpoint);
  if (is_signed (endpoint))
    pb_writer_member_bool (w, "x-signed", TRUE);
  pb_writer_end_object (w);
}

/* ---- The whole */

static void
collect_path (const PbEndpoint *endpoint, gpointer user_data)
{
  Text *text = user_data;
  g_autofree char *path = template_of (endpoint->path);
  GPtrArray *endpoints = g_hash_table_lookup (text->paths, path);

  if (endpoints == NULL)
    {
      endpoints = g_ptr_array_new ();
      g_ptr_array_add (text->order, g_strdup (path));
      g_hash_table_insert (text->paths, g_steal_pointer (&path), endpoints);
    }
  g_ptr_array_add (endpoints, (gpointer) endpoint);
}

static void
write_paths (Text *text)
{
  pb_writer_member_object (text->w, "paths");
  for (guint i = 0; i < text->order->len; i++)
    {
      GPtrArray *endpoints = g_hash_table_lookup (text->paths, text->order->pdata[i]);

      pb_writer_member_object (text->w, text->order->pdata[i]);
      for (guint k = 0; k < endpoints->len; k++)
        write_operation (text, endpoints->pdata[k]);
      pb_writer_end_object (text->w);
    }
  pb_writer_end_object (text->w);
}

static const char signer_schema[] =
  "{\"type\":\"object\",\"required\":[\"password\"],\"description\":\"The credentials, given at that moment, of the "
  "person who signs\",\"properties\":{\"email\":{\"type\":\"string\",\"description\":\"May be left out by the "
  "session's "
  "own user after a first signature\"},\"password\":{\"type\":\"string\",\"format\":\"password\"}}}";
static const char problem_schema[] =
  "{\"type\":\"object\",\"required\":[\"ok\",\"error\"],\"properties\":{\"ok\":{\"type\":\"boolean\",\"enum\":[false]},"
  "\"error\":{\"type\":\"object\",\"required\":[\"code\",\"message\"],\"properties\":{\"code\":{\"type\":\"string\"},"
  "\"message\":{\"type\":\"string\"}}}}}";
static const char problem_response[] =
  "{\"description\":\"Refused\",\"content\":{\"application/json\":{\"schema\":{\"$ref\":"
  "\"#/components/schemas/Problem\"}}}}";
static const char security_schemes[] =
  "{\"session\":{\"type\":\"apiKey\",\"in\":\"cookie\",\"name\":\"better-auth.session_token\"},"
  "\"bearer\":{\"type\":\"http\",\"scheme\":\"bearer\"}}";

static void
write_components (Text *text)
{
  PbWriter *w = text->w;

  pb_writer_member_object (w, "components");
  pb_writer_member_object (w, "schemas");
  pb_writer_member_raw (w, "Signer", signer_schema);
  pb_writer_member_raw (w, "Problem", problem_schema);
  pb_schemas_write_components (text->schemas);
  pb_writer_end_object (w);
  pb_writer_member_object (w, "responses");
  pb_writer_member_raw (w, "Problem", problem_response);
  pb_writer_end_object (w);
  pb_writer_member_raw (w, "securitySchemes", security_schemes);
  pb_writer_end_object (w);
}

static char *
make_text (void)
{
  g_autoptr (PbWriter) w = pb_writer_new ();
  g_autoptr (GHashTable) paths =
    g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_ptr_array_unref);
  g_autoptr (GPtrArray) order = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (PbSchemas) schemas = pb_schemas_new (w);
  Text text = { w, paths, order, schemas };

  pb_endpoints_foreach (collect_path, &text);
  pb_writer_begin_object (w);
  pb_writer_member_string (w, "openapi", "3.0.3");
  pb_writer_member_object (w, "info");
  pb_writer_member_string (w, "title", "Prepboard");
  pb_writer_member_string (w, "version", PACKAGE_VERSION);
  pb_writer_end_object (w);
  write_paths (&text);
  write_components (&text);
  pb_writer_end_object (w);
  return pb_writer_steal (w);
}

const char *
pb_openapi_text (void)
{
  static char *text;
  static gsize once;

  if (g_once_init_enter (&once))
    {
      text = make_text ();
      g_once_init_leave (&once, 1);
    }
  return text;
}
