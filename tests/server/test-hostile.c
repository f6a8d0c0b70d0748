/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "server-fixture.h"

/* Bytes that no good client sends. Whatever comes of them: the answer is a refusal or none at all, and the server goes
 * on serving. */

typedef struct
{
  const char *name;
  const char *bytes;
  gssize length; /* 0: a text */
  int status;    /* 0: the connection just ends; -1: either, or a refusal of any kind */
} Hostile;

#define BYTES(text) text, sizeof (text) - 1
#define HEALTH      "GET /api/health HTTP/1.1\r\nHost: x\r\n"
#define CLOSE       "Connection: close\r\n\r\n"
#define POST        "POST /api/auth/sign-in/email HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"

static const Hostile hostiles[] = {
  { "nothing", BYTES (""), 0 },
  { "one NUL", BYTES ("\0"), -1 },
  { "only blank lines", BYTES ("\r\n\r\n\r\n\r\n"), -1 },
  { "binary", BYTES ("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\xff\xfe\r\n\r\n"), -1 },
  { "HTTP/2 preface", BYTES ("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"), -1 },
  { "NUL in the path", BYTES ("GET /api/hea\0lth HTTP/1.1\r\nHost: x\r\n" CLOSE), -1 },
  { "NUL in a header", BYTES (HEALTH "X-A: a\0b\r\n" CLOSE), 400 },
  { "NUL in a header's name", BYTES (HEALTH "X-\0A: ab\r\n" CLOSE), -1 },
  { "no Host", BYTES ("GET /api/health HTTP/1.1\r\n" CLOSE), 400 },
  { "no version", BYTES ("GET /api/health\r\n\r\n"), -1 },
  { "version 9.9", BYTES ("GET /api/health HTTP/9.9\r\nHost: x\r\n" CLOSE), -1 },
  { "no path", BYTES ("GET  HTTP/1.1\r\nHost: x\r\n" CLOSE), -1 },
  { "path without slash", BYTES ("GET api/health HTTP/1.1\r\nHost: x\r\n" CLOSE), -1 },
  { "absolute address", BYTES ("GET http://evil.example/api/runs HTTP/1.1\r\nHost: x\r\n" CLOSE), -1 },
  { "asterisk", BYTES ("GET * HTTP/1.1\r\nHost: x\r\n" CLOSE), -1 },
  { "CONNECT", BYTES ("CONNECT evil.example:443 HTTP/1.1\r\nHost: evil.example:443\r\n" CLOSE), -1 },
  { "unknown method", BYTES ("BREW /api/health HTTP/1.1\r\nHost: x\r\n" CLOSE), 405 },
  { "method in small letters", BYTES ("get /api/health HTTP/1.1\r\nHost: x\r\n" CLOSE), 405 },
  { "method of one sign", BYTES ("! /api/health HTTP/1.1\r\nHost: x\r\n" CLOSE), 405 },
  { "bad escape", BYTES ("GET /api/%g0 HTTP/1.1\r\nHost: x\r\n" CLOSE), 400 },
  { "escaped NUL", BYTES ("GET /api/%00 HTTP/1.1\r\nHost: x\r\n" CLOSE), 404 },
  { "raw bytes in the path", BYTES ("GET /api/\xff\xfe HTTP/1.1\r\nHost: x\r\n" CLOSE), -1 },
  { "blanks in the path", BYTES ("GET /api/runs/a b c HTTP/1.1\r\nHost: x\r\n" CLOSE), -1 },
  { "header without colon", BYTES (HEALTH "nonsense\r\n" CLOSE), 200 },
  { "header folded", BYTES (HEALTH "X-A: a\r\n  b\r\n" CLOSE), 200 },
  { "two lengths", BYTES (POST "Content-Length: 2\r\nContent-Length: 3\r\n" CLOSE "{} "), 400 },
  { "the same length twice", BYTES (POST "Content-Length: 2\r\nContent-Length: 2\r\n" CLOSE "{}"), 400 },
  { "length and chunks", BYTES (POST "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n" CLOSE "0\r\n\r\n"), 400 },
  { "length below zero", BYTES (POST "Content-Length: -1\r\n" CLOSE), 400 },
  { "length with sign", BYTES (POST "Content-Length: +2\r\n" CLOSE "{}"), 400 },
  { "length in hex", BYTES (POST "Content-Length: 0x2\r\n" CLOSE "{}"), 400 },
  { "length of letters", BYTES (POST "Content-Length: two\r\n" CLOSE), 400 },
  { "length beyond numbers", BYTES (POST "Content-Length: 99999999999999999999999999\r\n" CLOSE), 400 },
  { "unknown coding", BYTES (POST "Transfer-Encoding: gzip\r\n" CLOSE), 501 },
  { "two codings", BYTES (POST "Transfer-Encoding: gzip, chunked\r\n" CLOSE "0\r\n\r\n"), 501 },
  { "chunk of no size", BYTES (POST "Transfer-Encoding: chunked\r\n" CLOSE "xyz\r\nabc\r\n0\r\n\r\n"), -1 },
  { "chunk below zero", BYTES (POST "Transfer-Encoding: chunked\r\n" CLOSE "-5\r\nabcde\r\n0\r\n\r\n"), -1 },
  { "chunk beyond numbers", BYTES (POST "Transfer-Encoding: chunked\r\n" CLOSE "fffffffffffffffffff\r\na"), -1 },
  { "body cut short", BYTES (POST "Content-Length: 200\r\n" CLOSE "{\"email\":"), 0 },
  { "NUL in the body", BYTES (POST "Content-Length: 3\r\n" CLOSE "{\0}"), 400 },
  { "body of a GET", BYTES (HEALTH "Content-Type: application/json\r\nContent-Length: 4\r\n" CLOSE "{}{}"), 400 },
  { "body without a type",
    BYTES ("POST /api/auth/sign-in/email HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n" CLOSE "{}"), 422 },
};

