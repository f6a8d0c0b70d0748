/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <libgda/libgda.h>

#include <libgda/gda-connection-private.h> /* needs the one above */
#include <math.h>
#include <sql-parser/gda-sql-parser.h>
#include <sqlite3.h>
#include <string.h>
#include <unistd.h>

#include "store-fixture.h"

/* What libgda 5.2 and its SQLite provider really do where it surprises. The store is written around each of these; a
 * case that fails here after an update of libgda says which rule of pb-db.c to look at again. */

typedef struct
{
  StoreFixture base;
  GdaConnection *connection; /* (owned) */
  GdaSqlParser *delimit;     /* (owned): the mode that the store uses */
  GdaSqlParser *parse;       /* (owned): libgda's default */
} Fixture;

static GdaConnection *
open_connection (Fixture *fixture, const char *name, const char *more, GdaConnectionOptions options)
{
  g_autofree char *parameters = g_strdup_printf ("DB_DIR=%s;DB_NAME=%s%s", fixture->base.directory, name, more);
  g_autoptr (GError) error = NULL;
  GdaConnection *connection = gda_connection_open_from_string ("SQLite", parameters, NULL, options, &error);

  g_assert_no_error (error);
  return connection;
}

static void
close_connection (GdaConnection *connection)
{
  gda_connection_close_no_warning (connection);
  g_object_unref (connection);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  gda_init ();
  store_fixture_set_up (&fixture->base, data);
  fixture->connection =
    open_connection (fixture, "plant.sqlite", ";APPEND_DB_EXTENSION=FALSE", GDA_CONNECTION_OPTIONS_NONE);
  fixture->delimit = gda_sql_parser_new ();
  g_object_set (fixture->delimit, "mode", GDA_SQL_PARSER_MODE_DELIMIT, NULL);
  fixture->parse = gda_sql_parser_new ();
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_clear_object (&fixture->delimit);
  g_clear_object (&fixture->parse);
  close_connection (fixture->connection);
  store_fixture_tear_down (&fixture->base, data);
}

typedef struct
{
  GdaStatement *statement; /* (owned) (nullable) */
  GdaSet *set;             /* (owned) (nullable) */
  GError *error;           /* (owned) (nullable) */
  const char *rest;
} Parsed;

static void
parsed_clear (Parsed *self)
{
  g_clear_object (&self->statement);
  g_clear_object (&self->set);
  g_clear_error (&self->error);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Parsed, parsed_clear)

static Parsed
parse (GdaSqlParser *parser, const char *sql)
{
  Parsed parsed = { 0 };

  parsed.statement = gda_sql_parser_parse_string (parser, sql, &parsed.rest, &parsed.error);
  if (parsed.statement != NULL)
    gda_statement_get_parameters (parsed.statement, &parsed.set, &parsed.error);
  return parsed;
}

static gboolean
set_string (Parsed *parsed, const char *name, const char *text)
{
  GValue value = G_VALUE_INIT;
  gboolean done;

  g_value_init (&value, G_TYPE_STRING);
  g_value_set_string (&value, text);
  done = gda_holder_set_value (gda_set_get_holder (parsed->set, name), &value, NULL);
  g_value_unset (&value);
  return done;
}

static int
execute (Fixture *fixture, const char *sql, GError **error)
{
  g_auto (Parsed) parsed = parse (fixture->delimit, sql);

  g_assert_no_error (parsed.error);
  return gda_connection_statement_execute_non_select (fixture->connection, parsed.statement, parsed.set, NULL, error);
}

static void
run (Fixture *fixture, const char *sql)
{
  g_autoptr (GError) error = NULL;

  execute (fixture, sql, &error);
  g_assert_no_error (error);
}

static int
bind_and_execute (Fixture *fixture, Parsed *parsed)
{
  g_autoptr (GError) error = NULL;
  int n =
    gda_connection_statement_execute_non_select (fixture->connection, parsed->statement, parsed->set, NULL, &error);

  g_assert_no_error (error);
  return n;
}

/* The number in the first column of the first row, read with its type said. */
static gint64
count (Fixture *fixture, const char *sql)
{
  GType types[] = { G_TYPE_INT64, G_TYPE_NONE };
  g_auto (Parsed) parsed = parse (fixture->delimit, sql);
  g_autoptr (GError) error = NULL;
  GdaDataModel *model = gda_connection_statement_execute_select_full (fixture->connection, parsed.statement, NULL,
                                                                      GDA_STATEMENT_MODEL_RANDOM_ACCESS, types, &error);
  gint64 number = 0;

  g_assert_no_error (error);
  number = g_value_get_int64 (gda_data_model_get_value_at (model, 0, 0, &error));
  g_assert_no_error (error);
  g_object_unref (model);
  return number;
}

