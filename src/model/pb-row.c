/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-model"

#include "model/pb-row-private.h"

#include <string.h>

typedef struct
{
  GValue *values; /* (owned): one for each column of the class */
} PbRowPrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (PbRow, pb_row, G_TYPE_OBJECT)

static GValue *
get_value (PbRow *self, guint column)
{
  PbRowPrivate *private = pb_row_get_instance_private (self);

  g_assert (column < PB_ROW_GET_CLASS (self)->n_columns);
  return &private->values[column];
}

static void
pb_row_get_property (GObject *object, guint property_id, GValue *value, GParamSpec *pspec)
{
  g_value_copy (get_value (PB_ROW (object), property_id - 1), value);
}

static void
pb_row_constructed (GObject *object)
{
  PbRowPrivate *private = pb_row_get_instance_private (PB_ROW (object));
  PbRowClass *klass = PB_ROW_GET_CLASS (object);

  private->values = g_new0 (GValue, klass->n_columns);
  for (guint i = 0; i < klass->n_columns; i++)
    {
      g_value_init (&private->values[i], klass->columns[i]->value_type);
      if (klass->columns[i]->value_type == G_TYPE_STRING)
        g_value_set_static_string (&private->values[i], "");
    }
  G_OBJECT_CLASS (pb_row_parent_class)->constructed (object);
}

static void
pb_row_finalize (GObject *object)
{
  PbRowPrivate *private = pb_row_get_instance_private (PB_ROW (object));

  for (guint i = 0; i < PB_ROW_GET_CLASS (object)->n_columns; i++)
    g_value_unset (&private->values[i]);
  g_free (private->values);
  G_OBJECT_CLASS (pb_row_parent_class)->finalize (object);
}

static void
pb_row_class_init (PbRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = pb_row_get_property;
  object_class->constructed = pb_row_constructed;
  object_class->finalize = pb_row_finalize;
}

static void
pb_row_init (PbRow *self)
{
}

static GParamSpec *
new_pspec (const PbRowColumn *column)
{
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  switch (column->type)
    {
    case G_TYPE_STRING:
      return g_param_spec_string (column->name, NULL, NULL, "", flags);
    case G_TYPE_INT:
      return g_param_spec_int (column->name, NULL, NULL, G_MININT, G_MAXINT, 0, flags);
    case G_TYPE_INT64:
      return g_param_spec_int64 (column->name, NULL, NULL, G_MININT64, G_MAXINT64, 0, flags);
    case G_TYPE_UINT:
      return g_param_spec_uint (column->name, NULL, NULL, 0, G_MAXUINT, 0, flags);
    case G_TYPE_BOOLEAN:
      return g_param_spec_boolean (column->name, NULL, NULL, FALSE, flags);
    case G_TYPE_DOUBLE:
      return g_param_spec_double (column->name, NULL, NULL, -G_MAXDOUBLE, G_MAXDOUBLE, 0, flags);
    default:
      g_assert_not_reached ();
    }
}

void
pb_row_class_install (gpointer klass, const PbRowColumn *columns, guint n_columns)
{
  PbRowClass *row_class = klass;

  /* Index 0 of the table that GObject wants is no property. */
  GParamSpec **pspecs = g_new0 (GParamSpec *, n_columns + 1);

  for (guint i = 0; i < n_columns; i++)
    pspecs[i + 1] = new_pspec (&columns[i]);
  /* GObject takes the parent's getter away from every class that is made. */
  G_OBJECT_CLASS (klass)->get_property = pb_row_get_property;
  g_object_class_install_properties (klass, n_columns + 1, pspecs);
  row_class->n_columns = n_columns;
  row_class->columns = pspecs + 1;
}

static void
notify (PbRow *self, guint column)
{
  g_object_notify_by_pspec (G_OBJECT (self), PB_ROW_GET_CLASS (self)->columns[column]);
}

void
pb_row_take_text (gpointer row, guint column, char *value)
{
  GValue *held = get_value (row, column);

  if (strcmp (g_value_get_string (held), value != NULL ? value : "") == 0)
    {
      g_free (value);
      return;
    }
  if (value != NULL)
    g_value_take_string (held, value);
  else
    g_value_set_static_string (held, "");
  notify (row, column);
}

void
pb_row_set_text (gpointer row, guint column, const char *value)
{
  pb_row_take_text (row, column, g_strdup (value));
}

void
pb_row_set_number (gpointer row, guint column, gint64 value)
{
  GValue *held = get_value (row, column);

  if (pb_row_peek_number (row, column) == value)
    return;
  switch (G_VALUE_TYPE (held))
    {
    case G_TYPE_INT:
      g_value_set_int (held, (int) value);
      break;
    case G_TYPE_INT64:
      g_value_set_int64 (held, value);
      break;
    case G_TYPE_UINT:
      g_value_set_uint (held, (guint) value);
      break;
    case G_TYPE_BOOLEAN:
      g_value_set_boolean (held, value != 0);
      break;
    default:
      g_assert_not_reached ();
    }
  notify (row, column);
}

void
pb_row_set_double (gpointer row, guint column, double value)
{
  GValue *held = get_value (row, column);
  double before = g_value_get_double (held);

  if (!(before < value) && !(before > value))
    return;
  g_value_set_double (held, value);
  notify (row, column);
}

const char *
pb_row_peek_text (gpointer row, guint column)
{
  return g_value_get_string (get_value (row, column));
}

static gint64
number_of (const GValue *value)
{
  switch (G_VALUE_TYPE (value))
    {
    case G_TYPE_INT:
      return g_value_get_int (value);
    case G_TYPE_INT64:
      return g_value_get_int64 (value);
    case G_TYPE_UINT:
      return g_value_get_uint (value);
    case G_TYPE_BOOLEAN:
      return g_value_get_boolean (value);
    default:
      g_return_val_if_reached (0);
    }
}

gint64
pb_row_peek_number (gpointer row, guint column)
{
  return number_of (get_value (row, column));
}

/* Returns: (nullable): the value of a property. */
static const GValue *
find_value (gpointer row, const char *property)
{
  PbRowClass *klass = PB_ROW_GET_CLASS (row);

  for (guint i = 0; i < klass->n_columns; i++)
    if (strcmp (klass->columns[i]->name, property) == 0)
      return get_value (row, i);
  g_return_val_if_reached (NULL);
}

const char *
pb_row_get_text (gpointer row, const char *property)
{
  const GValue *value;

  g_return_val_if_fail (PB_IS_ROW (row), "");

  value = find_value (row, property);
  g_return_val_if_fail (value != NULL && G_VALUE_HOLDS_STRING (value), "");
  return g_value_get_string (value);
}

gint64
pb_row_get_number (gpointer row, const char *property)
{
  const GValue *value;

  g_return_val_if_fail (PB_IS_ROW (row), 0);

  value = find_value (row, property);
  return value != NULL ? number_of (value) : 0;
}

gboolean
pb_row_get_flag (gpointer row, const char *property)
{
  return pb_row_get_number (row, property) != 0;
}

double
pb_row_get_double (gpointer row, const char *property)
{
  const GValue *value;

  g_return_val_if_fail (PB_IS_ROW (row), 0);

  value = find_value (row, property);
  g_return_val_if_fail (value != NULL && G_VALUE_HOLDS_DOUBLE (value), 0);
  return g_value_get_double (value);
}
