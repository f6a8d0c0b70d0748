/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/pb-gate.h"

#include <string.h>

#include "domain/pb-fai-rules.h"
#include "run-fixture.h"

#define NOW FIXTURE_NOW

/* Codes of the blockers in order, with what tells them apart: "READINESS_ITEM_FAILED:B-1 FAI_NOT_SIGNED:QUALITY". */
static char *
list_blockers (const PbGate *gate)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < gate->blockers->len; i++)
    {
      const PbBlocker *blocker = gate->blockers->pdata[i];

      g_string_append_printf (text, "%s%s", i > 0 ? " " : "", pb_enum_text (&pb_blocker_codes, blocker->code));
      if (blocker->item_key != NULL)
        g_string_append_printf (text, ":%s", blocker->item_key);
      else if (blocker->code == PB_BLOCKER_FAI_NOT_SIGNED)
        g_string_append_printf (text, ":%s", blocker->params->capacity);
      else if (blocker->code == PB_BLOCKER_FAI_STALE)
        g_string_append_printf (text, ":%s", blocker->params->part);
    }
  return g_string_free (text, FALSE);
}

/* What holds of every gate. */
static void
assert_sound (const PbGate *gate)
{
  g_assert_true (gate->can_authorize.set);
  g_assert_cmpint (gate->can_authorize.v, ==, gate->blockers->len == 0);
  g_assert_cmpint (pb_gate_refusal_code (gate) == NULL, ==, gate->blockers->len == 0);
  g_assert_true (gate->next_deadline == 0 || gate->next_deadline > gate->evaluated_at);
  for (guint i = 0; i < gate->blockers->len; i++)
    {
      const PbBlocker *blocker = gate->blockers->pdata[i];

      g_assert_cmpint (blocker->code, !=, PB_BLOCKER_NONE);
      g_assert_nonnull (blocker->message);
      g_assert_cmpint (strlen (blocker->message), >, 0);
      g_assert_null (strchr (blocker->message, '{'));
      g_assert_nonnull (blocker->cleared_by);
      if (i > 0)
        g_assert_cmpint (blocker->code, >=, ((const PbBlocker *) gate->blockers->pdata[i - 1])->code);
    }
}

static PbGate *
evaluate (const PbFacts *facts, GPtrArray *items, const PbPolicy *policy)
{
  PbGate *gate = pb_gate_evaluate (facts, items, policy, NOW);

  assert_sound (gate);
  return gate;
}

static void
assert_blockers (const PbFacts *facts, GPtrArray *items, const PbPolicy *policy, const char *expected)
{
  g_autoptr (PbGate) gate = evaluate (facts, items, policy);
  g_autofree char *blockers = list_blockers (gate);

  g_assert_cmpstr (blockers, ==, expected);
}

/* Facts of a run that may be authorised. */
static PbFacts *
ready_facts (void)
{
  PbFacts *facts = fixture_facts ();

  fixture_fai (facts, PB_FAI_PASS);
  fixture_sign_all (facts);
  return facts;
}

/* --- the gate --- */

static void
test_open (void)
{
  g_autoptr (PbFacts) facts = ready_facts ();
  g_autoptr (GPtrArray) items = fixture_items ();
  g_autoptr (PbPolicy) policy = fixture_policy (NULL, NULL);
  g_autoptr (PbGate) gate = evaluate (facts, items, policy);

  g_assert_true (gate->can_authorize.v);
  g_assert_cmpuint (gate->blockers->len, ==, 0);
  g_assert_cmpint (gate->evaluated_at, ==, NOW);
  g_assert_cmpint (gate->policy_version.v, ==, 7);
}

enum
{
  ITEMS_NONE,
  ITEMS_PASSED,
  ITEMS_WAIVED,
  ITEMS_FAILED,
  N_ITEMS
};

enum
{
  FAI_ABSENT = PB_FAI_NONE,
  FAI_PASS_STALE = PB_FAI_CANCELLED, /* a CANCELLED one is never among the facts */
};

static GPtrArray *
items_of (int kind)
{
  GPtrArray *items = kind == ITEMS_NONE ? pb_object_array_new () : fixture_items ();

  if (kind == ITEMS_FAILED || kind == ITEMS_WAIVED)
    {
      PbItem *item = fixture_add_failed (items, PB_ITEM_PREP_BAKE, "B-1", PB_REASON_NO_RECORD);

      if (kind == ITEMS_WAIVED)
        item->status = PB_STATUS_WAIVED;
    }
  return items;
}

