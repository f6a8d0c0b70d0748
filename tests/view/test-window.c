/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plant.h"

#include "domain/pb-records.h"
#include "view/pb-board-row.h"
#include "view/pb-check-window.h"
#include "view/pb-gate-strip.h"
#include "view/pb-history-view.h"
#include "view/pb-record-dialog.h"
#include "view/pb-runs-page.h"
#include "view/pb-sign-in-page.h"

#include <libintl.h>
#include <string.h>

typedef struct
{
  FakeServer *server;
  GtkApplication *application;
  PbWindow *window;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
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

static void
tear_down (Fixture *fixture, gconstpointer data)
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

static GtkWidget *
find_page (Fixture *fixture, GType type)
{
  return find_widget (GTK_WIDGET (fixture->window), type);
}

static gboolean
is_on_runs (gpointer window)
{
  return g_str_equal (pb_window_get_page (window), "runs");
}

static gboolean
has_runs (gpointer window)
{
  GtkWidget *page = find_widget (GTK_WIDGET (window), PB_TYPE_RUNS_PAGE);

  return page != NULL && g_list_model_get_n_items (pb_runs_page_get_listed (PB_RUNS_PAGE (page))) > 0;
}

static gboolean
has_run (gpointer window)
{
  PbRunPage *page = pb_window_get_run_page (window);

  return page != NULL && !pb_row_get_flag (pb_run_page_get_run (page), "loading");
}

static void
sign_in (Fixture *fixture)
{
  pb_window_set_server (fixture->window, fake_server_get_url (fixture->server), TRUE);
  pb_session_model_set_pace (pb_window_get_session (fixture->window), 3600 * 1000, 3600 * 1000);
  pb_sign_in_page_sign_in (PB_SIGN_IN_PAGE (find_page (fixture, PB_TYPE_SIGN_IN_PAGE)), "supervisor@example.com",
                           "secret");
  pump_until (is_on_runs, fixture->window);
  pump_until (has_runs, fixture->window);
}

static void
test_starting (Fixture *fixture, gconstpointer data)
{
  g_assert_cmpstr (pb_window_get_page (fixture->window), ==, "starting");
  pb_window_set_failure (fixture->window, "The disk <is> full & locked");
  g_assert_cmpstr (pb_window_get_page (fixture->window), ==, "failed");
  g_assert_true (shows_text (GTK_WIDGET (fixture->window), "is"));
}

static void
test_demo_people (Fixture *fixture, gconstpointer data)
{
  GtkWidget *row;

  pb_window_set_server (fixture->window, fake_server_get_url (fixture->server), TRUE);
  g_assert_cmpstr (pb_window_get_page (fixture->window), ==, "sign-in");
  settle ();
  row = find_labelled (GTK_WIDGET (fixture->window), ADW_TYPE_ACTION_ROW, "Line leader");
  g_assert_nonnull (row);
  adw_action_row_activate (ADW_ACTION_ROW (row));
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (find_page (fixture, ADW_TYPE_ENTRY_ROW))), ==,
                   "leader@example.com");
}

static void
test_no_demo_people (Fixture *fixture, gconstpointer data)
{
  pb_window_set_server (fixture->window, fake_server_get_url (fixture->server), FALSE);
  settle ();
  g_assert_null (find_labelled (GTK_WIDGET (fixture->window), ADW_TYPE_ACTION_ROW, "Line leader"));
}

static gboolean
shows_error (gpointer page)
{
  return shows_text (page, "password");
}

static void
test_wrong_password (Fixture *fixture, gconstpointer data)
{
  GtkWidget *page;

  fake_server_set (fixture->server, "POST", "/api/auth/sign-in/email", 401,
                   "{\"code\":\"INVALID_EMAIL_OR_PASSWORD\",\"message\":\"Invalid email or password\"}");
  pb_window_set_server (fixture->window, fake_server_get_url (fixture->server), FALSE);
  page = find_page (fixture, PB_TYPE_SIGN_IN_PAGE);
  pb_sign_in_page_sign_in (PB_SIGN_IN_PAGE (page), "a@b", "wrong");
  pump_until (shows_error, page);
  g_assert_cmpstr (pb_window_get_page (fixture->window), ==, "sign-in");
}

