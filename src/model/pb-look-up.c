/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-model"

#include "client/pb-rest.h"
#include "domain/pb-enums.h"
#include "model/pb-session-private.h"
#include "model/pb-text.h"

/* The registers are asked side by side; a code is in one of them at most. */

typedef struct
{
  PbScan kind;
  GError *error; /* (owned) (nullable): the first that is no answer */
  guint pending;
} LookUp;

static void
look_up_free (LookUp *look_up)
{
  g_clear_error (&look_up->error);
  g_free (look_up);
}

PbScan
pb_scan_of_kind (PbAssetKind kind)
{
  switch (kind)
    {
    case PB_ASSET_STENCIL:
      return PB_SCAN_STENCIL;
    case PB_ASSET_SQUEEGEE:
      return PB_SCAN_SQUEEGEE;
    case PB_ASSET_FIXTURE:
      return PB_SCAN_FIXTURE;
    case PB_ASSET_PASTE_LOT:
      return PB_SCAN_PASTE_LOT;
    case PB_ASSET_NONE:
    default:
      return PB_SCAN_NONE;
    }
}

PbAssetKind
pb_kind_of_scan (PbScan scan)
{
  for (int kind = PB_ASSET_STENCIL; kind <= PB_ASSET_PASTE_LOT; kind++)
    if (pb_scan_of_kind ((PbAssetKind) kind) == scan)
      return (PbAssetKind) kind;
  return PB_ASSET_NONE;
}

/* @task: one reference is taken. Returns: (transfer full) (nullable). */
static PbReply *
take_answer (GTask *task, GObject *source, GAsyncResult *result)
{
  LookUp *look_up = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  PbReply *reply = pb_client_call_finish (PB_CLIENT (source), result, &error);

  if (reply == NULL && look_up->error == NULL && !g_error_matches (error, PB_CLIENT_ERROR, PB_CLIENT_ERROR_NOT_FOUND) &&
      !g_error_matches (error, PB_CLIENT_ERROR, PB_CLIENT_ERROR_FORBIDDEN))
    look_up->error = g_steal_pointer (&error);
  return reply;
}

static void
done (GTask *task)
{
  LookUp *look_up = g_task_get_task_data (task);

  if (--look_up->pending == 0)
    {
      if (look_up->kind == PB_SCAN_NONE && look_up->error != NULL)
        g_task_return_error (task, g_steal_pointer (&look_up->error));
      else
        g_task_return_int (task, look_up->kind);
    }
  g_object_unref (task);
}

static void
run_cb (GObject *source, GAsyncResult *result, gpointer task)
{
  g_autoptr (PbReply) reply = take_answer (task, source, result);
  LookUp *look_up = g_task_get_task_data (task);

  if (reply != NULL && pb_reply_has (reply, "run.runNo"))
    look_up->kind = PB_SCAN_RUN;
  done (task);
}

static void
asset_cb (GObject *source, GAsyncResult *result, gpointer task)
{
  g_autoptr (PbReply) reply = take_answer (task, source, result);
  LookUp *look_up = g_task_get_task_data (task);

  if (reply != NULL)
    look_up->kind =
      pb_scan_of_kind ((PbAssetKind) pb_enum_value (&pb_asset_kinds, pb_reply_get_string (reply, "kind")));
  done (task);
}

static void
material_cb (GObject *source, GAsyncResult *result, gpointer task)
{
  g_autoptr (PbReply) reply = take_answer (task, source, result);
  LookUp *look_up = g_task_get_task_data (task);

  if (reply != NULL && look_up->kind == PB_SCAN_NONE)
    look_up->kind = PB_SCAN_ITEM_CODE;
  done (task);
}

void
pb_session_model_look_up_async (PbSessionModel *self,
                                const char *code,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  g_autofree char *trimmed = NULL;
  PbClient *client;
  GTask *task;
  LookUp *look_up = g_new0 (LookUp, 1);

  g_return_if_fail (PB_IS_SESSION_MODEL (self));
  g_return_if_fail (code != NULL);

  client = pb_session_model_get_client (self);
  trimmed = g_strstrip (g_strdup (code));
  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, pb_session_model_look_up_async);
  g_task_set_task_data (task, look_up, (GDestroyNotify) look_up_free);
  if (*trimmed == '\0')
    {
      g_task_return_int (task, PB_SCAN_NONE);
      g_object_unref (task);
      return;
    }
  look_up->pending = 1;
  if (pb_client_has_feature (client, "assets"))
    {
      look_up->pending += 2;
      pb_rest_asset_async (client, trimmed, cancellable, asset_cb, g_object_ref (task));
      pb_rest_material_async (client, trimmed, cancellable, material_cb, g_object_ref (task));
    }
  pb_rest_run_async (client, trimmed, NULL, cancellable, run_cb, task);
}

gboolean
pb_session_model_look_up_finish (PbSessionModel *self, GAsyncResult *result, PbScan *kind, GError **error)
{
  GError *failure = NULL;
  gssize found;

  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  found = g_task_propagate_int (G_TASK (result), &failure);
  if (failure != NULL)
    {
      g_propagate_error (error, failure);
      return FALSE;
    }
  *kind = (PbScan) found;
  return TRUE;
}
