/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-service"

#include <string.h>

#include "service/pb-endpoints.h"
#include "service/pb-sight.h"
#include "service/pb-step-view.h"
#include "service/pb-tracking.h"

/* Stations, what waits at them, and what machines say of units (rest-api.md, 3.5 and 3.7). */

#define AT_A_STATION "exec:read exec:track_in exec:track_out"
/* The most units that a queue shows. */
#define MOST_QUEUED 200

/* ---- Stations */

static gboolean
list_stations (PbCall *call, GError **error)
{
  PbQuery query = { .type = &pb_station_type, .order_by = "code" };
  PbQuery of_lines = { .type = &pb_line_type };
  g_autoptr (GPtrArray) stations = NULL;
  g_autoptr (GPtrArray) lines = NULL;
  g_autoptr (GHashTable) by_id = g_hash_table_new (g_str_hash, g_str_equal);

  pb_call_keep_in_sight (call, &query, "line_id", NULL);
  stations = pb_store_list (call->store, &query, NULL, error);
  if (stations == NULL)
    return FALSE;
  lines = pb_store_list (call->store, &of_lines, NULL, error);
  if (lines == NULL)
    return FALSE;
  for (guint i = 0; i < lines->len; i++)
    g_hash_table_insert (by_id, ((PbLine *) lines->pdata[i])->id, lines->pdata[i]);
  pb_writer_begin_object (call->out);
  pb_writer_member_array (call->out, "items");
  for (guint i = 0; i < stations->len; i++)
    {
      const PbStation *station = stations->pdata[i];
      const PbLine *line = station->line_id != NULL ? g_hash_table_lookup (by_id, station->line_id) : NULL;

      pb_writer_begin_object (call->out);
      pb_writer_member_string (call->out, "id", station->id);
      pb_writer_member_string (call->out, "code", station->code);
      pb_writer_member_string (call->out, "name", station->name);
      pb_writer_member_string (call->out, "stationType", pb_enum_text (&pb_station_types, station->station_type));
      if (line != NULL)
        {
          pb_writer_member_object (call->out, "line");
          pb_writer_member_string (call->out, "code", line->code);
          pb_writer_member_string (call->out, "name", line->name);
          pb_writer_end_object (call->out);
        }
      pb_writer_end_object (call->out);
    }
  pb_writer_end_array (call->out);
  pb_writer_end_object (call->out);
  return TRUE;
}

static gboolean
list_groups (PbCall *call, GError **error)
{
  PbQuery query = { .type = &pb_station_group_type, .order_by = "code" };
  g_autoptr (GPtrArray) groups = pb_store_list (call->store, &query, NULL, error);

  if (groups == NULL)
    return FALSE;
  pb_writer_begin_object (call->out);
  pb_writer_key (call->out, "items");
  pb_codec_write_array (call->out, groups);
  pb_writer_end_object (call->out);
  return TRUE;
}

/* ---- The queue of a station */

typedef struct
{
  GHashTable *runs;   /* id → PbRun, those whose units may move */
  GHashTable *routes; /* id → PbRouteVersion */
  GHashTable *tracks; /* unit id → PbTrack, open ones at this station */
  GPtrArray *stations;
} Queue;

