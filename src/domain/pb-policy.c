/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-domain"

#include "domain/pb-policy-private.h"

#include <string.h>

/* Where a value stands; the texts belong to the version. */
typedef struct
{
  const char *key, *line, *product;
  PbPolicyValue value;
} Setting;

struct _PbPolicy
{
  gatomicrefcount refs;
  PbPolicyVersion *version; /* (owned) (nullable) */
  GHashTable *settings;     /* Setting → itself */
};

static guint
hash_text (const char *text)
{
  return text != NULL ? g_str_hash (text) : 0;
}

static guint
setting_hash (gconstpointer data)
{
  const Setting *setting = data;

  return g_str_hash (setting->key) ^ (hash_text (setting->line) * 31) ^ (hash_text (setting->product) * 101);
}

static gboolean
setting_equal (gconstpointer a, gconstpointer b)
{
  const Setting *m = a;
  const Setting *n = b;

  return strcmp (m->key, n->key) == 0 && g_strcmp0 (m->line, n->line) == 0 && g_strcmp0 (m->product, n->product) == 0;
}

static void
setting_free (gpointer data)
{
  Setting *setting = data;

  pb_policy_value_clear (&setting->value);
  g_free (setting);
}

gboolean
pb_policy_scope_fits (PbPolicyScope scope, const char *line, const char *product)
{
  switch (scope)
    {
    case PB_POLICY_PER_LINE:
      return line != NULL;
    case PB_POLICY_PER_PRODUCT:
      return product != NULL;
    case PB_POLICY_ANYWHERE:
    default:
      return TRUE;
    }
}

/* A setting that cannot be read, or stands where it must not, counts for nothing: what it would override holds. */
static void
policy_add (PbPolicy *self, const PbPolicySetting *from)
{
  const PbPolicyEntry *entry = pb_policy_find_entry (from->key);
  g_auto (PbPolicyValue) value = { 0 };
  g_autofree char *complaint = NULL;
  Setting *setting;

  if (entry == NULL || !pb_policy_scope_fits (entry->key.scope, from->line, from->product))
    return;
  if (!pb_policy_value_parse (&value, entry->key.kind, from->value))
    return;
  complaint = pb_policy_value_complain (&value, &entry->key);
  if (complaint != NULL)
    return;
  setting = g_new0 (Setting, 1);
  setting->key = from->key;
  setting->line = from->line;
  setting->product = from->product;
  setting->value = value;
  value = (PbPolicyValue){ 0 };
  g_hash_table_add (self->settings, setting);
}

PbPolicy *
pb_policy_new (PbPolicyVersion *version)
{
  PbPolicy *self = g_new0 (PbPolicy, 1);

  g_atomic_ref_count_init (&self->refs);
  self->settings = g_hash_table_new_full (setting_hash, setting_equal, setting_free, NULL);
  if (version != NULL)
    {
      self->version = pb_object_ref (version);
      for (guint i = 0; i < version->settings->len; i++)
        policy_add (self, version->settings->pdata[i]);
    }
  return self;
}

PbPolicy *
pb_policy_ref (PbPolicy *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_atomic_ref_count_inc (&self->refs);
  return self;
}

void
pb_policy_unref (PbPolicy *self)
{
  if (self == NULL || !g_atomic_ref_count_dec (&self->refs))
    return;
  g_hash_table_unref (self->settings);
  pb_object_unref (self->version);
  g_free (self);
}

gint64
pb_policy_get_version (const PbPolicy *self)
{
  g_return_val_if_fail (self != NULL, 0);
  return self->version != NULL ? self->version->version.v : 0;
}

static const Setting *
find_setting (const PbPolicy *policy, const char *key, const char *line, const char *product)
{
  Setting wanted = { .key = key, .line = line, .product = product };

  return g_hash_table_lookup (policy->settings, &wanted);
}

/* Product wins over line, line over plant. */
static const Setting *
find_in_force (const PbLimits *limits, const char *key)
{
  const PbPolicy *policy = limits->policy;
  const Setting *setting = NULL;

  if (policy == NULL || g_hash_table_size (policy->settings) == 0)
    return NULL;
  if (limits->product != NULL && limits->line != NULL)
    setting = find_setting (policy, key, limits->line, limits->product);
  if (setting == NULL && limits->product != NULL)
    setting = find_setting (policy, key, NULL, limits->product);
  if (setting == NULL && limits->line != NULL)
    setting = find_setting (policy, key, limits->line, NULL);
  if (setting == NULL)
    setting = find_setting (policy, key, NULL, NULL);
  return setting;
}

const PbPolicyValue *
pb_limits_value (const PbLimits *limits, const char *key, PbPolicyKind kind)
{
  const PbPolicyEntry *entry = pb_policy_find_entry (key);
  const Setting *setting;

  if (entry == NULL || entry->key.kind != kind)
    g_error ("policy key %s is not declared, or not of this kind", key);
  setting = find_in_force (limits, key);
  return setting != NULL ? &setting->value : &entry->standard;
}

double
pb_limits_number (const PbLimits *limits, const char *key)
{
  return pb_limits_value (limits, key, PB_POLICY_NUMBER)->number;
}

gboolean
pb_limits_switch (const PbLimits *limits, const char *key)
{
  return pb_limits_value (limits, key, PB_POLICY_SWITCH)->on;
}

char *
pb_limits_text (const PbLimits *limits, const char *key)
{
  return g_strdup (pb_limits_value (limits, key, PB_POLICY_TEXT)->text);
}

GStrv
pb_limits_list (const PbLimits *limits, const char *key)
{
  return g_strdupv (pb_limits_value (limits, key, PB_POLICY_LIST)->list);
}
