/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-model"

#include "config.h"

#include "model/pb-item-model.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "domain/pb-evaluate.h"
#include "domain/pb-records.h"
#include "model/pb-item-private.h"
#include "model/pb-row-private.h"
#include "model/pb-text.h"

struct _PbItemModel
{
  PbRow parent_instance;

  PbItem *item; /* (owned) (nullable): as the server said it */
};

G_DEFINE_FINAL_TYPE (PbItemModel, pb_item_model, PB_TYPE_ROW)

enum
{
  ITEM_ID,
  ITEM_KEY,
  ITEM_TYPE,
  TITLE,
  OBJECT_TEXT,
  STATUS,
  STATUS_TEXT,
  GATE,
  GATE_TEXT,
  MEASURE_TEXT,
  LIFE_FRACTION,
  EVIDENCE_TEXT,
  FAILURE_TEXT,
  ADVICE_TEXT,
  WHO_TEXT,
  WARNING_TEXT,
  WAIVER_TEXT,
  NEXT_DEADLINE,
  DEADLINE_TEXT,
  NEEDED,
  WAIVABLE,
  CHANGED_AT,
  ACCESSIBLE_TEXT,
  N_COLUMNS
};

static const PbRowColumn columns[N_COLUMNS] = {
  [ITEM_ID] = { "item-id", G_TYPE_STRING },
  [ITEM_KEY] = { "item-key", G_TYPE_STRING },
  [ITEM_TYPE] = { "item-type", G_TYPE_INT },
  [TITLE] = { "title", G_TYPE_STRING },
  [OBJECT_TEXT] = { "object-text", G_TYPE_STRING },
  [STATUS] = { "status", G_TYPE_INT },
  [STATUS_TEXT] = { "status-text", G_TYPE_STRING },
  [GATE] = { "gate", G_TYPE_INT },
  [GATE_TEXT] = { "gate-text", G_TYPE_STRING },
  [MEASURE_TEXT] = { "measure-text", G_TYPE_STRING },
  [LIFE_FRACTION] = { "life-fraction", G_TYPE_DOUBLE },
  [EVIDENCE_TEXT] = { "evidence-text", G_TYPE_STRING },
  [FAILURE_TEXT] = { "failure-text", G_TYPE_STRING },
  [ADVICE_TEXT] = { "advice-text", G_TYPE_STRING },
  [WHO_TEXT] = { "who-text", G_TYPE_STRING },
  [WARNING_TEXT] = { "warning-text", G_TYPE_STRING },
  [WAIVER_TEXT] = { "waiver-text", G_TYPE_STRING },
  [NEXT_DEADLINE] = { "next-deadline", G_TYPE_INT64 },
  [DEADLINE_TEXT] = { "deadline-text", G_TYPE_STRING },
  [NEEDED] = { "needed", G_TYPE_BOOLEAN },
  [WAIVABLE] = { "waivable", G_TYPE_BOOLEAN },
  [CHANGED_AT] = { "changed-at", G_TYPE_INT64 },
  [ACCESSIBLE_TEXT] = { "accessible-text", G_TYPE_STRING },
};

/* --- texts
 * -------------------------------------------------------------------------------------------------------------------
 */

static gboolean
is_needed (const PbItem *item)
{
  return item->applicability == NULL || !item->applicability->needed.set || item->applicability->needed.v;
}

/* A line to @text. @line: (transfer full). */
static void
append_line (GString *text, char *line)
{
  if (*line != '\0')
    g_string_append_printf (text, "%s%s", text->len > 0 ? "\n" : "", line);
  g_free (line);
}

static const char *
name_of_measure (PbItemType type, const char *name)
{
  static const struct
  {
    const char *name;
    const char *text;
  } texts[] = {
    { "age", N_ ("Age") },        { "exposure", N_ ("Exposure") }, { "thaw", N_ ("Thawed for") },
    { "hours", N_ ("Duration") }, { "tension", N_ ("Tension") },   { "planned", N_ ("With this run") },
  };
  const char *label;

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    if (g_strcmp0 (texts[i].name, name) == 0)
      return pb_translate (texts[i].text);
  label = pb_item_type_measure_label (type, name);
  return label != NULL ? pb_translate (label) : "";
}

