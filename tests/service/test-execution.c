/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "pb-plant-fixture.h"

/* Units entering and leaving stations, over the service as a whole. */

#define IN(sn)          "{'sn':'" sn "','woNo':'WO-A','runNo':'RUN-A'}"
#define OUT(sn, result) "{'sn':'" sn "','runNo':'RUN-A','result':'" result "'}"

static void
track_in (PlantFixture *f, const char *station, const char *body, int status, const char *code)
{
  g_autofree char *path = g_strdup_printf ("/api/stations/%s/track-in", station);

  plant_check (f, "operator", "POST", path, body, status, code);
  plant_wait (f, PB_SECOND);
}

static void
track_out (PlantFixture *f, const char *station, const char *body, int status, const char *code)
{
  g_autofree char *path = g_strdup_printf ("/api/stations/%s/track-out", station);

  plant_check (f, "operator", "POST", path, body, status, code);
  plant_wait (f, PB_SECOND);
}

static PbUnit *
unit_of (PlantFixture *f, const char *sn)
{
  return plant_get (f, &pb_unit_type, "sn", sn);
}

static void
set_unit (PlantFixture *f, const char *sn, int status, gint64 step)
{
  g_autoptr (PbUnit) unit = unit_of (f, sn);

  unit->status = status;
  unit->current_step_no = PB_INT (step);
  plant_update (f, unit);
}

static void
set_run (PlantFixture *f, int status)
{
  g_autoptr (PbRun) run = plant_get (f, &pb_run_type, "run_no", "RUN-A");

  run->status = status;
  run->version.v += 1;
  plant_update (f, run);
  plant_wait (f, PB_MINUTE);
}

static void
set_machine (PlantFixture *f, const char *code, const char *status)
{
  g_autoptr (PbEquipment) machine = plant_get (f, &pb_equipment_type, "equipment_code", code);

  pb_set_string (&machine->status, status);
  plant_update (f, machine);
}

/* A run that may produce whatever its first article: no step requires one. */
static void
let_produce (PlantFixture *f)
{
  for (int i = 1; i <= 2; i++)
    {
      g_autofree char *id = g_strdup_printf ("step-1-%d", i);
      g_autoptr (PbRouteStep) step = plant_get (f, &pb_route_step_type, "id", id);

      step->requires_fai = PB_BOOL (FALSE);
      plant_update (f, step);
    }
  set_run (f, PB_RUN_AUTHORIZED);
}

static char *
start_fai (PlantFixture *f, int sample)
{
  g_autofree char *body = g_strdup_printf ("{'sampleQty':%d}", sample);
  g_autoptr (PlantAnswer) answer = plant_expect (f, "quality", "POST", "/api/fai/run/RUN-A", body, 201, NULL);
  g_autofree char *path = g_strdup_printf ("/api/fai/%s/start", plant_text (answer, "data.id"));

  plant_wait (f, PB_MINUTE);
  plant_check (f, "quality", "POST", path, NULL, 200, NULL);
  plant_wait (f, PB_MINUTE);
  return g_strdup (plant_text (answer, "data.id"));
}

static void
insert_wash_rule (PlantFixture *f)
{
  g_autoptr (PbTimeRule) rule = pb_object_new (&pb_time_rule_type);

  rule->id = g_strdup ("rule-wash");
  rule->code = g_strdup ("WASH_4H");
  rule->name = g_strdup ("Wash within 4 h");
  rule->rule_type = PB_RULE_WASH_TIME_LIMIT;
  rule->duration_minutes = PB_INT (240);
  rule->warning_minutes = PB_INT (30);
  rule->start_event = g_strdup ("TRACK_OUT");
  rule->end_event = g_strdup ("TRACK_IN");
  rule->scope = PB_SCOPE_GLOBAL;
  rule->is_waivable = PB_BOOL (TRUE);
  rule->is_active = PB_BOOL (TRUE);
  plant_insert (f, rule);
}

/* ---- Stations */

static void
test_stations (PlantFixture *f, gconstpointer data)
{
  g_autoptr (PlantAnswer) mine = plant_expect (f, "operator", "GET", "/api/stations", NULL, 200, NULL);
  g_autoptr (PlantAnswer) theirs = plant_expect (f, "operator-b", "GET", "/api/stations", NULL, 200, NULL);
  g_autoptr (PlantAnswer) groups = plant_expect (f, "engineer", "GET", "/api/stations/groups", NULL, 200, NULL);

  g_assert_cmpint (plant_length (mine, "items"), ==, 5);
  g_assert_cmpstr (plant_text (mine, "items[0].code"), ==, "AOI-A");
  g_assert_cmpstr (plant_text (mine, "items[0].stationType"), ==, "TEST");
  g_assert_cmpstr (plant_text (mine, "items[0].line.code"), ==, "LINE-A");
  g_assert_cmpint (plant_length (theirs, "items"), ==, 1);
  g_assert_cmpint (plant_length (groups, "items"), ==, 0);
  plant_check (f, "trace", "GET", "/api/stations", NULL, 403, "FORBIDDEN");
  plant_check (f, "operator", "GET", "/api/stations/groups", NULL, 403, "FORBIDDEN");
  plant_check (f, NULL, "GET", "/api/stations", NULL, 401, "UNAUTHORIZED");
}

