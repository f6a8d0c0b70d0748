/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store-fixture.h"

#include <gio/gio.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "store/pb-id.h"

/* Transactions: all of it or nothing, between connections and through the death of the process. */

typedef struct
{
  StoreFixture base;
  PbStore *store; /* (owned): a writer with an empty table */
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  store_fixture_set_up (&fixture->base, data);
  fixture->store = store_fixture_open (&fixture->base, PB_STORE_WRITER);
  store_fixture_run (fixture->store, "CREATE TABLE parent (id TEXT NOT NULL PRIMARY KEY);");
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_clear_pointer (&fixture->store, pb_store_free);
  store_fixture_tear_down (&fixture->base, data);
}

static void
test_commit_and_rollback (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PbStore) reader = store_fixture_open (&fixture->base, PB_STORE_READER);
  g_autoptr (GError) error = NULL;

  g_assert_true (pb_store_begin (fixture->store, &error));
  g_assert_true (pb_store_in_transaction (fixture->store));
  pb_db_execute (fixture->store, "INSERT INTO parent (id) VALUES ('p')", &error);
  g_assert_cmpint (store_fixture_count (reader, "SELECT count(*) FROM parent"), ==, 0);
  g_assert_true (pb_store_commit (fixture->store, &error));
  g_assert_no_error (error);
  g_assert_false (pb_store_in_transaction (fixture->store));
  g_assert_cmpint (store_fixture_count (reader, "SELECT count(*) FROM parent"), ==, 1);

  g_assert_true (pb_store_begin (fixture->store, &error));
  pb_db_execute (fixture->store, "DELETE FROM parent", &error);
  pb_store_rollback (fixture->store);
  g_assert_false (pb_store_in_transaction (fixture->store));
  g_assert_cmpint (store_fixture_count (fixture->store, "SELECT count(*) FROM parent"), ==, 1);
  pb_store_rollback (fixture->store);
}

static void
test_reader_sees_one_state (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PbStore) reader = store_fixture_open (&fixture->base, PB_STORE_READER);
  g_autoptr (GError) error = NULL;

  g_assert_true (pb_store_begin (reader, &error));
  g_assert_cmpint (store_fixture_count (reader, "SELECT count(*) FROM parent"), ==, 0);
  store_fixture_run (fixture->store, "INSERT INTO parent (id) VALUES ('p');");
  g_assert_cmpint (store_fixture_count (reader, "SELECT count(*) FROM parent"), ==, 0);
  g_assert_true (pb_store_commit (reader, &error));
  g_assert_cmpint (store_fixture_count (reader, "SELECT count(*) FROM parent"), ==, 1);
}

static void
test_nested_begin_is_refused (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (pb_store_begin (fixture->store, &error));
  pb_db_execute (fixture->store, "INSERT INTO parent (id) VALUES ('p')", &error);
  g_assert_no_error (error);
  g_assert_false (pb_store_begin (fixture->store, &error));
  g_assert_error (error, PB_STORE_ERROR, PB_STORE_ERROR_FAILED);
  g_clear_error (&error);
  g_assert_false (pb_store_commit (fixture->store, &error));
  g_assert_error (error, PB_STORE_ERROR, PB_STORE_ERROR_FAILED);
  g_assert_cmpint (store_fixture_count (fixture->store, "SELECT count(*) FROM parent"), ==, 0);
}

/* A statement's error that nobody looked at does not become half a change. */
static void
test_commit_after_error_is_refused (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (pb_store_begin (fixture->store, &error));
  pb_db_execute (fixture->store, "INSERT INTO parent (id) VALUES ('p')", NULL);
  g_assert_cmpint (pb_db_execute (fixture->store, "INSERT INTO parent (id) VALUES ('p')", NULL), ==, -1);
  g_assert_false (pb_store_commit (fixture->store, &error));
  g_assert_error (error, PB_STORE_ERROR, PB_STORE_ERROR_FAILED);
  g_assert_false (pb_store_in_transaction (fixture->store));
  g_assert_cmpint (store_fixture_count (fixture->store, "SELECT count(*) FROM parent"), ==, 0);

  /* The next transaction begins clean. */
  g_clear_error (&error);
  g_assert_true (pb_store_begin (fixture->store, &error));
  pb_db_execute (fixture->store, "INSERT INTO parent (id) VALUES ('p')", &error);
  g_assert_true (pb_store_commit (fixture->store, &error));
  g_assert_no_error (error);
}

