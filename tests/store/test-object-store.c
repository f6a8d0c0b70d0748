/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store-fixture.h"

#include <string.h>

/* Records by their field tables: written, read, listed, changed. */

typedef struct
{
  PbObject base;
  char *id;
  char *name;
  char *order; /* an SQL keyword: columns are quoted */
  PbInt count;
  PbDouble weight;
  PbBool washed;
  gint64 made_at;
  int color;
  PbNumbers tensions;
  GStrv tags;
  char *extra;
  gpointer part;
  GPtrArray *parts;
  char *computed;
  PbInt version;
} Thing;

static const PbEnum colors = { "Color", (const char *const[]){ NULL, "RED", "GREEN", "BLUE", NULL } };

typedef struct
{
  PbObject base;
  char *name;
} Part;

static const PbField part_fields[] = {
  PB_FIELD (Part, name, "name", STRING),
  PB_FIELDS_END,
};
static const PbType part_type = { "Part", NULL, sizeof (Part), part_fields, NULL, "Part" };

static const PbField thing_fields[] = {
  PB_FIELD (Thing, id, "id", STRING),
  PB_FIELD (Thing, name, "name", STRING),
  PB_FIELD (Thing, order, "order", STRING),
  PB_FIELD (Thing, count, "count", INT),
  PB_FIELD (Thing, weight, "weight", DOUBLE),
  PB_FIELD (Thing, computed, "computed", STRING, .flags = PB_NO_COLUMN),
  PB_FIELD (Thing, washed, "washed", BOOL),
  PB_FIELD (Thing, made_at, "madeAt", TIME),
  PB_FIELD (Thing, color, "color", ENUM, .values = &colors),
  PB_FIELD (Thing, tensions, "tensions", NUMBERS),
  PB_FIELD (Thing, tags, "tags", STRINGS),
  PB_FIELD (Thing, extra, "extra", JSON),
  PB_FIELD (Thing, part, "part", CHILD, .child = &part_type),
  PB_FIELD (Thing, parts, "parts", CHILDREN, .child = &part_type),
  PB_FIELD (Thing, version, "version", INT),
  PB_FIELDS_END,
};
static const PbType thing_type = { "Thing", "thing", sizeof (Thing), thing_fields, NULL, "Thing" };

static const char schema[] =
  "CREATE TABLE thing (id TEXT NOT NULL PRIMARY KEY, name TEXT, \"order\" TEXT, count BIGINT, weight DOUBLE PRECISION,"
  " washed BIGINT, made_at BIGINT, color TEXT, tensions TEXT, tags TEXT, extra TEXT, version BIGINT);";

typedef struct
{
  StoreFixture base;
  PbStore *store; /* (owned) */
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  store_fixture_set_up (&fixture->base, data);
  fixture->store = store_fixture_open (&fixture->base, PB_STORE_WRITER);
  store_fixture_run (fixture->store, schema);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_clear_pointer (&fixture->store, pb_store_free);
  store_fixture_tear_down (&fixture->base, data);
}

static void
thing_unref (Thing *thing)
{
  pb_object_unref (thing);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Thing, thing_unref)

static Thing *
new_thing (const char *id, const char *name)
{
  Thing *thing = pb_object_new (&thing_type);

  pb_set_string (&thing->id, id);
  pb_set_string (&thing->name, name);
  thing->version = PB_INT (1);
  return thing;
}

static Thing *
new_full_thing (const char *id)
{
  static const char *const tags[] = { "", "plain", "two\nlines", "back\\slash\\n", "a,b\x1f", "焊膏", NULL };
  Thing *thing = new_thing (id, "it's a \"name\"; --");

  pb_set_string (&thing->order, "WO-1");
  thing->count = PB_INT (G_MAXINT64);
  thing->weight = PB_DOUBLE (0.1 + 0.2);
  thing->washed = PB_BOOL (FALSE);
  thing->made_at = G_GINT64_CONSTANT (1732341600050000);
  thing->color = 2;
  thing->tensions = (PbNumbers){ 5, { 30, 30.05, 0.1 + 0.2, -1e-300, 1e300 } };
  thing->tags = g_strdupv ((GStrv) tags);
  pb_set_string (&thing->extra, "{\"a\":[1,null]}");
  return thing;
}

