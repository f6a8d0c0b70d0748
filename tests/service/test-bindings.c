/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "plant-bodies.h"

/* What is on a line, and what machines say about it. */

#define LINE_A "/api/integration/lines/id-LINE-A"
#define LINE_B "/api/integration/lines/id-LINE-B"

static const struct
{
  const char *segment, *member, *view, *none, *bind_action, *unbind_action;
  PbAssetKind kind;
  gboolean strict;
} kinds[] = {
  { "stencil", "stencilId", "stencil", "NO_CURRENT_STENCIL", "LINE_STENCIL_BIND", "LINE_STENCIL_UNBIND",
    PB_ASSET_STENCIL, FALSE },
  { "solder-paste", "lotId", "solderPaste", "NO_CURRENT_SOLDER_PASTE", "LINE_SOLDER_PASTE_BIND",
    "LINE_SOLDER_PASTE_UNBIND", PB_ASSET_PASTE_LOT, FALSE },
  { "squeegee", "squeegeeId", "squeegee", "NO_CURRENT_SQUEEGEE", "LINE_SQUEEGEE_BIND", "LINE_SQUEEGEE_UNBIND",
    PB_ASSET_SQUEEGEE, TRUE },
  { "fixture", "fixtureId", "fixture", "NO_CURRENT_FIXTURE", "LINE_FIXTURE_BIND", "LINE_FIXTURE_UNBIND",
    PB_ASSET_FIXTURE, TRUE },
};

static PlantAnswer *
bind (PlantFixture *f, guint kind, const char *line, const char *id)
{
  g_autofree char *path = g_strdup_printf ("%s/%s/bind", line, kinds[kind].segment);
  g_autofree char *body = g_strdup_printf ("{'%s':'%s'}", kinds[kind].member, id);

  return plant_expect (f, "engineer", "POST", path, body, 200, NULL);
}

static PlantAnswer *
unbind (PlantFixture *f, guint kind, const char *line, int status, const char *code)
{
  g_autofree char *path = g_strdup_printf ("%s/%s/unbind", line, kinds[kind].segment);

  return plant_expect (f, "engineer", "POST", path, NULL, status, code);
}

/* What the view of the line says is bound. Returns: (transfer full) (nullable). */
static char *
bound_id (PlantFixture *f, guint kind, const char *line)
{
  g_autofree char *path = g_strdup_printf ("/api/lines/%s/bindings", line);
  g_autofree char *member = g_strdup_printf ("data.%s.assetId", kinds[kind].view);
  g_autoptr (PlantAnswer) view = plant_expect (f, "quality", "GET", path, NULL, 200, NULL);

  return g_strdup (plant_text (view, member));
}

static void
assert_bound (PlantFixture *f, guint kind, const char *line, const char *expected)
{
  g_autofree char *id = bound_id (f, kind, line);

  g_assert_cmpstr (id, ==, expected);
}

static void
test_bind_and_unbind (PlantFixture *f, gconstpointer data)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autofree char *member = g_strconcat ("data.", kinds[i].member, NULL);
      g_autoptr (PlantAnswer) first = NULL, second = NULL, taken = NULL, none = NULL;
      g_autoptr (PbAuditRow) bound = NULL, unbound = NULL;
      g_autoptr (PbBinding) closed = NULL;

      none = unbind (f, i, LINE_A, 400, kinds[i].none);
      first = bind (f, i, LINE_A, "T-1");
      g_assert_cmpstr (plant_text (first, "data.lineId"), ==, "id-LINE-A");
      g_assert_cmpstr (plant_text (first, member), ==, "T-1");
      g_assert_true (plant_bool (first, "data.isCurrent"));
      g_assert_nonnull (plant_text (first, "data.boundAt"));
      g_assert_cmpstr (plant_text (first, "data.boundBy"), ==, "user-engineer");
      bound = plant_newest_audit (f, kinds[i].bind_action);
      g_assert_cmpstr (bound->entity_id, ==, "id-LINE-A");
      /* The earlier one is closed. */
      second = bind (f, i, LINE_A, "T-2");
      closed = plant_get (f, &pb_binding_type, "id", plant_text (first, "data.id"));
      g_assert_false (closed->is_current.v);
      g_assert_cmpint (closed->unbound_at, ==, f->now);
      assert_bound (f, i, "LINE-A", "T-2");
      taken = unbind (f, i, LINE_A, 200, NULL);
      g_assert_cmpstr (plant_text (taken, member), ==, "T-2");
      g_assert_cmpstr (plant_text (taken, "data.id"), ==, plant_text (second, "data.id"));
      g_assert_false (plant_bool (taken, "data.isCurrent"));
      g_assert_nonnull (plant_text (taken, "data.unboundAt"));
      g_assert_cmpstr (plant_text (taken, "data.unboundBy"), ==, "user-engineer");
      unbound = plant_newest_audit (f, kinds[i].unbind_action);
      g_assert_cmpstr (unbound->status, ==, "SUCCESS");
      assert_bound (f, i, "LINE-A", NULL);
    }
  g_assert_cmpint (plant_count_events (f, "binding"), ==, 12);
}

