/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-view"

#include "view/pb-waive-dialog.h"

#include "model/pb-text.h"
#include "view/pb-plain-row.h"
#include "view/pb-waiver-form.h"

#include <glib/gi18n.h>

/* --- waiving */

struct _PbWaiveDialog
{
  PbSignDialog parent_instance;
  PbRunModel *run;
  PbItemModel *item;
  GtkWidget *form;
  GtkWidget *words;
};

G_DEFINE_FINAL_TYPE (PbWaiveDialog, pb_waive_dialog, PB_TYPE_SIGN_DIALOG)

static void
pb_waive_dialog_load (PbSignDialog *dialog, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  PbWaiveDialog *self = PB_WAIVE_DIALOG (dialog);

  pb_run_model_signable_async (self->run, PB_SIGN_WAIVE, self->item, cancellable, callback, user_data);
}

static const char *
pb_waive_dialog_missing (PbSignDialog *dialog, GtkWidget **field)
{
  return pb_waiver_form_missing (PB_WAIVER_FORM (PB_WAIVE_DIALOG (dialog)->form), field);
}

static char *
pb_waive_dialog_dup_done_text (PbSignDialog *dialog)
{
  PbItemModel *item = PB_WAIVE_DIALOG (dialog)->item;

  return g_strdup_printf (_ ("Waived: %s %s"), pb_row_get_text (item, "title"), pb_row_get_text (item, "object-text"));
}

static void
pb_waive_dialog_send (PbSignDialog *dialog,
                      const char *content_hash,
                      const char *email,
                      const char *password,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
  PbWaiveDialog *self = PB_WAIVE_DIALOG (dialog);
  PbWaiverForm *form = PB_WAIVER_FORM (self->form);
  g_autofree char *reason = pb_waiver_form_dup_reason (form);

  pb_run_model_waive_async (self->run, self->item, reason, pb_waiver_form_get_category (form),
                            pb_waiver_form_get_until (form), content_hash, email, password, cancellable, callback,
                            user_data);
}

/* What is typed is signed as well: it stands with the rest, in words. */
static void
show_words (PbWaiveDialog *self)
{
  PbWaiverForm *form = PB_WAIVER_FORM (self->form);
  g_autofree char *reason = pb_waiver_form_dup_reason (form);
  const char *category = pb_text_waiver_category (pb_waiver_form_get_category (form));
  g_autofree char *until = pb_text_time (pb_waiver_form_get_until (form), pb_now ());
  g_autofree char *text = NULL;

  text = g_strdup_printf (_ ("Reason: %s\nCategory: %s\nUntil: %s"), *reason != '\0' ? reason : "–",
                          *category != '\0' ? category : "–",
                          *until != '\0' ? until : _ ("the first unit in production, 8 hours at most"));
  gtk_label_set_label (GTK_LABEL (self->words), text);
}

static gboolean
pb_waive_dialog_finish (PbSignDialog *dialog, GAsyncResult *result, GError **error)
{
  return pb_run_model_act_finish (PB_WAIVE_DIALOG (dialog)->run, result, error);
}

static gboolean
pb_waive_dialog_is_dirty (PbDialog *dialog)
{
  return pb_waiver_form_is_dirty (PB_WAIVER_FORM (PB_WAIVE_DIALOG (dialog)->form)) ||
         PB_DIALOG_CLASS (pb_waive_dialog_parent_class)->is_dirty (dialog);
}

static void
pb_waive_dialog_finalize (GObject *object)
{
  PbWaiveDialog *self = PB_WAIVE_DIALOG (object);

  g_object_unref (self->run);
  g_object_unref (self->item);
  G_OBJECT_CLASS (pb_waive_dialog_parent_class)->finalize (object);
}

