/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-wire"

#include "wire/pb-problem.h"

#include "domain/pb-object.h"
#include "wire/pb-writer.h"

#define INTERNAL_ERROR "INTERNAL_ERROR"

typedef struct
{
  char *code;        /* (owned) */
  PbWriter *members; /* (owned) (nullable): text of further members of the error object, without braces */
  char *details;     /* (owned) (nullable): text of an array, one element for each violation */
  char *property;    /* (owned) (nullable): what the first violation is about */
  const char *on;    /* static */
  guint retry_after; /* seconds, 0: none */
} PbProblemPrivate;

static PbWriter *
copy_members (PbWriter *members)
{
  gsize length = 0;
  const char *text = members != NULL ? pb_writer_peek (members, &length) : NULL;
  PbWriter *copy;

  if (length == 0)
    return NULL;
  copy = pb_writer_new ();
  pb_writer_raw (copy, text);
  return copy;
}

static void
pb_problem_private_init (PbProblemPrivate *private)
{
  private->on = "body";
}

static void
pb_problem_private_copy (const PbProblemPrivate *from, PbProblemPrivate *to)
{
  to->code = g_strdup (from->code);
  to->members = copy_members (from->members);
  to->details = g_strdup (from->details);
  to->property = g_strdup (from->property);
  to->on = from->on;
  to->retry_after = from->retry_after;
}

static void
pb_problem_private_clear (PbProblemPrivate *private)
{
  g_free (private->code);
  pb_writer_free (private->members);
  g_free (private->details);
  g_free (private->property);
}

G_DEFINE_EXTENDED_ERROR (PbProblem, pb_problem)

static gboolean
is_problem (const GError *error)
{
  return error != NULL && error->domain == PB_PROBLEM;
}

/* Returns: (transfer full): a problem without its private data but for the code. */
static GError *
new_problem (int status, const char *code, const char *message)
{
  GError *problem = g_error_new_literal (PB_PROBLEM, status, message);

  pb_problem_get_private (problem)->code = g_strdup (code);
  return problem;
}

void
pb_problem_set (GError **error, int status, const char *code, const char *format, ...)
{
  g_autofree char *message = NULL;
  va_list args;

  g_return_if_fail (status >= 400 && status <= 599);
  g_return_if_fail (code != NULL && format != NULL);

  va_start (args, format);
  message = g_strdup_vprintf (format, args);
  va_end (args);
  g_propagate_error (error, new_problem (status, code, message));
}

static void
append_detail (PbWriter *writer, const char *property, const char *code, const char *message)
{
  pb_writer_begin_object (writer);
  pb_writer_member_string (writer, "property", property);
  if (g_strcmp0 (code, PB_VALIDATION_FAILED) != 0)
    pb_writer_member_string_opt (writer, "code", code);
  pb_writer_member_string (writer, "message", message);
  pb_writer_end_object (writer);
}

void
pb_problem_set_invalid (GError **error, const char *on, const char *property, const char *format, ...)
{
  g_autofree char *message = NULL;
  g_autoptr (PbWriter) details = pb_writer_new ();
  GError *problem;
  va_list args;

  g_return_if_fail (on != NULL && property != NULL && format != NULL);

  va_start (args, format);
  message = g_strdup_vprintf (format, args);
  va_end (args);
  pb_writer_begin_array (details);
  append_detail (details, property, PB_VALIDATION_FAILED, message);
  pb_writer_end_array (details);
  problem = new_problem (422, PB_VALIDATION_FAILED, message);
  pb_problem_get_private (problem)->property = g_strdup (property);
  pb_problem_get_private (problem)->details = pb_writer_steal (details);
  pb_problem_set_on (problem, on);
  g_propagate_error (error, problem);
}

static int
status_of_violation (const char *code)
{
  if (g_str_equal (code, PB_VALIDATION_FAILED))
    return 422;
  return g_str_has_suffix (code, "_NOT_FOUND") ? 404 : 400;
}

void
pb_problem_set_violations (GError **error, GPtrArray *violations)
{
  g_autoptr (PbWriter) details = pb_writer_new ();
  const PbViolation *first;
  GError *problem;

  g_return_if_fail (violations != NULL && violations->len > 0);

  first = violations->pdata[0];
  pb_writer_begin_array (details);
  for (guint i = 0; i < violations->len; i++)
    {
      const PbViolation *violation = violations->pdata[i];

      append_detail (details, violation->property, violation->code, violation->message);
    }
  pb_writer_end_array (details);
  problem = new_problem (status_of_violation (first->code), first->code, first->message);
  pb_problem_get_private (problem)->property = g_strdup (first->property);
  pb_problem_get_private (problem)->details = pb_writer_steal (details);
  g_propagate_error (error, problem);
}

