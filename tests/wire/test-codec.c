/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "kinds.h"
#include "wire/pb-codec.h"
#include "wire/pb-json.h"

#define AT G_GINT64_CONSTANT (1772353800123000)

typedef Thing AutoThing;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AutoThing, pb_object_unref)

static Part *
new_part (gint64 seq, const char *text)
{
  Part *part = pb_object_new (&part_type);

  part->seq = PB_INT (seq);
  pb_set_string (&part->text, text);
  return part;
}

static Thing *
new_full_thing (void)
{
  static const char *const tags[] = { "a", "b\"", NULL };
  Thing *thing = pb_object_new (&thing_type);

  pb_set_string (&thing->id, "T-1");
  pb_set_string (&thing->code, "锡膏");
  pb_set_string (&thing->remark, "two\nlines");
  thing->count = PB_INT (0);
  thing->ratio = PB_DOUBLE (37.05);
  thing->on = PB_BOOL (FALSE);
  thing->at = AT;
  thing->color = COLOR_GREEN;
  thing->points = (PbNumbers){ 5, { 35, 35.5, 36, 34.25, 35 } };
  thing->tags = g_strdupv ((GStrv) tags);
  thing->head = new_part (9, NULL);
  g_ptr_array_add (thing->parts, new_part (1, "one"));
  g_ptr_array_add (thing->parts, new_part (2, NULL));
  pb_set_string (&thing->extra, "{\"k\":[1,2.5,null]}");
  pb_set_string (&thing->secret, "hush");
  pb_set_string (&thing->maybe, "x");
  pb_set_string (&thing->column_only, "column");
  return thing;
}

static void
test_write_full (void)
{
  g_autoptr (AutoThing) thing = new_full_thing ();
  g_autofree char *text = pb_codec_to_text (thing);

  g_assert_cmpstr (
    text, ==,
    "{\"id\":\"T-1\",\"code\":\"锡膏\",\"remark\":\"two\\nlines\",\"count\":0,\"ratio\":37.05,\"on\":false,"
    "\"at\":\"2026-03-01T08:30:00.123Z\",\"due\":null,\"color\":\"GREEN\","
    "\"points\":[35,35.5,36,34.25,35],\"few\":null,\"tags\":[\"a\",\"b\\\"\"],"
    "\"head\":{\"seq\":9,\"text\":null},"
    "\"parts\":[{\"seq\":1,\"text\":\"one\"},{\"seq\":2,\"text\":null}],"
    "\"extra\":{\"k\":[1,2.5,null]},\"maybe\":\"x\"}");
}

static void
test_write_empty (void)
{
  g_autoptr (AutoThing) thing = pb_object_new (&thing_type);
  g_autofree char *text = pb_codec_to_text (thing);

  g_assert_cmpstr (text, ==,
                   "{\"id\":null,\"code\":null,\"remark\":null,\"count\":null,\"ratio\":null,\"on\":null,\"at\":null,"
                   "\"due\":null,\"color\":null,\"points\":null,\"few\":null,\"tags\":[],\"head\":null,\"parts\":[],"
                   "\"extra\":null}");
}

static void
test_write_members (void)
{
  g_autoptr (PbWriter) w = pb_writer_new ();
  Part *part = new_part (3, "c");
  g_autoptr (GPtrArray) parts = pb_object_array_new ();

  g_ptr_array_add (parts, part);
  pb_writer_begin_object (w);
  pb_writer_member_bool (w, "ok", TRUE);
  pb_codec_write_members (w, part);
  pb_writer_key (w, "list");
  pb_codec_write_array (w, parts);
  pb_writer_key (w, "none");
  pb_codec_write_array (w, NULL);
  pb_writer_key (w, "nobody");
  pb_codec_write (w, NULL);
  pb_writer_end_object (w);
  g_assert_cmpstr (
    pb_writer_peek (w, NULL), ==,
    "{\"ok\":true,\"seq\":3,\"text\":\"c\",\"list\":[{\"seq\":3,\"text\":\"c\"}],\"none\":[],\"nobody\":null}");
}

static gpointer
read_back (const PbType *type, const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = pb_json_parse (text, strlen (text), &error);
  gpointer object;

  g_assert_no_error (error);
  object = pb_codec_new_from_json (type, node, &error);
  g_assert_no_error (error);
  return object;
}

static void
test_round_trip (void)
{
  g_autoptr (AutoThing) thing = new_full_thing ();
  g_autofree char *text = pb_codec_to_text (thing);
  g_autoptr (AutoThing) back = read_back (&thing_type, text);

  /* What never leaves the server does not come back. */
  g_assert_null (back->secret);
  g_assert_null (back->column_only);
  pb_set_string (&back->secret, "hush");
  pb_set_string (&back->column_only, "column");
  g_assert_true (pb_object_equal (thing, back));
}

static char *
random_text (void)
{
  GString *text = g_string_new (NULL);

  for (int n = g_test_rand_int_range (0, 8); n > 0; n--)
    {
      gunichar c = (gunichar) g_test_rand_int_range (1, g_test_rand_bit () ? 0x80 : 0x30000);

      g_string_append_unichar (text, c >= 0xd800 && c < 0xe000 ? 'x' : c);
    }
  return g_string_free (text, FALSE);
}

static Part *
random_part (void)
{
  g_autofree char *text = g_test_rand_bit () ? random_text () : NULL;
  Part *part = new_part (g_test_rand_int (), text);

  if (g_test_rand_bit ())
    part->seq = (PbInt){ 0 };
  return part;
}

