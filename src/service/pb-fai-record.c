/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-service"

#include "service/pb-fai-record.h"

#include <string.h>

#include "domain/pb-fai-rules.h"
#include "service/pb-fai-view.h"
#include "service/pb-judge.h"

/* ---- Bodies */

/* A value as it is given: POST …/items names the characteristic, PUT …/measurements gives its id, PATCH has it in the
 * path. */
typedef struct
{
  PbObject base;
  char *item_id;
  char *item_name;
  char *item_spec;
  char *unit_sn;
  char *actual_value;
  int result; /* PbResult */
  char *defect_code;
  char *remark;
} PbFaiValue;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PbFaiValue, pb_object_unref)

typedef struct
{
  PbObject base;
  GPtrArray *items; /* (element-type PbFaiValue) */
} PbFaiValues;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PbFaiValues, pb_object_unref)

/* The verdicts of a characteristic, numbered as in PbResult. */
static const char *const verdict_texts[] = { NULL, "PASS", "FAIL", "NA", NULL };
static const PbEnum verdicts = { "InspectionItemResult", verdict_texts };
G_STATIC_ASSERT (PB_RESULT_PASS == 1 && PB_RESULT_FAIL == 2 && PB_RESULT_NA == 3);

/* clang-format off */
#define VALUE_FIELDS(...)                                                                                              \
  PB_FIELD (PbFaiValue, unit_sn, "unitSn", STRING, .flags = PB_ASKED | PB_PATCHED, .max_length = 120),                 \
  PB_FIELD (PbFaiValue, actual_value, "actualValue", STRING, .flags = PB_ASKED | PB_PATCHED, .max_length = 200),       \
  PB_FIELD (PbFaiValue, result, "result", ENUM, .flags = __VA_ARGS__, .values = &verdicts),                            \
  PB_FIELD (PbFaiValue, defect_code, "defectCode", STRING, .flags = PB_ASKED | PB_PATCHED, .max_length = 64),          \
  PB_FIELD (PbFaiValue, remark, "remark", STRING, .flags = PB_ASKED | PB_PATCHED, .max_length = 500)

static const PbField added_fields[] = {
  PB_FIELD (PbFaiValue, item_name, "itemName", STRING, .flags = PB_REQUIRED, .max_length = 200),
  PB_FIELD (PbFaiValue, item_spec, "itemSpec", STRING, .flags = PB_ASKED, .max_length = 500),
  VALUE_FIELDS (PB_REQUIRED),
  PB_FIELDS_END,
};
static const PbField patched_fields[] = {
  PB_FIELD (PbFaiValue, item_spec, "itemSpec", STRING, .flags = PB_PATCHED, .max_length = 500),
  VALUE_FIELDS (PB_PATCHED),
  PB_FIELDS_END,
};
static const PbField row_fields[] = {
  PB_FIELD (PbFaiValue, item_id, "itemId", STRING, .flags = PB_REQUIRED, .max_length = 64),
  VALUE_FIELDS (PB_ASKED),
  PB_FIELDS_END,
};
const PbType pb_fai_record_add_type = {
  .name = "FaiItemRecord",
  .size = sizeof (PbFaiValue),
  .fields = added_fields,
};
const PbType pb_fai_record_patch_type = {
  .name = "FaiItemUpdate",
  .size = sizeof (PbFaiValue),
  .fields = patched_fields,
};
static const PbType row_type = { .name = "FaiMeasurement", .size = sizeof (PbFaiValue), .fields = row_fields };
static const PbField rows_fields[] = {
  PB_FIELD (PbFaiValues, items, "items", CHILDREN, .flags = PB_REQUIRED, .child = &row_type),
  PB_FIELDS_END,
};
const PbType pb_fai_record_put_type = {
  .name = "FaiMeasurements",
  .size = sizeof (PbFaiValues),
  .fields = rows_fields,
};
/* clang-format on */

/* ---- Refusals */

gboolean
pb_fai_record_require_inspecting (const PbInspection *fai, GError **error)
{
  if (fai->status == PB_FAI_INSPECTING)
    return TRUE;
  pb_problem_set (error, 400, "FAI_NOT_INSPECTING", "The first article is %s: this is done while it is INSPECTING",
                  pb_enum_text (&pb_fai_statuses, fai->status));
  return FALSE;
}

