/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <string.h>

#include "client/pb-client.h"
#include "fake-server.h"

typedef struct
{
  FakeServer *server;
  PbClient *client;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->server = fake_server_new ();
  fixture->client = pb_client_new (fake_server_get_url (fixture->server));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  pump_until_gone (fixture->client);
  fake_server_free (fixture->server);
}

/* Returns: (transfer full) (nullable): GET @path, with its error. */
static PbReply *
get (Fixture *fixture, const char *path, GError **error)
{
  g_auto (Pump) pump = { NULL };

  pb_client_call_async (fixture->client, "GET", path, NULL, NULL, pump_cb, &pump);
  return pb_client_call_finish (fixture->client, pump_wait (&pump), error);
}

/* --- paths
 * -------------------------------------------------------------------------------------------------------------------
 */

static void
test_paths (void)
{
  g_autofree char *plain = pb_client_path ("runs", "RUN-1", "gate", NULL);
  g_autofree char *escaped = pb_client_path ("runs", "A/B ?#%\303\251", NULL);
  g_autofree char *query = pb_client_query ("/api/board", "limit", "200", "after", NULL, "search", "a&b=c d", NULL);
  g_autofree char *bare = pb_client_query ("/api/board", "after", NULL, NULL);

  g_assert_cmpstr (plain, ==, "/api/runs/RUN-1/gate");
  g_assert_cmpstr (escaped, ==, "/api/runs/A%2FB%20%3F%23%25%C3%A9");
  g_assert_cmpstr (query, ==, "/api/board?limit=200&search=a%26b%3Dc%20d");
  g_assert_cmpstr (bare, ==, "/api/board");
}

static void
test_escaped_path_arrives (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = pb_client_path ("runs", "A/B", NULL);
  g_autoptr (PbReply) reply = NULL;

  fake_server_set (fixture->server, "GET", "/api/runs/A%2FB", 200, "{\"a\":1}");
  reply = get (fixture, path, NULL);
  g_assert_nonnull (reply);
}

/* --- good answers
 * ------------------------------------------------------------------------------------------------------------ */

static void
test_envelopes (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *body;
    const char *json; /* NULL: no data */
  } cases[] = {
    { "{\"ok\":true,\"data\":{\"a\":1}}", "{\"a\":1}" },
    { "{\"ok\":true,\"data\":[1,2]}", "[1,2]" },
    { "{\"ok\":true,\"data\":null}", NULL },
    { "{\"ok\":true}", NULL },
    { "{\"items\":[],\"total\":0}", "{\"items\":[],\"total\":0}" },
    { "{\"ok\":\"yes\"}", "{\"ok\":\"yes\"}" },
    { "[{\"id\":\"s\"}]", "[{\"id\":\"s\"}]" },
    { "null", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (PbReply) reply = NULL;
      g_autofree char *json = NULL;

      fake_server_set (fixture->server, "GET", "/api/x", 200, cases[i].body);
      reply = get (fixture, "/api/x", &error);
      g_assert_no_error (error);
      json = pb_reply_dup_json (reply, NULL);
      g_assert_cmpstr (json, ==, cases[i].json);
      g_assert_cmpuint (pb_reply_get_status (reply), ==, 200);
    }
}

static void
test_content_type_with_charset (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PbReply) reply = NULL;

  fake_server_set_full (fixture->server, "GET", "/api/x", 200, "application/json; charset=utf-8", "{\"a\":1}", NULL,
                        NULL);
  reply = get (fixture, "/api/x", NULL);
  g_assert_nonnull (reply);
}

static void
test_no_content (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PbReply) reply = NULL;

  fake_server_set_full (fixture->server, "GET", "/api/x", 204, NULL, NULL, NULL, NULL);
  reply = get (fixture, "/api/x", NULL);
  g_assert_nonnull (reply);
  g_assert_null (pb_reply_get_root (reply));
  g_assert_false (pb_reply_has (reply, NULL));
}

