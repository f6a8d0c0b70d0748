/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-model"

#include "config.h"

#include "model/pb-waivers-model.h"

#include <glib/gi18n-lib.h>

#include "client/pb-rest.h"
#include "model/pb-poll-private.h"
#include "model/pb-row-private.h"
#include "model/pb-rows-private.h"
#include "model/pb-run-private.h"
#include "model/pb-session-private.h"
#include "model/pb-text.h"

#define MAX_PAGES 20

/* --- one waiver
 * -------------------------------------------------------------------------------------------------------------- */

struct _PbWaiverRow
{
  PbRow parent_instance;
};

G_DEFINE_FINAL_TYPE (PbWaiverRow, pb_waiver_row, PB_TYPE_ROW)

enum
{
  WAIVER_ID,
  RUN_NO,
  ITEM_TEXT,
  STATUS,
  STATUS_TEXT,
  CATEGORY_TEXT,
  REASON,
  REQUESTED_TEXT,
  APPROVED_TEXT,
  UNTIL,
  UNTIL_TEXT,
  REPEATS_TEXT,
  OPEN,
  IN_FORCE,
  N_WAIVER_COLUMNS
};

static const PbRowColumn waiver_columns[N_WAIVER_COLUMNS] = {
  [WAIVER_ID] = { "waiver-id", G_TYPE_STRING },
  [RUN_NO] = { "run-no", G_TYPE_STRING },
  [ITEM_TEXT] = { "item-text", G_TYPE_STRING },
  [STATUS] = { "status", G_TYPE_INT },
  [STATUS_TEXT] = { "status-text", G_TYPE_STRING },
  [CATEGORY_TEXT] = { "category-text", G_TYPE_STRING },
  [REASON] = { "reason", G_TYPE_STRING },
  [REQUESTED_TEXT] = { "requested-text", G_TYPE_STRING },
  [APPROVED_TEXT] = { "approved-text", G_TYPE_STRING },
  [UNTIL] = { "until", G_TYPE_INT64 },
  [UNTIL_TEXT] = { "until-text", G_TYPE_STRING },
  [REPEATS_TEXT] = { "repeats-text", G_TYPE_STRING },
  [OPEN] = { "open", G_TYPE_BOOLEAN },
  [IN_FORCE] = { "in-force", G_TYPE_BOOLEAN },
};

static void
pb_waiver_row_class_init (PbWaiverRowClass *klass)
{
  pb_row_class_install (klass, waiver_columns, N_WAIVER_COLUMNS);
}

static void
pb_waiver_row_init (PbWaiverRow *self)
{
}

const char *
pb_waiver_row_get_id (PbWaiverRow *self)
{
  g_return_val_if_fail (PB_IS_WAIVER_ROW (self), "");

  return pb_row_peek_text (self, WAIVER_ID);
}

/* A waiver with what the answer says beside its own fields. */
typedef struct
{
  PbWaiver *waiver; /* (owned) */
  gint64 repeats;   /* of this item in the last 30 days, -1 when not told */
} Data;

static void
data_free (Data *data)
{
  pb_object_unref (data->waiver);
  g_free (data);
}

static const char *
key_of_row (gpointer row)
{
  return pb_waiver_row_get_id (row);
}

static char *
key_of_data (gconstpointer data)
{
  const PbWaiver *waiver = ((const Data *) data)->waiver;

  return g_strdup (waiver->id != NULL ? waiver->id : "");
}

static gpointer
new_row (gpointer owner, gconstpointer data)
{
  return g_object_new (PB_TYPE_WAIVER_ROW, NULL);
}

/* Returns: (transfer full): "08:41, L. Wu"; "" for 0. */
static char *
describe_act (gint64 time, const char *who, gint64 now)
{
  g_autofree char *text = pb_text_time (time, now);

  if (*text == '\0' || who == NULL)
    return g_steal_pointer (&text);
  return g_strdup_printf ("%s, %s", text, who);
}

static char *
describe_repeats (gint64 repeats)
{
  if (repeats < 0)
    return g_strdup ("");
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Waived %d time in the last 30 days",
                                       "Waived %d times in the last 30 days", (gulong) repeats),
                          (int) repeats);
}