/* A life says by itself what it is. Returns: (transfer full). */
static char *
describe_measure (PbItemType type, const PbMeasure *measure)
{
  const char *name = name_of_measure (type, measure->name);
  g_autofree char *text = pb_text_measure (measure);

  if (*name == '\0' || *text == '\0')
    return g_steal_pointer (&text);
  /* TRANSLATORS: what was measured, and the value: "Age: 41.5 h of 72 h" */
  return g_strdup_printf (_ ("%s: %s"), name, text);
}

static char *
describe_measures (const PbItem *item)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; item->evidence != NULL && i < item->evidence->measures->len; i++)
    append_line (text, describe_measure ((PbItemType) item->item_type, item->evidence->measures->pdata[i]));
  return g_string_free (text, FALSE);
}

/* The thing that the item is about. */
static const char *
name_object (const PbItem *item, const char *run_no)
{
  const char *key = pb_text_item_object ((PbItemType) item->item_type, item->item_key, run_no,
                                         item->reason_code == PB_REASON_NOT_BOUND);

  /* A slot keeps its name, whatever is in it. */
  if (item->item_type == PB_ITEM_LOADING)
    return key;
  if (item->evidence != NULL && item->evidence->object != NULL)
    return item->evidence->object;
  if (item->reason_code == PB_REASON_NOT_BOUND)
    return "";
  return item->params != NULL && item->params->object != NULL ? item->params->object : key;
}

/* How far a maximum is used up. */
static double
life_fraction (const PbItem *item)
{
  for (guint i = 0; item->evidence != NULL && i < item->evidence->measures->len; i++)
    {
      const PbMeasure *measure = item->evidence->measures->pdata[i];

      if (measure->actual.set && measure->limit.set && measure->limit.v > 0 && !measure->minimum.v)
        return measure->actual.v / measure->limit.v;
    }
  return -1;
}

static const char *
name_of_source (const char *source)
{
  static const struct
  {
    const char *source;
    const char *text;
  } texts[] = {
    { "run", N_ ("of this run") },          { "product", N_ ("of the same product") },
    { "line", N_ ("of this line") },        { "thing", "" },
    { "register", N_ ("in the register") },
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    if (g_strcmp0 (texts[i].source, source) == 0)
      return pb_translate (texts[i].text);
  return source != NULL ? source : "";
}

static const char *
name_of_record (const char *record_type)
{
  for (const PbRecordKind *const *kind = pb_record_kinds; *kind != NULL; kind++)
    if (g_strcmp0 ((*kind)->type->name, record_type) == 0)
      return pb_translate ((*kind)->type->label);
  return "";
}

static void
append_part (GString *text, const char *part)
{
  if (part != NULL && *part != '\0')
    g_string_append_printf (text, "%s%s", text->len > 0 ? ", " : "", part);
}

static char *
describe_evidence (const PbItem *item, gint64 now)
{
  const PbEvidence *evidence = item->evidence;
  GString *text = g_string_new (NULL);
  g_autofree char *time = NULL;

  if (evidence == NULL)
    return g_string_free (text, FALSE);
  time = pb_text_time (evidence->at, now);
  append_part (text, name_of_record (evidence->record_type));
  append_part (text, evidence->object);
  append_part (text, name_of_source (evidence->source));
  append_part (text, time);
  append_part (text, evidence->by);
  return g_string_free (text, FALSE);
}

static char *
describe_failures (const PbItem *item)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < item->failures->len; i++)
    append_line (text, pb_text_failure ((PbItemType) item->item_type, item->failures->pdata[i]));
  /* Existing deployments give one sentence of their own instead of failures. */
  if (text->len == 0 && item->fail_reason != NULL)
    g_string_append (text, item->fail_reason);
  return g_string_free (text, FALSE);
}

static char *
describe_advice (const PbItem *item)
{
  return item->failures->len > 0 ? pb_text_advice ((PbItemType) item->item_type, item->failures->pdata[0])
                                 : g_strdup ("");
}

