/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-model"

#include "config.h"

#include "model/pb-history-model.h"

#include <glib/gi18n-lib.h>

#include "domain/pb-readiness.h"
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

typedef struct
{
  PbHistoryKind kind;
  gint64 time;
  char *key;
  char *title;
  char *detail; /* (nullable) */
  char *who;    /* (nullable) */
} Event;

static void
event_free (Event *event)
{
  g_free (event->key);
  g_free (event->title);
  g_free (event->detail);
  g_free (event->who);
  g_free (event);
}

static const char *
key_of_item (gpointer row)
{
  return pb_row_peek_text (row, KEY);
}

static char *
key_of_event (gconstpointer data)
{
  return g_strdup (((const Event *) data)->key);
}

static gpointer
new_item (gpointer owner, gconstpointer data)
{
  return g_object_new (PB_TYPE_HISTORY_ITEM, NULL);
}

static void
update_item (gpointer owner, gpointer row, gconstpointer data)
{
  const Event *event = data;

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

/* --- answers to events
 * ------------------------------------------------------------------------------------------------------- */

static void
add_event (GPtrArray *events,
           PbHistoryKind kind,
           const char *id,
           gint64 time,
           const char *who,
           const char *detail,
           char *title)
{
  Event *event = g_new0 (Event, 1);

  event->kind = kind;
  event->key = g_strdup_printf ("%d %s", (int) kind, id);
  event->time = time;
  event->who = g_strdup (who);
  event->detail = g_strdup (detail);
  event->title = title;
  g_ptr_array_add (events, event);
}

static void
add_checks (GPtrArray *events, const PbReply *reply)
{
  g_autoptr (GPtrArray) checks = pb_reply_get_elements (reply, "checks");

  for (guint i = 0; i < checks->len; i++)
    {
      const PbReply *check = checks->pdata[i];
      const char *id = pb_reply_get_string (check, "checkId");
      int type = pb_enum_value (&pb_check_types, pb_reply_get_string (check, "type"));
      int status = pb_enum_value (&pb_item_statuses, pb_reply_get_string (check, "status"));

      if (id == NULL)
        continue;
      /* TRANSLATORS: kind of check and its result: "Formal check: Failed" */
      add_event (events, PB_HISTORY_CHECK, id, pb_reply_get_time (check, "checkedAt"),
                 pb_reply_get_string (check, "checkedByName"), NULL,
                 g_strdup_printf (_ ("%s: %s"), pb_text_check_type ((PbCheckType) type),
                                  pb_text_item_status ((PbItemStatus) status)));
    }
}

static void
add_waivers (GPtrArray *events, const PbReply *reply)
{
  g_autoptr (GPtrArray) waivers = pb_reply_read_array (reply, "items", &pb_waiver_type, NULL);

  for (guint i = 0; waivers != NULL && i < waivers->len; i++)
    {
      const PbWaiver *waiver = waivers->pdata[i];
      gboolean decided = waiver->approved_at != 0;

      if (waiver->id == NULL)
        continue;
      /* TRANSLATORS: a waiver's state, the item and its object: "Waiver approved: Stencil cleaning ST-1" */
      add_event (events, PB_HISTORY_WAIVER, waiver->id, decided ? waiver->approved_at : waiver->requested_at,
                 decided ? waiver->approved_by_name : waiver->requested_by_name, waiver->reason,
                 g_strdup_printf (_ ("Waiver, %s: %s %s"), pb_text_waiver_status ((PbWaiverStatus) waiver->status),
                                  pb_text_item_type ((PbItemType) waiver->item_type),
                                  waiver->item_key != NULL ? waiver->item_key : ""));
    }
}

static const char *
word_of_audit_action (const char *action)
{
  static const struct
  {
    const char *action;
    const char *text;
  } words[] = {
    { "RUN_CREATE", N_ ("Run created") },
    { "RUN_AUTHORIZE", N_ ("Run authorised") },
    { "RUN_REVOKE", N_ ("Authorisation revoked") },
    { "RUN_WITHDRAW", N_ ("Authorisation withdrawn by itself") },
    { "RUN_CANCEL", N_ ("Run cancelled") },
    { "RUN_CLOSE", N_ ("Run closed") },
    { "RUN_START", N_ ("Production started") },
    { "RUN_COMPLETE", N_ ("Run completed") },
    { "RUN_HOLD", N_ ("Run put on hold") },
    { "RUN_CLOSE_REWORK", N_ ("Run closed for rework") },
    { "RUN_SCRAP", N_ ("Run scrapped") },
    { "UNITS_GENERATE", N_ ("Units generated") },
    { "UNITS_DELETE", N_ ("Units deleted") },
    { "WAIVER_END", N_ ("Waiver ended") },
    { "READINESS_PRECHECK", N_ ("Pre-check") },
    { "READINESS_FORMAL_CHECK", N_ ("Formal check") },
    { "READINESS_WAIVE", N_ ("Item waived") },
    { "FAI_CREATE", N_ ("First article created") },
    { "FAI_START", N_ ("First article started") },
    { "FAI_COMPLETE", N_ ("First article decided") },
    { "FAI_SIGN", N_ ("First article signed") },
    { "FAI_REJECT", N_ ("First article rejected") },
    { "FAI_CANCEL", N_ ("First article cancelled") },
    { "LOADING_LOAD_TABLE", N_ ("Slot table loaded") },
    { "LOADING_VERIFY", N_ ("Slot loaded") },
    { "LOADING_REPLACE", N_ ("Reel replaced") },
  };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (g_strcmp0 (words[i].action, action) == 0)
      return pb_translate (words[i].text);
  return action;
}

static void
add_audit (GPtrArray *events, const PbReply *reply)
{
  g_autoptr (GPtrArray) rows = pb_reply_get_elements (reply, "items");

  for (guint i = 0; i < rows->len; i++)
    {
      const PbReply *row = rows->pdata[i];
      const char *id = pb_reply_get_string (row, "id");
      const char *action = pb_reply_get_string (row, "action");
      gboolean refused = g_strcmp0 (pb_reply_get_string (row, "status"), "FAIL") == 0;

      if (id == NULL || action == NULL)
        continue;
      add_event (events, PB_HISTORY_AUDIT, id, pb_reply_get_time (row, "createdAt"),
                 pb_reply_get_string (row, "actorName"), pb_reply_get_string (row, "errorMessage"),
                 /* TRANSLATORS: an attempt that the server refused */
                 g_strdup_printf (refused ? _ ("Refused: %s") : "%s", word_of_audit_action (action)));
    }
}

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
  PbHistoryModel *self; /* (owned) */
  GCancellable *round;  /* (owned) */
  GPtrArray *events;    /* (owned) */
  char *error_text;     /* (owned) (nullable) */
  guint pending;
} Round;

