/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <string.h>

#include "pb-plant-fixture.h"
#include "plant-described.h"
#include "service/pb-endpoints.h"
#include "wire/pb-json.h"

/* What endpoints declare, held against what they do. That whatever they read is declared, and that what they answer is
 * described, holds in every other test: see plant_send(). */

/* ---- Parameters of queries */

/* What stands for a parameter of a path or a query. */
static const char *
sample_of (const char *name)
{
  static const struct
  {
    const char *name, *value;
  } samples[] = {
    { "runNo", "RUN-A" },
    { "lineId", "LINE-A" },
    { "lineCode", "LINE-A" },
    { "stationCode", "PRN-A" },
    { "key", "ST-1" },
    { "sort", "createdAt.desc" },
    /* A place in a list by time, and in one by text. */
    { "after", "1700000000.x" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (samples); i++)
    if (strcmp (samples[i].name, name) == 0)
      return samples[i].value;
  return "x";
}

static char *
path_of (const PbEndpoint *endpoint)
{
  g_auto (GStrv) segments = g_strsplit (endpoint->path, "/", -1);

  for (char **segment = segments; *segment != NULL; segment++)
    if (**segment == ':')
      {
        char *value = g_strdup (sample_of (*segment + 1));

        g_free (*segment);
        *segment = value;
      }
  return g_strjoinv ("/", segments);
}

/* Sends it in the session of somebody who may. Returns: (transfer full). */
static PlantAnswer *
ask (PlantFixture *f, const PbEndpoint *endpoint, const char *path, const char *body)
{
  static const char *const people[] = { "admin",    "planner",  "engineer", "quality",
                                        "material", "operator", "trace",    "leader" };

  for (guint i = 0; i < G_N_ELEMENTS (people); i++)
    {
      g_autoptr (PlantAnswer) answer = plant_send (f, people[i], endpoint->method, path, body);

      if (answer->status != 403)
        return g_steal_pointer (&answer);
    }
  g_error ("Nobody may %s %s", endpoint->method, path);
}

static int
status_with (PlantFixture *f, const PbEndpoint *endpoint, const char *name, const char *value)
{
  g_autofree char *path = path_of (endpoint);
  g_autofree char *query = g_strdup_printf ("%s?%s=%s", path, name, value);
  g_autoptr (PlantAnswer) answer = ask (f, endpoint, query, NULL);

  return answer->status;
}

static void
expect_taken (PlantFixture *f, const PbEndpoint *endpoint, const char *name, const char *value)
{
  int status = status_with (f, endpoint, name, value);

  /* There is no first article and no item in the plant: what covers them is looked at first. */
  if (status != 200 && !(status == 404 && g_str_has_suffix (endpoint->path, "/signable")))
    g_error ("%s %s: %s=%s is answered with %d", endpoint->method, endpoint->path, name, value, status);
}

static void
expect_refused (PlantFixture *f, const PbEndpoint *endpoint, const char *name, const char *value)
{
  int status = status_with (f, endpoint, name, value);

  if (status != 422)
    g_error ("%s %s: %s=%s is answered with %d", endpoint->method, endpoint->path, name, value, status);
}

static void
expect_number (PlantFixture *f, const PbEndpoint *endpoint, const char *name, gint64 value, gboolean taken)
{
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, value);

  (taken ? expect_taken : expect_refused) (f, endpoint, name, text);
}

static void
try_values (PlantFixture *f, const PbEndpoint *endpoint, const PbMember *member)
{
  g_autofree char *all = g_strjoinv (",", (char **) member->values->values + 1);

  for (const char *const *value = member->values->values + 1; *value != NULL; value++)
    expect_taken (f, endpoint, member->name, *value);
  if (member->kind == PB_VALUE_ENUMS)
    expect_taken (f, endpoint, member->name, all);
  expect_refused (f, endpoint, member->name, "NONE-OF-THEM");
}

