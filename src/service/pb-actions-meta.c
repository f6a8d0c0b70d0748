/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-service"

#include <string.h>

#include "config.h"
#include "service/pb-endpoints.h"
#include "service/pb-openapi.h"

/* What the server is and can do; whoever asks needs no session. */

static gboolean
health (PbCall *call, GError **error)
{
  pb_writer_raw (call->out, "{\"status\":\"mes-ok\"}");
  return TRUE;
}

/* Healthy is a process that answers, ready is one that reaches its database. */
static gboolean
ready (PbCall *call, GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (PbPolicyVersion) policy = pb_store_load_policy (call->store, 0, &failure);

  if (policy == NULL)
    {
      if (failure != NULL)
        g_warning ("Not ready: %s", failure->message);
      pb_problem_set (error, 503, "NOT_READY", "The database cannot be read");
      return FALSE;
    }
  pb_writer_raw (call->out, "{\"status\":\"ready\"}");
  return TRUE;
}

/* A feature is there when what it needs is served. */
static const struct
{
  const char *name, *method, *path;
} features[] = {
  { "esign", "POST", "/api/runs/:runNo/authorize" },
  { "waivers", "POST", "/api/readiness-items/:itemId/waiver-requests" },
  { "notNeeded", "POST", "/api/readiness-items/:itemId/not-needed" },
  { "events", "GET", "/api/events" },
  { "board", "GET", "/api/board" },
  { "gate", "GET", "/api/runs/:runNo/gate" },
  { "assets", "GET", "/api/assets" },
  { "policies", "GET", "/api/policies" },
  { "dossier", "GET", "/api/runs/:runNo/dossier" },
  { "etag", "PATCH", "/api/assets/:key" },
};

typedef struct
{
  const char *method, *path;
  gboolean found;
} Search;

static void
compare_endpoint (const PbEndpoint *endpoint, gpointer user_data)
{
  Search *search = user_data;

  if (strcmp (endpoint->method, search->method) == 0 && strcmp (endpoint->path, search->path) == 0)
    search->found = TRUE;
}

static void
write_features (PbWriter *w)
{
  pb_writer_member_array (w, "features");
  for (guint i = 0; i < G_N_ELEMENTS (features); i++)
    {
      Search search = { features[i].method, features[i].path, FALSE };

      pb_endpoints_foreach (compare_endpoint, &search);
      if (search.found)
        pb_writer_string (w, features[i].name);
    }
  pb_writer_end_array (w);
}

/* The people of the demo plant, whom the sign-in page offers. */
static gboolean
write_people (PbCall *call, GError **error)
{
  PbQuery query = { .type = &pb_user_type, .order_by = "created_at", .then_by = "email" };
  g_autoptr (GPtrArray) users = NULL;
  PbWriter *w = call->out;

  pb_query_add_number (&query, "is_active", PB_OP_EQ, 1);
  users = pb_store_list (call->store, &query, NULL, error);
  if (users == NULL)
    return FALSE;
  pb_writer_member_bool (w, "demo", TRUE);
  pb_writer_member_array (w, "people");
  for (guint i = 0; i < users->len; i++)
    {
      const PbUser *user = users->pdata[i];

      pb_writer_begin_object (w);
      pb_writer_member_string (w, "email", user->email);
      pb_writer_member_string (w, "name", user->name);
      pb_writer_member_string (w, "role", user->roles != NULL ? user->roles[0] : NULL);
      pb_writer_end_object (w);
    }
  pb_writer_end_array (w);
  return TRUE;
}

static gboolean
capabilities (PbCall *call, GError **error)
{
  PbWriter *w = call->out;

  pb_writer_begin_object (w);
  pb_writer_member_string (w, "product", PACKAGE_NAME);
  pb_writer_member_string (w, "version", PACKAGE_VERSION);
  write_features (w);
  if (pb_service_is_demo (call->service) && !write_people (call, error))
    return FALSE;
  pb_writer_end_object (w);
  return TRUE;
}

static gboolean
openapi (PbCall *call, GError **error)
{
  pb_writer_raw (call->out, pb_openapi_text ());
  return TRUE;
}

static const PbMember status_members[] = {
  { "status", PB_VALUE_TEXT, PB_MUST },
  { NULL },
};

static const PbMember person_members[] = {
  { "email", PB_VALUE_TEXT, PB_MUST },
  { "name", PB_VALUE_TEXT, PB_MUST },
  { "role", PB_VALUE_TEXT },
  { NULL },
};

static const PbMember capability_members[] = {
  { "product", PB_VALUE_TEXT, PB_MUST },
  { "version", PB_VALUE_TEXT, PB_MUST },
  { "features", PB_VALUE_TEXTS, PB_MUST },
  { "demo", PB_VALUE_BOOL, .says = "Of the demo plant, which names its people" },
  { "people", PB_VALUE_OBJECTS, .members = person_members },
  { NULL },
};

const PbEndpoint pb_endpoints_meta[] = {
  { .method = "GET",
    .path = "/api/health",
    .permission = "",
    .flags = PB_ENDPOINT_PUBLIC | PB_ENDPOINT_DIRECT | PB_ENDPOINT_BARE,
    .action = health,
    .summary = "Whether the server answers",
    .answers = status_members },
  { .method = "GET",
    .path = "/api/ready",
    .permission = "",
    .flags = PB_ENDPOINT_PUBLIC | PB_ENDPOINT_BARE,
    .action = ready,
    .summary = "Whether the server reaches its database",
    .answers = status_members },
  { .method = "GET",
    .path = "/api/meta/capabilities",
    .permission = "",
    .flags = PB_ENDPOINT_PUBLIC,
    .action = capabilities,
    .summary = "Product, version, and what the server can do",
    .answers = capability_members },
  { .method = "GET",
    .path = "/api/openapi.json",
    .permission = "",
    .flags = PB_ENDPOINT_PUBLIC | PB_ENDPOINT_DIRECT | PB_ENDPOINT_BARE,
    .action = openapi,
    .summary = "This description" },
  { .method = NULL },
};
