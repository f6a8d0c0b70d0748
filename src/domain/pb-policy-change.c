/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-domain"

#include "domain/pb-policy-private.h"

#include <string.h>

static const char *
kind_name (PbPolicyKind kind)
{
  switch (kind)
    {
    case PB_POLICY_NUMBER:
      return "a number";
    case PB_POLICY_SWITCH:
      return "true or false";
    case PB_POLICY_TEXT:
      return "a text";
    case PB_POLICY_LIST:
    default:
      return "a list of texts";
    }
}

static gboolean
check_place (const PbPolicyKey *key, const PbPolicySetting *setting, const char *property, GPtrArray *violations)
{
  if (pb_policy_scope_fits (key->scope, setting->line, setting->product))
    return TRUE;
  pb_violations_add (violations, property, NULL, "%s is said for one %s: name the %s that it is for", key->key,
                     key->scope == PB_POLICY_PER_LINE ? "line" : "product",
                     key->scope == PB_POLICY_PER_LINE ? "line" : "product");
  return FALSE;
}

static void
check_setting (const PbPolicySetting *setting, guint index, GPtrArray *violations)
{
  g_autofree char *key_property = g_strdup_printf ("settings[%u].key", index);
  g_autofree char *value_property = g_strdup_printf ("settings[%u].value", index);
  g_autofree char *scope_property = g_strdup_printf ("settings[%u].scope", index);
  const PbPolicyKey *key = pb_policy_find_key (setting->key);
  g_autofree char *complaint = NULL;
  g_auto (PbPolicyValue) value = { 0 };

  if (key == NULL)
    {
      pb_violations_add (violations, key_property, NULL, "There is no setting called \"%s\"",
                         setting->key != NULL ? setting->key : "");
      return;
    }
  check_place (key, setting, scope_property, violations);
  if (!pb_policy_value_parse (&value, key->kind, setting->value))
    {
      pb_violations_add (violations, value_property, NULL, "%s must be %s", key->key, kind_name (key->kind));
      return;
    }
  complaint = pb_policy_value_complain (&value, key);
  if (complaint != NULL)
    pb_violations_add (violations, value_property, NULL, "%s", complaint);
}

/* A setting's place: one key may stand once for a line and a product. */
static char *
make_place (const PbPolicySetting *setting)
{
  return g_strdup_printf ("%s\n%s\n%s", setting->key, setting->line != NULL ? setting->line : "",
                          setting->product != NULL ? setting->product : "");
}

gboolean
pb_policy_check (PbPolicyVersion *version, GPtrArray *violations)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  guint before = violations->len;

  g_return_val_if_fail (version != NULL, FALSE);
  for (guint i = 0; i < version->settings->len; i++)
    {
      const PbPolicySetting *setting = version->settings->pdata[i];
      g_autofree char *property = g_strdup_printf ("settings[%u].key", i);

      check_setting (setting, i, violations);
      if (setting->key != NULL && !g_hash_table_add (seen, make_place (setting)))
        pb_violations_add (violations, property, NULL, "%s is given twice for the same line and product", setting->key);
    }
  return violations->len == before;
}

/* Relaxing */

static gboolean
list_lacks (GStrv list, GStrv members)
{
  for (guint i = 0; members[i] != NULL; i++)
    if (!g_strv_contains ((const char *const *) list, members[i]))
      return TRUE;
  return FALSE;
}

/* Whether @to is the looser, where looser is upwards. */
static gboolean
is_above (PbPolicyKind kind, const PbPolicyValue *from, const PbPolicyValue *to)
{
  switch (kind)
    {
    case PB_POLICY_NUMBER:
      return to->number > from->number;
    case PB_POLICY_SWITCH:
      return to->on && !from->on;
    case PB_POLICY_LIST:
      return list_lacks (from->list, to->list);
    case PB_POLICY_TEXT:
    default:
      return strcmp (from->text, to->text) != 0;
    }
}

static gboolean
is_looser (const PbPolicyKey *key, const PbPolicyValue *from, const PbPolicyValue *to)
{
  switch (key->relax)
    {
    case PB_RELAX_UP:
      return is_above (key->kind, from, to);
    case PB_RELAX_DOWN:
      return is_above (key->kind, to, from);
    case PB_RELAX_ANY:
      return is_above (key->kind, from, to) || is_above (key->kind, to, from);
    case PB_RELAX_GATE:
      return pb_enum_value (&pb_gate_classes, to->text) > pb_enum_value (&pb_gate_classes, from->text);
    case PB_RELAX_UP_OR_NONE:
      return from->number != 0 && (to->number == 0 || to->number > from->number);
    case PB_RELAX_NEVER:
    default:
      return FALSE;
    }
}

/* The lines and products that a version names for @key, NULL (the rest of them) among them. */
static void
collect_places (PbPolicyVersion *version, const char *key, GHashTable *lines, GHashTable *products)
{
  for (guint i = 0; version != NULL && i < version->settings->len; i++)
    {
      const PbPolicySetting *setting = version->settings->pdata[i];

      if (g_strcmp0 (setting->key, key) != 0)
        continue;
      g_hash_table_add (lines, setting->line);
      g_hash_table_add (products, setting->product);
    }
}

static gboolean
relaxes_anywhere (const PbPolicyKey *key, GHashTable *lines, GHashTable *products, PbPolicy *from, PbPolicy *to)
{
  GHashTableIter line_iter;
  gpointer line;

  g_hash_table_iter_init (&line_iter, lines);
  while (g_hash_table_iter_next (&line_iter, &line, NULL))
    {
      GHashTableIter product_iter;
      gpointer product;

      g_hash_table_iter_init (&product_iter, products);
      while (g_hash_table_iter_next (&product_iter, &product, NULL))
        {
          PbLimits before = { from, line, product };
          PbLimits after = { to, line, product };

          if (is_looser (key, pb_limits_value (&before, key->key, key->kind),
                         pb_limits_value (&after, key->key, key->kind)))
            return TRUE;
        }
    }
  return FALSE;
}

static guint
place_hash (gconstpointer text)
{
  return text != NULL ? g_str_hash (text) : 0;
}

static gboolean
place_equal (gconstpointer a, gconstpointer b)
{
  return g_strcmp0 (a, b) == 0;
}

GPtrArray *
pb_policy_relaxed (PbPolicyVersion *from, PbPolicyVersion *to)
{
  g_autoptr (PbPolicy) before = pb_policy_new (from);
  g_autoptr (PbPolicy) after = pb_policy_new (to);
  GPtrArray *keys = g_ptr_array_new_with_free_func (g_free);
  const GPtrArray *entries = pb_policy_get_entries ();

  for (guint i = 0; i < entries->len; i++)
    {
      const PbPolicyKey *key = &((const PbPolicyEntry *) entries->pdata[i])->key;
      g_autoptr (GHashTable) lines = g_hash_table_new (place_hash, place_equal);
      g_autoptr (GHashTable) products = g_hash_table_new (place_hash, place_equal);

      g_hash_table_add (lines, NULL);
      g_hash_table_add (products, NULL);
      collect_places (from, key->key, lines, products);
      collect_places (to, key->key, lines, products);
      if (relaxes_anywhere (key, lines, products, before, after))
        g_ptr_array_add (keys, g_strdup (key->key));
    }
  return keys;
}
