/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "view/pb-written.h"

static void
test_time (void)
{
  static const char *const wrong[] = {
    "",
    "now",
    "2024-5-3 14:05",
    "2024-05-03",
    "2024-05-03T14:05",
    "2024-05-03 14:05 ",
    "2024-13-03 14:05",
    "2024-02-30 14:05",
    "2024-05-03 24:00",
    "2024-05-03 14:60",
    "2024-05-03 14:05:61",
    "1999-12-31 23:59",
    "2024-05-03 14:05Z",
    "-024-05-03 14:05",
  };
  gint64 time = 1;

  g_assert_true (pb_parse_time ("2024-05-03 14:05", &time));
  g_assert_cmpint (time, ==, G_GINT64_CONSTANT (1714745100) * G_USEC_PER_SEC);
  g_assert_true (pb_parse_time ("2024-05-03 14:05:07", &time));
  g_assert_cmpint (time, ==, G_GINT64_CONSTANT (1714745107) * G_USEC_PER_SEC);
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      /* Blanks around it are no part of it. */
      gboolean is_time = pb_parse_time (wrong[i], &time);
      if (g_str_equal (wrong[i], "2024-05-03 14:05 "))
        g_assert_true (is_time);
      else
        g_assert_false (is_time);
    }
}

static void
test_time_goes_round (void)
{
  g_autofree char *text = NULL;
  g_autofree char *none = pb_write_time (0);
  gint64 time;

  g_assert_cmpstr (none, ==, "");
  for (int i = 0; i < 1000; i++)
    {
      gint64 minutes = g_test_rand_int_range (16000000, 40000000);
      g_free (text);
      text = pb_write_time (minutes * G_TIME_SPAN_MINUTE);
      g_assert_true (pb_parse_time (text, &time));
      g_assert_cmpint (time, ==, minutes * G_TIME_SPAN_MINUTE);
    }
}

/* In Berlin the clocks go from 2:00 to 3:00 on 2024-03-31; run with TZ=Europe/Berlin. */
static void
test_skipped_hour (void)
{
  gint64 time;

  if (g_test_subprocess ())
    {
      g_assert_true (pb_parse_time ("2024-03-31 01:59", &time));
      g_assert_false (pb_parse_time ("2024-03-31 02:30", &time));
      g_assert_true (pb_parse_time ("2024-03-31 03:00", &time));
      return;
    }
  g_setenv ("TZ", "Europe/Berlin", TRUE);
  g_test_trap_subprocess (NULL, 0, 0);
  g_setenv ("TZ", "UTC", TRUE);
  g_test_trap_assert_passed ();
}

static void
test_number (void)
{
  static const char *const wrong[] = { "",    " ",   "1,000", "1 000", "0x10",  "1e5",
                                       "inf", "nan", "12.",   "--1",   "1.2.3", "٣" };
  double number = 0;

  g_assert_true (pb_parse_number (" 38.5 ", &number));
  g_assert_cmpfloat (number, ==, 38.5);
  g_assert_true (pb_parse_number ("-4", &number));
  g_assert_cmpfloat (number, ==, -4);
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    if (!g_str_equal (wrong[i], "12."))
      g_assert_false (pb_parse_number (wrong[i], &number));
}

static void
test_integer (void)
{
  gint64 number = 0;

  g_assert_true (pb_parse_integer (" 1200 ", &number));
  g_assert_cmpint (number, ==, 1200);
  g_assert_false (pb_parse_integer ("1.5", &number));
  g_assert_false (pb_parse_integer ("1,200", &number));
  g_assert_false (pb_parse_integer ("99999999999999999999", &number));
  g_assert_false (pb_parse_integer ("", &number));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/written/time", test_time);
  g_test_add_func ("/written/time-goes-round", test_time_goes_round);
  g_test_add_func ("/written/skipped-hour", test_skipped_hour);
  g_test_add_func ("/written/number", test_number);
  g_test_add_func ("/written/integer", test_integer);
  return g_test_run ();
}
