/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <libsoup/soup.h>
#include <string.h>

#include "server-fixture.h"
#include "server/pb-embedded.h"

#define N_PARALLEL 200

static void
send_sign_in (GSocket *socket)
{
  g_autofree char *request = g_strdup_printf ("POST " SIGN_IN_PATH " HTTP/1.1\r\nHost: x\r\n"
                                              "Content-Type: application/json\r\nContent-Length: %zu\r\n\r\n%s",
                                              strlen (SIGN_IN_BODY), SIGN_IN_BODY);

  raw_send (socket, request, -1);
}

static void
assert_healthy (ServerFixture *fixture)
{
  g_autofree char *response = server_fixture_call (fixture, "GET", "/api/health", NULL, NULL);

  g_assert_cmpint (raw_status (response), ==, 200);
}

typedef struct
{
  guint left;
  guint good;
} Parallel;

static void
parallel_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Parallel *parallel = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) body = soup_session_send_and_read_finish (SOUP_SESSION (source), result, &error);
  SoupMessage *message = soup_session_get_async_result_message (SOUP_SESSION (source), result);

  g_assert_no_error (error);
  /* Each its own answer: what was asked for is in it. */
  if (soup_message_get_status (message) == SOUP_STATUS_OK &&
      g_strstr_len (g_bytes_get_data (body, NULL), (gssize) g_bytes_get_size (body),
                    g_object_get_data (G_OBJECT (message), "expected")) != NULL)
    parallel->good += 1;
  parallel->left -= 1;
}

/* Answers from memory and from the service's threads, many at once and mixed. */
static void
test_parallel (ServerFixture *fixture, gconstpointer data)
{
  g_autofree char *token = server_fixture_sign_in (fixture);
  g_autofree char *bearer = g_strconcat ("Bearer ", token, NULL);
  g_autoptr (SoupSession) session =
    soup_session_new_with_options ("max-conns", N_PARALLEL, "max-conns-per-host", N_PARALLEL, NULL);
  Parallel parallel = { .left = N_PARALLEL };
  const struct
  {
    const char *path;
    const char *expected;
  } calls[] = { { "/api/health", "mes-ok" },
                { "/api/permissions/me", "admin" },
                { "/api/users/me", FIXTURE_EMAIL },
                { "/api/runs", "\"items\":[" } };

  for (guint i = 0; i < N_PARALLEL; i++)
    {
      g_autofree char *url = g_strconcat (fixture->url, calls[i % G_N_ELEMENTS (calls)].path, NULL);
      g_autoptr (SoupMessage) message = soup_message_new ("GET", url);

      soup_message_headers_append (soup_message_get_request_headers (message), "Authorization", bearer);
      g_object_set_data (G_OBJECT (message), "expected", (gpointer) calls[i % G_N_ELEMENTS (calls)].expected);
      soup_session_send_and_read_async (session, message, G_PRIORITY_DEFAULT, NULL, parallel_cb, &parallel);
    }
  while (parallel.left > 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (parallel.good, ==, N_PARALLEL);
  soup_session_abort (session);
  server_fixture_wait_for_connections (fixture, 0);
}

/* What was begun is done all the same, and nobody else notices. */
static void
test_client_leaves (ServerFixture *fixture, gconstpointer data)
{
  gpointer held = server_fixture_hold_database (fixture);

  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (GSocket) socket = server_fixture_connect (fixture);

      send_sign_in (socket);
      server_fixture_wait_for_running (fixture, i + 1);
      g_assert_true (g_socket_close (socket, NULL));
    }
  assert_healthy (fixture);
  server_fixture_release_database (held);
  server_fixture_wait_for_running (fixture, 0);
  server_fixture_wait_for_connections (fixture, 0);
  assert_healthy (fixture);
}

