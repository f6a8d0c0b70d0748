/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "domain/pb-log.h"

G_BEGIN_DECLS

/* The audit trail is a chain (domain.md, section 9): each row's hash covers the hash of the row before it, so nobody
 * changes, takes out or slips in a row without breaking every hash from there on. */

/* Returns: (transfer full): the hash that belongs to @row: lower-case hexadecimal SHA-256 over its previous_hash and
 * every other field but the hash itself. */
char *pb_audit_chain_hash (const PbAuditRow *row);

G_END_DECLS
