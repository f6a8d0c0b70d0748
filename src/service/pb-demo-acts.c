/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-service"

#include "service/pb-demo-story.h"

#include <gio/gio.h>
#include <string.h>

#include "service/pb-demo.h"

/* What the demo's people do to a run. */

#define SIGNER(person) "\"signer\":{\"email\":\"" person "@example.com\",\"password\":\"" PB_DEMO_PASSWORD "\"}"

gboolean
pb_story_bake (PbStory *story, const PbStoryLine *line, const char *run_no, double hours, GError **error)
{
  g_autofree char *in = pb_story_moment (story, hours - 5), *out = pb_story_moment (story, hours);
  g_autofree char *run = run_no != NULL ? g_strdup_printf ("\"runNo\":\"%s\",", run_no) : g_strdup ("");

  return pb_story_go_to (story, hours, error) &&
         pb_story_post (story, line->person, "/api/bake-records",
                        g_strdup_printf ("{%s\"itemCode\":\"%s\",\"bakeProcess\":\"PCB\",\"bakeQty\":\"400\","
                                         "\"bakeTemperature\":120,\"durationHours\":\"4-6\",\"inAt\":%s,"
                                         "\"inBy\":\"Wei Chen\",\"outAt\":%s,\"outBy\":\"Wei Chen\","
                                         "\"confirmedBy\":\"Ana Ruiz\"}",
                                         run, line->product, in, out),
                        error);
}

gboolean
pb_story_clean_stencil (PbStory *story, const PbStoryLine *line, double hours, GError **error)
{
  g_autofree char *at = pb_story_moment (story, hours);

  return pb_story_go_to (story, hours, error) &&
         pb_story_post (story, line->person, "/api/stencil-cleaning-records",
                        g_strdup_printf ("{\"stencilId\":\"%s\",\"lineCode\":\"%s\",\"cleanedAt\":%s,"
                                         "\"cleanedBy\":\"Wei Chen\"}",
                                         line->stencil, line->code, at),
                        error);
}

gboolean
pb_story_check_fixture (PbStory *story,
                        const char *person,
                        const char *fixture,
                        const char *line_code,
                        double hours,
                        GError **error)
{
  g_autofree char *at = pb_story_moment (story, hours);

  return pb_story_go_to (story, hours, error) &&
         pb_story_post (story, person, "/api/fixture-usage-records",
                        g_strdup_printf ("{\"fixtureId\":\"%s\",\"lineCode\":\"%s\",\"recordDate\":%s,"
                                         "\"usedBy\":\"%s\"}",
                                         fixture, line_code, at,
                                         strcmp (person, "engineer") == 0 ? "Priya Nair" : "Wei Chen"),
                        error);
}

gboolean
pb_story_record_program (PbStory *story,
                         const char *line_code,
                         const char *product,
                         const char *run_no,
                         double hours,
                         GError **error)
{
  g_autofree char *at = pb_story_moment (story, hours);
  g_autofree char *run = run_no != NULL ? g_strdup_printf ("\"runNo\":\"%s\",", run_no) : g_strdup ("");

  return pb_story_go_to (story, hours, error) &&
         pb_story_post (story, "engineer", "/api/oven-program-records",
                        g_strdup_printf ("{%s\"lineCode\":\"%s\",\"recordDate\":%s,\"productName\":\"%s\","
                                         "\"programName\":\"RP-%s\",\"measuredAt\":%s,\"peakTemperature\":244.5,"
                                         "\"usedBy\":\"Priya Nair\"}",
                                         run, line_code, at, product, product, at),
                        error);
}

