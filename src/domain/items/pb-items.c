/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-domain"

#include "domain/items/pb-items.h"

#include <string.h>

#define ITEM_CLASS(text, item_class) &item_class,
const PbItemClass *const pb_item_classes[] = { PB_ITEM_TYPES (ITEM_CLASS) NULL };

const PbItemClass *
pb_item_class_find (PbItemType type)
{
  for (guint i = 0; pb_item_classes[i] != NULL; i++)
    if (pb_item_classes[i]->type == type)
      return pb_item_classes[i];
  return NULL;
}

PbGroupId
pb_item_type_group (PbItemType type)
{
  const PbItemClass *item_class = pb_item_class_find (type);

  return item_class != NULL ? item_class->group : PB_GROUP_LINE;
}

PbAssetKind
pb_item_type_asset_kind (PbItemType type)
{
  const PbItemClass *item_class = pb_item_class_find (type);

  return item_class != NULL ? item_class->asset_kind : PB_ASSET_NONE;
}

const PbType *
pb_item_type_record_type (PbItemType type)
{
  const PbItemClass *item_class = pb_item_class_find (type);

  return item_class != NULL ? item_class->record_type : NULL;
}

const char *
pb_item_type_measure_label (PbItemType type, const char *measure)
{
  const PbType *record_type = pb_item_type_record_type (type);

  for (const PbField *f = record_type != NULL ? record_type->fields : NULL;
       f != NULL && (f->name != NULL || f->column != NULL); f++)
    if (f->measure != NULL && g_strcmp0 (f->measure, measure) == 0)
      return f->label;
  return NULL;
}

/* Items */

static PbGateClass
get_gate (const PbEvaluation *evaluation)
{
  g_autofree char *key =
    g_strdup_printf ("item.%s.gate", pb_enum_text (&pb_item_types, (int) evaluation->item_class->type));
  g_autofree char *text = pb_limits_text (&evaluation->limits, key);

  return (PbGateClass) pb_enum_value (&pb_gate_classes, text);
}

PbItem *
pb_evaluation_add (const PbEvaluation *evaluation, GPtrArray *items, const char *key)
{
  PbItem *item = pb_object_new (&pb_item_type);

  item->item_type = (int) evaluation->item_class->type;
  item->item_key = g_strdup (key);
  item->id = pb_item_id (evaluation->facts->run->id, evaluation->item_class->type, key);
  item->status = PB_STATUS_PASSED;
  item->gate = (int) get_gate (evaluation);
  g_ptr_array_add (items, item);
  return item;
}

gboolean
pb_items_has_key (GPtrArray *items, guint first, const char *key)
{
  for (guint i = first; i < items->len; i++)
    if (strcmp (((const PbItem *) items->pdata[i])->item_key, key) == 0)
      return TRUE;
  return FALSE;
}

static PbFailure *
failure_new (PbReason reason, const char *object)
{
  PbFailure *failure = pb_object_new (&pb_failure_type);

  failure->reason_code = (int) reason;
  failure->params = pb_object_new (&pb_params_type);
  failure->params->object = g_strdup (object);
  return failure;
}

PbParams *
pb_item_fail (PbItem *item, PbReason reason, const char *object)
{
  PbFailure *failure = failure_new (reason, object);

  item->status = PB_STATUS_FAILED;
  g_ptr_array_add (item->failures, failure);
  return failure->params;
}

PbParams *
pb_item_fail_part (PbItem *item, PbReason reason, const char *object, const char *part)
{
  PbParams *params = pb_item_fail (item, reason, object);

  params->part = g_strdup (part);
  return params;
}

void
pb_item_fail_state (PbItem *item, const char *object, const char *state)
{
  pb_item_fail (item, PB_REASON_WRONG_STATE, object)->state = g_strdup (state != NULL ? state : "UNKNOWN");
}

PbParams *
pb_item_warn (PbItem *item, PbReason reason, const char *object)
{
  if (item->warning != NULL)
    return NULL;
  item->warning = failure_new (reason, object);
  return item->warning->params;
}

void
pb_item_set_deadline (const PbEvaluation *evaluation, PbItem *item, gint64 deadline)
{
  if (deadline > evaluation->now && (item->next_deadline == 0 || deadline < item->next_deadline))
    item->next_deadline = deadline;
}

static PbEvidence *
ensure_evidence (PbItem *item)
{
  if (item->evidence == NULL)
    item->evidence = pb_object_new (&pb_evidence_type);
  return item->evidence;
}

