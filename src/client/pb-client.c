/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-client"

#include "config.h"

#include "client/pb-client.h"

#include <string.h>

#include "client/pb-client-private.h"
#include "client/pb-exchange-private.h"
#include "client/pb-client-secret-private.h"

#define IDLE_TIMEOUT    60 /* seconds that an unused connection is kept */
#define MAX_CONNECTIONS 16 /* an act never waits behind polls that are not answered */
#define TOLERANCE       (2 * G_TIME_SPAN_SECOND)

struct _PbClient
{
  GObject parent_instance;

  char *base_url; /* (owned) (not nullable): without a final slash */
  SoupSession *session;
  PbCredentials credentials;
  gboolean learned;
  gboolean legacy;
  GStrv features;
  char *server_name;   /* (owned) (not nullable) */
  gint64 clock_offset; /* server's clock minus own clock, microseconds */
};

enum
{
  SIGNAL_SESSION_LOST,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PbClient, pb_client, G_TYPE_OBJECT)

void
pb_client_credentials_clear (PbCredentials *credentials)
{
  pb_client_secret_clear (&credentials->token);
  pb_client_secret_clear (&credentials->cookie);
}

/* --- one message
 * ------------------------------------------------------------------------------------------------------------- */

static gboolean
is_write (const char *method)
{
  return g_str_equal (method, "POST") || g_str_equal (method, "PUT") || g_str_equal (method, "PATCH");
}

static void
add_credentials (PbClient *self, SoupMessage *message, const PbCredentials *credentials)
{
  SoupMessageHeaders *headers = soup_message_get_request_headers (message);

  if (!self->legacy && credentials->token != NULL)
    {
      g_autofree char *bearer = g_strconcat ("Bearer ", credentials->token, NULL);

      soup_message_headers_replace (headers, "Authorization", bearer);
      explicit_bzero (bearer, strlen (bearer));
    }
  else if (self->legacy && credentials->cookie != NULL)
    {
      soup_message_headers_replace (headers, "Cookie", credentials->cookie);
      /* Existing deployments refuse writes to /api/auth that carry a cookie and no origin. */
      soup_message_headers_replace (headers, "Origin", self->base_url);
    }
}

SoupMessage *
pb_client_build_message (PbClient *self,
                         const char *method,
                         const char *path,
                         const char *body,
                         const PbCredentials *credentials,
                         GError **error)
{
  g_autofree char *text = g_strconcat (self->base_url, path, NULL);
  g_autoptr (GUri) uri = g_uri_parse (text, SOUP_HTTP_URI_FLAGS, NULL);
  SoupMessage *message;
  SoupMessageHeaders *headers;

  if (uri == NULL || g_uri_get_host (uri) == NULL || *g_uri_get_host (uri) == '\0' ||
      !(g_str_equal (g_uri_get_scheme (uri), "http") || g_str_equal (g_uri_get_scheme (uri), "https")))
    {
      pb_client_error_set (error, PB_CLIENT_ERROR_PROTOCOL, 0, NULL, NULL, 0, "The server's address is not a URL");
      return NULL;
    }
  message = soup_message_new_from_uri (method, uri);
  /* A redirection would carry the session to somebody else. */
  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT | SOUP_MESSAGE_DO_NOT_USE_AUTH_CACHE);
  headers = soup_message_get_request_headers (message);
  soup_message_headers_replace (headers, "Accept", "application/json");
  if (is_write (method))
    {
      g_autofree char *key = g_uuid_string_random ();

      soup_message_headers_replace (headers, "Idempotency-Key", key);
      /* The workstation, which signatures name. */
      if (!self->legacy)
        soup_message_headers_replace (headers, "X-Station-Id", g_get_host_name ());
      if (pb_client_has_feature (self, "idempotency"))
        soup_message_add_flags (message, SOUP_MESSAGE_IDEMPOTENT);
    }
  if (body != NULL)
    {
      g_autoptr (GBytes) bytes = pb_client_secret_bytes_new (body);

      soup_message_set_request_body_from_bytes (message, "application/json", bytes);
    }
  if (credentials != NULL)
    add_credentials (self, message, credentials);
  return message;
}

static void
note_clock (PbClient *self, SoupMessage *message)
{
  const char *text = soup_message_headers_get_one (soup_message_get_response_headers (message), "Date");
  g_autoptr (GDateTime) date = text != NULL ? soup_date_time_new_from_http_string (text) : NULL;
  gint64 offset;

  if (date == NULL)
    return;
  /* The header is cut to seconds: its moment is on average half a second later. */
  offset = g_date_time_to_unix (date) * G_TIME_SPAN_SECOND + G_TIME_SPAN_SECOND / 2 - g_get_real_time ();
  self->clock_offset = ABS (offset) <= TOLERANCE ? 0 : offset;
}

gint64
pb_client_get_server_time (PbClient *self)
{
  g_return_val_if_fail (PB_IS_CLIENT (self), 0);

  return g_get_real_time () + self->clock_offset;
}

/* --- calls
 * -------------------------------------------------------------------------------------------------------------------
 */

static void
call_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  PbClient *self = g_task_get_source_object (task);
  const char *token_sent = g_task_get_task_data (task);
  SoupMessage *message = pb_exchange_get_message (result);
  GError *error = NULL;
  PbReply *reply;

  reply = pb_exchange_finish (SOUP_SESSION (source), result, &error);
  note_clock (self, message);
  if (reply != NULL)
    {
      g_task_return_pointer (task, reply, (GDestroyNotify) pb_reply_unref);
      return;
    }
  /* A refusal of a session that was replaced meanwhile says nothing about the present one. */
  if (g_error_matches (error, PB_CLIENT_ERROR, PB_CLIENT_ERROR_AUTH) && token_sent != NULL &&
      g_strcmp0 (token_sent, self->credentials.token) == 0)
    {
      pb_client_credentials_clear (&self->credentials);
      g_signal_emit (self, signals[SIGNAL_SESSION_LOST], 0);
    }
  g_task_return_error (task, error);
}

