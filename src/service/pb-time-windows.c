/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-service"

#include "service/pb-time-windows.h"

#include <string.h>

/* What decides whether a rule is in scope; what few rules ask for is read when the first one does. */
typedef struct
{
  PbCall *call;
  const PbRun *run;      /* (nullable) */
  const char *line_id;   /* (nullable) */
  PbLine *line;          /* (owned) (nullable) */
  PbRouteVersion *route; /* (owned) (nullable) */
  gboolean route_read;
} Scope;

static void
scope_clear (Scope *scope)
{
  g_clear_pointer (&scope->line, pb_object_unref);
  g_clear_pointer (&scope->route, pb_object_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Scope, scope_clear)

/* Returns: (nullable): the code of the line; NULL with @failure when it cannot be read. */
static const char *
line_code (Scope *scope, GError **failure)
{
  if (scope->run != NULL && g_strcmp0 (scope->run->line_id, scope->line_id) == 0 && scope->run->line_code != NULL)
    return scope->run->line_code;
  if (scope->line == NULL && scope->line_id != NULL)
    scope->line = pb_store_get_by (scope->call->store, &pb_line_type, "id", scope->line_id, failure);
  return scope->line != NULL ? scope->line->code : NULL;
}

static const PbRouteVersion *
route_of (Scope *scope, GError **failure)
{
  if (!scope->route_read && scope->run != NULL && scope->run->route_version_id != NULL)
    scope->route = pb_store_load_route_version (scope->call->store, scope->run->route_version_id, failure);
  scope->route_read = TRUE;
  return scope->route;
}

static gboolean
washes (const PbRouteVersion *route)
{
  for (guint i = 0; route != NULL && i < route->steps->len; i++)
    if (pb_route_step_names (route->steps->pdata[i], "WASH"))
      return TRUE;
  return FALSE;
}

static gboolean
is_in_scope (Scope *scope, const PbTimeRule *rule, GError **failure)
{
  const char *value = rule->scope_value;
  const PbRouteVersion *route;

  if (rule->requires_wash_step.v && !washes (route_of (scope, failure)))
    return FALSE;
  switch (rule->scope)
    {
    case PB_SCOPE_LINE:
      return value != NULL && scope->line_id != NULL &&
             (strcmp (value, scope->line_id) == 0 || g_strcmp0 (value, line_code (scope, failure)) == 0);
    case PB_SCOPE_ROUTING:
      route = value != NULL ? route_of (scope, failure) : NULL;
      return route != NULL && (g_strcmp0 (value, route->route_id) == 0 || g_strcmp0 (value, route->route_code) == 0);
    case PB_SCOPE_PRODUCT:
      return value != NULL && scope->run != NULL && g_strcmp0 (value, scope->run->product_code) == 0;
    default:
      return TRUE;
    }
}

/* Scopes are numbered from the widest to the narrowest. */
static gboolean
is_narrower (const PbTimeRule *rule, const PbTimeRule *other)
{
  int scope = MAX (rule->scope, PB_SCOPE_GLOBAL), other_scope = MAX (other->scope, PB_SCOPE_GLOBAL);

  if (scope != other_scope)
    return scope > other_scope;
  if (rule->priority.v != other->priority.v)
    return rule->priority.v > other->priority.v;
  return g_strcmp0 (rule->code, other->code) < 0;
}

/* The type says what starts and ends a window, whatever a rule calls these events: an active rule alone judges its
 * object, so one that never starts would leave it unjudged.
 * Returns: whether it could be read; @found: (out) (transfer full) (nullable). */
static gboolean
find_rule (Scope *scope, PbTimeRuleType type, PbTimeRule **found, GError **error)
{
  PbQuery query = { .type = &pb_time_rule_type };
  g_autoptr (GPtrArray) rules = NULL;
  g_autoptr (GError) failure = NULL;
  const PbTimeRule *best = NULL;

  *found = NULL;
  pb_query_add_text (&query, "rule_type", PB_OP_EQ, pb_enum_text (&pb_time_rule_types, (int) type));
  pb_query_add_number (&query, "is_active", PB_OP_EQ, 1);
  rules = pb_store_list (scope->call->store, &query, NULL, error);
  if (rules == NULL)
    return FALSE;
  for (guint i = 0; i < rules->len && failure == NULL; i++)
    {
      const PbTimeRule *rule = rules->pdata[i];

      if ((best == NULL || is_narrower (rule, best)) && is_in_scope (scope, rule, &failure))
        best = rule;
    }
  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  if (best != NULL)
    *found = pb_object_ref ((gpointer) best);
  return TRUE;
}

static void
filter_object (PbQuery *query, PbTimeRuleType type, const char *entity_type, const char *entity_id)
{
  pb_query_add_text (query, "entity_type", PB_OP_EQ, entity_type);
  pb_query_add_text (query, "entity_id", PB_OP_EQ, entity_id);
  pb_query_add_text (query, "rule_type", PB_OP_EQ, pb_enum_text (&pb_time_rule_types, (int) type));
}

/* Whether it is judged ACTIVE or EXPIRED is the clock's; both run until they are ended. */
static GPtrArray *
list_running (PbCall *call, PbTimeRuleType type, const char *entity_type, const char *entity_id, GError **error)
{
  PbQuery query = { .type = &pb_time_window_type, .order_by = "started_at" };

  filter_object (&query, type, entity_type, entity_id);
  pb_query_add_text (&query, "status", PB_OP_IN, "ACTIVE,EXPIRED");
  return pb_store_list (call->store, &query, NULL, error);
}

static PbTimeWindow *
window_new (const PbTimeRule *rule, const char *entity_type, const char *entity_id, const PbRun *run, gint64 started_at)
{
  PbTimeWindow *window = pb_object_new (&pb_time_window_type);

  window->id = pb_id_new ();
  window->definition_id = g_strdup (rule->id);
  window->definition_code = g_strdup (rule->code);
  window->definition_name = g_strdup (rule->name);
  window->rule_type = rule->rule_type;
  window->is_waivable = PB_BOOL (!rule->is_waivable.set || rule->is_waivable.v);
  window->run_id = g_strdup (run != NULL ? run->id : NULL);
  window->run_no = g_strdup (run != NULL ? run->run_no : NULL);
  window->entity_type = g_strdup (entity_type);
  window->entity_id = g_strdup (entity_id);
  window->entity_display = g_strdup (entity_id);
  window->started_at = started_at;
  window->expires_at = started_at + rule->duration_minutes.v * PB_MINUTE;
  if (rule->warning_minutes.set)
    window->warning_at = window->expires_at - rule->warning_minutes.v * PB_MINUTE;
  window->status = PB_WINDOW_ACTIVE;
  return window;
}

static gboolean
begin_earlier (PbCall *call, PbTimeWindow *window, gint64 started_at, GError **error)
{
  gint64 earlier = window->started_at - started_at;

  window->started_at -= earlier;
  window->expires_at -= earlier;
  if (window->warning_at != 0)
    window->warning_at -= earlier;
  pb_call_audit_note (call, "timeWindowBeginsEarlier", window->definition_code);
  return pb_call_update (call, window, NULL, error);
}

gboolean
pb_time_windows_start (PbCall *call,
                       PbTimeRuleType type,
                       const char *entity_type,
                       const char *entity_id,
                       const PbRun *run,
                       const char *line_id,
                       gint64 started_at,
                       GError **error)
{
  g_auto (Scope) scope = { .call = call, .run = run, .line_id = line_id };
  g_autoptr (PbTimeRule) rule = NULL;
  g_autoptr (PbTimeWindow) window = NULL;
  g_autoptr (GPtrArray) running = NULL;

  g_return_val_if_fail (type > PB_RULE_NONE && type <= PB_RULE_WASH_TIME_LIMIT, FALSE);
  g_return_val_if_fail (entity_type != NULL && entity_id != NULL && started_at != 0, FALSE);

  if (scope.line_id == NULL && run != NULL)
    scope.line_id = run->line_id;
  running = list_running (call, type, entity_type, entity_id, error);
  if (running == NULL)
    return FALSE;
  if (running->len > 0 && ((PbTimeWindow *) running->pdata[0])->started_at <= started_at)
    return TRUE;
  if (running->len > 0)
    return begin_earlier (call, running->pdata[0], started_at, error);
  if (!find_rule (&scope, type, &rule, error))
    return FALSE;
  if (rule == NULL)
    return TRUE;
  window = window_new (rule, entity_type, entity_id, run, started_at);
  pb_call_audit_note (call, "timeWindowStarted", rule->code);
  return pb_call_insert (call, window, NULL, error);
}

gboolean
pb_time_windows_end (PbCall *call,
                     PbTimeRuleType type,
                     const char *entity_type,
                     const char *entity_id,
                     gint64 ended_at,
                     GError **error)
{
  g_autoptr (GPtrArray) running = NULL;

  g_return_val_if_fail (type > PB_RULE_NONE && type <= PB_RULE_WASH_TIME_LIMIT, FALSE);
  g_return_val_if_fail (entity_type != NULL && entity_id != NULL && ended_at != 0, FALSE);

  running = list_running (call, type, entity_type, entity_id, error);
  for (guint i = 0; running != NULL && i < running->len; i++)
    {
      PbTimeWindow *window = running->pdata[i];

      if (window->started_at > ended_at)
        continue;
      window->status = PB_WINDOW_COMPLETED;
      window->completed_at = ended_at;
      pb_call_audit_note (call, "timeWindowEnded", window->definition_code);
      if (!pb_call_update (call, window, NULL, error))
        return FALSE;
    }
  return running != NULL;
}
