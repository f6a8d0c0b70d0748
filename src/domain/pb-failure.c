/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-domain"

#include <math.h>
#include <string.h>

#include "domain/items/pb-items.h"
#include "domain/pb-failure-private.h"

static const char *
translate (const PbTextStyle *style, const char *text)
{
  return style != NULL && style->translate != NULL ? style->translate (text) : text;
}

static const char *
find_word (const PbTextStyle *style, const char *wire)
{
  for (const PbFailureWord *word = pb_failure_words; word->wire != NULL; word++)
    if (strcmp (word->wire, wire) == 0)
      return translate (style, word->word);
  return wire;
}

static char *
format_time (const PbTextStyle *style, gint64 time)
{
  g_autoptr (GDateTime) moment = NULL;

  if (style != NULL && style->format_time != NULL)
    return style->format_time (time);
  moment = g_date_time_new_from_unix_utc (time / PB_SECOND);
  return moment != NULL ? g_date_time_format (moment, "%Y-%m-%d %H:%M UTC") : g_strdup ("?");
}

/* A number without trailing zeros. Three decimals tell a value from its limit in all that is measured here. */
static char *
format_number (double value)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE * 4];
  char *end;

  if (!isfinite (value) || fabs (value) > 1e15)
    return g_strdup_printf ("%g", value);
  g_ascii_formatd (buffer, sizeof buffer, "%.3f", value);
  end = buffer + strlen (buffer);
  while (end[-1] == '0')
    *--end = '\0';
  if (end[-1] == '.')
    *--end = '\0';
  return g_strdup (strcmp (buffer, "-0") == 0 ? "0" : buffer);
}

/* Hours, minutes and seconds as far as there are any: a second short of four hours is not four hours. */
static char *
format_hours (double hours)
{
  GString *text = g_string_new (NULL);
  gint64 seconds;

  if (!isfinite (hours) || fabs (hours) > 1e9)
    {
      g_string_printf (text, "%g h", hours);
      return g_string_free (text, FALSE);
    }
  seconds = (gint64) floor (fabs (hours) * 3600 + 1e-3);
  if (hours < 0 && seconds > 0)
    g_string_append_c (text, '-');
  if (seconds >= 3600 || seconds == 0)
    g_string_append_printf (text, "%" G_GINT64_FORMAT " h ", seconds / 3600);
  if (seconds / 60 % 60 != 0)
    g_string_append_printf (text, "%" G_GINT64_FORMAT " min ", seconds / 60 % 60);
  /* Between full hours, the minutes tell it from every limit. */
  if (seconds % 60 != 0 && (seconds < 3600 || seconds / 60 % 60 == 0))
    g_string_append_printf (text, "%" G_GINT64_FORMAT " s ", seconds % 60);
  g_string_truncate (text, text->len - 1);
  return g_string_free (text, FALSE);
}

static char *
format_quantity (const PbTextStyle *style, PbDouble value, const char *unit)
{
  g_autofree char *number = NULL;

  if (!value.set)
    return NULL;
  if (g_strcmp0 (unit, "h") == 0)
    return format_hours (value.v);
  number = format_number (value.v);
  return unit != NULL ? g_strconcat (number, " ", find_word (style, unit), NULL) : g_steal_pointer (&number);
}

static char *
format_text (const PbTextStyle *style, const char *text)
{
  return text != NULL ? g_strdup (find_word (style, text)) : NULL;
}

/* What the items of a type are about. NULL where it is more than one kind of thing. */
static const char *
find_thing (PbItemType type)
{
  const PbItemClass *item_class = pb_item_class_find (type);

  return item_class != NULL ? item_class->thing : NULL;
}

/* Returns: (transfer full) (nullable): what stands for a placeholder, NULL when it is not there. */
static char *
format_param (PbItemType type, const PbParams *params, const char *name, const PbTextStyle *style)
{
  const PbField *field = pb_type_find_field (&pb_params_type, name);

  if (strcmp (name, "thing") == 0)
    return find_thing (type) != NULL ? g_strdup (translate (style, find_thing (type))) : NULL;
  if (strcmp (name, "number") == 0)
    return format_quantity (style, params->actual, NULL);
  if (field == NULL || !pb_field_is_set (field, params))
    return NULL;
  switch (field->kind)
    {
    case PB_KIND_TIME:
      return format_time (style, PB_MEMBER (params, field, const gint64));
    case PB_KIND_DOUBLE:
      return format_quantity (style, PB_MEMBER (params, field, const PbDouble), params->unit);
    case PB_KIND_INT:
      return g_strdup_printf ("%" G_GINT64_FORMAT, PB_MEMBER (params, field, const PbInt).v);
    case PB_KIND_STRINGS:
      return g_strjoinv (", ", PB_MEMBER (params, field, GStrv const));
    case PB_KIND_STRING:
    default:
      if (strcmp (name, "part") == 0 || strcmp (name, "state") == 0)
        return format_text (style, PB_MEMBER (params, field, char *const));
      return g_strdup (PB_MEMBER (params, field, char *const));
    }
}

/* Fills the placeholders in: parameters by their names; thing: what the item is about; number: actual, without its
 * unit. Returns: (transfer full) (nullable): NULL when one of them is not there. */
