/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-service"

#include "service/pb-service-private.h"

#include <string.h>

#include "service/pb-audit-chain.h"

void
pb_call_explain_store (GError **error)
{
  g_autoptr (GError) problem = NULL;

  if (g_error_matches (*error, PB_STORE_ERROR, PB_STORE_ERROR_BUSY))
    pb_problem_set (&problem, 503, "BUSY", "The database is busy: try again");
  else if (g_error_matches (*error, PB_STORE_ERROR, PB_STORE_ERROR_IO))
    pb_problem_set (&problem, 507, "STORAGE_FAILED",
                    "The server cannot write its database, whose disk may be full: nothing was changed");
  if (problem == NULL)
    return;
  g_clear_error (error);
  *error = g_steal_pointer (&problem);
}

/* The columns of "table.column, table.column", without the tables. */
static char *
columns_of (const char *constraint)
{
  g_auto (GStrv) parts = g_strsplit (constraint != NULL ? constraint : "", ", ", 0);

  for (char **part = parts; *part != NULL; part++)
    {
      const char *dot = strrchr (*part, '.');

      if (dot != NULL)
        memmove (*part, dot + 1, strlen (dot));
    }
  return g_strjoinv (", ", parts);
}

gboolean
pb_call_fail_store (PbCall *call, GError *store_error, const char *conflict_code, GError **error)
{
  g_autoptr (GError) failure = store_error;

  if (g_error_matches (failure, PB_STORE_ERROR, PB_STORE_ERROR_CONFLICT))
    {
      g_autofree char *columns = columns_of (pb_store_error_constraint (failure));

      pb_problem_set (error, 409, conflict_code != NULL ? conflict_code : "CONFLICT",
                      "There is one already with the same %s", columns);
    }
  else if (g_error_matches (failure, PB_STORE_ERROR, PB_STORE_ERROR_STALE))
    pb_problem_set (error, 412, "STALE", "Somebody else has changed this meanwhile: read it again");
  else
    g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

static void
stamp (gpointer object, const char *column, gint64 now, gboolean only_when_absent)
{
  const PbType *type = PB_TYPE_OF (object);

  for (const PbField *f = type->fields; f->name != NULL || f->column != NULL; f++)
    if (f->kind == PB_KIND_TIME && strcmp (f->column, column) == 0 &&
        !(only_when_absent && PB_MEMBER (object, f, gint64) != 0))
      PB_MEMBER (object, f, gint64) = now;
}

static PbInt *
version_of (gpointer object)
{
  const PbField *field = pb_type_find_field (PB_TYPE_OF (object), "version");

  return field != NULL && field->kind == PB_KIND_INT ? &PB_MEMBER (object, field, PbInt) : NULL;
}

static void
add_once (GPtrArray *texts, const char *text)
{
  if (!g_ptr_array_find_with_equal_func (texts, text, g_str_equal, NULL))
    g_ptr_array_add (texts, g_strdup (text));
}

/* What the writer keeps in mind of open runs follows from the run's row and its waivers. */
static void
note_open_run (PbCall *call, gconstpointer object)
{
  if (PB_TYPE_OF (object) == &pb_run_type)
    add_once (call->open_runs, ((const PbRun *) object)->id);
  else if (PB_TYPE_OF (object) == &pb_waiver_type)
    add_once (call->open_runs, ((const PbWaiver *) object)->run_id);
}

gboolean
pb_call_insert (PbCall *call, gpointer object, const char *conflict_code, GError **error)
{
  g_autoptr (GError) failure = NULL;
  PbInt *version = version_of (object);

  stamp (object, "created_at", call->now, TRUE);
  stamp (object, "updated_at", call->now, FALSE);
  if (version != NULL && !version->set)
    *version = PB_INT (1);
  note_open_run (call, object);
  if (pb_store_insert (call->store, object, &failure))
    return TRUE;
  return pb_call_fail_store (call, g_steal_pointer (&failure), conflict_code, error);
}

gboolean
pb_call_update (PbCall *call, gpointer object, const char *conflict_code, GError **error)
{
  g_autoptr (GError) failure = NULL;

  stamp (object, "updated_at", call->now, FALSE);
  note_open_run (call, object);
  if (pb_store_update (call->store, object, &failure))
    return TRUE;
  return pb_call_fail_store (call, g_steal_pointer (&failure), conflict_code, error);
}

/* Says who changed @object last, as the audit trail knows it, and when. */
static gboolean
refuse_stale (PbCall *call, gpointer object, gint64 version, GError **error)
{
  const PbField *id = pb_type_find_field (PB_TYPE_OF (object), "id");
  const PbField *updated = pb_type_find_field (PB_TYPE_OF (object), "updatedAt");
  g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, version);
  gint64 changed_at = updated != NULL ? PB_MEMBER (object, updated, const gint64) : 0;
  PbQuery query = { .type = &pb_audit_row_type, .order_by = "created_at", .descending = TRUE, .limit = 1 };
  g_autoptr (GPtrArray) rows = NULL;
  const PbAuditRow *row;

  pb_query_add_text (&query, "entity_type", PB_OP_EQ, call->endpoint->entity_type);
  pb_query_add_text (&query, "entity_id", PB_OP_EQ, PB_MEMBER (object, id, char *const));
  /* What was done since without changing it is no cause. */
  if (changed_at != 0)
    pb_query_add_number (&query, "created_at", PB_OP_LE, changed_at);
  pb_query_add_text (&query, "status", PB_OP_EQ, "SUCCESS");
  rows = pb_store_list (call->store, &query, NULL, error);
  if (rows == NULL)
    return FALSE;
  row = rows->len > 0 ? rows->pdata[0] : NULL;
  pb_problem_set (error, 412, "STALE", "Somebody else has changed this meanwhile: read it again");
  pb_problem_add_text (*error, "changedBy", row != NULL ? row->actor_id : NULL);
  pb_problem_add_text (*error, "changedByName", row != NULL ? row->actor_name : NULL);
  pb_problem_add_time (*error, "changedAt", changed_at == 0 && row != NULL ? row->created_at : changed_at);
  pb_problem_add_member (*error, "version", number);
  return FALSE;
}

