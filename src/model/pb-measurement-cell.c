/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-model"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "domain/pb-fai-rules.h"
#include "model/pb-error-private.h"
#include "model/pb-fai-private.h"
#include "model/pb-row-private.h"
#include "model/pb-text.h"

/* What a person gives for a measurement. */
typedef struct
{
  char *value; /* (owned) (not nullable) */
  PbResult result;
  char *remark;      /* (owned) (not nullable) */
  char *defect_code; /* (owned) (not nullable) */
} Entry;

struct _PbMeasurementCell
{
  PbRow parent_instance;

  PbFaiModel *fai;        /* weak (nullable) */
  PbInspectionItem *item; /* (owned) */
  Entry saved;            /* what the server has */
  Entry base;             /* what the server had when the edit began */
  gint64 saved_at;
};

G_DEFINE_FINAL_TYPE (PbMeasurementCell, pb_measurement_cell, PB_TYPE_ROW)

enum
{
  UNIT_SN,
  VALUE,
  RESULT,
  REMARK,
  DEFECT_CODE,
  VERDICT,
  VERDICT_TEXT,
  PROBLEM_TEXT,
  EDITED,
  CONFLICT_TEXT,
  RECORDED,
  RECORDED_TEXT,
  N_COLUMNS
};

static const PbRowColumn columns[N_COLUMNS] = {
  [UNIT_SN] = { "unit-sn", G_TYPE_STRING },
  [VALUE] = { "value", G_TYPE_STRING },
  [RESULT] = { "result", G_TYPE_INT },
  [REMARK] = { "remark", G_TYPE_STRING },
  [DEFECT_CODE] = { "defect-code", G_TYPE_STRING },
  [VERDICT] = { "verdict", G_TYPE_INT },
  [VERDICT_TEXT] = { "verdict-text", G_TYPE_STRING },
  [PROBLEM_TEXT] = { "problem-text", G_TYPE_STRING },
  [EDITED] = { "edited", G_TYPE_BOOLEAN },
  [CONFLICT_TEXT] = { "conflict-text", G_TYPE_STRING },
  [RECORDED] = { "recorded", G_TYPE_BOOLEAN },
  [RECORDED_TEXT] = { "recorded-text", G_TYPE_STRING },
};

static void
entry_set (Entry *entry, const char *value, PbResult result, const char *remark, const char *defect_code)
{
  pb_set_string (&entry->value, value != NULL ? value : "");
  entry->result = result;
  pb_set_string (&entry->remark, remark != NULL ? remark : "");
  pb_set_string (&entry->defect_code, defect_code != NULL ? defect_code : "");
}

static void
entry_clear (Entry *entry)
{
  g_free (entry->value);
  g_free (entry->remark);
  g_free (entry->defect_code);
}

static gboolean
entry_equal (const Entry *a, const Entry *b)
{
  return strcmp (a->value, b->value) == 0 && a->result == b->result && strcmp (a->remark, b->remark) == 0 &&
         strcmp (a->defect_code, b->defect_code) == 0;
}

/* What is typed; the texts are the row's. */
static Entry
typed_entry (PbMeasurementCell *self)
{
  return (Entry){
    .value = (char *) pb_row_peek_text (self, VALUE),
    .result = (PbResult) pb_row_peek_number (self, RESULT),
    .remark = (char *) pb_row_peek_text (self, REMARK),
    .defect_code = (char *) pb_row_peek_text (self, DEFECT_CODE),
  };
}

static gboolean
is_numeric (const PbInspectionItem *item)
{
  return item->lower_limit.set || item->upper_limit.set;
}

/* The choice behind a stored result: a number is judged by its limits, so only "not applicable" was chosen. */
static PbResult
choice_of (const PbInspectionItem *item, const PbMeasurement *measurement)
{
  if (measurement == NULL || measurement->inspected_at == 0)
    return PB_RESULT_NONE;
  if (is_numeric (item) && measurement->result != PB_RESULT_NA)
    return PB_RESULT_NONE;
  return (PbResult) measurement->result;
}

