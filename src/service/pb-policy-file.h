/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "domain/pb-log.h"
#include "store/pb-store.h"

G_BEGIN_DECLS

/* The plant's first policy, from data/policy/default.json, the time rules of data/policy/time-rules.json (domain.md,
 * section 7) and the roles of its section 8: each written into a database that has none of them. */
gboolean pb_policy_file_install (PbStore *store, const char *data_dir, gint64 now, GError **error);

/* Reads a file of data as JSON and gives its root. Errors name the file. Returns: (transfer full). */
struct _JsonNode *pb_data_file_read (const char *data_dir, const char *name, GError **error);

G_END_DECLS
