/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-service"

#include "service/pb-tracking-private.h"
#include "service/pb-wash-window.h"

/* The texts of a track's result, numbered as in PbResult: what is neither is not guessed to be a PASS. */
static const char *const track_texts[] = { NULL, "PASS", "FAIL", NULL };
static const PbEnum track_results = { "TrackResult", track_texts };
G_STATIC_ASSERT (PB_RESULT_PASS == 1 && PB_RESULT_FAIL == 2);

/* No data specifications are kept: a value that names one names none that exists. */
static gboolean
check_data (PbCall *call, GError **error)
{
  JsonNode *node = pb_call_body_node (call, "data", PB_VALUE_OBJECTS);

  if (node == NULL || JSON_NODE_HOLDS_NULL (node))
    return TRUE;
  if (!JSON_NODE_HOLDS_ARRAY (node))
    pb_problem_set_invalid (error, "body", "data", "data must be an array");
  else if (json_array_get_length (json_node_get_array (node)) > 0)
    pb_problem_set (error, 400, "DATA_SPEC_NOT_FOUND", "The step asks for no data");
  else
    return TRUE;
  return FALSE;
}

/* Whether a machine failed the unit while it was in the station. */
static gboolean
has_machine_failure (PbCall *call, const PbTracking *t, const PbTrack *track, gboolean *failed, GError **error)
{
  PbQuery query = { .type = &pb_inspection_result_type, .limit = 1 };
  g_autoptr (GPtrArray) found = NULL;

  pb_query_add_text (&query, "run_no", PB_OP_EQ, t->run->run_no);
  pb_query_add_text (&query, "unit_sn", PB_OP_EQ, t->unit->sn);
  pb_query_add_number (&query, "step_no", PB_OP_EQ, track->step_no.v);
  pb_query_add_number (&query, "event_time", PB_OP_GE, track->in_at);
  pb_query_add_text (&query, "result", PB_OP_EQ, "FAIL");
  found = pb_store_list (call->store, &query, NULL, error);
  *failed = found != NULL && found->len > 0;
  return found != NULL;
}

/* A run is complete when as many units as were planned are there, beside those of trials, and none has a way to go. */
static gboolean
complete_run (PbCall *call, PbTracking *t, GError **error)
{
  PbQuery query = { .type = &pb_unit_type, .limit = 1 };
  g_autoptr (GPtrArray) going = NULL;
  PbUnitCounts units;

  if (t->run->status != PB_RUN_IN_PROGRESS)
    return TRUE;
  pb_query_add_text (&query, "run_id", PB_OP_EQ, t->run->id);
  pb_query_add_text (&query, "status", PB_OP_IN, "QUEUED,IN_STATION,OUT_FAILED,ON_HOLD");
  going = pb_store_list (call->store, &query, NULL, error);
  if (going == NULL || !pb_store_count_units (call->store, t->run->id, &units, error))
    return FALSE;
  if (going->len > 0 || units.total - units.trial < t->run->plan_qty.v)
    return TRUE;
  t->run->status = PB_RUN_COMPLETED;
  t->run->ended_at = call->now;
  return pb_call_update_beside (call, t->run, error) &&
         pb_call_audit_extra (call, "RUN_COMPLETE", "RUN", t->run->id, t->run->run_no, NULL, error);
}

/* What has passed reflow or AOI is washed in time; what has failed is washed no more. */
static gboolean
follow_wash (PbCall *call, PbTracking *t, PbResult result, GError **error)
{
  if (result == PB_RESULT_FAIL)
    return pb_wash_window_end (call, t->unit, error);
  return t->step == NULL || pb_wash_window_start (call, t->run, t->route, t->step, t->unit, error);
}

static gboolean
track_out (PbCall *call, PbTracking *t, PbTrack *track, PbResult result, const char *operator_id, GError **error)
{
  const PbRouteStep *next = pb_tracking_step_after (t->route, track->step_no.v);

  track->out_at = call->now;
  track->result = (int) result;
  if (operator_id != NULL)
    pb_set_string (&track->operator_id, operator_id);
  if (result == PB_RESULT_FAIL)
    t->unit->status = PB_UNIT_OUT_FAILED;
  else if (next == NULL)
    t->unit->status = PB_UNIT_DONE;
  else
    {
      t->unit->status = PB_UNIT_QUEUED;
      t->unit->current_step_no = next->step_no;
    }
  t->fai_id = track->fai_id;
  return pb_call_update (call, track, NULL, error) && pb_call_update (call, t->unit, NULL, error) &&
         follow_wash (call, t, result, error) && complete_run (call, t, error) && pb_tracking_tell (call, t, error);
}

/* A unit leaves the station that it is in, whatever has become of the machine, the preparation and the first article
 * since it came in (in PREP it came in for one); what is not in a station meets the refusals of a track-in. */
