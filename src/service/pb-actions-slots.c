/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-service"

#include <string.h>

#include "service/pb-endpoints.h"
#include "service/pb-sight.h"
#include "service/pb-slot-table.h"

/* Feeder slots of lines, and which material belongs in them (REST contract, 3.9). */

/* ---- Slots */

static PbFeederSlot *
find_slot (PbCall *call, const char *id, GError **error)
{
  g_autoptr (PbFeederSlot) slot = pb_call_find (call, &pb_feeder_slot_type, "id", id, "SLOT_NOT_FOUND", "Slot", error);

  if (slot == NULL || pb_call_sees_line (call, slot->line_id))
    return g_steal_pointer (&slot);
  pb_problem_set (error, 404, "SLOT_NOT_FOUND", "Slot %s does not exist", id);
  return NULL;
}

/* The slot of the path, which must be one of the path's line. */
static PbFeederSlot *
find_slot_of_line (PbCall *call, GError **error)
{
  g_autoptr (PbLine) line = pb_call_find_line (call, pb_call_param (call, "lineId"), error);
  g_autoptr (PbFeederSlot) slot = line != NULL ? find_slot (call, pb_call_param (call, "slotId"), error) : NULL;

  if (slot == NULL || g_strcmp0 (slot->line_id, line->id) == 0)
    return g_steal_pointer (&slot);
  pb_problem_set (error, 400, "SLOT_LINE_MISMATCH", "Slot %s is not on line %s", slot->slot_code, line->code);
  return NULL;
}

static gboolean
list_slots (PbCall *call, GError **error)
{
  g_autoptr (PbLine) line = pb_call_find_line (call, pb_call_param (call, "lineId"), error);
  g_autoptr (GPtrArray) slots = line != NULL ? pb_slot_table_list_slots (call, line->id, error) : NULL;

  if (slots == NULL)
    return FALSE;
  pb_writer_begin_object (call->out);
  pb_writer_key (call->out, "items");
  pb_codec_write_array (call->out, slots);
  pb_writer_end_object (call->out);
  return TRUE;
}

static gboolean
check_slot_code (PbCall *call, const char *line_id, const char *slot_code, GError **error)
{
  PbQuery query = { .type = &pb_feeder_slot_type, .limit = 1 };
  g_autoptr (GPtrArray) slots = NULL;

  pb_query_add_text (&query, "line_id", PB_OP_EQ, line_id);
  pb_query_add_text (&query, "slot_code", PB_OP_EQ, slot_code);
  slots = pb_store_list (call->store, &query, NULL, error);
  if (slots == NULL)
    return FALSE;
  if (slots->len == 0)
    return TRUE;
  pb_problem_set (error, 409, "SLOT_CODE_DUPLICATE", "The line has a slot %s already", slot_code);
  return FALSE;
}

static gboolean
create_slot (PbCall *call, GError **error)
{
  g_autoptr (PbFeederSlot) slot = pb_call_read_new (call, &pb_feeder_slot_type, error);
  g_autoptr (PbLine) line = slot != NULL ? pb_call_find_line (call, pb_call_param (call, "lineId"), error) : NULL;

  if (line == NULL || !check_slot_code (call, line->id, slot->slot_code, error))
    return FALSE;
  slot->id = pb_id_new ();
  slot->line_id = g_strdup (line->id);
  slot->is_locked = PB_BOOL (FALSE);
  slot->failed_attempts = PB_INT (0);
  if (!pb_call_insert (call, slot, "SLOT_CODE_DUPLICATE", error))
    return FALSE;
  pb_call_audit (call, slot->id, slot->slot_code, NULL, slot);
  pb_call_changed (call, "line", line->id);
  call->status = 201;
  pb_call_reply (call, slot);
  return TRUE;
}

/* Whether a row of @type names the slot. */
static gboolean
is_named (PbCall *call, const PbType *type, const char *slot_id, gboolean *named, GError **error)
{
  PbQuery query = { .type = type, .limit = 1 };
  g_autoptr (GPtrArray) rows = NULL;

  pb_query_add_text (&query, "slot_id", PB_OP_EQ, slot_id);
  rows = pb_store_list (call->store, &query, NULL, error);
  *named = rows != NULL && rows->len > 0;
  return rows != NULL;
}

