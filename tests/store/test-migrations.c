/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store-fixture.h"

#include <gio/gio.h>
#include <string.h>

/* The schema: from nothing to the newest, once, and never by another text. */

static PbStore *
open_with (StoreFixture *fixture, const char *set, GError **error)
{
  g_autofree char *directory = g_strdup_printf ("/test/%s/", set);

  return pb_db_open (fixture->database, PB_STORE_WRITER, directory, error);
}

/* Opens with one of the tests' sets of migrations and applies it. */
static PbStore *
open_and_migrate (StoreFixture *fixture, const char *set)
{
  g_autoptr (GError) error = NULL;
  PbStore *store = open_with (fixture, set, &error);

  g_assert_no_error (error);
  pb_store_migrate (store, &error);
  g_assert_no_error (error);
  return store;
}

static void
assert_migration_refused (StoreFixture *fixture, const char *set, const char *part)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PbStore) store = open_with (fixture, set, &error);

  g_assert_no_error (error);
  g_assert_false (pb_store_migrate (store, &error));
  g_assert_error (error, PB_STORE_ERROR, PB_STORE_ERROR_SCHEMA);
  g_assert_false (pb_store_in_transaction (store));
  if (strstr (error->message, part) == NULL)
    g_error ("“%s” does not say “%s”", error->message, part);
}

static void
test_from_nothing (StoreFixture *fixture, gconstpointer data)
{
  g_autoptr (PbStore) store = open_and_migrate (fixture, "good");

  g_assert_cmpuint (pb_store_get_schema_version (store), ==, 2);
  g_assert_cmpint (store_fixture_count (store, "SELECT size FROM plant WHERE note = 'semi;colon -- no comment'"), ==,
                   5000000000);
  g_assert_cmpint (store_fixture_count (store, "SELECT count(*) FROM log"), ==, 2);
  g_assert_cmpint (store_fixture_count (store, "SELECT count(*) FROM schema_version"), ==, 2);
  g_assert_cmpint (
    store_fixture_count (store, "SELECT count(*) FROM schema_version WHERE number = 2 AND name = '0002-second.sql'"
                                " AND length(sha256) = 64 AND applied_at > 1000000000000000"),
    ==, 1);
}

static void
test_twice (StoreFixture *fixture, gconstpointer data)
{
  g_autoptr (PbStore) store = open_and_migrate (fixture, "good");
  g_autoptr (GError) error = NULL;

  g_assert_true (pb_store_migrate (store, &error));
  g_clear_pointer (&store, pb_store_free);
  store = open_and_migrate (fixture, "good");
  g_assert_no_error (error);
  g_assert_cmpint (store_fixture_count (store, "SELECT count(*) FROM schema_version"), ==, 2);
  g_assert_cmpint (store_fixture_count (store, "SELECT count(*) FROM plant"), ==, 1);
}

static void
test_further (StoreFixture *fixture, gconstpointer data)
{
  g_autoptr (PbStore) store = open_and_migrate (fixture, "shorter");

  g_assert_cmpuint (pb_store_get_schema_version (store), ==, 1);
  store_fixture_run (store, "INSERT INTO plant (id) VALUES ('kept');");
  g_clear_pointer (&store, pb_store_free);
  store = open_and_migrate (fixture, "longer");
  g_assert_cmpuint (pb_store_get_schema_version (store), ==, 3);
  g_assert_cmpint (store_fixture_count (store, "SELECT count(*) FROM plant WHERE id = 'kept' AND size = 5000000000"),
                   ==, 1);
}

static void
test_newer_database (StoreFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  pb_store_free (open_and_migrate (fixture, "good"));
  g_assert_null (open_with (fixture, "shorter", &error));
  g_assert_error (error, PB_STORE_ERROR, PB_STORE_ERROR_SCHEMA);
  g_assert_nonnull (strstr (error->message, "version 2"));
}

/* A program that was running when a newer one changed the database does not touch the schema either. */
static void
test_newer_database_while_open (StoreFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PbStore) old = open_and_migrate (fixture, "shorter");
  g_autoptr (PbStore) new = open_and_migrate (fixture, "good");

  g_assert_cmpuint (pb_store_get_schema_version (new), ==, 2);
  g_assert_false (pb_store_migrate (old, &error));
  g_assert_error (error, PB_STORE_ERROR, PB_STORE_ERROR_SCHEMA);
}

/* Whoever mistypes a path does not find tables of ours in the file of another program. */
static void
test_database_of_another_program (StoreFixture *fixture, gconstpointer data)
{
  g_autoptr (PbStore) store = store_fixture_open (fixture, PB_STORE_WRITER);
  g_autoptr (GError) error = NULL;

  store_fixture_run (store, "CREATE TABLE bookmarks (url TEXT);");
  g_assert_false (pb_store_migrate (store, &error));
  g_assert_error (error, PB_STORE_ERROR, PB_STORE_ERROR_SCHEMA);
  g_assert_cmpint (store_fixture_count (store, "SELECT count(*) FROM sqlite_master"), ==, 1);
}

