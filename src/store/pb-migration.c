/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-store"

#include <gio/gio.h>
#include <string.h>

#include "store/pb-db-private.h"
#include "store/pb-store-resources.h"

/* A migration is a resource "NNNN-what-it-does.sql"; the numbers run from 0001 without a gap. What was applied is in
 * schema_version, which this file makes itself. */

typedef struct
{
  guint number;
  char *name;   /* (owned): of the file */
  char *text;   /* (owned) */
  char *sha256; /* (owned): of the text */
} Migration;

static void
migration_free (Migration *self)
{
  g_free (self->name);
  g_free (self->text);
  g_free (self->sha256);
  g_free (self);
}

static gboolean
set_schema_error (GError **error, const char *name, const char *reason)
{
  g_set_error (error, PB_STORE_ERROR, PB_STORE_ERROR_SCHEMA, "Migration %s: %s", name, reason);
  return FALSE;
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static Migration *
load_migration (const char *directory, const char *name, guint number, GError **error)
{
  g_autofree char *path = g_strconcat (directory, name, NULL);
  g_autofree char *expected = g_strdup_printf ("%04u-", number);
  g_autoptr (GBytes) bytes = NULL;
  Migration *self = NULL;

  if (!g_str_has_prefix (name, expected) || !g_str_has_suffix (name, ".sql"))
    {
      set_schema_error (error, name, "its name does not continue the numbers");
      return NULL;
    }
  bytes = g_resources_lookup_data (path, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  if (bytes == NULL)
    {
      set_schema_error (error, name, "it cannot be read");
      return NULL;
    }
  self = g_new0 (Migration, 1);
  self->number = number;
  self->name = g_strdup (name);
  self->text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  self->sha256 = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);
  return self;
}

/* Returns: (transfer full) (element-type Migration): the program's migrations in order, at least one; NULL with @error.
 */
static GPtrArray *
load_migrations (PbStore *store, GError **error)
{
  const char *directory = pb_db_get_migrations (store);
  g_autoptr (GPtrArray) migrations = g_ptr_array_new_with_free_func ((GDestroyNotify) migration_free);
  g_auto (GStrv) names = NULL;
  guint n = 0;

  /* The resource registers itself; without this call the linker would leave it out of the program. */
  (void) pb_store_get_resource ();

  names = g_resources_enumerate_children (directory, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  n = names != NULL ? g_strv_length (names) : 0;
  if (n == 0)
    {
      set_schema_error (error, directory, "the program has none");
      return NULL;
    }
  qsort (names, n, sizeof (char *), compare_names);
  for (guint i = 0; i < n; i++)
    {
      Migration *migration = load_migration (directory, names[i], i + 1, error);

      if (migration == NULL)
        return NULL;
      g_ptr_array_add (migrations, migration);
    }
  return g_steal_pointer (&migrations);
}

static gboolean
has_version_table (PbStore *store, gboolean *has, GError **error)
{
  gint64 n = 0;

  if (!pb_db_select_int (store, "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'schema_version'",
                         &n, error))
    return FALSE;
  *has = n > 0;
  return TRUE;
}

static gboolean
read_version (PbStore *store, guint *version, GError **error)
{
  gboolean has = FALSE;
  gint64 newest = 0;

  if (!has_version_table (store, &has, error))
    return FALSE;
  if (has && !pb_db_select_int (store, "SELECT max(number) FROM schema_version", &newest, error))
    return FALSE;
  *version = (guint) newest;
  return TRUE;
}

guint
pb_store_get_schema_version (PbStore *store)
{
  g_autoptr (GError) error = NULL;
  guint version = 0;

  g_return_val_if_fail (store != NULL, 0);

  if (!read_version (store, &version, &error))
    g_warning ("Cannot read the schema's version: %s", error->message);
  return version;
}

static gboolean
check_version (guint version, guint known, GError **error)
{
  if (version <= known)
    return TRUE;
  g_set_error (error, PB_STORE_ERROR, PB_STORE_ERROR_SCHEMA,
               "The database has schema version %u, this program knows up to %u: use the newer program", version,
               known);
  return FALSE;
}

gboolean
pb_migration_check_not_newer (PbStore *store, GError **error)
{
  g_autoptr (GPtrArray) migrations = NULL;
  guint version = 0;

  if (!read_version (store, &version, error))
    return FALSE;
  if (version == 0)
    return TRUE;
  migrations = load_migrations (store, error);
  return migrations != NULL && check_version (version, migrations->len, error);
}

/* A file that another program made stays as it is. */
static gboolean
check_is_ours (PbStore *store, GError **error)
{
  gint64 n = 0;

  if (!pb_db_select_int (store, "SELECT count(*) FROM sqlite_master", &n, error))
    return FALSE;
  if (n == 0)
    return TRUE;
  g_set_error_literal (
    error, PB_STORE_ERROR, PB_STORE_ERROR_SCHEMA,
    "This is a database of another program: name a file of Prepboard's, or one that is not there yet");
  return FALSE;
}

/* Holds what was applied against the program's migrations.
 * Returns: whether they agree as far as they go; *@n_applied receives how far. */
static gboolean
check_applied (PbStore *store, const GPtrArray *migrations, guint *n_applied, GError **error)
{
  g_autoptr (PbRows) rows = NULL;
  gboolean has = FALSE;

  *n_applied = 0;
  if (!has_version_table (store, &has, error))
    return FALSE;
  if (!has)
    return check_is_ours (store, error);
  rows = pb_db_select (store, "SELECT number, name, sha256 FROM schema_version ORDER BY number", "iss", error);
  if (rows == NULL)
    return FALSE;
  while (pb_rows_next (rows))
    {
      const Migration *migration = NULL;

      if (!check_version ((guint) pb_rows_get_int (rows, 0), migrations->len, error))
        return FALSE;
      if (pb_rows_get_int (rows, 0) != *n_applied + 1)
        return set_schema_error (error, pb_rows_get_string (rows, 1), "one before it was never applied");
      migration = g_ptr_array_index (migrations, *n_applied);
      if (g_strcmp0 (pb_rows_get_string (rows, 2), migration->sha256) != 0)
        return set_schema_error (error, migration->name,
                                 "it was applied with another text; an applied migration never changes, add a new one");
      (*n_applied)++;
    }
  return TRUE;
}

/* A migration that rebuilds a table can leave rows without the row that they belong to. */
static gboolean
check_foreign_keys (PbStore *store, GError **error)
{
  g_autoptr (PbRows) rows = pb_db_select (store, "PRAGMA foreign_key_check", "siss", error);

  if (rows == NULL)
    return FALSE;
  if (!pb_rows_next (rows))
    return TRUE;
  g_set_error (error, PB_STORE_ERROR, PB_STORE_ERROR_SCHEMA, "it leaves rows of %s without their row of %s",
               pb_rows_get_string (rows, 0), pb_rows_get_string (rows, 2));
  return FALSE;
}

static gboolean
apply_migration (PbStore *store, const Migration *migration, GError **error)
{
  static const char make_table[] = "CREATE TABLE IF NOT EXISTS schema_version ("
                                   "number BIGINT NOT NULL PRIMARY KEY, name TEXT NOT NULL, "
                                   "applied_at BIGINT NOT NULL, sha256 TEXT NOT NULL)";
  GError *reason = NULL;

  if (pb_db_execute (store, make_table, &reason) >= 0 && pb_db_run_script (store, migration->text, &reason) &&
      check_foreign_keys (store, &reason) &&
      pb_db_execute (store, "INSERT INTO schema_version (number, name, applied_at, sha256) VALUES (?i, ?s, ?i, ?s)",
                     &reason, (gint64) migration->number, migration->name, g_get_real_time (), migration->sha256) >= 0)
    return TRUE;

  /* What is wrong with the text is the schema's fault; a full disk or a lock is not. */
  if (reason->code != PB_STORE_ERROR_BUSY && reason->code != PB_STORE_ERROR_IO &&
      reason->code != PB_STORE_ERROR_CORRUPT)
    set_schema_error (error, migration->name, reason->message);
  else
    g_set_error (error, PB_STORE_ERROR, reason->code, "Migration %s: %s", migration->name, reason->message);
  g_error_free (reason);
  return FALSE;
}

/* Applies the first migration that is missing. It looks again inside the transaction: another program may have been
 * faster. */
static gboolean
apply_next (PbStore *store, const GPtrArray *migrations, gboolean *done, GError **error)
{
  guint n_applied = 0;

  if (!pb_store_begin (store, error))
    return FALSE;
  if (!check_applied (store, migrations, &n_applied, error) ||
      (n_applied < migrations->len && !apply_migration (store, g_ptr_array_index (migrations, n_applied), error)))
    {
      pb_store_rollback (store);
      return FALSE;
    }
  *done = n_applied + 1 >= migrations->len;
  return pb_store_commit (store, error);
}

gboolean
pb_store_migrate (PbStore *store, GError **error)
{
  g_autoptr (GPtrArray) migrations = NULL;
  guint n_applied = 0;
  gboolean done = FALSE;

  g_return_val_if_fail (store != NULL, FALSE);

  migrations = load_migrations (store, error);
  if (migrations == NULL || !check_applied (store, migrations, &n_applied, error))
    return FALSE;
  done = n_applied == migrations->len;
  while (!done)
    if (!apply_next (store, migrations, &done, error))
      return FALSE;
  return TRUE;
}

char **
pb_db_table_columns (PbStore *store, const char *table, GError **error)
{
  g_autoptr (GStrvBuilder) columns = g_strv_builder_new ();
  g_autoptr (PbRows) rows = NULL;

  g_return_val_if_fail (store != NULL && table != NULL, NULL);

  rows = pb_db_select (store, "SELECT name FROM pragma_table_info(?s) ORDER BY cid", "s", error, table);
  if (rows == NULL)
    return NULL;
  while (pb_rows_next (rows))
    g_strv_builder_add (columns, pb_rows_get_string (rows, 0));
  return g_strv_builder_end (columns);
}
