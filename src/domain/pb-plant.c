/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-domain"

#include "domain/pb-plant.h"

/* clang-format off */
static const PbField line_fields[] = {
  PB_FIELD (PbLine, id, "id", STRING),
  PB_FIELD (PbLine, code, "code", STRING, .flags = PB_REQUIRED | PB_PATCHED, .max_length = 50,
            .blank = "CODE_REQUIRED"),
  PB_FIELD (PbLine, name, "name", STRING, .flags = PB_REQUIRED | PB_PATCHED, .max_length = 100,
            .blank = "NAME_REQUIRED"),
  PB_FIELD (PbLine, process_type, "processType", ENUM, .flags = PB_REQUIRED | PB_PATCHED, .values = &pb_process_types),
  PB_FIELD (PbLine, enabled_items, "enabledItems", STRINGS, .flags = PB_OMIT_NULL),
  PB_FIELD (PbLine, version, "version", INT, .flags = PB_OMIT_NULL),
  PB_FIELD (PbLine, created_at, "createdAt", TIME),
  PB_FIELD (PbLine, updated_at, "updatedAt", TIME),
  PB_FIELDS_END,
};
/* clang-format on */
const PbType pb_line_type = {
  .name = "Line",
  .table = "line",
  .size = sizeof (PbLine),
  .fields = line_fields,
};

/* clang-format off */
static const PbField station_group_fields[] = {
  PB_FIELD (PbStationGroup, id, "id", STRING),
  PB_FIELD (PbStationGroup, code, "code", STRING, .flags = PB_REQUIRED, .max_length = 50),
  PB_FIELD (PbStationGroup, name, "name", STRING, .flags = PB_REQUIRED | PB_PATCHED, .max_length = 100),
  PB_FIELDS_END,
};
/* clang-format on */
const PbType pb_station_group_type = {
  .name = "StationGroup",
  .table = "station_group",
  .size = sizeof (PbStationGroup),
  .fields = station_group_fields,
};

/* clang-format off */
static const PbField station_fields[] = {
  PB_FIELD (PbStation, id, "id", STRING),
  PB_FIELD (PbStation, code, "code", STRING, .flags = PB_REQUIRED, .max_length = 50),
  PB_FIELD (PbStation, name, "name", STRING, .flags = PB_REQUIRED | PB_PATCHED, .max_length = 100),
  PB_FIELD (PbStation, station_type, "stationType", ENUM, .flags = PB_REQUIRED | PB_PATCHED,
            .values = &pb_station_types),
  PB_FIELD (PbStation, line_code, "lineCode", STRING, .flags = PB_ASKED | PB_PATCHED, .max_length = 50),
  PB_FIELD (PbStation, line_id, "lineId", STRING),
  PB_FIELD (PbStation, group_code, "groupCode", STRING, .flags = PB_ASKED | PB_PATCHED, .max_length = 50),
  PB_FIELD (PbStation, created_at, "createdAt", TIME),
  PB_FIELD (PbStation, updated_at, "updatedAt", TIME),
  PB_FIELDS_END,
};
/* clang-format on */
const PbType pb_station_type = {
  .name = "Station",
  .table = "station",
  .size = sizeof (PbStation),
  .fields = station_fields,
};

/* clang-format off */
static const PbField equipment_fields[] = {
  PB_FIELD (PbEquipment, id, "id", STRING),
  PB_FIELD (PbEquipment, equipment_code, "equipmentCode", STRING, .flags = PB_REQUIRED, .max_length = 50),
  PB_FIELD (PbEquipment, name, "name", STRING, .flags = PB_REQUIRED | PB_PATCHED, .max_length = 100),
  PB_FIELD (PbEquipment, status, "status", STRING, .flags = PB_REQUIRED | PB_PATCHED, .max_length = 50),
  PB_FIELD (PbEquipment, workshop_code, "workshopCode", STRING, .flags = PB_ASKED | PB_PATCHED, .max_length = 50),
  PB_FIELD (PbEquipment, location, "location", STRING, .flags = PB_ASKED | PB_PATCHED, .max_length = 100),
  PB_FIELD (PbEquipment, created_at, "createdAt", TIME),
  PB_FIELD (PbEquipment, updated_at, "updatedAt", TIME),
  PB_FIELDS_END,
};
/* clang-format on */
const PbType pb_equipment_type = {
  .name = "Equipment",
  .table = "equipment",
  .size = sizeof (PbEquipment),
  .fields = equipment_fields,
};

