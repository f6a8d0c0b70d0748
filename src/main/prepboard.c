/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "prepboard"

#include "config.h"

#include "server/pb-embedded.h"
#include "view/pb-window.h"

#include <glib-unix.h>
#include <glib/gi18n.h>
#include <locale.h>
#include <signal.h>
#include <stdlib.h>

/* The window. It talks REST to a server elsewhere, or to one that it brings along, in a thread of its own. */

typedef struct
{
  GtkApplication *application;
  GSettings *settings; /* (nullable): not installed */
  char *server;
  char *database;
  gboolean demo;
  gboolean maximized;
  gboolean version;
  PbWindow *window;     /* (weak) (nullable) */
  PbEmbedded *embedded; /* (nullable) */
  GError *error;        /* (nullable): there will be no embedded server */
} Program;

static void
start_embedded (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Program *program = task_data;
  GError *error = NULL;
  PbEmbedded *embedded = pb_embedded_start (program->database, program->demo, &error);

  if (embedded != NULL)
    g_task_return_pointer (task, embedded, (GDestroyNotify) pb_embedded_stop);
  else
    g_task_return_error (task, error);
}

/* Both the window and its server are needed; either may come first. */
static void
connect_window (Program *program)
{
  g_autofree char *message = NULL;

  if (program->window == NULL)
    return;
  if (program->embedded != NULL)
    pb_window_set_server (program->window, pb_embedded_get_url (program->embedded), program->demo);
  else if (program->error != NULL)
    {
      /* TRANSLATORS: the name of a database, then a technical message */
      message =
        g_strdup_printf (_ ("The database %s could not be opened.\n%s"), program->database, program->error->message);
      pb_window_set_failure (program->window, message);
    }
}

static void
started_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Program *program = user_data;

  program->embedded = g_task_propagate_pointer (G_TASK (result), &program->error);
  if (program->error != NULL)
    g_printerr ("prepboard: the server did not start: %s\n", program->error->message);
  connect_window (program);
}

/* Without options: the server of the settings, else a database of this person's own. */
static void
choose_server (Program *program)
{
  g_autofree char *address = NULL;
  g_autofree char *directory = NULL;

  if (program->server != NULL || program->database != NULL)
    return;
  if (program->settings != NULL)
    address = g_settings_get_string (program->settings, "server-address");
  if (address != NULL && *address != '\0')
    {
      program->server = g_steal_pointer (&address);
      return;
    }
  directory = g_build_filename (g_get_user_data_dir (), "prepboard", NULL);
  g_mkdir_with_parents (directory, 0700);
  program->database = g_strdup_printf ("sqlite:%s/plant.sqlite", directory);
}

static void
restore_size (Program *program, GtkWindow *window)
{
  if (program->settings != NULL)
    {
      gtk_window_set_default_size (window, g_settings_get_int (program->settings, "window-width"),
                                   g_settings_get_int (program->settings, "window-height"));
      program->maximized = program->maximized || g_settings_get_boolean (program->settings, "window-maximized");
    }
  if (program->maximized)
    gtk_window_maximize (window);
}

static gboolean
close_cb (GtkWindow *window, Program *program)
{
  int width, height;

  if (program->settings == NULL)
    return FALSE;
  gtk_window_get_default_size (window, &width, &height);
  g_settings_set_boolean (program->settings, "window-maximized", gtk_window_is_maximized (window));
  if (!gtk_window_is_maximized (window) && width > 0 && height > 0)
    {
      g_settings_set_int (program->settings, "window-width", width);
      g_settings_set_int (program->settings, "window-height", height);
    }
  return FALSE;
}

static void
activate_cb (GtkApplication *application, Program *program)
{
  GtkWindow *window = gtk_application_get_active_window (application);

  if (window != NULL)
    {
      gtk_window_present (window);
      return;
    }
  window = GTK_WINDOW (pb_window_new (application));
  restore_size (program, window);
  g_signal_connect (window, "close-request", G_CALLBACK (close_cb), program);
  g_set_weak_pointer (&program->window, PB_WINDOW (window));
  if (program->server != NULL)
    pb_window_set_server (program->window, program->server, FALSE);
  else
    connect_window (program);
  gtk_window_present (window);
}

static void
quit_cb (GSimpleAction *action, GVariant *parameter, gpointer application)
{
  GtkWindow *window = gtk_application_get_active_window (application);

  /* A window that has something typed asks first. */
  if (window != NULL)
    gtk_window_close (window);
}

/* Whoever ends the program from outside leaves a database that is closed. */
static gboolean
terminate_cb (gpointer application)
{
  g_application_quit (G_APPLICATION (application));
  return G_SOURCE_REMOVE;
}

