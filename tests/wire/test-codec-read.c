/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "kinds.h"
#include "wire/pb-codec.h"
#include "wire/pb-json.h"

typedef Thing AutoThing;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AutoThing, pb_object_unref)

/* Reads @text into @thing. Returns: (transfer full): "property CODE" of each violation, joined by "; ". */
static char *
read_into (Thing *thing, const char *text, PbReadMode mode, gboolean strict)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = pb_json_parse (text, strlen (text), &error);
  g_autoptr (GPtrArray) violations = pb_violations_new ();
  GString *told = g_string_new (NULL);
  gboolean ok;

  g_assert_no_error (error);
  ok = pb_codec_read (json_node_get_object (node), thing, mode, strict, violations);
  g_assert_true (ok == (violations->len == 0));
  for (guint i = 0; i < violations->len; i++)
    {
      const PbViolation *v = violations->pdata[i];

      g_assert_true (g_str_has_prefix (v->message, v->property));
      g_string_append_printf (told, "%s%s %s", i > 0 ? "; " : "", v->property, v->code);
    }
  return g_string_free (told, FALSE);
}

static void
assert_told (const char *text, PbReadMode mode, gboolean strict, const char *expected)
{
  g_autoptr (AutoThing) thing = pb_object_new (&thing_type);
  g_autofree char *told = read_into (thing, text, mode, strict);

  g_test_message ("%s", text);
  g_assert_cmpstr (told, ==, expected);
}

static Thing *
read_new (const char *text, PbReadMode mode)
{
  Thing *thing = pb_object_new (&thing_type);
  g_autofree char *told = read_into (thing, text, mode, FALSE);

  g_assert_cmpstr (told, ==, "");
  return thing;
}

static void
test_create (void)
{
  g_autoptr (AutoThing) thing =
    read_new ("{\"id\":\"mine\",\"secret\":\"s\",\"code\":\" A-1\\u3000\",\"remark\":\"\\n \",\"count\":-7,\"ratio\":2,"
              "\"on\":true,\"at\":\"2026-03-01T08:30:00+08:00\",\"color\":\"RED\",\"points\":[1,2,3,4,5.5],"
              "\"few\":[],\"tags\":[\" x \",\"y\"],\"head\":{\"seq\":1},\"parts\":[{\"seq\":2,\"text\":\"t\"}],"
              "\"extra\":{\"b\":[1.50,\"x\"],\"a\":null},\"unheard\":1}",
              PB_READ_CREATE);

  g_assert_null (thing->id);
  g_assert_null (thing->secret);
  g_assert_cmpstr (thing->code, ==, "A-1");
  g_assert_null (thing->remark);
  g_assert_true (thing->count.set);
  g_assert_cmpint (thing->count.v, ==, -7);
  g_assert_true (thing->ratio.set);
  g_assert_cmpfloat (thing->ratio.v, ==, 2);
  g_assert_true (thing->on.set && thing->on.v);
  g_assert_cmpint (thing->at, ==, G_GINT64_CONSTANT (1772325000) * PB_SECOND);
  g_assert_cmpint (thing->color, ==, COLOR_RED);
  g_assert_cmpuint (thing->points.n, ==, 5);
  g_assert_cmpfloat (thing->points.v[4], ==, 5.5);
  g_assert_cmpuint (thing->few.n, ==, 0);
  g_assert_cmpstr (thing->tags[0], ==, "x");
  g_assert_cmpstr (thing->tags[1], ==, "y");
  g_assert_null (thing->tags[2]);
  g_assert_cmpint (thing->head->seq.v, ==, 1);
  g_assert_cmpuint (thing->parts->len, ==, 1);
  g_assert_cmpstr (((Part *) thing->parts->pdata[0])->text, ==, "t");
  g_assert_cmpstr (thing->extra, ==, "{\"b\":[1.5,\"x\"],\"a\":null}");
}

static void
test_create_null (void)
{
  g_autoptr (AutoThing) thing = pb_object_new (&thing_type);
  g_autofree char *told = NULL;

  thing->count = PB_INT (5);
  told = read_into (thing, "{\"code\":null,\"count\":null,\"parts\":null,\"tags\":null}", PB_READ_CREATE, FALSE);
  g_assert_cmpstr (told, ==, "");
  g_assert_cmpint (thing->count.v, ==, 5);
  g_assert_true (thing->count.set);
  g_assert_cmpuint (thing->parts->len, ==, 0);
}

