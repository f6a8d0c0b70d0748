/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "service/pb-call.h"

G_BEGIN_DECLS

/* Writes the answer of GET /api/assets/:id/history: what was recorded of a thing and where it was bound, newest first,
 * {items[{type,at,data}],next?}; `type` is the name of the record's type. What belongs to lines out of the session's
 * sight is left out. */
extern const PbMember pb_asset_history_members[]; /* of a row */
gboolean pb_asset_history_reply (PbCall *call, const PbAsset *asset, GError **error);

G_END_DECLS
