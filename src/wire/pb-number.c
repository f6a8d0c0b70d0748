/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-wire"

#include "wire/pb-number.h"

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

/* Any double is told apart by this many significant digits, and any decimal of 15 digits survives in a double. */
#define DIGITS_ALWAYS_ENOUGH 17
#define DIGITS_ALWAYS_KEPT   15

/* A decimal number: 0.d1d2d3… × 10^point, d1 not 0. */
typedef struct
{
  char digits[DIGITS_ALWAYS_ENOUGH + 2];
  int n;
  int point;
} Decimal;

/* Writes @value without a final NUL. Returns: where the text ends. */
static char *
put_integer (char *out, gint64 value)
{
  char digits[PB_NUMBER_SIZE];
  guint64 rest = value < 0 ? -(guint64) value : (guint64) value;
  int n = 0;

  do
    digits[n++] = '0' + (char) (rest % 10);
  while ((rest /= 10) != 0);
  if (value < 0)
    *out++ = '-';
  while (n > 0)
    *out++ = digits[--n];
  return out;
}

gsize
pb_integer_format (gint64 value, char buffer[static PB_NUMBER_SIZE])
{
  char *end = put_integer (buffer, value);

  *end = '\0';
  return end - buffer;
}

static void
drop_final_zeros (Decimal *decimal)
{
  while (decimal->n > 1 && decimal->digits[decimal->n - 1] == '0')
    decimal->n--;
  decimal->digits[decimal->n] = '\0';
}

/* The decimal of @precision digits that lies nearest to @value. The text is taken apart without looking at the decimal
 * point, which is the locale's. */
static void
round_to_decimal (double value, int precision, Decimal *decimal)
{
  char text[64];
  const char *p;

  snprintf (text, sizeof text, "%.*e", precision - 1, value);
  decimal->n = 0;
  for (p = text; *p != 'e' && *p != 'E'; p++)
    if (g_ascii_isdigit (*p))
      decimal->digits[decimal->n++] = *p;
  decimal->point = (int) g_ascii_strtoll (p + 1, NULL, 10) + 1;
  drop_final_zeros (decimal);
}

/* The next decimal above of as many digits. */
static void
step_up (Decimal *decimal, int precision)
{
  int i;

  while (decimal->n < precision)
    decimal->digits[decimal->n++] = '0';
  for (i = precision - 1; i >= 0 && decimal->digits[i] == '9'; i--)
    decimal->digits[i] = '0';
  if (i >= 0)
    decimal->digits[i]++;
  else
    {
      decimal->digits[0] = '1';
      decimal->point++;
    }
  drop_final_zeros (decimal);
}

static gboolean
reads_back_as (const Decimal *decimal, double value)
{
  char text[64];

  snprintf (text, sizeof text, "%se%d", decimal->digits, decimal->point - decimal->n);
  return g_ascii_strtod (text, NULL) == value;
}

/* The shortest decimal that reads back as @value, which is greater than 0. */
static void
find_shortest (double value, Decimal *decimal)
{
  /* Below DBL_MIN a double has fewer bits, so that fewer digits may do. */
  int precision = value < DBL_MIN ? 1 : DIGITS_ALWAYS_KEPT;
  int exponent;
  /* Doubles lie half as close above a power of two as below, so there the nearest decimal may fail where the one above
   * it, a bit further away, reads back. */
  gboolean lopsided = frexp (value, &exponent) == 0.5;

  for (; precision < DIGITS_ALWAYS_ENOUGH; precision++)
    {
      round_to_decimal (value, precision, decimal);
      if (reads_back_as (decimal, value))
        return;
      if (lopsided)
        {
          step_up (decimal, precision);
          if (reads_back_as (decimal, value))
            return;
        }
    }
  round_to_decimal (value, precision, decimal);
}

/* ECMA-262, Number::toString, steps 6 to 10. Returns: where the text ends. */
static char *
lay_out (const Decimal *decimal, char *out)
{
  const int n = decimal->n, point = decimal->point;

  if (point >= n && point <= 21)
    {
      out = mempcpy (out, decimal->digits, n);
      memset (out, '0', point - n);
      return out + (point - n);
    }
  if (point > 0 && point <= 21)
    {
      out = mempcpy (out, decimal->digits, point);
      *out++ = '.';
      return mempcpy (out, decimal->digits + point, n - point);
    }
  if (point > -6 && point <= 0)
    {
      out = mempcpy (out, "0.", 2);
      memset (out, '0', -point);
      return mempcpy (out - point, decimal->digits, n);
    }
  *out++ = decimal->digits[0];
  if (n > 1)
    {
      *out++ = '.';
      out = mempcpy (out, decimal->digits + 1, n - 1);
    }
  *out++ = 'e';
  if (point > 0)
    *out++ = '+';
  return put_integer (out, point - 1);
}

/* Nearly every number of the trade has at most three decimals: an integer number of thousandths that, divided, gives
 * the same double has less than 15 digits and is therefore the shortest decimal. */
static gboolean
is_thousandths (double value, gint64 *thousandths)
{
  if (value >= 1e9)
    return FALSE;
  *thousandths = llround (value * 1000);
  return *thousandths / 1000.0 == value;
}

static char *
put_thousandths (char *out, gint64 thousandths)
{
  int fraction = (int) (thousandths % 1000);

  out = put_integer (out, thousandths / 1000);
  if (fraction != 0)
    *out++ = '.';
  for (int unit = 100; fraction != 0; unit /= 10)
    {
      *out++ = '0' + (char) (fraction / unit);
      fraction %= unit;
    }
  return out;
}

gsize
pb_number_format (double value, char buffer[static PB_NUMBER_SIZE])
{
  char *out = buffer;
  gint64 thousandths;

  g_assert (isfinite (value));

  /* Both zeros are "0". */
  if (value < 0)
    {
      *out++ = '-';
      value = -value;
    }
  if (is_thousandths (value, &thousandths))
    out = put_thousandths (out, thousandths);
  else
    {
      Decimal decimal;

      find_shortest (value, &decimal);
      out = lay_out (&decimal, out);
    }
  *out = '\0';
  return out - buffer;
}
