/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-test"

#include <string.h>

#include "domain/pb-evaluate.h"
#include "run-fixture.h"

/* Facts are large, and a sanitizer remembers where each piece of them came from. */
#ifdef __SANITIZE_ADDRESS__
#  define ROUNDS 100
#else
#  define ROUNDS 1000
#endif

static guint
get_rounds (void)
{
  return g_test_slow () ? 5 * ROUNDS : ROUNDS;
}

/* Random facts: every field of every type, from pools small enough that things meet. */

static const char *const texts[] = {
  "line-1", "SMT-1", "SMT-2", "run-1", "RUN-1", "run-0", "P-100", "ST-1",    "SQ-1",
  "FX-1",   "LOT-1", "PRN-1", "IC-1",  "RF-A",  "RF-B",  "PCB",   "BGA/IC",  "CONNECTOR",
  "normal", "UNIT",  "F1",    "3",     "5a",    "glass", "",      "PCB/BGA", "SOLDER_PASTE_LOT",
};

/* Spans at which something happens: the limits of the default policy, and what is not far from them. */
static gint64
make_time (gboolean future)
{
  static const gint64 hours[] = { 0, 1, 3, 4, 12, 24, 48, 71, 72, 168, 672 };
  gint64 span = hours[g_test_rand_int_range (0, G_N_ELEMENTS (hours))] * PB_HOUR;
  gint64 shift = g_test_rand_int_range (-2, 3) * PB_SECOND;

  if (future && g_test_rand_int_range (0, 4) == 0)
    return FIXTURE_NOW + span + shift;
  return MIN (FIXTURE_NOW - span + shift, FIXTURE_NOW);
}

static gpointer make_object (const PbType *type, guint depth, gboolean future);

static char *
make_text (const PbField *field)
{
  static guint serial = 0;

  if (g_strcmp0 (field->name, "id") == 0)
    return g_test_rand_int_range (0, 2) == 0 ? g_strdup_printf ("id-%u", ++serial)
                                             : g_strdup (texts[g_test_rand_int_range (7, 11)]);
  return g_strdup (texts[g_test_rand_int_range (0, G_N_ELEMENTS (texts))]);
}

static int
make_enum (const PbEnum *values)
{
  int n = 0;

  while (values->values[n + 1] != NULL)
    n++;
  return g_test_rand_int_range (1, n + 1);
}

static void
make_member (const PbField *field, gpointer object, guint depth, gboolean future)
{
  switch (field->kind)
    {
    case PB_KIND_STRING:
      PB_MEMBER (object, field, char *) = make_text (field);
      break;
    case PB_KIND_JSON:
      PB_MEMBER (object, field, char *) = g_strdup ("{}");
      break;
    case PB_KIND_INT:
      PB_MEMBER (object, field, PbInt) = PB_INT (g_test_rand_int_range (0, 3) * 10 + g_test_rand_int_range (0, 3));
      if (g_test_rand_int_range (0, 8) == 0)
        PB_MEMBER (object, field, PbInt) = PB_INT (g_test_rand_int_range (4999, 100002));
      break;
    case PB_KIND_DOUBLE:
      PB_MEMBER (object, field, PbDouble) = PB_DOUBLE (g_test_rand_double_range (-10, 200));
      break;
    case PB_KIND_BOOL:
      PB_MEMBER (object, field, PbBool) = PB_BOOL (g_test_rand_int_range (0, 4) != 0);
      break;
    case PB_KIND_TIME:
      PB_MEMBER (object, field, gint64) = make_time (future);
      break;
    case PB_KIND_ENUM:
      PB_MEMBER (object, field, int) = make_enum (field->values);
      break;
    case PB_KIND_NUMBERS:
      {
        PbNumbers *numbers = &PB_MEMBER (object, field, PbNumbers);

        numbers->n = (guint) g_test_rand_int_range (0, PB_NUMBERS_MAX + 1);
        for (guint i = 0; i < numbers->n; i++)
          numbers->v[i] = g_test_rand_double_range (25, 60);
        break;
      }
    case PB_KIND_STRINGS:
      {
        const char *const values[] = { texts[g_test_rand_int_range (0, G_N_ELEMENTS (texts))], NULL };

        PB_MEMBER (object, field, GStrv) = g_strdupv ((char **) values);
        break;
      }
    case PB_KIND_CHILD:
      PB_MEMBER (object, field, gpointer) = make_object (field->child, depth + 1, future);
      break;
    case PB_KIND_CHILDREN:
      for (int n = depth < 3 ? g_test_rand_int_range (0, 5) : 0; n > 0; n--)
        g_ptr_array_add (PB_MEMBER (object, field, GPtrArray *), make_object (field->child, depth + 1, future));
      break;
    default:
      g_assert_not_reached ();
    }
}

