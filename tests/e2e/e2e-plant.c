/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "e2e-plant.h"

#include <glib/gstdio.h>
#include <libsoup/soup.h>
#include <signal.h>
#include <string.h>

#define PASSWORD "prepboard-demo"

static const char *
server_program (void)
{
  const char *program = g_getenv ("PREPBOARDD");

  g_assert_nonnull (program);
  return program;
}

static char *
read_line (GSubprocess *process)
{
  g_autoptr (GDataInputStream) lines = g_data_input_stream_new (g_subprocess_get_stdout_pipe (process));
  g_autoptr (GError) error = NULL;
  char *line;

  g_filter_input_stream_set_close_base_stream (G_FILTER_INPUT_STREAM (lines), FALSE);
  line = g_data_input_stream_read_line_utf8 (lines, NULL, NULL, &error);
  g_assert_no_error (error);
  return line;
}

void
e2e_start (E2ePlant *plant, gboolean demo)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *line = NULL;
  const char *address;

  plant->server = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, server_program (), "serve", "--database",
                                    plant->database, "--listen", "127.0.0.1:0", demo ? "--demo" : NULL, NULL);
  g_assert_no_error (error);
  line = read_line (plant->server);
  g_assert_nonnull (line);
  address = strstr (line, "http://");
  g_assert_nonnull (address);
  g_free (plant->url);
  plant->url = g_strdup (address);
}

void
e2e_stop (E2ePlant *plant, int signal_number)
{
  g_autoptr (GError) error = NULL;

  g_subprocess_send_signal (plant->server, signal_number);
  g_subprocess_wait (plant->server, NULL, &error);
  g_assert_no_error (error);
  if (signal_number == SIGTERM)
    {
      g_assert_true (g_subprocess_get_if_exited (plant->server));
      g_assert_cmpint (g_subprocess_get_exit_status (plant->server), ==, 0);
    }
  g_clear_object (&plant->server);
}

/* The demo is made once for the program: each test gets a copy of it. */
static void
start_demo (E2ePlant *plant)
{
  static char *contents;
  static gsize length;
  const char *path = plant->database + strlen ("sqlite:");
  g_autoptr (GError) error = NULL;

  if (contents == NULL)
    {
      e2e_start (plant, TRUE);
      e2e_stop (plant, SIGTERM);
      g_file_get_contents (path, &contents, &length, &error);
    }
  else
    g_file_set_contents (path, contents, (gssize) length, &error);
  g_assert_no_error (error);
  e2e_start (plant, TRUE);
}

void
e2e_set_up (E2ePlant *plant, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  plant->directory = g_dir_make_tmp ("prepboard-e2e-XXXXXX", &error);
  g_assert_no_error (error);
  plant->database = g_strdup_printf ("sqlite:%s/plant.sqlite", plant->directory);
  plant->tokens = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  start_demo (plant);
}

void
e2e_tear_down (E2ePlant *plant, gconstpointer data)
{
  g_autoptr (GDir) dir = NULL;
  const char *name;

  if (plant->server != NULL)
    e2e_stop (plant, SIGTERM);
  dir = g_dir_open (plant->directory, 0, NULL);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (plant->directory, name, NULL);
      g_unlink (path);
    }
  g_rmdir (plant->directory);
  g_clear_pointer (&plant->tokens, g_hash_table_unref);
  g_free (plant->directory);
  g_free (plant->database);
  g_free (plant->url);
}

void
e2e_answer_free (E2eAnswer *answer)
{
  g_clear_pointer (&answer->root, json_node_unref);
  g_free (answer->text);
  g_free (answer);
}

