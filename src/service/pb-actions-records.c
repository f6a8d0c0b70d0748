/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-service"

#include <string.h>

#include "domain/pb-evaluate.h"
#include "domain/pb-evaluate.h"
#include "service/pb-cursor.h"
#include "service/pb-endpoints.h"
#include "service/pb-material-lot.h"
#include "service/pb-paste-exposure.h"
#include "service/pb-sight.h"

/* The preparation records (REST contract, 3.6): one way to write and one way to list. What differs stands with the
 * record type (PbRecordKind). */

#define META_MOST_BYTES 16384

static const PbField *
find_column (const PbType *type, const char *column)
{
  for (const PbField *f = type->fields; column != NULL && (f->name != NULL || f->column != NULL); f++)
    if (strcmp (f->column, column) == 0)
      return f;
  return NULL;
}

/* Returns: (nullable): where @record keeps @column, NULL when its type has no such column. */
static gpointer
member (gpointer record, const char *column)
{
  const PbField *field = find_column (PB_TYPE_OF (record), column);

  return field != NULL ? (char *) record + field->offset : NULL;
}

/* Returns: (nullable): what the record is about, by its own name. */
static const char *
object_of (const PbRecordKind *kind, gconstpointer record)
{
  return kind->object != NULL ? pb_object_get_text (record, kind->object) : NULL;
}

static void
set_text (gpointer record, const char *column, const char *value)
{
  char **text = member (record, column);

  if (text != NULL)
    pb_set_string (text, value);
}

/* ---- What a record refers to */

/* A step belongs to a run when it is one of the version that the run froze, or of the route which that version was
 * compiled from. */
static gboolean
check_step (PbCall *call, const PbRun *run, const char *step_id, GError **error)
{
  g_autoptr (PbRouteStep) step = NULL;
  g_autoptr (PbRouteVersion) version = NULL;
  g_autoptr (GError) failure = NULL;

  step = pb_call_find (call, &pb_route_step_type, "id", step_id, "ROUTING_STEP_NOT_FOUND", "Routing step", error);
  if (step == NULL)
    return FALSE;
  if (run == NULL || (step->version_id != NULL && g_strcmp0 (step->version_id, run->route_version_id) == 0))
    return TRUE;
  version = pb_store_get_by (call->store, &pb_route_version_type, "id", run->route_version_id, &failure);
  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  if (version != NULL && step->version_id == NULL && g_strcmp0 (step->route_id, version->route_id) == 0)
    return TRUE;
  pb_problem_set (error, 400, "ROUTING_STEP_MISMATCH", "Routing step %s is not on the route of run %s", step_id,
                  run->run_no);
  return FALSE;
}

static void
set_line (gpointer record, const char *id, const char *code, const char *name)
{
  set_text (record, "line_id", id);
  set_text (record, "line_code", code);
  set_text (record, "line_name", name);
}

/* @run: (nullable). */
static gboolean
resolve_line (PbCall *call, gpointer record, const PbRun *run, GError **error)
{
  const char *code = pb_object_get_text (record, "line_code");
  g_autoptr (PbLine) line = NULL;

  if (member (record, "line_code") == NULL)
    return TRUE;
  if (code != NULL && (run == NULL || g_strcmp0 (code, run->line_code) != 0))
    {
      line = pb_call_find_line_by_code (call, code, error);
      if (line == NULL)
        return FALSE;
    }
  if (run != NULL && run->line_id == NULL)
    {
      pb_problem_set (error, 400, "RUN_LINE_NOT_SET", "Run %s has no line", run->run_no);
      return FALSE;
    }
  if (run != NULL && line != NULL)
    {
      pb_problem_set (error, 400, "LINE_MISMATCH", "Run %s is on line %s, not on %s", run->run_no, run->line_code,
                      code);
      return FALSE;
    }
  if (run != NULL)
    set_line (record, run->line_id, run->line_code, run->line_name);
  else if (line != NULL)
    set_line (record, line->id, line->code, line->name);
  return TRUE;
}

