/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-model"

#include "config.h"

#include "model/pb-fai-model.h"

#include <glib/gi18n-lib.h>

#include "domain/pb-fai-rules.h"
#include "model/pb-fai-private.h"
#include "model/pb-row-private.h"
#include "model/pb-run-private.h"
#include "model/pb-run-state-private.h"
#include "model/pb-text.h"

enum
{
  EXISTS,
  FAI_ID,
  STATUS,
  STATUS_TEXT,
  SAMPLE_QTY,
  TRACKED,
  TRIAL_TEXT,
  TRIAL_DONE,
  STATIONS_TEXT,
  STALE,
  STALE_TEXT,
  DECISION_TEXT,
  MISSING_COUNT,
  MISSING_TEXT,
  FAILED_COUNT,
  EDITED,
  HAS_PROBLEMS,
  REMARK,
  SIGNED_COUNT,
  REQUIRED_COUNT,
  SIGNATURE_TEXT,
  N_ITEMS,
  N_COLUMNS
};

static const PbRowColumn columns[N_COLUMNS] = {
  [EXISTS] = { "exists", G_TYPE_BOOLEAN },
  [FAI_ID] = { "fai-id", G_TYPE_STRING },
  [STATUS] = { "status", G_TYPE_INT },
  [STATUS_TEXT] = { "status-text", G_TYPE_STRING },
  [SAMPLE_QTY] = { "sample-qty", G_TYPE_INT64 },
  [TRACKED] = { "tracked", G_TYPE_INT64 },
  [TRIAL_TEXT] = { "trial-text", G_TYPE_STRING },
  [TRIAL_DONE] = { "trial-done", G_TYPE_BOOLEAN },
  [STATIONS_TEXT] = { "stations-text", G_TYPE_STRING },
  [STALE] = { "stale", G_TYPE_BOOLEAN },
  [STALE_TEXT] = { "stale-text", G_TYPE_STRING },
  [DECISION_TEXT] = { "decision-text", G_TYPE_STRING },
  [MISSING_COUNT] = { "missing-count", G_TYPE_INT64 },
  [MISSING_TEXT] = { "missing-text", G_TYPE_STRING },
  [FAILED_COUNT] = { "failed-count", G_TYPE_INT64 },
  [EDITED] = { "edited", G_TYPE_BOOLEAN },
  [HAS_PROBLEMS] = { "has-problems", G_TYPE_BOOLEAN },
  [REMARK] = { "remark", G_TYPE_STRING },
  [SIGNED_COUNT] = { "signed-count", G_TYPE_INT64 },
  [REQUIRED_COUNT] = { "required-count", G_TYPE_INT64 },
  [SIGNATURE_TEXT] = { "signature-text", G_TYPE_STRING },
  [N_ITEMS] = { "n-items", G_TYPE_UINT },
};

static GType
get_item_type (GListModel *model)
{
  return PB_TYPE_CHARACTERISTIC;
}

static guint
get_n_items (GListModel *model)
{
  return g_list_model_get_n_items (G_LIST_MODEL (PB_FAI_MODEL (model)->items));
}

