/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-store"

#include "store/pb-gda-private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <libgda/gda-connection-private.h>
#include <string.h>
#include <unistd.h>

#include "store/pb-table-private.h"

#define PROGRAM_MIGRATIONS "/io/github/prepboard/store/sqlite/"

/* Every connection has a cache of its own, behind all of them stands the system's: small ones keep the program small.
 * Without memory mapping a failing disk is an error and not a signal that ends the program. REPLACE deletes rows, which
 * only recursive triggers see. */
static const char *const pragmas[] = {
  "PRAGMA foreign_keys=ON", "PRAGMA synchronous=FULL",  "PRAGMA cache_size=-2048", /* KiB */
  "PRAGMA mmap_size=0",     "PRAGMA temp_store=MEMORY", "PRAGMA trusted_schema=OFF", "PRAGMA recursive_triggers=ON",
};

static gboolean
set_io_error (GError **error, const char *path, const char *reason)
{
  g_set_error (error, PB_STORE_ERROR, PB_STORE_ERROR_IO, "Cannot open the database %s: %s", path, reason);
  return FALSE;
}

/* Looks at the path before libgda does, which says little about what is wrong with it. Never opens a file that is
 * there: closing it would drop the locks that another connection of this program holds on it. */
static gboolean
prepare_file (const char *path, PbStoreMode mode, GError **error)
{
  GStatBuf info;

  if (g_stat (path, &info) == 0)
    {
      if (!S_ISREG (info.st_mode))
        return set_io_error (error, path, "It is not a file");
      if (g_access (path, mode == PB_STORE_WRITER ? R_OK | W_OK : R_OK) != 0)
        return set_io_error (error, path, g_strerror (errno));
      return TRUE;
    }
  if (errno != ENOENT || mode == PB_STORE_READER)
    return set_io_error (error, path, g_strerror (errno));
  else
    {
      int fd = g_open (path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

      if (fd < 0 && errno != EEXIST)
        return set_io_error (error, path, g_strerror (errno));
      if (fd >= 0)
        close (fd);
      return TRUE;
    }
}

static char *
path_from_database (const char *database, GError **error)
{
  static const char scheme[] = "sqlite:";
  const char *path = database + strlen (scheme);

  if (!g_str_has_prefix (database, scheme))
    {
      /* What follows the scheme may hold a password. */
      const char *colon = strchr (database, ':');
      g_set_error (error, PB_STORE_ERROR, PB_STORE_ERROR_IO, "Unknown kind of database “%.*s”: give sqlite:PATH",
                   colon != NULL ? (int) (colon - database) : 0, database);
      return NULL;
    }
  if (*path == '\0')
    {
      g_set_error_literal (error, PB_STORE_ERROR, PB_STORE_ERROR_IO, "The database has no path: give sqlite:PATH");
      return NULL;
    }
  return g_canonicalize_filename (path, NULL);
}

/* When libgda cannot open a connection there is no handle to ask for a code, only SQLite's text. */
static void
set_connection_error (GError **error, const char *path, const char *message)
{
  PbStoreError code = PB_STORE_ERROR_IO;

  if (strstr (message, "not a database") != NULL || strstr (message, "malformed") != NULL)
    code = PB_STORE_ERROR_CORRUPT;
  else if (strstr (message, "locked") != NULL)
    code = PB_STORE_ERROR_BUSY;
  g_set_error (error, PB_STORE_ERROR, code, "Cannot open the database %s: %s", path, message);
}

static gpointer
init_libgda (gpointer unused)
{
  gda_init ();
  return NULL;
}

static gboolean
connect_to_file (PbStore *self, const char *path, GError **error)
{
  static GOnce once = G_ONCE_INIT;
  g_autofree char *dir = g_path_get_dirname (path);
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *encoded_dir = gda_rfc1738_encode (dir);
  g_autofree char *encoded_name = gda_rfc1738_encode (name);
  g_autofree char *parameters = NULL;
  GError *gda_error = NULL;
  /* What the provider keeps for a connection begins so; it has no public way to the handle, whose codes tell one error
   * from the other. */
  struct
  {
    void *connection;
    sqlite3 *handle;
  } *data = NULL;

  g_once (&once, init_libgda, NULL);
  parameters = g_strdup_printf ("DB_DIR=%s;DB_NAME=%s;APPEND_DB_EXTENSION=FALSE;FK=TRUE;EXTRA_FUNCTIONS=FALSE",
                                encoded_dir, encoded_name);
  self->connection =
    gda_connection_open_from_string ("SQLite", parameters, NULL, GDA_CONNECTION_OPTIONS_NONE, &gda_error);
  if (self->connection == NULL)
    {
      set_connection_error (error, path,
                            gda_error != NULL ? gda_error->message : "The SQLite provider gives no reason");
      g_clear_error (&gda_error);
      return FALSE;
    }
  data = gda_connection_internal_get_provider_data (self->connection);
  self->handle = data->handle;
  self->parser = gda_sql_parser_new ();
  g_object_set (self->parser, "mode", GDA_SQL_PARSER_MODE_DELIMIT, NULL);
  return TRUE;
}

static gboolean
run_pragma (PbStore *self, const char *sql, GError **error)
{
  g_autoptr (PbRows) rows = pb_db_select (self, sql, "s", error);

  return rows != NULL;
}

/* Readers and writers see each other's last committed state only with a write-ahead log; the database remembers it. */
static gboolean
set_write_ahead_log (PbStore *self, GError **error)
{
  g_autoptr (PbRows) rows = pb_db_select (self, "PRAGMA journal_mode=WAL", "s", error);

  if (rows == NULL || !run_pragma (self, "PRAGMA journal_size_limit=67108864", error))
    return FALSE;
  if (!pb_rows_next (rows) || g_strcmp0 (pb_rows_get_string (rows, 0), "wal") != 0)
    {
      g_set_error_literal (error, PB_STORE_ERROR, PB_STORE_ERROR_IO,
                           "The database's file system allows no write-ahead log");
      return FALSE;
    }
  return TRUE;
}

static gboolean
set_up_connection (PbStore *self, GError **error)
{
  gint64 n_tables = 0;

  pb_db_set_busy_timeout (self, PB_STORE_BUSY_SECONDS * 1000);
  for (gsize i = 0; i < G_N_ELEMENTS (pragmas); i++)
    if (!run_pragma (self, pragmas[i], error))
      return FALSE;
  if (self->mode == PB_STORE_WRITER && !set_write_ahead_log (self, error))
    return FALSE;
  if (self->mode == PB_STORE_READER && !run_pragma (self, "PRAGMA query_only=ON", error))
    return FALSE;
  /* The first look into the file: tells what is no database. */
  if (!pb_db_select_int (self, "SELECT count(*) FROM sqlite_master", &n_tables, error))
    return FALSE;
  return pb_migration_check_not_newer (self, error);
}

PbStore *
pb_db_open (const char *database, PbStoreMode mode, const char *migrations, GError **error)
{
  g_autoptr (PbStore) self = NULL;
  g_autofree char *path = NULL;

  g_return_val_if_fail (database != NULL, NULL);
  g_return_val_if_fail (migrations != NULL && g_str_has_suffix (migrations, "/"), NULL);

  path = path_from_database (database, error);
  if (path == NULL || !prepare_file (path, mode, error))
    return NULL;

  self = g_new0 (PbStore, 1);
  self->mode = mode;
  self->migrations = g_strdup (migrations);
  self->statements = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) pb_statement_free);
  self->tables = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) pb_table_free);
  if (!connect_to_file (self, path, error))
    return NULL;
  if (!set_up_connection (self, error))
    {
      g_prefix_error (error, "%s: ", path);
      return NULL;
    }
  return g_steal_pointer (&self);
}

