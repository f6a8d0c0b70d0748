/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-domain"

#include "domain/items/pb-items.h"
#include "domain/items/pb-newest.h"

/* clang-format off */
static const PbField oven_program_record_fields[] = {
  PB_FIELD (PbOvenProgramRecord, id, "id", STRING),
  PB_FIELD (PbOvenProgramRecord, run_id, "runId", STRING),
  PB_FIELD (PbOvenProgramRecord, run_no, "runNo", STRING, .flags = PB_ASKED | PB_FROM_CONTEXT, .max_length = 120,
            .scan = PB_SCAN_RUN),
  PB_FIELD (PbOvenProgramRecord, line_id, "lineId", STRING),
  PB_FIELD (PbOvenProgramRecord, line_code, "lineCode", STRING, .flags = PB_ASKED | PB_FROM_CONTEXT, .max_length = 50),
  PB_FIELD (PbOvenProgramRecord, line_name, "lineName", STRING),
  PB_FIELD (PbOvenProgramRecord, equipment_id, "equipmentId", STRING, .flags = PB_ASKED, .max_length = 64,
            .label = N_ ("Oven")),
  PB_FIELD (PbOvenProgramRecord, record_date, "recordDate", TIME, .flags = PB_REQUIRED | PB_PAST, .label = N_ ("Date")),
  PB_FIELD (PbOvenProgramRecord, product_name, "productName", STRING, .flags = PB_REQUIRED, .max_length = 100,
            .blank = "PRODUCT_NAME_REQUIRED", .label = N_ ("Product")),
  PB_FIELD (PbOvenProgramRecord, program_name, "programName", STRING, .flags = PB_REQUIRED, .max_length = 200,
            .blank = "PROGRAM_NAME_REQUIRED", .label = N_ ("Program called")),
  PB_FIELD (PbOvenProgramRecord, measured_at, "measuredAt", TIME, .flags = PB_ASKED | PB_PAST,
            .label = N_ ("Profile measured at")),
  PB_FIELD (PbOvenProgramRecord, peak_temperature, "peakTemperature", DOUBLE, .flags = PB_ASKED | PB_BOUNDED,
            .min = 0, .max = 500, .unit = "°C", .label = N_ ("Peak temperature")),
  PB_FIELD (PbOvenProgramRecord, used_by, "usedBy", STRING, .flags = PB_REQUIRED, .max_length = 100,
            .blank = "USED_BY_REQUIRED", .label = N_ ("Used by")),
  PB_FIELD (PbOvenProgramRecord, confirmed_by, "confirmedBy", STRING, .flags = PB_ASKED, .max_length = 100,
            .label = N_ ("Confirmed by")),
  PB_FIELD (PbOvenProgramRecord, remark, "remark", STRING, .flags = PB_ASKED | PB_MULTILINE, .max_length = 1000,
            .label = N_ ("Remark")),
  PB_FIELD (PbOvenProgramRecord, meta, NULL, JSON, .flags = PB_HIDDEN),
  PB_FIELD (PbOvenProgramRecord, recorded_by, "recordedBy", STRING),
  PB_FIELD (PbOvenProgramRecord, recorded_by_name, "recordedByName", STRING),
  PB_FIELD (PbOvenProgramRecord, created_at, "createdAt", TIME),
  PB_FIELD (PbOvenProgramRecord, updated_at, "updatedAt", TIME),
  PB_FIELDS_END,
};
/* clang-format on */
const PbType pb_oven_program_record_type = {
  .name = "OvenProgramRecord",
  .table = "oven_program_record",
  .size = sizeof (PbOvenProgramRecord),
  .fields = oven_program_record_fields,
  .label = N_ ("Oven program record"),
};

static const char *const oven_program_filters[] = { "runNo",       "lineCode",   "equipmentId", "productName",
                                                    "programName", "recordDate", NULL };

const PbRecordKind pb_oven_program_record_kind = {
  .type = &pb_oven_program_record_type,
  .collection = "oven-program-records",
  .entity = "OVEN_PROGRAM_RECORD",
  .summary = "Oven program",
  .at = "record_date",
  .object = "program_name",
  .n_facts = 32, /* a line may have several ovens */
  .filters = oven_program_filters,
};

/* clang-format off */
static const PbPolicyKey program_keys[] = {
  { "oven.profileAgeHours", PB_POLICY_NUMBER, "12", "h", "plant practice", 0, 8760, PB_RELAX_UP,
    N_ ("A profile measurement of the oven is good for") },
  { NULL },
};
/* clang-format on */

