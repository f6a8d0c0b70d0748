/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "domain/pb-evaluate.h"

G_BEGIN_DECLS

/* The gate of authorisation (domain.md, section 6): one function; every way in goes through it. */

/* Lists all blockers: the run's state, failed items, FAI, signatures, in the order RUN_NOT_READY, NOTHING_ENABLED,
 * READINESS_ITEM_FAILED (in the order of items), FAI_NOT_PASSED, FAI_STALE, FAI_NOT_SIGNED (one per missing
 * capacity). Signatures are asked for by an FAI that counts: one that has passed and is not stale. A run that is
 * neither in PREP nor AUTHORIZED has RUN_NOT_READY alone; an AUTHORIZED one has what stands against its
 * authorisation behind it. Parameters: RUN_NOT_READY state (of the run), FAI_NOT_PASSED state (of the FAI, absent:
 * none) and object, FAI_STALE object and part (causes, separated by commas), FAI_NOT_SIGNED object and capacity;
 * READINESS_ITEM_FAILED those of the item's first failure. Messages are English sentences made from code and params.
 * @items: of pb_evaluate() with the same facts, policy and now.
 * Returns: (transfer full). */
PbGate *pb_gate_evaluate (const PbFacts *facts, GPtrArray *items, const PbPolicy *policy, gint64 now);
/* The contract's code of a refusal by @gate's first blocker: RUN_NOT_READY, READINESS_CHECK_FAILED, FAI_NOT_PASSED,
 * FAI_STALE, FAI_NOT_SIGNED.
 * Returns: (nullable): NULL when nothing blocks. */
const char *pb_gate_refusal_code (const PbGate *gate);
/* The same for a run that is AUTHORIZED already: the code of what has come up against its authorisation since.
 * Returns: (nullable): NULL when the authorisation still rests on what it rested on. */
const char *pb_gate_withdrawal_code (const PbGate *gate);
/* Whether the authorisation of the run withdraws itself now: it is AUTHORIZED, pb_gate_withdrawal_code() names
 * something, and policy authorisation.withdraws is on (off: it stays, with a warning). */
gboolean pb_gate_withdraws (const PbFacts *facts, const PbGate *gate, const PbPolicy *policy);
/* Whoever approved a waiver on the run, whether or not it is over, does not authorise it (policy
 * waiver.approverMayAuthorise, off by default). Returns: whether @user_id may. */
gboolean pb_gate_may_authorise (const PbFacts *facts, const PbPolicy *policy, const char *user_id);
/* A sentence for people about a blocker. Returns: (transfer full). */
char *pb_blocker_describe (const PbBlocker *blocker, const PbTextStyle *style);

/* The run as a row of the board. @needs: the permissions and capacities ("capacity:QUALITY") awaited next.
 * @blockers: the number of the gate's; that an AUTHORIZED run is not in PREP is none. @signatures_done: of an FAI
 * that counts. State: AUTHORIZED; BLOCKED (an item fails, or nothing is enabled); READY_FOR_FAI (none, failed or
 * stale); FAI_RUNNING (PENDING or INSPECTING); WAITING_SIGNATURE; READY. A run in another state has none.
 * Returns: (transfer full). */
PbBoardRow *pb_board_row_new (const PbFacts *facts, GPtrArray *items, const PbGate *gate, const PbPolicy *policy);

G_END_DECLS
