/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <string.h>

#include "client/pb-rest.h"
#include "domain/pb-fai.h"
#include "domain/pb-records.h"
#include "fake-server.h"

/* Each call of the contract arrives with its method, path and body. */

typedef struct
{
  FakeServer *server;
  PbClient *client;
} Fixture;

#define UNTIL G_GINT64_CONSTANT (1772323200000000) /* 2026-03-01 */

/* @data: non-NULL: an existing deployment. */
static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_auto (Pump) pump = { NULL };

  fixture->server = fake_server_new ();
  fixture->client = pb_client_new (fake_server_get_url (fixture->server));
  if (data == NULL)
    fake_server_set (fixture->server, "GET", "/api/meta/capabilities", 200,
                     "{\"ok\":true,\"data\":{\"features\":[\"esign\"]}}");
  pb_client_learn_async (fixture->client, NULL, pump_cb, &pump);
  g_assert_true (pb_client_learn_finish (fixture->client, pump_wait (&pump), NULL));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  pump_until_gone (fixture->client);
  fake_server_free (fixture->server);
}

typedef void (*Starter) (PbClient *client, Pump *pump);

static void
profile (PbClient *c, Pump *p)
{
  pb_rest_profile_async (c, NULL, pump_cb, p);
}
static void
permissions (PbClient *c, Pump *p)
{
  pb_rest_permissions_async (c, NULL, pump_cb, p);
}
static void
password (PbClient *c, Pump *p)
{
  pb_rest_change_password_async (c, "old", "new", NULL, pump_cb, p);
}
static void
board (PbClient *c, Pump *p)
{
  pb_rest_board_async (c, NULL, NULL, pump_cb, p);
}
static void
board_after (PbClient *c, Pump *p)
{
  pb_rest_board_async (c, "R 9", NULL, pump_cb, p);
}
static void
runs (PbClient *c, Pump *p)
{
  pb_rest_runs_async (c, 2, NULL, pump_cb, p);
}
static void
run (PbClient *c, Pump *p)
{
  pb_rest_run_async (c, "R", NULL, NULL, pump_cb, p);
}
static void
gate (PbClient *c, Pump *p)
{
  pb_rest_run_async (c, "R", "gate", NULL, pump_cb, p);
}
static void
bindings (PbClient *c, Pump *p)
{
  pb_rest_bindings_async (c, "L1", NULL, pump_cb, p);
}
static void
bind_stencil (PbClient *c, Pump *p)
{
  pb_rest_bind_async (c, "L1", PB_ASSET_STENCIL, "S", NULL, pump_cb, p);
}
static void
bind_paste (PbClient *c, Pump *p)
{
  pb_rest_bind_async (c, "L1", PB_ASSET_PASTE_LOT, "P", NULL, pump_cb, p);
}
static void
bind_squeegee (PbClient *c, Pump *p)
{
  pb_rest_bind_async (c, "L1", PB_ASSET_SQUEEGEE, "Q", NULL, pump_cb, p);
}
static void
unbind_fixture (PbClient *c, Pump *p)
{
  pb_rest_bind_async (c, "L1", PB_ASSET_FIXTURE, NULL, NULL, pump_cb, p);
}
static void
precheck (PbClient *c, Pump *p)
{
  pb_rest_check_async (c, "R", PB_CHECK_PRECHECK, NULL, pump_cb, p);
}
static void
formal (PbClient *c, Pump *p)
{
  pb_rest_check_async (c, "R", PB_CHECK_FORMAL, NULL, pump_cb, p);
}
static void
generate (PbClient *c, Pump *p)
{
  pb_rest_generate_units_async (c, "R", 5, NULL, NULL, pump_cb, p);
}
static void
generate_prefix (PbClient *c, Pump *p)
{
  pb_rest_generate_units_async (c, "R", 5, "X", NULL, pump_cb, p);
}
static void
delete_units (PbClient *c, Pump *p)
{
  pb_rest_delete_units_async (c, "R", NULL, pump_cb, p);
}
static void
signable (PbClient *c, Pump *p)
{
  pb_rest_signable_async (c, "fai", "F", "SIGN", NULL, pump_cb, p);
}
static void
waive (PbClient *c, Pump *p)
{
  pb_rest_waive_async (c, "R", "I", "why", pb_enum_value (&pb_waiver_categories, "TRIAL"), UNTIL, "h", "e", "pw", NULL,
                       pump_cb, p);
}
static void
waive_short (PbClient *c, Pump *p)
{
  pb_rest_waive_async (c, "R", "I", "why", 0, 0, NULL, NULL, "pw", NULL, pump_cb, p);
}
static void
request (PbClient *c, Pump *p)
{
  pb_rest_request_waiver_async (c, "I", "why", 0, 0, NULL, pump_cb, p);
}
static void
not_needed (PbClient *c, Pump *p)
{
  pb_rest_not_needed_async (c, "I", "why", NULL, pump_cb, p);
}
static void
waivers (PbClient *c, Pump *p)
{
  pb_rest_waivers_async (c, "R", NULL, NULL, NULL, pump_cb, p);
}
static void
approve (PbClient *c, Pump *p)
{
  pb_rest_decide_waiver_async (c, "W", "approve", "fine", "h", "e", "pw", NULL, pump_cb, p);
}
static void
revoke_waiver (PbClient *c, Pump *p)
{
  pb_rest_decide_waiver_async (c, "W", "revoke", "why", NULL, "e", "pw", NULL, pump_cb, p);
}
static void
authorise (PbClient *c, Pump *p)
{
  pb_rest_authorise_async (c, "R", "AUTHORIZE", NULL, "h", "e", "pw", NULL, pump_cb, p);
}
static void
revoke_run (PbClient *c, Pump *p)
{
  pb_rest_authorise_async (c, "R", "REVOKE", "why", NULL, "e", "pw", NULL, pump_cb, p);
}
static void
audit (PbClient *c, Pump *p)
{
  pb_rest_audit_async (c, "id", NULL, pump_cb, p);
}
static void
load_table (PbClient *c, Pump *p)
{
  pb_rest_load_table_async (c, "R", NULL, pump_cb, p);
}
static void
verify (PbClient *c, Pump *p)
{
  pb_rest_load_slot_async (c, "R", "S1", "M|L", NULL, NULL, NULL, pump_cb, p);
}
static void
replace (PbClient *c, Pump *p)
{
  pb_rest_load_slot_async (c, "R", "S1", "M|L", "empty", "u1", NULL, pump_cb, p);
}
static void
newest_fai (PbClient *c, Pump *p)
{
  pb_rest_newest_fai_async (c, "R", NULL, pump_cb, p);
}
static void
fai (PbClient *c, Pump *p)
{
  pb_rest_fai_async (c, "F", NULL, pump_cb, p);
}
static void
create_fai (PbClient *c, Pump *p)
{
  pb_rest_create_fai_async (c, "R", 3, NULL, NULL, pump_cb, p);
}
static void
start_fai (PbClient *c, Pump *p)
{
  pb_rest_start_fai_async (c, "F", NULL, pump_cb, p);
}
static void
complete (PbClient *c, Pump *p)
{
  pb_rest_complete_fai_async (c, "F", PB_RESULT_PASS, 3, 2, "ok", NULL, NULL, 0, NULL, pump_cb, p);
}
static void
complete_fail (PbClient *c, Pump *p)
{
  pb_rest_complete_fai_async (c, "F", PB_RESULT_FAIL, 3, 2, NULL, NULL, NULL, 0, NULL, pump_cb, p);
}
static void
complete_condition (PbClient *c, Pump *p)
{
  pb_rest_complete_fai_async (c, "F", PB_RESULT_PASS, 3, 0, NULL, "C", "if", UNTIL, NULL, pump_cb, p);
}
static void
sign_fai (PbClient *c, Pump *p)
{
  pb_rest_sign_fai_async (c, "F", PB_CAPACITY_QUALITY, "h", "ok", "e", "pw", NULL, pump_cb, p);
}
static void
reject_fai (PbClient *c, Pump *p)
{
  pb_rest_reject_fai_async (c, "F", PB_CAPACITY_PRODUCTION, "why", "e", "pw", NULL, pump_cb, p);
}
static void
cancel_fai (PbClient *c, Pump *p)
{
  pb_rest_cancel_fai_async (c, "F", "why", NULL, pump_cb, p);
}
static void
track_in (PbClient *c, Pump *p)
{
  pb_rest_track_in_async (c, "ST", "SN1", "WO", "R", NULL, pump_cb, p);
}
static void
track_out (PbClient *c, Pump *p)
{
  pb_rest_track_out_async (c, "ST", "SN1", "R", PB_RESULT_FAIL, NULL, pump_cb, p);
}

