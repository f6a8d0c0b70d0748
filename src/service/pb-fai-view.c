/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-service"

#include "service/pb-fai-view.h"

#include <string.h>

#include "domain/pb-fai-rules.h"

PbSignable *
pb_fai_view_signable (const PbInspection *fai, const PbRun *run, const char *act)
{
  char *text =
    g_strdup_printf (strcmp (act, "REJECT") == 0 ? "Reject the first article of %s: its inspection begins again"
                                                 : "Confirm that the first article of %s has passed as it is shown",
                     run->run_no);

  return pb_signable_new (act, text, pb_signable_fai_content (fai, run->run_no));
}

PbFacts *
pb_fai_view_facts (PbRun *run, PbInspection *fai)
{
  PbFacts *facts = pb_object_new (&pb_facts_type);

  facts->run = pb_object_ref (run);
  facts->fai = pb_object_ref (fai);
  return facts;
}

/* A signature of an earlier round, and a rejection, were of a content that is no longer there to be held against: what
 * can be said of them is that they are void, or nothing. */
static void
judge_signature (const PbInspection *fai, PbSignature *signature)
{
  if (signature->voided_at != 0)
    signature->valid = PB_BOOL (FALSE);
  else if (signature->meaning == PB_MEANING_APPROVED && signature->round.v == fai->round.v)
    signature->valid = PB_BOOL (g_strcmp0 (signature->content_hash, fai->content_hash) == 0);
}

static gboolean
is_open (const PbRun *run)
{
  return run->status == PB_RUN_PREP || run->status == PB_RUN_AUTHORIZED;
}

void
pb_fai_view_judge_signatures (PbInspection *fai, const PbRun *run)
{
  g_autoptr (PbSignable) signable = NULL;

  for (guint i = 0; i < fai->items->len; i++)
    pb_fai_mirror (fai->items->pdata[i]);
  signable = pb_fai_view_signable (fai, run, "SIGN");
  pb_set_string (&fai->content_hash, signable->hash);
  for (guint i = 0; i < fai->signatures->len; i++)
    judge_signature (fai, fai->signatures->pdata[i]);
}

void
pb_fai_view_complete (PbCall *call, PbInspection *fai, PbRun *run, const PbFacts *facts)
{
  g_autoptr (PbFacts) view = pb_fai_view_facts (run, fai);

  pb_fai_view_judge_signatures (fai, run);
  g_strfreev (fai->required_capacities);
  fai->required_capacities = pb_fai_required_capacities (view, call->policy);
  g_strfreev (fai->missing_capacities);
  fai->missing_capacities = pb_fai_missing_capacities (view, call->policy);

  g_clear_pointer (&fai->stale_causes, g_strfreev);
  if (facts != NULL && facts->fai != NULL && is_open (run) && fai->status == PB_FAI_PASS &&
      strcmp (facts->fai->id, fai->id) == 0)
    fai->stale_causes = pb_fai_stale_causes (facts, call->policy, call->now, NULL);
  fai->stale = PB_BOOL (fai->stale_causes != NULL);
}

/* Reads a first article that must be there. */
static PbInspection *
load (PbCall *call, const char *fai_id, GError **error)
{
  g_autoptr (GError) failure = NULL;
  PbInspection *fai = pb_store_load_inspection (call->store, fai_id, &failure);

  if (failure != NULL)
    g_propagate_error (error, g_steal_pointer (&failure));
  else if (fai == NULL)
    pb_problem_set (error, 404, "FAI_NOT_FOUND", "First article %s does not exist", fai_id);
  return fai;
}

gboolean
pb_fai_view_reply (PbCall *call, const char *fai_id, PbRun *run, const PbFacts *facts, GError **error)
{
  g_autoptr (PbInspection) fai = load (call, fai_id, error);

  if (fai == NULL)
    return FALSE;
  pb_fai_view_complete (call, fai, run, facts);
  g_free (call->answer->etag);
  call->answer->etag = g_strdup_printf ("\"%" G_GINT64_FORMAT "\"", fai->version.v);
  pb_call_reply (call, fai);
  return TRUE;
}

gboolean
pb_fai_view_save (PbCall *call, PbInspection *fai, PbRun *run, GError **error)
{
  pb_call_changed (call, "run", run->id);
  return pb_call_update_version (call, fai, error) &&
         pb_call_event (call, "fai", run->run_no, fai->id, fai->version.v, error);
}

