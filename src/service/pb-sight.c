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