gboolean
pb_call_check_match (PbCall *call, gpointer object, GError **error)
{
  const char *if_match = call->request->if_match;
  gint64 version = version_of (object)->v;
  g_autofree char *tag = NULL;

  if (if_match == NULL || strcmp (if_match, "*") == 0)
    return TRUE;
  tag = g_strdup_printf ("\"%" G_GINT64_FORMAT "\"", version);
  return strcmp (if_match, tag) == 0 || refuse_stale (call, object, version, error);
}

gboolean
pb_call_update_beside (PbCall *call, gpointer object, GError **error)
{
  g_autoptr (GError) failure = NULL;
  PbInt *version = version_of (object);
  gint64 expected = version->v;

  *version = PB_INT (expected + 1);
  stamp (object, "updated_at", call->now, FALSE);
  note_open_run (call, object);
  if (pb_store_update_version (call->store, object, expected, &failure))
    return TRUE;
  return pb_call_fail_store (call, g_steal_pointer (&failure), NULL, error);
}

gboolean
pb_call_update_version (PbCall *call, gpointer object, GError **error)
{
  return pb_call_check_match (call, object, error) && pb_call_update_beside (call, object, error);
}

void
pb_call_audit (PbCall *call, const char *entity_id, const char *display, gconstpointer before, gconstpointer after)
{
  g_autoptr (PbWriter) writer = pb_writer_new ();

  pb_set_string (&call->entity_id, entity_id);
  pb_set_string (&call->entity_display, display);
  if (before == NULL && after == NULL)
    return;
  pb_writer_begin_array (writer);
  pb_writer_begin_object (writer);
  pb_writer_member_string (writer, "op", before == NULL ? "add" : after == NULL ? "remove" : "replace");
  pb_writer_member_string (writer, "path", "");
  pb_writer_key (writer, "before");
  if (before != NULL)
    pb_codec_write (writer, before);
  else
    pb_writer_null (writer);
  pb_writer_key (writer, "after");
  if (after != NULL)
    pb_codec_write (writer, after);
  else
    pb_writer_null (writer);
  pb_writer_end_object (writer);
  pb_writer_end_array (writer);
  g_free (call->diff);
  call->diff = pb_writer_steal (writer);
}

void
pb_call_audit_note (PbCall *call, const char *name, const char *value)
{
  g_autoptr (PbWriter) writer = pb_writer_new ();
  char *members;

  pb_writer_begin_object (writer);
  pb_writer_member_string (writer, name, value);
  pb_writer_end_object (writer);
  members = pb_writer_steal (writer);
  if (call->payload != NULL)
    {
      /* Joins two objects: {"a":1} and {"b":2} become {"a":1,"b":2}. */
      char *both;

      call->payload[strlen (call->payload) - 1] = '\0';
      both = g_strconcat (call->payload, ",", members + 1, NULL);
      g_free (call->payload);
      g_free (members);
      members = both;
    }
  else
    g_free (call->payload);
  call->payload = members;
}

