/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-domain"

#include "domain/items/pb-items.h"

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
            .error = "INVALID_CLEANED_AT", .label = N_ ("Cleaned at")),
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
