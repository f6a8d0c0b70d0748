/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store-fixture.h"

#include <float.h>
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <math.h>
#include <string.h>
#include <unistd.h>

#include "store/pb-id.h"

/* Connections, statements, values and errors. */

#if defined(__SANITIZE_ADDRESS__)
#  define SANITIZED 1
#else
#  define SANITIZED 0
#endif

static const char schema[] =
  "CREATE TABLE parent (id TEXT NOT NULL PRIMARY KEY);"
  "CREATE TABLE t (id TEXT NOT NULL PRIMARY KEY, n BIGINT, d DOUBLE PRECISION, s TEXT, b BIGINT,"
  " code TEXT, line TEXT, parent_id TEXT,"
  " CONSTRAINT ck_t_n_small CHECK (n IS NULL OR n <> 13),"
  " CONSTRAINT uq_t_code UNIQUE (code, line),"
  " CONSTRAINT fk_t_parent FOREIGN KEY (parent_id) REFERENCES parent (id));"
  "CREATE INDEX ix_t_n ON t (n);";

typedef struct
{
  StoreFixture base;
  PbStore *store; /* (owned): a writer with the schema */
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  store_fixture_set_up (&fixture->base, data);
  fixture->store = store_fixture_open (&fixture->base, PB_STORE_WRITER);
  store_fixture_run (fixture->store, schema);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_clear_pointer (&fixture->store, pb_store_free);
  store_fixture_tear_down (&fixture->base, data);
}

/* Opening */

static void
assert_open_fails (const char *database, PbStoreMode mode, PbStoreError code, const char *part)
{
  g_autoptr (GError) error = NULL;
  PbStore *store = pb_store_open (database, mode, &error);

  g_assert_null (store);
  g_assert_error (error, PB_STORE_ERROR, (int) code);
  if (strstr (error->message, part) == NULL)
    g_error ("“%s” does not say “%s”", error->message, part);
}

static void
test_open_refused (StoreFixture *fixture, gconstpointer data)
{
  g_autofree char *nowhere = g_strconcat (fixture->database, "/nowhere/x.sqlite", NULL);
  g_autofree char *missing = g_strconcat ("sqlite:", fixture->directory, "/missing/x.sqlite", NULL);
  g_autofree char *directory = g_strconcat ("sqlite:", fixture->directory, NULL);

  assert_open_fails ("postgresql://user:secret@host/mes", PB_STORE_WRITER, PB_STORE_ERROR_IO, "postgresql");
  assert_open_fails ("plant.sqlite", PB_STORE_WRITER, PB_STORE_ERROR_IO, "sqlite:PATH");
  assert_open_fails ("sqlite:", PB_STORE_WRITER, PB_STORE_ERROR_IO, "no path");
  assert_open_fails (missing, PB_STORE_WRITER, PB_STORE_ERROR_IO, "No such file or directory");
  assert_open_fails (directory, PB_STORE_WRITER, PB_STORE_ERROR_IO, "not a file");
  assert_open_fails (fixture->database, PB_STORE_READER, PB_STORE_ERROR_IO, "No such file or directory");
  g_assert_false (g_file_test (fixture->path, G_FILE_TEST_EXISTS));

  g_assert_true (g_file_set_contents (fixture->path, "", 0, NULL));
  assert_open_fails (nowhere, PB_STORE_WRITER, PB_STORE_ERROR_IO, "Not a directory");
}

static void
test_open_does_not_tell_passwords (StoreFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (pb_store_open ("postgresql://user:secret@host/mes", PB_STORE_WRITER, &error));
  g_assert_null (strstr (error->message, "secret"));
}

static void
test_open_not_a_database (StoreFixture *fixture, gconstpointer data)
{
  g_autofree char *text = g_strnfill (8192, 'x');

  g_assert_true (g_file_set_contents (fixture->path, text, -1, NULL));
  assert_open_fails (fixture->database, PB_STORE_WRITER, PB_STORE_ERROR_CORRUPT, fixture->path);
  assert_open_fails (fixture->database, PB_STORE_READER, PB_STORE_ERROR_CORRUPT, fixture->path);
}

