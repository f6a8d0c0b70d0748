/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-service"

#include <string.h>

#include "service/pb-endpoints.h"

/* Templates of first articles (rest-api.md, 3.4): what is inspected. A route names one, and compiling the route freezes
 * it, so that a change of a template never reaches a run that exists. */

#define READING "quality:fai readiness:config"
#define WRITING "readiness:config"

/* The most characteristics of a template. */
#define MOST_ITEMS 500

static GPtrArray *
list_items (PbCall *call, const char *const *template_ids, GError **error)
{
  PbQuery query = { .type = &pb_fai_template_item_type, .order_by = "seq" };

  pb_query_add_list (&query, "template_id", template_ids);
  return pb_store_list (call->store, &query, NULL, error);
}

static PbFaiTemplate *
find (PbCall *call, const char *id, GError **error)
{
  g_autoptr (PbFaiTemplate) template =
    pb_call_find (call, &pb_fai_template_type, "id", id, "FAI_TEMPLATE_NOT_FOUND", "FAI template", error);
  const char *ids[] = { id, NULL };
  GPtrArray *items;

  if (template == NULL)
    return NULL;
  items = list_items (call, ids, error);
  if (items == NULL)
    return NULL;
  g_ptr_array_unref (template->items);
  template->items = items;
  template->item_count = PB_INT (items->len);
  return g_steal_pointer (&template);
}

/* ---- Reading */

static gboolean
count_items (PbCall *call, GPtrArray *templates, GError **error)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autoptr (GHashTable) by_id = g_hash_table_new (g_str_hash, g_str_equal);
  g_auto (GStrv) ids = NULL;
  g_autoptr (GPtrArray) items = NULL;

  if (templates->len == 0)
    return TRUE;
  for (guint i = 0; i < templates->len; i++)
    {
      PbFaiTemplate *template = templates->pdata[i];

      template->item_count = PB_INT (0);
      g_strv_builder_add (builder, template->id);
      g_hash_table_insert (by_id, template->id, template);
    }
  ids = g_strv_builder_end (builder);
  items = list_items (call, (const char *const *) ids, error);
  for (guint i = 0; items != NULL && i < items->len; i++)
    {
      const PbFaiTemplateItem *item = items->pdata[i];
      PbFaiTemplate *template = g_hash_table_lookup (by_id, item->template_id);

      template->item_count.v += 1;
    }
  return items != NULL;
}

static void
write_row (PbWriter *out, const PbFaiTemplate *template)
{
  pb_writer_begin_object (out);
  pb_writer_member_string (out, "id", template->id);
  pb_writer_member_string (out, "code", template->code);
  pb_writer_member_string (out, "name", template->name);
  pb_writer_member_string (out, "productCode", template->product_code);
  pb_writer_member_string (out, "processType", pb_enum_text (&pb_process_types, template->process_type));
  pb_writer_member_string (out, "version", template->version);
  pb_writer_member_bool (out, "isActive", template->is_active.v);
  pb_writer_member_int (out, "itemCount", template->item_count.v);
  pb_writer_member_time (out, "updatedAt", template->updated_at);
  pb_writer_end_object (out);
}

static gboolean
get_list (PbCall *call, GError **error)
{
  PbQuery query = { .type = &pb_fai_template_type,
                    .order_by = "code",
                    .search = pb_call_query (call, "search"),
                    .search_columns = { "code", "name", "product_code" } };
  g_auto (GStrv) processes = NULL;
  g_autoptr (GPtrArray) found = NULL;
  gint64 total, page, size;
  PbBool active = { 0 };

  if (!pb_call_query_page (call, &query, 30, 100, FALSE, &page, &size, error) ||
      !pb_call_query_enums (call, "processType", &pb_process_types, &processes, error) ||
      !pb_call_query_bool (call, "isActive", &active, error))
    return FALSE;
  if (pb_call_query (call, "productCode") != NULL)
    pb_query_add_text (&query, "product_code", PB_OP_EQ, pb_call_query (call, "productCode"));
  if (processes != NULL)
    pb_query_add_list (&query, "process_type", (const char *const *) processes);
  if (active.set)
    pb_query_add_number (&query, "is_active", PB_OP_EQ, active.v ? 1 : 0);
  found = pb_store_list (call->store, &query, &total, error);
  if (found == NULL || !count_items (call, found, error))
    return FALSE;
  pb_writer_begin_object (call->out);
  pb_writer_member_array (call->out, "items");
  for (guint i = 0; i < found->len; i++)
    write_row (call->out, found->pdata[i]);
  pb_writer_end_array (call->out);
  pb_writer_member_int (call->out, "total", total);
  pb_writer_member_int (call->out, "page", page);
  pb_writer_member_int (call->out, "pageSize", size);
  pb_writer_end_object (call->out);
  return TRUE;
}

