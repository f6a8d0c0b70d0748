/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-domain"

#include "domain/items/pb-items.h"
#include "domain/items/pb-newest.h"

/* clang-format off */
static const PbPolicyKey material_keys[] = {
  { "material.floorLifeHours.2", PB_POLICY_NUMBER, "8760", "h", "J-STD-020/033", 0, 100000, PB_RELAX_UP,
    N_ ("Floor life, moisture level 2") },
  { "material.floorLifeHours.2a", PB_POLICY_NUMBER, "672", "h", "J-STD-020/033", 0, 100000, PB_RELAX_UP,
    N_ ("Floor life, moisture level 2a") },
  { "material.floorLifeHours.3", PB_POLICY_NUMBER, "168", "h", "J-STD-020/033", 0, 100000, PB_RELAX_UP,
    N_ ("Floor life, moisture level 3") },
  { "material.floorLifeHours.4", PB_POLICY_NUMBER, "72", "h", "J-STD-020/033", 0, 100000, PB_RELAX_UP,
    N_ ("Floor life, moisture level 4") },
  { "material.floorLifeHours.5", PB_POLICY_NUMBER, "48", "h", "J-STD-020/033", 0, 100000, PB_RELAX_UP,
    N_ ("Floor life, moisture level 5") },
  { "material.floorLifeHours.5a", PB_POLICY_NUMBER, "24", "h", "J-STD-020/033", 0, 100000, PB_RELAX_UP,
    N_ ("Floor life, moisture level 5a") },
  /* Level 6 is baked before use and then good for what its label says: without a setting for it, for nothing. */
  { "material.floorLifeHours.6", PB_POLICY_NUMBER, "0", "h", "J-STD-020/033", 0, 100000, PB_RELAX_UP,
    N_ ("Floor life, moisture level 6, after its bake") },
  { NULL },
};
/* clang-format on */

static const PbMaterial *
find_material (const PbEvaluation *evaluation, const char *code)
{
  const GPtrArray *materials = evaluation->facts->materials;

  for (guint i = 0; i < materials->len; i++)
    {
      const PbMaterial *material = materials->pdata[i];

      if (g_strcmp0 (material->code, code) == 0)
        return material;
    }
  return NULL;
}

/* The setting for a moisture level as a label has it ("3", "2A", "MSL 5a"). NULL when it is none that the standard
 * knows. */
static const PbPolicyKey *
find_floor_life (const char *msl)
{
  g_autofree char *level = g_ascii_strdown (msl != NULL ? msl : "", -1);
  g_autofree char *key = NULL;
  char *bare = level;

  if (g_str_has_prefix (bare, "msl"))
    bare += 3;
  key = g_strconcat ("material.floorLifeHours.", g_strstrip (bare), NULL);
  return pb_policy_find_key (key);
}

/* Level 1 has no floor life to watch. */
static gboolean
is_unlimited (const char *msl)
{
  return g_strcmp0 (msl, "1") == 0 || (msl != NULL && g_ascii_strcasecmp (msl, "msl1") == 0);
}

/* What failures name a lot by. Numbers are given per material: another material's lot says whose it is, so that a
 * waiver of one lot does not cover another one. */
static char *
name_lot (const PbMaterialLot *lot, const char *code)
{
  if (lot->lot_no == NULL || g_strcmp0 (lot->material_code, code) == 0)
    return g_strdup (lot->lot_no);
  return g_strdup_printf ("%s (%s)", lot->lot_no, lot->material_code);
}

static void
judge_lot (const PbEvaluation *evaluation,
           PbItem *item,
           const PbMaterialLot *lot,
           const char *name,
           const PbMaterial *material)
{
  PbContradiction found = { 0 };
  const PbPolicyKey *key;

  pb_item_judge_expiry (evaluation, item, name, lot->expires_at);
  if (!material->track_floor_life.set || !material->track_floor_life.v || lot->opened_at == 0 ||
      is_unlimited (material->msl))
    return;
  key = find_floor_life (material->msl);
  if (key == NULL)
    {
      pb_item_fail_part (item, PB_REASON_UNKNOWN_OBJECT, material->code, "msl");
      return;
    }
  pb_contradiction_add_date (evaluation->now, &found, "openedAt", lot->opened_at);
  if (found.part != NULL)
    {
      pb_item_fail_part (item, PB_REASON_INVALID_RECORD, name, found.part);
      pb_item_set_deadline (evaluation, item, found.until);
      return;
    }
  pb_item_judge_window (evaluation, item, PB_REASON_EXPIRED, name, "floorLife", lot->opened_at,
                        pb_evaluation_hours (evaluation, key->key));
}

/* Whether a slot that expects @code holds @loaded: an alternate stands for the line of the bill of material. */
static gboolean
stands_for (const PbEvaluation *evaluation, const char *loaded, const char *code)
{
  const GPtrArray *slots = evaluation->facts->expectations;

  for (guint i = 0; i < slots->len; i++)
    {
      const PbSlotExpectation *slot = slots->pdata[i];

      if (g_strcmp0 (slot->expected_material_code, code) == 0 && g_strcmp0 (slot->loaded_material_code, loaded) == 0)
        return TRUE;
    }
  return FALSE;
}