static void
test_open_strange_path (StoreFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_build_filename (fixture->directory, "a;b=c d%20é'\"?.db", NULL);
  g_autofree char *database = g_strconcat ("sqlite:", path, NULL);
  g_autoptr (PbStore) store = pb_store_open (database, PB_STORE_WRITER, &error);

  g_assert_no_error (error);
  g_assert_nonnull (store);
  g_assert_true (g_file_test (path, G_FILE_TEST_IS_REGULAR));
}

static void
test_open_private_file (Fixture *fixture, gconstpointer data)
{
  GStatBuf info;

  g_assert_cmpint (g_stat (fixture->base.path, &info), ==, 0);
  g_assert_cmphex (info.st_mode & 0777, ==, 0600);
}

static void
assert_pragma (PbStore *store, const char *sql, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PbRows) rows = pb_db_select (store, sql, "s", &error);

  g_assert_no_error (error);
  g_assert_true (pb_rows_next (rows));
  g_assert_cmpstr (pb_rows_get_string (rows, 0), ==, expected);
}

static void
test_open_settings (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PbStore) reader = store_fixture_open (&fixture->base, PB_STORE_READER);

  for (int i = 0; i < 2; i++)
    {
      PbStore *store = i == 0 ? fixture->store : reader;

      assert_pragma (store, "PRAGMA journal_mode", "wal");
      assert_pragma (store, "PRAGMA synchronous", "2");
      assert_pragma (store, "PRAGMA foreign_keys", "1");
      assert_pragma (store, "PRAGMA busy_timeout", "5000");
      assert_pragma (store, "PRAGMA query_only", i == 0 ? "0" : "1");
    }
}

/* Without waiting for the disk first, then with all of it there. */
static void
test_lasting (Fixture *fixture, gconstpointer data)
{
  g_autofree char *log = g_strconcat (fixture->base.path, "-wal", NULL);
  g_autoptr (GError) error = NULL;
  GStatBuf info;

  g_assert_true (pb_store_set_lasting (fixture->store, FALSE, &error));
  g_assert_no_error (error);
  assert_pragma (fixture->store, "PRAGMA synchronous", "0");
  g_assert_cmpint (pb_db_execute (fixture->store, "INSERT INTO parent (id) VALUES (?s)", &error, "p"), ==, 1);
  g_assert_cmpint (g_stat (log, &info), ==, 0);
  g_assert_cmpint (info.st_size, >, 0);
  g_assert_true (pb_store_set_lasting (fixture->store, TRUE, &error));
  g_assert_no_error (error);
  assert_pragma (fixture->store, "PRAGMA synchronous", "2");
  g_assert_cmpint (g_stat (log, &info), ==, 0);
  g_assert_cmpint (info.st_size, ==, 0);
  g_assert_cmpint (store_fixture_count (fixture->store, "SELECT count(*) FROM parent"), ==, 1);
}

static void
test_reader_cannot_write (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PbStore) reader = store_fixture_open (&fixture->base, PB_STORE_READER);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (pb_db_execute (reader, "INSERT INTO parent (id) VALUES (?s)", &error, "p"), ==, -1);
  g_assert_error (error, PB_STORE_ERROR, PB_STORE_ERROR_IO);
  g_assert_cmpint (store_fixture_count (reader, "SELECT count(*) FROM parent"), ==, 0);
}

/* Values */

static void
test_values_round_trip (Fixture *fixture, gconstpointer data)
{
  static const gint64 integers[] = {
    0, 1, -1, G_MAXINT32, (gint64) G_MAXINT32 + 1, 5000000000, G_MAXINT64, G_MININT64
  };
  static const double doubles[] = { 0.0, 0.1 + 0.2, 1.0 / 3, 1e300, -1e-300, DBL_MAX, DBL_MIN, 4.9e-324, 120.0, 30.05 };
  static const char *const texts[] = {
    "", "äöü 焊膏 😀", "it's \"quoted\" \\", "?s ?i ##p0::string -- /* */ ;", "\x01\x1f\x7f\t\r\n", "NULL", "1e5"
  };
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 10; i++)
    {
      g_autofree char *id = g_strdup_printf ("%u", i);
      gint64 integer = integers[i % G_N_ELEMENTS (integers)];
      const char *text = texts[i % G_N_ELEMENTS (texts)];
      g_autoptr (PbRows) rows = NULL;

      g_assert_cmpint (pb_db_execute (fixture->store, "INSERT INTO t (id, n, d, s, b) VALUES (?s, ?i, ?d, ?s, ?b)",
                                      &error, id, integer, doubles[i], text, TRUE),
                       ==, 1);
      g_assert_no_error (error);
      rows = pb_db_select (fixture->store, "SELECT n, d, s, b, typeof(n), typeof(d) FROM t WHERE id = ?s", "idsiss",
                           &error, id);
      g_assert_no_error (error);
      g_assert_true (pb_rows_next (rows));
      g_assert_cmpint (pb_rows_get_int (rows, 0), ==, integer);
      g_assert_true (pb_rows_get_double (rows, 1) == doubles[i]);
      g_assert_cmpstr (pb_rows_get_string (rows, 2), ==, text);
      g_assert_cmpint (pb_rows_get_int (rows, 3), ==, 1);
      g_assert_cmpstr (pb_rows_get_string (rows, 4), ==, "integer");
      g_assert_cmpstr (pb_rows_get_string (rows, 5), ==, "real");
      g_assert_false (pb_rows_next (rows));
    }
}

