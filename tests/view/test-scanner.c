/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plant.h"

#include "view/pb-scanner.h"
#include "view/pb-text-area.h"

typedef struct
{
  GtkWidget *window;
  GtkWidget *entry;
  GtkWidget *target;
  GtkWidget *password;
  PbScanner *scanner;
  char *code;
  guint32 time;
} Fixture;

static gboolean
scanned_cb (PbScanner *scanner, const char *code, Fixture *fixture)
{
  g_free (fixture->code);
  fixture->code = g_strdup (code);
  return TRUE;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  fixture->entry = gtk_entry_new ();
  fixture->target = gtk_entry_new ();
  fixture->password = gtk_password_entry_new ();
  gtk_box_append (GTK_BOX (box), fixture->entry);
  gtk_box_append (GTK_BOX (box), fixture->target);
  gtk_box_append (GTK_BOX (box), fixture->password);
  pb_scanner_accept_in (fixture->target);
  fixture->window = show_in_window (box);
  fixture->scanner = pb_scanner_new (GTK_WINDOW (fixture->window));
  fixture->time = G_MAXUINT32 - 20;
  g_signal_connect (fixture->scanner, "scanned", G_CALLBACK (scanned_cb), fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  g_object_unref (fixture->scanner);
  g_free (fixture->code);
}

/* The keys of @text and Enter, @gap milliseconds apart, into the entry that has the focus as well.
 * Returns: whether the Enter was swallowed. */
static gboolean
type (Fixture *fixture, const char *text, guint gap)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (fixture->window));

  fixture->time += 10000;
  for (const char *p = text; *p != '\0'; p++)
    {
      fixture->time += gap;
      g_assert_false (pb_scanner_feed (fixture->scanner, gdk_unicode_to_keyval ((guint32) *p), fixture->time));
      if (focus != NULL && GTK_IS_EDITABLE (focus))
        {
          char key[] = { *p, '\0' };
          int position = gtk_editable_get_position (GTK_EDITABLE (focus));
          gtk_editable_insert_text (GTK_EDITABLE (focus), key, 1, &position);
          gtk_editable_set_position (GTK_EDITABLE (focus), position);
        }
      else if (focus != NULL && GTK_IS_TEXT_VIEW (focus))
        gtk_text_buffer_insert_at_cursor (gtk_text_view_get_buffer (GTK_TEXT_VIEW (focus)), p, 1);
    }
  fixture->time += gap;
  return pb_scanner_feed (fixture->scanner, GDK_KEY_Return, fixture->time);
}

static void
test_burst (Fixture *fixture, gconstpointer data)
{
  gtk_window_set_focus (GTK_WINDOW (fixture->window), NULL);
  g_assert_true (type (fixture, "RUN-SMT-001", 8));
  g_assert_cmpstr (fixture->code, ==, "RUN-SMT-001");
}

static void
test_person (Fixture *fixture, gconstpointer data)
{
  gtk_window_set_focus (GTK_WINDOW (fixture->window), NULL);
  g_assert_false (type (fixture, "RUN-SMT-001", 90));
  g_assert_false (type (fixture, "abc", 8));
  g_assert_null (fixture->code);
}

static void
test_slow_then_fast (Fixture *fixture, gconstpointer data)
{
  gtk_window_set_focus (GTK_WINDOW (fixture->window), NULL);
  /* One key by hand just before is not part of the code. */
  pb_scanner_feed (fixture->scanner, GDK_KEY_x, fixture->time + 9000);
  g_assert_true (type (fixture, "ST-0117", 8));
  g_assert_cmpstr (fixture->code, ==, "ST-0117");
}

/* No stray characters are left behind. */
static void
test_entry (Fixture *fixture, gconstpointer data)
{
  gtk_editable_set_text (GTK_EDITABLE (fixture->entry), "typed");
  gtk_widget_grab_focus (fixture->entry);
  gtk_editable_set_position (GTK_EDITABLE (fixture->entry), 2);
  g_assert_true (type (fixture, "ST-0117", 8));
  g_assert_cmpstr (fixture->code, ==, "ST-0117");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (fixture->entry)), ==, "typed");
  g_assert_cmpint (gtk_editable_get_position (GTK_EDITABLE (fixture->entry)), ==, 2);
}

/* Nor in a reason of several lines. */
static void
test_text_area (Fixture *fixture, gconstpointer data)
{
  GtkWidget *entry = NULL;
  GtkWidget *area = pb_text_area_new (200, 60, &entry);
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (entry));
  GtkTextIter cursor;
  g_autofree char *text = NULL;

  gtk_box_append (GTK_BOX (gtk_widget_get_parent (fixture->entry)), area);
  gtk_text_buffer_set_text (buffer, "typed\nbefore", -1);
  gtk_text_buffer_get_iter_at_offset (buffer, &cursor, 3);
  gtk_text_buffer_place_cursor (buffer, &cursor);
  gtk_widget_grab_focus (entry);
  g_assert_true (type (fixture, "ST-0117", 8));
  g_assert_cmpstr (fixture->code, ==, "ST-0117");
  g_object_get (buffer, "text", &text, NULL);
  g_assert_cmpstr (text, ==, "typed\nbefore");
  gtk_text_buffer_get_iter_at_mark (buffer, &cursor, gtk_text_buffer_get_insert (buffer));
  g_assert_cmpint (gtk_text_iter_get_offset (&cursor), ==, 3);
}

static void
test_target (Fixture *fixture, gconstpointer data)
{
  gtk_widget_grab_focus (fixture->target);
  g_assert_false (type (fixture, "CAP-100N|LOT-7", 8));
  g_assert_null (fixture->code);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (fixture->target)), ==, "CAP-100N|LOT-7");
}

static void
test_password (Fixture *fixture, gconstpointer data)
{
  gtk_widget_grab_focus (fixture->password);
  g_assert_false (type (fixture, "a-long-secret", 8));
  g_assert_null (fixture->code);
}

int
main (int argc, char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add ("/scanner/burst", Fixture, NULL, set_up, test_burst, tear_down);
  g_test_add ("/scanner/person", Fixture, NULL, set_up, test_person, tear_down);
  g_test_add ("/scanner/slow-then-fast", Fixture, NULL, set_up, test_slow_then_fast, tear_down);
  g_test_add ("/scanner/entry", Fixture, NULL, set_up, test_entry, tear_down);
  g_test_add ("/scanner/text-area", Fixture, NULL, set_up, test_text_area, tear_down);
  g_test_add ("/scanner/target", Fixture, NULL, set_up, test_target, tear_down);
  g_test_add ("/scanner/password", Fixture, NULL, set_up, test_password, tear_down);
  return g_test_run ();
}
