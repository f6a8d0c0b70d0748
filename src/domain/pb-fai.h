/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "domain/pb-enums.h"

G_BEGIN_DECLS

/* First article inspection: templates, inspections, characteristics, signatures. */

typedef struct
{
  PbObject base;
  char *id;
  char *code;
  char *name;
  char *product_code;
  int process_type; /* pb_process_types */
  char *version;
  PbBool is_active;
  PbInt item_count;
  char *meta;
  GPtrArray *items; /* (element-type PbFaiTemplateItem) */
  gint64 created_at;
  gint64 updated_at;
} PbFaiTemplate;
extern const PbType pb_fai_template_type;
/* Whether the template may be used for @product (nullable: any): the product "*" stands for all of them. */
gboolean pb_fai_template_is_for (const PbFaiTemplate *form, const char *product);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PbFaiTemplate, pb_object_unref)

typedef struct
{
  PbObject base;
  char *id;
  char *template_id;
  PbInt seq;
  char *item_name;
  char *item_spec;
  PbBool required;
  char *item_group;
  int per; /* pb_pers */
  PbDouble nominal;
  PbDouble lower_limit;
  PbDouble upper_limit;
  char *unit;
  PbBool na_allowed;
  char *meta;
} PbFaiTemplateItem;
extern const PbType pb_fai_template_item_type;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PbFaiTemplateItem, pb_object_unref)

/* A value of a characteristic for one sample unit, or for all of them. */
typedef struct
{
  PbObject base;
  char *id;
  char *item_id;
  char *inspection_id;
  char *unit_sn;
  char *actual_value;
  int result; /* pb_results */
  char *defect_code;
  char *remark;
  char *inspected_by;
  gint64 inspected_at;
} PbMeasurement;
extern const PbType pb_measurement_type;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PbMeasurement, pb_object_unref)

typedef struct
{
  PbObject base;
  char *id;
  char *inspection_id;
  PbInt seq;
  char *item_group;
  char *item_name;
  char *item_spec;
  int per; /* pb_pers */
  PbBool required;
  PbBool na_allowed;
  PbDouble nominal;
  PbDouble lower_limit;
  PbDouble upper_limit;
  char *unit;
  char *unit_sn;
  char *actual_value;
  int result; /* pb_results */
  char *defect_code;
  char *remark;
  char *inspected_by;
  gint64 inspected_at;
  GPtrArray *measurements; /* (element-type PbMeasurement) */
  gint64 created_at;
  gint64 updated_at;
} PbInspectionItem;
extern const PbType pb_inspection_item_type;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PbInspectionItem, pb_object_unref)

/* An electronic signature (domain.md, section 5). */
typedef struct
{
  PbObject base;
  char *id;
  char *subject_type; /* FAI, WAIVER, RUN, POLICY */
  char *subject_id;
  PbInt round;
  int capacity; /* pb_capacities */
  char *signed_by;
  char *printed_name;
  gint64 signed_at;
  int meaning; /* pb_meanings */
  char *remark;
  char *station_id;
  char *content_hash;
  PbBool valid;
  gint64 voided_at;
} PbSignature;
extern const PbType pb_signature_type;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PbSignature, pb_object_unref)

typedef struct
{
  PbObject base;
  char *id;
  char *run_id;
  char *run_no;
  int type;   /* pb_inspection_types */
  int status; /* pb_fai_statuses */
  char *active_key;
  PbInt sample_qty;
  PbInt passed_qty;
  PbInt failed_qty;
  char *inspector_id;
  gint64 started_at;
  char *data;
  char *decided_by;
  char *decided_by_name;
  gint64 decided_at;
  char *remark;
  char *condition_class;
  char *condition;
  gint64 condition_until;
  char *signed_by;
  gint64 signed_at;
  char *signature_remark;
  PbInt round;       /* signature round, from 1; a rejection opens the next */
  GStrv fingerprint; /* the set-up at PASS, pb_fai_fingerprint() */
  GStrv inspectors;  /* ids of all who ever recorded a value or decided, pb_fai_note_inspector() */
  PbInt version;
  GPtrArray *items;      /* (element-type PbInspectionItem) */
  GPtrArray *signatures; /* (element-type PbSignature) */
  GStrv required_capacities;
  GStrv missing_capacities;
  char *content_hash;
  PbBool stale;
  GStrv stale_causes;
  gint64 created_at;
  gint64 updated_at;
} PbInspection;
extern const PbType pb_inspection_type;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PbInspection, pb_object_unref)

G_END_DECLS
