/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-model"

#include "config.h"

#include "model/pb-poll-private.h"

#include <glib/gi18n-lib.h>

#include "model/pb-session-private.h"
#include "model/pb-text.h"

#define TICK_SPAN (10 * G_TIME_SPAN_SECOND) /* how often texts follow the clock */

struct _PbPoll
{
  PbSessionModel *session; /* (owned) */
  const PbPollClass *poll_class;
  GObject *owner; /* not owned */
  gboolean active;
  GCancellable *round; /* (owned) (nullable): the running one */
  guint next_source;   /* starts the next round */
  guint watch_source;  /* looks at the clock */
  gint64 first_try;    /* monotonic clocks do not show to people: wall clock */
  gint64 last_good;
  gint64 last_try;  /* monotonic: end of the last good round, or begin of the first */
  gint64 last_tick; /* monotonic */
  gint64 stale_since;
  gboolean loaded;
  char *error_text; /* (owned) (nullable) */
  gulong permissions_handler;
};

static void start_round (PbPoll *self);

static void
tell (PbPoll *self)
{
  self->poll_class->changed (self->owner);
}

static void
set_stale (PbPoll *self)
{
  gint64 since = self->loaded ? self->last_good : self->first_try;

  if (self->stale_since == since)
    return;
  self->stale_since = since;
  tell (self);
}

static gboolean
watch_cb (gpointer user_data)
{
  PbPoll *self = user_data;
  gint64 now = g_get_monotonic_time ();

  if (now - self->last_try >= (gint64) pb_session_model_get_patience (self->session) * G_TIME_SPAN_MILLISECOND)
    set_stale (self);
  if (now - self->last_tick >= TICK_SPAN && self->poll_class->tick != NULL)
    {
      self->last_tick = now;
      self->poll_class->tick (self->owner);
    }
  return G_SOURCE_CONTINUE;
}

static gboolean
next_cb (gpointer user_data)
{
  PbPoll *self = user_data;

  self->next_source = 0;
  start_round (self);
  return G_SOURCE_REMOVE;
}

static void
cancel_round (PbPoll *self)
{
  g_autoptr (GCancellable) round = g_steal_pointer (&self->round);

  g_clear_handle_id (&self->next_source, g_source_remove);
  if (round != NULL)
    g_cancellable_cancel (round);
}

static void
start_round (PbPoll *self)
{
  cancel_round (self);
  if (!self->active || pb_session_model_get_state (self->session) != PB_SESSION_SIGNED_IN)
    return;
  if (self->first_try == 0)
    {
      self->first_try = g_get_real_time ();
      self->last_try = g_get_monotonic_time ();
      tell (self);
    }
  self->round = g_cancellable_new ();
  self->poll_class->start (self->owner, self->round);
}

static void
start_watching (PbPoll *self)
{
  guint patience = pb_session_model_get_patience (self->session);

  if (self->watch_source != 0)
    return;
  self->last_tick = g_get_monotonic_time ();
  self->watch_source = g_timeout_add (CLAMP (patience / 10, 5, 1000), watch_cb, self);
}

void
pb_poll_set_active (PbPoll *self, gboolean active)
{
  if (self->active == active)
    return;
  self->active = active;
  if (active)
    {
      /* Time spent asleep is no time without an answer. */
      self->last_try = g_get_monotonic_time ();
      start_watching (self);
      start_round (self);
    }
  else
    {
      cancel_round (self);
      g_clear_handle_id (&self->watch_source, g_source_remove);
    }
}

gboolean
pb_poll_get_active (PbPoll *self)
{
  return self->active;
}

void
pb_poll_refresh (PbPoll *self)
{
  start_round (self);
}

gboolean
pb_poll_is_current (PbPoll *self, GCancellable *round)
{
  return round != NULL && round == self->round && !g_cancellable_is_cancelled (round);
}

static void
note_failure (PbPoll *self, const GError *error)
{
  g_autofree char *text = pb_error_to_user_text (error);

  g_debug ("A refresh failed: %s", error->message);
  if (g_strcmp0 (self->error_text, text) != 0)
    {
      g_free (self->error_text);
      self->error_text = g_steal_pointer (&text);
      tell (self);
    }
  set_stale (self);
}

static void
note_success (PbPoll *self)
{
  gboolean was_told = self->stale_since != 0 || self->error_text != NULL || !self->loaded;

  self->last_good = g_get_real_time ();
  self->last_try = g_get_monotonic_time ();
  self->loaded = TRUE;
  self->stale_since = 0;
  g_clear_pointer (&self->error_text, g_free);
  if (was_told)
    tell (self);
}

void
pb_poll_end (PbPoll *self, GCancellable *round, const GError *error)
{
  if (!pb_poll_is_current (self, round))
    return;
  g_clear_object (&self->round);
  self->next_source = g_timeout_add (pb_session_model_get_interval (self->session), next_cb, self);
  if (error != NULL)
    note_failure (self, error);
  else
    note_success (self);
}

static void
permissions_changed_cb (PbPoll *self)
{
  cancel_round (self);
  self->loaded = FALSE;
  self->first_try = 0;
  self->last_try = g_get_monotonic_time ();
  self->stale_since = 0;
  g_clear_pointer (&self->error_text, g_free);
  if (pb_session_model_has_new_reader (self->session))
    self->poll_class->reset (self->owner);
  tell (self);
  start_round (self);
}

PbPoll *
pb_poll_new (PbSessionModel *session, const PbPollClass *poll_class, GObject *owner)
{
  PbPoll *self = g_new0 (PbPoll, 1);

  self->session = g_object_ref (session);
  self->poll_class = poll_class;
  self->owner = owner;
  self->permissions_handler =
    g_signal_connect_swapped (session, "permissions-changed", G_CALLBACK (permissions_changed_cb), self);
  return self;
}

void
pb_poll_free (PbPoll *self)
{
  if (self == NULL)
    return;
  cancel_round (self);
  g_clear_handle_id (&self->watch_source, g_source_remove);
  g_clear_signal_handler (&self->permissions_handler, self->session);
  g_clear_object (&self->session);
  g_free (self->error_text);
  g_free (self);
}

gint64
pb_poll_get_stale_since (PbPoll *self)
{
  return self->stale_since;
}

gboolean
pb_poll_is_loading (PbPoll *self)
{
  return self->active && !self->loaded && pb_session_model_get_state (self->session) == PB_SESSION_SIGNED_IN;
}

char *
pb_poll_dup_stale_text (PbPoll *self)
{
  g_autofree char *clock = pb_text_clock (self->stale_since);

  /* TRANSLATORS: the server has not answered since this time of day */
  return self->stale_since != 0 ? g_strdup_printf (_ ("Stale since %s"), clock) : g_strdup ("");
}

const char *
pb_poll_get_error_text (PbPoll *self)
{
  return self->error_text != NULL ? self->error_text : "";
}
