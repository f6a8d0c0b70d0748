/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-service"

#include "service/pb-call.h"

#include <math.h>
#include <string.h>

#include "service/pb-service-private.h"

PbCall *
pb_call_new (PbService *service, PbRequest *request, const PbEndpoint *endpoint, GHashTable *params)
{
  PbCall *call = g_new0 (PbCall, 1);

  call->service = service;
  call->endpoint = endpoint;
  call->request = request;
  call->params = params != NULL ? params : g_hash_table_new (g_str_hash, g_str_equal);
  call->now = pb_service_now (service);
  call->policy = pb_service_dup_policy (service);
  call->out = pb_writer_new ();
  call->status = 200;
  call->answer = g_new0 (PbAnswer, 1);
  call->changed = g_ptr_array_new_with_free_func (g_free);
  call->open_runs = g_ptr_array_new_with_free_func (g_free);
  return call;
}

void
pb_call_free (PbCall *call)
{
  if (call->prepared != NULL && call->prepared_free != NULL)
    call->prepared_free (call->prepared);
  pb_request_free (call->request);
  pb_answer_free (call->answer);
  g_clear_pointer (&call->policy, pb_policy_unref);
  g_clear_pointer (&call->principal, pb_principal_unref);
  g_clear_pointer (&call->signer, pb_principal_unref);
  g_clear_pointer (&call->params, g_hash_table_unref);
  g_clear_pointer (&call->query, g_hash_table_unref);
  g_clear_pointer (&call->body_node, json_node_unref);
  g_clear_pointer (&call->out, pb_writer_free);
  g_clear_pointer (&call->changed, g_ptr_array_unref);
  g_clear_pointer (&call->open_runs, g_ptr_array_unref);
  g_clear_error (&call->signer_problem);
  g_clear_error (&call->refusal);
  g_free (call->signer_email);
  g_free (call->entity_id);
  g_free (call->entity_display);
  g_free (call->diff);
  g_free (call->payload);
  g_free (call);
}

/* The media type alone counts, parameters may follow. */
static gboolean
is_json (const char *content_type)
{
  static const char json[] = "application/json";

  return g_ascii_strncasecmp (content_type, json, strlen (json)) == 0 &&
         strchr ("; \t", content_type[strlen (json)]) != NULL;
}

/* A body that is read into an object is checked when it is read. */
static gboolean
check_strict (PbCall *call, GError **error)
{
  JsonObjectIter iter;
  const char *name;

  if (!(call->endpoint->flags & PB_ENDPOINT_STRICT) || call->endpoint->body != NULL)
    return TRUE;
  json_object_iter_init (&iter, call->body);
  while (json_object_iter_next (&iter, &name, NULL))
    if (pb_endpoint_find_member (call->endpoint, name) == NULL)
      {
        pb_problem_set_invalid (error, "body", name, "%s is not known here", name);
        return FALSE;
      }
  return TRUE;
}

static gboolean
parse_body (PbCall *call, GError **error)
{
  gsize length = 0;
  const char *data = call->request->body != NULL ? g_bytes_get_data (call->request->body, &length) : NULL;
  g_autoptr (GError) failure = NULL;

  if (length == 0 && !(call->endpoint->flags & PB_ENDPOINT_BODY))
    {
      call->body_node = json_node_init_object (json_node_alloc (), NULL);
      json_node_take_object (call->body_node, json_object_new ());
      call->body = json_node_get_object (call->body_node);
      return TRUE;
    }
  if (length > 0 && (call->request->content_type == NULL || !is_json (call->request->content_type)))
    {
      pb_problem_set_invalid (error, "body", "", "The body must have the Content-Type application/json");
      return FALSE;
    }
  if (length == 0)
    {
      pb_problem_set_invalid (error, "body", "", "A JSON object is required as the body");
      return FALSE;
    }
  call->body_node = pb_json_parse (data, length, &failure);
  if (call->body_node == NULL)
    {
      pb_problem_set (error, 400, "MALFORMED_JSON", "%s", failure->message);
      return FALSE;
    }
  if (!JSON_NODE_HOLDS_OBJECT (call->body_node))
    {
      pb_problem_set_invalid (error, "body", "", "The body must be a JSON object");
      return FALSE;
    }
  call->body = json_node_get_object (call->body_node);
  return TRUE;
}

