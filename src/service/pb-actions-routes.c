/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-service"

#include <string.h>

#include "domain/pb-fai.h"
#include "service/pb-cursor.h"
#include "service/pb-endpoints.h"

/* Routes and their compiled versions. A run keeps the version that it was made with: a compiled version is never
 * changed, an edit of the route makes the next one. */

/* ---- Reading */

/* Gives each of @routes its steps, in one statement. */
static gboolean
fill_steps (PbCall *call, GPtrArray *routes, GError **error)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autoptr (GHashTable) by_id = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GPtrArray) steps = NULL;
  g_auto (GStrv) ids = NULL;
  PbQuery query = { .type = &pb_route_step_type, .order_by = "step_no" };

  for (guint i = 0; i < routes->len; i++)
    {
      PbRoute *route = routes->pdata[i];

      g_strv_builder_add (builder, route->id);
      g_hash_table_insert (by_id, route->id, route);
    }
  ids = g_strv_builder_end (builder);
  if (ids[0] == NULL)
    return TRUE;
  pb_query_add_list (&query, "route_id", (const char *const *) ids);
  pb_query_add_text (&query, "version_id", PB_OP_IS_NULL, NULL);
  steps = pb_store_list (call->store, &query, NULL, error);
  for (guint i = 0; steps != NULL && i < steps->len; i++)
    {
      PbRoute *route = g_hash_table_lookup (by_id, ((PbRouteStep *) steps->pdata[i])->route_id);

      g_ptr_array_add (route->steps, pb_object_ref (steps->pdata[i]));
    }
  return steps != NULL;
}

static const PbListFilter route_filters[] = {
  { "productCode", "product_code", PB_OP_EQ, NULL },
  { "processType", "process_type", PB_OP_IN, &pb_process_types },
  { NULL },
};

static gboolean
list_routes (PbCall *call, GError **error)
{
  PbQuery query = { .type = &pb_route_type, .search_columns = { "code", "name", "product_code" } };
  g_autoptr (GPtrArray) lists = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  g_autoptr (GPtrArray) routes = NULL;
  const char *next;

  if (!pb_call_query_filters (call, &query, route_filters, lists, error))
    return FALSE;
  query.search = pb_call_query (call, "search");
  routes = pb_call_list_after (call, &query, "code", &next, error);
  if (routes == NULL)
    return FALSE;
  /* One IN holds fewer than the longest page. */
  for (guint first = 0; first < routes->len; first += PB_QUERY_IN_MAX)
    {
      g_autoptr (GPtrArray) part = g_ptr_array_new ();

      for (guint i = first; i < MIN (routes->len, first + PB_QUERY_IN_MAX); i++)
        g_ptr_array_add (part, routes->pdata[i]);
      if (!fill_steps (call, part, error))
        return FALSE;
    }
  pb_call_reply_part (call, routes, next);
  return TRUE;
}

static PbRoute *
find_route (PbCall *call, GError **error)
{
  const char *code = pb_call_param (call, "routingCode");
  g_autoptr (GError) failure = NULL;
  PbRoute *route = pb_store_load_route (call->store, code, &failure);

  if (failure != NULL)
    g_propagate_error (error, g_steal_pointer (&failure));
  else if (route == NULL)
    pb_problem_set (error, 404, "ROUTE_NOT_FOUND", "Route %s does not exist", code);
  return route;
}

/* The route and its newest compiled version. */
static void
reply (PbCall *call, const PbRoute *route, const PbRouteVersion *version)
{
  call->answer->etag = g_strdup_printf ("\"%" G_GINT64_FORMAT "\"", route->version.v);
  pb_writer_begin_object (call->out);
  pb_codec_write_members (call->out, route);
  pb_writer_key (call->out, "routeVersion");
  pb_codec_write (call->out, version);
  pb_writer_end_object (call->out);
}

