/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-domain"

#include "domain/pb-permission.h"

#include <string.h>

/* The table of domain.md, section 8: a column is one role, named by a letter; a row says who holds its permissions. */
typedef struct
{
  char letter;
  const char *code;
  const char *name;
  PbDataScope data_scope;
  PbCapacity capacity;
} Column;

static const Column columns[] = {
  { 'O', "operator", N_ ("Operator"), PB_DATA_SCOPE_ASSIGNED_LINES, PB_CAPACITY_NONE },
  { 'L', "leader", N_ ("Line leader"), PB_DATA_SCOPE_ASSIGNED_LINES, PB_CAPACITY_NONE },
  { 'M', "material", N_ ("Material handler"), PB_DATA_SCOPE_ASSIGNED_LINES, PB_CAPACITY_NONE },
  { 'Q', "quality", N_ ("Quality engineer"), PB_DATA_SCOPE_ALL, PB_CAPACITY_QUALITY },
  { 'E', "engineer", N_ ("Process engineer"), PB_DATA_SCOPE_ALL, PB_CAPACITY_ENGINEERING },
  { 'S', "supervisor", N_ ("Production supervisor"), PB_DATA_SCOPE_ALL, PB_CAPACITY_PRODUCTION },
  { 'P', "planner", N_ ("Production planner"), PB_DATA_SCOPE_ALL, PB_CAPACITY_NONE },
  { 'T', "trace", N_ ("Trace auditor"), PB_DATA_SCOPE_ALL, PB_CAPACITY_NONE },
  { 'A', "admin", N_ ("System administrator"), PB_DATA_SCOPE_ALL, PB_CAPACITY_NONE },
};

typedef struct
{
  const char *holders;     /* letters of columns */
  const char *permissions; /* separated by blanks */
} Row;

static const Row rows[] = {
  { "OLMQESPTA", "run:read readiness:view" },
  { "OLQES", "prep:record" },
  { "OLQESP", "readiness:check" },
  { "OLMQESP", "prep:waive_request" },
  { "S", "prep:waive readiness:override" },
  { "OLQ", "exec:read exec:track_in exec:track_out exec:data_collect" },
  { "OLMQESP", "loading:view" },
  { "OLM", "loading:verify" },
  { "LE", "loading:config" },
  { "Q", "quality:fai" },
  { "QES", "fai:sign" },
  { "SP", "run:authorize" },
  { "QSP", "run:revoke" },
  { "P", "run:create run:close wo:read wo:receive wo:release wo:update wo:close" },
  { "E", "readiness:config line:config route:configure route:compile route:create" },
  { "EPA", "route:read" },
  { "OLQES", "maintenance:report" },
  { "S", "maintenance:verify" },
  { "QE", "system:integration" },
  { "QSTA", "audit:read trace:read" },
  { "QT", "trace:export" },
  { "A", "system:user_manage system:role_manage system:config" },
};

static gboolean
strv_contains (GStrv texts, const char *text)
{
  return texts != NULL && g_strv_contains ((const char *const *) texts, text);
}

/* Whether the role comes from a table that has not yet split readiness:check. */
static gboolean
is_of_older_table (const PbRole *role)
{
  for (char **p = role->permissions; p != NULL && *p != NULL; p++)
    if (g_str_has_prefix (*p, "prep:"))
      return FALSE;
  return TRUE;
}

static gboolean
role_grants (const PbRole *role, const char *permission)
{
  if (strv_contains (role->permissions, permission))
    return TRUE;
  if (strcmp (permission, "prep:waive") == 0)
    return strv_contains (role->permissions, "readiness:override");
  if (strcmp (permission, "prep:record") == 0)
    return strv_contains (role->permissions, "readiness:check") && is_of_older_table (role);
  return FALSE;
}

gboolean
pb_roles_grant (GPtrArray *roles, const char *permission)
{
  g_return_val_if_fail (roles != NULL, FALSE);
  g_return_val_if_fail (permission != NULL && *permission != '\0', FALSE);

  for (guint i = 0; i < roles->len; i++)
    if (role_grants (roles->pdata[i], permission))
      return TRUE;
  return FALSE;
}

