/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/pb-db-private.h"

G_BEGIN_DECLS

/* The SQL texts of a record type, built once per store from its field table. */
typedef struct
{
  const PbType *type;
  GPtrArray *fields;      /* (owned) (element-type const PbField): those with a column, in the type's order */
  char *letters;          /* (owned): of the columns, for pb_db_select() */
  char *select;           /* (owned): "SELECT … FROM …" */
  char *count;            /* (owned): "SELECT count(*) FROM …" */
  char *insert;           /* (owned) */
  char *update;           /* (owned) (nullable): NULL without a column "id" */
  char *update_version;   /* (owned) (nullable): NULL without INT "version" */
  char *delete_by_id;     /* (owned) (nullable) */
  const PbField *id;      /* (nullable) */
  const PbField *version; /* (nullable) */
  GHashTable *columns;    /* (owned) prefix → quoted columns */
} PbTable;

PbTable *pb_table_new (const PbType *type);
void pb_table_free (PbTable *table);
/* Returns: (transfer none): the table of @type, which must have one. */
PbTable *pb_db_get_table (PbStore *store, const PbType *type);

/* Returns: (nullable): the stored field with this column. */
const PbField *pb_table_find_column (const PbTable *table, const char *column);
/* Whether the column holds text (else a number). */
gboolean pb_field_is_text_column (const PbField *field);

/* Takes the value of @field from @object. A text made for it goes into @scratch, which must outlive @value. */
void pb_table_get_value (const PbField *field, gconstpointer object, PbDbValue *value, GPtrArray *scratch);

G_END_DECLS