static char *
text_of (Fixture *fixture, const char *sql)
{
  GType types[] = { G_TYPE_STRING, G_TYPE_NONE };
  g_auto (Parsed) parsed = parse (fixture->delimit, sql);
  GdaDataModel *model = gda_connection_statement_execute_select_full (fixture->connection, parsed.statement, NULL,
                                                                      GDA_STATEMENT_MODEL_RANDOM_ACCESS, types, NULL);
  const GValue *value = gda_data_model_get_value_at (model, 0, 0, NULL);
  char *text = g_value_dup_string (value);

  g_object_unref (model);
  return text;
}

static GdaDataModel *
select_untyped (Fixture *fixture, GdaStatement *statement, GError **error)
{
  return gda_connection_statement_execute_select (fixture->connection, statement, NULL, error);
}

static sqlite3 *
get_handle (GdaConnection *connection)
{
  struct
  {
    void *connection;
    sqlite3 *handle;
  } *data = gda_connection_internal_get_provider_data (connection);

  return data->handle;
}

/* Parsing */

static void
assert_not_parsed (GdaSqlParser *parser, const char *sql)
{
  g_auto (Parsed) parsed = parse (parser, sql);

  g_assert_null (parsed.statement);
  g_assert_nonnull (parsed.error);
}

static void
assert_parsed (GdaSqlParser *parser, const char *sql)
{
  g_auto (Parsed) parsed = parse (parser, sql);

  g_assert_no_error (parsed.error);
  g_assert_nonnull (parsed.statement);
}

static void
test_backslash_ends_literal (Fixture *fixture, gconstpointer data)
{
  assert_not_parsed (fixture->parse, "SELECT 1 WHERE 'a' LIKE 'b' ESCAPE '\\'");
  assert_not_parsed (fixture->delimit, "SELECT 1 WHERE 'a' LIKE 'b' ESCAPE '\\'");
  assert_not_parsed (fixture->delimit, "SELECT 'end\\'");
  assert_parsed (fixture->delimit, "SELECT 1 WHERE 'a' LIKE 'b' ESCAPE '!'");
}

static void
test_block_comment (Fixture *fixture, gconstpointer data)
{
  assert_not_parsed (fixture->parse, "/* comment */ SELECT 1");
  assert_not_parsed (fixture->delimit, "/* comment */ SELECT 1");
  assert_parsed (fixture->delimit, "-- comment\nSELECT 1");
}

static void
test_postgresql_operators (Fixture *fixture, gconstpointer data)
{
  assert_not_parsed (fixture->parse, "SELECT x::jsonb #>> '{a}'");
  assert_parsed (fixture->delimit, "SELECT CAST(x AS jsonb) ->> 'a'");
}

static void
test_two_statements (Fixture *fixture, gconstpointer data)
{
  g_auto (Parsed) parsed = parse (fixture->delimit, "SELECT 1; SELECT 2");

  g_assert_nonnull (parsed.statement);
  g_assert_true (g_str_has_suffix (parsed.rest, "SELECT 2"));
}

static void
test_dollar_quotes (Fixture *fixture, gconstpointer data)
{
  g_auto (Parsed) parsed = parse (fixture->delimit, "CREATE FUNCTION f() AS $$ a; b; $$ LANGUAGE sql");

  g_assert_nonnull (parsed.rest);
  g_assert_nonnull (strstr (parsed.rest, "b; $$"));
}

static void
test_batch_keeps_triggers_whole (Fixture *fixture, gconstpointer data)
{
  static const char script[] = "CREATE TABLE t (x BIGINT);\n"
                               "CREATE TRIGGER r AFTER INSERT ON t BEGIN DELETE FROM t; DELETE FROM t; END;\n"
                               "SELECT 'a;b'; -- the; end\n";
  GdaBatch *batch = gda_sql_parser_parse_string_as_batch (fixture->delimit, script, NULL, NULL);

  g_assert_nonnull (batch);
  g_assert_cmpuint (g_slist_length ((GSList *) gda_batch_get_statements (batch)), ==, 3);
  g_object_unref (batch);
}

static GdaSqlStatementType
type_of (GdaSqlParser *parser, const char *sql)
{
  g_auto (Parsed) parsed = parse (parser, sql);

  g_assert_no_error (parsed.error);
  return gda_statement_get_statement_type (parsed.statement);
}

static void
test_modes (Fixture *fixture, gconstpointer data)
{
  g_assert_cmpint (type_of (fixture->parse, "SELECT 1"), ==, GDA_SQL_STATEMENT_SELECT);
  g_assert_cmpint (type_of (fixture->parse, "INSERT INTO t (x) VALUES (1) ON CONFLICT DO NOTHING"), ==,
                   GDA_SQL_STATEMENT_UNKNOWN);
  g_assert_cmpint (type_of (fixture->delimit, "SELECT 1"), ==, GDA_SQL_STATEMENT_UNKNOWN);
}