/* What the design says of a combination, written down independently of the gate. */
static char *
expected_blockers (PbRunStatus run, int items, gboolean required, int fai, guint signatures)
{
  static const char *const capacities[] = { "PRODUCTION", "ENGINEERING", "QUALITY" };
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) list = NULL;

  if (run != PB_RUN_PREP)
    g_strv_builder_add (builder, "RUN_NOT_READY");
  if (run == PB_RUN_PREP || run == PB_RUN_AUTHORIZED)
    {
      if (items == ITEMS_NONE)
        g_strv_builder_add (builder, "NOTHING_ENABLED");
      if (items == ITEMS_FAILED)
        g_strv_builder_add (builder, "READINESS_ITEM_FAILED:B-1");
      if (required && fai == FAI_PASS_STALE)
        g_strv_builder_add (builder, "FAI_STALE:stencil");
      else if (required && fai != PB_FAI_PASS)
        g_strv_builder_add (builder, "FAI_NOT_PASSED");
      else if (required)
        for (guint i = 0; i < G_N_ELEMENTS (capacities); i++)
          if (!(signatures & (1u << i)))
            {
              g_autofree char *text = g_strconcat ("FAI_NOT_SIGNED:", capacities[i], NULL);

              g_strv_builder_add (builder, text);
            }
    }
  list = g_strv_builder_end (builder);
  return g_strjoinv (" ", list);
}

static PbBoardState
expected_state (PbRunStatus run, int items, gboolean required, int fai, guint signatures)
{
  if (run == PB_RUN_AUTHORIZED)
    return PB_BOARD_AUTHORIZED;
  if (run != PB_RUN_PREP)
    return PB_BOARD_NONE;
  if (items == ITEMS_NONE || items == ITEMS_FAILED)
    return PB_BOARD_BLOCKED;
  if (!required)
    return PB_BOARD_READY;
  if (fai == PB_FAI_PENDING || fai == PB_FAI_INSPECTING)
    return PB_BOARD_FAI_RUNNING;
  if (fai != PB_FAI_PASS)
    return PB_BOARD_READY_FOR_FAI;
  return signatures == 7 ? PB_BOARD_READY : PB_BOARD_WAITING_SIGNATURE;
}

static PbFacts *
facts_of (PbRunStatus run, gboolean required, int fai, guint signatures)
{
  PbFacts *facts = fixture_facts ();

  facts->run->status = run;
  if (!required)
    fixture_ask_no_fai (facts);
  if (fai == FAI_ABSENT)
    return facts;
  fixture_fai (facts, fai == FAI_PASS_STALE ? PB_FAI_PASS : (PbFaiStatus) fai);
  for (guint i = 0; i < 3; i++)
    if (signatures & (1u << i))
      {
        g_autofree char *user_id = g_strdup_printf ("signer-%u", i);

        fixture_sign (facts, PB_CAPACITY_PRODUCTION + (int) i, user_id);
      }
  if (fai == FAI_PASS_STALE)
    pb_set_string (&((PbBinding *) facts->bindings->pdata[0])->asset_id, "ST-2");
  return facts;
}

static guint
count_bits (guint set)
{
  return (set & 1) + ((set >> 1) & 1) + ((set >> 2) & 1);
}

/* Every state of run, items and FAI with every set of signatures. */
static void
test_combinations (gconstpointer data)
{
  PbRunStatus run = GPOINTER_TO_INT (data);
  gboolean on_board = run == PB_RUN_PREP || run == PB_RUN_AUTHORIZED;
  g_autoptr (PbPolicy) policy = pb_policy_new (NULL);
  guint n = 0;

  for (int kind = ITEMS_NONE; kind < N_ITEMS; kind++)
    for (int required = 0; required <= 1; required++)
      for (int fai = FAI_ABSENT; fai <= FAI_PASS_STALE; fai++)
        for (guint signatures = 0; signatures < 8; signatures++)
          {
            g_autoptr (PbFacts) facts = facts_of (run, required, fai, signatures);
            g_autoptr (GPtrArray) items = items_of (kind);
            g_autoptr (PbGate) gate = evaluate (facts, items, policy);
            g_autoptr (PbBoardRow) row = pb_board_row_new (facts, items, gate, policy);
            g_autofree char *blockers = list_blockers (gate);
            g_autofree char *expected = expected_blockers (run, kind, required, fai, signatures);

            g_assert_cmpstr (blockers, ==, expected);
            g_assert_cmpint (row->state, ==, expected_state (run, kind, required, fai, signatures));
            g_assert_cmpint (row->blockers.v, ==, (gint64) gate->blockers->len - (run == PB_RUN_AUTHORIZED ? 1 : 0));
            g_assert_cmpint (row->waived.v, ==, kind == ITEMS_WAIVED);
            g_assert_cmpint (row->signatures_required.v, ==, required ? 3 : 0);
            /* Whether an FAI is stale is asked while the run is on the board. */
            if (on_board || fai != FAI_PASS_STALE)
              g_assert_cmpint (row->signatures_done.v, ==,
                               required && fai == PB_FAI_PASS ? count_bits (signatures) : 0);
            /* Somebody is needed next, as long as the run is on the board. */
            g_assert_cmpint (g_strv_length (row->needs) > 0, ==, on_board);
            n++;
          }
  g_assert_cmpuint (n, ==, N_ITEMS * 2 * 6 * 8);
}

