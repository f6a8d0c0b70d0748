/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-test"

#include <string.h>

#include "domain/items/pb-items.h"

/* Settings: key, value, line, product, as often as wanted, ended by NULL. */
static PbPolicyVersion *
make_version (const char *key, ...)
{
  PbPolicyVersion *version = pb_object_new (&pb_policy_version_type);
  va_list args;

  version->version = PB_INT (7);
  va_start (args, key);
  for (; key != NULL; key = va_arg (args, const char *))
    {
      PbPolicySetting *setting = pb_object_new (&pb_policy_setting_type);

      setting->key = g_strdup (key);
      setting->value = g_strdup (va_arg (args, const char *));
      setting->line = g_strdup (va_arg (args, const char *));
      setting->product = g_strdup (va_arg (args, const char *));
      g_ptr_array_add (version->settings, setting);
    }
  va_end (args);
  return version;
}

/* The defaults are those of the plant's forms. */
static void
test_defaults (void)
{
  static const struct
  {
    const char *key;
    double number;
  } numbers[] = {
    { "bake.pcb.temperature", 120 },
    { "bake.pcb.hours", 4 },
    { "bake.pcb.maxHours", 0 },
    { "bake.bga.temperature", 120 },
    { "bake.bga.hours", 24 },
    { "bake.validityHours", 72 },
    { "paste.thawHours", 4 },
    { "paste.exposureHours", 24 },
    { "stencil.lifePrints", 60000 },
    { "stencil.tensionMinimum", 30 },
    { "stencil.checkAgeHours", 24 },
    { "stencil.cleaningAgeHours", 24 },
    { "squeegee.lifePrints", 100000 },
    { "squeegee.checkAgeHours", 168 },
    { "fixture.lifeUses.syntheticStone", 10000 },
    { "fixture.lifeUses.glassFibre", 5000 },
    { "fixture.checkAgeHours", 168 },
    { "oven.profileAgeHours", 12 },
    { "material.floorLifeHours.2", 8760 },
    { "material.floorLifeHours.2a", 672 },
    { "material.floorLifeHours.3", 168 },
    { "material.floorLifeHours.4", 72 },
    { "material.floorLifeHours.5", 48 },
    { "material.floorLifeHours.5a", 24 },
    { "material.floorLifeHours.6", 0 },
    { "warn.lifeFraction", 0.9 },
    { "warn.windowFraction", 0.2 },
    { "waiver.maxHours", 24 },
    { "waiver.defaultHours", 8 },
    { "fai.maxAgeHours", 24 },
    { "fai.lineStopHours", 4 },
  };
  g_autoptr (PbPolicy) policy = pb_policy_new (NULL);
  PbLimits limits = { policy, "SMT-1", "P-100" };
  g_auto (GStrv) capacities = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    g_assert_cmpfloat (pb_limits_number (&limits, numbers[i].key), ==, numbers[i].number);
  g_assert_true (pb_limits_switch (&limits, "bake.bga.needed"));
  g_assert_true (pb_limits_switch (&limits, "fixture.needed"));
  g_assert_true (pb_limits_switch (&limits, "product.washed"));
  g_assert_true (pb_limits_switch (&limits, "authorisation.withdraws"));
  g_assert_true (pb_limits_switch (&limits, "item.TIME_RULE.enabled"));
  g_assert_false (pb_limits_switch (&limits, "line.needsNoPreparation"));
  g_assert_false (pb_limits_switch (&limits, "waiver.dualApproval"));
  g_assert_false (pb_limits_switch (&limits, "waiver.approverMayAuthorise"));
  g_assert_false (pb_limits_switch (&limits, "fai.signInOrder"));
  g_assert_false (pb_limits_switch (&limits, "fai.inspectorMaySignQuality"));
  g_assert_false (pb_limits_switch (&limits, "fai.conditionalResult"));
  g_assert_false (pb_limits_switch (&limits, "item.notNeededAllowed"));
  capacities = pb_limits_list (&limits, "fai.capacities");
  g_assert_cmpuint (g_strv_length (capacities), ==, 3);
  g_assert_cmpstr (capacities[0], ==, "PRODUCTION");
  g_assert_cmpstr (capacities[2], ==, "QUALITY");
  g_assert_cmpint (pb_policy_get_version (policy), ==, 0);
}

