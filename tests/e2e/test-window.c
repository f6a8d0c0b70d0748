/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "window-driver.h"

/* The main job through the window, on the demo plant: a run from preparation to authorised, by its people. */

#define RUN    "RUN-DEMO-SMT-001"
#define WINDOW GTK_WIDGET (driver->window)

static const char *const preparation[] = {
  "Bake", "Paste preparation", "Stencil usage", "Stencil cleaning", "Squeegee", "Fixture",
};

/* Opens the record of an item from its row on the board. */
static GtkWidget *
open_record (Driver *driver, const char *item, const char *title)
{
  press (find_item (driver, item, NULL), "Record…");
  return wait_dialog (title);
}

static void
save_record (GtkWidget *dialog)
{
  g_autofree char *title = g_strdup (gtk_window_get_title (GTK_WINDOW (dialog)));

  press (dialog, "Save");
  wait_closed (title);
}

static void
record_bake (Driver *driver)
{
  GtkWidget *dialog = open_record (driver, "Bake", "Bake record");
  g_autofree char *in_at = written_time (-5), *short_out = written_time (-2), *out_at = written_time (-0.5);

  write_in (dialog, "Bake of", "PCB");
  write_in (dialog, "Quantity", "20");
  write_in (dialog, "Temperature (°C)", "120");
  write_in (dialog, "In at", in_at);
  write_in (dialog, "Put in by", "Wei Chen");
  write_in (dialog, "Out at", short_out);
  write_in (dialog, "Out at", out_at);
  wait_gone (dialog, "the item will fail");
  save_record (dialog);
  wait_item (driver, "Bake", "Pass");
}

static void
record_paste (Driver *driver)
{
  GtkWidget *dialog = open_record (driver, "Paste preparation", "Solder paste record");
  g_autofree char *thawed_at = written_time (-4.5), *issued_at = written_time (-0.1);

  write_in (dialog, "Out of the refrigerator at", thawed_at);
  write_in (dialog, "Issued to the line at", issued_at);
  save_record (dialog);
  wait_item (driver, "Paste preparation", "Pass");
}

static void
write_tensions (GtkWidget *dialog, const char *const *tensions)
{
  for (guint i = 0; i < 5; i++)
    {
      g_autofree char *name = g_strdup_printf ("Tension at five points (N/cm), point %u of 5", i + 1);
      write_in (dialog, name, tensions[i]);
    }
}

static void
record_stencil_usage (Driver *driver)
{
  static const char *const slack[] = { "38", "40", "41", "39", "29" };
  static const char *const tight[] = { "38", "40", "41", "39", "30" };
  GtkWidget *dialog = open_record (driver, "Stencil usage", "Stencil usage record");

  answer (dialog, "No deformation", "Yes");
  answer (dialog, "Apertures undamaged", "Yes");
  answer (dialog, "Seal intact", "Yes");
  /* Marked while it is typed, and judged by the server in the same words. */
  write_tensions (dialog, slack);
  wait_shows (dialog, "Point 5 is below 30 N/cm: the item will fail.");
  save_record (dialog);
  wait_shows (find_item (driver, "Stencil usage", NULL), "29 N/cm");
  g_assert_nonnull (find_item (driver, "Stencil usage", "Fail"));

  dialog = open_record (driver, "Stencil usage", "Stencil usage record");
  answer (dialog, "No deformation", "Yes");
  answer (dialog, "Apertures undamaged", "Yes");
  answer (dialog, "Seal intact", "Yes");
  write_tensions (dialog, tight);
  g_assert_false (shows (dialog, "the item will fail"));
  save_record (dialog);
  wait_item (driver, "Stencil usage", "Pass");
}

