/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* What a call can end with. The message is the server's own text or a technical one: for the log, and for people only
 * where the code is not known. */

#define PB_CLIENT_ERROR (pb_client_error_quark ())

typedef enum
{
  PB_CLIENT_ERROR_NETWORK,   /* not reached, or no answer in time */
  PB_CLIENT_ERROR_AUTH,      /* 401: no session, or wrong e-mail or password at sign-in */
  PB_CLIENT_ERROR_FORBIDDEN, /* 403: also missing or wrong credentials of a signer */
  PB_CLIENT_ERROR_NOT_FOUND, /* 404 */
  PB_CLIENT_ERROR_CONFLICT,  /* 409, 412 */
  PB_CLIENT_ERROR_INVALID,   /* 400, 422 and other 4xx */
  PB_CLIENT_ERROR_BUSY,      /* 429, 503 */
  PB_CLIENT_ERROR_SERVER,    /* 5xx */
  PB_CLIENT_ERROR_PROTOCOL,  /* an answer that is none: content type, size, JSON, shape */
} PbClientError;

GQuark pb_client_error_quark (void);

/* Returns: (transfer none) (nullable): the server's stable code; NULL when it gave none, or for an error of another
 * domain. */
const char *pb_client_error_get_code (const GError *error);
/* Returns: the HTTP status, 0 when there was no answer or for an error of another domain. */
guint pb_client_error_get_status (const GError *error);
/* Returns: (transfer none) (nullable): the envelope's error object: blockers, missing, details, until, changedBy … */
JsonObject *pb_client_error_get_details (const GError *error);
/* Returns: seconds to wait before calling again, 0 when the server does not say. */
guint pb_client_error_get_retry_after (const GError *error);

/* @code: (nullable). @details: (nullable). @message: for the log. */
void pb_client_error_set (GError **error,
                          PbClientError kind,
                          guint status,
                          const char *code,
                          JsonObject *details,
                          guint retry_after,
                          const char *message);

G_END_DECLS
