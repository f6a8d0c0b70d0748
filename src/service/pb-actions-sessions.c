/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-service"

#include <string.h>

#include "service/pb-auth.h"
#include "service/pb-endpoints.h"
#include "service/pb-secret.h"
#include "service/pb-service-private.h"

#define SESSION_LIFE     (7 * PB_DAY)
#define SESSION_REFRESH  PB_DAY
#define FAILURE_WINDOW   (10 * PB_MINUTE)
#define ACCOUNT_FAILURES 5
#define ADDRESS_FAILURES 20
#define PASSWORD_MIN     8
#define PASSWORD_MAX     200
/* What crypt(3) takes, in bytes: CRYPT_MAX_PASSPHRASE_SIZE with the final NUL. */
#define PASSWORD_MAX_BYTES 511

/* What the thread for secrets has found out. */
typedef struct
{
  char *email;     /* in lower case */
  PbUser *user;    /* (nullable) whose password was right */
  char *new_hash;  /* (nullable) */
  GError *problem; /* (nullable) */
} Prepared;

static void
prepared_free (gpointer data)
{
  Prepared *prepared = data;

  g_free (prepared->email);
  pb_object_unref (prepared->user);
  g_free (prepared->new_hash);
  g_clear_error (&prepared->problem);
  g_free (prepared);
}

static Prepared *
prepare (PbCall *call)
{
  Prepared *prepared = g_new0 (Prepared, 1);

  call->prepared = prepared;
  call->prepared_free = prepared_free;
  return prepared;
}

static char *
secret_of_body (PbCall *call, const char *name)
{
  const char *text = pb_call_body_plain (call, name, PB_VALUE_SECRET);

  return text != NULL && strlen (text) <= PASSWORD_MAX_BYTES ? g_strdup (text) : NULL;
}

static gboolean
too_many_failures (PbCall *call, const char *email, gboolean *refused, GError **error)
{
  gint64 since = call->now - FAILURE_WINDOW;
  gint64 by_account = 0, by_address = 0, newest = 0, newest_of_address = 0;

  if (!pb_store_count_credential_failures (call->store, "SIGN_IN", email, NULL, since, call->now, &by_account, &newest,
                                           error) ||
      (call->request->address != NULL &&
       !pb_store_count_credential_failures (call->store, "SIGN_IN", NULL, call->request->address, since, call->now,
                                            &by_address, &newest_of_address, error)))
    return FALSE;
  *refused = by_account >= ACCOUNT_FAILURES || by_address >= ADDRESS_FAILURES;
  if (*refused)
    {
      gint64 until = MAX (newest, newest_of_address) + FAILURE_WINDOW;

      pb_problem_set (error, 429, "TOO_MANY_ATTEMPTS", "Too many failed sign-ins: try again later");
      pb_problem_set_retry_after (*error, (guint) MAX (1, (until - call->now) / PB_SECOND));
    }
  return !*refused;
}

static gboolean
sign_in_prepare (PbCall *call, GError **error)
{
  g_autofree char *email = g_strdup (pb_call_body_plain (call, "email", PB_VALUE_ANY));
  char *password = secret_of_body (call, "password");
  Prepared *prepared;
  gboolean refused, done = FALSE;

  if (email == NULL || password == NULL)
    pb_problem_set (error, 400, "VALIDATION_ERROR", "email and password are required");
  else if (strchr (email, '@') == NULL || strlen (email) > 200)
    pb_problem_set (error, 400, "INVALID_EMAIL", "Invalid email");
  else
    {
      g_autoptr (PbUser) user = NULL;
      g_autoptr (GError) failure = NULL;

      prepared = prepare (call);
      prepared->email = pb_auth_email (email);
      if (too_many_failures (call, prepared->email, &refused, error))
        {
          user = pb_store_get_by (call->store, &pb_user_type, "email", prepared->email, &failure);
          if (failure != NULL)
            g_propagate_error (error, g_steal_pointer (&failure));
          else if (pb_secret_verify (password, user != NULL ? user->password_hash : NULL) && user != NULL &&
                   user->is_active.v)
            prepared->user = g_steal_pointer (&user);
          done = failure == NULL && (error == NULL || *error == NULL);
        }
    }
  pb_secret_free (password);
  return done;
}

