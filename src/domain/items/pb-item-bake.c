/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-domain"

#include <math.h>

#include "domain/items/pb-items.h"
#include "domain/items/pb-newest.h"

static void
check_bake (gconstpointer self, GPtrArray *violations)
{
  const PbBakeRecord *record = self;

  if (record->in_at != 0 && record->out_at != 0 && record->out_at < record->in_at)
    pb_violations_add (violations, "outAt", "TIME_RANGE_INVALID", "outAt lies before inAt: check both times");
  if ((record->material_code == NULL) != (record->lot_no == NULL))
    pb_violations_add (violations, record->lot_no == NULL ? "lotNo" : "materialCode", "MATERIAL_LOT_INCOMPLETE",
                       "materialCode and lotNo belong together: give both or neither");
}

/* clang-format off */
static const PbField bake_record_fields[] = {
  PB_FIELD (PbBakeRecord, id, "id", STRING),
  PB_FIELD (PbBakeRecord, run_id, "runId", STRING),
  PB_FIELD (PbBakeRecord, run_no, "runNo", STRING, .flags = PB_ASKED | PB_FROM_CONTEXT, .max_length = 120,
            .scan = PB_SCAN_RUN),
  PB_FIELD (PbBakeRecord, routing_step_id, "routingStepId", STRING, .flags = PB_ASKED | PB_FROM_CONTEXT),
  PB_FIELD (PbBakeRecord, item_code, "itemCode", STRING, .flags = PB_REQUIRED, .max_length = 64,
            .scan = PB_SCAN_ITEM_CODE, .label = N_ ("Item code"),
            .hint = N_ ("What was in the oven: the product or the part number")),
  PB_FIELD (PbBakeRecord, bake_process, "bakeProcess", STRING, .flags = PB_REQUIRED, .max_length = 40,
            .label = N_ ("Bake of"), .hint = N_ ("PCB, BGA, IC, CONNECTOR; PCB/BGA for both")),
  PB_FIELD (PbBakeRecord, bake_qty, "bakeQty", STRING, .flags = PB_REQUIRED, .max_length = 40,
            .label = N_ ("Quantity")),
  PB_FIELD (PbBakeRecord, bake_temperature, "bakeTemperature", DOUBLE, .flags = PB_ASKED | PB_BOUNDED,
            .min = 0, .max = 300, .unit = "°C", .measure = "temperature", .label = N_ ("Temperature")),
  PB_FIELD (PbBakeRecord, duration_hours, "durationHours", STRING, .flags = PB_ASKED | PB_EVIDENCE, .max_length = 40,
            .label = N_ ("Hours asked for"),
            .hint = N_ ("As written on the form; the hours that count are out minus in")),
  PB_FIELD (PbBakeRecord, in_at, "inAt", TIME, .flags = PB_REQUIRED | PB_PAST, .label = N_ ("In at")),
  PB_FIELD (PbBakeRecord, in_by, "inBy", STRING, .flags = PB_REQUIRED, .max_length = 100, .label = N_ ("Put in by")),
  PB_FIELD (PbBakeRecord, out_at, "outAt", TIME, .flags = PB_REQUIRED | PB_PAST, .label = N_ ("Out at")),
  PB_FIELD (PbBakeRecord, out_by, "outBy", STRING, .flags = PB_REQUIRED, .max_length = 100,
            .label = N_ ("Taken out by")),
  PB_FIELD (PbBakeRecord, confirmed_by, "confirmedBy", STRING, .flags = PB_ASKED, .max_length = 100,
            .label = N_ ("Confirmed by")),
  PB_FIELD (PbBakeRecord, material_code, "materialCode", STRING, .flags = PB_ASKED, .max_length = 64,
            .label = N_ ("Material code")),
  PB_FIELD (PbBakeRecord, lot_no, "lotNo", STRING, .flags = PB_ASKED, .max_length = 64, .scan = PB_SCAN_MATERIAL_LOT,
            .label = N_ ("Lot number")),
  PB_FIELD (PbBakeRecord, material_lot_id, "materialLotId", STRING),
  PB_FIELD (PbBakeRecord, meta, NULL, JSON, .flags = PB_HIDDEN),
  PB_FIELD (PbBakeRecord, recorded_by, "recordedBy", STRING),
  PB_FIELD (PbBakeRecord, recorded_by_name, "recordedByName", STRING),
  PB_FIELD (PbBakeRecord, created_at, "createdAt", TIME),
  PB_FIELD (PbBakeRecord, updated_at, "updatedAt", TIME),
  PB_FIELDS_END,
};
/* clang-format on */
const PbType pb_bake_record_type = {
  .name = "BakeRecord",
  .table = "bake_record",
  .size = sizeof (PbBakeRecord),
  .fields = bake_record_fields,
  .check = check_bake,
  .label = N_ ("Bake record"),
};

