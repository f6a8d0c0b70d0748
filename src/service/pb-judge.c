/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-service"

#include "service/pb-judge.h"

#include <string.h>

#include "service/pb-fai-view.h"
#include "service/pb-service-private.h"

/* Ages shown in a judgement move without changing its verdict: what is read is at most this old. */
#define MOST_AGE (20 * PB_SECOND)
/* Numbers of changes kept by key; beyond it they are forgotten together. */
#define MOST_KEYS 20000

PbJudgement *
pb_judgement_ref (PbJudgement *judgement)
{
  g_atomic_ref_count_inc (&judgement->refs);
  return judgement;
}

void
pb_judgement_unref (PbJudgement *judgement)
{
  if (judgement == NULL || !g_atomic_ref_count_dec (&judgement->refs))
    return;
  pb_object_unref (judgement->facts);
  g_clear_pointer (&judgement->items, g_ptr_array_unref);
  pb_object_unref (judgement->gate);
  pb_object_unref (judgement->row);
  g_free (judgement->gate_json);
  g_free (judgement->latest_json);
  g_free (judgement->row_json);
  g_strfreev (judgement->keys);
  g_free (judgement);
}

void
pb_open_run_free (PbOpenRun *run)
{
  pb_object_unref (run->run);
  g_free (run);
}

static GStrv
keys_of (const PbFacts *facts)
{
  g_autoptr (GStrvBuilder) keys = g_strv_builder_new ();
  g_autofree char *run = g_strconcat ("run:", facts->run->id, NULL);
  g_autofree char *product = g_strconcat ("product:", facts->run->product_code, NULL);

  g_strv_builder_add_many (keys, "plant", run, product, NULL);
  if (facts->run->line_id != NULL)
    {
      g_autofree char *line = g_strconcat ("line:", facts->run->line_id, NULL);
      g_strv_builder_add (keys, line);
    }
  for (guint i = 0; i < facts->bindings->len; i++)
    {
      g_autofree char *asset = g_strconcat ("asset:", ((PbBinding *) facts->bindings->pdata[i])->asset_id, NULL);
      g_strv_builder_add (keys, asset);
    }
  return g_strv_builder_end (keys);
}

static char *
latest_json (const PbJudgement *judgement, const PbPolicy *policy)
{
  g_autoptr (PbCheck) check = pb_object_new (&pb_check_type);

  check->id = g_strconcat (judgement->facts->run->id, "-now", NULL);
  check->type = PB_CHECK_PRECHECK;
  check->status = (int) pb_items_status (judgement->items, judgement->facts, policy);
  check->checked_at = judgement->evaluated_at;
  check->summary = pb_items_summarise (judgement->items);
  g_ptr_array_unref (check->items);
  check->items = g_ptr_array_ref (judgement->items);
  return pb_codec_to_text (check);
}

static PbJudgement *
judge (PbFacts *facts, const PbPolicy *policy, gint64 now)
{
  PbJudgement *judgement = g_new0 (PbJudgement, 1);

  g_atomic_ref_count_init (&judgement->refs);
  judgement->facts = pb_object_ref (facts);
  /* A signature whose content has changed since is none. */
  if (facts->fai != NULL)
    pb_fai_view_judge_signatures (facts->fai, facts->run);
  judgement->evaluated_at = now;
  judgement->items = pb_evaluate (facts, policy, now);
  judgement->gate = pb_gate_evaluate (facts, judgement->items, policy, now);
  judgement->row = pb_board_row_new (facts, judgement->items, judgement->gate, policy);
  judgement->changes_at = judgement->gate->next_deadline != 0 ? judgement->gate->next_deadline : G_MAXINT64;
  judgement->valid_until = MIN (now + MOST_AGE, judgement->changes_at);
  judgement->keys = keys_of (facts);
  return judgement;
}

