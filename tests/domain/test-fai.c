/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/pb-fai-rules.h"

#include "run-fixture.h"

#define NOW FIXTURE_NOW

static const char *const two_units[] = { "SN1", "SN2", NULL };

static PbInspectionItem *
add_item (PbInspection *fai, const char *id, PbPer per, gboolean required)
{
  PbInspectionItem *item = pb_object_new (&pb_inspection_item_type);

  item->id = g_strdup (id);
  item->per = per;
  item->required = PB_BOOL (required);
  g_ptr_array_add (fai->items, item);
  return item;
}

/* @result NONE: a row that has not been recorded. */
static PbMeasurement *
measure (PbInspectionItem *item, const char *unit_sn, PbResult result)
{
  PbMeasurement *measurement = pb_object_new (&pb_measurement_type);

  measurement->unit_sn = g_strdup (unit_sn);
  measurement->result = result;
  if (result != PB_RESULT_NONE)
    {
      measurement->inspected_at = NOW - PB_HOUR;
      measurement->inspected_by = g_strdup ("recorder");
    }
  g_ptr_array_add (item->measurements, measurement);
  return measurement;
}

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
      PbInspectionItem *item = add_item (fai, "c1", PB_PER_UNIT, TRUE);
      const PbMeasurement *worst;

      for (guint k = 0; k < cases[i].n; k++)
        {
          g_autofree char *unit_sn = g_strdup_printf ("SN%u", k);
          PbMeasurement *measurement = measure (item, unit_sn, cases[i].results[k]);

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
  PbInspectionItem *run = add_item (fai, "run", PB_PER_RUN, TRUE);
  PbInspectionItem *unit = add_item (fai, "unit", PB_PER_UNIT, TRUE);
  PbInspectionItem *optional = add_item (fai, "optional", PB_PER_UNIT, FALSE);
  PbInspectionItem *unsaid = add_item (fai, "unsaid", PB_PER_NONE, TRUE);

  unsaid->required = (PbBool){ 0 }; /* required unless it says that it is not */
  assert_missing (fai, two_units, "run/ unit/SN1 unit/SN2 unsaid/");
  assert_missing (fai, NULL, "run/ unit/ unsaid/");
  measure (run, NULL, PB_RESULT_NONE);
  assert_missing (fai, two_units, "run/ unit/SN1 unit/SN2 unsaid/");
  measure (run, NULL, PB_RESULT_PASS);
  measure (unsaid, NULL, PB_RESULT_FAIL);
  assert_missing (fai, two_units, "unit/SN1 unit/SN2");
  measure (unit, "SN2", PB_RESULT_NA);
  measure (unit, "SN3", PB_RESULT_PASS);
  measure (unit, "SN1", PB_RESULT_NONE);
  assert_missing (fai, two_units, "unit/SN1");
  measure (unit, "SN1", PB_RESULT_PASS);
  assert_missing (fai, two_units, "");
  g_assert_cmpuint (optional->measurements->len, ==, 0);
}

