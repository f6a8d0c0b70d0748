/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dialogs.h"
#include "window-fixture.h"

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

static void
test_starting (WindowFixture *fixture, gconstpointer data)
{
  g_assert_cmpstr (pb_window_get_page (fixture->window), ==, "starting");
  pb_window_set_failure (fixture->window, "The disk <is> full & locked");
  g_assert_cmpstr (pb_window_get_page (fixture->window), ==, "failed");
  g_assert_true (shows_text (GTK_WIDGET (fixture->window), "is"));
}

static void
test_demo_people (WindowFixture *fixture, gconstpointer data)
{
  GtkWidget *row;

  pb_window_set_server (fixture->window, fake_server_get_url (fixture->server), TRUE);
  g_assert_cmpstr (pb_window_get_page (fixture->window), ==, "sign-in");
  settle ();
  row = find_labelled (GTK_WIDGET (fixture->window), ADW_TYPE_ACTION_ROW, "Line leader");
  g_assert_nonnull (row);
  adw_action_row_activate (ADW_ACTION_ROW (row));
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (window_find_page (fixture, ADW_TYPE_ENTRY_ROW))), ==,
                   "leader@example.com");
}

static void
test_no_demo_people (WindowFixture *fixture, gconstpointer data)
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
test_wrong_password (WindowFixture *fixture, gconstpointer data)
{
  GtkWidget *page;

  fake_server_set (fixture->server, "POST", "/api/auth/sign-in/email", 401,
                   "{\"code\":\"INVALID_EMAIL_OR_PASSWORD\",\"message\":\"Invalid email or password\"}");
  pb_window_set_server (fixture->window, fake_server_get_url (fixture->server), FALSE);
  page = window_find_page (fixture, PB_TYPE_SIGN_IN_PAGE);
  pb_sign_in_page_sign_in (PB_SIGN_IN_PAGE (page), "a@b", "wrong");
  pump_until (shows_error, page);
  g_assert_cmpstr (pb_window_get_page (fixture->window), ==, "sign-in");
}

/* The most urgent first; those without a deadline last. */
static void
test_order (WindowFixture *fixture, gconstpointer data)
{
  static const char *const order[] = { "RUN-SMT-005", "RUN-SMT-004", "RUN-SMT-001",
                                       "RUN-SMT-002", "RUN-SMT-006", "RUN-SMT-003" };
  GListModel *listed;

  window_sign_in (fixture);
  settle ();
  listed = pb_runs_page_get_listed (PB_RUNS_PAGE (window_find_page (fixture, PB_TYPE_RUNS_PAGE)));
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
test_search (WindowFixture *fixture, gconstpointer data)
{
  GtkWidget *page, *search;
  GListModel *listed;

  window_sign_in (fixture);
  page = window_find_page (fixture, PB_TYPE_RUNS_PAGE);
  search = find_widget (page, GTK_TYPE_SEARCH_ENTRY);
  listed = pb_runs_page_get_listed (PB_RUNS_PAGE (page));
  gtk_editable_set_text (GTK_EDITABLE (search), "MAIN board");
  pump_until (lists_one, listed);
  gtk_editable_set_text (GTK_EDITABLE (search), "nothing like it");
  pump_until (lists_none, listed);
  settle ();
  g_assert_cmpstr (pb_runs_page_get_state (PB_RUNS_PAGE (page)), ==, "unmatched");
  /* Escape takes it back. */
  g_signal_emit_by_name (search, "stop-search");
  pump_until (window_has_runs, fixture->window);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (search)), ==, "");
}

