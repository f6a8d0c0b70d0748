/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-view"

#include "view/pb-put-away.h"

#include "view/pb-dialog.h"

#define OWNER "pb-owner"

static gboolean
stands_before (GtkWindow *dialog, GtkWindow *window)
{
  do
    dialog = gtk_window_get_transient_for (dialog);
  while (dialog != NULL && dialog != window);
  return dialog != NULL;
}

/* Returns: (transfer full) (element-type GtkWindow): the newest first. */
static GPtrArray *
list_dialogs (GtkWindow *window)
{
  GPtrArray *dialogs = g_ptr_array_new_with_free_func (g_object_unref);
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWindow) dialog = g_list_model_get_item (windows, i);
      if (stands_before (dialog, window))
        g_ptr_array_insert (dialogs, 0, g_steal_pointer (&dialog));
    }
  return dialogs;
}

void
pb_put_dialogs_away (GtkWindow *window, const char *owner)
{
  g_autoptr (GPtrArray) dialogs = NULL;

  g_return_if_fail (GTK_IS_WINDOW (window));

  dialogs = list_dialogs (window);
  for (guint i = 0; i < dialogs->len; i++)
    if (!PB_IS_DIALOG (dialogs->pdata[i]))
      gtk_window_close (dialogs->pdata[i]);
  for (guint i = 0; i < dialogs->len; i++)
    {
      if (!PB_IS_DIALOG (dialogs->pdata[i]) || !gtk_widget_get_visible (dialogs->pdata[i]))
        continue;
      g_object_set_data_full (dialogs->pdata[i], OWNER, g_strdup (owner), g_free);
      pb_dialog_put_away (dialogs->pdata[i]);
    }
}

void
pb_bring_dialogs_back (GtkWindow *window, const char *owner)
{
  g_autoptr (GPtrArray) dialogs = NULL;

  g_return_if_fail (GTK_IS_WINDOW (window));

  dialogs = list_dialogs (window);
  for (guint i = dialogs->len; i > 0; i--)
    {
      gpointer dialog = dialogs->pdata[i - 1];
      if (PB_IS_DIALOG (dialog) && !gtk_widget_get_visible (dialog) &&
          g_strcmp0 (g_object_get_data (dialog, OWNER), owner) == 0)
        gtk_window_present (dialog);
    }
}
