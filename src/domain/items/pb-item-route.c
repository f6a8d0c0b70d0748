/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-domain"

#include "domain/items/pb-items.h"

static gboolean
fits (const PbStation *station, const PbRouteStep *step)
{
  if (step->station_type != 0 && station->station_type != step->station_type)
    return FALSE;
  return step->station_group == NULL || g_strcmp0 (station->group_code, step->station_group) == 0;
}

static gboolean
has_station (const PbEvaluation *evaluation, const PbRouteStep *step)
{
  const GPtrArray *stations = evaluation->facts->stations;
  const char *line_id = pb_evaluation_line_id (evaluation);

  for (guint i = 0; i < stations->len; i++)
    {
      const PbStation *station = stations->pdata[i];

      if (g_strcmp0 (station->line_id, line_id) == 0 && fits (station, step))
        return TRUE;
    }
  return FALSE;
}

static int
compare_steps (gconstpointer a, gconstpointer b)
{
  const PbRouteStep *m = *(PbRouteStep *const *) a;
  const PbRouteStep *n = *(PbRouteStep *const *) b;

  return (m->step_no.v > n->step_no.v) - (m->step_no.v < n->step_no.v);
}

static void
judge_stations (const PbEvaluation *evaluation, PbItem *item, const PbRouteVersion *route)
{
  g_autoptr (GPtrArray) lacking = g_ptr_array_new ();
  g_autoptr (GStrvBuilder) steps = g_strv_builder_new ();

  for (guint i = 0; i < route->steps->len; i++)
    if (!has_station (evaluation, route->steps->pdata[i]))
      g_ptr_array_add (lacking, route->steps->pdata[i]);
  if (lacking->len == 0)
    return;
  g_ptr_array_sort (lacking, compare_steps);
  for (guint i = 0; i < lacking->len; i++)
    {
      const PbRouteStep *step = lacking->pdata[i];
      g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, step->step_no.v);

      g_strv_builder_add (steps, number);
    }
  pb_item_fail (item, PB_REASON_INCOMPATIBLE, route->route_code)->steps = g_strv_builder_end (steps);
}

static void
evaluate (const PbEvaluation *evaluation, GPtrArray *items)
{
  const PbRun *run = evaluation->facts->run;
  const PbRouteVersion *route = evaluation->facts->route;
  g_autofree char *key = NULL;
  PbItem *item;

  if (route != NULL && route->version_no.set)
    key = g_strdup_printf ("%" G_GINT64_FORMAT, route->version_no.v);
  item = pb_evaluation_add (evaluation, items, key != NULL ? key : run->run_no);
  if (route == NULL)
    {
      if (run->route_version_id != NULL)
        pb_item_fail (item, PB_REASON_UNKNOWN_OBJECT, run->route_version_id);
      else
        pb_item_fail (item, PB_REASON_NOT_BOUND, NULL);
      return;
    }
  pb_item_set_evidence (item, pb_route_version_type.name, route->id, "register", route->route_code, NULL,
                        route->compiled_at);
  if (route->status != PB_VERSION_READY)
    pb_item_fail_state (item, route->route_code, pb_enum_text (&pb_version_statuses, route->status));
  judge_stations (evaluation, item, route);
}

/* clang-format off */
static const PbFailureText route_texts[] = {
  { PB_REASON_NOT_BOUND, NULL, NULL,
    N_ ("The run has no route version."),
    N_ ("Give the product a route that compiles, and create the run with it."), "route:configure" },
  { PB_REASON_UNKNOWN_OBJECT, NULL, NULL,
    N_ ("Route version {object} of the run is not in the register."),
    N_ ("Give the product a route that compiles, and create the run with it."), "route:configure" },
  { PB_REASON_WRONG_STATE, NULL, NULL,
    N_ ("Route {object} is {state}; it must be ready."),
    N_ ("Correct the route until it compiles."), "route:configure" },
  { PB_REASON_INCOMPATIBLE, NULL, NULL,
    N_ ("The line has no matching station for these steps of the route: {steps}."),
    N_ ("Add the stations to the line, or make the run on a line that has them."), PB_MAY_CONFIGURE " route:configure" },
  { 0 },
};
/* clang-format on */

const PbItemClass pb_item_route = {
  .type = PB_ITEM_ROUTE,
  .label = N_ ("Route"),
  .group = PB_GROUP_LINE,
  .gate = PB_GATE_BLOCK,
  .texts = route_texts,
  .evaluate = evaluate,
};
