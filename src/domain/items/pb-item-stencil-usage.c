/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-domain"

#include "domain/items/pb-items.h"
#include "domain/items/pb-newest.h"

/* clang-format off */
static const PbField stencil_usage_record_fields[] = {
  PB_FIELD (PbStencilUsageRecord, id, "id", STRING),
  PB_FIELD (PbStencilUsageRecord, stencil_id, "stencilId", STRING, .flags = PB_REQUIRED, .max_length = 64,
            .blank = "STENCIL_ID_REQUIRED", .scan = PB_SCAN_STENCIL, .label = N_ ("Stencil")),
  PB_FIELD (PbStencilUsageRecord, line_id, "lineId", STRING),
  PB_FIELD (PbStencilUsageRecord, line_code, "lineCode", STRING, .flags = PB_ASKED | PB_FROM_CONTEXT, .max_length = 50),
  PB_FIELD (PbStencilUsageRecord, line_name, "lineName", STRING),
  PB_FIELD (PbStencilUsageRecord, run_id, "runId", STRING),
  PB_FIELD (PbStencilUsageRecord, run_no, "runNo", STRING, .flags = PB_ASKED | PB_FROM_CONTEXT, .max_length = 120,
            .scan = PB_SCAN_RUN),
  PB_FIELD (PbStencilUsageRecord, routing_step_id, "routingStepId", STRING, .flags = PB_ASKED | PB_FROM_CONTEXT),
  PB_FIELD (PbStencilUsageRecord, record_date, "recordDate", TIME, .flags = PB_REQUIRED | PB_PAST,
            .label = N_ ("Date")),
  PB_FIELD (PbStencilUsageRecord, stencil_thickness, "stencilThickness", DOUBLE, .flags = PB_ASKED | PB_BOUNDED,
            .min = 0, .max = 5, .unit = "mm", .label = N_ ("Thickness")),
  PB_FIELD (PbStencilUsageRecord, product_model, "productModel", STRING, .flags = PB_ASKED, .max_length = 100,
            .label = N_ ("Product model")),
  PB_FIELD (PbStencilUsageRecord, print_count, "printCount", INT, .flags = PB_ASKED | PB_BOUNDED,
            .min = 0, .max = 10000000, .error = "INVALID_PRINT_COUNT", .label = N_ ("Prints")),
  PB_FIELD (PbStencilUsageRecord, total_print_count, "totalPrintCount", INT,
            .flags = PB_ASKED | PB_BOUNDED | PB_EVIDENCE, .min = 0, .max = 100000000,
            .error = "INVALID_TOTAL_PRINT_COUNT", .label = N_ ("Total prints")),
  PB_FIELD (PbStencilUsageRecord, life_limit, "lifeLimit", INT, .flags = PB_ASKED | PB_BOUNDED | PB_EVIDENCE,
            .min = 0, .max = 100000000, .error = "INVALID_LIFE_LIMIT", .label = N_ ("Life limit")),
  PB_FIELD (PbStencilUsageRecord, replaced_at, "replacedAt", TIME, .flags = PB_ASKED | PB_PAST,
            .label = N_ ("Replaced at")),
  PB_FIELD (PbStencilUsageRecord, check_deform, "checkDeform", BOOL, .flags = PB_ASKED, .label = N_ ("No deformation"),
            .hint = N_ ("Without it the stencil counts as not checked")),
  PB_FIELD (PbStencilUsageRecord, check_hole_damage, "checkHoleDamage", BOOL, .flags = PB_ASKED,
            .label = N_ ("Apertures undamaged"),
            .hint = N_ ("Without it the stencil counts as not checked")),
  PB_FIELD (PbStencilUsageRecord, check_seal_intact, "checkSealIntact", BOOL, .flags = PB_ASKED,
            .label = N_ ("Seal intact"),
            .hint = N_ ("Without it the stencil counts as not checked")),
  PB_FIELD (PbStencilUsageRecord, tension_values, "tensionValues", NUMBERS, .flags = PB_ASKED | PB_BOUNDED, .count = 5,
            .min = 0, .max = 200, .unit = "N/cm", .label = N_ ("Tension at five points"),
            .hint = N_ ("Four corners and the centre")),
  PB_FIELD (PbStencilUsageRecord, used_by, "usedBy", STRING, .flags = PB_ASKED, .max_length = 100,
            .label = N_ ("Used by")),
  PB_FIELD (PbStencilUsageRecord, confirmed_by, "confirmedBy", STRING, .flags = PB_ASKED, .max_length = 100,
            .label = N_ ("Confirmed by")),
  PB_FIELD (PbStencilUsageRecord, remark, "remark", STRING, .flags = PB_ASKED | PB_MULTILINE, .max_length = 1000,
            .label = N_ ("Remark")),
  PB_FIELD (PbStencilUsageRecord, computed_total, "computedTotal", INT),
  PB_FIELD (PbStencilUsageRecord, meta, NULL, JSON, .flags = PB_HIDDEN),
  PB_FIELD (PbStencilUsageRecord, recorded_by, "recordedBy", STRING),
  PB_FIELD (PbStencilUsageRecord, recorded_by_name, "recordedByName", STRING),
  PB_FIELD (PbStencilUsageRecord, created_at, "createdAt", TIME),
  PB_FIELD (PbStencilUsageRecord, updated_at, "updatedAt", TIME),
  PB_FIELDS_END,
};
/* clang-format on */
const PbType pb_stencil_usage_record_type = {
  .name = "StencilUsageRecord",
  .table = "stencil_usage_record",
  .size = sizeof (PbStencilUsageRecord),
  .fields = stencil_usage_record_fields,
  .label = N_ ("Stencil usage record"),
};

