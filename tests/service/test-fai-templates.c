/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pb-plant-fixture.h"

static const char body[] =
  "{'code':'T-1','name':'SMT form','productCode':'P-100','processType':'SMT','version':'2','items':["
  "{'seq':2,'itemName':'Height','lowerLimit':1,'upperLimit':2,'unit':'mm','per':'UNIT'},"
  "{'seq':1,'itemName':'Stencil','itemSpec':'as drawn','required':false,'group':'Print'}]}";

static char *
create (PlantFixture *f)
{
  g_autoptr (PlantAnswer) answer = plant_expect (f, "engineer", "POST", "/api/fai-templates", body, 201, NULL);

  return g_strdup (plant_text (answer, "data.id"));
}

static void
test_create (PlantFixture *f, gconstpointer data)
{
  g_autofree char *id = create (f);
  g_autofree char *path = g_strconcat ("/api/fai-templates/", id, NULL);
  g_autoptr (PlantAnswer) answer = plant_expect (f, "quality", "GET", path, NULL, 200, NULL);

  g_assert_cmpstr (plant_text (answer, "data.code"), ==, "T-1");
  g_assert_true (plant_bool (answer, "data.isActive"));
  g_assert_cmpint (plant_int (answer, "data.itemCount"), ==, 2);
  g_assert_cmpstr (plant_text (answer, "data.items[0].itemName"), ==, "Stencil");
  g_assert_false (plant_bool (answer, "data.items[0].required"));
  g_assert_cmpstr (plant_text (answer, "data.items[0].per"), ==, "RUN");
  g_assert_true (plant_bool (answer, "data.items[1].required"));
  g_assert_cmpint (plant_int (answer, "data.items[1].upperLimit"), ==, 2);
  g_assert_nonnull (plant_text (answer, "data.items[1].id"));
  g_assert_cmpint (plant_count (f, &pb_audit_row_type, "action", "FAI_TEMPLATE_CREATE"), ==, 1);
}

static void
test_list (PlantFixture *f, gconstpointer data)
{
  g_autofree char *id = create (f);
  g_autoptr (PlantAnswer) list =
    plant_expect (f, "quality", "GET", "/api/fai-templates?productCode=P-100&processType=SMT&isActive=true&search=smt",
                  NULL, 200, NULL);
  g_autoptr (PlantAnswer) none =
    plant_expect (f, "engineer", "GET", "/api/fai-templates?isActive=false", NULL, 200, NULL);

  g_assert_cmpint (plant_int (list, "data.total"), ==, 1);
  g_assert_cmpint (plant_int (list, "data.pageSize"), ==, 30);
  g_assert_cmpstr (plant_text (list, "data.items[0].id"), ==, id);
  g_assert_cmpint (plant_int (list, "data.items[0].itemCount"), ==, 2);
  g_assert_null (plant_node (list, "data.items[0].items"));
  g_assert_cmpint (plant_int (none, "data.total"), ==, 0);
}

