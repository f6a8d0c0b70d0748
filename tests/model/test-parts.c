/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <string.h>

#include "model/pb-text.h"
#include "model/pb-waivers-model.h"
#include "run-script.h"

/* Loading, history and the waiver inbox. */

#define ITEM_OF_SLOT(code)                                                                                             \
  "{\"id\":\"i-" code "\",\"itemType\":\"LOADING\",\"itemKey\":\"" code "\",\"status\":\"PASSED\",\"gate\":\"BLOCK\"}"

typedef RunFixture Fixture;

/* --- loading
 * ----------------------------------------------------------------------------------------------------------------- */

static void
test_slots (Fixture *fixture, gconstpointer data)
{
  PbLoadingModel *loading = pb_run_model_get_loading_model (fixture->run);
  GListModel *list = G_LIST_MODEL (loading);

  run_fixture_load (fixture, ALL_PERMISSIONS);
  g_assert_cmpuint (g_list_model_get_n_items (list), ==, 2);
  g_assert_cmpstr (pb_row_get_text (loading, "summary-text"), ==, "1 of 2 slots loaded");
  assert_row_text (list, 0, "slot-code", "S1");
  assert_row_text (list, 0, "status-text", "Loaded");
  assert_row_text (list, 0, "loaded-text", "M-1 at 2020-03-01 08:41");
  assert_row_text (list, 1, "status-text", "Locked");
  assert_row_text (list, 1, "alternates-text", "M-3, M-4");
  g_assert_nonnull (pb_loading_model_find (loading, "S2"));
  g_assert_null (pb_loading_model_find (loading, "S3"));
  model_fixture_set (&fixture->base, RUN_PATH "/loading/expectations", "{\"items\":[]}");
  wait_for_text (loading, "summary-text", "No slot table is loaded");
}

static PbResult
scan (Fixture *fixture, const char *reason, const char *answer, char **message, GError **error)
{
  PbLoadingModel *loading = pb_run_model_get_loading_model (fixture->run);
  g_autofree char *json = g_strdup_printf ("{\"ok\":true,\"data\":%s}", answer);
  g_auto (Pump) pump = { NULL };

  fake_server_set (fixture->base.server, "POST", reason != NULL ? "/api/loading/replace" : "/api/loading/verify", 200,
                   json);
  if (reason != NULL)
    pb_loading_model_replace_async (loading, "S1", "M-1|LOT", reason, NULL, pump_cb, &pump);
  else
    pb_loading_model_verify_async (loading, "S1", "M-1|LOT", NULL, pump_cb, &pump);
  return pb_loading_model_scan_finish (loading, pump_wait (&pump), message, error);
}

static void
test_scans (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *answer;
    PbResult result;
    const char *message;
  } cases[] = {
    { "{\"slotCode\":\"S1\",\"materialCode\":\"M-1\",\"verifyResult\":\"PASS\"}", PB_RESULT_PASS,
      "Slot S1: M-1 is loaded." },
    { "{\"slotCode\":\"S1\",\"materialCode\":\"M-1\",\"verifyResult\":\"PASS\",\"isIdempotent\":true}", PB_RESULT_PASS,
      "Slot S1: M-1 was loaded already." },
    { "{\"slotCode\":\"S1\",\"materialCode\":\"M-3\",\"expectedCode\":\"M-1\",\"verifyResult\":\"WARNING\"}",
      PB_RESULT_WARNING, "Slot S1: M-3 is loaded as an alternate of M-1." },
    { "{\"slotCode\":\"S1\",\"materialCode\":\"M-9\",\"expectedCode\":\"M-1\",\"verifyResult\":\"FAIL\"}",
      PB_RESULT_FAIL, "Slot S1: wrong reel. Expected is M-1, this is M-9. Nothing was loaded." },
  };

  run_fixture_load (fixture, ALL_PERMISSIONS);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *message = NULL;
      g_autoptr (GError) error = NULL;

      g_assert_cmpint (scan (fixture, NULL, cases[i].answer, &message, &error), ==, cases[i].result);
      g_assert_no_error (error);
      g_assert_cmpstr (message, ==, cases[i].message);
    }
  g_assert_cmpint (scan (fixture, "empty", cases[0].answer, NULL, NULL), ==, PB_RESULT_PASS);
  g_assert_cmpstr (
    fake_server_get_body (fixture->base.server, "POST", "/api/loading/replace"), ==,
    "{\"runNo\":\"RUN-1\",\"slotCode\":\"S1\",\"newMaterialLotBarcode\":\"M-1|LOT\",\"reason\":\"empty\","
    "\"operatorId\":\"u1\"}");
}

