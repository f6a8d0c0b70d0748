/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "window-driver.h"

#include "view/pb-button.h"
#include "view/pb-credentials.h"
#include "view/pb-item-row.h"

#include <glib/gstdio.h>
#include <string.h>

#define PATIENCE_S 60

typedef gboolean (*Visitor) (GtkWidget *widget, gconstpointer data);

/* --- walking over what is on the screen */

/* The first widget that @visitor accepts, parents before children. */
static GtkWidget *
walk (GtkWidget *widget, Visitor visitor, gconstpointer data)
{
  if (!gtk_widget_get_mapped (widget))
    return NULL;
  if (visitor (widget, data))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = walk (child, visitor, data);
      if (found != NULL)
        return found;
    }
  return NULL;
}

/* A name without the mark of its mnemonic. */
static gboolean
is_name (const char *written, const char *name)
{
  g_auto (GStrv) parts = written != NULL ? g_strsplit (written, "_", -1) : NULL;
  g_autofree char *plain = parts != NULL ? g_strjoinv ("", parts) : NULL;

  return g_strcmp0 (plain, name) == 0;
}

static gboolean
has_accessible_name (GtkWidget *widget, const char *name)
{
  g_autofree char *other = NULL;

  if (!gtk_test_accessible_has_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL))
    return FALSE;
  other = gtk_test_accessible_check_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, name);
  return other == NULL;
}

static gboolean
is_label_of (GtkWidget *widget, gconstpointer text)
{
  return GTK_IS_LABEL (widget) && strcmp (gtk_label_get_text (GTK_LABEL (widget)), text) == 0;
}

static gboolean
is_button_named (GtkWidget *widget, gconstpointer text)
{
  if (!GTK_IS_BUTTON (widget) && !GTK_IS_MENU_BUTTON (widget))
    return FALSE;
  return has_accessible_name (widget, text) || g_strcmp0 (gtk_widget_get_tooltip_text (widget), text) == 0 ||
         walk (widget, is_label_of, text) != NULL;
}

GtkWidget *
find_button (GtkWidget *scope, const char *text)
{
  return walk (scope, is_button_named, text);
}

static gboolean
is_row_with (GtkWidget *widget, gconstpointer text)
{
  return GTK_IS_LIST_BOX_ROW (widget) && walk (widget, is_label_of, text) != NULL;
}

GtkWidget *
find_row (GtkWidget *scope, const char *text)
{
  return walk (scope, is_row_with, text);
}

static gboolean
is_mnemonic_label (GtkWidget *widget, gconstpointer name)
{
  return is_label_of (widget, name) && gtk_label_get_mnemonic_widget (GTK_LABEL (widget)) != NULL;
}

static gboolean
is_field_named (GtkWidget *widget, gconstpointer name)
{
  if (ADW_IS_ENTRY_ROW (widget) || ADW_IS_COMBO_ROW (widget))
    return is_name (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (widget)), name);
  return (GTK_IS_ENTRY (widget) || GTK_IS_TEXT_VIEW (widget) || GTK_IS_DROP_DOWN (widget)) &&
         has_accessible_name (widget, name);
}

GtkWidget *
find_field (GtkWidget *scope, const char *name)
{
  GtkWidget *found = walk (scope, is_field_named, name);

  if (found == NULL)
    {
      found = walk (scope, is_mnemonic_label, name);
      if (found != NULL)
        found = gtk_label_get_mnemonic_widget (GTK_LABEL (found));
    }
  return found;
}

static gboolean
is_showing (GtkWidget *widget, gconstpointer text)
{
  if (GTK_IS_LABEL (widget))
    return strstr (gtk_label_get_text (GTK_LABEL (widget)), text) != NULL;
  if (GTK_IS_TEXT (widget))
    return gtk_text_get_visibility (GTK_TEXT (widget)) &&
           strstr (gtk_editable_get_text (GTK_EDITABLE (widget)), text) != NULL;
  if (GTK_IS_TEXT_VIEW (widget))
    {
      GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (widget));
      GtkTextIter start, end;
      g_autofree char *written = NULL;
      gtk_text_buffer_get_bounds (buffer, &start, &end);
      written = gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
      return strstr (written, text) != NULL;
    }
  return FALSE;
}

gboolean
shows (GtkWidget *scope, const char *text)
{
  return walk (scope, is_showing, text) != NULL;
}

GtkWidget *
find_dialog (const char *title)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);
      if (gtk_window_get_transient_for (window) != NULL && gtk_widget_get_mapped (GTK_WIDGET (window)) &&
          g_strcmp0 (gtk_window_get_title (window), title) == 0)
        return GTK_WIDGET (window);
    }
  return NULL;
}

/* --- waiting */

