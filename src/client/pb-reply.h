/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

#include "domain/pb-object.h"

G_BEGIN_DECLS

/* A good answer: its status and its data, the envelope removed. Immutable. @path of the readers: members from the data
 * downwards, separated by dots ("line.code"); NULL is the data itself. */

typedef struct _PbReply PbReply;

PbReply *pb_reply_new (guint status, JsonNode *root);
/* The error object of the answer behind an error of PB_CLIENT_ERROR (pb_client_error_get_details()).
 * Returns: (transfer full) (nullable): NULL when there is none. */
PbReply *pb_reply_new_from_error (const GError *error);
PbReply *pb_reply_ref (PbReply *self);
void pb_reply_unref (PbReply *self);

guint pb_reply_get_status (const PbReply *self);
/* Returns: (transfer none) (nullable): NULL for an answer without a body. */
JsonNode *pb_reply_get_root (const PbReply *self);
/* Whether there is something other than null at @path. */
gboolean pb_reply_has (const PbReply *self, const char *path);

/* Returns: (transfer none) (nullable): NULL when there is no text at @path. */
const char *pb_reply_get_string (const PbReply *self, const char *path);
/* @fallback when there is no such value at @path. */
gint64 pb_reply_get_int (const PbReply *self, const char *path, gint64 fallback);
gboolean pb_reply_get_bool (const PbReply *self, const char *path, gboolean fallback);
/* Returns: microseconds UTC, 0 when there is no time at @path. */
gint64 pb_reply_get_time (const PbReply *self, const char *path);
/* Returns: (transfer full) (nullable): the texts of the array at @path. */
GStrv pb_reply_get_strings (const PbReply *self, const char *path);

/* The object at @path as one of @type. Returns: (transfer full) (nullable) (type PbObject): NULL with
 * PB_CLIENT_ERROR_PROTOCOL. */
gpointer pb_reply_read (const PbReply *self, const char *path, const PbType *type, GError **error);
/* The array of objects at @path. Returns: (transfer full) (nullable) (element-type PbObject): NULL with
 * PB_CLIENT_ERROR_PROTOCOL. */
GPtrArray *pb_reply_read_array (const PbReply *self, const char *path, const PbType *type, GError **error);
/* The elements of the array at @path, each as a reply of its own.
 * Returns: (transfer full) (element-type PbReply): empty when there is no array. */
GPtrArray *pb_reply_get_elements (const PbReply *self, const char *path);
/* What is at @path as a reply of its own. Returns: (transfer full) (nullable): NULL when there is nothing or null. */
PbReply *pb_reply_get_member (const PbReply *self, const char *path);
/* The canonical text of what is at @path. Returns: (transfer full) (nullable). */
char *pb_reply_dup_json (const PbReply *self, const char *path);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PbReply, pb_reply_unref)

G_END_DECLS
