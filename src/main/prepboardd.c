/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "prepboardd"

#include "config.h"

#include "server/pb-server.h"
#include "service/pb-service.h"

#include <gio/gio.h>
#include <glib-unix.h>
#include <locale.h>
#include <malloc.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

/* The server's command line. */

#define EXIT_GOOD   0
#define EXIT_FAILED 1
#define EXIT_USAGE  2

#define PASSWORD_MAX 1024

static const char help_text[] =
  "Usage: prepboardd serve --database sqlite:PATH --listen ADDRESS:PORT [--data DIR] [--demo]\n"
  "       prepboardd user add --database sqlite:PATH --email EMAIL --name NAME --role CODE[,CODE…]\n"
  "                           [--capacity CODE[,CODE…]] [--data DIR]\n"
  "       prepboardd --version | --help\n"
  "\n"
  "serve      Serves the plant in a database, which is made when there is none, and prints\n"
  "           “listening on http://ADDRESS:PORT” once it does. SIGTERM and SIGINT end it.\n"
  "user add   Adds a user, for example the first administrator (--role admin). The password, of at least 8\n"
  "           characters, is asked for, or read as one line where there is no terminal.\n"
  "\n"
  "  --database sqlite:PATH   the database\n"
  "  --listen ADDRESS:PORT    a number as in 127.0.0.1:8480, [::1]:8480 or 0.0.0.0:8480; port 0 takes a free one.\n"
  "                           It speaks plain HTTP: for other machines put a proxy with TLS in front of it\n"
  "  --demo                   fill an empty database with the demo plant, whose passwords everybody knows: it\n"
  "                           is served on a loopback address only\n"
  "  --data DIR               where policies and templates are, when they are not where they were installed\n";

static int
fail (int status, const char *message)
{
  g_printerr ("prepboardd: %s\n", message);
  return status;
}

/* Returns: whether the options were read; else the reason is printed. */
static gboolean
parse_options (const GOptionEntry *entries, char ***arguments)
{
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (GError) error = NULL;

  g_option_context_add_main_entries (context, entries, NULL);
  g_option_context_set_help_enabled (context, FALSE);
  if (!g_option_context_parse_strv (context, arguments, &error))
    {
      g_printerr ("prepboardd: %s\n", error->message);
      return FALSE;
    }
  if ((*arguments)[1] != NULL)
    {
      g_printerr ("prepboardd: “%s” is not understood\n", (*arguments)[1]);
      return FALSE;
    }
  return TRUE;
}

/* --- serve --- */

static gboolean
quit_cb (gpointer user_data)
{
  g_main_loop_quit (user_data);
  /* The second time the signal ends the program as it does others. */
  return G_SOURCE_REMOVE;
}

static int
run_server (PbService *service, const char *listen, gboolean loopback_only)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (GError) error = NULL;
  g_autoptr (PbServer) server = NULL;

  server = pb_server_new (service, listen, loopback_only, &error);
  if (server == NULL)
    return fail (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT) ? EXIT_USAGE : EXIT_FAILED,
                 error->message);
  g_unix_signal_add (SIGTERM, quit_cb, loop);
  g_unix_signal_add (SIGINT, quit_cb, loop);
  printf ("listening on %s\n", pb_server_get_url (server));
  fflush (stdout);
  g_main_loop_run (loop);
  pb_server_stop (server);
  return EXIT_GOOD;
}

static int
serve (char ***arguments)
{
  g_autofree char *database = NULL;
  g_autofree char *listen = NULL;
  g_autofree char *data = NULL;
  gboolean demo = FALSE;
  const GOptionEntry entries[] = { { "database", 0, 0, G_OPTION_ARG_STRING, &database, NULL, NULL },
                                   { "listen", 0, 0, G_OPTION_ARG_STRING, &listen, NULL, NULL },
                                   { "data", 0, 0, G_OPTION_ARG_FILENAME, &data, NULL, NULL },
                                   { "demo", 0, 0, G_OPTION_ARG_NONE, &demo, NULL, NULL },
                                   { NULL } };
  PbServiceOptions options = { 0 };
  g_autoptr (PbService) service = NULL;
  g_autoptr (GError) error = NULL;

  if (!parse_options (entries, arguments))
    return EXIT_USAGE;
  if (database == NULL || listen == NULL)
    return fail (EXIT_USAGE, "serve needs --database and --listen (“prepboardd --help” tells more)");
  /* Before the database is made: what is wrong with the address shall leave nothing behind. */
  if (!pb_server_check_address (listen, demo, &error))
    return fail (EXIT_USAGE, error->message);
  options.database = database;
  options.data_dir = data;
  options.demo = demo;
  service = pb_service_new (&options, &error);
  if (service == NULL)
    return fail (EXIT_FAILED, error->message);
  /* Nor is a demo plant from before for other machines. */
  return run_server (service, listen, demo || pb_service_is_demo (service));
}

/* --- user add --- */

/* Reads a line without its end. Returns: FALSE when there is none or it is too long. */
static gboolean
read_line (char *line, gsize size)
{
  gsize length;

  if (fgets (line, (int) size, stdin) == NULL)
    return FALSE;
  length = strlen (line);
  if (length > 0 && line[length - 1] == '\n')
    line[length - 1] = '\0';
  else if (length + 1 == size)
    return FALSE;
  return TRUE;
}

static struct termios shown_terminal;

/* Who gives up in the middle shall see again what is typed. */
static void
restore_terminal (int signal_number)
{
  tcsetattr (STDIN_FILENO, TCSANOW, &shown_terminal);
  _exit (128 + signal_number);
}

