/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-service"

#include <string.h>

#include "service/pb-endpoints.h"
#include "service/pb-sight.h"
#include "service/pb-signing.h"

/* Lines, and which items are judged on them (REST contract, 3.8). */

/* ---- Lines */

static void
write_summary_members (PbWriter *w, const PbLine *line)
{
  pb_writer_member_string (w, "id", line->id);
  pb_writer_member_string (w, "code", line->code);
  pb_writer_member_string (w, "name", line->name);
  pb_writer_member_string (w, "processType", pb_enum_text (&pb_process_types, line->process_type));
}

static void
reply_line (PbCall *call, const PbLine *line)
{
  PbWriter *w = call->out;

  pb_writer_begin_object (w);
  write_summary_members (w, line);
  pb_writer_member_time (w, "createdAt", line->created_at);
  pb_writer_member_time (w, "updatedAt", line->updated_at);
  pb_writer_end_object (w);
}

static const char *const line_sorts[] = { "code",        "code",         "name",      "name",
                                          "processType", "process_type", "createdAt", "created_at",
                                          "updatedAt",   "updated_at",   NULL };

static gboolean
list_lines (PbCall *call, GError **error)
{
  PbQuery query = { .type = &pb_line_type, .order_by = "code", .search_columns = { "code", "name" } };
  g_autoptr (GPtrArray) lines = NULL;
  g_auto (GStrv) types = NULL;
  gint64 page, size, total;
  PbWriter *w = call->out;

  if (!pb_call_query_page (call, &query, 30, 100, FALSE, &page, &size, error) ||
      !pb_call_query_enums (call, "processType", &pb_process_types, &types, error))
    return FALSE;
  if (types != NULL)
    pb_query_add_list (&query, "process_type", (const char *const *) types);
  query.search = pb_call_query (call, "search");
  pb_call_query_sort (call, &query, line_sorts);
  pb_call_keep_in_sight (call, &query, "id", NULL);
  lines = pb_store_list (call->store, &query, &total, error);
  if (lines == NULL)
    return FALSE;
  pb_writer_begin_object (w);
  pb_writer_member_array (w, "items");
  for (guint i = 0; i < lines->len; i++)
    {
      pb_writer_begin_object (w);
      write_summary_members (w, lines->pdata[i]);
      pb_writer_end_object (w);
    }
  pb_writer_end_array (w);
  pb_writer_member_int (w, "total", total);
  pb_writer_member_int (w, "page", page);
  pb_writer_member_int (w, "pageSize", size);
  pb_writer_end_object (w);
  return TRUE;
}

static gboolean
get_line (PbCall *call, GError **error)
{
  g_autoptr (PbLine) line = pb_call_find_line (call, pb_call_param (call, "lineId"), error);

  if (line == NULL)
    return FALSE;
  reply_line (call, line);
  return TRUE;
}

static gboolean
create_line (PbCall *call, GError **error)
{
  g_autoptr (PbLine) line = pb_call_read_new (call, &pb_line_type, error);
  g_autoptr (PbLine) taken = NULL;
  g_autoptr (GError) failure = NULL;

  if (line == NULL)
    return FALSE;
  taken = pb_store_get_by (call->store, &pb_line_type, "code", line->code, &failure);
  if (failure != NULL)
    return pb_call_fail_store (call, g_steal_pointer (&failure), NULL, error);
  if (taken != NULL)
    {
      pb_problem_set (error, 409, "LINE_CODE_DUPLICATE", "There is a line %s already", line->code);
      return FALSE;
    }
  line->id = pb_id_new ();
  if (!pb_call_insert (call, line, "LINE_CODE_DUPLICATE", error))
    return FALSE;
  pb_call_audit (call, line->id, line->code, NULL, line);
  call->status = 201;
  reply_line (call, line);
  return TRUE;
}

/* What names a line otherwise than by a foreign key, which the database itself holds. */
typedef struct
{
  const PbType *type;
  const char *column;
  gboolean by_code;
} Dependency;

static const Dependency dependencies[] = {
  { &pb_program_assignment_type, "line_code", TRUE },
  { &pb_line_stop_type, "line_code", TRUE },
  { &pb_station_type, "line_code", TRUE },
  { &pb_run_type, "line_code", TRUE },
  { &pb_maintenance_record_type, "line_id", FALSE },
};