PbStore *
pb_store_open (const char *database, PbStoreMode mode, GError **error)
{
  return pb_db_open (database, mode, PROGRAM_MIGRATIONS, error);
}

void
pb_store_free (PbStore *self)
{
  if (self == NULL)
    return;
  if (self->connection != NULL)
    {
      pb_store_rollback (self);
      /* libgda's statements hold the connection's prepared ones: they go first. */
      g_hash_table_remove_all (self->statements);
      gda_connection_close_no_warning (self->connection);
    }
  g_hash_table_unref (self->statements);
  g_hash_table_unref (self->tables);
  g_clear_object (&self->parser);
  g_clear_object (&self->connection);
  g_free (self->migrations);
  g_free (self);
}

const char *
pb_db_get_migrations (PbStore *self)
{
  return self->migrations;
}

guint
pb_db_get_n_statements (PbStore *self)
{
  return g_hash_table_size (self->statements);
}

void
pb_db_set_busy_timeout (PbStore *self, guint milliseconds)
{
  sqlite3_busy_timeout (self->handle, (int) milliseconds);
}

PbTable *
pb_db_get_table (PbStore *self, const PbType *type)
{
  PbTable *table = g_hash_table_lookup (self->tables, type);

  if (table == NULL)
    {
      table = pb_table_new (type);
      g_hash_table_insert (self->tables, (gpointer) type, table);
    }
  return table;
}

/* Transactions */

gboolean
pb_store_begin (PbStore *self, GError **error)
{
  g_return_val_if_fail (self != NULL, FALSE);

  if (self->in_transaction)
    {
      /* Whoever began the outer one must not commit half of this. */
      self->failed = TRUE;
      g_set_error_literal (error, PB_STORE_ERROR, PB_STORE_ERROR_FAILED, "A transaction was begun inside another");
      return FALSE;
    }
  /* A deferred transaction of a writer would fail at its first write, without waiting, when somebody wrote since it
   * began. */
  if (pb_db_execute (self, self->mode == PB_STORE_WRITER ? "BEGIN IMMEDIATE" : "BEGIN", error) < 0)
    return FALSE;
  self->in_transaction = TRUE;
  self->failed = FALSE;
  self->marked = FALSE;
  return TRUE;
}

