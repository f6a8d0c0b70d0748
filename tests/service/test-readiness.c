/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pb-plant-fixture.h"

#include <string.h>

#define LATEST "/api/runs/RUN-A/readiness/latest"

static void
test_latest_writes_nothing (PlantFixture *f, gconstpointer data)
{
  g_autoptr (PlantAnswer) answer = plant_expect (f, "leader", "GET", LATEST, NULL, 200, NULL);

  g_assert_cmpstr (plant_text (answer, "data.status"), ==, "PASSED");
  g_assert_cmpint (plant_int (answer, "data.summary.failed"), ==, 0);
  g_assert_cmpint (plant_int (answer, "data.summary.total"), ==, plant_length (answer, "data.items"));
  g_assert_cmpint (plant_count (f, &pb_check_type, "run_id", "id-RUN-A"), ==, 0);
  plant_check (f, "leader", "GET", LATEST "?type=FORMAL", NULL, 404, "NO_CHECK_FOUND");
  plant_check (f, "leader", "GET", LATEST "?type=OTHER", NULL, 422, "VALIDATION_FAILED");
  plant_check (f, "leader", "GET", "/api/runs/RUN-X/readiness/latest", NULL, 404, "RUN_NOT_FOUND");
}

static void
test_checks_are_kept (PlantFixture *f, gconstpointer data)
{
  g_autoptr (PlantAnswer) precheck =
    plant_expect (f, "quality", "POST", "/api/runs/RUN-A/readiness/precheck", NULL, 200, NULL);
  g_autoptr (PlantAnswer) formal = NULL, newest = NULL, history = NULL, one = NULL;
  g_autofree char *path = NULL;

  plant_wait (f, PB_MINUTE);
  formal = plant_expect (f, "quality", "POST", "/api/runs/RUN-A/readiness/check", NULL, 200, NULL);
  g_assert_cmpstr (plant_text (precheck, "data.type"), ==, "PRECHECK");
  g_assert_null (plant_text (precheck, "data.checkedBy"));
  g_assert_cmpstr (plant_text (formal, "data.checkedBy"), ==, "user-quality");
  newest = plant_expect (f, "leader", "GET", LATEST "?type=PRECHECK", NULL, 200, NULL);
  g_assert_cmpstr (plant_text (newest, "data.checkId"), ==, plant_text (precheck, "data.checkId"));
  g_assert_cmpint (plant_length (newest, "data.items"), ==, plant_length (precheck, "data.items"));
  history = plant_expect (f, "leader", "GET", "/api/runs/RUN-A/readiness/history", NULL, 200, NULL);
  g_assert_cmpint (plant_length (history, "data.checks"), ==, 2);
  g_assert_cmpstr (plant_text (history, "data.checks[0].type"), ==, "FORMAL");
  path = g_strdup_printf ("/api/runs/RUN-A/readiness/checks/%s", plant_text (formal, "data.checkId"));
  one = plant_expect (f, "leader", "GET", path, NULL, 200, NULL);
  g_assert_cmpstr (plant_text (one, "data.type"), ==, "FORMAL");
  plant_check (f, "planner", "POST", "/api/runs/RUN-A/readiness/check", NULL, 200, NULL);
  plant_check (f, "material", "POST", "/api/runs/RUN-A/readiness/check", NULL, 403, "FORBIDDEN");
}

/* What is answered from memory must not outlive what it rests on. */
static void
test_change_is_seen_at_once (PlantFixture *f, gconstpointer data)
{
  plant_check (f, "leader", "GET", LATEST, NULL, 200, NULL);
  plant_check (f, "leader", "GET", LATEST, NULL, 200, NULL);
  plant_check (f, "engineer", "PATCH", "/api/equipment/PRN-A", "{'status':'down'}", 200, NULL);
  {
    g_autoptr (PlantAnswer) latest = plant_expect (f, "leader", "GET", LATEST, NULL, 200, NULL);
    g_autoptr (PlantAnswer) gate = plant_expect (f, "leader", "GET", "/api/runs/RUN-A/gate", NULL, 200, NULL);
    g_autoptr (PlantAnswer) board = plant_expect (f, "leader", "GET", "/api/board", NULL, 200, NULL);

    g_assert_cmpstr (plant_text (latest, "data.status"), ==, "FAILED");
    g_assert_cmpstr (plant_text (gate, "data.blockers[0].itemKey"), ==, "PRN-A");
    g_assert_cmpstr (plant_text (board, "data.items[0].state"), ==, "BLOCKED");
  }
  plant_check (f, "engineer", "PATCH", "/api/equipment/PRN-A", "{'status':'normal'}", 200, NULL);
  {
    g_autoptr (PlantAnswer) latest = plant_expect (f, "leader", "GET", LATEST, NULL, 200, NULL);
    g_assert_cmpstr (plant_text (latest, "data.status"), ==, "PASSED");
  }
}