static const char *const bake_filters[] = { "runNo", "itemCode", "bakeProcess", "materialCode", "lotNo", "inAt", NULL };

const PbRecordKind pb_bake_record_kind = {
  .type = &pb_bake_record_type,
  .collection = "bake-records",
  .entity = "BAKE_RECORD",
  .summary = "Bake",
  .at = "in_at",
  .object = "item_code",
  .of_product = TRUE,
  .filters = bake_filters,
};

/* clang-format off */
static const PbPolicyKey bake_keys[] = {
  { "bake.pcb.needed", PB_POLICY_SWITCH, "true", NULL, "form QR-Pro-133", 0, 0, PB_RELAX_DOWN,
    N_ ("The boards are baked"), PB_POLICY_PER_PRODUCT },
  { "bake.pcb.temperature", PB_POLICY_NUMBER, "120", "°C", "form QR-Pro-057", 0, 300, PB_RELAX_DOWN,
    N_ ("Boards: bake at least at") },
  { "bake.pcb.hours", PB_POLICY_NUMBER, "4", "h", "form QR-Pro-057", 0, 1000, PB_RELAX_DOWN,
    N_ ("Boards: bake at least for") },
  { "bake.pcb.maxHours", PB_POLICY_NUMBER, "0", "h", "plant setting", 0, 1000, PB_RELAX_UP_OR_NONE,
    N_ ("Boards: bake at most for (0: no limit)") },
  { "bake.bga.needed", PB_POLICY_SWITCH, "true", NULL, "form QR-Pro-133", 0, 0, PB_RELAX_DOWN,
    N_ ("The BGAs are baked"), PB_POLICY_PER_PRODUCT },
  { "bake.bga.temperature", PB_POLICY_NUMBER, "120", "°C", "form QR-Pro-057", 0, 300, PB_RELAX_DOWN,
    N_ ("BGAs: bake at least at") },
  { "bake.bga.hours", PB_POLICY_NUMBER, "24", "h", "form QR-Pro-057", 0, 1000, PB_RELAX_DOWN,
    N_ ("BGAs: bake at least for") },
  { "bake.bga.maxHours", PB_POLICY_NUMBER, "0", "h", "plant setting", 0, 1000, PB_RELAX_UP_OR_NONE,
    N_ ("BGAs: bake at most for (0: no limit)") },
  /* The form gives no figures for ICs and connectors: an IC takes up moisture as a BGA does, a connector as a board. */
  { "bake.ic.needed", PB_POLICY_SWITCH, "true", NULL, "form QR-Pro-133", 0, 0, PB_RELAX_DOWN,
    N_ ("The ICs are baked"), PB_POLICY_PER_PRODUCT },
  { "bake.ic.temperature", PB_POLICY_NUMBER, "120", "°C", "plant setting", 0, 300, PB_RELAX_DOWN,
    N_ ("ICs: bake at least at") },
  { "bake.ic.hours", PB_POLICY_NUMBER, "24", "h", "plant setting", 0, 1000, PB_RELAX_DOWN,
    N_ ("ICs: bake at least for") },
  { "bake.ic.maxHours", PB_POLICY_NUMBER, "0", "h", "plant setting", 0, 1000, PB_RELAX_UP_OR_NONE,
    N_ ("ICs: bake at most for (0: no limit)") },
  { "bake.connector.needed", PB_POLICY_SWITCH, "true", NULL, "form QR-Pro-133", 0, 0, PB_RELAX_DOWN,
    N_ ("The connectors are baked"), PB_POLICY_PER_PRODUCT },
  { "bake.connector.temperature", PB_POLICY_NUMBER, "120", "°C", "plant setting", 0, 300, PB_RELAX_DOWN,
    N_ ("Connectors: bake at least at") },
  { "bake.connector.hours", PB_POLICY_NUMBER, "4", "h", "plant setting", 0, 1000, PB_RELAX_DOWN,
    N_ ("Connectors: bake at least for") },
  { "bake.connector.maxHours", PB_POLICY_NUMBER, "0", "h", "plant setting", 0, 1000, PB_RELAX_UP_OR_NONE,
    N_ ("Connectors: bake at most for (0: no limit)") },
  { "bake.validityHours", PB_POLICY_NUMBER, "72", "h", "plant setting", 0, 8760, PB_RELAX_UP,
    N_ ("A bake is good for") },
  { NULL },
};
/* clang-format on */

