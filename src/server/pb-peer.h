/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A connection as libsoup gets to see it. libsoup 3.2 keeps a connection for ever (its memory, its descriptor) when it
 * ends between two requests, as every connection does that is kept alive. Such an end is therefore never shown to it:
 * it gets an empty request instead, which it refuses as malformed, and then closes the connection. */

/* What the peer does at the moment. */
typedef enum
{
  PB_PEER_NEW,     /* sends nothing yet, or the headers of the first request */
  PB_PEER_IDLE,    /* keeps the connection for a further request */
  PB_PEER_HEADERS, /* sends the headers of a further request */
  PB_PEER_SENDING, /* sends the body */
  PB_PEER_WAITING, /* for the service */
  PB_PEER_TAKING,  /* the answer */
  PB_PEER_REFUSED, /* may still send what nobody wants, so that it finds the answer that it was given */
  PB_PEER_DROPPED, /* was cut off */
} PbPeerState;

#define PB_N_PEER_STATES (PB_PEER_DROPPED + 1)

#define PB_TYPE_PEER (pb_peer_get_type ())
G_DECLARE_FINAL_TYPE (PbPeer, pb_peer, PB, PEER, GIOStream)

/* Takes over @socket, which is connected, for the thread that runs @context. @state_ms: milliseconds that each state
 * may last, 0 for ever; borrowed until the peer is dropped or freed. */
PbPeer *pb_peer_new (GSocket *socket, GMainContext *context, const guint *state_ms);

/* Nothing follows on DROPPED. */
void pb_peer_set_state (PbPeer *self, PbPeerState state);
PbPeerState pb_peer_get_state (PbPeer *self);
/* In the middle of a request. */
gboolean pb_peer_is_busy (PbPeer *self);
/* Whether the state lasts too long at @now (monotonic microseconds). */
gboolean pb_peer_is_late (PbPeer *self, gint64 now);
/* Returns: until when the state may last (monotonic microseconds), G_MAXINT64: for ever. */
gint64 pb_peer_get_deadline (PbPeer *self);
/* Whether the end of what the peer sends was met: headers that are complete then were cut short. */
gboolean pb_peer_has_ended (PbPeer *self);

/* Ends both directions; libsoup sees it and closes the connection. */
void pb_peer_drop (PbPeer *self);
/* Sends a whole response now, past libsoup, and nothing after it. */
void pb_peer_refuse (PbPeer *self, const char *response);

/* What is sent next is a beginning: it leaves together with what follows it. libsoup sends headers and body one by one.
 */
void pb_peer_cork (PbPeer *self);

/* Returns: (transfer none) (nullable): the address of the other side, as a number. */
const char *pb_peer_get_address (PbPeer *self);

G_END_DECLS
