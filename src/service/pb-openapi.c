/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-service"

#include "service/pb-openapi.h"

#include <string.h>

#include "config.h"
#include "service/pb-endpoints.h"

/* Which members of a type a schema shows. */
typedef enum
{
  SHAPE_ANSWER,
  SHAPE_CREATE,
  SHAPE_PATCH,
} Shape;

static const char *const suffixes[] = { [SHAPE_ANSWER] = "", [SHAPE_CREATE] = "Create", [SHAPE_PATCH] = "Patch" };

/* A schema that something refers to. */
typedef struct
{
  const PbType *type;
  Shape shape;
} Schema;

typedef struct
{
  PbWriter *w;
  GHashTable *paths;  /* path → GPtrArray of PbEndpoint */
  GPtrArray *order;   /* of the paths */
  GHashTable *known;  /* names of schemas */
  GPtrArray *schemas; /* (element-type Schema) in the order in which they are referred to */
} Text;

/* ---- Schemas */

static void
write_ref (Text *text, const PbType *type, Shape shape)
{
  g_autofree char *name = g_strconcat (type->name, suffixes[shape], NULL);
  g_autofree char *ref = g_strconcat ("#/components/schemas/", name, NULL);

  if (g_hash_table_add (text->known, g_strdup (name)))
    {
      Schema *schema = g_new0 (Schema, 1);

      schema->type = type;
      schema->shape = shape;
      g_ptr_array_add (text->schemas, schema);
    }
  pb_writer_begin_object (text->w);
  pb_writer_member_string (text->w, "$ref", ref);
  pb_writer_end_object (text->w);
}

/* A list of a type, as `type: array`. */
static void
write_array_members (Text *text, const PbType *type, Shape shape)
{
  pb_writer_member_string (text->w, "type", "array");
  pb_writer_key (text->w, "items");
  write_ref (text, type, shape);
}

static void
write_bounds (PbWriter *w, const PbField *field)
{
  if (!(field->flags & PB_BOUNDED))
    return;
  pb_writer_member_double (w, "minimum", field->min);
  pb_writer_member_double (w, "maximum", field->max);
}

static void
write_number_array (PbWriter *w, const PbField *field)
{
  pb_writer_member_string (w, "type", "array");
  if (field->count != 0)
    {
      pb_writer_member_int (w, "minItems", field->count);
      pb_writer_member_int (w, "maxItems", field->count);
    }
  pb_writer_member_object (w, "items");
  pb_writer_member_string (w, "type", "number");
  write_bounds (w, field);
  pb_writer_end_object (w);
}

static void
write_kind (Text *text, const PbField *field, Shape shape)
{
  PbWriter *w = text->w;

  switch (field->kind)
    {
    case PB_KIND_STRING:
      pb_writer_member_string (w, "type", "string");
      if (field->flags & (PB_ASKED | PB_PATCHED))
        pb_writer_member_int (w, "maxLength", field->max_length != 0 ? field->max_length : 200);
      break;
    case PB_KIND_INT:
      pb_writer_member_string (w, "type", "integer");
      write_bounds (w, field);
      break;
    case PB_KIND_DOUBLE:
      pb_writer_member_string (w, "type", "number");
      write_bounds (w, field);
      break;
    case PB_KIND_BOOL:
      pb_writer_member_string (w, "type", "boolean");
      break;
    case PB_KIND_TIME:
      pb_writer_member_string (w, "type", "string");
      pb_writer_member_string (w, "format", "date-time");
      break;
    case PB_KIND_ENUM:
      pb_writer_member_string (w, "type", "string");
      pb_writer_member_array (w, "enum");
      for (const char *const *value = field->values->values + 1; *value != NULL; value++)
        pb_writer_string (w, *value);
      if (shape == SHAPE_ANSWER && !(field->flags & PB_OMIT_NULL))
        pb_writer_null (w);
      pb_writer_end_array (w);
      break;
    case PB_KIND_NUMBERS:
      write_number_array (w, field);
      break;
    case PB_KIND_STRINGS:
      pb_writer_member_string (w, "type", "array");
      pb_writer_member_object (w, "items");
      pb_writer_member_string (w, "type", "string");
      pb_writer_end_object (w);
      break;
    case PB_KIND_CHILDREN:
      write_array_members (text, field->child, shape == SHAPE_ANSWER ? SHAPE_ANSWER : SHAPE_CREATE);
      break;
    case PB_KIND_CHILD:
      pb_writer_member_array (w, "allOf");
      write_ref (text, field->child, shape == SHAPE_ANSWER ? SHAPE_ANSWER : SHAPE_CREATE);
      pb_writer_end_array (w);
      break;
    case PB_KIND_JSON:
    default:
      break;
    }
}

static gboolean
is_shown (const PbField *field, Shape shape)
{
  if (field->name == NULL || field->flags & PB_HIDDEN)
    return FALSE;
  return shape == SHAPE_ANSWER || (shape == SHAPE_CREATE && field->flags & PB_ASKED) ||
         (shape == SHAPE_PATCH && field->flags & PB_PATCHED);
}

static void
write_property (Text *text, const PbField *field, Shape shape)
{
  PbWriter *w = text->w;
  gboolean may_be_null = shape == SHAPE_PATCH || (shape == SHAPE_ANSWER && !(field->flags & PB_OMIT_NULL));

  pb_writer_member_object (w, field->name);
  write_kind (text, field, shape);
  if (may_be_null && field->kind != PB_KIND_CHILDREN && field->kind != PB_KIND_JSON)
    pb_writer_member_bool (w, "nullable", TRUE);
  pb_writer_member_string_opt (w, "description", field->label);
  pb_writer_member_string_opt (w, "x-unit", field->unit);
  pb_writer_end_object (w);
}

