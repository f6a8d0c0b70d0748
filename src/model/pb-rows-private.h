/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Lists whose rows keep their object for as long as what they show is there: a view keeps selection and place. */

/* How rows of one list come from data. */
typedef struct
{
  const char *(*key_of_row) (gpointer row);
  char *(*key_of_data) (gconstpointer data); /* (transfer full) */
  /* Returns: (transfer full): a row for @data, not yet updated. */
  gpointer (*new_row) (gpointer owner, gconstpointer data);
  void (*update) (gpointer owner, gpointer row, gconstpointer data);
} PbRowsClass;

/* Makes @store hold exactly @rows (element-type GObject), in this order, with as few changes as that takes. */
void pb_rows_sync (GListStore *store, GPtrArray *rows);
/* Makes @store hold one row for each element of @data, in this order; rows with the same key are kept and updated. Of
 * data with the same key the first counts. */
void pb_rows_merge (GListStore *store, GPtrArray *data, const PbRowsClass *rows_class, gpointer owner);
/* Lets @self (a GListModel) be what @store is; @n_items_column of @self (type PbRow) follows. */
void pb_rows_forward (GListStore *store, gpointer self, guint n_items_column);
/* Returns: (transfer none) (nullable): the row of @model with @key. */
gpointer pb_rows_find (GListModel *model, const char *key, const char *(*key_of_row) (gpointer row));

G_END_DECLS
