/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-service"

#include "service/pb-openapi-schema.h"

/* A schema that something refers to. */
typedef struct
{
  const PbType *type;
  PbShape shape;
} Schema;

static const char
  *const suffixes[] = { [PB_SHAPE_ANSWER] = "", [PB_SHAPE_CREATE] = "Create", [PB_SHAPE_PATCH] = "Patch" };

PbSchemas *
pb_schemas_new (PbWriter *w)
{
  PbSchemas *self = g_new0 (PbSchemas, 1);

  self->w = w;
  self->known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->schemas = g_ptr_array_new_with_free_func (g_free);
  return self;
}

void
pb_schemas_free (PbSchemas *self)
{
  g_hash_table_unref (self->known);
  g_ptr_array_unref (self->schemas);
  g_free (self);
}

/* ---- Record types */

static void
write_ref (PbSchemas *self, const PbType *type, PbShape shape)
{
  g_autofree char *name = g_strconcat (type->name, suffixes[shape], NULL);
  g_autofree char *ref = g_strconcat ("#/components/schemas/", name, NULL);

  if (g_hash_table_add (self->known, g_strdup (name)))
    {
      Schema *schema = g_new0 (Schema, 1);

      schema->type = type;
      schema->shape = shape;
      g_ptr_array_add (self->schemas, schema);
    }
  pb_writer_begin_object (self->w);
  pb_writer_member_string (self->w, "$ref", ref);
  pb_writer_end_object (self->w);
}

/* A list of a type, as `type: array`. */
static void
write_array_members (PbSchemas *self, const PbType *type, PbShape shape)
{
  pb_writer_member_string (self->w, "type", "array");
  pb_writer_key (self->w, "items");
  write_ref (self, type, shape);
}

static void
write_bounds (PbWriter *w, const PbField *field)
{
  if (!(field->flags & PB_BOUNDED))
    return;
  pb_writer_member_double (w, "minimum", field->min);
  pb_writer_member_double (w, "maximum", field->max);
}

static void
write_number_array (PbWriter *w, const PbField *field)
{
  pb_writer_member_string (w, "type", "array");
  if (field->count != 0)
    {
      pb_writer_member_int (w, "minItems", field->count);
      pb_writer_member_int (w, "maxItems", field->count);
    }
  pb_writer_member_object (w, "items");
  pb_writer_member_string (w, "type", "number");
  write_bounds (w, field);
  pb_writer_end_object (w);
}

static void
write_kind (PbSchemas *self, const PbField *field, PbShape shape)
{
  PbWriter *w = self->w;

  switch (field->kind)
    {
    case PB_KIND_STRING:
      pb_writer_member_string (w, "type", "string");
      if (field->flags & (PB_ASKED | PB_PATCHED))
        pb_writer_member_int (w, "maxLength", field->max_length != 0 ? field->max_length : 200);
      break;
    case PB_KIND_INT:
      pb_writer_member_string (w, "type", "integer");
      write_bounds (w, field);
      break;
    case PB_KIND_DOUBLE:
      pb_writer_member_string (w, "type", "number");
      write_bounds (w, field);
      break;
    case PB_KIND_BOOL:
      pb_writer_member_string (w, "type", "boolean");
      break;
    case PB_KIND_TIME:
      pb_writer_member_string (w, "type", "string");
      pb_writer_member_string (w, "format", "date-time");
      break;
    case PB_KIND_ENUM:
      pb_writer_member_string (w, "type", "string");
      pb_writer_member_array (w, "enum");
      for (const char *const *value = field->values->values + 1; *value != NULL; value++)
        pb_writer_string (w, *value);
      if (shape == PB_SHAPE_ANSWER && !(field->flags & PB_OMIT_NULL))
        pb_writer_null (w);
      pb_writer_end_array (w);
      break;
    case PB_KIND_NUMBERS:
      write_number_array (w, field);
      break;
    case PB_KIND_STRINGS:
      pb_writer_member_string (w, "type", "array");
      pb_writer_member_object (w, "items");
      pb_writer_member_string (w, "type", "string");
      pb_writer_end_object (w);
      break;
    case PB_KIND_CHILDREN:
      write_array_members (self, field->child, shape == PB_SHAPE_ANSWER ? PB_SHAPE_ANSWER : PB_SHAPE_CREATE);
      break;
    case PB_KIND_CHILD:
      pb_writer_member_array (w, "allOf");
      write_ref (self, field->child, shape == PB_SHAPE_ANSWER ? PB_SHAPE_ANSWER : PB_SHAPE_CREATE);
      pb_writer_end_array (w);
      break;
    case PB_KIND_JSON:
    default:
      break;
    }
}

