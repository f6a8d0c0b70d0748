/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "model-fixture.h"
#include "model/pb-board-model.h"

#define BOARD "/api/board"

typedef struct
{
  ModelFixture base;
  PbBoardModel *board;
  GListModel *list;
} Fixture;

/* A run: number, state, blockers. */
static char *
row (const char *run_no, const char *state, int blockers)
{
  return g_strdup_printf (
    "{\"runNo\":\"%s\",\"status\":\"PREP\",\"productCode\":\"P-7\",\"woNo\":\"WO-1\",\"line\":{\"id\":\"l1\","
    "\"code\":\"LINE-A\",\"name\":\"Line A\"},\"planQty\":100,\"state\":\"%s\",\"blockers\":%d,\"waived\":1,"
    "\"signaturesDone\":1,\"signaturesRequired\":3,\"needs\":[\"prep:record\"],"
    "\"updatedAt\":\"2026-03-01T00:00:00.000Z\"}",
    run_no, state, blockers);
}

/* @rows: joined rows, taken. */
static void
set_board (Fixture *fixture, char *rows, const char *next)
{
  g_autofree char *taken = rows;
  g_autofree char *json = next != NULL ? g_strdup_printf ("{\"items\":[%s],\"next\":\"%s\"}", taken, next)
                                       : g_strdup_printf ("{\"items\":[%s]}", taken);

  model_fixture_set (&fixture->base, BOARD, json);
}

static void
set_three (Fixture *fixture, int blockers_of_second)
{
  g_autofree char *a = row ("R-1", "BLOCKED", 2);
  g_autofree char *b = row ("R-2", "BLOCKED", blockers_of_second);
  g_autofree char *c = row ("R-3", "READY", 0);

  set_board (fixture, g_strjoin (",", c, a, b, NULL), NULL);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  model_fixture_set_up (&fixture->base, data);
  fixture->board = pb_board_model_new (fixture->base.session);
  fixture->list = G_LIST_MODEL (fixture->board);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  pb_board_model_set_active (fixture->board, FALSE);
  pump_until_gone (fixture->board);
  model_fixture_tear_down (&fixture->base, data);
}

static void
load_three (Fixture *fixture)
{
  set_three (fixture, 5);
  model_fixture_sign_in (&fixture->base, ALL_PERMISSIONS, "");
  pb_board_model_set_active (fixture->board, TRUE);
  wait_for_number (fixture->board, "n-items", 3);
}

static void
test_load (Fixture *fixture, gconstpointer data)
{
  g_assert_false (pb_board_model_get_loading (fixture->board));
  load_three (fixture);
  g_assert_false (pb_board_model_get_loading (fixture->board));
  g_assert_true (g_list_model_get_item_type (fixture->list) == PB_TYPE_BOARD_ITEM);
  assert_row_text (fixture->list, 0, "run-no", "R-1");
  assert_row_text (fixture->list, 2, "run-no", "R-3");
  assert_row_text (fixture->list, 0, "state-text", "Blocked 2");
  assert_row_text (fixture->list, 2, "state-text", "Ready");
  assert_row_text (fixture->list, 0, "line-code", "LINE-A");
  assert_row_text (fixture->list, 0, "needs-text", "Operator");
  assert_row_text (fixture->list, 0, "search-text", "r-1\np-7\nwo-1\nline-a\nline a");
  g_assert_cmpint (row_number (fixture->list, 0, "plan-qty"), ==, 100);
  g_assert_cmpint (row_number (fixture->list, 0, "needs-me"), ==, TRUE);
  g_assert_cmpint (row_number (fixture->list, 0, "state"), ==, PB_BOARD_BLOCKED);
  g_assert_cmpint (pb_board_model_get_stale_since (fixture->board), ==, 0);
  g_assert_nonnull (pb_board_model_find (fixture->board, "R-2"));
  g_assert_null (pb_board_model_find (fixture->board, "R-9"));
}