static void
test_exists_is_rewritten (Fixture *fixture, gconstpointer data)
{
  static const char sql[] = "SELECT 1 FROM t WHERE EXISTS (SELECT x FROM t)";
  g_autoptr (GError) error = NULL;
  g_auto (Parsed) parsed = parse (fixture->parse, sql);

  run (fixture, "CREATE TABLE t (x BIGINT)");
  run (fixture, "INSERT INTO t (x) VALUES (1)");
  g_assert_null (select_untyped (fixture, parsed.statement, &error));
  g_assert_nonnull (strstr (error->message, "syntax error"));
  g_assert_cmpint (count (fixture, sql), ==, 1);
}

static void
test_cast_of_parameter (Fixture *fixture, gconstpointer data)
{
  static const char sql[] = "SELECT CAST(##p::string AS BIGINT)";
  g_auto (Parsed) parsed = parse (fixture->parse, sql);
  g_auto (Parsed) delimited = parse (fixture->delimit, sql);
  g_autoptr (GError) error = NULL;
  GdaDataModel *model = NULL;

  set_string (&parsed, "p", "7");
  model = gda_connection_statement_execute_select (fixture->connection, parsed.statement, parsed.set, &error);
  g_assert_null (model);
  g_assert_nonnull (error);
  g_clear_error (&error);

  set_string (&delimited, "p", "7");
  model = gda_connection_statement_execute_select (fixture->connection, delimited.statement, delimited.set, &error);
  g_assert_no_error (error);
  g_object_unref (model);
}

/* Statements that return rows, by their first letters */

static void
assert_no_rows_from (Fixture *fixture, const char *sql)
{
  GType types[] = { G_TYPE_INT64, G_TYPE_NONE };
  g_auto (Parsed) parsed = parse (fixture->delimit, sql);
  g_autoptr (GError) error = NULL;

  g_assert_null (gda_connection_statement_execute_select_full (fixture->connection, parsed.statement, NULL,
                                                               GDA_STATEMENT_MODEL_RANDOM_ACCESS, types, &error));
  g_assert_nonnull (error);
}

static void
test_with_and_values (Fixture *fixture, gconstpointer data)
{
  assert_no_rows_from (fixture, "WITH q AS (SELECT 7 AS x) SELECT x FROM q");
  assert_no_rows_from (fixture, "VALUES (7)");
  g_assert_cmpint (count (fixture, "SELECT * FROM (WITH q AS (SELECT 7 AS x) SELECT x FROM q) r"), ==, 7);
}

static void
test_returning_fails_but_writes (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  run (fixture, "CREATE TABLE t (x BIGINT)");
  g_assert_cmpint (execute (fixture, "INSERT INTO t (x) VALUES (7) RETURNING x", &error), ==, -1);
  g_assert_error (error, GDA_SERVER_PROVIDER_ERROR, GDA_SERVER_PROVIDER_STATEMENT_EXEC_ERROR);
  g_assert_cmpint (count (fixture, "SELECT count(*) FROM t"), ==, 1);
}

static void
test_pragma_is_a_select (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (execute (fixture, "PRAGMA busy_timeout=700", &error), ==, -1);
  g_assert_nonnull (error);
  g_assert_cmpint (count (fixture, "PRAGMA busy_timeout=900"), ==, 900);
}

static void
test_affected_rows_only_of_three (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (execute (fixture, "CREATE TABLE t (x BIGINT PRIMARY KEY)", &error), ==, -2);
  g_assert_cmpint (execute (fixture, "INSERT INTO t VALUES (1), (2)", &error), ==, 2);
  g_assert_cmpint (execute (fixture, "INSERT INTO t VALUES (1) ON CONFLICT DO NOTHING", &error), ==, 0);
  g_assert_cmpint (execute (fixture, "UPDATE t SET x = x + 10", &error), ==, 2);
  g_assert_cmpint (execute (fixture, "DELETE FROM t", &error), ==, 2);
  g_assert_no_error (error);
}

/* Reading values */

static void
test_large_number_is_no_value (Fixture *fixture, gconstpointer data)
{
  g_auto (Parsed) parsed = parse (fixture->delimit, "SELECT x FROM t");
  g_autoptr (GError) error = NULL;
  GdaDataModel *model = NULL;

  run (fixture, "CREATE TABLE t (x BIGINT)");
  run (fixture, "INSERT INTO t VALUES (5000000000)");
  model = select_untyped (fixture, parsed.statement, &error);
  g_assert_no_error (error);
  g_assert_null (gda_data_model_get_value_at (model, 0, 0, &error));
  g_assert_nonnull (error);
  g_object_unref (model);
  g_assert_cmpint (count (fixture, "SELECT x FROM t "), ==, 5000000000);
}