/* Whatever the items are: the gate opens when none of them stands against it, and names each that does. */
static void
test_random_items (void)
{
  g_autoptr (PbPolicy) policy = pb_policy_new (NULL);
  guint opened = 0;

  for (guint round = 0; round < 2000; round++)
    {
      g_autoptr (PbFacts) facts = ready_facts ();
      g_autoptr (GPtrArray) items = pb_object_array_new ();
      g_autoptr (PbGate) gate = NULL;
      int n = g_test_rand_int_range (1, 8);
      guint failed = 0;

      for (int i = 0; i < n; i++)
        {
          g_autofree char *key = g_strdup_printf ("k%d", i);
          PbItem *item = fixture_item (g_test_rand_int_range (PB_ITEM_ROUTE, PB_ITEM_TIME_RULE + 1), key);

          item->gate = g_test_rand_int_range (PB_GATE_BLOCK, PB_GATE_RECORD + 1);
          if (g_test_rand_int_range (0, 3) == 0)
            for (int k = g_test_rand_int_range (1, 4); k > 0; k--)
              fixture_fail (item, g_test_rand_int_range (PB_REASON_NOT_BOUND, PB_REASON_EXPIRED + 1), key);
          if (item->status == PB_STATUS_FAILED && item->gate == PB_GATE_SOFT && g_test_rand_bit ())
            item->status = PB_STATUS_WAIVED;
          failed += item->status == PB_STATUS_FAILED && item->gate != PB_GATE_RECORD;
          item->next_deadline = g_test_rand_bit () ? 0 : NOW + g_test_rand_int_range (1, 1000000);
          g_ptr_array_add (items, item);
        }
      gate = evaluate (facts, items, policy);
      g_assert_cmpuint (gate->blockers->len, ==, failed);
      for (guint i = 0, b = 0; i < items->len; i++)
        {
          const PbItem *item = items->pdata[i];
          const PbBlocker *blocker;

          if (item->status != PB_STATUS_FAILED || item->gate == PB_GATE_RECORD)
            continue;
          blocker = gate->blockers->pdata[b++];
          g_assert_cmpstr (blocker->item_id, ==, item->id);
          g_assert_cmpint (blocker->item_type, ==, item->item_type);
          g_assert_cmpint (blocker->reason_code, ==, item->reason_code);
        }
      opened += failed == 0;
    }
  g_assert_cmpuint (opened, >, 0);
  g_assert_cmpuint (opened, <, 2000);
}

/* An item that fails is told with all that helps to clear it. */
static void
test_item_blocker (void)
{
  g_autoptr (PbFacts) facts = ready_facts ();
  g_autoptr (GPtrArray) items = fixture_items ();
  g_autoptr (PbPolicy) policy = pb_policy_new (NULL);
  PbItem *item = fixture_add_failed (items, PB_ITEM_PREP_STENCIL_CLEAN, "ST-1", PB_REASON_NO_RECORD);
  g_autoptr (PbGate) gate = NULL;
  const PbBlocker *blocker;

  fixture_fail (item, PB_REASON_WRONG_STATE, "ST-1");
  gate = evaluate (facts, items, policy);
  blocker = gate->blockers->pdata[0];
  g_assert_cmpuint (gate->blockers->len, ==, 1);
  g_assert_cmpstr (blocker->item_id, ==, "PREP_STENCIL_CLEAN-ST-1");
  g_assert_cmpint (blocker->item_type, ==, PB_ITEM_PREP_STENCIL_CLEAN);
  g_assert_cmpint (blocker->reason_code, ==, PB_REASON_NO_RECORD);
  g_assert_cmpstr (blocker->params->object, ==, "ST-1");
  g_assert_true (g_strv_contains ((const char *const *) blocker->cleared_by, "prep:record"));
  g_assert_true (g_strv_contains ((const char *const *) blocker->cleared_by, "prep:waive"));
  for (char **p = blocker->cleared_by; *p != NULL; p++)
    for (char **q = p + 1; *q != NULL; q++)
      g_assert_cmpstr (*p, !=, *q);
  g_assert_true (g_str_has_suffix (blocker->message, " ST-1: Stencil ST-1 has no cleaning record."));
}

