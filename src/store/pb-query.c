/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-store"

#include "store/pb-table-private.h"

#include <string.h>

/* The text above every other one that begins with the same letters: U+10FFFF, the last character. */
#define LAST_CHARACTER "\xf4\x8f\xbf\xbf"

typedef struct
{
  const PbTable *table;
  GString *tail;      /* (owned): the SQL after "FROM table" */
  GArray *values;     /* (owned) (element-type PbDbValue) */
  GPtrArray *scratch; /* (owned): texts made for values */
} Builder;

static void
builder_init (Builder *self, const PbTable *table)
{
  self->table = table;
  self->tail = g_string_new (NULL);
  self->values = g_array_new (FALSE, FALSE, sizeof (PbDbValue));
  self->scratch = g_ptr_array_new_with_free_func (g_free);
}

static void
builder_clear (Builder *self)
{
  g_string_free (self->tail, TRUE);
  g_array_unref (self->values);
  g_ptr_array_unref (self->scratch);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Builder, builder_clear)

static const PbField *
find_column (const PbTable *table, const char *column, GError **error)
{
  const PbField *field = column != NULL ? pb_table_find_column (table, column) : NULL;

  if (field == NULL)
    g_set_error (error, PB_STORE_ERROR, PB_STORE_ERROR_FAILED, "%s has no column “%s”", table->type->table, column);
  return field;
}

static void
add_text (Builder *self, const char *text)
{
  PbDbValue value = { .text = text };

  g_array_append_val (self->values, value);
}

static void
add_made_text (Builder *self, char *text)
{
  g_ptr_array_add (self->scratch, text);
  add_text (self, text);
}

static void
add_number (Builder *self, gint64 number)
{
  PbDbValue value = { .number = number };

  g_array_append_val (self->values, value);
}

static void
add_and (Builder *self)
{
  g_string_append (self->tail, self->tail->len == 0 ? "WHERE " : " AND ");
}

static gboolean
check_through (PbStore *store, const PbThrough *through, GError **error)
{
  const PbTable *table = pb_db_get_table (store, through->type);

  return find_column (table, through->key, error) != NULL && find_column (table, through->column, error) != NULL;
}

/* Lists come in a few lengths only, so that the number of SQL texts stays small; the last text fills the rest up. */
static gboolean
add_in (Builder *self, const PbFilter *filter, GError **error)
{
  const PbThrough *through = filter->through;
  g_auto (GStrv) parts = filter->list == NULL ? g_strsplit (filter->text != NULL ? filter->text : "", ",", -1) : NULL;
  const char *const *list = filter->list != NULL ? filter->list : (const char *const *) parts;
  guint n = g_strv_length ((GStrv) list);
  guint length = 1;

  if (n > PB_QUERY_IN_MAX)
    {
      g_set_error (error, PB_STORE_ERROR, PB_STORE_ERROR_FAILED, "%s: %u values, at most %d can be looked for at once",
                   filter->column, n, PB_QUERY_IN_MAX);
      return FALSE;
    }
  while (length < n)
    length *= 2;
  if (filter->op == PB_OP_IN_OR_NULL)
    g_string_append_printf (self->tail, "(\"%s\" IS NULL OR ", filter->column);
  if (through != NULL)
    g_string_append_printf (self->tail, "\"%s\" IN (SELECT \"%s\" FROM \"%s\" WHERE \"%s\" IN (", filter->column,
                            through->key, through->type->table, through->column);
  else
    g_string_append_printf (self->tail, "\"%s\" IN (", filter->column);
  for (guint i = 0; i < length; i++)
    {
      g_string_append (self->tail, i == 0 ? "?s" : ", ?s");
      if (n == 0)
        add_text (self, NULL);
      else
        add_made_text (self, g_strdup (list[MIN (i, n - 1)]));
    }
  g_string_append_c (self->tail, ')');
  if (through != NULL)
    g_string_append_c (self->tail, ')');
  if (filter->op == PB_OP_IN_OR_NULL)
    g_string_append_c (self->tail, ')');
  return TRUE;
}

/* A range, which an index serves in every collation by bytes; LIKE would be blind to case in SQLite. */
static void
add_prefix (Builder *self, const PbFilter *filter)
{
  const char *prefix = filter->text != NULL ? filter->text : "";

  g_string_append_printf (self->tail, "(\"%s\" >= ?s AND \"%s\" <= ?s)", filter->column, filter->column);
  add_made_text (self, g_strdup (prefix));
  add_made_text (self, g_strconcat (prefix, LAST_CHARACTER, NULL));
}

