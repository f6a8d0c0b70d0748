/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/pb-fai-rules.h"

#include "run-fixture.h"

#define NOW FIXTURE_NOW

static const char *const two_units[] = { "SN1", "SN2", NULL };

/* --- route --- */

static void
test_route (void)
{
  g_autoptr (PbFacts) facts = fixture_facts ();

  g_assert_true (pb_fai_is_required (facts->route));
  g_assert_cmpint (pb_fai_last_trial_step (facts->route), ==, 3);
  ((PbRouteStep *) facts->route->steps->pdata[0])->requires_fai = PB_BOOL (TRUE);
  g_assert_cmpint (pb_fai_last_trial_step (facts->route), ==, 3);
  fixture_ask_no_fai (facts);
  g_assert_false (pb_fai_is_required (facts->route));
  g_assert_cmpint (pb_fai_last_trial_step (facts->route), ==, 0);
  g_assert_false (pb_fai_is_required (NULL));
  g_assert_cmpint (pb_fai_last_trial_step (NULL), ==, 0);
}

/* --- verdicts --- */

static void
test_judge_number (void)
{
  enum
  {
    NONE = PB_RESULT_NONE,
    PASS = PB_RESULT_PASS,
    FAIL = PB_RESULT_FAIL,
    NA = PB_RESULT_NA
  };
  static const struct
  {
    const char *value;
    int said;
    const char *code;
    int verdict;
  } cases[] = {
    /* from 0.10 to 0.20, inclusive */
    { "0.15", NONE, NULL, PASS },
    { "0.15", PASS, NULL, PASS },
    { "0.15", FAIL, NULL, PASS },
    { "0.10", NONE, NULL, PASS },
    { "0.20", PASS, NULL, PASS },
    { "0.2", NONE, NULL, PASS },
    { " 0.2 ", NONE, NULL, PASS },
    { "+0.15", NONE, NULL, PASS },
    { "1.5e-1", NONE, NULL, PASS },
    { "0.0999", NONE, NULL, FAIL },
    { "0.2001", NONE, NULL, FAIL },
    { "0.2001", FAIL, NULL, FAIL },
    { "0.2001", PASS, "VALUE_OUT_OF_LIMITS", PASS },
    { "-0.15", PASS, "VALUE_OUT_OF_LIMITS", PASS },
    { "-0.15", NONE, NULL, FAIL },
    { "abc", NONE, "VALUE_NOT_A_NUMBER", NONE },
    { "0,15", NONE, "VALUE_NOT_A_NUMBER", NONE },
    { "0.15 mm", PASS, "VALUE_NOT_A_NUMBER", PASS },
    { "0.15x", FAIL, "VALUE_NOT_A_NUMBER", FAIL },
    { "0x1", NONE, "VALUE_NOT_A_NUMBER", NONE },
    { "inf", NONE, "VALUE_NOT_A_NUMBER", NONE },
    { "nan", NONE, "VALUE_NOT_A_NUMBER", NONE },
    { "1e999", NONE, "VALUE_NOT_A_NUMBER", NONE },
    { "1.2.3", NONE, "VALUE_NOT_A_NUMBER", NONE },
    { "e", NONE, "VALUE_NOT_A_NUMBER", NONE },
    { "-", NONE, "VALUE_NOT_A_NUMBER", NONE },
    { "", NONE, "VALUE_REQUIRED", NONE },
    { "  ", PASS, "VALUE_REQUIRED", PASS },
    { NULL, PASS, "VALUE_REQUIRED", PASS },
    { NULL, FAIL, "VALUE_REQUIRED", FAIL },
    { NULL, NA, "NA_NOT_ALLOWED", NA },
    { "0.15", NA, "NA_NOT_ALLOWED", NA },
  };
  g_autoptr (PbInspectionItem) item = pb_object_new (&pb_inspection_item_type);

  item->lower_limit = PB_DOUBLE (0.10);
  item->upper_limit = PB_DOUBLE (0.20);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      PbResult result = cases[i].said;

      g_test_message ("%s", cases[i].value);
      g_assert_cmpstr (pb_fai_judge (item, cases[i].value, &result), ==, cases[i].code);
      g_assert_cmpint (result, ==, cases[i].verdict);
    }
}

