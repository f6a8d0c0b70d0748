/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plant-bodies.h"

/* What the contract promises on every page of it: shapes, members that are there though null, bounds of lists. */

/* Whether the object at @path has the member @name, and it is null. */
static gboolean
is_null (const PlantAnswer *answer, const char *path, const char *name)
{
  JsonNode *node = *path != '\0' ? plant_node (answer, path) : answer->root;

  return node != NULL && json_object_has_member (json_node_get_object (node), name) &&
         json_object_get_null_member (json_node_get_object (node), name);
}

static void
test_absent_is_null (PlantFixture *f, gconstpointer data)
{
  g_autoptr (PlantAnswer) runs = plant_expect (f, "planner", "GET", "/api/runs?search=RUN-A", NULL, 200, NULL);
  g_autoptr (PlantAnswer) run = plant_expect (f, "planner", "GET", "/api/runs/RUN-A", NULL, 200, NULL);
  g_autoptr (PlantAnswer) units = NULL;
  g_autoptr (PbUnit) unit = plant_get (f, &pb_unit_type, "sn", "SN-A-0001");

  g_assert_true (is_null (runs, "items[0]", "readinessStatus"));
  g_assert_true (is_null (run, "", "faiTrial"));
  unit->current_step_no = PB_INT (50);
  plant_update (f, unit);
  units = plant_expect (f, "planner", "GET", "/api/runs/RUN-A/units", NULL, 200, NULL);
  g_assert_cmpint (plant_int (units, "data.items[0].currentStep.stepNo"), ==, 50);
  g_assert_true (is_null (units, "data.items[0]", "nextStep"));
  g_assert_cmpint (plant_int (units, "data.items[1].currentStep.stepNo"), ==, 10);
  g_assert_cmpint (plant_int (units, "data.items[1].nextStep.stepNo"), ==, 20);
  plant_check (f, "leader", "POST", "/api/runs/RUN-A/readiness/check", NULL, 200, NULL);
  g_clear_pointer (&runs, plant_answer_free);
  runs = plant_expect (f, "planner", "GET", "/api/runs?search=RUN-A", NULL, 200, NULL);
  g_assert_cmpstr (plant_text (runs, "items[0].readinessStatus"), ==, "PASSED");
}

static void
test_page_sizes (PlantFixture *f, gconstpointer data)
{
  static const char *const lists[] = { "/api/runs", "/api/work-orders" };

  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    {
      g_autofree char *more = g_strconcat (lists[i], "?pageSize=500", NULL);
      g_autofree char *absurd = g_strconcat (lists[i], "?pageSize=100000", NULL);
      g_autofree char *none = g_strconcat (lists[i], "?pageSize=0", NULL);
      g_autofree char *before = g_strconcat (lists[i], "?page=-1", NULL);
      g_autoptr (PlantAnswer) cut = plant_expect (f, "planner", "GET", more, NULL, 200, NULL);

      g_assert_cmpint (plant_int (cut, "pageSize"), ==, 100);
      plant_check (f, "planner", "GET", absurd, NULL, 422, "VALIDATION_FAILED");
      plant_check (f, "planner", "GET", none, NULL, 422, "VALIDATION_FAILED");
      plant_check (f, "planner", "GET", before, NULL, 422, "VALIDATION_FAILED");
    }
}

#define ADD(name, func) g_test_add ("/service/contract/" name, PlantFixture, NULL, plant_set_up, func, plant_tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("absent-is-null", test_absent_is_null);
  ADD ("page-sizes", test_page_sizes);
  return g_test_run ();
}
