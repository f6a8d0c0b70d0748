/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dialogs.h"

#include "view/pb-dialog.h"
#include "view/pb-sign-dialog.h"

void
dialog_set_up (DialogFixture *fixture, gconstpointer data)
{
  fixture->plant = plant_new ();
  fixture->run = plant_load_run (fixture->plant);
  fixture->parent = show_in_window (gtk_label_new ("parent"));
}

void
dialog_tear_down (DialogFixture *fixture, gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (fixture->parent));
  settle ();
  g_object_unref (fixture->run);
  plant_free (fixture->plant);
}

static void
done_cb (DialogFixture *fixture)
{
  fixture->done = TRUE;
}

GtkWidget *
dialog_present (DialogFixture *fixture, GtkWidget *dialog)
{
  g_signal_connect_swapped (dialog, "done", G_CALLBACK (done_cb), fixture);
  gtk_window_present (GTK_WINDOW (dialog));
  settle ();
  return dialog;
}

gboolean
is_done (gpointer fixture)
{
  return ((DialogFixture *) fixture)->done;
}

gboolean
has_message (gpointer dialog)
{
  return *pb_dialog_get_message (dialog) != '\0';
}

gboolean
is_complete (gpointer dialog)
{
  return *pb_credentials_get_text (pb_sign_dialog_get_credentials (dialog)) != '\0';
}

guint
count_questions (void)
{
  GListModel *windows = gtk_window_get_toplevels ();
  guint count = 0;

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);
      count += ADW_IS_MESSAGE_DIALOG (window) && gtk_widget_get_visible (window);
    }
  return count;
}

GtkWidget *
find_question (void)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);
      if (ADW_IS_MESSAGE_DIALOG (window) && gtk_widget_get_visible (window))
        return window;
    }
  return NULL;
}

gboolean
press_early (GtkWidget *window, const char *trigger)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (window);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);
      if (!GTK_IS_SHORTCUT_CONTROLLER (controller) ||
          gtk_event_controller_get_propagation_phase (controller) != GTK_PHASE_CAPTURE)
        continue;
      for (guint k = 0; k < g_list_model_get_n_items (G_LIST_MODEL (controller)); k++)
        {
          g_autoptr (GtkShortcut) shortcut = g_list_model_get_item (G_LIST_MODEL (controller), k);
          g_autofree char *text = gtk_shortcut_trigger_to_string (gtk_shortcut_get_trigger (shortcut));
          if (g_str_equal (text, trigger))
            return gtk_shortcut_action_activate (gtk_shortcut_get_action (shortcut), 0, window, NULL);
        }
    }
  return FALSE;
}