/* A value without unit holds for all of them. */
static void
test_missing_all_units (void)
{
  g_autoptr (PbInspection) fai = pb_object_new (&pb_inspection_type);
  PbInspectionItem *absent = add_item (fai, "absent", PB_PER_UNIT, TRUE);
  PbInspectionItem *empty = add_item (fai, "empty", PB_PER_UNIT, TRUE);

  measure (absent, NULL, PB_RESULT_PASS);
  measure (empty, "", PB_RESULT_PASS);
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
  PbInspectionItem *unit = add_item (fai, "unit", PB_PER_UNIT, TRUE);

  fai->status = PB_FAI_INSPECTING;
  fai->sample_qty = PB_INT (2);
  measure (add_item (fai, "run", PB_PER_RUN, TRUE), NULL, PB_RESULT_PASS);
  measure (unit, "SN1", PB_RESULT_PASS);
  measure (unit, "SN2", PB_RESULT_NA);
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

  add_item (incomplete, "more", PB_PER_RUN, TRUE);
  measure (add_item (failed, "optional", PB_PER_RUN, FALSE), NULL, PB_RESULT_FAIL);
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
  PbInspectionItem *item = add_item (fai, "more", PB_PER_RUN, TRUE);
  PbInspectionItem *bad = add_item (fai, "bad", PB_PER_RUN, TRUE);
  PbInt one = PB_INT (1);

  measure (bad, NULL, PB_RESULT_FAIL);
  fai->status = PB_FAI_PENDING;
  g_assert_cmpstr (pb_fai_may_complete (fai, PB_RESULT_PASS, one, one, 0, 1, two_units), ==, "FAI_NOT_INSPECTING");
  fai->status = PB_FAI_INSPECTING;
  g_assert_cmpstr (pb_fai_may_complete (fai, PB_RESULT_PASS, one, one, 0, 1, two_units), ==, "FAI_TRIAL_REQUIRED");
  g_assert_cmpstr (pb_fai_may_complete (fai, PB_RESULT_PASS, one, one, 2, 1, two_units), ==, "INVALID_FAI_COUNTS");
  g_assert_cmpstr (pb_fai_may_complete (fai, PB_RESULT_PASS, ABSENT, ABSENT, 2, 1, two_units), ==, "FAI_INCOMPLETE");
  measure (item, NULL, PB_RESULT_PASS);
  g_assert_cmpstr (pb_fai_may_complete (fai, PB_RESULT_PASS, ABSENT, ABSENT, 2, 1, two_units), ==, "FAI_ITEM_FAILED");
  ((PbMeasurement *) bad->measurements->pdata[0])->result = PB_RESULT_PASS;
  g_assert_cmpstr (pb_fai_may_complete (fai, PB_RESULT_PASS, ABSENT, ABSENT, 2, 1, two_units), ==,
                   "INSPECTION_FAILURES_EXIST");
  g_assert_null (pb_fai_may_complete (fai, PB_RESULT_PASS, ABSENT, ABSENT, 2, 0, two_units));
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
                       ==, cases[i].class != NULL ? "CONDITION_NOT_ALLOWED" : NULL);
    }
  g_assert_cmpstr (pb_fai_may_condition (PB_RESULT_PASS, "C", "x", 0, &limits, NOW), ==, "CONDITION_REQUIRED");
}

/* --- the set-up --- */

static void
assert_strv (GStrv texts, const char *joined)
{
  g_autofree char *text = texts != NULL ? g_strjoinv (" ", texts) : NULL;

  g_assert_cmpstr (text, ==, joined);
}

static void
assert_fingerprint (const PbFacts *facts, const char *expected)
{
  g_auto (GStrv) fingerprint = pb_fai_fingerprint (facts);

  assert_strv (fingerprint, expected);
}

static void
test_fingerprint (void)
{
  g_autoptr (PbFacts) facts = fixture_facts ();

  assert_fingerprint (facts, "route=route-1 stencil=ST-1 paste=PL-1 squeegee=SQ-1 fixture=FX-1 program=PROG-A "
                             "slot:F01=M-1 slot:F02=M-2");
}

static void
test_fingerprint_empty (void)
{
  g_autoptr (PbFacts) facts = fixture_facts ();

  g_ptr_array_set_size (facts->bindings, 0);
  g_ptr_array_set_size (facts->oven_program_records, 0);
  g_ptr_array_set_size (facts->expectations, 1);
  pb_set_string (&((PbSlotExpectation *) facts->expectations->pdata[0])->loaded_material_code, NULL);
  g_clear_pointer (&facts->route, pb_object_unref);
  pb_set_string (&facts->run->route_version_id, "route-9");
  assert_fingerprint (facts, "route=route-9 stencil= paste= squeegee= fixture= program= slot:F01=");
}

/* The order in which the store lists things says nothing, and neither do bindings of the past. */
static void
test_fingerprint_order (void)
{
  g_autoptr (PbFacts) facts = fixture_facts ();
  g_autoptr (PbFacts) turned = fixture_facts ();
  g_auto (GStrv) a = pb_fai_fingerprint (facts);
  g_auto (GStrv) b = NULL;
  PbBinding *past = pb_object_new (&pb_binding_type);
  gpointer swap = turned->expectations->pdata[0];

  turned->expectations->pdata[0] = turned->expectations->pdata[1];
  turned->expectations->pdata[1] = swap;
  past->kind = PB_ASSET_STENCIL;
  past->asset_id = g_strdup ("ST-0");
  past->is_current = PB_BOOL (FALSE);
  past->bound_at = NOW;
  g_ptr_array_insert (turned->bindings, 0, past);
  b = pb_fai_fingerprint (turned);
  g_assert_true (g_strv_equal ((const char *const *) a, (const char *const *) b));
  /* The facts themselves stay in their order. */
  g_assert_cmpstr (((PbSlotExpectation *) turned->expectations->pdata[0])->slot_code, ==, "F02");
}

