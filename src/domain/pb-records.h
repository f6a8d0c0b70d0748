/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "domain/pb-enums.h"

G_BEGIN_DECLS

/* The preparation records (REST contract 3.6). The table of fields of a record stands beside the rule that reads it, in
 * domain/items/, and with it what follows. */

/* What there is to know of a kind of record beside its fields. */
typedef struct
{
  const PbType *type;
  const char *collection;     /* where it is served, below /api/: "bake-records" */
  const char *entity;         /* in the audit trail: "BAKE_RECORD" */
  const char *summary;        /* in the description of the interface, English: "Bake" */
  const char *at;             /* column: when it was; lists begin with the newest */
  const char *object;         /* (nullable) column: the thing or item that it is about */
  PbAssetKind asset_kind;     /* of that thing; NONE: it is none that is registered */
  gboolean of_product;        /* the object is a product's code: the record counts for the product and for its run */
  const char *added, *total;  /* (nullable) columns: what it adds to the thing's life, and its total as typed */
  const char *const *filters; /* members that a list can be narrowed by, ended by NULL: a text as such, a time
                               * `measuredAt` as `measuredFrom` and `measuredTo` */
  /* How many a judgement is given: the newest of the bound thing, and where they count its life as many of those that
   * say a total; where there is no such thing, the newest of the run and of its line. 0: the store has a statement of
   * its own for them. */
  guint n_facts;
} PbRecordKind;

/* The kinds that a judgement rests on, in the order of the groups: for each NAME there are pb_NAME_record_type and
 * pb_NAME_record_kind, and PbFacts has NAME_records, called so in JSON. Facts, endpoints and dialogs are made from this
 * list. */
#define PB_RECORD_KINDS(KIND)                                                                                          \
  KIND (bake, "bakeRecords")                                                                                           \
  KIND (paste, "pasteRecords")                                                                                         \
  KIND (stencil_usage, "stencilUsageRecords")                                                                          \
  KIND (stencil_cleaning, "stencilCleaningRecords")                                                                    \
  KIND (squeegee_usage, "squeegeeUsageRecords")                                                                        \
  KIND (fixture_usage, "fixtureUsageRecords")                                                                          \
  KIND (oven_program, "ovenProgramRecords")

#define PB_RECORD_DECLARE(name, json)                                                                                  \
  extern const PbType pb_##name##_record_type;                                                                         \
  extern const PbRecordKind pb_##name##_record_kind;
PB_RECORD_KINDS (PB_RECORD_DECLARE)
PB_RECORD_DECLARE (cold_storage, NULL)
#undef PB_RECORD_DECLARE

/* Those of PB_RECORD_KINDS, and then those that no rule reads; ended by NULL. */
extern const PbRecordKind *const pb_record_kinds[];
/* Returns: (nullable): the kind of the records of @type. */
const PbRecordKind *pb_record_kind_find (const PbType *type);

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
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PbColdStorageRecord, pb_object_unref)

G_END_DECLS
