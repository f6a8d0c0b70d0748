/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-service"

#include <string.h>

#include "service/pb-auth.h"
#include "service/pb-service-private.h"

/* All changes, one after the other. Those that wait when one is done share its commit: a disk takes as long to make
 * thirty changes last as it takes for one. Each can fail without the others, and none is answered before it lasts. */

/* How long the writer sleeps at most before it looks for runs whose time has come (the clock may be set) and for what
 * another program has written. */
#define MOST_PAUSE (2 * PB_SECOND)
/* How long a review that failed waits. */
#define REVIEW_PAUSE (30 * PB_SECOND)
/* How often rows that nobody asks for any more are deleted; how long wrong secrets are kept, and how many events. (The
 * audit trail keeps what was done.) */
#define SWEEP_PAUSE   PB_HOUR
#define FAILURES_KEPT PB_DAY
#define EVENTS_KEPT   10000
/* The most changes of one commit, and how long the first of them waits for the others, µs. */
#define MOST_CHANGES 32
#define MOST_WAIT    (10 * G_TIME_SPAN_MILLISECOND)

/* What the writer remembers of the ends of audit trail and events: must say what the database says. */
typedef struct
{
  gint64 audit_seq, event_seq;
  char *audit_hash;
} Heads;

static void
heads_clear (Heads *heads)
{
  g_free (heads->audit_hash);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Heads, heads_clear)

static Heads
heads_of (const PbService *self)
{
  return (Heads){ self->audit_seq, self->event_seq, g_strdup (self->audit_hash) };
}

static void
restore_heads (PbService *self, const Heads *heads)
{
  self->audit_seq = heads->audit_seq;
  self->event_seq = heads->event_seq;
  pb_set_string (&self->audit_hash, heads->audit_hash);
}

/* A change that has been tried and waits for the commit. */
typedef struct
{
  PbCall *call;
  GError *error; /* (nullable) the answer is a refusal, whose audit row waits for the commit */
  PbAnswerFunc func;
  gpointer user_data;
} Tried;

