/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "run-fixture.h"

#include "domain/pb-fai-rules.h"

PbPolicy *
fixture_policy (const char *key, ...)
{
  g_autoptr (PbPolicyVersion) version = pb_object_new (&pb_policy_version_type);
  va_list args;

  version->version = PB_INT (7);
  va_start (args, key);
  for (const char *k = key; k != NULL; k = va_arg (args, const char *))
    {
      PbPolicySetting *setting = pb_object_new (&pb_policy_setting_type);
      const PbPolicyKey *declared = pb_policy_find_key (k);

      g_assert_nonnull (declared);
      setting->key = g_strdup (k);
      if (declared->scope == PB_POLICY_PER_LINE)
        setting->line = g_strdup ("SMT1");
      else if (declared->scope == PB_POLICY_PER_PRODUCT)
        setting->product = g_strdup ("P-1");
      setting->value = g_strdup (va_arg (args, const char *));
      g_ptr_array_add (version->settings, setting);
    }
  va_end (args);
  return pb_policy_new (version);
}

static void
bind_asset (PbFacts *facts, PbAssetKind kind, const char *asset_id)
{
  PbBinding *binding = pb_object_new (&pb_binding_type);

  binding->kind = kind;
  binding->asset_id = g_strdup (asset_id);
  binding->is_current = PB_BOOL (TRUE);
  binding->bound_at = FIXTURE_NOW - PB_DAY;
  g_ptr_array_add (facts->bindings, binding);
}

static void
load_slot (PbFacts *facts, const char *slot_code, const char *material_code)
{
  PbSlotExpectation *slot = pb_object_new (&pb_slot_expectation_type);

  slot->slot_code = g_strdup (slot_code);
  slot->expected_material_code = g_strdup (material_code);
  slot->loaded_material_code = g_strdup (material_code);
  slot->status = PB_SLOT_LOADED;
  g_ptr_array_add (facts->expectations, slot);
}

PbFacts *
fixture_facts (void)
{
  PbFacts *facts = pb_object_new (&pb_facts_type);
  PbOvenProgramRecord *oven = pb_object_new (&pb_oven_program_record_type);

  facts->run = pb_object_new (&pb_run_type);
  facts->run->id = g_strdup ("run-1");
  facts->run->run_no = g_strdup ("R-1");
  facts->run->wo_no = g_strdup ("WO-1");
  facts->run->product_code = g_strdup ("P-1");
  facts->run->line_id = g_strdup ("line-1");
  facts->run->line_code = g_strdup ("SMT1");
  facts->run->line_name = g_strdup ("SMT line 1");
  facts->run->plan_qty = PB_INT (100);
  facts->run->status = PB_RUN_PREP;
  facts->run->updated_at = FIXTURE_NOW - PB_HOUR;
  facts->run->route_version_id = g_strdup ("route-1");

  facts->route = pb_object_new (&pb_route_version_type);
  facts->route->id = g_strdup ("route-1");
  for (int i = 1; i <= 4; i++)
    {
      PbRouteStep *step = pb_object_new (&pb_route_step_type);

      step->step_no = PB_INT (i);
      step->requires_fai = PB_BOOL (i == 3);
      g_ptr_array_add (facts->route->steps, step);
    }

  bind_asset (facts, PB_ASSET_STENCIL, "ST-1");
  bind_asset (facts, PB_ASSET_PASTE_LOT, "PL-1");
  bind_asset (facts, PB_ASSET_SQUEEGEE, "SQ-1");
  bind_asset (facts, PB_ASSET_FIXTURE, "FX-1");
  load_slot (facts, "F01", "M-1");
  load_slot (facts, "F02", "M-2");

  oven->run_id = g_strdup ("run-1");
  oven->program_name = g_strdup ("PROG-A");
  oven->measured_at = FIXTURE_NOW - 2 * PB_HOUR;
  g_ptr_array_add (facts->oven_program_records, oven);
  return facts;
}

void
fixture_ask_no_fai (PbFacts *facts)
{
  for (guint i = 0; i < facts->route->steps->len; i++)
    ((PbRouteStep *) facts->route->steps->pdata[i])->requires_fai = PB_BOOL (FALSE);
}

PbInspection *
fixture_fai (PbFacts *facts, PbFaiStatus status)
{
  PbInspection *fai = pb_object_new (&pb_inspection_type);

  fai->id = g_strdup ("fai-1");
  fai->type = PB_INSPECTION_FAI;
  fai->status = status;
  fai->sample_qty = PB_INT (2);
  fai->round = PB_INT (1);
  fai->inspector_id = g_strdup ("inspector");
  fai->started_at = FIXTURE_NOW - 3 * PB_HOUR;
  if (status == PB_FAI_PASS || status == PB_FAI_FAIL)
    {
      fai->decided_by = g_strdup ("decider");
      fai->decided_at = FIXTURE_NOW - PB_HOUR;
    }
  if (status == PB_FAI_PASS)
    fai->fingerprint = pb_fai_fingerprint (facts);
  pb_object_unref (facts->fai);
  facts->fai = fai;
  return fai;
}

