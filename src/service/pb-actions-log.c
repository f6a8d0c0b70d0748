/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-service"

#include <string.h>

#include "service/pb-audit-chain.h"
#include "service/pb-cursor.h"
#include "service/pb-endpoints.h"

/* The audit trail and the policies as they are read. */

#define READ_OTHERS "audit:read"
/* Rows read at once, and rows that one call verifies at most. */
#define BATCH         500
#define MOST_VERIFIED 200000

/* ---- The audit trail */

/* Own rows for everybody, others for those who may read them. */
static gboolean
keep_to_own (PbCall *call, PbQuery *query, GError **error)
{
  const char *own = call->principal->user->id;
  const char *actor = pb_call_query (call, "actorId");

  if (pb_call_can (call, READ_OTHERS))
    return TRUE;
  if (actor != NULL && strcmp (actor, own) != 0)
    {
      pb_problem_set (error, 403, "FORBIDDEN", "Missing required permission: " READ_OTHERS);
      return FALSE;
    }
  if (actor == NULL)
    pb_query_add_text (query, "actor_id", PB_OP_EQ, own);
  return TRUE;
}

static gboolean
reply_behind (PbCall *call, PbQuery *query, GError **error)
{
  g_autoptr (GPtrArray) rows = NULL;
  g_autofree char *next = NULL;
  gint64 after = 0, limit = PB_PART_STANDARD;

  if (!pb_call_query_int (call, "limit", 1, PB_PART_MOST, &limit, error) ||
      !pb_call_query_int (call, "after", 1, G_MAXINT64, &after, error))
    return FALSE;
  if (after != 0)
    pb_query_add_number (query, "seq", PB_OP_LT, after);
  query->limit = (guint) limit + 1;
  rows = pb_store_list (call->store, query, NULL, error);
  if (rows == NULL)
    return FALSE;
  if (rows->len > limit)
    {
      next = g_strdup_printf ("%" G_GINT64_FORMAT, ((PbAuditRow *) rows->pdata[limit - 1])->seq.v);
      g_ptr_array_set_size (rows, (int) limit);
    }
  pb_call_reply_part (call, rows, next);
  return TRUE;
}

static const PbListFilter audit_filters[] = {
  { "actorId", "actor_id", PB_OP_EQ, NULL },
  { "entityType", "entity_type", PB_OP_EQ, NULL },
  { "entityId", "entity_id", PB_OP_EQ, NULL },
  { "action", "action", PB_OP_EQ, NULL },
  { "status", "status", PB_OP_IN, &pb_audit_statuses },
  { "from", "created_at", PB_OP_GE, NULL },
  { "to", "created_at", PB_OP_LE, NULL },
  { NULL },
};

static gboolean
list_audit (PbCall *call, GError **error)
{
  PbQuery query = { .type = &pb_audit_row_type, .order_by = "seq", .descending = TRUE };
  g_autoptr (GPtrArray) lists = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);

  if (!keep_to_own (call, &query, error))
    return FALSE;
  if (pb_call_query (call, "limit") == NULL && pb_call_query (call, "after") == NULL)
    return pb_call_reply_list (call, &query, audit_filters, 20, 100, error);
  return pb_call_query_filters (call, &query, audit_filters, lists, error) && reply_behind (call, &query, error);
}

static gboolean
get_audit (PbCall *call, GError **error)
{
  const char *id = pb_call_param (call, "id");
  g_autoptr (PbAuditRow) row = pb_call_find (call, &pb_audit_row_type, "id", id, "NOT_FOUND", "Audit row", error);

  if (row == NULL)
    return FALSE;
  if (!pb_call_can (call, READ_OTHERS) && g_strcmp0 (row->actor_id, call->principal->user->id) != 0)
    {
      pb_problem_set (error, 404, "NOT_FOUND", "Audit row %s does not exist", id);
      return FALSE;
    }
  pb_call_reply (call, row);
  return TRUE;
}

/* ---- Verifying the chain */

typedef struct
{
  gint64 seq;     /* of the last row that was right */
  char *hash;     /* (owned) (nullable) its hash */
  gint64 checked; /* rows */
  char *bad_id;   /* (owned) (nullable) the first row that is not right */
  gint64 bad_seq;
  const char *reason;
} Chain;

static void
chain_clear (Chain *chain)
{
  g_free (chain->hash);
  g_free (chain->bad_id);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Chain, chain_clear)

static const char *
what_is_wrong (const Chain *chain, const PbAuditRow *row)
{
  g_autofree char *hash = NULL;

  if (row->seq.v != chain->seq + 1)
    return "MISSING_BEFORE";
  if (g_strcmp0 (row->previous_hash, chain->hash) != 0)
    return "NOT_LINKED";
  hash = pb_audit_chain_hash (row);
  return g_strcmp0 (row->hash, hash) != 0 ? "CHANGED" : NULL;
}

