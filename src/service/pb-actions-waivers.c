/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-service"

#include <string.h>

#include "domain/pb-waiver-rules.h"
#include "service/pb-cursor.h"
#include "service/pb-endpoints.h"
#include "service/pb-judge.h"
#include "service/pb-sight.h"
#include "service/pb-signing.h"

#define REASON_MAX 1000

/* The run and the item that a path names: 404 ITEM_NOT_FOUND, 400 RUN_MISMATCH on the path with a run number.
 * @item: (out) (transfer none), within the judgement. */
static PbJudgement *
find_item (PbCall *call, PbItem **item, GError **error)
{
  const char *item_id = pb_call_param (call, "itemId");
  const char *run_no = pb_call_param (call, "runNo");
  g_autofree char *run_id = pb_item_id_get_run (item_id);
  g_autoptr (PbJudgement) judgement = NULL;
  g_autoptr (PbRun) run = NULL;
  g_autoptr (GError) failure = NULL;

  if (run_no != NULL)
    {
      run = pb_call_find_run (call, run_no, error);
      if (run == NULL)
        return NULL;
    }
  if (run_id != NULL)
    judgement = pb_call_judge_id (call, run_id, &failure);
  if (failure != NULL && !pb_problem_is (failure, "RUN_NOT_FOUND"))
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return NULL;
    }
  *item = judgement != NULL ? pb_items_find (judgement->items, item_id) : NULL;
  if (*item == NULL)
    {
      pb_problem_set (error, 404, "ITEM_NOT_FOUND", "There is no such item: it may have left the run's list");
      return NULL;
    }
  if (run != NULL && strcmp (run->id, judgement->facts->run->id) != 0)
    {
      pb_problem_set (error, 400, "RUN_MISMATCH", "The item belongs to run %s, not to %s",
                      judgement->facts->run->run_no, run_no);
      return NULL;
    }
  return g_steal_pointer (&judgement);
}

static GStrv
covers_of (const PbItem *item)
{
  g_autoptr (GStrvBuilder) covers = g_strv_builder_new ();

  for (guint i = 0; i < item->failures->len; i++)
    {
      g_autofree char *signature = pb_failure_signature (item->failures->pdata[i]);
      g_strv_builder_add (covers, signature);
    }
  return g_strv_builder_end (covers);
}

/* What a waiver's signature covers: the item and its failures by reason, object and part; values may move.
 * Returns: (transfer full): canonical as far as pb_signable_new() needs it. */
static char *
waiver_content (const PbRun *run,
                const char *item_id,
                int item_type,
                const char *item_key,
                PbGateClass gate,
                const char *const *covers)
{
  g_autoptr (PbWriter) w = pb_writer_new ();

  pb_writer_begin_object (w);
  pb_writer_member_string (w, "runNo", run->run_no);
  pb_writer_member_string (w, "productCode", run->product_code);
  pb_writer_member_string (w, "itemId", item_id);
  pb_writer_member_string (w, "itemType", pb_enum_text (&pb_item_types, item_type));
  pb_writer_member_string (w, "itemKey", item_key);
  pb_writer_member_string (w, "gate", pb_enum_text (&pb_gate_classes, (int) gate));
  pb_writer_member_strings (w, "failures", covers);
  pb_writer_end_object (w);
  return pb_writer_steal (w);
}

static PbSignable *
item_signable (const PbJudgement *judgement, const PbItem *item)
{
  g_auto (GStrv) covers = covers_of (item);
  const PbRun *run = judgement->facts->run;
  char *text =
    g_strdup_printf ("Waive %s %s of run %s: %s", pb_item_type_label ((PbItemType) item->item_type, NULL),
                     item->item_key, run->run_no, item->fail_reason != NULL ? item->fail_reason : "nothing has failed");

  return pb_signable_new ("WAIVE", text,
                          waiver_content (run, item->id, item->item_type, item->item_key, (PbGateClass) item->gate,
                                          (const char *const *) covers));
}

