/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-service"

#include "service/pb-fai-read.h"

#include "domain/pb-fai-rules.h"
#include "service/pb-fai-view.h"
#include "service/pb-judge.h"
#include "service/pb-sight.h"

static GHashTable *
runs_of (PbCall *call, GPtrArray *inspections, GError **error)
{
  g_autoptr (GHashTable) by_id = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, pb_object_unref);
  g_autoptr (GStrvBuilder) ids = g_strv_builder_new ();
  g_auto (GStrv) list = NULL;
  g_autoptr (GPtrArray) runs = NULL;
  PbQuery query = { .type = &pb_run_type };

  if (inspections->len == 0)
    return g_steal_pointer (&by_id);
  for (guint i = 0; i < inspections->len; i++)
    g_strv_builder_add (ids, ((PbInspection *) inspections->pdata[i])->run_id);
  list = g_strv_builder_end (ids);
  pb_query_add_list (&query, "id", (const char *const *) list);
  runs = pb_store_list (call->store, &query, NULL, error);
  if (runs == NULL)
    return NULL;
  for (guint i = 0; i < runs->len; i++)
    {
      PbRun *run = runs->pdata[i];

      g_hash_table_insert (by_id, run->id, pb_object_ref (run));
    }
  return g_steal_pointer (&by_id);
}

/* Completes @fai with the facts that say whether a PASS is stale; nothing else needs them. */
static gboolean
complete (PbCall *call, PbInspection *fai, PbRun *run, GError **error)
{
  g_autoptr (PbJudgement) judgement = NULL;

  if (fai->status == PB_FAI_PASS && (run->status == PB_RUN_PREP || run->status == PB_RUN_AUTHORIZED))
    {
      judgement = pb_call_judge_beside (call, run->run_no, error);
      if (judgement == NULL)
        return FALSE;
    }
  pb_fai_view_complete (call, fai, run, judgement != NULL ? judgement->facts : NULL);
  return TRUE;
}

const PbMember pb_fai_list_query[] = {
  { "runNo", PB_VALUE_TEXT },
  { "status", PB_VALUE_ENUMS, .values = &pb_fai_statuses },
  { NULL },
};

static const PbMember run_members[] = {
  { "runNo", PB_VALUE_TEXT, PB_MUST },
  { NULL },
};

const PbMember pb_fai_row_members[] = {
  { "run", PB_VALUE_OBJECT, PB_MUST, .members = run_members },
  { NULL },
};

const PbMember pb_fai_gate_members[] = {
  { "requiresFai", PB_VALUE_BOOL, PB_MUST },
  { "faiPassed", PB_VALUE_BOOL, PB_MUST },
  { "faiSigned", PB_VALUE_BOOL, PB_MUST },
  { "faiId", PB_VALUE_TEXT },
  { "stale", PB_VALUE_BOOL, .says = "What it rests on has changed since" },
  { NULL },
};

