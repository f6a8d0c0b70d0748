/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-service"

#include <string.h>

#include "service/pb-asset-history.h"
#include "service/pb-cursor.h"
#include "service/pb-endpoints.h"
#include "service/pb-sight.h"

/* The registers that items are judged on (rest-api.md, 0.2). They are alike: one list, one get, one create, one patch
 * over a table; what differs stands in the table. */

#define READ  "readiness:view"
#define WRITE "readiness:config"

typedef struct
{
  const PbType *type; /* the endpoints name it as their answer */
  const char *key;    /* column that the path names */
  const char *label;
  const char *missing, *taken; /* codes */
  const char *search[3];
  const char *newest; /* (nullable) column of a time: listed newest first, else by key */
  /* What tells the line, see pb_call_keep_in_sight(); NULL: it belongs to the plant. */
  const char *line_column;
  const PbThrough *through;
  /* Checks a record before it is written and fills in what follows from others. @before is NULL for a new one. */
  gboolean (*complete) (PbCall *call, gpointer object, gconstpointer before, GError **error);
  /* Says what has changed. */
  gboolean (*tell) (PbCall *call, gconstpointer object, gconstpointer before, GError **error);
} Register;

/* ---- What is particular to each */

static gboolean
keep_value (PbCall *call, const char *name, gboolean is_set, GError **error)
{
  if (is_set)
    return TRUE;
  pb_problem_set_invalid (error, "body", name, "%s cannot be taken away", name);
  return FALSE;
}

/* A replacement closes one life and opens the next. */
static gboolean
retire_replaced (PbCall *call, const PbAsset *asset, GError **error)
{
  g_autoptr (PbAsset) old =
    pb_call_find (call, &pb_asset_type, "id", asset->replaces, "ASSET_NOT_FOUND", "Asset", error);

  if (old == NULL || !pb_call_check_asset (call, old->id, error))
    return FALSE;
  if (old->kind != asset->kind)
    {
      pb_problem_set_invalid (error, "body", "replaces", "%s is a %s: it cannot be replaced by a %s", old->id,
                              pb_enum_text (&pb_asset_kinds, old->kind), pb_enum_text (&pb_asset_kinds, asset->kind));
      return FALSE;
    }
  old->state = PB_ASSET_RETIRED;
  pb_call_changed (call, "asset", old->id);
  return pb_call_update_beside (call, old, error) &&
         pb_call_audit_extra (call, "ASSET_RETIRE", "ASSET", old->id, old->id, NULL, error);
}

static gboolean
complete_asset (PbCall *call, gpointer object, gconstpointer before, GError **error)
{
  PbAsset *asset = object;

  if (before == NULL)
    {
      if (asset->state == PB_ASSET_STATE_NONE)
        asset->state = PB_ASSET_IN_USE;
      asset->used = PB_INT (0);
      return asset->replaces == NULL || retire_replaced (call, asset, error);
    }
  if (!pb_call_check_asset (call, asset->id, error))
    return FALSE;
  /* A total that somebody has corrected is no longer disputed. */
  if (json_object_has_member (call->body, "used"))
    asset->disputed_total = (PbInt){ 0 };
  return keep_value (call, "state", asset->state != PB_ASSET_STATE_NONE, error) &&
         keep_value (call, "used", asset->used.set, error);
}

static gboolean
tell_asset (PbCall *call, gconstpointer object, gconstpointer before, GError **error)
{
  pb_call_changed (call, "asset", ((const PbAsset *) object)->id);
  return TRUE;
}

static gboolean
complete_material (PbCall *call, gpointer object, gconstpointer before, GError **error)
{
  static const char *const levels[] = { "1", "2", "2a", "3", "4", "5", "5a", "6", NULL };
  const PbMaterial *material = object;

  if (material->msl == NULL || g_strv_contains (levels, material->msl))
    return TRUE;
  pb_problem_set_invalid (error, "body", "msl", "msl must be one of 1, 2, 2a, 3, 4, 5, 5a, 6");
  return FALSE;
}

static gboolean
tell_plant (PbCall *call, gconstpointer object, gconstpointer before, GError **error)
{
  pb_call_changed (call, "plant", NULL);
  return TRUE;
}

static gboolean
complete_lot (PbCall *call, gpointer object, gconstpointer before, GError **error)
{
  const PbMaterialLot *lot = object;
  g_autoptr (PbMaterial) material = NULL;

  material =
    pb_call_find (call, &pb_material_type, "code", lot->material_code, "MATERIAL_NOT_FOUND", "Material", error);
  return material != NULL;
}

