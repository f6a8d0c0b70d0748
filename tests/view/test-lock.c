/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dialogs.h"
#include "window-fixture.h"

#include "domain/pb-records.h"
#include "view/pb-record-dialog.h"
#include "view/pb-sign-in-page.h"

/* Who sits at the window changes, or is away for a while. */

/* The next person signs in without closing the window, and what was open is still there. */
static void
test_lock (WindowFixture *fixture, gconstpointer data)
{
  window_open_run (fixture);
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.lock", NULL);
  g_assert_cmpstr (pb_window_get_page (fixture->window), ==, "sign-in");
  g_assert_false (pb_window_take_scan (fixture->window, PLANT_RUN));
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.waivers", NULL);
  g_assert_cmpstr (pb_window_get_page (fixture->window), ==, "sign-in");
  pb_sign_in_page_sign_in (PB_SIGN_IN_PAGE (window_find_page (fixture, PB_TYPE_SIGN_IN_PAGE)), "supervisor@example.com",
                           "secret");
  while (!g_str_equal (pb_window_get_page (fixture->window), "run"))
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpstr (pb_run_model_get_run_no (pb_run_page_get_run (pb_window_get_run_page (fixture->window))), ==,
                   PLANT_RUN);
}

static gboolean
is_on_run (gpointer window)
{
  return g_str_equal (pb_window_get_page (window), "run");
}

static void
sign_in_again (WindowFixture *fixture)
{
  pb_sign_in_page_sign_in (PB_SIGN_IN_PAGE (window_find_page (fixture, PB_TYPE_SIGN_IN_PAGE)), "supervisor@example.com",
                           "secret");
  pump_until (is_on_run, fixture->window);
  settle ();
}

static GtkWidget *
open_record (WindowFixture *fixture)
{
  GtkWidget *dialog =
    pb_record_dialog_new (GTK_WINDOW (fixture->window), pb_run_page_get_run (pb_window_get_run_page (fixture->window)),
                          pb_record_kinds[0]->type, NULL);

  gtk_window_present (GTK_WINDOW (dialog));
  settle ();
  return dialog;
}

/* The secret of the next person is typed into the sign-in page, whatever stood in front of it; what was typed before
 * waits for who has typed it. */
static void
test_lock_dialog (WindowFixture *fixture, gconstpointer data)
{
  static const char *const triggers[] = { "<Control>l", "<Control>u" };

  window_open_run (fixture);
  for (guint i = 0; i < G_N_ELEMENTS (triggers); i++)
    {
      GtkWidget *dialog = open_record (fixture);
      GtkWidget *entry = gtk_window_get_focus (GTK_WINDOW (dialog));
      gtk_editable_set_text (GTK_EDITABLE (entry), "typed before");
      g_assert_true (press_early (dialog, triggers[i]));
      g_assert_cmpstr (pb_window_get_page (fixture->window), ==, "sign-in");
      g_assert_false (gtk_widget_get_visible (dialog));
      sign_in_again (fixture);
      g_assert_true (gtk_widget_get_visible (dialog));
      g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entry)), ==, "typed before");
      gtk_window_destroy (GTK_WINDOW (dialog));
      settle ();
    }
}

/* What one person has typed is not shown to another. */
static void
test_lock_dialog_other (WindowFixture *fixture, gconstpointer data)
{
  GtkWidget *dialog;

  window_open_run (fixture);
  dialog = open_record (fixture);
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.lock", NULL);
  g_object_set_data_full (G_OBJECT (dialog), "pb-owner", g_strdup ("other@example.com"), g_free);
  sign_in_again (fixture);
  g_assert_false (gtk_widget_get_visible (dialog));
}

static gboolean
has_inspection (gpointer window)
{
  return find_characteristic (window, "Peak temperature") != NULL;
}

/* Where the peak temperature of the oven is typed. */
static GtkWidget *
find_entry (PbRunPage *page)
{
  return find_widget (find_characteristic (GTK_WIDGET (page), "Peak temperature"), GTK_TYPE_ENTRY);
}

static gboolean
is_question_shown (gpointer data)
{
  return find_question () != NULL;
}

/* Values that are typed and not saved wait for who has typed them; who lets somebody else in is asked first. */
static void
test_lock_first_article (WindowFixture *fixture, gconstpointer data)
{
  PbRunPage *page;

  window_open_run (fixture);
  page = pb_window_get_run_page (fixture->window);
  gtk_widget_activate_action (GTK_WIDGET (page), "run.page", "s", "fai");
  pump_until (has_inspection, fixture->window);
  gtk_editable_set_text (GTK_EDITABLE (find_entry (page)), "246.5");
  g_assert_true (pb_run_page_is_dirty (page));
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.lock", NULL);
  sign_in_again (fixture);
  pump_until (window_has_run, fixture->window);
  g_assert_true (pb_run_page_is_dirty (page));
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (find_entry (page))), ==, "246.5");
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.switch-user", NULL);
  pump_until (is_question_shown, NULL);
  g_assert_cmpstr (pb_window_get_page (fixture->window), ==, "run");
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (find_question ()), "discard");
  g_assert_cmpstr (pb_window_get_page (fixture->window), ==, "sign-in");
}

static void
test_locked_is_no_error (WindowFixture *fixture, gconstpointer data)
{
  GtkWidget *message;

  window_sign_in (fixture);
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.lock", NULL);
  message = find_labelled (GTK_WIDGET (fixture->window), GTK_TYPE_LABEL, "Locked. Sign in to go on where you were.");
  g_assert_nonnull (message);
  g_assert_false (gtk_widget_has_css_class (message, "error"));
}

int
main (int argc, char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
#define ADD(path, function) g_test_add ("/window/" path, WindowFixture, NULL, window_set_up, function, window_tear_down)
  ADD ("lock", test_lock);
  ADD ("lock-dialog", test_lock_dialog);
  ADD ("lock-dialog-other", test_lock_dialog_other);
  ADD ("lock-first-article", test_lock_first_article);
  ADD ("locked-is-no-error", test_locked_is_no_error);
  return g_test_run ();
}
