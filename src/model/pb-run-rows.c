/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-model"

#include "config.h"

#include "model/pb-run-rows-private.h"

#include <glib/gi18n-lib.h>

#include "domain/pb-plant.h"
#include "domain/pb-readiness.h"
#include "model/pb-item-private.h"
#include "model/pb-row-private.h"
#include "model/pb-text.h"

/* --- blockers
 * ---------------------------------------------------------------------------------------------------------------- */

struct _PbBlockerItem
{
  PbRow parent_instance;

  char *key; /* (owned) */
};

G_DEFINE_FINAL_TYPE (PbBlockerItem, pb_blocker_item, PB_TYPE_ROW)

enum
{
  CODE,
  ITEM_ID,
  SENTENCE,
  ADVICE,
  WHO_TEXT,
  N_BLOCKER_COLUMNS
};

static const PbRowColumn blocker_columns[N_BLOCKER_COLUMNS] = {
  [CODE] = { "code", G_TYPE_INT },
  [ITEM_ID] = { "item-id", G_TYPE_STRING },
  [SENTENCE] = { "sentence", G_TYPE_STRING },
  [ADVICE] = { "advice", G_TYPE_STRING },
  [WHO_TEXT] = { "who-text", G_TYPE_STRING },
};

static void
pb_blocker_item_finalize (GObject *object)
{
  g_free (PB_BLOCKER_ITEM (object)->key);
  G_OBJECT_CLASS (pb_blocker_item_parent_class)->finalize (object);
}

static void
pb_blocker_item_class_init (PbBlockerItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = pb_blocker_item_finalize;
  pb_row_class_install (klass, blocker_columns, N_BLOCKER_COLUMNS);
}

static void
pb_blocker_item_init (PbBlockerItem *self)
{
}

static const char *
key_of_blocker_item (gpointer row)
{
  return PB_BLOCKER_ITEM (row)->key;
}

static char *
key_of_blocker (gconstpointer data)
{
  const PbBlocker *blocker = data;

  return g_strdup_printf ("%d %s %s", blocker->code, blocker->item_id != NULL ? blocker->item_id : "",
                          blocker->params != NULL && blocker->params->capacity != NULL ? blocker->params->capacity
                                                                                       : "");
}

static gpointer
new_blocker_item (gpointer owner, gconstpointer data)
{
  PbBlockerItem *item = g_object_new (PB_TYPE_BLOCKER_ITEM, NULL);

  item->key = key_of_blocker (data);
  return item;
}

static char *
advise (const PbBlocker *blocker)
{
  g_autoptr (PbFailure) failure = NULL;

  switch ((PbBlockerCode) blocker->code)
    {
    case PB_BLOCKER_READINESS_ITEM_FAILED:
      if (blocker->reason_code == PB_REASON_NONE)
        return g_strdup ("");
      failure = pb_object_new (&pb_failure_type);
      failure->reason_code = blocker->reason_code;
      failure->params = blocker->params != NULL ? pb_object_ref (blocker->params) : pb_object_new (&pb_params_type);
      return pb_text_advice ((PbItemType) blocker->item_type, failure);
    case PB_BLOCKER_NOTHING_ENABLED:
      return g_strdup (_ ("Say which items the line checks."));
    case PB_BLOCKER_FAI_NOT_PASSED:
      return g_strdup (_ ("Do the first article inspection."));
    case PB_BLOCKER_FAI_STALE:
      return g_strdup (_ ("Do a new first article inspection."));
    case PB_BLOCKER_FAI_NOT_SIGNED:
      return g_strdup (_ ("Sign the first article."));
    case PB_BLOCKER_SAME_PERSON:
      return g_strdup (_ ("Let somebody authorise who has not waived anything on this run."));
    case PB_BLOCKER_RUN_NOT_READY:
    case PB_BLOCKER_NONE:
    default:
      return g_strdup ("");
    }
}

