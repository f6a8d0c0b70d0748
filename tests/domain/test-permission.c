/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/pb-permission.h"

#include <string.h>

/* The columns of the design's table. */
static const char *const codes[] = { "operator",   "leader",  "material", "quality", "engineer",
                                     "supervisor", "planner", "trace",    "admin" };

static const struct
{
  const char *permission;
  const char *holders; /* one mark per column */
} table[] = {
  /*                       OLMQESPTA */
  { "run:read", "xxxxxxxxx" },           { "readiness:view", "xxxxxxxxx" },     { "prep:record", "xx.xxx..." },
  { "readiness:check", "xx.xxxx.." },    { "prep:waive_request", "xxxxxxx.." }, { "prep:waive", ".....x..." },
  { "readiness:override", ".....x..." }, { "exec:read", "xx.x....." },          { "exec:track_in", "xx.x....." },
  { "exec:track_out", "xx.x....." },     { "exec:data_collect", "xx.x....." },  { "loading:view", "xxxxxxx.." },
  { "loading:verify", "xxx......" },     { "loading:config", ".x..x...." },     { "quality:fai", "...x....." },
  { "fai:sign", "...xxx..." },           { "run:authorize", ".....xx.." },      { "run:revoke", "...x.xx.." },
  { "run:create", "......x.." },         { "run:close", "......x.." },          { "wo:read", "......x.." },
  { "wo:receive", "......x.." },         { "wo:release", "......x.." },         { "wo:update", "......x.." },
  { "wo:close", "......x.." },           { "readiness:config", "....x...." },   { "line:config", "....x...." },
  { "route:read", "....x.x.x" },         { "route:configure", "....x...." },    { "route:compile", "....x...." },
  { "route:create", "....x...." },       { "maintenance:report", "xx.xxx..." }, { "maintenance:verify", ".....x..." },
  { "system:integration", "...xx...." }, { "audit:read", "...x.x.xx" },         { "trace:read", "...x.x.xx" },
  { "trace:export", "...x...x." },       { "system:user_manage", "........x" }, { "system:role_manage", "........x" },
  { "system:config", "........x" },
};

static GPtrArray *
only (PbRole *role)
{
  GPtrArray *roles = pb_object_array_new ();

  g_ptr_array_add (roles, pb_object_ref (role));
  return roles;
}

static PbRole *
role_new (const char *code, PbDataScope scope, const char *permissions)
{
  PbRole *role = pb_object_new (&pb_role_type);

  role->code = g_strdup (code);
  role->data_scope = scope;
  role->permissions = g_strsplit (permissions, " ", -1);
  return role;
}

static void
test_table (gconstpointer data)
{
  guint column = GPOINTER_TO_UINT (data);
  g_autoptr (GPtrArray) defaults = pb_roles_new_default ();
  PbRole *role = defaults->pdata[column];
  g_autoptr (GPtrArray) roles = only (role);
  guint held = 0;

  g_assert_cmpstr (role->code, ==, codes[column]);
  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      gboolean holds = table[i].holders[column] == 'x';

      if (pb_roles_grant (roles, table[i].permission) != holds)
        g_error ("%s: %s should be %s", role->code, table[i].permission, holds ? "granted" : "refused");
      held += holds;
    }
  /* Nothing beside the table, and nothing twice. */
  g_assert_cmpuint (g_strv_length (role->permissions), ==, held);
}

static void
test_defaults (void)
{
  static const char *const names[] = { "Operator",           "Line leader",      "Material handler",
                                       "Quality engineer",   "Process engineer", "Production supervisor",
                                       "Production planner", "Trace auditor",    "System administrator" };
  g_autoptr (GPtrArray) roles = pb_roles_new_default ();

  g_assert_cmpuint (roles->len, ==, G_N_ELEMENTS (names));
  for (guint i = 0; i < roles->len; i++)
    {
      const PbRole *role = roles->pdata[i];

      g_assert_cmpstr (role->name, ==, names[i]);
      g_assert_null (role->id);
      g_assert_true (role->is_system.v);
      g_assert_cmpint (role->data_scope, ==, i < 3 ? PB_DATA_SCOPE_ASSIGNED_LINES : PB_DATA_SCOPE_ALL);
    }
}

