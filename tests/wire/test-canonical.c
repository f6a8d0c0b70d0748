/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "wire/pb-canonical.h"
#include "wire/pb-json.h"

static char *
canonical (const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = pb_json_parse (text, strlen (text), &error);

  g_assert_no_error (error);
  return pb_canonical_text (node);
}

static void
assert_canonical (const char *text, const char *expected)
{
  g_autofree char *result = canonical (text);

  g_assert_cmpstr (result, ==, expected);
}

/* RFC 8785, 3.2.2. */
static void
test_rfc_example (void)
{
  assert_canonical ("{\n"
                    "  \"numbers\": [333333333.33333329, 1E30, 4.50,\n"
                    "              2e-3, 0.000000000000000000000000001],\n"
                    "  \"string\": \"\\u20ac$\\u000F\\u000aA'\\u0042\\u0022\\u005c\\\\\\\"\\/\",\n"
                    "  \"literals\": [null, true, false]\n"
                    "}",
                    "{\"literals\":[null,true,false],"
                    "\"numbers\":[333333333.3333333,1e+30,4.5,0.002,1e-27],"
                    "\"string\":\"€$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"}");
}

/* RFC 8785, 3.2.3. */
static void
test_rfc_order (void)
{
  assert_canonical ("{\"\\u20ac\":\"Euro Sign\",\"\\r\":\"Carriage Return\","
                    "\"\\ufb33\":\"Hebrew Letter Dalet With Dagesh\",\"1\":\"One\","
                    "\"\\ud83d\\ude00\":\"Emoji: Grinning Face\",\"\\u0080\":\"Control\","
                    "\"\\u00f6\":\"Latin Small Letter O With Diaeresis\"}",
                    "{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\xc2\x80\":\"Control\","
                    "\"ö\":\"Latin Small Letter O With Diaeresis\",\"€\":\"Euro Sign\","
                    "\"😀\":\"Emoji: Grinning Face\",\"\xef\xac\xb3\":\"Hebrew Letter Dalet With Dagesh\"}");
}

static void
test_order (void)
{
  assert_canonical ("{\"b\":1,\"a\":{\"d\":[{\"z\":1,\"y\":2}],\"c\":3},\"\":0,\"aa\":4,\"B\":5}",
                    "{\"\":0,\"B\":5,\"a\":{\"c\":3,\"d\":[{\"y\":2,\"z\":1}]},\"aa\":4,\"b\":1}");
  /* U+FFFF sorts after everything beyond it, U+D7FF before. */
  assert_canonical ("{\"\\uffff\":1,\"\\ud800\\udc00\":2,\"\\ud7ff\":3,\"\\udbff\\udfff\":4,\"\\ue000\":5}",
                    "{\"\xed\x9f\xbf\":3,\"\xf0\x90\x80\x80\":2,\"\xf4\x8f\xbf\xbf\":4,\"\xee\x80\x80\":5,"
                    "\"\xef\xbf\xbf\":1}");
}

static void
test_numbers (void)
{
  assert_canonical ("[0, -0, -0.0, 10, 1.0, 1e2, -5e-324, 9007199254740993]",
                    "[0,0,0,10,1,100,-5e-324,9007199254740992]");
  assert_canonical ("[1e20, 1e21]", "[100000000000000000000,1e+21]");
}

static void
test_hash (void)
{
  g_autofree char *a = pb_canonical_hash_text ("{\"a\":1,\"b\":[2.0,\"x\"]}");
  g_autofree char *b = pb_canonical_hash_text (" { \"b\" : [2, \"\\u0078\"], \"a\" : 1e0 } ");
  g_autofree char *other = pb_canonical_hash_text ("{\"a\":1,\"b\":[\"x\",2]}");
  g_autofree char *expected = g_compute_checksum_for_string (G_CHECKSUM_SHA256, "{\"a\":1,\"b\":[2,\"x\"]}", -1);
  g_autofree char *empty = pb_canonical_hash_text ("{}");

  g_assert_cmpstr (a, ==, expected);
  g_assert_cmpstr (a, ==, b);
  g_assert_cmpstr (a, !=, other);
  g_assert_cmpstr (empty, ==, "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a");
  g_assert_null (pb_canonical_hash_text ("{\"a\":1,\"a\":1}"));
  g_assert_null (pb_canonical_hash_text (""));
}

/* A tree of random shape, written with its members in random order. */
static void
append_random (GString *text, int depth)
{
  int kind = g_test_rand_int_range (0, depth > 3 ? 3 : 5);
  int n = g_test_rand_int_range (0, 5);

  switch (kind)
    {
    case 0:
      g_string_append_printf (text, "%d", g_test_rand_int ());
      break;
    case 1:
      {
        char buffer[G_ASCII_DTOSTR_BUF_SIZE];

        g_string_append (text, g_ascii_dtostr (buffer, sizeof buffer, g_test_rand_double_range (-1e6, 1e6)));
        break;
      }
    case 2:
      g_string_append_printf (text, "\"\\u%04x%c\"", (guint) g_test_rand_int_range (1, 0xd800),
                              (char) g_test_rand_int_range ('0', '9'));
      break;
    case 3:
      g_string_append_c (text, '[');
      for (int i = 0; i < n; i++)
        {
          g_string_append (text, i > 0 ? ", " : "");
          append_random (text, depth + 1);
        }
      g_string_append_c (text, ']');
      break;
    default:
      g_string_append_c (text, '{');
      for (int i = 0; i < n; i++)
        {
          g_string_append_printf (text, "%s\"%c%d\":", i > 0 ? "," : "", (char) g_test_rand_int_range ('a', 'z' + 1),
                                  i);
          append_random (text, depth + 1);
        }
      g_string_append_c (text, '}');
      break;
    }
}

static void
test_idempotent (void)
{
  for (int i = 0; i < 2000; i++)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      g_autofree char *once = NULL, *twice = NULL;

      append_random (text, 0);
      once = canonical (text->str);
      twice = canonical (once);
      g_assert_cmpstr (once, ==, twice);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/wire/canonical/rfc-example", test_rfc_example);
  g_test_add_func ("/wire/canonical/rfc-order", test_rfc_order);
  g_test_add_func ("/wire/canonical/order", test_order);
  g_test_add_func ("/wire/canonical/numbers", test_numbers);
  g_test_add_func ("/wire/canonical/hash", test_hash);
  g_test_add_func ("/wire/canonical/idempotent", test_idempotent);
  return g_test_run ();
}
