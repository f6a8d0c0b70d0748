/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-domain"

#include "domain/pb-object.h"

#include <math.h>
#include <string.h>

#define DEFAULT_MAX_LENGTH 200
#define PAST_TOLERANCE     (5 * PB_MINUTE)
#define FUTURE_LIMIT       (3653 * PB_DAY)

const char *
pb_enum_text (const PbEnum *values, int value)
{
  if (value <= 0)
    return NULL;
  for (int i = 1; values->values[i] != NULL; i++)
    if (i == value)
      return values->values[i];
  return NULL;
}

int
pb_enum_value (const PbEnum *values, const char *text)
{
  if (text == NULL)
    return 0;
  for (int i = 1; values->values[i] != NULL; i++)
    if (strcmp (values->values[i], text) == 0)
      return i;
  return 0;
}

static gboolean
is_end (const PbField *field)
{
  return field->name == NULL && field->column == NULL;
}

gboolean
pb_field_is_stored (const PbField *field)
{
  return !(field->flags & PB_NO_COLUMN) && field->kind != PB_KIND_CHILD && field->kind != PB_KIND_CHILDREN;
}

gboolean
pb_field_is_set (const PbField *field, gconstpointer object)
{
  switch (field->kind)
    {
    case PB_KIND_STRING:
    case PB_KIND_JSON:
      return PB_MEMBER (object, field, const char *) != NULL;
    case PB_KIND_INT:
      return PB_MEMBER (object, field, const PbInt).set;
    case PB_KIND_DOUBLE:
      return PB_MEMBER (object, field, const PbDouble).set;
    case PB_KIND_BOOL:
      return PB_MEMBER (object, field, const PbBool).set;
    case PB_KIND_TIME:
      return PB_MEMBER (object, field, const gint64) != 0;
    case PB_KIND_ENUM:
      return PB_MEMBER (object, field, const int) != 0;
    case PB_KIND_NUMBERS:
      return PB_MEMBER (object, field, const PbNumbers).n > 0;
    case PB_KIND_STRINGS:
      return PB_MEMBER (object, field, const GStrv) != NULL;
    case PB_KIND_CHILD:
      return PB_MEMBER (object, field, const gpointer) != NULL;
    case PB_KIND_CHILDREN:
      return PB_MEMBER (object, field, GPtrArray *const)->len > 0;
    default:
      g_assert_not_reached ();
    }
}

static void
release_member (const PbField *field, gpointer object)
{
  switch (field->kind)
    {
    case PB_KIND_STRING:
    case PB_KIND_JSON:
      g_clear_pointer (&PB_MEMBER (object, field, char *), g_free);
      break;
    case PB_KIND_STRINGS:
      g_clear_pointer (&PB_MEMBER (object, field, GStrv), g_strfreev);
      break;
    case PB_KIND_CHILD:
      g_clear_pointer (&PB_MEMBER (object, field, gpointer), pb_object_unref);
      break;
    case PB_KIND_CHILDREN:
      g_clear_pointer (&PB_MEMBER (object, field, GPtrArray *), g_ptr_array_unref);
      break;
    case PB_KIND_INT:
      PB_MEMBER (object, field, PbInt) = (PbInt){ 0 };
      break;
    case PB_KIND_DOUBLE:
      PB_MEMBER (object, field, PbDouble) = (PbDouble){ 0 };
      break;
    case PB_KIND_BOOL:
      PB_MEMBER (object, field, PbBool) = (PbBool){ 0 };
      break;
    case PB_KIND_TIME:
      PB_MEMBER (object, field, gint64) = 0;
      break;
    case PB_KIND_ENUM:
      PB_MEMBER (object, field, int) = 0;
      break;
    case PB_KIND_NUMBERS:
      PB_MEMBER (object, field, PbNumbers) = (PbNumbers){ 0 };
      break;
    default:
      g_assert_not_reached ();
    }
}

void
pb_field_unset (const PbField *field, gpointer object)
{
  release_member (field, object);
  if (field->kind == PB_KIND_CHILDREN)
    PB_MEMBER (object, field, GPtrArray *) = pb_object_array_new ();
}

