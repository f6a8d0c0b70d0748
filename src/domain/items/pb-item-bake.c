/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-domain"

#include "domain/items/pb-items.h"

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
            .min = 0, .max = 300, .unit = "°C", .label = N_ ("Temperature")),
  PB_FIELD (PbBakeRecord, duration_hours, "durationHours", STRING, .flags = PB_ASKED | PB_EVIDENCE, .max_length = 40,
            .label = N_ ("Hours asked for"),
            .hint = N_ ("As written on the form; the hours that count are out minus in")),
  PB_FIELD (PbBakeRecord, in_at, "inAt", TIME, .flags = PB_REQUIRED | PB_PAST, .error = "INVALID_IN_AT",
            .label = N_ ("In at")),
  PB_FIELD (PbBakeRecord, in_by, "inBy", STRING, .flags = PB_REQUIRED, .max_length = 100, .label = N_ ("Put in by")),
  PB_FIELD (PbBakeRecord, out_at, "outAt", TIME, .flags = PB_REQUIRED | PB_PAST, .error = "INVALID_OUT_AT",
            .label = N_ ("Out at")),
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