static const PbProgramAssignment *
find_assignment (const PbEvaluation *evaluation, const PbRouteStep *step)
{
  const GPtrArray *assignments = evaluation->facts->assignments;
  const char *product = pb_evaluation_product (evaluation);
  const PbLine *line = evaluation->facts->line;

  for (guint i = 0; i < assignments->len; i++)
    {
      const PbProgramAssignment *assignment = assignments->pdata[i];

      if (assignment->profile_code != NULL && assignment->step_no.v == step->step_no.v && product != NULL &&
          g_strcmp0 (assignment->product_code, product) == 0 && line != NULL &&
          g_strcmp0 (assignment->line_code, line->code) == 0)
        return assignment;
    }
  return NULL;
}

static const PbReflowProfile *
find_profile (const PbEvaluation *evaluation, const char *code)
{
  const GPtrArray *profiles = evaluation->facts->profiles;

  for (guint i = 0; i < profiles->len; i++)
    {
      const PbReflowProfile *profile = profiles->pdata[i];

      if (g_strcmp0 (profile->code, code) == 0)
        return profile;
    }
  return NULL;
}

static gboolean
has_oven (const PbRouteStep *step)
{
  return step->has_oven.set && step->has_oven.v;
}

/* Whether @program is the one of another oven step: a route through two ovens has two programs, and its records do not
 * say which oven they are of. */
static gboolean
is_of_other_step (const PbEvaluation *evaluation, const char *program, const char *assigned)
{
  const GPtrArray *steps = evaluation->facts->route->steps;

  if (g_strcmp0 (program, assigned) == 0)
    return FALSE;
  for (guint i = 0; i < steps->len; i++)
    {
      const PbRouteStep *step = steps->pdata[i];
      const PbProgramAssignment *assignment = has_oven (step) ? find_assignment (evaluation, step) : NULL;

      if (assignment != NULL && g_strcmp0 (assignment->profile_code, program) == 0)
        return TRUE;
    }
  return FALSE;
}

static gboolean
is_of_line (const PbEvaluation *evaluation, const PbOvenProgramRecord *record)
{
  const PbLine *line = evaluation->facts->line;

  if (record->line_id != NULL)
    return g_strcmp0 (record->line_id, pb_evaluation_line_id (evaluation)) == 0;
  return line != NULL && record->line_code != NULL && g_strcmp0 (record->line_code, line->code) == 0;
}

/* The newest record of this run, else the newest of the line, whichever run wrote it. */
static void
find_newest (const PbEvaluation *evaluation, const char *assigned, PbNewest *newest, gboolean *own)
{
  const GPtrArray *records = evaluation->facts->oven_program_records;
  PbNewest of_line = { 0 };

  for (guint i = 0; i < records->len; i++)
    {
      const PbOvenProgramRecord *record = records->pdata[i];
      gboolean is_own = pb_evaluation_is_own (evaluation, record->run_id, record->run_no);
      PbContradiction found = { 0 };

      if ((!is_own && !is_of_line (evaluation, record)) ||
          is_of_other_step (evaluation, record->program_name, assigned))
        continue;
      pb_contradiction_require_date (evaluation->now, &found, "recordDate", record->record_date);
      pb_contradiction_add_date (evaluation->now, &found, "measuredAt", record->measured_at);
      pb_newest_add (is_own ? newest : &of_line, record, record->record_date, record->created_at, record->id, &found);
    }
  *own = newest->record != NULL || newest->contradictory != NULL;
  if (!*own)
    *newest = of_line;
}

/* The last measurement of the program in use that a record of this run or of the line tells of. Where none ever tells
 * of one, as with clients that do not ask for it, the record's own date stands for it. */
static gint64
find_measurement (const PbEvaluation *evaluation, const PbOvenProgramRecord *newest)
{
  const GPtrArray *records = evaluation->facts->oven_program_records;
  gint64 measured_at = 0;

  for (guint i = 0; i < records->len; i++)
    {
      const PbOvenProgramRecord *record = records->pdata[i];
      PbContradiction found = { 0 };

      if (g_strcmp0 (record->program_name, newest->program_name) != 0 ||
          (!pb_evaluation_is_own (evaluation, record->run_id, record->run_no) && !is_of_line (evaluation, record)))
        continue;
      pb_contradiction_require_date (evaluation->now, &found, "recordDate", record->record_date);
      pb_contradiction_add_date (evaluation->now, &found, "measuredAt", record->measured_at);
      if (found.part == NULL)
        measured_at = MAX (measured_at, record->measured_at);
    }
  return measured_at != 0 ? measured_at : newest->record_date;
}