static void
queue_clear (Queue *queue)
{
  g_clear_pointer (&queue->runs, g_hash_table_unref);
  g_clear_pointer (&queue->routes, g_hash_table_unref);
  g_clear_pointer (&queue->tracks, g_hash_table_unref);
  g_clear_pointer (&queue->stations, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Queue, queue_clear)

/* In PREP the units of a trial move, in no other. Returns: a set of run ids, or NULL with @error. */
static GHashTable *
runs_in_trial (PbCall *call, GPtrArray *runs, GError **error)
{
  g_autoptr (GHashTable) trials = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint first = 0; first < runs->len; first += PB_QUERY_IN_MAX)
    {
      PbQuery query = { .type = &pb_inspection_type };
      g_autoptr (GStrvBuilder) ids = g_strv_builder_new ();
      g_auto (GStrv) list = NULL;
      g_autoptr (GPtrArray) found = NULL;

      for (guint i = first; i < MIN (runs->len, first + PB_QUERY_IN_MAX); i++)
        g_strv_builder_add (ids, ((PbRun *) runs->pdata[i])->id);
      list = g_strv_builder_end (ids);
      pb_query_add_list (&query, "run_id", (const char *const *) list);
      pb_query_add_text (&query, "status", PB_OP_EQ, "INSPECTING");
      found = pb_store_list (call->store, &query, NULL, error);
      if (found == NULL)
        return NULL;
      for (guint i = 0; i < found->len; i++)
        g_hash_table_add (trials, g_strdup (((PbInspection *) found->pdata[i])->run_id));
    }
  return g_steal_pointer (&trials);
}

static gboolean
load_runs (PbCall *call, const PbStation *station, Queue *queue, GError **error)
{
  PbQuery query = { .type = &pb_run_type, .order_by = "created_at" };
  g_autoptr (GPtrArray) runs = NULL;
  g_autoptr (GHashTable) trials = NULL;

  if (station->line_id == NULL)
    return TRUE;
  pb_query_add_text (&query, "line_id", PB_OP_EQ, station->line_id);
  pb_query_add_text (&query, "status", PB_OP_IN, "PREP,AUTHORIZED,IN_PROGRESS");
  runs = pb_store_list (call->store, &query, NULL, error);
  if (runs == NULL)
    return FALSE;
  trials = runs_in_trial (call, runs, error);
  if (trials == NULL)
    return FALSE;
  for (guint i = 0; i < runs->len; i++)
    {
      PbRun *run = runs->pdata[i];

      if (run->route_version_id != NULL && (run->status != PB_RUN_PREP || g_hash_table_contains (trials, run->id)))
        g_hash_table_insert (queue->runs, run->id, pb_object_ref (run));
    }
  return TRUE;
}

/* A line runs few routes at a time: one statement each is few. */
static gboolean
load_routes (PbCall *call, Queue *queue, GError **error)
{
  GHashTableIter iter;
  PbRun *run;

  g_hash_table_iter_init (&iter, queue->runs);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &run))
    {
      PbRouteVersion *route;

      if (g_hash_table_contains (queue->routes, run->route_version_id))
        continue;
      route = pb_store_load_route_version (call->store, run->route_version_id, error);
      if (route == NULL)
        return FALSE;
      g_hash_table_insert (queue->routes, route->id, route);
    }
  return TRUE;
}

static gboolean
load_tracks (PbCall *call, const PbStation *station, Queue *queue, GError **error)
{
  PbQuery query = { .type = &pb_track_type };
  g_autoptr (GPtrArray) tracks = NULL;

  pb_query_add_text (&query, "station_code", PB_OP_EQ, station->code);
  pb_query_add_number (&query, "out_at", PB_OP_IS_NULL, 0);
  tracks = pb_store_list (call->store, &query, NULL, error);
  for (guint i = 0; tracks != NULL && i < tracks->len; i++)
    {
      PbTrack *track = tracks->pdata[i];

      g_hash_table_insert (queue->tracks, track->unit_id, pb_object_ref (track));
    }
  return tracks != NULL;
}