/* What is typed is not shown. */
static gboolean
ask_secret (const char *question, char *line, gsize size)
{
  struct termios hidden;
  gboolean done;

  if (tcgetattr (STDIN_FILENO, &shown_terminal) != 0)
    return FALSE;
  g_printerr ("%s", question);
  signal (SIGINT, restore_terminal);
  signal (SIGTERM, restore_terminal);
  hidden = shown_terminal;
  hidden.c_lflag &= ~(tcflag_t) ECHO;
  hidden.c_lflag |= ECHONL;
  done = tcsetattr (STDIN_FILENO, TCSAFLUSH, &hidden) == 0 && read_line (line, size);
  tcsetattr (STDIN_FILENO, TCSAFLUSH, &shown_terminal);
  signal (SIGINT, SIG_DFL);
  signal (SIGTERM, SIG_DFL);
  return done;
}

/* A password among the arguments would be seen by everybody on the machine.
 * Returns: (nullable): what went wrong. */
static const char *
read_password (char *password, gsize size)
{
  char again[PASSWORD_MAX] = "";
  gboolean same;

  /* stdio keeps no copy of it. */
  setvbuf (stdin, NULL, _IONBF, 0);
  if (!isatty (STDIN_FILENO))
    return read_line (password, size) ? NULL : "there is no password on the standard input";
  if (!ask_secret ("Password: ", password, size) || !ask_secret ("Once more: ", again, sizeof again))
    return "no password was given";
  same = strcmp (password, again) == 0;
  explicit_bzero (again, sizeof again);
  return same ? NULL : "the two passwords differ";
}

static int
add_user_to (PbService *service,
             const char *email,
             const char *name,
             const char *const *roles,
             const char *const *capacities)
{
  char password[PASSWORD_MAX] = "";
  const char *trouble = read_password (password, sizeof password);
  g_autoptr (GError) error = NULL;

  if (trouble == NULL)
    pb_service_add_user (service, email, name, password, roles, capacities, &error);
  explicit_bzero (password, sizeof password);
  if (trouble != NULL || error != NULL)
    return fail (EXIT_FAILED, trouble != NULL ? trouble : error->message);
  g_print ("%s was added\n", email);
  return EXIT_GOOD;
}

static int
add_user (char ***arguments)
{
  g_autofree char *database = NULL;
  g_autofree char *data = NULL;
  g_autofree char *email = NULL;
  g_autofree char *name = NULL;
  g_autofree char *roles = NULL;
  g_autofree char *capacities = NULL;
  const GOptionEntry entries[] = { { "database", 0, 0, G_OPTION_ARG_STRING, &database, NULL, NULL },
                                   { "data", 0, 0, G_OPTION_ARG_FILENAME, &data, NULL, NULL },
                                   { "email", 0, 0, G_OPTION_ARG_STRING, &email, NULL, NULL },
                                   { "name", 0, 0, G_OPTION_ARG_STRING, &name, NULL, NULL },
                                   { "role", 0, 0, G_OPTION_ARG_STRING, &roles, NULL, NULL },
                                   { "capacity", 0, 0, G_OPTION_ARG_STRING, &capacities, NULL, NULL },
                                   { NULL } };
  g_auto (GStrv) role_list = NULL;
  g_auto (GStrv) capacity_list = NULL;
  PbServiceOptions options = { 0 };
  g_autoptr (PbService) service = NULL;
  g_autoptr (GError) error = NULL;

  if (!parse_options (entries, arguments))
    return EXIT_USAGE;
  if (database == NULL || email == NULL || name == NULL || roles == NULL)
    return fail (EXIT_USAGE, "user add needs --database, --email, --name and --role (“prepboardd --help” tells more)");
  role_list = g_strsplit (roles, ",", 0);
  /* None named: those of the roles. */
  capacity_list = capacities != NULL ? g_strsplit (capacities, ",", 0) : NULL;
  options.database = database;
  options.data_dir = data;
  service = pb_service_new (&options, &error);
  if (service == NULL)
    return fail (EXIT_FAILED, error->message);
  return add_user_to (service, email, name, (const char *const *) role_list, (const char *const *) capacity_list);
}

/* --- the command --- */

/* Takes the word at the front of the arguments when it is @word. */
static gboolean
take_word (char **arguments, const char *word)
{
  if (arguments[1] == NULL || strcmp (arguments[1], word) != 0)
    return FALSE;
  g_free (arguments[1]);
  for (guint i = 1; (arguments[i] = arguments[i + 1]) != NULL; i++)
    continue;
  return TRUE;
}

int
main (int argc, char *argv[])
{
  g_auto (GStrv) arguments = g_strdupv (argv);

  /* Each thread's own memory would keep what another could use. */
  mallopt (M_ARENA_MAX, 2);
  setlocale (LC_ALL, "");
  g_set_prgname ("prepboardd");
  /* Standard output is for what callers read. */
  g_log_writer_default_set_use_stderr (TRUE);
  if (take_word (arguments, "--version"))
    {
      g_print ("prepboardd %s\n", PACKAGE_VERSION);
      return EXIT_GOOD;
    }
  if (take_word (arguments, "help") || g_strv_contains ((const char *const *) arguments, "--help") ||
      g_strv_contains ((const char *const *) arguments, "-h"))
    {
      g_print ("%s", help_text);
      return EXIT_GOOD;
    }
  if (take_word (arguments, "serve"))
    return serve (&arguments);
  if (take_word (arguments, "user"))
    return take_word (arguments, "add") ? add_user (&arguments)
                                        : fail (EXIT_USAGE, "user knows “add” (“prepboardd --help” tells more)");
  g_printerr ("%s", help_text);
  return arguments[1] == NULL ? EXIT_USAGE : fail (EXIT_USAGE, "there is no such command");
}
