/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <string.h>

#include "model/pb-text.h"
#include "run-script.h"

typedef RunFixture Fixture;

#define MEASURED(value, result)                                                                                        \
  "{\"id\":\"c-width\",\"seq\":1,\"itemName\":\"Width\",\"per\":\"UNIT\",\"required\":true,\"naAllowed\":false,"       \
  "\"nominal\":12,\"lowerLimit\":11.5,\"upperLimit\":12.5,\"unit\":\"mm\",\"result\":\"" result "\","                  \
  "\"measurements\":[{\"unitSn\":\"SN-1\",\"actualValue\":\"" value "\",\"result\":\"" result "\","                    \
  "\"inspectedBy\":\"u1\",\"inspectedAt\":\"2020-03-01T08:41:00.000Z\"}]},"                                            \
  "{\"id\":\"c-look\",\"seq\":2,\"itemName\":\"Look\",\"itemSpec\":\"no bridges\",\"per\":\"RUN\",\"required\":true,"  \
  "\"naAllowed\":true,\"result\":\"NA\",\"measurements\":[]}"

static PbFaiModel *
load (Fixture *fixture)
{
  run_fixture_load (fixture, ALL_PERMISSIONS);
  return pb_run_model_get_fai (fixture->run);
}

/* Returns: (transfer full): the first cell of the characteristic at @position. */
static PbMeasurementCell *
get_cell (PbFaiModel *fai, guint position)
{
  g_autoptr (PbCharacteristic) characteristic = g_list_model_get_item (G_LIST_MODEL (fai), position);

  g_assert_nonnull (characteristic);
  return g_list_model_get_item (G_LIST_MODEL (characteristic), 0);
}

static void
test_load (Fixture *fixture, gconstpointer data)
{
  PbFaiModel *fai = load (fixture);
  GListModel *list = G_LIST_MODEL (fai);

  g_assert_true (pb_fai_model_get_exists (fai));
  g_assert_cmpstr (pb_fai_model_get_id (fai), ==, "F1");
  g_assert_cmpint (pb_fai_model_get_status (fai), ==, PB_FAI_INSPECTING);
  g_assert_cmpstr (pb_row_get_text (fai, "status-text"), ==, "Inspecting");
  g_assert_cmpstr (pb_row_get_text (fai, "trial-text"), ==, "1 of 2 sample units tracked");
  g_assert_false (pb_row_get_flag (fai, "trial-done"));
  g_assert_cmpint (pb_row_get_number (fai, "missing-count"), ==, 2);
  g_assert_cmpstr (pb_row_get_text (fai, "missing-text"), ==, "Width, SN-1\nLook");
  g_assert_cmpuint (g_list_model_get_n_items (list), ==, 2);
  assert_row_text (list, 0, "name", "Width");
  assert_row_text (list, 0, "group", "Print");
  assert_row_text (list, 0, "requirement-text", "12 ± 0.5 mm");
  assert_row_text (list, 1, "requirement-text", "no bridges");
  g_assert_cmpint (row_number (list, 0, "numeric"), ==, TRUE);
  g_assert_cmpint (row_number (list, 0, "na-allowed"), ==, FALSE);
  g_assert_cmpint (row_number (list, 1, "na-allowed"), ==, TRUE);
  g_assert_cmpint (row_number (list, 0, "complete"), ==, FALSE);
  /* One cell for each unit of the sample that is known, one for all units. */
  g_assert_cmpint (row_number (list, 0, "n-items"), ==, 1);
  g_assert_cmpint (row_number (list, 1, "n-items"), ==, 1);
  assert_row_text (pb_fai_model_get_units (fai), 0, "sn", "SN-1");
  assert_row_text (pb_fai_model_get_units (fai), 0, "state-text", "has gone through step 2");
}

