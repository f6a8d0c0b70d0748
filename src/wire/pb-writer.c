/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-wire"

#include "wire/pb-writer.h"

#include <math.h>
#include <string.h>

#include "wire/pb-number.h"
#include "wire/pb-time.h"

#define INITIAL_SIZE          1024
#define REPLACEMENT_CHARACTER "\xef\xbf\xbd"

struct _PbWriter
{
  GString *text;
};

PbWriter *
pb_writer_new (void)
{
  PbWriter *self = g_new (PbWriter, 1);

  self->text = g_string_sized_new (INITIAL_SIZE);
  return self;
}

void
pb_writer_free (PbWriter *self)
{
  if (self == NULL)
    return;
  g_string_free (self->text, TRUE);
  g_free (self);
}

static GString *
take_text (PbWriter *self)
{
  GString *text = self->text;

  self->text = g_string_new (NULL);
  return text;
}

char *
pb_writer_steal (PbWriter *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_string_free (take_text (self), FALSE);
}

GBytes *
pb_writer_steal_bytes (PbWriter *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_string_free_to_bytes (take_text (self));
}

const char *
pb_writer_peek (PbWriter *self, gsize *length)
{
  g_return_val_if_fail (self != NULL, NULL);

  if (length != NULL)
    *length = self->text->len;
  return self->text->str;
}

/* Puts the comma between two members or elements. What was written last tells whether one is due: a value never ends in
 * one of these three characters, for a text ends in a quotation mark. */
static inline void
separate (PbWriter *self)
{
  GString *text = self->text;
  char last = text->len > 0 ? text->str[text->len - 1] : '[';

  if (last != '{' && last != '[' && last != ':')
    g_string_append_c (text, ',');
}

static void
append_escape (GString *text, guchar c)
{
  static const char hex[] = "0123456789abcdef";
  static const char names[0x20] = { ['\b'] = 'b', ['\t'] = 't', ['\n'] = 'n', ['\f'] = 'f', ['\r'] = 'r' };
  char escape[6] = { '\\', 'u', '0', '0', hex[c >> 4], hex[c & 0xf] };

  if (c < 0x20 && names[c] == '\0')
    {
      g_string_append_len (text, escape, sizeof escape);
      return;
    }
  escape[1] = c < 0x20 ? names[c] : (char) c;
  g_string_append_len (text, escape, 2);
}

/* Writes runs of bytes that stand for themselves at once, and only looks closer at the others. The escapes are those of
 * RFC 8785, 3.2.2.2. */
static void
append_quoted (GString *text, const char *value, gsize length)
{
  const char *end = value + length;
  const char *run = value;           /* not yet written */
  const char *known_as_utf8 = value; /* looked through to here */

  g_string_append_c (text, '"');
  for (const char *p = value; p < end;)
    {
      guchar c = (guchar) *p;

      if (G_LIKELY (c >= 0x20 && c < 0x80 && c != '"' && c != '\\'))
        {
          p++;
          continue;
        }
      if (c >= 0x80)
        {
          if (p >= known_as_utf8)
            g_utf8_validate_len (p, end - p, &known_as_utf8);
          if (p < known_as_utf8)
            {
              p++;
              continue;
            }
        }
      g_string_append_len (text, run, p - run);
      if (c >= 0x80)
        g_string_append (text, REPLACEMENT_CHARACTER);
      else
        append_escape (text, c);
      run = ++p;
    }
  g_string_append_len (text, run, end - run);
  g_string_append_c (text, '"');
}

void
pb_writer_begin_object (PbWriter *self)
{
  separate (self);
  g_string_append_c (self->text, '{');
}

void
pb_writer_end_object (PbWriter *self)
{
  g_string_append_c (self->text, '}');
}

void
pb_writer_begin_array (PbWriter *self)
{
  separate (self);
  g_string_append_c (self->text, '[');
}

void
pb_writer_end_array (PbWriter *self)
{
  g_string_append_c (self->text, ']');
}

void
pb_writer_key (PbWriter *self, const char *name)
{
  g_return_if_fail (name != NULL);

  separate (self);
  append_quoted (self->text, name, strlen (name));
  g_string_append_c (self->text, ':');
}

void
pb_writer_string (PbWriter *self, const char *value)
{
  if (value == NULL)
    pb_writer_null (self);
  else
    pb_writer_string_len (self, value, strlen (value));
}

void
pb_writer_string_len (PbWriter *self, const char *value, gsize length)
{
  g_return_if_fail (value != NULL || length == 0);

  separate (self);
  append_quoted (self->text, value != NULL ? value : "", length);
}

void
pb_writer_int (PbWriter *self, gint64 value)
{
  char buffer[PB_NUMBER_SIZE];

  separate (self);
  g_string_append_len (self->text, buffer, pb_integer_format (value, buffer));
}

void
pb_writer_double (PbWriter *self, double value)
{
  char buffer[PB_NUMBER_SIZE];

  if (!isfinite (value))
    {
      pb_writer_null (self);
      return;
    }
  separate (self);
  g_string_append_len (self->text, buffer, pb_number_format (value, buffer));
  /* Only digits would be an integer to the reader, and one that does not fit 64 bits. */
  if (fabs (value) >= 0x1p63 && fabs (value) < 1e21)
    g_string_append_len (self->text, ".0", 2);
}

