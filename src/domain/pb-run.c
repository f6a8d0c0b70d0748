/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-domain"

#include <string.h>

#include "domain/pb-run.h"

/* clang-format off */
static const PbField work_order_fields[] = {
  PB_FIELD (PbWorkOrder, id, "id", STRING),
  PB_FIELD (PbWorkOrder, wo_no, "woNo", STRING, .flags = PB_REQUIRED, .max_length = 64),
  PB_FIELD (PbWorkOrder, product_code, "productCode", STRING, .flags = PB_REQUIRED, .max_length = 64),
  PB_FIELD (PbWorkOrder, planned_qty, "plannedQty", DOUBLE, .flags = PB_REQUIRED | PB_BOUNDED,
            .min = 1, .max = 10000000),
  PB_FIELD (PbWorkOrder, routing_id, "routingId", STRING),
  PB_FIELD (PbWorkOrder, routing_code, "routingCode", STRING, .flags = PB_ASKED, .max_length = 64),
  PB_FIELD (PbWorkOrder, line_code, "lineCode", STRING),
  PB_FIELD (PbWorkOrder, status, "status", ENUM, .values = &pb_work_order_statuses),
  PB_FIELD (PbWorkOrder, source_system, "sourceSystem", STRING, .flags = PB_ASKED, .max_length = 64),
  PB_FIELD (PbWorkOrder, erp_status, "erpStatus", STRING, .flags = PB_ASKED, .max_length = 40),
  PB_FIELD (PbWorkOrder, erp_pick_status, "erpPickStatus", STRING, .flags = PB_ASKED, .max_length = 40),
  PB_FIELD (PbWorkOrder, pick_status, "pickStatus", STRING, .flags = PB_ASKED, .max_length = 10),
  PB_FIELD (PbWorkOrder, due_date, "dueDate", TIME, .flags = PB_ASKED | PB_FUTURE),
  PB_FIELD (PbWorkOrder, meta, NULL, JSON, .flags = PB_HIDDEN),
  PB_FIELD (PbWorkOrder, created_at, "createdAt", TIME),
  PB_FIELD (PbWorkOrder, updated_at, "updatedAt", TIME),
  PB_FIELDS_END,
};
/* clang-format on */
const PbType pb_work_order_type = {
  .name = "WorkOrder",
  .table = "work_order",
  .size = sizeof (PbWorkOrder),
  .fields = work_order_fields,
};

