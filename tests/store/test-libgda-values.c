/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "gda-fixture.h"

#include <math.h>
#include <string.h>
#include <unistd.h>

/* What libgda 5.2 and its SQLite provider really do where it surprises: reading and binding values. The store is
 * written around each of these; a case that fails here after an update of libgda says which rule of pb-db.c to look at
 * again. */

/* Reading values */

static void
test_large_number_is_no_value (GdaFixture *fixture, gconstpointer data)
{
  g_auto (GdaParsed) parsed = gda_fixture_parse (fixture->delimit, "SELECT x FROM t");
  g_autoptr (GError) error = NULL;
  GdaDataModel *model = NULL;

  gda_fixture_run (fixture, "CREATE TABLE t (x BIGINT)");
  gda_fixture_run (fixture, "INSERT INTO t VALUES (5000000000)");
  model = gda_fixture_select_untyped (fixture, parsed.statement, &error);
  g_assert_no_error (error);
  g_assert_null (gda_data_model_get_value_at (model, 0, 0, &error));
  g_assert_nonnull (error);
  g_object_unref (model);
  g_assert_cmpint (gda_fixture_count (fixture, "SELECT x FROM t "), ==, 5000000000);
}

static void
test_count_is_gint (GdaFixture *fixture, gconstpointer data)
{
  g_auto (GdaParsed) parsed = gda_fixture_parse (fixture->delimit, "SELECT count(*) FROM sqlite_master");
  GdaDataModel *model = gda_fixture_select_untyped (fixture, parsed.statement, NULL);

  g_assert_cmpstr (G_VALUE_TYPE_NAME (gda_data_model_get_value_at (model, 0, 0, NULL)), ==, "gint");
  g_object_unref (model);
}

/* The type is guessed from the first row and stays with the statement. */
static void
test_guessed_type_sticks (GdaFixture *fixture, gconstpointer data)
{
  g_auto (GdaParsed) parsed = gda_fixture_parse (fixture->delimit, "SELECT coalesce(sum(x), 0) FROM t");
  GdaDataModel *model = NULL;

  gda_fixture_run (fixture, "CREATE TABLE t (x DOUBLE PRECISION)");
  model = gda_fixture_select_untyped (fixture, parsed.statement, NULL);
  g_assert_cmpint (g_value_get_int (gda_data_model_get_value_at (model, 0, 0, NULL)), ==, 0);
  g_object_unref (model);
  gda_fixture_run (fixture, "INSERT INTO t VALUES (1.5)");
  model = gda_fixture_select_untyped (fixture, parsed.statement, NULL);
  g_assert_cmpint (g_value_get_int (gda_data_model_get_value_at (model, 0, 0, NULL)), ==, 1);
  g_object_unref (model);
}

static void
test_text_after_number_is_zero (GdaFixture *fixture, gconstpointer data)
{
  g_auto (GdaParsed) parsed = gda_fixture_parse (fixture->delimit, "SELECT x FROM t ORDER BY rowid");
  GdaDataModel *model = NULL;

  gda_fixture_run (fixture, "CREATE TABLE t (x)");
  gda_fixture_run (fixture, "INSERT INTO t VALUES (7), ('text')");
  model = gda_fixture_select_untyped (fixture, parsed.statement, NULL);
  g_assert_cmpint (g_value_get_int (gda_data_model_get_value_at (model, 0, 1, NULL)), ==, 0);
  g_object_unref (model);
}

static void
test_numeric_is_double_and_blob_is_binary (GdaFixture *fixture, gconstpointer data)
{
  g_auto (GdaParsed) parsed = gda_fixture_parse (fixture->delimit, "SELECT n, b FROM t");
  GdaDataModel *model = NULL;

  gda_fixture_run (fixture, "CREATE TABLE t (n NUMERIC, b BLOB)");
  gda_fixture_run (fixture, "INSERT INTO t VALUES (12.50, x'0102')");
  model = gda_fixture_select_untyped (fixture, parsed.statement, NULL);
  g_assert_cmpstr (G_VALUE_TYPE_NAME (gda_data_model_get_value_at (model, 0, 0, NULL)), ==, "gdouble");
  g_assert_true (G_VALUE_TYPE (gda_data_model_get_value_at (model, 1, 0, NULL)) == GDA_TYPE_BINARY);
  g_object_unref (model);
}

static void
test_error_in_the_middle_looks_like_the_end (GdaFixture *fixture, gconstpointer data)
{
  GType types[] = { G_TYPE_INT64, G_TYPE_NONE };
  g_auto (GdaParsed) parsed = gda_fixture_parse (fixture->delimit, "SELECT abs(x) FROM t ORDER BY rowid");
  g_autoptr (GError) error = NULL;
  GdaDataModel *model = NULL;

  gda_fixture_run (fixture, "CREATE TABLE t (x BIGINT)");
  gda_fixture_run (fixture, "INSERT INTO t VALUES (1), (2), (-9223372036854775807 - 1)");
  model = gda_connection_statement_execute_select_full (fixture->connection, parsed.statement, NULL,
                                                        GDA_STATEMENT_MODEL_RANDOM_ACCESS, types, &error);
  g_assert_no_error (error);
  g_assert_nonnull (model);
  g_assert_cmpint (gda_data_model_get_n_rows (model), ==, 2);
  g_assert_nonnull (gda_data_model_get_exceptions (model));
  g_assert_nonnull (gda_data_model_get_exceptions (model)[0]);
  g_object_unref (model);
}

