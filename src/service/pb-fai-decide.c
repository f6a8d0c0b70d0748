/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-service"

#include "service/pb-fai-decide.h"

#include <string.h>

#include "domain/pb-fai-rules.h"
#include "service/pb-fai-record.h"
#include "service/pb-fai-view.h"

gboolean
pb_fai_require_ready (PbCall *call, const PbJudgement *judgement, GError **error)
{
  if (pb_items_status (judgement->items, judgement->facts, call->policy) == PB_STATUS_PASSED)
    return TRUE;
  pb_problem_set (error, 400, "READINESS_CHECK_NOT_PASSED",
                  "The preparation of %s is not complete: let every failed item pass, or have it waived",
                  judgement->facts->run->run_no);
  return FALSE;
}

gboolean
pb_fai_require_prep (const PbRun *run, const char *code, GError **error)
{
  if (run->status == PB_RUN_PREP)
    return TRUE;
  pb_problem_set (error, 400, code, "Run %s is %s: this is done while it is in PREP", run->run_no,
                  pb_enum_text (&pb_run_statuses, run->status));
  return FALSE;
}

typedef struct
{
  PbResult result;
  PbInt passed, failed;
  char *remark;
  char *condition_class, *condition;
  gint64 until;
} Decision;

static void
decision_clear (Decision *decision)
{
  g_free (decision->remark);
  g_free (decision->condition_class);
  g_free (decision->condition);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Decision, decision_clear)

/* PASS and FAIL decide; NA and WARNING do not. */
static const char *const decision_texts[] = { NULL, "PASS", "FAIL", NULL };
static const PbEnum decisions = { "Decision", decision_texts };
static const char *const class_texts[] = { NULL, "A", "B", "C", NULL };
static const PbEnum classes = { "FaiResult", class_texts };

const PbMember pb_fai_decide_members[] = {
  { "decision", PB_VALUE_ENUM, PB_MUST, .values = &decisions },
  { "passedQty", PB_VALUE_INT, .max = PB_FAI_MOST_UNITS },
  { "failedQty", PB_VALUE_INT, .max = PB_FAI_MOST_UNITS },
  { "remark", PB_VALUE_TEXT, .max = 500 },
  { "result", PB_VALUE_ENUM, .values = &classes, .says = "A or C with PASS, B with FAIL; C is a conditional pass" },
  { "condition", PB_VALUE_TEXT, .max = 500, .says = "Of a conditional pass" },
  { "until", PB_VALUE_TIME, .says = "End of a conditional pass" },
  { NULL },
};

static gboolean
read_decision (PbCall *call, Decision *decision, GError **error)
{
  int value, class;

  if (!pb_call_body_enum (call, "decision", TRUE, &decisions, &value, error) ||
      !pb_call_body_int (call, "passedQty", FALSE, 0, PB_FAI_MOST_UNITS, &decision->passed, error) ||
      !pb_call_body_int (call, "failedQty", FALSE, 0, PB_FAI_MOST_UNITS, &decision->failed, error) ||
      !pb_call_body_text (call, "remark", FALSE, 500, NULL, &decision->remark, error) ||
      !pb_call_body_enum (call, "result", FALSE, &classes, &class, error) ||
      !pb_call_body_text (call, "condition", FALSE, 500, NULL, &decision->condition, error) ||
      !pb_call_body_time (call, "until", FALSE, &decision->until, error))
    return FALSE;
  decision->result = value == 1 ? PB_RESULT_PASS : PB_RESULT_FAIL;
  if (class != 0)
    decision->condition_class = g_strdup (pb_enum_text (&classes, class));
  return TRUE;
}

static char *
gaps_to_json (const GArray *gaps)
{
  g_autoptr (PbWriter) writer = pb_writer_new ();

  pb_writer_begin_array (writer);
  for (guint i = 0; i < gaps->len; i++)
    {
      const PbFaiGap *gap = &g_array_index (gaps, PbFaiGap, i);

      pb_writer_begin_object (writer);
      pb_writer_member_string (writer, "itemId", gap->item_id);
      pb_writer_member_string_opt (writer, "unitSn", gap->unit_sn);
      pb_writer_end_object (writer);
    }
  pb_writer_end_array (writer);
  return pb_writer_steal (writer);
}

/* What stands against the decision, in words. */
static void
refuse_decision (const char *code,
                 const PbInspection *fai,
                 const PbFacts *facts,
                 const char *const *units,
                 GError **error)
{
  g_autoptr (GArray) gaps = NULL;
  g_autofree char *missing = NULL;

  if (strcmp (code, "FAI_NOT_INSPECTING") == 0)
    pb_problem_set (error, 400, code, "The first article is %s: it is decided while it is being inspected",
                    pb_enum_text (&pb_fai_statuses, fai->status));
  else if (strcmp (code, "FAI_TRIAL_REQUIRED") == 0)
    pb_fai_record_refuse_trial (facts->trial_tracked.v, fai->sample_qty.v, error);
  else if (strcmp (code, "INVALID_FAI_COUNTS") == 0)
    pb_problem_set (error, 400, code,
                    "The counts do not add up to %" G_GINT64_FORMAT
                    " units: PASS has none failed, FAIL has at least one",
                    fai->sample_qty.v);
  else if (strcmp (code, "FAI_ITEM_FAILED") == 0)
    pb_problem_set (error, 400, code, "A characteristic has failed: the first article cannot pass");
  else if (strcmp (code, "INSPECTION_FAILURES_EXIST") == 0)
    pb_problem_set (error, 400, code, "SPI or AOI has failed a trial unit during this first article");
  else
    {
      gaps = pb_fai_missing (fai, units);
      missing = gaps_to_json (gaps);
      if (gaps->len > 0)
        pb_problem_set (error, 400, "FAI_INCOMPLETE", "%u values that are required have not been recorded", gaps->len);
      else
        pb_problem_set (error, 400, "FAI_INCOMPLETE", "Nothing has been inspected: no value is recorded");
      if (error != NULL && *error != NULL)
        pb_problem_add_member (*error, "missing", missing);
    }
}

