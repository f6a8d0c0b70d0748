/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-service"

#include <string.h>

#include "service/pb-auth.h"
#include "service/pb-cursor.h"
#include "service/pb-endpoints.h"
#include "service/pb-secret.h"
#include "service/pb-service-private.h"

/* Users and roles (rest-api.md, 0.2; domain.md, sections 5 and 8). A user is disabled, never deleted: old rows name
 * them, and an id is never used again. */

#define ADMINISTRATION "system:user_manage"

/* ---- Passwords, on a thread for secrets */

/* Makes the hash of `password`, which goes out of the body as it was read: the trail is made from that. */
static gboolean
hash_password (PbCall *call, GError **error)
{
  char *password = g_strdup (pb_call_body_plain (call, "password", PB_VALUE_SECRET));
  gboolean good = pb_check_new_password (password, "password", error);

  json_object_remove_member (call->body, "password");
  if (good)
    {
      call->prepared = pb_secret_hash (password);
      call->prepared_free = g_free;
    }
  pb_secret_free (password);
  if (good && call->prepared == NULL)
    pb_problem_set (error, 503, "UNAVAILABLE", "The system cannot make a password hash now: try again");
  return good && call->prepared != NULL;
}

/* ---- What a user may be given */

/* 422 where something is named twice, or more than what can be looked for at once. */
static gboolean
check_list (const char *property, char **values, GError **error)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; values != NULL && values[i] != NULL; i++)
    {
      if (i == PB_QUERY_IN_MAX)
        {
          pb_problem_set_invalid (error, "body", property, "%s: at most %d values", property, PB_QUERY_IN_MAX);
          return FALSE;
        }
      if (!g_hash_table_add (seen, values[i]))
        {
          pb_problem_set_invalid (error, "body", property, "%s[%u]: %s is named twice", property, i, values[i]);
          return FALSE;
        }
    }
  return TRUE;
}

/* 422 unless each of @values stands in @column of a row of @type. */
static gboolean
check_all_there (PbCall *call,
                 const char *property,
                 char **values,
                 const PbType *type,
                 const char *column,
                 GError **error)
{
  if (!check_list (property, values, error))
    return FALSE;
  for (guint i = 0; values != NULL && values[i] != NULL; i++)
    {
      g_autoptr (GError) failure = NULL;
      gpointer row = pb_store_get_by (call->store, type, column, values[i], &failure);
      gboolean there = row != NULL;

      pb_object_unref (row);
      if (failure != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&failure));
          return FALSE;
        }
      if (!there)
        {
          pb_problem_set_invalid (error, "body", property, "%s[%u]: there is no %s", property, i, values[i]);
          return FALSE;
        }
    }
  return TRUE;
}

static gboolean
check_capacities (char **values, GError **error)
{
  if (!check_list ("capacities", values, error))
    return FALSE;
  for (guint i = 0; values != NULL && values[i] != NULL; i++)
    if (pb_enum_value (&pb_capacities, values[i]) == 0)
      {
        pb_problem_set_invalid (error, "body", "capacities", "capacities[%u]: there is no %s", i, values[i]);
        return FALSE;
      }
  return TRUE;
}

static gboolean
check_user (PbCall *call, const PbUser *user, GError **error)
{
  return check_all_there (call, "roles", user->roles, &pb_role_type, "code", error) &&
         check_all_there (call, "lineIds", user->line_ids, &pb_line_type, "id", error) &&
         check_all_there (call, "stationIds", user->station_ids, &pb_station_type, "id", error) &&
         check_capacities (user->capacities, error);
}

static gboolean
check_email (const char *email, GError **error)
{
  const char *at = strchr (email, '@');

  if (at != NULL && at != email && at[1] != '\0' && strchr (at + 1, '@') == NULL &&
      strpbrk (email, " \t,;<>\"") == NULL)
    return TRUE;
  pb_problem_set_invalid (error, "body", "email", "%s is not an e-mail address", email);
  return FALSE;
}

/* A plant in which nobody may manage users could never be put right again. */
static gboolean
check_administrator_left (PbCall *call, GError **error)
{
  PbQuery query = { .type = &pb_user_type };
  g_autoptr (GPtrArray) users = NULL;

  pb_query_add_number (&query, "is_active", PB_OP_EQ, 1);
  users = pb_store_list (call->store, &query, NULL, error);
  if (users == NULL)
    return FALSE;
  for (guint i = 0; i < users->len; i++)
    {
      g_autoptr (PbPrincipal) principal = pb_principal_load (call->store, users->pdata[i], NULL, error);

      if (principal == NULL)
        return FALSE;
      if (pb_roles_grant (principal->roles, ADMINISTRATION))
        return TRUE;
    }
  pb_problem_set (error, 409, "LAST_ADMINISTRATOR",
                  "Nobody could manage users any more: name another administrator first");
  return FALSE;
}

