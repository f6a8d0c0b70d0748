/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-service"

#include "service/pb-material-lot.h"

gboolean
pb_material_lot_find (PbCall *call, const char *material_code, const char *lot_no, PbMaterialLot **lot, GError **error)
{
  PbQuery query = { .type = &pb_material_lot_type, .limit = 1 };
  g_autoptr (GPtrArray) lots = NULL;

  pb_query_add_text (&query, "material_code", PB_OP_EQ, material_code);
  pb_query_add_text (&query, "lot_no", PB_OP_EQ, lot_no);
  lots = pb_store_list (call->store, &query, NULL, error);
  *lot = lots != NULL && lots->len > 0 ? pb_object_ref (lots->pdata[0]) : NULL;
  return lots != NULL;
}

PbMaterialLot *
pb_material_lot_register (PbCall *call, const char *material_code, const char *lot_no, gint64 opened_at, GError **error)
{
  g_autoptr (PbMaterialLot) lot = pb_object_new (&pb_material_lot_type);

  lot->id = pb_id_new ();
  lot->material_code = g_strdup (material_code);
  lot->lot_no = g_strdup (lot_no);
  lot->opened_at = opened_at;
  if (!pb_call_insert (call, lot, NULL, error))
    return NULL;
  return g_steal_pointer (&lot);
}