#define SIGNER ",\"signer\":{\"email\":\"e\",\"password\":\"pw\"}"

static const struct
{
  Starter start;
  const char *method;
  const char *path;
  const char *query;
  const char *body;
} cases[] = {
  { profile, "GET", "/api/users/me", "", "" },
  { permissions, "GET", "/api/permissions/me", "", "" },
  { password, "POST", "/api/users/me/change-password", "", "{\"currentPassword\":\"old\",\"newPassword\":\"new\"}" },
  { board, "GET", "/api/board", "limit=200", "" },
  { board_after, "GET", "/api/board", "limit=200&after=R%209", "" },
  { runs, "GET", "/api/runs", "status=PREP%2CAUTHORIZED&page=2&pageSize=100&sort=runNo.asc", "" },
  { run, "GET", "/api/runs/R", "", "" },
  { gate, "GET", "/api/runs/R/gate", "", "" },
  { bindings, "GET", "/api/lines/L1/bindings", "", "" },
  { bind_stencil, "POST", "/api/integration/lines/L1/stencil/bind", "", "{\"stencilId\":\"S\"}" },
  { bind_paste, "POST", "/api/integration/lines/L1/solder-paste/bind", "", "{\"lotId\":\"P\"}" },
  { bind_squeegee, "POST", "/api/integration/lines/L1/squeegee/bind", "", "{\"squeegeeId\":\"Q\"}" },
  { unbind_fixture, "POST", "/api/integration/lines/L1/fixture/unbind", "", "{}" },
  { precheck, "POST", "/api/runs/R/readiness/precheck", "", "" },
  { formal, "POST", "/api/runs/R/readiness/check", "", "" },
  { generate, "POST", "/api/runs/R/generate-units", "", "{\"quantity\":5}" },
  { generate_prefix, "POST", "/api/runs/R/generate-units", "", "{\"quantity\":5,\"snPrefix\":\"X\"}" },
  { delete_units, "DELETE", "/api/runs/R/units", "", "" },
  { signable, "GET", "/api/fai/F/signable", "act=SIGN", "" },
  { waive, "POST", "/api/runs/R/readiness/items/I/waive", "",
    "{\"reason\":\"why\",\"category\":\"TRIAL\",\"until\":\"2026-03-01T00:00:00.000Z\",\"contentHash\":\"h\"" SIGNER
    "}" },
  { waive_short, "POST", "/api/runs/R/readiness/items/I/waive", "",
    "{\"reason\":\"why\",\"signer\":{\"password\":\"pw\"}}" },
  { request, "POST", "/api/readiness-items/I/waiver-requests", "", "{\"reason\":\"why\"}" },
  { not_needed, "POST", "/api/readiness-items/I/not-needed", "", "{\"reason\":\"why\"}" },
  { waivers, "GET", "/api/waivers", "limit=100&runNo=R", "" },
  { approve, "POST", "/api/waivers/W/approve", "", "{\"remark\":\"fine\",\"contentHash\":\"h\"" SIGNER "}" },
  { revoke_waiver, "POST", "/api/waivers/W/revoke", "", "{\"reason\":\"why\"" SIGNER "}" },
  { authorise, "POST", "/api/runs/R/authorize", "", "{\"action\":\"AUTHORIZE\",\"contentHash\":\"h\"" SIGNER "}" },
  { revoke_run, "POST", "/api/runs/R/authorize", "", "{\"action\":\"REVOKE\",\"reason\":\"why\"" SIGNER "}" },
  { audit, "GET", "/api/audit-logs", "entityId=id&pageSize=100", "" },
  { load_table, "POST", "/api/runs/R/loading/load-table", "", "" },
  { verify, "POST", "/api/loading/verify", "", "{\"runNo\":\"R\",\"slotCode\":\"S1\",\"materialLotBarcode\":\"M|L\"}" },
  { replace, "POST", "/api/loading/replace", "",
    "{\"runNo\":\"R\",\"slotCode\":\"S1\",\"newMaterialLotBarcode\":\"M|L\",\"reason\":\"empty\",\"operatorId\":"
    "\"u1\"}" },
  { newest_fai, "GET", "/api/fai/run/R", "", "" },
  { fai, "GET", "/api/fai/F", "", "" },
  { create_fai, "POST", "/api/fai/run/R", "", "{\"sampleQty\":3}" },
  { start_fai, "POST", "/api/fai/F/start", "", "" },
  { complete, "POST", "/api/fai/F/complete", "",
    "{\"decision\":\"PASS\",\"passedQty\":3,\"failedQty\":0,\"remark\":\"ok\"}" },
  { complete_fail, "POST", "/api/fai/F/complete", "", "{\"decision\":\"FAIL\",\"passedQty\":1,\"failedQty\":2}" },
  { complete_condition, "POST", "/api/fai/F/complete", "",
    "{\"decision\":\"PASS\",\"passedQty\":3,\"failedQty\":0,\"result\":\"C\",\"condition\":\"if\",\"until\":\"2026-03-"
    "01T00:00:00.000Z\"}" },
  { sign_fai, "POST", "/api/fai/F/sign", "",
    "{\"capacity\":\"QUALITY\",\"contentHash\":\"h\",\"meaning\":\"APPROVED\",\"remark\":\"ok\"" SIGNER "}" },
  { reject_fai, "POST", "/api/fai/F/reject", "", "{\"capacity\":\"PRODUCTION\",\"reason\":\"why\"" SIGNER "}" },
  { cancel_fai, "POST", "/api/fai/F/cancel", "", "{\"reason\":\"why\"}" },
  { track_in, "POST", "/api/stations/ST/track-in", "", "{\"sn\":\"SN1\",\"woNo\":\"WO\",\"runNo\":\"R\"}" },
  { track_out, "POST", "/api/stations/ST/track-out", "", "{\"sn\":\"SN1\",\"runNo\":\"R\",\"result\":\"FAIL\"}" },
};

