/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-domain"

#include "domain/items/pb-items.h"
#include "domain/items/pb-newest.h"

static void
check_paste (gconstpointer self, GPtrArray *violations)
{
  const PbPasteRecord *record = self;

  if (record->issued_at != 0 && record->thawed_at != 0 && record->issued_at < record->thawed_at)
    pb_violations_add (violations, "issuedAt", "INVALID_ISSUED_AT",
                       "issuedAt lies before thawedAt: paste is taken out of the refrigerator first");
  if (record->returned_at != 0 && record->issued_at != 0 && record->returned_at < record->issued_at)
    pb_violations_add (violations, "returnedAt", "INVALID_RETURNED_AT",
                       "returnedAt lies before issuedAt: check both times");
}

/* clang-format off */
static const PbField paste_record_fields[] = {
  PB_FIELD (PbPasteRecord, id, "id", STRING),
  PB_FIELD (PbPasteRecord, lot_id, "lotId", STRING, .flags = PB_REQUIRED, .max_length = 64, .blank = "LOT_ID_REQUIRED",
            .scan = PB_SCAN_PASTE_LOT, .label = N_ ("Paste lot")),
  PB_FIELD (PbPasteRecord, line_id, "lineId", STRING),
  PB_FIELD (PbPasteRecord, line_code, "lineCode", STRING, .flags = PB_ASKED | PB_FROM_CONTEXT, .max_length = 50),
  PB_FIELD (PbPasteRecord, line_name, "lineName", STRING),
  PB_FIELD (PbPasteRecord, run_id, "runId", STRING),
  PB_FIELD (PbPasteRecord, run_no, "runNo", STRING, .flags = PB_ASKED | PB_FROM_CONTEXT, .max_length = 120,
            .scan = PB_SCAN_RUN),
  PB_FIELD (PbPasteRecord, routing_step_id, "routingStepId", STRING, .flags = PB_ASKED | PB_FROM_CONTEXT),
  PB_FIELD (PbPasteRecord, received_at, "receivedAt", TIME, .flags = PB_ASKED | PB_PAST, .label = N_ ("Received at")),
  PB_FIELD (PbPasteRecord, expires_at, "expiresAt", TIME, .flags = PB_ASKED | PB_FUTURE | PB_EVIDENCE,
            .label = N_ ("Expires at")),
  PB_FIELD (PbPasteRecord, received_qty, "receivedQty", INT, .flags = PB_ASKED | PB_BOUNDED, .min = 0, .max = 100000,
            .error = "INVALID_RECEIVED_QTY", .label = N_ ("Quantity received")),
  PB_FIELD (PbPasteRecord, thawed_at, "thawedAt", TIME, .flags = PB_ASKED | PB_PAST,
            .label = N_ ("Out of the refrigerator at")),
  PB_FIELD (PbPasteRecord, stirred_at, "stirredAt", TIME, .flags = PB_ASKED | PB_PAST, .label = N_ ("Stirred at")),
  PB_FIELD (PbPasteRecord, issued_at, "issuedAt", TIME, .flags = PB_ASKED | PB_PAST,
            .label = N_ ("Issued to the line at")),
  PB_FIELD (PbPasteRecord, returned_at, "returnedAt", TIME, .flags = PB_ASKED | PB_PAST, .label = N_ ("Returned at")),
  PB_FIELD (PbPasteRecord, is_returned, "isReturned", BOOL, .flags = PB_ASKED, .label = N_ ("Returned")),
  PB_FIELD (PbPasteRecord, used_by, "usedBy", STRING, .flags = PB_ASKED, .max_length = 100, .label = N_ ("Used by")),
  PB_FIELD (PbPasteRecord, remark, "remark", STRING, .flags = PB_ASKED | PB_MULTILINE, .max_length = 1000,
            .label = N_ ("Remark")),
  PB_FIELD (PbPasteRecord, meta, NULL, JSON, .flags = PB_HIDDEN),
  PB_FIELD (PbPasteRecord, recorded_by, "recordedBy", STRING),
  PB_FIELD (PbPasteRecord, recorded_by_name, "recordedByName", STRING),
  PB_FIELD (PbPasteRecord, created_at, "createdAt", TIME),
  PB_FIELD (PbPasteRecord, updated_at, "updatedAt", TIME),
  PB_FIELDS_END,
};
/* clang-format on */
const PbType pb_paste_record_type = {
  .name = "PasteRecord",
  .table = "paste_record",
  .size = sizeof (PbPasteRecord),
  .fields = paste_record_fields,
  .check = check_paste,
  .label = N_ ("Solder paste record"),
};

static const char *const paste_filters[] = { "lotId", "runNo", "lineCode", "receivedAt", "issuedAt", NULL };