/* The sample is named before it is tracked: where each unit is, and at which station it goes on. */
static void
test_units (Fixture *fixture, gconstpointer data)
{
  PbFaiModel *fai;

  fake_server_set (
    fixture->base.server, "GET", RUN_PATH, 200,
    "{\"run\":{\"id\":\"r1\",\"runNo\":\"RUN-1\",\"status\":\"PREP\"},\"workOrder\":{\"productCode\":\"P-7\"},"
    "\"requiresFai\":true,\"routeSteps\":["
    "{\"stepNo\":1,\"operationName\":\"Print\",\"requiresFai\":true,\"stationCodes\":[\"A-PRINT\"]},"
    "{\"stepNo\":2,\"operationName\":\"SPI\",\"requiresFai\":true,\"stationCodes\":[\"A-SPI\"]},"
    "{\"stepNo\":3,\"operationName\":\"Pack\",\"requiresFai\":false,\"stationCodes\":[\"A-PACK\"]}]}");
  model_fixture_set (&fixture->base, RUN_PATH "/units",
                     "{\"items\":[{\"sn\":\"SN-1\",\"status\":\"QUEUED\",\"currentStepNo\":3},"
                     "{\"sn\":\"SN-2\",\"status\":\"IN_STATION\",\"currentStepNo\":2},"
                     "{\"sn\":\"SN-3\",\"status\":\"QUEUED\",\"currentStepNo\":1}]}");
  fai = load (fixture);
  g_assert_cmpstr (pb_row_get_text (fai, "stations-text"), ==, "1 Print (A-PRINT) → 2 SPI (A-SPI)");
  /* As many as the sample has. */
  g_assert_cmpuint (g_list_model_get_n_items (pb_fai_model_get_units (fai)), ==, 2);
  assert_row_text (pb_fai_model_get_units (fai), 0, "state-text", "has gone through step 2 SPI (A-SPI)");
  assert_row_text (pb_fai_model_get_units (fai), 1, "sn", "SN-2");
  assert_row_text (pb_fai_model_get_units (fai), 1, "state-text", "in step 2 SPI (A-SPI)");
  assert_row_text (pb_fai_model_get_units (fai), 1, "station", "A-SPI");
  g_assert_cmpint (row_number (pb_fai_model_get_units (fai), 1, "in-station"), ==, TRUE);
}

static void
test_none (Fixture *fixture, gconstpointer data)
{
  PbFaiModel *fai;

  run_script_set_no_fai (fixture);
  fai = load (fixture);
  g_assert_false (pb_fai_model_get_exists (fai));
  g_assert_cmpstr (pb_row_get_text (fai, "status-text"), ==, "No first article yet");
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fai)), ==, 0);
  g_assert_cmpuint (g_list_model_get_n_items (pb_fai_model_get_signatures (fai)), ==, 0);
  run_script_set_fai (fixture, "PENDING", NULL, "");
  wait_for_number (fai, "exists", TRUE);
  /* A trial is asked for only when there can be one. */
  g_assert_cmpuint (fake_server_count (fixture->base.server, "GET", "/api/fai/F1"), ==, 0);
}

