/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-domain"

#include "domain/pb-log.h"

/* clang-format off */
static const PbField audit_row_fields[] = {
  PB_FIELD (PbAuditRow, seq, "seq", INT),
  PB_FIELD (PbAuditRow, id, "id", STRING),
  PB_FIELD (PbAuditRow, entity_type, "entityType", STRING),
  PB_FIELD (PbAuditRow, entity_id, "entityId", STRING),
  PB_FIELD (PbAuditRow, entity_display, "entityDisplay", STRING),
  PB_FIELD (PbAuditRow, action, "action", STRING),
  PB_FIELD (PbAuditRow, actor_id, "actorId", STRING),
  PB_FIELD (PbAuditRow, actor_name, "actorName", STRING),
  PB_FIELD (PbAuditRow, actor_role, "actorRole", STRING),
  PB_FIELD (PbAuditRow, actor_type, "actorType", STRING),
  PB_FIELD (PbAuditRow, station_id, "stationId", STRING),
  PB_FIELD (PbAuditRow, status, "status", STRING),
  PB_FIELD (PbAuditRow, error_code, "errorCode", STRING),
  PB_FIELD (PbAuditRow, error_message, "errorMessage", STRING),
  PB_FIELD (PbAuditRow, diff, "diff", JSON),
  PB_FIELD (PbAuditRow, request_id, "requestId", STRING),
  PB_FIELD (PbAuditRow, ip, "ip", STRING),
  PB_FIELD (PbAuditRow, user_agent, "userAgent", STRING),
  PB_FIELD (PbAuditRow, payload, "payload", JSON),
  PB_FIELD (PbAuditRow, client_time, "clientTime", TIME),
  PB_FIELD (PbAuditRow, created_at, "createdAt", TIME),
  PB_FIELD (PbAuditRow, previous_hash, "previousHash", STRING),
  PB_FIELD (PbAuditRow, hash, "hash", STRING),
  PB_FIELDS_END,
};
/* clang-format on */
const PbType pb_audit_row_type = {
  .name = "AuditRow",
  .table = "audit_log",
  .size = sizeof (PbAuditRow),
  .fields = audit_row_fields,
};

/* clang-format off */
static const PbField event_fields[] = {
  PB_FIELD (PbEvent, seq, "seq", INT),
  PB_FIELD (PbEvent, kind, "kind", STRING),
  PB_FIELD (PbEvent, run_no, "runNo", STRING, .flags = PB_OMIT_NULL),
  PB_FIELD (PbEvent, entity_id, "id", STRING),
  PB_FIELD (PbEvent, version, "version", INT),
  PB_FIELD (PbEvent, at, "at", TIME),
  PB_FIELDS_END,
};
/* clang-format on */
const PbType pb_event_type = {
  .name = "Event",
  .table = "event",
  .size = sizeof (PbEvent),
  .fields = event_fields,
};

/* clang-format off */
static const PbField policy_version_fields[] = {
  PB_FIELD (PbPolicyVersion, id, NULL, STRING, .flags = PB_HIDDEN),
  PB_FIELD (PbPolicyVersion, version, "version", INT),
  PB_FIELD (PbPolicyVersion, effective_from, "effectiveFrom", TIME),
  PB_FIELD (PbPolicyVersion, reason, "reason", STRING),
  PB_FIELD (PbPolicyVersion, created_by, "createdBy", STRING),
  PB_FIELD (PbPolicyVersion, created_by_name, "createdByName", STRING),
  PB_FIELD (PbPolicyVersion, settings, "settings", CHILDREN, .child = &pb_policy_setting_type),
  PB_FIELD (PbPolicyVersion, created_at, "createdAt", TIME),
  PB_FIELDS_END,
};
/* clang-format on */
const PbType pb_policy_version_type = {
  .name = "PolicyVersion",
  .table = "policy",
  .size = sizeof (PbPolicyVersion),
  .fields = policy_version_fields,
};

/* clang-format off */
static const PbField policy_setting_fields[] = {
  PB_FIELD (PbPolicySetting, id, NULL, STRING, .flags = PB_HIDDEN),
  PB_FIELD (PbPolicySetting, policy_version, NULL, INT, .flags = PB_HIDDEN),
  PB_FIELD (PbPolicySetting, key, "key", STRING, .flags = PB_REQUIRED, .max_length = 100),
  PB_FIELD (PbPolicySetting, value, "value", JSON, .flags = PB_REQUIRED),
  PB_FIELD (PbPolicySetting, unit, "unit", STRING, .flags = PB_ASKED, .max_length = 20),
  PB_FIELD (PbPolicySetting, source, "source", STRING, .flags = PB_ASKED, .max_length = 200),
  PB_FIELD (PbPolicySetting, line, "line", STRING, .flags = PB_ASKED, .max_length = 50),
  PB_FIELD (PbPolicySetting, product, "product", STRING, .flags = PB_ASKED, .max_length = 64),
  PB_FIELDS_END,
};
/* clang-format on */
const PbType pb_policy_setting_type = {
  .name = "PolicySetting",
  .table = "policy_setting",
  .size = sizeof (PbPolicySetting),
  .fields = policy_setting_fields,
};
