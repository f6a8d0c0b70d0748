/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-store"

#include "store/pb-table-private.h"

static GPtrArray *
objects_from_rows (const PbType *type, PbRows *rows, GError **error)
{
  g_autoptr (GPtrArray) objects = NULL;

  if (rows == NULL)
    return NULL;
  objects = pb_object_array_new ();
  while (pb_rows_next (rows))
    {
      gpointer object = pb_object_new (type);

      g_ptr_array_add (objects, object);
      if (!pb_rows_fill_object (rows, 0, object, error))
        return NULL;
    }
  return g_steal_pointer (&objects);
}

static GPtrArray *
select_objects (PbStore *self, const PbType *type, const char *tail, GError **error, va_list *arguments)
{
  const PbTable *table = pb_db_get_table (self, type);
  g_autofree char *sql = g_strconcat (table->select, tail, NULL);
  g_autoptr (PbRows) rows = pb_db_select_va (self, sql, table->letters, error, arguments);

  return objects_from_rows (type, rows, error);
}

GPtrArray *
pb_db_select_objects (PbStore *self, const PbType *type, const char *tail, GError **error, ...)
{
  GPtrArray *objects = NULL;
  va_list arguments;

  g_return_val_if_fail (self != NULL && type != NULL && tail != NULL, NULL);

  va_start (arguments, error);
  objects = select_objects (self, type, tail, error, &arguments);
  va_end (arguments);
  return objects;
}

gpointer
pb_db_select_object (PbStore *self, const PbType *type, const char *tail, GError **error, ...)
{
  g_autoptr (GPtrArray) objects = NULL;
  va_list arguments;

  g_return_val_if_fail (self != NULL && type != NULL && tail != NULL, NULL);

  va_start (arguments, error);
  objects = select_objects (self, type, tail, error, &arguments);
  va_end (arguments);
  return objects != NULL && objects->len > 0 ? pb_object_ref (g_ptr_array_index (objects, 0)) : NULL;
}

GPtrArray *
pb_db_select_objects_values (PbStore *self,
                             const PbType *type,
                             const char *tail,
                             const PbDbValue *values,
                             guint n_values,
                             GError **error)
{
  const PbTable *table = pb_db_get_table (self, type);
  g_autofree char *sql = g_strconcat (table->select, tail, NULL);
  g_autoptr (PbRows) rows = pb_db_select_values (self, sql, table->letters, values, n_values, error);

  return objects_from_rows (type, rows, error);
}

/* Runs @sql for @object: its columns in order (@skip, nullable, left out), then its id when @with_id, then @version
 * (nullable). Returns: as pb_db_execute(). */
static gint64
execute_for_object (PbStore *self,
                    const PbTable *table,
                    const char *sql,
                    gconstpointer object,
                    const PbField *skip,
                    gboolean with_id,
                    const gint64 *version,
                    GError **error)
{
  g_autoptr (GPtrArray) scratch = g_ptr_array_new_with_free_func (g_free);
  PbDbValue *values = g_newa (PbDbValue, table->fields->len + 2);
  guint n = 0;

  for (guint i = 0; i < table->fields->len; i++)
    if (g_ptr_array_index (table->fields, i) != skip)
      pb_table_get_value (g_ptr_array_index (table->fields, i), object, &values[n++], scratch);
  if (with_id)
    pb_table_get_value (table->id, object, &values[n++], scratch);
  if (version != NULL)
    values[n++] = (PbDbValue){ .number = *version };
  return pb_db_execute_values (self, sql, values, n, error);
}

gboolean
pb_store_insert (PbStore *self, gconstpointer object, GError **error)
{
  const PbTable *table = NULL;

  g_return_val_if_fail (self != NULL && object != NULL, FALSE);
  g_return_val_if_fail (PB_TYPE_OF (object)->table != NULL, FALSE);

  table = pb_db_get_table (self, PB_TYPE_OF (object));
  return execute_for_object (self, table, table->insert, object, NULL, FALSE, NULL, error) >= 0;
}

static void
set_not_found (GError **error, const PbType *type, const char *id)
{
  g_set_error (error, PB_STORE_ERROR, PB_STORE_ERROR_NOT_FOUND, "%s has no row with the id %s", type->table, id);
}

gboolean
pb_store_update (PbStore *self, gconstpointer object, GError **error)
{
  const PbTable *table = NULL;
  gint64 n;

  g_return_val_if_fail (self != NULL && object != NULL, FALSE);
  g_return_val_if_fail (PB_TYPE_OF (object)->table != NULL, FALSE);

  table = pb_db_get_table (self, PB_TYPE_OF (object));
  g_return_val_if_fail (table->update != NULL, FALSE);
  n = execute_for_object (self, table, table->update, object, table->id, TRUE, NULL, error);
  if (n == 0)
    set_not_found (error, table->type, PB_MEMBER (object, table->id, const char *const));
  return n > 0;
}

gboolean
pb_store_update_version (PbStore *self, gconstpointer object, gint64 expected_version, GError **error)
{
  const PbTable *table = NULL;
  PbInt version;
  gint64 n;

  g_return_val_if_fail (self != NULL && object != NULL, FALSE);
  g_return_val_if_fail (PB_TYPE_OF (object)->table != NULL, FALSE);

  table = pb_db_get_table (self, PB_TYPE_OF (object));
  g_return_val_if_fail (table->update_version != NULL, FALSE);
  version = PB_MEMBER (object, table->version, const PbInt);
  g_return_val_if_fail (version.set && version.v > expected_version, FALSE);
  n = execute_for_object (self, table, table->update_version, object, table->id, TRUE, &expected_version, error);
  if (n == 0)
    g_set_error (error, PB_STORE_ERROR, PB_STORE_ERROR_STALE, "%s %s is no longer at version %" G_GINT64_FORMAT,
                 table->type->table, PB_MEMBER (object, table->id, const char *const), expected_version);
  return n > 0;
}

gboolean
pb_store_delete (PbStore *self, const PbType *type, const char *id, GError **error)
{
  const PbTable *table = NULL;
  gint64 n;

  g_return_val_if_fail (self != NULL && type != NULL && type->table != NULL && id != NULL, FALSE);

  table = pb_db_get_table (self, type);
  g_return_val_if_fail (table->delete_by_id != NULL, FALSE);
  n = pb_db_execute (self, table->delete_by_id, error, id);
  if (n == 0)
    set_not_found (error, type, id);
  return n > 0;
}
