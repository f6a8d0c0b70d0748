/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-domain"

#include "domain/pb-policy.h"

#include <math.h>
#include <string.h>

#include "domain/items/pb-items.h"

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
  double number;
  gboolean on;
  char *text;
  GStrv list;
} Value;

static void
value_clear (Value *value)
{
  g_clear_pointer (&value->text, g_free);
  g_clear_pointer (&value->list, g_strfreev);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Value, value_clear)

/* A JSON string at *@cursor, moved behind it. No setting needs an escape, so none is taken. */
static char *
parse_string (const char **cursor)
{
  const char *begin = *cursor + 1;
  const char *end = begin;

  if (**cursor != '"')
    return NULL;
  while (*end != '"')
    {
      if (*end == '\0' || *end == '\\' || (guchar) *end < 0x20)
        return NULL;
      end++;
    }
  *cursor = end + 1;
  return g_strndup (begin, (gsize) (end - begin));
}

static void
skip_blanks (const char **cursor)
{
  *cursor += strspn (*cursor, " \t\r\n");
}

static gboolean
parse_list (const char **cursor, GStrv *list)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  if (**cursor != '[')
    return FALSE;
  (*cursor)++;
  skip_blanks (cursor);
  while (**cursor != ']')
    {
      g_autofree char *text = parse_string (cursor);

      if (text == NULL)
        return FALSE;
      g_strv_builder_add (builder, text);
      skip_blanks (cursor);
      if (**cursor == ',')
        {
          (*cursor)++;
          skip_blanks (cursor);
          if (**cursor == ']')
            return FALSE;
        }
      else if (**cursor != ']')
        return FALSE;
    }
  (*cursor)++;
  *list = g_strv_builder_end (builder);
  return TRUE;
}

static gboolean
parse_number (const char **cursor, double *number)
{
  gsize length = strspn (*cursor, "-0123456789.eE+");
  g_autofree char *text = g_strndup (*cursor, length);
  char *end;

  if (!g_ascii_isdigit (text[0]) && !(text[0] == '-' && g_ascii_isdigit (text[1])))
    return FALSE;
  *number = g_ascii_strtod (text, &end);
  *cursor += length;
  return *end == '\0' && isfinite (*number);
}

static gboolean
parse_switch (const char **cursor, gboolean *on)
{
  *on = g_str_has_prefix (*cursor, "true");
  if (!*on && !g_str_has_prefix (*cursor, "false"))
    return FALSE;
  *cursor += *on ? 4 : 5;
  return TRUE;
}

/* Reads the JSON text of a setting. */
static gboolean
value_parse (Value *value, PbPolicyKind kind, const char *json)
{
  const char *cursor = json != NULL ? json : "";
  gboolean well = FALSE;

  skip_blanks (&cursor);
  switch (kind)
    {
    case PB_POLICY_NUMBER:
      well = parse_number (&cursor, &value->number);
      break;
    case PB_POLICY_SWITCH:
      well = parse_switch (&cursor, &value->on);
      break;
    case PB_POLICY_TEXT:
      value->text = parse_string (&cursor);
      well = value->text != NULL;
      break;
    case PB_POLICY_LIST:
      well = parse_list (&cursor, &value->list);
      break;
    default:
      g_assert_not_reached ();
    }
  skip_blanks (&cursor);
  return well && *cursor == '\0';
}

/* What is wrong with a value that could be read. NULL when nothing. */
static char *
value_complain (const Value *value, const PbPolicyKey *key)
{
  switch (key->kind)
    {
    case PB_POLICY_NUMBER:
      if (value->number < key->min || value->number > key->max)
        return g_strdup_printf ("%s must be from %.15g to %.15g%s%s", key->key, key->min, key->max,
                                key->unit != NULL ? " " : "", key->unit != NULL ? key->unit : "");
      return NULL;
    case PB_POLICY_TEXT:
      if (key->values != NULL && pb_enum_value (key->values, value->text) == 0)
        return g_strdup_printf ("%s cannot be \"%s\"", key->key, value->text);
      return NULL;
    case PB_POLICY_LIST:
      if (value->list[0] == NULL)
        return g_strdup_printf ("%s needs at least one value", key->key);
      for (guint i = 0; value->list[i] != NULL; i++)
        {
          if (key->values != NULL && pb_enum_value (key->values, value->list[i]) == 0)
            return g_strdup_printf ("%s cannot hold \"%s\"", key->key, value->list[i]);
          for (guint k = 0; k < i; k++)
            if (strcmp (value->list[i], value->list[k]) == 0)
              return g_strdup_printf ("%s names \"%s\" twice", key->key, value->list[i]);
        }
      return NULL;
    case PB_POLICY_SWITCH:
    default:
      return NULL;
    }
}

/* The table of keys */

typedef struct
{
  PbPolicyKey key;
  Value standard;
} Entry;

typedef struct
{
  GPtrArray *entries;  /* (element-type Entry) in the order of the table */
  GHashTable *by_name; /* key text → Entry */
} Table;