static int
compare_lots (gconstpointer a, gconstpointer b)
{
  const PbMaterialLot *m = *(PbMaterialLot *const *) a;
  const PbMaterialLot *n = *(PbMaterialLot *const *) b;
  int order = g_strcmp0 (m->lot_no, n->lot_no);

  return order != 0 ? order : g_strcmp0 (m->id, n->id);
}

/* Failures are listed in the order of lot numbers, whatever the order of the facts. */
static GPtrArray *
sort_lots (const GPtrArray *lots)
{
  GPtrArray *sorted = g_ptr_array_sized_new (lots->len);

  for (guint i = 0; i < lots->len; i++)
    g_ptr_array_add (sorted, lots->pdata[i]);
  g_ptr_array_sort (sorted, compare_lots);
  return sorted;
}

static void
evaluate_line (const PbEvaluation *evaluation, GPtrArray *items, const GPtrArray *lots, const char *code)
{
  const PbMaterial *material = find_material (evaluation, code);
  PbItem *item = pb_evaluation_add (evaluation, items, code);

  if (material == NULL)
    pb_item_fail (item, PB_REASON_UNKNOWN_OBJECT, code);
  else
    pb_item_set_evidence (item, pb_material_type.name, material->id, "register", code, NULL, material->updated_at);
  for (guint i = 0; i < lots->len; i++)
    {
      const PbMaterialLot *lot = lots->pdata[i];
      gboolean same = g_strcmp0 (lot->material_code, code) == 0;
      g_autofree char *name = name_lot (lot, code);
      const PbMaterial *of_lot;

      if (lot->material_code == NULL || (!same && !stands_for (evaluation, lot->material_code, code)))
        continue;
      of_lot = same ? material : find_material (evaluation, lot->material_code);
      if (of_lot != NULL)
        judge_lot (evaluation, item, lot, name, of_lot);
      else if (!same)
        pb_item_fail (item, PB_REASON_UNKNOWN_OBJECT, lot->material_code);
    }
}

static void
evaluate (const PbEvaluation *evaluation, GPtrArray *items)
{
  const PbFacts *facts = evaluation->facts;
  const char *product = pb_evaluation_product (evaluation);
  g_autoptr (GPtrArray) lots = sort_lots (facts->lots);
  guint first = items->len;

  for (guint i = 0; i < facts->bom->len; i++)
    {
      const PbBomLine *line = facts->bom->pdata[i];

      if (line->material_code != NULL && product != NULL && g_strcmp0 (line->product_code, product) == 0 &&
          !pb_items_has_key (items, first, line->material_code))
        evaluate_line (evaluation, items, lots, line->material_code);
    }
  if (items->len == first)
    pb_item_fail (pb_evaluation_add (evaluation, items, product != NULL ? product : facts->run->run_no),
                  PB_REASON_NO_RECORD, product);
}

/* clang-format off */
static const PbFailureText material_texts[] = {
  { PB_REASON_NO_RECORD, NULL, NULL,
    N_ ("Product {object} has no bill of material."),
    N_ ("Enter the bill of material of the product."), PB_MAY_CONFIGURE },
  { PB_REASON_NO_RECORD, NULL, NULL,
    N_ ("The product has no bill of material."),
    N_ ("Enter the bill of material of the product."), PB_MAY_CONFIGURE },
  { PB_REASON_UNKNOWN_OBJECT, "msl", NULL,
    N_ ("The floor life of material {object} is to be watched, but its moisture level is not known."),
    N_ ("Enter the moisture level of the material."), PB_MAY_CONFIGURE },
  { PB_REASON_UNKNOWN_OBJECT, NULL, NULL,
    N_ ("Material {object} is not in the register."),
    N_ ("Register the material."), PB_MAY_CONFIGURE },
  { PB_REASON_EXPIRED, "floorLife", NULL,
    N_ ("Lot {object} was opened at {since}; its floor life of {limit} ended at {deadline}."),
    N_ ("Replace the lot, or have it baked."), "loading:verify" },
  { PB_REASON_EXPIRED, NULL, NULL,
    N_ ("Lot {object} expired at {deadline}."),
    N_ ("Replace the lot."), "loading:verify" },
  { PB_REASON_INVALID_RECORD, NULL, NULL,
    N_ ("Lot {object} was opened in the future."),
    N_ ("Correct the opening time of the lot."), PB_MAY_CONFIGURE },
  { 0 },
};
/* clang-format on */

const PbItemClass pb_item_material = {
  .type = PB_ITEM_MATERIAL,
  .label = N_ ("Material"),
  .group = PB_GROUP_MATERIAL,
  .keys = material_keys,
  .gate = PB_GATE_SOFT,
  .texts = material_texts,
  .evaluate = evaluate,
};