static void
test_failing_commit_rolls_back (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  store_fixture_run (fixture->store,
                     "CREATE TABLE late (p TEXT REFERENCES parent (id) DEFERRABLE INITIALLY DEFERRED);");
  g_assert_true (pb_store_begin (fixture->store, &error));
  pb_db_execute (fixture->store, "INSERT INTO late (p) VALUES ('missing')", &error);
  g_assert_no_error (error);
  g_assert_false (pb_store_commit (fixture->store, &error));
  g_assert_error (error, PB_STORE_ERROR, PB_STORE_ERROR_CONSTRAINT);
  g_assert_false (pb_store_in_transaction (fixture->store));
  g_assert_cmpint (store_fixture_count (fixture->store, "SELECT count(*) FROM late"), ==, 0);
}

static void
test_busy (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PbStore) other = store_fixture_open (&fixture->base, PB_STORE_WRITER);
  g_autoptr (GError) error = NULL;

  pb_db_set_busy_timeout (other, 20);
  g_assert_true (pb_store_begin (fixture->store, &error));
  g_assert_false (pb_store_begin (other, &error));
  g_assert_error (error, PB_STORE_ERROR, PB_STORE_ERROR_BUSY);
  g_assert_false (pb_store_in_transaction (other));
  g_clear_error (&error);
  g_assert_cmpint (pb_db_execute (other, "INSERT INTO parent (id) VALUES ('p')", &error), ==, -1);
  g_assert_error (error, PB_STORE_ERROR, PB_STORE_ERROR_BUSY);
  g_clear_error (&error);

  /* Reading goes on meanwhile, and the waiting one gets its turn. */
  g_assert_cmpint (store_fixture_count (other, "SELECT count(*) FROM parent"), ==, 0);
  g_assert_true (pb_store_commit (fixture->store, &error));
  g_assert_true (pb_store_begin (other, &error));
  g_assert_true (pb_store_commit (other, &error));
  g_assert_no_error (error);
}

static void
test_free_rolls_back (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (pb_store_begin (fixture->store, &error));
  pb_db_execute (fixture->store, "INSERT INTO parent (id) VALUES ('p')", &error);
  g_assert_no_error (error);
  pb_store_free (fixture->store);
  fixture->store = store_fixture_open (&fixture->base, PB_STORE_WRITER);
  g_assert_cmpint (store_fixture_count (fixture->store, "SELECT count(*) FROM parent"), ==, 0);
}

/* The child of test_killed(): writes in a transaction, says so, and waits to be killed. */
static void G_GNUC_NORETURN
run_child (const char *database)
{
  g_autoptr (GError) error = NULL;
  PbStore *store = pb_store_open (database, PB_STORE_WRITER, &error);

  g_assert_no_error (error);
  g_assert_true (pb_store_begin (store, &error));
  for (int i = 0; i < 2000; i++)
    {
      g_autofree char *id = pb_id_new ();
      pb_db_execute (store, "INSERT INTO parent (id) VALUES (?s)", &error, id);
    }
  pb_db_execute (store, "DELETE FROM parent WHERE id = 'old'", &error);
  g_assert_no_error (error);
  g_print ("written\n");
  for (;;)
    pause ();
}

static void
test_killed (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) child = NULL;
  g_autoptr (GDataInputStream) output = NULL;
  g_autofree char *line = NULL;

  store_fixture_run (fixture->store, "INSERT INTO parent (id) VALUES ('old');");
  child = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, "/proc/self/exe", "--child", fixture->base.database,
                            NULL);
  g_assert_no_error (error);
  output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (child));
  line = g_data_input_stream_read_line (output, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (line, ==, "written");
  g_subprocess_send_signal (child, SIGKILL);
  g_assert_true (g_subprocess_wait (child, NULL, &error));
  g_assert_true (g_subprocess_get_if_signaled (child));

  g_assert_cmpint (store_fixture_count (fixture->store, "SELECT count(*) FROM parent WHERE id = 'old'"), ==, 1);
  g_assert_cmpint (store_fixture_count (fixture->store, "SELECT count(*) FROM parent"), ==, 1);
  g_assert_cmpint (store_fixture_count (fixture->store,
                                        "SELECT count(*) FROM pragma_integrity_check WHERE integrity_check = 'ok'"),
                   ==, 1);
  g_assert_true (pb_store_begin (fixture->store, &error));
  g_assert_true (pb_store_commit (fixture->store, &error));
}