static gpointer
get_item (GListModel *model, guint position)
{
  return g_list_model_get_item (G_LIST_MODEL (PB_FAI_MODEL (model)->items), position);
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (PbFaiModel,
                               pb_fai_model,
                               PB_TYPE_ROW,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

/* --- edits
 * -------------------------------------------------------------------------------------------------------------------
 */

/* Calls @func for every cell. */
static void
foreach_cell (PbFaiModel *self, void (*func) (PbMeasurementCell *cell, gpointer data), gpointer data)
{
  for (guint i = 0; i < get_n_items (G_LIST_MODEL (self)); i++)
    {
      g_autoptr (PbCharacteristic) characteristic = get_item (G_LIST_MODEL (self), i);
      GListModel *cells = pb_characteristic_get_cells (characteristic);

      for (guint k = 0; k < g_list_model_get_n_items (cells); k++)
        {
          g_autoptr (PbMeasurementCell) cell = g_list_model_get_item (cells, k);

          func (cell, data);
        }
    }
}

typedef struct
{
  gboolean edited;
  gboolean problems;
} Sums;

static void
count_cell (PbMeasurementCell *cell, gpointer data)
{
  Sums *sums = data;

  sums->edited = sums->edited || pb_row_get_flag (cell, "edited");
  sums->problems = sums->problems || *pb_row_get_text (cell, "problem-text") != '\0';
}

void
pb_fai_model_count_edits (PbFaiModel *self)
{
  Sums sums = { FALSE, FALSE };

  foreach_cell (self, count_cell, &sums);
  pb_row_set_number (self, EDITED, sums.edited);
  pb_row_set_number (self, HAS_PROBLEMS, sums.problems);
}

static void
collect_cell (PbMeasurementCell *cell, gpointer data)
{
  PbMeasurement *edit = pb_measurement_cell_dup_edit (cell);

  if (edit != NULL)
    g_ptr_array_add (data, edit);
}

GPtrArray *
pb_fai_model_collect_edited (PbFaiModel *self)
{
  GPtrArray *edited = pb_object_array_new ();

  foreach_cell (self, collect_cell, edited);
  return edited;
}

static void
mark_cell (PbMeasurementCell *cell, gpointer data)
{
  GPtrArray *sent = data;

  for (guint i = 0; i < sent->len; i++)
    pb_measurement_cell_mark_saved (cell, sent->pdata[i]);
}

void
pb_fai_model_mark_saved (PbFaiModel *self, GPtrArray *sent)
{
  foreach_cell (self, mark_cell, sent);
}

static void
reset_cell (PbMeasurementCell *cell, gpointer data)
{
  pb_measurement_cell_reset (cell);
}

void
pb_fai_model_reset (PbFaiModel *self)
{
  g_return_if_fail (PB_IS_FAI_MODEL (self));

  foreach_cell (self, reset_cell, NULL);
}

/* --- texts
 * -------------------------------------------------------------------------------------------------------------------
 */

static const char *
word_of_cause (const char *cause)
{
  static const struct
  {
    const char *cause;
    const char *text;
  } words[] = {
    { "route", N_ ("The route has changed since.") },
    { "stencil", N_ ("The stencil has changed since.") },
    { "paste", N_ ("The solder paste lot has changed since.") },
    { "squeegee", N_ ("The squeegee has changed since.") },
    { "fixture", N_ ("The fixture has changed since.") },
    { "program", N_ ("The oven program has changed since.") },
    { "age", N_ ("It is too old.") },
    { "lineStop", N_ ("The line has stood still for too long.") },
    { "condition", N_ ("The end of its condition has come.") },
  };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (g_strcmp0 (words[i].cause, cause) == 0)
      return pb_translate (words[i].text);
  return NULL;
}

static char *
describe_stale (const PbInspection *inspection)
{
  GString *text = g_string_new (NULL);

  for (char **cause = inspection->stale_causes; cause != NULL && *cause != NULL; cause++)
    {
      const char *word = word_of_cause (*cause);

      g_string_append (text, text->len > 0 ? " " : "");
      if (word != NULL)
        g_string_append (text, word);
      else if (g_str_has_prefix (*cause, "slot:"))
        /* TRANSLATORS: the material of a feeder slot */
        g_string_append_printf (text, _ ("Slot %s has another material now."), *cause + 5);
      else
        g_string_append (text, *cause);
    }
  if (inspection->stale.v && text->len == 0)
    g_string_append (text, _ ("It no longer holds."));
  return g_string_free (text, FALSE);
}

static char *
describe_decision (const PbInspection *inspection, gint64 now)
{
  GString *text = g_string_new (NULL);
  g_autofree char *time = pb_text_time (inspection->decided_at, now);

  if (inspection->decided_at == 0)
    return g_string_free (text, FALSE);
  g_string_append_printf (text, "%s %s", pb_text_fai_status ((PbFaiStatus) inspection->status), time);
  if (inspection->decided_by_name != NULL)
    g_string_append_printf (text, ", %s", inspection->decided_by_name);
  if (inspection->condition != NULL)
    {
      g_autofree char *until = pb_text_time (inspection->condition_until, now);

      g_string_append_c (text, '\n');
      /* TRANSLATORS: a first article that passed with a condition, and until when */
      g_string_append_printf (text, *until != '\0' ? _ ("On condition: %s (until %s)") : _ ("On condition: %s"),
                              inspection->condition, until);
    }
  return g_string_free (text, FALSE);
}

static char *
describe_missing (const PbInspection *inspection, GArray *gaps)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < gaps->len; i++)
    {
      const PbFaiGap *gap = &g_array_index (gaps, PbFaiGap, i);
      const char *name = NULL;

      for (guint k = 0; k < inspection->items->len && name == NULL; k++)
        {
          const PbInspectionItem *item = inspection->items->pdata[k];

          name = g_strcmp0 (item->id, gap->item_id) == 0 ? item->item_name : NULL;
        }
      g_string_append_printf (text, "%s%s%s%s", i > 0 ? "\n" : "", name != NULL ? name : "",
                              gap->unit_sn != NULL ? ", " : "", gap->unit_sn != NULL ? gap->unit_sn : "");
    }
  return g_string_free (text, FALSE);
}

