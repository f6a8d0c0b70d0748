/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-view"

#include "view/pb-run-dialogs.h"

#include "model/pb-text.h"
#include "view/pb-ask-dialog.h"

#include <glib/gi18n.h>
#include <string.h>

#define DEFAULT_UNITS   3
#define PASSWORD_LENGTH 8

typedef struct
{
  PbRunModel *run;         /* (owned) (nullable) */
  PbItemModel *item;       /* (owned) (nullable) */
  PbSessionModel *session; /* (owned) (nullable) */
  PbAssetKind kind;
  char *asked;    /* (owned) (nullable): what the register has been asked for */
  PbScan found;   /* what it is */
  gboolean known; /* the register has answered */
  GtkWidget *entries[3];
} Question;

static Question *
question_new (PbRunModel *run)
{
  Question *question = g_new0 (Question, 1);

  g_set_object (&question->run, run);
  return question;
}

static void
question_free (gpointer data)
{
  Question *question = data;

  g_clear_object (&question->run);
  g_clear_object (&question->item);
  g_clear_object (&question->session);
  g_free (question->asked);
  g_free (question);
}

static void
acted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PbDialog) dialog = user_data;
  g_autoptr (GError) error = NULL;

  pb_run_model_act_finish (PB_RUN_MODEL (source), result, &error);
  pb_dialog_end (dialog, error);
}

/* --- binding */

static void
registered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PbDialog) dialog = user_data;
  Question *question = g_object_get_data (G_OBJECT (dialog), "question");
  g_autoptr (GError) error = NULL;

  /* Whoever cannot ask lets the server judge. */
  if (!pb_session_model_look_up_finish (PB_SESSION_MODEL (source), result, &question->found, &error))
    question->found = pb_scan_of_kind (question->kind);
  question->known = TRUE;
  if (gtk_widget_get_visible (GTK_WIDGET (dialog)))
    pb_dialog_submit (dialog);
}

/* Whether the register has @id as what is to be bound; says so where it has not. It is asked first. */
static gboolean
is_registered (PbAskDialog *dialog, Question *question, const char *id)
{
  PbSessionModel *session = pb_run_model_get_session (question->run);
  g_autofree char *message = NULL;

  if (!pb_session_model_has_feature (session, "assets"))
    return TRUE;
  if (g_strcmp0 (question->asked, id) != 0)
    {
      g_free (question->asked);
      question->asked = g_strdup (id);
      question->known = FALSE;
      pb_session_model_look_up_async (session, id, NULL, registered_cb, g_object_ref (dialog));
      return FALSE;
    }
  if (!question->known)
    return FALSE;
  if (question->found == pb_scan_of_kind (question->kind))
    return TRUE;
  message = question->found == PB_SCAN_NONE
              ? g_strdup_printf (_ ("%s is not in the register. Nothing was changed."), id)
              : g_strdup_printf (_ ("%s is no %s. Nothing was changed."), id, pb_text_asset_kind (question->kind));
  pb_dialog_set_message (PB_DIALOG (dialog), message);
  /* It may be registered meanwhile. */
  g_clear_pointer (&question->asked, g_free);
  return FALSE;
}

static gboolean
bind_submit (PbAskDialog *dialog, GCancellable *cancellable, gpointer user_data)
{
  Question *question = user_data;
  g_autofree char *id = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (question->entries[0]))));
  g_autofree char *done = NULL;
  PbScan scanned = pb_run_model_classify_scan (question->run, id, NULL);
  static const PbScan expected[] = {
    [PB_ASSET_STENCIL] = PB_SCAN_STENCIL,
    [PB_ASSET_SQUEEGEE] = PB_SCAN_SQUEEGEE,
    [PB_ASSET_FIXTURE] = PB_SCAN_FIXTURE,
    [PB_ASSET_PASTE_LOT] = PB_SCAN_PASTE_LOT,
  };

  if (*id == '\0')
    {
      pb_dialog_refuse (PB_DIALOG (dialog), question->entries[0], _ ("Scan or write what is written on it."));
      return FALSE;
    }
  /* A squeegee where a stencil is expected: said, and nothing is changed. */
  if ((scanned == PB_SCAN_STENCIL || scanned == PB_SCAN_SQUEEGEE || scanned == PB_SCAN_FIXTURE ||
       scanned == PB_SCAN_PASTE_LOT) &&
      scanned != expected[question->kind])
    {
      g_autofree char *message =
        g_strdup_printf (_ ("%s is no %s. Nothing was changed."), id, pb_text_asset_kind (question->kind));
      pb_dialog_refuse (PB_DIALOG (dialog), question->entries[0], message);
      return FALSE;
    }
  if (!is_registered (dialog, question, id))
    return FALSE;
  done = g_strdup_printf (_ ("%s is on the line"), id);
  pb_dialog_set_done_text (PB_DIALOG (dialog), done);
  pb_run_model_bind_async (question->run, question->kind, id, cancellable, acted_cb, g_object_ref (dialog));
  return TRUE;
}