/* The most urgent first; those without a deadline last. */
static void
test_order (Fixture *fixture, gconstpointer data)
{
  static const char *const order[] = { "RUN-SMT-005", "RUN-SMT-004", "RUN-SMT-001",
                                       "RUN-SMT-002", "RUN-SMT-006", "RUN-SMT-003" };
  GListModel *listed;

  sign_in (fixture);
  settle ();
  listed = pb_runs_page_get_listed (PB_RUNS_PAGE (find_page (fixture, PB_TYPE_RUNS_PAGE)));
  g_assert_cmpuint (g_list_model_get_n_items (listed), ==, G_N_ELEMENTS (order));
  for (guint i = 0; i < G_N_ELEMENTS (order); i++)
    {
      g_autoptr (PbBoardItem) item = g_list_model_get_item (listed, i);
      g_assert_cmpstr (pb_board_item_get_run_no (item), ==, order[i]);
    }
}

static gboolean
lists_one (gpointer listed)
{
  return g_list_model_get_n_items (listed) == 1;
}

static gboolean
lists_none (gpointer listed)
{
  return g_list_model_get_n_items (listed) == 0;
}

static void
test_search (Fixture *fixture, gconstpointer data)
{
  GtkWidget *page, *search;
  GListModel *listed;

  sign_in (fixture);
  page = find_page (fixture, PB_TYPE_RUNS_PAGE);
  search = find_widget (page, GTK_TYPE_SEARCH_ENTRY);
  listed = pb_runs_page_get_listed (PB_RUNS_PAGE (page));
  gtk_editable_set_text (GTK_EDITABLE (search), "MAIN board");
  pump_until (lists_one, listed);
  gtk_editable_set_text (GTK_EDITABLE (search), "nothing like it");
  pump_until (lists_none, listed);
  settle ();
  g_assert_cmpstr (pb_runs_page_get_state (PB_RUNS_PAGE (page)), ==, "unmatched");
}

static void
test_open_run (Fixture *fixture, gconstpointer data)
{
  sign_in (fixture);
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.open-run", "s", PLANT_RUN);
  g_assert_cmpstr (pb_window_get_page (fixture->window), ==, "run");
  pump_until (has_run, fixture->window);
  g_assert_cmpstr (pb_run_page_get_visible (pb_window_get_run_page (fixture->window)), ==, "board");
  for (guint i = 0; i < 3; i++)
    {
      static const char *const pages[] = { "loading", "fai", "history" };
      gtk_widget_activate_action (GTK_WIDGET (pb_window_get_run_page (fixture->window)), "run.page", "s", pages[i]);
      settle ();
      g_assert_cmpstr (pb_run_page_get_visible (pb_window_get_run_page (fixture->window)), ==, pages[i]);
    }
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.back", NULL);
  g_assert_cmpstr (pb_window_get_page (fixture->window), ==, "runs");
}

static gboolean
has_said (gpointer window)
{
  return *pb_window_get_said (window) != '\0';
}

static void
test_scan (Fixture *fixture, gconstpointer data)
{
  sign_in (fixture);
  pb_window_take_scan (fixture->window, "NOT-A-RUN");
  pump_until (has_said, fixture->window);
  g_assert_cmpstr (pb_window_get_said (fixture->window), ==, "NOT-A-RUN is no run. Nothing was changed.");
  g_assert_true (pb_window_take_scan (fixture->window, PLANT_RUN));
  g_assert_cmpstr (pb_window_get_page (fixture->window), ==, "run");
  pump_until (has_run, fixture->window);
  gtk_widget_activate_action (GTK_WIDGET (pb_window_get_run_page (fixture->window)), "run.page", "s", "history");
  /* The squeegee goes to its item, on the board. */
  g_assert_true (pb_window_take_scan (fixture->window, "SQ-22"));
  g_assert_cmpstr (pb_run_page_get_visible (pb_window_get_run_page (fixture->window)), ==, "board");
  g_assert_cmpstr (pb_window_get_said (fixture->window), ==, "Scanned: SQ-22");
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.say", "s", "");
  pb_window_take_scan (fixture->window, "SQ-99");
  pump_until (has_said, fixture->window);
  g_assert_nonnull (strstr (pb_window_get_said (fixture->window), "SQ-99 is neither a run nor anything of this run"));
}

static gboolean
shows_other_run (gpointer window)
{
  return strcmp (pb_run_model_get_run_no (pb_run_page_get_run (pb_window_get_run_page (window))), "RUN-ELSEWHERE") == 0;
}

