/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-service"

#include <string.h>

#include "service/pb-cursor.h"
#include "service/pb-endpoints.h"
#include "service/pb-sight.h"

/* Reflow profiles, their uses, and which profile a product runs with (REST contract, 3.12, and 0.2). */

/* ---- Profiles */

static PbReflowProfile *
find_profile (PbCall *call, const char *id, const char *code, GError **error)
{
  return pb_call_find (call, &pb_reflow_profile_type, "id", id, code, "Reflow profile", error);
}

static const PbListFilter profile_filters[] = {
  { "status", "status", PB_OP_IN, &pb_profile_statuses },
  { NULL },
};

static gboolean
list_profiles (PbCall *call, GError **error)
{
  PbQuery query = { .type = &pb_reflow_profile_type, .order_by = "code", .search_columns = { "code", "name" } };

  return pb_call_reply_list (call, &query, profile_filters, 30, 100, error);
}

static gboolean
get_profile (PbCall *call, GError **error)
{
  g_autoptr (PbReflowProfile) profile = find_profile (call, pb_call_param (call, "id"), "NOT_FOUND", error);

  if (profile == NULL)
    return FALSE;
  pb_call_reply (call, profile);
  return TRUE;
}

static gboolean
check_bounds (const PbReflowProfile *profile, GError **error)
{
  if (profile->peak_temp_min.set && profile->peak_temp_max.set && profile->peak_temp_min.v > profile->peak_temp_max.v)
    pb_problem_set_invalid (error, "body", "peakTempMax", "peakTempMax lies below peakTempMin");
  else if (profile->total_time_min.set && profile->total_time_max.set &&
           profile->total_time_min.v > profile->total_time_max.v)
    pb_problem_set_invalid (error, "body", "totalTimeMax", "totalTimeMax lies below totalTimeMin");
  else
    return TRUE;
  return FALSE;
}

/* A profile is judged wherever it is assigned, on any line. */
static gboolean
tell_profile (PbCall *call, const PbReflowProfile *before, const PbReflowProfile *after, GError **error)
{
  const PbReflowProfile *profile = after != NULL ? after : before;

  pb_call_audit (call, profile->id, profile->code, before, after);
  pb_call_changed (call, "plant", NULL);
  return pb_call_event (call, "policy", NULL, profile->id, 1, error);
}

static gboolean
create_profile (PbCall *call, GError **error)
{
  g_autoptr (PbReflowProfile) profile = pb_call_read_new (call, &pb_reflow_profile_type, error);
  g_autoptr (PbReflowProfile) taken = NULL;
  g_autoptr (GError) failure = NULL;

  if (profile == NULL || !check_bounds (profile, error))
    return FALSE;
  taken = pb_store_get_by (call->store, &pb_reflow_profile_type, "code", profile->code, &failure);
  if (failure != NULL)
    return pb_call_fail_store (call, g_steal_pointer (&failure), NULL, error);
  if (taken != NULL)
    {
      pb_problem_set (error, 409, "DUPLICATE_CODE", "There is a reflow profile %s already", profile->code);
      return FALSE;
    }
  profile->id = pb_id_new ();
  if (profile->version == NULL)
    profile->version = g_strdup ("1.0");
  if (profile->status == PB_PROFILE_NONE)
    profile->status = PB_PROFILE_ACTIVE;
  if (!pb_call_insert (call, profile, "DUPLICATE_CODE", error))
    return FALSE;
  call->status = 201;
  pb_call_reply (call, profile);
  return tell_profile (call, NULL, profile, error);
}

static gboolean
patch_profile (PbCall *call, GError **error)
{
  g_autoptr (PbReflowProfile) profile = find_profile (call, pb_call_param (call, "id"), "NOT_FOUND", error);
  g_autoptr (PbReflowProfile) before = profile != NULL ? pb_object_copy (profile) : NULL;

  if (profile == NULL || !pb_call_read_patch (call, profile, error) || !check_bounds (profile, error))
    return FALSE;
  /* A profile always has a version and a status. */
  if (profile->version == NULL)
    profile->version = g_strdup (before->version);
  if (profile->status == PB_PROFILE_NONE)
    profile->status = before->status;
  if (!pb_call_update (call, profile, NULL, error))
    return FALSE;
  pb_call_reply (call, profile);
  return tell_profile (call, before, profile, error);
}

