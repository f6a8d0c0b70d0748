/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-domain"

#include "domain/items/pb-items.h"

/* The item of a line whose slot table is not loaded for the run. */
#define SLOT_TABLE "SLOT_TABLE"

/* Whether what is in the slot is what it expects, or an alternate of it. */
static gboolean
matches (const PbSlotExpectation *slot)
{
  if (slot->loaded_material_code == NULL || g_strcmp0 (slot->loaded_material_code, slot->expected_material_code) == 0)
    return TRUE;
  return slot->alternates != NULL &&
         g_strv_contains ((const char *const *) slot->alternates, slot->loaded_material_code);
}

static const char *
get_code (const PbSlotExpectation *slot)
{
  return slot->slot_code != NULL ? slot->slot_code : slot->slot_id;
}

static void
evaluate_slot (const PbEvaluation *evaluation, GPtrArray *items, const PbSlotExpectation *slot)
{
  const char *code = get_code (slot);
  PbItem *item = pb_evaluation_add (evaluation, items, code);
  PbParams *params;

  if (slot->status == PB_SLOT_LOADED && matches (slot))
    {
      pb_item_set_evidence (item, pb_slot_expectation_type.name, slot->id, "run", slot->loaded_material_code,
                            slot->loaded_by, slot->loaded_at);
      return;
    }
  if (slot->status == PB_SLOT_MISMATCH || slot->status == PB_SLOT_LOADED)
    {
      params = pb_item_fail (item, PB_REASON_MISMATCH, NULL);
      params->loaded = g_strdup (slot->loaded_material_code);
    }
  else
    params = pb_item_fail (item, PB_REASON_NO_RECORD, NULL);
  params->slot = g_strdup (code);
  params->expected = g_strdup (slot->expected_material_code);
}

static gboolean
is_expected (const PbFacts *facts, const PbFeederSlot *slot)
{
  for (guint i = 0; i < facts->expectations->len; i++)
    {
      const PbSlotExpectation *expectation = facts->expectations->pdata[i];

      if (g_strcmp0 (expectation->slot_id, slot->id) == 0 || g_strcmp0 (expectation->slot_code, slot->slot_code) == 0)
        return TRUE;
    }
  return FALSE;
}

/* A slot that came to the line after the slot table was loaded: nobody has said what it is to hold. */
static void
fail_added_slot (const PbEvaluation *evaluation, GPtrArray *items, guint first, const PbFeederSlot *slot)
{
  const char *code = slot->slot_code != NULL ? slot->slot_code : slot->id;
  PbItem *item;

  if (code == NULL || pb_items_has_key (items, first, code))
    return;
  item = pb_evaluation_add (evaluation, items, code);
  pb_item_fail_part (item, PB_REASON_NO_RECORD, NULL, "slotTable")->slot = g_strdup (code);
}

static void
evaluate (const PbEvaluation *evaluation, GPtrArray *items)
{
  const PbFacts *facts = evaluation->facts;
  const char *line_id = pb_evaluation_line_id (evaluation);
  guint slots = 0;
  guint expected = 0;
  guint first = items->len;

  for (guint i = 0; i < facts->expectations->len; i++)
    {
      const PbSlotExpectation *slot = facts->expectations->pdata[i];
      const char *code = get_code (slot);

      if (code == NULL || (slot->run_id != NULL && !pb_evaluation_is_own (evaluation, slot->run_id, NULL)) ||
          pb_items_has_key (items, first, code))
        continue;
      expected++;
      evaluate_slot (evaluation, items, slot);
    }
  for (guint i = 0; i < facts->slots->len; i++)
    {
      const PbFeederSlot *slot = facts->slots->pdata[i];

      if (g_strcmp0 (slot->line_id, line_id) != 0)
        continue;
      slots++;
      if (expected > 0 && !is_expected (facts, slot))
        fail_added_slot (evaluation, items, first, slot);
    }
  if (expected == 0 && slots > 0)
    pb_item_fail_part (pb_evaluation_add (evaluation, items, SLOT_TABLE), PB_REASON_NO_RECORD, NULL, "slotTable");
}

/* clang-format off */
static const PbFailureText loading_texts[] = {
  { PB_REASON_NO_RECORD, "slotTable", NULL,
    N_ ("Slot {slot} was added to the line: the run's slot table does not have it."),
    N_ ("Load the slot table again, then load and scan slot {slot}."), "loading:verify" },
  { PB_REASON_NO_RECORD, "slotTable", NULL,
    N_ ("The slot table is not loaded."),
    N_ ("Load the slot table, then load and scan the slots."), "loading:verify" },
  { PB_REASON_NO_RECORD, NULL, NULL,
    N_ ("Slot {slot} is not loaded; it needs {expected}."),
    N_ ("Load {expected} into slot {slot} and scan it."), "loading:verify" },
  { PB_REASON_NO_RECORD, NULL, NULL,
    N_ ("Slot {slot} is not loaded."),
    N_ ("Load slot {slot} and scan it."), "loading:verify" },
  { PB_REASON_MISMATCH, NULL, NULL,
    N_ ("Slot {slot} holds {loaded} instead of {expected}."),
    N_ ("Replace the material in slot {slot} by {expected} and scan it."), "loading:verify" },
  { PB_REASON_MISMATCH, NULL, NULL,
    N_ ("Slot {slot} does not hold what it should."),
    N_ ("Replace the material in slot {slot} and scan it."), "loading:verify" },
  { 0 },
};
/* clang-format on */

const PbItemClass pb_item_loading = {
  .type = PB_ITEM_LOADING,
  .label = N_ ("Loading"),
  .group = PB_GROUP_MATERIAL,
  .gate = PB_GATE_BLOCK,
  .texts = loading_texts,
  .evaluate = evaluate,
};