static void
test_block_item (void)
{
  g_autoptr (PbFacts) facts = ready_facts ();
  g_autoptr (GPtrArray) items = fixture_items ();
  g_autoptr (PbPolicy) policy = pb_policy_new (NULL);
  PbItem *item = fixture_add_failed (items, PB_ITEM_LOADING, "F01", PB_REASON_NO_RECORD);
  g_autoptr (PbGate) gate = NULL;
  const PbBlocker *blocker;

  item->gate = PB_GATE_BLOCK;
  ((PbFailure *) item->failures->pdata[0])->params->slot = g_strdup ("F01");
  gate = evaluate (facts, items, policy);
  blocker = gate->blockers->pdata[0];
  g_assert_true (g_strv_contains ((const char *const *) blocker->cleared_by, "loading:verify"));
  g_assert_false (g_strv_contains ((const char *const *) blocker->cleared_by, "prep:waive"));
}

static void
test_nothing_enabled (void)
{
  g_autoptr (PbFacts) facts = ready_facts ();
  g_autoptr (GPtrArray) none = pb_object_array_new ();
  g_autoptr (GPtrArray) records = pb_object_array_new ();
  g_autoptr (PbPolicy) policy = pb_policy_new (NULL);
  g_autoptr (PbPolicy) needs_none = fixture_policy ("line.needsNoPreparation", "true", NULL);
  PbItem *item = fixture_add_failed (records, PB_ITEM_PREP_BAKE, "B-1", PB_REASON_NO_RECORD);

  assert_blockers (facts, none, policy, "NOTHING_ENABLED");
  assert_blockers (facts, none, needs_none, "");
  /* Items that only have to be recorded are items. */
  item->gate = PB_GATE_RECORD;
  assert_blockers (facts, records, policy, "");
  /* That it needs none does not make an item pass. */
  item->gate = PB_GATE_SOFT;
  assert_blockers (facts, records, needs_none, "READINESS_ITEM_FAILED:B-1");
}

static void
test_capacities_by_policy (void)
{
  g_autoptr (PbFacts) facts = fixture_facts ();
  g_autoptr (GPtrArray) items = fixture_items ();
  g_autoptr (PbPolicy) policy = fixture_policy ("fai.capacities", "[\"QUALITY\",\"PRODUCTION\"]", NULL);
  g_autoptr (PbGate) gate = NULL;
  const PbBlocker *blocker;

  fixture_fai (facts, PB_FAI_PASS);
  assert_blockers (facts, items, policy, "FAI_NOT_SIGNED:QUALITY FAI_NOT_SIGNED:PRODUCTION");
  fixture_sign (facts, PB_CAPACITY_QUALITY, "q");
  assert_blockers (facts, items, policy, "FAI_NOT_SIGNED:PRODUCTION");
  gate = evaluate (facts, items, policy);
  blocker = gate->blockers->pdata[0];
  g_assert_cmpstr (blocker->cleared_by[0], ==, "capacity:PRODUCTION");
  g_assert_null (blocker->cleared_by[1]);
  g_assert_cmpstr (blocker->params->object, ==, "fai-1");
  fixture_sign (facts, PB_CAPACITY_PRODUCTION, "p");
  assert_blockers (facts, items, policy, "");
}

/* The rejected round's signatures open no gate. */
static void
test_rejected_round (void)
{
  g_autoptr (PbFacts) facts = ready_facts ();
  g_autoptr (GPtrArray) items = fixture_items ();
  g_autoptr (PbPolicy) policy = pb_policy_new (NULL);

  assert_blockers (facts, items, policy, "");
  facts->fai->round = PB_INT (2);
  assert_blockers (facts, items, policy, "FAI_NOT_SIGNED:PRODUCTION FAI_NOT_SIGNED:ENGINEERING FAI_NOT_SIGNED:QUALITY");
}

