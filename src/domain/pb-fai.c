/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-domain"

#include "domain/pb-fai.h"

/* clang-format off */
static const PbField fai_template_fields[] = {
  PB_FIELD (PbFaiTemplate, id, "id", STRING),
  PB_FIELD (PbFaiTemplate, code, "code", STRING, .flags = PB_REQUIRED | PB_PATCHED, .max_length = 64),
  PB_FIELD (PbFaiTemplate, name, "name", STRING, .flags = PB_REQUIRED | PB_PATCHED, .max_length = 200),
  PB_FIELD (PbFaiTemplate, product_code, "productCode", STRING, .flags = PB_REQUIRED | PB_PATCHED, .max_length = 64),
  PB_FIELD (PbFaiTemplate, process_type, "processType", ENUM, .flags = PB_REQUIRED | PB_PATCHED,
            .values = &pb_process_types),
  PB_FIELD (PbFaiTemplate, version, "version", STRING, .flags = PB_ASKED | PB_PATCHED, .max_length = 20),
  PB_FIELD (PbFaiTemplate, is_active, "isActive", BOOL, .flags = PB_ASKED | PB_PATCHED),
  PB_FIELD (PbFaiTemplate, item_count, "itemCount", INT, .flags = PB_NO_COLUMN),
  PB_FIELD (PbFaiTemplate, meta, "meta", JSON, .flags = PB_ASKED | PB_PATCHED),
  PB_FIELD (PbFaiTemplate, items, "items", CHILDREN, .flags = PB_ASKED | PB_PATCHED,
            .child = &pb_fai_template_item_type),
  PB_FIELD (PbFaiTemplate, created_at, "createdAt", TIME),
  PB_FIELD (PbFaiTemplate, updated_at, "updatedAt", TIME),
  PB_FIELDS_END,
};
/* clang-format on */
const PbType pb_fai_template_type = {
  .name = "FaiTemplate",
  .table = "fai_template",
  .size = sizeof (PbFaiTemplate),
  .fields = fai_template_fields,
};

/* clang-format off */
static const PbField fai_template_item_fields[] = {
  PB_FIELD (PbFaiTemplateItem, id, "id", STRING),
  PB_FIELD (PbFaiTemplateItem, template_id, NULL, STRING, .flags = PB_HIDDEN),
  PB_FIELD (PbFaiTemplateItem, seq, "seq", INT, .flags = PB_REQUIRED | PB_BOUNDED, .min = 1, .max = 1000),
  PB_FIELD (PbFaiTemplateItem, item_name, "itemName", STRING, .flags = PB_REQUIRED, .max_length = 200,
            .blank = "FAI_TEMPLATE_ITEM_NAME_REQUIRED"),
  PB_FIELD (PbFaiTemplateItem, item_spec, "itemSpec", STRING, .flags = PB_ASKED, .max_length = 500),
  PB_FIELD (PbFaiTemplateItem, required, "required", BOOL, .flags = PB_ASKED),
  PB_FIELD (PbFaiTemplateItem, item_group, "group", STRING, .flags = PB_ASKED, .max_length = 100),
  PB_FIELD (PbFaiTemplateItem, per, "per", ENUM, .flags = PB_ASKED, .values = &pb_pers),
  PB_FIELD (PbFaiTemplateItem, nominal, "nominal", DOUBLE, .flags = PB_ASKED),
  PB_FIELD (PbFaiTemplateItem, lower_limit, "lowerLimit", DOUBLE, .flags = PB_ASKED),
  PB_FIELD (PbFaiTemplateItem, upper_limit, "upperLimit", DOUBLE, .flags = PB_ASKED),
  PB_FIELD (PbFaiTemplateItem, unit, "unit", STRING, .flags = PB_ASKED, .max_length = 20),
  PB_FIELD (PbFaiTemplateItem, na_allowed, "naAllowed", BOOL, .flags = PB_ASKED),
  PB_FIELD (PbFaiTemplateItem, meta, "meta", JSON, .flags = PB_ASKED),
  PB_FIELDS_END,
};
/* clang-format on */
const PbType pb_fai_template_item_type = {
  .name = "FaiTemplateItem",
  .table = "fai_template_item",
  .size = sizeof (PbFaiTemplateItem),
  .fields = fai_template_item_fields,
};

