/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "domain/pb-enums.h"

G_BEGIN_DECLS

/* The preparation records (REST contract 3.6). The table of fields of a record stands beside the rule that reads it, in
 * domain/items/. */

/* Form QR-Pro-057. */
typedef struct
{
  PbObject base;
  char *id;
  char *run_id;
  char *run_no;
  char *routing_step_id;
  char *item_code;
  char *bake_process;
  char *bake_qty;
  PbDouble bake_temperature;
  char *duration_hours;
  gint64 in_at;
  char *in_by;
  gint64 out_at;
  char *out_by;
  char *confirmed_by;
  char *material_code;
  char *lot_no;
  char *material_lot_id;
  char *meta;
  char *recorded_by;
  char *recorded_by_name;
  gint64 created_at;
  gint64 updated_at;
} PbBakeRecord;
extern const PbType pb_bake_record_type;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PbBakeRecord, pb_object_unref)

/* Forms QR-Pro-013 and QR-Pro-073. */
typedef struct
{
  PbObject base;
  char *id;
  char *lot_id;
  char *line_id;
  char *line_code;
  char *line_name;
  char *run_id;
  char *run_no;
  char *routing_step_id;
  gint64 received_at;
  gint64 expires_at;
  PbInt received_qty;
  gint64 thawed_at;
  gint64 stirred_at;
  gint64 issued_at;
  gint64 returned_at;
  PbBool is_returned;
  char *used_by;
  char *remark;
  char *meta;
  char *recorded_by;
  char *recorded_by_name;
  gint64 created_at;
  gint64 updated_at;
} PbPasteRecord;
extern const PbType pb_paste_record_type;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PbPasteRecord, pb_object_unref)

/* Form QR-Pro-089. */
typedef struct
{
  PbObject base;
  char *id;
  char *stencil_id;
  char *line_id;
  char *line_code;
  char *line_name;
  char *run_id;
  char *run_no;
  char *routing_step_id;
  gint64 record_date;
  PbDouble stencil_thickness;
  char *product_model;
  PbInt print_count;
  PbInt total_print_count;
  PbInt life_limit;
  gint64 replaced_at;
  PbBool check_deform;
  PbBool check_hole_damage;
  PbBool check_seal_intact;
  PbNumbers tension_values;
  char *used_by;
  char *confirmed_by;
  char *remark;
  PbInt computed_total;
  char *meta;
  char *recorded_by;
  char *recorded_by_name;
  gint64 created_at;
  gint64 updated_at;
} PbStencilUsageRecord;
extern const PbType pb_stencil_usage_record_type;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PbStencilUsageRecord, pb_object_unref)

typedef struct
{
  PbObject base;
  char *id;
  char *stencil_id;
  char *line_id;
  char *line_code;
  char *line_name;
  char *run_id;
  char *run_no;
  char *routing_step_id;
  gint64 cleaned_at;
  char *cleaned_by;
  char *confirmed_by;
  char *remark;
  char *meta;
  char *recorded_by;
  char *recorded_by_name;
  gint64 created_at;
  gint64 updated_at;
} PbStencilCleaningRecord;
extern const PbType pb_stencil_cleaning_record_type;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PbStencilCleaningRecord, pb_object_unref)

/* Form QR-Mac-144. */
typedef struct
{
  PbObject base;
  char *id;
  char *squeegee_id;
  char *line_id;
  char *line_code;
  char *line_name;
  char *run_id;
  char *run_no;
  char *routing_step_id;
  gint64 record_date;
  PbBool check_surface;
  PbBool check_edge;
  PbBool check_flatness;
  char *product_model;
  char *squeegee_spec;
  PbInt print_count;
  PbInt total_print_count;
  PbInt life_limit;
  gint64 replaced_at;
  char *used_by;
  char *confirmed_by;
  char *remark;
  PbInt computed_total;
  char *meta;
  char *recorded_by;
  char *recorded_by_name;
  gint64 created_at;
  gint64 updated_at;
} PbSqueegeeUsageRecord;
extern const PbType pb_squeegee_usage_record_type;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PbSqueegeeUsageRecord, pb_object_unref)

/* Form QR-Mac-155. */
typedef struct
{
  PbObject base;
  char *id;
  char *fixture_id;
  char *line_id;
  char *line_code;
  char *line_name;
  char *run_id;
  char *run_no;
  char *routing_step_id;
  gint64 record_date;
  PbInt usage_count;
  PbInt total_usage_count;
  PbInt life_limit;
  char *used_by;
  char *confirmed_by;
  char *remark;
  PbInt computed_total;
  char *meta;
  char *recorded_by;
  char *recorded_by_name;
  gint64 created_at;
  gint64 updated_at;
} PbFixtureUsageRecord;
extern const PbType pb_fixture_usage_record_type;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PbFixtureUsageRecord, pb_object_unref)

typedef struct
{
  PbObject base;
  char *id;
  char *run_id;
  char *run_no;
  char *line_id;
  char *line_code;
  char *line_name;
  char *equipment_id;
  gint64 record_date;
  char *product_name;
  char *program_name;
  gint64 measured_at;
  PbDouble peak_temperature;
  char *used_by;
  char *confirmed_by;
  char *remark;
  char *meta;
  char *recorded_by;
  char *recorded_by_name;
  gint64 created_at;
  gint64 updated_at;
} PbOvenProgramRecord;
extern const PbType pb_oven_program_record_type;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PbOvenProgramRecord, pb_object_unref)

typedef struct
{
  PbObject base;
  char *id;
  gint64 measured_at;
  PbDouble temperature;
  char *measured_by;
  char *reviewed_by;
  char *remark;
  char *meta;
  char *recorded_by;
  char *recorded_by_name;
  gint64 created_at;
  gint64 updated_at;
} PbColdStorageRecord;
extern const PbType pb_cold_storage_record_type;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PbColdStorageRecord, pb_object_unref)

G_END_DECLS