static void
test_values_optional (Fixture *fixture, gconstpointer data)
{
  static const char insert[] = "INSERT INTO t (id, n, d, b, s) VALUES (?s, ?I, ?D, ?B, ?s)";
  static const PbInt large = PB_INT (G_MININT64);
  static const PbDouble exact = PB_DOUBLE (0.1 + 0.2);
  static const PbBool no = PB_BOOL (FALSE);
  static const PbInt unset_int = { .v = 7 };
  static const PbDouble unset_double = { .v = 7 };
  static const PbBool unset_bool = { .v = TRUE };
  g_autoptr (GError) error = NULL;
  g_autoptr (PbRows) rows = NULL;

  g_assert_cmpint (pb_db_execute (fixture->store, insert, &error, "a", &large, &exact, &no, "x"), ==, 1);
  g_assert_cmpint (pb_db_execute (fixture->store, insert, &error, "b", &unset_int, &unset_double, &unset_bool, NULL),
                   ==, 1);
  g_assert_cmpint (pb_db_execute (fixture->store, insert, &error, "c", NULL, NULL, NULL, NULL), ==, 1);
  g_assert_no_error (error);

  rows = pb_db_select (fixture->store, "SELECT n, d, b, s FROM t ORDER BY id", "idis", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (pb_rows_get_n_rows (rows), ==, 3);
  g_assert_true (pb_rows_next (rows));
  g_assert_cmpint (pb_rows_get_pb_int (rows, 0).v, ==, G_MININT64);
  g_assert_true (pb_rows_get_pb_int (rows, 0).set);
  g_assert_true (pb_rows_get_pb_double (rows, 1).v == 0.1 + 0.2);
  g_assert_true (pb_rows_get_pb_bool (rows, 2).set);
  g_assert_false (pb_rows_get_pb_bool (rows, 2).v);
  while (pb_rows_next (rows))
    {
      for (guint column = 0; column < 4; column++)
        g_assert_true (pb_rows_is_null (rows, column));
      g_assert_false (pb_rows_get_pb_int (rows, 0).set);
      g_assert_false (pb_rows_get_pb_double (rows, 1).set);
      g_assert_false (pb_rows_get_pb_bool (rows, 2).set);
      g_assert_null (pb_rows_get_string (rows, 3));
    }
}

static void
test_values_time (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  pb_db_execute (fixture->store, "INSERT INTO t (id, n) VALUES (?s, ?t)", &error, "absent", G_GINT64_CONSTANT (0));
  pb_db_execute (fixture->store, "INSERT INTO t (id, n) VALUES (?s, ?t)", &error, "now",
                 G_GINT64_CONSTANT (1732341600050000));
  g_assert_no_error (error);
  g_assert_cmpint (store_fixture_count (fixture->store, "SELECT count(*) FROM t WHERE n IS NULL AND id = 'absent'"), ==,
                   1);
  g_assert_cmpint (store_fixture_count (fixture->store, "SELECT n FROM t WHERE id = 'now'"), ==, 1732341600050000);
}

/* "= NULL" is not "IS NULL", whatever the parameter's kind. */
static void
test_null_equals_nothing (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  gint64 n = -1;

  store_fixture_run (fixture->store, "INSERT INTO t (id) VALUES ('a');");
  g_assert_true (pb_db_select_int (fixture->store, "SELECT count(*) FROM t WHERE s = ?s", &n, &error, NULL));
  g_assert_cmpint (n, ==, 0);
  g_assert_true (pb_db_select_int (fixture->store, "SELECT count(*) FROM t WHERE n = ?I", &n, &error, NULL));
  g_assert_cmpint (n, ==, 0);
  g_assert_true (pb_db_select_int (fixture->store, "SELECT count(*) FROM t WHERE d = ?D", &n, &error, NULL));
  g_assert_cmpint (n, ==, 0);
}

/* A number that travels as text is compared as a number and found by the column's index. */
static void
test_optional_numbers_compare_as_numbers (Fixture *fixture, gconstpointer data)
{
  static const PbInt nine = PB_INT (9);
  g_autoptr (GError) error = NULL;
  g_autoptr (PbRows) plan = NULL;
  gint64 n = 0;

  store_fixture_run (fixture->store, "INSERT INTO t (id, n) VALUES ('a', 10); INSERT INTO t (id, n) VALUES ('b', 9);");
  g_assert_true (pb_db_select_int (fixture->store, "SELECT count(*) FROM t WHERE n > ?I", &n, &error, &nine));
  g_assert_cmpint (n, ==, 1);
  g_assert_true (pb_db_select_int (fixture->store, "SELECT count(*) FROM t WHERE n > ?t", &n, &error, nine.v));
  g_assert_cmpint (n, ==, 1);
  g_assert_true (pb_db_select_int (fixture->store, "SELECT CASE WHEN 10 > ?I THEN 1 ELSE 0 END", &n, &error, &nine));
  g_assert_cmpint (n, ==, 1);

  plan = pb_db_select (fixture->store, "EXPLAIN QUERY PLAN SELECT id FROM t WHERE n = ?I", "iiis", &error, &nine);
  g_assert_no_error (error);
  g_assert_true (pb_rows_next (plan));
  g_assert_nonnull (strstr (pb_rows_get_string (plan, 3), "ix_t_n"));
}

/* The same statement gives each row its own type of value: nothing is remembered from the first row. */
static void
test_types_do_not_stick (Fixture *fixture, gconstpointer data)
{
  static const char sum[] = "SELECT coalesce(sum(d), 0) FROM t";
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (PbRows) rows = pb_db_select (fixture->store, sum, "d", &error);
      g_autofree char *id = g_strdup_printf ("%u", i);

      g_assert_true (pb_rows_next (rows));
      g_assert_cmpfloat (pb_rows_get_double (rows, 0), ==, 1.5 * i);
      pb_db_execute (fixture->store, "INSERT INTO t (id, d) VALUES (?s, ?d)", &error, id, 1.5);
      g_assert_no_error (error);
    }
}