static gboolean
is_shown (const PbField *field, PbShape shape)
{
  if (field->name == NULL || field->flags & PB_HIDDEN)
    return FALSE;
  return shape == PB_SHAPE_ANSWER || (shape == PB_SHAPE_CREATE && field->flags & PB_ASKED) ||
         (shape == PB_SHAPE_PATCH && field->flags & PB_PATCHED);
}

static void
write_property (PbSchemas *self, const PbField *field, PbShape shape)
{
  PbWriter *w = self->w;
  gboolean may_be_null = shape == PB_SHAPE_PATCH || (shape == PB_SHAPE_ANSWER && !(field->flags & PB_OMIT_NULL));

  pb_writer_member_object (w, field->name);
  write_kind (self, field, shape);
  if (may_be_null && field->kind != PB_KIND_CHILDREN && field->kind != PB_KIND_JSON)
    pb_writer_member_bool (w, "nullable", TRUE);
  pb_writer_member_string_opt (w, "description", field->label);
  pb_writer_member_string_opt (w, "x-unit", field->unit);
  pb_writer_end_object (w);
}

static void
write_schema (PbSchemas *self, const Schema *schema)
{
  PbWriter *w = self->w;
  g_autofree char *name = g_strconcat (schema->type->name, suffixes[schema->shape], NULL);
  gboolean requires = FALSE;

  pb_writer_member_object (w, name);
  pb_writer_member_string (w, "type", "object");
  pb_writer_member_string_opt (w, "title", schema->type->label);
  for (const PbField *f = schema->type->fields; f->name != NULL || f->column != NULL; f++)
    if (schema->shape == PB_SHAPE_CREATE && is_shown (f, PB_SHAPE_CREATE) && (f->flags & PB_REQUIRED) == PB_REQUIRED)
      {
        if (!requires)
          pb_writer_member_array (w, "required");
        requires = TRUE;
        pb_writer_string (w, f->name);
      }
  if (requires)
    pb_writer_end_array (w);
  pb_writer_member_object (w, "properties");
  for (const PbField *f = schema->type->fields; f->name != NULL || f->column != NULL; f++)
    if (is_shown (f, schema->shape))
      write_property (self, f, schema->shape);
  pb_writer_end_object (w);
  pb_writer_end_object (w);
}

void
pb_schemas_write_components (PbSchemas *self)
{
  /* A schema may refer to further ones: the list grows while it is written. */
  for (guint i = 0; i < self->schemas->len; i++)
    write_schema (self, self->schemas->pdata[i]);
}

/* ---- Declared members */

static gboolean
may_be_null (const PbMember *member, PbShape shape)
{
  /* Arrays and credentials are not asked as null; what is answered may always be. */
  if (shape == PB_SHAPE_CREATE && (member->kind == PB_VALUE_TEXTS || member->kind == PB_VALUE_ENUMS))
    return FALSE;
  return member->need != PB_MUST && member->kind != PB_VALUE_ANY && member->kind != PB_VALUE_SIGNER;
}

static void
write_values (PbWriter *w, const PbEnum *values, gboolean with_null)
{
  pb_writer_member_string (w, "type", "string");
  pb_writer_member_array (w, "enum");
  for (const char *const *value = values->values + 1; *value != NULL; value++)
    pb_writer_string (w, *value);
  if (with_null)
    pb_writer_null (w);
  pb_writer_end_array (w);
}

static void
write_text (PbWriter *w, const PbMember *member, PbShape shape)
{
  pb_writer_member_string (w, "type", "string");
  if (shape == PB_SHAPE_CREATE && member->need == PB_MUST)
    pb_writer_member_int (w, "minLength", 1);
  if (member->max != 0)
    pb_writer_member_int (w, "maxLength", member->max);
}