/* What is bound already stays bound since then. */
static void
test_bind_again (PlantFixture *f, gconstpointer data)
{
  g_autoptr (PlantAnswer) first = bind (f, 0, LINE_A, "ST-1");
  g_autoptr (PlantAnswer) again = NULL;

  plant_wait (f, PB_HOUR);
  again = bind (f, 0, LINE_A, "ST-1");
  g_assert_cmpstr (plant_text (again, "data.id"), ==, plant_text (first, "data.id"));
  g_assert_cmpstr (plant_text (again, "data.boundAt"), ==, plant_text (first, "data.boundAt"));
  g_assert_cmpint (plant_count (f, &pb_binding_type, "asset_id", "ST-1"), ==, 1);
}

static void
test_refusals (PlantFixture *f, gconstpointer data)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autofree char *path = g_strdup_printf (LINE_A "/%s/bind", kinds[i].segment);
      g_autofree char *nowhere = g_strdup_printf ("/api/integration/lines/LINE-X/%s/bind", kinds[i].segment);
      g_autofree char *from_nowhere = g_strdup_printf ("/api/integration/lines/LINE-X/%s/unbind", kinds[i].segment);
      g_autofree char *body = g_strdup_printf ("{'%s':'T-1'}", kinds[i].member);
      g_autofree char *blank = g_strdup_printf ("{'%s':' '}", kinds[i].member);
      g_autofree char *more = g_strdup_printf ("{'%s':'T-1','colour':'red'}", kinds[i].member);
      g_autofree char *sight = g_strdup_printf (LINE_B "/%s/bind", kinds[i].segment);

      plant_check (f, NULL, "POST", path, body, 401, "UNAUTHORIZED");
      plant_check (f, "operator", "POST", path, body, 403, "FORBIDDEN");
      plant_check (f, "engineer", "POST", path, "{}", 422, "VALIDATION_FAILED");
      plant_check (f, "engineer", "POST", path, blank, 422, "VALIDATION_FAILED");
      plant_check (f, "engineer", "POST", nowhere, body, 404, "LINE_NOT_FOUND");
      plant_check (f, "engineer", "POST", from_nowhere, NULL, 404, "LINE_NOT_FOUND");
      plant_check (f, "leader", "POST", sight, body, 404, "LINE_NOT_FOUND");
      /* Extensions take no unknown members, the contract's bodies ignore them. */
      plant_check (f, "engineer", "POST", path, more, kinds[i].strict ? 422 : 200, NULL);
    }
  plant_check (f, "leader", "GET", "/api/lines/LINE-B/bindings", NULL, 404, "LINE_NOT_FOUND");
  plant_check (f, "idle", "GET", "/api/lines/LINE-A/bindings", NULL, 403, "FORBIDDEN");
}

/* A stencil is one piece, a lot of paste is many jars. */
static void
test_one_piece (PlantFixture *f, gconstpointer data)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autoptr (PlantAnswer) first = bind (f, i, LINE_A, "T-1"), second = bind (f, i, LINE_B, "T-1");

      assert_bound (f, i, "LINE-B", "T-1");
      assert_bound (f, i, "LINE-A", kinds[i].kind == PB_ASSET_PASTE_LOT ? "T-1" : NULL);
      if (kinds[i].kind != PB_ASSET_PASTE_LOT)
        {
          g_autoptr (PbAuditRow) row = plant_newest_audit (f, kinds[i].unbind_action);
          g_assert_cmpstr (row->entity_id, ==, "id-LINE-A");
          g_assert_cmpstr (row->entity_display, ==, "T-1");
        }
    }
}

