/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "run-script.h"

void
run_script_set_run (RunFixture *fixture, const char *status, int units)
{
  g_autofree char *json = g_strdup_printf (
    "{\"run\":{\"id\":\"r1\",\"runNo\":\"RUN-1\",\"status\":\"%s\",\"planQty\":100,\"shiftCode\":\"A\","
    "\"createdAt\":\"2020-03-01T00:00:00.000Z\",\"authorizedAt\":\"2020-03-01T14:03:00.000Z\","
    "\"authorizedByName\":\"S. Chen\"},\"workOrder\":{\"woNo\":\"WO-1\",\"productCode\":\"P-7\",\"plannedQty\":100},"
    "\"line\":{\"id\":\"l1\",\"code\":\"LINE-A\",\"name\":\"Line "
    "A\"},\"routeVersion\":{\"versionNo\":3,\"status\":\"READY\","
    "\"route\":{\"code\":\"RT\",\"name\":\"Route\"}},\"routeSteps\":[],\"unitStats\":{\"total\":%d,\"queued\":%d,"
    "\"inStation\":0,\"done\":0,\"failed\":0},\"faiTrial\":{\"status\":\"INSPECTING\",\"sampleQty\":2,\"trackedQty\":1}"
    ","
    "\"recentUnits\":[],\"requiresFai\":true}",
    status, units, units);

  /* This one has no envelope. */
  fake_server_set (fixture->base.server, "GET", RUN_PATH, 200, json);
}

void
run_script_set_items (RunFixture *fixture, const char *items)
{
  g_autofree char *json =
    g_strdup_printf ("{\"checkId\":null,\"type\":\"PRECHECK\",\"status\":\"FAILED\",\"checkedAt\":null,\"items\":[%s],"
                     "\"summary\":{\"total\":1,\"passed\":0,\"failed\":1,\"waived\":0}}",
                     items);

  model_fixture_set (&fixture->base, RUN_PATH "/readiness/latest", json);
}

void
run_script_set_gate (RunFixture *fixture, gboolean can, const char *blockers)
{
  g_autofree char *json =
    g_strdup_printf ("{\"canAuthorize\":%s,\"evaluatedAt\":\"2026-03-01T00:00:00.000Z\",\"policyVersion\":1,"
                     "\"nextDeadline\":\"2099-03-01T00:00:00.000Z\",\"blockers\":[%s]}",
                     can ? "true" : "false", blockers);

  model_fixture_set (&fixture->base, RUN_PATH "/gate", json);
}

void
run_script_set_fai (RunFixture *fixture, const char *status, const char *items, const char *rest)
{
  static const char standard[] =
    "{\"id\":\"c-width\",\"seq\":1,\"group\":\"Print\",\"itemName\":\"Width\",\"per\":\"UNIT\",\"required\":true,"
    "\"naAllowed\":false,\"nominal\":12,\"lowerLimit\":11.5,\"upperLimit\":12.5,\"unit\":\"mm\",\"result\":\"NA\","
    "\"measurements\":[]},"
    "{\"id\":\"c-look\",\"seq\":2,\"group\":\"Print\",\"itemName\":\"Look\",\"itemSpec\":\"no "
    "bridges\",\"per\":\"RUN\","
    "\"required\":true,\"naAllowed\":true,\"result\":\"NA\",\"measurements\":[]}";
  g_autofree char *members =
    g_strdup_printf ("\"id\":\"F1\",\"runId\":\"r1\",\"type\":\"FAI\",\"status\":\"%s\",\"sampleQty\":2,\"version\":1,"
                     "\"items\":[%s],\"requiredCapacities\":[\"PRODUCTION\",\"QUALITY\"]%s",
                     status, items != NULL ? items : standard, rest);
  g_autofree char *plain = g_strdup_printf ("{%s}", members);
  g_autofree char *trial = g_strdup_printf (
    "{%s,\"trialSummary\":{\"units\":[{\"sn\":\"SN-1\",\"trackOuts\":[{\"stepNo\":1,\"stationCode\":\"ST\"},"
    "{\"stepNo\":2,\"stationCode\":\"ST\"}],\"inspections\":[]}]}}",
    members);

  model_fixture_set (&fixture->base, "/api/fai/run/RUN-1", plain);
  model_fixture_set (&fixture->base, "/api/fai/F1", trial);
}

void
run_script_set_no_fai (RunFixture *fixture)
{
  model_fixture_set (&fixture->base, "/api/fai/run/RUN-1", "null");
}

void
run_fixture_set_up (RunFixture *fixture, gconstpointer data)
{
  model_fixture_set_up (&fixture->base, data);
  run_script_set_run (fixture, "PREP", 10);
  run_script_set_items (fixture, ITEM_CLEAN "," ITEM_BAKE "," ITEM_SLOT "," ITEM_WAIVED);
  run_script_set_gate (fixture, FALSE, BLOCKER_CLEAN "," BLOCKER_QUALITY);
  run_script_set_fai (fixture, "INSPECTING", NULL, "");
  model_fixture_set (&fixture->base, "/api/lines/l1/bindings",
                     "{\"stencil\":{\"assetId\":\"ST-1\",\"boundAt\":\"2020-03-01T08:12:00.000Z\",\"boundBy\":\"u1\","
                     "\"boundByName\":\"L. Wu\",\"status\":\"READY\",\"life\":{\"used\":30000,\"limit\":60000}},"
                     "\"solderPaste\":{\"assetId\":\"LOT-9\",\"boundAt\":\"2020-03-01T08:12:00.000Z\"}}");
  model_fixture_set (
    &fixture->base, RUN_PATH "/loading/expectations",
    "{\"items\":[{\"id\":\"e2\",\"slotId\":\"s2\",\"slotCode\":\"S2\",\"position\":2,\"isLocked\":true,"
    "\"expectedMaterialCode\":\"M-2\",\"alternates\":[\"M-3\",\"M-4\"],\"status\":\"MISMATCH\"},"
    "{\"id\":\"e1\",\"slotId\":\"s1\",\"slotCode\":\"S1\",\"position\":1,\"isLocked\":false,"
    "\"expectedMaterialCode\":\"M-1\",\"alternates\":[],\"status\":\"LOADED\","
    "\"loadedMaterialCode\":\"M-1\",\"loadedAt\":\"2020-03-01T08:41:00.000Z\",\"loadedBy\":\"u1\"}]}");
  fixture->run = pb_run_model_new (fixture->base.session, "RUN-1");
}

void
run_fixture_tear_down (RunFixture *fixture, gconstpointer data)
{
  pb_run_model_set_active (fixture->run, FALSE);
  pump_until_gone (fixture->run);
  model_fixture_tear_down (&fixture->base, data);
}

void
run_fixture_load (RunFixture *fixture, const char *permissions)
{
  model_fixture_sign_in (&fixture->base, permissions, "");
  pb_run_model_set_active (fixture->run, TRUE);
  wait_for_text (fixture->run, "product-code", "P-7");
}
