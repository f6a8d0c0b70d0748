/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-service"

#include <string.h>

#include "service/pb-endpoints.h"
#include "service/pb-judge.h"
#include "service/pb-sight.h"
#include "service/pb-step-view.h"
#include "service/pb-run-members.h"

/* Work orders: received from the planning system, released to a line, turned into runs (rest-api.md, 3.13). */

#define MOST_PLANNED 1000000

static const PbThrough line_by_code = { &pb_line_type, "code", "id" };

/* ---- Reading */

/* The work order with its route in short. @routes: (element-type PbRoute). */
static void
write_with_routing (PbWriter *w, const PbWorkOrder *order, GPtrArray *routes)
{
  pb_writer_begin_object (w);
  pb_codec_write_members (w, order);
  pb_writer_member_raw (w, "meta", order->meta != NULL ? order->meta : "null");
  pb_writer_key (w, "routing");
  for (guint i = 0; order->routing_id != NULL && i < routes->len; i++)
    {
      const PbRoute *route = routes->pdata[i];

      if (strcmp (route->id, order->routing_id) != 0)
        continue;
      pb_writer_begin_object (w);
      pb_writer_member_string (w, "id", route->id);
      pb_writer_member_string (w, "code", route->code);
      pb_writer_member_string (w, "name", route->name);
      pb_writer_end_object (w);
      pb_writer_end_object (w);
      return;
    }
  pb_writer_null (w);
  pb_writer_end_object (w);
}

/* The routes of @orders, in one statement. */
static GPtrArray *
routes_of (PbCall *call, GPtrArray *orders, GError **error)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  g_auto (GStrv) ids = NULL;
  PbQuery query = { .type = &pb_route_type };

  for (guint i = 0; i < orders->len; i++)
    {
      char *id = ((PbWorkOrder *) orders->pdata[i])->routing_id;

      if (id != NULL && g_hash_table_add (seen, id))
        g_strv_builder_add (builder, id);
    }
  ids = g_strv_builder_end (builder);
  if (ids[0] == NULL)
    return pb_object_array_new ();
  pb_query_add_list (&query, "id", (const char *const *) ids);
  return pb_store_list (call->store, &query, NULL, error);
}

static const PbListFilter order_filters[] = {
  { "status", "status", PB_OP_IN, &pb_work_order_statuses },
  { "erpPickStatus", "erp_pick_status", PB_OP_EQ, NULL },
  { "routingId", "routing_id", PB_OP_IN, NULL },
  { NULL },
};

static const char *const order_sorts[] = { "woNo",      "wo_no",      "productCode",   "product_code",
                                           "status",    "status",     "plannedQty",    "planned_qty",
                                           "dueDate",   "due_date",   "createdAt",     "created_at",
                                           "erpStatus", "erp_status", "erpPickStatus", "erp_pick_status",
                                           NULL };

static gboolean
list_work_orders (PbCall *call, GError **error)
{
  PbQuery query = { .type = &pb_work_order_type,
                    .order_by = "created_at",
                    .descending = TRUE,
                    .search_columns = { "wo_no", "product_code" } };
  g_autoptr (GPtrArray) lists = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  g_autoptr (GPtrArray) orders = NULL, routes = NULL;
  gint64 page, size, total;
  PbWriter *w = call->out;

  if (!pb_call_query_page (call, &query, 30, 100, TRUE, &page, &size, error) ||
      !pb_call_query_filters (call, &query, order_filters, lists, error))
    return FALSE;
  query.search = pb_call_query (call, "search");
  pb_call_query_sort (call, &query, order_sorts);
  pb_call_keep_in_sight (call, &query, "line_code", &line_by_code);
  orders = pb_store_list (call->store, &query, &total, error);
  routes = orders != NULL ? routes_of (call, orders, error) : NULL;
  if (routes == NULL)
    return FALSE;
  pb_writer_begin_object (w);
  pb_writer_member_array (w, "items");
  for (guint i = 0; i < orders->len; i++)
    write_with_routing (w, orders->pdata[i], routes);
  pb_writer_end_array (w);
  pb_writer_member_int (w, "total", total);
  pb_writer_member_int (w, "page", page);
  pb_writer_member_int (w, "pageSize", size);
  pb_writer_end_object (w);
  return TRUE;
}