static void
insert (PbStore *store, gconstpointer object)
{
  g_autoptr (GError) error = NULL;

  pb_store_insert (store, object, &error);
  g_assert_no_error (error);
}

static void
assert_stored (PbStore *store, const Thing *expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (Thing) found = pb_store_get_by (store, &thing_type, "id", expected->id, &error);

  g_assert_no_error (error);
  g_assert_nonnull (found);
  g_assert_true (pb_object_equal (found, expected));
}

static void
test_round_trip (Fixture *fixture, gconstpointer data)
{
  g_autoptr (Thing) full = new_full_thing ("full");
  g_autoptr (Thing) empty = new_thing ("empty", NULL);

  insert (fixture->store, full);
  insert (fixture->store, empty);
  assert_stored (fixture->store, full);
  assert_stored (fixture->store, empty);
  g_assert_cmpint (
    store_fixture_count (fixture->store,
                         "SELECT count(*) FROM thing WHERE id = 'empty' AND coalesce(name, \"order\", count, weight,"
                         " washed, made_at, color, tensions, tags, extra) IS NULL"),
    ==, 1);
  g_assert_cmpint (store_fixture_count (fixture->store,
                                        "SELECT count(*) FROM thing WHERE color = 'GREEN' AND washed = 0"
                                        " AND typeof(count) = 'integer' AND typeof(weight) = 'real'"),
                   ==, 1);
}

static void
test_lists_in_one_text (Fixture *fixture, gconstpointer data)
{
  static const char *const none[] = { NULL };
  static const char *const one_empty[] = { "", NULL };
  static const char *const one_backslash[] = { "\\", NULL };
  static const char *const *const lists[] = { none, one_empty, one_backslash };

  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    {
      g_autofree char *id = g_strdup_printf ("%u", i);
      g_autoptr (Thing) thing = new_thing (id, NULL);

      thing->tags = g_strdupv ((GStrv) lists[i]);
      insert (fixture->store, thing);
      assert_stored (fixture->store, thing);
    }
}

/* Any numbers and any text come back as they went. */
static void
test_random_values (Fixture *fixture, gconstpointer data)
{
  for (guint i = 0; i < 200; i++)
    {
      g_autofree char *id = g_strdup_printf ("%u", i);
      g_autoptr (Thing) thing = new_thing (id, NULL);
      g_autoptr (GString) text = g_string_new (NULL);

      thing->count = PB_INT ((gint64) (((guint64) (guint32) g_test_rand_int () << 32) | (guint32) g_test_rand_int ()));
      thing->weight = PB_DOUBLE (g_test_rand_double_range (-1, 1) * (i % 2 ? 1e-200 : 1e9));
      thing->tensions.n = (guint) g_test_rand_int_range (1, PB_NUMBERS_MAX + 1);
      for (guint j = 0; j < thing->tensions.n; j++)
        thing->tensions.v[j] = g_test_rand_double_range (-1e6, 1e6);
      for (int j = g_test_rand_int_range (0, 20); j > 0; j--)
        g_string_append_unichar (text, (gunichar) g_test_rand_int_range (1, 0xd7ff));
      pb_set_string (&thing->name, text->str);
      insert (fixture->store, thing);
      assert_stored (fixture->store, thing);
    }
}

static void
test_what_no_field_can_hold_is_corrupt (Fixture *fixture, gconstpointer data)
{
  static const char *const updates[] = {
    "UPDATE thing SET color = 'PINK';",
    "UPDATE thing SET color = NULL, tensions = '1,x';",
    "UPDATE thing SET tensions = '';",
    "UPDATE thing SET tensions = '1,2,3,4,5,6,7,8,9';",
    "UPDATE thing SET tensions = 'nan';",
    "UPDATE thing SET tensions = NULL, tags = 'no end';",
    "UPDATE thing SET tags = '\\x' || char(10);",
  };
  g_autoptr (Thing) thing = new_thing ("a", NULL);

  insert (fixture->store, thing);
  for (guint i = 0; i < G_N_ELEMENTS (updates); i++)
    {
      g_autoptr (GError) error = NULL;

      store_fixture_run (fixture->store, updates[i]);
      g_assert_null (pb_store_get_by (fixture->store, &thing_type, "id", "a", &error));
      g_assert_error (error, PB_STORE_ERROR, PB_STORE_ERROR_CORRUPT);
    }
}

