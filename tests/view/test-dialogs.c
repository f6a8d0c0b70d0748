/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plant.h"

#include "domain/pb-records.h"
#include "view/pb-ask-dialog.h"
#include "view/pb-button.h"
#include "view/pb-fai-dialogs.h"
#include "view/pb-field-row.h"
#include "view/pb-plain-row.h"
#include "view/pb-record-dialog.h"
#include "view/pb-run-dialogs.h"
#include "view/pb-run-sign-dialog.h"
#include "view/pb-waive-dialog.h"
#include "view/pb-waiver-form.h"

#include <string.h>

typedef struct
{
  Plant *plant;
  PbRunModel *run;
  GtkWidget *parent;
  gboolean done;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->plant = plant_new ();
  fixture->run = plant_load_run (fixture->plant);
  fixture->parent = show_in_window (gtk_label_new ("parent"));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (fixture->parent));
  settle ();
  g_object_unref (fixture->run);
  plant_free (fixture->plant);
}

static void
done_cb (Fixture *fixture)
{
  fixture->done = TRUE;
}

static GtkWidget *
present (Fixture *fixture, GtkWidget *dialog)
{
  g_signal_connect_swapped (dialog, "done", G_CALLBACK (done_cb), fixture);
  gtk_window_present (GTK_WINDOW (dialog));
  settle ();
  return dialog;
}

static gboolean
is_done (gpointer fixture)
{
  return ((Fixture *) fixture)->done;
}

static gboolean
has_message (gpointer dialog)
{
  return *pb_dialog_get_message (dialog) != '\0';
}

static gboolean
is_complete (gpointer dialog)
{
  return *pb_credentials_get_text (pb_sign_dialog_get_credentials (dialog)) != '\0';
}

static void
type_in_form (GtkWidget *dialog, const char *name, const char *text)
{
  pb_field_row_type (PB_FIELD_ROW (pb_form_get_row (pb_record_dialog_get_form (PB_RECORD_DIALOG (dialog)), name)),
                     text);
}

/* --- records */

static GtkWidget *
cleaning_dialog (Fixture *fixture)
{
  PbItemModel *item = plant_find_item (fixture->run, PB_ITEM_PREP_STENCIL_CLEAN, "ST-0117");

  return present (fixture, pb_record_dialog_new (GTK_WINDOW (fixture->parent), fixture->run,
                                                 pb_item_model_get_record_type (item), item));
}

static void
test_record (Fixture *fixture, gconstpointer data)
{
  GtkWidget *dialog = cleaning_dialog (fixture);
  const char *body;

  fake_server_set (fixture->plant->server, "POST", "/api/stencil-cleaning-records", 201,
                   "{\"ok\":true,\"data\":{\"id\":\"r1\"}}");
  type_in_form (dialog, "cleanedBy", "Lin Wu");
  pb_dialog_submit (PB_DIALOG (dialog));
  g_assert_true (pb_dialog_is_busy (PB_DIALOG (dialog)));
  pump_until (is_done, fixture);
  body = fake_server_get_body (fixture->plant->server, "POST", "/api/stencil-cleaning-records");
  g_assert_nonnull (strstr (body, "\"stencilId\":\"ST-0117\""));
  g_assert_nonnull (strstr (body, "\"cleanedBy\":\"Lin Wu\""));
  g_assert_nonnull (strstr (body, "\"runNo\":\"" PLANT_RUN "\""));
}

static void
test_record_incomplete (Fixture *fixture, gconstpointer data)
{
  GtkWidget *dialog = cleaning_dialog (fixture);

  type_in_form (dialog, "stencilId", "");
  pb_dialog_submit (PB_DIALOG (dialog));
  g_assert_false (pb_dialog_is_busy (PB_DIALOG (dialog)));
  g_assert_cmpstr (pb_dialog_get_message (PB_DIALOG (dialog)), ==, "Some fields need attention; they are marked.");
  g_assert_cmpuint (fake_server_count (fixture->plant->server, "POST", "/api/stencil-cleaning-records"), ==, 0);
  gtk_window_destroy (GTK_WINDOW (dialog));
}