static void
assert_units_at (PlantFixture *f, const char *station, gint64 total)
{
  g_autofree char *path = g_strconcat ("/api/runs/RUN-A/units?stationCode=", station, NULL);
  g_autoptr (PlantAnswer) units = plant_expect (f, "supervisor", "GET", path, NULL, 200, NULL);

  g_assert_cmpint (plant_int (units, "data.total"), ==, total);
  g_assert_cmpint (plant_length (units, "data.items"), ==, total);
}

static void
test_queue (PlantFixture *f, gconstpointer data)
{
  g_autoptr (PlantAnswer) prep = plant_expect (f, "operator", "GET", "/api/stations/PRN-A/queue", NULL, 200, NULL);
  g_autoptr (PlantAnswer) queue = NULL;
  g_autoptr (PlantAnswer) oven = NULL;
  g_autofree char *fai = NULL;

  /* Nothing moves in PREP but a trial. */
  g_assert_cmpint (plant_length (prep, "queue"), ==, 0);
  g_assert_cmpstr (plant_text (prep, "station.code"), ==, "PRN-A");
  fai = start_fai (f, 1);
  track_in (f, "PRN-A", IN ("SN-A-0002"), 200, NULL);
  queue = plant_expect (f, "operator", "GET", "/api/stations/PRN-A/queue", NULL, 200, NULL);
  g_assert_cmpint (plant_length (queue, "queue"), ==, 3);
  for (int i = 0; i < 3; i++)
    {
      g_autofree char *sn = g_strdup_printf ("queue[%d].sn", i);
      g_autofree char *status = g_strdup_printf ("queue[%d].status", i);
      g_autofree char *in_at = g_strdup_printf ("queue[%d].inAt", i);
      gboolean is_in = strcmp (plant_text (queue, sn), "SN-A-0002") == 0;

      g_assert_cmpstr (plant_text (queue, status), ==, is_in ? "IN_STATION" : "QUEUED");
      g_assert_cmpint (plant_text (queue, in_at) != NULL, ==, is_in);
    }
  g_assert_cmpstr (plant_text (queue, "queue[0].currentStep.operationCode"), ==, "PRINT");
  g_assert_cmpstr (plant_text (queue, "queue[0].nextStep.operationCode"), ==, "REFLOW");
  g_assert_cmpstr (plant_text (queue, "queue[0].currentStep.stationCodes[0]"), ==, "PRN-A");
  /* The units of the run that a station can do next. */
  assert_units_at (f, "PRN-A", 3);
  assert_units_at (f, "OVEN-A", 0);
  assert_units_at (f, "PRN-B", 0);
  g_assert_cmpstr (plant_text (queue, "queue[0].runNo"), ==, "RUN-A");
  oven = plant_expect (f, "operator", "GET", "/api/stations/OVEN-A/queue", NULL, 200, NULL);
  g_assert_cmpint (plant_length (oven, "queue"), ==, 0);
  plant_check (f, "operator", "GET", "/api/stations/NONE/queue", NULL, 404, "STATION_NOT_FOUND");
  plant_check (f, "operator-b", "GET", "/api/stations/PRN-A/queue", NULL, 404, "STATION_NOT_FOUND");
}

static void
test_units (PlantFixture *f, gconstpointer data)
{
  g_autoptr (PlantAnswer) unit =
    plant_expect (f, "operator", "GET", "/api/stations/resolve-unit/SN-A-0001", NULL, 200, NULL);
  g_autoptr (PlantAnswer) specs =
    plant_expect (f, "operator", "GET", "/api/stations/PRN-A/unit/SN-A-0001/data-specs", NULL, 200, NULL);

  g_assert_cmpstr (plant_text (unit, "data.woNo"), ==, "WO-A");
  g_assert_cmpstr (plant_text (unit, "data.runNo"), ==, "RUN-A");
  g_assert_cmpint (plant_length (specs, "data.specs"), ==, 0);
  g_assert_cmpint (plant_int (specs, "data.stepNo"), ==, 1);
  g_assert_cmpstr (plant_text (specs, "data.operationCode"), ==, "PRINT");
  plant_check (f, "operator", "GET", "/api/stations/resolve-unit/NONE", NULL, 404, "UNIT_NOT_FOUND");
  plant_check (f, "operator-b", "GET", "/api/stations/resolve-unit/SN-A-0001", NULL, 404, "UNIT_NOT_FOUND");
  plant_check (f, "operator", "GET", "/api/stations/NONE/unit/SN-A-0001/data-specs", NULL, 404, "STATION_NOT_FOUND");
  plant_check (f, "operator", "GET", "/api/stations/PRN-A/unit/NONE/data-specs", NULL, 404, "UNIT_NOT_FOUND");
  plant_check (f, "engineer", "GET", "/api/stations/resolve-unit/SN-A-0001", NULL, 403, "FORBIDDEN");
}

/* ---- Track-in refused, in the order of the contract */