static void
test_update_in_place (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PbBoardItem) second = NULL;
  g_autoptr (PbBoardItem) again = NULL;
  Counter list;
  Counter first_notify;
  Counter text_notify;
  Counter any_notify;
  g_autoptr (PbBoardItem) first = NULL;

  load_three (fixture);
  first = g_list_model_get_item (fixture->list, 0);
  second = g_list_model_get_item (fixture->list, 1);
  counter_start (&list, fixture->list, "items-changed");
  counter_start (&first_notify, first, "notify");
  counter_start (&text_notify, second, "notify::state-text");
  counter_start (&any_notify, second, "notify");
  /* The same answer again and again changes nothing. */
  model_fixture_wait_rounds (&fixture->base, BOARD, 3);
  g_assert_cmpuint (any_notify.count, ==, 0);
  set_three (fixture, 4);
  wait_for_text (second, "state-text", "Blocked 4");
  g_assert_cmpuint (list.count, ==, 0);
  g_assert_cmpuint (first_notify.count, ==, 0);
  g_assert_cmpuint (text_notify.count, ==, 1);
  g_assert_cmpuint (any_notify.count, ==, 2); /* blockers and their text */
  again = g_list_model_get_item (fixture->list, 1);
  g_assert_true (again == second);
  counter_stop (&list);
  counter_stop (&first_notify);
  counter_stop (&text_notify);
  counter_stop (&any_notify);
}

static void
test_come_and_go (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PbBoardItem) third = NULL;
  g_autoptr (PbBoardItem) shown = NULL;
  g_autofree char *b = row ("R-15", "READY", 0);
  g_autofree char *c = row ("R-3", "READY", 0);
  Counter list;
  Counter lengths;

  load_three (fixture);
  third = g_list_model_get_item (fixture->list, 2);
  counter_start (&list, fixture->list, "items-changed");
  counter_start (&lengths, fixture->list, "notify::n-items");
  set_board (fixture, g_strjoin (",", b, c, NULL), NULL);
  wait_for_number (fixture->board, "n-items", 2);
  assert_row_text (fixture->list, 0, "run-no", "R-15");
  shown = g_list_model_get_item (fixture->list, 1);
  g_assert_true (shown == third);
  g_assert_cmpuint (list.count, ==, 2); /* two neighbours gone, one come */
  g_assert_cmpuint (lengths.count, ==, 2);
  counter_stop (&list);
  counter_stop (&lengths);
}

static void
test_needs_me (Fixture *fixture, gconstpointer data)
{
  set_three (fixture, 1);
  model_fixture_sign_in (&fixture->base, "\"run:read\"", "");
  pb_board_model_set_active (fixture->board, TRUE);
  wait_for_number (fixture->board, "n-items", 3);
  g_assert_cmpint (row_number (fixture->list, 0, "needs-me"), ==, FALSE);
}

static void
test_signature_text (Fixture *fixture, gconstpointer data)
{
  set_board (fixture, row ("R-1", "WAITING_SIGNATURE", 0), NULL);
  model_fixture_sign_in (&fixture->base, ALL_PERMISSIONS, "");
  pb_board_model_set_active (fixture->board, TRUE);
  wait_for_number (fixture->board, "n-items", 1);
  assert_row_text (fixture->list, 0, "state-text", "Waiting for signature 2 of 3");
}

static void
test_stale_when_down (Fixture *fixture, gconstpointer data)
{
  g_autofree char *text = NULL;
  g_autofree char *error_text = NULL;
  gint64 before = g_get_real_time ();
  gint64 since;

  load_three (fixture);
  fake_server_go_down (fixture->base.server);
  wait_for_text (fixture->board, "error-text", "The server cannot be reached.");
  since = pb_board_model_get_stale_since (fixture->board);
  g_assert_cmpint (since, >=, before);
  g_assert_cmpint (since, <=, g_get_real_time ());
  g_object_get (fixture->board, "stale-text", &text, NULL);
  g_assert_true (g_str_has_prefix (text, "Stale since "));
  /* What was known stays. */
  g_assert_cmpuint (g_list_model_get_n_items (fixture->list), ==, 3);
  /* The moment of the last good answer does not move while nothing is answered. */
  pump_for (5 * PACE_MS);
  g_assert_cmpint (pb_board_model_get_stale_since (fixture->board), ==, since);
  fake_server_come_up (fixture->base.server);
  wait_for_number (fixture->board, "stale-since", 0);
  g_object_get (fixture->board, "error-text", &error_text, NULL);
  g_assert_cmpstr (error_text, ==, "");
}

static gboolean
is_stale (gpointer board)
{
  return pb_board_model_get_stale_since (board) != 0;
}

static void
test_stale_without_answer (Fixture *fixture, gconstpointer data)
{
  gint64 begin;

  load_three (fixture);
  begin = g_get_monotonic_time ();
  fake_server_hold (fixture->base.server, BOARD);
  pump_until (is_stale, fixture->board);
  /* Patience counts from the last good answer, long before the call itself gives up. */
  g_assert_cmpint (g_get_monotonic_time () - begin, <, 10 * G_TIME_SPAN_SECOND);
  fake_server_release (fixture->base.server, BOARD);
  wait_for_number (fixture->board, "stale-since", 0);
}