/* What the server refuses stays typed, and is said at its field. */
static void
test_record_refused (Fixture *fixture, gconstpointer data)
{
  GtkWidget *dialog = cleaning_dialog (fixture);
  GtkWidget *row = pb_form_get_row (pb_record_dialog_get_form (PB_RECORD_DIALOG (dialog)), "cleanedAt");

  fake_server_set (fixture->plant->server, "POST", "/api/stencil-cleaning-records", 422,
                   "{\"ok\":false,\"type\":\"validation\",\"error\":{\"code\":\"VALIDATION_FAILED\",\"message\":\"m\","
                   "\"details\":[{\"property\":\"cleanedAt\",\"message\":\"lies in the future\"}]}}");
  type_in_form (dialog, "cleanedBy", "Lin Wu");
  type_in_form (dialog, "remark", "kept");
  pb_dialog_submit (PB_DIALOG (dialog));
  pump_until (has_message, dialog);
  g_assert_false (fixture->done);
  g_assert_nonnull (pb_field_row_get_problem (PB_FIELD_ROW (row)));
  g_assert_true (pb_form_is_dirty (pb_record_dialog_get_form (PB_RECORD_DIALOG (dialog))));
  gtk_window_destroy (GTK_WINDOW (dialog));
}

static guint
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

static void
test_escape (Fixture *fixture, gconstpointer data)
{
  GtkWidget *dialog = cleaning_dialog (fixture);

  /* Nothing typed: nothing asked. */
  g_object_add_weak_pointer (G_OBJECT (dialog), (gpointer *) &dialog);
  gtk_widget_activate_action (dialog, "dialog.close", NULL);
  settle ();
  g_assert_cmpuint (count_questions (), ==, 0);
  g_assert_null (dialog);

  dialog = cleaning_dialog (fixture);
  type_in_form (dialog, "remark", "not yet sent");
  gtk_widget_activate_action (dialog, "dialog.close", NULL);
  settle ();
  g_assert_cmpuint (count_questions (), ==, 1);
  g_assert_true (gtk_widget_get_visible (dialog));
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (find_question ()), "keep");
  settle ();
  g_assert_true (gtk_widget_get_visible (dialog));

  gtk_widget_activate_action (dialog, "dialog.close", NULL);
  settle ();
  g_object_add_weak_pointer (G_OBJECT (dialog), (gpointer *) &dialog);
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (find_question ()), "discard");
  settle ();
  g_assert_null (dialog);
}

/* Cancel while it is sending stops the request and keeps the dialog. */
static void
test_cancel (Fixture *fixture, gconstpointer data)
{
  GtkWidget *dialog = cleaning_dialog (fixture);

  fake_server_hold (fixture->plant->server, "/api/stencil-cleaning-records");
  type_in_form (dialog, "cleanedBy", "Lin Wu");
  pb_dialog_submit (PB_DIALOG (dialog));
  pump_for (50);
  g_assert_true (pb_dialog_is_busy (PB_DIALOG (dialog)));
  gtk_widget_activate_action (dialog, "dialog.close", NULL);
  pump_until (has_message, dialog);
  g_assert_false (pb_dialog_is_busy (PB_DIALOG (dialog)));
  g_assert_true (gtk_widget_get_visible (dialog));
  gtk_window_destroy (GTK_WINDOW (dialog));
  fake_server_release (fixture->plant->server, "/api/stencil-cleaning-records");
}

/* A squeegee where a stencil is expected says so and changes nothing. */
static void
test_wrong_scan (Fixture *fixture, gconstpointer data)
{
  GtkWidget *dialog = cleaning_dialog (fixture);

  g_assert_true (pb_dialog_take_scan (PB_DIALOG (dialog), "SQ-22"));
  g_assert_cmpstr (pb_dialog_get_message (PB_DIALOG (dialog)), ==,
                   "SQ-22 is a squeegee, which this record does not ask for. Nothing was changed.");
  g_assert_false (pb_form_is_dirty (pb_record_dialog_get_form (PB_RECORD_DIALOG (dialog))));
  gtk_window_destroy (GTK_WINDOW (dialog));
}

