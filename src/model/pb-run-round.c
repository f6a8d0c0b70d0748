/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-model"

#include "model/pb-row-private.h"
#include "model/pb-run-state-private.h"
#include "model/pb-session-private.h"

/* One round asks for the parts side by side and shows them together when all have answered, so that gate and items are
 * of one moment. */

typedef struct
{
  PbRunModel *self;    /* (owned) */
  GCancellable *round; /* (owned) */
  PbRunAnswers answers;
  GError *error; /* (owned) (nullable): the first that makes the round fail */
  gboolean missing;
  guint pending;
} Round;

static void
round_free (Round *round)
{
  PbReply *const replies[] = { round->answers.run,          round->answers.latest, round->answers.gate,
                               round->answers.fai,          round->answers.trial,  round->answers.bindings,
                               round->answers.expectations, round->answers.units };

  for (guint i = 0; i < G_N_ELEMENTS (replies); i++)
    pb_reply_unref (replies[i]);
  g_clear_error (&round->error);
  g_object_unref (round->self);
  g_object_unref (round->round);
  g_free (round);
}

static void
end_round (Round *round)
{
  PbRunModel *self = round->self;

  if (!pb_poll_is_current (self->poll, round->round))
    return;
  if (round->missing)
    {
      pb_run_model_clear (self);
      pb_row_set_number (self, PB_RUN_COLUMN_MISSING, TRUE);
    }
  else if (round->error == NULL)
    {
      pb_row_set_number (self, PB_RUN_COLUMN_MISSING, FALSE);
      pb_run_model_take (self, &round->answers, &round->error);
    }
  pb_poll_end (self->poll, round->round, round->error);
}

static void
done (Round *round)
{
  if (--round->pending > 0)
    return;
  end_round (round);
  round_free (round);
}

/* What is not there, or not for this user, leaves its part of the window empty; it does not make the rest stale. */
static gboolean
is_tolerable (const GError *error)
{
  return g_error_matches (error, PB_CLIENT_ERROR, PB_CLIENT_ERROR_NOT_FOUND) ||
         g_error_matches (error, PB_CLIENT_ERROR, PB_CLIENT_ERROR_FORBIDDEN);
}

/* Returns: (transfer full) (nullable). */
static PbReply *
take_answer (Round *round, GObject *source, GAsyncResult *result)
{
  g_autoptr (GError) error = NULL;
  PbReply *reply = pb_client_call_finish (PB_CLIENT (source), result, &error);

  if (reply == NULL && !is_tolerable (error) && round->error == NULL)
    round->error = g_steal_pointer (&error);
  return reply;
}

static void
latest_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Round *round = user_data;

  round->answers.latest = take_answer (round, source, result);
  done (round);
}

static void
gate_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Round *round = user_data;

  round->answers.gate = take_answer (round, source, result);
  done (round);
}

static void
expectations_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Round *round = user_data;

  round->answers.expectations = take_answer (round, source, result);
  done (round);
}

static void
bindings_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Round *round = user_data;

  round->answers.bindings = take_answer (round, source, result);
  done (round);
}

static void
trial_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Round *round = user_data;

  round->answers.trial = take_answer (round, source, result);
  done (round);
}

static void
units_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Round *round = user_data;

  round->answers.units = take_answer (round, source, result);
  done (round);
}

static void
fai_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Round *round = user_data;
  const char *id = NULL;
  const char *status = NULL;

  round->answers.fai = take_answer (round, source, result);
  if (round->answers.fai != NULL && round->error == NULL)
    {
      id = pb_reply_get_string (round->answers.fai, "id");
      status = pb_reply_get_string (round->answers.fai, "status");
    }
  /* Only the inspection alone tells its trial. */
  if (id != NULL && (g_strcmp0 (status, "INSPECTING") == 0 || g_strcmp0 (status, "PASS") == 0))
    {
      round->pending++;
      pb_rest_fai_async (PB_CLIENT (source), id, round->round, trial_cb, round);
    }
  /* Where the units of the trial are. */
  if (id != NULL && g_strcmp0 (status, "INSPECTING") == 0)
    {
      round->pending++;
      pb_rest_run_async (PB_CLIENT (source), pb_run_model_get_run_no (round->self), "units?pageSize=200", round->round,
                         units_cb, round);
    }
  done (round);
}

static void
ask_bindings (Round *round, PbClient *client, const char *line_id)
{
  if (line_id == NULL || pb_client_is_legacy (client))
    return;
  round->pending++;
  pb_rest_bindings_async (client, line_id, round->round, bindings_cb, round);
}

static void
run_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Round *round = user_data;
  g_autoptr (GError) error = NULL;

  round->answers.run = pb_client_call_finish (PB_CLIENT (source), result, &error);
  if (round->answers.run == NULL && g_error_matches (error, PB_CLIENT_ERROR, PB_CLIENT_ERROR_NOT_FOUND))
    round->missing = TRUE;
  else if (round->answers.run == NULL && round->error == NULL)
    round->error = g_steal_pointer (&error);
  else if (round->answers.run != NULL && round->self->line_id == NULL)
    ask_bindings (round, PB_CLIENT (source), pb_reply_get_string (round->answers.run, "line.id"));
  done (round);
}

static void
start (gpointer owner, GCancellable *cancellable)
{
  PbRunModel *self = owner;
  PbClient *client = pb_run_model_get_client (self);
  const char *run_no = pb_run_model_get_run_no (self);
  Round *round = g_new0 (Round, 1);

  round->self = g_object_ref (self);
  round->round = g_object_ref (cancellable);
  round->pending = 4;
  pb_rest_run_async (client, run_no, NULL, cancellable, run_cb, round);
  pb_rest_run_async (client, run_no, "readiness/latest", cancellable, latest_cb, round);
  pb_rest_newest_fai_async (client, run_no, cancellable, fai_cb, round);
  pb_rest_run_async (client, run_no, "loading/expectations", cancellable, expectations_cb, round);
  if (!pb_client_is_legacy (client))
    {
      round->pending++;
      pb_rest_run_async (client, run_no, "gate", cancellable, gate_cb, round);
    }
  ask_bindings (round, client, self->line_id);
}

static void
changed (gpointer owner)
{
  PbRunModel *self = owner;

  g_object_freeze_notify (G_OBJECT (self));
  pb_row_set_number (self, PB_RUN_COLUMN_LOADING, pb_poll_is_loading (self->poll));
  pb_row_set_number (self, PB_RUN_COLUMN_STALE_SINCE, pb_poll_get_stale_since (self->poll));
  pb_row_take_text (self, PB_RUN_COLUMN_STALE_TEXT, pb_poll_dup_stale_text (self->poll));
  pb_row_set_text (self, PB_RUN_COLUMN_ERROR_TEXT, pb_poll_get_error_text (self->poll));
  g_object_thaw_notify (G_OBJECT (self));
}

static void
reset (gpointer owner)
{
  pb_run_model_clear (owner);
}

static void
tick (gpointer owner)
{
  pb_run_model_tick (owner);
}

const PbPollClass pb_run_poll_class = { .start = start, .changed = changed, .reset = reset, .tick = tick };
