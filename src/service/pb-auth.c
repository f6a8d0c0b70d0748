/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-service"

#include "service/pb-auth.h"

#include <string.h>

#include "service/pb-secret.h"
#include "service/pb-service-private.h"

/* Five wrong secrets within the window lock signing for as long, from the fifth on (domain.md, section 5). */
#define SIGNING_FAILURES 5
#define SIGNING_WINDOW   (15 * PB_MINUTE)
/* How long after a signature the session's user gives the secret alone: whoever idles longer may have left the desk. */
#define SIGNING_IDLE (15 * PB_MINUTE)
#define FAILURE      "SIGNING"
#define LOCK         "SIGNING_LOCK"
/* Sessions kept in mind; beyond it all are forgotten and read again. */
#define MOST_PRINCIPALS 5000

PbPrincipal *
pb_principal_ref (PbPrincipal *principal)
{
  g_atomic_ref_count_inc (&principal->refs);
  return principal;
}

void
pb_principal_unref (PbPrincipal *principal)
{
  if (principal == NULL || !g_atomic_ref_count_dec (&principal->refs))
    return;
  pb_object_unref (principal->session);
  pb_object_unref (principal->user);
  g_clear_pointer (&principal->roles, g_ptr_array_unref);
  g_free (principal);
}

PbPrincipal *
pb_principal_load (PbStore *store, PbUser *user, PbSession *session, GError **error)
{
  PbPrincipal *principal;
  PbQuery query = { .type = &pb_role_type, .order_by = "code" };
  GPtrArray *roles;

  if (user->roles == NULL || user->roles[0] == NULL)
    roles = pb_object_array_new ();
  else
    {
      pb_query_add_list (&query, "code", (const char *const *) user->roles);
      roles = pb_store_list (store, &query, NULL, error);
    }
  if (roles == NULL)
    return NULL;
  principal = g_new0 (PbPrincipal, 1);
  g_atomic_ref_count_init (&principal->refs);
  principal->user = pb_object_ref (user);
  principal->session = session != NULL ? pb_object_ref (session) : NULL;
  principal->roles = roles;
  return principal;
}

static PbPrincipal *
known_principal (PbService *service, const char *token_hash, gint64 now, gint64 *change)
{
  PbPrincipal *principal;

  g_mutex_lock (&service->lock);
  principal = g_hash_table_lookup (service->principals, token_hash);
  if (principal != NULL && principal->session->expires_at <= now)
    principal = NULL;
  if (principal != NULL)
    pb_principal_ref (principal);
  *change = service->people_change;
  g_mutex_unlock (&service->lock);
  return principal;
}

static void
keep_principal (PbService *service, const char *token_hash, PbPrincipal *principal, gint64 change)
{
  g_mutex_lock (&service->lock);
  if (change == service->people_change)
    {
      if (g_hash_table_size (service->principals) >= MOST_PRINCIPALS)
        g_hash_table_remove_all (service->principals);
      g_hash_table_insert (service->principals, g_strdup (token_hash), pb_principal_ref (principal));
    }
  g_mutex_unlock (&service->lock);
}

gboolean
pb_auth_resolve (PbCall *call, PbStore *store, GError **error)
{
  g_autofree char *hash = NULL;
  g_autoptr (PbSession) session = NULL;
  g_autoptr (PbUser) user = NULL;
  g_autoptr (GError) failure = NULL;
  gint64 change;

  if (call->request->token == NULL)
    return TRUE;
  hash = pb_token_hash (call->request->token);
  call->principal = known_principal (call->service, hash, call->now, &change);
  if (call->principal != NULL)
    return TRUE;
  if (store == NULL)
    return FALSE;
  session = pb_store_get_by (store, &pb_session_type, "token_hash", hash, &failure);
  if (session != NULL && session->expires_at > call->now)
    user = pb_store_get_by (store, &pb_user_type, "id", session->user_id, &failure);
  if (user != NULL && user->is_active.v)
    call->principal = pb_principal_load (store, user, session, &failure);
  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  if (call->principal != NULL)
    keep_principal (call->service, hash, call->principal, change);
  return TRUE;
}