static void
test_patch (void)
{
  g_autoptr (AutoThing) thing =
    read_new ("{\"code\":\"A\",\"remark\":\"r\",\"count\":1,\"ratio\":2,\"on\":true,"
              "\"at\":\"2026-03-01T08:30:00Z\",\"color\":\"RED\",\"tags\":[\"x\"],"
              "\"points\":[1,2,3,4,5],\"head\":{\"seq\":1},\"parts\":[{\"seq\":1},{\"seq\":2}]}",
              PB_READ_CREATE);
  g_autofree char *told =
    read_into (thing,
               "{\"remark\":null,\"count\":0,\"ratio\":null,\"on\":false,\"at\":null,\"color\":null,"
               "\"tags\":null,\"points\":null,\"head\":null,\"parts\":[{\"seq\":3}]}",
               PB_READ_PATCH, FALSE);

  g_assert_cmpstr (told, ==, "");
  g_assert_cmpstr (thing->code, ==, "A");
  g_assert_null (thing->remark);
  g_assert_true (thing->count.set);
  g_assert_cmpint (thing->count.v, ==, 0);
  g_assert_false (thing->ratio.set);
  g_assert_true (thing->on.set && !thing->on.v);
  /* Not to be changed afterwards. */
  g_assert_cmpint (thing->at, !=, 0);
  g_assert_cmpint (thing->color, ==, COLOR_NONE);
  g_assert_null (thing->tags);
  g_assert_cmpuint (thing->points.n, ==, 0);
  g_assert_null (thing->head);
  g_assert_cmpuint (thing->parts->len, ==, 1);
  g_assert_cmpint (((Part *) thing->parts->pdata[0])->seq.v, ==, 3);
}

/* A child is read as at creation, what comes after it as a PATCH again. */
static void
test_patch_child (void)
{
  g_autoptr (AutoThing) thing = read_new ("{\"code\":\"A\",\"extra\":1,\"maybe\":\"m\"}", PB_READ_CREATE);
  g_autofree char *told =
    read_into (thing, "{\"head\":{\"seq\":1,\"text\":\"t\"},\"extra\":null,\"maybe\":\"changed\"}", PB_READ_PATCH,
               FALSE);

  g_assert_cmpstr (told, ==, "");
  g_assert_cmpstr (thing->head->text, ==, "t");
  g_assert_null (thing->extra);
  g_assert_cmpstr (thing->maybe, ==, "m");
}

static void
test_patch_refused (void)
{
  g_autoptr (AutoThing) thing = read_new ("{\"code\":\"A\",\"count\":1,\"parts\":[{\"seq\":1}]}", PB_READ_CREATE);
  g_autofree char *told =
    read_into (thing, "{\"code\":null,\"count\":\"2\",\"remark\":\"\",\"parts\":[1]}", PB_READ_PATCH, FALSE);

  g_assert_cmpstr (told, ==, "code VALIDATION_FAILED; count VALIDATION_FAILED; parts[0] VALIDATION_FAILED");
  /* What is bad leaves the value that was there. */
  g_assert_cmpstr (thing->code, ==, "A");
  g_assert_cmpint (thing->count.v, ==, 1);
}

static void
test_all (void)
{
  g_autoptr (AutoThing) thing = read_new ("{\"id\":\" T-9 \",\"secret\":\"s\",\"code\":\"A\"}", PB_READ_ALL);

  g_assert_cmpstr (thing->id, ==, "T-9");
  g_assert_cmpstr (thing->secret, ==, "s");
}

