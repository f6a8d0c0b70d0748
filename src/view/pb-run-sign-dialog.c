/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-view"

#include "view/pb-run-sign-dialog.h"

#include "model/pb-text.h"
#include "view/pb-choice-row.h"

#include <glib/gi18n.h>

/* --- the run */

struct _PbRunSignDialog
{
  PbSignDialog parent_instance;
  PbRunModel *run;
  PbSignAct act;
  GtkWidget *reason;
};

G_DEFINE_FINAL_TYPE (PbRunSignDialog, pb_run_sign_dialog, PB_TYPE_SIGN_DIALOG)

static void
pb_run_sign_dialog_load (PbSignDialog *dialog,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  PbRunSignDialog *self = PB_RUN_SIGN_DIALOG (dialog);

  pb_run_model_signable_async (self->run, self->act, NULL, cancellable, callback, user_data);
}

static const char *
pb_run_sign_dialog_missing (PbSignDialog *dialog, GtkWidget **field)
{
  PbRunSignDialog *self = PB_RUN_SIGN_DIALOG (dialog);
  g_autofree char *reason = pb_dialog_dup_text (self->reason);

  *field = self->reason;
  if (self->act == PB_SIGN_REVOKE && *reason == '\0')
    return _ ("Give a reason.");
  return NULL;
}

static char *
pb_run_sign_dialog_dup_done_text (PbSignDialog *dialog)
{
  PbRunSignDialog *self = PB_RUN_SIGN_DIALOG (dialog);

  return g_strdup_printf (self->act == PB_SIGN_AUTHORISE ? _ ("%s is authorised")
                                                         : _ ("The authorisation of %s is revoked"),
                          pb_run_model_get_run_no (self->run));
}

static void
pb_run_sign_dialog_send (PbSignDialog *dialog,
                         const char *content_hash,
                         const char *email,
                         const char *password,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  PbRunSignDialog *self = PB_RUN_SIGN_DIALOG (dialog);
  g_autofree char *text = pb_dialog_dup_text (self->reason);
  const char *reason = *text != '\0' ? text : NULL;

  if (self->act == PB_SIGN_AUTHORISE)
    pb_run_model_authorise_async (self->run, reason, content_hash, email, password, cancellable, callback, user_data);
  else
    pb_run_model_revoke_async (self->run, reason, content_hash, email, password, cancellable, callback, user_data);
}

static gboolean
pb_run_sign_dialog_finish (PbSignDialog *dialog, GAsyncResult *result, GError **error)
{
  return pb_run_model_act_finish (PB_RUN_SIGN_DIALOG (dialog)->run, result, error);
}

static void
pb_run_sign_dialog_refused (PbDialog *dialog, const GError *error)
{
  g_autoptr (GPtrArray) blockers = pb_error_get_blockers (error);
  GString *text;

  PB_DIALOG_CLASS (pb_run_sign_dialog_parent_class)->refused (dialog, error);
  if (blockers == NULL || blockers->len == 0)
    return;
  /* Never a bare error: everything that stands against it. */
  text = g_string_new (pb_dialog_get_message (dialog));
  for (guint i = 0; i < blockers->len; i++)
    {
      const PbBlocker *blocker = blockers->pdata[i];
      /* Without what a sentence is made of, the server's own must do. */
      g_autofree char *sentence =
        blocker->params == NULL && blocker->message != NULL ? g_strdup (blocker->message) : pb_text_blocker (blocker);
      g_string_append_printf (text, "\n• %s", sentence);
    }
  pb_dialog_set_message (dialog, text->str);
  g_string_free (text, TRUE);
}

static gboolean
pb_run_sign_dialog_is_dirty (PbDialog *dialog)
{
  g_autofree char *text = pb_dialog_dup_text (PB_RUN_SIGN_DIALOG (dialog)->reason);

  return *text != '\0' || PB_DIALOG_CLASS (pb_run_sign_dialog_parent_class)->is_dirty (dialog);
}

static void
pb_run_sign_dialog_finalize (GObject *object)
{
  g_object_unref (PB_RUN_SIGN_DIALOG (object)->run);
  G_OBJECT_CLASS (pb_run_sign_dialog_parent_class)->finalize (object);
}

static void
pb_run_sign_dialog_class_init (PbRunSignDialogClass *klass)
{
  PbDialogClass *dialog_class = PB_DIALOG_CLASS (klass);
  PbSignDialogClass *sign_class = PB_SIGN_DIALOG_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = pb_run_sign_dialog_finalize;
  dialog_class->is_dirty = pb_run_sign_dialog_is_dirty;
  dialog_class->refused = pb_run_sign_dialog_refused;
  sign_class->load = pb_run_sign_dialog_load;
  sign_class->missing = pb_run_sign_dialog_missing;
  sign_class->dup_done_text = pb_run_sign_dialog_dup_done_text;
  sign_class->send = pb_run_sign_dialog_send;
  sign_class->finish = pb_run_sign_dialog_finish;
}

