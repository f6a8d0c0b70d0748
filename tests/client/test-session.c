/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <string.h>

#include "client/pb-client.h"
#include "fake-server.h"

#define SIGN_IN  "/api/auth/sign-in/email"
#define SIGN_OUT "/api/auth/sign-out"

typedef struct
{
  FakeServer *server;
  PbClient *client;
  guint lost;
} Fixture;

static void
lost_cb (Fixture *fixture)
{
  fixture->lost++;
}

/* @data: non-NULL: an existing deployment. */
static void
set_up (Fixture *fixture, gconstpointer data)
{
  gboolean legacy = data != NULL;

  fixture->server = fake_server_new ();
  fixture->client = pb_client_new (fake_server_get_url (fixture->server));
  g_signal_connect_swapped (fixture->client, "session-lost", G_CALLBACK (lost_cb), fixture);
  if (!legacy)
    fake_server_set (
      fixture->server, "GET", "/api/meta/capabilities", 200,
      "{\"ok\":true,\"data\":{\"product\":\"prepboard\",\"version\":\"1.2\",\"features\":[\"esign\",\"board\"]}}");
  fake_server_set_full (fixture->server, "POST", SIGN_IN, 200, "application/json",
                        "{\"redirect\":false,\"token\":\"T1\",\"user\":{\"id\":\"u1\",\"name\":\"A\"}}", "Set-Cookie",
                        "better-auth.session_token=T1.sig%3D; Path=/; HttpOnly");
  fake_server_set (fixture->server, "POST", SIGN_OUT, 200, "{\"success\":true}");
  fake_server_set (fixture->server, "GET", "/api/x", 200, "{\"ok\":true,\"data\":1}");
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  pump_until_gone (fixture->client);
  fake_server_free (fixture->server);
}

static PbReply *
sign_in (Fixture *fixture, const char *email, const char *password, GError **error)
{
  g_auto (Pump) pump = { NULL };

  pb_client_sign_in_async (fixture->client, email, password, NULL, pump_cb, &pump);
  return pb_client_sign_in_finish (fixture->client, pump_wait (&pump), error);
}

static void
sign_in_well (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PbReply) reply = sign_in (fixture, "a@plant", "secret", &error);

  g_assert_no_error (error);
  g_assert_cmpstr (pb_reply_get_string (reply, "id"), ==, "u1");
}

static void
get_x (Fixture *fixture, GError **error)
{
  g_auto (Pump) pump = { NULL };
  g_autoptr (PbReply) reply = NULL;

  pb_client_call_async (fixture->client, "GET", "/api/x", NULL, NULL, pump_cb, &pump);
  reply = pb_client_call_finish (fixture->client, pump_wait (&pump), error);
}

static PbReply *
sign_something (Fixture *fixture, const char *email, const char *password, GError **error)
{
  g_auto (Pump) pump = { NULL };

  pb_client_call_signed_async (fixture->client, "/api/runs/R/authorize",
                               "\"action\":\"AUTHORIZE\",\"contentHash\":\"h\"", "\"action\":\"AUTHORIZE\"", email,
                               password, NULL, pump_cb, &pump);
  return pb_client_call_finish (fixture->client, pump_wait (&pump), error);
}

static void
test_sign_in (Fixture *fixture, gconstpointer data)
{
  g_assert_false (pb_client_is_signed_in (fixture->client));
  sign_in_well (fixture);
  g_assert_true (pb_client_is_signed_in (fixture->client));
  g_assert_true (pb_client_has_feature (fixture->client, "esign"));
  g_assert_false (pb_client_has_feature (fixture->client, "dossier"));
  g_assert_false (pb_client_is_legacy (fixture->client));
  g_assert_cmpstr (pb_client_get_server_name (fixture->client), ==, "prepboard 1.2");
  g_assert_cmpstr (fake_server_get_body (fixture->server, "POST", SIGN_IN), ==,
                   "{\"email\":\"a@plant\",\"password\":\"secret\"}");
  g_assert_null (fake_server_get_header (fixture->server, "POST", SIGN_IN, "Cookie"));
  g_assert_null (fake_server_get_header (fixture->server, "POST", SIGN_IN, "Authorization"));
  get_x (fixture, NULL);
  g_assert_cmpstr (fake_server_get_header (fixture->server, "GET", "/api/x", "Authorization"), ==, "Bearer T1");
  g_assert_null (fake_server_get_header (fixture->server, "GET", "/api/x", "Cookie"));
}