/* Writes the unit when it is in the station or comes to it next. Returns: whether it did. */
static gboolean
write_queued (PbCall *call, const PbStation *station, const Queue *queue, const PbUnit *unit)
{
  const PbRun *run = g_hash_table_lookup (queue->runs, unit->run_id);
  const PbRouteVersion *route = g_hash_table_lookup (queue->routes, run->route_version_id);
  const PbTrack *track = g_hash_table_lookup (queue->tracks, unit->id);
  const PbRouteStep *step = pb_tracking_step_of (route, unit);

  if (unit->status == PB_UNIT_IN_STATION ? track == NULL : step == NULL || !pb_step_view_fits (step, station))
    return FALSE;
  pb_writer_begin_object (call->out);
  pb_writer_member_string (call->out, "sn", unit->sn);
  pb_writer_member_string (call->out, "status", pb_enum_text (&pb_unit_statuses, unit->status));
  pb_writer_member_int (call->out, "currentStepNo", unit->current_step_no.v);
  pb_step_view_member (call->out, "currentStep", step, queue->stations);
  pb_step_view_member (call->out, "nextStep", step != NULL ? pb_tracking_step_after (route, step->step_no.v) : NULL,
                       queue->stations);
  pb_writer_member_string (call->out, "woNo", run->wo_no);
  pb_writer_member_string (call->out, "runNo", run->run_no);
  pb_writer_member_time (call->out, "inAt", track != NULL ? track->in_at : 0);
  pb_writer_end_object (call->out);
  return TRUE;
}

/* The units of the runs, oldest change first, in pieces: most of a run's units may stand elsewhere. */
static gboolean
write_units (PbCall *call, const PbStation *station, const Queue *queue, GError **error)
{
  guint written = 0;
  GHashTableIter iter;
  PbRun *run;

  g_hash_table_iter_init (&iter, queue->runs);
  while (written < MOST_QUEUED && g_hash_table_iter_next (&iter, NULL, (gpointer *) &run))
    {
      PbQuery query = { .type = &pb_unit_type, .order_by = "updated_at", .limit = 10 * MOST_QUEUED };
      g_autoptr (GPtrArray) units = NULL;

      pb_query_add_text (&query, "run_id", PB_OP_EQ, run->id);
      pb_query_add_text (&query, "status", PB_OP_IN, "QUEUED,IN_STATION");
      units = pb_store_list (call->store, &query, NULL, error);
      if (units == NULL)
        return FALSE;
      for (guint i = 0; i < units->len && written < MOST_QUEUED; i++)
        written += write_queued (call, station, queue, units->pdata[i]) ? 1 : 0;
    }
  return TRUE;
}

static gboolean
get_queue (PbCall *call, GError **error)
{
  g_autoptr (PbStation) station = pb_call_find_station (call, pb_call_param (call, "stationCode"), error);
  g_auto (Queue) queue = { g_hash_table_new_full (g_str_hash, g_str_equal, NULL, pb_object_unref),
                           g_hash_table_new_full (g_str_hash, g_str_equal, NULL, pb_object_unref),
                           g_hash_table_new_full (g_str_hash, g_str_equal, NULL, pb_object_unref), NULL };

  if (station == NULL || !load_runs (call, station, &queue, error) || !load_routes (call, &queue, error) ||
      !load_tracks (call, station, &queue, error))
    return FALSE;
  queue.stations = pb_step_view_stations (call, station->line_id, error);
  if (queue.stations == NULL)
    return FALSE;
  pb_writer_begin_object (call->out);
  pb_writer_member_object (call->out, "station");
  pb_writer_member_string (call->out, "code", station->code);
  pb_writer_member_string (call->out, "name", station->name);
  pb_writer_end_object (call->out);
  pb_writer_member_array (call->out, "queue");
  if (!write_units (call, station, &queue, error))
    return FALSE;
  pb_writer_end_array (call->out);
  pb_writer_end_object (call->out);
  return TRUE;
}

/* ---- Units */

