/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-domain"

#include "domain/items/pb-items.h"

/* clang-format off */
static const PbField oven_program_record_fields[] = {
  PB_FIELD (PbOvenProgramRecord, id, "id", STRING),
  PB_FIELD (PbOvenProgramRecord, run_id, "runId", STRING),
  PB_FIELD (PbOvenProgramRecord, run_no, "runNo", STRING, .flags = PB_ASKED | PB_FROM_CONTEXT, .max_length = 120,
            .scan = PB_SCAN_RUN),
  PB_FIELD (PbOvenProgramRecord, line_id, "lineId", STRING),
  PB_FIELD (PbOvenProgramRecord, line_code, "lineCode", STRING, .flags = PB_ASKED | PB_FROM_CONTEXT, .max_length = 50),
  PB_FIELD (PbOvenProgramRecord, line_name, "lineName", STRING),
  PB_FIELD (PbOvenProgramRecord, equipment_id, "equipmentId", STRING, .flags = PB_ASKED, .max_length = 64,
            .label = N_ ("Oven")),
  PB_FIELD (PbOvenProgramRecord, record_date, "recordDate", TIME, .flags = PB_REQUIRED | PB_PAST,
            .error = "INVALID_RECORD_DATE", .label = N_ ("Date")),
  PB_FIELD (PbOvenProgramRecord, product_name, "productName", STRING, .flags = PB_REQUIRED, .max_length = 100,
            .blank = "PRODUCT_NAME_REQUIRED", .label = N_ ("Product")),
  PB_FIELD (PbOvenProgramRecord, program_name, "programName", STRING, .flags = PB_REQUIRED, .max_length = 200,
            .blank = "PROGRAM_NAME_REQUIRED", .label = N_ ("Program called")),
  PB_FIELD (PbOvenProgramRecord, measured_at, "measuredAt", TIME, .flags = PB_ASKED | PB_PAST,
            .label = N_ ("Profile measured at")),
  PB_FIELD (PbOvenProgramRecord, peak_temperature, "peakTemperature", DOUBLE, .flags = PB_ASKED | PB_BOUNDED,
            .min = 0, .max = 500, .unit = "°C", .label = N_ ("Peak temperature")),
  PB_FIELD (PbOvenProgramRecord, used_by, "usedBy", STRING, .flags = PB_REQUIRED, .max_length = 100,
            .blank = "USED_BY_REQUIRED", .label = N_ ("Used by")),
  PB_FIELD (PbOvenProgramRecord, confirmed_by, "confirmedBy", STRING, .flags = PB_ASKED, .max_length = 100,
            .label = N_ ("Confirmed by")),
  PB_FIELD (PbOvenProgramRecord, remark, "remark", STRING, .flags = PB_ASKED | PB_MULTILINE, .max_length = 1000,
            .label = N_ ("Remark")),
  PB_FIELD (PbOvenProgramRecord, meta, NULL, JSON, .flags = PB_HIDDEN),
  PB_FIELD (PbOvenProgramRecord, recorded_by, "recordedBy", STRING),
  PB_FIELD (PbOvenProgramRecord, recorded_by_name, "recordedByName", STRING),
  PB_FIELD (PbOvenProgramRecord, created_at, "createdAt", TIME),
  PB_FIELD (PbOvenProgramRecord, updated_at, "updatedAt", TIME),
  PB_FIELDS_END,
};
/* clang-format on */
const PbType pb_oven_program_record_type = {
  .name = "OvenProgramRecord",
  .table = "oven_program_record",
  .size = sizeof (PbOvenProgramRecord),
  .fields = oven_program_record_fields,
  .label = N_ ("Oven program record"),
};