static gpointer
make_object (const PbType *type, guint depth, gboolean future)
{
  gpointer object = pb_object_new (type);

  for (const PbField *f = type->fields; f->name != NULL || f->column != NULL; f++)
    if (g_test_rand_int_range (0, 5) != 0)
      make_member (f, object, depth, future);
  return object;
}

/* The run, its line and what is bound are there more often than not, so that rules get beyond their first line. */
static PbFacts *
make_facts (gboolean future)
{
  static const struct
  {
    PbAssetKind kind;
    const char *id;
  } bound[] = {
    { PB_ASSET_STENCIL, "ST-1" },
    { PB_ASSET_SQUEEGEE, "SQ-1" },
    { PB_ASSET_FIXTURE, "FX-1" },
    { PB_ASSET_PASTE_LOT, "LOT-1" },
  };
  PbFacts *facts = make_object (&pb_facts_type, 0, future);

  if (facts->run == NULL)
    facts->run = pb_object_new (&pb_run_type);
  pb_set_string (&facts->run->id, "run-1");
  pb_set_string (&facts->run->run_no, "RUN-1");
  if (g_test_rand_int_range (0, 8) == 0)
    return facts;
  pb_set_string (&facts->run->line_id, "line-1");
  pb_set_string (&facts->run->product_code, "P-100");
  if (facts->line == NULL)
    facts->line = pb_object_new (&pb_line_type);
  g_clear_pointer (&facts->line->enabled_items, g_strfreev);
  pb_set_string (&facts->line->id, "line-1");
  pb_set_string (&facts->line->code, "SMT-1");
  for (guint i = 0; i < G_N_ELEMENTS (bound); i++)
    {
      PbBinding *binding = pb_object_new (&pb_binding_type);
      PbAsset *asset = make_object (&pb_asset_type, 1, future);

      binding->line_id = g_strdup ("line-1");
      binding->kind = (int) bound[i].kind;
      binding->asset_id = g_strdup (bound[i].id);
      binding->is_current = PB_BOOL (TRUE);
      binding->bound_at = FIXTURE_NOW;
      g_ptr_array_add (facts->bindings, binding);
      pb_set_string (&asset->id, bound[i].id);
      asset->kind = (int) bound[i].kind;
      g_ptr_array_insert (facts->assets, 0, asset);
    }
  return facts;
}

/* Nothing lies in the future, and no bake ends before it begins. */
static PbFacts *
make_consistent_facts (void)
{
  PbFacts *facts = make_facts (FALSE);

  for (guint i = 0; i < facts->bake_records->len; i++)
    {
      PbBakeRecord *record = facts->bake_records->pdata[i];

      record->in_at = MIN (record->in_at, record->out_at);
    }
  return facts;
}

static PbPolicy *
make_policy (void)
{
  static const struct
  {
    const char *key, *value;
  } settings[] = {
    { "bake.bga.needed", "false" },         { "bake.ic.needed", "false" },
    { "item.MATERIAL.gate", "\"RECORD\"" }, { "item.PREP_SCRAPER.gate", "\"BLOCK\"" },
    { "stencil.tensionMinimum", "45" },     { "item.ROUTE.enabled", "false" },
    { "paste.exposureHours", "12" },        { "product.washed", "false" },
  };
  g_autoptr (PbPolicyVersion) version = pb_object_new (&pb_policy_version_type);

  for (guint i = 0; i < G_N_ELEMENTS (settings); i++)
    if (g_test_rand_int_range (0, 3) == 0)
      {
        PbPolicySetting *setting = pb_object_new (&pb_policy_setting_type);

        setting->key = g_strdup (settings[i].key);
        setting->value = g_strdup (settings[i].value);
        setting->product = g_strdup ("P-100");
        g_ptr_array_add (version->settings, setting);
      }
  return pb_policy_new (version);
}

