/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-domain"

#include "domain/pb-evaluate.h"

#include <string.h>

#include "domain/items/pb-items.h"
#include "domain/pb-waiver-rules.h"

/* Hex digits of the digest in an item's id. */
#define ID_DIGITS 16

char *
pb_item_id (const char *run_id, PbItemType type, const char *key)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  const char *text = pb_enum_text (&pb_item_types, (int) type);

  g_return_val_if_fail (text != NULL && key != NULL, NULL);
  g_checksum_update (checksum, (const guchar *) text, (gssize) strlen (text) + 1);
  g_checksum_update (checksum, (const guchar *) key, (gssize) strlen (key));
  return g_strdup_printf ("%s-%.*s", run_id != NULL ? run_id : "", ID_DIGITS, g_checksum_get_string (checksum));
}

char *
pb_item_id_get_run (const char *item_id)
{
  gsize length = item_id != NULL ? strlen (item_id) : 0;
  gsize run_length;

  if (length < ID_DIGITS + 2)
    return NULL;
  run_length = length - ID_DIGITS - 1;
  if (item_id[run_length] != '-' || strspn (item_id + run_length + 1, "0123456789abcdef") != ID_DIGITS)
    return NULL;
  return g_strndup (item_id, run_length);
}

PbItem *
pb_items_find (GPtrArray *items, const char *item_id)
{
  for (guint i = 0; i < items->len; i++)
    {
      PbItem *item = items->pdata[i];

      if (g_strcmp0 (item->id, item_id) == 0)
        return item;
    }
  return NULL;
}

/* Waivers */

static void
set_waived (const PbEvaluation *evaluation, PbItem *item, const PbWaiver *waiver, gint64 ends_at)
{
  PbWaiverMark *mark = pb_object_new (&pb_waiver_mark_type);

  mark->id = g_strdup (waiver->id);
  mark->category = waiver->category;
  mark->reason = g_strdup (waiver->reason);
  mark->approved_by = g_strdup (waiver->approved_by);
  mark->approved_by_name = g_strdup (waiver->approved_by_name);
  mark->approved_at = waiver->approved_at;
  mark->until = waiver->until;
  g_clear_pointer (&item->waiver, pb_object_unref);
  item->waiver = mark;
  item->status = PB_STATUS_WAIVED;
  item->waived_at = waiver->approved_at;
  pb_set_string (&item->waived_by, waiver->approved_by);
  pb_set_string (&item->waive_reason, waiver->reason);
  pb_item_set_deadline (evaluation, item, ends_at);
}

/* When a waiver that is not yet in force will cover the item. 0: it will not. */
static gint64
get_begin (const PbEvaluation *evaluation, const PbItem *item, const PbWaiver *waiver)
{
  if (waiver->from_at <= evaluation->now || !pb_waiver_covers (waiver, item, waiver->from_at, NULL))
    return 0;
  return waiver->from_at;
}

/* The waiver that lasts longest holds; a tie goes to the one with the smaller id, so that the order of facts does not
 * matter. */
static void
apply_waivers (const PbEvaluation *evaluation, PbItem *item)
{
  const GPtrArray *waivers = evaluation->facts->waivers;
  const PbWaiver *holds = NULL;
  gint64 holds_until = 0;
  gint64 begins_at = 0;

  if (item->status != PB_STATUS_FAILED || item->gate != PB_GATE_SOFT)
    return;
  for (guint i = 0; i < waivers->len; i++)
    {
      const PbWaiver *waiver = waivers->pdata[i];
      gint64 ends_at = 0;
      gint64 until;

      if (!pb_waiver_covers (waiver, item, evaluation->now, &ends_at))
        {
          gint64 begin = get_begin (evaluation, item, waiver);

          if (begin != 0 && (begins_at == 0 || begin < begins_at))
            begins_at = begin;
          continue;
        }
      until = ends_at != 0 ? ends_at : G_MAXINT64;
      if (holds != NULL && (until < holds_until || (until == holds_until && g_strcmp0 (waiver->id, holds->id) >= 0)))
        continue;
      holds = waiver;
      holds_until = until;
    }
  if (holds != NULL)
    set_waived (evaluation, item, holds, holds_until != G_MAXINT64 ? holds_until : 0);
  else
    pb_item_set_deadline (evaluation, item, begins_at);
}

/* Evaluation */

/* The first failure stands for the item. */
static void
finish_item (PbItem *item)
{
  const PbFailure *first;

  if (item->failures->len == 0)
    return;
  first = item->failures->pdata[0];
  item->reason_code = first->reason_code;
  item->params = pb_object_copy (first->params);
  item->fail_reason = pb_failure_describe ((PbItemType) item->item_type, first, NULL);
}

static int
compare_items (gconstpointer a, gconstpointer b)
{
  const PbItem *m = *(PbItem *const *) a;
  const PbItem *n = *(PbItem *const *) b;

  if (m->item_type != n->item_type)
    return m->item_type - n->item_type;
  return strcmp (m->item_key, n->item_key);
}

