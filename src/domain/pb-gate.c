/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-domain"

#include "domain/pb-gate.h"

#include "domain/pb-fai-rules.h"

#include <string.h>

/* --- texts --- */

static const char *
say (const PbTextStyle *style, const char *text)
{
  return style != NULL && style->translate != NULL ? style->translate (text) : text;
}

/* @template holds "{}" where the value goes. */
static char *
say_with (const PbTextStyle *style, const char *template, const char *value)
{
  g_autoptr (GString) text = g_string_new (say (style, template));

  g_string_replace (text, "{}", value, 1);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* Where nothing is bound, recorded or loaded yet, the key is that of the line, the run or the whole table. */
static gboolean
names_a_thing (const PbBlocker *blocker)
{
  return blocker->item_key != NULL && blocker->reason_code != PB_REASON_NOT_BOUND &&
         !(blocker->item_type == PB_ITEM_LOADING && strcmp (blocker->item_key, "SLOT_TABLE") == 0) &&
         !(blocker->item_type == PB_ITEM_PREP_BAKE && blocker->reason_code == PB_REASON_NO_RECORD);
}

static char *
describe_item (const PbBlocker *blocker, const PbTextStyle *style)
{
  g_autoptr (PbFailure) failure = pb_object_new (&pb_failure_type);
  g_autofree char *sentence = NULL;

  failure->reason_code = blocker->reason_code;
  failure->params = blocker->params != NULL ? pb_object_ref (blocker->params) : pb_object_new (&pb_params_type);
  sentence = pb_failure_describe (blocker->item_type, failure, style);
  if (!names_a_thing (blocker))
    return g_strdup_printf ("%s: %s", pb_item_type_label (blocker->item_type, style), sentence);
  return g_strdup_printf ("%s %s: %s", pb_item_type_label (blocker->item_type, style), blocker->item_key, sentence);
}

static const char *
describe_fai_state (PbFaiStatus status)
{
  switch (status)
    {
    case PB_FAI_PENDING:
      return N_ ("The first article inspection has not been started.");
    case PB_FAI_INSPECTING:
      return N_ ("The first article is still being inspected.");
    case PB_FAI_FAIL:
      return N_ ("The first article has failed: make a new one.");
    case PB_FAI_NONE:
    case PB_FAI_PASS:
    case PB_FAI_CANCELLED:
    default:
      return N_ ("The route asks for a first article inspection and there is none.");
    }
}

static char *
describe_cause (const char *cause, const PbTextStyle *style)
{
  static const struct
  {
    const char *cause;
    const char *text;
  } texts[] = {
    { "route", N_ ("another route version") },
    { "stencil", N_ ("another stencil") },
    { "paste", N_ ("another solder paste lot") },
    { "squeegee", N_ ("another squeegee") },
    { "fixture", N_ ("another fixture") },
    { "program", N_ ("another oven program") },
    { "age", N_ ("too old") },
    { "lineStop", N_ ("the line stood still for too long") },
    { "condition", N_ ("the end of its condition has come") },
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    if (strcmp (texts[i].cause, cause) == 0)
      return g_strdup (say (style, texts[i].text));
  if (g_str_has_prefix (cause, "slot:"))
    return say_with (style, N_ ("another material in slot {}"), cause + strlen ("slot:"));
  return g_strdup (cause);
}

static char *
describe_stale (const PbBlocker *blocker, const PbTextStyle *style)
{
  const char *part = blocker->params != NULL ? blocker->params->part : NULL;
  g_auto (GStrv) causes = g_strsplit (part != NULL ? part : "", ",", -1);
  g_autofree char *list = NULL;

  for (char **p = causes; *p != NULL; p++)
    {
      char *text = describe_cause (*p, style);

      g_free (*p);
      *p = text;
    }
  list = g_strjoinv (", ", causes);
  return say_with (style, N_ ("The first article no longer holds ({}): make a new one."), list);
}

static const char *
describe_signature (const PbBlocker *blocker)
{
  switch (pb_enum_value (&pb_capacities, blocker->params != NULL ? blocker->params->capacity : NULL))
    {
    case PB_CAPACITY_PRODUCTION:
      return N_ ("The first article lacks the signature of production.");
    case PB_CAPACITY_ENGINEERING:
      return N_ ("The first article lacks the signature of engineering.");
    case PB_CAPACITY_QUALITY:
      return N_ ("The first article lacks the signature of quality.");
    default:
      return N_ ("The first article lacks a signature.");
    }
}

char *
pb_blocker_describe (const PbBlocker *blocker, const PbTextStyle *style)
{
  const char *state;

  g_return_val_if_fail (blocker != NULL, NULL);

  state = blocker->params != NULL ? blocker->params->state : NULL;
  switch ((PbBlockerCode) blocker->code)
    {
    case PB_BLOCKER_RUN_NOT_READY:
      return say_with (style, N_ ("The run is {}: only a run in PREP can be authorised."), state != NULL ? state : "");
    case PB_BLOCKER_NOTHING_ENABLED:
      return g_strdup (
        say (style, N_ ("No preparation item is enabled on the line, and its policy does not say that it "
                        "needs none.")));
    case PB_BLOCKER_READINESS_ITEM_FAILED:
      return describe_item (blocker, style);
    case PB_BLOCKER_FAI_NOT_PASSED:
      return g_strdup (say (style, describe_fai_state (pb_enum_value (&pb_fai_statuses, state))));
    case PB_BLOCKER_FAI_STALE:
      return describe_stale (blocker, style);
    case PB_BLOCKER_FAI_NOT_SIGNED:
      return g_strdup (say (style, describe_signature (blocker)));
    case PB_BLOCKER_SAME_PERSON:
      return g_strdup (
        say (style, N_ ("Whoever approved a waiver of the run does not authorise it: ask somebody else.")));
    case PB_BLOCKER_NONE:
    default:
      return g_strdup ("");
    }
}

/* --- blockers --- */

/* @cleared_by: (nullable): the permission or capacity that clears it.
 * Returns: (transfer none): the blocker, its message still to be made. */
static PbBlocker *
add_blocker (PbGate *gate, PbBlockerCode code, const char *cleared_by)
{
  PbBlocker *blocker = pb_object_new (&pb_blocker_type);

  blocker->code = code;
  blocker->cleared_by = g_new0 (char *, 2);
  blocker->cleared_by[0] = g_strdup (cleared_by);
  g_ptr_array_add (gate->blockers, blocker);
  return blocker;
}

static PbParams *
set_params (PbBlocker *blocker)
{
  blocker->params = pb_object_new (&pb_params_type);
  return blocker->params;
}

/* What clears any of the item's failures, each named once. */
static GStrv
item_cleared_by (const PbItem *item)
{
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < item->failures->len; i++)
    {
      g_auto (GStrv) some = pb_failure_cleared_by (item->item_type, item->gate, item->failures->pdata[i]);

      for (char **p = some; p != NULL && *p != NULL; p++)
        if (!g_ptr_array_find_with_equal_func (all, *p, g_str_equal, NULL))
          g_ptr_array_add (all, g_strdup (*p));
    }
  g_ptr_array_add (all, NULL);
  return (GStrv) g_ptr_array_free (g_steal_pointer (&all), FALSE);
}

static void
add_items (PbGate *gate, const PbFacts *facts, GPtrArray *items, const PbPolicy *policy)
{
  if (items->len == 0 && pb_items_status (items, facts, policy) == PB_STATUS_FAILED)
    add_blocker (gate, PB_BLOCKER_NOTHING_ENABLED, "readiness:config");
  for (guint i = 0; i < items->len; i++)
    {
      const PbItem *item = items->pdata[i];
      const PbFailure *first = item->failures->len > 0 ? item->failures->pdata[0] : NULL;
      PbBlocker *blocker;

      if (item->status != PB_STATUS_FAILED || item->gate == PB_GATE_RECORD)
        continue;
      blocker = add_blocker (gate, PB_BLOCKER_READINESS_ITEM_FAILED, NULL);
      blocker->item_id = g_strdup (item->id);
      blocker->item_type = item->item_type;
      blocker->item_key = g_strdup (item->item_key);
      blocker->reason_code = first != NULL ? first->reason_code : item->reason_code;
      if (first != NULL && first->params != NULL)
        blocker->params = pb_object_ref (first->params);
      g_strfreev (blocker->cleared_by);
      blocker->cleared_by = item_cleared_by (item);
    }
}

static void
add_fai (PbGate *gate, const PbFacts *facts, const PbPolicy *policy, gint64 now, gint64 *changes_at)
{
  const PbInspection *fai = facts->fai;
  const char *fai_id = fai != NULL ? fai->id : NULL;
  g_auto (GStrv) causes = NULL;
  g_auto (GStrv) missing = NULL;

  if (fai == NULL || fai->status != PB_FAI_PASS)
    {
      PbParams *params = set_params (add_blocker (gate, PB_BLOCKER_FAI_NOT_PASSED, "quality:fai"));

      params->object = g_strdup (fai_id);
      params->state = g_strdup (fai != NULL ? pb_enum_text (&pb_fai_statuses, fai->status) : NULL);
      return;
    }
  causes = pb_fai_stale_causes (facts, policy, now, changes_at);
  if (causes != NULL)
    {
      PbParams *params = set_params (add_blocker (gate, PB_BLOCKER_FAI_STALE, "quality:fai"));

      params->object = g_strdup (fai_id);
      params->part = g_strjoinv (",", causes);
      return;
    }
  missing = pb_fai_missing_capacities (facts, policy);
  for (char **p = missing; *p != NULL; p++)
    {
      g_autofree char *cleared_by = g_strconcat ("capacity:", *p, NULL);
      PbParams *params = set_params (add_blocker (gate, PB_BLOCKER_FAI_NOT_SIGNED, cleared_by));

      params->object = g_strdup (fai_id);
      params->capacity = g_strdup (*p);
    }
}

PbGate *
pb_gate_evaluate (const PbFacts *facts, GPtrArray *items, const PbPolicy *policy, gint64 now)
{
  PbGate *gate;
  PbRunStatus status;

  g_return_val_if_fail (facts != NULL && facts->run != NULL, NULL);
  g_return_val_if_fail (items != NULL, NULL);
  g_return_val_if_fail (policy != NULL, NULL);

  gate = pb_object_new (&pb_gate_type);
  gate->evaluated_at = now;
  gate->policy_version = PB_INT (pb_policy_get_version (policy));
  status = facts->run->status;
  if (status != PB_RUN_PREP)
    {
      PbBlocker *blocker =
        add_blocker (gate, PB_BLOCKER_RUN_NOT_READY, status == PB_RUN_AUTHORIZED ? "run:revoke" : NULL);

      set_params (blocker)->state = g_strdup (pb_enum_text (&pb_run_statuses, status));
    }
  if (status == PB_RUN_PREP || status == PB_RUN_AUTHORIZED)
    {
      gint64 fai_changes_at = 0;

      add_items (gate, facts, items, policy);
      if (pb_fai_is_required (facts->route))
        add_fai (gate, facts, policy, now, &fai_changes_at);
      gate->next_deadline = pb_items_next_deadline (items);
      if (fai_changes_at != 0 && (gate->next_deadline == 0 || fai_changes_at < gate->next_deadline))
        gate->next_deadline = fai_changes_at;
    }
  for (guint i = 0; i < gate->blockers->len; i++)
    {
      PbBlocker *blocker = gate->blockers->pdata[i];

      blocker->message = pb_blocker_describe (blocker, NULL);
    }
  gate->can_authorize = PB_BOOL (gate->blockers->len == 0);
  return gate;
}

/* --- codes --- */

static const char *
code_of (const PbBlocker *blocker)
{
  if (blocker->code == PB_BLOCKER_NOTHING_ENABLED || blocker->code == PB_BLOCKER_READINESS_ITEM_FAILED)
    return "READINESS_CHECK_FAILED";
  return pb_enum_text (&pb_blocker_codes, blocker->code);
}

const char *
pb_gate_refusal_code (const PbGate *gate)
{
  g_return_val_if_fail (gate != NULL, NULL);

  return gate->blockers->len > 0 ? code_of (gate->blockers->pdata[0]) : NULL;
}

const char *
pb_gate_withdrawal_code (const PbGate *gate)
{
  g_return_val_if_fail (gate != NULL, NULL);

  for (guint i = 0; i < gate->blockers->len; i++)
    if (((const PbBlocker *) gate->blockers->pdata[i])->code != PB_BLOCKER_RUN_NOT_READY)
      return code_of (gate->blockers->pdata[i]);
  return NULL;
}

gboolean
pb_gate_withdraws (const PbFacts *facts, const PbGate *gate, const PbPolicy *policy)
{
  PbLimits limits;

  g_return_val_if_fail (facts != NULL && facts->run != NULL, FALSE);
  g_return_val_if_fail (policy != NULL, FALSE);

  limits = pb_facts_limits (facts, policy);
  return facts->run->status == PB_RUN_AUTHORIZED && pb_gate_withdrawal_code (gate) != NULL &&
         pb_limits_switch (&limits, "authorisation.withdraws");
}

gboolean
pb_gate_may_authorise (const PbFacts *facts, const PbPolicy *policy, const char *user_id)
{
  PbLimits limits;

  g_return_val_if_fail (facts != NULL && facts->run != NULL, FALSE);
  g_return_val_if_fail (policy != NULL, FALSE);
  g_return_val_if_fail (user_id != NULL, FALSE);

  limits = pb_facts_limits (facts, policy);
  if (pb_limits_switch (&limits, "waiver.approverMayAuthorise"))
    return TRUE;
  if (facts->waiver_approvers != NULL && g_strv_contains ((const char *const *) facts->waiver_approvers, user_id))
    return FALSE;
  return TRUE;
}
