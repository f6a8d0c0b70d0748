/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-service"

#include "service/pb-tracking-private.h"

#include "domain/pb-fai-rules.h"
#include "service/pb-step-view.h"
#include "service/pb-wash-window.h"

void
pb_tracking_clear (PbTracking *t)
{
  g_clear_pointer (&t->station, pb_object_unref);
  g_clear_pointer (&t->run, pb_object_unref);
  g_clear_pointer (&t->unit, pb_object_unref);
  g_clear_pointer (&t->route, pb_object_unref);
  g_clear_pointer (&t->judgement, pb_judgement_unref);
  g_clear_pointer (&t->window, pb_object_unref);
}

/* ---- Steps and units */

const PbRouteStep *
pb_tracking_step_of (const PbRouteVersion *route, const PbUnit *unit)
{
  return pb_tracking_step_after (route, unit->current_step_no.v - 1);
}

const PbRouteStep *
pb_tracking_step_after (const PbRouteVersion *route, gint64 step_no)
{
  const PbRouteStep *next = NULL;

  for (guint i = 0; i < route->steps->len; i++)
    {
      const PbRouteStep *step = route->steps->pdata[i];

      if (step->step_no.v > step_no && (next == NULL || step->step_no.v < next->step_no.v))
        next = step;
    }
  return next;
}

PbUnit *
pb_tracking_find_unit (PbCall *call, const char *sn, PbRun **run, GError **error)
{
  g_autoptr (PbUnit) unit = pb_call_find (call, &pb_unit_type, "sn", sn, "UNIT_NOT_FOUND", "Unit", error);
  g_autoptr (PbRun) its_run = NULL;
  g_autoptr (GError) failure = NULL;

  if (unit == NULL)
    return NULL;
  if (unit->run_id != NULL)
    its_run = pb_store_get_by (call->store, &pb_run_type, "id", unit->run_id, &failure);
  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return NULL;
    }
  if (its_run != NULL && !pb_call_sees_line (call, its_run->line_id))
    {
      pb_problem_set (error, 404, "UNIT_NOT_FOUND", "Unit %s does not exist", sn);
      return NULL;
    }
  if (run != NULL)
    *run = g_steal_pointer (&its_run);
  return g_steal_pointer (&unit);
}

/* ---- Checks, in the order of the contract */

/* A machine that is broken or being repaired takes nothing in. Whether it is known at all is judged with the
 * preparation of the run, where it can be waived. */
static gboolean
check_machine (PbCall *call, const PbStation *station, GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (PbEquipment) equipment =
    pb_store_get_by (call->store, &pb_equipment_type, "equipment_code", station->code, &failure);
  PbQuery query = { .type = &pb_maintenance_record_type, .limit = 1 };
  g_autoptr (GPtrArray) repairs = NULL;

  if (failure == NULL)
    {
      pb_query_add_text (&query, "entity_type", PB_OP_EQ, "EQUIPMENT");
      pb_query_add_text (&query, "entity_id", PB_OP_EQ, station->code);
      pb_query_add_text (&query, "maintenance_type", PB_OP_EQ, "REPAIR");
      pb_query_add_text (&query, "status", PB_OP_IN, "PENDING,IN_PROGRESS");
      repairs = pb_store_list (call->store, &query, NULL, &failure);
    }
  if (failure != NULL)
    g_propagate_error (error, g_steal_pointer (&failure));
  else if (equipment != NULL && !pb_equipment_is_normal (equipment))
    pb_problem_set (error, 400, "TPM_EQUIPMENT_UNAVAILABLE", "The machine of station %s is in the state %s",
                    station->code, equipment->status);
  else if (repairs->len > 0)
    pb_problem_set (error, 400, "TPM_MAINTENANCE_IN_PROGRESS", "The machine of station %s is being repaired",
                    station->code);
  else
    return TRUE;
  return FALSE;
}