static gboolean
add_filter (Builder *self, PbStore *store, const PbFilter *filter, GError **error)
{
  static const char *const operators[] = {
    [PB_OP_EQ] = "=", [PB_OP_NE] = "<>", [PB_OP_GE] = ">=", [PB_OP_LE] = "<=", [PB_OP_GT] = ">", [PB_OP_LT] = "<",
  };
  const PbField *field = find_column (self->table, filter->column, error);
  gboolean is_text;

  if (field == NULL)
    return FALSE;
  is_text = pb_field_is_text_column (field);
  if (filter->through != NULL && !check_through (store, filter->through, error))
    return FALSE;
  if (!is_text && (filter->op == PB_OP_IN || filter->op == PB_OP_IN_OR_NULL || filter->op == PB_OP_PREFIX))
    {
      g_set_error (error, PB_STORE_ERROR, PB_STORE_ERROR_FAILED, "%s holds no text", filter->column);
      return FALSE;
    }

  add_and (self);
  switch (filter->op)
    {
    case PB_OP_IS_NULL:
      g_string_append_printf (self->tail, "\"%s\" IS NULL", filter->column);
      return TRUE;
    case PB_OP_NOT_NULL:
      g_string_append_printf (self->tail, "\"%s\" IS NOT NULL", filter->column);
      return TRUE;
    case PB_OP_IN:
    case PB_OP_IN_OR_NULL:
      return add_in (self, filter, error);
    case PB_OP_PREFIX:
      add_prefix (self, filter);
      return TRUE;
    case PB_OP_NE:
      g_string_append_printf (self->tail, "(\"%s\" <> %s OR \"%s\" IS NULL)", filter->column, is_text ? "?s" : "?i",
                              filter->column);
      break;
    default:
      g_string_append_printf (self->tail, "\"%s\" %s %s", filter->column, operators[filter->op], is_text ? "?s" : "?i");
    }
  if (is_text)
    add_text (self, filter->text);
  else
    add_number (self, filter->number);
  return TRUE;
}

/* Returns: (transfer full): a pattern for LIKE … ESCAPE '!' that finds @text anywhere. */
static char *
contains_pattern (const char *text)
{
  GString *pattern = g_string_new ("%");

  for (const char *p = text; *p != '\0'; p++)
    {
      if (*p == '%' || *p == '_' || *p == '!')
        g_string_append_c (pattern, '!');
      g_string_append_c (pattern, g_ascii_tolower (*p));
    }
  g_string_append_c (pattern, '%');
  return g_string_free (pattern, FALSE);
}

static gboolean
add_search (Builder *self, const PbQuery *query, GError **error)
{
  g_autofree char *pattern = contains_pattern (query->search);

  add_and (self);
  for (guint i = 0; i < PB_QUERY_SEARCH_MAX && query->search_columns[i] != NULL; i++)
    {
      if (find_column (self->table, query->search_columns[i], error) == NULL)
        return FALSE;
      g_string_append_printf (self->tail, "%slower(\"%s\") LIKE ?s ESCAPE '!'", i == 0 ? "(" : " OR ",
                              query->search_columns[i]);
      add_made_text (self, g_strdup (pattern));
    }
  g_string_append_c (self->tail, ')');
  return TRUE;
}

static gboolean
add_where (Builder *self, PbStore *store, const PbQuery *query, GError **error)
{
  for (guint i = 0; i < query->n_filters; i++)
    if (!add_filter (self, store, &query->filters[i], error))
      return FALSE;
  if (query->search != NULL && *query->search != '\0' && query->search_columns[0] != NULL)
    return add_search (self, query, error);
  return TRUE;
}

/* Says where absent values stand, since databases differ in it; this is SQLite's own order, so its indexes serve. */
static void
append_order (GString *tail,
              const PbTable *table,
              const char *order_by,
              const char *then_by,
              gboolean descending,
              gboolean then_reversed)
{
  static const char *const directions[] = { "ASC NULLS FIRST", "DESC NULLS LAST" };
  const char *direction = directions[descending ? 1 : 0];

  if (order_by != NULL)
    g_string_append_printf (tail, " ORDER BY \"%s\" %s", order_by, direction);
  if (order_by != NULL && then_by != NULL)
    g_string_append_printf (tail, ", \"%s\" %s", then_by, directions[descending != then_reversed ? 1 : 0]);
  if (table->id != NULL && g_strcmp0 (order_by, "id") != 0)
    g_string_append_printf (tail, "%s\"id\" %s", order_by != NULL ? ", " : " ORDER BY ", direction);
}

