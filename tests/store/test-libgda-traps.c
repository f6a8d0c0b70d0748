/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "gda-fixture.h"

#include <string.h>

/* What libgda 5.2 and its SQLite provider really do where it surprises: statements, connections and transactions. The
 * store is written around each of these; a case that fails here after an update of libgda says which rule of pb-db.c to
 * look at again. */

/* Parsing */

static void
assert_not_parsed (GdaSqlParser *parser, const char *sql)
{
  g_auto (GdaParsed) parsed = gda_fixture_parse (parser, sql);

  g_assert_null (parsed.statement);
  g_assert_nonnull (parsed.error);
}

static void
assert_parsed (GdaSqlParser *parser, const char *sql)
{
  g_auto (GdaParsed) parsed = gda_fixture_parse (parser, sql);

  g_assert_no_error (parsed.error);
  g_assert_nonnull (parsed.statement);
}

static void
test_backslash_ends_literal (GdaFixture *fixture, gconstpointer data)
{
  assert_not_parsed (fixture->parse, "SELECT 1 WHERE 'a' LIKE 'b' ESCAPE '\\'");
  assert_not_parsed (fixture->delimit, "SELECT 1 WHERE 'a' LIKE 'b' ESCAPE '\\'");
  assert_not_parsed (fixture->delimit, "SELECT 'end\\'");
  assert_parsed (fixture->delimit, "SELECT 1 WHERE 'a' LIKE 'b' ESCAPE '!'");
}

static void
test_block_comment (GdaFixture *fixture, gconstpointer data)
{
  assert_not_parsed (fixture->parse, "/* comment */ SELECT 1");
  assert_not_parsed (fixture->delimit, "/* comment */ SELECT 1");
  assert_parsed (fixture->delimit, "-- comment\nSELECT 1");
}

static void
test_postgresql_operators (GdaFixture *fixture, gconstpointer data)
{
  assert_not_parsed (fixture->parse, "SELECT x::jsonb #>> '{a}'");
  assert_parsed (fixture->delimit, "SELECT CAST(x AS jsonb) ->> 'a'");
}

static void
test_two_statements (GdaFixture *fixture, gconstpointer data)
{
  g_auto (GdaParsed) parsed = gda_fixture_parse (fixture->delimit, "SELECT 1; SELECT 2");

  g_assert_nonnull (parsed.statement);
  g_assert_true (g_str_has_suffix (parsed.rest, "SELECT 2"));
}

static void
test_dollar_quotes (GdaFixture *fixture, gconstpointer data)
{
  g_auto (GdaParsed) parsed = gda_fixture_parse (fixture->delimit, "CREATE FUNCTION f() AS $$ a; b; $$ LANGUAGE sql");

  g_assert_nonnull (parsed.rest);
  g_assert_nonnull (strstr (parsed.rest, "b; $$"));
}

static void
test_batch_keeps_triggers_whole (GdaFixture *fixture, gconstpointer data)
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
  g_auto (GdaParsed) parsed = gda_fixture_parse (parser, sql);

  g_assert_no_error (parsed.error);
  return gda_statement_get_statement_type (parsed.statement);
}

static void
test_modes (GdaFixture *fixture, gconstpointer data)
{
  g_assert_cmpint (type_of (fixture->parse, "SELECT 1"), ==, GDA_SQL_STATEMENT_SELECT);
  g_assert_cmpint (type_of (fixture->parse, "INSERT INTO t (x) VALUES (1) ON CONFLICT DO NOTHING"), ==,
                   GDA_SQL_STATEMENT_UNKNOWN);
  g_assert_cmpint (type_of (fixture->delimit, "SELECT 1"), ==, GDA_SQL_STATEMENT_UNKNOWN);
}

static void
test_exists_is_rewritten (GdaFixture *fixture, gconstpointer data)
{
  static const char sql[] = "SELECT 1 FROM t WHERE EXISTS (SELECT x FROM t)";
  g_autoptr (GError) error = NULL;
  g_auto (GdaParsed) parsed = gda_fixture_parse (fixture->parse, sql);

  gda_fixture_run (fixture, "CREATE TABLE t (x BIGINT)");
  gda_fixture_run (fixture, "INSERT INTO t (x) VALUES (1)");
  g_assert_null (gda_fixture_select_untyped (fixture, parsed.statement, &error));
  g_assert_nonnull (strstr (error->message, "syntax error"));
  g_assert_cmpint (gda_fixture_count (fixture, sql), ==, 1);
}

