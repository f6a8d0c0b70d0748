/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "domain/pb-enums.h"

G_BEGIN_DECLS

/* Lines, stations, machines, materials, things with a life: the registers that items are judged on. */

/* A production line. */
typedef struct
{
  PbObject base;
  char *id;
  char *code;
  char *name;
  int process_type;    /* pb_process_types */
  GStrv enabled_items; /* item types in force; absent: all of them */
  PbInt version;
  gint64 created_at;
  gint64 updated_at;
} PbLine;
extern const PbType pb_line_type;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PbLine, pb_object_unref)

typedef struct
{
  PbObject base;
  char *id;
  char *code;
  char *name;
} PbStationGroup;
extern const PbType pb_station_group_type;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PbStationGroup, pb_object_unref)

/* A work place of a line; its code is also the code of its equipment. */
typedef struct
{
  PbObject base;
  char *id;
  char *code;
  char *name;
  int station_type; /* pb_station_types */
  char *line_code;
  char *line_id;
  char *group_code;
  gint64 created_at;
  gint64 updated_at;
} PbStation;
extern const PbType pb_station_type;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PbStation, pb_object_unref)

/* The machine of a station; code equals the station code. */
typedef struct
{
  PbObject base;
  char *id;
  char *equipment_code;
  char *name;
  char *status;
  char *workshop_code;
  char *location;
  gint64 created_at;
  gint64 updated_at;
} PbEquipment;
extern const PbType pb_equipment_type;
/* Whether the machine may be used: its status, a text of the maintenance system, is "normal" in any letters. */
gboolean pb_equipment_is_normal (const PbEquipment *equipment);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PbEquipment, pb_object_unref)

/* A thing with a life: stencil, squeegee, fixture, solder paste lot. Its id is what is written on it. */
typedef struct
{
  PbObject base;
  char *id;
  int kind;  /* pb_asset_kinds */
  int state; /* pb_asset_states */
  char *product;
  PbInt life_limit;
  char *material;
  gint64 expires_at;
  gint64 opened_at;
  PbInt used; /* computed total: previous total plus what each record adds */
  PbInt disputed_total;
  gint64 replaced_at; /* when the present life began, 0: it is the first */
  char *replaces;
  PbInt version;
  gint64 created_at;
  gint64 updated_at;
} PbAsset;
extern const PbType pb_asset_type;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PbAsset, pb_object_unref)

/* What is on a line now, and what was. */
typedef struct
{
  PbObject base;
  char *id;
  char *line_id;
  int kind; /* pb_asset_kinds */
  char *asset_id;
  PbBool is_current;
  gint64 bound_at;
  char *bound_by;
  gint64 unbound_at;
  char *unbound_by;
} PbBinding;
extern const PbType pb_binding_type;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PbBinding, pb_object_unref)

typedef struct
{
  PbObject base;
  char *id;
  char *code;
  char *name;
  char *msl;
  PbBool track_floor_life;
  gint64 created_at;
  gint64 updated_at;
} PbMaterial;
extern const PbType pb_material_type;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PbMaterial, pb_object_unref)

/* A reel or tray; a lot of a known material registers itself at its first scan. */
typedef struct
{
  PbObject base;
  char *id;
  char *material_code;
  char *lot_no;
  gint64 opened_at;
  gint64 expires_at;
  gint64 created_at;
  gint64 updated_at;
} PbMaterialLot;
extern const PbType pb_material_lot_type;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PbMaterialLot, pb_object_unref)

typedef struct
{
  PbObject base;
  char *id;
  char *product_code;
  char *material_code;
  PbDouble quantity;
  char *position;
} PbBomLine;
extern const PbType pb_bom_line_type;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PbBomLine, pb_object_unref)

