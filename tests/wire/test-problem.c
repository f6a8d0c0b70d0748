/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "domain/pb-object.h"
#include "wire/pb-json.h"
#include "wire/pb-problem.h"

/* The envelope of @error, which the gate must let in. */
static void
assert_json (const GError *error, const char *expected)
{
  g_autofree char *text = pb_problem_to_json (error);
  g_autoptr (GError) bad = NULL;

  g_assert_cmpstr (text, ==, expected);
  g_assert_true (pb_json_check (text, strlen (text), &bad));
  g_assert_no_error (bad);
}

static void
test_generic (void)
{
  g_autoptr (GError) error = NULL;

  pb_problem_set (&error, 404, "RUN_NOT_FOUND", "There is no run \"%s\"", "R-1");
  g_assert_error (error, PB_PROBLEM, 404);
  g_assert_cmpstr (pb_problem_get_code (error), ==, "RUN_NOT_FOUND");
  g_assert_cmpint (pb_problem_get_status (error), ==, 404);
  g_assert_true (pb_problem_is (error, "RUN_NOT_FOUND"));
  g_assert_false (pb_problem_is (error, "RUN"));
  g_assert_false (pb_problem_is (NULL, "RUN"));
  assert_json (error,
               "{\"ok\":false,\"error\":{\"code\":\"RUN_NOT_FOUND\",\"message\":\"There is no run \\\"R-1\\\"\"}}");
  /* Nobody asks. */
  pb_problem_set (NULL, 404, "RUN_NOT_FOUND", "x");
}

static void
test_members (void)
{
  g_autoptr (GError) error = NULL, copy = NULL;

  pb_problem_set (&error, 409, "ALREADY_AUTHORIZED", "Authorised already");
  pb_problem_add_text (error, "nobody", NULL);
  copy = g_error_copy (error);
  assert_json (copy, "{\"ok\":false,\"error\":{\"code\":\"ALREADY_AUTHORIZED\",\"message\":\"Authorised already\"}}");
  g_clear_error (&copy);
  pb_problem_add_member (error, "blockers", "[{\"code\":\"X\"}]");
  pb_problem_add_text (error, "changedBy", "李 \"Li\"");
  pb_problem_add_time (error, "changedAt", G_GINT64_CONSTANT (1772353800000000));
  pb_problem_add_time (error, "never", 0);
  pb_problem_add_member (error, "version", "7");
  pb_problem_set_retry_after (error, 30);
  copy = g_error_copy (error);
  g_clear_error (&error);
  g_assert_cmpuint (pb_problem_get_retry_after (copy), ==, 30);
  assert_json (copy, "{\"ok\":false,\"error\":{\"code\":\"ALREADY_AUTHORIZED\",\"message\":\"Authorised already\","
                     "\"blockers\":[{\"code\":\"X\"}],\"changedBy\":\"李 \\\"Li\\\"\","
                     "\"changedAt\":\"2026-03-01T08:30:00.000Z\",\"version\":7}}");
}

static void
test_bare (void)
{
  g_autoptr (GError) unauthorized = NULL, forbidden = NULL, locked = NULL;

  pb_problem_set (&unauthorized, 401, "UNAUTHORIZED", "Unauthorized");
  assert_json (unauthorized, "{\"ok\":false,\"code\":\"UNAUTHORIZED\",\"message\":\"Unauthorized\","
                             "\"error\":{\"code\":\"UNAUTHORIZED\",\"message\":\"Unauthorized\"}}");
  pb_problem_set (&forbidden, 403, "FORBIDDEN", "Missing required permission: %s", "run:read");
  assert_json (forbidden, "{\"ok\":false,\"code\":\"FORBIDDEN\",\"message\":\"Missing required permission: run:read\","
                          "\"error\":{\"code\":\"FORBIDDEN\",\"message\":\"Missing required permission: run:read\"}}");
  pb_problem_set (&locked, 403, "SIGNING_LOCKED", "Locked");
  pb_problem_add_time (locked, "until", G_GINT64_CONSTANT (1772353800000000));
  assert_json (locked, "{\"ok\":false,\"error\":{\"code\":\"SIGNING_LOCKED\",\"message\":\"Locked\","
                       "\"until\":\"2026-03-01T08:30:00.000Z\"}}");
}

