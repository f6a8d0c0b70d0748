/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dialogs.h"

#include "view/pb-ask-dialog.h"
#include "view/pb-button.h"
#include "view/pb-fai-dialogs.h"
#include "view/pb-plain-row.h"
#include "view/pb-run-dialogs.h"
#include "view/pb-run-sign-dialog.h"
#include "view/pb-waive-dialog.h"
#include "view/pb-waiver-form.h"

#include <string.h>

/* --- waiving */

static PbItemModel *
worn_item (DialogFixture *fixture)
{
  return plant_find_item (fixture->run, PB_ITEM_PREP_STENCIL_CLEAN, "ST-0117");
}

static char *
waive_path (PbItemModel *item, const char *verb)
{
  g_autofree char *id = g_strdup (pb_item_model_get_id (item));

  if (strcmp (verb, "waive") == 0)
    return g_strdup_printf ("/api/runs/" PLANT_RUN "/readiness/items/%s/waive", id);
  return g_strdup_printf ("/api/readiness-items/%s/%s", id, verb);
}

static void
test_waive (DialogFixture *fixture, gconstpointer data)
{
  PbItemModel *item = worn_item (fixture);
  g_autofree char *path = waive_path (item, "waive");
  GtkWidget *dialog = dialog_present (fixture, pb_waive_dialog_new (GTK_WINDOW (fixture->parent), fixture->run, item));
  PbCredentials *credentials = pb_sign_dialog_get_credentials (PB_SIGN_DIALOG (dialog));
  PbWaiverForm *form = PB_WAIVER_FORM (find_widget (dialog, PB_TYPE_WAIVER_FORM));
  g_autofree char *end = g_strdup ("2030-01-01 12:00");
  const char *body;

  fake_server_set (fixture->plant->server, "POST", path, 200, "{\"ok\":true,\"data\":{\"status\":\"WAIVED\"}}");
  /* Exactly what is signed is shown before anybody can sign. */
  g_assert_cmpstr (pb_credentials_get_email (credentials), ==, "supervisor@example.com");
  pump_until (is_complete, dialog);
  g_assert_true (shows_text (dialog, "last cleaned 26.7 h ago"));
  g_assert_true (shows_text (dialog, "What failed"));

  pb_credentials_type (credentials, "other@example.com", "p\"w");
  pb_dialog_submit (PB_DIALOG (dialog));
  g_assert_cmpstr (pb_dialog_get_message (PB_DIALOG (dialog)), ==, "Give a reason of at least 10 characters.");
  pb_waiver_form_type (form, "The form follows", "");
  pb_dialog_submit (PB_DIALOG (dialog));
  g_assert_true (g_str_has_prefix (pb_dialog_get_message (PB_DIALOG (dialog)), "Say until when the waiver holds"));
  g_assert_cmpuint (fake_server_count (fixture->plant->server, "POST", path), ==, 0);
  pb_waiver_form_type (form, "The form follows", end);
  pb_dialog_submit (PB_DIALOG (dialog));
  pump_until (is_done, fixture);
  body = fake_server_get_body (fixture->plant->server, "POST", path);
  g_assert_nonnull (strstr (body, "\"reason\":\"The form follows\""));
  g_assert_nonnull (strstr (body, "\"category\":\"OTHER\""));
  g_assert_nonnull (strstr (body, "\"until\":\"2030-01-01T12:00:00.000Z\""));
  g_assert_nonnull (strstr (body, "\"contentHash\":\"3b6c0ffee\""));
  g_assert_nonnull (strstr (body, "\"email\":\"other@example.com\""));
  g_assert_nonnull (strstr (body, "\"password\":\"p\\\"w\""));
}

