/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "wire/pb-json.h"
#include "wire/pb-writer.h"

static void
test_commas (void)
{
  g_autoptr (PbWriter) w = pb_writer_new ();
  g_autofree char *text = NULL;

  pb_writer_begin_object (w);
  pb_writer_member_object (w, "empty");
  pb_writer_end_object (w);
  pb_writer_member_array (w, "list");
  pb_writer_int (w, 1);
  pb_writer_begin_array (w);
  pb_writer_end_array (w);
  pb_writer_string (w, "ends in [");
  pb_writer_string (w, "ends in {");
  pb_writer_string (w, "ends in :");
  pb_writer_null (w);
  pb_writer_end_array (w);
  pb_writer_member_bool (w, "yes", TRUE);
  pb_writer_member_bool (w, "no", FALSE);
  pb_writer_end_object (w);
  text = pb_writer_steal (w);
  g_assert_cmpstr (
    text, ==,
    "{\"empty\":{},\"list\":[1,[],\"ends in [\",\"ends in {\",\"ends in :\",null],\"yes\":true,\"no\":false}");
}

static void
test_members (void)
{
  static const char *const words[] = { "a", "b", NULL };
  g_autoptr (PbWriter) w = pb_writer_new ();
  g_autofree char *text = NULL;

  pb_writer_begin_object (w);
  pb_writer_member_string (w, "s", "x");
  pb_writer_member_string (w, "s0", NULL);
  pb_writer_member_string_opt (w, "gone", NULL);
  pb_writer_member_string_opt (w, "s1", "");
  pb_writer_member_int (w, "i", G_MININT64);
  pb_writer_member_double (w, "d", 2.50);
  pb_writer_member_double (w, "whole", 7);
  pb_writer_member_double (w, "nan", NAN);
  pb_writer_member_double (w, "inf", -INFINITY);
  pb_writer_member_null (w, "n");
  pb_writer_member_raw (w, "r", "{\"k\":[1]}");
  pb_writer_member_raw (w, "r0", NULL);
  pb_writer_member_raw (w, "r1", "");
  pb_writer_member_raw_opt (w, "gone", NULL);
  pb_writer_member_time (w, "t", G_GINT64_CONSTANT (1772353800123456));
  pb_writer_member_time (w, "t0", 0);
  pb_writer_member_time_opt (w, "gone", 0);
  pb_writer_member_strings (w, "w", words);
  pb_writer_member_strings (w, "w0", NULL);
  pb_writer_end_object (w);
  text = pb_writer_steal (w);
  g_assert_cmpstr (text, ==,
                   "{\"s\":\"x\",\"s0\":null,\"s1\":\"\",\"i\":-9223372036854775808,\"d\":2.5,\"whole\":7,\"nan\":null,"
                   "\"inf\":null,\"n\":null,\"r\":{\"k\":[1]},\"r0\":null,\"r1\":null,"
                   "\"t\":\"2026-03-01T08:30:00.123Z\",\"t0\":null,\"w\":[\"a\",\"b\"],\"w0\":null}");
}

static void
assert_double (double value, const char *expected)
{
  g_autoptr (PbWriter) w = pb_writer_new ();
  g_autoptr (JsonNode) node = NULL;

  pb_writer_double (w, value);
  g_assert_cmpstr (pb_writer_peek (w, NULL), ==, expected);
  node = pb_json_parse (expected, strlen (expected), NULL);
  g_assert_nonnull (node);
  g_assert_cmpfloat (json_node_get_double (node), ==, value);
}

/* Every double that is written is let in again as the same. */
static void
test_doubles (void)
{
  assert_double (0.1, "0.1");
  assert_double (-37.05, "-37.05");
  assert_double (9007199254740991, "9007199254740991");
  assert_double (9223372036854774784.0, "9223372036854775000");
  assert_double (0x1p63, "9223372036854776000.0");
  assert_double (-0x1p63, "-9223372036854776000.0");
  assert_double (123456789012345680000.0, "123456789012345680000.0");
  assert_double (1e21, "1e+21");
  assert_double (1.7976931348623157e308, "1.7976931348623157e+308");
}

