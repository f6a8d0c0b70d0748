/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* Writes JSON text from front to back into one buffer; commas come by themselves. The caller keeps the grammar: in an
 * object a key before each value, every begin with its end. */

typedef struct _PbWriter PbWriter;

PbWriter *pb_writer_new (void);
void pb_writer_free (PbWriter *writer);

/* Returns: (transfer full): the text so far; the writer is empty afterwards, and still to be freed. */
char *pb_writer_steal (PbWriter *writer);
/* As pb_writer_steal(), as bytes without the final NUL. */
GBytes *pb_writer_steal_bytes (PbWriter *writer);
/* Returns: (transfer none): the text so far, until the next call with @writer. */
const char *pb_writer_peek (PbWriter *writer, gsize *length);

/* Values of an array, or of the member whose key was written last. */
void pb_writer_begin_object (PbWriter *writer);
void pb_writer_end_object (PbWriter *writer);
void pb_writer_begin_array (PbWriter *writer);
void pb_writer_end_array (PbWriter *writer);
/* @name must not be NULL. */
void pb_writer_key (PbWriter *writer, const char *name);

/* NULL is written as null; what is not UTF-8 as U+FFFD. */
void pb_writer_string (PbWriter *writer, const char *value);
/* The first @length bytes of @value, which may hold NUL bytes. */
void pb_writer_string_len (PbWriter *writer, const char *value, gsize length);
void pb_writer_int (PbWriter *writer, gint64 value);
/* The text that JavaScript would write, but for a final ".0" from 2^63 on, so that it is read back as a double; null
 * when
 * @value is not finite. */
void pb_writer_double (PbWriter *writer, double value);
void pb_writer_bool (PbWriter *writer, gboolean value);
void pb_writer_null (PbWriter *writer);
/* @json is the text of one JSON value and is written as it is; null when it is NULL or empty. */
void pb_writer_raw (PbWriter *writer, const char *json);
/* @time in microseconds since the epoch as ISO-8601 UTC with milliseconds; null when it is 0. */
void pb_writer_time (PbWriter *writer, gint64 time);
/* An array of texts; null when @values is NULL. */
void pb_writer_strings (PbWriter *writer, const char *const *values);
/* A tree; null when @node is NULL. */
void pb_writer_node (PbWriter *writer, JsonNode *node);

/* A key and its value. */
void pb_writer_member_object (PbWriter *writer, const char *name); /* begins it */
void pb_writer_member_array (PbWriter *writer, const char *name);  /* begins it */
void pb_writer_member_string (PbWriter *writer, const char *name, const char *value);
void pb_writer_member_int (PbWriter *writer, const char *name, gint64 value);
void pb_writer_member_double (PbWriter *writer, const char *name, double value);
void pb_writer_member_bool (PbWriter *writer, const char *name, gboolean value);
void pb_writer_member_null (PbWriter *writer, const char *name);
void pb_writer_member_raw (PbWriter *writer, const char *name, const char *json);
void pb_writer_member_time (PbWriter *writer, const char *name, gint64 time);
void pb_writer_member_node (PbWriter *writer, const char *name, JsonNode *node);
void pb_writer_member_strings (PbWriter *writer, const char *name, const char *const *values);
/* Nothing at all when @value is NULL, @time 0, @json NULL. */
void pb_writer_member_string_opt (PbWriter *writer, const char *name, const char *value);
void pb_writer_member_time_opt (PbWriter *writer, const char *name, gint64 time);
void pb_writer_member_raw_opt (PbWriter *writer, const char *name, const char *json);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PbWriter, pb_writer_free)

G_END_DECLS
