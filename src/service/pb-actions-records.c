/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-service"

#include <string.h>

#include "domain/items/pb-items.h"
#include "domain/pb-evaluate.h"
#include "service/pb-cursor.h"
#include "service/pb-endpoints.h"
#include "service/pb-material-lot.h"
#include "service/pb-paste-exposure.h"
#include "service/pb-sight.h"

/* The preparation records (REST contract, 3.6): one way to write and one way to list, over a table of what differs. */

#define META_MOST_BYTES 16384

typedef struct
{
  const char *path;
  const PbType *type;
  const PbListFilter *filters;
  const char *order_by, *then_by; /* columns; lists begin with the newest */
  const char *object;             /* column of the thing or item that the record is about, NULL: none */
  PbAssetKind kind;               /* of that thing; NONE: it is none that is registered */
  const char *added, *total;      /* columns: what the record adds to the thing's life, and its total as typed */
} RecordKind;

static const PbListFilter bake_filters[] = {
  { "runNo", "run_no", PB_OP_EQ, NULL },
  { "itemCode", "item_code", PB_OP_EQ, NULL },
  { "bakeProcess", "bake_process", PB_OP_EQ, NULL },
  { "materialCode", "material_code", PB_OP_EQ, NULL },
  { "lotNo", "lot_no", PB_OP_EQ, NULL },
  { "inFrom", "in_at", PB_OP_GE, NULL },
  { "inTo", "in_at", PB_OP_LE, NULL },
  { NULL },
};

static const PbListFilter paste_filters[] = {
  { "lotId", "lot_id", PB_OP_EQ, NULL },           { "runNo", "run_no", PB_OP_EQ, NULL },
  { "lineCode", "line_code", PB_OP_EQ, NULL },     { "receivedFrom", "received_at", PB_OP_GE, NULL },
  { "receivedTo", "received_at", PB_OP_LE, NULL }, { "issuedFrom", "issued_at", PB_OP_GE, NULL },
  { "issuedTo", "issued_at", PB_OP_LE, NULL },     { NULL },
};

static const PbListFilter stencil_usage_filters[] = {
  { "stencilId", "stencil_id", PB_OP_EQ, NULL },
  { "runNo", "run_no", PB_OP_EQ, NULL },
  { "lineCode", "line_code", PB_OP_EQ, NULL },
  { "productModel", "product_model", PB_OP_EQ, NULL },
  { "recordFrom", "record_date", PB_OP_GE, NULL },
  { "recordTo", "record_date", PB_OP_LE, NULL },
  { NULL },
};

static const PbListFilter stencil_cleaning_filters[] = {
  { "stencilId", "stencil_id", PB_OP_EQ, NULL },
  { "runNo", "run_no", PB_OP_EQ, NULL },
  { "lineCode", "line_code", PB_OP_EQ, NULL },
  { "cleanedBy", "cleaned_by", PB_OP_EQ, NULL },
  { "cleanedFrom", "cleaned_at", PB_OP_GE, NULL },
  { "cleanedTo", "cleaned_at", PB_OP_LE, NULL },
  { NULL },
};

static const PbListFilter squeegee_usage_filters[] = {
  { "squeegeeId", "squeegee_id", PB_OP_EQ, NULL },
  { "runNo", "run_no", PB_OP_EQ, NULL },
  { "lineCode", "line_code", PB_OP_EQ, NULL },
  { "productModel", "product_model", PB_OP_EQ, NULL },
  { "recordFrom", "record_date", PB_OP_GE, NULL },
  { "recordTo", "record_date", PB_OP_LE, NULL },
  { NULL },
};

static const PbListFilter fixture_usage_filters[] = {
  { "fixtureId", "fixture_id", PB_OP_EQ, NULL }, { "runNo", "run_no", PB_OP_EQ, NULL },
  { "lineCode", "line_code", PB_OP_EQ, NULL },   { "recordFrom", "record_date", PB_OP_GE, NULL },
  { "recordTo", "record_date", PB_OP_LE, NULL }, { NULL },
};

