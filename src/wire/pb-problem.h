/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A refusal as REST tells it: a GError of domain PB_PROBLEM whose code is the HTTP status and which carries the stable
 * code and further members of the envelope's error object. Service and server make them, pb_problem_to_json() writes
 * them. */

#define PB_PROBLEM           (pb_problem_quark ())
#define PB_VALIDATION_FAILED "VALIDATION_FAILED"

GQuark pb_problem_quark (void);

/* @status: HTTP status, 400 to 599. @code: stable, UPPER_SNAKE. @format: English, for people. */
void pb_problem_set (GError **error, int status, const char *code, const char *format, ...) G_GNUC_PRINTF (4, 5);

/* One value outside of a body is bad: 422 VALIDATION_FAILED. @on: "body", "query" or "params". @property: its name. */
void pb_problem_set_invalid (GError **error, const char *on, const char *property, const char *format, ...)
  G_GNUC_PRINTF (4, 5);

/* @violations (element-type PbViolation) must not be empty. When the first has a contract's own code the problem is 400
 * with that code, 404 when the code ends in _NOT_FOUND; else it is 422 VALIDATION_FAILED. All of them are told as
 * details. */
void pb_problem_set_violations (GError **error, GPtrArray *violations);

/* Returns: (transfer none): the stable code; "INTERNAL_ERROR" for an error of another domain. */
const char *pb_problem_get_code (const GError *error);
/* Returns: the HTTP status; 500 for an error of another domain. */
int pb_problem_get_status (const GError *error);
/* Whether @error is a problem with @code. @error may be NULL. */
gboolean pb_problem_is (const GError *error, const char *code);

/* Adds a member to the error object. @json_text is the text of one JSON value. @error is of PB_PROBLEM. */
void pb_problem_add_member (GError *error, const char *name, const char *json_text);
/* As pb_problem_add_member(), for a text; nothing is added when @value is NULL. */
void pb_problem_add_text (GError *error, const char *name, const char *value);
/* As pb_problem_add_member(), for a time in microseconds since the epoch; nothing is added when it is 0. */
void pb_problem_add_time (GError *error, const char *name, gint64 time);

/* Where a 422 VALIDATION_FAILED was found: "body" (when not set), "query" or "params". A static string. */
void pb_problem_set_on (GError *error, const char *on);
/* What a 422 that was made with a code of its own is about. */
void pb_problem_set_property (GError *error, const char *property);

/* Seconds for the Retry-After header; 0: none. */
void pb_problem_set_retry_after (GError *error, guint seconds);
guint pb_problem_get_retry_after (const GError *error);

/* Returns: (transfer full): the whole answer body. An error of another domain is told as INTERNAL_ERROR without its
 * text, which is for the log only. */
char *pb_problem_to_json (const GError *error);

G_END_DECLS
