/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-service"

#include <string.h>

#include "domain/pb-fai-rules.h"
#include "service/pb-cursor.h"
#include "service/pb-endpoints.h"
#include "service/pb-judge.h"
#include "service/pb-run-members.h"
#include "service/pb-sight.h"
#include "service/pb-step-view.h"

#define MOST_UNITS     10000
#define RECENT         20
#define AUTHORIZATIONS 50

static const PbListFilter run_filters[] = {
  { "status", "status", PB_OP_IN, &pb_run_statuses },
  { "woNo", "wo_no", PB_OP_EQ, NULL },
  { "lineCode", "line_code", PB_OP_EQ, NULL },
  { NULL },
};

static const char *const run_sorts[] = { "runNo",      "run_no",         "status", "status", "createdAt",
                                         "created_at", "workOrder.woNo", "wo_no",  NULL };

/* What the rows of a page name, read at once. */
typedef struct
{
  GHashTable *work_orders; /* id → PbWorkOrder */
  GHashTable *lines;       /* id → PbLine */
  GHashTable *statuses;    /* run id → text */
} Related;

static void
related_clear (Related *related)
{
  g_clear_pointer (&related->work_orders, g_hash_table_unref);
  g_clear_pointer (&related->lines, g_hash_table_unref);
  g_clear_pointer (&related->statuses, g_hash_table_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Related, related_clear)

/* Returns: (transfer full): id → record of the rows of @type that @runs name in their column @column. */
static GHashTable *
read_named (PbCall *call, GPtrArray *runs, const char *column, const PbType *type, GError **error)
{
  g_autoptr (GHashTable) ids = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) found = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, pb_object_unref);
  g_autoptr (GPtrArray) objects = NULL;
  g_autofree const char **list = NULL;
  PbQuery query = { .type = type };

  for (guint i = 0; i < runs->len; i++)
    if (pb_object_get_text (runs->pdata[i], column) != NULL)
      g_hash_table_add (ids, (gpointer) pb_object_get_text (runs->pdata[i], column));
  list = (const char **) g_hash_table_get_keys_as_array (ids, NULL);
  pb_query_add_list (&query, "id", list);
  objects = pb_store_list (call->store, &query, NULL, error);
  for (guint i = 0; objects != NULL && i < objects->len; i++)
    g_hash_table_insert (found, (gpointer) pb_object_get_text (objects->pdata[i], "id"),
                         pb_object_ref (objects->pdata[i]));
  return objects != NULL ? g_steal_pointer (&found) : NULL;
}

static gboolean
read_related (PbCall *call, GPtrArray *runs, Related *related, GError **error)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new ();

  for (guint i = 0; i < runs->len; i++)
    g_ptr_array_add (ids, ((PbRun *) runs->pdata[i])->id);
  related->work_orders = read_named (call, runs, "wo_id", &pb_work_order_type, error);
  if (related->work_orders != NULL)
    related->lines = read_named (call, runs, "line_id", &pb_line_type, error);
  if (related->lines != NULL)
    related->statuses = pb_store_newest_check_statuses (call->store, ids, error);
  return related->statuses != NULL;
}

/* The contract keeps a line's checks in its `meta`. */
static void
write_line (PbWriter *w, const PbLine *line)
{
  if (line == NULL)
    {
      pb_writer_null (w);
      return;
    }
  pb_writer_begin_object (w);
  pb_codec_write_members (w, line);
  if (line->enabled_items != NULL)
    {
      pb_writer_member_object (w, "meta");
      pb_writer_member_object (w, "readinessChecks");
      pb_writer_member_strings (w, "enabled", (const char *const *) line->enabled_items);
      pb_writer_end_object (w);
      pb_writer_end_object (w);
    }
  else
    pb_writer_member_null (w, "meta");
  pb_writer_end_object (w);
}