gboolean
pb_tracking_check_route (PbCall *call, PbTracking *t, GError **error)
{
  if (t->run->route_version_id != NULL)
    {
      g_autoptr (GError) failure = NULL;

      t->route = pb_store_load_route_version (call->store, t->run->route_version_id, &failure);
      if (failure != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&failure));
          return FALSE;
        }
    }
  if (t->route == NULL || t->route->status != PB_VERSION_READY)
    {
      pb_problem_set (error, 400, "ROUTE_VERSION_NOT_READY", "Run %s has no route version that is READY",
                      t->run->run_no);
      return FALSE;
    }
  if (g_strcmp0 (t->station->line_id, t->run->line_id) != 0)
    {
      pb_problem_set (error, 400, "STATION_LINE_MISMATCH", "Station %s does not stand on the line of run %s",
                      t->station->code, t->run->run_no);
      return FALSE;
    }
  return TRUE;
}

gboolean
pb_tracking_peek_unit (PbCall *call, PbTracking *t, const char *sn, GError **error)
{
  g_autoptr (GError) failure = NULL;

  t->unit = pb_store_get_by (call->store, &pb_unit_type, "sn", sn, &failure);
  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  if (t->unit == NULL || g_strcmp0 (t->unit->run_id, t->run->id) != 0)
    return TRUE;
  t->step = pb_tracking_step_of (t->route, t->unit);
  return pb_wash_window_find (call, t->unit, &t->window, error);
}

/* Whether the trial unit is on its way to the step that ends the time rule running on it: the board must be washed,
 * whatever has become of the first article and of the preparation meanwhile. */
static gboolean
is_going_to_wash (const PbTracking *t)
{
  const PbRouteStep *wash;

  if (t->window == NULL || t->step == NULL || !t->unit->is_trial.v)
    return FALSE;
  wash = pb_wash_window_next_wash (t->route, t->step->step_no.v);
  return wash != NULL && t->step->step_no.v <= wash->step_no.v;
}

/* In PREP there is only the trial of a first article that is being inspected. */
static gboolean
check_trial (PbCall *call, PbTracking *t, GError **error)
{
  const PbFacts *facts;
  PbFaiStatus status;

  t->trial = TRUE;
  t->judgement = pb_call_judge_id (call, t->run->id, error);
  if (t->judgement == NULL)
    return FALSE;
  facts = t->judgement->facts;
  status = facts->fai != NULL ? (PbFaiStatus) facts->fai->status : PB_FAI_NONE;
  t->fai_id = facts->fai != NULL ? facts->fai->id : NULL;
  if (is_going_to_wash (t))
    return TRUE;
  if (pb_items_status (t->judgement->items, facts, call->policy) != PB_STATUS_PASSED)
    pb_problem_set (error, 400, "READINESS_CHECK_FAILED",
                    "The preparation of %s is not complete: no trial before it is", t->run->run_no);
  else if (status == PB_FAI_PASS)
    pb_problem_set (error, 400, "RUN_NOT_AUTHORIZED", "The first article of %s has passed: authorise the run first",
                    t->run->run_no);
  else if (status != PB_FAI_INSPECTING)
    pb_problem_set (error, 400, "FAI_TRIAL_NOT_READY", "Run %s has no first article that is being inspected",
                    t->run->run_no);
  else
    return TRUE;
  return FALSE;
}

gboolean
pb_tracking_check_run (PbCall *call, PbTracking *t, GError **error)
{
  if (t->run->status == PB_RUN_PREP)
    return check_trial (call, t, error);
  if (t->run->status == PB_RUN_AUTHORIZED || t->run->status == PB_RUN_IN_PROGRESS)
    return TRUE;
  pb_problem_set (error, 400, "RUN_NOT_AUTHORIZED", "Run %s is %s", t->run->run_no,
                  pb_enum_text (&pb_run_statuses, t->run->status));
  return FALSE;
}

