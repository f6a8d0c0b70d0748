/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-wire"

#include "wire/pb-json.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

G_DEFINE_QUARK (pb - json - error - quark, pb_json_error)

/* A member name of an object that is still open, unescaped. */
typedef struct
{
  gsize start; /* in the scanner's data, or in its unescaped texts */
  gsize length;
  gsize offset; /* of the name in the data, for the message */
  gboolean unescaped;
} Name;

typedef struct
{
  const char *data;
  gsize length;
  gsize at;
  int depth;
  GArray *names;      /* (element-type Name): of all open objects, the innermost last */
  GString *unescaped; /* the names that are written with escapes, one after the other */
  GError **error;
} Scanner;

G_GNUC_PRINTF (4, 5)
static gboolean
fail (Scanner *s, PbJsonError code, gsize offset, const char *format, ...)
{
  g_autofree char *message = NULL;
  va_list args;

  va_start (args, format);
  message = g_strdup_vprintf (format, args);
  va_end (args);
  g_set_error (s->error, PB_JSON_ERROR, code, "%s at byte %" G_GSIZE_FORMAT, message, offset);
  return FALSE;
}

/* The byte at the scanner, 0 at the end. A NUL byte in the data is refused before, for no text of JSON may hold one. */
static inline char
peek (const Scanner *s)
{
  return s->at < s->length ? s->data[s->at] : '\0';
}

static gboolean
fail_here (Scanner *s, const char *expected)
{
  if (s->at >= s->length)
    return fail (s, PB_JSON_ERROR_SYNTAX, s->at, "Expected %s, but the text ends", expected);
  return fail (s, PB_JSON_ERROR_SYNTAX, s->at, "Expected %s", expected);
}

static void
skip_blanks (Scanner *s)
{
  while (s->at < s->length &&
         (s->data[s->at] == ' ' || s->data[s->at] == '\n' || s->data[s->at] == '\r' || s->data[s->at] == '\t'))
    s->at++;
}

static gboolean
scan_word (Scanner *s, const char *word)
{
  gsize n = strlen (word);

  if (s->length - s->at < n || memcmp (s->data + s->at, word, n) != 0)
    return fail_here (s, "a value");
  s->at += n;
  return TRUE;
}

static gsize
skip_digits (Scanner *s)
{
  gsize start = s->at;

  while (g_ascii_isdigit (peek (s)))
    s->at++;
  return s->at - start;
}

static gboolean
check_integer (Scanner *s, gsize start)
{
  gboolean negative = s->data[start] == '-';
  /* The magnitude of the smallest gint64 is one more than that of the greatest. */
  guint64 most = (guint64) G_MAXINT64 + (negative ? 1 : 0);
  guint64 value = 0;

  for (gsize i = start + (negative ? 1 : 0); i < s->at; i++)
    {
      guint digit = (guint) (s->data[i] - '0');

      if (value > (most - digit) / 10)
        return fail (s, PB_JSON_ERROR_NUMBER, start, "The integer does not fit 64 bits");
      value = value * 10 + digit;
    }
  return TRUE;
}

static gboolean
check_finite (Scanner *s, gsize start)
{
  char buffer[64];
  g_autofree char *long_text = NULL;
  gsize n = s->at - start;
  char *text = n < sizeof buffer ? buffer : (long_text = g_malloc (n + 1));

  memcpy (text, s->data + start, n);
  text[n] = '\0';
  if (!isfinite (g_ascii_strtod (text, NULL)))
    return fail (s, PB_JSON_ERROR_NUMBER, start, "The number is too big");
  return TRUE;
}

static gboolean
scan_number (Scanner *s)
{
  gsize start = s->at;
  gboolean integer = TRUE;

  if (peek (s) == '-')
    s->at++;
  if (peek (s) == '0')
    s->at++;
  else if (skip_digits (s) == 0)
    return fail_here (s, "a digit");
  if (peek (s) == '.')
    {
      integer = FALSE;
      s->at++;
      if (skip_digits (s) == 0)
        return fail_here (s, "a digit");
    }
  if (peek (s) == 'e' || peek (s) == 'E')
    {
      integer = FALSE;
      s->at++;
      if (peek (s) == '+' || peek (s) == '-')
        s->at++;
      if (skip_digits (s) == 0)
        return fail_here (s, "a digit");
    }
  return integer ? check_integer (s, start) : check_finite (s, start);
}

