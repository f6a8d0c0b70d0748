/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/pb-waiver-rules.h"

#include "run-fixture.h"

#define NOW    FIXTURE_NOW
#define REASON "No stencil of ours is free today"

static PbItem *
failed_item (PbReason reason)
{
  PbItem *item = fixture_item (PB_ITEM_STENCIL, "ST-1");

  fixture_fail (item, reason, "ST-1");
  return item;
}

/* --- may waive --- */

static void
test_run_status (void)
{
  g_autoptr (PbPolicy) policy = pb_policy_new (NULL);
  g_autoptr (PbItem) item = failed_item (PB_REASON_NO_RECORD);
  PbLimits limits = { policy, NULL, NULL };

  for (int status = PB_RUN_NONE; status <= PB_RUN_CANCELLED; status++)
    g_assert_cmpstr (pb_waiver_may_waive (item, status, REASON, 0, &limits, NOW, NULL), ==,
                     status == PB_RUN_PREP ? NULL : "RUN_NOT_IN_PREP");
}

static void
test_item (void)
{
  g_autoptr (PbPolicy) policy = pb_policy_new (NULL);
  PbLimits limits = { policy, NULL, NULL };
  static const struct
  {
    PbItemStatus status;
    PbGateClass gate;
    const char *code;
  } cases[] = {
    { PB_STATUS_FAILED, PB_GATE_SOFT, NULL },
    { PB_STATUS_FAILED, PB_GATE_BLOCK, "ITEM_NOT_WAIVABLE" },
    { PB_STATUS_FAILED, PB_GATE_RECORD, "ITEM_NOT_WAIVABLE" },
    { PB_STATUS_PASSED, PB_GATE_SOFT, "ITEM_NOT_FAILED" },
    { PB_STATUS_PASSED, PB_GATE_BLOCK, "ITEM_NOT_FAILED" },
    { PB_STATUS_WAIVED, PB_GATE_SOFT, "ITEM_NOT_FAILED" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (PbItem) item = failed_item (PB_REASON_NO_RECORD);

      item->status = cases[i].status;
      item->gate = cases[i].gate;
      g_assert_cmpstr (pb_waiver_may_waive (item, PB_RUN_PREP, REASON, 0, &limits, NOW, NULL), ==, cases[i].code);
    }
}

static void
test_reason (void)
{
  g_autoptr (PbPolicy) policy = pb_policy_new (NULL);
  g_autoptr (PbItem) item = failed_item (PB_REASON_NO_RECORD);
  PbLimits limits = { policy, NULL, NULL };
  static const struct
  {
    const char *reason;
    gboolean fine;
  } cases[] = {
    { NULL, FALSE },
    { "", FALSE },
    { "          ", FALSE },
    { "123456789", FALSE },
    { "1234567890", TRUE },
    { "1 2 3 4 5 6 7 8 9", FALSE },
    { " 1 2 3 4 5 6 7 8 9 0 ", TRUE },
    { "12345\t\n\r\n6789", FALSE },
    { "\u3000\u3000\u3000\u3000\u3000\u3000\u3000\u3000\u3000\u3000\u3000", FALSE }, /* wide blanks */
    { "\u00a0\u2003\u200b\u200b\u200b\u200b\u200b\u200b\u200b\u200b\u200b", FALSE }, /* blanks that are not seen */
    { "钢网今天不够用需要代", TRUE },                                                /* ten characters */
    { "钢网今天不够用需要", FALSE },                                                 /* nine characters in 27 bytes */
    { "12345678\xff\xff", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpstr (pb_waiver_may_waive (item, PB_RUN_PREP, cases[i].reason, 0, &limits, NOW, NULL), ==,
                     cases[i].fine ? NULL : "REASON_REQUIRED");
}

static void
test_until (void)
{
  static const struct
  {
    gint64 ahead; /* of now; 0: not said */
    const char *code;
    gint64 effective; /* ahead of now */
  } cases[] = {
    { 0, NULL, 8 * PB_HOUR },
    { 1, NULL, 1 },
    { -1, "UNTIL_TOO_LATE", 0 },
    { -PB_DAY, "UNTIL_TOO_LATE", 0 },
    { PB_HOUR, NULL, PB_HOUR },
    { 24 * PB_HOUR, NULL, 24 * PB_HOUR },
    { 24 * PB_HOUR + 1, "UNTIL_TOO_LATE", 0 },
  };
  g_autoptr (PbPolicy) policy = pb_policy_new (NULL);
  g_autoptr (PbItem) item = failed_item (PB_REASON_NO_RECORD);
  PbLimits limits = { policy, NULL, NULL };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gint64 until = cases[i].ahead != 0 ? NOW + cases[i].ahead : 0;
      gint64 effective = 42;

      g_assert_cmpstr (pb_waiver_may_waive (item, PB_RUN_PREP, REASON, until, &limits, NOW, &effective), ==,
                       cases[i].code);
      g_assert_cmpint (effective, ==, cases[i].effective != 0 ? NOW + cases[i].effective : 0);
    }
  /* Now itself is no time ahead. */
  g_assert_cmpstr (pb_waiver_may_waive (item, PB_RUN_PREP, REASON, NOW, &limits, NOW, NULL), ==, "UNTIL_TOO_LATE");
}

/* Failures of age and life need an end that somebody has said. */
static void
test_until_required (void)
{
  g_autoptr (PbPolicy) policy = pb_policy_new (NULL);
  PbLimits limits = { policy, NULL, NULL };

  for (int reason = PB_REASON_NOT_BOUND; reason <= PB_REASON_EXPIRED; reason++)
    {
      gboolean required =
        reason == PB_REASON_LIMIT_EXCEEDED || reason == PB_REASON_TOO_OLD || reason == PB_REASON_EXPIRED;
      const char *code = required ? "UNTIL_REQUIRED" : NULL;
      g_autoptr (PbItem) item = failed_item (reason);
      g_autoptr (PbItem) second = failed_item (PB_REASON_CHECK_MISSING);

      fixture_fail (second, reason, "ST-1");
      g_assert_cmpstr (pb_waiver_may_waive (item, PB_RUN_PREP, REASON, 0, &limits, NOW, NULL), ==, code);
      g_assert_cmpstr (pb_waiver_may_waive (second, PB_RUN_PREP, REASON, 0, &limits, NOW, NULL), ==, code);
      g_assert_null (pb_waiver_may_waive (item, PB_RUN_PREP, REASON, NOW + PB_HOUR, &limits, NOW, NULL));
    }
}

static void
test_policy_hours (void)
{
  g_autoptr (PbPolicy) policy = fixture_policy ("waiver.maxHours", "4", "waiver.defaultHours", "12", NULL);
  g_autoptr (PbItem) item = failed_item (PB_REASON_NO_RECORD);
  PbLimits limits = { policy, NULL, NULL };
  gint64 effective;

  /* The default may not outlast the maximum. */
  g_assert_null (pb_waiver_may_waive (item, PB_RUN_PREP, REASON, 0, &limits, NOW, &effective));
  g_assert_cmpint (effective, ==, NOW + 4 * PB_HOUR);
  g_assert_null (pb_waiver_may_waive (item, PB_RUN_PREP, REASON, NOW + 4 * PB_HOUR, &limits, NOW, &effective));
  g_assert_cmpstr (pb_waiver_may_waive (item, PB_RUN_PREP, REASON, NOW + 5 * PB_HOUR, &limits, NOW, &effective), ==,
                   "UNTIL_TOO_LATE");
}

/* Of several reasons to refuse the first of the contract's order is said. */
static void
test_order (void)
{
  g_autoptr (PbPolicy) policy = pb_policy_new (NULL);
  PbItem *item = failed_item (PB_REASON_EXPIRED);
  PbLimits limits = { policy, NULL, NULL };
  gint64 late = NOW + 100 * PB_HOUR;

  item->status = PB_STATUS_PASSED;
  item->gate = PB_GATE_BLOCK;
  g_assert_cmpstr (pb_waiver_may_waive (item, PB_RUN_AUTHORIZED, "", 0, &limits, NOW, NULL), ==, "RUN_NOT_IN_PREP");
  g_assert_cmpstr (pb_waiver_may_waive (item, PB_RUN_PREP, "", 0, &limits, NOW, NULL), ==, "ITEM_NOT_FAILED");
  item->status = PB_STATUS_FAILED;
  g_assert_cmpstr (pb_waiver_may_waive (item, PB_RUN_PREP, "", 0, &limits, NOW, NULL), ==, "ITEM_NOT_WAIVABLE");
  item->gate = PB_GATE_SOFT;
  g_assert_cmpstr (pb_waiver_may_waive (item, PB_RUN_PREP, "", 0, &limits, NOW, NULL), ==, "REASON_REQUIRED");
  g_assert_cmpstr (pb_waiver_may_waive (item, PB_RUN_PREP, REASON, 0, &limits, NOW, NULL), ==, "UNTIL_REQUIRED");
  g_assert_cmpstr (pb_waiver_may_waive (item, PB_RUN_PREP, REASON, late, &limits, NOW, NULL), ==, "UNTIL_TOO_LATE");
  pb_object_unref (item);
}

static void
test_two_people (void)
{
  g_autoptr (PbPolicy) plain = pb_policy_new (NULL);
  g_autoptr (PbPolicy) dual = fixture_policy ("waiver.dualApproval", "true", NULL);
  PbLimits one = { plain, NULL, NULL };
  PbLimits two = { dual, NULL, NULL };

  g_assert_null (pb_waiver_may_approve ("a", "a", &one));
  g_assert_null (pb_waiver_may_approve ("a", "b", &one));
  g_assert_cmpstr (pb_waiver_may_approve ("a", "a", &two), ==, "SAME_PERSON");
  g_assert_null (pb_waiver_may_approve ("a", "b", &two));
}

/* --- covers --- */

static void
assert_covers (const PbWaiver *waiver, const PbItem *item, gint64 now, gboolean expected)
{
  gint64 ends_at = 42;

  g_assert_cmpint (pb_waiver_covers (waiver, item, now, &ends_at), ==, expected);
  g_assert_cmpint (ends_at, ==, expected ? waiver->until : 0);
  g_assert_cmpint (pb_waiver_covers (waiver, item, now, NULL), ==, expected);
}

static void
test_covers_time (void)
{
  g_autoptr (PbItem) item = failed_item (PB_REASON_TOO_OLD);
  g_autoptr (PbWaiver) waiver = fixture_waiver (item);

  assert_covers (waiver, item, waiver->from_at - 1, FALSE);
  assert_covers (waiver, item, waiver->from_at, TRUE);
  assert_covers (waiver, item, waiver->until - 1, TRUE);
  assert_covers (waiver, item, waiver->until, FALSE);
  assert_covers (waiver, item, waiver->until + PB_DAY, FALSE);
}

/* Without an end a waiver covers what time does not make worse, and nothing else. */
static void
test_covers_without_end (void)
{
  for (int reason = PB_REASON_NOT_BOUND; reason <= PB_REASON_EXPIRED; reason++)
    {
      g_autoptr (PbItem) item = failed_item (reason);
      g_autoptr (PbWaiver) waiver = fixture_waiver (item);

      waiver->until = 0;
      assert_covers (waiver, item, NOW + 10 * PB_DAY,
                     reason != PB_REASON_LIMIT_EXCEEDED && reason != PB_REASON_TOO_OLD && reason != PB_REASON_EXPIRED);
    }
}

static void
test_covers_state (void)
{
  g_autoptr (PbItem) item = failed_item (PB_REASON_NO_RECORD);
  g_autoptr (PbWaiver) waiver = fixture_waiver (item);

  for (int status = PB_WAIVER_NONE; status <= PB_WAIVER_SUPERSEDED; status++)
    {
      waiver->status = status;
      assert_covers (waiver, item, NOW, status == PB_WAIVER_APPROVED);
    }
  waiver->status = PB_WAIVER_APPROVED;
  waiver->ended_at = NOW - 1;
  assert_covers (waiver, item, NOW, FALSE);
}

static void
test_covers_item (void)
{
  g_autoptr (PbItem) item = failed_item (PB_REASON_NO_RECORD);
  g_autoptr (PbItem) other = fixture_item (PB_ITEM_STENCIL, "ST-2");
  g_autoptr (PbItem) passed = fixture_item (PB_ITEM_STENCIL, "ST-1");
  g_autoptr (PbWaiver) waiver = fixture_waiver (item);

  assert_covers (waiver, item, NOW, TRUE);
  /* The same failure of another item. */
  fixture_fail (other, PB_REASON_NO_RECORD, "ST-1");
  assert_covers (waiver, other, NOW, FALSE);
  assert_covers (waiver, passed, NOW, FALSE);
  /* A policy that makes the item BLOCK takes the waiver away; RECORD needs none. */
  item->gate = PB_GATE_BLOCK;
  assert_covers (waiver, item, NOW, FALSE);
  item->gate = PB_GATE_RECORD;
  assert_covers (waiver, item, NOW, FALSE);
}

static void
test_covers_failures (void)
{
  g_autoptr (PbItem) item = fixture_item (PB_ITEM_PREP_STENCIL_USAGE, "ST-1");
  g_autoptr (PbWaiver) waiver = NULL;
  PbParams *tension = fixture_fail (item, PB_REASON_BELOW_MINIMUM, "ST-1");
  PbParams *check = fixture_fail (item, PB_REASON_CHECK_FAILED, "ST-1");

  tension->part = g_strdup ("tension");
  tension->point = PB_INT (2);
  tension->actual = PB_DOUBLE (28);
  check->part = g_strdup ("seal");
  waiver = fixture_waiver (item);
  assert_covers (waiver, item, NOW, TRUE);

  /* The value may move. */
  tension->actual = PB_DOUBLE (21);
  assert_covers (waiver, item, NOW, TRUE);
  /* Fewer failures are covered as well. */
  g_ptr_array_remove_index (item->failures, 1);
  assert_covers (waiver, item, NOW, TRUE);
  /* Another point, another part, another object, another reason are not. */
  tension->point = PB_INT (3);
  assert_covers (waiver, item, NOW, FALSE);
  tension->point = PB_INT (2);
  assert_covers (waiver, item, NOW, TRUE);
  pb_set_string (&tension->part, "deformation");
  assert_covers (waiver, item, NOW, FALSE);
  pb_set_string (&tension->part, "tension");
  pb_set_string (&tension->object, "ST-2");
  assert_covers (waiver, item, NOW, FALSE);
  pb_set_string (&tension->object, "ST-1");
  ((PbFailure *) item->failures->pdata[0])->reason_code = PB_REASON_CHECK_FAILED;
  assert_covers (waiver, item, NOW, FALSE);
  ((PbFailure *) item->failures->pdata[0])->reason_code = PB_REASON_BELOW_MINIMUM;
  /* One more failure than it covers. */
  fixture_fail (item, PB_REASON_IN_MAINTENANCE, "ST-1");
  assert_covers (waiver, item, NOW, FALSE);
  g_clear_pointer (&waiver->covers, g_strfreev);
  assert_covers (waiver, item, NOW, FALSE);
}

/* --- review --- */

static void
assert_review (const PbWaiver *waiver, GPtrArray *items, gint64 now, PbWaiverStatus status, const char *why)
{
  const char *reason = NULL;

  g_assert_cmpint (pb_waiver_review (waiver, items, now, &reason), ==, status);
  g_assert_cmpstr (reason, ==, why);
}

static void
test_review (void)
{
  g_autoptr (GPtrArray) items = fixture_items ();
  g_autoptr (GPtrArray) none = pb_object_array_new ();
  PbItem *item = fixture_add_failed (items, PB_ITEM_PREP_BAKE, "B-1", PB_REASON_NO_RECORD);
  g_autoptr (PbWaiver) waiver = fixture_waiver (item);

  assert_review (waiver, items, NOW, PB_WAIVER_APPROVED, "");
  /* Judged with the waiver, the item is WAIVED and keeps its failures. */
  item->status = PB_STATUS_WAIVED;
  assert_review (waiver, items, NOW, PB_WAIVER_APPROVED, "");
  assert_review (waiver, items, waiver->until - 1, PB_WAIVER_APPROVED, "");
  assert_review (waiver, items, waiver->until, PB_WAIVER_EXPIRED, "Its end time has come");
  assert_review (waiver, none, NOW, PB_WAIVER_SUPERSEDED, "Its item is no longer on the run's list");

  item->gate = PB_GATE_BLOCK;
  assert_review (waiver, items, NOW, PB_WAIVER_EXPIRED, "Its item has become one that nobody can waive");
  item->gate = PB_GATE_SOFT;
  fixture_fail (item, PB_REASON_INVALID_RECORD, "B-1");
  assert_review (waiver, items, NOW, PB_WAIVER_EXPIRED, "A failure has appeared that it does not cover");
  g_ptr_array_set_size (item->failures, 0);
  item->status = PB_STATUS_PASSED;
  assert_review (waiver, items, NOW, PB_WAIVER_EXPIRED, "Its item passes");
}

/* One that begins later is not over, and one that is over already stays what it is. */
static void
test_review_others (void)
{
  g_autoptr (GPtrArray) items = fixture_items ();
  g_autoptr (GPtrArray) none = pb_object_array_new ();
  PbItem *item = fixture_add_failed (items, PB_ITEM_PREP_BAKE, "B-1", PB_REASON_NO_RECORD);
  g_autoptr (PbWaiver) waiver = fixture_waiver (item);

  waiver->from_at = NOW + PB_MINUTE;
  assert_review (waiver, items, NOW, PB_WAIVER_APPROVED, "");
  waiver->until = 0;
  assert_review (waiver, items, NOW + 100 * PB_DAY, PB_WAIVER_APPROVED, "");
  for (int status = PB_WAIVER_REQUESTED; status <= PB_WAIVER_SUPERSEDED; status++)
    if (status != PB_WAIVER_APPROVED)
      {
        waiver->status = status;
        assert_review (waiver, none, NOW, status, "");
      }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/waivers/may-waive/run-status", test_run_status);
  g_test_add_func ("/waivers/may-waive/item", test_item);
  g_test_add_func ("/waivers/may-waive/reason", test_reason);
  g_test_add_func ("/waivers/may-waive/until", test_until);
  g_test_add_func ("/waivers/may-waive/until-required", test_until_required);
  g_test_add_func ("/waivers/may-waive/policy-hours", test_policy_hours);
  g_test_add_func ("/waivers/may-waive/order", test_order);
  g_test_add_func ("/waivers/two-people", test_two_people);
  g_test_add_func ("/waivers/covers/time", test_covers_time);
  g_test_add_func ("/waivers/covers/without-end", test_covers_without_end);
  g_test_add_func ("/waivers/covers/state", test_covers_state);
  g_test_add_func ("/waivers/covers/item", test_covers_item);
  g_test_add_func ("/waivers/covers/failures", test_covers_failures);
  g_test_add_func ("/waivers/review", test_review);
  g_test_add_func ("/waivers/review-others", test_review_others);
  return g_test_run ();
}