/* What is on a line out of sight cannot be taken from there. */
static void
test_out_of_sight (PlantFixture *f, gconstpointer data)
{
  plant_insert_asset (f, PB_ASSET_FIXTURE, "FX-1", 0);
  plant_answer_free (bind (f, 3, LINE_B, "FX-1"));
  plant_check (f, "leader", "POST", LINE_A "/fixture/bind", "{'fixtureId':'FX-1'}", 404, "ASSET_NOT_FOUND");
  assert_bound (f, 3, "LINE-B", "FX-1");
  plant_answer_free (unbind (f, 3, LINE_B, 200, NULL));
  plant_check (f, "leader", "POST", LINE_A "/fixture/bind", "{'fixtureId':'FX-1'}", 200, NULL);
}

static void
test_view (PlantFixture *f, gconstpointer data)
{
  g_autoptr (PlantAnswer) view = NULL;

  plant_insert_asset (f, PB_ASSET_STENCIL, "ST-1", 1200);
  plant_insert_asset (f, PB_ASSET_PASTE_LOT, "L-1", 0);
  plant_insert_asset (f, PB_ASSET_SQUEEGEE, "SQ-1", 7);
  plant_answer_free (bind (f, 0, LINE_A, "ST-1"));
  plant_answer_free (bind (f, 1, LINE_A, "L-1"));
  plant_answer_free (bind (f, 2, LINE_A, "SQ-1"));
  plant_answer_free (bind (f, 3, LINE_A, "FX-unregistered"));
  plant_tell_check (f, "engineer", "POST", "/api/integration/stencil-status",
                    "{'eventId':'e1','eventTime':'<-10>','stencilId':'ST-1','status':'NOT_READY','source':'AUTO'}", 200,
                    NULL);
  plant_tell_check (f, "engineer", "POST", "/api/integration/stencil-status",
                    "{'eventId':'e2','eventTime':'<-20>','stencilId':'ST-1','status':'READY','source':'AUTO'}", 200,
                    NULL);
  plant_tell_check (f, "engineer", "POST", "/api/integration/solder-paste-status",
                    "{'eventId':'e3','eventTime':'<-10>','lotId':'L-1','status':'COMPLIANT','source':'AUTO'}", 200,
                    NULL);
  view = plant_expect (f, "operator", "GET", "/api/lines/id-LINE-A/bindings", NULL, 200, NULL);
  /* The newest by the time of the event, not by that of its coming. */
  g_assert_cmpstr (plant_text (view, "data.stencil.status"), ==, "NOT_READY");
  g_assert_cmpint (plant_int (view, "data.stencil.life.used"), ==, 1200);
  g_assert_cmpint (plant_int (view, "data.stencil.life.limit"), ==, 60000);
  g_assert_cmpstr (plant_text (view, "data.stencil.boundBy"), ==, "user-engineer");
  g_assert_nonnull (plant_text (view, "data.stencil.boundAt"));
  g_assert_cmpstr (plant_text (view, "data.solderPaste.status"), ==, "COMPLIANT");
  g_assert_null (plant_node (view, "data.solderPaste.life"));
  g_assert_cmpstr (plant_text (view, "data.squeegee.status"), ==, "IN_USE");
  g_assert_cmpint (plant_int (view, "data.squeegee.life.limit"), ==, 100000);
  g_assert_cmpstr (plant_text (view, "data.fixture.assetId"), ==, "FX-unregistered");
  g_assert_null (plant_node (view, "data.fixture.status"));
  g_assert_null (plant_node (view, "data.fixture.life"));
}

/* ---- Status events */

