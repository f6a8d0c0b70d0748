/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plant.h"

#include "view/pb-badge.h"
#include "view/pb-board-view.h"
#include "view/pb-button.h"
#include "view/pb-cell-view.h"
#include "view/pb-fai-view.h"
#include "view/pb-gate-strip.h"
#include "view/pb-item-menu.h"
#include "view/pb-item-row.h"
#include "view/pb-loading-view.h"

#include <string.h>

typedef struct
{
  Plant *plant;
  PbRunModel *run;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->plant = plant_new ();
  fixture->run = plant_load_run (fixture->plant);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_object_unref (fixture->run);
  plant_free (fixture->plant);
}

/* Every state is a shape, a word and a colour. */
static void
test_looks (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    PbItemType type;
    const char *key;
    const char *word;
    const char *css_class;
    const char *icon;
  } states[] = {
    { PB_ITEM_ROUTE, "3", "Pass", "pb-pass", "pb-state-pass-symbolic" },
    { PB_ITEM_PREP_BAKE, "PCB-4711", "Fail", "pb-fail", "pb-state-fail-symbolic" },
    { PB_ITEM_PREP_SCRAPER, "SQ-22", "Waived", "pb-waived", "pb-state-waived-symbolic" },
    { PB_ITEM_PREP_PASTE, "LOT-24-118", "Pass, attention", "pb-warning", "pb-state-warning-symbolic" },
    { PB_ITEM_PREP_FIXTURE, "line-1", "Not needed", "pb-none", "pb-state-na-symbolic" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (states); i++)
    {
      PbItemModel *item = plant_find_item (fixture->run, states[i].type, states[i].key);
      GtkWidget *row = g_object_ref_sink (pb_item_row_new (fixture->run, item));
      GtkWidget *badge = find_widget (row, PB_TYPE_BADGE);
      const char *word;
      g_assert_cmpstr (pb_badge_get_word (PB_BADGE (badge)), ==, states[i].word);
      g_assert_true (gtk_widget_has_css_class (badge, states[i].css_class));
      g_assert_cmpstr (pb_look_icon (pb_look_of_item (item, &word)), ==, states[i].icon);
      gtk_test_accessible_assert_property (GTK_ACCESSIBLE (badge), GTK_ACCESSIBLE_PROPERTY_LABEL, states[i].word);
      gtk_test_accessible_assert_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                           pb_row_get_text (item, "accessible-text"));
      g_object_unref (row);
    }
}

/* Icons are in the resources: a name that is misspelt shows a broken picture. */
static void
test_icons (Fixture *fixture, gconstpointer data)
{
  for (int look = 0; look < PB_N_LOOKS; look++)
    {
      g_autofree char *path =
        g_strdup_printf ("/io/github/prepboard/Prepboard/icons/scalable/actions/%s.svg", pb_look_icon ((PbLook) look));
      g_assert_true (g_resources_get_info (path, 0, NULL, NULL, NULL));
    }
}

static void
parsing_error_cb (GtkCssProvider *provider, GtkCssSection *section, const GError *error)
{
  g_autofree char *where = gtk_css_section_to_string (section);

  g_error ("%s: %s", where, error->message);
}

/* Also the style that only high contrast shows. */
static void
test_styles (Fixture *fixture, gconstpointer data)
{
  static const char *const names[] = { "style.css", "style-hc.css" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (GtkCssProvider) provider = gtk_css_provider_new ();
      g_autofree char *path = g_strconcat ("/io/github/prepboard/Prepboard/", names[i], NULL);
      g_autofree char *text = NULL;
      g_signal_connect (provider, "parsing-error", G_CALLBACK (parsing_error_cb), NULL);
      gtk_css_provider_load_from_resource (provider, path);
      text = gtk_css_provider_to_string (provider);
      g_assert_nonnull (strstr (text, ".pb-gate"));
    }
}