static void
test_verdicts (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *value;
    PbResult result;
    PbResult verdict;
    const char *problem;
  } cases[] = {
    { "12.4", PB_RESULT_NONE, PB_RESULT_PASS, "" },
    { "12.5", PB_RESULT_NONE, PB_RESULT_PASS, "" },
    { "12.51", PB_RESULT_NONE, PB_RESULT_FAIL, "" },
    { "abc", PB_RESULT_NONE, PB_RESULT_NONE, "This is not a number." },
    { "12.6", PB_RESULT_PASS, PB_RESULT_NONE, "The value is outside its limits and cannot be a pass." },
    { "", PB_RESULT_NA, PB_RESULT_NONE, "This characteristic cannot be left out as not applicable." },
    { "", PB_RESULT_PASS, PB_RESULT_NONE, "A measured value is needed." },
  };
  PbFaiModel *fai = load (fixture);
  g_autoptr (PbMeasurementCell) width = get_cell (fai, 0);
  g_autoptr (PbMeasurementCell) look = get_cell (fai, 1);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%s", cases[i].value);
      pb_measurement_cell_set_value (width, cases[i].value);
      pb_measurement_cell_set_result (width, cases[i].result);
      g_assert_cmpint (pb_row_get_number (width, "verdict"), ==, cases[i].verdict);
      g_assert_cmpstr (pb_row_get_text (width, "problem-text"), ==, cases[i].problem);
      g_assert_true (pb_row_get_flag (width, "edited"));
      g_assert_cmpint (pb_row_get_flag (fai, "has-problems"), ==, *cases[i].problem != '\0');
    }
  pb_measurement_cell_reset (width);
  g_assert_false (pb_row_get_flag (fai, "edited"));
  g_assert_false (pb_row_get_flag (fai, "has-problems"));
  g_assert_cmpstr (pb_row_get_text (width, "value"), ==, "");
  pb_measurement_cell_set_value (look, "fine");
  g_assert_cmpstr (pb_row_get_text (look, "problem-text"), ==, "Say pass or fail.");
  pb_measurement_cell_set_result (look, PB_RESULT_NA);
  g_assert_cmpstr (pb_row_get_text (look, "verdict-text"), ==, "Not applicable");
  g_assert_cmpstr (pb_row_get_text (look, "problem-text"), ==, "");
}

static void
test_typed_text_survives (Fixture *fixture, gconstpointer data)
{
  PbFaiModel *fai = load (fixture);
  g_autoptr (PbMeasurementCell) width = get_cell (fai, 0);
  g_autoptr (PbMeasurementCell) again = NULL;
  Counter values;

  counter_start (&values, width, "notify::value");
  pb_measurement_cell_set_value (width, "12.1");
  pb_measurement_cell_set_remark (width, "left edge");
  model_fixture_wait_rounds (&fixture->base, "/api/fai/run/RUN-1", 3);
  g_assert_cmpstr (pb_row_get_text (width, "value"), ==, "12.1");
  g_assert_cmpuint (values.count, ==, 1);
  /* Somebody else saves another value for the same unit. */
  run_script_set_fai (fixture, "INSPECTING", MEASURED ("12.4", "PASS"), "");
  wait_for_text (width, "conflict-text", "Meanwhile 12.4 was saved");
  g_assert_cmpstr (pb_row_get_text (width, "value"), ==, "12.1");
  g_assert_cmpstr (pb_row_get_text (width, "remark"), ==, "left edge");
  g_assert_true (pb_row_get_flag (fai, "edited"));
  again = get_cell (fai, 0);
  g_assert_true (again == width);
  pb_measurement_cell_reset (width);
  g_assert_cmpstr (pb_row_get_text (width, "value"), ==, "12.4");
  g_assert_cmpstr (pb_row_get_text (width, "remark"), ==, "");
  g_assert_cmpstr (pb_row_get_text (width, "conflict-text"), ==, "");
  g_assert_cmpint (pb_row_get_number (width, "verdict"), ==, PB_RESULT_PASS);
  /* What is not edited follows the server. */
  run_script_set_fai (fixture, "INSPECTING", MEASURED ("13", "FAIL"), "");
  wait_for_text (width, "value", "13");
  g_assert_cmpstr (pb_row_get_text (width, "verdict-text"), ==, "Fail");
  g_assert_cmpstr (pb_row_get_text (width, "conflict-text"), ==, "");
  g_assert_cmpint (pb_row_get_number (fai, "failed-count"), ==, 1);
  g_assert_cmpint (row_number (G_LIST_MODEL (fai), 0, "result"), ==, PB_RESULT_FAIL);
  counter_stop (&values);
}

static void
test_same_value_is_no_conflict (Fixture *fixture, gconstpointer data)
{
  PbFaiModel *fai = load (fixture);
  g_autoptr (PbMeasurementCell) width = get_cell (fai, 0);

  pb_measurement_cell_set_value (width, "12.4");
  run_script_set_fai (fixture, "INSPECTING", MEASURED ("12.4", "PASS"), "");
  wait_for_number (width, "edited", FALSE);
  g_assert_cmpstr (pb_row_get_text (width, "conflict-text"), ==, "");
  g_assert_false (pb_row_get_flag (fai, "edited"));
}

