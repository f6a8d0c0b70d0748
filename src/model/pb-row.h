/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/* A row of a list: an object whose properties are read by the views and written by the model that owns it. A property
 * notifies only when its value changes. The properties of each kind of row are listed in its header; texts are in the
 * reader's language and ready to be shown (never markup), and never NULL unless said so. */

#define PB_TYPE_ROW (pb_row_get_type ())
G_DECLARE_DERIVABLE_TYPE (PbRow, pb_row, PB, ROW, GObject)

struct _PbRowClass
{
  GObjectClass parent_class;
  /* Set once by the class of the row, pb_row_class_install(). */
  guint n_columns;
  GParamSpec **columns;
};

/* @row: (type PbRow). @property must be one of its text properties.
 * Returns: (transfer none): valid until the property changes. */
const char *pb_row_get_text (gpointer row, const char *property);
/* @row: (type PbRow). @property must be one of its int, int64 or boolean properties. */
gint64 pb_row_get_number (gpointer row, const char *property);
/* @row: (type PbRow). @property must be one of its boolean properties. */
gboolean pb_row_get_flag (gpointer row, const char *property);
/* @row: (type PbRow). @property must be one of its double properties. */
double pb_row_get_double (gpointer row, const char *property);

G_END_DECLS
