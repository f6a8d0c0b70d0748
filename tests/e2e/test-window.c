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
  /* What was done is said; what changed by it comes after it. */
  wait_shows (WINDOW, "Recorded: Bake record");
  wait_item (driver, "Bake", "Pass");
  g_assert_true (g_str_has_prefix (pb_window_get_said (driver->window), "Recorded: Bake record"));
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
  /* The next thing is a slot: whoever has only a scanner or keys goes on at once. */
  wait_shows (WINDOW, "The slot table is loaded.");
  wait_focus (find_field (WINDOW, "Slot"), "Slot");
  g_assert_cmpstr (gtk_entry_get_placeholder_text (GTK_ENTRY (find_field (WINDOW, "Slot"))), ==, "F01");
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
      if (i + 1 < G_N_ELEMENTS (reels))
        g_assert_cmpstr (gtk_entry_get_placeholder_text (GTK_ENTRY (find_field (WINDOW, "Slot"))), ==, reels[i + 1][0]);
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

/* --- waiving */

#define REASON "Vacuum packed, opened just now"

/* What the menu of an item offers, whether it can be pressed or not. */
static GtkWidget *
open_action (Driver *driver, const char *item, const char *action, GtkWidget **menu)
{
  GtkWidget *button;

  *menu = open_menu (find_item (driver, item, NULL));
  button = find_button (*menu, action);
  g_assert_nonnull (button);
  return button;
}

/* Seed of a waiver: who, when and why; by the supervisor's signature on the line leader's session. */
static void
test_waiver (Driver *driver, gconstpointer data)
{
  GtkWidget *menu, *dialog, *item, *button;

  sign_in_as (driver, "Line leader");
  open_run (driver, RUN);
  wait_item (driver, "Loading", "Fail");

  /* What must pass cannot be waived, and says so where it would be done. */
  button = open_action (driver, "Loading", "Waive…", &menu);
  g_assert_false (can_press (button));
  g_assert_true (shows (button, "This item must pass: nobody can waive it."));
  close_menu (menu);
  /* Nor can what has not failed. */
  button = open_action (driver, "Route", "Waive…", &menu);
  g_assert_false (can_press (button));
  g_assert_true (shows (button, "This item has not failed: there is nothing to waive."));
  close_menu (menu);

  open_action (driver, "Bake", "Waive…", &menu);
  press (menu, "Waive…");
  dialog = wait_dialog ("Waive");
  wait_shows (dialog, "There is no bake of the boards that counts for this run.");
  /* What is signed is fetched, and nothing is sent before there is a name and a secret. */
  wait_shows (dialog, RUN);
  press (dialog, "Sign and waive");
  wait_shows (dialog, "Give a reason of at least 10 characters.");
  write_in (dialog, "Reason", REASON);
  wait_gone (dialog, "Give a reason of at least 10 characters.");
  press (dialog, "Sign and waive");
  wait_shows (dialog, "Give the password of the person who signs.");
  write_in (dialog, "Reason", "   Dry    ");
  give_credentials (dialog, "supervisor", "prepboard-demo");
  press (dialog, "Sign and waive");
  wait_shows (dialog, "Give a reason of at least 10 characters.");
  g_assert_true (shows (dialog, "   Dry    "));

  write_in (dialog, "Reason", REASON);
  give_credentials (dialog, "supervisor", "not-the-password");
  press (dialog, "Sign and waive");
  wait_shows (dialog, "E-mail or password of the person who signs is wrong.");
  g_assert_true (shows (dialog, REASON));
  g_assert_true (shows (dialog, "supervisor@example.com"));

  /* Right, but of somebody who may not. */
  give_credentials (dialog, "quality", "prepboard-demo");
  press (dialog, "Sign and waive");
  wait_shows (dialog, "may not approve waivers on this line. Who can: Production supervisor");
  g_assert_true (shows (dialog, REASON));

  give_credentials (dialog, "supervisor", "prepboard-demo");
  press (dialog, "Sign and waive");
  wait_closed ("Waive");
  wait_item (driver, "Bake", "Waived");
  item = find_item (driver, "Bake", NULL);
  g_assert_true (shows (item, "Waived until"));
  g_assert_true (shows (item, "Carlos Mendes"));
  g_assert_true (shows (item, REASON));
  /* Nobody was signed out by it. */
  g_assert_true (shows (WINDOW, "Ana Ruiz"));
}

/* --- the first article */

