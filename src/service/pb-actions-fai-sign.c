/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-service"

#include <string.h>

#include "domain/pb-fai-rules.h"
#include "service/pb-endpoints.h"
#include "service/pb-fai-view.h"
#include "service/pb-judge.h"

/* Signing and rejecting a first article: electronic signatures, decided in the order session, body, object,
 * credentials, signer's permission and capacity, state (domain.md, section 5). */

#define SIGHT "quality:fai fai:sign readiness:view"

/* The body of both acts. */
typedef struct
{
  int capacity; /* pb_capacities */
  char *text;   /* remark of SIGN, reason of REJECT */
} Act;

static void
act_clear (Act *act)
{
  g_free (act->text);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Act, act_clear)

static const char *const meaning_texts[] = { NULL, "APPROVED", NULL };
static const PbEnum sign_meanings = { "Meaning", meaning_texts };

static gboolean
read_sign (PbCall *call, Act *act, GError **error)
{
  g_autofree char *hash = NULL;
  int meaning;

  return pb_call_body_enum (call, "capacity", TRUE, &pb_capacities, &act->capacity, error) &&
         pb_call_body_text (call, "contentHash", TRUE, 64, NULL, &hash, error) &&
         pb_call_body_enum (call, "meaning", FALSE, &sign_meanings, &meaning, error) &&
         pb_call_body_text (call, "remark", FALSE, 500, NULL, &act->text, error);
}

static gboolean
read_reject (PbCall *call, Act *act, GError **error)
{
  g_autofree char *hash = NULL;

  return pb_call_body_enum (call, "capacity", TRUE, &pb_capacities, &act->capacity, error) &&
         pb_call_body_text (call, "reason", TRUE, 500, "REASON_REQUIRED", &act->text, error) &&
         pb_call_body_text (call, "contentHash", FALSE, 64, NULL, &hash, error);
}

static gboolean
find (PbCall *call, GError **error)
{
  g_autoptr (PbInspection) fai = pb_call_find_fai (call, pb_call_param (call, "faiId"), NULL, error);

  return fai != NULL;
}

static gboolean
prepare_sign (PbCall *call, GError **error)
{
  g_auto (Act) act = { 0 };

  return read_sign (call, &act, error) && find (call, error);
}

static gboolean
prepare_reject (PbCall *call, GError **error)
{
  g_auto (Act) act = { 0 };

  return read_reject (call, &act, error) && find (call, error);
}

/* ---- Who may, and on what */

/* What both acts look at. */
typedef struct
{
  PbRun *run;
  PbInspection *fai;      /* completed */
  PbJudgement *judgement; /* of its run */
  PbSignable *signable;
} Subject;