/* Binding values */

static gint64
bind_number (GdaFixture *fixture, const char *type, const GValue *value)
{
  g_autofree char *sql = g_strdup_printf ("INSERT INTO t (x) VALUES (##p::%s)", type);
  g_auto (GdaParsed) parsed = gda_fixture_parse (fixture->delimit, sql);

  gda_fixture_run (fixture, "DELETE FROM t");
  g_assert_true (gda_holder_set_value (gda_set_get_holder (parsed.set, "p"), value, NULL));
  g_assert_cmpint (gda_fixture_execute_parsed (fixture, &parsed), ==, 1);
  return gda_fixture_count (fixture, "SELECT x FROM t");
}

static void
test_long_is_cut (GdaFixture *fixture, gconstpointer data)
{
  GValue number = G_VALUE_INIT;

  gda_fixture_run (fixture, "CREATE TABLE t (x BIGINT)");
  g_value_init (&number, G_TYPE_LONG);
  g_value_set_long (&number, 5000000000);
  g_assert_cmpint (bind_number (fixture, "glong", &number), ==, 705032704);
  g_value_unset (&number);

  g_value_init (&number, G_TYPE_UINT);
  g_value_set_uint (&number, 4000000000u);
  g_assert_cmpint (bind_number (fixture, "guint", &number), ==, -294967296);
  g_value_unset (&number);

  g_value_init (&number, G_TYPE_INT64);
  g_value_set_int64 (&number, G_MININT64);
  g_assert_cmpint (bind_number (fixture, "gint64", &number), ==, G_MININT64);
  g_value_unset (&number);
}

static void
test_timestamp_loses_zeros (GdaFixture *fixture, gconstpointer data)
{
  g_auto (GdaParsed) parsed = gda_fixture_parse (fixture->delimit, "INSERT INTO t (x) VALUES (##p::timestamp)");
  GdaTimestamp time = {
    .year = 2024, .month = 11, .day = 23, .hour = 6, .minute = 0, .second = 0, .fraction = 50000, .timezone = 0
  };
  GValue value = G_VALUE_INIT;
  g_autofree char *stored = NULL;

  gda_fixture_run (fixture, "CREATE TABLE t (x TEXT)");
  g_value_init (&value, GDA_TYPE_TIMESTAMP);
  gda_value_set_timestamp (&value, &time);
  g_assert_true (gda_holder_set_value (gda_set_get_holder (parsed.set, "p"), &value, NULL));
  g_value_unset (&value);
  gda_fixture_execute_parsed (fixture, &parsed);
  stored = gda_fixture_text (fixture, "SELECT x FROM t");
  g_assert_nonnull (strstr (stored, ":00.5"));
  g_assert_null (strstr (stored, ":00.05"));
}

static void
set_gda_null (GdaParsed *parsed)
{
  GValue *null = gda_value_new_null ();

  g_assert_true (gda_holder_set_value (gda_set_get_holder (parsed->set, "p"), null, NULL));
  gda_value_free (null);
}

static void
test_gda_null_rewrites_equals (GdaFixture *fixture, gconstpointer data)
{
  g_auto (GdaParsed) parsed =
    gda_fixture_parse (fixture->delimit, "UPDATE t SET x = 'found' WHERE x = ##p::string::null");

  gda_fixture_run (fixture, "CREATE TABLE t (x TEXT)");
  gda_fixture_run (fixture, "INSERT INTO t VALUES (NULL)");
  gda_parsed_set_string (&parsed, "p", NULL);
  g_assert_cmpint (gda_fixture_execute_parsed (fixture, &parsed), ==, 0);
  set_gda_null (&parsed);
  g_assert_cmpint (gda_fixture_execute_parsed (fixture, &parsed), ==, 1);
}

/* The same rewriting also meets "=" where it assigns. */
static void
test_gda_null_breaks_assignment (GdaFixture *fixture, gconstpointer data)
{
  g_auto (GdaParsed) parsed = gda_fixture_parse (fixture->delimit, "UPDATE t SET x = ##p::string::null");
  g_autoptr (GError) error = NULL;

  gda_fixture_run (fixture, "CREATE TABLE t (x TEXT)");
  set_gda_null (&parsed);
  g_assert_cmpint (gda_connection_statement_execute_non_select (fixture->connection, parsed.statement, parsed.set, NULL,
                                                                &error),
                   ==, -1);
  g_assert_nonnull (strstr (error->message, "near \"IS\": syntax error"));
}