/* --- parts
 * -------------------------------------------------------------------------------------------------------------------
 */

/* Existing deployments have one flat value for each characteristic. */
static void
unfold_flat_values (PbInspection *inspection)
{
  for (guint i = 0; i < inspection->items->len; i++)
    {
      PbInspectionItem *item = inspection->items->pdata[i];
      PbMeasurement *measurement;

      if (item->measurements->len > 0 || item->inspected_at == 0)
        continue;
      measurement = pb_object_new (&pb_measurement_type);
      pb_set_string (&measurement->unit_sn, item->unit_sn);
      pb_set_string (&measurement->actual_value, item->actual_value);
      pb_set_string (&measurement->defect_code, item->defect_code);
      pb_set_string (&measurement->remark, item->remark);
      measurement->result = item->result;
      measurement->inspected_at = item->inspected_at;
      g_ptr_array_add (item->measurements, measurement);
    }
}

/* Returns: (transfer none) (nullable): the step of the run's route with this number. */
static const PbReply *
find_step (GPtrArray *steps, gint64 step_no)
{
  for (guint i = 0; i < steps->len; i++)
    if (pb_reply_get_int (steps->pdata[i], "stepNo", -1) == step_no)
      return steps->pdata[i];
  return NULL;
}

/* "20 SPI (A-SPI-01)". Returns: (transfer full). */
static char *
describe_step (const PbReply *step, gint64 step_no)
{
  g_auto (GStrv) codes = step != NULL ? pb_reply_get_strings (step, "stationCodes") : NULL;
  g_autofree char *stations = codes != NULL ? g_strjoinv (", ", codes) : g_strdup ("");
  const char *name = step != NULL ? pb_reply_get_string (step, "operationName") : NULL;

  if (name == NULL)
    name = step != NULL ? pb_reply_get_string (step, "operationCode") : NULL;
  if (name == NULL)
    return g_strdup_printf ("%d", (int) step_no);
  if (*stations == '\0')
    return g_strdup_printf ("%d %s", (int) step_no, name);
  /* TRANSLATORS: number and name of a step, and the stations that do it: "20 SPI (A-SPI-01)" */
  return g_strdup_printf (_ ("%d %s (%s)"), (int) step_no, name, stations);
}

/* How far the trial goes: the last step that asks for a first article. */
static gint64
last_trial_step (GPtrArray *steps)
{
  gint64 last = 0;

  for (guint i = 0; i < steps->len; i++)
    if (pb_reply_get_bool (steps->pdata[i], "requiresFai", FALSE))
      last = MAX (last, pb_reply_get_int (steps->pdata[i], "stepNo", 0));
  return last;
}

/* Returns: (transfer full): "" when the route is not told. */
static char *
describe_stations (GPtrArray *steps)
{
  GString *text = g_string_new (NULL);
  gint64 last = last_trial_step (steps);

  for (guint i = 0; i < steps->len; i++)
    {
      gint64 step_no = pb_reply_get_int (steps->pdata[i], "stepNo", 0);
      g_autofree char *step = NULL;

      if (step_no > last)
        continue;
      step = describe_step (steps->pdata[i], step_no);
      g_string_append_printf (text, "%s%s", text->len > 0 ? " → " : "", step);
    }
  return g_string_free (text, FALSE);
}

