/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-client"

#include "client/pb-client-secret-private.h"

GBytes *
pb_client_secret_bytes_new (const char *text)
{
  char *copy = g_strdup (text);

  return g_bytes_new_with_free_func (copy, strlen (copy), (GDestroyNotify) pb_client_secret_free, copy);
}

void
pb_client_secret_writer_free (PbWriter *writer)
{
  gsize length = 0;
  const char *text;

  if (writer == NULL)
    return;
  text = pb_writer_peek (writer, &length);
  explicit_bzero ((char *) text, length);
  pb_writer_free (writer);
}