static void
test_cast_of_parameter (GdaFixture *fixture, gconstpointer data)
{
  static const char sql[] = "SELECT CAST(##p::string AS BIGINT)";
  g_auto (GdaParsed) parsed = gda_fixture_parse (fixture->parse, sql);
  g_auto (GdaParsed) delimited = gda_fixture_parse (fixture->delimit, sql);
  g_autoptr (GError) error = NULL;
  GdaDataModel *model = NULL;

  gda_parsed_set_string (&parsed, "p", "7");
  model = gda_connection_statement_execute_select (fixture->connection, parsed.statement, parsed.set, &error);
  g_assert_null (model);
  g_assert_nonnull (error);
  g_clear_error (&error);

  gda_parsed_set_string (&delimited, "p", "7");
  model = gda_connection_statement_execute_select (fixture->connection, delimited.statement, delimited.set, &error);
  g_assert_no_error (error);
  g_object_unref (model);
}

/* Statements that return rows, by their first letters */

static void
assert_no_rows_from (GdaFixture *fixture, const char *sql)
{
  GType types[] = { G_TYPE_INT64, G_TYPE_NONE };
  g_auto (GdaParsed) parsed = gda_fixture_parse (fixture->delimit, sql);
  g_autoptr (GError) error = NULL;

  g_assert_null (gda_connection_statement_execute_select_full (fixture->connection, parsed.statement, NULL,
                                                               GDA_STATEMENT_MODEL_RANDOM_ACCESS, types, &error));
  g_assert_nonnull (error);
}

static void
test_with_and_values (GdaFixture *fixture, gconstpointer data)
{
  assert_no_rows_from (fixture, "WITH q AS (SELECT 7 AS x) SELECT x FROM q");
  assert_no_rows_from (fixture, "VALUES (7)");
  g_assert_cmpint (gda_fixture_count (fixture, "SELECT * FROM (WITH q AS (SELECT 7 AS x) SELECT x FROM q) r"), ==, 7);
}

static void
test_returning_fails_but_writes (GdaFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  gda_fixture_run (fixture, "CREATE TABLE t (x BIGINT)");
  g_assert_cmpint (gda_fixture_execute (fixture, "INSERT INTO t (x) VALUES (7) RETURNING x", &error), ==, -1);
  g_assert_error (error, GDA_SERVER_PROVIDER_ERROR, GDA_SERVER_PROVIDER_STATEMENT_EXEC_ERROR);
  g_assert_cmpint (gda_fixture_count (fixture, "SELECT count(*) FROM t"), ==, 1);
}

static void
test_pragma_is_a_select (GdaFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (gda_fixture_execute (fixture, "PRAGMA busy_timeout=700", &error), ==, -1);
  g_assert_nonnull (error);
  g_assert_cmpint (gda_fixture_count (fixture, "PRAGMA busy_timeout=900"), ==, 900);
}

static void
test_affected_rows_only_of_three (GdaFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (gda_fixture_execute (fixture, "CREATE TABLE t (x BIGINT PRIMARY KEY)", &error), ==, -2);
  g_assert_cmpint (gda_fixture_execute (fixture, "INSERT INTO t VALUES (1), (2)", &error), ==, 2);
  g_assert_cmpint (gda_fixture_execute (fixture, "INSERT INTO t VALUES (1) ON CONFLICT DO NOTHING", &error), ==, 0);
  g_assert_cmpint (gda_fixture_execute (fixture, "UPDATE t SET x = x + 10", &error), ==, 2);
  g_assert_cmpint (gda_fixture_execute (fixture, "DELETE FROM t", &error), ==, 2);
  g_assert_no_error (error);
}

/* Connections */

static void
test_one_sqlite (GdaFixture *fixture, gconstpointer data)
{
  g_autofree char *version = gda_fixture_text (fixture, "SELECT sqlite_source_id()");
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
test_handle_is_the_provider_s (GdaFixture *fixture, gconstpointer data)
{
  g_autofree char *file =
    g_path_get_basename (sqlite3_db_filename (gda_fixture_get_handle (fixture->connection), "main"));

  g_assert_cmpstr (file, ==, "plant.sqlite");
}

static void
test_settings_at_open (GdaFixture *fixture, gconstpointer data)
{
  g_assert_cmpint (gda_fixture_count (fixture, "PRAGMA busy_timeout"), ==, 500);
  g_assert_cmpint (gda_fixture_count (fixture, "PRAGMA foreign_keys"), ==, 1);
  g_assert_false (gda_connection_supports_feature (fixture->connection, GDA_CONNECTION_FEATURE_ASYNC_EXEC));
}

static void
test_extension_is_appended (GdaFixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->base.directory, "other.sqlite.db", NULL);
  GdaConnection *other = gda_fixture_open (fixture, "other.sqlite", "", GDA_CONNECTION_OPTIONS_NONE);

  g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS));
  gda_fixture_close (other);
}