static gboolean
tell_bom (PbCall *call, gconstpointer object, gconstpointer before, GError **error)
{
  pb_call_changed (call, "product", ((const PbBomLine *) object)->product_code);
  return TRUE;
}

static gboolean
tell_equipment (PbCall *call, gconstpointer object, gconstpointer before, GError **error)
{
  const char *code = ((const PbEquipment *) object)->equipment_code;
  g_autoptr (GError) failure = NULL;
  g_autoptr (PbStation) station = pb_store_get_by (call->store, &pb_station_type, "code", code, &failure);

  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  if (station != NULL && station->line_id != NULL)
    pb_call_changed (call, "line", station->line_id);
  return TRUE;
}

static gboolean
complete_stop (PbCall *call, gpointer object, gconstpointer before, GError **error)
{
  const PbLineStop *stop = object;
  g_autoptr (PbLine) line = pb_call_find_line_by_code (call, stop->line_code, error);

  if (line == NULL)
    return FALSE;
  if (stop->to_at == 0 || stop->to_at >= stop->from_at)
    return TRUE;
  pb_problem_set_invalid (error, "body", "to", "to must not lie before from");
  return FALSE;
}

static gboolean
tell_stop (PbCall *call, gconstpointer object, gconstpointer before, GError **error)
{
  g_autoptr (PbLine) line = pb_call_find_line_by_code (call, ((const PbLineStop *) object)->line_code, error);

  if (line == NULL)
    return FALSE;
  pb_call_changed (call, "line", line->id);
  return TRUE;
}

static gboolean
complete_station (PbCall *call, gpointer object, gconstpointer before, GError **error)
{
  PbStation *station = object;
  g_autoptr (PbStationGroup) group = NULL;
  g_autoptr (PbLine) line = NULL;

  if (station->line_code != NULL)
    line = pb_call_find_line_by_code (call, station->line_code, error);
  if (station->line_code != NULL && line == NULL)
    return FALSE;
  pb_set_string (&station->line_id, line != NULL ? line->id : NULL);
  if (station->group_code == NULL)
    return TRUE;
  group = pb_call_find (call, &pb_station_group_type, "code", station->group_code, "STATION_GROUP_NOT_FOUND",
                        "Station group", error);
  return group != NULL;
}

static gboolean
tell_station (PbCall *call, gconstpointer object, gconstpointer before, GError **error)
{
  const PbStation *station = object, *was = before;

  if (station->line_id != NULL)
    pb_call_changed (call, "line", station->line_id);
  if (was != NULL && was->line_id != NULL)
    pb_call_changed (call, "line", was->line_id);
  return TRUE;
}

static gboolean
tell_nobody (PbCall *call, gconstpointer object, gconstpointer before, GError **error)
{
  return TRUE;
}

static const PbThrough line_of_code = { &pb_line_type, "code", "id" };
static const PbThrough line_of_station = { &pb_station_type, "code", "line_id" };

static const PbListFilter asset_filters[] = {
  { "kind", "kind", PB_OP_IN, &pb_asset_kinds },
  { "state", "state", PB_OP_IN, &pb_asset_states },
  { "product", "product", PB_OP_EQ, NULL },
  { NULL },
};
static const PbListFilter lot_filters[] = {
  { "materialCode", "material_code", PB_OP_EQ, NULL },
  { "lotNo", "lot_no", PB_OP_EQ, NULL },
  { NULL },
};
static const PbListFilter bom_filters[] = {
  { "productCode", "product_code", PB_OP_EQ, NULL },
  { "materialCode", "material_code", PB_OP_EQ, NULL },
  { NULL },
};
static const PbListFilter equipment_filters[] = {
  { "status", "status", PB_OP_EQ, NULL },
  { NULL },
};
static const PbListFilter stop_filters[] = {
  { "line", "line_code", PB_OP_EQ, NULL },
  { "from", "from_at", PB_OP_GE, NULL },
  { "to", "from_at", PB_OP_LE, NULL },
  { NULL },
};