typedef struct
{
  const char *name; /* as bakeProcess writes it */
  const char *needed, *temperature, *hours, *max_hours;
} Bake;

static const Bake bakes[] = {
  { "PCB", "bake.pcb.needed", "bake.pcb.temperature", "bake.pcb.hours", "bake.pcb.maxHours" },
  { "BGA", "bake.bga.needed", "bake.bga.temperature", "bake.bga.hours", "bake.bga.maxHours" },
  { "IC", "bake.ic.needed", "bake.ic.temperature", "bake.ic.hours", "bake.ic.maxHours" },
  { "CONNECTOR", "bake.connector.needed", "bake.connector.temperature", "bake.connector.hours",
    "bake.connector.maxHours" },
};

/* Whether bakeProcess, which people type ("PCB/BGA", "pcb, bga"), names @bake. */
static gboolean
names_bake (const char *process, const char *bake)
{
  g_auto (GStrv) words = NULL;

  if (process == NULL)
    return FALSE;
  words = g_strsplit_set (process, "/,;+&| \t", -1);
  for (guint i = 0; words[i] != NULL; i++)
    if (g_ascii_strcasecmp (words[i], bake) == 0)
      return TRUE;
  return FALSE;
}

static PbContradiction
find_contradiction (const PbEvaluation *evaluation, const PbBakeRecord *record)
{
  PbContradiction found = { 0 };

  if (record->in_at != 0 && record->out_at != 0 && record->out_at < record->in_at)
    pb_contradiction_add (&found, "outAt");
  pb_contradiction_add_date (evaluation->now, &found, "inAt", record->in_at);
  pb_contradiction_add_date (evaluation->now, &found, "outAt", record->out_at);
  return found;
}

/* Whether a record of the product, which another run or none wrote, still counts: within the validity window only. */
static gboolean
counts_for_product (const PbEvaluation *evaluation, const PbBakeRecord *record)
{
  const char *product = pb_evaluation_product (evaluation);

  return product != NULL && g_strcmp0 (record->item_code, product) == 0 && record->out_at != 0 &&
         evaluation->now < record->out_at + pb_evaluation_hours (evaluation, "bake.validityHours");
}

/* The newest record of this run that names @bake, else the newest of the same product that still counts. Which one of
 * the product's records is the newest may change whenever one of them leaves the window, as long as a contradictory one
 * is among them. */