PbSignature *
fixture_sign (PbFacts *facts, PbCapacity capacity, const char *user_id)
{
  PbSignature *signature = pb_object_new (&pb_signature_type);

  signature->round = facts->fai->round;
  signature->capacity = capacity;
  signature->signed_by = g_strdup (user_id);
  signature->signed_at = FIXTURE_NOW - PB_MINUTE;
  signature->meaning = PB_MEANING_APPROVED;
  g_ptr_array_add (facts->fai->signatures, signature);
  return signature;
}

void
fixture_sign_all (PbFacts *facts)
{
  fixture_sign (facts, PB_CAPACITY_PRODUCTION, "p");
  fixture_sign (facts, PB_CAPACITY_ENGINEERING, "e");
  fixture_sign (facts, PB_CAPACITY_QUALITY, "q");
}

PbUser *
fixture_user (const char *id, const char *capacities)
{
  PbUser *user = pb_object_new (&pb_user_type);

  user->id = g_strdup (id);
  user->capacities = g_strsplit (capacities, ",", -1);
  return user;
}

PbItem *
fixture_item (PbItemType type, const char *key)
{
  PbItem *item = pb_object_new (&pb_item_type);

  item->id = g_strdup_printf ("%s-%s", pb_enum_text (&pb_item_types, type), key);
  item->item_type = type;
  item->item_key = g_strdup (key);
  item->status = PB_STATUS_PASSED;
  item->gate = PB_GATE_SOFT;
  return item;
}

PbParams *
fixture_fail (PbItem *item, PbReason reason, const char *object)
{
  PbFailure *failure = pb_object_new (&pb_failure_type);

  failure->reason_code = reason;
  failure->params = pb_object_new (&pb_params_type);
  failure->params->object = g_strdup (object);
  g_ptr_array_add (item->failures, failure);
  if (item->failures->len == 1)
    item->reason_code = reason;
  item->status = PB_STATUS_FAILED;
  return failure->params;
}

GPtrArray *
fixture_items (void)
{
  GPtrArray *items = pb_object_array_new ();

  g_ptr_array_add (items, fixture_item (PB_ITEM_ROUTE, "1"));
  g_ptr_array_add (items, fixture_item (PB_ITEM_STENCIL, "ST-1"));
  g_ptr_array_add (items, fixture_item (PB_ITEM_PREP_PASTE, "PL-1"));
  return items;
}

PbItem *
fixture_add_failed (GPtrArray *items, PbItemType type, const char *key, PbReason reason)
{
  PbItem *item = fixture_item (type, key);

  fixture_fail (item, reason, key);
  g_ptr_array_add (items, item);
  return item;
}

PbWaiver *
fixture_waiver (const PbItem *item)
{
  g_autoptr (GStrvBuilder) covers = g_strv_builder_new ();
  PbWaiver *waiver = pb_object_new (&pb_waiver_type);

  for (guint i = 0; i < item->failures->len; i++)
    {
      g_autofree char *signature = pb_failure_signature (item->failures->pdata[i]);

      g_strv_builder_add (covers, signature);
    }
  waiver->id = g_strdup ("waiver-1");
  waiver->item_id = g_strdup (item->id);
  waiver->item_type = item->item_type;
  waiver->item_key = g_strdup (item->item_key);
  waiver->status = PB_WAIVER_APPROVED;
  waiver->covers = g_strv_builder_end (covers);
  waiver->approved_by = g_strdup ("approver");
  waiver->from_at = FIXTURE_NOW - PB_HOUR;
  waiver->until = FIXTURE_NOW + 7 * PB_HOUR;
  return waiver;
}

void
fixture_assert_strv (GStrv texts, const char *joined)
{
  g_autofree char *text = texts != NULL ? g_strjoinv (" ", texts) : NULL;

  g_assert_cmpstr (text, ==, joined);
}

PbInspectionItem *
fixture_add_characteristic (PbInspection *fai, const char *id, PbPer per, gboolean required)
{
  PbInspectionItem *item = pb_object_new (&pb_inspection_item_type);

  item->id = g_strdup (id);
  item->per = per;
  item->required = PB_BOOL (required);
  g_ptr_array_add (fai->items, item);
  return item;
}

PbMeasurement *
fixture_measure (PbInspectionItem *item, const char *unit_sn, PbResult result)
{
  PbMeasurement *measurement = pb_object_new (&pb_measurement_type);

  measurement->unit_sn = g_strdup (unit_sn);
  measurement->result = result;
  if (result != PB_RESULT_NONE)
    {
      measurement->inspected_at = FIXTURE_NOW - PB_HOUR;
      measurement->inspected_by = g_strdup ("recorder");
    }
  g_ptr_array_add (item->measurements, measurement);
  return measurement;
}
