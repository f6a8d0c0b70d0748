/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-service"

#include <string.h>

#include "domain/pb-fai-rules.h"
#include "service/pb-endpoints.h"
#include "service/pb-fai-record.h"
#include "service/pb-fai-view.h"
#include "service/pb-judge.h"
#include "service/pb-sight.h"
#include "service/pb-wash-window.h"

/* First article inspection: reading it, and its way from creation to a decision (rest-api.md, 3.3; domain.md, 4). */

#define READING  "quality:fai fai:sign readiness:view"
#define MOST_QTY 10000

/* ---- Reading */

static GHashTable *
runs_of (PbCall *call, GPtrArray *inspections, GError **error)
{
  g_autoptr (GHashTable) by_id = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, pb_object_unref);
  g_autoptr (GStrvBuilder) ids = g_strv_builder_new ();
  g_auto (GStrv) list = NULL;
  g_autoptr (GPtrArray) runs = NULL;
  PbQuery query = { .type = &pb_run_type };

  if (inspections->len == 0)
    return g_steal_pointer (&by_id);
  for (guint i = 0; i < inspections->len; i++)
    g_strv_builder_add (ids, ((PbInspection *) inspections->pdata[i])->run_id);
  list = g_strv_builder_end (ids);
  pb_query_add_list (&query, "id", (const char *const *) list);
  runs = pb_store_list (call->store, &query, NULL, error);
  if (runs == NULL)
    return NULL;
  for (guint i = 0; i < runs->len; i++)
    {
      PbRun *run = runs->pdata[i];

      g_hash_table_insert (by_id, run->id, pb_object_ref (run));
    }
  return g_steal_pointer (&by_id);
}

/* The facts that say whether a PASS is stale; nothing else needs them. */
static PbJudgement *
judge_staleness (PbCall *call, const PbInspection *fai, const PbRun *run)
{
  if (fai->status != PB_FAI_PASS || (run->status != PB_RUN_PREP && run->status != PB_RUN_AUTHORIZED))
    return NULL;
  return pb_call_judge_known (call, run->run_no, NULL);
}

static gboolean
get_list (PbCall *call, GError **error)
{
  /* An inspection knows its run, not its line. */
  static const PbThrough through_run = { &pb_run_type, "id", "line_id" };
  PbQuery query = { .type = &pb_inspection_type, .order_by = "created_at", .descending = TRUE };
  g_auto (GStrv) statuses = NULL;
  g_autoptr (GPtrArray) found = NULL;
  g_autoptr (GHashTable) runs = NULL;
  gint64 total, page, size;

  pb_query_add_text (&query, "type", PB_OP_EQ, "FAI");
  if (!pb_call_query_page (call, &query, 20, 100, FALSE, &page, &size, error) ||
      !pb_call_query_enums (call, "status", &pb_fai_statuses, &statuses, error))
    return FALSE;
  if (statuses != NULL)
    pb_query_add_list (&query, "status", (const char *const *) statuses);
  if (pb_call_query (call, "runNo") != NULL)
    pb_query_add_text (&query, "run_no", PB_OP_EQ, pb_call_query (call, "runNo"));
  pb_call_keep_in_sight (call, &query, "run_id", &through_run);
  found = pb_store_list (call->store, &query, &total, error);
  if (found == NULL || !pb_fai_view_fill (call, found, error))
    return FALSE;
  runs = runs_of (call, found, error);
  if (runs == NULL)
    return FALSE;

  pb_writer_begin_object (call->out);
  pb_writer_member_array (call->out, "items");
  for (guint i = 0; i < found->len; i++)
    {
      PbInspection *fai = found->pdata[i];
      PbRun *run = g_hash_table_lookup (runs, fai->run_id);
      g_autoptr (PbJudgement) judgement = judge_staleness (call, fai, run);

      pb_fai_view_complete (call, fai, run, judgement != NULL ? judgement->facts : NULL);
      pb_writer_begin_object (call->out);
      pb_codec_write_members (call->out, fai);
      pb_writer_member_object (call->out, "run");
      pb_writer_member_string (call->out, "runNo", run->run_no);
      pb_writer_end_object (call->out);
      pb_writer_end_object (call->out);
    }
  pb_writer_end_array (call->out);
  pb_writer_member_int (call->out, "total", total);
  pb_writer_member_int (call->out, "page", page);
  pb_writer_member_int (call->out, "pageSize", size);
  pb_writer_end_object (call->out);
  return TRUE;
}

