/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-domain"

#include "domain/pb-readiness.h"

/* clang-format off */
static const PbField params_fields[] = {
  PB_FIELD (PbParams, object, "object", STRING, .flags = PB_OMIT_NULL),
  PB_FIELD (PbParams, part, "part", STRING, .flags = PB_OMIT_NULL),
  PB_FIELD (PbParams, state, "state", STRING, .flags = PB_OMIT_NULL),
  PB_FIELD (PbParams, slot, "slot", STRING, .flags = PB_OMIT_NULL),
  PB_FIELD (PbParams, expected, "expected", STRING, .flags = PB_OMIT_NULL),
  PB_FIELD (PbParams, loaded, "loaded", STRING, .flags = PB_OMIT_NULL),
  PB_FIELD (PbParams, assigned, "assigned", STRING, .flags = PB_OMIT_NULL),
  PB_FIELD (PbParams, recorded, "recorded", STRING, .flags = PB_OMIT_NULL),
  PB_FIELD (PbParams, point, "point", INT, .flags = PB_OMIT_NULL),
  PB_FIELD (PbParams, actual, "actual", DOUBLE, .flags = PB_OMIT_NULL),
  PB_FIELD (PbParams, required, "required", DOUBLE, .flags = PB_OMIT_NULL),
  PB_FIELD (PbParams, limit, "limit", DOUBLE, .flags = PB_OMIT_NULL),
  PB_FIELD (PbParams, unit, "unit", STRING, .flags = PB_OMIT_NULL),
  PB_FIELD (PbParams, since, "since", TIME, .flags = PB_OMIT_NULL),
  PB_FIELD (PbParams, deadline, "deadline", TIME, .flags = PB_OMIT_NULL),
  PB_FIELD (PbParams, ready_at, "readyAt", TIME, .flags = PB_OMIT_NULL),
  PB_FIELD (PbParams, steps, "steps", STRINGS, .flags = PB_OMIT_NULL),
  PB_FIELD (PbParams, capacity, "capacity", STRING, .flags = PB_OMIT_NULL),
  PB_FIELDS_END,
};
/* clang-format on */
const PbType pb_params_type = {
  .name = "Params",
  .size = sizeof (PbParams),
  .fields = params_fields,
};

/* clang-format off */
static const PbField failure_fields[] = {
  PB_FIELD (PbFailure, reason_code, "reasonCode", ENUM, .values = &pb_reasons),
  PB_FIELD (PbFailure, params, "params", CHILD, .child = &pb_params_type),
  PB_FIELDS_END,
};
/* clang-format on */
const PbType pb_failure_type = {
  .name = "Failure",
  .size = sizeof (PbFailure),
  .fields = failure_fields,
};

/* clang-format off */
static const PbField measure_fields[] = {
  PB_FIELD (PbMeasure, name, "name", STRING),
  PB_FIELD (PbMeasure, actual, "actual", DOUBLE, .flags = PB_OMIT_NULL),
  PB_FIELD (PbMeasure, limit, "limit", DOUBLE, .flags = PB_OMIT_NULL),
  PB_FIELD (PbMeasure, unit, "unit", STRING, .flags = PB_OMIT_NULL),
  PB_FIELD (PbMeasure, minimum, "minimum", BOOL, .flags = PB_OMIT_NULL),
  PB_FIELD (PbMeasure, at, "at", TIME, .flags = PB_OMIT_NULL),
  PB_FIELDS_END,
};
/* clang-format on */
const PbType pb_measure_type = {
  .name = "Measure",
  .size = sizeof (PbMeasure),
  .fields = measure_fields,
};

/* clang-format off */
static const PbField evidence_fields[] = {
  PB_FIELD (PbEvidence, record_type, "recordType", STRING, .flags = PB_OMIT_NULL),
  PB_FIELD (PbEvidence, record_id, "recordId", STRING, .flags = PB_OMIT_NULL),
  PB_FIELD (PbEvidence, source, "source", STRING, .flags = PB_OMIT_NULL),
  PB_FIELD (PbEvidence, object, "object", STRING, .flags = PB_OMIT_NULL),
  PB_FIELD (PbEvidence, by, "by", STRING, .flags = PB_OMIT_NULL),
  PB_FIELD (PbEvidence, at, "at", TIME, .flags = PB_OMIT_NULL),
  PB_FIELD (PbEvidence, measures, "measures", CHILDREN, .child = &pb_measure_type),
  PB_FIELDS_END,
};
/* clang-format on */
const PbType pb_evidence_type = {
  .name = "Evidence",
  .size = sizeof (PbEvidence),
  .fields = evidence_fields,
};

