/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdarg.h>

#include "store/pb-store.h"

G_BEGIN_DECLS

/* SQL for the repositories of this room. libgda stays below this header (pb-gda-private.h).
 *
 * The set of SQL texts must be bounded: each distinct text is parsed once and kept, with its native statement, until
 * the store is freed. Never print a value into a text. Write what runs on SQLite and on PostgreSQL:
 *  - texts begin with SELECT when they return rows (a CTE is wrapped: SELECT * FROM (WITH … SELECT …) q); no RETURNING;
 *  - no comments of the form slash-star, no literal that ends in a backslash, one statement per text;
 *  - NULLS FIRST/LAST is written out; LIKE has ESCAPE '!'.
 *
 * Placeholders (outside quotes) and the argument that each one takes:
 *   ?s  const char *        text; NULL is SQL NULL
 *   ?i  gint64              number (pass exactly a gint64)
 *   ?d  double              number, finite
 *   ?b  gboolean            0 or 1
 *   ?t  gint64              time: 0 is SQL NULL
 *   ?I  const PbInt *       number; NULL or not set is SQL NULL
 *   ?D  const PbDouble *    number; NULL or not set is SQL NULL
 *   ?B  const PbBool *      0 or 1; NULL or not set is SQL NULL
 * "x = ?s" is never true for NULL, as SQL has it. */

/* Runs a statement that returns no rows.
 *
 * Returns: how many rows it changed (0 for what is not INSERT, UPDATE or DELETE), -1 with @error. */
gint64 pb_db_execute (PbStore *store, const char *sql, GError **error, ...);

/* The rows of a select, all in memory: the database is free for the next statement. */
typedef struct _PbRows PbRows;

/* @columns says one letter per column of the result: 's' text, 'i' number (64 bits), 'd' double.
 *
 * Returns: (transfer full): the rows, before the first one; NULL with @error. */
PbRows *pb_db_select (PbStore *store, const char *sql, const char *columns, GError **error, ...);
PbRows *pb_db_select_va (PbStore *store, const char *sql, const char *columns, GError **error, va_list *arguments);
void pb_rows_free (PbRows *rows);
guint pb_rows_get_n_rows (PbRows *rows);
/* Moves to the next row. Returns: whether there is one. */
gboolean pb_rows_next (PbRows *rows);
/* Values of the current row, by number of the column from 0. The letter must be the column's own. NULL is NULL, 0, not
 * set. */
gboolean pb_rows_is_null (PbRows *rows, guint column);
const char *pb_rows_get_string (PbRows *rows, guint column); /* (transfer none): until the rows are freed */
char *pb_rows_dup_string (PbRows *rows, guint column);
gint64 pb_rows_get_int (PbRows *rows, guint column);
double pb_rows_get_double (PbRows *rows, guint column);
PbInt pb_rows_get_pb_int (PbRows *rows, guint column);
PbDouble pb_rows_get_pb_double (PbRows *rows, guint column);
PbBool pb_rows_get_pb_bool (PbRows *rows, guint column);

/* Reads one number (count, max, …) of the first row; *@value is 0 when there is no row or it holds NULL. */
gboolean pb_db_select_int (PbStore *store, const char *sql, gint64 *value, GError **error, ...);

/* Reads whole records: "SELECT <all columns of the type> FROM <its table> <tail>". The table has no alias, so a tail
 * may name it: "WHERE run_id = ?s ORDER BY seq, id".
 *
 * Returns: (transfer full) (element-type PbObject): the records; NULL with @error. */
GPtrArray *pb_db_select_objects (PbStore *store, const PbType *type, const char *tail, GError **error, ...);
/* The first record of the same, of which @tail should ask for one only.
 *
 * Returns: (transfer full) (nullable): NULL with @error unset when there is none. */
gpointer pb_db_select_object (PbStore *store, const PbType *type, const char *tail, GError **error, ...);

/* The columns of all stored fields of @type in the table's order, quoted and joined by ", ", each with @prefix (for
 * example "r."). With it a repository writes its own join; pb_rows_fill_object() reads what comes. The text lives as
 * long as the store. */
const char *pb_db_type_columns (PbStore *store, const PbType *type, const char *prefix);
/* The letters for pb_db_select() that belong to pb_db_type_columns(). */
const char *pb_db_type_letters (PbStore *store, const PbType *type);
/* Copies the columns from @first_column on of the current row into @object. Error CORRUPT when a column holds what its
 * field cannot. */
gboolean pb_rows_fill_object (PbRows *rows, guint first_column, gpointer object, GError **error);

/* Values given as data instead of as arguments: for texts whose number of placeholders is known only when they are
 * built. */
typedef struct
{
  const char *text;
  gint64 number;
  double real;
  gboolean null; /* for the numbers; a NULL text is SQL NULL by itself */
} PbDbValue;

gint64 pb_db_execute_values (PbStore *store, const char *sql, const PbDbValue *values, guint n_values, GError **error);
PbRows *pb_db_select_values (PbStore *store,
                             const char *sql,
                             const char *columns,
                             const PbDbValue *values,
                             guint n_values,
                             GError **error);
GPtrArray *pb_db_select_objects_values (PbStore *store,
                                        const PbType *type,
                                        const char *tail,
                                        const PbDbValue *values,
                                        guint n_values,
                                        GError **error);

/* Opens with another set of migrations than the program's, whose resource directory @migrations is (with a closing
 * '/'). */
PbStore *pb_db_open (const char *database, PbStoreMode mode, const char *migrations, GError **error);

/* Returns: (transfer full): the names of the columns of @table in order, none for an unknown table; NULL with @error.
 */
char **pb_db_table_columns (PbStore *store, const char *table, GError **error);

/* How many distinct SQL texts this store keeps. */
guint pb_db_get_n_statements (PbStore *store);

/* How long a statement waits for another connection's lock; PB_STORE_BUSY_SECONDS from the beginning. */
void pb_db_set_busy_timeout (PbStore *store, guint milliseconds);

/* Runs the statements of a script, each once: nothing of it is kept. Errors say which statement failed. */
gboolean pb_db_run_script (PbStore *store, const char *script, GError **error);

/* Returns: the resource directory of the store's migrations. */
const char *pb_db_get_migrations (PbStore *store);
/* Refuses a database that a newer program wrote (SCHEMA). */
gboolean pb_migration_check_not_newer (PbStore *store, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PbRows, pb_rows_free)

G_END_DECLS