/* A wrong password is asked for again; the reason stays. */
static void
test_waive_wrong_password (DialogFixture *fixture, gconstpointer data)
{
  PbItemModel *item = worn_item (fixture);
  g_autofree char *path = waive_path (item, "waive");
  GtkWidget *dialog = dialog_present (fixture, pb_waive_dialog_new (GTK_WINDOW (fixture->parent), fixture->run, item));
  PbCredentials *credentials = pb_sign_dialog_get_credentials (PB_SIGN_DIALOG (dialog));
  PbWaiverForm *form = PB_WAIVER_FORM (find_widget (dialog, PB_TYPE_WAIVER_FORM));
  g_autofree char *reason = NULL;

  fake_server_set (fixture->plant->server, "POST", path, 403,
                   "{\"ok\":false,\"error\":{\"code\":\"CREDENTIALS_INVALID\",\"message\":\"m\"}}");
  pump_until (is_complete, dialog);
  pb_waiver_form_type (form, "The form follows", "2030-01-01 12:00");
  pb_credentials_type (credentials, "other@example.com", "wrong");
  pb_dialog_submit (PB_DIALOG (dialog));
  pump_until (has_message, dialog);
  g_assert_false (fixture->done);
  g_assert_cmpstr (pb_credentials_get_password (credentials), ==, "");
  g_assert_cmpstr (pb_credentials_get_email (credentials), ==, "other@example.com");
  reason = pb_waiver_form_dup_reason (form);
  g_assert_cmpstr (reason, ==, "The form follows");
  gtk_window_destroy (GTK_WINDOW (dialog));
}

/* Content that changed meanwhile is fetched and shown again. */
static void
test_waive_content_changed (DialogFixture *fixture, gconstpointer data)
{
  PbItemModel *item = worn_item (fixture);
  g_autofree char *path = waive_path (item, "waive");
  g_autofree char *signable = waive_path (item, "signable");
  GtkWidget *dialog = dialog_present (fixture, pb_waive_dialog_new (GTK_WINDOW (fixture->parent), fixture->run, item));

  fake_server_set (fixture->plant->server, "POST", path, 409,
                   "{\"ok\":false,\"error\":{\"code\":\"CONTENT_CHANGED\",\"message\":\"m\"}}");
  pump_until (is_complete, dialog);
  g_assert_cmpuint (fake_server_count (fixture->plant->server, "GET", signable), ==, 1);
  pb_waiver_form_type (PB_WAIVER_FORM (find_widget (dialog, PB_TYPE_WAIVER_FORM)), "The form follows",
                       "2030-01-01 12:00");
  pb_credentials_type (pb_sign_dialog_get_credentials (PB_SIGN_DIALOG (dialog)), "a@b", "secret");
  pb_dialog_submit (PB_DIALOG (dialog));
  pump_until (has_message, dialog);
  pump_until (is_complete, dialog);
  g_assert_cmpuint (fake_server_count (fixture->plant->server, "GET", signable), ==, 2);
  gtk_window_destroy (GTK_WINDOW (dialog));
}

static void
test_request (DialogFixture *fixture, gconstpointer data)
{
  PbItemModel *item = worn_item (fixture);
  g_autofree char *path = waive_path (item, "waiver-requests");
  GtkWidget *dialog =
    dialog_present (fixture, pb_request_dialog_new (GTK_WINDOW (fixture->parent), fixture->run, item));

  fake_server_set (fixture->plant->server, "POST", path, 201, "{\"ok\":true,\"data\":{\"id\":\"w9\"}}");
  pb_waiver_form_type (PB_WAIVER_FORM (find_widget (dialog, PB_TYPE_WAIVER_FORM)), "The form follows",
                       "2030-01-01 12:00");
  g_assert_null (find_widget (dialog, PB_TYPE_CREDENTIALS));
  pb_dialog_submit (PB_DIALOG (dialog));
  pump_until (is_done, fixture);
  g_assert_null (strstr (fake_server_get_body (fixture->plant->server, "POST", path), "password"));
}

/* --- the run */