static void
test_insert_twice (Fixture *fixture, gconstpointer data)
{
  g_autoptr (Thing) thing = new_thing ("a", "first");
  g_autoptr (GError) error = NULL;

  insert (fixture->store, thing);
  g_assert_false (pb_store_insert (fixture->store, thing, &error));
  g_assert_error (error, PB_STORE_ERROR, PB_STORE_ERROR_CONFLICT);
  g_assert_cmpstr (pb_store_error_constraint (error), ==, "thing.id");
}

static void
test_update (Fixture *fixture, gconstpointer data)
{
  g_autoptr (Thing) thing = new_full_thing ("a");
  g_autoptr (Thing) other = new_full_thing ("b");
  g_autoptr (Thing) missing = new_thing ("c", NULL);
  g_autoptr (Thing) changed = NULL;
  g_autoptr (GError) error = NULL;

  insert (fixture->store, thing);
  insert (fixture->store, other);
  changed = new_thing ("a", "changed");
  g_assert_true (pb_store_update (fixture->store, changed, &error));
  g_assert_no_error (error);
  assert_stored (fixture->store, changed);
  assert_stored (fixture->store, other);

  g_assert_false (pb_store_update (fixture->store, missing, &error));
  g_assert_error (error, PB_STORE_ERROR, PB_STORE_ERROR_NOT_FOUND);
}

static void
test_update_version (Fixture *fixture, gconstpointer data)
{
  g_autoptr (Thing) thing = new_thing ("a", "one");
  g_autoptr (GError) error = NULL;

  insert (fixture->store, thing);
  pb_set_string (&thing->name, "two");
  thing->version.v = 2;
  g_assert_true (pb_store_update_version (fixture->store, thing, 1, &error));
  g_assert_no_error (error);
  assert_stored (fixture->store, thing);

  /* Somebody who still has version 1 changes nothing. */
  pb_set_string (&thing->name, "lost");
  g_assert_false (pb_store_update_version (fixture->store, thing, 1, &error));
  g_assert_error (error, PB_STORE_ERROR, PB_STORE_ERROR_STALE);
  g_clear_error (&error);
  g_assert_cmpint (store_fixture_count (fixture->store,
                                        "SELECT count(*) FROM thing WHERE name = 'two' AND version = 2"),
                   ==, 1);

  pb_set_string (&thing->id, "gone");
  g_assert_false (pb_store_update_version (fixture->store, thing, 1, &error));
  g_assert_error (error, PB_STORE_ERROR, PB_STORE_ERROR_STALE);
}

/* Being stale or missing is an answer: the transaction may go on. */
static void
test_answers_do_not_fail_a_transaction (Fixture *fixture, gconstpointer data)
{
  g_autoptr (Thing) thing = new_thing ("a", "one");
  g_autoptr (GError) error = NULL;

  g_assert_true (pb_store_begin (fixture->store, &error));
  insert (fixture->store, thing);
  g_assert_false (pb_store_delete (fixture->store, &thing_type, "b", NULL));
  thing->version.v = 9;
  g_assert_false (pb_store_update_version (fixture->store, thing, 8, NULL));
  g_assert_true (pb_store_commit (fixture->store, &error));
  g_assert_no_error (error);
  g_assert_cmpint (store_fixture_count (fixture->store, "SELECT count(*) FROM thing"), ==, 1);
}

static void
test_delete (Fixture *fixture, gconstpointer data)
{
  g_autoptr (Thing) thing = new_thing ("a", NULL);
  g_autoptr (GError) error = NULL;

  insert (fixture->store, thing);
  g_assert_true (pb_store_delete (fixture->store, &thing_type, "a", &error));
  g_assert_no_error (error);
  g_assert_null (pb_store_get_by (fixture->store, &thing_type, "id", "a", &error));
  g_assert_no_error (error);
  g_assert_false (pb_store_delete (fixture->store, &thing_type, "a", &error));
  g_assert_error (error, PB_STORE_ERROR, PB_STORE_ERROR_NOT_FOUND);
}

/* Lists */

