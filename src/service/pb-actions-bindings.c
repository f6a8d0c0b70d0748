/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-service"

#include <string.h>

#include "domain/pb-evaluate.h"
#include "service/pb-endpoints.h"
#include "service/pb-paste-exposure.h"
#include "service/pb-sight.h"

/* What is on a line, and what machines say about it (REST contract, 3.7). */

typedef struct
{
  PbAssetKind kind;
  const char *bind, *unbind; /* paths */
  const char *id_member;     /* of request and answer */
  const char *view_member;   /* of GET …/bindings */
  const char *none_code;     /* when nothing is bound */
  const char *label;
  const char *unbind_action; /* audit */
  /* One piece, which is on one line at a time; a lot of paste is many jars. */
  gboolean one_piece;
} BindingKind;

static const BindingKind kinds[] = {
  { PB_ASSET_STENCIL, "/api/integration/lines/:lineId/stencil/bind", "/api/integration/lines/:lineId/stencil/unbind",
    "stencilId", "stencil", "NO_CURRENT_STENCIL", "stencil", "LINE_STENCIL_UNBIND", TRUE },
  { PB_ASSET_PASTE_LOT, "/api/integration/lines/:lineId/solder-paste/bind",
    "/api/integration/lines/:lineId/solder-paste/unbind", "lotId", "solderPaste", "NO_CURRENT_SOLDER_PASTE",
    "solder paste lot", "LINE_SOLDER_PASTE_UNBIND", FALSE },
  { PB_ASSET_SQUEEGEE, "/api/integration/lines/:lineId/squeegee/bind", "/api/integration/lines/:lineId/squeegee/unbind",
    "squeegeeId", "squeegee", "NO_CURRENT_SQUEEGEE", "squeegee", "LINE_SQUEEGEE_UNBIND", TRUE },
  { PB_ASSET_FIXTURE, "/api/integration/lines/:lineId/fixture/bind", "/api/integration/lines/:lineId/fixture/unbind",
    "fixtureId", "fixture", "NO_CURRENT_FIXTURE", "fixture", "LINE_FIXTURE_UNBIND", TRUE },
};

static const BindingKind *
kind_of (PbCall *call)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (strcmp (kinds[i].bind, call->endpoint->path) == 0 || strcmp (kinds[i].unbind, call->endpoint->path) == 0)
      return &kinds[i];
  g_assert_not_reached ();
}

/* Returns: (transfer full): the current bindings that hold @value in @column, of @kind (NONE: of all). */
static GPtrArray *
list_current (PbCall *call, PbAssetKind kind, const char *column, const char *value, GError **error)
{
  PbQuery query = { .type = &pb_binding_type, .order_by = "bound_at" };

  pb_query_add_text (&query, column, PB_OP_EQ, value);
  pb_query_add_number (&query, "is_current", PB_OP_EQ, 1);
  if (kind != PB_ASSET_NONE)
    pb_query_add_text (&query, "kind", PB_OP_EQ, pb_enum_text (&pb_asset_kinds, (int) kind));
  return pb_store_list (call->store, &query, NULL, error);
}

static void
reply_binding (PbCall *call, const BindingKind *kind, const PbBinding *binding)
{
  PbWriter *w = call->out;

  pb_writer_begin_object (w);
  pb_writer_member_string (w, "id", binding->id);
  pb_writer_member_string (w, "lineId", binding->line_id);
  pb_writer_member_string (w, kind->id_member, binding->asset_id);
  pb_writer_member_bool (w, "isCurrent", binding->is_current.v);
  if (binding->is_current.v)
    {
      pb_writer_member_time (w, "boundAt", binding->bound_at);
      pb_writer_member_string (w, "boundBy", binding->bound_by);
    }
  else
    {
      pb_writer_member_time (w, "unboundAt", binding->unbound_at);
      pb_writer_member_string (w, "unboundBy", binding->unbound_by);
    }
  pb_writer_end_object (w);
}

