/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-domain"

#include "domain/items/pb-newest.h"

/* As at the border (pb_object_check): the clocks of a plant differ by minutes. */
#define DATE_TOLERANCE (5 * PB_MINUTE)

void
pb_contradiction_add_date (gint64 now, PbContradiction *found, const char *part, gint64 date)
{
  gint64 until = date - DATE_TOLERANCE;

  if (date == 0 || until <= now || (found->part != NULL && (found->until == 0 || until <= found->until)))
    return;
  found->part = part;
  found->until = until;
}

void
pb_contradiction_require_date (gint64 now, PbContradiction *found, const char *part, gint64 date)
{
  if (date == 0)
    pb_contradiction_add (found, part);
  else
    pb_contradiction_add_date (now, found, part, date);
}

void
pb_contradiction_add (PbContradiction *found, const char *part)
{
  if (found->part != NULL && found->until == 0)
    return;
  found->part = part;
  found->until = 0;
}

static int
compare_times (gint64 a, gint64 b)
{
  return (a > b) - (a < b);
}

static int
compare_stamps (gint64 at_a, gint64 created_a, const char *id_a, gint64 at_b, gint64 created_b, const char *id_b)
{
  int order = compare_times (at_a, at_b);

  if (order == 0)
    order = compare_times (created_a, created_b);
  return order != 0 ? order : g_strcmp0 (id_a, id_b);
}

void
pb_newest_add (PbNewest *newest,
               gconstpointer record,
               gint64 at,
               gint64 created_at,
               const char *id,
               const PbContradiction *found)
{
  if (found->part == NULL)
    {
      newest->last_created_at = MAX (newest->last_created_at, created_at);
      if (newest->record != NULL &&
          compare_stamps (at, created_at, id, newest->at, newest->created_at, newest->id) <= 0)
        return;
      newest->record = record;
      newest->at = at;
      newest->created_at = created_at;
      newest->id = id;
      return;
    }
  if (found->until != 0 && (newest->changes_at == 0 || found->until < newest->changes_at))
    newest->changes_at = found->until;
  /* The date of such a record is not to be trusted: when it was written down comes first. */
  if (newest->contradictory != NULL && compare_stamps (created_at, at, id, newest->contradictory_created_at,
                                                       newest->contradictory_at, newest->contradictory_id) <= 0)
    return;
  newest->contradictory = record;
  newest->found = *found;
  newest->contradictory_at = at;
  newest->contradictory_created_at = created_at;
  newest->contradictory_id = id;
}

gboolean
pb_newest_is_contradictory (const PbNewest *newest)
{
  if (newest->contradictory == NULL)
    return FALSE;
  if (newest->record == NULL)
    return TRUE;
  if (newest->contradictory_created_at != 0 && newest->last_created_at != 0)
    return newest->contradictory_created_at >= newest->last_created_at;
  return newest->contradictory_at >= newest->at;
}

gconstpointer
pb_newest_judge (const PbNewest *newest, const PbEvaluation *evaluation, PbItem *item, const char *object)
{
  pb_item_set_deadline (evaluation, item, newest->changes_at);
  if (!pb_newest_is_contradictory (newest))
    return newest->record;
  pb_item_fail_part (item, PB_REASON_INVALID_RECORD, object, newest->found.part);
  return NULL;
}
