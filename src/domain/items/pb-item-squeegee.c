/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-domain"

#include "domain/items/pb-items.h"
#include "domain/items/pb-newest.h"

/* clang-format off */
static const PbField squeegee_usage_record_fields[] = {
  PB_FIELD (PbSqueegeeUsageRecord, id, "id", STRING),
  PB_FIELD (PbSqueegeeUsageRecord, squeegee_id, "squeegeeId", STRING, .flags = PB_REQUIRED, .max_length = 64,
            .blank = "SQUEEGEE_ID_REQUIRED", .scan = PB_SCAN_SQUEEGEE, .label = N_ ("Squeegee")),
  PB_FIELD (PbSqueegeeUsageRecord, line_id, "lineId", STRING),
  PB_FIELD (PbSqueegeeUsageRecord, line_code, "lineCode", STRING, .flags = PB_ASKED | PB_FROM_CONTEXT,
            .max_length = 50),
  PB_FIELD (PbSqueegeeUsageRecord, line_name, "lineName", STRING),
  PB_FIELD (PbSqueegeeUsageRecord, run_id, "runId", STRING),
  PB_FIELD (PbSqueegeeUsageRecord, run_no, "runNo", STRING, .flags = PB_ASKED | PB_FROM_CONTEXT, .max_length = 120,
            .scan = PB_SCAN_RUN),
  PB_FIELD (PbSqueegeeUsageRecord, routing_step_id, "routingStepId", STRING, .flags = PB_ASKED | PB_FROM_CONTEXT),
  PB_FIELD (PbSqueegeeUsageRecord, record_date, "recordDate", TIME, .flags = PB_REQUIRED | PB_PAST,
            .label = N_ ("Date")),
  PB_FIELD (PbSqueegeeUsageRecord, check_surface, "checkSurface", BOOL, .flags = PB_REQUIRED,
            .label = N_ ("Surface in order")),
  PB_FIELD (PbSqueegeeUsageRecord, check_edge, "checkEdge", BOOL, .flags = PB_REQUIRED, .label = N_ ("Edge in order")),
  PB_FIELD (PbSqueegeeUsageRecord, check_flatness, "checkFlatness", BOOL, .flags = PB_REQUIRED, .label = N_ ("Flat")),
  PB_FIELD (PbSqueegeeUsageRecord, product_model, "productModel", STRING, .flags = PB_ASKED, .max_length = 100,
            .label = N_ ("Product model")),
  PB_FIELD (PbSqueegeeUsageRecord, squeegee_spec, "squeegeeSpec", STRING, .flags = PB_ASKED, .max_length = 100,
            .label = N_ ("Length or type")),
  PB_FIELD (PbSqueegeeUsageRecord, print_count, "printCount", INT, .flags = PB_ASKED | PB_BOUNDED,
            .min = 0, .max = 10000000, .error = "INVALID_PRINT_COUNT", .label = N_ ("Prints")),
  PB_FIELD (PbSqueegeeUsageRecord, total_print_count, "totalPrintCount", INT,
            .flags = PB_ASKED | PB_BOUNDED | PB_EVIDENCE, .min = 0, .max = 100000000,
            .error = "INVALID_TOTAL_PRINT_COUNT", .label = N_ ("Total prints")),
  PB_FIELD (PbSqueegeeUsageRecord, life_limit, "lifeLimit", INT, .flags = PB_ASKED | PB_BOUNDED | PB_EVIDENCE,
            .min = 0, .max = 100000000, .error = "INVALID_LIFE_LIMIT", .label = N_ ("Life limit")),
  PB_FIELD (PbSqueegeeUsageRecord, replaced_at, "replacedAt", TIME, .flags = PB_ASKED | PB_PAST,
            .label = N_ ("Replaced at")),
  PB_FIELD (PbSqueegeeUsageRecord, used_by, "usedBy", STRING, .flags = PB_ASKED, .max_length = 100,
            .label = N_ ("Used by")),
  PB_FIELD (PbSqueegeeUsageRecord, confirmed_by, "confirmedBy", STRING, .flags = PB_ASKED, .max_length = 100,
            .label = N_ ("Confirmed by")),
  PB_FIELD (PbSqueegeeUsageRecord, remark, "remark", STRING, .flags = PB_ASKED | PB_MULTILINE, .max_length = 1000,
            .label = N_ ("Remark")),
  PB_FIELD (PbSqueegeeUsageRecord, computed_total, "computedTotal", INT),
  PB_FIELD (PbSqueegeeUsageRecord, meta, NULL, JSON, .flags = PB_HIDDEN),
  PB_FIELD (PbSqueegeeUsageRecord, recorded_by, "recordedBy", STRING),
  PB_FIELD (PbSqueegeeUsageRecord, recorded_by_name, "recordedByName", STRING),
  PB_FIELD (PbSqueegeeUsageRecord, created_at, "createdAt", TIME),
  PB_FIELD (PbSqueegeeUsageRecord, updated_at, "updatedAt", TIME),
  PB_FIELDS_END,
};
/* clang-format on */
const PbType pb_squeegee_usage_record_type = {
  .name = "SqueegeeUsageRecord",
  .table = "squeegee_usage_record",
  .size = sizeof (PbSqueegeeUsageRecord),
  .fields = squeegee_usage_record_fields,
  .label = N_ ("Squeegee usage record"),
};