gboolean
pb_fai_read_list (PbCall *call, GError **error)
{
  /* An inspection knows its run, not its line. */
  static const PbThrough through_run = { &pb_run_type, "id", "line_id" };
  PbQuery query = { .type = &pb_inspection_type, .order_by = "created_at", .descending = TRUE };
  g_auto (GStrv) statuses = NULL;
  g_autoptr (GPtrArray) found = NULL;
  g_autoptr (GHashTable) runs = NULL;
  gint64 total, page, size;

  pb_query_add_text (&query, "type", PB_OP_EQ, "FAI");
  if (!pb_call_query_page (call, &query, 20, 100, FALSE, &page, &size, error) ||
      !pb_call_query_enums (call, "status", &pb_fai_statuses, &statuses, error))
    return FALSE;
  if (statuses != NULL)
    pb_query_add_list (&query, "status", (const char *const *) statuses);
  if (pb_call_query (call, "runNo") != NULL)
    pb_query_add_text (&query, "run_no", PB_OP_EQ, pb_call_query (call, "runNo"));
  pb_call_keep_in_sight (call, &query, "run_id", &through_run);
  found = pb_store_list (call->store, &query, &total, error);
  if (found == NULL || !pb_fai_view_fill (call, found, error))
    return FALSE;
  runs = runs_of (call, found, error);
  if (runs == NULL)
    return FALSE;

  pb_writer_begin_object (call->out);
  pb_writer_member_array (call->out, "items");
  for (guint i = 0; i < found->len; i++)
    {
      PbInspection *fai = found->pdata[i];
      PbRun *run = g_hash_table_lookup (runs, fai->run_id);

      if (!complete (call, fai, run, error))
        return FALSE;
      pb_writer_begin_object (call->out);
      pb_codec_write_members (call->out, fai);
      pb_writer_member_object (call->out, "run");
      pb_writer_member_string (call->out, "runNo", run->run_no);
      pb_writer_end_object (call->out);
      pb_writer_end_object (call->out);
    }
  pb_writer_end_array (call->out);
  pb_writer_member_int (call->out, "total", total);
  pb_writer_member_int (call->out, "page", page);
  pb_writer_member_int (call->out, "pageSize", size);
  pb_writer_end_object (call->out);
  return TRUE;
}

gboolean
pb_fai_read_one (PbCall *call, GError **error)
{
  g_autoptr (PbRun) run = NULL;
  g_autoptr (PbInspection) fai = pb_call_find_fai (call, pb_call_param (call, "faiId"), &run, error);

  if (fai == NULL || !complete (call, fai, run, error))
    return FALSE;
  call->answer->etag = g_strdup_printf ("\"%" G_GINT64_FORMAT "\"", fai->version.v);
  pb_writer_begin_object (call->out);
  pb_codec_write_members (call->out, fai);
  if (!pb_fai_view_write_trial (call, fai, run, error))
    return FALSE;
  pb_writer_end_object (call->out);
  return TRUE;
}

gboolean
pb_fai_read_of_run (PbCall *call, GError **error)
{
  g_autoptr (PbJudgement) judgement = pb_call_judge_known (call, pb_call_param (call, "runNo"), error);
  g_autoptr (PbInspection) fai = NULL;

  if (judgement == NULL)
    return FALSE;
  if (judgement->facts->fai == NULL)
    {
      pb_writer_null (call->out);
      return TRUE;
    }
  /* The judgement is shared: what is completed is a copy. */
  fai = pb_object_copy (judgement->facts->fai);
  pb_fai_view_complete (call, fai, judgement->facts->run, judgement->facts);
  call->answer->etag = g_strdup_printf ("\"%" G_GINT64_FORMAT "\"", fai->version.v);
  pb_call_reply (call, fai);
  return TRUE;
}

gboolean
pb_fai_read_gate (PbCall *call, GError **error)
{
  g_autoptr (PbJudgement) judgement = pb_call_judge_known (call, pb_call_param (call, "runNo"), error);
  g_autoptr (PbInspection) fai = NULL;
  gboolean required, passed, holds;

  if (judgement == NULL)
    return FALSE;
  required = pb_fai_is_required (judgement->facts->route);
  passed = judgement->facts->fai != NULL && judgement->facts->fai->status == PB_FAI_PASS;
  if (passed)
    {
      fai = pb_object_copy (judgement->facts->fai);
      pb_fai_view_complete (call, fai, judgement->facts->run, judgement->facts);
    }
  holds = passed && !fai->stale.v;
  pb_writer_begin_object (call->out);
  pb_writer_member_bool (call->out, "requiresFai", required);
  /* Clients of the contract know no `stale`: a first article that holds no more has not passed for them. */
  pb_writer_member_bool (call->out, "faiPassed", !required || holds);
  pb_writer_member_bool (call->out, "faiSigned", !required || (holds && fai->missing_capacities[0] == NULL));
  if (required && passed)
    {
      pb_writer_member_string (call->out, "faiId", fai->id);
      pb_writer_member_bool (call->out, "stale", fai->stale.v);
    }
  pb_writer_end_object (call->out);
  return TRUE;
}