static gboolean
measure_is_held (gpointer data)
{
  return fake_server_count_held (((Fixture *) data)->base.server, "/api/fai/F1/measurements") > 0;
}

static void
test_save (Fixture *fixture, gconstpointer data)
{
  PbFaiModel *fai = load (fixture);
  g_autoptr (PbMeasurementCell) width = get_cell (fai, 0);
  g_autoptr (PbMeasurementCell) look = get_cell (fai, 1);
  g_auto (Pump) pump = { NULL };
  g_autoptr (GError) error = NULL;

  pb_measurement_cell_set_value (width, "12.1");
  pb_measurement_cell_set_result (look, PB_RESULT_FAIL);
  pb_measurement_cell_set_defect_code (look, "D7");
  fake_server_set (fixture->base.server, "PUT", "/api/fai/F1/measurements", 200, "{\"ok\":true,\"data\":{}}");
  fake_server_hold (fixture->base.server, "/api/fai/F1/measurements");
  pb_fai_model_save_async (fai, NULL, pump_cb, &pump);
  pump_until (measure_is_held, fixture);
  g_assert_cmpstr (fake_server_get_body (fixture->base.server, "PUT", "/api/fai/F1/measurements"), ==,
                   "{\"items\":[{\"itemId\":\"c-width\",\"unitSn\":\"SN-1\",\"actualValue\":\"12.1\"},"
                   "{\"itemId\":\"c-look\",\"result\":\"FAIL\",\"defectCode\":\"D7\"}]}");
  /* Typed on while it is being sent: that part is not saved. */
  pb_measurement_cell_set_value (width, "12.15");
  fake_server_release (fixture->base.server, "/api/fai/F1/measurements");
  g_assert_true (pb_fai_model_act_finish (fai, pump_wait (&pump), &error));
  g_assert_no_error (error);
  g_assert_true (pb_row_get_flag (width, "edited"));
  g_assert_cmpstr (pb_row_get_text (width, "value"), ==, "12.15");
  g_assert_cmpstr (pb_row_get_text (width, "conflict-text"), ==, "");
  g_assert_false (pb_row_get_flag (look, "edited"));
}

static void
test_save_refused (Fixture *fixture, gconstpointer data)
{
  PbFaiModel *fai = load (fixture);
  g_autoptr (PbMeasurementCell) width = get_cell (fai, 0);
  g_auto (Pump) pump = { NULL };
  g_autoptr (GError) error = NULL;

  pb_measurement_cell_set_value (width, "12.1");
  fake_server_set (fixture->base.server, "PUT", "/api/fai/F1/measurements", 400,
                   "{\"ok\":false,\"error\":{\"code\":\"FAI_NOT_INSPECTING\",\"message\":\"m\"}}");
  pb_fai_model_save_async (fai, NULL, pump_cb, &pump);
  g_assert_false (pb_fai_model_act_finish (fai, pump_wait (&pump), &error));
  g_assert_cmpstr (pb_error_get_code (error), ==, "FAI_NOT_INSPECTING");
  g_assert_cmpstr (pb_row_get_text (width, "value"), ==, "12.1");
  g_assert_true (pb_row_get_flag (width, "edited"));
}

static void
save_is_refused (PbFaiModel *fai, const char *expected)
{
  g_auto (Pump) pump = { NULL };
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  pb_fai_model_save_async (fai, NULL, pump_cb, &pump);
  g_assert_false (pb_fai_model_act_finish (fai, pump_wait (&pump), &error));
  text = pb_error_to_user_text (error);
  g_assert_cmpstr (text, ==, expected);
}

