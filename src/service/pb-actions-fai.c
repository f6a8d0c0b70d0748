/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-service"

#include <string.h>

#include "service/pb-endpoints.h"
#include "service/pb-fai-decide.h"
#include "service/pb-fai-read.h"
#include "service/pb-fai-record.h"
#include "service/pb-fai-view.h"
#include "service/pb-wash-window.h"

/* First article inspection: reading it, and its way from creation to a decision (rest-api.md, 3.3; domain.md, 4). */

#define READING "quality:fai fai:sign readiness:view"

/* ---- Creation */

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

  if (!pb_call_body_int (call, "sampleQty", TRUE, 1, PB_FAI_MOST_UNITS, &sample, error) ||
      !pb_call_body_text (call, "remark", FALSE, 500, NULL, &remark, error))
    return FALSE;
  run = pb_call_find_run (call, pb_call_param (call, "runNo"), error);
  if (run == NULL)
    return FALSE;
  pb_call_audit (call, run->id, run->run_no, NULL, NULL);
  if (!pb_fai_require_prep (run, "INVALID_RUN_STATUS", error))
    return FALSE;
  judgement = pb_call_judge (call, run->run_no, error);
  if (judgement == NULL)
    return FALSE;
  check = pb_call_store_check (call, judgement, PB_CHECK_FORMAL, pb_call_actor (call)->id, error);
  if (check == NULL)
    return FALSE;
  /* What was checked stays in the history, whatever came of it. */
  if (!pb_fai_require_ready (call, judgement, &refusal))
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
  if (!pb_fai_require_prep (run, "INVALID_RUN_STATUS", error))
    return FALSE;
  judgement = pb_call_judge (call, run->run_no, error);
  if (judgement == NULL || !pb_fai_require_ready (call, judgement, error) ||
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

/* ---- Cancellation */

static gboolean
cancel (PbCall *call, GError **error)
{
  g_autofree char *reason = NULL;
  g_autoptr (PbRun) run = NULL;
  g_autoptr (PbInspection) fai = NULL;
  g_autoptr (PbInspection) before = NULL;

  if (!pb_call_body_text (call, "reason", TRUE, 500, "REASON_REQUIRED", &reason, error))
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
  if (!pb_fai_require_prep (run, "RUN_NOT_IN_PREP", error))
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

static const PbMember create_members[] = {
  { "sampleQty", PB_VALUE_INT, PB_MUST, .min = 1, .max = PB_FAI_MOST_UNITS },
  { "remark", PB_VALUE_TEXT, .max = 500 },
  { NULL },
};

static const PbMember added_members[] = {
  { "itemId", PB_VALUE_TEXT, PB_MUST },
  { NULL },
};

static const PbMember cancel_members[] = {
  { "reason", PB_VALUE_TEXT, PB_MUST, .max = 500 },
  { NULL },
};

/* clang-format off */
const PbEndpoint pb_endpoints_fai[] = {
  { .method = "GET", .path = "/api/fai", .permission = READING, .action = pb_fai_read_list,
    .summary = "First articles, newest first", .answer = &pb_inspection_type,
    .query = pb_fai_list_query, .answers = pb_fai_row_members, .form = PB_ANSWER_PAGE,
    .paging = { 20, 100 } },
  { .method = "GET", .path = "/api/fai/:faiId", .permission = READING, .action = pb_fai_read_one,
    .summary = "A first article with its characteristics, signatures and trial", .answer = &pb_inspection_type,
    .answers = pb_fai_view_trial_members },
  { .method = "GET", .path = "/api/fai/run/:runNo", .permission = READING, .action = pb_fai_read_of_run,
    .summary = "The first article that counts for a run, or null", .answer = &pb_inspection_type,
    .form = PB_ANSWER_OR_NULL },
  { .method = "GET", .path = "/api/fai/run/:runNo/gate", .permission = READING, .action = pb_fai_read_gate,
    .summary = "Whether a run needs a first article, and has it",
    .answers = pb_fai_gate_members },
  { .method = "POST", .path = "/api/fai/run/:runNo", .permission = "quality:fai",
    .flags = PB_ENDPOINT_WRITE | PB_ENDPOINT_BODY, .action = create, .audit_action = "FAI_CREATE",
    .entity_type = "INSPECTION", .summary = "Opens a first article", .answer = &pb_inspection_type,
    .members = create_members },
  { .method = "POST", .path = "/api/fai/:faiId/start", .permission = "quality:fai", .flags = PB_ENDPOINT_WRITE,
    .action = start, .audit_action = "FAI_START", .entity_type = "INSPECTION",
    .summary = "Starts the trial and the inspection", .answer = &pb_inspection_type },
  { .method = "POST", .path = "/api/fai/:faiId/items", .permission = "quality:fai",
    .flags = PB_ENDPOINT_WRITE | PB_ENDPOINT_BODY, .action = pb_fai_record_add, .audit_action = "FAI_ITEM_RECORD",
    .entity_type = "INSPECTION", .summary = "Records a value of a characteristic by its name",
    .body = &pb_fai_record_add_type, .answers = added_members },
  { .method = "PATCH", .path = "/api/fai/:faiId/items/:itemId", .permission = "quality:fai",
    .flags = PB_ENDPOINT_WRITE, .action = pb_fai_record_patch, .audit_action = "FAI_ITEM_UPDATE",
    .entity_type = "INSPECTION", .summary = "Records or corrects a value", .answer = &pb_inspection_item_type,
    .body = &pb_fai_record_patch_type },
  { .method = "PUT", .path = "/api/fai/:faiId/measurements", .permission = "quality:fai",
    .flags = PB_ENDPOINT_WRITE | PB_ENDPOINT_BODY | PB_ENDPOINT_STRICT, .action = pb_fai_record_put,
    .audit_action = "FAI_ITEM_RECORD", .entity_type = "INSPECTION", .summary = "Records values, all of them or none",
    .answer = &pb_inspection_type,
    .body = &pb_fai_record_put_type },
  { .method = "POST", .path = "/api/fai/:faiId/complete", .permission = "quality:fai",
    .flags = PB_ENDPOINT_WRITE | PB_ENDPOINT_BODY, .action = pb_fai_decide, .audit_action = "FAI_COMPLETE",
    .entity_type = "INSPECTION", .summary = "Decides a first article", .answer = &pb_inspection_type,
    .members = pb_fai_decide_members },
  { .method = "POST", .path = "/api/fai/:faiId/cancel", .permission = "quality:fai",
    .flags = PB_ENDPOINT_WRITE | PB_ENDPOINT_BODY | PB_ENDPOINT_STRICT, .action = cancel,
    .audit_action = "FAI_CANCEL", .entity_type = "INSPECTION", .summary = "Cancels a first article",
    .answer = &pb_inspection_type,
    .members = cancel_members },
  { NULL },
};
/* clang-format on */