static void
pb_waive_dialog_class_init (PbWaiveDialogClass *klass)
{
  PbSignDialogClass *sign_class = PB_SIGN_DIALOG_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = pb_waive_dialog_finalize;
  PB_DIALOG_CLASS (klass)->is_dirty = pb_waive_dialog_is_dirty;
  sign_class->load = pb_waive_dialog_load;
  sign_class->missing = pb_waive_dialog_missing;
  sign_class->dup_done_text = pb_waive_dialog_dup_done_text;
  sign_class->send = pb_waive_dialog_send;
  sign_class->finish = pb_waive_dialog_finish;
}

static void
pb_waive_dialog_init (PbWaiveDialog *self)
{
}

GtkWidget *
pb_waive_dialog_new (GtkWindow *parent, PbRunModel *run, PbItemModel *item)
{
  PbWaiveDialog *self;
  AdwPreferencesGroup *group;

  g_return_val_if_fail (PB_IS_RUN_MODEL (run), NULL);
  g_return_val_if_fail (PB_IS_ITEM_MODEL (item), NULL);

  self = g_object_new (PB_TYPE_WAIVE_DIALOG, "transient-for", parent, "title", _ ("Waive"), NULL);
  self->run = g_object_ref (run);
  self->item = g_object_ref (item);
  pb_dialog_set_submit (PB_DIALOG (self), _ ("_Sign and waive"), FALSE);
  self->form = pb_waiver_form_new (item);
  pb_dialog_add (PB_DIALOG (self), self->form);
  self->words = gtk_label_new (NULL);
  gtk_label_set_wrap (GTK_LABEL (self->words), TRUE);
  gtk_label_set_xalign (GTK_LABEL (self->words), 0);
  gtk_widget_add_css_class (self->words, "pb-consequences");
  gtk_widget_add_css_class (self->words, "card");
  group = pb_dialog_add_group (PB_DIALOG (self), _ ("What is signed"), NULL);
  adw_preferences_group_add (group, self->words);
  g_signal_connect_object (self->form, "changed", G_CALLBACK (show_words), self, G_CONNECT_SWAPPED);
  show_words (self);
  pb_sign_dialog_begin (PB_SIGN_DIALOG (self), pb_run_model_get_session (run));
  gtk_widget_grab_focus (self->form);
  return GTK_WIDGET (self);
}

/* --- asking */

struct _PbRequestDialog
{
  PbDialog parent_instance;
  PbRunModel *run;
  PbItemModel *item;
  GtkWidget *form;
};

G_DEFINE_FINAL_TYPE (PbRequestDialog, pb_request_dialog, PB_TYPE_DIALOG)

static void
requested_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PbRequestDialog) self = user_data;
  g_autoptr (GError) error = NULL;

  pb_run_model_act_finish (self->run, result, &error);
  pb_dialog_end (PB_DIALOG (self), error);
}

static gboolean
pb_request_dialog_submit (PbDialog *dialog, GCancellable *cancellable)
{
  PbRequestDialog *self = PB_REQUEST_DIALOG (dialog);
  PbWaiverForm *form = PB_WAIVER_FORM (self->form);
  GtkWidget *field = NULL;
  const char *missing = pb_waiver_form_missing (form, &field);
  g_autofree char *reason = pb_waiver_form_dup_reason (form);

  if (missing != NULL)
    {
      pb_dialog_refuse (dialog, field, missing);
      return FALSE;
    }
  pb_dialog_set_done_text (dialog, _ ("The waiver is requested"));
  pb_run_model_request_waiver_async (self->run, self->item, reason, pb_waiver_form_get_category (form),
                                     pb_waiver_form_get_until (form), cancellable, requested_cb, g_object_ref (self));
  return TRUE;
}

static gboolean
pb_request_dialog_is_dirty (PbDialog *dialog)
{
  return pb_waiver_form_is_dirty (PB_WAIVER_FORM (PB_REQUEST_DIALOG (dialog)->form));
}