static void
test_item_row (Fixture *fixture, gconstpointer data)
{
  PbItemModel *bake = plant_find_item (fixture->run, PB_ITEM_PREP_BAKE, "PCB-4711");
  PbItemModel *route = plant_find_item (fixture->run, PB_ITEM_ROUTE, "3");
  GtkWidget *row = g_object_ref_sink (pb_item_row_new (fixture->run, bake));
  GtkWidget *record = find_labelled (row, GTK_TYPE_BUTTON, "Record…");

  g_assert_nonnull (record);
  g_assert_true (gtk_widget_get_sensitive (record));
  g_assert_true (shows_text (row, "121 °C"));
  g_assert_true (shows_text (row, "Tom Okafor"));
  g_object_unref (row);

  /* What nobody records has no button for it. */
  row = g_object_ref_sink (pb_item_row_new (fixture->run, route));
  record = find_labelled (row, GTK_TYPE_BUTTON, "Record…");
  g_assert_true (record == NULL || !gtk_widget_get_visible (record));
  g_object_unref (row);
}

/* What cannot be done says why. */
static void
test_item_menu (Fixture *fixture, gconstpointer data)
{
  PbItemModel *route = plant_find_item (fixture->run, PB_ITEM_ROUTE, "3");
  GtkWidget *menu = g_object_ref_sink (pb_item_menu_new (fixture->run, route));
  g_autofree char *why_not = pb_run_model_why_not (fixture->run, PB_ACTION_WAIVE, route);
  GtkWidget *button;

  g_assert_nonnull (why_not);
  g_assert_true (shows_text (gtk_popover_get_child (GTK_POPOVER (menu)), why_not));
  /* What the server does not offer is not offered here either. */
  g_assert_nonnull (find_labelled (menu, GTK_TYPE_LABEL, "Request _waiver…"));
  g_assert_null (find_labelled (menu, GTK_TYPE_LABEL, "_Not needed…"));
  button = gtk_widget_get_ancestor (find_labelled (menu, GTK_TYPE_LABEL, why_not), GTK_TYPE_BUTTON);
  g_assert_cmpstr (pb_button_get_why_not (PB_BUTTON (button)), ==, why_not);
  /* Whoever has no pointer reaches it and reads why. */
  g_assert_true (gtk_widget_get_sensitive (button));
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, why_not);
  g_object_unref (menu);
}

