/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <locale.h>
#include <string.h>

#include "wire/pb-json.h"
#include "wire/pb-writer.h"

#define BODY_MAX (1024 * 1024)

typedef struct
{
  const char *text;
  PbJsonError code;
  int offset; /* -1: any */
} Refused;

static const char *const accepted[] = {
  "null",
  "true",
  "false",
  "0",
  "-0",
  "-1",
  "10",
  "1.5",
  "-0.0",
  "0e1",
  "0E+1",
  "1e5",
  "1E-5",
  "1.7976931348623157e308",
  "5e-324",
  "1e-400",
  "9223372036854775807",
  "-9223372036854775808",
  "12345678901234567890.0",
  "1e100",
  "\"\"",
  "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"",
  "\"\\u0001\\u001F\\uffff\"",
  "\"\\ud83d\\uDE00\"",
  "\"\x7f\"",
  "\"\xf4\x8f\xbf\xbf\"",
  "\"\xe2\x80\xa8\"",
  "\"锡膏\"",
  "[]",
  "{}",
  "[[],{}]",
  " \t\r\n[ 1 , 2 ]\n",
  "{\"\":0}",
  "{\"a\":{\"a\":{\"a\":1}},\"b\":[{\"a\":1},{\"a\":2}]}",
  "{\"a\":1,\"A\":2,\"\\u0061b\":3,\"ab \":4}",
};

