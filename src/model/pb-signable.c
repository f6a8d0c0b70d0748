/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-model"

#include "config.h"

#include "model/pb-signable.h"

#include <glib/gi18n-lib.h>

#include "model/pb-run-private.h"

void
pb_sign_content_free (PbSignable *signable)
{
  if (signable == NULL)
    return;
  g_free (signable->text);
  g_free (signable->content);
  g_free (signable->content_hash);
  g_free (signable);
}

static void
asked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  g_autoptr (PbReply) reply = pb_client_call_finish (PB_CLIENT (source), result, &error);
  PbSignable *signable;
  const char *text;

  if (reply == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  signable = g_new0 (PbSignable, 1);
  text = pb_reply_get_string (reply, "text");
  signable->text = g_strdup (text != NULL ? text : "");
  signable->content = pb_reply_dup_json (reply, "content");
  signable->content_hash = g_strdup (pb_reply_get_string (reply, "contentHash"));
  g_task_return_pointer (task, signable, (GDestroyNotify) pb_sign_content_free);
}

void
pb_signable_ask (gpointer model,
                 PbClient *client,
                 const char *collection,
                 const char *id,
                 const char *act,
                 GCancellable *cancellable,
                 GAsyncReadyCallback callback,
                 gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (model, cancellable, callback, user_data);

  g_task_set_source_tag (task, pb_signable_ask);
  if (!pb_client_has_feature (client, "esign"))
    {
      PbSignable *signable = g_new0 (PbSignable, 1);

      signable->text = g_strdup (_ ("This server does not say what a signature covers."));
      g_task_return_pointer (task, signable, (GDestroyNotify) pb_sign_content_free);
      return;
    }
  pb_rest_signable_async (client, collection, id, act, cancellable, asked_cb, g_steal_pointer (&task));
}

PbSignable *
pb_signable_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (G_IS_TASK (result), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