/* --- binding what was scanned */

static void
scan_bound_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GtkWindow) window = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  if (!pb_run_model_act_finish (PB_RUN_MODEL (source), result, &error))
    text = pb_error_to_user_text (error);
  gtk_widget_activate_action (GTK_WIDGET (window), "win.toast", "s",
                              text != NULL ? text : _ ("It is bound to the line"));
}

static void
bind_response_cb (AdwMessageDialog *dialog, const char *response, Question *question)
{
  if (!g_str_equal (response, "bind"))
    return;
  pb_run_model_bind_async (question->run, question->kind, question->asked, NULL, scan_bound_cb,
                           g_object_ref (gtk_window_get_transient_for (GTK_WINDOW (dialog))));
}

GtkWidget *
pb_bind_scanned_present (GtkWindow *parent, PbRunModel *run, PbAssetKind kind, const char *id)
{
  Question *question;
  GtkWidget *dialog;
  g_autofree char *heading = NULL;
  g_autofree char *body = NULL;

  g_return_val_if_fail (PB_IS_RUN_MODEL (run), NULL);
  g_return_val_if_fail (id != NULL, NULL);

  question = question_new (run);
  question->kind = kind;
  question->asked = g_strdup (id);
  heading = g_strdup_printf (_ ("Bind %s?"), id);
  body = g_strdup_printf (_ ("%s %s is not on a line of this run. Bind it to line %s?"), pb_text_asset_kind (kind), id,
                          pb_row_get_text (run, "line-name"));
  dialog = adw_message_dialog_new (parent, heading, body);
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _ ("_Cancel"), "bind", _ ("_Bind"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "bind", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect (dialog, "response", G_CALLBACK (bind_response_cb), question);
  g_object_set_data_full (G_OBJECT (dialog), "question", question, question_free);
  gtk_window_present (GTK_WINDOW (dialog));
  return dialog;
}

static void
unbound_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PbDialog) dialog = user_data;
  g_autoptr (GError) error = NULL;

  if (pb_run_model_act_finish (PB_RUN_MODEL (source), result, &error))
    pb_dialog_end (dialog, NULL);
  else if (!pb_error_is_cancelled (error))
    {
      g_autofree char *text = pb_error_to_user_text (error);
      pb_dialog_set_message (dialog, text);
    }
}

static const char *
bound_id (PbRunModel *run, PbAssetKind kind)
{
  GListModel *bindings = pb_run_model_get_bindings (run);

  for (guint i = 0; i < g_list_model_get_n_items (bindings); i++)
    {
      g_autoptr (PbBindingItem) binding = g_list_model_get_item (bindings, i);
      if (pb_row_get_number (binding, "kind") == kind)
        return pb_row_get_text (binding, "asset-id");
    }
  return "";
}

static void
unbind_response_cb (PbAskDialog *dialog, const char *response)
{
  Question *question = g_object_get_data (G_OBJECT (dialog), "question");
  g_autofree char *done = NULL;

  if (!g_str_equal (response, "unbind"))
    return;
  done = g_strdup_printf (_ ("%s is off the line"), bound_id (question->run, question->kind));
  pb_dialog_set_done_text (PB_DIALOG (dialog), done);
  pb_run_model_unbind_async (question->run, question->kind, NULL, unbound_cb, g_object_ref (dialog));
}

/* The line's other runs lose it as well: nothing is taken off by one click. */
static void
unbind_clicked_cb (GtkButton *button, PbAskDialog *dialog)
{
  Question *question = g_object_get_data (G_OBJECT (dialog), "question");
  g_autofree char *heading = g_strdup_printf (_ ("Take %s off the line?"), bound_id (question->run, question->kind));
  g_autofree char *body =
    g_strdup_printf (_ ("What %s asks of it fails, here and for every other run on line %s, until something is bound "
                        "again. An authorisation that rests on it may end."),
                     pb_run_model_get_run_no (question->run), pb_row_get_text (question->run, "line-name"));
  GtkWidget *box = adw_message_dialog_new (GTK_WINDOW (dialog), heading, body);

  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (box), "keep", _ ("_Keep it"), "unbind", _ ("_Take off"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (box), "unbind", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (box), "keep");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (box), "keep");
  g_signal_connect_object (box, "response", G_CALLBACK (unbind_response_cb), dialog, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (box));
}

