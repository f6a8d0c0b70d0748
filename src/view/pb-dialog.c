/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-view"

#include "view/pb-dialog.h"

#include "model/pb-text.h"
#include "view/pb-scanner.h"

#include <glib/gi18n.h>

typedef struct
{
  GtkWidget *content;
  GtkWidget *cancel;
  GtkWidget *submit;
  GtkWidget *spinner;
  GtkWidget *message_revealer;
  GtkWidget *message;
  GtkWidget *focus;          /* (weak) (nullable): where the focus was before sending */
  GCancellable *cancellable; /* (owned) (nullable): a request is under way */
  gboolean complete;         /* enough is given to be sent */
  gboolean accepted;
  PbScanner *scanner; /* (owned) */
  gboolean disposed;
} PbDialogPrivate;

enum
{
  DONE,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_TYPE_WITH_PRIVATE (PbDialog, pb_dialog, ADW_TYPE_WINDOW)

static PbDialogPrivate *
get_private (PbDialog *self)
{
  return pb_dialog_get_instance_private (self);
}

static void
set_busy (PbDialog *self, gboolean busy)
{
  PbDialogPrivate *priv = get_private (self);

  /* An entry that has the focus must not go insensitive; it gets the focus back. */
  if (busy)
    {
      g_set_weak_pointer (&priv->focus, gtk_window_get_focus (GTK_WINDOW (self)));
      gtk_widget_grab_focus (priv->cancel);
    }
  gtk_widget_set_sensitive (priv->content, !busy);
  if (!busy && priv->focus != NULL)
    gtk_widget_grab_focus (priv->focus);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "dialog.submit", !busy && priv->complete);
  gtk_spinner_set_spinning (GTK_SPINNER (priv->spinner), busy);
  gtk_widget_set_visible (priv->spinner, busy);
  gtk_accessible_update_state (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_STATE_BUSY, busy, -1);
}

void
pb_dialog_submit (PbDialog *self)
{
  PbDialogPrivate *priv;

  g_return_if_fail (PB_IS_DIALOG (self));

  priv = get_private (self);
  if (priv->cancellable != NULL || !priv->complete)
    return;
  pb_dialog_set_message (self, NULL);
  priv->cancellable = g_cancellable_new ();
  if (PB_DIALOG_GET_CLASS (self)->submit (self, priv->cancellable))
    set_busy (self, TRUE);
  else
    g_clear_object (&priv->cancellable);
}

void
pb_dialog_end (PbDialog *self, const GError *error)
{
  PbDialogPrivate *priv;

  g_return_if_fail (PB_IS_DIALOG (self));

  priv = get_private (self);
  /* The window may have been closed from outside while the answer was on its way. */
  if (priv->disposed)
    return;
  g_clear_object (&priv->cancellable);
  set_busy (self, FALSE);
  if (error != NULL)
    {
      PB_DIALOG_GET_CLASS (self)->refused (self, error);
      return;
    }
  priv->accepted = TRUE;
  g_signal_emit (self, signals[DONE], 0);
  gtk_window_close (GTK_WINDOW (self));
}

static gboolean
close_cb (gpointer dialog)
{
  gtk_window_close (GTK_WINDOW (dialog));
  return G_SOURCE_REMOVE;
}

static void
discard_response_cb (PbDialog *self, const char *response)
{
  if (!g_str_equal (response, "discard"))
    return;
  get_private (self)->accepted = TRUE;
  /* The question is still closing; its parent must outlive it. */
  g_idle_add_full (G_PRIORITY_DEFAULT, close_cb, g_object_ref (self), g_object_unref);
}

static gboolean
pb_dialog_close_request (GtkWindow *window)
{
  PbDialog *self = PB_DIALOG (window);
  PbDialogPrivate *priv = get_private (self);
  GtkWidget *question;

  if (priv->cancellable != NULL)
    {
      /* The first Cancel stops the request and keeps the dialog with all that is typed. */
      g_cancellable_cancel (priv->cancellable);
      return TRUE;
    }
  if (priv->accepted || !PB_DIALOG_GET_CLASS (self)->is_dirty (self))
    return GTK_WINDOW_CLASS (pb_dialog_parent_class)->close_request (window);
  question = adw_message_dialog_new (window, _ ("Discard what you typed?"), _ ("It has not been sent."));
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (question), "keep", _ ("_Keep editing"), "discard",
                                    _ ("_Discard"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (question), "discard", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (question), "keep");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (question), "keep");
  g_signal_connect_object (question, "response", G_CALLBACK (discard_response_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (question));
  return TRUE;
}