static gboolean
get_one (PbCall *call, GError **error)
{
  g_autoptr (PbRun) run = NULL;
  g_autoptr (PbInspection) fai = pb_call_find_fai (call, pb_call_param (call, "faiId"), &run, error);
  g_autoptr (PbJudgement) judgement = NULL;

  if (fai == NULL)
    return FALSE;
  judgement = judge_staleness (call, fai, run);
  pb_fai_view_complete (call, fai, run, judgement != NULL ? judgement->facts : NULL);
  call->answer->etag = g_strdup_printf ("\"%" G_GINT64_FORMAT "\"", fai->version.v);
  pb_writer_begin_object (call->out);
  pb_codec_write_members (call->out, fai);
  if (!pb_fai_view_write_trial (call, fai, run, error))
    return FALSE;
  pb_writer_end_object (call->out);
  return TRUE;
}

static gboolean
get_of_run (PbCall *call, GError **error)
{
  g_autoptr (PbJudgement) judgement = pb_call_judge_known (call, pb_call_param (call, "runNo"), error);
  g_autoptr (PbInspection) fai = NULL;

  if (judgement == NULL)
    return FALSE;
  if (judgement->facts->fai == NULL)
    {
      pb_writer_null (call->out);
      return TRUE;
    }
  /* The judgement is shared: what is completed is a copy. */
  fai = pb_object_copy (judgement->facts->fai);
  pb_fai_view_complete (call, fai, judgement->facts->run, judgement->facts);
  call->answer->etag = g_strdup_printf ("\"%" G_GINT64_FORMAT "\"", fai->version.v);
  pb_call_reply (call, fai);
  return TRUE;
}

static gboolean
get_gate (PbCall *call, GError **error)
{
  g_autoptr (PbJudgement) judgement = pb_call_judge_known (call, pb_call_param (call, "runNo"), error);
  g_autoptr (PbInspection) fai = NULL;
  gboolean required, passed;

  if (judgement == NULL)
    return FALSE;
  required = pb_fai_is_required (judgement->facts->route);
  passed = judgement->facts->fai != NULL && judgement->facts->fai->status == PB_FAI_PASS;
  if (passed)
    {
      fai = pb_object_copy (judgement->facts->fai);
      pb_fai_view_complete (call, fai, judgement->facts->run, judgement->facts);
    }
  pb_writer_begin_object (call->out);
  pb_writer_member_bool (call->out, "requiresFai", required);
  pb_writer_member_bool (call->out, "faiPassed", !required || passed);
  pb_writer_member_bool (call->out, "faiSigned", !required || (passed && fai->missing_capacities[0] == NULL));
  if (required && passed)
    {
      pb_writer_member_string (call->out, "faiId", fai->id);
      pb_writer_member_bool (call->out, "stale", fai->stale.v);
    }
  pb_writer_end_object (call->out);
  return TRUE;
}

/* ---- Changing */

/* Creation, start and PASS look at the preparation as it is now. */
static gboolean
require_ready (PbCall *call, const PbJudgement *judgement, GError **error)
{
  if (pb_items_status (judgement->items, judgement->facts, call->policy) == PB_STATUS_PASSED)
    return TRUE;
  pb_problem_set (error, 400, "READINESS_CHECK_NOT_PASSED",
                  "The preparation of %s is not complete: let every failed item pass, or have it waived",
                  judgement->facts->run->run_no);
  return FALSE;
}