/* clang-format off */
static const PbField measurement_fields[] = {
  PB_FIELD (PbMeasurement, id, NULL, STRING, .flags = PB_HIDDEN),
  PB_FIELD (PbMeasurement, item_id, NULL, STRING, .flags = PB_HIDDEN),
  PB_FIELD (PbMeasurement, inspection_id, NULL, STRING, .flags = PB_HIDDEN),
  PB_FIELD (PbMeasurement, unit_sn, "unitSn", STRING, .flags = PB_OMIT_NULL),
  PB_FIELD (PbMeasurement, actual_value, "actualValue", STRING, .flags = PB_OMIT_NULL, .max_length = 200),
  PB_FIELD (PbMeasurement, result, "result", ENUM, .values = &pb_results),
  PB_FIELD (PbMeasurement, defect_code, "defectCode", STRING, .flags = PB_OMIT_NULL, .max_length = 64),
  PB_FIELD (PbMeasurement, remark, "remark", STRING, .flags = PB_OMIT_NULL, .max_length = 500),
  PB_FIELD (PbMeasurement, inspected_by, "inspectedBy", STRING, .flags = PB_OMIT_NULL),
  PB_FIELD (PbMeasurement, inspected_at, "inspectedAt", TIME, .flags = PB_OMIT_NULL),
  PB_FIELDS_END,
};
/* clang-format on */
const PbType pb_measurement_type = {
  .name = "Measurement",
  .table = "fai_measurement",
  .size = sizeof (PbMeasurement),
  .fields = measurement_fields,
};

/* clang-format off */
static const PbField inspection_item_fields[] = {
  PB_FIELD (PbInspectionItem, id, "id", STRING),
  PB_FIELD (PbInspectionItem, inspection_id, "inspectionId", STRING),
  PB_FIELD (PbInspectionItem, seq, "seq", INT),
  PB_FIELD (PbInspectionItem, item_group, "group", STRING),
  PB_FIELD (PbInspectionItem, item_name, "itemName", STRING),
  PB_FIELD (PbInspectionItem, item_spec, "itemSpec", STRING),
  PB_FIELD (PbInspectionItem, per, "per", ENUM, .values = &pb_pers),
  PB_FIELD (PbInspectionItem, required, "required", BOOL),
  PB_FIELD (PbInspectionItem, na_allowed, "naAllowed", BOOL),
  PB_FIELD (PbInspectionItem, nominal, "nominal", DOUBLE, .flags = PB_OMIT_NULL),
  PB_FIELD (PbInspectionItem, lower_limit, "lowerLimit", DOUBLE, .flags = PB_OMIT_NULL),
  PB_FIELD (PbInspectionItem, upper_limit, "upperLimit", DOUBLE, .flags = PB_OMIT_NULL),
  PB_FIELD (PbInspectionItem, unit, "unit", STRING, .flags = PB_OMIT_NULL),
  PB_FIELD (PbInspectionItem, unit_sn, "unitSn", STRING, .flags = PB_NO_COLUMN),
  PB_FIELD (PbInspectionItem, actual_value, "actualValue", STRING, .flags = PB_NO_COLUMN),
  PB_FIELD (PbInspectionItem, result, "result", ENUM, .flags = PB_NO_COLUMN, .values = &pb_results),
  PB_FIELD (PbInspectionItem, defect_code, "defectCode", STRING, .flags = PB_NO_COLUMN),
  PB_FIELD (PbInspectionItem, remark, "remark", STRING, .flags = PB_NO_COLUMN),
  PB_FIELD (PbInspectionItem, inspected_by, "inspectedBy", STRING, .flags = PB_NO_COLUMN),
  PB_FIELD (PbInspectionItem, inspected_at, "inspectedAt", TIME, .flags = PB_NO_COLUMN),
  PB_FIELD (PbInspectionItem, measurements, "measurements", CHILDREN, .child = &pb_measurement_type),
  PB_FIELD (PbInspectionItem, created_at, "createdAt", TIME),
  PB_FIELD (PbInspectionItem, updated_at, "updatedAt", TIME),
  PB_FIELDS_END,
};
/* clang-format on */
const PbType pb_inspection_item_type = {
  .name = "InspectionItem",
  .table = "fai_item",
  .size = sizeof (PbInspectionItem),
  .fields = inspection_item_fields,
};