static void
test_gate (Fixture *fixture, gconstpointer data)
{
  GtkWidget *strip = pb_gate_strip_new (fixture->run);
  GtkWidget *window = show_in_window (strip);

  g_assert_cmpstr (pb_gate_strip_get_sentence (PB_GATE_STRIP (strip)), ==, "6 things stand against authorisation");
  g_assert_true (shows_text (strip, "Authorise") || find_labelled (strip, GTK_TYPE_BUTTON, "_Authorise…") != NULL);
  for (guint i = 0; i < g_list_model_get_n_items (pb_run_model_get_blockers (fixture->run)); i++)
    {
      g_autoptr (PbBlockerItem) blocker = g_list_model_get_item (pb_run_model_get_blockers (fixture->run), i);
      g_assert_true (shows_text (strip, pb_row_get_text (blocker, "sentence")));
      g_assert_true (shows_text (strip, pb_row_get_text (blocker, "who-text")));
    }
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_groups (Fixture *fixture, gconstpointer data)
{
  GtkWidget *board = pb_board_view_new (fixture->run);
  GtkWidget *window = show_in_window (board);
  PbItemModel *item = plant_find_item (fixture->run, PB_ITEM_TIME_RULE, "PASTE_EXPOSURE:LOT-24-118");
  GtkWidget *focus;

  g_assert_true (shows_text (board, "Bake"));
  g_assert_true (shows_text (board, "On the line"));
  g_assert_true (pb_board_view_show_item (PB_BOARD_VIEW (board), pb_item_model_get_id (item)));
  focus = gtk_window_get_focus (GTK_WINDOW (window));
  g_assert_true (PB_IS_ITEM_ROW (focus));
  g_assert_true (pb_item_row_get_item (PB_ITEM_ROW (focus)) == item);
  g_assert_true (gtk_widget_has_css_class (focus, "pb-found"));
  g_assert_false (pb_board_view_show_item (PB_BOARD_VIEW (board), "no-such-item"));
  gtk_window_destroy (GTK_WINDOW (window));
}

/* --- by keyboard */

static GtkWidget *
press_tab (GtkWidget *window, GtkDirectionType direction)
{
  g_signal_emit_by_name (window, "move-focus", direction);
  return gtk_window_get_focus (GTK_WINDOW (window));
}

/* From a row that says what is wrong to its actions, then to the next row, and the same way back. */
static void
test_tab (Fixture *fixture, gconstpointer data)
{
  GtkWidget *board = pb_board_view_new (fixture->run);
  GtkWidget *window = show_in_window (board);
  PbItemModel *item = plant_find_item (fixture->run, PB_ITEM_PREP_BAKE, "PCB-4711");
  GtkWidget *row, *focus;

  g_assert_cmpstr (pb_row_get_text (item, "failure-text"), !=, "");
  pb_board_view_show_item (PB_BOARD_VIEW (board), pb_item_model_get_id (item));
  row = gtk_window_get_focus (GTK_WINDOW (window));
  focus = press_tab (window, GTK_DIR_TAB_FORWARD);
  g_assert_true (PB_IS_BUTTON (focus) && gtk_widget_is_ancestor (focus, row));
  focus = press_tab (window, GTK_DIR_TAB_FORWARD);
  g_assert_true (gtk_widget_get_ancestor (focus, GTK_TYPE_MENU_BUTTON) != NULL && gtk_widget_is_ancestor (focus, row));
  focus = press_tab (window, GTK_DIR_TAB_FORWARD);
  g_assert_true (PB_IS_ITEM_ROW (focus) && focus != row);
  for (guint i = 0; i < 3; i++)
    focus = press_tab (window, GTK_DIR_TAB_BACKWARD);
  g_assert_true (focus == row);
  gtk_window_destroy (GTK_WINDOW (window));
}

/* Tab goes through the whole board and comes back to where it began: nothing swallows it. */
static void
test_tab_around (Fixture *fixture, gconstpointer data)
{
  GtkWidget *board = pb_board_view_new (fixture->run);
  GtkWidget *window = show_in_window (board);
  GtkWidget *first = press_tab (window, GTK_DIR_TAB_FORWARD);
  GtkWidget *before = NULL, *focus = first;
  guint steps = 0;

  do
    {
      before = focus;
      focus = press_tab (window, GTK_DIR_TAB_FORWARD);
      g_assert_true (focus != before);
      g_assert_cmpuint (++steps, <, 500);
    }
  while (focus != first);
  g_assert_cmpuint (steps, >, 2 * 17);
  gtk_window_destroy (GTK_WINDOW (window));
}

/* A refresh that changes nothing of an item leaves its row, and with it the focus, where it is. */
static gboolean
is_asked_again (gpointer server)
{
  return fake_server_count (server, "GET", "/api/runs/" PLANT_RUN "/gate") > 1;
}

static void
test_refresh_keeps_focus (Fixture *fixture, gconstpointer data)
{
  GtkWidget *board = pb_board_view_new (fixture->run);
  GtkWidget *window = show_in_window (board);
  PbItemModel *item = plant_find_item (fixture->run, PB_ITEM_PREP_BAKE, "PCB-4711");
  GtkWidget *focus;

  pb_board_view_show_item (PB_BOARD_VIEW (board), pb_item_model_get_id (item));
  focus = gtk_window_get_focus (GTK_WINDOW (window));
  pb_run_model_refresh (fixture->run);
  pump_until (is_asked_again, fixture->plant->server);
  pump_for (50);
  g_assert_true (gtk_window_get_focus (GTK_WINDOW (window)) == focus);
  gtk_window_destroy (GTK_WINDOW (window));
}

/* --- loading */

static gboolean
has_result (gpointer view)
{
  return *pb_loading_view_get_result (view) != '\0';
}

static void
test_loading (Fixture *fixture, gconstpointer data)
{
  GtkWidget *view = pb_loading_view_new (fixture->run);
  GtkWidget *window = show_in_window (view);
  const char *body;

  fake_server_set (
    fixture->plant->server, "POST", "/api/loading/verify", 200,
    "{\"ok\":true,\"data\":{\"id\":\"l1\",\"runNo\":\"" PLANT_RUN
    "\",\"slotCode\":\"F03\",\"materialCode\":\"CAP-10N\",\"lotNo\":\"L7\",\"expectedCode\":\"IC-STM32F4\","
    "\"status\":\"LOADED\",\"verifyResult\":\"FAIL\",\"failReason\":\"MISMATCH\"}}");
  g_assert_true (shows_text (view, "2 of 4 slots loaded"));
  /* A reel before its slot is nobody's. */
  g_assert_false (pb_loading_view_take_scan (PB_LOADING_VIEW (view), "CAP-10N|L7"));
  g_assert_true (pb_loading_view_take_scan (PB_LOADING_VIEW (view), "F03"));
  g_assert_true (pb_loading_view_take_scan (PB_LOADING_VIEW (view), "CAP-10N|L7"));
  pump_until (has_result, view);
  body = fake_server_get_body (fixture->plant->server, "POST", "/api/loading/verify");
  g_assert_nonnull (strstr (body, "\"slotCode\":\"F03\""));
  g_assert_nonnull (strstr (body, "\"materialLotBarcode\":\"CAP-10N|L7\""));
  g_assert_cmpint (pb_badge_get_look (PB_BADGE (find_widget (view, PB_TYPE_BADGE))), ==, PB_LOOK_FAIL);
  gtk_window_destroy (GTK_WINDOW (window));
}

static gboolean
says_lot (gpointer view)
{
  return strstr (pb_loading_view_get_result (view), "It names no lot") != NULL;
}

/* What was refused is selected, so that the next scan takes its place; the code of a material alone is named as such.
 */
static void
test_loading_refused (Fixture *fixture, gconstpointer data)
{
  GtkWidget *view = pb_loading_view_new (fixture->run);
  GtkWidget *window = show_in_window (view);
  GtkWidget *reel;
  int start, end;

  fake_server_set (fixture->plant->server, "POST", "/api/loading/verify", 404,
                   "{\"ok\":false,\"error\":{\"code\":\"MATERIAL_LOT_NOT_FOUND\",\"message\":\"m\"}}");
  pb_loading_view_take_scan (PB_LOADING_VIEW (view), "F03");
  pb_loading_view_take_scan (PB_LOADING_VIEW (view), "IC-STM32F4");
  pump_until (says_lot, view);
  reel = gtk_window_get_focus (GTK_WINDOW (window));
  g_assert_true (GTK_IS_EDITABLE (reel));
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (reel)), ==, "IC-STM32F4");
  g_assert_true (gtk_editable_get_selection_bounds (GTK_EDITABLE (reel), &start, &end));
  g_assert_cmpint (end - start, ==, 10);
  gtk_window_destroy (GTK_WINDOW (window));
}