static void
find_newest (const PbEvaluation *evaluation, const Bake *bake, PbNewest *newest, gboolean *own)
{
  const GPtrArray *records = evaluation->facts->bake_records;
  gint64 first_to_leave = 0;
  PbNewest of_product = { 0 };

  for (guint i = 0; i < records->len; i++)
    {
      const PbBakeRecord *record = records->pdata[i];
      gboolean is_own = pb_evaluation_is_own (evaluation, record->run_id, record->run_no);
      PbContradiction found;

      if (!names_bake (record->bake_process, bake->name) || (!is_own && !counts_for_product (evaluation, record)))
        continue;
      found = find_contradiction (evaluation, record);
      pb_newest_add (is_own ? newest : &of_product, record, MAX (record->in_at, record->out_at), record->created_at,
                     record->id, &found);
      if (!is_own && (first_to_leave == 0 || record->out_at < first_to_leave))
        first_to_leave = record->out_at;
    }
  *own = newest->record != NULL || newest->contradictory != NULL;
  if (*own)
    return;
  *newest = of_product;
  first_to_leave += pb_evaluation_hours (evaluation, "bake.validityHours");
  if (newest->contradictory != NULL && (newest->changes_at == 0 || first_to_leave < newest->changes_at))
    newest->changes_at = first_to_leave;
}

static PbDouble
hours_between (gint64 in_at, gint64 out_at)
{
  if (in_at == 0 || out_at == 0)
    return (PbDouble){ 0 };
  return PB_DOUBLE ((double) (out_at - in_at) / (double) PB_HOUR);
}

/* A time out that lies ahead, within what clocks may differ, is not waited for: what counts is baked by now. */
static void
judge_hours (const PbEvaluation *evaluation, PbItem *item, const Bake *bake, const PbBakeRecord *record)
{
  double required = pb_limits_number (&evaluation->limits, bake->hours);
  double most = pb_limits_number (&evaluation->limits, bake->max_hours);
  PbDouble hours = hours_between (record->in_at, record->out_at);
  PbDouble by_now = hours_between (record->in_at, MIN (record->out_at, evaluation->now));
  PbParams *params;

  pb_item_judge_minimum (item, record->item_code, "hours", by_now, required, "h");
  if (hours.set && by_now.v < required && hours.v >= required)
    pb_item_set_deadline (evaluation, item, record->in_at + (gint64) ceil (required * (double) PB_HOUR));
  if (!hours.set || most == 0 || hours.v <= most)
    return;
  params = pb_item_fail_part (item, PB_REASON_LIMIT_EXCEEDED, record->item_code, "hours");
  params->actual = hours;
  params->limit = PB_DOUBLE (most);
  params->unit = g_strdup ("h");
}

static void
judge_record (const PbEvaluation *evaluation, PbItem *item, const Bake *bake, const PbBakeRecord *record, gboolean own)
{
  pb_item_set_evidence (item, pb_bake_record_type.name, record->id, own ? "run" : "product", record->item_code,
                        record->out_by, record->out_at);
  pb_item_judge_minimum (item, record->item_code, "temperature", record->bake_temperature,
                         pb_limits_number (&evaluation->limits, bake->temperature), "°C");
  judge_hours (evaluation, item, bake, record);
  if (record->out_at != 0)
    pb_item_judge_window (evaluation, item, PB_REASON_TOO_OLD, record->item_code, NULL, record->out_at,
                          pb_evaluation_hours (evaluation, "bake.validityHours"));
}

static void
evaluate_bake (const PbEvaluation *evaluation, GPtrArray *items, const Bake *bake, gboolean several)
{
  const PbRun *run = evaluation->facts->run;
  PbNewest newest = { 0 };
  const PbBakeRecord *record;
  const char *name;
  g_autofree char *key = NULL;
  gboolean own;
  PbItem *item;

  find_newest (evaluation, bake, &newest, &own);
  record = pb_newest_is_contradictory (&newest) ? newest.contradictory : newest.record;
  name = record != NULL && record->item_code != NULL ? record->item_code : run->run_no;
  key = several ? g_strconcat (name, "/", bake->name, NULL) : g_strdup (name);
  item = pb_evaluation_add (evaluation, items, key);
  if (record == NULL)
    {
      pb_item_fail_part (item, PB_REASON_NO_RECORD, pb_evaluation_product (evaluation), bake->name);
      pb_item_add_limit (item, "temperature", pb_limits_number (&evaluation->limits, bake->temperature), "°C");
      pb_item_add_limit (item, "hours", pb_limits_number (&evaluation->limits, bake->hours), "h");
      return;
    }
  record = pb_newest_judge (&newest, evaluation, item, record->item_code);
  if (record != NULL)
    judge_record (evaluation, item, bake, record, own);
}