GtkWidget *
pb_bind_dialog_present (GtkWindow *parent, PbRunModel *run, PbAssetKind kind)
{
  Question *question;
  PbAskDialog *dialog;
  g_autofree char *title = NULL;
  g_autofree char *note = NULL;
  const char *now;

  g_return_val_if_fail (PB_IS_RUN_MODEL (run), NULL);

  question = question_new (run);
  question->kind = kind;
  now = bound_id (run, kind);
  title = g_strdup_printf (_ ("Bind %s"), pb_text_asset_kind (kind));
  dialog = pb_ask_dialog_new (parent, title, _ ("_Bind"), bind_submit, question, question_free);
  g_object_set_data (G_OBJECT (dialog), "question", question);
  if (*now != '\0')
    note = g_strdup_printf (_ ("On line %s now: %s. What you bind takes its place."),
                            pb_row_get_text (run, "line-name"), now);
  else
    /* TRANSLATORS: kind of thing, name of a line: "Stencil: none is on line SMT line B now." */
    note = g_strdup_printf (_ ("%s: none is on line %s now."), pb_text_asset_kind (kind),
                            pb_row_get_text (run, "line-name"));
  pb_ask_dialog_add_note (dialog, note);
  question->entries[0] = pb_ask_dialog_add_entry (dialog, pb_text_asset_kind (kind), NULL);
  pb_ask_dialog_set_scan_entry (dialog, question->entries[0]);
  if (*now != '\0')
    {
      GtkWidget *unbind = gtk_button_new_with_mnemonic (_ ("_Take off the line…"));
      gtk_widget_add_css_class (unbind, "destructive-action");
      gtk_widget_set_halign (unbind, GTK_ALIGN_START);
      g_signal_connect_object (unbind, "clicked", G_CALLBACK (unbind_clicked_cb), dialog, 0);
      pb_dialog_add (PB_DIALOG (dialog), unbind);
    }
  gtk_window_present (GTK_WINDOW (dialog));
  gtk_widget_grab_focus (question->entries[0]);
  return GTK_WIDGET (dialog);
}

/* --- units */

static gboolean
units_submit (PbAskDialog *dialog, GCancellable *cancellable, gpointer user_data)
{
  Question *question = user_data;
  const char *prefix = gtk_editable_get_text (GTK_EDITABLE (question->entries[1]));
  g_autofree char *done = NULL;
  guint units;

  if (!pb_ask_dialog_get_number (dialog, question->entries[0], &units))
    return FALSE;
  done = g_strdup_printf (ngettext ("%u unit is generated", "%u units are generated", units), units);
  pb_dialog_set_done_text (PB_DIALOG (dialog), done);
  pb_run_model_generate_units_async (question->run, units, *prefix != '\0' ? prefix : NULL, cancellable, acted_cb,
                                     g_object_ref (dialog));
  return TRUE;
}

GtkWidget *
pb_units_dialog_present (GtkWindow *parent, PbRunModel *run)
{
  Question *question;
  PbAskDialog *dialog;

  g_return_val_if_fail (PB_IS_RUN_MODEL (run), NULL);

  question = question_new (run);
  dialog = pb_ask_dialog_new (parent, _ ("Generate Units"), _ ("_Generate"), units_submit, question, question_free);
  pb_ask_dialog_add_note (dialog,
                          _ (
                            "Units get serial numbers and wait at the first step. A first article needs as many as its "
                            "sample."));
  question->entries[0] = pb_ask_dialog_add_number (dialog, _ ("_Units"), 1, 10000, DEFAULT_UNITS);
  question->entries[1] = pb_ask_dialog_add_entry (dialog, _ ("_Prefix of the serial numbers (optional)"), NULL);
  gtk_window_present (GTK_WINDOW (dialog));
  gtk_widget_grab_focus (question->entries[0]);
  return GTK_WIDGET (dialog);
}

static gboolean
delete_submit (PbAskDialog *dialog, GCancellable *cancellable, gpointer user_data)
{
  Question *question = user_data;

  pb_dialog_set_done_text (PB_DIALOG (dialog), _ ("The units are deleted"));
  pb_run_model_delete_units_async (question->run, cancellable, acted_cb, g_object_ref (dialog));
  return TRUE;
}