static void
try_parameter (PlantFixture *f, const PbEndpoint *endpoint, const PbMember *member)
{
  switch (member->kind)
    {
    case PB_VALUE_ENUM:
    case PB_VALUE_ENUMS:
      try_values (f, endpoint, member);
      break;
    case PB_VALUE_INT:
      expect_number (f, endpoint, member->name, MAX (member->min, 1), TRUE);
      expect_number (f, endpoint, member->name, member->min - 1, FALSE);
      if (member->max >= G_MAXINT64 - 1)
        break;
      expect_number (f, endpoint, member->name, member->max, TRUE);
      expect_number (f, endpoint, member->name, member->max + 1, FALSE);
      break;
    case PB_VALUE_TIME:
      expect_taken (f, endpoint, member->name, "2026-01-31T08:00:00Z");
      expect_refused (f, endpoint, member->name, "yesterday");
      break;
    case PB_VALUE_BOOL:
      expect_taken (f, endpoint, member->name, "true");
      expect_taken (f, endpoint, member->name, "false");
      expect_refused (f, endpoint, member->name, "perhaps");
      break;
    case PB_VALUE_TEXT:
    case PB_VALUE_TEXTS:
      expect_taken (f, endpoint, member->name, sample_of (member->name));
      break;
    default:
      g_error ("%s %s: %s is of a kind that no query has", endpoint->method, endpoint->path, member->name);
    }
}

typedef struct
{
  PlantFixture *f;
  guint tried;
} Round;

static void
try_endpoint (const PbEndpoint *endpoint, gpointer user_data)
{
  Round *round = user_data;
  g_autoptr (GArray) query = pb_endpoint_list_query (endpoint);

  for (guint i = 0; i < query->len; i++)
    try_parameter (round->f, endpoint, &g_array_index (query, PbMember, i));
  round->tried += query->len;
}

static void
test_queries (PlantFixture *f, gconstpointer data)
{
  Round round = { f, 0 };

  plant_check (f, "engineer", "POST", "/api/assets", "{'id':'ST-1','kind':'STENCIL'}", 201, NULL);
  plant_check (f, "quality", "POST", "/api/runs/RUN-A/readiness/precheck", NULL, 200, NULL);
  plant_check (f, "quality", "POST", "/api/runs/RUN-A/readiness/check", NULL, 200, NULL);
  pb_endpoints_foreach (try_endpoint, &round);
  g_assert_cmpuint (round.tried, >, 150);
}

/* ---- Bodies of extensions */

/* Where the members are declared one by one, the first one that is not is named before anything else is looked at. */
static void
try_unknown (const PbEndpoint *endpoint, gpointer user_data)
{
  Round *round = user_data;
  g_autofree char *path = path_of (endpoint);
  g_autoptr (PlantAnswer) answer = NULL;

  if (!(endpoint->flags & PB_ENDPOINT_STRICT) || endpoint->body != NULL)
    return;
  answer = ask (round->f, endpoint, path, "{'nobodyKnowsThis':1}");
  g_test_message ("%s %s", endpoint->method, endpoint->path);
  g_assert_cmpint (answer->status, ==, 422);
  g_assert_cmpstr (plant_text (answer, "property"), ==, "nobodyKnowsThis");
  round->tried++;
}

static void
test_strict (PlantFixture *f, gconstpointer data)
{
  Round round = { f, 0 };

  pb_endpoints_foreach (try_unknown, &round);
  g_assert_cmpuint (round.tried, >=, 6);
}

/* ---- What is not declared */

static const PbMember some_query[] = {
  { "count", PB_VALUE_INT, .min = 1, .max = 9, .standard = 3 },
  { "state", PB_VALUE_ENUMS, .values = &pb_board_states },
  { NULL },
};

static const PbMember some_members[] = {
  { "reason", PB_VALUE_TEXT, PB_MUST, .max = 100 },
  { "remark", PB_VALUE_TEXT, .max = 50 },
  { "why", PB_VALUE_TEXT, PB_SOMETIMES, .max = 50 },
  { "act", PB_VALUE_ENUM, .values = PB_ONE_OF ("ONE", "OTHER") },
  { NULL },
};

static const PbListFilter some_filters[] = {
  { "from", "created_at", PB_OP_GE, NULL },
  { NULL },
};

static const PbEndpoint some = {
  .method = "GET",
  .path = "/api/some",
  .query = some_query,
  .members = some_members,
  .filters = some_filters,
  .form = PB_ANSWER_PAGE,
  .paging = { 30, 100 },
};