/* Refused, or given up; never something that went wrong inside. */
static void
assert_refused (int status)
{
  g_assert_true (status == 0 || (status >= 400 && status < 500) || status == 501 || status == 505);
}

static void
assert_healthy (ServerFixture *fixture)
{
  g_autofree char *response = server_fixture_call (fixture, "GET", "/api/health", NULL, NULL);

  g_assert_cmpint (raw_status (response), ==, 200);
  g_assert_cmpstr (raw_body (response), ==, "{\"status\":\"mes-ok\"}");
}

/* Sends what it can: the server may have enough of it before the end. */
static void
send_some (GSocket *socket, const char *bytes, gsize length)
{
  gssize sent;

  for (; length > 0; bytes += sent, length -= (gsize) sent)
    if ((sent = g_socket_send (socket, bytes, length, NULL, NULL)) < 0)
      return;
}

static char *
exchange_hostile (ServerFixture *fixture, const char *bytes, gsize length)
{
  g_autoptr (GSocket) socket = server_fixture_connect (fixture);

  send_some (socket, bytes, length);
  g_socket_shutdown (socket, FALSE, TRUE, NULL);
  return raw_receive_all (socket);
}

static void
test_bytes (ServerFixture *fixture, gconstpointer data)
{
  for (guint i = 0; i < G_N_ELEMENTS (hostiles); i++)
    {
      const Hostile *hostile = &hostiles[i];
      g_autofree char *response = exchange_hostile (fixture, hostile->bytes, (gsize) hostile->length);
      int status = raw_status (response);

      g_test_message ("%s: %d", hostile->name, status);
      if (hostile->status >= 0)
        g_assert_cmpint (status, ==, hostile->status);
      else
        assert_refused (status);
    }
  assert_healthy (fixture);
  server_fixture_wait_for_connections (fixture, 0);
}

static void
test_large_headers (ServerFixture *fixture, gconstpointer data)
{
  g_autoptr (GString) many = g_string_new (HEALTH);
  g_autofree char *filler = g_strnfill (1024 * 1024, 'x');
  g_autofree char *one = g_strconcat (HEALTH "X-Large: ", filler, "\r\n" CLOSE, NULL);
  g_autofree char *line = g_strconcat ("GET /", filler, " HTTP/1.1\r\nHost: x\r\n" CLOSE, NULL);
  const char *requests[] = { one, line, NULL };

  for (guint i = 0; i < 100000; i++)
    g_string_append (many, "X-Many: x\r\n");
  g_string_append (many, CLOSE);
  requests[2] = many->str;
  for (guint i = 0; i < G_N_ELEMENTS (requests); i++)
    {
      g_autofree char *response = exchange_hostile (fixture, requests[i], strlen (requests[i]));

      assert_refused (raw_status (response));
    }
  assert_healthy (fixture);
  server_fixture_wait_for_connections (fixture, 0);
}

/* Random damage to a good request. */
static void
test_damaged (ServerFixture *fixture, gconstpointer data)
{
  const char *good = POST "Content-Length: 2\r\n" CLOSE "{}";
  gsize length = strlen (good);

  for (guint i = 0; i < 300; i++)
    {
      g_autofree char *bytes = g_strdup (good);
      guint n = (guint) g_test_rand_int_range (1, 5);
      g_autofree char *response = NULL;

      while (n-- > 0)
        bytes[g_test_rand_int_range (0, (gint32) length)] = (char) g_test_rand_int_range (0, 256);
      response = exchange_hostile (fixture, bytes, length);
      assert_refused (raw_status (response));
    }
  assert_healthy (fixture);
  server_fixture_wait_for_connections (fixture, 0);
}

#define ADD(path, func) g_test_add (path, ServerFixture, NULL, server_fixture_set_up, func, server_fixture_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/server/hostile/bytes", test_bytes);
  ADD ("/server/hostile/large-headers", test_large_headers);
  ADD ("/server/hostile/damaged", test_damaged);
  return g_test_run ();
}
