/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "fake-server"

#include "fake-server.h"

#include <libsoup/soup.h>
#include <string.h>

#define LIMIT_SECONDS 20

typedef struct
{
  guint status;
  char *content_type; /* (nullable) */
  char *body;         /* (nullable) */
  char *header;       /* (nullable) */
  char *value;        /* (nullable) */
  char *raw;          /* (nullable): in place of all the others */
} Answer;

/* What was asked of one method and path. */
typedef struct
{
  guint count;
  char *body;
  char *query;
  SoupMessageHeaders *headers;
} Asked;

typedef struct
{
  char *path;
  SoupServerMessage *message; /* (owned) */
} Held;

struct _FakeServer
{
  SoupServer *server;
  GSocketService *service;
  char *url;
  guint port;
  GHashTable *answers; /* "METHOD path" → Answer */
  GHashTable *asked;   /* "METHOD path" → Asked */
  GHashTable *held_paths;
  GPtrArray *held; /* (element-type Held) */
};

static void
answer_free (Answer *answer)
{
  g_free (answer->content_type);
  g_free (answer->body);
  g_free (answer->header);
  g_free (answer->value);
  g_free (answer->raw);
  g_free (answer);
}

static void
asked_free (Asked *asked)
{
  g_free (asked->body);
  g_free (asked->query);
  g_clear_pointer (&asked->headers, soup_message_headers_unref);
  g_free (asked);
}

static void
held_free (Held *held)
{
  g_free (held->path);
  g_object_unref (held->message);
  g_free (held);
}

static char *
key_of (const char *method, const char *path)
{
  return g_strconcat (method, " ", path, NULL);
}

static void
copy_header (const char *name, const char *value, gpointer headers)
{
  soup_message_headers_append (headers, name, value);
}

static void
note (FakeServer *self, const char *key, SoupServerMessage *message)
{
  SoupMessageBody *body = soup_server_message_get_request_body (message);
  const char *query = g_uri_get_query (soup_server_message_get_uri (message));
  Asked *asked = g_hash_table_lookup (self->asked, key);

  if (asked == NULL)
    {
      asked = g_new0 (Asked, 1);
      g_hash_table_insert (self->asked, g_strdup (key), asked);
    }
  asked->count++;
  g_free (asked->body);
  asked->body = g_strndup (body->data != NULL ? body->data : "", (gsize) body->length);
  g_free (asked->query);
  asked->query = g_strdup (query != NULL ? query : "");
  g_clear_pointer (&asked->headers, soup_message_headers_unref);
  asked->headers = soup_message_headers_new (SOUP_MESSAGE_HEADERS_REQUEST);
  soup_message_headers_foreach (soup_server_message_get_request_headers (message), copy_header, asked->headers);
}

static void
answer_raw (SoupServerMessage *message, const char *bytes)
{
  g_autoptr (GIOStream) stream = soup_server_message_steal_connection (message);
  GOutputStream *output = g_io_stream_get_output_stream (stream);

  g_assert_true (g_output_stream_write_all (output, bytes, strlen (bytes), NULL, NULL, NULL));
  g_io_stream_close (stream, NULL, NULL);
}

static void
answer (FakeServer *self, SoupServerMessage *message)
{
  const char *path = g_uri_get_path (soup_server_message_get_uri (message));
  g_autofree char *key = key_of (soup_server_message_get_method (message), path);
  const Answer *known = g_hash_table_lookup (self->answers, key);
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);

  if (known == NULL)
    {
      soup_server_message_set_status (message, SOUP_STATUS_NOT_FOUND, NULL);
      return;
    }
  if (known->raw != NULL)
    {
      answer_raw (message, known->raw);
      return;
    }
  soup_server_message_set_status (message, known->status, NULL);
  if (known->header != NULL)
    soup_message_headers_replace (headers, known->header, known->value);
  if (known->content_type != NULL)
    soup_message_headers_set_content_type (headers, known->content_type, NULL);
  if (known->body != NULL)
    soup_message_body_append (soup_server_message_get_response_body (message), SOUP_MEMORY_COPY, known->body,
                              strlen (known->body));
}

