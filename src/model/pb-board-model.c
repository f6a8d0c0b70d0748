/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-model"

#include "config.h"

#include "model/pb-board-model.h"

#include <glib/gi18n-lib.h>

#include "client/pb-rest.h"
#include "domain/pb-readiness.h"
#include "model/pb-poll-private.h"
#include "model/pb-row-private.h"
#include "model/pb-rows-private.h"
#include "model/pb-session-private.h"
#include "model/pb-text.h"

#define MAX_PAGES 100 /* of up to 200 runs: more is not a board */
#define NEAR      (30 * G_TIME_SPAN_MINUTE)

/* --- one run
 * ----------------------------------------------------------------------------------------------------------------- */

struct _PbBoardItem
{
  PbRow parent_instance;
};

G_DEFINE_FINAL_TYPE (PbBoardItem, pb_board_item, PB_TYPE_ROW)

enum
{
  RUN_NO,
  PRODUCT_CODE,
  WO_NO,
  LINE_CODE,
  LINE_NAME,
  PLAN_QTY,
  RUN_STATUS,
  STATE,
  STATE_TEXT,
  BLOCKERS,
  WAIVED,
  SIGNATURES_DONE,
  SIGNATURES_REQUIRED,
  NEXT_DEADLINE,
  DEADLINE_TEXT,
  DEADLINE_NEAR,
  NEEDS_TEXT,
  NEEDS_ME,
  UPDATED_AT,
  SEARCH_TEXT,
  N_COLUMNS
};

static const PbRowColumn columns[N_COLUMNS] = {
  [RUN_NO] = { "run-no", G_TYPE_STRING },
  [PRODUCT_CODE] = { "product-code", G_TYPE_STRING },
  [WO_NO] = { "wo-no", G_TYPE_STRING },
  [LINE_CODE] = { "line-code", G_TYPE_STRING },
  [LINE_NAME] = { "line-name", G_TYPE_STRING },
  [PLAN_QTY] = { "plan-qty", G_TYPE_INT64 },
  [RUN_STATUS] = { "run-status", G_TYPE_INT },
  [STATE] = { "state", G_TYPE_INT },
  [STATE_TEXT] = { "state-text", G_TYPE_STRING },
  [BLOCKERS] = { "blockers", G_TYPE_INT64 },
  [WAIVED] = { "waived", G_TYPE_INT64 },
  [SIGNATURES_DONE] = { "signatures-done", G_TYPE_INT64 },
  [SIGNATURES_REQUIRED] = { "signatures-required", G_TYPE_INT64 },
  [NEXT_DEADLINE] = { "next-deadline", G_TYPE_INT64 },
  [DEADLINE_TEXT] = { "deadline-text", G_TYPE_STRING },
  [DEADLINE_NEAR] = { "deadline-near", G_TYPE_BOOLEAN },
  [NEEDS_TEXT] = { "needs-text", G_TYPE_STRING },
  [NEEDS_ME] = { "needs-me", G_TYPE_BOOLEAN },
  [UPDATED_AT] = { "updated-at", G_TYPE_INT64 },
  [SEARCH_TEXT] = { "search-text", G_TYPE_STRING },
};

static void
pb_board_item_class_init (PbBoardItemClass *klass)
{
  pb_row_class_install (klass, columns, N_COLUMNS);
}

static void
pb_board_item_init (PbBoardItem *self)
{
}

const char *
pb_board_item_get_run_no (PbBoardItem *self)
{
  g_return_val_if_fail (PB_IS_BOARD_ITEM (self), "");

  return pb_row_peek_text (self, RUN_NO);
}

PbBoardState
pb_board_item_get_state (PbBoardItem *self)
{
  g_return_val_if_fail (PB_IS_BOARD_ITEM (self), PB_BOARD_NONE);

  return (PbBoardState) pb_row_peek_number (self, STATE);
}

static char *
describe_state (const PbBoardRow *row)
{
  if (row->state == PB_BOARD_BLOCKED && row->blockers.v > 0)
    /* TRANSLATORS: a run that so many things stand against */
    return g_strdup_printf (_ ("Blocked %d"), (int) row->blockers.v);
  if (row->state == PB_BOARD_WAITING_SIGNATURE && row->signatures_required.v > 0)
    /* TRANSLATORS: signatures done, signatures required */
    return g_strdup_printf (_ ("Waiting for signature %d of %d"),
                            (int) MIN (row->signatures_done.v + 1, row->signatures_required.v),
                            (int) row->signatures_required.v);
  if (row->state == PB_BOARD_NONE)
    return g_strdup (_ ("Not checked"));
  return g_strdup (pb_text_board_state ((PbBoardState) row->state));
}

