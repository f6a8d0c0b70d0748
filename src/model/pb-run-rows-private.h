/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/pb-reply.h"
#include "model/pb-rows-private.h"
#include "model/pb-run-model.h"

G_BEGIN_DECLS

/* Rows of blockers (from PbBlocker) and of bindings (from pb_binding_data_new()). The owner is the run model. */
extern const PbRowsClass pb_blocker_rows_class;
extern const PbRowsClass pb_binding_rows_class;

/* One element for each kind of thing that the contract binds to lines. @bindings: (nullable): nothing is known.
 * Returns: (transfer full): empty when nothing is known. */
GPtrArray *pb_binding_data_new (const PbReply *bindings, gint64 now);

G_END_DECLS