void
pb_field_copy (const PbField *field, gconstpointer from, gpointer to)
{
  if (from == to)
    return;
  pb_field_unset (field, to);
  switch (field->kind)
    {
    case PB_KIND_STRING:
    case PB_KIND_JSON:
      PB_MEMBER (to, field, char *) = g_strdup (PB_MEMBER (from, field, char *const));
      break;
    case PB_KIND_STRINGS:
      PB_MEMBER (to, field, GStrv) = g_strdupv (PB_MEMBER (from, field, GStrv const));
      break;
    case PB_KIND_CHILD:
      {
        gconstpointer child = PB_MEMBER (from, field, gconstpointer const);
        if (child != NULL)
          PB_MEMBER (to, field, gpointer) = pb_object_copy (child);
        break;
      }
    case PB_KIND_CHILDREN:
      {
        GPtrArray *children = PB_MEMBER (from, field, GPtrArray *const);
        for (guint i = 0; i < children->len; i++)
          g_ptr_array_add (PB_MEMBER (to, field, GPtrArray *), pb_object_copy (children->pdata[i]));
        break;
      }
    case PB_KIND_INT:
      PB_MEMBER (to, field, PbInt) = PB_MEMBER (from, field, const PbInt);
      break;
    case PB_KIND_DOUBLE:
      PB_MEMBER (to, field, PbDouble) = PB_MEMBER (from, field, const PbDouble);
      break;
    case PB_KIND_BOOL:
      PB_MEMBER (to, field, PbBool) = PB_MEMBER (from, field, const PbBool);
      break;
    case PB_KIND_TIME:
      PB_MEMBER (to, field, gint64) = PB_MEMBER (from, field, const gint64);
      break;
    case PB_KIND_ENUM:
      PB_MEMBER (to, field, int) = PB_MEMBER (from, field, const int);
      break;
    case PB_KIND_NUMBERS:
      PB_MEMBER (to, field, PbNumbers) = PB_MEMBER (from, field, const PbNumbers);
      break;
    default:
      g_assert_not_reached ();
    }
}

static gboolean
children_equal (GPtrArray *a, GPtrArray *b)
{
  if (a->len != b->len)
    return FALSE;
  for (guint i = 0; i < a->len; i++)
    if (!pb_object_equal (a->pdata[i], b->pdata[i]))
      return FALSE;
  return TRUE;
}

static gboolean
strv_equal (GStrv a, GStrv b)
{
  if (a == NULL || b == NULL)
    return a == b;
  return g_strv_equal ((const char *const *) a, (const char *const *) b);
}

static gboolean
members_equal (const PbField *field, gconstpointer a, gconstpointer b)
{
  if (pb_field_is_set (field, a) != pb_field_is_set (field, b))
    return FALSE;
  if (!pb_field_is_set (field, a))
    return TRUE;
  switch (field->kind)
    {
    case PB_KIND_STRING:
    case PB_KIND_JSON:
      return strcmp (PB_MEMBER (a, field, char *const), PB_MEMBER (b, field, char *const)) == 0;
    case PB_KIND_STRINGS:
      return strv_equal (PB_MEMBER (a, field, GStrv const), PB_MEMBER (b, field, GStrv const));
    case PB_KIND_CHILD:
      return pb_object_equal (PB_MEMBER (a, field, gpointer const), PB_MEMBER (b, field, gpointer const));
    case PB_KIND_CHILDREN:
      return children_equal (PB_MEMBER (a, field, GPtrArray *const), PB_MEMBER (b, field, GPtrArray *const));
    case PB_KIND_INT:
      return PB_MEMBER (a, field, const PbInt).v == PB_MEMBER (b, field, const PbInt).v;
    case PB_KIND_DOUBLE:
      return PB_MEMBER (a, field, const PbDouble).v == PB_MEMBER (b, field, const PbDouble).v;
    case PB_KIND_BOOL:
      return PB_MEMBER (a, field, const PbBool).v == PB_MEMBER (b, field, const PbBool).v;
    case PB_KIND_TIME:
      return PB_MEMBER (a, field, const gint64) == PB_MEMBER (b, field, const gint64);
    case PB_KIND_ENUM:
      return PB_MEMBER (a, field, const int) == PB_MEMBER (b, field, const int);
    case PB_KIND_NUMBERS:
      {
        const PbNumbers *m = &PB_MEMBER (a, field, const PbNumbers);
        const PbNumbers *n = &PB_MEMBER (b, field, const PbNumbers);
        return m->n == n->n && memcmp (m->v, n->v, m->n * sizeof (double)) == 0;
      }
    default:
      g_assert_not_reached ();
    }
}