/* Where the unit is, and at which station it goes on. @unit: (nullable): of the run's units. */
static void
locate_unit (PbTrialData *row, const PbReply *unit, GPtrArray *steps, gint64 through)
{
  const char *status = unit != NULL ? pb_reply_get_string (unit, "status") : NULL;
  gint64 step_no = unit != NULL ? pb_reply_get_int (unit, "currentStepNo", 0) : 0;
  const PbReply *step = find_step (steps, step_no);
  g_auto (GStrv) codes = step != NULL ? pb_reply_get_strings (step, "stationCodes") : NULL;
  g_autofree char *where = describe_step (step, step_no);
  g_autofree char *done = describe_step (find_step (steps, through), through);
  gint64 last = last_trial_step (steps);

  row->in_station = g_strcmp0 (status, "IN_STATION") == 0;
  if (codes != NULL && g_strv_length (codes) == 1 && (last == 0 || step_no <= last))
    row->station = g_strdup (codes[0]);
  if (row->in_station)
    /* TRANSLATORS: a unit is being worked on; the step and its station */
    row->state = g_strdup_printf (_ ("in step %s"), where);
  else if (g_strcmp0 (status, "OUT_FAILED") == 0)
    row->state = g_strdup (_ ("came out bad"));
  else if (row->tracked && (status == NULL || (last > 0 && through >= last)))
    /* TRANSLATORS: how far a sample unit has come: the last step that it has left, and its station */
    row->state = g_strdup_printf (_ ("has gone through step %s"), done);
  else if (status != NULL)
    row->state = g_strdup_printf (_ ("waits for step %s"), where);
  else
    row->state = g_strdup (_ ("not tracked yet"));
}

/* Returns: (transfer none) (nullable). */
static const PbReply *
find_unit (GPtrArray *units, const char *sn)
{
  for (guint i = 0; i < units->len; i++)
    if (g_strcmp0 (pb_reply_get_string (units->pdata[i], "sn"), sn) == 0)
      return units->pdata[i];
  return NULL;
}

static gboolean
has_unit (GPtrArray *data, const char *sn)
{
  for (guint i = 0; i < data->len; i++)
    if (g_strcmp0 (((const PbTrialData *) data->pdata[i])->sn, sn) == 0)
      return TRUE;
  return FALSE;
}

/* The elements of an array of @reply (nullable). Returns: (transfer full). */
static GPtrArray *
elements_of (const PbReply *reply, const char *path)
{
  return reply != NULL ? pb_reply_get_elements (reply, path) : g_ptr_array_new ();
}

/* Shows the sample units: those that the trial tells of, then the next ones of the run, up to the size of the sample.
 * Returns: how many have been tracked out. */
static guint
take_units (PbFaiModel *self, const PbRunAnswers *answers, gint64 sample_qty)
{
  g_autoptr (GPtrArray) tracked_units = elements_of (answers != NULL ? answers->trial : NULL, "trialSummary.units");
  g_autoptr (GPtrArray) units = elements_of (answers != NULL ? answers->units : NULL, "items");
  g_autoptr (GPtrArray) steps = elements_of (answers != NULL ? answers->run : NULL, "routeSteps");
  g_autoptr (GPtrArray) data = g_ptr_array_new_with_free_func ((GDestroyNotify) pb_trial_data_free);
  g_autoptr (GStrvBuilder) sample = g_strv_builder_new ();
  guint tracked = 0;

  for (guint i = 0; i < tracked_units->len; i++)
    {
      const PbReply *unit = tracked_units->pdata[i];
      const char *sn = pb_reply_get_string (unit, "sn");
      g_autoptr (GPtrArray) tracks = pb_reply_get_elements (unit, "trackOuts");
      PbTrialData *row;

      if (sn == NULL)
        continue;
      row = g_new0 (PbTrialData, 1);
      row->sn = sn;
      row->tracked = tracks->len > 0;
      locate_unit (row, find_unit (units, sn), steps,
                   tracks->len > 0 ? pb_reply_get_int (tracks->pdata[tracks->len - 1], "stepNo", 0) : 0);
      tracked += row->tracked;
      g_strv_builder_add (sample, sn);
      g_ptr_array_add (data, row);
    }
  for (guint i = 0; i < units->len && data->len < sample_qty; i++)
    {
      const char *sn = pb_reply_get_string (units->pdata[i], "sn");
      PbTrialData *row;

      if (sn == NULL || has_unit (data, sn))
        continue;
      row = g_new0 (PbTrialData, 1);
      row->sn = sn;
      locate_unit (row, units->pdata[i], steps, 0);
      g_ptr_array_add (data, row);
    }
  g_strfreev (self->sample);
  self->sample = g_strv_builder_end (sample);
  pb_rows_merge (self->units, data, &pb_trial_unit_rows_class, self);
  pb_row_take_text (self, STATIONS_TEXT, describe_stations (steps));
  return tracked;
}