static void
pb_run_sign_dialog_init (PbRunSignDialog *self)
{
}

/* One line of what follows from it is one paragraph. */
static GtkWidget *
paragraph_new (const char *text)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  gtk_widget_add_css_class (label, "pb-consequences");
  gtk_widget_add_css_class (label, "card");
  return label;
}

GtkWidget *
pb_run_sign_dialog_new (GtkWindow *parent, PbRunModel *run, PbSignAct act)
{
  PbRunSignDialog *self;
  AdwPreferencesGroup *group;
  gboolean authorise = act == PB_SIGN_AUTHORISE;
  g_autofree char *title = NULL;
  g_autofree char *consequences = NULL;

  g_return_val_if_fail (PB_IS_RUN_MODEL (run), NULL);
  g_return_val_if_fail (act == PB_SIGN_AUTHORISE || act == PB_SIGN_REVOKE, NULL);

  title = g_strdup_printf (authorise ? _ ("Authorise %s") : _ ("Revoke %s"), pb_run_model_get_run_no (run));
  self = g_object_new (PB_TYPE_RUN_SIGN_DIALOG, "transient-for", parent, "title", title, NULL);
  self->run = g_object_ref (run);
  self->act = act;
  pb_dialog_set_submit (PB_DIALOG (self), authorise ? _ ("_Sign and authorise") : _ ("_Sign and revoke"), !authorise);
  if (authorise)
    {
      consequences = pb_run_model_dup_consequences (run);
      group = pb_dialog_add_group (PB_DIALOG (self), _ ("What it rests on"), NULL);
      adw_preferences_group_add (group, paragraph_new (consequences));
    }
  else
    {
      group = pb_dialog_add_group (PB_DIALOG (self), _ ("What follows"), NULL);
      adw_preferences_group_add (group,
                                 paragraph_new (_ ("The run goes back to preparation. Nothing may be produced until "
                                                   "it is authorised again.")));
    }
  group = pb_dialog_add_group (PB_DIALOG (self), NULL, NULL);
  adw_preferences_group_add (group,
                             pb_dialog_text_row_new (authorise ? _ ("R_emark") : _ ("_Reason"), NULL, &self->reason));
  pb_sign_dialog_begin (PB_SIGN_DIALOG (self), pb_run_model_get_session (run));
  gtk_widget_grab_focus (authorise ? GTK_WIDGET (pb_sign_dialog_get_credentials (PB_SIGN_DIALOG (self)))
                                   : self->reason);
  return GTK_WIDGET (self);
}

/* --- the first article */

struct _PbFaiSignDialog
{
  PbSignDialog parent_instance;
  PbRunModel *run;
  PbSignAct act;
  GtkWidget *capacity;
  GtkWidget *text;
};

G_DEFINE_FINAL_TYPE (PbFaiSignDialog, pb_fai_sign_dialog, PB_TYPE_SIGN_DIALOG)

static void
pb_fai_sign_dialog_load (PbSignDialog *dialog,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  PbFaiSignDialog *self = PB_FAI_SIGN_DIALOG (dialog);

  pb_fai_model_signable_async (pb_run_model_get_fai (self->run), self->act, cancellable, callback, user_data);
}

static const char *
pb_fai_sign_dialog_missing (PbSignDialog *dialog, GtkWidget **field)
{
  PbFaiSignDialog *self = PB_FAI_SIGN_DIALOG (dialog);
  g_autofree char *text = pb_dialog_dup_text (self->text);

  *field = self->text;
  if (self->act == PB_SIGN_FAI_REJECT && *text == '\0')
    return _ ("Give a reason.");
  return NULL;
}

static char *
pb_fai_sign_dialog_dup_done_text (PbSignDialog *dialog)
{
  PbFaiSignDialog *self = PB_FAI_SIGN_DIALOG (dialog);
  PbCapacity capacity = (PbCapacity) (adw_combo_row_get_selected (ADW_COMBO_ROW (self->capacity)) + 1);

  if (self->act == PB_SIGN_FAI_REJECT)
    return g_strdup (_ ("The first article is rejected"));
  /* TRANSLATORS: %s is the capacity in which somebody signed, "Quality" */
  return g_strdup_printf (_ ("First article signed: %s"), pb_text_capacity (capacity));
}