static void
add_oven (PbFacts *facts, const char *run_id, const char *oven, const char *program, gint64 ago)
{
  PbOvenProgramRecord *record = pb_object_new (&pb_oven_program_record_type);

  record->run_id = g_strdup (run_id);
  record->equipment_id = g_strdup (oven);
  record->program_name = g_strdup (program);
  record->record_date = NOW - ago;
  g_ptr_array_add (facts->oven_program_records, record);
}

static void
assert_program (const PbFacts *facts, const char *expected)
{
  g_auto (GStrv) fingerprint = pb_fai_fingerprint (facts);
  g_autofree char *line = g_strconcat ("program=", expected, NULL);

  g_assert_cmpstr (fingerprint[5], ==, line);
}

static void
test_fingerprint_program (void)
{
  g_autoptr (PbFacts) facts = fixture_facts ();

  /* The newest of this run, whatever other runs did since. */
  add_oven (facts, "run-2", NULL, "OTHER", PB_MINUTE);
  assert_program (facts, "PROG-A");
  add_oven (facts, "run-1", NULL, "OLDER", PB_DAY);
  assert_program (facts, "PROG-A");
  add_oven (facts, "run-1", NULL, "PROG-B", PB_HOUR);
  assert_program (facts, "PROG-B");
  /* Several ovens, named once each. */
  add_oven (facts, "run-1", "oven-2", "PROG-B", PB_HOUR);
  assert_program (facts, "PROG-B");
  add_oven (facts, "run-1", "oven-3", "PROG-1", PB_HOUR);
  assert_program (facts, "PROG-1,PROG-B");
  /* Without one of this run the newest of the line. */
  g_ptr_array_set_size (facts->oven_program_records, 0);
  add_oven (facts, "run-3", NULL, "LAST-WEEK", 7 * PB_DAY);
  add_oven (facts, NULL, NULL, "YESTERDAY", PB_DAY);
  assert_program (facts, "YESTERDAY");
}

/* --- staleness --- */

static void
assert_stale (const PbFacts *facts, const PbPolicy *policy, gint64 now, const char *causes, gint64 changes_at)
{
  gint64 at = 42;
  g_auto (GStrv) found = pb_fai_stale_causes (facts, policy, now, &at);
  g_auto (GStrv) again = pb_fai_stale_causes (facts, policy, now, NULL);

  assert_strv (found, causes);
  assert_strv (again, causes);
  g_assert_cmpint (at, ==, changes_at);
}

#define AGE_END (NOW - PB_HOUR + 24 * PB_HOUR) /* fixture_fai() was decided an hour ago */

static void
test_stale_only_pass (void)
{
  g_autoptr (PbFacts) facts = fixture_facts ();
  g_autoptr (PbPolicy) policy = pb_policy_new (NULL);

  assert_stale (facts, policy, NOW, NULL, 0);
  for (int status = PB_FAI_PENDING; status <= PB_FAI_CANCELLED; status++)
    {
      PbInspection *fai = fixture_fai (facts, status);

      if (status == PB_FAI_PASS)
        continue;
      fai->decided_at = NOW - 100 * PB_DAY;
      assert_stale (facts, policy, NOW, NULL, 0);
    }
}

static void
test_stale_age (void)
{
  g_autoptr (PbFacts) facts = fixture_facts ();
  g_autoptr (PbPolicy) policy = pb_policy_new (NULL);
  g_autoptr (PbPolicy) shorter = fixture_policy ("fai.maxAgeHours", "2", NULL);

  fixture_fai (facts, PB_FAI_PASS);
  assert_stale (facts, policy, NOW, NULL, AGE_END);
  assert_stale (facts, policy, AGE_END - 1, NULL, AGE_END);
  assert_stale (facts, policy, AGE_END, "age", 0);
  assert_stale (facts, policy, AGE_END + PB_DAY, "age", 0);
  assert_stale (facts, shorter, NOW + PB_HOUR - 1, NULL, NOW + PB_HOUR);
  assert_stale (facts, shorter, NOW + PB_HOUR, "age", 0);
  /* Nobody knows when it was decided. */
  facts->fai->decided_at = 0;
  assert_stale (facts, policy, NOW, "age", 0);
}

