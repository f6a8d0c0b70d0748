/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-server"

#include "server/pb-answers.h"

typedef struct _Ticket Ticket;

/* One request that the service has. */
struct _Ticket
{
  PbAnswers *answers; /* (owned) */
  gpointer waiting;
  PbAnswer *answer; /* (owned) (nullable) */
  gboolean at_once; /* the answer came while the request was submitted; for the server's thread alone */
  Ticket *next;
};

struct _PbAnswers
{
  gatomicrefcount refs;
  GThread *thread;
  GSource *source; /* (owned) */
  PbAnsweredFunc func;
  gpointer user_data;
  GMutex lock;
  Ticket *first; /* (owned): came back, in order; under the lock */
  Ticket **last; /* under the lock */
  gboolean is_closed;
};

static void
answers_unref (PbAnswers *self)
{
  if (!g_atomic_ref_count_dec (&self->refs))
    return;
  g_source_unref (self->source);
  g_mutex_clear (&self->lock);
  g_free (self);
}

static void
ticket_free (Ticket *ticket)
{
  answers_unref (ticket->answers);
  pb_answer_free (ticket->answer);
  g_free (ticket);
}

static Ticket *
take_all (PbAnswers *self)
{
  Ticket *first;

  g_mutex_lock (&self->lock);
  first = self->first;
  self->first = NULL;
  self->last = &self->first;
  g_mutex_unlock (&self->lock);
  return first;
}

static gboolean
dispatch (GSource *source, GSourceFunc callback, gpointer user_data)
{
  PbAnswers *self = user_data;
  Ticket *ticket;

  /* Before the answers are taken: one that comes in between wakes the context once more. */
  g_source_set_ready_time (source, -1);
  ticket = take_all (self);
  while (ticket != NULL)
    {
      Ticket *next = ticket->next;

      /* A function that is called may close the whole. */
      if (!self->is_closed)
        self->func (ticket->waiting, g_steal_pointer (&ticket->answer), self->user_data);
      ticket_free (ticket);
      ticket = next;
    }
  return G_SOURCE_CONTINUE;
}

static GSourceFuncs source_funcs = { .dispatch = dispatch };

static gboolean
never_called (gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

PbAnswers *
pb_answers_new (GMainContext *context, PbAnsweredFunc func, gpointer user_data)
{
  PbAnswers *self = g_new0 (PbAnswers, 1);

  g_atomic_ref_count_init (&self->refs);
  g_mutex_init (&self->lock);
  self->thread = g_thread_self ();
  self->func = func;
  self->user_data = user_data;
  self->last = &self->first;
  self->source = g_source_new (&source_funcs, sizeof (GSource));
  g_source_set_static_name (self->source, "pb-answers");
  /* GLib hands the data of the callback to dispatch(). The source holds the whole until it is destroyed. */
  g_atomic_ref_count_inc (&self->refs);
  g_source_set_callback (self->source, never_called, self, (GDestroyNotify) answers_unref);
  g_source_attach (self->source, context);
  return self;
}

void
pb_answers_close (PbAnswers *self)
{
  Ticket *ticket;

  g_mutex_lock (&self->lock);
  self->is_closed = TRUE;
  g_mutex_unlock (&self->lock);
  g_source_destroy (self->source);
  ticket = take_all (self);
  while (ticket != NULL)
    {
      Ticket *next = ticket->next;

      ticket_free (ticket);
      ticket = next;
    }
  answers_unref (self);
}

/* On whatever thread has the answer. */
static void
answer_cb (PbAnswer *answer, gpointer user_data)
{
  Ticket *ticket = user_data;
  PbAnswers *self = ticket->answers;
  gboolean wake, closed;

  ticket->answer = answer;
  /* On the server's own thread the service answers before pb_service_submit() returns, or not at all. */
  if (g_thread_self () == self->thread)
    {
      ticket->at_once = TRUE;
      return;
    }
  g_mutex_lock (&self->lock);
  closed = self->is_closed;
  wake = !closed && self->first == NULL;
  if (!closed)
    {
      *self->last = ticket;
      self->last = &ticket->next;
    }
  if (wake)
    g_source_set_ready_time (self->source, 0);
  g_mutex_unlock (&self->lock);
  if (closed)
    ticket_free (ticket);
}

PbAnswer *
pb_answers_submit (PbAnswers *self, PbService *service, PbRequest *request, gpointer waiting)
{
  Ticket *ticket = g_new0 (Ticket, 1);
  PbAnswer *answer;

  g_atomic_ref_count_inc (&self->refs);
  ticket->answers = self;
  ticket->waiting = waiting;
  pb_service_submit (service, request, answer_cb, ticket);
  /* Another thread may have answered by now, but only this one takes a ticket back. */
  if (!ticket->at_once)
    return NULL;
  answer = g_steal_pointer (&ticket->answer);
  ticket_free (ticket);
  return answer;
}
