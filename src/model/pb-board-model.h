/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "domain/pb-enums.h"
#include "model/pb-row.h"
#include "model/pb-session-model.h"

G_BEGIN_DECLS

/* A run on the board. Properties (read only):
 *   run-no, product-code, wo-no, line-code, line-name   text
 *   plan-qty             int64
 *   run-status           int, PbRunStatus
 *   state                int, PbBoardState
 *   state-text           text: "Blocked 3", "Ready", "Waiting for signature 2 of 3", "Authorised"
 *   blockers, waived, signatures-done, signatures-required   int64
 *   next-deadline        int64, microseconds, 0 for none
 *   deadline-text        text: "12 min left"; follows the clock
 *   deadline-near        boolean: less than 30 minutes left, or over
 *   needs-text           text: who is needed next: "Quality engineer or supervisor"
 *   needs-me             boolean: the signed-in user can do what is awaited next
 *   updated-at           int64
 *   search-text          text: casefolded run, product, work order and line, for search as you type */
#define PB_TYPE_BOARD_ITEM (pb_board_item_get_type ())
G_DECLARE_FINAL_TYPE (PbBoardItem, pb_board_item, PB, BOARD_ITEM, PbRow)

const char *pb_board_item_get_run_no (PbBoardItem *self);
PbBoardState pb_board_item_get_state (PbBoardItem *self);

/* A GListModel of PbBoardItem: every run in preparation or authorised that the user may see. The same run keeps its
 * object and its place for as long as it is on the board; new runs are put in order of run number. Sorting and
 * filtering are the view's.
 *
 * Properties (read only):
 *   loading       boolean: the first answer is still awaited
 *   stale-since   int64: 0 while fresh, else the time of the last good answer (or of the first attempt)
 *   stale-text    text: "" while fresh, else "Stale since 14:03:22"
 *   error-text    text: why the last refresh failed, "" when it did not
 *   n-items       uint */
#define PB_TYPE_BOARD_MODEL (pb_board_model_get_type ())
G_DECLARE_FINAL_TYPE (PbBoardModel, pb_board_model, PB, BOARD_MODEL, GObject)

PbBoardModel *pb_board_model_new (PbSessionModel *session);
/* Polls while active (and signed in). Inactive models do nothing. */
void pb_board_model_set_active (PbBoardModel *self, gboolean active);
/* Asks at once. */
void pb_board_model_refresh (PbBoardModel *self);
gint64 pb_board_model_get_stale_since (PbBoardModel *self);
gboolean pb_board_model_get_loading (PbBoardModel *self);
/* Returns: (transfer none) (nullable). */
PbBoardItem *pb_board_model_find (PbBoardModel *self, const char *run_no);

G_END_DECLS
