/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-domain"

#include "domain/pb-fai-rules.h"
#include "domain/pb-gate.h"

/* A run as a row of the board: the gate's answer condensed to a state, counts and who is needed next. */

static guint
count_blockers (const PbGate *gate, PbBlockerCode code)
{
  guint n = 0;

  for (guint i = 0; i < gate->blockers->len; i++)
    if (((const PbBlocker *) gate->blockers->pdata[i])->code == (int) code)
      n++;
  return n;
}

static PbBoardState
state_of (const PbFacts *facts, const PbGate *gate)
{
  if (facts->run->status == PB_RUN_AUTHORIZED)
    return PB_BOARD_AUTHORIZED;
  if (facts->run->status != PB_RUN_PREP)
    return PB_BOARD_NONE;
  if (count_blockers (gate, PB_BLOCKER_NOTHING_ENABLED) + count_blockers (gate, PB_BLOCKER_READINESS_ITEM_FAILED) > 0)
    return PB_BOARD_BLOCKED;
  if (count_blockers (gate, PB_BLOCKER_FAI_STALE) > 0)
    return PB_BOARD_READY_FOR_FAI;
  if (count_blockers (gate, PB_BLOCKER_FAI_NOT_PASSED) > 0)
    return facts->fai != NULL && (facts->fai->status == PB_FAI_PENDING || facts->fai->status == PB_FAI_INSPECTING)
             ? PB_BOARD_FAI_RUNNING
             : PB_BOARD_READY_FOR_FAI;
  if (count_blockers (gate, PB_BLOCKER_FAI_NOT_SIGNED) > 0)
    return PB_BOARD_WAITING_SIGNATURE;
  return PB_BOARD_READY;
}

static void
add_need (GPtrArray *needs, const char *need)
{
  if (!g_ptr_array_find_with_equal_func (needs, need, g_str_equal, NULL))
    g_ptr_array_add (needs, g_strdup (need));
}

/* What clears the blockers with @code (NONE: all but that an authorised run is authorised). */
static void
add_cleared_by (GPtrArray *needs, const PbGate *gate, PbBlockerCode code)
{
  for (guint i = 0; i < gate->blockers->len; i++)
    {
      const PbBlocker *blocker = gate->blockers->pdata[i];

      if (code != PB_BLOCKER_NONE ? blocker->code == (int) code : blocker->code != PB_BLOCKER_RUN_NOT_READY)
        for (char **p = blocker->cleared_by; p != NULL && *p != NULL; p++)
          add_need (needs, *p);
    }
}

/* The signatures that may be given now: all that are missing, or the first of them where policy sets an order. */
static void
add_signatures (GPtrArray *needs, const PbFacts *facts, const PbGate *gate, const PbPolicy *policy)
{
  PbLimits limits = pb_facts_limits (facts, policy);

  add_cleared_by (needs, gate, PB_BLOCKER_FAI_NOT_SIGNED);
  if (needs->len > 1 && pb_limits_switch (&limits, "fai.signInOrder"))
    g_ptr_array_set_size (needs, 1);
}

static gboolean
is_trial_open (const PbFacts *facts)
{
  return facts->fai != NULL && facts->fai->status == PB_FAI_INSPECTING &&
         facts->trial_tracked.v < facts->fai->sample_qty.v;
}

static GStrv
needs_of (PbBoardState state, const PbFacts *facts, const PbGate *gate, const PbPolicy *policy)
{
  g_autoptr (GPtrArray) needs = g_ptr_array_new_with_free_func (g_free);

  switch (state)
    {
    case PB_BOARD_BLOCKED:
      add_cleared_by (needs, gate, PB_BLOCKER_NOTHING_ENABLED);
      add_cleared_by (needs, gate, PB_BLOCKER_READINESS_ITEM_FAILED);
      break;
    case PB_BOARD_FAI_RUNNING:
      if (is_trial_open (facts))
        add_need (needs, "exec:track_in");
      add_need (needs, "quality:fai");
      break;
    case PB_BOARD_READY_FOR_FAI:
      add_need (needs, "quality:fai");
      break;
    case PB_BOARD_WAITING_SIGNATURE:
      add_signatures (needs, facts, gate, policy);
      break;
    case PB_BOARD_READY:
      add_need (needs, "run:authorize");
      break;
    case PB_BOARD_AUTHORIZED:
      add_cleared_by (needs, gate, PB_BLOCKER_NONE);
      if (needs->len == 0)
        add_need (needs, "exec:track_in");
      break;
    case PB_BOARD_NONE:
    default:
      break;
    }
  g_ptr_array_add (needs, NULL);
  return (GStrv) g_ptr_array_free (g_steal_pointer (&needs), FALSE);
}

static void
count_signatures (PbBoardRow *row, const PbFacts *facts, const PbGate *gate, const PbPolicy *policy)
{
  gint64 required = 0;
  gint64 done = 0;

  if (pb_fai_is_required (facts->route))
    {
      g_auto (GStrv) capacities = pb_fai_required_capacities (facts, policy);
      gboolean fai_counts =
        facts->fai != NULL && facts->fai->status == PB_FAI_PASS && count_blockers (gate, PB_BLOCKER_FAI_STALE) == 0;

      required = g_strv_length (capacities);
      if (fai_counts)
        {
          g_auto (GStrv) missing = pb_fai_missing_capacities (facts, policy);

          done = required - g_strv_length (missing);
        }
    }
  row->signatures_required = PB_INT (required);
  row->signatures_done = PB_INT (done);
}

static PbLineRef *
line_ref_new (const PbFacts *facts)
{
  PbLineRef *line = pb_object_new (&pb_line_ref_type);
  gboolean known = facts->line != NULL;

  line->id = g_strdup (known ? facts->line->id : facts->run->line_id);
  line->code = g_strdup (known ? facts->line->code : facts->run->line_code);
  line->name = g_strdup (known ? facts->line->name : facts->run->line_name);
  return line;
}

PbBoardRow *
pb_board_row_new (const PbFacts *facts, GPtrArray *items, const PbGate *gate, const PbPolicy *policy)
{
  PbBoardRow *row;
  gint64 waived = 0;
  guint own_state = 0;

  g_return_val_if_fail (facts != NULL && facts->run != NULL, NULL);
  g_return_val_if_fail (items != NULL, NULL);
  g_return_val_if_fail (gate != NULL, NULL);
  g_return_val_if_fail (policy != NULL, NULL);

  for (guint i = 0; i < items->len; i++)
    if (((const PbItem *) items->pdata[i])->status == PB_STATUS_WAIVED)
      waived++;
  if (facts->run->status == PB_RUN_AUTHORIZED)
    own_state = count_blockers (gate, PB_BLOCKER_RUN_NOT_READY);

  row = pb_object_new (&pb_board_row_type);
  row->run_no = g_strdup (facts->run->run_no);
  row->status = facts->run->status;
  row->product_code = g_strdup (facts->run->product_code);
  row->wo_no = g_strdup (facts->work_order != NULL ? facts->work_order->wo_no : facts->run->wo_no);
  row->line = line_ref_new (facts);
  row->plan_qty = facts->run->plan_qty;
  row->state = state_of (facts, gate);
  row->blockers = PB_INT (gate->blockers->len - own_state);
  row->waived = PB_INT (waived);
  count_signatures (row, facts, gate, policy);
  row->next_deadline = gate->next_deadline;
  row->needs = needs_of (row->state, facts, gate, policy);
  row->updated_at = facts->run->updated_at;
  return row;
}
