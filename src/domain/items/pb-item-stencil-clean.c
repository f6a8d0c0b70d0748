/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-domain"

#include "domain/items/pb-items.h"
#include "domain/items/pb-newest.h"

/* clang-format off */
static const PbField stencil_cleaning_record_fields[] = {
  PB_FIELD (PbStencilCleaningRecord, id, "id", STRING),
  PB_FIELD (PbStencilCleaningRecord, stencil_id, "stencilId", STRING, .flags = PB_REQUIRED, .max_length = 64,
            .blank = "STENCIL_ID_REQUIRED", .scan = PB_SCAN_STENCIL, .label = N_ ("Stencil")),
  PB_FIELD (PbStencilCleaningRecord, line_id, "lineId", STRING),
  PB_FIELD (PbStencilCleaningRecord, line_code, "lineCode", STRING, .flags = PB_ASKED | PB_FROM_CONTEXT,
            .max_length = 50),
  PB_FIELD (PbStencilCleaningRecord, line_name, "lineName", STRING),
  PB_FIELD (PbStencilCleaningRecord, run_id, "runId", STRING),
  PB_FIELD (PbStencilCleaningRecord, run_no, "runNo", STRING, .flags = PB_ASKED | PB_FROM_CONTEXT, .max_length = 120,
            .scan = PB_SCAN_RUN),
  PB_FIELD (PbStencilCleaningRecord, routing_step_id, "routingStepId", STRING, .flags = PB_ASKED | PB_FROM_CONTEXT),
  PB_FIELD (PbStencilCleaningRecord, cleaned_at, "cleanedAt", TIME, .flags = PB_REQUIRED | PB_PAST,
            .label = N_ ("Cleaned at")),
  PB_FIELD (PbStencilCleaningRecord, cleaned_by, "cleanedBy", STRING, .flags = PB_REQUIRED, .max_length = 100,
            .blank = "CLEANED_BY_REQUIRED", .label = N_ ("Cleaned by")),
  PB_FIELD (PbStencilCleaningRecord, confirmed_by, "confirmedBy", STRING, .flags = PB_ASKED, .max_length = 100,
            .label = N_ ("Confirmed by")),
  PB_FIELD (PbStencilCleaningRecord, remark, "remark", STRING, .flags = PB_ASKED | PB_MULTILINE, .max_length = 1000,
            .label = N_ ("Remark")),
  PB_FIELD (PbStencilCleaningRecord, meta, NULL, JSON, .flags = PB_HIDDEN),
  PB_FIELD (PbStencilCleaningRecord, recorded_by, "recordedBy", STRING),
  PB_FIELD (PbStencilCleaningRecord, recorded_by_name, "recordedByName", STRING),
  PB_FIELD (PbStencilCleaningRecord, created_at, "createdAt", TIME),
  PB_FIELD (PbStencilCleaningRecord, updated_at, "updatedAt", TIME),
  PB_FIELDS_END,
};
/* clang-format on */
const PbType pb_stencil_cleaning_record_type = {
  .name = "StencilCleaningRecord",
  .table = "stencil_cleaning_record",
  .size = sizeof (PbStencilCleaningRecord),
  .fields = stencil_cleaning_record_fields,
  .label = N_ ("Stencil cleaning record"),
};

static const char *const stencil_cleaning_filters[] = {
  "stencilId", "runNo", "lineCode", "cleanedBy", "cleanedAt", NULL
};

const PbRecordKind pb_stencil_cleaning_record_kind = {
  .type = &pb_stencil_cleaning_record_type,
  .collection = "stencil-cleaning-records",
  .entity = "STENCIL_CLEANING",
  .summary = "Stencil cleaning",
  .at = "cleaned_at",
  .object = "stencil_id",
  .asset_kind = PB_ASSET_STENCIL,
  .n_facts = 1,
  .filters = stencil_cleaning_filters,
};

/* clang-format off */
static const PbPolicyKey stencil_clean_keys[] = {
  { "stencil.cleaningAgeHours", PB_POLICY_NUMBER, "24", "h", "plant setting", 0, 8760, PB_RELAX_UP,
    N_ ("A cleaning of a stencil is good for") },
  { NULL },
};
/* clang-format on */

