/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-model"

#include "config.h"

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