static void
test_stale (void)
{
  g_autoptr (PbFacts) facts = ready_facts ();
  g_autoptr (GPtrArray) items = fixture_items ();
  g_autoptr (PbPolicy) policy = pb_policy_new (NULL);
  g_autoptr (PbGate) gate = NULL;
  const PbBlocker *blocker;

  facts->longest_stop = PB_INT (5 * 3600);
  pb_set_string (&((PbSlotExpectation *) facts->expectations->pdata[0])->loaded_material_code, "M-3");
  gate = evaluate (facts, items, policy);
  blocker = gate->blockers->pdata[0];
  g_assert_cmpint (blocker->code, ==, PB_BLOCKER_FAI_STALE);
  g_assert_cmpstr (blocker->params->part, ==, "slot:F01,lineStop");
  g_assert_cmpstr (blocker->params->object, ==, "fai-1");
  g_assert_cmpstr (blocker->cleared_by[0], ==, "quality:fai");
  g_assert_cmpstr (blocker->message, ==,
                   "The first article no longer holds (another material in slot F01, the line stood still for too "
                   "long): make a new one.");
}

/* --- deadlines --- */

static void
test_deadline (void)
{
  static const struct
  {
    gint64 item; /* after now, 0: none */
    gint64 second;
    gboolean fai;
    gint64 expected;
  } cases[] = {
    { 0, 0, FALSE, 0 },
    { PB_HOUR, 0, FALSE, PB_HOUR },
    { 2 * PB_HOUR, PB_HOUR, FALSE, PB_HOUR },
    { 0, 0, TRUE, 23 * PB_HOUR }, /* decided an hour ago */
    { 22 * PB_HOUR, 0, TRUE, 22 * PB_HOUR },
    { 24 * PB_HOUR, 0, TRUE, 23 * PB_HOUR },
  };
  g_autoptr (PbPolicy) policy = pb_policy_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (PbFacts) facts = ready_facts ();
      g_autoptr (GPtrArray) items = fixture_items ();
      g_autoptr (PbGate) gate = NULL;
      g_autoptr (PbBoardRow) row = NULL;

      if (!cases[i].fai)
        fixture_ask_no_fai (facts);
      ((PbItem *) items->pdata[0])->next_deadline = cases[i].item != 0 ? NOW + cases[i].item : 0;
      ((PbItem *) items->pdata[2])->next_deadline = cases[i].second != 0 ? NOW + cases[i].second : 0;
      gate = evaluate (facts, items, policy);
      row = pb_board_row_new (facts, items, gate, policy);
      g_assert_cmpint (gate->next_deadline, ==, cases[i].expected != 0 ? NOW + cases[i].expected : 0);
      g_assert_cmpint (row->next_deadline, ==, gate->next_deadline);
    }
}

/* The gate's answer does hold until the deadline that it names, and not at it. */
static void
test_deadline_is_true (void)
{
  g_autoptr (PbFacts) facts = ready_facts ();
  g_autoptr (GPtrArray) items = fixture_items ();
  g_autoptr (PbPolicy) policy = pb_policy_new (NULL);
  g_autoptr (PbGate) gate = evaluate (facts, items, policy);
  g_autoptr (PbGate) before = pb_gate_evaluate (facts, items, policy, gate->next_deadline - 1);
  g_autoptr (PbGate) at = pb_gate_evaluate (facts, items, policy, gate->next_deadline);

  g_assert_true (before->can_authorize.v);
  g_assert_cmpint (before->next_deadline, ==, gate->next_deadline);
  g_assert_false (at->can_authorize.v);
  g_assert_cmpstr (pb_gate_refusal_code (at), ==, "FAI_STALE");
  g_assert_cmpint (at->next_deadline, ==, 0);
}

/* --- codes --- */

static void
test_codes (void)
{
  static const struct
  {
    PbRunStatus run;
    int items;
    int fai;
    const char *refusal;
    const char *withdrawal;
  } cases[] = {
    { PB_RUN_PREP, ITEMS_PASSED, PB_FAI_PASS, NULL, NULL },
    { PB_RUN_PREP, ITEMS_NONE, PB_FAI_PASS, "READINESS_CHECK_FAILED", "READINESS_CHECK_FAILED" },
    { PB_RUN_PREP, ITEMS_FAILED, PB_FAI_PASS, "READINESS_CHECK_FAILED", "READINESS_CHECK_FAILED" },
    { PB_RUN_PREP, ITEMS_FAILED, FAI_ABSENT, "READINESS_CHECK_FAILED", "READINESS_CHECK_FAILED" },
    { PB_RUN_PREP, ITEMS_WAIVED, FAI_ABSENT, "FAI_NOT_PASSED", "FAI_NOT_PASSED" },
    { PB_RUN_PREP, ITEMS_PASSED, FAI_PASS_STALE, "FAI_STALE", "FAI_STALE" },
    { PB_RUN_AUTHORIZED, ITEMS_PASSED, PB_FAI_PASS, "RUN_NOT_READY", NULL },
    { PB_RUN_AUTHORIZED, ITEMS_FAILED, PB_FAI_PASS, "RUN_NOT_READY", "READINESS_CHECK_FAILED" },
    { PB_RUN_AUTHORIZED, ITEMS_PASSED, FAI_PASS_STALE, "RUN_NOT_READY", "FAI_STALE" },
    { PB_RUN_IN_PROGRESS, ITEMS_FAILED, FAI_ABSENT, "RUN_NOT_READY", NULL },
  };
  g_autoptr (PbPolicy) policy = pb_policy_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (PbFacts) facts = facts_of (cases[i].run, TRUE, cases[i].fai, 7);
      g_autoptr (GPtrArray) items = items_of (cases[i].items);
      g_autoptr (PbGate) gate = evaluate (facts, items, policy);

      g_assert_cmpstr (pb_gate_refusal_code (gate), ==, cases[i].refusal);
      g_assert_cmpstr (pb_gate_withdrawal_code (gate), ==, cases[i].withdrawal);
    }
}