static gboolean
say_label (GtkWidget *widget, gconstpointer data)
{
  if (GTK_IS_LABEL (widget) && *gtk_label_get_text (GTK_LABEL (widget)) != '\0')
    g_printerr ("# %s\n", gtk_label_get_text (GTK_LABEL (widget)));
  return FALSE;
}

/* What a person would see now. */
static void
say_screen (void)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);
      g_printerr ("# --- %s\n", gtk_window_get_title (window));
      walk (GTK_WIDGET (window), say_label, NULL);
    }
}

static void G_GNUC_NORETURN
fail (const char *what, const char *text)
{
  say_screen ();
  g_error ("%s: %s", what, text);
}

static gboolean
late_cb (gpointer late)
{
  *(gboolean *) late = TRUE;
  return G_SOURCE_CONTINUE;
}

/* @visitor is asked again after everything that happens. */
static gpointer
wait_for (const char *what, const char *text, gpointer (*condition) (GtkWidget *, const char *), GtkWidget *scope)
{
  gboolean late = FALSE;
  guint timer = g_timeout_add_seconds (PATIENCE_S, late_cb, &late);
  gpointer found;

  while ((found = condition (scope, text)) == NULL)
    {
      if (late)
        fail (what, text);
      g_main_context_iteration (NULL, TRUE);
    }
  g_source_remove (timer);
  return found;
}

static gpointer
if_shown (GtkWidget *scope, const char *text)
{
  return walk (scope, is_showing, text);
}

static gpointer
if_not_shown (GtkWidget *scope, const char *text)
{
  return shows (scope, text) ? NULL : scope;
}

static gpointer
if_row (GtkWidget *scope, const char *text)
{
  return find_row (scope, text);
}

gboolean
can_press (GtkWidget *button)
{
  return gtk_widget_is_sensitive (button) && !gtk_widget_has_css_class (button, PB_UNAVAILABLE_CLASS);
}

static gpointer
if_button (GtkWidget *scope, const char *text)
{
  GtkWidget *button = find_button (scope, text);

  return button != NULL && can_press (button) ? button : NULL;
}

static gpointer
if_disabled (GtkWidget *scope, const char *text)
{
  GtkWidget *button = find_button (scope, text);

  return button != NULL && !can_press (button) ? button : NULL;
}

static gpointer
if_dialog (GtkWidget *scope, const char *title)
{
  return find_dialog (title);
}

static gpointer
if_closed (GtkWidget *scope, const char *title)
{
  return find_dialog (title) == NULL ? gtk_window_get_toplevels () : NULL;
}

void
wait_shows (GtkWidget *scope, const char *text)
{
  wait_for ("Does not appear", text, if_shown, scope);
}

static gpointer
if_focus (GtkWidget *widget, const char *name)
{
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (widget));

  return focus != NULL && (focus == widget || gtk_widget_is_ancestor (focus, widget)) ? focus : NULL;
}

void
wait_focus (GtkWidget *widget, const char *name)
{
  wait_for ("Does not have the focus", name, if_focus, widget);
}

void
wait_gone (GtkWidget *scope, const char *text)
{
  wait_for ("Does not go away", text, if_not_shown, scope);
}

GtkWidget *
wait_row (GtkWidget *scope, const char *text)
{
  return wait_for ("There is no such row", text, if_row, scope);
}

typedef struct
{
  const char *name;
  const char *text;
} RowText;

static gboolean
is_row_showing (GtkWidget *widget, gconstpointer data)
{
  const RowText *wanted = data;

  return is_row_with (widget, wanted->name) && shows (widget, wanted->text);
}

static gpointer
if_row_shows (GtkWidget *scope, const char *both)
{
  g_auto (GStrv) parts = g_strsplit (both, " → ", 2);
  const RowText wanted = { parts[0], parts[1] };

  return walk (scope, is_row_showing, &wanted);
}

void
wait_row_shows (GtkWidget *scope, const char *name, const char *text)
{
  g_autofree char *both = g_strjoin (" → ", name, text, NULL);

  wait_for ("The row does not say so", both, if_row_shows, scope);
}

GtkWidget *
wait_button (GtkWidget *scope, const char *text)
{
  return wait_for ("Cannot be pressed", text, if_button, scope);
}

GtkWidget *
wait_disabled (GtkWidget *scope, const char *text)
{
  return wait_for ("Can be pressed, or is not there", text, if_disabled, scope);
}

GtkWidget *
wait_dialog (const char *title)
{
  return wait_for ("Does not open", title, if_dialog, NULL);
}

static gpointer
if_question (GtkWidget *scope, const char *text)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);
      if (ADW_IS_MESSAGE_DIALOG (window) && gtk_widget_get_mapped (GTK_WIDGET (window)))
        return GTK_WIDGET (window);
    }
  return NULL;
}