static gboolean
is_recorded (const PbInspection *fai)
{
  for (guint i = 0; i < fai->items->len; i++)
    if (((PbInspectionItem *) fai->items->pdata[i])->measurements->len > 0)
      return TRUE;
  return FALSE;
}

static gboolean
judge_decision (PbCall *call,
                const PbInspection *fai,
                const PbRun *run,
                const PbFacts *facts,
                const Decision *decision,
                GError **error)
{
  g_auto (GStrv) units = NULL;
  const char *const *serials;
  PbLimits limits = pb_facts_limits (facts, call->policy);
  const char *code;

  units = pb_store_load_sample_units (call->store, run->id, fai->started_at, fai->sample_qty.v, error);
  if (units == NULL)
    return FALSE;
  serials = (const char *const *) units;
  code = pb_fai_may_complete (fai, decision->result, decision->passed, decision->failed, facts->trial_tracked.v,
                              facts->trial_failures.v, serials);
  /* An inspection without a single value inspected nothing. */
  if (code == NULL && decision->result == PB_RESULT_PASS && !is_recorded (fai))
    code = "FAI_INCOMPLETE";
  if (code != NULL)
    {
      refuse_decision (code, fai, facts, serials, error);
      return FALSE;
    }
  code = pb_fai_may_condition (decision->result, decision->condition_class, decision->condition, decision->until,
                               &limits, call->now);
  if (code != NULL)
    pb_problem_set (error, 400, code,
                    strcmp (code, "CONDITION_REQUIRED") == 0
                      ? "A conditional pass names its condition and an end that lies ahead"
                    : strcmp (code, "CONDITION_NOT_ALLOWED") == 0 ? "The plant's policy knows no conditional result"
                                                                  : "A and C go with PASS, B with FAIL");
  return code == NULL;
}

gboolean
pb_fai_decide (PbCall *call, GError **error)
{
  g_auto (Decision) decision = { PB_RESULT_NONE };
  g_autoptr (PbRun) run = NULL;
  g_autoptr (PbInspection) fai = NULL;
  g_autoptr (PbInspection) before = NULL;
  g_autoptr (PbJudgement) judgement = NULL;
  PbUser *actor = pb_call_actor (call);

  if (!read_decision (call, &decision, error))
    return FALSE;
  fai = pb_call_find_fai (call, pb_call_param (call, "faiId"), &run, error);
  if (fai == NULL)
    return FALSE;
  pb_call_audit (call, fai->id, run->run_no, NULL, NULL);
  if (!pb_fai_record_require_inspecting (fai, error))
    return FALSE;
  judgement = pb_call_judge (call, run->run_no, error);
  if (judgement == NULL)
    return FALSE;
  if (decision.result == PB_RESULT_PASS &&
      (!pb_fai_require_prep (run, "INVALID_RUN_STATUS", error) || !pb_fai_require_ready (call, judgement, error)))
    return FALSE;
  if (!judge_decision (call, fai, run, judgement->facts, &decision, error))
    return FALSE;

  before = pb_object_copy (fai);
  fai->status = decision.result == PB_RESULT_PASS ? PB_FAI_PASS : PB_FAI_FAIL;
  pb_set_string (&fai->active_key, NULL);
  fai->failed_qty = PB_INT (decision.failed.v);
  fai->passed_qty = PB_INT (fai->sample_qty.v - decision.failed.v);
  fai->decided_at = call->now;
  pb_set_string (&fai->decided_by, actor->id);
  pb_fai_note_inspector (fai, actor->id);
  pb_set_string (&fai->decided_by_name, actor->name);
  if (decision.remark != NULL)
    pb_set_string (&fai->remark, decision.remark);
  pb_set_string (&fai->condition_class, decision.condition_class);
  pb_set_string (&fai->condition, decision.condition_class != NULL ? decision.condition : NULL);
  fai->condition_until = decision.condition_class != NULL ? decision.until : 0;
  g_clear_pointer (&fai->fingerprint, g_strfreev);
  if (fai->status == PB_FAI_PASS)
    fai->fingerprint = pb_fai_fingerprint (judgement->facts);
  if (!pb_fai_view_save (call, fai, run, error))
    return FALSE;
  pb_call_audit (call, fai->id, run->run_no, before, fai);
  return pb_fai_view_reply (call, fai->id, run, NULL, error);
}