static void
subject_clear (Subject *subject)
{
  g_clear_pointer (&subject->run, pb_object_unref);
  g_clear_pointer (&subject->fai, pb_object_unref);
  g_clear_pointer (&subject->judgement, pb_judgement_unref);
  g_clear_pointer (&subject->signable, pb_signable_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Subject, subject_clear)

/* Credentials, permission and capacity are the signer's. */
static gboolean
require_capacity (PbCall *call, const PbRun *run, int capacity, GError **error)
{
  const PbUser *signer;

  if (!pb_call_require_signer (call, "fai:sign", run->line_id, error))
    return FALSE;
  signer = call->signer->user;
  if (pb_user_holds_capacity (signer, (PbCapacity) capacity))
    return TRUE;
  pb_problem_set (error, 403, "CAPACITY_NOT_HELD", "%s does not sign for %s", signer->name,
                  pb_enum_text (&pb_capacities, capacity));
  return FALSE;
}

static gboolean
find_subject (PbCall *call, int capacity, const char *verb, Subject *subject, GError **error)
{
  const PbInspection *newest;

  subject->fai = pb_call_find_fai (call, pb_call_param (call, "faiId"), &subject->run, error);
  if (subject->fai == NULL)
    return FALSE;
  pb_call_audit (call, subject->fai->id, subject->run->run_no, NULL, NULL);
  pb_call_audit_note (call, "capacity", pb_enum_text (&pb_capacities, capacity));
  if (!require_capacity (call, subject->run, capacity, error))
    return FALSE;
  subject->judgement = pb_call_judge_id (call, subject->run->id, error);
  if (subject->judgement == NULL)
    return FALSE;
  newest = subject->judgement->facts->fai;
  if (newest != NULL && strcmp (newest->id, subject->fai->id) != 0)
    {
      pb_problem_set (error, 400, "FAI_NOT_PASSED", "Run %s has a newer first article: this one counts no more",
                      subject->run->run_no);
      return FALSE;
    }
  pb_fai_view_complete (call, subject->fai, subject->run, subject->judgement->facts);
  subject->signable = pb_fai_view_signable (subject->fai, subject->run, verb);
  return TRUE;
}

static gboolean
require_passed (const PbInspection *fai, GError **error)
{
  if (fai->status == PB_FAI_PASS)
    return TRUE;
  pb_problem_set (error, 400, "FAI_NOT_PASSED", "The first article is %s: only one that has passed is signed",
                  pb_enum_text (&pb_fai_statuses, fai->status));
  return FALSE;
}

/* ---- Sign */

/* The signature that stands in the way: of the capacity, of the person, or the newest. */
static const PbSignature *
standing (const PbInspection *fai, int capacity, const char *user_id)
{
  const PbSignature *found = NULL;

  for (guint i = 0; i < fai->signatures->len; i++)
    {
      const PbSignature *signature = fai->signatures->pdata[i];

      if (signature->meaning == PB_MEANING_APPROVED && signature->voided_at == 0 &&
          signature->round.v == fai->round.v && (capacity == 0 || signature->capacity == capacity) &&
          (user_id == NULL || g_strcmp0 (signature->signed_by, user_id) == 0))
        found = signature;
    }
  return found;
}

static void
refuse_sign (const char *code, const PbInspection *fai, int capacity, const PbUser *signer, GError **error)
{
  const char *name = pb_enum_text (&pb_capacities, capacity);
  const PbSignature *signature = NULL;
  GError *problem = NULL;

  if (strcmp (code, "FAI_ALREADY_SIGNED") == 0)
    {
      signature = standing (fai, 0, NULL);
      pb_problem_set (&problem, 400, code, "Every signature that the first article needs is there");
    }
  else if (strcmp (code, "CAPACITY_ALREADY_SIGNED") == 0)
    {
      signature = standing (fai, capacity, NULL);
      pb_problem_set (&problem, 409, code, "%s has signed for %s already",
                      signature != NULL ? signature->printed_name : "Nobody who is asked for", name);
    }
  else if (strcmp (code, "SAME_PERSON") == 0)
    {
      signature = standing (fai, 0, signer->id);
      pb_problem_set (&problem, 409, code, "%s has signed this first article already: another person signs for %s",
                      signer->name, name);
    }
  else if (strcmp (code, "INSPECTOR_MAY_NOT_SIGN") == 0)
    pb_problem_set (&problem, 409, code, "%s recorded or decided this first article: somebody else signs for %s",
                    signer->name, name);
  else if (strcmp (code, "OUT_OF_ORDER") == 0)
    pb_problem_set (&problem, 409, code, "%s signs next, not %s", fai->missing_capacities[0], name);
  else
    pb_problem_set (&problem, 400, code, "The first article cannot be signed now");
  if (signature != NULL)
    {
      pb_problem_add_text (problem, "signedBy", signature->signed_by);
      pb_problem_add_text (problem, "printedName", signature->printed_name);
      pb_problem_add_time (problem, "signedAt", signature->signed_at);
    }
  g_propagate_error (error, problem);
}

/* With the last signature the flat fields say who it was, for readers that know only one. */
static void
note_last_signature (PbCall *call, Subject *subject, const PbSignature *signature)
{
  PbInspection *fai = subject->fai;
  g_autoptr (PbFacts) facts = pb_fai_view_facts (subject->run, fai);
  g_auto (GStrv) missing = NULL;

  g_ptr_array_add (fai->signatures, pb_object_ref ((gpointer) signature));
  missing = pb_fai_missing_capacities (facts, call->policy);
  if (missing[0] != NULL)
    return;
  pb_set_string (&fai->signed_by, signature->signed_by);
  fai->signed_at = signature->signed_at;
  pb_set_string (&fai->signature_remark, signature->remark);
}

static gboolean
sign (PbCall *call, GError **error)
{
  g_auto (Act) act = { 0 };
  g_auto (Subject) subject = { NULL };
  g_autoptr (PbFacts) facts = NULL;
  g_autoptr (PbSignature) signature = NULL;
  const char *code;

  if (!read_sign (call, &act, error) || !find_subject (call, act.capacity, "SIGN", &subject, error) ||
      !require_passed (subject.fai, error))
    return FALSE;
  facts = pb_fai_view_facts (subject.run, subject.fai);
  code = pb_fai_may_sign (facts, call->policy, call->signer->user, (PbCapacity) act.capacity);
  if (code != NULL)
    {
      refuse_sign (code, subject.fai, act.capacity, call->signer->user, error);
      return FALSE;
    }
  if (!pb_call_check_content (call, subject.signable, TRUE, error))
    return FALSE;
  signature = pb_call_sign (call, "FAI", subject.fai->id, subject.fai->round.v, (PbCapacity) act.capacity,
                            PB_MEANING_APPROVED, act.text, subject.signable->hash, error);
  if (signature == NULL)
    return FALSE;
  note_last_signature (call, &subject, signature);
  if (!pb_fai_view_save (call, subject.fai, subject.run, error))
    return FALSE;
  pb_call_audit (call, subject.fai->id, subject.run->run_no, NULL, signature);
  return pb_fai_view_reply (call, subject.fai->id, subject.run, subject.judgement->facts, error);
}

/* ---- Reject */

/* The inspection begins again where it was: its values can be changed, what was signed is void. */
static void
reopen (PbInspection *fai)
{
  fai->status = PB_FAI_INSPECTING;
  g_free (fai->active_key);
  fai->active_key = g_strconcat (fai->run_id, ":FAI", NULL);
  fai->round = PB_INT (fai->round.v + 1);
  fai->passed_qty = PB_INT (0);
  fai->failed_qty = PB_INT (0);
  fai->decided_at = 0;
  pb_set_string (&fai->decided_by, NULL);
  pb_set_string (&fai->decided_by_name, NULL);
  fai->condition_until = 0;
  pb_set_string (&fai->condition_class, NULL);
  pb_set_string (&fai->condition, NULL);
  fai->signed_at = 0;
  pb_set_string (&fai->signed_by, NULL);
  pb_set_string (&fai->signature_remark, NULL);
  g_clear_pointer (&fai->fingerprint, g_strfreev);
}

static gboolean
reject (PbCall *call, GError **error)
{
  g_auto (Act) act = { 0 };
  g_auto (Subject) subject = { NULL };
  g_autoptr (PbInspection) before = NULL;
  g_autoptr (PbSignature) signature = NULL;

  if (!read_reject (call, &act, error) || !find_subject (call, act.capacity, "REJECT", &subject, error))
    return FALSE;
  pb_call_audit_note (call, "reason", act.text);
  if (!require_passed (subject.fai, error))
    return FALSE;
  if (subject.run->status != PB_RUN_PREP)
    {
      pb_problem_set (error, 400, "RUN_NOT_IN_PREP", "Run %s is %s: revoke its authorisation first",
                      subject.run->run_no, pb_enum_text (&pb_run_statuses, subject.run->status));
      return FALSE;
    }
  if (!pb_call_check_content (call, subject.signable, FALSE, error))
    return FALSE;
  before = pb_object_copy (subject.fai);
  if (!pb_fai_view_void_signatures (call, subject.fai, error))
    return FALSE;
  signature = pb_call_sign (call, "FAI", subject.fai->id, subject.fai->round.v, (PbCapacity) act.capacity,
                            PB_MEANING_REJECTED, act.text, subject.signable->hash, error);
  if (signature == NULL)
    return FALSE;
  reopen (subject.fai);
  if (!pb_fai_view_save (call, subject.fai, subject.run, error))
    return FALSE;
  pb_call_audit (call, subject.fai->id, subject.run->run_no, before, subject.fai);
  return pb_fai_view_reply (call, subject.fai->id, subject.run, NULL, error);
}

/* ---- What is signed */

static gboolean
get_signable (PbCall *call, GError **error)
{
  const char *act = pb_call_query (call, "act");
  g_autoptr (PbRun) run = NULL;
  g_autoptr (PbInspection) fai = NULL;
  g_autoptr (PbSignable) signable = NULL;

  if (act == NULL || (strcmp (act, "SIGN") != 0 && strcmp (act, "REJECT") != 0))
    {
      pb_problem_set_invalid (error, "query", "act", "act must be SIGN or REJECT");
      return FALSE;
    }
  fai = pb_call_find_fai (call, pb_call_param (call, "faiId"), &run, error);
  if (fai == NULL)
    return FALSE;
  pb_fai_view_complete (call, fai, run, NULL);
  signable = pb_fai_view_signable (fai, run, act);
  pb_call_reply_signable (call, signable);
  return TRUE;
}

static const PbMember act_query[] = {
  { "act", PB_VALUE_ENUM, PB_MUST, .values = PB_ONE_OF ("SIGN", "REJECT") },
  { NULL },
};

static const PbMember sign_members[] = {
  { "capacity", PB_VALUE_ENUM, PB_MUST, .values = &pb_capacities },
  { "contentHash", PB_VALUE_TEXT, PB_MUST, .max = 64 },
  { "meaning", PB_VALUE_ENUM, .values = &sign_meanings },
  { "remark", PB_VALUE_TEXT, .max = 500 },
  { "signer", PB_VALUE_SIGNER, PB_MUST },
  { NULL },
};

static const PbMember reject_members[] = {
  { "capacity", PB_VALUE_ENUM, PB_MUST, .values = &pb_capacities },
  { "reason", PB_VALUE_TEXT, PB_MUST, .max = 500 },
  { "contentHash", PB_VALUE_TEXT, .max = 64 },
  { "signer", PB_VALUE_SIGNER, PB_MUST },
  { NULL },
};

/* clang-format off */
const PbEndpoint pb_endpoints_fai_sign[] = {
  { .method = "POST", .path = "/api/fai/:faiId/sign", .permission = SIGHT,
    .flags = PB_ENDPOINT_SIGNED | PB_ENDPOINT_BODY, .action = sign, .prepare = prepare_sign,
    .audit_action = "FAI_SIGN", .entity_type = "INSPECTION", .summary = "Signs a first article that has passed",
    .answer = &pb_inspection_type,
    .members = sign_members },
  { .method = "POST", .path = "/api/fai/:faiId/reject", .permission = SIGHT,
    .flags = PB_ENDPOINT_SIGNED | PB_ENDPOINT_BODY | PB_ENDPOINT_STRICT, .action = reject, .prepare = prepare_reject,
    .audit_action = "FAI_REJECT", .entity_type = "INSPECTION", .summary = "Rejects a first article that has passed",
    .answer = &pb_inspection_type,
    .members = reject_members },
  { .method = "GET", .path = "/api/fai/:faiId/signable", .permission = SIGHT, .action = get_signable,
    .summary = "What a signature on a first article covers",
    .query = act_query, .answers = pb_signable_members },
  { NULL },
};
/* clang-format on */