/* Ten things: a…j; count 0…9 (none for j); color RED for even, BLUE for odd; made_at the same for pairs. */
static void
insert_ten (PbStore *store)
{
  for (int i = 0; i < 10; i++)
    {
      char id[2] = { (char) ('a' + i), '\0' };
      g_autofree char *name = g_strdup_printf ("Name %c_%d%%!", 'A' + i, i);
      g_autoptr (Thing) thing = new_thing (id, name);

      if (i < 9)
        thing->count = PB_INT (i);
      thing->color = i % 2 ? 3 : 1;
      thing->made_at = PB_SECOND * (1 + i / 2);
      thing->weight = PB_DOUBLE (i + 0.5);
      insert (store, thing);
    }
}

static char *
join_ids (GPtrArray *things)
{
  GString *ids = g_string_new (NULL);

  for (guint i = 0; i < things->len; i++)
    g_string_append (ids, ((Thing *) g_ptr_array_index (things, i))->id);
  return g_string_free (ids, FALSE);
}

static void
assert_list (PbStore *store, PbQuery *query, const char *expected, gint64 expected_total)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) things = NULL;
  g_autofree char *ids = NULL;
  gint64 total = -1;

  query->type = &thing_type;
  things = pb_store_list (store, query, &total, &error);
  g_assert_no_error (error);
  ids = join_ids (things);
  g_assert_cmpstr (ids, ==, expected);
  g_assert_cmpint (total, ==, expected_total);
}

static void
assert_text_filter (PbStore *store, const char *column, PbOp op, const char *text, const char *expected)
{
  PbQuery query = { 0 };

  pb_query_add_text (&query, column, op, text);
  assert_list (store, &query, expected, (gint64) strlen (expected));
}

static void
assert_number_filter (PbStore *store, const char *column, PbOp op, gint64 number, const char *expected)
{
  PbQuery query = { 0 };

  pb_query_add_number (&query, column, op, number);
  assert_list (store, &query, expected, (gint64) strlen (expected));
}

static void
test_filters (Fixture *fixture, gconstpointer data)
{
  PbStore *store = fixture->store;

  insert_ten (store);
  assert_text_filter (store, "id", PB_OP_EQ, "c", "c");
  assert_text_filter (store, "id", PB_OP_EQ, "C", "");
  assert_text_filter (store, "id", PB_OP_EQ, NULL, "");
  assert_text_filter (store, "color", PB_OP_EQ, "BLUE", "bdfhj");
  assert_text_filter (store, "color", PB_OP_NE, "BLUE", "acegi");
  assert_text_filter (store, "id", PB_OP_GT, "h", "ij");
  assert_number_filter (store, "count", PB_OP_EQ, 8, "i");
  assert_number_filter (store, "count", PB_OP_NE, 8, "abcdefghj");
  assert_number_filter (store, "count", PB_OP_GE, 7, "hi");
  assert_number_filter (store, "count", PB_OP_LE, 1, "ab");
  assert_number_filter (store, "count", PB_OP_LT, 1, "a");
  assert_number_filter (store, "made_at", PB_OP_GT, 4 * PB_SECOND, "ij");
  assert_number_filter (store, "weight", PB_OP_GT, 8, "ij");
  assert_number_filter (store, "count", PB_OP_IS_NULL, 0, "j");
  assert_number_filter (store, "count", PB_OP_NOT_NULL, 0, "abcdefghi");
  assert_text_filter (store, "order", PB_OP_IS_NULL, NULL, "abcdefghij");
}

static void
test_filter_in (Fixture *fixture, gconstpointer data)
{
  static const char *const list[] = { "j", "with,comma", "a", NULL };
  static const char *const empty[] = { NULL };
  PbQuery query = { 0 };
  PbQuery none = { 0 };

  insert_ten (fixture->store);
  assert_text_filter (fixture->store, "id", PB_OP_IN, "a,c,e", "ace");
  assert_text_filter (fixture->store, "id", PB_OP_IN, "b", "b");
  assert_text_filter (fixture->store, "id", PB_OP_IN, "a,b,c,d,e,x,y,z,q", "abcde");
  assert_text_filter (fixture->store, "id", PB_OP_IN, "", "");
  assert_text_filter (fixture->store, "id", PB_OP_IN, NULL, "");
  assert_text_filter (fixture->store, "color", PB_OP_IN, "RED,BLUE", "abcdefghij");
  pb_query_add_list (&query, "id", list);
  assert_list (fixture->store, &query, "aj", 2);
  pb_query_add_list (&none, "id", empty);
  assert_list (fixture->store, &none, "", 0);
}

