/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "domain/pb-evaluate.h"

G_BEGIN_DECLS

/* Waivers (domain.md, section 3). Functions that refuse return a stable code of the contract, NULL when they allow. */

/* Whether @waiver is in force and covers every failure of @item at @now. @ends_at: when it stops by itself. */
gboolean pb_waiver_covers (const PbWaiver *waiver, const PbItem *item, gint64 now, gint64 *ends_at);
/* Whether @item may be waived until @until (0: not said) for @reason, in a run with @run_status.
 * @effective_until: out: the end that holds (default: 8 h after now).
 * Returns: (nullable): RUN_NOT_IN_PREP, ITEM_NOT_FAILED, ITEM_NOT_WAIVABLE, REASON_REQUIRED, UNTIL_REQUIRED, UNTIL_TOO_LATE. */
const char *pb_waiver_may_waive (const PbItem *item,
                                 PbRunStatus run_status,
                                 const char *reason,
                                 gint64 until,
                                 const PbLimits *limits,
                                 gint64 now,
                                 gint64 *effective_until);
/* Why an APPROVED waiver is over: EXPIRED (its end time; its item passes; a failure it does not cover), SUPERSEDED (its item has left
 * the list). @items: judged without waivers or with them. @reason: out: (not nullable) a short English text.
 * Returns: the status to give it, APPROVED when it stays. */
PbWaiverStatus pb_waiver_review (const PbWaiver *waiver, GPtrArray *items, gint64 now, const char **reason);

G_END_DECLS
