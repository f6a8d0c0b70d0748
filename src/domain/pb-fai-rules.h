/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "domain/pb-evaluate.h"
#include "domain/pb-people.h"

G_BEGIN_DECLS

/* The state machine of first article inspection, its verdicts and its signature rule (domain.md, section 4).
 * Functions that refuse return a stable code of the contract (static string), NULL when they allow. */

/* Whether any step of the frozen route asks for a first article. */
gboolean pb_fai_is_required (const PbRouteVersion *route);
/* The last step that requires the FAI: the trial may track through it; 0 when there is none. */
gint64 pb_fai_last_trial_step (const PbRouteVersion *route);

/* Judges a value of a characteristic. A number is judged by its limits (inclusive), not by the person: @result is
 * then set from them.
 * @result: in: the person's, or NONE; out: the verdict (unchanged when refused). WARNING is no verdict of a
 * characteristic.
 * Returns: (nullable): VALUE_NOT_A_NUMBER, VALUE_OUT_OF_LIMITS (said PASS, is outside), NA_NOT_ALLOWED,
 * RESULT_REQUIRED, VALUE_REQUIRED. */
const char *pb_fai_judge (const PbInspectionItem *item, const char *actual_value, PbResult *result);
/* Flat fields of the contract mirror the worst measurement (FAIL before unrecorded before NA before PASS), of
 * several equally bad ones the first. What is not recorded says NA without a time of inspection. */
void pb_fai_mirror (PbInspectionItem *item);

/* A characteristic that still needs a value (or has failed). */
typedef struct
{
  const char *item_id; /* not owned */
  const char *unit_sn; /* (nullable) not owned */
} PbFaiGap;
/* A measurement without unit holds for all units; where @units is empty a characteristic per unit is one gap without
 * unit.
 * @units: (nullable): serials of the sample, ended by NULL.
 * Returns: (transfer full) (element-type PbFaiGap): what is required and not recorded, for each of @units. */
GArray *pb_fai_missing (const PbInspection *fai, const char *const *units);
gboolean pb_fai_has_failures (const PbInspection *fai);

/* PASS or FAIL as a decision. @tracked: sample units with a track-out since the start; @machine_failures: of trial
 * units.
 * Returns: (nullable): FAI_NOT_INSPECTING, FAI_TRIAL_REQUIRED, INVALID_FAI_COUNTS, FAI_INCOMPLETE, FAI_ITEM_FAILED,
 * INSPECTION_FAILURES_EXIST, in this order. */
const char *pb_fai_may_complete (const PbInspection *fai,
                                 PbResult decision,
                                 PbInt passed,
                                 PbInt failed,
                                 gint64 tracked,
                                 gint64 machine_failures,
                                 const char *const *units);

/* A conditional result (A pass, B fail, C pass on a condition until an end) where policy fai.conditionalResult
 * allows it. After the end the FAI is stale.
 * @condition_class: (nullable): NULL asks for nothing.
 * Returns: (nullable): CONDITION_NOT_ALLOWED (by policy), INVALID_FAI_RESULT (no such class, or not that of
 * @decision), CONDITION_REQUIRED (C without condition, without end, or with an end that is not after @now). */
const char *pb_fai_may_condition (PbResult decision,
                                  const char *condition_class,
                                  const char *condition,
                                  gint64 until,
                                  const PbLimits *limits,
                                  gint64 now);

/* The set-up that a PASS freezes: "route=…", "stencil=…", "paste=…", "squeegee=…", "fixture=…", "program=…",
 * "slot:<code>=…" (by slot code); what there is none of has an empty value.
 * Returns: (transfer full). */
GStrv pb_fai_fingerprint (const PbFacts *facts);
/* What made a PASS stale: names of what differs ("stencil", "slot:F01"), "age", "lineStop", "condition" (its end is
 * over). Only a PASS can be stale. A PASS that froze no set-up differs in all of it.
 * @changes_at: (out) (optional): when it becomes stale by time alone, 0 when it never does or already has.
 * Returns: (transfer full) (nullable): NULL when it is not. */
GStrv pb_fai_stale_causes (const PbFacts *facts, const PbPolicy *policy, gint64 now, gint64 *changes_at);

/* Required capacities by policy "fai.capacities", in its order: known ones, each once, at least one.
 * Returns: (transfer full). */
GStrv pb_fai_required_capacities (const PbFacts *facts, const PbPolicy *policy);
/* Those of them without a valid signature of the current round; one person counts for one capacity.
 * Returns: (transfer full): all of them when there is no FAI. */
GStrv pb_fai_missing_capacities (const PbFacts *facts, const PbPolicy *policy);

/* Puts down who has recorded a value of the FAI, or decided it: it counts also after the value was overwritten or the
 * decision rejected. */
void pb_fai_note_inspector (PbInspection *fai, const char *user_id);

/* The signature rule: one per required capacity, distinct people, in any order unless policy fai.signInOrder. A
 * capacity that is not asked for counts as signed. Who ever recorded or decided does not sign QUALITY unless
 * policy fai.inspectorMaySignQuality.
 * Returns: (nullable): FAI_NOT_PASSED, FAI_ALREADY_SIGNED, CAPACITY_NOT_HELD, CAPACITY_ALREADY_SIGNED, SAME_PERSON,
 * INSPECTOR_MAY_NOT_SIGN, OUT_OF_ORDER. */
const char *pb_fai_may_sign (const PbFacts *facts, const PbPolicy *policy, const PbUser *signer, PbCapacity capacity);

G_END_DECLS
