/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-service"

#include "service/pb-demo.h"

#include <gio/gio.h>
#include <json-glib/json-glib.h>
#include <string.h>

#include "domain/pb-facts.h"
#include "domain/pb-people.h"
#include "domain/pb-policy.h"
#include "service/pb-policy-file.h"
#include "service/pb-secret.h"
#include "store/pb-facts-store.h"
#include "store/pb-id.h"
#include "wire/pb-codec.h"

/* In every demo, and in no plant: reserved for examples (RFC 2606). */
#define DEMO_EMAIL "operator@example.com"

static const PbType *const types[] = {
  &pb_line_type,           &pb_station_group_type,
  &pb_station_type,        &pb_equipment_type,
  &pb_material_type,       &pb_bom_line_type,
  &pb_feeder_slot_type,    &pb_slot_mapping_type,
  &pb_reflow_profile_type, &pb_program_assignment_type,
  &pb_time_rule_type,      &pb_asset_type,
  &pb_binding_type,        &pb_user_type,
  &pb_fai_template_type,   &pb_route_type,
  &pb_route_version_type,  &pb_work_order_type,
};

/* "@-3d+2h30m" → microseconds from now; FALSE when it is not such a text. */
static gboolean
parse_offset (const char *text, gint64 *offset)
{
  *offset = 0;
  if (text[0] != '@' || (text[1] != '-' && text[1] != '+'))
    return FALSE;
  text++;
  while (*text != '\0')
    {
      gint64 sign = 1, n;
      char *end;

      if (*text == '-' || *text == '+')
        sign = *text++ == '-' ? -1 : 1;
      n = g_ascii_strtoll (text, &end, 10);
      if (end == text)
        return FALSE;
      *offset += sign * n * (*end == 'd' ? PB_DAY : *end == 'h' ? PB_HOUR : PB_MINUTE);
      if (*end == '\0')
        return TRUE;
      text = end + 1;
    }
  return TRUE;
}

static void
make_times_absolute (JsonNode *node, gint64 now)
{
  if (JSON_NODE_HOLDS_OBJECT (node))
    {
      g_autoptr (GList) members = json_object_get_values (json_node_get_object (node));
      for (GList *l = members; l != NULL; l = l->next)
        make_times_absolute (l->data, now);
    }
  else if (JSON_NODE_HOLDS_ARRAY (node))
    {
      g_autoptr (GList) elements = json_array_get_elements (json_node_get_array (node));
      for (GList *l = elements; l != NULL; l = l->next)
        make_times_absolute (l->data, now);
    }
  else if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING)
    {
      gint64 offset;

      if (parse_offset (json_node_get_string (node), &offset))
        {
          g_autofree char *text = pb_time_format (now + offset);
          json_node_set_string (node, text);
        }
    }
}

JsonNode *
pb_demo_read_file (const char *data_dir, const char *name, gint64 now, GError **error)
{
  g_autofree char *path = g_build_filename ("demo", name, NULL);
  JsonNode *root = pb_data_file_read (data_dir, path, error);

  if (root != NULL)
    make_times_absolute (root, now);
  return root;
}