static const char *
or_empty (const char *text)
{
  return text != NULL ? text : "";
}

static char *
make_search_text (const PbBoardRow *row)
{
  g_autofree char *all = g_strjoin ("\n", or_empty (row->run_no), or_empty (row->product_code), or_empty (row->wo_no),
                                    or_empty (row->line != NULL ? row->line->code : NULL),
                                    or_empty (row->line != NULL ? row->line->name : NULL), NULL);

  return g_utf8_casefold (all, -1);
}

static void
tick_item (PbBoardItem *self, gint64 now)
{
  gint64 deadline = pb_row_peek_number (self, NEXT_DEADLINE);

  pb_row_take_text (self, DEADLINE_TEXT, pb_text_deadline (deadline, now));
  pb_row_set_number (self, DEADLINE_NEAR, deadline != 0 && deadline - now < NEAR);
}

static void
update_item (gpointer owner, gpointer item, gconstpointer data)
{
  PbSessionModel *session = owner;
  const PbBoardRow *row = data;
  const char *const *needs = (const char *const *) row->needs;

  pb_row_set_text (item, RUN_NO, row->run_no);
  pb_row_set_text (item, PRODUCT_CODE, row->product_code);
  pb_row_set_text (item, WO_NO, row->wo_no);
  pb_row_set_text (item, LINE_CODE, row->line != NULL ? row->line->code : NULL);
  pb_row_set_text (item, LINE_NAME, row->line != NULL ? row->line->name : NULL);
  pb_row_set_number (item, PLAN_QTY, row->plan_qty.v);
  pb_row_set_number (item, RUN_STATUS, row->status);
  pb_row_set_number (item, STATE, row->state);
  pb_row_take_text (item, STATE_TEXT, describe_state (row));
  pb_row_set_number (item, BLOCKERS, row->blockers.v);
  pb_row_set_number (item, WAIVED, row->waived.v);
  pb_row_set_number (item, SIGNATURES_DONE, row->signatures_done.v);
  pb_row_set_number (item, SIGNATURES_REQUIRED, row->signatures_required.v);
  pb_row_set_number (item, NEXT_DEADLINE, row->next_deadline);
  pb_row_take_text (item, NEEDS_TEXT, pb_text_who_can_any (needs));
  pb_row_set_number (item, NEEDS_ME, pb_session_model_can_any (session, needs));
  pb_row_set_number (item, UPDATED_AT, row->updated_at);
  pb_row_take_text (item, SEARCH_TEXT, make_search_text (row));
  tick_item (item, pb_session_model_get_now (session));
}

static const char *
key_of_item (gpointer row)
{
  return pb_board_item_get_run_no (row);
}

static char *
key_of_data (gconstpointer data)
{
  return g_strdup (or_empty (((const PbBoardRow *) data)->run_no));
}

static gpointer
new_item (gpointer owner, gconstpointer data)
{
  return g_object_new (PB_TYPE_BOARD_ITEM, NULL);
}

static const PbRowsClass board_rows_class = {
  .key_of_row = key_of_item,
  .key_of_data = key_of_data,
  .new_row = new_item,
  .update = update_item,
};

/* --- the board
 * --------------------------------------------------------------------------------------------------------------- */

struct _PbBoardModel
{
  GObject parent_instance;

  PbSessionModel *session; /* (owned) */
  GListStore *items;       /* (owned) (element-type PbBoardItem) */
  PbPoll *poll;            /* (owned) */
};

enum
{
  PROP_0,
  PROP_LOADING,
  PROP_STALE_SINCE,
  PROP_STALE_TEXT,
  PROP_ERROR_TEXT,
  PROP_N_ITEMS,
  N_PROPS
};
static GParamSpec *properties[N_PROPS];

static GType
get_item_type (GListModel *model)
{
  return PB_TYPE_BOARD_ITEM;
}

static guint
get_n_items (GListModel *model)
{
  return g_list_model_get_n_items (G_LIST_MODEL (PB_BOARD_MODEL (model)->items));
}

static gpointer
get_item (GListModel *model, guint position)
{
  return g_list_model_get_item (G_LIST_MODEL (PB_BOARD_MODEL (model)->items), position);
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (PbBoardModel,
                               pb_board_model,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

static void
items_changed_cb (PbBoardModel *self, guint position, guint removed, guint added)
{
  g_list_model_items_changed (G_LIST_MODEL (self), position, removed, added);
  if (removed != added)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_ITEMS]);
}

/* One round: page after page until there is no next one. */
typedef struct
{
  PbBoardModel *self;  /* (owned) */
  GCancellable *round; /* (owned) */
  GPtrArray *rows;     /* (owned) (element-type PbBoardRow) */
  guint pages;
} Round;