/* Sets verdict and problem from what is typed. */
static void
judge (PbMeasurementCell *self)
{
  Entry typed = typed_entry (self);
  PbResult verdict = typed.result;
  const char *code = NULL;
  gboolean edited = !entry_equal (&typed, &self->saved);

  if (edited || self->saved_at != 0)
    code = pb_fai_judge (self->item, typed.value, &verdict);
  else
    verdict = PB_RESULT_NONE;
  /* Existing deployments do not say where it is allowed. */
  if (g_strcmp0 (code, "NA_NOT_ALLOWED") == 0 && !self->item->na_allowed.set)
    code = NULL;
  if (code != NULL)
    verdict = PB_RESULT_NONE;
  pb_row_set_number (self, EDITED, edited);
  pb_row_set_number (self, VERDICT, verdict);
  pb_row_set_text (self, VERDICT_TEXT, pb_text_result (verdict));
  pb_row_set_text (self, PROBLEM_TEXT, edited && code != NULL ? pb_error_sentence_of_code (code) : NULL);
}

static void
show_entry (PbMeasurementCell *self, const Entry *entry)
{
  pb_row_set_text (self, VALUE, entry->value);
  pb_row_set_number (self, RESULT, entry->result);
  pb_row_set_text (self, REMARK, entry->remark);
  pb_row_set_text (self, DEFECT_CODE, entry->defect_code);
}

static void
tell_fai (PbMeasurementCell *self)
{
  if (self->fai != NULL)
    pb_fai_model_count_edits (self->fai);
}

static void
typed_changed (PbMeasurementCell *self)
{
  judge (self);
  if (!pb_row_peek_number (self, EDITED))
    {
      entry_set (&self->base, self->saved.value, self->saved.result, self->saved.remark, self->saved.defect_code);
      pb_row_set_text (self, CONFLICT_TEXT, NULL);
    }
  g_object_thaw_notify (G_OBJECT (self));
  tell_fai (self);
}

void
pb_measurement_cell_set_value (PbMeasurementCell *self, const char *value)
{
  g_return_if_fail (PB_IS_MEASUREMENT_CELL (self));

  g_object_freeze_notify (G_OBJECT (self));
  pb_row_set_text (self, VALUE, value);
  typed_changed (self);
}

void
pb_measurement_cell_set_result (PbMeasurementCell *self, PbResult result)
{
  g_return_if_fail (PB_IS_MEASUREMENT_CELL (self));

  g_object_freeze_notify (G_OBJECT (self));
  pb_row_set_number (self, RESULT, result);
  typed_changed (self);
}

void
pb_measurement_cell_set_remark (PbMeasurementCell *self, const char *remark)
{
  g_return_if_fail (PB_IS_MEASUREMENT_CELL (self));

  g_object_freeze_notify (G_OBJECT (self));
  pb_row_set_text (self, REMARK, remark);
  typed_changed (self);
}

void
pb_measurement_cell_set_defect_code (PbMeasurementCell *self, const char *defect_code)
{
  g_return_if_fail (PB_IS_MEASUREMENT_CELL (self));

  g_object_freeze_notify (G_OBJECT (self));
  pb_row_set_text (self, DEFECT_CODE, defect_code);
  typed_changed (self);
}

void
pb_measurement_cell_reset (PbMeasurementCell *self)
{
  g_return_if_fail (PB_IS_MEASUREMENT_CELL (self));

  g_object_freeze_notify (G_OBJECT (self));
  show_entry (self, &self->saved);
  typed_changed (self);
}

PbMeasurement *
pb_measurement_cell_dup_edit (PbMeasurementCell *self)
{
  Entry typed = typed_entry (self);
  const char *unit_sn = pb_row_peek_text (self, UNIT_SN);
  PbMeasurement *measurement;

  if (!pb_row_peek_number (self, EDITED))
    return NULL;
  measurement = pb_object_new (&pb_measurement_type);
  pb_set_string (&measurement->item_id, self->item->id);
  pb_set_string (&measurement->unit_sn, *unit_sn != '\0' ? unit_sn : NULL);
  pb_set_string (&measurement->actual_value, *typed.value != '\0' ? typed.value : NULL);
  pb_set_string (&measurement->remark, *typed.remark != '\0' ? typed.remark : NULL);
  pb_set_string (&measurement->defect_code, *typed.defect_code != '\0' ? typed.defect_code : NULL);
  measurement->result = (int) typed.result;
  return measurement;
}