/* clang-format off */
static const PbField asset_fields[] = {
  PB_FIELD (PbAsset, id, "id", STRING, .flags = PB_REQUIRED, .max_length = 64),
  PB_FIELD (PbAsset, kind, "kind", ENUM, .flags = PB_REQUIRED, .values = &pb_asset_kinds),
  PB_FIELD (PbAsset, state, "state", ENUM, .flags = PB_ASKED | PB_PATCHED, .values = &pb_asset_states),
  PB_FIELD (PbAsset, product, "product", STRING, .flags = PB_ASKED | PB_PATCHED, .max_length = 64),
  PB_FIELD (PbAsset, life_limit, "lifeLimit", INT, .flags = PB_ASKED | PB_PATCHED | PB_BOUNDED,
            .min = 1, .max = 100000000),
  PB_FIELD (PbAsset, material, "material", STRING, .flags = PB_ASKED | PB_PATCHED, .max_length = 64),
  PB_FIELD (PbAsset, expires_at, "expiresAt", TIME, .flags = PB_ASKED | PB_PATCHED | PB_FUTURE),
  PB_FIELD (PbAsset, opened_at, NULL, TIME, .flags = PB_HIDDEN),
  PB_FIELD (PbAsset, used, "used", INT, .flags = PB_PATCHED | PB_BOUNDED, .min = 0, .max = 100000000),
  PB_FIELD (PbAsset, disputed_total, "disputedTotal", INT),
  PB_FIELD (PbAsset, replaced_at, "replacedAt", TIME),
  PB_FIELD (PbAsset, replaces, "replaces", STRING, .flags = PB_ASKED, .max_length = 64),
  PB_FIELD (PbAsset, version, "version", INT),
  PB_FIELD (PbAsset, created_at, "createdAt", TIME),
  PB_FIELD (PbAsset, updated_at, "updatedAt", TIME),
  PB_FIELDS_END,
};
/* clang-format on */
const PbType pb_asset_type = {
  .name = "Asset",
  .table = "asset",
  .size = sizeof (PbAsset),
  .fields = asset_fields,
};

/* clang-format off */
static const PbField binding_fields[] = {
  PB_FIELD (PbBinding, id, "id", STRING),
  PB_FIELD (PbBinding, line_id, "lineId", STRING),
  PB_FIELD (PbBinding, kind, "kind", ENUM, .values = &pb_asset_kinds),
  PB_FIELD (PbBinding, asset_id, "assetId", STRING),
  PB_FIELD (PbBinding, is_current, "isCurrent", BOOL),
  PB_FIELD (PbBinding, bound_at, "boundAt", TIME),
  PB_FIELD (PbBinding, bound_by, "boundBy", STRING),
  PB_FIELD (PbBinding, unbound_at, "unboundAt", TIME),
  PB_FIELD (PbBinding, unbound_by, "unboundBy", STRING),
  PB_FIELDS_END,
};
/* clang-format on */
const PbType pb_binding_type = {
  .name = "Binding",
  .table = "line_binding",
  .size = sizeof (PbBinding),
  .fields = binding_fields,
};

/* clang-format off */
static const PbField material_fields[] = {
  PB_FIELD (PbMaterial, id, "id", STRING),
  PB_FIELD (PbMaterial, code, "code", STRING, .flags = PB_REQUIRED, .max_length = 64),
  PB_FIELD (PbMaterial, name, "name", STRING, .flags = PB_REQUIRED | PB_PATCHED, .max_length = 200),
  PB_FIELD (PbMaterial, msl, "msl", STRING, .flags = PB_ASKED | PB_PATCHED, .max_length = 4),
  PB_FIELD (PbMaterial, track_floor_life, "trackFloorLife", BOOL, .flags = PB_ASKED | PB_PATCHED),
  PB_FIELD (PbMaterial, created_at, "createdAt", TIME),
  PB_FIELD (PbMaterial, updated_at, "updatedAt", TIME),
  PB_FIELDS_END,
};
/* clang-format on */
const PbType pb_material_type = {
  .name = "Material",
  .table = "material",
  .size = sizeof (PbMaterial),
  .fields = material_fields,
};

