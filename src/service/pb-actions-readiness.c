/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-service"

#include <string.h>

#include "service/pb-endpoints.h"
#include "service/pb-judge.h"

#define MOST_HISTORY 500

PbCheck *
pb_call_store_check (PbCall *call, PbJudgement *judgement, PbCheckType type, const char *by, GError **error)
{
  g_autoptr (PbCheck) check = pb_object_new (&pb_check_type);
  g_autoptr (PbWriter) writer = pb_writer_new ();

  check->id = pb_id_new ();
  check->run_id = g_strdup (judgement->facts->run->id);
  check->type = (int) type;
  check->status = (int) pb_items_status (judgement->items, judgement->facts, call->policy);
  check->checked_at = call->now;
  check->checked_by = g_strdup (by);
  check->policy_version = PB_INT (pb_policy_get_version (call->policy));
  check->summary = pb_items_summarise (judgement->items);
  g_ptr_array_unref (check->items);
  check->items = g_ptr_array_ref (judgement->items);
  pb_codec_write_array (writer, check->items);
  check->items_json = pb_writer_steal (writer);
  if (!pb_call_insert (call, check, NULL, error))
    return NULL;
  return g_steal_pointer (&check);
}

void
pb_call_write_check (PbCall *call, const PbCheck *check)
{
  pb_codec_write (call->out, check);
}

static gboolean
make_check (PbCall *call, PbCheckType type, const char *by, GError **error)
{
  g_autoptr (PbJudgement) judgement = pb_call_judge (call, pb_call_param (call, "runNo"), error);
  g_autoptr (PbCheck) check = NULL;

  if (judgement == NULL)
    return FALSE;
  check = pb_call_store_check (call, judgement, type, by, error);
  if (check == NULL)
    return FALSE;
  pb_call_audit (call, check->id, judgement->facts->run->run_no, NULL, NULL);
  pb_call_write_check (call, check);
  return pb_call_event (call, "run", judgement->facts->run->run_no, check->id, 1, error);
}

static gboolean
precheck (PbCall *call, GError **error)
{
  return make_check (call, PB_CHECK_PRECHECK, NULL, error);
}

static gboolean
formal_check (PbCall *call, GError **error)
{
  return make_check (call, PB_CHECK_FORMAL, call->principal->user->id, error);
}

/* Brings a stored snapshot back: its items, and their counts. */
static gboolean
open_check (PbCheck *check, GError **error)
{
  g_autoptr (JsonNode) node = pb_json_parse (check->items_json, strlen (check->items_json), error);
  GPtrArray *items;

  if (node == NULL)
    return FALSE;
  items = pb_codec_new_array_from_json (&pb_item_type, node, error);
  if (items == NULL)
    return FALSE;
  g_ptr_array_unref (check->items);
  check->items = items;
  pb_object_unref (check->summary);
  check->summary = pb_items_summarise (items);
  return TRUE;
}

static gboolean
latest_of_type (PbCall *call, int type, GError **error)
{
  g_autoptr (PbRun) run = pb_call_find_run (call, pb_call_param (call, "runNo"), error);
  PbQuery query = { .type = &pb_check_type, .order_by = "checked_at", .descending = TRUE, .limit = 1 };
  g_autoptr (GPtrArray) checks = NULL;

  if (run == NULL)
    return FALSE;
  pb_query_add_text (&query, "run_id", PB_OP_EQ, run->id);
  pb_query_add_text (&query, "type", PB_OP_EQ, pb_enum_text (&pb_check_types, type));
  checks = pb_store_list (call->store, &query, NULL, error);
  if (checks == NULL)
    return FALSE;
  if (checks->len == 0)
    {
      pb_problem_set (error, 404, "NO_CHECK_FOUND", "No %s check of this run has been stored yet",
                      pb_enum_text (&pb_check_types, type));
      return FALSE;
    }
  if (!open_check (checks->pdata[0], error))
    return FALSE;
  pb_call_write_check (call, checks->pdata[0]);
  return TRUE;
}