static gboolean
end_sessions (PbCall *call, const char *user_id, GError **error)
{
  g_autoptr (GPtrArray) sessions = pb_store_list_by (call->store, &pb_session_type, "user_id", user_id, NULL, error);

  for (guint i = 0; sessions != NULL && i < sessions->len; i++)
    if (!pb_store_delete (call->store, &pb_session_type, ((PbSession *) sessions->pdata[i])->id, error))
      return FALSE;
  return sessions != NULL;
}

/* ---- Users */

static gboolean
list_users (PbCall *call, GError **error)
{
  PbQuery query = { .type = &pb_user_type, .search_columns = { "name", "email", "username" } };
  g_autoptr (GPtrArray) users = NULL;
  PbBool active = { 0 };
  const char *next;

  if (!pb_call_query_bool (call, "isActive", &active, error))
    return FALSE;
  if (active.set)
    pb_query_add_number (&query, "is_active", PB_OP_EQ, active.v);
  query.search = pb_call_query (call, "search");
  users = pb_call_list_after (call, &query, "email", &next, error);
  if (users == NULL)
    return FALSE;
  pb_call_reply_part (call, users, next);
  return TRUE;
}

static PbUser *
find_user (PbCall *call, GError **error)
{
  return pb_call_find (call, &pb_user_type, "id", pb_call_param (call, "id"), "USER_NOT_FOUND", "User", error);
}

static gboolean
get_user (PbCall *call, GError **error)
{
  g_autoptr (PbUser) user = find_user (call, error);

  if (user == NULL)
    return FALSE;
  pb_call_reply (call, user);
  return TRUE;
}

static gboolean
insert_user (PbCall *call, gboolean must_change, GError **error)
{
  g_autoptr (PbUser) user = pb_call_read_new (call, &pb_user_type, error);
  char *email;

  if (user == NULL)
    return FALSE;
  email = pb_auth_email (user->email);
  g_free (user->email);
  user->email = email;
  if (!check_email (user->email, error) || !check_user (call, user, error))
    return FALSE;
  user->id = pb_id_new ();
  user->is_active = PB_BOOL (TRUE);
  user->password_hash = g_steal_pointer (&call->prepared);
  user->must_change_password = PB_BOOL (must_change);
  if (!pb_call_insert (call, user, "USER_EMAIL_EXISTS", error))
    return FALSE;
  pb_call_audit (call, user->id, user->email, NULL, user);
  call->people_changed = TRUE;
  call->status = 201;
  pb_call_reply (call, user);
  return TRUE;
}

/* Whoever else has typed a person's password may not sign with it. */
static gboolean
create_user (PbCall *call, GError **error)
{
  return insert_user (call, TRUE, error);
}

static gboolean
create_own_user (PbCall *call, GError **error)
{
  return insert_user (call, FALSE, error);
}

static gboolean
patch_user (PbCall *call, GError **error)
{
  g_autoptr (PbUser) user = find_user (call, error);
  g_autoptr (PbUser) before = user != NULL ? pb_object_copy (user) : NULL;

  if (user == NULL || !pb_call_read_patch (call, user, error) || !check_user (call, user, error))
    return FALSE;
  if (!user->is_active.set)
    {
      pb_problem_set_invalid (error, "body", "isActive", "isActive must be true or false");
      return FALSE;
    }
  if (!pb_call_update (call, user, NULL, error) || !check_administrator_left (call, error) ||
      (!user->is_active.v && !end_sessions (call, user->id, error)))
    return FALSE;
  pb_call_audit (call, user->id, user->email, before, user);
  call->people_changed = TRUE;
  pb_call_reply (call, user);
  return TRUE;
}

static gboolean
reset_password (PbCall *call, GError **error)
{
  g_autoptr (PbUser) user = find_user (call, error);

  if (user == NULL)
    return FALSE;
  g_free (user->password_hash);
  user->password_hash = g_steal_pointer (&call->prepared);
  user->must_change_password = PB_BOOL (TRUE);
  if (!pb_call_update (call, user, NULL, error) || !end_sessions (call, user->id, error))
    return FALSE;
  pb_call_audit (call, user->id, user->email, NULL, NULL);
  call->people_changed = TRUE;
  pb_call_reply (call, user);
  return TRUE;
}

/* ---- Roles */