/* An order that was released to a line is that line's: WORK_ORDER_NOT_FOUND for those who have it not in sight. */
static gboolean
check_in_sight (PbCall *call, const PbWorkOrder *order, GError **error)
{
  g_autoptr (PbLine) line = NULL;
  g_autoptr (GError) failure = NULL;

  if (order->line_code == NULL)
    return TRUE;
  line = pb_store_get_by (call->store, &pb_line_type, "code", order->line_code, &failure);
  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  if (line == NULL || pb_call_sees_line (call, line->id))
    return TRUE;
  pb_problem_set (error, 404, "WORK_ORDER_NOT_FOUND", "Work order %s does not exist", order->wo_no);
  return FALSE;
}

static PbWorkOrder *
find_work_order (PbCall *call, GError **error)
{
  g_autoptr (PbWorkOrder) order = pb_call_find (call, &pb_work_order_type, "wo_no", pb_call_param (call, "woNo"),
                                                "WORK_ORDER_NOT_FOUND", "Work order", error);

  if (order == NULL || !check_in_sight (call, order, error))
    return NULL;
  return g_steal_pointer (&order);
}

/* ---- Changing */

static gboolean
reply (PbCall *call, const PbWorkOrder *before, PbWorkOrder *order, GError **error)
{
  g_autoptr (GPtrArray) one = g_ptr_array_new ();
  g_autoptr (GPtrArray) routes = NULL;

  g_ptr_array_add (one, order);
  routes = routes_of (call, one, error);
  if (routes == NULL)
    return FALSE;
  pb_call_audit (call, order->id, order->wo_no, before, order);
  write_with_routing (call->out, order, routes);
  return TRUE;
}

static gboolean
save (PbCall *call, const PbWorkOrder *before, PbWorkOrder *order, GError **error)
{
  if (!pb_call_update (call, order, NULL, error))
    return FALSE;
  pb_call_changed (call, "product", order->product_code);
  return reply (call, before, order, error);
}

static gboolean
check_pick_status (const char *status, GError **error)
{
  static const char *const known[] = { "1", "2", "3", "4", NULL };

  if (status == NULL || g_strv_contains (known, status))
    return TRUE;
  pb_problem_set_invalid (error, "body", "pickStatus",
                          "pickStatus must be 1 (not picked), 2 (partly), 3 (fully) or 4 (over-issued)");
  return FALSE;
}

static gboolean
set_routing (PbCall *call, PbWorkOrder *order, const char *code, GError **error)
{
  g_autoptr (PbRoute) route = pb_call_find (call, &pb_route_type, "code", code, "ROUTE_NOT_FOUND", "Route", error);

  if (route == NULL)
    return FALSE;
  pb_set_string (&order->routing_id, route->id);
  pb_set_string (&order->routing_code, route->code);
  return TRUE;
}

static gboolean
has_runs (PbCall *call, const PbWorkOrder *order, const char *const *statuses, gboolean *has, GError **error)
{
  PbQuery query = { .type = &pb_run_type, .limit = 1 };
  g_autoptr (GPtrArray) runs = NULL;

  pb_query_add_text (&query, "wo_id", PB_OP_EQ, order->id);
  if (statuses != NULL)
    pb_query_add_list (&query, "status", statuses);
  runs = pb_store_list (call->store, &query, NULL, error);
  *has = runs != NULL && runs->len > 0;
  return runs != NULL;
}

static void
copy_given (const PbWorkOrder *from, PbWorkOrder *to)
{
  for (const PbField *f = pb_work_order_type.fields; f->name != NULL || f->column != NULL; f++)
    if (((f->flags & PB_ASKED) || f->flags & PB_HIDDEN) && pb_field_is_set (f, from))
      pb_field_copy (f, from, to);
}

/* What an order already has stays where the planning system is silent. */
static gboolean
update_received (PbCall *call, PbWorkOrder *order, const PbWorkOrder *given, GError **error)
{
  g_autoptr (PbWorkOrder) before = pb_object_copy (order);
  gboolean made = FALSE;

  if (strcmp (given->product_code, order->product_code) != 0 && !has_runs (call, order, NULL, &made, error))
    return FALSE;
  if (made)
    {
      pb_problem_set (error, 409, "WORK_ORDER_HAS_RUNS", "Work order %s has runs of %s: its product stays",
                      order->wo_no, order->product_code);
      return FALSE;
    }
  copy_given (given, order);
  if (given->routing_code != NULL && !set_routing (call, order, given->routing_code, error))
    return FALSE;
  if (strcmp (before->product_code, order->product_code) != 0)
    pb_call_changed (call, "product", before->product_code);
  return save (call, before, order, error);
}

