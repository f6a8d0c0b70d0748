/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "domain/pb-evaluate.h"

G_BEGIN_DECLS

/* A readiness item type is one file here: its record type if it has one, its policy keys, its pure rule. The registry lists them. */

typedef struct _PbEvaluation PbEvaluation;

typedef struct
{
  PbItemType type;
  const PbType *record_type; /* (nullable) what a person records for it */
  const PbPolicyKey
    *keys;          /* ended by a NULL key; "item.<TYPE>.gate" and "item.<TYPE>.enabled" are made for every type */
  PbGateClass gate; /* the default */
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

extern const PbItemClass pb_item_route, pb_item_loading, pb_item_program, pb_item_equipment, pb_item_material,
  pb_item_stencil, pb_item_solder_paste, pb_item_bake, pb_item_paste, pb_item_stencil_usage, pb_item_stencil_clean,
  pb_item_squeegee, pb_item_fixture, pb_item_time_rule;

/* Adds a PASSED item with @key to @items. Returns: (transfer none). */
PbItem *pb_evaluation_add (const PbEvaluation *evaluation, GPtrArray *items, const char *key);
/* Makes the item FAILED with one more failure. Returns: (transfer none): its parameters, to be filled in. */
PbParams *pb_item_fail (PbItem *item, PbReason reason, const char *object);
/* Sets the warning, unless an earlier one stands. Returns: (transfer none): its parameters. */
PbParams *pb_item_warn (PbItem *item, PbReason reason, const char *object);
/* The verdict changes by itself at @deadline: the earliest one stays. Deadlines not after now are ignored. */
void pb_item_set_deadline (const PbEvaluation *evaluation, PbItem *item, gint64 deadline);
/* Returns: (transfer none): one more measure in the item's evidence. */
PbMeasure *pb_item_add_measure (PbItem *item, const char *name);
/* The record that the verdict rests on. */
void pb_item_set_evidence (PbItem *item,
                           const char *record_type,
                           const char *record_id,
                           const char *source,
                           const char *object,
                           const char *by,
                           gint64 at);
/* An age or a window: fails with @reason from the moment now >= from + span (domain.md, "At the limit"), sets the deadline, the measure
 * and, in the last part of the window, the warning. Returns: whether it still holds. */
gboolean pb_item_judge_window (const PbEvaluation *evaluation,
                               PbItem *item,
                               PbReason reason,
                               const char *object,
                               const char *part,
                               gint64 from,
                               gint64 span);
/* A life: passes at the limit, fails above it; warns from 90 % and when the planned quantity would exceed the rest. */
gboolean
pb_item_judge_life (const PbEvaluation *evaluation, PbItem *item, const PbAsset *asset, gint64 used, gint64 limit);

/* Returns: (nullable) (transfer none): what is bound to the line now. */
const PbBinding *pb_evaluation_binding (const PbEvaluation *evaluation, PbAssetKind kind);
const PbAsset *pb_evaluation_asset (const PbEvaluation *evaluation, const char *asset_id);
/* Whether the thing is in maintenance: by its state, or by an open maintenance record. */
gboolean pb_evaluation_in_maintenance (const PbEvaluation *evaluation,
                                       PbMaintainedKind kind,
                                       const char *id,
                                       const PbAsset *asset);
/* For the items of a bound thing: adds the item (key: the thing's id, or the line's id when nothing is bound) and fails it with
 * NOT_BOUND or UNKNOWN_OBJECT where that is so.
 * Returns: (nullable) (transfer none): the binding, NULL when the rule has nothing more to judge; @item and @asset are set. */
const PbBinding *pb_evaluation_add_bound (const PbEvaluation *evaluation,
                                          GPtrArray *items,
                                          PbAssetKind kind,
                                          PbItem **item,
                                          const PbAsset **asset);

G_END_DECLS