static const Refused refused[] = {
  /* Structure */
  { "", PB_JSON_ERROR_SYNTAX, 0 },
  { " ", PB_JSON_ERROR_SYNTAX, 1 },
  { "[", PB_JSON_ERROR_SYNTAX, 1 },
  { "]", PB_JSON_ERROR_SYNTAX, 0 },
  { "[1", PB_JSON_ERROR_SYNTAX, 2 },
  { "[1,", PB_JSON_ERROR_SYNTAX, 3 },
  { "[1,]", PB_JSON_ERROR_SYNTAX, 3 },
  { "[,1]", PB_JSON_ERROR_SYNTAX, 1 },
  { "[1,,2]", PB_JSON_ERROR_SYNTAX, 3 },
  { "[1 2]", PB_JSON_ERROR_SYNTAX, 3 },
  { "[1}", PB_JSON_ERROR_SYNTAX, 2 },
  { "{", PB_JSON_ERROR_SYNTAX, 1 },
  { "{]", PB_JSON_ERROR_SYNTAX, 1 },
  { "{,}", PB_JSON_ERROR_SYNTAX, 1 },
  { "{\"a\"}", PB_JSON_ERROR_SYNTAX, 4 },
  { "{\"a\":}", PB_JSON_ERROR_SYNTAX, 5 },
  { "{\"a\" 1}", PB_JSON_ERROR_SYNTAX, 5 },
  { "{\"a\":1,}", PB_JSON_ERROR_SYNTAX, 7 },
  { "{\"a\":1 \"b\":2}", PB_JSON_ERROR_SYNTAX, 7 },
  { "{a:1}", PB_JSON_ERROR_SYNTAX, 1 },
  { "{'a':1}", PB_JSON_ERROR_SYNTAX, 1 },
  { "{1:1}", PB_JSON_ERROR_SYNTAX, 1 },
  { "{\"a\":1", PB_JSON_ERROR_SYNTAX, 6 },
  { "[1][2]", PB_JSON_ERROR_SYNTAX, 3 },
  { "{}x", PB_JSON_ERROR_SYNTAX, 2 },
  { "1 2", PB_JSON_ERROR_SYNTAX, 2 },
  { "null,", PB_JSON_ERROR_SYNTAX, 4 },
  { "\xef\xbb\xbf{}", PB_JSON_ERROR_SYNTAX, 0 },
  { "/* c */ 1", PB_JSON_ERROR_SYNTAX, 0 },
  { "1 // c", PB_JSON_ERROR_SYNTAX, 2 },
  { "# c\n1", PB_JSON_ERROR_SYNTAX, 0 },
  { "\v1", PB_JSON_ERROR_SYNTAX, 0 },
  { "\f1", PB_JSON_ERROR_SYNTAX, 0 },
  { "\xc2\xa0"
    "1",
    PB_JSON_ERROR_SYNTAX, 0 },
  { "var x = {};", PB_JSON_ERROR_SYNTAX, 0 },
  { "(1)", PB_JSON_ERROR_SYNTAX, 0 },
  /* Words */
  { "nul", PB_JSON_ERROR_SYNTAX, 0 },
  { "nulll", PB_JSON_ERROR_SYNTAX, 4 },
  { "True", PB_JSON_ERROR_SYNTAX, 0 },
  { "tru", PB_JSON_ERROR_SYNTAX, 0 },
  { "undefined", PB_JSON_ERROR_SYNTAX, 0 },
  { "NaN", PB_JSON_ERROR_SYNTAX, 0 },
  { "-NaN", PB_JSON_ERROR_SYNTAX, 1 },
  { "Infinity", PB_JSON_ERROR_SYNTAX, 0 },
  { "-Infinity", PB_JSON_ERROR_SYNTAX, 1 },
  /* Numbers */
  { "-", PB_JSON_ERROR_SYNTAX, 1 },
  { "--1", PB_JSON_ERROR_SYNTAX, 1 },
  { "- 1", PB_JSON_ERROR_SYNTAX, 1 },
  { "+1", PB_JSON_ERROR_SYNTAX, 0 },
  { ".5", PB_JSON_ERROR_SYNTAX, 0 },
  { "-.5", PB_JSON_ERROR_SYNTAX, 1 },
  { "5.", PB_JSON_ERROR_SYNTAX, 2 },
  { "[5.]", PB_JSON_ERROR_SYNTAX, 3 },
  { "1.e1", PB_JSON_ERROR_SYNTAX, 2 },
  { "1e", PB_JSON_ERROR_SYNTAX, 2 },
  { "1e+", PB_JSON_ERROR_SYNTAX, 3 },
  { "1e+-1", PB_JSON_ERROR_SYNTAX, 3 },
  { "1eE2", PB_JSON_ERROR_SYNTAX, 2 },
  { "00", PB_JSON_ERROR_SYNTAX, 1 },
  { "01", PB_JSON_ERROR_SYNTAX, 1 },
  { "-01", PB_JSON_ERROR_SYNTAX, 2 },
  { "0x10", PB_JSON_ERROR_SYNTAX, 1 },
  { "1_000", PB_JSON_ERROR_SYNTAX, 1 },
  { "1,5", PB_JSON_ERROR_SYNTAX, 1 },
  { "1a", PB_JSON_ERROR_SYNTAX, 1 },
  { "\xef\xbc\x91", PB_JSON_ERROR_SYNTAX, 0 },
  { "9223372036854775808", PB_JSON_ERROR_NUMBER, 0 },
  { "-9223372036854775809", PB_JSON_ERROR_NUMBER, 0 },
  { "[1,123456789012345678901234567890]", PB_JSON_ERROR_NUMBER, 3 },
  { "18446744073709551617", PB_JSON_ERROR_NUMBER, 0 },
  { "1e400", PB_JSON_ERROR_NUMBER, 0 },
  { "-1e400", PB_JSON_ERROR_NUMBER, 0 },
  { "1.8e308", PB_JSON_ERROR_NUMBER, 0 },
  { "[0.1e99999999999999999999]", PB_JSON_ERROR_NUMBER, 1 },
  /* Strings */
  { "\"", PB_JSON_ERROR_SYNTAX, 0 },
  { "\"a", PB_JSON_ERROR_SYNTAX, 0 },
  { "\"\\\"", PB_JSON_ERROR_SYNTAX, 0 },
  { "\"\\", PB_JSON_ERROR_SYNTAX, 2 },
  { "'a'", PB_JSON_ERROR_SYNTAX, 0 },
  { "\"a\nb\"", PB_JSON_ERROR_SYNTAX, 2 },
  { "\"\t\"", PB_JSON_ERROR_SYNTAX, 1 },
  { "\"\x1f\"", PB_JSON_ERROR_SYNTAX, 1 },
  { "\"\\x41\"", PB_JSON_ERROR_SYNTAX, 2 },
  { "\"\\'\"", PB_JSON_ERROR_SYNTAX, 2 },
  { "\"\\U0041\"", PB_JSON_ERROR_SYNTAX, 2 },
  { "\"\\0\"", PB_JSON_ERROR_SYNTAX, 2 },
  { "\"\\u\"", PB_JSON_ERROR_SYNTAX, 3 },
  { "\"\\u00\"", PB_JSON_ERROR_SYNTAX, 5 },
  { "\"\\u00g0\"", PB_JSON_ERROR_SYNTAX, 5 },
  { "\"\\u-123\"", PB_JSON_ERROR_SYNTAX, 3 },
  { "\"\\u00e", PB_JSON_ERROR_SYNTAX, 6 },
  { "\"\\u0000\"", PB_JSON_ERROR_ENCODING, 1 },
  { "\"a\\u0000b\"", PB_JSON_ERROR_ENCODING, 2 },
  { "{\"\\u0000\":1}", PB_JSON_ERROR_ENCODING, 2 },
  { "\"\\ud800\"", PB_JSON_ERROR_ENCODING, 1 },
  { "\"\\udc00\"", PB_JSON_ERROR_ENCODING, 1 },
  { "\"\\ud800\\n\"", PB_JSON_ERROR_ENCODING, 1 },
  { "\"\\ud800\\ud800\"", PB_JSON_ERROR_ENCODING, 1 },
  { "\"\\ud800\\u0041\"", PB_JSON_ERROR_ENCODING, 1 },
  { "\"\\ud800\\", PB_JSON_ERROR_ENCODING, 1 },
  { "\"\\ud800\\u\"", PB_JSON_ERROR_SYNTAX, 9 },
  { "\"\xff\"", PB_JSON_ERROR_ENCODING, 1 },
  { "\"\xc0\xaf\"", PB_JSON_ERROR_ENCODING, 1 },
  { "\"\xed\xa0\x80\"", PB_JSON_ERROR_ENCODING, 1 },
  { "\"\xf4\x90\x80\x80\"", PB_JSON_ERROR_ENCODING, 1 },
  { "\"\xe9\x94\"", PB_JSON_ERROR_ENCODING, 1 },
  { "[\"a\"]\x80", PB_JSON_ERROR_ENCODING, 5 },
  /* Names */
  { "{\"a\":1,\"a\":2}", PB_JSON_ERROR_DUPLICATE, 7 },
  { "{\"a\":1,\"b\":2,\"a\":3}", PB_JSON_ERROR_DUPLICATE, 13 },
  { "{\"\":1,\"\":1}", PB_JSON_ERROR_DUPLICATE, 6 },
  { "{\"a\":1,\"\\u0061\":2}", PB_JSON_ERROR_DUPLICATE, 7 },
  { "{\"\\u0061\":1,\"a\":2}", PB_JSON_ERROR_DUPLICATE, 12 },
  { "{\"\\u0061b\":1,\"a\\u0062\":2}", PB_JSON_ERROR_DUPLICATE, 13 },
  { "{\"\\/\":1,\"/\":2}", PB_JSON_ERROR_DUPLICATE, 8 },
  { "{\"\\ud83d\\ude00\":1,\"😀\":2}", PB_JSON_ERROR_DUPLICATE, -1 },
  { "{\"x\":{\"\\u0079\":{\"a\":1},\"y\":2}}", PB_JSON_ERROR_DUPLICATE, -1 },
  { "[{\"p\":{}},{\"a\":{\"a\":0},\"b\":[],\"a\":0}]", PB_JSON_ERROR_DUPLICATE, -1 },
};