gboolean
pb_store_commit (PbStore *self, GError **error)
{
  g_return_val_if_fail (self != NULL && self->in_transaction, FALSE);

  if (self->failed)
    {
      pb_store_rollback (self);
      g_set_error_literal (error, PB_STORE_ERROR, PB_STORE_ERROR_FAILED,
                           "The transaction was rolled back because one of its statements had failed");
      return FALSE;
    }
  if (pb_db_execute (self, "COMMIT", error) < 0)
    {
      pb_store_rollback (self);
      return FALSE;
    }
  self->in_transaction = FALSE;
  return TRUE;
}

void
pb_store_rollback (PbStore *self)
{
  g_autoptr (GError) error = NULL;

  g_return_if_fail (self != NULL);

  /* After a full disk or a disk error SQLite has rolled back by itself. */
  if (self->in_transaction && sqlite3_get_autocommit (self->handle) == 0 &&
      pb_db_execute (self, "ROLLBACK", &error) < 0)
    g_warning ("Cannot roll back: %s", error->message);
  self->in_transaction = FALSE;
  self->failed = FALSE;
}

gboolean
pb_store_mark (PbStore *self, GError **error)
{
  g_return_val_if_fail (self != NULL && self->in_transaction, FALSE);

  /* Of savepoints with one name the newest is meant; the transaction's end releases all of them. */
  self->marked = pb_db_execute (self, "SAVEPOINT mark", error) >= 0;
  return self->marked;
}

gboolean
pb_store_undo (PbStore *self)
{
  g_autoptr (GError) error = NULL;

  g_return_val_if_fail (self != NULL, FALSE);

  if (!self->in_transaction || !self->marked || sqlite3_get_autocommit (self->handle) != 0)
    return FALSE;
  if (pb_db_execute (self, "ROLLBACK TO mark", &error) < 0)
    {
      g_warning ("Cannot undo: %s", error->message);
      return FALSE;
    }
  self->failed = FALSE;
  return TRUE;
}

gboolean
pb_store_in_transaction (PbStore *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->in_transaction;
}

/* Scripts */

gboolean
pb_db_run_script (PbStore *self, const char *script, GError **error)
{
  g_autoptr (GdaBatch) batch = NULL;
  const char *rest = NULL;
  GError *gda_error = NULL;
  guint n = 0;

  g_return_val_if_fail (self != NULL && script != NULL, FALSE);

  batch = gda_sql_parser_parse_string_as_batch (self->parser, script, &rest, &gda_error);
  if (batch == NULL || (rest != NULL && *rest != '\0'))
    {
      pb_store_mark_failed (self);
      g_set_error (error, PB_STORE_ERROR, PB_STORE_ERROR_FAILED, "The script cannot be read: %s",
                   gda_error != NULL ? gda_error->message
                   : rest != NULL    ? rest
                                     : "no reason");
      g_clear_error (&gda_error);
      return FALSE;
    }
  for (const GSList *l = gda_batch_get_statements (batch); l != NULL; l = l->next)
    {
      g_autoptr (GObject) result = NULL;

      n++;
      result = gda_connection_statement_execute (self->connection, l->data, NULL, GDA_STATEMENT_MODEL_RANDOM_ACCESS,
                                                 NULL, &gda_error);
      if (gda_error != NULL)
        {
          pb_store_take_error (self, gda_error, error);
          g_prefix_error (error, "statement %u: ", n);
          return FALSE;
        }
    }
  return TRUE;
}

gboolean
pb_store_set_lasting (PbStore *store, gboolean lasting, GError **error)
{
  g_autoptr (PbRows) rows = NULL;

  g_return_val_if_fail (store != NULL && !store->in_transaction, FALSE);
  if (!lasting)
    return run_pragma (store, "PRAGMA synchronous=OFF", error);
  /* The checkpoint waits for the disk, with all that was written before. */
  if (!run_pragma (store, "PRAGMA synchronous=FULL", error))
    return FALSE;
  rows = pb_db_select (store, "PRAGMA wal_checkpoint(TRUNCATE)", "iii", error);
  return rows != NULL;
}

gboolean
pb_store_changed_elsewhere (PbStore *store, gboolean *changed, GError **error)
{
  gint64 version;

  g_return_val_if_fail (store != NULL, FALSE);
  if (!pb_db_select_int (store, "PRAGMA data_version", &version, error))
    return FALSE;
  *changed = store->data_version != 0 && version != store->data_version;
  store->data_version = version;
  return TRUE;
}
