/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-store"

#include "store/pb-table-private.h"

#include <math.h>
#include <string.h>

gboolean
pb_field_is_text_column (const PbField *field)
{
  switch (field->kind)
    {
    case PB_KIND_INT:
    case PB_KIND_BOOL:
    case PB_KIND_TIME:
    case PB_KIND_DOUBLE:
      return FALSE;
    default:
      return TRUE;
    }
}

static const char *
placeholder (const PbField *field)
{
  switch (field->kind)
    {
    case PB_KIND_INT:
      return "?I";
    case PB_KIND_BOOL:
      return "?B";
    case PB_KIND_TIME:
      return "?t";
    case PB_KIND_DOUBLE:
      return "?D";
    default:
      return "?s";
    }
}

static char
letter (const PbField *field)
{
  return pb_field_is_text_column (field) ? 's' : field->kind == PB_KIND_DOUBLE ? 'd' : 'i';
}

static char *
join_columns (const GPtrArray *fields, const char *prefix)
{
  GString *columns = g_string_new (NULL);

  for (guint i = 0; i < fields->len; i++)
    g_string_append_printf (columns, "%s%s\"%s\"", i > 0 ? ", " : "", prefix,
                            ((const PbField *) g_ptr_array_index (fields, i))->column);
  return g_string_free (columns, FALSE);
}

/* "a" = ?s, "b" = ?I … of all fields but the id. */
static char *
join_assignments (const PbTable *self)
{
  GString *assignments = g_string_new (NULL);

  for (guint i = 0; i < self->fields->len; i++)
    {
      const PbField *field = g_ptr_array_index (self->fields, i);

      if (field != self->id)
        g_string_append_printf (assignments, "%s\"%s\" = %s", assignments->len > 0 ? ", " : "", field->column,
                                placeholder (field));
    }
  return g_string_free (assignments, FALSE);
}

static char *
join_placeholders (const PbTable *self)
{
  GString *placeholders = g_string_new (NULL);

  for (guint i = 0; i < self->fields->len; i++)
    g_string_append_printf (placeholders, "%s%s", i > 0 ? ", " : "", placeholder (g_ptr_array_index (self->fields, i)));
  return g_string_free (placeholders, FALSE);
}

static void
collect_fields (PbTable *self)
{
  GString *letters = g_string_new (NULL);

  self->fields = g_ptr_array_new ();
  for (const PbField *field = self->type->fields; field->name != NULL || field->column != NULL; field++)
    {
      if (!pb_field_is_stored (field))
        continue;
      g_ptr_array_add (self->fields, (gpointer) field);
      g_string_append_c (letters, letter (field));
      if (strcmp (field->column, "id") == 0 && field->kind == PB_KIND_STRING)
        self->id = field;
      if (strcmp (field->column, "version") == 0 && field->kind == PB_KIND_INT)
        self->version = field;
    }
  self->letters = g_string_free (letters, FALSE);
}

PbTable *
pb_table_new (const PbType *type)
{
  PbTable *self = g_new0 (PbTable, 1);
  g_autofree char *columns = NULL;
  g_autofree char *placeholders = NULL;
  g_autofree char *assignments = NULL;

  g_assert (type->table != NULL);

  self->type = type;
  self->columns = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  collect_fields (self);
  columns = join_columns (self->fields, "");
  placeholders = join_placeholders (self);
  assignments = join_assignments (self);
  self->select = g_strdup_printf ("SELECT %s FROM \"%s\" ", columns, type->table);
  self->count = g_strdup_printf ("SELECT count(*) FROM \"%s\" ", type->table);
  self->insert = g_strdup_printf ("INSERT INTO \"%s\" (%s) VALUES (%s)", type->table, columns, placeholders);
  if (self->id != NULL)
    {
      self->update = g_strdup_printf ("UPDATE \"%s\" SET %s WHERE \"id\" = ?s", type->table, assignments);
      self->delete_by_id = g_strdup_printf ("DELETE FROM \"%s\" WHERE \"id\" = ?s", type->table);
    }
  if (self->id != NULL && self->version != NULL)
    self->update_version =
      g_strdup_printf ("UPDATE \"%s\" SET %s WHERE \"id\" = ?s AND \"version\" = ?i", type->table, assignments);
  return self;
}