static void
test_authorise_refused (DialogFixture *fixture, gconstpointer data)
{
  GtkWidget *dialog =
    dialog_present (fixture, pb_run_sign_dialog_new (GTK_WINDOW (fixture->parent), fixture->run, PB_SIGN_AUTHORISE));

  fake_server_set (fixture->plant->server, "POST", "/api/runs/" PLANT_RUN "/authorize", 400,
                   "{\"ok\":false,\"error\":{\"code\":\"READINESS_CHECK_FAILED\",\"message\":\"m\",\"blockers\":["
                   "{\"code\":\"FAI_NOT_PASSED\",\"message\":\"The first article has not passed\",\"clearedBy\":[]},"
                   "{\"code\":\"RUN_NOT_READY\",\"message\":\"The run is on hold\",\"clearedBy\":[]}]}}");
  pump_until (is_complete, dialog);
  g_assert_true (shows_text (dialog, "Squeegee"));
  pb_credentials_type (pb_sign_dialog_get_credentials (PB_SIGN_DIALOG (dialog)), "planner@example.com", "secret");
  pb_dialog_submit (PB_DIALOG (dialog));
  pump_until (has_message, dialog);
  g_assert_nonnull (strstr (pb_dialog_get_message (PB_DIALOG (dialog)), "• The first article has not passed"));
  g_assert_nonnull (strstr (pb_dialog_get_message (PB_DIALOG (dialog)), "• The run is on hold"));
  gtk_window_destroy (GTK_WINDOW (dialog));
}

static void
test_revoke_needs_reason (DialogFixture *fixture, gconstpointer data)
{
  GtkWidget *dialog =
    dialog_present (fixture, pb_run_sign_dialog_new (GTK_WINDOW (fixture->parent), fixture->run, PB_SIGN_REVOKE));

  pump_until (is_complete, dialog);
  pb_credentials_type (pb_sign_dialog_get_credentials (PB_SIGN_DIALOG (dialog)), "planner@example.com", "secret");
  pb_dialog_submit (PB_DIALOG (dialog));
  g_assert_cmpstr (pb_dialog_get_message (PB_DIALOG (dialog)), ==, "Give a reason.");
  gtk_window_destroy (GTK_WINDOW (dialog));
}

/* What is wrong is marked where it is wrong, and the mark goes when somebody writes there. */
static void
test_mark (DialogFixture *fixture, gconstpointer data)
{
  GtkWidget *dialog =
    dialog_present (fixture, pb_run_sign_dialog_new (GTK_WINDOW (fixture->parent), fixture->run, PB_SIGN_REVOKE));
  GtkWidget *reason = find_widget (dialog, GTK_TYPE_TEXT_VIEW);
  GtkWidget *row = gtk_widget_get_ancestor (reason, GTK_TYPE_LIST_BOX_ROW);

  pump_until (is_complete, dialog);
  pb_credentials_type (pb_sign_dialog_get_credentials (PB_SIGN_DIALOG (dialog)), "planner@example.com", "secret");
  gtk_widget_grab_focus (GTK_WIDGET (pb_sign_dialog_get_credentials (PB_SIGN_DIALOG (dialog))));
  pb_dialog_submit (PB_DIALOG (dialog));
  g_assert_true (gtk_window_get_focus (GTK_WINDOW (dialog)) == reason);
  g_assert_true (gtk_widget_has_css_class (row, "error"));
  gtk_test_accessible_assert_state (GTK_ACCESSIBLE (reason), GTK_ACCESSIBLE_STATE_INVALID, GTK_ACCESSIBLE_INVALID_TRUE);
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (reason)), "The order is stopped", -1);
  g_assert_false (gtk_widget_has_css_class (row, "error"));
  gtk_test_accessible_assert_state (GTK_ACCESSIBLE (reason), GTK_ACCESSIBLE_STATE_INVALID,
                                    GTK_ACCESSIBLE_INVALID_FALSE);
  g_assert_cmpstr (pb_dialog_get_message (PB_DIALOG (dialog)), ==, "");
  gtk_window_destroy (GTK_WINDOW (dialog));
}