PbLimits
pb_facts_limits (const PbFacts *facts, const PbPolicy *policy)
{
  PbLimits limits = { .policy = policy };

  limits.line = facts->line != NULL ? facts->line->code : facts->run->line_code;
  limits.product = facts->run->product_code;
  if (limits.product == NULL && facts->work_order != NULL)
    limits.product = facts->work_order->product_code;
  return limits;
}

GPtrArray *
pb_evaluate (const PbFacts *facts, const PbPolicy *policy, gint64 now)
{
  PbEvaluation evaluation = { .facts = facts, .now = now };
  GPtrArray *items = pb_object_array_new ();

  g_return_val_if_fail (facts != NULL && facts->run != NULL && facts->run->run_no != NULL, items);
  evaluation.limits = pb_facts_limits (facts, policy);
  for (guint i = 0; pb_item_classes[i] != NULL; i++)
    {
      evaluation.item_class = pb_item_classes[i];
      if (pb_evaluation_is_enabled (&evaluation, evaluation.item_class->type))
        evaluation.item_class->evaluate (&evaluation, items);
    }
  for (guint i = 0; i < items->len; i++)
    {
      finish_item (items->pdata[i]);
      apply_waivers (&evaluation, items->pdata[i]);
    }
  g_ptr_array_sort (items, compare_items);
  return items;
}

/* Whether the item counts into the check's status. */
static gboolean
is_counted (const PbItem *item)
{
  if (item->gate == PB_GATE_RECORD)
    return FALSE;
  return item->applicability == NULL || !item->applicability->needed.set || item->applicability->needed.v;
}

PbSummary *
pb_items_summarise (GPtrArray *items)
{
  PbSummary *summary = pb_object_new (&pb_summary_type);

  summary->total = summary->passed = summary->failed = summary->waived = PB_INT (0);
  for (guint i = 0; i < items->len; i++)
    {
      const PbItem *item = items->pdata[i];

      if (!is_counted (item))
        continue;
      summary->total.v++;
      if (item->status == PB_STATUS_PASSED)
        summary->passed.v++;
      else if (item->status == PB_STATUS_WAIVED)
        summary->waived.v++;
      else
        summary->failed.v++;
    }
  return summary;
}

PbItemStatus
pb_items_status (GPtrArray *items, const PbFacts *facts, const PbPolicy *policy)
{
  PbLimits limits = pb_facts_limits (facts, policy);

  for (guint i = 0; i < items->len; i++)
    {
      const PbItem *item = items->pdata[i];

      if (is_counted (item) && item->status != PB_STATUS_PASSED && item->status != PB_STATUS_WAIVED)
        return PB_STATUS_FAILED;
    }
  if (items->len == 0 && !pb_limits_switch (&limits, "line.needsNoPreparation"))
    return PB_STATUS_FAILED;
  return PB_STATUS_PASSED;
}

gint64
pb_items_next_deadline (GPtrArray *items)
{
  gint64 earliest = 0;

  for (guint i = 0; i < items->len; i++)
    {
      const PbItem *item = items->pdata[i];

      if (item->next_deadline != 0 && (earliest == 0 || item->next_deadline < earliest))
        earliest = item->next_deadline;
    }
  return earliest;
}

/* Lives */

gint64
pb_life_add (gint64 previous, PbInt added, PbInt typed, gboolean *disputed)
{
  gint64 computed = previous + (added.set ? MAX (added.v, 0) : 0);

  if (disputed != NULL)
    *disputed = typed.set && typed.v != computed;
  return typed.set ? MAX (computed, typed.v) : computed;
}

/* Letters alone, small: people write "Glass fibre", GLASS_FIBRE, "glass-fiber". */
static char *
normalise (const char *text)
{
  GString *letters = g_string_new (NULL);

  for (const char *p = text != NULL ? text : ""; *p != '\0'; p++)
    if (g_ascii_isalpha (*p))
      g_string_append_c (letters, g_ascii_tolower (*p));
  return g_string_free (letters, FALSE);
}

/* A fixture of unknown material has the shorter life of the two. */
static gint64
get_fixture_life (const PbAsset *asset, const PbLimits *limits)
{
  g_autofree char *material = normalise (asset->material);
  gint64 stone = (gint64) pb_limits_number (limits, "fixture.lifeUses.syntheticStone");
  gint64 glass = (gint64) pb_limits_number (limits, "fixture.lifeUses.glassFibre");

  if (strcmp (material, "syntheticstone") == 0)
    return stone;
  if (strcmp (material, "glassfibre") == 0 || strcmp (material, "glassfiber") == 0)
    return glass;
  return MIN (stone, glass);
}

gint64
pb_life_limit (const PbAsset *asset, const PbLimits *limits)
{
  g_return_val_if_fail (asset != NULL, 0);
  if (asset->kind == PB_ASSET_PASTE_LOT)
    return 0;
  if (asset->life_limit.set && asset->life_limit.v > 0)
    return asset->life_limit.v;
  switch (asset->kind)
    {
    case PB_ASSET_STENCIL:
      return (gint64) pb_limits_number (limits, "stencil.lifePrints");
    case PB_ASSET_SQUEEGEE:
      return (gint64) pb_limits_number (limits, "squeegee.lifePrints");
    case PB_ASSET_FIXTURE:
      return get_fixture_life (asset, limits);
    default:
      return 0;
    }
}
