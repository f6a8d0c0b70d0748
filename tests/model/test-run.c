/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <string.h>

#include "domain/pb-records.h"
#include "model/pb-text.h"
#include "run-script.h"

static void
assert_text (RunFixture *fixture, const char *name, const char *expected)
{
  g_assert_cmpstr (pb_row_get_text (fixture->run, name), ==, expected);
}

static void
test_load (RunFixture *fixture, gconstpointer data)
{
  run_fixture_load (fixture, ALL_PERMISSIONS);
  g_assert_cmpstr (pb_run_model_get_run_no (fixture->run), ==, "RUN-1");
  g_assert_cmpint (pb_run_model_get_status (fixture->run), ==, PB_RUN_PREP);
  assert_text (fixture, "status-text", "Preparing");
  assert_text (fixture, "wo-no", "WO-1");
  assert_text (fixture, "line-code", "LINE-A");
  assert_text (fixture, "line-id", "l1");
  assert_text (fixture, "route-text", "RT, version 3");
  assert_text (fixture, "units-text", "0 of 10 done");
  assert_text (fixture, "authorised-text", "");
  assert_text (fixture, "gate-text", "2 things stand against authorisation");
  g_assert_false (pb_row_get_flag (fixture->run, "can-authorise"));
  g_assert_false (pb_row_get_flag (fixture->run, "loading"));
  g_assert_true (pb_row_get_flag (fixture->run, "requires-fai"));
  g_assert_cmpint (pb_row_get_number (fixture->run, "plan-qty"), ==, 100);
  g_assert_cmpint (pb_row_get_number (fixture->run, "items-total"), ==, 4);
  g_assert_cmpint (pb_row_get_number (fixture->run, "items-failed"), ==, 2);
  g_assert_cmpint (pb_row_get_number (fixture->run, "items-waived"), ==, 1);
  g_assert_cmpint (pb_run_model_get_stale_since (fixture->run), ==, 0);
}

static void
test_groups (RunFixture *fixture, gconstpointer data)
{
  GListModel *groups = pb_run_model_get_groups (fixture->run);
  GListModel *items = pb_run_model_get_items (fixture->run);
  g_autoptr (PbItemGroup) tools = NULL;

  run_fixture_load (fixture, ALL_PERMISSIONS);
  /* Only groups that have items, in the order of the checklist. */
  g_assert_cmpuint (g_list_model_get_n_items (groups), ==, 4);
  assert_row_text (groups, 0, "title", "Bake");
  assert_row_text (groups, 1, "title", "Solder paste");
  assert_row_text (groups, 2, "title", "Stencil, squeegee, fixture");
  assert_row_text (groups, 3, "title", "Material and loading");
  assert_row_text (groups, 0, "summary-text", "All passed");
  assert_row_text (groups, 1, "summary-text", "1 of 1 waived");
  assert_row_text (groups, 2, "summary-text", "1 of 1 failed");
  assert_row_text (items, 0, "item-id", "i-bake");
  assert_row_text (items, 1, "item-id", "i-paste");
  assert_row_text (items, 2, "item-id", "i-clean");
  assert_row_text (items, 3, "item-id", "i-slot");
  tools = g_list_model_get_item (groups, 2);
  g_assert_cmpint (pb_item_group_get_id (tools), ==, PB_GROUP_TOOLS);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (tools)), ==, 1);
}

static void
test_item_texts (RunFixture *fixture, gconstpointer data)
{
  PbItemModel *bake;
  PbItemModel *clean;
  PbItemModel *slot;
  PbItemModel *paste;

  run_fixture_load (fixture, ALL_PERMISSIONS);
  bake = pb_run_model_find_item (fixture->run, "i-bake");
  clean = pb_run_model_find_item (fixture->run, "i-clean");
  slot = pb_run_model_find_item (fixture->run, "i-slot");
  paste = pb_run_model_find_item (fixture->run, "i-paste");
  g_assert_null (pb_run_model_find_item (fixture->run, "i-none"));

  g_assert_cmpstr (pb_row_get_text (bake, "status-text"), ==, "Passed");
  g_assert_cmpstr (pb_row_get_text (bake, "measure-text"), ==,
                   "67 % of life (40200 of 60000 prints)\nAge: 41 h 30 min of 72 h");
  g_assert_cmpfloat (pb_row_get_double (bake, "life-fraction"), ==, 0.67);
  g_assert_true (
    g_str_has_suffix (pb_row_get_text (bake, "evidence-text"), "P-7, of this run, 2020-03-01 08:00, L. Wu"));
  g_assert_true (g_str_has_suffix (pb_row_get_text (bake, "deadline-text"), " left"));
  g_assert_cmpstr (pb_row_get_text (bake, "failure-text"), ==, "");
  g_assert_true (pb_item_model_get_record_type (bake) == &pb_bake_record_type);

  g_assert_cmpstr (pb_row_get_text (clean, "status-text"), ==, "Failed");
  g_assert_cmpstr (pb_row_get_text (clean, "failure-text"), !=, "");
  g_assert_cmpstr (pb_row_get_text (clean, "advice-text"), !=, "");
  g_assert_cmpstr (pb_row_get_text (clean, "who-text"), !=, "");
  g_assert_cmpstr (pb_row_get_text (clean, "gate-text"), ==, "Must pass or be waived");
  g_assert_true (pb_row_get_flag (clean, "waivable"));
  g_assert_cmpfloat (pb_row_get_double (clean, "life-fraction"), <, 0);
  g_assert_true (pb_item_model_get_record_type (clean) == &pb_stencil_cleaning_record_type);
  g_assert_cmpint (pb_item_model_get_asset_kind (clean), ==, PB_ASSET_STENCIL);
  g_assert_nonnull (strstr (pb_row_get_text (clean, "accessible-text"), "ST-1, Failed. "));

  g_assert_false (pb_row_get_flag (slot, "waivable"));
  g_assert_null (pb_item_model_get_record_type (slot));
  g_assert_cmpstr (pb_row_get_text (paste, "waiver-text"), ==,
                   "Waived until 2099-03-01 16:00 by S. Chen: the reel comes at noon");
}