static void
assert_equal (GPtrArray *a, GPtrArray *b)
{
  g_assert_cmpuint (a->len, ==, b->len);
  for (guint i = 0; i < a->len; i++)
    g_assert_true (pb_object_equal (a->pdata[i], b->pdata[i]));
}

/* What an evaluation promises, whatever the facts are. */
static void
assert_well_formed (GPtrArray *items, gint64 now)
{
  g_autoptr (GHashTable) ids = g_hash_table_new (g_str_hash, g_str_equal);
  const PbItem *previous = NULL;

  for (guint i = 0; i < items->len; i++)
    {
      const PbItem *item = items->pdata[i];
      g_autofree char *run_id = pb_item_id_get_run (item->id);

      g_assert_true (g_hash_table_add (ids, item->id));
      g_assert_cmpstr (run_id, ==, "run-1");
      g_assert_true (item->status == PB_STATUS_PASSED || item->failures->len > 0);
      g_assert_true (item->status != PB_STATUS_PASSED || item->failures->len == 0);
      g_assert_cmpint (item->reason_code != 0, ==, item->failures->len > 0);
      g_assert_cmpint (item->params != NULL, ==, item->failures->len > 0);
      g_assert_cmpint (item->status == PB_STATUS_WAIVED, ==, item->waiver != NULL);
      g_assert_cmpint (item->gate, !=, PB_GATE_NONE);
      g_assert_true (item->next_deadline == 0 || item->next_deadline > now);
      if (previous != NULL)
        g_assert_true (previous->item_type < item->item_type ||
                       (previous->item_type == item->item_type && strcmp (previous->item_key, item->item_key) < 0));
      previous = item;
    }
}

static void
test_random_is_deterministic (void)
{
  for (guint round = 0; round < get_rounds (); round++)
    {
      g_autoptr (PbFacts) facts = make_facts (TRUE);
      g_autoptr (PbFacts) copy = pb_object_copy (facts);
      g_autoptr (PbPolicy) policy = make_policy ();
      g_autoptr (GPtrArray) items = pb_evaluate (facts, policy, FIXTURE_NOW);
      g_autoptr (GPtrArray) again = pb_evaluate (copy, policy, FIXTURE_NOW);

      assert_well_formed (items, FIXTURE_NOW);
      assert_equal (items, again);
      g_assert_true (pb_object_equal (facts, copy));
    }
}

static void
shuffle (GPtrArray *array)
{
  for (guint i = array->len; i > 1; i--)
    {
      guint k = (guint) g_test_rand_int_range (0, (gint32) i);
      gpointer swapped = array->pdata[i - 1];

      array->pdata[i - 1] = array->pdata[k];
      array->pdata[k] = swapped;
    }
}

/* Gives each record an id of its own: what is equal in everything else is told apart by it. */
static void
number_ids (GPtrArray *array)
{
  for (guint i = 0; i < array->len; i++)
    {
      const PbField *id = pb_type_find_field (PB_TYPE_OF (array->pdata[i]), "id");
      g_autofree char *number = g_strdup_printf ("id-%u", i);

      pb_set_string (&PB_MEMBER (array->pdata[i], id, char *), number);
    }
}

static void
foreach_records (PbFacts *facts, void (*func) (GPtrArray *array))
{
  for (const PbRecordKind *const *kind = pb_record_kinds; *kind != NULL; kind++)
    if (pb_facts_records (facts, *kind) != NULL)
      func (*pb_facts_records (facts, *kind));
}

/* The order in which a database gives its rows does not matter. */
static void
test_random_order_of_facts (void)
{
  for (guint round = 0; round < get_rounds (); round++)
    {
      g_autoptr (PbFacts) facts = make_facts (TRUE);
      g_autoptr (PbPolicy) policy = make_policy ();
      g_autoptr (GPtrArray) items = NULL;
      g_autoptr (GPtrArray) shuffled = NULL;
      GPtrArray *arrays[] = { facts->maintenance, facts->lots, facts->waivers, facts->stations };

      for (guint i = 0; i < G_N_ELEMENTS (arrays); i++)
        number_ids (arrays[i]);
      foreach_records (facts, number_ids);
      items = pb_evaluate (facts, policy, FIXTURE_NOW);
      for (guint i = 0; i < G_N_ELEMENTS (arrays); i++)
        shuffle (arrays[i]);
      foreach_records (facts, shuffle);
      shuffled = pb_evaluate (facts, policy, FIXTURE_NOW);
      assert_equal (items, shuffled);
    }
}