/* clang-format off */
static const PbField applicability_fields[] = {
  PB_FIELD (PbApplicability, needed, "needed", BOOL),
  PB_FIELD (PbApplicability, rule, "rule", STRING, .flags = PB_OMIT_NULL),
  PB_FIELDS_END,
};
/* clang-format on */
const PbType pb_applicability_type = {
  .name = "Applicability",
  .size = sizeof (PbApplicability),
  .fields = applicability_fields,
};

/* clang-format off */
static const PbField waiver_mark_fields[] = {
  PB_FIELD (PbWaiverMark, id, "id", STRING),
  PB_FIELD (PbWaiverMark, category, "category", ENUM, .flags = PB_OMIT_NULL, .values = &pb_waiver_categories),
  PB_FIELD (PbWaiverMark, reason, "reason", STRING),
  PB_FIELD (PbWaiverMark, approved_by, "approvedBy", STRING),
  PB_FIELD (PbWaiverMark, approved_by_name, "approvedByName", STRING),
  PB_FIELD (PbWaiverMark, approved_at, "approvedAt", TIME),
  PB_FIELD (PbWaiverMark, until, "until", TIME, .flags = PB_OMIT_NULL),
  PB_FIELDS_END,
};
/* clang-format on */
const PbType pb_waiver_mark_type = {
  .name = "WaiverMark",
  .size = sizeof (PbWaiverMark),
  .fields = waiver_mark_fields,
};

/* clang-format off */
static const PbField item_fields[] = {
  PB_FIELD (PbItem, id, "id", STRING),
  PB_FIELD (PbItem, item_type, "itemType", ENUM, .values = &pb_item_types),
  PB_FIELD (PbItem, item_key, "itemKey", STRING),
  PB_FIELD (PbItem, status, "status", ENUM, .values = &pb_item_statuses),
  PB_FIELD (PbItem, fail_reason, "failReason", STRING),
  PB_FIELD (PbItem, waived_at, "waivedAt", TIME),
  PB_FIELD (PbItem, waived_by, "waivedBy", STRING),
  PB_FIELD (PbItem, waive_reason, "waiveReason", STRING),
  PB_FIELD (PbItem, failures, "failures", CHILDREN, .child = &pb_failure_type),
  PB_FIELD (PbItem, reason_code, "reasonCode", ENUM, .values = &pb_reasons),
  PB_FIELD (PbItem, params, "params", CHILD, .child = &pb_params_type),
  PB_FIELD (PbItem, gate, "gate", ENUM, .values = &pb_gate_classes),
  PB_FIELD (PbItem, warning, "warning", CHILD, .child = &pb_failure_type),
  PB_FIELD (PbItem, next_deadline, "nextDeadline", TIME),
  PB_FIELD (PbItem, evidence, "evidence", CHILD, .child = &pb_evidence_type),
  PB_FIELD (PbItem, applicability, "applicability", CHILD, .child = &pb_applicability_type),
  PB_FIELD (PbItem, waiver, "waiver", CHILD, .child = &pb_waiver_mark_type),
  PB_FIELDS_END,
};
/* clang-format on */
const PbType pb_item_type = {
  .name = "Item",
  .size = sizeof (PbItem),
  .fields = item_fields,
};

/* clang-format off */
static const PbField summary_fields[] = {
  PB_FIELD (PbSummary, total, "total", INT),
  PB_FIELD (PbSummary, passed, "passed", INT),
  PB_FIELD (PbSummary, failed, "failed", INT),
  PB_FIELD (PbSummary, waived, "waived", INT),
  PB_FIELDS_END,
};
/* clang-format on */
const PbType pb_summary_type = {
  .name = "Summary",
  .size = sizeof (PbSummary),
  .fields = summary_fields,
};