static void
write_work_order (PbWriter *w, const PbWorkOrder *order)
{
  if (order == NULL)
    {
      pb_writer_null (w);
      return;
    }
  pb_writer_begin_object (w);
  pb_codec_write_members (w, order);
  pb_writer_member_raw (w, "meta", order->meta != NULL ? order->meta : "null");
  pb_writer_end_object (w);
}

static void
write_row_with_related (PbWriter *w, const PbRun *run, const Related *related)
{
  pb_writer_begin_object (w);
  pb_codec_write_members (w, run);
  pb_writer_member_null (w, "meta");
  pb_writer_key (w, "workOrder");
  write_work_order (w, run->wo_id != NULL ? g_hash_table_lookup (related->work_orders, run->wo_id) : NULL);
  pb_writer_key (w, "line");
  write_line (w, run->line_id != NULL ? g_hash_table_lookup (related->lines, run->line_id) : NULL);
  pb_writer_member_string (w, "readinessStatus", g_hash_table_lookup (related->statuses, run->id));
  pb_writer_end_object (w);
}

static gboolean
list_runs (PbCall *call, GError **error)
{
  PbQuery query = {
    .type = &pb_run_type, .order_by = "created_at", .descending = TRUE, .search_columns = { "run_no", "wo_no" }
  };
  g_autoptr (GPtrArray) runs = NULL;
  g_auto (GStrv) statuses = NULL;
  g_auto (Related) related = { NULL };
  gint64 page, size, total;

  if (!pb_call_query_page (call, &query, 30, 100, TRUE, &page, &size, error) ||
      !pb_call_query_enums (call, "status", &pb_run_statuses, &statuses, error))
    return FALSE;
  if (statuses != NULL)
    pb_query_add_list (&query, "status", (const char *const *) statuses);
  for (const PbListFilter *f = run_filters + 1; f->name != NULL; f++)
    if (pb_call_query (call, f->name) != NULL)
      pb_query_add_text (&query, f->column, f->op, pb_call_query (call, f->name));
  query.search = pb_call_query (call, "search");
  pb_call_query_sort (call, &query, run_sorts);
  pb_call_keep_in_sight (call, &query, "line_id", NULL);
  runs = pb_store_list (call->store, &query, &total, error);
  if (runs == NULL || !read_related (call, runs, &related, error))
    return FALSE;
  pb_writer_begin_object (call->out);
  pb_writer_member_array (call->out, "items");
  for (guint i = 0; i < runs->len; i++)
    write_row_with_related (call->out, runs->pdata[i], &related);
  pb_writer_end_array (call->out);
  pb_writer_member_int (call->out, "total", total);
  pb_writer_member_int (call->out, "page", page);
  pb_writer_member_int (call->out, "pageSize", size);
  pb_writer_end_object (call->out);
  return TRUE;
}

static void
write_run_head (PbWriter *w, const PbRun *run)
{
  pb_writer_member_object (w, "run");
  pb_writer_member_string (w, "id", run->id);
  pb_writer_member_string (w, "runNo", run->run_no);
  pb_writer_member_string (w, "status", pb_enum_text (&pb_run_statuses, run->status));
  pb_writer_member_int (w, "planQty", run->plan_qty.v);
  pb_writer_member_string (w, "shiftCode", run->shift_code);
  pb_writer_member_time (w, "startedAt", run->started_at);
  pb_writer_member_time (w, "endedAt", run->ended_at);
  pb_writer_member_time (w, "createdAt", run->created_at);
  pb_writer_member_string (w, "authorizedBy", run->authorized_by);
  pb_writer_member_string (w, "authorizedByName", run->authorized_by_name);
  pb_writer_member_time (w, "authorizedAt", run->authorized_at);
  pb_writer_member_string (w, "evidenceId", run->evidence_id);
  pb_writer_member_string (w, "endReason", run->end_reason);
  pb_writer_member_int (w, "version", run->version.v);
  pb_writer_end_object (w);
}