/* The verdict alone: ages and warnings change by themselves, verdicts at deadlines only. */
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

static char *
judge (const PbFacts *facts, const PbPolicy *policy, gint64 now)
{
  g_autoptr (GPtrArray) items = pb_evaluate (facts, policy, now);

  return describe_verdict (items);
}

/* Until its deadline a verdict stands; where no record contradicts itself, it changes at the deadline. (Which of
 * several records counts may stay the same when a contradictory one heals or ages.) */
static void
test_random_deadline (void)
{
  guint with_deadline = 0;

  for (guint round = 0; round < get_rounds (); round++)
    {
      gboolean future = round % 2 == 0;
      g_autoptr (PbFacts) facts = future ? make_facts (TRUE) : make_consistent_facts ();
      g_autoptr (PbPolicy) policy = make_policy ();
      g_autoptr (GPtrArray) items = pb_evaluate (facts, policy, FIXTURE_NOW);
      gint64 deadline = pb_items_next_deadline (items);
      gint64 end = deadline != 0 ? deadline : FIXTURE_NOW + 400 * PB_DAY;
      g_autofree char *verdict = describe_verdict (items);
      g_autofree char *between =
        judge (facts, policy, FIXTURE_NOW + (gint64) (g_test_rand_double () * (double) (end - FIXTURE_NOW - 1)));
      g_autofree char *before = judge (facts, policy, end - 1);
      g_autofree char *after = judge (facts, policy, end);

      g_assert_cmpstr (between, ==, verdict);
      g_assert_cmpstr (before, ==, verdict);
      if (deadline == 0)
        g_assert_cmpstr (after, ==, verdict);
      else if (!future)
        g_assert_cmpstr (after, !=, verdict);
      with_deadline += deadline != 0;
    }
  g_assert_cmpuint (with_deadline, >, get_rounds () / 10);
}

/* Every text can be made of any failure, complete or not. */
static void
test_random_texts (void)
{
  for (guint round = 0; round < get_rounds (); round++)
    {
      g_autoptr (PbFailure) failure = make_object (&pb_failure_type, 0, TRUE);
      PbItemType type = (PbItemType) g_test_rand_int_range (0, PB_N_ITEM_TYPES + 1);
      g_autofree char *text = pb_failure_describe (type, failure, NULL);
      g_autofree char *advice = pb_failure_advise (type, failure, NULL);
      g_autofree char *signature = pb_failure_signature (failure);
      g_auto (GStrv) permissions = pb_failure_cleared_by (type, PB_GATE_SOFT, failure);

      g_assert_nonnull (text);
      g_assert_nonnull (advice);
      g_assert_nonnull (signature);
      g_assert_true (g_strv_contains ((const char *const *) permissions, "prep:waive"));
    }
}

/* Ids */

static void
test_id (void)
{
  g_autofree char *id = pb_item_id ("run-1", PB_ITEM_LOADING, "F1");
  g_autofree char *again = pb_item_id ("run-1", PB_ITEM_LOADING, "F1");
  g_autofree char *other_key = pb_item_id ("run-1", PB_ITEM_LOADING, "F2");
  g_autofree char *other_type = pb_item_id ("run-1", PB_ITEM_EQUIPMENT, "F1");
  g_autofree char *run_id = pb_item_id_get_run (id);

  /* sha256 of "LOADING", NUL, "F1" */
  g_assert_cmpstr (id, ==, "run-1-2ee7a64df1fbdd0f");
  g_assert_cmpstr (again, ==, id);
  g_assert_cmpstr (other_key, !=, id);
  g_assert_cmpstr (other_type, !=, id);
  g_assert_cmpstr (run_id, ==, "run-1");
}