static void
test_judge_one_limit (void)
{
  g_autoptr (PbInspectionItem) lower = pb_object_new (&pb_inspection_item_type);
  g_autoptr (PbInspectionItem) upper = pb_object_new (&pb_inspection_item_type);
  PbResult result = PB_RESULT_NONE;

  lower->lower_limit = PB_DOUBLE (1.33);
  g_assert_null (pb_fai_judge (lower, "1000000", &result));
  g_assert_cmpint (result, ==, PB_RESULT_PASS);
  g_assert_cmpstr (pb_fai_judge (lower, "1.32", &result), ==, "VALUE_OUT_OF_LIMITS");
  result = PB_RESULT_NONE;
  upper->upper_limit = PB_DOUBLE (0);
  g_assert_null (pb_fai_judge (upper, "-5", &result));
  g_assert_cmpint (result, ==, PB_RESULT_PASS);
  result = PB_RESULT_NONE;
  g_assert_null (pb_fai_judge (upper, "0.1", &result));
  g_assert_cmpint (result, ==, PB_RESULT_FAIL);
}

static void
test_judge_text (void)
{
  static const struct
  {
    const char *value;
    PbResult said;
    const char *code;
  } cases[] = {
    { "QW-Ins-116", PB_RESULT_PASS, NULL },
    { NULL, PB_RESULT_PASS, NULL },
    { NULL, PB_RESULT_FAIL, NULL },
    { "warped", PB_RESULT_FAIL, NULL },
    { "x", PB_RESULT_NONE, "RESULT_REQUIRED" },
    { NULL, PB_RESULT_NONE, "RESULT_REQUIRED" },
    { "x", PB_RESULT_WARNING, "RESULT_REQUIRED" },
    { NULL, PB_RESULT_NA, "NA_NOT_ALLOWED" },
  };
  g_autoptr (PbInspectionItem) item = pb_object_new (&pb_inspection_item_type);

  item->nominal = PB_DOUBLE (5); /* a nominal value alone judges nothing */
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      PbResult result = cases[i].said;

      g_assert_cmpstr (pb_fai_judge (item, cases[i].value, &result), ==, cases[i].code);
      g_assert_cmpint (result, ==, cases[i].said);
    }
}

static void
test_judge_na (void)
{
  g_autoptr (PbInspectionItem) item = pb_object_new (&pb_inspection_item_type);
  PbResult result = PB_RESULT_NA;

  item->upper_limit = PB_DOUBLE (1);
  item->na_allowed = PB_BOOL (FALSE);
  g_assert_cmpstr (pb_fai_judge (item, NULL, &result), ==, "NA_NOT_ALLOWED");
  item->na_allowed = PB_BOOL (TRUE);
  g_assert_null (pb_fai_judge (item, NULL, &result));
  g_assert_cmpint (result, ==, PB_RESULT_NA);
}

/* --- the worst measurement --- */