/* Whether another run printed with the stencil after the cleaning. The run's own trial does not count. */
static gboolean
is_used_since (const PbEvaluation *evaluation, PbItem *item, const PbAsset *asset, gint64 cleaned_at)
{
  const GPtrArray *records = evaluation->facts->stencil_usage_records;
  gboolean used = FALSE;

  for (guint i = 0; i < records->len; i++)
    {
      const PbStencilUsageRecord *record = records->pdata[i];
      PbContradiction found = { 0 };

      if (g_strcmp0 (record->stencil_id, asset->id) != 0 || !record->print_count.set || record->print_count.v <= 0 ||
          record->record_date <= cleaned_at || pb_evaluation_is_own (evaluation, record->run_id, record->run_no))
        continue;
      pb_contradiction_add_date (evaluation->now, &found, "recordDate", record->record_date);
      pb_item_set_deadline (evaluation, item, found.until);
      used |= found.part == NULL;
    }
  return used;
}

static void
evaluate (const PbEvaluation *evaluation, GPtrArray *items)
{
  const GPtrArray *records = evaluation->facts->stencil_cleaning_records;
  const PbStencilCleaningRecord *record;
  PbNewest newest = { 0 };
  const PbAsset *asset;
  PbItem *item;

  if (pb_evaluation_add_bound (evaluation, items, PB_ASSET_STENCIL, &item, &asset) == NULL)
    return;
  for (guint i = 0; i < records->len; i++)
    {
      PbContradiction found = { 0 };

      record = records->pdata[i];
      if (g_strcmp0 (record->stencil_id, asset->id) != 0 || !pb_asset_is_of_life (asset, record->cleaned_at, 0))
        continue;
      pb_contradiction_require_date (evaluation->now, &found, "cleanedAt", record->cleaned_at);
      pb_newest_add (&newest, record, record->cleaned_at, record->created_at, record->id, &found);
    }
  if (newest.record == NULL && newest.contradictory == NULL)
    pb_item_fail (item, PB_REASON_NO_RECORD, asset->id);
  record = pb_newest_judge (&newest, evaluation, item, asset->id);
  if (record == NULL)
    return;
  pb_item_set_evidence (item, pb_stencil_cleaning_record_type.name, record->id,
                        pb_evaluation_is_own (evaluation, record->run_id, record->run_no) ? "run" : "thing", asset->id,
                        record->cleaned_by, record->cleaned_at);
  pb_item_judge_window (evaluation, item, PB_REASON_TOO_OLD, asset->id, NULL, record->cleaned_at,
                        pb_evaluation_hours (evaluation, "stencil.cleaningAgeHours"));
  if (is_used_since (evaluation, item, asset, record->cleaned_at))
    pb_item_fail_state (item, asset->id, "USED_SINCE_CLEANING");
}

/* clang-format off */
static const PbFailureText stencil_clean_texts[] = {
  { PB_REASON_NO_RECORD, NULL, NULL,
    N_ ("Stencil {object} has no cleaning record."),
    N_ ("Clean the stencil and record it."), PB_MAY_RECORD },
  { PB_REASON_TOO_OLD, NULL, NULL,
    N_ ("Stencil {object} was cleaned at {since}; a cleaning is good for {limit}, this one until {deadline}."),
    N_ ("Clean the stencil and record it."), PB_MAY_RECORD },
  { PB_REASON_WRONG_STATE, NULL, NULL,
    N_ ("Stencil {object} was used by another run since it was cleaned."),
    N_ ("Clean the stencil and record it."), PB_MAY_RECORD },
  { 0 },
};
/* clang-format on */

const PbItemClass pb_item_stencil_clean = {
  .type = PB_ITEM_PREP_STENCIL_CLEAN,
  .label = N_ ("Stencil cleaning"),
  .group = PB_GROUP_TOOLS,
  .thing = N_ ("Stencil"),
  .asset_kind = PB_ASSET_STENCIL,
  .record_type = &pb_stencil_cleaning_record_type,
  .keys = stencil_clean_keys,
  .gate = PB_GATE_SOFT,
  .texts = stencil_clean_texts,
  .evaluate = evaluate,
};