static void
test_id_of_nothing (void)
{
  static const char *const none[] = { "",
                                      "-",
                                      "run-1",
                                      "run-1-0123",
                                      "run-1-0123456789abcdeg",
                                      "-0123456789abcdef",
                                      "run-10123456789abcdef",
                                      "run-1-0123456789ABCDEF" };
  g_autofree char *short_run = pb_item_id_get_run ("r-0123456789abcdef");

  for (guint i = 0; i < G_N_ELEMENTS (none); i++)
    g_assert_null (pb_item_id_get_run (none[i]));
  g_assert_null (pb_item_id_get_run (NULL));
  g_assert_cmpstr (short_run, ==, "r");
}

static void
test_find (void)
{
  g_autoptr (GPtrArray) items = fixture_items ();
  PbItem *second = items->pdata[1];

  g_assert_true (pb_items_find (items, second->id) == second);
  g_assert_null (pb_items_find (items, "no such item"));
  g_assert_null (pb_items_find (items, NULL));
}

/* Counting */

static PbItem *
add_item (GPtrArray *items, PbItemStatus status, PbGateClass gate)
{
  PbItem *item = fixture_item (PB_ITEM_EQUIPMENT, "E");

  item->status = (int) status;
  item->gate = (int) gate;
  g_ptr_array_add (items, item);
  return item;
}

static void
test_summary (void)
{
  g_autoptr (GPtrArray) items = pb_object_array_new ();
  g_autoptr (PbFacts) facts = fixture_facts ();
  g_autoptr (PbSummary) summary = NULL;
  PbItem *not_needed;

  add_item (items, PB_STATUS_PASSED, PB_GATE_SOFT);
  add_item (items, PB_STATUS_PASSED, PB_GATE_BLOCK);
  add_item (items, PB_STATUS_WAIVED, PB_GATE_SOFT);
  add_item (items, PB_STATUS_FAILED, PB_GATE_RECORD);
  add_item (items, PB_STATUS_PASSED, PB_GATE_RECORD);
  not_needed = add_item (items, PB_STATUS_PASSED, PB_GATE_SOFT);
  not_needed->applicability = pb_object_new (&pb_applicability_type);
  not_needed->applicability->needed = PB_BOOL (FALSE);
  g_assert_cmpint (pb_items_status (items, facts, NULL), ==, PB_STATUS_PASSED);
  add_item (items, PB_STATUS_FAILED, PB_GATE_SOFT);
  add_item (items, PB_STATUS_FAILED, PB_GATE_BLOCK);
  add_item (items, PB_STATUS_FAILED, PB_GATE_SOFT);
  g_assert_cmpint (pb_items_status (items, facts, NULL), ==, PB_STATUS_FAILED);
  summary = pb_items_summarise (items);
  g_assert_cmpint (summary->total.v, ==, 6);
  g_assert_cmpint (summary->passed.v, ==, 2);
  g_assert_cmpint (summary->waived.v, ==, 1);
  g_assert_cmpint (summary->failed.v, ==, 3);
}

/* A line with nothing to check fails, unless its policy says in words that it needs nothing. */
static void
test_nothing_enabled (void)
{
  g_autoptr (GPtrArray) items = pb_object_array_new ();
  g_autoptr (PbFacts) facts = fixture_facts ();
  g_autoptr (PbPolicy) none = fixture_policy ("line.needsNoPreparation", "true", NULL);

  g_assert_cmpint (pb_items_status (items, facts, NULL), ==, PB_STATUS_FAILED);
  g_assert_cmpint (pb_items_status (items, facts, none), ==, PB_STATUS_PASSED);
}

static void
test_next_deadline (void)
{
  g_autoptr (GPtrArray) items = pb_object_array_new ();

  g_assert_cmpint (pb_items_next_deadline (items), ==, 0);
  add_item (items, PB_STATUS_PASSED, PB_GATE_SOFT);
  g_assert_cmpint (pb_items_next_deadline (items), ==, 0);
  add_item (items, PB_STATUS_PASSED, PB_GATE_SOFT)->next_deadline = 30;
  add_item (items, PB_STATUS_FAILED, PB_GATE_SOFT)->next_deadline = 20;
  add_item (items, PB_STATUS_PASSED, PB_GATE_SOFT)->next_deadline = 40;
  g_assert_cmpint (pb_items_next_deadline (items), ==, 20);
}

/* Lives */