void
pb_writer_bool (PbWriter *self, gboolean value)
{
  separate (self);
  if (value)
    g_string_append_len (self->text, "true", 4);
  else
    g_string_append_len (self->text, "false", 5);
}

void
pb_writer_null (PbWriter *self)
{
  separate (self);
  g_string_append_len (self->text, "null", 4);
}

void
pb_writer_raw (PbWriter *self, const char *json)
{
  if (json == NULL || *json == '\0')
    {
      pb_writer_null (self);
      return;
    }
  separate (self);
  g_string_append (self->text, json);
}

void
pb_writer_time (PbWriter *self, gint64 time)
{
  char buffer[PB_TIME_SIZE];

  if (!pb_time_format_to (time, buffer))
    {
      pb_writer_null (self);
      return;
    }
  separate (self);
  g_string_append_c (self->text, '"');
  g_string_append_len (self->text, buffer, PB_TIME_SIZE - 1);
  g_string_append_c (self->text, '"');
}

static void
write_object (PbWriter *self, JsonObject *object)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *member;

  pb_writer_begin_object (self);
  json_object_iter_init_ordered (&iter, object);
  while (json_object_iter_next_ordered (&iter, &name, &member))
    pb_writer_member_node (self, name, member);
  pb_writer_end_object (self);
}

static void
write_array (PbWriter *self, JsonArray *array)
{
  guint n = json_array_get_length (array);

  pb_writer_begin_array (self);
  for (guint i = 0; i < n; i++)
    pb_writer_node (self, json_array_get_element (array, i));
  pb_writer_end_array (self);
}

static void
write_scalar (PbWriter *self, JsonNode *node)
{
  switch (json_node_get_value_type (node))
    {
    case G_TYPE_INT64:
      pb_writer_int (self, json_node_get_int (node));
      break;
    case G_TYPE_DOUBLE:
      pb_writer_double (self, json_node_get_double (node));
      break;
    case G_TYPE_BOOLEAN:
      pb_writer_bool (self, json_node_get_boolean (node));
      break;
    case G_TYPE_STRING:
      pb_writer_string (self, json_node_get_string (node));
      break;
    default:
      g_return_if_reached ();
    }
}

void
pb_writer_node (PbWriter *self, JsonNode *node)
{
  switch (node != NULL ? json_node_get_node_type (node) : JSON_NODE_NULL)
    {
    case JSON_NODE_OBJECT:
      write_object (self, json_node_get_object (node));
      break;
    case JSON_NODE_ARRAY:
      write_array (self, json_node_get_array (node));
      break;
    case JSON_NODE_VALUE:
      write_scalar (self, node);
      break;
    case JSON_NODE_NULL:
    default:
      pb_writer_null (self);
      break;
    }
}

void
pb_writer_member_object (PbWriter *self, const char *name)
{
  pb_writer_key (self, name);
  pb_writer_begin_object (self);
}

void
pb_writer_member_array (PbWriter *self, const char *name)
{
  pb_writer_key (self, name);
  pb_writer_begin_array (self);
}

void
pb_writer_member_string (PbWriter *self, const char *name, const char *value)
{
  pb_writer_key (self, name);
  pb_writer_string (self, value);
}

void
pb_writer_member_int (PbWriter *self, const char *name, gint64 value)
{
  pb_writer_key (self, name);
  pb_writer_int (self, value);
}

void
pb_writer_member_double (PbWriter *self, const char *name, double value)
{
  pb_writer_key (self, name);
  pb_writer_double (self, value);
}

void
pb_writer_member_bool (PbWriter *self, const char *name, gboolean value)
{
  pb_writer_key (self, name);
  pb_writer_bool (self, value);
}

void
pb_writer_member_null (PbWriter *self, const char *name)
{
  pb_writer_key (self, name);
  pb_writer_null (self);
}

void
pb_writer_member_raw (PbWriter *self, const char *name, const char *json)
{
  pb_writer_key (self, name);
  pb_writer_raw (self, json);
}

void
pb_writer_member_time (PbWriter *self, const char *name, gint64 time)
{
  pb_writer_key (self, name);
  pb_writer_time (self, time);
}

void
pb_writer_member_node (PbWriter *self, const char *name, JsonNode *node)
{
  pb_writer_key (self, name);
  pb_writer_node (self, node);
}

void
pb_writer_member_strings (PbWriter *self, const char *name, const char *const *values)
{
  pb_writer_key (self, name);
  pb_writer_strings (self, values);
}

void
pb_writer_strings (PbWriter *self, const char *const *values)
{
  if (values == NULL)
    {
      pb_writer_null (self);
      return;
    }
  pb_writer_begin_array (self);
  for (; *values != NULL; values++)
    pb_writer_string (self, *values);
  pb_writer_end_array (self);
}

void
pb_writer_member_string_opt (PbWriter *self, const char *name, const char *value)
{
  if (value != NULL)
    pb_writer_member_string (self, name, value);
}

void
pb_writer_member_time_opt (PbWriter *self, const char *name, gint64 time)
{
  if (time != 0)
    pb_writer_member_time (self, name, time);
}

void
pb_writer_member_raw_opt (PbWriter *self, const char *name, const char *json)
{
  if (json != NULL)
    pb_writer_member_raw (self, name, json);
}
