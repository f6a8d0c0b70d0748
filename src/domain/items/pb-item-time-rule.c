/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-domain"

#include "domain/items/pb-items.h"

static gboolean
is_of_lot (const PbTimeWindow *window)
{
  return window->rule_type == PB_RULE_SOLDER_PASTE_EXPOSURE || g_strcmp0 (window->entity_type, "SOLDER_PASTE_LOT") == 0;
}

/* Whether the run uses the object of the window now: the lot is bound to its line, the unit is its own. */
static gboolean
is_in_use (const PbEvaluation *evaluation, const PbTimeWindow *window)
{
  const PbBinding *lot;

  if (window->entity_id == NULL)
    return FALSE;
  if (!is_of_lot (window))
    return (window->run_id == NULL && window->run_no == NULL) ||
           pb_evaluation_is_own (evaluation, window->run_id, window->run_no);
  lot = pb_evaluation_binding (evaluation, PB_ASSET_PASTE_LOT);
  return lot != NULL && g_strcmp0 (lot->asset_id, window->entity_id) == 0;
}

/* An ended or waived window blocks no more, however late its end was. */
static gboolean
is_running (const PbTimeWindow *window)
{
  return window->status == PB_WINDOW_ACTIVE || window->status == PB_WINDOW_EXPIRED;
}

static const char *
get_rule (const PbTimeWindow *window)
{
  return window->definition_code != NULL ? window->definition_code : window->definition_id;
}

static void
set_window (PbParams *params, const PbTimeWindow *window)
{
  if (params == NULL)
    return;
  pb_set_string (&params->part, get_rule (window));
  params->since = window->started_at;
  params->deadline = window->expires_at;
  if (window->started_at == 0)
    return;
  params->limit = PB_DOUBLE ((double) (window->expires_at - window->started_at) / (double) PB_HOUR);
  params->unit = g_strdup ("h");
}

/* The rule's own warning lead wins over the policy's part of the window. */
static gboolean
is_near_end (const PbEvaluation *evaluation, const PbTimeWindow *window)
{
  double fraction = pb_limits_number (&evaluation->limits, "warn.windowFraction");

  if (window->warning_at != 0)
    return evaluation->now >= window->warning_at;
  return window->started_at != 0 && (double) (window->expires_at - evaluation->now) <
                                      fraction * (double) (window->expires_at - window->started_at);
}

static void
judge_window (const PbEvaluation *evaluation, PbItem *item, const PbTimeWindow *window)
{
  PbMeasure *measure = pb_item_add_measure (item, "age");

  if (window->started_at != 0)
    {
      measure->actual = PB_DOUBLE ((double) MAX (evaluation->now - window->started_at, 0) / (double) PB_HOUR);
      measure->limit = PB_DOUBLE ((double) (window->expires_at - window->started_at) / (double) PB_HOUR);
      measure->unit = g_strdup ("h");
    }
  measure->at = window->expires_at;
  pb_item_set_deadline (evaluation, item, window->status == PB_WINDOW_EXPIRED ? 0 : window->expires_at);
  if (window->status == PB_WINDOW_EXPIRED || evaluation->now >= window->expires_at)
    set_window (pb_item_fail (item, PB_REASON_EXPIRED, window->entity_id), window);
  else if (is_near_end (evaluation, window))
    set_window (pb_item_warn (item, PB_REASON_WINDOW_NEAR_END, window->entity_id), window);
}

static void
evaluate_window (const PbEvaluation *evaluation, GPtrArray *items, const PbTimeWindow *window, const char *key)
{
  PbItem *item = pb_evaluation_add (evaluation, items, key);

  /* What nobody may waive must pass. */
  if (window->is_waivable.set && !window->is_waivable.v && item->gate == PB_GATE_SOFT)
    item->gate = PB_GATE_BLOCK;
  pb_item_set_evidence (item, pb_time_window_type.name, window->id, is_of_lot (window) ? "thing" : "run",
                        window->entity_display != NULL ? window->entity_display : window->entity_id, NULL,
                        window->started_at);
  if (window->rule_type == PB_RULE_WASH_TIME_LIMIT && !pb_limits_switch (&evaluation->limits, "product.washed"))
    pb_item_set_not_needed (evaluation, item, "product.washed");
  else
    judge_window (evaluation, item, window);
}

/* The same rule may have two windows on one object, left by a restart: the one that ends first is judged. */
static void
keep_first_to_end (GHashTable *windows, const PbTimeWindow *window)
{
  char *key = g_strconcat (get_rule (window), ":", window->entity_id, NULL);
  const PbTimeWindow *other = g_hash_table_lookup (windows, key);

  if (other != NULL && other->expires_at <= window->expires_at)
    g_free (key);
  else
    g_hash_table_insert (windows, key, (gpointer) window);
}

static void
evaluate (const PbEvaluation *evaluation, GPtrArray *items)
{
  const GPtrArray *windows = evaluation->facts->time_windows;
  g_autoptr (GHashTable) judged = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GHashTableIter iter;
  gpointer key, value;

  for (guint i = 0; i < windows->len; i++)
    {
      const PbTimeWindow *window = windows->pdata[i];

      if (is_running (window) && is_in_use (evaluation, window) && get_rule (window) != NULL)
        keep_first_to_end (judged, window);
    }
  g_hash_table_iter_init (&iter, judged);
  while (g_hash_table_iter_next (&iter, &key, &value))
    evaluate_window (evaluation, items, value, key);
}

/* clang-format off */
static const PbFailureText time_rule_texts[] = {
  { PB_REASON_EXPIRED, NULL, NULL,
    N_ ("The window of {object} by rule {part} began at {since} and ended at {deadline}: {limit} are allowed."),
    N_ ("Take {object} off the line, or end its window."), "loading:config exec:track_in" },
  { PB_REASON_EXPIRED, NULL, NULL,
    N_ ("The window of {object} by rule {part} has ended."),
    N_ ("Take {object} off the line, or end its window."), "loading:config exec:track_in" },
  { 0 },
};
/* clang-format on */

const PbItemClass pb_item_time_rule = {
  .type = PB_ITEM_TIME_RULE,
  .label = N_ ("Time rule"),
  .group = PB_GROUP_WINDOWS,
  .gate = PB_GATE_SOFT,
  .texts = time_rule_texts,
  .evaluate = evaluate,
};