GPtrArray *
pb_store_list (PbStore *store, const PbQuery *query, gint64 *total, GError **error)
{
  g_auto (Builder) builder = { 0 };
  const PbTable *table = NULL;

  g_return_val_if_fail (store != NULL && query != NULL, NULL);
  g_return_val_if_fail (query->type != NULL && query->type->table != NULL, NULL);
  g_return_val_if_fail (query->n_filters <= PB_QUERY_FILTERS_MAX, NULL);

  table = pb_db_get_table (store, query->type);
  builder_init (&builder, table);
  if (!add_where (&builder, store, query, error))
    return NULL;
  if ((query->order_by != NULL && find_column (table, query->order_by, error) == NULL) ||
      (query->then_by != NULL && find_column (table, query->then_by, error) == NULL))
    return NULL;

  if (total != NULL)
    {
      g_autofree char *sql = g_strconcat (table->count, builder.tail->str, NULL);
      g_autoptr (PbRows) rows =
        pb_db_select_values (store, sql, "i", (const PbDbValue *) (gpointer) builder.values->data, builder.values->len,
                             error);

      if (rows == NULL)
        return NULL;
      *total = pb_rows_next (rows) ? pb_rows_get_int (rows, 0) : 0;
    }
  append_order (builder.tail, table, query->order_by, query->then_by, query->descending, query->then_reversed);
  g_string_append (builder.tail, " LIMIT ?i OFFSET ?i");
  add_number (&builder, query->limit > 0 ? query->limit : G_MAXINT64);
  add_number (&builder, query->offset);
  return pb_db_select_objects_values (store, query->type, builder.tail->str,
                                      (const PbDbValue *) (gpointer) builder.values->data, builder.values->len, error);
}

gpointer
pb_store_get_by (PbStore *store, const PbType *type, const char *column, const char *value, GError **error)
{
  g_autofree char *tail = NULL;

  g_return_val_if_fail (store != NULL && type != NULL && type->table != NULL && column != NULL, NULL);

  if (find_column (pb_db_get_table (store, type), column, error) == NULL)
    return NULL;
  tail = g_strdup_printf ("WHERE \"%s\" = ?s LIMIT 1", column);
  return pb_db_select_object (store, type, tail, error, value);
}

GPtrArray *
pb_store_list_by (PbStore *store,
                  const PbType *type,
                  const char *column,
                  const char *value,
                  const char *order_by,
                  GError **error)
{
  g_autoptr (GString) tail = g_string_new (NULL);
  const PbTable *table = NULL;

  g_return_val_if_fail (store != NULL && type != NULL && type->table != NULL && column != NULL, NULL);

  table = pb_db_get_table (store, type);
  if (find_column (table, column, error) == NULL || (order_by != NULL && find_column (table, order_by, error) == NULL))
    return NULL;
  g_string_append_printf (tail, "WHERE \"%s\" = ?s", column);
  append_order (tail, table, order_by, NULL, FALSE, FALSE);
  return pb_db_select_objects (store, type, tail->str, error, value);
}

static PbFilter *
next_filter (PbQuery *query, const char *column, PbOp op)
{
  PbFilter *filter = NULL;

  g_return_val_if_fail (query != NULL && column != NULL, NULL);
  g_return_val_if_fail (query->n_filters < PB_QUERY_FILTERS_MAX, NULL);

  filter = &query->filters[query->n_filters++];
  *filter = (PbFilter){ .column = column, .op = op };
  return filter;
}

void
pb_query_add_text (PbQuery *query, const char *column, PbOp op, const char *text)
{
  PbFilter *filter = next_filter (query, column, op);

  if (filter != NULL)
    filter->text = text;
}

void
pb_query_add_number (PbQuery *query, const char *column, PbOp op, gint64 number)
{
  PbFilter *filter = next_filter (query, column, op);

  if (filter != NULL)
    filter->number = number;
}

void
pb_query_add_list (PbQuery *query, const char *column, const char *const *list)
{
  PbFilter *filter = next_filter (query, column, PB_OP_IN);

  if (filter != NULL)
    filter->list = list;
}

void
pb_query_add_list_through (PbQuery *query,
                           const char *column,
                           PbOp op,
                           const PbThrough *through,
                           const char *const *list)
{
  PbFilter *filter = NULL;

  g_return_if_fail (op == PB_OP_IN || op == PB_OP_IN_OR_NULL);

  filter = next_filter (query, column, op);
  if (filter == NULL)
    return;
  filter->list = list;
  filter->through = through;
}