/* A code that nobody knows is named and written nowhere, and the sentence about the code before is gone. */
static void
test_unknown_scan (Fixture *fixture, gconstpointer data)
{
  GtkWidget *dialog = cleaning_dialog (fixture);

  pb_dialog_take_scan (PB_DIALOG (dialog), "SQ-22");
  g_assert_true (has_message (dialog));
  g_assert_true (pb_dialog_take_scan (PB_DIALOG (dialog), "NOPE-123"));
  g_assert_false (has_message (dialog));
  pump_until (has_message, dialog);
  g_assert_nonnull (strstr (pb_dialog_get_message (PB_DIALOG (dialog)), "NOPE-123 is not known"));
  g_assert_false (pb_form_is_dirty (pb_record_dialog_get_form (PB_RECORD_DIALOG (dialog))));
  gtk_window_destroy (GTK_WINDOW (dialog));
}

/* A registered one that is on no line is written where it is asked for. */
static void
test_registered_scan (Fixture *fixture, gconstpointer data)
{
  GtkWidget *dialog = cleaning_dialog (fixture);
  PbForm *form = pb_record_dialog_get_form (PB_RECORD_DIALOG (dialog));
  GtkWidget *row = pb_form_get_row (form, "stencilId");

  fake_server_set (fixture->plant->server, "GET", "/api/assets/ST-0200", 200,
                   "{\"ok\":true,\"data\":{\"id\":\"ST-0200\",\"kind\":\"STENCIL\"}}");
  pb_dialog_take_scan (PB_DIALOG (dialog), "ST-0200");
  for (guint i = 0; i < 500 && !pb_form_is_dirty (form); i++)
    pump_for (10);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (pb_field_row_get_control (PB_FIELD_ROW (row)))), ==, "ST-0200");
  g_assert_false (has_message (dialog));
  gtk_window_destroy (GTK_WINDOW (dialog));
}

static gboolean
has_note (gpointer row)
{
  return pb_field_row_get_note (row) != NULL;
}

/* What is not in the register is named while typing; saving it takes a second time. */
static void
test_unregistered (Fixture *fixture, gconstpointer data)
{
  GtkWidget *dialog = cleaning_dialog (fixture);
  GtkWidget *row = pb_form_get_row (pb_record_dialog_get_form (PB_RECORD_DIALOG (dialog)), "stencilId");

  fake_server_set (fixture->plant->server, "POST", "/api/stencil-cleaning-records", 201,
                   "{\"ok\":true,\"data\":{\"id\":\"r1\"}}");
  type_in_form (dialog, "cleanedBy", "Lin Wu");
  type_in_form (dialog, "stencilId", "NOPE-123");
  pump_until (has_note, row);
  g_assert_cmpstr (pb_field_row_get_note (PB_FIELD_ROW (row)), ==,
                   "NOPE-123 is not in the register: the record will not count for this line.");
  /* At once, before anybody has been asked. */
  type_in_form (dialog, "stencilId", "NOPE-124");
  pb_dialog_submit (PB_DIALOG (dialog));
  pump_until (has_message, dialog);
  g_assert_nonnull (strstr (pb_dialog_get_message (PB_DIALOG (dialog)), "NOPE-124 is not in the register"));
  g_assert_cmpuint (fake_server_count (fixture->plant->server, "POST", "/api/stencil-cleaning-records"), ==, 0);
  pb_dialog_submit (PB_DIALOG (dialog));
  pump_until (is_done, fixture);
}

static void
assert_limit (GtkWidget *dialog, const char *name, const char *value, const char *limit, const char *note)
{
  PbFieldRow *row = PB_FIELD_ROW (pb_form_get_row (pb_record_dialog_get_form (PB_RECORD_DIALOG (dialog)), name));

  g_assert_cmpstr (adw_action_row_get_subtitle (ADW_ACTION_ROW (row)), ==, limit);
  pb_field_row_type (row, value);
  g_assert_cmpstr (pb_field_row_get_note (row), ==, note);
}

