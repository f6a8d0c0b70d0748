/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

#include "server/pb-peer.h"

G_BEGIN_DECLS

/* Who is connected, and for how long they may take: libsoup itself accepts everybody and lets silent clients stay for
 * ever. Used on the server's thread alone. */

typedef struct
{
  guint ms[PB_N_PEER_STATES]; /* how long a state may last; 0: for ever */
  guint sweep_ms;             /* how often that is looked at */
  guint connections;          /* at once */
  gsize body_bytes;           /* of a request */
} PbConnectionLimits;

extern const PbConnectionLimits pb_connection_limits_default;

typedef struct _PbConnections PbConnections;

/* Takes who connects to @listener (listening) and hands them to @soup. */
PbConnections *pb_connections_new (SoupServer *soup, GSocket *listener, GMainContext *context);
/* Cuts everybody off. To be called when @soup is disconnected. */
void pb_connections_free (PbConnections *self);

/* Replaces the limits; deadlines that run already stay. */
void pb_connections_set_limits (PbConnections *self, const PbConnectionLimits *limits);
const PbConnectionLimits *pb_connections_get_limits (PbConnections *self);

/* All that are open. */
guint pb_connections_count (PbConnections *self);
/* Connections in the middle of a request. */
guint pb_connections_count_busy (PbConnections *self);

/* Nobody can connect any more. */
void pb_connections_close_listener (PbConnections *self);
/* Cuts off who is in no request. */
void pb_connections_drop_idle (PbConnections *self);

/* Returns: (transfer none): whose message it is; lives as long as the message's connection. */
PbPeer *pb_connections_peer_of (SoupServerMessage *message);

G_END_DECLS
