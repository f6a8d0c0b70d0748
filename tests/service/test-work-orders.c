/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <string.h>

#include "pb-plant-fixture.h"
#include "wire/pb-json.h"

/* Work orders from receipt to run, and the routes that they run on. */

#define RECEIVE "/api/integration/work-orders"

static void
add_groups (PlantFixture *f)
{
  plant_check (f, "engineer", "POST", "/api/stations/groups", "{'code':'PRINT','name':'Printers'}", 201, NULL);
  plant_check (f, "engineer", "POST", "/api/stations/groups", "{'code':'OVEN','name':'Ovens'}", 201, NULL);
}

static void
receive (PlantFixture *f, const char *wo_no)
{
  g_autofree char *body =
    g_strdup_printf ("{'woNo':'%s','productCode':'P-100','plannedQty':50,'routingCode':'RT-A'}", wo_no);

  plant_check (f, "planner", "POST", RECEIVE, body, 200, NULL);
}

static void
release (PlantFixture *f, const char *wo_no)
{
  g_autofree char *path = g_strconcat ("/api/work-orders/", wo_no, "/release", NULL);

  plant_check (f, "planner", "POST", path, "{'lineCode':'LINE-A'}", 200, NULL);
}

static void
test_receive (PlantFixture *f, gconstpointer data)
{
  g_autoptr (PlantAnswer) answer = plant_expect (
    f, "planner", "POST", RECEIVE,
    "{'woNo':'WO-9','productCode':'P-100','plannedQty':12.5,'routingCode':'RT-A','pickStatus':'2',"
    "'dueDate':'2024-12-24T08:00:00+08:00','erpStatus':'OPEN','meta':{'a':[1,2]},'status':'COMPLETED','unheard':1}",
    200, NULL);
  g_autoptr (PbWorkOrder) order = NULL;

  g_assert_cmpstr (plant_text (answer, "data.status"), ==, "RECEIVED");
  g_assert_cmpstr (plant_text (answer, "data.routingId"), ==, "id-RT-A");
  g_assert_cmpstr (plant_text (answer, "data.routing.code"), ==, "RT-A");
  g_assert_cmpstr (plant_text (answer, "data.dueDate"), ==, "2024-12-24T00:00:00.000Z");
  order = plant_get (f, &pb_work_order_type, "wo_no", "WO-9");
  g_assert_cmpstr (order->meta, ==, "{\"a\":[1,2]}");
  g_assert_nonnull (strstr (answer->text, "\"meta\":{\"a\":[1,2]}"));

  /* The same number again: what is silent stays. */
  g_clear_pointer (&answer, plant_answer_free);
  answer =
    plant_expect (f, "planner", "POST", RECEIVE, "{'woNo':'WO-9','productCode':'P-200','plannedQty':20}", 200, NULL);
  g_assert_cmpstr (plant_text (answer, "data.id"), ==, order->id);
  g_assert_cmpstr (plant_text (answer, "data.productCode"), ==, "P-200");
  g_assert_cmpint (plant_int (answer, "data.plannedQty"), ==, 20);
  g_assert_cmpstr (plant_text (answer, "data.pickStatus"), ==, "2");
  g_assert_cmpstr (plant_text (answer, "data.routingCode"), ==, "RT-A");
  g_assert_cmpint (plant_count (f, &pb_work_order_type, "wo_no", "WO-9"), ==, 1);
}