static void
test_old_names (void)
{
  static const struct
  {
    const char *held;
    const char *asked;
    gboolean granted;
  } cases[] = {
    { "readiness:override", "prep:waive", TRUE },
    { "readiness:override", "prep:waive_request", FALSE },
    { "prep:waive", "readiness:override", FALSE },
    { "readiness:check", "prep:record", TRUE },
    { "readiness:check", "prep:waive", FALSE },
    { "prep:record", "readiness:check", FALSE },
    /* A role of the newer table names what it may record. */
    { "readiness:check prep:waive_request", "prep:record", FALSE },
    { "readiness:check prep:record", "prep:record", TRUE },
    { "readiness:override prep:record", "prep:waive", TRUE },
    { "readiness:checks", "prep:record", FALSE },
    { "", "prep:record", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (PbRole) role = role_new ("x", PB_DATA_SCOPE_ALL, cases[i].held);
      g_autoptr (GPtrArray) roles = only (role);

      g_assert_cmpint (pb_roles_grant (roles, cases[i].asked), ==, cases[i].granted);
    }
}

static void
test_union (void)
{
  g_autoptr (GPtrArray) roles = pb_object_array_new ();

  g_assert_false (pb_roles_grant (roles, "run:read"));
  g_ptr_array_add (roles, role_new ("a", PB_DATA_SCOPE_ALL, "run:read"));
  g_ptr_array_add (roles, role_new ("b", PB_DATA_SCOPE_ALL, "run:revoke"));
  g_assert_true (pb_roles_grant (roles, "run:read"));
  g_assert_true (pb_roles_grant (roles, "run:revoke"));
  g_assert_false (pb_roles_grant (roles, "run:rev"));
  g_assert_false (pb_roles_grant (roles, "run:authorize"));
}

static void
test_without_permissions (void)
{
  g_autoptr (PbRole) role = pb_object_new (&pb_role_type);
  g_autoptr (GPtrArray) roles = only (role);

  g_assert_false (pb_roles_grant (roles, "prep:record"));
  g_assert_false (pb_user_sees_all (roles));
}

static void
test_any (void)
{
  g_autoptr (PbRole) role = role_new ("a", PB_DATA_SCOPE_ALL, "quality:fai");
  g_autoptr (GPtrArray) roles = only (role);
  g_autoptr (GPtrArray) nobody = pb_object_array_new ();

  g_assert_true (pb_roles_grant_any (roles, ""));
  g_assert_true (pb_roles_grant_any (nobody, ""));
  g_assert_true (pb_roles_grant_any (nobody, "  "));
  g_assert_true (pb_roles_grant_any (roles, "quality:fai"));
  g_assert_true (pb_roles_grant_any (roles, "fai:sign quality:fai"));
  g_assert_true (pb_roles_grant_any (roles, "  fai:sign   quality:fai "));
  g_assert_false (pb_roles_grant_any (roles, "fai:sign readiness:view"));
  g_assert_false (pb_roles_grant_any (nobody, "quality:fai"));
}

static void
test_scope (void)
{
  g_autoptr (PbUser) user = pb_object_new (&pb_user_type);
  g_autoptr (PbRole) narrow = role_new ("operator", PB_DATA_SCOPE_ASSIGNED_LINES, "run:read");
  g_autoptr (GPtrArray) roles = only (narrow);

  g_assert_true (pb_user_sees_line (user, roles, NULL));
  g_assert_false (pb_user_sees_line (user, roles, "l1"));
  user->line_ids = g_strsplit ("l1,l2", ",", -1);
  g_assert_true (pb_user_sees_line (user, roles, "l1"));
  g_assert_true (pb_user_sees_line (user, roles, "l2"));
  g_assert_false (pb_user_sees_line (user, roles, "l3"));
  g_assert_false (pb_user_sees_line (user, roles, "l"));
  g_assert_false (pb_user_sees_all (roles));

  /* The widest scope wins. */
  g_ptr_array_add (roles, role_new ("quality", PB_DATA_SCOPE_ALL, "run:read"));
  g_assert_true (pb_user_sees_line (user, roles, "l3"));
  g_assert_true (pb_user_sees_all (roles));
}

static void
test_capacity (void)
{
  static const struct
  {
    const char *roles;
    const char *capacities; /* NULL: absent */
    const char *held;       /* one mark for PRODUCTION, ENGINEERING, QUALITY */
  } cases[] = {
    { "", NULL, "..." },
    { "quality", NULL, "..x" },
    { "engineer", NULL, ".x." },
    { "supervisor", NULL, "x.." },
    { "supervisor,quality", NULL, "x.x" },
    { "planner,trace,admin,operator,leader,material", NULL, "..." },
    { "quality-2", NULL, "..." },
    /* The user's own list wins over what the roles give. */
    { "quality", "PRODUCTION", "x.." },
    { "quality", "", "..." },
    { "", "QUALITY,ENGINEERING", ".xx" },
    { "", "quality", "..." },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (PbUser) user = pb_object_new (&pb_user_type);

      user->roles = g_strsplit (cases[i].roles, ",", -1);
      if (cases[i].capacities != NULL)
        user->capacities = g_strsplit (cases[i].capacities, ",", -1);
      for (int c = PB_CAPACITY_PRODUCTION; c <= PB_CAPACITY_QUALITY; c++)
        g_assert_cmpint (pb_user_holds_capacity (user, c), ==, cases[i].held[c - 1] == 'x');
      g_assert_false (pb_user_holds_capacity (user, PB_CAPACITY_NONE));
    }
}

static void
test_who (void)
{
  static const struct
  {
    const char *asked;
    const char *name;
  } cases[] = {
    { "prep:record", "Operator" },
    { "loading:config", "Line leader" },
    { "loading:verify", "Operator" },
    { "quality:fai", "Quality engineer" },
    { "fai:sign", "Quality engineer" },
    { "prep:waive", "Production supervisor" },
    { "readiness:override", "Production supervisor" },
    { "readiness:config", "Process engineer" },
    { "run:create", "Production planner" },
    { "system:config", "System administrator" },
    { "trace:export", "Quality engineer" },
    { "capacity:QUALITY", "Quality engineer" },
    { "capacity:ENGINEERING", "Process engineer" },
    { "PRODUCTION", "Production supervisor" },
    { "capacity:NOBODY", NULL },
    { "prep", NULL },
    { "", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *who = pb_permission_who (cases[i].asked);

      g_assert_cmpstr (who, ==, cases[i].name);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    {
      g_autofree char *path = g_strconcat ("/permission/table/", codes[i], NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_table);
    }
  g_test_add_func ("/permission/defaults", test_defaults);
  g_test_add_func ("/permission/old-names", test_old_names);
  g_test_add_func ("/permission/union", test_union);
  g_test_add_func ("/permission/without-permissions", test_without_permissions);
  g_test_add_func ("/permission/any", test_any);
  g_test_add_func ("/permission/scope", test_scope);
  g_test_add_func ("/permission/capacity", test_capacity);
  g_test_add_func ("/permission/who", test_who);
  return g_test_run ();
}