static gboolean
resolve_unit (PbCall *call, GError **error)
{
  g_autoptr (PbRun) run = NULL;
  g_autoptr (PbUnit) unit = pb_tracking_find_unit (call, pb_call_param (call, "sn"), &run, error);
  g_autoptr (PbWorkOrder) order = NULL;

  if (unit == NULL)
    return FALSE;
  if (run == NULL)
    {
      order = pb_call_find (call, &pb_work_order_type, "id", unit->wo_id, "UNIT_NOT_FOUND", "Work order of", error);
      if (order == NULL)
        return FALSE;
    }
  pb_writer_begin_object (call->out);
  pb_writer_member_string (call->out, "sn", unit->sn);
  pb_writer_member_string (call->out, "woNo", run != NULL ? run->wo_no : order->wo_no);
  pb_writer_member_string_opt (call->out, "runNo", run != NULL ? run->run_no : NULL);
  pb_writer_end_object (call->out);
  return TRUE;
}

/* No data specifications are kept: the list of them is empty. */
static gboolean
get_data_specs (PbCall *call, GError **error)
{
  g_autoptr (PbStation) station = pb_call_find_station (call, pb_call_param (call, "stationCode"), error);
  g_autoptr (PbRun) run = NULL;
  g_autoptr (PbUnit) unit = NULL;
  g_autoptr (PbRouteVersion) route = NULL;
  g_autoptr (GError) failure = NULL;
  const PbRouteStep *step;

  if (station == NULL)
    return FALSE;
  unit = pb_tracking_find_unit (call, pb_call_param (call, "sn"), &run, error);
  if (unit == NULL)
    return FALSE;
  if (run != NULL && run->route_version_id != NULL)
    route = pb_store_load_route_version (call->store, run->route_version_id, &failure);
  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  step = route != NULL ? pb_tracking_step_of (route, unit) : NULL;
  pb_writer_begin_object (call->out);
  pb_writer_member_string (call->out, "sn", unit->sn);
  pb_writer_member_int (call->out, "stepNo", step != NULL ? step->step_no.v : unit->current_step_no.v);
  pb_writer_member_string (call->out, "operationCode", step != NULL ? step->operation_code : NULL);
  pb_writer_member_string (call->out, "operationName", step != NULL ? step->operation_name : NULL);
  pb_writer_member_array (call->out, "specs");
  pb_writer_end_array (call->out);
  pb_writer_end_object (call->out);
  return TRUE;
}

/* ---- Results of SPI and AOI machines */

typedef struct
{
  PbObject base;
  char *code;
  char *location;
  char *description;
  PbInt qty;
} PbDefect;

typedef struct
{
  PbObject base;
  GPtrArray *defects; /* (element-type PbDefect) */
} PbDefects;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PbDefects, pb_object_unref)

/* clang-format off */
static const PbField defect_fields[] = {
  PB_FIELD (PbDefect, code, "code", STRING, .flags = PB_REQUIRED, .max_length = 64),
  PB_FIELD (PbDefect, location, "location", STRING, .flags = PB_ASKED, .max_length = 100),
  PB_FIELD (PbDefect, description, "description", STRING, .flags = PB_ASKED, .max_length = 500),
  PB_FIELD (PbDefect, qty, "qty", INT, .flags = PB_ASKED | PB_BOUNDED, .min = 1, .max = 1000000),
  PB_FIELDS_END,
};
static const PbType defect_type = { .name = "Defect", .size = sizeof (PbDefect), .fields = defect_fields };
static const PbField defects_fields[] = {
  PB_FIELD (PbDefects, defects, "defects", CHILDREN, .flags = PB_ASKED, .child = &defect_type),
  PB_FIELDS_END,
};
static const PbType defects_type = { .name = "Defects", .size = sizeof (PbDefects), .fields = defects_fields };
/* clang-format on */

static guint
count_defects (const PbInspectionResult *result)
{
  g_autoptr (JsonNode) node =
    result->defects != NULL ? pb_json_parse (result->defects, strlen (result->defects), NULL) : NULL;

  return node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_array_get_length (json_node_get_array (node)) : 0;
}