#define EXPOSURE  "Solder paste exposure at room temperature"
#define THICKNESS "Paste thickness within control limits"

static void
generate_units (Driver *driver, const char *quantity)
{
  GtkWidget *dialog;

  show_tab (driver, "Preparation");
  press (WINDOW, "Generate units…");
  dialog = wait_dialog ("Generate Units");
  write_in (dialog, "Units (1 to 10000)", quantity);
  press (dialog, "Generate");
  wait_closed ("Generate Units");
}

static void
create_first_article (Driver *driver, const char *sample)
{
  GtkWidget *dialog;

  show_tab (driver, "First article");
  press (WINDOW, "New first article…");
  dialog = wait_dialog ("New First Article");
  write_in (dialog, "Sample units (1 to 100)", sample);
  press (dialog, "Create");
  wait_closed ("New First Article");
  wait_shows (WINDOW, "Not started");
  /* What comes next has the focus, now that the button for it is gone. */
  wait_focus (find_button (WINDOW, "Start"), "Start");
  press (WINDOW, "Start");
  wait_shows (WINDOW, "Inspecting");
}

static void
track (Driver *driver, const char *station, const char *sn)
{
  g_autofree char *in = g_strdup_printf ("%s is in %s now.", sn, station);

  write_in (WINDOW, "Station", station);
  write_in (WINDOW, "Unit", sn);
  press (WINDOW, "Track in");
  /* The serial number stays for the way out. */
  wait_shows (WINDOW, in);
  press (WINDOW, "Out: good");
  wait_gone (find_field (WINDOW, "Unit"), sn);
}

/* The sample through all steps that ask for the first article. */
static void
track_trial (Driver *driver, const char *line, const char *run_no, guint sample)
{
  static const char *const steps[] = { "PRINT-01", "SPI-01", "MOUNT-01", "OVEN-01" };
  g_autofree char *done = g_strdup_printf ("%u of %u sample unit%s tracked", sample, sample, sample > 1 ? "s" : "");

  for (guint unit = 1; unit <= sample; unit++)
    {
      g_autofree char *sn = g_strdup_printf ("SN-%s-%04u", run_no, unit);
      for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
        {
          g_autofree char *station = g_strdup_printf ("%s-%s", line, steps[i]);
          track (driver, station, sn);
        }
    }
  /* What is judged for each unit can be judged now. */
  wait_shows (WINDOW, done);
}

/* Presses Pass wherever a person judges by eye. */
static void
pass_by_eye (GtkWidget *widget)
{
  if (GTK_IS_TOGGLE_BUTTON (widget) && gtk_widget_get_mapped (widget) && gtk_widget_is_sensitive (widget) &&
      g_strcmp0 (gtk_widget_get_tooltip_text (widget), "Pass") == 0 &&
      !gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (widget)))
    g_signal_emit_by_name (widget, "clicked");
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    pass_by_eye (child);
}

static void
save_values (Driver *driver)
{
  press (WINDOW, "Save values");
  wait_gone (WINDOW, "Save values");
}

static GtkWidget *
open_decision (Driver *driver)
{
  press (WINDOW, "Decide…");
  return wait_dialog ("Decide First Article");
}

static void
pass_first_article (Driver *driver)
{
  GtkWidget *dialog;

  pass_by_eye (WINDOW);
  write_in (WINDOW, EXPOSURE, "24");
  write_in (WINDOW, THICKNESS, "1.33");
  save_values (driver);
  wait_shows (WINDOW, "everything is recorded");
  dialog = open_decision (driver);
  choose (dialog, "Decision", "Pass");
  press (dialog, "Decide");
  wait_closed ("Decide First Article");
  wait_shows (WINDOW, "Passed");
}

/* Opens the dialog from the line of @capacity, signs as @who. */
static GtkWidget *
try_to_sign (Driver *driver, const char *line, const char *capacity, const char *who)
{
  g_autofree char *button = g_strdup_printf ("Sign… %s", line);
  GtkWidget *dialog;

  press (WINDOW, button);
  dialog = wait_dialog ("Sign First Article");
  choose (dialog, "In the capacity of", capacity);
  write_in (dialog, "Remark", "Seen");
  give_credentials (dialog, who, "prepboard-demo");
  press (dialog, "Sign");
  return dialog;
}

/* Leaves a dialog in which something is typed. */
static void
give_up (GtkWidget *dialog)
{
  g_autofree char *title = g_strdup (gtk_window_get_title (GTK_WINDOW (dialog)));

  press (dialog, "Cancel");
  /* What is typed is not lost by accident. */
  press (wait_question (), "Discard");
  wait_closed (title);
}

