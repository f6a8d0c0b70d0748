/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-client"

#include "client/pb-client.h"

char *
pb_client_path (const char *segment, ...)
{
  GString *path = g_string_new ("/api");
  va_list args;

  g_return_val_if_fail (segment != NULL, g_string_free (path, FALSE));

  va_start (args, segment);
  for (const char *next = segment; next != NULL; next = va_arg (args, const char *))
    {
      g_string_append_c (path, '/');
      g_string_append_uri_escaped (path, next, NULL, FALSE);
    }
  va_end (args);
  return g_string_free (path, FALSE);
}

char *
pb_client_query (const char *path, const char *name, ...)
{
  GString *query = g_string_new (path);
  char separator = '?';
  va_list args;

  g_return_val_if_fail (path != NULL, g_string_free (query, FALSE));

  va_start (args, name);
  for (const char *next = name; next != NULL; next = va_arg (args, const char *))
    {
      const char *value = va_arg (args, const char *);

      if (value == NULL)
        continue;
      g_string_append_c (query, separator);
      g_string_append_uri_escaped (query, next, NULL, FALSE);
      g_string_append_c (query, '=');
      g_string_append_uri_escaped (query, value, NULL, FALSE);
      separator = '&';
    }
  va_end (args);
  return g_string_free (query, FALSE);
}
