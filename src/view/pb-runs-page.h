/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/pb-board-model.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* What can run right now: every run in preparation, the most urgent first. Opening a run activates win.open-run. */
#define PB_TYPE_RUNS_PAGE (pb_runs_page_get_type ())
G_DECLARE_FINAL_TYPE (PbRunsPage, pb_runs_page, PB, RUNS_PAGE, AdwBin)

GtkWidget *pb_runs_page_new (PbSessionModel *session, PbBoardModel *board);
/* Takes the focus to the search entry. */
void pb_runs_page_search (PbRunsPage *self);
/* The runs as they are listed. Returns: (transfer none). */
GListModel *pb_runs_page_get_listed (PbRunsPage *self);
/* "loading", "list", "empty", "unmatched" or "failed": what the page shows. */
const char *pb_runs_page_get_state (PbRunsPage *self);

G_END_DECLS