gboolean
pb_fai_view_void_signatures (PbCall *call, PbInspection *fai, GError **error)
{
  for (guint i = 0; i < fai->signatures->len; i++)
    {
      PbSignature *signature = fai->signatures->pdata[i];

      if (signature->voided_at != 0 || signature->meaning != PB_MEANING_APPROVED || signature->round.v != fai->round.v)
        continue;
      signature->voided_at = call->now;
      if (!pb_call_update (call, signature, NULL, error))
        return FALSE;
    }
  return TRUE;
}

/* Reads the rows of @type whose @column holds one of @ids. */
static GPtrArray *
list_of (PbCall *call,
         const PbType *type,
         const char *column,
         const char *const *ids,
         const char *subject_type,
         const char *order_by,
         GError **error)
{
  PbQuery query = { .type = type, .order_by = order_by };

  pb_query_add_list (&query, column, ids);
  if (subject_type != NULL)
    pb_query_add_text (&query, "subject_type", PB_OP_EQ, subject_type);
  return pb_store_list (call->store, &query, NULL, error);
}

gboolean
pb_fai_view_fill (PbCall *call, GPtrArray *inspections, GError **error)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autoptr (GHashTable) by_id = g_hash_table_new (g_str_hash, g_str_equal);
  g_auto (GStrv) ids = NULL;
  g_autoptr (GPtrArray) items = NULL;
  g_autoptr (GPtrArray) measurements = NULL;
  g_autoptr (GPtrArray) signatures = NULL;
  const char *const *of;

  if (inspections->len == 0)
    return TRUE;
  for (guint i = 0; i < inspections->len; i++)
    {
      PbInspection *fai = inspections->pdata[i];

      g_strv_builder_add (builder, fai->id);
      g_hash_table_insert (by_id, fai->id, fai);
    }
  ids = g_strv_builder_end (builder);
  of = (const char *const *) ids;
  items = list_of (call, &pb_inspection_item_type, "inspection_id", of, NULL, "seq", error);
  if (items == NULL)
    return FALSE;
  measurements = list_of (call, &pb_measurement_type, "inspection_id", of, NULL, "unit_sn", error);
  if (measurements == NULL)
    return FALSE;
  signatures = list_of (call, &pb_signature_type, "subject_id", of, "FAI", "signed_at", error);
  if (signatures == NULL)
    return FALSE;

  for (guint i = 0; i < items->len; i++)
    {
      PbInspectionItem *item = items->pdata[i];
      PbInspection *fai = g_hash_table_lookup (by_id, item->inspection_id);

      g_ptr_array_add (fai->items, pb_object_ref (item));
      g_hash_table_insert (by_id, item->id, item);
    }
  for (guint i = 0; i < measurements->len; i++)
    {
      PbMeasurement *measurement = measurements->pdata[i];
      PbInspectionItem *item = g_hash_table_lookup (by_id, measurement->item_id);

      if (item != NULL)
        g_ptr_array_add (item->measurements, pb_object_ref (measurement));
    }
  for (guint i = 0; i < signatures->len; i++)
    {
      PbSignature *signature = signatures->pdata[i];
      PbInspection *fai = g_hash_table_lookup (by_id, signature->subject_id);

      g_ptr_array_add (fai->signatures, pb_object_ref (signature));
    }
  return TRUE;
}

/* Adds the rows of @query that name one of @serials in @column; the database takes so many of them at a time. */
static gboolean
collect_by_serial (PbCall *call,
                   const PbQuery *query,
                   const char *column,
                   GStrv serials,
                   GPtrArray *rows,
                   GError **error)
{
  guint n = g_strv_length (serials);

  for (guint first = 0; first < n; first += PB_QUERY_IN_MAX)
    {
      PbQuery part = *query;
      g_auto (GStrv) some = g_new0 (char *, PB_QUERY_IN_MAX + 1);
      g_autoptr (GPtrArray) found = NULL;

      for (guint i = 0; i < PB_QUERY_IN_MAX && first + i < n; i++)
        some[i] = g_strdup (serials[first + i]);
      pb_query_add_list (&part, column, (const char *const *) some);
      found = pb_store_list (call->store, &part, NULL, error);
      if (found == NULL)
        return FALSE;
      g_ptr_array_extend_and_steal (rows, g_steal_pointer (&found));
    }
  return TRUE;
}

static void
write_tracks (PbWriter *out, GPtrArray *tracks, const char *sn)
{
  pb_writer_member_array (out, "trackOuts");
  for (guint i = 0; i < tracks->len; i++)
    {
      const PbTrack *track = tracks->pdata[i];

      if (g_strcmp0 (track->sn, sn) != 0)
        continue;
      pb_writer_begin_object (out);
      pb_writer_member_int (out, "stepNo", track->step_no.v);
      pb_writer_member_string (out, "stationCode", track->station_code);
      pb_writer_member_time (out, "outAt", track->out_at);
      pb_writer_member_string (out, "result", pb_enum_text (&pb_results, track->result));
      pb_writer_member_array (out, "dataValues");
      pb_writer_end_array (out);
      pb_writer_end_object (out);
    }
  pb_writer_end_array (out);
}