/* A slot that a run's table or a record names keeps its code. */
static gboolean
check_unused (PbCall *call, const PbFeederSlot *slot, const char *what, GError **error)
{
  gboolean expected, recorded;

  if (!is_named (call, &pb_slot_expectation_type, slot->id, &expected, error) ||
      !is_named (call, &pb_loading_record_type, slot->id, &recorded, error))
    return FALSE;
  if (!expected && !recorded)
    return TRUE;
  pb_problem_set (error, 409, "SLOT_IN_USE", "Slot %s is in the slot table of a run: %s", slot->slot_code, what);
  return FALSE;
}

static gboolean
put_slot (PbCall *call, GError **error)
{
  g_autoptr (PbFeederSlot) given = pb_call_read_new (call, &pb_feeder_slot_type, error);
  g_autoptr (PbFeederSlot) slot = given != NULL ? find_slot_of_line (call, error) : NULL;
  g_autoptr (PbFeederSlot) before = NULL;

  if (slot == NULL)
    return FALSE;
  if (strcmp (given->slot_code, slot->slot_code) != 0 &&
      (!check_unused (call, slot, "its code stays", error) ||
       !check_slot_code (call, slot->line_id, given->slot_code, error)))
    return FALSE;
  before = pb_object_copy (slot);
  pb_set_string (&slot->slot_code, given->slot_code);
  pb_set_string (&slot->slot_name, given->slot_name);
  slot->position = given->position;
  if (!pb_call_update (call, slot, "SLOT_CODE_DUPLICATE", error))
    return FALSE;
  pb_call_audit (call, slot->id, slot->slot_code, before, slot);
  pb_call_changed (call, "line", slot->line_id);
  pb_call_reply (call, slot);
  return TRUE;
}

static void
reply_id (PbCall *call, const char *id)
{
  pb_writer_begin_object (call->out);
  pb_writer_member_string (call->out, "id", id);
  pb_writer_end_object (call->out);
}

static gboolean
delete_slot (PbCall *call, GError **error)
{
  g_autoptr (PbFeederSlot) slot = find_slot_of_line (call, error);
  g_autoptr (GError) failure = NULL;
  gboolean mapped;

  if (slot == NULL || !check_unused (call, slot, "it stays", error) ||
      !is_named (call, &pb_slot_mapping_type, slot->id, &mapped, error))
    return FALSE;
  if (mapped)
    {
      pb_problem_set (error, 409, "SLOT_IN_USE", "Slot %s has mappings: remove them first", slot->slot_code);
      return FALSE;
    }
  if (!pb_store_delete (call->store, &pb_feeder_slot_type, slot->id, &failure))
    return pb_call_fail_store (call, g_steal_pointer (&failure), NULL, error);
  pb_call_audit (call, slot->id, slot->slot_code, slot, NULL);
  pb_call_changed (call, "line", slot->line_id);
  reply_id (call, slot->id);
  return TRUE;
}

static gboolean
unlock_slot (PbCall *call, GError **error)
{
  g_autofree char *reason = NULL;
  g_autoptr (PbFeederSlot) slot = NULL, before = NULL;

  if (!pb_call_body_text (call, "reason", TRUE, 1000, "REASON_REQUIRED", &reason, error))
    return FALSE;
  slot = find_slot (call, pb_call_param (call, "slotId"), error);
  if (slot == NULL)
    return FALSE;
  before = pb_object_copy (slot);
  slot->is_locked = PB_BOOL (FALSE);
  slot->failed_attempts = PB_INT (0);
  slot->locked_at = 0;
  pb_set_string (&slot->locked_reason, NULL);
  if (!pb_call_update (call, slot, NULL, error))
    return FALSE;
  pb_call_audit (call, slot->id, slot->slot_code, before, slot);
  pb_call_audit_note (call, "reason", reason);
  pb_call_changed (call, "line", slot->line_id);
  pb_call_reply (call, slot);
  return pb_call_event (call, "record", NULL, slot->id, 1, error);
}

/* ---- Mappings */

static const PbListFilter mapping_filters[] = {
  { "slotId", "slot_id", PB_OP_EQ, NULL },
  { "productCode", "product_code", PB_OP_EQ, NULL },
  { "materialCode", "material_code", PB_OP_EQ, NULL },
  { NULL },
};