static char *
role_names (GPtrArray *roles)
{
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint i = 0; roles != NULL && i < roles->len; i++)
    g_string_append_printf (names, "%s%s", i > 0 ? "," : "", ((PbRole *) roles->pdata[i])->code);
  return g_string_free (g_steal_pointer (&names), FALSE);
}

static gboolean
append_audit (PbCall *call, PbAuditRow *row, GError **error)
{
  PbService *service = call->service;
  PbUser *actor = pb_call_actor (call);

  row->seq = PB_INT (service->audit_seq + 1);
  row->id = pb_id_new ();
  row->actor_id = g_strdup (actor != NULL ? actor->id : NULL);
  row->actor_name = g_strdup (actor != NULL ? actor->name : NULL);
  row->actor_role = actor != NULL ? role_names (pb_call_actor_roles (call)) : NULL;
  row->actor_type = g_strdup (actor != NULL ? "USER" : "SYSTEM");
  row->station_id = g_strdup (call->request->station);
  row->request_id = g_strdup (call->request->request_id);
  row->ip = g_strdup (call->request->address);
  row->user_agent = g_strdup (call->request->user_agent);
  row->created_at = call->now;
  row->previous_hash = g_strdup (service->audit_hash);
  row->hash = pb_audit_chain_hash (row);
  if (!pb_store_insert (call->store, row, error))
    return FALSE;
  service->audit_seq += 1;
  pb_set_string (&service->audit_hash, row->hash);
  return TRUE;
}

gboolean
pb_call_write_audit (PbCall *call, const GError *refusal, GError **error)
{
  g_autoptr (PbAuditRow) row = NULL;

  if (call->no_audit || call->endpoint->flags & PB_ENDPOINT_NO_AUDIT)
    return TRUE;
  row = pb_object_new (&pb_audit_row_type);
  row->action = g_strdup (call->audit_action != NULL ? call->audit_action : call->endpoint->audit_action);
  row->entity_type = g_strdup (call->endpoint->entity_type);
  row->entity_id = g_strdup (call->entity_id);
  row->entity_display = g_strdup (call->entity_display);
  row->status = g_strdup (refusal != NULL ? "FAIL" : "SUCCESS");
  row->payload = g_strdup (call->payload);
  if (refusal != NULL)
    {
      row->error_code = g_strdup (pb_problem_get_code (refusal));
      row->error_message = g_strdup (refusal->message);
      if (row->entity_display == NULL)
        row->entity_display = g_strdup (call->request->path);
    }
  else
    row->diff = g_strdup (call->diff);
  return append_audit (call, row, error);
}

gboolean
pb_call_audit_extra (PbCall *call,
                     const char *action,
                     const char *entity_type,
                     const char *entity_id,
                     const char *display,
                     const char *payload,
                     GError **error)
{
  g_autoptr (PbAuditRow) row = pb_object_new (&pb_audit_row_type);

  row->action = g_strdup (action);
  row->entity_type = g_strdup (entity_type);
  row->entity_id = g_strdup (entity_id);
  row->entity_display = g_strdup (display);
  row->status = g_strdup ("SUCCESS");
  row->payload = g_strdup (payload);
  return append_audit (call, row, error);
}

gboolean
pb_call_event (PbCall *call, const char *kind, const char *run_no, const char *id, gint64 version, GError **error)
{
  g_autoptr (PbEvent) event = pb_object_new (&pb_event_type);

  event->seq = PB_INT (call->service->event_seq + 1);
  event->kind = g_strdup (kind);
  event->run_no = g_strdup (run_no);
  event->entity_id = g_strdup (id);
  event->version = PB_INT (version);
  event->at = call->now;
  if (!pb_store_insert (call->store, event, error))
    return FALSE;
  call->service->event_seq += 1;
  return TRUE;
}

void
pb_call_changed (PbCall *call, const char *kind, const char *id)
{
  g_autofree char *key = id != NULL ? g_strconcat (kind, ":", id, NULL) : g_strdup (kind);

  add_once (call->changed, key);
}

gboolean
pb_call_refuse_committed (PbCall *call, GError *problem)
{
  g_clear_error (&call->refusal);
  call->refusal = problem;
  return TRUE;
}
