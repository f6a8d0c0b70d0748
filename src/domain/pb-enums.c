/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-domain"

#include "domain/pb-enums.h"

#define VALUES(variable, name, ...)                                                                                    \
  static const char *const variable##_texts[] = { NULL, __VA_ARGS__, NULL };                                           \
  const PbEnum variable = { name, variable##_texts };

#define ITEM_TEXT(text, item_class) #text,
static const char *const item_type_texts[] = { NULL, PB_ITEM_TYPES (ITEM_TEXT) NULL };
const PbEnum pb_item_types = { "ReadinessItemType", item_type_texts };

VALUES (pb_item_statuses, "ReadinessItemStatus", "PASSED", "FAILED", "WAIVED")
VALUES (pb_gate_classes, "GateClass", "BLOCK", "SOFT", "RECORD")
VALUES (pb_reasons,
        "ReasonCode",
        "NOT_BOUND",
        "UNKNOWN_OBJECT",
        "NO_RECORD",
        "INVALID_RECORD",
        "WRONG_STATE",
        "INCOMPATIBLE",
        "MISMATCH",
        "IN_MAINTENANCE",
        "CHECK_MISSING",
        "CHECK_FAILED",
        "BELOW_MINIMUM",
        "LIMIT_EXCEEDED",
        "TOO_EARLY",
        "TOO_OLD",
        "EXPIRED",
        "LIFE_NEAR_END",
        "WINDOW_NEAR_END",
        "PLAN_EXCEEDS_LIFE",
        "TOTAL_DISPUTED")
VALUES (pb_check_types, "ReadinessCheckType", "PRECHECK", "FORMAL")
VALUES (pb_run_statuses,
        "RunStatus",
        "PREP",
        "AUTHORIZED",
        "IN_PROGRESS",
        "ON_HOLD",
        "COMPLETED",
        "CLOSED_REWORK",
        "SCRAPPED",
        "CANCELLED")
VALUES (pb_work_order_statuses, "WorkOrderStatus", "RECEIVED", "RELEASED", "IN_PROGRESS", "COMPLETED")
VALUES (pb_unit_statuses, "UnitStatus", "QUEUED", "IN_STATION", "OUT_FAILED", "DONE", "ON_HOLD", "SCRAPPED")
VALUES (pb_process_types, "ProcessType", "SMT", "DIP")
VALUES (pb_station_types, "StationType", "MANUAL", "AUTO", "BATCH", "TEST")
VALUES (pb_results, "Result", "PASS", "FAIL", "NA", "WARNING")
VALUES (pb_inspection_types, "InspectionType", "FAI", "IPQC", "FQC", "OQC")
VALUES (pb_fai_statuses, "InspectionStatus", "PENDING", "INSPECTING", "PASS", "FAIL", "CANCELLED")
VALUES (pb_pers, "Per", "RUN", "UNIT")
VALUES (pb_capacities, "Capacity", "PRODUCTION", "ENGINEERING", "QUALITY")
VALUES (pb_meanings, "Meaning", "APPROVED", "REJECTED", "WAIVED", "AUTHORISED", "REVOKED")
VALUES (pb_waiver_statuses, "WaiverStatus", "REQUESTED", "APPROVED", "REJECTED", "REVOKED", "EXPIRED", "SUPERSEDED")
VALUES (pb_waiver_categories,
        "WaiverCategory",
        "MATERIAL_SHORTAGE",
        "TOOL_SUBSTITUTE",
        "MEASURED_ELSEWHERE",
        "RECORD_LATE",
        "CUSTOMER_APPROVED",
        "TRIAL",
        "OTHER")
VALUES (pb_asset_kinds, "AssetKind", "STENCIL", "SQUEEGEE", "FIXTURE", "PASTE_LOT")
VALUES (pb_asset_states, "AssetState", "IN_USE", "STORED", "IN_MAINTENANCE", "RETIRED")
VALUES (pb_stencil_statuses, "StencilStatus", "READY", "NOT_READY", "MAINTENANCE")
VALUES (pb_paste_statuses, "SolderPasteStatus", "COMPLIANT", "NON_COMPLIANT", "EXPIRED")
VALUES (pb_sources, "Source", "AUTO", "MANUAL", "BATCH", "TEST")
VALUES (pb_integration_sources, "IntegrationSource", "AUTO", "MANUAL")
VALUES (pb_audit_statuses, "AuditStatus", "SUCCESS", "FAIL")
VALUES (pb_slot_statuses, "SlotStatus", "PENDING", "LOADED", "MISMATCH")
VALUES (pb_loading_statuses, "LoadingRecordStatus", "LOADED", "UNLOADED", "REPLACED")
VALUES (pb_profile_statuses, "ReflowProfileStatus", "ACTIVE", "DEPRECATED", "ARCHIVED")
VALUES (pb_time_rule_types, "TimeRuleType", "SOLDER_PASTE_EXPOSURE", "WASH_TIME_LIMIT")
VALUES (pb_time_rule_scopes, "TimeRuleScope", "GLOBAL", "LINE", "ROUTING", "PRODUCT")
VALUES (pb_window_statuses, "TimeRuleInstanceStatus", "ACTIVE", "COMPLETED", "EXPIRED", "WAIVED")
VALUES (pb_maintained_kinds, "MaintenanceEntityType", "FIXTURE", "STENCIL", "SQUEEGEE", "EQUIPMENT")
VALUES (pb_maintenance_types, "MaintenanceType", "REPAIR", "CALIBRATION", "CLEANING", "REPLACEMENT", "INSPECTION")
VALUES (pb_maintenance_statuses, "MaintenanceStatus", "PENDING", "IN_PROGRESS", "COMPLETED", "CANCELLED")
VALUES (pb_version_statuses, "RouteVersionStatus", "READY", "INVALID")
VALUES (pb_data_scopes, "RoleDataScope", "ALL", "ASSIGNED_LINES", "ASSIGNED_STATIONS")
VALUES (pb_board_states,
        "BoardState",
        "BLOCKED",
        "READY_FOR_FAI",
        "FAI_RUNNING",
        "WAITING_SIGNATURE",
        "READY",
        "AUTHORIZED")
VALUES (pb_blocker_codes,
        "BlockerCode",
        "RUN_NOT_READY",
        "NOTHING_ENABLED",
        "READINESS_ITEM_FAILED",
        "FAI_NOT_PASSED",
        "FAI_STALE",
        "FAI_NOT_SIGNED",
        "SAME_PERSON")