static void
write_user (PbCall *call, const PbUser *user)
{
  PbWriter *w = call->out;

  pb_writer_begin_object (w);
  pb_writer_member_string (w, "id", user->id);
  pb_writer_member_string (w, "name", user->name);
  pb_writer_member_string (w, "email", user->email);
  pb_writer_member_bool (w, "emailVerified", TRUE);
  pb_writer_member_null (w, "image");
  pb_writer_member_time (w, "createdAt", user->created_at);
  pb_writer_member_time (w, "updatedAt", user->updated_at);
  pb_writer_member_string (w, "role", "operator");
  pb_writer_member_bool (w, "mustChangePassword", user->must_change_password.v);
  pb_writer_end_object (w);
}

static gboolean
note_failed_sign_in (PbCall *call, const char *email, GError **error)
{
  g_autoptr (PbCredentialFailure) failure = pb_object_new (&pb_credential_failure_type);
  GError *problem = NULL;

  failure->id = pb_id_new ();
  failure->purpose = g_strdup ("SIGN_IN");
  failure->email = g_strdup (email);
  failure->address = g_strdup (call->request->address);
  failure->at = call->now;
  if (!pb_store_insert (call->store, failure, error))
    return FALSE;
  pb_call_audit (call, NULL, email, NULL, NULL);
  pb_problem_set (&problem, 401, "INVALID_EMAIL_OR_PASSWORD", "Invalid email or password");
  return pb_call_refuse_committed (call, problem);
}

/* Between the look at the password and now somebody may have disabled the user, or given another password. Then
 * prepared->user becomes NULL, else it is what the database says now. */
static gboolean
confirm_user (PbCall *call, Prepared *prepared, GError **error)
{
  g_autoptr (PbUser) seen = g_steal_pointer (&prepared->user);
  g_autoptr (PbUser) user = NULL;
  g_autoptr (GError) failure = NULL;

  if (seen == NULL)
    return TRUE;
  user = pb_store_get_by (call->store, &pb_user_type, "id", seen->id, &failure);
  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  if (user != NULL && user->is_active.v && g_strcmp0 (user->password_hash, seen->password_hash) == 0)
    prepared->user = g_steal_pointer (&user);
  return TRUE;
}

static gboolean
sign_in (PbCall *call, GError **error)
{
  Prepared *prepared = call->prepared;
  g_autoptr (PbSession) session = NULL;
  g_autofree char *token = NULL;
  gboolean refused;

  if (!too_many_failures (call, prepared->email, &refused, error) || !confirm_user (call, prepared, error))
    return FALSE;
  if (prepared->user == NULL)
    return note_failed_sign_in (call, prepared->email, error);
  if (!pb_store_clear_credential_failures (call->store, "SIGN_IN", prepared->email, error))
    return FALSE;
  token = pb_token_new ();
  session = pb_object_new (&pb_session_type);
  session->id = pb_id_new ();
  session->user_id = g_strdup (prepared->user->id);
  session->token_hash = pb_token_hash (token);
  session->expires_at = call->now + SESSION_LIFE;
  session->ip_address = g_strdup (call->request->address);
  session->user_agent = call->request->user_agent != NULL ? g_utf8_make_valid (call->request->user_agent, -1) : NULL;
  if (!pb_call_insert (call, session, NULL, error))
    return FALSE;
  call->principal = pb_principal_load (call->store, prepared->user, session, error);
  if (call->principal == NULL)
    return FALSE;
  pb_call_audit (call, prepared->user->id, prepared->user->email, NULL, NULL);
  call->answer->set_token = g_strdup (token);
  pb_writer_begin_object (call->out);
  pb_writer_member_bool (call->out, "redirect", FALSE);
  pb_writer_member_string (call->out, "token", token);
  pb_writer_key (call->out, "user");
  write_user (call, prepared->user);
  pb_writer_end_object (call->out);
  return TRUE;
}

static gboolean
sign_out (PbCall *call, GError **error)
{
  if (!pb_auth_resolve (call, call->store, error))
    return FALSE;
  if (call->principal != NULL)
    {
      if (!pb_store_delete (call->store, &pb_session_type, call->principal->session->id, error))
        return FALSE;
      call->people_changed = TRUE;
      pb_call_audit (call, call->principal->user->id, call->principal->user->email, NULL, NULL);
    }
  else
    call->no_audit = TRUE;
  call->answer->set_token = g_strdup ("");
  pb_writer_begin_object (call->out);
  pb_writer_member_bool (call->out, "success", TRUE);
  pb_writer_end_object (call->out);
  return TRUE;
}

