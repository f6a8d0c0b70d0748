/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-wire"

#include "wire/pb-codec.h"

static void
write_numbers (PbWriter *writer, const PbNumbers *numbers)
{
  pb_writer_begin_array (writer);
  for (guint i = 0; i < numbers->n; i++)
    pb_writer_double (writer, numbers->v[i]);
  pb_writer_end_array (writer);
}

static void
write_strings (PbWriter *writer, GStrv texts)
{
  static const char *const none[] = { NULL };

  pb_writer_strings (writer, texts != NULL ? (const char *const *) texts : none);
}

/* The value of a field that is set, or of a list. */
static void
write_value (PbWriter *writer, const PbField *field, gconstpointer object)
{
  switch (field->kind)
    {
    case PB_KIND_STRING:
      pb_writer_string (writer, PB_MEMBER (object, field, char *const));
      break;
    case PB_KIND_INT:
      pb_writer_int (writer, PB_MEMBER (object, field, const PbInt).v);
      break;
    case PB_KIND_DOUBLE:
      pb_writer_double (writer, PB_MEMBER (object, field, const PbDouble).v);
      break;
    case PB_KIND_BOOL:
      pb_writer_bool (writer, PB_MEMBER (object, field, const PbBool).v);
      break;
    case PB_KIND_TIME:
      pb_writer_time (writer, PB_MEMBER (object, field, const gint64));
      break;
    case PB_KIND_ENUM:
      pb_writer_string (writer, pb_enum_text (field->values, PB_MEMBER (object, field, const int)));
      break;
    case PB_KIND_NUMBERS:
      write_numbers (writer, &PB_MEMBER (object, field, const PbNumbers));
      break;
    case PB_KIND_STRINGS:
      write_strings (writer, PB_MEMBER (object, field, GStrv const));
      break;
    case PB_KIND_CHILD:
      pb_codec_write (writer, PB_MEMBER (object, field, gconstpointer const));
      break;
    case PB_KIND_CHILDREN:
      pb_codec_write_array (writer, PB_MEMBER (object, field, GPtrArray *const));
      break;
    case PB_KIND_JSON:
      pb_writer_raw (writer, PB_MEMBER (object, field, char *const));
      break;
    default:
      g_assert_not_reached ();
    }
}

void
pb_codec_write_members (PbWriter *writer, gconstpointer object)
{
  g_return_if_fail (writer != NULL && object != NULL);

  for (const PbField *field = PB_TYPE_OF (object)->fields; field->name != NULL || field->column != NULL; field++)
    {
      gboolean set;

      if (field->name == NULL || field->flags & PB_HIDDEN)
        continue;
      set = pb_field_is_set (field, object);
      if (!set && field->flags & PB_OMIT_NULL)
        continue;
      pb_writer_key (writer, field->name);
      /* A list that is empty is a list all the same. */
      if (set || field->kind == PB_KIND_CHILDREN || field->kind == PB_KIND_STRINGS)
        write_value (writer, field, object);
      else
        pb_writer_null (writer);
    }
}

void
pb_codec_write (PbWriter *writer, gconstpointer object)
{
  g_return_if_fail (writer != NULL);

  if (object == NULL)
    {
      pb_writer_null (writer);
      return;
    }
  pb_writer_begin_object (writer);
  pb_codec_write_members (writer, object);
  pb_writer_end_object (writer);
}

void
pb_codec_write_array (PbWriter *writer, GPtrArray *objects)
{
  g_return_if_fail (writer != NULL);

  pb_writer_begin_array (writer);
  for (guint i = 0; objects != NULL && i < objects->len; i++)
    pb_codec_write (writer, objects->pdata[i]);
  pb_writer_end_array (writer);
}

char *
pb_codec_to_text (gconstpointer object)
{
  g_autoptr (PbWriter) writer = pb_writer_new ();

  pb_codec_write (writer, object);
  return pb_writer_steal (writer);
}