/* @run: (out) (transfer full) (nullable). */
static gboolean
resolve_references (PbCall *call, gpointer record, PbRun **run, GError **error)
{
  const char *run_no = pb_object_get_text (record, "run_no");
  const char *step_id = pb_object_get_text (record, "routing_step_id");

  *run = NULL;
  if (run_no != NULL)
    {
      *run = pb_call_find_run (call, run_no, error);
      if (*run == NULL)
        return FALSE;
      set_text (record, "run_id", (*run)->id);
    }
  return resolve_line (call, record, *run, error) && (step_id == NULL || check_step (call, *run, step_id, error));
}

/* `meta` may be any value; it is kept and never shown, so it is no field of the type's JSON. */
static gboolean
read_meta (PbCall *call, gpointer record, GError **error)
{
  JsonNode *node = pb_call_body_node (call, "meta", PB_VALUE_ANY);
  char **meta = member (record, "meta");
  g_autoptr (PbWriter) writer = NULL;

  if (node == NULL || JSON_NODE_HOLDS_NULL (node) || meta == NULL)
    return TRUE;
  writer = pb_writer_new ();
  pb_writer_node (writer, node);
  *meta = pb_writer_steal (writer);
  if (strlen (*meta) <= META_MOST_BYTES)
    return TRUE;
  pb_problem_set_invalid (error, "body", "meta", "meta may have at most %d bytes", META_MOST_BYTES);
  return FALSE;
}

/* ---- What a record changes beside itself */

/* What a record says of a thing's life. */
typedef struct
{
  gint64 at;          /* of the record */
  gint64 replaced_at; /* 0: nothing was replaced */
  PbInt added;
  PbInt typed;
} LifeEntry;

static LifeEntry
life_entry_of (const PbRecordKind *kind, gpointer record)
{
  const gint64 *replaced_at = member (record, "replaced_at");

  return (LifeEntry){ *(const gint64 *) member (record, "record_date"), replaced_at != NULL ? *replaced_at : 0,
                      *(const PbInt *) member (record, kind->added), *(const PbInt *) member (record, kind->total) };
}

/* A replacement closes one life and opens the next, with what was recorded since. The total that is typed with it may
 * be that of either life: it is evidence. */
static gboolean
begin_life (PbCall *call, const PbRecordKind *kind, PbAsset *asset, const LifeEntry *entry, GError **error)
{
  gint64 since = 0;

  if (!pb_store_sum_since (call->store, kind->type, kind->added, kind->object, asset->id, "record_date",
                           entry->replaced_at, &since, error))
    return FALSE;
  asset->replaced_at = entry->replaced_at;
  asset->used = PB_INT (since + (entry->added.set ? entry->added.v : 0));
  asset->disputed_total = (PbInt){ 0 };
  return TRUE;
}

static void
continue_life (PbAsset *asset, const LifeEntry *entry)
{
  gboolean disputed;

  asset->used = PB_INT (pb_life_add (asset->used.v, entry->added, entry->typed, &disputed));
  if (disputed)
    asset->disputed_total = entry->typed;
}

/* Adds to the life of the thing. A thing that is not registered has no counter, and what belongs to a life that is over
 * adds to none: the record is evidence all the same. */
static gboolean
count_life (PbCall *call, const PbRecordKind *kind, gpointer record, GError **error)
{
  g_autoptr (PbAsset) asset = NULL, before = NULL;
  g_autoptr (GError) failure = NULL;
  LifeEntry entry;

  if (kind->added == NULL)
    return TRUE;
  asset = pb_store_get_by (call->store, &pb_asset_type, "id", object_of (kind, record), &failure);
  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  if (asset == NULL || asset->kind != (int) kind->asset_kind)
    return TRUE;
  entry = life_entry_of (kind, record);
  before = pb_object_copy (asset);
  if (entry.replaced_at > asset->replaced_at)
    {
      if (!begin_life (call, kind, asset, &entry, error))
        return FALSE;
    }
  else if (pb_asset_is_of_life (asset, entry.at, entry.replaced_at))
    continue_life (asset, &entry);
  else
    return TRUE;
  *(PbInt *) member (record, "computed_total") = asset->used;
  return pb_object_equal (before, asset) || pb_call_update_beside (call, asset, error);
}