const PbRecordKind pb_paste_record_kind = {
  .type = &pb_paste_record_type,
  .collection = "solder-paste-usage-records",
  .entity = "SOLDER_PASTE_USAGE",
  .summary = "Solder paste",
  .at = "received_at",
  .object = "lot_id",
  .asset_kind = PB_ASSET_PASTE_LOT,
  .filters = paste_filters,
};

/* clang-format off */
static const PbPolicyKey paste_keys[] = {
  { "paste.thawHours", PB_POLICY_NUMBER, "4", "h", "common data-sheet practice", 0, 1000, PB_RELAX_DOWN,
    N_ ("Solder paste stands at room temperature before it is opened for at least") },
  { "paste.exposureHours", PB_POLICY_NUMBER, "24", "h", "forms QR-Pro-013, QR-Pro-05", 0, 1000, PB_RELAX_UP,
    N_ ("Solder paste is at room temperature, from issue, for at most") },
  { NULL },
};
/* clang-format on */

static gint64
get_return (const PbPasteRecord *record)
{
  if (record->returned_at != 0)
    return record->returned_at;
  if (!record->is_returned.set || !record->is_returned.v)
    return 0;
  return MAX (MAX (record->thawed_at, record->issued_at), record->created_at);
}

static gint64
get_date (const PbPasteRecord *record)
{
  gint64 date = MAX (record->received_at, record->thawed_at);

  date = MAX (date, record->stirred_at);
  date = MAX (date, record->issued_at);
  return MAX (date, record->returned_at);
}

static PbContradiction
find_contradiction (gint64 now, const PbPasteRecord *record)
{
  PbContradiction found = { 0 };

  if (record->issued_at != 0 && record->thawed_at != 0 && record->issued_at < record->thawed_at)
    pb_contradiction_add (&found, "issuedAt");
  if (record->returned_at != 0 && record->issued_at != 0 && record->returned_at < record->issued_at)
    pb_contradiction_add (&found, "returnedAt");
  pb_contradiction_add_date (now, &found, "receivedAt", record->received_at);
  pb_contradiction_add_date (now, &found, "thawedAt", record->thawed_at);
  pb_contradiction_add_date (now, &found, "stirredAt", record->stirred_at);
  pb_contradiction_add_date (now, &found, "issuedAt", record->issued_at);
  pb_contradiction_add_date (now, &found, "returnedAt", record->returned_at);
  return found;
}

static gboolean
is_of_lot (gint64 now, const PbPasteRecord *record, const char *lot_id)
{
  return g_strcmp0 (record->lot_id, lot_id) == 0 && find_contradiction (now, record).part == NULL;
}

PbPasteHistory
pb_paste_history_read (const GPtrArray *records, const char *lot_id, gint64 now)
{
  PbPasteHistory history = { 0 };

  for (guint i = 0; i < records->len; i++)
    {
      const PbPasteRecord *record = records->pdata[i];

      if (is_of_lot (now, record, lot_id))
        history.returned_at = MAX (history.returned_at, get_return (record));
    }
  for (guint i = 0; i < records->len; i++)
    {
      const PbPasteRecord *record = records->pdata[i];

      if (!is_of_lot (now, record, lot_id))
        continue;
      if (record->thawed_at > history.returned_at)
        history.thawed_at = MAX (history.thawed_at, record->thawed_at);
      if (record->issued_at > history.returned_at && (history.issued_at == 0 || record->issued_at < history.issued_at))
        history.issued_at = record->issued_at;
    }
  return history;
}

static const PbPasteRecord *
find_record (const PbEvaluation *evaluation, PbItem *item, const char *lot_id)
{
  const GPtrArray *records = evaluation->facts->paste_records;
  PbNewest newest = { 0 };

  for (guint i = 0; i < records->len; i++)
    {
      const PbPasteRecord *record = records->pdata[i];
      PbContradiction found;

      if (g_strcmp0 (record->lot_id, lot_id) != 0)
        continue;
      found = find_contradiction (evaluation->now, record);
      pb_newest_add (&newest, record, get_date (record), record->created_at, record->id, &found);
    }
  if (newest.record == NULL && newest.contradictory == NULL)
    pb_item_fail (item, PB_REASON_NO_RECORD, lot_id);
  return pb_newest_judge (&newest, evaluation, item, lot_id);
}

static void
judge_thaw (const PbEvaluation *evaluation, PbItem *item, const char *lot_id, gint64 thawed_at)
{
  gint64 span = pb_evaluation_hours (evaluation, "paste.thawHours");
  gint64 ready_at = thawed_at + span;
  PbMeasure *measure;
  PbParams *params;

  if (thawed_at == 0)
    {
      pb_item_fail_part (item, PB_REASON_NO_RECORD, lot_id, "thaw");
      pb_item_add_limit (item, "thaw", pb_limits_number (&evaluation->limits, "paste.thawHours"), "h");
      return;
    }
  measure = pb_item_add_measure (item, "thaw");
  measure->actual = PB_DOUBLE ((double) MAX (evaluation->now - thawed_at, 0) / (double) PB_HOUR);
  measure->limit = PB_DOUBLE ((double) span / (double) PB_HOUR);
  measure->unit = g_strdup ("h");
  measure->minimum = PB_BOOL (TRUE);
  measure->at = ready_at;
  if (evaluation->now >= ready_at)
    return;
  params = pb_item_fail_part (item, PB_REASON_TOO_EARLY, lot_id, "thaw");
  params->required = PB_DOUBLE ((double) span / (double) PB_HOUR);
  params->unit = g_strdup ("h");
  params->since = thawed_at;
  params->ready_at = ready_at;
  pb_item_set_deadline (evaluation, item, ready_at);
}

