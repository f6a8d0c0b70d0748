/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/pb-run-model.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* Verifying what is loaded: the slot table of a run, and a scan of slot and reel after another. */
#define PB_TYPE_LOADING_VIEW (pb_loading_view_get_type ())
G_DECLARE_FINAL_TYPE (PbLoadingView, pb_loading_view, PB, LOADING_VIEW, AdwBin)

GtkWidget *pb_loading_view_new (PbRunModel *run);
/* Chooses the slot and waits for its reel. */
void pb_loading_view_choose_slot (PbLoadingView *self, const char *slot_code);
/* A code from the scanner: a slot is chosen, anything else is the reel of the chosen slot.
 * Returns: whether it was taken. */
gboolean pb_loading_view_take_scan (PbLoadingView *self, const char *code);
/* What the last scan led to. Returns: (transfer none). */
const char *pb_loading_view_get_result (PbLoadingView *self);

G_END_DECLS