static void
test_accepted (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (accepted); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (JsonNode) node = pb_json_parse (accepted[i], strlen (accepted[i]), &error);

      g_test_message ("%s", accepted[i]);
      g_assert_no_error (error);
      g_assert_nonnull (node);
    }
}

static void
test_refused (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      const Refused *r = &refused[i];
      g_autofree char *at = g_strdup_printf ("at byte %d", r->offset);
      g_autoptr (GError) error = NULL;
      g_autoptr (JsonNode) node = pb_json_parse (r->text, strlen (r->text), &error);

      g_test_message ("%s: %s", r->text, error != NULL ? error->message : "accepted");
      g_assert_null (node);
      g_assert_error (error, PB_JSON_ERROR, (int) r->code);
      if (r->offset >= 0)
        g_assert_true (g_str_has_suffix (error->message, at));
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
    }
}

/* What is cut off at any place is refused: no byte behind the end is looked at (the copies end with their block). */
static void
test_cut_off (void)
{
  static const char text[] = "{\"a\\u0062\":[1.5e+3,true,null,\"\\ud83d\\ude00锡\"],\"c\":{\"d\":-12}}";

  for (gsize length = 0; length < sizeof text - 1; length++)
    {
      g_autofree char *copy = g_memdup2 (text, length);

      g_assert_false (pb_json_check (copy, length, NULL));
    }
  g_assert_true (pb_json_check (text, sizeof text - 1, NULL));
}