static const PbListFilter oven_program_filters[] = {
  { "runNo", "run_no", PB_OP_EQ, NULL },
  { "lineCode", "line_code", PB_OP_EQ, NULL },
  { "equipmentId", "equipment_id", PB_OP_EQ, NULL },
  { "productName", "product_name", PB_OP_EQ, NULL },
  { "programName", "program_name", PB_OP_EQ, NULL },
  { "recordFrom", "record_date", PB_OP_GE, NULL },
  { "recordTo", "record_date", PB_OP_LE, NULL },
  { NULL },
};

static const PbListFilter cold_storage_filters[] = {
  { "measuredFrom", "measured_at", PB_OP_GE, NULL },
  { "measuredTo", "measured_at", PB_OP_LE, NULL },
  { NULL },
};

static const RecordKind kinds[] = {
  { "/api/bake-records", &pb_bake_record_type, bake_filters, "in_at", "created_at", "item_code", PB_ASSET_NONE, NULL,
    NULL },
  { "/api/solder-paste-usage-records", &pb_paste_record_type, paste_filters, "received_at", "created_at", "lot_id",
    PB_ASSET_PASTE_LOT, NULL, NULL },
  { "/api/stencil-usage-records", &pb_stencil_usage_record_type, stencil_usage_filters, "record_date", "created_at",
    "stencil_id", PB_ASSET_STENCIL, "print_count", "total_print_count" },
  { "/api/stencil-cleaning-records", &pb_stencil_cleaning_record_type, stencil_cleaning_filters, "cleaned_at",
    "created_at", "stencil_id", PB_ASSET_STENCIL, NULL, NULL },
  { "/api/squeegee-usage-records", &pb_squeegee_usage_record_type, squeegee_usage_filters, "record_date", "created_at",
    "squeegee_id", PB_ASSET_SQUEEGEE, "print_count", "total_print_count" },
  { "/api/fixture-usage-records", &pb_fixture_usage_record_type, fixture_usage_filters, "record_date", "created_at",
    "fixture_id", PB_ASSET_FIXTURE, "usage_count", "total_usage_count" },
  { "/api/oven-program-records", &pb_oven_program_record_type, oven_program_filters, "record_date", "created_at",
    "program_name", PB_ASSET_NONE, NULL, NULL },
  { "/api/cold-storage-temperature-records", &pb_cold_storage_record_type, cold_storage_filters, "measured_at",
    "created_at", NULL, PB_ASSET_NONE, NULL, NULL },
};

static const RecordKind *
kind_of (PbCall *call)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (strcmp (kinds[i].path, call->endpoint->path) == 0)
      return &kinds[i];
  g_assert_not_reached ();
}

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
object_of (const RecordKind *kind, gconstpointer record)
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
  JsonNode *node = json_object_get_member (call->body, "meta");
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
life_entry_of (const RecordKind *kind, gpointer record)
{
  const gint64 *replaced_at = member (record, "replaced_at");

  return (LifeEntry){ *(const gint64 *) member (record, "record_date"), replaced_at != NULL ? *replaced_at : 0,
                      *(const PbInt *) member (record, kind->added), *(const PbInt *) member (record, kind->total) };
}

/* A replacement closes one life and opens the next, with what was recorded since. The total that is typed with it may
 * be that of either life: it is evidence. */
static gboolean
begin_life (PbCall *call, const RecordKind *kind, PbAsset *asset, const LifeEntry *entry, GError **error)
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
count_life (PbCall *call, const RecordKind *kind, gpointer record, GError **error)
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
  if (asset == NULL || asset->kind != (int) kind->kind)
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

/* A thing's record counts wherever the thing is bound; a bake counts for its run and its product, an oven's program for
 * its line. */
static void
tell_changed (PbCall *call, const RecordKind *kind, gpointer record)
{
  const char *run_id = pb_object_get_text (record, "run_id"), *line_id = pb_object_get_text (record, "line_id");

  if (kind->kind != PB_ASSET_NONE)
    pb_call_changed (call, "asset", object_of (kind, record));
  else if (kind->type == &pb_bake_record_type)
    pb_call_changed (call, "product", object_of (kind, record));
  else if (line_id != NULL)
    pb_call_changed (call, "line", line_id);
  if (kind->type == &pb_bake_record_type && run_id != NULL)
    pb_call_changed (call, "run", run_id);
}