static void
write_int (PbWriter *w, const PbMember *member)
{
  pb_writer_member_string (w, "type", "integer");
  if (member->min != 0 || member->max != 0)
    pb_writer_member_int (w, "minimum", member->min);
  /* The last numbers of 64 bits bound nothing, and not every reader has them. */
  if (member->max != 0 && member->max < G_MAXINT64 - 1)
    pb_writer_member_int (w, "maximum", member->max);
  if (member->standard != 0)
    pb_writer_member_int (w, "default", member->standard);
}

static void
write_array (PbSchemas *self, const PbMember *member, PbShape shape)
{
  PbWriter *w = self->w;

  pb_writer_member_string (w, "type", "array");
  if (member->max != 0)
    pb_writer_member_int (w, "maxItems", member->max);
  pb_writer_key (w, "items");
  if (member->kind == PB_VALUE_OBJECTS)
    {
      pb_schemas_write_object (self, member->type, member->members, shape);
      return;
    }
  pb_writer_begin_object (w);
  if (member->kind == PB_VALUE_ENUMS)
    write_values (w, member->values, FALSE);
  else
    pb_writer_member_string (w, "type", "string");
  pb_writer_end_object (w);
}

static void
write_value (PbSchemas *self, const PbMember *member, PbShape shape)
{
  PbWriter *w = self->w;

  switch (member->kind)
    {
    case PB_VALUE_TEXT:
      write_text (w, member, shape);
      break;
    case PB_VALUE_SECRET:
      pb_writer_member_string (w, "type", "string");
      pb_writer_member_string (w, "format", "password");
      break;
    case PB_VALUE_INT:
      write_int (w, member);
      break;
    case PB_VALUE_NUMBER:
      pb_writer_member_string (w, "type", "number");
      break;
    case PB_VALUE_BOOL:
      pb_writer_member_string (w, "type", "boolean");
      break;
    case PB_VALUE_TIME:
      pb_writer_member_string (w, "type", "string");
      pb_writer_member_string (w, "format", "date-time");
      break;
    case PB_VALUE_ENUM:
      write_values (w, member->values, may_be_null (member, shape));
      break;
    case PB_VALUE_ENUMS:
    case PB_VALUE_TEXTS:
    case PB_VALUE_OBJECTS:
      write_array (self, member, shape);
      break;
    case PB_VALUE_SIGNER:
      pb_writer_member_array (w, "allOf");
      pb_writer_begin_object (w);
      pb_writer_member_string (w, "$ref", "#/components/schemas/Signer");
      pb_writer_end_object (w);
      pb_writer_end_array (w);
      break;
    case PB_VALUE_OBJECT:
      pb_writer_member_array (w, "allOf");
      pb_schemas_write_object (self, member->type, member->members, shape);
      pb_writer_end_array (w);
      break;
    case PB_VALUE_ANY:
    default:
      break;
    }
}

void
pb_schemas_write_member (PbSchemas *self, const PbMember *member, PbShape shape)
{
  pb_writer_begin_object (self->w);
  write_value (self, member, shape);
  if (may_be_null (member, shape))
    pb_writer_member_bool (self->w, "nullable", TRUE);
  pb_writer_member_string_opt (self->w, "description", member->says);
  pb_writer_end_object (self->w);
}

static gboolean
is_needed (const PbMember *member)
{
  return member->need == PB_MUST || member->need == PB_MUST_OR_NULL;
}

/* Adds those of @members that are needed to `required`, which the first of them begins. */
static void
write_needed (PbWriter *w, const PbMember *members, gboolean *begun)
{
  for (const PbMember *m = members; m != NULL && m->name != NULL; m++)
    if (is_needed (m))
      {
        if (!*begun)
          pb_writer_member_array (w, "required");
        *begun = TRUE;
        pb_writer_string (w, m->name);
      }
}

static void
write_properties (PbSchemas *self, const PbMember *members, PbShape shape)
{
  for (const PbMember *m = members; m != NULL && m->name != NULL; m++)
    {
      pb_writer_key (self->w, m->name);
      pb_schemas_write_member (self, m, shape);
    }
}