static void
test_null_without_gda_null (GdaFixture *fixture, gconstpointer data)
{
  g_auto (GdaParsed) parsed =
    gda_fixture_parse (fixture->delimit,
                       "INSERT INTO t VALUES (##p::string, CAST(##p::string AS BIGINT), ##d::gdouble)");
  GValue number = G_VALUE_INIT;

  gda_fixture_run (fixture, "CREATE TABLE t (s TEXT, n BIGINT, d DOUBLE PRECISION)");
  g_value_init (&number, G_TYPE_DOUBLE);
  g_value_set_double (&number, (double) NAN);
  g_assert_true (gda_holder_set_value (gda_set_get_holder (parsed.set, "d"), &number, NULL));
  g_value_unset (&number);
  g_assert_true (gda_parsed_set_string (&parsed, "p", NULL));
  gda_fixture_execute_parsed (fixture, &parsed);
  g_assert_cmpint (gda_fixture_count (fixture, "SELECT count(*) FROM t WHERE s IS NULL AND n IS NULL AND d IS NULL"),
                   ==, 1);
}

static void
test_values_can_be_written_in_place (GdaFixture *fixture, gconstpointer data)
{
  g_auto (GdaParsed) parsed = gda_fixture_parse (fixture->delimit, "INSERT INTO t VALUES (##p::string)");
  GValue *place = NULL;

  gda_fixture_run (fixture, "CREATE TABLE t (s TEXT)");
  gda_parsed_set_string (&parsed, "p", "first");
  place = (GValue *) gda_holder_get_value (gda_set_get_holder (parsed.set, "p"));
  gda_fixture_execute_parsed (fixture, &parsed);
  g_value_set_string (place, "second");
  gda_fixture_execute_parsed (fixture, &parsed);
  g_assert_true (gda_holder_get_value (gda_set_get_holder (parsed.set, "p")) == place);
  g_assert_cmpint (gda_fixture_count (fixture, "SELECT count(*) FROM t WHERE s = 'second'"), ==, 1);
}

/* A parameter takes a value of exactly its type, and no null unless it was declared so. */
static void
test_wrong_value_is_refused (GdaFixture *fixture, gconstpointer data)
{
  g_auto (GdaParsed) parsed = gda_fixture_parse (fixture->delimit, "SELECT ##p::gint64");
  GdaHolder *holder = gda_set_get_holder (parsed.set, "p");
  g_autoptr (GError) wrong_type = NULL;
  g_autoptr (GError) null_value = NULL;
  GValue number = G_VALUE_INIT;
  GValue *null = gda_value_new_null ();

  g_value_init (&number, G_TYPE_INT);
  g_assert_false (gda_holder_set_value (holder, &number, &wrong_type));
  g_assert_nonnull (wrong_type);
  g_assert_false (gda_holder_set_value (holder, null, &null_value));
  g_assert_nonnull (null_value);
  gda_value_free (null);
  g_value_unset (&number);
}

#if !defined(__SANITIZE_ADDRESS__)
static gsize
resident_bytes (void)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) parts = NULL;

  g_assert_true (g_file_get_contents ("/proc/self/statm", &text, NULL, NULL));
  parts = g_strsplit (text, " ", -1);
  return g_ascii_strtoull (parts[1], NULL, 10) * (gsize) sysconf (_SC_PAGESIZE);
}
#endif

static void
test_gda_null_leaks (GdaFixture *fixture, gconstpointer data)
{
#if defined(__SANITIZE_ADDRESS__)
  g_test_skip ("The sanitizer keeps freed memory, and this leaks on purpose");
#else
  g_auto (GdaParsed) parsed = gda_fixture_parse (fixture->delimit, "INSERT INTO t VALUES (##p::string::null)");
  gsize before = 0;

  gda_fixture_run (fixture, "CREATE TABLE t (x TEXT)");
  gda_fixture_run (fixture, "BEGIN");
  set_gda_null (&parsed);
  for (int i = 0; i < 6000; i++)
    {
      if (i == 1000)
        before = resident_bytes ();
      gda_fixture_execute_parsed (fixture, &parsed);
    }
  gda_fixture_run (fixture, "ROLLBACK");
  g_assert_cmpuint (resident_bytes (), >, before + 3 * 1024 * 1024);
#endif
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function)                                                                                            \
  g_test_add ("/store/libgda/" path, GdaFixture, NULL, gda_fixture_set_up, function, gda_fixture_tear_down)
  ADD ("read/large-number", test_large_number_is_no_value);
  ADD ("read/count", test_count_is_gint);
  ADD ("read/guessed-type", test_guessed_type_sticks);
  ADD ("read/text-after-number", test_text_after_number_is_zero);
  ADD ("read/numeric-blob", test_numeric_is_double_and_blob_is_binary);
  ADD ("read/error-in-the-middle", test_error_in_the_middle_looks_like_the_end);
  ADD ("bind/long", test_long_is_cut);
  ADD ("bind/timestamp", test_timestamp_loses_zeros);
  ADD ("bind/gda-null", test_gda_null_rewrites_equals);
  ADD ("bind/gda-null-assigned", test_gda_null_breaks_assignment);
  ADD ("bind/null-without-gda-null", test_null_without_gda_null);
  ADD ("bind/in-place", test_values_can_be_written_in_place);
  ADD ("bind/wrong-value", test_wrong_value_is_refused);
  ADD ("bind/gda-null-leaks", test_gda_null_leaks);
  return g_test_run ();
}
