/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-server"

#include "server/pb-server-private.h"

#include <libsoup/soup.h>
#include <string.h>

#include "server/pb-answers.h"
#include "server/pb-http.h"
#include "server/pb-listen.h"
#include "wire/pb-problem.h"

struct _PbServer
{
  PbService *service;    /* (not owned) */
  GMainContext *context; /* (owned) */
  SoupServer *soup;      /* (owned) */
  char *url;             /* (owned) */
  PbConnections *connections;
  PbAnswers *answers;
  GQueue waiting; /* of Waiting.link */
  guint stop_ms;
  gboolean is_stopping;
  gboolean is_logging;
};

/* A paused message whose request the service has. */
typedef struct
{
  PbServer *server;
  SoupServerMessage *message; /* (owned) (nullable): NULL when the client is gone */
  gulong finished_id;
  gint64 started;
  GList link;
} Waiting;

static void
waiting_release_message (Waiting *waiting)
{
  if (waiting->message == NULL)
    return;
  g_clear_signal_handler (&waiting->finished_id, waiting->message);
  g_clear_object (&waiting->message);
}

static void
waiting_free (Waiting *waiting)
{
  g_queue_unlink (&waiting->server->waiting, &waiting->link);
  waiting_release_message (waiting);
  g_free (waiting);
}

static void
log_request (SoupServerMessage *message, const char *request_id, gint64 started)
{
  guint status = soup_server_message_get_status (message);
  const char *method = soup_server_message_get_method (message);
  /* Without the query: it may hold names of people. */
  const char *path = g_uri_get_path (soup_server_message_get_uri (message));
  gint64 usec = g_get_monotonic_time () - started;
  g_autofree char *status_text = g_strdup_printf ("%u", status);
  g_autofree char *usec_text = g_strdup_printf ("%" G_GINT64_FORMAT, usec);

  g_log_structured (G_LOG_DOMAIN, G_LOG_LEVEL_DEBUG, "REQUEST_ID", request_id, "METHOD", method, "PATH", path, "STATUS",
                    status_text, "USEC", usec_text, "MESSAGE", "%s %s %s %s %s us", request_id, method, path,
                    status_text, usec_text);
}

/* The response is complete: libsoup may send it. */
static void
finish_response (PbServer *self, SoupServerMessage *message, const char *request_id, gint64 started)
{
  PbPeer *peer = pb_connections_peer_of (message);

  if (self->is_stopping)
    soup_message_headers_replace (soup_server_message_get_response_headers (message), "Connection", "close");
  pb_peer_set_state (peer, PB_PEER_TAKING);
  if (soup_server_message_get_response_body (message)->length > 0 &&
      strcmp (soup_server_message_get_method (message), "HEAD") != 0)
    pb_peer_cork (peer);
  if (self->is_logging)
    log_request (message, request_id, started);
}

static void
respond (PbServer *self, SoupServerMessage *message, PbAnswer *answer, gint64 started)
{
  pb_http_write_answer (message, answer);
  finish_response (self, message, answer->request_id, started);
  pb_answer_free (answer);
}

static void
answered_cb (gpointer data, PbAnswer *answer, gpointer user_data)
{
  Waiting *waiting = data;
  PbServer *self = user_data;
  g_autoptr (SoupServerMessage) message = waiting->message != NULL ? g_object_ref (waiting->message) : NULL;
  gint64 started = waiting->started;

  waiting_free (waiting);
  if (message == NULL)
    {
      pb_answer_free (answer);
      return;
    }
  respond (self, message, answer, started);
  soup_server_message_unpause (message);
}

/* The client went away while its request was with the service, which does its work to the end all the same. */
static void
finished_cb (SoupServerMessage *message, gpointer user_data)
{
  waiting_release_message (user_data);
}

static void
wait_for_answer (PbServer *self, SoupServerMessage *message, Waiting *waiting)
{
  waiting->message = g_object_ref (message);
  waiting->finished_id = g_signal_connect (message, "finished", G_CALLBACK (finished_cb), waiting);
  pb_peer_set_state (pb_connections_peer_of (message), PB_PEER_WAITING);
  soup_server_message_pause (message);
}