/* An item with all that it fails for, where the run's list has it. Returns: (transfer full) (nullable). */
static char *
describe_whole_item (PbRunModel *run, const PbBlocker *blocker)
{
  PbItemModel *item = blocker->item_id != NULL ? pb_run_model_find_item (run, blocker->item_id) : NULL;
  const char *failures = item != NULL ? pb_row_get_text (item, "failure-text") : "";
  /* The whole table needs no name beside its sentence. */
  gboolean table = g_strcmp0 (blocker->item_key, "SLOT_TABLE") == 0;
  const char *object = item != NULL && !table ? pb_row_get_text (item, "object-text") : "";
  g_autofree char *name = NULL;

  if (*failures == '\0')
    return NULL;
  name = g_strchomp (g_strdup_printf ("%s %s", pb_row_get_text (item, "title"), object));
  /* TRANSLATORS: an item and what it fails for */
  return g_strdup_printf (_ ("%s: %s"), name, failures);
}

static char *
describe (PbRunModel *run, const PbBlocker *blocker)
{
  g_autofree char *whole =
    blocker->code == PB_BLOCKER_READINESS_ITEM_FAILED ? describe_whole_item (run, blocker) : NULL;

  if (whole != NULL)
    return g_steal_pointer (&whole);
  /* Existing deployments give a sentence instead of a reason. */
  if (blocker->code == PB_BLOCKER_READINESS_ITEM_FAILED && blocker->reason_code == PB_REASON_NONE)
    return g_strdup_printf ("%s %s: %s", pb_text_item_type ((PbItemType) blocker->item_type),
                            blocker->item_key != NULL ? blocker->item_key : "",
                            blocker->message != NULL ? blocker->message : pb_text_item_status (PB_STATUS_FAILED));
  if (blocker->code == PB_BLOCKER_NONE)
    return g_strdup (blocker->message != NULL ? blocker->message : "");
  return pb_text_blocker (blocker);
}

static void
update_blocker_item (gpointer owner, gpointer row, gconstpointer data)
{
  const PbBlocker *blocker = data;
  PbSessionModel *session = pb_run_model_get_session (owner);

  pb_row_set_number (row, CODE, blocker->code);
  pb_row_set_text (row, ITEM_ID, blocker->item_id);
  pb_row_take_text (row, SENTENCE, describe (owner, blocker));
  pb_row_take_text (row, ADVICE, advise (blocker));
  pb_row_take_text (row, WHO_TEXT, pb_session_model_who_clears (session, (const char *const *) blocker->cleared_by));
}

const PbRowsClass pb_blocker_rows_class = {
  .key_of_row = key_of_blocker_item,
  .key_of_data = key_of_blocker,
  .new_row = new_blocker_item,
  .update = update_blocker_item,
};

/* --- bindings
 * ---------------------------------------------------------------------------------------------------------------- */

struct _PbBindingItem
{
  PbRow parent_instance;
};

G_DEFINE_FINAL_TYPE (PbBindingItem, pb_binding_item, PB_TYPE_ROW)

enum
{
  KIND,
  KIND_TEXT,
  ASSET_ID,
  BOUND_TEXT,
  STATUS_TEXT,
  LIFE_TEXT,
  LIFE_FRACTION,
  N_BINDING_COLUMNS
};

static const PbRowColumn binding_columns[N_BINDING_COLUMNS] = {
  [KIND] = { "kind", G_TYPE_INT },
  [KIND_TEXT] = { "kind-text", G_TYPE_STRING },
  [ASSET_ID] = { "asset-id", G_TYPE_STRING },
  [BOUND_TEXT] = { "bound-text", G_TYPE_STRING },
  [STATUS_TEXT] = { "status-text", G_TYPE_STRING },
  [LIFE_TEXT] = { "life-text", G_TYPE_STRING },
  [LIFE_FRACTION] = { "life-fraction", G_TYPE_DOUBLE },
};

typedef struct
{
  PbAssetKind kind;
  char *asset_id;
  char *bound_text;
  char *status;
  gint64 used;
  gint64 limit; /* 0: has no life */
} Binding;

static void
binding_free (Binding *binding)
{
  g_free (binding->asset_id);
  g_free (binding->bound_text);
  g_free (binding->status);
  g_free (binding);
}

static char *
describe_bound (const PbReply *reply, gint64 now)
{
  gint64 at = pb_reply_get_time (reply, "boundAt");
  const char *name = pb_reply_get_string (reply, "boundByName");
  g_autofree char *time = pb_text_time (at, now);

  if (at == 0)
    return g_strdup ("");
  return name != NULL ? g_strdup_printf (_ ("since %s by %s"), time, name) : g_strdup_printf (_ ("since %s"), time);
}