static gboolean
write_steps (PbCall *call, const PbRun *run, const PbRouteVersion *version, const PbUnitCounts *counts, GError **error)
{
  PbWriter *w = call->out;
  g_autoptr (GHashTable) done = pb_store_count_steps (call->store, run->id, error);
  g_autoptr (GPtrArray) stations = NULL;

  if (done == NULL)
    return FALSE;
  stations = pb_step_view_stations (call, run->line_id, error);
  if (stations == NULL)
    return FALSE;
  pb_writer_member_array (w, "routeSteps");
  for (guint i = 0; version != NULL && i < version->steps->len; i++)
    {
      const PbRouteStep *step = version->steps->pdata[i];
      gint64 *n = g_hash_table_lookup (done, &step->step_no.v);

      pb_writer_begin_object (w);
      pb_step_view_write_members (w, step, stations);
      pb_writer_member_int (w, "completed", n != NULL ? *n : 0);
      pb_writer_member_int (w, "total", counts->total);
      pb_writer_end_object (w);
    }
  pb_writer_end_array (w);
  return TRUE;
}

static gboolean
write_recent_units (PbCall *call, const PbRun *run, GError **error)
{
  PbQuery query = { .type = &pb_unit_type, .order_by = "updated_at", .descending = TRUE, .limit = RECENT };
  g_autoptr (GPtrArray) units = NULL;

  pb_query_add_text (&query, "run_id", PB_OP_EQ, run->id);
  units = pb_store_list (call->store, &query, NULL, error);
  if (units == NULL)
    return FALSE;
  pb_writer_member_array (call->out, "recentUnits");
  for (guint i = 0; i < units->len; i++)
    {
      const PbUnit *unit = units->pdata[i];

      pb_writer_begin_object (call->out);
      pb_writer_member_string (call->out, "sn", unit->sn);
      pb_writer_member_string (call->out, "status", pb_enum_text (&pb_unit_statuses, unit->status));
      pb_writer_member_int (call->out, "currentStepNo", unit->current_step_no.v);
      pb_writer_member_time (call->out, "updatedAt", unit->updated_at);
      pb_writer_end_object (call->out);
    }
  pb_writer_end_array (call->out);
  return TRUE;
}

/* Every authorisation of the run, newest first, and how each of them ended: nobody has to read the audit trail for it.
 */
static gboolean
write_authorizations (PbCall *call, const PbRun *run, GError **error)
{
  PbQuery query = {
    .type = &pb_authorization_type, .order_by = "authorized_at", .descending = TRUE, .limit = AUTHORIZATIONS
  };
  g_autoptr (GPtrArray) found = NULL;

  pb_query_add_text (&query, "run_id", PB_OP_EQ, run->id);
  found = pb_store_list (call->store, &query, NULL, error);
  if (found == NULL)
    return FALSE;
  pb_writer_member_array (call->out, "authorizations");
  for (guint i = 0; i < found->len; i++)
    {
      const PbAuthorization *one = found->pdata[i];
      g_autoptr (PbUser) user = NULL;
      g_autoptr (GError) failure = NULL;

      if (one->ended_by != NULL)
        user = pb_store_get_by (call->store, &pb_user_type, "id", one->ended_by, &failure);
      if (failure != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&failure));
          return FALSE;
        }
      pb_writer_begin_object (call->out);
      pb_writer_member_string (call->out, "authorizedBy", one->authorized_by);
      pb_writer_member_string (call->out, "authorizedByName", one->authorized_by_name);
      pb_writer_member_time (call->out, "authorizedAt", one->authorized_at);
      pb_writer_member_time (call->out, "endedAt", one->ended_at);
      pb_writer_member_string (call->out, "endedBy", one->ended_by);
      pb_writer_member_string (call->out, "endedByName", user != NULL ? user->name : NULL);
      pb_writer_member_string (call->out, "endReason", one->end_reason);
      pb_writer_end_object (call->out);
    }
  pb_writer_end_array (call->out);
  return TRUE;
}