static E2eAnswer *
send_with_token (E2ePlant *plant, const char *token, const char *method, const char *path, const char *body)
{
  g_autoptr (SoupSession) session = soup_session_new_with_options ("timeout", 60, NULL);
  g_autofree char *url = g_strconcat (plant->url, path, NULL);
  g_autoptr (SoupMessage) message = soup_message_new (method, url);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  E2eAnswer *answer = g_new0 (E2eAnswer, 1);
  gsize length;

  g_assert_nonnull (message);
  if (token != NULL)
    {
      g_autofree char *bearer = g_strconcat ("Bearer ", token, NULL);
      soup_message_headers_append (soup_message_get_request_headers (message), "Authorization", bearer);
    }
  if (body != NULL)
    {
      char *text = g_strdelimit (g_strdup (body), "'", '"');
      g_autoptr (GBytes) sent = g_bytes_new_take (text, strlen (text));
      soup_message_set_request_body_from_bytes (message, "application/json", sent);
    }
  bytes = soup_session_send_and_read (session, message, NULL, &error);
  g_assert_no_error (error);
  answer->status = (int) soup_message_get_status (message);
  answer->text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  length = strlen (answer->text);
  if (length > 0)
    answer->root = json_from_string (answer->text, NULL);
  return answer;
}

static const char *
token_of (E2ePlant *plant, const char *who)
{
  const char *token = g_hash_table_lookup (plant->tokens, who);
  g_autofree char *body = NULL;
  g_autoptr (E2eAnswer) answer = NULL;

  if (token != NULL)
    return token;
  body = g_strdup_printf ("{'email':'%s@example.com','password':'" PASSWORD "'}", who);
  answer = send_with_token (plant, NULL, "POST", "/api/auth/sign-in/email", body);
  g_assert_cmpint (answer->status, ==, 200);
  g_hash_table_insert (plant->tokens, g_strdup (who), g_strdup (e2e_text (answer, "token")));
  return g_hash_table_lookup (plant->tokens, who);
}

E2eAnswer *
e2e_send (E2ePlant *plant, const char *who, const char *method, const char *path, const char *body)
{
  return send_with_token (plant, who != NULL ? token_of (plant, who) : NULL, method, path, body);
}

E2eAnswer *
e2e_expect (E2ePlant *plant,
            const char *who,
            const char *method,
            const char *path,
            const char *body,
            int status,
            const char *code)
{
  E2eAnswer *answer = e2e_send (plant, who, method, path, body);

  if (answer->status != status || (code != NULL && g_strcmp0 (e2e_text (answer, "error.code"), code) != 0))
    g_error ("%s %s of %s: expected %d %s, got %d %s", method, path, who, status, code != NULL ? code : "",
             answer->status, answer->text);
  return answer;
}

void
e2e_check (E2ePlant *plant,
           const char *who,
           const char *method,
           const char *path,
           const char *body,
           int status,
           const char *code)
{
  g_autoptr (E2eAnswer) answer = e2e_expect (plant, who, method, path, body, status, code);
}

JsonNode *
e2e_node (const E2eAnswer *answer, const char *path)
{
  g_auto (GStrv) names = g_strsplit (path, ".", 0);
  JsonNode *node = answer->root;

  for (char **name = names; *name != NULL && node != NULL; name++)
    if (JSON_NODE_HOLDS_OBJECT (node))
      node = json_object_get_member (json_node_get_object (node), *name);
    else if (JSON_NODE_HOLDS_ARRAY (node) &&
             g_ascii_strtoull (*name, NULL, 10) < json_array_get_length (json_node_get_array (node)))
      node = json_array_get_element (json_node_get_array (node), (guint) g_ascii_strtoull (*name, NULL, 10));
    else
      node = NULL;
  return node;
}

const char *
e2e_text (const E2eAnswer *answer, const char *path)
{
  JsonNode *node = e2e_node (answer, path);

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) ? json_node_get_string (node) : NULL;
}

gint64
e2e_int (const E2eAnswer *answer, const char *path)
{
  JsonNode *node = e2e_node (answer, path);

  g_assert_nonnull (node);
  return json_node_get_int (node);
}

guint
e2e_length (const E2eAnswer *answer, const char *path)
{
  JsonNode *node = e2e_node (answer, path);

  g_assert_nonnull (node);
  return json_array_get_length (json_node_get_array (node));
}

char *
e2e_time (double hours)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr (GDateTime) then = g_date_time_add (now, (GTimeSpan) (hours * G_TIME_SPAN_HOUR));

  return g_date_time_format_iso8601 (then);
}