static void
test_readers (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PbReply) reply = NULL;
  g_autoptr (PbReply) inner = NULL;
  g_autoptr (GPtrArray) elements = NULL;
  g_auto (GStrv) texts = NULL;

  fake_server_set (fixture->server, "GET", "/api/x", 200,
                   "{\"s\":\"t\",\"n\":null,\"o\":{\"i\":7,\"b\":true,\"at\":\"2026-03-01T00:00:00.000Z\"},"
                   "\"l\":[\"a\",1,\"b\"],\"e\":[{\"k\":1},{\"k\":2}]}");
  reply = get (fixture, "/api/x", NULL);
  g_assert_cmpstr (pb_reply_get_string (reply, "s"), ==, "t");
  g_assert_null (pb_reply_get_string (reply, "n"));
  g_assert_null (pb_reply_get_string (reply, "o"));
  g_assert_null (pb_reply_get_string (reply, "s.deeper"));
  g_assert_cmpint (pb_reply_get_int (reply, "o.i", -1), ==, 7);
  g_assert_cmpint (pb_reply_get_int (reply, "s", -1), ==, -1);
  g_assert_true (pb_reply_get_bool (reply, "o.b", FALSE));
  g_assert_true (pb_reply_get_bool (reply, "o.missing", TRUE));
  g_assert_cmpint (pb_reply_get_time (reply, "o.at"), ==, G_GINT64_CONSTANT (1772323200000000));
  g_assert_cmpint (pb_reply_get_time (reply, "s"), ==, 0);
  g_assert_false (pb_reply_has (reply, "n"));
  g_assert_true (pb_reply_has (reply, "l"));
  texts = pb_reply_get_strings (reply, "l");
  g_assert_cmpuint (g_strv_length (texts), ==, 2);
  g_assert_null (pb_reply_get_strings (reply, "s"));
  elements = pb_reply_get_elements (reply, "e");
  g_assert_cmpuint (elements->len, ==, 2);
  g_assert_cmpint (pb_reply_get_int (elements->pdata[1], "k", 0), ==, 2);
  inner = pb_reply_get_member (reply, "o");
  g_assert_cmpint (pb_reply_get_int (inner, "i", 0), ==, 7);
  g_assert_null (pb_reply_get_member (reply, "n"));
}

/* --- refusals
 * ---------------------------------------------------------------------------------------------------------------- */

static void
test_refusals (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    guint status;
    const char *body;
    PbClientError kind;
    const char *code;
    const char *message;
  } cases[] = {
    { 400, "{\"ok\":false,\"error\":{\"code\":\"RUN_NOT_READY\",\"message\":\"m\"}}", PB_CLIENT_ERROR_INVALID,
      "RUN_NOT_READY", "m" },
    { 401, "{\"code\":\"UNAUTHORIZED\",\"message\":\"Unauthorized\"}", PB_CLIENT_ERROR_AUTH, "UNAUTHORIZED",
      "Unauthorized" },
    { 403,
      "{\"ok\":false,\"code\":\"FORBIDDEN\",\"message\":\"x\",\"error\":{\"code\":\"FORBIDDEN\",\"message\":\"y\"}}",
      PB_CLIENT_ERROR_FORBIDDEN, "FORBIDDEN", "y" },
    { 404, "{\"ok\":false,\"error\":{\"code\":\"RUN_NOT_FOUND\",\"message\":\"m\"}}", PB_CLIENT_ERROR_NOT_FOUND,
      "RUN_NOT_FOUND", "m" },
    { 404, "", PB_CLIENT_ERROR_NOT_FOUND, NULL, "HTTP 404 Not Found" },
    { 405, "{\"ok\":false,\"error\":{\"code\":\"METHOD_NOT_ALLOWED\",\"message\":\"m\"}}", PB_CLIENT_ERROR_INVALID,
      "METHOD_NOT_ALLOWED", "m" },
    { 409, "{\"ok\":false,\"error\":{\"code\":\"ALREADY_AUTHORIZED\",\"message\":\"m\"}}", PB_CLIENT_ERROR_CONFLICT,
      "ALREADY_AUTHORIZED", "m" },
    { 412, "{\"ok\":false,\"error\":{\"code\":\"STALE\",\"message\":\"m\"}}", PB_CLIENT_ERROR_CONFLICT, "STALE", "m" },
    { 413, "{\"ok\":false,\"error\":{\"code\":\"TOO_LARGE\",\"message\":\"m\"}}", PB_CLIENT_ERROR_INVALID, "TOO_LARGE",
      "m" },
    { 422, "{\"ok\":false,\"type\":\"validation\",\"error\":{\"code\":\"VALIDATION_FAILED\",\"message\":\"m\"}}",
      PB_CLIENT_ERROR_INVALID, "VALIDATION_FAILED", "m" },
    { 422, "{\"type\":\"validation\",\"on\":\"body\",\"message\":\"Expected string\"}", PB_CLIENT_ERROR_INVALID, NULL,
      "Expected string" },
    { 429, "{\"ok\":false,\"error\":{\"code\":\"TOO_MANY\",\"message\":\"m\"}}", PB_CLIENT_ERROR_BUSY, "TOO_MANY",
      "m" },
    { 500, "{\"code\":\"INTERNAL_ERROR\",\"message\":\"m\"}", PB_CLIENT_ERROR_SERVER, "INTERNAL_ERROR", "m" },
    { 502, "<html>", PB_CLIENT_ERROR_SERVER, NULL, "HTTP 502 Bad Gateway" },
    { 503, "{\"ok\":false,\"error\":{\"code\":\"BUSY\",\"message\":\"m\"}}", PB_CLIENT_ERROR_BUSY, "BUSY", "m" },
    { 418, "{\"error\":{\"code\":7,\"message\":[]}}", PB_CLIENT_ERROR_INVALID, NULL, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      fake_server_set (fixture->server, "GET", "/api/x", cases[i].status, cases[i].body);
      g_assert_null (get (fixture, "/api/x", &error));
      g_assert_error (error, PB_CLIENT_ERROR, (int) cases[i].kind);
      g_assert_cmpuint (pb_client_error_get_status (error), ==, cases[i].status);
      g_assert_cmpstr (pb_client_error_get_code (error), ==, cases[i].code);
      if (cases[i].message != NULL)
        g_assert_cmpstr (error->message, ==, cases[i].message);
    }
}