static void
pb_request_dialog_finalize (GObject *object)
{
  PbRequestDialog *self = PB_REQUEST_DIALOG (object);

  g_object_unref (self->run);
  g_object_unref (self->item);
  G_OBJECT_CLASS (pb_request_dialog_parent_class)->finalize (object);
}

static void
pb_request_dialog_class_init (PbRequestDialogClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = pb_request_dialog_finalize;
  PB_DIALOG_CLASS (klass)->submit = pb_request_dialog_submit;
  PB_DIALOG_CLASS (klass)->is_dirty = pb_request_dialog_is_dirty;
}

static void
pb_request_dialog_init (PbRequestDialog *self)
{
}

GtkWidget *
pb_request_dialog_new (GtkWindow *parent, PbRunModel *run, PbItemModel *item)
{
  PbRequestDialog *self;

  g_return_val_if_fail (PB_IS_RUN_MODEL (run), NULL);
  g_return_val_if_fail (PB_IS_ITEM_MODEL (item), NULL);

  self = g_object_new (PB_TYPE_REQUEST_DIALOG, "transient-for", parent, "title", _ ("Request a Waiver"), NULL);
  self->run = g_object_ref (run);
  self->item = g_object_ref (item);
  pb_dialog_set_submit (PB_DIALOG (self), _ ("_Request"), FALSE);
  self->form = pb_waiver_form_new (item);
  pb_dialog_add (PB_DIALOG (self), self->form);
  gtk_widget_grab_focus (self->form);
  return GTK_WIDGET (self);
}

/* --- deciding */

struct _PbWaiverDialog
{
  PbSignDialog parent_instance;
  PbWaiversModel *waivers;
  PbWaiverRow *waiver;
  PbSignAct act;
  GtkWidget *text;
};

G_DEFINE_FINAL_TYPE (PbWaiverDialog, pb_waiver_dialog, PB_TYPE_SIGN_DIALOG)

static void
pb_waiver_dialog_load (PbSignDialog *dialog,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  PbWaiverDialog *self = PB_WAIVER_DIALOG (dialog);

  pb_waivers_model_signable_async (self->waivers, self->waiver, self->act, cancellable, callback, user_data);
}

static const char *
pb_waiver_dialog_missing (PbSignDialog *dialog, GtkWidget **field)
{
  PbWaiverDialog *self = PB_WAIVER_DIALOG (dialog);
  g_autofree char *text = pb_dialog_dup_text (self->text);

  *field = self->text;
  if (self->act != PB_SIGN_WAIVER_APPROVE && *text == '\0')
    return _ ("Give a reason.");
  return NULL;
}

static char *
pb_waiver_dialog_dup_done_text (PbSignDialog *dialog)
{
  switch (PB_WAIVER_DIALOG (dialog)->act)
    {
    case PB_SIGN_WAIVER_APPROVE:
      return g_strdup (_ ("The waiver is approved"));
    case PB_SIGN_WAIVER_REJECT:
      return g_strdup (_ ("The waiver is rejected"));
    default:
      return g_strdup (_ ("The waiver is revoked"));
    }
}

static void
pb_waiver_dialog_send (PbSignDialog *dialog,
                       const char *content_hash,
                       const char *email,
                       const char *password,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  PbWaiverDialog *self = PB_WAIVER_DIALOG (dialog);
  g_autofree char *text = pb_dialog_dup_text (self->text);

  pb_waivers_model_decide_async (self->waivers, self->waiver, self->act, *text != '\0' ? text : NULL, content_hash,
                                 email, password, cancellable, callback, user_data);
}

static gboolean
pb_waiver_dialog_finish (PbSignDialog *dialog, GAsyncResult *result, GError **error)
{
  return pb_waivers_model_decide_finish (PB_WAIVER_DIALOG (dialog)->waivers, result, error);
}

static gboolean
pb_waiver_dialog_is_dirty (PbDialog *dialog)
{
  g_autofree char *text = pb_dialog_dup_text (PB_WAIVER_DIALOG (dialog)->text);

  return *text != '\0' || PB_DIALOG_CLASS (pb_waiver_dialog_parent_class)->is_dirty (dialog);
}