/* What lies in sight: rows of nobody, and rows whose owner is on the list; the owner is asked through another table. */
static void
test_filter_in_through (Fixture *fixture, gconstpointer data)
{
  static const char *const owners[] = { "b", "c", NULL };
  static const char *const names[] = { "Name C_2%!", NULL };
  static const char *const empty[] = { NULL };
  static const PbThrough by_name = { &thing_type, "id", "name" };
  static const PbThrough wrong = { &thing_type, "id", "nowhere" };
  PbQuery in = { 0 }, or_null = { 0 }, through = { 0 }, none = { 0 }, unknown = { .type = &thing_type };
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) things = NULL;

  insert_ten (fixture->store);
  for (int i = 0; i < 6; i++)
    {
      char id[2] = { (char) ('k' + i), '\0' };
      char owner[2] = { (char) ('a' + i / 2), '\0' };
      g_autoptr (Thing) thing = new_thing (id, "owned");

      pb_set_string (&thing->order, owner);
      insert (fixture->store, thing);
    }
  pb_query_add_list_through (&in, "order", PB_OP_IN, NULL, owners);
  assert_list (fixture->store, &in, "mnop", 4);
  pb_query_add_list_through (&or_null, "order", PB_OP_IN_OR_NULL, NULL, owners);
  pb_query_add_text (&or_null, "id", PB_OP_GE, "i");
  assert_list (fixture->store, &or_null, "ijmnop", 6);
  pb_query_add_list_through (&through, "order", PB_OP_IN_OR_NULL, &by_name, names);
  pb_query_add_text (&through, "id", PB_OP_GE, "i");
  assert_list (fixture->store, &through, "ijop", 4);
  pb_query_add_list_through (&none, "order", PB_OP_IN, &by_name, empty);
  assert_list (fixture->store, &none, "", 0);
  pb_query_add_list_through (&unknown, "order", PB_OP_IN, &wrong, names);
  things = pb_store_list (fixture->store, &unknown, NULL, &error);
  g_assert_error (error, PB_STORE_ERROR, PB_STORE_ERROR_FAILED);
  g_assert_null (things);
}

static void
test_filter_prefix (Fixture *fixture, gconstpointer data)
{
  static const char *const names[] = { "QR-1", "QR-10", "QR", "qr-1", "QS", "QR-1%", "QR-1😀", "Q" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      char id[2] = { (char) ('a' + (char) i), '\0' };
      g_autoptr (Thing) thing = new_thing (id, names[i]);

      insert (fixture->store, thing);
    }
  assert_text_filter (fixture->store, "name", PB_OP_PREFIX, "QR-1", "abfg");
  assert_text_filter (fixture->store, "name", PB_OP_PREFIX, "QR", "abcfg");
  assert_text_filter (fixture->store, "name", PB_OP_PREFIX, "QR-1%", "f");
  assert_text_filter (fixture->store, "name", PB_OP_PREFIX, "", "abcdefgh");
}

static void
test_filters_together (Fixture *fixture, gconstpointer data)
{
  PbQuery query = { .order_by = "count", .descending = TRUE };

  insert_ten (fixture->store);
  pb_query_add_text (&query, "color", PB_OP_EQ, "RED");
  pb_query_add_number (&query, "count", PB_OP_GE, 2);
  pb_query_add_number (&query, "count", PB_OP_LE, 6);
  assert_list (fixture->store, &query, "gec", 3);
}

static void
test_search (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *text;
    const char *ids;
  } cases[] = { { "name C", "c" }, { "NAME c", "c" }, { "_5", "f" }, { "5%", "f" },       { "%!", "abcdefghij" },
                { "%5", "" },      { "'; DROP", "" }, { "E_", "e" }, { "", "abcdefghij" } };

  insert_ten (fixture->store);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      PbQuery query = { .search = cases[i].text, .search_columns = { "order", "name" } };

      assert_list (fixture->store, &query, cases[i].ids, (gint64) strlen (cases[i].ids));
    }
}