static void
write_results (PbWriter *out, GPtrArray *results, const char *sn)
{
  pb_writer_member_array (out, "inspections");
  for (guint i = 0; i < results->len; i++)
    {
      const PbInspectionResult *result = results->pdata[i];

      if (g_strcmp0 (result->unit_sn, sn) != 0)
        continue;
      pb_writer_begin_object (out);
      pb_writer_member_string (out, "inspectionType", result->inspection_type);
      pb_writer_member_string (out, "result", pb_enum_text (&pb_results, result->result));
      pb_writer_member_string (out, "stationCode", result->station_code);
      pb_writer_member_int (out, "stepNo", result->step_no.v);
      pb_writer_member_time (out, "eventTime", result->event_time);
      pb_writer_end_object (out);
    }
  pb_writer_end_array (out);
}

static gboolean
has_track (GPtrArray *tracks, const char *sn)
{
  for (guint i = 0; i < tracks->len; i++)
    if (g_strcmp0 (((PbTrack *) tracks->pdata[i])->sn, sn) == 0)
      return TRUE;
  return FALSE;
}

static const PbMember track_members[] = {
  { "stepNo", PB_VALUE_INT, PB_MUST },
  { "stationCode", PB_VALUE_TEXT },
  { "outAt", PB_VALUE_TIME },
  { "result", PB_VALUE_ENUM, .values = &pb_results },
  { "dataValues", PB_VALUE_OBJECTS, PB_MUST },
  { NULL },
};

static const PbMember result_members[] = {
  { "inspectionType", PB_VALUE_TEXT, PB_MUST },
  { "result", PB_VALUE_ENUM, .values = &pb_results },
  { "stationCode", PB_VALUE_TEXT },
  { "stepNo", PB_VALUE_INT, PB_MUST },
  { "eventTime", PB_VALUE_TIME, PB_MUST },
  { NULL },
};

static const PbMember unit_members[] = {
  { "sn", PB_VALUE_TEXT, PB_MUST },
  { "trackOuts", PB_VALUE_OBJECTS, PB_MUST, .members = track_members },
  { "inspections", PB_VALUE_OBJECTS, PB_MUST, .members = result_members },
  { NULL },
};

static const PbMember trial_members[] = {
  { "units", PB_VALUE_OBJECTS, PB_MUST, .members = unit_members },
  { NULL },
};

const PbMember pb_fai_view_trial_members[] = {
  { "trialSummary", PB_VALUE_OBJECT, PB_MUST, .members = trial_members },
  { NULL },
};

gboolean
pb_fai_view_write_trial (PbCall *call, const PbInspection *fai, PbRun *run, GError **error)
{
  g_auto (GStrv) serials = NULL;
  g_autoptr (GPtrArray) tracks = pb_object_array_new ();
  g_autoptr (GPtrArray) results = pb_object_array_new ();

  if (fai->started_at != 0)
    {
      PbQuery track_query = { .type = &pb_track_type, .order_by = "out_at" };
      PbQuery result_query = { .type = &pb_inspection_result_type, .order_by = "event_time" };

      serials = pb_store_load_sample_units (call->store, run->id, fai->started_at, fai->sample_qty.v, error);
      if (serials == NULL)
        return FALSE;
      pb_query_add_text (&track_query, "run_id", PB_OP_EQ, run->id);
      pb_query_add_number (&track_query, "out_at", PB_OP_GE, fai->started_at);
      pb_query_add_text (&result_query, "run_no", PB_OP_EQ, run->run_no);
      pb_query_add_number (&result_query, "event_time", PB_OP_GE, fai->started_at);
      if (!collect_by_serial (call, &track_query, "sn", serials, tracks, error) ||
          !collect_by_serial (call, &result_query, "unit_sn", serials, results, error))
        return FALSE;
    }
  pb_writer_member_object (call->out, "trialSummary");
  pb_writer_member_array (call->out, "units");
  for (char **sn = serials; sn != NULL && *sn != NULL; sn++)
    {
      if (!has_track (tracks, *sn))
        continue;
      pb_writer_begin_object (call->out);
      pb_writer_member_string (call->out, "sn", *sn);
      write_tracks (call->out, tracks, *sn);
      write_results (call->out, results, *sn);
      pb_writer_end_object (call->out);
    }
  pb_writer_end_array (call->out);
  pb_writer_end_object (call->out);
  return TRUE;
}
