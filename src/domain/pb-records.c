/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-domain"

#include "domain/pb-records.h"

/* clang-format off */
static const PbField cold_storage_record_fields[] = {
  PB_FIELD (PbColdStorageRecord, id, "id", STRING),
  PB_FIELD (PbColdStorageRecord, measured_at, "measuredAt", TIME, .flags = PB_REQUIRED | PB_PAST,
            .label = N_ ("Measured at")),
  PB_FIELD (PbColdStorageRecord, temperature, "temperature", DOUBLE, .flags = PB_REQUIRED | PB_BOUNDED,
            .min = -80, .max = 100, .error = "INVALID_TEMPERATURE", .unit = "°C", .label = N_ ("Temperature")),
  PB_FIELD (PbColdStorageRecord, measured_by, "measuredBy", STRING, .flags = PB_REQUIRED, .max_length = 100,
            .label = N_ ("Measured by")),
  PB_FIELD (PbColdStorageRecord, reviewed_by, "reviewedBy", STRING, .flags = PB_ASKED, .max_length = 100,
            .label = N_ ("Reviewed by")),
  PB_FIELD (PbColdStorageRecord, remark, "remark", STRING, .flags = PB_ASKED | PB_MULTILINE, .max_length = 1000,
            .label = N_ ("Remark")),
  PB_FIELD (PbColdStorageRecord, meta, NULL, JSON, .flags = PB_HIDDEN),
  PB_FIELD (PbColdStorageRecord, recorded_by, "recordedBy", STRING),
  PB_FIELD (PbColdStorageRecord, recorded_by_name, "recordedByName", STRING),
  PB_FIELD (PbColdStorageRecord, created_at, "createdAt", TIME),
  PB_FIELD (PbColdStorageRecord, updated_at, "updatedAt", TIME),
  PB_FIELDS_END,
};
/* clang-format on */
const PbType pb_cold_storage_record_type = {
  .name = "ColdStorageRecord",
  .table = "cold_storage_record",
  .size = sizeof (PbColdStorageRecord),
  .fields = cold_storage_record_fields,
  .label = N_ ("Cold storage temperature"),
};

static const char *const cold_storage_filters[] = { "measuredAt", NULL };

const PbRecordKind pb_cold_storage_record_kind = {
  .type = &pb_cold_storage_record_type,
  .collection = "cold-storage-temperature-records",
  .entity = "COLD_STORAGE_TEMP",
  .summary = "Cold storage temperature",
  .at = "measured_at",
  .filters = cold_storage_filters,
};

#define RECORD_KIND(name, json) &pb_##name##_record_kind,
const PbRecordKind *const pb_record_kinds[] = { PB_RECORD_KINDS (RECORD_KIND) & pb_cold_storage_record_kind, NULL };

const PbRecordKind *
pb_record_kind_find (const PbType *type)
{
  for (const PbRecordKind *const *kind = pb_record_kinds; *kind != NULL; kind++)
    if ((*kind)->type == type)
      return *kind;
  return NULL;
}
