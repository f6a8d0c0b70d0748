/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "domain/pb-enums.h"

G_BEGIN_DECLS

/* What a judgement of a run looks like: items with their failures, the gate with its blockers, checks, waivers. */

/* Named parameters of a failure, warning or blocker; absent ones are left out of the JSON. */
typedef struct
{
  PbObject base;
  char *object;
  char *part; /* which check, point, slot, limit or bake */
  char *state;
  char *slot;
  char *expected;
  char *loaded;
  char *assigned;
  char *recorded;
  PbInt point;
  PbDouble actual;
  PbDouble required;
  PbDouble limit;
  char *unit;
  gint64 since;
  gint64 deadline;
  gint64 ready_at;
  GStrv steps;
  char *capacity;
} PbParams;
extern const PbType pb_params_type;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PbParams, pb_object_unref)

typedef struct
{
  PbObject base;
  int reason_code; /* pb_reasons */
  PbParams *params;
} PbFailure;
extern const PbType pb_failure_type;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PbFailure, pb_object_unref)

/* What was checked against which limit. */
typedef struct
{
  PbObject base;
  char *name; /* life, age, exposure, thaw, temperature, hours, tension, planned */
  PbDouble actual;
  PbDouble limit;
  char *unit;
  PbBool minimum; /* limit is a minimum, not a maximum */
  gint64 at;
} PbMeasure;
extern const PbType pb_measure_type;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PbMeasure, pb_object_unref)

typedef struct
{
  PbObject base;
  char *record_type;
  char *record_id;
  char *source; /* run, product, line, thing, register */
  char *object;
  char *by;
  gint64 at;
  GPtrArray *measures; /* (element-type PbMeasure) */
} PbEvidence;
extern const PbType pb_evidence_type;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PbEvidence, pb_object_unref)

typedef struct
{
  PbObject base;
  PbBool needed;
  char *rule;
} PbApplicability;
extern const PbType pb_applicability_type;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PbApplicability, pb_object_unref)

typedef struct
{
  PbObject base;
  char *id;
  int category; /* pb_waiver_categories */
  char *reason;
  char *approved_by;
  char *approved_by_name;
  gint64 approved_at;
  gint64 until;
} PbWaiverMark;
extern const PbType pb_waiver_mark_type;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PbWaiverMark, pb_object_unref)

/* One readiness item of a run, judged. */
typedef struct
{
  PbObject base;
  char *id;
  int item_type; /* pb_item_types */
  char *item_key;
  int status; /* pb_item_statuses */
  char *fail_reason;
  gint64 waived_at;
  char *waived_by;
  char *waive_reason;
  GPtrArray *failures; /* (element-type PbFailure) */
  int reason_code;     /* pb_reasons */
  PbParams *params;
  int gate; /* pb_gate_classes */
  PbFailure *warning;
  gint64 next_deadline;
  PbEvidence *evidence;
  PbApplicability *applicability;
  PbWaiverMark *waiver;
} PbItem;
extern const PbType pb_item_type;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PbItem, pb_object_unref)

typedef struct
{
  PbObject base;
  PbInt total;
  PbInt passed;
  PbInt failed;
  PbInt waived;
} PbSummary;
extern const PbType pb_summary_type;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PbSummary, pb_object_unref)

/* A stored snapshot of a run's items. */
typedef struct
{
  PbObject base;
  char *id;
  char *run_id;
  int type;   /* pb_check_types */
  int status; /* pb_item_statuses */
  gint64 checked_at;
  char *checked_by;
  char *items_json;
  PbInt policy_version;
  GPtrArray *items; /* (element-type PbItem) */
  PbSummary *summary;
} PbCheck;
extern const PbType pb_check_type;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PbCheck, pb_object_unref)

typedef struct
{
  PbObject base;
  int code; /* pb_blocker_codes */
  char *item_id;
  int item_type; /* pb_item_types */
  char *item_key;
  int reason_code; /* pb_reasons */
  PbParams *params;
  char *message;
  GStrv cleared_by;
} PbBlocker;
extern const PbType pb_blocker_type;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PbBlocker, pb_object_unref)

/* Whether a run may be authorised, and everything that stands against it. */
typedef struct
{
  PbObject base;
  PbBool can_authorize;
  gint64 evaluated_at;
  gint64 next_deadline;
  PbInt policy_version;
  GPtrArray *blockers; /* (element-type PbBlocker) */
} PbGate;
extern const PbType pb_gate_type;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PbGate, pb_object_unref)

typedef struct
{
  PbObject base;
  char *id;
  char *run_id;
  char *run_no;
  char *item_id;
  int item_type; /* pb_item_types */
  char *item_key;
  int category; /* pb_waiver_categories */
  char *reason;
  int status;   /* pb_waiver_statuses */
  GStrv covers; /* pb_failure_signature() of every failure it covers */
  char *requested_by;
  char *requested_by_name;
  gint64 requested_at;
  char *approved_by;
  char *approved_by_name;
  gint64 approved_at;
  gint64 from_at;
  gint64 until;
  PbBool until_explicit;
  gint64 ended_at;
  char *end_reason;
  PbInt version;
} PbWaiver;
extern const PbType pb_waiver_type;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PbWaiver, pb_object_unref)

typedef struct
{
  PbObject base;
  char *id;
  char *code;
  char *name;
} PbLineRef;
extern const PbType pb_line_ref_type;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PbLineRef, pb_object_unref)

/* A run on the board. */
typedef struct
{
  PbObject base;
  char *run_no;
  int status; /* pb_run_statuses */
  char *product_code;
  char *wo_no;
  PbLineRef *line;
  PbInt plan_qty;
  int state; /* pb_board_states */
  PbInt blockers;
  PbInt waived;
  PbInt signatures_done;
  PbInt signatures_required;
  gint64 next_deadline;
  GStrv needs;
  gint64 updated_at;
} PbBoardRow;
extern const PbType pb_board_row_type;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PbBoardRow, pb_object_unref)

/* What an authorisation rested on, frozen with it. */
typedef struct
{
  PbObject base;
  char *id;
  char *run_id;
  char *authorized_by;
  char *authorized_by_name;
  gint64 authorized_at;
  PbInt policy_version;
  char *evidence;
  gint64 ended_at;
  char *ended_by;
  char *end_reason;
} PbAuthorization;
extern const PbType pb_authorization_type;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PbAuthorization, pb_object_unref)

G_END_DECLS