static gboolean
receive (PbCall *call, GError **error)
{
  g_autoptr (PbWorkOrder) given = pb_call_read_new (call, &pb_work_order_type, error);
  g_autoptr (PbWorkOrder) there = NULL;
  g_autoptr (GError) failure = NULL;
  JsonNode *meta = pb_call_body_node (call, "meta", PB_VALUE_ANY);

  if (given == NULL || !check_pick_status (given->pick_status, error))
    return FALSE;
  if (meta != NULL && !JSON_NODE_HOLDS_NULL (meta))
    given->meta = json_to_string (meta, FALSE);
  there = pb_store_get_by (call->store, &pb_work_order_type, "wo_no", given->wo_no, &failure);
  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  if (there != NULL)
    return check_in_sight (call, there, error) && update_received (call, there, given, error);
  if (given->routing_code != NULL && !set_routing (call, given, given->routing_code, error))
    return FALSE;
  given->id = pb_id_new ();
  given->status = PB_WO_RECEIVED;
  return pb_call_insert (call, given, "WORK_ORDER_EXISTS", error) && reply (call, NULL, given, error);
}

/* The route's newest version that can be run, with its steps. @version stays NULL when there is none. */
static gboolean
load_ready_version (PbCall *call, const PbWorkOrder *order, PbRouteVersion **version, GError **error)
{
  PbQuery query = { .type = &pb_route_version_type, .order_by = "version_no", .descending = TRUE, .limit = 1 };
  g_autoptr (GPtrArray) newest = NULL;
  g_autoptr (GError) failure = NULL;

  *version = NULL;
  if (order->routing_id == NULL)
    return TRUE;
  pb_query_add_text (&query, "route_id", PB_OP_EQ, order->routing_id);
  pb_query_add_text (&query, "status", PB_OP_EQ, pb_enum_text (&pb_version_statuses, PB_VERSION_READY));
  newest = pb_store_list (call->store, &query, NULL, &failure);
  if (newest != NULL && newest->len > 0)
    *version = pb_store_load_route_version (call->store, ((PbRouteVersion *) newest->pdata[0])->id, &failure);
  if (failure == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

static gboolean
check_station_group (PbCall *call, const char *code, GError **error)
{
  g_autoptr (PbStationGroup) group = NULL;

  if (code == NULL)
    return TRUE;
  group = pb_call_find (call, &pb_station_group_type, "code", code, "STATION_GROUP_NOT_FOUND", "Station group", error);
  return group != NULL;
}

static gboolean
release (PbCall *call, GError **error)
{
  g_autofree char *line_code = NULL, *group_code = NULL;
  g_autoptr (PbWorkOrder) order = NULL, before = NULL;
  g_autoptr (PbRouteVersion) version = NULL;
  g_autoptr (PbRoute) route = NULL;
  g_autoptr (PbLine) line = NULL;

  if (!pb_call_body_text (call, "lineCode", TRUE, 50, NULL, &line_code, error) ||
      !pb_call_body_text (call, "stationGroupCode", FALSE, 50, NULL, &group_code, error))
    return FALSE;
  order = find_work_order (call, error);
  line = order != NULL ? pb_call_find_line_by_code (call, line_code, error) : NULL;
  if (line == NULL || !check_station_group (call, group_code, error) ||
      !load_ready_version (call, order, &version, error))
    return FALSE;
  if (order->status != PB_WO_RECEIVED)
    {
      pb_problem_set (error, 400, "WORK_ORDER_NOT_RECEIVED", "Work order %s is %s: only a received one is released",
                      order->wo_no, pb_enum_text (&pb_work_order_statuses, order->status));
      return FALSE;
    }
  if (version == NULL)
    {
      pb_problem_set (error, 400, "ROUTE_NOT_READY", "Work order %s has no route that is ready to run", order->wo_no);
      return FALSE;
    }
  route = pb_call_find (call, &pb_route_type, "id", order->routing_id, "ROUTE_NOT_FOUND", "Route", error);
  if (route == NULL)
    return FALSE;
  if (route->process_type != line->process_type)
    {
      pb_problem_set (error, 400, "LINE_ROUTING_PROCESS_MISMATCH", "Route %s is %s, line %s is %s", route->code,
                      pb_enum_text (&pb_process_types, route->process_type), line->code,
                      pb_enum_text (&pb_process_types, line->process_type));
      return FALSE;
    }
  before = pb_object_copy (order);
  order->status = PB_WO_RELEASED;
  pb_set_string (&order->line_code, line->code);
  if (group_code != NULL)
    pb_call_audit_note (call, "stationGroupCode", group_code);
  return save (call, before, order, error);
}

/* ---- Runs */

/* The first step that no station of the line can do; NULL when the line can do them all. */
static const PbRouteStep *
first_impossible_step (const PbRouteVersion *version, GPtrArray *stations)
{
  for (guint i = 0; i < version->steps->len; i++)
    {
      const PbRouteStep *step = version->steps->pdata[i];
      gboolean possible = FALSE;

      for (guint k = 0; k < stations->len && !possible; k++)
        possible = pb_step_view_fits (step, stations->pdata[k]);
      if (!possible)
        return step;
    }
  return NULL;
}

static gboolean
check_may_run (PbCall *call,
               const PbWorkOrder *order,
               const PbLine *line,
               const PbRouteVersion *version,
               GError **error)
{
  g_autoptr (GPtrArray) stations = NULL;
  const PbRouteStep *step;

  if (version == NULL)
    pb_problem_set (error, 404, "ROUTE_VERSION_NOT_READY", "Work order %s has no route that is ready to run",
                    order->wo_no);
  else if (order->status != PB_WO_RELEASED && order->status != PB_WO_IN_PROGRESS)
    pb_problem_set (error, 400, "WORK_ORDER_NOT_RELEASED", "Work order %s is %s: release it first", order->wo_no,
                    pb_enum_text (&pb_work_order_statuses, order->status));
  else if (g_strcmp0 (order->line_code, line->code) != 0)
    pb_problem_set (error, 400, "WORK_ORDER_DISPATCH_LINE_MISMATCH", "Work order %s is released to line %s, not %s",
                    order->wo_no, order->line_code != NULL ? order->line_code : "", line->code);
  else
    {
      stations = pb_step_view_stations (call, line->id, error);
      if (stations == NULL)
        return FALSE;
      step = first_impossible_step (version, stations);
      if (step == NULL)
        return TRUE;
      pb_problem_set (error, 400, "RUN_LINE_INCOMPATIBLE_WITH_ROUTE",
                      "No station of line %s can do step %" G_GINT64_FORMAT " (%s) of route %s", line->code,
                      step->step_no.v, step->operation_code, version->route_code);
    }
  return FALSE;
}

/* RUN-{woNo}-{milliseconds}; of two in one millisecond the second takes the next. */
static char *
free_run_no (PbCall *call, const char *wo_no, GError **error)
{
  for (gint64 ms = call->now / 1000;; ms++)
    {
      g_autofree char *run_no = g_strdup_printf ("RUN-%s-%" G_GINT64_FORMAT, wo_no, ms);
      g_autoptr (GError) failure = NULL;
      g_autoptr (PbRun) taken = pb_store_get_by (call->store, &pb_run_type, "run_no", run_no, &failure);

      if (failure != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&failure));
          return NULL;
        }
      if (taken == NULL)
        return g_steal_pointer (&run_no);
    }
}