static void
test_details_and_retry_after (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) copy = NULL;
  g_autoptr (PbReply) details = NULL;

  fake_server_set_full (
    fixture->server, "GET", "/api/x", 429, "application/json",
    "{\"ok\":false,\"error\":{\"code\":\"LOCKED\",\"message\":\"m\",\"until\":\"u\",\"blockers\":[1]}}", "Retry-After",
    "90");
  g_assert_null (get (fixture, "/api/x", &error));
  g_assert_cmpuint (pb_client_error_get_retry_after (error), ==, 90);
  copy = g_error_copy (error);
  details = pb_reply_new_from_error (copy);
  g_assert_cmpstr (pb_reply_get_string (details, "until"), ==, "u");
  g_assert_true (pb_reply_has (details, "blockers"));
  g_assert_cmpuint (pb_client_error_get_retry_after (copy), ==, 90);
  g_assert_cmpstr (pb_client_error_get_code (copy), ==, "LOCKED");
}

/* --- answers that are none
 * --------------------------------------------------------------------------------------------------- */

static void
test_broken_answers (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *content_type;
    const char *body;
  } cases[] = {
    { "text/html", "{\"ok\":true}" },
    { NULL, "{\"ok\":true}" },
    { "application/jsonx", "{}" },
    { "application/json", "" },
    { "application/json", "{\"ok\":true,\"data\":{" },
    { "application/json", "{\"a\":1,\"a\":2}" },
    { "application/json", "{'a':1}" },
    { "application/json", "{\"ok\":false,\"error\":{\"code\":\"X\",\"message\":\"m\"}}" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      fake_server_set_full (fixture->server, "GET", "/api/x", 200, cases[i].content_type, cases[i].body, NULL, NULL);
      g_assert_null (get (fixture, "/api/x", &error));
      g_assert_error (error, PB_CLIENT_ERROR, PB_CLIENT_ERROR_PROTOCOL);
    }
}

static void
test_deep_nesting (Fixture *fixture, gconstpointer data)
{
  g_autofree char *deep = g_strnfill (200000, '[');
  g_autoptr (GError) error = NULL;

  fake_server_set (fixture->server, "GET", "/api/x", 200, deep);
  g_assert_null (get (fixture, "/api/x", &error));
  g_assert_error (error, PB_CLIENT_ERROR, PB_CLIENT_ERROR_PROTOCOL);
}

static void
test_too_large (Fixture *fixture, gconstpointer data)
{
  g_autofree char *blanks = g_strnfill (PB_CLIENT_BODY_MAX, ' ');
  g_autofree char *body = g_strconcat ("{}", blanks, NULL);
  g_autoptr (GError) error = NULL;

  fake_server_set (fixture->server, "GET", "/api/x", 200, body);
  g_assert_null (get (fixture, "/api/x", &error));
  g_assert_error (error, PB_CLIENT_ERROR, PB_CLIENT_ERROR_PROTOCOL);
}

static void
test_cut_short (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *answer;
    PbClientError kind;
  } cases[] = {
    { "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{\"ok\":true",
      PB_CLIENT_ERROR_NETWORK },
    /* Here libsoup takes the end of the connection for the end of the body: the JSON tells. */
    { "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"ok\"\r\n",
      PB_CLIENT_ERROR_PROTOCOL },
    { "HTTP/1.1 200 OK\r\nContent-Ty", PB_CLIENT_ERROR_NETWORK },
    { "", PB_CLIENT_ERROR_NETWORK },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      fake_server_set_raw (fixture->server, "GET", "/api/x", cases[i].answer);
      g_assert_null (get (fixture, "/api/x", &error));
      g_assert_error (error, PB_CLIENT_ERROR, (int) cases[i].kind);
    }
}