static gboolean
require_prep (const PbRun *run, const char *code, GError **error)
{
  if (run->status == PB_RUN_PREP)
    return TRUE;
  pb_problem_set (error, 400, code, "Run %s is %s: this is done while it is in PREP", run->run_no,
                  pb_enum_text (&pb_run_statuses, run->status));
  return FALSE;
}

static PbInspectionItem *
item_from_template (const PbFaiTemplateItem *from, const char *fai_id, gint64 seq)
{
  PbInspectionItem *item = pb_object_new (&pb_inspection_item_type);

  item->id = pb_id_new ();
  item->inspection_id = g_strdup (fai_id);
  item->seq = from->seq.set ? from->seq : PB_INT (seq);
  item->item_group = g_strdup (from->item_group);
  item->item_name = g_strdup (from->item_name);
  item->item_spec = g_strdup (from->item_spec);
  item->per = from->per != PB_PER_NONE ? from->per : PB_PER_RUN;
  item->required = PB_BOOL (!from->required.set || from->required.v);
  item->na_allowed = PB_BOOL (from->na_allowed.v);
  item->nominal = from->nominal;
  item->lower_limit = from->lower_limit;
  item->upper_limit = from->upper_limit;
  item->unit = g_strdup (from->unit);
  return item;
}

/* Characteristics begin unrecorded, as the route froze them. */
static gboolean
insert_items (PbCall *call, const char *fai_id, const PbRouteVersion *route, GError **error)
{
  const char *text = route != NULL ? route->fai_items : NULL;
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (GPtrArray) items = NULL;

  if (text == NULL)
    return TRUE;
  node = pb_json_parse (text, strlen (text), error);
  if (node == NULL)
    return FALSE;
  items = pb_codec_new_array_from_json (&pb_fai_template_item_type, node, error);
  if (items == NULL)
    return FALSE;
  for (guint i = 0; i < items->len; i++)
    {
      g_autoptr (PbInspectionItem) item = item_from_template (items->pdata[i], fai_id, i + 1);

      if (!pb_call_insert (call, item, NULL, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
create (PbCall *call, GError **error)
{
  g_autofree char *remark = NULL;
  g_autoptr (PbRun) run = NULL;
  g_autoptr (PbJudgement) judgement = NULL;
  g_autoptr (PbCheck) check = NULL;
  g_autoptr (PbInspection) fai = NULL;
  g_autoptr (GError) refusal = NULL;
  PbUnitCounts units;
  PbInt sample;

  if (!pb_call_body_int (call, "sampleQty", TRUE, 1, MOST_QTY, &sample, error) ||
      !pb_call_body_text (call, "remark", FALSE, 500, NULL, &remark, error))
    return FALSE;
  run = pb_call_find_run (call, pb_call_param (call, "runNo"), error);
  if (run == NULL)
    return FALSE;
  pb_call_audit (call, run->id, run->run_no, NULL, NULL);
  if (!require_prep (run, "INVALID_RUN_STATUS", error))
    return FALSE;
  judgement = pb_call_judge (call, run->run_no, error);
  if (judgement == NULL)
    return FALSE;
  check = pb_call_store_check (call, judgement, PB_CHECK_FORMAL, pb_call_actor (call)->id, error);
  if (check == NULL)
    return FALSE;
  /* What was checked stays in the history, whatever came of it. */
  if (!require_ready (call, judgement, &refusal))
    return pb_call_refuse_committed (call, g_steal_pointer (&refusal));
  if (judgement->facts->fai != NULL &&
      (judgement->facts->fai->status == PB_FAI_PENDING || judgement->facts->fai->status == PB_FAI_INSPECTING))
    {
      pb_problem_set (error, 400, "FAI_ALREADY_EXISTS", "Run %s has a first article that is not decided yet",
                      run->run_no);
      return FALSE;
    }
  if (!pb_store_count_units (call->store, run->id, &units, error))
    return FALSE;
  if (units.total < sample.v)
    {
      pb_problem_set (error, 400, "FAI_SAMPLE_UNITS_INSUFFICIENT",
                      "Run %s has %" G_GINT64_FORMAT " units: generate at least %" G_GINT64_FORMAT, run->run_no,
                      units.total, sample.v);
      return FALSE;
    }

  fai = pb_object_new (&pb_inspection_type);
  fai->id = pb_id_new ();
  fai->run_id = g_strdup (run->id);
  fai->run_no = g_strdup (run->run_no);
  fai->type = PB_INSPECTION_FAI;
  fai->status = PB_FAI_PENDING;
  fai->active_key = g_strconcat (run->id, ":FAI", NULL);
  fai->sample_qty = sample;
  fai->passed_qty = PB_INT (0);
  fai->failed_qty = PB_INT (0);
  fai->remark = g_steal_pointer (&remark);
  fai->round = PB_INT (1);
  if (!pb_call_insert (call, fai, "FAI_ALREADY_EXISTS", error) ||
      !insert_items (call, fai->id, judgement->facts->route, error) ||
      !pb_call_event (call, "fai", run->run_no, fai->id, fai->version.v, error))
    return FALSE;
  pb_call_audit (call, fai->id, run->run_no, NULL, fai);
  pb_call_changed (call, "run", run->id);
  call->status = 201;
  return pb_fai_view_reply (call, fai->id, run, NULL, error);
}

/* ---- Start */

static GPtrArray *
list_trial_units (PbCall *call, const char *run_id, GError **error)
{
  PbQuery query = { .type = &pb_unit_type, .order_by = "sn" };

  pb_query_add_text (&query, "run_id", PB_OP_EQ, run_id);
  pb_query_add_number (&query, "is_trial", PB_OP_EQ, 1);
  return pb_store_list (call->store, &query, NULL, error);
}

/* A track that is still open ends before the start, so that it does not count for the trial that begins now. */
static gboolean
close_track (PbCall *call, const PbUnit *unit, GError **error)
{
  PbQuery query = { .type = &pb_track_type };
  g_autoptr (GPtrArray) tracks = NULL;

  pb_query_add_text (&query, "unit_id", PB_OP_EQ, unit->id);
  pb_query_add_number (&query, "out_at", PB_OP_IS_NULL, 0);
  tracks = pb_store_list (call->store, &query, NULL, error);
  if (tracks == NULL)
    return FALSE;
  for (guint i = 0; i < tracks->len; i++)
    {
      PbTrack *track = tracks->pdata[i];

      track->out_at = call->now - 1;
      if (!pb_call_update (call, track, NULL, error))
        return FALSE;
    }
  return TRUE;
}

/* Units of earlier trials go back to the beginning and are like any other: which of them are tried now is open, and
 * what they were timed for is over. What was scrapped or is on hold stays so. */
static gboolean
reset_trial_units (PbCall *call, const PbRun *run, GError **error)
{
  g_autoptr (GPtrArray) units = list_trial_units (call, run->id, error);

  if (units == NULL)
    return FALSE;
  for (guint i = 0; i < units->len; i++)
    {
      PbUnit *unit = units->pdata[i];

      if (unit->status == PB_UNIT_SCRAPPED || unit->status == PB_UNIT_ON_HOLD)
        continue;
      if ((unit->status == PB_UNIT_IN_STATION && !close_track (call, unit, error)) ||
          !pb_wash_window_end (call, unit, error))
        return FALSE;
      unit->status = PB_UNIT_QUEUED;
      unit->current_step_no = PB_INT (1);
      unit->is_trial = PB_BOOL (FALSE);
      if (!pb_call_update (call, unit, NULL, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
start (PbCall *call, GError **error)
{
  g_autoptr (PbRun) run = NULL;
  g_autoptr (PbInspection) fai = pb_call_find_fai (call, pb_call_param (call, "faiId"), &run, error);
  g_autoptr (PbInspection) before = NULL;
  g_autoptr (PbJudgement) judgement = NULL;
  PbUnitCounts units;

  if (fai == NULL)
    return FALSE;
  pb_call_audit (call, fai->id, run->run_no, NULL, NULL);
  if (fai->status != PB_FAI_PENDING)
    {
      pb_problem_set (error, 400, "INVALID_FAI_STATUS", "The first article is %s: only one that is PENDING is started",
                      pb_enum_text (&pb_fai_statuses, fai->status));
      return FALSE;
    }
  if (!require_prep (run, "INVALID_RUN_STATUS", error))
    return FALSE;
  judgement = pb_call_judge (call, run->run_no, error);
  if (judgement == NULL || !require_ready (call, judgement, error) ||
      !pb_store_count_units (call->store, run->id, &units, error))
    return FALSE;
  if (units.total == 0)
    {
      pb_problem_set (error, 400, "FAI_UNITS_REQUIRED", "Run %s has no units: generate the trial units first",
                      run->run_no);
      return FALSE;
    }
  before = pb_object_copy (fai);
  fai->status = PB_FAI_INSPECTING;
  fai->started_at = call->now;
  pb_set_string (&fai->inspector_id, pb_call_actor (call)->id);
  if (!reset_trial_units (call, run, error) || !pb_fai_view_save (call, fai, run, error))
    return FALSE;
  pb_call_audit (call, fai->id, run->run_no, before, fai);
  return pb_fai_view_reply (call, fai->id, run, NULL, error);
}

/* ---- Decision */

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

static gboolean
read_decision (PbCall *call, Decision *decision, GError **error)
{
  int value;

  if (!pb_call_body_enum (call, "decision", TRUE, &decisions, &value, error) ||
      !pb_call_body_int (call, "passedQty", FALSE, 0, MOST_QTY, &decision->passed, error) ||
      !pb_call_body_int (call, "failedQty", FALSE, 0, MOST_QTY, &decision->failed, error) ||
      !pb_call_body_text (call, "remark", FALSE, 500, NULL, &decision->remark, error) ||
      !pb_call_body_text (call, "result", FALSE, 1, NULL, &decision->condition_class, error) ||
      !pb_call_body_text (call, "condition", FALSE, 500, NULL, &decision->condition, error) ||
      !pb_call_body_time (call, "until", FALSE, &decision->until, error))
    return FALSE;
  decision->result = value == 1 ? PB_RESULT_PASS : PB_RESULT_FAIL;
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
      pb_problem_set (error, 400, "FAI_INCOMPLETE", "%u values that are required have not been recorded", gaps->len);
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

static gboolean
complete (PbCall *call, GError **error)
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
      (!require_prep (run, "INVALID_RUN_STATUS", error) || !require_ready (call, judgement, error)))
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

/* ---- Cancellation */

static gboolean
cancel (PbCall *call, GError **error)
{
  static const char *const members[] = { "reason", NULL };
  g_autofree char *reason = NULL;
  g_autoptr (PbRun) run = NULL;
  g_autoptr (PbInspection) fai = NULL;
  g_autoptr (PbInspection) before = NULL;

  if (!pb_call_body_only (call, members, error) ||
      !pb_call_body_text (call, "reason", TRUE, 500, "REASON_REQUIRED", &reason, error))
    return FALSE;
  fai = pb_call_find_fai (call, pb_call_param (call, "faiId"), &run, error);
  if (fai == NULL)
    return FALSE;
  pb_call_audit (call, fai->id, run->run_no, NULL, NULL);
  pb_call_audit_note (call, "reason", reason);
  if (fai->status == PB_FAI_FAIL || fai->status == PB_FAI_CANCELLED)
    {
      pb_problem_set (error, 400, "INVALID_FAI_STATUS", "The first article is %s: there is nothing to cancel",
                      pb_enum_text (&pb_fai_statuses, fai->status));
      return FALSE;
    }
  if (!require_prep (run, "RUN_NOT_IN_PREP", error))
    return FALSE;
  before = pb_object_copy (fai);
  if (!pb_fai_view_void_signatures (call, fai, error))
    return FALSE;
  fai->status = PB_FAI_CANCELLED;
  pb_set_string (&fai->active_key, NULL);
  if (!pb_fai_view_save (call, fai, run, error))
    return FALSE;
  pb_call_audit (call, fai->id, run->run_no, before, fai);
  return pb_fai_view_reply (call, fai->id, run, NULL, error);
}

/* clang-format off */
const PbEndpoint pb_endpoints_fai[] = {
  { .method = "GET", .path = "/api/fai", .permission = READING, .action = get_list,
    .summary = "First articles, newest first", .answer = &pb_inspection_type },
  { .method = "GET", .path = "/api/fai/:faiId", .permission = READING, .action = get_one,
    .summary = "A first article with its characteristics, signatures and trial", .answer = &pb_inspection_type },
  { .method = "GET", .path = "/api/fai/run/:runNo", .permission = READING, .action = get_of_run,
    .summary = "The first article that counts for a run, or null", .answer = &pb_inspection_type },
  { .method = "GET", .path = "/api/fai/run/:runNo/gate", .permission = READING, .action = get_gate,
    .summary = "Whether a run needs a first article, and has it" },
  { .method = "POST", .path = "/api/fai/run/:runNo", .permission = "quality:fai",
    .flags = PB_ENDPOINT_WRITE | PB_ENDPOINT_BODY, .action = create, .audit_action = "FAI_CREATE",
    .entity_type = "INSPECTION", .summary = "Opens a first article", .answer = &pb_inspection_type },
  { .method = "POST", .path = "/api/fai/:faiId/start", .permission = "quality:fai", .flags = PB_ENDPOINT_WRITE,
    .action = start, .audit_action = "FAI_START", .entity_type = "INSPECTION",
    .summary = "Starts the trial and the inspection", .answer = &pb_inspection_type },
  { .method = "POST", .path = "/api/fai/:faiId/items", .permission = "quality:fai",
    .flags = PB_ENDPOINT_WRITE | PB_ENDPOINT_BODY, .action = pb_fai_record_add, .audit_action = "FAI_ITEM_RECORD",
    .entity_type = "INSPECTION", .summary = "Records a value of a characteristic by its name" },
  { .method = "PATCH", .path = "/api/fai/:faiId/items/:itemId", .permission = "quality:fai",
    .flags = PB_ENDPOINT_WRITE, .action = pb_fai_record_patch, .audit_action = "FAI_ITEM_UPDATE",
    .entity_type = "INSPECTION", .summary = "Records or corrects a value", .answer = &pb_inspection_item_type },
  { .method = "PUT", .path = "/api/fai/:faiId/measurements", .permission = "quality:fai",
    .flags = PB_ENDPOINT_WRITE | PB_ENDPOINT_BODY | PB_ENDPOINT_STRICT, .action = pb_fai_record_put,
    .audit_action = "FAI_ITEM_RECORD", .entity_type = "INSPECTION", .summary = "Records values, all of them or none",
    .answer = &pb_inspection_type },
  { .method = "POST", .path = "/api/fai/:faiId/complete", .permission = "quality:fai",
    .flags = PB_ENDPOINT_WRITE | PB_ENDPOINT_BODY, .action = complete, .audit_action = "FAI_COMPLETE",
    .entity_type = "INSPECTION", .summary = "Decides a first article", .answer = &pb_inspection_type },
  { .method = "POST", .path = "/api/fai/:faiId/cancel", .permission = "quality:fai",
    .flags = PB_ENDPOINT_WRITE | PB_ENDPOINT_BODY | PB_ENDPOINT_STRICT, .action = cancel,
    .audit_action = "FAI_CANCEL", .entity_type = "INSPECTION", .summary = "Cancels a first article",
    .answer = &pb_inspection_type },
  { NULL },
};
/* clang-format on */