/* The button that signs says what is missing; it is never grey without a word. */
static void
test_sign_without_secret (DialogFixture *fixture, gconstpointer data)
{
  GtkWidget *dialog =
    dialog_present (fixture, pb_run_sign_dialog_new (GTK_WINDOW (fixture->parent), fixture->run, PB_SIGN_AUTHORISE));

  pump_until (is_complete, dialog);
  g_assert_true (gtk_widget_is_sensitive (find_labelled (dialog, GTK_TYPE_BUTTON, "_Sign and authorise")));
  pb_dialog_submit (PB_DIALOG (dialog));
  g_assert_cmpstr (pb_dialog_get_message (PB_DIALOG (dialog)), ==, "Give the password of the person who signs.");
  g_assert_false (pb_dialog_is_busy (PB_DIALOG (dialog)));
  gtk_window_destroy (GTK_WINDOW (dialog));
}

/* The key is heard before a text of several lines makes a new line of it. */
static void
test_ctrl_enter (DialogFixture *fixture, gconstpointer data)
{
  GtkWidget *dialog =
    dialog_present (fixture, pb_run_sign_dialog_new (GTK_WINDOW (fixture->parent), fixture->run, PB_SIGN_REVOKE));

  g_assert_true (press_early (dialog, "<Control>Return"));
  g_assert_cmpstr (pb_dialog_get_message (PB_DIALOG (dialog)), ==, "Give a reason.");
  gtk_window_destroy (GTK_WINDOW (dialog));
}

static gboolean
is_drawn (gpointer widget)
{
  return gtk_widget_get_mapped (widget) && gtk_widget_get_height (widget) > 0;
}

/* However much stands in it, a dialog is no higher than the window behind it, and its buttons stay in sight. */
static void
test_height (DialogFixture *fixture, gconstpointer data)
{
  PbAskDialog *ask = pb_ask_dialog_new (GTK_WINDOW (fixture->parent), "Decide", "_Decide", NULL, NULL, NULL);
  GtkWidget *dialog = GTK_WIDGET (ask);
  GtkWidget *button = find_labelled (dialog, GTK_TYPE_BUTTON, "_Decide");
  graphene_rect_t place;

  for (guint i = 0; i < 60; i++)
    pb_ask_dialog_add_note (ask, "one more value is missing");
  gtk_window_present (GTK_WINDOW (dialog));
  pump_until (is_drawn, button);
  g_assert_cmpint (gtk_widget_get_height (dialog), <=, gtk_widget_get_height (fixture->parent));
  g_assert_true (gtk_widget_compute_bounds (button, dialog, &place));
  g_assert_cmpfloat (place.origin.y, >=, 0);
  g_assert_cmpfloat (place.origin.y + place.size.height, <, 60);
  gtk_window_destroy (GTK_WINDOW (dialog));
}

/* And so high that a short one shows all of itself. */
static void
test_short_dialog (DialogFixture *fixture, gconstpointer data)
{
  GtkWidget *dialog = pb_units_dialog_present (GTK_WINDOW (fixture->parent), fixture->run);
  GtkWidget *form = find_widget (dialog, ADW_TYPE_ENTRY_ROW);
  GtkWidget *viewport = gtk_widget_get_ancestor (form, GTK_TYPE_VIEWPORT);
  GtkAdjustment *adjustment;
  int width, height;

  pump_until (is_drawn, viewport);
  adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (viewport));
  /* A display without a compositor takes its frame out of what was asked for. */
  gtk_window_get_default_size (GTK_WINDOW (dialog), &width, &height);
  g_assert_cmpfloat (gtk_adjustment_get_upper (adjustment), >, 0);
  g_assert_cmpfloat (gtk_adjustment_get_upper (adjustment), <=,
                     gtk_adjustment_get_page_size (adjustment) + height - gtk_widget_get_height (dialog));
  gtk_window_destroy (GTK_WINDOW (dialog));
}

