/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "model/pb-row-private.h"
#include "model/pb-rows-private.h"

/* A kind of row for the tests. */
#define TEST_TYPE_ROW (test_row_get_type ())
G_DECLARE_FINAL_TYPE (TestRow, test_row, TEST, ROW, PbRow)

struct _TestRow
{
  PbRow parent_instance;
};

enum
{
  KEY,
  AMOUNT,
  FLAG,
  SHARE,
  SIZE,
  KIND,
  N_COLUMNS
};

static const PbRowColumn columns[N_COLUMNS] = {
  [KEY] = { "key", G_TYPE_STRING },     [AMOUNT] = { "amount", G_TYPE_INT64 }, [FLAG] = { "flag", G_TYPE_BOOLEAN },
  [SHARE] = { "share", G_TYPE_DOUBLE }, [SIZE] = { "size", G_TYPE_UINT },      [KIND] = { "kind", G_TYPE_INT },
};

G_DEFINE_FINAL_TYPE (TestRow, test_row, PB_TYPE_ROW)

static void
test_row_class_init (TestRowClass *klass)
{
  pb_row_class_install (klass, columns, N_COLUMNS);
}

static void
test_row_init (TestRow *self)
{
}

static void
count_notify (GObject *object, GParamSpec *pspec, guint *count)
{
  (*count)++;
}

static void
test_row_notifies_changes_only (void)
{
  g_autoptr (TestRow) row = g_object_new (TEST_TYPE_ROW, NULL);
  guint count = 0;
  const char *held;

  g_signal_connect (row, "notify", G_CALLBACK (count_notify), &count);
  g_assert_cmpstr (pb_row_get_text (row, "key"), ==, "");
  pb_row_set_text (row, KEY, NULL);
  pb_row_set_text (row, KEY, "");
  pb_row_set_number (row, AMOUNT, 0);
  pb_row_set_number (row, FLAG, FALSE);
  pb_row_set_double (row, SHARE, 0);
  g_assert_cmpuint (count, ==, 0);
  pb_row_set_text (row, KEY, "a");
  pb_row_set_number (row, AMOUNT, -7);
  pb_row_set_number (row, FLAG, TRUE);
  pb_row_set_double (row, SHARE, 0.5);
  pb_row_set_number (row, SIZE, 3);
  pb_row_set_number (row, KIND, 2);
  g_assert_cmpuint (count, ==, 6);
  held = pb_row_get_text (row, "key");
  pb_row_set_text (row, KEY, held);
  pb_row_set_text (row, KEY, "a");
  pb_row_take_text (row, KEY, g_strdup ("a"));
  pb_row_set_number (row, AMOUNT, -7);
  pb_row_set_number (row, FLAG, TRUE);
  pb_row_set_double (row, SHARE, 0.5);
  g_assert_cmpuint (count, ==, 6);
  g_assert_cmpint (pb_row_get_number (row, "amount"), ==, -7);
  g_assert_true (pb_row_get_flag (row, "flag"));
  g_assert_cmpfloat (pb_row_get_double (row, "share"), ==, 0.5);
  g_assert_cmpint (pb_row_get_number (row, "size"), ==, 3);
}

/* --- lists
 * -------------------------------------------------------------------------------------------------------------------
 */

static const char *
key_of_row (gpointer row)
{
  return pb_row_peek_text (row, KEY);
}

static char *
key_of_data (gconstpointer data)
{
  return g_strndup (data, 1);
}

static gpointer
new_row (gpointer owner, gconstpointer data)
{
  return g_object_new (TEST_TYPE_ROW, NULL);
}

/* Data is a letter and its amount: "a7". */
static void
update_row (gpointer owner, gpointer row, gconstpointer data)
{
  g_autofree char *key = key_of_data (data);

  pb_row_set_text (row, KEY, key);
  pb_row_set_number (row, AMOUNT, g_ascii_strtoll ((const char *) data + 1, NULL, 10));
}

static const PbRowsClass rows_class = {
  .key_of_row = key_of_row,
  .key_of_data = key_of_data,
  .new_row = new_row,
  .update = update_row,
};

/* A view that follows the list by its signal alone. */
typedef struct
{
  GPtrArray *rows; /* (element-type TestRow) (owned rows) */
  guint changes;
} Follower;

static void
follow (GListModel *list, guint position, guint removed, guint added, Follower *follower)
{
  follower->changes++;
  for (guint i = 0; i < removed; i++)
    g_ptr_array_remove_index (follower->rows, position);
  for (guint i = 0; i < added; i++)
    g_ptr_array_insert (follower->rows, (int) (position + i), g_list_model_get_item (list, position + i));
}