static gboolean
pb_dialog_real_is_dirty (PbDialog *self)
{
  return FALSE;
}

static gboolean
pb_dialog_real_scanned (PbDialog *self, const char *code)
{
  return FALSE;
}

static void
pb_dialog_real_refused (PbDialog *self, const GError *error)
{
  g_autofree char *text = NULL;

  if (pb_error_is_cancelled (error))
    {
      pb_dialog_set_message (self,
                             _ ("Cancelled. It may have reached the server all the same: look before trying again."));
      return;
    }
  text = pb_error_to_user_text (error);
  pb_dialog_set_message (self, text);
}

static void
close_action_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  gtk_window_close (GTK_WINDOW (widget));
}

static void
submit_action_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  pb_dialog_submit (PB_DIALOG (widget));
}

static gboolean
scanned_cb (PbDialog *self, const char *code)
{
  g_autofree char *message = NULL;

  if (pb_dialog_take_scan (self, code))
    return TRUE;
  message = g_strdup_printf (_ ("%s was scanned. Nothing here asks for such a code; nothing was changed."), code);
  pb_dialog_set_message (self, message);
  return TRUE;
}

static void
pb_dialog_dispose (GObject *object)
{
  PbDialogPrivate *priv = get_private (PB_DIALOG (object));

  priv->disposed = TRUE;
  if (priv->cancellable != NULL)
    g_cancellable_cancel (priv->cancellable);
  g_clear_object (&priv->cancellable);
  g_clear_object (&priv->scanner);
  g_clear_weak_pointer (&priv->focus);
  G_OBJECT_CLASS (pb_dialog_parent_class)->dispose (object);
}

static void
pb_dialog_class_init (PbDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pb_dialog_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = pb_dialog_close_request;
  klass->is_dirty = pb_dialog_real_is_dirty;
  klass->scanned = pb_dialog_real_scanned;
  klass->refused = pb_dialog_real_refused;
  signals[DONE] = g_signal_new ("done", PB_TYPE_DIALOG, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_install_action (widget_class, "dialog.close", NULL, close_action_cb);
  gtk_widget_class_install_action (widget_class, "dialog.submit", NULL, submit_action_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "dialog.close", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Return, GDK_CONTROL_MASK, "dialog.submit", NULL);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/prepboard/Prepboard/ui/pb-dialog.ui");
  gtk_widget_class_bind_template_child_private (widget_class, PbDialog, content);
  gtk_widget_class_bind_template_child_private (widget_class, PbDialog, cancel);
  gtk_widget_class_bind_template_child_private (widget_class, PbDialog, submit);
  gtk_widget_class_bind_template_child_private (widget_class, PbDialog, spinner);
  gtk_widget_class_bind_template_child_private (widget_class, PbDialog, message_revealer);
  gtk_widget_class_bind_template_child_private (widget_class, PbDialog, message);
}

static void
pb_dialog_init (PbDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_window_set_default_widget (GTK_WINDOW (self), get_private (self)->submit);
  get_private (self)->complete = TRUE;
  get_private (self)->scanner = pb_scanner_new (GTK_WINDOW (self));
  g_signal_connect_object (get_private (self)->scanner, "scanned", G_CALLBACK (scanned_cb), self, G_CONNECT_SWAPPED);
}

void
pb_dialog_set_submit (PbDialog *self, const char *submit_label, gboolean destructive)
{
  PbDialogPrivate *priv;

  g_return_if_fail (PB_IS_DIALOG (self));

  priv = get_private (self);
  gtk_button_set_label (GTK_BUTTON (priv->submit), submit_label);
  gtk_widget_remove_css_class (priv->submit, destructive ? "suggested-action" : "destructive-action");
  gtk_widget_add_css_class (priv->submit, destructive ? "destructive-action" : "suggested-action");
}

void
pb_dialog_set_submit_sensitive (PbDialog *self, gboolean sensitive)
{
  PbDialogPrivate *priv;

  g_return_if_fail (PB_IS_DIALOG (self));

  priv = get_private (self);
  priv->complete = sensitive;
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "dialog.submit", sensitive && priv->cancellable == NULL);
}

