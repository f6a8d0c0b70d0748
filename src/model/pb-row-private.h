/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/pb-row.h"

G_BEGIN_DECLS

/* A property of a row: G_TYPE_STRING, _INT, _INT64, _UINT, _BOOLEAN or _DOUBLE. Columns are numbered from 0 in the
 * order of the table. */
typedef struct
{
  const char *name;
  GType type;
} PbRowColumn;

/* In class_init, once. @klass: (type PbRowClass). @columns: static. Row classes have no other properties. */
void pb_row_class_install (gpointer klass, const PbRowColumn *columns, guint n_columns);

/* Setters notify only when the value changes. NULL is "" for texts. @row: (type PbRow). */
void pb_row_set_text (gpointer row, guint column, const char *value);
void pb_row_take_text (gpointer row, guint column, char *value);
void pb_row_set_number (gpointer row, guint column, gint64 value);
void pb_row_set_double (gpointer row, guint column, double value);

const char *pb_row_peek_text (gpointer row, guint column);
gint64 pb_row_peek_number (gpointer row, guint column);

G_END_DECLS