static void
test_order (Fixture *fixture, gconstpointer data)
{
  PbQuery up = { .order_by = "made_at" };
  PbQuery down = { .order_by = "made_at", .descending = TRUE };
  PbQuery absent_first = { .order_by = "count" };
  PbQuery absent_last = { .order_by = "count", .descending = TRUE };
  PbQuery plain = { .descending = TRUE };
  PbQuery twice = { .order_by = "color", .then_by = "count", .descending = TRUE };

  insert_ten (fixture->store);
  assert_list (fixture->store, &up, "abcdefghij", 10);
  assert_list (fixture->store, &down, "jihgfedcba", 10);
  assert_list (fixture->store, &absent_first, "jabcdefghi", 10);
  assert_list (fixture->store, &absent_last, "ihgfedcbaj", 10);
  assert_list (fixture->store, &plain, "jihgfedcba", 10);
  assert_list (fixture->store, &twice, "igecahfdbj", 10);
}

static void
test_paging (Fixture *fixture, gconstpointer data)
{
  PbQuery first = { .order_by = "made_at", .limit = 3 };
  PbQuery second = { .order_by = "made_at", .limit = 3, .offset = 3 };
  PbQuery last = { .order_by = "made_at", .limit = 3, .offset = 9 };
  PbQuery beyond = { .order_by = "made_at", .limit = 3, .offset = 30 };
  PbQuery rest = { .order_by = "made_at", .offset = 8 };

  insert_ten (fixture->store);
  assert_list (fixture->store, &first, "abc", 10);
  assert_list (fixture->store, &second, "def", 10);
  assert_list (fixture->store, &last, "j", 10);
  assert_list (fixture->store, &beyond, "", 10);
  assert_list (fixture->store, &rest, "ij", 10);
}

static void
test_list_by (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) by_id = NULL;
  g_autoptr (GPtrArray) by_count = NULL;
  g_autoptr (GPtrArray) none = NULL;
  g_autofree char *id_order = NULL;
  g_autofree char *count_order = NULL;

  insert_ten (fixture->store);
  by_id = pb_store_list_by (fixture->store, &thing_type, "color", "BLUE", NULL, &error);
  by_count = pb_store_list_by (fixture->store, &thing_type, "color", "BLUE", "count", &error);
  none = pb_store_list_by (fixture->store, &thing_type, "color", NULL, NULL, &error);
  g_assert_no_error (error);
  id_order = join_ids (by_id);
  count_order = join_ids (by_count);
  g_assert_cmpstr (id_order, ==, "bdfhj");
  g_assert_cmpstr (count_order, ==, "jbdfh");
  g_assert_cmpuint (none->len, ==, 0);
}

static void
test_unknown_columns (Fixture *fixture, gconstpointer data)
{
  static const PbQuery queries[] = {
    { .type = &thing_type, .n_filters = 1, .filters = { { .column = "id\" OR 1=1 --" } } },
    { .type = &thing_type, .n_filters = 1, .filters = { { .column = "computed" } } },
    { .type = &thing_type, .order_by = "1; DROP TABLE thing" },
    { .type = &thing_type, .search = "x", .search_columns = { "nothing" } },
    { .type = &thing_type, .n_filters = 1, .filters = { { .column = "count", .op = PB_OP_PREFIX, .text = "1" } } },
    { .type = &thing_type, .n_filters = 1, .filters = { { .column = "count", .op = PB_OP_IN, .text = "1" } } },
  };

  for (guint i = 0; i < G_N_ELEMENTS (queries); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (pb_store_list (fixture->store, &queries[i], NULL, &error));
      g_assert_error (error, PB_STORE_ERROR, PB_STORE_ERROR_FAILED);
    }
}

/* Values never become part of a text: the same questions with other values add nothing. */
static void
test_statements_stay_few (Fixture *fixture, gconstpointer data)
{
  guint n = 0;

  insert_ten (fixture->store);
  for (guint i = 0; i < 50; i++)
    {
      g_autoptr (GPtrArray) things = NULL;
      g_autoptr (GError) error = NULL;
      g_autoptr (GString) ids = g_string_new ("a");
      g_autofree char *text = g_strdup_printf ("%u", i);
      PbQuery query = { .type = &thing_type, .search = text, .search_columns = { "name" }, .limit = i, .offset = i };

      for (guint j = 0; j < 16 + i / 4; j++)
        g_string_append_printf (ids, ",%u", i * j);
      pb_query_add_number (&query, "count", PB_OP_GE, i);
      pb_query_add_text (&query, "id", PB_OP_IN, ids->str);
      things = pb_store_list (fixture->store, &query, NULL, &error);
      g_assert_no_error (error);
      if (i == 0)
        n = pb_db_get_n_statements (fixture->store);
    }
  g_assert_cmpuint (pb_db_get_n_statements (fixture->store), ==, n);
}