static void
test_life_add (void)
{
  gboolean disputed;

  g_assert_cmpint (pb_life_add (1000, PB_INT (50), (PbInt){ 0 }, &disputed), ==, 1050);
  g_assert_false (disputed);
  g_assert_cmpint (pb_life_add (1000, PB_INT (50), PB_INT (1050), &disputed), ==, 1050);
  g_assert_false (disputed);
  g_assert_cmpint (pb_life_add (1000, PB_INT (50), PB_INT (1049), &disputed), ==, 1050);
  g_assert_true (disputed);
  g_assert_cmpint (pb_life_add (1000, PB_INT (50), PB_INT (4000), &disputed), ==, 4000);
  g_assert_true (disputed);
  g_assert_cmpint (pb_life_add (1000, (PbInt){ 0 }, (PbInt){ 0 }, NULL), ==, 1000);
  g_assert_cmpint (pb_life_add (1000, PB_INT (-50), (PbInt){ 0 }, NULL), ==, 1000);
}

static void
test_life_limit (void)
{
  g_autoptr (PbAsset) asset = pb_object_new (&pb_asset_type);
  g_autoptr (PbPolicy) policy = pb_policy_new (NULL);
  PbLimits limits = { policy, NULL, NULL };

  asset->kind = PB_ASSET_STENCIL;
  g_assert_cmpint (pb_life_limit (asset, &limits), ==, 60000);
  asset->kind = PB_ASSET_SQUEEGEE;
  g_assert_cmpint (pb_life_limit (asset, &limits), ==, 100000);
  asset->kind = PB_ASSET_FIXTURE;
  g_assert_cmpint (pb_life_limit (asset, &limits), ==, 5000);
  asset->material = g_strdup ("Synthetic Stone");
  g_assert_cmpint (pb_life_limit (asset, &limits), ==, 10000);
  pb_set_string (&asset->material, "glass-fibre");
  g_assert_cmpint (pb_life_limit (asset, &limits), ==, 5000);
  asset->life_limit = PB_INT (77);
  g_assert_cmpint (pb_life_limit (asset, &limits), ==, 77);
  asset->kind = PB_ASSET_PASTE_LOT;
  g_assert_cmpint (pb_life_limit (asset, &limits), ==, 0);
}

/* Evidence */

static void
assert_measure (const PbEvidence *evidence, const char *name, double actual, double limit, const char *unit, gint64 at)
{
  for (guint i = 0; i < evidence->measures->len; i++)
    {
      const PbMeasure *measure = evidence->measures->pdata[i];

      if (strcmp (measure->name, name) != 0)
        continue;
      g_assert_cmpfloat (measure->actual.v, ==, actual);
      g_assert_cmpfloat (measure->limit.v, ==, limit);
      g_assert_cmpstr (measure->unit, ==, unit);
      g_assert_cmpint (measure->at, ==, at);
      return;
    }
  g_assert_not_reached ();
}

static const PbItem *
find_type (GPtrArray *items, PbItemType type)
{
  for (guint i = 0; i < items->len; i++)
    if (((PbItem *) items->pdata[i])->item_type == (int) type)
      return items->pdata[i];
  g_assert_not_reached ();
}

/* A registered thing, bound to the line of the run. */
static void
bind_thing (PbFacts *facts, PbAssetKind kind, const char *id)
{
  PbBinding *binding = pb_object_new (&pb_binding_type);
  PbAsset *asset = pb_object_new (&pb_asset_type);

  binding->line_id = g_strdup (facts->run->line_id);
  binding->kind = (int) kind;
  binding->asset_id = g_strdup (id);
  binding->is_current = PB_BOOL (TRUE);
  g_ptr_array_add (facts->bindings, binding);
  asset->id = g_strdup (id);
  asset->kind = (int) kind;
  asset->used = PB_INT (1200);
  g_ptr_array_add (facts->assets, asset);
}