static void
update_row (gpointer owner, gpointer row, gconstpointer data)
{
  const Data *given = data;
  const PbWaiver *waiver = given->waiver;
  gint64 now = *(const gint64 *) owner;

  pb_row_set_text (row, WAIVER_ID, waiver->id);
  pb_row_set_text (row, RUN_NO, waiver->run_no);
  pb_row_take_text (row, ITEM_TEXT, pb_text_waived_item (waiver));
  pb_row_set_number (row, STATUS, waiver->status);
  pb_row_set_text (row, STATUS_TEXT, pb_text_waiver_status ((PbWaiverStatus) waiver->status));
  pb_row_set_text (row, CATEGORY_TEXT, pb_text_waiver_category (waiver->category));
  pb_row_set_text (row, REASON, waiver->reason);
  pb_row_take_text (row, REQUESTED_TEXT, describe_act (waiver->requested_at, waiver->requested_by_name, now));
  pb_row_take_text (row, APPROVED_TEXT, describe_act (waiver->approved_at, waiver->approved_by_name, now));
  pb_row_set_number (row, UNTIL, waiver->until);
  pb_row_take_text (row, UNTIL_TEXT, pb_text_time (waiver->until, now));
  pb_row_take_text (row, REPEATS_TEXT, describe_repeats (given->repeats));
  pb_row_set_number (row, OPEN, waiver->status == PB_WAIVER_REQUESTED);
  pb_row_set_number (row, IN_FORCE, waiver->status == PB_WAIVER_APPROVED);
}

static const PbRowsClass waiver_rows_class = {
  .key_of_row = key_of_row,
  .key_of_data = key_of_data,
  .new_row = new_row,
  .update = update_row,
};

/* --- the inbox
 * --------------------------------------------------------------------------------------------------------------- */

struct _PbWaiversModel
{
  PbRow parent_instance;

  PbSessionModel *session; /* (owned) */
  PbPoll *poll;            /* (owned) */
  GListStore *rows;        /* (owned) (element-type PbWaiverRow) */
};

enum
{
  N_ITEMS,
  LOADING,
  AVAILABLE,
  DECISIONS,
  OPEN_COUNT,
  STALE_SINCE,
  STALE_TEXT,
  ERROR_TEXT,
  N_COLUMNS
};

static const PbRowColumn columns[N_COLUMNS] = {
  [N_ITEMS] = { "n-items", G_TYPE_UINT },         [LOADING] = { "loading", G_TYPE_BOOLEAN },
  [AVAILABLE] = { "available", G_TYPE_BOOLEAN },  [DECISIONS] = { "decisions", G_TYPE_BOOLEAN },
  [OPEN_COUNT] = { "open-count", G_TYPE_INT64 },  [STALE_SINCE] = { "stale-since", G_TYPE_INT64 },
  [STALE_TEXT] = { "stale-text", G_TYPE_STRING }, [ERROR_TEXT] = { "error-text", G_TYPE_STRING },
};

static GType
get_item_type (GListModel *model)
{
  return PB_TYPE_WAIVER_ROW;
}

static guint
get_n_items (GListModel *model)
{
  return g_list_model_get_n_items (G_LIST_MODEL (PB_WAIVERS_MODEL (model)->rows));
}