static gboolean
list_roles (PbCall *call, GError **error)
{
  PbQuery query = { .type = &pb_role_type, .search_columns = { "code", "name" } };
  g_autoptr (GPtrArray) roles = NULL;
  const char *next;

  query.search = pb_call_query (call, "search");
  roles = pb_call_list_after (call, &query, "code", &next, error);
  if (roles == NULL)
    return FALSE;
  pb_call_reply_part (call, roles, next);
  return TRUE;
}

static gboolean
all_roles (PbCall *call, GError **error)
{
  PbQuery query = { .type = &pb_role_type, .order_by = "code" };
  g_autoptr (GPtrArray) roles = pb_store_list (call->store, &query, NULL, error);

  if (roles == NULL)
    return FALSE;
  pb_codec_write_array (call->out, roles);
  return TRUE;
}

/* Those of the default roles, and those of the contract that no default role has. */
static gboolean
is_permission (const char *text)
{
  static const char *const others[] = { "data_spec:read",   "data_spec:config",     "operation:read",
                                        "operation:config", "quality:oqc",          "quality:disposition",
                                        "system:demo_seed", "system:chat_feedback", NULL };
  g_autofree char *holder = pb_permission_who (text);

  return (holder != NULL && strchr (text, ':') != NULL && !g_str_has_prefix (text, "capacity:")) ||
         g_strv_contains (others, text);
}

static gboolean
check_role (PbRole *role, GError **error)
{
  if (role->data_scope == PB_DATA_SCOPE_NONE)
    role->data_scope = PB_DATA_SCOPE_ASSIGNED_LINES;
  if (strpbrk (role->code, " \t,") != NULL)
    {
      pb_problem_set_invalid (error, "body", "code", "code must be one word");
      return FALSE;
    }
  for (guint i = 0; role->permissions != NULL && role->permissions[i] != NULL; i++)
    if (!is_permission (role->permissions[i]))
      {
        pb_problem_set_invalid (error, "body", "permissions", "permissions[%u]: there is no %s", i,
                                role->permissions[i]);
        return FALSE;
      }
  return TRUE;
}

static gboolean
create_role (PbCall *call, GError **error)
{
  g_autoptr (PbRole) role = pb_call_read_new (call, &pb_role_type, error);

  if (role == NULL || !check_role (role, error))
    return FALSE;
  role->id = pb_id_new ();
  role->is_system = PB_BOOL (FALSE);
  if (!pb_call_insert (call, role, "ROLE_CODE_EXISTS", error))
    return FALSE;
  pb_call_audit (call, role->id, role->code, NULL, role);
  call->people_changed = TRUE;
  call->status = 201;
  pb_call_reply (call, role);
  return TRUE;
}

static gboolean
patch_role (PbCall *call, GError **error)
{
  g_autoptr (PbRole) role =
    pb_call_find (call, &pb_role_type, "code", pb_call_param (call, "code"), "ROLE_NOT_FOUND", "Role", error);
  g_autoptr (PbRole) before = role != NULL ? pb_object_copy (role) : NULL;

  if (role == NULL || !pb_call_read_patch (call, role, error) || !check_role (role, error) ||
      !pb_call_update (call, role, NULL, error) || !check_administrator_left (call, error))
    return FALSE;
  pb_call_audit (call, role->id, role->code, before, role);
  call->people_changed = TRUE;
  pb_call_reply (call, role);
  return TRUE;
}

static const PbMember user_query[] = {
  { "isActive", PB_VALUE_BOOL },
  { "search", PB_VALUE_TEXT },
  { NULL },
};

static const PbMember password_members[] = {
  { "password", PB_VALUE_SECRET, PB_MUST },
  { NULL },
};

