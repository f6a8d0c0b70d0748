/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-domain"

#include "domain/items/pb-items.h"

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
            .error = "INVALID_RECORD_DATE", .label = N_ ("Date")),
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
            .error = "INVALID_REPLACED_AT", .label = N_ ("Replaced at")),
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
