/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-service"

#include "service/pb-cursor.h"

#include <string.h>

static const PbField *
find_column (gconstpointer object, const char *column, PbKind kind)
{
  for (const PbField *f = PB_TYPE_OF (object)->fields; f->name != NULL || f->column != NULL; f++)
    if (f->kind == kind && strcmp (f->column, column) == 0)
      return f;
  return NULL;
}

gint64
pb_object_get_time (gconstpointer object, const char *column)
{
  const PbField *field = find_column (object, column, PB_KIND_TIME);

  g_return_val_if_fail (field != NULL, 0);
  return PB_MEMBER (object, field, const gint64);
}

const char *
pb_object_get_text (gconstpointer object, const char *column)
{
  const PbField *field = find_column (object, column, PB_KIND_STRING);

  return field != NULL ? PB_MEMBER (object, field, char *const) : NULL;
}

GPtrArray *
pb_call_list_after (PbCall *call, PbQuery *query, const char *column, const char **next, GError **error)
{
  const char *after = pb_call_query (call, "after");
  gint64 limit = PB_PART_STANDARD;
  GPtrArray *rows;

  *next = NULL;
  if (!pb_call_query_int (call, "limit", 1, PB_PART_MOST, &limit, error))
    return NULL;
  if (after != NULL)
    pb_query_add_text (query, column, query->descending ? PB_OP_LT : PB_OP_GT, after);
  query->order_by = column;
  query->limit = (guint) limit + 1;
  rows = pb_store_list (call->store, query, NULL, error);
  if (rows != NULL && rows->len > limit)
    {
      g_ptr_array_set_size (rows, (int) limit);
      *next = pb_object_get_text (rows->pdata[limit - 1], column);
    }
  return rows;
}

gboolean
pb_call_read_cursor (PbCall *call, PbCursor *cursor, GError **error)
{
  const char *after = pb_call_query (call, "after");
  char *end = NULL;

  *cursor = (PbCursor){ .limit = PB_PART_STANDARD };
  if (!pb_call_query_int (call, "limit", 1, PB_PART_MOST, &cursor->limit, error))
    return FALSE;
  if (after == NULL)
    return TRUE;
  cursor->at = g_ascii_strtoll (after, &end, 10);
  if (end == after || *end != '.' || end[1] == '\0')
    {
      pb_problem_set_invalid (error, "query", "after", "after must be the next of an earlier answer");
      return FALSE;
    }
  cursor->id = end + 1;
  return TRUE;
}

char *
pb_cursor_format (gint64 at, const char *id)
{
  return g_strdup_printf ("%" G_GINT64_FORMAT ".%s", at, id);
}

GPtrArray *
pb_call_list_newest (PbCall *call, PbQuery *query, const char *column, const PbCursor *cursor, GError **error)
{
  g_autoptr (GPtrArray) behind = pb_object_array_new ();
  guint wanted = (guint) cursor->limit + 1;

  query->order_by = column;
  query->descending = TRUE;
  query->limit = wanted;
  query->offset = 0;
  if (cursor->id != NULL)
    pb_query_add_number (query, column, PB_OP_LE, cursor->at);
  while (behind->len < wanted)
    {
      g_autoptr (GPtrArray) rows = pb_store_list (call->store, query, NULL, error);

      if (rows == NULL)
        return NULL;
      for (guint i = 0; i < rows->len && behind->len < wanted; i++)
        /* Rows of the cursor's own time come in order of their ids: those up to its own have been seen. */
        if (cursor->id == NULL || pb_object_get_time (rows->pdata[i], column) < cursor->at ||
            strcmp (pb_object_get_text (rows->pdata[i], "id"), cursor->id) < 0)
          g_ptr_array_add (behind, pb_object_ref (rows->pdata[i]));
      if (rows->len < query->limit)
        break;
      query->offset += query->limit;
    }
  return g_steal_pointer (&behind);
}

void
pb_call_reply_part (PbCall *call, GPtrArray *items, const char *next)
{
  pb_declared_check_form (call->endpoint, PB_ANSWER_PART);
  pb_writer_begin_object (call->out);
  pb_writer_key (call->out, "items");
  pb_codec_write_array (call->out, items);
  pb_writer_member_string_opt (call->out, "next", next);
  pb_writer_end_object (call->out);
}

gboolean
pb_call_reply_newest (PbCall *call, PbQuery *query, const char *column, GError **error)
{
  g_autoptr (GPtrArray) items = NULL;
  g_autofree char *next = NULL;
  PbCursor cursor;

  if (!pb_call_read_cursor (call, &cursor, error))
    return FALSE;
  items = pb_call_list_newest (call, query, column, &cursor, error);
  if (items == NULL)
    return FALSE;
  if (items->len > cursor.limit)
    {
      gconstpointer last = items->pdata[cursor.limit - 1];

      next = pb_cursor_format (pb_object_get_time (last, column), pb_object_get_text (last, "id"));
      g_ptr_array_set_size (items, (int) cursor.limit);
    }
  pb_call_reply_part (call, items, next);
  return TRUE;
}
