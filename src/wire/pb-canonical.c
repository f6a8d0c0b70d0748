/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-wire"

#include "wire/pb-canonical.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "wire/pb-json.h"
#include "wire/pb-number.h"
#include "wire/pb-writer.h"

/* Where a byte of UTF-8 sorts in the order of UTF-16 code units (RFC 8785, 3.2.3). Both orders agree but for one thing:
 * what lies beyond U+FFFF (first byte from 0xF0) is told by surrogates, which come before U+E000 (first byte 0xEE). */
static int
utf16_rank (guchar byte)
{
  return byte == 0xee || byte == 0xef ? byte + 0x10 : byte;
}

static int
compare_names (const void *a, const void *b)
{
  const guchar *p = *(const guchar *const *) a;
  const guchar *q = *(const guchar *const *) b;

  for (; *p == *q && *p != '\0'; p++, q++)
    ;
  return utf16_rank (*p) - utf16_rank (*q);
}

static void write_canonical (PbWriter *writer, JsonNode *node);

static void
write_object (PbWriter *writer, JsonObject *object)
{
  g_autofree const char **names = g_new (const char *, json_object_get_size (object) + 1);
  guint n = 0;
  JsonObjectIter iter;

  json_object_iter_init (&iter, object);
  while (json_object_iter_next (&iter, &names[n], NULL))
    n++;
  qsort (names, n, sizeof *names, compare_names);
  pb_writer_begin_object (writer);
  for (guint i = 0; i < n; i++)
    {
      pb_writer_key (writer, names[i]);
      write_canonical (writer, json_object_get_member (object, names[i]));
    }
  pb_writer_end_object (writer);
}

static void
write_array (PbWriter *writer, JsonArray *array)
{
  guint n = json_array_get_length (array);

  pb_writer_begin_array (writer);
  for (guint i = 0; i < n; i++)
    write_canonical (writer, json_array_get_element (array, i));
  pb_writer_end_array (writer);
}

static void
write_number (PbWriter *writer, double value)
{
  char buffer[PB_NUMBER_SIZE];

  pb_number_format (value, buffer);
  pb_writer_raw (writer, buffer);
}

static void
write_canonical (PbWriter *writer, JsonNode *node)
{
  GType type = JSON_NODE_HOLDS_VALUE (node) ? json_node_get_value_type (node) : G_TYPE_INVALID;

  if (JSON_NODE_HOLDS_OBJECT (node))
    write_object (writer, json_node_get_object (node));
  else if (JSON_NODE_HOLDS_ARRAY (node))
    write_array (writer, json_node_get_array (node));
  else if (type == G_TYPE_INT64)
    write_number (writer, (double) json_node_get_int (node));
  else if (type == G_TYPE_DOUBLE && isfinite (json_node_get_double (node)))
    write_number (writer, json_node_get_double (node));
  else
    pb_writer_node (writer, node);
}

char *
pb_canonical_text (JsonNode *node)
{
  g_autoptr (PbWriter) writer = pb_writer_new ();

  g_return_val_if_fail (node != NULL, NULL);

  write_canonical (writer, node);
  return pb_writer_steal (writer);
}

char *
pb_canonical_hash (JsonNode *node)
{
  g_autofree char *text = pb_canonical_text (node);

  g_return_val_if_fail (text != NULL, NULL);

  return g_compute_checksum_for_string (G_CHECKSUM_SHA256, text, -1);
}

char *
pb_canonical_hash_text (const char *json_text)
{
  g_autoptr (JsonNode) node = NULL;

  g_return_val_if_fail (json_text != NULL, NULL);

  node = pb_json_parse (json_text, strlen (json_text), NULL);
  return node != NULL ? pb_canonical_hash (node) : NULL;
}