static void
evaluate (const PbEvaluation *evaluation, GPtrArray *items)
{
  guint needed = 0;

  for (guint i = 0; i < G_N_ELEMENTS (bakes); i++)
    if (pb_limits_switch (&evaluation->limits, bakes[i].needed))
      needed++;
  if (needed == 0)
    {
      PbItem *item = pb_evaluation_add (evaluation, items, evaluation->facts->run->run_no);

      pb_item_set_not_needed (evaluation, item, "bake.*.needed");
    }
  for (guint i = 0; i < G_N_ELEMENTS (bakes); i++)
    if (pb_limits_switch (&evaluation->limits, bakes[i].needed))
      evaluate_bake (evaluation, items, &bakes[i], needed > 1);
}

/* clang-format off */
static const PbFailureText bake_texts[] = {
  { PB_REASON_NO_RECORD, "PCB", NULL,
    N_ ("There is no bake of the boards that counts for this run."),
    N_ ("Bake the boards and record it."), PB_MAY_RECORD },
  { PB_REASON_NO_RECORD, "BGA", NULL,
    N_ ("There is no bake of the BGAs that counts for this run."),
    N_ ("Bake the BGAs and record it."), PB_MAY_RECORD },
  { PB_REASON_NO_RECORD, "IC", NULL,
    N_ ("There is no bake of the ICs that counts for this run."),
    N_ ("Bake the ICs and record it."), PB_MAY_RECORD },
  { PB_REASON_NO_RECORD, "CONNECTOR", NULL,
    N_ ("There is no bake of the connectors that counts for this run."),
    N_ ("Bake the connectors and record it."), PB_MAY_RECORD },
  { PB_REASON_BELOW_MINIMUM, "temperature", NULL,
    N_ ("{object} was baked at {actual}; it must be at least {required}."),
    N_ ("Bake again and record it."), PB_MAY_RECORD },
  { PB_REASON_BELOW_MINIMUM, "temperature", NULL,
    N_ ("The bake temperature of {object} is not recorded; it must be at least {required}."),
    N_ ("Record the bake with its temperature."), PB_MAY_RECORD },
  { PB_REASON_BELOW_MINIMUM, "hours", NULL,
    N_ ("{object} was baked for {actual}; it must be at least {required}."),
    N_ ("Bake again and record it."), PB_MAY_RECORD },
  { PB_REASON_BELOW_MINIMUM, "hours", NULL,
    N_ ("The bake time of {object} is not recorded; it must be at least {required}."),
    N_ ("Record the bake with the times in and out."), PB_MAY_RECORD },
  { PB_REASON_LIMIT_EXCEEDED, NULL, NULL,
    N_ ("{object} was baked for {actual}; it must be at most {limit}."),
    N_ ("Ask engineering whether it may still be used."), NULL },
  { PB_REASON_TOO_OLD, NULL, NULL,
    N_ ("{object} came out of the oven at {since}; a bake is good for {limit}, this one until {deadline}."),
    N_ ("Bake again and record it."), PB_MAY_RECORD },
  { PB_REASON_INVALID_RECORD, "outAt", NULL,
    N_ ("The bake record of {object} contradicts itself: the time out lies before the time in, or in the future."),
    N_ ("Check the times and record the bake again."), PB_MAY_RECORD },
  { 0 },
};
/* clang-format on */

const PbItemClass pb_item_bake = {
  .type = PB_ITEM_PREP_BAKE,
  .label = N_ ("Bake"),
  .group = PB_GROUP_BAKE,
  .record_type = &pb_bake_record_type,
  .keys = bake_keys,
  .gate = PB_GATE_SOFT,
  .texts = bake_texts,
  .evaluate = evaluate,
};