/* clang-format off */
static const PbField run_fields[] = {
  PB_FIELD (PbRun, id, "id", STRING),
  PB_FIELD (PbRun, run_no, "runNo", STRING, .max_length = 120),
  PB_FIELD (PbRun, wo_id, "woId", STRING),
  PB_FIELD (PbRun, wo_no, "woNo", STRING),
  PB_FIELD (PbRun, product_code, "productCode", STRING),
  PB_FIELD (PbRun, line_id, "lineId", STRING),
  PB_FIELD (PbRun, line_code, "lineCode", STRING),
  PB_FIELD (PbRun, line_name, "lineName", STRING),
  PB_FIELD (PbRun, route_version_id, "routeVersionId", STRING),
  PB_FIELD (PbRun, plan_qty, "planQty", INT),
  PB_FIELD (PbRun, status, "status", ENUM, .values = &pb_run_statuses),
  PB_FIELD (PbRun, shift_code, "shiftCode", STRING, .max_length = 40),
  PB_FIELD (PbRun, changeover_no, "changeoverNo", STRING, .max_length = 64),
  PB_FIELD (PbRun, started_at, "startedAt", TIME),
  PB_FIELD (PbRun, ended_at, "endedAt", TIME),
  PB_FIELD (PbRun, parent_run_id, "parentRunId", STRING),
  PB_FIELD (PbRun, rework_type, "reworkType", STRING, .flags = PB_NO_COLUMN),
  PB_FIELD (PbRun, authorization_type, "authorizationType", STRING, .flags = PB_NO_COLUMN),
  PB_FIELD (PbRun, mrb_decision_id, "mrbDecisionId", STRING, .flags = PB_NO_COLUMN),
  PB_FIELD (PbRun, mrb_authorized_by, "mrbAuthorizedBy", STRING, .flags = PB_NO_COLUMN),
  PB_FIELD (PbRun, mrb_authorized_at, "mrbAuthorizedAt", TIME, .flags = PB_NO_COLUMN),
  PB_FIELD (PbRun, mrb_fai_waiver, "mrbFaiWaiver", BOOL, .flags = PB_NO_COLUMN),
  PB_FIELD (PbRun, mrb_waiver_reason, "mrbWaiverReason", STRING, .flags = PB_NO_COLUMN),
  PB_FIELD (PbRun, authorized_by, "authorizedBy", STRING),
  PB_FIELD (PbRun, authorized_by_name, "authorizedByName", STRING),
  PB_FIELD (PbRun, authorized_at, "authorizedAt", TIME),
  PB_FIELD (PbRun, evidence_id, "evidenceId", STRING),
  PB_FIELD (PbRun, ended_by, "endedBy", STRING),
  PB_FIELD (PbRun, end_reason, "endReason", STRING),
  PB_FIELD (PbRun, version, "version", INT),
  PB_FIELD (PbRun, created_at, "createdAt", TIME),
  PB_FIELD (PbRun, updated_at, "updatedAt", TIME),
  PB_FIELDS_END,
};
/* clang-format on */
const PbType pb_run_type = {
  .name = "Run",
  .table = "run",
  .size = sizeof (PbRun),
  .fields = run_fields,
};

/* clang-format off */
static const PbField unit_fields[] = {
  PB_FIELD (PbUnit, id, "id", STRING),
  PB_FIELD (PbUnit, sn, "sn", STRING),
  PB_FIELD (PbUnit, wo_id, "woId", STRING),
  PB_FIELD (PbUnit, run_id, "runId", STRING),
  PB_FIELD (PbUnit, run_no, "runNo", STRING),
  PB_FIELD (PbUnit, status, "status", ENUM, .values = &pb_unit_statuses),
  PB_FIELD (PbUnit, current_step_no, "currentStepNo", INT),
  PB_FIELD (PbUnit, is_trial, NULL, BOOL, .flags = PB_HIDDEN),
  PB_FIELD (PbUnit, created_at, "createdAt", TIME),
  PB_FIELD (PbUnit, updated_at, "updatedAt", TIME),
  PB_FIELDS_END,
};
/* clang-format on */
const PbType pb_unit_type = {
  .name = "Unit",
  .table = "unit",
  .size = sizeof (PbUnit),
  .fields = unit_fields,
};

/* clang-format off */
static const PbField track_fields[] = {
  PB_FIELD (PbTrack, id, "id", STRING),
  PB_FIELD (PbTrack, unit_id, "unitId", STRING),
  PB_FIELD (PbTrack, run_id, "runId", STRING),
  PB_FIELD (PbTrack, sn, "sn", STRING),
  PB_FIELD (PbTrack, step_no, "stepNo", INT),
  PB_FIELD (PbTrack, station_code, "stationCode", STRING),
  PB_FIELD (PbTrack, source, "source", ENUM, .values = &pb_sources),
  PB_FIELD (PbTrack, in_at, "inAt", TIME),
  PB_FIELD (PbTrack, out_at, "outAt", TIME),
  PB_FIELD (PbTrack, result, "result", ENUM, .values = &pb_results),
  PB_FIELD (PbTrack, operator_id, "operatorId", STRING),
  PB_FIELD (PbTrack, fai_id, "faiId", STRING),
  PB_FIELD (PbTrack, created_at, "createdAt", TIME),
  PB_FIELD (PbTrack, updated_at, "updatedAt", TIME),
  PB_FIELDS_END,
};
/* clang-format on */
const PbType pb_track_type = {
  .name = "Track",
  .table = "track",
  .size = sizeof (PbTrack),
  .fields = track_fields,
};