static void
test_scan_without_result (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *message = NULL;

  run_fixture_load (fixture, ALL_PERMISSIONS);
  g_assert_cmpint (scan (fixture, NULL, "{}", &message, &error), ==, PB_RESULT_NONE);
  g_assert_nonnull (error);
  g_assert_null (message);
}

static void
test_load_table (Fixture *fixture, gconstpointer data)
{
  PbLoadingModel *loading = pb_run_model_get_loading_model (fixture->run);
  g_auto (Pump) pump = { NULL };
  g_autoptr (GError) error = NULL;

  run_fixture_load (fixture, ALL_PERMISSIONS);
  fake_server_set (fixture->base.server, "POST", RUN_PATH "/loading/load-table", 409,
                   "{\"ok\":false,\"error\":{\"code\":\"LOADING_ALREADY_STARTED\",\"message\":\"m\"}}");
  pb_loading_model_load_table_async (loading, NULL, pump_cb, &pump);
  g_assert_false (pb_loading_model_load_table_finish (loading, pump_wait (&pump), &error));
  g_assert_cmpstr (pb_error_get_code (error), ==, "LOADING_ALREADY_STARTED");
}

/* A slot that wrong reels have locked is unlocked by whoever sets lines up, with a reason. */
static void
test_unlock (Fixture *fixture, gconstpointer data)
{
  PbLoadingModel *loading = pb_run_model_get_loading_model (fixture->run);
  g_autofree char *why = NULL;
  g_auto (Pump) pump = { NULL };

  fake_server_set (fixture->base.server, "POST", "/api/feeder-slots/s2/unlock", 200, "{\"ok\":true,\"data\":{}}");
  run_fixture_load (fixture, ALL_PERMISSIONS);
  /* The only slot that waits for a reel is locked. */
  g_assert_null (pb_loading_model_find_open (loading, NULL));
  g_assert_null (pb_run_model_why_not (fixture->run, PB_ACTION_UNLOCK_SLOT, NULL));
  pb_loading_model_unlock_async (loading, pb_loading_model_find (loading, "S2"), "reel was turned", NULL, pump_cb,
                                 &pump);
  g_assert_true (pb_loading_model_load_table_finish (loading, pump_wait (&pump), NULL));
  g_assert_cmpstr (fake_server_get_body (fixture->base.server, "POST", "/api/feeder-slots/s2/unlock"), ==,
                   "{\"reason\":\"reel was turned\"}");
  model_fixture_sign_in (&fixture->base, "\"run:read\",\"loading:verify\"", "");
  why = pb_run_model_why_not (fixture->run, PB_ACTION_UNLOCK_SLOT, NULL);
  g_assert_cmpstr (why, ==,
                   "You may not bind things to lines or unlock slots. Who can: Line leader or Process engineer");
}

/* A line without feeder slots has nothing to load. */
static void
test_no_slots (Fixture *fixture, gconstpointer data)
{
  PbLoadingModel *loading = pb_run_model_get_loading_model (fixture->run);

  run_script_set_items (fixture, ITEM_BAKE);
  model_fixture_set (&fixture->base, RUN_PATH "/loading/expectations", "{\"items\":[]}");
  run_fixture_load (fixture, ALL_PERMISSIONS);
  g_assert_cmpstr (pb_row_get_text (loading, "summary-text"), ==, "Not needed here: this line has no feeder slots");
  g_assert_false (pb_row_get_flag (loading, "needed"));
}

