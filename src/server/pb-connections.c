/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-server"

#include "server/pb-connections.h"

/* So many that come at once are taken before others get their turn. */
#define ACCEPT_AT_ONCE 32

struct _PbConnections
{
  PbConnectionLimits limits;
  SoupServer *soup;      /* (not owned) */
  GMainContext *context; /* (owned) */
  GSocket *listener;     /* (owned) */
  GSource *acceptor;     /* (owned) (nullable): while connections are taken */
  GSource *sweeper;      /* (owned) */
  GHashTable *peers;     /* of PbPeer (not owned): they leave when they are freed */
  gboolean is_full;      /* the last one that came was turned away */
};

/* An idle connection lasts a little longer than the 60 seconds after which libsoup's clients close it themselves, so
 * that a request does not meet a connection that is just being closed. */
const PbConnectionLimits pb_connection_limits_default = {
  .ms = { [PB_PEER_NEW] = 10 * 1000,
          [PB_PEER_IDLE] = 65 * 1000,
          [PB_PEER_HEADERS] = 10 * 1000,
          [PB_PEER_SENDING] = 30 * 1000,
          [PB_PEER_TAKING] = 60 * 1000,
          [PB_PEER_REFUSED] = 5 * 1000 },
  .sweep_ms = 1000,
  .connections = 1000,
  .body_bytes = 1024 * 1024,
};

static GQuark
peer_quark (void)
{
  static GQuark quark;

  if (quark == 0)
    quark = g_quark_from_static_string ("pb-peer");
  return quark;
}

static void
peer_gone_cb (gpointer data, GObject *peer)
{
  PbConnections *self = data;

  g_hash_table_remove (self->peers, peer);
}

/* libsoup asks for addresses that it hands back with every message: they carry the peer. */
static void
hand_to_soup (PbConnections *self, GSocket *socket)
{
  g_autoptr (PbPeer) peer = pb_peer_new (g_object_ref (socket), self->context, self->limits.ms);
  g_autoptr (GSocketAddress) local = g_socket_get_local_address (socket, NULL);
  g_autoptr (GSocketAddress) remote = g_socket_get_remote_address (socket, NULL);
  g_autoptr (GError) error = NULL;

  /* Who is gone already has no address. */
  if (local == NULL || remote == NULL)
    return;
  g_hash_table_add (self->peers, peer);
  g_object_weak_ref (G_OBJECT (peer), peer_gone_cb, self);
  g_object_set_qdata (G_OBJECT (remote), peer_quark (), peer);
  if (!soup_server_accept_iostream (self->soup, G_IO_STREAM (peer), local, remote, &error))
    g_warning ("A connection could not be taken: %s", error->message);
}

/* Whoever keeps connections without using them does not keep others out: the one that has been idle for longest goes.
 */
static gboolean
make_room (PbConnections *self)
{
  GHashTableIter iter;
  PbPeer *peer, *oldest = NULL;

  if (g_hash_table_size (self->peers) < self->limits.connections)
    return TRUE;
  g_hash_table_iter_init (&iter, self->peers);
  while (g_hash_table_iter_next (&iter, (gpointer *) &peer, NULL))
    if (pb_peer_get_state (peer) == PB_PEER_IDLE &&
        (oldest == NULL || pb_peer_get_deadline (peer) < pb_peer_get_deadline (oldest)))
      oldest = peer;
  if (oldest != NULL)
    pb_peer_drop (oldest);
  else if (!self->is_full)
    g_message ("All %u connections are in use: others are turned away", self->limits.connections);
  self->is_full = oldest == NULL;
  return oldest != NULL;
}

static gboolean
accept_cb (GSocket *listener, GIOCondition condition, gpointer user_data)
{
  PbConnections *self = user_data;

  for (guint i = 0; i < ACCEPT_AT_ONCE; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GSocket) socket = g_socket_accept (listener, NULL, &error);

      if (socket != NULL)
        {
          if (make_room (self))
            hand_to_soup (self, socket);
          continue;
        }
      if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
        break;
      /* Without descriptors it would fail again at once: the sweeper tries later. */
      g_warning ("Connections cannot be taken for a while: %s", error->message);
      g_clear_pointer (&self->acceptor, g_source_unref);
      return G_SOURCE_REMOVE;
    }
  return G_SOURCE_CONTINUE;
}

