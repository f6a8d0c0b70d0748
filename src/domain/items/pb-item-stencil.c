/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-domain"

#include "domain/items/pb-items.h"
#include "domain/items/pb-newest.h"

static void
judge_status (const PbEvaluation *evaluation, PbItem *item, const PbAsset *asset, const PbStencilStatusEvent *status)
{
  PbContradiction found = { 0 };

  pb_contradiction_add_date (evaluation->now, &found, "eventTime", status->event_time);
  if (found.part != NULL)
    {
      pb_item_fail_part (item, PB_REASON_INVALID_RECORD, asset->id, found.part);
      pb_item_set_deadline (evaluation, item, found.until);
      return;
    }
  pb_item_set_evidence (item, pb_stencil_status_event_type.name, status->id, "thing", asset->id, status->operator_id,
                        status->event_time);
  if (status->status != PB_STENCIL_READY)
    pb_item_fail_state (item, asset->id, pb_enum_text (&pb_stencil_statuses, status->status));
  if (status->tension_value.set)
    pb_item_judge_minimum (item, asset->id, "tension", status->tension_value,
                           pb_limits_number (&evaluation->limits, "stencil.tensionMinimum"), "N/cm");
}

static void
evaluate (const PbEvaluation *evaluation, GPtrArray *items)
{
  const PbStencilStatusEvent *status = evaluation->facts->stencil_status;
  const PbAsset *asset;
  PbItem *item;

  if (pb_evaluation_add_bound (evaluation, items, PB_ASSET_STENCIL, &item, &asset) == NULL)
    return;
  if (status == NULL || g_strcmp0 (status->stencil_id, asset->id) != 0)
    pb_item_fail (item, PB_REASON_NO_RECORD, asset->id);
  else
    judge_status (evaluation, item, asset, status);
  pb_item_judge_state (evaluation, item, PB_MAINTAINED_STENCIL, asset);
}

/* clang-format off */
static const PbFailureText stencil_texts[] = {
  { PB_REASON_NO_RECORD, NULL, NULL,
    N_ ("The status of stencil {object} was never reported."),
    N_ ("Report the status of the stencil."), "system:integration" },
  { PB_REASON_WRONG_STATE, NULL, "RETIRED",
    N_ ("Stencil {object} is retired."),
    N_ ("Bind another stencil to the line."), "loading:config" },
  { PB_REASON_WRONG_STATE, NULL, NULL,
    N_ ("Stencil {object} is {state}; it must be ready."),
    N_ ("Make the stencil ready and report its status, or bind another one."), "system:integration loading:config" },
  { PB_REASON_BELOW_MINIMUM, NULL, NULL,
    N_ ("The tension of stencil {object} is {actual}; it must be at least {required}."),
    N_ ("Have the stencil stretched, or bind another one."), "system:integration loading:config" },
  { PB_REASON_INVALID_RECORD, NULL, NULL,
    N_ ("The status of stencil {object} was reported with a time in the future."),
    N_ ("Report the status of the stencil again."), "system:integration" },
  { 0 },
};
/* clang-format on */

const PbItemClass pb_item_stencil = {
  .type = PB_ITEM_STENCIL,
  .label = N_ ("Stencil"),
  .group = PB_GROUP_TOOLS,
  .thing = N_ ("Stencil"),
  .asset_kind = PB_ASSET_STENCIL,
  .gate = PB_GATE_SOFT,
  .texts = stencil_texts,
  .evaluate = evaluate,
};
