/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-client"

#include "client/pb-client-private.h"

#include <string.h>

#include "client/pb-exchange-private.h"
#include "client/pb-client-secret-private.h"
#include "wire/pb-writer.h"

/* --- sessions
 * ---------------------------------------------------------------------------------------------------------------- */

typedef struct
{
  char *body;                /* (owned): wiped */
  PbCredentials credentials; /* of the opened session */
} SignIn;

static void
sign_in_free (SignIn *sign_in)
{
  pb_client_secret_clear (&sign_in->body);
  pb_client_credentials_clear (&sign_in->credentials);
  g_free (sign_in);
}

/* The members "email" and "password"; email is left out when NULL. Returns: (transfer full): to be freed by
 * pb_client_secret_free(). */
static char *
write_credentials (const char *email, const char *password)
{
  PbWriter *writer = pb_writer_new ();
  char *text;

  pb_writer_begin_object (writer);
  pb_writer_member_string_opt (writer, "email", email);
  pb_writer_member_string (writer, "password", password);
  pb_writer_end_object (writer);
  text = g_strdup (pb_writer_peek (writer, NULL));
  pb_client_secret_writer_free (writer);
  return text;
}

/* "name=value" of the session cookie. Returns: (transfer full) (nullable). */
static char *
find_cookie (SoupMessage *message)
{
  SoupMessageHeadersIter iter;
  const char *name;
  const char *value;

  soup_message_headers_iter_init (&iter, soup_message_get_response_headers (message));
  while (soup_message_headers_iter_next (&iter, &name, &value))
    {
      gsize length = strcspn (value, ";");
      g_autofree char *pair = NULL;

      if (g_ascii_strcasecmp (name, "Set-Cookie") != 0)
        continue;
      pair = g_strndup (value, length);
      if (strstr (pair, "session_token=") != NULL)
        return g_steal_pointer (&pair);
    }
  return NULL;
}

static void
open_session_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  SignIn *sign_in = g_task_get_task_data (task);
  g_autoptr (PbReply) reply = NULL;
  GError *error = NULL;

  reply = pb_exchange_finish (SOUP_SESSION (source), result, &error);
  if (reply == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  sign_in->credentials.token = g_strdup (pb_reply_get_string (reply, "token"));
  sign_in->credentials.cookie = find_cookie (pb_exchange_get_message (result));
  if (sign_in->credentials.token == NULL)
    {
      pb_client_error_set (&error, PB_CLIENT_ERROR_PROTOCOL, pb_reply_get_status (reply), NULL, NULL, 0,
                           "Signed in without a token");
      g_task_return_error (task, error);
      return;
    }
  g_task_return_pointer (task, g_steal_pointer (&reply), (GDestroyNotify) pb_reply_unref);
}

/* Opens a session that the client does not take over. @body: taken. */
static void
open_session_async (PbClient *self,
                    char *body,
                    GCancellable *cancellable,
                    GAsyncReadyCallback callback,
                    gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  g_autoptr (SoupMessage) message = NULL;
  SignIn *sign_in = g_new0 (SignIn, 1);
  GError *error = NULL;

  g_task_set_source_tag (task, open_session_async);
  sign_in->body = body;
  g_task_set_task_data (task, sign_in, (GDestroyNotify) sign_in_free);
  message = pb_client_build_message (self, "POST", "/api/auth/sign-in/email", body, NULL, &error);
  if (message == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  pb_exchange_async (pb_client_get_soup (self), message, cancellable, open_session_cb, g_object_ref (task));
}

/* @credentials: (out): of the session. Returns: (transfer full) (nullable). */
static PbReply *
open_session_finish (PbClient *self, GAsyncResult *result, PbCredentials *credentials, GError **error)
{
  SignIn *sign_in = g_task_get_task_data (G_TASK (result));
  PbReply *reply = g_task_propagate_pointer (G_TASK (result), error);

  if (reply != NULL)
    {
      *credentials = sign_in->credentials;
      sign_in->credentials = (PbCredentials){ NULL, NULL };
    }
  return reply;
}

/* Ends a session on the server; nobody waits for it. */
static void
close_session (PbClient *self, const PbCredentials *credentials)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, NULL, NULL);

  pb_client_start_call (task, "POST", "/api/auth/sign-out", "{}", credentials);
}

static void
sign_in_opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  PbClient *self = PB_CLIENT (source);
  g_autoptr (GTask) task = user_data;
  g_autoptr (PbReply) reply = NULL;
  PbCredentials credentials = { NULL, NULL };
  JsonObject *root;
  GError *error = NULL;

  reply = open_session_finish (self, result, &credentials, &error);
  if (reply == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  /* Another person at the same window: the session before is over. */
  if (pb_client_is_signed_in (self))
    close_session (self, pb_client_get_credentials (self));
  pb_client_credentials_clear (pb_client_get_credentials (self));
  *pb_client_get_credentials (self) = credentials;
  root = json_node_get_object (pb_reply_get_root (reply));
  g_task_return_pointer (task, pb_reply_new (pb_reply_get_status (reply), json_object_get_member (root, "user")),
                         (GDestroyNotify) pb_reply_unref);
}

