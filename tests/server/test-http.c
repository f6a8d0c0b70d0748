/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "server-fixture.h"

static void
assert_header (const char *response, const char *name, const char *expected)
{
  g_autofree char *value = raw_header (response, name);

  g_assert_cmpstr (value, ==, expected);
}

static void
assert_refused (const char *response, int status, const char *code)
{
  g_autofree char *member = g_strdup_printf ("\"code\":\"%s\"", code);

  g_assert_cmpint (raw_status (response), ==, status);
  g_assert_nonnull (strstr (raw_body (response), "\"ok\":false"));
  g_assert_nonnull (strstr (raw_body (response), member));
}

static void
test_health (ServerFixture *fixture, gconstpointer data)
{
  g_autofree char *response = server_fixture_call (fixture, "GET", "/api/health", NULL, NULL);
  g_autofree char *id = raw_header (response, "X-Request-Id");
  g_autofree char *other = NULL;
  g_autofree char *other_id = NULL;

  g_assert_cmpint (raw_status (response), ==, 200);
  g_assert_cmpstr (raw_body (response), ==, "{\"status\":\"mes-ok\"}");
  assert_header (response, "Content-Type", "application/json");
  assert_header (response, "Cache-Control", "no-store");
  assert_header (response, "X-Content-Type-Options", "nosniff");
  assert_header (response, "Set-Cookie", NULL);
  g_assert_nonnull (id);
  other = server_fixture_call (fixture, "GET", "/api/health", NULL, NULL);
  other_id = raw_header (other, "X-Request-Id");
  g_assert_cmpstr (id, !=, other_id);
}

static void
test_head (ServerFixture *fixture, gconstpointer data)
{
  g_autofree char *response = server_fixture_call (fixture, "HEAD", "/api/health", NULL, NULL);
  g_autofree char *wrong = server_fixture_call (fixture, "HEAD", SIGN_IN_PATH, NULL, NULL);

  g_assert_cmpint (raw_status (response), ==, 200);
  assert_header (response, "Content-Length", "19");
  g_assert_cmpstr (raw_body (response), ==, "");
  g_assert_cmpint (raw_status (wrong), ==, 405);
  g_assert_cmpstr (raw_body (wrong), ==, "");
}

static void
test_unknown (ServerFixture *fixture, gconstpointer data)
{
  const char *paths[] = {
    "/", "/api", "/api/", "/api/healthy", "/api/health/", "/api/health/x", "//api/health", "/API/health"
  };
  g_autofree char *wrong = server_fixture_call (fixture, "DELETE", "/api/health", NULL, NULL);
  g_autofree char *post = server_fixture_call (fixture, "GET", SIGN_IN_PATH, NULL, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_autofree char *response = server_fixture_call (fixture, "GET", paths[i], NULL, NULL);

      assert_refused (response, 404, "NOT_FOUND");
    }
  assert_refused (wrong, 405, "METHOD_NOT_ALLOWED");
  assert_header (wrong, "Allow", "GET");
  assert_refused (post, 405, "METHOD_NOT_ALLOWED");
  assert_header (post, "Allow", "POST");
}

static void
test_malformed (ServerFixture *fixture, gconstpointer data)
{
  const char *bodies[] = { "{", "{\"email\":1,}", "{'email':'x'}", "{\"a\":\"\x01\"}", "nonsense" };

  for (guint i = 0; i < G_N_ELEMENTS (bodies); i++)
    {
      g_autofree char *response = server_fixture_call (fixture, "POST", SIGN_IN_PATH, NULL, bodies[i]);

      assert_refused (response, 400, "MALFORMED_JSON");
    }
}

/* Returns: (transfer full): @template with @token for every "@". */
static char *
with_token (const char *template, const char *token)
{
  g_auto (GStrv) parts = g_strsplit (template, "@", 0);

  return g_strjoinv (token, parts);
}

typedef struct
{
  const char *headers;
  int status;
  const char *code;
} SessionCase;

static void
try_sessions (ServerFixture *fixture, const char *method, const char *path, const SessionCase *cases, guint n_cases)
{
  for (guint i = 0; i < n_cases; i++)
    {
      /* Signing out ends a session. */
      g_autofree char *token = server_fixture_sign_in (fixture);
      g_autofree char *headers = with_token (cases[i].headers, token);
      g_autofree char *response =
        server_fixture_call (fixture, method, path, headers, strcmp (method, "POST") == 0 ? "{}" : NULL);

      g_test_message ("%s", cases[i].headers);
      g_assert_cmpint (raw_status (response), ==, cases[i].status);
      if (cases[i].code != NULL)
        assert_refused (response, cases[i].status, cases[i].code);
    }
}