/* From the menu, without an item: the limits are those of the run's own items, also where nothing is recorded yet. */
static void
test_limits (Fixture *fixture, gconstpointer data)
{
  GtkWidget *dialog = present (fixture, pb_record_dialog_new (GTK_WINDOW (fixture->parent), fixture->run,
                                                              &pb_stencil_usage_record_type, NULL));
  g_autofree char *in_at = NULL;

  assert_limit (dialog, "tensionValues", "38 38 38 38 29", "Four corners and the centre, each at least 30 N/cm.",
                "Point 5 is below 30 N/cm: the item will fail.");
  assert_limit (dialog, "printCount", "999999", "So far 40200 of 60000.",
                "Then 1040199 of a life of 60000: the item will fail.");
  gtk_window_destroy (GTK_WINDOW (dialog));
  dialog =
    present (fixture, pb_record_dialog_new (GTK_WINDOW (fixture->parent), fixture->run, &pb_bake_record_type, NULL));
  assert_limit (dialog, "bakeTemperature", "119", "At least 120 °C.", "Below 120 °C: the item will fail.");
  type_in_form (dialog, "inAt", "2024-05-03 10:00");
  assert_limit (dialog, "outAt", "2024-05-03 13:00", "At least 4 h.",
                "3 h baked, at least 4 h are asked for: the item will fail.");
  gtk_window_destroy (GTK_WINDOW (dialog));
}

static void
test_bake_words (Fixture *fixture, gconstpointer data)
{
  GtkWidget *dialog =
    present (fixture, pb_record_dialog_new (GTK_WINDOW (fixture->parent), fixture->run, &pb_bake_record_type, NULL));
  PbForm *form = pb_record_dialog_get_form (PB_RECORD_DIALOG (dialog));
  PbFieldRow *bake = PB_FIELD_ROW (pb_form_get_row (form, "bakeProcess"));
  PbFieldRow *quantity = PB_FIELD_ROW (pb_form_get_row (form, "bakeQty"));

  pb_field_row_type (bake, "abc");
  g_assert_nonnull (strstr (pb_field_row_get_note (bake), "abc is none of PCB, BGA, IC, CONNECTOR"));
  pb_field_row_type (bake, "PCB/BGA");
  g_assert_null (pb_field_row_get_note (bake));
  pb_field_row_type (quantity, "12x");
  g_assert_cmpstr (pb_field_row_get_problem (quantity), ==, "Not a whole number of pieces. Write it like 1200.");
  pb_field_row_type (quantity, "0");
  g_assert_nonnull (pb_field_row_get_problem (quantity));
  pb_field_row_type (quantity, "12");
  g_assert_null (pb_field_row_get_problem (quantity));
  gtk_window_destroy (GTK_WINDOW (dialog));
}

/* --- waiving */

