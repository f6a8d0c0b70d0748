/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-domain"

#include "domain/pb-fai-rules.h"

#include "domain/pb-permission.h"

#include <math.h>
#include <string.h>

gboolean
pb_fai_is_required (const PbRouteVersion *route)
{
  return pb_fai_last_trial_step (route) != 0;
}

gint64
pb_fai_last_trial_step (const PbRouteVersion *route)
{
  gint64 last = 0;

  if (route == NULL)
    return 0;
  for (guint i = 0; i < route->steps->len; i++)
    {
      const PbRouteStep *step = route->steps->pdata[i];

      if (step->requires_fai.v)
        last = MAX (last, step->step_no.v);
    }
  return last;
}

/* --- characteristics --- */

/* A decimal number as a gauge shows it: no hexadecimal, no "inf", no unit behind it. */
static gboolean
parse_number (const char *text, double *number)
{
  g_autofree char *trimmed = g_strstrip (g_strdup (text));
  char *end = NULL;

  if (*trimmed == '\0' || strspn (trimmed, "+-.0123456789eE") != strlen (trimmed))
    return FALSE;
  *number = g_ascii_strtod (trimmed, &end);
  return *end == '\0' && end != trimmed && isfinite (*number);
}

static gboolean
is_blank (const char *text)
{
  if (text != NULL)
    for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
      if (!g_unichar_isspace (g_utf8_get_char (p)))
        return FALSE;
  return TRUE;
}

const char *
pb_fai_judge (const PbInspectionItem *item, const char *actual_value, PbResult *result)
{
  double value = 0;
  gboolean inside;

  g_return_val_if_fail (item != NULL, NULL);
  g_return_val_if_fail (result != NULL, NULL);

  if (*result == PB_RESULT_NA)
    return item->na_allowed.v ? NULL : "NA_NOT_ALLOWED";
  if (!item->lower_limit.set && !item->upper_limit.set)
    return *result == PB_RESULT_PASS || *result == PB_RESULT_FAIL ? NULL : "RESULT_REQUIRED";
  if (is_blank (actual_value))
    return "VALUE_REQUIRED";
  if (!parse_number (actual_value, &value))
    return "VALUE_NOT_A_NUMBER";
  inside = (!item->lower_limit.set || value >= item->lower_limit.v) &&
           (!item->upper_limit.set || value <= item->upper_limit.v);
  if (!inside && *result == PB_RESULT_PASS)
    return "VALUE_OUT_OF_LIMITS";
  *result = inside ? PB_RESULT_PASS : PB_RESULT_FAIL;
  return NULL;
}

static gboolean
is_recorded (const PbMeasurement *measurement)
{
  return measurement->inspected_at != 0 && measurement->result != PB_RESULT_NONE;
}

/* A larger number is worse. */
static int
badness (const PbMeasurement *measurement)
{
  if (measurement->result == PB_RESULT_FAIL)
    return 4;
  if (!is_recorded (measurement))
    return 3;
  return measurement->result == PB_RESULT_NA ? 2 : 1;
}

void
pb_fai_mirror (PbInspectionItem *item)
{
  const PbMeasurement *worst = NULL;

  g_return_if_fail (item != NULL);

  for (guint i = 0; i < item->measurements->len; i++)
    if (worst == NULL || badness (item->measurements->pdata[i]) > badness (worst))
      worst = item->measurements->pdata[i];
  pb_set_string (&item->unit_sn, worst != NULL ? worst->unit_sn : NULL);
  pb_set_string (&item->actual_value, worst != NULL ? worst->actual_value : NULL);
  pb_set_string (&item->defect_code, worst != NULL ? worst->defect_code : NULL);
  pb_set_string (&item->remark, worst != NULL ? worst->remark : NULL);
  pb_set_string (&item->inspected_by, worst != NULL ? worst->inspected_by : NULL);
  item->inspected_at = worst != NULL ? worst->inspected_at : 0;
  item->result = worst != NULL && worst->result != PB_RESULT_NONE ? worst->result : PB_RESULT_NA;
}

/* @unit_sn: NULL: whichever unit. */
static gboolean
has_measurement (const PbInspectionItem *item, const char *unit_sn)
{
  for (guint i = 0; i < item->measurements->len; i++)
    {
      const PbMeasurement *measurement = item->measurements->pdata[i];
      gboolean of_all_units = measurement->unit_sn == NULL || *measurement->unit_sn == '\0';

      if (is_recorded (measurement) && (unit_sn == NULL || of_all_units || strcmp (measurement->unit_sn, unit_sn) == 0))
        return TRUE;
    }
  return FALSE;
}

static void
add_gap (GArray *gaps, const PbInspectionItem *item, const char *unit_sn)
{
  PbFaiGap gap = { item->id, unit_sn };

  g_array_append_val (gaps, gap);
}