/* The key of an item is not always what people call the thing. */
static void
test_item_objects (RunFixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *item;
    const char *object;
  } cases[] = {
    { "\"itemType\":\"LOADING\",\"itemKey\":\"SLOT_TABLE\",\"status\":\"FAILED\"", "Slot table" },
    { "\"itemType\":\"LOADING\",\"itemKey\":\"F01\",\"status\":\"PASSED\",\"evidence\":{\"object\":\"M-1\"}", "F01" },
    { "\"itemType\":\"STENCIL\",\"itemKey\":\"line-1\",\"status\":\"FAILED\",\"reasonCode\":\"NOT_BOUND\"", "" },
    { "\"itemType\":\"PREP_BAKE\",\"itemKey\":\"RUN-1\",\"status\":\"FAILED\",\"reasonCode\":\"NO_RECORD\","
      "\"params\":{\"object\":\"P-7\"}",
      "P-7" },
    { "\"itemType\":\"EQUIPMENT\",\"itemKey\":\"ST-01\",\"status\":\"PASSED\"", "ST-01" },
  };
  GString *items = g_string_new (NULL);
  g_autofree char *json = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_string_append_printf (items, "%s{\"id\":\"i%u\",%s}", i > 0 ? "," : "", i, cases[i].item);
  json = g_string_free (items, FALSE);
  run_script_set_items (fixture, json);
  run_fixture_load (fixture, ALL_PERMISSIONS);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *id = g_strdup_printf ("i%u", i);

      g_assert_cmpstr (pb_row_get_text (pb_run_model_find_item (fixture->run, id), "object-text"), ==, cases[i].object);
    }
  g_assert_nonnull (
    strstr (pb_row_get_text (pb_run_model_find_item (fixture->run, "i2"), "accessible-text"), "Stencil, Failed"));
}

static void
test_item_updates_in_place (RunFixture *fixture, gconstpointer data)
{
  PbItemModel *clean;
  PbItemModel *bake;
  Counter list;
  Counter groups;
  Counter status;
  Counter others;

  run_fixture_load (fixture, ALL_PERMISSIONS);
  clean = pb_run_model_find_item (fixture->run, "i-clean");
  bake = pb_run_model_find_item (fixture->run, "i-bake");
  g_assert_cmpint (pb_row_get_number (clean, "changed-at"), ==, 0);
  counter_start (&list, pb_run_model_get_items (fixture->run), "items-changed");
  counter_start (&groups, pb_run_model_get_groups (fixture->run), "items-changed");
  counter_start (&status, clean, "notify::status");
  counter_start (&others, bake, "notify");
  model_fixture_wait_rounds (&fixture->base, RUN_PATH "/gate", 2);
  g_assert_cmpuint (status.count, ==, 0);
  run_script_set_items (fixture, ITEM_WAIVED "," ITEM_SLOT "," ITEM_CLEAN_PASSED "," ITEM_BAKE);
  wait_for_number (clean, "status", PB_STATUS_PASSED);
  g_assert_cmpuint (status.count, ==, 1);
  g_assert_cmpuint (others.count, ==, 0);
  /* Another order of the answer is no change either. */
  g_assert_cmpuint (list.count, ==, 0);
  g_assert_cmpuint (groups.count, ==, 0);
  g_assert_true (clean == pb_run_model_find_item (fixture->run, "i-clean"));
  g_assert_cmpint (pb_row_get_number (clean, "changed-at"), !=, 0);
  counter_stop (&list);
  counter_stop (&groups);
  counter_stop (&status);
  counter_stop (&others);
}

static void
test_items_come_and_go (RunFixture *fixture, gconstpointer data)
{
  run_fixture_load (fixture, ALL_PERMISSIONS);
  run_script_set_items (fixture, ITEM_BAKE);
  wait_for_number (fixture->run, "items-total", 1);
  g_assert_cmpuint (g_list_model_get_n_items (pb_run_model_get_groups (fixture->run)), ==, 1);
  run_script_set_items (fixture, "");
  wait_for_number (fixture->run, "items-total", 0);
  g_assert_cmpuint (g_list_model_get_n_items (pb_run_model_get_groups (fixture->run)), ==, 0);
}

/* Who records, and who waives. */
#define EVERYBODY "you, Operator, Line leader, Quality engineer, Process engineer or Production supervisor"