static void
test_code_not_signed (void)
{
  g_autoptr (PbFacts) facts = facts_of (PB_RUN_PREP, TRUE, PB_FAI_PASS, 6);
  g_autoptr (GPtrArray) items = fixture_items ();
  g_autoptr (PbPolicy) policy = pb_policy_new (NULL);
  g_autoptr (PbGate) gate = evaluate (facts, items, policy);

  g_assert_cmpstr (pb_gate_refusal_code (gate), ==, "FAI_NOT_SIGNED");
}

static void
test_withdraws (void)
{
  g_autoptr (PbPolicy) standard = pb_policy_new (NULL);
  g_autoptr (PbPolicy) stays = fixture_policy ("authorisation.withdraws", "false", NULL);

  for (int run = PB_RUN_PREP; run <= PB_RUN_CANCELLED; run++)
    for (int kind = ITEMS_NONE; kind < N_ITEMS; kind++)
      {
        g_autoptr (PbFacts) facts = facts_of (run, TRUE, PB_FAI_PASS, 7);
        g_autoptr (GPtrArray) items = items_of (kind);
        g_autoptr (PbGate) gate = evaluate (facts, items, standard);

        g_assert_cmpint (pb_gate_withdraws (facts, gate, standard), ==,
                         run == PB_RUN_AUTHORIZED && (kind == ITEMS_NONE || kind == ITEMS_FAILED));
        g_assert_false (pb_gate_withdraws (facts, gate, stays));
      }
}

/* --- who may --- */

static void
test_may_authorise (void)
{
  g_autoptr (PbFacts) facts = ready_facts ();
  g_autoptr (PbPolicy) policy = pb_policy_new (NULL);
  g_autoptr (PbPolicy) lax = fixture_policy ("waiver.approverMayAuthorise", "true", NULL);
  g_autoptr (PbItem) item = fixture_item (PB_ITEM_PREP_BAKE, "B-1");
  static const char *const approvers[] = { "approver", NULL };
  PbWaiver *waiver = fixture_waiver (item);

  g_assert_true (pb_gate_may_authorise (facts, policy, "approver"));
  waiver->requested_by = g_strdup ("asker");
  g_ptr_array_add (facts->waivers, waiver);
  facts->waiver_approvers = g_strdupv ((char **) approvers);
  g_assert_false (pb_gate_may_authorise (facts, policy, "approver"));
  g_assert_true (pb_gate_may_authorise (facts, lax, "approver"));
  g_assert_true (pb_gate_may_authorise (facts, policy, "asker"));
  g_assert_true (pb_gate_may_authorise (facts, policy, "somebody"));
  /* Also when the waiver is over. */
  g_ptr_array_set_size (facts->waivers, 0);
  g_assert_false (pb_gate_may_authorise (facts, policy, "approver"));
}

/* --- the board --- */

static void
assert_needs (const PbFacts *facts, GPtrArray *items, const PbPolicy *policy, const char *expected)
{
  g_autoptr (PbGate) gate = evaluate (facts, items, policy);
  g_autoptr (PbBoardRow) row = pb_board_row_new (facts, items, gate, policy);
  g_autofree char *needs = g_strjoinv (" ", row->needs);

  g_assert_cmpstr (needs, ==, expected);
}