static const char *const stencil_usage_filters[] = { "stencilId",    "runNo",      "lineCode",
                                                     "productModel", "recordDate", NULL };

const PbRecordKind pb_stencil_usage_record_kind = {
  .type = &pb_stencil_usage_record_type,
  .collection = "stencil-usage-records",
  .entity = "STENCIL_USAGE",
  .summary = "Stencil usage",
  .at = "record_date",
  .object = "stencil_id",
  .asset_kind = PB_ASSET_STENCIL,
  .added = "print_count",
  .total = "total_print_count",
  .filters = stencil_usage_filters,
};

/* clang-format off */
static const PbPolicyKey stencil_usage_keys[] = {
  { "stencil.lifePrints", PB_POLICY_NUMBER, "60000", NULL, "form QR-Pro-089", 1, 100000000, PB_RELAX_UP,
    N_ ("Prints of a stencil") },
  { "stencil.tensionMinimum", PB_POLICY_NUMBER, "30", "N/cm", "form QR-Pro-089", 0, 200, PB_RELAX_DOWN,
    N_ ("Tension of a stencil, at each of five points, at least") },
  { "stencil.checkAgeHours", PB_POLICY_NUMBER, "24", "h", "plant setting", 0, 8760, PB_RELAX_UP,
    N_ ("A check of a stencil is good for, unless this run made it") },
  { NULL },
};
/* clang-format on */

/* Four corners and the centre. */
#define TENSION_POINTS 5

/* What of a stencil's records counts. */
typedef struct
{
  const PbStencilUsageRecord *newest;
  const PbStencilUsageRecord *check;   /* the newest in which any check is set */
  const PbStencilUsageRecord *tension; /* the newest with tension values */
  gboolean checked_by_run;             /* this run has a check of its own */
} Records;

static gboolean
has_check (const PbStencilUsageRecord *record)
{
  return record->check_deform.set || record->check_hole_damage.set || record->check_seal_intact.set;
}

static PbTotal
get_total (const PbStencilUsageRecord *record)
{
  return (PbTotal){ record->record_date, record->print_count, record->total_print_count, record->replaced_at };
}