/* An item that fails for several things stands against the authorisation for all of them. */
static void
test_all_failures (RunFixture *fixture, gconstpointer data)
{
  GListModel *blockers = pb_run_model_get_blockers (fixture->run);
  g_autofree char *sentence = NULL;

  run_script_set_items (
    fixture,
    "{\"id\":\"i-clean\",\"itemType\":\"PREP_SCRAPER\",\"itemKey\":\"SQ-1\",\"status\":\"FAILED\",\"gate\":\"SOFT\","
    "\"reasonCode\":\"CHECK_FAILED\",\"failures\":["
    "{\"reasonCode\":\"CHECK_FAILED\",\"params\":{\"object\":\"SQ-1\",\"part\":\"edge\"}},"
    "{\"reasonCode\":\"LIMIT_EXCEEDED\",\"params\":{\"object\":\"SQ-1\",\"part\":\"life\",\"actual\":120000,"
    "\"limit\":100000}}]}");
  run_script_set_gate (fixture, FALSE,
                       "{\"code\":\"READINESS_ITEM_FAILED\",\"itemId\":\"i-clean\",\"itemType\":\"PREP_SCRAPER\","
                       "\"itemKey\":\"SQ-1\",\"reasonCode\":\"CHECK_FAILED\",\"params\":{\"object\":\"SQ-1\","
                       "\"part\":\"edge\"},\"message\":\"m\",\"clearedBy\":[\"loading:config\"]}");
  run_fixture_load (fixture, "\"run:read\",\"readiness:view\",\"prep:record\"");
  sentence = row_text (blockers, 0, "sentence");
  g_assert_cmpstr (sentence, ==,
                   "Squeegee SQ-1: Squeegee SQ-1 did not pass its check: edge.\nSqueegee SQ-1 is past its life: 120000 "
                   "of 100000.");
  assert_row_text (blockers, 0, "who-text", "Line leader or Process engineer");
  /* Both failures count for who can: recording, binding. */
  g_assert_cmpstr (pb_row_get_text (pb_run_model_find_item (fixture->run, "i-clean"), "who-text"), ==, EVERYBODY);
}

/* Whoever may only waive it is not told to put it right. */
static void
test_who_waives (RunFixture *fixture, gconstpointer data)
{
  static const char *const bind[] = { "loading:config", "prep:waive", NULL };
  static const char *const waive[] = { "prep:waive", NULL };
  g_autofree char *supervisor = NULL, *leader = NULL, *alone = NULL;

  run_fixture_load (fixture, "\"run:read\",\"prep:waive\"");
  supervisor = pb_session_model_who_clears (fixture->base.session, bind);
  g_assert_cmpstr (supervisor, ==, "Line leader or Process engineer; by waiving: you or Production supervisor");
  alone = pb_session_model_who_clears (fixture->base.session, waive);
  g_assert_cmpstr (alone, ==, "you or Production supervisor");
  model_fixture_sign_in (&fixture->base, "\"run:read\",\"loading:config\"", "");
  leader = pb_session_model_who_clears (fixture->base.session, bind);
  g_assert_cmpstr (leader, ==, "you, Line leader or Process engineer; by waiving: Production supervisor");
}

static void
test_gate (RunFixture *fixture, gconstpointer data)
{
  GListModel *blockers = pb_run_model_get_blockers (fixture->run);
  g_autoptr (GObject) kept = NULL;
  g_autoptr (GObject) first = NULL;
  g_autofree char *copied = NULL;

  run_fixture_load (fixture, ALL_PERMISSIONS);
  g_assert_cmpuint (g_list_model_get_n_items (blockers), ==, 2);
  assert_row_text (blockers, 0, "item-id", "i-clean");
  assert_row_text (blockers, 0, "who-text", EVERYBODY);
  assert_row_text (blockers, 1, "advice", "Sign the first article.");
  assert_row_text (blockers, 1, "who-text", "Quality engineer");
  copied = pb_run_model_dup_gate_text (fixture->run);
  g_assert_true (g_str_has_prefix (
    copied, "Run RUN-1, product P-7, line LINE-A\n2 things stand against authorisation\n1. Stencil cleaning ST-1: "));
  g_assert_nonnull (strstr (copied, "   Who can: " EVERYBODY "\n2. "));
  kept = g_list_model_get_item (blockers, 1);

  run_script_set_gate (fixture, FALSE, BLOCKER_QUALITY "," BLOCKER_PRODUCTION);
  wait_for_text (fixture->run, "gate-text", "2 things stand against authorisation");
  model_fixture_wait_rounds (&fixture->base, RUN_PATH "/gate", 1);
  first = g_list_model_get_item (blockers, 0);
  g_assert_true (first == kept);
  run_script_set_gate (fixture, FALSE, BLOCKER_QUALITY);
  wait_for_text (fixture->run, "gate-text", "1 thing stands against authorisation");
  run_script_set_gate (fixture, TRUE, "");
  wait_for_text (fixture->run, "gate-text", "May be authorised");
  g_assert_true (pb_row_get_flag (fixture->run, "can-authorise"));
  g_assert_cmpuint (g_list_model_get_n_items (blockers), ==, 0);
}

static void
test_authorised_run (RunFixture *fixture, gconstpointer data)
{
  run_script_set_run (fixture, "AUTHORIZED", 10);
  run_script_set_gate (fixture, FALSE, "{\"code\":\"RUN_NOT_READY\",\"message\":\"m\",\"clearedBy\":[]}");
  run_fixture_load (fixture, ALL_PERMISSIONS);
  assert_text (fixture, "gate-text", "Authorised");
  assert_text (fixture, "authorised-text", "Authorised 2020-03-01 14:03 by S. Chen");
  g_assert_false (pb_row_get_flag (fixture->run, "can-authorise"));
  /* Its own state holds up no run that has gone on. */
  g_assert_cmpuint (g_list_model_get_n_items (pb_run_model_get_blockers (fixture->run)), ==, 0);
}