GArray *
pb_fai_missing (const PbInspection *fai, const char *const *units)
{
  GArray *gaps = g_array_new (FALSE, FALSE, sizeof (PbFaiGap));

  g_return_val_if_fail (fai != NULL, gaps);

  for (guint i = 0; i < fai->items->len; i++)
    {
      const PbInspectionItem *item = fai->items->pdata[i];

      if (item->required.set && !item->required.v)
        continue;
      if (item->per == PB_PER_UNIT && units != NULL && units[0] != NULL)
        {
          for (const char *const *unit = units; *unit != NULL; unit++)
            if (!has_measurement (item, *unit))
              add_gap (gaps, item, *unit);
        }
      else if (!has_measurement (item, NULL))
        add_gap (gaps, item, NULL);
    }
  return gaps;
}

gboolean
pb_fai_has_failures (const PbInspection *fai)
{
  g_return_val_if_fail (fai != NULL, FALSE);

  for (guint i = 0; i < fai->items->len; i++)
    {
      const PbInspectionItem *item = fai->items->pdata[i];

      for (guint k = 0; k < item->measurements->len; k++)
        if (((const PbMeasurement *) item->measurements->pdata[k])->result == PB_RESULT_FAIL)
          return TRUE;
    }
  return FALSE;
}

/* --- decision --- */

/* PASS: nothing failed, all passed. FAIL: something failed, and the rest passed (REST contract, 3.3). */
static gboolean
counts_add_up (PbResult decision, PbInt passed, PbInt failed, gint64 sample)
{
  gint64 bad = failed.set ? failed.v : 0;

  if (decision == PB_RESULT_PASS)
    return bad == 0 && (!passed.set || passed.v == sample);
  return bad > 0 && bad <= sample && (!passed.set || passed.v == sample - bad);
}

const char *
pb_fai_may_complete (const PbInspection *fai,
                     PbResult decision,
                     PbInt passed,
                     PbInt failed,
                     gint64 tracked,
                     gint64 machine_failures,
                     const char *const *units)
{
  g_autoptr (GArray) gaps = NULL;
  gint64 sample;

  g_return_val_if_fail (fai != NULL, NULL);
  g_return_val_if_fail (decision == PB_RESULT_PASS || decision == PB_RESULT_FAIL, "FAI_NOT_INSPECTING");

  sample = MAX (fai->sample_qty.v, 1);
  if (fai->status != PB_FAI_INSPECTING)
    return "FAI_NOT_INSPECTING";
  if (tracked < sample)
    return "FAI_TRIAL_REQUIRED";
  if (!counts_add_up (decision, passed, failed, sample))
    return "INVALID_FAI_COUNTS";
  if (decision == PB_RESULT_FAIL)
    return NULL;
  gaps = pb_fai_missing (fai, units);
  if (gaps->len > 0)
    return "FAI_INCOMPLETE";
  if (pb_fai_has_failures (fai))
    return "FAI_ITEM_FAILED";
  return machine_failures > 0 ? "INSPECTION_FAILURES_EXIST" : NULL;
}

const char *
pb_fai_may_condition (PbResult decision,
                      const char *condition_class,
                      const char *condition,
                      gint64 until,
                      const PbLimits *limits,
                      gint64 now)
{
  PbResult said;

  g_return_val_if_fail (limits != NULL, NULL);

  if (condition_class == NULL)
    return NULL;
  if (strlen (condition_class) != 1 || strchr ("ABC", *condition_class) == NULL)
    return "INVALID_FAI_RESULT";
  said = *condition_class == 'B' ? PB_RESULT_FAIL : PB_RESULT_PASS;
  if (said != decision)
    return "INVALID_FAI_RESULT";
  /* A is a pass and B a failure like any other. */
  if (*condition_class == 'C' && !pb_limits_switch (limits, "fai.conditionalResult"))
    return "CONDITION_NOT_ALLOWED";
  if (*condition_class == 'C' && (is_blank (condition) || until <= now))
    return "CONDITION_REQUIRED";
  return NULL;
}

/* --- signatures --- */

GStrv
pb_fai_required_capacities (const PbFacts *facts, const PbPolicy *policy)
{
  PbLimits limits;

  g_return_val_if_fail (facts != NULL && facts->run != NULL, NULL);
  g_return_val_if_fail (policy != NULL, NULL);

  limits = pb_facts_limits (facts, policy);
  return pb_limits_list (&limits, "fai.capacities");
}