void
pb_auth_forget (PbService *service)
{
  g_mutex_lock (&service->lock);
  service->people_change += 1;
  g_hash_table_remove_all (service->principals);
  g_mutex_unlock (&service->lock);
}

gboolean
pb_auth_check (PbCall *call, GError **error)
{
  const char *permission = call->endpoint->permission;

  if (call->principal == NULL)
    {
      pb_problem_set (error, 401, "UNAUTHORIZED", "Unauthorized");
      return FALSE;
    }
  if (!pb_roles_grant_any (call->principal->roles, permission))
    {
      g_auto (GStrv) words = g_strsplit (permission, " ", 0);
      g_autofree char *text = g_strjoinv (" or ", words);

      pb_problem_set (error, 403, "FORBIDDEN", "Missing required permission: %s", text);
      return FALSE;
    }
  return TRUE;
}

/* Returns: whether signing is locked for @email; sets @problem then. */
static gboolean
is_locked (PbCall *call, const char *email, gboolean *locked, GError **problem, GError **error)
{
  gint64 count, newest;

  if (!pb_store_count_credential_failures (call->store, LOCK, email, NULL, call->now - SIGNING_WINDOW + 1, call->now,
                                           &count, &newest, error))
    return FALSE;
  *locked = count > 0;
  if (*locked && *problem == NULL)
    {
      pb_problem_set (problem, 403, "SIGNING_LOCKED",
                      "Too many wrong passwords: signing is locked for this person for 15 minutes");
      pb_problem_add_time (*problem, "until", newest + SIGNING_WINDOW);
    }
  return TRUE;
}

static void
require_credentials (PbCall *call)
{
  pb_problem_set (&call->signer_problem, 403, "CREDENTIALS_REQUIRED",
                  "This needs the e-mail and password of the person who signs");
}

char *
pb_auth_email (const char *email)
{
  return g_strstrip (g_utf8_strdown (email, -1));
}

/* Whether the session's user has signed in it not long ago. */
static gboolean
is_signing (const PbSession *session, gint64 now)
{
  return session->signed_at != 0 && now >= session->signed_at && now < session->signed_at + SIGNING_IDLE;
}

/* What the body's `signer` says. Returns: whether both are there; the caller frees both in any case, the password with
 * pb_secret_free(). */
static gboolean
take_credentials (PbCall *call, char **email, char **password)
{
  JsonNode *node = pb_call_body_node (call, "signer", PB_VALUE_SIGNER);
  JsonObject *signer = node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;

  if (signer == NULL)
    return FALSE;
  *email = g_strdup (pb_json_get_text (signer, "email"));
  *password = g_strdup (pb_json_get_text (signer, "password"));
  if (*email == NULL && is_signing (call->principal->session, call->now))
    *email = g_strdup (call->principal->user->email);
  return *email != NULL && *password != NULL && **email != '\0' && **password != '\0';
}

gboolean
pb_auth_verify_signer (PbCall *call, GError **error)
{
  g_autofree char *email = NULL;
  char *password = NULL;
  g_autoptr (PbUser) user = NULL;
  g_autoptr (GError) failure = NULL;
  gboolean locked = FALSE, right;

  if (!take_credentials (call, &email, &password))
    {
      require_credentials (call);
      pb_secret_free (password);
      return TRUE;
    }
  g_free (call->signer_email);
  call->signer_email = pb_auth_email (email);
  if (!is_locked (call, call->signer_email, &locked, &call->signer_problem, error))
    {
      pb_secret_free (password);
      return FALSE;
    }
  if (!locked)
    user = pb_store_get_by (call->store, &pb_user_type, "email", call->signer_email, &failure);
  right = !locked && failure == NULL && pb_secret_verify (password, user != NULL ? user->password_hash : NULL) &&
          user != NULL;
  pb_secret_free (password);
  if (failure == NULL && !locked && (!right || !user->is_active.v))
    pb_problem_set (&call->signer_problem, 403, "CREDENTIALS_INVALID", "E-mail or password is wrong");
  else if (failure == NULL && !locked && user->must_change_password.v)
    pb_problem_set (&call->signer_problem, 403, "PASSWORD_CHANGE_REQUIRED",
                    "This password was set by an administrator: its owner must change it before signing with it");
  else if (failure == NULL && !locked)
    call->signer = pb_principal_load (call->store, user, NULL, &failure);
  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  return TRUE;
}