static void
write_declared (PbSchemas *self, const PbMember *members, PbShape shape)
{
  PbWriter *w = self->w;
  gboolean requires = FALSE;

  pb_writer_begin_object (w);
  pb_writer_member_string (w, "type", "object");
  write_needed (w, members, &requires);
  if (requires)
    pb_writer_end_array (w);
  if (members != NULL)
    {
      pb_writer_member_object (w, "properties");
      write_properties (self, members, shape);
      pb_writer_end_object (w);
    }
  pb_writer_end_object (w);
}

void
pb_schemas_write_object (PbSchemas *self, const PbType *type, const PbMember *members, PbShape shape)
{
  PbWriter *w = self->w;

  if (type == NULL)
    write_declared (self, members, shape);
  else if (members == NULL)
    write_ref (self, type, shape);
  else
    {
      pb_writer_begin_object (w);
      pb_writer_member_array (w, "allOf");
      write_ref (self, type, shape);
      write_declared (self, members, shape);
      pb_writer_end_array (w);
      pb_writer_end_object (w);
    }
}

/* ---- Answers */

static const PbMember page_members[] = {
  { "total", PB_VALUE_INT, PB_MUST, .says = "Rows on all pages" },
  { "page", PB_VALUE_INT, PB_MUST },
  { "pageSize", PB_VALUE_INT, PB_MUST },
  { NULL },
};

static const PbMember part_members[] = {
  { "next", PB_VALUE_TEXT, .says = "What the next call gives as `after`; without it the list is at its end" },
  { NULL },
};

static void
write_list (PbSchemas *self, const PbEndpoint *endpoint, const PbMember *around)
{
  const PbMember row[] = {
    { "items", PB_VALUE_OBJECTS, PB_MUST, .type = endpoint->answer, .members = endpoint->answers },
    { NULL },
  };
  PbWriter *w = self->w;
  gboolean requires = FALSE;

  pb_writer_begin_object (w);
  pb_writer_member_string (w, "type", "object");
  write_needed (w, row, &requires);
  write_needed (w, around, &requires);
  write_needed (w, endpoint->beside, &requires);
  pb_writer_end_array (w);
  pb_writer_member_object (w, "properties");
  write_properties (self, row, PB_SHAPE_ANSWER);
  write_properties (self, around, PB_SHAPE_ANSWER);
  write_properties (self, endpoint->beside, PB_SHAPE_ANSWER);
  pb_writer_end_object (w);
  pb_writer_end_object (w);
}

static void
write_bare_array (PbSchemas *self, const PbEndpoint *endpoint)
{
  const PbMember rows = { "", PB_VALUE_OBJECTS, PB_MUST, .type = endpoint->answer, .members = endpoint->answers };

  pb_schemas_write_member (self, &rows, PB_SHAPE_ANSWER);
}

static void
write_or_null (PbSchemas *self, const PbEndpoint *endpoint)
{
  const PbMember answer = { "", PB_VALUE_OBJECT, PB_MUST_OR_NULL, .type = endpoint->answer,
                            .members = endpoint->answers };

  pb_schemas_write_member (self, &answer, PB_SHAPE_ANSWER);
}

void
pb_schemas_write_answer (PbSchemas *self, const PbEndpoint *endpoint)
{
  PbWriter *w = self->w;

  if (endpoint->form == PB_ANSWER_PAGE)
    write_list (self, endpoint, page_members);
  else if (endpoint->form == PB_ANSWER_PART)
    write_list (self, endpoint, part_members);
  else if (endpoint->form == PB_ANSWER_ITEMS)
    write_list (self, endpoint, NULL);
  else if (endpoint->form == PB_ANSWER_ARRAY)
    write_bare_array (self, endpoint);
  else if (endpoint->form == PB_ANSWER_OR_NULL)
    write_or_null (self, endpoint);
  else if (endpoint->form == PB_ANSWER_PAGE_OR_PART)
    {
      pb_writer_begin_object (w);
      pb_writer_member_array (w, "anyOf");
      write_list (self, endpoint, page_members);
      write_list (self, endpoint, part_members);
      pb_writer_end_array (w);
      pb_writer_end_object (w);
    }
  else if (endpoint->answer != NULL || endpoint->answers != NULL)
    pb_schemas_write_object (self, endpoint->answer, endpoint->answers, PB_SHAPE_ANSWER);
  else
    {
      /* Any value. */
      pb_writer_begin_object (w);
      pb_writer_end_object (w);
    }
}