static void
test_count_is_gint (Fixture *fixture, gconstpointer data)
{
  g_auto (Parsed) parsed = parse (fixture->delimit, "SELECT count(*) FROM sqlite_master");
  GdaDataModel *model = select_untyped (fixture, parsed.statement, NULL);

  g_assert_cmpstr (G_VALUE_TYPE_NAME (gda_data_model_get_value_at (model, 0, 0, NULL)), ==, "gint");
  g_object_unref (model);
}

/* The type is guessed from the first row and stays with the statement. */
static void
test_guessed_type_sticks (Fixture *fixture, gconstpointer data)
{
  g_auto (Parsed) parsed = parse (fixture->delimit, "SELECT coalesce(sum(x), 0) FROM t");
  GdaDataModel *model = NULL;

  run (fixture, "CREATE TABLE t (x DOUBLE PRECISION)");
  model = select_untyped (fixture, parsed.statement, NULL);
  g_assert_cmpint (g_value_get_int (gda_data_model_get_value_at (model, 0, 0, NULL)), ==, 0);
  g_object_unref (model);
  run (fixture, "INSERT INTO t VALUES (1.5)");
  model = select_untyped (fixture, parsed.statement, NULL);
  g_assert_cmpint (g_value_get_int (gda_data_model_get_value_at (model, 0, 0, NULL)), ==, 1);
  g_object_unref (model);
}

static void
test_text_after_number_is_zero (Fixture *fixture, gconstpointer data)
{
  g_auto (Parsed) parsed = parse (fixture->delimit, "SELECT x FROM t ORDER BY rowid");
  GdaDataModel *model = NULL;

  run (fixture, "CREATE TABLE t (x)");
  run (fixture, "INSERT INTO t VALUES (7), ('text')");
  model = select_untyped (fixture, parsed.statement, NULL);
  g_assert_cmpint (g_value_get_int (gda_data_model_get_value_at (model, 0, 1, NULL)), ==, 0);
  g_object_unref (model);
}

static void
test_numeric_is_double_and_blob_is_binary (Fixture *fixture, gconstpointer data)
{
  g_auto (Parsed) parsed = parse (fixture->delimit, "SELECT n, b FROM t");
  GdaDataModel *model = NULL;

  run (fixture, "CREATE TABLE t (n NUMERIC, b BLOB)");
  run (fixture, "INSERT INTO t VALUES (12.50, x'0102')");
  model = select_untyped (fixture, parsed.statement, NULL);
  g_assert_cmpstr (G_VALUE_TYPE_NAME (gda_data_model_get_value_at (model, 0, 0, NULL)), ==, "gdouble");
  g_assert_true (G_VALUE_TYPE (gda_data_model_get_value_at (model, 1, 0, NULL)) == GDA_TYPE_BINARY);
  g_object_unref (model);
}