PbMeasure *
pb_item_add_measure (PbItem *item, const char *name)
{
  PbMeasure *measure = pb_object_new (&pb_measure_type);

  measure->name = g_strdup (name);
  g_ptr_array_add (ensure_evidence (item)->measures, measure);
  return measure;
}

void
pb_item_set_evidence (PbItem *item,
                      const char *record_type,
                      const char *record_id,
                      const char *source,
                      const char *object,
                      const char *by,
                      gint64 at)
{
  PbEvidence *evidence = ensure_evidence (item);

  pb_set_string (&evidence->record_type, record_type);
  pb_set_string (&evidence->record_id, record_id);
  pb_set_string (&evidence->source, source);
  pb_set_string (&evidence->object, object);
  pb_set_string (&evidence->by, by);
  evidence->at = at;
}

const char *
pb_evidence_person (const char *named, const char *recorded_by)
{
  return named != NULL ? named : recorded_by;
}

void
pb_item_set_not_needed (const PbEvaluation *evaluation, PbItem *item, const char *key)
{
  g_clear_pointer (&item->applicability, pb_object_unref);
  item->applicability = pb_object_new (&pb_applicability_type);
  item->applicability->needed = PB_BOOL (FALSE);
  item->applicability->rule = g_strdup_printf ("product %s: %s = false", evaluation->limits.product, key);
}

/* Judgements */

void
pb_item_add_limit (PbItem *item, const char *name, double required, const char *unit)
{
  PbMeasure *measure = pb_item_add_measure (item, name);

  measure->limit = PB_DOUBLE (required);
  measure->unit = g_strdup (unit);
  measure->minimum = PB_BOOL (TRUE);
}

void
pb_item_judge_minimum (PbItem *item,
                       const char *object,
                       const char *part,
                       PbDouble actual,
                       double required,
                       const char *unit)
{
  PbMeasure *measure = pb_item_add_measure (item, part);
  PbParams *params;

  measure->actual = actual;
  measure->limit = PB_DOUBLE (required);
  measure->unit = g_strdup (unit);
  measure->minimum = PB_BOOL (TRUE);
  if (actual.set && actual.v >= required)
    return;
  params = pb_item_fail_part (item, PB_REASON_BELOW_MINIMUM, object, part);
  params->actual = actual;
  params->required = PB_DOUBLE (required);
  params->unit = g_strdup (unit);
}

gboolean
pb_item_judge_window (const PbEvaluation *evaluation,
                      PbItem *item,
                      PbReason reason,
                      const char *object,
                      const char *part,
                      gint64 from,
                      gint64 span)
{
  gint64 deadline = from + span;
  PbMeasure *measure = pb_item_add_measure (item, part != NULL ? part : "age");
  double fraction = pb_limits_number (&evaluation->limits, "warn.windowFraction");
  gboolean holds = evaluation->now < deadline;
  PbParams *params;

  measure->actual = PB_DOUBLE ((double) MAX (evaluation->now - from, 0) / (double) PB_HOUR);
  measure->limit = PB_DOUBLE ((double) span / (double) PB_HOUR);
  measure->unit = g_strdup ("h");
  measure->at = deadline;
  pb_item_set_deadline (evaluation, item, deadline);
  if (!holds)
    params = pb_item_fail_part (item, reason, object, part);
  else if ((double) (deadline - evaluation->now) < fraction * (double) span)
    params = pb_item_warn (item, PB_REASON_WINDOW_NEAR_END, object);
  else
    return TRUE;
  if (params != NULL)
    {
      pb_set_string (&params->part, part);
      params->limit = PB_DOUBLE ((double) span / (double) PB_HOUR);
      params->unit = g_strdup ("h");
      params->since = from;
      params->deadline = deadline;
    }
  return holds;
}

void
pb_item_judge_expiry (const PbEvaluation *evaluation, PbItem *item, const char *object, gint64 expires_at)
{
  if (expires_at == 0)
    return;
  pb_item_set_deadline (evaluation, item, expires_at);
  if (evaluation->now >= expires_at)
    pb_item_fail_part (item, PB_REASON_EXPIRED, object, "expiry")->deadline = expires_at;
}

static void
set_life (PbParams *params, double actual, double limit, const char *unit)
{
  if (params == NULL)
    return;
  params->part = g_strdup ("life");
  params->actual = PB_DOUBLE (actual);
  params->limit = PB_DOUBLE (limit);
  params->unit = g_strdup (unit);
}

