/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-service"

#include "service/pb-demo-story.h"

#include <string.h>

/* The runs that are over, and the one in production: from the first board baked to how they ended. */

#define ON(days, hours) ((days) * -24.0 + (hours))

static const char *const smt_stations[] = { "SMT-A-PRINT-01", "SMT-A-SPI-01", "SMT-A-MOUNT-01", "SMT-A-OVEN-01",
                                            "SMT-A-AOI-01" };
static const char *const dip_stations[] = { "DIP-A-INSERT-01", "DIP-A-WAVE-01", "DIP-A-TEST-01" };

/* ---- What no rule of the service does yet: to hold a run, to close it for rework, to scrap it */

/* A hold takes the units that are on their way, scrap takes all. */
static gboolean
set_aside_units (PbCall *call, const PbRun *run, PbUnitStatus status, GError **error)
{
  PbQuery query = { .type = &pb_unit_type };
  g_autoptr (GPtrArray) units = NULL;

  pb_query_add_text (&query, "run_id", PB_OP_EQ, run->id);
  pb_query_add_text (&query, "status", PB_OP_IN,
                     status == PB_UNIT_SCRAPPED ? "QUEUED,OUT_FAILED,DONE" : "QUEUED,OUT_FAILED");
  units = pb_store_list (call->store, &query, NULL, error);
  for (guint i = 0; units != NULL && i < units->len; i++)
    {
      PbUnit *unit = units->pdata[i];

      unit->status = (int) status;
      if (!pb_call_update (call, unit, NULL, error))
        return FALSE;
    }
  return units != NULL;
}

/* @units: NONE: they stay as they are. */
static gboolean
set_aside (PbCall *call, PbRunStatus status, PbUnitStatus units, GError **error)
{
  g_autofree char *run_no = NULL, *reason = NULL;
  g_autoptr (PbRun) run = NULL, before = NULL;

  if (!pb_call_body_text (call, "runNo", TRUE, 120, NULL, &run_no, error) ||
      !pb_call_body_text (call, "reason", TRUE, 1000, NULL, &reason, error))
    return FALSE;
  run = pb_call_find_run (call, run_no, error);
  if (run == NULL || (units != PB_UNIT_NONE && !set_aside_units (call, run, units, error)))
    return FALSE;
  before = pb_object_copy (run);
  run->status = (int) status;
  if (status != PB_RUN_ON_HOLD)
    {
      run->ended_at = call->now;
      pb_set_string (&run->ended_by, call->principal->user->id);
      pb_set_string (&run->end_reason, reason);
    }
  if (!pb_call_update_version (call, run, error))
    return FALSE;
  pb_call_audit (call, run->id, run->run_no, before, run);
  pb_call_audit_note (call, "reason", reason);
  pb_call_changed (call, "run", run->id);
  pb_call_reply (call, run);
  return pb_call_event (call, "run", run->run_no, run->id, run->version.v, error);
}

static gboolean
hold (PbCall *call, GError **error)
{
  return set_aside (call, PB_RUN_ON_HOLD, PB_UNIT_ON_HOLD, error);
}

static gboolean
close_for_rework (PbCall *call, GError **error)
{
  return set_aside (call, PB_RUN_CLOSED_REWORK, PB_UNIT_NONE, error);
}

static gboolean
scrap (PbCall *call, GError **error)
{
  return set_aside (call, PB_RUN_SCRAPPED, PB_UNIT_SCRAPPED, error);
}

static const PbMember ending_members[] = {
  { "runNo", PB_VALUE_TEXT, PB_MUST, .max = 120 },
  { "reason", PB_VALUE_TEXT, PB_MUST, .max = 1000 },
  { NULL },
};

#define ENDING(does, audit)                                                                                            \
  {                                                                                                                    \
    .method = "POST", .path = "", .permission = "run:close", .flags = PB_ENDPOINT_WRITE | PB_ENDPOINT_BODY,            \
    .action = (does), .audit_action = (audit), .entity_type = "RUN", .members = ending_members                         \
  }