static gboolean
parse_query (PbCall *call, GError **error)
{
  g_autoptr (GError) failure = NULL;

  if (call->request->query == NULL)
    {
      call->query = g_hash_table_new (g_str_hash, g_str_equal);
      return TRUE;
    }
  call->query = g_uri_parse_params (call->request->query, -1, "&", G_URI_PARAMS_WWW_FORM, &failure);
  if (call->query != NULL)
    return TRUE;
  pb_problem_set_invalid (error, "query", "", "The query cannot be read: %s", failure->message);
  return FALSE;
}

gboolean
pb_call_parse (PbCall *call, GError **error)
{
  g_clear_pointer (&call->query, g_hash_table_unref);
  g_clear_pointer (&call->body_node, json_node_unref);
  call->body = NULL;
  call->is_parsed = parse_query (call, error) && parse_body (call, error) && check_strict (call, error);
  return call->is_parsed;
}

const char *
pb_call_param (PbCall *call, const char *name)
{
  return g_hash_table_lookup (call->params, name);
}

static const char *
query_value (PbCall *call, const PbMember *read)
{
  const char *value = g_hash_table_lookup (call->query, read->name);

  pb_declared_check_query (call->endpoint, read);
  return value != NULL && value[0] != '\0' ? value : NULL;
}

const char *
pb_call_query (PbCall *call, const char *name)
{
  return query_value (call, &(PbMember){ name, PB_VALUE_ANY });
}

gboolean
pb_call_query_int (PbCall *call, const char *name, gint64 min, gint64 max, gint64 *value, GError **error)
{
  const char *text = query_value (call, &(PbMember){ name, PB_VALUE_INT, .min = min, .max = max, .standard = *value });

  if (text == NULL || g_ascii_string_to_signed (text, 10, min, max, value, NULL))
    return TRUE;
  pb_problem_set_invalid (error, "query", name,
                          "%s must be a whole number from %" G_GINT64_FORMAT " to %" G_GINT64_FORMAT, name, min, max);
  return FALSE;
}

gboolean
pb_call_query_time (PbCall *call, const char *name, gint64 *value, GError **error)
{
  const char *text = query_value (call, &(PbMember){ name, PB_VALUE_TIME });

  if (text == NULL)
    return TRUE;
  *value = pb_time_parse (text);
  if (*value != 0)
    return TRUE;
  pb_problem_set_invalid (error, "query", name, "%s must be a date and time with zone, such as 2026-01-31T08:00:00Z",
                          name);
  return FALSE;
}

gboolean
pb_call_query_bool (PbCall *call, const char *name, PbBool *value, GError **error)
{
  const char *text = query_value (call, &(PbMember){ name, PB_VALUE_BOOL });

  if (text == NULL)
    return TRUE;
  if (strcmp (text, "true") != 0 && strcmp (text, "false") != 0)
    {
      pb_problem_set_invalid (error, "query", name, "%s must be true or false", name);
      return FALSE;
    }
  *value = PB_BOOL (strcmp (text, "true") == 0);
  return TRUE;
}

gboolean
pb_call_query_enums (PbCall *call, const char *name, const PbEnum *values, GStrv *list, GError **error)
{
  const char *text = query_value (call, &(PbMember){ name, PB_VALUE_ENUMS, .values = values });
  g_auto (GStrv) parts = NULL;

  *list = NULL;
  if (text == NULL)
    return TRUE;
  parts = g_strsplit (text, ",", 32);
  for (char **p = parts; *p != NULL; p++)
    if (pb_enum_value (values, g_strstrip (*p)) == 0)
      {
        g_autofree char *known = g_strjoinv (", ", (char **) values->values + 1);
        pb_problem_set_invalid (error, "query", name, "%s must be one or more of %s", name, known);
        return FALSE;
      }
  *list = g_steal_pointer (&parts);
  return TRUE;
}

gboolean
pb_call_query_page (PbCall *call,
                    PbQuery *query,
                    gint64 standard,
                    gint64 cap,
                    gboolean clamp,
                    gint64 *page,
                    gint64 *size,
                    GError **error)
{
  pb_declared_check_page (call->endpoint, standard, cap, clamp);
  *page = 1;
  *size = standard;
  /* What is asked beyond a size that is cut is a mistake. */
  if (!pb_call_query_int (call, "page", 1, PB_PAGE_LAST, page, error) ||
      !pb_call_query_int (call, "pageSize", 1, clamp ? PB_PAGE_CUT_FROM : cap, size, error))
    return FALSE;
  *size = MIN (*size, cap);
  query->limit = (guint) *size;
  query->offset = (guint) ((*page - 1) * *size);
  return TRUE;
}

