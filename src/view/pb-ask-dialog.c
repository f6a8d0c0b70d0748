/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-view"

#include "view/pb-ask-dialog.h"

struct _PbAskDialog
{
  PbDialog parent_instance;
  AdwPreferencesGroup *group;
  PbAskSubmit submit;
  gpointer data;
  GDestroyNotify destroy;
  GtkWidget *scan_entry;
  gboolean dirty;
};

G_DEFINE_FINAL_TYPE (PbAskDialog, pb_ask_dialog, PB_TYPE_DIALOG)

static void
typed_cb (PbAskDialog *self)
{
  self->dirty = TRUE;
}

static gboolean
pb_ask_dialog_submit (PbDialog *dialog, GCancellable *cancellable)
{
  PbAskDialog *self = PB_ASK_DIALOG (dialog);

  return self->submit (self, cancellable, self->data);
}

static gboolean
pb_ask_dialog_is_dirty (PbDialog *dialog)
{
  return PB_ASK_DIALOG (dialog)->dirty;
}

static gboolean
pb_ask_dialog_scanned (PbDialog *dialog, const char *code)
{
  PbAskDialog *self = PB_ASK_DIALOG (dialog);

  if (self->scan_entry == NULL)
    return FALSE;
  gtk_editable_set_text (GTK_EDITABLE (self->scan_entry), code);
  gtk_widget_grab_focus (self->scan_entry);
  return TRUE;
}

static void
pb_ask_dialog_finalize (GObject *object)
{
  PbAskDialog *self = PB_ASK_DIALOG (object);

  if (self->destroy != NULL)
    self->destroy (self->data);
  G_OBJECT_CLASS (pb_ask_dialog_parent_class)->finalize (object);
}

static void
pb_ask_dialog_class_init (PbAskDialogClass *klass)
{
  PbDialogClass *dialog_class = PB_DIALOG_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = pb_ask_dialog_finalize;
  dialog_class->submit = pb_ask_dialog_submit;
  dialog_class->is_dirty = pb_ask_dialog_is_dirty;
  dialog_class->scanned = pb_ask_dialog_scanned;
}

static void
pb_ask_dialog_init (PbAskDialog *self)
{
  gtk_window_set_default_size (GTK_WINDOW (self), 520, -1);
}

PbAskDialog *
pb_ask_dialog_new (GtkWindow *parent,
                   const char *title,
                   const char *submit_label,
                   PbAskSubmit submit,
                   gpointer user_data,
                   GDestroyNotify destroy)
{
  PbAskDialog *self = g_object_new (PB_TYPE_ASK_DIALOG, "transient-for", parent, "title", title, NULL);

  self->submit = submit;
  self->data = user_data;
  self->destroy = destroy;
  pb_dialog_set_submit (PB_DIALOG (self), submit_label, FALSE);
  return self;
}

static void
add (PbAskDialog *self, GtkWidget *row)
{
  if (self->group == NULL)
    self->group = pb_dialog_add_group (PB_DIALOG (self), NULL, NULL);
  adw_preferences_group_add (self->group, row);
}

GtkWidget *
pb_ask_dialog_add_entry (PbAskDialog *self, const char *title, const char *text)
{
  GtkWidget *row;

  g_return_val_if_fail (PB_IS_ASK_DIALOG (self), NULL);

  row = adw_entry_row_new ();
  adw_preferences_row_set_use_underline (ADW_PREFERENCES_ROW (row), TRUE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  gtk_editable_set_text (GTK_EDITABLE (row), text != NULL ? text : "");
  g_object_set (row, "activates-default", TRUE, NULL);
  g_signal_connect_object (row, "changed", G_CALLBACK (typed_cb), self, G_CONNECT_SWAPPED);
  add (self, row);
  return row;
}

GtkWidget *
pb_ask_dialog_add_password (PbAskDialog *self, const char *title)
{
  GtkWidget *row;

  g_return_val_if_fail (PB_IS_ASK_DIALOG (self), NULL);

  row = adw_password_entry_row_new ();
  adw_preferences_row_set_use_underline (ADW_PREFERENCES_ROW (row), TRUE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  g_object_set (row, "activates-default", TRUE, NULL);
  g_signal_connect_object (row, "changed", G_CALLBACK (typed_cb), self, G_CONNECT_SWAPPED);
  add (self, row);
  return row;
}

GtkWidget *
pb_ask_dialog_add_text (PbAskDialog *self, const char *title, const char *subtitle)
{
  GtkWidget *text_view = NULL;

  g_return_val_if_fail (PB_IS_ASK_DIALOG (self), NULL);

  add (self, pb_dialog_text_row_new (title, subtitle, &text_view));
  g_signal_connect_object (gtk_text_view_get_buffer (GTK_TEXT_VIEW (text_view)), "changed", G_CALLBACK (typed_cb), self,
                           G_CONNECT_SWAPPED);
  return text_view;
}

GtkWidget *
pb_ask_dialog_add_choice (PbAskDialog *self, const char *title, const char *const *words)
{
  GtkWidget *row;
  g_autoptr (GtkStringList) list = NULL;

  g_return_val_if_fail (PB_IS_ASK_DIALOG (self), NULL);

  list = gtk_string_list_new (words);
  row = adw_combo_row_new ();
  adw_preferences_row_set_use_underline (ADW_PREFERENCES_ROW (row), TRUE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_combo_row_set_model (ADW_COMBO_ROW (row), G_LIST_MODEL (list));
  add (self, row);
  return row;
}

GtkWidget *
pb_ask_dialog_add_number (PbAskDialog *self, const char *title, int from, int to, int value)
{
  GtkWidget *row, *spin;

  g_return_val_if_fail (PB_IS_ASK_DIALOG (self), NULL);

  row = adw_action_row_new ();
  spin = gtk_spin_button_new_with_range (from, to, 1);
  adw_preferences_row_set_use_underline (ADW_PREFERENCES_ROW (row), TRUE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (spin), value);
  gtk_spin_button_set_numeric (GTK_SPIN_BUTTON (spin), TRUE);
  gtk_widget_set_valign (spin, GTK_ALIGN_CENTER);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), spin);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), spin);
  add (self, row);
  return spin;
}

void
pb_ask_dialog_add_note (PbAskDialog *self, const char *text)
{
  GtkWidget *label;

  g_return_if_fail (PB_IS_ASK_DIALOG (self));

  label = gtk_label_new (text);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  pb_dialog_add (PB_DIALOG (self), label);
  self->group = NULL;
}

void
pb_ask_dialog_set_scan_entry (PbAskDialog *self, GtkWidget *editable)
{
  g_return_if_fail (PB_IS_ASK_DIALOG (self));
  g_return_if_fail (GTK_IS_EDITABLE (editable));
  self->scan_entry = editable;
}