static void
merge (GListStore *store, const char *text)
{
  g_auto (GStrv) parts = g_strsplit (text, " ", -1);
  g_autoptr (GPtrArray) data = g_ptr_array_new ();

  for (char **part = parts; *part != NULL; part++)
    if (**part != '\0')
      g_ptr_array_add (data, *part);
  pb_rows_merge (store, data, &rows_class, NULL);
}

/* Returns: (transfer full): "a7 b1". */
static char *
text_of (GPtrArray *rows)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < rows->len; i++)
    g_string_append_printf (text, "%s%s%d", i > 0 ? " " : "", pb_row_get_text (rows->pdata[i], "key"),
                            (int) pb_row_get_number (rows->pdata[i], "amount"));
  return g_string_free (text, FALSE);
}

static void
test_merge (void)
{
  static const struct
  {
    const char *data;
    guint changes; /* of the list */
  } steps[] = {
    { "a1 b2 c3", 1 }, { "a1 b2 c3", 0 },       { "a9 b2 c3", 0 },       { "a9 b2 c3 d4 e5", 1 },
    { "a9 d4 e5", 1 }, { "a9 b1 c1 d4 e5", 1 }, { "e5 a9 b1 c1 d4", 2 }, { "", 1 },
  };
  g_autoptr (GListStore) store = g_list_store_new (TEST_TYPE_ROW);
  Follower follower = { g_ptr_array_new_with_free_func (g_object_unref), 0 };

  g_signal_connect (store, "items-changed", G_CALLBACK (follow), &follower);
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      g_autofree char *shown = NULL;

      follower.changes = 0;
      merge (store, steps[i].data);
      shown = text_of (follower.rows);
      g_assert_cmpstr (shown, ==, steps[i].data);
      g_assert_cmpuint (follower.changes, ==, steps[i].changes);
    }
  g_ptr_array_unref (follower.rows);
}

static void
test_merge_keeps_objects (void)
{
  g_autoptr (GListStore) store = g_list_store_new (TEST_TYPE_ROW);
  g_autoptr (GObject) before = NULL;
  g_autoptr (GObject) after = NULL;
  guint count = 0;

  merge (store, "a1 b2 c3");
  before = g_list_model_get_item (G_LIST_MODEL (store), 1);
  g_signal_connect (before, "notify", G_CALLBACK (count_notify), &count);
  merge (store, "b2 c3 d4");
  after = g_list_model_get_item (G_LIST_MODEL (store), 0);
  g_assert_true (before == after);
  g_assert_cmpuint (count, ==, 0);
  merge (store, "b5");
  g_assert_cmpuint (count, ==, 1);
}

static void
test_merge_doubles (void)
{
  g_autoptr (GListStore) store = g_list_store_new (TEST_TYPE_ROW);
  g_autoptr (GObject) row = NULL;

  for (guint i = 0; i < 2; i++)
    {
      merge (store, "a1 a2 b3 a4");
      g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (store)), ==, 2);
    }
  row = g_list_model_get_item (G_LIST_MODEL (store), 0);
  g_assert_cmpint (pb_row_get_number (row, "amount"), ==, 1);
}

/* Any list becomes any other, and whoever follows by the signal sees the same. */
static void
test_merge_at_random (void)
{
  g_autoptr (GListStore) store = g_list_store_new (TEST_TYPE_ROW);
  Follower follower = { g_ptr_array_new_with_free_func (g_object_unref), 0 };

  g_signal_connect (store, "items-changed", G_CALLBACK (follow), &follower);
  for (guint round = 0; round < 500; round++)
    {
      GString *text = g_string_new (NULL);
      g_autofree char *wanted = NULL;
      g_autofree char *shown = NULL;
      gint32 order[10];

      for (gint32 i = 0; i < 10; i++)
        order[i] = i;
      if (g_test_rand_int_range (0, 4) == 0)
        for (gint32 i = 9; i > 0; i--)
          {
            gint32 other = g_test_rand_int_range (0, i + 1);
            gint32 kept = order[i];

            order[i] = order[other];
            order[other] = kept;
          }
      for (guint i = 0; i < 10; i++)
        if (g_test_rand_int_range (0, 3) > 0)
          g_string_append_printf (text, "%s%c%d", text->len > 0 ? " " : "", 'a' + order[i],
                                  g_test_rand_int_range (0, 5));
      wanted = g_string_free (text, FALSE);
      merge (store, wanted);
      shown = text_of (follower.rows);
      g_assert_cmpstr (shown, ==, wanted);
    }
  g_ptr_array_unref (follower.rows);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/rows/notifies-changes-only", test_row_notifies_changes_only);
  g_test_add_func ("/model/rows/merge", test_merge);
  g_test_add_func ("/model/rows/merge-keeps-objects", test_merge_keeps_objects);
  g_test_add_func ("/model/rows/merge-doubles", test_merge_doubles);
  g_test_add_func ("/model/rows/merge-at-random", test_merge_at_random);
  return g_test_run ();
}