static void
test_stale_line_stop (void)
{
  g_autoptr (PbFacts) facts = fixture_facts ();
  g_autoptr (PbPolicy) policy = pb_policy_new (NULL);
  g_autoptr (PbPolicy) shorter = fixture_policy ("fai.lineStopHours", "0.5", NULL);

  fixture_fai (facts, PB_FAI_PASS);
  facts->longest_stop = PB_INT (1800);
  assert_stale (facts, shorter, NOW, NULL, AGE_END);
  facts->longest_stop = PB_INT (1801);
  assert_stale (facts, shorter, NOW, "lineStop", 0);
  assert_stale (facts, policy, NOW, NULL, AGE_END);
  facts->longest_stop = PB_INT (4 * 3600);
  assert_stale (facts, policy, NOW, NULL, AGE_END);
  facts->longest_stop = PB_INT (4 * 3600 + 1);
  assert_stale (facts, policy, NOW, "lineStop", 0);
}

static void
test_stale_condition (void)
{
  g_autoptr (PbFacts) facts = fixture_facts ();
  g_autoptr (PbPolicy) policy = pb_policy_new (NULL);
  PbInspection *fai = fixture_fai (facts, PB_FAI_PASS);

  fai->condition_class = g_strdup ("C");
  fai->condition_until = NOW + PB_HOUR;
  assert_stale (facts, policy, NOW, NULL, NOW + PB_HOUR);
  assert_stale (facts, policy, NOW + PB_HOUR - 1, NULL, NOW + PB_HOUR);
  assert_stale (facts, policy, NOW + PB_HOUR, "condition", 0);
  fai->condition_until = NOW + 100 * PB_HOUR;
  assert_stale (facts, policy, NOW, NULL, AGE_END);
  /* An end beside an unconditional result means nothing. */
  pb_set_string (&fai->condition_class, "A");
  fai->condition_until = NOW - PB_HOUR;
  assert_stale (facts, policy, NOW, NULL, AGE_END);
}

static void
rebind (PbFacts *facts, guint index, const char *asset_id)
{
  pb_set_string (&((PbBinding *) facts->bindings->pdata[index])->asset_id, asset_id);
}

static void
test_stale_setup (void)
{
  static const char *const names[] = { "stencil", "paste", "squeegee", "fixture" };
  g_autoptr (PbPolicy) policy = pb_policy_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (PbFacts) facts = fixture_facts ();
      g_autofree char *old = NULL;

      fixture_fai (facts, PB_FAI_PASS);
      old = g_strdup (((PbBinding *) facts->bindings->pdata[i])->asset_id);
      rebind (facts, i, "NEW");
      assert_stale (facts, policy, NOW, names[i], 0);
      /* Taken off the line. */
      ((PbBinding *) facts->bindings->pdata[i])->is_current = PB_BOOL (FALSE);
      assert_stale (facts, policy, NOW, names[i], 0);
      /* Put back, it is the same set-up again. */
      ((PbBinding *) facts->bindings->pdata[i])->is_current = PB_BOOL (TRUE);
      rebind (facts, i, old);
      assert_stale (facts, policy, NOW, NULL, AGE_END);
    }
}

static void
test_stale_rest_of_setup (void)
{
  g_autoptr (PbFacts) facts = fixture_facts ();
  g_autoptr (PbPolicy) policy = pb_policy_new (NULL);
  PbSlotExpectation *slot;

  fixture_fai (facts, PB_FAI_PASS);
  add_oven (facts, "run-1", NULL, "PROG-B", PB_MINUTE);
  assert_stale (facts, policy, NOW, "program", 0);
  /* The same program measured again. */
  add_oven (facts, "run-1", NULL, "PROG-A", 0);
  assert_stale (facts, policy, NOW, NULL, AGE_END);

  slot = facts->expectations->pdata[1];
  pb_set_string (&slot->loaded_material_code, "M-9");
  assert_stale (facts, policy, NOW, "slot:F02", 0);
  pb_set_string (&slot->loaded_material_code, NULL);
  assert_stale (facts, policy, NOW, "slot:F02", 0);
  g_ptr_array_set_size (facts->expectations, 1);
  assert_stale (facts, policy, NOW, "slot:F02", 0);
  pb_set_string (&facts->route->id, "route-2");
  assert_stale (facts, policy, NOW, "route slot:F02", 0);
}