/* Whether a row of @type holds @value in @column. */
static gboolean
is_named (PbCall *call, const PbType *type, const char *column, const char *value, gboolean *named, GError **error)
{
  PbQuery query = { .type = type, .limit = 1 };
  g_autoptr (GPtrArray) rows = NULL;

  pb_query_add_text (&query, column, PB_OP_EQ, value);
  rows = pb_store_list (call->store, &query, NULL, error);
  *named = rows != NULL && rows->len > 0;
  return rows != NULL;
}

static gboolean
delete_profile (PbCall *call, GError **error)
{
  g_autoptr (PbReflowProfile) profile = find_profile (call, pb_call_param (call, "id"), "NOT_FOUND", error);
  g_autoptr (GError) failure = NULL;
  gboolean used, assigned;

  if (profile == NULL || !is_named (call, &pb_reflow_profile_usage_type, "profile_id", profile->id, &used, error) ||
      !is_named (call, &pb_program_assignment_type, "profile_code", profile->code, &assigned, error))
    return FALSE;
  if (used)
    pb_problem_set (error, 400, "HAS_USAGE_RECORDS", "Reflow profile %s has been used: set it to ARCHIVED instead",
                    profile->code);
  else if (assigned)
    pb_problem_set (error, 409, "PROFILE_ASSIGNED", "Reflow profile %s is assigned to a product: end that first",
                    profile->code);
  else if (!pb_store_delete (call->store, &pb_reflow_profile_type, profile->id, &failure))
    pb_call_fail_store (call, g_steal_pointer (&failure), NULL, error);
  else
    {
      pb_writer_begin_object (call->out);
      pb_writer_member_string (call->out, "id", profile->id);
      pb_writer_end_object (call->out);
      return tell_profile (call, profile, NULL, error);
    }
  return FALSE;
}

/* ---- Is the oven's program the profile's? */

/* Returns: (transfer full) (nullable): why @program is not the one of @profile, NULL when it is. */
static char *
compare_program (const PbReflowProfile *profile, const char *program)
{
  if (strcmp (profile->code, program) == 0)
    return NULL;
  return g_strdup_printf ("The oven runs %s, expected is %s", program, profile->code);
}

static gboolean
verify_program (PbCall *call, GError **error)
{
  g_autofree char *profile_id = NULL, *program = NULL, *mismatch = NULL;
  g_autoptr (PbReflowProfile) profile = NULL;
  PbWriter *w = call->out;

  if (!pb_call_body_text (call, "profileId", TRUE, 200, NULL, &profile_id, error) ||
      !pb_call_body_text (call, "actualProgramName", TRUE, 200, NULL, &program, error))
    return FALSE;
  profile = find_profile (call, profile_id, "PROFILE_NOT_FOUND", error);
  if (profile == NULL)
    return FALSE;
  mismatch = compare_program (profile, program);
  pb_writer_begin_object (w);
  pb_writer_member_bool (w, "isMatched", mismatch == NULL);
  pb_writer_member_string (w, "expectedCode", profile->code);
  pb_writer_member_string (w, "actualProgramName", program);
  pb_writer_member_string_opt (w, "mismatchReason", mismatch);
  pb_writer_end_object (w);
  return TRUE;
}

static const PbListFilter usage_filters[] = {
  { "profileId", "profile_id", PB_OP_EQ, NULL }, { "runId", "run_id", PB_OP_EQ, NULL },
  { "lineId", "line_id", PB_OP_EQ, NULL },       { "usedFrom", "used_at", PB_OP_GE, NULL },
  { "usedTo", "used_at", PB_OP_LE, NULL },       { NULL },
};

static gboolean
list_usages (PbCall *call, GError **error)
{
  PbQuery query = {
    .type = &pb_reflow_profile_usage_type, .order_by = "used_at", .then_by = "created_at", .descending = TRUE
  };
  PbBool matched = { 0 };

  if (!pb_call_query_bool (call, "isMatched", &matched, error))
    return FALSE;
  if (matched.set)
    pb_query_add_number (&query, "is_matched", PB_OP_EQ, matched.v);
  pb_call_keep_in_sight (call, &query, "line_id", NULL);
  return pb_call_reply_list (call, &query, usage_filters, 30, 100, error);
}