gboolean
pb_item_judge_life (const PbEvaluation *evaluation, PbItem *item, const PbAsset *asset, gint64 used, gint64 limit)
{
  const PbRun *run = evaluation->facts->run;
  const char *unit = asset->kind == PB_ASSET_FIXTURE ? "uses" : "prints";
  gboolean holds = limit == 0 || used <= limit;
  PbParams *disputed = NULL;

  /* Comes before the warnings of the life, which the measure shows as well. */
  if (asset->disputed_total.set)
    disputed = pb_item_warn (item, PB_REASON_TOTAL_DISPUTED, asset->id);
  if (disputed != NULL)
    {
      disputed->part = g_strdup ("life");
      disputed->actual = PB_DOUBLE ((double) used);
      disputed->recorded = g_strdup_printf ("%" G_GINT64_FORMAT, asset->disputed_total.v);
      disputed->unit = g_strdup (unit);
    }
  if (limit != 0)
    {
      PbMeasure *measure = pb_item_add_measure (item, "life");

      measure->actual = PB_DOUBLE ((double) used);
      measure->limit = PB_DOUBLE ((double) limit);
      measure->unit = g_strdup (unit);
      if (!holds)
        set_life (pb_item_fail (item, PB_REASON_LIMIT_EXCEEDED, asset->id), (double) used, (double) limit, unit);
      else if (run->plan_qty.set && run->plan_qty.v > limit - used)
        set_life (pb_item_warn (item, PB_REASON_PLAN_EXCEEDS_LIFE, asset->id), (double) run->plan_qty.v,
                  (double) (limit - used), unit);
      else if ((double) used >= pb_limits_number (&evaluation->limits, "warn.lifeFraction") * (double) limit)
        set_life (pb_item_warn (item, PB_REASON_LIFE_NEAR_END, asset->id), (double) used, (double) limit, unit);
    }
  return holds;
}

void
pb_item_judge_checks (PbItem *item, const char *object, const PbPartCheck *checks, guint n)
{
  for (guint i = 0; i < n; i++)
    if (!checks[i].value.set)
      pb_item_fail_part (item, PB_REASON_CHECK_MISSING, object, checks[i].part);
  for (guint i = 0; i < n; i++)
    if (checks[i].value.set && !checks[i].value.v)
      pb_item_fail_part (item, PB_REASON_CHECK_FAILED, object, checks[i].part);
}

gboolean
pb_asset_is_of_life (const PbAsset *asset, gint64 at, gint64 replaced_at)
{
  return at >= asset->replaced_at || (replaced_at != 0 && replaced_at >= asset->replaced_at);
}

gint64
pb_evaluation_paste_expiry (const PbEvaluation *evaluation, const PbAsset *lot)
{
  const PbPasteStatusEvent *status = evaluation->facts->paste_status;

  if (lot->expires_at != 0 || status == NULL || g_strcmp0 (status->lot_id, lot->id) != 0)
    return lot->expires_at;
  return status->expires_at;
}

gboolean
pb_total_falls (const PbTotal *newest, GArray *totals, const PbAsset *asset)
{
  gint64 life_began_at = 0;

  if (!newest->total.set || newest->replaced_at != 0)
    return FALSE;
  if (newest->added.set && newest->added.v > newest->total.v)
    return TRUE;
  for (guint i = 0; i < totals->len; i++)
    life_began_at = MAX (life_began_at, g_array_index (totals, PbTotal, i).replaced_at);
  for (guint i = 0; i < totals->len; i++)
    {
      const PbTotal *earlier = &g_array_index (totals, PbTotal, i);

      if (earlier->total.set && earlier->replaced_at == 0 && earlier->at < newest->at && earlier->at >= life_began_at &&
          earlier->total.v > newest->total.v && earlier->total.v <= asset->used.v)
        return TRUE;
    }
  return FALSE;
}

void
pb_item_judge_state (const PbEvaluation *evaluation, PbItem *item, PbMaintainedKind kind, const PbAsset *asset)
{
  if (asset->state == PB_ASSET_RETIRED)
    pb_item_fail_state (item, asset->id, pb_enum_text (&pb_asset_states, asset->state));
  if (kind != PB_MAINTAINED_NONE && pb_evaluation_in_maintenance (evaluation, kind, asset->id, asset))
    pb_item_fail (item, PB_REASON_IN_MAINTENANCE, asset->id);
}

gint64
pb_evaluation_hours (const PbEvaluation *evaluation, const char *key)
{
  return (gint64) (pb_limits_number (&evaluation->limits, key) * (double) PB_HOUR);
}

/* What a run uses */

const char *
pb_evaluation_line_id (const PbEvaluation *evaluation)
{
  const PbFacts *facts = evaluation->facts;

  if (facts->run->line_id != NULL)
    return facts->run->line_id;
  return facts->line != NULL ? facts->line->id : NULL;
}