static gboolean
get_route (PbCall *call, GError **error)
{
  g_autoptr (PbRoute) route = find_route (call, error);
  g_autoptr (PbRouteVersion) version = NULL;
  g_autoptr (GError) failure = NULL;

  if (route == NULL)
    return FALSE;
  version = pb_store_load_newest_route_version (call->store, route->id, &failure);
  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  reply (call, route, version);
  return TRUE;
}

/* ---- What a version needs */

static void
add_missing (PbWriter *missing, gint64 step_no, const char *what, const char *message)
{
  pb_writer_begin_object (missing);
  if (step_no != 0)
    pb_writer_member_int (missing, "stepNo", step_no);
  pb_writer_member_string (missing, "what", what);
  pb_writer_member_string (missing, "message", message);
  pb_writer_end_object (missing);
}

static gboolean
group_exists (PbCall *call, const char *code, gboolean *exists, GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (PbStationGroup) group =
    code != NULL ? pb_store_get_by (call->store, &pb_station_group_type, "code", code, &failure) : NULL;

  *exists = code == NULL || group != NULL;
  if (failure == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

/* Says in @missing what keeps the route from being compiled. Returns: the number of it, -1 with @error. */
static int
look_for_gaps (PbCall *call, const PbRoute *route, PbWriter *missing, GError **error)
{
  int n = 0;

  if (route->steps->len == 0)
    {
      add_missing (missing, 0, "steps", "The route has no steps");
      n++;
    }
  for (guint i = 0; i < route->steps->len; i++)
    {
      const PbRouteStep *step = route->steps->pdata[i];
      const PbRouteStep *before = i > 0 ? route->steps->pdata[i - 1] : NULL;
      gboolean exists;

      if (before != NULL && before->step_no.v == step->step_no.v)
        {
          add_missing (missing, step->step_no.v, "stepNo", "Two steps have this number");
          n++;
        }
      if (!group_exists (call, step->station_group, &exists, error))
        return -1;
      if (!exists)
        {
          add_missing (missing, step->step_no.v, "stationGroup", "There is no such station group");
          n++;
        }
    }
  return n;
}

static gboolean
check_complete (PbCall *call, const PbRoute *route, GError **error)
{
  g_autoptr (PbWriter) missing = pb_writer_new ();
  g_autofree char *text = NULL;
  GError *problem = NULL;
  int n;

  pb_writer_begin_array (missing);
  n = look_for_gaps (call, route, missing, error);
  if (n <= 0)
    return n == 0;
  pb_writer_end_array (missing);
  text = pb_writer_steal (missing);
  pb_problem_set (&problem, 400, "ROUTE_INCOMPLETE", "Route %s cannot be run yet: see what is missing", route->code);
  pb_problem_add_member (problem, "missing", text);
  g_propagate_error (error, problem);
  return FALSE;
}

/* The characteristics that the first articles of this version begin with, as JSON text; NULL without a template. */
static gboolean
freeze_template (PbCall *call, const PbRoute *route, char **items_json, GError **error)
{
  g_autoptr (PbFaiTemplate) template = NULL;
  g_autoptr (GPtrArray) items = NULL;
  g_autoptr (PbWriter) writer = NULL;

  *items_json = NULL;
  if (route->fai_template_id == NULL)
    return TRUE;
  template = pb_call_find (call, &pb_fai_template_type, "id", route->fai_template_id, "FAI_TEMPLATE_NOT_FOUND",
                           "First article template", error);
  if (template == NULL)
    return FALSE;
  if (!pb_fai_template_is_for (template, route->product_code))
    {
      pb_problem_set (error, 400, "FAI_TEMPLATE_PRODUCT_MISMATCH", "Template %s is for %s, route %s for %s",
                      template->code, template->product_code, route->code, route->product_code);
      return FALSE;
    }
  items = pb_store_list_by (call->store, &pb_fai_template_item_type, "template_id", template->id, "seq", error);
  if (items == NULL)
    return FALSE;
  writer = pb_writer_new ();
  pb_codec_write_array (writer, items);
  *items_json = pb_writer_steal (writer);
  return TRUE;
}

/* ---- Changing */

static int
compare_steps (gconstpointer a, gconstpointer b)
{
  const PbRouteStep *one = *(const PbRouteStep *const *) a, *other = *(const PbRouteStep *const *) b;

  return (one->step_no.v > other->step_no.v) - (one->step_no.v < other->step_no.v);
}

static gboolean
insert_version_steps (PbCall *call, const PbRoute *route, PbRouteVersion *version, GError **error)
{
  for (guint i = 0; i < route->steps->len; i++)
    {
      PbRouteStep *step = pb_object_copy (route->steps->pdata[i]);

      g_ptr_array_add (version->steps, step);
      pb_set_string (&step->id, NULL);
      step->id = pb_id_new ();
      pb_set_string (&step->route_id, route->id);
      pb_set_string (&step->version_id, version->id);
      if (!pb_call_insert (call, step, NULL, error))
        return FALSE;
    }
  return TRUE;
}

/* Freezes steps and characteristics as the route's next version. Returns: (transfer full). */
static PbRouteVersion *
compile_route (PbCall *call, const PbRoute *route, GError **error)
{
  g_autoptr (PbRouteVersion) version = NULL, newest = NULL;
  g_autoptr (GError) failure = NULL;
  char *items;

  if (!check_complete (call, route, error) || !freeze_template (call, route, &items, error))
    return NULL;
  version = pb_object_new (&pb_route_version_type);
  version->fai_items = items;
  newest = pb_store_load_newest_route_version (call->store, route->id, &failure);
  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return NULL;
    }
  version->id = pb_id_new ();
  version->route_id = g_strdup (route->id);
  version->route_code = g_strdup (route->code);
  version->route_name = g_strdup (route->name);
  version->version_no = PB_INT (newest != NULL ? newest->version_no.v + 1 : 1);
  version->status = PB_VERSION_READY;
  version->fai_template_id = g_strdup (route->fai_template_id);
  version->compiled_at = call->now;
  if (!pb_call_insert (call, version, NULL, error) || !insert_version_steps (call, route, version, error))
    return NULL;
  return g_steal_pointer (&version);
}

/* Makes the stored steps of the route those of @route. A step keeps its id as long as its number is there: records name
 * it. */
static gboolean
store_steps (PbCall *call, PbRoute *route, GPtrArray *stored, GError **error)
{
  g_autoptr (GHashTable) by_number = g_hash_table_new (g_int64_hash, g_int64_equal);
  GHashTableIter iter;
  PbRouteStep *old;

  for (guint i = 0; i < stored->len; i++)
    g_hash_table_insert (by_number, &((PbRouteStep *) stored->pdata[i])->step_no.v, stored->pdata[i]);
  for (guint i = 0; i < route->steps->len; i++)
    {
      PbRouteStep *step = route->steps->pdata[i];

      old = g_hash_table_lookup (by_number, &step->step_no.v);
      pb_set_string (&step->route_id, route->id);
      if (step->id == NULL)
        step->id = old != NULL ? g_strdup (old->id) : pb_id_new ();
      g_hash_table_remove (by_number, &step->step_no.v);
      if (old != NULL ? !pb_call_update (call, step, NULL, error) : !pb_call_insert (call, step, NULL, error))
        return FALSE;
    }
  g_hash_table_iter_init (&iter, by_number);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &old))
    if (!pb_store_delete (call->store, &pb_route_step_type, old->id, error))
      return FALSE;
  return TRUE;
}

