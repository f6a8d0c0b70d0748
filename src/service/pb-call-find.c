/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-service"

#include "service/pb-service-private.h"

PbUser *
pb_call_actor (PbCall *call)
{
  if (call->signer != NULL)
    return call->signer->user;
  return call->principal != NULL ? call->principal->user : NULL;
}

GPtrArray *
pb_call_actor_roles (PbCall *call)
{
  if (call->signer != NULL)
    return call->signer->roles;
  return call->principal != NULL ? call->principal->roles : NULL;
}

gboolean
pb_call_can (PbCall *call, const char *permissions)
{
  GPtrArray *roles = pb_call_actor_roles (call);

  return roles != NULL && pb_roles_grant_any (roles, permissions);
}

gboolean
pb_call_sees_line (PbCall *call, const char *line_id)
{
  return call->principal == NULL || pb_user_sees_line (call->principal->user, call->principal->roles, line_id);
}

gboolean
pb_call_require_signer (PbCall *call, const char *permissions, const char *line_id, GError **error)
{
  if (call->signer_problem != NULL)
    {
      g_propagate_error (error, g_error_copy (call->signer_problem));
      return FALSE;
    }
  if (call->signer == NULL)
    {
      pb_problem_set (error, 403, "CREDENTIALS_REQUIRED", "This needs the credentials of the person who signs");
      return FALSE;
    }
  if (!pb_roles_grant_any (call->signer->roles, permissions) ||
      !pb_user_sees_line (call->signer->user, call->signer->roles, line_id))
    {
      g_auto (GStrv) words = g_strsplit (permissions, " ", 0);
      g_autofree char *text = g_strjoinv (" or ", words);

      pb_problem_set (error, 403, "FORBIDDEN", "%s may not do this: it needs %s on this line", call->signer->user->name,
                      text);
      pb_problem_add_text (*error, "signerName", call->signer->user->name);
      pb_problem_add_text (*error, "permissions", permissions);
      return FALSE;
    }
  return TRUE;
}

gpointer
pb_call_find (PbCall *call,
              const PbType *type,
              const char *column,
              const char *value,
              const char *code,
              const char *label,
              GError **error)
{
  g_autoptr (GError) failure = NULL;
  gpointer object = pb_store_get_by (call->store, type, column, value, &failure);

  if (object != NULL)
    return object;
  if (failure != NULL)
    g_propagate_error (error, g_steal_pointer (&failure));
  else
    pb_problem_set (error, 404, code, "%s %s does not exist", label, value != NULL ? value : "");
  return NULL;
}

/* Outside one's data scope an object does not exist. */
static gboolean
in_sight (PbCall *call, const char *line_id, const char *code, const char *label, const char *value, GError **error)
{
  if (pb_call_sees_line (call, line_id))
    return TRUE;
  pb_problem_set (error, 404, code, "%s %s does not exist", label, value);
  return FALSE;
}

PbRun *
pb_call_find_run (PbCall *call, const char *run_no, GError **error)
{
  const PbRun *known = pb_judge_peek_run (call, run_no);
  g_autoptr (PbRun) run = known != NULL ? pb_object_copy (known) : NULL;

  if (run == NULL)
    run = pb_call_find (call, &pb_run_type, "run_no", run_no, "RUN_NOT_FOUND", "Run", error);
  if (run == NULL || !in_sight (call, run->line_id, "RUN_NOT_FOUND", "Run", run_no, error))
    return NULL;
  return g_steal_pointer (&run);
}

PbLine *
pb_call_find_line (PbCall *call, const char *id_or_code, GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (PbLine) line = pb_store_get_by (call->store, &pb_line_type, "id", id_or_code, &failure);

  if (line == NULL && failure == NULL)
    line = pb_call_find (call, &pb_line_type, "code", id_or_code, "LINE_NOT_FOUND", "Line", &failure);
  if (line == NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return NULL;
    }
  if (!in_sight (call, line->id, "LINE_NOT_FOUND", "Line", id_or_code, error))
    return NULL;
  return g_steal_pointer (&line);
}

PbStation *
pb_call_find_station (PbCall *call, const char *code, GError **error)
{
  g_autoptr (PbStation) station =
    pb_call_find (call, &pb_station_type, "code", code, "STATION_NOT_FOUND", "Station", error);

  if (station == NULL || !in_sight (call, station->line_id, "STATION_NOT_FOUND", "Station", code, error))
    return NULL;
  return g_steal_pointer (&station);
}

PbInspection *
pb_call_find_fai (PbCall *call, const char *id, PbRun **run, GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (PbInspection) fai = pb_store_load_inspection (call->store, id, &failure);
  g_autoptr (PbRun) its_run = NULL;

  if (fai != NULL && fai->type == PB_INSPECTION_FAI)
    its_run = pb_store_get_by (call->store, &pb_run_type, "id", fai->run_id, &failure);
  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return NULL;
    }
  if (its_run == NULL)
    {
      pb_problem_set (error, 404, "FAI_NOT_FOUND", "First article %s does not exist", id);
      return NULL;
    }
  if (!in_sight (call, its_run->line_id, "FAI_NOT_FOUND", "First article", id, error))
    return NULL;
  if (run != NULL)
    *run = g_steal_pointer (&its_run);
  return g_steal_pointer (&fai);
}
