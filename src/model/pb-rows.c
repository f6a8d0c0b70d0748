/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-model"

#include "model/pb-rows-private.h"

#include <string.h>

#include "model/pb-row-private.h"

static guint
length_of (GListStore *store)
{
  return g_list_model_get_n_items (G_LIST_MODEL (store));
}

/* Returns: (transfer none): valid while the store holds it. */
static gpointer
peek (GListStore *store, guint position)
{
  g_autoptr (GObject) row = g_list_model_get_item (G_LIST_MODEL (store), position);

  return row;
}

/* Removes what is not in @wanted, neighbours at once. */
static void
remove_others (GListStore *store, GHashTable *wanted)
{
  guint end = length_of (store);

  while (end > 0)
    {
      guint start = end;

      while (start > 0 && !g_hash_table_contains (wanted, peek (store, start - 1)))
        start--;
      if (start < end)
        g_list_store_splice (store, start, end - start, NULL, 0);
      end = start;
      while (end > 0 && g_hash_table_contains (wanted, peek (store, end - 1)))
        end--;
    }
}

static void
move_to (GListStore *store, GObject *row, guint position)
{
  g_autoptr (GObject) kept = g_object_ref (row);
  guint from = position;

  while (peek (store, from) != kept)
    from++;
  g_list_store_remove (store, from);
  g_list_store_insert (store, position, kept);
}

void
pb_rows_sync (GListStore *store, GPtrArray *rows)
{
  g_autoptr (GHashTable) wanted = g_hash_table_new (NULL, NULL);
  g_autoptr (GHashTable) present = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < rows->len; i++)
    g_hash_table_add (wanted, rows->pdata[i]);
  remove_others (store, wanted);
  for (guint i = 0; i < length_of (store); i++)
    g_hash_table_add (present, peek (store, i));

  for (guint i = 0; i < rows->len;)
    {
      guint added = 0;

      if (i < length_of (store) && peek (store, i) == rows->pdata[i])
        {
          i++;
          continue;
        }
      if (g_hash_table_contains (present, rows->pdata[i]))
        {
          move_to (store, rows->pdata[i], i);
          i++;
          continue;
        }
      while (i + added < rows->len && !g_hash_table_contains (present, rows->pdata[i + added]))
        added++;
      g_list_store_splice (store, i, 0, rows->pdata + i, added);
      i += added;
    }
}

void
pb_rows_merge (GListStore *store, GPtrArray *data, const PbRowsClass *rows_class, gpointer owner)
{
  g_autoptr (GHashTable) known = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) taken = g_hash_table_new (NULL, NULL);
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < length_of (store); i++)
    {
      gpointer row = peek (store, i);

      g_hash_table_insert (known, (char *) rows_class->key_of_row (row), row);
    }
  for (guint i = 0; i < data->len; i++)
    {
      g_autofree char *key = rows_class->key_of_data (data->pdata[i]);
      gpointer row = g_hash_table_lookup (known, key);

      if (row == NULL)
        {
          row = rows_class->new_row (owner, data->pdata[i]);
          rows_class->update (owner, row, data->pdata[i]);
          g_hash_table_insert (known, (char *) rows_class->key_of_row (row), row);
        }
      else if (g_hash_table_contains (taken, row))
        continue;
      else
        {
          g_object_ref (row);
          g_object_freeze_notify (row);
          rows_class->update (owner, row, data->pdata[i]);
          g_object_thaw_notify (row);
        }
      g_hash_table_add (taken, row);
      g_ptr_array_add (rows, row);
    }
  pb_rows_sync (store, rows);
}

typedef struct
{
  gpointer self;
  guint n_items_column;
} Forward;

static void
items_changed_cb (GListModel *store, guint position, guint removed, guint added, Forward *forward)
{
  g_list_model_items_changed (forward->self, position, removed, added);
  pb_row_set_number (forward->self, forward->n_items_column, g_list_model_get_n_items (store));
}

static void
free_forward (gpointer data, GClosure *closure)
{
  g_free (data);
}

void
pb_rows_forward (GListStore *store, gpointer self, guint n_items_column)
{
  Forward *forward = g_new (Forward, 1);

  /* The store belongs to @self alone and goes with it. */
  forward->self = self;
  forward->n_items_column = n_items_column;
  g_signal_connect_data (store, "items-changed", G_CALLBACK (items_changed_cb), forward, free_forward, 0);
}

gpointer
pb_rows_find (GListModel *model, const char *key, const char *(*key_of_row) (gpointer row))
{
  for (guint i = 0; key != NULL && i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (GObject) row = g_list_model_get_item (model, i);

      if (strcmp (key_of_row (row), key) == 0)
        return row;
    }
  return NULL;
}