static void
handle (SoupServer *server, SoupServerMessage *message, const char *path, GHashTable *query, gpointer user_data)
{
  FakeServer *self = user_data;
  const char *raw_path = g_uri_get_path (soup_server_message_get_uri (message));
  g_autofree char *key = key_of (soup_server_message_get_method (message), raw_path);

  note (self, key, message);
  if (g_hash_table_contains (self->held_paths, raw_path))
    {
      Held *held = g_new (Held, 1);

      held->path = g_strdup (raw_path);
      held->message = g_object_ref (message);
      soup_server_message_pause (message);
      g_ptr_array_add (self->held, held);
      return;
    }
  answer (self, message);
}

static gboolean
incoming_cb (GSocketService *service, GSocketConnection *connection, GObject *source, FakeServer *self)
{
  g_autoptr (GSocketAddress) local = g_socket_connection_get_local_address (connection, NULL);
  g_autoptr (GSocketAddress) remote = g_socket_connection_get_remote_address (connection, NULL);

  if (local != NULL && remote != NULL)
    soup_server_accept_iostream (self->server, G_IO_STREAM (connection), local, remote, NULL);
  return TRUE;
}

/* Not by libsoup's own listener, which loses a reference of every socket it accepts (3.2). */
static void
listen_on (FakeServer *self, guint port)
{
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) wanted = g_inet_socket_address_new (loopback, (guint16) port);
  g_autoptr (GSocketAddress) given = NULL;
  g_autoptr (GError) error = NULL;

  self->server = soup_server_new ("raw-paths", TRUE, NULL);
  soup_server_add_handler (self->server, NULL, handle, self, NULL);
  self->service = g_socket_service_new ();
  g_socket_listener_add_address (G_SOCKET_LISTENER (self->service), wanted, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP,
                                 NULL, &given, &error);
  g_assert_no_error (error);
  self->port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (given));
  g_signal_connect (self->service, "incoming", G_CALLBACK (incoming_cb), self);
  g_socket_service_start (self->service);
}

FakeServer *
fake_server_new (void)
{
  FakeServer *self = g_new0 (FakeServer, 1);

  self->answers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) answer_free);
  self->asked = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) asked_free);
  self->held_paths = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->held = g_ptr_array_new_with_free_func ((GDestroyNotify) held_free);
  listen_on (self, 0);
  self->url = g_strdup_printf ("http://127.0.0.1:%u", self->port);
  return self;
}

