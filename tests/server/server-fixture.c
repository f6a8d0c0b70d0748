/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server-fixture.h"

#include <glib/gstdio.h>
#include <string.h>

#include "store/pb-store.h"

#define WAIT_SECONDS 20

static gpointer
run_server (gpointer data)
{
  ServerFixture *fixture = data;

  g_main_context_push_thread_default (fixture->context);
  g_main_loop_run (fixture->loop);
  g_main_context_pop_thread_default (fixture->context);
  return NULL;
}

static void
start (ServerFixture *fixture)
{
  g_autoptr (GError) error = NULL;

  fixture->server = pb_server_new (fixture->service, "127.0.0.1:0", TRUE, &error);
  g_assert_no_error (error);
  fixture->url = g_strdup (pb_server_get_url (fixture->server));
  fixture->port = (guint16) g_ascii_strtoull (strrchr (fixture->url, ':') + 1, NULL, 10);
}

void
server_fixture_set_up (ServerFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  const char *const roles[] = { "admin", NULL };
  PbServiceOptions options = { 0 };

  fixture->directory = g_dir_make_tmp ("pb-server-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->database = g_strdup_printf ("sqlite:%s/plant.sqlite", fixture->directory);
  options.database = fixture->database;
  fixture->service = pb_service_new (&options, &error);
  g_assert_no_error (error);
  pb_service_add_user (fixture->service, FIXTURE_EMAIL, "Vera", FIXTURE_PASSWORD, roles, NULL, &error);
  g_assert_no_error (error);
  fixture->context = g_main_context_new ();
  fixture->loop = g_main_loop_new (fixture->context, FALSE);
  fixture->thread = g_thread_new ("server", run_server, fixture);
  server_fixture_invoke (fixture, start);
}

static void
stop (ServerFixture *fixture)
{
  g_clear_pointer (&fixture->server, pb_server_free);
  g_main_loop_quit (fixture->loop);
}

static void
remove_directory (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *file = g_build_filename (path, name, NULL);

      g_assert_cmpint (g_unlink (file), ==, 0);
    }
  g_assert_cmpint (g_rmdir (path), ==, 0);
}

void
server_fixture_tear_down (ServerFixture *fixture, gconstpointer data)
{
  server_fixture_invoke (fixture, stop);
  g_thread_join (fixture->thread);
  g_clear_pointer (&fixture->service, pb_service_free);
  g_main_loop_unref (fixture->loop);
  g_main_context_unref (fixture->context);
  remove_directory (fixture->directory);
  g_free (fixture->directory);
  g_free (fixture->database);
  g_free (fixture->url);
}

typedef struct
{
  ServerFixture *fixture;
  void (*func) (ServerFixture *fixture);
  GMutex lock;
  GCond cond;
  gboolean done;
} Invocation;

static gboolean
invoke_cb (gpointer data)
{
  Invocation *invocation = data;

  invocation->func (invocation->fixture);
  g_mutex_lock (&invocation->lock);
  invocation->done = TRUE;
  g_cond_signal (&invocation->cond);
  g_mutex_unlock (&invocation->lock);
  return G_SOURCE_REMOVE;
}

void
server_fixture_invoke (ServerFixture *fixture, void (*func) (ServerFixture *fixture))
{
  Invocation invocation = { .fixture = fixture, .func = func };
  g_autoptr (GSource) source = g_idle_source_new ();

  g_mutex_init (&invocation.lock);
  g_cond_init (&invocation.cond);
  g_source_set_priority (source, G_PRIORITY_HIGH);
  g_source_set_callback (source, invoke_cb, &invocation, NULL);
  g_source_attach (source, fixture->context);
  g_mutex_lock (&invocation.lock);
  while (!invocation.done)
    g_cond_wait (&invocation.cond, &invocation.lock);
  g_mutex_unlock (&invocation.lock);
  g_mutex_clear (&invocation.lock);
  g_cond_clear (&invocation.cond);
}

static PbConnectionLimits limits_to_set;
static guint stop_ms_to_set;
static guint n_running, n_connections;

static void
set_limits (ServerFixture *fixture)
{
  pb_server_set_limits (fixture->server, &limits_to_set, stop_ms_to_set);
}

void
server_fixture_set_limits (ServerFixture *fixture, const PbConnectionLimits *limits, guint stop_ms)
{
  limits_to_set = *limits;
  stop_ms_to_set = stop_ms;
  server_fixture_invoke (fixture, set_limits);
}

static void
count (ServerFixture *fixture)
{
  n_running = pb_server_count_running (fixture->server);
  n_connections = pb_server_count_connections (fixture->server);
}

static void
wait_for (ServerFixture *fixture, const guint *number, guint expected)
{
  gint64 end = g_get_monotonic_time () + WAIT_SECONDS * G_USEC_PER_SEC;

  do
    {
      server_fixture_invoke (fixture, count);
      if (*number == expected)
        return;
      g_thread_yield ();
    }
  while (g_get_monotonic_time () < end);
  g_assert_cmpuint (*number, ==, expected);
}

void
server_fixture_wait_for_running (ServerFixture *fixture, guint expected)
{
  wait_for (fixture, &n_running, expected);
}

void
server_fixture_wait_for_connections (ServerFixture *fixture, guint expected)
{
  wait_for (fixture, &n_connections, expected);
}

