/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-service"

#include <string.h>

#include "domain/pb-fai-rules.h"
#include "service/pb-endpoints.h"
#include "service/pb-judge.h"
#include "service/pb-signing.h"
#include "service/pb-run-members.h"

#define REASON_MAX 1000

typedef struct
{
  gboolean revoke;
  char *reason; /* (nullable) */
} AuthorizeBody;

static void
authorize_body_clear (AuthorizeBody *body)
{
  g_free (body->reason);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (AuthorizeBody, authorize_body_clear)

static gboolean
read_authorize_body (PbCall *call, AuthorizeBody *body, GError **error)
{
  g_autofree char *action = NULL, *hash = NULL;

  if (!pb_call_body_text (call, "action", TRUE, 20, NULL, &action, error))
    return FALSE;
  if (strcmp (action, "AUTHORIZE") != 0 && strcmp (action, "REVOKE") != 0)
    {
      pb_problem_set_invalid (error, "body", "action", "action must be AUTHORIZE or REVOKE");
      return FALSE;
    }
  body->revoke = strcmp (action, "REVOKE") == 0;
  if (body->revoke)
    call->audit_action = "RUN_REVOKE";
  return pb_call_body_text (call, "reason", body->revoke, REASON_MAX, "REASON_REQUIRED", &body->reason, error) &&
         pb_call_body_text (call, "contentHash", FALSE, 64, NULL, &hash, error);
}

static void
write_waivers (PbWriter *w, const PbJudgement *judgement)
{
  GPtrArray *waivers = judgement->facts->waivers;

  pb_writer_member_array (w, "waivers");
  for (guint i = 0; i < waivers->len; i++)
    {
      const PbWaiver *waiver = waivers->pdata[i];

      pb_writer_begin_object (w);
      pb_writer_member_string (w, "id", waiver->id);
      pb_writer_member_string (w, "itemType", pb_enum_text (&pb_item_types, waiver->item_type));
      pb_writer_member_string (w, "itemKey", waiver->item_key);
      pb_writer_member_strings (w, "covers", (const char *const *) waiver->covers);
      pb_writer_member_string (w, "reason", waiver->reason);
      pb_writer_member_string (w, "approvedBy", waiver->approved_by);
      pb_writer_member_time (w, "until", waiver->until);
      pb_writer_end_object (w);
    }
  pb_writer_end_array (w);
}

static void
write_first_article (PbWriter *w, const PbInspection *fai, const char *run_no)
{
  g_autofree char *content = NULL;
  g_autoptr (PbSignable) signable = NULL;

  if (fai == NULL)
    return;
  content = pb_signable_fai_content (fai, run_no);
  signable = pb_signable_new ("SIGN", NULL, g_steal_pointer (&content));
  pb_writer_member_object (w, "firstArticle");
  pb_writer_member_string (w, "id", fai->id);
  pb_writer_member_string (w, "status", pb_enum_text (&pb_fai_statuses, fai->status));
  pb_writer_member_string (w, "contentHash", signable->hash);
  pb_writer_member_array (w, "signatures");
  for (guint i = 0; i < fai->signatures->len; i++)
    {
      const PbSignature *signature = fai->signatures->pdata[i];

      if (signature->voided_at != 0 || signature->capacity == PB_CAPACITY_NONE)
        continue;
      pb_writer_begin_object (w);
      pb_writer_member_string (w, "capacity", pb_enum_text (&pb_capacities, signature->capacity));
      pb_writer_member_string (w, "signedBy", signature->signed_by);
      pb_writer_member_time (w, "signedAt", signature->signed_at);
      pb_writer_end_object (w);
    }
  pb_writer_end_array (w);
  pb_writer_end_object (w);
}

/* What authorising or revoking covers: the run and the state of its items, waivers and first article; no ages, no
 * moment. */
static PbSignable *
run_signable (const PbJudgement *judgement, const PbPolicy *policy, gboolean revoke)
{
  g_autoptr (PbWriter) w = pb_writer_new ();
  const PbRun *run = judgement->facts->run;
  g_autoptr (PbSummary) summary = pb_items_summarise (judgement->items);
  char *text;

  pb_writer_begin_object (w);
  pb_writer_member_string (w, "runNo", run->run_no);
  pb_writer_member_string (w, "woNo", run->wo_no);
  pb_writer_member_string (w, "productCode", run->product_code);
  pb_writer_member_string (w, "lineCode", run->line_code);
  pb_writer_member_int (w, "planQty", run->plan_qty.v);
  pb_writer_member_string (w, "status", pb_enum_text (&pb_run_statuses, run->status));
  pb_writer_member_string (w, "routeVersionId", run->route_version_id);
  pb_writer_member_int (w, "policyVersion", pb_policy_get_version (policy));
  pb_writer_member_string (w, "evidenceId", run->evidence_id);
  pb_writer_member_array (w, "items");
  for (guint i = 0; i < judgement->items->len; i++)
    {
      const PbItem *item = judgement->items->pdata[i];

      pb_writer_begin_object (w);
      pb_writer_member_string (w, "itemType", pb_enum_text (&pb_item_types, item->item_type));
      pb_writer_member_string (w, "itemKey", item->item_key);
      pb_writer_member_string (w, "status", pb_enum_text (&pb_item_statuses, item->status));
      pb_writer_end_object (w);
    }
  pb_writer_end_array (w);
  write_waivers (w, judgement);
  write_first_article (w, judgement->facts->fai, run->run_no);
  pb_writer_end_object (w);
  if (revoke)
    text = g_strdup_printf ("Take back the authorisation of run %s", run->run_no);
  else
    text =
      g_strdup_printf ("Authorise run %s (%s, %" G_GINT64_FORMAT " pieces on %s): %" G_GINT64_FORMAT " items passed, "
                       "%" G_GINT64_FORMAT " waived",
                       run->run_no, run->product_code, run->plan_qty.v,
                       run->line_code != NULL ? run->line_code : "no line", summary->passed.v, summary->waived.v);
  return pb_signable_new (revoke ? "REVOKE" : "AUTHORIZE", text, pb_writer_steal (w));
}

static gboolean
get_signable (PbCall *call, GError **error)
{
  const char *act = pb_call_query (call, "act");
  g_autoptr (PbJudgement) judgement = NULL;
  g_autoptr (PbSignable) signable = NULL;

  if (g_strcmp0 (act, "AUTHORIZE") != 0 && g_strcmp0 (act, "REVOKE") != 0)
    {
      pb_problem_set_invalid (error, "query", "act", "act must be AUTHORIZE or REVOKE");
      return FALSE;
    }
  judgement = pb_call_judge (call, pb_call_param (call, "runNo"), error);
  if (judgement == NULL)
    return FALSE;
  signable = run_signable (judgement, call->policy, strcmp (act, "REVOKE") == 0);
  pb_call_reply_signable (call, signable);
  return TRUE;
}

static gboolean
authorize_prepare (PbCall *call, GError **error)
{
  g_auto (AuthorizeBody) body = { 0 };
  g_autoptr (PbRun) run = NULL;

  if (!read_authorize_body (call, &body, error))
    return FALSE;
  run = pb_call_find_run (call, pb_call_param (call, "runNo"), error);
  return run != NULL;
}

/* The formal check that was made stays in the run's history, also when the run did not pass it. */
static gboolean
refuse_by_gate (PbCall *call, PbJudgement *judgement, GError **error)
{
  g_autoptr (PbWriter) w = pb_writer_new ();
  g_autofree char *blockers = NULL;
  const PbGate *gate = judgement->gate;
  const PbBlocker *first = gate->blockers->pdata[0];
  g_autoptr (PbCheck) check = NULL;
  GError *refusal = NULL;

  check = pb_call_store_check (call, judgement, PB_CHECK_FORMAL, call->signer->user->id, error);
  if (check == NULL)
    return FALSE;
  pb_codec_write_array (w, gate->blockers);
  blockers = pb_writer_steal (w);
  pb_problem_set (&refusal, 400, pb_gate_refusal_code (gate), "%s",
                  first->message != NULL ? first->message : "The run may not be authorised");
  pb_problem_add_member (refusal, "blockers", blockers);
  return pb_call_refuse_committed (call, refusal);
}

/* What the authorisation rests on, frozen with it. */
static char *
evidence_json (PbCall *call, const PbJudgement *judgement, const PbCheck *check, const char *content)
{
  g_autoptr (PbWriter) w = pb_writer_new ();

  pb_writer_begin_object (w);
  pb_writer_member_string (w, "checkId", check->id);
  pb_writer_member_int (w, "policyVersion", pb_policy_get_version (call->policy));
  pb_writer_member_time (w, "evaluatedAt", judgement->evaluated_at);
  pb_writer_member_raw (w, "content", content);
  pb_writer_member_raw (w, "items", check->items_json);
  pb_writer_key (w, "waivers");
  pb_codec_write_array (w, judgement->facts->waivers);
  pb_writer_key (w, "firstArticle");
  if (judgement->facts->fai != NULL)
    pb_codec_write (w, judgement->facts->fai);
  else
    pb_writer_null (w);
  pb_writer_end_object (w);
  return pb_writer_steal (w);
}

static gboolean
authorize_run (PbCall *call, PbJudgement *judgement, const char *reason, GError **error)
{
  g_autoptr (PbRun) run = pb_object_copy (judgement->facts->run);
  g_autoptr (PbSignable) signable = run_signable (judgement, call->policy, FALSE);
  g_autoptr (PbCheck) check = NULL;
  g_autoptr (PbAuthorization) evidence = NULL;
  g_autoptr (PbSignature) signature = NULL;
  const PbUser *signer = call->signer->user;

  if (run->status == PB_RUN_AUTHORIZED)
    {
      pb_problem_set (error, 409, "ALREADY_AUTHORIZED", "%s has authorised this run already", run->authorized_by_name);
      pb_problem_add_text (*error, "authorizedBy", run->authorized_by);
      pb_problem_add_text (*error, "authorizedByName", run->authorized_by_name);
      pb_problem_add_time (*error, "authorizedAt", run->authorized_at);
      return FALSE;
    }
  if (!judgement->gate->can_authorize.v)
    return refuse_by_gate (call, judgement, error);
  if (!pb_gate_may_authorise (judgement->facts, call->policy, signer->id))
    {
      pb_problem_set (error, 409, "SAME_PERSON", "%s approved a waiver on this run: somebody else must authorise it",
                      signer->name);
      pb_problem_add_member (*error, "blockers",
                             "[{\"code\":\"SAME_PERSON\",\"message\":\"Whoever approved a waiver on the run does not "
                             "authorise it\",\"clearedBy\":[\"run:authorize\"]}]");
      return FALSE;
    }
  if (!pb_call_check_content (call, signable, FALSE, error))
    return FALSE;
  check = pb_call_store_check (call, judgement, PB_CHECK_FORMAL, signer->id, error);
  if (check == NULL)
    return FALSE;
  evidence = pb_object_new (&pb_authorization_type);
  evidence->id = pb_id_new ();
  evidence->run_id = g_strdup (run->id);
  evidence->authorized_by = g_strdup (signer->id);
  evidence->authorized_by_name = g_strdup (signer->name);
  evidence->authorized_at = call->now;
  evidence->policy_version = PB_INT (pb_policy_get_version (call->policy));
  evidence->evidence = evidence_json (call, judgement, check, signable->content);
  if (!pb_call_insert (call, evidence, NULL, error))
    return FALSE;
  signature =
    pb_call_sign (call, "RUN", evidence->id, 1, PB_CAPACITY_NONE, PB_MEANING_AUTHORISED, reason, signable->hash, error);
  if (signature == NULL)
    return FALSE;
  run->status = PB_RUN_AUTHORIZED;
  run->authorized_at = call->now;
  pb_set_string (&run->authorized_by, signer->id);
  pb_set_string (&run->authorized_by_name, signer->name);
  pb_set_string (&run->evidence_id, evidence->id);
  pb_set_string (&run->end_reason, NULL);
  if (!pb_call_update_version (call, run, error))
    return FALSE;
  pb_call_audit (call, run->id, run->run_no, judgement->facts->run, run);
  pb_call_changed (call, "run", run->id);
  pb_run_reply (call, run);
  return pb_call_event (call, "run", run->run_no, run->id, run->version.v, error);
}

/* Says who took the authorisation back, where somebody did. */
static gboolean
refuse_revoke (PbCall *call, const PbRun *run, GError **error)
{
  PbQuery query = { .type = &pb_authorization_type, .order_by = "ended_at", .descending = TRUE, .limit = 1 };
  g_autoptr (GPtrArray) found = NULL;
  g_autoptr (PbUser) user = NULL;
  g_autoptr (GError) failure = NULL;
  const PbAuthorization *ended;

  pb_query_add_text (&query, "run_id", PB_OP_EQ, run->id);
  found = pb_store_list (call->store, &query, NULL, &failure);
  ended = found != NULL && found->len > 0 ? found->pdata[0] : NULL;
  if (ended != NULL && ended->ended_by != NULL)
    user = pb_store_get_by (call->store, &pb_user_type, "id", ended->ended_by, &failure);
  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  pb_problem_set (error, 409, "NOT_AUTHORIZED", "This run is %s: there is no authorisation to take back",
                  pb_enum_text (&pb_run_statuses, run->status));
  /* Of a run that went on since, the last authorisation was not the one that was taken back. */
  if (user != NULL && run->status == PB_RUN_PREP)
    {
      pb_problem_add_text (*error, "revokedBy", user->id);
      pb_problem_add_text (*error, "revokedByName", user->name);
      pb_problem_add_time (*error, "revokedAt", ended->ended_at);
    }
  return FALSE;
}

static gboolean
revoke_run (PbCall *call, PbJudgement *judgement, const char *reason, GError **error)
{
  g_autoptr (PbRun) run = pb_object_copy (judgement->facts->run);
  g_autoptr (PbSignable) signable = run_signable (judgement, call->policy, TRUE);
  g_autoptr (PbSignature) signature = NULL;
  g_autofree char *subject = NULL;

  if (run->status != PB_RUN_AUTHORIZED)
    return refuse_revoke (call, run, error);
  if (!pb_call_check_match (call, run, error) || !pb_call_check_content (call, signable, FALSE, error))
    return FALSE;
  subject = g_strdup (run->evidence_id != NULL ? run->evidence_id : run->id);
  signature =
    pb_call_sign (call, "RUN", subject, 1, PB_CAPACITY_NONE, PB_MEANING_REVOKED, reason, signable->hash, error);
  if (signature == NULL)
    return FALSE;
  if (!pb_call_end_authorisation (call, run, call->signer->user->id, reason, error))
    return FALSE;
  pb_call_audit (call, run->id, run->run_no, judgement->facts->run, run);
  pb_run_reply (call, run);
  return TRUE;
}

static gboolean
authorize_or_revoke (PbCall *call, GError **error)
{
  g_auto (AuthorizeBody) body = { 0 };
  g_autoptr (PbJudgement) judgement = NULL;
  const PbRun *run;

  if (!read_authorize_body (call, &body, error))
    return FALSE;
  judgement = pb_call_judge (call, pb_call_param (call, "runNo"), error);
  if (judgement == NULL)
    return FALSE;
  run = judgement->facts->run;
  pb_call_audit (call, run->id, run->run_no, NULL, NULL);
  pb_call_audit_note (call, "action", body.revoke ? "REVOKE" : "AUTHORIZE");
  pb_call_audit_note (call, "reason", body.reason);
  if (!pb_call_require_signer (call, body.revoke ? "run:revoke" : "run:authorize", run->line_id, error))
    return FALSE;
  return body.revoke ? revoke_run (call, judgement, body.reason, error)
                     : authorize_run (call, judgement, body.reason, error);
}

#define ACTS PB_ONE_OF ("AUTHORIZE", "REVOKE")

static const PbMember act_query[] = {
  { "act", PB_VALUE_ENUM, PB_MUST, .values = ACTS },
  { NULL },
};

static const PbMember authorize_members[] = {
  { "action", PB_VALUE_ENUM, PB_MUST, .values = ACTS },
  { "reason", PB_VALUE_TEXT, PB_SOMETIMES, .max = REASON_MAX, .says = "REVOKE needs one" },
  { "contentHash", PB_VALUE_TEXT, .max = 64 },
  { "signer", PB_VALUE_SIGNER, PB_MUST },
  { NULL },
};

const PbEndpoint pb_endpoints_authorize[] = {
  { .method = "POST",
    .path = "/api/runs/:runNo/authorize",
    .permission = "run:read",
    .flags = PB_ENDPOINT_SIGNED | PB_ENDPOINT_BODY,
    .action = authorize_or_revoke,
    .prepare = authorize_prepare,
    .audit_action = "RUN_AUTHORIZE",
    .entity_type = "RUN",
    .summary = "Authorise or revoke; the signer holds run:authorize or run:revoke",
    .answers = pb_run_meta_members,
    .answer = &pb_run_type,
    .members = authorize_members },
  { .method = "GET",
    .path = "/api/runs/:runNo/signable",
    .permission = "run:read",
    .action = get_signable,
    .summary = "What the signature of an authorisation covers (act=AUTHORIZE or REVOKE)",
    .query = act_query,
    .answers = pb_signable_members },
  { .method = NULL },
};