/* Whether the signature stands: of the current round, not void, and its content unchanged. */
static gboolean
counts (const PbInspection *fai, const PbSignature *signature)
{
  gint64 round = fai->round.set ? fai->round.v : 1;

  return signature->signed_by != NULL && signature->meaning == PB_MEANING_APPROVED && signature->voided_at == 0 &&
         (signature->round.set ? signature->round.v : 1) == round && (!signature->valid.set || signature->valid.v);
}

GStrv
pb_fai_missing_capacities (const PbFacts *facts, const PbPolicy *policy)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autoptr (GPtrArray) people = g_ptr_array_new ();
  g_auto (GStrv) required = pb_fai_required_capacities (facts, policy);

  for (char **p = required; p != NULL && *p != NULL; p++)
    {
      int capacity = pb_enum_value (&pb_capacities, *p);
      gboolean is_signed = FALSE;

      for (guint i = 0; facts->fai != NULL && i < facts->fai->signatures->len && !is_signed; i++)
        {
          const PbSignature *signature = facts->fai->signatures->pdata[i];

          is_signed = signature->capacity == capacity && counts (facts->fai, signature) &&
                      !g_ptr_array_find_with_equal_func (people, signature->signed_by, g_str_equal, NULL);
          if (is_signed)
            g_ptr_array_add (people, signature->signed_by);
        }
      if (!is_signed)
        g_strv_builder_add (builder, *p);
    }
  return g_strv_builder_end (builder);
}

static gboolean
has_signed (const PbInspection *fai, const char *user_id)
{
  for (guint i = 0; i < fai->signatures->len; i++)
    {
      const PbSignature *signature = fai->signatures->pdata[i];

      if (counts (fai, signature) && g_strcmp0 (signature->signed_by, user_id) == 0)
        return TRUE;
    }
  return FALSE;
}

void
pb_fai_note_inspector (PbInspection *fai, const char *user_id)
{
  g_autoptr (GStrvBuilder) builder = NULL;

  g_return_if_fail (fai != NULL && user_id != NULL);

  if (fai->inspectors != NULL && g_strv_contains ((const char *const *) fai->inspectors, user_id))
    return;
  builder = g_strv_builder_new ();
  if (fai->inspectors != NULL)
    g_strv_builder_addv (builder, (const char **) fai->inspectors);
  g_strv_builder_add (builder, user_id);
  g_strfreev (fai->inspectors);
  fai->inspectors = g_strv_builder_end (builder);
}

/* Whether the user ever recorded a value of the FAI, or decided it. */
static gboolean
has_inspected (const PbInspection *fai, const char *user_id)
{
  if (g_strcmp0 (fai->inspector_id, user_id) == 0 || g_strcmp0 (fai->decided_by, user_id) == 0 ||
      (fai->inspectors != NULL && g_strv_contains ((const char *const *) fai->inspectors, user_id)))
    return TRUE;
  for (guint i = 0; i < fai->items->len; i++)
    {
      const PbInspectionItem *item = fai->items->pdata[i];

      for (guint k = 0; k < item->measurements->len; k++)
        if (g_strcmp0 (((const PbMeasurement *) item->measurements->pdata[k])->inspected_by, user_id) == 0)
          return TRUE;
    }
  return FALSE;
}

const char *
pb_fai_may_sign (const PbFacts *facts, const PbPolicy *policy, const PbUser *signer, PbCapacity capacity)
{
  const char *text = pb_enum_text (&pb_capacities, capacity);
  g_auto (GStrv) missing = NULL;
  PbLimits limits;

  g_return_val_if_fail (facts != NULL, NULL);
  g_return_val_if_fail (policy != NULL, NULL);
  g_return_val_if_fail (signer != NULL && signer->id != NULL, "CAPACITY_NOT_HELD");
  g_return_val_if_fail (text != NULL, "CAPACITY_NOT_HELD");

  if (facts->fai == NULL || facts->fai->status != PB_FAI_PASS)
    return "FAI_NOT_PASSED";
  limits = pb_facts_limits (facts, policy);
  missing = pb_fai_missing_capacities (facts, policy);
  if (missing[0] == NULL)
    return "FAI_ALREADY_SIGNED";
  if (!pb_user_holds_capacity (signer, capacity))
    return "CAPACITY_NOT_HELD";
  if (!g_strv_contains ((const char *const *) missing, text))
    return "CAPACITY_ALREADY_SIGNED";
  if (has_signed (facts->fai, signer->id))
    return "SAME_PERSON";
  if (capacity == PB_CAPACITY_QUALITY && has_inspected (facts->fai, signer->id) &&
      !pb_limits_switch (&limits, "fai.inspectorMaySignQuality"))
    return "INSPECTOR_MAY_NOT_SIGN";
  if (pb_limits_switch (&limits, "fai.signInOrder") && strcmp (missing[0], text) != 0)
    return "OUT_OF_ORDER";
  return NULL;
}