static PbRun *
new_run (const PbWorkOrder *order, const PbLine *line, const PbRouteVersion *version, gint64 plan_qty)
{
  PbRun *run = pb_object_new (&pb_run_type);

  run->id = pb_id_new ();
  run->wo_id = g_strdup (order->id);
  run->wo_no = g_strdup (order->wo_no);
  run->product_code = g_strdup (order->product_code);
  run->line_id = g_strdup (line->id);
  run->line_code = g_strdup (line->code);
  run->line_name = g_strdup (line->name);
  run->route_version_id = g_strdup (version->id);
  run->plan_qty = PB_INT (plan_qty);
  run->status = PB_RUN_PREP;
  return run;
}

/* The contract's first look at a run: what it still needs. */
static gboolean
store_precheck (PbCall *call, const PbRun *run, GError **error)
{
  g_autoptr (PbJudgement) judgement = pb_call_judge (call, run->run_no, error);
  g_autoptr (PbCheck) check = NULL;

  if (judgement == NULL)
    return FALSE;
  check = pb_call_store_check (call, judgement, PB_CHECK_PRECHECK, NULL, error);
  return check != NULL;
}

static gboolean
create_run (PbCall *call, GError **error)
{
  g_autofree char *line_code = NULL, *shift = NULL, *changeover = NULL;
  g_autoptr (PbWorkOrder) order = NULL;
  g_autoptr (PbRouteVersion) version = NULL;
  g_autoptr (PbLine) line = NULL;
  g_autoptr (PbRun) run = NULL;
  PbInt plan_qty;

  if (!pb_call_body_text (call, "lineCode", TRUE, 50, NULL, &line_code, error) ||
      !pb_call_body_int (call, "planQty", TRUE, 1, MOST_PLANNED, &plan_qty, error) ||
      !pb_call_body_text (call, "shiftCode", FALSE, 40, NULL, &shift, error) ||
      !pb_call_body_text (call, "changeoverNo", FALSE, 64, NULL, &changeover, error))
    return FALSE;
  order = find_work_order (call, error);
  line = order != NULL ? pb_call_find_line_by_code (call, line_code, error) : NULL;
  if (line == NULL || !load_ready_version (call, order, &version, error) ||
      !check_may_run (call, order, line, version, error))
    return FALSE;
  run = new_run (order, line, version, plan_qty.v);
  run->shift_code = g_steal_pointer (&shift);
  run->changeover_no = g_steal_pointer (&changeover);
  run->run_no = free_run_no (call, order->wo_no, error);
  if (run->run_no == NULL || !pb_call_insert (call, run, "RUN_EXISTS", error) || !store_precheck (call, run, error))
    return FALSE;
  pb_call_audit (call, run->id, run->run_no, NULL, run);
  pb_call_changed (call, "run", run->id);
  pb_run_reply (call, run);
  return pb_call_event (call, "run", run->run_no, run->id, run->version.v, error);
}