/* --- first article */

static gboolean
is_saved (gpointer server)
{
  return fake_server_count (server, "PUT", "/api/fai/fai-1/measurements") > 0;
}

/* A number is judged by its limits as it is typed, and saved together with the others. */
static void
test_characteristics (Fixture *fixture, gconstpointer data)
{
  GtkWidget *view = pb_fai_view_new (fixture->run);
  GtkWidget *window = show_in_window (view);
  GtkWidget *row = GTK_WIDGET (find_characteristic (view, "Peak temperature"));
  GtkWidget *entry = find_widget (row, GTK_TYPE_ENTRY);
  GtkWidget *verdict = find_widget (row, PB_TYPE_BADGE);

  fake_server_set (fixture->plant->server, "PUT", "/api/fai/fai-1/measurements", 200, "{\"ok\":true,\"data\":{}}");
  g_assert_false (pb_fai_view_is_dirty (PB_FAI_VIEW (view)));
  g_assert_cmpint (pb_badge_get_look (PB_BADGE (verdict)), ==, PB_LOOK_PENDING);
  gtk_editable_set_text (GTK_EDITABLE (entry), "251");
  g_assert_cmpint (pb_badge_get_look (PB_BADGE (verdict)), ==, PB_LOOK_FAIL);
  gtk_editable_set_text (GTK_EDITABLE (entry), "250");
  g_assert_cmpint (pb_badge_get_look (PB_BADGE (verdict)), ==, PB_LOOK_PASS);
  gtk_editable_set_text (GTK_EDITABLE (entry), "hot");
  gtk_test_accessible_assert_state (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_STATE_INVALID, GTK_ACCESSIBLE_INVALID_TRUE);
  gtk_editable_set_text (GTK_EDITABLE (entry), "246.5");
  g_assert_true (pb_fai_view_is_dirty (PB_FAI_VIEW (view)));
  settle ();
  g_assert_true (gtk_widget_activate_action (view, "fai.save", NULL));
  pump_until (is_saved, fixture->plant->server);
  g_assert_nonnull (
    strstr (fake_server_get_body (fixture->plant->server, "PUT", "/api/fai/fai-1/measurements"), "246.5"));
  gtk_window_destroy (GTK_WINDOW (window));
}