/* Goes on with the next rows. @at_end: whether these were the last ones. */
static gboolean
verify_batch (PbCall *call, Chain *chain, guint most, gboolean *at_end, GError **error)
{
  PbQuery query = { .type = &pb_audit_row_type, .order_by = "seq", .limit = most };
  g_autoptr (GPtrArray) rows = NULL;

  pb_query_add_number (&query, "seq", PB_OP_GT, chain->seq);
  rows = pb_store_list (call->store, &query, NULL, error);
  if (rows == NULL)
    return FALSE;
  *at_end = rows->len < most;
  for (guint i = 0; i < rows->len; i++)
    {
      const PbAuditRow *row = rows->pdata[i];

      chain->reason = what_is_wrong (chain, row);
      if (chain->reason != NULL)
        {
          chain->bad_id = g_strdup (row->id);
          chain->bad_seq = row->seq.v;
          return TRUE;
        }
      chain->seq = row->seq.v;
      pb_set_string (&chain->hash, row->hash);
      chain->checked++;
    }
  return TRUE;
}

/* The row behind which to begin, which an earlier call has found right. */
static gboolean
begin_behind (PbCall *call, Chain *chain, gint64 after, GError **error)
{
  PbQuery query = { .type = &pb_audit_row_type, .limit = 1 };
  g_autoptr (GPtrArray) rows = NULL;

  if (after == 0)
    return TRUE;
  pb_query_add_number (&query, "seq", PB_OP_EQ, after);
  rows = pb_store_list (call->store, &query, NULL, error);
  if (rows == NULL)
    return FALSE;
  if (rows->len == 0)
    {
      pb_problem_set_invalid (error, "query", "after", "There is no audit row %" G_GINT64_FORMAT, after);
      return FALSE;
    }
  chain->seq = after;
  chain->hash = g_strdup (((PbAuditRow *) rows->pdata[0])->hash);
  return TRUE;
}

static gboolean
verify_audit (PbCall *call, GError **error)
{
  g_auto (Chain) chain = { 0 };
  gint64 after = 0, limit = MOST_VERIFIED;
  gboolean at_end = FALSE;
  PbWriter *w = call->out;

  if (!pb_call_query_int (call, "after", 0, G_MAXINT64 - 1, &after, error) ||
      !pb_call_query_int (call, "limit", 1, MOST_VERIFIED, &limit, error) || !begin_behind (call, &chain, after, error))
    return FALSE;
  while (!at_end && chain.reason == NULL && chain.checked < limit)
    if (!verify_batch (call, &chain, (guint) MIN (BATCH, limit - chain.checked), &at_end, error))
      return FALSE;
  pb_writer_begin_object (w);
  pb_writer_member_bool (w, "valid", chain.reason == NULL);
  pb_writer_member_int (w, "checked", chain.checked);
  pb_writer_member_int (w, "lastSeq", chain.seq);
  pb_writer_member_string (w, "lastHash", chain.hash);
  if (chain.reason != NULL)
    {
      pb_writer_member_object (w, "firstBad");
      pb_writer_member_int (w, "seq", chain.bad_seq);
      pb_writer_member_string (w, "id", chain.bad_id);
      pb_writer_member_string (w, "reason", chain.reason);
      pb_writer_end_object (w);
    }
  else if (!at_end)
    {
      g_autofree char *next = g_strdup_printf ("%" G_GINT64_FORMAT, chain.seq);

      pb_writer_member_string (w, "next", next);
    }
  pb_writer_end_object (w);
  return TRUE;
}

/* ---- Policies */

static void
write_setting (PbWriter *w, const PbPolicySetting *setting)
{
  pb_writer_begin_object (w);
  pb_writer_member_string (w, "key", setting->key);
  pb_writer_member_raw (w, "value", setting->value);
  pb_writer_member_string_opt (w, "unit", setting->unit);
  pb_writer_member_string_opt (w, "source", setting->source);
  pb_writer_member_object (w, "scope");
  pb_writer_member_string_opt (w, "line", setting->line);
  pb_writer_member_string_opt (w, "product", setting->product);
  pb_writer_end_object (w);
  pb_writer_end_object (w);
}

static gboolean
reply_policy (PbCall *call, gint64 version, GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (PbPolicyVersion) policy = pb_store_load_policy (call->store, version, &failure);
  PbWriter *w = call->out;

  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  if (policy == NULL)
    {
      pb_problem_set (error, 404, "POLICY_NOT_FOUND", "There is no such version of the policy");
      return FALSE;
    }
  call->answer->etag = g_strdup_printf ("\"%" G_GINT64_FORMAT "\"", policy->version.v);
  pb_writer_begin_object (w);
  pb_writer_member_int (w, "version", policy->version.v);
  pb_writer_member_time (w, "effectiveFrom", policy->effective_from);
  pb_writer_member_string (w, "reason", policy->reason);
  pb_writer_member_string_opt (w, "createdBy", policy->created_by);
  pb_writer_member_string_opt (w, "createdByName", policy->created_by_name);
  pb_writer_member_array (w, "settings");
  for (guint i = 0; i < policy->settings->len; i++)
    write_setting (w, policy->settings->pdata[i]);
  pb_writer_end_array (w);
  pb_writer_end_object (w);
  return TRUE;
}