static gboolean
create_route (PbCall *call, GError **error)
{
  g_autoptr (PbRoute) route = pb_call_read_new (call, &pb_route_type, error);
  g_autoptr (GPtrArray) none = pb_object_array_new ();
  g_autoptr (PbRouteVersion) version = NULL;

  if (route == NULL)
    return FALSE;
  g_ptr_array_sort (route->steps, compare_steps);
  if (!check_complete (call, route, error))
    return FALSE;
  route->id = pb_id_new ();
  if (!pb_call_insert (call, route, "ROUTE_EXISTS", error) || !store_steps (call, route, none, error))
    return FALSE;
  version = compile_route (call, route, error);
  if (version == NULL)
    return FALSE;
  pb_call_audit (call, route->id, route->code, NULL, route);
  call->status = 201;
  reply (call, route, version);
  return TRUE;
}

static gboolean
patch_route (PbCall *call, GError **error)
{
  g_autoptr (PbRoute) route = find_route (call, error);
  g_autoptr (PbRoute) before = route != NULL ? pb_object_copy (route) : NULL;
  g_autoptr (PbRouteVersion) version = NULL;

  if (route == NULL || !pb_call_read_patch (call, route, error))
    return FALSE;
  g_ptr_array_sort (route->steps, compare_steps);
  if (!check_complete (call, route, error) || !pb_call_update_version (call, route, error) ||
      !store_steps (call, route, before->steps, error))
    return FALSE;
  version = compile_route (call, route, error);
  if (version == NULL)
    return FALSE;
  pb_call_audit (call, route->id, route->code, before, route);
  reply (call, route, version);
  return TRUE;
}