static gboolean
close_binding (PbCall *call, PbBinding *binding, GError **error)
{
  binding->is_current = PB_BOOL (FALSE);
  binding->unbound_at = call->now;
  pb_set_string (&binding->unbound_by, call->principal->user->id);
  pb_call_changed (call, "line", binding->line_id);
  return pb_call_update (call, binding, NULL, error);
}

/* A lot that is on no line any more is exposed no longer. */
static gboolean
end_exposure (PbCall *call, const BindingKind *kind, const char *lot_id, GError **error)
{
  g_autoptr (GPtrArray) left = NULL;

  if (kind->kind != PB_ASSET_PASTE_LOT)
    return TRUE;
  left = list_current (call, kind->kind, "asset_id", lot_id, error);
  if (left == NULL)
    return FALSE;
  return left->len > 0 || pb_paste_exposure_end (call, lot_id, error);
}

/* The piece comes from another line: there it is gone. */
static gboolean
take_from_other_lines (PbCall *call, const BindingKind *kind, const char *asset_id, GError **error)
{
  g_autoptr (GPtrArray) elsewhere = NULL;

  if (!kind->one_piece)
    return TRUE;
  elsewhere = list_current (call, kind->kind, "asset_id", asset_id, error);
  for (guint i = 0; elsewhere != NULL && i < elsewhere->len; i++)
    {
      PbBinding *binding = elsewhere->pdata[i];

      if (!close_binding (call, binding, error) ||
          !pb_call_audit_extra (call, kind->unbind_action, "LINE", binding->line_id, asset_id, NULL, error) ||
          !pb_call_event (call, "binding", NULL, binding->line_id, 1, error))
        return FALSE;
    }
  return elsewhere != NULL;
}

static PbBinding *
binding_new (PbCall *call, const BindingKind *kind, const char *line_id, const char *asset_id)
{
  PbBinding *binding = pb_object_new (&pb_binding_type);

  binding->id = pb_id_new ();
  binding->line_id = g_strdup (line_id);
  binding->kind = (int) kind->kind;
  binding->asset_id = g_strdup (asset_id);
  binding->is_current = PB_BOOL (TRUE);
  binding->bound_at = call->now;
  binding->bound_by = g_strdup (call->principal->user->id);
  return binding;
}

static gboolean
replace_binding (PbCall *call,
                 const BindingKind *kind,
                 const PbLine *line,
                 PbBinding *earlier,
                 const char *asset_id,
                 GError **error)
{
  g_autoptr (PbBinding) binding = binding_new (call, kind, line->id, asset_id);
  g_autoptr (PbBinding) before = earlier != NULL ? pb_object_copy (earlier) : NULL;

  if ((earlier != NULL &&
       (!close_binding (call, earlier, error) || !end_exposure (call, kind, earlier->asset_id, error))) ||
      !take_from_other_lines (call, kind, asset_id, error) || !pb_call_insert (call, binding, NULL, error) ||
      (kind->kind == PB_ASSET_PASTE_LOT && !pb_paste_exposure_follow (call, asset_id, NULL, line->id, error)))
    return FALSE;
  pb_call_audit (call, line->id, line->code, before, binding);
  pb_call_audit_note (call, kind->id_member, asset_id);
  pb_call_changed (call, "line", line->id);
  reply_binding (call, kind, binding);
  return pb_call_event (call, "binding", NULL, line->id, 1, error);
}

static gboolean
bind_asset (PbCall *call, GError **error)
{
  const BindingKind *kind = kind_of (call);
  g_autoptr (PbLine) line = NULL;
  g_autofree char *asset_id = NULL;
  g_autoptr (GPtrArray) current = NULL;
  PbBinding *earlier;

  if (!pb_call_body_text (call, kind->id_member, TRUE, 64, NULL, &asset_id, error))
    return FALSE;
  line = pb_call_find_line (call, pb_call_param (call, "lineId"), error);
  if (line == NULL || (kind->one_piece && !pb_call_check_asset (call, asset_id, error)))
    return FALSE;
  current = list_current (call, kind->kind, "line_id", line->id, error);
  if (current == NULL)
    return FALSE;
  earlier = current->len > 0 ? current->pdata[0] : NULL;
  if (earlier == NULL || strcmp (earlier->asset_id, asset_id) != 0)
    return replace_binding (call, kind, line, earlier, asset_id, error);
  /* It is there already, and has been since then. */
  pb_call_audit (call, line->id, line->code, NULL, NULL);
  pb_call_audit_note (call, kind->id_member, asset_id);
  reply_binding (call, kind, earlier);
  return TRUE;
}

