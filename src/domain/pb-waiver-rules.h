/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "domain/pb-evaluate.h"

G_BEGIN_DECLS

/* Waivers (domain.md, section 3). Functions that refuse return a stable code of the contract, NULL when they allow. */

/* Whether @waiver is in force and covers every failure of @item at @now: only an item of gate SOFT, and
 * LIMIT_EXCEEDED, TOO_OLD and EXPIRED only by a waiver that has an end. @ends_at: (out) (optional): when it stops by
 * itself, 0 when it does not. */
gboolean pb_waiver_covers (const PbWaiver *waiver, const PbItem *item, gint64 now, gint64 *ends_at);
/* Whether @item may be waived until @until (0: not said) for @reason, in a run with @run_status.
 * @reason: at least 10 characters that are not blanks. @until: after @now, by waiver.maxHours at most.
 * @effective_until: (out) (optional): the end that holds (default: waiver.defaultHours after now), 0 when refused.
 * Returns: (nullable): RUN_NOT_IN_PREP, ITEM_NOT_FAILED, ITEM_NOT_WAIVABLE, REASON_REQUIRED, UNTIL_REQUIRED,
 * UNTIL_TOO_LATE. */
const char *pb_waiver_may_waive (const PbItem *item,
                                 PbRunStatus run_status,
                                 const char *reason,
                                 gint64 until,
                                 const PbLimits *limits,
                                 gint64 now,
                                 gint64 *effective_until);
/* Whether @approver may approve what @requested_by asked for: two people where policy waiver.dualApproval asks for
 * it, for everybody.
 * Returns: (nullable): SAME_PERSON. */
const char *pb_waiver_may_approve (const char *requested_by, const char *approver, const PbLimits *limits);
/* Why an APPROVED waiver is over: EXPIRED (its end time; its item passes; a failure it does not cover; its item has
 * become one that nobody can waive), SUPERSEDED (its item has left the list). @items: judged without waivers or with
 * them. @reason: out: (not nullable) a short English text.
 * Returns: the status to give it, APPROVED when it stays. */
PbWaiverStatus pb_waiver_review (const PbWaiver *waiver, GPtrArray *items, gint64 now, const char **reason);

G_END_DECLS