/* A number that is none is marked and kept, not turned into another. */
static void
test_number (DialogFixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *text;
    gboolean valid;
  } cases[] = { { "3a", FALSE }, { "", FALSE }, { "0", FALSE }, { "1", TRUE }, { "10000", TRUE }, { "10001", FALSE } };
  GtkWidget *dialog = pb_units_dialog_present (GTK_WINDOW (fixture->parent), fixture->run);
  GtkWidget *entry = find_labelled (dialog, ADW_TYPE_ENTRY_ROW, "_Units (1 to 10000)");
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (dialog));

  g_assert_nonnull (entry);
  /* Enter is for the number, not for the button that leaves. */
  g_assert_true (focus != NULL && gtk_widget_is_ancestor (focus, entry));
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gtk_editable_set_text (GTK_EDITABLE (entry), cases[i].text);
      g_assert_cmpint (gtk_widget_has_css_class (entry, "error"), ==, !cases[i].valid);
      if (cases[i].valid)
        continue;
      pb_dialog_submit (PB_DIALOG (dialog));
      g_assert_false (pb_dialog_is_busy (PB_DIALOG (dialog)));
      g_assert_cmpstr (pb_dialog_get_message (PB_DIALOG (dialog)), ==, "Write a whole number from 1 to 10000.");
      g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entry)), ==, cases[i].text);
    }
  gtk_window_destroy (GTK_WINDOW (dialog));
}

/* Nobody fails a first article by pressing Enter. */
static void
test_decide (DialogFixture *fixture, gconstpointer data)
{
  GtkWidget *dialog = pb_fai_decide_dialog_present (GTK_WINDOW (fixture->parent), fixture->run);
  GtkWidget *decision = find_labelled (dialog, ADW_TYPE_COMBO_ROW, "_Decision");

  pb_dialog_submit (PB_DIALOG (dialog));
  g_assert_cmpstr (pb_dialog_get_message (PB_DIALOG (dialog)), ==, "Choose whether it passes or fails.");
  adw_combo_row_set_selected (ADW_COMBO_ROW (decision), 2);
  g_assert_cmpstr (pb_dialog_get_message (PB_DIALOG (dialog)), ==, "");
  pb_dialog_submit (PB_DIALOG (dialog));
  g_assert_true (g_str_has_prefix (pb_dialog_get_message (PB_DIALOG (dialog)), "Say in the remark why it fails"));
  g_assert_cmpuint (fake_server_count (fixture->plant->server, "POST", "/api/fai/fai-1/complete"), ==, 0);
  gtk_window_destroy (GTK_WINDOW (dialog));
}

/* Taking something off the line asks first, and says what it means. */
static void
test_unbind_asks (DialogFixture *fixture, gconstpointer data)
{
  GtkWidget *dialog = pb_bind_dialog_present (GTK_WINDOW (fixture->parent), fixture->run, PB_ASSET_STENCIL);
  GtkWidget *button = find_labelled (dialog, GTK_TYPE_BUTTON, "_Take off the line…");
  static const char path[] = "/api/integration/lines/line-1/stencil/unbind";

  g_assert_nonnull (button);
  g_signal_emit_by_name (button, "clicked");
  settle ();
  g_assert_cmpuint (count_questions (), ==, 1);
  g_assert_cmpuint (fake_server_count (fixture->plant->server, "POST", path), ==, 0);
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (find_question ()), "keep");
  pump_for (50);
  g_assert_cmpuint (fake_server_count (fixture->plant->server, "POST", path), ==, 0);
  g_assert_true (gtk_widget_get_visible (dialog));
  fake_server_set (fixture->plant->server, "POST", path, 200, "{\"ok\":true,\"data\":{}}");
  dialog_present (fixture, dialog);
  g_signal_emit_by_name (button, "clicked");
  settle ();
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (find_question ()), "unbind");
  pump_until (is_done, fixture);
  g_assert_cmpuint (fake_server_count (fixture->plant->server, "POST", path), ==, 1);
}