static void
test_in_refused (PlantFixture *f, gconstpointer data)
{
  g_autoptr (PbMaintenanceRecord) repair = pb_object_new (&pb_maintenance_record_type);
  g_autoptr (PbRouteVersion) version = plant_get (f, &pb_route_version_type, "id", "version-RT-A");
  g_autoptr (PbWorkOrder) order = plant_get (f, &pb_work_order_type, "wo_no", "WO-A");
  g_autoptr (GError) error = NULL;

  let_produce (f);
  track_in (f, "PRN-A", "{'sn':'SN-A-0001','woNo':'WO-A'}", 422, "VALIDATION_FAILED");
  track_in (f, "NONE", IN ("SN-A-0001"), 404, "STATION_NOT_FOUND");
  track_in (f, "PRN-B", IN ("SN-A-0001"), 404, "STATION_NOT_FOUND");
  plant_check (f, "engineer", "POST", "/api/stations/PRN-A/track-in", IN ("SN-A-0001"), 403, "FORBIDDEN");

  set_machine (f, "PRN-A", "broken");
  track_in (f, "PRN-A", IN ("SN-A-0001"), 400, "TPM_EQUIPMENT_UNAVAILABLE");
  set_machine (f, "PRN-A", "normal");
  repair->id = g_strdup ("repair-1");
  repair->line_id = g_strdup ("id-LINE-A");
  repair->entity_type = PB_MAINTAINED_EQUIPMENT;
  repair->entity_id = g_strdup ("PRN-A");
  repair->maintenance_type = pb_enum_value (&pb_maintenance_types, "REPAIR");
  repair->status = PB_MAINTENANCE_PENDING;
  repair->description = g_strdup ("squeaks");
  repair->reported_at = f->now;
  repair->reported_by = g_strdup ("operator");
  plant_insert (f, repair);
  track_in (f, "PRN-A", IN ("SN-A-0001"), 400, "TPM_MAINTENANCE_IN_PROGRESS");
  repair->status = PB_MAINTENANCE_COMPLETED;
  plant_update (f, repair);

  track_in (f, "PRN-A", "{'sn':'SN-A-0001','woNo':'WO-A','runNo':'NONE'}", 404, "RUN_NOT_FOUND");
  track_in (f, "PRN-A", "{'sn':'SN-B-0001','woNo':'WO-B','runNo':'RUN-B'}", 404, "RUN_NOT_FOUND");
  version->status = PB_VERSION_INVALID;
  plant_update (f, version);
  track_in (f, "PRN-A", IN ("SN-A-0001"), 400, "ROUTE_VERSION_NOT_READY");
  version->status = PB_VERSION_READY;
  plant_update (f, version);
  set_run (f, PB_RUN_COMPLETED);
  track_in (f, "PRN-A", IN ("SN-A-0001"), 400, "RUN_NOT_AUTHORIZED");
  set_run (f, PB_RUN_AUTHORIZED);
  track_in (f, "PRN-A", "{'sn':'SN-A-0001','woNo':'WO-B','runNo':'RUN-A'}", 400, "RUN_WORK_ORDER_MISMATCH");
  pb_set_string (&order->routing_id, NULL);
  pb_set_string (&order->routing_code, NULL);
  plant_update (f, order);
  track_in (f, "PRN-A", IN ("SN-A-0001"), 400, "WORK_ORDER_NO_ROUTING");
  pb_set_string (&order->routing_code, "RT-A");
  plant_update (f, order);
  track_in (f, "PRN-A", IN ("NONE"), 404, "UNIT_NOT_FOUND");
  /* A unit of a line out of sight does not exist. */
  track_in (f, "PRN-A", IN ("SN-B-0001"), 404, "UNIT_NOT_FOUND");

  set_unit (f, "SN-A-0001", PB_UNIT_IN_STATION, 1);
  track_in (f, "PRN-A", IN ("SN-A-0001"), 400, "UNIT_ALREADY_IN_STATION");
  set_unit (f, "SN-A-0001", PB_UNIT_DONE, 5);
  track_in (f, "PRN-A", IN ("SN-A-0001"), 400, "UNIT_ALREADY_DONE");
  set_unit (f, "SN-A-0001", PB_UNIT_OUT_FAILED, 1);
  track_in (f, "PRN-A", IN ("SN-A-0001"), 400, "UNIT_OUT_FAILED");
  set_unit (f, "SN-A-0001", PB_UNIT_SCRAPPED, 1);
  track_in (f, "PRN-A", IN ("SN-A-0001"), 400, "UNIT_SCRAPPED");
  set_unit (f, "SN-A-0001", PB_UNIT_ON_HOLD, 1);
  track_in (f, "PRN-A", IN ("SN-A-0001"), 400, "UNIT_ON_HOLD");
  set_unit (f, "SN-A-0001", PB_UNIT_QUEUED, 9);
  track_in (f, "PRN-A", IN ("SN-A-0001"), 400, "STEP_MISMATCH");
  set_unit (f, "SN-A-0001", PB_UNIT_QUEUED, 1);
  track_in (f, "OVEN-A", IN ("SN-A-0001"), 400, "STATION_MISMATCH");
  /* None of them has started production. */
  {
    g_autoptr (PbRun) run = plant_get (f, &pb_run_type, "run_no", "RUN-A");

    g_assert_cmpint (run->status, ==, PB_RUN_AUTHORIZED);
  }

  {
    g_autoptr (PbTrack) track = pb_object_new (&pb_track_type);
    g_autoptr (PbUnit) unit = unit_of (f, "SN-A-0001");

    track->id = g_strdup ("left-open");
    track->unit_id = g_strdup (unit->id);
    track->station_code = g_strdup ("PRN-A");
    track->sn = g_strdup (unit->sn);
    track->step_no = PB_INT (1);
    track->in_at = f->now;
    plant_insert (f, track);
    track_in (f, "PRN-A", IN ("SN-A-0001"), 400, "ACTIVE_TRACK_EXISTS");
  }
  for (int i = 1; i <= 5; i++)
    {
      g_autofree char *id = g_strdup_printf ("step-1-%d", i);

      pb_store_delete (f->store, &pb_route_step_type, id, &error);
      g_assert_no_error (error);
    }
  track_in (f, "PRN-A", IN ("SN-A-0002"), 400, "ROUTING_EMPTY");
}