/* The list of runs need not be loaded, nor have the run: the server knows it. */
static void
test_scan_run_elsewhere (Fixture *fixture, gconstpointer data)
{
  sign_in (fixture);
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.open-run", "s", PLANT_RUN);
  pump_until (has_run, fixture->window);
  fake_server_set (fixture->server, "GET", "/api/runs/RUN-ELSEWHERE", 200,
                   "{\"run\":{\"id\":\"r9\",\"runNo\":\"RUN-ELSEWHERE\",\"status\":\"PREP\"}}");
  pb_window_take_scan (fixture->window, "RUN-ELSEWHERE");
  pump_until (shows_other_run, fixture->window);
}

static GtkWidget *
find_check_window (void)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);
      if (PB_IS_CHECK_WINDOW (window))
        return window;
    }
  return NULL;
}

static gboolean
check_shows_items (gpointer data)
{
  GtkWidget *window = find_check_window ();

  return window != NULL && find_labelled (window, ADW_TYPE_ACTION_ROW, "Loading F02") != NULL;
}

static gboolean
has_history (gpointer run)
{
  return g_list_model_get_n_items (G_LIST_MODEL (pb_run_model_get_history (run))) > 0;
}

/* Enter on a check of the history opens it with its items; on anything else it does nothing. */
static void
test_history_check (Fixture *fixture, gconstpointer data)
{
  GtkWidget *page;
  PbHistoryModel *history;
  GtkWidget *list;

  plant_set (fixture->server, "GET", "/api/runs/" PLANT_RUN "/readiness/checks/c2", "latest");
  sign_in (fixture);
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.open-run", "s", PLANT_RUN);
  pump_until (has_run, fixture->window);
  page = GTK_WIDGET (pb_window_get_run_page (fixture->window));
  gtk_widget_activate_action (page, "run.page", "s", "history");
  settle ();
  history = pb_run_model_get_history (pb_run_page_get_run (PB_RUN_PAGE (page)));
  pump_until (has_history, pb_run_page_get_run (PB_RUN_PAGE (page)));
  /* The choice of kinds has a list of its own. */
  list =
    find_widget (find_widget (find_widget (page, PB_TYPE_HISTORY_VIEW), ADW_TYPE_CLAMP_SCROLLABLE), GTK_TYPE_LIST_VIEW);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (history)); i++)
    {
      g_autoptr (PbHistoryItem) item = g_list_model_get_item (G_LIST_MODEL (history), i);
      gboolean newest = g_str_equal (pb_row_get_text (item, "title"), "Formal check: Failed");

      if (!newest && pb_row_get_number (item, "kind") == PB_HISTORY_CHECK)
        continue;
      g_signal_emit_by_name (list, "activate", i);
      if (!newest)
        g_assert_null (find_check_window ());
      else
        break;
    }
  pump_until (check_shows_items, NULL);
  gtk_window_destroy (GTK_WINDOW (find_check_window ()));
}

/* What stands against the authorisation because of the first article leads to it. */
static void
test_blocker_leads (Fixture *fixture, gconstpointer data)
{
  GtkWidget *page;
  GtkWidget *row = NULL;
  GtkWidget *list;

  sign_in (fixture);
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.open-run", "s", PLANT_RUN);
  pump_until (has_run, fixture->window);
  settle ();
  page = GTK_WIDGET (pb_window_get_run_page (fixture->window));
  list = find_widget (find_widget (page, PB_TYPE_GATE_STRIP), GTK_TYPE_LIST_BOX);
  for (GtkWidget *child = gtk_widget_get_first_child (list); child != NULL; child = gtk_widget_get_next_sibling (child))
    if (GTK_IS_LIST_BOX_ROW (child))
      row = child;
  g_assert_nonnull (row);
  g_assert_true (gtk_list_box_row_get_activatable (GTK_LIST_BOX_ROW (row)));
  g_signal_emit_by_name (list, "row-activated", row);
  g_assert_cmpstr (pb_run_page_get_visible (PB_RUN_PAGE (page)), ==, "fai");
}

