/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "window-fixture.h"

#include "view/pb-board-row.h"

/* How the window uses the room that it has. */

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
assert_fits (WindowFixture *fixture, const char *page)
{
  int least = least_width (GTK_WIDGET (fixture->window));

  if (least > NARROW)
    say_wide (GTK_WIDGET (fixture->window), 0);
  g_test_message ("%s: %d", page, least);
  g_assert_cmpint (least, <=, NARROW);
}

static gboolean
shows_waivers (gpointer window)
{
  return shows_text (window, "RUN-SMT-003 · Stencil cleaning ST-0201");
}

static void
test_narrow (WindowFixture *fixture, gconstpointer data)
{
  static const char *const pages[] = { "board", "loading", "fai", "history" };

  window_sign_in (fixture);
  settle ();
  assert_fits (fixture, "runs");
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.open-run", "s", PLANT_RUN);
  pump_until (window_has_run, fixture->window);
  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      gtk_widget_activate_action (GTK_WIDGET (pb_window_get_run_page (fixture->window)), "run.page", "s", pages[i]);
      settle ();
      assert_fits (fixture, pages[i]);
    }
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.waivers", NULL);
  pump_until (shows_waivers, fixture->window);
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
test_columns (WindowFixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new ();

  window_sign_in (fixture);
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
#define ADD(path, function) g_test_add ("/window/" path, WindowFixture, NULL, window_set_up, function, window_tear_down)
  ADD ("narrow", test_narrow);
  ADD ("columns", test_columns);
  return g_test_run ();
}
