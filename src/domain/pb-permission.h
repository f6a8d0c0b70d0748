/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "domain/pb-people.h"

G_BEGIN_DECLS

/* Permissions are strings of the contract (section 2) and of domain.md section 8; roles are data. Two old names
 * count as well: readiness:override for prep:waive, readiness:check for prep:record (and not the other way round).
 * The second one counts only in a role of an older table, that is one that names no prep: permission: in a newer one
 * readiness:check is the right to check alone. */

/* Whether one of @roles (element-type PbRole) grants @permission. */
gboolean pb_roles_grant (GPtrArray *roles, const char *permission);
/* @expression: permissions separated by blanks, of which one is enough; "" asks for none. */
gboolean pb_roles_grant_any (GPtrArray *roles, const char *expression);
/* Whether data of @line_id is in the user's sight: ALL, or among their lines (the widest scope of the roles wins). A
 * NULL line is in sight of everybody. */
gboolean pb_user_sees_line (const PbUser *user, GPtrArray *roles, const char *line_id);
/* Whether the user may see everything. */
gboolean pb_user_sees_all (GPtrArray *roles);
/* Whether the user may sign in @capacity: it is among their own capacities; a user whose capacities are absent
 * (NULL, not an empty list) has those that their roles give by default. */
gboolean pb_user_holds_capacity (const PbUser *user, PbCapacity capacity);
/* The capacity that the default role with @role_code gives to its users, NONE for the others. */
PbCapacity pb_role_default_capacity (const char *role_code);
/* Returns: (transfer full) (element-type PbRole): the roles of domain.md section 8, without ids. */
GPtrArray *pb_roles_new_default (void);
/* Who can, for hints. @permission_or_capacity: a permission, a capacity ("QUALITY") or a gate's "capacity:QUALITY".
 * Returns: (transfer full) (nullable): the English name of the role whose permissions grant it; of several the first
 * of the default roles. */
char *pb_permission_who (const char *permission_or_capacity);
/* Returns: (transfer full): the names of all default roles that can, in the order of the roles; empty when none. */
GStrv pb_permission_who_all (const char *permission_or_capacity);

G_END_DECLS