gpointer
server_fixture_hold_database (ServerFixture *fixture)
{
  g_autoptr (GError) error = NULL;
  PbStore *store = pb_store_open (fixture->database, PB_STORE_WRITER, &error);

  g_assert_no_error (error);
  pb_store_begin (store, &error);
  g_assert_no_error (error);
  return store;
}

void
server_fixture_release_database (gpointer held)
{
  pb_store_free (held);
}

GSocket *
server_fixture_connect (ServerFixture *fixture)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new_from_string ("127.0.0.1", fixture->port);
  GSocket *socket = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, &error);

  g_assert_no_error (error);
  g_socket_set_timeout (socket, WAIT_SECONDS);
  g_socket_connect (socket, address, NULL, &error);
  g_assert_no_error (error);
  return socket;
}

void
raw_send (GSocket *socket, const char *bytes, gssize length)
{
  g_autoptr (GError) error = NULL;
  gsize left = length < 0 ? strlen (bytes) : (gsize) length;

  while (left > 0)
    {
      gssize sent = g_socket_send (socket, bytes, left, NULL, &error);

      g_assert_no_error (error);
      bytes += sent;
      left -= (gsize) sent;
    }
}

/* Returns: FALSE at the end of the stream. */
static gboolean
receive_some (GSocket *socket, GString *text)
{
  g_autoptr (GError) error = NULL;
  char buffer[16384];
  gssize got = g_socket_receive (socket, buffer, sizeof buffer, NULL, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_CLOSED))
    return FALSE;
  g_assert_no_error (error);
  g_string_append_len (text, buffer, got);
  return got > 0;
}

char *
raw_receive_all (GSocket *socket)
{
  GString *text = g_string_new (NULL);

  while (receive_some (socket, text))
    continue;
  return g_string_free (text, FALSE);
}

char *
raw_receive_response (GSocket *socket)
{
  GString *text = g_string_new (NULL);

  for (;;)
    {
      g_autofree char *length = raw_header (text->str, "Content-Length");

      if (length != NULL && strstr (text->str, "\r\n\r\n") != NULL &&
          strlen (raw_body (text->str)) >= g_ascii_strtoull (length, NULL, 10))
        break;
      if (!receive_some (socket, text))
        break;
    }
  return g_string_free (text, FALSE);
}

char *
raw_exchange (ServerFixture *fixture, const char *bytes, gssize length)
{
  g_autoptr (GSocket) socket = server_fixture_connect (fixture);

  raw_send (socket, bytes, length);
  return raw_receive_all (socket);
}

int
raw_status (const char *response)
{
  if (!g_str_has_prefix (response, "HTTP/1.1 ") && !g_str_has_prefix (response, "HTTP/1.0 "))
    return 0;
  return (int) g_ascii_strtoll (response + strlen ("HTTP/1.1 "), NULL, 10);
}

char *
raw_header (const char *response, const char *name)
{
  const char *end = strstr (response, "\r\n\r\n");
  const char *line = strstr (response, "\r\n");

  for (; line != NULL && end != NULL && line < end; line = strstr (line, "\r\n"))
    {
      line += strlen ("\r\n");
      if (g_ascii_strncasecmp (line, name, strlen (name)) == 0 && g_str_has_prefix (line + strlen (name), ": "))
        {
          line += strlen (name) + strlen (": ");
          return g_strndup (line, strcspn (line, "\r"));
        }
    }
  return NULL;
}

const char *
raw_body (const char *response)
{
  const char *end = strstr (response, "\r\n\r\n");

  return end != NULL ? end + strlen ("\r\n\r\n") : "";
}

char *
server_fixture_call (ServerFixture *fixture,
                     const char *method,
                     const char *path,
                     const char *headers,
                     const char *body)
{
  g_autoptr (GString) text = g_string_new (NULL);

  g_string_append_printf (text, "%s %s HTTP/1.1\r\nHost: 127.0.0.1:%u\r\nConnection: close\r\n%s", method, path,
                          fixture->port, headers != NULL ? headers : "");
  if (body != NULL)
    g_string_append_printf (text, "Content-Type: application/json\r\nContent-Length: %" G_GSIZE_FORMAT "\r\n",
                            strlen (body));
  g_string_append_printf (text, "\r\n%s", body != NULL ? body : "");
  return raw_exchange (fixture, text->str, (gssize) text->len);
}

char *
server_fixture_sign_in (ServerFixture *fixture)
{
  g_autofree char *response = server_fixture_call (fixture, "POST", SIGN_IN_PATH, NULL, SIGN_IN_BODY);
  const char *token = strstr (raw_body (response), "\"token\":\"");

  g_assert_cmpint (raw_status (response), ==, 200);
  g_assert_nonnull (token);
  token += strlen ("\"token\":\"");
  return g_strndup (token, strcspn (token, "\""));
}

gint64
resident_memory (void)
{
  g_autofree char *text = NULL;
  const char *line;

  g_assert_true (g_file_get_contents ("/proc/self/status", &text, NULL, NULL));
  line = strstr (text, "VmRSS:");
  g_assert_nonnull (line);
  return g_ascii_strtoll (line + strlen ("VmRSS:"), NULL, 10);
}