/* A lot of a known material registers itself; one of an unknown material stays what was written down. */
static gboolean
register_lot (PbCall *call, PbBakeRecord *record, GError **error)
{
  g_autoptr (PbMaterial) material = NULL;
  g_autoptr (PbMaterialLot) lot = NULL;
  g_autoptr (GError) failure = NULL;

  if (record->material_code == NULL)
    return TRUE;
  if (!pb_material_lot_find (call, record->material_code, record->lot_no, &lot, error))
    return FALSE;
  if (lot == NULL)
    material = pb_store_get_by (call->store, &pb_material_type, "code", record->material_code, &failure);
  if (material != NULL)
    lot = pb_material_lot_register (call, record->material_code, record->lot_no, 0, &failure);
  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  pb_set_string (&record->material_lot_id, lot != NULL ? lot->id : NULL);
  return TRUE;
}

static gboolean
follow_exposure (PbCall *call, const PbPasteRecord *record, const PbRun *run, GError **error)
{
  if (record->issued_at == 0 && record->returned_at == 0 && !record->is_returned.v)
    return TRUE;
  return pb_paste_exposure_follow (call, record->lot_id, run, record->line_id, error);
}

/* A thing's record counts wherever the thing is bound, a product's for the product and its run, any other for its line.
 */
static void
tell_changed (PbCall *call, const PbRecordKind *kind, gpointer record)
{
  const char *run_id = pb_object_get_text (record, "run_id"), *line_id = pb_object_get_text (record, "line_id");

  if (kind->asset_kind != PB_ASSET_NONE)
    pb_call_changed (call, "asset", object_of (kind, record));
  else if (kind->of_product)
    pb_call_changed (call, "product", object_of (kind, record));
  else if (line_id != NULL)
    pb_call_changed (call, "line", line_id);
  if (kind->of_product && run_id != NULL)
    pb_call_changed (call, "run", run_id);
}

static gboolean
write_record (PbCall *call, const PbRecordKind *kind, gpointer record, GError **error)
{
  const PbUser *user = call->principal->user;
  g_autoptr (PbRun) run = NULL;
  g_autofree char *id = pb_id_new ();

  if (!read_meta (call, record, error) || !resolve_references (call, record, &run, error) ||
      (kind->asset_kind != PB_ASSET_NONE && !pb_call_check_asset (call, object_of (kind, record), error)))
    return FALSE;
  set_text (record, "id", id);
  set_text (record, "recorded_by", user->id);
  set_text (record, "recorded_by_name", user->name);
  if (!count_life (call, kind, record, error) ||
      (kind->type == &pb_bake_record_type && !register_lot (call, record, error)) ||
      !pb_call_insert (call, record, NULL, error) ||
      (kind->type == &pb_paste_record_type && !follow_exposure (call, record, run, error)))
    return FALSE;
  pb_call_audit (call, id, object_of (kind, record), NULL, record);
  tell_changed (call, kind, record);
  call->status = 201;
  pb_call_reply (call, record);
  return pb_call_event (call, "record", pb_object_get_text (record, "run_no"), id, 1, error);
}

#define API "/api/"

static const PbRecordKind *
kind_of (PbCall *call)
{
  for (const PbRecordKind *const *kind = pb_record_kinds; *kind != NULL; kind++)
    if (strcmp ((*kind)->collection, call->endpoint->path + strlen (API)) == 0)
      return *kind;
  g_assert_not_reached ();
}

static gboolean
create_record (PbCall *call, GError **error)
{
  const PbRecordKind *kind = kind_of (call);
  gpointer record = pb_call_read_new (call, kind->type, error);
  gboolean done;

  if (record == NULL)
    return FALSE;
  done = write_record (call, kind, record, error);
  pb_object_unref (record);
  return done;
}