static void
record_tools (Driver *driver)
{
  GtkWidget *dialog = open_record (driver, "Stencil cleaning", "Stencil cleaning record");

  save_record (dialog);
  wait_item (driver, "Stencil cleaning", "Pass");

  dialog = open_record (driver, "Squeegee", "Squeegee usage record");
  /* What is asked for and missing is marked, and nothing is sent. */
  press (dialog, "Save");
  wait_shows (dialog, "Some fields need attention; they are marked.");
  wait_shows (dialog, "This is needed.");
  answer (dialog, "Surface in order", "Yes");
  answer (dialog, "Edge in order", "No");
  wait_shows (dialog, "Not in order: the item will fail.");
  answer (dialog, "Edge in order", "Yes");
  answer (dialog, "Flat", "Yes");
  save_record (dialog);
  wait_item (driver, "Squeegee", "Pass");

  save_record (open_record (driver, "Fixture", "Fixture usage record"));
  wait_item (driver, "Fixture", "Pass");
}

/* The run loaded by what its table expects; a wrong reel changes nothing. */
static void
load_slots (Driver *driver)
{
  static const char *const reels[][2] = {
    { "F01", "R-0402-10K" }, { "F02", "C-0402-100N" }, { "F03", "U-STM32G0" },
    { "F04", "U-LM2596" },   { "F05", "L-0603-10U" },  { "F06", "J-USB-C" },
  };

  show_tab (driver, "Loading");
  press (WINDOW, "Load slot table");
  wait_shows (WINDOW, "0 of 6 slots loaded");
  write_in (WINDOW, "Slot", "F01");
  write_in (WINDOW, "Reel", "C-0402-100N|REEL-WRONG");
  press (WINDOW, "Verify");
  wait_shows (WINDOW, "wrong reel. Expected is R-0402-10K, this is C-0402-100N. Nothing was loaded.");
  wait_row_shows (WINDOW, "F01  Feeder 1", "refused C-0402-100N");
  wait_row_shows (WINDOW, "F01  Feeder 1", "Mismatch");
  g_assert_true (shows (WINDOW, "0 of 6 slots loaded"));
  for (guint i = 0; i < G_N_ELEMENTS (reels); i++)
    {
      g_autofree char *reel = g_strdup_printf ("%s|REEL-%u", reels[i][1], i + 1);
      g_autofree char *loaded = g_strdup_printf ("%u of 6 slots loaded", i + 1);
      write_in (WINDOW, "Slot", reels[i][0]);
      write_in (WINDOW, "Reel", reel);
      press (WINDOW, "Verify");
      wait_shows (WINDOW, loaded);
      /* The next slot is asked for. */
      wait_gone (WINDOW, reel);
    }
  show_tab (driver, "Preparation");
}

static void
prepare_run (Driver *driver)
{
  record_bake (driver);
  record_paste (driver);
  record_stencil_usage (driver);
  record_tools (driver);
  load_slots (driver);
}

/* The six preparation records and the loading, each through its own dialog. */
static void
test_preparation (Driver *driver, gconstpointer data)
{
  GtkWidget *page;

  sign_in_as (driver, "Operator");
  page = open_run (driver, RUN);
  wait_shows (page, "stand against authorisation");
  for (guint i = 0; i < G_N_ELEMENTS (preparation); i++)
    wait_item (driver, preparation[i], "Fail");
  wait_item (driver, "Loading", "Fail");
  g_assert_cmpint (pb_row_get_number (pb_run_page_get_run (PB_RUN_PAGE (page)), "items-failed"), ==, 7);
  prepare_run (driver);
  for (guint i = 0; i < G_N_ELEMENTS (preparation); i++)
    wait_item (driver, preparation[i], "Pass");
  g_assert_cmpint (pb_row_get_number (pb_run_page_get_run (PB_RUN_PAGE (page)), "items-failed"), ==, 0);
  wait_gone (page, "Fail");
  /* What is left is the first article. */
  wait_shows (page, "First article");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();
  pb_view_init ();
  /* What moves is found where it comes from and where it goes to. */
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
#define ADD(name, func) g_test_add ("/window/" name, Driver, NULL, driver_set_up, func, driver_tear_down)
  ADD ("preparation", test_preparation);
  return g_test_run ();
}