static void
test_bindings (RunFixture *fixture, gconstpointer data)
{
  GListModel *bindings = pb_run_model_get_bindings (fixture->run);

  run_fixture_load (fixture, ALL_PERMISSIONS);
  g_assert_cmpuint (g_list_model_get_n_items (bindings), ==, 4);
  assert_row_text (bindings, 0, "kind-text", "Stencil");
  assert_row_text (bindings, 0, "asset-id", "ST-1");
  assert_row_text (bindings, 0, "bound-text", "since 2020-03-01 08:12 by L. Wu");
  assert_row_text (bindings, 0, "status-text", "Ready");
  assert_row_text (bindings, 0, "life-text", "30000 of 60000");
  assert_row_text (bindings, 1, "asset-id", "LOT-9");
  assert_row_text (bindings, 1, "life-text", "");
  assert_row_text (bindings, 2, "kind-text", "Squeegee");
  assert_row_text (bindings, 2, "asset-id", "");
}

static void
test_missing_run (RunFixture *fixture, gconstpointer data)
{
  fake_server_set (fixture->base.server, "GET", RUN_PATH, 404,
                   "{\"ok\":false,\"error\":{\"code\":\"RUN_NOT_FOUND\",\"message\":\"m\"}}");
  model_fixture_sign_in (&fixture->base, ALL_PERMISSIONS, "");
  pb_run_model_set_active (fixture->run, TRUE);
  wait_for_number (fixture->run, "missing", TRUE);
  g_assert_cmpuint (g_list_model_get_n_items (pb_run_model_get_items (fixture->run)), ==, 0);
  g_assert_cmpint (pb_run_model_get_stale_since (fixture->run), ==, 0);
  run_script_set_run (fixture, "PREP", 1);
  wait_for_number (fixture->run, "missing", FALSE);
}

static void
test_hidden_parts (RunFixture *fixture, gconstpointer data)
{
  static const char *const parts[] = { "/loading/expectations", "/readiness/latest", "/gate" };

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      g_autofree char *path = g_strconcat (RUN_PATH, parts[i], NULL);

      fake_server_set (fixture->base.server, "GET", path, i == 1 ? 404 : 403,
                       "{\"code\":\"FORBIDDEN\",\"message\":\"Missing required permission\"}");
    }
  fake_server_set (fixture->base.server, "GET", "/api/fai/run/RUN-1", 403,
                   "{\"code\":\"FORBIDDEN\",\"message\":\"m\"}");
  run_fixture_load (fixture, ALL_PERMISSIONS);
  g_assert_cmpint (pb_run_model_get_stale_since (fixture->run), ==, 0);
  assert_text (fixture, "error-text", "");
  g_assert_false (pb_fai_model_get_exists (pb_run_model_get_fai (fixture->run)));
}

static gboolean
is_stale (gpointer run)
{
  return pb_run_model_get_stale_since (run) != 0;
}

static void
test_whole_or_not_at_all (RunFixture *fixture, gconstpointer data)
{
  run_fixture_load (fixture, ALL_PERMISSIONS);
  /* New items, but a gate that cannot be read: nothing of the round is shown. */
  run_script_set_items (fixture, ITEM_CLEAN_PASSED);
  model_fixture_set (&fixture->base, RUN_PATH "/gate", "{\"blockers\":7}");
  pump_until (is_stale, fixture->run);
  g_assert_cmpint (pb_row_get_number (fixture->run, "items-total"), ==, 4);
  fake_server_set (fixture->base.server, "GET", RUN_PATH "/gate", 500, "{}");
  model_fixture_wait_rounds (&fixture->base, RUN_PATH "/gate", 2);
  g_assert_cmpint (pb_row_get_number (fixture->run, "items-total"), ==, 4);
  run_script_set_gate (fixture, TRUE, "");
  wait_for_number (fixture->run, "items-total", 1);
  g_assert_cmpint (pb_run_model_get_stale_since (fixture->run), ==, 0);
}

static gboolean
gate_is_held (gpointer data)
{
  return fake_server_count_held (((RunFixture *) data)->base.server, RUN_PATH "/gate") > 0;
}

static void
test_late_answer (RunFixture *fixture, gconstpointer data)
{
  g_auto (Pump) pump = { NULL };

  run_fixture_load (fixture, ALL_PERMISSIONS);
  fake_server_hold (fixture->base.server, RUN_PATH "/gate");
  run_script_set_items (fixture, ITEM_CLEAN_PASSED);
  pump_until (gate_is_held, fixture);
  /* Somebody else signs in before the last part of the round arrives. */
  pb_session_model_sign_out_async (fixture->base.session, NULL, pump_cb, &pump);
  fake_server_release (fixture->base.server, RUN_PATH "/gate");
  pump_wait (&pump);
  pump_for (4 * PACE_MS);
  g_assert_cmpint (pb_row_get_number (fixture->run, "items-total"), ==, 0);
  assert_text (fixture, "product-code", "");
  assert_text (fixture, "run-no", "RUN-1");
}

/* --- what may be done
 * -------------------------------------------------------------------------------------------------------- */

static void
assert_why (RunFixture *fixture, PbAction action, const char *item_id, const char *expected)
{
  PbItemModel *item = pb_run_model_find_item (fixture->run, item_id);
  g_autofree char *why = pb_run_model_why_not (fixture->run, action, item);

  g_assert_cmpstr (why, ==, expected);
}

