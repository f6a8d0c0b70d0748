/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <string.h>

#include "pb-plant-fixture.h"
#include "wire/pb-problem.h"

/* Users and roles. */

static PlantAnswer *
sign_in (PlantFixture *f, const char *email, const char *password)
{
  g_autofree char *body = g_strdup_printf ("{'email':'%s','password':'%s'}", email, password);

  return plant_send (f, NULL, "POST", "/api/auth/sign-in/email", body);
}

static void
test_user (PlantFixture *f, gconstpointer data)
{
  g_autoptr (PlantAnswer) made = NULL, session = NULL, list = NULL, rows = NULL, read = NULL;
  g_autoptr (PbUser) user = NULL;
  g_autofree char *path = NULL;

  made = plant_expect (f, "admin", "POST", "/api/users",
                       "{'email':'New.Person@Plant.test','name':'N. P.','password':'a long secret','roles':['quality'],"
                       "'lineIds':['id-LINE-A'],'stationIds':['id-PRN-A'],'capacities':['QUALITY']}",
                       201, NULL);
  g_assert_cmpstr (plant_text (made, "data.email"), ==, "new.person@plant.test");
  g_assert_true (plant_bool (made, "data.isActive"));
  g_assert_true (plant_bool (made, "data.mustChangePassword"));
  g_assert_null (strstr (made->text, "secret"));
  g_assert_null (strstr (made->text, "$y$"));
  user = plant_get (f, &pb_user_type, "email", "new.person@plant.test");
  g_assert_true (g_str_has_prefix (user->password_hash, "$y$"));
  session = sign_in (f, "NEW.person@plant.test", "a long secret");
  g_assert_cmpint (session->status, ==, 200);
  path = g_strconcat ("/api/users/", user->id, NULL);
  read = plant_expect (f, "admin", "GET", path, NULL, 200, NULL);
  g_assert_cmpstr (plant_text (read, "data.capacities[0]"), ==, "QUALITY");

  list = plant_expect (f, "admin", "GET", "/api/users?search=new&isActive=true", NULL, 200, NULL);
  g_assert_cmpint (plant_length (list, "data.items"), ==, 1);
  /* Nothing of the secret is in the trail. */
  rows = plant_expect (f, "trace", "GET", "/api/audit-logs?action=USER_CREATE", NULL, 200, NULL);
  g_assert_cmpstr (plant_text (rows, "data.items[0].entityDisplay"), ==, "new.person@plant.test");
  g_assert_null (strstr (rows->text, "$y$"));
  g_assert_null (strstr (rows->text, "a long secret"));
}