static void
test_open_run (WindowFixture *fixture, gconstpointer data)
{
  window_sign_in (fixture);
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.open-run", "s", PLANT_RUN);
  g_assert_cmpstr (pb_window_get_page (fixture->window), ==, "run");
  pump_until (window_has_run, fixture->window);
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
test_scan (WindowFixture *fixture, gconstpointer data)
{
  window_sign_in (fixture);
  pb_window_take_scan (fixture->window, "NOT-A-RUN");
  pump_until (has_said, fixture->window);
  g_assert_cmpstr (pb_window_get_said (fixture->window), ==, "NOT-A-RUN is no run. Nothing was changed.");
  g_assert_true (pb_window_take_scan (fixture->window, PLANT_RUN));
  g_assert_cmpstr (pb_window_get_page (fixture->window), ==, "run");
  pump_until (window_has_run, fixture->window);
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
test_scan_run_elsewhere (WindowFixture *fixture, gconstpointer data)
{
  window_open_run (fixture);
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
test_history_check (WindowFixture *fixture, gconstpointer data)
{
  GtkWidget *page;
  PbHistoryModel *history;
  GtkWidget *list;

  plant_set (fixture->server, "GET", "/api/runs/" PLANT_RUN "/readiness/checks/c2", "latest");
  window_open_run (fixture);
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
test_blocker_leads (WindowFixture *fixture, gconstpointer data)
{
  GtkWidget *page;
  GtkWidget *row = NULL;
  GtkWidget *list;

  window_open_run (fixture);
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
test_scan_to_bind (WindowFixture *fixture, gconstpointer data)
{
  window_open_run (fixture);
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

static gboolean
says_stale (gpointer window)
{
  return shows_text (window, "Stale since");
}

static void
test_stale (WindowFixture *fixture, gconstpointer data)
{
  window_sign_in (fixture);
  g_assert_true (shows_text (GTK_WIDGET (fixture->window), "Connected"));
  pb_session_model_set_pace (pb_window_get_session (fixture->window), 50, 100);
  fake_server_go_down (fixture->server);
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.refresh", NULL);
  pump_until (says_stale, fixture->window);
  /* What was there can still be read. */
  g_assert_true (window_has_runs (fixture->window));
  fake_server_come_up (fixture->server);
}

static void
test_waivers (WindowFixture *fixture, gconstpointer data)
{
  window_sign_in (fixture);
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.waivers", NULL);
  g_assert_cmpstr (pb_window_get_page (fixture->window), ==, "waivers");
  while (!shows_text (GTK_WIDGET (fixture->window), "RUN-SMT-003 · Stencil cleaning ST-0201"))
    g_main_context_iteration (NULL, TRUE);
  g_assert_nonnull (find_labelled (GTK_WIDGET (fixture->window), GTK_TYPE_BUTTON, "Approve…"));
}

/* Only what is looked at asks the server. */
static void
test_quiet (WindowFixture *fixture, gconstpointer data)
{
  guint boards;

  window_open_run (fixture);
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
test_focus (WindowFixture *fixture, gconstpointer data)
{
  window_sign_in (fixture);
  pump_until (has_focus_in_list, fixture->window);
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.open-run", "s", PLANT_RUN);
  pump_until (has_focus_on_blocker, fixture->window);
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.back", NULL);
  pump_until (has_focus_in_list, fixture->window);
}

/* What had the focus is gone: it is not nowhere, where no key of the page would be heard. */
static void
test_focus_lost (WindowFixture *fixture, gconstpointer data)
{
  window_sign_in (fixture);
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.open-run", "s", PLANT_RUN);
  pump_until (has_focus_on_blocker, fixture->window);
  gtk_window_set_focus (GTK_WINDOW (fixture->window), NULL);
  pump_until (has_focus_on_blocker, fixture->window);
}

/* --- what is said */

/* What somebody did stands before what changed by it or meanwhile. */
static void
test_said (WindowFixture *fixture, gconstpointer data)
{
  window_sign_in (fixture);
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.say-change", "s", "Route 3, Passed");
  g_assert_cmpstr (pb_window_get_said (fixture->window), ==, "Changed: Route 3, Passed");
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.toast", "s", "Recorded: Bake record");
  g_assert_cmpstr (pb_window_get_said (fixture->window), ==, "Recorded: Bake record");
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.say-change", "s", "Route 3, Passed");
  g_assert_cmpstr (pb_window_get_said (fixture->window), ==, "Recorded: Bake record · Changed: Route 3, Passed");
}

int
main (int argc, char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_func ("/window/translations", test_translations);
#define ADD(path, function) g_test_add ("/window/" path, WindowFixture, NULL, window_set_up, function, window_tear_down)
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
  ADD ("stale", test_stale);
  ADD ("waivers", test_waivers);
  ADD ("quiet", test_quiet);
  ADD ("focus", test_focus);
  ADD ("focus-lost", test_focus_lost);
  ADD ("said", test_said);
  return g_test_run ();
}