static void
test_nul_bytes (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (pb_json_check ("1\0", 2, &error));
  g_assert_error (error, PB_JSON_ERROR, PB_JSON_ERROR_ENCODING);
  g_clear_error (&error);
  g_assert_false (pb_json_check ("\"a\0b\"", 5, &error));
  g_assert_error (error, PB_JSON_ERROR, PB_JSON_ERROR_ENCODING);
  g_clear_error (&error);
  g_assert_false (pb_json_check (NULL, 0, &error));
  g_assert_error (error, PB_JSON_ERROR, PB_JSON_ERROR_SYNTAX);
}

static char *
repeat (const char *text, gsize n, const char *last)
{
  GString *result = g_string_new (NULL);

  while (n-- > 0)
    g_string_append (result, text);
  g_string_append (result, last);
  return g_string_free (result, FALSE);
}

static void
assert_refused (const char *text, PbJsonError code)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (pb_json_parse (text, strlen (text), &error));
  g_assert_error (error, PB_JSON_ERROR, (int) code);
}

static void
test_depth (void)
{
  g_autofree char *open = repeat ("[", 64, "");
  g_autofree char *just = repeat ("]", 64, "");
  g_autofree char *deepest = g_strconcat (open, just, NULL);
  g_autofree char *deeper = g_strconcat ("[", deepest, "]", NULL);
  g_autofree char *arrays = repeat ("[", 100000, "");
  g_autofree char *objects = repeat ("{\"a\":", 100000, "");
  g_autofree char *siblings = repeat ("[],", 100000, "[]]");
  g_autofree char *wide = g_strconcat ("[", siblings, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (pb_json_check (deepest, strlen (deepest), &error));
  g_assert_no_error (error);
  g_assert_true (pb_json_check (wide, strlen (wide), &error));
  g_assert_no_error (error);
  assert_refused (deeper, PB_JSON_ERROR_DEPTH);
  assert_refused (arrays, PB_JSON_ERROR_DEPTH);
  assert_refused (objects, PB_JSON_ERROR_DEPTH);
}

/* A body of the greatest size is looked through in no time, whatever its names are: all alike, or each with a number
 * of its own between @first and @second. */
static void
check_names (const char *first, gboolean numbered, const char *second)
{
  GString *text = g_string_new ("{");
  g_autoptr (GError) error = NULL;
  gint64 start, took;

  for (guint i = 0; text->len < BODY_MAX - 1024; i++)
    {
      if (numbered)
        g_string_append_printf (text, "\"%s%u%s\":0,", first, i, second);
      else
        g_string_append_printf (text, "\"%s%s\":0,", first, second);
    }
  g_string_append (text, "\"last\":0}");
  start = g_get_monotonic_time ();
  g_assert_true (pb_json_check (text->str, text->len, &error) == numbered);
  took = g_get_monotonic_time () - start;
  if (!numbered)
    g_assert_error (error, PB_JSON_ERROR, PB_JSON_ERROR_DUPLICATE);
  /* Comparing each with each would take minutes. */
  g_assert_cmpint (took, <, 10 * G_USEC_PER_SEC);
  g_string_free (text, TRUE);
}

static void
test_many_names (void)
{
  g_autofree char *long_start = repeat ("x", 300, "");

  check_names ("", FALSE, "");
  check_names ("a", FALSE, "");
  check_names ("\\u0061", FALSE, "");
  check_names ("", TRUE, "");
  check_names ("\\u0061", TRUE, "");
  check_names (long_start, TRUE, "");
  check_names ("", TRUE, long_start);
}

static void
test_huge_numbers (void)
{
  g_autofree char *integer = repeat ("9", BODY_MAX, "");
  g_autofree char *fraction = repeat ("9", BODY_MAX, ".5");
  g_autofree char *tail = repeat ("9", BODY_MAX, "e-1");
  g_autofree char *small = g_strconcat ("0.", tail, NULL);
  g_autofree char *exponent = repeat ("9", BODY_MAX, "");
  g_autofree char *power = g_strconcat ("1e", exponent, NULL);
  g_autofree char *zero = g_strconcat ("0e", exponent, NULL);
  g_autoptr (GError) error = NULL;

  assert_refused (integer, PB_JSON_ERROR_NUMBER);
  assert_refused (fraction, PB_JSON_ERROR_NUMBER);
  assert_refused (power, PB_JSON_ERROR_NUMBER);
  g_assert_true (pb_json_check (small, strlen (small), &error));
  g_assert_no_error (error);
  g_assert_true (pb_json_check (zero, strlen (zero), &error));
  g_assert_no_error (error);
}

static void
test_long_strings (void)
{
  static const char *const parts[] = { "x", "\\n", "\\u9521", "锡" };

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      gsize n = BODY_MAX / strlen (parts[i]);
      g_autofree char *inner = repeat (parts[i], n, "");
      g_autofree char *text = g_strconcat ("\"", inner, "\"", NULL);
      g_autofree char *endless = g_strconcat ("\"", inner, NULL);
      g_autoptr (GError) error = NULL;
      g_autoptr (JsonNode) node = pb_json_parse (text, strlen (text), &error);

      g_assert_no_error (error);
      g_assert_cmpint (g_utf8_strlen (json_node_get_string (node), -1), ==, (glong) n);
      assert_refused (endless, PB_JSON_ERROR_SYNTAX);
    }
}

