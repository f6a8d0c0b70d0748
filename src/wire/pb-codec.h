/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "domain/pb-object.h"
#include "wire/pb-time.h"
#include "wire/pb-writer.h"

G_BEGIN_DECLS

/* Objects to JSON and back by their field tables. */

typedef enum
{
  PB_READ_CREATE, /* the fields that are PB_ASKED; null is as if the member were not there */
  PB_READ_PATCH,  /* the fields that are PB_PATCHED; null makes a value absent, what is not there stays */
  PB_READ_ALL,    /* every field with a name; null makes a value absent */
} PbReadMode;

/* Writes @object as a JSON object: every field with a name that is not PB_HIDDEN; what is absent as null, or not at all
 * with PB_OMIT_NULL. NULL is written as null. */
void pb_codec_write (PbWriter *writer, gconstpointer object);
/* As pb_codec_write(), the members alone, into an object that is already begun. */
void pb_codec_write_members (PbWriter *writer, gconstpointer object);
/* Writes @objects (element-type PbObject) as an array. NULL is written as an empty array. */
void pb_codec_write_array (PbWriter *writer, GPtrArray *objects);
/* Returns: (transfer full): what pb_codec_write() writes. */
char *pb_codec_to_text (gconstpointer object);

/* Reads the members of @body that @mode takes into @object. What is of a wrong JSON type, no RFC 3339 time of the years
 * 2000 to 2100, not one of an enumeration's values, no whole number, or a blank required text is added to @violations,
 * as are, with
 * @strict_unknown, members that @mode does not take (also those of children). Texts are trimmed; an empty one is
 * absent. Children are read as new objects: under PB_READ_PATCH with PB_READ_CREATE, and a list replaces the one that
 * was there. Lengths, ranges and presence are pb_object_check()'s, to be called afterwards. Returns: whether nothing
 * was added to @violations. */
gboolean
pb_codec_read (JsonObject *body, gpointer object, PbReadMode mode, gboolean strict_unknown, GPtrArray *violations);

/* What the other side of REST said, as an object: PB_READ_ALL, texts as they are, members and enumeration values that
 * this version does not know and times before 2000 are absent. Returns: (transfer full) (nullable): NULL with @error of
 * PB_JSON_ERROR_SHAPE, naming the member, when a type is wrong. */
gpointer pb_codec_new_from_json (const PbType *type, JsonNode *node, GError **error);
/* Returns: (transfer full) (nullable) (element-type PbObject): as pb_codec_new_from_json(), for an array of objects. */
GPtrArray *pb_codec_new_array_from_json (const PbType *type, JsonNode *node, GError **error);

G_END_DECLS
