/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <string.h>

#include "wire/pb-writer.h"

G_BEGIN_DECLS

/* Texts that must not stay in memory after use: passwords, and request bodies that hold them. */

static inline void
pb_client_secret_free (char *secret)
{
  if (secret == NULL)
    return;
  explicit_bzero (secret, strlen (secret));
  g_free (secret);
}

static inline void
pb_client_secret_clear (char **secret)
{
  pb_client_secret_free (*secret);
  *secret = NULL;
}

/* Returns: (transfer full): a copy of @text whose memory is wiped when it is freed. */
GBytes *pb_client_secret_bytes_new (const char *text);
/* Frees @writer and wipes what it holds. */
void pb_client_secret_writer_free (PbWriter *writer);

G_END_DECLS