/* Refuses when something hangs on the line: on its code alone, or on it at all. */
static gboolean
check_dependencies (PbCall *call, const PbLine *line, gboolean code_only, GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (dependencies); i++)
    {
      const Dependency *d = &dependencies[i];
      PbQuery query = { .type = d->type, .limit = 1 };
      g_autoptr (GPtrArray) found = NULL;

      if (code_only && !d->by_code)
        continue;
      pb_query_add_text (&query, d->column, PB_OP_EQ, d->by_code ? line->code : line->id);
      found = pb_store_list (call->store, &query, NULL, error);
      if (found == NULL)
        return FALSE;
      if (found->len == 0)
        continue;
      pb_problem_set (error, 409, "LINE_HAS_DEPENDENCIES", "Line %s is in use by a %s", line->code, d->type->name);
      return FALSE;
    }
  return TRUE;
}

static gboolean
store_line (PbCall *call, PbLine *line, const PbLine *before, GError **error)
{
  if (!pb_call_update_version (call, line, error))
    return FALSE;
  pb_call_audit (call, line->id, line->code, before, line);
  pb_call_changed (call, "line", line->id);
  reply_line (call, line);
  return TRUE;
}

static gboolean
patch_line (PbCall *call, GError **error)
{
  g_autoptr (PbLine) line = pb_call_find_line (call, pb_call_param (call, "lineId"), error);
  g_autoptr (PbLine) before = NULL, taken = NULL;
  g_autoptr (GError) failure = NULL;

  if (line == NULL)
    return FALSE;
  before = pb_object_copy (line);
  if (!pb_call_read_patch (call, line, error))
    return FALSE;
  if (strcmp (line->code, before->code) == 0)
    return store_line (call, line, before, error);
  taken = pb_store_get_by (call->store, &pb_line_type, "code", line->code, &failure);
  if (failure != NULL)
    return pb_call_fail_store (call, g_steal_pointer (&failure), NULL, error);
  if (taken != NULL)
    {
      pb_problem_set (error, 409, "LINE_CODE_DUPLICATE", "There is a line %s already", line->code);
      return FALSE;
    }
  return check_dependencies (call, before, TRUE, error) && store_line (call, line, before, error);
}

static gboolean
set_process_type (PbCall *call, GError **error)
{
  g_autoptr (PbLine) line = NULL, before = NULL;
  int process_type;

  if (!pb_call_body_enum (call, "processType", TRUE, &pb_process_types, &process_type, error))
    return FALSE;
  line = pb_call_find_line (call, pb_call_param (call, "lineId"), error);
  if (line == NULL)
    return FALSE;
  before = pb_object_copy (line);
  line->process_type = process_type;
  return store_line (call, line, before, error);
}

static gboolean
delete_line (PbCall *call, GError **error)
{
  g_autoptr (PbLine) line = pb_call_find_line (call, pb_call_param (call, "lineId"), error);
  g_autoptr (GError) failure = NULL;

  if (line == NULL || !check_dependencies (call, line, FALSE, error))
    return FALSE;
  if (!pb_store_delete (call->store, &pb_line_type, line->id, &failure))
    {
      if (!g_error_matches (failure, PB_STORE_ERROR, PB_STORE_ERROR_CONSTRAINT))
        return pb_call_fail_store (call, g_steal_pointer (&failure), NULL, error);
      pb_problem_set (error, 409, "LINE_HAS_DEPENDENCIES", "Line %s is in use", line->code);
      return FALSE;
    }
  pb_call_audit (call, line->id, line->code, line, NULL);
  pb_call_changed (call, "line", line->id);
  pb_writer_begin_object (call->out);
  pb_writer_member_string (call->out, "id", line->id);
  pb_writer_end_object (call->out);
  return TRUE;
}

/* ---- Which items are judged */

/* The items in force, in the order in which items are listed; a line that says nothing has all of them. */
static gboolean
is_enabled (const char *const *enabled, const char *type)
{
  return enabled == NULL || g_strv_contains (enabled, type);
}

static void
write_enabled (PbWriter *w, const char *name, const char *const *enabled)
{
  pb_writer_member_array (w, name);
  for (int i = 1; i <= PB_N_ITEM_TYPES; i++)
    if (is_enabled (enabled, pb_enum_text (&pb_item_types, i)))
      pb_writer_string (w, pb_enum_text (&pb_item_types, i));
  pb_writer_end_array (w);
}

static void
reply_enabled (PbCall *call, const PbLine *line)
{
  pb_writer_begin_object (call->out);
  write_enabled (call->out, "enabled", (const char *const *) line->enabled_items);
  pb_writer_end_object (call->out);
}