static const PbEndpoint hold_endpoint = ENDING (hold, "RUN_HOLD");
static const PbEndpoint rework_endpoint = ENDING (close_for_rework, "RUN_CLOSE_REWORK");
static const PbEndpoint scrap_endpoint = ENDING (scrap, "RUN_SCRAP");

static gboolean
end_run (PbStory *story, const PbEndpoint *ending, const char *run_no, const char *reason, GError **error)
{
  g_autofree char *body = g_strdup_printf ("{\"runNo\":\"%s\",\"reason\":\"%s\"}", run_no, reason);
  g_autoptr (JsonNode) answer = NULL;

  story->at += 10 * PB_MINUTE;
  answer = pb_story_say (story, "planner", ending, "POST", "/api/runs", body, error);
  return answer != NULL;
}

/* ---- Production */

typedef struct
{
  const char *run_no;
  const char *person; /* at the stations */
  const char *const *stations;
  guint n_stations;
  guint trial; /* boards of the first article, which do not count as planned */
  guint planned;
  guint done;         /* so many go through, those of the trial too, or fail at the last station */
  guint failing;      /* every so manieth fails there, 0: none */
  const char *defect; /* what the optical inspection saw */
} Batch;

static gboolean
make_units (PbStory *story, const Batch *batch, GError **error)
{
  g_autofree char *path = g_strdup_printf ("/api/runs/%s/generate-units", batch->run_no);

  return pb_story_post (story, "planner", path, g_strdup_printf ("{\"quantity\":%u}", batch->planned), error);
}

/* The machine says what it saw while the board is in it; the board then leaves it as failed. */
static gboolean
fail_at_inspection (PbStory *story, const Batch *batch, guint unit, guint step, GError **error)
{
  const char *station = batch->stations[step];
  g_autofree char *out = g_strdup_printf ("/api/stations/%s/track-out", station);
  g_autofree char *now = NULL;

  if (!pb_story_enter_station (story, batch->person, batch->run_no, unit, station, error))
    return FALSE;
  story->at += PB_MINUTE;
  now = pb_time_format (story->at);
  return pb_story_post (
           story, "engineer", "/api/integration/inspection-result",
           g_strdup_printf (
             "{\"eventId\":\"demo-aoi-%s-%u\",\"eventTime\":\"%s\",\"runNo\":\"%s\",\"stationCode\":\"%s\","
             "\"unitSn\":\"SN-%s-%04u\",\"stepNo\":%u,\"inspectionType\":\"AOI\",\"result\":\"FAIL\","
             "\"source\":\"AUTO\",\"defects\":[{\"code\":\"%s\",\"location\":\"U1\",\"qty\":1}]}",
             batch->run_no, unit, now, batch->run_no, station, batch->run_no, unit, (step + 1) * 10, batch->defect),
           error) &&
         pb_story_post (
           story, batch->person, out,
           g_strdup_printf ("{\"sn\":\"SN-%s-%04u\",\"runNo\":\"%s\",\"result\":\"FAIL\",\"defectCode\":\"%s\"}",
                            batch->run_no, unit, batch->run_no, batch->defect),
           error);
}

/* One board goes the rest of its way from the station numbered @first on. */
static gboolean
produce_unit (PbStory *story, const Batch *batch, guint unit, guint first, GError **error)
{
  gboolean fails = batch->failing > 0 && unit % batch->failing == 0;

  for (guint s = first; s < batch->n_stations; s++)
    if (fails && s + 1 == batch->n_stations
          ? !fail_at_inspection (story, batch, unit, s, error)
          : !pb_story_track (story, batch->person, batch->run_no, unit, batch->stations[s], "PASS", error))
      return FALSE;
  return TRUE;
}

static gboolean
is_finished (const Batch *batch)
{
  return batch->done == batch->planned + batch->trial;
}

/* The boards of the trial have gone up to the last station already. When not all are done, the next one is in the
 * middle of the line. */