/* One part of a sort: "field", "field.asc" or "field.desc". Returns: (nullable): the column of a field that is allowed.
 */
static const char *
read_sort (char *part, const char *const *allowed, gboolean *descending)
{
  g_auto (GStrv) words = g_strsplit (g_strstrip (part), ".", 0);
  guint n = g_strv_length (words);
  g_autofree char *name = NULL;

  *descending = n > 1 && strcmp (words[n - 1], "desc") == 0;
  if (n > 1 && (*descending || strcmp (words[n - 1], "asc") == 0))
    g_clear_pointer (&words[n - 1], g_free);
  name = g_strjoinv (".", words);
  for (const char *const *a = allowed; *a != NULL; a += 2)
    if (strcmp (a[0], name) == 0)
      return a[1];
  return NULL;
}

void
pb_call_query_sort (PbCall *call, PbQuery *query, const char *const *allowed)
{
  const char *text = pb_call_query (call, "sort");
  g_auto (GStrv) parts = text != NULL ? g_strsplit (text, ",", 8) : NULL;
  guint n = 0;

  pb_declared_check_sorts (call->endpoint, allowed);
  for (char **p = parts; p != NULL && *p != NULL && n < 2; p++)
    {
      gboolean descending;
      const char *column = read_sort (*p, allowed, &descending);

      if (column == NULL || (n == 1 && strcmp (column, query->order_by) == 0))
        continue;
      if (n++ == 0)
        {
          query->order_by = column;
          query->then_by = NULL;
          query->descending = descending;
        }
      else
        {
          query->then_by = column;
          query->then_reversed = descending != query->descending;
        }
    }
}

gpointer
pb_call_read_new (PbCall *call, const PbType *type, GError **error)
{
  g_autoptr (GPtrArray) violations = pb_violations_new ();
  gpointer object = pb_object_new (type);
  gboolean strict = (call->endpoint->flags & PB_ENDPOINT_STRICT) != 0;

  pb_declared_check_type (call->endpoint, type);
  /* Reading comes first: the first violation decides the code of the answer. */
  pb_codec_read (call->body, object, PB_READ_CREATE, strict, violations);
  pb_object_check (object, call->now, TRUE, violations);
  if (violations->len == 0)
    return object;
  pb_problem_set_violations (error, violations);
  pb_object_unref (object);
  return NULL;
}

gboolean
pb_call_read_patch (PbCall *call, gpointer object, GError **error)
{
  g_autoptr (GPtrArray) violations = pb_violations_new ();
  gboolean strict = (call->endpoint->flags & PB_ENDPOINT_STRICT) != 0;

  pb_declared_check_type (call->endpoint, PB_TYPE_OF (object));
  pb_codec_read (call->body, object, PB_READ_PATCH, strict, violations);
  pb_object_check (object, call->now, TRUE, violations);
  if (violations->len == 0)
    return TRUE;
  pb_problem_set_violations (error, violations);
  return FALSE;
}

static PbNeed
needed (gboolean required)
{
  return required ? PB_MUST : PB_MAY;
}

/* Returns: whether a value of @type is there; @ok: FALSE when it is there with another type, or absent and required. */
static JsonNode *
member (PbCall *call, const PbMember *read, GType type, const char *expected, gboolean *ok, GError **error)
{
  const char *name = read->name;
  gboolean required = read->need == PB_MUST;
  JsonNode *node = json_object_get_member (call->body, name);

  pb_declared_check_member (call->endpoint, read);
  *ok = TRUE;
  if (node != NULL && JSON_NODE_HOLDS_NULL (node))
    node = NULL;
  if (node == NULL && required)
    {
      pb_problem_set_invalid (error, "body", name, "%s is required", name);
      *ok = FALSE;
    }
  else if (node != NULL && !(JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == type))
    {
      pb_problem_set_invalid (error, "body", name, "%s must be %s", name, expected);
      *ok = FALSE;
      node = NULL;
    }
  return node;
}

