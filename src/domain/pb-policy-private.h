/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "domain/pb-policy.h"

G_BEGIN_DECLS

/* The value of a setting, read: of these the one that its kind says. */
typedef struct
{
  double number;
  gboolean on;
  char *text;
  GStrv list;
} PbPolicyValue;

/* Reads the JSON text of a setting. @json may be NULL, which is no value.
 * Returns: whether it is one of @kind; @value is to be cleared either way. */
gboolean pb_policy_value_parse (PbPolicyValue *value, PbPolicyKind kind, const char *json);
void pb_policy_value_clear (PbPolicyValue *value);
/* Returns: (transfer full) (nullable): what is wrong with a value that could be read, NULL when nothing. */
char *pb_policy_value_complain (const PbPolicyValue *value, const PbPolicyKey *key);

/* A key with its default, read. */
typedef struct
{
  PbPolicyKey key;
  PbPolicyValue standard;
} PbPolicyEntry;

/* Returns: (nullable): NULL when no such key is declared. */
const PbPolicyEntry *pb_policy_find_entry (const char *key);
/* Returns: (element-type PbPolicyEntry): the table of keys. */
const GPtrArray *pb_policy_get_entries (void);
/* Whether a setting may stand for @line and @product (both nullable). */
gboolean pb_policy_scope_fits (PbPolicyScope scope, const char *line, const char *product);
/* The value in force. @key must be declared, of @kind (a programmer's error otherwise). */
const PbPolicyValue *pb_limits_value (const PbLimits *limits, const char *key, PbPolicyKind kind);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PbPolicyValue, pb_policy_value_clear)

G_END_DECLS