/* Of somebody who sees both lines. */
static void
test_in_mismatch (PlantFixture *f, gconstpointer data)
{
  g_autoptr (PbUnit) unit = NULL;

  let_produce (f);
  plant_check (f, "quality", "POST", "/api/stations/PRN-B/track-in", IN ("SN-A-0001"), 400, "STATION_LINE_MISMATCH");
  plant_check (f, "quality", "POST", "/api/stations/PRN-A/track-in", IN ("SN-B-0001"), 400, "UNIT_WORK_ORDER_MISMATCH");
  unit = unit_of (f, "SN-B-0001");
  pb_set_string (&unit->wo_id, "id-WO-A");
  plant_update (f, unit);
  plant_check (f, "quality", "POST", "/api/stations/PRN-A/track-in", IN ("SN-B-0001"), 400, "UNIT_RUN_MISMATCH");
}

/* ---- The trial */

static void
test_trial (PlantFixture *f, gconstpointer data)
{
  g_autofree char *fai = NULL;
  g_autoptr (PbUnit) unit = NULL;
  g_autoptr (PbRun) run = NULL;
  g_autoptr (PbTrack) row = NULL;

  track_in (f, "PRN-A", IN ("SN-A-0001"), 400, "FAI_TRIAL_NOT_READY");
  set_machine (f, "AOI-A", "broken");
  track_in (f, "PRN-A", IN ("SN-A-0001"), 400, "READINESS_CHECK_FAILED");
  set_machine (f, "AOI-A", "normal");
  fai = start_fai (f, 1);
  track_in (f, "PRN-A", IN ("SN-A-0001"), 200, NULL);
  unit = unit_of (f, "SN-A-0001");
  g_assert_true (unit->is_trial.v);
  row = plant_get (f, &pb_track_type, "sn", "SN-A-0001");
  g_assert_cmpstr (row->fai_id, ==, fai);
  g_assert_cmpstr (row->operator_id, ==, "user-operator");
  /* One sample unit only; it goes on to the last step that requires the first article, and no farther. */
  track_in (f, "PRN-A", IN ("SN-A-0002"), 400, "FAI_TRIAL_LIMIT_REACHED");
  track_out (f, "PRN-A", OUT ("SN-A-0001", "PASS"), 200, NULL);
  track_in (f, "OVEN-A", IN ("SN-A-0001"), 200, NULL);
  track_out (f, "OVEN-A", OUT ("SN-A-0001", "PASS"), 200, NULL);
  track_in (f, "AOI-A", IN ("SN-A-0001"), 400, "FAI_TRIAL_STEP_NOT_ALLOWED");
  run = plant_get (f, &pb_run_type, "run_no", "RUN-A");
  g_assert_cmpint (run->status, ==, PB_RUN_PREP);

  {
    g_autoptr (PbInspection) passed = plant_get (f, &pb_inspection_type, "id", fai);

    passed->status = PB_FAI_PASS;
    plant_update (f, passed);
  }
  track_in (f, "PRN-A", IN ("SN-A-0002"), 400, "RUN_NOT_AUTHORIZED");
}