/* clang-format off */
static const PbField material_lot_fields[] = {
  PB_FIELD (PbMaterialLot, id, "id", STRING),
  PB_FIELD (PbMaterialLot, material_code, "materialCode", STRING, .flags = PB_REQUIRED, .max_length = 64),
  PB_FIELD (PbMaterialLot, lot_no, "lotNo", STRING, .flags = PB_REQUIRED, .max_length = 64),
  PB_FIELD (PbMaterialLot, opened_at, "openedAt", TIME, .flags = PB_ASKED | PB_PATCHED | PB_PAST),
  PB_FIELD (PbMaterialLot, expires_at, "expiresAt", TIME, .flags = PB_ASKED | PB_PATCHED | PB_FUTURE),
  PB_FIELD (PbMaterialLot, created_at, "createdAt", TIME),
  PB_FIELD (PbMaterialLot, updated_at, "updatedAt", TIME),
  PB_FIELDS_END,
};
/* clang-format on */
const PbType pb_material_lot_type = {
  .name = "MaterialLot",
  .table = "material_lot",
  .size = sizeof (PbMaterialLot),
  .fields = material_lot_fields,
};

/* clang-format off */
static const PbField bom_line_fields[] = {
  PB_FIELD (PbBomLine, id, "id", STRING),
  PB_FIELD (PbBomLine, product_code, "productCode", STRING, .flags = PB_REQUIRED, .max_length = 64),
  PB_FIELD (PbBomLine, material_code, "materialCode", STRING, .flags = PB_REQUIRED, .max_length = 64),
  PB_FIELD (PbBomLine, quantity, "quantity", DOUBLE, .flags = PB_ASKED | PB_PATCHED | PB_BOUNDED,
            .min = 0, .max = 1000000),
  PB_FIELD (PbBomLine, position, "position", STRING, .flags = PB_ASKED | PB_PATCHED, .max_length = 200),
  PB_FIELDS_END,
};
/* clang-format on */
const PbType pb_bom_line_type = {
  .name = "BomLine",
  .table = "bom_line",
  .size = sizeof (PbBomLine),
  .fields = bom_line_fields,
};

/* clang-format off */
static const PbField feeder_slot_fields[] = {
  PB_FIELD (PbFeederSlot, id, "id", STRING),
  PB_FIELD (PbFeederSlot, line_id, "lineId", STRING),
  PB_FIELD (PbFeederSlot, slot_code, "slotCode", STRING, .flags = PB_REQUIRED | PB_PATCHED, .max_length = 50),
  PB_FIELD (PbFeederSlot, slot_name, "slotName", STRING, .flags = PB_ASKED | PB_PATCHED, .max_length = 100),
  PB_FIELD (PbFeederSlot, position, "position", INT, .flags = PB_REQUIRED | PB_PATCHED | PB_BOUNDED,
            .min = 0, .max = 100000),
  PB_FIELD (PbFeederSlot, current_material_lot_id, "currentMaterialLotId", STRING),
  PB_FIELD (PbFeederSlot, is_locked, "isLocked", BOOL),
  PB_FIELD (PbFeederSlot, failed_attempts, "failedAttempts", INT),
  PB_FIELD (PbFeederSlot, locked_at, "lockedAt", TIME),
  PB_FIELD (PbFeederSlot, locked_reason, "lockedReason", STRING),
  PB_FIELDS_END,
};
/* clang-format on */
const PbType pb_feeder_slot_type = {
  .name = "FeederSlot",
  .table = "feeder_slot",
  .size = sizeof (PbFeederSlot),
  .fields = feeder_slot_fields,
};

/* clang-format off */
static const PbField slot_mapping_fields[] = {
  PB_FIELD (PbSlotMapping, id, "id", STRING),
  PB_FIELD (PbSlotMapping, slot_id, "slotId", STRING, .flags = PB_REQUIRED | PB_PATCHED, .max_length = 64),
  PB_FIELD (PbSlotMapping, material_code, "materialCode", STRING, .flags = PB_REQUIRED | PB_PATCHED, .max_length = 64),
  PB_FIELD (PbSlotMapping, product_code, "productCode", STRING, .flags = PB_ASKED | PB_PATCHED, .max_length = 64),
  PB_FIELD (PbSlotMapping, routing_id, "routingId", STRING, .flags = PB_ASKED | PB_PATCHED, .max_length = 64),
  PB_FIELD (PbSlotMapping, priority, "priority", INT, .flags = PB_ASKED | PB_PATCHED | PB_BOUNDED,
            .min = 0, .max = 1000),
  PB_FIELD (PbSlotMapping, is_alternate, "isAlternate", BOOL, .flags = PB_ASKED | PB_PATCHED),
  PB_FIELD (PbSlotMapping, unit_consumption, "unitConsumption", DOUBLE, .flags = PB_ASKED | PB_PATCHED | PB_BOUNDED,
            .min = 0, .max = 1000000),
  PB_FIELD (PbSlotMapping, is_common_material, "isCommonMaterial", BOOL, .flags = PB_ASKED | PB_PATCHED),
  PB_FIELDS_END,
};
/* clang-format on */
const PbType pb_slot_mapping_type = {
  .name = "SlotMapping",
  .table = "slot_mapping",
  .size = sizeof (PbSlotMapping),
  .fields = slot_mapping_fields,
};