gboolean
pb_call_body_text (PbCall *call,
                   const char *name,
                   gboolean required,
                   guint max_length,
                   const char *code,
                   char **value,
                   GError **error)
{
  gboolean ok;
  PbMember read = { name, PB_VALUE_TEXT, needed (required), .max = max_length };
  JsonNode *node = member (call, &read, G_TYPE_STRING, "a text", &ok, error);
  g_autofree char *text = NULL;

  *value = NULL;
  if (node == NULL)
    return ok;
  text = json_node_dup_string (node);
  if (required && text[0] == '\0')
    {
      pb_problem_set_invalid (error, "body", name, "%s must not be empty", name);
      return FALSE;
    }
  g_strstrip (text);
  if (required && text[0] == '\0')
    {
      if (code != NULL)
        pb_problem_set (error, 400, code, "%s must not be blank", name);
      else
        pb_problem_set_invalid (error, "body", name, "%s must not be blank", name);
      return FALSE;
    }
  if (g_utf8_strlen (text, -1) > (glong) max_length)
    {
      pb_problem_set_invalid (error, "body", name, "%s may have at most %u characters", name, max_length);
      return FALSE;
    }
  for (const char *p = text; *p != '\0'; p++)
    if (((guchar) *p < 0x20 && *p != '\n' && *p != '\t') || *p == 0x7f)
      {
        pb_problem_set_invalid (error, "body", name, "%s must not hold control characters", name);
        return FALSE;
      }
  if (text[0] != '\0')
    *value = g_steal_pointer (&text);
  return TRUE;
}

gboolean
pb_call_body_int (PbCall *call,
                  const char *name,
                  gboolean required,
                  gint64 min,
                  gint64 max,
                  PbInt *value,
                  GError **error)
{
  gboolean ok;
  PbMember read = { name, PB_VALUE_INT, needed (required), .min = min, .max = max };
  JsonNode *node = member (call, &read, G_TYPE_INT64, "a whole number", &ok, error);

  *value = (PbInt){ 0 };
  if (node == NULL)
    return ok;
  *value = PB_INT (json_node_get_int (node));
  if (value->v >= min && value->v <= max)
    return TRUE;
  pb_problem_set_invalid (error, "body", name, "%s must be from %" G_GINT64_FORMAT " to %" G_GINT64_FORMAT, name, min,
                          max);
  return FALSE;
}

gboolean
pb_call_body_time (PbCall *call, const char *name, gboolean required, gint64 *value, GError **error)
{
  gboolean ok;
  PbMember read = { name, PB_VALUE_TIME, needed (required) };
  JsonNode *node = member (call, &read, G_TYPE_STRING, "a date and time", &ok, error);

  *value = 0;
  if (node == NULL)
    return ok;
  *value = pb_time_parse (json_node_get_string (node));
  if (*value != 0)
    return TRUE;
  pb_problem_set_invalid (error, "body", name, "%s must be a date and time with zone, such as 2026-01-31T08:00:00Z",
                          name);
  return FALSE;
}

gboolean
pb_call_body_enum (PbCall *call, const char *name, gboolean required, const PbEnum *values, int *value, GError **error)
{
  gboolean ok;
  PbMember read = { name, PB_VALUE_ENUM, needed (required), .values = values };
  JsonNode *node = member (call, &read, G_TYPE_STRING, "a text", &ok, error);

  *value = 0;
  if (node == NULL)
    return ok;
  *value = pb_enum_value (values, json_node_get_string (node));
  if (*value == 0)
    {
      g_autofree char *known = g_strjoinv (", ", (char **) values->values + 1);
      pb_problem_set_invalid (error, "body", name, "%s must be one of %s", name, known);
    }
  return *value != 0;
}

