/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-domain"

#include "domain/items/pb-items.h"
#include "domain/items/pb-newest.h"

static void
judge_status (const PbEvaluation *evaluation, PbItem *item, const PbAsset *asset, const PbPasteStatusEvent *status)
{
  PbContradiction found = { 0 };

  pb_contradiction_add_date (evaluation->now, &found, "eventTime", status->event_time);
  pb_contradiction_add_date (evaluation->now, &found, "thawedAt", status->thawed_at);
  pb_contradiction_add_date (evaluation->now, &found, "stirredAt", status->stirred_at);
  if (found.part != NULL)
    {
      pb_item_fail_part (item, PB_REASON_INVALID_RECORD, asset->id, found.part);
      pb_item_set_deadline (evaluation, item, found.until);
      return;
    }
  pb_item_set_evidence (item, pb_paste_status_event_type.name, status->id, "thing", asset->id, status->operator_id,
                        status->event_time);
  if (status->status != PB_PASTE_COMPLIANT)
    pb_item_fail_state (item, asset->id, pb_enum_text (&pb_paste_statuses, status->status));
}

static void
evaluate (const PbEvaluation *evaluation, GPtrArray *items)
{
  const PbPasteStatusEvent *status = evaluation->facts->paste_status;
  const PbAsset *asset;
  PbItem *item;

  if (pb_evaluation_add_bound (evaluation, items, PB_ASSET_PASTE_LOT, &item, &asset) == NULL)
    return;
  if (status == NULL || g_strcmp0 (status->lot_id, asset->id) != 0)
    pb_item_fail (item, PB_REASON_NO_RECORD, asset->id);
  else
    judge_status (evaluation, item, asset, status);
  pb_item_judge_state (evaluation, item, PB_MAINTAINED_NONE, asset);
  pb_item_judge_expiry (evaluation, item, asset->id, pb_evaluation_paste_expiry (evaluation, asset));
}

/* clang-format off */
static const PbFailureText solder_paste_texts[] = {
  { PB_REASON_NO_RECORD, NULL, NULL,
    N_ ("The status of paste lot {object} was never reported."),
    N_ ("Report the status of the lot."), "system:integration" },
  { PB_REASON_WRONG_STATE, NULL, "RETIRED",
    N_ ("Paste lot {object} is retired."),
    N_ ("Bind another lot to the line."), "loading:config" },
  { PB_REASON_WRONG_STATE, NULL, NULL,
    N_ ("Paste lot {object} is {state}; it must be compliant."),
    N_ ("Bind another lot to the line, or report its status anew."), "loading:config system:integration" },
  { PB_REASON_INVALID_RECORD, NULL, NULL,
    N_ ("The status of paste lot {object} was reported with a time in the future."),
    N_ ("Report the status of the lot again."), "system:integration" },
  { 0 },
};
/* clang-format on */

const PbItemClass pb_item_solder_paste = {
  .type = PB_ITEM_SOLDER_PASTE,
  .label = N_ ("Solder paste"),
  .group = PB_GROUP_SOLDER_PASTE,
  .thing = N_ ("Paste lot"),
  .asset_kind = PB_ASSET_PASTE_LOT,
  .gate = PB_GATE_SOFT,
  .texts = solder_paste_texts,
  .evaluate = evaluate,
};