void
pb_measurement_cell_mark_saved (PbMeasurementCell *self, const PbMeasurement *sent)
{
  if (g_strcmp0 (sent->item_id, self->item->id) != 0 ||
      strcmp (sent->unit_sn != NULL ? sent->unit_sn : "", pb_row_peek_text (self, UNIT_SN)) != 0)
    return;
  entry_set (&self->saved, sent->actual_value, (PbResult) sent->result, sent->remark, sent->defect_code);
  entry_set (&self->base, sent->actual_value, (PbResult) sent->result, sent->remark, sent->defect_code);
  if (self->saved_at == 0)
    self->saved_at = pb_now ();
  g_object_freeze_notify (G_OBJECT (self));
  pb_row_set_number (self, RECORDED, TRUE);
  typed_changed (self);
}

static char *
describe_recorded (const PbMeasurement *saved)
{
  return saved != NULL ? pb_text_time (saved->inspected_at, pb_now ()) : g_strdup ("");
}

static void
update (gpointer owner, gpointer row, gconstpointer data)
{
  PbMeasurementCell *self = row;
  const PbCellData *cell = data;
  const PbMeasurement *saved = cell->saved != NULL && cell->saved->inspected_at != 0 ? cell->saved : NULL;
  gboolean edited = self->item != NULL && pb_row_peek_number (self, EDITED);

  pb_object_ref (cell->item);
  pb_object_unref (self->item);
  self->item = cell->item;
  entry_set (&self->saved, saved != NULL ? saved->actual_value : NULL, choice_of (cell->item, saved),
             saved != NULL ? saved->remark : NULL, saved != NULL ? saved->defect_code : NULL);
  self->saved_at = saved != NULL ? saved->inspected_at : 0;
  pb_row_set_text (self, UNIT_SN, cell->unit_sn);
  pb_row_set_number (self, RECORDED, saved != NULL);
  pb_row_take_text (self, RECORDED_TEXT, describe_recorded (saved));
  if (!edited)
    {
      entry_set (&self->base, self->saved.value, self->saved.result, self->saved.remark, self->saved.defect_code);
      show_entry (self, &self->saved);
    }
  judge (self);
  /* Somebody else has saved another value since the edit began. */
  if (pb_row_peek_number (self, EDITED) && !entry_equal (&self->base, &self->saved))
    pb_row_take_text (self, CONFLICT_TEXT,
                      /* TRANSLATORS: the value that somebody else saved while one was being typed */
                      g_strdup_printf (_ ("Meanwhile %s was saved"), *self->saved.value != '\0'
                                                                       ? self->saved.value
                                                                       : pb_text_result (self->saved.result)));
  else
    pb_row_set_text (self, CONFLICT_TEXT, NULL);
}

static const char *
key_of_cell (gpointer row)
{
  return pb_row_peek_text (row, UNIT_SN);
}

static char *
key_of_data (gconstpointer data)
{
  return g_strdup (((const PbCellData *) data)->unit_sn);
}

static gpointer
new_cell (gpointer owner, gconstpointer data)
{
  PbMeasurementCell *self = g_object_new (PB_TYPE_MEASUREMENT_CELL, NULL);

  g_set_weak_pointer (&self->fai, PB_FAI_MODEL (owner));
  return self;
}

const PbRowsClass pb_measurement_cell_rows_class = {
  .key_of_row = key_of_cell,
  .key_of_data = key_of_data,
  .new_row = new_cell,
  .update = update,
};

static void
pb_measurement_cell_finalize (GObject *object)
{
  PbMeasurementCell *self = PB_MEASUREMENT_CELL (object);

  g_clear_weak_pointer (&self->fai);
  pb_object_unref (self->item);
  entry_clear (&self->saved);
  entry_clear (&self->base);
  G_OBJECT_CLASS (pb_measurement_cell_parent_class)->finalize (object);
}

static void
pb_measurement_cell_class_init (PbMeasurementCellClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = pb_measurement_cell_finalize;
  pb_row_class_install (klass, columns, N_COLUMNS);
}

static void
pb_measurement_cell_init (PbMeasurementCell *self)
{
  entry_set (&self->saved, NULL, PB_RESULT_NONE, NULL, NULL);
  entry_set (&self->base, NULL, PB_RESULT_NONE, NULL, NULL);
}
