/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-service"

#include "service/pb-sight.h"

void
pb_call_keep_in_sight (PbCall *call, PbQuery *query, const char *column, const PbThrough *through)
{
  static const char *const none[] = { NULL };
  char **lines;

  if (call->principal == NULL || pb_user_sees_all (call->principal->roles))
    return;
  lines = call->principal->user->line_ids;
  pb_query_add_list_through (query, column, PB_OP_IN_OR_NULL, through,
                             lines != NULL ? (const char *const *) lines : none);
}

PbLine *
pb_call_find_line_by_code (PbCall *call, const char *code, GError **error)
{
  g_autoptr (PbLine) line = pb_call_find (call, &pb_line_type, "code", code, "LINE_NOT_FOUND", "Line", error);

  if (line == NULL || pb_call_sees_line (call, line->id))
    return g_steal_pointer (&line);
  pb_problem_set (error, 404, "LINE_NOT_FOUND", "Line %s does not exist", code);
  return NULL;
}

gboolean
pb_call_check_asset (PbCall *call, const char *asset_id, GError **error)
{
  PbQuery query = { .type = &pb_binding_type };
  g_autoptr (GPtrArray) bindings = NULL;
  gboolean seen;

  if (asset_id == NULL || call->principal == NULL || pb_user_sees_all (call->principal->roles))
    return TRUE;
  pb_query_add_text (&query, "asset_id", PB_OP_EQ, asset_id);
  pb_query_add_number (&query, "is_current", PB_OP_EQ, 1);
  bindings = pb_store_list (call->store, &query, NULL, error);
  if (bindings == NULL)
    return FALSE;
  seen = bindings->len == 0;
  for (guint i = 0; !seen && i < bindings->len; i++)
    seen = pb_call_sees_line (call, ((const PbBinding *) bindings->pdata[i])->line_id);
  if (!seen)
    pb_problem_set (error, 404, "ASSET_NOT_FOUND", "%s does not exist", asset_id);
  return seen;
}