static void
write_schema (Text *text, const Schema *schema)
{
  PbWriter *w = text->w;
  g_autofree char *name = g_strconcat (schema->type->name, suffixes[schema->shape], NULL);
  gboolean requires = FALSE;

  pb_writer_member_object (w, name);
  pb_writer_member_string (w, "type", "object");
  pb_writer_member_string_opt (w, "title", schema->type->label);
  for (const PbField *f = schema->type->fields; f->name != NULL || f->column != NULL; f++)
    if (schema->shape == SHAPE_CREATE && is_shown (f, SHAPE_CREATE) && (f->flags & PB_REQUIRED) == PB_REQUIRED)
      {
        if (!requires)
          pb_writer_member_array (w, "required");
        requires = TRUE;
        pb_writer_string (w, f->name);
      }
  if (requires)
    pb_writer_end_array (w);
  pb_writer_member_object (w, "properties");
  for (const PbField *f = schema->type->fields; f->name != NULL || f->column != NULL; f++)
    if (is_shown (f, schema->shape))
      write_property (text, f, schema->shape);
  pb_writer_end_object (w);
  pb_writer_end_object (w);
}

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
write_parameters (PbWriter *w, const PbEndpoint *endpoint)
{
  g_auto (GStrv) segments = g_strsplit (endpoint->path, "/", -1);

  pb_writer_member_array (w, "parameters");
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
  pb_writer_end_array (w);
}

static void
write_body_schema (Text *text, const PbEndpoint *endpoint)
{
  PbWriter *w = text->w;

  if (endpoint->body != NULL)
    write_ref (text, endpoint->body, strcmp (endpoint->method, "PATCH") == 0 ? SHAPE_PATCH : SHAPE_CREATE);
  else if (is_signed (endpoint))
    {
      pb_writer_begin_object (w);
      pb_writer_member_string (w, "type", "object");
      pb_writer_member_object (w, "properties");
      pb_writer_member_object (w, "signer");
      pb_writer_member_string (w, "$ref", "#/components/schemas/Signer");
      pb_writer_end_object (w);
      pb_writer_end_object (w);
      pb_writer_end_object (w);
    }
  else
    {
      pb_writer_begin_object (w);
      pb_writer_member_string (w, "type", "object");
      pb_writer_end_object (w);
    }
}

static void
write_body (Text *text, const PbEndpoint *endpoint)
{
  PbWriter *w = text->w;
  gboolean required = (endpoint->flags & PB_ENDPOINT_BODY) != 0;

  if (!required && endpoint->body == NULL && !is_signed (endpoint))
    return;
  pb_writer_member_object (w, "requestBody");
  pb_writer_member_bool (w, "required", required);
  pb_writer_member_object (w, "content");
  pb_writer_member_object (w, "application/json");
  pb_writer_key (w, "schema");
  write_body_schema (text, endpoint);
  pb_writer_end_object (w);
  pb_writer_end_object (w);
  pb_writer_end_object (w);
}

/* One of the type, or for a path that names no single thing a list of them. */
static void
write_data_schema (Text *text, const PbEndpoint *endpoint)
{
  PbWriter *w = text->w;
  const char *last = strrchr (endpoint->path, '/') + 1;

  if (endpoint->answer == NULL)
    {
      pb_writer_begin_object (w);
      pb_writer_end_object (w);
      return;
    }
  if (strcmp (endpoint->method, "GET") != 0 || *last == ':')
    {
      write_ref (text, endpoint->answer, SHAPE_ANSWER);
      return;
    }
  pb_writer_begin_object (w);
  pb_writer_member_array (w, "anyOf");
  write_ref (text, endpoint->answer, SHAPE_ANSWER);
  pb_writer_begin_object (w);
  pb_writer_member_string (w, "type", "object");
  pb_writer_member_object (w, "properties");
  pb_writer_member_object (w, "items");
  write_array_members (text, endpoint->answer, SHAPE_ANSWER);
  pb_writer_end_object (w);
  pb_writer_end_object (w);
  pb_writer_end_object (w);
  pb_writer_begin_object (w);
  write_array_members (text, endpoint->answer, SHAPE_ANSWER);
  pb_writer_end_object (w);
  pb_writer_end_array (w);
  pb_writer_end_object (w);
}

static void
write_answer_schema (Text *text, const PbEndpoint *endpoint)
{
  PbWriter *w = text->w;

  if (endpoint->flags & PB_ENDPOINT_BARE)
    {
      write_data_schema (text, endpoint);
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
  write_data_schema (text, endpoint);
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
  write_parameters (w, endpoint);
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
  "{\"type\":\"object\",\"required\":[\"email\",\"password\"],\"description\":\"The credentials, given at that moment, "
  "of "
  "the person who signs\",\"properties\":{\"email\":{\"type\":\"string\"},\"password\":{\"type\":\"string\",\"format\":"
  "\"password\"}}}";
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
  /* A schema may refer to further ones: the list grows while it is written. */
  for (guint i = 0; i < text->schemas->len; i++)
    write_schema (text, text->schemas->pdata[i]);
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
  g_autoptr (GHashTable) known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GPtrArray) order = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) schemas = g_ptr_array_new_with_free_func (g_free);
  Text text = { w, paths, order, known, schemas };

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