static gboolean
get_run (PbCall *call, GError **error)
{
  g_autoptr (PbJudgement) judgement = pb_call_judge (call, pb_call_param (call, "runNo"), error);
  const PbFacts *facts;
  const PbRun *run;
  PbUnitCounts counts;
  PbWriter *w = call->out;
  g_autoptr (PbWorkOrder) work_order = NULL;

  if (judgement == NULL)
    return FALSE;
  facts = judgement->facts;
  run = facts->run;
  work_order = pb_call_find (call, &pb_work_order_type, "id", run->wo_id, "WORK_ORDER_NOT_FOUND", "Work order", error);
  if (work_order == NULL || !pb_store_count_units (call->store, run->id, &counts, error))
    return FALSE;
  call->answer->etag = g_strdup_printf ("\"%" G_GINT64_FORMAT "\"", run->version.v);
  pb_writer_begin_object (w);
  write_run_head (w, run);
  pb_writer_member_object (w, "workOrder");
  pb_writer_member_string (w, "woNo", work_order->wo_no);
  pb_writer_member_string (w, "productCode", work_order->product_code);
  pb_writer_member_double (w, "plannedQty", work_order->planned_qty.v);
  pb_writer_end_object (w);
  if (facts->line != NULL)
    {
      pb_writer_member_object (w, "line");
      pb_writer_member_string (w, "id", facts->line->id);
      pb_writer_member_string (w, "code", facts->line->code);
      pb_writer_member_string (w, "name", facts->line->name);
      pb_writer_end_object (w);
    }
  else
    pb_writer_member_null (w, "line");
  if (facts->route != NULL)
    {
      pb_writer_member_object (w, "routeVersion");
      pb_writer_member_int (w, "versionNo", facts->route->version_no.v);
      pb_writer_member_string (w, "status", pb_enum_text (&pb_version_statuses, facts->route->status));
      pb_writer_member_object (w, "route");
      pb_writer_member_string (w, "code", facts->route->route_code);
      pb_writer_member_string (w, "name", facts->route->route_name);
      pb_writer_end_object (w);
      pb_writer_end_object (w);
    }
  else
    pb_writer_member_null (w, "routeVersion");
  if (!write_steps (call, run, facts->route, &counts, error))
    return FALSE;
  pb_writer_member_object (w, "unitStats");
  pb_writer_member_int (w, "total", counts.total);
  pb_writer_member_int (w, "queued", counts.queued);
  pb_writer_member_int (w, "inStation", counts.in_station);
  pb_writer_member_int (w, "done", counts.done);
  pb_writer_member_int (w, "failed", counts.failed);
  pb_writer_end_object (w);
  if (run->status == PB_RUN_PREP && facts->fai != NULL)
    {
      pb_writer_member_object (w, "faiTrial");
      pb_writer_member_string (w, "status", pb_enum_text (&pb_fai_statuses, facts->fai->status));
      pb_writer_member_int (w, "sampleQty", facts->fai->sample_qty.v);
      pb_writer_member_int (w, "trackedQty", facts->trial_tracked.v);
      pb_writer_end_object (w);
    }
  else
    pb_writer_member_null (w, "faiTrial");
  if (!write_recent_units (call, run, error) || !write_authorizations (call, run, error))
    return FALSE;
  pb_writer_member_bool (w, "requiresFai", pb_fai_is_required (facts->route));
  pb_writer_end_object (w);
  return TRUE;
}

static const PbRouteStep *
step_at (const PbRouteVersion *version, gint64 step_no)
{
  for (guint i = 0; version != NULL && i < version->steps->len; i++)
    if (((PbRouteStep *) version->steps->pdata[i])->step_no.v >= step_no)
      return version->steps->pdata[i];
  return NULL;
}

/* Keeps to the units whose next step the station can do. A query has ranges of numbers and not lists of them: between
 * the first and the last step that fit, the others are left out one by one. */
