/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-domain"

#include "domain/items/pb-items.h"
#include "domain/items/pb-newest.h"

/* clang-format off */
static const PbField fixture_usage_record_fields[] = {
  PB_FIELD (PbFixtureUsageRecord, id, "id", STRING),
  PB_FIELD (PbFixtureUsageRecord, fixture_id, "fixtureId", STRING, .flags = PB_REQUIRED, .max_length = 64,
            .blank = "FIXTURE_ID_REQUIRED", .scan = PB_SCAN_FIXTURE, .label = N_ ("Fixture")),
  PB_FIELD (PbFixtureUsageRecord, line_id, "lineId", STRING),
  PB_FIELD (PbFixtureUsageRecord, line_code, "lineCode", STRING, .flags = PB_ASKED | PB_FROM_CONTEXT, .max_length = 50),
  PB_FIELD (PbFixtureUsageRecord, line_name, "lineName", STRING),
  PB_FIELD (PbFixtureUsageRecord, run_id, "runId", STRING),
  PB_FIELD (PbFixtureUsageRecord, run_no, "runNo", STRING, .flags = PB_ASKED | PB_FROM_CONTEXT, .max_length = 120,
            .scan = PB_SCAN_RUN),
  PB_FIELD (PbFixtureUsageRecord, routing_step_id, "routingStepId", STRING, .flags = PB_ASKED | PB_FROM_CONTEXT),
  PB_FIELD (PbFixtureUsageRecord, record_date, "recordDate", TIME, .flags = PB_REQUIRED | PB_PAST,
            .label = N_ ("Date")),
  PB_FIELD (PbFixtureUsageRecord, usage_count, "usageCount", INT, .flags = PB_ASKED | PB_BOUNDED,
            .min = 0, .max = 10000000, .error = "INVALID_USAGE_COUNT", .label = N_ ("Uses")),
  PB_FIELD (PbFixtureUsageRecord, total_usage_count, "totalUsageCount", INT,
            .flags = PB_ASKED | PB_BOUNDED | PB_EVIDENCE, .min = 0, .max = 100000000,
            .error = "INVALID_TOTAL_USAGE_COUNT", .label = N_ ("Total uses")),
  PB_FIELD (PbFixtureUsageRecord, life_limit, "lifeLimit", INT, .flags = PB_ASKED | PB_BOUNDED | PB_EVIDENCE,
            .min = 0, .max = 100000000, .error = "INVALID_LIFE_LIMIT", .label = N_ ("Life limit")),
  PB_FIELD (PbFixtureUsageRecord, used_by, "usedBy", STRING, .flags = PB_ASKED, .max_length = 100,
            .label = N_ ("Used by")),
  PB_FIELD (PbFixtureUsageRecord, confirmed_by, "confirmedBy", STRING, .flags = PB_ASKED, .max_length = 100,
            .label = N_ ("Confirmed by")),
  PB_FIELD (PbFixtureUsageRecord, remark, "remark", STRING, .flags = PB_ASKED | PB_MULTILINE, .max_length = 1000,
            .label = N_ ("Remark")),
  PB_FIELD (PbFixtureUsageRecord, computed_total, "computedTotal", INT),
  PB_FIELD (PbFixtureUsageRecord, meta, NULL, JSON, .flags = PB_HIDDEN),
  PB_FIELD (PbFixtureUsageRecord, recorded_by, "recordedBy", STRING),
  PB_FIELD (PbFixtureUsageRecord, recorded_by_name, "recordedByName", STRING),
  PB_FIELD (PbFixtureUsageRecord, created_at, "createdAt", TIME),
  PB_FIELD (PbFixtureUsageRecord, updated_at, "updatedAt", TIME),
  PB_FIELDS_END,
};
/* clang-format on */
const PbType pb_fixture_usage_record_type = {
  .name = "FixtureUsageRecord",
  .table = "fixture_usage_record",
  .size = sizeof (PbFixtureUsageRecord),
  .fields = fixture_usage_record_fields,
  .label = N_ ("Fixture usage record"),
};

static const char *const fixture_usage_filters[] = { "fixtureId", "runNo", "lineCode", "recordDate", NULL };

const PbRecordKind pb_fixture_usage_record_kind = {
  .type = &pb_fixture_usage_record_type,
  .collection = "fixture-usage-records",
  .entity = "FIXTURE_USAGE",
  .summary = "Fixture usage",
  .at = "record_date",
  .object = "fixture_id",
  .asset_kind = PB_ASSET_FIXTURE,
  .added = "usage_count",
  .total = "total_usage_count",
  .n_facts = 2,
  .filters = fixture_usage_filters,
};