static void
test_gates (void)
{
  static const char *const blocking[] = { "ROUTE", "LOADING", "PREP_PROGRAM", NULL };
  g_autoptr (PbPolicy) policy = pb_policy_new (NULL);
  PbLimits limits = { policy, NULL, NULL };

  for (guint i = 1; i <= PB_N_ITEM_TYPES; i++)
    {
      const char *type = pb_enum_text (&pb_item_types, (int) i);
      g_autofree char *key = g_strdup_printf ("item.%s.gate", type);
      g_autofree char *gate = pb_limits_text (&limits, key);

      g_assert_cmpstr (gate, ==, g_strv_contains (blocking, type) ? "BLOCK" : "SOFT");
    }
}

static void
test_precedence (void)
{
  g_autoptr (PbPolicyVersion) version =
    make_version ("paste.thawHours", "5", NULL, NULL, "paste.thawHours", "6", "SMT-1", NULL, "paste.thawHours", "7",
                  NULL, "P-100", "paste.thawHours", "8", "SMT-1", "P-100", "stencil.lifePrints", "5e4", NULL, NULL,
                  NULL);
  g_autoptr (PbPolicy) policy = pb_policy_new (version);

  g_assert_cmpint (pb_policy_get_version (policy), ==, 7);
  g_assert_cmpfloat (pb_limits_number (&(PbLimits){ policy, NULL, NULL }, "paste.thawHours"), ==, 5);
  g_assert_cmpfloat (pb_limits_number (&(PbLimits){ policy, "SMT-2", "P-200" }, "paste.thawHours"), ==, 5);
  g_assert_cmpfloat (pb_limits_number (&(PbLimits){ policy, "SMT-1", "P-200" }, "paste.thawHours"), ==, 6);
  g_assert_cmpfloat (pb_limits_number (&(PbLimits){ policy, "SMT-2", "P-100" }, "paste.thawHours"), ==, 7);
  g_assert_cmpfloat (pb_limits_number (&(PbLimits){ policy, "SMT-1", "P-100" }, "paste.thawHours"), ==, 8);
  g_assert_cmpfloat (pb_limits_number (&(PbLimits){ policy, "SMT-1", "P-100" }, "stencil.lifePrints"), ==, 50000);
}

/* What cannot be read, is out of bounds, unknown or in the wrong place counts for nothing. */
static void
test_unusable (void)
{
  g_autoptr (PbPolicyVersion) version =
    make_version ("paste.thawHours", "\"six\"", NULL, NULL, "stencil.lifePrints", "-5", NULL, NULL, "no.such.key", "1",
                  NULL, NULL, "bake.bga.needed", "false", NULL, NULL, "line.needsNoPreparation", "true", NULL, NULL,
                  "item.ROUTE.gate", "\"NEVER\"", NULL, NULL, "fai.capacities", "[]", NULL, NULL,
                  "oven.profileAgeHours", "1 2", NULL, NULL, NULL);
  g_autoptr (PbPolicy) policy = pb_policy_new (version);
  PbLimits limits = { policy, "SMT-1", "P-100" };
  g_autofree char *gate = pb_limits_text (&limits, "item.ROUTE.gate");
  g_auto (GStrv) capacities = pb_limits_list (&limits, "fai.capacities");

  g_assert_cmpfloat (pb_limits_number (&limits, "paste.thawHours"), ==, 4);
  g_assert_cmpfloat (pb_limits_number (&limits, "stencil.lifePrints"), ==, 60000);
  g_assert_cmpfloat (pb_limits_number (&limits, "oven.profileAgeHours"), ==, 12);
  g_assert_true (pb_limits_switch (&limits, "bake.bga.needed"));
  g_assert_false (pb_limits_switch (&limits, "line.needsNoPreparation"));
  g_assert_cmpstr (gate, ==, "BLOCK");
  g_assert_cmpuint (g_strv_length (capacities), ==, 3);
}

static void
count_key (const PbPolicyKey *key, gpointer user_data)
{
  guint *n = user_data;

  (*n)++;
  g_assert_nonnull (key->label);
  g_assert_nonnull (key->source);
  g_assert_true (pb_policy_find_key (key->key) == key);
  if (key->kind == PB_POLICY_NUMBER)
    g_assert_cmpfloat (key->min, <, key->max);
}

