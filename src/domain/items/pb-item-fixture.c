/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-domain"

#include "domain/items/pb-items.h"

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
            .error = "INVALID_RECORD_DATE", .label = N_ ("Date")),
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
