/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "service/pb-call.h"

G_BEGIN_DECLS

/* Exposure of a paste lot runs from its earliest issue since its last return (domain.md, section 1). */

/* Makes the lot's window say what all records of the lot say now: ends one that began before the last return, starts
 * one for an issue since. To be called after a record of an issue or a return, and when a lot comes to a line: it may
 * have been issued before.
 * @run, @line_id: (nullable): for the scope of rules. Errors: the store's. */
gboolean
pb_paste_exposure_follow (PbCall *call, const char *lot_id, const PbRun *run, const char *line_id, GError **error);

/* The lot is on no line any more. Errors: the store's. */
gboolean pb_paste_exposure_end (PbCall *call, const char *lot_id, GError **error);

G_END_DECLS
