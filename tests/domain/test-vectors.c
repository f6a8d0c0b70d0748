/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-test"

#include <string.h>

#include "domain/pb-evaluate.h"
#include "wire/pb-codec.h"
#include "wire/pb-json.h"

/* Golden vectors: vectors/<item type>/<case>.json holds the facts of a run, the policy, the moment and the items that
 * the rules of the trade ask for. What an expected item does not name is not there: no warning, no deadline, no failure
 * beside the first; only gate and applicability are asked where they are named. */

typedef struct
{
  PbObject base;
  int item_type;
  char *item_key;
  int status;
  int gate;
  PbBool needed;
  char *rule;
  int reason_code;
  GStrv failures;
  PbParams *params;
  int warning;
  gint64 next_deadline;
  char *waived_by;
} Expected;

/* clang-format off */
static const PbField expected_fields[] = {
  PB_FIELD (Expected, item_type, "itemType", ENUM, .values = &pb_item_types),
  PB_FIELD (Expected, item_key, "itemKey", STRING),
  PB_FIELD (Expected, status, "status", ENUM, .values = &pb_item_statuses),
  PB_FIELD (Expected, gate, "gate", ENUM, .values = &pb_gate_classes),
  PB_FIELD (Expected, needed, "needed", BOOL),
  PB_FIELD (Expected, rule, "rule", STRING),
  PB_FIELD (Expected, reason_code, "reasonCode", ENUM, .values = &pb_reasons),
  PB_FIELD (Expected, failures, "failures", STRINGS),
  PB_FIELD (Expected, params, "params", CHILD, .child = &pb_params_type),
  PB_FIELD (Expected, warning, "warning", ENUM, .values = &pb_reasons),
  PB_FIELD (Expected, next_deadline, "nextDeadline", TIME),
  PB_FIELD (Expected, waived_by, "waivedBy", STRING),
  PB_FIELDS_END,
};
/* clang-format on */
static const PbType expected_type = {
  .name = "Expected",
  .size = sizeof (Expected),
  .fields = expected_fields,
};

typedef struct
{
  PbObject base;
  char *description;
  gint64 now;
  PbPolicyVersion *policy;
  PbFacts *facts;
  GPtrArray *expected;
} Vector;

/* clang-format off */
static const PbField vector_fields[] = {
  PB_FIELD (Vector, description, "description", STRING),
  PB_FIELD (Vector, now, "now", TIME),
  PB_FIELD (Vector, policy, "policy", CHILD, .child = &pb_policy_version_type),
  PB_FIELD (Vector, facts, "facts", CHILD, .child = &pb_facts_type),
  PB_FIELD (Vector, expected, "expected", CHILDREN, .child = &expected_type),
  PB_FIELDS_END,
};
/* clang-format on */
static const PbType vector_type = {
  .name = "Vector",
  .size = sizeof (Vector),
  .fields = vector_fields,
};

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Vector, pb_object_unref)

/* Unknown members are refused, so that a misspelt one does not make a vector say nothing. */
static Vector *
read_vector (const char *path)
{
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (GPtrArray) violations = pb_violations_new ();
  Vector *vector = pb_object_new (&vector_type);
  gsize length;

  g_file_get_contents (path, &text, &length, &error);
  g_assert_no_error (error);
  node = pb_json_parse (text, length, &error);
  g_assert_no_error (error);
  g_assert_true (JSON_NODE_HOLDS_OBJECT (node));
  pb_codec_read (json_node_get_object (node), vector, PB_READ_ALL, TRUE, violations);
  for (guint i = 0; i < violations->len; i++)
    {
      const PbViolation *violation = violations->pdata[i];

      g_test_message ("%s: %s", violation->property, violation->message);
    }
  g_assert_cmpuint (violations->len, ==, 0);
  g_assert_nonnull (vector->facts);
  g_assert_nonnull (vector->description);
  g_assert_cmpint (vector->now, !=, 0);
  return vector;
}