/* The translations are found where they were built. */
static void
test_translations (void)
{
  const char *directory = g_getenv ("PREPBOARD_LOCALEDIR");
  g_autofree char *catalogue = NULL;

  g_assert_nonnull (directory);
  catalogue = g_build_filename (directory, "zh_CN", "LC_MESSAGES", "prepboard.mo", NULL);
  g_assert_true (g_file_test (catalogue, G_FILE_TEST_EXISTS));
  pb_view_init ();
  g_assert_cmpstr (bindtextdomain ("prepboard", NULL), ==, directory);
}

static GtkWidget *
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

static gboolean
has_question (gpointer data)
{
  return find_question () != NULL;
}

static gboolean
is_bound (gpointer server)
{
  return fake_server_count (server, "POST", "/api/integration/lines/line-1/fixture/bind") > 0;
}

/* A registered thing of which the line has none is offered to be bound; one that would take another's place is not. */
static void
test_scan_to_bind (Fixture *fixture, gconstpointer data)
{
  sign_in (fixture);
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.open-run", "s", PLANT_RUN);
  pump_until (has_run, fixture->window);
  fake_server_set (fixture->server, "GET", "/api/assets/ST-0200", 200,
                   "{\"ok\":true,\"data\":{\"id\":\"ST-0200\",\"kind\":\"STENCIL\"}}");
  fake_server_set (fixture->server, "GET", "/api/assets/FX-0200", 200,
                   "{\"ok\":true,\"data\":{\"id\":\"FX-0200\",\"kind\":\"FIXTURE\"}}");
  fake_server_set (fixture->server, "POST", "/api/integration/lines/line-1/fixture/bind", 200,
                   "{\"ok\":true,\"data\":{}}");
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.say", "s", "");
  pb_window_take_scan (fixture->window, "ST-0200");
  pump_until (has_said, fixture->window);
  g_assert_cmpstr (pb_window_get_said (fixture->window), ==,
                   "Stencil ST-0200 is not the one on the line: that is ST-0117. Nothing was changed.");
  pb_window_take_scan (fixture->window, "FX-0200");
  pump_until (has_question, NULL);
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (find_question ()), "bind");
  pump_until (is_bound, fixture->server);
  g_assert_nonnull (
    strstr (fake_server_get_body (fixture->server, "POST", "/api/integration/lines/line-1/fixture/bind"), "FX-0200"));
  settle ();
}

/* The next person signs in without closing the window, and what was open is still there. */
static void
test_lock (Fixture *fixture, gconstpointer data)
{
  sign_in (fixture);
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.open-run", "s", PLANT_RUN);
  pump_until (has_run, fixture->window);
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.lock", NULL);
  g_assert_cmpstr (pb_window_get_page (fixture->window), ==, "sign-in");
  g_assert_false (pb_window_take_scan (fixture->window, PLANT_RUN));
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.waivers", NULL);
  g_assert_cmpstr (pb_window_get_page (fixture->window), ==, "sign-in");
  pb_sign_in_page_sign_in (PB_SIGN_IN_PAGE (find_page (fixture, PB_TYPE_SIGN_IN_PAGE)), "supervisor@example.com",
                           "secret");
  while (!g_str_equal (pb_window_get_page (fixture->window), "run"))
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpstr (pb_run_model_get_run_no (pb_run_page_get_run (pb_window_get_run_page (fixture->window))), ==,
                   PLANT_RUN);
}

static gboolean
says_stale (gpointer window)
{
  return shows_text (window, "Stale since");
}

static void
test_stale (Fixture *fixture, gconstpointer data)
{
  sign_in (fixture);
  g_assert_true (shows_text (GTK_WIDGET (fixture->window), "Connected"));
  pb_session_model_set_pace (pb_window_get_session (fixture->window), 50, 100);
  fake_server_go_down (fixture->server);
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.refresh", NULL);
  pump_until (says_stale, fixture->window);
  /* What was there can still be read. */
  g_assert_true (has_runs (fixture->window));
  fake_server_come_up (fixture->server);
}

static void
test_waivers (Fixture *fixture, gconstpointer data)
{
  sign_in (fixture);
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.waivers", NULL);
  g_assert_cmpstr (pb_window_get_page (fixture->window), ==, "waivers");
  while (!shows_text (GTK_WIDGET (fixture->window), "RUN-SMT-003 · Stencil cleaning ST-0201"))
    g_main_context_iteration (NULL, TRUE);
  g_assert_nonnull (find_labelled (GTK_WIDGET (fixture->window), GTK_TYPE_BUTTON, "Approve…"));
}