/* The room's own way to records */

static void
test_select_objects (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) things = NULL;
  g_autoptr (Thing) newest = NULL;
  g_autofree char *ids = NULL;
  PbInt least = PB_INT (6);

  insert_ten (fixture->store);
  things = pb_db_select_objects (fixture->store, &thing_type, "WHERE color = ?s AND count >= ?I ORDER BY count DESC",
                                 &error, "RED", &least);
  g_assert_no_error (error);
  ids = join_ids (things);
  g_assert_cmpstr (ids, ==, "ig");

  newest = pb_db_select_object (fixture->store, &thing_type,
                                "WHERE made_at <= ?i ORDER BY made_at DESC, id DESC LIMIT 1", &error, 2 * PB_SECOND);
  g_assert_no_error (error);
  g_assert_cmpstr (newest->id, ==, "d");
  g_assert_null (pb_db_select_object (fixture->store, &thing_type, "WHERE id = 'none' LIMIT 1", &error));
  g_assert_no_error (error);
}

static void
test_join_with_type_columns (Fixture *fixture, gconstpointer data)
{
  g_autofree char *sql =
    g_strdup_printf ("SELECT o.id, %s FROM thing o JOIN thing t ON t.count = o.count + 1 WHERE o.id = ?s",
                     pb_db_type_columns (fixture->store, &thing_type, "t."));
  g_autofree char *letters = g_strconcat ("s", pb_db_type_letters (fixture->store, &thing_type), NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (PbRows) rows = NULL;
  g_autoptr (Thing) thing = pb_object_new (&thing_type);

  insert_ten (fixture->store);
  rows = pb_db_select (fixture->store, sql, letters, &error, "c");
  g_assert_no_error (error);
  g_assert_true (pb_rows_next (rows));
  g_assert_cmpstr (pb_rows_get_string (rows, 0), ==, "c");
  g_assert_true (pb_rows_fill_object (rows, 1, thing, &error));
  g_assert_no_error (error);
  assert_stored (fixture->store, thing);
  g_assert_cmpstr (thing->id, ==, "d");
}

static void
test_table_columns (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) columns = pb_db_table_columns (fixture->store, "thing", &error);
  g_auto (GStrv) none = pb_db_table_columns (fixture->store, "nothing", &error);
  g_autofree char *joined = g_strjoinv (" ", columns);

  g_assert_no_error (error);
  g_assert_cmpstr (joined, ==, "id name order count weight washed made_at color tensions tags extra version");
  g_assert_cmpuint (g_strv_length (none), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function) g_test_add ("/store/objects/" path, Fixture, NULL, set_up, function, tear_down)
  ADD ("round-trip", test_round_trip);
  ADD ("lists-in-one-text", test_lists_in_one_text);
  ADD ("random-values", test_random_values);
  ADD ("corrupt", test_what_no_field_can_hold_is_corrupt);
  ADD ("insert-twice", test_insert_twice);
  ADD ("update", test_update);
  ADD ("update-version", test_update_version);
  ADD ("answers-in-transaction", test_answers_do_not_fail_a_transaction);
  ADD ("delete", test_delete);
  ADD ("list/filters", test_filters);
  ADD ("list/in", test_filter_in);
  ADD ("list/in-through", test_filter_in_through);
  ADD ("list/prefix", test_filter_prefix);
  ADD ("list/together", test_filters_together);
  ADD ("list/search", test_search);
  ADD ("list/order", test_order);
  ADD ("list/paging", test_paging);
  ADD ("list/by", test_list_by);
  ADD ("list/unknown-columns", test_unknown_columns);
  ADD ("list/statements", test_statements_stay_few);
  ADD ("select/objects", test_select_objects);
  ADD ("select/join", test_join_with_type_columns);
  ADD ("table-columns", test_table_columns);
  return g_test_run ();
}