/* The run and the line of a use; a use of a run is on the run's line. */
static gboolean
resolve_usage (PbCall *call, PbReflowProfileUsage *usage, GError **error)
{
  g_autoptr (PbRun) run = NULL;
  g_autoptr (PbLine) line = NULL;

  if (usage->run_id != NULL)
    {
      run = pb_call_find (call, &pb_run_type, "id", usage->run_id, "RUN_NOT_FOUND", "Run", error);
      if (run == NULL)
        return FALSE;
      if (!pb_call_sees_line (call, run->line_id))
        {
          pb_problem_set (error, 404, "RUN_NOT_FOUND", "Run %s does not exist", usage->run_id);
          return FALSE;
        }
    }
  if (usage->line_id != NULL)
    {
      line = pb_call_find_line (call, usage->line_id, error);
      if (line == NULL)
        return FALSE;
      pb_set_string (&usage->line_id, line->id);
    }
  if (run != NULL && line != NULL && g_strcmp0 (run->line_id, line->id) != 0)
    {
      pb_problem_set (error, 400, "LINE_MISMATCH", "Run %s is not on line %s", run->run_no, line->code);
      return FALSE;
    }
  if (run != NULL)
    pb_set_string (&usage->line_id, run->line_id);
  return TRUE;
}

static gboolean
create_usage (PbCall *call, GError **error)
{
  g_autoptr (PbReflowProfileUsage) usage = pb_call_read_new (call, &pb_reflow_profile_usage_type, error);
  g_autoptr (PbReflowProfile) profile = NULL;

  if (usage == NULL)
    return FALSE;
  profile = find_profile (call, usage->profile_id, "PROFILE_NOT_FOUND", error);
  if (profile == NULL || !resolve_usage (call, usage, error))
    return FALSE;
  usage->id = pb_id_new ();
  usage->mismatch_reason = compare_program (profile, usage->actual_program_name);
  usage->is_matched = PB_BOOL (usage->mismatch_reason == NULL);
  if (usage->used_at == 0)
    usage->used_at = call->now;
  if (usage->used_by == NULL)
    usage->used_by = g_strdup (call->principal->user->name);
  if (!pb_call_insert (call, usage, NULL, error))
    return FALSE;
  pb_call_audit (call, usage->id, profile->code, NULL, usage);
  call->status = 201;
  pb_call_reply (call, usage);
  return TRUE;
}

/* ---- Assignments */

static const PbThrough by_line_code = { &pb_line_type, "code", "id" };

static const PbListFilter assignment_filters[] = {
  { "product", "product_code", PB_OP_EQ, NULL },
  { "line", "line_code", PB_OP_EQ, NULL },
  { "profileCode", "profile_code", PB_OP_EQ, NULL },
  { NULL },
};

static gboolean
list_assignments (PbCall *call, GError **error)
{
  PbQuery query = { .type = &pb_program_assignment_type };
  g_autoptr (GPtrArray) assignments = NULL;
  const char *next;

  if (!pb_call_query_filters (call, &query, assignment_filters, NULL, error))
    return FALSE;
  pb_call_keep_in_sight (call, &query, "line_code", &by_line_code);
  assignments = pb_call_list_after (call, &query, "id", &next, error);
  if (assignments == NULL)
    return FALSE;
  pb_call_reply_part (call, assignments, next);
  return TRUE;
}

static gboolean
check_free (PbCall *call, const PbProgramAssignment *assignment, GError **error)
{
  PbQuery query = { .type = &pb_program_assignment_type, .limit = 1 };
  g_autoptr (GPtrArray) taken = NULL;

  pb_query_add_text (&query, "product_code", PB_OP_EQ, assignment->product_code);
  pb_query_add_text (&query, "line_code", PB_OP_EQ, assignment->line_code);
  pb_query_add_number (&query, "step_no", PB_OP_EQ, assignment->step_no.v);
  taken = pb_store_list (call->store, &query, NULL, error);
  if (taken == NULL)
    return FALSE;
  if (taken->len == 0)
    return TRUE;
  pb_problem_set (error, 409, "ASSIGNMENT_EXISTS", "%s on %s at step %" G_GINT64_FORMAT " runs with %s already",
                  assignment->product_code, assignment->line_code, assignment->step_no.v,
                  ((PbProgramAssignment *) taken->pdata[0])->profile_code);
  return FALSE;
}