static gboolean
unbind_asset (PbCall *call, GError **error)
{
  const BindingKind *kind = kind_of (call);
  g_autoptr (PbLine) line = pb_call_find_line (call, pb_call_param (call, "lineId"), error);
  g_autoptr (GPtrArray) current = NULL;
  g_autoptr (PbBinding) before = NULL;
  PbBinding *binding;

  if (line == NULL)
    return FALSE;
  current = list_current (call, kind->kind, "line_id", line->id, error);
  if (current == NULL)
    return FALSE;
  if (current->len == 0)
    {
      pb_problem_set (error, 400, kind->none_code, "No %s is bound to line %s", kind->label, line->code);
      return FALSE;
    }
  binding = current->pdata[0];
  before = pb_object_copy (binding);
  if (!close_binding (call, binding, error) || !end_exposure (call, kind, binding->asset_id, error))
    return FALSE;
  pb_call_audit (call, line->id, line->code, before, binding);
  pb_call_audit_note (call, kind->id_member, binding->asset_id);
  reply_binding (call, kind, binding);
  return pb_call_event (call, "binding", NULL, line->id, 1, error);
}

/* ---- The view of a line */

static const PbBinding *
find_kind (GPtrArray *bindings, PbAssetKind kind)
{
  for (guint i = 0; i < bindings->len; i++)
    if (((PbBinding *) bindings->pdata[i])->kind == (int) kind)
      return bindings->pdata[i];
  return NULL;
}

static const PbAsset *
find_asset (GPtrArray *assets, const PbBinding *binding)
{
  for (guint i = 0; i < assets->len; i++)
    {
      const PbAsset *asset = assets->pdata[i];

      if (strcmp (asset->id, binding->asset_id) == 0 && asset->kind == binding->kind)
        return asset;
    }
  return NULL;
}

/* Returns: (transfer full) (nullable): the newest event about @id; NULL with @failure unset when there is none. */
static gpointer
newest_event (PbCall *call, const PbType *type, const char *column, const char *id, GError **failure)
{
  PbQuery query = { .type = type, .order_by = "event_time", .then_by = "received_at", .descending = TRUE, .limit = 1 };
  g_autoptr (GPtrArray) events = NULL;

  pb_query_add_text (&query, column, PB_OP_EQ, id);
  events = pb_store_list (call->store, &query, NULL, failure);
  return events != NULL && events->len > 0 ? pb_object_ref (events->pdata[0]) : NULL;
}

/* What machines or people said last; of things without such events what the register says. */
static gboolean
write_status (PbCall *call, const PbBinding *binding, const PbAsset *asset, GError **error)
{
  g_autoptr (PbStencilStatusEvent) stencil = NULL;
  g_autoptr (PbPasteStatusEvent) paste = NULL;
  g_autoptr (GError) failure = NULL;
  const char *status = NULL;

  if (binding->kind == PB_ASSET_STENCIL)
    stencil = newest_event (call, &pb_stencil_status_event_type, "stencil_id", binding->asset_id, &failure);
  else if (binding->kind == PB_ASSET_PASTE_LOT)
    paste = newest_event (call, &pb_paste_status_event_type, "lot_id", binding->asset_id, &failure);
  else if (asset != NULL)
    status = pb_enum_text (&pb_asset_states, asset->state);
  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  if (stencil != NULL)
    status = pb_enum_text (&pb_stencil_statuses, stencil->status);
  if (paste != NULL)
    status = pb_enum_text (&pb_paste_statuses, paste->status);
  pb_writer_member_string_opt (call->out, "status", status);
  return TRUE;
}