static gboolean
get_signable (PbCall *call, GError **error)
{
  PbItem *item;
  g_autoptr (PbJudgement) judgement = NULL;
  g_autoptr (PbSignable) signable = NULL;

  if (g_strcmp0 (pb_call_query (call, "act"), "WAIVE") != 0)
    {
      pb_problem_set_invalid (error, "query", "act", "act must be WAIVE");
      return FALSE;
    }
  judgement = find_item (call, &item, error);
  if (judgement == NULL)
    return FALSE;
  signable = item_signable (judgement, item);
  pb_call_reply_signable (call, signable);
  return TRUE;
}

typedef struct
{
  char *reason;
  int category;
  gint64 until;
} WaiveBody;

static void
waive_body_clear (WaiveBody *body)
{
  g_free (body->reason);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (WaiveBody, waive_body_clear)

static gboolean
read_waive_body (PbCall *call, WaiveBody *body, GError **error)
{
  g_autofree char *hash = NULL;

  if (!json_object_has_member (call->body, "reason"))
    {
      pb_problem_set_invalid (error, "body", "reason", "reason is required");
      return FALSE;
    }
  if (!pb_call_body_text (call, "reason", FALSE, REASON_MAX, NULL, &body->reason, error))
    return FALSE;
  if (body->reason == NULL)
    {
      pb_problem_set (error, 400, "REASON_REQUIRED", "A reason is needed: at least 10 characters that are not blanks");
      return FALSE;
    }
  return pb_call_body_enum (call, "category", FALSE, &pb_waiver_categories, &body->category, error) &&
         pb_call_body_time (call, "until", FALSE, &body->until, error) &&
         pb_call_body_text (call, "contentHash", FALSE, 64, NULL, &hash, error);
}

static gboolean
waive_prepare (PbCall *call, GError **error)
{
  g_auto (WaiveBody) body = { 0 };
  PbItem *item;
  g_autoptr (PbJudgement) judgement = NULL;

  if (!read_waive_body (call, &body, error))
    return FALSE;
  judgement = find_item (call, &item, error);
  return judgement != NULL;
}

static gboolean
refuse_waive (PbCall *call, const char *code, const PbItem *item, const PbLimits *limits, GError **error)
{
  if (strcmp (code, "REASON_REQUIRED") == 0)
    pb_problem_set (error, 400, code, "A reason is needed: at least 10 characters that are not blanks");
  else if (strcmp (code, "ITEM_NOT_FAILED") == 0)
    pb_problem_set (error, 400, code, "The item is %s: there is nothing to waive",
                    pb_enum_text (&pb_item_statuses, item->status));
  else if (strcmp (code, "ITEM_NOT_WAIVABLE") == 0)
    pb_problem_set (error, 400, code, "Items of class %s cannot be waived by anybody",
                    pb_enum_text (&pb_gate_classes, item->gate));
  else if (strcmp (code, "UNTIL_REQUIRED") == 0)
    pb_problem_set (error, 400, code, "An age or a life is waived for a time: say until when");
  else if (strcmp (code, "UNTIL_TOO_LATE") == 0)
    pb_problem_set (error, 400, code, "The end must lie ahead, at most %g hours",
                    pb_limits_number (limits, "waiver.maxHours"));
  else
    pb_problem_set (error, 400, code, "Items are waived while the run is in PREP");
  return FALSE;
}

/* An item that is waived anew had failed: a waiver that it has no longer covers it, whether or not that was noticed. */
static gboolean
end_earlier (PbCall *call, const PbJudgement *judgement, const PbItem *item, GError **error)
{
  GPtrArray *waivers = judgement->facts->waivers;

  for (guint i = 0; i < waivers->len; i++)
    {
      const PbWaiver *earlier = waivers->pdata[i];
      const char *reason = "";
      PbWaiverStatus status = pb_waiver_review (earlier, judgement->items, call->now, &reason);
      g_autoptr (PbWaiver) ended = NULL;

      if (strcmp (earlier->item_id, item->id) != 0)
        continue;
      if (status == PB_WAIVER_APPROVED)
        {
          status = PB_WAIVER_EXPIRED;
          reason = "A newer waiver of this item";
        }
      ended = pb_object_copy (earlier);
      if (!pb_call_end_waiver (call, ended, status, reason, error))
        return FALSE;
    }
  return TRUE;
}

static PbWaiver *
new_waiver (PbCall *call, const PbJudgement *judgement, const PbItem *item, const WaiveBody *body, gint64 until)
{
  PbWaiver *waiver = pb_object_new (&pb_waiver_type);
  const PbUser *asked = call->principal->user;
  const PbUser *approved = call->signer->user;

  waiver->id = pb_id_new ();
  waiver->run_id = g_strdup (judgement->facts->run->id);
  waiver->run_no = g_strdup (judgement->facts->run->run_no);
  waiver->item_id = g_strdup (item->id);
  waiver->item_type = item->item_type;
  waiver->item_key = g_strdup (item->item_key);
  waiver->category = body->category != 0 ? body->category : pb_enum_value (&pb_waiver_categories, "OTHER");
  waiver->reason = g_strdup (body->reason);
  waiver->status = PB_WAIVER_APPROVED;
  waiver->covers = covers_of (item);
  waiver->requested_by = g_strdup (asked->id);
  waiver->requested_by_name = g_strdup (asked->name);
  waiver->requested_at = call->now;
  waiver->approved_by = g_strdup (approved->id);
  waiver->approved_by_name = g_strdup (approved->name);
  waiver->approved_at = waiver->from_at = call->now;
  waiver->until = until;
  waiver->until_explicit = PB_BOOL (body->until != 0);
  return waiver;
}

static void
reply_waived (PbCall *call, const PbWaiver *waiver)
{
  PbWriter *w = call->out;

  pb_writer_begin_object (w);
  pb_writer_member_string (w, "itemId", waiver->item_id);
  pb_writer_member_string (w, "status", "WAIVED");
  pb_writer_member_time (w, "waivedAt", waiver->approved_at);
  pb_writer_member_string (w, "waivedBy", waiver->approved_by);
  pb_writer_member_string (w, "waivedByName", waiver->approved_by_name);
  pb_writer_member_string (w, "waiveReason", waiver->reason);
  pb_writer_member_string (w, "waiverId", waiver->id);
  pb_writer_member_time_opt (w, "until", waiver->until);
  pb_writer_end_object (w);
}

static gboolean
waive (PbCall *call, GError **error)
{
  g_auto (WaiveBody) body = { 0 };
  PbItem *item;
  g_autoptr (PbJudgement) judgement = NULL;
  g_autoptr (PbSignable) signable = NULL;
  g_autoptr (PbWaiver) waiver = NULL;
  g_autoptr (PbSignature) signature = NULL;
  g_autofree char *display = NULL;
  const PbRun *run;
  const char *code;
  PbLimits limits;
  gint64 until;

  if (!read_waive_body (call, &body, error))
    return FALSE;
  judgement = find_item (call, &item, error);
  if (judgement == NULL)
    return FALSE;
  run = judgement->facts->run;
  display = g_strdup_printf ("%s %s %s", run->run_no, pb_enum_text (&pb_item_types, item->item_type), item->item_key);
  pb_call_audit (call, item->id, display, NULL, NULL);
  pb_call_audit_note (call, "runNo", run->run_no);
  pb_call_audit_note (call, "itemId", item->id);
  pb_call_audit_note (call, "waiveReason", body.reason);
  if (!pb_call_require_signer (call, "prep:waive", run->line_id, error))
    return FALSE;
  limits = (PbLimits){ call->policy, run->line_code, run->product_code };
  code = pb_waiver_may_waive (item, (PbRunStatus) run->status, body.reason, body.until, &limits, call->now, &until);
  if (code != NULL)
    return refuse_waive (call, code, item, &limits, error);
  code = pb_waiver_may_approve (call->principal->user->id, call->signer->user->id, &limits);
  if (code != NULL)
    {
      pb_problem_set (error, 409, code, "A second person must approve: whoever asks for a waiver does not approve it");
      return FALSE;
    }
  signable = item_signable (judgement, item);
  if (!pb_call_check_content (call, signable, FALSE, error) || !end_earlier (call, judgement, item, error))
    return FALSE;
  waiver = new_waiver (call, judgement, item, &body, until);
  if (!pb_call_insert (call, waiver, "WAIVER_EXISTS", error))
    return FALSE;
  signature = pb_call_sign (call, "WAIVER", waiver->id, 1, PB_CAPACITY_NONE, PB_MEANING_WAIVED, body.reason,
                            signable->hash, error);
  if (signature == NULL)
    return FALSE;
  pb_call_audit (call, waiver->id, display, NULL, waiver);
  pb_call_changed (call, "run", run->id);
  reply_waived (call, waiver);
  return pb_call_event (call, "waiver", run->run_no, waiver->id, waiver->version.v, error);
}

static const PbListFilter waiver_filters[] = {
  { "runNo", "run_no", PB_OP_EQ, NULL },
  { "status", "status", PB_OP_IN, &pb_waiver_statuses },
  { "itemType", "item_type", PB_OP_IN, &pb_item_types },
  { NULL },
};

static gboolean
list_waivers (PbCall *call, GError **error)
{
  /* A waiver knows its run, not its line. */
  static const PbThrough through_run = { &pb_run_type, "id", "line_id" };
  g_autoptr (GPtrArray) lists = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  PbQuery query = { .type = &pb_waiver_type };

  if (!pb_call_query_filters (call, &query, waiver_filters, lists, error))
    return FALSE;
  pb_call_keep_in_sight (call, &query, "run_id", &through_run);
  return pb_call_reply_newest (call, &query, "requested_at", error);
}

/* The approver's signature, held against what it covers: only items of class SOFT can be waived. */
static gboolean
load_signature (PbCall *call, const PbWaiver *waiver, const PbRun *run, PbSignature **signature, GError **error)
{
  PbQuery query = { .type = &pb_signature_type, .order_by = "signed_at", .limit = 1 };
  g_autoptr (GPtrArray) found = NULL;
  g_autoptr (PbSignable) signable = NULL;

  *signature = NULL;
  pb_query_add_text (&query, "subject_type", PB_OP_EQ, "WAIVER");
  pb_query_add_text (&query, "subject_id", PB_OP_EQ, waiver->id);
  found = pb_store_list (call->store, &query, NULL, error);
  if (found == NULL || found->len == 0)
    return found != NULL;
  signable = pb_signable_new ("WAIVE", NULL,
                              waiver_content (run, waiver->item_id, waiver->item_type, waiver->item_key, PB_GATE_SOFT,
                                              (const char *const *) waiver->covers));
  *signature = pb_object_ref (found->pdata[0]);
  (*signature)->valid = PB_BOOL (g_strcmp0 ((*signature)->content_hash, signable->hash) == 0);
  return TRUE;
}

static gboolean
get_waiver (PbCall *call, GError **error)
{
  g_autoptr (PbWaiver) waiver =
    pb_call_find (call, &pb_waiver_type, "id", pb_call_param (call, "id"), "WAIVER_NOT_FOUND", "Waiver", error);
  g_autoptr (PbRun) run = NULL;
  g_autoptr (PbSignature) signature = NULL;

  if (waiver == NULL)
    return FALSE;
  run = pb_call_find_run (call, waiver->run_no, NULL);
  if (run == NULL)
    {
      pb_problem_set (error, 404, "WAIVER_NOT_FOUND", "Waiver %s does not exist", waiver->id);
      return FALSE;
    }
  if (!load_signature (call, waiver, run, &signature, error))
    return FALSE;
  call->answer->etag = g_strdup_printf ("\"%" G_GINT64_FORMAT "\"", waiver->version.v);
  pb_writer_begin_object (call->out);
  pb_codec_write_members (call->out, waiver);
  pb_writer_key (call->out, "signature");
  if (signature != NULL)
    pb_codec_write (call->out, signature);
  else
    pb_writer_null (call->out);
  pb_writer_end_object (call->out);
  return TRUE;
}

static const PbMember act_query[] = {
  { "act", PB_VALUE_ENUM, PB_MUST, .values = PB_ONE_OF ("WAIVE") },
  { NULL },
};

static const PbMember waive_members[] = {
  { "reason", PB_VALUE_TEXT, PB_MUST, .max = REASON_MAX },
  { "category", PB_VALUE_ENUM, .values = &pb_waiver_categories },
  { "until", PB_VALUE_TIME, .says = "Needed for ages and lives" },
  { "contentHash", PB_VALUE_TEXT, .max = 64 },
  { "signer", PB_VALUE_SIGNER, PB_MUST },
  { NULL },
};

static const PbMember waived_members[] = {
  { "itemId", PB_VALUE_TEXT, PB_MUST },
  { "status", PB_VALUE_ENUM, PB_MUST, .values = &pb_item_statuses },
  { "waivedAt", PB_VALUE_TIME, PB_MUST },
  { "waivedBy", PB_VALUE_TEXT, PB_MUST },
  { "waivedByName", PB_VALUE_TEXT, PB_MUST },
  { "waiveReason", PB_VALUE_TEXT, PB_MUST },
  { "waiverId", PB_VALUE_TEXT, PB_MUST },
  { "until", PB_VALUE_TIME },
  { NULL },
};

static const PbMember one_waiver_members[] = {
  { "signature", PB_VALUE_OBJECT, PB_MUST_OR_NULL, .type = &pb_signature_type, .says = "Of whoever approved it" },
  { NULL },
};

const PbEndpoint pb_endpoints_waivers[] = {
  { .method = "POST",
    .path = "/api/runs/:runNo/readiness/items/:itemId/waive",
    .permission = "readiness:view",
    .flags = PB_ENDPOINT_SIGNED | PB_ENDPOINT_BODY,
    .action = waive,
    .prepare = waive_prepare,
    .audit_action = "READINESS_WAIVE",
    .entity_type = "READINESS_CHECK",
    .summary = "Waive a failed item; the signer holds prep:waive",
    .members = waive_members,
    .answers = waived_members },
  { .method = "POST",
    .path = "/api/readiness-items/:itemId/waive",
    .permission = "readiness:view",
    .flags = PB_ENDPOINT_SIGNED | PB_ENDPOINT_BODY | PB_ENDPOINT_STRICT,
    .action = waive,
    .prepare = waive_prepare,
    .audit_action = "READINESS_WAIVE",
    .entity_type = "READINESS_CHECK",
    .summary = "Waive a failed item; the signer holds prep:waive",
    .members = waive_members,
    .answers = waived_members },
  { .method = "GET",
    .path = "/api/readiness-items/:itemId/signable",
    .permission = "readiness:view",
    .action = get_signable,
    .summary = "What the signature of a waiver covers (act=WAIVE)",
    .query = act_query,
    .answers = pb_signable_members },
  { .method = "GET",
    .path = "/api/waivers",
    .permission = "readiness:view",
    .action = list_waivers,
    .summary = "Waivers, newest first",
    .answer = &pb_waiver_type,
    .form = PB_ANSWER_PART,
    .filters = waiver_filters },
  { .method = "GET",
    .path = "/api/waivers/:id",
    .permission = "readiness:view",
    .action = get_waiver,
    .summary = "One waiver",
    .answer = &pb_waiver_type,
    .answers = one_waiver_members },
  { .method = NULL },
};
