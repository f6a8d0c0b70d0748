/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/pb-rest.h"
#include "domain/pb-fai.h"
#include "model/pb-run-model.h"

G_BEGIN_DECLS

/* What the models of one run share. */

PbClient *pb_run_model_get_client (PbRunModel *self);
const char *pb_run_model_get_run_id (PbRunModel *self); /* "" before the first answer */

/* Begins an own action of @model (the run model or one of its parts). Give the task as user data to pb_run_act_cb(),
 * which tells the run to ask anew, and returns the PbReply through the task. @run: (nullable): gone meanwhile. Returns:
 * (transfer full) (nullable): NULL when @run is gone; the caller has been called back then. */
GTask *pb_run_act_begin (PbRunModel *run,
                         gpointer model,
                         const char *signer_email,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data);
/* Ends it at once with a translated sentence. @task: taken. */
void pb_run_act_refuse (GTask *task, const char *sentence);
void pb_run_act_cb (GObject *source, GAsyncResult *result, gpointer user_data);

/* Asks for a signable and returns it through pb_signable_finish(). */
void pb_signable_ask (gpointer model,
                      PbClient *client,
                      const char *collection,
                      const char *id,
                      const char *act,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data);

/* Parts; they hold no reference on @run. */
PbFaiModel *pb_fai_model_new (PbRunModel *run);
PbLoadingModel *pb_loading_model_new (PbRunModel *run);
PbHistoryModel *pb_history_model_new (PbRunModel *run, PbSessionModel *session);

typedef struct _PbRunAnswers PbRunAnswers;

/* @inspection: (nullable): the run has none. @answers: (nullable): of the round. @tracked: -1 when the run does not
 * say. */
void
pb_fai_model_take (PbFaiModel *self, PbInspection *inspection, const PbRunAnswers *answers, gint64 tracked, gint64 now);
const PbInspection *pb_fai_model_peek (PbFaiModel *self); /* (nullable) */
/* @expectations: (element-type PbSlotExpectation) (nullable): not in the user's sight. */
/* @wanted: how many slots the run is judged by, 1 when that is not known. */
void pb_loading_model_take (PbLoadingModel *self, GPtrArray *expectations, guint wanted, gint64 now);

G_END_DECLS