static void
write_life (PbCall *call, const PbLine *line, const PbAsset *asset)
{
  PbLimits limits = { call->policy, line->code, asset != NULL ? asset->product : NULL };
  gint64 limit = asset != NULL ? pb_life_limit (asset, &limits) : 0;

  if (limit == 0)
    return;
  pb_writer_member_object (call->out, "life");
  pb_writer_member_int (call->out, "used", asset->used.v);
  pb_writer_member_int (call->out, "limit", limit);
  pb_writer_end_object (call->out);
}

static gboolean
get_bindings (PbCall *call, GError **error)
{
  g_autoptr (PbLine) line = pb_call_find_line (call, pb_call_param (call, "lineId"), error);
  PbQuery query = { .type = &pb_asset_type };
  g_autoptr (GPtrArray) bindings = NULL, assets = NULL;
  g_autoptr (GPtrArray) ids = g_ptr_array_new ();

  if (line == NULL)
    return FALSE;
  bindings = list_current (call, PB_ASSET_NONE, "line_id", line->id, error);
  if (bindings == NULL)
    return FALSE;
  for (guint i = 0; i < bindings->len; i++)
    g_ptr_array_add (ids, ((PbBinding *) bindings->pdata[i])->asset_id);
  g_ptr_array_add (ids, NULL);
  pb_query_add_list (&query, "id", (const char *const *) ids->pdata);
  assets = pb_store_list (call->store, &query, NULL, error);
  if (assets == NULL)
    return FALSE;
  pb_writer_begin_object (call->out);
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      const PbBinding *binding = find_kind (bindings, kinds[i].kind);
      const PbAsset *asset;

      if (binding == NULL)
        continue;
      asset = find_asset (assets, binding);
      pb_writer_member_object (call->out, kinds[i].view_member);
      pb_writer_member_string (call->out, "assetId", binding->asset_id);
      pb_writer_member_time (call->out, "boundAt", binding->bound_at);
      pb_writer_member_string (call->out, "boundBy", binding->bound_by);
      if (!write_status (call, binding, asset, error))
        return FALSE;
      write_life (call, line, asset);
      pb_writer_end_object (call->out);
    }
  pb_writer_end_object (call->out);
  return TRUE;
}

/* ---- Status events: the same event comes once, however often it is sent */

typedef struct
{
  const char *path;
  const PbType *type;
  const char *object; /* JSON member of the thing */
} EventKind;

static const EventKind event_kinds[] = {
  { "/api/integration/stencil-status", &pb_stencil_status_event_type, "stencilId" },
  { "/api/integration/solder-paste-status", &pb_paste_status_event_type, "lotId" },
};

static const EventKind *
event_kind_of (PbCall *call)
{
  for (guint i = 0; i < G_N_ELEMENTS (event_kinds); i++)
    if (strcmp (event_kinds[i].path, call->endpoint->path) == 0)
      return &event_kinds[i];
  g_assert_not_reached ();
}

/* Returns: where @event keeps the text @name. */
static char **
text_member (gpointer event, const char *name)
{
  return &PB_MEMBER (event, pb_type_find_field (PB_TYPE_OF (event), name), char *);
}

static gint64 *
time_member (gpointer event, const char *name)
{
  return &PB_MEMBER (event, pb_type_find_field (PB_TYPE_OF (event), name), gint64);
}

static const char *
enum_text (gpointer event, const char *name)
{
  const PbField *field = pb_type_find_field (PB_TYPE_OF (event), name);

  return pb_enum_text (field->values, PB_MEMBER (event, field, int));
}

static void
reply_event (PbCall *call, const EventKind *kind, gpointer event, gboolean is_duplicate)
{
  PbWriter *w = call->out;

  pb_writer_begin_object (w);
  pb_writer_member_string (w, "id", *text_member (event, "id"));
  pb_writer_member_string (w, "eventId", *text_member (event, "eventId"));
  pb_writer_member_string (w, kind->object, *text_member (event, kind->object));
  pb_writer_member_string (w, "status", enum_text (event, "status"));
  pb_writer_member_time (w, "receivedAt", *time_member (event, "receivedAt"));
  pb_writer_member_bool (w, "isDuplicate", is_duplicate);
  pb_writer_end_object (w);
}