/* Takes @facts (nullable) and @failure (nullable). */
static PbJudgement *
judge_facts (PbCall *call, PbFacts *facts, const char *name, gboolean in_sight, GError *failure, GError **error)
{
  g_autoptr (PbFacts) mine = facts;

  if (failure != NULL)
    {
      g_propagate_error (error, failure);
      return NULL;
    }
  if (mine == NULL || (in_sight && !pb_call_sees_line (call, mine->run->line_id)))
    {
      pb_problem_set (error, 404, "RUN_NOT_FOUND", "Run %s does not exist", name);
      return NULL;
    }
  return judge (mine, call->policy, call->now);
}

PbJudgement *
pb_call_judge (PbCall *call, const char *run_no, GError **error)
{
  GError *failure = NULL;
  PbFacts *facts = pb_store_load_facts (call->store, run_no, call->policy, call->now, &failure);

  return judge_facts (call, facts, run_no, TRUE, failure, error);
}

static PbJudgement *
judge_id (PbCall *call, const char *run_id, gboolean in_sight, GError **error)
{
  GError *failure = NULL;
  PbFacts *facts = pb_store_load_facts_by_id (call->store, run_id, call->policy, call->now, &failure);

  return judge_facts (call, facts, run_id, in_sight, failure, error);
}

PbJudgement *
pb_call_judge_id (PbCall *call, const char *run_id, GError **error)
{
  return judge_id (call, run_id, TRUE, error);
}

PbJudgement *
pb_call_judge_concerned (PbCall *call, const char *run_id, GError **error)
{
  return judge_id (call, run_id, FALSE, error);
}

static gint64
change_of_key (PbService *service, const char *key)
{
  gint64 *change = g_hash_table_lookup (service->key_changes, key);

  return change != NULL ? *change : service->change_floor;
}

typedef enum
{
  READ_ALL,
  READ_ROW /* which tells no age */
} Reading;

/* The clock may have been set back: a judgement from the future is none. */
static gboolean
stands (const PbJudgement *judgement, Reading reading, gint64 now)
{
  return now >= judgement->evaluated_at && now < (reading == READ_ROW ? judgement->changes_at : judgement->valid_until);
}

static PbJudgement *
known (PbService *service, const char *run_no, Reading reading, gint64 now, gint64 *change)
{
  PbJudgement *judgement;

  g_mutex_lock (&service->lock);
  judgement = g_hash_table_lookup (service->judgements, run_no);
  if (judgement != NULL && !stands (judgement, reading, now))
    judgement = NULL;
  if (judgement != NULL)
    pb_judgement_ref (judgement);
  *change = service->change;
  g_mutex_unlock (&service->lock);
  return judgement;
}

/* Keeps a judgement unless something that it rests on has changed since @change, before it was read. */
static void
keep (PbService *service, PbJudgement *judgement, gint64 change)
{
  g_mutex_lock (&service->lock);
  for (char **key = judgement->keys; *key != NULL; key++)
    if (change_of_key (service, *key) > change)
      {
        g_mutex_unlock (&service->lock);
        return;
      }
  g_hash_table_insert (service->judgements, g_strdup (judgement->facts->run->run_no), pb_judgement_ref (judgement));
  g_mutex_unlock (&service->lock);
}

PbJudgement *
pb_judge_peek (PbCall *call, const char *run_no)
{
  gint64 change;
  g_autoptr (PbJudgement) judgement = known (call->service, run_no, READ_ALL, call->now, &change);

  if (judgement == NULL || !pb_call_sees_line (call, judgement->facts->run->line_id))
    return NULL;
  return g_steal_pointer (&judgement);
}

static PbJudgement *
judge_for_reading (PbCall *call, const char *run_no, Reading reading, GError **error)
{
  g_autoptr (PbJudgement) judgement = NULL;
  gint64 change;
  gboolean open;

  judgement = known (call->service, run_no, reading, call->now, &change);
  if (judgement != NULL)
    {
      if (pb_call_sees_line (call, judgement->facts->run->line_id))
        return g_steal_pointer (&judgement);
      pb_problem_set (error, 404, "RUN_NOT_FOUND", "Run %s does not exist", run_no);
      return NULL;
    }
  /* The reader's transaction may have begun before the number of the last change was looked at, never after a change
   * that this number does not count: so begin anew. */
  pb_store_rollback (call->store);
  if (!pb_store_begin (call->store, error))
    return NULL;
  judgement = pb_call_judge (call, run_no, error);
  if (judgement == NULL)
    return NULL;
  judgement->gate_json = pb_codec_to_text (judgement->gate);
  judgement->latest_json = latest_json (judgement, call->policy);
  judgement->row_json = pb_codec_to_text (judgement->row);
  open = judgement->facts->run->status == PB_RUN_PREP || judgement->facts->run->status == PB_RUN_AUTHORIZED;
  if (open)
    keep (call->service, judgement, change);
  return g_steal_pointer (&judgement);
}