static void
assert_string (const char *value, gsize length, const char *expected)
{
  g_autoptr (PbWriter) w = pb_writer_new ();

  pb_writer_string_len (w, value, length);
  g_assert_cmpstr (pb_writer_peek (w, NULL), ==, expected);
}

static void
test_escapes (void)
{
  assert_string ("a\"b\\c/d", 7, "\"a\\\"b\\\\c/d\"");
  assert_string ("\b\t\n\f\r", 5, "\"\\b\\t\\n\\f\\r\"");
  assert_string ("\x01\x1f\x7f", 3, "\"\\u0001\\u001f\x7f\"");
  assert_string ("a\0b", 3, "\"a\\u0000b\"");
  assert_string ("锡膏 😀", strlen ("锡膏 😀"), "\"锡膏 😀\"");
  assert_string ("", 0, "\"\"");
}

static void
test_not_utf8 (void)
{
  assert_string ("\xff", 1, "\"\xef\xbf\xbd\"");
  assert_string ("锡\xc3(膏", strlen ("锡\xc3(膏"), "\"锡\xef\xbf\xbd(膏\"");
  /* A surrogate half, an overlong slash, a character cut off at the end. */
  assert_string ("\xed\xa0\x80", 3, "\"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\"");
  assert_string ("\xc0\xaf", 2, "\"\xef\xbf\xbd\xef\xbf\xbd\"");
  assert_string ("a锡", 3, "\"a\xef\xbf\xbd\xef\xbf\xbd\"");
}

static void
test_steal (void)
{
  g_autoptr (PbWriter) w = pb_writer_new ();
  g_autofree char *text = NULL;
  g_autoptr (GBytes) bytes = NULL;
  gsize length;

  pb_writer_int (w, 1);
  text = pb_writer_steal (w);
  g_assert_cmpstr (text, ==, "1");
  g_assert_cmpstr (pb_writer_peek (w, &length), ==, "");
  g_assert_cmpuint (length, ==, 0);
  pb_writer_bool (w, TRUE);
  bytes = pb_writer_steal_bytes (w);
  g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), "true", 4);
}

/* Any bytes become a string that the strict gate lets in. */
static void
test_any_bytes (void)
{
  for (int i = 0; i < 5000; i++)
    {
      char bytes[24];
      g_autoptr (PbWriter) w = pb_writer_new ();
      g_autoptr (GError) error = NULL;
      const char *text;
      gsize length;

      for (guint k = 0; k < sizeof bytes; k++)
        bytes[k] = (char) (g_test_rand_bit () ? g_test_rand_int_range (0x20, 0x100) : g_test_rand_int_range (1, 0x80));
      pb_writer_string_len (w, bytes, sizeof bytes);
      text = pb_writer_peek (w, &length);
      g_assert_true (pb_json_check (text, length, &error));
      g_assert_no_error (error);
    }
}

static void
test_node (void)
{
  static const char text[] = "{\"z\":[1,-2.5,1e+300,true,false,null,\"\\n\",{}],\"a\":{\"k\":[]}}";
  g_autoptr (JsonNode) node = pb_json_parse (text, sizeof text - 1, NULL);
  g_autoptr (PbWriter) w = pb_writer_new ();

  pb_writer_node (w, node);
  g_assert_cmpstr (pb_writer_peek (w, NULL), ==, text);
  pb_writer_node (w, NULL);
  g_assert_true (g_str_has_suffix (pb_writer_peek (w, NULL), ",null"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/wire/writer/commas", test_commas);
  g_test_add_func ("/wire/writer/members", test_members);
  g_test_add_func ("/wire/writer/doubles", test_doubles);
  g_test_add_func ("/wire/writer/escapes", test_escapes);
  g_test_add_func ("/wire/writer/not-utf8", test_not_utf8);
  g_test_add_func ("/wire/writer/steal", test_steal);
  g_test_add_func ("/wire/writer/any-bytes", test_any_bytes);
  g_test_add_func ("/wire/writer/node", test_node);
  return g_test_run ();
}
