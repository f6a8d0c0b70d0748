/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-view"

#include "view/pb-look.h"

#include "model/pb-text.h"

#include <glib/gi18n.h>

static const struct
{
  const char *icon;
  const char *css_class;
} looks[PB_N_LOOKS] = {
  [PB_LOOK_PENDING] = { "pb-state-pending-symbolic", "pb-pending" },
  [PB_LOOK_PASS] = { "pb-state-pass-symbolic", "pb-pass" },
  [PB_LOOK_FAIL] = { "pb-state-fail-symbolic", "pb-fail" },
  [PB_LOOK_WAIVED] = { "pb-state-waived-symbolic", "pb-waived" },
  [PB_LOOK_WARNING] = { "pb-state-warning-symbolic", "pb-warning" },
  [PB_LOOK_NONE] = { "pb-state-na-symbolic", "pb-none" },
  [PB_LOOK_RUNNING] = { "pb-state-running-symbolic", "pb-running" },
  [PB_LOOK_DONE] = { "pb-state-authorized-symbolic", "pb-done" },
};

const char *
pb_look_icon (PbLook look)
{
  g_return_val_if_fail (look < PB_N_LOOKS, NULL);
  return looks[look].icon;
}

const char *
pb_look_class (PbLook look)
{
  g_return_val_if_fail (look < PB_N_LOOKS, NULL);
  return looks[look].css_class;
}

PbLook
pb_look_of_item (PbItemModel *item, const char **word)
{
  gboolean recorded_only = pb_row_get_number (item, "gate") == PB_GATE_RECORD;
  gboolean warns = *pb_row_get_text (item, "warning-text") != '\0';

  if (!pb_row_get_flag (item, "needed"))
    {
      *word = _ ("Not needed");
      return PB_LOOK_NONE;
    }
  switch (pb_row_get_number (item, "status"))
    {
    case PB_STATUS_FAILED:
      /* Listed, and does not stop the run. */
      *word = recorded_only ? _ ("To be recorded") : _ ("Fail");
      return recorded_only ? PB_LOOK_WARNING : PB_LOOK_FAIL;
    case PB_STATUS_WAIVED:
      *word = _ ("Waived");
      return PB_LOOK_WAIVED;
    case PB_STATUS_PASSED:
      *word = warns ? _ ("Pass, attention") : _ ("Pass");
      return warns ? PB_LOOK_WARNING : PB_LOOK_PASS;
    default:
      *word = _ ("Not checked");
      return PB_LOOK_PENDING;
    }
}

PbLook
pb_look_of_board (int state, const char **word)
{
  static const PbLook of_state[] = {
    [PB_BOARD_NONE] = PB_LOOK_PENDING,
    [PB_BOARD_BLOCKED] = PB_LOOK_FAIL,
    [PB_BOARD_READY_FOR_FAI] = PB_LOOK_PENDING,
    [PB_BOARD_FAI_RUNNING] = PB_LOOK_RUNNING,
    [PB_BOARD_WAITING_SIGNATURE] = PB_LOOK_RUNNING,
    [PB_BOARD_READY] = PB_LOOK_PASS,
    [PB_BOARD_AUTHORIZED] = PB_LOOK_DONE,
  };

  *word = pb_text_board_state (state);
  return state >= 0 && state < (int) G_N_ELEMENTS (of_state) ? of_state[state] : PB_LOOK_PENDING;
}

PbLook
pb_look_of_run (int status, const char **word)
{
  *word = pb_text_run_status (status);
  switch (status)
    {
    case PB_RUN_AUTHORIZED:
      return PB_LOOK_DONE;
    case PB_RUN_IN_PROGRESS:
      return PB_LOOK_RUNNING;
    case PB_RUN_ON_HOLD:
      return PB_LOOK_WARNING;
    case PB_RUN_SCRAPPED:
      return PB_LOOK_FAIL;
    case PB_RUN_COMPLETED:
    case PB_RUN_CLOSED_REWORK:
      return PB_LOOK_PASS;
    case PB_RUN_CANCELLED:
      return PB_LOOK_NONE;
    default:
      return PB_LOOK_PENDING;
    }
}

PbLook
pb_look_of_fai (PbFaiModel *fai, const char **word)
{
  if (!pb_fai_model_get_exists (fai))
    {
      *word = _ ("None yet");
      return PB_LOOK_PENDING;
    }
  *word = pb_text_fai_status (pb_fai_model_get_status (fai));
  switch (pb_fai_model_get_status (fai))
    {
    case PB_FAI_INSPECTING:
      return PB_LOOK_RUNNING;
    case PB_FAI_PASS:
      if (pb_row_get_flag (fai, "stale"))
        {
          *word = _ ("Passed, out of date");
          return PB_LOOK_WARNING;
        }
      return PB_LOOK_PASS;
    case PB_FAI_FAIL:
      return PB_LOOK_FAIL;
    case PB_FAI_CANCELLED:
      return PB_LOOK_NONE;
    default:
      return PB_LOOK_PENDING;
    }
}

PbLook
pb_look_of_result (int result, const char **word)
{
  switch (result)
    {
    case PB_RESULT_PASS:
      *word = _ ("Pass");
      return PB_LOOK_PASS;
    case PB_RESULT_FAIL:
      *word = _ ("Fail");
      return PB_LOOK_FAIL;
    case PB_RESULT_NA:
      *word = _ ("Not applicable");
      return PB_LOOK_NONE;
    case PB_RESULT_WARNING:
      *word = _ ("Alternate");
      return PB_LOOK_WARNING;
    default:
      *word = _ ("Not recorded");
      return PB_LOOK_PENDING;
    }
}

PbLook
pb_look_of_slot (PbSlotItem *slot, const char **word)
{
  *word = pb_row_get_text (slot, "status-text");
  if (pb_row_get_flag (slot, "locked"))
    return PB_LOOK_WARNING;
  switch (pb_row_get_number (slot, "status"))
    {
    case PB_SLOT_LOADED:
      return PB_LOOK_PASS;
    case PB_SLOT_MISMATCH:
      return PB_LOOK_FAIL;
    default:
      return PB_LOOK_PENDING;
    }
}
