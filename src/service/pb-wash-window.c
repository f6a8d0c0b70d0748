/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-service"

#include "service/pb-wash-window.h"

#include <string.h>

#include "service/pb-time-windows.h"

gboolean
pb_wash_window_is_wash (const PbRouteStep *step)
{
  return pb_route_step_names (step, "WASH");
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

gboolean
pb_wash_window_find (PbCall *call, const PbUnit *unit, PbTimeWindow **window, GError **error)
{
  PbQuery query = { .type = &pb_time_window_type, .order_by = "started_at", .limit = 1 };
  g_autoptr (GPtrArray) running = NULL;

  pb_query_add_text (&query, "entity_type", PB_OP_EQ, PB_WINDOW_OF_UNIT);
  pb_query_add_text (&query, "entity_id", PB_OP_EQ, unit->sn);
  pb_query_add_text (&query, "rule_type", PB_OP_EQ, "WASH_TIME_LIMIT");
  pb_query_add_text (&query, "status", PB_OP_IN, "ACTIVE,EXPIRED");
  running = pb_store_list (call->store, &query, NULL, error);
  *window = NULL;
  if (running != NULL && running->len > 0)
    *window = pb_object_ref (running->pdata[0]);
  return running != NULL;
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

  if (!(pb_route_step_names (step, "REFLOW") || pb_route_step_names (step, "AOI")) ||
      pb_wash_window_next_wash (route, step->step_no.v + 1) == NULL || !pb_limits_switch (&limits, "product.washed"))
    return TRUE;
  return pb_time_windows_start (call, PB_RULE_WASH_TIME_LIMIT, PB_WINDOW_OF_UNIT, unit->sn, run, run->line_id,
                                call->now, error);
}

gboolean
pb_wash_window_end (PbCall *call, const PbUnit *unit, GError **error)
{
  return pb_time_windows_end (call, PB_RULE_WASH_TIME_LIMIT, PB_WINDOW_OF_UNIT, unit->sn, call->now, error);
}