static PbContradiction
find_contradiction (const PbEvaluation *evaluation, const PbStencilUsageRecord *record)
{
  PbContradiction found = { 0 };

  pb_contradiction_require_date (evaluation->now, &found, "recordDate", record->record_date);
  pb_contradiction_add_date (evaluation->now, &found, "replacedAt", record->replaced_at);
  return found;
}

/* All records of the stencil, whichever run wrote them. Returns: whether there is anything to judge. */
static gboolean
find_records (const PbEvaluation *evaluation, PbItem *item, const PbAsset *asset, Records *found)
{
  const GPtrArray *records = evaluation->facts->stencil_usage_records;
  g_autoptr (GArray) totals = g_array_new (FALSE, FALSE, sizeof (PbTotal));
  PbNewest newest = { 0 };
  PbNewest check = { 0 };
  PbNewest tension = { 0 };
  PbTotal total;

  for (guint i = 0; i < records->len; i++)
    {
      const PbStencilUsageRecord *record = records->pdata[i];
      PbContradiction contradiction;

      if (g_strcmp0 (record->stencil_id, asset->id) != 0 ||
          !pb_asset_is_of_life (asset, record->record_date, record->replaced_at))
        continue;
      total = get_total (record);
      g_array_append_val (totals, total);
      contradiction = find_contradiction (evaluation, record);
      pb_newest_add (&newest, record, record->record_date, record->created_at, record->id, &contradiction);
      if (contradiction.part != NULL)
        continue;
      if (has_check (record))
        {
          pb_newest_add (&check, record, record->record_date, record->created_at, record->id, &contradiction);
          found->checked_by_run |= pb_evaluation_is_own (evaluation, record->run_id, record->run_no);
        }
      if (record->tension_values.n > 0)
        pb_newest_add (&tension, record, record->record_date, record->created_at, record->id, &contradiction);
    }
  if (newest.record == NULL && newest.contradictory == NULL)
    pb_item_fail (item, PB_REASON_NO_RECORD, asset->id);
  found->newest = pb_newest_judge (&newest, evaluation, item, asset->id);
  found->check = check.record;
  found->tension = tension.record;
  if (found->newest == NULL)
    return FALSE;
  total = get_total (found->newest);
  if (!pb_total_falls (&total, totals, asset))
    return TRUE;
  pb_item_fail_part (item, PB_REASON_INVALID_RECORD, asset->id, "totalPrintCount");
  return FALSE;
}

static void
judge_check (PbItem *item, const PbAsset *asset, const PbStencilUsageRecord *record)
{
  const PbPartCheck checks[] = {
    { "deformation", record != NULL ? record->check_deform : (PbBool){ 0 } },
    { "apertures", record != NULL ? record->check_hole_damage : (PbBool){ 0 } },
    { "seal", record != NULL ? record->check_seal_intact : (PbBool){ 0 } },
  };

  pb_item_judge_checks (item, asset->id, checks, G_N_ELEMENTS (checks));
}

static void
judge_tension (const PbEvaluation *evaluation, PbItem *item, const PbAsset *asset, const PbStencilUsageRecord *record)
{
  double minimum = pb_limits_number (&evaluation->limits, "stencil.tensionMinimum");
  const PbNumbers *values;
  PbMeasure *measure;
  double lowest;

  if (record == NULL)
    {
      pb_item_fail_part (item, PB_REASON_CHECK_MISSING, asset->id, "tension");
      pb_item_add_limit (item, "tension", minimum, "N/cm");
      return;
    }
  values = &record->tension_values;
  lowest = values->v[0];
  for (guint i = 0; i < values->n; i++)
    {
      PbParams *params;

      lowest = MIN (lowest, values->v[i]);
      if (values->v[i] >= minimum)
        continue;
      params = pb_item_fail_part (item, PB_REASON_BELOW_MINIMUM, asset->id, "tension");
      params->point = PB_INT (i + 1);
      params->actual = PB_DOUBLE (values->v[i]);
      params->required = PB_DOUBLE (minimum);
      params->unit = g_strdup ("N/cm");
    }
  for (guint i = values->n; i < TENSION_POINTS; i++)
    pb_item_fail_part (item, PB_REASON_CHECK_MISSING, asset->id, "tension")->point = PB_INT (i + 1);
  measure = pb_item_add_measure (item, "tension");
  measure->actual = PB_DOUBLE (lowest);
  measure->limit = PB_DOUBLE (minimum);
  measure->unit = g_strdup ("N/cm");
  measure->minimum = PB_BOOL (TRUE);
  measure->at = record->record_date;
}