static const char *const squeegee_usage_filters[] = { "squeegeeId",   "runNo",      "lineCode",
                                                      "productModel", "recordDate", NULL };

const PbRecordKind pb_squeegee_usage_record_kind = {
  .type = &pb_squeegee_usage_record_type,
  .collection = "squeegee-usage-records",
  .entity = "SQUEEGEE_USAGE",
  .summary = "Squeegee usage",
  .at = "record_date",
  .object = "squeegee_id",
  .asset_kind = PB_ASSET_SQUEEGEE,
  .added = "print_count",
  .total = "total_print_count",
  .n_facts = 2,
  .filters = squeegee_usage_filters,
};

/* clang-format off */
static const PbPolicyKey squeegee_keys[] = {
  { "squeegee.lifePrints", PB_POLICY_NUMBER, "100000", NULL, "form QR-Mac-144", 1, 100000000, PB_RELAX_UP,
    N_ ("Prints of a squeegee") },
  { "squeegee.checkAgeHours", PB_POLICY_NUMBER, "168", "h", "form QR-Mac-144", 0, 8760, PB_RELAX_UP,
    N_ ("A check of a squeegee is good for") },
  { NULL },
};
/* clang-format on */

static PbTotal
get_total (const PbSqueegeeUsageRecord *record)
{
  return (PbTotal){ record->record_date, record->print_count, record->total_print_count, record->replaced_at };
}

static PbContradiction
find_contradiction (const PbEvaluation *evaluation, const PbSqueegeeUsageRecord *record)
{
  PbContradiction found = { 0 };

  pb_contradiction_require_date (evaluation->now, &found, "recordDate", record->record_date);
  pb_contradiction_add_date (evaluation->now, &found, "replacedAt", record->replaced_at);
  return found;
}

/* The newest record of the squeegee, whichever run wrote it. NULL when there is none to judge. */
static const PbSqueegeeUsageRecord *
find_record (const PbEvaluation *evaluation, PbItem *item, const PbAsset *asset)
{
  const GPtrArray *records = evaluation->facts->squeegee_usage_records;
  g_autoptr (GArray) totals = g_array_new (FALSE, FALSE, sizeof (PbTotal));
  PbNewest newest = { 0 };
  const PbSqueegeeUsageRecord *record;
  PbTotal total;

  for (guint i = 0; i < records->len; i++)
    {
      PbContradiction found;

      record = records->pdata[i];
      if (g_strcmp0 (record->squeegee_id, asset->id) != 0 ||
          !pb_asset_is_of_life (asset, record->record_date, record->replaced_at))
        continue;
      total = get_total (record);
      g_array_append_val (totals, total);
      found = find_contradiction (evaluation, record);
      pb_newest_add (&newest, record, record->record_date, record->created_at, record->id, &found);
    }
  if (newest.record == NULL && newest.contradictory == NULL)
    pb_item_fail (item, PB_REASON_NO_RECORD, asset->id);
  record = pb_newest_judge (&newest, evaluation, item, asset->id);
  if (record == NULL)
    return NULL;
  total = get_total (record);
  if (!pb_total_falls (&total, totals, asset))
    return record;
  pb_item_fail_part (item, PB_REASON_INVALID_RECORD, asset->id, "totalPrintCount");
  return NULL;
}

static void
evaluate (const PbEvaluation *evaluation, GPtrArray *items)
{
  const PbSqueegeeUsageRecord *record;
  const PbAsset *asset;
  PbItem *item;

  if (pb_evaluation_add_bound (evaluation, items, PB_ASSET_SQUEEGEE, &item, &asset) == NULL)
    return;
  record = find_record (evaluation, item, asset);
  if (record != NULL)
    {
      const PbPartCheck checks[] = {
        { "surface", record->check_surface },
        { "edge", record->check_edge },
        { "flatness", record->check_flatness },
      };

      pb_item_set_evidence (item, pb_squeegee_usage_record_type.name, record->id,
                            pb_evaluation_is_own (evaluation, record->run_id, record->run_no) ? "run" : "thing",
                            asset->id, pb_evidence_person (record->used_by, record->recorded_by_name),
                            record->record_date);
      pb_item_judge_checks (item, asset->id, checks, G_N_ELEMENTS (checks));
    }
  pb_item_judge_life (evaluation, item, asset, asset->used.v, pb_life_limit (asset, &evaluation->limits));
  if (record != NULL)
    pb_item_judge_window (evaluation, item, PB_REASON_TOO_OLD, asset->id, NULL, record->record_date,
                          pb_evaluation_hours (evaluation, "squeegee.checkAgeHours"));
  pb_item_judge_state (evaluation, item, PB_MAINTAINED_SQUEEGEE, asset);
}

const PbItemClass pb_item_squeegee = {
  .type = PB_ITEM_PREP_SCRAPER,
  .label = N_ ("Squeegee"),
  .group = PB_GROUP_TOOLS,
  .thing = N_ ("Squeegee"),
  .asset_kind = PB_ASSET_SQUEEGEE,
  .record_type = &pb_squeegee_usage_record_type,
  .keys = squeegee_keys,
  .gate = PB_GATE_SOFT,
  .evaluate = evaluate,
};