static gboolean
list_mappings (PbCall *call, GError **error)
{
  static const PbThrough by_slot = { &pb_feeder_slot_type, "id", "line_id" };
  PbQuery query = { .type = &pb_slot_mapping_type, .order_by = "slot_id" };
  g_autoptr (GPtrArray) mappings = NULL;

  if (!pb_call_query_filters (call, &query, mapping_filters, NULL, error))
    return FALSE;
  pb_call_keep_in_sight (call, &query, "slot_id", &by_slot);
  mappings = pb_store_list (call->store, &query, NULL, error);
  if (mappings == NULL)
    return FALSE;
  pb_writer_begin_object (call->out);
  pb_writer_key (call->out, "items");
  pb_codec_write_array (call->out, mappings);
  pb_writer_end_object (call->out);
  return TRUE;
}

/* The slot and the route that a mapping names. */
static gboolean
check_references (PbCall *call, const PbSlotMapping *mapping, GError **error)
{
  g_autoptr (PbFeederSlot) slot = find_slot (call, mapping->slot_id, error);
  g_autoptr (PbRoute) route = NULL;

  if (slot == NULL || mapping->routing_id == NULL)
    return slot != NULL;
  route = pb_call_find (call, &pb_route_type, "id", mapping->routing_id, "ROUTING_NOT_FOUND", "Route", error);
  return route != NULL;
}

/* A mapping from the body; what it leaves out is said all the same. Returns: (transfer full). */
static PbSlotMapping *
read_mapping (PbCall *call, GError **error)
{
  PbSlotMapping *mapping = pb_call_read_new (call, &pb_slot_mapping_type, error);

  if (mapping == NULL)
    return NULL;
  if (!mapping->priority.set)
    mapping->priority = PB_INT (0);
  if (!mapping->is_alternate.set)
    mapping->is_alternate = PB_BOOL (FALSE);
  if (!mapping->is_common_material.set)
    mapping->is_common_material = PB_BOOL (FALSE);
  return mapping;
}

static gboolean
create_mapping (PbCall *call, GError **error)
{
  g_autoptr (PbSlotMapping) mapping = read_mapping (call, error);

  if (mapping == NULL || !check_references (call, mapping, error))
    return FALSE;
  mapping->id = pb_id_new ();
  if (!pb_call_insert (call, mapping, NULL, error))
    return FALSE;
  pb_call_audit (call, mapping->id, mapping->material_code, NULL, mapping);
  call->status = 201;
  pb_call_reply (call, mapping);
  return TRUE;
}

/* The mapping of the path, whose slot must be in sight. */
static PbSlotMapping *
find_mapping (PbCall *call, GError **error)
{
  const char *id = pb_call_param (call, "mappingId");
  g_autoptr (PbSlotMapping) mapping =
    pb_call_find (call, &pb_slot_mapping_type, "id", id, "SLOT_MAPPING_NOT_FOUND", "Mapping", error);
  g_autoptr (PbFeederSlot) slot = NULL;
  g_autoptr (GError) failure = NULL;

  if (mapping == NULL)
    return NULL;
  slot = find_slot (call, mapping->slot_id, &failure);
  if (slot != NULL)
    return g_steal_pointer (&mapping);
  if (pb_problem_is (failure, "SLOT_NOT_FOUND"))
    pb_problem_set (error, 404, "SLOT_MAPPING_NOT_FOUND", "Mapping %s does not exist", id);
  else
    g_propagate_error (error, g_steal_pointer (&failure));
  return NULL;
}

static gboolean
put_mapping (PbCall *call, GError **error)
{
  g_autoptr (PbSlotMapping) given = read_mapping (call, error);
  g_autoptr (PbSlotMapping) before = given != NULL ? find_mapping (call, error) : NULL;

  if (before == NULL || !check_references (call, given, error))
    return FALSE;
  given->id = g_strdup (before->id);
  if (!pb_call_update (call, given, NULL, error))
    return FALSE;
  pb_call_audit (call, given->id, given->material_code, before, given);
  pb_call_reply (call, given);
  return TRUE;
}

static gboolean
delete_mapping (PbCall *call, GError **error)
{
  g_autoptr (PbSlotMapping) mapping = find_mapping (call, error);
  g_autoptr (GError) failure = NULL;

  if (mapping == NULL)
    return FALSE;
  if (!pb_store_delete (call->store, &pb_slot_mapping_type, mapping->id, &failure))
    return pb_call_fail_store (call, g_steal_pointer (&failure), NULL, error);
  pb_call_audit (call, mapping->id, mapping->material_code, mapping, NULL);
  reply_id (call, mapping->id);
  return TRUE;
}