static void
test_not_finite_is_refused (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  PbDouble not_a_number = PB_DOUBLE ((double) NAN);

  g_assert_cmpint (pb_db_execute (fixture->store, "INSERT INTO t (id, d) VALUES ('i', ?d)", &error, (double) INFINITY),
                   ==, -1);
  g_assert_error (error, PB_STORE_ERROR, PB_STORE_ERROR_FAILED);
  g_clear_error (&error);
  g_assert_cmpint (pb_db_execute (fixture->store, "INSERT INTO t (id, d) VALUES ('n', ?D)", &error, &not_a_number), ==,
                   -1);
  g_assert_error (error, PB_STORE_ERROR, PB_STORE_ERROR_FAILED);
}

static void
test_affected_rows (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  store_fixture_run (fixture->store, "INSERT INTO t (id, n) VALUES ('a', 1), ('b', 1), ('c', 2);");
  g_assert_cmpint (pb_db_execute (fixture->store, "UPDATE t SET s = ?s WHERE n = ?i", &error, "x",
                                  G_GINT64_CONSTANT (1)),
                   ==, 2);
  g_assert_cmpint (pb_db_execute (fixture->store, "UPDATE t SET s = ?s WHERE n = ?i", &error, "x",
                                  G_GINT64_CONSTANT (9)),
                   ==, 0);
  g_assert_cmpint (pb_db_execute (fixture->store, "DELETE FROM t WHERE n = 1", &error), ==, 2);
  g_assert_cmpint (pb_db_execute (fixture->store, "INSERT INTO t (id) VALUES (?s) ON CONFLICT (id) DO NOTHING", &error,
                                  "c"),
                   ==, 0);
  g_assert_cmpint (pb_db_execute (fixture->store, "CREATE TABLE other (x BIGINT)", &error), ==, 0);
  g_assert_no_error (error);
}