const char *
pb_evaluation_product (const PbEvaluation *evaluation)
{
  const PbFacts *facts = evaluation->facts;

  if (facts->run->product_code != NULL)
    return facts->run->product_code;
  return facts->work_order != NULL ? facts->work_order->product_code : NULL;
}

gboolean
pb_evaluation_is_own (const PbEvaluation *evaluation, const char *run_id, const char *run_no)
{
  const PbRun *run = evaluation->facts->run;

  if (run_id != NULL)
    return g_strcmp0 (run_id, run->id) == 0;
  return run_no != NULL && g_strcmp0 (run_no, run->run_no) == 0;
}

gboolean
pb_evaluation_is_enabled (const PbEvaluation *evaluation, PbItemType type)
{
  const PbLine *line = evaluation->facts->line;
  const char *text = pb_enum_text (&pb_item_types, (int) type);
  g_autofree char *key = g_strdup_printf ("item.%s.enabled", text);

  if (line != NULL && line->enabled_items != NULL && !g_strv_contains ((const char *const *) line->enabled_items, text))
    return FALSE;
  return pb_limits_switch (&evaluation->limits, key);
}

static gboolean
is_current (const PbBinding *binding)
{
  return binding->is_current.set ? binding->is_current.v : binding->unbound_at == 0;
}

const PbBinding *
pb_evaluation_binding (const PbEvaluation *evaluation, PbAssetKind kind)
{
  const GPtrArray *bindings = evaluation->facts->bindings;
  const char *line_id = pb_evaluation_line_id (evaluation);
  const PbBinding *newest = NULL;

  for (guint i = 0; i < bindings->len; i++)
    {
      const PbBinding *binding = bindings->pdata[i];

      if (binding->kind != (int) kind || binding->asset_id == NULL || !is_current (binding) ||
          g_strcmp0 (binding->line_id, line_id) != 0)
        continue;
      if (newest == NULL || binding->bound_at > newest->bound_at ||
          (binding->bound_at == newest->bound_at && strcmp (binding->asset_id, newest->asset_id) > 0))
        newest = binding;
    }
  return newest;
}

const PbAsset *
pb_evaluation_asset (const PbEvaluation *evaluation, const char *asset_id)
{
  const GPtrArray *assets = evaluation->facts->assets;

  for (guint i = 0; i < assets->len; i++)
    {
      const PbAsset *asset = assets->pdata[i];

      if (g_strcmp0 (asset->id, asset_id) == 0)
        return asset;
    }
  return NULL;
}

gboolean
pb_evaluation_in_maintenance (const PbEvaluation *evaluation,
                              PbMaintainedKind kind,
                              const char *id,
                              const PbAsset *asset)
{
  const GPtrArray *records = evaluation->facts->maintenance;

  if (asset != NULL && asset->state == PB_ASSET_IN_MAINTENANCE)
    return TRUE;
  for (guint i = 0; i < records->len; i++)
    {
      const PbMaintenanceRecord *record = records->pdata[i];

      if (record->entity_type == (int) kind && g_strcmp0 (record->entity_id, id) == 0 &&
          (record->status == PB_MAINTENANCE_PENDING || record->status == PB_MAINTENANCE_IN_PROGRESS))
        return TRUE;
    }
  return FALSE;
}

const PbBinding *
pb_evaluation_add_bound (const PbEvaluation *evaluation,
                         GPtrArray *items,
                         PbAssetKind kind,
                         PbItem **item,
                         const PbAsset **asset)
{
  const PbFacts *facts = evaluation->facts;
  const PbBinding *binding = pb_evaluation_binding (evaluation, kind);
  const char *line_id = pb_evaluation_line_id (evaluation);
  const char *key = binding != NULL ? binding->asset_id : line_id;

  *asset = NULL;
  *item = pb_evaluation_add (evaluation, items, key != NULL ? key : facts->run->run_no);
  if (line_id != NULL && facts->line == NULL)
    {
      pb_item_fail_part (*item, PB_REASON_UNKNOWN_OBJECT, line_id, "line");
      return NULL;
    }
  if (binding == NULL)
    {
      pb_item_fail (*item, PB_REASON_NOT_BOUND, facts->line != NULL ? facts->line->code : NULL);
      return NULL;
    }
  *asset = pb_evaluation_asset (evaluation, binding->asset_id);
  if (*asset == NULL || (*asset)->kind != (int) kind)
    {
      pb_item_fail (*item, PB_REASON_UNKNOWN_OBJECT, binding->asset_id);
      return NULL;
    }
  return binding;
}