static const PbMember deleted_members[] = {
  { "id", PB_VALUE_TEXT, PB_MUST },
  { NULL },
};

static const PbMember unlock_members[] = {
  { "reason", PB_VALUE_TEXT, PB_MUST, .max = 1000 },
  { NULL },
};

const PbEndpoint pb_endpoints_slots[] = {
  { .method = "GET",
    .path = "/api/lines/:lineId/feeder-slots",
    .permission = "loading:view",
    .action = list_slots,
    .summary = "Feeder slots of a line, by position",
    .answer = &pb_feeder_slot_type,
    .form = PB_ANSWER_ITEMS },
  { .method = "POST",
    .path = "/api/lines/:lineId/feeder-slots",
    .permission = "loading:config",
    .flags = PB_ENDPOINT_WRITE | PB_ENDPOINT_BODY,
    .action = create_slot,
    .audit_action = "FEEDER_SLOT_CREATE",
    .entity_type = "FEEDER_SLOT",
    .summary = "Add a feeder slot",
    .body = &pb_feeder_slot_type,
    .answer = &pb_feeder_slot_type },
  { .method = "PUT",
    .path = "/api/lines/:lineId/feeder-slots/:slotId",
    .permission = "loading:config",
    .flags = PB_ENDPOINT_WRITE | PB_ENDPOINT_BODY,
    .action = put_slot,
    .audit_action = "FEEDER_SLOT_UPDATE",
    .entity_type = "FEEDER_SLOT",
    .summary = "Change a feeder slot",
    .body = &pb_feeder_slot_type,
    .answer = &pb_feeder_slot_type },
  { .method = "DELETE",
    .path = "/api/lines/:lineId/feeder-slots/:slotId",
    .permission = "loading:config",
    .flags = PB_ENDPOINT_WRITE,
    .action = delete_slot,
    .audit_action = "FEEDER_SLOT_DELETE",
    .entity_type = "FEEDER_SLOT",
    .summary = "Remove a feeder slot that nothing names",
    .answers = deleted_members },
  { .method = "POST",
    .path = "/api/feeder-slots/:slotId/unlock",
    .permission = "loading:config",
    .flags = PB_ENDPOINT_WRITE | PB_ENDPOINT_BODY,
    .action = unlock_slot,
    .audit_action = "FEEDER_SLOT_UNLOCK",
    .entity_type = "FEEDER_SLOT",
    .summary = "Unlock a slot after mismatches",
    .answer = &pb_feeder_slot_type,
    .members = unlock_members },
  { .method = "GET",
    .path = "/api/slot-mappings",
    .permission = "loading:view",
    .action = list_mappings,
    .summary = "Which material belongs in which slot",
    .answer = &pb_slot_mapping_type,
    .form = PB_ANSWER_ITEMS,
    .filters = mapping_filters },
  { .method = "POST",
    .path = "/api/slot-mappings",
    .permission = "loading:config",
    .flags = PB_ENDPOINT_WRITE | PB_ENDPOINT_BODY,
    .action = create_mapping,
    .audit_action = "SLOT_MAPPING_CREATE",
    .entity_type = "SLOT_MAPPING",
    .summary = "Map a material to a slot",
    .body = &pb_slot_mapping_type,
    .answer = &pb_slot_mapping_type },
  { .method = "PUT",
    .path = "/api/slot-mappings/:mappingId",
    .permission = "loading:config",
    .flags = PB_ENDPOINT_WRITE | PB_ENDPOINT_BODY,
    .action = put_mapping,
    .audit_action = "SLOT_MAPPING_UPDATE",
    .entity_type = "SLOT_MAPPING",
    .summary = "Change a mapping",
    .body = &pb_slot_mapping_type,
    .answer = &pb_slot_mapping_type },
  { .method = "DELETE",
    .path = "/api/slot-mappings/:mappingId",
    .permission = "loading:config",
    .flags = PB_ENDPOINT_WRITE,
    .action = delete_mapping,
    .audit_action = "SLOT_MAPPING_DELETE",
    .entity_type = "SLOT_MAPPING",
    .summary = "Remove a mapping",
    .answers = deleted_members },
  { .method = NULL },
};