typedef struct
{
  PbObject base;
  char *id;
  char *line_id;
  char *slot_code;
  char *slot_name;
  PbInt position;
  char *current_material_lot_id;
  PbBool is_locked;
  PbInt failed_attempts;
  gint64 locked_at;
  char *locked_reason;
} PbFeederSlot;
extern const PbType pb_feeder_slot_type;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PbFeederSlot, pb_object_unref)

typedef struct
{
  PbObject base;
  char *id;
  char *slot_id;
  char *material_code;
  char *product_code;
  char *routing_id;
  PbInt priority;
  PbBool is_alternate;
  PbDouble unit_consumption;
  PbBool is_common_material;
} PbSlotMapping;
extern const PbType pb_slot_mapping_type;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PbSlotMapping, pb_object_unref)

typedef struct
{
  PbObject base;
  char *id;
  char *line_id;
  int entity_type; /* pb_maintained_kinds */
  char *entity_id;
  char *entity_display;
  int maintenance_type; /* pb_maintenance_types */
  int status;           /* pb_maintenance_statuses */
  char *description;
  gint64 reported_at;
  char *reported_by;
  gint64 completed_at;
  char *completed_by;
  gint64 created_at;
  gint64 updated_at;
} PbMaintenanceRecord;
extern const PbType pb_maintenance_record_type;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PbMaintenanceRecord, pb_object_unref)

typedef struct
{
  PbObject base;
  char *id;
  char *code;
  char *name;
  char *version;
  char *description;
  int status; /* pb_profile_statuses */
  char *zone_config;
  PbDouble peak_temp_min;
  PbDouble peak_temp_max;
  PbInt total_time_min;
  PbInt total_time_max;
  gint64 created_at;
  gint64 updated_at;
} PbReflowProfile;
extern const PbType pb_reflow_profile_type;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PbReflowProfile, pb_object_unref)

typedef struct
{
  PbObject base;
  char *id;
  char *profile_id;
  char *actual_program_name;
  char *run_id;
  char *line_id;
  char *equipment_id;
  PbDouble actual_peak_temp;
  PbInt actual_total_time;
  PbBool is_matched;
  char *mismatch_reason;
  gint64 used_at;
  char *used_by;
  gint64 created_at;
  gint64 updated_at;
} PbReflowProfileUsage;
extern const PbType pb_reflow_profile_usage_type;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PbReflowProfileUsage, pb_object_unref)

/* Which reflow profile a product runs with on a line at a step. */
typedef struct
{
  PbObject base;
  char *id;
  char *product_code;
  char *line_code;
  PbInt step_no;
  char *profile_code;
  gint64 created_at;
  gint64 updated_at;
} PbProgramAssignment;
extern const PbType pb_program_assignment_type;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PbProgramAssignment, pb_object_unref)

typedef struct
{
  PbObject base;
  char *id;
  char *line_code;
  gint64 from_at;
  gint64 to_at;
  gint64 created_at;
  gint64 updated_at;
} PbLineStop;
extern const PbType pb_line_stop_type;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PbLineStop, pb_object_unref)

typedef struct
{
  PbObject base;
  char *id;
  char *event_id;
  gint64 event_time;
  char *stencil_id;
  int status; /* pb_stencil_statuses */
  int source; /* pb_sources */
  char *stencil_version;
  PbDouble tension_value;
  gint64 last_cleaned_at;
  char *operator_id;
  gint64 received_at;
} PbStencilStatusEvent;
extern const PbType pb_stencil_status_event_type;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PbStencilStatusEvent, pb_object_unref)

typedef struct
{
  PbObject base;
  char *id;
  char *event_id;
  gint64 event_time;
  char *lot_id;
  int status; /* pb_paste_statuses */
  int source; /* pb_sources */
  gint64 expires_at;
  gint64 thawed_at;
  gint64 stirred_at;
  char *operator_id;
  gint64 received_at;
} PbPasteStatusEvent;
extern const PbType pb_paste_status_event_type;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PbPasteStatusEvent, pb_object_unref)

G_END_DECLS