static void
judge_record (const PbEvaluation *evaluation, PbItem *item, const char *assigned)
{
  const PbOvenProgramRecord *record;
  PbNewest newest = { 0 };
  gboolean own;

  find_newest (evaluation, assigned, &newest, &own);
  if (newest.record == NULL && newest.contradictory == NULL)
    pb_item_fail (item, PB_REASON_NO_RECORD, assigned);
  record = pb_newest_judge (&newest, evaluation, item, assigned);
  if (record == NULL)
    return;
  pb_item_set_evidence (item, pb_oven_program_record_type.name, record->id, own ? "run" : "line", record->program_name,
                        pb_evidence_person (record->used_by, record->recorded_by_name), record->record_date);
  if (g_strcmp0 (record->program_name, assigned) != 0)
    {
      PbParams *params = pb_item_fail (item, PB_REASON_MISMATCH, NULL);

      params->assigned = g_strdup (assigned);
      params->recorded = g_strdup (record->program_name);
    }
  pb_item_judge_window (evaluation, item, PB_REASON_TOO_OLD, assigned, NULL, find_measurement (evaluation, record),
                        pb_evaluation_hours (evaluation, "oven.profileAgeHours"));
}

static void
evaluate_step (const PbEvaluation *evaluation, GPtrArray *items, const PbRouteStep *step, const char *key)
{
  const PbProgramAssignment *assignment = find_assignment (evaluation, step);
  PbItem *item = pb_evaluation_add (evaluation, items, key);
  const PbReflowProfile *profile;

  if (assignment == NULL)
    {
      g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, step->step_no.v);
      const char *const steps[] = { number, NULL };

      pb_item_fail (item, PB_REASON_NOT_BOUND, pb_evaluation_product (evaluation))->steps = g_strdupv ((char **) steps);
      return;
    }
  profile = find_profile (evaluation, assignment->profile_code);
  if (profile == NULL)
    {
      pb_item_fail (item, PB_REASON_UNKNOWN_OBJECT, assignment->profile_code);
      return;
    }
  if (profile->status != PB_PROFILE_ACTIVE)
    pb_item_fail_state (item, profile->code, pb_enum_text (&pb_profile_statuses, profile->status));
  judge_record (evaluation, item, profile->code);
}

static void
evaluate (const PbEvaluation *evaluation, GPtrArray *items)
{
  const PbRouteVersion *route = evaluation->facts->route;
  guint first = items->len;

  for (guint i = 0; route != NULL && i < route->steps->len; i++)
    {
      const PbRouteStep *step = route->steps->pdata[i];
      g_autofree char *key = g_strdup_printf ("STEP_%" G_GINT64_FORMAT "_PROFILE", step->step_no.v);

      if (has_oven (step) && !pb_items_has_key (items, first, key))
        evaluate_step (evaluation, items, step, key);
    }
}

/* clang-format off */
static const PbFailureText program_texts[] = {
  { PB_REASON_NOT_BOUND, NULL, NULL,
    N_ ("No oven program is assigned to product {object} on this line at step {steps}."),
    N_ ("Assign a reflow profile to the product, the line and the step."), PB_MAY_CONFIGURE },
  { PB_REASON_NOT_BOUND, NULL, NULL,
    N_ ("No oven program is assigned to the product on this line."),
    N_ ("Assign a reflow profile to the product, the line and the step."), PB_MAY_CONFIGURE },
  { PB_REASON_UNKNOWN_OBJECT, NULL, NULL,
    N_ ("Reflow profile {object} is not in the register."),
    N_ ("Register the profile, or assign another one."), "route:configure " PB_MAY_CONFIGURE },
  { PB_REASON_WRONG_STATE, NULL, NULL,
    N_ ("Reflow profile {object} is {state}; it must be active."),
    N_ ("Activate the profile, or assign another one."), "route:configure " PB_MAY_CONFIGURE },
  { PB_REASON_NO_RECORD, NULL, NULL,
    N_ ("No oven program is recorded; the oven must run {object}."),
    N_ ("Call program {object} at the oven and record it."), PB_MAY_RECORD },
  { PB_REASON_MISMATCH, NULL, NULL,
    N_ ("The oven runs program {recorded} instead of {assigned}."),
    N_ ("Call program {assigned} at the oven and record it."), PB_MAY_RECORD },
  { PB_REASON_MISMATCH, NULL, NULL,
    N_ ("The record names no oven program; it must be {assigned}."),
    N_ ("Call program {assigned} at the oven and record it."), PB_MAY_RECORD },
  { PB_REASON_TOO_OLD, NULL, NULL,
    N_ ("The oven profile was measured at {since}; a measurement is good for {limit}, this one until {deadline}."),
    N_ ("Measure the oven profile and record it."), PB_MAY_RECORD },
  { 0 },
};
/* clang-format on */

const PbItemClass pb_item_program = {
  .type = PB_ITEM_PREP_PROGRAM,
  .label = N_ ("Oven program"),
  .group = PB_GROUP_PROGRAM,
  .record_type = &pb_oven_program_record_type,
  .keys = program_keys,
  .gate = PB_GATE_BLOCK,
  .texts = program_texts,
  .evaluate = evaluate,
};