static void
assert_failures (const PbItem *item, const Expected *expected)
{
  if (expected->failures == NULL)
    {
      g_assert_cmpuint (item->failures->len, ==, expected->reason_code != 0 ? 1 : 0);
      return;
    }
  g_assert_cmpuint (item->failures->len, ==, g_strv_length (expected->failures));
  for (guint i = 0; i < item->failures->len; i++)
    g_assert_cmpstr (pb_enum_text (&pb_reasons, ((const PbFailure *) item->failures->pdata[i])->reason_code), ==,
                     expected->failures[i]);
}

static void
assert_params (const PbItem *item, const Expected *expected)
{
  g_autofree char *are = NULL;
  g_autofree char *should_be = NULL;

  if (item->status == PB_STATUS_PASSED)
    g_assert_null (item->params);
  if (expected->params == NULL)
    return;
  are = pb_codec_to_text (item->params);
  should_be = pb_codec_to_text (expected->params);
  g_assert_cmpstr (are, ==, should_be);
}

/* Every failure can be said, in a sentence without holes, and names who clears it. */
static void
assert_said (const PbItem *item)
{
  for (guint i = 0; i < item->failures->len; i++)
    {
      const PbFailure *failure = item->failures->pdata[i];
      g_autofree char *text = pb_failure_describe ((PbItemType) item->item_type, failure, NULL);
      g_autofree char *advice = pb_failure_advise ((PbItemType) item->item_type, failure, NULL);
      g_auto (GStrv) permissions =
        pb_failure_cleared_by ((PbItemType) item->item_type, (PbGateClass) item->gate, failure);

      g_test_message ("%s %s", text, advice);
      g_assert_true (g_str_has_suffix (text, "."));
      g_assert_true (g_str_has_suffix (advice, "."));
      g_assert_null (strchr (text, '{'));
      g_assert_null (strchr (advice, '{'));
      g_assert_cmpuint (g_strv_length (permissions), >, 0);
      if (i == 0)
        g_assert_cmpstr (text, ==, item->fail_reason);
    }
  if (item->failures->len == 0)
    g_assert_null (item->fail_reason);
}

static void
assert_item (const PbItem *item, const Expected *expected)
{
  g_autofree char *id = pb_item_id ("run-1", (PbItemType) expected->item_type, expected->item_key);

  g_assert_cmpstr (pb_enum_text (&pb_item_types, item->item_type), ==,
                   pb_enum_text (&pb_item_types, expected->item_type));
  g_assert_cmpstr (item->item_key, ==, expected->item_key);
  g_assert_cmpstr (item->id, ==, id);
  g_assert_cmpstr (pb_enum_text (&pb_reasons, item->reason_code), ==,
                   pb_enum_text (&pb_reasons, expected->reason_code));
  g_assert_cmpstr (pb_enum_text (&pb_item_statuses, item->status), ==,
                   pb_enum_text (&pb_item_statuses, expected->status));
  assert_failures (item, expected);
  assert_params (item, expected);
  assert_said (item);
  g_assert_cmpint (item->next_deadline, ==, expected->next_deadline);
  g_assert_cmpstr (item->warning != NULL ? pb_enum_text (&pb_reasons, item->warning->reason_code) : NULL, ==,
                   pb_enum_text (&pb_reasons, expected->warning));
  if (expected->gate != 0)
    g_assert_cmpstr (pb_enum_text (&pb_gate_classes, item->gate), ==, pb_enum_text (&pb_gate_classes, expected->gate));
  if (expected->needed.set)
    {
      g_assert_nonnull (item->applicability);
      g_assert_cmpint (item->applicability->needed.v, ==, expected->needed.v);
      g_assert_cmpstr (item->applicability->rule, ==, expected->rule);
    }
  else
    g_assert_null (item->applicability);
  g_assert_cmpstr (item->waived_by, ==, expected->waived_by);
  if (expected->status == PB_STATUS_WAIVED)
    g_assert_nonnull (item->waiver);
  else
    g_assert_null (item->waiver);
}