static void
reply_result (PbCall *call, const PbInspectionResult *result, gboolean is_duplicate)
{
  pb_writer_begin_object (call->out);
  pb_writer_member_string (call->out, "id", result->id);
  pb_writer_member_string (call->out, "eventId", result->event_id);
  pb_writer_member_string (call->out, "runNo", result->run_no);
  pb_writer_member_string (call->out, "unitSn", result->unit_sn);
  pb_writer_member_string (call->out, "inspectionType", result->inspection_type);
  pb_writer_member_string (call->out, "result", pb_enum_text (&pb_results, result->result));
  pb_writer_member_string_opt (call->out, "trackId", result->track_id);
  pb_writer_member_int (call->out, "defectsCreated", count_defects (result));
  pb_writer_member_time (call->out, "receivedAt", result->received_at);
  pb_writer_member_bool (call->out, "isDuplicate", is_duplicate);
  pb_writer_end_object (call->out);
}

static PbInspectionResult *
read_result (PbCall *call, GError **error)
{
  g_autoptr (PbInspectionResult) result = pb_call_read_new (call, &pb_inspection_result_type, error);
  g_autoptr (PbDefects) defects = NULL;

  if (result == NULL)
    return NULL;
  if (strcmp (result->inspection_type, "SPI") != 0 && strcmp (result->inspection_type, "AOI") != 0)
    pb_problem_set_invalid (error, "body", "inspectionType", "inspectionType must be SPI or AOI");
  else if (result->result != PB_RESULT_PASS && result->result != PB_RESULT_FAIL)
    pb_problem_set_invalid (error, "body", "result", "result must be PASS or FAIL");
  else if (result->source != PB_SOURCE_AUTO && result->source != PB_SOURCE_MANUAL)
    pb_problem_set_invalid (error, "body", "source", "source must be AUTO or MANUAL");
  else if ((defects = pb_call_read_new (call, &defects_type, error)) != NULL)
    {
      g_autoptr (PbWriter) writer = pb_writer_new ();

      pb_codec_write_array (writer, defects->defects);
      g_free (result->defects);
      result->defects = defects->defects->len > 0 ? pb_writer_steal (writer) : NULL;
      return g_steal_pointer (&result);
    }
  return NULL;
}

/* The track that the machine looked at: the one it names, else the one that is open at its station. */
static gboolean
find_track (PbCall *call, PbInspectionResult *result, const PbUnit *unit, GError **error)
{
  PbQuery query = { .type = &pb_track_type, .order_by = "in_at", .descending = TRUE, .limit = 1 };
  g_autoptr (GPtrArray) tracks = NULL;

  pb_query_add_text (&query, "unit_id", PB_OP_EQ, unit->id);
  if (result->track_id != NULL)
    pb_query_add_text (&query, "id", PB_OP_EQ, result->track_id);
  else
    {
      pb_query_add_text (&query, "station_code", PB_OP_EQ, result->station_code);
      pb_query_add_number (&query, "out_at", PB_OP_IS_NULL, 0);
    }
  tracks = pb_store_list (call->store, &query, NULL, error);
  if (tracks == NULL)
    return FALSE;
  if (tracks->len == 0 && result->track_id != NULL)
    {
      pb_problem_set (error, 404, "TRACK_NOT_FOUND", "Unit %s has no track %s", unit->sn, result->track_id);
      return FALSE;
    }
  if (tracks->len > 0)
    pb_set_string (&result->track_id, ((PbTrack *) tracks->pdata[0])->id);
  return TRUE;
}

/* Machines send an event again when they are not sure that it arrived: the first one counts. Returns: whether it could
 * be looked at; @known: (out) (nullable). */
static gboolean
find_known (PbCall *call, const char *event_id, PbInspectionResult **known, GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (PbInspectionResult) found =
    pb_store_get_by (call->store, &pb_inspection_result_type, "event_id", event_id, &failure);
  g_autoptr (PbRun) run = NULL;

  *known = NULL;
  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  if (found == NULL)
    return TRUE;
  run = pb_call_find_run (call, found->run_no, error);
  if (run == NULL)
    return FALSE;
  *known = g_steal_pointer (&found);
  return TRUE;
}

