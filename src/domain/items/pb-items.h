/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "domain/pb-evaluate.h"
#include "domain/pb-failure-private.h"

G_BEGIN_DECLS

/* A readiness item type is one file here: its record type if it has one, its policy keys, its pure rule.
 * PB_ITEM_TYPES lists them. */

typedef struct _PbEvaluation PbEvaluation;

typedef struct
{
  PbItemType type;
  const char *label;         /* N_(), for people */
  PbGroupId group;           /* where the board shows it */
  const char *thing;         /* (nullable) N_(): what its items are about, where that is one kind of thing */
  PbAssetKind asset_kind;    /* of that thing, the one to bind; NONE: nothing is bound for it */
  const PbType *record_type; /* (nullable) what a person records for it */
  const PbPolicyKey
    *keys;          /* ended by a NULL key; "item.<TYPE>.gate" and "item.<TYPE>.enabled" are made for every type */
  PbGateClass gate; /* the default */
  const PbFailureText *texts; /* (nullable) what is said of its failures, ended by a row without a text; where no row
                               * fits, that of all types is said */
  /* Adds the items of this type to @items; none where the run has nothing of the kind. */
  void (*evaluate) (const PbEvaluation *evaluation, GPtrArray *items);
} PbItemClass;

/* What a rule sees. */
struct _PbEvaluation
{
  const PbFacts *facts;
  PbLimits limits;
  gint64 now;
  const PbItemClass *item_class;
};

#define PB_ITEM_DECLARE(text, item_class) extern const PbItemClass item_class;
PB_ITEM_TYPES (PB_ITEM_DECLARE)
#undef PB_ITEM_DECLARE

/* The registry, in the order in which items are listed, ended by NULL. */
extern const PbItemClass *const pb_item_classes[];
/* Returns: (nullable): the class of @type. */
const PbItemClass *pb_item_class_find (PbItemType type);

/* Adds a PASSED item with @key to @items. Returns: (transfer none). */
PbItem *pb_evaluation_add (const PbEvaluation *evaluation, GPtrArray *items, const char *key);
/* Whether @items, from @first on, already holds an item with @key: a key is listed once. */
gboolean pb_items_has_key (GPtrArray *items, guint first, const char *key);
/* Makes the item FAILED with one more failure. Returns: (transfer none): its parameters, to be filled in. */
PbParams *pb_item_fail (PbItem *item, PbReason reason, const char *object);
/* As pb_item_fail(), naming the part. */
PbParams *pb_item_fail_part (PbItem *item, PbReason reason, const char *object, const char *part);
/* Fails with WRONG_STATE. @state: (nullable): as it is written on the wire, NULL when it is not known. */
void pb_item_fail_state (PbItem *item, const char *object, const char *state);
/* Sets the warning, unless an earlier one stands. Returns: (transfer none) (nullable): its parameters, NULL when an
 * earlier one stands. */
PbParams *pb_item_warn (PbItem *item, PbReason reason, const char *object);
/* The verdict changes by itself at @deadline: the earliest one stays. Deadlines not after now are ignored. */
void pb_item_set_deadline (const PbEvaluation *evaluation, PbItem *item, gint64 deadline);
/* Returns: (transfer none): one more measure in the item's evidence. */
PbMeasure *pb_item_add_measure (PbItem *item, const char *name);
/* What a record will be held against, where there is none yet: a minimum without a value. */
void pb_item_add_limit (PbItem *item, const char *name, double required, const char *unit);
/* The record that the verdict rests on. */
void pb_item_set_evidence (PbItem *item,
                           const char *record_type,
                           const char *record_id,
                           const char *source,
                           const char *object,
                           const char *by,
                           gint64 at);
/* Returns: (nullable) (transfer none): whom a record names, else who wrote it down. */
const char *pb_evidence_person (const char *named, const char *recorded_by);
/* Says that the item is not needed, by the product's setting @key. */
void pb_item_set_not_needed (const PbEvaluation *evaluation, PbItem *item, const char *key);
/* A value that must not be below a limit: passes at it. @actual: unset when it was not recorded, which fails too. */
void pb_item_judge_minimum (PbItem *item,
                            const char *object,
                            const char *part,
                            PbDouble actual,
                            double required,
                            const char *unit);
