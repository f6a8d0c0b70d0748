/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-server"

#include "server/pb-peer.h"

#include <string.h>
#include <sys/socket.h>

/* Ends the headers of whatever request is under way; where there is none it is no request. */
#define EMPTY_REQUEST "\r\n\r\n"

struct _PbPeer
{
  GIOStream parent_instance;

  GSocket *socket;       /* (owned) */
  GInputStream *input;   /* (owned) */
  GOutputStream *output; /* (owned) */
  const guint *state_ms;
  char *address; /* (owned) (nullable) once asked for */
  PbPeerState state;
  PbPeerState dropped_in; /* the state before DROPPED */
  gint64 deadline;        /* monotonic microseconds; G_MAXINT64: none */
  gsize n_empty_request;  /* bytes of it that were read */
  gboolean has_ended;
  gboolean is_corked; /* what is sent next waits for what follows it */

  /* libsoup makes a source for each wait, and GLib wakes its loop up for every descriptor that comes or goes: a system
   * call each time. So the descriptor stays where it is, in a source that never fires, and those of libsoup look at it.
   */
  GSource *watch; /* (owned) */
  GPollFD poll_fd;
  guint n_readers;
  gboolean is_watched;
};

/* --- waiting --- */

static void
set_watched (PbPeer *peer, gboolean watched)
{
  if (peer->is_watched == watched || g_source_is_destroyed (peer->watch))
    return;
  peer->is_watched = watched;
  peer->poll_fd.revents = 0;
  if (watched)
    g_source_add_poll (peer->watch, &peer->poll_fd);
  else
    g_source_remove_poll (peer->watch, &peer->poll_fd);
}

typedef struct
{
  GSource source;
  PbPeer *peer; /* (not owned): it owns the source */
} WatchSource;

static gboolean
watch_check (GSource *source)
{
  PbPeer *peer = ((WatchSource *) source)->peer;

  /* Nobody waits for it, so it would be told again and again. */
  if (peer->poll_fd.revents != 0 && peer->n_readers == 0)
    set_watched (peer, FALSE);
  return FALSE;
}