/* A slot that came to the line later is judged, and the slot table can be loaded once more for it. */
static void
test_slot_added (Fixture *fixture, gconstpointer data)
{
  PbLoadingModel *loading = pb_run_model_get_loading_model (fixture->run);

  run_script_set_items (fixture, ITEM_OF_SLOT ("S1") "," ITEM_OF_SLOT ("S2"));
  run_fixture_load (fixture, ALL_PERMISSIONS);
  g_assert_false (pb_row_get_flag (loading, "table-wanted"));
  run_script_set_items (fixture, ITEM_OF_SLOT ("S1") "," ITEM_OF_SLOT ("S2") "," ITEM_OF_SLOT ("S3"));
  wait_for_text (loading, "summary-text", "1 of 3 slots loaded");
  g_assert_true (pb_row_get_flag (loading, "table-wanted"));
}

/* --- history
 * ----------------------------------------------------------------------------------------------------------------- */

static void
set_history (Fixture *fixture)
{
  model_fixture_set (
    &fixture->base, RUN_PATH "/readiness/history",
    "{\"checks\":[{\"checkId\":\"k2\",\"type\":\"FORMAL\",\"status\":\"PASSED\","
    "\"checkedAt\":\"2020-03-01T12:00:00.000Z\",\"checkedBy\":\"u1\"},"
    "{\"checkId\":\"k1\",\"type\":\"PRECHECK\",\"status\":\"FAILED\",\"checkedAt\":\"2020-03-01T08:00:00.000Z\"}]}");
  model_fixture_set (
    &fixture->base, "/api/waivers",
    "{\"items\":[{\"id\":\"w1\",\"runNo\":\"RUN-1\",\"itemType\":\"PREP_STENCIL_CLEAN\",\"itemKey\":\"ST-1\","
    "\"status\":\"APPROVED\",\"reason\":\"late\",\"requestedBy\":\"u1\",\"requestedByName\":\"L. Wu\","
    "\"requestedAt\":\"2020-03-01T09:00:00.000Z\",\"approvedByName\":\"S. Chen\","
    "\"approvedAt\":\"2020-03-01T10:00:00.000Z\",\"until\":\"2099-03-01T10:00:00.000Z\","
    "\"repeats30d\":{\"item\":3,\"object\":1,\"line\":5}},"
    "{\"id\":\"w2\",\"runNo\":\"RUN-2\",\"itemType\":\"PREP_BAKE\",\"itemKey\":\"P\",\"status\":\"REQUESTED\","
    "\"category\":\"TRIAL\",\"reason\":\"soon\",\"requestedByName\":\"L. Wu\","
    "\"requestedAt\":\"2020-03-01T07:00:00.000Z\"},"
    "{\"id\":\"w3\",\"runNo\":\"RUN-2\",\"itemType\":\"PREP_BAKE\",\"itemKey\":\"P\",\"status\":\"REJECTED\","
    "\"requestedAt\":\"2020-03-01T06:00:00.000Z\"}]}");
  model_fixture_set (
    &fixture->base, "/api/audit-logs",
    "{\"items\":[{\"id\":\"a1\",\"action\":\"RUN_AUTHORIZE\",\"status\":\"FAIL\",\"actorName\":\"P. Lan\","
    "\"errorMessage\":\"failed items\",\"createdAt\":\"2020-03-01T13:00:00.000Z\"},"
    "{\"id\":\"a0\",\"action\":\"SOMETHING_NEW\",\"status\":\"SUCCESS\",\"createdAt\":\"2020-03-01T05:00:00.000Z\"}]}");
}

/* Returns: (transfer none): the event of that title, which must be there. */
static PbHistoryItem *
find_event (GListModel *list, const char *title)
{
  for (guint i = 0; i < g_list_model_get_n_items (list); i++)
    {
      g_autoptr (PbHistoryItem) item = g_list_model_get_item (list, i);

      if (strcmp (pb_row_get_text (item, "title"), title) == 0)
        return item;
    }
  g_error ("nothing of the history is called '%s'", title);
}

