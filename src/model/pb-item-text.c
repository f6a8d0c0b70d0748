/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-model"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "domain/pb-gate.h"
#include "model/pb-item-private.h"
#include "model/pb-text.h"

static char *
format_time (gint64 time)
{
  return pb_text_time (time, pb_now ());
}

static const PbTextStyle style = { .translate = pb_translate, .format_time = format_time };

char *
pb_text_failure (PbItemType type, const PbFailure *failure)
{
  return pb_failure_describe (type, failure, &style);
}

char *
pb_text_advice (PbItemType type, const PbFailure *failure)
{
  return pb_failure_advise (type, failure, &style);
}

char *
pb_text_blocker (const PbBlocker *blocker)
{
  return pb_blocker_describe (blocker, &style);
}

const char *
pb_text_item_object (PbItemType type, const char *key, const char *run_no, gboolean nothing_bound)
{
  gsize length = run_no != NULL ? strlen (run_no) : 0;

  if (key == NULL || nothing_bound)
    return "";
  if (type == PB_ITEM_LOADING && g_str_equal (key, "SLOT_TABLE"))
    return _ ("Slot table");
  /* A bake that nobody has recorded goes by the run, or by the run and what is to be baked. */
  if (length > 0 && strncmp (key, run_no, length) == 0 && (key[length] == '\0' || key[length] == '/'))
    return key[length] == '/' ? key + length + 1 : "";
  return key;
}

char *
pb_text_waived_item (const PbWaiver *waiver)
{
  gboolean nothing_bound =
    waiver->covers != NULL && waiver->covers[0] != NULL && g_str_has_prefix (waiver->covers[0], "NOT_BOUND");
  PbItemType type = (PbItemType) waiver->item_type;

  return g_strchomp (g_strdup_printf ("%s %s", pb_text_item_type (type),
                                      pb_text_item_object (type, waiver->item_key, waiver->run_no, nothing_bound)));
}

const char *
pb_text_end_reason (const char *reason)
{
  static const char *const reasons[] = {
    N_ ("Its end time has come"),  N_ ("Its item is no longer on the run's list"),
    N_ ("Its item passes"),        N_ ("A newer waiver of this item"),
    N_ ("Production has started"),
  };

  for (guint i = 0; i < G_N_ELEMENTS (reasons); i++)
    if (g_strcmp0 (reason, reasons[i]) == 0)
      return pb_translate (reasons[i]);
  return reason;
}
