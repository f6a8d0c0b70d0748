/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-service"

#include <string.h>

#include "domain/pb-waiver-rules.h"
#include "service/pb-service-private.h"

/* What happens by itself, or as the consequence of somebody else's change: waivers that are over, authorisations whose
 * items fail again (domain.md, sections 2 and 3). */

static PbOpenRun *
read_open_run (PbStore *store, const char *run_id, GError **error)
{
  g_autoptr (PbRun) run = NULL;
  PbQuery waivers = { .type = &pb_waiver_type };
  g_autoptr (GPtrArray) found = NULL;
  g_autoptr (GError) failure = NULL;
  PbOpenRun *open;

  run = pb_store_get_by (store, &pb_run_type, "id", run_id, &failure);
  if (run != NULL && (run->status == PB_RUN_PREP || run->status == PB_RUN_AUTHORIZED))
    {
      pb_query_add_text (&waivers, "run_id", PB_OP_EQ, run_id);
      pb_query_add_text (&waivers, "status", PB_OP_EQ, "APPROVED");
      found = pb_store_list (store, &waivers, NULL, &failure);
    }
  if (failure != NULL)
    g_propagate_error (error, g_steal_pointer (&failure));
  if (found == NULL)
    return NULL;
  open = g_new0 (PbOpenRun, 1);
  open->reviewed = run->status == PB_RUN_AUTHORIZED || found->len > 0;
  open->run = g_steal_pointer (&run);
  return open;
}

static void
drop_open_run (PbService *service, const char *run_id)
{
  PbOpenRun *open = g_hash_table_lookup (service->open_runs, run_id);

  if (open == NULL)
    return;
  g_hash_table_remove (service->open_numbers, open->run->run_no);
  g_hash_table_remove (service->open_runs, run_id);
  service->numbers_changed = TRUE;
}

/* Takes @open. */
static void
put_open_run (PbService *service, PbOpenRun *open)
{
  drop_open_run (service, open->run->id);
  g_hash_table_insert (service->open_runs, open->run->id, open);
  g_hash_table_insert (service->open_numbers, open->run->run_no, open);
  service->numbers_changed = TRUE;
}

void
pb_judge_clear_open_runs (PbService *service)
{
  g_hash_table_remove_all (service->open_numbers);
  g_hash_table_remove_all (service->open_runs);
  service->numbers_changed = TRUE;
}

const PbRun *
pb_judge_peek_run (PbCall *call, const char *run_no)
{
  PbOpenRun *open;

  if (call->store != call->service->store || run_no == NULL)
    return NULL;
  open = g_hash_table_lookup (call->service->open_numbers, run_no);
  /* What the call itself has changed is read again when it is done. */
  if (open == NULL || g_ptr_array_find_with_equal_func (call->open_runs, open->run->id, g_str_equal, NULL))
    return NULL;
  return open->run;
}

gboolean
pb_judge_load_open_runs (PbService *service, GError **error)
{
  g_autoptr (GPtrArray) ids = pb_store_list_open_runs (service->store, error);

  if (ids == NULL)
    return FALSE;
  for (guint i = 0; i < ids->len; i++)
    {
      g_autoptr (GError) failure = NULL;
      PbOpenRun *run = read_open_run (service->store, ids->pdata[i], &failure);

      if (failure != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&failure));
          return FALSE;
        }
      if (run == NULL)
        continue;
      put_open_run (service, run);
      g_mutex_lock (&service->lock);
      g_hash_table_add (service->run_numbers, g_strdup (run->run->run_no));
      g_mutex_unlock (&service->lock);
    }
  return TRUE;
}

static gboolean
refresh_open_run (PbCall *call, const char *run_id, GError **error)
{
  g_autoptr (GError) failure = NULL;
  PbOpenRun *run = read_open_run (call->store, run_id, &failure);

  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  if (run != NULL)
    put_open_run (call->service, run);
  else
    drop_open_run (call->service, run_id);
  return TRUE;
}

gboolean
pb_judge_refresh_open_runs (PbCall *call, GError **error)
{
  for (guint i = 0; i < call->open_runs->len; i++)
    if (!refresh_open_run (call, call->open_runs->pdata[i], error))
      return FALSE;
  return TRUE;
}

void
pb_judge_forget_changes (PbCall *call)
{
  g_autoptr (GError) error = NULL;

  if (!pb_judge_refresh_open_runs (call, &error))
    g_warning ("A run could not be read again: %s", error->message);
}