/* A slot that was empty and one that is not there are the same set-up. */
static void
test_stale_empty_slot (void)
{
  g_autoptr (PbFacts) facts = fixture_facts ();
  g_autoptr (PbPolicy) policy = pb_policy_new (NULL);

  pb_set_string (&((PbSlotExpectation *) facts->expectations->pdata[1])->loaded_material_code, NULL);
  fixture_fai (facts, PB_FAI_PASS);
  g_ptr_array_set_size (facts->expectations, 1);
  assert_stale (facts, policy, NOW, NULL, AGE_END);
}

static void
test_stale_all (void)
{
  g_autoptr (PbFacts) facts = fixture_facts ();
  g_autoptr (PbPolicy) policy = pb_policy_new (NULL);
  PbInspection *fai = fixture_fai (facts, PB_FAI_PASS);

  rebind (facts, 3, "FX-2");
  rebind (facts, 0, "ST-2");
  facts->longest_stop = PB_INT (5 * 3600);
  fai->decided_at = NOW - 25 * PB_HOUR;
  fai->condition_class = g_strdup ("C");
  fai->condition_until = NOW - 1;
  assert_stale (facts, policy, NOW, "stencil fixture age lineStop condition", 0);
  /* A PASS that froze nothing proves nothing. */
  g_clear_pointer (&fai->fingerprint, g_strfreev);
  assert_stale (facts, policy, NOW,
                "route stencil paste squeegee fixture program slot:F01 slot:F02 age lineStop condition", 0);
}

/* --- signatures --- */

static void
assert_capacities (const PbFacts *facts, const PbPolicy *policy, const char *required, const char *missing)
{
  g_auto (GStrv) r = pb_fai_required_capacities (facts, policy);
  g_auto (GStrv) m = pb_fai_missing_capacities (facts, policy);

  assert_strv (r, required);
  assert_strv (m, missing);
}

static void
test_required_capacities (void)
{
  static const struct
  {
    const char *setting;
    const char *required;
  } cases[] = {
    { "[\"PRODUCTION\",\"ENGINEERING\",\"QUALITY\"]", "PRODUCTION ENGINEERING QUALITY" },
    { "[\"QUALITY\",\"PRODUCTION\"]", "QUALITY PRODUCTION" },
    { "[\"QUALITY\"]", "QUALITY" },
  };
  g_autoptr (PbFacts) facts = fixture_facts ();
  g_autoptr (PbPolicy) standard = pb_policy_new (NULL);

  assert_capacities (facts, standard, "PRODUCTION ENGINEERING QUALITY", "PRODUCTION ENGINEERING QUALITY");
  fixture_fai (facts, PB_FAI_PASS);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (PbPolicy) policy = fixture_policy ("fai.capacities", cases[i].setting, NULL);

      assert_capacities (facts, policy, cases[i].required, cases[i].required);
    }
}

/* A list that is none asks for everybody: one signature is the least. */
static void
test_required_none (void)
{
  g_autoptr (PbFacts) facts = fixture_facts ();
  g_autoptr (PbPolicy) empty = fixture_policy ("fai.capacities", "[]", NULL);
  g_autoptr (PbPolicy) unknown = fixture_policy ("fai.capacities", "[\"NOBODY\"]", NULL);
  g_autoptr (PbPolicy) twice = fixture_policy ("fai.capacities", "[\"QUALITY\",\"QUALITY\"]", NULL);

  assert_capacities (facts, empty, "PRODUCTION ENGINEERING QUALITY", "PRODUCTION ENGINEERING QUALITY");
  assert_capacities (facts, unknown, "PRODUCTION ENGINEERING QUALITY", "PRODUCTION ENGINEERING QUALITY");
  assert_capacities (facts, twice, "PRODUCTION ENGINEERING QUALITY", "PRODUCTION ENGINEERING QUALITY");
}