static void
test_never_answered (Fixture *fixture, gconstpointer data)
{
  fake_server_set (fixture->base.server, "GET", BOARD, 500, "{\"code\":\"INTERNAL_ERROR\",\"message\":\"x\"}");
  model_fixture_sign_in (&fixture->base, ALL_PERMISSIONS, "");
  pb_board_model_set_active (fixture->board, TRUE);
  g_assert_true (pb_board_model_get_loading (fixture->board));
  pump_until (is_stale, fixture->board);
  g_assert_true (pb_board_model_get_loading (fixture->board));
  set_three (fixture, 1);
  wait_for_number (fixture->board, "n-items", 3);
  g_assert_cmpint (pb_board_model_get_stale_since (fixture->board), ==, 0);
}

static void
test_bad_shape_changes_nothing (Fixture *fixture, gconstpointer data)
{
  load_three (fixture);
  model_fixture_set (&fixture->base, BOARD, "{\"items\":[{\"runNo\":7}]}");
  pump_until (is_stale, fixture->board);
  g_assert_cmpuint (g_list_model_get_n_items (fixture->list), ==, 3);
}

static gboolean
one_is_held (gpointer data)
{
  return fake_server_count_held (((Fixture *) data)->base.server, BOARD) >= 1;
}

static void
test_late_answer (Fixture *fixture, gconstpointer data)
{
  Counter list;

  load_three (fixture);
  fake_server_hold (fixture->base.server, BOARD);
  pump_until (one_is_held, fixture);
  counter_start (&list, fixture->list, "items-changed");
  /* A newer round is asked for and answered; then the older answer arrives, with another content. */
  pb_board_model_set_active (fixture->board, FALSE);
  set_board (fixture, g_strdup (""), NULL);
  fake_server_release (fixture->base.server, BOARD);
  pump_for (4 * PACE_MS);
  g_assert_cmpuint (list.count, ==, 0);
  g_assert_cmpuint (g_list_model_get_n_items (fixture->list), ==, 3);
  counter_stop (&list);
}

static void
test_refresh_replaces_round (Fixture *fixture, gconstpointer data)
{
  load_three (fixture);
  fake_server_hold (fixture->base.server, BOARD);
  pump_until (one_is_held, fixture);
  fake_server_release (fixture->base.server, BOARD);
  set_three (fixture, 9);
  pb_board_model_refresh (fixture->board);
  wait_for_text (pb_board_model_find (fixture->board, "R-2"), "state-text", "Blocked 9");
}

static void
test_pages (Fixture *fixture, gconstpointer data)
{
  g_autofree char *a = row ("R-1", "READY", 0);

  set_board (fixture, g_strdup (a), "R-1");
  model_fixture_sign_in (&fixture->base, ALL_PERMISSIONS, "");
  fake_server_hold (fixture->base.server, BOARD);
  pb_board_model_set_active (fixture->board, TRUE);
  pump_until (one_is_held, fixture);
  fake_server_release (fixture->base.server, BOARD);
  fake_server_hold (fixture->base.server, BOARD);
  pump_until (one_is_held, fixture);
  /* The second page is asked for by what the first one said; nothing is shown before the last. */
  g_assert_cmpstr (fake_server_get_query (fixture->base.server, "GET", BOARD), ==, "limit=200&after=R-1");
  g_assert_cmpuint (g_list_model_get_n_items (fixture->list), ==, 0);
  set_board (fixture, row ("R-2", "READY", 0), NULL);
  fake_server_release (fixture->base.server, BOARD);
  wait_for_number (fixture->board, "n-items", 2);
}

static void
test_another_user (Fixture *fixture, gconstpointer data)
{
  g_auto (Pump) pump = { NULL };
  guint asked;

  load_three (fixture);
  pb_session_model_sign_out_async (fixture->base.session, NULL, pump_cb, &pump);
  g_assert_cmpuint (g_list_model_get_n_items (fixture->list), ==, 0);
  pump_wait (&pump);
  asked = fake_server_count (fixture->base.server, "GET", BOARD);
  pump_for (5 * PACE_MS);
  g_assert_cmpuint (fake_server_count (fixture->base.server, "GET", BOARD), ==, asked);
  g_assert_cmpint (pb_board_model_get_stale_since (fixture->board), ==, 0);
  model_fixture_sign_in (&fixture->base, ALL_PERMISSIONS, "");
  wait_for_number (fixture->board, "n-items", 3);
}