static gboolean
get_one (PbCall *call, GError **error)
{
  g_autoptr (PbFaiTemplate) template = find (call, pb_call_param (call, "id"), error);

  if (template == NULL)
    return FALSE;
  pb_call_reply (call, template);
  return TRUE;
}

/* ---- Writing */

static gboolean
check_items (const PbFaiTemplate *template, GError **error)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);

  if (template->items->len == 0 || template->items->len > MOST_ITEMS)
    {
      pb_problem_set_invalid (error, "body", "items", "items must hold 1 to %d characteristics", MOST_ITEMS);
      return FALSE;
    }
  for (guint i = 0; i < template->items->len; i++)
    {
      const PbFaiTemplateItem *item = template->items->pdata[i];

      if (item->lower_limit.set && item->upper_limit.set && item->lower_limit.v > item->upper_limit.v)
        {
          g_autofree char *property = g_strdup_printf ("items[%u].upperLimit", i);

          pb_problem_set_invalid (error, "body", property, "%s must not be below lowerLimit", property);
          return FALSE;
        }
      if (!g_hash_table_add (seen, g_memdup2 (&item->seq.v, sizeof item->seq.v)))
        {
          pb_problem_set (error, 400, "FAI_TEMPLATE_ITEM_SEQ_DUPLICATE",
                          "items[%u]: the number %" G_GINT64_FORMAT " is there twice", i, item->seq.v);
          return FALSE;
        }
    }
  return TRUE;
}

static void
fill_in (PbFaiTemplate *template)
{
  if (!template->is_active.set)
    template->is_active = PB_BOOL (TRUE);
  template->item_count = PB_INT (template->items->len);
  for (guint i = 0; i < template->items->len; i++)
    {
      PbFaiTemplateItem *item = template->items->pdata[i];

      if (!item->required.set)
        item->required = PB_BOOL (TRUE);
      if (item->per == PB_PER_NONE)
        item->per = PB_PER_RUN;
      if (!item->na_allowed.set)
        item->na_allowed = PB_BOOL (FALSE);
    }
}