static gboolean
latest (PbCall *call, GError **error)
{
  g_auto (GStrv) types = NULL;
  g_autoptr (PbJudgement) judgement = NULL;

  if (!pb_call_query_enums (call, "type", &pb_check_types, &types, error))
    return FALSE;
  if (types != NULL)
    return latest_of_type (call, pb_enum_value (&pb_check_types, types[0]), error);
  judgement = pb_call_judge_known (call, pb_call_param (call, "runNo"), error);
  if (judgement == NULL)
    return FALSE;
  pb_writer_raw (call->out, judgement->latest_json);
  return TRUE;
}

/* Writes a whole answer from memory. */
static gboolean
reply_raw (PbCall *call, const char *json)
{
  pb_writer_begin_object (call->out);
  pb_writer_member_bool (call->out, "ok", TRUE);
  pb_writer_member_raw (call->out, "data", json);
  pb_writer_end_object (call->out);
  return TRUE;
}

static gboolean
latest_cached (PbCall *call, GError **error)
{
  g_autoptr (PbJudgement) judgement = NULL;

  if (g_hash_table_size (call->query) > 0)
    return FALSE;
  judgement = pb_judge_peek (call, pb_call_param (call, "runNo"));
  return judgement != NULL && reply_raw (call, judgement->latest_json);
}

/* The printed name of whoever made a check. @names: id to name, of those who were asked for already. Returns: (transfer
 * none) (nullable). */
static const char *
name_of (PbCall *call, GHashTable *names, const char *id)
{
  g_autoptr (PbUser) user = NULL;

  if (id == NULL || g_hash_table_contains (names, id))
    return id != NULL ? g_hash_table_lookup (names, id) : NULL;
  user = pb_store_get_by (call->store, &pb_user_type, "id", id, NULL);
  g_hash_table_insert (names, g_strdup (id), user != NULL ? g_strdup (user->name) : NULL);
  return g_hash_table_lookup (names, id);
}