static void
test_legacy_sign_in (Fixture *fixture, gconstpointer data)
{
  sign_in_well (fixture);
  g_assert_true (pb_client_is_legacy (fixture->client));
  g_assert_false (pb_client_has_feature (fixture->client, "esign"));
  get_x (fixture, NULL);
  g_assert_null (fake_server_get_header (fixture->server, "GET", "/api/x", "Authorization"));
  g_assert_cmpstr (fake_server_get_header (fixture->server, "GET", "/api/x", "Cookie"), ==,
                   "better-auth.session_token=T1.sig%3D");
}

static void
test_sign_in_refused (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fake_server_set (fixture->server, "POST", SIGN_IN, 401,
                   "{\"code\":\"INVALID_EMAIL_OR_PASSWORD\",\"message\":\"Invalid email or password\"}");
  g_assert_null (sign_in (fixture, "a@plant", "wrong", &error));
  g_assert_error (error, PB_CLIENT_ERROR, PB_CLIENT_ERROR_AUTH);
  g_assert_cmpstr (pb_client_error_get_code (error), ==, "INVALID_EMAIL_OR_PASSWORD");
  g_assert_false (pb_client_is_signed_in (fixture->client));
  g_assert_cmpuint (fixture->lost, ==, 0);
}

static void
test_sign_in_without_token (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fake_server_set (fixture->server, "POST", SIGN_IN, 200, "{\"user\":{\"id\":\"u1\"}}");
  g_assert_null (sign_in (fixture, "a@plant", "secret", &error));
  g_assert_error (error, PB_CLIENT_ERROR, PB_CLIENT_ERROR_PROTOCOL);
  g_assert_false (pb_client_is_signed_in (fixture->client));
}

static void
test_sign_in_without_capabilities (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fake_server_set (fixture->server, "GET", "/api/meta/capabilities", 500, "{}");
  g_assert_null (sign_in (fixture, "a@plant", "secret", &error));
  g_assert_error (error, PB_CLIENT_ERROR, PB_CLIENT_ERROR_SERVER);
  g_assert_cmpuint (fake_server_count (fixture->server, "POST", SIGN_IN), ==, 0);
}

static void
test_sign_out (Fixture *fixture, gconstpointer data)
{
  g_auto (Pump) pump = { NULL };
  g_autoptr (GError) error = NULL;

  sign_in_well (fixture);
  pb_client_sign_out_async (fixture->client, NULL, pump_cb, &pump);
  g_assert_false (pb_client_is_signed_in (fixture->client));
  g_assert_true (pb_client_sign_out_finish (fixture->client, pump_wait (&pump), &error));
  g_assert_no_error (error);
  if (data == NULL)
    g_assert_cmpstr (fake_server_get_header (fixture->server, "POST", SIGN_OUT, "Authorization"), ==, "Bearer T1");
  else
    {
      g_assert_cmpstr (fake_server_get_header (fixture->server, "POST", SIGN_OUT, "Cookie"), ==,
                       "better-auth.session_token=T1.sig%3D");
      g_assert_cmpstr (fake_server_get_header (fixture->server, "POST", SIGN_OUT, "Origin"), ==,
                       fake_server_get_url (fixture->server));
    }
  get_x (fixture, NULL);
  g_assert_null (fake_server_get_header (fixture->server, "GET", "/api/x", "Authorization"));
  g_assert_null (fake_server_get_header (fixture->server, "GET", "/api/x", "Cookie"));
}

static void
test_sign_out_offline (Fixture *fixture, gconstpointer data)
{
  g_auto (Pump) pump = { NULL };
  g_autoptr (GError) error = NULL;

  sign_in_well (fixture);
  fake_server_go_down (fixture->server);
  pb_client_sign_out_async (fixture->client, NULL, pump_cb, &pump);
  g_assert_false (pb_client_sign_out_finish (fixture->client, pump_wait (&pump), &error));
  g_assert_error (error, PB_CLIENT_ERROR, PB_CLIENT_ERROR_NETWORK);
  g_assert_false (pb_client_is_signed_in (fixture->client));
}