typedef struct
{
  GHashTable *lines, *products, *runs; /* sets */
  gboolean plant;
} Concern;

static void
concern_clear (Concern *concern)
{
  g_clear_pointer (&concern->lines, g_hash_table_unref);
  g_clear_pointer (&concern->products, g_hash_table_unref);
  g_clear_pointer (&concern->runs, g_hash_table_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Concern, concern_clear)

static gboolean
add_lines_of_asset (PbCall *call, const char *asset_id, GHashTable *lines, GError **error)
{
  PbQuery query = { .type = &pb_binding_type };
  g_autoptr (GPtrArray) bindings = NULL;

  pb_query_add_text (&query, "asset_id", PB_OP_EQ, asset_id);
  pb_query_add_number (&query, "is_current", PB_OP_EQ, 1);
  bindings = pb_store_list (call->store, &query, NULL, error);
  for (guint i = 0; bindings != NULL && i < bindings->len; i++)
    g_hash_table_add (lines, g_strdup (((PbBinding *) bindings->pdata[i])->line_id));
  return bindings != NULL;
}

GPtrArray *
pb_judge_concerned (PbCall *call, GError **error)
{
  g_autoptr (GPtrArray) runs = g_ptr_array_new ();
  g_auto (Concern) concern = { g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL),
                               g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL),
                               g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL), FALSE };
  GHashTableIter iter;
  PbOpenRun *open;

  for (guint i = 0; i < call->changed->len; i++)
    {
      const char *key = call->changed->pdata[i];

      if (strcmp (key, "plant") == 0)
        concern.plant = TRUE;
      else if (g_str_has_prefix (key, "run:"))
        g_hash_table_add (concern.runs, g_strdup (key + strlen ("run:")));
      else if (g_str_has_prefix (key, "line:"))
        g_hash_table_add (concern.lines, g_strdup (key + strlen ("line:")));
      else if (g_str_has_prefix (key, "product:"))
        g_hash_table_add (concern.products, g_strdup (key + strlen ("product:")));
      else if (g_str_has_prefix (key, "asset:") &&
               !add_lines_of_asset (call, key + strlen ("asset:"), concern.lines, error))
        return NULL;
    }
  g_hash_table_iter_init (&iter, call->service->open_runs);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &open))
    {
      const PbRun *run = open->run;

      if (concern.plant || g_hash_table_contains (concern.runs, run->id) ||
          (run->line_id != NULL && g_hash_table_contains (concern.lines, run->line_id)) ||
          (run->product_code != NULL && g_hash_table_contains (concern.products, run->product_code)))
        g_ptr_array_add (runs, open);
    }
  return g_steal_pointer (&runs);
}

gboolean
pb_call_end_waiver (PbCall *call, PbWaiver *waiver, PbWaiverStatus status, const char *reason, GError **error)
{
  g_autofree char *display =
    g_strdup_printf ("%s %s %s", waiver->run_no, pb_enum_text (&pb_item_types, waiver->item_type), waiver->item_key);

  waiver->status = (int) status;
  waiver->ended_at = call->now;
  pb_set_string (&waiver->end_reason, reason);
  pb_call_changed (call, "run", waiver->run_id);
  return pb_call_update_beside (call, waiver, error) &&
         pb_call_audit_extra (call, "WAIVER_END", "READINESS_CHECK", waiver->id, display, NULL, error) &&
         pb_call_event (call, "waiver", waiver->run_no, waiver->id, waiver->version.v, error);
}

gboolean
pb_call_end_waivers (PbCall *call, const PbRun *run, const char *reason, GError **error)
{
  PbQuery query = { .type = &pb_waiver_type, .order_by = "requested_at" };
  g_autoptr (GPtrArray) waivers = NULL;

  pb_query_add_text (&query, "run_id", PB_OP_EQ, run->id);
  pb_query_add_text (&query, "status", PB_OP_IN, "REQUESTED,APPROVED");
  waivers = pb_store_list (call->store, &query, NULL, error);
  for (guint i = 0; waivers != NULL && i < waivers->len; i++)
    if (!pb_call_end_waiver (call, waivers->pdata[i], PB_WAIVER_EXPIRED, reason, error))
      return FALSE;
  return waivers != NULL;
}

