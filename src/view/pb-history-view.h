/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/pb-run-model.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* What happened with a run: checks, waivers, and the audit trail for those who may read it. It loads while it is shown.
 */
#define PB_TYPE_HISTORY_VIEW (pb_history_view_get_type ())
G_DECLARE_FINAL_TYPE (PbHistoryView, pb_history_view, PB, HISTORY_VIEW, AdwBin)

GtkWidget *pb_history_view_new (PbRunModel *run);
/* Only what mentions @text; NULL or "": everything. */
void pb_history_view_search (PbHistoryView *self, const char *text);

G_END_DECLS
