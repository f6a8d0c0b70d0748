/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-domain"

#include "domain/pb-waiver-rules.h"

/* A blank reason explains nothing to whoever reads it a year later. */
#define REASON_MIN 10

/* Failures that grow worse with time or use: nobody waives them without saying until when. */
static gboolean
needs_end (const PbFailure *failure)
{
  return failure->reason_code == PB_REASON_LIMIT_EXCEEDED || failure->reason_code == PB_REASON_TOO_OLD ||
         failure->reason_code == PB_REASON_EXPIRED;
}

static gboolean
any_needs_end (const PbItem *item)
{
  for (guint i = 0; i < item->failures->len; i++)
    if (needs_end (item->failures->pdata[i]))
      return TRUE;
  return FALSE;
}

static gboolean
covers_failure (const PbWaiver *waiver, const PbFailure *failure)
{
  g_autofree char *signature = pb_failure_signature (failure);

  if (needs_end (failure) && waiver->until == 0)
    return FALSE;
  return waiver->covers != NULL && g_strv_contains ((const char *const *) waiver->covers, signature);
}

static gboolean
covers_failures (const PbWaiver *waiver, const PbItem *item)
{
  for (guint i = 0; i < item->failures->len; i++)
    if (!covers_failure (waiver, item->failures->pdata[i]))
      return FALSE;
  return TRUE;
}

static gboolean
is_over (const PbWaiver *waiver, gint64 now)
{
  return waiver->until != 0 && now >= waiver->until;
}

gboolean
pb_waiver_covers (const PbWaiver *waiver, const PbItem *item, gint64 now, gint64 *ends_at)
{
  if (ends_at != NULL)
    *ends_at = 0;
  g_return_val_if_fail (waiver != NULL, FALSE);
  g_return_val_if_fail (item != NULL, FALSE);

  if (waiver->status != PB_WAIVER_APPROVED || waiver->ended_at != 0 || now < waiver->from_at || is_over (waiver, now))
    return FALSE;
  if (item->gate != PB_GATE_SOFT || item->failures->len == 0 || g_strcmp0 (waiver->item_id, item->id) != 0)
    return FALSE;
  if (!covers_failures (waiver, item))
    return FALSE;
  if (ends_at != NULL)
    *ends_at = waiver->until;
  return TRUE;
}

static gboolean
is_reason (const char *reason)
{
  guint n = 0;

  if (reason == NULL || !g_utf8_validate (reason, -1, NULL))
    return FALSE;
  for (const char *p = reason; *p != '\0'; p = g_utf8_next_char (p))
    if (g_unichar_isgraph (g_utf8_get_char (p)))
      n++;
  return n >= REASON_MIN;
}

static gint64
hours_after (gint64 now, const PbLimits *limits, const char *key)
{
  return now + (gint64) (pb_limits_number (limits, key) * PB_HOUR);
}

const char *
pb_waiver_may_waive (const PbItem *item,
                     PbRunStatus run_status,
                     const char *reason,
                     gint64 until,
                     const PbLimits *limits,
                     gint64 now,
                     gint64 *effective_until)
{
  gint64 latest;

  if (effective_until != NULL)
    *effective_until = 0;
  g_return_val_if_fail (item != NULL, "ITEM_NOT_FAILED");
  g_return_val_if_fail (limits != NULL, "ITEM_NOT_WAIVABLE");

  if (run_status != PB_RUN_PREP)
    return "RUN_NOT_IN_PREP";
  if (item->status != PB_STATUS_FAILED)
    return "ITEM_NOT_FAILED";
  if (item->gate != PB_GATE_SOFT)
    return "ITEM_NOT_WAIVABLE";
  if (!is_reason (reason))
    return "REASON_REQUIRED";
  if (until == 0 && any_needs_end (item))
    return "UNTIL_REQUIRED";
  latest = hours_after (now, limits, "waiver.maxHours");
  if (until != 0 && (until <= now || until > latest))
    return "UNTIL_TOO_LATE";
  if (effective_until != NULL)
    *effective_until = until != 0 ? until : MIN (latest, hours_after (now, limits, "waiver.defaultHours"));
  return NULL;
}

const char *
pb_waiver_may_approve (const char *requested_by, const char *approver, const PbLimits *limits)
{
  g_return_val_if_fail (approver != NULL, "SAME_PERSON");
  g_return_val_if_fail (limits != NULL, "SAME_PERSON");

  if (g_strcmp0 (requested_by, approver) == 0 && pb_limits_switch (limits, "waiver.dualApproval"))
    return "SAME_PERSON";
  return NULL;
}

PbWaiverStatus
pb_waiver_review (const PbWaiver *waiver, GPtrArray *items, gint64 now, const char **reason)
{
  const PbItem *item;

  g_return_val_if_fail (waiver != NULL, PB_WAIVER_NONE);
  g_return_val_if_fail (items != NULL, PB_WAIVER_NONE);
  g_return_val_if_fail (reason != NULL, PB_WAIVER_NONE);

  *reason = "";
  if (waiver->status != PB_WAIVER_APPROVED)
    return waiver->status;
  if (is_over (waiver, now))
    {
      *reason = "Its end time has come";
      return PB_WAIVER_EXPIRED;
    }
  item = pb_items_find (items, waiver->item_id);
  if (item == NULL)
    {
      *reason = "Its item is no longer on the run's list";
      return PB_WAIVER_SUPERSEDED;
    }
  if (item->failures->len == 0)
    *reason = "Its item passes";
  else if (item->gate != PB_GATE_SOFT)
    *reason = "Its item has become one that nobody can waive";
  else if (!covers_failures (waiver, item))
    *reason = "A failure has appeared that it does not cover";
  else
    return PB_WAIVER_APPROVED;
  return PB_WAIVER_EXPIRED;
}