gpointer
pb_object_new (const PbType *type)
{
  PbObject *object = g_malloc0 (type->size);

  object->type = type;
  g_atomic_ref_count_init (&object->refs);
  for (const PbField *f = type->fields; !is_end (f); f++)
    if (f->kind == PB_KIND_CHILDREN)
      PB_MEMBER (object, f, GPtrArray *) = pb_object_array_new ();
  return object;
}

gpointer
pb_object_ref (gpointer object)
{
  g_atomic_ref_count_inc (&((PbObject *) object)->refs);
  return object;
}

void
pb_object_unref (gpointer object)
{
  PbObject *self = object;

  if (self == NULL || !g_atomic_ref_count_dec (&self->refs))
    return;
  for (const PbField *f = self->type->fields; !is_end (f); f++)
    release_member (f, self);
  g_free (self);
}

gpointer
pb_object_copy (gconstpointer object)
{
  const PbType *type = PB_TYPE_OF (object);
  gpointer copy = pb_object_new (type);

  for (const PbField *f = type->fields; !is_end (f); f++)
    pb_field_copy (f, object, copy);
  return copy;
}

gboolean
pb_object_equal (gconstpointer a, gconstpointer b)
{
  const PbType *type;

  if (a == NULL || b == NULL)
    return a == b;
  type = PB_TYPE_OF (a);
  if (type != PB_TYPE_OF (b))
    return FALSE;
  for (const PbField *f = type->fields; !is_end (f); f++)
    if (!members_equal (f, a, b))
      return FALSE;
  return TRUE;
}

GPtrArray *
pb_object_array_new (void)
{
  return g_ptr_array_new_with_free_func (pb_object_unref);
}

const PbField *
pb_type_find_field (const PbType *type, const char *name)
{
  for (const PbField *f = type->fields; !is_end (f); f++)
    if (g_strcmp0 (f->name, name) == 0)
      return f;
  return NULL;
}

void
pb_set_string (char **member, const char *value)
{
  char *copy = g_strdup (value);

  g_free (*member);
  *member = copy;
}

void
pb_violation_free (PbViolation *violation)
{
  if (violation == NULL)
    return;
  g_free (violation->property);
  g_free (violation->code);
  g_free (violation->message);
  g_free (violation);
}

GPtrArray *
pb_violations_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) pb_violation_free);
}

void
pb_violations_add (GPtrArray *violations, const char *property, const char *code, const char *format, ...)
{
  PbViolation *violation = g_new0 (PbViolation, 1);
  va_list args;

  va_start (args, format);
  violation->property = g_strdup (property);
  violation->code = g_strdup (code != NULL ? code : "VALIDATION_FAILED");
  violation->message = g_strdup_vprintf (format, args);
  va_end (args);
  g_ptr_array_add (violations, violation);
}

static void
check_number (const PbField *field, double value, GPtrArray *violations)
{
  g_autofree char *unit = field->unit != NULL ? g_strconcat (" ", field->unit, NULL) : g_strdup ("");

  if (!isfinite (value))
    pb_violations_add (violations, field->name, field->error, "%s must be a finite number", field->name);
  else if ((field->flags & PB_BOUNDED) && (value < field->min || value > field->max))
    pb_violations_add (violations, field->name, field->error, "%s must be from %.15g to %.15g%s, not %.15g",
                       field->name, field->min, field->max, unit, value);
}

static void
check_text (const PbField *field, const char *text, GPtrArray *violations)
{
  glong most = field->max_length != 0 ? field->max_length : DEFAULT_MAX_LENGTH;

  if (!g_utf8_validate (text, -1, NULL))
    {
      pb_violations_add (violations, field->name, field->error, "%s must be UTF-8 text", field->name);
      return;
    }
  if (g_utf8_strlen (text, -1) > most)
    {
      pb_violations_add (violations, field->name, field->error, "%s may have at most %ld characters", field->name,
                         most);
      return;
    }
  for (const char *p = text; *p != '\0'; p++)
    if (((guchar) *p < 0x20 && !((field->flags & PB_MULTILINE) && (*p == '\n' || *p == '\t'))) || *p == 0x7f)
      {
        pb_violations_add (violations, field->name, field->error, "%s must not hold control characters", field->name);
        return;
      }
}