static gboolean
check_source (gpointer event, GError **error)
{
  const char *source = enum_text (event, "source");

  if (strcmp (source, "AUTO") != 0 && strcmp (source, "MANUAL") != 0)
    pb_problem_set_invalid (error, "body", "source", "source must be AUTO or MANUAL");
  else if (strcmp (source, "MANUAL") == 0 && *text_member (event, "operatorId") == NULL)
    pb_problem_set_invalid (error, "body", "operatorId", "operatorId is required with the source MANUAL");
  else
    return TRUE;
  return FALSE;
}

/* @known: (nullable): what was written when the event came first. */
static gboolean
write_event (PbCall *call, const EventKind *kind, gpointer event, gpointer known, GError **error)
{
  const char *object = *text_member (event, kind->object);
  char **id = text_member (event, "id");

  if (!pb_call_check_asset (call, object, error))
    return FALSE;
  if (known != NULL)
    {
      pb_call_audit (call, *text_member (known, "id"), *text_member (known, kind->object), NULL, NULL);
      reply_event (call, kind, known, TRUE);
      return TRUE;
    }
  *id = pb_id_new ();
  *time_member (event, "receivedAt") = call->now;
  if (!pb_call_insert (call, event, NULL, error))
    return FALSE;
  pb_call_audit (call, *id, object, NULL, event);
  pb_call_changed (call, "asset", object);
  reply_event (call, kind, event, FALSE);
  return pb_call_event (call, "record", NULL, *id, 1, error);
}

static gboolean
receive_status (PbCall *call, GError **error)
{
  const EventKind *kind = event_kind_of (call);
  gpointer event = pb_call_read_new (call, kind->type, error);
  gpointer known = NULL;
  g_autoptr (GError) failure = NULL;
  gboolean done = event != NULL && check_source (event, error);

  if (done)
    known = pb_store_get_by (call->store, kind->type, "event_id", *text_member (event, "eventId"), &failure);
  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      done = FALSE;
    }
  done = done && write_event (call, kind, event, known, error);
  pb_object_unref (known);
  pb_object_unref (event);
  return done;
}

/* clang-format off */
#define BOUND_MEMBERS(id)                                                                                              \
  { "id", PB_VALUE_TEXT, PB_MUST }, { "lineId", PB_VALUE_TEXT, PB_MUST }, { id, PB_VALUE_TEXT, PB_MUST },              \
  { "isCurrent", PB_VALUE_BOOL, PB_MUST }

/* What binding asks, what it answers, and what unbinding answers. */
#define BINDING_MEMBERS(what, id)                                                                                      \
  static const PbMember what##_asked[] = { { id, PB_VALUE_TEXT, PB_MUST, .max = 64 }, { NULL } };                      \
  static const PbMember what##_bound[] = { BOUND_MEMBERS (id), { "boundAt", PB_VALUE_TIME, PB_MUST },                  \
                                           { "boundBy", PB_VALUE_TEXT }, { NULL } };                                   \
  static const PbMember what##_unbound[] = { BOUND_MEMBERS (id), { "unboundAt", PB_VALUE_TIME, PB_MUST },              \
                                             { "unboundBy", PB_VALUE_TEXT }, { NULL } }

BINDING_MEMBERS (stencil, "stencilId");
BINDING_MEMBERS (paste, "lotId");
BINDING_MEMBERS (squeegee, "squeegeeId");
BINDING_MEMBERS (fixture, "fixtureId");