void
pb_client_start_call (GTask *task,
                      const char *method,
                      const char *path,
                      const char *body,
                      const PbCredentials *credentials)
{
  PbClient *self = g_task_get_source_object (task);
  g_autoptr (SoupMessage) message = NULL;
  GError *error = NULL;

  message = pb_client_build_message (self, method, path, body, credentials, &error);
  if (message == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  if (credentials == &self->credentials)
    g_task_set_task_data (task, g_strdup (credentials->token), (GDestroyNotify) pb_client_secret_free);
  pb_exchange_async (self->session, message, g_task_get_cancellable (task), call_cb, g_object_ref (task));
}

void
pb_client_call_async (PbClient *self,
                      const char *method,
                      const char *path,
                      const char *body,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (PB_IS_CLIENT (self));
  g_return_if_fail (method != NULL && path != NULL && *path == '/');

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, pb_client_call_async);
  pb_client_start_call (task, method, path, body, &self->credentials);
}

PbReply *
pb_client_call_finish (PbClient *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* --- what the server can do
 * -------------------------------------------------------------------------------------------------- */

static void
take_capabilities (PbClient *self, const PbReply *reply)
{
  const char *product = pb_reply_get_string (reply, "product");
  const char *version = pb_reply_get_string (reply, "version");

  g_strfreev (self->features);
  self->features = pb_reply_get_strings (reply, "features");
  g_free (self->server_name);
  self->server_name = g_strdup_printf ("%s%s%s", product != NULL ? product : "", version != NULL ? " " : "",
                                       version != NULL ? version : "");
  self->legacy = FALSE;
  self->learned = TRUE;
}

static void
learn_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  PbClient *self = PB_CLIENT (source);
  g_autoptr (GTask) task = user_data;
  g_autoptr (PbReply) reply = NULL;
  GError *error = NULL;

  reply = pb_client_call_finish (self, result, &error);
  if (reply != NULL)
    take_capabilities (self, reply);
  else if (g_error_matches (error, PB_CLIENT_ERROR, PB_CLIENT_ERROR_NOT_FOUND))
    {
      g_clear_error (&error);
      g_clear_pointer (&self->features, g_strfreev);
      self->legacy = TRUE;
      self->learned = TRUE;
    }
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

void
pb_client_learn_async (PbClient *self, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (GTask) call = NULL;

  g_return_if_fail (PB_IS_CLIENT (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, pb_client_learn_async);
  call = g_task_new (self, cancellable, learn_cb, g_steal_pointer (&task));
  pb_client_start_call (call, "GET", "/api/meta/capabilities", NULL, NULL);
}

gboolean
pb_client_learn_finish (PbClient *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

gboolean
pb_client_has_feature (PbClient *self, const char *feature)
{
  g_return_val_if_fail (PB_IS_CLIENT (self), FALSE);
  g_return_val_if_fail (feature != NULL, FALSE);

  return self->features != NULL && g_strv_contains ((const char *const *) self->features, feature);
}

gboolean
pb_client_is_legacy (PbClient *self)
{
  g_return_val_if_fail (PB_IS_CLIENT (self), FALSE);

  return self->legacy;
}

const char *
pb_client_get_server_name (PbClient *self)
{
  g_return_val_if_fail (PB_IS_CLIENT (self), "");

  return self->server_name;
}

/* --- the object
 * -------------------------------------------------------------------------------------------------------------- */

static void
pb_client_dispose (GObject *object)
{
  PbClient *self = PB_CLIENT (object);

  if (self->session != NULL)
    soup_session_abort (self->session);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (pb_client_parent_class)->dispose (object);
}

static void
pb_client_finalize (GObject *object)
{
  PbClient *self = PB_CLIENT (object);

  pb_client_credentials_clear (&self->credentials);
  g_strfreev (self->features);
  g_free (self->server_name);
  g_free (self->base_url);
  G_OBJECT_CLASS (pb_client_parent_class)->finalize (object);
}

static void
pb_client_class_init (PbClientClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = pb_client_dispose;
  object_class->finalize = pb_client_finalize;
  signals[SIGNAL_SESSION_LOST] =
    g_signal_new ("session-lost", PB_TYPE_CLIENT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
pb_client_init (PbClient *self)
{
  self->server_name = g_strdup ("");
  self->session = soup_session_new_with_options ("timeout", PB_CLIENT_TIMEOUT, "idle-timeout", IDLE_TIMEOUT,
                                                 "max-conns", MAX_CONNECTIONS, "max-conns-per-host", MAX_CONNECTIONS,
                                                 "user-agent", PACKAGE_NAME "/" PACKAGE_VERSION, NULL);
}

PbClient *
pb_client_new (const char *base_url)
{
  PbClient *self;
  gsize length;

  g_return_val_if_fail (base_url != NULL, NULL);

  self = g_object_new (PB_TYPE_CLIENT, NULL);
  length = strlen (base_url);
  while (length > 0 && base_url[length - 1] == '/')
    length--;
  self->base_url = g_strndup (base_url, length);
  return self;
}

const char *
pb_client_get_base_url (PbClient *self)
{
  g_return_val_if_fail (PB_IS_CLIENT (self), "");

  return self->base_url;
}

PbCredentials *
pb_client_get_credentials (PbClient *self)
{
  return &self->credentials;
}

SoupSession *
pb_client_get_soup (PbClient *self)
{
  return self->session;
}