GtkWidget *
wait_question (void)
{
  return wait_for ("Is not asked", "a question", if_question, NULL);
}

void
wait_closed (const char *title)
{
  wait_for ("Does not close", title, if_closed, NULL);
}

/* --- acting */

void
press (GtkWidget *scope, const char *text)
{
  GtkWidget *button = wait_button (scope, text);

  /* As a click does. */
  if (gtk_widget_get_focus_on_click (button))
    gtk_widget_grab_focus (button);
  g_signal_emit_by_name (button, "clicked");
}

void
write_in (GtkWidget *scope, const char *name, const char *text)
{
  GtkWidget *field = find_field (scope, name);

  if (field == NULL)
    fail ("There is no such field", name);
  if (!gtk_widget_is_sensitive (field))
    fail ("Cannot be written in", name);
  if (GTK_IS_TEXT_VIEW (field))
    gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (field)), text, -1);
  else
    gtk_editable_set_text (GTK_EDITABLE (field), text);
}

void
choose (GtkWidget *scope, const char *name, const char *word)
{
  GtkWidget *field = find_field (scope, name);
  GListModel *words;

  if (field == NULL || !gtk_widget_is_sensitive (field))
    fail ("Cannot be chosen from", name);
  words = ADW_IS_COMBO_ROW (field) ? adw_combo_row_get_model (ADW_COMBO_ROW (field))
                                   : gtk_drop_down_get_model (GTK_DROP_DOWN (field));
  for (guint i = 0; i < g_list_model_get_n_items (words); i++)
    if (strcmp (gtk_string_list_get_string (GTK_STRING_LIST (words), i), word) == 0)
      {
        g_object_set (field, "selected", i, NULL);
        return;
      }
  fail ("Is no choice", word);
}

void
answer (GtkWidget *scope, const char *name, const char *word)
{
  g_autofree char *button = g_strdup_printf ("%s: %s", name, word);

  press (scope, button);
}

void
activate_row (GtkWidget *scope, const char *text)
{
  GtkWidget *row = wait_row (scope, text);

  if (!gtk_widget_is_sensitive (row) || !gtk_list_box_row_get_activatable (GTK_LIST_BOX_ROW (row)))
    fail ("Cannot be activated", text);
  gtk_widget_activate (row);
}

const char *
reason_disabled (GtkWidget *button)
{
  const char *tooltip = gtk_widget_get_tooltip_text (button);
  g_autofree char *differs = NULL;

  g_assert_false (can_press (button));
  g_assert_nonnull (tooltip);
  /* Whoever cannot see the tooltip is told as well, and reaches the button without a pointer. */
  g_assert_true (gtk_widget_is_sensitive (button));
  differs = gtk_test_accessible_check_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, tooltip);
  g_assert_cmpstr (differs, ==, NULL);
  return tooltip;
}

static gboolean
is_menu_button (GtkWidget *widget, gconstpointer data)
{
  return GTK_IS_MENU_BUTTON (widget);
}

static gpointer
if_menu_open (GtkWidget *button, const char *text)
{
  GtkPopover *popover = gtk_menu_button_get_popover (GTK_MENU_BUTTON (button));

  return popover != NULL && gtk_widget_get_mapped (GTK_WIDGET (popover)) ? popover : NULL;
}

GtkWidget *
open_menu (GtkWidget *scope)
{
  GtkWidget *button = walk (scope, is_menu_button, NULL);

  if (button == NULL)
    fail ("There is no menu", G_OBJECT_TYPE_NAME (scope));
  gtk_menu_button_popup (GTK_MENU_BUTTON (button));
  return wait_for ("Does not open", "menu", if_menu_open, button);
}

void
close_menu (GtkWidget *menu)
{
  gtk_popover_popdown (GTK_POPOVER (menu));
}

/* --- what a person does often */

void
sign_in_as (Driver *self, const char *who)
{
  GtkWidget *window = GTK_WIDGET (self->window);

  activate_row (window, who);
  press (window, "Sign in");
}

void
switch_user_to (Driver *self, const char *who)
{
  gtk_widget_activate_action (GTK_WIDGET (self->window), "win.switch-user", NULL);
  sign_in_as (self, who);
  wait_gone (GTK_WIDGET (self->window), "Sign in");
}

static gboolean
is_list_row_of (GtkWidget *widget, gconstpointer text)
{
  return GTK_IS_LABEL (widget) && gtk_widget_get_ancestor (widget, GTK_TYPE_LIST_VIEW) != NULL &&
         strcmp (gtk_label_get_text (GTK_LABEL (widget)), text) == 0;
}

static gpointer
if_listed (GtkWidget *scope, const char *text)
{
  return walk (scope, is_list_row_of, text);
}

