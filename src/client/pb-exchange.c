/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-client"

#include "client/pb-exchange-private.h"

#include <errno.h>
#include <string.h>

#include "client/pb-client-error.h"
#include "client/pb-client.h"
#include "wire/pb-json.h"

#define CHUNK_SIZE (64 * 1024)

typedef struct
{
  SoupMessage *message; /* (owned) */
  GInputStream *stream; /* (owned) (nullable) */
  GByteArray *body;     /* (owned) */
} Exchange;

static void
exchange_free (Exchange *exchange)
{
  g_clear_object (&exchange->message);
  g_clear_object (&exchange->stream);
  g_byte_array_unref (exchange->body);
  g_free (exchange);
}

/* --- what an answer means
 * ---------------------------------------------------------------------------------------------------- */

static PbClientError
kind_of_status (guint status)
{
  switch (status)
    {
    case SOUP_STATUS_UNAUTHORIZED:
      return PB_CLIENT_ERROR_AUTH;
    case SOUP_STATUS_FORBIDDEN:
      return PB_CLIENT_ERROR_FORBIDDEN;
    case SOUP_STATUS_NOT_FOUND:
    case SOUP_STATUS_GONE:
      return PB_CLIENT_ERROR_NOT_FOUND;
    case SOUP_STATUS_CONFLICT:
    case SOUP_STATUS_PRECONDITION_FAILED:
      return PB_CLIENT_ERROR_CONFLICT;
    case 429:
    case SOUP_STATUS_SERVICE_UNAVAILABLE:
      return PB_CLIENT_ERROR_BUSY;
    default:
      if (status >= 500)
        return PB_CLIENT_ERROR_SERVER;
      return status >= 400 ? PB_CLIENT_ERROR_INVALID : PB_CLIENT_ERROR_PROTOCOL;
    }
}

static gboolean
is_json (const char *content_type)
{
  gsize length;

  if (content_type == NULL)
    return FALSE;
  length = strcspn (content_type, "; \t");
  return length == strlen ("application/json") && g_ascii_strncasecmp (content_type, "application/json", length) == 0;
}

static const char *
member_text (JsonObject *object, const char *name)
{
  JsonNode *node = object != NULL ? json_object_get_member (object, name) : NULL;

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_STRING)
    return NULL;
  return json_node_get_string (node);
}

static JsonObject *
member_object (JsonObject *object, const char *name)
{
  JsonNode *node = object != NULL ? json_object_get_member (object, name) : NULL;

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

/* A refusal: enveloped {ok,error{code,message}}, or bare {code,message}, or whatever a proxy on the way has to say. */
static void
set_refusal (GError **error, guint status, JsonNode *root, guint retry_after)
{
  JsonObject *body = root != NULL && JSON_NODE_HOLDS_OBJECT (root) ? json_node_get_object (root) : NULL;
  JsonObject *envelope = member_object (body, "error");
  JsonObject *told = envelope != NULL ? envelope : body;
  const char *message = member_text (told, "message");
  g_autofree char *plain = NULL;

  if (message == NULL)
    {
      const char *phrase = soup_status_get_phrase (status);

      plain = g_strdup_printf ("HTTP %u %s", status, phrase);
      message = plain;
    }
  pb_client_error_set (error, kind_of_status (status), status, member_text (told, "code"), told, retry_after, message);
}

static void
set_protocol_error (GError **error, guint status, const char *message)
{
  pb_client_error_set (error, PB_CLIENT_ERROR_PROTOCOL, status, NULL, NULL, 0, message);
}

/* The data of {ok:true,data}, or the body itself where the contract has no envelope.
 * Returns: (transfer none) (nullable): NULL when there is no data. */
static JsonNode *
unwrap (JsonNode *root)
{
  JsonObject *object;
  JsonNode *ok;

  if (!JSON_NODE_HOLDS_OBJECT (root))
    return root;
  object = json_node_get_object (root);
  ok = json_object_get_member (object, "ok");
  if (ok == NULL || !JSON_NODE_HOLDS_VALUE (ok) || json_node_get_value_type (ok) != G_TYPE_BOOLEAN)
    return root;
  return json_object_get_member (object, "data");
}

static gboolean
says_not_ok (JsonNode *root)
{
  JsonNode *ok;

  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root))
    return FALSE;
  ok = json_object_get_member (json_node_get_object (root), "ok");
  return ok != NULL && JSON_NODE_HOLDS_VALUE (ok) && json_node_get_value_type (ok) == G_TYPE_BOOLEAN &&
         !json_node_get_boolean (ok);
}