static void
test_missing_capacities (void)
{
  g_autoptr (PbFacts) facts = fixture_facts ();
  g_autoptr (PbPolicy) policy = pb_policy_new (NULL);
  const char *all = "PRODUCTION ENGINEERING QUALITY";
  PbSignature *quality;

  fixture_fai (facts, PB_FAI_PASS);
  quality = fixture_sign (facts, PB_CAPACITY_QUALITY, "q");
  assert_capacities (facts, policy, all, "PRODUCTION ENGINEERING");
  fixture_sign (facts, PB_CAPACITY_PRODUCTION, "p");
  assert_capacities (facts, policy, all, "ENGINEERING");
  fixture_sign (facts, PB_CAPACITY_ENGINEERING, "e");
  assert_capacities (facts, policy, all, "");

  /* One that does not hold any more does not count. */
  quality->voided_at = NOW;
  assert_capacities (facts, policy, all, "QUALITY");
  quality->voided_at = 0;
  quality->valid = PB_BOOL (FALSE);
  assert_capacities (facts, policy, all, "QUALITY");
  quality->valid = PB_BOOL (TRUE);
  assert_capacities (facts, policy, all, "");
  quality->meaning = PB_MEANING_REJECTED;
  assert_capacities (facts, policy, all, "QUALITY");
  quality->meaning = PB_MEANING_APPROVED;
  quality->round = PB_INT (2);
  assert_capacities (facts, policy, all, "QUALITY");
  quality->round = (PbInt){ 0 }; /* the first round */
  assert_capacities (facts, policy, all, "");
  g_clear_pointer (&quality->signed_by, g_free);
  assert_capacities (facts, policy, all, "QUALITY");
}

/* Whatever the rows say: one person is one capacity. */
static void
test_missing_same_person (void)
{
  g_autoptr (PbFacts) facts = fixture_facts ();
  g_autoptr (PbPolicy) policy = pb_policy_new (NULL);

  fixture_fai (facts, PB_FAI_PASS);
  fixture_sign (facts, PB_CAPACITY_PRODUCTION, "p");
  fixture_sign (facts, PB_CAPACITY_ENGINEERING, "p");
  fixture_sign (facts, PB_CAPACITY_QUALITY, "q");
  assert_capacities (facts, policy, "PRODUCTION ENGINEERING QUALITY", "ENGINEERING");
  fixture_sign (facts, PB_CAPACITY_ENGINEERING, "e");
  assert_capacities (facts, policy, "PRODUCTION ENGINEERING QUALITY", "");
}

static void
assert_may_sign (const PbFacts *facts,
                 const PbPolicy *policy,
                 const char *user_id,
                 const char *capacities,
                 PbCapacity capacity,
                 const char *code)
{
  g_autoptr (PbUser) user = fixture_user (user_id, capacities);

  g_assert_cmpstr (pb_fai_may_sign (facts, policy, user, capacity), ==, code);
}

static void
test_sign_in_any_order (void)
{
  static const int orders[6][3] = {
    { PB_CAPACITY_PRODUCTION, PB_CAPACITY_ENGINEERING, PB_CAPACITY_QUALITY },
    { PB_CAPACITY_PRODUCTION, PB_CAPACITY_QUALITY, PB_CAPACITY_ENGINEERING },
    { PB_CAPACITY_ENGINEERING, PB_CAPACITY_PRODUCTION, PB_CAPACITY_QUALITY },
    { PB_CAPACITY_ENGINEERING, PB_CAPACITY_QUALITY, PB_CAPACITY_PRODUCTION },
    { PB_CAPACITY_QUALITY, PB_CAPACITY_PRODUCTION, PB_CAPACITY_ENGINEERING },
    { PB_CAPACITY_QUALITY, PB_CAPACITY_ENGINEERING, PB_CAPACITY_PRODUCTION },
  };
  g_autoptr (PbPolicy) policy = pb_policy_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (orders); i++)
    {
      g_autoptr (PbFacts) facts = fixture_facts ();

      fixture_fai (facts, PB_FAI_PASS);
      for (guint k = 0; k < 3; k++)
        {
          const char *text = pb_enum_text (&pb_capacities, orders[i][k]);

          assert_may_sign (facts, policy, text, text, orders[i][k], NULL);
          fixture_sign (facts, orders[i][k], text);
        }
      assert_may_sign (facts, policy, "x", "QUALITY", PB_CAPACITY_QUALITY, "FAI_ALREADY_SIGNED");
    }
}