static gboolean
get_readiness_config (PbCall *call, GError **error)
{
  g_autoptr (PbLine) line = pb_call_find_line (call, pb_call_param (call, "lineId"), error);

  if (line == NULL)
    return FALSE;
  reply_enabled (call, line);
  return TRUE;
}

typedef struct
{
  GStrv enabled; /* each once, in the order of the types */
  char *reason;
} Config;

static void
config_clear (Config *config)
{
  g_clear_pointer (&config->enabled, g_strfreev);
  g_clear_pointer (&config->reason, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Config, config_clear)

static gboolean
read_config (PbCall *call, Config *config, GError **error)
{
  g_auto (GStrv) given = NULL;
  g_autoptr (GStrvBuilder) ordered = g_strv_builder_new ();

  if (!pb_call_body_strings (call, "enabled", TRUE, 100, &given, error) ||
      !pb_call_body_text (call, "reason", FALSE, 1000, NULL, &config->reason, error))
    return FALSE;
  for (char **p = given; *p != NULL; p++)
    if (pb_enum_value (&pb_item_types, *p) == PB_ITEM_NONE)
      {
        pb_problem_set_invalid (error, "body", "enabled", "enabled names %s, which is no item type", *p);
        return FALSE;
      }
  for (int i = 1; i <= PB_N_ITEM_TYPES; i++)
    if (g_strv_contains ((const char *const *) given, pb_enum_text (&pb_item_types, i)))
      g_strv_builder_add (ordered, pb_enum_text (&pb_item_types, i));
  config->enabled = g_strv_builder_end (ordered);
  return TRUE;
}

/* Taking a type out is relaxing. */
static gboolean
relaxes (const PbLine *line, const Config *config)
{
  for (int i = 1; i <= PB_N_ITEM_TYPES; i++)
    {
      const char *type = pb_enum_text (&pb_item_types, i);

      if (is_enabled ((const char *const *) line->enabled_items, type) &&
          !is_enabled ((const char *const *) config->enabled, type))
        return TRUE;
    }
  return FALSE;
}

static PbSignable *
signable_of (const PbLine *line, const Config *config)
{
  g_autoptr (PbWriter) w = pb_writer_new ();

  pb_writer_begin_object (w);
  pb_writer_member_string (w, "line", line->code);
  write_enabled (w, "before", (const char *const *) line->enabled_items);
  write_enabled (w, "enabled", (const char *const *) config->enabled);
  pb_writer_member_string (w, "reason", config->reason);
  pb_writer_end_object (w);
  return pb_signable_new ("RELAX", g_strdup_printf ("Fewer items are judged on line %s", line->code),
                          pb_writer_steal (w));
}

/* A second person stands for it. */
static gboolean
sign_relaxing (PbCall *call, const PbLine *line, const Config *config, GError **error)
{
  g_autoptr (PbSignable) signable = signable_of (line, config);
  g_autoptr (PbSignature) signature = NULL;

  if (!pb_call_require_signer (call, "readiness:config prep:waive", line->id, error))
    return FALSE;
  if (strcmp (call->signer->user->id, call->principal->user->id) == 0)
    {
      pb_problem_set (error, 409, "SAME_PERSON",
                      "Taking an item type out needs the signature of a second person, not %s again",
                      call->signer->user->name);
      return FALSE;
    }
  signature = pb_call_sign (call, "LINE", line->id, line->version.v, PB_CAPACITY_NONE, PB_MEANING_APPROVED,
                            config->reason, signable->hash, error);
  if (signature == NULL)
    return FALSE;
  pb_call_audit_note (call, "requestedBy", call->principal->user->name);
  pb_call_audit_note (call, "contentHash", signable->hash);
  return TRUE;
}

static gboolean
find_config (PbCall *call, Config *config, PbLine **line, GError **error)
{
  if (!read_config (call, config, error))
    return FALSE;
  *line = pb_call_find_line (call, pb_call_param (call, "lineId"), error);
  return *line != NULL;
}

static gboolean
prepare_readiness_config (PbCall *call, GError **error)
{
  g_auto (Config) config = { 0 };
  g_autoptr (PbLine) line = NULL;

  return find_config (call, &config, &line, error);
}

static gboolean
put_readiness_config (PbCall *call, GError **error)
{
  g_auto (Config) config = { 0 };
  g_autoptr (PbLine) line = NULL, before = NULL;

  if (!find_config (call, &config, &line, error))
    return FALSE;
  if (!relaxes (line, &config))
    /* Nothing to sign: it is the act of the session's user, whoever else gave credentials. */
    g_clear_pointer (&call->signer, pb_principal_unref);
  else if (!sign_relaxing (call, line, &config, error))
    return FALSE;
  before = pb_object_copy (line);
  g_strfreev (line->enabled_items);
  line->enabled_items = g_steal_pointer (&config.enabled);
  if (!pb_call_update_version (call, line, error))
    return FALSE;
  pb_call_audit (call, line->id, line->code, before, line);
  if (config.reason != NULL)
    pb_call_audit_note (call, "reason", config.reason);
  pb_call_changed (call, "line", line->id);
  reply_enabled (call, line);
  return pb_call_event (call, "policy", NULL, line->id, line->version.v, error);
}

static const PbMember line_query[] = {
  { "processType", PB_VALUE_ENUMS, .values = &pb_process_types },
  { "search", PB_VALUE_TEXT },
  { NULL },
};

static const PbMember deleted_members[] = {
  { "id", PB_VALUE_TEXT, PB_MUST },
  { NULL },
};

static const PbMember process_type_members[] = {
  { "processType", PB_VALUE_ENUM, PB_MUST, .values = &pb_process_types },
  { NULL },
};

static const PbMember enabled_members[] = {
  { "enabled", PB_VALUE_ENUMS, PB_MUST, .values = &pb_item_types },
  { NULL },
};

static const PbMember config_members[] = {
  { "enabled", PB_VALUE_ENUMS, PB_MUST, .max = 100, .values = &pb_item_types },
  { "reason", PB_VALUE_TEXT, .max = 1000 },
  { "signer", PB_VALUE_SIGNER, PB_SOMETIMES, .says = "A second person, when a type is taken out" },
  { NULL },
};

const PbEndpoint pb_endpoints_lines[] = {
  { .method = "GET",
    .path = "/api/lines",
    .permission = "run:create run:read line:config readiness:config loading:config",
    .action = list_lines,
    .summary = "Lines",
    .answer = &pb_line_type,
    .query = line_query,
    .form = PB_ANSWER_PAGE,
    .sorts = line_sorts,
    .paging = { 30, 100 } },
  { .method = "POST",
    .path = "/api/lines",
    .permission = "line:config",
    .flags = PB_ENDPOINT_WRITE | PB_ENDPOINT_BODY,
    .action = create_line,
    .audit_action = "LINE_CREATE",
    .entity_type = "LINE",
    .summary = "Add a line",
    .body = &pb_line_type,
    .answer = &pb_line_type },
  { .method = "GET",
    .path = "/api/lines/:lineId",
    .permission = "run:create run:read line:config",
    .action = get_line,
    .summary = "A line",
    .answer = &pb_line_type },
  { .method = "PATCH",
    .path = "/api/lines/:lineId",
    .permission = "line:config",
    .flags = PB_ENDPOINT_WRITE | PB_ENDPOINT_BODY,
    .action = patch_line,
    .audit_action = "LINE_UPDATE",
    .entity_type = "LINE",
    .summary = "Change a line; its code only while nothing names it",
    .body = &pb_line_type,
    .answer = &pb_line_type },
  { .method = "DELETE",
    .path = "/api/lines/:lineId",
    .permission = "line:config",
    .flags = PB_ENDPOINT_WRITE,
    .action = delete_line,
    .audit_action = "LINE_DELETE",
    .entity_type = "LINE",
    .summary = "Remove a line that nothing uses",
    .answers = deleted_members },
  { .method = "PATCH",
    .path = "/api/lines/:lineId/process-type",
    .permission = "readiness:config",
    .flags = PB_ENDPOINT_WRITE | PB_ENDPOINT_BODY,
    .action = set_process_type,
    .audit_action = "LINE_PROCESS_TYPE_UPDATE",
    .entity_type = "LINE",
    .summary = "Change the process of a line",
    .answer = &pb_line_type,
    .members = process_type_members },
  { .method = "GET",
    .path = "/api/lines/:lineId/readiness-config",
    .permission = "readiness:view readiness:config",
    .action = get_readiness_config,
    .summary = "Which item types are judged on a line",
    .answers = enabled_members },
  { .method = "PUT",
    .path = "/api/lines/:lineId/readiness-config",
    .permission = "readiness:config",
    .flags = PB_ENDPOINT_SIGNED | PB_ENDPOINT_BODY,
    .action = put_readiness_config,
    .prepare = prepare_readiness_config,
    .audit_action = "LINE_READINESS_CONFIG_UPDATE",
    .entity_type = "LINE",
    .summary = "Say which item types are judged; fewer need a second person's signature",
    .members = config_members,
    .answers = enabled_members },
  { .method = NULL },
};