static void
test_session_lost (Fixture *fixture, gconstpointer data)
{
  Counter lost;

  load_three (fixture);
  counter_start (&lost, fixture->base.session, "session-lost");
  fake_server_set (fixture->base.server, "GET", BOARD, 401, "{\"code\":\"UNAUTHORIZED\",\"message\":\"x\"}");
  wait_for_number (fixture->base.session, "state", PB_SESSION_SIGNED_OUT);
  g_assert_cmpuint (lost.count, ==, 1);
  /* It waits for the same person, not for another. */
  g_assert_cmpuint (g_list_model_get_n_items (fixture->list), ==, 3);
  fake_server_hold (fixture->base.server, BOARD);
  model_fixture_sign_in (&fixture->base, ALL_PERMISSIONS, "");
  g_assert_cmpuint (g_list_model_get_n_items (fixture->list), ==, 3);
  model_fixture_sign_in (&fixture->base, "\"run:read\"", "");
  g_assert_cmpuint (g_list_model_get_n_items (fixture->list), ==, 0);
  fake_server_release (fixture->base.server, BOARD);
  counter_stop (&lost);
}

static void
test_inactive_does_not_ask (Fixture *fixture, gconstpointer data)
{
  set_three (fixture, 1);
  model_fixture_sign_in (&fixture->base, ALL_PERMISSIONS, "");
  pb_board_model_refresh (fixture->board);
  pump_for (4 * PACE_MS);
  g_assert_cmpuint (fake_server_count (fixture->base.server, "GET", BOARD), ==, 0);
}

static void
test_legacy (Fixture *fixture, gconstpointer data)
{
  fake_server_set (fixture->base.server, "GET", "/api/runs", 200,
                   "{\"items\":[{\"runNo\":\"R-2\",\"status\":\"PREP\",\"planQty\":5,\"readinessStatus\":\"FAILED\","
                   "\"workOrder\":{\"woNo\":\"WO\",\"productCode\":\"P\"},\"line\":{\"code\":\"LA\"}},"
                   "{\"runNo\":\"R-1\",\"status\":\"AUTHORIZED\",\"line\":null},"
                   "{\"runNo\":\"R-3\",\"status\":\"PREP\"}],\"total\":3,\"page\":1,\"pageSize\":100}");
  model_fixture_sign_in (&fixture->base, ALL_PERMISSIONS, "");
  pb_board_model_set_active (fixture->board, TRUE);
  wait_for_number (fixture->board, "n-items", 3);
  assert_row_text (fixture->list, 0, "state-text", "Authorised");
  assert_row_text (fixture->list, 1, "state-text", "Blocked");
  assert_row_text (fixture->list, 1, "product-code", "P");
  assert_row_text (fixture->list, 2, "state-text", "Not checked");
  g_assert_cmpuint (fake_server_count (fixture->base.server, "GET", BOARD), ==, 0);
}

#define ADD(path, data, func) g_test_add (path, Fixture, data, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/model/board/load", NULL, test_load);
  ADD ("/model/board/update-in-place", NULL, test_update_in_place);
  ADD ("/model/board/come-and-go", NULL, test_come_and_go);
  ADD ("/model/board/needs-me", NULL, test_needs_me);
  ADD ("/model/board/signature-text", NULL, test_signature_text);
  ADD ("/model/board/stale-when-down", NULL, test_stale_when_down);
  ADD ("/model/board/stale-without-answer", NULL, test_stale_without_answer);
  ADD ("/model/board/never-answered", NULL, test_never_answered);
  ADD ("/model/board/bad-shape-changes-nothing", NULL, test_bad_shape_changes_nothing);
  ADD ("/model/board/late-answer", NULL, test_late_answer);
  ADD ("/model/board/refresh-replaces-round", NULL, test_refresh_replaces_round);
  ADD ("/model/board/pages", NULL, test_pages);
  ADD ("/model/board/another-user", NULL, test_another_user);
  ADD ("/model/board/session-lost", NULL, test_session_lost);
  ADD ("/model/board/inactive-does-not-ask", NULL, test_inactive_does_not_ask);
  ADD ("/model/board/legacy", "legacy", test_legacy);
  return g_test_run ();
}