/* However a connection ends between two requests, nothing of it is left. */
static void
test_ends_between (ServerFixture *fixture, gconstpointer data)
{
  const char *request = "GET /api/health HTTP/1.1\r\nHost: x\r\n\r\n";
  const char *rests[] = { "",
                          "\r\n",
                          "G",
                          "GET /api/health HTTP/1.1\r\n",
                          "GET /api/health HTTP/1.1\r\nHost: x",
                          "POST /api/auth/sign-out HTTP/1.1\r\nHost: x\r\nContent-Length: 4",
                          "POST /api/auth/sign-out HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\n{}" };

  for (guint i = 0; i < 2 * G_N_ELEMENTS (rests); i++)
    {
      g_autoptr (GSocket) socket = server_fixture_connect (fixture);

      raw_send (socket, request, -1);
      /* Closed with the answer unread the connection is reset; else it ends as it should. */
      if (i % 2 == 0)
        {
          g_autofree char *response = raw_receive_response (socket);

          g_assert_cmpint (raw_status (response), ==, 200);
        }
      raw_send (socket, rests[i / 2], -1);
      g_assert_true (g_socket_close (socket, NULL));
      server_fixture_wait_for_connections (fixture, 0);
      server_fixture_wait_for_running (fixture, 0);
    }
  assert_healthy (fixture);
}

/* A request that was cut short is none, whatever the server makes of its end. */
static void
test_cut_short (ServerFixture *fixture, gconstpointer data)
{
  const char *request = "GET /api/health HTTP/1.1\r\nHost: x\r\n\r\n";
  const char *cut[] = { "GET /api/health HTTP/1.1\r\nHost: x", "GET /api/health HTTP/1.1\r\nHost: x\r\n",
                        "POST " SIGN_IN_PATH " HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                        "Content-Length: 60\r\n\r\n" SIGN_IN_BODY };

  /* The body lacks its last bytes, which may be blank. */
  g_assert_cmpuint (strlen (SIGN_IN_BODY), <, 60);
  for (guint i = 0; i < G_N_ELEMENTS (cut); i++)
    {
      g_autoptr (GSocket) socket = server_fixture_connect (fixture);
      g_autofree char *first = NULL;
      g_autofree char *second = NULL;

      raw_send (socket, request, -1);
      first = raw_receive_response (socket);
      g_assert_cmpint (raw_status (first), ==, 200);
      raw_send (socket, cut[i], -1);
      g_assert_true (g_socket_shutdown (socket, FALSE, TRUE, NULL));
      second = raw_receive_all (socket);
      g_test_message ("%s: %d", cut[i], raw_status (second));
      g_assert_true (raw_status (second) == 0 || raw_status (second) == 400);
    }
  server_fixture_wait_for_connections (fixture, 0);
}

static void
stop_server (ServerFixture *fixture)
{
  pb_server_stop (fixture->server);
}

static gpointer
stop_in_thread (gpointer data)
{
  server_fixture_invoke (data, stop_server);
  return NULL;
}

/* Waits until nobody can connect any more. */
static void
wait_until_refusing (ServerFixture *fixture)
{
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new_from_string ("127.0.0.1", fixture->port);

  for (;;)
    {
      g_autoptr (GSocket) socket =
        g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, NULL);
      g_autoptr (GError) error = NULL;

      /* Who was in the queue at the end is reset. */
      if (!g_socket_connect (socket, address, NULL, &error) &&
          g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED))
        return;
    }
}

static void
test_stop (ServerFixture *fixture, gconstpointer data)
{
  gpointer held = server_fixture_hold_database (fixture);
  g_autoptr (GSocket) busy = server_fixture_connect (fixture);
  g_autoptr (GSocket) idle = server_fixture_connect (fixture);
  g_autofree char *idle_response = NULL;
  g_autofree char *busy_response = NULL;
  g_autofree char *connection = NULL;
  GThread *thread;

  raw_send (idle, "GET /api/health HTTP/1.1\r\nHost: x\r\n\r\n", -1);
  idle_response = raw_receive_response (idle);
  g_assert_cmpint (raw_status (idle_response), ==, 200);
  send_sign_in (busy);
  server_fixture_wait_for_running (fixture, 1);

  thread = g_thread_new ("stop", stop_in_thread, fixture);
  wait_until_refusing (fixture);
  g_clear_pointer (&idle_response, g_free);
  idle_response = raw_receive_all (idle);
  g_assert_cmpstr (idle_response, ==, "");

  server_fixture_release_database (held);
  busy_response = raw_receive_all (busy);
  g_assert_cmpint (raw_status (busy_response), ==, 200);
  connection = raw_header (busy_response, "Connection");
  g_assert_cmpstr (connection, ==, "close");
  g_thread_join (thread);
  server_fixture_wait_for_connections (fixture, 0);
  /* Once more is nothing more. */
  server_fixture_invoke (fixture, stop_server);
}

