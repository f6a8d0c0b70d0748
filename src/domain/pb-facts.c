/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-domain"

#include "domain/pb-facts.h"

/* clang-format off */
#define RECORDS_FIELD(name, json)                                                                                      \
  PB_FIELD (PbFacts, name##_records, json, CHILDREN, .child = &pb_##name##_record_type),
static const PbField facts_fields[] = {
  PB_FIELD (PbFacts, run, "run", CHILD, .child = &pb_run_type),
  PB_FIELD (PbFacts, work_order, "workOrder", CHILD, .flags = PB_OMIT_NULL, .child = &pb_work_order_type),
  PB_FIELD (PbFacts, line, "line", CHILD, .flags = PB_OMIT_NULL, .child = &pb_line_type),
  PB_FIELD (PbFacts, route, "route", CHILD, .flags = PB_OMIT_NULL, .child = &pb_route_version_type),
  PB_FIELD (PbFacts, stations, "stations", CHILDREN, .child = &pb_station_type),
  PB_FIELD (PbFacts, equipment, "equipment", CHILDREN, .child = &pb_equipment_type),
  PB_FIELD (PbFacts, bindings, "bindings", CHILDREN, .child = &pb_binding_type),
  PB_FIELD (PbFacts, assets, "assets", CHILDREN, .child = &pb_asset_type),
  PB_FIELD (PbFacts, maintenance, "maintenance", CHILDREN, .child = &pb_maintenance_record_type),
  PB_FIELD (PbFacts, bom, "bom", CHILDREN, .child = &pb_bom_line_type),
  PB_FIELD (PbFacts, materials, "materials", CHILDREN, .child = &pb_material_type),
  PB_FIELD (PbFacts, lots, "lots", CHILDREN, .child = &pb_material_lot_type),
  PB_FIELD (PbFacts, slots, "slots", CHILDREN, .child = &pb_feeder_slot_type),
  PB_FIELD (PbFacts, expectations, "expectations", CHILDREN, .child = &pb_slot_expectation_type),
  PB_RECORD_KINDS (RECORDS_FIELD)
  PB_FIELD (PbFacts, assignments, "assignments", CHILDREN, .child = &pb_program_assignment_type),
  PB_FIELD (PbFacts, profiles, "profiles", CHILDREN, .child = &pb_reflow_profile_type),
  PB_FIELD (PbFacts, stencil_status, "stencilStatus", CHILD, .flags = PB_OMIT_NULL,
            .child = &pb_stencil_status_event_type),
  PB_FIELD (PbFacts, paste_status, "pasteStatus", CHILD, .flags = PB_OMIT_NULL, .child = &pb_paste_status_event_type),
  PB_FIELD (PbFacts, time_windows, "timeWindows", CHILDREN, .child = &pb_time_window_type),
  PB_FIELD (PbFacts, waivers, "waivers", CHILDREN, .child = &pb_waiver_type),
  PB_FIELD (PbFacts, waiver_approvers, "waiverApprovers", STRINGS, .flags = PB_OMIT_NULL),
  PB_FIELD (PbFacts, fai, "fai", CHILD, .flags = PB_OMIT_NULL, .child = &pb_inspection_type),
  PB_FIELD (PbFacts, trial_tracked, "trialTracked", INT, .flags = PB_OMIT_NULL),
  PB_FIELD (PbFacts, trial_failures, "trialFailures", INT, .flags = PB_OMIT_NULL),
  PB_FIELD (PbFacts, longest_stop, "longestStop", INT, .flags = PB_OMIT_NULL),
  PB_FIELD (PbFacts, stopped_at, "stoppedAt", TIME, .flags = PB_OMIT_NULL),
  PB_FIELDS_END,
};
/* clang-format on */
const PbType pb_facts_type = {
  .name = "Facts",
  .size = sizeof (PbFacts),
  .fields = facts_fields,
};

GPtrArray **
pb_facts_records (PbFacts *facts, const PbRecordKind *kind)
{
  for (const PbField *field = facts_fields; field->name != NULL; field++)
    if (field->child == kind->type)
      return &PB_MEMBER (facts, field, GPtrArray *);
  return NULL;
}