static gboolean
produce (PbStory *story, const Batch *batch, GError **error)
{
  for (guint unit = 1; unit <= batch->done; unit++)
    if (!produce_unit (story, batch, unit, unit <= batch->trial ? batch->n_stations - 1 : 0, error))
      return FALSE;
  if (is_finished (batch))
    return TRUE;
  return pb_story_track (story, batch->person, batch->run_no, batch->done + 1, batch->stations[0], "PASS", error) &&
         pb_story_enter_station (story, batch->person, batch->run_no, batch->done + 1, batch->stations[1], error);
}

/* What the batch added to the lives of stencil, squeegee and fixture; the paste goes back into the refrigerator. */
static gboolean
record_use (PbStory *story, const PbStoryLine *line, const Batch *batch, GError **error)
{
  guint prints = is_finished (batch) ? batch->done : batch->done + 1;
  g_autofree char *now = NULL;

  story->at += 10 * PB_MINUTE;
  now = pb_time_format (story->at);
  return pb_story_post (story, line->person, "/api/stencil-usage-records",
                        g_strdup_printf ("{\"stencilId\":\"%s\",\"runNo\":\"%s\",\"recordDate\":\"%s\","
                                         "\"stencilThickness\":0.12,\"productModel\":\"%s\",\"printCount\":%u,"
                                         "\"checkDeform\":true,\"checkHoleDamage\":true,\"checkSealIntact\":true,"
                                         "\"tensionValues\":[42,41,44,40,39],\"usedBy\":\"Wei Chen\"}",
                                         line->stencil, batch->run_no, now, line->product, prints),
                        error) &&
         pb_story_post (story, line->person, "/api/squeegee-usage-records",
                        g_strdup_printf ("{\"squeegeeId\":\"%s\",\"runNo\":\"%s\",\"recordDate\":\"%s\","
                                         "\"productModel\":\"%s\",\"squeegeeSpec\":\"30 cm\",\"printCount\":%u,"
                                         "\"checkSurface\":true,\"checkEdge\":true,\"checkFlatness\":true,"
                                         "\"usedBy\":\"Wei Chen\"}",
                                         line->squeegee, batch->run_no, now, line->product, prints),
                        error) &&
         pb_story_post (story, line->person, "/api/fixture-usage-records",
                        g_strdup_printf ("{\"fixtureId\":\"%s\",\"runNo\":\"%s\",\"recordDate\":\"%s\","
                                         "\"usageCount\":%u,\"usedBy\":\"Wei Chen\"}",
                                         line->fixture, batch->run_no, now, prints),
                        error) &&
         pb_story_post (story, line->person, "/api/solder-paste-usage-records",
                        g_strdup_printf ("{\"lotId\":\"%s\",\"runNo\":\"%s\",\"returnedAt\":\"%s\",\"isReturned\":true,"
                                         "\"usedBy\":\"Wei Chen\"}",
                                         line->lot, batch->run_no, now),
                        error);
}

/* ---- The runs */

static gboolean
check_readiness (PbStory *story, const char *run_no, const char *kind, GError **error)
{
  g_autofree char *path = g_strdup_printf ("/api/runs/%s/readiness/%s", run_no, kind);

  return pb_story_post (story, "supervisor", path, NULL, error);
}

/* A run of SMT-A: baked, prepared, loaded, with its first article, authorised and produced. @lot: of the paste on the
 * line; @cleans: whether the stencil was cleaned, as it should be. */
static gboolean
play_smt (PbStory *story,
          const Batch *batch,
          double hours,
          const char *lot,
          gboolean cleans,
          guint week,
          GError **error)
{
  const PbStoryLine line = { "SMT-A", "2THT303636R3001", "ST-2THT303636-TOP", "SQ-A-01", "FX-A-07", lot, "operator" };
  g_autofree char *until = pb_story_moment (story, hours + 8);

  if (!pb_story_bake (story, &line, batch->run_no, hours - 1, error) ||
      (cleans && !pb_story_clean_stencil (story, &line, hours - 0.5, error)) ||
      !check_readiness (story, batch->run_no, "precheck", error) ||
      !pb_story_prepare_line (story, &line, hours, error) ||
      !pb_story_load_run (story, batch->run_no, 'A', week, error))
    return FALSE;
  if (!cleans &&
      !pb_story_waive (story, "leader", batch->run_no, "PREP_STENCIL_CLEAN", "OTHER",
                       "Cleaned in the printer, which writes no record: the machine's log was looked at", until, error))
    return FALSE;
  story->at += 5 * PB_MINUTE;
  return check_readiness (story, batch->run_no, "check", error) &&
         pb_story_pass_first_article (story, batch->run_no, 3, error) &&
         pb_story_authorize (story, batch->run_no, error) && make_units (story, batch, error) &&
         produce (story, batch, error) && record_use (story, &line, batch, error);
}

