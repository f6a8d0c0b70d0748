/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "model-fixture.h"
#include "model/pb-text.h"

static void
test_sign_in (ModelFixture *fixture, gconstpointer data)
{
  Counter counter;
  Counter states;
  g_autofree char *roles = NULL;
  g_autofree char *server = NULL;

  g_assert_cmpint (pb_session_model_get_state (fixture->session), ==, PB_SESSION_SIGNED_OUT);
  g_assert_false (pb_session_model_can (fixture->session, "prep:record"));
  counter_start (&counter, fixture->session, "permissions-changed");
  counter_start (&states, fixture->session, "notify::state");
  model_fixture_sign_in (fixture, "\"prep:record\",\"readiness:override\"", "\"QUALITY\"");
  g_assert_cmpuint (counter.count, ==, 1);
  g_assert_cmpuint (states.count, ==, 2); /* signing in, signed in */
  g_assert_cmpstr (pb_session_model_get_user_name (fixture->session), ==, "L. Wu");
  g_assert_cmpstr (pb_session_model_get_user_email (fixture->session), ==, "wu@plant");
  g_assert_cmpstr (pb_session_model_get_user_id (fixture->session), ==, "u1");
  g_object_get (fixture->session, "roles-text", &roles, "server-text", &server, NULL);
  g_assert_cmpstr (roles, ==, "Line leader");
  g_assert_cmpstr (server, ==, "prepboard 1");
  g_assert_true (pb_session_model_can (fixture->session, "prep:record"));
  /* The old name counts for the new one. */
  g_assert_true (pb_session_model_can (fixture->session, "prep:waive"));
  g_assert_false (pb_session_model_can (fixture->session, "run:authorize"));
  g_assert_true (pb_session_model_holds_capacity (fixture->session, PB_CAPACITY_QUALITY));
  g_assert_false (pb_session_model_holds_capacity (fixture->session, PB_CAPACITY_PRODUCTION));
  counter_stop (&states);
  counter_stop (&counter);
}

static void
test_can_any (ModelFixture *fixture, gconstpointer data)
{
  static const char *const capacity[] = { "capacity:PRODUCTION", "capacity:QUALITY", NULL };
  static const char *const permission[] = { "run:authorize", "prep:record", NULL };
  static const char *const neither[] = { "run:authorize", "capacity:PRODUCTION", "", NULL };

  g_assert_false (pb_session_model_can_any (fixture->session, permission));
  model_fixture_sign_in (fixture, "\"prep:record\"", "\"QUALITY\"");
  g_assert_true (pb_session_model_can_any (fixture->session, capacity));
  g_assert_true (pb_session_model_can_any (fixture->session, permission));
  g_assert_false (pb_session_model_can_any (fixture->session, neither));
  g_assert_false (pb_session_model_can_any (fixture->session, NULL));
}

static void
test_why_not (ModelFixture *fixture, gconstpointer data)
{
  g_autofree char *out = pb_session_model_why_not (fixture->session, "prep:waive");
  g_autofree char *lacking = NULL;

  g_assert_cmpstr (out, ==, "Sign in first.");
  model_fixture_sign_in (fixture, "\"prep:record\"", "");
  lacking = pb_session_model_why_not (fixture->session, "prep:waive");
  g_assert_cmpstr (lacking, ==, "You may not approve waivers. Who can: Production supervisor");
  g_assert_null (pb_session_model_why_not (fixture->session, "prep:record"));
}

static void
test_wrong_password (ModelFixture *fixture, gconstpointer data)
{
  g_auto (Pump) pump = { NULL };
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  fake_server_set (fixture->server, "POST", "/api/auth/sign-in/email", 401,
                   "{\"code\":\"INVALID_EMAIL_OR_PASSWORD\",\"message\":\"Invalid email or password\"}");
  pb_session_model_sign_in_async (fixture->session, "wu@plant", "wrong", NULL, pump_cb, &pump);
  g_assert_cmpint (pb_session_model_get_state (fixture->session), ==, PB_SESSION_SIGNING_IN);
  g_assert_false (pb_session_model_sign_in_finish (fixture->session, pump_wait (&pump), &error));
  text = pb_error_to_user_text (error);
  g_assert_cmpstr (text, ==, "E-mail or password is wrong.");
  g_assert_cmpint (pb_session_model_get_state (fixture->session), ==, PB_SESSION_SIGNED_OUT);
}