static const Register registers[] = {
  { .type = &pb_asset_type,
    .key = "id",
    .label = "Asset",
    .missing = "ASSET_NOT_FOUND",
    .taken = "ASSET_EXISTS",
    .search = { "id", "product", "material" },
    .complete = complete_asset,
    .tell = tell_asset },
  { .type = &pb_material_type,
    .key = "code",
    .label = "Material",
    .missing = "MATERIAL_NOT_FOUND",
    .taken = "MATERIAL_EXISTS",
    .search = { "code", "name" },
    .complete = complete_material,
    .tell = tell_plant },
  { .type = &pb_material_lot_type,
    .key = "id",
    .label = "Material lot",
    .missing = "MATERIAL_LOT_NOT_FOUND",
    .taken = "MATERIAL_LOT_EXISTS",
    .search = { "lot_no", "material_code" },
    .newest = "created_at",
    .complete = complete_lot,
    .tell = tell_plant },
  { .type = &pb_bom_line_type,
    .key = "id",
    .label = "Bill of material line",
    .missing = "BOM_LINE_NOT_FOUND",
    .taken = "BOM_LINE_EXISTS",
    .search = { "product_code", "material_code" },
    .tell = tell_bom },
  { .type = &pb_equipment_type,
    .key = "equipment_code",
    .label = "Equipment",
    .missing = "EQUIPMENT_NOT_FOUND",
    .taken = "EQUIPMENT_EXISTS",
    .search = { "equipment_code", "name" },
    .line_column = "equipment_code",
    .through = &line_of_station,
    .tell = tell_equipment },
  { .type = &pb_line_stop_type,
    .key = "id",
    .label = "Line stop",
    .missing = "LINE_STOP_NOT_FOUND",
    .taken = "LINE_STOP_EXISTS",
    .newest = "from_at",
    .line_column = "line_code",
    .through = &line_of_code,
    .complete = complete_stop,
    .tell = tell_stop },
  { .type = &pb_station_type,
    .key = "code",
    .label = "Station",
    .missing = "STATION_NOT_FOUND",
    .taken = "STATION_EXISTS",
    .line_column = "line_id",
    .complete = complete_station,
    .tell = tell_station },
  { .type = &pb_station_group_type,
    .key = "code",
    .label = "Station group",
    .missing = "STATION_GROUP_NOT_FOUND",
    .taken = "STATION_GROUP_EXISTS",
    .tell = tell_nobody },
};

static const Register *
register_of (PbCall *call)
{
  for (guint i = 0; i < G_N_ELEMENTS (registers); i++)
    if (registers[i].type == call->endpoint->answer)
      return &registers[i];
  g_assert_not_reached ();
}

/* ---- What all do alike */