static void
test_keys (void)
{
  guint n = 0;

  pb_policy_foreach_key (count_key, &n);
  g_assert_cmpuint (n, >, 2 * PB_N_ITEM_TYPES + 40);
  g_assert_null (pb_policy_find_key ("no.such.key"));
  g_assert_null (pb_policy_find_key (NULL));
}

static void
test_check (void)
{
  static const struct
  {
    const char *key, *value, *line, *product, *property;
  } cases[] = {
    { "paste.thawHours", "6", NULL, NULL, NULL },
    { "paste.thawHours", " 6.5 ", "SMT-1", "P-100", NULL },
    { "paste.thawHours", "1001", NULL, NULL, "settings[0].value" },
    { "paste.thawHours", "-1", NULL, NULL, "settings[0].value" },
    { "paste.thawHours", "true", NULL, NULL, "settings[0].value" },
    { "paste.thawHours", "0x10", NULL, NULL, "settings[0].value" },
    { "paste.thawHours", "inf", NULL, NULL, "settings[0].value" },
    { "paste.thawHours", "1e999", NULL, NULL, "settings[0].value" },
    { "paste.thawHours", "", NULL, NULL, "settings[0].value" },
    { "paste.thawHours", NULL, NULL, NULL, "settings[0].value" },
    { "paste.thaw", "6", NULL, NULL, "settings[0].key" },
    { NULL, "6", NULL, NULL, "settings[0].key" },
    { "waiver.dualApproval", "true", NULL, NULL, NULL },
    { "waiver.dualApproval", "1", NULL, NULL, "settings[0].value" },
    { "waiver.dualApproval", "truefalse", NULL, NULL, "settings[0].value" },
    { "item.ROUTE.gate", "\"SOFT\"", NULL, NULL, NULL },
    { "item.ROUTE.gate", "\"soft\"", NULL, NULL, "settings[0].value" },
    { "item.ROUTE.gate", "SOFT", NULL, NULL, "settings[0].value" },
    { "item.ROUTE.gate", "\"SO\\u0046T\"", NULL, NULL, "settings[0].value" },
    { "fai.capacities", "[\"QUALITY\"]", NULL, NULL, NULL },
    { "fai.capacities", "[ \"QUALITY\" , \"PRODUCTION\" ]", NULL, NULL, NULL },
    { "fai.capacities", "[]", NULL, NULL, "settings[0].value" },
    { "fai.capacities", "[\"QUALITY\",]", NULL, NULL, "settings[0].value" },
    { "fai.capacities", "[\"QUALITY\" \"PRODUCTION\"]", NULL, NULL, "settings[0].value" },
    { "fai.capacities", "[\"QUALITY\",\"QUALITY\"]", NULL, NULL, "settings[0].value" },
    { "fai.capacities", "[\"SALES\"]", NULL, NULL, "settings[0].value" },
    { "fai.capacities", "[\"QUALITY\"", NULL, NULL, "settings[0].value" },
    { "fai.capacities", "\"QUALITY\"", NULL, NULL, "settings[0].value" },
    { "bake.bga.needed", "false", NULL, "P-100", NULL },
    { "bake.bga.needed", "false", NULL, NULL, "settings[0].scope" },
    { "bake.bga.needed", "false", "SMT-1", NULL, "settings[0].scope" },
    { "line.needsNoPreparation", "true", "SMT-1", NULL, NULL },
    { "line.needsNoPreparation", "true", NULL, "P-100", "settings[0].scope" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GPtrArray) violations = pb_violations_new ();
      g_autoptr (PbPolicyVersion) version = pb_object_new (&pb_policy_version_type);
      PbPolicySetting *setting = pb_object_new (&pb_policy_setting_type);

      setting->key = g_strdup (cases[i].key);
      setting->value = g_strdup (cases[i].value);
      setting->line = g_strdup (cases[i].line);
      setting->product = g_strdup (cases[i].product);
      g_ptr_array_add (version->settings, setting);
      g_test_message ("%u: %s = %s", i, cases[i].key, cases[i].value);
      g_assert_cmpint (pb_policy_check (version, violations), ==, cases[i].property == NULL);
      g_assert_cmpuint (violations->len, ==, cases[i].property == NULL ? 0 : 1);
      if (cases[i].property != NULL)
        g_assert_cmpstr (((PbViolation *) violations->pdata[0])->property, ==, cases[i].property);
    }
}

