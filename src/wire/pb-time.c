/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-wire"

#include "wire/pb-time.h"

#include <string.h>

#define DAY_SECONDS 86400

/* The years 0000 to 9999, which a text of four digits can tell. */
#define FORMAT_MIN (G_GINT64_CONSTANT (-62167219200) * G_USEC_PER_SEC)
#define FORMAT_MAX (G_GINT64_CONSTANT (253402300800) * G_USEC_PER_SEC - 1)

/* Days from 1970-01-01 to a date of the proleptic Gregorian calendar. The year is counted from March, so that the leap
 * day comes last, and in eras of 400 years, after which the calendar repeats. */
static gint64
days_from_date (int year, int month, int day)
{
  int era, year_of_era, day_of_year, day_of_era;

  if (month <= 2)
    year--;
  era = (year >= 0 ? year : year - 399) / 400;
  year_of_era = year - era * 400;
  day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
  day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return (gint64) era * 146097 + day_of_era - 719468;
}

/* The reverse of days_from_date(). */
static void
date_from_days (gint64 days, int *year, int *month, int *day)
{
  gint64 era;
  int day_of_era, year_of_era, day_of_year, shifted_month;

  days += 719468;
  era = (days >= 0 ? days : days - 146096) / 146097;
  day_of_era = (int) (days - era * 146097);
  year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  shifted_month = (5 * day_of_year + 2) / 153;
  *day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
  *month = shifted_month < 10 ? shifted_month + 3 : shifted_month - 9;
  *year = year_of_era + (int) era * 400 + (*month <= 2 ? 1 : 0);
}

static int
days_in_month (int year, int month)
{
  static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };

  if (month == 2 && year % 4 == 0 && (year % 100 != 0 || year % 400 == 0))
    return 29;
  return days[month - 1];
}

/* Reads exactly @n digits and moves on. */
static gboolean
take_digits (const char **text, int n, int *value)
{
  *value = 0;
  for (; n > 0; n--, (*text)++)
    {
      if (!g_ascii_isdigit (**text))
        return FALSE;
      *value = *value * 10 + (**text - '0');
    }
  return TRUE;
}

/* Reads one character, which stands for itself; letters in either case (RFC 3339, 5.6). */
static gboolean
take (const char **text, char expected)
{
  if (g_ascii_toupper (**text) != expected)
    return FALSE;
  (*text)++;
  return TRUE;
}

static gboolean
take_fraction (const char **text, int *microseconds)
{
  int digits = 0;

  *microseconds = 0;
  if (!take (text, '.'))
    return TRUE;
  for (; g_ascii_isdigit (**text); (*text)++, digits++)
    if (digits < 6)
      *microseconds = *microseconds * 10 + (**text - '0');
  if (digits == 0 || digits > 9)
    return FALSE;
  for (; digits < 6; digits++)
    *microseconds *= 10;
  return TRUE;
}

static gboolean
take_offset (const char **text, int *seconds)
{
  int sign, hours, minutes;

  *seconds = 0;
  if (take (text, 'Z'))
    return TRUE;
  if (take (text, '+'))
    sign = 1;
  else if (take (text, '-'))
    sign = -1;
  else
    return FALSE;
  if (!take_digits (text, 2, &hours) || !take (text, ':') || !take_digits (text, 2, &minutes) || hours > 23 ||
      minutes > 59)
    return FALSE;
  *seconds = sign * (hours * 3600 + minutes * 60);
  return TRUE;
}

gboolean
pb_time_parse_any (const char *text, gint64 *time)
{
  int year, month, day, hour, minute, second, microseconds, offset;

  g_return_val_if_fail (time != NULL, FALSE);

  if (text == NULL)
    return FALSE;
  if (!take_digits (&text, 4, &year) || !take (&text, '-') || !take_digits (&text, 2, &month) || !take (&text, '-') ||
      !take_digits (&text, 2, &day) || !take (&text, 'T') || !take_digits (&text, 2, &hour) || !take (&text, ':') ||
      !take_digits (&text, 2, &minute) || !take (&text, ':') || !take_digits (&text, 2, &second) ||
      !take_fraction (&text, &microseconds) || !take_offset (&text, &offset) || *text != '\0')
    return FALSE;
  if (year < 1 || month < 1 || month > 12 || day < 1 || day > days_in_month (year, month) || hour > 23 || minute > 59 ||
      second > 59)
    return FALSE;
  *time =
    (days_from_date (year, month, day) * DAY_SECONDS + hour * 3600 + minute * 60 + second - offset) * G_USEC_PER_SEC +
    microseconds;
  return TRUE;
}

gint64
pb_time_parse (const char *text)
{
  gint64 time;

  if (!pb_time_parse_any (text, &time) || time < PB_TIME_MIN || time > PB_TIME_MAX)
    return 0;
  return time;
}

static char *
put_digits (char *out, int value, int n)
{
  for (int i = n - 1; i >= 0; i--, value /= 10)
    out[i] = '0' + (char) (value % 10);
  return out + n;
}

gboolean
pb_time_format_to (gint64 time, char buffer[static PB_TIME_SIZE])
{
  int year, month, day, milliseconds, second_of_day;
  gint64 seconds, days;
  char *out = buffer;

  if (time == 0 || time < FORMAT_MIN || time > FORMAT_MAX)
    return FALSE;
  /* Divided towards the past, also before 1970. */
  seconds = time / G_USEC_PER_SEC - (time % G_USEC_PER_SEC < 0 ? 1 : 0);
  milliseconds = (int) ((time - seconds * G_USEC_PER_SEC) / 1000);
  days = seconds / DAY_SECONDS - (seconds % DAY_SECONDS < 0 ? 1 : 0);
  second_of_day = (int) (seconds - days * DAY_SECONDS);
  date_from_days (days, &year, &month, &day);
  out = put_digits (out, year, 4);
  *out++ = '-';
  out = put_digits (out, month, 2);
  *out++ = '-';
  out = put_digits (out, day, 2);
  *out++ = 'T';
  out = put_digits (out, second_of_day / 3600, 2);
  *out++ = ':';
  out = put_digits (out, second_of_day / 60 % 60, 2);
  *out++ = ':';
  out = put_digits (out, second_of_day % 60, 2);
  *out++ = '.';
  out = put_digits (out, milliseconds, 3);
  *out++ = 'Z';
  *out = '\0';
  return TRUE;
}

char *
pb_time_format (gint64 time)
{
  char buffer[PB_TIME_SIZE];

  return pb_time_format_to (time, buffer) ? g_strndup (buffer, PB_TIME_SIZE - 1) : NULL;
}