static gboolean
get_session (PbCall *call, GError **error)
{
  g_autoptr (PbSession) session = NULL;

  if (!pb_auth_resolve (call, call->store, error))
    return FALSE;
  if (call->principal == NULL)
    {
      pb_writer_null (call->out);
      return TRUE;
    }
  session = pb_object_copy (call->principal->session);
  if (session->expires_at < call->now + SESSION_LIFE - SESSION_REFRESH)
    {
      session->expires_at = call->now + SESSION_LIFE;
      if (!pb_call_update (call, session, NULL, error))
        return FALSE;
      call->people_changed = TRUE;
      call->answer->set_token = g_strdup (call->request->token);
    }
  pb_writer_begin_object (call->out);
  pb_writer_member_object (call->out, "session");
  pb_codec_write_members (call->out, session);
  pb_writer_member_string (call->out, "token", call->request->token);
  pb_writer_end_object (call->out);
  pb_writer_key (call->out, "user");
  write_user (call, call->principal->user);
  pb_writer_end_object (call->out);
  return TRUE;
}

static gboolean
list_sessions (PbCall *call, GError **error)
{
  PbQuery query = { .type = &pb_session_type, .order_by = "created_at", .descending = TRUE, .limit = 100 };
  g_autoptr (GPtrArray) sessions = NULL;

  pb_query_add_text (&query, "user_id", PB_OP_EQ, call->principal->user->id);
  pb_query_add_number (&query, "expires_at", PB_OP_GT, call->now);
  sessions = pb_store_list (call->store, &query, NULL, error);
  if (sessions == NULL)
    return FALSE;
  pb_codec_write_array (call->out, sessions);
  return TRUE;
}

gboolean
pb_check_new_password (const char *password, const char *property, GError **error)
{
  gboolean is_text = password != NULL && g_utf8_validate (password, -1, NULL);
  glong length = is_text ? g_utf8_strlen (password, -1) : 0;

  if (length >= PASSWORD_MIN && length <= PASSWORD_MAX && strlen (password) <= PASSWORD_MAX_BYTES &&
      password[strspn (password, " \t")] != '\0')
    return TRUE;
  pb_problem_set_invalid (error, "body", property,
                          "%s must have from %d to %d characters, in at most %d bytes, and not only blanks", property,
                          PASSWORD_MIN, PASSWORD_MAX, PASSWORD_MAX_BYTES);
  return FALSE;
}

static gboolean
change_password_prepare (PbCall *call, GError **error)
{
  char *current = secret_of_body (call, "currentPassword");
  char *wanted = secret_of_body (call, "newPassword");
  Prepared *prepared = prepare (call);
  gboolean refused, done = FALSE;

  if (current == NULL)
    pb_problem_set_invalid (error, "body", "currentPassword", "currentPassword is required");
  else if (pb_check_new_password (wanted, "newPassword", error) &&
           too_many_failures (call, call->principal->user->email, &refused, error))
    {
      prepared->email = g_strdup (call->principal->user->email);
      done = TRUE;
      if (pb_secret_verify (current, call->principal->user->password_hash))
        {
          prepared->user = pb_object_copy (call->principal->user);
          prepared->new_hash = pb_secret_hash (wanted);
          /* Whoever has set the old one would still know it. */
          done = strcmp (current, wanted) != 0 && prepared->new_hash != NULL;
          if (prepared->new_hash == NULL)
            pb_problem_set (error, 503, "UNAVAILABLE", "The system cannot make a password hash now: try again");
          else if (!done)
            pb_problem_set_invalid (error, "body", "newPassword", "newPassword must not be the current password");
        }
    }
  pb_secret_free (current);
  pb_secret_free (wanted);
  return done;
}