/* Where an exposure rule is active, it alone judges exposure (domain.md, section 7): if its items are in force, and its
 * window runs for the lot. A rule that began no window judges nothing. */
static gboolean
is_exposure_judged_by_rule (const PbEvaluation *evaluation, const char *lot_id)
{
  const GPtrArray *windows = evaluation->facts->time_windows;

  if (!pb_evaluation_is_enabled (evaluation, PB_ITEM_TIME_RULE))
    return FALSE;
  for (guint i = 0; i < windows->len; i++)
    {
      const PbTimeWindow *window = windows->pdata[i];

      if (window->rule_type == PB_RULE_SOLDER_PASTE_EXPOSURE && g_strcmp0 (window->entity_id, lot_id) == 0)
        return TRUE;
    }
  return FALSE;
}

static void
evaluate (const PbEvaluation *evaluation, GPtrArray *items)
{
  const PbPasteRecord *record;
  const PbAsset *asset;
  PbPasteHistory history;
  PbItem *item;

  if (pb_evaluation_add_bound (evaluation, items, PB_ASSET_PASTE_LOT, &item, &asset) == NULL)
    return;
  pb_item_judge_expiry (evaluation, item, asset->id, pb_evaluation_paste_expiry (evaluation, asset));
  record = find_record (evaluation, item, asset->id);
  if (record == NULL)
    {
      pb_item_add_limit (item, "thaw", pb_limits_number (&evaluation->limits, "paste.thawHours"), "h");
      return;
    }
  pb_item_set_evidence (item, pb_paste_record_type.name, record->id,
                        pb_evaluation_is_own (evaluation, record->run_id, record->run_no) ? "run" : "thing", asset->id,
                        pb_evidence_person (record->used_by, record->recorded_by_name), get_date (record));
  history = pb_paste_history_read (evaluation->facts->paste_records, asset->id, evaluation->now);
  if (history.returned_at != 0 && history.issued_at == 0)
    {
      pb_item_fail_state (item, asset->id, "RETURNED");
      return;
    }
  judge_thaw (evaluation, item, asset->id, history.thawed_at);
  if (history.issued_at != 0 && !is_exposure_judged_by_rule (evaluation, asset->id))
    pb_item_judge_window (evaluation, item, PB_REASON_LIMIT_EXCEEDED, asset->id, "exposure", history.issued_at,
                          pb_evaluation_hours (evaluation, "paste.exposureHours"));
}

/* clang-format off */
static const PbFailureText paste_texts[] = {
  { PB_REASON_NO_RECORD, "thaw", NULL,
    N_ ("It is not recorded when paste lot {object} came out of the refrigerator."),
    N_ ("Record when the lot came out of the refrigerator."), PB_MAY_RECORD },
  { PB_REASON_NO_RECORD, NULL, NULL,
    N_ ("Paste lot {object} has no record."),
    N_ ("Record when the lot came out of the refrigerator and when it was issued."), PB_MAY_RECORD },
  { PB_REASON_TOO_EARLY, NULL, NULL,
    N_ ("Paste lot {object} came out of the refrigerator at {since}; it needs {required} and is ready at {readyAt}."),
    N_ ("Wait until {readyAt}, or bind a lot that is ready."), "loading:config" },
  { PB_REASON_WRONG_STATE, NULL, NULL,
    N_ ("Paste lot {object} was returned and not issued again."),
    N_ ("Issue the lot again and record it, or bind another one."), PB_MAY_RECORD " loading:config" },
  { PB_REASON_LIMIT_EXCEEDED, NULL, NULL,
    N_ ("Paste lot {object} is at room temperature since {since}; {limit} are allowed and ended at {deadline}."),
    N_ ("Bind a fresh lot to the line."), "loading:config" },
  { 0 },
};
/* clang-format on */

const PbItemClass pb_item_paste = {
  .type = PB_ITEM_PREP_PASTE,
  .label = N_ ("Paste preparation"),
  .group = PB_GROUP_SOLDER_PASTE,
  .thing = N_ ("Paste lot"),
  .asset_kind = PB_ASSET_PASTE_LOT,
  .record_type = &pb_paste_record_type,
  .keys = paste_keys,
  .gate = PB_GATE_SOFT,
  .texts = paste_texts,
  .evaluate = evaluate,
};