static gboolean
find_track (PbCall *call, PbTracking *t, const char *sn, PbTrack **track, GError **error)
{
  g_autoptr (PbTrack) found = NULL;

  if (!pb_tracking_peek_unit (call, t, sn, error) ||
      (t->unit != NULL && !pb_tracking_find_open_track (call, t->unit, &found, error)))
    return FALSE;
  if (!(t->run->status == PB_RUN_PREP && found != NULL) && !pb_tracking_check_run (call, t, error))
    return FALSE;
  if (!pb_tracking_check_unit_run (call, t, sn, error))
    return FALSE;
  if (found == NULL || g_strcmp0 (found->station_code, t->station->code) != 0)
    {
      pb_problem_set (error, 400, "TRACK_NOT_FOUND", "Unit %s is not in station %s", sn, t->station->code);
      return FALSE;
    }
  for (guint i = 0; i < t->route->steps->len; i++)
    if (((PbRouteStep *) t->route->steps->pdata[i])->step_no.v == found->step_no.v)
      t->step = t->route->steps->pdata[i];
  *track = g_steal_pointer (&found);
  return TRUE;
}

typedef struct
{
  char *sn, *run_no, *operator_id, *defect_code, *defect_location, *defect_remark;
  int result;
} Leaving;

static void
leaving_clear (Leaving *leaving)
{
  g_free (leaving->sn);
  g_free (leaving->run_no);
  g_free (leaving->operator_id);
  g_free (leaving->defect_code);
  g_free (leaving->defect_location);
  g_free (leaving->defect_remark);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Leaving, leaving_clear)

static const PbMember data_members[] = {
  { "specName", PB_VALUE_TEXT, PB_MUST }, { "valueNumber", PB_VALUE_NUMBER }, { "valueText", PB_VALUE_TEXT },
  { "valueBoolean", PB_VALUE_BOOL },      { "valueJson", PB_VALUE_ANY },      { NULL },
};

const PbMember pb_tracking_out_members[] = {
  { "sn", PB_VALUE_TEXT, PB_MUST, .max = 120 },
  { "runNo", PB_VALUE_TEXT, PB_MUST, .max = 120 },
  { "result", PB_VALUE_ENUM, PB_MUST, .values = &track_results },
  { "operatorId", PB_VALUE_TEXT, .max = 100 },
  { "defectCode", PB_VALUE_TEXT, .max = 64 },
  { "defectLocation", PB_VALUE_TEXT, .max = 100 },
  { "defectRemark", PB_VALUE_TEXT, .max = 500 },
  { "data", PB_VALUE_OBJECTS, .members = data_members, .says = "Values of data specifications; no step asks for any" },
  { NULL },
};

static gboolean
read_leaving (PbCall *call, Leaving *leaving, GError **error)
{
  return pb_call_body_text (call, "sn", TRUE, 120, NULL, &leaving->sn, error) &&
         pb_call_body_text (call, "runNo", TRUE, 120, NULL, &leaving->run_no, error) &&
         pb_call_body_enum (call, "result", TRUE, &track_results, &leaving->result, error) &&
         pb_call_body_text (call, "operatorId", FALSE, 100, NULL, &leaving->operator_id, error) &&
         pb_call_body_text (call, "defectCode", FALSE, 64, NULL, &leaving->defect_code, error) &&
         pb_call_body_text (call, "defectLocation", FALSE, 100, NULL, &leaving->defect_location, error) &&
         pb_call_body_text (call, "defectRemark", FALSE, 500, NULL, &leaving->defect_remark, error);
}

/* The defect of a failed unit is part of its history. */
static void
note_defect (PbCall *call, const Leaving *leaving)
{
  pb_call_audit_note (call, "defectCode", leaving->defect_code != NULL ? leaving->defect_code : "STATION_FAIL");
  if (leaving->defect_location != NULL)
    pb_call_audit_note (call, "defectLocation", leaving->defect_location);
  if (leaving->defect_remark != NULL)
    pb_call_audit_note (call, "defectRemark", leaving->defect_remark);
}

gboolean
pb_tracking_out (PbCall *call, GError **error)
{
  g_auto (PbTracking) t = { NULL };
  g_auto (Leaving) leaving = { NULL };
  g_autoptr (PbTrack) track = NULL;
  g_autoptr (PbTrack) before = NULL;
  PbResult result;
  gboolean failed;

  if (!read_leaving (call, &leaving, error))
    return FALSE;
  pb_call_audit (call, NULL, leaving.sn, NULL, NULL);
  t.station = pb_call_find_station (call, pb_call_param (call, "stationCode"), error);
  if (t.station == NULL)
    return FALSE;
  t.run = pb_call_find_run (call, leaving.run_no, error);
  if (t.run == NULL)
    return FALSE;
  pb_tracking_note (call, &t);
  if (!pb_tracking_check_route (call, &t, error) || !find_track (call, &t, leaving.sn, &track, error) ||
      !check_data (call, error) || !has_machine_failure (call, &t, track, &failed, error))
    return FALSE;
  result = failed ? PB_RESULT_FAIL : (PbResult) leaving.result;
  before = pb_object_copy (track);
  if (!track_out (call, &t, track, result, leaving.operator_id, error))
    return FALSE;
  pb_call_audit (call, t.unit->id, t.unit->sn, before, track);
  if (result == PB_RESULT_FAIL)
    note_defect (call, &leaving);
  pb_tracking_reply (call, t.unit->status);
  return TRUE;
}