/* An age or a window: fails with @reason from the moment now >= from + span (domain.md, "At the limit"), sets the
 * deadline, the measure (called by @part, "age" when it is NULL) and, in the last part of the window, the warning.
 * Returns: whether it still holds. */
gboolean pb_item_judge_window (const PbEvaluation *evaluation,
                               PbItem *item,
                               PbReason reason,
                               const char *object,
                               const char *part,
                               gint64 from,
                               gint64 span);
/* An expiry of the register: fails with EXPIRED from that moment on. 0: it has none. */
void pb_item_judge_expiry (const PbEvaluation *evaluation, PbItem *item, const char *object, gint64 expires_at);
/* A life: passes at the limit, fails above it; warns from 90 % and when the planned quantity would exceed the rest.
 * @limit: 0 when there is none. */
gboolean
pb_item_judge_life (const PbEvaluation *evaluation, PbItem *item, const PbAsset *asset, gint64 used, gint64 limit);
/* One of the checks that a person ticks. */
typedef struct
{
  const char *part;
  PbBool value; /* TRUE: in order */
} PbPartCheck;

/* Fails with CHECK_MISSING for each check that is absent, then with CHECK_FAILED for each that is not in order. */
void pb_item_judge_checks (PbItem *item, const char *object, const PbPartCheck *checks, guint n);
/* When a lot of paste expires: as the register says; where it does not, as its newest status says. What is typed into a
 * record is evidence. 0: nobody says. */
gint64 pb_evaluation_paste_expiry (const PbEvaluation *evaluation, const PbAsset *lot);

/* What a record says about the total of a thing. */
typedef struct
{
  gint64 at;          /* of the record */
  PbInt added;        /* prints or uses */
  PbInt total;        /* as typed */
  gint64 replaced_at; /* 0: nothing was replaced */
} PbTotal;

/* Whether a typed total contradicts itself: it is below what the record itself adds, or below the total of an earlier
 * record of the same life. An earlier total that the register has taken back (asset->used is below it) does not count.
 * @totals: (element-type PbTotal): of all records of @asset. */
gboolean pb_total_falls (const PbTotal *newest, GArray *totals, const PbAsset *asset);
/* A thing that is retired, or in maintenance, is not to be used. */
void pb_item_judge_state (const PbEvaluation *evaluation, PbItem *item, PbMaintainedKind kind, const PbAsset *asset);
/* A setting in hours as microseconds. */
gint64 pb_evaluation_hours (const PbEvaluation *evaluation, const char *key);

/* Returns: (nullable) (transfer none): what is bound to the line now. */
const PbBinding *pb_evaluation_binding (const PbEvaluation *evaluation, PbAssetKind kind);
const PbAsset *pb_evaluation_asset (const PbEvaluation *evaluation, const char *asset_id);
/* Whether the thing is in maintenance: by its state, or by an open maintenance record. */
gboolean pb_evaluation_in_maintenance (const PbEvaluation *evaluation,
                                       PbMaintainedKind kind,
                                       const char *id,
                                       const PbAsset *asset);
/* For the items of a bound thing: adds the item (key: the thing's id, or the line's id when nothing is bound) and fails
 * it with NOT_BOUND or UNKNOWN_OBJECT where that is so.
 * Returns: (nullable) (transfer none): the binding, NULL when the rule has nothing more to judge; @item and @asset are
 * set. */
const PbBinding *pb_evaluation_add_bound (const PbEvaluation *evaluation,
                                          GPtrArray *items,
                                          PbAssetKind kind,
                                          PbItem **item,
                                          const PbAsset **asset);
/* The run's line: its id, or NULL. */
const char *pb_evaluation_line_id (const PbEvaluation *evaluation);
/* The run's product: its code, or NULL. */
const char *pb_evaluation_product (const PbEvaluation *evaluation);
/* Whether a record belongs to this run. Records name it by id, or by number. */
gboolean pb_evaluation_is_own (const PbEvaluation *evaluation, const char *run_id, const char *run_no);
/* Whether items of @type are in force for the run: the line lists the type, and policy has not switched it off. */
gboolean pb_evaluation_is_enabled (const PbEvaluation *evaluation, PbItemType type);

G_END_DECLS
