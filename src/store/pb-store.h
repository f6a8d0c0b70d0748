/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "domain/pb-object.h"

G_BEGIN_DECLS

/* A store is one connection to the database and is used by one thread at a time. The thread may change, as long as the
 * hand-over is ordered (a queue, a join). Nothing here is asynchronous: every call may wait for the disk, and a writer
 * for up to PB_STORE_BUSY_SECONDS for another writer. Never call it on a thread that draws or serves sockets.
 *
 * Rows and records are the same thing here: what a column holds follows from the record type's field table
 * (pb-object.h): STRING and JSON are text, ENUM is its wire text, INT is a number, BOOL is 0 or 1, TIME is microseconds
 * (absent: NULL), DOUBLE is a number, NUMBERS and STRINGS are lists in one text, CHILD and CHILDREN have no column. */

#define PB_STORE_BUSY_SECONDS 5

typedef struct _PbStore PbStore;

typedef enum
{
  PB_STORE_WRITER, /* makes the database when there is none */
  PB_STORE_READER, /* the database must exist; every attempt to write fails */
} PbStoreMode;

#define PB_STORE_ERROR (pb_store_error_quark ())
GQuark pb_store_error_quark (void);

typedef enum
{
  PB_STORE_ERROR_NOT_FOUND, /* no row has this id */
  PB_STORE_ERROR_CONFLICT, /* a unique key is taken; pb_store_error_constraint() is "table.column[, table.column…]" */
  PB_STORE_ERROR_CONSTRAINT, /* a foreign key (no name), a CHECK (its name) or NOT NULL ("table.column") refused the row
                              */
  PB_STORE_ERROR_BUSY,       /* another writer held the database all the time: may be tried again from the beginning */
  PB_STORE_ERROR_STALE,      /* the row is no longer at the version that the change was made for */
  PB_STORE_ERROR_IO,         /* path, permission, disk full, disk error, a write through a reader */
  PB_STORE_ERROR_SCHEMA,  /* the database's schema is newer than the program, or a migration does not match or fails */
  PB_STORE_ERROR_CORRUPT, /* not a database, a damaged one, or a column that holds what its field cannot */
  PB_STORE_ERROR_FAILED,  /* a statement or a use of the store that is wrong in the program itself */
} PbStoreError;

/* Returns: (nullable): which constraint refused the row, see PbStoreError; owned by @error. */
const char *pb_store_error_constraint (const GError *error);

/* Opens a database: "sqlite:PATH" (PATH as the file system has it; its directory must exist; a new file is readable by
 * its owner only). Sets no schema up: see pb_store_migrate().
 *
 * Errors: IO for an unknown scheme and for a path that cannot be opened; CORRUPT when the file is not a database;
 * SCHEMA when a newer program wrote it.
 *
 * Returns: (transfer full): the store, to be freed by pb_store_free(). */
PbStore *pb_store_open (const char *database, PbStoreMode mode, GError **error);
/* Rolls back a transaction that is still open. @store may be NULL. */
void pb_store_free (PbStore *store);

/* Brings the schema to this program's, one transaction per migration; does nothing when it is there already. Two
 * programs that do it at once wait for each other. A migration that was applied with another text than the program's is
 * refused (SCHEMA). */
gboolean pb_store_migrate (PbStore *store, GError **error);
/* Returns: the number of the newest applied migration, 0 for an empty database. */
guint pb_store_get_schema_version (PbStore *store);

/* Begins a transaction. A writer's takes the write lock at once (error BUSY when it cannot), so nothing later in it
 * waits for a lock; a reader's sees one state of the database. Transactions do not nest: beginning one inside another
 * is FAILED.
 *
 * After a statement has failed inside a transaction there is only pb_store_rollback(): pb_store_commit() then refuses
 * and rolls back. NOT_FOUND and STALE are answers, not failed statements. */
gboolean pb_store_begin (PbStore *store, GError **error);
/* Makes the changes last. When it fails nothing of the transaction is there; either way the transaction is over. */
gboolean pb_store_commit (PbStore *store, GError **error);
/* Takes all changes back; does nothing without a transaction. */
void pb_store_rollback (PbStore *store);
gboolean pb_store_in_transaction (PbStore *store);

/* Marks a place inside a transaction to which pb_store_undo() goes back: several changes share one commit, and one of
 * them may fail without the others. Only one place is kept at a time: marking again moves it. */
gboolean pb_store_mark (PbStore *store, GError **error);
/* Takes back what was done since the place that was marked last, which stays marked, and with it a failed statement.
 * Returns: FALSE when that cannot be, because the whole transaction is lost (a disk that is full or fails): then there
 * is only pb_store_rollback(). */
gboolean pb_store_undo (PbStore *store);

/* Whether a commit waits until the disk has it, as it does from the beginning. What is written without can be lost with
 * the power, and the database with it: only for what can be made anew. Switching it on again waits for the disk with
 * everything that was written before. Not inside a transaction. */
gboolean pb_store_set_lasting (PbStore *store, gboolean lasting, GError **error);

