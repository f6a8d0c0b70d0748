/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-view"

#include "view/pb-ask-dialog.h"

#include "view/pb-choice-row.h"
#include "view/pb-written.h"

#include <glib/gi18n.h>

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
  row = pb_choice_row_new (title, G_LIST_MODEL (list));
  add (self, row);
  return row;
}

/* A number that cannot be taken is marked while it is typed, and stays as it is written. */
static gboolean
read_number (GtkWidget *row, gint64 *number)
{
  gint64 from = GPOINTER_TO_INT (g_object_get_data (G_OBJECT (row), "from"));
  gint64 to = GPOINTER_TO_INT (g_object_get_data (G_OBJECT (row), "to"));
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (row))));

  return pb_parse_integer (text, number) && *number >= from && *number <= to;
}

static void
number_changed_cb (GtkWidget *row)
{
  gint64 number;
  gboolean valid = read_number (row, &number);

  if (valid)
    gtk_widget_remove_css_class (row, "error");
  else
    gtk_widget_add_css_class (row, "error");
  gtk_accessible_update_state (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_STATE_INVALID,
                               valid ? GTK_ACCESSIBLE_INVALID_FALSE : GTK_ACCESSIBLE_INVALID_TRUE, -1);
}

GtkWidget *
pb_ask_dialog_add_number (PbAskDialog *self, const char *title, int from, int to, int value)
{
  GtkWidget *row;
  g_autofree char *limits = NULL;
  g_autofree char *text = g_strdup_printf ("%d", value);

  g_return_val_if_fail (PB_IS_ASK_DIALOG (self), NULL);

  /* TRANSLATORS: the name of a number, and from where to where it may go: "Units (1 to 100)" */
  limits = g_strdup_printf (_ ("%s (%d to %d)"), title, from, to);
  row = pb_ask_dialog_add_entry (self, limits, text);
  g_object_set_data (G_OBJECT (row), "from", GINT_TO_POINTER (from));
  g_object_set_data (G_OBJECT (row), "to", GINT_TO_POINTER (to));
  g_object_set (row, "input-purpose", GTK_INPUT_PURPOSE_DIGITS, NULL);
  /* After the mark of a number that was refused has gone. */
  g_signal_connect_after (row, "changed", G_CALLBACK (number_changed_cb), NULL);
  return row;
}

gboolean
pb_ask_dialog_get_number (PbAskDialog *self, GtkWidget *row, guint *number)
{
  gint64 value = 0;
  g_autofree char *message = NULL;

  g_return_val_if_fail (PB_IS_ASK_DIALOG (self), FALSE);
  g_return_val_if_fail (number != NULL, FALSE);

  if (!read_number (row, &value))
    {
      message = g_strdup_printf (_ ("Write a whole number from %d to %d."),
                                 GPOINTER_TO_INT (g_object_get_data (G_OBJECT (row), "from")),
                                 GPOINTER_TO_INT (g_object_get_data (G_OBJECT (row), "to")));
      pb_dialog_refuse (PB_DIALOG (self), row, message);
      return FALSE;
    }
  *number = (guint) value;
  return TRUE;
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