/* clang-format off */
static const PbField inspection_result_fields[] = {
  PB_FIELD (PbInspectionResult, id, "id", STRING),
  PB_FIELD (PbInspectionResult, event_id, "eventId", STRING, .flags = PB_REQUIRED, .max_length = 100),
  PB_FIELD (PbInspectionResult, event_time, "eventTime", TIME, .flags = PB_REQUIRED | PB_PAST),
  PB_FIELD (PbInspectionResult, run_no, "runNo", STRING, .flags = PB_REQUIRED, .max_length = 120),
  PB_FIELD (PbInspectionResult, station_code, "stationCode", STRING, .flags = PB_REQUIRED, .max_length = 50),
  PB_FIELD (PbInspectionResult, unit_sn, "unitSn", STRING, .flags = PB_REQUIRED, .max_length = 120),
  PB_FIELD (PbInspectionResult, step_no, "stepNo", INT, .flags = PB_REQUIRED | PB_BOUNDED, .min = 1, .max = 1000),
  PB_FIELD (PbInspectionResult, inspection_type, "inspectionType", STRING, .flags = PB_REQUIRED, .max_length = 10),
  PB_FIELD (PbInspectionResult, result, "result", ENUM, .flags = PB_REQUIRED, .values = &pb_results),
  PB_FIELD (PbInspectionResult, source, "source", ENUM, .flags = PB_REQUIRED, .values = &pb_integration_sources),
  PB_FIELD (PbInspectionResult, track_id, "trackId", STRING, .flags = PB_ASKED),
  PB_FIELD (PbInspectionResult, defects, "defects", JSON, .flags = PB_ASKED),
  PB_FIELD (PbInspectionResult, operator_id, "operatorId", STRING, .flags = PB_ASKED, .max_length = 100),
  PB_FIELD (PbInspectionResult, received_at, "receivedAt", TIME),
  PB_FIELDS_END,
};
/* clang-format on */
const PbType pb_inspection_result_type = {
  .name = "InspectionResult",
  .table = "inspection_result",
  .size = sizeof (PbInspectionResult),
  .fields = inspection_result_fields,
};

/* clang-format off */
static const PbField route_fields[] = {
  PB_FIELD (PbRoute, id, "id", STRING),
  PB_FIELD (PbRoute, code, "code", STRING, .flags = PB_REQUIRED, .max_length = 64),
  PB_FIELD (PbRoute, name, "name", STRING, .flags = PB_REQUIRED | PB_PATCHED, .max_length = 200),
  PB_FIELD (PbRoute, product_code, "productCode", STRING, .flags = PB_ASKED | PB_PATCHED, .max_length = 64),
  PB_FIELD (PbRoute, process_type, "processType", ENUM, .flags = PB_REQUIRED | PB_PATCHED, .values = &pb_process_types),
  PB_FIELD (PbRoute, fai_template_id, "faiTemplateId", STRING, .flags = PB_ASKED | PB_PATCHED),
  PB_FIELD (PbRoute, version, "version", INT),
  PB_FIELD (PbRoute, steps, "steps", CHILDREN, .flags = PB_ASKED | PB_PATCHED, .child = &pb_route_step_type),
  PB_FIELD (PbRoute, created_at, "createdAt", TIME),
  PB_FIELD (PbRoute, updated_at, "updatedAt", TIME),
  PB_FIELDS_END,
};
/* clang-format on */
const PbType pb_route_type = {
  .name = "Route",
  .table = "route",
  .size = sizeof (PbRoute),
  .fields = route_fields,
};

