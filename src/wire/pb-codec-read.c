/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-wire"

#include "wire/pb-codec.h"

#include <math.h>
#include <string.h>

#include "wire/pb-json.h"

/* Beyond this a double no longer tells neighbouring integers apart. */
#define WHOLE_DOUBLE_MAX 9007199254740992.0

/* So many violations are told; a hostile body would make for an answer many times its own size. */
#define REFUSED_MAX 100

/* Where the reader is, for the property of a violation: a chain on the stack, put together only when something is
 * wrong. */
typedef struct _Place Place;
struct _Place
{
  const Place *outer; /* NULL at the body */
  const char *name;   /* NULL: the element @index of @outer's list */
  guint index;
};

typedef struct
{
  PbReadMode mode;
  gboolean strict_unknown;
  gboolean lenient; /* what the other side of REST says is taken as it is, see pb_codec_new_from_json() */
  GPtrArray *violations;
  guint refused;
} Reader;

static void
append_place (GString *path, const Place *place)
{
  if (place->outer != NULL)
    append_place (path, place->outer);
  if (place->name == NULL)
    g_string_append_printf (path, "[%u]", place->index);
  else
    {
      if (path->len > 0)
        g_string_append_c (path, '.');
      g_string_append (path, place->name);
    }
}

/* @code: NULL for VALIDATION_FAILED. @problem: what follows the property in the message. */
static void
refuse (Reader *reader, const Place *place, const char *code, const char *problem)
{
  g_autoptr (GString) path = NULL;

  if (reader->refused++ >= REFUSED_MAX)
    return;
  path = g_string_new (NULL);
  append_place (path, place);
  pb_violations_add (reader->violations, path->str, code, "%s %s", path->len > 0 ? path->str : "The body", problem);
}

/* The end of the blanks that @text begins with; blanks are Unicode's, for an input method types wide ones. */
static const char *
skip_blanks (const char *text)
{
  while (*text != '\0' && g_unichar_isspace (g_utf8_get_char (text)))
    text = g_utf8_next_char (text);
  return text;
}

/* Returns: (transfer full): @text without blanks at both ends. */
static char *
trim (const char *text)
{
  const char *start = skip_blanks (text);
  const char *end = start + strlen (start);

  while (end > start)
    {
      const char *last = g_utf8_prev_char (end);

      if (!g_unichar_isspace (g_utf8_get_char (last)))
        break;
      end = last;
    }
  return g_strndup (start, end - start);
}

static gboolean
is_of_type (JsonNode *node, GType type)
{
  return JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == type;
}

/* Returns: (nullable): the text of @node, NULL when it is another type, which is told. */
static const char *
get_text (Reader *reader, const Place *place, JsonNode *node)
{
  if (is_of_type (node, G_TYPE_STRING))
    return json_node_get_string (node);
  refuse (reader, place, NULL, "must be a text");
  return NULL;
}

static gboolean
get_number (Reader *reader, const Place *place, JsonNode *node, double *value)
{
  if (is_of_type (node, G_TYPE_INT64))
    *value = (double) json_node_get_int (node);
  else if (is_of_type (node, G_TYPE_DOUBLE) && isfinite (json_node_get_double (node)))
    *value = json_node_get_double (node);
  else
    {
      refuse (reader, place, NULL, "must be a number");
      return FALSE;
    }
  return TRUE;
}

static void
read_string (Reader *reader, const Place *place, const PbField *field, JsonNode *node, gpointer object)
{
  char **member = &PB_MEMBER (object, field, char *);
  const char *text = get_text (reader, place, node);
  g_autofree char *trimmed = NULL;

  if (text == NULL)
    return;
  if (reader->lenient)
    {
      pb_set_string (member, text);
      return;
    }
  trimmed = trim (text);
  if (*trimmed == '\0' && (field->flags & PB_REQUIRED) == PB_REQUIRED)
    {
      /* The contract has codes of its own for blanks, while a text without any character is bad input as such. */
      refuse (reader, place, *text != '\0' ? field->blank : NULL, "must not be blank");
      return;
    }
  g_free (*member);
  *member = *trimmed != '\0' ? g_steal_pointer (&trimmed) : NULL;
}