static void
test_read_only_is_not_enforced (GdaFixture *fixture, gconstpointer data)
{
  g_auto (GdaParsed) parsed = gda_fixture_parse (fixture->delimit, "INSERT INTO t VALUES (1)");
  g_autoptr (GError) error = NULL;
  GdaConnection *other = NULL;

  gda_fixture_run (fixture, "CREATE TABLE t (x BIGINT)");
  other = gda_fixture_open (fixture, "plant.sqlite", ";APPEND_DB_EXTENSION=FALSE", GDA_CONNECTION_OPTIONS_READ_ONLY);
  gda_connection_statement_execute_non_select (other, parsed.statement, NULL, NULL, &error);
  g_assert_no_error (error);
  gda_fixture_close (other);
  g_assert_cmpint (gda_fixture_count (fixture, "SELECT count(*) FROM t"), ==, 1);
}

static void
test_connection_keeps_statements (GdaFixture *fixture, gconstpointer data)
{
  gpointer statement = NULL;
  GdaParsed parsed = gda_fixture_parse (fixture->delimit, "CREATE TABLE t (x BIGINT)");

  statement = parsed.statement;
  g_object_add_weak_pointer (G_OBJECT (parsed.statement), &statement);
  gda_fixture_execute_parsed (fixture, &parsed);
  gda_parsed_clear (&parsed);
  g_assert_nonnull (statement);
  gda_connection_close_no_warning (fixture->connection);
  g_assert_null (statement);
}

static void
test_all_refusals_have_one_code (GdaFixture *fixture, gconstpointer data)
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

  gda_fixture_run (fixture,
                   "CREATE TABLE t (id TEXT NOT NULL PRIMARY KEY, u BIGINT UNIQUE, p TEXT REFERENCES t (id), c BIGINT,"
                   " CONSTRAINT ck_t_c CHECK (c <> 13))");
  gda_fixture_run (fixture, "INSERT INTO t (id, u) VALUES ('a', 1)");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_cmpint (gda_fixture_execute (fixture, cases[i].sql, &error), ==, -1);
      g_assert_error (error, GDA_SERVER_PROVIDER_ERROR, GDA_SERVER_PROVIDER_STATEMENT_EXEC_ERROR);
      g_assert_cmpstr (error->message, ==, cases[i].message);
      g_assert_cmpint (sqlite3_extended_errcode (gda_fixture_get_handle (fixture->connection)), ==, cases[i].code);
    }
}

static void
test_deferred_begin_fails_at_once (GdaFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  GdaFixture other = *fixture;
  gint64 start = 0;

  g_assert_cmpint (gda_fixture_count (fixture, "SELECT count(*) FROM sqlite_master"), ==, 0);
  {
    g_autofree char *mode = gda_fixture_text (fixture, "PRAGMA journal_mode=WAL");
    g_assert_cmpstr (mode, ==, "wal");
  }
  gda_fixture_run (fixture, "CREATE TABLE t (x BIGINT)");
  other.connection =
    gda_fixture_open (fixture, "plant.sqlite", ";APPEND_DB_EXTENSION=FALSE", GDA_CONNECTION_OPTIONS_NONE);
  g_assert_cmpint (gda_fixture_count (&other, "PRAGMA busy_timeout=60000"), ==, 60000);
  gda_fixture_run (&other, "BEGIN");
  g_assert_cmpint (gda_fixture_count (&other, "SELECT count(*) FROM t"), ==, 0);
  gda_fixture_run (fixture, "INSERT INTO t VALUES (1)");

  start = g_get_monotonic_time ();
  g_assert_cmpint (gda_fixture_execute (&other, "INSERT INTO t VALUES (2)", &error), ==, -1);
  g_assert_cmpint (g_get_monotonic_time () - start, <, 30 * G_TIME_SPAN_SECOND);
  g_assert_cmpint (sqlite3_extended_errcode (gda_fixture_get_handle (other.connection)), ==, SQLITE_BUSY_SNAPSHOT);
  gda_fixture_close (other.connection);
}

static GdaDataModel *
select_model (GdaFixture *fixture, GdaStatement *statement, GdaStatementModelUsage usage)
{
  GType types[] = { G_TYPE_INT64, G_TYPE_NONE };
  g_autoptr (GError) error = NULL;
  GdaDataModel *model =
    gda_connection_statement_execute_select_full (fixture->connection, statement, NULL, usage, types, &error);

  g_assert_no_error (error);
  return model;
}

