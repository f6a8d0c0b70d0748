/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "gda-fixture.h"

#include <libgda/gda-connection-private.h>

GdaConnection *
gda_fixture_open (GdaFixture *fixture, const char *name, const char *more, GdaConnectionOptions options)
{
  g_autofree char *parameters = g_strdup_printf ("DB_DIR=%s;DB_NAME=%s%s", fixture->base.directory, name, more);
  g_autoptr (GError) error = NULL;
  GdaConnection *connection = gda_connection_open_from_string ("SQLite", parameters, NULL, options, &error);

  g_assert_no_error (error);
  return connection;
}

void
gda_fixture_close (GdaConnection *connection)
{
  gda_connection_close_no_warning (connection);
  g_object_unref (connection);
}

void
gda_fixture_set_up (GdaFixture *fixture, gconstpointer data)
{
  gda_init ();
  store_fixture_set_up (&fixture->base, data);
  fixture->connection =
    gda_fixture_open (fixture, "plant.sqlite", ";APPEND_DB_EXTENSION=FALSE", GDA_CONNECTION_OPTIONS_NONE);
  fixture->delimit = gda_sql_parser_new ();
  g_object_set (fixture->delimit, "mode", GDA_SQL_PARSER_MODE_DELIMIT, NULL);
  fixture->parse = gda_sql_parser_new ();
}

void
gda_fixture_tear_down (GdaFixture *fixture, gconstpointer data)
{
  g_clear_object (&fixture->delimit);
  g_clear_object (&fixture->parse);
  gda_fixture_close (fixture->connection);
  store_fixture_tear_down (&fixture->base, data);
}

void
gda_parsed_clear (GdaParsed *self)
{
  g_clear_object (&self->statement);
  g_clear_object (&self->set);
  g_clear_error (&self->error);
}

GdaParsed
gda_fixture_parse (GdaSqlParser *parser, const char *sql)
{
  GdaParsed parsed = { 0 };

  parsed.statement = gda_sql_parser_parse_string (parser, sql, &parsed.rest, &parsed.error);
  if (parsed.statement != NULL)
    gda_statement_get_parameters (parsed.statement, &parsed.set, &parsed.error);
  return parsed;
}

gboolean
gda_parsed_set_string (GdaParsed *parsed, const char *name, const char *text)
{
  GValue value = G_VALUE_INIT;
  gboolean done;

  g_value_init (&value, G_TYPE_STRING);
  g_value_set_string (&value, text);
  done = gda_holder_set_value (gda_set_get_holder (parsed->set, name), &value, NULL);
  g_value_unset (&value);
  return done;
}

int
gda_fixture_execute (GdaFixture *fixture, const char *sql, GError **error)
{
  g_auto (GdaParsed) parsed = gda_fixture_parse (fixture->delimit, sql);

  g_assert_no_error (parsed.error);
  return gda_connection_statement_execute_non_select (fixture->connection, parsed.statement, parsed.set, NULL, error);
}

void
gda_fixture_run (GdaFixture *fixture, const char *sql)
{
  g_autoptr (GError) error = NULL;

  gda_fixture_execute (fixture, sql, &error);
  g_assert_no_error (error);
}

int
gda_fixture_execute_parsed (GdaFixture *fixture, GdaParsed *parsed)
{
  g_autoptr (GError) error = NULL;
  int n =
    gda_connection_statement_execute_non_select (fixture->connection, parsed->statement, parsed->set, NULL, &error);

  g_assert_no_error (error);
  return n;
}

gint64
gda_fixture_count (GdaFixture *fixture, const char *sql)
{
  GType types[] = { G_TYPE_INT64, G_TYPE_NONE };
  g_auto (GdaParsed) parsed = gda_fixture_parse (fixture->delimit, sql);
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

char *
gda_fixture_text (GdaFixture *fixture, const char *sql)
{
  GType types[] = { G_TYPE_STRING, G_TYPE_NONE };
  g_auto (GdaParsed) parsed = gda_fixture_parse (fixture->delimit, sql);
  GdaDataModel *model = gda_connection_statement_execute_select_full (fixture->connection, parsed.statement, NULL,
                                                                      GDA_STATEMENT_MODEL_RANDOM_ACCESS, types, NULL);
  const GValue *value = gda_data_model_get_value_at (model, 0, 0, NULL);
  char *text = g_value_dup_string (value);

  g_object_unref (model);
  return text;
}

GdaDataModel *
gda_fixture_select_untyped (GdaFixture *fixture, GdaStatement *statement, GError **error)
{
  return gda_connection_statement_execute_select (fixture->connection, statement, NULL, error);
}

sqlite3 *
gda_fixture_get_handle (GdaConnection *connection)
{
  struct
  {
    void *connection;
    sqlite3 *handle;
  } *data = gda_connection_internal_get_provider_data (connection);

  return data->handle;
}