gboolean
pb_story_prepare_line (PbStory *story, const PbStoryLine *line, double hours, GError **error)
{
  g_autofree char *now = pb_story_moment (story, hours), *thawed = pb_story_moment (story, hours - 5);
  g_autofree char *stirred = pb_story_moment (story, hours - 0.1);

  return pb_story_go_to (story, hours, error) &&
         pb_story_post (story, line->person, "/api/solder-paste-usage-records",
                        g_strdup_printf ("{\"lotId\":\"%s\",\"lineCode\":\"%s\",\"thawedAt\":%s,\"stirredAt\":%s,"
                                         "\"issuedAt\":%s,\"usedBy\":\"Wei Chen\"}",
                                         line->lot, line->code, thawed, stirred, now),
                        error) &&
         pb_story_post (story, line->person, "/api/stencil-usage-records",
                        g_strdup_printf ("{\"stencilId\":\"%s\",\"lineCode\":\"%s\",\"recordDate\":%s,"
                                         "\"stencilThickness\":0.12,\"productModel\":\"%s\",\"checkDeform\":true,"
                                         "\"checkHoleDamage\":true,\"checkSealIntact\":true,"
                                         "\"tensionValues\":[42,40,44,41,38],\"usedBy\":\"Wei Chen\"}",
                                         line->stencil, line->code, now, line->product),
                        error) &&
         pb_story_post (story, line->person, "/api/squeegee-usage-records",
                        g_strdup_printf ("{\"squeegeeId\":\"%s\",\"lineCode\":\"%s\",\"recordDate\":%s,"
                                         "\"checkSurface\":true,\"checkEdge\":true,\"checkFlatness\":true,"
                                         "\"squeegeeSpec\":\"30 cm\",\"usedBy\":\"Wei Chen\"}",
                                         line->squeegee, line->code, now),
                        error) &&
         pb_story_check_fixture (story, line->person, line->fixture, line->code, hours, error) &&
         pb_story_record_program (story, line->code, line->product, NULL, hours + 0.1, error);
}

gboolean
pb_story_load_run (PbStory *story, const char *run_no, char line, guint week, GError **error)
{
  g_autofree char *table = g_strdup_printf ("/api/runs/%s/loading/load-table", run_no);
  g_autofree char *expectations = g_strdup_printf ("/api/runs/%s/loading/expectations", run_no);
  g_autoptr (JsonNode) loaded = pb_story_say (story, "material", NULL, "POST", table, NULL, error);
  g_autoptr (JsonNode) slots =
    loaded != NULL ? pb_story_say (story, "material", NULL, "GET", expectations, NULL, error) : NULL;
  JsonArray *items;

  if (slots == NULL)
    return FALSE;
  items = json_object_get_array_member (json_node_get_object (slots), "items");
  for (guint i = 0; i < json_array_get_length (items); i++)
    {
      JsonObject *slot = json_array_get_object_element (items, i);

      story->at += PB_MINUTE;
      if (!pb_story_post (
            story, "material", "/api/loading/verify",
            g_strdup_printf (
              "{\"runNo\":\"%s\",\"slotCode\":\"%s\",\"materialLotBarcode\":\"%s|L26%02u-%c%03u\",\"packageQty\":5000}",
              run_no, json_object_get_string_member (slot, "slotCode"),
              json_object_get_string_member (slot, "expectedMaterialCode"), week, line, (i * 37) % 900 + 100),
            error))
        return FALSE;
    }
  return TRUE;
}

/* The work order of a run has its number. */
static const char *
number_of (const char *run_no)
{
  return run_no + strlen ("RUN-");
}

gboolean
pb_story_enter_station (PbStory *story,
                        const char *person,
                        const char *run_no,
                        guint unit,
                        const char *station,
                        GError **error)
{
  g_autofree char *path = g_strdup_printf ("/api/stations/%s/track-in", station);

  story->at += PB_MINUTE;
  return pb_story_post (story, person, path,
                        g_strdup_printf ("{\"sn\":\"SN-%s-%04u\",\"woNo\":\"WO-%s\",\"runNo\":\"%s\"}", run_no, unit,
                                         number_of (run_no), run_no),
                        error);
}

gboolean
pb_story_track (PbStory *story,
                const char *person,
                const char *run_no,
                guint unit,
                const char *station,
                const char *result,
                GError **error)
{
  g_autofree char *path = g_strdup_printf ("/api/stations/%s/track-out", station);

  if (!pb_story_enter_station (story, person, run_no, unit, station, error))
    return FALSE;
  story->at += PB_MINUTE;
  return pb_story_post (story, person, path,
                        g_strdup_printf ("{\"sn\":\"SN-%s-%04u\",\"runNo\":\"%s\",\"result\":\"%s\"}", run_no, unit,
                                         run_no, result),
                        error);
}