static void
refuse_signature (Driver *driver, const char *line, const char *capacity, const char *who, const char *sentence)
{
  GtkWidget *dialog = try_to_sign (driver, line, capacity, who);

  wait_shows (dialog, sentence);
  g_assert_true (shows (dialog, "Seen"));
  give_up (dialog);
}

static void
sign (Driver *driver, const char *capacity, const char *who, const char *printed_name)
{
  g_autofree char *line = g_strdup_printf ("%s · %s", capacity, printed_name);

  try_to_sign (driver, capacity, capacity, who);
  wait_closed ("Sign First Article");
  wait_row_shows (WINDOW, line, "Signed");
  wait_row_shows (WINDOW, line, "Approved");
  wait_row_shows (WINDOW, line, "Seen");
}

/* From the units to three signatures by three people, all on the quality engineer's session. */
static void
test_first_article (Driver *driver, gconstpointer data)
{
  GtkWidget *dialog, *cell;

  sign_in_as (driver, "Quality engineer");
  open_run (driver, "RUN-DEMO-SMT-002");
  show_tab (driver, "First article");
  wait_shows (WINDOW, "No First Article Yet");
  wait_shows (WINDOW, "Generate trial units first.");
  g_assert_cmpstr (reason_disabled (wait_disabled (WINDOW, "New first article…")), ==, "Generate trial units first.");
  generate_units (driver, "2");
  create_first_article (driver, "2");
  wait_shows (WINDOW, "19 values are missing");

  /* Nothing is decided before the trial. */
  dialog = open_decision (driver);
  choose (dialog, "Decision", "Pass");
  press (dialog, "Decide");
  wait_shows (dialog, "The trial is not finished");
  press (dialog, "Cancel");
  wait_closed ("Decide First Article");

  /* A station of another line takes nothing. */
  write_in (WINDOW, "Station", "SMT-B-PRINT-01");
  write_in (WINDOW, "Unit", "SN-RUN-DEMO-SMT-002-0001");
  press (WINDOW, "Track in");
  wait_shows (WINDOW, "The station belongs to another line.");
  track_trial (driver, "SMT-A", "RUN-DEMO-SMT-002", 2);

  /* A number is judged by its limits while it is typed, and by the server. */
  cell = wait_row (WINDOW, EXPOSURE " *");
  write_in (cell, EXPOSURE, "24.5");
  wait_shows (cell, "Fail");
  write_in (cell, EXPOSURE, "a day");
  wait_shows (cell, "not a number");
  wait_disabled (WINDOW, "Save values");
  write_in (cell, EXPOSURE, "24.5");
  pass_by_eye (WINDOW);
  write_in (WINDOW, THICKNESS, "1.4");
  save_values (driver);
  wait_shows (WINDOW, "1 failed");
  wait_row_shows (WINDOW, EXPOSURE " *", "Fail");
  dialog = open_decision (driver);
  choose (dialog, "Decision", "Pass");
  press (dialog, "Decide");
  wait_shows (dialog, "A characteristic has failed: the first article cannot pass.");
  press (dialog, "Cancel");
  wait_closed ("Decide First Article");
  pass_first_article (driver);
  wait_shows (WINDOW, "0 of 3 signed, missing: Production, Engineering, Quality");

  refuse_signature (driver, "Quality", "Quality", "quality",
                    "Whoever recorded or decided the first article may not sign for quality.");
  refuse_signature (driver, "Engineering", "Engineering", "quality2",
                    "This person may not sign in this capacity. Who can: Process engineer.");
  sign (driver, "Quality", "quality2", "Jonas Weber");
  wait_shows (WINDOW, "1 of 3 signed, missing: Production, Engineering");
  /* Signed once is signed, also from the line of somebody else. */
  refuse_signature (driver, "Engineering", "Quality", "quality2", "This capacity has already signed.");
  sign (driver, "Engineering", "engineer", "Priya Nair");
  sign (driver, "Production", "supervisor", "Carlos Mendes");
  wait_shows (WINDOW, "Signed by everybody who must sign");
  wait_shows (WINDOW, "May be authorised");
  /* All of it on one session. */
  g_assert_true (shows (WINDOW, "Mei Lin"));
}

/* --- authorising */

