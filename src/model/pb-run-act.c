/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-model"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "model/pb-error-private.h"
#include "model/pb-run-private.h"
#include "model/pb-run-state-private.h"
#include "model/pb-session-private.h"

typedef struct
{
  PbRunModel *run; /* (owned) */
  char *email;     /* (owned) (nullable): who signs with it */
} Act;

static void
act_free (Act *act)
{
  pb_run_model_leave_busy (act->run);
  g_object_unref (act->run);
  g_free (act->email);
  g_free (act);
}

GTask *
pb_run_act_begin (PbRunModel *run,
                  gpointer model,
                  const char *signer_email,
                  GCancellable *cancellable,
                  GAsyncReadyCallback callback,
                  gpointer user_data)
{
  GTask *task = g_task_new (model, cancellable, callback, user_data);
  Act *act;

  if (run == NULL)
    {
      pb_run_act_refuse (task, _ ("The run is no longer shown."));
      return NULL;
    }
  act = g_new0 (Act, 1);
  act->run = g_object_ref (run);
  act->email = g_strdup (signer_email);
  pb_run_model_enter_busy (run);
  g_task_set_source_tag (task, pb_run_act_begin);
  g_task_set_task_data (task, act, (GDestroyNotify) act_free);
  return task;
}

void
pb_run_act_refuse (GTask *task, const char *sentence)
{
  g_task_return_new_error (task, PB_MODEL_ERROR, PB_MODEL_ERROR_NOT_NOW, "%s", sentence);
  g_object_unref (task);
}

void
pb_run_act_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Act *act = g_task_get_task_data (task);
  GError *error = NULL;
  PbReply *reply = pb_client_call_finish (PB_CLIENT (source), result, &error);

  /* Also after a refusal: what it was refused for may not be what is shown. */
  pb_run_model_refresh (act->run);
  pb_history_model_refresh (pb_run_model_get_history (act->run));
  if (reply == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  pb_session_model_note_signature (pb_run_model_get_session (act->run), act->email);
  g_task_return_pointer (task, reply, (GDestroyNotify) pb_reply_unref);
}