static void
test_status_once (PlantFixture *f, gconstpointer data)
{
  static const struct
  {
    const char *path, *member, *first, *second, *status;
    const PbType *type;
  } cases[] = {
    { "/api/integration/stencil-status", "data.stencilId",
      "{'eventId':'e1','eventTime':'<-1>','stencilId':'ST-1','status':'READY','source':'MANUAL','operatorId':'Ann',"
      "'version':'B','tensionValue':34.5,'lastCleanedAt':'<-60>','meta':{'machine':'C-1'}}",
      "{'eventId':'e1','eventTime':'<0>','stencilId':'ST-9','status':'MAINTENANCE','source':'AUTO'}", "READY",
      &pb_stencil_status_event_type },
    { "/api/integration/solder-paste-status", "data.lotId",
      "{'eventId':'e1','eventTime':'<-1>','lotId':'ST-1','status':'COMPLIANT','source':'AUTO','thawedAt':'<-300>',"
      "'expiresAt':'<600>'}",
      "{'eventId':'e1','eventTime':'<0>','lotId':'ST-9','status':'EXPIRED','source':'AUTO'}", "COMPLIANT",
      &pb_paste_status_event_type },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (PlantAnswer) first = plant_tell (f, "engineer", "POST", cases[i].path, cases[i].first, 200, NULL);
      g_autoptr (PlantAnswer) again = NULL;

      g_assert_false (plant_bool (first, "data.isDuplicate"));
      g_assert_cmpstr (plant_text (first, "data.eventId"), ==, "e1");
      g_assert_cmpstr (plant_text (first, "data.status"), ==, cases[i].status);
      plant_wait (f, PB_MINUTE);
      again = plant_tell (f, "engineer", "POST", cases[i].path, cases[i].second, 200, NULL);
      g_assert_true (plant_bool (again, "data.isDuplicate"));
      g_assert_cmpstr (plant_text (again, "data.id"), ==, plant_text (first, "data.id"));
      g_assert_cmpstr (plant_text (again, cases[i].member), ==, "ST-1");
      g_assert_cmpstr (plant_text (again, "data.status"), ==, cases[i].status);
      g_assert_cmpstr (plant_text (again, "data.receivedAt"), ==, plant_text (first, "data.receivedAt"));
      g_assert_cmpint (plant_count (f, cases[i].type, "event_id", "e1"), ==, 1);
    }
  g_assert_cmpint (plant_count_events (f, "record"), ==, 2);
}

static void
test_status_refusals (PlantFixture *f, gconstpointer data)
{
  static const struct
  {
    const char *who, *body;
    int status;
  } cases[] = {
    { "operator", "{}", 403 },
    { "engineer", "{}", 422 },
    { "engineer", "{'eventId':'e','eventTime':'<0>','%s':'T','status':'MELTED','source':'AUTO'}", 422 },
    { "engineer", "{'eventId':'e','eventTime':'<0>','%s':'T','status':'%s','source':'BATCH'}", 422 },
    { "engineer", "{'eventId':'e','eventTime':'<0>','%s':'T','status':'%s','source':'MANUAL'}", 422 },
    { "engineer", "{'eventId':'e','eventTime':'<9>','%s':'T','status':'%s','source':'AUTO'}", 422 },
  };

  for (int i = 0; i < 2; i++)
    for (guint k = 0; k < G_N_ELEMENTS (cases); k++)
      {
        g_autoptr (GString) body = g_string_new (cases[k].body);

        g_string_replace (body, "%s':'T", i == 0 ? "stencilId':'T" : "lotId':'T", 0);
        g_string_replace (body, "%s", i == 0 ? "READY" : "COMPLIANT", 0);
        plant_tell_check (f, cases[k].who, "POST",
                          i == 0 ? "/api/integration/stencil-status" : "/api/integration/solder-paste-status",
                          body->str, cases[k].status, NULL);
      }
}

/* ---- Exposure */

static void
assert_running (PlantFixture *f, const char *lot, int minutes_ago)
{
  PbQuery query = { .type = &pb_time_window_type };
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) windows = NULL;

  pb_query_add_text (&query, "entity_id", PB_OP_EQ, lot);
  pb_query_add_text (&query, "status", PB_OP_EQ, "ACTIVE");
  windows = pb_store_list (f->store, &query, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (windows->len, ==, minutes_ago >= 0 ? 1 : 0);
  if (minutes_ago >= 0)
    g_assert_cmpint ((f->now - ((PbTimeWindow *) windows->pdata[0])->started_at + PB_SECOND) / PB_MINUTE, ==,
                     minutes_ago);
}