static gboolean
history (PbCall *call, GError **error)
{
  g_autoptr (GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (PbRun) run = pb_call_find_run (call, pb_call_param (call, "runNo"), error);
  PbQuery query = { .type = &pb_check_type, .order_by = "checked_at", .descending = TRUE, .limit = MOST_HISTORY };
  g_autoptr (GPtrArray) checks = NULL;

  if (run == NULL)
    return FALSE;
  pb_query_add_text (&query, "run_id", PB_OP_EQ, run->id);
  checks = pb_store_list (call->store, &query, NULL, error);
  if (checks == NULL)
    return FALSE;
  pb_writer_begin_object (call->out);
  pb_writer_member_array (call->out, "checks");
  for (guint i = 0; i < checks->len; i++)
    {
      const PbCheck *check = checks->pdata[i];

      pb_writer_begin_object (call->out);
      pb_writer_member_string (call->out, "checkId", check->id);
      pb_writer_member_string (call->out, "type", pb_enum_text (&pb_check_types, check->type));
      pb_writer_member_string (call->out, "status", pb_enum_text (&pb_item_statuses, check->status));
      pb_writer_member_time (call->out, "checkedAt", check->checked_at);
      pb_writer_member_string (call->out, "checkedBy", check->checked_by);
      pb_writer_member_string (call->out, "checkedByName", name_of (call, names, check->checked_by));
      pb_writer_end_object (call->out);
    }
  pb_writer_end_array (call->out);
  pb_writer_end_object (call->out);
  return TRUE;
}

static gboolean
get_check (PbCall *call, GError **error)
{
  g_autoptr (PbRun) run = pb_call_find_run (call, pb_call_param (call, "runNo"), error);
  g_autoptr (PbCheck) check = NULL;

  if (run == NULL)
    return FALSE;
  check = pb_call_find (call, &pb_check_type, "id", pb_call_param (call, "checkId"), "NO_CHECK_FOUND", "Check", error);
  if (check == NULL)
    return FALSE;
  if (strcmp (check->run_id, run->id) != 0)
    {
      pb_problem_set (error, 404, "NO_CHECK_FOUND", "Check %s is not one of this run", check->id);
      return FALSE;
    }
  if (!open_check (check, error))
    return FALSE;
  pb_call_write_check (call, check);
  return TRUE;
}

static gboolean
gate (PbCall *call, GError **error)
{
  g_autoptr (PbJudgement) judgement = pb_call_judge_known (call, pb_call_param (call, "runNo"), error);

  if (judgement == NULL)
    return FALSE;
  pb_writer_raw (call->out, judgement->gate_json);
  return TRUE;
}

static gboolean
gate_cached (PbCall *call, GError **error)
{
  g_autoptr (PbJudgement) judgement = pb_judge_peek (call, pb_call_param (call, "runNo"));

  return judgement != NULL && reply_raw (call, judgement->gate_json);
}

static gboolean
exceptions (PbCall *call, GError **error)
{
  static const char *const statuses[] = { "PREP", "ALL", NULL };
  const char *status = pb_call_query (call, "status");
  gint64 from = 0, to = G_MAXINT64, page = 1, limit = 20, total = 0;
  g_autoptr (GPtrArray) checks = NULL;
  PbWriter *w = call->out;

  if (!pb_call_query_time (call, "from", &from, error) || !pb_call_query_time (call, "to", &to, error) ||
      !pb_call_query_int (call, "page", 1, 1000000, &page, error) ||
      !pb_call_query_int (call, "limit", 1, 200, &limit, error))
    return FALSE;
  if (status != NULL && !g_strv_contains (statuses, status))
    {
      pb_problem_set_invalid (error, "query", "status", "status must be PREP or ALL");
      return FALSE;
    }
  checks = pb_store_list_newest_checks (call->store, from, to, pb_call_query (call, "lineId"), error);
  if (checks == NULL)
    return FALSE;
  pb_writer_begin_object (w);
  pb_writer_member_array (w, "items");
  for (guint i = 0; i < checks->len; i++)
    {
      PbCheck *check = checks->pdata[i];
      g_autoptr (PbRun) run = pb_store_get_by (call->store, &pb_run_type, "id", check->run_id, error);

      if (run == NULL || !open_check (check, error))
        return FALSE;
      if (check->summary->failed.v == 0 || !pb_call_sees_line (call, run->line_id))
        continue;
      total++;
      if (total <= (page - 1) * limit || total > page * limit)
        continue;
      pb_writer_begin_object (w);
      pb_writer_member_string (w, "runNo", run->run_no);
      pb_writer_member_string (w, "runStatus", pb_enum_text (&pb_run_statuses, run->status));
      pb_writer_member_string (w, "productCode", run->product_code);
      pb_writer_member_string_opt (w, "lineCode", run->line_code);
      pb_writer_member_string_opt (w, "lineName", run->line_name);
      pb_writer_member_string (w, "checkId", check->id);
      pb_writer_member_string (w, "checkType", pb_enum_text (&pb_check_types, check->type));
      pb_writer_member_string (w, "checkStatus", pb_enum_text (&pb_item_statuses, check->status));
      pb_writer_member_time (w, "checkedAt", check->checked_at);
      pb_writer_member_int (w, "failedCount", check->summary->failed.v);
      pb_writer_member_int (w, "waivedCount", check->summary->waived.v);
      pb_writer_end_object (w);
    }
  pb_writer_end_array (w);
  pb_writer_member_int (w, "total", total);
  pb_writer_member_int (w, "page", page);
  pb_writer_member_int (w, "limit", limit);
  pb_writer_end_object (w);
  return TRUE;
}

static const PbMember latest_query[] = {
  { "type", PB_VALUE_ENUMS, .values = &pb_check_types, .says = "The first one counts" },
  { NULL },
};

static const PbMember stored_members[] = {
  { "checkId", PB_VALUE_TEXT, PB_MUST },
  { "type", PB_VALUE_ENUM, PB_MUST, .values = &pb_check_types },
  { "status", PB_VALUE_ENUM, PB_MUST, .values = &pb_item_statuses },
  { "checkedAt", PB_VALUE_TIME, PB_MUST },
  { "checkedBy", PB_VALUE_TEXT, PB_MUST_OR_NULL },
  { "checkedByName", PB_VALUE_TEXT, PB_MUST_OR_NULL },
  { NULL },
};

static const PbMember history_members[] = {
  { "checks", PB_VALUE_OBJECTS, PB_MUST, .members = stored_members },
  { NULL },
};

static const PbMember exceptions_query[] = {
  { "lineId", PB_VALUE_TEXT },
  { "status", PB_VALUE_ENUM, .values = PB_ONE_OF ("PREP", "ALL"), .says = "Both mean PREP" },
  { "from", PB_VALUE_TIME },
  { "to", PB_VALUE_TIME },
  { "page", PB_VALUE_INT, .min = 1, .max = PB_PAGE_LAST, .standard = 1 },
  { "limit", PB_VALUE_INT, .min = 1, .max = PB_PART_MOST, .standard = 20 },
  { NULL },
};

static const PbMember exception_members[] = {
  { "runNo", PB_VALUE_TEXT, PB_MUST },
  { "runStatus", PB_VALUE_ENUM, PB_MUST, .values = &pb_run_statuses },
  { "productCode", PB_VALUE_TEXT, PB_MUST },
  { "lineCode", PB_VALUE_TEXT },
  { "lineName", PB_VALUE_TEXT },
  { "checkId", PB_VALUE_TEXT, PB_MUST },
  { "checkType", PB_VALUE_ENUM, PB_MUST, .values = &pb_check_types },
  { "checkStatus", PB_VALUE_ENUM, PB_MUST, .values = &pb_item_statuses },
  { "checkedAt", PB_VALUE_TIME, PB_MUST },
  { "failedCount", PB_VALUE_INT, PB_MUST },
  { "waivedCount", PB_VALUE_INT, PB_MUST },
  { NULL },
};

static const PbMember exceptions_beside[] = {
  { "total", PB_VALUE_INT, PB_MUST },
  { "page", PB_VALUE_INT, PB_MUST },
  { "limit", PB_VALUE_INT, PB_MUST },
  { NULL },
};

const PbEndpoint pb_endpoints_readiness[] = {
  { .method = "POST",
    .path = "/api/runs/:runNo/readiness/precheck",
    .permission = "readiness:check",
    .flags = PB_ENDPOINT_WRITE,
    .action = precheck,
    .audit_action = "READINESS_PRECHECK",
    .entity_type = "READINESS_CHECK",
    .summary = "Judge the run now and keep the result as a PRECHECK",
    .answer = &pb_check_type },
  { .method = "POST",
    .path = "/api/runs/:runNo/readiness/check",
    .permission = "readiness:check",
    .flags = PB_ENDPOINT_WRITE,
    .action = formal_check,
    .audit_action = "READINESS_FORMAL_CHECK",
    .entity_type = "READINESS_CHECK",
    .summary = "Judge the run now and keep the result as a FORMAL check",
    .answer = &pb_check_type },
  { .method = "GET",
    .path = "/api/runs/:runNo/readiness/latest",
    .permission = "readiness:view",
    .flags = PB_ENDPOINT_CACHED,
    .action = latest,
    .cached = latest_cached,
    .summary = "The run's items as they are now; with type the newest stored check of that type",
    .answer = &pb_check_type,
    .query = latest_query },
  { .method = "GET",
    .path = "/api/runs/:runNo/readiness/history",
    .permission = "readiness:view",
    .action = history,
    .summary = "Stored checks, newest first",
    .answers = history_members },
  { .method = "GET",
    .path = "/api/runs/:runNo/readiness/checks/:checkId",
    .permission = "readiness:view",
    .action = get_check,
    .summary = "One stored check with its items",
    .answer = &pb_check_type },
  { .method = "GET",
    .path = "/api/runs/:runNo/gate",
    .permission = "run:read",
    .flags = PB_ENDPOINT_CACHED,
    .action = gate,
    .cached = gate_cached,
    .summary = "Whether the run may be authorised, and everything that stands against it",
    .answer = &pb_gate_type },
  { .method = "GET",
    .path = "/api/readiness/exceptions",
    .permission = "readiness:view",
    .action = exceptions,
    .summary = "Runs in PREP whose newest stored check has failed items",
    .query = exceptions_query,
    .answers = exception_members,
    .form = PB_ANSWER_ITEMS,
    .beside = exceptions_beside },
  { .method = NULL },
};