static void
check_time (const PbField *field, gint64 time, gint64 now, GPtrArray *violations)
{
  if ((field->flags & PB_PAST) && time > now + PAST_TOLERANCE)
    pb_violations_add (violations, field->name, field->error,
                       "%s lies in the future: it must be the time when it happened", field->name);
  else if ((field->flags & PB_FUTURE) && time > now + FUTURE_LIMIT)
    pb_violations_add (violations, field->name, field->error, "%s lies more than ten years ahead", field->name);
}

static void
check_children (const PbField *field, GPtrArray *children, gint64 now, gboolean creating, GPtrArray *violations)
{
  for (guint i = 0; i < children->len; i++)
    {
      guint before = violations->len;

      pb_object_check (children->pdata[i], now, creating, violations);
      for (guint k = before; k < violations->len; k++)
        {
          PbViolation *violation = violations->pdata[k];
          char *path = g_strdup_printf ("%s[%u].%s", field->name, i, violation->property);

          g_free (violation->property);
          violation->property = path;
        }
    }
}

/* Whether something is said of the member, or of a part of it, already: what could not be read is not missing too. */
static gboolean
is_told (GPtrArray *violations, const char *name)
{
  gsize length = strlen (name);

  for (guint i = 0; i < violations->len; i++)
    {
      const char *property = ((const PbViolation *) violations->pdata[i])->property;

      if (strncmp (property, name, length) == 0 && strchr ("[.", property[length]) != NULL)
        return TRUE;
    }
  return FALSE;
}

static void
check_field (const PbField *field, gconstpointer object, gint64 now, gboolean creating, GPtrArray *violations)
{
  if (!pb_field_is_set (field, object))
    {
      if (creating && (field->flags & PB_REQUIRED) == PB_REQUIRED && !is_told (violations, field->name))
        pb_violations_add (violations, field->name, NULL, "%s is required", field->name);
      return;
    }
  switch (field->kind)
    {
    case PB_KIND_STRING:
      check_text (field, PB_MEMBER (object, field, char *const), violations);
      break;
    case PB_KIND_INT:
      check_number (field, (double) PB_MEMBER (object, field, const PbInt).v, violations);
      break;
    case PB_KIND_DOUBLE:
      check_number (field, PB_MEMBER (object, field, const PbDouble).v, violations);
      break;
    case PB_KIND_TIME:
      check_time (field, PB_MEMBER (object, field, const gint64), now, violations);
      break;
    case PB_KIND_NUMBERS:
      {
        const PbNumbers *numbers = &PB_MEMBER (object, field, const PbNumbers);

        if (field->count != 0 && numbers->n != field->count)
          pb_violations_add (violations, field->name, field->error, "%s must have exactly %u numbers, not %u",
                             field->name, field->count, numbers->n);
        for (guint i = 0; i < numbers->n; i++)
          check_number (field, numbers->v[i], violations);
        break;
      }
    case PB_KIND_STRINGS:
      for (char **p = PB_MEMBER (object, field, GStrv const); *p != NULL; p++)
        check_text (field, *p, violations);
      break;
    case PB_KIND_CHILD:
      pb_object_check (PB_MEMBER (object, field, gpointer const), now, creating, violations);
      break;
    case PB_KIND_CHILDREN:
      check_children (field, PB_MEMBER (object, field, GPtrArray *const), now, creating, violations);
      break;
    case PB_KIND_BOOL:
    case PB_KIND_ENUM:
    case PB_KIND_JSON:
    default:
      break;
    }
}

gboolean
pb_object_check (gconstpointer object, gint64 now, gboolean creating, GPtrArray *violations)
{
  const PbType *type = PB_TYPE_OF (object);
  guint before = violations->len;

  for (const PbField *f = type->fields; !is_end (f); f++)
    if (f->name != NULL && (f->flags & (PB_ASKED | PB_PATCHED)))
      check_field (f, object, now, creating, violations);
  if (type->check != NULL)
    type->check (object, violations);
  return violations->len == before;
}