static void
test_redirect_is_not_followed (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fake_server_set_full (fixture->server, "GET", "/api/x", 302, NULL, "", "Location", "/api/y");
  fake_server_set (fixture->server, "GET", "/api/y", 200, "{}");
  g_assert_null (get (fixture, "/api/x", &error));
  g_assert_error (error, PB_CLIENT_ERROR, PB_CLIENT_ERROR_PROTOCOL);
  g_assert_cmpuint (fake_server_count (fixture->server, "GET", "/api/y"), ==, 0);
}

static void
test_offline (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PbReply) reply = NULL;

  fake_server_set (fixture->server, "GET", "/api/x", 200, "{}");
  fake_server_go_down (fixture->server);
  g_assert_null (get (fixture, "/api/x", &error));
  g_assert_error (error, PB_CLIENT_ERROR, PB_CLIENT_ERROR_NETWORK);
  g_assert_cmpuint (pb_client_error_get_status (error), ==, 0);
  g_clear_error (&error);
  fake_server_come_up (fixture->server);
  reply = get (fixture, "/api/x", &error);
  g_assert_no_error (error);
}

static void
test_bad_address (void)
{
  static const char *const urls[] = { "", "prepboard", "ftp://host", "http://", "not a url" };

  for (guint i = 0; i < G_N_ELEMENTS (urls); i++)
    {
      g_autoptr (PbClient) client = pb_client_new (urls[i]);
      g_autoptr (GError) error = NULL;
      g_auto (Pump) pump = { NULL };

      pb_client_call_async (client, "GET", "/api/x", NULL, NULL, pump_cb, &pump);
      g_assert_null (pb_client_call_finish (client, pump_wait (&pump), &error));
      g_assert_error (error, PB_CLIENT_ERROR, PB_CLIENT_ERROR_PROTOCOL);
    }
}

static void
test_base_url_slashes (Fixture *fixture, gconstpointer data)
{
  g_autofree char *url = g_strconcat (fake_server_get_url (fixture->server), "//", NULL);
  g_autoptr (PbClient) client = pb_client_new (url);
  g_autoptr (PbReply) reply = NULL;
  g_auto (Pump) pump = { NULL };

  fake_server_set (fixture->server, "GET", "/api/x", 200, "{}");
  pb_client_call_async (client, "GET", "/api/x", NULL, NULL, pump_cb, &pump);
  reply = pb_client_call_finish (client, pump_wait (&pump), NULL);
  g_assert_nonnull (reply);
  g_assert_cmpstr (pb_client_get_base_url (client), ==, fake_server_get_url (fixture->server));
}

/* --- cancelling
 * -------------------------------------------------------------------------------------------------------------- */