static void
take_trial (PbFaiModel *self, const PbInspection *inspection, const PbRunAnswers *answers, gint64 told)
{
  gint64 sample = inspection != NULL ? inspection->sample_qty.v : 0;
  guint listed = take_units (self, answers, sample);
  gint64 tracked = told >= 0 ? told : listed;

  pb_row_set_number (self, SAMPLE_QTY, sample);
  pb_row_set_number (self, TRACKED, tracked);
  pb_row_set_number (self, TRIAL_DONE, inspection != NULL && tracked >= sample);
  pb_row_take_text (self, TRIAL_TEXT,
                    inspection == NULL
                      ? NULL
                      : g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%d of %d sample unit tracked",
                                                      "%d of %d sample units tracked", (gulong) sample),
                                         (int) MIN (tracked, sample), (int) sample));
}

/* Returns: (nullable): the signature of @capacity that counts. */
static const PbSignature *
find_signature (const PbInspection *inspection, PbCapacity capacity)
{
  for (guint i = inspection->signatures->len; i > 0; i--)
    {
      const PbSignature *signature = inspection->signatures->pdata[i - 1];

      if (signature->capacity == (int) capacity && signature->voided_at == 0 &&
          signature->meaning != PB_MEANING_REJECTED)
        return signature;
    }
  return NULL;
}

static char *
describe_signatures (const PbInspection *inspection, guint n_signed, guint n_required)
{
  GString *missing = g_string_new (NULL);
  g_autofree char *capacities = NULL;

  for (char **name = inspection->missing_capacities; name != NULL && *name != NULL; name++)
    g_string_append_printf (missing, "%s%s", missing->len > 0 ? ", " : "",
                            pb_text_capacity ((PbCapacity) pb_enum_value (&pb_capacities, *name)));
  capacities = g_string_free (missing, FALSE);
  if (n_signed >= n_required)
    return g_strdup (_ ("Signed by everybody who must sign"));
  if (*capacities == '\0')
    return g_strdup_printf (_ ("%u of %u signed"), n_signed, n_required);
  /* TRANSLATORS: signatures done and required, and the capacities that are missing */
  return g_strdup_printf (_ ("%u of %u signed, missing: %s"), n_signed, n_required, capacities);
}

static void
add_signature (GPtrArray *data, PbCapacity capacity, const PbSignature *signature, gint64 now)
{
  PbSignatureData *line = g_new (PbSignatureData, 1);

  line->capacity = capacity;
  line->signature = signature;
  line->now = now;
  g_ptr_array_add (data, line);
}

/* @inspection: (nullable). */
static void
take_signatures (PbFaiModel *self, const PbInspection *inspection, gint64 now)
{
  g_autoptr (GPtrArray) data = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (PbSignature) only = NULL;
  guint n_signed = 0;

  if (inspection != NULL && inspection->required_capacities != NULL)
    for (char **name = inspection->required_capacities; *name != NULL; name++)
      {
        PbCapacity capacity = (PbCapacity) pb_enum_value (&pb_capacities, *name);

        add_signature (data, capacity, find_signature (inspection, capacity), now);
      }
  else if (inspection != NULL)
    {
      /* One signature for all, whose name is not told. */
      if (inspection->signed_by != NULL)
        {
          only = pb_object_new (&pb_signature_type);
          only->signed_at = inspection->signed_at;
          only->meaning = PB_MEANING_APPROVED;
          pb_set_string (&only->remark, inspection->signature_remark);
        }
      add_signature (data, PB_CAPACITY_NONE, only, now);
    }
  for (guint i = 0; i < data->len; i++)
    n_signed += ((const PbSignatureData *) data->pdata[i])->signature != NULL;
  pb_rows_merge (self->signatures, data, &pb_signature_line_rows_class, self);
  pb_row_set_number (self, SIGNED_COUNT, n_signed);
  pb_row_set_number (self, REQUIRED_COUNT, data->len);
  pb_row_take_text (self, SIGNATURE_TEXT,
                    inspection != NULL ? describe_signatures (inspection, n_signed, data->len) : NULL);
}

