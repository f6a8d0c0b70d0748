/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-service"

#include "service/pb-policy-file.h"

#include <gio/gio.h>

#include "domain/pb-permission.h"
#include "domain/pb-policy.h"
#include "domain/pb-run.h"
#include "store/pb-facts-store.h"
#include "store/pb-id.h"
#include "wire/pb-codec.h"
#include "wire/pb-json.h"

JsonNode *
pb_data_file_read (const char *data_dir, const char *name, GError **error)
{
  g_autofree char *path = g_build_filename (data_dir, name, NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autofree char *text = NULL;
  g_autoptr (JsonNode) root = NULL;
  gsize length;

  if (!g_file_load_contents (file, NULL, &text, &length, NULL, error))
    {
      g_prefix_error (error, "%s: ", path);
      return NULL;
    }
  root = pb_json_parse (text, length, error);
  if (root == NULL)
    g_prefix_error (error, "%s: ", path);
  return g_steal_pointer (&root);
}

static PbPolicyVersion *
read_policy (const char *data_dir, GError **error)
{
  static const char name[] = "policy/default.json";
  g_autoptr (JsonNode) root = pb_data_file_read (data_dir, name, error);
  g_autoptr (GPtrArray) violations = pb_violations_new ();
  g_autoptr (PbPolicyVersion) version = NULL;

  if (root == NULL)
    return NULL;
  version = pb_codec_new_from_json (&pb_policy_version_type, root, error);
  if (version == NULL)
    {
      g_prefix_error (error, "%s: ", name);
      return NULL;
    }
  if (!pb_policy_check (version, violations))
    {
      const PbViolation *first = violations->pdata[0];

      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "%s: %s: %s", name, first->property, first->message);
      return NULL;
    }
  return g_steal_pointer (&version);
}

static gboolean
is_empty (PbStore *store, const PbType *type, gboolean *empty, GError **error)
{
  PbQuery any = { .type = type, .limit = 1 };
  g_autoptr (GPtrArray) there = pb_store_list (store, &any, NULL, error);

  *empty = there != NULL && there->len == 0;
  return there != NULL;
}

static gboolean
install_policy (PbStore *store, const char *data_dir, gint64 now, GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (PbPolicyVersion) there = pb_store_load_policy (store, 0, &failure);
  g_autoptr (PbPolicyVersion) version = NULL;

  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  if (there != NULL)
    return TRUE;
  version = read_policy (data_dir, error);
  if (version == NULL)
    return FALSE;
  version->id = pb_id_new ();
  version->version = PB_INT (1);
  version->effective_from = version->created_at = now;
  if (!pb_store_insert (store, version, error))
    return FALSE;
  for (guint i = 0; i < version->settings->len; i++)
    {
      PbPolicySetting *setting = version->settings->pdata[i];

      setting->id = pb_id_new ();
      setting->policy_version = version->version;
      if (!pb_store_insert (store, setting, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
install_roles (PbStore *store, GError **error)
{
  g_autoptr (GPtrArray) roles = NULL;
  gboolean empty;

  if (!is_empty (store, &pb_role_type, &empty, error))
    return FALSE;
  if (!empty)
    return TRUE;
  roles = pb_roles_new_default ();
  for (guint i = 0; i < roles->len; i++)
    {
      PbRole *role = roles->pdata[i];

      role->id = pb_id_new ();
      if (!pb_store_insert (store, role, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
insert_time_rule (PbStore *store, JsonNode *node, gint64 now, GError **error)
{
  g_autoptr (PbTimeRule) rule = pb_codec_new_from_json (&pb_time_rule_type, node, error);

  if (rule == NULL)
    return FALSE;
  rule->id = pb_id_new ();
  rule->created_at = rule->updated_at = now;
  return pb_store_insert (store, rule, error);
}

static gboolean
install_time_rules (PbStore *store, const char *data_dir, gint64 now, GError **error)
{
  static const char name[] = "policy/time-rules.json";
  g_autoptr (JsonNode) root = NULL;
  JsonArray *rules;
  gboolean empty;

  if (!is_empty (store, &pb_time_rule_type, &empty, error))
    return FALSE;
  if (!empty)
    return TRUE;
  root = pb_data_file_read (data_dir, name, error);
  if (root == NULL)
    return FALSE;
  if (!JSON_NODE_HOLDS_ARRAY (root))
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "%s: it must be a list of rules", name);
      return FALSE;
    }
  rules = json_node_get_array (root);
  for (guint i = 0; i < json_array_get_length (rules); i++)
    if (!insert_time_rule (store, json_array_get_element (rules, i), now, error))
      {
        g_prefix_error (error, "%s: ", name);
        return FALSE;
      }
  return TRUE;
}

gboolean
pb_policy_file_install (PbStore *store, const char *data_dir, gint64 now, GError **error)
{
  if (!pb_store_begin (store, error))
    return FALSE;
  if (install_policy (store, data_dir, now, error) && install_roles (store, error) &&
      install_time_rules (store, data_dir, now, error))
    return pb_store_commit (store, error);
  pb_store_rollback (store);
  return FALSE;
}
