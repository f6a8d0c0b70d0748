/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* The one door through which JSON from outside comes in: a strict gate in front of json-glib's parser, which is lenient
 * and dies of deep nesting. */

#define PB_JSON_ERROR (pb_json_error_quark ())

typedef enum
{
  PB_JSON_ERROR_SYNTAX,    /* not RFC 8259: also empty, byte order mark, trailing data */
  PB_JSON_ERROR_ENCODING,  /* not UTF-8, a lone surrogate, U+0000 */
  PB_JSON_ERROR_DEPTH,     /* nested deeper than PB_JSON_DEPTH_MAX */
  PB_JSON_ERROR_DUPLICATE, /* one member name twice in an object */
  PB_JSON_ERROR_NUMBER,    /* an integer beyond 64 bits, a number beyond a double */
  PB_JSON_ERROR_SHAPE,     /* well-formed, but not what was expected (pb_codec_new_from_json) */
} PbJsonError;

GQuark pb_json_error_quark (void);

/* The deepest nesting of arrays and objects that is let in. */
#define PB_JSON_DEPTH_MAX 64

/* Holds @length bytes at @data (no final NUL needed) against RFC 8259 and this product's limits: depth, no member name
 * twice (compared after unescaping), integers within 64 bits, finite numbers, UTF-8, no U+0000. Takes time in
 * proportion to
 * @length (times its logarithm for members of one object), whatever the bytes are.
 * The error is of PB_JSON_ERROR and its message names the byte offset.
 * Returns: whether it is well-formed. */
gboolean pb_json_check (const char *data, gsize length, GError **error);

/* pb_json_check(), then the tree. A number without fraction and exponent is a gint64 node, any other a double node.
 * Returns: (transfer full) (nullable): the root, NULL with @error of PB_JSON_ERROR. */
JsonNode *pb_json_parse (const char *data, gsize length, GError **error);

/* Returns: (transfer none) (nullable): the text of a member of @object; NULL when it is absent or no text. */
const char *pb_json_get_text (JsonObject *object, const char *name);

G_END_DECLS