static gboolean
tell_assignment (PbCall *call, const PbProgramAssignment *before, const PbProgramAssignment *after, GError **error)
{
  const PbProgramAssignment *assignment = after != NULL ? after : before;

  pb_call_audit (call, assignment->id, assignment->product_code, before, after);
  pb_call_changed (call, "product", assignment->product_code);
  return pb_call_event (call, "binding", NULL, assignment->id, 1, error);
}

static gboolean
create_assignment (PbCall *call, GError **error)
{
  g_autoptr (PbProgramAssignment) assignment = pb_call_read_new (call, &pb_program_assignment_type, error);
  g_autoptr (PbReflowProfile) profile = NULL;
  g_autoptr (PbLine) line = NULL;

  if (assignment == NULL)
    return FALSE;
  line = pb_call_find_line_by_code (call, assignment->line_code, error);
  if (line == NULL)
    return FALSE;
  profile = pb_call_find (call, &pb_reflow_profile_type, "code", assignment->profile_code, "PROFILE_NOT_FOUND",
                          "Reflow profile", error);
  if (profile == NULL || !check_free (call, assignment, error))
    return FALSE;
  assignment->id = pb_id_new ();
  if (!pb_call_insert (call, assignment, "ASSIGNMENT_EXISTS", error))
    return FALSE;
  call->status = 201;
  pb_call_reply (call, assignment);
  return tell_assignment (call, NULL, assignment, error);
}

static gboolean
delete_assignment (PbCall *call, GError **error)
{
  const char *id = pb_call_param (call, "id");
  g_autoptr (PbProgramAssignment) assignment =
    pb_call_find (call, &pb_program_assignment_type, "id", id, "ASSIGNMENT_NOT_FOUND", "Assignment", error);
  g_autoptr (PbLine) line = NULL;
  g_autoptr (GError) failure = NULL;

  if (assignment == NULL)
    return FALSE;
  line = pb_store_get_by (call->store, &pb_line_type, "code", assignment->line_code, &failure);
  if (failure == NULL && line != NULL && !pb_call_sees_line (call, line->id))
    {
      pb_problem_set (error, 404, "ASSIGNMENT_NOT_FOUND", "Assignment %s does not exist", id);
      return FALSE;
    }
  if (failure != NULL || !pb_store_delete (call->store, &pb_program_assignment_type, assignment->id, &failure))
    return pb_call_fail_store (call, g_steal_pointer (&failure), NULL, error);
  pb_writer_begin_object (call->out);
  pb_writer_member_string (call->out, "id", assignment->id);
  pb_writer_end_object (call->out);
  return tell_assignment (call, assignment, NULL, error);
}

static const PbMember deleted_members[] = {
  { "id", PB_VALUE_TEXT, PB_MUST },
  { NULL },
};

static const PbMember usage_query[] = {
  { "isMatched", PB_VALUE_BOOL },
  { NULL },
};

static const PbMember verify_members[] = {
  { "profileId", PB_VALUE_TEXT, PB_MUST, .max = 200 },
  { "actualProgramName", PB_VALUE_TEXT, PB_MUST, .max = 200 },
  { NULL },
};

static const PbMember verified_members[] = {
  { "isMatched", PB_VALUE_BOOL, PB_MUST },
  { "expectedCode", PB_VALUE_TEXT, PB_MUST },
  { "actualProgramName", PB_VALUE_TEXT, PB_MUST },
  { "mismatchReason", PB_VALUE_TEXT },
  { NULL },
};

