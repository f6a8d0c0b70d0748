/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/pb-session-model.h"
#include "model/pb-signable.h"
#include "view/pb-credentials.h"
#include "view/pb-dialog.h"

G_BEGIN_DECLS

/* A dialog whose act is signed: it fetches and shows what is signed, asks for the signer's credentials, and sends both.
 */
#define PB_TYPE_SIGN_DIALOG (pb_sign_dialog_get_type ())
G_DECLARE_DERIVABLE_TYPE (PbSignDialog, pb_sign_dialog, PB, SIGN_DIALOG, PbDialog)

struct _PbSignDialogClass
{
  PbDialogClass parent_class;
  /* Fetches what is signed; @callback ends it with pb_signable_finish(). */
  void (*load) (PbSignDialog *self, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
  /* What is missing beside the credentials. @field: out (transfer none): where. Returns: (nullable) (transfer none): a
   * sentence, NULL when nothing is. */
  const char *(*missing) (PbSignDialog *self, GtkWidget **field);
  /* What the window says when it was accepted. Returns: (transfer full). */
  char *(*dup_done_text) (PbSignDialog *self);
  void (*send) (PbSignDialog *self,
                const char *content_hash,
                const char *email,
                const char *password,
                GCancellable *cancellable,
                GAsyncReadyCallback callback,
                gpointer user_data);
  gboolean (*finish) (PbSignDialog *self, GAsyncResult *result, GError **error);
};

/* To be called once by the subclass, after it has added what stands above the signature. */
void pb_sign_dialog_begin (PbSignDialog *self, PbSessionModel *session);
/* Fetches what is signed (again): what it depends on was changed. */
void pb_sign_dialog_reload (PbSignDialog *self);
/* Returns: (transfer none). */
PbCredentials *pb_sign_dialog_get_credentials (PbSignDialog *self);

G_END_DECLS