/* clang-format off */
static const PbField maintenance_record_fields[] = {
  PB_FIELD (PbMaintenanceRecord, id, "id", STRING),
  PB_FIELD (PbMaintenanceRecord, line_id, "lineId", STRING, .flags = PB_ASKED),
  PB_FIELD (PbMaintenanceRecord, entity_type, "entityType", ENUM, .flags = PB_REQUIRED, .values = &pb_maintained_kinds),
  PB_FIELD (PbMaintenanceRecord, entity_id, "entityId", STRING, .flags = PB_REQUIRED, .max_length = 64),
  PB_FIELD (PbMaintenanceRecord, entity_display, "entityDisplay", STRING, .flags = PB_ASKED, .max_length = 200),
  PB_FIELD (PbMaintenanceRecord, maintenance_type, "maintenanceType", ENUM, .flags = PB_REQUIRED,
            .values = &pb_maintenance_types),
  PB_FIELD (PbMaintenanceRecord, status, "status", ENUM, .values = &pb_maintenance_statuses),
  PB_FIELD (PbMaintenanceRecord, description, "description", STRING, .flags = PB_REQUIRED | PB_MULTILINE,
            .max_length = 2000),
  PB_FIELD (PbMaintenanceRecord, reported_at, "reportedAt", TIME, .flags = PB_ASKED | PB_PAST),
  PB_FIELD (PbMaintenanceRecord, reported_by, "reportedBy", STRING),
  PB_FIELD (PbMaintenanceRecord, completed_at, "completedAt", TIME),
  PB_FIELD (PbMaintenanceRecord, completed_by, "completedBy", STRING),
  PB_FIELD (PbMaintenanceRecord, created_at, "createdAt", TIME),
  PB_FIELD (PbMaintenanceRecord, updated_at, "updatedAt", TIME),
  PB_FIELDS_END,
};
/* clang-format on */
const PbType pb_maintenance_record_type = {
  .name = "MaintenanceRecord",
  .table = "maintenance_record",
  .size = sizeof (PbMaintenanceRecord),
  .fields = maintenance_record_fields,
};

/* clang-format off */
static const PbField reflow_profile_fields[] = {
  PB_FIELD (PbReflowProfile, id, "id", STRING),
  PB_FIELD (PbReflowProfile, code, "code", STRING, .flags = PB_REQUIRED, .max_length = 64),
  PB_FIELD (PbReflowProfile, name, "name", STRING, .flags = PB_REQUIRED | PB_PATCHED, .max_length = 200),
  PB_FIELD (PbReflowProfile, version, "version", STRING, .flags = PB_ASKED | PB_PATCHED, .max_length = 20),
  PB_FIELD (PbReflowProfile, description, "description", STRING, .flags = PB_ASKED | PB_PATCHED | PB_MULTILINE,
            .max_length = 2000),
  PB_FIELD (PbReflowProfile, status, "status", ENUM, .flags = PB_ASKED | PB_PATCHED, .values = &pb_profile_statuses),
  PB_FIELD (PbReflowProfile, zone_config, "zoneConfig", JSON, .flags = PB_ASKED | PB_PATCHED),
  PB_FIELD (PbReflowProfile, peak_temp_min, "peakTempMin", DOUBLE, .flags = PB_ASKED | PB_PATCHED | PB_BOUNDED,
            .min = 0, .max = 500),
  PB_FIELD (PbReflowProfile, peak_temp_max, "peakTempMax", DOUBLE, .flags = PB_ASKED | PB_PATCHED | PB_BOUNDED,
            .min = 0, .max = 500),
  PB_FIELD (PbReflowProfile, total_time_min, "totalTimeMin", INT, .flags = PB_ASKED | PB_PATCHED | PB_BOUNDED,
            .min = 0, .max = 100000),
  PB_FIELD (PbReflowProfile, total_time_max, "totalTimeMax", INT, .flags = PB_ASKED | PB_PATCHED | PB_BOUNDED,
            .min = 0, .max = 100000),
  PB_FIELD (PbReflowProfile, created_at, "createdAt", TIME),
  PB_FIELD (PbReflowProfile, updated_at, "updatedAt", TIME),
  PB_FIELDS_END,
};
/* clang-format on */
const PbType pb_reflow_profile_type = {
  .name = "ReflowProfile",
  .table = "reflow_profile",
  .size = sizeof (PbReflowProfile),
  .fields = reflow_profile_fields,
};