gboolean
pb_call_body_strings (PbCall *call, const char *name, gboolean required, guint most, GStrv *values, GError **error)
{
  JsonNode *node = json_object_get_member (call->body, name);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  PbMember read = { name, PB_VALUE_TEXTS, needed (required), .max = most };
  JsonArray *array;

  pb_declared_check_member (call->endpoint, &read);
  *values = NULL;
  if (node == NULL && !required)
    return TRUE;
  if (node == NULL || !JSON_NODE_HOLDS_ARRAY (node) || json_array_get_length (json_node_get_array (node)) > most)
    {
      pb_problem_set_invalid (error, "body", name, "%s must be an array of at most %u texts", name, most);
      return FALSE;
    }
  array = json_node_get_array (node);
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonNode *element = json_array_get_element (array, i);

      if (!JSON_NODE_HOLDS_VALUE (element) || json_node_get_value_type (element) != G_TYPE_STRING)
        {
          pb_problem_set_invalid (error, "body", name, "%s[%u] must be a text", name, i);
          return FALSE;
        }
      g_strv_builder_add (builder, json_node_get_string (element));
    }
  *values = g_strv_builder_end (builder);
  return TRUE;
}

const char *
pb_call_body_plain (PbCall *call, const char *name, PbValueKind kind)
{
  pb_declared_check_member (call->endpoint, &(PbMember){ name, kind });
  return pb_json_get_text (call->body, name);
}

JsonNode *
pb_call_body_node (PbCall *call, const char *name, PbValueKind kind)
{
  pb_declared_check_member (call->endpoint, &(PbMember){ name, kind });
  return json_object_get_member (call->body, name);
}

void
pb_call_reply (PbCall *call, gconstpointer object)
{
  pb_codec_write (call->out, object);
}

void
pb_call_reply_page (PbCall *call, GPtrArray *items, gint64 total, gint64 page, gint64 size)
{
  pb_declared_check_form (call->endpoint, PB_ANSWER_PAGE);
  pb_writer_begin_object (call->out);
  pb_writer_key (call->out, "items");
  pb_codec_write_array (call->out, items);
  pb_writer_member_int (call->out, "total", total);
  pb_writer_member_int (call->out, "page", page);
  pb_writer_member_int (call->out, "pageSize", size);
  pb_writer_end_object (call->out);
}

static gboolean
add_filter (PbCall *call, PbQuery *query, const PbListFilter *filter, GPtrArray *lists, GError **error)
{
  const char *text = pb_call_query (call, filter->name);
  gint64 time = 0;
  GStrv list = NULL;

  if (text == NULL)
    return TRUE;
  if (filter->values != NULL)
    {
      if (!pb_call_query_enums (call, filter->name, filter->values, &list, error))
        return FALSE;
      g_ptr_array_add (lists, list);
      pb_query_add_list (query, filter->column, (const char *const *) list);
    }
  else if (filter->op == PB_OP_GE || filter->op == PB_OP_LE)
    {
      if (!pb_call_query_time (call, filter->name, &time, error))
        return FALSE;
      pb_query_add_number (query, filter->column, filter->op, time);
    }
  else
    {
      g_auto (GStrv) parts = filter->op == PB_OP_IN ? g_strsplit (text, ",", PB_QUERY_IN_MAX + 1) : NULL;

      if (parts != NULL && g_strv_length (parts) > PB_QUERY_IN_MAX)
        {
          pb_problem_set_invalid (error, "query", filter->name, "%s may name at most %d", filter->name,
                                  PB_QUERY_IN_MAX);
          return FALSE;
        }
      pb_query_add_text (query, filter->column, filter->op, text);
    }
  return TRUE;
}

gboolean
pb_call_query_filters (PbCall *call, PbQuery *query, const PbListFilter *filters, GPtrArray *lists, GError **error)
{
  pb_declared_check_filters (call->endpoint, filters);
  for (const PbListFilter *f = filters; f != NULL && f->name != NULL; f++)
    if (!add_filter (call, query, f, lists, error))
      return FALSE;
  return TRUE;
}

gboolean
pb_call_reply_list (PbCall *call,
                    PbQuery *query,
                    const PbListFilter *filters,
                    gint64 standard,
                    gint64 cap,
                    GError **error)
{
  g_autoptr (GPtrArray) lists = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  g_autoptr (GPtrArray) items = NULL;
  gint64 page, size, total;

  if (!pb_call_query_filters (call, query, filters, lists, error) ||
      !pb_call_query_page (call, query, standard, cap, FALSE, &page, &size, error))
    return FALSE;
  if (query->search_columns[0] != NULL)
    query->search = pb_call_query (call, "search");
  items = pb_store_list (call->store, query, &total, error);
  if (items == NULL)
    return FALSE;
  pb_call_reply_page (call, items, total, page, size);
  return TRUE;
}