static gpointer
get_item (GListModel *model, guint position)
{
  return g_list_model_get_item (G_LIST_MODEL (PB_WAIVERS_MODEL (model)->rows), position);
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (PbWaiversModel,
                               pb_waivers_model,
                               PB_TYPE_ROW,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

typedef struct
{
  PbWaiversModel *self; /* (owned) */
  GCancellable *round;  /* (owned) */
  GPtrArray *data;      /* (owned) (element-type Data) */
  guint pages;
} Round;

static void
round_free (Round *round)
{
  g_object_unref (round->self);
  g_object_unref (round->round);
  g_ptr_array_unref (round->data);
  g_free (round);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Round, round_free)

static void ask_page (Round *round, const char *after);

static void
end_round (Round *round, const GError *error)
{
  PbWaiversModel *self = round->self;
  gint64 now = pb_session_model_get_now (self->session);
  guint open = 0;

  if (!pb_poll_is_current (self->poll, round->round))
    return;
  if (error == NULL)
    {
      for (guint i = 0; i < round->data->len; i++)
        open += ((const Data *) round->data->pdata[i])->waiver->status == PB_WAIVER_REQUESTED;
      pb_rows_merge (self->rows, round->data, &waiver_rows_class, &now);
      pb_row_set_number (self, OPEN_COUNT, open);
    }
  pb_poll_end (self->poll, round->round, error);
}

/* Returns: FALSE with @error when the answer is of another shape. */
static gboolean
collect (Round *round, const PbReply *reply, GError **error)
{
  g_autoptr (GPtrArray) elements = pb_reply_get_elements (reply, "items");
  gboolean decisions = pb_row_peek_number (round->self, DECISIONS) != 0;

  for (guint i = 0; i < elements->len; i++)
    {
      g_autoptr (PbWaiver) waiver = pb_reply_read (elements->pdata[i], NULL, &pb_waiver_type, error);
      Data *data;

      if (waiver == NULL)
        return FALSE;
      /* What is over is no work for anybody; where nothing can be decided, it is what there is to read. */
      if (waiver->status != PB_WAIVER_REQUESTED && waiver->status != PB_WAIVER_APPROVED && decisions)
        continue;
      data = g_new (Data, 1);
      data->waiver = g_steal_pointer (&waiver);
      data->repeats = pb_reply_get_int (elements->pdata[i], "repeats30d.item", -1);
      g_ptr_array_add (round->data, data);
    }
  return TRUE;
}

static void
page_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Round) round = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (PbReply) reply = pb_client_call_finish (PB_CLIENT (source), result, &error);
  const char *next;

  if (reply == NULL || !collect (round, reply, &error))
    {
      end_round (round, error);
      return;
    }
  next = pb_reply_get_string (reply, "next");
  if (next != NULL && round->pages < MAX_PAGES)
    ask_page (g_steal_pointer (&round), next);
  else
    end_round (round, NULL);
}

/* @round: taken. */
static void
ask_page (Round *round, const char *after)
{
  GCancellable *cancellable = round->round;

  round->pages++;
  pb_rest_waivers_async (pb_session_model_get_client (round->self->session), NULL, NULL, after, cancellable, page_cb,
                         round);
}

static void
start (gpointer owner, GCancellable *cancellable)
{
  PbWaiversModel *self = owner;
  gboolean available = !pb_client_is_legacy (pb_session_model_get_client (self->session));
  Round *round;

  pb_row_set_number (self, DECISIONS, pb_session_model_has_feature (self->session, "waivers"));
  pb_row_set_number (self, AVAILABLE, available);
  if (!available)
    {
      pb_poll_end (self->poll, cancellable, NULL);
      return;
    }
  round = g_new0 (Round, 1);
  round->self = g_object_ref (self);
  round->round = g_object_ref (cancellable);
  round->data = g_ptr_array_new_with_free_func ((GDestroyNotify) data_free);
  ask_page (round, NULL);
}

static void
changed (gpointer owner)
{
  PbWaiversModel *self = owner;

  g_object_freeze_notify (G_OBJECT (self));
  pb_row_set_number (self, LOADING, pb_poll_is_loading (self->poll));
  pb_row_set_number (self, STALE_SINCE, pb_poll_get_stale_since (self->poll));
  pb_row_take_text (self, STALE_TEXT, pb_poll_dup_stale_text (self->poll));
  pb_row_set_text (self, ERROR_TEXT, pb_poll_get_error_text (self->poll));
  g_object_thaw_notify (G_OBJECT (self));
}

static void
reset (gpointer owner)
{
  PbWaiversModel *self = owner;

  g_list_store_remove_all (self->rows);
  pb_row_set_number (self, OPEN_COUNT, 0);
}

static const PbPollClass poll_class = { .start = start, .changed = changed, .reset = reset };

/* --- decisions
 * --------------------------------------------------------------------------------------------------------------- */