static int
compare_events (gconstpointer a, gconstpointer b)
{
  const Event *first = *(const Event *const *) a;
  const Event *second = *(const Event *const *) b;

  if (first->time != second->time)
    return first->time > second->time ? -1 : 1;
  return g_strcmp0 (first->key, second->key);
}

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
          g_ptr_array_sort (round->events, compare_events);
          pb_rows_merge (self->events, round->events, &history_rows_class, self);
          self->loaded = TRUE;
        }
      pb_row_set_text (self, ERROR_TEXT, round->error_text);
      pb_row_set_number (self, LOADING, FALSE);
    }
  g_object_unref (round->self);
  g_object_unref (round->round);
  g_ptr_array_unref (round->events);
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

static void
checks_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PbReply) reply = take_answer (user_data, source, result);

  if (reply != NULL)
    add_checks (((Round *) user_data)->events, reply);
  done (user_data);
}

static void
waivers_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PbReply) reply = take_answer (user_data, source, result);

  if (reply != NULL)
    add_waivers (((Round *) user_data)->events, reply);
  done (user_data);
}

static void
audit_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PbReply) reply = take_answer (user_data, source, result);

  if (reply != NULL)
    add_audit (((Round *) user_data)->events, reply);
  done (user_data);
}

static void
cancel_round (PbHistoryModel *self)
{
  if (self->round != NULL)
    g_cancellable_cancel (self->round);
  g_clear_object (&self->round);
}

void
pb_history_model_refresh (PbHistoryModel *self)
{
  PbClient *client;
  const char *run_no;
  Round *round;

  g_return_if_fail (PB_IS_HISTORY_MODEL (self));

  cancel_round (self);
  if (!self->active || self->run == NULL || pb_session_model_get_state (self->session) != PB_SESSION_SIGNED_IN)
    return;
  client = pb_session_model_get_client (self->session);
  run_no = pb_run_model_get_run_no (self->run);
  self->round = g_cancellable_new ();
  round = g_new0 (Round, 1);
  round->self = g_object_ref (self);
  round->round = g_object_ref (self->round);
  round->events = g_ptr_array_new_with_free_func ((GDestroyNotify) event_free);
  round->pending = 1;
  pb_row_set_number (self, LOADING, !self->loaded);
  pb_rest_run_async (client, run_no, "readiness/history", self->round, checks_cb, round);
  if (!pb_client_is_legacy (client))
    {
      round->pending++;
      pb_rest_waivers_async (client, run_no, NULL, NULL, self->round, waivers_cb, round);
    }
  if (pb_session_model_can (self->session, "audit:read") && *pb_run_model_get_run_id (self->run) != '\0')
    {
      round->pending++;
      pb_rest_audit_async (client, pb_run_model_get_run_id (self->run), self->round, audit_cb, round);
    }
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