static const struct
{
  gboolean body;
  PbMember read;
  const char *complaint; /* (nullable) */
} readings[] = {
  { FALSE, { "count", PB_VALUE_ANY }, NULL },
  { FALSE, { "count", PB_VALUE_INT, .min = 1, .max = 9, .standard = 3 }, NULL },
  { FALSE, { "count", PB_VALUE_INT, .min = 0, .max = 9, .standard = 3 }, "*otherwise*" },
  { FALSE, { "count", PB_VALUE_INT, .min = 1, .max = 10, .standard = 3 }, "*otherwise*" },
  { FALSE, { "count", PB_VALUE_INT, .min = 1, .max = 9, .standard = 4 }, "*otherwise*" },
  { FALSE, { "count", PB_VALUE_BOOL }, "*otherwise*" },
  { FALSE, { "state", PB_VALUE_ENUMS, .values = &pb_board_states }, NULL },
  { FALSE, { "state", PB_VALUE_ENUMS, .values = &pb_run_statuses }, "*otherwise*" },
  { FALSE, { "from", PB_VALUE_TIME }, NULL },
  { FALSE, { "from", PB_VALUE_BOOL }, "*otherwise*" },
  { FALSE, { "pageSize", PB_VALUE_INT, .min = 1, .max = 100, .standard = 30 }, NULL },
  { FALSE, { "limit", PB_VALUE_ANY }, "*does not declare*" },
  { FALSE, { "sort", PB_VALUE_ANY }, "*does not declare*" },
  { FALSE, { "reason", PB_VALUE_ANY }, "*does not declare*" },
  { TRUE, { "reason", PB_VALUE_TEXT, PB_MUST, .max = 100 }, NULL },
  { TRUE, { "reason", PB_VALUE_TEXT, .max = 100 }, NULL },
  { TRUE, { "reason", PB_VALUE_TEXT, PB_MUST, .max = 101 }, "*otherwise*" },
  { TRUE, { "remark", PB_VALUE_TEXT, PB_MUST, .max = 50 }, "*otherwise*" },
  { TRUE, { "why", PB_VALUE_TEXT, PB_MUST, .max = 50 }, NULL },
  { TRUE, { "act", PB_VALUE_TEXT, .max = 20 }, NULL },
  { TRUE, { "act", PB_VALUE_SECRET }, "*otherwise*" },
  { TRUE, { "count", PB_VALUE_INT }, "*does not declare*" },
};

static void
test_readings (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (readings); i++)
    {
      if (readings[i].complaint != NULL)
        g_test_expect_message ("pb-service", G_LOG_LEVEL_CRITICAL, readings[i].complaint);
      (readings[i].body ? pb_declared_check_member : pb_declared_check_query) (&some, &readings[i].read);
      g_test_assert_expected_messages ();
    }
}

static const PbField same_fields[] = { { .name = "reason", .flags = PB_ASKED }, PB_FIELDS_END };
static const PbType same_type = { .name = "Same", .fields = same_fields };
static const PbField other_fields[] = { { .name = "cause", .flags = PB_ASKED }, PB_FIELDS_END };
static const PbType other_type = { .name = "Other", .fields = other_fields };

static void
expect_complaint (void)
{
  g_test_expect_message ("pb-service", G_LOG_LEVEL_CRITICAL, "*declare*");
}

static void
test_lists (void)
{
  pb_declared_check_page (&some, 30, 100, FALSE);
  pb_declared_check_filters (&some, some_filters);
  pb_declared_check_form (&some, PB_ANSWER_PAGE);
  pb_declared_check_type (&some, &same_type);
  expect_complaint ();
  pb_declared_check_page (&some, 20, 100, FALSE);
  expect_complaint ();
  pb_declared_check_page (&some, 30, 200, FALSE);
  expect_complaint ();
  pb_declared_check_page (&some, 30, 100, TRUE);
  expect_complaint ();
  pb_declared_check_filters (&some, NULL);
  expect_complaint ();
  pb_declared_check_sorts (&some, (const char *const[]){ "code", "code", NULL });
  expect_complaint ();
  pb_declared_check_form (&some, PB_ANSWER_PART);
  expect_complaint ();
  pb_declared_check_type (&some, &other_type);
  g_test_assert_expected_messages ();
}

