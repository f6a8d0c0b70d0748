/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-domain"

#include "domain/pb-people.h"

/* clang-format off */
static const PbField role_fields[] = {
  PB_FIELD (PbRole, id, "id", STRING),
  PB_FIELD (PbRole, code, "code", STRING, .flags = PB_REQUIRED, .max_length = 40),
  PB_FIELD (PbRole, name, "name", STRING, .flags = PB_REQUIRED | PB_PATCHED, .max_length = 100),
  PB_FIELD (PbRole, description, "description", STRING, .flags = PB_ASKED | PB_PATCHED, .max_length = 500),
  PB_FIELD (PbRole, permissions, "permissions", STRINGS, .flags = PB_ASKED | PB_PATCHED),
  PB_FIELD (PbRole, data_scope, "dataScope", ENUM, .flags = PB_ASKED | PB_PATCHED, .values = &pb_data_scopes),
  PB_FIELD (PbRole, is_system, "isSystem", BOOL),
  PB_FIELDS_END,
};
/* clang-format on */
const PbType pb_role_type = {
  .name = "Role",
  .table = "role",
  .size = sizeof (PbRole),
  .fields = role_fields,
};

/* clang-format off */
static const PbField user_fields[] = {
  PB_FIELD (PbUser, id, "id", STRING),
  PB_FIELD (PbUser, email, "email", STRING, .flags = PB_REQUIRED, .max_length = 200),
  PB_FIELD (PbUser, username, "username", STRING, .flags = PB_ASKED | PB_PATCHED, .max_length = 64),
  PB_FIELD (PbUser, name, "name", STRING, .flags = PB_REQUIRED | PB_PATCHED, .max_length = 100),
  PB_FIELD (PbUser, department, "department", STRING, .flags = PB_ASKED | PB_PATCHED, .max_length = 100),
  PB_FIELD (PbUser, phone, "phone", STRING, .flags = PB_ASKED | PB_PATCHED, .max_length = 40),
  PB_FIELD (PbUser, is_active, "isActive", BOOL, .flags = PB_PATCHED),
  PB_FIELD (PbUser, preferred_home_page, "preferredHomePage", STRING, .flags = PB_ASKED | PB_PATCHED,
            .max_length = 100),
  PB_FIELD (PbUser, password_hash, NULL, STRING, .flags = PB_HIDDEN),
  PB_FIELD (PbUser, must_change_password, "mustChangePassword", BOOL),
  PB_FIELD (PbUser, roles, "roles", STRINGS, .flags = PB_ASKED | PB_PATCHED),
  PB_FIELD (PbUser, line_ids, "lineIds", STRINGS, .flags = PB_ASKED | PB_PATCHED),
  PB_FIELD (PbUser, station_ids, "stationIds", STRINGS, .flags = PB_ASKED | PB_PATCHED),
  PB_FIELD (PbUser, capacities, "capacities", STRINGS, .flags = PB_ASKED | PB_PATCHED),
  PB_FIELD (PbUser, created_at, "createdAt", TIME),
  PB_FIELD (PbUser, updated_at, "updatedAt", TIME),
  PB_FIELDS_END,
};
/* clang-format on */
const PbType pb_user_type = {
  .name = "User",
  .table = "user_account",
  .size = sizeof (PbUser),
  .fields = user_fields,
};

/* clang-format off */
static const PbField session_fields[] = {
  PB_FIELD (PbSession, id, "id", STRING),
  PB_FIELD (PbSession, user_id, "userId", STRING),
  PB_FIELD (PbSession, token_hash, NULL, STRING, .flags = PB_HIDDEN),
  PB_FIELD (PbSession, expires_at, "expiresAt", TIME),
  PB_FIELD (PbSession, ip_address, "ipAddress", STRING),
  PB_FIELD (PbSession, user_agent, "userAgent", STRING, .max_length = 500),
  PB_FIELD (PbSession, signed_at, NULL, TIME, .flags = PB_HIDDEN),
  PB_FIELD (PbSession, created_at, "createdAt", TIME),
  PB_FIELD (PbSession, updated_at, "updatedAt", TIME),
  PB_FIELDS_END,
};
/* clang-format on */
const PbType pb_session_type = {
  .name = "Session",
  .table = "session",
  .size = sizeof (PbSession),
  .fields = session_fields,
};

/* clang-format off */
static const PbField credential_failure_fields[] = {
  PB_FIELD (PbCredentialFailure, id, "id", STRING),
  PB_FIELD (PbCredentialFailure, purpose, "purpose", STRING),
  PB_FIELD (PbCredentialFailure, email, "email", STRING),
  PB_FIELD (PbCredentialFailure, address, "address", STRING),
  PB_FIELD (PbCredentialFailure, at, "at", TIME),
  PB_FIELDS_END,
};
/* clang-format on */
const PbType pb_credential_failure_type = {
  .name = "CredentialFailure",
  .table = "credential_failure",
  .size = sizeof (PbCredentialFailure),
  .fields = credential_failure_fields,
};
