/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/pb-run-model.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* One run: the gate strip, and below it preparation, loading, first article and history. Pages are built when they are
 * first looked at.
 *
 * Actions: run.record, run.waive, run.request-waiver, run.not-needed, run.bind-for, run.load-for, run.show-item and
 * run.history with an item's id; run.bind with a kind of thing; run.authorise, run.revoke, run.copy-gate, run.check,
 * run.generate-units, run.delete-units, run.toggle-line; run.page with "board", "loading", "fai" or "history". */
#define PB_TYPE_RUN_PAGE (pb_run_page_get_type ())
G_DECLARE_FINAL_TYPE (PbRunPage, pb_run_page, PB, RUN_PAGE, AdwBin)

GtkWidget *pb_run_page_new (PbRunModel *run);
PbRunModel *pb_run_page_get_run (PbRunPage *self);
/* Whether something is typed in the page that would be lost with it. */
gboolean pb_run_page_is_dirty (PbRunPage *self);
/* A scanned code. Returns: whether it was for this run. */
gboolean pb_run_page_take_scan (PbRunPage *self, const char *code);
/* "board", "loading", "fai" or "history". */
const char *pb_run_page_get_visible (PbRunPage *self);

G_END_DECLS