static gboolean
change_password (PbCall *call, GError **error)
{
  Prepared *prepared = call->prepared;
  PbQuery query = { .type = &pb_session_type };
  g_autoptr (GPtrArray) sessions = NULL;
  GError *problem = NULL;

  if (!confirm_user (call, prepared, error))
    return FALSE;
  if (prepared->user == NULL)
    {
      if (!note_failed_sign_in (call, prepared->email, error))
        return FALSE;
      pb_problem_set (&problem, 400, "INVALID_PASSWORD", "The current password is wrong");
      return pb_call_refuse_committed (call, problem);
    }
  pb_set_string (&prepared->user->password_hash, prepared->new_hash);
  prepared->user->must_change_password = PB_BOOL (FALSE);
  if (!pb_call_update (call, prepared->user, NULL, error))
    return FALSE;
  /* Whoever else sits in a session of this user must know the new password. */
  pb_query_add_text (&query, "user_id", PB_OP_EQ, prepared->user->id);
  sessions = pb_store_list (call->store, &query, NULL, error);
  if (sessions == NULL)
    return FALSE;
  for (guint i = 0; i < sessions->len; i++)
    {
      PbSession *session = sessions->pdata[i];
      if (strcmp (session->id, call->principal->session->id) != 0 &&
          !pb_store_delete (call->store, &pb_session_type, session->id, error))
        return FALSE;
    }
  call->people_changed = TRUE;
  pb_call_audit (call, prepared->user->id, prepared->user->email, NULL, NULL);
  pb_writer_begin_object (call->out);
  pb_writer_member_bool (call->out, "success", TRUE);
  pb_writer_end_object (call->out);
  return TRUE;
}

static gboolean
my_permissions (PbCall *call, GError **error)
{
  const PbPrincipal *me = call->principal;
  PbWriter *w = call->out;
  static const char *const none[] = { NULL };

  pb_writer_begin_object (w);
  pb_writer_member_string (w, "id", me->user->id);
  pb_writer_member_array (w, "roles");
  for (guint i = 0; i < me->roles->len; i++)
    {
      const PbRole *role = me->roles->pdata[i];

      pb_writer_begin_object (w);
      pb_writer_member_string (w, "code", role->code);
      pb_writer_member_string (w, "name", role->name);
      pb_writer_member_strings (w, "permissions",
                                role->permissions != NULL ? (const char *const *) role->permissions : none);
      pb_writer_member_string (w, "dataScope", pb_enum_text (&pb_data_scopes, role->data_scope));
      pb_writer_end_object (w);
    }
  pb_writer_end_array (w);
  pb_writer_member_strings (w, "lineIds", me->user->line_ids != NULL ? (const char *const *) me->user->line_ids : none);
  pb_writer_member_strings (w, "stationIds",
                            me->user->station_ids != NULL ? (const char *const *) me->user->station_ids : none);
  pb_writer_member_array (w, "capacities");
  for (int capacity = 1; pb_enum_text (&pb_capacities, capacity) != NULL; capacity++)
    if (pb_user_holds_capacity (me->user, (PbCapacity) capacity))
      pb_writer_string (w, pb_enum_text (&pb_capacities, capacity));
  pb_writer_end_array (w);
  pb_writer_end_object (w);
  return TRUE;
}

static gboolean
my_profile (PbCall *call, GError **error)
{
  pb_call_reply (call, call->principal->user);
  return TRUE;
}

static const PbMember sign_in_members[] = {
  { "email", PB_VALUE_TEXT, PB_MUST, .max = 200 },
  { "password", PB_VALUE_SECRET, PB_MUST },
  { NULL },
};

static const PbMember user_members[] = {
  { "id", PB_VALUE_TEXT, PB_MUST },
  { "name", PB_VALUE_TEXT, PB_MUST },
  { "email", PB_VALUE_TEXT, PB_MUST },
  { "emailVerified", PB_VALUE_BOOL, PB_MUST },
  { "image", PB_VALUE_TEXT, PB_MUST_OR_NULL },
  { "createdAt", PB_VALUE_TIME, PB_MUST },
  { "updatedAt", PB_VALUE_TIME, PB_MUST },
  { "role", PB_VALUE_TEXT, PB_MUST, .says = "The same for everybody: see /api/permissions/me" },
  { "mustChangePassword", PB_VALUE_BOOL, PB_MUST },
  { NULL },
};

static const PbMember signed_in_members[] = {
  { "redirect", PB_VALUE_BOOL, PB_MUST },
  { "token", PB_VALUE_TEXT, PB_MUST, .says = "Of the session: for a cookie, or Authorization: Bearer" },
  { "user", PB_VALUE_OBJECT, PB_MUST, .members = user_members },
  { NULL },
};