static void
read_int (Reader *reader, const Place *place, const PbField *field, JsonNode *node, gpointer object)
{
  double value;

  if (is_of_type (node, G_TYPE_INT64))
    {
      PB_MEMBER (object, field, PbInt) = PB_INT (json_node_get_int (node));
      return;
    }
  if (!get_number (reader, place, node, &value))
    return;
  if (value != floor (value) || fabs (value) > WHOLE_DOUBLE_MAX)
    refuse (reader, place, NULL, "must be a whole number");
  else
    PB_MEMBER (object, field, PbInt) = PB_INT ((gint64) value);
}

static void
read_double (Reader *reader, const Place *place, const PbField *field, JsonNode *node, gpointer object)
{
  double value;

  if (get_number (reader, place, node, &value))
    PB_MEMBER (object, field, PbDouble) = PB_DOUBLE (value);
}

static void
read_bool (Reader *reader, const Place *place, const PbField *field, JsonNode *node, gpointer object)
{
  if (is_of_type (node, G_TYPE_BOOLEAN))
    PB_MEMBER (object, field, PbBool) = PB_BOOL (json_node_get_boolean (node));
  else
    refuse (reader, place, NULL, "must be true or false");
}

static void
read_time (Reader *reader, const Place *place, const PbField *field, JsonNode *node, gpointer object)
{
  gint64 *member = &PB_MEMBER (object, field, gint64);
  const char *text = get_text (reader, place, node);
  gint64 time;

  if (text == NULL)
    return;
  if (!pb_time_parse_any (text, &time))
    refuse (reader, place, field->error, "must be a date and time with offset, like 2026-03-01T08:30:00+08:00");
  else if (time >= PB_TIME_MIN && time <= PB_TIME_MAX)
    *member = time;
  else if (reader->lenient)
    *member = 0;
  else
    refuse (reader, place, field->error, "must lie in the years 2000 to 2100");
}

static void
read_enum (Reader *reader, const Place *place, const PbField *field, JsonNode *node, gpointer object)
{
  const char *text = get_text (reader, place, node);
  int value;

  if (text == NULL)
    return;
  value = pb_enum_value (field->values, text);
  if (value == 0 && !reader->lenient)
    {
      g_autofree char *values = g_strjoinv (", ", (GStrv) (field->values->values + 1));
      g_autofree char *problem = g_strconcat ("must be one of ", values, NULL);

      refuse (reader, place, field->error, problem);
      return;
    }
  PB_MEMBER (object, field, int) = value;
}

/* Returns: (nullable): the array of @node, NULL when it is another type, which is told. */
static JsonArray *
get_array (Reader *reader, const Place *place, JsonNode *node, const char *problem)
{
  if (JSON_NODE_HOLDS_ARRAY (node))
    return json_node_get_array (node);
  refuse (reader, place, NULL, problem);
  return NULL;
}

static void
read_numbers (Reader *reader, const Place *place, const PbField *field, JsonNode *node, gpointer object)
{
  JsonArray *array = get_array (reader, place, node, "must be a list of numbers");
  PbNumbers numbers = { 0 };
  guint n;

  if (array == NULL)
    return;
  n = json_array_get_length (array);
  /* Other wrong lengths are pb_object_check()'s, but it takes none for absent and cannot be shown more than fit. */
  if (n > PB_NUMBERS_MAX || (n == 0 && field->count > 0))
    {
      g_autofree char *problem =
        g_strdup_printf (field->count > 0 ? "must have exactly %u numbers" : "may have at most %u numbers",
                         field->count > 0 ? field->count : PB_NUMBERS_MAX);

      refuse (reader, place, field->error, problem);
      return;
    }
  for (; numbers.n < n; numbers.n++)
    {
      Place element = { place, NULL, numbers.n };

      if (!get_number (reader, &element, json_array_get_element (array, numbers.n), &numbers.v[numbers.n]))
        return;
    }
  PB_MEMBER (object, field, PbNumbers) = numbers;
}

static void
read_strings (Reader *reader, const Place *place, const PbField *field, JsonNode *node, gpointer object)
{
  JsonArray *array = get_array (reader, place, node, "must be a list of texts");
  g_autoptr (GPtrArray) texts = NULL;
  guint n;

  if (array == NULL)
    return;
  n = json_array_get_length (array);
  texts = g_ptr_array_new_full (n + 1, g_free);
  for (guint i = 0; i < n; i++)
    {
      Place element = { place, NULL, i };
      const char *text = get_text (reader, &element, json_array_get_element (array, i));
      char *value;

      if (text == NULL)
        return;
      value = reader->lenient ? g_strdup (text) : trim (text);
      g_ptr_array_add (texts, value);
      if (!reader->lenient && *value == '\0')
        {
          refuse (reader, &element, field->blank, "must not be blank");
          return;
        }
    }
  g_ptr_array_add (texts, NULL);
  g_strfreev (PB_MEMBER (object, field, GStrv));
  PB_MEMBER (object, field, GStrv) = (GStrv) g_ptr_array_steal (texts, NULL);
}

