/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "service/pb-call.h"

G_BEGIN_DECLS

/* Outside one's data scope an object does not exist (domain.md, section 8): lists leave it out. */

/* Keeps @query to what the session has in sight. @column holds the line's id, or with @through (nullable) what leads to
 * it; rows without a value there belong to no line and are in sight of everybody. The lists are the session's own and
 * last as long as the call. */
void pb_call_keep_in_sight (PbCall *call, PbQuery *query, const char *column, const PbThrough *through);

/* As pb_call_find_line(), by the code alone, which is what records name a line by. LINE_NOT_FOUND. */
PbLine *pb_call_find_line_by_code (PbCall *call, const char *code, GError **error);

/* Of a thing that is on lines, one must be in the session's sight; a stored one is in everybody's. ASSET_NOT_FOUND. */
gboolean pb_call_check_asset (PbCall *call, const char *asset_id, GError **error);

G_END_DECLS