static gboolean
watch_dispatch (GSource *source, GSourceFunc callback, gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

static GSourceFuncs watch_funcs = { .check = watch_check, .dispatch = watch_dispatch };

static GSource *
watch_new (PbPeer *peer)
{
  GSource *source = g_source_new (&watch_funcs, sizeof (WatchSource));

  ((WatchSource *) source)->peer = peer;
  g_source_set_static_name (source, "pb-watch");
  return source;
}

typedef struct
{
  GSource source;
  PbPeer *peer; /* (owned) */
} ReadSource;

static gboolean
read_source_prepare (GSource *source, int *timeout)
{
  *timeout = -1;
  return ((ReadSource *) source)->peer->has_ended;
}

static gboolean
read_source_check (GSource *source)
{
  PbPeer *peer = ((ReadSource *) source)->peer;

  return peer->has_ended || peer->poll_fd.revents != 0;
}

/* The source that it belongs to has the callback. */
static gboolean
read_source_dispatch (GSource *source, GSourceFunc callback, gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

static void
read_source_finalize (GSource *source)
{
  PbPeer *peer = ((ReadSource *) source)->peer;

  peer->n_readers -= 1;
  g_object_unref (peer);
}

static GSourceFuncs read_source_funcs = { .prepare = read_source_prepare,
                                          .check = read_source_check,
                                          .dispatch = read_source_dispatch,
                                          .finalize = read_source_finalize };

static GSource *
read_source_new (PbPeer *peer)
{
  GSource *source = g_source_new (&read_source_funcs, sizeof (ReadSource));

  ((ReadSource *) source)->peer = g_object_ref (peer);
  peer->n_readers += 1;
  set_watched (peer, TRUE);
  return source;
}

/* --- what is read --- */

#define PB_TYPE_PEER_INPUT (pb_peer_input_get_type ())
G_DECLARE_FINAL_TYPE (PbPeerInput, pb_peer_input, PB, PEER_INPUT, GInputStream)

struct _PbPeerInput
{
  GInputStream parent_instance;

  PbPeer *peer; /* (not owned): it owns this */
};

static void pb_peer_input_pollable_init (GPollableInputStreamInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (PbPeerInput,
                               pb_peer_input,
                               G_TYPE_INPUT_STREAM,
                               G_IMPLEMENT_INTERFACE (G_TYPE_POLLABLE_INPUT_STREAM, pb_peer_input_pollable_init))

/* Whether the end would come where libsoup does not cope with it. In a body it is an error that ends the connection,
 * and so it is before the first request. */
static gboolean
is_between_requests (PbPeer *peer)
{
  PbPeerState state = peer->state == PB_PEER_DROPPED ? peer->dropped_in : peer->state;

  return state == PB_PEER_IDLE || state == PB_PEER_HEADERS;
}

static gssize
read_end (PbPeer *peer, void *buffer, gsize count)
{
  gsize length = MIN (count, strlen (EMPTY_REQUEST) - peer->n_empty_request);

  peer->has_ended = TRUE;
  if (!is_between_requests (peer))
    return 0;
  memcpy (buffer, EMPTY_REQUEST + peer->n_empty_request, length);
  peer->n_empty_request += length;
  return (gssize) length;
}

static gssize
peer_read (PbPeer *peer, void *buffer, gsize count, gboolean blocking, GCancellable *cancellable, GError **error)
{
  g_autoptr (GError) failure = NULL;
  gssize got;

  if (peer->has_ended)
    return read_end (peer, buffer, count);
  got = g_socket_receive_with_blocking (peer->socket, buffer, count, blocking, cancellable, &failure);
  if (got > 0 && peer->state == PB_PEER_IDLE)
    pb_peer_set_state (peer, PB_PEER_HEADERS);
  if (got > 0)
    return got;
  if (g_error_matches (failure, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return -1;
    }
  /* Whatever went wrong: nothing more will come. */
  return read_end (peer, buffer, count);
}

static gssize
pb_peer_input_read (GInputStream *stream, void *buffer, gsize count, GCancellable *cancellable, GError **error)
{
  return peer_read (PB_PEER_INPUT (stream)->peer, buffer, count, TRUE, cancellable, error);
}

static gssize
pb_peer_input_read_nonblocking (GPollableInputStream *stream, void *buffer, gsize count, GError **error)
{
  return peer_read (PB_PEER_INPUT (stream)->peer, buffer, count, FALSE, NULL, error);
}

static gboolean
pb_peer_input_is_readable (GPollableInputStream *stream)
{
  PbPeer *peer = PB_PEER_INPUT (stream)->peer;

  return peer->has_ended || g_socket_condition_check (peer->socket, G_IO_IN) != 0;
}

static GSource *
pb_peer_input_create_source (GPollableInputStream *stream, GCancellable *cancellable)
{
  GSource *source = g_pollable_source_new_full (stream, NULL, cancellable);
  g_autoptr (GSource) waiting = read_source_new (PB_PEER_INPUT (stream)->peer);

  g_source_add_child_source (source, waiting);
  return source;
}

static void
pb_peer_input_class_init (PbPeerInputClass *klass)
{
  G_INPUT_STREAM_CLASS (klass)->read_fn = pb_peer_input_read;
}

static void
pb_peer_input_pollable_init (GPollableInputStreamInterface *iface)
{
  iface->is_readable = pb_peer_input_is_readable;
  iface->create_source = pb_peer_input_create_source;
  iface->read_nonblocking = pb_peer_input_read_nonblocking;
}

static void
pb_peer_input_init (PbPeerInput *self)
{
}

/* --- what is written --- */

#define PB_TYPE_PEER_OUTPUT (pb_peer_output_get_type ())
G_DECLARE_FINAL_TYPE (PbPeerOutput, pb_peer_output, PB, PEER_OUTPUT, GOutputStream)

struct _PbPeerOutput
{
  GOutputStream parent_instance;

  PbPeer *peer; /* (not owned): it owns this */
};

static void pb_peer_output_pollable_init (GPollableOutputStreamInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (PbPeerOutput,
                               pb_peer_output,
                               G_TYPE_OUTPUT_STREAM,
                               G_IMPLEMENT_INTERFACE (G_TYPE_POLLABLE_OUTPUT_STREAM, pb_peer_output_pollable_init))

static gssize
pb_peer_output_write (GOutputStream *stream, const void *buffer, gsize count, GCancellable *cancellable, GError **error)
{
  return g_socket_send_with_blocking (PB_PEER_OUTPUT (stream)->peer->socket, buffer, count, TRUE, cancellable, error);
}

static gssize
pb_peer_output_write_nonblocking (GPollableOutputStream *stream, const void *buffer, gsize count, GError **error)
{
  PbPeer *peer = PB_PEER_OUTPUT (stream)->peer;
  GOutputVector vector = { buffer, count };
  gssize sent;

  if (!peer->is_corked)
    return g_socket_send_with_blocking (peer->socket, buffer, count, FALSE, NULL, error);
  sent = g_socket_send_message (peer->socket, NULL, &vector, 1, NULL, 0, MSG_MORE, NULL, error);
  if (sent == (gssize) count)
    peer->is_corked = FALSE;
  return sent;
}

static gboolean
pb_peer_output_is_writable (GPollableOutputStream *stream)
{
  return g_socket_condition_check (PB_PEER_OUTPUT (stream)->peer->socket, G_IO_OUT) != 0;
}

static GSource *
pb_peer_output_create_source (GPollableOutputStream *stream, GCancellable *cancellable)
{
  g_autoptr (GSource) source = g_socket_create_source (PB_PEER_OUTPUT (stream)->peer->socket, G_IO_OUT, NULL);

  return g_pollable_source_new_full (stream, source, cancellable);
}

static void
pb_peer_output_class_init (PbPeerOutputClass *klass)
{
  G_OUTPUT_STREAM_CLASS (klass)->write_fn = pb_peer_output_write;
}

static void
pb_peer_output_pollable_init (GPollableOutputStreamInterface *iface)
{
  iface->is_writable = pb_peer_output_is_writable;
  iface->create_source = pb_peer_output_create_source;
  iface->write_nonblocking = pb_peer_output_write_nonblocking;
}

static void
pb_peer_output_init (PbPeerOutput *self)
{
}

/* --- the connection --- */

G_DEFINE_FINAL_TYPE (PbPeer, pb_peer, G_TYPE_IO_STREAM)

static GInputStream *
pb_peer_get_input_stream (GIOStream *stream)
{
  return PB_PEER (stream)->input;
}

static GOutputStream *
pb_peer_get_output_stream (GIOStream *stream)
{
  return PB_PEER (stream)->output;
}

static gboolean
pb_peer_close (GIOStream *stream, GCancellable *cancellable, GError **error)
{
  PbPeer *self = PB_PEER (stream);

  /* Before the number of the descriptor becomes another's. */
  g_source_destroy (self->watch);
  return g_socket_close (self->socket, error);
}

/* Closing never waits, so no thread has to do it. */
static void
pb_peer_close_async (GIOStream *stream,
                     int priority,
                     GCancellable *cancellable,
                     GAsyncReadyCallback callback,
                     gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (stream, cancellable, callback, user_data);
  GError *error = NULL;

  g_task_set_source_tag (task, pb_peer_close_async);
  if (pb_peer_close (stream, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static gboolean
pb_peer_close_finish (GIOStream *stream, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
pb_peer_finalize (GObject *object)
{
  PbPeer *self = PB_PEER (object);

  g_source_destroy (self->watch);
  g_source_unref (self->watch);
  g_object_unref (self->input);
  g_object_unref (self->output);
  g_object_unref (self->socket);
  g_free (self->address);

  G_OBJECT_CLASS (pb_peer_parent_class)->finalize (object);
}

static void
pb_peer_class_init (PbPeerClass *klass)
{
  GIOStreamClass *stream_class = G_IO_STREAM_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = pb_peer_finalize;
  stream_class->get_input_stream = pb_peer_get_input_stream;
  stream_class->get_output_stream = pb_peer_get_output_stream;
  stream_class->close_fn = pb_peer_close;
  stream_class->close_async = pb_peer_close_async;
  stream_class->close_finish = pb_peer_close_finish;
}

static void
pb_peer_init (PbPeer *self)
{
  PbPeerInput *input = g_object_new (PB_TYPE_PEER_INPUT, NULL);
  PbPeerOutput *output = g_object_new (PB_TYPE_PEER_OUTPUT, NULL);

  input->peer = self;
  output->peer = self;
  self->input = G_INPUT_STREAM (input);
  self->output = G_OUTPUT_STREAM (output);
}

PbPeer *
pb_peer_new (GSocket *socket, GMainContext *context, const guint *state_ms)
{
  PbPeer *self = g_object_new (PB_TYPE_PEER, NULL);

  self->socket = socket;
  self->state_ms = state_ms;
  g_socket_set_blocking (socket, FALSE);
  self->poll_fd.fd = g_socket_get_fd (socket);
  self->poll_fd.events = G_IO_IN;
  self->watch = watch_new (self);
  g_source_attach (self->watch, context);
  pb_peer_set_state (self, PB_PEER_NEW);
  return self;
}

void
pb_peer_set_state (PbPeer *self, PbPeerState state)
{
  guint ms;

  if (self->state == PB_PEER_DROPPED)
    return;
  ms = self->state_ms[state];
  self->state = state;
  self->deadline = ms > 0 ? g_get_monotonic_time () + ms * (gint64) 1000 : G_MAXINT64;
}

PbPeerState
pb_peer_get_state (PbPeer *self)
{
  return self->state;
}

gboolean
pb_peer_is_busy (PbPeer *self)
{
  return self->state == PB_PEER_SENDING || self->state == PB_PEER_WAITING || self->state == PB_PEER_TAKING;
}

gint64
pb_peer_get_deadline (PbPeer *self)
{
  return self->deadline;
}

gboolean
pb_peer_is_late (PbPeer *self, gint64 now)
{
  return self->deadline <= now;
}

gboolean
pb_peer_has_ended (PbPeer *self)
{
  return self->has_ended;
}

void
pb_peer_drop (PbPeer *self)
{
  if (self->state != PB_PEER_DROPPED)
    self->dropped_in = self->state;
  pb_peer_set_state (self, PB_PEER_DROPPED);
  g_socket_shutdown (self->socket, TRUE, TRUE, NULL);
}

void
pb_peer_refuse (PbPeer *self, const char *response)
{
  /* It is small, and all answers before it have been sent. */
  g_socket_send (self->socket, response, strlen (response), NULL, NULL);
  g_socket_shutdown (self->socket, FALSE, TRUE, NULL);
  pb_peer_set_state (self, PB_PEER_REFUSED);
}

void
pb_peer_cork (PbPeer *self)
{
  self->is_corked = TRUE;
}

const char *
pb_peer_get_address (PbPeer *self)
{
  if (self->address == NULL)
    {
      g_autoptr (GSocketAddress) remote = g_socket_get_remote_address (self->socket, NULL);

      if (G_IS_INET_SOCKET_ADDRESS (remote))
        self->address = g_inet_address_to_string (g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (remote)));
    }
  return self->address;
}