/* Reads the four digits of a \u escape. */
static gboolean
scan_hex (Scanner *s, gunichar *unit)
{
  *unit = 0;
  for (int i = 0; i < 4; i++, s->at++)
    {
      int digit = g_ascii_xdigit_value (peek (s));

      if (digit < 0)
        return fail_here (s, "a hexadecimal digit");
      *unit = *unit << 4 | (gunichar) digit;
    }
  return TRUE;
}

/* Reads what follows "\u", with the second half of a surrogate pair. */
static gboolean
scan_unicode_escape (Scanner *s, gsize start, gunichar *c)
{
  gunichar low;

  if (!scan_hex (s, c))
    return FALSE;
  if (*c == 0)
    return fail (s, PB_JSON_ERROR_ENCODING, start, "U+0000 is not allowed");
  if (*c < 0xd800 || *c > 0xdfff)
    return TRUE;
  if (*c > 0xdbff || peek (s) != '\\' || s->at + 1 >= s->length || s->data[s->at + 1] != 'u')
    return fail (s, PB_JSON_ERROR_ENCODING, start, "There is half a surrogate pair");
  s->at += 2;
  if (!scan_hex (s, &low))
    return FALSE;
  if (low < 0xdc00 || low > 0xdfff)
    return fail (s, PB_JSON_ERROR_ENCODING, start, "There is half a surrogate pair");
  *c = 0x10000 + ((*c - 0xd800) << 10) + (low - 0xdc00);
  return TRUE;
}

static gboolean
scan_escape (Scanner *s, gunichar *c)
{
  gsize start = s->at++;

  switch (peek (s))
    {
    case '"':
    case '\\':
    case '/':
      *c = (gunichar) s->data[s->at];
      break;
    case 'b':
      *c = '\b';
      break;
    case 'f':
      *c = '\f';
      break;
    case 'n':
      *c = '\n';
      break;
    case 'r':
      *c = '\r';
      break;
    case 't':
      *c = '\t';
      break;
    case 'u':
      s->at++;
      return scan_unicode_escape (s, start, c);
    default:
      return fail_here (s, "a known escape");
    }
  s->at++;
  return TRUE;
}

/* Reads a string. With @name its unescaped text is told there; the bytes in the data are used as long as there is no
 * escape. */
static gboolean
scan_string (Scanner *s, Name *name)
{
  gsize start = s->at + 1;
  gsize run = start; /* not yet copied to the unescaped texts */
  Name text = { .start = start, .offset = s->at };

  for (s->at = start; s->at < s->length && s->data[s->at] != '"';)
    {
      gunichar c;

      if ((guchar) s->data[s->at] < 0x20)
        return fail (s, PB_JSON_ERROR_SYNTAX, s->at, "There is a control character in a string");
      if (s->data[s->at] != '\\')
        {
          s->at++;
          continue;
        }
      if (name != NULL)
        {
          if (!text.unescaped)
            text.start = s->unescaped->len;
          text.unescaped = TRUE;
          g_string_append_len (s->unescaped, s->data + run, s->at - run);
        }
      if (!scan_escape (s, &c))
        return FALSE;
      run = s->at;
      if (name != NULL)
        g_string_append_unichar (s->unescaped, c);
    }
  if (s->at >= s->length)
    return fail (s, PB_JSON_ERROR_SYNTAX, text.offset, "A string that is not closed begins");
  if (name != NULL)
    {
      if (text.unescaped)
        g_string_append_len (s->unescaped, s->data + run, s->at - run);
      text.length = text.unescaped ? s->unescaped->len - text.start : s->at - start;
      *name = text;
    }
  s->at++;
  return TRUE;
}

static const char *
name_text (const Scanner *s, const Name *name)
{
  return (name->unescaped ? s->unescaped->str : s->data) + name->start;
}

static int
compare_names (gconstpointer a, gconstpointer b, gpointer scanner)
{
  const Name *p = a, *q = b;

  if (p->length != q->length)
    return p->length < q->length ? -1 : 1;
  return memcmp (name_text (scanner, p), name_text (scanner, q), p->length);
}

/* Whether all names of the innermost object, those from @first, differ. Sorting needs no hash whose collisions a
 * hostile sender could look for, and the compared bytes are at most the data's times the logarithm of their number. */
static gboolean
check_names (Scanner *s, guint first)
{
  guint n = s->names->len - first;
  Name *names;

  if (n < 2)
    return TRUE;
  names = &g_array_index (s->names, Name, first);
  g_qsort_with_data (names, (int) n, sizeof *names, compare_names, s);
  for (guint i = 1; i < n; i++)
    if (compare_names (&names[i - 1], &names[i], s) == 0)
      return fail (s, PB_JSON_ERROR_DUPLICATE, MAX (names[i - 1].offset, names[i].offset),
                   "A member name is there a second time");
  return TRUE;
}