/* clang-format off */
static const PbField reflow_profile_usage_fields[] = {
  PB_FIELD (PbReflowProfileUsage, id, "id", STRING),
  PB_FIELD (PbReflowProfileUsage, profile_id, "profileId", STRING, .flags = PB_REQUIRED),
  PB_FIELD (PbReflowProfileUsage, actual_program_name, "actualProgramName", STRING, .flags = PB_REQUIRED,
            .max_length = 200),
  PB_FIELD (PbReflowProfileUsage, run_id, "runId", STRING, .flags = PB_ASKED),
  PB_FIELD (PbReflowProfileUsage, line_id, "lineId", STRING, .flags = PB_ASKED),
  PB_FIELD (PbReflowProfileUsage, equipment_id, "equipmentId", STRING, .flags = PB_ASKED),
  PB_FIELD (PbReflowProfileUsage, actual_peak_temp, "actualPeakTemp", DOUBLE, .flags = PB_ASKED | PB_BOUNDED,
            .min = 0, .max = 500),
  PB_FIELD (PbReflowProfileUsage, actual_total_time, "actualTotalTime", INT, .flags = PB_ASKED | PB_BOUNDED,
            .min = 0, .max = 100000),
  PB_FIELD (PbReflowProfileUsage, is_matched, "isMatched", BOOL),
  PB_FIELD (PbReflowProfileUsage, mismatch_reason, "mismatchReason", STRING),
  PB_FIELD (PbReflowProfileUsage, used_at, "usedAt", TIME, .flags = PB_ASKED | PB_PAST),
  PB_FIELD (PbReflowProfileUsage, used_by, "usedBy", STRING, .flags = PB_ASKED),
  PB_FIELD (PbReflowProfileUsage, created_at, "createdAt", TIME),
  PB_FIELD (PbReflowProfileUsage, updated_at, "updatedAt", TIME),
  PB_FIELDS_END,
};
/* clang-format on */
const PbType pb_reflow_profile_usage_type = {
  .name = "ReflowProfileUsage",
  .table = "reflow_profile_usage",
  .size = sizeof (PbReflowProfileUsage),
  .fields = reflow_profile_usage_fields,
};

/* clang-format off */
static const PbField program_assignment_fields[] = {
  PB_FIELD (PbProgramAssignment, id, "id", STRING),
  PB_FIELD (PbProgramAssignment, product_code, "product", STRING, .flags = PB_REQUIRED, .max_length = 64),
  PB_FIELD (PbProgramAssignment, line_code, "line", STRING, .flags = PB_REQUIRED, .max_length = 50),
  PB_FIELD (PbProgramAssignment, step_no, "step", INT, .flags = PB_REQUIRED | PB_BOUNDED, .min = 1, .max = 1000),
  PB_FIELD (PbProgramAssignment, profile_code, "profileCode", STRING, .flags = PB_REQUIRED | PB_PATCHED,
            .max_length = 64),
  PB_FIELD (PbProgramAssignment, created_at, "createdAt", TIME),
  PB_FIELD (PbProgramAssignment, updated_at, "updatedAt", TIME),
  PB_FIELDS_END,
};
/* clang-format on */
const PbType pb_program_assignment_type = {
  .name = "ProgramAssignment",
  .table = "program_assignment",
  .size = sizeof (PbProgramAssignment),
  .fields = program_assignment_fields,
};