static void
test_error_in_the_middle_looks_like_the_end (Fixture *fixture, gconstpointer data)
{
  GType types[] = { G_TYPE_INT64, G_TYPE_NONE };
  g_auto (Parsed) parsed = parse (fixture->delimit, "SELECT abs(x) FROM t ORDER BY rowid");
  g_autoptr (GError) error = NULL;
  GdaDataModel *model = NULL;

  run (fixture, "CREATE TABLE t (x BIGINT)");
  run (fixture, "INSERT INTO t VALUES (1), (2), (-9223372036854775807 - 1)");
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
bind_number (Fixture *fixture, const char *type, const GValue *value)
{
  g_autofree char *sql = g_strdup_printf ("INSERT INTO t (x) VALUES (##p::%s)", type);
  g_auto (Parsed) parsed = parse (fixture->delimit, sql);

  run (fixture, "DELETE FROM t");
  g_assert_true (gda_holder_set_value (gda_set_get_holder (parsed.set, "p"), value, NULL));
  g_assert_cmpint (bind_and_execute (fixture, &parsed), ==, 1);
  return count (fixture, "SELECT x FROM t");
}

static void
test_long_is_cut (Fixture *fixture, gconstpointer data)
{
  GValue number = G_VALUE_INIT;

  run (fixture, "CREATE TABLE t (x BIGINT)");
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
test_timestamp_loses_zeros (Fixture *fixture, gconstpointer data)
{
  g_auto (Parsed) parsed = parse (fixture->delimit, "INSERT INTO t (x) VALUES (##p::timestamp)");
  GdaTimestamp time = {
    .year = 2024, .month = 11, .day = 23, .hour = 6, .minute = 0, .second = 0, .fraction = 50000, .timezone = 0
  };
  GValue value = G_VALUE_INIT;
  g_autofree char *stored = NULL;

  run (fixture, "CREATE TABLE t (x TEXT)");
  g_value_init (&value, GDA_TYPE_TIMESTAMP);
  gda_value_set_timestamp (&value, &time);
  g_assert_true (gda_holder_set_value (gda_set_get_holder (parsed.set, "p"), &value, NULL));
  g_value_unset (&value);
  bind_and_execute (fixture, &parsed);
  stored = text_of (fixture, "SELECT x FROM t");
  g_assert_nonnull (strstr (stored, ":00.5"));
  g_assert_null (strstr (stored, ":00.05"));
}

static void
set_gda_null (Parsed *parsed)
{
  GValue *null = gda_value_new_null ();

  g_assert_true (gda_holder_set_value (gda_set_get_holder (parsed->set, "p"), null, NULL));
  gda_value_free (null);
}

static void
test_gda_null_rewrites_equals (Fixture *fixture, gconstpointer data)
{
  g_auto (Parsed) parsed = parse (fixture->delimit, "UPDATE t SET x = 'found' WHERE x = ##p::string::null");

  run (fixture, "CREATE TABLE t (x TEXT)");
  run (fixture, "INSERT INTO t VALUES (NULL)");
  set_string (&parsed, "p", NULL);
  g_assert_cmpint (bind_and_execute (fixture, &parsed), ==, 0);
  set_gda_null (&parsed);
  g_assert_cmpint (bind_and_execute (fixture, &parsed), ==, 1);
}

/* The same rewriting also meets "=" where it assigns. */
static void
test_gda_null_breaks_assignment (Fixture *fixture, gconstpointer data)
{
  g_auto (Parsed) parsed = parse (fixture->delimit, "UPDATE t SET x = ##p::string::null");
  g_autoptr (GError) error = NULL;

  run (fixture, "CREATE TABLE t (x TEXT)");
  set_gda_null (&parsed);
  g_assert_cmpint (gda_connection_statement_execute_non_select (fixture->connection, parsed.statement, parsed.set, NULL,
                                                                &error),
                   ==, -1);
  g_assert_nonnull (strstr (error->message, "near \"IS\": syntax error"));
}

static void
test_null_without_gda_null (Fixture *fixture, gconstpointer data)
{
  g_auto (Parsed) parsed =
    parse (fixture->delimit, "INSERT INTO t VALUES (##p::string, CAST(##p::string AS BIGINT), ##d::gdouble)");
  GValue number = G_VALUE_INIT;

  run (fixture, "CREATE TABLE t (s TEXT, n BIGINT, d DOUBLE PRECISION)");
  g_value_init (&number, G_TYPE_DOUBLE);
  g_value_set_double (&number, (double) NAN);
  g_assert_true (gda_holder_set_value (gda_set_get_holder (parsed.set, "d"), &number, NULL));
  g_value_unset (&number);
  g_assert_true (set_string (&parsed, "p", NULL));
  bind_and_execute (fixture, &parsed);
  g_assert_cmpint (count (fixture, "SELECT count(*) FROM t WHERE s IS NULL AND n IS NULL AND d IS NULL"), ==, 1);
}

static void
test_values_can_be_written_in_place (Fixture *fixture, gconstpointer data)
{
  g_auto (Parsed) parsed = parse (fixture->delimit, "INSERT INTO t VALUES (##p::string)");
  GValue *place = NULL;

  run (fixture, "CREATE TABLE t (s TEXT)");
  set_string (&parsed, "p", "first");
  place = (GValue *) gda_holder_get_value (gda_set_get_holder (parsed.set, "p"));
  bind_and_execute (fixture, &parsed);
  g_value_set_string (place, "second");
  bind_and_execute (fixture, &parsed);
  g_assert_true (gda_holder_get_value (gda_set_get_holder (parsed.set, "p")) == place);
  g_assert_cmpint (count (fixture, "SELECT count(*) FROM t WHERE s = 'second'"), ==, 1);
}

/* A parameter takes a value of exactly its type, and no null unless it was declared so. */
static void
test_wrong_value_is_refused (Fixture *fixture, gconstpointer data)
{
  g_auto (Parsed) parsed = parse (fixture->delimit, "SELECT ##p::gint64");
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
test_gda_null_leaks (Fixture *fixture, gconstpointer data)
{
#if defined(__SANITIZE_ADDRESS__)
  g_test_skip ("The sanitizer keeps freed memory, and this leaks on purpose");
#else
  g_auto (Parsed) parsed = parse (fixture->delimit, "INSERT INTO t VALUES (##p::string::null)");
  gsize before = 0;

  run (fixture, "CREATE TABLE t (x TEXT)");
  run (fixture, "BEGIN");
  set_gda_null (&parsed);
  for (int i = 0; i < 6000; i++)
    {
      if (i == 1000)
        before = resident_bytes ();
      bind_and_execute (fixture, &parsed);
    }
  run (fixture, "ROLLBACK");
  g_assert_cmpuint (resident_bytes (), >, before + 3 * 1024 * 1024);
#endif
}

/* Connections */

static void
test_one_sqlite (Fixture *fixture, gconstpointer data)
{
  g_autofree char *version = text_of (fixture, "SELECT sqlite_source_id()");
  g_autofree char *maps = NULL;
  g_auto (GStrv) lines = NULL;
  g_autoptr (GHashTable) copies = g_hash_table_new (g_str_hash, g_str_equal);

  g_assert_cmpstr (version, ==, sqlite3_sourceid ());
  g_assert_true (g_file_get_contents ("/proc/self/maps", &maps, NULL, NULL));
  lines = g_strsplit (maps, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    if (strstr (lines[i], "/libsqlite3.so") != NULL)
      g_hash_table_add (copies, strchr (lines[i], '/'));
  g_assert_cmpuint (g_hash_table_size (copies), ==, 1);
}

static void
test_handle_is_the_provider_s (Fixture *fixture, gconstpointer data)
{
  g_autofree char *file = g_path_get_basename (sqlite3_db_filename (get_handle (fixture->connection), "main"));

  g_assert_cmpstr (file, ==, "plant.sqlite");
}

static void
test_settings_at_open (Fixture *fixture, gconstpointer data)
{
  g_assert_cmpint (count (fixture, "PRAGMA busy_timeout"), ==, 500);
  g_assert_cmpint (count (fixture, "PRAGMA foreign_keys"), ==, 1);
  g_assert_false (gda_connection_supports_feature (fixture->connection, GDA_CONNECTION_FEATURE_ASYNC_EXEC));
}

static void
test_extension_is_appended (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->base.directory, "other.sqlite.db", NULL);
  GdaConnection *other = open_connection (fixture, "other.sqlite", "", GDA_CONNECTION_OPTIONS_NONE);

  g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS));
  close_connection (other);
}

static void
test_read_only_is_not_enforced (Fixture *fixture, gconstpointer data)
{
  g_auto (Parsed) parsed = parse (fixture->delimit, "INSERT INTO t VALUES (1)");
  g_autoptr (GError) error = NULL;
  GdaConnection *other = NULL;

  run (fixture, "CREATE TABLE t (x BIGINT)");
  other = open_connection (fixture, "plant.sqlite", ";APPEND_DB_EXTENSION=FALSE", GDA_CONNECTION_OPTIONS_READ_ONLY);
  gda_connection_statement_execute_non_select (other, parsed.statement, NULL, NULL, &error);
  g_assert_no_error (error);
  close_connection (other);
  g_assert_cmpint (count (fixture, "SELECT count(*) FROM t"), ==, 1);
}

static void
test_connection_keeps_statements (Fixture *fixture, gconstpointer data)
{
  gpointer statement = NULL;
  Parsed parsed = parse (fixture->delimit, "CREATE TABLE t (x BIGINT)");

  statement = parsed.statement;
  g_object_add_weak_pointer (G_OBJECT (parsed.statement), &statement);
  bind_and_execute (fixture, &parsed);
  parsed_clear (&parsed);
  g_assert_nonnull (statement);
  gda_connection_close_no_warning (fixture->connection);
  g_assert_null (statement);
}

static void
test_all_refusals_have_one_code (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *sql;
    int code;
    const char *message;
  } cases[] = {
    { "INSERT INTO t (id) VALUES ('a')", SQLITE_CONSTRAINT_PRIMARYKEY, "UNIQUE constraint failed: t.id" },
    { "INSERT INTO t (id, u) VALUES ('b', 1)", SQLITE_CONSTRAINT_UNIQUE, "UNIQUE constraint failed: t.u" },
    { "INSERT INTO t (id, p) VALUES ('b', 'x')", SQLITE_CONSTRAINT_FOREIGNKEY, "FOREIGN KEY constraint failed" },
    { "INSERT INTO t (id, c) VALUES ('b', 13)", SQLITE_CONSTRAINT_CHECK, "CHECK constraint failed: ck_t_c" },
    { "INSERT INTO t (id) VALUES (NULL)", SQLITE_CONSTRAINT_NOTNULL, "NOT NULL constraint failed: t.id" },
  };

  run (fixture, "CREATE TABLE t (id TEXT NOT NULL PRIMARY KEY, u BIGINT UNIQUE, p TEXT REFERENCES t (id), c BIGINT,"
                " CONSTRAINT ck_t_c CHECK (c <> 13))");
  run (fixture, "INSERT INTO t (id, u) VALUES ('a', 1)");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_cmpint (execute (fixture, cases[i].sql, &error), ==, -1);
      g_assert_error (error, GDA_SERVER_PROVIDER_ERROR, GDA_SERVER_PROVIDER_STATEMENT_EXEC_ERROR);
      g_assert_cmpstr (error->message, ==, cases[i].message);
      g_assert_cmpint (sqlite3_extended_errcode (get_handle (fixture->connection)), ==, cases[i].code);
    }
}