/* Every complete request comes here: paths and methods are the service's. */
static void
handle_request (SoupServer *soup, SoupServerMessage *message, const char *path, GHashTable *query, gpointer user_data)
{
  PbServer *self = user_data;
  const char *address = pb_peer_get_address (pb_connections_peer_of (message));
  gint64 started = self->is_logging ? g_get_monotonic_time () : 0;
  g_autoptr (GError) error = NULL;
  PbRequest *request;
  PbAnswer *answer;
  Waiting *waiting;

  request = pb_http_read_request (message, address, &error);
  if (request == NULL)
    {
      pb_http_write_problem (message, error);
      finish_response (self, message, "-", started);
      return;
    }
  waiting = g_new0 (Waiting, 1);
  waiting->server = self;
  waiting->started = started;
  waiting->link.data = waiting;
  g_queue_push_tail_link (&self->waiting, &waiting->link);
  answer = pb_answers_submit (self->answers, self->service, request, waiting);
  if (answer == NULL)
    {
      wait_for_answer (self, message, waiting);
      return;
    }
  waiting_free (waiting);
  respond (self, message, answer, started);
}

/* Answers in the middle of a request. libsoup answers only after the last byte of a body, however long it is. What the
 * client still sends is thrown away for a while: were the connection closed on it, the client would lose the answer. */
static void
refuse_at_once (PbServer *self, SoupServerMessage *message, const GError *problem)
{
  SoupMessageBody *body = soup_server_message_get_request_body (message);
  g_autofree char *response = pb_http_format_problem (problem);

  soup_message_body_set_accumulate (body, FALSE);
  soup_message_body_truncate (body);
  /* Neither the handler nor a "100 Continue" comes after it. */
  soup_server_message_set_status (message, (guint) pb_problem_get_status (problem), NULL);
  soup_message_headers_replace (soup_server_message_get_response_headers (message), "Connection", "close");
  if (self->is_logging)
    log_request (message, "-", g_get_monotonic_time ());
  pb_peer_refuse (pb_connections_peer_of (message), response);
}

static void
refuse_too_large (PbServer *self, SoupServerMessage *message)
{
  g_autoptr (GError) problem = NULL;

  pb_problem_set (&problem, 413, "TOO_LARGE", "The body is larger than %" G_GSIZE_FORMAT " bytes",
                  pb_connections_get_limits (self->connections)->body_bytes);
  refuse_at_once (self, message, problem);
}

/* The length of a body in chunks is known by its end only. */
static void
got_chunk_cb (SoupServerMessage *message, GBytes *chunk, gpointer user_data)
{
  PbServer *self = user_data;
  goffset length = soup_server_message_get_request_body (message)->length;

  if (soup_server_message_get_status (message) == 0 &&
      length > (goffset) pb_connections_get_limits (self->connections)->body_bytes)
    refuse_too_large (self, message);
}

/* What is wrong is told before the body is read. */
static void
handle_headers (SoupServer *soup, SoupServerMessage *message, const char *path, GHashTable *query, gpointer user_data)
{
  PbServer *self = user_data;
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  SoupEncoding encoding = soup_message_headers_get_encoding (headers);
  goffset limit = (goffset) pb_connections_get_limits (self->connections)->body_bytes;
  PbPeer *peer = pb_connections_peer_of (message);
  g_autoptr (GError) problem = NULL;

  if (pb_peer_has_ended (peer))
    pb_problem_set (&problem, 400, "BAD_REQUEST", "The headers end too early");
  if (problem != NULL || !pb_http_check_framing (message, &problem))
    refuse_at_once (self, message, problem);
  else if (encoding == SOUP_ENCODING_CONTENT_LENGTH && soup_message_headers_get_content_length (headers) > limit)
    refuse_too_large (self, message);
  else if (encoding != SOUP_ENCODING_NONE)
    pb_peer_set_state (peer, PB_PEER_SENDING);
  if (encoding == SOUP_ENCODING_CHUNKED)
    g_signal_connect (message, "got-chunk", G_CALLBACK (got_chunk_cb), self);
}

static void
request_ended_cb (SoupServer *soup, SoupServerMessage *message, gpointer user_data)
{
  pb_peer_set_state (pb_connections_peer_of (message), PB_PEER_IDLE);
}

/* libsoup keeps connections alive only while it has a listener, and its own listeners leak every socket that they
 * accept. This one is a datagram socket that talks to itself: nobody can connect to it. */