static void
test_needs (void)
{
  g_autoptr (PbFacts) facts = fixture_facts ();
  g_autoptr (GPtrArray) items = fixture_items ();
  g_autoptr (GPtrArray) none = pb_object_array_new ();
  g_autoptr (PbPolicy) policy = pb_policy_new (NULL);
  g_autoptr (PbPolicy) ordered = fixture_policy ("fai.signInOrder", "true", NULL);

  assert_needs (facts, none, policy, "readiness:config");
  assert_needs (facts, items, policy, "quality:fai");
  fixture_fai (facts, PB_FAI_PENDING);
  assert_needs (facts, items, policy, "quality:fai");
  fixture_fai (facts, PB_FAI_INSPECTING);
  facts->trial_tracked = PB_INT (1);
  assert_needs (facts, items, policy, "exec:track_in quality:fai");
  facts->trial_tracked = PB_INT (2);
  assert_needs (facts, items, policy, "quality:fai");
  fixture_fai (facts, PB_FAI_FAIL);
  assert_needs (facts, items, policy, "quality:fai");
  fixture_fai (facts, PB_FAI_PASS);
  assert_needs (facts, items, policy, "capacity:PRODUCTION capacity:ENGINEERING capacity:QUALITY");
  assert_needs (facts, items, ordered, "capacity:PRODUCTION");
  fixture_sign (facts, PB_CAPACITY_PRODUCTION, "p");
  assert_needs (facts, items, policy, "capacity:ENGINEERING capacity:QUALITY");
  assert_needs (facts, items, ordered, "capacity:ENGINEERING");
  fixture_sign (facts, PB_CAPACITY_QUALITY, "q");
  fixture_sign (facts, PB_CAPACITY_ENGINEERING, "e");
  assert_needs (facts, items, policy, "run:authorize");
  facts->run->status = PB_RUN_AUTHORIZED;
  assert_needs (facts, items, policy, "exec:track_in");
}

/* While items fail they come first, whatever else is open; each need is named once. */
static void
test_needs_blocked (void)
{
  g_autoptr (PbFacts) facts = fixture_facts ();
  g_autoptr (GPtrArray) items = fixture_items ();
  g_autoptr (PbPolicy) policy = pb_policy_new (NULL);

  fixture_fai (facts, PB_FAI_PASS);
  fixture_add_failed (items, PB_ITEM_PREP_STENCIL_CLEAN, "ST-1", PB_REASON_NO_RECORD);
  fixture_add_failed (items, PB_ITEM_PREP_SCRAPER, "SQ-1", PB_REASON_NO_RECORD);
  assert_needs (facts, items, policy, "prep:record prep:waive");
  /* An authorised run that has come to fail needs the same, and not its first unit. */
  facts->run->status = PB_RUN_AUTHORIZED;
  fixture_sign_all (facts);
  assert_needs (facts, items, policy, "prep:record prep:waive");
}

static void
test_board_row (void)
{
  g_autoptr (PbFacts) facts = fixture_facts ();
  g_autoptr (GPtrArray) items = fixture_items ();
  g_autoptr (PbPolicy) policy = pb_policy_new (NULL);
  g_autoptr (PbGate) gate = NULL;
  g_autoptr (PbBoardRow) row = NULL;
  g_autoptr (PbBoardRow) known = NULL;

  fixture_fai (facts, PB_FAI_PASS);
  fixture_sign (facts, PB_CAPACITY_QUALITY, "q");
  gate = evaluate (facts, items, policy);
  row = pb_board_row_new (facts, items, gate, policy);
  g_assert_cmpstr (row->run_no, ==, "R-1");
  g_assert_cmpint (row->status, ==, PB_RUN_PREP);
  g_assert_cmpstr (row->product_code, ==, "P-1");
  g_assert_cmpstr (row->wo_no, ==, "WO-1");
  g_assert_cmpint (row->plan_qty.v, ==, 100);
  g_assert_cmpstr (row->line->id, ==, "line-1");
  g_assert_cmpstr (row->line->code, ==, "SMT1");
  g_assert_cmpstr (row->line->name, ==, "SMT line 1");
  g_assert_cmpint (row->signatures_done.v, ==, 1);
  g_assert_cmpint (row->signatures_required.v, ==, 3);
  g_assert_cmpint (row->blockers.v, ==, 2);
  g_assert_cmpint (row->updated_at, ==, facts->run->updated_at);

  /* The registers win over what the run remembers of them. */
  facts->line = pb_object_new (&pb_line_type);
  facts->line->id = g_strdup ("line-1");
  facts->line->code = g_strdup ("SMT1");
  facts->line->name = g_strdup ("New name");
  facts->work_order = pb_object_new (&pb_work_order_type);
  facts->work_order->wo_no = g_strdup ("WO-2");
  known = pb_board_row_new (facts, items, gate, policy);
  g_assert_cmpstr (known->line->name, ==, "New name");
  g_assert_cmpstr (known->wo_no, ==, "WO-2");
}

/* --- with the evaluator --- */