static gboolean
take_result (PbCall *call, GError **error)
{
  g_autoptr (PbInspectionResult) result = read_result (call, error);
  g_autoptr (PbInspectionResult) known = NULL;
  g_autoptr (PbRun) run = NULL;
  g_autoptr (PbStation) station = NULL;
  g_autoptr (PbUnit) unit = NULL;

  if (result == NULL)
    return FALSE;
  pb_call_audit (call, NULL, result->unit_sn, NULL, NULL);
  if (!find_known (call, result->event_id, &known, error))
    return FALSE;
  if (known != NULL)
    {
      pb_call_audit (call, known->id, known->unit_sn, NULL, NULL);
      pb_call_audit_note (call, "duplicate", known->event_id);
      reply_result (call, known, TRUE);
      return TRUE;
    }
  run = pb_call_find_run (call, result->run_no, error);
  if (run == NULL)
    return FALSE;
  station = pb_call_find_station (call, result->station_code, error);
  if (station == NULL)
    return FALSE;
  unit = pb_tracking_find_unit (call, result->unit_sn, NULL, error);
  if (unit == NULL)
    return FALSE;
  if (g_strcmp0 (unit->run_id, run->id) != 0)
    {
      pb_problem_set (error, 400, "UNIT_RUN_MISMATCH", "Unit %s belongs to another run", unit->sn);
      return FALSE;
    }
  if (!find_track (call, result, unit, error))
    return FALSE;
  result->id = pb_id_new ();
  result->received_at = call->now;
  if (result->operator_id == NULL && result->source == PB_SOURCE_MANUAL)
    result->operator_id = g_strdup (pb_call_actor (call)->id);
  if (!pb_call_insert (call, result, "CONFLICT", error) ||
      !pb_call_event (call, "run", run->run_no, run->id, run->version.v, error))
    return FALSE;
  pb_call_changed (call, "run", run->id);
  pb_call_audit (call, result->id, result->unit_sn, NULL, result);
  reply_result (call, result, FALSE);
  return TRUE;
}

static const PbMember named_members[] = {
  { "code", PB_VALUE_TEXT, PB_MUST },
  { "name", PB_VALUE_TEXT },
  { NULL },
};

static const PbMember station_row_members[] = {
  { "id", PB_VALUE_TEXT, PB_MUST },
  { "code", PB_VALUE_TEXT, PB_MUST },
  { "name", PB_VALUE_TEXT },
  { "stationType", PB_VALUE_ENUM, .values = &pb_station_types },
  { "line", PB_VALUE_OBJECT, .members = named_members },
  { NULL },
};

static const PbMember queued_members[] = {
  { "sn", PB_VALUE_TEXT, PB_MUST },
  { "status", PB_VALUE_ENUM, PB_MUST, .values = &pb_unit_statuses },
  { "currentStepNo", PB_VALUE_INT, PB_MUST },
  { "currentStep", PB_VALUE_OBJECT, .members = pb_step_view_members },
  { "nextStep", PB_VALUE_OBJECT, .members = pb_step_view_members },
  { "woNo", PB_VALUE_TEXT },
  { "runNo", PB_VALUE_TEXT, PB_MUST },
  { "inAt", PB_VALUE_TIME },
  { NULL },
};

static const PbMember queue_members[] = {
  { "station", PB_VALUE_OBJECT, PB_MUST, .members = named_members },
  { "queue", PB_VALUE_OBJECTS, PB_MUST, .members = queued_members },
  { NULL },
};

static const PbMember resolved_members[] = {
  { "sn", PB_VALUE_TEXT, PB_MUST },
  { "woNo", PB_VALUE_TEXT, PB_MUST },
  { "runNo", PB_VALUE_TEXT },
  { NULL },
};