static PbListFilter
filter_of (const PbField *field, const char *end, PbOp op)
{
  gsize stem = strlen (field->name);

  if (op == PB_OP_EQ)
    return (PbListFilter){ field->name, field->column, op, NULL };
  if (g_str_has_suffix (field->name, "At") || g_str_has_suffix (field->name, "Date"))
    stem -= strlen (g_str_has_suffix (field->name, "At") ? "At" : "Date");
  return (PbListFilter){ g_strdup_printf ("%.*s%s", (int) stem, field->name, end), field->column, op, NULL };
}

/* Returns: (transfer full): what a list can be narrowed by. */
static GArray *
make_filters (const PbRecordKind *kind)
{
  GArray *filters = g_array_new (TRUE, TRUE, sizeof (PbListFilter));

  for (const char *const *name = kind->filters; *name != NULL; name++)
    {
      const PbField *field = pb_type_find_field (kind->type, *name);
      gboolean is_time = field->kind == PB_KIND_TIME;
      PbListFilter filter = filter_of (field, "From", is_time ? PB_OP_GE : PB_OP_EQ);

      g_array_append_val (filters, filter);
      if (!is_time)
        continue;
      filter = filter_of (field, "To", PB_OP_LE);
      g_array_append_val (filters, filter);
    }
  return filters;
}

static gboolean
list_records (PbCall *call, GError **error)
{
  static const PbThrough by_run = { &pb_run_type, "id", "line_id" };
  const PbRecordKind *kind = kind_of (call);
  PbQuery query = { .type = kind->type, .order_by = kind->at, .then_by = "created_at", .descending = TRUE };

  if (find_column (kind->type, "line_id") != NULL)
    pb_call_keep_in_sight (call, &query, "line_id", NULL);
  else if (find_column (kind->type, "run_id") != NULL)
    pb_call_keep_in_sight (call, &query, "run_id", &by_run);
  return pb_call_reply_list (call, &query, call->endpoint->filters, 30, 100, error);
}

static const PbMember meta_members[] = {
  { "meta", PB_VALUE_ANY, .says = "Kept and not shown" },
  { NULL },
};

/* Made once, kept for ever. */
static void
add_endpoints (GArray *endpoints, const PbRecordKind *kind)
{
  const PbEndpoint made[] = {
    { .method = "GET",
      .path = g_strconcat (API, kind->collection, NULL),
      .permission = "readiness:view",
      .action = list_records,
      .summary = g_strconcat (kind->summary, " records, newest first", NULL),
      .answer = kind->type,
      .form = PB_ANSWER_PAGE,
      .filters = (const PbListFilter *) g_array_free (make_filters (kind), FALSE),
      .paging = { 30, 100 } },
    { .method = "POST",
      .path = g_strconcat (API, kind->collection, NULL),
      .permission = "prep:record",
      .flags = PB_ENDPOINT_WRITE | PB_ENDPOINT_BODY,
      .action = create_record,
      .audit_action = g_strconcat (kind->entity, "_CREATE", NULL),
      .entity_type = kind->entity,
      .summary = g_strconcat ("Record: ", kind->summary, NULL),
      .body = kind->type,
      .members = meta_members,
      .answer = kind->type },
  };

  g_array_append_vals (endpoints, made, G_N_ELEMENTS (made));
}

const PbEndpoint *
pb_endpoints_get_records (void)
{
  static gsize made;

  if (g_once_init_enter (&made))
    {
      GArray *endpoints = g_array_new (TRUE, TRUE, sizeof (PbEndpoint));

      for (const PbRecordKind *const *kind = pb_record_kinds; *kind != NULL; kind++)
        add_endpoints (endpoints, *kind);
      /* Kept for ever, like the tables that are constants. */
      g_once_init_leave (&made, (gsize) g_array_free (endpoints, FALSE));
    }
  return (const PbEndpoint *) made;
}
