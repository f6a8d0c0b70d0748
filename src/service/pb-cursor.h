/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "service/pb-call.h"

G_BEGIN_DECLS

/* Lists of the extensions (rest-api.md, 0.2): `limit` (1 to 200, 50) and `after` → {items, next?}. `next` is what the
 * following call gives as `after`; without it the list is at its end. Rows that come or go meanwhile neither repeat nor
 * hide others. */

/* Reads a part of the rows of @query, ordered by @column, a unique text. @query: with filters and direction; its order
 * and limit are set here. @next: (out) (transfer none): within @items, NULL at the end.
 * Returns: (transfer full) (element-type PbObject): NULL with @error. */
GPtrArray *pb_call_list_after (PbCall *call, PbQuery *query, const char *column, const char **next, GError **error);

/* A place in a list by time, newest first: behind the row of that time and id. */
typedef struct
{
  gint64 limit;
  gint64 at;      /* with id */
  const char *id; /* (nullable): NULL is the beginning */
} PbCursor;

/* Reads `limit` and `after` of the query. 422 when one of them is no such value. */
gboolean pb_call_read_cursor (PbCall *call, PbCursor *cursor, GError **error);
/* Reads at most cursor->limit + 1 rows of @query that lie behind @cursor, newest first by @column, a time.
 * Returns: (transfer full) (element-type PbObject): NULL with @error. */
GPtrArray *
pb_call_list_newest (PbCall *call, PbQuery *query, const char *column, const PbCursor *cursor, GError **error);
/* The whole of a list by time: reads `limit` and `after`, and writes {items, next?} of @query, newest first by @column.
 */
gboolean pb_call_reply_newest (PbCall *call, PbQuery *query, const char *column, GError **error);
/* Returns: (transfer full): `next` behind the row of that time and id. */
char *pb_cursor_format (gint64 at, const char *id);

/* Returns: the value of a time column. */
gint64 pb_object_get_time (gconstpointer object, const char *column);
/* Returns: (transfer none) (nullable): the value of a text column, NULL also when there is no such column. */
const char *pb_object_get_text (gconstpointer object, const char *column);

/* Writes {items, next?}. */
void pb_call_reply_part (PbCall *call, GPtrArray *items, const char *next);

G_END_DECLS