static gboolean
write_record (PbCall *call, const RecordKind *kind, gpointer record, GError **error)
{
  const PbUser *user = call->principal->user;
  g_autoptr (PbRun) run = NULL;
  g_autofree char *id = pb_id_new ();

  if (!read_meta (call, record, error) || !resolve_references (call, record, &run, error) ||
      (kind->kind != PB_ASSET_NONE && !pb_call_check_asset (call, object_of (kind, record), error)))
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

static gboolean
create_record (PbCall *call, GError **error)
{
  const RecordKind *kind = kind_of (call);
  gpointer record = pb_call_read_new (call, kind->type, error);
  gboolean done;

  if (record == NULL)
    return FALSE;
  done = write_record (call, kind, record, error);
  pb_object_unref (record);
  return done;
}

static gboolean
list_records (PbCall *call, GError **error)
{
  static const PbThrough by_run = { &pb_run_type, "id", "line_id" };
  const RecordKind *kind = kind_of (call);
  PbQuery query = { .type = kind->type, .order_by = kind->order_by, .then_by = kind->then_by, .descending = TRUE };

  if (find_column (kind->type, "line_id") != NULL)
    pb_call_keep_in_sight (call, &query, "line_id", NULL);
  else if (find_column (kind->type, "run_id") != NULL)
    pb_call_keep_in_sight (call, &query, "run_id", &by_run);
  return pb_call_reply_list (call, &query, kind->filters, 30, 100, error);
}

/* clang-format off */
#define RECORD_ENDPOINTS(where, record_type, audit, entity, what)                                                      \
  { .method = "GET", .path = (where), .permission = "readiness:view", .action = list_records,                          \
    .summary = what " records, newest first", .answer = (record_type) },                                               \
  { .method = "POST", .path = (where), .permission = "prep:record", .flags = PB_ENDPOINT_WRITE | PB_ENDPOINT_BODY,     \
    .action = create_record, .audit_action = (audit), .entity_type = (entity),                                         \
    .summary = "Record: " what, .body = (record_type), .answer = (record_type) }

const PbEndpoint pb_endpoints_records[] = {
  RECORD_ENDPOINTS ("/api/bake-records", &pb_bake_record_type, "BAKE_RECORD_CREATE", "BAKE_RECORD", "Bake"),
  RECORD_ENDPOINTS ("/api/solder-paste-usage-records", &pb_paste_record_type, "SOLDER_PASTE_USAGE_CREATE",
                    "SOLDER_PASTE_USAGE", "Solder paste"),
  RECORD_ENDPOINTS ("/api/stencil-usage-records", &pb_stencil_usage_record_type, "STENCIL_USAGE_CREATE",
                    "STENCIL_USAGE", "Stencil usage"),
  RECORD_ENDPOINTS ("/api/stencil-cleaning-records", &pb_stencil_cleaning_record_type, "STENCIL_CLEANING_CREATE",
                    "STENCIL_CLEANING", "Stencil cleaning"),
  RECORD_ENDPOINTS ("/api/squeegee-usage-records", &pb_squeegee_usage_record_type, "SQUEEGEE_USAGE_CREATE",
                    "SQUEEGEE_USAGE", "Squeegee usage"),
  RECORD_ENDPOINTS ("/api/fixture-usage-records", &pb_fixture_usage_record_type, "FIXTURE_USAGE_CREATE",
                    "FIXTURE_USAGE", "Fixture usage"),
  RECORD_ENDPOINTS ("/api/oven-program-records", &pb_oven_program_record_type, "OVEN_PROGRAM_RECORD_CREATE",
                    "OVEN_PROGRAM_RECORD", "Oven program"),
  RECORD_ENDPOINTS ("/api/cold-storage-temperature-records", &pb_cold_storage_record_type, "COLD_STORAGE_TEMP_CREATE",
                    "COLD_STORAGE_TEMP", "Cold storage temperature"),
  { .method = NULL },
};
/* clang-format on */
