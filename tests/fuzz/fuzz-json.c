/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The way of any bytes through the room: the gate, the tree, the codec and back. What must hold is asserted, so that a
 * fuzzer that only looks for crashes finds it. */

#include <string.h>

#include "fuzz.h"
#include "kinds.h"
#include "wire/pb-canonical.h"
#include "wire/pb-codec.h"
#include "wire/pb-json.h"

typedef Thing AutoThing;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AutoThing, pb_object_unref)

/* What is written from a tree is let in, and is the same tree. */
static void
check_tree (JsonNode *node)
{
  g_autoptr (PbWriter) writer = pb_writer_new ();
  g_autoptr (JsonNode) again = NULL;
  g_autofree char *canonical = pb_canonical_text (node);
  g_autofree char *canonical_again = NULL;
  const char *text;
  gsize length;

  pb_writer_node (writer, node);
  text = pb_writer_peek (writer, &length);
  again = pb_json_parse (text, length, NULL);
  g_assert_nonnull (again);
  canonical_again = pb_canonical_text (again);
  g_assert_cmpstr (canonical, ==, canonical_again);
}

/* What was read without a complaint comes back the same from its own text. */
static void
check_object (JsonObject *body, PbReadMode mode)
{
  g_autoptr (AutoThing) thing = pb_object_new (&thing_type);
  g_autoptr (AutoThing) again = NULL;
  g_autoptr (GPtrArray) violations = pb_violations_new ();
  g_autofree char *text = NULL, *text_again = NULL;
  g_autoptr (JsonNode) node = NULL;

  if (!pb_codec_read (body, thing, mode, TRUE, violations))
    {
      g_assert_cmpuint (violations->len, >, 0);
      return;
    }
  pb_object_check (thing, PB_TIME_MAX, TRUE, violations);
  text = pb_codec_to_text (thing);
  node = pb_json_parse (text, strlen (text), NULL);
  g_assert_nonnull (node);
  again = pb_codec_new_from_json (&thing_type, node, NULL);
  g_assert_nonnull (again);
  text_again = pb_codec_to_text (again);
  g_assert_cmpstr (text, ==, text_again);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = pb_json_parse ((const char *) data, size, &error);

  g_assert_true ((node == NULL) == (error != NULL));
  if (node == NULL)
    {
      /* json-glib must not refuse what the gate has let through. */
      g_assert_false (pb_json_check ((const char *) data, size, NULL));
      return 0;
    }
  check_tree (node);
  if (JSON_NODE_HOLDS_OBJECT (node))
    for (int mode = PB_READ_CREATE; mode <= PB_READ_ALL; mode++)
      check_object (json_node_get_object (node), (PbReadMode) mode);
  return 0;
}