static gboolean
insert_items (PbCall *call, PbFaiTemplate *template, GError **error)
{
  for (guint i = 0; i < template->items->len; i++)
    {
      PbFaiTemplateItem *item = template->items->pdata[i];

      pb_set_string (&item->template_id, template->id);
      g_free (item->id);
      item->id = pb_id_new ();
      if (!pb_call_insert (call, item, "FAI_TEMPLATE_ITEM_SEQ_DUPLICATE", error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
create (PbCall *call, GError **error)
{
  g_autoptr (PbFaiTemplate) template = pb_call_read_new (call, &pb_fai_template_type, error);

  if (template == NULL || !check_items (template, error))
    return FALSE;
  template->id = pb_id_new ();
  fill_in (template);
  pb_call_audit (call, template->id, template->code, NULL, NULL);
  if (!pb_call_insert (call, template, "FAI_TEMPLATE_CODE_EXISTS", error) || !insert_items (call, template, error))
    return FALSE;
  pb_call_audit (call, template->id, template->code, NULL, template);
  call->status = 201;
  pb_call_reply (call, template);
  return TRUE;
}

static gboolean
delete_items (PbCall *call, const PbFaiTemplate *template, GError **error)
{
  for (guint i = 0; i < template->items->len; i++)
    {
      const PbFaiTemplateItem *item = template->items->pdata[i];

      if (!pb_store_delete (call->store, &pb_fai_template_item_type, item->id, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
patch (PbCall *call, GError **error)
{
  g_autoptr (PbFaiTemplate) template = find (call, pb_call_param (call, "id"), error);
  g_autoptr (PbFaiTemplate) before = NULL;
  gboolean replaces = json_object_has_member (call->body, "items");

  if (template == NULL)
    return FALSE;
  pb_call_audit (call, template->id, template->code, NULL, NULL);
  before = pb_object_copy (template);
  if (!pb_call_read_patch (call, template, error) || (replaces && !check_items (template, error)))
    return FALSE;
  fill_in (template);
  if (!pb_call_update (call, template, "FAI_TEMPLATE_CODE_EXISTS", error) ||
      (replaces && (!delete_items (call, before, error) || !insert_items (call, template, error))))
    return FALSE;
  pb_call_audit (call, template->id, template->code, before, template);
  pb_call_reply (call, template);
  return TRUE;
}

/* ---- Which template a route has */

static gboolean
read_template_id (PbCall *call, char **id, GError **error)
{
  if (!json_object_has_member (call->body, "faiTemplateId"))
    {
      pb_problem_set_invalid (error, "body", "faiTemplateId",
                              "faiTemplateId is required; null takes the template away");
      return FALSE;
    }
  return pb_call_body_text (call, "faiTemplateId", FALSE, 64, NULL, id, error);
}

static PbRoute *
find_route (PbCall *call, const char *code, GError **error)
{
  g_autoptr (GError) failure = NULL;
  PbRoute *route = pb_store_load_route (call->store, code, &failure);

  if (failure != NULL)
    g_propagate_error (error, g_steal_pointer (&failure));
  else if (route == NULL)
    pb_problem_set (error, 404, "ROUTE_NOT_FOUND", "Route %s does not exist", code);
  return route;
}

static gboolean
set_template (PbCall *call, GError **error)
{
  g_autofree char *id = NULL;
  g_autoptr (PbRoute) route = NULL;
  g_autoptr (PbRoute) before = NULL;
  g_autoptr (PbFaiTemplate) template = NULL;

  if (!read_template_id (call, &id, error))
    return FALSE;
  route = find_route (call, pb_call_param (call, "routingCode"), error);
  if (route == NULL)
    return FALSE;
  pb_call_audit (call, route->id, route->code, NULL, NULL);
  if (id != NULL)
    {
      template = find (call, id, error);
      if (template == NULL)
        return FALSE;
      if (!pb_fai_template_is_for (template, route->product_code))
        {
          pb_problem_set (error, 400, "FAI_TEMPLATE_PRODUCT_MISMATCH", "The template is for %s, the route makes %s",
                          template->product_code, route->product_code);
          return FALSE;
        }
    }
  before = pb_object_copy (route);
  pb_set_string (&route->fai_template_id, id);
  if (!pb_call_update (call, route, NULL, error))
    return FALSE;
  pb_call_audit (call, route->id, route->code, before, route);
  pb_call_reply (call, route);
  return TRUE;
}

static const PbMember list_query[] = {
  { "search", PB_VALUE_TEXT },
  { "productCode", PB_VALUE_TEXT },
  { "processType", PB_VALUE_ENUMS, .values = &pb_process_types },
  { "isActive", PB_VALUE_BOOL },
  { NULL },
};

static const PbMember template_of_route_members[] = {
  { "faiTemplateId", PB_VALUE_TEXT, PB_MUST_OR_NULL, .max = 64, .says = "null takes the template away" },
  { NULL },
};

/* clang-format off */
const PbEndpoint pb_endpoints_fai_templates[] = {
  { .method = "GET", .path = "/api/fai-templates", .permission = READING, .action = get_list,
    .summary = "Templates of first articles",
    .query = list_query, .answer = &pb_fai_template_type, .form = PB_ANSWER_PAGE,
    .paging = { 30, 100 } },
  { .method = "GET", .path = "/api/fai-templates/:id", .permission = READING, .action = get_one,
    .summary = "A template with its characteristics", .answer = &pb_fai_template_type },
  { .method = "POST", .path = "/api/fai-templates", .permission = WRITING,
    .flags = PB_ENDPOINT_WRITE | PB_ENDPOINT_BODY, .action = create, .audit_action = "FAI_TEMPLATE_CREATE",
    .entity_type = "SYSTEM_CONFIG", .summary = "Makes a template", .body = &pb_fai_template_type,
    .answer = &pb_fai_template_type },
  { .method = "PATCH", .path = "/api/fai-templates/:id", .permission = WRITING, .flags = PB_ENDPOINT_WRITE,
    .action = patch, .audit_action = "FAI_TEMPLATE_UPDATE", .entity_type = "SYSTEM_CONFIG",
    .summary = "Changes a template; items replace all of its characteristics", .body = &pb_fai_template_type,
    .answer = &pb_fai_template_type },
  { .method = "PATCH", .path = "/api/routes/:routingCode/fai-template", .permission = "route:configure",
    .flags = PB_ENDPOINT_WRITE | PB_ENDPOINT_BODY, .action = set_template, .audit_action = "ROUTE_FAI_TEMPLATE_UPDATE",
    .entity_type = "SYSTEM_CONFIG", .summary = "Gives a route its template; it holds from the next compilation on",
    .answer = &pb_route_type,
    .members = template_of_route_members },
  { NULL },
};
/* clang-format on */