/* clang-format off */
static const PbField check_fields[] = {
  PB_FIELD (PbCheck, id, "checkId", STRING),
  PB_FIELD (PbCheck, run_id, NULL, STRING, .flags = PB_HIDDEN),
  PB_FIELD (PbCheck, type, "type", ENUM, .values = &pb_check_types),
  PB_FIELD (PbCheck, status, "status", ENUM, .values = &pb_item_statuses),
  PB_FIELD (PbCheck, checked_at, "checkedAt", TIME),
  PB_FIELD (PbCheck, checked_by, "checkedBy", STRING),
  PB_FIELD (PbCheck, items_json, NULL, JSON, .flags = PB_HIDDEN),
  PB_FIELD (PbCheck, policy_version, NULL, INT, .flags = PB_HIDDEN),
  PB_FIELD (PbCheck, items, "items", CHILDREN, .child = &pb_item_type),
  PB_FIELD (PbCheck, summary, "summary", CHILD, .child = &pb_summary_type),
  PB_FIELDS_END,
};
/* clang-format on */
const PbType pb_check_type = {
  .name = "Check",
  .table = "readiness_check",
  .size = sizeof (PbCheck),
  .fields = check_fields,
};

/* clang-format off */
static const PbField blocker_fields[] = {
  PB_FIELD (PbBlocker, code, "code", ENUM, .values = &pb_blocker_codes),
  PB_FIELD (PbBlocker, item_id, "itemId", STRING, .flags = PB_OMIT_NULL),
  PB_FIELD (PbBlocker, item_type, "itemType", ENUM, .flags = PB_OMIT_NULL, .values = &pb_item_types),
  PB_FIELD (PbBlocker, item_key, "itemKey", STRING, .flags = PB_OMIT_NULL),
  PB_FIELD (PbBlocker, reason_code, "reasonCode", ENUM, .flags = PB_OMIT_NULL, .values = &pb_reasons),
  PB_FIELD (PbBlocker, params, "params", CHILD, .flags = PB_OMIT_NULL, .child = &pb_params_type),
  PB_FIELD (PbBlocker, message, "message", STRING),
  PB_FIELD (PbBlocker, cleared_by, "clearedBy", STRINGS),
  PB_FIELDS_END,
};
/* clang-format on */
const PbType pb_blocker_type = {
  .name = "Blocker",
  .size = sizeof (PbBlocker),
  .fields = blocker_fields,
};

/* clang-format off */
static const PbField gate_fields[] = {
  PB_FIELD (PbGate, can_authorize, "canAuthorize", BOOL),
  PB_FIELD (PbGate, evaluated_at, "evaluatedAt", TIME),
  PB_FIELD (PbGate, next_deadline, "nextDeadline", TIME, .flags = PB_OMIT_NULL),
  PB_FIELD (PbGate, policy_version, "policyVersion", INT),
  PB_FIELD (PbGate, blockers, "blockers", CHILDREN, .child = &pb_blocker_type),
  PB_FIELDS_END,
};
/* clang-format on */
const PbType pb_gate_type = {
  .name = "Gate",
  .size = sizeof (PbGate),
  .fields = gate_fields,
};

/* clang-format off */
static const PbField waiver_fields[] = {
  PB_FIELD (PbWaiver, id, "id", STRING),
  PB_FIELD (PbWaiver, run_id, NULL, STRING, .flags = PB_HIDDEN),
  PB_FIELD (PbWaiver, run_no, "runNo", STRING),
  PB_FIELD (PbWaiver, item_id, "itemId", STRING),
  PB_FIELD (PbWaiver, item_type, "itemType", ENUM, .values = &pb_item_types),
  PB_FIELD (PbWaiver, item_key, "itemKey", STRING),
  PB_FIELD (PbWaiver, category, "category", ENUM, .values = &pb_waiver_categories),
  PB_FIELD (PbWaiver, reason, "reason", STRING, .max_length = 1000),
  PB_FIELD (PbWaiver, status, "status", ENUM, .values = &pb_waiver_statuses),
  PB_FIELD (PbWaiver, covers, "covers", STRINGS),
  PB_FIELD (PbWaiver, requested_by, "requestedBy", STRING),
  PB_FIELD (PbWaiver, requested_by_name, "requestedByName", STRING),
  PB_FIELD (PbWaiver, requested_at, "requestedAt", TIME),
  PB_FIELD (PbWaiver, approved_by, "approvedBy", STRING),
  PB_FIELD (PbWaiver, approved_by_name, "approvedByName", STRING),
  PB_FIELD (PbWaiver, approved_at, "approvedAt", TIME),
  PB_FIELD (PbWaiver, from_at, "from", TIME),
  PB_FIELD (PbWaiver, until, "until", TIME),
  PB_FIELD (PbWaiver, until_explicit, NULL, BOOL, .flags = PB_HIDDEN),
  PB_FIELD (PbWaiver, ended_at, "endedAt", TIME),
  PB_FIELD (PbWaiver, end_reason, "endReason", STRING),
  PB_FIELD (PbWaiver, version, "version", INT),
  PB_FIELDS_END,
};
/* clang-format on */
const PbType pb_waiver_type = {
  .name = "Waiver",
  .table = "waiver",
  .size = sizeof (PbWaiver),
  .fields = waiver_fields,
};