static void
test_sessions (ServerFixture *fixture, gconstpointer data)
{
  const SessionCase cases[] = {
    { "", 401, "UNAUTHORIZED" },
    { "Authorization: Bearer @\r\n", 200 },
    { "authorization: bearer   @\r\n", 200 },
    { "Authorization: Bearer @.signature\r\n", 200 },
    { "Authorization: Bearer x@\r\n", 401 },
    { "Authorization: Basic @\r\n", 401 },
    { "Authorization: Bearer \r\nX-Nothing: @\r\n", 401 },
    { "Authorization: Bearer %zz@\r\n", 401 },
    { "Authorization: Bearer \x01\r\n", 401 },
    { "Cookie: better-auth.session_token=@\r\n", 200 },
    { "Cookie: better-auth.session_token=@.c2lnbmF0dXJl%2B%3D\r\n", 200 },
    { "Cookie: a=b; better-auth.session_token=@; c=d\r\n", 200 },
    { "Cookie: a=b;better-auth.session_token=@\r\n", 200 },
    { "Cookie: xbetter-auth.session_token=@\r\n", 401 },
    { "Cookie: better-auth.session_token=\r\n", 401 },
    { "Cookie: better-auth.session_token\r\n", 401 },
    { "Cookie: better-auth.session_token=%00@\r\n", 401 },
    { "Cookie: ;;; ;\r\n", 401 },
    /* What a program says on purpose counts, not what a browser adds. */
    { "Authorization: Bearer x\r\nCookie: better-auth.session_token=@\r\n", 401 },
    { "Authorization: Bearer @\r\nCookie: better-auth.session_token=x\r\n", 200 },
  };

  try_sessions (fixture, "GET", "/api/permissions/me", cases, G_N_ELEMENTS (cases));
}

#define COOKIE_LINE "Cookie: better-auth.session_token=@\r\n"

static void
test_origin (ServerFixture *fixture, gconstpointer data)
{
  g_autofree char *own = g_strdup_printf (COOKIE_LINE "Origin: %s\r\n", fixture->url);
  g_autofree char *secure = g_strdup_printf (COOKIE_LINE "Origin: https://127.0.0.1:%u\r\n", fixture->port);
  g_autofree char *other_port = g_strdup_printf (COOKIE_LINE "Origin: http://127.0.0.1:%u\r\n", fixture->port ^ 1U);
  g_autofree char *longer = g_strdup_printf (COOKIE_LINE "Origin: %s.example.com\r\n", fixture->url);
  const SessionCase cases[] = {
    { COOKIE_LINE, 403, "MISSING_OR_NULL_ORIGIN" },
    { COOKIE_LINE "Origin: null\r\n", 403, "MISSING_OR_NULL_ORIGIN" },
    { COOKIE_LINE "Origin: http://evil.example\r\n", 403, "INVALID_ORIGIN" },
    { COOKIE_LINE "Origin: 127.0.0.1\r\n", 403, "INVALID_ORIGIN" },
    { other_port, 403, "INVALID_ORIGIN" },
    { longer, 403, "INVALID_ORIGIN" },
    { own, 200 },
    { secure, 200 },
    /* A program without a browser's habits. */
    { "Authorization: Bearer @\r\n", 200 },
    { "Authorization: Bearer @\r\nCookie: x=y\r\nOrigin: http://evil.example\r\n", 200 },
  };
  const SessionCase elsewhere[] = { { COOKIE_LINE "Origin: http://evil.example\r\n", 200 } };

  try_sessions (fixture, "POST", "/api/auth/sign-out", cases, G_N_ELEMENTS (cases));
  try_sessions (fixture, "GET", "/api/auth/get-session", elsewhere, G_N_ELEMENTS (elsewhere));
}

static void
test_cookie (ServerFixture *fixture, gconstpointer data)
{
  g_autofree char *signed_in = server_fixture_call (fixture, "POST", SIGN_IN_PATH, NULL, SIGN_IN_BODY);
  g_autofree char *cookie = raw_header (signed_in, "Set-Cookie");
  g_autofree char *pair = NULL;
  g_autofree char *headers = NULL;
  g_autofree char *known = NULL;
  g_autofree char *signed_out = NULL;

  g_assert_nonnull (cookie);
  g_assert_true (g_str_has_prefix (cookie, "better-auth.session_token="));
  g_assert_true (g_str_has_suffix (cookie, "; Max-Age=604800; Path=/; HttpOnly; SameSite=Lax"));
  pair = g_strndup (cookie, strcspn (cookie, ";"));
  g_assert_nonnull (strstr (signed_in, pair + strlen ("better-auth.session_token=")));
  headers = g_strdup_printf ("Cookie: %s\r\nOrigin: %s\r\n", pair, fixture->url);
  known = server_fixture_call (fixture, "GET", "/api/permissions/me", headers, NULL);
  g_assert_cmpint (raw_status (known), ==, 200);
  signed_out = server_fixture_call (fixture, "POST", "/api/auth/sign-out", headers, "{}");
  g_assert_cmpint (raw_status (signed_out), ==, 200);
  assert_header (signed_out, "Set-Cookie", "better-auth.session_token=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax");
  g_clear_pointer (&known, g_free);
  known = server_fixture_call (fixture, "GET", "/api/permissions/me", headers, NULL);
  g_assert_cmpint (raw_status (known), ==, 401);
}