static Thing *
random_thing (void)
{
  Thing *thing = pb_object_new (&thing_type);

  if (g_test_rand_bit ())
    thing->code = random_text ();
  if (g_test_rand_bit ())
    thing->count = PB_INT ((gint64) g_test_rand_int () * g_test_rand_int ());
  if (g_test_rand_bit ())
    thing->ratio = PB_DOUBLE (g_test_rand_double_range (-1, 1) * pow (10, g_test_rand_int_range (-30, 30)));
  if (g_test_rand_bit ())
    thing->on = PB_BOOL (g_test_rand_bit ());
  if (g_test_rand_bit ())
    thing->at = PB_TIME_MIN + (gint64) g_test_rand_int_range (0, G_MAXINT32) * PB_SECOND;
  thing->color = g_test_rand_int_range (0, 3);
  if (g_test_rand_bit ())
    for (thing->points.n = 0; thing->points.n < 5; thing->points.n++)
      thing->points.v[thing->points.n] = g_test_rand_double ();
  /* A list that is absent would come back as an empty one. */
  thing->tags = g_new0 (char *, 4);
  for (int i = g_test_rand_int_range (0, 4); i > 0; i--)
    thing->tags[g_strv_length (thing->tags)] = random_text ();
  if (g_test_rand_bit ())
    thing->head = random_part ();
  for (int i = g_test_rand_int_range (0, 5); i > 0; i--)
    g_ptr_array_add (thing->parts, random_part ());
  return thing;
}

static void
test_random_round_trip (void)
{
  for (int i = 0; i < 2000; i++)
    {
      g_autoptr (AutoThing) thing = random_thing ();
      g_autofree char *text = pb_codec_to_text (thing);
      g_autoptr (AutoThing) back = read_back (&thing_type, text);

      g_assert_true (pb_object_equal (thing, back));
    }
}

static void
assert_shape_error (const char *text, const char *expected)
{
  g_autoptr (JsonNode) node = pb_json_parse (text, strlen (text), NULL);
  g_autoptr (GError) error = NULL;
  gpointer object = pb_codec_new_from_json (&thing_type, node, &error);

  g_assert_null (object);
  g_assert_error (error, PB_JSON_ERROR, PB_JSON_ERROR_SHAPE);
  g_assert_cmpstr (error->message, ==, expected);
}

static void
test_from_json_wrong_type (void)
{
  assert_shape_error ("[]", "Thing: an object is expected");
  assert_shape_error ("{\"count\":\"1\"}", "Thing: count must be a number");
  assert_shape_error ("{\"head\":[]}", "Thing: head must be an object");
  assert_shape_error ("{\"parts\":[{\"seq\":1},{\"seq\":true}]}", "Thing: parts[1].seq must be a number");
  assert_shape_error ("{\"at\":\"yesterday\"}",
                      "Thing: at must be a date and time with offset, like 2026-03-01T08:30:00+08:00");
}

static void
test_from_json_lenient (void)
{
  g_autoptr (AutoThing) thing =
    read_back (&thing_type, "{\"code\":\"  \",\"at\":\"1970-01-02T00:00:00Z\",\"color\":\"BLUE\",\"tags\":[\"\"],"
                            "\"ofTheFuture\":{},\"parts\":null}");

  g_assert_cmpstr (thing->code, ==, "  ");
  g_assert_cmpint (thing->at, ==, 0);
  g_assert_cmpint (thing->color, ==, COLOR_NONE);
  g_assert_cmpstr (thing->tags[0], ==, "");
  g_assert_cmpuint (thing->parts->len, ==, 0);
}

static GPtrArray *
read_parts (const char *text, GError **error)
{
  g_autoptr (JsonNode) node = pb_json_parse (text, strlen (text), NULL);

  return pb_codec_new_array_from_json (&part_type, node, error);
}

static void
test_array_from_json (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) parts = read_parts ("[{\"seq\":1},{\"seq\":2}]", &error);

  g_assert_no_error (error);
  g_assert_cmpuint (parts->len, ==, 2);
  g_assert_cmpint (((Part *) parts->pdata[1])->seq.v, ==, 2);
  g_assert_null (read_parts ("{}", &error));
  g_assert_error (error, PB_JSON_ERROR, PB_JSON_ERROR_SHAPE);
  g_clear_error (&error);
  g_assert_null (read_parts ("[{\"seq\":1},{\"seq\":\"x\"}]", &error));
  g_assert_error (error, PB_JSON_ERROR, PB_JSON_ERROR_SHAPE);
  g_assert_cmpstr (error->message, ==, "Part: [1].seq must be a number");
  g_clear_error (&error);
  g_assert_null (pb_codec_new_array_from_json (&part_type, NULL, &error));
  g_assert_error (error, PB_JSON_ERROR, PB_JSON_ERROR_SHAPE);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/wire/codec/write-full", test_write_full);
  g_test_add_func ("/wire/codec/write-empty", test_write_empty);
  g_test_add_func ("/wire/codec/write-members", test_write_members);
  g_test_add_func ("/wire/codec/round-trip", test_round_trip);
  g_test_add_func ("/wire/codec/random-round-trip", test_random_round_trip);
  g_test_add_func ("/wire/codec/from-json/wrong-type", test_from_json_wrong_type);
  g_test_add_func ("/wire/codec/from-json/lenient", test_from_json_lenient);
  g_test_add_func ("/wire/codec/from-json/array", test_array_from_json);
  return g_test_run ();
}