static void
assert_event (GListModel *list, const char *title, const char *detail, const char *who)
{
  PbHistoryItem *item = find_event (list, title);

  g_assert_cmpstr (pb_row_get_text (item, "detail"), ==, detail);
  g_assert_cmpstr (pb_row_get_text (item, "who"), ==, who);
}

static void
test_history (Fixture *fixture, gconstpointer data)
{
  PbHistoryModel *history = pb_run_model_get_history (fixture->run);
  GListModel *list = G_LIST_MODEL (history);

  set_history (fixture);
  run_fixture_load (fixture, ALL_PERMISSIONS);
  g_assert_cmpuint (fake_server_count (fixture->base.server, "GET", RUN_PATH "/readiness/history"), ==, 0);
  pb_history_model_set_active (history, TRUE);
  wait_for_number (history, "n-items", 13);
  g_assert_false (pb_row_get_flag (history, "loading"));
  assert_row_text (list, 0, "title", "Run authorised");
  assert_row_text (list, 1, "title", "Refused: Run authorised");
  assert_row_text (list, 1, "detail", "failed items");
  assert_row_text (list, 1, "who", "P. Lan");
  assert_row_text (list, 2, "title", "Formal check: Passed");
  assert_row_text (list, 3, "title", "Waiver, Approved: Stencil cleaning ST-1");
  assert_row_text (list, 3, "who", "S. Chen");
  assert_row_text (list, 4, "title", "Waiver, Requested: Stencil cleaning ST-1");
  assert_row_text (list, 4, "who", "L. Wu");
  g_assert_cmpint (row_number (list, 3, "kind"), ==, PB_HISTORY_WAIVER);
  /* Who bound it is told, by a name that another answer knows. */
  assert_event (list, "Stencil ST-1 bound to the line", "", "L. Wu");
  assert_event (list, "SOMETHING_NEW", "", "");
  g_assert_cmpstr (fake_server_get_query (fixture->base.server, "GET", "/api/audit-logs"), ==,
                   "entityId=r1&pageSize=100");
}

/* Whatever name the server files it under, a revocation is one, and says why. */
static void
test_history_revoked (Fixture *fixture, gconstpointer data)
{
  static const char *const actions[] = {
    "\"action\":\"RUN_AUTHORIZE\",\"payload\":{\"action\":\"REVOKE\",\"reason\":\"wrong stencil\"}",
    "\"action\":\"RUN_REVOKE\",\"payload\":{\"reason\":\"wrong stencil\"}",
  };
  PbHistoryModel *history = pb_run_model_get_history (fixture->run);
  GListModel *list = G_LIST_MODEL (history);

  run_fixture_load (fixture, ALL_PERMISSIONS);
  pb_history_model_set_active (history, TRUE);
  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    {
      g_autofree char *rows =
        g_strdup_printf ("{\"items\":[{\"id\":\"a%u\",\"status\":\"SUCCESS\",\"actorName\":\"S. Chen\","
                         "\"createdAt\":\"2020-03-01T15:00:00.000Z\",%s}]}",
                         i, actions[i]);
      g_autofree char *key = g_strdup_printf ("%d a%u", (int) PB_HISTORY_AUDIT, i);

      model_fixture_set (&fixture->base, "/api/audit-logs", rows);
      pb_history_model_refresh (history);
      for (guint k = 0; k < 500; k++)
        {
          g_autofree char *found = g_list_model_get_n_items (list) > 0 ? row_text (list, 0, "key") : NULL;

          if (g_strcmp0 (found, key) == 0)
            break;
          pump_for (10);
        }
      assert_event (list, "Authorisation revoked", "wrong stencil", "S. Chen");
    }
}