static gboolean read_object (Reader *reader, const Place *place, JsonObject *body, gpointer object);

/* Returns: (transfer full) (nullable): a new object, NULL when something is wrong, which is told. */
static gpointer
read_child (Reader *reader, const Place *place, const PbType *type, JsonNode *node)
{
  PbReadMode mode = reader->mode;
  gpointer child;

  if (!JSON_NODE_HOLDS_OBJECT (node))
    {
      refuse (reader, place, NULL, "must be an object");
      return NULL;
    }
  /* A child is always new: it has no values that a PATCH could leave in place. */
  if (mode == PB_READ_PATCH)
    reader->mode = PB_READ_CREATE;
  child = pb_object_new (type);
  if (!read_object (reader, place, json_node_get_object (node), child))
    g_clear_pointer (&child, pb_object_unref);
  reader->mode = mode;
  return child;
}

static void
read_child_field (Reader *reader, const Place *place, const PbField *field, JsonNode *node, gpointer object)
{
  gpointer child = read_child (reader, place, field->child, node);

  if (child == NULL)
    return;
  pb_object_unref (PB_MEMBER (object, field, gpointer));
  PB_MEMBER (object, field, gpointer) = child;
}

/* Returns: (transfer full): the objects of @array that are well; the others are told. */
static GPtrArray *
read_children (Reader *reader, const Place *place, const PbType *type, JsonArray *array)
{
  GPtrArray *children = pb_object_array_new ();
  guint n = json_array_get_length (array);

  for (guint i = 0; i < n; i++)
    {
      Place element = { place, NULL, i };
      gpointer child = read_child (reader, &element, type, json_array_get_element (array, i));

      if (child != NULL)
        g_ptr_array_add (children, child);
    }
  return children;
}

static void
read_children_field (Reader *reader, const Place *place, const PbField *field, JsonNode *node, gpointer object)
{
  JsonArray *array = get_array (reader, place, node, "must be a list of objects");

  if (array == NULL)
    return;
  g_ptr_array_unref (PB_MEMBER (object, field, GPtrArray *));
  PB_MEMBER (object, field, GPtrArray *) = read_children (reader, place, field->child, array);
}

static void
read_json (const PbField *field, JsonNode *node, gpointer object)
{
  g_autoptr (PbWriter) writer = pb_writer_new ();

  pb_writer_node (writer, node);
  g_free (PB_MEMBER (object, field, char *));
  PB_MEMBER (object, field, char *) = pb_writer_steal (writer);
}

static void
read_value (Reader *reader, const Place *place, const PbField *field, JsonNode *node, gpointer object)
{
  switch (field->kind)
    {
    case PB_KIND_STRING:
      read_string (reader, place, field, node, object);
      break;
    case PB_KIND_INT:
      read_int (reader, place, field, node, object);
      break;
    case PB_KIND_DOUBLE:
      read_double (reader, place, field, node, object);
      break;
    case PB_KIND_BOOL:
      read_bool (reader, place, field, node, object);
      break;
    case PB_KIND_TIME:
      read_time (reader, place, field, node, object);
      break;
    case PB_KIND_ENUM:
      read_enum (reader, place, field, node, object);
      break;
    case PB_KIND_NUMBERS:
      read_numbers (reader, place, field, node, object);
      break;
    case PB_KIND_STRINGS:
      read_strings (reader, place, field, node, object);
      break;
    case PB_KIND_CHILD:
      read_child_field (reader, place, field, node, object);
      break;
    case PB_KIND_CHILDREN:
      read_children_field (reader, place, field, node, object);
      break;
    case PB_KIND_JSON:
      read_json (field, node, object);
      break;
    default:
      g_assert_not_reached ();
    }
}

static void
read_null (Reader *reader, const Place *place, const PbField *field, gpointer object)
{
  if (reader->mode == PB_READ_CREATE)
    return;
  /* pb_object_check() looks for required fields only at creation, so a PATCH must not take one away. */
  if (reader->mode == PB_READ_PATCH && (field->flags & PB_REQUIRED) == PB_REQUIRED)
    refuse (reader, place, NULL, "is required and cannot be removed");
  else
    pb_field_unset (field, object);
}