static void
keep_steps_of (PbQuery *query, const PbRouteVersion *version, const PbStation *station, const PbRun *run)
{
  gint64 first = 0, last = -1;

  for (guint i = 0; i < version->steps->len; i++)
    {
      const PbRouteStep *step = version->steps->pdata[i];

      if (g_strcmp0 (station->line_id, run->line_id) != 0 || !pb_step_view_fits (step, station))
        continue;
      first = last < 0 ? step->step_no.v : MIN (first, step->step_no.v);
      last = MAX (last, step->step_no.v);
    }
  pb_query_add_number (query, "current_step_no", PB_OP_GE, first);
  pb_query_add_number (query, "current_step_no", PB_OP_LE, last);
  for (guint i = 0; i < version->steps->len && query->n_filters < PB_QUERY_FILTERS_MAX - 2; i++)
    {
      const PbRouteStep *step = version->steps->pdata[i];

      if (step->step_no.v > first && step->step_no.v < last && !pb_step_view_fits (step, station))
        pb_query_add_number (query, "current_step_no", PB_OP_NE, step->step_no.v);
    }
}

static gboolean
add_station_filter (PbCall *call, PbQuery *query, const PbRun *run, const PbRouteVersion *version, GError **error)
{
  g_autoptr (PbStation) station = NULL;

  if (pb_call_query (call, "stationCode") == NULL)
    return TRUE;
  station = pb_call_find_station (call, pb_call_query (call, "stationCode"), error);
  if (station == NULL)
    return FALSE;
  if (version == NULL || version->status != PB_VERSION_READY)
    pb_problem_set (error, 400, "ROUTE_VERSION_NOT_READY", "The run has no route version that is READY");
  else if (version->steps->len == 0)
    pb_problem_set (error, 400, "ROUTING_EMPTY", "The route of the run has no steps");
  else
    {
      keep_steps_of (query, version, station, run);
      return TRUE;
    }
  return FALSE;
}

static gboolean
list_units (PbCall *call, GError **error)
{
  g_autoptr (PbRun) run = pb_call_find_run (call, pb_call_param (call, "runNo"), error);
  g_autoptr (PbRouteVersion) version = NULL;
  g_autoptr (GPtrArray) units = NULL, stations = NULL;
  g_auto (GStrv) statuses = NULL;
  g_autoptr (GError) failure = NULL;
  PbQuery query = { .type = &pb_unit_type, .order_by = "sn" };
  gint64 page, size, total;
  PbWriter *w = call->out;

  if (run == NULL || !pb_call_query_page (call, &query, 50, 200, TRUE, &page, &size, error) ||
      !pb_call_query_enums (call, "status", &pb_unit_statuses, &statuses, error))
    return FALSE;
  version = pb_store_load_route_version (call->store, run->route_version_id, &failure);
  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  pb_query_add_text (&query, "run_id", PB_OP_EQ, run->id);
  if (statuses != NULL)
    pb_query_add_list (&query, "status", (const char *const *) statuses);
  if (!add_station_filter (call, &query, run, version, error))
    return FALSE;
  units = pb_store_list (call->store, &query, &total, error);
  stations = units != NULL ? pb_step_view_stations (call, run->line_id, error) : NULL;
  if (stations == NULL)
    return FALSE;
  pb_writer_begin_object (w);
  pb_writer_member_object (w, "run");
  pb_writer_member_string (w, "runNo", run->run_no);
  pb_writer_member_string (w, "status", pb_enum_text (&pb_run_statuses, run->status));
  pb_writer_end_object (w);
  pb_writer_member_object (w, "workOrder");
  pb_writer_member_string (w, "woNo", run->wo_no);
  pb_writer_member_string (w, "productCode", run->product_code);
  pb_writer_end_object (w);
  pb_writer_member_array (w, "items");
  for (guint i = 0; i < units->len; i++)
    {
      const PbUnit *unit = units->pdata[i];
      const PbRouteStep *now = step_at (version, unit->current_step_no.v);
      const PbRouteStep *next = now != NULL ? step_at (version, now->step_no.v + 1) : NULL;

      pb_writer_begin_object (w);
      pb_writer_member_string (w, "sn", unit->sn);
      pb_writer_member_string (w, "status", pb_enum_text (&pb_unit_statuses, unit->status));
      pb_writer_member_int (w, "currentStepNo", unit->current_step_no.v);
      pb_writer_member_time (w, "updatedAt", unit->updated_at);
      pb_writer_member_bool (w, "isTrial", unit->is_trial.v);
      pb_step_view_member (w, "currentStep", now, stations);
      pb_step_view_member (w, "nextStep", next, stations);
      pb_writer_end_object (w);
    }
  pb_writer_end_array (w);
  pb_writer_member_int (w, "total", total);
  pb_writer_member_int (w, "page", page);
  pb_writer_member_int (w, "pageSize", size);
  pb_writer_end_object (w);
  return TRUE;
}