GtkWidget *
open_run (Driver *self, const char *run_no)
{
  GtkWidget *row = wait_for ("Is not listed", run_no, if_listed, GTK_WIDGET (self->window));

  /* Up to the place in the list, which is what a click activates. */
  while (!GTK_IS_LIST_VIEW (gtk_widget_get_parent (row)))
    row = gtk_widget_get_parent (row);
  g_assert_true (gtk_widget_activate (row));
  wait_button (GTK_WIDGET (self->window), "Preparation");
  return GTK_WIDGET (pb_window_get_run_page (self->window));
}

void
show_tab (Driver *self, const char *name)
{
  press (GTK_WIDGET (self->window), name);
}

static gboolean
is_item (GtkWidget *widget, gconstpointer data)
{
  const RowText *wanted = data;

  return PB_IS_ITEM_ROW (widget) && walk (widget, is_label_of, wanted->name) != NULL &&
         (wanted->text == NULL || walk (widget, is_label_of, wanted->text) != NULL);
}

GtkWidget *
find_item (Driver *self, const char *title, const char *object)
{
  const RowText wanted = { title, object };

  return walk (GTK_WIDGET (self->window), is_item, &wanted);
}

static gpointer
if_item_says (GtkWidget *window, const char *both)
{
  g_auto (GStrv) parts = g_strsplit (both, " → ", 2);
  const RowText wanted = { parts[0], parts[1] };

  return walk (window, is_item, &wanted);
}

void
wait_item (Driver *self, const char *title, const char *state)
{
  g_autofree char *both = g_strjoin (" → ", title, state, NULL);

  wait_for ("The item does not say so", both, if_item_says, GTK_WIDGET (self->window));
}

static gboolean
is_signable (GtkWidget *widget, gconstpointer data)
{
  return PB_IS_CREDENTIALS (widget) && *pb_credentials_get_text (PB_CREDENTIALS (widget)) != '\0';
}

static gpointer
if_signable (GtkWidget *dialog, const char *text)
{
  return walk (dialog, is_signable, NULL);
}

void
give_credentials (GtkWidget *dialog, const char *who, const char *password)
{
  g_autofree char *email = g_strconcat (who, "@example.com", NULL);

  /* Nobody signs before it is shown. */
  wait_for ("Is not shown", "what is signed", if_signable, dialog);
  write_in (dialog, "E-mail", email);
  write_in (dialog, "Password", password);
}

char *
written_time (double hours)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autoptr (GDateTime) time = g_date_time_add_seconds (now, hours * 3600);

  return g_date_time_format (time, "%Y-%m-%d %H:%M");
}

/* --- the plant and its window */

void
driver_set_patience (Driver *self, guint seconds)
{
  pb_session_model_set_pace (pb_window_get_session (self->window), 5000, seconds * 1000);
}

void
driver_open_window (Driver *self)
{
  self->window = g_object_ref_sink (pb_window_new (NULL));
  gtk_window_present (GTK_WINDOW (self->window));
  pb_window_set_server (self->window, pb_embedded_get_url (self->server), TRUE);
  driver_set_patience (self, PATIENCE_S);
  wait_button (GTK_WIDGET (self->window), "Sign in");
}

void
driver_close_window (Driver *self)
{
  gtk_window_destroy (GTK_WINDOW (self->window));
  g_assert_finalize_object (self->window);
}

/* The demo is made once for the program: each test gets a copy of it. */
static void
start_demo (Driver *self)
{
  static char *contents;
  static gsize length;
  g_autofree char *path = g_build_filename (self->directory, "plant.sqlite", NULL);
  g_autofree char *database = g_strconcat ("sqlite:", path, NULL);
  g_autoptr (GError) error = NULL;

  if (contents == NULL)
    {
      self->server = pb_embedded_start (database, TRUE, &error);
      g_assert_no_error (error);
      g_clear_pointer (&self->server, pb_embedded_stop);
      g_file_get_contents (path, &contents, &length, &error);
    }
  else
    g_file_set_contents (path, contents, (gssize) length, &error);
  g_assert_no_error (error);
  self->server = pb_embedded_start (database, TRUE, &error);
  g_assert_no_error (error);
}

void
driver_set_up (Driver *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  self->directory = g_dir_make_tmp ("pb-window-XXXXXX", &error);
  g_assert_no_error (error);
  start_demo (self);
  driver_open_window (self);
}

static void
remove_directory (const char *path)
{
  g_autoptr (GDir) directory = g_dir_open (path, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (directory)) != NULL)
    {
      g_autofree char *file = g_build_filename (path, name, NULL);
      g_unlink (file);
    }
  g_assert_cmpint (g_rmdir (path), ==, 0);
}

void
driver_tear_down (Driver *self, gconstpointer data)
{
  driver_close_window (self);
  g_clear_pointer (&self->server, pb_embedded_stop);
  remove_directory (self->directory);
  g_free (self->directory);
}