static void
test_exposure (PlantFixture *f, gconstpointer data)
{
  g_autoptr (PbTimeRule) rule = pb_object_new (&pb_time_rule_type);

  rule->id = g_strdup ("id-rule");
  rule->code = g_strdup ("PASTE_A");
  rule->name = g_strdup ("Paste on line A");
  rule->rule_type = PB_RULE_SOLDER_PASTE_EXPOSURE;
  rule->duration_minutes = PB_INT (1440);
  rule->start_event = g_strdup ("SOLDER_PASTE_USAGE_CREATE");
  rule->end_event = g_strdup ("SOLDER_PASTE_USAGE_UNBIND");
  rule->scope = PB_SCOPE_LINE;
  rule->scope_value = g_strdup ("LINE-A");
  rule->is_active = PB_BOOL (TRUE);
  plant_insert (f, rule);

  /* Issued in the store-room, where no rule is in scope: the window begins with the issue when the lot comes to the
   * line. */
  plant_tell_check (f, "operator", "POST", "/api/solder-paste-usage-records", "{'lotId':'L-1','issuedAt':'<-60>'}", 201,
                    NULL);
  assert_running (f, "L-1", -1);
  plant_answer_free (bind (f, 1, LINE_A, "L-1"));
  assert_running (f, "L-1", 60);
  /* Another jar of the lot is on line B: it stays exposed. */
  plant_answer_free (bind (f, 1, LINE_B, "L-1"));
  plant_answer_free (unbind (f, 1, LINE_A, 200, NULL));
  assert_running (f, "L-1", 60);
  plant_answer_free (unbind (f, 1, LINE_B, 200, NULL));
  assert_running (f, "L-1", -1);
  g_assert_cmpint (plant_count (f, &pb_time_window_type, "status", "COMPLETED"), ==, 1);
  /* It was not returned: what was exposed before goes on counting. */
  plant_wait (f, PB_HOUR);
  plant_answer_free (bind (f, 1, LINE_A, "L-1"));
  assert_running (f, "L-1", 120);
  /* Another lot takes its place. */
  plant_answer_free (bind (f, 1, LINE_A, "L-2"));
  assert_running (f, "L-1", -1);
  /* A lot that came back from the refrigerator is not exposed. */
  plant_tell_check (f, "operator", "POST", "/api/solder-paste-usage-records", "{'lotId':'L-1','returnedAt':'<-1>'}",
                    201, NULL);
  plant_answer_free (bind (f, 1, LINE_A, "L-1"));
  assert_running (f, "L-1", -1);
}

/* ---- Judged anew */

static void
test_judged_anew (PlantFixture *f, gconstpointer data)
{
  static const char *const enabled[] = { "STENCIL", NULL };
  g_autoptr (PbLine) line = plant_get (f, &pb_line_type, "code", "LINE-A");
  static const struct
  {
    const char *path, *body, *key, *reason;
  } steps[] = {
    { NULL, NULL, "id-LINE-A", "NOT_BOUND" },
    { LINE_A "/stencil/bind", "{'stencilId':'ST-1'}", "ST-1", "NO_RECORD" },
    { "/api/integration/stencil-status",
      "{'eventId':'e1','eventTime':'<-2>','stencilId':'ST-1','status':'NOT_READY','source':'AUTO'}", "ST-1",
      "WRONG_STATE" },
    { "/api/integration/stencil-status",
      "{'eventId':'e2','eventTime':'<-1>','stencilId':'ST-1','status':'READY','source':'AUTO','tensionValue':35}",
      "ST-1", NULL },
    /* The other line takes it. */
    { LINE_B "/stencil/bind", "{'stencilId':'ST-1'}", "id-LINE-A", "NOT_BOUND" },
    { LINE_A "/stencil/bind", "{'stencilId':'ST-7'}", "ST-7", "UNKNOWN_OBJECT" },
    { LINE_A "/stencil/unbind", NULL, "id-LINE-A", "NOT_BOUND" },
  };

  g_strfreev (line->enabled_items);
  line->enabled_items = g_strdupv ((char **) enabled);
  plant_update (f, line);
  plant_insert_asset (f, PB_ASSET_STENCIL, "ST-1", 0);
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      g_autoptr (PlantAnswer) latest = NULL;

      if (steps[i].path != NULL)
        plant_tell_check (f, "engineer", "POST", steps[i].path, steps[i].body, 200, NULL);
      latest = plant_expect (f, "quality", "GET", "/api/runs/RUN-A/readiness/latest", NULL, 200, NULL);
      g_assert_cmpstr (plant_text (latest, "data.items[0].itemKey"), ==, steps[i].key);
      g_assert_cmpstr (plant_text (latest, "data.items[0].reasonCode"), ==, steps[i].reason);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function)                                                                                            \
  g_test_add ("/service/bindings/" path, PlantFixture, NULL, plant_set_up, function, plant_tear_down)
  ADD ("bind-and-unbind", test_bind_and_unbind);
  ADD ("again", test_bind_again);
  ADD ("refusals", test_refusals);
  ADD ("one-piece", test_one_piece);
  ADD ("out-of-sight", test_out_of_sight);
  ADD ("view", test_view);
  ADD ("status/once", test_status_once);
  ADD ("status/refusals", test_status_refusals);
  ADD ("exposure", test_exposure);
  ADD ("judged-anew", test_judged_anew);
  return g_test_run ();
}