/* Only what is looked at asks the server. */
static void
test_quiet (Fixture *fixture, gconstpointer data)
{
  guint boards;

  sign_in (fixture);
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.open-run", "s", PLANT_RUN);
  pump_until (has_run, fixture->window);
  boards = fake_server_count (fixture->server, "GET", "/api/board");
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.refresh", NULL);
  pump_for (100);
  g_assert_cmpuint (fake_server_count (fixture->server, "GET", "/api/board"), ==, boards);
}

/* --- where the focus is */

static gboolean
has_focus_in_list (gpointer window)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (window));

  return focus != NULL && gtk_widget_get_ancestor (focus, GTK_TYPE_LIST_VIEW) != NULL;
}

static gboolean
has_focus_on_blocker (gpointer window)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (window));
  GtkWidget *list = focus != NULL ? gtk_widget_get_parent (focus) : NULL;

  return list != NULL && gtk_widget_has_css_class (list, "pb-blockers") &&
         gtk_list_box_row_get_index (GTK_LIST_BOX_ROW (focus)) == 0;
}

/* The next Enter opens the most urgent run, and the one after that goes to what stands against it: never back. */
static void
test_focus (Fixture *fixture, gconstpointer data)
{
  sign_in (fixture);
  pump_until (has_focus_in_list, fixture->window);
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.open-run", "s", PLANT_RUN);
  pump_until (has_focus_on_blocker, fixture->window);
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.back", NULL);
  pump_until (has_focus_in_list, fixture->window);
}

/* What had the focus is gone: it is not nowhere, where no key of the page would be heard. */
static void
test_focus_lost (Fixture *fixture, gconstpointer data)
{
  sign_in (fixture);
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.open-run", "s", PLANT_RUN);
  pump_until (has_focus_on_blocker, fixture->window);
  gtk_window_set_focus (GTK_WINDOW (fixture->window), NULL);
  pump_until (has_focus_on_blocker, fixture->window);
}

/* --- locking in front of a dialog */

static gboolean
is_on_run (gpointer window)
{
  return g_str_equal (pb_window_get_page (window), "run");
}

/* As the keyboard does it: the controllers that hear the key before anything else of the window. */
static gboolean
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

static void
sign_in_again (Fixture *fixture)
{
  pb_sign_in_page_sign_in (PB_SIGN_IN_PAGE (find_page (fixture, PB_TYPE_SIGN_IN_PAGE)), "supervisor@example.com",
                           "secret");
  pump_until (is_on_run, fixture->window);
  settle ();
}

static GtkWidget *
open_record (Fixture *fixture)
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
test_lock_dialog (Fixture *fixture, gconstpointer data)
{
  static const char *const triggers[] = { "<Control>l", "<Control>u" };

  sign_in (fixture);
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.open-run", "s", PLANT_RUN);
  pump_until (has_run, fixture->window);
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
test_lock_dialog_other (Fixture *fixture, gconstpointer data)
{
  GtkWidget *dialog;

  sign_in (fixture);
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.open-run", "s", PLANT_RUN);
  pump_until (has_run, fixture->window);
  dialog = open_record (fixture);
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.lock", NULL);
  g_object_set_data_full (G_OBJECT (dialog), "pb-owner", g_strdup ("other@example.com"), g_free);
  sign_in_again (fixture);
  g_assert_false (gtk_widget_get_visible (dialog));
}

static void
test_locked_is_no_error (Fixture *fixture, gconstpointer data)
{
  GtkWidget *message;

  sign_in (fixture);
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.lock", NULL);
  message = find_labelled (GTK_WIDGET (fixture->window), GTK_TYPE_LABEL, "Locked. Sign in to go on where you were.");
  g_assert_nonnull (message);
  g_assert_false (gtk_widget_has_css_class (message, "error"));
}

/* --- what is said */

/* What somebody did stands before what changed by it or meanwhile. */
static void
test_said (Fixture *fixture, gconstpointer data)
{
  sign_in (fixture);
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.say-change", "s", "Route 3, Passed");
  g_assert_cmpstr (pb_window_get_said (fixture->window), ==, "Changed: Route 3, Passed");
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.toast", "s", "Recorded: Bake record");
  g_assert_cmpstr (pb_window_get_said (fixture->window), ==, "Recorded: Bake record");
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.say-change", "s", "Route 3, Passed");
  g_assert_cmpstr (pb_window_get_said (fixture->window), ==, "Recorded: Bake record · Changed: Route 3, Passed");
}

/* --- little room */

#define NARROW 640

static int
least_width (GtkWidget *widget)
{
  int least;

  gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);
  return least;
}

