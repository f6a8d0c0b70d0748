/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-domain"

#include "domain/items/pb-items.h"
#include "domain/pb-policy-private.h"

/* Keys that belong to no item type. */
/* clang-format off */
static const PbPolicyKey plant_keys[] = {
  { "warn.lifeFraction", PB_POLICY_NUMBER, "0.9", NULL, "plant setting", 0.1, 1, PB_RELAX_NEVER,
    N_ ("Warn from this part of a life") },
  { "warn.windowFraction", PB_POLICY_NUMBER, "0.2", NULL, "plant setting", 0, 0.9, PB_RELAX_NEVER,
    N_ ("Warn when less than this part of a window is left") },
  { "line.needsNoPreparation", PB_POLICY_SWITCH, "false", NULL, "plant setting", 0, 0, PB_RELAX_UP,
    N_ ("The line needs no preparation at all"), PB_POLICY_PER_LINE },
  { "product.washed", PB_POLICY_SWITCH, "true", NULL, "form QR-Pro-133", 0, 0, PB_RELAX_DOWN,
    N_ ("The product is washed"), PB_POLICY_PER_PRODUCT },
  { "item.notNeededAllowed", PB_POLICY_SWITCH, "false", NULL, "plant setting", 0, 0, PB_RELAX_UP,
    N_ ("A line leader may mark an item as not needed for one run") },
  { "waiver.maxHours", PB_POLICY_NUMBER, "24", "h", "plant setting", 1, 8760, PB_RELAX_UP,
    N_ ("No waiver lasts longer than") },
  { "waiver.defaultHours", PB_POLICY_NUMBER, "8", "h", "plant setting", 0.25, 8760, PB_RELAX_UP,
    N_ ("A waiver without an explicit end lasts") },
  { "waiver.dualApproval", PB_POLICY_SWITCH, "false", NULL, "plant setting", 0, 0, PB_RELAX_DOWN,
    N_ ("A waiver needs two people") },
  { "waiver.approverMayAuthorise", PB_POLICY_SWITCH, "false", NULL, "plant setting", 0, 0, PB_RELAX_UP,
    N_ ("Who approved a waiver may authorise the run") },
  { "fai.capacities", PB_POLICY_LIST, "[\"PRODUCTION\",\"ENGINEERING\",\"QUALITY\"]", NULL, "form QR-Pro-05", 0, 0,
    PB_RELAX_DOWN, N_ ("Who must sign the first article"), PB_POLICY_ANYWHERE, &pb_capacities },
  { "fai.signInOrder", PB_POLICY_SWITCH, "false", NULL, "plant setting", 0, 0, PB_RELAX_DOWN,
    N_ ("The first article is signed in this order") },
  { "fai.inspectorMaySignQuality", PB_POLICY_SWITCH, "false", NULL, "plant setting", 0, 0, PB_RELAX_UP,
    N_ ("Who inspected may sign for quality") },
  { "fai.maxAgeHours", PB_POLICY_NUMBER, "24", "h", "plant setting", 0.5, 8760, PB_RELAX_UP,
    N_ ("A first article is good for") },
  { "fai.lineStopHours", PB_POLICY_NUMBER, "4", "h", "plant setting", 0.25, 8760, PB_RELAX_UP,
    N_ ("A line stop up to this keeps the first article good") },
  { "fai.conditionalResult", PB_POLICY_SWITCH, "false", NULL, "plant setting", 0, 0, PB_RELAX_UP,
    N_ ("A first article may pass conditionally") },
  { "authorisation.withdraws", PB_POLICY_SWITCH, "true", NULL, "plant setting", 0, 0, PB_RELAX_DOWN,
    N_ ("An item that fails again withdraws the authorisation") },
  { NULL },
};
/* clang-format on */

typedef struct
{
  GPtrArray *entries;  /* (element-type PbPolicyEntry) in the order of the table */
  GHashTable *by_name; /* key text → PbPolicyEntry */
} Table;

static void
table_add (Table *table, const PbPolicyKey *key)
{
  PbPolicyEntry *entry = g_new0 (PbPolicyEntry, 1);

  entry->key = *key;
  if (!pb_policy_value_parse (&entry->standard, key->kind, key->standard) ||
      g_hash_table_contains (table->by_name, key->key))
    g_error ("policy key %s is declared wrongly", key->key);
  g_ptr_array_add (table->entries, entry);
  g_hash_table_insert (table->by_name, (gpointer) entry->key.key, entry);
}

static void
table_add_class (Table *table, const PbItemClass *item_class)
{
  const char *type = pb_enum_text (&pb_item_types, (int) item_class->type);
  PbPolicyKey gate = { .kind = PB_POLICY_TEXT,
                       .source = "plant setting",
                       .relax = PB_RELAX_GATE,
                       .label = N_ ("What a failure does: stop (BLOCK), stop unless waived (SOFT), be listed (RECORD)"),
                       .values = &pb_gate_classes };
  PbPolicyKey enabled = { .kind = PB_POLICY_SWITCH,
                          .standard = "true",
                          .source = "plant setting",
                          .relax = PB_RELAX_DOWN,
                          .label = N_ ("Is checked") };

  gate.key = g_strdup_printf ("item.%s.gate", type);
  gate.standard = g_strdup_printf ("\"%s\"", pb_enum_text (&pb_gate_classes, (int) item_class->gate));
  enabled.key = g_strdup_printf ("item.%s.enabled", type);
  table_add (table, &gate);
  table_add (table, &enabled);
  for (const PbPolicyKey *key = item_class->keys; key != NULL && key->key != NULL; key++)
    table_add (table, key);
}

/* Made once, kept for ever. */
static const Table *
get_table (void)
{
  static gsize once = 0;

  if (g_once_init_enter (&once))
    {
      Table *table = g_new0 (Table, 1);

      table->entries = g_ptr_array_new ();
      table->by_name = g_hash_table_new (g_str_hash, g_str_equal);
      for (guint i = 0; pb_item_classes[i] != NULL; i++)
        table_add_class (table, pb_item_classes[i]);
      for (const PbPolicyKey *key = plant_keys; key->key != NULL; key++)
        table_add (table, key);
      g_once_init_leave (&once, (gsize) table);
    }
  return (const Table *) once;
}

const PbPolicyEntry *
pb_policy_find_entry (const char *key)
{
  return key != NULL ? g_hash_table_lookup (get_table ()->by_name, key) : NULL;
}

const PbPolicyKey *
pb_policy_find_key (const char *key)
{
  const PbPolicyEntry *entry = pb_policy_find_entry (key);

  return entry != NULL ? &entry->key : NULL;
}

void
pb_policy_foreach_key (void (*func) (const PbPolicyKey *key, gpointer user_data), gpointer user_data)
{
  const GPtrArray *entries = get_table ()->entries;

  for (guint i = 0; i < entries->len; i++)
    func (&((const PbPolicyEntry *) entries->pdata[i])->key, user_data);
}

const GPtrArray *
pb_policy_get_entries (void)
{
  return get_table ()->entries;
}
