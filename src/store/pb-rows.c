/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-store"

#include "store/pb-gda-private.h"

void
pb_rows_free (PbRows *self)
{
  if (self == NULL)
    return;
  g_clear_object (&self->model);
  g_free (self->letters);
  g_free (self);
}

guint
pb_rows_get_n_rows (PbRows *self)
{
  return (guint) self->n_rows;
}

gboolean
pb_rows_next (PbRows *self)
{
  if (self->row + 1 >= self->n_rows)
    return FALSE;
  self->row++;
  return TRUE;
}

/* Returns: (nullable): the value, NULL for SQL NULL. */
static const GValue *
get_value (PbRows *self, guint column, char letter)
{
  const GValue *value = NULL;

  g_return_val_if_fail (self->row >= 0 && column < self->n_columns, NULL);
  g_return_val_if_fail (letter == '\0' || self->letters[column] == letter, NULL);

  value = gda_data_model_get_value_at (self->model, (int) column, self->row, NULL);
  return value == NULL || GDA_VALUE_HOLDS_NULL (value) ? NULL : value;
}

gboolean
pb_rows_is_null (PbRows *self, guint column)
{
  return get_value (self, column, '\0') == NULL;
}

const char *
pb_rows_get_string (PbRows *self, guint column)
{
  const GValue *value = get_value (self, column, 's');

  return value != NULL ? g_value_get_string (value) : NULL;
}

char *
pb_rows_dup_string (PbRows *self, guint column)
{
  return g_strdup (pb_rows_get_string (self, column));
}

gint64
pb_rows_get_int (PbRows *self, guint column)
{
  const GValue *value = get_value (self, column, 'i');

  return value != NULL ? g_value_get_int64 (value) : 0;
}

double
pb_rows_get_double (PbRows *self, guint column)
{
  const GValue *value = get_value (self, column, 'd');

  return value != NULL ? g_value_get_double (value) : 0;
}

PbInt
pb_rows_get_pb_int (PbRows *self, guint column)
{
  const GValue *value = get_value (self, column, 'i');

  return value != NULL ? PB_INT (g_value_get_int64 (value)) : (PbInt){ 0 };
}

PbDouble
pb_rows_get_pb_double (PbRows *self, guint column)
{
  const GValue *value = get_value (self, column, 'd');

  return value != NULL ? PB_DOUBLE (g_value_get_double (value)) : (PbDouble){ 0 };
}

PbBool
pb_rows_get_pb_bool (PbRows *self, guint column)
{
  const GValue *value = get_value (self, column, 'i');

  return value != NULL ? PB_BOOL (g_value_get_int64 (value) != 0) : (PbBool){ 0 };
}