/* Whoever may see the run sees what was done for it, without the audit trail. */
static void
test_history_of_everything (Fixture *fixture, gconstpointer data)
{
  PbHistoryModel *history = pb_run_model_get_history (fixture->run);
  GListModel *list = G_LIST_MODEL (history);

  fake_server_set (
    fixture->base.server, "GET", RUN_PATH, 200,
    "{\"run\":{\"id\":\"r1\",\"runNo\":\"RUN-1\",\"status\":\"PREP\",\"planQty\":100,"
    "\"createdAt\":\"2020-03-01T00:00:00.000Z\",\"endReason\":\"wrong stencil\"},"
    "\"workOrder\":{\"woNo\":\"WO-1\",\"productCode\":\"P-7\"},"
    "\"line\":{\"id\":\"l1\",\"code\":\"LINE-A\",\"name\":\"Line A\"},\"requiresFai\":true,\"authorizations\":["
    "{\"authorizedBy\":\"u3\",\"authorizedByName\":\"P. Lan\",\"authorizedAt\":\"2020-03-01T14:00:00.000Z\","
    "\"endedAt\":\"2020-03-01T15:00:00.000Z\",\"endedBy\":\"u2\",\"endedByName\":\"S. Chen\","
    "\"endReason\":\"wrong stencil\"},"
    "{\"authorizedBy\":\"u3\",\"authorizedByName\":\"P. Lan\",\"authorizedAt\":\"2020-03-01T12:00:00.000Z\","
    "\"endedAt\":\"2020-03-01T13:00:00.000Z\",\"endReason\":\"Stencil ST-1 has failed\"}]}");
  model_fixture_set (&fixture->base, "/api/stencil-usage-records",
                     "{\"items\":[{\"id\":\"su1\",\"stencilId\":\"ST-1\",\"runNo\":\"RUN-1\",\"printCount\":120,"
                     "\"tensionValues\":[38,40,41,39,36],\"recordedBy\":\"u1\",\"recordedByName\":\"L. Wu\","
                     "\"createdAt\":\"2020-03-01T08:00:00.000Z\"}],\"total\":1}");
  model_fixture_set (
    &fixture->base, RUN_PATH "/loading",
    "{\"items\":[{\"id\":\"ld1\",\"slotCode\":\"S1\",\"materialCode\":\"M-1\",\"verifyResult\":\"PASS\","
    "\"loadedAt\":\"2020-03-01T09:00:00.000Z\",\"loadedBy\":\"u1\"},"
    "{\"id\":\"ld2\",\"slotCode\":\"S1\",\"materialCode\":\"M-9\",\"expectedCode\":\"M-1\","
    "\"verifyResult\":\"FAIL\",\"loadedAt\":\"2020-03-01T08:59:00.000Z\",\"loadedBy\":\"u1\"}]}");
  model_fixture_set (
    &fixture->base, "/api/fai",
    "{\"items\":[{\"id\":\"F1\",\"type\":\"FAI\",\"status\":\"PASS\",\"createdAt\":\"2020-03-01T10:00:00.000Z\","
    "\"startedAt\":\"2020-03-01T10:05:00.000Z\",\"decidedAt\":\"2020-03-01T10:50:00.000Z\","
    "\"decidedByName\":\"Q. Eng\",\"items\":[],\"signatures\":[{\"id\":\"sg1\",\"capacity\":\"QUALITY\","
    "\"printedName\":\"Q. Two\",\"signedAt\":\"2020-03-01T11:00:00.000Z\",\"meaning\":\"APPROVED\","
    "\"remark\":\"seen\"}]}],\"total\":1}");
  set_history (fixture);
  run_fixture_load (fixture, "\"run:read\",\"readiness:view\"");
  g_assert_cmpstr (pb_row_get_text (fixture->run, "ended-text"), ==,
                   "Authorisation revoked 2020-03-01 15:00 by S. Chen: wrong stencil");
  pb_history_model_set_active (history, TRUE);
  wait_for_number (history, "n-items", 21);
  assert_event (list, "Run authorised", "", "P. Lan");
  assert_event (list, "Authorisation revoked", "wrong stencil", "S. Chen");
  assert_event (list, "Authorisation withdrawn by itself", "Stencil ST-1 has failed", "");
  assert_event (list, "Stencil usage record",
                "Stencil: ST-1 · Prints: 120 · Tension at five points: 38 / 40 / 41 / 39 / 36 N/cm", "L. Wu");
  assert_event (list, "Slot S1: M-1 loaded", "", "L. Wu");
  assert_event (list, "Slot S1: M-9 refused", "Expected is M-1.", "L. Wu");
  assert_event (list, "First article decided: Passed", "", "Q. Eng");
  assert_event (list, "First article signed: Quality", "seen", "Q. Two");
  g_assert_cmpuint (fake_server_count (fixture->base.server, "GET", "/api/audit-logs"), ==, 0);
  g_assert_cmpstr (fake_server_get_query (fixture->base.server, "GET", "/api/stencil-usage-records"), ==,
                   "runNo=RUN-1&pageSize=100");
}