/* clang-format off */
static const PbField route_step_fields[] = {
  PB_FIELD (PbRouteStep, id, NULL, STRING, .flags = PB_HIDDEN),
  PB_FIELD (PbRouteStep, route_id, NULL, STRING, .flags = PB_HIDDEN),
  PB_FIELD (PbRouteStep, version_id, NULL, STRING, .flags = PB_HIDDEN),
  PB_FIELD (PbRouteStep, step_no, "stepNo", INT, .flags = PB_REQUIRED | PB_BOUNDED, .min = 1, .max = 1000),
  PB_FIELD (PbRouteStep, operation_code, "operationCode", STRING, .flags = PB_REQUIRED, .max_length = 64),
  PB_FIELD (PbRouteStep, operation_name, "operationName", STRING, .flags = PB_ASKED, .max_length = 200),
  PB_FIELD (PbRouteStep, station_type, "stationType", ENUM, .flags = PB_REQUIRED, .values = &pb_station_types),
  PB_FIELD (PbRouteStep, station_group, "stationGroup", STRING, .flags = PB_ASKED, .max_length = 50),
  PB_FIELD (PbRouteStep, requires_fai, "requiresFai", BOOL, .flags = PB_ASKED),
  PB_FIELD (PbRouteStep, has_oven, "hasOven", BOOL, .flags = PB_ASKED),
  PB_FIELDS_END,
};
/* clang-format on */
const PbType pb_route_step_type = {
  .name = "RouteStep",
  .table = "route_step",
  .size = sizeof (PbRouteStep),
  .fields = route_step_fields,
};

/* clang-format off */
static const PbField route_version_fields[] = {
  PB_FIELD (PbRouteVersion, id, "id", STRING),
  PB_FIELD (PbRouteVersion, route_id, "routeId", STRING),
  PB_FIELD (PbRouteVersion, route_code, "routeCode", STRING),
  PB_FIELD (PbRouteVersion, route_name, "routeName", STRING),
  PB_FIELD (PbRouteVersion, version_no, "versionNo", INT),
  PB_FIELD (PbRouteVersion, status, "status", ENUM, .values = &pb_version_statuses),
  PB_FIELD (PbRouteVersion, fai_template_id, "faiTemplateId", STRING),
  PB_FIELD (PbRouteVersion, fai_items, NULL, JSON, .flags = PB_HIDDEN),
  PB_FIELD (PbRouteVersion, errors, "errors", JSON),
  PB_FIELD (PbRouteVersion, compiled_at, "compiledAt", TIME),
  PB_FIELD (PbRouteVersion, steps, "steps", CHILDREN, .child = &pb_route_step_type),
  PB_FIELDS_END,
};
/* clang-format on */
const PbType pb_route_version_type = {
  .name = "RouteVersion",
  .table = "route_version",
  .size = sizeof (PbRouteVersion),
  .fields = route_version_fields,
};

/* clang-format off */
static const PbField slot_expectation_fields[] = {
  PB_FIELD (PbSlotExpectation, id, "id", STRING),
  PB_FIELD (PbSlotExpectation, run_id, NULL, STRING, .flags = PB_HIDDEN),
  PB_FIELD (PbSlotExpectation, slot_id, "slotId", STRING),
  PB_FIELD (PbSlotExpectation, slot_code, "slotCode", STRING),
  PB_FIELD (PbSlotExpectation, slot_name, "slotName", STRING),
  PB_FIELD (PbSlotExpectation, position, "position", INT),
  PB_FIELD (PbSlotExpectation, is_locked, "isLocked", BOOL, .flags = PB_NO_COLUMN),
  PB_FIELD (PbSlotExpectation, expected_material_code, "expectedMaterialCode", STRING),
  PB_FIELD (PbSlotExpectation, alternates, "alternates", STRINGS),
  PB_FIELD (PbSlotExpectation, status, "status", ENUM, .values = &pb_slot_statuses),
  PB_FIELD (PbSlotExpectation, loaded_material_code, "loadedMaterialCode", STRING),
  PB_FIELD (PbSlotExpectation, loaded_at, "loadedAt", TIME),
  PB_FIELD (PbSlotExpectation, loaded_by, "loadedBy", STRING),
  PB_FIELDS_END,
};
/* clang-format on */
const PbType pb_slot_expectation_type = {
  .name = "SlotExpectation",
  .table = "slot_expectation",
  .size = sizeof (PbSlotExpectation),
  .fields = slot_expectation_fields,
};