static void
test_receive_refused (PlantFixture *f, gconstpointer data)
{
  static const struct
  {
    const char *who, *body;
    int status;
    const char *code;
  } cases[] = {
    { NULL, "{}", 401, "UNAUTHORIZED" },
    { "operator", "{}", 403, "FORBIDDEN" },
    { "planner", NULL, 422, "VALIDATION_FAILED" },
    { "planner", "{'productCode':'P-100','plannedQty':1}", 422, "VALIDATION_FAILED" },
    { "planner", "{'woNo':'W','productCode':'P-100','plannedQty':0}", 422, "VALIDATION_FAILED" },
    { "planner", "{'woNo':'W','productCode':'P-100','plannedQty':'many'}", 422, "VALIDATION_FAILED" },
    { "planner", "{'woNo':'W','productCode':'P-100','plannedQty':1,'pickStatus':'5'}", 422, "VALIDATION_FAILED" },
    { "planner", "{'woNo':'W','productCode':'P-100','plannedQty':1,'routingCode':'RT-X'}", 404, "ROUTE_NOT_FOUND" },
    /* WO-A has a run of P-100. */
    { "planner", "{'woNo':'WO-A','productCode':'P-200','plannedQty':1}", 409, "WORK_ORDER_HAS_RUNS" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    plant_check (f, cases[i].who, "POST", RECEIVE, cases[i].body, cases[i].status, cases[i].code);
  g_assert_cmpint (plant_count (f, &pb_work_order_type, "wo_no", "W"), ==, 0);
}

static void
test_list (PlantFixture *f, gconstpointer data)
{
  g_autoptr (PlantAnswer) all = NULL, some = NULL, none = NULL, sorted = NULL;

  receive (f, "WO-C");
  all = plant_expect (f, "planner", "GET", "/api/work-orders", NULL, 200, NULL);
  g_assert_cmpint (plant_int (all, "total"), ==, 3);
  g_assert_cmpint (plant_int (all, "page"), ==, 1);
  g_assert_cmpint (plant_int (all, "pageSize"), ==, 30);
  g_assert_cmpstr (plant_text (all, "items[0].woNo"), ==, "WO-C");
  g_assert_cmpstr (plant_text (all, "items[0].routing.name"), ==, "Route A");
  some = plant_expect (f, "planner", "GET",
                       "/api/work-orders?status=RELEASED,COMPLETED&search=wo-b&routingId=x,id-RT-A", NULL, 200, NULL);
  g_assert_cmpint (plant_length (some, "items"), ==, 1);
  g_assert_cmpstr (plant_text (some, "items[0].woNo"), ==, "WO-B");
  none = plant_expect (f, "planner", "GET", "/api/work-orders?erpPickStatus=9", NULL, 200, NULL);
  g_assert_cmpint (plant_length (none, "items"), ==, 0);
  sorted = plant_expect (f, "planner", "GET", "/api/work-orders?sort=woNo.asc&pageSize=1&page=2", NULL, 200, NULL);
  g_assert_cmpint (plant_length (sorted, "items"), ==, 1);
  g_assert_cmpstr (plant_text (sorted, "items[0].woNo"), ==, "WO-B");
  plant_check (f, "planner", "GET", "/api/work-orders?status=LOST", NULL, 422, "VALIDATION_FAILED");
  plant_check (f, "planner", "GET", "/api/work-orders?page=0", NULL, 422, "VALIDATION_FAILED");
  plant_check (f, "operator", "GET", "/api/work-orders", NULL, 403, "FORBIDDEN");
}

static void
test_release (PlantFixture *f, gconstpointer data)
{
  static const struct
  {
    const char *path, *body;
    int status;
    const char *code;
  } cases[] = {
    { "/api/work-orders/WO-X/release", "{'lineCode':'LINE-A'}", 404, "WORK_ORDER_NOT_FOUND" },
    { "/api/work-orders/WO-C/release", "{'lineCode':'LINE-X'}", 404, "LINE_NOT_FOUND" },
    { "/api/work-orders/WO-C/release", "{'lineCode':'LINE-A','stationGroupCode':'X'}", 404, "STATION_GROUP_NOT_FOUND" },
    { "/api/work-orders/WO-C/release", "{}", 422, "VALIDATION_FAILED" },
    { "/api/work-orders/WO-A/release", "{'lineCode':'LINE-A'}", 400, "WORK_ORDER_NOT_RECEIVED" },
    { "/api/work-orders/WO-D/release", "{'lineCode':'LINE-A'}", 400, "ROUTE_NOT_READY" },
    { "/api/work-orders/WO-C/release", "{'lineCode':'LINE-DIP'}", 400, "LINE_ROUTING_PROCESS_MISMATCH" },
  };
  g_autoptr (PbLine) dip = pb_object_new (&pb_line_type);
  g_autoptr (PlantAnswer) released = NULL;

  dip->id = g_strdup ("id-LINE-DIP");
  dip->code = g_strdup ("LINE-DIP");
  dip->name = g_strdup ("Through-hole");
  dip->process_type = PB_PROCESS_DIP;
  plant_insert (f, dip);
  add_groups (f);
  receive (f, "WO-C");
  plant_check (f, "planner", "POST", RECEIVE, "{'woNo':'WO-D','productCode':'P-100','plannedQty':1}", 200, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    plant_check (f, "planner", "POST", cases[i].path, cases[i].body, cases[i].status, cases[i].code);
  released = plant_expect (f, "planner", "POST", "/api/work-orders/WO-C/release",
                           "{'lineCode':'LINE-A','stationGroupCode':'PRINT'}", 200, NULL);
  g_assert_cmpstr (plant_text (released, "data.status"), ==, "RELEASED");
  g_assert_cmpstr (plant_text (released, "data.lineCode"), ==, "LINE-A");
}

static void
test_run (PlantFixture *f, gconstpointer data)
{
  g_autoptr (PlantAnswer) made = NULL, latest = NULL, second = NULL, open = NULL;
  g_autofree char *run_no = g_strdup_printf ("RUN-WO-C-%" G_GINT64_FORMAT, f->now / 1000);
  g_autofree char *next_no = g_strdup_printf ("RUN-WO-C-%" G_GINT64_FORMAT, f->now / 1000 + 1);
  g_autofree char *path = g_strconcat ("/api/runs/", run_no, "/readiness/latest?type=PRECHECK", NULL);

  receive (f, "WO-C");
  release (f, "WO-C");
  made = plant_expect (f, "planner", "POST", "/api/work-orders/WO-C/runs",
                       "{'lineCode':'LINE-A','planQty':500,'shiftCode':'N','changeoverNo':'C7'}", 200, NULL);
  g_assert_cmpstr (plant_text (made, "data.runNo"), ==, run_no);
  g_assert_cmpstr (plant_text (made, "data.status"), ==, "PREP");
  g_assert_cmpstr (plant_text (made, "data.routeVersionId"), ==, "version-RT-A");
  g_assert_cmpstr (plant_text (made, "data.productCode"), ==, "P-100");
  g_assert_cmpint (plant_int (made, "data.planQty"), ==, 500);
  g_assert_cmpint (plant_int (made, "data.version"), ==, 1);
  g_assert_cmpstr (plant_text (made, "data.shiftCode"), ==, "N");
  g_assert_cmpstr (plant_text (made, "data.changeoverNo"), ==, "C7");
  latest = plant_expect (f, "planner", "GET", path, NULL, 200, NULL);
  g_assert_cmpstr (plant_text (latest, "data.type"), ==, "PRECHECK");
  g_assert_null (plant_text (latest, "data.checkedBy"));
  /* Two in the same millisecond have numbers of their own. */
  second =
    plant_expect (f, "planner", "POST", "/api/work-orders/WO-C/runs", "{'lineCode':'LINE-A','planQty':1}", 200, NULL);
  g_assert_cmpstr (plant_text (second, "data.runNo"), ==, next_no);
  open = plant_expect (f, "planner", "GET", "/api/board?search=WO-C", NULL, 200, NULL);
  g_assert_cmpint (plant_length (open, "data.items"), ==, 2);
}

static void
test_run_refused (PlantFixture *f, gconstpointer data)
{
  static const struct
  {
    const char *path, *body;
    int status;
    const char *code;
  } cases[] = {
    { "/api/work-orders/WO-X/runs", "{'lineCode':'LINE-A','planQty':1}", 404, "WORK_ORDER_NOT_FOUND" },
    { "/api/work-orders/WO-A/runs", "{'lineCode':'LINE-X','planQty':1}", 404, "LINE_NOT_FOUND" },
    { "/api/work-orders/WO-D/runs", "{'lineCode':'LINE-A','planQty':1}", 404, "ROUTE_VERSION_NOT_READY" },
    { "/api/work-orders/WO-C/runs", "{'lineCode':'LINE-A','planQty':1}", 400, "WORK_ORDER_NOT_RELEASED" },
    { "/api/work-orders/WO-A/runs", "{'lineCode':'LINE-B','planQty':1}", 400, "WORK_ORDER_DISPATCH_LINE_MISMATCH" },
    /* LINE-B has a printer alone. */
    { "/api/work-orders/WO-B/runs", "{'lineCode':'LINE-B','planQty':1}", 400, "RUN_LINE_INCOMPATIBLE_WITH_ROUTE" },
    { "/api/work-orders/WO-A/runs", "{'lineCode':'LINE-A','planQty':0}", 422, "VALIDATION_FAILED" },
    { "/api/work-orders/WO-A/runs", "{'lineCode':'LINE-A','planQty':1.5}", 422, "VALIDATION_FAILED" },
    { "/api/work-orders/WO-A/runs", "{'planQty':1}", 422, "VALIDATION_FAILED" },
  };

  receive (f, "WO-C");
  plant_check (f, "planner", "POST", RECEIVE, "{'woNo':'WO-D','productCode':'P-100','plannedQty':1}", 200, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    plant_check (f, "planner", "POST", cases[i].path, cases[i].body, cases[i].status, cases[i].code);
  plant_check (f, "engineer", "POST", "/api/work-orders/WO-A/runs", "{}", 403, "FORBIDDEN");
  g_assert_cmpint (plant_count (f, &pb_run_type, "wo_id", "id-WO-A"), ==, 1);
}

static void
test_small_changes (PlantFixture *f, gconstpointer data)
{
  g_autoptr (PlantAnswer) picked = NULL, routed = NULL, closed = NULL, rows = NULL;

  receive (f, "WO-C");
  picked = plant_expect (f, "planner", "PATCH", "/api/work-orders/WO-C/pick-status", "{'pickStatus':'3'}", 200, NULL);
  g_assert_cmpstr (plant_text (picked, "data.pickStatus"), ==, "3");
  plant_check (f, "planner", "PATCH", "/api/work-orders/WO-C/pick-status", "{'pickStatus':'0'}", 422,
               "VALIDATION_FAILED");
  plant_check (f, "planner", "PATCH", "/api/work-orders/WO-X/pick-status", "{'pickStatus':'1'}", 404,
               "WORK_ORDER_NOT_FOUND");
  routed = plant_expect (f, "planner", "PATCH", "/api/work-orders/WO-C/routing", "{'routingCode':'RT-A'}", 200, NULL);
  g_assert_cmpstr (plant_text (routed, "data.routing.code"), ==, "RT-A");
  plant_check (f, "planner", "PATCH", "/api/work-orders/WO-C/routing", "{'routingCode':'RT-X'}", 404,
               "ROUTE_NOT_FOUND");
  plant_check (f, "planner", "POST", "/api/work-orders/WO-A/close", NULL, 400, "WORK_ORDER_RUNS_OPEN");
  closed = plant_expect (f, "planner", "POST", "/api/work-orders/WO-C/close", NULL, 200, NULL);
  g_assert_cmpstr (plant_text (closed, "data.status"), ==, "COMPLETED");
  plant_check (f, "planner", "POST", "/api/work-orders/WO-C/close", NULL, 400, "WORK_ORDER_COMPLETED");
  plant_check (f, "planner", "PATCH", "/api/work-orders/WO-C/routing", "{'routingCode':'RT-A'}", 400,
               "WORK_ORDER_COMPLETED");
  /* The refused attempt is in the trail as well. */
  rows = plant_expect (f, "trace", "GET", "/api/audit-logs?action=WORK_ORDER_CLOSE", NULL, 200, NULL);
  g_assert_cmpint (plant_int (rows, "data.total"), ==, 3);
  g_assert_cmpstr (plant_text (rows, "data.items[0].errorCode"), ==, "WORK_ORDER_COMPLETED");
  g_assert_cmpstr (plant_text (rows, "data.items[1].status"), ==, "SUCCESS");
  g_assert_cmpstr (plant_text (rows, "data.items[1].diff[0].before.status"), ==, "RECEIVED");
  g_assert_cmpstr (plant_text (rows, "data.items[1].diff[0].after.status"), ==, "COMPLETED");
}

/* Somebody who sees LINE-A alone neither finds nor changes what is released to LINE-B. */
static void
test_sight (PlantFixture *f, gconstpointer data)
{
  g_autoptr (PlantAnswer) list = NULL;

  plant_check (f, "admin", "POST", "/api/roles",
               "{'code':'line-planner','name':'Line planner','dataScope':'ASSIGNED_LINES','permissions':['wo:read',"
               "'wo:update','wo:release','run:create']}",
               201, NULL);
  plant_check (f, "admin", "PATCH", "/api/users/user-operator", "{'roles':['line-planner']}", 200, NULL);
  receive (f, "WO-C");
  list = plant_expect (f, "operator", "GET", "/api/work-orders?sort=woNo.asc", NULL, 200, NULL);
  g_assert_cmpint (plant_int (list, "total"), ==, 2);
  g_assert_cmpstr (plant_text (list, "items[0].woNo"), ==, "WO-A");
  g_assert_cmpstr (plant_text (list, "items[1].woNo"), ==, "WO-C");
  plant_check (f, "operator", "PATCH", "/api/work-orders/WO-B/pick-status", "{'pickStatus':'1'}", 404,
               "WORK_ORDER_NOT_FOUND");
  plant_check (f, "operator", "POST", "/api/work-orders/WO-C/release", "{'lineCode':'LINE-B'}", 404, "LINE_NOT_FOUND");
}

/* ---- Routes */

#define STEP(no, rest) "{'stepNo':" #no ",'operationCode':'OP" #no "','stationType':'AUTO'" rest "}"

static void
test_route (PlantFixture *f, gconstpointer data)
{
  g_autoptr (PlantAnswer) made = NULL, read = NULL, changed = NULL, compiled = NULL, list = NULL;
  g_autoptr (PbRouteStep) before = NULL, after = NULL;

  add_groups (f);
  made = plant_expect (f, "engineer", "POST", "/api/routes",
                       "{'code':'RT-N','name':'New','productCode':'P-100','processType':'SMT','steps':[" STEP (
                         2, ",'hasOven':true") "," STEP (1, ",'stationGroup':'PRINT','requiresFai':true") "]}",
                       201, NULL);
  g_assert_cmpstr (made->etag, ==, "\"1\"");
  g_assert_cmpint (plant_int (made, "data.steps[0].stepNo"), ==, 1);
  g_assert_cmpstr (plant_text (made, "data.routeVersion.status"), ==, "READY");
  g_assert_cmpint (plant_int (made, "data.routeVersion.versionNo"), ==, 1);
  g_assert_true (plant_bool (made, "data.routeVersion.steps[0].requiresFai"));
  before = plant_get (f, &pb_route_step_type, "operation_code", "OP2");

  changed = plant_expect (f, "engineer", "PATCH", "/api/routes/RT-N",
                          "{'name':'Newer','steps':[" STEP (2, "") "," STEP (3, "") "]}", 200, NULL);
  g_assert_cmpstr (changed->etag, ==, "\"2\"");
  g_assert_cmpint (plant_int (changed, "data.routeVersion.versionNo"), ==, 2);
  g_assert_cmpint (plant_length (changed, "data.routeVersion.steps"), ==, 2);
  read = plant_expect (f, "planner", "GET", "/api/routes/RT-N", NULL, 200, NULL);
  g_assert_cmpstr (plant_text (read, "data.name"), ==, "Newer");
  g_assert_cmpint (plant_length (read, "data.steps"), ==, 2);
  g_assert_cmpint (plant_int (read, "data.steps[1].stepNo"), ==, 3);
  g_assert_cmpint (plant_int (read, "data.routeVersion.versionNo"), ==, 2);
  /* Four of the two versions, two of the route itself. */
  g_assert_cmpint (plant_count (f, &pb_route_step_type, "route_id", plant_text (read, "data.id")), ==, 6);

  compiled = plant_expect (f, "engineer", "POST", "/api/routes/RT-N/compile", NULL, 200, NULL);
  g_assert_cmpint (plant_int (compiled, "data.versionNo"), ==, 3);
  list = plant_expect (f, "planner", "GET", "/api/routes?limit=1", NULL, 200, NULL);
  g_assert_cmpstr (plant_text (list, "data.items[0].code"), ==, "RT-A");
  g_assert_cmpint (plant_length (list, "data.items[0].steps"), ==, 5);
  g_assert_cmpstr (plant_text (list, "data.next"), ==, "RT-A");
  g_clear_pointer (&list, plant_answer_free);
  list = plant_expect (f, "planner", "GET", "/api/routes?limit=1&after=RT-A&productCode=P-100", NULL, 200, NULL);
  g_assert_cmpstr (plant_text (list, "data.items[0].code"), ==, "RT-N");
  g_assert_null (plant_text (list, "data.next"));
}

/* The characteristics of the first article are those at compilation, whatever becomes of the template. */
static void
test_route_template (PlantFixture *f, gconstpointer data)
{
  g_autoptr (PlantAnswer) template = NULL, made = NULL;
  g_autoptr (PbRouteVersion) version = NULL;
  g_autoptr (JsonNode) items = NULL;
  g_autofree char *body = NULL, *other = NULL;

  template = plant_expect (f, "engineer", "POST", "/api/fai-templates",
                           "{'code':'T','name':'T','productCode':'P-100','processType':'SMT','items':["
                           "{'seq':2,'itemName':'Second'},{'seq':1,'itemName':'First','upperLimit':24,'unit':'h'}]}",
                           201, NULL);
  body = g_strdup_printf ("{'code':'RT-T','name':'T','productCode':'P-100','processType':'SMT','faiTemplateId':'%s',"
                          "'steps':[" STEP (1, "") "]}",
                          plant_text (template, "data.id"));
  made = plant_expect (f, "engineer", "POST", "/api/routes", body, 201, NULL);
  version = plant_get (f, &pb_route_version_type, "id", plant_text (made, "data.routeVersion.id"));
  items = pb_json_parse (version->fai_items, strlen (version->fai_items), NULL);
  g_assert_cmpint (json_array_get_length (json_node_get_array (items)), ==, 2);
  g_assert_cmpstr (json_object_get_string_member (json_array_get_object_element (json_node_get_array (items), 0),
                                                  "itemName"),
                   ==, "First");
  g_assert_cmpstr (version->fai_template_id, ==, plant_text (template, "data.id"));
  other = g_strdup_printf ("{'code':'RT-U','name':'U','productCode':'P-200','processType':'SMT','faiTemplateId':'%s',"
                           "'steps':[" STEP (1, "") "]}",
                           plant_text (template, "data.id"));
  plant_check (f, "engineer", "POST", "/api/routes", other, 400, "FAI_TEMPLATE_PRODUCT_MISMATCH");
}

static void
test_route_refused (PlantFixture *f, gconstpointer data)
{
  static const struct
  {
    const char *method, *path, *body;
    int status;
    const char *code;
  } cases[] = {
    { "GET", "/api/routes/RT-X", NULL, 404, "ROUTE_NOT_FOUND" },
    { "PATCH", "/api/routes/RT-X", "{}", 404, "ROUTE_NOT_FOUND" },
    { "POST", "/api/routes/RT-X/compile", NULL, 404, "ROUTE_NOT_FOUND" },
    { "POST", "/api/routes", "{'code':'RT-A','name':'A','processType':'SMT','steps':[" STEP (1, "") "]}", 409,
      "ROUTE_EXISTS" },
    { "POST", "/api/routes", "{'code':'RT-N','name':'N','processType':'SMT'}", 400, "ROUTE_INCOMPLETE" },
    { "POST", "/api/routes", "{'code':'RT-N','name':'N','processType':'SMT','colour':'red'}", 422,
      "VALIDATION_FAILED" },
    { "POST", "/api/routes", "{'code':'RT-N','name':'N','processType':'SMT','steps':[{'stepNo':1}]}", 422,
      "VALIDATION_FAILED" },
    { "POST", "/api/routes",
      "{'code':'RT-N','name':'N','processType':'SMT','faiTemplateId':'x','steps':[" STEP (1, "") "]}", 404,
      "FAI_TEMPLATE_NOT_FOUND" },
    { "PATCH", "/api/routes/RT-A", "{'steps':[]}", 400, "ROUTE_INCOMPLETE" },
    { "PATCH", "/api/routes/RT-A", "{'name':null}", 422, "VALIDATION_FAILED" },
  };
  g_autoptr (PlantAnswer) gaps = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    plant_check (f, "engineer", cases[i].method, cases[i].path, cases[i].body, cases[i].status, cases[i].code);
  plant_check (f, "planner", "POST", "/api/routes", "{}", 403, "FORBIDDEN");
  gaps = plant_expect (
    f, "engineer", "POST", "/api/routes",
    "{'code':'RT-N','name':'N','processType':'SMT','steps':[" STEP (1, "") "," STEP (1, ",'stationGroup':'NONE'") "]}",
    400, "ROUTE_INCOMPLETE");
  g_assert_cmpint (plant_length (gaps, "error.missing"), ==, 2);
  g_assert_cmpint (plant_int (gaps, "error.missing[0].stepNo"), ==, 1);
  g_assert_cmpstr (plant_text (gaps, "error.missing[0].what"), ==, "stepNo");
  g_assert_cmpstr (plant_text (gaps, "error.missing[1].what"), ==, "stationGroup");
  g_assert_cmpint (plant_count (f, &pb_route_type, "code", "RT-N"), ==, 0);
}

static void
test_route_stale (PlantFixture *f, gconstpointer data)
{
  g_autoptr (PlantAnswer) stale = NULL, done = NULL;

  add_groups (f);
  plant_check (f, "engineer", "PATCH", "/api/routes/RT-A", "{'name':'B'}", 200, NULL);
  stale = plant_send_if (f, "engineer", "PATCH", "/api/routes/RT-A", "{'name':'C'}", "\"1\"");
  g_assert_cmpint (stale->status, ==, 412);
  g_assert_cmpstr (plant_text (stale, "error.code"), ==, "STALE");
  done = plant_send_if (f, "engineer", "PATCH", "/api/routes/RT-A", "{'name':'C'}", "\"2\"");
  g_assert_cmpint (done->status, ==, 200);
}

/* A run keeps its version; the next one takes the new one. */
static void
test_route_versions_of_runs (PlantFixture *f, gconstpointer data)
{
  g_autoptr (PlantAnswer) compiled = NULL, made = NULL, old = NULL;

  add_groups (f);
  compiled = plant_expect (f, "engineer", "POST", "/api/routes/RT-A/compile", NULL, 200, NULL);
  made =
    plant_expect (f, "planner", "POST", "/api/work-orders/WO-A/runs", "{'lineCode':'LINE-A','planQty':1}", 200, NULL);
  g_assert_cmpstr (plant_text (made, "data.routeVersionId"), ==, plant_text (compiled, "data.id"));
  old = plant_expect (f, "planner", "GET", "/api/runs/RUN-A", NULL, 200, NULL);
  g_assert_cmpint (plant_int (old, "routeVersion.versionNo"), ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define TEST(name, func) g_test_add (name, PlantFixture, NULL, plant_set_up, func, plant_tear_down)
  TEST ("/work-orders/receive", test_receive);
  TEST ("/work-orders/receive-refused", test_receive_refused);
  TEST ("/work-orders/list", test_list);
  TEST ("/work-orders/release", test_release);
  TEST ("/work-orders/run", test_run);
  TEST ("/work-orders/run-refused", test_run_refused);
  TEST ("/work-orders/small-changes", test_small_changes);
  TEST ("/work-orders/sight", test_sight);
  TEST ("/routes/create-and-change", test_route);
  TEST ("/routes/template", test_route_template);
  TEST ("/routes/refused", test_route_refused);
  TEST ("/routes/stale", test_route_stale);
  TEST ("/routes/versions-of-runs", test_route_versions_of_runs);
  return g_test_run ();
}