static void
test_validation (void)
{
  g_autoptr (GPtrArray) violations = pb_violations_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *on_query = NULL;

  pb_violations_add (violations, "inAt", NULL, "inAt is required");
  pb_violations_add (violations, "items[2].seq", "BAD_SEQ", "items[2].seq must be positive");
  pb_problem_set_violations (&error, violations);
  g_assert_error (error, PB_PROBLEM, 422);
  assert_json (error,
               "{\"ok\":false,\"type\":\"validation\",\"on\":\"body\",\"property\":\"inAt\","
               "\"message\":\"inAt is required\",\"error\":{\"code\":\"VALIDATION_FAILED\","
               "\"message\":\"inAt is required\",\"details\":["
               "{\"property\":\"inAt\",\"message\":\"inAt is required\"},"
               "{\"property\":\"items[2].seq\",\"code\":\"BAD_SEQ\",\"message\":\"items[2].seq must be positive\"}]}}");
  pb_problem_set_on (error, "query");
  on_query = pb_problem_to_json (error);
  g_assert_nonnull (strstr (on_query, "\"on\":\"query\""));
}

static void
test_own_code (void)
{
  g_autoptr (GPtrArray) violations = pb_violations_new ();
  g_autoptr (GError) bad = NULL, missing = NULL;

  pb_violations_add (violations, "outAt", "BAKE_TIME_INVALID", "outAt lies before inAt");
  pb_violations_add (violations, "x", NULL, "x is required");
  pb_problem_set_violations (&bad, violations);
  g_assert_error (bad, PB_PROBLEM, 400);
  assert_json (bad, "{\"ok\":false,\"error\":{\"code\":\"BAKE_TIME_INVALID\",\"message\":\"outAt lies before inAt\","
                    "\"details\":[{\"property\":\"outAt\",\"code\":\"BAKE_TIME_INVALID\","
                    "\"message\":\"outAt lies before inAt\"},{\"property\":\"x\",\"message\":\"x is required\"}]}}");
  g_ptr_array_set_size (violations, 0);
  pb_violations_add (violations, "runNo", "RUN_NOT_FOUND", "There is no such run");
  pb_problem_set_violations (&missing, violations);
  g_assert_error (missing, PB_PROBLEM, 404);
}

static void
test_invalid (void)
{
  g_autoptr (GError) error = NULL, mismatch = NULL;

  pb_problem_set_invalid (&error, "query", "page", "page must be at least %d", 1);
  g_assert_error (error, PB_PROBLEM, 422);
  assert_json (error, "{\"ok\":false,\"type\":\"validation\",\"on\":\"query\",\"property\":\"page\","
                      "\"message\":\"page must be at least 1\",\"error\":{\"code\":\"VALIDATION_FAILED\","
                      "\"message\":\"page must be at least 1\","
                      "\"details\":[{\"property\":\"page\",\"message\":\"page must be at least 1\"}]}}");
  pb_problem_set (&mismatch, 422, "IDEMPOTENCY_MISMATCH", "Another body");
  assert_json (mismatch, "{\"ok\":false,\"error\":{\"code\":\"IDEMPOTENCY_MISMATCH\",\"message\":\"Another body\"}}");
}

/* Low-level text is for the log. */
static void
test_foreign (void)
{
  g_autoptr (GError) error = g_error_new (G_FILE_ERROR, G_FILE_ERROR_IO, "disk on fire: /var/lib");

  g_assert_cmpint (pb_problem_get_status (error), ==, 500);
  g_assert_cmpstr (pb_problem_get_code (error), ==, "INTERNAL_ERROR");
  g_assert_cmpuint (pb_problem_get_retry_after (error), ==, 0);
  assert_json (error, "{\"ok\":false,\"error\":{\"code\":\"INTERNAL_ERROR\",\"message\":\"Internal error\"}}");
  assert_json (NULL, "{\"ok\":false,\"error\":{\"code\":\"INTERNAL_ERROR\",\"message\":\"Internal error\"}}");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/wire/problem/generic", test_generic);
  g_test_add_func ("/wire/problem/members", test_members);
  g_test_add_func ("/wire/problem/bare", test_bare);
  g_test_add_func ("/wire/problem/validation", test_validation);
  g_test_add_func ("/wire/problem/own-code", test_own_code);
  g_test_add_func ("/wire/problem/invalid", test_invalid);
  g_test_add_func ("/wire/problem/foreign", test_foreign);
  return g_test_run ();
}