static void
round_free (Round *round)
{
  g_object_unref (round->self);
  g_object_unref (round->round);
  g_ptr_array_unref (round->rows);
  g_free (round);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Round, round_free)

static void ask_page (Round *round, const char *after);

static int
compare_rows (gconstpointer a, gconstpointer b)
{
  const PbBoardRow *const *first = a;
  const PbBoardRow *const *second = b;

  return g_strcmp0 ((*first)->run_no, (*second)->run_no);
}

static void
take_rows (PbBoardModel *self, GPtrArray *rows)
{
  g_ptr_array_sort (rows, compare_rows);
  pb_rows_merge (self->items, rows, &board_rows_class, self->session);
}

static void
end_round (Round *round, const GError *error)
{
  PbBoardModel *self = round->self;

  if (!pb_poll_is_current (self->poll, round->round))
    return;
  if (error == NULL)
    take_rows (self, round->rows);
  pb_poll_end (self->poll, round->round, error);
}

/* A run as servers without a board tell it. Returns: (transfer full) (nullable). */
static PbBoardRow *
row_of_run (const PbReply *run)
{
  const char *run_no = pb_reply_get_string (run, "runNo");
  const char *readiness = pb_reply_get_string (run, "readinessStatus");
  PbBoardRow *row;

  if (run_no == NULL)
    return NULL;
  row = pb_object_new (&pb_board_row_type);
  pb_set_string (&row->run_no, run_no);
  row->status = pb_enum_value (&pb_run_statuses, pb_reply_get_string (run, "status"));
  pb_set_string (&row->product_code, pb_reply_get_string (run, "workOrder.productCode"));
  pb_set_string (&row->wo_no, pb_reply_get_string (run, "workOrder.woNo"));
  row->line = pb_object_new (&pb_line_ref_type);
  pb_set_string (&row->line->id, pb_reply_get_string (run, "line.id"));
  pb_set_string (&row->line->code, pb_reply_get_string (run, "line.code"));
  pb_set_string (&row->line->name, pb_reply_get_string (run, "line.name"));
  row->plan_qty = PB_INT (pb_reply_get_int (run, "planQty", 0));
  row->updated_at = pb_reply_get_time (run, "updatedAt");
  if (row->status == PB_RUN_AUTHORIZED)
    row->state = PB_BOARD_AUTHORIZED;
  else if (g_strcmp0 (readiness, "FAILED") == 0)
    row->state = PB_BOARD_BLOCKED;
  else if (g_strcmp0 (readiness, "PASSED") == 0)
    row->state = PB_BOARD_READY_FOR_FAI;
  return row;
}

static void
runs_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Round) round = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (PbReply) reply = pb_client_call_finish (PB_CLIENT (source), result, &error);
  g_autoptr (GPtrArray) runs = NULL;

  if (reply == NULL)
    {
      end_round (round, error);
      return;
    }
  runs = pb_reply_get_elements (reply, "items");
  for (guint i = 0; i < runs->len; i++)
    {
      PbBoardRow *row = row_of_run (runs->pdata[i]);

      if (row != NULL)
        g_ptr_array_add (round->rows, row);
    }
  if (runs->len > 0 && round->rows->len < pb_reply_get_int (reply, "total", 0) && round->pages < MAX_PAGES)
    ask_page (g_steal_pointer (&round), NULL);
  else
    end_round (round, NULL);
}

static void
board_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Round) round = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (PbReply) reply = pb_client_call_finish (PB_CLIENT (source), result, &error);
  g_autoptr (GPtrArray) rows = NULL;
  const char *next;

  if (reply != NULL)
    rows = pb_reply_read_array (reply, "items", &pb_board_row_type, &error);
  if (rows == NULL)
    {
      end_round (round, error);
      return;
    }
  g_ptr_array_extend (round->rows, rows, (GCopyFunc) (void (*) (void)) pb_object_ref, NULL);
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
  PbBoardModel *self = round->self;
  PbClient *client = pb_session_model_get_client (self->session);
  GCancellable *cancellable = round->round;

  round->pages++;
  if (pb_client_is_legacy (client))
    pb_rest_runs_async (client, round->pages, cancellable, runs_cb, round);
  else
    pb_rest_board_async (client, after, cancellable, board_cb, round);
}

static void
start (gpointer owner, GCancellable *cancellable)
{
  Round *round = g_new0 (Round, 1);

  round->self = g_object_ref (owner);
  round->round = g_object_ref (cancellable);
  round->rows = pb_object_array_new ();
  ask_page (round, NULL);
}

static void
changed (gpointer owner)
{
  g_object_freeze_notify (owner);
  for (guint i = PROP_LOADING; i <= PROP_ERROR_TEXT; i++)
    g_object_notify_by_pspec (owner, properties[i]);
  g_object_thaw_notify (owner);
}