static void
test_check_twice (void)
{
  g_autoptr (GPtrArray) violations = pb_violations_new ();
  g_autoptr (PbPolicyVersion) version = make_version ("paste.thawHours", "5", NULL, NULL, "paste.thawHours", "6",
                                                      "SMT-1", NULL, "paste.thawHours", "7", "SMT-1", NULL, NULL);

  g_assert_false (pb_policy_check (version, violations));
  g_assert_cmpuint (violations->len, ==, 1);
  g_assert_cmpstr (((PbViolation *) violations->pdata[0])->property, ==, "settings[2].key");
}

static void
test_relaxed (void)
{
  static const struct
  {
    const char *key, *from, *to;
    gboolean relaxed;
  } cases[] = {
    { "stencil.lifePrints", "60000", "60001", TRUE },
    { "stencil.lifePrints", "60000", "59999", FALSE },
    { "stencil.lifePrints", NULL, "60000", FALSE },
    { "stencil.lifePrints", "50000", NULL, TRUE },
    { "stencil.tensionMinimum", NULL, "29.9", TRUE },
    { "stencil.tensionMinimum", NULL, "31", FALSE },
    { "bake.pcb.hours", "8", NULL, TRUE },
    { "bake.pcb.maxHours", "48", "0", TRUE },
    { "bake.pcb.maxHours", "48", "50", TRUE },
    { "bake.pcb.maxHours", "0", "48", FALSE },
    { "bake.pcb.maxHours", "48", "40", FALSE },
    { "item.ROUTE.enabled", NULL, "false", TRUE },
    { "item.ROUTE.enabled", "false", NULL, FALSE },
    { "item.ROUTE.gate", NULL, "\"SOFT\"", TRUE },
    { "item.ROUTE.gate", NULL, "\"RECORD\"", TRUE },
    { "item.STENCIL.gate", NULL, "\"RECORD\"", TRUE },
    { "item.STENCIL.gate", NULL, "\"BLOCK\"", FALSE },
    { "item.STENCIL.gate", "\"RECORD\"", NULL, FALSE },
    { "fai.capacities", NULL, "[\"QUALITY\",\"PRODUCTION\"]", TRUE },
    { "fai.capacities", NULL, "[\"QUALITY\",\"ENGINEERING\",\"PRODUCTION\"]", FALSE },
    { "fai.capacities", "[\"QUALITY\"]", NULL, FALSE },
    { "waiver.dualApproval", "true", NULL, TRUE },
    { "waiver.dualApproval", NULL, "true", FALSE },
    { "waiver.approverMayAuthorise", NULL, "true", TRUE },
    { "authorisation.withdraws", NULL, "false", TRUE },
    { "warn.lifeFraction", NULL, "1", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (PbPolicyVersion) from =
        cases[i].from != NULL ? make_version (cases[i].key, cases[i].from, NULL, NULL, NULL) : NULL;
      g_autoptr (PbPolicyVersion) to =
        cases[i].to != NULL ? make_version (cases[i].key, cases[i].to, NULL, NULL, NULL) : NULL;
      g_autoptr (GPtrArray) keys = pb_policy_relaxed (from, to);

      g_test_message ("%s: %s to %s", cases[i].key, cases[i].from, cases[i].to);
      g_assert_cmpuint (keys->len, ==, cases[i].relaxed ? 1 : 0);
      if (cases[i].relaxed)
        g_assert_cmpstr (keys->pdata[0], ==, cases[i].key);
    }
}

/* Relaxing for one line or product is relaxing; so is taking a stricter setting away. */
static void
test_relaxed_in_a_place (void)
{
  g_autoptr (PbPolicyVersion) strict = make_version ("paste.thawHours", "4", NULL, NULL, "paste.thawHours", "8",
                                                     "SMT-1", NULL, "stencil.lifePrints", "100", NULL, "P-100", NULL);
  g_autoptr (PbPolicyVersion) line_taken_away =
    make_version ("paste.thawHours", "5", NULL, NULL, "stencil.lifePrints", "100", NULL, "P-100", NULL);
  g_autoptr (PbPolicyVersion) product_relaxed =
    make_version ("paste.thawHours", "8", NULL, NULL, "stencil.lifePrints", "100", NULL, "P-100", "paste.thawHours",
                  "3", NULL, "P-200", "bake.bga.needed", "false", NULL, "P-200", NULL);
  g_autoptr (GPtrArray) same = pb_policy_relaxed (strict, strict);
  g_autoptr (GPtrArray) away = pb_policy_relaxed (strict, line_taken_away);
  g_autoptr (GPtrArray) product = pb_policy_relaxed (strict, product_relaxed);

  g_assert_cmpuint (same->len, ==, 0);
  g_assert_cmpuint (away->len, ==, 1);
  g_assert_cmpstr (away->pdata[0], ==, "paste.thawHours");
  g_assert_cmpuint (product->len, ==, 2);
  g_assert_cmpstr (product->pdata[0], ==, "bake.bga.needed");
  g_assert_cmpstr (product->pdata[1], ==, "paste.thawHours");
}

/* A relaxed setting of one line does not hide in a combination with a product that is stricter elsewhere. */
static void
test_relaxed_in_a_combination (void)
{
  g_autoptr (PbPolicyVersion) from =
    make_version ("paste.thawHours", "6", "SMT-1", "P-100", "paste.thawHours", "5", NULL, "P-100", NULL);
  g_autoptr (PbPolicyVersion) to = make_version ("paste.thawHours", "5", NULL, "P-100", NULL);
  g_autoptr (GPtrArray) keys = pb_policy_relaxed (from, to);

  g_assert_cmpuint (keys->len, ==, 1);
}

static gpointer
use_policy (gpointer data)
{
  PbLimits limits = { data, "SMT-1", "P-100" };
  double sum = 0;

  for (guint i = 0; i < 1000; i++)
    {
      PbPolicy *policy = pb_policy_ref (data);

      sum += pb_limits_number (&limits, "paste.thawHours");
      pb_policy_unref (policy);
    }
  g_assert_cmpfloat (sum, ==, 6000);
  return NULL;
}

static void
test_threads (void)
{
  g_autoptr (PbPolicyVersion) version = make_version ("paste.thawHours", "6", "SMT-1", NULL, NULL);
  g_autoptr (PbPolicy) policy = pb_policy_new (version);
  GThread *threads[4];

  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("policy", use_policy, policy);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
}

static void
test_registry (void)
{
  for (guint i = 0; i < PB_N_ITEM_TYPES; i++)
    {
      const PbItemClass *item_class = pb_item_classes[i];

      g_assert_cmpint (item_class->type, ==, i + 1);
      g_assert_true (pb_item_class_find (item_class->type) == item_class);
      g_assert_cmpstr (pb_item_type_label (item_class->type, NULL), ==, item_class->label);
      g_assert_true (strlen (item_class->label) > 0);
    }
  g_assert_null (pb_item_classes[PB_N_ITEM_TYPES]);
  g_assert_null (pb_item_class_find (PB_ITEM_NONE));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/domain/policy/defaults", test_defaults);
  g_test_add_func ("/domain/policy/gates", test_gates);
  g_test_add_func ("/domain/policy/precedence", test_precedence);
  g_test_add_func ("/domain/policy/unusable", test_unusable);
  g_test_add_func ("/domain/policy/keys", test_keys);
  g_test_add_func ("/domain/policy/check", test_check);
  g_test_add_func ("/domain/policy/check-twice", test_check_twice);
  g_test_add_func ("/domain/policy/relaxed", test_relaxed);
  g_test_add_func ("/domain/policy/relaxed-in-a-place", test_relaxed_in_a_place);
  g_test_add_func ("/domain/policy/relaxed-in-a-combination", test_relaxed_in_a_combination);
  g_test_add_func ("/domain/policy/threads", test_threads);
  g_test_add_func ("/domain/policy/registry", test_registry);
  return g_test_run ();
}
