/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "service/pb-call.h"

G_BEGIN_DECLS

/* What is written of runs by hand. */

/* The columns of the contract that a run has and that say nothing here. */
extern const PbMember pb_run_meta_members[];
/* Replies with the run as the contract has its rows (section 4.2): pb_run_type and pb_run_meta_members. */
void pb_run_reply (PbCall *call, const PbRun *run);

extern const PbMember pb_run_row_members[];    /* a row of the list, beside PbRun */
extern const PbMember pb_run_detail_members[]; /* a run with everything around it */
extern const PbMember pb_run_unit_members[];   /* a row of the units of a run */
extern const PbMember pb_run_units_beside[];   /* beside those rows */
extern const PbMember pb_run_generated_members[];

G_END_DECLS
