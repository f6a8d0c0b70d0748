/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-model"

#include "config.h"

#include "model/pb-history-model.h"

#include <string.h>

#include "domain/pb-readiness.h"
#include "domain/pb-records.h"
#include "model/pb-history-private.h"
#include "model/pb-item-private.h"
#include "model/pb-row-private.h"
#include "model/pb-rows-private.h"
#include "model/pb-run-private.h"
#include "model/pb-session-private.h"
#include "model/pb-text.h"

/* --- one event
 * --------------------------------------------------------------------------------------------------------------- */

struct _PbHistoryItem
{
  PbRow parent_instance;
};

G_DEFINE_FINAL_TYPE (PbHistoryItem, pb_history_item, PB_TYPE_ROW)

enum
{
  KEY,
  TIME,
  TIME_TEXT,
  KIND,
  TITLE,
  DETAIL,
  WHO,
  N_EVENT_COLUMNS
};

static const PbRowColumn event_columns[N_EVENT_COLUMNS] = {
  [KEY] = { "key", G_TYPE_STRING }, [TIME] = { "time", G_TYPE_INT64 },    [TIME_TEXT] = { "time-text", G_TYPE_STRING },
  [KIND] = { "kind", G_TYPE_INT },  [TITLE] = { "title", G_TYPE_STRING }, [DETAIL] = { "detail", G_TYPE_STRING },
  [WHO] = { "who", G_TYPE_STRING },
};

static void
pb_history_item_class_init (PbHistoryItemClass *klass)
{
  pb_row_class_install (klass, event_columns, N_EVENT_COLUMNS);
}

static void
pb_history_item_init (PbHistoryItem *self)
{
}

static const char *
key_of_item (gpointer row)
{
  return pb_row_peek_text (row, KEY);
}

static char *
key_of_event (gconstpointer data)
{
  return g_strdup (((const PbHistoryEvent *) data)->key);
}

static gpointer
new_item (gpointer owner, gconstpointer data)
{
  return g_object_new (PB_TYPE_HISTORY_ITEM, NULL);
}

static void
update_item (gpointer owner, gpointer row, gconstpointer data)
{
  const PbHistoryEvent *event = data;

  pb_row_set_text (row, KEY, event->key);
  pb_row_set_number (row, TIME, event->time);
  pb_row_take_text (row, TIME_TEXT, pb_text_time (event->time, pb_now ()));
  pb_row_set_number (row, KIND, event->kind);
  pb_row_set_text (row, TITLE, event->title);
  pb_row_set_text (row, DETAIL, event->detail);
  pb_row_set_text (row, WHO, event->who);
}

static const PbRowsClass history_rows_class = {
  .key_of_row = key_of_item,
  .key_of_data = key_of_event,
  .new_row = new_item,
  .update = update_item,
};

/* --- the history
 * ------------------------------------------------------------------------------------------------------------- */

struct _PbHistoryModel
{
  PbRow parent_instance;

  PbRunModel *run;         /* weak (nullable) */
  PbSessionModel *session; /* (owned) */
  GListStore *events;      /* (owned) (element-type PbHistoryItem) */
  GCancellable *round;     /* (owned) (nullable) */
  gboolean active;
  gboolean loaded;
};

enum
{
  N_ITEMS,
  LOADING,
  ERROR_TEXT,
  N_COLUMNS
};

static const PbRowColumn columns[N_COLUMNS] = {
  [N_ITEMS] = { "n-items", G_TYPE_UINT },
  [LOADING] = { "loading", G_TYPE_BOOLEAN },
  [ERROR_TEXT] = { "error-text", G_TYPE_STRING },
};

static GType
get_item_type (GListModel *model)
{
  return PB_TYPE_HISTORY_ITEM;
}

static guint
get_n_items (GListModel *model)
{
  return g_list_model_get_n_items (G_LIST_MODEL (PB_HISTORY_MODEL (model)->events));
}