static void
say_wide (GtkWidget *widget, int depth)
{
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (gtk_widget_get_mapped (child) && least_width (child) > NARROW / 2)
      {
        g_test_message ("%*s%s: %d", depth, "", G_OBJECT_TYPE_NAME (child), least_width (child));
        say_wide (child, depth + 2);
      }
}

static void
assert_fits (Fixture *fixture, const char *page)
{
  int least = least_width (GTK_WIDGET (fixture->window));

  if (least > NARROW)
    say_wide (GTK_WIDGET (fixture->window), 0);
  g_test_message ("%s: %d", page, least);
  g_assert_cmpint (least, <=, NARROW);
}

static void
test_narrow (Fixture *fixture, gconstpointer data)
{
  static const char *const pages[] = { "board", "loading", "fai", "history" };

  sign_in (fixture);
  settle ();
  assert_fits (fixture, "runs");
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.open-run", "s", PLANT_RUN);
  pump_until (has_run, fixture->window);
  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      gtk_widget_activate_action (GTK_WIDGET (pb_window_get_run_page (fixture->window)), "run.page", "s", pages[i]);
      settle ();
      assert_fits (fixture, pages[i]);
    }
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.waivers", NULL);
  pump_for (100);
  assert_fits (fixture, "waivers");
}

static void
collect_rows (GtkWidget *widget, GPtrArray *rows)
{
  if (PB_IS_BOARD_ROW_VIEW (widget) && gtk_widget_get_mapped (widget) && gtk_widget_get_width (widget) > 0)
    g_ptr_array_add (rows, widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    collect_rows (child, rows);
}

static gboolean
has_rows (gpointer window)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new ();

  collect_rows (window, rows);
  return rows->len > 3;
}

/* Whatever stands in them, the columns of the list are as wide in one row as in the next. */
static void
test_columns (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new ();

  sign_in (fixture);
  pump_until (has_rows, fixture->window);
  collect_rows (GTK_WIDGET (fixture->window), rows);
  for (guint i = 1; i < rows->len; i++)
    {
      GtkWidget *first = gtk_widget_get_first_child (rows->pdata[0]);
      GtkWidget *other = gtk_widget_get_first_child (rows->pdata[i]);
      for (; first != NULL; first = gtk_widget_get_next_sibling (first), other = gtk_widget_get_next_sibling (other))
        {
          graphene_rect_t here, there;
          g_assert_true (gtk_widget_compute_bounds (first, rows->pdata[0], &here));
          g_assert_true (gtk_widget_compute_bounds (other, rows->pdata[i], &there));
          g_assert_cmpfloat (here.origin.x, ==, there.origin.x);
        }
    }
}

int
main (int argc, char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_func ("/window/translations", test_translations);
#define ADD(path, function) g_test_add ("/window/" path, Fixture, NULL, set_up, function, tear_down)
  ADD ("starting", test_starting);
  ADD ("demo-people", test_demo_people);
  ADD ("no-demo-people", test_no_demo_people);
  ADD ("wrong-password", test_wrong_password);
  ADD ("order", test_order);
  ADD ("search", test_search);
  ADD ("open-run", test_open_run);
  ADD ("scan", test_scan);
  ADD ("scan-run-elsewhere", test_scan_run_elsewhere);
  ADD ("scan-to-bind", test_scan_to_bind);
  ADD ("history-check", test_history_check);
  ADD ("blocker-leads", test_blocker_leads);
  ADD ("lock", test_lock);
  ADD ("stale", test_stale);
  ADD ("waivers", test_waivers);
  ADD ("quiet", test_quiet);
  ADD ("focus", test_focus);
  ADD ("focus-lost", test_focus_lost);
  ADD ("lock-dialog", test_lock_dialog);
  ADD ("lock-dialog-other", test_lock_dialog_other);
  ADD ("locked-is-no-error", test_locked_is_no_error);
  ADD ("said", test_said);
  ADD ("narrow", test_narrow);
  ADD ("columns", test_columns);
  return g_test_run ();
}