static void
test_sign_refusals (void)
{
  g_autoptr (PbFacts) facts = fixture_facts ();
  g_autoptr (PbPolicy) policy = pb_policy_new (NULL);

  assert_may_sign (facts, policy, "q", "QUALITY", PB_CAPACITY_QUALITY, "FAI_NOT_PASSED");
  for (int status = PB_FAI_PENDING; status <= PB_FAI_CANCELLED; status++)
    {
      fixture_fai (facts, status);
      assert_may_sign (facts, policy, "q", "QUALITY", PB_CAPACITY_QUALITY,
                       status == PB_FAI_PASS ? NULL : "FAI_NOT_PASSED");
    }
  fixture_fai (facts, PB_FAI_PASS);
  assert_may_sign (facts, policy, "q", "PRODUCTION,ENGINEERING", PB_CAPACITY_QUALITY, "CAPACITY_NOT_HELD");
  assert_may_sign (facts, policy, "q", "", PB_CAPACITY_QUALITY, "CAPACITY_NOT_HELD");
  fixture_sign (facts, PB_CAPACITY_QUALITY, "q");
  assert_may_sign (facts, policy, "r", "QUALITY", PB_CAPACITY_QUALITY, "CAPACITY_ALREADY_SIGNED");
  assert_may_sign (facts, policy, "r", "PRODUCTION", PB_CAPACITY_QUALITY, "CAPACITY_NOT_HELD");
  assert_may_sign (facts, policy, "q", "QUALITY,PRODUCTION", PB_CAPACITY_PRODUCTION, "SAME_PERSON");
  assert_may_sign (facts, policy, "q", "QUALITY,PRODUCTION", PB_CAPACITY_QUALITY, "CAPACITY_ALREADY_SIGNED");
  assert_may_sign (facts, policy, "r", "QUALITY,PRODUCTION", PB_CAPACITY_PRODUCTION, NULL);
}

/* A capacity that the plant does not ask for has nothing to sign. */
static void
test_sign_not_asked (void)
{
  g_autoptr (PbFacts) facts = fixture_facts ();
  g_autoptr (PbPolicy) policy = fixture_policy ("fai.capacities", "[\"QUALITY\"]", NULL);

  fixture_fai (facts, PB_FAI_PASS);
  assert_may_sign (facts, policy, "p", "PRODUCTION", PB_CAPACITY_PRODUCTION, "CAPACITY_ALREADY_SIGNED");
  assert_may_sign (facts, policy, "q", "QUALITY", PB_CAPACITY_QUALITY, NULL);
  fixture_sign (facts, PB_CAPACITY_QUALITY, "q");
  assert_may_sign (facts, policy, "p", "PRODUCTION", PB_CAPACITY_PRODUCTION, "FAI_ALREADY_SIGNED");
}

static void
test_sign_inspector (void)
{
  static const char *const people[] = { "inspector", "decider", "recorder" };
  g_autoptr (PbFacts) facts = fixture_facts ();
  g_autoptr (PbPolicy) policy = pb_policy_new (NULL);
  g_autoptr (PbPolicy) lax = fixture_policy ("fai.inspectorMaySignQuality", "true", NULL);
  PbInspection *fai = fixture_fai (facts, PB_FAI_PASS);

  measure (add_item (fai, "c1", PB_PER_RUN, TRUE), NULL, PB_RESULT_PASS);
  for (guint i = 0; i < G_N_ELEMENTS (people); i++)
    {
      assert_may_sign (facts, policy, people[i], "QUALITY", PB_CAPACITY_QUALITY, "INSPECTOR_MAY_NOT_SIGN");
      assert_may_sign (facts, lax, people[i], "QUALITY", PB_CAPACITY_QUALITY, NULL);
      /* Only quality has to be somebody else. */
      assert_may_sign (facts, policy, people[i], "ENGINEERING", PB_CAPACITY_ENGINEERING, NULL);
    }
  assert_may_sign (facts, policy, "q", "QUALITY", PB_CAPACITY_QUALITY, NULL);
  /* SAME_PERSON comes first. */
  fixture_sign (facts, PB_CAPACITY_PRODUCTION, "inspector");
  assert_may_sign (facts, policy, "inspector", "QUALITY", PB_CAPACITY_QUALITY, "SAME_PERSON");
}