static const PbMember data_specs_members[] = {
  { "sn", PB_VALUE_TEXT, PB_MUST },   { "stepNo", PB_VALUE_INT, PB_MUST },    { "operationCode", PB_VALUE_TEXT },
  { "operationName", PB_VALUE_TEXT }, { "specs", PB_VALUE_OBJECTS, PB_MUST }, { NULL },
};

static const PbMember defects_members[] = {
  { "defects", PB_VALUE_OBJECTS, .type = &defect_type },
  { NULL },
};

static const PbMember result_members[] = {
  { "id", PB_VALUE_TEXT, PB_MUST },
  { "eventId", PB_VALUE_TEXT, PB_MUST },
  { "runNo", PB_VALUE_TEXT, PB_MUST },
  { "unitSn", PB_VALUE_TEXT, PB_MUST },
  { "inspectionType", PB_VALUE_ENUM, PB_MUST, .values = PB_ONE_OF ("SPI", "AOI") },
  { "result", PB_VALUE_ENUM, PB_MUST, .values = &pb_results },
  { "trackId", PB_VALUE_TEXT },
  { "defectsCreated", PB_VALUE_INT, PB_MUST },
  { "receivedAt", PB_VALUE_TIME, PB_MUST },
  { "isDuplicate", PB_VALUE_BOOL, PB_MUST, .says = "The event came before" },
  { NULL },
};

/* clang-format off */
const PbEndpoint pb_endpoints_execution[] = {
  { .method = "GET", .path = "/api/stations", .permission = AT_A_STATION, .flags = PB_ENDPOINT_BARE,
    .action = list_stations, .summary = "Stations",
    .answers = station_row_members,
    .form = PB_ANSWER_ITEMS },
  { .method = "GET", .path = "/api/stations/groups",
    .permission = "route:read route:configure wo:release run:create", .flags = PB_ENDPOINT_BARE,
    .action = list_groups, .summary = "Groups of stations",
    .answer = &pb_station_group_type, .form = PB_ANSWER_ITEMS },
  { .method = "GET", .path = "/api/stations/:stationCode/queue", .permission = AT_A_STATION,
    .flags = PB_ENDPOINT_BARE, .action = get_queue, .summary = "Units in a station, and those that come to it next",
    .answers = queue_members },
  { .method = "GET", .path = "/api/stations/resolve-unit/:sn", .permission = "exec:track_in exec:track_out",
    .action = resolve_unit, .summary = "Whose unit a serial number is",
    .answers = resolved_members },
  { .method = "GET", .path = "/api/stations/:stationCode/unit/:sn/data-specs", .permission = "exec:track_out",
    .action = get_data_specs, .summary = "What is to be recorded of a unit at a station",
    .answers = data_specs_members },
  { .method = "POST", .path = "/api/stations/:stationCode/track-in", .permission = "exec:track_in",
    .flags = PB_ENDPOINT_WRITE | PB_ENDPOINT_BODY, .action = pb_tracking_in, .audit_action = "TRACK_IN",
    .entity_type = "TRACK", .summary = "A unit enters a station",
    .members = pb_tracking_in_members,
    .answers = pb_tracking_answers },
  { .method = "POST", .path = "/api/stations/:stationCode/track-out", .permission = "exec:track_out",
    .flags = PB_ENDPOINT_WRITE | PB_ENDPOINT_BODY, .action = pb_tracking_out, .audit_action = "TRACK_OUT",
    .entity_type = "TRACK", .summary = "A unit leaves a station",
    .members = pb_tracking_out_members,
    .answers = pb_tracking_answers },
  { .method = "POST", .path = "/api/integration/inspection-result", .permission = "system:integration",
    .flags = PB_ENDPOINT_WRITE | PB_ENDPOINT_BODY, .action = take_result, .audit_action = "INSPECTION_RESULT",
    .entity_type = "INTEGRATION", .summary = "A result of an SPI or AOI machine",
    .body = &pb_inspection_result_type,
    .members = defects_members, .answers = result_members },
  { NULL },
};
/* clang-format on */