GtkWidget *
pb_delete_units_dialog_present (GtkWindow *parent, PbRunModel *run)
{
  PbAskDialog *dialog;

  g_return_val_if_fail (PB_IS_RUN_MODEL (run), NULL);

  dialog =
    pb_ask_dialog_new (parent, _ ("Delete Units"), _ ("_Delete"), delete_submit, question_new (run), question_free);
  pb_dialog_set_submit (PB_DIALOG (dialog), _ ("_Delete"), TRUE);
  pb_ask_dialog_add_note (dialog,
                          _ ("All units of the run are deleted. That works only while none of them has gone through a "
                             "station, and cannot be taken back."));
  gtk_window_present (GTK_WINDOW (dialog));
  return GTK_WIDGET (dialog);
}

/* --- not needed */

static gboolean
not_needed_submit (PbAskDialog *dialog, GCancellable *cancellable, gpointer user_data)
{
  Question *question = user_data;
  g_autofree char *reason = pb_dialog_dup_text (question->entries[0]);

  if (*reason == '\0')
    {
      pb_dialog_refuse (PB_DIALOG (dialog), question->entries[0], _ ("Give a reason."));
      return FALSE;
    }
  pb_dialog_set_done_text (PB_DIALOG (dialog), _ ("Marked as not needed"));
  pb_run_model_not_needed_async (question->run, question->item, reason, cancellable, acted_cb, g_object_ref (dialog));
  return TRUE;
}

GtkWidget *
pb_not_needed_dialog_present (GtkWindow *parent, PbRunModel *run, PbItemModel *item)
{
  Question *question;
  PbAskDialog *dialog;
  g_autofree char *note = NULL;

  g_return_val_if_fail (PB_IS_RUN_MODEL (run), NULL);
  g_return_val_if_fail (PB_IS_ITEM_MODEL (item), NULL);

  question = question_new (run);
  g_set_object (&question->item, item);
  dialog =
    pb_ask_dialog_new (parent, _ ("Not Needed"), _ ("_Mark as not needed"), not_needed_submit, question, question_free);
  note = g_strdup_printf (_ ("%s %s is left out of this run. That is kept in the audit trail with your name."),
                          pb_row_get_text (item, "title"), pb_row_get_text (item, "object-text"));
  pb_ask_dialog_add_note (dialog, note);
  question->entries[0] = pb_ask_dialog_add_text (dialog, _ ("_Reason"), NULL);
  gtk_window_present (GTK_WINDOW (dialog));
  gtk_widget_grab_focus (question->entries[0]);
  return GTK_WIDGET (dialog);
}

/* --- password */

static void
password_changed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PbDialog) dialog = user_data;
  g_autoptr (GError) error = NULL;

  pb_session_model_change_password_finish (PB_SESSION_MODEL (source), result, &error);
  pb_dialog_end (dialog, error);
}

static gboolean
password_submit (PbAskDialog *dialog, GCancellable *cancellable, gpointer user_data)
{
  Question *question = user_data;
  const char *current = gtk_editable_get_text (GTK_EDITABLE (question->entries[0]));
  const char *wanted = gtk_editable_get_text (GTK_EDITABLE (question->entries[1]));
  const char *again = gtk_editable_get_text (GTK_EDITABLE (question->entries[2]));

  if (strcmp (wanted, again) != 0)
    {
      pb_dialog_refuse (PB_DIALOG (dialog), question->entries[2], _ ("The new password is not the same both times."));
      return FALSE;
    }
  if (g_utf8_strlen (wanted, -1) < PASSWORD_LENGTH)
    {
      pb_dialog_refuse (PB_DIALOG (dialog), question->entries[1], _ ("The new password needs at least 8 characters."));
      return FALSE;
    }
  pb_dialog_set_done_text (PB_DIALOG (dialog), _ ("The password is changed"));
  pb_session_model_change_password_async (question->session, current, wanted, cancellable, password_changed_cb,
                                          g_object_ref (dialog));
  return TRUE;
}

GtkWidget *
pb_password_dialog_present (GtkWindow *parent, PbSessionModel *session)
{
  Question *question;
  PbAskDialog *dialog;

  g_return_val_if_fail (PB_IS_SESSION_MODEL (session), NULL);

  question = question_new (NULL);
  g_set_object (&question->session, session);
  dialog = pb_ask_dialog_new (parent, _ ("Change Password"), _ ("_Change"), password_submit, question, question_free);
  question->entries[0] = pb_ask_dialog_add_password (dialog, _ ("C_urrent password"));
  question->entries[1] = pb_ask_dialog_add_password (dialog, _ ("_New password"));
  question->entries[2] = pb_ask_dialog_add_password (dialog, _ ("New password _again"));
  gtk_window_present (GTK_WINDOW (dialog));
  gtk_widget_grab_focus (question->entries[0]);
  return GTK_WIDGET (dialog);
}