static void
test_permissions_fail (ModelFixture *fixture, gconstpointer data)
{
  g_auto (Pump) pump = { NULL };
  g_autoptr (GError) error = NULL;

  fake_server_set (fixture->server, "GET", "/api/permissions/me", 500, "{}");
  pb_session_model_sign_in_async (fixture->session, "wu@plant", "secret", NULL, pump_cb, &pump);
  g_assert_false (pb_session_model_sign_in_finish (fixture->session, pump_wait (&pump), &error));
  g_assert_nonnull (error);
  g_assert_cmpint (pb_session_model_get_state (fixture->session), ==, PB_SESSION_SIGNED_OUT);
  g_assert_cmpstr (pb_session_model_get_user_name (fixture->session), ==, "");
}

static void
test_sign_out (ModelFixture *fixture, gconstpointer data)
{
  g_auto (Pump) pump = { NULL };

  model_fixture_sign_in (fixture, "\"prep:record\"", "");
  pb_session_model_sign_out_async (fixture->session, NULL, pump_cb, &pump);
  g_assert_cmpint (pb_session_model_get_state (fixture->session), ==, PB_SESSION_SIGNED_OUT);
  g_assert_false (pb_session_model_can (fixture->session, "prep:record"));
  g_assert_true (pb_session_model_sign_out_finish (fixture->session, pump_wait (&pump), NULL));
}

static void
test_change_password (ModelFixture *fixture, gconstpointer data)
{
  g_auto (Pump) refused = { NULL };
  g_auto (Pump) done = { NULL };
  g_autoptr (GError) error = NULL;

  model_fixture_sign_in (fixture, "\"prep:record\"", "");
  fake_server_set (fixture->server, "POST", "/api/users/me/change-password", 400,
                   "{\"ok\":false,\"error\":{\"code\":\"PASSWORD_TOO_SHORT\",\"message\":\"At least 8 characters\"}}");
  pb_session_model_change_password_async (fixture->session, "a", "b", NULL, pump_cb, &refused);
  g_assert_false (pb_session_model_change_password_finish (fixture->session, pump_wait (&refused), &error));
  g_assert_cmpstr (pb_error_get_code (error), ==, "PASSWORD_TOO_SHORT");
  fake_server_set (fixture->server, "POST", "/api/users/me/change-password", 200, "{\"success\":true}");
  pb_session_model_change_password_async (fixture->session, "a", "better one", NULL, pump_cb, &done);
  g_assert_true (pb_session_model_change_password_finish (fixture->session, pump_wait (&done), NULL));
  g_assert_false (pb_session_model_must_change_password (fixture->session));
}

static void
test_legacy (ModelFixture *fixture, gconstpointer data)
{
  gboolean legacy = FALSE;

  model_fixture_sign_in (fixture, "\"readiness:check\",\"readiness:override\"", "");
  g_object_get (fixture->session, "is-legacy", &legacy, NULL);
  g_assert_true (legacy);
  g_assert_false (pb_session_model_has_feature (fixture->session, "esign"));
  /* There is no permission of its own for records there. */
  g_assert_true (pb_session_model_can (fixture->session, "prep:record"));
  g_assert_true (pb_session_model_asks_email (fixture->session));
}

#define ADD(path, data, func) g_test_add (path, ModelFixture, data, model_fixture_set_up, func, model_fixture_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/model/session/sign-in", NULL, test_sign_in);
  ADD ("/model/session/can-any", NULL, test_can_any);
  ADD ("/model/session/why-not", NULL, test_why_not);
  ADD ("/model/session/wrong-password", NULL, test_wrong_password);
  ADD ("/model/session/permissions-fail", NULL, test_permissions_fail);
  ADD ("/model/session/sign-out", NULL, test_sign_out);
  ADD ("/model/session/change-password", NULL, test_change_password);
  ADD ("/model/session/legacy", "legacy", test_legacy);
  return g_test_run ();
}