static gboolean
insert_steps (PbStore *store, GPtrArray *steps, const char *route_id, const char *version_id, GError **error)
{
  for (guint i = 0; i < steps->len; i++)
    {
      PbRouteStep *step = steps->pdata[i];

      step->id = pb_id_new ();
      step->route_id = g_strdup (route_id);
      step->version_id = g_strdup (version_id);
      if (!pb_store_insert (store, step, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
insert_children (PbStore *store, gpointer object, GError **error)
{
  if (PB_TYPE_OF (object) == &pb_route_type)
    return insert_steps (store, ((PbRoute *) object)->steps, ((PbRoute *) object)->id, NULL, error);
  if (PB_TYPE_OF (object) == &pb_route_version_type)
    return insert_steps (store, ((PbRouteVersion *) object)->steps, ((PbRouteVersion *) object)->route_id,
                         ((PbRouteVersion *) object)->id, error);
  return TRUE;
}

static gboolean
insert_objects (PbStore *store, JsonObject *object, const PbType *type, GError **error)
{
  g_autoptr (GPtrArray) objects = NULL;

  if (!json_object_has_member (object, type->name))
    return TRUE;
  objects = pb_codec_new_array_from_json (type, json_object_get_member (object, type->name), error);
  if (objects == NULL)
    return FALSE;
  for (guint i = 0; i < objects->len; i++)
    if (!pb_store_insert (store, objects->pdata[i], error) || !insert_children (store, objects->pdata[i], error))
      return FALSE;
  return TRUE;
}

static gboolean
insert_file (PbStore *store, JsonNode *root, GError **error)
{
  JsonObject *object = json_node_get_object (root);

  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    if (!insert_objects (store, object, types[i], error))
      return FALSE;
  for (const PbRecordKind *const *kind = pb_record_kinds; *kind != NULL; kind++)
    if (!insert_objects (store, object, (*kind)->type, error))
      return FALSE;
  return TRUE;
}

/* The template of the forms, and its items frozen into the compiled routes that name it. */
static gboolean
insert_template (PbStore *store, const char *data_dir, GError **error)
{
  g_autoptr (JsonNode) root = pb_data_file_read (data_dir, "templates/fai-smt.json", error);
  g_autoptr (PbFaiTemplate) template = NULL;
  g_autoptr (PbRouteVersion) version = NULL;
  g_autoptr (PbWriter) frozen = pb_writer_new ();

  if (root == NULL)
    return FALSE;
  template = pb_codec_new_from_json (&pb_fai_template_type, root, error);
  if (template == NULL)
    return FALSE;
  for (guint i = 0; i < template->items->len; i++)
    {
      PbFaiTemplateItem *item = template->items->pdata[i];

      item->id = pb_id_new ();
      item->template_id = g_strdup ("fai-template-smt");
      if (!pb_store_insert (store, item, error))
        return FALSE;
    }
  version = pb_store_get_by (store, &pb_route_version_type, "id", "route-version-smt-1", error);
  if (version == NULL)
    return FALSE;
  pb_codec_write_array (frozen, template->items);
  g_free (version->fai_items);
  version->fai_items = pb_writer_steal (frozen);
  return pb_store_update (store, version, error);
}

static gboolean
set_passwords (PbStore *store, GError **error)
{
  PbQuery query = { .type = &pb_user_type };
  g_autoptr (GPtrArray) users = pb_store_list (store, &query, NULL, error);
  g_autofree char *hash = pb_secret_hash (PB_DEMO_PASSWORD);

  for (guint i = 0; users != NULL && i < users->len; i++)
    {
      PbUser *user = users->pdata[i];

      pb_set_string (&user->password_hash, hash);
      if (!pb_store_update (store, user, error))
        return FALSE;
    }
  return users != NULL;
}

/* The standard policy with the products' settings, as a version of its own. */
static gboolean
insert_policy (PbStore *store, const char *data_dir, gint64 now, GError **error)
{
  g_autoptr (JsonNode) root = pb_demo_read_file (data_dir, "policy.json", now, error);
  g_autoptr (PbPolicyVersion) standard = NULL, demo = NULL;

  if (root == NULL || (standard = pb_store_load_policy (store, 0, error)) == NULL ||
      (demo = pb_codec_new_from_json (&pb_policy_version_type, root, error)) == NULL)
    return FALSE;
  for (guint i = 0; i < standard->settings->len; i++)
    g_ptr_array_add (demo->settings, pb_object_copy (standard->settings->pdata[i]));
  demo->id = pb_id_new ();
  demo->version = PB_INT (standard->version.v + 1);
  demo->effective_from = demo->created_at = now;
  if (!pb_store_insert (store, demo, error))
    return FALSE;
  for (guint i = 0; i < demo->settings->len; i++)
    {
      PbPolicySetting *setting = demo->settings->pdata[i];

      g_free (setting->id);
      setting->id = pb_id_new ();
      setting->policy_version = demo->version;
      if (!pb_store_insert (store, setting, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
insert_all (PbStore *store, const char *data_dir, gint64 now, GError **error)
{
  static const char *const names[] = { "registers.json", "routes.json", "runs.json" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (JsonNode) root = pb_demo_read_file (data_dir, names[i], now, error);

      if (root == NULL || !insert_file (store, root, error))
        {
          g_prefix_error (error, "demo/%s: ", names[i]);
          return FALSE;
        }
    }
  return insert_template (store, data_dir, error) && set_passwords (store, error) &&
         insert_policy (store, data_dir, now, error);
}

gboolean
pb_demo_is_demo (PbStore *store)
{
  g_autoptr (PbUser) user = pb_store_get_by (store, &pb_user_type, "email", DEMO_EMAIL, NULL);

  return user != NULL;
}

gboolean
pb_demo_fill (PbStore *store, const char *data_dir, gboolean wanted, gint64 now, gboolean *filled, GError **error)
{
  PbQuery anybody = { .type = &pb_user_type, .limit = 1 };
  g_autoptr (GPtrArray) users = NULL;

  *filled = FALSE;
  if (!wanted || pb_demo_is_demo (store))
    return TRUE;
  users = pb_store_list (store, &anybody, NULL, error);
  if (users == NULL)
    return FALSE;
  if (users->len > 0)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_EXISTS,
                   "The database holds a plant already: the demo goes into an empty database only");
      return FALSE;
    }
  if (!pb_store_begin (store, error))
    return FALSE;
  if (!insert_all (store, data_dir, now, error))
    {
      pb_store_rollback (store);
      return FALSE;
    }
  *filled = TRUE;
  return pb_store_commit (store, error);
}
