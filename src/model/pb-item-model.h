/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "domain/pb-readiness.h"
#include "model/pb-row.h"

G_BEGIN_DECLS

/* A readiness item of the run that is shown. Properties (read only):
 *   item-id, item-key       text
 *   item-type               int, PbItemType
 *   title                   text: "Stencil cleaning"
 *   object-text             text: the thing or key: "ST-0117"
 *   status                  int, PbItemStatus
 *   status-text             text: "Passed", "Failed", "Waived", "Not needed"
 *   gate                    int, PbGateClass
 *   gate-text               text: "Must pass", "Must pass or be waived", "For the record"
 *   measure-text            text: what was checked against which limit, one line for each measure
 *   life-fraction           double: 0 to 1 (and beyond) of the life or window used, negative when there is none
 *   evidence-text           text: record or object, by whom, when, from which source
 *   failure-text            text: one sentence for each failure
 *   advice-text             text: what to do next
 *   who-text                text: which role can do it
 *   warning-text            text: "" when nothing warns
 *   waiver-text             text: "Waived until 16:00 by S. Chen: reason", "" when there is none
 *   next-deadline           int64, microseconds, 0 for none
 *   deadline-text           text: "12 min left"; follows the clock
 *   needed                  boolean: FALSE when applicability says that it is not needed
 *   waivable                boolean: failed and not BLOCK and not RECORD
 *   changed-at              int64: when this window last saw the item change, 0 since it was first shown
 *   accessible-text         text: title, object, status and failure in one sentence for assistive technology */
#define PB_TYPE_ITEM_MODEL (pb_item_model_get_type ())
G_DECLARE_FINAL_TYPE (PbItemModel, pb_item_model, PB, ITEM_MODEL, PbRow)

const char *pb_item_model_get_id (PbItemModel *self);
PbItemType pb_item_model_get_item_type (PbItemModel *self);
PbItemStatus pb_item_model_get_status (PbItemModel *self);
/* Returns: (transfer none): the item as the server said it, until the next refresh. */
const PbItem *pb_item_model_peek (PbItemModel *self);
/* The kind of preparation record that "Record…" writes for this item.
 * Returns: (nullable): NULL when none is recorded for it (equipment, material, route …). */
const PbType *pb_item_model_get_record_type (PbItemModel *self);
/* What the item wants baked: "PCB", "BGA", "IC", "CONNECTOR"; "" when it does not say, or is no bake. */
const char *pb_item_model_get_bake (PbItemModel *self);
/* What kind of thing the item is about: the one to bind. Returns: NONE when nothing is bound for it. */
PbAssetKind pb_item_model_get_asset_kind (PbItemModel *self);

/* A group of items as the paper checklist has them, a GListModel of PbItemModel. Groups without items are not in the
 * list. Properties (read only): group int (PbGroupId), title text, n-items uint, failed, waived int64, summary-text
 * text ("2 of 5 failed", "all passed"). */
#define PB_TYPE_ITEM_GROUP (pb_item_group_get_type ())
G_DECLARE_FINAL_TYPE (PbItemGroup, pb_item_group, PB, ITEM_GROUP, PbRow)

PbGroupId pb_item_group_get_id (PbItemGroup *self);
const char *pb_item_group_get_title (PbItemGroup *self);

G_END_DECLS
