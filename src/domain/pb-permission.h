/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "domain/pb-people.h"

G_BEGIN_DECLS

/* Permissions are strings of the contract (section 2) and of domain.md section 8; roles are data. Two old names count as well:
 * readiness:override for prep:waive, readiness:check for prep:record (and not the other way round). */

/* Whether one of @roles (element-type PbRole) grants @permission. */
gboolean pb_roles_grant (GPtrArray *roles, const char *permission);
/* @expression: permissions separated by blanks, of which one is enough; "" asks for none. */
gboolean pb_roles_grant_any (GPtrArray *roles, const char *expression);
/* Whether data of @line_id is in the user's sight: ALL, or among their lines (the widest scope of the roles wins). A NULL line is in
 * sight of everybody. */
gboolean pb_user_sees_line (const PbUser *user, GPtrArray *roles, const char *line_id);
/* Whether the user may see everything. */
gboolean pb_user_sees_all (GPtrArray *roles);
gboolean pb_user_holds_capacity (const PbUser *user, PbCapacity capacity);
/* Returns: (transfer full) (element-type PbRole): the roles of domain.md section 8, without ids. */
GPtrArray *pb_roles_new_default (void);
/* Returns: (nullable): the English name of the role whose permissions grant @permission, for "who can" hints; of several the first of
 * the default roles. */
char *pb_permission_who (const char *permission_or_capacity);

G_END_DECLS
