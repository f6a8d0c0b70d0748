/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "service/pb-call.h"

G_BEGIN_DECLS

/* Reading first articles (rest-api.md, 3.3). */

extern const PbMember pb_fai_list_query[];
extern const PbMember pb_fai_row_members[]; /* of a row of the list, beside PbInspection */
extern const PbMember pb_fai_gate_members[];

/* Actions. */
gboolean pb_fai_read_list (PbCall *call, GError **error);
gboolean pb_fai_read_one (PbCall *call, GError **error);
/* The one that counts for a run, or null. */
gboolean pb_fai_read_of_run (PbCall *call, GError **error);
gboolean pb_fai_read_gate (PbCall *call, GError **error);

G_END_DECLS