/* Facts are read, not stepped on; every field is reached both ways. */
static void
test_tab (DialogFixture *fixture, gconstpointer data)
{
  GtkWidget *dialog =
    dialog_present (fixture, pb_waive_dialog_new (GTK_WINDOW (fixture->parent), fixture->run, worn_item (fixture)));
  GtkWidget *first, *focus;
  guint forward = 0, backward = 0;

  pump_until (is_complete, dialog);
  first = focus = gtk_window_get_focus (GTK_WINDOW (dialog));
  do
    {
      GtkWidget *before = focus;
      g_signal_emit_by_name (dialog, "move-focus", GTK_DIR_TAB_FORWARD);
      focus = gtk_window_get_focus (GTK_WINDOW (dialog));
      g_assert_true (focus != before);
      g_assert_false (ADW_IS_ACTION_ROW (focus) && !ADW_IS_COMBO_ROW (focus));
      g_assert_cmpuint (++forward, <, 40);
    }
  while (focus != first);
  do
    {
      GtkWidget *before = focus;
      g_signal_emit_by_name (dialog, "move-focus", GTK_DIR_TAB_BACKWARD);
      focus = gtk_window_get_focus (GTK_WINDOW (dialog));
      g_assert_true (focus != before);
      g_assert_cmpuint (++backward, <, 40);
    }
  while (focus != first);
  g_assert_cmpuint (forward, ==, backward);
  gtk_window_destroy (GTK_WINDOW (dialog));
}

/* A list that begins with facts is entered all the same. */
static void
test_tab_facts (DialogFixture *fixture, gconstpointer data)
{
  GtkWidget *list = gtk_list_box_new ();
  GtkWidget *entry = gtk_entry_new ();
  GtkWidget *window;

  gtk_list_box_append (GTK_LIST_BOX (list), pb_plain_row_new ("Run", PLANT_RUN));
  gtk_list_box_append (GTK_LIST_BOX (list), pb_bare_row_new (entry));
  gtk_list_box_append (GTK_LIST_BOX (list), pb_plain_row_new ("Line", "SMT line A"));
  window = show_in_window (list);
  gtk_window_set_focus (GTK_WINDOW (window), NULL);
  g_signal_emit_by_name (window, "move-focus", GTK_DIR_TAB_FORWARD);
  g_assert_true (gtk_widget_is_ancestor (gtk_window_get_focus (GTK_WINDOW (window)), entry));
  gtk_window_set_focus (GTK_WINDOW (window), NULL);
  g_signal_emit_by_name (window, "move-focus", GTK_DIR_TAB_BACKWARD);
  g_assert_true (gtk_widget_is_ancestor (gtk_window_get_focus (GTK_WINDOW (window)), entry));
  gtk_window_destroy (GTK_WINDOW (window));
}

/* Whoever presses a button that cannot be used is told why, and nothing else happens. */
static void
count_cb (guint *count)
{
  (*count)++;
}

static void
test_why_not (DialogFixture *fixture, gconstpointer data)
{
  GtkWidget *button = g_object_ref_sink (pb_button_new ());
  guint count = 0;

  g_signal_connect_swapped (button, "clicked", G_CALLBACK (count_cb), &count);
  g_signal_emit_by_name (button, "clicked");
  g_assert_cmpuint (count, ==, 1);
  pb_button_set_why_not (PB_BUTTON (button), "The run is closed.");
  g_signal_emit_by_name (button, "clicked");
  g_assert_cmpuint (count, ==, 1);
  g_assert_true (gtk_widget_get_sensitive (button) && gtk_widget_get_focusable (button));
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                       "The run is closed.");
  gtk_test_accessible_assert_state (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_STATE_DISABLED, TRUE);
  pb_button_set_why_not (PB_BUTTON (button), NULL);
  g_signal_emit_by_name (button, "clicked");
  g_assert_cmpuint (count, ==, 2);
  gtk_test_accessible_assert_state (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_STATE_DISABLED, FALSE);
  g_object_unref (button);
}

