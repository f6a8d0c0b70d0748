/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/pb-fai-rules.h"

#include "run-fixture.h"

#define NOW FIXTURE_NOW

static void
assert_fingerprint (const PbFacts *facts, const char *expected)
{
  g_auto (GStrv) fingerprint = pb_fai_fingerprint (facts);

  fixture_assert_strv (fingerprint, expected);
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

  fixture_assert_strv (found, causes);
  fixture_assert_strv (again, causes);
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

/* A stop that is not over counts from the moment at which it has lasted too long. */
static void
test_stale_line_stands_still (void)
{
  g_autoptr (PbFacts) facts = fixture_facts ();
  g_autoptr (PbPolicy) policy = pb_policy_new (NULL);

  fixture_fai (facts, PB_FAI_PASS);
  facts->stopped_at = NOW - 4 * PB_HOUR;
  assert_stale (facts, policy, NOW, NULL, NOW + 1);
  facts->stopped_at = NOW - 4 * PB_HOUR - 1;
  assert_stale (facts, policy, NOW, "lineStop", 0);
  facts->stopped_at = NOW - 4 * PB_HOUR - 2;
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

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/fai/fingerprint/full", test_fingerprint);
  g_test_add_func ("/fai/fingerprint/empty", test_fingerprint_empty);
  g_test_add_func ("/fai/fingerprint/order", test_fingerprint_order);
  g_test_add_func ("/fai/fingerprint/program", test_fingerprint_program);
  g_test_add_func ("/fai/stale/only-pass", test_stale_only_pass);
  g_test_add_func ("/fai/stale/age", test_stale_age);
  g_test_add_func ("/fai/stale/line-stop", test_stale_line_stop);
  g_test_add_func ("/fai/stale/line-stands-still", test_stale_line_stands_still);
  g_test_add_func ("/fai/stale/condition", test_stale_condition);
  g_test_add_func ("/fai/stale/setup", test_stale_setup);
  g_test_add_func ("/fai/stale/rest-of-setup", test_stale_rest_of_setup);
  g_test_add_func ("/fai/stale/empty-slot", test_stale_empty_slot);
  g_test_add_func ("/fai/stale/all", test_stale_all);
  return g_test_run ();
}
