/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "domain/pb-readiness.h"
#include "model/pb-row.h"
#include "model/pb-session-model.h"
#include "model/pb-signable.h"

G_BEGIN_DECLS

/* A waiver: asked for, in force or over. Properties (read only):
 *   waiver-id, run-no       text
 *   item-text               text: "Stencil cleaning ST-0117"
 *   status                  int, PbWaiverStatus; status-text text
 *   category-text, reason   text
 *   requested-text          text: "08:41 by L. Wu"
 *   approved-text           text, "" before
 *   until                   int64; until-text text
 *   repeats-text            text: how often this was waived in the last 30 days
 *   open                    boolean: awaits a decision
 *   in-force                boolean: can be revoked */
#define PB_TYPE_WAIVER_ROW (pb_waiver_row_get_type ())
G_DECLARE_FINAL_TYPE (PbWaiverRow, pb_waiver_row, PB, WAIVER_ROW, PbRow)

const char *pb_waiver_row_get_id (PbWaiverRow *self);

/* The inbox: waivers that await a decision and those in force, a GListModel of PbWaiverRow. Polls while active.
 * Properties (read only): n-items uint, loading boolean, available boolean (FALSE: the server tells no waivers),
 * decisions boolean (FALSE: it has no requests to decide; the list then tells what is in force and what has ended),
 * open-count int64, stale-since int64, stale-text text, error-text text. */
#define PB_TYPE_WAIVERS_MODEL (pb_waivers_model_get_type ())
G_DECLARE_FINAL_TYPE (PbWaiversModel, pb_waivers_model, PB, WAIVERS_MODEL, PbRow)

PbWaiversModel *pb_waivers_model_new (PbSessionModel *session);
void pb_waivers_model_set_active (PbWaiversModel *self, gboolean active);
void pb_waivers_model_refresh (PbWaiversModel *self);

/* @act: PB_SIGN_WAIVER_APPROVE, …_REJECT or …_REVOKE. See pb_signable_finish(). */
void pb_waivers_model_signable_async (PbWaiversModel *self,
                                      PbWaiverRow *waiver,
                                      PbSignAct act,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
/* @text: remark of an approval (nullable), reason of a rejection or revocation. */
void pb_waivers_model_decide_async (PbWaiversModel *self,
                                    PbWaiverRow *waiver,
                                    PbSignAct act,
                                    const char *text,
                                    const char *content_hash,
                                    const char *email,
                                    const char *password,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
gboolean pb_waivers_model_decide_finish (PbWaiversModel *self, GAsyncResult *result, GError **error);

G_END_DECLS
