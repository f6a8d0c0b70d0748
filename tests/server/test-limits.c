/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "server-fixture.h"

#define MIB (1024 * 1024)

/* Slow clients are found quickly, and nobody else is in a hurry. */
static void
set_short (ServerFixture *fixture, PbPeerState state)
{
  PbConnectionLimits limits = pb_connection_limits_default;

  limits.ms[state] = 60;
  limits.sweep_ms = 20;
  server_fixture_set_limits (fixture, &limits, PB_SERVER_STOP_MS);
}

static void
assert_healthy (ServerFixture *fixture)
{
  g_autofree char *response = server_fixture_call (fixture, "GET", "/api/health", NULL, NULL);

  g_assert_cmpint (raw_status (response), ==, 200);
}

static void
assert_too_large (const char *response)
{
  g_autofree char *connection = raw_header (response, "Connection");

  g_assert_cmpint (raw_status (response), ==, 413);
  g_assert_nonnull (strstr (raw_body (response), "\"code\":\"TOO_LARGE\""));
  g_assert_cmpstr (connection, ==, "close");
}

/* Answered from the headers alone: not one byte of the body is waited for. */
static void
test_declared_length (ServerFixture *fixture, gconstpointer data)
{
  const guint64 lengths[] = { MIB + 1, 100 * MIB, G_GUINT64_CONSTANT (5000000000), G_MAXINT64 };

  for (guint i = 0; i < G_N_ELEMENTS (lengths); i++)
    {
      g_autofree char *request =
        g_strdup_printf ("POST " SIGN_IN_PATH " HTTP/1.1\r\nHost: x\r\nContent-Length: %" G_GUINT64_FORMAT "\r\n\r\n",
                         lengths[i]);
      g_autofree char *response = raw_exchange (fixture, request, -1);

      assert_too_large (response);
    }
  assert_healthy (fixture);
}

static void
test_largest_body (ServerFixture *fixture, gconstpointer data)
{
  g_autofree char *spaces = g_strnfill (MIB - strlen (SIGN_IN_BODY), ' ');
  g_autofree char *body = g_strconcat (spaces, SIGN_IN_BODY, NULL);
  g_autofree char *response = server_fixture_call (fixture, "POST", SIGN_IN_PATH, NULL, body);

  g_assert_cmpuint (strlen (body), ==, MIB);
  g_assert_cmpint (raw_status (response), ==, 200);
}

static void
send_chunks (GSocket *socket, const char *chunk, guint count)
{
  g_autofree char *size = g_strdup_printf ("%zx\r\n", strlen (chunk));

  for (guint i = 0; i < count; i++)
    {
      raw_send (socket, size, -1);
      raw_send (socket, chunk, -1);
      raw_send (socket, "\r\n", -1);
    }
  raw_send (socket, "0\r\n\r\n", -1);
}

#define CHUNKED_HEAD                                                                                                   \
  "POST " SIGN_IN_PATH " HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"                                    \
  "Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n"

static void
test_chunks (ServerFixture *fixture, gconstpointer data)
{
  g_autoptr (GSocket) good = server_fixture_connect (fixture);
  g_autoptr (GSocket) bad = server_fixture_connect (fixture);
  g_autofree char *chunk = g_strnfill (64 * 1024, ' ');
  g_autofree char *welcome = NULL;
  g_autofree char *refused = NULL;
  G_GNUC_UNUSED gint64 before;

  raw_send (good, CHUNKED_HEAD, -1);
  send_chunks (good, SIGN_IN_BODY, 1);
  welcome = raw_receive_all (good);
  g_assert_cmpint (raw_status (welcome), ==, 200);

  before = resident_memory ();
  raw_send (bad, CHUNKED_HEAD, -1);
  send_chunks (bad, chunk, 1600);
  refused = raw_receive_all (bad);
  assert_too_large (refused);
  /* 100 MiB went through. The sanitizer keeps what is freed for a while. */
#ifndef __SANITIZE_ADDRESS__
  g_assert_cmpint (resident_memory () - before, <, 16 * 1024);
#endif
  assert_healthy (fixture);
}

/* A client that sends @bytes and then nothing more is cut off. */
static void
assert_cut_off (ServerFixture *fixture, const char *bytes, PbPeerState state)
{
  g_autoptr (GSocket) socket = NULL;
  g_autofree char *response = NULL;

  set_short (fixture, state);
  socket = server_fixture_connect (fixture);
  raw_send (socket, bytes, -1);
  response = raw_receive_all (socket);
  g_assert_cmpint (raw_status (response), ==, 0);
  server_fixture_wait_for_connections (fixture, 0);
}

static void
test_silent (ServerFixture *fixture, gconstpointer data)
{
  assert_cut_off (fixture, "", PB_PEER_NEW);
  assert_cut_off (fixture, "G", PB_PEER_NEW);
  assert_cut_off (fixture, "GET /api/health HTTP/1.1\r\nHost: x\r\n", PB_PEER_NEW);
  assert_cut_off (fixture, "POST " SIGN_IN_PATH " HTTP/1.1\r\nHost: x\r\nContent-Length: 20\r\n\r\n{\"email\":",
                  PB_PEER_SENDING);
  assert_cut_off (fixture, CHUNKED_HEAD "4\r\n{   \r\n", PB_PEER_SENDING);
  set_short (fixture, PB_PEER_WAITING);
  assert_healthy (fixture);
}

