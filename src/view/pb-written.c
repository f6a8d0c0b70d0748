/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-view"

#include "view/pb-written.h"

#include <errno.h>
#include <locale.h>
#include <math.h>
#include <string.h>

static gboolean
parse_digits (const char **text, guint count, int *value)
{
  *value = 0;
  for (guint i = 0; i < count; i++, (*text)++)
    {
      if (!g_ascii_isdigit (**text))
        return FALSE;
      *value = *value * 10 + (**text - '0');
    }
  return TRUE;
}

static gboolean
parse_char (const char **text, char c)
{
  if (**text != c)
    return FALSE;
  (*text)++;
  return TRUE;
}

gboolean
pb_parse_time (const char *text, gint64 *time)
{
  g_autofree char *trimmed = g_strstrip (g_strdup (text));
  const char *p = trimmed;
  int year, month, day, hour, minute, second = 0;
  g_autoptr (GDateTime) local = NULL;

  if (!parse_digits (&p, 4, &year) || !parse_char (&p, '-') || !parse_digits (&p, 2, &month) || !parse_char (&p, '-') ||
      !parse_digits (&p, 2, &day) || !parse_char (&p, ' ') || !parse_digits (&p, 2, &hour) || !parse_char (&p, ':') ||
      !parse_digits (&p, 2, &minute))
    return FALSE;
  if (*p == ':' && (!parse_char (&p, ':') || !parse_digits (&p, 2, &second)))
    return FALSE;
  if (*p != '\0' || year < 2000 || hour > 23 || minute > 59 || second > 59)
    return FALSE;
  local = g_date_time_new_local (year, month, day, hour, minute, second);
  /* Inside the hour that summer time skips, another hour comes out. */
  if (local == NULL || g_date_time_get_hour (local) != hour || g_date_time_get_minute (local) != minute)
    return FALSE;
  *time = g_date_time_to_unix (local) * G_USEC_PER_SEC;
  return TRUE;
}

char *
pb_write_time (gint64 time)
{
  g_autoptr (GDateTime) local = time != 0 ? g_date_time_new_from_unix_local (time / G_USEC_PER_SEC) : NULL;

  return local != NULL ? g_date_time_format (local, "%Y-%m-%d %H:%M") : g_strdup ("");
}

gboolean
pb_parse_number (const char *text, double *number)
{
  g_autofree char *plain = g_strstrip (g_strdup (text));
  const char *separator = localeconv ()->decimal_point;
  char *end;
  double value;

  if (separator != NULL && strcmp (separator, ".") != 0 && strlen (separator) == 1 && strchr (plain, '.') == NULL)
    for (char *p = plain; *p != '\0'; p++)
      if (*p == separator[0])
        {
          *p = '.';
          break;
        }
  /* Digits, a sign and a point: not "inf", "0x10" or "1e5". */
  if (*plain == '\0' || strspn (plain, "+-.0123456789") != strlen (plain))
    return FALSE;
  errno = 0;
  value = g_ascii_strtod (plain, &end);
  if (errno != 0 || *end != '\0' || !isfinite (value))
    return FALSE;
  *number = value;
  return TRUE;
}

gboolean
pb_parse_integer (const char *text, gint64 *number)
{
  g_autofree char *plain = g_strstrip (g_strdup (text));

  return g_ascii_string_to_signed (plain, 10, G_MININT64, G_MAXINT64, number, NULL);
}

char *
pb_write_number (double number)
{
  char digits[G_ASCII_DTOSTR_BUF_SIZE];

  return g_strdup (g_ascii_formatd (digits, sizeof digits, "%.15g", number));
}