/* What the trail and the run both tell is told once. */
static void
test_history_once (Fixture *fixture, gconstpointer data)
{
  PbHistoryModel *history = pb_run_model_get_history (fixture->run);
  guint authorised = 0;

  model_fixture_set (&fixture->base, "/api/audit-logs",
                     "{\"items\":[{\"id\":\"a1\",\"action\":\"RUN_AUTHORIZE\",\"status\":\"SUCCESS\","
                     "\"actorName\":\"S. Chen\",\"createdAt\":\"2020-03-01T14:03:00.500Z\"}]}");
  run_fixture_load (fixture, ALL_PERMISSIONS);
  pb_history_model_set_active (history, TRUE);
  wait_for_number (history, "n-items", 4);
  for (guint i = 0; i < 4; i++)
    {
      g_autofree char *title = row_text (G_LIST_MODEL (history), i, "title");

      authorised += strcmp (title, "Run authorised") == 0;
    }
  g_assert_cmpuint (authorised, ==, 1);
}

static void
test_open_check (Fixture *fixture, gconstpointer data)
{
  PbHistoryModel *history = pb_run_model_get_history (fixture->run);
  g_autoptr (GListModel) items = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (Pump) pump = { NULL };
  g_auto (Pump) gone = { NULL };

  set_history (fixture);
  model_fixture_set (&fixture->base, RUN_PATH "/readiness/checks/k2",
                     "{\"checkId\":\"k2\",\"items\":[" ITEM_CLEAN "," ITEM_BAKE "]}");
  run_fixture_load (fixture, ALL_PERMISSIONS);
  pb_history_model_set_active (history, TRUE);
  wait_for_number (history, "n-items", 13);
  pb_history_model_open_check_async (history, find_event (G_LIST_MODEL (history), "Formal check: Passed"), NULL,
                                     pump_cb, &pump);
  items = pb_history_model_open_check_finish (history, pump_wait (&pump), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_list_model_get_n_items (items), ==, 2);
  assert_row_text (items, 0, "failure-text", "Stencil ST-1 has no cleaning record.");
  assert_row_text (items, 1, "status-text", "Passed");
  pb_history_model_open_check_async (history, find_event (G_LIST_MODEL (history), "Pre-check: Failed"), NULL, pump_cb,
                                     &gone);
  g_assert_null (pb_history_model_open_check_finish (history, pump_wait (&gone), &error));
  g_assert_nonnull (error);
}

static void
test_history_without_audit (Fixture *fixture, gconstpointer data)
{
  PbHistoryModel *history = pb_run_model_get_history (fixture->run);

  set_history (fixture);
  fake_server_set (fixture->base.server, "GET", "/api/waivers", 403, "{\"code\":\"FORBIDDEN\",\"message\":\"m\"}");
  run_fixture_load (fixture, "\"run:read\",\"readiness:view\"");
  pb_history_model_set_active (history, TRUE);
  wait_for_number (history, "n-items", 6);
  g_assert_cmpstr (pb_row_get_text (history, "error-text"), ==, "");
  g_assert_cmpuint (fake_server_count (fixture->base.server, "GET", "/api/audit-logs"), ==, 0);
  fake_server_set (fixture->base.server, "GET", RUN_PATH "/readiness/history", 500, "{}");
  pb_history_model_refresh (history);
  wait_for_text (history, "error-text", "The server has failed. Try again, or tell whoever looks after it.");
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (history)), ==, 6);
}

