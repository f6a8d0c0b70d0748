/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-model"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "model/pb-fai-private.h"
#include "model/pb-row-private.h"
#include "model/pb-run-private.h"

gboolean
pb_fai_model_act_finish (PbFaiModel *self, GAsyncResult *result, GError **error)
{
  g_autoptr (PbReply) reply = NULL;

  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  reply = g_task_propagate_pointer (G_TASK (result), error);
  return reply != NULL;
}

void
pb_fai_model_create_async (PbFaiModel *self,
                           guint sample_qty,
                           const char *remark,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  GTask *task;

  g_return_if_fail (PB_IS_FAI_MODEL (self));
  g_return_if_fail (sample_qty > 0);

  task = pb_run_act_begin (self->run, self, NULL, cancellable, callback, user_data);
  if (task == NULL)
    return;
  pb_rest_create_fai_async (pb_run_model_get_client (self->run), pb_run_model_get_run_no (self->run), sample_qty,
                            remark, cancellable, pb_run_act_cb, task);
}

void
pb_fai_model_start_async (PbFaiModel *self, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task;

  g_return_if_fail (PB_IS_FAI_MODEL (self));

  task = pb_run_act_begin (self->run, self, NULL, cancellable, callback, user_data);
  if (task == NULL)
    return;
  pb_rest_start_fai_async (pb_run_model_get_client (self->run), pb_fai_model_get_id (self), cancellable, pb_run_act_cb,
                           task);
}

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  PbFaiModel *self = g_task_get_source_object (task);
  GPtrArray *sent = g_task_get_task_data (task);
  GError *error = NULL;

  if (!pb_fai_model_act_finish (self, result, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  pb_fai_model_mark_saved (self, sent);
  g_task_return_pointer (task, pb_reply_new (200, NULL), (GDestroyNotify) pb_reply_unref);
}

void
pb_fai_model_save_async (PbFaiModel *self, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *outer;
  GTask *task;
  GPtrArray *edited;

  g_return_if_fail (PB_IS_FAI_MODEL (self));

  outer = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (outer, pb_fai_model_save_async);
  if (pb_row_get_flag (self, "has-problems"))
    {
      pb_run_act_refuse (outer, _ ("Some values cannot be saved. They are marked."));
      return;
    }
  edited = pb_fai_model_collect_edited (self);
  g_task_set_task_data (outer, edited, (GDestroyNotify) g_ptr_array_unref);
  if (edited->len == 0)
    {
      pb_run_act_refuse (outer, _ ("There is nothing to save."));
      return;
    }
  task = pb_run_act_begin (self->run, self, NULL, cancellable, saved_cb, outer);
  if (task != NULL)
    pb_rest_measure_async (pb_run_model_get_client (self->run), pb_fai_model_get_id (self), edited, cancellable,
                           pb_run_act_cb, task);
}

void
pb_fai_model_complete_async (PbFaiModel *self,
                             PbResult decision,
                             guint failed_qty,
                             const char *remark,
                             const char *condition_class,
                             const char *condition,
                             gint64 until,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  GTask *task;

  g_return_if_fail (PB_IS_FAI_MODEL (self));
  g_return_if_fail (decision == PB_RESULT_PASS || decision == PB_RESULT_FAIL);

  task = pb_run_act_begin (self->run, self, NULL, cancellable, callback, user_data);
  if (task == NULL)
    return;
  pb_rest_complete_fai_async (pb_run_model_get_client (self->run), pb_fai_model_get_id (self), decision,
                              (guint) pb_row_get_number (self, "sample-qty"), failed_qty, remark, condition_class,
                              condition, until, cancellable, pb_run_act_cb, task);
}

void
pb_fai_model_signable_async (PbFaiModel *self,
                             PbSignAct act,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  g_return_if_fail (PB_IS_FAI_MODEL (self));
  g_return_if_fail (self->run != NULL);
  g_return_if_fail (act == PB_SIGN_FAI || act == PB_SIGN_FAI_REJECT);

  pb_signable_ask (self, pb_run_model_get_client (self->run), "fai", pb_fai_model_get_id (self),
                   act == PB_SIGN_FAI ? "SIGN" : "REJECT", cancellable, callback, user_data);
}

void
pb_fai_model_sign_async (PbFaiModel *self,
                         PbCapacity capacity,
                         const char *content_hash,
                         const char *remark,
                         const char *email,
                         const char *password,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  GTask *task;

  g_return_if_fail (PB_IS_FAI_MODEL (self));
  g_return_if_fail (password != NULL);

  task = pb_run_act_begin (self->run, self, email, cancellable, callback, user_data);
  if (task == NULL)
    return;
  pb_rest_sign_fai_async (pb_run_model_get_client (self->run), pb_fai_model_get_id (self), capacity, content_hash,
                          remark, email, password, cancellable, pb_run_act_cb, task);
}

void
pb_fai_model_reject_async (PbFaiModel *self,
                           PbCapacity capacity,
                           const char *reason,
                           const char *email,
                           const char *password,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  GTask *task;

  g_return_if_fail (PB_IS_FAI_MODEL (self));
  g_return_if_fail (reason != NULL && password != NULL);

  task = pb_run_act_begin (self->run, self, email, cancellable, callback, user_data);
  if (task == NULL)
    return;
  pb_rest_reject_fai_async (pb_run_model_get_client (self->run), pb_fai_model_get_id (self), capacity, reason, email,
                            password, cancellable, pb_run_act_cb, task);
}

void
pb_fai_model_cancel_async (PbFaiModel *self,
                           const char *reason,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  GTask *task;

  g_return_if_fail (PB_IS_FAI_MODEL (self));
  g_return_if_fail (reason != NULL);

  task = pb_run_act_begin (self->run, self, NULL, cancellable, callback, user_data);
  if (task == NULL)
    return;
  pb_rest_cancel_fai_async (pb_run_model_get_client (self->run), pb_fai_model_get_id (self), reason, cancellable,
                            pb_run_act_cb, task);
}

void
pb_fai_model_track_in_async (PbFaiModel *self,
                             const char *station_code,
                             const char *sn,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  GTask *task;

  g_return_if_fail (PB_IS_FAI_MODEL (self));
  g_return_if_fail (station_code != NULL && sn != NULL);

  task = pb_run_act_begin (self->run, self, NULL, cancellable, callback, user_data);
  if (task == NULL)
    return;
  pb_rest_track_in_async (pb_run_model_get_client (self->run), station_code, sn, pb_row_get_text (self->run, "wo-no"),
                          pb_run_model_get_run_no (self->run), cancellable, pb_run_act_cb, task);
}

void
pb_fai_model_track_out_async (PbFaiModel *self,
                              const char *station_code,
                              const char *sn,
                              PbResult result,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  GTask *task;

  g_return_if_fail (PB_IS_FAI_MODEL (self));
  g_return_if_fail (station_code != NULL && sn != NULL);
  g_return_if_fail (result == PB_RESULT_PASS || result == PB_RESULT_FAIL);

  task = pb_run_act_begin (self->run, self, NULL, cancellable, callback, user_data);
  if (task == NULL)
    return;
  pb_rest_track_out_async (pb_run_model_get_client (self->run), station_code, sn, pb_run_model_get_run_no (self->run),
                           result, cancellable, pb_run_act_cb, task);
}