static gboolean
takes (Reader *reader, const PbField *field)
{
  if (field->name == NULL)
    return FALSE;
  switch (reader->mode)
    {
    case PB_READ_CREATE:
      return (field->flags & PB_ASKED) != 0;
    case PB_READ_PATCH:
      return (field->flags & PB_PATCHED) != 0;
    case PB_READ_ALL:
    default:
      return TRUE;
    }
}

static void
refuse_unknown (Reader *reader, const Place *place, JsonObject *body, const PbType *type)
{
  JsonObjectIter iter;
  const char *name;

  json_object_iter_init_ordered (&iter, body);
  while (json_object_iter_next_ordered (&iter, &name, NULL))
    {
      const PbField *field = pb_type_find_field (type, name);
      Place member = { place, name, 0 };

      if (field == NULL || !takes (reader, field))
        refuse (reader, &member, NULL, "is not a member that can be given here");
    }
}

/* @place: NULL at the body. */
static gboolean
read_object (Reader *reader, const Place *place, JsonObject *body, gpointer object)
{
  const PbType *type = PB_TYPE_OF (object);
  guint before = reader->refused;
  guint members = 0;

  for (const PbField *field = type->fields; field->name != NULL || field->column != NULL; field++)
    {
      JsonNode *node = takes (reader, field) ? json_object_get_member (body, field->name) : NULL;
      Place member = { place, field->name, 0 };

      if (node == NULL)
        continue;
      members++;
      if (JSON_NODE_HOLDS_NULL (node))
        read_null (reader, &member, field, object);
      else
        read_value (reader, &member, field, node, object);
    }
  if (reader->strict_unknown && members < json_object_get_size (body))
    refuse_unknown (reader, place, body, type);
  return reader->refused == before;
}

gboolean
pb_codec_read (JsonObject *body, gpointer object, PbReadMode mode, gboolean strict_unknown, GPtrArray *violations)
{
  Reader reader = { .mode = mode, .strict_unknown = strict_unknown, .violations = violations };

  g_return_val_if_fail (body != NULL && object != NULL && violations != NULL, FALSE);

  return read_object (&reader, NULL, body, object);
}

/* Tells the first of @violations, if there is one, as @error. */
static gboolean
fail_on (GPtrArray *violations, const PbType *type, GError **error)
{
  const PbViolation *first;

  if (violations->len == 0)
    return FALSE;
  first = violations->pdata[0];
  g_set_error (error, PB_JSON_ERROR, PB_JSON_ERROR_SHAPE, "%s: %s", type->name, first->message);
  return TRUE;
}

gpointer
pb_codec_new_from_json (const PbType *type, JsonNode *node, GError **error)
{
  g_autoptr (GPtrArray) violations = pb_violations_new ();
  Reader reader = { .mode = PB_READ_ALL, .lenient = TRUE, .violations = violations };
  gpointer object;

  g_return_val_if_fail (type != NULL, NULL);

  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    {
      g_set_error (error, PB_JSON_ERROR, PB_JSON_ERROR_SHAPE, "%s: an object is expected", type->name);
      return NULL;
    }
  object = pb_object_new (type);
  read_object (&reader, NULL, json_node_get_object (node), object);
  if (fail_on (violations, type, error))
    g_clear_pointer (&object, pb_object_unref);
  return object;
}

GPtrArray *
pb_codec_new_array_from_json (const PbType *type, JsonNode *node, GError **error)
{
  g_autoptr (GPtrArray) violations = pb_violations_new ();
  Reader reader = { .mode = PB_READ_ALL, .lenient = TRUE, .violations = violations };
  Place list = { NULL, "", 0 };
  GPtrArray *objects;

  g_return_val_if_fail (type != NULL, NULL);

  if (node == NULL || !JSON_NODE_HOLDS_ARRAY (node))
    {
      g_set_error (error, PB_JSON_ERROR, PB_JSON_ERROR_SHAPE, "%s: a list is expected", type->name);
      return NULL;
    }
  objects = read_children (&reader, &list, type, json_node_get_array (node));
  if (fail_on (violations, type, error))
    g_clear_pointer (&objects, g_ptr_array_unref);
  return objects;
}
