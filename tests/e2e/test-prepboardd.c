/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>

#include <libsoup/soup.h>

/* The program as it ships, from its command line to its sockets. */

#define PASSWORD "correct horse"

typedef struct
{
  char *directory; /* (owned) */
  char *path;      /* (owned) of the database */
  char *database;  /* (owned) "sqlite:PATH" */
  GSubprocess *server;
  char *url; /* (owned) */
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->directory = g_dir_make_tmp ("prepboardd-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->path = g_build_filename (fixture->directory, "plant.sqlite", NULL);
  fixture->database = g_strconcat ("sqlite:", fixture->path, NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GDir) dir = NULL;
  const char *name;

  if (fixture->server != NULL)
    g_subprocess_force_exit (fixture->server);
  g_clear_object (&fixture->server);
  dir = g_dir_open (fixture->directory, 0, NULL);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *file = g_build_filename (fixture->directory, name, NULL);

      g_assert_cmpint (g_unlink (file), ==, 0);
    }
  g_assert_cmpint (g_rmdir (fixture->directory), ==, 0);
  g_free (fixture->directory);
  g_free (fixture->path);
  g_free (fixture->database);
  g_free (fixture->url);
}

/* Runs the program to its end. Returns: its exit status. */
static int
run (const char *const *arguments, const char *input, char **output, char **complaint)
{
  g_autoptr (GPtrArray) argv = g_ptr_array_new ();
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;

  g_ptr_array_add (argv, (gpointer) g_getenv ("PREPBOARDD"));
  for (guint i = 0; arguments[i] != NULL; i++)
    g_ptr_array_add (argv, (gpointer) arguments[i]);
  g_ptr_array_add (argv, NULL);
  process =
    g_subprocess_newv ((const char *const *) argv->pdata,
                       G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE,
                       &error);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (process, input, NULL, output, complaint, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_if_exited (process));
  return g_subprocess_get_exit_status (process);
}

/* A test that fails leaves no server behind. */
static void
die_with_parent (gpointer user_data)
{
  prctl (PR_SET_PDEATHSIG, SIGKILL);
}