/* clang-format off */
static const PbField signature_fields[] = {
  PB_FIELD (PbSignature, id, "id", STRING),
  PB_FIELD (PbSignature, subject_type, NULL, STRING, .flags = PB_HIDDEN),
  PB_FIELD (PbSignature, subject_id, NULL, STRING, .flags = PB_HIDDEN),
  PB_FIELD (PbSignature, round, NULL, INT, .flags = PB_HIDDEN),
  PB_FIELD (PbSignature, capacity, "capacity", ENUM, .flags = PB_OMIT_NULL, .values = &pb_capacities),
  PB_FIELD (PbSignature, signed_by, "signedBy", STRING),
  PB_FIELD (PbSignature, printed_name, "printedName", STRING),
  PB_FIELD (PbSignature, signed_at, "signedAt", TIME),
  PB_FIELD (PbSignature, meaning, "meaning", ENUM, .values = &pb_meanings),
  PB_FIELD (PbSignature, remark, "remark", STRING, .flags = PB_OMIT_NULL),
  PB_FIELD (PbSignature, station_id, "stationId", STRING, .flags = PB_OMIT_NULL),
  PB_FIELD (PbSignature, content_hash, "contentHash", STRING),
  PB_FIELD (PbSignature, valid, "valid", BOOL, .flags = PB_NO_COLUMN),
  PB_FIELD (PbSignature, voided_at, "voidedAt", TIME, .flags = PB_OMIT_NULL),
  PB_FIELDS_END,
};
/* clang-format on */
const PbType pb_signature_type = {
  .name = "Signature",
  .table = "signature",
  .size = sizeof (PbSignature),
  .fields = signature_fields,
};

/* clang-format off */
static const PbField inspection_fields[] = {
  PB_FIELD (PbInspection, id, "id", STRING),
  PB_FIELD (PbInspection, run_id, "runId", STRING),
  PB_FIELD (PbInspection, run_no, NULL, STRING, .flags = PB_HIDDEN),
  PB_FIELD (PbInspection, type, "type", ENUM, .values = &pb_inspection_types),
  PB_FIELD (PbInspection, status, "status", ENUM, .values = &pb_fai_statuses),
  PB_FIELD (PbInspection, active_key, "activeKey", STRING),
  PB_FIELD (PbInspection, sample_qty, "sampleQty", INT),
  PB_FIELD (PbInspection, passed_qty, "passedQty", INT),
  PB_FIELD (PbInspection, failed_qty, "failedQty", INT),
  PB_FIELD (PbInspection, inspector_id, "inspectorId", STRING),
  PB_FIELD (PbInspection, started_at, "startedAt", TIME),
  PB_FIELD (PbInspection, data, "data", JSON),
  PB_FIELD (PbInspection, decided_by, "decidedBy", STRING),
  PB_FIELD (PbInspection, decided_by_name, "decidedByName", STRING),
  PB_FIELD (PbInspection, decided_at, "decidedAt", TIME),
  PB_FIELD (PbInspection, remark, "remark", STRING),
  PB_FIELD (PbInspection, condition_class, "result", STRING, .flags = PB_OMIT_NULL),
  PB_FIELD (PbInspection, condition, "condition", STRING, .flags = PB_OMIT_NULL),
  PB_FIELD (PbInspection, condition_until, "until", TIME, .flags = PB_OMIT_NULL),
  PB_FIELD (PbInspection, signed_by, "signedBy", STRING),
  PB_FIELD (PbInspection, signed_at, "signedAt", TIME),
  PB_FIELD (PbInspection, signature_remark, "signatureRemark", STRING),
  PB_FIELD (PbInspection, round, "round", INT, .flags = PB_OMIT_NULL),
  PB_FIELD (PbInspection, fingerprint, "fingerprint", STRINGS, .flags = PB_OMIT_NULL),
  PB_FIELD (PbInspection, inspectors, NULL, STRINGS, .flags = PB_HIDDEN),
  PB_FIELD (PbInspection, version, "version", INT),
  PB_FIELD (PbInspection, items, "items", CHILDREN, .child = &pb_inspection_item_type),
  PB_FIELD (PbInspection, signatures, "signatures", CHILDREN, .child = &pb_signature_type),
  PB_FIELD (PbInspection, required_capacities, "requiredCapacities", STRINGS, .flags = PB_NO_COLUMN),
  PB_FIELD (PbInspection, missing_capacities, "missingCapacities", STRINGS, .flags = PB_NO_COLUMN),
  PB_FIELD (PbInspection, content_hash, "contentHash", STRING, .flags = PB_NO_COLUMN),
  PB_FIELD (PbInspection, stale, "stale", BOOL, .flags = PB_NO_COLUMN),
  PB_FIELD (PbInspection, stale_causes, "staleCauses", STRINGS, .flags = PB_NO_COLUMN | PB_OMIT_NULL),
  PB_FIELD (PbInspection, created_at, "createdAt", TIME),
  PB_FIELD (PbInspection, updated_at, "updatedAt", TIME),
  PB_FIELDS_END,
};
/* clang-format on */
const PbType pb_inspection_type = {
  .name = "Inspection",
  .table = "inspection",
  .size = sizeof (PbInspection),
  .fields = inspection_fields,
};

gboolean
pb_fai_template_is_for (const PbFaiTemplate *form, const char *product)
{
  return product == NULL || g_strcmp0 (form->product_code, "*") == 0 || g_strcmp0 (form->product_code, product) == 0;
}
