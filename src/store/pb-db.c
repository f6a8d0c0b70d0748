/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-store"

#include "store/pb-gda-private.h"

#include <math.h>
#include <stdarg.h>
#include <string.h>

#include "store/pb-store-error-private.h"

/* libgda is used by the rules that tests/store/test-libgda-traps.c holds it to:
 *  - the parser is in DELIMIT mode: SQL goes to the database as it is written;
 *  - each text is parsed once, because a connection keeps every statement that it has run;
 *  - a parameter is never a GDA null, which leaks and turns "= NULL" into "IS NULL" (even where it assigns): a string
 *    value that holds a NULL pointer becomes SQL NULL, and so does a NaN;
 *  - every select says its column types, else 64-bit numbers are cut and types are guessed from the first row;
 *  - all rows are fetched at once and the model is asked for exceptions, because an error in the middle looks like the
 *    last row;
 *  - transactions are plain statements, because libgda keeps a list of what ran inside those that it knows. */

void
pb_statement_free (PbStatement *self)
{
  g_clear_object (&self->statement);
  g_clear_object (&self->parameters);
  g_string_free (self->kinds, TRUE);
  g_free (self->values);
  g_free (self->letters);
  g_free (self->types);
  g_free (self);
}

void
pb_store_mark_failed (PbStore *self)
{
  if (self->in_transaction)
    self->failed = TRUE;
}

void
pb_store_take_error (PbStore *self, GError *gda_error, GError **error)
{
  int code = sqlite3_extended_errcode (self->handle);

  pb_store_mark_failed (self);
  if (code == SQLITE_OK || code == SQLITE_ROW || code == SQLITE_DONE)
    g_set_error (error, PB_STORE_ERROR, PB_STORE_ERROR_FAILED, "%s",
                 gda_error != NULL ? gda_error->message : "The database gives no reason");
  else
    pb_store_error_set_from_sqlite (error, code, sqlite3_errmsg (self->handle));
  g_clear_error (&gda_error);
}

static const char *
skip_quoted (const char *p)
{
  char quote = *p++;

  while (*p != '\0' && *p != quote)
    p++;
  return *p == '\0' ? p : p + 1;
}

/* Writes @sql with libgda's parameters for the placeholders, whose letters are added to @kinds.
 * Returns: (transfer full) (nullable): NULL when a placeholder has no known letter. */