/* Two boards go through the line as the trial of the first article. */
static gboolean
run_trial (PbStory *story, const char *run_no, GError **error)
{
  static const char *const stations[] = { "SMT-A-PRINT-01", "SMT-A-SPI-01", "SMT-A-MOUNT-01", "SMT-A-OVEN-01" };

  for (guint s = 0; s < G_N_ELEMENTS (stations); s++)
    for (guint unit = 1; unit <= 2; unit++)
      if (!pb_story_track (story, "operator", run_no, unit, stations[s], "PASS", error))
        return FALSE;
  return TRUE;
}

/* Within the limits, and not the same for every board. */
static double
plausible_value (JsonObject *item, const char *sn)
{
  gboolean has_low = json_object_has_member (item, "lowerLimit"),
           has_high = json_object_has_member (item, "upperLimit");
  double low = json_object_get_double_member_with_default (item, "lowerLimit", 0);
  double high = json_object_get_double_member_with_default (item, "upperLimit", 0);
  double chance = (double) (g_str_hash (sn) % 10) / 10;

  if (json_object_has_member (item, "nominal"))
    return json_object_get_double_member (item, "nominal");
  if (has_low && has_high)
    return low + (high - low) * (0.05 + 0.1 * chance);
  return has_low ? low * (1.1 + 0.2 * chance) : high * (0.3 + 0.5 * chance);
}

gboolean
pb_story_record_characteristics (PbStory *story, const char *fai_id, const char *run_no, guint most, GError **error)
{
  g_autofree char *path = g_strdup_printf ("/api/fai/%s", fai_id);
  g_autofree char *measurements = g_strdup_printf ("/api/fai/%s/measurements", fai_id);
  g_autoptr (JsonNode) fai = pb_story_say (story, "quality", NULL, "GET", path, NULL, error);
  g_autoptr (PbWriter) w = pb_writer_new ();
  g_autofree char *body = NULL;
  g_autoptr (JsonNode) answer = NULL;
  JsonArray *items;

  if (fai == NULL)
    return FALSE;
  items = json_object_get_array_member (json_node_get_object (fai), "items");
  pb_writer_begin_object (w);
  pb_writer_member_array (w, "items");
  for (guint i = 0; i < MIN (most, json_array_get_length (items)); i++)
    {
      JsonObject *item = json_array_get_object_element (items, i);
      gboolean per_unit = g_strcmp0 (json_object_get_string_member_with_default (item, "per", "RUN"), "UNIT") == 0;
      gboolean number = json_object_has_member (item, "lowerLimit") || json_object_has_member (item, "upperLimit");

      for (guint unit = 1; unit <= (per_unit ? 2 : 1); unit++)
        {
          g_autofree char *sn = g_strdup_printf ("SN-%s-%04u", run_no, unit);

          pb_writer_begin_object (w);
          pb_writer_member_string (w, "itemId", json_object_get_string_member (item, "id"));
          if (per_unit)
            pb_writer_member_string (w, "unitSn", sn);
          if (number)
            {
              char text[G_ASCII_DTOSTR_BUF_SIZE];
              pb_writer_member_string (w, "actualValue",
                                       g_ascii_formatd (text, sizeof text, "%.4g", plausible_value (item, sn)));
            }
          else
            pb_writer_member_string (w, "result", "PASS");
          pb_writer_end_object (w);
        }
    }
  pb_writer_end_array (w);
  pb_writer_end_object (w);
  body = pb_writer_steal (w);
  answer = pb_story_say (story, "quality", NULL, "PUT", measurements, body, error);
  return answer != NULL;
}

char *
pb_story_begin_first_article (PbStory *story, const char *run_no, GError **error)
{
  g_autofree char *units = g_strdup_printf ("/api/runs/%s/generate-units", run_no);
  g_autofree char *create = g_strdup_printf ("/api/fai/run/%s", run_no);
  g_autofree char *start = NULL;
  g_autofree char *id = NULL;
  g_autoptr (JsonNode) fai = NULL;

  if (!pb_story_post (story, "quality", units, g_strdup ("{\"quantity\":2}"), error))
    return NULL;
  fai = pb_story_say (story, "quality", NULL, "POST", create, "{\"sampleQty\":2}", error);
  if (fai == NULL)
    return NULL;
  id = g_strdup (json_object_get_string_member (json_node_get_object (fai), "id"));
  start = g_strdup_printf ("/api/fai/%s/start", id);
  story->at += PB_MINUTE;
  if (!pb_story_post (story, "quality", start, NULL, error) || !run_trial (story, run_no, error))
    return NULL;
  return g_steal_pointer (&id);
}

