/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-service"

#include "service/pb-asset-history.h"

#include <string.h>

#include "domain/pb-records.h"
#include "service/pb-cursor.h"
#include "service/pb-sight.h"

/* Where a thing is told of, beside the preparation records. */
typedef struct
{
  PbAssetKind kind; /* NONE: of every kind */
  const PbType *type;
  const char *object; /* column with the thing's id */
  const char *at;     /* column with the time */
  const char *line;   /* (nullable) column with the line's id */
} Source;

static const Source sources[] = {
  { PB_ASSET_STENCIL, &pb_stencil_status_event_type, "stencil_id", "event_time", NULL },
  { PB_ASSET_PASTE_LOT, &pb_paste_status_event_type, "lot_id", "event_time", NULL },
  { PB_ASSET_NONE, &pb_binding_type, "asset_id", "bound_at", "line_id" },
  { PB_ASSET_NONE, &pb_maintenance_record_type, "entity_id", "reported_at", "line_id" },
};

typedef struct
{
  gint64 at;
  const char *id;
  gpointer object; /* (owned) */
} Entry;

static void
entry_clear (gpointer data)
{
  pb_object_unref (((Entry *) data)->object);
}

static int
compare_entries (gconstpointer a, gconstpointer b)
{
  const Entry *one = a, *other = b;

  if (one->at != other->at)
    return one->at > other->at ? -1 : 1;
  return strcmp (other->id, one->id);
}

static gboolean
add_source (PbCall *call,
            const Source *source,
            const PbAsset *asset,
            const PbCursor *cursor,
            GArray *entries,
            GError **error)
{
  PbQuery query = { .type = source->type };
  g_autoptr (GPtrArray) rows = NULL;

  pb_query_add_text (&query, source->object, PB_OP_EQ, asset->id);
  if (source->type == &pb_maintenance_record_type)
    pb_query_add_text (&query, "entity_type", PB_OP_EQ, pb_enum_text (&pb_asset_kinds, asset->kind));
  if (source->line != NULL)
    pb_call_keep_in_sight (call, &query, source->line, NULL);
  rows = pb_call_list_newest (call, &query, source->at, cursor, error);
  for (guint i = 0; rows != NULL && i < rows->len; i++)
    {
      Entry entry = { pb_object_get_time (rows->pdata[i], source->at), pb_object_get_text (rows->pdata[i], "id"),
                      pb_object_ref (rows->pdata[i]) };

      g_array_append_val (entries, entry);
    }
  return rows != NULL;
}

/* A record stands at its own time, where it must have one. */
static gboolean
add_records (PbCall *call, const PbAsset *asset, const PbCursor *cursor, GArray *entries, GError **error)
{
  for (const PbRecordKind *const *kind = pb_record_kinds; *kind != NULL; kind++)
    {
      Source source = { (*kind)->asset_kind, (*kind)->type, (*kind)->object, "created_at", "line_id" };

      if ((int) source.kind != asset->kind)
        continue;
      for (const PbField *f = source.type->fields; f->name != NULL || f->column != NULL; f++)
        if (strcmp (f->column, (*kind)->at) == 0 && (f->flags & PB_REQUIRED) == PB_REQUIRED)
          source.at = f->column;
      if (!add_source (call, &source, asset, cursor, entries, error))
        return FALSE;
    }
  return TRUE;
}

const PbMember pb_asset_history_members[] = {
  { "type", PB_VALUE_TEXT, PB_MUST, .says = "Name of the schema of data" },
  { "at", PB_VALUE_TIME, PB_MUST },
  { "data", PB_VALUE_ANY, PB_MUST },
  { NULL },
};

gboolean
pb_asset_history_reply (PbCall *call, const PbAsset *asset, GError **error)
{
  g_autoptr (GArray) entries = g_array_new (FALSE, FALSE, sizeof (Entry));
  PbWriter *w = call->out;
  PbCursor cursor;
  guint shown;

  g_array_set_clear_func (entries, entry_clear);
  if (!pb_call_read_cursor (call, &cursor, error) || !add_records (call, asset, &cursor, entries, error))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (sources); i++)
    if ((sources[i].kind == PB_ASSET_NONE || (int) sources[i].kind == asset->kind) &&
        !add_source (call, &sources[i], asset, &cursor, entries, error))
      return FALSE;
  g_array_sort (entries, compare_entries);
  shown = MIN (entries->len, (guint) cursor.limit);
  pb_writer_begin_object (w);
  pb_writer_member_array (w, "items");
  for (guint i = 0; i < shown; i++)
    {
      const Entry *entry = &g_array_index (entries, Entry, i);

      pb_writer_begin_object (w);
      pb_writer_member_string (w, "type", PB_TYPE_OF (entry->object)->name);
      pb_writer_member_time (w, "at", entry->at);
      pb_writer_key (w, "data");
      pb_codec_write (w, entry->object);
      pb_writer_end_object (w);
    }
  pb_writer_end_array (w);
  if (shown < entries->len)
    {
      const Entry *last = &g_array_index (entries, Entry, shown - 1);
      g_autofree char *next = pb_cursor_format (last->at, last->id);

      pb_writer_member_string (w, "next", next);
    }
  pb_writer_end_object (w);
  return TRUE;
}
