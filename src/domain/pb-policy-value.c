/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-domain"

#include "domain/pb-policy-private.h"

#include <math.h>
#include <string.h>

void
pb_policy_value_clear (PbPolicyValue *value)
{
  g_clear_pointer (&value->text, g_free);
  g_clear_pointer (&value->list, g_strfreev);
}

/* A JSON string at *@cursor, moved behind it. No setting needs an escape, so none is taken. */
static char *
parse_string (const char **cursor)
{
  const char *begin = *cursor + 1;
  const char *end = begin;

  if (**cursor != '"')
    return NULL;
  while (*end != '"')
    {
      if (*end == '\0' || *end == '\\' || (guchar) *end < 0x20)
        return NULL;
      end++;
    }
  *cursor = end + 1;
  return g_strndup (begin, (gsize) (end - begin));
}

static void
skip_blanks (const char **cursor)
{
  *cursor += strspn (*cursor, " \t\r\n");
}

static gboolean
parse_list (const char **cursor, GStrv *list)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  if (**cursor != '[')
    return FALSE;
  (*cursor)++;
  skip_blanks (cursor);
  while (**cursor != ']')
    {
      g_autofree char *text = parse_string (cursor);

      if (text == NULL)
        return FALSE;
      g_strv_builder_add (builder, text);
      skip_blanks (cursor);
      if (**cursor == ',')
        {
          (*cursor)++;
          skip_blanks (cursor);
          if (**cursor == ']')
            return FALSE;
        }
      else if (**cursor != ']')
        return FALSE;
    }
  (*cursor)++;
  *list = g_strv_builder_end (builder);
  return TRUE;
}

static gboolean
parse_number (const char **cursor, double *number)
{
  gsize length = strspn (*cursor, "-0123456789.eE+");
  g_autofree char *text = g_strndup (*cursor, length);
  char *end;

  if (!g_ascii_isdigit (text[0]) && !(text[0] == '-' && g_ascii_isdigit (text[1])))
    return FALSE;
  *number = g_ascii_strtod (text, &end);
  *cursor += length;
  return *end == '\0' && isfinite (*number);
}

static gboolean
parse_switch (const char **cursor, gboolean *on)
{
  *on = g_str_has_prefix (*cursor, "true");
  if (!*on && !g_str_has_prefix (*cursor, "false"))
    return FALSE;
  *cursor += *on ? 4 : 5;
  return TRUE;
}

gboolean
pb_policy_value_parse (PbPolicyValue *value, PbPolicyKind kind, const char *json)
{
  const char *cursor = json != NULL ? json : "";
  gboolean well = FALSE;

  skip_blanks (&cursor);
  switch (kind)
    {
    case PB_POLICY_NUMBER:
      well = parse_number (&cursor, &value->number);
      break;
    case PB_POLICY_SWITCH:
      well = parse_switch (&cursor, &value->on);
      break;
    case PB_POLICY_TEXT:
      value->text = parse_string (&cursor);
      well = value->text != NULL;
      break;
    case PB_POLICY_LIST:
      well = parse_list (&cursor, &value->list);
      break;
    default:
      g_assert_not_reached ();
    }
  skip_blanks (&cursor);
  return well && *cursor == '\0';
}

char *
pb_policy_value_complain (const PbPolicyValue *value, const PbPolicyKey *key)
{
  switch (key->kind)
    {
    case PB_POLICY_NUMBER:
      if (value->number < key->min || value->number > key->max)
        return g_strdup_printf ("%s must be from %.15g to %.15g%s%s", key->key, key->min, key->max,
                                key->unit != NULL ? " " : "", key->unit != NULL ? key->unit : "");
      return NULL;
    case PB_POLICY_TEXT:
      if (key->values != NULL && pb_enum_value (key->values, value->text) == 0)
        return g_strdup_printf ("%s cannot be \"%s\"", key->key, value->text);
      return NULL;
    case PB_POLICY_LIST:
      if (value->list[0] == NULL)
        return g_strdup_printf ("%s needs at least one value", key->key);
      for (guint i = 0; value->list[i] != NULL; i++)
        {
          if (key->values != NULL && pb_enum_value (key->values, value->list[i]) == 0)
            return g_strdup_printf ("%s cannot hold \"%s\"", key->key, value->list[i]);
          for (guint k = 0; k < i; k++)
            if (strcmp (value->list[i], value->list[k]) == 0)
              return g_strdup_printf ("%s names \"%s\" twice", key->key, value->list[i]);
        }
      return NULL;
    case PB_POLICY_SWITCH:
    default:
      return NULL;
    }
}