static void
test_why_not (RunFixture *fixture, gconstpointer data)
{
  assert_why (fixture, PB_ACTION_RECORD, NULL, "Sign in first.");
  run_fixture_load (fixture, ALL_PERMISSIONS);
  assert_why (fixture, PB_ACTION_RECORD, "i-clean", NULL);
  assert_why (fixture, PB_ACTION_RECORD, NULL, NULL);
  assert_why (fixture, PB_ACTION_RECORD, "i-slot", "Nothing is recorded for this item.");
  /* Anybody may open the waiver: the signer is judged. */
  assert_why (fixture, PB_ACTION_WAIVE, "i-clean", NULL);
  assert_why (fixture, PB_ACTION_WAIVE, "i-slot", "This item must pass: nobody can waive it.");
  assert_why (fixture, PB_ACTION_WAIVE, "i-bake", "This item has not failed: there is nothing to waive.");
  assert_why (fixture, PB_ACTION_REQUEST_WAIVER, "i-clean", NULL);
  assert_why (fixture, PB_ACTION_AUTHORISE, NULL, "2 things stand against authorisation");
  assert_why (fixture, PB_ACTION_REVOKE, NULL, "The run is not authorised.");
  assert_why (fixture, PB_ACTION_BIND, NULL, NULL);
  assert_why (fixture, PB_ACTION_FAI_CREATE, NULL, "A first article of this run is already open.");
  assert_why (fixture, PB_ACTION_FAI_START, NULL, "The first article has already been started.");
  assert_why (fixture, PB_ACTION_FAI_RECORD, NULL, NULL);
  assert_why (fixture, PB_ACTION_FAI_SIGN, NULL, "The first article has not passed yet.");
  assert_why (fixture, PB_ACTION_FAI_CANCEL, NULL, NULL);
  assert_why (fixture, PB_ACTION_TRACK, NULL, NULL);
  assert_why (fixture, PB_ACTION_DELETE_UNITS, NULL, NULL);

  run_script_set_gate (fixture, TRUE, "");
  wait_for_number (fixture->run, "can-authorise", TRUE);
  assert_why (fixture, PB_ACTION_AUTHORISE, NULL, NULL);
  run_script_set_run (fixture, "AUTHORIZED", 0);
  wait_for_number (fixture->run, "status", PB_RUN_AUTHORIZED);
  assert_why (fixture, PB_ACTION_REVOKE, NULL, NULL);
  assert_why (fixture, PB_ACTION_WAIVE, "i-clean", "The run is not in a state that allows this.");
  assert_why (fixture, PB_ACTION_REPLACE_SLOT, NULL, NULL);
  assert_why (fixture, PB_ACTION_VERIFY_SLOT, NULL, "The run is not in a state that allows this.");
  assert_why (fixture, PB_ACTION_DELETE_UNITS, NULL, "The run has no units.");
}

static void
test_why_not_without_permission (RunFixture *fixture, gconstpointer data)
{
  run_fixture_load (fixture, "\"run:read\",\"readiness:view\"");
  assert_why (fixture, PB_ACTION_RECORD, "i-clean",
              "You may not record preparation. Who can: Operator, Line leader, Quality engineer, Process engineer or "
              "Production supervisor");
  assert_why (fixture, PB_ACTION_BIND, NULL,
              "You may not bind things to lines or unlock slots. Who can: Line leader or Process engineer");
  assert_why (fixture, PB_ACTION_GENERATE_UNITS, NULL,
              "You may not do this. Who can: Production supervisor, Production planner or Quality engineer");
  assert_why (fixture, PB_ACTION_WAIVE, "i-clean", NULL);
}

static void
test_why_not_offline (RunFixture *fixture, gconstpointer data)
{
  run_fixture_load (fixture, ALL_PERMISSIONS);
  fake_server_go_down (fixture->base.server);
  pump_until (is_stale, fixture->run);
  assert_why (fixture, PB_ACTION_WAIVE, "i-clean", "The server cannot be reached: what is shown may have changed.");
  assert_why (fixture, PB_ACTION_AUTHORISE, NULL, "The server cannot be reached: what is shown may have changed.");
  assert_why (fixture, PB_ACTION_RECORD, "i-clean", NULL);
}

static void
test_why_not_without_waivers (RunFixture *fixture, gconstpointer data)
{
  run_fixture_load (fixture, ALL_PERMISSIONS);
  assert_why (fixture, PB_ACTION_REQUEST_WAIVER, "i-clean", "This server has no waiver requests.");
}

/* --- actions
 * ----------------------------------------------------------------------------------------------------------------- */