static void
test_deferred_begin_fails_at_once (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  Fixture other = *fixture;
  gint64 start = 0;

  g_assert_cmpint (count (fixture, "SELECT count(*) FROM sqlite_master"), ==, 0);
  {
    g_autofree char *mode = text_of (fixture, "PRAGMA journal_mode=WAL");
    g_assert_cmpstr (mode, ==, "wal");
  }
  run (fixture, "CREATE TABLE t (x BIGINT)");
  other.connection =
    open_connection (fixture, "plant.sqlite", ";APPEND_DB_EXTENSION=FALSE", GDA_CONNECTION_OPTIONS_NONE);
  g_assert_cmpint (count (&other, "PRAGMA busy_timeout=60000"), ==, 60000);
  run (&other, "BEGIN");
  g_assert_cmpint (count (&other, "SELECT count(*) FROM t"), ==, 0);
  run (fixture, "INSERT INTO t VALUES (1)");

  start = g_get_monotonic_time ();
  g_assert_cmpint (execute (&other, "INSERT INTO t VALUES (2)", &error), ==, -1);
  g_assert_cmpint (g_get_monotonic_time () - start, <, 30 * G_TIME_SPAN_SECOND);
  g_assert_cmpint (sqlite3_extended_errcode (get_handle (other.connection)), ==, SQLITE_BUSY_SNAPSHOT);
  close_connection (other.connection);
}

