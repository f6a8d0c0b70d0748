/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-service"

#include "service/pb-endpoints.h"

#include <string.h>

/* NULL: those of the records. */
static const PbEndpoint *const tables[] = {
  pb_endpoints_meta,     pb_endpoints_sessions,      pb_endpoints_runs,      pb_endpoints_readiness,
  pb_endpoints_board,    pb_endpoints_waivers,       pb_endpoints_authorize, pb_endpoints_fai,
  pb_endpoints_fai_sign, pb_endpoints_fai_templates, pb_endpoints_execution, NULL,
  pb_endpoints_bindings, pb_endpoints_lines,         pb_endpoints_loading,   pb_endpoints_slots,
  pb_endpoints_programs, pb_endpoints_work_orders,   pb_endpoints_routes,    pb_endpoints_registers,
  pb_endpoints_people,   pb_endpoints_log,
};

void
pb_endpoints_foreach (void (*func) (const PbEndpoint *endpoint, gpointer user_data), gpointer user_data)
{
  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    for (const PbEndpoint *e = tables[i] != NULL ? tables[i] : pb_endpoints_get_records (); e->method != NULL; e++)
      func (e, user_data);
}

/* The segments of the endpoints' paths, split once. */
typedef struct
{
  const PbEndpoint *endpoint;
  char **segments;
  guint n_segments;
  guint n_params;
} Pattern;

static void
add_pattern (const PbEndpoint *endpoint, gpointer user_data)
{
  GHashTable *by_length = user_data;
  Pattern *pattern = g_new0 (Pattern, 1);
  GPtrArray *patterns;

  pattern->endpoint = endpoint;
  pattern->segments = g_strsplit (endpoint->path + 1, "/", 0);
  pattern->n_segments = g_strv_length (pattern->segments);
  for (guint i = 0; i < pattern->n_segments; i++)
    pattern->n_params += pattern->segments[i][0] == ':';
  patterns = g_hash_table_lookup (by_length, GUINT_TO_POINTER (pattern->n_segments));
  if (patterns == NULL)
    {
      patterns = g_ptr_array_new ();
      g_hash_table_insert (by_length, GUINT_TO_POINTER (pattern->n_segments), patterns);
    }
  g_ptr_array_add (patterns, pattern);
}

static GHashTable *
patterns_by_length (void)
{
  static GHashTable *patterns;
  static gsize once;

  if (g_once_init_enter (&once))
    {
      patterns = g_hash_table_new (NULL, NULL);
      pb_endpoints_foreach (add_pattern, patterns);
      g_once_init_leave (&once, 1);
    }
  return patterns;
}

static gboolean
matches (const Pattern *pattern, char **segments)
{
  for (guint i = 0; i < pattern->n_segments; i++)
    if (pattern->segments[i][0] != ':' && strcmp (pattern->segments[i], segments[i]) != 0)
      return FALSE;
  return TRUE;
}

static GHashTable *
read_params (const Pattern *pattern, char **segments)
{
  g_autoptr (GHashTable) params = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);

  for (guint i = 0; i < pattern->n_segments; i++)
    if (pattern->segments[i][0] == ':')
      {
        /* A NUL or broken UTF-8 cannot be part of any name. */
        char *value = g_uri_unescape_string (segments[i], NULL);

        if (value == NULL || value[0] == '\0' || !g_utf8_validate (value, -1, NULL))
          {
            g_free (value);
            return NULL;
          }
        g_hash_table_insert (params, pattern->segments[i] + 1, value);
      }
  return g_steal_pointer (&params);
}

const PbEndpoint *
pb_endpoints_match (const char *method, const char *path, GHashTable **params, char **allow)
{
  g_auto (GStrv) segments = NULL;
  GPtrArray *patterns;
  const Pattern *best = NULL;
  g_autoptr (GString) methods = g_string_new (NULL);

  *params = NULL;
  *allow = NULL;
  if (path[0] != '/')
    return NULL;
  segments = g_strsplit (path + 1, "/", 12);
  patterns = g_hash_table_lookup (patterns_by_length (), GUINT_TO_POINTER (g_strv_length (segments)));
  for (guint i = 0; patterns != NULL && i < patterns->len; i++)
    {
      const Pattern *pattern = patterns->pdata[i];

      if (!matches (pattern, segments))
        continue;
      if (strcmp (pattern->endpoint->method, method) != 0)
        g_string_append_printf (methods, "%s%s", methods->len > 0 ? ", " : "", pattern->endpoint->method);
      else if (best == NULL || pattern->n_params < best->n_params)
        best = pattern;
    }
  if (best != NULL)
    {
      *params = read_params (best, segments);
      return *params != NULL ? best->endpoint : NULL;
    }
  if (methods->len > 0)
    *allow = g_strdup (methods->str);
  return NULL;
}