/* Who does not come to an end is left behind. */
static void
test_stop_late (ServerFixture *fixture, gconstpointer data)
{
  gpointer held = server_fixture_hold_database (fixture);
  g_autoptr (GSocket) busy = server_fixture_connect (fixture);
  g_autofree char *response = NULL;

  server_fixture_set_limits (fixture, &pb_connection_limits_default, 100);
  send_sign_in (busy);
  server_fixture_wait_for_running (fixture, 1);
  server_fixture_invoke (fixture, stop_server);
  response = raw_receive_all (busy);
  g_assert_cmpstr (response, ==, "");
  server_fixture_release_database (held);
}

static void
free_server (ServerFixture *fixture)
{
  g_clear_pointer (&fixture->server, pb_server_free);
}

/* The service answers a server that is gone. */
static void
test_free_while_running (ServerFixture *fixture, gconstpointer data)
{
  gpointer held = server_fixture_hold_database (fixture);
  g_autoptr (GSocket) first = server_fixture_connect (fixture);
  g_autoptr (GSocket) second = server_fixture_connect (fixture);

  send_sign_in (first);
  send_sign_in (second);
  server_fixture_wait_for_running (fixture, 2);
  server_fixture_invoke (fixture, free_server);
  server_fixture_release_database (held);
  /* Its threads end, and with them every answer has come. */
  g_clear_pointer (&fixture->service, pb_service_free);
}