PbJudgement *
pb_call_judge_known (PbCall *call, const char *run_no, GError **error)
{
  return judge_for_reading (call, run_no, READ_ALL, error);
}

PbJudgement *
pb_call_judge_row (PbCall *call, const char *run_no, GError **error)
{
  return judge_for_reading (call, run_no, READ_ROW, error);
}

PbJudgement *
pb_call_judge_beside (PbCall *call, const char *run_no, GError **error)
{
  gint64 change;
  PbJudgement *judgement = known (call->service, run_no, READ_ROW, call->now, &change);

  return judgement != NULL ? judgement : pb_call_judge (call, run_no, error);
}

static gboolean
rests_on_one_of (gpointer run_no, gpointer value, gpointer user_data)
{
  const PbJudgement *judgement = value;
  GPtrArray *keys = user_data;

  for (guint i = 0; i < keys->len; i++)
    if (g_strv_contains ((const char *const *) judgement->keys, keys->pdata[i]))
      return TRUE;
  return FALSE;
}

void
pb_judge_forget (PbService *service, GPtrArray *keys)
{
  GHashTableIter iter;
  PbOpenRun *run;

  if (keys->len == 0)
    return;
  g_mutex_lock (&service->lock);
  service->change += 1;
  if (g_hash_table_size (service->key_changes) > MOST_KEYS)
    {
      g_hash_table_remove_all (service->key_changes);
      service->change_floor = service->change;
    }
  for (guint i = 0; i < keys->len; i++)
    g_hash_table_insert (service->key_changes, g_strdup (keys->pdata[i]),
                         g_memdup2 (&service->change, sizeof service->change));
  g_hash_table_foreach_remove (service->judgements, rests_on_one_of, keys);
  if (service->numbers_changed)
    {
      g_hash_table_remove_all (service->run_numbers);
      g_hash_table_iter_init (&iter, service->open_runs);
      while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &run))
        g_hash_table_add (service->run_numbers, g_strdup (run->run->run_no));
      service->numbers_changed = FALSE;
    }
  g_mutex_unlock (&service->lock);
}

gboolean
pb_judge_peek_open (PbCall *call, GPtrArray *rows)
{
  PbService *service = call->service;
  gboolean complete = TRUE;
  GHashTableIter iter;
  gpointer run_no;

  g_mutex_lock (&service->lock);
  g_hash_table_iter_init (&iter, service->run_numbers);
  while (complete && g_hash_table_iter_next (&iter, &run_no, NULL))
    {
      PbJudgement *judgement = g_hash_table_lookup (service->judgements, run_no);

      complete = judgement != NULL && stands (judgement, READ_ROW, call->now);
      if (complete && pb_call_sees_line (call, judgement->facts->run->line_id))
        g_ptr_array_add (rows, pb_judgement_ref (judgement));
    }
  g_mutex_unlock (&service->lock);
  return complete;
}

GPtrArray *
pb_judge_list_open (PbService *service)
{
  GPtrArray *numbers = g_ptr_array_new_with_free_func (g_free);
  GHashTableIter iter;
  gpointer run_no;

  g_mutex_lock (&service->lock);
  g_hash_table_iter_init (&iter, service->run_numbers);
  while (g_hash_table_iter_next (&iter, &run_no, NULL))
    g_ptr_array_add (numbers, g_strdup (run_no));
  g_mutex_unlock (&service->lock);
  return numbers;
}