/* ---- The measure itself */

static const struct
{
  const char *schema, *value;
  gboolean fits;
} measures[] = {
  { "{'type':'string','maxLength':3}", "'abc'", TRUE },
  { "{'type':'string','maxLength':3}", "'abcd'", FALSE },
  { "{'type':'string','minLength':1}", "''", FALSE },
  { "{'type':'string'}", "1", FALSE },
  { "{'type':'string'}", "null", FALSE },
  { "{'type':'string','nullable':true}", "null", TRUE },
  { "{'type':'string','format':'date-time'}", "'2026-01-31T08:00:00Z'", TRUE },
  { "{'type':'string','format':'date-time'}", "'today'", FALSE },
  { "{'type':'string','enum':['A','B']}", "'B'", TRUE },
  { "{'type':'string','enum':['A','B']}", "'C'", FALSE },
  { "{'type':'integer','minimum':1,'maximum':9}", "9", TRUE },
  { "{'type':'integer','minimum':1,'maximum':9}", "10", FALSE },
  { "{'type':'integer','minimum':1,'maximum':9}", "0", FALSE },
  { "{'type':'integer'}", "1.5", FALSE },
  { "{'type':'number'}", "1.5", TRUE },
  { "{'type':'boolean'}", "true", TRUE },
  { "{'type':'boolean'}", "'true'", FALSE },
  { "{'type':'array','items':{'type':'string'},'maxItems':2}", "['a','b']", TRUE },
  { "{'type':'array','items':{'type':'string'},'maxItems':2}", "['a','b','c']", FALSE },
  { "{'type':'array','items':{'type':'string'}}", "['a',1]", FALSE },
  { "{'type':'object','required':['a'],'properties':{'a':{'type':'string'}}}", "{'a':'x'}", TRUE },
  { "{'type':'object','required':['a'],'properties':{'a':{'type':'string'}}}", "{}", FALSE },
  { "{'type':'object','properties':{'a':{'type':'string'}}}", "{'a':'x','b':1}", FALSE },
  { "{'type':'object'}", "{'a':'x','b':1}", TRUE },
  { "{'allOf':[{'type':'object','properties':{'a':{}}},{'type':'object','properties':{'b':{}}}]}", "{'a':1,'b':1}",
    TRUE },
  { "{'allOf':[{'type':'object','properties':{'a':{}}},{'type':'object','required':['b'],'properties':{'b':{}}}]}",
    "{'a':1}", FALSE },
  { "{'anyOf':[{'type':'string'},{'type':'integer'}]}", "1", TRUE },
  { "{'anyOf':[{'type':'string'},{'type':'integer'}]}", "true", FALSE },
  { "{'$ref':'#/components/schemas/Signer'}", "{'email':'a@b','password':'x'}", TRUE },
  { "{'$ref':'#/components/schemas/Signer'}", "{'email':'a@b'}", FALSE },
};

static JsonNode *
parse (const char *text)
{
  g_autofree char *json = g_strdelimit (g_strdup (text), "'", '"');
  g_autoptr (GError) error = NULL;
  JsonNode *node = pb_json_parse (json, strlen (json), &error);

  g_assert_no_error (error);
  return node;
}

static void
test_measure (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (measures); i++)
    {
      g_autoptr (JsonNode) schema = parse (measures[i].schema);
      g_autoptr (JsonNode) value = parse (measures[i].value);
      g_autofree char *fault = plant_find_fault (json_node_get_object (schema), value, TRUE);

      if ((fault == NULL) != measures[i].fits)
        g_error ("%s with %s: %s", measures[i].schema, measures[i].value, fault != NULL ? fault : "fits");
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/declared/queries", PlantFixture, NULL, plant_set_up, test_queries, plant_tear_down);
  g_test_add ("/declared/strict", PlantFixture, NULL, plant_set_up, test_strict, plant_tear_down);
  g_test_add_func ("/declared/readings", test_readings);
  g_test_add_func ("/declared/lists", test_lists);
  g_test_add_func ("/declared/measure", test_measure);
  return g_test_run ();
}