static void
test_session_lost (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  sign_in_well (fixture);
  fake_server_set (fixture->server, "GET", "/api/x", 401, "{\"code\":\"UNAUTHORIZED\",\"message\":\"Unauthorized\"}");
  get_x (fixture, &error);
  g_assert_error (error, PB_CLIENT_ERROR, PB_CLIENT_ERROR_AUTH);
  g_assert_cmpuint (fixture->lost, ==, 1);
  g_assert_false (pb_client_is_signed_in (fixture->client));
  g_clear_error (&error);
  get_x (fixture, &error);
  g_assert_cmpuint (fixture->lost, ==, 1);
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
test_late_refusal_of_an_older_session (Fixture *fixture, gconstpointer data)
{
  g_auto (Pump) pump = { NULL };
  g_autoptr (GError) error = NULL;
  Waiting waiting = { fixture->server, "/api/x" };

  sign_in_well (fixture);
  fake_server_hold (fixture->server, "/api/x");
  pb_client_call_async (fixture->client, "GET", "/api/x", NULL, NULL, pump_cb, &pump);
  pump_until (is_held, &waiting);
  fake_server_set (fixture->server, "POST", SIGN_IN, 200, "{\"token\":\"T2\",\"user\":{\"id\":\"u1\"}}");
  sign_in_well (fixture);
  fake_server_set (fixture->server, "GET", "/api/x", 401, "{\"code\":\"UNAUTHORIZED\",\"message\":\"Unauthorized\"}");
  fake_server_release (fixture->server, "/api/x");
  g_assert_null (pb_client_call_finish (fixture->client, pump_wait (&pump), &error));
  g_assert_error (error, PB_CLIENT_ERROR, PB_CLIENT_ERROR_AUTH);
  g_assert_cmpuint (fixture->lost, ==, 0);
  g_assert_true (pb_client_is_signed_in (fixture->client));
}

static gboolean
signed_out (gpointer data)
{
  return fake_server_count (((Fixture *) data)->server, "POST", SIGN_OUT) > 0;
}

static void
test_next_person_ends_the_session_before (Fixture *fixture, gconstpointer data)
{
  sign_in_well (fixture);
  fake_server_set (fixture->server, "POST", SIGN_IN, 200, "{\"token\":\"T2\",\"user\":{\"id\":\"u1\"}}");
  sign_in_well (fixture);
  pump_until (signed_out, fixture);
  g_assert_cmpstr (fake_server_get_header (fixture->server, "POST", SIGN_OUT, "Authorization"), ==, "Bearer T1");
  get_x (fixture, NULL);
  g_assert_cmpstr (fake_server_get_header (fixture->server, "GET", "/api/x", "Authorization"), ==, "Bearer T2");
}

static void
test_signed_call (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PbReply) reply = NULL;
  g_autoptr (GError) error = NULL;

  sign_in_well (fixture);
  fake_server_set (fixture->server, "POST", "/api/runs/R/authorize", 200, "{\"ok\":true,\"data\":{}}");
  reply = sign_something (fixture, "b@plant", "p\"w", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (
    fake_server_get_body (fixture->server, "POST", "/api/runs/R/authorize"), ==,
    "{\"action\":\"AUTHORIZE\",\"contentHash\":\"h\",\"signer\":{\"email\":\"b@plant\",\"password\":\"p\\\"w\"}}");
  g_assert_cmpstr (fake_server_get_header (fixture->server, "POST", "/api/runs/R/authorize", "Authorization"), ==,
                   "Bearer T1");
  g_assert_cmpuint (fake_server_count (fixture->server, "POST", SIGN_IN), ==, 1);
  g_clear_pointer (&reply, pb_reply_unref);
  reply = sign_something (fixture, NULL, "pw", &error);
  g_assert_nonnull (strstr (fake_server_get_body (fixture->server, "POST", "/api/runs/R/authorize"),
                            "\"signer\":{\"password\":\"pw\"}"));
}

static void
test_wrong_signer_keeps_the_session (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  sign_in_well (fixture);
  fake_server_set (fixture->server, "POST", "/api/runs/R/authorize", 403,
                   "{\"ok\":false,\"error\":{\"code\":\"CREDENTIALS_INVALID\",\"message\":\"m\"}}");
  g_assert_null (sign_something (fixture, "b@plant", "wrong", &error));
  g_assert_error (error, PB_CLIENT_ERROR, PB_CLIENT_ERROR_FORBIDDEN);
  g_assert_cmpstr (pb_client_error_get_code (error), ==, "CREDENTIALS_INVALID");
  g_assert_true (pb_client_is_signed_in (fixture->client));
}

static void
test_legacy_signed_call (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PbReply) reply = NULL;
  g_autoptr (GError) error = NULL;
  const char *body;

  sign_in_well (fixture);
  fake_server_set_full (fixture->server, "POST", SIGN_IN, 200, "application/json",
                        "{\"token\":\"T9\",\"user\":{\"id\":\"u9\"}}", "Set-Cookie",
                        "__Secure-better-auth.session_token=T9.s; Path=/");
  fake_server_set (fixture->server, "POST", "/api/runs/R/authorize", 200, "{\"ok\":true,\"data\":{}}");
  reply = sign_something (fixture, "b@plant", "pw", &error);
  g_assert_no_error (error);
  body = fake_server_get_body (fixture->server, "POST", "/api/runs/R/authorize");
  g_assert_cmpstr (body, ==, "{\"action\":\"AUTHORIZE\"}");
  g_assert_cmpstr (fake_server_get_header (fixture->server, "POST", "/api/runs/R/authorize", "Cookie"), ==,
                   "__Secure-better-auth.session_token=T9.s");
  /* The signer's own sign-in carries no cookie of the session's user. */
  g_assert_null (fake_server_get_header (fixture->server, "POST", SIGN_IN, "Cookie"));
  pump_until (signed_out, fixture);
  g_assert_cmpstr (fake_server_get_header (fixture->server, "POST", SIGN_OUT, "Cookie"), ==,
                   "__Secure-better-auth.session_token=T9.s");
  get_x (fixture, NULL);
  g_assert_cmpstr (fake_server_get_header (fixture->server, "GET", "/api/x", "Cookie"), ==,
                   "better-auth.session_token=T1.sig%3D");
}