static guint
count_failed (const PbInspection *inspection)
{
  guint failed = 0;

  for (guint i = 0; i < inspection->items->len; i++)
    failed += ((const PbInspectionItem *) inspection->items->pdata[i])->result == PB_RESULT_FAIL;
  return failed;
}

static void
take_missing (PbFaiModel *self, const PbInspection *inspection)
{
  g_autoptr (GArray) gaps = NULL;

  if (inspection == NULL)
    {
      pb_row_set_number (self, MISSING_COUNT, 0);
      pb_row_set_text (self, MISSING_TEXT, NULL);
      return;
    }
  gaps = pb_fai_missing (inspection, (const char *const *) self->sample);
  pb_row_set_number (self, MISSING_COUNT, gaps->len);
  pb_row_take_text (self, MISSING_TEXT, describe_missing (inspection, gaps));
}

void
pb_fai_model_take (PbFaiModel *self, PbInspection *inspection, const PbRunAnswers *answers, gint64 tracked, gint64 now)
{
  g_autoptr (GPtrArray) none = g_ptr_array_new ();
  PbFaiStatus status = inspection != NULL ? (PbFaiStatus) inspection->status : PB_FAI_NONE;

  if (inspection != NULL)
    {
      unfold_flat_values (inspection);
      pb_object_ref (inspection);
    }
  pb_object_unref (self->inspection);
  self->inspection = inspection;

  g_object_freeze_notify (G_OBJECT (self));
  pb_row_set_number (self, EXISTS, inspection != NULL);
  pb_row_set_text (self, FAI_ID, inspection != NULL ? inspection->id : NULL);
  pb_row_set_number (self, STATUS, status);
  pb_row_set_text (self, STATUS_TEXT, inspection != NULL ? pb_text_fai_status (status) : _ ("No first article yet"));
  pb_row_set_number (self, STALE, inspection != NULL && inspection->stale.v);
  pb_row_take_text (self, STALE_TEXT, inspection != NULL ? describe_stale (inspection) : NULL);
  pb_row_take_text (self, DECISION_TEXT, inspection != NULL ? describe_decision (inspection, now) : NULL);
  pb_row_set_text (self, REMARK, inspection != NULL ? inspection->remark : NULL);
  pb_row_set_number (self, FAILED_COUNT, inspection != NULL ? count_failed (inspection) : 0);
  take_trial (self, inspection, answers, tracked);
  take_missing (self, inspection);
  take_signatures (self, inspection, now);
  pb_rows_merge (self->items, inspection != NULL ? inspection->items : none, &pb_characteristic_rows_class, self);
  pb_fai_model_count_edits (self);
  g_object_thaw_notify (G_OBJECT (self));
}

/* Returns: (transfer full): "SN-1: 12.1 mm, Pass"; the verdict alone where nothing was measured. */
static char *
describe_measurement (const PbInspectionItem *item, const PbMeasurement *measurement)
{
  GString *text = g_string_new (NULL);
  const char *verdict = measurement->inspected_at != 0 ? pb_text_result ((PbResult) measurement->result) : NULL;

  if (measurement->unit_sn != NULL && *measurement->unit_sn != '\0')
    g_string_append_printf (text, "%s: ", measurement->unit_sn);
  if (measurement->actual_value != NULL)
    g_string_append_printf (text, "%s%s%s, ", measurement->actual_value, item->unit != NULL ? " " : "",
                            item->unit != NULL ? item->unit : "");
  g_string_append (text, verdict != NULL ? verdict : _ ("not recorded"));
  if (measurement->remark != NULL && *measurement->remark != '\0')
    g_string_append_printf (text, " (%s)", measurement->remark);
  return g_string_free (text, FALSE);
}