static void
test_calls (Fixture *fixture, gconstpointer data)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (Pump) pump = { NULL };
      g_autoptr (GError) error = NULL;
      g_autoptr (PbReply) reply = NULL;

      g_test_message ("%s %s", cases[i].method, cases[i].path);
      fake_server_set (fixture->server, cases[i].method, cases[i].path, 200, "{\"ok\":true,\"data\":{}}");
      cases[i].start (fixture->client, &pump);
      reply = pb_client_call_finish (fixture->client, pump_wait (&pump), &error);
      g_assert_no_error (error);
      g_assert_cmpstr (fake_server_get_query (fixture->server, cases[i].method, cases[i].path), ==, cases[i].query);
      g_assert_cmpstr (fake_server_get_body (fixture->server, cases[i].method, cases[i].path), ==, cases[i].body);
    }
}

static void
test_create_record (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PbStencilUsageRecord) record = pb_object_new (&pb_stencil_usage_record_type);
  g_auto (Pump) pump = { NULL };
  g_autoptr (PbReply) reply = NULL;

  pb_set_string (&record->id, "not asked for");
  pb_set_string (&record->stencil_id, "ST \"1\"");
  pb_set_string (&record->run_no, "R");
  record->record_date = UNTIL;
  record->print_count = PB_INT (0);
  record->check_deform = PB_BOOL (FALSE);
  record->tension_values = (PbNumbers){ 2, { 38.5, 40 } };
  record->computed_total = PB_INT (9);
  fake_server_set (fixture->server, "POST", "/api/stencil-usage-records", 201,
                   "{\"ok\":true,\"data\":{\"id\":\"r1\"}}");
  pb_rest_create_record_async (fixture->client, record, NULL, pump_cb, &pump);
  reply = pb_client_call_finish (fixture->client, pump_wait (&pump), NULL);
  g_assert_cmpuint (pb_reply_get_status (reply), ==, 201);
  g_assert_cmpstr (fake_server_get_body (fixture->server, "POST", "/api/stencil-usage-records"), ==,
                   "{\"stencilId\":\"ST \\\"1\\\"\",\"runNo\":\"R\",\"recordDate\":\"2026-03-01T00:00:00.000Z\","
                   "\"printCount\":0,\"checkDeform\":false,\"tensionValues\":[38.5,40]}");
}