static void
test_history_after_action (Fixture *fixture, gconstpointer data)
{
  PbHistoryModel *history = pb_run_model_get_history (fixture->run);
  g_auto (Pump) pump = { NULL };

  set_history (fixture);
  run_fixture_load (fixture, "\"run:read\",\"readiness:view\",\"readiness:check\"");
  pb_history_model_set_active (history, TRUE);
  wait_for_number (history, "n-items", 11);
  model_fixture_set (&fixture->base, RUN_PATH "/readiness/history", "{\"checks\":[]}");
  fake_server_set (fixture->base.server, "POST", RUN_PATH "/readiness/precheck", 200, "{\"ok\":true,\"data\":{}}");
  pb_run_model_check_async (fixture->run, PB_CHECK_PRECHECK, NULL, pump_cb, &pump);
  g_assert_true (pb_run_model_act_finish (fixture->run, pump_wait (&pump), NULL));
  wait_for_number (history, "n-items", 9);
}

/* --- the waiver inbox
 * -------------------------------------------------------------------------------------------------------- */

static void
test_inbox (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PbWaiversModel) waivers = pb_waivers_model_new (fixture->base.session);
  GListModel *list = G_LIST_MODEL (waivers);

  set_history (fixture);
  model_fixture_sign_in (&fixture->base, ALL_PERMISSIONS, "");
  pb_waivers_model_set_active (waivers, TRUE);
  wait_for_number (waivers, "n-items", 2);
  g_assert_true (pb_row_get_flag (waivers, "available"));
  g_assert_cmpint (pb_row_get_number (waivers, "open-count"), ==, 1);
  assert_row_text (list, 0, "item-text", "Stencil cleaning ST-1");
  assert_row_text (list, 0, "repeats-text", "Waived 3 times in the last 30 days");
  assert_row_text (list, 0, "approved-text", "2020-03-01 10:00, S. Chen");
  assert_row_text (list, 0, "until-text", "2099-03-01 10:00");
  assert_row_text (list, 1, "category-text", "Trial");
  assert_row_text (list, 1, "requested-text", "2020-03-01 07:00, L. Wu");
  assert_row_text (list, 1, "repeats-text", "");
  g_assert_cmpint (row_number (list, 0, "in-force"), ==, TRUE);
  g_assert_cmpint (row_number (list, 1, "open"), ==, TRUE);
  pb_waivers_model_set_active (waivers, FALSE);
}

static void
test_decide (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PbWaiversModel) waivers = pb_waivers_model_new (fixture->base.session);
  g_autoptr (PbWaiverRow) open = NULL;
  g_autoptr (PbSignable) signable = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (Pump) asking = { NULL };
  g_auto (Pump) late = { NULL };
  g_auto (Pump) done = { NULL };

  set_history (fixture);
  model_fixture_sign_in (&fixture->base, ALL_PERMISSIONS, "");
  pb_waivers_model_set_active (waivers, TRUE);
  wait_for_number (waivers, "n-items", 2);
  open = g_list_model_get_item (G_LIST_MODEL (waivers), 1);
  model_fixture_set (&fixture->base, "/api/waivers/w2/signable",
                     "{\"text\":\"t\",\"content\":{},\"contentHash\":\"h\"}");
  pb_waivers_model_signable_async (waivers, open, PB_SIGN_WAIVER_REJECT, NULL, pump_cb, &asking);
  signable = pb_signable_finish (pump_wait (&asking), &error);
  g_assert_no_error (error);
  g_assert_cmpstr (fake_server_get_query (fixture->base.server, "GET", "/api/waivers/w2/signable"), ==, "act=REJECT");
  fake_server_set (
    fixture->base.server, "POST", "/api/waivers/w2/reject", 409,
    "{\"ok\":false,\"error\":{\"code\":\"WAIVER_NOT_OPEN\",\"message\":\"m\",\"decidedByName\":\"S. Chen\"}}");
  pb_waivers_model_decide_async (waivers, open, PB_SIGN_WAIVER_REJECT, "no", "h", "s@plant", "pw", NULL, pump_cb,
                                 &late);
  g_assert_false (pb_waivers_model_decide_finish (waivers, pump_wait (&late), &error));
  g_assert_true (pb_error_is_conflict (error));
  fake_server_set (fixture->base.server, "POST", "/api/waivers/w2/approve", 200, "{\"ok\":true,\"data\":{}}");
  pb_waivers_model_decide_async (waivers, open, PB_SIGN_WAIVER_APPROVE, NULL, "h", "s@plant", "pw", NULL, pump_cb,
                                 &done);
  g_assert_true (pb_waivers_model_decide_finish (waivers, pump_wait (&done), NULL));
  pb_waivers_model_set_active (waivers, FALSE);
}

