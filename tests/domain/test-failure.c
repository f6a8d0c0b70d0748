/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-test"

#include <string.h>

#include "domain/pb-evaluate.h"

/* 2026-03-02 08:00:00 UTC */
#define NOW (G_GINT64_CONSTANT (1772438400) * PB_SECOND)

static PbFailure *
make_failure (PbReason reason, const char *object, const char *part)
{
  PbFailure *failure = pb_object_new (&pb_failure_type);

  failure->reason_code = (int) reason;
  failure->params = pb_object_new (&pb_params_type);
  failure->params->object = g_strdup (object);
  failure->params->part = g_strdup (part);
  return failure;
}

static void
assert_text (PbItemType type, const PbFailure *failure, const char *expected)
{
  g_autofree char *text = pb_failure_describe (type, failure, NULL);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_numbers_in_texts (void)
{
  static const struct
  {
    double value;
    const char *text;
  } numbers[] = {
    { 60001, "60001" }, { 29.9, "29.9" }, { 29.95, "29.95" },     { 30.0, "30" },
    { 0, "0" },         { -0.0001, "0" }, { 1000000, "1000000" }, { 0.125, "0.125" },
  };
  static const struct
  {
    double hours;
    const char *text;
  } hours[] = {
    { 4, "4 h" },       { 24, "24 h" }, { 3.5, "3 h 30 min" }, { 14399.0 / 3600, "3 h 59 min" },
    { 0.25, "15 min" }, { 0, "0 h" },   { 8760, "8760 h" },    { 48.01, "48 h 36 s" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      g_autoptr (PbFailure) failure = make_failure (PB_REASON_BELOW_MINIMUM, "ST-1", "tension");
      g_autofree char *expected =
        g_strdup_printf ("The tension of stencil ST-1 is %s N/cm; it must be at least 30 N/cm.", numbers[i].text);

      failure->params->actual = PB_DOUBLE (numbers[i].value);
      failure->params->required = PB_DOUBLE (30);
      failure->params->unit = g_strdup ("N/cm");
      assert_text (PB_ITEM_STENCIL, failure, expected);
    }
  for (guint i = 0; i < G_N_ELEMENTS (hours); i++)
    {
      g_autoptr (PbFailure) failure = make_failure (PB_REASON_BELOW_MINIMUM, "P-1", "hours");
      g_autofree char *expected = g_strdup_printf ("P-1 was baked for %s; it must be at least 4 h.", hours[i].text);

      failure->params->actual = PB_DOUBLE (hours[i].hours);
      failure->params->required = PB_DOUBLE (4);
      failure->params->unit = g_strdup ("h");
      assert_text (PB_ITEM_PREP_BAKE, failure, expected);
    }
}

static void
test_texts (void)
{
  g_autoptr (PbFailure) unbound = make_failure (PB_REASON_NOT_BOUND, "SMT-1", NULL);
  g_autoptr (PbFailure) mismatch = make_failure (PB_REASON_MISMATCH, NULL, NULL);
  g_autoptr (PbFailure) life = make_failure (PB_REASON_LIMIT_EXCEEDED, "SQ-1", "life");
  g_autoptr (PbFailure) old = make_failure (PB_REASON_TOO_OLD, "ST-1", NULL);
  g_autoptr (PbFailure) bare = pb_object_new (&pb_failure_type);

  assert_text (PB_ITEM_STENCIL, unbound, "Stencil: none is bound to line SMT-1.");
  mismatch->params->slot = g_strdup ("F1");
  mismatch->params->expected = g_strdup ("R-10K");
  mismatch->params->loaded = g_strdup ("R-22K");
  assert_text (PB_ITEM_LOADING, mismatch, "Slot F1 holds R-22K instead of R-10K.");
  life->params->actual = PB_DOUBLE (100001);
  life->params->limit = PB_DOUBLE (100000);
  life->params->unit = g_strdup ("prints");
  assert_text (PB_ITEM_PREP_SCRAPER, life, "Squeegee SQ-1 is past its life: 100001 of 100000 prints.");
  old->params->since = NOW - PB_DAY;
  old->params->deadline = NOW;
  old->params->limit = PB_DOUBLE (24);
  old->params->unit = g_strdup ("h");
  assert_text (PB_ITEM_PREP_STENCIL_CLEAN, old,
               "Stencil ST-1 was cleaned at 2026-03-01 08:00 UTC; a cleaning is good for 24 h, this one until "
               "2026-03-02 08:00 UTC.");
  assert_text (PB_ITEM_ROUTE, bare, "");
}

static const char *
shout (const char *text)
{
  if (strcmp (text, "{thing} {object} is {state}.") == 0)
    return "{state}: {object}, {thing}!";
  return strcmp (text, "retired") == 0 ? "RUHESTAND" : text;
}

static char *
tell_time (gint64 time)
{
  return g_strdup (time == NOW ? "noon" : "some time");
}

/* A translation may put the placeholders in another order; words and times are the reader's as well. */
static void
test_style (void)
{
  const PbTextStyle style = { shout, tell_time };
  g_autoptr (PbFailure) state = make_failure (PB_REASON_WRONG_STATE, "SQ-1", NULL);
  g_autoptr (PbFailure) early = make_failure (PB_REASON_TOO_EARLY, "LOT-1", "thaw");
  g_autofree char *state_text = NULL;
  g_autofree char *advice = NULL;

  state->params->state = g_strdup ("RETIRED");
  state_text = pb_failure_describe (PB_ITEM_PREP_SCRAPER, state, &style);
  g_assert_cmpstr (state_text, ==, "RUHESTAND: SQ-1, Squeegee!");
  early->params->since = NOW - PB_HOUR;
  early->params->ready_at = NOW;
  early->params->required = PB_DOUBLE (4);
  early->params->unit = g_strdup ("h");
  advice = pb_failure_advise (PB_ITEM_PREP_PASTE, early, &style);
  g_assert_cmpstr (advice, ==, "Wait until noon, or bind a lot that is ready.");
}

static void
test_cleared_by (void)
{
  g_autoptr (PbFailure) record = make_failure (PB_REASON_NO_RECORD, "ST-1", NULL);
  g_autoptr (PbFailure) slot = make_failure (PB_REASON_NO_RECORD, NULL, NULL);
  g_auto (GStrv) soft = pb_failure_cleared_by (PB_ITEM_PREP_STENCIL_CLEAN, PB_GATE_SOFT, record);
  g_auto (GStrv) block = NULL;

  slot->params->slot = g_strdup ("F1");
  block = pb_failure_cleared_by (PB_ITEM_LOADING, PB_GATE_BLOCK, slot);
  g_assert_cmpuint (g_strv_length (soft), ==, 2);
  g_assert_cmpstr (soft[0], ==, "prep:record");
  g_assert_cmpstr (soft[1], ==, "prep:waive");
  g_assert_cmpuint (g_strv_length (block), ==, 1);
  g_assert_cmpstr (block[0], ==, "loading:verify");
}

/* What names is part of a signature; what measures is not. */
static void
test_signature (void)
{
  g_autoptr (PbFailure) a = make_failure (PB_REASON_BELOW_MINIMUM, "ST-1", "tension");
  g_autoptr (PbFailure) b = make_failure (PB_REASON_BELOW_MINIMUM, "ST-1", "tension");
  g_autoptr (PbFailure) odd = make_failure (PB_REASON_BELOW_MINIMUM, "ST-1|part=tension", NULL);
  g_autofree char *first = NULL;
  g_autofree char *moved = NULL;
  g_autofree char *other = NULL;
  g_autofree char *escaped = pb_failure_signature (odd);

  a->params->point = PB_INT (1);
  a->params->actual = PB_DOUBLE (29);
  b->params->point = PB_INT (1);
  b->params->actual = PB_DOUBLE (28);
  b->params->since = NOW;
  first = pb_failure_signature (a);
  moved = pb_failure_signature (b);
  b->params->point = PB_INT (2);
  other = pb_failure_signature (b);
  g_assert_cmpstr (first, ==, "BELOW_MINIMUM|object=ST-1|part=tension|point=1");
  g_assert_cmpstr (moved, ==, first);
  g_assert_cmpstr (other, !=, first);
  g_assert_cmpstr (escaped, ==, "BELOW_MINIMUM|object=ST-1\\|part=tension");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/domain/failure/numbers", test_numbers_in_texts);
  g_test_add_func ("/domain/failure/texts", test_texts);
  g_test_add_func ("/domain/failure/style", test_style);
  g_test_add_func ("/domain/failure/cleared-by", test_cleared_by);
  g_test_add_func ("/domain/failure/signature", test_signature);
  return g_test_run ();
}