/* clang-format off */
static const PbField line_ref_fields[] = {
  PB_FIELD (PbLineRef, id, "id", STRING),
  PB_FIELD (PbLineRef, code, "code", STRING),
  PB_FIELD (PbLineRef, name, "name", STRING),
  PB_FIELDS_END,
};
/* clang-format on */
const PbType pb_line_ref_type = {
  .name = "LineRef",
  .size = sizeof (PbLineRef),
  .fields = line_ref_fields,
};

/* clang-format off */
static const PbField board_row_fields[] = {
  PB_FIELD (PbBoardRow, run_no, "runNo", STRING),
  PB_FIELD (PbBoardRow, status, "status", ENUM, .values = &pb_run_statuses),
  PB_FIELD (PbBoardRow, product_code, "productCode", STRING),
  PB_FIELD (PbBoardRow, wo_no, "woNo", STRING),
  PB_FIELD (PbBoardRow, line, "line", CHILD, .child = &pb_line_ref_type),
  PB_FIELD (PbBoardRow, plan_qty, "planQty", INT),
  PB_FIELD (PbBoardRow, state, "state", ENUM, .values = &pb_board_states),
  PB_FIELD (PbBoardRow, blockers, "blockers", INT),
  PB_FIELD (PbBoardRow, waived, "waived", INT),
  PB_FIELD (PbBoardRow, signatures_done, "signaturesDone", INT),
  PB_FIELD (PbBoardRow, signatures_required, "signaturesRequired", INT),
  PB_FIELD (PbBoardRow, next_deadline, "nextDeadline", TIME, .flags = PB_OMIT_NULL),
  PB_FIELD (PbBoardRow, needs, "needs", STRINGS),
  PB_FIELD (PbBoardRow, updated_at, "updatedAt", TIME),
  PB_FIELDS_END,
};
/* clang-format on */
const PbType pb_board_row_type = {
  .name = "BoardRow",
  .size = sizeof (PbBoardRow),
  .fields = board_row_fields,
};

/* clang-format off */
static const PbField authorization_fields[] = {
  PB_FIELD (PbAuthorization, id, "id", STRING),
  PB_FIELD (PbAuthorization, run_id, "runId", STRING),
  PB_FIELD (PbAuthorization, authorized_by, "authorizedBy", STRING),
  PB_FIELD (PbAuthorization, authorized_by_name, "authorizedByName", STRING),
  PB_FIELD (PbAuthorization, authorized_at, "authorizedAt", TIME),
  PB_FIELD (PbAuthorization, policy_version, "policyVersion", INT),
  PB_FIELD (PbAuthorization, evidence, "evidence", JSON),
  PB_FIELD (PbAuthorization, ended_at, "endedAt", TIME),
  PB_FIELD (PbAuthorization, ended_by, "endedBy", STRING),
  PB_FIELD (PbAuthorization, end_reason, "endReason", STRING),
  PB_FIELDS_END,
};
/* clang-format on */
const PbType pb_authorization_type = {
  .name = "Authorization",
  .table = "authorization_evidence",
  .size = sizeof (PbAuthorization),
  .fields = authorization_fields,
};