void
pb_table_free (PbTable *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->fields);
  g_hash_table_unref (self->columns);
  g_free (self->letters);
  g_free (self->select);
  g_free (self->count);
  g_free (self->insert);
  g_free (self->update);
  g_free (self->update_version);
  g_free (self->delete_by_id);
  g_free (self);
}

const PbField *
pb_table_find_column (const PbTable *self, const char *column)
{
  for (guint i = 0; i < self->fields->len; i++)
    {
      const PbField *field = g_ptr_array_index (self->fields, i);

      if (strcmp (field->column, column) == 0)
        return field;
    }
  return NULL;
}

const char *
pb_db_type_columns (PbStore *store, const PbType *type, const char *prefix)
{
  PbTable *self = NULL;
  char *columns = NULL;

  g_return_val_if_fail (store != NULL && type != NULL && type->table != NULL && prefix != NULL, NULL);

  self = pb_db_get_table (store, type);
  columns = g_hash_table_lookup (self->columns, prefix);
  if (columns == NULL)
    {
      columns = join_columns (self->fields, prefix);
      g_hash_table_insert (self->columns, g_strdup (prefix), columns);
    }
  return columns;
}

const char *
pb_db_type_letters (PbStore *store, const PbType *type)
{
  g_return_val_if_fail (store != NULL && type != NULL && type->table != NULL, NULL);

  return pb_db_get_table (store, type)->letters;
}

/* Lists in one text */

/* "1.5,2,-3": shortest texts that give the same doubles again. */
static char *
numbers_to_text (const PbNumbers *numbers)
{
  GString *text = g_string_new (NULL);
  char number[G_ASCII_DTOSTR_BUF_SIZE];

  for (guint i = 0; i < numbers->n; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? "," : "", g_ascii_dtostr (number, sizeof number, numbers->v[i]));
  return g_string_free (text, FALSE);
}

static gboolean
numbers_from_text (const char *text, PbNumbers *numbers)
{
  for (const char *p = text;;)
    {
      char *end = NULL;
      double number = g_ascii_strtod (p, &end);

      if (end == p || !isfinite (number) || numbers->n == PB_NUMBERS_MAX)
        return FALSE;
      numbers->v[numbers->n++] = number;
      if (*end == '\0')
        return TRUE;
      if (*end != ',')
        return FALSE;
      p = end + 1;
    }
}

/* Each string ends with a newline; newlines and backslashes inside are "\n" and "\\". So an empty list, a list of one
 * empty string and no list (NULL) are three things. */
static char *
strings_to_text (const char *const *strings)
{
  GString *text = g_string_new (NULL);

  for (; *strings != NULL; strings++)
    {
      for (const char *p = *strings; *p != '\0'; p++)
        {
          if (*p == '\n')
            g_string_append (text, "\\n");
          else if (*p == '\\')
            g_string_append (text, "\\\\");
          else
            g_string_append_c (text, *p);
        }
      g_string_append_c (text, '\n');
    }
  return g_string_free (text, FALSE);
}

/* Returns: (transfer full) (nullable): NULL when the text is not of this form. */
static GStrv
strings_from_text (const char *text)
{
  g_autoptr (GStrvBuilder) strings = g_strv_builder_new ();
  g_autoptr (GString) string = g_string_new (NULL);
  gboolean inside = FALSE;

  for (const char *p = text; *p != '\0'; p++)
    {
      inside = *p != '\n';
      if (*p == '\n')
        {
          g_strv_builder_add (strings, string->str);
          g_string_truncate (string, 0);
        }
      else if (*p == '\\' && (p[1] == 'n' || p[1] == '\\'))
        g_string_append_c (string, *++p == 'n' ? '\n' : '\\');
      else if (*p == '\\')
        return NULL;
      else
        g_string_append_c (string, *p);
    }
  return inside ? NULL : g_strv_builder_end (strings);
}

/* Values */