static void
test_refused (PlantFixture *f, gconstpointer data)
{
  static const char good[] = "'name':'N','password':'a long secret'";
  static const struct
  {
    const char *rest;
    int status;
    const char *code, *property;
  } cases[] = {
    { "'email':'quality@PLANT.test'", 409, "USER_EMAIL_EXISTS", NULL },
    { "'email':'nobody'", 422, "VALIDATION_FAILED", "email" },
    { "'email':'a@b@c'", 422, "VALIDATION_FAILED", "email" },
    { "'email':'n@p','roles':['king']", 422, "VALIDATION_FAILED", "roles" },
    { "'email':'n@p','lineIds':['LINE-A']", 422, "VALIDATION_FAILED", "lineIds" },
    { "'email':'n@p','stationIds':['PRN-A']", 422, "VALIDATION_FAILED", "stationIds" },
    { "'email':'n@p','capacities':['ALL']", 422, "VALIDATION_FAILED", "capacities" },
    { "'email':'n@p','roles':['quality','engineer','quality']", 422, "VALIDATION_FAILED", "roles" },
    { "'email':'n@p','capacities':['QUALITY','QUALITY']", 422, "VALIDATION_FAILED", "capacities" },
    { "'email':'n@p','isActive':true", 422, "VALIDATION_FAILED", "isActive" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *body = g_strdup_printf ("{%s,%s}", cases[i].rest, good);
      g_autoptr (PlantAnswer) answer =
        plant_expect (f, "admin", "POST", "/api/users", body, cases[i].status, cases[i].code);

      if (cases[i].property != NULL)
        g_assert_cmpstr (plant_text (answer, "property"), ==, cases[i].property);
    }
  plant_check (f, "admin", "POST", "/api/users", "{'email':'n@p','name':'N','password':'1234567'}", 422,
               "VALIDATION_FAILED");
  plant_check (f, "admin", "POST", "/api/users", "{'email':'n@p','name':'N'}", 422, "VALIDATION_FAILED");
  plant_check (f, "admin", "POST", "/api/users", "{'email':'n@p','name':'N','password':12345678}", 422,
               "VALIDATION_FAILED");
  plant_check (f, "admin", "GET", "/api/users/x", NULL, 404, "USER_NOT_FOUND");
  plant_check (f, "admin", "PATCH", "/api/users/x", "{}", 404, "USER_NOT_FOUND");
  plant_check (f, "admin", "PATCH", "/api/users/user-idle", "{'email':'other@p'}", 422, "VALIDATION_FAILED");
  plant_check (f, "admin", "PATCH", "/api/users/user-idle", "{'isActive':null}", 422, "VALIDATION_FAILED");
  plant_check (f, "admin", "PATCH", "/api/users/user-idle", "{'roles':['king']}", 422, "VALIDATION_FAILED");
  plant_check (f, "admin", "POST", "/api/users/x/reset-password", "{'password':'a long secret'}", 404,
               "USER_NOT_FOUND");
  plant_check (f, "admin", "POST", "/api/users/user-idle/reset-password", "{'password':'a long secret','x':1}", 422,
               "VALIDATION_FAILED");
  plant_check (f, "admin", "GET", "/api/users?isActive=maybe", NULL, 422, "VALIDATION_FAILED");
  plant_check (f, "supervisor", "GET", "/api/users", NULL, 403, "FORBIDDEN");
  plant_check (f, "supervisor", "POST", "/api/users", "{}", 403, "FORBIDDEN");
  plant_check (f, "supervisor", "PATCH", "/api/users/user-idle", "{}", 403, "FORBIDDEN");
  plant_check (f, "supervisor", "POST", "/api/users/user-idle/reset-password", "{}", 403, "FORBIDDEN");
}

/* A disabled user keeps no session and gets no new one; enabled again they sign in as before. */
static void
test_disable (PlantFixture *f, gconstpointer data)
{
  g_autoptr (PlantAnswer) refused = NULL, again = NULL;

  plant_check (f, "quality", "GET", "/api/runs", NULL, 200, NULL);
  plant_check (f, "admin", "PATCH", "/api/users/user-quality", "{'isActive':false}", 200, NULL);
  plant_check (f, "quality", "GET", "/api/runs", NULL, 401, "UNAUTHORIZED");
  g_assert_cmpint (plant_count (f, &pb_session_type, "user_id", "user-quality"), ==, 0);
  refused = sign_in (f, "quality@plant.test", PLANT_PASSWORD);
  g_assert_cmpint (refused->status, ==, 401);
  plant_check (f, "admin", "PATCH", "/api/users/user-quality", "{'isActive':true}", 200, NULL);
  again = sign_in (f, "quality@plant.test", PLANT_PASSWORD);
  g_assert_cmpint (again->status, ==, 200);
}

/* Another role holds at once. */
static void
test_roles_of_user (PlantFixture *f, gconstpointer data)
{
  plant_check (f, "idle", "GET", "/api/runs", NULL, 403, "FORBIDDEN");
  plant_check (f, "admin", "PATCH", "/api/users/user-idle", "{'roles':['operator'],'lineIds':['id-LINE-A']}", 200,
               NULL);
  plant_check (f, "idle", "GET", "/api/runs/RUN-A", NULL, 200, NULL);
  plant_check (f, "idle", "GET", "/api/runs/RUN-B", NULL, 404, "RUN_NOT_FOUND");
}

/* An administrator who resets a password cannot sign with it. */
static void
test_reset (PlantFixture *f, gconstpointer data)
{
  g_autoptr (PlantAnswer) reset = NULL, old = NULL, session = NULL, changed = NULL;
  const char *token;

  plant_check (f, "quality", "GET", "/api/runs", NULL, 200, NULL);
  reset = plant_expect (f, "admin", "POST", "/api/users/user-quality/reset-password", "{'password':'given by admin'}",
                        200, NULL);
  g_assert_true (plant_bool (reset, "data.mustChangePassword"));
  plant_check (f, "quality", "GET", "/api/runs", NULL, 401, "UNAUTHORIZED");
  old = sign_in (f, "quality@plant.test", PLANT_PASSWORD);
  g_assert_cmpint (old->status, ==, 401);
  session = sign_in (f, "quality@plant.test", "given by admin");
  g_assert_cmpint (session->status, ==, 200);
  g_assert_true (plant_bool (session, "user.mustChangePassword"));
  token = plant_text (session, "token");
  plant_check (
    f, token, "POST", "/api/runs/RUN-A/authorize",
    "{'action':'REVOKE','reason':'a good reason','signer':{'email':'quality@plant.test','password':'given by "
    "admin'}}",
    403, "PASSWORD_CHANGE_REQUIRED");
  changed = plant_expect (f, token, "POST", "/api/users/me/change-password",
                          "{'currentPassword':'given by admin','newPassword':'my own secret'}", 200, NULL);
  plant_check (f, token, "POST", "/api/runs/RUN-A/authorize",
               "{'action':'REVOKE','reason':'a good reason','signer':{'email':'quality@plant.test','password':'my own "
               "secret'}}",
               409, "NOT_AUTHORIZED");
}

static void
test_last_administrator (PlantFixture *f, gconstpointer data)
{
  plant_check (f, "admin", "PATCH", "/api/users/user-admin", "{'isActive':false}", 409, "LAST_ADMINISTRATOR");
  plant_check (f, "admin", "PATCH", "/api/users/user-admin", "{'roles':['trace']}", 409, "LAST_ADMINISTRATOR");
  plant_check (f, "admin", "PATCH", "/api/roles/admin", "{'permissions':['system:role_manage']}", 409,
               "LAST_ADMINISTRATOR");
  plant_check (f, "admin", "PATCH", "/api/users/user-idle", "{'roles':['admin']}", 200, NULL);
  plant_check (f, "admin", "PATCH", "/api/users/user-admin", "{'isActive':false}", 200, NULL);
  plant_check (f, "admin", "GET", "/api/users", NULL, 401, "UNAUTHORIZED");
  plant_check (f, "idle", "GET", "/api/users", NULL, 200, NULL);
}

static void
test_role (PlantFixture *f, gconstpointer data)
{
  g_autoptr (PlantAnswer) made = NULL, changed = NULL, list = NULL, all = NULL;

  all = plant_expect (f, "idle", "GET", "/api/meta/roles", NULL, 200, NULL);
  g_assert_cmpint (plant_length (all, "data"), ==, 9);
  g_assert_cmpstr (plant_text (all, "data[0].code"), ==, "admin");
  made = plant_expect (f, "admin", "POST", "/api/roles",
                       "{'code':'auditor','name':'Auditor','permissions':['audit:read']}", 201, NULL);
  g_assert_cmpstr (plant_text (made, "data.dataScope"), ==, "ASSIGNED_LINES");
  g_assert_false (plant_bool (made, "data.isSystem"));
  plant_check (f, "admin", "PATCH", "/api/users/user-idle", "{'roles':['auditor']}", 200, NULL);
  plant_check (f, "idle", "GET", "/api/audit-logs/verify", NULL, 200, NULL);
  changed =
    plant_expect (f, "admin", "PATCH", "/api/roles/auditor", "{'permissions':[],'description':'rests'}", 200, NULL);
  g_assert_cmpstr (plant_text (changed, "data.description"), ==, "rests");
  plant_check (f, "idle", "GET", "/api/audit-logs/verify", NULL, 403, "FORBIDDEN");
  list = plant_expect (f, "admin", "GET", "/api/roles?limit=1&after=admin", NULL, 200, NULL);
  g_assert_cmpstr (plant_text (list, "data.items[0].code"), ==, "auditor");
  g_assert_cmpstr (plant_text (list, "data.next"), ==, "auditor");

  plant_check (f, "admin", "POST", "/api/roles", "{'code':'auditor','name':'again'}", 409, "ROLE_CODE_EXISTS");
  plant_check (f, "admin", "POST", "/api/roles", "{'code':'two words','name':'n'}", 422, "VALIDATION_FAILED");
  plant_check (f, "admin", "POST", "/api/roles", "{'code':'x','name':'n','permissions':['run:raed']}", 422,
               "VALIDATION_FAILED");
  plant_check (f, "admin", "POST", "/api/roles", "{'code':'x','name':'n','permissions':['QUALITY']}", 422,
               "VALIDATION_FAILED");
  plant_check (f, "admin", "PATCH", "/api/roles/x", "{}", 404, "ROLE_NOT_FOUND");
  plant_check (f, "planner", "POST", "/api/roles", "{}", 403, "FORBIDDEN");
  plant_check (f, "planner", "PATCH", "/api/roles/planner", "{}", 403, "FORBIDDEN");
  plant_check (f, "planner", "GET", "/api/roles", NULL, 403, "FORBIDDEN");
  plant_check (f, NULL, "GET", "/api/meta/roles", NULL, 401, "UNAUTHORIZED");
}

/* At the command line: the password is the person's own, and the trail says that no user did it. */
static void
test_add_user (PlantFixture *f, gconstpointer data)
{
  static const char *const roles[] = { "admin", NULL };
  static const char *const unknown[] = { "king", NULL };
  static const char *const capacities[] = { "ENGINEERING", NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (PlantAnswer) session = NULL, valid = NULL;
  g_autoptr (PbAuditRow) row = NULL;

  g_assert_true (
    pb_service_add_user (f->service, "First@plant.test", "First", "a long secret", roles, capacities, &error));
  g_assert_no_error (error);
  session = sign_in (f, "first@plant.test", "a long secret");
  g_assert_false (plant_bool (session, "user.mustChangePassword"));
  plant_check (f, plant_text (session, "token"), "GET", "/api/users", NULL, 200, NULL);
  row = plant_get (f, &pb_audit_row_type, "entity_display", "first@plant.test");
  g_assert_cmpstr (row->action, ==, "USER_CREATE");
  g_assert_cmpstr (row->actor_type, ==, "SYSTEM");
  valid = plant_expect (f, "trace", "GET", "/api/audit-logs/verify", NULL, 200, NULL);
  g_assert_true (plant_bool (valid, "data.valid"));

  g_assert_false (pb_service_add_user (f->service, "first@plant.test", "First", "a long secret", roles, NULL, &error));
  g_assert_true (pb_problem_is (error, "USER_EMAIL_EXISTS"));
  g_clear_error (&error);
  g_assert_false (pb_service_add_user (f->service, "x@plant.test", "X", "a long secret", unknown, NULL, &error));
  g_assert_true (pb_problem_is (error, "VALIDATION_FAILED"));
  g_clear_error (&error);
  g_assert_false (pb_service_add_user (f->service, "x@plant.test", "X", "short", roles, NULL, &error));
  g_assert_true (pb_problem_is (error, "VALIDATION_FAILED"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define TEST(name, func) g_test_add (name, PlantFixture, NULL, plant_set_up, func, plant_tear_down)
  TEST ("/people/user", test_user);
  TEST ("/people/refused", test_refused);
  TEST ("/people/disable", test_disable);
  TEST ("/people/roles-of-user", test_roles_of_user);
  TEST ("/people/reset-password", test_reset);
  TEST ("/people/last-administrator", test_last_administrator);
  TEST ("/people/role", test_role);
  TEST ("/people/add-user", test_add_user);
  return g_test_run ();
}