static const PbMember success_members[] = {
  { "success", PB_VALUE_BOOL, PB_MUST },
  { NULL },
};

static const PbMember token_members[] = {
  { "token", PB_VALUE_TEXT, PB_MUST },
  { NULL },
};

static const PbMember current_members[] = {
  { "session", PB_VALUE_OBJECT, PB_MUST, .type = &pb_session_type, .members = token_members },
  { "user", PB_VALUE_OBJECT, PB_MUST, .members = user_members },
  { NULL },
};

static const PbMember change_password_members[] = {
  { "currentPassword", PB_VALUE_SECRET, PB_MUST },
  { "newPassword", PB_VALUE_SECRET, PB_MUST },
  { NULL },
};

static const PbMember role_members[] = {
  { "code", PB_VALUE_TEXT, PB_MUST },
  { "name", PB_VALUE_TEXT },
  { "permissions", PB_VALUE_TEXTS, PB_MUST },
  { "dataScope", PB_VALUE_ENUM, PB_MUST, .values = &pb_data_scopes },
  { NULL },
};

static const PbMember my_members[] = {
  { "id", PB_VALUE_TEXT, PB_MUST },
  { "roles", PB_VALUE_OBJECTS, PB_MUST, .members = role_members },
  { "lineIds", PB_VALUE_TEXTS, PB_MUST },
  { "stationIds", PB_VALUE_TEXTS, PB_MUST },
  { "capacities", PB_VALUE_ENUMS, PB_MUST, .values = &pb_capacities },
  { NULL },
};

const PbEndpoint pb_endpoints_sessions[] = {
  { .method = "POST",
    .path = "/api/auth/sign-in/email",
    .permission = "",
    .flags = PB_ENDPOINT_PUBLIC | PB_ENDPOINT_SECRET | PB_ENDPOINT_WRITE | PB_ENDPOINT_BARE | PB_ENDPOINT_BODY,
    .action = sign_in,
    .prepare = sign_in_prepare,
    .audit_action = "SIGN_IN",
    .entity_type = "USER",
    .summary = "Sign in with e-mail and password",
    .members = sign_in_members,
    .answers = signed_in_members },
  { .method = "POST",
    .path = "/api/auth/sign-out",
    .permission = "",
    .flags = PB_ENDPOINT_PUBLIC | PB_ENDPOINT_WRITE | PB_ENDPOINT_BARE,
    .action = sign_out,
    .audit_action = "SIGN_OUT",
    .entity_type = "USER",
    .summary = "End the session",
    .answers = success_members },
  { .method = "GET",
    .path = "/api/auth/get-session",
    .permission = "",
    .flags = PB_ENDPOINT_PUBLIC | PB_ENDPOINT_WRITE | PB_ENDPOINT_NO_AUDIT | PB_ENDPOINT_BARE,
    .action = get_session,
    .summary = "The session and its user, or null",
    .answers = current_members,
    .form = PB_ANSWER_OR_NULL },
  { .method = "GET",
    .path = "/api/auth/list-sessions",
    .permission = "",
    .flags = PB_ENDPOINT_BARE,
    .action = list_sessions,
    .summary = "The user's sessions",
    .answer = &pb_session_type,
    .form = PB_ANSWER_ARRAY },
  { .method = "POST",
    .path = "/api/users/me/change-password",
    .permission = "",
    .flags = PB_ENDPOINT_SECRET | PB_ENDPOINT_WRITE | PB_ENDPOINT_BODY,
    .action = change_password,
    .prepare = change_password_prepare,
    .audit_action = "PASSWORD_CHANGE",
    .entity_type = "USER",
    .summary = "Change the own password; other sessions end",
    .members = change_password_members,
    .answers = success_members },
  { .method = "GET",
    .path = "/api/permissions/me",
    .permission = "",
    .action = my_permissions,
    .summary = "Roles, permissions, lines and capacities of the session's user",
    .answers = my_members },
  { .method = "GET",
    .path = "/api/users/me",
    .permission = "",
    .action = my_profile,
    .summary = "Profile of the session's user",
    .answer = &pb_user_type },
  { .method = NULL },
};