static void
reset (gpointer owner)
{
  g_list_store_remove_all (PB_BOARD_MODEL (owner)->items);
}

static void
tick (gpointer owner)
{
  PbBoardModel *self = PB_BOARD_MODEL (owner);
  gint64 now = pb_session_model_get_now (self->session);

  for (guint i = 0; i < get_n_items (G_LIST_MODEL (self)); i++)
    {
      g_autoptr (PbBoardItem) item = get_item (G_LIST_MODEL (self), i);

      tick_item (item, now);
    }
}

static const PbPollClass poll_class = { .start = start, .changed = changed, .reset = reset, .tick = tick };

static void
pb_board_model_get_property (GObject *object, guint property_id, GValue *value, GParamSpec *pspec)
{
  PbBoardModel *self = PB_BOARD_MODEL (object);

  switch (property_id)
    {
    case PROP_LOADING:
      g_value_set_boolean (value, pb_board_model_get_loading (self));
      break;
    case PROP_STALE_SINCE:
      g_value_set_int64 (value, pb_board_model_get_stale_since (self));
      break;
    case PROP_STALE_TEXT:
      g_value_take_string (value, pb_poll_dup_stale_text (self->poll));
      break;
    case PROP_ERROR_TEXT:
      g_value_set_string (value, pb_poll_get_error_text (self->poll));
      break;
    case PROP_N_ITEMS:
      g_value_set_uint (value, get_n_items (G_LIST_MODEL (self)));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
pb_board_model_dispose (GObject *object)
{
  PbBoardModel *self = PB_BOARD_MODEL (object);

  pb_poll_set_active (self->poll, FALSE);
  G_OBJECT_CLASS (pb_board_model_parent_class)->dispose (object);
}

static void
pb_board_model_finalize (GObject *object)
{
  PbBoardModel *self = PB_BOARD_MODEL (object);

  g_clear_pointer (&self->poll, pb_poll_free);
  g_clear_object (&self->items);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (pb_board_model_parent_class)->finalize (object);
}

static void
pb_board_model_class_init (PbBoardModelClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = pb_board_model_get_property;
  object_class->dispose = pb_board_model_dispose;
  object_class->finalize = pb_board_model_finalize;
  properties[PROP_LOADING] = g_param_spec_boolean ("loading", NULL, NULL, FALSE, flags);
  properties[PROP_STALE_SINCE] = g_param_spec_int64 ("stale-since", NULL, NULL, 0, G_MAXINT64, 0, flags);
  properties[PROP_STALE_TEXT] = g_param_spec_string ("stale-text", NULL, NULL, "", flags);
  properties[PROP_ERROR_TEXT] = g_param_spec_string ("error-text", NULL, NULL, "", flags);
  properties[PROP_N_ITEMS] = g_param_spec_uint ("n-items", NULL, NULL, 0, G_MAXUINT, 0, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
pb_board_model_init (PbBoardModel *self)
{
  self->items = g_list_store_new (PB_TYPE_BOARD_ITEM);
  g_signal_connect_swapped (self->items, "items-changed", G_CALLBACK (items_changed_cb), self);
}

PbBoardModel *
pb_board_model_new (PbSessionModel *session)
{
  PbBoardModel *self;

  g_return_val_if_fail (PB_IS_SESSION_MODEL (session), NULL);

  self = g_object_new (PB_TYPE_BOARD_MODEL, NULL);
  self->session = g_object_ref (session);
  self->poll = pb_poll_new (session, &poll_class, G_OBJECT (self));
  return self;
}

void
pb_board_model_set_active (PbBoardModel *self, gboolean active)
{
  g_return_if_fail (PB_IS_BOARD_MODEL (self));

  pb_poll_set_active (self->poll, active);
}

void
pb_board_model_refresh (PbBoardModel *self)
{
  g_return_if_fail (PB_IS_BOARD_MODEL (self));

  pb_poll_refresh (self->poll);
}

gint64
pb_board_model_get_stale_since (PbBoardModel *self)
{
  g_return_val_if_fail (PB_IS_BOARD_MODEL (self), 0);

  return pb_poll_get_stale_since (self->poll);
}

gboolean
pb_board_model_get_loading (PbBoardModel *self)
{
  g_return_val_if_fail (PB_IS_BOARD_MODEL (self), FALSE);

  return pb_poll_is_loading (self->poll);
}

PbBoardItem *
pb_board_model_find (PbBoardModel *self, const char *run_no)
{
  g_return_val_if_fail (PB_IS_BOARD_MODEL (self), NULL);

  return pb_rows_find (G_LIST_MODEL (self->items), run_no, key_of_item);
}