static gpointer
get_item (GListModel *model, guint position)
{
  return g_list_model_get_item (G_LIST_MODEL (PB_HISTORY_MODEL (model)->events), position);
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (PbHistoryModel,
                               pb_history_model,
                               PB_TYPE_ROW,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

typedef struct
{
  PbHistoryModel *self;    /* (owned) */
  GCancellable *round;     /* (owned) */
  PbHistoryEvents *events; /* (owned) */
  char *error_text;        /* (owned) (nullable) */
  guint pending;
} Round;

static void
done (Round *round)
{
  PbHistoryModel *self = round->self;

  if (--round->pending > 0)
    return;
  if (round->round == self->round && !g_cancellable_is_cancelled (round->round))
    {
      g_clear_object (&self->round);
      if (round->error_text == NULL)
        {
          pb_history_events_complete (round->events);
          pb_rows_merge (self->events, round->events->events, &history_rows_class, self);
          self->loaded = TRUE;
        }
      pb_row_set_text (self, ERROR_TEXT, round->error_text);
      pb_row_set_number (self, LOADING, FALSE);
    }
  g_object_unref (round->self);
  g_object_unref (round->round);
  pb_history_events_free (round->events);
  g_free (round->error_text);
  g_free (round);
}

/* Returns: (transfer full) (nullable): NULL when there is nothing, or nothing for this user. */
static PbReply *
take_answer (Round *round, GObject *source, GAsyncResult *result)
{
  g_autoptr (GError) error = NULL;
  PbReply *reply = pb_client_call_finish (PB_CLIENT (source), result, &error);

  if (reply == NULL && round->error_text == NULL &&
      !g_error_matches (error, PB_CLIENT_ERROR, PB_CLIENT_ERROR_NOT_FOUND) &&
      !g_error_matches (error, PB_CLIENT_ERROR, PB_CLIENT_ERROR_FORBIDDEN))
    round->error_text = pb_error_to_user_text (error);
  return reply;
}

/* What one of the questions is answered with; user data of its call. */
typedef struct
{
  Round *round;
  void (*add) (PbHistoryEvents *events, const PbReply *reply);
  const PbType *type; /* (nullable): of records */
} Question;

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Question *question = user_data;
  Round *round = question->round;
  g_autoptr (PbReply) reply = take_answer (round, source, result);

  if (reply != NULL && question->type != NULL)
    pb_history_add_records (round->events, reply, question->type);
  else if (reply != NULL)
    question->add (round->events, reply);
  done (round);
}

/* Returns: (transfer full): for answered_cb(). */
static Question *
question_new (Round *round, void (*add) (PbHistoryEvents *events, const PbReply *reply), const PbType *type)
{
  Question *question = g_new0 (Question, 1);

  question->round = round;
  question->add = add;
  question->type = type;
  round->pending++;
  return question;
}

static void
cancel_round (PbHistoryModel *self)
{
  if (self->round != NULL)
    g_cancellable_cancel (self->round);
  g_clear_object (&self->round);
}

static void
ask_records (Round *round, PbClient *client, const char *run_no)
{
  for (const PbRecordKind *const *kind = pb_record_kinds; *kind != NULL; kind++)
    /* The refrigerator's temperature is nothing of a run. */
    if (pb_type_find_field ((*kind)->type, "runNo") != NULL)
      pb_rest_records_async (client, (*kind)->type, run_no, round->round, answered_cb,
                             question_new (round, NULL, (*kind)->type));
}

void
pb_history_model_refresh (PbHistoryModel *self)
{
  PbClient *client;
  const char *run_no;
  const char *line_id;
  Round *round;

  g_return_if_fail (PB_IS_HISTORY_MODEL (self));

  cancel_round (self);
  if (!self->active || self->run == NULL || pb_session_model_get_state (self->session) != PB_SESSION_SIGNED_IN)
    return;
  client = pb_session_model_get_client (self->session);
  run_no = pb_run_model_get_run_no (self->run);
  line_id = pb_row_get_text (self->run, "line-id");
  self->round = g_cancellable_new ();
  round = g_new0 (Round, 1);
  round->self = g_object_ref (self);
  round->round = g_object_ref (self->round);
  round->events = pb_history_events_new ();
  pb_row_set_number (self, LOADING, !self->loaded);
  pb_rest_run_async (client, run_no, NULL, self->round, answered_cb, question_new (round, pb_history_add_run, NULL));
  pb_rest_run_async (client, run_no, "readiness/history", self->round, answered_cb,
                     question_new (round, pb_history_add_checks, NULL));
  pb_rest_run_async (client, run_no, "loading", self->round, answered_cb,
                     question_new (round, pb_history_add_loading, NULL));
  pb_rest_fais_async (client, run_no, self->round, answered_cb, question_new (round, pb_history_add_fais, NULL));
  ask_records (round, client, run_no);
  if (!pb_client_is_legacy (client))
    pb_rest_waivers_async (client, run_no, NULL, NULL, self->round, answered_cb,
                           question_new (round, pb_history_add_waivers, NULL));
  if (!pb_client_is_legacy (client) && *line_id != '\0')
    pb_rest_bindings_async (client, line_id, self->round, answered_cb,
                            question_new (round, pb_history_add_bindings, NULL));
  if (pb_session_model_can (self->session, "audit:read") && *pb_run_model_get_run_id (self->run) != '\0')
    pb_rest_audit_async (client, pb_run_model_get_run_id (self->run), self->round, answered_cb,
                         question_new (round, pb_history_add_audit, NULL));
}

/* --- one check
 * --------------------------------------------------------------------------------------------------------------- */

static void
check_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  g_autoptr (PbReply) reply = pb_client_call_finish (PB_CLIENT (source), result, &error);
  g_autoptr (GPtrArray) items = NULL;
  GListStore *rows;
  PbItemContext context = { .now = pb_now () };

  if (reply != NULL)
    items = pb_reply_read_array (reply, "items", &pb_item_type, &error);
  if (items == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  rows = g_list_store_new (PB_TYPE_ITEM_MODEL);
  pb_rows_merge (rows, items, &pb_item_rows_class, &context);
  g_task_return_pointer (task, rows, g_object_unref);
}

void
pb_history_model_open_check_async (PbHistoryModel *self,
                                   PbHistoryItem *check,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  g_autofree char *below = NULL;
  const char *id;
  GTask *task;

  g_return_if_fail (PB_IS_HISTORY_MODEL (self));
  g_return_if_fail (PB_IS_HISTORY_ITEM (check));
  g_return_if_fail (pb_row_peek_number (check, KIND) == PB_HISTORY_CHECK);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, pb_history_model_open_check_async);
  id = strchr (pb_row_peek_text (check, KEY), ' ') + 1;
  below = g_strconcat ("readiness/checks/", id, NULL);
  pb_rest_run_async (pb_session_model_get_client (self->session),
                     self->run != NULL ? pb_run_model_get_run_no (self->run) : "", below, cancellable, check_cb, task);
}