/* clang-format off */
static const PbField loading_record_fields[] = {
  PB_FIELD (PbLoadingRecord, id, "id", STRING),
  PB_FIELD (PbLoadingRecord, run_id, NULL, STRING, .flags = PB_HIDDEN),
  PB_FIELD (PbLoadingRecord, run_no, "runNo", STRING),
  PB_FIELD (PbLoadingRecord, slot_id, "slotId", STRING),
  PB_FIELD (PbLoadingRecord, slot_code, "slotCode", STRING),
  PB_FIELD (PbLoadingRecord, slot_name, "slotName", STRING),
  PB_FIELD (PbLoadingRecord, position, "position", INT),
  PB_FIELD (PbLoadingRecord, material_lot_id, "materialLotId", STRING),
  PB_FIELD (PbLoadingRecord, lot_no, "lotNo", STRING),
  PB_FIELD (PbLoadingRecord, material_code, "materialCode", STRING),
  PB_FIELD (PbLoadingRecord, expected_code, "expectedCode", STRING),
  PB_FIELD (PbLoadingRecord, status, "status", ENUM, .values = &pb_loading_statuses),
  PB_FIELD (PbLoadingRecord, verify_result, "verifyResult", ENUM, .values = &pb_results),
  PB_FIELD (PbLoadingRecord, fail_reason, "failReason", STRING),
  PB_FIELD (PbLoadingRecord, is_idempotent, "isIdempotent", BOOL, .flags = PB_NO_COLUMN),
  PB_FIELD (PbLoadingRecord, package_qty, "packageQty", INT),
  PB_FIELD (PbLoadingRecord, reviewed_by, "reviewedBy", STRING),
  PB_FIELD (PbLoadingRecord, reviewed_at, "reviewedAt", TIME),
  PB_FIELD (PbLoadingRecord, loaded_at, "loadedAt", TIME),
  PB_FIELD (PbLoadingRecord, loaded_by, "loadedBy", STRING),
  PB_FIELD (PbLoadingRecord, unloaded_at, "unloadedAt", TIME),
  PB_FIELD (PbLoadingRecord, unloaded_by, "unloadedBy", STRING),
  PB_FIELD (PbLoadingRecord, replace_reason, "replaceReason", STRING),
  PB_FIELD (PbLoadingRecord, material_known, "materialKnown", BOOL, .flags = PB_NO_COLUMN),
  PB_FIELD (PbLoadingRecord, material_name, "materialName", STRING, .flags = PB_NO_COLUMN),
  PB_FIELD (PbLoadingRecord, material_validation, "materialValidation", STRING),
  PB_FIELDS_END,
};
/* clang-format on */
const PbType pb_loading_record_type = {
  .name = "LoadingRecord",
  .table = "loading_record",
  .size = sizeof (PbLoadingRecord),
  .fields = loading_record_fields,
};

