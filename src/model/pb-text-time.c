/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-model"

#include "config.h"

#include "model/pb-text.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

gint64
pb_now (void)
{
  return g_get_real_time ();
}

/* Returns: (transfer full) (nullable): @time in the local time zone. */
static GDateTime *
local_time (gint64 time)
{
  g_autoptr (GDateTime) seconds = g_date_time_new_from_unix_local (time / G_TIME_SPAN_SECOND);

  return seconds != NULL ? g_date_time_add (seconds, time % G_TIME_SPAN_SECOND) : NULL;
}

static gboolean
same_day (GDateTime *a, GDateTime *b)
{
  return g_date_time_get_year (a) == g_date_time_get_year (b) &&
         g_date_time_get_day_of_year (a) == g_date_time_get_day_of_year (b);
}

char *
pb_text_time (gint64 time, gint64 now)
{
  g_autoptr (GDateTime) moment = time != 0 ? local_time (time) : NULL;
  g_autoptr (GDateTime) today = local_time (now);

  if (moment == NULL)
    return g_strdup ("");
  if (today != NULL && same_day (moment, today))
    /* TRANSLATORS: a time of today, for g_date_time_format() */
    return g_date_time_format (moment, _ ("%H:%M"));
  /* TRANSLATORS: date and time of another day, for g_date_time_format(); as dates are written into the forms */
  return g_date_time_format (moment, _ ("%Y-%m-%d %H:%M"));
}

char *
pb_text_clock (gint64 time)
{
  g_autoptr (GDateTime) moment = time != 0 ? local_time (time) : NULL;

  /* TRANSLATORS: a time of day with seconds, for g_date_time_format() */
  return moment != NULL ? g_date_time_format (moment, _ ("%H:%M:%S")) : g_strdup ("");
}

char *
pb_text_span (gint64 span)
{
  gint64 minutes = ABS (span) / G_TIME_SPAN_MINUTE;
  int days = (int) (minutes / (24 * 60));
  int hours = (int) (minutes / 60 % 24);

  if (minutes == 0)
    return g_strdup (_ ("less than a minute"));
  if (days > 0)
    /* TRANSLATORS: days and hours */
    return hours > 0 ? g_strdup_printf (_ ("%d d %d h"), days, hours) : g_strdup_printf (_ ("%d d"), days);
  if (hours > 0)
    /* TRANSLATORS: hours and minutes */
    return minutes % 60 > 0 ? g_strdup_printf (_ ("%d h %d min"), hours, (int) (minutes % 60))
                            : g_strdup_printf (_ ("%d h"), hours);
  return g_strdup_printf (_ ("%d min"), (int) minutes);
}

char *
pb_text_deadline (gint64 deadline, gint64 now)
{
  g_autofree char *span = NULL;

  if (deadline == 0)
    return g_strdup ("");
  span = pb_text_span (deadline - now);
  /* A window is over from its deadline on. */
  if (now >= deadline)
    /* TRANSLATORS: "expired 5 min ago" */
    return g_strdup_printf (_ ("expired %s ago"), span);
  /* TRANSLATORS: "12 min left" */
  return g_strdup_printf (_ ("%s left"), span);
}

char *
pb_text_ago (gint64 time, gint64 now)
{
  g_autofree char *span = NULL;

  if (time == 0)
    return g_strdup ("");
  if (now - time < G_TIME_SPAN_MINUTE)
    return g_strdup (_ ("just now"));
  span = pb_text_span (now - time);
  return g_strdup_printf (_ ("%s ago"), span);
}

/* At most two decimals; whole numbers are grouped as the locale does it. */
static char *
format_number (double value)
{
  g_autofree char *text = NULL;
  char *end;

  if (!isfinite (value))
    return g_strdup ("");
  if (fabs (value) < 1e15 && fabs (value - round (value)) < 0.005)
    return g_strdup_printf ("%'" G_GINT64_FORMAT, (gint64) llround (value));
  text = g_strdup_printf ("%'.2f", value);
  end = text + strlen (text) - 1;
  if (*end == '0')
    *end = '\0';
  return g_steal_pointer (&text);
}

/* Hours and minutes, never more than there are. */
static char *
format_hours (double hours)
{
  gint64 minutes = (gint64) floor (fabs (hours) * 60 + 1e-6);
  gint64 whole = minutes / 60;
  g_autofree char *number = NULL;

  if (!isfinite (hours) || fabs (hours) > 1e9)
    return g_strdup ("");
  if (minutes % 60 == 0)
    {
      number = format_number ((double) whole);
      return g_strdup_printf (_ ("%s %s"), number, pb_translate ("h"));
    }
  if (minutes < 60)
    return g_strdup_printf (_ ("%d min"), (int) minutes);
  number = format_number ((double) whole);
  /* TRANSLATORS: hours and minutes: "41 h 30 min" */
  return g_strdup_printf (_ ("%s h %d min"), number, (int) (minutes % 60));
}

char *
pb_text_number (double value, const char *unit)
{
  g_autofree char *number = format_number (value);

  /* One form for all that lasts, as in the sentences about it. */
  if (g_strcmp0 (unit, "h") == 0)
    return format_hours (value);
  if (unit == NULL || *unit == '\0')
    return g_steal_pointer (&number);
  /* TRANSLATORS: a number and its unit: "41.5 h" */
  return g_strdup_printf (_ ("%s %s"), number, pb_translate (unit));
}

static char *
describe_life (const PbMeasure *measure)
{
  g_autofree char *used = format_number (measure->actual.v);
  g_autofree char *limit = pb_text_number (measure->limit.v, measure->unit);
  double share = measure->actual.v * 100 / measure->limit.v;
  /* 100 % is the limit itself: what is a little above must not look like it. */
  int percent = (int) CLAMP (share > 100 ? ceil (share) : floor (share), 0, 9999);

  /* TRANSLATORS: "67 % of life (40,200 of 60,000 prints)" */
  return g_strdup_printf (_ ("%d %% of life (%s of %s)"), percent, used, limit);
}

char *
pb_text_measure (const PbMeasure *measure)
{
  g_autofree char *actual = NULL;
  g_autofree char *limit = NULL;

  g_return_val_if_fail (measure != NULL, g_strdup (""));

  if (!measure->actual.set && !measure->limit.set)
    return g_strdup ("");
  if (measure->actual.set && measure->limit.set && measure->limit.v > 0 && g_strcmp0 (measure->name, "life") == 0)
    return describe_life (measure);
  limit = pb_text_number (measure->limit.v, measure->unit);
  if (!measure->actual.set)
    /* TRANSLATORS: a limit that nothing was measured against: "at least 30 N/cm", "at most 24 h" */
    return g_strdup_printf (measure->minimum.v ? _ ("at least %s") : _ ("at most %s"), limit);
  actual = pb_text_number (measure->actual.v, measure->unit);
  if (!measure->limit.set)
    return g_steal_pointer (&actual);
  if (measure->minimum.v)
    /* TRANSLATORS: a value and the least it must be: "38 N/cm, at least 30 N/cm" */
    return g_strdup_printf (_ ("%s, at least %s"), actual, limit);
  /* TRANSLATORS: how much of a limit is used up: "41.5 h of 24 h" */
  return g_strdup_printf (_ ("%s of %s"), actual, limit);
}