const PbEndpoint pb_endpoints_programs[] = {
  { .method = "GET",
    .path = "/api/reflow-profiles",
    .permission = "route:read",
    .action = list_profiles,
    .summary = "Reflow profiles",
    .answer = &pb_reflow_profile_type,
    .query = pb_query_search,
    .form = PB_ANSWER_PAGE,
    .filters = profile_filters,
    .paging = { 30, 100 } },
  { .method = "GET",
    .path = "/api/reflow-profiles/:id",
    .permission = "route:read",
    .action = get_profile,
    .summary = "A reflow profile",
    .answer = &pb_reflow_profile_type },
  { .method = "POST",
    .path = "/api/reflow-profiles",
    .permission = "route:configure",
    .flags = PB_ENDPOINT_WRITE | PB_ENDPOINT_BODY,
    .action = create_profile,
    .audit_action = "REFLOW_PROFILE_CREATE",
    .entity_type = "REFLOW_PROFILE",
    .summary = "Add a reflow profile",
    .body = &pb_reflow_profile_type,
    .answer = &pb_reflow_profile_type },
  { .method = "PATCH",
    .path = "/api/reflow-profiles/:id",
    .permission = "route:configure",
    .flags = PB_ENDPOINT_WRITE | PB_ENDPOINT_BODY,
    .action = patch_profile,
    .audit_action = "REFLOW_PROFILE_UPDATE",
    .entity_type = "REFLOW_PROFILE",
    .summary = "Change a reflow profile",
    .body = &pb_reflow_profile_type,
    .answer = &pb_reflow_profile_type },
  { .method = "DELETE",
    .path = "/api/reflow-profiles/:id",
    .permission = "route:configure",
    .flags = PB_ENDPOINT_WRITE,
    .action = delete_profile,
    .audit_action = "REFLOW_PROFILE_DELETE",
    .entity_type = "REFLOW_PROFILE",
    .summary = "Remove a reflow profile that was never used",
    .answers = deleted_members },
  { .method = "POST",
    .path = "/api/reflow-profiles/verify",
    .permission = "readiness:view",
    .flags = PB_ENDPOINT_BODY,
    .action = verify_program,
    .summary = "Compare the oven's program with a profile",
    .members = verify_members,
    .answers = verified_members },
  { .method = "GET",
    .path = "/api/reflow-profile-usages",
    .permission = "trace:read",
    .action = list_usages,
    .summary = "Uses of reflow profiles, newest first",
    .answer = &pb_reflow_profile_usage_type,
    .query = usage_query,
    .form = PB_ANSWER_PAGE,
    .filters = usage_filters,
    .paging = { 30, 100 } },
  { .method = "POST",
    .path = "/api/reflow-profile-usages",
    .permission = "exec:track_in",
    .flags = PB_ENDPOINT_WRITE | PB_ENDPOINT_BODY,
    .action = create_usage,
    .audit_action = "REFLOW_PROFILE_USAGE_CREATE",
    .entity_type = "REFLOW_PROFILE_USAGE",
    .summary = "Say with which program the oven runs",
    .body = &pb_reflow_profile_usage_type,
    .answer = &pb_reflow_profile_usage_type },
  { .method = "GET",
    .path = "/api/program-assignments",
    .permission = "readiness:config",
    .action = list_assignments,
    .summary = "Which reflow profile a product runs with on a line at a step",
    .answer = &pb_program_assignment_type,
    .form = PB_ANSWER_PART,
    .filters = assignment_filters },
  { .method = "POST",
    .path = "/api/program-assignments",
    .permission = "readiness:config",
    .flags = PB_ENDPOINT_WRITE | PB_ENDPOINT_BODY | PB_ENDPOINT_STRICT,
    .action = create_assignment,
    .audit_action = "PROGRAM_ASSIGNMENT_CREATE",
    .entity_type = "PROGRAM_ASSIGNMENT",
    .summary = "Assign a reflow profile",
    .body = &pb_program_assignment_type,
    .answer = &pb_program_assignment_type },
  { .method = "DELETE",
    .path = "/api/program-assignments/:id",
    .permission = "readiness:config",
    .flags = PB_ENDPOINT_WRITE,
    .action = delete_assignment,
    .audit_action = "PROGRAM_ASSIGNMENT_DELETE",
    .entity_type = "PROGRAM_ASSIGNMENT",
    .summary = "End an assignment",
    .answers = deleted_members },
  { .method = NULL },
};