gboolean
pb_auth_confirm_signer (PbCall *call, GError **error)
{
  g_autoptr (PbUser) user = NULL;
  g_autoptr (GError) failure = NULL;
  gboolean locked = FALSE;

  if (call->signer_email == NULL)
    return TRUE;
  if (!is_locked (call, call->signer_email, &locked, &call->signer_problem, error))
    return FALSE;
  if (locked)
    {
      if (!pb_problem_is (call->signer_problem, "SIGNING_LOCKED"))
        g_clear_error (&call->signer_problem);
      g_clear_pointer (&call->signer, pb_principal_unref);
      return is_locked (call, call->signer_email, &locked, &call->signer_problem, error);
    }
  if (call->signer == NULL)
    return TRUE;
  /* Disabled, renamed or given other rights while the secret was verified and the change waited. */
  user = pb_store_get_by (call->store, &pb_user_type, "id", call->signer->user->id, &failure);
  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  if (user == NULL || !user->is_active.v || g_strcmp0 (user->password_hash, call->signer->user->password_hash) != 0)
    {
      g_clear_pointer (&call->signer, pb_principal_unref);
      pb_problem_set (&call->signer_problem, 403, "CREDENTIALS_INVALID", "E-mail or password is wrong");
      return TRUE;
    }
  g_clear_pointer (&call->signer, pb_principal_unref);
  call->signer = pb_principal_load (call->store, user, NULL, error);
  return call->signer != NULL;
}

static gboolean
insert_failure (PbCall *call, const char *purpose, GError **error)
{
  g_autoptr (PbCredentialFailure) failure = pb_object_new (&pb_credential_failure_type);

  failure->id = pb_id_new ();
  failure->purpose = g_strdup (purpose);
  failure->email = g_strdup (call->signer_email);
  failure->address = g_strdup (call->request->address);
  failure->at = call->now;
  return pb_store_insert (call->store, failure, error);
}

gboolean
pb_auth_note_failure (PbCall *call, const GError *refusal, GError **error)
{
  gint64 count;

  if (call->signer_email != NULL)
    pb_call_audit_note (call, "signer", call->signer_email);
  if (call->signer_problem == NULL || !pb_problem_is (call->signer_problem, "CREDENTIALS_INVALID") ||
      !pb_problem_is (refusal, "CREDENTIALS_INVALID"))
    return TRUE;
  if (!insert_failure (call, FAILURE, error) ||
      !pb_store_count_credential_failures (call->store, FAILURE, call->signer_email, NULL, call->now - SIGNING_WINDOW,
                                           call->now, &count, NULL, error))
    return FALSE;
  /* An alert for those who read the audit trail. */
  return count < SIGNING_FAILURES ||
         (insert_failure (call, LOCK, error) &&
          pb_call_audit_extra (call, "SIGNING_LOCKED", "USER", NULL, call->signer_email, NULL, error));
}

gboolean
pb_auth_note_signed (PbCall *call, GError **error)
{
  PbSession *session = call->principal != NULL ? call->principal->session : NULL;
  g_autoptr (PbSession) changed = NULL;

  if (call->signer == NULL)
    return TRUE;
  if (!pb_store_clear_credential_failures (call->store, FAILURE, call->signer_email, error))
    return FALSE;
  if (session == NULL || call->refusal != NULL || strcmp (call->signer->user->id, call->principal->user->id) != 0)
    return TRUE;
  changed = pb_object_copy (session);
  changed->signed_at = call->now;
  call->people_changed = TRUE;
  return pb_store_update (call->store, changed, error);
}