static gboolean
sign (PbStory *story, const char *fai_id, const char *person, const char *capacity, GError **error)
{
  g_autofree char *signable = g_strdup_printf ("/api/fai/%s/signable?act=SIGN", fai_id);
  g_autofree char *path = g_strdup_printf ("/api/fai/%s/sign", fai_id);
  g_autoptr (JsonNode) shown = NULL;

  story->at += 5 * PB_MINUTE;
  shown = pb_story_say (story, person, NULL, "GET", signable, NULL, error);
  if (shown == NULL)
    return FALSE;
  return pb_story_post (story, person, path,
                        g_strdup_printf ("{\"capacity\":\"%s\",\"contentHash\":\"%s\","
                                         "\"signer\":{\"email\":\"%s@example.com\",\"password\":\"" PB_DEMO_PASSWORD
                                         "\"}}",
                                         capacity,
                                         json_object_get_string_member (json_node_get_object (shown), "contentHash"),
                                         person),
                        error);
}

gboolean
pb_story_pass_first_article (PbStory *story, const char *run_no, guint n_signatures, GError **error)
{
  static const char *const signers[][2] = { { "quality2", "QUALITY" },
                                            { "engineer", "ENGINEERING" },
                                            { "supervisor", "PRODUCTION" } };
  g_autofree char *id = pb_story_begin_first_article (story, run_no, error);
  g_autofree char *complete = NULL;

  if (id == NULL || !pb_story_record_characteristics (story, id, run_no, G_MAXUINT, error))
    return FALSE;
  complete = g_strdup_printf ("/api/fai/%s/complete", id);
  story->at += PB_MINUTE;
  if (!pb_story_post (story, "quality", complete, g_strdup ("{\"decision\":\"PASS\",\"passedQty\":2,\"failedQty\":0}"),
                      error))
    return FALSE;
  for (guint i = 0; i < MIN (n_signatures, G_N_ELEMENTS (signers)); i++)
    if (!sign (story, id, signers[i][0], signers[i][1], error))
      return FALSE;
  return TRUE;
}

gboolean
pb_story_waive (PbStory *story,
                const char *asks,
                const char *run_no,
                const char *item_type,
                const char *category,
                const char *reason,
                const char *until,
                GError **error)
{
  g_autofree char *latest = g_strdup_printf ("/api/runs/%s/readiness/latest", run_no);
  g_autofree char *end = until != NULL ? g_strdup_printf ("\"until\":%s,", until) : g_strdup ("");
  g_autoptr (JsonNode) check = pb_story_say (story, asks, NULL, "GET", latest, NULL, error);
  JsonArray *items;

  if (check == NULL)
    return FALSE;
  items = json_object_get_array_member (json_node_get_object (check), "items");
  for (guint i = 0; i < json_array_get_length (items); i++)
    {
      JsonObject *item = json_array_get_object_element (items, i);
      g_autofree char *path = NULL;

      if (strcmp (json_object_get_string_member (item, "itemType"), item_type) != 0)
        continue;
      path = g_strdup_printf ("/api/readiness-items/%s/waive", json_object_get_string_member (item, "id"));
      return pb_story_post (story, asks, path,
                            g_strdup_printf ("{\"reason\":\"%s\",\"category\":\"%s\",%s" SIGNER ("supervisor") "}",
                                             reason, category, end),
                            error);
    }
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "The demo's story waives %s of %s, which is not there", item_type,
               run_no);
  return FALSE;
}

gboolean
pb_story_authorize (PbStory *story, const char *run_no, GError **error)
{
  g_autofree char *path = g_strdup_printf ("/api/runs/%s/authorize", run_no);

  return pb_story_post (story, "planner", path, g_strdup ("{\"action\":\"AUTHORIZE\"," SIGNER ("planner") "}"), error);
}