static gboolean
generate_units (PbCall *call, GError **error)
{
  g_autoptr (PbRun) run = NULL;
  g_autofree char *prefix = NULL;
  PbUnitCounts counts;
  PbInt quantity;
  PbWriter *w = call->out;

  if (!pb_call_body_int (call, "quantity", TRUE, 1, MOST_UNITS, &quantity, error) ||
      !pb_call_body_text (call, "snPrefix", FALSE, 60, NULL, &prefix, error))
    return FALSE;
  run = pb_call_find_run (call, pb_call_param (call, "runNo"), error);
  if (run == NULL || !pb_store_count_units (call->store, run->id, &counts, error))
    return FALSE;
  if (run->status != PB_RUN_PREP && run->status != PB_RUN_AUTHORIZED)
    {
      pb_problem_set (error, 400, "INVALID_RUN_STATUS", "Units are made while the run is in PREP or AUTHORIZED, not %s",
                      pb_enum_text (&pb_run_statuses, run->status));
      return FALSE;
    }
  if (counts.total - counts.trial + quantity.v > run->plan_qty.v)
    {
      pb_problem_set (error, 400, "QUANTITY_EXCEEDS_PLAN",
                      "%" G_GINT64_FORMAT " units are planned and %" G_GINT64_FORMAT
                      " are there: at most %" G_GINT64_FORMAT " more",
                      run->plan_qty.v, counts.total - counts.trial,
                      MAX (0, run->plan_qty.v - counts.total + counts.trial));
      return FALSE;
    }
  if (prefix == NULL)
    prefix = g_strconcat ("SN-", run->run_no, NULL);
  {
    g_autoptr (GError) failure = NULL;

    if (!pb_store_insert_units (call->store, run, prefix, counts.total + 1, quantity.v, call->now, &failure))
      return pb_call_fail_store (call, g_steal_pointer (&failure), "UNIT_SN_EXISTS", error);
  }
  pb_call_audit (call, run->id, run->run_no, NULL, NULL);
  pb_call_changed (call, "run", run->id);
  pb_writer_begin_object (w);
  pb_writer_member_int (w, "generated", quantity.v);
  pb_writer_member_array (w, "units");
  for (gint64 i = counts.total + 1; i <= counts.total + quantity.v; i++)
    {
      g_autofree char *sn = g_strdup_printf ("%s-%04" G_GINT64_FORMAT, prefix, i);

      pb_writer_begin_object (w);
      pb_writer_member_string (w, "sn", sn);
      pb_writer_member_string (w, "status", "QUEUED");
      pb_writer_end_object (w);
    }
  pb_writer_end_array (w);
  pb_writer_end_object (w);
  return pb_call_event (call, "run", run->run_no, run->id, run->version.v, error);
}