static void
pb_waiver_dialog_finalize (GObject *object)
{
  PbWaiverDialog *self = PB_WAIVER_DIALOG (object);

  g_object_unref (self->waivers);
  g_object_unref (self->waiver);
  G_OBJECT_CLASS (pb_waiver_dialog_parent_class)->finalize (object);
}

static void
pb_waiver_dialog_class_init (PbWaiverDialogClass *klass)
{
  PbSignDialogClass *sign_class = PB_SIGN_DIALOG_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = pb_waiver_dialog_finalize;
  PB_DIALOG_CLASS (klass)->is_dirty = pb_waiver_dialog_is_dirty;
  sign_class->load = pb_waiver_dialog_load;
  sign_class->missing = pb_waiver_dialog_missing;
  sign_class->dup_done_text = pb_waiver_dialog_dup_done_text;
  sign_class->send = pb_waiver_dialog_send;
  sign_class->finish = pb_waiver_dialog_finish;
}

static void
pb_waiver_dialog_init (PbWaiverDialog *self)
{
}

static void
add_fact (AdwPreferencesGroup *group, const char *title, const char *text)
{
  if (text != NULL && *text != '\0')
    adw_preferences_group_add (group, pb_plain_row_new (title, text));
}

GtkWidget *
pb_waiver_dialog_new (GtkWindow *parent,
                      PbSessionModel *session,
                      PbWaiversModel *waivers,
                      PbWaiverRow *waiver,
                      PbSignAct act)
{
  PbWaiverDialog *self;
  AdwPreferencesGroup *group;
  gboolean approve = act == PB_SIGN_WAIVER_APPROVE;
  gboolean reject = act == PB_SIGN_WAIVER_REJECT;

  g_return_val_if_fail (PB_IS_WAIVERS_MODEL (waivers), NULL);
  g_return_val_if_fail (PB_IS_WAIVER_ROW (waiver), NULL);

  self = g_object_new (PB_TYPE_WAIVER_DIALOG, "transient-for", parent, "title",
                       approve  ? _ ("Approve Waiver")
                       : reject ? _ ("Reject Waiver")
                                : _ ("Revoke Waiver"),
                       NULL);
  self->waivers = g_object_ref (waivers);
  self->waiver = g_object_ref (waiver);
  self->act = act;
  pb_dialog_set_submit (PB_DIALOG (self),
                        approve  ? _ ("_Sign and approve")
                        : reject ? _ ("_Sign and reject")
                                 : _ ("_Sign and revoke"),
                        !approve);
  group = pb_dialog_add_group (PB_DIALOG (self), pb_row_get_text (waiver, "item-text"), NULL);
  add_fact (group, _ ("Run"), pb_row_get_text (waiver, "run-no"));
  add_fact (group, _ ("Category"), pb_row_get_text (waiver, "category-text"));
  add_fact (group, _ ("Reason"), pb_row_get_text (waiver, "reason"));
  add_fact (group, _ ("Asked for"), pb_row_get_text (waiver, "requested-text"));
  add_fact (group, _ ("Until"), pb_row_get_text (waiver, "until-text"));
  add_fact (group, _ ("In the last 30 days"), pb_row_get_text (waiver, "repeats-text"));
  group = pb_dialog_add_group (PB_DIALOG (self), NULL, NULL);
  adw_preferences_group_add (group,
                             pb_dialog_text_row_new (approve ? _ ("R_emark") : _ ("_Reason"), NULL, &self->text));
  pb_sign_dialog_begin (PB_SIGN_DIALOG (self), session);
  gtk_widget_grab_focus (approve ? GTK_WIDGET (pb_sign_dialog_get_credentials (PB_SIGN_DIALOG (self))) : self->text);
  return GTK_WIDGET (self);
}