static void
sign_in_learned_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  PbClient *self = PB_CLIENT (source);
  g_autoptr (GTask) task = user_data;
  const char *body = g_task_get_task_data (task);
  GError *error = NULL;

  if (!pb_client_learn_finish (self, result, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  open_session_async (self, g_strdup (body), g_task_get_cancellable (task), sign_in_opened_cb, g_object_ref (task));
}

void
pb_client_sign_in_async (PbClient *self,
                         const char *email,
                         const char *password,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (PB_IS_CLIENT (self));
  g_return_if_fail (email != NULL && password != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, pb_client_sign_in_async);
  g_task_set_task_data (task, write_credentials (email, password), (GDestroyNotify) pb_client_secret_free);
  pb_client_learn_async (self, cancellable, sign_in_learned_cb, g_steal_pointer (&task));
}

PbReply *
pb_client_sign_in_finish (PbClient *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
sign_out_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (PbReply) reply = NULL;
  GError *error = NULL;

  reply = pb_client_call_finish (PB_CLIENT (source), result, &error);
  /* A session that the server no longer knows is signed out as well. */
  if (reply != NULL || g_error_matches (error, PB_CLIENT_ERROR, PB_CLIENT_ERROR_AUTH))
    {
      g_clear_error (&error);
      g_task_return_boolean (task, TRUE);
    }
  else
    g_task_return_error (task, error);
}

void
pb_client_sign_out_async (PbClient *self, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (GTask) call = NULL;
  PbCredentials credentials;

  g_return_if_fail (PB_IS_CLIENT (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, pb_client_sign_out_async);
  credentials = *pb_client_get_credentials (self);
  *pb_client_get_credentials (self) = (PbCredentials){ NULL, NULL };
  if (credentials.token == NULL)
    {
      g_task_return_boolean (task, TRUE);
      return;
    }
  call = g_task_new (self, cancellable, sign_out_cb, g_steal_pointer (&task));
  pb_client_start_call (call, "POST", "/api/auth/sign-out", "{}", &credentials);
  pb_client_credentials_clear (&credentials);
}

gboolean
pb_client_sign_out_finish (PbClient *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

gboolean
pb_client_is_signed_in (PbClient *self)
{
  g_return_val_if_fail (PB_IS_CLIENT (self), FALSE);

  return pb_client_get_credentials (self)->token != NULL;
}

/* --- signed calls
 * ------------------------------------------------------------------------------------------------------------ */

typedef struct
{
  char *path;                /* (owned) */
  char *body;                /* (owned) */
  PbCredentials credentials; /* of the signer's own session */
} SignedCall;

static void
signed_call_free (SignedCall *call)
{
  g_free (call->path);
  g_free (call->body);
  pb_client_credentials_clear (&call->credentials);
  g_free (call);
}

/* Returns: (transfer full): to be freed by pb_client_secret_free(). */
static char *
write_signed_body (const char *members, const char *email, const char *password)
{
  char *signer = write_credentials (email, password);
  gboolean more = members != NULL && *members != '\0';
  char *body = g_strdup_printf ("{%s%s\"signer\":%s}", more ? members : "", more ? "," : "", signer);

  pb_client_secret_free (signer);
  return body;
}

/* Wrong credentials of a signer are told alike, whichever way they were tried. */
static void
return_signer_error (GTask *task, GError *cause)
{
  g_autoptr (GError) error = NULL;

  if (!g_error_matches (cause, PB_CLIENT_ERROR, PB_CLIENT_ERROR_AUTH))
    {
      g_task_return_error (task, cause);
      return;
    }
  pb_client_error_set (&error, PB_CLIENT_ERROR_FORBIDDEN, pb_client_error_get_status (cause), "CREDENTIALS_INVALID",
                       NULL, 0, cause->message);
  g_error_free (cause);
  g_task_return_error (task, g_steal_pointer (&error));
}

static void
signed_call_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  SignedCall *call = g_task_get_task_data (task);
  GError *error = NULL;
  PbReply *reply;

  reply = pb_client_call_finish (PB_CLIENT (source), result, &error);
  close_session (PB_CLIENT (source), &call->credentials);
  if (reply == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, reply, (GDestroyNotify) pb_reply_unref);
}

static void
signer_opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  PbClient *self = PB_CLIENT (source);
  g_autoptr (GTask) task = user_data;
  g_autoptr (GTask) inner = NULL;
  SignedCall *call = g_task_get_task_data (task);
  g_autoptr (PbReply) reply = NULL;
  GError *error = NULL;

  reply = open_session_finish (self, result, &call->credentials, &error);
  if (reply == NULL)
    {
      return_signer_error (task, error);
      return;
    }
  inner = g_task_new (self, g_task_get_cancellable (task), signed_call_cb, g_object_ref (task));
  pb_client_start_call (inner, "POST", call->path, call->body, &call->credentials);
}

void
pb_client_call_signed_async (PbClient *self,
                             const char *path,
                             const char *members,
                             const char *legacy_members,
                             const char *email,
                             const char *password,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  SignedCall *call;

  g_return_if_fail (PB_IS_CLIENT (self));
  g_return_if_fail (path != NULL && password != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, pb_client_call_signed_async);
  if (pb_client_has_feature (self, "esign"))
    {
      char *body = write_signed_body (members, email, password);

      pb_client_start_call (task, "POST", path, body, pb_client_get_credentials (self));
      pb_client_secret_free (body);
      return;
    }
  if (email == NULL)
    {
      GError *error = NULL;

      pb_client_error_set (&error, PB_CLIENT_ERROR_FORBIDDEN, 0, "CREDENTIALS_REQUIRED", NULL, 0,
                           "This server asks for e-mail and password of the person who signs");
      g_task_return_error (task, error);
      return;
    }
  call = g_new0 (SignedCall, 1);
  call->path = g_strdup (path);
  call->body = g_strdup_printf ("{%s}", legacy_members != NULL ? legacy_members : "");
  g_task_set_task_data (task, call, (GDestroyNotify) signed_call_free);
  open_session_async (self, write_credentials (email, password), cancellable, signer_opened_cb,
                      g_steal_pointer (&task));
}