/* The line of a record. @line_id: (out) (transfer full) (nullable). */
static gboolean
find_line_id (PbCall *call, const Register *self, gconstpointer object, char **line_id, GError **error)
{
  const char *text = self->line_column != NULL ? pb_object_get_text (object, self->line_column) : NULL;
  g_autoptr (GError) failure = NULL;
  gpointer link;

  *line_id = NULL;
  if (text == NULL)
    return TRUE;
  if (self->through == NULL)
    {
      *line_id = g_strdup (text);
      return TRUE;
    }
  link = pb_store_get_by (call->store, self->through->type, self->through->key, text, &failure);
  if (link != NULL)
    *line_id = g_strdup (pb_object_get_text (link, self->through->column));
  pb_object_unref (link);
  if (failure == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

/* A thing that belongs to a line out of sight is not there. */
static gboolean
check_in_sight (PbCall *call, const Register *self, gconstpointer object, GError **error)
{
  g_autofree char *line_id = NULL;

  if (!find_line_id (call, self, object, &line_id, error))
    return FALSE;
  if (pb_call_sees_line (call, line_id))
    return TRUE;
  pb_problem_set (error, 404, self->missing, "%s %s does not exist", self->label,
                  pb_object_get_text (object, self->key));
  return FALSE;
}

/* What the path names. Returns: (transfer full). */
static gpointer
find_named (PbCall *call, const Register *self, GError **error)
{
  gpointer object =
    pb_call_find (call, self->type, self->key, pb_call_param (call, "key"), self->missing, self->label, error);

  if (object != NULL && !check_in_sight (call, self, object, error))
    g_clear_pointer (&object, pb_object_unref);
  return object;
}

static gint64
version_of (gconstpointer object)
{
  const PbField *field = pb_type_find_field (PB_TYPE_OF (object), "version");

  return field != NULL ? PB_MEMBER (object, field, const PbInt).v : 0;
}

static void
reply (PbCall *call, gconstpointer object)
{
  if (version_of (object) != 0)
    call->answer->etag = g_strdup_printf ("\"%" G_GINT64_FORMAT "\"", version_of (object));
  pb_call_reply (call, object);
}

static gboolean
list_register (PbCall *call, GError **error)
{
  const Register *self = register_of (call);
  g_autoptr (GPtrArray) lists = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  g_autoptr (GPtrArray) items = NULL;
  const char *next;
  PbQuery query = { .type = self->type };

  if (!pb_call_query_filters (call, &query, call->endpoint->filters, lists, error))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (self->search); i++)
    query.search_columns[i] = self->search[i];
  if (query.search_columns[0] != NULL)
    query.search = pb_call_query (call, "search");
  if (self->line_column != NULL)
    pb_call_keep_in_sight (call, &query, self->line_column, self->through);
  if (self->newest != NULL)
    return pb_call_reply_newest (call, &query, self->newest, error);
  items = pb_call_list_after (call, &query, self->key, &next, error);
  if (items == NULL)
    return FALSE;
  pb_call_reply_part (call, items, next);
  return TRUE;
}

static gboolean
get_registered (PbCall *call, GError **error)
{
  gpointer object = find_named (call, register_of (call), error);

  if (object == NULL)
    return FALSE;
  reply (call, object);
  pb_object_unref (object);
  return TRUE;
}

static gboolean
tell (PbCall *call, const Register *self, gconstpointer object, gconstpointer before, GError **error)
{
  const char *id = pb_object_get_text (object, "id");

  pb_call_audit (call, id, pb_object_get_text (object, self->key), before, object);
  return self->tell (call, object, before, error) && pb_call_event (call, "item", NULL, id, version_of (object), error);
}

static gboolean
insert_new (PbCall *call, const Register *self, gpointer object, GError **error)
{
  const PbField *id = pb_type_find_field (self->type, "id");
  char **member = &PB_MEMBER (object, id, char *);

  if (*member == NULL)
    *member = pb_id_new ();
  if ((self->complete != NULL && !self->complete (call, object, NULL, error)) ||
      !check_in_sight (call, self, object, error) || !pb_call_insert (call, object, self->taken, error) ||
      !tell (call, self, object, NULL, error))
    return FALSE;
  call->status = 201;
  reply (call, object);
  return TRUE;
}

static gboolean
create_registered (PbCall *call, GError **error)
{
  const Register *self = register_of (call);
  gpointer object = pb_call_read_new (call, self->type, error);
  gboolean done = object != NULL && insert_new (call, self, object, error);

  pb_object_unref (object);
  return done;
}

static gboolean
write_changed (PbCall *call, const Register *self, gpointer object, gconstpointer before, GError **error)
{
  if (!pb_call_read_patch (call, object, error) ||
      (self->complete != NULL && !self->complete (call, object, before, error)))
    return FALSE;
  if (version_of (object) != 0 ? !pb_call_update_version (call, object, error)
                               : !pb_call_update (call, object, self->taken, error))
    return FALSE;
  if (!tell (call, self, object, before, error))
    return FALSE;
  reply (call, object);
  return TRUE;
}

static gboolean
patch_registered (PbCall *call, GError **error)
{
  const Register *self = register_of (call);
  gpointer object = find_named (call, self, error);
  gpointer before = object != NULL ? pb_object_copy (object) : NULL;
  gboolean done = object != NULL && write_changed (call, self, object, before, error);

  pb_object_unref (object);
  pb_object_unref (before);
  return done;
}

static gboolean
delete_registered (PbCall *call, GError **error)
{
  const Register *self = register_of (call);
  gpointer object = find_named (call, self, error);
  gboolean done = FALSE;

  if (object == NULL)
    return FALSE;
  pb_call_audit (call, pb_object_get_text (object, "id"), pb_object_get_text (object, self->key), object, NULL);
  if (pb_store_delete (call->store, self->type, pb_object_get_text (object, "id"), error) &&
      self->tell (call, object, NULL, error) &&
      pb_call_event (call, "item", NULL, pb_object_get_text (object, "id"), 0, error))
    {
      pb_call_reply (call, object);
      done = TRUE;
    }
  pb_object_unref (object);
  return done;
}

static gboolean
asset_history (PbCall *call, GError **error)
{
  g_autoptr (PbAsset) asset = find_named (call, &registers[0], error);

  return asset != NULL && pb_asset_history_reply (call, asset, error);
}

/* clang-format off */
#define LIST(at, of, by, asks, says) \
  { .method = "GET", .path = (at), .permission = READ, .action = list_register, .summary = (says), .query = (asks), \
    .answer = &(of), .form = PB_ANSWER_PART, .filters = (by) }
#define GET(at, of, says) \
  { .method = "GET", .path = (at), .permission = READ, .action = get_registered, .summary = (says), .answer = &(of) }
#define POST(at, of, audit, entity, says) \
  { .method = "POST", .path = (at), .permission = WRITE, \
    .flags = PB_ENDPOINT_WRITE | PB_ENDPOINT_BODY | PB_ENDPOINT_STRICT, .action = create_registered, \
    .audit_action = (audit), .entity_type = (entity), .summary = (says), .body = &(of), .answer = &(of) }
#define PATCH(at, of, audit, entity, says) \
  { .method = "PATCH", .path = (at), .permission = WRITE, \
    .flags = PB_ENDPOINT_WRITE | PB_ENDPOINT_BODY | PB_ENDPOINT_STRICT, .action = patch_registered, \
    .audit_action = (audit), .entity_type = (entity), .summary = (says), .body = &(of), .answer = &(of) }

const PbEndpoint pb_endpoints_registers[] = {
  LIST ("/api/assets", pb_asset_type, asset_filters, pb_query_search,
        "Things with a life: stencils, squeegees, fixtures, paste lots"),
  GET ("/api/assets/:key", pb_asset_type, "A thing with a life"),
  POST ("/api/assets", pb_asset_type, "ASSET_CREATE", "ASSET", "Register a thing; what it replaces is retired"),
  PATCH ("/api/assets/:key", pb_asset_type, "ASSET_UPDATE", "ASSET",
         "Change a thing; correcting `used` ends a disputed total"),
  { .method = "GET", .path = "/api/assets/:key/history", .permission = READ, .action = asset_history,
    .summary = "Records and bindings of a thing, newest first",
    .answers = pb_asset_history_members, .form = PB_ANSWER_PART },
  LIST ("/api/materials", pb_material_type, NULL, pb_query_search, "Materials, by code"),
  GET ("/api/materials/:key", pb_material_type, "A material"),
  POST ("/api/materials", pb_material_type, "MATERIAL_CREATE", "MATERIAL", "Register a material"),
  PATCH ("/api/materials/:key", pb_material_type, "MATERIAL_UPDATE", "MATERIAL", "Change a material"),
  LIST ("/api/material-lots", pb_material_lot_type, lot_filters, pb_query_search, "Reels and trays, newest first"),
  GET ("/api/material-lots/:key", pb_material_lot_type, "A reel or tray"),
  POST ("/api/material-lots", pb_material_lot_type, "MATERIAL_LOT_CREATE", "MATERIAL", "Register a reel or tray"),
  PATCH ("/api/material-lots/:key", pb_material_lot_type, "MATERIAL_LOT_UPDATE", "MATERIAL", "Change a reel or tray"),
  LIST ("/api/boms", pb_bom_line_type, bom_filters, pb_query_search, "Lines of bills of material"),
  GET ("/api/boms/:key", pb_bom_line_type, "A line of a bill of material"),
  POST ("/api/boms", pb_bom_line_type, "BOM_LINE_CREATE", "MATERIAL", "Add a line to a bill of material"),
  PATCH ("/api/boms/:key", pb_bom_line_type, "BOM_LINE_UPDATE", "MATERIAL", "Change a line of a bill of material"),
  { .method = "DELETE", .path = "/api/boms/:key", .permission = WRITE, .flags = PB_ENDPOINT_WRITE,
    .action = delete_registered, .audit_action = "BOM_LINE_DELETE", .entity_type = "MATERIAL",
    .summary = "Take a line out of a bill of material", .answer = &pb_bom_line_type },
  LIST ("/api/equipment", pb_equipment_type, equipment_filters, pb_query_search,
        "Machines, by code; a machine has the code of its station"),
  GET ("/api/equipment/:key", pb_equipment_type, "A machine"),
  POST ("/api/equipment", pb_equipment_type, "EQUIPMENT_CREATE", "EQUIPMENT", "Register a machine"),
  PATCH ("/api/equipment/:key", pb_equipment_type, "EQUIPMENT_UPDATE", "EQUIPMENT", "Change a machine"),
  LIST ("/api/line-stops", pb_line_stop_type, stop_filters, NULL, "Stops of lines, newest first"),
  GET ("/api/line-stops/:key", pb_line_stop_type, "A stop of a line"),
  POST ("/api/line-stops", pb_line_stop_type, "LINE_STOP_CREATE", "LINE", "Record a stop; without `to` it lasts"),
  PATCH ("/api/line-stops/:key", pb_line_stop_type, "LINE_STOP_UPDATE", "LINE", "Say when a stop ended"),
  POST ("/api/stations", pb_station_type, "STATION_CREATE", "STATION", "Register a station"),
  PATCH ("/api/stations/:key", pb_station_type, "STATION_UPDATE", "STATION", "Change a station"),
  POST ("/api/stations/groups", pb_station_group_type, "STATION_GROUP_CREATE", "STATION", "Register a station group"),
  { .method = NULL },
};
/* clang-format on */