/* The trial unit is washed in time although its first article needs neither AOI nor wash. */
static void
test_wash (PlantFixture *f, gconstpointer data)
{
  g_autofree char *fai = NULL;
  g_autoptr (PbTimeWindow) window = NULL;
  g_autoptr (PbTimeWindow) ended = NULL;

  insert_wash_rule (f);
  fai = start_fai (f, 1);
  track_in (f, "PRN-A", IN ("SN-A-0001"), 200, NULL);
  track_out (f, "PRN-A", OUT ("SN-A-0001", "PASS"), 200, NULL);
  g_assert_cmpint (plant_count (f, &pb_time_window_type, "entity_id", "SN-A-0001"), ==, 0);
  track_in (f, "OVEN-A", IN ("SN-A-0001"), 200, NULL);
  track_out (f, "OVEN-A", OUT ("SN-A-0001", "PASS"), 200, NULL);
  window = plant_get (f, &pb_time_window_type, "entity_id", "SN-A-0001");
  g_assert_cmpint (window->status, ==, PB_WINDOW_ACTIVE);
  g_assert_cmpstr (window->entity_type, ==, "UNIT");
  g_assert_cmpint (window->expires_at - window->started_at, ==, 4 * PB_HOUR);
  g_assert_cmpint (window->expires_at - window->warning_at, ==, 30 * PB_MINUTE);
  track_in (f, "AOI-A", IN ("SN-A-0001"), 200, NULL);
  track_out (f, "AOI-A", OUT ("SN-A-0001", "PASS"), 200, NULL);
  /* Only one window: the board has been waiting since reflow. */
  g_assert_cmpint (plant_count (f, &pb_time_window_type, "entity_id", "SN-A-0001"), ==, 1);
  /* Too late, and with the preparation failing for it: washed it must be all the same. */
  plant_wait (f, 5 * PB_HOUR);
  track_in (f, "WASH-A", IN ("SN-A-0001"), 200, NULL);
  ended = plant_get (f, &pb_time_window_type, "entity_id", "SN-A-0001");
  g_assert_cmpint (ended->status, ==, PB_WINDOW_COMPLETED);
  g_assert_cmpint (ended->completed_at, >, ended->expires_at);
  track_out (f, "WASH-A", OUT ("SN-A-0001", "PASS"), 200, NULL);
  track_in (f, "PACK-A", IN ("SN-A-0001"), 400, "FAI_TRIAL_STEP_NOT_ALLOWED");
}

/* What is being washed comes out again, though the first article that it was made for has been cancelled. */
static void
test_wash_after_cancel (PlantFixture *f, gconstpointer data)
{
  g_autofree char *fai = NULL, *cancel = NULL;

  insert_wash_rule (f);
  fai = start_fai (f, 1);
  track_in (f, "PRN-A", IN ("SN-A-0001"), 200, NULL);
  track_out (f, "PRN-A", OUT ("SN-A-0001", "PASS"), 200, NULL);
  track_in (f, "OVEN-A", IN ("SN-A-0001"), 200, NULL);
  track_out (f, "OVEN-A", OUT ("SN-A-0001", "PASS"), 200, NULL);
  track_in (f, "AOI-A", IN ("SN-A-0001"), 200, NULL);
  track_out (f, "AOI-A", OUT ("SN-A-0001", "PASS"), 200, NULL);
  cancel = g_strdup_printf ("/api/fai/%s/cancel", fai);
  plant_check (f, "quality", "POST", cancel, "{'reason':'Wrong revision'}", 200, NULL);
  track_in (f, "WASH-A", IN ("SN-A-0001"), 200, NULL);
  track_out (f, "WASH-A", OUT ("SN-A-0001", "PASS"), 200, NULL);
}

/* Without a rule there is no window, nor for a unit that failed. */
static void
test_no_window (PlantFixture *f, gconstpointer data)
{
  let_produce (f);
  track_in (f, "PRN-A", IN ("SN-A-0001"), 200, NULL);
  track_out (f, "PRN-A", OUT ("SN-A-0001", "PASS"), 200, NULL);
  track_in (f, "OVEN-A", IN ("SN-A-0001"), 200, NULL);
  track_out (f, "OVEN-A", OUT ("SN-A-0001", "PASS"), 200, NULL);
  g_assert_cmpint (plant_count (f, &pb_time_window_type, "entity_id", "SN-A-0001"), ==, 0);
  insert_wash_rule (f);
  set_unit (f, "SN-A-0002", PB_UNIT_QUEUED, 2);
  track_in (f, "OVEN-A", IN ("SN-A-0002"), 200, NULL);
  track_out (f, "OVEN-A", OUT ("SN-A-0002", "FAIL"), 200, NULL);
  g_assert_cmpint (plant_count (f, &pb_time_window_type, "entity_id", "SN-A-0002"), ==, 0);
}

/* ---- Production */

static void
insert_waiver (PlantFixture *f)
{
  g_autoptr (PbWaiver) waiver = pb_object_new (&pb_waiver_type);

  waiver->id = g_strdup ("waiver-1");
  waiver->run_id = g_strdup ("id-RUN-A");
  waiver->run_no = g_strdup ("RUN-A");
  waiver->item_type = PB_ITEM_EQUIPMENT;
  waiver->item_key = g_strdup ("AOI-A");
  waiver->item_id = g_strdup ("item");
  waiver->status = PB_WAIVER_APPROVED;
  waiver->reason = g_strdup ("measured by hand");
  waiver->approved_at = waiver->from_at = waiver->requested_at = f->now;
  waiver->until = f->now + 20 * PB_HOUR;
  waiver->version = PB_INT (1);
  plant_insert (f, waiver);
}

