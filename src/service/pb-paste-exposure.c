/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-service"

#include "service/pb-paste-exposure.h"

#include "domain/pb-evaluate.h"
#include "service/pb-time-windows.h"

gboolean
pb_paste_exposure_follow (PbCall *call, const char *lot_id, const PbRun *run, const char *line_id, GError **error)
{
  g_autoptr (GPtrArray) records = NULL;
  PbPasteHistory history;

  g_return_val_if_fail (lot_id != NULL, FALSE);

  records = pb_store_list_by (call->store, &pb_paste_record_type, "lot_id", lot_id, NULL, error);
  if (records == NULL)
    return FALSE;
  history = pb_paste_history_read (records, lot_id, call->now);
  if (history.returned_at != 0 &&
      !pb_time_windows_end (call, PB_RULE_SOLDER_PASTE_EXPOSURE, PB_WINDOW_OF_LOT, lot_id, history.returned_at, error))
    return FALSE;
  return history.issued_at == 0 || pb_time_windows_start (call, PB_RULE_SOLDER_PASTE_EXPOSURE, PB_WINDOW_OF_LOT, lot_id,
                                                          run, line_id, history.issued_at, error);
}

gboolean
pb_paste_exposure_end (PbCall *call, const char *lot_id, GError **error)
{
  return pb_time_windows_end (call, PB_RULE_SOLDER_PASTE_EXPOSURE, PB_WINDOW_OF_LOT, lot_id, call->now, error);
}