/* Whoever can clear one of the failures, or waive them. @session: (nullable). */
static char *
describe_who (const PbItem *item, PbSessionModel *session)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) permissions = NULL;

  for (guint i = 0; item->status == PB_STATUS_FAILED && i < item->failures->len; i++)
    {
      g_auto (GStrv) some =
        pb_failure_cleared_by ((PbItemType) item->item_type, (PbGateClass) item->gate, item->failures->pdata[i]);

      g_strv_builder_addv (builder, (const char **) some);
    }
  permissions = g_strv_builder_end (builder);
  return session != NULL ? pb_session_model_who_clears (session, (const char *const *) permissions)
                         : pb_text_who_can_all ((const char *const *) permissions, FALSE);
}

static char *
describe_waiver (const PbItem *item, gint64 now)
{
  const PbWaiverMark *waiver = item->waiver;
  const char *reason = waiver != NULL ? waiver->reason : item->waive_reason;
  const char *by = waiver != NULL ? waiver->approved_by_name : item->waived_by;
  g_autofree char *until = pb_text_time (waiver != NULL ? waiver->until : 0, now);

  if (item->status != PB_STATUS_WAIVED)
    return g_strdup ("");
  if (*until != '\0')
    /* TRANSLATORS: until when, by whom, why: "Waived until 16:00 by S. Chen: the reel comes at noon" */
    return g_strdup_printf (_ ("Waived until %s by %s: %s"), until, by != NULL ? by : "", reason != NULL ? reason : "");
  return g_strdup_printf (_ ("Waived by %s: %s"), by != NULL ? by : "", reason != NULL ? reason : "");
}

static const char *
status_word (const PbItem *item)
{
  return is_needed (item) ? pb_text_item_status ((PbItemStatus) item->status) : _ ("Not needed");
}

/* --- the row
 * ----------------------------------------------------------------------------------------------------------------- */

void
pb_item_model_tick (PbItemModel *self, gint64 now)
{
  pb_row_take_text (self, DEADLINE_TEXT, pb_text_deadline (pb_row_peek_number (self, NEXT_DEADLINE), now));
}

static void
set_texts (PbItemModel *self, const PbItem *item, const PbItemContext *context)
{
  gint64 now = context->now;
  g_autofree char *spoken = NULL;

  pb_row_set_text (self, ITEM_ID, item->id);
  pb_row_set_text (self, ITEM_KEY, item->item_key);
  pb_row_set_text (self, TITLE, pb_text_item_type ((PbItemType) item->item_type));
  pb_row_set_text (self, OBJECT_TEXT, name_object (item, context->run_no));
  pb_row_set_text (self, STATUS_TEXT, status_word (item));
  pb_row_set_text (self, GATE_TEXT, pb_text_gate_class ((PbGateClass) item->gate));
  pb_row_take_text (self, MEASURE_TEXT, describe_measures (item));
  pb_row_take_text (self, EVIDENCE_TEXT, describe_evidence (item, now));
  pb_row_take_text (self, FAILURE_TEXT, describe_failures (item));
  pb_row_take_text (self, ADVICE_TEXT, describe_advice (item));
  pb_row_take_text (self, WHO_TEXT, describe_who (item, context->session));
  pb_row_take_text (self, WARNING_TEXT,
                    item->warning != NULL ? pb_text_failure ((PbItemType) item->item_type, item->warning) : NULL);
  pb_row_take_text (self, WAIVER_TEXT, describe_waiver (item, now));
  spoken = *pb_row_peek_text (self, OBJECT_TEXT) != '\0'
             ? g_strjoin (", ", pb_row_peek_text (self, TITLE), pb_row_peek_text (self, OBJECT_TEXT),
                          pb_row_peek_text (self, STATUS_TEXT), NULL)
             : g_strjoin (", ", pb_row_peek_text (self, TITLE), pb_row_peek_text (self, STATUS_TEXT), NULL);
  pb_row_take_text (self, ACCESSIBLE_TEXT,
                    *pb_row_peek_text (self, FAILURE_TEXT) != '\0'
                      ? g_strdup_printf ("%s. %s", spoken, pb_row_peek_text (self, FAILURE_TEXT))
                      : g_steal_pointer (&spoken));
}