static void
test_production (PlantFixture *f, gconstpointer data)
{
  g_autoptr (PbRun) run = NULL;
  g_autoptr (PbWaiver) waiver = NULL;
  g_autoptr (PbUnit) unit = NULL;

  let_produce (f);
  insert_waiver (f);
  track_in (f, "PRN-A", IN ("SN-A-0001"), 200, NULL);
  run = plant_get (f, &pb_run_type, "run_no", "RUN-A");
  g_assert_cmpint (run->status, ==, PB_RUN_IN_PROGRESS);
  g_assert_cmpint (run->started_at, !=, 0);
  waiver = plant_get (f, &pb_waiver_type, "id", "waiver-1");
  g_assert_cmpint (waiver->status, ==, PB_WAIVER_EXPIRED);
  g_assert_cmpstr (waiver->end_reason, ==, "Production has started");
  unit = unit_of (f, "SN-A-0001");
  g_assert_false (unit->is_trial.v);
  /* Later ones do not ask again. */
  set_machine (f, "AOI-A", "broken");
  track_in (f, "PRN-A", IN ("SN-A-0002"), 200, NULL);
}

static void
test_withdrawn (PlantFixture *f, gconstpointer data)
{
  g_autoptr (PbRun) run = NULL;
  g_autoptr (PbUnit) unit = NULL;

  let_produce (f);
  set_machine (f, "AOI-A", "broken");
  track_in (f, "PRN-A", IN ("SN-A-0001"), 400, "READINESS_CHECK_FAILED");
  /* Refused, and the fall to PREP stays. */
  run = plant_get (f, &pb_run_type, "run_no", "RUN-A");
  g_assert_cmpint (run->status, ==, PB_RUN_PREP);
  g_assert_cmpint (run->started_at, ==, 0);
  g_assert_nonnull (run->end_reason);
  unit = unit_of (f, "SN-A-0001");
  g_assert_cmpint (unit->status, ==, PB_UNIT_QUEUED);
  g_assert_cmpint (plant_count (f, &pb_track_type, "sn", "SN-A-0001"), ==, 0);
  g_assert_cmpint (plant_count (f, &pb_audit_row_type, "action", "RUN_WITHDRAW"), ==, 1);
  g_assert_cmpint (plant_count (f, &pb_audit_row_type, "error_code", "READINESS_CHECK_FAILED"), ==, 1);
}

/* The first article is asked for at the start of production as at the authorisation. */
static void
test_withdrawn_fai (PlantFixture *f, gconstpointer data)
{
  g_autoptr (PbRun) run = NULL;

  set_run (f, PB_RUN_AUTHORIZED);
  track_in (f, "PRN-A", IN ("SN-A-0001"), 400, "FAI_NOT_PASSED");
  run = plant_get (f, &pb_run_type, "run_no", "RUN-A");
  g_assert_cmpint (run->status, ==, PB_RUN_PREP);
}

/* Also where an authorisation only warns before production. */
static void
test_withdrawn_by_switch (PlantFixture *f, gconstpointer data)
{
  g_autoptr (PbRun) run = NULL;

  plant_set_policy (f, "authorisation.withdraws", "false");
  let_produce (f);
  set_machine (f, "AOI-A", "broken");
  track_in (f, "PRN-A", IN ("SN-A-0001"), 400, "READINESS_CHECK_FAILED");
  run = plant_get (f, &pb_run_type, "run_no", "RUN-A");
  g_assert_cmpint (run->status, ==, PB_RUN_PREP);
}

/* ---- Track-out */

static void
test_out (PlantFixture *f, gconstpointer data)
{
  g_autoptr (PbUnit) unit = NULL;
  g_autoptr (PbUnit) failed = NULL;
  g_autoptr (PbTrack) track = NULL;
  g_autoptr (PlantAnswer) done = NULL;

  let_produce (f);
  track_in (f, "PRN-A", IN ("SN-A-0001"), 200, NULL);
  /* The machine breaks while the unit is in it: it comes out all the same. */
  set_machine (f, "PRN-A", "broken");
  track_out (f, "PRN-A", "{'sn':'SN-A-0001','runNo':'RUN-A','result':'PASS','operatorId':'night shift','data':[]}", 200,
             NULL);
  set_machine (f, "PRN-A", "normal");
  unit = unit_of (f, "SN-A-0001");
  g_assert_cmpint (unit->status, ==, PB_UNIT_QUEUED);
  g_assert_cmpint (unit->current_step_no.v, ==, 2);
  track = plant_get (f, &pb_track_type, "sn", "SN-A-0001");
  g_assert_cmpstr (track->operator_id, ==, "night shift");
  g_assert_cmpint (track->result, ==, PB_RESULT_PASS);
  g_assert_cmpint (track->source, ==, PB_SOURCE_AUTO);

  track_in (f, "PRN-A", IN ("SN-A-0002"), 200, NULL);
  track_out (f, "PRN-A", "{'sn':'SN-A-0002','runNo':'RUN-A','result':'FAIL','defectCode':'BRIDGE'}", 200, NULL);
  failed = unit_of (f, "SN-A-0002");
  g_assert_cmpint (failed->status, ==, PB_UNIT_OUT_FAILED);

  set_unit (f, "SN-A-0001", PB_UNIT_QUEUED, 5);
  track_in (f, "PACK-A", IN ("SN-A-0001"), 200, NULL);
  done = plant_expect (f, "operator", "POST", "/api/stations/PACK-A/track-out", OUT ("SN-A-0001", "PASS"), 200, NULL);
  g_assert_cmpstr (plant_text (done, "data.status"), ==, "DONE");
}