/* Returns: -1 with @error, else how many waivers have ended. */
static int
review_waivers (PbCall *call, PbJudgement *judgement, GError **error)
{
  GPtrArray *waivers = judgement->facts->waivers;
  int ended = 0;

  for (guint i = 0; i < waivers->len; i++)
    {
      g_autoptr (PbWaiver) waiver = pb_object_copy (waivers->pdata[i]);
      const char *reason = "";
      PbWaiverStatus status = pb_waiver_review (waiver, judgement->items, call->now, &reason);

      if (status == PB_WAIVER_APPROVED)
        continue;
      if (!pb_call_end_waiver (call, waiver, status, reason, error))
        return -1;
      ended++;
    }
  return ended;
}

static char *
cause_of (const PbJudgement *judgement)
{
  g_autoptr (GString) cause = g_string_new (NULL);

  for (guint i = 0; i < judgement->gate->blockers->len; i++)
    {
      const PbBlocker *blocker = judgement->gate->blockers->pdata[i];

      /* That it is authorised does not stand against it here. */
      if (blocker->code != PB_BLOCKER_RUN_NOT_READY)
        g_string_append_printf (cause, "%s%s", cause->len > 0 ? "; " : "", blocker->message);
    }
  return g_string_free (g_steal_pointer (&cause), FALSE);
}

gboolean
pb_call_end_authorisation (PbCall *call, PbRun *run, const char *by, const char *reason, GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (PbAuthorization) evidence =
    pb_store_get_by (call->store, &pb_authorization_type, "id", run->evidence_id, &failure);

  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  if (evidence != NULL)
    {
      evidence->ended_at = call->now;
      pb_set_string (&evidence->ended_by, by);
      pb_set_string (&evidence->end_reason, reason);
      if (!pb_call_update (call, evidence, NULL, error))
        return FALSE;
    }
  run->status = PB_RUN_PREP;
  run->authorized_at = 0;
  pb_set_string (&run->authorized_by, NULL);
  pb_set_string (&run->authorized_by_name, NULL);
  pb_set_string (&run->evidence_id, NULL);
  pb_set_string (&run->end_reason, reason);
  pb_call_changed (call, "run", run->id);
  return pb_call_update_beside (call, run, error) &&
         pb_call_event (call, "run", run->run_no, run->id, run->version.v, error);
}

gboolean
pb_call_withdraw (PbCall *call, const PbJudgement *judgement, GError **error)
{
  g_autoptr (PbRun) run = pb_object_copy (judgement->facts->run);
  g_autoptr (PbWriter) payload = pb_writer_new ();
  g_autofree char *cause = cause_of (judgement), *text = NULL;

  pb_writer_begin_object (payload);
  pb_writer_member_string (payload, "runNo", run->run_no);
  pb_writer_member_string (payload, "cause", cause);
  pb_writer_end_object (payload);
  text = pb_writer_steal (payload);
  return pb_call_end_authorisation (call, run, NULL, cause, error) &&
         pb_call_audit_extra (call, "RUN_WITHDRAW", "RUN", run->id, run->run_no, text, error);
}

gboolean
pb_call_review_run (PbCall *call, const char *run_id, GError **error)
{
  g_autoptr (PbJudgement) judgement = pb_call_judge_concerned (call, run_id, error);
  PbOpenRun *open;
  int ended;
  gint64 review_at = G_MAXINT64;

  if (judgement == NULL)
    return FALSE;
  ended = review_waivers (call, judgement, error);
  if (ended < 0)
    return FALSE;
  if (ended > 0)
    {
      pb_judgement_unref (judgement);
      judgement = pb_call_judge_concerned (call, run_id, error);
      if (judgement == NULL)
        return FALSE;
    }
  if (judgement->facts->run->status == PB_RUN_AUTHORIZED &&
      pb_gate_withdraws (judgement->facts, judgement->gate, call->policy) && !pb_call_withdraw (call, judgement, error))
    return FALSE;
  if (judgement->gate->next_deadline != 0)
    review_at = judgement->gate->next_deadline;
  for (guint i = 0; i < judgement->facts->waivers->len; i++)
    {
      const PbWaiver *waiver = judgement->facts->waivers->pdata[i];
      if (waiver->until > call->now)
        review_at = MIN (review_at, waiver->until);
    }
  /* Waivers have ended, or the authorisation has. */
  if (!pb_judge_refresh_open_runs (call, error))
    return FALSE;
  open = g_hash_table_lookup (call->service->open_runs, run_id);
  if (open != NULL)
    open->review_at = review_at;
  return TRUE;
}