/* Whether another connection, of this program or of another, has committed since this was last asked (the first answer
 * is FALSE). Only outside of a change of one's own does it say something. */
gboolean pb_store_changed_elsewhere (PbStore *store, gboolean *changed, GError **error);

/* Writes a new row with all columns of @object's type. Errors: CONFLICT, CONSTRAINT, BUSY, IO. */
gboolean pb_store_insert (PbStore *store, gconstpointer object, GError **error);
/* Writes all columns of the row that has @object's id. Errors: as pb_store_insert(), and NOT_FOUND. */
gboolean pb_store_update (PbStore *store, gconstpointer object, GError **error);
/* Like pb_store_update(), but only while the row is at @expected_version; for types with an INT column "version".
 * @object carries the new version, which must be greater. Errors: STALE when the row is at another version or gone. */
gboolean pb_store_update_version (PbStore *store, gconstpointer object, gint64 expected_version, GError **error);
/* Errors: NOT_FOUND; CONSTRAINT when other rows need this one. */
gboolean pb_store_delete (PbStore *store, const PbType *type, const char *id, GError **error);

/* Reads a row by a unique text column (which of several equal ones comes is not said). A NULL @value is in no row.
 *
 * Returns: (transfer full) (nullable): the record; NULL with @error unset when there is none. */
gpointer pb_store_get_by (PbStore *store, const PbType *type, const char *column, const char *value, GError **error);
/* Reads all rows that hold @value in a text column, ordered by @order_by (nullable) and then by id.
 *
 * Returns: (transfer full) (element-type PbObject): the records, none is an empty array; NULL with @error. */
GPtrArray *pb_store_list_by (PbStore *store,
                             const PbType *type,
                             const char *column,
                             const char *value,
                             const char *order_by,
                             GError **error);

typedef enum
{
  PB_OP_EQ,
  PB_OP_NE, /* a row without a value is not equal, so it is there */
  PB_OP_GE,
  PB_OP_LE,
  PB_OP_GT,
  PB_OP_LT,
  PB_OP_IN,         /* one of the texts in list, or of those in text, parted by ',' */
  PB_OP_IS_NULL,    /* takes no value */
  PB_OP_NOT_NULL,   /* takes no value */
  PB_OP_PREFIX,     /* the column's text begins with text, letter case matters */
  PB_OP_IN_OR_NULL, /* PB_OP_IN, or no value at all */
} PbOp;

/* For a PB_OP_IN whose list names something else than the column holds: the column is the @key of a row of @type, and
 * the list is of that row's @column. */
typedef struct
{
  const PbType *type;
  const char *key;
  const char *column;
} PbThrough;

/* The most texts of a PB_OP_IN. */
#define PB_QUERY_IN_MAX      128
#define PB_QUERY_FILTERS_MAX 12
#define PB_QUERY_SEARCH_MAX  4

/* Everything is borrowed for the call. */
typedef struct
{
  const char *column;
  PbOp op;
  const char *text;         /* STRING, ENUM, JSON columns */
  gint64 number;            /* INT, BOOL, TIME, DOUBLE columns */
  const char *const *list;  /* PB_OP_IN, PB_OP_IN_OR_NULL */
  const PbThrough *through; /* (nullable) with list */
} PbFilter;

/* A page of a table: the rows that pass every filter and hold the searched text. Begin with { .type = … }. */
typedef struct
{
  const PbType *type;
  PbFilter filters[PB_QUERY_FILTERS_MAX];
  guint n_filters;
  const char *search; /* (nullable) text that one of search_columns contains; ASCII letters match in either case */
  const char *search_columns[PB_QUERY_SEARCH_MAX]; /* ended by NULL or by the array */
  const char *order_by;                            /* (nullable) column; absent values are the smallest */
  const char *then_by;                             /* (nullable) column that parts what order_by does not */
  gboolean descending;                             /* also turns then_by and the last tie-breaker, the id */
  gboolean then_reversed;                          /* then_by goes the other way */
  guint limit;                                     /* 0: all */
  guint offset;
} PbQuery;

/* Reads a page. @total (nullable) receives the number of rows on all pages; take both inside one transaction when they
 * must agree. The columns are programmers' texts: one that the type does not have is FAILED.
 *
 * Returns: (transfer full) (element-type PbObject): the records; NULL with @error. */
GPtrArray *pb_store_list (PbStore *store, const PbQuery *query, gint64 *total, GError **error);

/* Adds a filter. */
void pb_query_add_text (PbQuery *query, const char *column, PbOp op, const char *text);
void pb_query_add_number (PbQuery *query, const char *column, PbOp op, gint64 number);
void pb_query_add_list (PbQuery *query, const char *column, const char *const *list);
/* @op: PB_OP_IN or PB_OP_IN_OR_NULL. @through is nullable. */
void pb_query_add_list_through (PbQuery *query,
                                const char *column,
                                PbOp op,
                                const PbThrough *through,
                                const char *const *list);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PbStore, pb_store_free)

G_END_DECLS
