/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "domain/pb-evaluate.h"

G_BEGIN_DECLS

/* The gate of authorisation (domain.md, section 6): one function; every way in goes through it. */

/* Lists all blockers: the run's state, failed items, FAI, signatures, in the order RUN_NOT_READY, NOTHING_ENABLED,
 * READINESS_ITEM_FAILED (in the order of items), FAI_NOT_PASSED, FAI_STALE, FAI_NOT_SIGNED (one per missing capacity).
 * Messages are English sentences made from code and params.
 * Returns: (transfer full). */
PbGate *pb_gate_evaluate (const PbFacts *facts, GPtrArray *items, const PbPolicy *policy, gint64 now);
/* The contract's code of a refusal by @gate's first blocker: RUN_NOT_READY, READINESS_CHECK_FAILED, FAI_NOT_PASSED, FAI_STALE,
 * FAI_NOT_SIGNED. */
const char *pb_gate_refusal_code (const PbGate *gate);
/* Whoever approved a waiver in force on the run does not authorise it (policy waiver.approverMayAuthorise, off by default).
 * Returns: whether @user_id may. */
gboolean pb_gate_may_authorise (const PbFacts *facts, const PbPolicy *policy, const char *user_id);
/* A sentence for people about a blocker. Returns: (transfer full). */
char *pb_blocker_describe (const PbBlocker *blocker, const PbTextStyle *style);

/* The run as a row of the board. Returns: (transfer full). */
PbBoardRow *pb_board_row_new (const PbFacts *facts, GPtrArray *items, const PbGate *gate, const PbPolicy *policy);

G_END_DECLS