static PbFacts *
make_recorded_facts (void)
{
  PbFacts *facts = fixture_facts ();
  PbSqueegeeUsageRecord *squeegee = pb_object_new (&pb_squeegee_usage_record_type);
  PbPasteRecord *paste = pb_object_new (&pb_paste_record_type);

  if (facts->line == NULL)
    facts->line = pb_object_new (&pb_line_type);
  pb_set_string (&facts->line->id, facts->run->line_id);
  g_ptr_array_set_size (facts->bindings, 0);
  bind_thing (facts, PB_ASSET_SQUEEGEE, "SQ-1");
  bind_thing (facts, PB_ASSET_PASTE_LOT, "LOT-1");
  squeegee->id = g_strdup ("q-1");
  squeegee->squeegee_id = g_strdup ("SQ-1");
  squeegee->run_id = g_strdup ("another run");
  squeegee->record_date = FIXTURE_NOW - 2 * PB_HOUR;
  squeegee->check_surface = squeegee->check_edge = squeegee->check_flatness = PB_BOOL (TRUE);
  squeegee->used_by = g_strdup ("Z");
  g_ptr_array_add (facts->squeegee_usage_records, squeegee);
  paste->id = g_strdup ("p-1");
  paste->lot_id = g_strdup ("LOT-1");
  paste->run_id = g_strdup (facts->run->id);
  paste->thawed_at = FIXTURE_NOW - 6 * PB_HOUR;
  paste->issued_at = FIXTURE_NOW - 90 * PB_MINUTE;
  g_ptr_array_add (facts->paste_records, paste);
  return facts;
}

/* What was checked against which limit, and on which record the verdict rests. */
static void
test_evidence (void)
{
  g_autoptr (PbFacts) facts = make_recorded_facts ();
  g_autoptr (GPtrArray) items = NULL;
  const PbEvidence *evidence;

  items = pb_evaluate (facts, NULL, FIXTURE_NOW);
  evidence = find_type (items, PB_ITEM_PREP_SCRAPER)->evidence;
  g_assert_cmpstr (evidence->record_type, ==, "SqueegeeUsageRecord");
  g_assert_cmpstr (evidence->record_id, ==, "q-1");
  g_assert_cmpstr (evidence->source, ==, "thing");
  g_assert_cmpstr (evidence->object, ==, "SQ-1");
  g_assert_cmpstr (evidence->by, ==, "Z");
  g_assert_cmpint (evidence->at, ==, FIXTURE_NOW - 2 * PB_HOUR);
  assert_measure (evidence, "life", 1200, 100000, "prints", 0);
  assert_measure (evidence, "age", 2, 168, "h", FIXTURE_NOW + 166 * PB_HOUR);
  evidence = find_type (items, PB_ITEM_PREP_PASTE)->evidence;
  g_assert_cmpstr (evidence->source, ==, "run");
  g_assert_cmpint (evidence->at, ==, FIXTURE_NOW - 90 * PB_MINUTE);
  assert_measure (evidence, "thaw", 6, 4, "h", FIXTURE_NOW - 2 * PB_HOUR);
  assert_measure (evidence, "exposure", 1.5, 24, "h", FIXTURE_NOW + 1350 * PB_MINUTE);
}

/* What will be asked of a record is known before there is one: a limit without a value. */
static void
test_limits_without_record (void)
{
  g_autoptr (PbFacts) facts = make_recorded_facts ();
  g_autoptr (GPtrArray) items = NULL;
  const PbEvidence *evidence;

  bind_thing (facts, PB_ASSET_STENCIL, "ST-9");
  g_ptr_array_set_size (facts->paste_records, 0);
  g_ptr_array_set_size (facts->bake_records, 0);
  items = pb_evaluate (facts, NULL, FIXTURE_NOW);
  /* By their keys, the BGAs come first. */
  evidence = find_type (items, PB_ITEM_PREP_BAKE)->evidence;
  g_assert_null (evidence->record_id);
  assert_measure (evidence, "temperature", 0, 120, "°C", 0);
  assert_measure (evidence, "hours", 0, 24, "h", 0);
  g_assert_false (((const PbMeasure *) evidence->measures->pdata[0])->actual.set);
  g_assert_true (((const PbMeasure *) evidence->measures->pdata[0])->minimum.v);
  assert_measure (find_type (items, PB_ITEM_PREP_STENCIL_USAGE)->evidence, "tension", 0, 30, "N/cm", 0);
  assert_measure (find_type (items, PB_ITEM_PREP_PASTE)->evidence, "thaw", 0, 4, "h", 0);
}

/* Returns: (transfer none): one more waiver of @item, in force for so many hours. */
static PbWaiver *
add_waiver (PbFacts *facts, const PbItem *item, const char *id, guint hours)
{
  PbWaiver *waiver = fixture_waiver (item);

  pb_set_string (&waiver->id, id);
  waiver->until = FIXTURE_NOW + hours * PB_HOUR;
  g_ptr_array_add (facts->waivers, waiver);
  return waiver;
}

