/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-view"

#include "view/pb-sign-dialog.h"

#include "model/pb-text.h"

#include <glib/gi18n.h>

typedef struct
{
  GtkWidget *credentials;
  GCancellable *loading; /* (owned) (nullable) */
  gboolean too_early;    /* it was tried while what is signed was still being fetched */
} PbSignDialogPrivate;

G_DEFINE_TYPE_WITH_PRIVATE (PbSignDialog, pb_sign_dialog, PB_TYPE_DIALOG)

static PbSignDialogPrivate *
get_private (PbSignDialog *self)
{
  return pb_sign_dialog_get_instance_private (self);
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PbSignDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (PbSignable) signable = pb_signable_finish (result, &error);
  PbSignDialogPrivate *priv = get_private (self);
  g_autofree char *text = NULL;

  if (error != NULL && pb_error_is_cancelled (error))
    return;
  g_clear_object (&priv->loading);
  if (priv->too_early)
    pb_dialog_set_message (PB_DIALOG (self), NULL);
  priv->too_early = FALSE;
  if (signable != NULL)
    pb_credentials_set_signable (PB_CREDENTIALS (priv->credentials), signable);
  else
    {
      text = pb_error_to_user_text (error);
      pb_credentials_set_problem (PB_CREDENTIALS (priv->credentials), text);
    }
}

void
pb_sign_dialog_reload (PbSignDialog *self)
{
  PbSignDialogPrivate *priv;

  g_return_if_fail (PB_IS_SIGN_DIALOG (self));

  priv = get_private (self);
  if (priv->loading != NULL)
    g_cancellable_cancel (priv->loading);
  g_clear_object (&priv->loading);
  priv->loading = g_cancellable_new ();
  pb_credentials_set_signable (PB_CREDENTIALS (priv->credentials), NULL);
  PB_SIGN_DIALOG_GET_CLASS (self)->load (self, priv->loading, loaded_cb, g_object_ref (self));
}

static void
sent_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PbSignDialog) self = user_data;
  g_autoptr (GError) error = NULL;

  PB_SIGN_DIALOG_GET_CLASS (self)->finish (self, result, &error);
  pb_dialog_end (PB_DIALOG (self), error);
}

static gboolean
pb_sign_dialog_submit (PbDialog *dialog, GCancellable *cancellable)
{
  PbSignDialog *self = PB_SIGN_DIALOG (dialog);
  PbCredentials *credentials = pb_sign_dialog_get_credentials (self);
  GtkWidget *field = NULL;
  const char *missing = PB_SIGN_DIALOG_GET_CLASS (self)->missing (self, &field);
  g_autofree char *done = NULL;

  if (missing == NULL)
    missing = pb_credentials_missing (credentials, &field);
  if (missing != NULL && field != NULL)
    pb_dialog_refuse (dialog, field, missing);
  else if (missing != NULL)
    {
      pb_dialog_set_message (dialog, missing);
      get_private (self)->too_early = TRUE;
    }
  if (missing != NULL)
    return FALSE;
  done = PB_SIGN_DIALOG_GET_CLASS (self)->dup_done_text (self);
  pb_dialog_set_done_text (dialog, done);
  PB_SIGN_DIALOG_GET_CLASS (self)->send (self, pb_credentials_get_content_hash (credentials),
                                         pb_credentials_get_email (credentials),
                                         pb_credentials_get_password (credentials), cancellable, sent_cb,
                                         g_object_ref (self));
  return TRUE;
}

static void
pb_sign_dialog_refused (PbDialog *dialog, const GError *error)
{
  PbSignDialog *self = PB_SIGN_DIALOG (dialog);

  PB_DIALOG_CLASS (pb_sign_dialog_parent_class)->refused (dialog, error);
  /* A secret is typed for one attempt. */
  pb_credentials_ask_again (pb_sign_dialog_get_credentials (self));
  if (pb_error_is_conflict (error))
    pb_sign_dialog_reload (self);
}

static gboolean
pb_sign_dialog_is_dirty (PbDialog *dialog)
{
  return pb_credentials_is_dirty (pb_sign_dialog_get_credentials (PB_SIGN_DIALOG (dialog)));
}

static const char *
pb_sign_dialog_missing (PbSignDialog *self, GtkWidget **field)
{
  return NULL;
}

static char *
pb_sign_dialog_dup_done_text (PbSignDialog *self)
{
  return g_strdup (_ ("Signed"));
}

static void
pb_sign_dialog_dispose (GObject *object)
{
  PbSignDialogPrivate *priv = get_private (PB_SIGN_DIALOG (object));

  if (priv->loading != NULL)
    g_cancellable_cancel (priv->loading);
  g_clear_object (&priv->loading);
  G_OBJECT_CLASS (pb_sign_dialog_parent_class)->dispose (object);
}

static void
pb_sign_dialog_class_init (PbSignDialogClass *klass)
{
  PbDialogClass *dialog_class = PB_DIALOG_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pb_sign_dialog_dispose;
  dialog_class->submit = pb_sign_dialog_submit;
  dialog_class->refused = pb_sign_dialog_refused;
  dialog_class->is_dirty = pb_sign_dialog_is_dirty;
  klass->missing = pb_sign_dialog_missing;
  klass->dup_done_text = pb_sign_dialog_dup_done_text;
}

static void
pb_sign_dialog_init (PbSignDialog *self)
{
  gtk_window_set_default_size (GTK_WINDOW (self), 640, 760);
}

void
pb_sign_dialog_begin (PbSignDialog *self, PbSessionModel *session)
{
  PbSignDialogPrivate *priv;

  g_return_if_fail (PB_IS_SIGN_DIALOG (self));
  g_return_if_fail (PB_IS_SESSION_MODEL (session));

  priv = get_private (self);
  priv->credentials = pb_credentials_new (session);
  pb_dialog_add (PB_DIALOG (self), priv->credentials);
  pb_sign_dialog_reload (self);
}

PbCredentials *
pb_sign_dialog_get_credentials (PbSignDialog *self)
{
  g_return_val_if_fail (PB_IS_SIGN_DIALOG (self), NULL);
  return PB_CREDENTIALS (get_private (self)->credentials);
}