const char *
pb_problem_get_code (const GError *error)
{
  return is_problem (error) ? pb_problem_get_private (error)->code : INTERNAL_ERROR;
}

int
pb_problem_get_status (const GError *error)
{
  return is_problem (error) ? error->code : 500;
}

gboolean
pb_problem_is (const GError *error, const char *code)
{
  return is_problem (error) && g_str_equal (pb_problem_get_private (error)->code, code);
}

static PbWriter *
members_of (GError *error)
{
  PbProblemPrivate *private = pb_problem_get_private (error);

  if (private->members == NULL)
  private->members = pb_writer_new ();
  return private->members;
}

void
pb_problem_add_member (GError *error, const char *name, const char *json_text)
{
  g_return_if_fail (is_problem (error));
  g_return_if_fail (name != NULL && json_text != NULL);

  pb_writer_member_raw (members_of (error), name, json_text);
}

void
pb_problem_add_text (GError *error, const char *name, const char *value)
{
  g_return_if_fail (is_problem (error));
  g_return_if_fail (name != NULL);

  pb_writer_member_string_opt (members_of (error), name, value);
}

void
pb_problem_add_time (GError *error, const char *name, gint64 time)
{
  g_return_if_fail (is_problem (error));
  g_return_if_fail (name != NULL);

  pb_writer_member_time_opt (members_of (error), name, time);
}

void
pb_problem_set_on (GError *error, const char *on)
{
  g_return_if_fail (is_problem (error));
  g_return_if_fail (on != NULL);

  pb_problem_get_private (error)->on = g_intern_string (on);
}

void
pb_problem_set_property (GError *error, const char *property)
{
  PbProblemPrivate *private;

  g_return_if_fail (is_problem (error));

  private = pb_problem_get_private (error);
  g_free (private->property);
  private->property = g_strdup (property);
}

void
pb_problem_set_retry_after (GError *error, guint seconds)
{
  g_return_if_fail (is_problem (error));

  pb_problem_get_private (error)->retry_after = seconds;
}

guint
pb_problem_get_retry_after (const GError *error)
{
  return is_problem (error) ? pb_problem_get_private (error)->retry_after : 0;
}

/* Refusals of session and permission, and those of signing in and out, had no envelope in existing deployments: their
 * clients look for the bare members. */
static gboolean
keeps_bare_members (int status, const char *code)
{
  static const char *const bare[] = {
    "FORBIDDEN", "INVALID_EMAIL", "VALIDATION_ERROR", "MISSING_OR_NULL_ORIGIN", "INVALID_ORIGIN", "TOO_MANY_ATTEMPTS",
    NULL,
  };

  return status == 401 || g_strv_contains (bare, code);
}

static void
write_validation (PbWriter *writer, const PbProblemPrivate *private, const char *message)
{
  pb_writer_member_string (writer, "type", "validation");
  pb_writer_member_string (writer, "on", private->on);
  pb_writer_member_string (writer, "property", private->property != NULL ? private->property : "");
  pb_writer_member_string (writer, "message", message);
}

static void
write_error (PbWriter *writer, const PbProblemPrivate *private, const char *code, const char *message)
{
  pb_writer_member_object (writer, "error");
  pb_writer_member_string (writer, "code", code);
  pb_writer_member_string (writer, "message", message);
  if (private != NULL)
    {
      gsize length = 0;
      const char *members = private->members != NULL ? pb_writer_peek (private->members, &length) : NULL;

      pb_writer_member_raw_opt (writer, "details", private->details);
      if (length > 0)
        pb_writer_raw (writer, members);
    }
  pb_writer_end_object (writer);
}

char *
pb_problem_to_json (const GError *error)
{
  g_autoptr (PbWriter) writer = pb_writer_new ();
  const PbProblemPrivate *private = is_problem (error) ? pb_problem_get_private (error) : NULL;
  const char *code = pb_problem_get_code (error);
  const char *message = private != NULL ? error->message : "Internal error";
  int status = pb_problem_get_status (error);

  pb_writer_begin_object (writer);
  pb_writer_member_bool (writer, "ok", FALSE);
  if (keeps_bare_members (status, code))
    {
      pb_writer_member_string (writer, "code", code);
      pb_writer_member_string (writer, "message", message);
    }
  else if (private != NULL && status == 422 && (g_str_equal (code, PB_VALIDATION_FAILED) || private->property != NULL))
    write_validation (writer, private, message);
  write_error (writer, private, code, message);
  pb_writer_end_object (writer);
  return pb_writer_steal (writer);
}