/* A run with nothing prepared: every blocker carries an id of the list, and clearing all items leaves what the FAI
 * lacks. */
static void
test_evaluated (void)
{
  g_autoptr (PbFacts) facts = fixture_facts ();
  g_autoptr (PbPolicy) policy = pb_policy_new (NULL);
  g_autoptr (GPtrArray) items = pb_evaluate (facts, policy, NOW);
  g_autoptr (PbGate) gate = evaluate (facts, items, policy);
  guint failed = 0;

  for (guint i = 0; i < gate->blockers->len; i++)
    {
      const PbBlocker *blocker = gate->blockers->pdata[i];

      if (blocker->code != PB_BLOCKER_READINESS_ITEM_FAILED)
        continue;
      g_assert_nonnull (pb_items_find (items, blocker->item_id));
      failed++;
    }
  g_assert_cmpuint (failed, >, 0);
  g_assert_cmpint (pb_items_status (items, facts, policy), ==, PB_STATUS_FAILED);
  g_assert_cmpint (((PbBlocker *) gate->blockers->pdata[gate->blockers->len - 1])->code, ==, PB_BLOCKER_FAI_NOT_PASSED);
}

/* A waiver in force opens the gate until its end, and the gate says so beforehand. */
static void
test_evaluated_waivers (void)
{
  g_autoptr (PbFacts) facts = fixture_facts ();
  g_autoptr (PbPolicy) policy = pb_policy_new (NULL);
  g_autoptr (GPtrArray) bare = pb_evaluate (facts, policy, NOW);
  g_autoptr (GPtrArray) waived = NULL;
  g_autoptr (PbGate) gate = NULL;
  g_autoptr (PbGate) at_end = NULL;
  g_autoptr (GPtrArray) late = NULL;
  guint n = 0;

  fixture_ask_no_fai (facts);
  for (guint i = 0; i < bare->len; i++)
    {
      const PbItem *item = bare->pdata[i];

      if (item->status == PB_STATUS_FAILED && item->gate == PB_GATE_SOFT)
        {
          g_ptr_array_add (facts->waivers, fixture_waiver (item));
          n++;
        }
    }
  g_assert_cmpuint (n, >, 0);
  waived = pb_evaluate (facts, policy, NOW);
  gate = evaluate (facts, waived, policy);
  for (guint i = 0; i < gate->blockers->len; i++)
    {
      const PbItem *item = pb_items_find (waived, ((PbBlocker *) gate->blockers->pdata[i])->item_id);

      g_assert_nonnull (item);
      g_assert_cmpint (item->gate, ==, PB_GATE_BLOCK);
    }
  g_assert_cmpint (gate->next_deadline, ==, NOW + 7 * PB_HOUR);
  late = pb_evaluate (facts, policy, gate->next_deadline);
  at_end = pb_gate_evaluate (facts, late, policy, gate->next_deadline);
  g_assert_cmpuint (at_end->blockers->len, ==, gate->blockers->len + n);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/gate/open", test_open);
  for (int run = PB_RUN_PREP; run <= PB_RUN_CANCELLED; run++)
    {
      g_autofree char *path = g_strconcat ("/gate/combinations/", pb_enum_text (&pb_run_statuses, run), NULL);

      g_test_add_data_func (path, GINT_TO_POINTER (run), test_combinations);
    }
  g_test_add_func ("/gate/random-items", test_random_items);
  g_test_add_func ("/gate/item-blocker", test_item_blocker);
  g_test_add_func ("/gate/block-item", test_block_item);
  g_test_add_func ("/gate/nothing-enabled", test_nothing_enabled);
  g_test_add_func ("/gate/capacities-by-policy", test_capacities_by_policy);
  g_test_add_func ("/gate/rejected-round", test_rejected_round);
  g_test_add_func ("/gate/stale", test_stale);
  g_test_add_func ("/gate/deadline/earliest", test_deadline);
  g_test_add_func ("/gate/deadline/is-true", test_deadline_is_true);
  g_test_add_func ("/gate/codes", test_codes);
  g_test_add_func ("/gate/code-not-signed", test_code_not_signed);
  g_test_add_func ("/gate/withdraws", test_withdraws);
  g_test_add_func ("/gate/may-authorise", test_may_authorise);
  g_test_add_func ("/board/needs", test_needs);
  g_test_add_func ("/board/needs-blocked", test_needs_blocked);
  g_test_add_func ("/board/row", test_board_row);
  g_test_add_func ("/gate/evaluated/bare", test_evaluated);
  g_test_add_func ("/gate/evaluated/waivers", test_evaluated_waivers);
  return g_test_run ();
}