/* Starts a server and waits until it says where it listens, in these words. */
static void
start (Fixture *fixture, gboolean demo)
{
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  g_autoptr (GError) error = NULL;
  g_autoptr (GDataInputStream) lines = NULL;
  g_autofree char *line = NULL;

  g_subprocess_launcher_set_child_setup (launcher, die_with_parent, NULL, NULL);
  fixture->server =
    g_subprocess_launcher_spawn (launcher, &error, g_getenv ("PREPBOARDD"), "serve", "--database", fixture->database,
                                 "--listen", "127.0.0.1:0", demo ? "--demo" : NULL, NULL);
  g_assert_no_error (error);
  lines = g_data_input_stream_new (g_subprocess_get_stdout_pipe (fixture->server));
  line = g_data_input_stream_read_line (lines, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (line);
  g_assert_true (g_regex_match_simple ("^listening on http://127\\.0\\.0\\.1:[1-9][0-9]*$", line, 0, 0));
  g_free (fixture->url);
  fixture->url = g_strdup (line + strlen ("listening on "));
}

static void
stop (Fixture *fixture, int signal_number)
{
  g_autoptr (GError) error = NULL;

  g_subprocess_send_signal (fixture->server, signal_number);
  g_subprocess_wait (fixture->server, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_if_exited (fixture->server));
  g_assert_cmpint (g_subprocess_get_exit_status (fixture->server), ==, 0);
  g_clear_object (&fixture->server);
}

/* @token: (nullable). @text: (out) (optional): the answer's body. */
static guint
call_as (Fixture *fixture, const char *token, const char *method, const char *path, const char *body, char **text)
{
  g_autoptr (SoupSession) session = soup_session_new ();
  g_autofree char *url = g_strconcat (fixture->url, path, NULL);
  g_autoptr (SoupMessage) message = soup_message_new (method, url);
  g_autoptr (GBytes) answer = NULL;
  g_autoptr (GError) error = NULL;

  if (body != NULL)
    {
      g_autoptr (GBytes) bytes = g_bytes_new (body, strlen (body));

      soup_message_set_request_body_from_bytes (message, "application/json", bytes);
    }
  if (token != NULL)
    {
      g_autofree char *header = g_strconcat ("Bearer ", token, NULL);

      soup_message_headers_replace (soup_message_get_request_headers (message), "Authorization", header);
    }
  answer = soup_session_send_and_read (session, message, NULL, &error);
  g_assert_no_error (error);
  if (text != NULL)
    *text = g_strndup (g_bytes_get_data (answer, NULL), g_bytes_get_size (answer));
  return soup_message_get_status (message);
}

static guint
call (Fixture *fixture, const char *method, const char *path, const char *body)
{
  return call_as (fixture, NULL, method, path, body, NULL);
}

static guint
sign_in (Fixture *fixture, const char *email, const char *password)
{
  g_autofree char *body = g_strdup_printf ("{\"email\":\"%s\",\"password\":\"%s\"}", email, password);

  return call (fixture, "POST", "/api/auth/sign-in/email", body);
}

/* The capacities in which somebody may sign, as the answer has them. */
static char *
get_capacities (Fixture *fixture, const char *email)
{
  g_autofree char *body = g_strdup_printf ("{\"email\":\"%s\",\"password\":\"" PASSWORD "\"}", email);
  g_autofree char *session = NULL, *permissions = NULL;
  g_auto (GStrv) before = NULL, after = NULL;

  g_assert_cmpuint (call_as (fixture, NULL, "POST", "/api/auth/sign-in/email", body, &session), ==, 200);
  before = g_strsplit (strstr (session, "\"token\":\"") + strlen ("\"token\":\""), "\"", 2);
  g_assert_cmpuint (call_as (fixture, before[0], "GET", "/api/permissions/me", NULL, &permissions), ==, 200);
  after = g_strsplit (strstr (permissions, "\"capacities\":[") + strlen ("\"capacities\":["), "]", 2);
  return g_strdup (after[0]);
}

static void
test_usage (Fixture *fixture, gconstpointer data)
{
  const struct
  {
    const char *arguments[10];
    int status;
    const char *complaint; /* part of it */
  } cases[] = {
    { { "--help" }, 0, "" },
    { { "--version" }, 0, "" },
    { { NULL }, 2, "Usage" },
    { { "dance" }, 2, "no such command" },
    { { "serve" }, 2, "--database" },
    { { "serve", "--database", "@" }, 2, "--listen" },
    { { "serve", "--listen", "127.0.0.1:0" }, 2, "--database" },
    { { "serve", "--database", "@", "--listen", "127.0.0.1:0", "--nonsense" }, 2, "--nonsense" },
    { { "serve", "--database", "@", "--listen", "127.0.0.1:0", "more" }, 2, "more" },
    { { "serve", "--database", "@", "--listen", "somewhere:80" }, 2, "somewhere:80" },
    { { "serve", "--database", "@", "--listen", "127.0.0.1:70000" }, 2, "70000" },
    { { "serve", "--database", "@", "--listen", "0.0.0.0:0", "--demo" }, 2, "loopback" },
    { { "serve", "--database", "@", "--listen", "[::]:0", "--demo" }, 2, "loopback" },
    { { "serve", "--database", "@/missing/plant.sqlite", "--listen", "127.0.0.1:0" }, 1, "missing" },
    { { "serve", "--database", "paper:plant", "--listen", "127.0.0.1:0" }, 1, "paper" },
    { { "user" }, 2, "add" },
    { { "user", "add" }, 2, "--email" },
    { { "user", "add", "--database", "@", "--email", "a@b.example", "--name", "A" }, 2, "--role" },
    { { "user", "add", "--password", "x" }, 2, "--password" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GPtrArray) arguments = g_ptr_array_new_with_free_func (g_free);
      g_autofree char *output = NULL;
      g_autofree char *complaint = NULL;
      g_autofree char *said = NULL;
      int status;

      for (guint a = 0; cases[i].arguments[a] != NULL; a++)
        g_ptr_array_add (arguments, cases[i].arguments[a][0] == '@'
                                      ? g_strconcat (fixture->database, cases[i].arguments[a] + 1, NULL)
                                      : g_strdup (cases[i].arguments[a]));
      g_ptr_array_add (arguments, NULL);
      status = run ((const char *const *) arguments->pdata, NULL, &output, &complaint);
      said = g_strjoinv (" ", (char **) arguments->pdata);
      g_test_message ("%s", said);
      g_assert_cmpint (status, ==, cases[i].status);
      g_assert_nonnull (strstr (complaint, cases[i].complaint));
      if (status == 0)
        g_assert_cmpstr (output, !=, "");
    }
  /* What is wrong on the command line leaves nothing behind. */
  g_assert_false (g_file_test (fixture->path, G_FILE_TEST_EXISTS));
}

static void
test_serve (Fixture *fixture, gconstpointer data)
{
  const int signals[] = { SIGTERM, SIGINT };

  for (guint i = 0; i < G_N_ELEMENTS (signals); i++)
    {
      start (fixture, FALSE);
      g_assert_cmpuint (call (fixture, "GET", "/api/health", NULL), ==, 200);
      g_assert_cmpuint (call (fixture, "GET", "/api/runs", NULL), ==, 401);
      stop (fixture, signals[i]);
    }
  /* Stopped well, it is one file. */
  g_assert_true (g_file_test (fixture->path, G_FILE_TEST_EXISTS));
}

static void
test_address_taken (Fixture *fixture, gconstpointer data)
{
  const char *arguments[] = { "serve", "--database", fixture->database, "--listen", NULL, NULL };
  g_autofree char *complaint = NULL;

  start (fixture, FALSE);
  arguments[4] = fixture->url + strlen ("http://");
  g_assert_cmpint (run (arguments, NULL, NULL, &complaint), ==, 1);
  g_assert_nonnull (strstr (complaint, arguments[4]));
  stop (fixture, SIGTERM);
}

/* Everybody knows the passwords, also when the plant was made earlier. */
static void
test_demo (Fixture *fixture, gconstpointer data)
{
  const char *arguments[] = { "serve", "--database", fixture->database, "--listen", "0.0.0.0:0", NULL };
  g_autofree char *complaint = NULL;

  start (fixture, TRUE);
  g_assert_cmpuint (call (fixture, "GET", "/api/health", NULL), ==, 200);
  stop (fixture, SIGTERM);
  g_assert_cmpint (run (arguments, NULL, NULL, &complaint), ==, 2);
  g_assert_nonnull (strstr (complaint, "loopback"));
}

static int
add_user (Fixture *fixture, const char *email, const char *role, const char *password_line)
{
  const char *arguments[] = { "user",   "add", "--database", fixture->database, "--email", email, "--name", "A B",
                              "--role", role,  NULL };
  g_autofree char *output = NULL;
  g_autofree char *complaint = NULL;
  int status = run (arguments, password_line, &output, &complaint);

  g_test_message ("%s %s: %s%s", email, role, output, complaint);
  g_assert_null (strstr (output, PASSWORD));
  g_assert_null (strstr (complaint, PASSWORD));
  return status;
}

static void
test_user_add (Fixture *fixture, gconstpointer data)
{
  g_autofree char *capacities = NULL;

  g_assert_cmpint (add_user (fixture, "first@example.com", "admin", PASSWORD "\n"), ==, 0);
  g_assert_cmpint (add_user (fixture, "second@example.com", "quality,engineer", PASSWORD), ==, 0);
  g_assert_cmpint (add_user (fixture, "first@example.com", "admin", PASSWORD "\n"), ==, 1);
  g_assert_cmpint (add_user (fixture, "third@example.com", "king", PASSWORD "\n"), ==, 1);
  g_assert_cmpint (add_user (fixture, "third@example.com", "admin", "1234567\n"), ==, 1);
  g_assert_cmpint (add_user (fixture, "third@example.com", "admin", "\n"), ==, 1);
  g_assert_cmpint (add_user (fixture, "third@example.com", "admin", ""), ==, 1);
  g_assert_cmpint (add_user (fixture, "no address", "admin", PASSWORD "\n"), ==, 1);

  start (fixture, FALSE);
  g_assert_cmpuint (sign_in (fixture, "first@example.com", PASSWORD), ==, 200);
  capacities = get_capacities (fixture, "second@example.com");
  /* Where none is named, the roles say in which capacities somebody signs. */
  g_assert_cmpstr (capacities, ==, "\"ENGINEERING\",\"QUALITY\"");
  g_assert_cmpuint (sign_in (fixture, "second@example.com", PASSWORD "\\n"), ==, 401);
  g_assert_cmpuint (sign_in (fixture, "third@example.com", "1234567"), ==, 401);
  /* Beside a server that runs: both write into one log. */
  g_assert_cmpint (add_user (fixture, "late@example.com", "admin", PASSWORD "\n"), ==, 0);
  g_assert_cmpuint (sign_in (fixture, "late@example.com", PASSWORD), ==, 200);
  g_assert_cmpint (add_user (fixture, "later@example.com", "admin", PASSWORD "\n"), ==, 0);
  g_assert_cmpuint (sign_in (fixture, "later@example.com", PASSWORD), ==, 200);
  stop (fixture, SIGTERM);
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_assert_nonnull (g_getenv ("PREPBOARDD"));
  ADD ("/prepboardd/usage", test_usage);
  ADD ("/prepboardd/serve", test_serve);
  ADD ("/prepboardd/address-taken", test_address_taken);
  ADD ("/prepboardd/demo", test_demo);
  ADD ("/prepboardd/user-add", test_user_add);
  return g_test_run ();
}