/* clang-format off */
static const PbPolicyKey fixture_keys[] = {
  { "fixture.needed", PB_POLICY_SWITCH, "true", NULL, "form QR-Pro-133", 0, 0, PB_RELAX_DOWN,
    N_ ("The product runs on a fixture"), PB_POLICY_PER_PRODUCT },
  { "fixture.lifeUses.syntheticStone", PB_POLICY_NUMBER, "10000", NULL, "form QR-Mac-155", 1, 100000000, PB_RELAX_UP,
    N_ ("Uses of a fixture of synthetic stone") },
  { "fixture.lifeUses.glassFibre", PB_POLICY_NUMBER, "5000", NULL, "form QR-Mac-155", 1, 100000000, PB_RELAX_UP,
    N_ ("Uses of a fixture of glass fibre") },
  { "fixture.checkAgeHours", PB_POLICY_NUMBER, "168", "h", "form QR-Mac-155", 0, 8760, PB_RELAX_UP,
    N_ ("A check of a fixture is good for") },
  { NULL },
};
/* clang-format on */

static PbTotal
get_total (const PbFixtureUsageRecord *record)
{
  return (PbTotal){ .at = record->record_date, .added = record->usage_count, .total = record->total_usage_count };
}

/* The newest record of the fixture, whichever run wrote it. NULL when there is none to judge. */
static const PbFixtureUsageRecord *
find_record (const PbEvaluation *evaluation, PbItem *item, const PbAsset *asset)
{
  const GPtrArray *records = evaluation->facts->fixture_usage_records;
  g_autoptr (GArray) totals = g_array_new (FALSE, FALSE, sizeof (PbTotal));
  PbNewest newest = { 0 };
  const PbFixtureUsageRecord *record;
  PbTotal total;

  for (guint i = 0; i < records->len; i++)
    {
      PbContradiction found = { 0 };

      record = records->pdata[i];
      if (g_strcmp0 (record->fixture_id, asset->id) != 0)
        continue;
      total = get_total (record);
      g_array_append_val (totals, total);
      pb_contradiction_require_date (evaluation->now, &found, "recordDate", record->record_date);
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
  pb_item_fail_part (item, PB_REASON_INVALID_RECORD, asset->id, "totalUsageCount");
  return NULL;
}

static void
evaluate (const PbEvaluation *evaluation, GPtrArray *items)
{
  const PbFixtureUsageRecord *record;
  const PbBinding *binding;
  const PbAsset *asset;
  PbItem *item;

  if (!pb_limits_switch (&evaluation->limits, "fixture.needed"))
    {
      const char *line_id = pb_evaluation_line_id (evaluation);

      binding = pb_evaluation_binding (evaluation, PB_ASSET_FIXTURE);
      if (binding != NULL)
        line_id = binding->asset_id;
      item = pb_evaluation_add (evaluation, items, line_id != NULL ? line_id : evaluation->facts->run->run_no);
      pb_item_set_not_needed (evaluation, item, "fixture.needed");
      return;
    }
  binding = pb_evaluation_add_bound (evaluation, items, PB_ASSET_FIXTURE, &item, &asset);
  if (binding == NULL)
    return;
  record = find_record (evaluation, item, asset);
  pb_item_judge_life (evaluation, item, asset, asset->used.v, pb_life_limit (asset, &evaluation->limits));
  if (record != NULL)
    {
      pb_item_set_evidence (item, pb_fixture_usage_record_type.name, record->id,
                            pb_evaluation_is_own (evaluation, record->run_id, record->run_no) ? "run" : "thing",
                            asset->id, pb_evidence_person (record->used_by, record->recorded_by_name),
                            record->record_date);
      pb_item_judge_window (evaluation, item, PB_REASON_TOO_OLD, asset->id, NULL, record->record_date,
                            pb_evaluation_hours (evaluation, "fixture.checkAgeHours"));
    }
  pb_item_judge_state (evaluation, item, PB_MAINTAINED_FIXTURE, asset);
}

const PbItemClass pb_item_fixture = {
  .type = PB_ITEM_PREP_FIXTURE,
  .label = N_ ("Fixture"),
  .group = PB_GROUP_TOOLS,
  .thing = N_ ("Fixture"),
  .asset_kind = PB_ASSET_FIXTURE,
  .record_type = &pb_fixture_usage_record_type,
  .keys = fixture_keys,
  .gate = PB_GATE_SOFT,
  .evaluate = evaluate,
};
