/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-service"

#include "service/pb-paste-exposure.h"

#include "service/pb-time-windows.h"

/* A record that contradicts itself counts for nothing: its item says so. */
static gboolean
contradicts_itself (const PbPasteRecord *record)
{
  return record->issued_at != 0 && ((record->thawed_at != 0 && record->issued_at < record->thawed_at) ||
                                    (record->returned_at != 0 && record->returned_at < record->issued_at));
}

/* A return without its time was at the latest when it was written down. */
static gint64
return_of (const PbPasteRecord *record)
{
  if (record->returned_at != 0)
    return record->returned_at;
  if (!record->is_returned.v)
    return 0;
  return MAX (MAX (record->issued_at, record->thawed_at), record->created_at);
}

static gboolean
read_history (PbCall *call, const char *lot_id, gint64 *returned_at, gint64 *issued_at, GError **error)
{
  g_autoptr (GPtrArray) records = NULL;

  *returned_at = *issued_at = 0;
  records = pb_store_list_by (call->store, &pb_paste_record_type, "lot_id", lot_id, NULL, error);
  if (records == NULL)
    return FALSE;
  for (guint i = 0; i < records->len; i++)
    if (!contradicts_itself (records->pdata[i]))
      *returned_at = MAX (*returned_at, return_of (records->pdata[i]));
  for (guint i = 0; i < records->len; i++)
    {
      const PbPasteRecord *record = records->pdata[i];

      if (!contradicts_itself (record) && record->issued_at > *returned_at &&
          (*issued_at == 0 || record->issued_at < *issued_at))
        *issued_at = record->issued_at;
    }
  return TRUE;
}

gboolean
pb_paste_exposure_follow (PbCall *call, const char *lot_id, const PbRun *run, const char *line_id, GError **error)
{
  gint64 returned_at, issued_at;

  g_return_val_if_fail (lot_id != NULL, FALSE);

  if (!read_history (call, lot_id, &returned_at, &issued_at, error))
    return FALSE;
  if (returned_at != 0 &&
      !pb_time_windows_end (call, PB_RULE_SOLDER_PASTE_EXPOSURE, PB_WINDOW_OF_LOT, lot_id, returned_at, error))
    return FALSE;
  return issued_at == 0 || pb_time_windows_start (call, PB_RULE_SOLDER_PASTE_EXPOSURE, PB_WINDOW_OF_LOT, lot_id, run,
                                                  line_id, issued_at, error);
}

gboolean
pb_paste_exposure_end (PbCall *call, const char *lot_id, GError **error)
{
  return pb_time_windows_end (call, PB_RULE_SOLDER_PASTE_EXPOSURE, PB_WINDOW_OF_LOT, lot_id, call->now, error);
}