/* Everything that a change brings with it: the runs it concerns are reviewed in the same transaction. */
static gboolean
review_concerned (PbCall *call, GError **error)
{
  g_autoptr (GPtrArray) runs = NULL;

  if (call->changed->len == 0)
    return TRUE;
  if (!pb_judge_refresh_open_runs (call, error))
    return FALSE;
  runs = pb_judge_concerned (call, error);
  if (runs == NULL)
    return FALSE;
  for (guint i = 0; i < runs->len; i++)
    {
      PbOpenRun *run = runs->pdata[i];
      g_autofree char *id = g_strdup (run->run->id);

      if (run->reviewed && !pb_call_review_run (call, id, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
change (PbCall *call, GError **error)
{
  gboolean is_signed = (call->endpoint->flags & PB_ENDPOINT_SIGNED) == PB_ENDPOINT_SIGNED;

  if (is_signed && !pb_auth_confirm_signer (call, error))
    return FALSE;
  return pb_call_run_action (call, error) && (!is_signed || pb_auth_note_signed (call, error)) &&
         review_concerned (call, error) && pb_call_write_audit (call, call->refusal, error);
}

/* A refused attempt leaves its audit row, in the place of what it would have changed. */
static gboolean
audit_refusal (PbCall *call, const GError *refusal, GError **error)
{
  return pb_store_mark (call->store, error) && pb_auth_note_failure (call, refusal, error) &&
         pb_call_write_audit (call, refusal, error);
}

/* Takes back what @call has changed, in the database and in the writer's memory.
 * Returns: FALSE when the transaction is lost. */
static gboolean
take_back (PbCall *call, const Heads *heads)
{
  gboolean done = pb_store_undo (call->store);

  restore_heads (call->service, heads);
  if (done)
    pb_judge_forget_changes (call);
  return done;
}

/* Tries one change inside the open transaction. Returns: FALSE when the transaction is lost, with @error: why. */
static gboolean
try_change (PbCall *call, Tried *tried, GError **error)
{
  PbService *self = call->service;
  g_auto (Heads) heads = heads_of (self);
  g_autoptr (GError) failure = NULL;

  call->store = self->store;
  call->now = pb_service_now (self);
  g_clear_pointer (&call->policy, pb_policy_unref);
  call->policy = pb_service_dup_policy (self);
  if (!pb_store_mark (self->store, error))
    return FALSE;
  tried->error = g_steal_pointer (&call->refusal);
  /* A session may have ended while the call waited. */
  if (tried->error == NULL)
    g_clear_pointer (&call->principal, pb_principal_unref);
  if (tried->error == NULL && pb_call_admit (call, self->store, &tried->error) && change (call, &tried->error))
    return TRUE;
  if (!take_back (call, &heads))
    {
      /* What failed with the transaction is why it is lost. */
      g_propagate_error (error, g_steal_pointer (&tried->error));
      return FALSE;
    }
  if (!pb_call_is_worth_auditing (call, tried->error) || audit_refusal (call, tried->error, &failure))
    return TRUE;
  /* What cannot be put down is not answered as if it had been: a wrong secret that does not count could be tried for
   * ever. */
  g_clear_error (&tried->error);
  if (take_back (call, &heads))
    {
      tried->error = g_steal_pointer (&failure);
      return TRUE;
    }
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

/* Another program may have written to the database (prepboardd user add, a second window on the same file): then
 * nothing that is kept in mind holds. */
static gboolean
notice_others (PbService *self, GError **error)
{
  g_autoptr (GPtrArray) everything = NULL;
  gboolean changed;

  if (!pb_store_changed_elsewhere (self->store, &changed, error))
    return FALSE;
  if (!changed && !self->is_outdated)
    return TRUE;
  /* Asked once, the database does not say it again: until all of it is read, nothing may be written. */
  self->is_outdated = TRUE;
  g_clear_pointer (&self->audit_hash, g_free);
  pb_judge_clear_open_runs (self);
  if (!pb_store_load_audit_head (self->store, &self->audit_seq, &self->audit_hash, &self->event_seq, error) ||
      !pb_judge_load_open_runs (self, error))
    return FALSE;
  self->is_outdated = FALSE;
  everything = g_ptr_array_new ();
  g_ptr_array_add (everything, (gpointer) "plant");
  pb_judge_forget (self, everything);
  pb_auth_forget (self);
  return TRUE;
}

static gboolean
begin_writing (PbService *self, GError **error)
{
  return pb_store_begin (self->store, error) && notice_others (self, error);
}

/* What others must know once a change lasts, beside what judgements rest on. */
static void
publish (PbCall *call)
{
  if (call->people_changed)
    pb_auth_forget (call->service);
}

/* Answers the changes of a commit. @failure: (nullable) why nothing of it is there. */
static void
answer_all (PbService *self, GArray *batch, const GError *failure)
{
  g_autoptr (GPtrArray) changed = g_ptr_array_new ();

  for (guint i = 0; i < batch->len; i++)
    {
      Tried *tried = &g_array_index (batch, Tried, i);

      if (failure != NULL)
        pb_judge_forget_changes (tried->call);
      if (failure != NULL)
        {
          g_clear_error (&tried->error);
          tried->error = g_error_copy (failure);
        }
      else if (tried->error == NULL)
        {
          g_ptr_array_extend (changed, tried->call->changed, NULL, NULL);
          publish (tried->call);
          tried->error = g_steal_pointer (&tried->call->refusal);
        }
    }
  pb_judge_forget (self, changed);
  for (guint i = 0; i < batch->len; i++)
    {
      Tried *tried = &g_array_index (batch, Tried, i);

      pb_call_finish (tried->call, tried->error, tried->func, tried->user_data);
      g_clear_error (&tried->error);
    }
}

/* Who may and what holds must be looked at anew after such a change, so it is the last one of its commit. */
static gboolean
changes_the_rules (const Tried *tried)
{
  return tried->error == NULL && tried->call->people_changed;
}

/* Makes the change of @job (transfer full), and those that wait behind it. Returns: FALSE when the thread shall end. */
static gboolean
run_batch (PbService *self, PbJob *job)
{
  g_autoptr (GArray) batch = g_array_new (FALSE, TRUE, sizeof (Tried));
  gint64 begun = g_get_monotonic_time ();
  g_auto (Heads) heads = { 0 };
  g_autoptr (GError) failure = NULL;
  gboolean holds = begin_writing (self, &failure);

  heads = heads_of (self);
  for (;;)
    {
      Tried tried = { job->call, NULL, job->func, job->user_data };

      g_free (g_steal_pointer (&job));
      if (holds)
        holds = try_change (tried.call, &tried, &failure);
      g_array_append_val (batch, tried);
      if (!holds || changes_the_rules (&tried) || batch->len == MOST_CHANGES ||
          g_get_monotonic_time () - begun >= MOST_WAIT)
        break;
      job = g_async_queue_try_pop (self->writes);
      if (job == NULL || job == &pb_stop_job)
        break;
    }
  if (!holds || !pb_store_commit (self->store, &failure))
    {
      pb_store_rollback (self->store);
      restore_heads (self, &heads);
    }
  answer_all (self, batch, failure);
  return job != &pb_stop_job;
}

static const PbEndpoint review_endpoint = { .method = "",
                                            .path = "",
                                            .permission = "",
                                            .flags = PB_ENDPOINT_WRITE | PB_ENDPOINT_NO_AUDIT | PB_ENDPOINT_BARE };

/* Should a review fail, it is tried again after the pause and not at once. */
static void
put_off_review (PbService *self, const char *run_id)
{
  PbOpenRun *run = g_hash_table_lookup (self->open_runs, run_id);

  if (run != NULL)
    run->review_at = pb_service_now (self) + REVIEW_PAUSE;
}

static void
review_one (PbService *self, const char *run_id)
{
  g_auto (Heads) heads = { 0 };
  g_autoptr (GError) error = NULL;
  PbCall *call = pb_call_new (self, pb_request_new ("", ""), &review_endpoint, NULL);
  gboolean done = begin_writing (self, &error);

  heads = heads_of (self);
  call->store = self->store;
  if (!done || !pb_call_review_run (call, run_id, &error) || !pb_store_commit (self->store, &error))
    {
      pb_store_rollback (self->store);
      restore_heads (self, &heads);
      pb_judge_forget_changes (call);
      put_off_review (self, run_id);
      g_warning ("Run %s could not be reviewed: %s", run_id, error->message);
    }
  else
    pb_judge_forget (self, call->changed);
  pb_call_free (call);
}

/* Without it sessions, wrong secrets and events would grow with the age of the plant. */
static void
sweep (PbService *self)
{
  gint64 now = pb_service_now (self);
  g_autoptr (GError) error = NULL;
  gboolean more = FALSE;

  /* The clock may have been set back. */
  if (now < self->sweep_at && self->sweep_at <= now + SWEEP_PAUSE)
    return;
  if (!begin_writing (self, &error) ||
      !pb_store_sweep (self->store, now, now - FAILURES_KEPT, self->event_seq - EVENTS_KEPT, &more, &error) ||
      !pb_store_commit (self->store, &error))
    {
      pb_store_rollback (self->store);
      g_warning ("Old rows could not be deleted: %s", error->message);
    }
  self->sweep_at = more ? now : now + SWEEP_PAUSE;
}

static void
look_around (PbService *self)
{
  g_autoptr (GError) error = NULL;

  if (!notice_others (self, &error))
    g_warning ("The database could not be read: %s", error->message);
}

/* Reviews the runs whose time has come. Returns: microseconds until the next one. */
static gint64
review_due (PbService *self)
{
  g_autoptr (GPtrArray) due = g_ptr_array_new_with_free_func (g_free);
  gint64 now = pb_service_now (self);
  gint64 pause = MOST_PAUSE;
  GHashTableIter iter;
  PbOpenRun *run;

  g_hash_table_iter_init (&iter, self->open_runs);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &run))
    if (run->reviewed && run->review_at <= now)
      g_ptr_array_add (due, g_strdup (run->run->id));
  for (guint i = 0; i < due->len; i++)
    review_one (self, due->pdata[i]);
  g_hash_table_iter_init (&iter, self->open_runs);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &run))
    if (run->reviewed)
      pause = CLAMP (run->review_at - now, PB_SECOND / 100, pause);
  return pause;
}

gpointer
pb_write_thread_main (gpointer service)
{
  PbService *self = service;
  gboolean goes_on = TRUE;

  while (goes_on)
    {
      PbJob *job = g_async_queue_timeout_pop (self->writes, (guint64) review_due (self));

      if (job != &pb_stop_job)
        sweep (self);
      if (job == NULL)
        look_around (self);
      else if (job == &pb_stop_job)
        goes_on = FALSE;
      else
        goes_on = run_batch (self, job);
    }
  return NULL;
}