/* As the wheel does it. Returns: whether somebody took it. */
static gboolean
turn_wheel (GtkWidget *widget, double dy)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);
  gboolean taken = FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (controllers) && !taken; i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_EVENT_CONTROLLER_SCROLL (controller) &&
          gtk_event_controller_get_propagation_phase (controller) == GTK_PHASE_CAPTURE)
        g_signal_emit_by_name (controller, "scroll", 0.0, dy, &taken);
    }
  return taken;
}

static gboolean
can_scroll (gpointer page)
{
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (page);

  return gtk_adjustment_get_upper (adjustment) > gtk_adjustment_get_page_size (adjustment);
}

/* The wheel moves the page also where the table is under the pointer, which scrolls sideways. */
static void
test_wheel (Fixture *fixture, gconstpointer data)
{
  GtkWidget *view = pb_fai_view_new (fixture->run);
  GtkWidget *window = show_in_window (view);
  GtkWidget *row = find_characteristic (view, "Peak temperature");
  GtkWidget *table = gtk_widget_get_ancestor (row, GTK_TYPE_SCROLLED_WINDOW);
  GtkWidget *page = gtk_widget_get_ancestor (gtk_widget_get_parent (table), GTK_TYPE_SCROLLED_WINDOW);
  GtkAdjustment *adjustment;

  pump_until (can_scroll, page);
  adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (page));
  gtk_adjustment_set_value (adjustment, 0);
  g_assert_true (turn_wheel (table, 1));
  g_assert_cmpfloat (gtk_adjustment_get_value (adjustment), >, 0);
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_attributes (Fixture *fixture, gconstpointer data)
{
  GtkWidget *view = pb_fai_view_new (fixture->run);
  GtkWidget *window = show_in_window (view);
  GtkWidget *row = GTK_WIDGET (find_characteristic (view, "Missing or shifted parts"));
  GtkWidget *pass = find_widget (row, GTK_TYPE_TOGGLE_BUTTON);

  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (pass), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Missing or shifted parts of SN-001-0001: Pass");
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (pass), TRUE);
  g_assert_true (pb_fai_view_is_dirty (PB_FAI_VIEW (view)));
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (pass), FALSE);
  g_assert_false (pb_fai_view_is_dirty (PB_FAI_VIEW (view)));
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_signatures (Fixture *fixture, gconstpointer data)
{
  GtkWidget *view = pb_fai_view_new (fixture->run);
  GtkWidget *window = show_in_window (view);

  g_assert_true (shows_text (view, "Production"));
  g_assert_true (shows_text (view, "Engineering"));
  g_assert_true (shows_text (view, "Quality"));
  g_assert_true (shows_text (view, "Awaited"));
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int argc, char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
#define ADD(path, function) g_test_add ("/board/" path, Fixture, NULL, set_up, function, tear_down)
  ADD ("looks", test_looks);
  ADD ("icons", test_icons);
  ADD ("styles", test_styles);
  ADD ("item-row", test_item_row);
  ADD ("item-menu", test_item_menu);
  ADD ("gate", test_gate);
  ADD ("groups", test_groups);
  ADD ("tab", test_tab);
  ADD ("tab-around", test_tab_around);
  ADD ("refresh-keeps-focus", test_refresh_keeps_focus);
  ADD ("loading", test_loading);
  ADD ("loading-refused", test_loading_refused);
  ADD ("characteristics", test_characteristics);
  ADD ("wheel", test_wheel);
  ADD ("attributes", test_attributes);
  ADD ("signatures", test_signatures);
  return g_test_run ();
}