static void
test_nothing_to_save (Fixture *fixture, gconstpointer data)
{
  PbFaiModel *fai = load (fixture);
  g_autoptr (PbMeasurementCell) width = get_cell (fai, 0);

  save_is_refused (fai, "There is nothing to save.");
  pb_measurement_cell_set_value (width, "wide");
  save_is_refused (fai, "Some values cannot be saved. They are marked.");
  pb_fai_model_reset (fai);
  save_is_refused (fai, "There is nothing to save.");
  g_assert_cmpuint (fake_server_count (fixture->base.server, "PUT", "/api/fai/F1/measurements"), ==, 0);
}

static void
test_signatures (Fixture *fixture, gconstpointer data)
{
  PbFaiModel *fai;
  GListModel *lines;

  run_script_set_fai (fixture, "PASS", MEASURED ("12.4", "PASS"),
                      ",\"missingCapacities\":[\"QUALITY\"],\"decidedAt\":\"2020-03-01T10:12:00.000Z\","
                      "\"decidedByName\":\"L. Wu\",\"signatures\":["
                      "{\"id\":\"s0\",\"capacity\":\"QUALITY\",\"printedName\":\"Old\",\"meaning\":\"APPROVED\","
                      "\"signedAt\":\"2020-03-01T09:00:00.000Z\",\"voidedAt\":\"2020-03-01T09:30:00.000Z\"},"
                      "{\"id\":\"s1\",\"capacity\":\"PRODUCTION\",\"printedName\":\"S. Chen\",\"meaning\":\"APPROVED\","
                      "\"signedAt\":\"2020-03-01T10:20:00.000Z\",\"remark\":\"fine\",\"valid\":true}]");
  fai = load (fixture);
  lines = pb_fai_model_get_signatures (fai);
  g_assert_cmpuint (g_list_model_get_n_items (lines), ==, 2);
  assert_row_text (lines, 0, "capacity-text", "Production");
  assert_row_text (lines, 0, "printed-name", "S. Chen");
  assert_row_text (lines, 0, "state-text", "Signed");
  assert_row_text (lines, 0, "meaning-text", "Approved");
  assert_row_text (lines, 0, "remark", "fine");
  assert_row_text (lines, 1, "capacity-text", "Quality");
  /* A signature of a rejected round counts no more. */
  assert_row_text (lines, 1, "state-text", "Awaited");
  g_assert_cmpint (row_number (lines, 1, "signed"), ==, FALSE);
  g_assert_cmpstr (pb_row_get_text (fai, "signature-text"), ==, "1 of 2 signed, missing: Quality");
  g_assert_cmpstr (pb_row_get_text (fai, "decision-text"), ==, "Passed 2020-03-01 10:12, L. Wu");
  run_script_set_fai (fixture, "PASS", MEASURED ("12.4", "PASS"),
                      ",\"missingCapacities\":[\"PRODUCTION\",\"QUALITY\"],\"signatures\":["
                      "{\"id\":\"s1\",\"capacity\":\"PRODUCTION\",\"printedName\":\"S. Chen\",\"meaning\":\"APPROVED\","
                      "\"signedAt\":\"2020-03-01T10:20:00.000Z\",\"valid\":false}]");
  wait_for_text (fai, "decision-text", "");
  assert_row_text (lines, 0, "state-text", "Invalid: the content has changed");
  g_assert_cmpint (row_number (lines, 0, "valid"), ==, FALSE);
}

static void
test_stale (Fixture *fixture, gconstpointer data)
{
  PbFaiModel *fai;

  run_script_set_fai (fixture, "PASS", NULL, ",\"stale\":true,\"staleCauses\":[\"stencil\",\"slot:S4\",\"age\"]");
  fai = load (fixture);
  g_assert_true (pb_row_get_flag (fai, "stale"));
  g_assert_cmpstr (pb_row_get_text (fai, "stale-text"), ==,
                   "The stencil has changed since. Slot S4 has another material now. It is too old.");
}