PbReply *
pb_exchange_judge (guint status,
                   const char *content_type,
                   const char *body,
                   gsize length,
                   guint retry_after,
                   GError **error)
{
  g_autoptr (JsonNode) root = NULL;
  g_autoptr (GError) cause = NULL;

  if (length > 0 && is_json (content_type))
    root = pb_json_parse (body, length, &cause);
  if (!SOUP_STATUS_IS_SUCCESSFUL (status))
    {
      set_refusal (error, status, root, retry_after);
      return NULL;
    }
  if (status == SOUP_STATUS_NO_CONTENT)
    return pb_reply_new (status, NULL);
  if (root == NULL)
    {
      set_protocol_error (error, status,
                          cause != NULL ? cause->message
                          : length == 0 ? "The answer is empty"
                                        : "The answer is no JSON");
      return NULL;
    }
  if (says_not_ok (root))
    {
      set_protocol_error (error, status, "A good status with a refusal as its body");
      return NULL;
    }
  return pb_reply_new (status, unwrap (root));
}

/* --- the exchange itself
 * ----------------------------------------------------------------------------------------------------- */

static guint
get_retry_after (SoupMessage *message)
{
  const char *text = soup_message_headers_get_one (soup_message_get_response_headers (message), "Retry-After");
  guint64 seconds = 0;

  /* A date is allowed as well; the servers of the contract say seconds. */
  if (text == NULL || !g_ascii_string_to_unsigned (text, 10, 0, 24 * 60 * 60, &seconds, NULL))
    return 0;
  return (guint) seconds;
}

/* Anything but a cancelled call that keeps an answer from coming is the network's. */
static void
return_transport_error (GTask *task, GError *cause)
{
  g_autoptr (GError) error = NULL;

  if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_task_return_error (task, cause);
      return;
    }
  pb_client_error_set (&error, PB_CLIENT_ERROR_NETWORK, 0, NULL, NULL, 0, cause->message);
  g_error_free (cause);
  g_task_return_error (task, g_steal_pointer (&error));
}

static void
judge_answer (GTask *task)
{
  Exchange *exchange = g_task_get_task_data (task);
  SoupMessageHeaders *headers = soup_message_get_response_headers (exchange->message);
  GError *error = NULL;
  PbReply *reply;

  reply =
    pb_exchange_judge (soup_message_get_status (exchange->message),
                       soup_message_headers_get_one (headers, "Content-Type"), (const char *) exchange->body->data,
                       exchange->body->len, get_retry_after (exchange->message), &error);
  if (reply == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, reply, (GDestroyNotify) pb_reply_unref);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Exchange *exchange = g_task_get_task_data (task);
  g_autoptr (GBytes) chunk = NULL;
  GError *error = NULL;
  gsize length;
  gconstpointer data;

  chunk = g_input_stream_read_bytes_finish (G_INPUT_STREAM (source), result, &error);
  if (chunk == NULL)
    {
      return_transport_error (task, error);
      return;
    }
  data = g_bytes_get_data (chunk, &length);
  if (length == 0)
    {
      judge_answer (task);
      return;
    }
  if (exchange->body->len + length > PB_CLIENT_BODY_MAX)
    {
      set_protocol_error (&error, soup_message_get_status (exchange->message), "The answer is too large");
      g_task_return_error (task, error);
      return;
    }
  g_byte_array_append (exchange->body, data, (guint) length);
  g_input_stream_read_bytes_async (exchange->stream, CHUNK_SIZE, G_PRIORITY_DEFAULT, g_task_get_cancellable (task),
                                   read_cb, g_object_ref (task));
}

static void
send_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Exchange *exchange = g_task_get_task_data (task);
  GError *error = NULL;

  exchange->stream = soup_session_send_finish (SOUP_SESSION (source), result, &error);
  if (exchange->stream == NULL)
    {
      return_transport_error (task, error);
      return;
    }
  g_input_stream_read_bytes_async (exchange->stream, CHUNK_SIZE, G_PRIORITY_DEFAULT, g_task_get_cancellable (task),
                                   read_cb, g_object_ref (task));
}

void
pb_exchange_async (SoupSession *session,
                   SoupMessage *message,
                   GCancellable *cancellable,
                   GAsyncReadyCallback callback,
                   gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (session, cancellable, callback, user_data);
  Exchange *exchange = g_new0 (Exchange, 1);

  g_task_set_source_tag (task, pb_exchange_async);
  exchange->message = g_object_ref (message);
  exchange->body = g_byte_array_new ();
  g_task_set_task_data (task, exchange, (GDestroyNotify) exchange_free);
  soup_session_send_async (session, message, G_PRIORITY_DEFAULT, cancellable, send_cb, g_steal_pointer (&task));
}

PbReply *
pb_exchange_finish (SoupSession *session, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, session), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

SoupMessage *
pb_exchange_get_message (GAsyncResult *result)
{
  Exchange *exchange = g_task_get_task_data (G_TASK (result));

  return exchange->message;
}