static void
test_cancel_before (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  g_auto (Pump) pump = { NULL };

  fake_server_set (fixture->server, "GET", "/api/x", 200, "{}");
  g_cancellable_cancel (cancellable);
  pb_client_call_async (fixture->client, "GET", "/api/x", NULL, cancellable, pump_cb, &pump);
  g_assert_null (pump.result);
  g_assert_null (pb_client_call_finish (fixture->client, pump_wait (&pump), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

typedef struct
{
  FakeServer *server;
  const char *path;
} Waiting;

static gboolean
is_held (gpointer data)
{
  Waiting *waiting = data;

  return fake_server_count_held (waiting->server, waiting->path) > 0;
}

static void
test_cancel_while_waiting (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  g_auto (Pump) pump = { NULL };
  Waiting waiting = { fixture->server, "/api/x" };

  fake_server_set (fixture->server, "GET", "/api/x", 200, "{}");
  fake_server_hold (fixture->server, "/api/x");
  pb_client_call_async (fixture->client, "GET", "/api/x", NULL, cancellable, pump_cb, &pump);
  pump_until (is_held, &waiting);
  g_cancellable_cancel (cancellable);
  g_assert_null (pb_client_call_finish (fixture->client, pump_wait (&pump), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  /* The answer that comes late finds nobody; pump_cb() would refuse a second result. */
  fake_server_release (fixture->server, "/api/x");
  pump_for (20);
}

static gboolean
cancel_cb (gpointer cancellable)
{
  g_cancellable_cancel (cancellable);
  return G_SOURCE_REMOVE;
}

static void
test_cancel_with_answer (Fixture *fixture, gconstpointer data)
{
  /* Cancelled at whichever step the call is after so many turns of the loop. */
  for (guint turns = 0; turns < 40; turns++)
    {
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      g_autoptr (GError) error = NULL;
      g_autoptr (PbReply) reply = NULL;
      g_auto (Pump) pump = { NULL };

      fake_server_set (fixture->server, "GET", "/api/x", 200, "{}");
      pb_client_call_async (fixture->client, "GET", "/api/x", NULL, cancellable, pump_cb, &pump);
      for (guint i = 0; i < turns && pump.result == NULL; i++)
        g_main_context_iteration (NULL, FALSE);
      if (pump.result == NULL)
        g_idle_add (cancel_cb, cancellable);
      reply = pb_client_call_finish (fixture->client, pump_wait (&pump), &error);
      if (reply == NULL)
        g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      while (g_main_context_iteration (NULL, FALSE))
        ;
    }
}

/* --- headers
 * ----------------------------------------------------------------------------------------------------------------- */

static void
test_idempotency_keys (Fixture *fixture, gconstpointer data)
{
  g_autofree char *first = NULL;

  fake_server_set (fixture->server, "POST", "/api/x", 200, "{}");
  fake_server_set (fixture->server, "GET", "/api/x", 200, "{}");
  for (guint i = 0; i < 2; i++)
    {
      g_auto (Pump) pump = { NULL };
      g_autoptr (PbReply) reply = NULL;
      const char *key;

      pb_client_call_async (fixture->client, "POST", "/api/x", "{\"a\":1}", NULL, pump_cb, &pump);
      reply = pb_client_call_finish (fixture->client, pump_wait (&pump), NULL);
      g_assert_nonnull (reply);
      key = fake_server_get_header (fixture->server, "POST", "/api/x", "Idempotency-Key");
      g_assert_nonnull (key);
      g_assert_cmpstr (key, !=, first);
      g_free (first);
      first = g_strdup (key);
      g_assert_cmpstr (fake_server_get_body (fixture->server, "POST", "/api/x"), ==, "{\"a\":1}");
      g_assert_cmpstr (fake_server_get_header (fixture->server, "POST", "/api/x", "Content-Type"), ==,
                       "application/json");
    }
  pb_reply_unref (get (fixture, "/api/x", NULL));
  g_assert_null (fake_server_get_header (fixture->server, "GET", "/api/x", "Idempotency-Key"));
}

static void
test_server_time (Fixture *fixture, gconstpointer data)
{
  gint64 ahead;

  fake_server_set (fixture->server, "GET", "/api/x", 200, "{}");
  pb_reply_unref (get (fixture, "/api/x", NULL));
  ahead = pb_client_get_server_time (fixture->client) - g_get_real_time ();
  g_assert_cmpint (ABS (ahead), <, G_TIME_SPAN_SECOND);

  fake_server_set_raw (fixture->server, "GET", "/api/x",
                       "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n"
                       "Date: Sun, 01 Mar 2026 00:00:00 GMT\r\nConnection: close\r\n\r\n{}");
  pb_reply_unref (get (fixture, "/api/x", NULL));
  ahead = pb_client_get_server_time (fixture->client) - G_GINT64_CONSTANT (1772323200000000);
  g_assert_cmpint (ABS (ahead), <, 5 * G_TIME_SPAN_SECOND);
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/client/paths", test_paths);
  ADD ("/client/escaped-path-arrives", test_escaped_path_arrives);
  ADD ("/client/envelopes", test_envelopes);
  ADD ("/client/content-type-with-charset", test_content_type_with_charset);
  ADD ("/client/no-content", test_no_content);
  ADD ("/client/readers", test_readers);
  ADD ("/client/refusals", test_refusals);
  ADD ("/client/details-and-retry-after", test_details_and_retry_after);
  ADD ("/client/broken-answers", test_broken_answers);
  ADD ("/client/deep-nesting", test_deep_nesting);
  ADD ("/client/too-large", test_too_large);
  ADD ("/client/cut-short", test_cut_short);
  ADD ("/client/redirect-is-not-followed", test_redirect_is_not_followed);
  ADD ("/client/offline", test_offline);
  g_test_add_func ("/client/bad-address", test_bad_address);
  ADD ("/client/base-url-slashes", test_base_url_slashes);
  ADD ("/client/cancel-before", test_cancel_before);
  ADD ("/client/cancel-while-waiting", test_cancel_while_waiting);
  ADD ("/client/cancel-with-answer", test_cancel_with_answer);
  ADD ("/client/idempotency-keys", test_idempotency_keys);
  ADD ("/client/server-time", test_server_time);
  return g_test_run ();
}