static char *
translate_placeholders (const char *sql, GString *kinds)
{
  g_autoptr (GString) text = g_string_sized_new (strlen (sql) + 64);

  for (const char *p = sql; *p != '\0';)
    {
      if (*p == '\'' || *p == '"')
        {
          const char *end = skip_quoted (p);
          g_string_append_len (text, p, end - p);
          p = end;
        }
      else if (*p == '?')
        {
          guint n = kinds->len;

          if (p[1] == '\0' || strchr ("sidbtIDB", p[1]) == NULL)
            return NULL;
          switch (p[1])
            {
            case 's':
              g_string_append_printf (text, "##p%u::string", n);
              break;
            case 'i':
            case 'b':
              g_string_append_printf (text, "##p%u::gint64", n);
              break;
            case 'd':
            case 'D':
              g_string_append_printf (text, "##p%u::gdouble", n);
              break;
            default:
              g_string_append_printf (text, "CAST(##p%u::string AS BIGINT)", n);
            }
          g_string_append_c (kinds, p[1]);
          p += 2;
        }
      else
        g_string_append_c (text, *p++);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static GType
parameter_type (char kind)
{
  switch (kind)
    {
    case 'i':
    case 'b':
      return G_TYPE_INT64;
    case 'd':
    case 'D':
      return G_TYPE_DOUBLE;
    default:
      return G_TYPE_STRING;
    }
}

/* Finds the places of the parameters' values. They are written in place from then on: gda_holder_set_value() copies the
 * value, validates it and emits two signals, which costs two thirds of an insert. */
static void
collect_values (PbStatement *self)
{
  self->values = g_new0 (GValue *, self->kinds->len + 1);
  for (guint i = 0; i < self->kinds->len; i++)
    {
      char name[16];
      GdaHolder *holder = NULL;
      GValue empty = G_VALUE_INIT;

      g_snprintf (name, sizeof name, "p%u", i);
      holder = gda_set_get_holder (self->parameters, name);
      g_value_init (&empty, parameter_type (self->kinds->str[i]));
      if (G_VALUE_HOLDS_STRING (&empty))
        g_value_set_static_string (&empty, "");
      if (holder == NULL || !gda_holder_set_value (holder, &empty, NULL))
        g_error ("libgda has no parameter %s of type %s", name, G_VALUE_TYPE_NAME (&empty));
      self->values[i] = (GValue *) gda_holder_get_value (holder);
      g_value_unset (&empty);
    }
}

static PbStatement *
get_statement (PbStore *self, const char *sql, GError **error)
{
  PbStatement *statement = g_hash_table_lookup (self->statements, sql);
  g_autofree char *text = NULL;
  const char *rest = NULL;
  GError *gda_error = NULL;

  if (statement != NULL)
    return statement;

  statement = g_new0 (PbStatement, 1);
  statement->kinds = g_string_new (NULL);
  text = translate_placeholders (sql, statement->kinds);
  if (text != NULL)
    statement->statement = gda_sql_parser_parse_string (self->parser, text, &rest, &gda_error);
  if (statement->statement == NULL || (rest != NULL && *rest != '\0') ||
      !gda_statement_get_parameters (statement->statement, &statement->parameters, &gda_error))
    {
      g_set_error (error, PB_STORE_ERROR, PB_STORE_ERROR_FAILED, "%s: %s",
                   gda_error != NULL ? gda_error->message : "Not one statement with known placeholders", sql);
      g_clear_error (&gda_error);
      pb_statement_free (statement);
      pb_store_mark_failed (self);
      return NULL;
    }
  collect_values (statement);
  g_hash_table_insert (self->statements, g_strdup (sql), statement);
  return statement;
}

static gboolean
bind_values (PbStore *self, PbStatement *statement, const PbDbValue *values, GError **error)
{
  for (guint i = 0; i < statement->kinds->len; i++)
    {
      const PbDbValue *value = &values[i];
      GValue *place = statement->values[i];
      char number[24];

      switch (statement->kinds->str[i])
        {
        case 's':
          g_value_set_string (place, value->text);
          break;
        case 'i':
        case 'b':
          g_value_set_int64 (place, value->number);
          break;
        case 'd':
        case 'D':
          if (!value->null && !isfinite (value->real))
            {
              g_set_error_literal (error, PB_STORE_ERROR, PB_STORE_ERROR_FAILED, "A number is not finite");
              pb_store_mark_failed (self);
              return FALSE;
            }
          g_value_set_double (place, value->null ? (double) NAN : value->real);
          break;
        default:
          if (value->null)
            g_value_set_string (place, NULL);
          else
            {
              g_snprintf (number, sizeof number, "%" G_GINT64_FORMAT, value->number);
              g_value_set_string (place, number);
            }
        }
    }
  return TRUE;
}

static void
collect_arguments (const PbStatement *statement, PbDbValue *values, va_list *arguments)
{
  for (guint i = 0; i < statement->kinds->len; i++)
    {
      PbDbValue *value = &values[i];

      *value = (PbDbValue){ 0 };
      switch (statement->kinds->str[i])
        {
        case 's':
          value->text = va_arg (*arguments, const char *);
          break;
        case 'i':
          value->number = va_arg (*arguments, gint64);
          break;
        case 'd':
          value->real = va_arg (*arguments, double);
          break;
        case 'b':
          value->number = va_arg (*arguments, gboolean) ? 1 : 0;
          break;
        case 't':
          value->number = va_arg (*arguments, gint64);
          value->null = value->number == 0;
          break;
        case 'I':
          {
            const PbInt *number = va_arg (*arguments, const PbInt *);
            value->null = number == NULL || !number->set;
            value->number = value->null ? 0 : number->v;
            break;
          }
        case 'D':
          {
            const PbDouble *number = va_arg (*arguments, const PbDouble *);
            value->null = number == NULL || !number->set;
            value->real = value->null ? 0 : number->v;
            break;
          }
        default:
          {
            const PbBool *truth = va_arg (*arguments, const PbBool *);
            value->null = truth == NULL || !truth->set;
            value->number = !value->null && truth->v;
          }
        }
    }
}

static gint64
run_execute (PbStore *self, PbStatement *statement, const PbDbValue *values, GError **error)
{
  GError *gda_error = NULL;
  int n;

  if (!bind_values (self, statement, values, error))
    return -1;
  n = gda_connection_statement_execute_non_select (self->connection, statement->statement, statement->parameters, NULL,
                                                   &gda_error);
  if (n == -1 || gda_error != NULL)
    {
      pb_store_take_error (self, gda_error, error);
      return -1;
    }
  return MAX (n, 0);
}

static gboolean
set_letters (PbStatement *statement, const char *letters)
{
  gsize n = strlen (letters);

  if (statement->letters != NULL)
    return strcmp (statement->letters, letters) == 0;
  statement->letters = g_strdup (letters);
  statement->types = g_new (GType, n + 1);
  for (gsize i = 0; i < n; i++)
    statement->types[i] = letters[i] == 's' ? G_TYPE_STRING : letters[i] == 'd' ? G_TYPE_DOUBLE : G_TYPE_INT64;
  statement->types[n] = G_TYPE_NONE;
  return TRUE;
}

static PbRows *
run_select (PbStore *self, PbStatement *statement, const char *columns, const PbDbValue *values, GError **error)
{
  g_autoptr (GdaDataModel) model = NULL;
  GError *gda_error = NULL;
  PbRows *rows = NULL;
  GError **exceptions = NULL;
  int code;
  int n_rows;

  if (!set_letters (statement, columns))
    {
      g_set_error (error, PB_STORE_ERROR, PB_STORE_ERROR_FAILED, "The same SQL was read as \"%s\" before, not \"%s\"",
                   statement->letters, columns);
      return NULL;
    }
  if (!bind_values (self, statement, values, error))
    return NULL;
  model =
    gda_connection_statement_execute_select_full (self->connection, statement->statement, statement->parameters,
                                                  GDA_STATEMENT_MODEL_RANDOM_ACCESS, statement->types, &gda_error);
  if (model == NULL)
    {
      pb_store_take_error (self, gda_error, error);
      return NULL;
    }

  /* Fetches every row, after which SQLite holds no lock for this statement. A failure on the way only shows as an
   * exception of the model; being locked out does not even do that, so SQLite is asked as well. */
  n_rows = gda_data_model_get_n_rows (model);
  exceptions = gda_data_model_get_exceptions (model);
  code = sqlite3_errcode (self->handle) & 0xff;
  if (n_rows < 0 || (exceptions != NULL && exceptions[0] != NULL) ||
      (code != SQLITE_OK && code != SQLITE_ROW && code != SQLITE_DONE))
    {
      pb_store_take_error (self, exceptions != NULL && exceptions[0] != NULL ? g_error_copy (exceptions[0]) : NULL,
                           error);
      return NULL;
    }
  if (n_rows > 0 && (gsize) gda_data_model_get_n_columns (model) != strlen (columns))
    {
      g_set_error (error, PB_STORE_ERROR, PB_STORE_ERROR_FAILED, "The SQL has %d columns, \"%s\" were asked for",
                   gda_data_model_get_n_columns (model), columns);
      return NULL;
    }

  rows = g_new0 (PbRows, 1);
  rows->model = g_steal_pointer (&model);
  rows->letters = g_strdup (columns);
  rows->n_columns = (guint) strlen (columns);
  rows->n_rows = n_rows;
  rows->row = -1;
  return rows;
}

gint64
pb_db_execute_values (PbStore *self, const char *sql, const PbDbValue *values, guint n_values, GError **error)
{
  PbStatement *statement = NULL;

  g_return_val_if_fail (self != NULL && sql != NULL, -1);

  statement = get_statement (self, sql, error);
  if (statement == NULL)
    return -1;
  g_return_val_if_fail (statement->kinds->len == n_values, -1);
  return run_execute (self, statement, values, error);
}

PbRows *
pb_db_select_values (PbStore *self,
                     const char *sql,
                     const char *columns,
                     const PbDbValue *values,
                     guint n_values,
                     GError **error)
{
  PbStatement *statement = NULL;

  g_return_val_if_fail (self != NULL && sql != NULL && columns != NULL, NULL);

  statement = get_statement (self, sql, error);
  if (statement == NULL)
    return NULL;
  g_return_val_if_fail (statement->kinds->len == n_values, NULL);
  return run_select (self, statement, columns, values, error);
}

gint64
pb_db_execute (PbStore *self, const char *sql, GError **error, ...)
{
  PbStatement *statement = NULL;
  PbDbValue *values = NULL;
  va_list arguments;

  g_return_val_if_fail (self != NULL && sql != NULL, -1);

  statement = get_statement (self, sql, error);
  if (statement == NULL)
    return -1;
  values = g_newa0 (PbDbValue, statement->kinds->len + 1);
  va_start (arguments, error);
  collect_arguments (statement, values, &arguments);
  va_end (arguments);
  return run_execute (self, statement, values, error);
}

PbRows *
pb_db_select_va (PbStore *self, const char *sql, const char *columns, GError **error, va_list *arguments)
{
  PbStatement *statement = get_statement (self, sql, error);
  PbDbValue *values = NULL;

  if (statement == NULL)
    return NULL;
  values = g_newa0 (PbDbValue, statement->kinds->len + 1);
  collect_arguments (statement, values, arguments);
  return run_select (self, statement, columns, values, error);
}

PbRows *
pb_db_select (PbStore *self, const char *sql, const char *columns, GError **error, ...)
{
  PbRows *rows = NULL;
  va_list arguments;

  g_return_val_if_fail (self != NULL && sql != NULL && columns != NULL, NULL);

  va_start (arguments, error);
  rows = pb_db_select_va (self, sql, columns, error, &arguments);
  va_end (arguments);
  return rows;
}

gboolean
pb_db_select_int (PbStore *self, const char *sql, gint64 *value, GError **error, ...)
{
  g_autoptr (PbRows) rows = NULL;
  va_list arguments;

  g_return_val_if_fail (self != NULL && sql != NULL && value != NULL, FALSE);

  va_start (arguments, error);
  rows = pb_db_select_va (self, sql, "i", error, &arguments);
  va_end (arguments);
  if (rows == NULL)
    return FALSE;
  *value = pb_rows_next (rows) ? pb_rows_get_int (rows, 0) : 0;
  return TRUE;
}
