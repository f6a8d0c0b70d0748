/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-service"

#include "service/pb-wash-window.h"

#include <string.h>

static gboolean
names_operation (const PbRouteStep *step, const char *word)
{
  g_autofree char *upper = step->operation_code != NULL ? g_ascii_strup (step->operation_code, -1) : NULL;

  return upper != NULL && strstr (upper, word) != NULL;
}

gboolean
pb_wash_window_is_wash (const PbRouteStep *step)
{
  return names_operation (step, "WASH");
}

const PbRouteStep *
pb_wash_window_next_wash (const PbRouteVersion *route, gint64 step_no)
{
  for (guint i = 0; i < route->steps->len; i++)
    {
      const PbRouteStep *step = route->steps->pdata[i];

      if (step->step_no.v >= step_no && pb_wash_window_is_wash (step))
        return step;
    }
  return NULL;
}

static GPtrArray *
list_running (PbCall *call, const PbUnit *unit, GError **error)
{
  PbQuery query = { .type = &pb_time_window_type, .order_by = "started_at" };

  pb_query_add_text (&query, "entity_type", PB_OP_EQ, "UNIT");
  pb_query_add_text (&query, "entity_id", PB_OP_EQ, unit->sn);
  pb_query_add_text (&query, "status", PB_OP_IN, "ACTIVE,EXPIRED");
  return pb_store_list (call->store, &query, NULL, error);
}

gboolean
pb_wash_window_find (PbCall *call, const PbUnit *unit, PbTimeWindow **window, GError **error)
{
  g_autoptr (GPtrArray) running = list_running (call, unit, error);

  *window = NULL;
  if (running != NULL && running->len > 0)
    *window = pb_object_ref (running->pdata[0]);
  return running != NULL;
}

/* How narrow the scope of a rule is for this run: 0 when the run is outside it. */
static int
rank_of (const PbTimeRule *rule, const PbRun *run, const PbRouteVersion *route)
{
  const char *value = rule->scope_value;

  switch ((PbTimeRuleScope) rule->scope)
    {
    case PB_SCOPE_PRODUCT:
      return g_strcmp0 (value, run->product_code) == 0 ? 4 : 0;
    case PB_SCOPE_ROUTING:
      return g_strcmp0 (value, route->route_code) == 0 || g_strcmp0 (value, route->route_id) == 0 ? 3 : 0;
    case PB_SCOPE_LINE:
      return g_strcmp0 (value, run->line_code) == 0 || g_strcmp0 (value, run->line_id) == 0 ? 2 : 0;
    case PB_SCOPE_NONE:
    case PB_SCOPE_GLOBAL:
      return 1;
    default:
      return 0;
    }
}

/* The rule that holds for the run: of those in scope the narrowest, of equally narrow ones the one of higher priority.
 * Returns: whether the rules could be read. */
static gboolean
find_rule (PbCall *call, const PbRun *run, const PbRouteVersion *route, PbTimeRule **found, GError **error)
{
  PbQuery query = { .type = &pb_time_rule_type, .order_by = "code" };
  g_autoptr (GPtrArray) rules = NULL;
  const PbTimeRule *best = NULL;
  int best_rank = 0;

  *found = NULL;
  pb_query_add_text (&query, "rule_type", PB_OP_EQ, "WASH_TIME_LIMIT");
  pb_query_add_number (&query, "is_active", PB_OP_EQ, 1);
  rules = pb_store_list (call->store, &query, NULL, error);
  if (rules == NULL)
    return FALSE;
  for (guint i = 0; i < rules->len; i++)
    {
      const PbTimeRule *rule = rules->pdata[i];
      int rank = rank_of (rule, run, route);

      if (rank > best_rank || (rank > 0 && rank == best_rank && rule->priority.v > best->priority.v))
        {
          best = rule;
          best_rank = rank;
        }
    }
  if (best != NULL)
    *found = pb_object_ref ((gpointer) best);
  return TRUE;
}

gboolean
pb_wash_window_start (PbCall *call,
                      const PbRun *run,
                      const PbRouteVersion *route,
                      const PbRouteStep *step,
                      const PbUnit *unit,
                      GError **error)
{
  PbLimits limits = { call->policy, run->line_code, run->product_code };
  g_autoptr (PbTimeRule) rule = NULL;
  g_autoptr (PbTimeWindow) running = NULL;
  g_autoptr (PbTimeWindow) window = NULL;

  if (!(names_operation (step, "REFLOW") || names_operation (step, "AOI")) ||
      pb_wash_window_next_wash (route, step->step_no.v + 1) == NULL || !pb_limits_switch (&limits, "product.washed"))
    return TRUE;
  if (!find_rule (call, run, route, &rule, error) || !pb_wash_window_find (call, unit, &running, error))
    return FALSE;
  /* The board has been waiting since the first of these operations. */
  if (rule == NULL || running != NULL)
    return TRUE;
  window = pb_object_new (&pb_time_window_type);
  window->id = pb_id_new ();
  window->definition_id = g_strdup (rule->id);
  window->definition_code = g_strdup (rule->code);
  window->definition_name = g_strdup (rule->name);
  window->rule_type = rule->rule_type;
  window->is_waivable = PB_BOOL (!rule->is_waivable.set || rule->is_waivable.v);
  window->run_id = g_strdup (run->id);
  window->run_no = g_strdup (run->run_no);
  window->entity_type = g_strdup ("UNIT");
  window->entity_id = g_strdup (unit->sn);
  window->entity_display = g_strdup (unit->sn);
  window->started_at = call->now;
  window->expires_at = call->now + rule->duration_minutes.v * PB_MINUTE;
  window->warning_at = rule->warning_minutes.set ? window->expires_at - rule->warning_minutes.v * PB_MINUTE : 0;
  window->status = PB_WINDOW_ACTIVE;
  return pb_call_insert (call, window, NULL, error);
}

gboolean
pb_wash_window_end (PbCall *call, const PbUnit *unit, GError **error)
{
  g_autoptr (GPtrArray) running = list_running (call, unit, error);

  for (guint i = 0; running != NULL && i < running->len; i++)
    {
      PbTimeWindow *window = running->pdata[i];

      window->status = PB_WINDOW_COMPLETED;
      window->completed_at = call->now;
      if (!pb_call_update (call, window, NULL, error))
        return FALSE;
    }
  return running != NULL;
}