static GtkWidget *
try_to_authorise (Driver *driver, const char *run_no, const char *who)
{
  g_autofree char *title = g_strdup_printf ("Authorise %s", run_no);
  GtkWidget *dialog;

  press (WINDOW, "Authorise…");
  dialog = wait_dialog (title);
  give_credentials (dialog, who, "prepboard-demo");
  press (dialog, "Sign and authorise");
  return dialog;
}

static void
authorise (Driver *driver, const char *run_no)
{
  g_autofree char *title = g_strdup_printf ("Authorise %s", run_no);

  try_to_authorise (driver, run_no, "planner");
  wait_closed (title);
  wait_shows (WINDOW, "by Sofia Rossi");
  wait_button (WINDOW, "Revoke…");
}

/* What stands against it is named, with who can clear it; then it is signed, authorised and revoked. */
static void
test_authorisation (Driver *driver, gconstpointer data)
{
  GtkWidget *dialog;

  sign_in_as (driver, "Line leader");
  open_run (driver, "RUN-DEMO-SMT-004");
  wait_shows (WINDOW, "1 thing stands against authorisation");
  g_assert_cmpstr (reason_disabled (wait_disabled (WINDOW, "Authorise…")), ==, "1 thing stands against authorisation");
  wait_shows (WINDOW, "The first article lacks the signature of production.");
  g_assert_true (shows (WINDOW, "Who can: Production supervisor."));

  show_tab (driver, "First article");
  wait_shows (WINDOW, "2 of 3 signed, missing: Production");
  sign (driver, "Production", "supervisor", "Carlos Mendes");
  wait_shows (WINDOW, "May be authorised");

  /* Authority is the signer's, not the session's. */
  dialog = try_to_authorise (driver, "RUN-DEMO-SMT-004", "leader");
  wait_shows (dialog, "may not authorise runs on this line. Who can: Production supervisor or Production planner");
  g_assert_true (shows (dialog, "Nothing is waived."));
  g_assert_true (shows (dialog, "First article signed for Production: Carlos Mendes"));
  give_credentials (dialog, "planner", "prepboard-demo");
  press (dialog, "Sign and authorise");
  wait_closed ("Authorise RUN-DEMO-SMT-004");
  wait_shows (WINDOW, "by Sofia Rossi");
  wait_shows (WINDOW, "SMT line A · Authorised");
  wait_shows (WINDOW, "RUN-DEMO-SMT-004 is authorised");

  press (WINDOW, "Revoke…");
  dialog = wait_dialog ("Revoke RUN-DEMO-SMT-004");
  give_credentials (dialog, "planner", "prepboard-demo");
  press (dialog, "Sign and revoke");
  wait_shows (dialog, "Give a reason.");
  write_in (dialog, "Reason", "The customer has stopped the order");
  press (dialog, "Sign and revoke");
  wait_closed ("Revoke RUN-DEMO-SMT-004");
  wait_shows (WINDOW, "SMT line A · Preparing");
  wait_button (WINDOW, "Authorise…");
  /* By whom and why stands on the run, and in its history, also for those who may not read the audit trail. */
  wait_shows (WINDOW, "by Sofia Rossi: The customer has stopped the order");
  show_tab (driver, "History");
  wait_shows (WINDOW, "Authorisation revoked");
  wait_shows (WINDOW, "The customer has stopped the order");
  wait_shows (WINDOW, "First article signed: Production");
  show_tab (driver, "Preparation");
}

/* One run from preparation to authorised: everybody at the same window, one after the other. */
static void
test_whole_job (Driver *driver, gconstpointer data)
{
  sign_in_as (driver, "Operator");
  open_run (driver, RUN);
  wait_item (driver, "Loading", "Fail");
  prepare_run (driver);
  wait_shows (WINDOW, "1 thing stands against authorisation");

  /* The page stays where it was. */
  switch_user_to (driver, "Quality engineer");
  wait_shows (WINDOW, "Mei Lin");
  generate_units (driver, "1");
  create_first_article (driver, "1");
  track_trial (driver, "SMT-B", RUN, 1);
  pass_first_article (driver);
  sign (driver, "Quality", "quality2", "Jonas Weber");
  sign (driver, "Engineering", "engineer", "Priya Nair");
  wait_disabled (WINDOW, "Authorise…");
  sign (driver, "Production", "supervisor", "Carlos Mendes");

  switch_user_to (driver, "Production planner");
  wait_shows (WINDOW, "May be authorised");
  authorise (driver, RUN);
  press (WINDOW, "Back to the runs");
  wait_shows (WINDOW, RUN);
}