static const char *
verb_of (PbSignAct act)
{
  switch (act)
    {
    case PB_SIGN_WAIVER_APPROVE:
      return "approve";
    case PB_SIGN_WAIVER_REJECT:
      return "reject";
    case PB_SIGN_WAIVER_REVOKE:
      return "revoke";
    default:
      g_return_val_if_reached (NULL);
    }
}

void
pb_waivers_model_signable_async (PbWaiversModel *self,
                                 PbWaiverRow *waiver,
                                 PbSignAct act,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  g_autofree char *name = NULL;

  g_return_if_fail (PB_IS_WAIVERS_MODEL (self));
  g_return_if_fail (PB_IS_WAIVER_ROW (waiver));
  g_return_if_fail (verb_of (act) != NULL);

  name = g_ascii_strup (verb_of (act), -1);
  pb_signable_ask (self, pb_session_model_get_client (self->session), "waivers", pb_waiver_row_get_id (waiver), name,
                   cancellable, callback, user_data);
}

static void
decided_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  PbWaiversModel *self = g_task_get_source_object (task);
  GError *error = NULL;
  g_autoptr (PbReply) reply = pb_client_call_finish (PB_CLIENT (source), result, &error);

  pb_waivers_model_refresh (self);
  if (reply == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  pb_session_model_note_signature (self->session, g_task_get_task_data (task));
  g_task_return_boolean (task, TRUE);
}

void
pb_waivers_model_decide_async (PbWaiversModel *self,
                               PbWaiverRow *waiver,
                               PbSignAct act,
                               const char *text,
                               const char *content_hash,
                               const char *email,
                               const char *password,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  GTask *task;

  g_return_if_fail (PB_IS_WAIVERS_MODEL (self));
  g_return_if_fail (PB_IS_WAIVER_ROW (waiver));
  g_return_if_fail (password != NULL && verb_of (act) != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, pb_waivers_model_decide_async);
  g_task_set_task_data (task, g_strdup (email), g_free);
  pb_rest_decide_waiver_async (pb_session_model_get_client (self->session), pb_waiver_row_get_id (waiver),
                               verb_of (act), text, content_hash, email, password, cancellable, decided_cb, task);
}

gboolean
pb_waivers_model_decide_finish (PbWaiversModel *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/* --- the object
 * -------------------------------------------------------------------------------------------------------------- */

static void
pb_waivers_model_dispose (GObject *object)
{
  pb_poll_set_active (PB_WAIVERS_MODEL (object)->poll, FALSE);
  G_OBJECT_CLASS (pb_waivers_model_parent_class)->dispose (object);
}

static void
pb_waivers_model_finalize (GObject *object)
{
  PbWaiversModel *self = PB_WAIVERS_MODEL (object);

  g_clear_pointer (&self->poll, pb_poll_free);
  g_clear_object (&self->rows);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (pb_waivers_model_parent_class)->finalize (object);
}

static void
pb_waivers_model_class_init (PbWaiversModelClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = pb_waivers_model_dispose;
  G_OBJECT_CLASS (klass)->finalize = pb_waivers_model_finalize;
  pb_row_class_install (klass, columns, N_COLUMNS);
}

static void
pb_waivers_model_init (PbWaiversModel *self)
{
  self->rows = g_list_store_new (PB_TYPE_WAIVER_ROW);
  pb_rows_forward (self->rows, self, N_ITEMS);
}

PbWaiversModel *
pb_waivers_model_new (PbSessionModel *session)
{
  PbWaiversModel *self;

  g_return_val_if_fail (PB_IS_SESSION_MODEL (session), NULL);

  self = g_object_new (PB_TYPE_WAIVERS_MODEL, NULL);
  self->session = g_object_ref (session);
  self->poll = pb_poll_new (session, &poll_class, G_OBJECT (self));
  return self;
}

void
pb_waivers_model_set_active (PbWaiversModel *self, gboolean active)
{
  g_return_if_fail (PB_IS_WAIVERS_MODEL (self));

  pb_poll_set_active (self->poll, active);
}

void
pb_waivers_model_refresh (PbWaiversModel *self)
{
  g_return_if_fail (PB_IS_WAIVERS_MODEL (self));

  pb_poll_refresh (self->poll);
}