static void
test_sign_in_order (void)
{
  g_autoptr (PbFacts) facts = fixture_facts ();
  g_autoptr (PbPolicy) policy =
    fixture_policy ("fai.signInOrder", "true", "fai.capacities", "[\"ENGINEERING\",\"QUALITY\",\"PRODUCTION\"]", NULL);

  fixture_fai (facts, PB_FAI_PASS);
  assert_may_sign (facts, policy, "p", "PRODUCTION", PB_CAPACITY_PRODUCTION, "OUT_OF_ORDER");
  assert_may_sign (facts, policy, "q", "QUALITY", PB_CAPACITY_QUALITY, "OUT_OF_ORDER");
  assert_may_sign (facts, policy, "inspector", "QUALITY", PB_CAPACITY_QUALITY, "INSPECTOR_MAY_NOT_SIGN");
  assert_may_sign (facts, policy, "e", "ENGINEERING", PB_CAPACITY_ENGINEERING, NULL);
  fixture_sign (facts, PB_CAPACITY_ENGINEERING, "e");
  assert_may_sign (facts, policy, "p", "PRODUCTION", PB_CAPACITY_PRODUCTION, "OUT_OF_ORDER");
  assert_may_sign (facts, policy, "q", "QUALITY", PB_CAPACITY_QUALITY, NULL);
  fixture_sign (facts, PB_CAPACITY_QUALITY, "q");
  assert_may_sign (facts, policy, "p", "PRODUCTION", PB_CAPACITY_PRODUCTION, NULL);
}

/* A rejection opens the next round: what was signed before is void, and the same people sign again. */
static void
test_sign_next_round (void)
{
  g_autoptr (PbFacts) facts = fixture_facts ();
  g_autoptr (PbPolicy) policy = pb_policy_new (NULL);
  PbInspection *fai = fixture_fai (facts, PB_FAI_PASS);

  fixture_sign (facts, PB_CAPACITY_PRODUCTION, "p");
  fixture_sign (facts, PB_CAPACITY_QUALITY, "q");
  fai->round = PB_INT (2);
  for (guint i = 0; i < fai->signatures->len; i++)
    ((PbSignature *) fai->signatures->pdata[i])->voided_at = NOW;
  assert_capacities (facts, policy, "PRODUCTION ENGINEERING QUALITY", "PRODUCTION ENGINEERING QUALITY");
  assert_may_sign (facts, policy, "q", "QUALITY,PRODUCTION", PB_CAPACITY_PRODUCTION, NULL);
  assert_may_sign (facts, policy, "q", "QUALITY", PB_CAPACITY_QUALITY, NULL);
  fixture_sign_all (facts);
  assert_capacities (facts, policy, "PRODUCTION ENGINEERING QUALITY", "");
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
  g_test_add_func ("/fai/fingerprint/full", test_fingerprint);
  g_test_add_func ("/fai/fingerprint/empty", test_fingerprint_empty);
  g_test_add_func ("/fai/fingerprint/order", test_fingerprint_order);
  g_test_add_func ("/fai/fingerprint/program", test_fingerprint_program);
  g_test_add_func ("/fai/stale/only-pass", test_stale_only_pass);
  g_test_add_func ("/fai/stale/age", test_stale_age);
  g_test_add_func ("/fai/stale/line-stop", test_stale_line_stop);
  g_test_add_func ("/fai/stale/condition", test_stale_condition);
  g_test_add_func ("/fai/stale/setup", test_stale_setup);
  g_test_add_func ("/fai/stale/rest-of-setup", test_stale_rest_of_setup);
  g_test_add_func ("/fai/stale/empty-slot", test_stale_empty_slot);
  g_test_add_func ("/fai/stale/all", test_stale_all);
  g_test_add_func ("/fai/capacities/required", test_required_capacities);
  g_test_add_func ("/fai/capacities/none", test_required_none);
  g_test_add_func ("/fai/capacities/missing", test_missing_capacities);
  g_test_add_func ("/fai/capacities/same-person", test_missing_same_person);
  g_test_add_func ("/fai/sign/any-order", test_sign_in_any_order);
  g_test_add_func ("/fai/sign/refusals", test_sign_refusals);
  g_test_add_func ("/fai/sign/not-asked", test_sign_not_asked);
  g_test_add_func ("/fai/sign/inspector", test_sign_inspector);
  g_test_add_func ("/fai/sign/in-order", test_sign_in_order);
  g_test_add_func ("/fai/sign/next-round", test_sign_next_round);
  return g_test_run ();
}