static void
test_actions (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *path;
    const char *body;
  } posts[] = {
    { "/api/fai/run/RUN-1", "{\"sampleQty\":3,\"remark\":\"new\"}" },
    { "/api/fai/F1/start", "" },
    { "/api/fai/F1/complete", "{\"decision\":\"FAIL\",\"passedQty\":1,\"failedQty\":1}" },
    { "/api/fai/F1/sign", "{\"capacity\":\"QUALITY\",\"contentHash\":\"h\",\"meaning\":\"APPROVED\",\"signer\":"
                          "{\"email\":\"q@plant\",\"password\":\"pw\"}}" },
    { "/api/fai/F1/reject",
      "{\"capacity\":\"QUALITY\",\"reason\":\"bent\",\"signer\":{\"email\":\"q@plant\",\"password\":\"pw\"}}" },
    { "/api/fai/F1/cancel", "{\"reason\":\"wrong run\"}" },
    { "/api/stations/ST/track-in", "{\"sn\":\"SN-1\",\"woNo\":\"WO-1\",\"runNo\":\"RUN-1\"}" },
    { "/api/stations/ST/track-out", "{\"sn\":\"SN-1\",\"runNo\":\"RUN-1\",\"result\":\"PASS\"}" },
  };
  PbFaiModel *fai = load (fixture);
  Pump pumps[G_N_ELEMENTS (posts)] = { 0 };

  for (guint i = 0; i < G_N_ELEMENTS (posts); i++)
    fake_server_set (fixture->base.server, "POST", posts[i].path, 200, "{\"ok\":true,\"data\":{}}");
  pb_fai_model_create_async (fai, 3, "new", NULL, pump_cb, &pumps[0]);
  pb_fai_model_start_async (fai, NULL, pump_cb, &pumps[1]);
  pb_fai_model_complete_async (fai, PB_RESULT_FAIL, 1, NULL, NULL, NULL, 0, NULL, pump_cb, &pumps[2]);
  pb_fai_model_sign_async (fai, PB_CAPACITY_QUALITY, "h", NULL, "q@plant", "pw", NULL, pump_cb, &pumps[3]);
  pb_fai_model_reject_async (fai, PB_CAPACITY_QUALITY, "bent", "q@plant", "pw", NULL, pump_cb, &pumps[4]);
  pb_fai_model_cancel_async (fai, "wrong run", NULL, pump_cb, &pumps[5]);
  pb_fai_model_track_in_async (fai, "ST", "SN-1", NULL, pump_cb, &pumps[6]);
  pb_fai_model_track_out_async (fai, "ST", "SN-1", PB_RESULT_PASS, NULL, pump_cb, &pumps[7]);
  for (guint i = 0; i < G_N_ELEMENTS (posts); i++)
    {
      g_autoptr (GError) error = NULL;

      pb_fai_model_act_finish (fai, pump_wait (&pumps[i]), &error);
      g_assert_no_error (error);
      g_assert_cmpstr (fake_server_get_body (fixture->base.server, "POST", posts[i].path), ==, posts[i].body);
      pump_clear (&pumps[i]);
    }
}

static void
test_requirements (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *limits;
    const char *text;
  } cases[] = {
    { "\"lowerLimit\":30,\"unit\":\"N/cm\"", "at least 30 N/cm" },
    { "\"upperLimit\":0.125,\"unit\":\"mm\"", "at most 0.125 mm" },
    { "\"lowerLimit\":1.2345,\"upperLimit\":7", "1.2345 to 7" },
    { "\"nominal\":5,\"lowerLimit\":4,\"upperLimit\":7", "4 to 7" },
    { "\"nominal\":0.12,\"lowerLimit\":0.115,\"upperLimit\":0.125,\"unit\":\"mm\"", "0.12 ± 0.005 mm" },
    { "\"itemSpec\":\"no bridges\"", "no bridges" },
    { "\"unit\":\"mm\"", "" },
  };
  GString *items = g_string_new (NULL);
  g_autofree char *json = NULL;
  PbFaiModel *fai;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_string_append_printf (items, "%s{\"id\":\"c%u\",\"itemName\":\"n\",%s,\"measurements\":[]}", i > 0 ? "," : "", i,
                            cases[i].limits);
  json = g_string_free (items, FALSE);
  run_script_set_fai (fixture, "INSPECTING", json, "");
  fai = load (fixture);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    assert_row_text (G_LIST_MODEL (fai), i, "requirement-text", cases[i].text);
}