static void
test_sign_first_article (DialogFixture *fixture, gconstpointer data)
{
  GtkWidget *dialog = dialog_present (fixture, pb_fai_sign_dialog_new (GTK_WINDOW (fixture->parent), fixture->run,
                                                                       PB_SIGN_FAI, PB_CAPACITY_QUALITY));
  const char *body;

  fake_server_set (fixture->plant->server, "POST", "/api/fai/fai-1/sign", 200, "{\"ok\":true,\"data\":{}}");
  pump_until (is_complete, dialog);
  pb_credentials_type (pb_sign_dialog_get_credentials (PB_SIGN_DIALOG (dialog)), "quality@example.com", "secret");
  pb_dialog_submit (PB_DIALOG (dialog));
  pump_until (is_done, fixture);
  body = fake_server_get_body (fixture->plant->server, "POST", "/api/fai/fai-1/sign");
  g_assert_nonnull (strstr (body, "\"capacity\":\"QUALITY\""));
  g_assert_nonnull (strstr (body, "\"contentHash\":\"3b6c0ffee\""));
  g_assert_nonnull (strstr (body, "\"email\":\"quality@example.com\""));
}

static void
test_bind_wrong_kind (DialogFixture *fixture, gconstpointer data)
{
  GtkWidget *dialog = pb_bind_dialog_present (GTK_WINDOW (fixture->parent), fixture->run, PB_ASSET_STENCIL);

  g_assert_true (pb_dialog_take_scan (PB_DIALOG (dialog), "SQ-22"));
  pb_dialog_submit (PB_DIALOG (dialog));
  g_assert_cmpstr (pb_dialog_get_message (PB_DIALOG (dialog)), ==, "SQ-22 is no Stencil. Nothing was changed.");
  gtk_window_destroy (GTK_WINDOW (dialog));
}

/* What is not registered is not bound. */
static void
test_bind_unknown (DialogFixture *fixture, gconstpointer data)
{
  GtkWidget *dialog = pb_bind_dialog_present (GTK_WINDOW (fixture->parent), fixture->run, PB_ASSET_STENCIL);

  g_assert_true (pb_dialog_take_scan (PB_DIALOG (dialog), "NOPE-123"));
  pb_dialog_submit (PB_DIALOG (dialog));
  pump_until (has_message, dialog);
  g_assert_cmpstr (pb_dialog_get_message (PB_DIALOG (dialog)), ==,
                   "NOPE-123 is not in the register. Nothing was changed.");
  g_assert_cmpuint (fake_server_count (fixture->plant->server, "POST", "/api/integration/lines/line-1/stencil/bind"),
                    ==, 0);
  gtk_window_destroy (GTK_WINDOW (dialog));
}

int
main (int argc, char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
#define ADD(path, function)                                                                                            \
  g_test_add ("/dialogs/" path, DialogFixture, NULL, dialog_set_up, function, dialog_tear_down)
  ADD ("bind-unknown", test_bind_unknown);
  ADD ("waive", test_waive);
  ADD ("waive-wrong-password", test_waive_wrong_password);
  ADD ("waive-content-changed", test_waive_content_changed);
  ADD ("request", test_request);
  ADD ("authorise-refused", test_authorise_refused);
  ADD ("revoke-needs-reason", test_revoke_needs_reason);
  ADD ("sign-first-article", test_sign_first_article);
  ADD ("bind-wrong-kind", test_bind_wrong_kind);
  ADD ("mark", test_mark);
  ADD ("sign-without-secret", test_sign_without_secret);
  ADD ("ctrl-enter", test_ctrl_enter);
  ADD ("height", test_height);
  ADD ("short-dialog", test_short_dialog);
  ADD ("number", test_number);
  ADD ("decide", test_decide);
  ADD ("unbind-asks", test_unbind_asks);
  ADD ("tab", test_tab);
  ADD ("tab-facts", test_tab_facts);
  ADD ("why-not", test_why_not);
  return g_test_run ();
}