static gboolean
delete_units (PbCall *call, GError **error)
{
  g_autoptr (PbRun) run = pb_call_find_run (call, pb_call_param (call, "runNo"), error);
  PbUnitCounts counts;
  gint64 tracks = 0;

  if (run == NULL || !pb_store_count_units (call->store, run->id, &counts, error) ||
      !pb_store_count_tracks (call->store, run->id, &tracks, error))
    return FALSE;
  if (run->status != PB_RUN_PREP && run->status != PB_RUN_AUTHORIZED && run->status != PB_RUN_IN_PROGRESS &&
      run->status != PB_RUN_ON_HOLD)
    {
      pb_problem_set (error, 400, "RUN_IN_TERMINAL_STATUS", "The run has ended: its units stay");
      return FALSE;
    }
  if (counts.queued != counts.total || tracks > 0)
    {
      pb_problem_set (error, 400, "UNITS_CANNOT_BE_DELETED", "A unit has been in production already: units stay");
      return FALSE;
    }
  if (!pb_store_delete_units (call->store, run->id, error))
    return FALSE;
  pb_call_audit (call, run->id, run->run_no, NULL, NULL);
  pb_call_changed (call, "run", run->id);
  pb_writer_begin_object (call->out);
  pb_writer_member_int (call->out, "deleted", counts.total);
  pb_writer_end_object (call->out);
  return pb_call_event (call, "run", run->run_no, run->id, run->version.v, error);
}

static gboolean
close_run (PbCall *call, GError **error)
{
  g_autoptr (PbRun) run = pb_call_find_run (call, pb_call_param (call, "runNo"), error);
  g_autoptr (PbRun) before = NULL;
  PbUnitCounts counts;

  if (run == NULL || !pb_store_count_units (call->store, run->id, &counts, error))
    return FALSE;
  if (run->status == PB_RUN_COMPLETED || run->status == PB_RUN_CLOSED_REWORK || run->status == PB_RUN_SCRAPPED)
    {
      pb_call_audit (call, run->id, run->run_no, NULL, NULL);
      pb_run_reply (call, run);
      return TRUE;
    }
  if (run->status != PB_RUN_IN_PROGRESS)
    pb_problem_set (error, 400, "RUN_NOT_CLOSABLE", "Only a run in production can be closed, this one is %s",
                    pb_enum_text (&pb_run_statuses, run->status));
  else if (counts.total == 0)
    pb_problem_set (error, 400, "RUN_HAS_NO_UNITS", "The run has no units");
  else if (counts.queued + counts.in_station > 0)
    pb_problem_set (error, 400, "RUN_UNITS_NOT_TERMINAL", "%" G_GINT64_FORMAT " units are still on their way",
                    counts.queued + counts.in_station);
  else
    {
      before = pb_object_copy (run);
      run->status = PB_RUN_COMPLETED;
      run->ended_at = call->now;
      if (!pb_call_update_version (call, run, error))
        return FALSE;
      pb_call_audit (call, run->id, run->run_no, before, run);
      pb_call_changed (call, "run", run->id);
      pb_run_reply (call, run);
      return pb_call_event (call, "run", run->run_no, run->id, run->version.v, error);
    }
  return FALSE;
}

static gboolean
cancel_run (PbCall *call, GError **error)
{
  g_autoptr (PbRun) run = NULL, before = NULL;
  g_autofree char *reason = NULL;

  if (!pb_call_body_text (call, "reason", TRUE, 1000, "REASON_REQUIRED", &reason, error))
    return FALSE;
  run = pb_call_find_run (call, pb_call_param (call, "runNo"), error);
  if (run == NULL)
    return FALSE;
  if (run->status != PB_RUN_PREP)
    {
      pb_problem_set (error, 400, "RUN_NOT_IN_PREP", "Only a run in PREP can be cancelled, this one is %s",
                      pb_enum_text (&pb_run_statuses, run->status));
      return FALSE;
    }
  before = pb_object_copy (run);
  run->status = PB_RUN_CANCELLED;
  run->ended_at = call->now;
  pb_set_string (&run->ended_by, call->principal->user->id);
  pb_set_string (&run->end_reason, reason);
  if (!pb_call_update_version (call, run, error) || !pb_call_end_waivers (call, run, "The run was cancelled", error))
    return FALSE;
  pb_call_audit (call, run->id, run->run_no, before, run);
  pb_call_audit_note (call, "reason", reason);
  pb_call_changed (call, "run", run->id);
  pb_run_reply (call, run);
  return pb_call_event (call, "run", run->run_no, run->id, run->version.v, error);
}