static void
test_mirror (void)
{
  static const struct
  {
    PbResult results[4]; /* NONE behind the first: ends the list */
    guint n;
    int worst; /* index, -1: none */
  } cases[] = {
    { { PB_RESULT_NONE }, 0, -1 },
    { { PB_RESULT_PASS }, 1, 0 },
    { { PB_RESULT_PASS, PB_RESULT_PASS }, 2, 0 },
    { { PB_RESULT_PASS, PB_RESULT_NA, PB_RESULT_NA }, 3, 1 },
    { { PB_RESULT_NA, PB_RESULT_NONE, PB_RESULT_PASS }, 3, 1 },
    { { PB_RESULT_NONE, PB_RESULT_FAIL, PB_RESULT_FAIL, PB_RESULT_PASS }, 4, 1 },
    { { PB_RESULT_FAIL, PB_RESULT_NONE }, 2, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (PbInspection) fai = pb_object_new (&pb_inspection_type);
      PbInspectionItem *item = fixture_add_characteristic (fai, "c1", PB_PER_UNIT, TRUE);
      const PbMeasurement *worst;

      for (guint k = 0; k < cases[i].n; k++)
        {
          g_autofree char *unit_sn = g_strdup_printf ("SN%u", k);
          PbMeasurement *measurement = fixture_measure (item, unit_sn, cases[i].results[k]);

          measurement->actual_value = g_strdup (unit_sn);
          measurement->defect_code = g_strdup (k == 1 ? "D1" : NULL);
        }
      /* What stood there before goes. */
      item->remark = g_strdup ("old");
      item->result = PB_RESULT_WARNING;
      pb_fai_mirror (item);
      worst = cases[i].worst >= 0 ? item->measurements->pdata[cases[i].worst] : NULL;
      g_assert_cmpstr (item->unit_sn, ==, worst != NULL ? worst->unit_sn : NULL);
      g_assert_cmpstr (item->actual_value, ==, worst != NULL ? worst->actual_value : NULL);
      g_assert_cmpstr (item->defect_code, ==, worst != NULL ? worst->defect_code : NULL);
      g_assert_cmpstr (item->inspected_by, ==, worst != NULL ? worst->inspected_by : NULL);
      g_assert_null (item->remark);
      g_assert_cmpint (item->inspected_at, ==, worst != NULL ? worst->inspected_at : 0);
      g_assert_cmpint (item->result, ==,
                       worst == NULL || worst->result == PB_RESULT_NONE ? PB_RESULT_NA : worst->result);
    }
}

/* --- what is missing --- */

/* @expected: "<item>/<unit>" in order, separated by blanks. */
static void
assert_missing (const PbInspection *fai, const char *const *units, const char *expected)
{
  g_autoptr (GArray) gaps = pb_fai_missing (fai, units);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < gaps->len; i++)
    {
      const PbFaiGap *gap = &g_array_index (gaps, PbFaiGap, i);

      g_string_append_printf (text, "%s%s/%s", i > 0 ? " " : "", gap->item_id,
                              gap->unit_sn != NULL ? gap->unit_sn : "");
    }
  g_assert_cmpstr (text->str, ==, expected);
}

static void
test_missing (void)
{
  g_autoptr (PbInspection) fai = pb_object_new (&pb_inspection_type);
  PbInspectionItem *run = fixture_add_characteristic (fai, "run", PB_PER_RUN, TRUE);
  PbInspectionItem *unit = fixture_add_characteristic (fai, "unit", PB_PER_UNIT, TRUE);
  PbInspectionItem *optional = fixture_add_characteristic (fai, "optional", PB_PER_UNIT, FALSE);
  PbInspectionItem *unsaid = fixture_add_characteristic (fai, "unsaid", PB_PER_NONE, TRUE);

  unsaid->required = (PbBool){ 0 }; /* required unless it says that it is not */
  assert_missing (fai, two_units, "run/ unit/SN1 unit/SN2 unsaid/");
  assert_missing (fai, NULL, "run/ unit/ unsaid/");
  fixture_measure (run, NULL, PB_RESULT_NONE);
  assert_missing (fai, two_units, "run/ unit/SN1 unit/SN2 unsaid/");
  fixture_measure (run, NULL, PB_RESULT_PASS);
  fixture_measure (unsaid, NULL, PB_RESULT_FAIL);
  assert_missing (fai, two_units, "unit/SN1 unit/SN2");
  fixture_measure (unit, "SN2", PB_RESULT_NA);
  fixture_measure (unit, "SN3", PB_RESULT_PASS);
  fixture_measure (unit, "SN1", PB_RESULT_NONE);
  assert_missing (fai, two_units, "unit/SN1");
  fixture_measure (unit, "SN1", PB_RESULT_PASS);
  assert_missing (fai, two_units, "");
  g_assert_cmpuint (optional->measurements->len, ==, 0);
}

/* A value without unit holds for all of them. */
static void
test_missing_all_units (void)
{
  g_autoptr (PbInspection) fai = pb_object_new (&pb_inspection_type);
  PbInspectionItem *absent = fixture_add_characteristic (fai, "absent", PB_PER_UNIT, TRUE);
  PbInspectionItem *empty = fixture_add_characteristic (fai, "empty", PB_PER_UNIT, TRUE);

  fixture_measure (absent, NULL, PB_RESULT_PASS);
  fixture_measure (empty, "", PB_RESULT_PASS);
  assert_missing (fai, two_units, "");
  /* Recorded means a time of inspection. */
  ((PbMeasurement *) empty->measurements->pdata[0])->inspected_at = 0;
  assert_missing (fai, two_units, "empty/SN1 empty/SN2");
}