static gboolean
check_work_order (PbCall *call, const PbTracking *t, const char *wo_no, GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (PbWorkOrder) order = NULL;

  if (g_strcmp0 (t->run->wo_no, wo_no) != 0)
    {
      pb_problem_set (error, 400, "RUN_WORK_ORDER_MISMATCH", "Run %s does not belong to work order %s", t->run->run_no,
                      wo_no);
      return FALSE;
    }
  order = pb_store_get_by (call->store, &pb_work_order_type, "id", t->run->wo_id, &failure);
  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  if (order == NULL || (order->routing_id == NULL && order->routing_code == NULL))
    {
      pb_problem_set (error, 400, "WORK_ORDER_NO_ROUTING", "Work order %s has no route", wo_no);
      return FALSE;
    }
  return TRUE;
}

gboolean
pb_tracking_check_unit_run (PbCall *call, PbTracking *t, const char *sn, GError **error)
{
  g_clear_pointer (&t->unit, pb_object_unref);
  t->unit = pb_tracking_find_unit (call, sn, NULL, error);
  if (t->unit == NULL)
    return FALSE;
  if (g_strcmp0 (t->unit->wo_id, t->run->wo_id) != 0)
    pb_problem_set (error, 400, "UNIT_WORK_ORDER_MISMATCH", "Unit %s belongs to another work order", sn);
  else if (g_strcmp0 (t->unit->run_id, t->run->id) != 0)
    pb_problem_set (error, 400, "UNIT_RUN_MISMATCH", "Unit %s belongs to another run", sn);
  else
    return TRUE;
  return FALSE;
}

