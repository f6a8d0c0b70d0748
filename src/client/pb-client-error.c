/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-client"

#include "client/pb-client-error.h"

typedef struct
{
  guint status;
  char *code;          /* (owned) (nullable) */
  JsonObject *details; /* (owned) (nullable) */
  guint retry_after;   /* seconds */
} PbClientErrorPrivate;

static void
pb_client_error_private_init (PbClientErrorPrivate *private)
{
}

static void
pb_client_error_private_copy (const PbClientErrorPrivate *from, PbClientErrorPrivate *to)
{
  to->status = from->status;
  to->code = g_strdup (from->code);
  to->details = from->details != NULL ? json_object_ref (from->details) : NULL;
  to->retry_after = from->retry_after;
}

static void
pb_client_error_private_clear (PbClientErrorPrivate *private)
{
  g_free (private->code);
  g_clear_pointer (&private->details, json_object_unref);
}

G_DEFINE_EXTENDED_ERROR (PbClientError, pb_client_error)

static const PbClientErrorPrivate *
peek (const GError *error)
{
  if (error == NULL || error->domain != PB_CLIENT_ERROR)
    return NULL;
  return pb_client_error_get_private (error);
}

void
pb_client_error_set (GError **error,
                     PbClientError kind,
                     guint status,
                     const char *code,
                     JsonObject *details,
                     guint retry_after,
                     const char *message)
{
  GError *made = NULL;
  PbClientErrorPrivate *private;

  g_return_if_fail (message != NULL);

  made = g_error_new_literal (PB_CLIENT_ERROR, (gint) kind, message);
  private = pb_client_error_get_private (made);
  private->status = status;
  private->code = g_strdup (code);
  private->details = details != NULL ? json_object_ref (details) : NULL;
  private->retry_after = retry_after;
  g_propagate_error (error, made);
}

const char *
pb_client_error_get_code (const GError *error)
{
  const PbClientErrorPrivate *private = peek (error);

  return private != NULL ? private->code : NULL;
}

guint
pb_client_error_get_status (const GError *error)
{
  const PbClientErrorPrivate *private = peek (error);

  return private != NULL ? private->status : 0;
}

JsonObject *
pb_client_error_get_details (const GError *error)
{
  const PbClientErrorPrivate *private = peek (error);

  return private != NULL ? private->details : NULL;
}

guint
pb_client_error_get_retry_after (const GError *error)
{
  const PbClientErrorPrivate *private = peek (error);

  return private != NULL ? private->retry_after : 0;
}
