/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dialogs.h"

#include "domain/pb-records.h"
#include "view/pb-field-row.h"
#include "view/pb-record-dialog.h"

#include <string.h>

static void
type_in_form (GtkWidget *dialog, const char *name, const char *text)
{
  pb_field_row_type (PB_FIELD_ROW (pb_form_get_row (pb_record_dialog_get_form (PB_RECORD_DIALOG (dialog)), name)),
                     text);
}

static GtkWidget *
cleaning_dialog (DialogFixture *fixture)
{
  PbItemModel *item = plant_find_item (fixture->run, PB_ITEM_PREP_STENCIL_CLEAN, "ST-0117");

  return dialog_present (fixture, pb_record_dialog_new (GTK_WINDOW (fixture->parent), fixture->run,
                                                        pb_item_model_get_record_type (item), item));
}

static void
test_record (DialogFixture *fixture, gconstpointer data)
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
test_record_incomplete (DialogFixture *fixture, gconstpointer data)
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
test_record_refused (DialogFixture *fixture, gconstpointer data)
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

static void
test_escape (DialogFixture *fixture, gconstpointer data)
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
test_cancel (DialogFixture *fixture, gconstpointer data)
{
  GtkWidget *dialog = cleaning_dialog (fixture);

  fake_server_hold (fixture->plant->server, "/api/stencil-cleaning-records");
  type_in_form (dialog, "cleanedBy", "Lin Wu");
  pb_dialog_submit (PB_DIALOG (dialog));
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
test_wrong_scan (DialogFixture *fixture, gconstpointer data)
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
test_unknown_scan (DialogFixture *fixture, gconstpointer data)
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

static gboolean
is_dirty (gpointer form)
{
  return pb_form_is_dirty (form);
}

/* A registered one that is on no line is written where it is asked for. */
static void
test_registered_scan (DialogFixture *fixture, gconstpointer data)
{
  GtkWidget *dialog = cleaning_dialog (fixture);
  PbForm *form = pb_record_dialog_get_form (PB_RECORD_DIALOG (dialog));
  GtkWidget *row = pb_form_get_row (form, "stencilId");

  fake_server_set (fixture->plant->server, "GET", "/api/assets/ST-0200", 200,
                   "{\"ok\":true,\"data\":{\"id\":\"ST-0200\",\"kind\":\"STENCIL\"}}");
  pb_dialog_take_scan (PB_DIALOG (dialog), "ST-0200");
  pump_until (is_dirty, form);
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
test_unregistered (DialogFixture *fixture, gconstpointer data)
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
test_limits (DialogFixture *fixture, gconstpointer data)
{
  GtkWidget *dialog = dialog_present (fixture, pb_record_dialog_new (GTK_WINDOW (fixture->parent), fixture->run,
                                                                     &pb_stencil_usage_record_type, NULL));
  g_autofree char *in_at = NULL;

  assert_limit (dialog, "tensionValues", "38 38 38 38 29", "Four corners and the centre, each at least 30 N/cm.",
                "Point 5 is below 30 N/cm: the item will fail.");
  assert_limit (dialog, "printCount", "999999", "So far 40200 of 60000.",
                "Then 1040199 of a life of 60000: the item will fail.");
  gtk_window_destroy (GTK_WINDOW (dialog));
  dialog = dialog_present (fixture, pb_record_dialog_new (GTK_WINDOW (fixture->parent), fixture->run,
                                                          &pb_bake_record_type, NULL));
  assert_limit (dialog, "bakeTemperature", "119", "At least 120 °C.", "Below 120 °C: the item will fail.");
  type_in_form (dialog, "inAt", "2024-05-03 10:00");
  assert_limit (dialog, "outAt", "2024-05-03 13:00", "At least 4 h.",
                "3 h baked, at least 4 h are asked for: the item will fail.");
  gtk_window_destroy (GTK_WINDOW (dialog));
}

static void
test_bake_words (DialogFixture *fixture, gconstpointer data)
{
  GtkWidget *dialog = dialog_present (fixture, pb_record_dialog_new (GTK_WINDOW (fixture->parent), fixture->run,
                                                                     &pb_bake_record_type, NULL));
  PbForm *form = pb_record_dialog_get_form (PB_RECORD_DIALOG (dialog));
  PbFieldRow *bake = PB_FIELD_ROW (pb_form_get_row (form, "bakeProcess"));
  PbFieldRow *quantity = PB_FIELD_ROW (pb_form_get_row (form, "bakeQty"));

  pb_field_row_type (bake, "abc");
  g_assert_nonnull (strstr (pb_field_row_get_note (bake), "abc is none of PCB, BGA, IC, CONNECTOR"));
  pb_field_row_type (bake, "PCB/BGA");
  g_assert_null (pb_field_row_get_note (bake));
  pb_field_row_type (quantity, "12x");
  g_assert_cmpstr (pb_field_row_get_problem (quantity), ==,
                   "Not a whole number of pieces, from 1 on. Write it like 1200.");
  pb_field_row_type (quantity, "0");
  g_assert_nonnull (pb_field_row_get_problem (quantity));
  pb_field_row_type (quantity, "12");
  g_assert_null (pb_field_row_get_problem (quantity));
  gtk_window_destroy (GTK_WINDOW (dialog));
}

/* The same in a record, whose rows hold one control each. */
static void
test_tab_record (DialogFixture *fixture, gconstpointer data)
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

int
main (int argc, char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
#define ADD(path, function)                                                                                            \
  g_test_add ("/record-dialog/" path, DialogFixture, NULL, dialog_set_up, function, dialog_tear_down)
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
  ADD ("tab-record", test_tab_record);
  return g_test_run ();
}