static void
pb_fai_sign_dialog_send (PbSignDialog *dialog,
                         const char *content_hash,
                         const char *email,
                         const char *password,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  PbFaiSignDialog *self = PB_FAI_SIGN_DIALOG (dialog);
  PbFaiModel *fai = pb_run_model_get_fai (self->run);
  PbCapacity capacity = (PbCapacity) (adw_combo_row_get_selected (ADW_COMBO_ROW (self->capacity)) + 1);
  g_autofree char *text = pb_dialog_dup_text (self->text);

  if (self->act == PB_SIGN_FAI)
    pb_fai_model_sign_async (fai, capacity, content_hash, *text != '\0' ? text : NULL, email, password, cancellable,
                             callback, user_data);
  else
    pb_fai_model_reject_async (fai, capacity, text, email, password, cancellable, callback, user_data);
}

static gboolean
pb_fai_sign_dialog_finish (PbSignDialog *dialog, GAsyncResult *result, GError **error)
{
  return pb_fai_model_act_finish (pb_run_model_get_fai (PB_FAI_SIGN_DIALOG (dialog)->run), result, error);
}

static gboolean
pb_fai_sign_dialog_is_dirty (PbDialog *dialog)
{
  g_autofree char *text = pb_dialog_dup_text (PB_FAI_SIGN_DIALOG (dialog)->text);

  return *text != '\0' || PB_DIALOG_CLASS (pb_fai_sign_dialog_parent_class)->is_dirty (dialog);
}

static void
pb_fai_sign_dialog_finalize (GObject *object)
{
  g_object_unref (PB_FAI_SIGN_DIALOG (object)->run);
  G_OBJECT_CLASS (pb_fai_sign_dialog_parent_class)->finalize (object);
}

static void
pb_fai_sign_dialog_class_init (PbFaiSignDialogClass *klass)
{
  PbSignDialogClass *sign_class = PB_SIGN_DIALOG_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = pb_fai_sign_dialog_finalize;
  PB_DIALOG_CLASS (klass)->is_dirty = pb_fai_sign_dialog_is_dirty;
  sign_class->load = pb_fai_sign_dialog_load;
  sign_class->missing = pb_fai_sign_dialog_missing;
  sign_class->dup_done_text = pb_fai_sign_dialog_dup_done_text;
  sign_class->send = pb_fai_sign_dialog_send;
  sign_class->finish = pb_fai_sign_dialog_finish;
}

static void
pb_fai_sign_dialog_init (PbFaiSignDialog *self)
{
}

GtkWidget *
pb_fai_sign_dialog_new (GtkWindow *parent, PbRunModel *run, PbSignAct act, PbCapacity capacity)
{
  PbFaiSignDialog *self;
  AdwPreferencesGroup *group;
  gboolean sign = act == PB_SIGN_FAI;
  g_autofree char *summary = NULL;
  g_autoptr (GtkStringList) words = gtk_string_list_new (NULL);

  g_return_val_if_fail (PB_IS_RUN_MODEL (run), NULL);
  g_return_val_if_fail (act == PB_SIGN_FAI || act == PB_SIGN_FAI_REJECT, NULL);

  self = g_object_new (PB_TYPE_FAI_SIGN_DIALOG, "transient-for", parent, "title",
                       sign ? _ ("Sign First Article") : _ ("Reject First Article"), NULL);
  self->run = g_object_ref (run);
  self->act = act;
  pb_dialog_set_submit (PB_DIALOG (self), sign ? _ ("_Sign") : _ ("_Sign and reject"), !sign);
  summary = pb_fai_model_dup_summary (pb_run_model_get_fai (run));
  if (*summary != '\0')
    {
      group = pb_dialog_add_group (PB_DIALOG (self), sign ? _ ("What is signed") : _ ("What is rejected"), NULL);
      adw_preferences_group_add (group, paragraph_new (summary));
    }
  group =
    pb_dialog_add_group (PB_DIALOG (self), NULL,
                         sign ? NULL : _ ("Rejecting voids the signatures of this round; the inspection goes on."));
  for (int i = PB_CAPACITY_PRODUCTION; i <= PB_CAPACITY_QUALITY; i++)
    gtk_string_list_append (words, pb_text_capacity ((PbCapacity) i));
  self->capacity = pb_choice_row_new (_ ("In the _capacity of"), G_LIST_MODEL (words));
  if (capacity != PB_CAPACITY_NONE)
    adw_combo_row_set_selected (ADW_COMBO_ROW (self->capacity), (guint) capacity - 1);
  adw_preferences_group_add (group, self->capacity);
  adw_preferences_group_add (group, pb_dialog_text_row_new (sign ? _ ("R_emark") : _ ("_Reason"), NULL, &self->text));
  pb_sign_dialog_begin (PB_SIGN_DIALOG (self), pb_run_model_get_session (run));
  gtk_widget_grab_focus (sign ? GTK_WIDGET (pb_sign_dialog_get_credentials (PB_SIGN_DIALOG (self))) : self->text);
  return GTK_WIDGET (self);
}
