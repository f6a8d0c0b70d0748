/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "domain/pb-enums.h"

G_BEGIN_DECLS

/* Audit trail, events, policy versions. */

typedef struct
{
  PbObject base;
  PbInt seq;
  char *id;
  char *entity_type;
  char *entity_id;
  char *entity_display;
  char *action;
  char *actor_id;
  char *actor_name;
  char *actor_role;
  char *actor_type;
  char *station_id;
  char *status;
  char *error_code;
  char *error_message;
  char *diff;
  char *request_id;
  char *ip;
  char *user_agent;
  char *payload;
  gint64 client_time;
  gint64 created_at;
  char *previous_hash;
  char *hash;
} PbAuditRow;
extern const PbType pb_audit_row_type;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PbAuditRow, pb_object_unref)

typedef struct
{
  PbObject base;
  PbInt seq;
  char *kind;
  char *run_no;
  char *entity_id;
  PbInt version;
  gint64 at;
} PbEvent;
extern const PbType pb_event_type;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PbEvent, pb_object_unref)

typedef struct
{
  PbObject base;
  char *id;
  PbInt version;
  gint64 effective_from;
  char *reason;
  char *created_by;
  char *created_by_name;
  GPtrArray *settings; /* (element-type PbPolicySetting) */
  gint64 created_at;
} PbPolicyVersion;
extern const PbType pb_policy_version_type;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PbPolicyVersion, pb_object_unref)

/* One limit or switch; the newest version holds all of them. */
typedef struct
{
  PbObject base;
  char *id;
  PbInt policy_version;
  char *key;
  char *value;
  char *unit;
  char *source;
  char *line;
  char *product;
} PbPolicySetting;
extern const PbType pb_policy_setting_type;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PbPolicySetting, pb_object_unref)

G_END_DECLS