static gboolean
get_policy (PbCall *call, GError **error)
{
  return reply_policy (call, 0, error);
}

static gboolean
get_policy_version (PbCall *call, GError **error)
{
  gint64 version = 0;

  if (!g_ascii_string_to_signed (pb_call_param (call, "version"), 10, 1, G_MAXINT32, &version, NULL))
    {
      pb_problem_set (error, 404, "POLICY_NOT_FOUND", "There is no such version of the policy");
      return FALSE;
    }
  return reply_policy (call, version, error);
}

static const PbMember audit_query[] = {
  { "after", PB_VALUE_INT, .min = 1, .max = G_MAXINT64, .says = "The `next` of the answer before" },
  { NULL },
};

static const PbMember verify_query[] = {
  { "after", PB_VALUE_INT, .max = G_MAXINT64 - 1, .says = "Begin behind the row of this seq" },
  { "limit", PB_VALUE_INT, .min = 1, .max = MOST_VERIFIED, .standard = MOST_VERIFIED },
  { NULL },
};

static const PbMember bad_members[] = {
  { "seq", PB_VALUE_INT, PB_MUST },
  { "id", PB_VALUE_TEXT, PB_MUST },
  { "reason", PB_VALUE_ENUM, PB_MUST, .values = PB_ONE_OF ("MISSING_BEFORE", "NOT_LINKED", "CHANGED") },
  { NULL },
};

static const PbMember verify_members[] = {
  { "valid", PB_VALUE_BOOL, PB_MUST },
  { "checked", PB_VALUE_INT, PB_MUST },
  { "lastSeq", PB_VALUE_INT, PB_MUST },
  { "lastHash", PB_VALUE_TEXT, PB_MUST_OR_NULL },
  { "firstBad", PB_VALUE_OBJECT, .members = bad_members },
  { "next", PB_VALUE_TEXT, .says = "There are more: what the next call gives as `after`" },
  { NULL },
};

static const PbMember scope_members[] = {
  { "line", PB_VALUE_TEXT },
  { "product", PB_VALUE_TEXT },
  { NULL },
};

static const PbMember setting_members[] = {
  { "key", PB_VALUE_TEXT, PB_MUST },
  { "value", PB_VALUE_ANY, PB_MUST },
  { "unit", PB_VALUE_TEXT },
  { "source", PB_VALUE_TEXT },
  { "scope", PB_VALUE_OBJECT, PB_MUST, .members = scope_members },
  { NULL },
};

static const PbMember policy_members[] = {
  { "version", PB_VALUE_INT, PB_MUST },
  { "effectiveFrom", PB_VALUE_TIME, PB_MUST_OR_NULL },
  { "reason", PB_VALUE_TEXT, PB_MUST_OR_NULL },
  { "createdBy", PB_VALUE_TEXT },
  { "createdByName", PB_VALUE_TEXT },
  { "settings", PB_VALUE_OBJECTS, PB_MUST, .members = setting_members },
  { NULL },
};

const PbEndpoint pb_endpoints_log[] = {
  { .method = "GET",
    .path = "/api/audit-logs",
    .permission = "",
    .action = list_audit,
    .summary = "Audit rows, newest first: one's own, with " READ_OTHERS " everybody's",
    .answer = &pb_audit_row_type,
    .query = audit_query,
    .form = PB_ANSWER_PAGE_OR_PART,
    .filters = audit_filters,
    .paging = { 20, 100 } },
  { .method = "GET",
    .path = "/api/audit-logs/verify",
    .permission = READ_OTHERS,
    .action = verify_audit,
    .summary = "Whether the audit trail is whole; names the first row that is not right",
    .query = verify_query,
    .answers = verify_members },
  { .method = "GET",
    .path = "/api/audit-logs/:id",
    .permission = "",
    .action = get_audit,
    .summary = "An audit row",
    .answer = &pb_audit_row_type },
  { .method = "GET",
    .path = "/api/policies",
    .permission = "readiness:config",
    .action = get_policy,
    .summary = "The policy in force, as one document",
    .answers = policy_members },
  { .method = "GET",
    .path = "/api/policies/:version",
    .permission = "readiness:config",
    .action = get_policy_version,
    .summary = "A version of the policy, as one document",
    .answers = policy_members },
  { .method = NULL },
};