const PbEndpoint pb_endpoints_people[] = {
  { .method = "GET",
    .path = "/api/users",
    .permission = "system:user_manage",
    .action = list_users,
    .summary = "Users, by e-mail",
    .answer = &pb_user_type,
    .query = user_query,
    .form = PB_ANSWER_PART },
  { .method = "GET",
    .path = "/api/users/:id",
    .permission = "system:user_manage",
    .action = get_user,
    .summary = "A user",
    .answer = &pb_user_type },
  { .method = "POST",
    .path = "/api/users",
    .permission = "system:user_manage",
    .flags = PB_ENDPOINT_SECRET | PB_ENDPOINT_WRITE | PB_ENDPOINT_BODY | PB_ENDPOINT_STRICT,
    .action = create_user,
    .prepare = hash_password,
    .audit_action = "USER_CREATE",
    .entity_type = "USER",
    .summary = "Add a user, whose password its owner must change",
    .body = &pb_user_type,
    .answer = &pb_user_type,
    .members = password_members },
  { .method = "PATCH",
    .path = "/api/users/:id",
    .permission = "system:user_manage",
    .flags = PB_ENDPOINT_WRITE | PB_ENDPOINT_BODY | PB_ENDPOINT_STRICT,
    .action = patch_user,
    .audit_action = "USER_UPDATE",
    .entity_type = "USER",
    .summary = "Change a user; with isActive false their sessions end",
    .body = &pb_user_type,
    .answer = &pb_user_type },
  { .method = "POST",
    .path = "/api/users/:id/reset-password",
    .permission = "system:user_manage",
    .flags = PB_ENDPOINT_SECRET | PB_ENDPOINT_WRITE | PB_ENDPOINT_BODY | PB_ENDPOINT_STRICT,
    .action = reset_password,
    .prepare = hash_password,
    .audit_action = "PASSWORD_RESET",
    .entity_type = "USER",
    .summary = "Give a user another password, which they must change; their sessions end",
    .answer = &pb_user_type,
    .members = password_members },
  { .method = "GET",
    .path = "/api/roles",
    .permission = "system:role_manage system:user_manage",
    .action = list_roles,
    .summary = "Roles, by code",
    .answer = &pb_role_type,
    .query = pb_query_search,
    .form = PB_ANSWER_PART },
  { .method = "POST",
    .path = "/api/roles",
    .permission = "system:role_manage",
    .flags = PB_ENDPOINT_WRITE | PB_ENDPOINT_BODY | PB_ENDPOINT_STRICT,
    .action = create_role,
    .audit_action = "ROLE_CREATE",
    .entity_type = "USER",
    .summary = "Add a role",
    .body = &pb_role_type,
    .answer = &pb_role_type },
  { .method = "PATCH",
    .path = "/api/roles/:code",
    .permission = "system:role_manage",
    .flags = PB_ENDPOINT_WRITE | PB_ENDPOINT_BODY | PB_ENDPOINT_STRICT,
    .action = patch_role,
    .audit_action = "ROLE_UPDATE",
    .entity_type = "USER",
    .summary = "Change a role",
    .body = &pb_role_type,
    .answer = &pb_role_type },
  { .method = "GET",
    .path = "/api/meta/roles",
    .permission = "",
    .action = all_roles,
    .summary = "All roles",
    .answer = &pb_role_type,
    .form = PB_ANSWER_ARRAY },
  { .method = NULL },
};

/* ---- The first administrator, at the command line */

static const PbEndpoint own_user = {
  .method = "",
  .path = "",
  .permission = "",
  .flags = PB_ENDPOINT_PUBLIC | PB_ENDPOINT_SECRET | PB_ENDPOINT_WRITE | PB_ENDPOINT_BODY | PB_ENDPOINT_BARE,
  .action = create_own_user,
  .prepare = hash_password,
  .audit_action = "USER_CREATE",
  .entity_type = "USER",
  .body = &pb_user_type,
  .members = password_members,
};

static void
set_problem_of (const PbAnswer *answer, GError **error)
{
  gsize length;
  const char *text = g_bytes_get_data (answer->body, &length);
  g_autoptr (JsonNode) root = pb_json_parse (text, length, NULL);
  JsonObject *problem = json_object_get_object_member (json_node_get_object (root), "error");

  pb_problem_set (error, answer->status, json_object_get_string_member (problem, "code"), "%s",
                  json_object_get_string_member (problem, "message"));
}

gboolean
pb_service_add_user (PbService *self,
                     const char *email,
                     const char *name,
                     const char *password,
                     const char *const *roles,
                     const char *const *capacities,
                     GError **error)
{
  PbRequest *request = pb_request_new ("POST", "/api/users");
  g_autoptr (PbWriter) body = pb_writer_new ();
  g_autoptr (PbAnswer) answer = NULL;

  pb_writer_begin_object (body);
  pb_writer_member_string (body, "email", email);
  pb_writer_member_string (body, "name", name);
  pb_writer_member_string (body, "password", password);
  pb_writer_member_strings (body, "roles", roles);
  if (capacities != NULL)
    pb_writer_member_strings (body, "capacities", capacities);
  pb_writer_end_object (body);
  request->content_type = g_strdup ("application/json");
  request->body = pb_writer_steal_bytes (body);
  answer = pb_service_call_endpoint (self, &own_user, request);
  if (answer->status == 201)
    return TRUE;
  set_problem_of (answer, error);
  return FALSE;
}