static void
table_add (Table *table, const PbPolicyKey *key)
{
  Entry *entry = g_new0 (Entry, 1);

  entry->key = *key;
  if (!value_parse (&entry->standard, key->kind, key->standard) || g_hash_table_contains (table->by_name, key->key))
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

static const Entry *
find_entry (const char *key)
{
  return key != NULL ? g_hash_table_lookup (get_table ()->by_name, key) : NULL;
}

const PbPolicyKey *
pb_policy_find_key (const char *key)
{
  const Entry *entry = find_entry (key);

  return entry != NULL ? &entry->key : NULL;
}

void
pb_policy_foreach_key (void (*func) (const PbPolicyKey *key, gpointer user_data), gpointer user_data)
{
  const GPtrArray *entries = get_table ()->entries;

  for (guint i = 0; i < entries->len; i++)
    func (&((const Entry *) entries->pdata[i])->key, user_data);
}

/* Policies */

/* Where a value stands; the texts belong to the version. */
typedef struct
{
  const char *key, *line, *product;
  Value value;
} Setting;

struct _PbPolicy
{
  gatomicrefcount refs;
  PbPolicyVersion *version; /* (owned) (nullable) */
  GHashTable *settings;     /* Setting → itself */
  GHashTable *products;     /* the products that any setting names */
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

  value_clear (&setting->value);
  g_free (setting);
}

static gboolean
scope_fits (PbPolicyScope scope, const char *line, const char *product)
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
  const Entry *entry = find_entry (from->key);
  g_auto (Value) value = { 0 };
  g_autofree char *complaint = NULL;
  Setting *setting;

  if (from->product != NULL)
    g_hash_table_add (self->products, from->product);
  if (entry == NULL || !scope_fits (entry->key.scope, from->line, from->product))
    return;
  if (!value_parse (&value, entry->key.kind, from->value))
    return;
  complaint = value_complain (&value, &entry->key);
  if (complaint != NULL)
    return;
  setting = g_new0 (Setting, 1);
  setting->key = from->key;
  setting->line = from->line;
  setting->product = from->product;
  setting->value = value;
  value = (Value){ 0 };
  g_hash_table_add (self->settings, setting);
}

PbPolicy *
pb_policy_new (PbPolicyVersion *version)
{
  PbPolicy *self = g_new0 (PbPolicy, 1);

  g_atomic_ref_count_init (&self->refs);
  self->settings = g_hash_table_new_full (setting_hash, setting_equal, setting_free, NULL);
  self->products = g_hash_table_new (g_str_hash, g_str_equal);
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
  g_hash_table_unref (self->products);
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

static const Value *
find_value (const PbLimits *limits, const char *key, PbPolicyKind kind)
{
  const Entry *entry = find_entry (key);
  const Setting *setting;

  if (entry == NULL || entry->key.kind != kind)
    g_error ("policy key %s is not declared, or not of this kind", key);
  setting = find_in_force (limits, key);
  return setting != NULL ? &setting->value : &entry->standard;
}

double
pb_limits_number (const PbLimits *limits, const char *key)
{
  return find_value (limits, key, PB_POLICY_NUMBER)->number;
}

gboolean
pb_limits_switch (const PbLimits *limits, const char *key)
{
  return find_value (limits, key, PB_POLICY_SWITCH)->on;
}

char *
pb_limits_text (const PbLimits *limits, const char *key)
{
  return g_strdup (find_value (limits, key, PB_POLICY_TEXT)->text);
}

GStrv
pb_limits_list (const PbLimits *limits, const char *key)
{
  return g_strdupv (find_value (limits, key, PB_POLICY_LIST)->list);
}

gboolean
pb_limits_is_of_product (const PbLimits *limits, const char *key)
{
  const Setting *setting = find_in_force (limits, key);

  return setting != NULL && setting->product != NULL;
}

gboolean
pb_limits_has_product (const PbLimits *limits)
{
  return limits->policy != NULL && limits->product != NULL &&
         g_hash_table_contains (limits->policy->products, limits->product);
}

/* From outside */

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
  if (scope_fits (key->scope, setting->line, setting->product))
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
  g_auto (Value) value = { 0 };

  if (key == NULL)
    {
      pb_violations_add (violations, key_property, NULL, "There is no setting called \"%s\"",
                         setting->key != NULL ? setting->key : "");
      return;
    }
  check_place (key, setting, scope_property, violations);
  if (!value_parse (&value, key->kind, setting->value))
    {
      pb_violations_add (violations, value_property, NULL, "%s must be %s", key->key, kind_name (key->kind));
      return;
    }
  complaint = value_complain (&value, key);
  if (complaint != NULL)
    pb_violations_add (violations, value_property, NULL, "%s", complaint);
}

gboolean
pb_policy_check (PbPolicyVersion *version, GPtrArray *violations)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (setting_hash, setting_equal, g_free, NULL);
  guint before = violations->len;

  g_return_val_if_fail (version != NULL, FALSE);
  for (guint i = 0; i < version->settings->len; i++)
    {
      const PbPolicySetting *setting = version->settings->pdata[i];
      Setting *place;

      check_setting (setting, i, violations);
      if (setting->key == NULL)
        continue;
      place = g_new0 (Setting, 1);
      place->key = setting->key;
      place->line = setting->line;
      place->product = setting->product;
      if (!g_hash_table_add (seen, place))
        {
          g_autofree char *property = g_strdup_printf ("settings[%u].key", i);

          pb_violations_add (violations, property, NULL, "%s is given twice for the same line and product",
                             setting->key);
        }
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
is_above (PbPolicyKind kind, const Value *from, const Value *to)
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
is_looser (const PbPolicyKey *key, const Value *from, const Value *to)
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

          if (is_looser (key, find_value (&before, key->key, key->kind), find_value (&after, key->key, key->kind)))
            return TRUE;
        }
    }
  return FALSE;
}

static guint
place_hash (gconstpointer text)
{
  return hash_text (text);
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
  const GPtrArray *entries = get_table ()->entries;

  for (guint i = 0; i < entries->len; i++)
    {
      const PbPolicyKey *key = &((const Entry *) entries->pdata[i])->key;
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