static void
update (gpointer owner, gpointer row, gconstpointer data)
{
  PbItemModel *self = row;
  PbItem *item = (PbItem *) data;
  const PbItemContext *context = owner;
  gint64 now = context->now;
  gboolean first = self->item == NULL;

  if (!first && self->item != item && !pb_object_equal (self->item, item))
    pb_row_set_number (self, CHANGED_AT, now);
  pb_object_ref (item);
  pb_object_unref (self->item);
  self->item = item;

  pb_row_set_number (self, ITEM_TYPE, item->item_type);
  pb_row_set_number (self, STATUS, item->status);
  pb_row_set_number (self, GATE, item->gate);
  pb_row_set_double (self, LIFE_FRACTION, life_fraction (item));
  pb_row_set_number (self, NEXT_DEADLINE, item->next_deadline);
  pb_row_set_number (self, NEEDED, is_needed (item));
  /* A server without gate classes says nothing: there every failed item may be waived. */
  pb_row_set_number (self, WAIVABLE,
                     item->status == PB_STATUS_FAILED && item->gate != PB_GATE_BLOCK && item->gate != PB_GATE_RECORD);
  set_texts (self, item, context);
  pb_item_model_tick (self, now);
}

static const char *
key_of_row (gpointer row)
{
  return pb_item_model_get_id (row);
}

static char *
key_of_data (gconstpointer data)
{
  const PbItem *item = data;

  return g_strdup (item->id != NULL ? item->id : "");
}

static gpointer
new_row (gpointer owner, gconstpointer data)
{
  return g_object_new (PB_TYPE_ITEM_MODEL, NULL);
}

const PbRowsClass pb_item_rows_class = {
  .key_of_row = key_of_row,
  .key_of_data = key_of_data,
  .new_row = new_row,
  .update = update,
};

static void
pb_item_model_finalize (GObject *object)
{
  pb_object_unref (PB_ITEM_MODEL (object)->item);
  G_OBJECT_CLASS (pb_item_model_parent_class)->finalize (object);
}

static void
pb_item_model_class_init (PbItemModelClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = pb_item_model_finalize;
  pb_row_class_install (klass, columns, N_COLUMNS);
}

static void
pb_item_model_init (PbItemModel *self)
{
}

const char *
pb_item_model_get_id (PbItemModel *self)
{
  g_return_val_if_fail (PB_IS_ITEM_MODEL (self), "");

  return pb_row_peek_text (self, ITEM_ID);
}

PbItemType
pb_item_model_get_item_type (PbItemModel *self)
{
  g_return_val_if_fail (PB_IS_ITEM_MODEL (self), PB_ITEM_NONE);

  return (PbItemType) pb_row_peek_number (self, ITEM_TYPE);
}

PbItemStatus
pb_item_model_get_status (PbItemModel *self)
{
  g_return_val_if_fail (PB_IS_ITEM_MODEL (self), PB_STATUS_NONE);

  return (PbItemStatus) pb_row_peek_number (self, STATUS);
}

const PbItem *
pb_item_model_peek (PbItemModel *self)
{
  g_return_val_if_fail (PB_IS_ITEM_MODEL (self), NULL);

  return self->item;
}

const PbType *
pb_item_model_get_record_type (PbItemModel *self)
{
  return pb_item_type_record_type (pb_item_model_get_item_type (self));
}

const char *
pb_item_model_get_bake (PbItemModel *self)
{
  static const char *const bakes[] = { "PCB", "BGA", "IC", "CONNECTOR" };
  const char *suffix;
  const char *part = "";

  g_return_val_if_fail (PB_IS_ITEM_MODEL (self), "");

  if (pb_item_model_get_item_type (self) != PB_ITEM_PREP_BAKE || self->item == NULL)
    return "";
  suffix = strrchr (pb_row_peek_text (self, ITEM_KEY), '/');
  if (self->item->reason_code == PB_REASON_NO_RECORD && self->item->params != NULL && self->item->params->part != NULL)
    part = self->item->params->part;
  for (guint i = 0; i < G_N_ELEMENTS (bakes); i++)
    if (g_str_equal (bakes[i], part) || (suffix != NULL && g_str_equal (bakes[i], suffix + 1)))
      return bakes[i];
  return "";
}

PbAssetKind
pb_item_model_get_asset_kind (PbItemModel *self)
{
  return pb_item_type_asset_kind (pb_item_model_get_item_type (self));
}