static void
test_outlives_run (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PbFaiModel) fai = g_object_ref (load (fixture));
  g_autoptr (PbMeasurementCell) width = get_cell (fai, 0);
  g_auto (Pump) pump = { NULL };
  g_autoptr (GError) error = NULL;

  pb_run_model_set_active (fixture->run, FALSE);
  pump_until_gone (fixture->run);
  fixture->run = pb_run_model_new (fixture->base.session, "RUN-1");
  pb_measurement_cell_set_value (width, "12");
  pb_fai_model_start_async (fai, NULL, pump_cb, &pump);
  g_assert_false (pb_fai_model_act_finish (fai, pump_wait (&pump), &error));
}

static void
test_legacy (Fixture *fixture, gconstpointer data)
{
  PbFaiModel *fai;
  GListModel *lines;
  g_autoptr (PbMeasurementCell) cell = NULL;

  model_fixture_set (&fixture->base, "/api/fai/run/RUN-1",
                     "{\"id\":\"F1\",\"status\":\"PASS\",\"sampleQty\":1,\"signedBy\":\"u9\","
                     "\"signedAt\":\"2020-03-01T10:20:00.000Z\",\"signatureRemark\":\"ok\",\"items\":["
                     "{\"id\":\"c1\",\"itemName\":\"Look\",\"actualValue\":\"good\",\"result\":\"PASS\","
                     "\"inspectedAt\":\"2020-03-01T10:00:00.000Z\"}]}");
  fai = load (fixture);
  lines = pb_fai_model_get_signatures (fai);
  g_assert_cmpuint (g_list_model_get_n_items (lines), ==, 1);
  assert_row_text (lines, 0, "capacity-text", "Signature");
  assert_row_text (lines, 0, "state-text", "Signed");
  g_assert_cmpstr (pb_row_get_text (fai, "signature-text"), ==, "Signed by everybody who must sign");
  cell = get_cell (fai, 0);
  g_assert_cmpstr (pb_row_get_text (cell, "value"), ==, "good");
  g_assert_cmpint (pb_row_get_number (cell, "verdict"), ==, PB_RESULT_PASS);
  g_assert_cmpint (pb_row_get_number (fai, "missing-count"), ==, 0);
  /* There the template's rows may all be not applicable. */
  pb_measurement_cell_set_result (cell, PB_RESULT_NA);
  g_assert_cmpstr (pb_row_get_text (cell, "problem-text"), ==, "");
}

#define ADD(path, data, func) g_test_add (path, Fixture, data, run_fixture_set_up, func, run_fixture_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/model/fai/load", NULL, test_load);
  ADD ("/model/fai/units", NULL, test_units);
  ADD ("/model/fai/none", NULL, test_none);
  ADD ("/model/fai/verdicts", NULL, test_verdicts);
  ADD ("/model/fai/typed-text-survives", NULL, test_typed_text_survives);
  ADD ("/model/fai/same-value-is-no-conflict", NULL, test_same_value_is_no_conflict);
  ADD ("/model/fai/save", NULL, test_save);
  ADD ("/model/fai/save-refused", NULL, test_save_refused);
  ADD ("/model/fai/nothing-to-save", NULL, test_nothing_to_save);
  ADD ("/model/fai/signatures", NULL, test_signatures);
  ADD ("/model/fai/stale", NULL, test_stale);
  ADD ("/model/fai/actions", NULL, test_actions);
  ADD ("/model/fai/requirements", NULL, test_requirements);
  ADD ("/model/fai/outlives-run", NULL, test_outlives_run);
  ADD ("/model/fai/legacy", "legacy", test_legacy);
  return g_test_run ();
}