void
pb_fai_record_refuse_trial (gint64 tracked, gint64 sample, GError **error)
{
  pb_problem_set (error, 400, "FAI_TRIAL_REQUIRED",
                  "The trial is not done: so many sample units have been tracked out (%" G_GINT64_FORMAT
                  "/%" G_GINT64_FORMAT ")",
                  tracked, sample);
}

static const char *
message_of (const char *code)
{
  static const struct
  {
    const char *code, *message;
  } texts[] = {
    { "UNIT_UNKNOWN", "The unit is not one of the sample" },
    { "VALUE_OUT_OF_LIMITS", "The value is outside its limits: it cannot be a PASS" },
    { "VALUE_NOT_A_NUMBER", "The value must be a number" },
    { "VALUE_REQUIRED", "The characteristic has limits: give the measured value" },
    { "RESULT_REQUIRED", "The characteristic has no limits: give PASS or FAIL" },
    { "NA_NOT_ALLOWED", "The characteristic must be judged: NA is not allowed for it" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    if (strcmp (texts[i].code, code) == 0)
      return texts[i].message;
  return code;
}

/* Bad values, one for each row that is wrong. The code of the first one is that of the answer: 422, and every row is
 * named. */
typedef struct
{
  PbWriter *details;
  char *code, *property, *item_id, *unit_sn; /* of the first */
} Faults;

static void
faults_clear (Faults *faults)
{
  g_clear_pointer (&faults->details, pb_writer_free);
  g_free (faults->code);
  g_free (faults->property);
  g_free (faults->item_id);
  g_free (faults->unit_sn);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Faults, faults_clear)

static const char *
member_of (const char *code)
{
  if (strcmp (code, "UNIT_UNKNOWN") == 0)
    return "unitSn";
  return strcmp (code, "RESULT_REQUIRED") == 0 || strcmp (code, "NA_NOT_ALLOWED") == 0 ? "result" : "actualValue";
}

/* @place: where the row is in the body: "items[2]." or "". */
static void
faults_add (Faults *faults, const char *code, const char *place, const char *item_id, const char *unit_sn)
{
  g_autofree char *property = g_strconcat (place, member_of (code), NULL);

  if (faults->details == NULL)
    {
      faults->details = pb_writer_new ();
      pb_writer_begin_array (faults->details);
      faults->code = g_strdup (code);
      faults->property = g_strdup (property);
      faults->item_id = g_strdup (item_id);
      faults->unit_sn = g_strdup (unit_sn);
    }
  pb_writer_begin_object (faults->details);
  pb_writer_member_string (faults->details, "property", property);
  pb_writer_member_string (faults->details, "code", code);
  pb_writer_member_string (faults->details, "message", message_of (code));
  pb_writer_member_string (faults->details, "itemId", item_id);
  pb_writer_member_string_opt (faults->details, "unitSn", unit_sn);
  pb_writer_end_object (faults->details);
}

/* Returns: whether there were none. */
static gboolean
faults_refuse (Faults *faults, GError **error)
{
  GError *problem = NULL;
  g_autofree char *details = NULL;

  if (faults->details == NULL)
    return TRUE;
  pb_writer_end_array (faults->details);
  details = pb_writer_steal (faults->details);
  pb_problem_set (&problem, 422, faults->code, "%s", message_of (faults->code));
  pb_problem_set_property (problem, faults->property);
  pb_problem_add_text (problem, "property", faults->property);
  pb_problem_add_text (problem, "itemId", faults->item_id);
  pb_problem_add_text (problem, "unitSn", faults->unit_sn);
  pb_problem_add_member (problem, "details", details);
  g_propagate_error (error, problem);
  return FALSE;
}

/* ---- Values */

static PbMeasurement *
find_measurement (const PbInspectionItem *item, const char *unit_sn)
{
  for (guint i = 0; i < item->measurements->len; i++)
    {
      PbMeasurement *measurement = item->measurements->pdata[i];

      if (g_strcmp0 (measurement->unit_sn, unit_sn) == 0)
        return measurement;
    }
  return NULL;
}

static PbInspectionItem *
find_item (const PbInspection *fai, const char *id, const char *name)
{
  for (guint i = 0; i < fai->items->len; i++)
    {
      PbInspectionItem *item = fai->items->pdata[i];

      if (id != NULL ? strcmp (item->id, id) == 0 : g_strcmp0 (item->item_name, name) == 0)
        return item;
    }
  return NULL;
}

/* Judges a value of @item. @verdict: out: what counts. Returns: (nullable): what is wrong with it. */
static const char *
judge_value (const PbInspectionItem *item, const PbFaiValue *value, GStrv units, PbResult *verdict)
{
  *verdict = (PbResult) value->result;
  if (value->unit_sn != NULL && !g_strv_contains ((const char *const *) units, value->unit_sn))
    return "UNIT_UNKNOWN";
  return pb_fai_judge (item, value->actual_value, verdict);
}

/* Writes a judged value: the one of its unit is replaced. */
static gboolean
write_value (PbCall *call,
             PbInspection *fai,
             PbInspectionItem *item,
             const PbFaiValue *value,
             PbResult verdict,
             GError **error)
{
  PbMeasurement *measurement = find_measurement (item, value->unit_sn);
  gboolean is_new = measurement == NULL;

  if (is_new)
    {
      measurement = pb_object_new (&pb_measurement_type);
      measurement->id = pb_id_new ();
      measurement->item_id = g_strdup (item->id);
      measurement->inspection_id = g_strdup (item->inspection_id);
      measurement->unit_sn = g_strdup (value->unit_sn);
      g_ptr_array_add (item->measurements, measurement);
    }
  pb_set_string (&measurement->actual_value, value->actual_value);
  pb_set_string (&measurement->defect_code, value->defect_code);
  pb_set_string (&measurement->remark, value->remark);
  measurement->result = (int) verdict;
  pb_set_string (&measurement->inspected_by, pb_call_actor (call)->id);
  pb_fai_note_inspector (fai, measurement->inspected_by);
  measurement->inspected_at = call->now;
  return is_new ? pb_call_insert (call, measurement, NULL, error) : pb_call_update (call, measurement, NULL, error);
}

static GStrv
load_units (PbCall *call, const PbInspection *fai, GError **error)
{
  return pb_store_load_sample_units (call->store, fai->run_id, fai->started_at, fai->sample_qty.v, error);
}

/* Finds the first article of the path, open for values. */
static PbInspection *
find_open (PbCall *call, PbRun **run, GError **error)
{
  g_autoptr (PbInspection) fai = pb_call_find_fai (call, pb_call_param (call, "faiId"), run, error);

  if (fai == NULL)
    return NULL;
  pb_call_audit (call, fai->id, (*run)->run_no, NULL, NULL);
  return g_steal_pointer (&fai);
}

/* ---- POST …/items: by name */

/* The contract lets a value be recorded when the trial is done. */
static gboolean
require_trial (PbCall *call, const PbInspection *fai, GError **error)
{
  g_autoptr (PbJudgement) judgement = NULL;

  if (fai->started_at == 0)
    {
      pb_problem_set (error, 400, "FAI_TRIAL_NOT_STARTED", "The trial of the first article has not been started");
      return FALSE;
    }
  judgement = pb_call_judge_id (call, fai->run_id, error);
  if (judgement == NULL)
    return FALSE;
  if (judgement->facts->trial_tracked.v >= fai->sample_qty.v)
    return TRUE;
  pb_fai_record_refuse_trial (judgement->facts->trial_tracked.v, fai->sample_qty.v, error);
  return FALSE;
}

/* A characteristic that the template does not have: written down beside it, asked of nobody. */
static PbInspectionItem *
item_new (const PbInspection *fai, const PbFaiValue *value)
{
  PbInspectionItem *item = pb_object_new (&pb_inspection_item_type);
  gint64 last = 0;

  for (guint i = 0; i < fai->items->len; i++)
    last = MAX (last, ((PbInspectionItem *) fai->items->pdata[i])->seq.v);
  item->id = pb_id_new ();
  item->inspection_id = g_strdup (fai->id);
  item->seq = PB_INT (last + 1);
  item->item_name = g_strdup (value->item_name);
  item->item_spec = g_strdup (value->item_spec);
  item->per = value->unit_sn != NULL ? PB_PER_UNIT : PB_PER_RUN;
  item->required = PB_BOOL (FALSE);
  item->na_allowed = PB_BOOL (TRUE);
  return item;
}

gboolean
pb_fai_record_add (PbCall *call, GError **error)
{
  g_autoptr (PbFaiValue) value = pb_call_read_new (call, &pb_fai_record_add_type, error);
  g_autoptr (PbRun) run = NULL;
  g_autoptr (PbInspection) fai = NULL;
  g_autoptr (PbInspectionItem) item = NULL;
  g_autoptr (PbInspectionItem) before = NULL;
  g_auto (GStrv) units = NULL;
  g_auto (Faults) faults = { NULL };
  PbInspectionItem *known;
  PbResult verdict;
  const char *code;

  if (value == NULL || (fai = find_open (call, &run, error)) == NULL ||
      !pb_fai_record_require_inspecting (fai, error) || !require_trial (call, fai, error))
    return FALSE;
  units = load_units (call, fai, error);
  if (units == NULL)
    return FALSE;
  known = find_item (fai, NULL, value->item_name);
  item = known != NULL ? pb_object_ref (known) : item_new (fai, value);
  code = judge_value (item, value, units, &verdict);
  if (code != NULL)
    faults_add (&faults, code, "", item->id, value->unit_sn);
  if (!faults_refuse (&faults, error))
    return FALSE;
  if (known != NULL)
    before = pb_object_copy (known);
  if ((known == NULL && !pb_call_insert (call, item, NULL, error)) ||
      !write_value (call, fai, item, value, verdict, error) || !pb_fai_view_save (call, fai, run, error))
    return FALSE;
  pb_call_audit (call, fai->id, run->run_no, before, item);
  call->status = 201;
  pb_writer_begin_object (call->out);
  pb_writer_member_string (call->out, "itemId", item->id);
  pb_writer_end_object (call->out);
  return TRUE;
}

/* ---- PATCH …/items/:itemId: the value that the flat fields show */

/* The value as it is before the patch. Without a unit in the body it is the one that the flat fields mirror. */
static PbFaiValue *
value_before (PbCall *call, PbInspectionItem *item)
{
  PbFaiValue *value = pb_object_new (&pb_fai_record_patch_type);
  JsonNode *unit = json_object_get_member (call->body, "unitSn");
  PbMeasurement *measurement;

  pb_fai_mirror (item);
  if (unit == NULL)
    measurement = find_measurement (item, item->unit_sn);
  else
    measurement = find_measurement (item, JSON_NODE_HOLDS_VALUE (unit) ? json_node_get_string (unit) : NULL);
  value->item_spec = g_strdup (item->item_spec);
  if (measurement == NULL)
    return value;
  value->unit_sn = g_strdup (measurement->unit_sn);
  value->actual_value = g_strdup (measurement->actual_value);
  value->result = measurement->result;
  value->defect_code = g_strdup (measurement->defect_code);
  value->remark = g_strdup (measurement->remark);
  return value;
}

static gboolean
names_a_field (PbCall *call)
{
  for (const PbField *field = patched_fields; field->name != NULL; field++)
    if (json_object_has_member (call->body, field->name))
      return TRUE;
  return FALSE;
}

/* A number that was judged by its limits is judged anew when it changes: what was said of the old one does not hold. */
static void
forget_old_verdict (PbCall *call, const PbInspectionItem *item, PbFaiValue *value)
{
  if ((item->lower_limit.set || item->upper_limit.set) && json_object_has_member (call->body, "actualValue") &&
      !json_object_has_member (call->body, "result"))
    value->result = PB_RESULT_NONE;
}

/* A defect belongs to a failure: what passes now has none. */
static void
forget_old_defect (PbCall *call, PbFaiValue *value)
{
  if (value->result == PB_RESULT_PASS && !json_object_has_member (call->body, "defectCode"))
    pb_set_string (&value->defect_code, NULL);
}

gboolean
pb_fai_record_patch (PbCall *call, GError **error)
{
  g_autoptr (PbFaiValue) form = pb_object_new (&pb_fai_record_patch_type);
  g_autoptr (PbFaiValue) value = NULL;
  g_autoptr (PbRun) run = NULL;
  g_autoptr (PbInspection) fai = NULL;
  g_autoptr (PbInspectionItem) before = NULL;
  g_auto (GStrv) units = NULL;
  g_auto (Faults) faults = { NULL };
  const char *item_id = pb_call_param (call, "itemId");
  PbInspectionItem *item;
  PbResult verdict;
  const char *code;

  if (!pb_call_read_patch (call, form, error) || (fai = find_open (call, &run, error)) == NULL)
    return FALSE;
  item = find_item (fai, item_id, NULL);
  if (item == NULL)
    {
      pb_problem_set (error, 404, "FAI_ITEM_NOT_FOUND", "The first article has no characteristic %s", item_id);
      return FALSE;
    }
  if (!pb_fai_record_require_inspecting (fai, error))
    return FALSE;
  before = pb_object_copy (item);
  if (names_a_field (call))
    {
      value = value_before (call, item);
      units = load_units (call, fai, error);
      if (units == NULL || !pb_call_read_patch (call, value, error))
        return FALSE;
      forget_old_verdict (call, item, value);
      forget_old_defect (call, value);
      code = judge_value (item, value, units, &verdict);
      if (code != NULL)
        faults_add (&faults, code, "", item->id, value->unit_sn);
      if (!faults_refuse (&faults, error))
        return FALSE;
      pb_set_string (&item->item_spec, value->item_spec);
      if (!write_value (call, fai, item, value, verdict, error) || !pb_call_update (call, item, NULL, error) ||
          !pb_fai_view_save (call, fai, run, error))
        return FALSE;
    }
  pb_fai_mirror (item);
  pb_call_audit (call, fai->id, run->run_no, before, item);
  pb_call_reply (call, item);
  return TRUE;
}

/* ---- PUT …/measurements: many values at once */

typedef struct
{
  PbInspectionItem *item;
  const PbFaiValue *value;
  PbResult verdict;
} Row;

/* Of two values for the same thing nobody could say which one counts. */
static gboolean
check_first (const GArray *rows, const Row *row, guint place, GError **error)
{
  for (guint i = 0; i < rows->len; i++)
    {
      const Row *earlier = &g_array_index (rows, Row, i);

      if (earlier->item == row->item && g_strcmp0 (earlier->value->unit_sn, row->value->unit_sn) == 0)
        {
          g_autofree char *property = g_strdup_printf ("items[%u]", place);

          pb_problem_set_invalid (error, "body", property, "%s is of the same characteristic and unit as items[%u]",
                                  property, i);
          return FALSE;
        }
    }
  return TRUE;
}

static gboolean
judge_rows (PbCall *call, const PbInspection *fai, const PbFaiValues *values, GArray *rows, GError **error)
{
  g_auto (GStrv) units = load_units (call, fai, error);
  g_auto (Faults) faults = { NULL };

  if (units == NULL)
    return FALSE;
  for (guint i = 0; i < values->items->len; i++)
    {
      Row row = { .value = values->items->pdata[i] };
      const char *code;

      row.item = find_item (fai, row.value->item_id, NULL);
      if (row.item == NULL)
        {
          pb_problem_set (error, 404, "FAI_ITEM_NOT_FOUND", "items[%u]: the first article has no characteristic %s", i,
                          row.value->item_id);
          return FALSE;
        }
      if (!check_first (rows, &row, i, error))
        return FALSE;
      code = judge_value (row.item, row.value, units, &row.verdict);
      if (code != NULL)
        {
          g_autofree char *place = g_strdup_printf ("items[%u].", i);
          faults_add (&faults, code, place, row.item->id, row.value->unit_sn);
        }
      g_array_append_val (rows, row);
    }
  return faults_refuse (&faults, error);
}

gboolean
pb_fai_record_put (PbCall *call, GError **error)
{
  g_autoptr (PbFaiValues) values = pb_call_read_new (call, &pb_fai_record_put_type, error);
  g_autoptr (PbRun) run = NULL;
  g_autoptr (PbInspection) fai = NULL;
  g_autoptr (PbInspection) before = NULL;
  g_autoptr (GArray) rows = g_array_new (FALSE, FALSE, sizeof (Row));

  if (values == NULL)
    return FALSE;
  if (values->items->len == 0)
    {
      pb_problem_set_invalid (error, "body", "items", "items must hold at least one value");
      return FALSE;
    }
  fai = find_open (call, &run, error);
  if (fai == NULL || !pb_fai_record_require_inspecting (fai, error) || !judge_rows (call, fai, values, rows, error))
    return FALSE;
  before = pb_object_copy (fai);
  for (guint i = 0; i < rows->len; i++)
    {
      Row *row = &g_array_index (rows, Row, i);

      if (!write_value (call, fai, row->item, row->value, row->verdict, error))
        return FALSE;
    }
  if (!pb_fai_view_save (call, fai, run, error))
    return FALSE;
  pb_call_audit (call, fai->id, run->run_no, before, fai);
  return pb_fai_view_reply (call, fai->id, run, NULL, error);
}
