/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "domain/pb-enums.h"
#include "model/pb-row.h"
#include "model/pb-session-model.h"

G_BEGIN_DECLS

/* A feeder slot of the run. Properties (read only):
 *   slot-id, slot-code, slot-name   text
 *   position               int64
 *   expected               text: material code
 *   alternates-text        text: other materials that may be loaded
 *   status                 int, PbSlotStatus; status-text text ("Loaded", "Pending", "Mismatch", "Locked")
 *   loaded                 text: material code
 *   loaded-text            text: "M-100 at 08:41 by L. Wu"
 *   locked                 boolean: after wrong reels; somebody must unlock it */
#define PB_TYPE_SLOT_ITEM (pb_slot_item_get_type ())
G_DECLARE_FINAL_TYPE (PbSlotItem, pb_slot_item, PB, SLOT_ITEM, PbRow)

/* The slot table of a run, a GListModel of PbSlotItem by position. Properties (read only): n-items uint, loaded-count
 * int64, summary-text text ("18 of 24 slots loaded", "No slot table is loaded"), needed boolean: the line loads from
 * slots, table-wanted boolean: a slot is judged that is not in the table yet. */
#define PB_TYPE_LOADING_MODEL (pb_loading_model_get_type ())
G_DECLARE_FINAL_TYPE (PbLoadingModel, pb_loading_model, PB, LOADING_MODEL, PbRow)

/* Returns: (transfer none) (nullable). */
PbSlotItem *pb_loading_model_find (PbLoadingModel *self, const char *slot_code);

void pb_loading_model_load_table_async (PbLoadingModel *self,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data);
gboolean pb_loading_model_load_table_finish (PbLoadingModel *self, GAsyncResult *result, GError **error);

/* The next slot after @slot_code (nullable: from the first on) that waits for a reel and is not locked. Returns:
 * (transfer none) (nullable). */
PbSlotItem *pb_loading_model_find_open (PbLoadingModel *self, const char *slot_code);

/* After wrong reels. Ends with pb_loading_model_load_table_finish(). */
void pb_loading_model_unlock_async (PbLoadingModel *self,
                                    PbSlotItem *slot,
                                    const char *reason,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);

/* @barcode: of the reel, as scanned. */
void pb_loading_model_verify_async (PbLoadingModel *self,
                                    const char *slot_code,
                                    const char *barcode,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
void pb_loading_model_replace_async (PbLoadingModel *self,
                                     const char *slot_code,
                                     const char *barcode,
                                     const char *reason,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);
/* Ends both. @message: (out) (optional) (transfer full): what happened, as a sentence.
 * Returns: PASS; WARNING (an alternate was loaded); FAIL (the wrong reel: nothing was loaded); NONE with @error. */
PbResult pb_loading_model_scan_finish (PbLoadingModel *self, GAsyncResult *result, char **message, GError **error);

G_END_DECLS
