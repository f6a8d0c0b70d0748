/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The only header of the program that includes libgda; for pb-connection.c, pb-db.c and pb-rows.c. */

#include <libgda/libgda.h>
#include <sql-parser/gda-sql-parser.h>
#include <sqlite3.h>

#include "store/pb-db-private.h"

G_BEGIN_DECLS

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GdaStatement, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GdaBatch, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GdaDataModel, g_object_unref)

typedef struct
{
  GdaStatement *statement; /* (owned) */
  GdaSet *parameters;      /* (owned) (nullable) */
  GString *kinds;          /* (owned): the letters of the placeholders */
  GValue **values;         /* (owned) (array): places inside parameters */
  char *letters;           /* (owned) (nullable): of the columns, once it was a select */
  GType *types;            /* (owned) (nullable): the same for libgda */
} PbStatement;

struct _PbStore
{
  GdaConnection *connection; /* (owned) */
  GdaSqlParser *parser;      /* (owned) */
  sqlite3 *handle;           /* (unowned): libgda's own */
  GHashTable *statements;    /* (owned) SQL → PbStatement */
  GHashTable *tables;        /* (owned) PbType → PbTable */
  char *migrations;          /* (owned) */
  PbStoreMode mode;
  gboolean in_transaction;
  gint64 data_version; /* SQLite's number of other connections' commits, as it was last asked; 0: never */
  gboolean failed;     /* a statement of this transaction has failed */
  gboolean marked;     /* this transaction has a savepoint */
};

struct _PbRows
{
  GdaDataModel *model; /* (owned) */
  char *letters;       /* (owned) */
  guint n_columns;
  int n_rows;
  int row; /* -1: before the first */
};

void pb_statement_free (PbStatement *statement);

/* Makes an error of this room from @gda_error (transfer full) (nullable) and from what SQLite itself remembers; a
 * transaction that is open has failed with it. */
void pb_store_take_error (PbStore *store, GError *gda_error, GError **error);
void pb_store_mark_failed (PbStore *store);

G_END_DECLS