static void
assert_waived (const PbFacts *facts, const char *waiver_id, guint hours)
{
  g_autoptr (GPtrArray) items = pb_evaluate (facts, NULL, FIXTURE_NOW);
  const PbItem *item = find_type (items, PB_ITEM_PREP_SCRAPER);

  g_assert_cmpint (item->status, ==, PB_STATUS_WAIVED);
  g_assert_cmpstr (item->waiver->id, ==, waiver_id);
  g_assert_cmpint (item->next_deadline, ==, FIXTURE_NOW + hours * PB_HOUR);
}

/* Of several waivers the one that lasts longest holds, whatever their order. */
static void
test_waivers (void)
{
  g_autoptr (PbFacts) facts = make_recorded_facts ();
  g_autoptr (GPtrArray) failed = NULL;
  const PbItem *item;

  g_ptr_array_set_size (facts->squeegee_usage_records, 0);
  failed = pb_evaluate (facts, NULL, FIXTURE_NOW);
  item = find_type (failed, PB_ITEM_PREP_SCRAPER);
  g_assert_cmpint (item->status, ==, PB_STATUS_FAILED);
  add_waiver (facts, item, "w-1", 1);
  assert_waived (facts, "w-1", 1);
  add_waiver (facts, item, "w-2", 2);
  assert_waived (facts, "w-2", 2);
  add_waiver (facts, item, "w-0", 1);
  assert_waived (facts, "w-2", 2);
  add_waiver (facts, item, "w-0", 2);
  assert_waived (facts, "w-0", 2);
}

/* A waiver that begins later is announced by the deadline; so is the earlier of two. */
static void
test_waivers_to_come (void)
{
  g_autoptr (PbFacts) facts = make_recorded_facts ();
  g_autoptr (GPtrArray) failed = NULL;
  const guint minutes[] = { 20, 10, 30 };
  const PbItem *item;

  g_ptr_array_set_size (facts->squeegee_usage_records, 0);
  failed = pb_evaluate (facts, NULL, FIXTURE_NOW);
  item = find_type (failed, PB_ITEM_PREP_SCRAPER);
  for (guint i = 0; i < G_N_ELEMENTS (minutes); i++)
    {
      g_autoptr (GPtrArray) items = NULL;

      add_waiver (facts, item, "w-1", 4)->from_at = FIXTURE_NOW + minutes[i] * PB_MINUTE;
      items = pb_evaluate (facts, NULL, FIXTURE_NOW);
      g_assert_cmpint (find_type (items, PB_ITEM_PREP_SCRAPER)->status, ==, PB_STATUS_FAILED);
      g_assert_cmpint (find_type (items, PB_ITEM_PREP_SCRAPER)->next_deadline, ==,
                       FIXTURE_NOW + (i == 0 ? 20 : 10) * PB_MINUTE);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/domain/evaluate/random/deterministic", test_random_is_deterministic);
  g_test_add_func ("/domain/evaluate/random/order-of-facts", test_random_order_of_facts);
  g_test_add_func ("/domain/evaluate/random/deadline", test_random_deadline);
  g_test_add_func ("/domain/evaluate/random/texts", test_random_texts);
  g_test_add_func ("/domain/evaluate/id", test_id);
  g_test_add_func ("/domain/evaluate/id-of-nothing", test_id_of_nothing);
  g_test_add_func ("/domain/evaluate/find", test_find);
  g_test_add_func ("/domain/evaluate/summary", test_summary);
  g_test_add_func ("/domain/evaluate/nothing-enabled", test_nothing_enabled);
  g_test_add_func ("/domain/evaluate/next-deadline", test_next_deadline);
  g_test_add_func ("/domain/evaluate/life-add", test_life_add);
  g_test_add_func ("/domain/evaluate/life-limit", test_life_limit);
  g_test_add_func ("/domain/evaluate/waivers", test_waivers);
  g_test_add_func ("/domain/evaluate/waivers-to-come", test_waivers_to_come);
  g_test_add_func ("/domain/evaluate/evidence", test_evidence);
  g_test_add_func ("/domain/evaluate/limits-without-record", test_limits_without_record);
  return g_test_run ();
}