GPtrArray *
pb_binding_data_new (const PbReply *bindings, gint64 now)
{
  static const struct
  {
    PbAssetKind kind;
    const char *name;
  } kinds[] = {
    { PB_ASSET_STENCIL, "stencil" },
    { PB_ASSET_PASTE_LOT, "solderPaste" },
    { PB_ASSET_SQUEEGEE, "squeegee" },
    { PB_ASSET_FIXTURE, "fixture" },
  };
  GPtrArray *data = g_ptr_array_new_with_free_func ((GDestroyNotify) binding_free);

  for (guint i = 0; bindings != NULL && i < G_N_ELEMENTS (kinds); i++)
    {
      Binding *binding = g_new0 (Binding, 1);
      g_autoptr (PbReply) one = pb_reply_get_member (bindings, kinds[i].name);

      binding->kind = kinds[i].kind;
      if (one != NULL)
        {
          binding->asset_id = g_strdup (pb_reply_get_string (one, "assetId"));
          binding->status = g_strdup (pb_reply_get_string (one, "status"));
          binding->used = pb_reply_get_int (one, "life.used", 0);
          binding->limit = pb_reply_get_int (one, "life.limit", 0);
          binding->bound_text = describe_bound (one, now);
        }
      g_ptr_array_add (data, binding);
    }
  return data;
}

static void
pb_binding_item_class_init (PbBindingItemClass *klass)
{
  pb_row_class_install (klass, binding_columns, N_BINDING_COLUMNS);
}

static void
pb_binding_item_init (PbBindingItem *self)
{
}

/* The kind's own text: there is one row for each kind. */
static const char *
key_of_binding_item (gpointer row)
{
  return pb_row_peek_text (row, KIND_TEXT);
}

static char *
key_of_binding (gconstpointer data)
{
  return g_strdup (pb_text_asset_kind (((const Binding *) data)->kind));
}

static gpointer
new_binding_item (gpointer owner, gconstpointer data)
{
  return g_object_new (PB_TYPE_BINDING_ITEM, NULL);
}

/* What stencils, lots and registered things say of their state. */
static const char *
word_of_state (const char *state)
{
  static const struct
  {
    const char *state;
    const char *text;
  } words[] = {
    { "READY", N_ ("Ready") },
    { "NOT_READY", N_ ("Not ready") },
    { "MAINTENANCE", N_ ("In maintenance") },
    { "COMPLIANT", N_ ("Compliant") },
    { "NON_COMPLIANT", N_ ("Not compliant") },
    { "EXPIRED", N_ ("Expired") },
    { "IN_USE", N_ ("In use") },
    { "STORED", N_ ("Stored") },
    { "IN_MAINTENANCE", N_ ("In maintenance") },
    { "RETIRED", N_ ("Retired") },
  };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (g_strcmp0 (words[i].state, state) == 0)
      return pb_translate (words[i].text);
  return state != NULL ? state : "";
}

static char *
describe_life (const Binding *binding)
{
  g_autofree char *used = pb_text_number ((double) binding->used, NULL);
  g_autofree char *limit = pb_text_number ((double) binding->limit, NULL);

  /* TRANSLATORS: how much of a life is used up: "40,200 of 60,000" */
  return binding->limit > 0 ? g_strdup_printf (_ ("%s of %s"), used, limit) : g_strdup ("");
}

static void
update_binding_item (gpointer owner, gpointer row, gconstpointer data)
{
  const Binding *binding = data;

  pb_row_set_number (row, KIND, binding->kind);
  pb_row_set_text (row, KIND_TEXT, pb_text_asset_kind (binding->kind));
  pb_row_set_text (row, ASSET_ID, binding->asset_id);
  pb_row_set_text (row, BOUND_TEXT, binding->bound_text);
  pb_row_set_text (row, STATUS_TEXT, word_of_state (binding->status));
  pb_row_take_text (row, LIFE_TEXT, describe_life (binding));
  pb_row_set_double (row, LIFE_FRACTION, binding->limit > 0 ? (double) binding->used / (double) binding->limit : -1);
}

const PbRowsClass pb_binding_rows_class = {
  .key_of_row = key_of_binding_item,
  .key_of_data = key_of_binding,
  .new_row = new_binding_item,
  .update = update_binding_item,
};