static GdaDataModel *
select_model (Fixture *fixture, GdaStatement *statement, GdaStatementModelUsage usage)
{
  GType types[] = { G_TYPE_INT64, G_TYPE_NONE };
  g_autoptr (GError) error = NULL;
  GdaDataModel *model =
    gda_connection_statement_execute_select_full (fixture->connection, statement, NULL, usage, types, &error);

  g_assert_no_error (error);
  return model;
}

static void
test_cursor_locks_table (Fixture *fixture, gconstpointer data)
{
  g_auto (Parsed) parsed = parse (fixture->delimit, "SELECT x FROM t");
  g_autoptr (GError) error = NULL;
  GdaDataModelIter *iter = NULL;
  GdaDataModel *model = NULL;

  run (fixture, "CREATE TABLE t (x BIGINT)");
  run (fixture, "INSERT INTO t VALUES (1), (2), (3)");
  model = select_model (fixture, parsed.statement, GDA_STATEMENT_MODEL_CURSOR_FORWARD);
  iter = gda_data_model_create_iter (model);
  g_assert_true (gda_data_model_iter_move_next (iter));
  g_assert_cmpint (execute (fixture, "DROP TABLE t", &error), ==, -1);
  g_assert_nonnull (strstr (error->message, "locked"));
  g_object_unref (iter);
  g_object_unref (model);

  /* With all rows fetched nothing is locked, even while the model lives. */
  model = select_model (fixture, parsed.statement, GDA_STATEMENT_MODEL_RANDOM_ACCESS);
  g_assert_cmpint (gda_data_model_get_n_rows (model), ==, 3);
  run (fixture, "DROP TABLE t");
  g_object_unref (model);
}

/* Transactions that libgda knows */

static void
test_tracked_transaction_keeps_a_list (Fixture *fixture, gconstpointer data)
{
  g_auto (Parsed) parsed = parse (fixture->delimit, "INSERT INTO t VALUES (1)");
  g_autoptr (GError) error = NULL;

  run (fixture, "CREATE TABLE t (x BIGINT)");
  g_assert_true (
    gda_connection_begin_transaction (fixture->connection, NULL, GDA_TRANSACTION_ISOLATION_UNKNOWN, &error));
  for (int i = 0; i < 5; i++)
    bind_and_execute (fixture, &parsed);
  g_assert_cmpuint (g_list_length (gda_connection_get_transaction_status (fixture->connection)->events), ==, 5);
  g_assert_true (gda_connection_rollback_transaction (fixture->connection, NULL, &error));

  run (fixture, "BEGIN IMMEDIATE");
  bind_and_execute (fixture, &parsed);
  g_assert_null (gda_connection_get_transaction_status (fixture->connection));
  run (fixture, "ROLLBACK");
}

