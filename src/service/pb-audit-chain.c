/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-service"

#include "service/pb-audit-chain.h"

#include <string.h>

/* Each field goes in with its length before it, so that no two rows with other fields have the same bytes. */
static void
add_text (GChecksum *sum, const char *text)
{
  char head[24] = "-";
  gsize length = text != NULL ? strlen (text) : 0;

  if (text != NULL)
    g_snprintf (head, sizeof head, "%" G_GSIZE_FORMAT ":", length);
  g_checksum_update (sum, (const guchar *) head, (gssize) strlen (head));
  if (length > 0)
    g_checksum_update (sum, (const guchar *) text, (gssize) length);
}

static void
add_number (GChecksum *sum, gint64 number)
{
  char text[24];

  g_snprintf (text, sizeof text, "%" G_GINT64_FORMAT, number);
  add_text (sum, text);
}

char *
pb_audit_chain_hash (const PbAuditRow *row)
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  const char *texts[] = { row->previous_hash, row->id,       row->entity_type, row->entity_id,     row->entity_display,
                          row->action,        row->actor_id, row->actor_name,  row->actor_role,    row->actor_type,
                          row->station_id,    row->status,   row->error_code,  row->error_message, row->diff,
                          row->request_id,    row->ip,       row->user_agent,  row->payload };

  add_number (sum, row->seq.v);
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    add_text (sum, texts[i]);
  add_number (sum, row->client_time);
  add_number (sum, row->created_at);
  return g_strdup (g_checksum_get_string (sum));
}