static void
add_parent (PbStore *store, const char *id)
{
  g_autoptr (GError) error = NULL;

  pb_db_execute (store, "INSERT INTO parent (id) VALUES (?s)", &error, id);
  g_assert_no_error (error);
}

static void
test_undo_one_of_several (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (pb_store_begin (fixture->store, &error));
  g_assert_false (pb_store_undo (fixture->store)); /* nothing is marked yet */
  g_assert_true (pb_store_mark (fixture->store, &error));
  add_parent (fixture->store, "first");
  g_assert_true (pb_store_mark (fixture->store, &error));
  add_parent (fixture->store, "second");
  g_assert_true (pb_store_undo (fixture->store));
  /* The mark stays: what follows an undo can be undone too. */
  add_parent (fixture->store, "third");
  g_assert_true (pb_store_undo (fixture->store));
  g_assert_true (pb_store_mark (fixture->store, &error));
  add_parent (fixture->store, "fourth");
  g_assert_true (pb_store_commit (fixture->store, &error));
  g_assert_no_error (error);
  g_assert_cmpint (store_fixture_count (fixture->store, "SELECT count(*) FROM parent WHERE id IN ('first', 'fourth')"),
                   ==, 2);
  g_assert_cmpint (store_fixture_count (fixture->store, "SELECT count(*) FROM parent"), ==, 2);

  /* A mark belongs to its transaction. */
  g_assert_true (pb_store_begin (fixture->store, &error));
  add_parent (fixture->store, "fifth");
  g_assert_false (pb_store_undo (fixture->store));
  pb_store_rollback (fixture->store);
}

static void
test_undo_of_failure (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (pb_store_begin (fixture->store, &error));
  add_parent (fixture->store, "p");
  g_assert_true (pb_store_mark (fixture->store, &error));
  add_parent (fixture->store, "q");
  g_assert_cmpint (pb_db_execute (fixture->store, "INSERT INTO parent (id) VALUES ('p')", NULL), ==, -1);
  g_assert_true (pb_store_undo (fixture->store));
  g_assert_true (pb_store_commit (fixture->store, &error));
  g_assert_no_error (error);
  g_assert_cmpint (store_fixture_count (fixture->store, "SELECT count(*) FROM parent"), ==, 1);
}

/* A database that cannot grow: whether SQLite kept the transaction or not, what undo says of it is true. */
static void
test_undo_when_full (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *large = g_strnfill (8000, 'x');
  gint64 pages = store_fixture_count (fixture->store, "PRAGMA page_count");
  g_autofree char *limit = g_strdup_printf ("PRAGMA max_page_count=%" G_GINT64_FORMAT ";", pages + 8);
  gboolean kept;

  store_fixture_run (fixture->store, limit);
  g_assert_true (pb_store_begin (fixture->store, &error));
  add_parent (fixture->store, "p");
  g_assert_true (pb_store_mark (fixture->store, &error));
  for (int i = 0; error == NULL && i < 100; i++)
    pb_db_execute (fixture->store, "INSERT INTO parent (id) VALUES (?s || ?i)", &error, large, (gint64) i);
  g_assert_error (error, PB_STORE_ERROR, PB_STORE_ERROR_IO);
  g_clear_error (&error);
  kept = pb_store_undo (fixture->store);
  if (kept)
    {
      g_assert_true (pb_store_commit (fixture->store, &error));
      g_assert_no_error (error);
    }
  else
    pb_store_rollback (fixture->store);
  g_assert_cmpint (store_fixture_count (fixture->store, "SELECT count(*) FROM parent"), ==, kept ? 1 : 0);
}

int
main (int argc, char **argv)
{
  if (argc == 3 && strcmp (argv[1], "--child") == 0)
    run_child (argv[2]);

  g_test_init (&argc, &argv, NULL);

#define ADD(path, function) g_test_add ("/store/transactions/" path, Fixture, NULL, set_up, function, tear_down)
  ADD ("commit-rollback", test_commit_and_rollback);
  ADD ("reader", test_reader_sees_one_state);
  ADD ("nested", test_nested_begin_is_refused);
  ADD ("commit-after-error", test_commit_after_error_is_refused);
  ADD ("failing-commit", test_failing_commit_rolls_back);
  ADD ("undo/one-of-several", test_undo_one_of_several);
  ADD ("undo/failure", test_undo_of_failure);
  ADD ("undo/full", test_undo_when_full);
  ADD ("busy", test_busy);
  ADD ("free", test_free_rolls_back);
  ADD ("killed", test_killed);
  return g_test_run ();
}