static void
test_cursor_locks_table (GdaFixture *fixture, gconstpointer data)
{
  g_auto (GdaParsed) parsed = gda_fixture_parse (fixture->delimit, "SELECT x FROM t");
  g_autoptr (GError) error = NULL;
  GdaDataModelIter *iter = NULL;
  GdaDataModel *model = NULL;

  gda_fixture_run (fixture, "CREATE TABLE t (x BIGINT)");
  gda_fixture_run (fixture, "INSERT INTO t VALUES (1), (2), (3)");
  model = select_model (fixture, parsed.statement, GDA_STATEMENT_MODEL_CURSOR_FORWARD);
  iter = gda_data_model_create_iter (model);
  g_assert_true (gda_data_model_iter_move_next (iter));
  g_assert_cmpint (gda_fixture_execute (fixture, "DROP TABLE t", &error), ==, -1);
  g_assert_nonnull (strstr (error->message, "locked"));
  g_object_unref (iter);
  g_object_unref (model);

  /* With all rows fetched nothing is locked, even while the model lives. */
  model = select_model (fixture, parsed.statement, GDA_STATEMENT_MODEL_RANDOM_ACCESS);
  g_assert_cmpint (gda_data_model_get_n_rows (model), ==, 3);
  gda_fixture_run (fixture, "DROP TABLE t");
  g_object_unref (model);
}

/* Transactions that libgda knows */

static void
test_tracked_transaction_keeps_a_list (GdaFixture *fixture, gconstpointer data)
{
  g_auto (GdaParsed) parsed = gda_fixture_parse (fixture->delimit, "INSERT INTO t VALUES (1)");
  g_autoptr (GError) error = NULL;

  gda_fixture_run (fixture, "CREATE TABLE t (x BIGINT)");
  g_assert_true (
    gda_connection_begin_transaction (fixture->connection, NULL, GDA_TRANSACTION_ISOLATION_UNKNOWN, &error));
  for (int i = 0; i < 5; i++)
    gda_fixture_execute_parsed (fixture, &parsed);
  g_assert_cmpuint (g_list_length (gda_connection_get_transaction_status (fixture->connection)->events), ==, 5);
  g_assert_true (gda_connection_rollback_transaction (fixture->connection, NULL, &error));

  gda_fixture_run (fixture, "BEGIN IMMEDIATE");
  gda_fixture_execute_parsed (fixture, &parsed);
  g_assert_null (gda_connection_get_transaction_status (fixture->connection));
  gda_fixture_run (fixture, "ROLLBACK");
}

static void
test_nested_begin (GdaFixture *fixture, gconstpointer data)
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
test_last_insert_row (GdaFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  GdaSet *last = NULL;

  gda_fixture_run (fixture, "CREATE TABLE t (x TEXT)");
  for (int i = 0; i < 2; i++)
    {
      g_auto (GdaParsed) parsed =
        gda_fixture_parse (i == 0 ? fixture->parse : fixture->delimit, "INSERT INTO t VALUES ('x')");

      gda_connection_statement_execute_non_select (fixture->connection, parsed.statement, NULL, &last, &error);
      g_assert_no_error (error);
      g_assert_true ((last != NULL) == (i == 0));
      g_clear_object (&last);
    }
}

/* The default mode tracks a BEGIN that is plain SQL too. */
static void
test_plain_begin_is_tracked_by_mode (GdaFixture *fixture, gconstpointer data)
{
  g_auto (GdaParsed) begin = gda_fixture_parse (fixture->parse, "BEGIN");
  g_auto (GdaParsed) rollback = gda_fixture_parse (fixture->parse, "ROLLBACK");

  gda_fixture_execute_parsed (fixture, &begin);
  g_assert_nonnull (gda_connection_get_transaction_status (fixture->connection));
  gda_fixture_execute_parsed (fixture, &rollback);
  g_assert_null (gda_connection_get_transaction_status (fixture->connection));
  gda_fixture_run (fixture, "BEGIN");
  g_assert_null (gda_connection_get_transaction_status (fixture->connection));
  gda_fixture_run (fixture, "ROLLBACK");
}

static void
test_isolation_is_ignored (GdaFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  GdaFixture other = *fixture;

  gda_fixture_run (fixture, "CREATE TABLE t (x BIGINT)");
  other.connection =
    gda_fixture_open (fixture, "plant.sqlite", ";APPEND_DB_EXTENSION=FALSE", GDA_CONNECTION_OPTIONS_NONE);
  g_assert_true (
    gda_connection_begin_transaction (fixture->connection, NULL, GDA_TRANSACTION_ISOLATION_SERIALIZABLE, &error));
  /* It took no lock. */
  gda_fixture_run (&other, "INSERT INTO t VALUES (1)");
  g_assert_true (gda_connection_rollback_transaction (fixture->connection, NULL, &error));
  g_assert_no_error (error);
  gda_fixture_close (other.connection);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function)                                                                                            \
  g_test_add ("/store/libgda/" path, GdaFixture, NULL, gda_fixture_set_up, function, gda_fixture_tear_down)
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
