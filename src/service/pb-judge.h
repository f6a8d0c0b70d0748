/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "service/pb-call.h"

G_BEGIN_DECLS

/* A run judged at one moment: facts, items, gate, row of the board, and their JSON. Shared, immutable. */
typedef struct
{
  gatomicrefcount refs;
  PbFacts *facts;
  GPtrArray *items; /* (element-type PbItem) */
  PbGate *gate;
  PbBoardRow *row;
  gint64 evaluated_at;
  gint64 changes_at;  /* its verdict, and with it the board's row, changes by itself then; G_MAXINT64: never */
  gint64 valid_until; /* and what it tells of ages is too old from here on */
  char *gate_json;    /* data of GET …/gate */
  char *latest_json;  /* data of GET …/readiness/latest */
  char *row_json;     /* item of GET /api/board */
  GStrv keys;         /* what it rests on: "run:…", "line:…", "asset:…", "product:…", "plant" */
} PbJudgement;

PbJudgement *pb_judgement_ref (PbJudgement *judgement);
void pb_judgement_unref (PbJudgement *judgement);

/* Judges in the call's transaction, from the store, never from memory: for decisions.
 * Returns: (transfer full): 404 RUN_NOT_FOUND when there is no such run or it is out of the session's sight. */
PbJudgement *pb_call_judge (PbCall *call, const char *run_no, GError **error);
PbJudgement *pb_call_judge_id (PbCall *call, const char *run_id, GError **error);
/* The same for a run that a change concerns, in whoever's sight it is: what a change brings about does not depend on
 * who makes it. Nothing of the judgement may be answered. */
PbJudgement *pb_call_judge_concerned (PbCall *call, const char *run_id, GError **error);
/* For reading: from memory as long as nothing that it rests on has changed and its time has not come, else judged. */
PbJudgement *pb_call_judge_known (PbCall *call, const char *run_no, GError **error);
/* The same when only the board's row is wanted, which tells no age: it stands until the verdict changes. */
PbJudgement *pb_call_judge_row (PbCall *call, const char *run_no, GError **error);

/* For part of an answer that has read the run in the call's own snapshot: what is known while the verdict stands, else
 * judged there. (The two before begin the snapshot anew where nothing is known: nothing may have been read before.) */
PbJudgement *pb_call_judge_beside (PbCall *call, const char *run_no, GError **error);

/* Stores a snapshot of the items (a check). @by: user id, NULL for a PRECHECK. Returns: (transfer full): with items and
 * summary. */
PbCheck *pb_call_store_check (PbCall *call, PbJudgement *judgement, PbCheckType type, const char *by, GError **error);
/* The check as the contract shows it. */
void pb_call_write_check (PbCall *call, const PbCheck *check);

/* Reviews an open run after a change, in the same transaction: ends waivers that are over, takes an authorisation back
 * whose items fail again (domain.md, section 2). Called by the frame for every run that a change concerns; by actions
 * only where their own answer depends on it. */
gboolean pb_call_review_run (PbCall *call, const char *run_id, GError **error);

/* Ends one waiver that is in force, with its audit row and event; @status says how. */
gboolean pb_call_end_waiver (PbCall *call, PbWaiver *waiver, PbWaiverStatus status, const char *reason, GError **error);
/* Ends all waivers of @run (domain.md, section 3: at the first production track-in at the latest). */
gboolean pb_call_end_waivers (PbCall *call, const PbRun *run, const char *reason, GError **error);

/* Ends the authorisation of @run, which goes back to PREP: its evidence keeps when, by whom (@by: user id, NULL: by
 * itself) and why; events and what has changed are told. The audit row is the caller's. */
gboolean pb_call_end_authorisation (PbCall *call, PbRun *run, const char *by, const char *reason, GError **error);

/* An authorisation falls back to PREP, with the cause in the run's history; @judgement says why. */
gboolean pb_call_withdraw (PbCall *call, const PbJudgement *judgement, GError **error);

/* Without a store: what is known of the run now, NULL when nothing is or it is out of the session's sight. (transfer
 * full) */
PbJudgement *pb_judge_peek (PbCall *call, const char *run_no);
/* The rows of all open runs in the session's sight, into @rows. Returns: FALSE when one of them is not known. */
gboolean pb_judge_peek_open (PbCall *call, GPtrArray *rows);
/* Returns: (transfer full) (element-type utf8): the numbers of the open runs. */
GPtrArray *pb_judge_list_open (PbService *service);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PbJudgement, pb_judgement_unref)

G_END_DECLS