static void
test_nested_begin (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (
    gda_connection_begin_transaction (fixture->connection, "a", GDA_TRANSACTION_ISOLATION_SERIALIZABLE, &error));
  g_assert_no_error (error);
  g_assert_false (
    gda_connection_begin_transaction (fixture->connection, "b", GDA_TRANSACTION_ISOLATION_UNKNOWN, &error));
  g_clear_error (&error);
  g_assert_true (gda_connection_rollback_transaction (fixture->connection, "a", &error));
}

static void
test_last_insert_row (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  GdaSet *last = NULL;

  run (fixture, "CREATE TABLE t (x TEXT)");
  for (int i = 0; i < 2; i++)
    {
      g_auto (Parsed) parsed = parse (i == 0 ? fixture->parse : fixture->delimit, "INSERT INTO t VALUES ('x')");

      gda_connection_statement_execute_non_select (fixture->connection, parsed.statement, NULL, &last, &error);
      g_assert_no_error (error);
      g_assert_true ((last != NULL) == (i == 0));
      g_clear_object (&last);
    }
}

/* The default mode tracks a BEGIN that is plain SQL too. */
static void
test_plain_begin_is_tracked_by_mode (Fixture *fixture, gconstpointer data)
{
  g_auto (Parsed) begin = parse (fixture->parse, "BEGIN");
  g_auto (Parsed) rollback = parse (fixture->parse, "ROLLBACK");

  bind_and_execute (fixture, &begin);
  g_assert_nonnull (gda_connection_get_transaction_status (fixture->connection));
  bind_and_execute (fixture, &rollback);
  g_assert_null (gda_connection_get_transaction_status (fixture->connection));
  run (fixture, "BEGIN");
  g_assert_null (gda_connection_get_transaction_status (fixture->connection));
  run (fixture, "ROLLBACK");
}

static void
test_isolation_is_ignored (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  Fixture other = *fixture;

  run (fixture, "CREATE TABLE t (x BIGINT)");
  other.connection =
    open_connection (fixture, "plant.sqlite", ";APPEND_DB_EXTENSION=FALSE", GDA_CONNECTION_OPTIONS_NONE);
  g_assert_true (
    gda_connection_begin_transaction (fixture->connection, NULL, GDA_TRANSACTION_ISOLATION_SERIALIZABLE, &error));
  /* It took no lock. */
  run (&other, "INSERT INTO t VALUES (1)");
  g_assert_true (gda_connection_rollback_transaction (fixture->connection, NULL, &error));
  g_assert_no_error (error);
  close_connection (other.connection);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function) g_test_add ("/store/libgda/" path, Fixture, NULL, set_up, function, tear_down)
  ADD ("parse/backslash", test_backslash_ends_literal);
  ADD ("parse/block-comment", test_block_comment);
  ADD ("parse/postgresql-operators", test_postgresql_operators);
  ADD ("parse/two-statements", test_two_statements);
  ADD ("parse/dollar-quotes", test_dollar_quotes);
  ADD ("parse/batch", test_batch_keeps_triggers_whole);
  ADD ("parse/modes", test_modes);
  ADD ("parse/exists", test_exists_is_rewritten);
  ADD ("parse/cast", test_cast_of_parameter);
  ADD ("rows/with-values", test_with_and_values);
  ADD ("rows/returning", test_returning_fails_but_writes);
  ADD ("rows/pragma", test_pragma_is_a_select);
  ADD ("rows/affected", test_affected_rows_only_of_three);
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
  ADD ("connection/one-sqlite", test_one_sqlite);
  ADD ("connection/handle", test_handle_is_the_provider_s);
  ADD ("connection/settings", test_settings_at_open);
  ADD ("connection/extension", test_extension_is_appended);
  ADD ("connection/read-only", test_read_only_is_not_enforced);
  ADD ("connection/keeps-statements", test_connection_keeps_statements);
  ADD ("connection/one-error-code", test_all_refusals_have_one_code);
  ADD ("connection/deferred-begin", test_deferred_begin_fails_at_once);
  ADD ("connection/cursor", test_cursor_locks_table);
  ADD ("transaction/list", test_tracked_transaction_keeps_a_list);
  ADD ("transaction/nested", test_nested_begin);
  ADD ("transaction/plain-begin", test_plain_begin_is_tracked_by_mode);
  ADD ("transaction/isolation", test_isolation_is_ignored);
  ADD ("transaction/last-insert-row", test_last_insert_row);
  return g_test_run ();
}