static char *
fill_in (const char *template, PbItemType type, const PbParams *params, const PbTextStyle *style)
{
  GString *text = g_string_new (NULL);

  for (const char *p = template; *p != '\0';)
    {
      const char *end = *p == '{' ? strchr (p, '}') : NULL;
      g_autofree char *name = end != NULL ? g_strndup (p + 1, (gsize) (end - p - 1)) : NULL;
      g_autofree char *value = name != NULL ? format_param (type, params, name, style) : NULL;

      if (end == NULL)
        {
          g_string_append_c (text, *p++);
          continue;
        }
      if (value == NULL)
        {
          g_string_free (text, TRUE);
          return NULL;
        }
      g_string_append (text, value);
      p = end + 1;
    }
  return g_string_free (text, FALSE);
}

static gboolean
fits (const PbFailureText *row, const PbFailure *failure)
{
  const PbParams *params = failure->params;

  if (row->reason != (PbReason) failure->reason_code)
    return FALSE;
  if (row->part != NULL && g_strcmp0 (row->part, params->part) != 0)
    return FALSE;
  return row->state == NULL || g_strcmp0 (row->state, params->state) == 0;
}

/* Returns: (nullable): the row of @rows; its text, filled in, is stored in @text (transfer full). */
static const PbFailureText *
search_rows (const PbFailureText *rows,
             PbItemType type,
             const PbFailure *failure,
             const PbTextStyle *style,
             char **text)
{
  for (const PbFailureText *row = rows; row != NULL && row->text != NULL; row++)
    {
      if (!fits (row, failure))
        continue;
      *text = fill_in (translate (style, row->text), type, failure->params, style);
      if (*text != NULL)
        return row;
    }
  return NULL;
}

static const PbFailureText *
find_row (PbItemType type, const PbFailure *failure, const PbTextStyle *style, char **text)
{
  const PbItemClass *item_class = pb_item_class_find (type);
  const PbFailureText *row = NULL;

  if (item_class != NULL)
    row = search_rows (item_class->texts, type, failure, style, text);
  return row != NULL ? row : search_rows (pb_failure_texts, type, failure, style, text);
}

/* A failure without parameters, as it may come from outside, is one whose parameters are all absent. */
static PbFailure *
complete (const PbFailure *failure)
{
  PbFailure *whole = pb_object_copy (failure);

  if (whole->params == NULL)
    whole->params = pb_object_new (&pb_params_type);
  return whole;
}

char *
pb_failure_describe (PbItemType type, const PbFailure *failure, const PbTextStyle *style)
{
  g_autoptr (PbFailure) whole = NULL;
  const char *code;
  char *text = NULL;

  g_return_val_if_fail (failure != NULL, NULL);
  whole = complete (failure);
  if (find_row (type, whole, style, &text) != NULL)
    return text;
  code = pb_enum_text (&pb_reasons, failure->reason_code);
  return g_strdup (code != NULL ? code : "");
}

char *
pb_failure_advise (PbItemType type, const PbFailure *failure, const PbTextStyle *style)
{
  g_autoptr (PbFailure) whole = NULL;
  g_autofree char *text = NULL;
  const PbFailureText *row;
  char *advice = NULL;

  g_return_val_if_fail (failure != NULL, NULL);
  whole = complete (failure);
  row = find_row (type, whole, style, &text);
  if (row != NULL)
    advice = fill_in (translate (style, row->advice), type, whole->params, style);
  return advice != NULL ? advice : g_strdup ("");
}

GStrv
pb_failure_cleared_by (PbItemType type, PbGateClass gate, const PbFailure *failure)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autoptr (PbFailure) whole = NULL;
  g_autofree char *text = NULL;
  g_auto (GStrv) permissions = NULL;
  const PbFailureText *row;

  g_return_val_if_fail (failure != NULL, NULL);
  whole = complete (failure);
  row = find_row (type, whole, NULL, &text);
  permissions = g_strsplit (row != NULL && row->cleared_by != NULL ? row->cleared_by : "", " ", -1);
  g_strv_builder_addv (builder, (const char **) permissions);
  if (gate == PB_GATE_SOFT)
    g_strv_builder_add (builder, "prep:waive");
  return g_strv_builder_end (builder);
}

const char *
pb_item_type_label (PbItemType type, const PbTextStyle *style)
{
  const PbItemClass *item_class = pb_item_class_find (type);

  return item_class != NULL ? translate (style, item_class->label) : "";
}

/* Signatures */

static void
add_member (GString *signature, const char *name, const char *value)
{
  if (value == NULL)
    return;
  g_string_append_printf (signature, "|%s=", name);
  for (const char *p = value; *p != '\0'; p++)
    {
      if (*p == '|' || *p == '\\')
        g_string_append_c (signature, '\\');
      g_string_append_c (signature, *p);
    }
}

/* Numbers and times are values, and move; everything that names is part of the signature. */
char *
pb_failure_signature (const PbFailure *failure)
{
  static const char *const names[] = {
    "object", "part", "state", "slot", "expected", "loaded", "assigned", "recorded"
  };
  const char *reason;
  GString *signature;

  g_return_val_if_fail (failure != NULL, NULL);
  reason = pb_enum_text (&pb_reasons, failure->reason_code);
  signature = g_string_new (reason != NULL ? reason : "");
  if (failure->params == NULL)
    return g_string_free (signature, FALSE);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    add_member (signature, names[i],
                PB_MEMBER (failure->params, pb_type_find_field (&pb_params_type, names[i]), char *const));
  if (failure->params->point.set)
    g_string_append_printf (signature, "|point=%" G_GINT64_FORMAT, failure->params->point.v);
  for (guint i = 0; failure->params->steps != NULL && failure->params->steps[i] != NULL; i++)
    add_member (signature, "step", failure->params->steps[i]);
  return g_string_free (signature, FALSE);
}