/* Byte by byte is too slow as well: what counts is when all of it has to be there. */
static void
test_trickle (ServerFixture *fixture, gconstpointer data)
{
  g_autoptr (GSocket) socket = NULL;
  g_autoptr (GError) error = NULL;
  guint sent = 0;

  set_short (fixture, PB_PEER_NEW);
  socket = server_fixture_connect (fixture);
  raw_send (socket, "GET /api/health HTTP/1.1\r\nHost: x\r\nX-Slow: ", -1);
  while (g_socket_send (socket, "x", 1, NULL, &error) == 1 && sent < 20000)
    {
      /* The pace of the client, not a wait for something. */
      g_usleep (1000);
      sent += 1;
    }
  g_assert_nonnull (error);
  server_fixture_wait_for_connections (fixture, 0);
}

static void
test_idle (ServerFixture *fixture, gconstpointer data)
{
  g_autoptr (GSocket) socket = NULL;
  g_autofree char *response = NULL;
  g_autofree char *rest = NULL;

  set_short (fixture, PB_PEER_IDLE);
  socket = server_fixture_connect (fixture);
  raw_send (socket, "GET /api/health HTTP/1.1\r\nHost: x\r\n\r\n", -1);
  response = raw_receive_response (socket);
  g_assert_cmpint (raw_status (response), ==, 200);
  rest = raw_receive_all (socket);
  g_assert_cmpstr (rest, ==, "");
  server_fixture_wait_for_connections (fixture, 0);
}

/* The service may take as long as it needs. */
static void
test_long_answer (ServerFixture *fixture, gconstpointer data)
{
  PbConnectionLimits limits = pb_connection_limits_default;
  g_autoptr (GSocket) socket = NULL;
  g_autoptr (GSocket) witness = NULL;
  g_autofree char *request = g_strdup_printf ("POST " SIGN_IN_PATH " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                                              "Content-Type: application/json\r\nContent-Length: %zu\r\n\r\n%s",
                                              strlen (SIGN_IN_BODY), SIGN_IN_BODY);
  g_autofree char *response = NULL;
  g_autofree char *nothing = NULL;
  gpointer held = server_fixture_hold_database (fixture);

  socket = server_fixture_connect (fixture);
  raw_send (socket, request, -1);
  server_fixture_wait_for_running (fixture, 1);
  limits.ms[PB_PEER_NEW] = 100;
  limits.sweep_ms = 10;
  server_fixture_set_limits (fixture, &limits, PB_SERVER_STOP_MS);
  /* Ten times a deadline's sweeping goes by while a silent client is cut off. */
  witness = server_fixture_connect (fixture);
  nothing = raw_receive_all (witness);
  server_fixture_wait_for_connections (fixture, 1);
  server_fixture_release_database (held);
  response = raw_receive_all (socket);
  g_assert_cmpint (raw_status (response), ==, 200);
}

static void
test_too_many (ServerFixture *fixture, gconstpointer data)
{
  PbConnectionLimits limits = pb_connection_limits_default;
  GSocket *sockets[5];
  g_autofree char *rejected = NULL;

  limits.connections = 4;
  server_fixture_set_limits (fixture, &limits, PB_SERVER_STOP_MS);
  for (guint i = 0; i < 4; i++)
    {
      sockets[i] = server_fixture_connect (fixture);
      server_fixture_wait_for_connections (fixture, i + 1);
    }
  sockets[4] = server_fixture_connect (fixture);
  rejected = raw_receive_all (sockets[4]);
  g_assert_cmpstr (rejected, ==, "");
  for (guint i = 0; i < 4; i++)
    {
      g_autofree char *response = NULL;

      raw_send (sockets[i], "GET /api/health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", -1);
      response = raw_receive_all (sockets[i]);
      g_assert_cmpint (raw_status (response), ==, 200);
    }
  server_fixture_wait_for_connections (fixture, 0);
  assert_healthy (fixture);
  for (guint i = 0; i < 5; i++)
    g_object_unref (sockets[i]);
}

/* Connections that nobody uses do not keep others out. */
static void
test_idle_makes_room (ServerFixture *fixture, gconstpointer data)
{
  static const char request[] = "GET /api/health HTTP/1.1\r\nHost: x\r\n\r\n";
  PbConnectionLimits limits = pb_connection_limits_default;
  GSocket *sockets[5];
  g_autofree char *end = NULL;

  limits.connections = 4;
  server_fixture_set_limits (fixture, &limits, PB_SERVER_STOP_MS);
  for (guint i = 0; i < 5; i++)
    {
      g_autofree char *response = NULL;

      sockets[i] = server_fixture_connect (fixture);
      raw_send (sockets[i], request, -1);
      response = raw_receive_response (sockets[i]);
      g_assert_cmpint (raw_status (response), ==, 200);
    }
  /* The one that was idle for longest has gone, the others are served. */
  end = raw_receive_all (sockets[0]);
  g_assert_cmpstr (end, ==, "");
  for (guint i = 1; i < 5; i++)
    {
      g_autofree char *response = NULL;

      raw_send (sockets[i], request, -1);
      response = raw_receive_response (sockets[i]);
      g_assert_cmpint (raw_status (response), ==, 200);
    }
  for (guint i = 0; i < 5; i++)
    g_object_unref (sockets[i]);
}

#define ADD(path, func) g_test_add (path, ServerFixture, NULL, server_fixture_set_up, func, server_fixture_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/server/limits/declared-length", test_declared_length);
  ADD ("/server/limits/largest-body", test_largest_body);
  ADD ("/server/limits/chunks", test_chunks);
  ADD ("/server/limits/silent", test_silent);
  ADD ("/server/limits/trickle", test_trickle);
  ADD ("/server/limits/idle", test_idle);
  ADD ("/server/limits/long-answer", test_long_answer);
  ADD ("/server/limits/too-many", test_too_many);
  ADD ("/server/limits/idle-makes-room", test_idle_makes_room);
  return g_test_run ();
}