static void
test_record_paths (void)
{
  g_assert_cmpstr (pb_rest_record_path (&pb_bake_record_type), ==, "bake-records");
  g_assert_cmpstr (pb_rest_record_path (&pb_oven_program_record_type), ==, "oven-program-records");
  g_assert_null (pb_rest_record_path (&pb_inspection_type));
}

/* Returns: (transfer full): two measurements. */
static GPtrArray *
new_measurements (void)
{
  GPtrArray *measurements = pb_object_array_new ();

  for (guint i = 0; i < 2; i++)
    {
      PbMeasurement *measurement = pb_object_new (&pb_measurement_type);

      measurement->item_id = g_strdup_printf ("i%u", i);
      if (i == 0)
        {
          pb_set_string (&measurement->unit_sn, "SN1");
          pb_set_string (&measurement->actual_value, "12.4");
        }
      else
        measurement->result = PB_RESULT_NA;
      g_ptr_array_add (measurements, measurement);
    }
  return measurements;
}

static void
test_measure (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) measurements = new_measurements ();
  g_auto (Pump) pump = { NULL };
  g_autoptr (PbReply) reply = NULL;

  fake_server_set (fixture->server, "PUT", "/api/fai/F/measurements", 200, "{\"ok\":true,\"data\":{}}");
  pb_rest_measure_async (fixture->client, "F", measurements, NULL, pump_cb, &pump);
  reply = pb_client_call_finish (fixture->client, pump_wait (&pump), NULL);
  g_assert_nonnull (reply);
  g_assert_cmpstr (fake_server_get_body (fixture->server, "PUT", "/api/fai/F/measurements"), ==,
                   "{\"items\":[{\"itemId\":\"i0\",\"unitSn\":\"SN1\",\"actualValue\":\"12.4\"},"
                   "{\"itemId\":\"i1\",\"result\":\"NA\"}]}");
}