void
pb_dialog_add (PbDialog *self, GtkWidget *child)
{
  g_return_if_fail (PB_IS_DIALOG (self));
  gtk_box_append (GTK_BOX (get_private (self)->content), child);
}

AdwPreferencesGroup *
pb_dialog_add_group (PbDialog *self, const char *title, const char *description)
{
  GtkWidget *group = adw_preferences_group_new ();

  /* Group titles are markup. */
  if (title != NULL)
    {
      g_autofree char *escaped = g_markup_escape_text (title, -1);
      adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), escaped);
    }
  if (description != NULL)
    {
      g_autofree char *escaped = g_markup_escape_text (description, -1);
      adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (group), escaped);
    }
  pb_dialog_add (self, group);
  return ADW_PREFERENCES_GROUP (group);
}

void
pb_dialog_set_message (PbDialog *self, const char *message)
{
  PbDialogPrivate *priv;

  g_return_if_fail (PB_IS_DIALOG (self));

  priv = get_private (self);
  if (message != NULL)
    gtk_label_set_label (GTK_LABEL (priv->message), message);
  gtk_revealer_set_reveal_child (GTK_REVEALER (priv->message_revealer), message != NULL);
}

const char *
pb_dialog_get_message (PbDialog *self)
{
  PbDialogPrivate *priv;

  g_return_val_if_fail (PB_IS_DIALOG (self), NULL);

  priv = get_private (self);
  if (!gtk_revealer_get_reveal_child (GTK_REVEALER (priv->message_revealer)))
    return "";
  return gtk_label_get_label (GTK_LABEL (priv->message));
}

gboolean
pb_dialog_is_busy (PbDialog *self)
{
  g_return_val_if_fail (PB_IS_DIALOG (self), FALSE);
  return get_private (self)->cancellable != NULL;
}

gboolean
pb_dialog_take_scan (PbDialog *self, const char *code)
{
  g_return_val_if_fail (PB_IS_DIALOG (self), FALSE);
  return !pb_dialog_is_busy (self) && PB_DIALOG_GET_CLASS (self)->scanned (self, code);
}

GtkWidget *
pb_dialog_text_row_new (const char *title, const char *subtitle, GtkWidget **text_view)
{
  GtkWidget *row = adw_preferences_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *label = gtk_label_new_with_mnemonic (title);
  GtkWidget *frame = gtk_frame_new (NULL);

  *text_view = gtk_text_view_new ();
  adw_preferences_row_set_use_underline (ADW_PREFERENCES_ROW (row), TRUE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_widget_set_focusable (row, FALSE);
  gtk_widget_add_css_class (box, "pb-text-row");
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_mnemonic_widget (GTK_LABEL (label), *text_view);
  gtk_box_append (GTK_BOX (box), label);
  if (subtitle != NULL)
    {
      GtkWidget *caption = gtk_label_new (subtitle);
      gtk_label_set_xalign (GTK_LABEL (caption), 0);
      gtk_label_set_wrap (GTK_LABEL (caption), TRUE);
      gtk_widget_add_css_class (caption, "caption");
      gtk_widget_add_css_class (caption, "dim-label");
      gtk_box_append (GTK_BOX (box), caption);
    }
  gtk_text_view_set_wrap_mode (GTK_TEXT_VIEW (*text_view), GTK_WRAP_WORD_CHAR);
  gtk_text_view_set_accepts_tab (GTK_TEXT_VIEW (*text_view), FALSE);
  gtk_widget_set_size_request (*text_view, -1, 72);
  gtk_widget_add_css_class (*text_view, "pb-multiline");
  gtk_widget_add_css_class (frame, "pb-multiline");
  gtk_accessible_update_relation (GTK_ACCESSIBLE (*text_view), GTK_ACCESSIBLE_RELATION_LABELLED_BY, label, NULL, -1);
  gtk_frame_set_child (GTK_FRAME (frame), *text_view);
  gtk_box_append (GTK_BOX (box), frame);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  return row;
}

char *
pb_dialog_dup_text (GtkWidget *text_view)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (text_view));
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  return g_strstrip (gtk_text_buffer_get_text (buffer, &start, &end, FALSE));
}