static gboolean
check_unit_state (const PbTracking *t, GError **error)
{
  static const struct
  {
    PbUnitStatus status;
    const char *code, *text;
  } refusals[] = {
    { PB_UNIT_IN_STATION, "UNIT_ALREADY_IN_STATION", "is in a station already" },
    { PB_UNIT_DONE, "UNIT_ALREADY_DONE", "has gone through the whole route" },
    { PB_UNIT_OUT_FAILED, "UNIT_OUT_FAILED", "has failed" },
    { PB_UNIT_SCRAPPED, "UNIT_SCRAPPED", "is scrapped" },
    { PB_UNIT_ON_HOLD, "UNIT_ON_HOLD", "is on hold" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (refusals); i++)
    if (t->unit->status == (int) refusals[i].status)
      {
        pb_problem_set (error, 400, refusals[i].code, "Unit %s %s", t->unit->sn, refusals[i].text);
        return FALSE;
      }
  return TRUE;
}

static gboolean
check_step (PbTracking *t, GError **error)
{
  if (t->route->steps->len == 0)
    {
      pb_problem_set (error, 400, "ROUTING_EMPTY", "The route of run %s has no steps", t->run->run_no);
      return FALSE;
    }
  t->step = pb_tracking_step_of (t->route, t->unit);
  if (t->step != NULL)
    return TRUE;
  pb_problem_set (error, 400, "STEP_MISMATCH",
                  "Unit %s stands at step %" G_GINT64_FORMAT ", which its route does not have", t->unit->sn,
                  t->unit->current_step_no.v);
  return FALSE;
}

/* Sample units may go through every step up to the last one that requires the first article, and on to the step that
 * ends a time rule running on them. */
static gboolean
check_trial_limits (PbCall *call, const PbTracking *t, GError **error)
{
  const PbInspection *fai = t->judgement->facts->fai;
  PbUnitCounts units;

  if (t->step->step_no.v > pb_fai_last_trial_step (t->route) && !is_going_to_wash (t))
    {
      pb_problem_set (error, 400, "FAI_TRIAL_STEP_NOT_ALLOWED",
                      "The trial ends before step %" G_GINT64_FORMAT ": authorise the run first", t->step->step_no.v);
      return FALSE;
    }
  if (t->unit->is_trial.v)
    return TRUE;
  if (!pb_store_count_units (call->store, t->run->id, &units, error))
    return FALSE;
  if (units.trial < fai->sample_qty.v)
    return TRUE;
  pb_problem_set (error, 400, "FAI_TRIAL_LIMIT_REACHED",
                  "The trial has its %" G_GINT64_FORMAT " units already: go on with one of them", fai->sample_qty.v);
  return FALSE;
}

static gboolean
check_station (const PbTracking *t, GError **error)
{
  if (pb_step_view_fits (t->step, t->station))
    return TRUE;
  pb_problem_set (error, 400, "STATION_MISMATCH", "Unit %s goes to %s (step %" G_GINT64_FORMAT "), not to station %s",
                  t->unit->sn, t->step->operation_code, t->step->step_no.v, t->station->code);
  return FALSE;
}

gboolean
pb_tracking_find_open_track (PbCall *call, const PbUnit *unit, PbTrack **track, GError **error)
{
  PbQuery query = { .type = &pb_track_type, .limit = 1 };
  g_autoptr (GPtrArray) tracks = NULL;

  *track = NULL;
  pb_query_add_text (&query, "unit_id", PB_OP_EQ, unit->id);
  pb_query_add_number (&query, "out_at", PB_OP_IS_NULL, 0);
  tracks = pb_store_list (call->store, &query, NULL, error);
  if (tracks != NULL && tracks->len > 0)
    *track = pb_object_ref (tracks->pdata[0]);
  return tracks != NULL;
}

static gboolean
check_no_track (PbCall *call, const PbTracking *t, GError **error)
{
  g_autoptr (PbTrack) track = NULL;

  if (!pb_tracking_find_open_track (call, t->unit, &track, error))
    return FALSE;
  if (track == NULL)
    return TRUE;
  pb_problem_set (error, 400, "ACTIVE_TRACK_EXISTS", "Unit %s has not been tracked out of station %s", t->unit->sn,
                  track->station_code);
  return FALSE;
}

/* ---- The start of production */

/* The first production track-in looks at the gate, waivers still in force. When the authorisation no longer holds, the
 * fall to PREP stays although the track-in is refused. @refused: out: whether it is. */
static gboolean
begin_production (PbCall *call, PbTracking *t, gboolean *refused, GError **error)
{
  const char *code;
  GError *refusal = NULL;

  *refused = FALSE;
  if (t->run->status != PB_RUN_AUTHORIZED)
    return TRUE;
  t->judgement = pb_call_judge_id (call, t->run->id, error);
  if (t->judgement == NULL)
    return FALSE;
  code = pb_gate_withdrawal_code (t->judgement->gate);
  if (code != NULL)
    {
      pb_problem_set (&refusal, 400, code, "The authorisation of %s no longer holds: the run is in PREP again",
                      t->run->run_no);
      *refused = pb_call_refuse_committed (call, refusal);
      return pb_call_withdraw (call, t->judgement, error);
    }
  t->run->status = PB_RUN_IN_PROGRESS;
  t->run->started_at = call->now;
  return pb_call_update_beside (call, t->run, error) &&
         pb_call_end_waivers (call, t->run, "Production has started", error) &&
         pb_call_audit_extra (call, "RUN_START", "RUN", t->run->id, t->run->run_no, NULL, error);
}

/* ---- What a track leaves */

gboolean
pb_tracking_tell (PbCall *call, const PbTracking *t, GError **error)
{
  g_autoptr (PbInspection) fai = NULL;

  pb_call_changed (call, "run", t->run->id);
  if (!pb_call_event (call, "run", t->run->run_no, t->run->id, t->run->version.v, error))
    return FALSE;
  if (t->fai_id == NULL)
    return TRUE;
  fai = pb_call_find (call, &pb_inspection_type, "id", t->fai_id, "FAI_NOT_FOUND", "First article", error);
  return fai != NULL && pb_call_event (call, "fai", t->run->run_no, fai->id, fai->version.v, error);
}

void
pb_tracking_note (PbCall *call, const PbTracking *t)
{
  pb_call_audit_note (call, "runNo", t->run->run_no);
  pb_call_audit_note (call, "stationCode", t->station->code);
}

static int
source_of (const PbStation *station)
{
  return pb_enum_value (&pb_sources, pb_enum_text (&pb_station_types, station->station_type));
}

static gboolean
track_in (PbCall *call, PbTracking *t, GError **error)
{
  g_autoptr (PbTrack) track = pb_object_new (&pb_track_type);

  track->id = pb_id_new ();
  track->unit_id = g_strdup (t->unit->id);
  track->run_id = g_strdup (t->run->id);
  track->sn = g_strdup (t->unit->sn);
  track->step_no = t->step->step_no;
  track->station_code = g_strdup (t->station->code);
  track->source = source_of (t->station);
  track->in_at = call->now;
  track->operator_id = g_strdup (pb_call_actor (call)->id);
  track->fai_id = g_strdup (t->fai_id);
  t->unit->status = PB_UNIT_IN_STATION;
  t->unit->current_step_no = t->step->step_no;
  if (t->trial)
    t->unit->is_trial = PB_BOOL (TRUE);
  return pb_call_insert (call, track, "ACTIVE_TRACK_EXISTS", error) && pb_call_update (call, t->unit, NULL, error) &&
         (!pb_wash_window_is_wash (t->step) || pb_wash_window_end (call, t->unit, error)) &&
         pb_tracking_tell (call, t, error);
}

void
pb_tracking_reply (PbCall *call, int status)
{
  pb_writer_begin_object (call->out);
  pb_writer_member_string (call->out, "status", pb_enum_text (&pb_unit_statuses, status));
  pb_writer_end_object (call->out);
}

const PbMember pb_tracking_answers[] = {
  { "status", PB_VALUE_ENUM, PB_MUST, .values = &pb_unit_statuses },
  { NULL },
};

const PbMember pb_tracking_in_members[] = {
  { "sn", PB_VALUE_TEXT, PB_MUST, .max = 120 },
  { "woNo", PB_VALUE_TEXT, PB_MUST, .max = 64 },
  { "runNo", PB_VALUE_TEXT, PB_MUST, .max = 120 },
  { NULL },
};

gboolean
pb_tracking_in (PbCall *call, GError **error)
{
  g_auto (PbTracking) t = { NULL };
  g_autofree char *sn = NULL, *wo_no = NULL, *run_no = NULL;
  gboolean refused;

  if (!pb_call_body_text (call, "sn", TRUE, 120, NULL, &sn, error) ||
      !pb_call_body_text (call, "woNo", TRUE, 64, NULL, &wo_no, error) ||
      !pb_call_body_text (call, "runNo", TRUE, 120, NULL, &run_no, error))
    return FALSE;
  pb_call_audit (call, NULL, sn, NULL, NULL);
  t.station = pb_call_find_station (call, pb_call_param (call, "stationCode"), error);
  if (t.station == NULL || !check_machine (call, t.station, error))
    return FALSE;
  t.run = pb_call_find_run (call, run_no, error);
  if (t.run == NULL)
    return FALSE;
  pb_tracking_note (call, &t);
  if (!pb_tracking_check_route (call, &t, error) || !pb_tracking_peek_unit (call, &t, sn, error) ||
      !pb_tracking_check_run (call, &t, error) || !check_work_order (call, &t, wo_no, error) ||
      !pb_tracking_check_unit_run (call, &t, sn, error) || !check_unit_state (&t, error) || !check_step (&t, error) ||
      (t.trial && !check_trial_limits (call, &t, error)) || !check_station (&t, error) ||
      !check_no_track (call, &t, error) || !begin_production (call, &t, &refused, error))
    return FALSE;
  pb_call_audit (call, t.unit->id, sn, NULL, NULL);
  if (refused)
    return TRUE;
  if (!track_in (call, &t, error))
    return FALSE;
  pb_tracking_reply (call, t.unit->status);
  return TRUE;
}
