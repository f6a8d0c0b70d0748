/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "window-fixture.h"

#include "view/pb-runs-page.h"
#include "view/pb-sign-in-page.h"

void
window_set_up (WindowFixture *fixture, gconstpointer data)
{
  static guint count;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = g_strdup_printf ("io.github.prepboard.Test%u", ++count);

  pb_view_init ();
  fixture->server = fake_server_new ();
  plant_script (fixture->server);
  fixture->application = GTK_APPLICATION (adw_application_new (id, G_APPLICATION_NON_UNIQUE));
  g_application_register (G_APPLICATION (fixture->application), NULL, &error);
  g_assert_no_error (error);
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
  fixture->window = pb_window_new (fixture->application);
  gtk_window_present (GTK_WINDOW (fixture->window));
}

void
window_tear_down (WindowFixture *fixture, gconstpointer data)
{
  PbWindow *window = fixture->window;

  g_object_add_weak_pointer (G_OBJECT (window), (gpointer *) &window);
  gtk_window_destroy (GTK_WINDOW (window));
  settle ();
  /* Nothing holds the window any more. */
  g_assert_null (window);
  fake_server_free (fixture->server);
  g_object_unref (fixture->application);
}

GtkWidget *
window_find_page (WindowFixture *fixture, GType type)
{
  return find_widget (GTK_WIDGET (fixture->window), type);
}

gboolean
window_is_on_runs (gpointer window)
{
  return g_str_equal (pb_window_get_page (window), "runs");
}

gboolean
window_has_runs (gpointer window)
{
  GtkWidget *page = find_widget (GTK_WIDGET (window), PB_TYPE_RUNS_PAGE);

  return page != NULL && g_list_model_get_n_items (pb_runs_page_get_listed (PB_RUNS_PAGE (page))) > 0;
}

gboolean
window_has_run (gpointer window)
{
  PbRunPage *page = pb_window_get_run_page (window);

  return page != NULL && !pb_row_get_flag (pb_run_page_get_run (page), "loading");
}

void
window_sign_in (WindowFixture *fixture)
{
  pb_window_set_server (fixture->window, fake_server_get_url (fixture->server), TRUE);
  pb_session_model_set_pace (pb_window_get_session (fixture->window), 3600 * 1000, 3600 * 1000);
  pb_sign_in_page_sign_in (PB_SIGN_IN_PAGE (window_find_page (fixture, PB_TYPE_SIGN_IN_PAGE)), "supervisor@example.com",
                           "secret");
  pump_until (window_is_on_runs, fixture->window);
  pump_until (window_has_runs, fixture->window);
}

void
window_open_run (WindowFixture *fixture)
{
  window_sign_in (fixture);
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.open-run", "s", PLANT_RUN);
  pump_until (window_has_run, fixture->window);
}