/* What json-glib reads behind the gate is what was written, in any locale. */
static void
test_tree (void)
{
  static const char text[] =
    "{\"i\":-9223372036854775808,\"m\":9223372036854775807,\"d\":[1.5,1e5,-0.25,5e-324,12345678901234567890.0],"
    "\"s\":\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\ud83d\\ude00\",\"b\":[true,false,null],\"\":{}}";
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = pb_json_parse (text, sizeof text - 1, &error);
  g_autoptr (PbWriter) w = pb_writer_new ();
  JsonObject *object;
  JsonArray *d;

  g_assert_no_error (error);
  object = json_node_get_object (node);
  g_assert_cmpint (json_object_get_int_member (object, "i"), ==, G_MININT64);
  g_assert_cmpint (json_object_get_int_member (object, "m"), ==, G_MAXINT64);
  d = json_object_get_array_member (object, "d");
  for (guint i = 0; i < json_array_get_length (d); i++)
    g_assert_true (json_node_get_value_type (json_array_get_element (d, i)) == G_TYPE_DOUBLE);
  g_assert_cmpstr (json_object_get_string_member (object, "s"), ==, "\"\\/\b\f\n\r\té😀");
  pb_writer_node (w, node);
  g_assert_cmpstr (pb_writer_peek (w, NULL), ==,
                   "{\"i\":-9223372036854775808,\"m\":9223372036854775807,"
                   "\"d\":[1.5,100000,-0.25,5e-324,12345678901234567000.0],"
                   "\"s\":\"\\\"\\\\/\\b\\f\\n\\r\\té😀\",\"b\":[true,false,null],\"\":{}}");
}

/* Random changes to a good text: whatever the gate lets in, json-glib reads, and what is written from it is let in
 * again. */
static void
test_mutations (void)
{
  static const char seed[] =
    "{\"a\":[1,-2.5e3,\"x\\u0041\\n锡\",true,null,{\"b\":{}}],\"c\":\"\\ud83d\\ude00\",\"d\":0.1}";
  static const char bytes[] = "{}[]\",:\\u0eE+-.19 tfn\n\x80\xc3\xed\xf0";
  guint n_accepted = 0;

  for (int i = 0; i < 50000; i++)
    {
      g_autofree char *text = g_strdup (seed);
      g_autoptr (GError) error = NULL;
      g_autoptr (JsonNode) node = NULL;

      for (int k = g_test_rand_int_range (1, 4); k > 0; k--)
        text[g_test_rand_int_range (0, sizeof seed - 1)] = bytes[g_test_rand_int_range (0, sizeof bytes - 1)];
      node = pb_json_parse (text, strlen (text), &error);
      g_assert_true ((node != NULL) == (error == NULL));
      if (node != NULL)
        {
          g_autoptr (PbWriter) w = pb_writer_new ();
          gsize length;
          const char *written;

          n_accepted++;
          pb_writer_node (w, node);
          written = pb_writer_peek (w, &length);
          g_assert_true (pb_json_check (written, length, NULL));
        }
      else
        g_assert_true (error->domain == PB_JSON_ERROR && !g_str_has_prefix (error->message, "The text is not JSON"));
    }
  g_assert_cmpuint (n_accepted, >, 100);
}

int
main (int argc, char *argv[])
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/wire/json/accepted", test_accepted);
  g_test_add_func ("/wire/json/refused", test_refused);
  g_test_add_func ("/wire/json/cut-off", test_cut_off);
  g_test_add_func ("/wire/json/nul-bytes", test_nul_bytes);
  g_test_add_func ("/wire/json/depth", test_depth);
  g_test_add_func ("/wire/json/many-names", test_many_names);
  g_test_add_func ("/wire/json/huge-numbers", test_huge_numbers);
  g_test_add_func ("/wire/json/long-strings", test_long_strings);
  g_test_add_func ("/wire/json/tree", test_tree);
  g_test_add_func ("/wire/json/mutations", test_mutations);
  return g_test_run ();
}
