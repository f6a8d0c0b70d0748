/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "service/pb-call.h"

G_BEGIN_DECLS

/* What a run expects in the feeder slots of its line, by the mappings of material to slots. The closest mapping says
 * it: one for product and route before one for the product, one for the route, one for all; of equally close ones that
 * of the higher priority. */

/* Returns: (transfer full) (element-type PbFeederSlot): the slots of a line, by position. @line_id: (nullable). */
GPtrArray *pb_slot_table_list_slots (PbCall *call, const char *line_id, GError **error);

/* Returns: (transfer full) (element-type PbSlotExpectation): one for each of @slots (element-type PbFeederSlot), not
 * yet stored; 400 SLOT_MAPPING_MISSING when a slot has no mapping. */
GPtrArray *pb_slot_table_make (PbCall *call, const PbRun *run, GPtrArray *slots, GError **error);

G_END_DECLS