char *
pb_fai_model_dup_summary (PbFaiModel *self)
{
  GString *text = g_string_new (NULL);
  const PbInspection *inspection;

  g_return_val_if_fail (PB_IS_FAI_MODEL (self), g_string_free (text, FALSE));

  inspection = self->inspection;
  if (inspection == NULL)
    return g_string_free (text, FALSE);
  g_string_append (text, pb_row_peek_text (self, DECISION_TEXT));
  if (inspection->remark != NULL && *inspection->remark != '\0')
    {
      g_string_append_c (text, '\n');
      /* TRANSLATORS: the remark of the decision */
      g_string_append_printf (text, _ ("Remark: %s"), inspection->remark);
    }
  for (guint i = 0; i < inspection->items->len; i++)
    {
      const PbInspectionItem *item = inspection->items->pdata[i];
      g_autofree char *requirement = pb_text_requirement (item);

      g_string_append_printf (text, "\n%s", item->item_name != NULL ? item->item_name : "");
      if (*requirement != '\0')
        g_string_append_printf (text, " (%s)", requirement);
      for (guint k = 0; k < item->measurements->len; k++)
        {
          g_autofree char *value = describe_measurement (item, item->measurements->pdata[k]);

          g_string_append_printf (text, "%s%s", k > 0 ? "; " : ": ", value);
        }
      if (item->measurements->len == 0)
        g_string_append_printf (text, ": %s", _ ("not recorded"));
    }
  return g_string_free (text, FALSE);
}

const PbInspection *
pb_fai_model_peek (PbFaiModel *self)
{
  return self->inspection;
}

/* --- the object
 * -------------------------------------------------------------------------------------------------------------- */

static void
pb_fai_model_finalize (GObject *object)
{
  PbFaiModel *self = PB_FAI_MODEL (object);

  g_clear_weak_pointer (&self->run);
  g_clear_object (&self->items);
  g_clear_object (&self->signatures);
  g_clear_object (&self->units);
  g_strfreev (self->sample);
  pb_object_unref (self->inspection);
  G_OBJECT_CLASS (pb_fai_model_parent_class)->finalize (object);
}

static void
pb_fai_model_class_init (PbFaiModelClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = pb_fai_model_finalize;
  pb_row_class_install (klass, columns, N_COLUMNS);
}

static void
pb_fai_model_init (PbFaiModel *self)
{
  self->items = g_list_store_new (PB_TYPE_CHARACTERISTIC);
  self->signatures = g_list_store_new (PB_TYPE_SIGNATURE_LINE);
  self->units = g_list_store_new (PB_TYPE_TRIAL_UNIT);
  pb_rows_forward (self->items, self, N_ITEMS);
}

PbFaiModel *
pb_fai_model_new (PbRunModel *run)
{
  PbFaiModel *self = g_object_new (PB_TYPE_FAI_MODEL, NULL);

  g_set_weak_pointer (&self->run, run);
  return self;
}

gboolean
pb_fai_model_get_exists (PbFaiModel *self)
{
  g_return_val_if_fail (PB_IS_FAI_MODEL (self), FALSE);

  return pb_row_peek_number (self, EXISTS) != 0;
}

PbFaiStatus
pb_fai_model_get_status (PbFaiModel *self)
{
  g_return_val_if_fail (PB_IS_FAI_MODEL (self), PB_FAI_NONE);

  return (PbFaiStatus) pb_row_peek_number (self, STATUS);
}

const char *
pb_fai_model_get_id (PbFaiModel *self)
{
  g_return_val_if_fail (PB_IS_FAI_MODEL (self), "");

  return pb_row_peek_text (self, FAI_ID);
}

GListModel *
pb_fai_model_get_signatures (PbFaiModel *self)
{
  g_return_val_if_fail (PB_IS_FAI_MODEL (self), NULL);

  return G_LIST_MODEL (self->signatures);
}

GListModel *
pb_fai_model_get_units (PbFaiModel *self)
{
  g_return_val_if_fail (PB_IS_FAI_MODEL (self), NULL);

  return G_LIST_MODEL (self->units);
}