static void
test_bad_headers (ServerFixture *fixture, gconstpointer data)
{
  const char *names[] = { "X-Station-Id", "If-Match" };
  g_autofree char *longest = g_strnfill (100, 'x');
  g_autofree char *too_long = g_strnfill (101, 'x');
  const struct
  {
    const char *value;
    int status;
  } cases[] = { { "SMT-1 / left", 200 }, { "\xe5\xb7\xa6", 200 }, { longest, 200 }, { too_long, 400 }, { "", 400 },
                { "\xff", 400 },         { "a\x1b[31m", 400 } };

  for (guint n = 0; n < G_N_ELEMENTS (names); n++)
    for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
      {
        g_autofree char *header = g_strdup_printf ("%s: %s\r\n", names[n], cases[i].value);
        g_autofree char *response = server_fixture_call (fixture, "GET", "/api/health", header, NULL);

        g_test_message ("%s, value %u", names[n], i);
        if (cases[i].status == 400)
          {
            assert_refused (response, 400, "BAD_HEADER");
            g_assert_nonnull (strstr (raw_body (response), names[n]));
          }
        else
          g_assert_cmpint (raw_status (response), ==, cases[i].status);
      }
}

/* An escaped slash is part of a name. Letters mean the same whether they are escaped or not, and dots lead up, but
 * never out. */
static void
test_escaped_paths (ServerFixture *fixture, gconstpointer data)
{
  g_autofree char *token = server_fixture_sign_in (fixture);
  g_autofree char *headers = with_token ("Authorization: Bearer @\r\n", token);
  const struct
  {
    const char *path;
    int status; /* 400: of libsoup, without a body */
  } cases[] = {
    { "/api/%68ealth", 200 },     { "/api%2Fhealth", 404 },         { "/api/x/../health", 200 },
    { "/api/./health", 200 },     { "/../../api/health", 200 },     { "/api/runs/%2E%2E", 404 },
    { "/api/runs/a%2Fb", 404 },   { "/api/runs/..%2Fhealth", 404 }, { "/api/runs/a%00b", 404 },
    { "/api/runs/%ff", 404 },     { "/../../etc/passwd", 404 },     { "/api/runs/%", 400 },
    { "/api/runs/%zz", 400 },     { "/api/health?x=%zz", 400 },     { "/api/health?", 200 },
    { "/api/health?x=%2F", 200 }, { "/api/health?a=b&c=d", 200 },   { "/api/health#part", 200 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *response = server_fixture_call (fixture, "GET", cases[i].path, headers, NULL);

      g_test_message ("%s", cases[i].path);
      g_assert_cmpint (raw_status (response), ==, cases[i].status);
      if (cases[i].status == 404)
        g_assert_nonnull (strstr (raw_body (response), "NOT_FOUND"));
    }
}

/* One connection for several requests, also when they come at once. */
static void
test_keep_alive (ServerFixture *fixture, gconstpointer data)
{
  g_autoptr (GSocket) socket = server_fixture_connect (fixture);
  const char *request = "GET /api/health HTTP/1.1\r\nHost: x\r\n\r\n";
  const char *last = "GET /api/health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
  g_autofree char *pipelined = g_strconcat (request, request, last, NULL);
  g_autofree char *responses = NULL;
  guint found = 0;

  for (guint i = 0; i < 3; i++)
    {
      g_autofree char *response = NULL;

      raw_send (socket, request, -1);
      response = raw_receive_response (socket);
      g_assert_cmpint (raw_status (response), ==, 200);
    }
  raw_send (socket, pipelined, -1);
  responses = raw_receive_all (socket);
  for (const char *at = responses; (at = strstr (at, "mes-ok")) != NULL; at++)
    found += 1;
  g_assert_cmpuint (found, ==, 3);
}

#define ADD(path, func) g_test_add (path, ServerFixture, NULL, server_fixture_set_up, func, server_fixture_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/server/http/health", test_health);
  ADD ("/server/http/head", test_head);
  ADD ("/server/http/unknown", test_unknown);
  ADD ("/server/http/malformed", test_malformed);
  ADD ("/server/http/sessions", test_sessions);
  ADD ("/server/http/origin", test_origin);
  ADD ("/server/http/cookie", test_cookie);
  ADD ("/server/http/bad-headers", test_bad_headers);
  ADD ("/server/http/escaped-paths", test_escaped_paths);
  ADD ("/server/http/keep-alive", test_keep_alive);
  return g_test_run ();
}