static void
test_addresses (ServerFixture *fixture, gconstpointer data)
{
  g_autofree char *taken = g_strdup_printf ("127.0.0.1:%u", fixture->port);
  const struct
  {
    const char *listen;
    gboolean loopback_only;
    const char *url; /* its beginning; NULL: refused */
    int code;
  } cases[] = {
    { "127.0.0.1:0", TRUE, "http://127.0.0.1:" },
    { "127.0.0.2:0", TRUE, "http://127.0.0.2:" },
    { "localhost:0", TRUE, "http://127.0.0.1:" },
    { "[::1]:0", TRUE, "http://[::1]:" },
    { "0.0.0.0:0", FALSE, "http://0.0.0.0:" },
    { "[::]:0", FALSE, "http://[::]:" },
    { "0.0.0.0:0", TRUE, NULL, G_IO_ERROR_INVALID_ARGUMENT },
    { "[::]:0", TRUE, NULL, G_IO_ERROR_INVALID_ARGUMENT },
    { "192.0.2.1:0", TRUE, NULL, G_IO_ERROR_INVALID_ARGUMENT },
    { "127.0.0.1", TRUE, NULL, G_IO_ERROR_INVALID_ARGUMENT },
    { "127.0.0.1:", TRUE, NULL, G_IO_ERROR_INVALID_ARGUMENT },
    { "127.0.0.1:65536", TRUE, NULL, G_IO_ERROR_INVALID_ARGUMENT },
    { "127.0.0.1:-1", TRUE, NULL, G_IO_ERROR_INVALID_ARGUMENT },
    { "127.0.0.1:80x", TRUE, NULL, G_IO_ERROR_INVALID_ARGUMENT },
    { "127.0.0.1.example:80", TRUE, NULL, G_IO_ERROR_INVALID_ARGUMENT },
    { "::1:0", TRUE, NULL, G_IO_ERROR_INVALID_ARGUMENT },
    { "[127.0.0.1:0", TRUE, NULL, G_IO_ERROR_INVALID_ARGUMENT },
    { ":0", TRUE, NULL, G_IO_ERROR_INVALID_ARGUMENT },
    { "", TRUE, NULL, G_IO_ERROR_INVALID_ARGUMENT },
    { taken, TRUE, NULL, G_IO_ERROR_ADDRESS_IN_USE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (PbServer) server = pb_server_new (fixture->service, cases[i].listen, cases[i].loopback_only, &error);

      g_test_message ("%s", cases[i].listen);
      if (cases[i].url == NULL)
        {
          g_assert_null (server);
          g_assert_error (error, G_IO_ERROR, cases[i].code);
          g_assert_nonnull (strstr (error->message, cases[i].listen));
          continue;
        }
      g_assert_no_error (error);
      g_assert_true (g_str_has_prefix (pb_server_get_url (server), cases[i].url));
      g_assert_cmpstr (strrchr (pb_server_get_url (server), ':'), !=, ":0");
    }
}

static void
assert_get (const char *url, const char *path, guint expected)
{
  g_autoptr (SoupSession) session = soup_session_new ();
  g_autofree char *whole = g_strconcat (url, path, NULL);
  g_autoptr (SoupMessage) message = soup_message_new ("GET", whole);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) body = soup_session_send_and_read (session, message, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (soup_message_get_status (message), ==, expected);
}

static void
test_embedded (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *directory = g_dir_make_tmp ("pb-embedded-XXXXXX", &error);
  g_autofree char *path = g_build_filename (directory, "plant.sqlite", NULL);
  g_autofree char *database = g_strconcat ("sqlite:", path, NULL);
  g_autofree char *nowhere = g_strdup_printf ("sqlite:%s/missing/plant.sqlite", directory);
  g_autoptr (GSocket) socket = NULL;
  g_autoptr (GDir) dir = NULL;
  const char *name;

  g_assert_no_error (error);
  for (guint i = 0; i < 2; i++)
    {
      PbEmbedded *embedded = pb_embedded_start (database, FALSE, &error);

      g_assert_no_error (error);
      g_assert_true (g_str_has_prefix (pb_embedded_get_url (embedded), "http://127.0.0.1:"));
      assert_get (pb_embedded_get_url (embedded), "/api/health", 200);
      assert_get (pb_embedded_get_url (embedded), "/api/runs", 401);
      /* Two at once on one database: each with a port of its own. */
      if (i == 1)
        {
          g_autoptr (PbEmbedded) second = pb_embedded_start (database, FALSE, &error);

          g_assert_no_error (error);
          g_assert_cmpstr (pb_embedded_get_url (second), !=, pb_embedded_get_url (embedded));
          assert_get (pb_embedded_get_url (second), "/api/health", 200);
        }
      pb_embedded_stop (embedded);
    }
  g_assert_null (pb_embedded_start (nowhere, FALSE, &error));
  g_assert_nonnull (error);
  pb_embedded_stop (NULL);
  dir = g_dir_open (directory, 0, NULL);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *file = g_build_filename (directory, name, NULL);

      g_assert_cmpint (g_unlink (file), ==, 0);
    }
  g_assert_cmpint (g_rmdir (directory), ==, 0);
}

#define ADD(path, func) g_test_add (path, ServerFixture, NULL, server_fixture_set_up, func, server_fixture_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/server/life/parallel", test_parallel);
  ADD ("/server/life/client-leaves", test_client_leaves);
  ADD ("/server/life/ends-between", test_ends_between);
  ADD ("/server/life/cut-short", test_cut_short);
  ADD ("/server/life/stop", test_stop);
  ADD ("/server/life/stop-late", test_stop_late);
  ADD ("/server/life/free-while-running", test_free_while_running);
  ADD ("/server/life/addresses", test_addresses);
  g_test_add_func ("/server/life/embedded", test_embedded);
  return g_test_run ();
}
