/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-domain"

#include "domain/items/pb-items.h"

static const PbEquipment *
find_equipment (const PbEvaluation *evaluation, const char *code)
{
  const GPtrArray *equipment = evaluation->facts->equipment;

  for (guint i = 0; i < equipment->len; i++)
    {
      const PbEquipment *machine = equipment->pdata[i];

      if (g_strcmp0 (machine->equipment_code, code) == 0)
        return machine;
    }
  return NULL;
}

static void
evaluate_station (const PbEvaluation *evaluation, GPtrArray *items, const char *code)
{
  const PbEquipment *machine = find_equipment (evaluation, code);
  PbItem *item = pb_evaluation_add (evaluation, items, code);

  if (machine == NULL)
    {
      pb_item_fail (item, PB_REASON_UNKNOWN_OBJECT, code);
      return;
    }
  pb_item_set_evidence (item, pb_equipment_type.name, machine->id, "register", code, NULL, machine->updated_at);
  if (!pb_equipment_is_normal (machine))
    pb_item_fail_state (item, code, machine->status);
  if (pb_evaluation_in_maintenance (evaluation, PB_MAINTAINED_EQUIPMENT, code, NULL))
    pb_item_fail (item, PB_REASON_IN_MAINTENANCE, code);
}

static void
evaluate (const PbEvaluation *evaluation, GPtrArray *items)
{
  const PbFacts *facts = evaluation->facts;
  const char *line_id = pb_evaluation_line_id (evaluation);
  guint first = items->len;

  if (line_id != NULL && facts->line == NULL)
    pb_item_fail_part (pb_evaluation_add (evaluation, items, line_id), PB_REASON_UNKNOWN_OBJECT, line_id, "line");
  for (guint i = 0; facts->line != NULL && i < facts->stations->len; i++)
    {
      const PbStation *station = facts->stations->pdata[i];

      if (station->code != NULL && g_strcmp0 (station->line_id, line_id) == 0 &&
          !pb_items_has_key (items, first, station->code))
        evaluate_station (evaluation, items, station->code);
    }
}

/* clang-format off */
static const PbFailureText equipment_texts[] = {
  { PB_REASON_UNKNOWN_OBJECT, NULL, NULL,
    N_ ("The machine of station {object} is not in the register."),
    N_ ("Register the machine under the code of its station."), PB_MAY_CONFIGURE },
  { PB_REASON_WRONG_STATE, NULL, NULL,
    N_ ("The machine of station {object} is in the state “{state}”; it must be “normal”."),
    N_ ("Bring the machine back to normal and set its status."), PB_MAY_CONFIGURE },
  { 0 },
};
/* clang-format on */

const PbItemClass pb_item_equipment = {
  .type = PB_ITEM_EQUIPMENT,
  .label = N_ ("Equipment"),
  .group = PB_GROUP_LINE,
  .thing = N_ ("Station"),
  .gate = PB_GATE_SOFT,
  .texts = equipment_texts,
  .evaluate = evaluate,
};
