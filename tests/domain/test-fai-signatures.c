/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/pb-fai-rules.h"

#include "run-fixture.h"

#define NOW FIXTURE_NOW

static void
assert_capacities (const PbFacts *facts, const PbPolicy *policy, const char *required, const char *missing)
{
  g_auto (GStrv) r = pb_fai_required_capacities (facts, policy);
  g_auto (GStrv) m = pb_fai_missing_capacities (facts, policy);

  fixture_assert_strv (r, required);
  fixture_assert_strv (m, missing);
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

  fixture_measure (fixture_add_characteristic (fai, "c1", PB_PER_RUN, TRUE), NULL, PB_RESULT_PASS);
  for (guint i = 0; i < G_N_ELEMENTS (people); i++)
    {
      assert_may_sign (facts, policy, people[i], "QUALITY", PB_CAPACITY_QUALITY, "INSPECTOR_MAY_NOT_SIGN");
      assert_may_sign (facts, lax, people[i], "QUALITY", PB_CAPACITY_QUALITY, NULL);
      /* Only quality has to be somebody else. */
      assert_may_sign (facts, policy, people[i], "ENGINEERING", PB_CAPACITY_ENGINEERING, NULL);
    }
  assert_may_sign (facts, policy, "q", "QUALITY", PB_CAPACITY_QUALITY, NULL);
  /* Whoever once recorded something that somebody else has overwritten since. */
  pb_fai_note_inspector (fai, "earlier");
  pb_fai_note_inspector (fai, "first");
  pb_fai_note_inspector (fai, "earlier");
  g_assert_cmpuint (g_strv_length (fai->inspectors), ==, 2);
  assert_may_sign (facts, policy, "earlier", "QUALITY", PB_CAPACITY_QUALITY, "INSPECTOR_MAY_NOT_SIGN");
  assert_may_sign (facts, policy, "first", "QUALITY", PB_CAPACITY_QUALITY, "INSPECTOR_MAY_NOT_SIGN");
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
