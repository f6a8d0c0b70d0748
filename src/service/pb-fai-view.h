/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "service/pb-call.h"
#include "service/pb-signing.h"

G_BEGIN_DECLS

/* A first article as it is answered: flat fields, capacities, hash of its content, whether signatures are still of this
 * content, whether a change of the set-up has made it stale. Needed by everybody who shows one or judges its
 * signatures. */

/* What a signature of @act (SIGN, REJECT) on @fai covers. Returns: (transfer full). */
PbSignable *pb_fai_view_signable (const PbInspection *fai, const PbRun *run, const char *act);

/* Mirrors the flat fields, hashes the content, and holds every signature of the current round against it: one of
 * another content is not valid, and the signature rule does not count it. @fai is whole as the store loads it. */
void pb_fai_view_judge_signatures (PbInspection *fai, const PbRun *run);
/* Completes @fai, which is whole as the store loads it.
 * @facts: (nullable): of its run; only with them, and only as its newest first article, a PASS is said to be stale. */
void pb_fai_view_complete (PbCall *call, PbInspection *fai, PbRun *run, const PbFacts *facts);
/* What the signature rule looks at: @run and a completed @fai. Returns: (transfer full). */
PbFacts *pb_fai_view_facts (PbRun *run, PbInspection *fai);

/* Reads the first article as it is now, completes it, and answers with it; sets the ETag. */
gboolean pb_fai_view_reply (PbCall *call, const char *fai_id, PbRun *run, const PbFacts *facts, GError **error);

/* The steps that every change of a first article takes: writes @fai with the next version, its event, and says that the
 * run has changed. */
gboolean pb_fai_view_save (PbCall *call, PbInspection *fai, PbRun *run, GError **error);

/* The signatures of the current round no longer count. */
gboolean pb_fai_view_void_signatures (PbCall *call, PbInspection *fai, GError **error);

/* Reads items, measurements and signatures of @inspections (at most PB_QUERY_IN_MAX) in three statements. */
gboolean pb_fai_view_fill (PbCall *call, GPtrArray *inspections, GError **error);
extern const PbMember pb_fai_view_trial_members[];
/* Writes the member trialSummary: what the sample units went through since the start. */
gboolean pb_fai_view_write_trial (PbCall *call, const PbInspection *fai, PbRun *run, GError **error);

G_END_DECLS