static void
test_create_refused (PlantFixture *f, gconstpointer data)
{
  static const struct
  {
    const char *body;
    int status;
    const char *code;
  } cases[] = {
    { "{'name':'n','productCode':'P','processType':'SMT','items':[{'seq':1,'itemName':'a'}]}", 422,
      "VALIDATION_FAILED" },
    { "{'code':'C','name':'n','productCode':'P','processType':'THT','items':[{'seq':1,'itemName':'a'}]}", 422,
      "VALIDATION_FAILED" },
    { "{'code':'C','name':'n','productCode':'P','processType':'SMT'}", 422, "VALIDATION_FAILED" },
    { "{'code':'C','name':'n','productCode':'P','processType':'SMT','items':[]}", 422, "VALIDATION_FAILED" },
    { "{'code':'C','name':'n','productCode':'P','processType':'SMT','items':[{'seq':0,'itemName':'a'}]}", 422,
      "VALIDATION_FAILED" },
    { "{'code':'C','name':'n','productCode':'P','processType':'SMT','items':[{'seq':1,'itemName':'a',"
      "'lowerLimit':2,'upperLimit':1}]}",
      422, "VALIDATION_FAILED" },
    { "{'code':'C','name':'n','productCode':'P','processType':'SMT','items':[{'seq':1,'itemName':'  '}]}", 400,
      "FAI_TEMPLATE_ITEM_NAME_REQUIRED" },
    { "{'code':'C','name':'n','productCode':'P','processType':'SMT','items':[{'seq':1,'itemName':'a'},"
      "{'seq':1,'itemName':'b'}]}",
      400, "FAI_TEMPLATE_ITEM_SEQ_DUPLICATE" },
    { "{'code':'T-1','name':'n','productCode':'P','processType':'SMT','items':[{'seq':1,'itemName':'a'}]}", 409,
      "FAI_TEMPLATE_CODE_EXISTS" },
  };
  g_autofree char *id = create (f);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    plant_check (f, "engineer", "POST", "/api/fai-templates", cases[i].body, cases[i].status, cases[i].code);
  g_assert_cmpint (plant_count (f, &pb_fai_template_type, "process_type", "SMT"), ==, 1);
  g_assert_nonnull (id);
}

static void
test_permissions (PlantFixture *f, gconstpointer data)
{
  plant_check (f, NULL, "GET", "/api/fai-templates", NULL, 401, "UNAUTHORIZED");
  plant_check (f, "operator", "GET", "/api/fai-templates", NULL, 403, "FORBIDDEN");
  /* Quality inspects by a template, engineering writes it. */
  plant_check (f, "quality", "POST", "/api/fai-templates", body, 403, "FORBIDDEN");
  plant_check (f, "quality", "PATCH", "/api/fai-templates/x", "{}", 403, "FORBIDDEN");
  plant_check (f, "quality", "PATCH", "/api/routes/RT-A/fai-template", "{'faiTemplateId':null}", 403, "FORBIDDEN");
  plant_check (f, "quality", "GET", "/api/fai-templates?pageSize=101", NULL, 422, "VALIDATION_FAILED");
  plant_check (f, "quality", "GET", "/api/fai-templates?isActive=maybe", NULL, 422, "VALIDATION_FAILED");
  plant_check (f, "quality", "GET", "/api/fai-templates/none", NULL, 404, "FAI_TEMPLATE_NOT_FOUND");
}

static void
test_patch (PlantFixture *f, gconstpointer data)
{
  g_autofree char *id = create (f);
  g_autofree char *path = g_strconcat ("/api/fai-templates/", id, NULL);
  g_autoptr (PlantAnswer) renamed =
    plant_expect (f, "engineer", "PATCH", path, "{'name':'Form','isActive':false}", 200, NULL);
  g_autoptr (PlantAnswer) replaced =
    plant_expect (f, "engineer", "PATCH", path, "{'items':[{'seq':1,'itemName':'Only'}],'code':'T-2'}", 200, NULL);
  g_autoptr (PlantAnswer) again = NULL;

  g_assert_cmpstr (plant_text (renamed, "data.name"), ==, "Form");
  g_assert_false (plant_bool (renamed, "data.isActive"));
  g_assert_cmpint (plant_length (renamed, "data.items"), ==, 2);
  g_assert_cmpint (plant_int (replaced, "data.itemCount"), ==, 1);
  g_assert_cmpstr (plant_text (replaced, "data.items[0].itemName"), ==, "Only");
  g_assert_cmpint (plant_count (f, &pb_fai_template_item_type, "template_id", id), ==, 1);
  again = plant_expect (f, "engineer", "GET", path, NULL, 200, NULL);
  g_assert_cmpstr (plant_text (again, "data.code"), ==, "T-2");
  g_assert_cmpstr (plant_text (again, "data.name"), ==, "Form");
}