/* ---- Small changes */

static gboolean
refuse_completed (const PbWorkOrder *order, GError **error)
{
  if (order->status != PB_WO_COMPLETED)
    return TRUE;
  pb_problem_set (error, 400, "WORK_ORDER_COMPLETED", "Work order %s is completed: it stays as it is", order->wo_no);
  return FALSE;
}

static gboolean
patch_routing (PbCall *call, GError **error)
{
  g_autofree char *code = NULL;
  g_autoptr (PbWorkOrder) order = NULL, before = NULL;

  if (!pb_call_body_text (call, "routingCode", TRUE, 64, NULL, &code, error))
    return FALSE;
  order = find_work_order (call, error);
  if (order == NULL)
    return FALSE;
  before = pb_object_copy (order);
  return set_routing (call, order, code, error) && refuse_completed (order, error) && save (call, before, order, error);
}

static gboolean
patch_pick_status (PbCall *call, GError **error)
{
  g_autofree char *status = NULL;
  g_autoptr (PbWorkOrder) order = NULL, before = NULL;

  if (!pb_call_body_text (call, "pickStatus", TRUE, 10, NULL, &status, error) || !check_pick_status (status, error))
    return FALSE;
  order = find_work_order (call, error);
  if (order == NULL)
    return FALSE;
  before = pb_object_copy (order);
  pb_set_string (&order->pick_status, status);
  return refuse_completed (order, error) && save (call, before, order, error);
}

static gboolean
close_work_order (PbCall *call, GError **error)
{
  static const char *const open[] = { "PREP", "AUTHORIZED", "IN_PROGRESS", "ON_HOLD", NULL };
  g_autoptr (PbWorkOrder) order = find_work_order (call, error);
  g_autoptr (PbWorkOrder) before = NULL;
  gboolean running;

  if (order == NULL || !refuse_completed (order, error) || !has_runs (call, order, open, &running, error))
    return FALSE;
  if (running)
    {
      pb_problem_set (error, 400, "WORK_ORDER_RUNS_OPEN", "Work order %s has runs that have not ended", order->wo_no);
      return FALSE;
    }
  before = pb_object_copy (order);
  order->status = PB_WO_COMPLETED;
  return save (call, before, order, error);
}

static const PbMember route_members[] = {
  { "id", PB_VALUE_TEXT, PB_MUST },
  { "code", PB_VALUE_TEXT, PB_MUST },
  { "name", PB_VALUE_TEXT },
  { NULL },
};

static const PbMember order_members[] = {
  { "meta", PB_VALUE_ANY },
  { "routing", PB_VALUE_OBJECT, PB_MUST_OR_NULL, .members = route_members },
  { NULL },
};

static const PbMember received_members[] = {
  { "meta", PB_VALUE_ANY },
  { NULL },
};