static void
test_wrong_types (void)
{
  static const char *const names[] = { "code",  "remark", "count", "ratio", "on",   "at",   "due",
                                       "color", "points", "few",   "tags",  "head", "parts" };
  static const char *const values[] = { "\"\\u0021\"", "1", "1.5", "true", "{}", "[]", "[1]", "[\"x\"]", "[{}]" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      guint n_refused = 0;

      for (guint k = 0; k < G_N_ELEMENTS (values); k++)
        {
          g_autoptr (AutoThing) thing = pb_object_new (&thing_type);
          g_autofree char *text = g_strdup_printf ("{\"%s\":%s}", names[i], values[k]);
          g_autofree char *told = read_into (thing, text, PB_READ_CREATE, TRUE);

          n_refused += *told != '\0' ? 1 : 0;
          g_assert_true (*told == '\0' || g_str_has_prefix (told, names[i]));
        }
      /* No kind takes more than a list of its elements, one without any and, for numbers, both forms. */
      g_assert_cmpuint (n_refused, >=, G_N_ELEMENTS (values) - 2);
    }
}

typedef struct
{
  const char *body;
  const char *told;
} Sample;

static void
test_values (void)
{
  static const Sample samples[] = {
    /* Texts */
    { "{\"code\":\"\"}", "code VALIDATION_FAILED" },
    { "{\"code\":\" \\u3000\\t\"}", "code CODE_BLANK" },
    { "{\"remark\":\" \"}", "" },
    { "{\"code\":7}", "code VALIDATION_FAILED" },
    /* Integers: a wrong type, a fraction too, is bad input; a wrong count has the field's own code */
    { "{\"count\":1.5}", "count VALIDATION_FAILED" },
    { "{\"count\":1e300}", "count VALIDATION_FAILED" },
    { "{\"count\":1e16}", "count VALIDATION_FAILED" },
    { "{\"count\":\"1\"}", "count VALIDATION_FAILED" },
    { "{\"count\":true}", "count VALIDATION_FAILED" },
    { "{\"count\":3.0}", "" },
    { "{\"count\":1e3}", "" },
    { "{\"count\":-9223372036854775808}", "" },
    /* Numbers and truth */
    { "{\"ratio\":\"1\"}", "ratio VALIDATION_FAILED" },
    { "{\"ratio\":-1e300}", "" },
    { "{\"on\":1}", "on VALIDATION_FAILED" },
    { "{\"on\":\"true\"}", "on VALIDATION_FAILED" },
    /* Times */
    { "{\"at\":\"2026-03-01T08:30:00\"}", "at BAD_TIME" },
    { "{\"at\":\"2026-03-01T08:30Z\"}", "at BAD_TIME" },
    { "{\"at\":\"\"}", "at BAD_TIME" },
    { "{\"at\":\"1999-12-31T23:59:59Z\"}", "at BAD_TIME" },
    { "{\"at\":\"2101-01-01T00:00:00Z\"}", "at BAD_TIME" },
    { "{\"at\":1772353800}", "at VALIDATION_FAILED" },
    { "{\"due\":\"soon\"}", "due VALIDATION_FAILED" },
    { "{\"due\":\"2026-03-01T08:30:00.123456789-11:00\"}", "" },
    /* Enumerations */
    { "{\"color\":\"BLUE\"}", "color VALIDATION_FAILED" },
    { "{\"color\":\"red\"}", "color VALIDATION_FAILED" },
    { "{\"color\":\"\"}", "color VALIDATION_FAILED" },
    { "{\"color\":1}", "color VALIDATION_FAILED" },
    /* Lists */
    { "{\"points\":[]}", "points VALIDATION_FAILED" },
    { "{\"points\":[1,2,3,4,5,6,7,8,9]}", "points VALIDATION_FAILED" },
    { "{\"points\":[1,2,\"3\",4,5]}", "points[2] VALIDATION_FAILED" },
    { "{\"points\":[1,null]}", "points[1] VALIDATION_FAILED" },
    { "{\"few\":[1,2,3,4,5,6,7,8]}", "" },
    { "{\"few\":[1,2,3,4,5,6,7,8,9]}", "few VALIDATION_FAILED" },
    { "{\"tags\":\"x\"}", "tags VALIDATION_FAILED" },
    { "{\"tags\":[\"x\",1]}", "tags[1] VALIDATION_FAILED" },
    { "{\"tags\":[\" \"]}", "tags[0] VALIDATION_FAILED" },
    { "{\"tags\":[]}", "" },
    /* Children */
    { "{\"head\":[]}", "head VALIDATION_FAILED" },
    { "{\"head\":{\"seq\":0.5}}", "head.seq VALIDATION_FAILED" },
    { "{\"parts\":{}}", "parts VALIDATION_FAILED" },
    { "{\"parts\":[null]}", "parts[0] VALIDATION_FAILED" },
    { "{\"parts\":[{\"seq\":1},{\"seq\":2},{\"seq\":\"x\",\"text\":[]}]}",
      "parts[2].seq VALIDATION_FAILED; parts[2].text VALIDATION_FAILED" },
    /* Any JSON */
    { "{\"extra\":\"text\"}", "" },
    { "{\"extra\":[[]]}", "" },
    /* Several at once, in the order of the table */
    { "{\"ratio\":\"\",\"code\":1}", "code VALIDATION_FAILED; ratio VALIDATION_FAILED" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (samples); i++)
    assert_told (samples[i].body, PB_READ_CREATE, FALSE, samples[i].told);
}

static void
test_unknown_members (void)
{
  assert_told ("{\"foo\":1,\"code\":\"A\"}", PB_READ_CREATE, FALSE, "");
  assert_told ("{\"foo\":1,\"code\":\"A\"}", PB_READ_CREATE, TRUE, "foo VALIDATION_FAILED");
  assert_told ("{\"id\":\"x\",\"code\":\"A\"}", PB_READ_CREATE, TRUE, "id VALIDATION_FAILED");
  assert_told ("{\"secret\":\"x\"}", PB_READ_CREATE, TRUE, "secret VALIDATION_FAILED");
  assert_told ("{\"at\":null}", PB_READ_PATCH, TRUE, "at VALIDATION_FAILED");
  assert_told ("{\"parts\":[{\"seq\":1,\"bar\":0}],\"head\":{\"baz\":0}}", PB_READ_CREATE, TRUE,
               "head.baz VALIDATION_FAILED; parts[0].bar VALIDATION_FAILED");
  assert_told ("{\"id\":\"x\",\"secret\":\"y\"}", PB_READ_ALL, TRUE, "");
}

static void
test_message (void)
{
  g_autoptr (AutoThing) thing = pb_object_new (&thing_type);
  g_autoptr (GPtrArray) violations = pb_violations_new ();
  g_autoptr (JsonNode) node = pb_json_parse ("{\"color\":\"BLUE\"}", 16, NULL);

  g_assert_false (pb_codec_read (json_node_get_object (node), thing, PB_READ_CREATE, FALSE, violations));
  g_assert_cmpstr (((PbViolation *) violations->pdata[0])->message, ==, "color must be one of RED, GREEN");
}

/* An answer does not grow without bounds with what is wrong. */
static void
test_many_violations (void)
{
  g_autoptr (GString) text = g_string_new ("{");
  g_autoptr (AutoThing) thing = pb_object_new (&thing_type);
  g_autoptr (GPtrArray) violations = pb_violations_new ();
  g_autoptr (JsonNode) node = NULL;

  for (int i = 0; i < 5000; i++)
    g_string_append_printf (text, "%s\"x%d\":0", i > 0 ? "," : "", i);
  g_string_append_c (text, '}');
  node = pb_json_parse (text->str, text->len, NULL);
  g_assert_false (pb_codec_read (json_node_get_object (node), thing, PB_READ_CREATE, TRUE, violations));
  g_assert_cmpuint (violations->len, ==, 100);
  g_assert_false (pb_codec_read (json_node_get_object (node), thing, PB_READ_CREATE, TRUE, violations));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/wire/codec-read/create", test_create);
  g_test_add_func ("/wire/codec-read/create-null", test_create_null);
  g_test_add_func ("/wire/codec-read/patch", test_patch);
  g_test_add_func ("/wire/codec-read/patch-child", test_patch_child);
  g_test_add_func ("/wire/codec-read/patch-refused", test_patch_refused);
  g_test_add_func ("/wire/codec-read/all", test_all);
  g_test_add_func ("/wire/codec-read/wrong-types", test_wrong_types);
  g_test_add_func ("/wire/codec-read/values", test_values);
  g_test_add_func ("/wire/codec-read/unknown-members", test_unknown_members);
  g_test_add_func ("/wire/codec-read/message", test_message);
  g_test_add_func ("/wire/codec-read/many-violations", test_many_violations);
  return g_test_run ();
}