void
pb_table_get_value (const PbField *field, gconstpointer object, PbDbValue *value, GPtrArray *scratch)
{
  *value = (PbDbValue){ 0 };
  switch (field->kind)
    {
    case PB_KIND_STRING:
    case PB_KIND_JSON:
      value->text = PB_MEMBER (object, field, const char *const);
      break;
    case PB_KIND_ENUM:
      value->text = pb_enum_text (field->values, PB_MEMBER (object, field, const int));
      break;
    case PB_KIND_INT:
      value->number = PB_MEMBER (object, field, const PbInt).v;
      value->null = !PB_MEMBER (object, field, const PbInt).set;
      break;
    case PB_KIND_BOOL:
      value->number = PB_MEMBER (object, field, const PbBool).v ? 1 : 0;
      value->null = !PB_MEMBER (object, field, const PbBool).set;
      break;
    case PB_KIND_TIME:
      value->number = PB_MEMBER (object, field, const gint64);
      value->null = value->number == 0;
      break;
    case PB_KIND_DOUBLE:
      value->real = PB_MEMBER (object, field, const PbDouble).v;
      value->null = !PB_MEMBER (object, field, const PbDouble).set;
      break;
    case PB_KIND_NUMBERS:
      {
        const PbNumbers *numbers = &PB_MEMBER (object, field, const PbNumbers);

        if (numbers->n > 0)
          {
            char *text = numbers_to_text (numbers);
            g_ptr_array_add (scratch, text);
            value->text = text;
          }
        break;
      }
    case PB_KIND_STRINGS:
      {
        const char *const *strings = PB_MEMBER (object, field, const char *const *const);

        if (strings != NULL)
          {
            char *text = strings_to_text (strings);
            g_ptr_array_add (scratch, text);
            value->text = text;
          }
        break;
      }
    default:
      g_assert_not_reached ();
    }
}

/* Returns: FALSE when the column holds what the field cannot. */
static gboolean
set_from_text (const PbField *field, gpointer object, const char *text)
{
  switch (field->kind)
    {
    case PB_KIND_ENUM:
      PB_MEMBER (object, field, int) = pb_enum_value (field->values, text);
      return PB_MEMBER (object, field, int) != 0;
    case PB_KIND_NUMBERS:
      return numbers_from_text (text, &PB_MEMBER (object, field, PbNumbers));
    case PB_KIND_STRINGS:
      PB_MEMBER (object, field, GStrv) = strings_from_text (text);
      return PB_MEMBER (object, field, GStrv) != NULL;
    default:
      PB_MEMBER (object, field, char *) = g_strdup (text);
      return TRUE;
    }
}

static gboolean
fill_field (PbRows *rows, guint column, const PbField *field, gpointer object)
{
  pb_field_unset (field, object);
  switch (field->kind)
    {
    case PB_KIND_INT:
      PB_MEMBER (object, field, PbInt) = pb_rows_get_pb_int (rows, column);
      return TRUE;
    case PB_KIND_BOOL:
      PB_MEMBER (object, field, PbBool) = pb_rows_get_pb_bool (rows, column);
      return TRUE;
    case PB_KIND_TIME:
      PB_MEMBER (object, field, gint64) = pb_rows_get_int (rows, column);
      return TRUE;
    case PB_KIND_DOUBLE:
      PB_MEMBER (object, field, PbDouble) = pb_rows_get_pb_double (rows, column);
      return TRUE;
    default:
      {
        const char *text = pb_rows_get_string (rows, column);
        return text == NULL || set_from_text (field, object, text);
      }
    }
}

gboolean
pb_rows_fill_object (PbRows *rows, guint first_column, gpointer object, GError **error)
{
  const PbType *type = PB_TYPE_OF (object);
  guint column = first_column;

  for (const PbField *field = type->fields; field->name != NULL || field->column != NULL; field++)
    {
      if (!pb_field_is_stored (field))
        continue;
      if (!fill_field (rows, column, field, object))
        {
          g_set_error (error, PB_STORE_ERROR, PB_STORE_ERROR_CORRUPT, "%s.%s holds “%s”, which is no value of it",
                       type->table, field->column, pb_rows_get_string (rows, column));
          return FALSE;
        }
      column++;
    }
  return TRUE;
}