static void
test_legacy_measure (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) measurements = new_measurements ();
  g_autoptr (GError) error = NULL;

  fake_server_set (fixture->server, "PATCH", "/api/fai/F/items/i0", 200, "{\"ok\":true,\"data\":{}}");
  fake_server_set (fixture->server, "PATCH", "/api/fai/F/items/i1", 200, "{\"ok\":true,\"data\":{\"last\":true}}");
  for (guint i = 0; i < 2; i++)
    {
      g_auto (Pump) pump = { NULL };
      g_autoptr (PbReply) reply = NULL;

      pb_rest_measure_async (fixture->client, "F", measurements, NULL, pump_cb, &pump);
      reply = pb_client_call_finish (fixture->client, pump_wait (&pump), &error);
      if (i == 0)
        {
          g_assert_true (pb_reply_get_bool (reply, "last", FALSE));
          /* The second time the first one fails: the others are not sent. */
          fake_server_set (fixture->server, "PATCH", "/api/fai/F/items/i0", 400,
                           "{\"ok\":false,\"error\":{\"code\":\"FAI_NOT_INSPECTING\",\"message\":\"m\"}}");
        }
      else
        g_assert_error (error, PB_CLIENT_ERROR, PB_CLIENT_ERROR_INVALID);
    }
  g_assert_cmpuint (fake_server_count (fixture->server, "PATCH", "/api/fai/F/items/i1"), ==, 1);
  g_assert_cmpstr (fake_server_get_body (fixture->server, "PATCH", "/api/fai/F/items/i0"), ==,
                   "{\"unitSn\":\"SN1\",\"actualValue\":\"12.4\"}");
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/client/rest/calls", test_calls);
  ADD ("/client/rest/create-record", test_create_record);
  g_test_add_func ("/client/rest/record-paths", test_record_paths);
  ADD ("/client/rest/measure", test_measure);
  g_test_add ("/client/rest/legacy-measure", Fixture, "legacy", set_up, test_legacy_measure, tear_down);
  return g_test_run ();
}
