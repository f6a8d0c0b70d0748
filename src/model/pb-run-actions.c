/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-model"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "model/pb-row-private.h"
#include "model/pb-run-state-private.h"
#include "model/pb-session-private.h"

gboolean
pb_run_model_act_finish (PbRunModel *self, GAsyncResult *result, GError **error)
{
  g_autoptr (PbReply) reply = NULL;

  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  reply = g_task_propagate_pointer (G_TASK (result), error);
  return reply != NULL;
}

void
pb_run_model_record_async (PbRunModel *self,
                           gconstpointer record,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  GTask *task;

  g_return_if_fail (PB_IS_RUN_MODEL (self));
  g_return_if_fail (record != NULL);

  task = pb_run_act_begin (self, self, NULL, cancellable, callback, user_data);
  pb_rest_create_record_async (pb_run_model_get_client (self), record, cancellable, pb_run_act_cb, task);
}

void
pb_run_model_signable_async (PbRunModel *self,
                             PbSignAct act,
                             PbItemModel *item,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  g_return_if_fail (PB_IS_RUN_MODEL (self));
  g_return_if_fail (act == PB_SIGN_AUTHORISE || act == PB_SIGN_REVOKE || (act == PB_SIGN_WAIVE && item != NULL));

  if (act == PB_SIGN_WAIVE)
    pb_signable_ask (self, pb_run_model_get_client (self), "readiness-items", pb_item_model_get_id (item), "WAIVE",
                     cancellable, callback, user_data);
  else
    pb_signable_ask (self, pb_run_model_get_client (self), "runs", pb_run_model_get_run_no (self),
                     act == PB_SIGN_AUTHORISE ? "AUTHORIZE" : "REVOKE", cancellable, callback, user_data);
}

void
pb_run_model_waive_async (PbRunModel *self,
                          PbItemModel *item,
                          const char *reason,
                          int category,
                          gint64 until,
                          const char *content_hash,
                          const char *email,
                          const char *password,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  GTask *task;

  g_return_if_fail (PB_IS_RUN_MODEL (self));
  g_return_if_fail (PB_IS_ITEM_MODEL (item));
  g_return_if_fail (reason != NULL && password != NULL);

  task = pb_run_act_begin (self, self, email, cancellable, callback, user_data);
  pb_rest_waive_async (pb_run_model_get_client (self), pb_run_model_get_run_no (self), pb_item_model_get_id (item),
                       reason, category, until, content_hash, email, password, cancellable, pb_run_act_cb, task);
}

void
pb_run_model_request_waiver_async (PbRunModel *self,
                                   PbItemModel *item,
                                   const char *reason,
                                   int category,
                                   gint64 until,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  GTask *task;

  g_return_if_fail (PB_IS_RUN_MODEL (self));
  g_return_if_fail (PB_IS_ITEM_MODEL (item));
  g_return_if_fail (reason != NULL);

  task = pb_run_act_begin (self, self, NULL, cancellable, callback, user_data);
  pb_rest_request_waiver_async (pb_run_model_get_client (self), pb_item_model_get_id (item), reason, category, until,
                                cancellable, pb_run_act_cb, task);
}

void
pb_run_model_not_needed_async (PbRunModel *self,
                               PbItemModel *item,
                               const char *reason,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  GTask *task;

  g_return_if_fail (PB_IS_RUN_MODEL (self));
  g_return_if_fail (PB_IS_ITEM_MODEL (item));
  g_return_if_fail (reason != NULL);

  task = pb_run_act_begin (self, self, NULL, cancellable, callback, user_data);
  pb_rest_not_needed_async (pb_run_model_get_client (self), pb_item_model_get_id (item), reason, cancellable,
                            pb_run_act_cb, task);
}

void
pb_run_model_authorise_async (PbRunModel *self,
                              const char *reason,
                              const char *content_hash,
                              const char *email,
                              const char *password,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  GTask *task;

  g_return_if_fail (PB_IS_RUN_MODEL (self));
  g_return_if_fail (password != NULL);

  task = pb_run_act_begin (self, self, email, cancellable, callback, user_data);
  pb_rest_authorise_async (pb_run_model_get_client (self), pb_run_model_get_run_no (self), "AUTHORIZE", reason,
                           content_hash, email, password, cancellable, pb_run_act_cb, task);
}

void
pb_run_model_revoke_async (PbRunModel *self,
                           const char *reason,
                           const char *content_hash,
                           const char *email,
                           const char *password,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  GTask *task;

  g_return_if_fail (PB_IS_RUN_MODEL (self));
  g_return_if_fail (reason != NULL && password != NULL);

  task = pb_run_act_begin (self, self, email, cancellable, callback, user_data);
  pb_rest_authorise_async (pb_run_model_get_client (self), pb_run_model_get_run_no (self), "REVOKE", reason,
                           content_hash, email, password, cancellable, pb_run_act_cb, task);
}

void
pb_run_model_check_async (PbRunModel *self,
                          PbCheckType type,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  GTask *task;

  g_return_if_fail (PB_IS_RUN_MODEL (self));

  task = pb_run_act_begin (self, self, NULL, cancellable, callback, user_data);
  pb_rest_check_async (pb_run_model_get_client (self), pb_run_model_get_run_no (self), type, cancellable, pb_run_act_cb,
                       task);
}

void
pb_run_model_generate_units_async (PbRunModel *self,
                                   guint quantity,
                                   const char *prefix,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  GTask *task;

  g_return_if_fail (PB_IS_RUN_MODEL (self));
  g_return_if_fail (quantity > 0);

  task = pb_run_act_begin (self, self, NULL, cancellable, callback, user_data);
  pb_rest_generate_units_async (pb_run_model_get_client (self), pb_run_model_get_run_no (self), quantity, prefix,
                                cancellable, pb_run_act_cb, task);
}

void
pb_run_model_delete_units_async (PbRunModel *self,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  GTask *task;

  g_return_if_fail (PB_IS_RUN_MODEL (self));

  task = pb_run_act_begin (self, self, NULL, cancellable, callback, user_data);
  pb_rest_delete_units_async (pb_run_model_get_client (self), pb_run_model_get_run_no (self), cancellable,
                              pb_run_act_cb, task);
}

/* Binding goes by the line, which the run has or has not. */
static void
bind (PbRunModel *self,
      PbAssetKind kind,
      const char *asset_id,
      GCancellable *cancellable,
      GAsyncReadyCallback callback,
      gpointer user_data)
{
  GTask *task = pb_run_act_begin (self, self, NULL, cancellable, callback, user_data);

  if (self->line_id == NULL)
    pb_run_act_refuse (task, _ ("The run has no line."));
  else
    pb_rest_bind_async (pb_run_model_get_client (self), self->line_id, kind, asset_id, cancellable, pb_run_act_cb,
                        task);
}

void
pb_run_model_bind_async (PbRunModel *self,
                         PbAssetKind kind,
                         const char *asset_id,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  g_return_if_fail (PB_IS_RUN_MODEL (self));
  g_return_if_fail (kind != PB_ASSET_NONE && asset_id != NULL);

  bind (self, kind, asset_id, cancellable, callback, user_data);
}

void
pb_run_model_unbind_async (PbRunModel *self,
                           PbAssetKind kind,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  g_return_if_fail (PB_IS_RUN_MODEL (self));
  g_return_if_fail (kind != PB_ASSET_NONE);

  bind (self, kind, NULL, cancellable, callback, user_data);
}