static void
test_patch_refused (PlantFixture *f, gconstpointer data)
{
  g_autofree char *first = create (f);
  g_autofree char *path = g_strconcat ("/api/fai-templates/", first, NULL);

  plant_check (f, "engineer", "POST", "/api/fai-templates",
               "{'code':'T-2','name':'n','productCode':'P','processType':'SMT','items':[{'seq':1,'itemName':'a'}]}",
               201, NULL);
  plant_check (f, "engineer", "PATCH", "/api/fai-templates/none", "{'name':'n'}", 404, "FAI_TEMPLATE_NOT_FOUND");
  plant_check (f, "engineer", "PATCH", path, "{'code':'T-2'}", 409, "FAI_TEMPLATE_CODE_EXISTS");
  plant_check (f, "engineer", "PATCH", path, "{'items':[]}", 422, "VALIDATION_FAILED");
  plant_check (f, "engineer", "PATCH", path, "{'items':[{'seq':1,'itemName':'a'},{'seq':1,'itemName':'b'}]}", 400,
               "FAI_TEMPLATE_ITEM_SEQ_DUPLICATE");
  plant_check (f, "engineer", "PATCH", path, "{'items':[{'seq':1,'itemName':' '}]}", 400,
               "FAI_TEMPLATE_ITEM_NAME_REQUIRED");
  plant_check (f, "engineer", "PATCH", path, "{'isActive':1}", 422, "VALIDATION_FAILED");
  g_assert_cmpint (plant_count (f, &pb_fai_template_item_type, "template_id", first), ==, 2);
}

static void
test_route (PlantFixture *f, gconstpointer data)
{
  g_autofree char *id = create (f);
  g_autofree char *set = g_strdup_printf ("{'faiTemplateId':'%s'}", id);
  g_autofree char *foreign = NULL;
  g_autoptr (PlantAnswer) answer =
    plant_expect (f, "engineer", "PATCH", "/api/routes/RT-A/fai-template", set, 200, NULL);
  g_autoptr (PlantAnswer) other = plant_expect (
    f, "engineer", "POST", "/api/fai-templates",
    "{'code':'T-9','name':'n','productCode':'P-9','processType':'SMT','items':[{'seq':1,'itemName':'a'}]}", 201, NULL);
  g_autoptr (PlantAnswer) cleared = NULL;

  g_assert_cmpstr (plant_text (answer, "data.faiTemplateId"), ==, id);
  g_assert_cmpint (plant_length (answer, "data.steps"), ==, 5);
  foreign = g_strdup_printf ("{'faiTemplateId':'%s'}", plant_text (other, "data.id"));
  plant_check (f, "engineer", "PATCH", "/api/routes/RT-A/fai-template", foreign, 400, "FAI_TEMPLATE_PRODUCT_MISMATCH");
  plant_check (f, "engineer", "PATCH", "/api/routes/RT-A/fai-template", "{'faiTemplateId':'none'}", 404,
               "FAI_TEMPLATE_NOT_FOUND");
  plant_check (f, "engineer", "PATCH", "/api/routes/RT-9/fai-template", set, 404, "ROUTE_NOT_FOUND");
  plant_check (f, "engineer", "PATCH", "/api/routes/RT-A/fai-template", "{}", 422, "VALIDATION_FAILED");
  plant_check (f, "engineer", "PATCH", "/api/routes/RT-A/fai-template", "{'faiTemplateId':7}", 422,
               "VALIDATION_FAILED");
  cleared = plant_expect (f, "engineer", "PATCH", "/api/routes/RT-A/fai-template", "{'faiTemplateId':null}", 200, NULL);
  g_assert_null (plant_node (cleared, "data.faiTemplateId"));
}

#define ADD(name, function) g_test_add (name, PlantFixture, NULL, plant_set_up, function, plant_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/fai-templates/create", test_create);
  ADD ("/fai-templates/list", test_list);
  ADD ("/fai-templates/create/refused", test_create_refused);
  ADD ("/fai-templates/permissions", test_permissions);
  ADD ("/fai-templates/patch", test_patch);
  ADD ("/fai-templates/patch/refused", test_patch_refused);
  ADD ("/fai-templates/route", test_route);
  return g_test_run ();
}