gboolean
pb_roles_grant_any (GPtrArray *roles, const char *expression)
{
  g_auto (GStrv) permissions = NULL;
  gboolean asks = FALSE;

  g_return_val_if_fail (roles != NULL, FALSE);
  g_return_val_if_fail (expression != NULL, FALSE);

  permissions = g_strsplit (expression, " ", -1);
  for (char **p = permissions; *p != NULL; p++)
    {
      if (**p == '\0')
        continue;
      if (pb_roles_grant (roles, *p))
        return TRUE;
      asks = TRUE;
    }
  return !asks;
}

gboolean
pb_user_sees_all (GPtrArray *roles)
{
  g_return_val_if_fail (roles != NULL, FALSE);

  for (guint i = 0; i < roles->len; i++)
    if (((const PbRole *) roles->pdata[i])->data_scope == PB_DATA_SCOPE_ALL)
      return TRUE;
  return FALSE;
}

gboolean
pb_user_sees_line (const PbUser *user, GPtrArray *roles, const char *line_id)
{
  g_return_val_if_fail (user != NULL, FALSE);
  g_return_val_if_fail (roles != NULL, FALSE);

  return line_id == NULL || pb_user_sees_all (roles) || strv_contains (user->line_ids, line_id);
}

PbCapacity
pb_role_default_capacity (const char *role_code)
{
  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    if (g_strcmp0 (columns[i].code, role_code) == 0)
      return columns[i].capacity;
  return PB_CAPACITY_NONE;
}

gboolean
pb_user_holds_capacity (const PbUser *user, PbCapacity capacity)
{
  const char *text = pb_enum_text (&pb_capacities, capacity);

  g_return_val_if_fail (user != NULL, FALSE);

  if (text == NULL)
    return FALSE;
  if (user->capacities != NULL)
    return strv_contains (user->capacities, text);
  for (char **p = user->roles; p != NULL && *p != NULL; p++)
    if (pb_role_default_capacity (*p) == capacity)
      return TRUE;
  return FALSE;
}

static GStrv
permissions_of (char letter)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    if (strchr (rows[i].holders, letter) != NULL)
      {
        g_auto (GStrv) permissions = g_strsplit (rows[i].permissions, " ", -1);

        g_strv_builder_addv (builder, (const char **) permissions);
      }
  return g_strv_builder_end (builder);
}

GPtrArray *
pb_roles_new_default (void)
{
  GPtrArray *roles = pb_object_array_new ();

  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    {
      PbRole *role = pb_object_new (&pb_role_type);

      role->code = g_strdup (columns[i].code);
      role->name = g_strdup (columns[i].name);
      role->data_scope = columns[i].data_scope;
      role->permissions = permissions_of (columns[i].letter);
      role->is_system = PB_BOOL (TRUE);
      g_ptr_array_add (roles, role);
    }
  return roles;
}

static gboolean
row_names (const Row *row, const char *permission)
{
  g_auto (GStrv) permissions = g_strsplit (row->permissions, " ", -1);

  return strv_contains (permissions, permission);
}

GStrv
pb_permission_who_all (const char *permission_or_capacity)
{
  static const char prefix[] = "capacity:";
  const char *text = permission_or_capacity;
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  PbCapacity capacity;

  g_return_val_if_fail (text != NULL, NULL);

  capacity = pb_enum_value (&pb_capacities, g_str_has_prefix (text, prefix) ? text + strlen (prefix) : text);
  for (guint k = 0; k < G_N_ELEMENTS (columns); k++)
    {
      gboolean can = capacity != PB_CAPACITY_NONE && columns[k].capacity == capacity;

      for (guint i = 0; capacity == PB_CAPACITY_NONE && !can && i < G_N_ELEMENTS (rows); i++)
        can = strchr (rows[i].holders, columns[k].letter) != NULL && row_names (&rows[i], text);
      if (can)
        g_strv_builder_add (builder, columns[k].name);
    }
  return g_strv_builder_end (builder);
}

char *
pb_permission_who (const char *permission_or_capacity)
{
  g_auto (GStrv) all = NULL;

  g_return_val_if_fail (permission_or_capacity != NULL, NULL);

  all = pb_permission_who_all (permission_or_capacity);
  return g_strdup (all[0]);
}
