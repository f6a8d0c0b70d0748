/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "service/pb-service.h"

G_BEGIN_DECLS

/* The service over HTTP/1.1. Everything happens on the thread that made the server, in the GMainContext that was that
 * thread's default then: whoever makes it runs that context.
 *
 * It speaks plain HTTP and keeps hostile clients from filling its memory or its table of sockets (limits on bodies,
 * headers, connections and on how long each may take). For other machines put a proxy with TLS in front of it. */

typedef struct _PbServer PbServer;

/* @service outlives the server. @listen: "ADDRESS:PORT"; ADDRESS is a number ("127.0.0.1", "[::1]") or "localhost",
 * PORT 0 takes a free one. @loopback_only refuses every address that other machines can reach.
 *
 * Returns: (transfer full) (nullable): a server that accepts connections; NULL with G_IO_ERROR_INVALID_ARGUMENT when
 * @listen is not such an address or is refused, or with another G_IO_ERROR when the system does not give it. */
PbServer *pb_server_new (PbService *service, const char *listen, gboolean loopback_only, GError **error);

/* Whether pb_server_new() would take @listen: its form and, with @loopback_only, where it leads.
 * Errors: G_IO_ERROR_INVALID_ARGUMENT. */
gboolean pb_server_check_address (const char *listen, gboolean loopback_only, GError **error);

/* Returns: (transfer none): "http://ADDRESS:PORT" with the port that was taken. */
const char *pb_server_get_url (PbServer *self);

/* Accepts no more connections, lets requests that run end (for at most 10 seconds) and then closes what is left. It
 * runs the server's context meanwhile: call it when nobody else does. A second call does nothing. */
void pb_server_stop (PbServer *self);

/* Closes all connections at once. Answers that come later are dropped. */
void pb_server_free (PbServer *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PbServer, pb_server_free)

G_END_DECLS
