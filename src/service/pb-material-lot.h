/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "service/pb-call.h"

G_BEGIN_DECLS

/* Reels and trays: a lot of a known material registers itself when it is first named (domain.md, section 1). */

/* Returns: whether it could be read; @lot: (out) (transfer full) (nullable). */
gboolean
pb_material_lot_find (PbCall *call, const char *material_code, const char *lot_no, PbMaterialLot **lot, GError **error);
/* @opened_at: µs UTC, 0: not opened yet. Returns: (transfer full): the new lot; NULL with @error. */
PbMaterialLot *pb_material_lot_register (PbCall *call,
                                         const char *material_code,
                                         const char *lot_no,
                                         gint64 opened_at,
                                         GError **error);

G_END_DECLS