/* A run without first article, on a fixture whose weekly check was late. */
static gboolean
play_dip (PbStory *story, const Batch *batch, double hours, GError **error)
{
  g_autofree char *until = pb_story_moment (story, hours + 4);
  g_autofree char *now = NULL;

  if (!pb_story_go_to (story, hours, error) || !make_units (story, batch, error) ||
      !check_readiness (story, batch->run_no, "check", error) ||
      !pb_story_waive (story, "engineer", batch->run_no, "PREP_FIXTURE", "MEASURED_ELSEWHERE",
                       "Measured in the tool shop this morning, its sheet comes with the next shift", until, error) ||
      !pb_story_authorize (story, batch->run_no, error) || !produce (story, batch, error))
    return FALSE;
  now = pb_time_format (story->at);
  return pb_story_post (story, "engineer", "/api/fixture-usage-records",
                        g_strdup_printf ("{\"fixtureId\":\"FX-D-01\",\"runNo\":\"%s\",\"recordDate\":\"%s\","
                                         "\"usageCount\":%u,\"usedBy\":\"Mei Lin\"}",
                                         batch->run_no, now, batch->planned),
                        error);
}

#define SMT(no, planned, done, failing, defect)                                                                        \
  {                                                                                                                    \
    "RUN-DEMO-SMT-" no, "operator", smt_stations, G_N_ELEMENTS (smt_stations), 2, planned, done, failing, defect       \
  }

gboolean
pb_story_play_past (PbStory *story, GError **error)
{
  static const Batch dip = { .run_no = "RUN-DEMO-DIP-002",
                             .person = "quality",
                             .stations = dip_stations,
                             .n_stations = G_N_ELEMENTS (dip_stations),
                             .planned = 16,
                             .done = 16 };
  static const Batch scrapped = SMT ("013", 8, 10, 2, "DELAMINATION"), rework = SMT ("012", 15, 17, 5, "BRIDGE"),
                     completed = SMT ("011", 24, 26, 0, NULL), held = SMT ("010", 24, 8, 4, "TOMBSTONE"),
                     running = SMT ("009", 24, 12, 0, NULL);

  return play_dip (story, &dip, ON (19, 4), error) && pb_story_go_to (story, ON (17, 2), error) &&
         pb_story_post (story, "planner", "/api/runs/RUN-DEMO-SMT-014/cancel",
                        g_strdup ("{\"reason\":\"Made by mistake: the order had been closed\"}"), error) &&
         play_smt (story, &scrapped, ON (17, 5), "SP-2611-008", TRUE, 43, error) &&
         end_run (story, &scrap_endpoint, scrapped.run_no, "The boards delaminate: the whole delivery is scrapped",
                  error) &&
         play_smt (story, &rework, ON (15, 5), "SP-2611-008", FALSE, 43, error) &&
         end_run (story, &rework_endpoint, rework.run_no, "Solder bridges at U1: reworked as a run of its own",
                  error) &&
         play_smt (story, &completed, ON (13, 5), "SP-2611-008", TRUE, 44, error) &&
         play_smt (story, &held, ON (11, 5), "SP-2611-008", TRUE, 44, error) &&
         end_run (story, &hold_endpoint, held.run_no, "Chips stand up after reflow: engineering looks at the profile",
                  error) &&
         play_smt (story, &running, -38, "SP-2611-031", TRUE, 46, error);
}
