/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

#include "client/pb-client-error.h"
#include "client/pb-reply.h"

G_BEGIN_DECLS

/* The REST client of one server and one session. Asynchronous only, main thread only. */

#define PB_TYPE_CLIENT (pb_client_get_type ())
G_DECLARE_FINAL_TYPE (PbClient, pb_client, PB, CLIENT, GObject)

/* Signals:
 *   session-lost ()   the server no longer knows the session (a call was answered 401) */

/* The largest body of an answer that is read (16 MiB); more is a PROTOCOL error. */
#define PB_CLIENT_BODY_MAX (16 * 1024 * 1024)
/* Seconds without a byte from the server, after which a call fails with NETWORK. */
#define PB_CLIENT_TIMEOUT 15

/* @base_url: "http://host:port", with or without a final slash; calls of a client whose URL is none end with PROTOCOL.
 */
PbClient *pb_client_new (const char *base_url);
const char *pb_client_get_base_url (PbClient *self);

/* A path below /api from its segments, each escaped: ("runs", run_no, "gate", NULL) → "/api/runs/RUN-1/gate".
 * Returns: (transfer full). */
char *pb_client_path (const char *segment, ...) G_GNUC_NULL_TERMINATED;
/* @path with a query of name and value pairs, each escaped; pairs whose value is NULL are left out.
 * Returns: (transfer full). */
char *pb_client_query (const char *path, const char *name, ...) G_GNUC_NULL_TERMINATED;

/* One call. @method: "GET", "POST", "PUT", "PATCH", "DELETE". @path: of pb_client_path(). @body: (nullable): JSON text,
 * copied. Writes carry an Idempotency-Key. The answer's status, content type, size and JSON are checked; the envelope
 * is removed. Errors: PB_CLIENT_ERROR, and G_IO_ERROR_CANCELLED as it is. */
void pb_client_call_async (PbClient *self,
                           const char *method,
                           const char *path,
                           const char *body,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data);
/* Ends pb_client_call_async(), pb_client_call_signed_async() and every pb_rest_…().
 * Returns: (transfer full) (nullable): NULL with @error. */
PbReply *pb_client_call_finish (PbClient *self, GAsyncResult *result, GError **error);

/* A POST that somebody signs with credentials given at this moment. @members: (nullable): JSON members without braces
 * ("\"reason\":\"…\""), to which the signer is added when the server has electronic signatures. On a server without
 * them the signer signs in for this one call, in a session of their own that is ended afterwards; @legacy_members are
 * then the body.
 * @email: (nullable). Copies of @password are wiped after use. */
void pb_client_call_signed_async (PbClient *self,
                                  const char *path,
                                  const char *members,
                                  const char *legacy_members,
                                  const char *email,
                                  const char *password,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);

/* What the server can do: GET /api/meta/capabilities; 404 is an existing deployment without any of the features. */
void
pb_client_learn_async (PbClient *self, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
gboolean pb_client_learn_finish (PbClient *self, GAsyncResult *result, GError **error);
gboolean pb_client_has_feature (PbClient *self, const char *feature);
/* Whether the server has said that it knows no capabilities. */
gboolean pb_client_is_legacy (PbClient *self);
/* Returns: (transfer none): "prepboard 0.1.0", "" when it is not known. */
const char *pb_client_get_server_name (PbClient *self);

/* Learns what the server can do, then opens a session; later calls carry it. The reply's data is the answer's
 * user. */
void pb_client_sign_in_async (PbClient *self,
                              const char *email,
                              const char *password,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
/* Returns: (transfer full) (nullable). */
PbReply *pb_client_sign_in_finish (PbClient *self, GAsyncResult *result, GError **error);
/* Forgets the session at once, then tells the server; an error says that the server could not be told. */
void
pb_client_sign_out_async (PbClient *self, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
gboolean pb_client_sign_out_finish (PbClient *self, GAsyncResult *result, GError **error);
gboolean pb_client_is_signed_in (PbClient *self);

/* The server's clock as its answers tell it, microseconds UTC; the own clock before the first answer. */
gint64 pb_client_get_server_time (PbClient *self);

G_END_DECLS