static gboolean
compile (PbCall *call, GError **error)
{
  g_autoptr (PbRoute) route = find_route (call, error);
  g_autoptr (PbRouteVersion) version = route != NULL ? compile_route (call, route, error) : NULL;

  if (version == NULL)
    return FALSE;
  pb_call_audit (call, route->id, route->code, NULL, version);
  pb_call_reply (call, version);
  return TRUE;
}

static const PbMember version_members[] = {
  { "routeVersion", PB_VALUE_OBJECT, .type = &pb_route_version_type },
  { NULL },
};

const PbEndpoint pb_endpoints_routes[] = {
  { .method = "GET",
    .path = "/api/routes",
    .permission = "route:read",
    .action = list_routes,
    .summary = "Routes with their steps, by code",
    .answer = &pb_route_type,
    .query = pb_query_search,
    .form = PB_ANSWER_PART,
    .filters = route_filters },
  { .method = "GET",
    .path = "/api/routes/:routingCode",
    .permission = "route:read",
    .action = get_route,
    .summary = "A route with its steps and its newest compiled version",
    .answer = &pb_route_type,
    .answers = version_members },
  { .method = "POST",
    .path = "/api/routes",
    .permission = "route:configure",
    .flags = PB_ENDPOINT_WRITE | PB_ENDPOINT_BODY | PB_ENDPOINT_STRICT,
    .action = create_route,
    .audit_action = "ROUTE_CREATE",
    .entity_type = "ROUTE",
    .summary = "Make a route and compile its first version",
    .body = &pb_route_type,
    .answer = &pb_route_type,
    .answers = version_members },
  { .method = "PATCH",
    .path = "/api/routes/:routingCode",
    .permission = "route:configure",
    .flags = PB_ENDPOINT_WRITE | PB_ENDPOINT_BODY | PB_ENDPOINT_STRICT,
    .action = patch_route,
    .audit_action = "ROUTE_UPDATE",
    .entity_type = "ROUTE",
    .summary = "Change a route and compile its next version; runs that are there keep theirs",
    .body = &pb_route_type,
    .answer = &pb_route_type,
    .answers = version_members },
  { .method = "POST",
    .path = "/api/routes/:routingCode/compile",
    .permission = "route:compile",
    .flags = PB_ENDPOINT_WRITE,
    .action = compile,
    .audit_action = "ROUTE_COMPILE",
    .entity_type = "ROUTE",
    .summary = "Freeze the route and its first article template as the next version",
    .answer = &pb_route_version_type },
  { .method = NULL },
};