void
fake_server_go_down (FakeServer *self)
{
  g_ptr_array_set_size (self->held, 0);
  g_socket_service_stop (self->service);
  g_socket_listener_close (G_SOCKET_LISTENER (self->service));
  g_clear_object (&self->service);
  soup_server_disconnect (self->server);
  g_clear_object (&self->server);
  /* Connections and the listener let go of their sockets in turns of the loop of their own. */
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

void
fake_server_come_up (FakeServer *self)
{
  listen_on (self, self->port);
}

void
fake_server_free (FakeServer *self)
{
  if (self == NULL)
    return;
  if (self->server != NULL)
    fake_server_go_down (self);
  g_hash_table_unref (self->answers);
  g_hash_table_unref (self->asked);
  g_hash_table_unref (self->held_paths);
  g_ptr_array_unref (self->held);
  g_free (self->url);
  g_free (self);
}

const char *
fake_server_get_url (FakeServer *self)
{
  return self->url;
}

void
fake_server_set_full (FakeServer *self,
                      const char *method,
                      const char *path,
                      guint status,
                      const char *content_type,
                      const char *body,
                      const char *header,
                      const char *value)
{
  Answer *made = g_new0 (Answer, 1);

  made->status = status;
  made->content_type = g_strdup (content_type);
  made->body = g_strdup (body);
  made->header = g_strdup (header);
  made->value = g_strdup (value);
  g_hash_table_insert (self->answers, key_of (method, path), made);
}

void
fake_server_set (FakeServer *self, const char *method, const char *path, guint status, const char *json)
{
  fake_server_set_full (self, method, path, status, "application/json", json, NULL, NULL);
}

void
fake_server_set_raw (FakeServer *self, const char *method, const char *path, const char *bytes)
{
  Answer *made = g_new0 (Answer, 1);

  made->raw = g_strdup (bytes);
  g_hash_table_insert (self->answers, key_of (method, path), made);
}

void
fake_server_hold (FakeServer *self, const char *path)
{
  g_hash_table_add (self->held_paths, g_strdup (path));
}

void
fake_server_release (FakeServer *self, const char *path)
{
  g_hash_table_remove (self->held_paths, path);
  for (guint i = self->held->len; i > 0; i--)
    {
      Held *held = self->held->pdata[i - 1];

      if (strcmp (held->path, path) != 0)
        continue;
      answer (self, held->message);
      soup_server_message_unpause (held->message);
      g_ptr_array_remove_index (self->held, i - 1);
    }
}

static const Asked *
find_asked (FakeServer *self, const char *method, const char *path)
{
  g_autofree char *key = key_of (method, path);

  return g_hash_table_lookup (self->asked, key);
}

guint
fake_server_count (FakeServer *self, const char *method, const char *path)
{
  const Asked *asked = find_asked (self, method, path);

  return asked != NULL ? asked->count : 0;
}

guint
fake_server_count_held (FakeServer *self, const char *path)
{
  guint n = 0;

  for (guint i = 0; i < self->held->len; i++)
    n += strcmp (((const Held *) self->held->pdata[i])->path, path) == 0;
  return n;
}

const char *
fake_server_get_body (FakeServer *self, const char *method, const char *path)
{
  const Asked *asked = find_asked (self, method, path);

  return asked != NULL ? asked->body : "";
}

const char *
fake_server_get_query (FakeServer *self, const char *method, const char *path)
{
  const Asked *asked = find_asked (self, method, path);

  return asked != NULL ? asked->query : "";
}

const char *
fake_server_get_header (FakeServer *self, const char *method, const char *path, const char *name)
{
  const Asked *asked = find_asked (self, method, path);

  return asked != NULL ? soup_message_headers_get_one (asked->headers, name) : NULL;
}

/* --- the main context
 * -------------------------------------------------------------------------------------------------------- */

static gboolean
set_flag_cb (gpointer flag)
{
  *(gboolean *) flag = TRUE;
  return G_SOURCE_REMOVE;
}

void
pump_until (gboolean (*condition) (gpointer data), gpointer data)
{
  gboolean late = FALSE;
  guint source = g_timeout_add_seconds (LIMIT_SECONDS, set_flag_cb, &late);

  while (!condition (data) && !late)
    g_main_context_iteration (NULL, TRUE);
  g_assert_false (late);
  g_source_remove (source);
}

void
pump_for (guint ms)
{
  gboolean over = FALSE;

  g_timeout_add (ms, set_flag_cb, &over);
  while (!over)
    g_main_context_iteration (NULL, TRUE);
}

void
pump_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Pump *pump = user_data;

  g_assert_null (pump->result);
  pump->result = g_object_ref (result);
}

static gboolean
has_result (gpointer data)
{
  return ((Pump *) data)->result != NULL;
}

GAsyncResult *
pump_wait (Pump *pump)
{
  pump_until (has_result, pump);
  return pump->result;
}

void
pump_clear (Pump *pump)
{
  g_clear_object (&pump->result);
}

static gboolean
is_gone (gpointer data)
{
  return *(gpointer *) data == NULL;
}

void
pump_until_gone (gpointer object)
{
  gpointer watched = object;

  g_object_add_weak_pointer (object, &watched);
  g_object_unref (object);
  pump_until (is_gone, &watched);
}