/* --- decision --- */

/* A form of which everything is recorded and passes. */
static PbInspection *
full_fai (void)
{
  PbInspection *fai = pb_object_new (&pb_inspection_type);
  PbInspectionItem *unit = fixture_add_characteristic (fai, "unit", PB_PER_UNIT, TRUE);

  fai->status = PB_FAI_INSPECTING;
  fai->sample_qty = PB_INT (2);
  fixture_measure (fixture_add_characteristic (fai, "run", PB_PER_RUN, TRUE), NULL, PB_RESULT_PASS);
  fixture_measure (unit, "SN1", PB_RESULT_PASS);
  fixture_measure (unit, "SN2", PB_RESULT_NA);
  return fai;
}

#define ABSENT ((PbInt){ 0 })

static void
test_complete_status (void)
{
  g_autoptr (PbInspection) fai = full_fai ();

  for (int status = PB_FAI_NONE; status <= PB_FAI_CANCELLED; status++)
    {
      const char *code = status == PB_FAI_INSPECTING ? NULL : "FAI_NOT_INSPECTING";

      fai->status = status;
      g_assert_cmpstr (pb_fai_may_complete (fai, PB_RESULT_PASS, ABSENT, ABSENT, 2, 0, two_units), ==, code);
      g_assert_cmpstr (pb_fai_may_complete (fai, PB_RESULT_FAIL, ABSENT, PB_INT (1), 2, 0, two_units), ==, code);
    }
}

static void
test_complete_counts (void)
{
  static const struct
  {
    PbResult decision;
    gint64 passed, failed; /* -1: absent */
    gboolean fine;
  } cases[] = {
    { PB_RESULT_PASS, -1, -1, TRUE },  { PB_RESULT_PASS, 2, -1, TRUE },  { PB_RESULT_PASS, 2, 0, TRUE },
    { PB_RESULT_PASS, -1, 0, TRUE },   { PB_RESULT_PASS, 1, -1, FALSE }, { PB_RESULT_PASS, 3, 0, FALSE },
    { PB_RESULT_PASS, 1, 1, FALSE },   { PB_RESULT_PASS, -1, 1, FALSE }, { PB_RESULT_PASS, 0, 0, FALSE },
    { PB_RESULT_FAIL, -1, -1, FALSE }, { PB_RESULT_FAIL, 2, 0, FALSE },  { PB_RESULT_FAIL, -1, 0, FALSE },
    { PB_RESULT_FAIL, -1, 1, TRUE },   { PB_RESULT_FAIL, 1, 1, TRUE },   { PB_RESULT_FAIL, 0, 2, TRUE },
    { PB_RESULT_FAIL, -1, 2, TRUE },   { PB_RESULT_FAIL, 2, 1, FALSE },  { PB_RESULT_FAIL, 0, 1, FALSE },
    { PB_RESULT_FAIL, -1, 3, FALSE },  { PB_RESULT_FAIL, -7, 9, FALSE },
  };
  g_autoptr (PbInspection) fai = full_fai ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      PbInt passed = cases[i].passed == -1 ? ABSENT : PB_INT (cases[i].passed);
      PbInt failed = cases[i].failed == -1 ? ABSENT : PB_INT (cases[i].failed);

      g_test_message ("%d: %d of %d", (int) cases[i].decision, (int) cases[i].passed, (int) cases[i].failed);
      g_assert_cmpstr (pb_fai_may_complete (fai, cases[i].decision, passed, failed, 2, 0, two_units), ==,
                       cases[i].fine ? NULL : "INVALID_FAI_COUNTS");
    }
}