static void
test_out_refused (PlantFixture *f, gconstpointer data)
{
  g_autoptr (PbRouteVersion) version = plant_get (f, &pb_route_version_type, "id", "version-RT-A");
  g_autofree char *fai = NULL;

  track_out (f, "PRN-A", "{'sn':'SN-A-0001','runNo':'RUN-A'}", 422, "VALIDATION_FAILED");
  track_out (f, "PRN-A", OUT ("SN-A-0001", "OK"), 422, "VALIDATION_FAILED");
  plant_check (f, "engineer", "POST", "/api/stations/PRN-A/track-out", OUT ("SN-A-0001", "PASS"), 403, "FORBIDDEN");
  track_out (f, "NONE", OUT ("SN-A-0001", "PASS"), 404, "STATION_NOT_FOUND");
  track_out (f, "PRN-A", "{'sn':'SN-A-0001','runNo':'NONE','result':'PASS'}", 404, "RUN_NOT_FOUND");
  plant_check (f, "quality", "POST", "/api/stations/PRN-B/track-out", OUT ("SN-A-0001", "PASS"), 400,
               "STATION_LINE_MISMATCH");
  version->status = PB_VERSION_INVALID;
  plant_update (f, version);
  track_out (f, "PRN-A", OUT ("SN-A-0001", "PASS"), 400, "ROUTE_VERSION_NOT_READY");
  version->status = PB_VERSION_READY;
  plant_update (f, version);
  track_out (f, "PRN-A", OUT ("SN-A-0001", "PASS"), 400, "FAI_TRIAL_NOT_READY");
  fai = start_fai (f, 1);
  track_out (f, "PRN-A", OUT ("SN-A-0001", "PASS"), 400, "TRACK_NOT_FOUND");
  track_out (f, "PRN-A", OUT ("NONE", "PASS"), 404, "UNIT_NOT_FOUND");
  track_in (f, "PRN-A", IN ("SN-A-0001"), 200, NULL);
  track_out (f, "OVEN-A", OUT ("SN-A-0001", "PASS"), 400, "TRACK_NOT_FOUND");
  track_out (f, "PRN-A", "{'sn':'SN-A-0001','runNo':'RUN-A','result':'PASS','data':7}", 422, "VALIDATION_FAILED");
  track_out (f, "PRN-A", "{'sn':'SN-A-0001','runNo':'RUN-A','result':'PASS','data':[{'specName':'x'}]}", 400,
             "DATA_SPEC_NOT_FOUND");
  plant_check (f, "quality", "POST", "/api/stations/PRN-A/track-out", OUT ("SN-B-0001", "PASS"), 400,
               "UNIT_WORK_ORDER_MISMATCH");
  /* The first article may be over meanwhile: the unit must not stay in the machine for it. */
  {
    g_autofree char *path = g_strdup_printf ("/api/fai/%s/cancel", fai);

    plant_check (f, "quality", "POST", path, "{'reason':'wrong board'}", 200, NULL);
  }
  track_out (f, "PRN-A", OUT ("SN-A-0001", "PASS"), 200, NULL);
  set_run (f, PB_RUN_COMPLETED);
  track_out (f, "PRN-A", OUT ("SN-A-0001", "PASS"), 400, "RUN_NOT_AUTHORIZED");
}

/* With the last unit of the plan the run is complete. */
static void
test_completed (PlantFixture *f, gconstpointer data)
{
  g_autoptr (PbRun) run = plant_get (f, &pb_run_type, "run_no", "RUN-A");
  g_autoptr (PbRun) going = NULL;
  g_autoptr (PbRun) complete = NULL;

  run->plan_qty = PB_INT (3);
  plant_update (f, run);
  let_produce (f);
  for (int i = 1; i <= 3; i++)
    {
      g_autofree char *sn = g_strdup_printf ("SN-A-000%d", i);
      g_autofree char *in = g_strdup_printf ("{'sn':'%s','woNo':'WO-A','runNo':'RUN-A'}", sn);
      g_autofree char *out = g_strdup_printf ("{'sn':'%s','runNo':'RUN-A','result':'PASS'}", sn);

      set_unit (f, sn, PB_UNIT_QUEUED, 5);
      track_in (f, "PACK-A", in, 200, NULL);
      if (i == 3)
        going = plant_get (f, &pb_run_type, "run_no", "RUN-A");
      track_out (f, "PACK-A", out, 200, NULL);
    }
  g_assert_cmpint (going->status, ==, PB_RUN_IN_PROGRESS);
  complete = plant_get (f, &pb_run_type, "run_no", "RUN-A");
  g_assert_cmpint (complete->status, ==, PB_RUN_COMPLETED);
  g_assert_cmpint (complete->ended_at, !=, 0);
}

/* ---- SPI and AOI */

static char *
result_body (PlantFixture *f, const char *members)
{
  g_autoptr (GDateTime) now = g_date_time_new_from_unix_utc (f->now / PB_SECOND + 1);
  g_autofree char *at = g_date_time_format (now, "%Y-%m-%dT%H:%M:%SZ");

  return g_strdup_printf ("{'eventId':'e-1','eventTime':'%s','runNo':'RUN-A','stationCode':'PRN-A',"
                          "'unitSn':'SN-A-0001','stepNo':1,%s}",
                          at, members);
}