static gboolean
add_mute_listener (SoupServer *soup, GError **error)
{
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) any = g_inet_socket_address_new (loopback, 0);
  g_autoptr (GSocketAddress) itself = NULL;
  g_autoptr (GSocket) socket =
    g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_DATAGRAM, G_SOCKET_PROTOCOL_UDP, error);

  if (socket == NULL || !g_socket_bind (socket, any, FALSE, error))
    return FALSE;
  itself = g_socket_get_local_address (socket, error);
  return itself != NULL && g_socket_connect (socket, itself, NULL, error) &&
         soup_server_listen_socket (soup, socket, 0, error);
}

PbServer *
pb_server_new (PbService *service, const char *listen, gboolean loopback_only, GError **error)
{
  g_autoptr (SoupServer) soup = NULL;
  g_autoptr (GSocket) listener = NULL;
  g_autofree char *url = NULL;
  PbServer *self;

  g_return_val_if_fail (service != NULL, NULL);
  g_return_val_if_fail (listen != NULL, NULL);

  /* Escaped paths reach the service as they are: "%2F" is no slash. */
  soup = soup_server_new ("raw-paths", TRUE, NULL);
  listener = pb_listen_open (listen, loopback_only, &url, error);
  if (listener == NULL || !add_mute_listener (soup, error))
    return NULL;
  self = g_new0 (PbServer, 1);
  self->service = service;
  self->context = g_main_context_ref_thread_default ();
  self->url = g_steal_pointer (&url);
  self->stop_ms = PB_SERVER_STOP_MS;
  /* Asked once: a line per request is for who wants it. */
  self->is_logging = !g_log_writer_default_would_drop (G_LOG_LEVEL_DEBUG, G_LOG_DOMAIN);
  self->answers = pb_answers_new (self->context, answered_cb, self);
  self->soup = g_steal_pointer (&soup);
  soup_server_add_early_handler (self->soup, NULL, handle_headers, self, NULL);
  soup_server_add_handler (self->soup, NULL, handle_request, self, NULL);
  g_signal_connect (self->soup, "request-finished", G_CALLBACK (request_ended_cb), self);
  g_signal_connect (self->soup, "request-aborted", G_CALLBACK (request_ended_cb), self);
  self->connections = pb_connections_new (self->soup, listener, self->context);
  return self;
}

gboolean
pb_server_check_address (const char *listen, gboolean loopback_only, GError **error)
{
  g_autoptr (GSocketAddress) address = pb_listen_parse (listen, loopback_only, error);

  return address != NULL;
}

const char *
pb_server_get_url (PbServer *self)
{
  return self->url;
}

static gboolean
late_cb (gpointer user_data)
{
  *(gboolean *) user_data = TRUE;
  return G_SOURCE_REMOVE;
}

void
pb_server_stop (PbServer *self)
{
  g_autoptr (GSource) timeout = NULL;
  gboolean late = FALSE;

  g_return_if_fail (self != NULL);

  if (self->is_stopping)
    return;
  self->is_stopping = TRUE;
  pb_connections_close_listener (self->connections);
  pb_connections_drop_idle (self->connections);
  timeout = g_timeout_source_new (self->stop_ms);
  g_source_set_callback (timeout, late_cb, &late, NULL);
  g_source_attach (timeout, self->context);
  while (!late && pb_connections_count_busy (self->connections) > 0)
    g_main_context_iteration (self->context, TRUE);
  g_source_destroy (timeout);
  soup_server_disconnect (self->soup);
}

void
pb_server_free (PbServer *self)
{
  Waiting *waiting;

  if (self == NULL)
    return;
  self->is_stopping = TRUE;
  pb_answers_close (self->answers);
  while ((waiting = g_queue_peek_head (&self->waiting)) != NULL)
    waiting_free (waiting);
  g_signal_handlers_disconnect_by_data (self->soup, self);
  soup_server_remove_handler (self->soup, NULL);
  soup_server_disconnect (self->soup);
  g_object_unref (self->soup);
  pb_connections_free (self->connections);
  g_main_context_unref (self->context);
  g_free (self->url);
  g_free (self);
}

void
pb_server_set_limits (PbServer *self, const PbConnectionLimits *limits, guint stop_ms)
{
  pb_connections_set_limits (self->connections, limits);
  self->stop_ms = stop_ms;
}

guint
pb_server_count_connections (PbServer *self)
{
  return pb_connections_count (self->connections);
}

guint
pb_server_count_running (PbServer *self)
{
  return self->waiting.length;
}