/* Rows stay readable while the same statement runs again. */
static void
test_rows_outlive_next_select (Fixture *fixture, gconstpointer data)
{
  static const char sql[] = "SELECT id FROM t WHERE n = ?i ORDER BY id";
  g_autoptr (GError) error = NULL;
  g_autoptr (PbRows) outer = NULL;
  guint n = 0;

  store_fixture_run (fixture->store, "INSERT INTO t (id, n) VALUES ('a', 1), ('b', 1), ('c', 2);");
  outer = pb_db_select (fixture->store, sql, "s", &error, G_GINT64_CONSTANT (1));
  while (pb_rows_next (outer))
    {
      g_autoptr (PbRows) inner = pb_db_select (fixture->store, sql, "s", &error, G_GINT64_CONSTANT (2));

      g_assert_true (pb_rows_next (inner));
      g_assert_cmpstr (pb_rows_get_string (inner, 0), ==, "c");
      g_assert_false (pb_rows_next (inner));
      g_assert_cmpstr (pb_rows_get_string (outer, 0), ==, n == 0 ? "a" : "b");
      n++;
    }
  g_assert_cmpuint (n, ==, 2);
  /* Open rows hold no lock: the table can go. */
  store_fixture_run (fixture->store, "DROP TABLE t;");
}

/* Statements that are wrong */

static void
assert_failed (PbStore *store, const char *sql)
{
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (pb_db_execute (store, sql, &error), ==, -1);
  g_assert_error (error, PB_STORE_ERROR, PB_STORE_ERROR_FAILED);
}

static void
test_wrong_statements (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  guint n = 0;

  assert_failed (fixture->store, "INSERT INTO nowhere VALUES (1)");
  assert_failed (fixture->store, "INSRT INTO t VALUES (1)");
  n = pb_db_get_n_statements (fixture->store);
  assert_failed (fixture->store, "DELETE FROM t WHERE n = ?x");
  assert_failed (fixture->store, "DELETE FROM t WHERE n = ?");
  assert_failed (fixture->store, "DELETE FROM t; DELETE FROM parent");
  assert_failed (fixture->store, "");
  g_assert_cmpuint (pb_db_get_n_statements (fixture->store), ==, n);

  g_assert_null (pb_db_select (fixture->store, "SELECT nothing FROM t", "s", &error));
  g_assert_error (error, PB_STORE_ERROR, PB_STORE_ERROR_FAILED);
  g_clear_error (&error);
  g_assert_null (pb_db_select (fixture->store, "SELECT 1, 2", "i", &error));
  g_assert_error (error, PB_STORE_ERROR, PB_STORE_ERROR_FAILED);
}

static void
test_question_mark_in_text (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PbRows) rows = pb_db_select (fixture->store, "SELECT 'what?s', ?s AS \"why?i\"", "ss", &error, "value");

  g_assert_no_error (error);
  g_assert_true (pb_rows_next (rows));
  g_assert_cmpstr (pb_rows_get_string (rows, 0), ==, "what?s");
  g_assert_cmpstr (pb_rows_get_string (rows, 1), ==, "value");
}

/* An error after the first rows must not pass for the end of the rows. */
static void
test_error_in_the_middle (Fixture *fixture, gconstpointer data)
{
  static const char sql[] = "SELECT abs(CASE WHEN n = 3 THEN -9223372036854775807 - 1 ELSE n END) FROM t ORDER BY id";
  g_autoptr (GError) error = NULL;
  g_autoptr (PbRows) rows = NULL;

  store_fixture_run (fixture->store, "INSERT INTO t (id, n) VALUES ('a', 1), ('b', 2), ('c', 3);");
  g_assert_null (pb_db_select (fixture->store, sql, "i", &error));
  g_assert_error (error, PB_STORE_ERROR, PB_STORE_ERROR_FAILED);
  g_clear_error (&error);

  store_fixture_run (fixture->store, "UPDATE t SET n = 4 WHERE n = 3;");
  rows = pb_db_select (fixture->store, sql, "i", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (pb_rows_get_n_rows (rows), ==, 3);
}

/* Constraints */

static void
assert_refused (PbStore *store, const char *sql, PbStoreError code, const char *constraint)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) copy = NULL;

  g_assert_cmpint (pb_db_execute (store, sql, &error), ==, -1);
  g_assert_error (error, PB_STORE_ERROR, (int) code);
  g_assert_cmpstr (pb_store_error_constraint (error), ==, constraint);
  copy = g_error_copy (error);
  g_prefix_error (&copy, "on the way: ");
  g_assert_cmpstr (pb_store_error_constraint (copy), ==, constraint);
}

