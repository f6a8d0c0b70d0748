/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-client"

#include "client/pb-reply.h"

#include "client/pb-client-error.h"
#include "wire/pb-canonical.h"
#include "wire/pb-codec.h"
#include "wire/pb-time.h"

struct _PbReply
{
  gatomicrefcount refs;
  guint status;
  JsonNode *root; /* (owned) (nullable) */
};

PbReply *
pb_reply_new (guint status, JsonNode *root)
{
  PbReply *self = g_new0 (PbReply, 1);

  g_atomic_ref_count_init (&self->refs);
  self->status = status;
  self->root = root != NULL ? json_node_ref (root) : NULL;
  return self;
}

PbReply *
pb_reply_new_from_error (const GError *error)
{
  JsonObject *details = pb_client_error_get_details (error);
  g_autoptr (JsonNode) node = NULL;

  if (details == NULL)
    return NULL;
  node = json_node_init_object (json_node_alloc (), details);
  return pb_reply_new (pb_client_error_get_status (error), node);
}

PbReply *
pb_reply_ref (PbReply *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->refs);
  return self;
}

void
pb_reply_unref (PbReply *self)
{
  if (self == NULL || !g_atomic_ref_count_dec (&self->refs))
    return;
  g_clear_pointer (&self->root, json_node_unref);
  g_free (self);
}

guint
pb_reply_get_status (const PbReply *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->status;
}

JsonNode *
pb_reply_get_root (const PbReply *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->root;
}

/* Returns: (transfer none) (nullable): the node at @path, NULL when there is none or null. */
static JsonNode *
find (const PbReply *self, const char *path)
{
  g_auto (GStrv) names = path != NULL ? g_strsplit (path, ".", -1) : NULL;
  JsonNode *node = self->root;

  for (char **name = names; node != NULL && name != NULL && *name != NULL; name++)
    node = JSON_NODE_HOLDS_OBJECT (node) ? json_object_get_member (json_node_get_object (node), *name) : NULL;
  return node != NULL && !JSON_NODE_HOLDS_NULL (node) ? node : NULL;
}

/* Returns: (transfer none) (nullable): the node at @path when it is a value of @type. */
static JsonNode *
find_value (const PbReply *self, const char *path, GType type)
{
  JsonNode *node = find (self, path);

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == type ? node : NULL;
}

gboolean
pb_reply_has (const PbReply *self, const char *path)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return find (self, path) != NULL;
}

const char *
pb_reply_get_string (const PbReply *self, const char *path)
{
  JsonNode *node;

  g_return_val_if_fail (self != NULL, NULL);

  node = find_value (self, path, G_TYPE_STRING);
  return node != NULL ? json_node_get_string (node) : NULL;
}

gint64
pb_reply_get_int (const PbReply *self, const char *path, gint64 fallback)
{
  JsonNode *node;

  g_return_val_if_fail (self != NULL, fallback);

  node = find_value (self, path, G_TYPE_INT64);
  return node != NULL ? json_node_get_int (node) : fallback;
}

gboolean
pb_reply_get_bool (const PbReply *self, const char *path, gboolean fallback)
{
  JsonNode *node;

  g_return_val_if_fail (self != NULL, fallback);

  node = find_value (self, path, G_TYPE_BOOLEAN);
  return node != NULL ? json_node_get_boolean (node) : fallback;
}

gint64
pb_reply_get_time (const PbReply *self, const char *path)
{
  return pb_time_parse (pb_reply_get_string (self, path));
}

GStrv
pb_reply_get_strings (const PbReply *self, const char *path)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  JsonNode *node;
  JsonArray *array;

  g_return_val_if_fail (self != NULL, NULL);

  node = find (self, path);
  if (node == NULL || !JSON_NODE_HOLDS_ARRAY (node))
    return NULL;
  array = json_node_get_array (node);
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonNode *element = json_array_get_element (array, i);

      if (JSON_NODE_HOLDS_VALUE (element) && json_node_get_value_type (element) == G_TYPE_STRING)
        g_strv_builder_add (builder, json_node_get_string (element));
    }
  return g_strv_builder_end (builder);
}

static void
set_shape_error (GError **error, const char *path, const char *what)
{
  g_autofree char *message = g_strdup_printf ("%s: %s", path != NULL ? path : "data", what);

  pb_client_error_set (error, PB_CLIENT_ERROR_PROTOCOL, 0, NULL, NULL, 0, message);
}

gpointer
pb_reply_read (const PbReply *self, const char *path, const PbType *type, GError **error)
{
  g_autoptr (GError) cause = NULL;
  gpointer object;
  JsonNode *node;

  g_return_val_if_fail (self != NULL && type != NULL, NULL);

  node = find (self, path);
  if (node == NULL)
    {
      set_shape_error (error, path, "is missing");
      return NULL;
    }
  object = pb_codec_new_from_json (type, node, &cause);
  if (object == NULL)
    set_shape_error (error, path, cause->message);
  return object;
}

GPtrArray *
pb_reply_read_array (const PbReply *self, const char *path, const PbType *type, GError **error)
{
  g_autoptr (GError) cause = NULL;
  GPtrArray *objects;
  JsonNode *node;

  g_return_val_if_fail (self != NULL && type != NULL, NULL);

  node = find (self, path);
  if (node == NULL)
    {
      set_shape_error (error, path, "is missing");
      return NULL;
    }
  objects = pb_codec_new_array_from_json (type, node, &cause);
  if (objects == NULL)
    set_shape_error (error, path, cause->message);
  return objects;
}

GPtrArray *
pb_reply_get_elements (const PbReply *self, const char *path)
{
  GPtrArray *elements = g_ptr_array_new_with_free_func ((GDestroyNotify) pb_reply_unref);
  JsonNode *node;

  g_return_val_if_fail (self != NULL, elements);

  node = find (self, path);
  if (node != NULL && JSON_NODE_HOLDS_ARRAY (node))
    {
      JsonArray *array = json_node_get_array (node);

      for (guint i = 0; i < json_array_get_length (array); i++)
        g_ptr_array_add (elements, pb_reply_new (self->status, json_array_get_element (array, i)));
    }
  return elements;
}

char *
pb_reply_dup_json (const PbReply *self, const char *path)
{
  JsonNode *node;

  g_return_val_if_fail (self != NULL, NULL);

  node = find (self, path);
  return node != NULL ? pb_canonical_text (node) : NULL;
}

PbReply *
pb_reply_get_member (const PbReply *self, const char *path)
{
  JsonNode *node;

  g_return_val_if_fail (self != NULL, NULL);

  node = find (self, path);
  return node != NULL ? pb_reply_new (self->status, node) : NULL;
}