static gboolean scan_value (Scanner *s);

static gboolean
scan_members (Scanner *s)
{
  skip_blanks (s);
  if (peek (s) == '}')
    return TRUE;
  while (TRUE)
    {
      Name name;

      if (peek (s) != '"')
        return fail_here (s, "a member name");
      if (!scan_string (s, &name))
        return FALSE;
      g_array_append_val (s->names, name);
      skip_blanks (s);
      if (peek (s) != ':')
        return fail_here (s, "a colon");
      s->at++;
      if (!scan_value (s))
        return FALSE;
      skip_blanks (s);
      if (peek (s) == '}')
        return TRUE;
      if (peek (s) != ',')
        return fail_here (s, "a comma or closing brace");
      s->at++;
      skip_blanks (s);
    }
}

static gboolean
scan_object (Scanner *s)
{
  guint first = s->names->len;
  gsize unescaped = s->unescaped->len;

  s->at++;
  if (!scan_members (s) || !check_names (s, first))
    return FALSE;
  s->at++;
  g_array_set_size (s->names, first);
  g_string_truncate (s->unescaped, unescaped);
  return TRUE;
}

static gboolean
scan_array (Scanner *s)
{
  s->at++;
  skip_blanks (s);
  if (peek (s) == ']')
    {
      s->at++;
      return TRUE;
    }
  while (TRUE)
    {
      if (!scan_value (s))
        return FALSE;
      skip_blanks (s);
      if (peek (s) == ']')
        {
          s->at++;
          return TRUE;
        }
      if (peek (s) != ',')
        return fail_here (s, "a comma or closing bracket");
      s->at++;
    }
}

static gboolean
scan_nested (Scanner *s)
{
  gboolean ok;

  if (s->depth == PB_JSON_DEPTH_MAX)
    return fail (s, PB_JSON_ERROR_DEPTH, s->at, "The nesting is deeper than %d", PB_JSON_DEPTH_MAX);
  s->depth++;
  ok = peek (s) == '{' ? scan_object (s) : scan_array (s);
  s->depth--;
  return ok;
}

static gboolean
scan_value (Scanner *s)
{
  skip_blanks (s);
  switch (peek (s))
    {
    case '{':
    case '[':
      return scan_nested (s);
    case '"':
      return scan_string (s, NULL);
    case 't':
      return scan_word (s, "true");
    case 'f':
      return scan_word (s, "false");
    case 'n':
      return scan_word (s, "null");
    case '-':
    case '0' ... '9':
      return scan_number (s);
    default:
      return fail_here (s, "a value");
    }
}

static gboolean
scan_document (Scanner *s)
{
  const char *end;

  if (!g_utf8_validate_len (s->data, s->length, &end))
    return fail (s, PB_JSON_ERROR_ENCODING, end - s->data, "The text is not UTF-8 or holds a NUL byte");
  if (s->length >= 3 && memcmp (s->data, "\xef\xbb\xbf", 3) == 0)
    return fail (s, PB_JSON_ERROR_SYNTAX, 0, "There is a byte order mark");
  if (!scan_value (s))
    return FALSE;
  skip_blanks (s);
  if (s->at < s->length)
    return fail (s, PB_JSON_ERROR_SYNTAX, s->at, "There is more after the value");
  return TRUE;
}

gboolean
pb_json_check (const char *data, gsize length, GError **error)
{
  Scanner scanner = { .data = data, .length = length, .error = error };
  gboolean ok;

  g_return_val_if_fail (data != NULL || length == 0, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  scanner.names = g_array_new (FALSE, FALSE, sizeof (Name));
  scanner.unescaped = g_string_new (NULL);
  ok = scan_document (&scanner);
  g_array_unref (scanner.names);
  g_string_free (scanner.unescaped, TRUE);
  return ok;
}

JsonNode *
pb_json_parse (const char *data, gsize length, GError **error)
{
  g_autoptr (JsonParser) parser = NULL;
  g_autoptr (GError) parse_error = NULL;

  if (!pb_json_check (data, length, error))
    return NULL;
  parser = json_parser_new ();
  /* The gate lets through less than json-glib does, so this is not expected to fail. */
  if (!json_parser_load_from_data (parser, data, (gssize) length, &parse_error))
    {
      g_set_error (error, PB_JSON_ERROR, PB_JSON_ERROR_SYNTAX, "The text is not JSON: %s", parse_error->message);
      return NULL;
    }
  return json_parser_steal_root (parser);
}

const char *
pb_json_get_text (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING
           ? json_node_get_string (node)
           : NULL;
}