static const PbMember release_members[] = {
  { "lineCode", PB_VALUE_TEXT, PB_MUST, .max = 50 },
  { "stationGroupCode", PB_VALUE_TEXT, .max = 50 },
  { NULL },
};

static const PbMember create_run_members[] = {
  { "lineCode", PB_VALUE_TEXT, PB_MUST, .max = 50 },
  { "planQty", PB_VALUE_INT, PB_MUST, .min = 1, .max = MOST_PLANNED },
  { "shiftCode", PB_VALUE_TEXT, .max = 40 },
  { "changeoverNo", PB_VALUE_TEXT, .max = 64 },
  { NULL },
};

static const PbMember routing_members[] = {
  { "routingCode", PB_VALUE_TEXT, PB_MUST, .max = 64 },
  { NULL },
};

static const PbMember pick_status_members[] = {
  { "pickStatus", PB_VALUE_ENUM, PB_MUST, .values = PB_ONE_OF ("1", "2", "3", "4"),
    .says = "1 not picked, 2 partly, 3 fully, 4 over-issued" },
  { NULL },
};

const PbEndpoint pb_endpoints_work_orders[] = {
  { .method = "GET",
    .path = "/api/work-orders",
    .permission = "wo:read",
    .flags = PB_ENDPOINT_BARE,
    .action = list_work_orders,
    .summary = "Work orders, newest first",
    .answer = &pb_work_order_type,
    .query = pb_query_search,
    .answers = order_members,
    .form = PB_ANSWER_PAGE,
    .filters = order_filters,
    .sorts = order_sorts,
    .paging = { 30, 100, TRUE } },
  { .method = "POST",
    .path = "/api/integration/work-orders",
    .permission = "wo:receive",
    .flags = PB_ENDPOINT_WRITE | PB_ENDPOINT_BODY,
    .action = receive,
    .audit_action = "WORK_ORDER_RECEIVE",
    .entity_type = "WORK_ORDER",
    .summary = "Receive a work order, or what has changed of one",
    .body = &pb_work_order_type,
    .answer = &pb_work_order_type,
    .members = received_members,
    .answers = order_members },
  { .method = "POST",
    .path = "/api/work-orders/:woNo/release",
    .permission = "wo:release",
    .flags = PB_ENDPOINT_WRITE | PB_ENDPOINT_BODY,
    .action = release,
    .audit_action = "WORK_ORDER_RELEASE",
    .entity_type = "WORK_ORDER",
    .summary = "Release a work order to a line",
    .answer = &pb_work_order_type,
    .members = release_members,
    .answers = order_members },
  { .method = "POST",
    .path = "/api/work-orders/:woNo/runs",
    .permission = "run:create",
    .flags = PB_ENDPOINT_WRITE | PB_ENDPOINT_BODY,
    .action = create_run,
    .audit_action = "RUN_CREATE",
    .entity_type = "RUN",
    .summary = "Make a run in PREP",
    .answers = pb_run_meta_members,
    .answer = &pb_run_type,
    .members = create_run_members },
  { .method = "PATCH",
    .path = "/api/work-orders/:woNo/routing",
    .permission = "wo:update",
    .flags = PB_ENDPOINT_WRITE | PB_ENDPOINT_BODY,
    .action = patch_routing,
    .audit_action = "WORK_ORDER_UPDATE",
    .entity_type = "WORK_ORDER",
    .summary = "Give a work order another route; runs that are there keep theirs",
    .answer = &pb_work_order_type,
    .members = routing_members,
    .answers = order_members },
  { .method = "PATCH",
    .path = "/api/work-orders/:woNo/pick-status",
    .permission = "wo:update",
    .flags = PB_ENDPOINT_WRITE | PB_ENDPOINT_BODY,
    .action = patch_pick_status,
    .audit_action = "WORK_ORDER_UPDATE",
    .entity_type = "WORK_ORDER",
    .summary = "How far the material is picked",
    .answer = &pb_work_order_type,
    .members = pick_status_members,
    .answers = order_members },
  { .method = "POST",
    .path = "/api/work-orders/:woNo/close",
    .permission = "wo:close",
    .flags = PB_ENDPOINT_WRITE,
    .action = close_work_order,
    .audit_action = "WORK_ORDER_CLOSE",
    .entity_type = "WORK_ORDER",
    .summary = "Complete a work order whose runs have ended",
    .answer = &pb_work_order_type,
    .answers = order_members },
  { .method = NULL },
};