static void
test_legacy_wrong_signer (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  sign_in_well (fixture);
  fake_server_set (fixture->server, "POST", SIGN_IN, 401,
                   "{\"code\":\"INVALID_EMAIL_OR_PASSWORD\",\"message\":\"Invalid email or password\"}");
  g_assert_null (sign_something (fixture, "b@plant", "wrong", &error));
  g_assert_error (error, PB_CLIENT_ERROR, PB_CLIENT_ERROR_FORBIDDEN);
  g_assert_cmpstr (pb_client_error_get_code (error), ==, "CREDENTIALS_INVALID");
  g_assert_cmpuint (fake_server_count (fixture->server, "POST", "/api/runs/R/authorize"), ==, 0);
  g_assert_true (pb_client_is_signed_in (fixture->client));
  g_assert_cmpuint (fixture->lost, ==, 0);
  g_clear_error (&error);
  g_assert_null (sign_something (fixture, NULL, "pw", &error));
  g_assert_cmpstr (pb_client_error_get_code (error), ==, "CREDENTIALS_REQUIRED");
}

#define ADD(path, func)        g_test_add (path, Fixture, NULL, set_up, func, tear_down)
#define ADD_LEGACY(path, func) g_test_add (path, Fixture, "legacy", set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/client/session/sign-in", test_sign_in);
  ADD_LEGACY ("/client/session/legacy-sign-in", test_legacy_sign_in);
  ADD ("/client/session/sign-in-refused", test_sign_in_refused);
  ADD ("/client/session/sign-in-without-token", test_sign_in_without_token);
  ADD ("/client/session/sign-in-without-capabilities", test_sign_in_without_capabilities);
  ADD ("/client/session/sign-out", test_sign_out);
  ADD_LEGACY ("/client/session/legacy-sign-out", test_sign_out);
  ADD ("/client/session/sign-out-offline", test_sign_out_offline);
  ADD ("/client/session/lost", test_session_lost);
  ADD ("/client/session/late-refusal-of-an-older-session", test_late_refusal_of_an_older_session);
  ADD ("/client/session/next-person-ends-the-session-before", test_next_person_ends_the_session_before);
  ADD ("/client/session/signed-call", test_signed_call);
  ADD ("/client/session/wrong-signer-keeps-the-session", test_wrong_signer_keeps_the_session);
  ADD_LEGACY ("/client/session/legacy-signed-call", test_legacy_signed_call);
  ADD_LEGACY ("/client/session/legacy-wrong-signer", test_legacy_wrong_signer);
  return g_test_run ();
}