static void
test_constraints (Fixture *fixture, gconstpointer data)
{
  store_fixture_run (fixture->store,
                     "CREATE UNIQUE INDEX uq_t_lower ON t (lower(s));"
                     "CREATE TRIGGER tr_t_closed BEFORE DELETE ON t BEGIN SELECT RAISE(ABORT, 'tr_t_closed'); END;"
                     "INSERT INTO parent (id) VALUES ('p');"
                     "INSERT INTO t (id, code, line, s, parent_id) VALUES ('a', 'C', 'L', 'text', 'p');");

  assert_refused (fixture->store, "INSERT INTO t (id) VALUES ('a')", PB_STORE_ERROR_CONFLICT, "t.id");
  assert_refused (fixture->store, "INSERT INTO t (id, code, line) VALUES ('b', 'C', 'L')", PB_STORE_ERROR_CONFLICT,
                  "t.code, t.line");
  assert_refused (fixture->store, "INSERT INTO t (id, s) VALUES ('b', 'TEXT')", PB_STORE_ERROR_CONFLICT, "uq_t_lower");
  assert_refused (fixture->store, "INSERT INTO t (id, n) VALUES ('b', 13)", PB_STORE_ERROR_CONSTRAINT, "ck_t_n_small");
  assert_refused (fixture->store, "INSERT INTO t (id) VALUES (NULL)", PB_STORE_ERROR_CONSTRAINT, "t.id");
  assert_refused (fixture->store, "INSERT INTO t (id, parent_id) VALUES ('b', 'q')", PB_STORE_ERROR_CONSTRAINT, NULL);
  assert_refused (fixture->store, "DELETE FROM parent", PB_STORE_ERROR_CONSTRAINT, NULL);
  assert_refused (fixture->store, "DELETE FROM t", PB_STORE_ERROR_CONSTRAINT, "tr_t_closed");
  g_assert_cmpint (store_fixture_count (fixture->store, "SELECT count(*) FROM t"), ==, 1);
}

static void
test_constraint_of_other_errors (void)
{
  g_autoptr (GError) mine = g_error_new (PB_STORE_ERROR, PB_STORE_ERROR_STALE, "stale");
  g_autoptr (GError) foreign = g_error_new (G_IO_ERROR, G_IO_ERROR_FAILED, "failed");

  g_assert_null (pb_store_error_constraint (mine));
  g_assert_null (pb_store_error_constraint (foreign));
}

/* Cost */

static gsize
resident_bytes (void)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) parts = NULL;

  g_assert_true (g_file_get_contents ("/proc/self/statm", &text, NULL, NULL));
  parts = g_strsplit (text, " ", -1);
  return g_ascii_strtoull (parts[1], NULL, 10) * (gsize) sysconf (_SC_PAGESIZE);
}

static void
write_and_read_nulls (PbStore *store, guint n)
{
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < n; i++)
    {
      gint64 found = 0;

      pb_db_execute (store, "UPDATE t SET n = ?I, d = ?D, s = ?s, b = ?B WHERE id = 'a'", &error, NULL, NULL, NULL,
                     NULL);
      pb_db_select_int (store, "SELECT count(*) FROM t WHERE s = ?s OR n = ?t", &found, &error, NULL,
                        G_GINT64_CONSTANT (0));
      g_assert_no_error (error);
    }
}

