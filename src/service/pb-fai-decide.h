/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "service/pb-judge.h"

G_BEGIN_DECLS

/* The most units of a sample. */
#define PB_FAI_MOST_UNITS 10000

/* Creation, start and PASS look at the preparation as it is now: refuses 400 READINESS_CHECK_NOT_PASSED. */
gboolean pb_fai_require_ready (PbCall *call, const PbJudgement *judgement, GError **error);
/* Refuses 400 with @code. */
gboolean pb_fai_require_prep (const PbRun *run, const char *code, GError **error);

extern const PbMember pb_fai_decide_members[]; /* the body */
/* The decision of a first article, PASS or FAIL. An action. */
gboolean pb_fai_decide (PbCall *call, GError **error);

G_END_DECLS