static void
test_result (PlantFixture *f, gconstpointer data)
{
  g_autofree char *body = NULL;
  g_autoptr (PlantAnswer) first = NULL;
  g_autoptr (PlantAnswer) again = NULL;
  g_autoptr (PbUnit) unit = NULL;

  let_produce (f);
  track_in (f, "PRN-A", IN ("SN-A-0001"), 200, NULL);
  body = result_body (f, "'inspectionType':'SPI','result':'FAIL','source':'AUTO','meta':{'x':1},"
                         "'defects':[{'code':'LOW','location':'R1','qty':2},{'code':'OFFSET'}]");
  first = plant_expect (f, "quality", "POST", "/api/integration/inspection-result", body, 200, NULL);
  g_assert_false (plant_bool (first, "data.isDuplicate"));
  g_assert_cmpint (plant_int (first, "data.defectsCreated"), ==, 2);
  g_assert_cmpstr (plant_text (first, "data.result"), ==, "FAIL");
  g_assert_nonnull (plant_text (first, "data.trackId"));
  /* A machine that sends it again gets the same answer. */
  again = plant_expect (f, "quality", "POST", "/api/integration/inspection-result", body, 200, NULL);
  g_assert_true (plant_bool (again, "data.isDuplicate"));
  g_assert_cmpstr (plant_text (again, "data.id"), ==, plant_text (first, "data.id"));
  g_assert_cmpint (plant_int (again, "data.defectsCreated"), ==, 2);
  g_assert_cmpint (plant_count (f, &pb_inspection_result_type, "unit_sn", "SN-A-0001"), ==, 1);
  /* What the machine failed the person does not pass. */
  plant_wait (f, 2 * PB_SECOND);
  track_out (f, "PRN-A", OUT ("SN-A-0001", "PASS"), 200, NULL);
  unit = unit_of (f, "SN-A-0001");
  g_assert_cmpint (unit->status, ==, PB_UNIT_OUT_FAILED);
}

static void
test_result_refused (PlantFixture *f, gconstpointer data)
{
  static const struct
  {
    const char *from, *to;
    int status;
    const char *code;
  } cases[] = {
    { "'AOI'", "'XRAY'", 422, "VALIDATION_FAILED" },
    { "'PASS'", "'NA'", 422, "VALIDATION_FAILED" },
    { "'AUTO'", "'BATCH'", 422, "VALIDATION_FAILED" },
    { "'stepNo':1", "'stepNo':0", 422, "VALIDATION_FAILED" },
    { "'defects':[]", "'defects':[{'qty':1}]", 422, "VALIDATION_FAILED" },
    { "'defects':[]", "'defects':[{'code':'X','qty':0}]", 422, "VALIDATION_FAILED" },
    { "'RUN-A'", "'NONE'", 404, "RUN_NOT_FOUND" },
    { "'PRN-A'", "'NONE'", 404, "STATION_NOT_FOUND" },
    { "'SN-A-0001'", "'NONE'", 404, "UNIT_NOT_FOUND" },
    { "'SN-A-0001'", "'SN-B-0001'", 400, "UNIT_RUN_MISMATCH" },
    { "'defects':[]", "'trackId':'none'", 404, "TRACK_NOT_FOUND" },
  };
  g_autofree char *body = result_body (f, "'inspectionType':'AOI','result':'PASS','source':'AUTO','defects':[]");

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GString) bad = g_string_new (body);

      g_assert_cmpint (g_string_replace (bad, cases[i].from, cases[i].to, 1), ==, 1);
      plant_check (f, "quality", "POST", "/api/integration/inspection-result", bad->str, cases[i].status,
                   cases[i].code);
    }
  plant_check (f, "operator", "POST", "/api/integration/inspection-result", body, 403, "FORBIDDEN");
  g_assert_cmpint (plant_count (f, &pb_inspection_result_type, "event_id", "e-1"), ==, 0);
}

#define ADD(name, function) g_test_add (name, PlantFixture, NULL, plant_set_up, function, plant_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/execution/stations", test_stations);
  ADD ("/execution/queue", test_queue);
  ADD ("/execution/units", test_units);
  ADD ("/execution/in/refused", test_in_refused);
  ADD ("/execution/in/mismatch", test_in_mismatch);
  ADD ("/execution/trial", test_trial);
  ADD ("/execution/wash", test_wash);
  ADD ("/execution/wash-after-cancel", test_wash_after_cancel);
  ADD ("/execution/no-window", test_no_window);
  ADD ("/execution/production", test_production);
  ADD ("/execution/withdrawn", test_withdrawn);
  ADD ("/execution/withdrawn/first-article", test_withdrawn_fai);
  ADD ("/execution/withdrawn/switch", test_withdrawn_by_switch);
  ADD ("/execution/out", test_out);
  ADD ("/execution/out/refused", test_out_refused);
  ADD ("/execution/completed", test_completed);
  ADD ("/execution/result", test_result);
  ADD ("/execution/result/refused", test_result_refused);
  return g_test_run ();
}
