/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-domain"

#include "domain/items/pb-items.h"

static void
check_paste (gconstpointer self, GPtrArray *violations)
{
  const PbPasteRecord *record = self;

  if (record->issued_at != 0 && record->thawed_at != 0 && record->issued_at < record->thawed_at)
    pb_violations_add (violations, "issuedAt", "INVALID_ISSUED_AT",
                       "issuedAt lies before thawedAt: paste is taken out of the refrigerator first");
  if (record->returned_at != 0 && record->issued_at != 0 && record->returned_at < record->issued_at)
    pb_violations_add (violations, "returnedAt", "INVALID_RETURNED_AT", "returnedAt lies before issuedAt: check both times");
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
  PB_FIELD (PbPasteRecord, received_at, "receivedAt", TIME, .flags = PB_ASKED | PB_PAST, .error = "INVALID_RECEIVED_AT",
            .label = N_ ("Received at")),
  PB_FIELD (PbPasteRecord, expires_at, "expiresAt", TIME, .flags = PB_ASKED | PB_FUTURE | PB_EVIDENCE,
            .error = "INVALID_EXPIRES_AT", .label = N_ ("Expires at")),
  PB_FIELD (PbPasteRecord, received_qty, "receivedQty", INT, .flags = PB_ASKED | PB_BOUNDED, .min = 0, .max = 100000,
            .error = "INVALID_RECEIVED_QTY", .label = N_ ("Quantity received")),
  PB_FIELD (PbPasteRecord, thawed_at, "thawedAt", TIME, .flags = PB_ASKED | PB_PAST, .error = "INVALID_THAWED_AT",
            .label = N_ ("Out of the refrigerator at")),
  PB_FIELD (PbPasteRecord, stirred_at, "stirredAt", TIME, .flags = PB_ASKED | PB_PAST, .label = N_ ("Stirred at")),
  PB_FIELD (PbPasteRecord, issued_at, "issuedAt", TIME, .flags = PB_ASKED | PB_PAST, .error = "INVALID_ISSUED_AT",
            .label = N_ ("Issued to the line at")),
  PB_FIELD (PbPasteRecord, returned_at, "returnedAt", TIME, .flags = PB_ASKED | PB_PAST, .error = "INVALID_RETURNED_AT",
            .label = N_ ("Returned at")),
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
