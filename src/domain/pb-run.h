/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "domain/pb-enums.h"

G_BEGIN_DECLS

/* Work orders, runs, units, routes, loading, time rules. */

typedef struct
{
  PbObject base;
  char *id;
  char *wo_no;
  char *product_code;
  PbDouble planned_qty;
  char *routing_id;
  char *routing_code;
  char *line_code;
  int status; /* pb_work_order_statuses */
  char *source_system;
  char *erp_status;
  char *erp_pick_status;
  char *pick_status;
  gint64 due_date;
  char *meta;
  gint64 created_at;
  gint64 updated_at;
} PbWorkOrder;
extern const PbType pb_work_order_type;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PbWorkOrder, pb_object_unref)

typedef struct
{
  PbObject base;
  char *id;
  char *run_no;
  char *wo_id;
  char *wo_no;
  char *product_code;
  char *line_id;
  char *line_code;
  char *line_name;
  char *route_version_id;
  PbInt plan_qty;
  int status; /* pb_run_statuses */
  char *shift_code;
  char *changeover_no;
  gint64 started_at;
  gint64 ended_at;
  char *parent_run_id;
  char *rework_type;
  char *authorization_type;
  char *mrb_decision_id;
  char *mrb_authorized_by;
  gint64 mrb_authorized_at;
  PbBool mrb_fai_waiver;
  char *mrb_waiver_reason;
  char *authorized_by;
  char *authorized_by_name;
  gint64 authorized_at;
  char *evidence_id;
  char *ended_by;
  char *end_reason;
  PbInt version;
  gint64 created_at;
  gint64 updated_at;
} PbRun;
extern const PbType pb_run_type;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PbRun, pb_object_unref)

typedef struct
{
  PbObject base;
  char *id;
  char *sn;
  char *wo_id;
  char *run_id;
  char *run_no;
  int status; /* pb_unit_statuses */
  PbInt current_step_no;
  PbBool is_trial;
  gint64 created_at;
  gint64 updated_at;
} PbUnit;
extern const PbType pb_unit_type;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PbUnit, pb_object_unref)

typedef struct
{
  PbObject base;
  char *id;
  char *unit_id;
  char *run_id;
  char *sn;
  PbInt step_no;
  char *station_code;
  int source; /* pb_sources */
  gint64 in_at;
  gint64 out_at;
  int result; /* pb_results */
  char *operator_id;
  char *fai_id;
  gint64 created_at;
  gint64 updated_at;
} PbTrack;
extern const PbType pb_track_type;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PbTrack, pb_object_unref)

/* A result of an SPI or AOI machine. */
typedef struct
{
  PbObject base;
  char *id;
  char *event_id;
  gint64 event_time;
  char *run_no;
  char *station_code;
  char *unit_sn;
  PbInt step_no;
  char *inspection_type;
  int result; /* pb_results */
  int source; /* pb_sources */
  char *track_id;
  char *defects;
  char *operator_id;
  gint64 received_at;
} PbInspectionResult;
extern const PbType pb_inspection_result_type;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PbInspectionResult, pb_object_unref)

typedef struct
{
  PbObject base;
  char *id;
  char *code;
  char *name;
  char *product_code;
  int process_type; /* pb_process_types */
  char *fai_template_id;
  PbInt version;
  GPtrArray *steps; /* (element-type PbRouteStep) */
  gint64 created_at;
  gint64 updated_at;
} PbRoute;
extern const PbType pb_route_type;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PbRoute, pb_object_unref)

/* A step of a route, or of a compiled route version (then version_id is set). */
typedef struct
{
  PbObject base;
  char *id;
  char *route_id;
  char *version_id;
  PbInt step_no;
  char *operation_code;
  char *operation_name;
  int station_type; /* pb_station_types */
  char *station_group;
  PbBool requires_fai;
  PbBool has_oven;
} PbRouteStep;
extern const PbType pb_route_step_type;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PbRouteStep, pb_object_unref)

/* Whether the operation's code names @word ("WASH", "REFLOW"), in capitals or small letters. */
gboolean pb_route_step_names (const PbRouteStep *step, const char *word);

typedef struct
{
  PbObject base;
  char *id;
  char *route_id;
  char *route_code;
  char *route_name;
  PbInt version_no;
  int status; /* pb_version_statuses */
  char *fai_template_id;
  char *fai_items;
  char *errors;
  gint64 compiled_at;
  GPtrArray *steps; /* (element-type PbRouteStep) */
} PbRouteVersion;
extern const PbType pb_route_version_type;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PbRouteVersion, pb_object_unref)

typedef struct
{
  PbObject base;
  char *id;
  char *run_id;
  char *slot_id;
  char *slot_code;
  char *slot_name;
  PbInt position;
  PbBool is_locked;
  char *expected_material_code;
  GStrv alternates;
  int status; /* pb_slot_statuses */
  char *loaded_material_code;
  gint64 loaded_at;
  char *loaded_by;
} PbSlotExpectation;
extern const PbType pb_slot_expectation_type;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PbSlotExpectation, pb_object_unref)

typedef struct
{
  PbObject base;
  char *id;
  char *run_id;
  char *run_no;
  char *slot_id;
  char *slot_code;
  char *slot_name;
  PbInt position;
  char *material_lot_id;
  char *lot_no;
  char *material_code;
  char *expected_code;
  int status;        /* pb_loading_statuses */
  int verify_result; /* pb_results */
  char *fail_reason;
  PbBool is_idempotent;
  PbInt package_qty;
  char *reviewed_by;
  gint64 reviewed_at;
  gint64 loaded_at;
  char *loaded_by;
  gint64 unloaded_at;
  char *unloaded_by;
  char *replace_reason;
  PbBool material_known;
  char *material_name;
  char *material_validation;
} PbLoadingRecord;
extern const PbType pb_loading_record_type;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PbLoadingRecord, pb_object_unref)

typedef struct
{
  PbObject base;
  char *id;
  char *code;
  char *name;
  char *description;
  int rule_type; /* pb_time_rule_types */
  PbInt duration_minutes;
  PbInt warning_minutes;
  char *start_event;
  char *end_event;
  int scope; /* pb_time_rule_scopes */
  char *scope_value;
  PbBool requires_wash_step;
  PbBool is_waivable;
  PbBool is_active;
  PbInt priority;
  gint64 created_at;
  gint64 updated_at;
} PbTimeRule;
extern const PbType pb_time_rule_type;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PbTimeRule, pb_object_unref)

/* An instance of a time rule: one running window of one object. */
typedef struct
{
  PbObject base;
  char *id;
  char *definition_id;
  char *definition_code;
  char *definition_name;
  int rule_type; /* pb_time_rule_types */
  PbBool is_waivable;
  char *run_id;
  char *run_no;
  char *entity_type;
  char *entity_id;
  char *entity_display;
  gint64 started_at;
  gint64 expires_at;
  gint64 warning_at;
  int status; /* pb_window_statuses */
  gint64 completed_at;
  gint64 created_at;
  gint64 updated_at;
} PbTimeWindow;
extern const PbType pb_time_window_type;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PbTimeWindow, pb_object_unref)

G_END_DECLS