static void
test_complete_trial (void)
{
  g_autoptr (PbInspection) fai = full_fai ();

  g_assert_cmpstr (pb_fai_may_complete (fai, PB_RESULT_PASS, ABSENT, ABSENT, 0, 0, two_units), ==,
                   "FAI_TRIAL_REQUIRED");
  g_assert_cmpstr (pb_fai_may_complete (fai, PB_RESULT_PASS, ABSENT, ABSENT, 1, 0, two_units), ==,
                   "FAI_TRIAL_REQUIRED");
  g_assert_cmpstr (pb_fai_may_complete (fai, PB_RESULT_FAIL, ABSENT, PB_INT (1), 1, 0, two_units), ==,
                   "FAI_TRIAL_REQUIRED");
  g_assert_null (pb_fai_may_complete (fai, PB_RESULT_PASS, ABSENT, ABSENT, 2, 0, two_units));
  g_assert_null (pb_fai_may_complete (fai, PB_RESULT_PASS, ABSENT, ABSENT, 3, 0, two_units));
  /* A trial of nothing is none. */
  fai->sample_qty = ABSENT;
  g_assert_cmpstr (pb_fai_may_complete (fai, PB_RESULT_PASS, ABSENT, ABSENT, 0, 0, two_units), ==,
                   "FAI_TRIAL_REQUIRED");
}

/* What stands against a PASS does not stand against a FAIL. */
static void
test_complete_verdicts (void)
{
  g_autoptr (PbInspection) incomplete = full_fai ();
  g_autoptr (PbInspection) failed = full_fai ();
  g_autoptr (PbInspection) clean = full_fai ();

  fixture_add_characteristic (incomplete, "more", PB_PER_RUN, TRUE);
  fixture_measure (fixture_add_characteristic (failed, "optional", PB_PER_RUN, FALSE), NULL, PB_RESULT_FAIL);
  g_assert_true (pb_fai_has_failures (failed));
  g_assert_false (pb_fai_has_failures (clean));
  g_assert_cmpstr (pb_fai_may_complete (incomplete, PB_RESULT_PASS, ABSENT, ABSENT, 2, 0, two_units), ==,
                   "FAI_INCOMPLETE");
  g_assert_null (pb_fai_may_complete (incomplete, PB_RESULT_FAIL, ABSENT, PB_INT (1), 2, 1, two_units));
  g_assert_cmpstr (pb_fai_may_complete (failed, PB_RESULT_PASS, ABSENT, ABSENT, 2, 0, two_units), ==,
                   "FAI_ITEM_FAILED");
  g_assert_null (pb_fai_may_complete (failed, PB_RESULT_FAIL, ABSENT, PB_INT (2), 2, 0, two_units));
  g_assert_cmpstr (pb_fai_may_complete (clean, PB_RESULT_PASS, ABSENT, ABSENT, 2, 1, two_units), ==,
                   "INSPECTION_FAILURES_EXIST");
  g_assert_null (pb_fai_may_complete (clean, PB_RESULT_FAIL, ABSENT, PB_INT (1), 2, 1, two_units));
}

static void
test_complete_order (void)
{
  g_autoptr (PbInspection) fai = full_fai ();
  PbInspectionItem *item = fixture_add_characteristic (fai, "more", PB_PER_RUN, TRUE);
  PbInspectionItem *bad = fixture_add_characteristic (fai, "bad", PB_PER_RUN, TRUE);
  PbInt one = PB_INT (1);

  fixture_measure (bad, NULL, PB_RESULT_FAIL);
  fai->status = PB_FAI_PENDING;
  g_assert_cmpstr (pb_fai_may_complete (fai, PB_RESULT_PASS, one, one, 0, 1, two_units), ==, "FAI_NOT_INSPECTING");
  fai->status = PB_FAI_INSPECTING;
  g_assert_cmpstr (pb_fai_may_complete (fai, PB_RESULT_PASS, one, one, 0, 1, two_units), ==, "FAI_TRIAL_REQUIRED");
  g_assert_cmpstr (pb_fai_may_complete (fai, PB_RESULT_PASS, one, one, 2, 1, two_units), ==, "INVALID_FAI_COUNTS");
  g_assert_cmpstr (pb_fai_may_complete (fai, PB_RESULT_PASS, ABSENT, ABSENT, 2, 1, two_units), ==, "FAI_INCOMPLETE");
  fixture_measure (item, NULL, PB_RESULT_PASS);
  g_assert_cmpstr (pb_fai_may_complete (fai, PB_RESULT_PASS, ABSENT, ABSENT, 2, 1, two_units), ==, "FAI_ITEM_FAILED");
  ((PbMeasurement *) bad->measurements->pdata[0])->result = PB_RESULT_PASS;
  g_assert_cmpstr (pb_fai_may_complete (fai, PB_RESULT_PASS, ABSENT, ABSENT, 2, 1, two_units), ==,
                   "INSPECTION_FAILURES_EXIST");
  g_assert_null (pb_fai_may_complete (fai, PB_RESULT_PASS, ABSENT, ABSENT, 2, 0, two_units));
}