static void
test_changed_text (StoreFixture *fixture, gconstpointer data)
{
  pb_store_free (open_and_migrate (fixture, "good"));
  assert_migration_refused (fixture, "changed", "0002-second.sql: it was applied with another text");
}

static void
test_broken (StoreFixture *fixture, gconstpointer data)
{
  g_autoptr (PbStore) store = NULL;

  assert_migration_refused (fixture, "broken", "0002-broken.sql: statement 3: no such table: missing");
  /* The one before it stays, nothing of the broken one does. */
  store = open_and_migrate (fixture, "shorter");
  g_assert_cmpuint (pb_store_get_schema_version (store), ==, 1);
  g_assert_cmpint (store_fixture_count (store, "SELECT count(*) FROM plant"), ==, 1);
  g_assert_cmpint (store_fixture_count (store, "SELECT count(*) FROM sqlite_master WHERE name = 'half'"), ==, 0);
}

static void
test_gap_in_numbers (StoreFixture *fixture, gconstpointer data)
{
  assert_migration_refused (fixture, "gap", "0003-third.sql: its name does not continue the numbers");
}

static void
test_no_migrations (StoreFixture *fixture, gconstpointer data)
{
  assert_migration_refused (fixture, "nothing", "the program has none");
}

static void
test_orphans (StoreFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PbStore) store = NULL;

  assert_migration_refused (fixture, "orphans", "rows of child without their row of parent");
  store = open_with (fixture, "orphans", &error);
  g_assert_cmpuint (pb_store_get_schema_version (store), ==, 0);
}

static void
test_reader_cannot_migrate (StoreFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PbStore) writer = open_with (fixture, "good", &error);
  g_autoptr (PbStore) reader = pb_db_open (fixture->database, PB_STORE_READER, "/test/good/", &error);

  g_assert_no_error (error);
  g_assert_cmpuint (pb_store_get_schema_version (reader), ==, 0);
  g_assert_false (pb_store_migrate (reader, &error));
  g_assert_error (error, PB_STORE_ERROR, PB_STORE_ERROR_IO);
}

static gpointer
migrate_in_thread (gpointer data)
{
  pb_store_free (open_and_migrate (data, "longer"));
  return NULL;
}

static void
test_at_once (StoreFixture *fixture, gconstpointer data)
{
  GThread *threads[4];
  g_autoptr (PbStore) store = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("migrate", migrate_in_thread, fixture);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
  store = open_and_migrate (fixture, "longer");
  g_assert_cmpuint (pb_store_get_schema_version (store), ==, 3);
  g_assert_cmpint (store_fixture_count (store, "SELECT count(*) FROM plant"), ==, 1);
}

/* The program's own */

static void
test_program (StoreFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PbStore) store = store_fixture_open (fixture, PB_STORE_WRITER);
  g_auto (GStrv) names = NULL;

  pb_store_migrate (store, &error);
  g_assert_no_error (error);
  names = g_resources_enumerate_children (pb_db_get_migrations (store), G_RESOURCE_LOOKUP_FLAGS_NONE, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (pb_store_get_schema_version (store), ==, g_strv_length (names));
  g_assert_true (pb_store_migrate (store, &error));
  g_assert_no_error (error);
}

/* A migration that nobody listed would never be applied. */
static void
test_program_lists_all_files (StoreFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PbStore) store = store_fixture_open (fixture, PB_STORE_WRITER);
  g_autoptr (GDir) dir = g_dir_open (PB_TEST_SQL_DIR, 0, &error);
  guint n = 0;

  g_assert_no_error (error);
  for (const char *name = g_dir_read_name (dir); name != NULL; name = g_dir_read_name (dir))
    {
      g_autofree char *path = g_strconcat (pb_db_get_migrations (store), name, NULL);

      if (!g_str_has_suffix (name, ".sql"))
        continue;
      g_assert_true (g_resources_get_info (path, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL, NULL, &error));
      g_assert_no_error (error);
      n++;
    }
  g_assert_cmpuint (n, >, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function)                                                                                            \
  g_test_add ("/store/migrations/" path, StoreFixture, NULL, store_fixture_set_up, function, store_fixture_tear_down)
  ADD ("from-nothing", test_from_nothing);
  ADD ("twice", test_twice);
  ADD ("further", test_further);
  ADD ("newer-database", test_newer_database);
  ADD ("newer-database-while-open", test_newer_database_while_open);
  ADD ("another-program", test_database_of_another_program);
  ADD ("changed-text", test_changed_text);
  ADD ("broken", test_broken);
  ADD ("gap", test_gap_in_numbers);
  ADD ("none", test_no_migrations);
  ADD ("orphans", test_orphans);
  ADD ("reader", test_reader_cannot_migrate);
  ADD ("at-once", test_at_once);
  ADD ("program", test_program);
  ADD ("program-lists-all-files", test_program_lists_all_files);
  return g_test_run ();
}
