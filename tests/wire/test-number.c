/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <float.h>
#include <locale.h>
#include <math.h>
#include <string.h>

#include "wire/pb-number.h"

typedef struct
{
  guint64 bits;
  const char *text;
} Sample;

/* RFC 8785, appendix B; then powers of two, where the nearest decimal of 16 digits does not read back but its neighbour
 * does. */
static const Sample samples[] = {
  { 0x0000000000000000, "0" },
  { 0x8000000000000000, "0" },
  { 0x0000000000000001, "5e-324" },
  { 0x8000000000000001, "-5e-324" },
  { 0x7fefffffffffffff, "1.7976931348623157e+308" },
  { 0xffefffffffffffff, "-1.7976931348623157e+308" },
  { 0x4340000000000000, "9007199254740992" },
  { 0xc340000000000000, "-9007199254740992" },
  { 0x4430000000000000, "295147905179352830000" },
  { 0x44b52d02c7e14af5, "9.999999999999997e+22" },
  { 0x44b52d02c7e14af6, "1e+23" },
  { 0x44b52d02c7e14af7, "1.0000000000000001e+23" },
  { 0x444b1ae4d6e2ef4e, "999999999999999700000" },
  { 0x444b1ae4d6e2ef4f, "999999999999999900000" },
  { 0x444b1ae4d6e2ef50, "1e+21" },
  { 0x3eb0c6f7a0b5ed8c, "9.999999999999997e-7" },
  { 0x3eb0c6f7a0b5ed8d, "0.000001" },
  { 0x41b3de4355555553, "333333333.3333332" },
  { 0x41b3de4355555554, "333333333.33333325" },
  { 0x41b3de4355555555, "333333333.3333333" },
  { 0x41b3de4355555556, "333333333.3333334" },
  { 0x41b3de4355555557, "333333333.33333343" },
  { 0xbecbf647612f3696, "-0.0000033333333333333333" },
  { 0x43143ff3c1cb0959, "1424953923781206.2" },
  { 0x3d30000000000000, "5.684341886080802e-14" },
  { 0x0010000000000000, "2.2250738585072014e-308" },
  { 0x000fffffffffffff, "2.225073858507201e-308" },
};

static double
from_bits (guint64 bits)
{
  double value;

  memcpy (&value, &bits, sizeof value);
  return value;
}

static void
test_samples (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (samples); i++)
    {
      char buffer[PB_NUMBER_SIZE];
      gsize length = pb_number_format (from_bits (samples[i].bits), buffer);

      g_assert_cmpstr (buffer, ==, samples[i].text);
      g_assert_cmpuint (length, ==, strlen (buffer));
    }
}

static void
assert_text (double value, const char *expected)
{
  char buffer[PB_NUMBER_SIZE];

  pb_number_format (value, buffer);
  g_assert_cmpstr (buffer, ==, expected);
}

static void
test_plain (void)
{
  assert_text (0.1, "0.1");
  assert_text (0.1 + 0.2, "0.30000000000000004");
  assert_text (125, "125");
  assert_text (-125.5, "-125.5");
  assert_text (37.05, "37.05");
  assert_text (0.001, "0.001");
  assert_text (0.0001, "0.0001");
  assert_text (999999999.999, "999999999.999");
  assert_text (1e9, "1000000000");
  assert_text (1e9 + 0.001, "1000000000.001");
  assert_text (1e20, "100000000000000000000");
  assert_text (123456789012345680000.0, "123456789012345680000");
  assert_text (1e-7, "1e-7");
  assert_text (1.5e-9, "1.5e-9");
  assert_text (1.0 / 3, "0.3333333333333333");
}

static int
count_digits (const char *text)
{
  int n = 0, zeros = 0;

  for (; *text != '\0' && *text != 'e'; text++)
    if (g_ascii_isdigit (*text) && (n > 0 || *text != '0'))
      {
        n++;
        zeros = *text == '0' ? zeros + 1 : 0;
      }
  return n - zeros;
}

/* Whether a decimal of @digits digits reads back as @value: the nearest one and, since a double at a power of two has
 * more room above than below, the one above that. */
static gboolean
so_many_digits_do (double value, int digits)
{
  char format[16], text[64], *exponent;
  gint64 mantissa;

  if (digits < 1)
    return FALSE;
  g_snprintf (format, sizeof format, "%%.%de", digits - 1);
  g_ascii_formatd (text, sizeof text, format, fabs (value));
  if (g_ascii_strtod (text, NULL) == fabs (value))
    return TRUE;
  exponent = strchr (text, 'e');
  *exponent = '\0';
  if (digits > 1)
    memmove (text + 1, text + 2, strlen (text + 2) + 1);
  mantissa = g_ascii_strtoll (text, NULL, 10);
  g_snprintf (format, sizeof format, "e%d", (int) g_ascii_strtoll (exponent + 1, NULL, 10) - digits + 1);
  g_snprintf (text, sizeof text, "%" G_GINT64_FORMAT "%s", mantissa + 1, format);
  return g_ascii_strtod (text, NULL) == fabs (value);
}

static void
test_shortest (void)
{
  for (int i = 0; i < 20000; i++)
    {
      guint64 bits = (guint64) (guint32) g_test_rand_int () << 32 | (guint32) g_test_rand_int ();
      double value = from_bits (i % 10 == 0 ? bits & 0xfff0000000000000 : bits);
      char buffer[PB_NUMBER_SIZE];

      if (!isfinite (value) || value == 0)
        continue;
      pb_number_format (value, buffer);
      g_assert_cmpfloat (g_ascii_strtod (buffer, NULL), ==, value);
      g_assert_false (so_many_digits_do (value, count_digits (buffer) - 1));
    }
}

static void
test_decimals (void)
{
  for (int i = 0; i < 20000; i++)
    {
      gint64 whole = g_test_rand_int_range (-2000000, 2000000);
      int places = g_test_rand_int_range (0, 7);
      char buffer[PB_NUMBER_SIZE];
      double value = (double) whole;

      for (int k = 0; k < places; k++)
        value /= 10;
      pb_number_format (value, buffer);
      g_assert_cmpfloat (g_ascii_strtod (buffer, NULL), ==, value);
      g_assert_false (value != 0 && so_many_digits_do (value, count_digits (buffer) - 1));
    }
}

static void
assert_integer (gint64 value, const char *expected)
{
  char buffer[PB_NUMBER_SIZE];

  g_assert_cmpuint (pb_integer_format (value, buffer), ==, strlen (expected));
  g_assert_cmpstr (buffer, ==, expected);
}

static void
test_integers (void)
{
  assert_integer (0, "0");
  assert_integer (-1, "-1");
  assert_integer (10, "10");
  assert_integer (G_MAXINT64, "9223372036854775807");
  assert_integer (G_MININT64, "-9223372036854775808");
}

int
main (int argc, char *argv[])
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/wire/number/rfc8785-samples", test_samples);
  g_test_add_func ("/wire/number/plain", test_plain);
  g_test_add_func ("/wire/number/shortest-that-reads-back", test_shortest);
  g_test_add_func ("/wire/number/decimals-read-back", test_decimals);
  g_test_add_func ("/wire/number/integers", test_integers);
  return g_test_run ();
}