static void
test_memory_is_flat (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  guint n_statements = 0;
  gsize before = 0;

  store_fixture_run (fixture->store, "INSERT INTO t (id) VALUES ('a');");
  g_assert_true (pb_store_begin (fixture->store, &error));
  write_and_read_nulls (fixture->store, 1000);
  before = resident_bytes ();
  n_statements = pb_db_get_n_statements (fixture->store);
  write_and_read_nulls (fixture->store, SANITIZED ? 500 : 20000);
  g_assert_true (pb_store_commit (fixture->store, &error));
  g_assert_cmpuint (pb_db_get_n_statements (fixture->store), ==, n_statements + 1);
  if (!SANITIZED)
    g_assert_cmpuint (resident_bytes (), <, before + 3 * 1024 * 1024);
}

/* Failures are part of daily life (a double scan): they must not cost memory either. */
static void
test_memory_is_flat_after_conflicts (Fixture *fixture, gconstpointer data)
{
  gsize before = 0;

  store_fixture_run (fixture->store, "INSERT INTO parent (id) VALUES ('p');");
  for (guint i = 0; i < (SANITIZED ? 500 : 11000); i++)
    {
      g_autoptr (GError) error = NULL;

      if (i == 1000)
        before = resident_bytes ();
      g_assert_cmpint (pb_db_execute (fixture->store, "INSERT INTO parent (id) VALUES (?s)", &error, "p"), ==, -1);
      g_assert_error (error, PB_STORE_ERROR, PB_STORE_ERROR_CONFLICT);
    }
  if (!SANITIZED)
    g_assert_cmpuint (resident_bytes (), <, before + 3 * 1024 * 1024);
}

/* Identifiers */

static void
test_ids (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  gint64 begun = g_get_real_time ();
  g_autofree char *first = pb_id_new ();
  g_autofree char *later = NULL;

  for (guint i = 0; i < 2000; i++)
    {
      char *id = pb_id_new ();

      g_assert_cmpuint (strlen (id), ==, PB_ID_LENGTH);
      g_assert_cmpint (id[0], ==, 'c');
      g_assert_cmpuint (strspn (id, "0123456789abcdefghijklmnopqrstuvwxyz"), ==, PB_ID_LENGTH);
      g_assert_true (g_hash_table_add (seen, id));
    }
  /* In the order of time, a millisecond apart. */
  while (g_get_real_time () / 1000 <= begun / 1000 + 1)
    g_thread_yield ();
  later = pb_id_new ();
  g_assert_cmpstr (first, <, later);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function) g_test_add ("/store/db/" path, Fixture, NULL, set_up, function, tear_down)
#define ADD_EMPTY(path, function)                                                                                      \
  g_test_add ("/store/db/" path, StoreFixture, NULL, store_fixture_set_up, function, store_fixture_tear_down)
  ADD_EMPTY ("open/refused", test_open_refused);
  ADD_EMPTY ("open/no-passwords", test_open_does_not_tell_passwords);
  ADD_EMPTY ("open/not-a-database", test_open_not_a_database);
  ADD_EMPTY ("open/strange-path", test_open_strange_path);
  ADD ("open/private-file", test_open_private_file);
  ADD ("open/settings", test_open_settings);
  ADD ("open/lasting", test_lasting);
  ADD ("open/reader-cannot-write", test_reader_cannot_write);
  ADD ("values/round-trip", test_values_round_trip);
  ADD ("values/optional", test_values_optional);
  ADD ("values/time", test_values_time);
  ADD ("values/null-equals-nothing", test_null_equals_nothing);
  ADD ("values/optional-compare", test_optional_numbers_compare_as_numbers);
  ADD ("values/types-do-not-stick", test_types_do_not_stick);
  ADD ("values/not-finite", test_not_finite_is_refused);
  ADD ("statements/affected-rows", test_affected_rows);
  ADD ("statements/rows-outlive", test_rows_outlive_next_select);
  ADD ("statements/wrong", test_wrong_statements);
  ADD ("statements/question-mark", test_question_mark_in_text);
  ADD ("statements/error-in-the-middle", test_error_in_the_middle);
  ADD ("constraints/each-kind", test_constraints);
  g_test_add_func ("/store/db/constraints/other-errors", test_constraint_of_other_errors);
  ADD ("memory/nulls", test_memory_is_flat);
  ADD ("memory/conflicts", test_memory_is_flat_after_conflicts);
  g_test_add_func ("/store/db/ids", test_ids);
  return g_test_run ();
}