static PbItemModel *
worn_item (Fixture *fixture)
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
test_waive (Fixture *fixture, gconstpointer data)
{
  PbItemModel *item = worn_item (fixture);
  g_autofree char *path = waive_path (item, "waive");
  GtkWidget *dialog = present (fixture, pb_waive_dialog_new (GTK_WINDOW (fixture->parent), fixture->run, item));
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
test_waive_wrong_password (Fixture *fixture, gconstpointer data)
{
  PbItemModel *item = worn_item (fixture);
  g_autofree char *path = waive_path (item, "waive");
  GtkWidget *dialog = present (fixture, pb_waive_dialog_new (GTK_WINDOW (fixture->parent), fixture->run, item));
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
test_waive_content_changed (Fixture *fixture, gconstpointer data)
{
  PbItemModel *item = worn_item (fixture);
  g_autofree char *path = waive_path (item, "waive");
  g_autofree char *signable = waive_path (item, "signable");
  GtkWidget *dialog = present (fixture, pb_waive_dialog_new (GTK_WINDOW (fixture->parent), fixture->run, item));

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
test_request (Fixture *fixture, gconstpointer data)
{
  PbItemModel *item = worn_item (fixture);
  g_autofree char *path = waive_path (item, "waiver-requests");
  GtkWidget *dialog = present (fixture, pb_request_dialog_new (GTK_WINDOW (fixture->parent), fixture->run, item));

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
test_authorise_refused (Fixture *fixture, gconstpointer data)
{
  GtkWidget *dialog =
    present (fixture, pb_run_sign_dialog_new (GTK_WINDOW (fixture->parent), fixture->run, PB_SIGN_AUTHORISE));

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
test_revoke_needs_reason (Fixture *fixture, gconstpointer data)
{
  GtkWidget *dialog =
    present (fixture, pb_run_sign_dialog_new (GTK_WINDOW (fixture->parent), fixture->run, PB_SIGN_REVOKE));

  pump_until (is_complete, dialog);
  pb_credentials_type (pb_sign_dialog_get_credentials (PB_SIGN_DIALOG (dialog)), "planner@example.com", "secret");
  pb_dialog_submit (PB_DIALOG (dialog));
  g_assert_cmpstr (pb_dialog_get_message (PB_DIALOG (dialog)), ==, "Give a reason.");
  gtk_window_destroy (GTK_WINDOW (dialog));
}

/* What is wrong is marked where it is wrong, and the mark goes when somebody writes there. */
static void
test_mark (Fixture *fixture, gconstpointer data)
{
  GtkWidget *dialog =
    present (fixture, pb_run_sign_dialog_new (GTK_WINDOW (fixture->parent), fixture->run, PB_SIGN_REVOKE));
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
test_sign_without_secret (Fixture *fixture, gconstpointer data)
{
  GtkWidget *dialog =
    present (fixture, pb_run_sign_dialog_new (GTK_WINDOW (fixture->parent), fixture->run, PB_SIGN_AUTHORISE));

  pump_until (is_complete, dialog);
  g_assert_true (gtk_widget_is_sensitive (find_labelled (dialog, GTK_TYPE_BUTTON, "_Sign and authorise")));
  pb_dialog_submit (PB_DIALOG (dialog));
  g_assert_cmpstr (pb_dialog_get_message (PB_DIALOG (dialog)), ==, "Give the password of the person who signs.");
  g_assert_false (pb_dialog_is_busy (PB_DIALOG (dialog)));
  gtk_window_destroy (GTK_WINDOW (dialog));
}

/* The key is heard before a text of several lines makes a new line of it. */
static void
test_ctrl_enter (Fixture *fixture, gconstpointer data)
{
  GtkWidget *dialog =
    present (fixture, pb_run_sign_dialog_new (GTK_WINDOW (fixture->parent), fixture->run, PB_SIGN_REVOKE));
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (dialog);
  guint found = 0;

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
          if (strcmp (text, "<Control>Return") != 0)
            continue;
          found++;
          gtk_shortcut_action_activate (gtk_shortcut_get_action (shortcut), 0, dialog, NULL);
        }
    }
  g_assert_cmpuint (found, ==, 1);
  g_assert_cmpstr (pb_dialog_get_message (PB_DIALOG (dialog)), ==, "Give a reason.");
  gtk_window_destroy (GTK_WINDOW (dialog));
}

/* However much stands in it, a dialog is no higher than the window behind it, and its buttons stay in sight. */
static void
test_height (Fixture *fixture, gconstpointer data)
{
  PbAskDialog *ask = pb_ask_dialog_new (GTK_WINDOW (fixture->parent), "Decide", "_Decide", NULL, NULL, NULL);
  GtkWidget *dialog = GTK_WIDGET (ask);
  GtkWidget *button = find_labelled (dialog, GTK_TYPE_BUTTON, "_Decide");
  graphene_rect_t place;

  for (guint i = 0; i < 60; i++)
    pb_ask_dialog_add_note (ask, "one more value is missing");
  gtk_window_present (GTK_WINDOW (dialog));
  pump_for (100);
  g_assert_cmpint (gtk_widget_get_height (dialog), <=, gtk_widget_get_height (fixture->parent));
  g_assert_true (gtk_widget_compute_bounds (button, dialog, &place));
  g_assert_cmpfloat (place.origin.y, >=, 0);
  g_assert_cmpfloat (place.origin.y + place.size.height, <, 60);
  gtk_window_destroy (GTK_WINDOW (dialog));
}

/* And so high that a short one shows all of itself. */
static void
test_short_dialog (Fixture *fixture, gconstpointer data)
{
  GtkWidget *dialog = pb_units_dialog_present (GTK_WINDOW (fixture->parent), fixture->run);
  GtkWidget *scroller = find_widget (dialog, GTK_TYPE_VIEWPORT);
  GtkAdjustment *adjustment;

  pump_for (100);
  adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (scroller));
  g_assert_cmpfloat (gtk_adjustment_get_upper (adjustment), <=, gtk_adjustment_get_page_size (adjustment));
  gtk_window_destroy (GTK_WINDOW (dialog));
}

/* A number that is none is marked and kept, not turned into another. */
static void
test_number (Fixture *fixture, gconstpointer data)
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
test_decide (Fixture *fixture, gconstpointer data)
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
test_unbind_asks (Fixture *fixture, gconstpointer data)
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
  g_signal_connect_swapped (dialog, "done", G_CALLBACK (done_cb), fixture);
  g_signal_emit_by_name (button, "clicked");
  settle ();
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (find_question ()), "unbind");
  pump_until (is_done, fixture);
  g_assert_cmpuint (fake_server_count (fixture->plant->server, "POST", path), ==, 1);
}

/* Facts are read, not stepped on; every field is reached both ways. */
static void
test_tab (Fixture *fixture, gconstpointer data)
{
  GtkWidget *dialog =
    present (fixture, pb_waive_dialog_new (GTK_WINDOW (fixture->parent), fixture->run, worn_item (fixture)));
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
test_tab_facts (Fixture *fixture, gconstpointer data)
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

/* The same in a record, whose rows hold one control each. */
static void
test_tab_record (Fixture *fixture, gconstpointer data)
{
  GtkWidget *dialog = cleaning_dialog (fixture);
  GtkWidget *before = gtk_window_get_focus (GTK_WINDOW (dialog));
  GtkWidget *focus;

  g_signal_emit_by_name (dialog, "move-focus", GTK_DIR_TAB_FORWARD);
  focus = gtk_window_get_focus (GTK_WINDOW (dialog));
  g_assert_true (focus != before);
  g_signal_emit_by_name (dialog, "move-focus", GTK_DIR_TAB_BACKWARD);
  g_assert_true (gtk_window_get_focus (GTK_WINDOW (dialog)) == before);
  gtk_window_destroy (GTK_WINDOW (dialog));
}

/* Whoever presses a button that cannot be used is told why, and nothing else happens. */
static void
count_cb (guint *count)
{
  (*count)++;
}

static void
test_why_not (Fixture *fixture, gconstpointer data)
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
test_sign_first_article (Fixture *fixture, gconstpointer data)
{
  GtkWidget *dialog = present (fixture, pb_fai_sign_dialog_new (GTK_WINDOW (fixture->parent), fixture->run, PB_SIGN_FAI,
                                                                PB_CAPACITY_QUALITY));
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
test_bind_wrong_kind (Fixture *fixture, gconstpointer data)
{
  GtkWidget *dialog = pb_bind_dialog_present (GTK_WINDOW (fixture->parent), fixture->run, PB_ASSET_STENCIL);

  g_assert_true (pb_dialog_take_scan (PB_DIALOG (dialog), "SQ-22"));
  pb_dialog_submit (PB_DIALOG (dialog));
  g_assert_cmpstr (pb_dialog_get_message (PB_DIALOG (dialog)), ==, "SQ-22 is no Stencil. Nothing was changed.");
  gtk_window_destroy (GTK_WINDOW (dialog));
}

/* What is not registered is not bound. */
static void
test_bind_unknown (Fixture *fixture, gconstpointer data)
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
#define ADD(path, function) g_test_add ("/dialogs/" path, Fixture, NULL, set_up, function, tear_down)
  ADD ("record", test_record);
  ADD ("record-incomplete", test_record_incomplete);
  ADD ("record-refused", test_record_refused);
  ADD ("escape", test_escape);
  ADD ("cancel", test_cancel);
  ADD ("wrong-scan", test_wrong_scan);
  ADD ("unknown-scan", test_unknown_scan);
  ADD ("registered-scan", test_registered_scan);
  ADD ("unregistered", test_unregistered);
  ADD ("limits", test_limits);
  ADD ("bake-words", test_bake_words);
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
  ADD ("tab-record", test_tab_record);
  ADD ("why-not", test_why_not);
  return g_test_run ();
}