static void
test_no_inbox (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PbWaiversModel) waivers = pb_waivers_model_new (fixture->base.session);

  /* Nothing is to be decided there: what is in force and what has ended is told all the same. */
  set_history (fixture);
  model_fixture_sign_in (&fixture->base, ALL_PERMISSIONS, "");
  pb_waivers_model_set_active (waivers, TRUE);
  wait_for_number (waivers, "n-items", 3);
  g_assert_true (pb_row_get_flag (waivers, "available"));
  g_assert_false (pb_row_get_flag (waivers, "decisions"));
  assert_row_text (G_LIST_MODEL (waivers), 2, "status-text", "Rejected");
  pb_waivers_model_set_active (waivers, FALSE);
}

static void
test_no_waivers (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PbWaiversModel) waivers = pb_waivers_model_new (fixture->base.session);

  model_fixture_sign_in (&fixture->base, ALL_PERMISSIONS, "");
  pb_waivers_model_set_active (waivers, TRUE);
  pump_for (4 * PACE_MS);
  g_assert_false (pb_row_get_flag (waivers, "available"));
  g_assert_false (pb_row_get_flag (waivers, "loading"));
  g_assert_cmpint (pb_row_get_number (waivers, "stale-since"), ==, 0);
  g_assert_cmpuint (fake_server_count (fixture->base.server, "GET", "/api/waivers"), ==, 0);
  pb_waivers_model_set_active (waivers, FALSE);
}

#define ADD(path, data, func) g_test_add (path, Fixture, data, run_fixture_set_up, func, run_fixture_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/model/loading/slots", NULL, test_slots);
  ADD ("/model/loading/scans", NULL, test_scans);
  ADD ("/model/loading/scan-without-result", NULL, test_scan_without_result);
  ADD ("/model/loading/load-table", NULL, test_load_table);
  ADD ("/model/loading/unlock", NULL, test_unlock);
  ADD ("/model/loading/no-slots", NULL, test_no_slots);
  ADD ("/model/loading/slot-added", NULL, test_slot_added);
  ADD ("/model/history/all", NULL, test_history);
  ADD ("/model/history/revoked", NULL, test_history_revoked);
  ADD ("/model/history/everything", NULL, test_history_of_everything);
  ADD ("/model/history/once", NULL, test_history_once);
  ADD ("/model/history/check", NULL, test_open_check);
  ADD ("/model/history/without-audit", NULL, test_history_without_audit);
  ADD ("/model/history/after-action", NULL, test_history_after_action);
  ADD ("/model/waivers/inbox", NULL, test_inbox);
  ADD ("/model/waivers/decide", NULL, test_decide);
  ADD ("/model/waivers/no-decisions", "\"esign\"", test_no_inbox);
  ADD ("/model/waivers/none", "legacy", test_no_waivers);
  return g_test_run ();
}