/* clang-format off */
static const PbField time_rule_fields[] = {
  PB_FIELD (PbTimeRule, id, "id", STRING),
  PB_FIELD (PbTimeRule, code, "code", STRING, .flags = PB_REQUIRED, .max_length = 64),
  PB_FIELD (PbTimeRule, name, "name", STRING, .flags = PB_REQUIRED | PB_PATCHED, .max_length = 200),
  PB_FIELD (PbTimeRule, description, "description", STRING, .flags = PB_ASKED | PB_PATCHED | PB_MULTILINE,
            .max_length = 2000),
  PB_FIELD (PbTimeRule, rule_type, "ruleType", ENUM, .flags = PB_REQUIRED | PB_PATCHED, .values = &pb_time_rule_types),
  PB_FIELD (PbTimeRule, duration_minutes, "durationMinutes", INT, .flags = PB_REQUIRED | PB_PATCHED | PB_BOUNDED,
            .min = 1, .max = 1000000),
  PB_FIELD (PbTimeRule, warning_minutes, "warningMinutes", INT, .flags = PB_ASKED | PB_PATCHED | PB_BOUNDED,
            .min = 1, .max = 1000000),
  PB_FIELD (PbTimeRule, start_event, "startEvent", STRING, .flags = PB_REQUIRED | PB_PATCHED, .max_length = 64),
  PB_FIELD (PbTimeRule, end_event, "endEvent", STRING, .flags = PB_REQUIRED | PB_PATCHED, .max_length = 64),
  PB_FIELD (PbTimeRule, scope, "scope", ENUM, .flags = PB_ASKED | PB_PATCHED, .values = &pb_time_rule_scopes),
  PB_FIELD (PbTimeRule, scope_value, "scopeValue", STRING, .flags = PB_ASKED | PB_PATCHED, .max_length = 64),
  PB_FIELD (PbTimeRule, requires_wash_step, "requiresWashStep", BOOL, .flags = PB_ASKED | PB_PATCHED),
  PB_FIELD (PbTimeRule, is_waivable, "isWaivable", BOOL, .flags = PB_ASKED | PB_PATCHED),
  PB_FIELD (PbTimeRule, is_active, "isActive", BOOL, .flags = PB_ASKED | PB_PATCHED),
  PB_FIELD (PbTimeRule, priority, "priority", INT, .flags = PB_ASKED | PB_PATCHED | PB_BOUNDED,
            .min = -1000, .max = 1000),
  PB_FIELD (PbTimeRule, created_at, "createdAt", TIME),
  PB_FIELD (PbTimeRule, updated_at, "updatedAt", TIME),
  PB_FIELDS_END,
};
/* clang-format on */
const PbType pb_time_rule_type = {
  .name = "TimeRule",
  .table = "time_rule",
  .size = sizeof (PbTimeRule),
  .fields = time_rule_fields,
};

/* clang-format off */
static const PbField time_window_fields[] = {
  PB_FIELD (PbTimeWindow, id, "id", STRING),
  PB_FIELD (PbTimeWindow, definition_id, "definitionId", STRING),
  PB_FIELD (PbTimeWindow, definition_code, "definitionCode", STRING),
  PB_FIELD (PbTimeWindow, definition_name, "definitionName", STRING),
  PB_FIELD (PbTimeWindow, rule_type, "ruleType", ENUM, .values = &pb_time_rule_types),
  PB_FIELD (PbTimeWindow, is_waivable, "isWaivable", BOOL),
  PB_FIELD (PbTimeWindow, run_id, "runId", STRING),
  PB_FIELD (PbTimeWindow, run_no, "runNo", STRING),
  PB_FIELD (PbTimeWindow, entity_type, "entityType", STRING),
  PB_FIELD (PbTimeWindow, entity_id, "entityId", STRING),
  PB_FIELD (PbTimeWindow, entity_display, "entityDisplay", STRING),
  PB_FIELD (PbTimeWindow, started_at, "startedAt", TIME),
  PB_FIELD (PbTimeWindow, expires_at, "expiresAt", TIME),
  PB_FIELD (PbTimeWindow, warning_at, "warningAt", TIME),
  PB_FIELD (PbTimeWindow, status, "status", ENUM, .values = &pb_window_statuses),
  PB_FIELD (PbTimeWindow, completed_at, "completedAt", TIME),
  PB_FIELD (PbTimeWindow, created_at, "createdAt", TIME),
  PB_FIELD (PbTimeWindow, updated_at, "updatedAt", TIME),
  PB_FIELDS_END,
};
/* clang-format on */
const PbType pb_time_window_type = {
  .name = "TimeWindow",
  .table = "time_window",
  .size = sizeof (PbTimeWindow),
  .fields = time_window_fields,
};

gboolean
pb_route_step_names (const PbRouteStep *step, const char *word)
{
  g_autofree char *upper = step->operation_code != NULL ? g_ascii_strup (step->operation_code, -1) : NULL;

  return upper != NULL && strstr (upper, word) != NULL;
}