static void
test_board (PlantFixture *f, gconstpointer data)
{
  g_autoptr (PlantAnswer) all = plant_expect (f, "planner", "GET", "/api/board", NULL, 200, NULL);
  g_autoptr (PlantAnswer) first = NULL, second = NULL, found = NULL, none = NULL, line = NULL;
  g_autofree char *path = NULL;

  g_assert_cmpint (plant_length (all, "data.items"), ==, 2);
  g_assert_null (plant_text (all, "data.next"));
  first = plant_expect (f, "planner", "GET", "/api/board?limit=1", NULL, 200, NULL);
  g_assert_cmpint (plant_length (first, "data.items"), ==, 1);
  g_assert_nonnull (plant_text (first, "data.next"));
  path = g_strdup_printf ("/api/board?limit=1&after=%s", plant_text (first, "data.next"));
  second = plant_expect (f, "planner", "GET", path, NULL, 200, NULL);
  g_assert_cmpint (plant_length (second, "data.items"), ==, 1);
  g_assert_null (plant_text (second, "data.next"));
  g_assert_cmpstr (plant_text (first, "data.items[0].runNo"), !=, plant_text (second, "data.items[0].runNo"));
  found = plant_expect (f, "planner", "GET", "/api/board?search=run-b", NULL, 200, NULL);
  g_assert_cmpint (plant_length (found, "data.items"), ==, 1);
  line = plant_expect (f, "planner", "GET", "/api/board?lineCode=LINE-A", NULL, 200, NULL);
  g_assert_cmpstr (plant_text (line, "data.items[0].runNo"), ==, "RUN-A");
  none = plant_expect (f, "planner", "GET", "/api/board?state=AUTHORIZED", NULL, 200, NULL);
  g_assert_cmpint (plant_length (none, "data.items"), ==, 0);
  plant_check (f, "planner", "GET", "/api/board?state=FINE", NULL, 422, "VALIDATION_FAILED");
  plant_check (f, "planner", "GET", "/api/board?limit=201", NULL, 422, "VALIDATION_FAILED");
  plant_check (f, "planner", "GET", "/api/board?after=nothing", NULL, 422, "VALIDATION_FAILED");
}

static void
test_finished_run_leaves_the_board (PlantFixture *f, gconstpointer data)
{
  g_autoptr (PlantAnswer) board = NULL;

  plant_check (f, "planner", "GET", "/api/board", NULL, 200, NULL);
  plant_check (f, "planner", "POST", "/api/runs/RUN-A/cancel", "{'reason':'Made by mistake'}", 200, NULL);
  board = plant_expect (f, "planner", "GET", "/api/board", NULL, 200, NULL);
  g_assert_cmpint (plant_length (board, "data.items"), ==, 1);
  g_assert_cmpstr (plant_text (board, "data.items[0].runNo"), ==, "RUN-B");
}

static void
test_exceptions (PlantFixture *f, gconstpointer data)
{
  g_autoptr (PlantAnswer) before = plant_expect (f, "quality", "GET", "/api/readiness/exceptions", NULL, 200, NULL);
  g_autoptr (PlantAnswer) after = NULL;

  g_assert_cmpint (plant_int (before, "data.total"), ==, 0);
  plant_check (f, "engineer", "PATCH", "/api/equipment/PRN-A", "{'status':'down'}", 200, NULL);
  plant_check (f, "quality", "POST", "/api/runs/RUN-A/readiness/check", NULL, 200, NULL);
  after = plant_expect (f, "quality", "GET", "/api/readiness/exceptions", NULL, 200, NULL);
  g_assert_cmpint (plant_int (after, "data.total"), ==, 1);
  g_assert_cmpstr (plant_text (after, "data.items[0].runNo"), ==, "RUN-A");
  g_assert_cmpint (plant_int (after, "data.items[0].failedCount"), ==, 1);
  plant_check (f, "quality", "GET", "/api/readiness/exceptions?from=garbage", NULL, 422, "VALIDATION_FAILED");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/readiness/" name, PlantFixture, NULL, plant_set_up, func, plant_tear_down)
  ADD ("latest-writes-nothing", test_latest_writes_nothing);
  ADD ("checks-are-kept", test_checks_are_kept);
  ADD ("change-is-seen-at-once", test_change_is_seen_at_once);
  ADD ("board", test_board);
  ADD ("finished-run-leaves-the-board", test_finished_run_leaves_the_board);
  ADD ("exceptions", test_exceptions);
  return g_test_run ();
}
