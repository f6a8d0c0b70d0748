/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store-fixture.h"

#include <glib/gstdio.h>

void
store_fixture_set_up (StoreFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->directory = g_dir_make_tmp ("pb-store-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->path = g_build_filename (fixture->directory, "plant.sqlite", NULL);
  fixture->database = g_strconcat ("sqlite:", fixture->path, NULL);
}

void
store_fixture_tear_down (StoreFixture *fixture, gconstpointer data)
{
  g_autoptr (GDir) dir = g_dir_open (fixture->directory, 0, NULL);

  for (const char *name = g_dir_read_name (dir); name != NULL; name = g_dir_read_name (dir))
    {
      g_autofree char *path = g_build_filename (fixture->directory, name, NULL);
      g_remove (path);
    }
  g_assert_cmpint (g_rmdir (fixture->directory), ==, 0);
  g_free (fixture->directory);
  g_free (fixture->path);
  g_free (fixture->database);
}

PbStore *
store_fixture_open (StoreFixture *fixture, PbStoreMode mode)
{
  g_autoptr (GError) error = NULL;
  PbStore *store = pb_store_open (fixture->database, mode, &error);

  g_assert_no_error (error);
  g_assert_nonnull (store);
  return store;
}

void
store_fixture_run (PbStore *store, const char *script)
{
  g_autoptr (GError) error = NULL;

  pb_db_run_script (store, script, &error);
  g_assert_no_error (error);
}

gint64
store_fixture_count (PbStore *store, const char *sql)
{
  g_autoptr (GError) error = NULL;
  gint64 value = 0;

  pb_db_select_int (store, sql, &value, &error);
  g_assert_no_error (error);
  return value;
}