static gboolean
is_conditional (const char *class)
{
  return g_strcmp0 (class, "C") == 0;
}

static void
test_condition (void)
{
  g_autoptr (PbPolicy) strict = pb_policy_new (NULL);
  g_autoptr (PbPolicy) allowing = fixture_policy ("fai.conditionalResult", "true", NULL);
  PbLimits never = { strict, NULL, NULL };
  PbLimits limits = { allowing, NULL, NULL };
  static const struct
  {
    PbResult decision;
    const char *class;
    const char *condition;
    gint64 ahead;
    const char *code;
  } cases[] = {
    { PB_RESULT_PASS, NULL, NULL, 0, NULL },
    { PB_RESULT_PASS, "A", NULL, 0, NULL },
    { PB_RESULT_FAIL, "A", NULL, 0, "INVALID_FAI_RESULT" },
    { PB_RESULT_FAIL, "B", NULL, 0, NULL },
    { PB_RESULT_PASS, "B", NULL, 0, "INVALID_FAI_RESULT" },
    { PB_RESULT_PASS, "C", "rework of U3 until noon", PB_HOUR, NULL },
    { PB_RESULT_PASS, "C", "x", 1, NULL },
    { PB_RESULT_PASS, "C", "x", 0, "CONDITION_REQUIRED" },
    { PB_RESULT_PASS, "C", "x", -1, "CONDITION_REQUIRED" },
    { PB_RESULT_PASS, "C", " \u3000", PB_HOUR, "CONDITION_REQUIRED" },
    { PB_RESULT_PASS, "C", NULL, PB_HOUR, "CONDITION_REQUIRED" },
    { PB_RESULT_FAIL, "C", "x", PB_HOUR, "INVALID_FAI_RESULT" },
    { PB_RESULT_PASS, "D", "x", PB_HOUR, "INVALID_FAI_RESULT" },
    { PB_RESULT_PASS, "c", "x", PB_HOUR, "INVALID_FAI_RESULT" },
    { PB_RESULT_PASS, "AB", "x", PB_HOUR, "INVALID_FAI_RESULT" },
    { PB_RESULT_PASS, "", "x", PB_HOUR, "INVALID_FAI_RESULT" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gint64 until = NOW + cases[i].ahead;

      g_assert_cmpstr (pb_fai_may_condition (cases[i].decision, cases[i].class, cases[i].condition, until, &limits,
                                             NOW),
                       ==, cases[i].code);
      g_assert_cmpstr (pb_fai_may_condition (cases[i].decision, cases[i].class, cases[i].condition, until, &never, NOW),
                       ==,
                       is_conditional (cases[i].class) && cases[i].decision == PB_RESULT_PASS ? "CONDITION_NOT_ALLOWED"
                                                                                              : cases[i].code);
    }
  g_assert_cmpstr (pb_fai_may_condition (PB_RESULT_PASS, "C", "x", 0, &limits, NOW), ==, "CONDITION_REQUIRED");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/fai/route", test_route);
  g_test_add_func ("/fai/judge/number", test_judge_number);
  g_test_add_func ("/fai/judge/one-limit", test_judge_one_limit);
  g_test_add_func ("/fai/judge/text", test_judge_text);
  g_test_add_func ("/fai/judge/na", test_judge_na);
  g_test_add_func ("/fai/mirror", test_mirror);
  g_test_add_func ("/fai/missing", test_missing);
  g_test_add_func ("/fai/missing-all-units", test_missing_all_units);
  g_test_add_func ("/fai/complete/status", test_complete_status);
  g_test_add_func ("/fai/complete/counts", test_complete_counts);
  g_test_add_func ("/fai/complete/trial", test_complete_trial);
  g_test_add_func ("/fai/complete/verdicts", test_complete_verdicts);
  g_test_add_func ("/fai/complete/order", test_complete_order);
  g_test_add_func ("/fai/condition", test_condition);
  return g_test_run ();
}