/* --- the board */

/* State, source, evidence, input, and what changes by itself. */
static void
test_board (Driver *driver, gconstpointer data)
{
  GtkWidget *item;

  sign_in_as (driver, "Trace auditor");
  wait_shows (WINDOW, "RUN-DEMO-DIP-001");
  wait_shows (WINDOW, "Blocked 8");
  g_assert_true (shows (WINDOW, "Waiting for signature 3 of 3"));
  g_assert_true (shows (WINDOW, "Ready for first article"));
  open_run (driver, RUN);
  wait_item (driver, "Fixture", "Fail");
  item = find_item (driver, "Fixture", "FX-B-02");
  /* Input: what was checked, against which limit. */
  g_assert_true (shows (item, "73 % of life (3659 of 5000 uses)"));
  g_assert_true (shows (item, "a check is good for 168 h"));
  /* Evidence and source: which record, about what, by whom. */
  g_assert_true (shows (item, "Fixture usage record, FX-B-02, "));
  g_assert_true (shows (item, "Tom Becker"));
  item = find_item (driver, "Oven program", NULL);
  g_assert_true (shows (item, "Pass"));
  g_assert_true (shows (item, " of 12 h"));
  g_assert_true (shows (item, "of this line"));
  g_assert_true (shows (item, "left"));
  /* Who may not record is told why, and who can. */
  g_assert_cmpstr (
    reason_disabled (wait_disabled (item, "Record…")), ==,
    "You may not record preparation. Who can: Operator, Line leader, Quality engineer, Process engineer or "
    "Production supervisor");
  item = wait_disabled (WINDOW, "Generate units…");
  g_assert_true (shows (item, "You may not do this. Who can: Production supervisor, Production planner or Quality "
                              "engineer"));
}

/* What somebody else does appears by itself. */
static void
test_two_windows (Driver *driver, gconstpointer data)
{
  Driver other = { .server = driver->server };

  sign_in_as (driver, "Trace auditor");
  open_run (driver, RUN);
  wait_item (driver, "Fixture", "Fail");
  driver_open_window (&other);
  sign_in_as (&other, "Operator");
  open_run (&other, RUN);
  wait_item (&other, "Fixture", "Fail");
  save_record (open_record (&other, "Fixture", "Fixture usage record"));
  wait_item (&other, "Fixture", "Pass");
  wait_item (driver, "Fixture", "Pass");
  driver_close_window (&other);
}

/* --- a server that is gone */

static void
test_stale (Driver *driver, gconstpointer data)
{
  G_GNUC_UNUSED gint64 gone_at;
  GtkWidget *menu, *dialog, *button;

  driver_set_patience (driver, PATIENCE_AS_SHIPPED);
  sign_in_as (driver, "Operator");
  open_run (driver, RUN);
  wait_item (driver, "Bake", "Fail");
  wait_shows (WINDOW, "Connected");
  g_clear_pointer (&driver->server, pb_embedded_stop);
  gone_at = g_get_monotonic_time ();
  wait_shows (WINDOW, "Stale since");
  /* Ten times slower, the drawing alone may take that long. */
#ifndef __SANITIZE_ADDRESS__
  g_assert_cmpint (g_get_monotonic_time () - gone_at, <, 10 * G_USEC_PER_SEC);
#endif
  /* Reading goes on; what rests on what is shown does not. */
  g_assert_nonnull (find_item (driver, "Bake", "Fail"));
  wait_disabled (WINDOW, "Authorise…");
  button = open_action (driver, "Bake", "Waive…", &menu);
  g_assert_false (can_press (button));
  g_assert_true (shows (button, "The server cannot be reached: what is shown may have changed."));
  close_menu (menu);
  /* What was typed is kept. */
  dialog = open_record (driver, "Stencil cleaning", "Stencil cleaning record");
  write_in (dialog, "Remark", "Cleaned twice");
  press (dialog, "Save");
  wait_shows (dialog, "The server cannot be reached.");
  g_assert_true (shows (dialog, "Cleaned twice"));
  give_up (dialog);
  press (WINDOW, "Back to the runs");
  wait_shows (WINDOW, "Stale since");
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
  ADD ("waiver", test_waiver);
  ADD ("first-article", test_first_article);
  ADD ("authorisation", test_authorisation);
  ADD ("whole-job", test_whole_job);
  ADD ("board", test_board);
  ADD ("two-windows", test_two_windows);
  ADD ("stale", test_stale);
  return g_test_run ();
}
