/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-service"

#include "service/pb-slot-table.h"

#include <string.h>

GPtrArray *
pb_slot_table_list_slots (PbCall *call, const char *line_id, GError **error)
{
  PbQuery query = { .type = &pb_feeder_slot_type, .order_by = "position", .then_by = "slot_code" };

  pb_query_add_text (&query, "line_id", PB_OP_EQ, line_id);
  return pb_store_list (call->store, &query, NULL, error);
}

static GPtrArray *
list_mappings (PbCall *call, const char *line_id, GError **error)
{
  static const PbThrough by_slot = { &pb_feeder_slot_type, "id", "line_id" };
  const char *const lines[] = { line_id, NULL };
  PbQuery query = { .type = &pb_slot_mapping_type };

  pb_query_add_list_through (&query, "slot_id", PB_OP_IN, &by_slot, lines);
  return pb_store_list (call->store, &query, NULL, error);
}

/* What a mapping is compared with. */
typedef struct
{
  const char *product;
  const char *route_id; /* (nullable) */
} Target;

/* How closely a mapping fits: 0 not at all; one for route, product or both is closer than one for all. */
static int
closeness_of (const PbSlotMapping *mapping, const Target *target)
{
  int closeness = 1;

  if (mapping->product_code != NULL)
    {
      if (g_strcmp0 (mapping->product_code, target->product) != 0)
        return 0;
      closeness += 2;
    }
  if (mapping->routing_id != NULL)
    {
      if (g_strcmp0 (mapping->routing_id, target->route_id) != 0)
        return 0;
      closeness += 1;
    }
  return closeness;
}

static gboolean
is_better (const PbSlotMapping *mapping, const PbSlotMapping *other, const Target *target)
{
  int closeness = closeness_of (mapping, target), other_closeness = closeness_of (other, target);

  if (closeness != other_closeness)
    return closeness > other_closeness;
  if (mapping->priority.v != other->priority.v)
    return mapping->priority.v > other->priority.v;
  return strcmp (mapping->id, other->id) < 0;
}

/* The mapping that says what the slot expects. Returns: (nullable). */
static const PbSlotMapping *
find_mapping (GPtrArray *mappings, const PbFeederSlot *slot, const Target *target)
{
  const PbSlotMapping *best = NULL;

  for (guint i = 0; i < mappings->len; i++)
    {
      const PbSlotMapping *mapping = mappings->pdata[i];

      if (strcmp (mapping->slot_id, slot->id) == 0 && !mapping->is_alternate.v && closeness_of (mapping, target) > 0 &&
          (best == NULL || is_better (mapping, best, target)))
        best = mapping;
    }
  return best;
}

/* The alternates of @chosen: those said for the same product and route, for what replaces the material of one product
 * need not do so in another. */
static GStrv
find_alternates (GPtrArray *mappings, const PbSlotMapping *chosen, const Target *target)
{
  g_autoptr (GStrvBuilder) alternates = g_strv_builder_new ();

  for (guint i = 0; i < mappings->len; i++)
    {
      const PbSlotMapping *mapping = mappings->pdata[i];

      if (mapping->is_alternate.v && strcmp (mapping->slot_id, chosen->slot_id) == 0 &&
          strcmp (mapping->material_code, chosen->material_code) != 0 &&
          (closeness_of (mapping, target) == closeness_of (chosen, target) ||
           (mapping->is_common_material.v && closeness_of (mapping, target) > 0)))
        g_strv_builder_add (alternates, mapping->material_code);
    }
  return g_strv_builder_end (alternates);
}

static PbSlotExpectation *
expectation_new (const PbRun *run, const PbFeederSlot *slot, const PbSlotMapping *mapping, GStrv alternates)
{
  PbSlotExpectation *expectation = pb_object_new (&pb_slot_expectation_type);

  expectation->id = pb_id_new ();
  expectation->run_id = g_strdup (run->id);
  expectation->slot_id = g_strdup (slot->id);
  expectation->slot_code = g_strdup (slot->slot_code);
  expectation->slot_name = g_strdup (slot->slot_name);
  expectation->position = slot->position;
  expectation->expected_material_code = g_strdup (mapping->material_code);
  expectation->alternates = alternates;
  expectation->status = PB_SLOT_PENDING;
  return expectation;
}

GPtrArray *
pb_slot_table_make (PbCall *call, const PbRun *run, GPtrArray *slots, GError **error)
{
  g_autoptr (GPtrArray) mappings = list_mappings (call, run->line_id, error);
  g_autoptr (GPtrArray) expectations = pb_object_array_new ();
  g_autoptr (PbRouteVersion) version = NULL;
  g_autoptr (GString) missing = g_string_new (NULL);
  g_autoptr (GError) failure = NULL;
  Target target = { run->product_code, NULL };

  if (mappings == NULL)
    return NULL;
  version = pb_store_get_by (call->store, &pb_route_version_type, "id", run->route_version_id, &failure);
  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return NULL;
    }
  target.route_id = version != NULL ? version->route_id : NULL;
  for (guint i = 0; i < slots->len; i++)
    {
      const PbFeederSlot *slot = slots->pdata[i];
      const PbSlotMapping *mapping = find_mapping (mappings, slot, &target);

      if (mapping == NULL)
        g_string_append_printf (missing, "%s%s", missing->len > 0 ? ", " : "", slot->slot_code);
      else
        g_ptr_array_add (expectations,
                         expectation_new (run, slot, mapping, find_alternates (mappings, mapping, &target)));
    }
  if (missing->len == 0)
    return g_steal_pointer (&expectations);
  pb_problem_set (error, 400, "SLOT_MAPPING_MISSING", "No material is mapped to %s for product %s", missing->str,
                  run->product_code);
  return NULL;
}