/* A browser has no place where a minimised window could be found again. */
static void
keep_in_browser (void)
{
  GdkDisplay *display = gdk_display_get_default ();

  if (display != NULL && g_str_equal (G_OBJECT_TYPE_NAME (display), "GdkBroadwayDisplay"))
    g_object_set (gtk_settings_get_default (), "gtk-decoration-layout", ":close", NULL);
}

static void
startup_cb (GtkApplication *application, Program *program)
{
  static const char *const quit_keys[] = { "<Control>q", NULL };
  static const char *const help_keys[] = { "<Control>question", NULL };
  static const GActionEntry actions[] = { { "quit", quit_cb, NULL, NULL, NULL, { 0 } } };

  g_action_map_add_action_entries (G_ACTION_MAP (application), actions, G_N_ELEMENTS (actions), application);
  gtk_application_set_accels_for_action (application, "app.quit", quit_keys);
  gtk_application_set_accels_for_action (application, "win.show-help-overlay", help_keys);
  g_unix_signal_add (SIGTERM, terminate_cb, application);
  g_unix_signal_add (SIGINT, terminate_cb, application);
  g_unix_signal_add (SIGHUP, terminate_cb, application);
  keep_in_browser ();
}

static int
options_cb (GApplication *application, GVariantDict *options, Program *program)
{
  if (program->version)
    {
      g_print ("prepboard %s\n", PACKAGE_VERSION);
      return EXIT_SUCCESS;
    }
  if (program->server != NULL && program->database != NULL)
    {
      g_printerr ("prepboard: --server and --database exclude each other\n");
      return EXIT_FAILURE;
    }
  if (program->demo && program->database == NULL)
    {
      g_printerr ("prepboard: --demo needs --database\n");
      return EXIT_FAILURE;
    }
  choose_server (program);
  /* The server starts beside the toolkit, not after it. */
  if (program->server == NULL)
    {
      g_autoptr (GTask) task = g_task_new (NULL, NULL, started_cb, program);
      g_task_set_task_data (task, program, NULL);
      g_task_run_in_thread (task, start_embedded);
    }
  return -1;
}

/* A schema that is not installed must not end the program. */
static GSettings *
settings_new (void)
{
  GSettingsSchemaSource *source = g_settings_schema_source_get_default ();
  g_autoptr (GSettingsSchema) schema = NULL;

  if (source != NULL)
    schema = g_settings_schema_source_lookup (source, APPLICATION_ID, TRUE);
  return schema != NULL ? g_settings_new_full (schema, NULL, NULL) : NULL;
}

int
main (int argc, char *argv[])
{
  Program program = { 0 };
  const GOptionEntry options[] = {
    { "server", 0, 0, G_OPTION_ARG_STRING, &program.server, N_ ("Use the server at this address"), "URL" },
    { "database", 0, 0, G_OPTION_ARG_STRING, &program.database, N_ ("Bring a server along, on this database"),
      "sqlite:PATH" },
    { "demo", 0, 0, G_OPTION_ARG_NONE, &program.demo, N_ ("Fill an empty database with the demo plant"), NULL },
    { "maximized", 0, 0, G_OPTION_ARG_NONE, &program.maximized, N_ ("Open a maximized window"), NULL },
    { "version", 0, 0, G_OPTION_ARG_NONE, &program.version, N_ ("Show the version and exit"), NULL },
    { NULL },
  };
  int status;

  setlocale (LC_ALL, "");
  /* The application looks for its style, icons and shortcuts when it starts, and its texts are to be translated. */
  pb_view_init ();
  program.settings = settings_new ();
  /* Each start is a window with a plant of its own: two may be open side by side. */
  program.application = GTK_APPLICATION (adw_application_new (APPLICATION_ID, G_APPLICATION_NON_UNIQUE));
  g_application_add_main_option_entries (G_APPLICATION (program.application), options);
  g_signal_connect (program.application, "handle-local-options", G_CALLBACK (options_cb), &program);
  g_signal_connect (program.application, "startup", G_CALLBACK (startup_cb), &program);
  g_signal_connect (program.application, "activate", G_CALLBACK (activate_cb), &program);
  status = g_application_run (G_APPLICATION (program.application), argc, argv);

  pb_embedded_stop (program.embedded);
  g_object_unref (program.application);
  g_clear_object (&program.settings);
  g_clear_weak_pointer (&program.window);
  g_clear_error (&program.error);
  g_free (program.server);
  g_free (program.database);
  return status;
}