/* The verdict alone: what changes with the clock by itself (ages, warnings) is left out. */
static char *
describe_verdict (GPtrArray *items)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < items->len; i++)
    {
      const PbItem *item = items->pdata[i];

      g_string_append_printf (text, "%s %d\n", item->id, item->status);
      for (guint k = 0; k < item->failures->len; k++)
        {
          g_autofree char *signature = pb_failure_signature (item->failures->pdata[k]);

          g_string_append_printf (text, "  %s\n", signature);
        }
    }
  return g_string_free (text, FALSE);
}

/* Until the deadline the verdict stands, and at the deadline it changes. */
static void
assert_deadline (const Vector *vector, const PbPolicy *policy, GPtrArray *items)
{
  gint64 deadline = pb_items_next_deadline (items);
  g_autofree char *verdict = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autoptr (GPtrArray) items_before = NULL;
  g_autoptr (GPtrArray) items_after = NULL;

  if (deadline == 0)
    return;
  g_assert_cmpint (deadline, >, vector->now);
  items_before = pb_evaluate (vector->facts, policy, deadline - 1);
  items_after = pb_evaluate (vector->facts, policy, deadline);
  verdict = describe_verdict (items);
  before = describe_verdict (items_before);
  after = describe_verdict (items_after);
  g_assert_cmpstr (before, ==, verdict);
  g_assert_cmpstr (after, !=, verdict);
}

static void
test_vector (gconstpointer data)
{
  g_autoptr (PbPolicy) policy = NULL;
  g_autoptr (GPtrArray) items = NULL;
  g_autoptr (Vector) vector = read_vector (data);

  g_test_message ("%s", vector->description);
  for (guint i = 0; vector->policy != NULL && i < vector->policy->settings->len; i++)
    g_assert_nonnull (pb_policy_find_key (((const PbPolicySetting *) vector->policy->settings->pdata[i])->key));
  policy = pb_policy_new (vector->policy);
  items = pb_evaluate (vector->facts, policy, vector->now);
  for (guint i = 0; i < items->len; i++)
    {
      g_autofree char *text = pb_codec_to_text (items->pdata[i]);

      g_test_message ("%s", text);
    }
  g_assert_cmpuint (items->len, ==, vector->expected->len);
  for (guint i = 0; i < items->len; i++)
    assert_item (items->pdata[i], vector->expected->pdata[i]);
  assert_deadline (vector, policy, items);
}

/* Every item type has vectors, and every one of them can be read. */
static void
test_types (void)
{
  for (guint i = 1; i <= PB_N_ITEM_TYPES; i++)
    {
      g_autofree char *path =
        g_test_build_filename (G_TEST_DIST, "domain", "vectors", pb_enum_text (&pb_item_types, (int) i), NULL);

      g_assert_true (g_file_test (path, G_FILE_TEST_IS_DIR));
    }
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return g_strcmp0 (*(char *const *) a, *(char *const *) b);
}

static GPtrArray *
list_names (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort (names, compare_names);
  return names;
}

static void
add_vectors (const char *root, const char *type)
{
  g_autofree char *folder = g_build_filename (root, type, NULL);
  g_autoptr (GPtrArray) files = list_names (folder);

  for (guint i = 0; i < files->len; i++)
    {
      const char *file = files->pdata[i];
      g_autofree char *name = NULL;
      g_autofree char *stem = NULL;

      if (!g_str_has_suffix (file, ".json"))
        continue;
      stem = g_strndup (file, strlen (file) - strlen (".json"));
      name = g_strconcat ("/domain/vectors/", type, "/", stem, NULL);
      g_test_add_data_func_full (name, g_build_filename (folder, file, NULL), test_vector, g_free);
    }
}

int
main (int argc, char **argv)
{
  g_autofree char *root = NULL;
  g_autoptr (GPtrArray) types = NULL;

  g_test_init (&argc, &argv, NULL);
  root = g_test_build_filename (G_TEST_DIST, "domain", "vectors", NULL);
  types = list_names (root);
  g_test_add_func ("/domain/vectors/types", test_types);
  for (guint i = 0; i < types->len; i++)
    add_vectors (root, types->pdata[i]);
  return g_test_run ();
}