/* A check of this run does not age. */
static void
judge_age (const PbEvaluation *evaluation, PbItem *item, const PbAsset *asset, const Records *records)
{
  if (records->check == NULL || records->checked_by_run)
    return;
  pb_item_judge_window (evaluation, item, PB_REASON_TOO_OLD, asset->id, NULL, records->check->record_date,
                        pb_evaluation_hours (evaluation, "stencil.checkAgeHours"));
}

static void
evaluate (const PbEvaluation *evaluation, GPtrArray *items)
{
  const PbStencilUsageRecord *evidence;
  Records records = { 0 };
  const PbAsset *asset;
  PbItem *item;
  gboolean recorded;

  if (pb_evaluation_add_bound (evaluation, items, PB_ASSET_STENCIL, &item, &asset) == NULL)
    return;
  recorded = find_records (evaluation, item, asset, &records);
  pb_item_judge_life (evaluation, item, asset, asset->used.v, pb_life_limit (asset, &evaluation->limits));
  if (!recorded)
    {
      pb_item_add_limit (item, "tension", pb_limits_number (&evaluation->limits, "stencil.tensionMinimum"), "N/cm");
      return;
    }
  evidence = records.check != NULL ? records.check : records.newest;
  pb_item_set_evidence (item, pb_stencil_usage_record_type.name, evidence->id,
                        pb_evaluation_is_own (evaluation, evidence->run_id, evidence->run_no) ? "run" : "thing",
                        asset->id, pb_evidence_person (evidence->used_by, evidence->recorded_by_name),
                        evidence->record_date);
  judge_check (item, asset, records.check);
  judge_tension (evaluation, item, asset, records.tension);
  judge_age (evaluation, item, asset, &records);
}

/* clang-format off */
static const PbFailureText stencil_usage_texts[] = {
  { PB_REASON_NO_RECORD, NULL, NULL,
    N_ ("Stencil {object} has no usage record."),
    N_ ("Check the stencil, measure its tension and record both."), PB_MAY_RECORD },
  { PB_REASON_BELOW_MINIMUM, NULL, NULL,
    N_ ("The tension of stencil {object} at point {point} is {actual}; it must be at least {required}."),
    N_ ("Have the stencil stretched, or bind another one."), PB_MAY_RECORD " loading:config" },
  { PB_REASON_CHECK_MISSING, "tension", NULL,
    N_ ("The tension of stencil {object} at point {point} is not recorded."),
    N_ ("Measure the tension at all five points and record it."), PB_MAY_RECORD },
  { PB_REASON_CHECK_MISSING, "tension", NULL,
    N_ ("The tension of stencil {object} is not recorded."),
    N_ ("Measure the tension at all five points and record it."), PB_MAY_RECORD },
  { PB_REASON_TOO_OLD, NULL, NULL,
    N_ ("Stencil {object} was checked at {since}; a check is good for {limit}, this one until {deadline}."),
    N_ ("Check the stencil for this run and record it."), PB_MAY_RECORD },
  { 0 },
};
/* clang-format on */

const PbItemClass pb_item_stencil_usage = {
  .type = PB_ITEM_PREP_STENCIL_USAGE,
  .label = N_ ("Stencil usage"),
  .group = PB_GROUP_TOOLS,
  .thing = N_ ("Stencil"),
  .asset_kind = PB_ASSET_STENCIL,
  .record_type = &pb_stencil_usage_record_type,
  .keys = stencil_usage_keys,
  .gate = PB_GATE_SOFT,
  .texts = stencil_usage_texts,
  .evaluate = evaluate,
};