static void
test_action_refreshes (RunFixture *fixture, gconstpointer data)
{
  g_auto (Pump) pump = { NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (PbStencilCleaningRecord) record = NULL;
  PbItemModel *clean;

  /* No poll comes by itself. */
  pb_session_model_set_pace (fixture->base.session, 60000, 60000);
  run_fixture_load (fixture, ALL_PERMISSIONS);
  clean = pb_run_model_find_item (fixture->run, "i-clean");
  record = pb_run_model_new_record (fixture->run, &pb_stencil_cleaning_record_type);
  g_assert_cmpstr (record->run_no, ==, "RUN-1");
  g_assert_cmpstr (record->line_code, ==, "LINE-A");
  g_assert_cmpstr (record->stencil_id, ==, "ST-1");
  g_assert_cmpstr (record->cleaned_by, ==, "L. Wu");
  g_assert_cmpint (ABS (record->cleaned_at - g_get_real_time ()), <, 10 * G_TIME_SPAN_SECOND);
  fake_server_set (fixture->base.server, "POST", "/api/stencil-cleaning-records", 201, "{\"ok\":true,\"data\":{}}");
  run_script_set_items (fixture, ITEM_CLEAN_PASSED);
  pb_run_model_record_async (fixture->run, record, NULL, pump_cb, &pump);
  g_assert_true (pb_row_get_flag (fixture->run, "busy"));
  g_assert_true (pb_run_model_act_finish (fixture->run, pump_wait (&pump), &error));
  g_assert_no_error (error);
  pump_clear (&pump);
  wait_for_number (clean, "status", PB_STATUS_PASSED);
  g_assert_false (pb_row_get_flag (fixture->run, "busy"));
}

static void
test_new_records (RunFixture *fixture, gconstpointer data)
{
  g_autoptr (PbBakeRecord) bake = NULL;
  g_autoptr (PbPasteRecord) paste = NULL;
  g_autoptr (PbSqueegeeUsageRecord) squeegee = NULL;
  g_autoptr (PbOvenProgramRecord) oven = NULL;

  run_fixture_load (fixture, ALL_PERMISSIONS);
  bake = pb_run_model_new_record (fixture->run, &pb_bake_record_type);
  paste = pb_run_model_new_record (fixture->run, &pb_paste_record_type);
  squeegee = pb_run_model_new_record (fixture->run, &pb_squeegee_usage_record_type);
  oven = pb_run_model_new_record (fixture->run, &pb_oven_program_record_type);
  g_assert_cmpstr (bake->item_code, ==, "P-7");
  g_assert_cmpint (bake->in_at, ==, 0);
  g_assert_cmpint (bake->out_at, !=, 0);
  g_assert_cmpstr (paste->lot_id, ==, "LOT-9");
  g_assert_cmpint (paste->issued_at, ==, 0);
  g_assert_null (squeegee->squeegee_id);
  g_assert_cmpint (squeegee->record_date, !=, 0);
  g_assert_cmpstr (oven->product_name, ==, "P-7");
  /* Every kind can be made. */
  for (const PbRecordKind *const *kind = pb_record_kinds; *kind != NULL; kind++)
    pb_object_unref (pb_run_model_new_record (fixture->run, (*kind)->type));
}

static void
test_waive (RunFixture *fixture, gconstpointer data)
{
  g_auto (Pump) asking = { NULL };
  g_auto (Pump) refused = { NULL };
  g_auto (Pump) waived = { NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (PbSignable) signable = NULL;
  const char *path = RUN_PATH "/readiness/items/i-clean/waive";
  PbItemModel *clean;

  run_fixture_load (fixture, ALL_PERMISSIONS);
  clean = pb_run_model_find_item (fixture->run, "i-clean");
  g_assert_true (pb_session_model_asks_email (fixture->base.session));
  model_fixture_set (
    &fixture->base, "/api/readiness-items/i-clean/signable",
    "{\"act\":\"WAIVE\",\"text\":\"Waive ST-1\",\"content\":{\"b\":1,\"a\":2},\"contentHash\":\"abc\"}");
  pb_run_model_signable_async (fixture->run, PB_SIGN_WAIVE, clean, NULL, pump_cb, &asking);
  signable = pb_signable_finish (pump_wait (&asking), &error);
  g_assert_no_error (error);
  g_assert_cmpstr (signable->text, ==, "Waive ST-1");
  g_assert_cmpstr (signable->content, ==, "{\"a\":2,\"b\":1}");
  g_assert_cmpstr (signable->content_hash, ==, "abc");

  fake_server_set (fixture->base.server, "POST", path, 403,
                   "{\"ok\":false,\"error\":{\"code\":\"CREDENTIALS_INVALID\",\"message\":\"m\"}}");
  pb_run_model_waive_async (fixture->run, clean, "because it must", 1, 0, signable->content_hash, "wu@plant", "bad",
                            NULL, pump_cb, &refused);
  g_assert_false (pb_run_model_act_finish (fixture->run, pump_wait (&refused), &error));
  g_assert_true (pb_error_is_credentials (error));
  g_assert_true (pb_session_model_asks_email (fixture->base.session));

  fake_server_set (fixture->base.server, "POST", path, 200, "{\"ok\":true,\"data\":{}}");
  pb_run_model_waive_async (fixture->run, clean, "because it must", 1, 0, signable->content_hash, "WU@plant", "pw",
                            NULL, pump_cb, &waived);
  g_assert_true (pb_run_model_act_finish (fixture->run, pump_wait (&waived), NULL));
  g_assert_cmpstr (fake_server_get_body (fixture->base.server, "POST", path), ==,
                   "{\"reason\":\"because it must\",\"category\":\"MATERIAL_SHORTAGE\",\"contentHash\":\"abc\","
                   "\"signer\":{\"email\":\"WU@plant\",\"password\":\"pw\"}}");
  /* A first full signature of the session's own user; locking the window ends that. */
  g_assert_false (pb_session_model_asks_email (fixture->base.session));
  pb_session_model_lock (fixture->base.session);
  g_assert_true (pb_session_model_asks_email (fixture->base.session));
}

static void
test_refused_authorisation (RunFixture *fixture, gconstpointer data)
{
  g_auto (Pump) pump = { NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) blockers = NULL;

  run_fixture_load (fixture, ALL_PERMISSIONS);
  fake_server_set (
    fixture->base.server, "POST", RUN_PATH "/authorize", 400,
    "{\"ok\":false,\"error\":{\"code\":\"READINESS_CHECK_FAILED\",\"message\":\"m\",\"blockers\":[" BLOCKER_CLEAN
    "]}}");
  pb_run_model_authorise_async (fixture->run, NULL, "h", "s@plant", "pw", NULL, pump_cb, &pump);
  g_assert_false (pb_run_model_act_finish (fixture->run, pump_wait (&pump), &error));
  blockers = pb_error_get_blockers (error);
  g_assert_cmpuint (blockers->len, ==, 1);
  /* Somebody else's signature says nothing about the session's user. */
  g_assert_true (pb_session_model_asks_email (fixture->base.session));
}

static gboolean
authorise_is_held (gpointer data)
{
  return fake_server_count_held (((RunFixture *) data)->base.server, RUN_PATH "/authorize") > 0;
}

static void
test_cancelled_action (RunFixture *fixture, gconstpointer data)
{
  g_auto (Pump) pump = { NULL };
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  run_fixture_load (fixture, ALL_PERMISSIONS);
  fake_server_hold (fixture->base.server, RUN_PATH "/authorize");
  pb_run_model_authorise_async (fixture->run, NULL, NULL, "s@plant", "pw", cancellable, pump_cb, &pump);
  pump_until (authorise_is_held, fixture);
  g_cancellable_cancel (cancellable);
  g_assert_false (pb_run_model_act_finish (fixture->run, pump_wait (&pump), &error));
  g_assert_true (pb_error_is_cancelled (error));
  pump_clear (&pump);
  pump_for (2 * PACE_MS);
  g_assert_false (pb_row_get_flag (fixture->run, "busy"));
}

static void
test_other_actions (RunFixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *path;
    const char *body;
  } posts[] = {
    { RUN_PATH "/readiness/check", "" },
    { RUN_PATH "/generate-units", "{\"quantity\":3,\"snPrefix\":\"X\"}" },
    { "/api/integration/lines/l1/stencil/bind", "{\"stencilId\":\"ST-2\"}" },
    { "/api/integration/lines/l1/solder-paste/unbind", "{}" },
    { RUN_PATH "/authorize",
      "{\"action\":\"REVOKE\",\"reason\":\"why\",\"signer\":{\"email\":\"e\",\"password\":\"pw\"}}" },
    { "/api/readiness-items/i-clean/waiver-requests", "{\"reason\":\"why\"}" },
    { "/api/readiness-items/i-clean/not-needed", "{\"reason\":\"why\"}" },
  };
  Pump pumps[G_N_ELEMENTS (posts)] = { 0 };
  PbItemModel *clean;
  PbRunModel *run = fixture->run;

  run_fixture_load (fixture, ALL_PERMISSIONS);
  clean = pb_run_model_find_item (run, "i-clean");
  for (guint i = 0; i < G_N_ELEMENTS (posts); i++)
    fake_server_set (fixture->base.server, "POST", posts[i].path, 200, "{\"ok\":true,\"data\":{}}");
  pb_run_model_check_async (run, PB_CHECK_FORMAL, NULL, pump_cb, &pumps[0]);
  pb_run_model_generate_units_async (run, 3, "X", NULL, pump_cb, &pumps[1]);
  pb_run_model_bind_async (run, PB_ASSET_STENCIL, "ST-2", NULL, pump_cb, &pumps[2]);
  pb_run_model_unbind_async (run, PB_ASSET_PASTE_LOT, NULL, pump_cb, &pumps[3]);
  pb_run_model_revoke_async (run, "why", NULL, "e", "pw", NULL, pump_cb, &pumps[4]);
  pb_run_model_request_waiver_async (run, clean, "why", 0, 0, NULL, pump_cb, &pumps[5]);
  pb_run_model_not_needed_async (run, clean, "why", NULL, pump_cb, &pumps[6]);
  for (guint i = 0; i < G_N_ELEMENTS (posts); i++)
    {
      g_autoptr (GError) error = NULL;

      pb_run_model_act_finish (run, pump_wait (&pumps[i]), &error);
      g_assert_no_error (error);
      g_assert_cmpstr (fake_server_get_body (fixture->base.server, "POST", posts[i].path), ==, posts[i].body);
      pump_clear (&pumps[i]);
    }
}

static void
test_bind_without_line (RunFixture *fixture, gconstpointer data)
{
  g_auto (Pump) pump = { NULL };
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  pb_run_model_bind_async (fixture->run, PB_ASSET_STENCIL, "ST-2", NULL, pump_cb, &pump);
  g_assert_false (pb_run_model_act_finish (fixture->run, pump_wait (&pump), &error));
  text = pb_error_to_user_text (error);
  g_assert_cmpstr (text, ==, "The run has no line.");
}

/* --- hints
 * -------------------------------------------------------------------------------------------------------------------
 */

static void
test_scans (RunFixture *fixture, gconstpointer data)
{
  PbItemModel *item = NULL;

  run_fixture_load (fixture, ALL_PERMISSIONS);
  g_assert_cmpint (pb_run_model_classify_scan (fixture->run, " run-1\n", &item), ==, PB_SCAN_RUN);
  g_assert_null (item);
  g_assert_cmpint (pb_run_model_classify_scan (fixture->run, "ST-1", &item), ==, PB_SCAN_STENCIL);
  g_assert_cmpstr (pb_item_model_get_id (item), ==, "i-clean");
  g_assert_cmpint (pb_run_model_classify_scan (fixture->run, "LOT-9", &item), ==, PB_SCAN_PASTE_LOT);
  g_assert_cmpstr (pb_item_model_get_id (item), ==, "i-paste");
  g_assert_cmpint (pb_run_model_classify_scan (fixture->run, "S1", &item), ==, PB_SCAN_ITEM_CODE);
  g_assert_cmpstr (pb_item_model_get_id (item), ==, "i-slot");
  g_assert_cmpint (pb_run_model_classify_scan (fixture->run, "SQ-7", &item), ==, PB_SCAN_NONE);
  g_assert_null (item);
  g_assert_cmpint (pb_run_model_classify_scan (fixture->run, "", NULL), ==, PB_SCAN_NONE);
}

static void
test_consequences (RunFixture *fixture, gconstpointer data)
{
  g_autofree char *text = NULL;

  run_fixture_load (fixture, ALL_PERMISSIONS);
  text = pb_run_model_dup_consequences (fixture->run);
  g_assert_nonnull (strstr (text, "LOT-9: Waived until"));
  g_assert_nonnull (strstr (text, "First to change: "));
  g_assert_false (g_str_has_suffix (text, "\n"));
}

static void
test_legacy_gate (RunFixture *fixture, gconstpointer data)
{
  GListModel *blockers = pb_run_model_get_blockers (fixture->run);

  run_script_set_items (fixture,
                        "{\"id\":\"x1\",\"itemType\":\"EQUIPMENT\",\"itemKey\":\"ST-01\",\"status\":\"FAILED\","
                        "\"failReason\":\"no master data\",\"waivedAt\":null}");
  run_script_set_no_fai (fixture);
  run_fixture_load (fixture, ALL_PERMISSIONS);
  g_assert_cmpuint (fake_server_count (fixture->base.server, "GET", RUN_PATH "/gate"), ==, 0);
  g_assert_cmpuint (g_list_model_get_n_items (blockers), ==, 2);
  g_assert_cmpint (row_number (blockers, 0, "code"), ==, PB_BLOCKER_READINESS_ITEM_FAILED);
  {
    g_autofree char *sentence = row_text (blockers, 0, "sentence");

    g_assert_true (g_str_has_suffix (sentence, "ST-01: no master data"));
  }
  g_assert_cmpint (row_number (blockers, 1, "code"), ==, PB_BLOCKER_FAI_NOT_PASSED);
  g_assert_cmpstr (pb_row_get_text (pb_run_model_find_item (fixture->run, "x1"), "failure-text"), ==, "no master data");
  g_assert_true (pb_row_get_flag (pb_run_model_find_item (fixture->run, "x1"), "waivable"));
  assert_why (fixture, PB_ACTION_REQUEST_WAIVER, "x1", "This server has no waiver requests.");
}

#define ADD(path, data, func) g_test_add (path, RunFixture, data, run_fixture_set_up, func, run_fixture_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/model/run/load", NULL, test_load);
  ADD ("/model/run/groups", NULL, test_groups);
  ADD ("/model/run/item-texts", NULL, test_item_texts);
  ADD ("/model/run/item-objects", NULL, test_item_objects);
  ADD ("/model/run/item-updates-in-place", NULL, test_item_updates_in_place);
  ADD ("/model/run/items-come-and-go", NULL, test_items_come_and_go);
  ADD ("/model/run/all-failures", NULL, test_all_failures);
  ADD ("/model/run/gate", NULL, test_gate);
  ADD ("/model/run/who-waives", NULL, test_who_waives);
  ADD ("/model/run/authorised", NULL, test_authorised_run);
  ADD ("/model/run/bindings", NULL, test_bindings);
  ADD ("/model/run/missing", NULL, test_missing_run);
  ADD ("/model/run/hidden-parts", NULL, test_hidden_parts);
  ADD ("/model/run/whole-or-not-at-all", NULL, test_whole_or_not_at_all);
  ADD ("/model/run/late-answer", NULL, test_late_answer);
  ADD ("/model/run/why-not", NULL, test_why_not);
  ADD ("/model/run/why-not-without-permission", NULL, test_why_not_without_permission);
  ADD ("/model/run/why-not-offline", NULL, test_why_not_offline);
  ADD ("/model/run/why-not-without-waivers", "\"esign\",\"gate\"", test_why_not_without_waivers);
  ADD ("/model/run/action-refreshes", NULL, test_action_refreshes);
  ADD ("/model/run/new-records", NULL, test_new_records);
  ADD ("/model/run/waive", NULL, test_waive);
  ADD ("/model/run/refused-authorisation", NULL, test_refused_authorisation);
  ADD ("/model/run/cancelled-action", NULL, test_cancelled_action);
  ADD ("/model/run/other-actions", NULL, test_other_actions);
  ADD ("/model/run/bind-without-line", NULL, test_bind_without_line);
  ADD ("/model/run/scans", NULL, test_scans);
  ADD ("/model/run/consequences", NULL, test_consequences);
  ADD ("/model/run/legacy-gate", "legacy", test_legacy_gate);
  return g_test_run ();
}