static const PbMember life_members[] = {
  { "used", PB_VALUE_INT, PB_MUST },
  { "limit", PB_VALUE_INT, PB_MUST },
  { NULL },
};
static const PbMember on_line_members[] = {
  { "assetId", PB_VALUE_TEXT, PB_MUST },
  { "boundAt", PB_VALUE_TIME, PB_MUST },
  { "boundBy", PB_VALUE_TEXT },
  { "status", PB_VALUE_TEXT },
  { "life", PB_VALUE_OBJECT, .members = life_members },
  { NULL },
};
static const PbMember line_members[] = {
  { "stencil", PB_VALUE_OBJECT, .members = on_line_members },
  { "solderPaste", PB_VALUE_OBJECT, .members = on_line_members },
  { "squeegee", PB_VALUE_OBJECT, .members = on_line_members },
  { "fixture", PB_VALUE_OBJECT, .members = on_line_members },
  { NULL },
};

#define EVENT_MEMBERS(id, statuses)                                                                                    \
  { "id", PB_VALUE_TEXT, PB_MUST }, { "eventId", PB_VALUE_TEXT, PB_MUST }, { id, PB_VALUE_TEXT, PB_MUST },             \
  { "status", PB_VALUE_ENUM, PB_MUST, .values = statuses }, { "receivedAt", PB_VALUE_TIME, PB_MUST },                  \
  { "isDuplicate", PB_VALUE_BOOL, PB_MUST, .says = "The event came before" }, { NULL }

static const PbMember stencil_event_members[] = { EVENT_MEMBERS ("stencilId", &pb_stencil_statuses) };
static const PbMember paste_event_members[] = { EVENT_MEMBERS ("lotId", &pb_paste_statuses) };

#define BINDING_ENDPOINTS(segment, audit, strict, table, what)                                                         \
  { .method = "POST", .path = "/api/integration/lines/:lineId/" segment "/bind", .permission = "loading:config",       \
    .flags = PB_ENDPOINT_WRITE | PB_ENDPOINT_BODY | (strict), .action = bind_asset, .audit_action = audit "_BIND",     \
    .entity_type = "LINE", .summary = "Bind a " what " to a line", .members = table##_asked,                           \
    .answers = table##_bound },                                                                                        \
  { .method = "POST", .path = "/api/integration/lines/:lineId/" segment "/unbind", .permission = "loading:config",     \
    .flags = PB_ENDPOINT_WRITE, .action = unbind_asset, .audit_action = audit "_UNBIND", .entity_type = "LINE",        \
    .summary = "Take the " what " off a line", .answers = table##_unbound }

const PbEndpoint pb_endpoints_bindings[] = {
  BINDING_ENDPOINTS ("stencil", "LINE_STENCIL", 0, stencil, "stencil"),
  BINDING_ENDPOINTS ("solder-paste", "LINE_SOLDER_PASTE", 0, paste, "lot of solder paste"),
  BINDING_ENDPOINTS ("squeegee", "LINE_SQUEEGEE", PB_ENDPOINT_STRICT, squeegee, "squeegee"),
  BINDING_ENDPOINTS ("fixture", "LINE_FIXTURE", PB_ENDPOINT_STRICT, fixture, "fixture"),
  { .method = "GET", .path = "/api/lines/:lineId/bindings", .permission = "readiness:view", .action = get_bindings,
    .summary = "What is on a line now, with its life",
    .answers = line_members },
  { .method = "POST", .path = "/api/integration/stencil-status", .permission = "system:integration",
    .flags = PB_ENDPOINT_WRITE | PB_ENDPOINT_BODY, .action = receive_status,
    .audit_action = "STENCIL_STATUS_RECEIVE", .entity_type = "INTEGRATION", .summary = "The status of a stencil",
    .body = &pb_stencil_status_event_type,
    .answers = stencil_event_members },
  { .method = "POST", .path = "/api/integration/solder-paste-status", .permission = "system:integration",
    .flags = PB_ENDPOINT_WRITE | PB_ENDPOINT_BODY, .action = receive_status,
    .audit_action = "SOLDER_PASTE_STATUS_RECEIVE", .entity_type = "INTEGRATION",
    .summary = "The status of a lot of solder paste", .body = &pb_paste_status_event_type,
    .answers = paste_event_members },
  { .method = NULL },
};
/* clang-format on */