/* clang-format off */
static const PbField line_stop_fields[] = {
  PB_FIELD (PbLineStop, id, "id", STRING),
  PB_FIELD (PbLineStop, line_code, "line", STRING, .flags = PB_REQUIRED, .max_length = 50),
  PB_FIELD (PbLineStop, from_at, "from", TIME, .flags = PB_REQUIRED | PB_PAST),
  PB_FIELD (PbLineStop, to_at, "to", TIME, .flags = PB_ASKED | PB_PATCHED | PB_PAST),
  PB_FIELD (PbLineStop, created_at, "createdAt", TIME),
  PB_FIELD (PbLineStop, updated_at, "updatedAt", TIME),
  PB_FIELDS_END,
};
/* clang-format on */
const PbType pb_line_stop_type = {
  .name = "LineStop",
  .table = "line_stop",
  .size = sizeof (PbLineStop),
  .fields = line_stop_fields,
};

/* clang-format off */
static const PbField stencil_status_event_fields[] = {
  PB_FIELD (PbStencilStatusEvent, id, "id", STRING),
  PB_FIELD (PbStencilStatusEvent, event_id, "eventId", STRING, .flags = PB_REQUIRED, .max_length = 100),
  PB_FIELD (PbStencilStatusEvent, event_time, "eventTime", TIME, .flags = PB_REQUIRED | PB_PAST),
  PB_FIELD (PbStencilStatusEvent, stencil_id, "stencilId", STRING, .flags = PB_REQUIRED, .max_length = 64),
  PB_FIELD (PbStencilStatusEvent, status, "status", ENUM, .flags = PB_REQUIRED, .values = &pb_stencil_statuses),
  PB_FIELD (PbStencilStatusEvent, source, "source", ENUM, .flags = PB_REQUIRED, .values = &pb_integration_sources),
  PB_FIELD (PbStencilStatusEvent, stencil_version, "version", STRING, .flags = PB_ASKED, .max_length = 50),
  PB_FIELD (PbStencilStatusEvent, tension_value, "tensionValue", DOUBLE, .flags = PB_ASKED | PB_BOUNDED,
            .min = 0, .max = 200, .unit = "N/cm"),
  PB_FIELD (PbStencilStatusEvent, last_cleaned_at, "lastCleanedAt", TIME, .flags = PB_ASKED | PB_PAST),
  PB_FIELD (PbStencilStatusEvent, operator_id, "operatorId", STRING, .flags = PB_ASKED, .max_length = 100),
  PB_FIELD (PbStencilStatusEvent, received_at, "receivedAt", TIME),
  PB_FIELDS_END,
};
/* clang-format on */
const PbType pb_stencil_status_event_type = {
  .name = "StencilStatusEvent",
  .table = "stencil_status",
  .size = sizeof (PbStencilStatusEvent),
  .fields = stencil_status_event_fields,
};

/* clang-format off */
static const PbField paste_status_event_fields[] = {
  PB_FIELD (PbPasteStatusEvent, id, "id", STRING),
  PB_FIELD (PbPasteStatusEvent, event_id, "eventId", STRING, .flags = PB_REQUIRED, .max_length = 100),
  PB_FIELD (PbPasteStatusEvent, event_time, "eventTime", TIME, .flags = PB_REQUIRED | PB_PAST),
  PB_FIELD (PbPasteStatusEvent, lot_id, "lotId", STRING, .flags = PB_REQUIRED, .max_length = 64),
  PB_FIELD (PbPasteStatusEvent, status, "status", ENUM, .flags = PB_REQUIRED, .values = &pb_paste_statuses),
  PB_FIELD (PbPasteStatusEvent, source, "source", ENUM, .flags = PB_REQUIRED, .values = &pb_integration_sources),
  PB_FIELD (PbPasteStatusEvent, expires_at, "expiresAt", TIME, .flags = PB_ASKED | PB_FUTURE),
  PB_FIELD (PbPasteStatusEvent, thawed_at, "thawedAt", TIME, .flags = PB_ASKED | PB_PAST),
  PB_FIELD (PbPasteStatusEvent, stirred_at, "stirredAt", TIME, .flags = PB_ASKED | PB_PAST),
  PB_FIELD (PbPasteStatusEvent, operator_id, "operatorId", STRING, .flags = PB_ASKED, .max_length = 100),
  PB_FIELD (PbPasteStatusEvent, received_at, "receivedAt", TIME),
  PB_FIELDS_END,
};
/* clang-format on */
const PbType pb_paste_status_event_type = {
  .name = "PasteStatusEvent",
  .table = "solder_paste_status",
  .size = sizeof (PbPasteStatusEvent),
  .fields = paste_status_event_fields,
};

gboolean
pb_equipment_is_normal (const PbEquipment *equipment)
{
  return equipment->status != NULL && g_ascii_strcasecmp (equipment->status, "normal") == 0;
}
