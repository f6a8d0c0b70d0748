/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "domain/pb-enums.h"

G_BEGIN_DECLS

/* Users, roles, sessions. */

typedef struct
{
  PbObject base;
  char *id;
  char *code;
  char *name;
  char *description;
  GStrv permissions;
  int data_scope; /* pb_data_scopes */
  PbBool is_system;
} PbRole;
extern const PbType pb_role_type;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PbRole, pb_object_unref)

typedef struct
{
  PbObject base;
  char *id;
  char *email;
  char *username;
  char *name;
  char *department;
  char *phone;
  PbBool is_active;
  char *preferred_home_page;
  char *password_hash;
  PbBool must_change_password;
  GStrv roles;
  GStrv line_ids;
  GStrv station_ids;
  GStrv capacities;
  gint64 created_at;
  gint64 updated_at;
} PbUser;
extern const PbType pb_user_type;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PbUser, pb_object_unref)

typedef struct
{
  PbObject base;
  char *id;
  char *user_id;
  char *token_hash;
  gint64 expires_at;
  char *ip_address;
  char *user_agent;
  gint64 signed_at; /* time of the first full signature of this session, 0 before it */
  gint64 created_at;
  gint64 updated_at;
} PbSession;
extern const PbType pb_session_type;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PbSession, pb_object_unref)

/* A wrong secret: at sign-in or at signing. */
typedef struct
{
  PbObject base;
  char *id;
  char *purpose; /* SIGN_IN or SIGNING */
  char *email;
  char *address;
  gint64 at;
} PbCredentialFailure;
extern const PbType pb_credential_failure_type;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PbCredentialFailure, pb_object_unref)

G_END_DECLS