GListModel *
pb_history_model_open_check_finish (PbHistoryModel *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

void
pb_history_model_set_active (PbHistoryModel *self, gboolean active)
{
  g_return_if_fail (PB_IS_HISTORY_MODEL (self));

  if (self->active == active)
    return;
  self->active = active;
  if (active)
    pb_history_model_refresh (self);
  else
    cancel_round (self);
}

static void
permissions_changed_cb (PbHistoryModel *self)
{
  self->loaded = FALSE;
  g_list_store_remove_all (self->events);
  pb_history_model_refresh (self);
}

static void
pb_history_model_dispose (GObject *object)
{
  cancel_round (PB_HISTORY_MODEL (object));
  G_OBJECT_CLASS (pb_history_model_parent_class)->dispose (object);
}

static void
pb_history_model_finalize (GObject *object)
{
  PbHistoryModel *self = PB_HISTORY_MODEL (object);

  g_clear_weak_pointer (&self->run);
  g_clear_object (&self->session);
  g_clear_object (&self->events);
  G_OBJECT_CLASS (pb_history_model_parent_class)->finalize (object);
}

static void
pb_history_model_class_init (PbHistoryModelClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = pb_history_model_dispose;
  G_OBJECT_CLASS (klass)->finalize = pb_history_model_finalize;
  pb_row_class_install (klass, columns, N_COLUMNS);
}

static void
pb_history_model_init (PbHistoryModel *self)
{
  self->events = g_list_store_new (PB_TYPE_HISTORY_ITEM);
  pb_rows_forward (self->events, self, N_ITEMS);
}

PbHistoryModel *
pb_history_model_new (PbRunModel *run, PbSessionModel *session)
{
  PbHistoryModel *self = g_object_new (PB_TYPE_HISTORY_MODEL, NULL);

  g_set_weak_pointer (&self->run, run);
  self->session = g_object_ref (session);
  g_signal_connect_object (session, "permissions-changed", G_CALLBACK (permissions_changed_cb), self,
                           G_CONNECT_SWAPPED);
  return self;
}