static void
start_acceptor (PbConnections *self)
{
  self->acceptor = g_socket_create_source (self->listener, G_IO_IN, NULL);
  g_source_set_static_name (self->acceptor, "pb-accept");
  g_source_set_callback (self->acceptor, G_SOURCE_FUNC (accept_cb), self, NULL);
  g_source_attach (self->acceptor, self->context);
}

static gboolean
sweep_cb (gpointer user_data)
{
  PbConnections *self = user_data;
  gint64 now = g_get_monotonic_time ();
  GHashTableIter iter;
  PbPeer *peer;

  g_hash_table_iter_init (&iter, self->peers);
  while (g_hash_table_iter_next (&iter, (gpointer *) &peer, NULL))
    if (pb_peer_is_late (peer, now))
      pb_peer_drop (peer);
  if (self->acceptor == NULL && !g_socket_is_closed (self->listener))
    start_acceptor (self);
  return G_SOURCE_CONTINUE;
}

static void
start_sweeper (PbConnections *self)
{
  guint ms = self->limits.sweep_ms;

  if (self->sweeper != NULL)
    g_source_destroy (self->sweeper);
  g_clear_pointer (&self->sweeper, g_source_unref);
  self->sweeper = ms % 1000 == 0 ? g_timeout_source_new_seconds (ms / 1000) : g_timeout_source_new (ms);
  g_source_set_static_name (self->sweeper, "pb-sweep");
  g_source_set_callback (self->sweeper, sweep_cb, self, NULL);
  g_source_attach (self->sweeper, self->context);
}

PbConnections *
pb_connections_new (SoupServer *soup, GSocket *listener, GMainContext *context)
{
  PbConnections *self = g_new0 (PbConnections, 1);

  self->soup = soup;
  self->context = g_main_context_ref (context);
  self->listener = g_object_ref (listener);
  self->peers = g_hash_table_new (NULL, NULL);
  g_socket_set_blocking (listener, FALSE);
  pb_connections_set_limits (self, &pb_connection_limits_default);
  start_acceptor (self);
  return self;
}

void
pb_connections_free (PbConnections *self)
{
  GHashTableIter iter;
  PbPeer *peer;

  pb_connections_close_listener (self);
  g_source_destroy (self->sweeper);
  g_source_unref (self->sweeper);
  /* libsoup has let them go; what still holds one must not find this again. */
  g_hash_table_iter_init (&iter, self->peers);
  while (g_hash_table_iter_next (&iter, (gpointer *) &peer, NULL))
    {
      pb_peer_drop (peer);
      g_object_weak_unref (G_OBJECT (peer), peer_gone_cb, self);
    }
  g_hash_table_unref (self->peers);
  g_object_unref (self->listener);
  g_main_context_unref (self->context);
  g_free (self);
}

void
pb_connections_set_limits (PbConnections *self, const PbConnectionLimits *limits)
{
  self->limits = *limits;
  start_sweeper (self);
}

const PbConnectionLimits *
pb_connections_get_limits (PbConnections *self)
{
  return &self->limits;
}

guint
pb_connections_count (PbConnections *self)
{
  return g_hash_table_size (self->peers);
}

guint
pb_connections_count_busy (PbConnections *self)
{
  GHashTableIter iter;
  PbPeer *peer;
  guint busy = 0;

  g_hash_table_iter_init (&iter, self->peers);
  while (g_hash_table_iter_next (&iter, (gpointer *) &peer, NULL))
    busy += pb_peer_is_busy (peer) ? 1 : 0;
  return busy;
}

void
pb_connections_close_listener (PbConnections *self)
{
  if (self->acceptor != NULL)
    g_source_destroy (self->acceptor);
  g_clear_pointer (&self->acceptor, g_source_unref);
  g_socket_close (self->listener, NULL);
}

void
pb_connections_drop_idle (PbConnections *self)
{
  GHashTableIter iter;
  PbPeer *peer;

  g_hash_table_iter_init (&iter, self->peers);
  while (g_hash_table_iter_next (&iter, (gpointer *) &peer, NULL))
    if (!pb_peer_is_busy (peer))
      pb_peer_drop (peer);
}

PbPeer *
pb_connections_peer_of (SoupServerMessage *message)
{
  return g_object_get_qdata (G_OBJECT (soup_server_message_get_remote_address (message)), peer_quark ());
}