static const PbMember units_query[] = {
  { "status", PB_VALUE_ENUMS, .values = &pb_unit_statuses },
  { "stationCode", PB_VALUE_TEXT },
  { NULL },
};

static const PbMember generate_members[] = {
  { "quantity", PB_VALUE_INT, PB_MUST, .min = 1, .max = MOST_UNITS },
  { "snPrefix", PB_VALUE_TEXT, .max = 60 },
  { NULL },
};

static const PbMember deleted_members[] = {
  { "deleted", PB_VALUE_INT, PB_MUST },
  { NULL },
};

static const PbMember cancel_members[] = {
  { "reason", PB_VALUE_TEXT, PB_MUST, .max = 1000 },
  { NULL },
};

const PbEndpoint pb_endpoints_runs[] = {
  { .method = "GET",
    .path = "/api/runs",
    .permission = "run:read",
    .flags = PB_ENDPOINT_BARE,
    .action = list_runs,
    .summary = "Runs, newest first",
    .answer = &pb_run_type,
    .query = pb_query_search,
    .answers = pb_run_row_members,
    .form = PB_ANSWER_PAGE,
    .filters = run_filters,
    .sorts = run_sorts,
    .paging = { 30, 100, TRUE } },
  { .method = "GET",
    .path = "/api/runs/:runNo",
    .permission = "run:read",
    .flags = PB_ENDPOINT_BARE,
    .action = get_run,
    .summary = "A run with its work order, line, route, units and trial",
    .answers = pb_run_detail_members },
  { .method = "GET",
    .path = "/api/runs/:runNo/units",
    .permission = "run:read",
    .action = list_units,
    .summary = "Units of a run",
    .query = units_query,
    .answers = pb_run_unit_members,
    .form = PB_ANSWER_PAGE,
    .beside = pb_run_units_beside,
    .paging = { 50, 200, TRUE } },
  { .method = "POST",
    .path = "/api/runs/:runNo/generate-units",
    .permission = "run:authorize quality:fai",
    .flags = PB_ENDPOINT_WRITE | PB_ENDPOINT_BODY,
    .action = generate_units,
    .audit_action = "UNITS_GENERATE",
    .entity_type = "RUN",
    .summary = "Make units",
    .members = generate_members,
    .answers = pb_run_generated_members },
  { .method = "DELETE",
    .path = "/api/runs/:runNo/units",
    .permission = "run:authorize",
    .flags = PB_ENDPOINT_WRITE,
    .action = delete_units,
    .audit_action = "UNITS_DELETE",
    .entity_type = "RUN",
    .summary = "Take back units that nobody has used",
    .answers = deleted_members },
  { .method = "POST",
    .path = "/api/runs/:runNo/close",
    .permission = "run:close",
    .flags = PB_ENDPOINT_WRITE,
    .action = close_run,
    .audit_action = "RUN_CLOSE",
    .entity_type = "RUN",
    .summary = "Close a run whose units are all done",
    .answers = pb_run_meta_members,
    .answer = &pb_run_type },
  { .method = "POST",
    .path = "/api/runs/:runNo/cancel",
    .permission = "run:revoke",
    .flags = PB_ENDPOINT_WRITE | PB_ENDPOINT_BODY | PB_ENDPOINT_STRICT,
    .action = cancel_run,
    .audit_action = "RUN_CANCEL",
    .entity_type = "RUN",
    .summary = "Cancel a run made by mistake",
    .answers = pb_run_meta_members,
    .answer = &pb_run_type,
    .members = cancel_members },
  { .method = NULL },
};
