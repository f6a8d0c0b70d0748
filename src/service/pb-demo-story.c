/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-service"

#include <gio/gio.h>
#include <json-glib/json-glib.h>
#include <string.h>

#include "service/pb-demo.h"
#include "wire/pb-codec.h"
#include "wire/pb-json.h"

/* What the people of the demo plant did today, in the order of time: each step is a REST request of a person at a
 * moment. */

typedef struct
{
  PbService *service;
  gint64 origin;      /* the demo's creation */
  gint64 at;          /* the story's clock */
  GHashTable *tokens; /* person → session token */
} Story;

static gint64
story_clock (gpointer user_data)
{
  const Story *story = user_data;

  return story->at;
}

static void
go_to (Story *story, double hours)
{
  story->at = story->origin + (gint64) (hours * PB_HOUR);
}

/* Returns: (transfer full): a moment of the story as JSON text, with quotes. */
static char *
moment (const Story *story, double hours)
{
  g_autofree char *text = pb_time_format (story->origin + (gint64) (hours * PB_HOUR));

  return g_strdup_printf ("\"%s\"", text);
}

/* Returns: (transfer full): the answer's data. */
static JsonNode *
say_as (Story *story, const char *token, const char *method, const char *path, const char *body, GError **error)
{
  g_autofree char *query = NULL;
  PbRequest *request;
  g_autoptr (PbAnswer) answer = NULL;
  g_autoptr (JsonNode) root = NULL;
  const char *mark = strchr (path, '?');
  const char *text;
  gsize length;

  request = pb_request_new (method, path);
  if (mark != NULL)
    {
      request->path[mark - path] = '\0';
      request->query = g_strdup (mark + 1);
    }
  request->token = g_strdup (token);
  request->station = g_strdup ("DEMO");
  request->content_type = g_strdup ("application/json");
  if (body != NULL)
    request->body = g_bytes_new (body, strlen (body));
  answer = pb_service_call (story->service, request);
  text = g_bytes_get_data (answer->body, &length);
  if (answer->status >= 300)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "The demo's story stops at %s %s: %d %.*s", method, path,
                   answer->status, (int) length, text);
      return NULL;
    }
  root = pb_json_parse (text, length, error);
  if (root != NULL && JSON_NODE_HOLDS_OBJECT (root) && json_object_has_member (json_node_get_object (root), "data"))
    return json_node_copy (json_object_get_member (json_node_get_object (root), "data"));
  return g_steal_pointer (&root);
}

static const char *
token_of (Story *story, const char *person, GError **error)
{
  const char *token = g_hash_table_lookup (story->tokens, person);
  g_autofree char *body = NULL;
  g_autoptr (JsonNode) answer = NULL;

  if (token != NULL)
    return token;
  body = g_strdup_printf ("{\"email\":\"%s@example.com\",\"password\":\"" PB_DEMO_PASSWORD "\"}", person);
  answer = say_as (story, NULL, "POST", "/api/auth/sign-in/email", body, error);
  if (answer == NULL)
    return NULL;
  g_hash_table_insert (story->tokens, g_strdup (person),
                       g_strdup (json_object_get_string_member (json_node_get_object (answer), "token")));
  return g_hash_table_lookup (story->tokens, person);
}

static JsonNode *
say (Story *story, const char *person, const char *method, const char *path, const char *body, GError **error)
{
  const char *token = token_of (story, person, error);

  return token != NULL ? say_as (story, token, method, path, body, error) : NULL;
}

static gboolean
post (Story *story, const char *person, const char *path, char *body, GError **error)
{
  g_autofree char *mine = body;
  g_autoptr (JsonNode) answer = say (story, person, "POST", path, mine, error);

  return answer != NULL;
}

typedef struct
{
  const char *code, *product, *stencil, *squeegee, *fixture, *lot, *person;
  double cleaned; /* hours */
} LineStory;

static gboolean
bake (Story *story, const LineStory *line, GError **error)
{
  g_autofree char *in = moment (story, -30), *out = moment (story, -25);

  go_to (story, -25);
  return post (
    story, line->person, "/api/bake-records",
    g_strdup_printf ("{\"itemCode\":\"%s\",\"bakeProcess\":\"PCB\",\"bakeQty\":\"400\",\"bakeTemperature\":120,"
                     "\"durationHours\":\"4-6\",\"inAt\":%s,\"inBy\":\"Wei Chen\",\"outAt\":%s,\"outBy\":\"Wei Chen\","
                     "\"confirmedBy\":\"Ana Ruiz\"}",
                     line->product, in, out),
    error);
}

static gboolean
clean_stencil (Story *story, const LineStory *line, GError **error)
{
  g_autofree char *at = moment (story, line->cleaned);

  go_to (story, line->cleaned);
  return post (
    story, line->person, "/api/stencil-cleaning-records",
    g_strdup_printf ("{\"stencilId\":\"%s\",\"lineCode\":\"%s\",\"cleanedAt\":%s,\"cleanedBy\":\"Wei Chen\"}",
                     line->stencil, line->code, at),
    error);
}

static gboolean
record_program (Story *story,
                const char *line_code,
                const char *product,
                const char *run_no,
                double hours,
                GError **error)
{
  g_autofree char *at = moment (story, hours);
  g_autofree char *run = run_no != NULL ? g_strdup_printf ("\"runNo\":\"%s\",", run_no) : g_strdup ("");

  go_to (story, hours);
  return post (
    story, "engineer", "/api/oven-program-records",
    g_strdup_printf ("{%s\"lineCode\":\"%s\",\"recordDate\":%s,\"productName\":\"%s\",\"programName\":\"RP-%s\","
                     "\"measuredAt\":%s,\"peakTemperature\":244.5,\"usedBy\":\"Priya Nair\"}",
                     run, line_code, at, product, product, at),
    error);
}

static gboolean
prepare_line (Story *story, const LineStory *line, GError **error)
{
  g_autofree char *received = moment (story, -72), *thawed = moment (story, -11), *stirred = moment (story, -6.1);
  g_autofree char *now = moment (story, -6), *expires = moment (story, 24 * 120);

  go_to (story, -6);
  return post (story, line->person, "/api/solder-paste-usage-records",
               g_strdup_printf (
                 "{\"lotId\":\"%s\",\"lineCode\":\"%s\",\"receivedAt\":%s,\"expiresAt\":%s,\"receivedQty\":10,"
                 "\"thawedAt\":%s,\"stirredAt\":%s,\"issuedAt\":%s,\"usedBy\":\"Wei Chen\"}",
                 line->lot, line->code, received, expires, thawed, stirred, now),
               error) &&
         post (story, line->person, "/api/stencil-usage-records",
               g_strdup_printf ("{\"stencilId\":\"%s\",\"lineCode\":\"%s\",\"recordDate\":%s,\"stencilThickness\":0.12,"
                                "\"productModel\":\"%s\",\"checkDeform\":true,\"checkHoleDamage\":true,"
                                "\"checkSealIntact\":true,\"tensionValues\":[42,40,44,41,38],\"usedBy\":\"Wei Chen\"}",
                                line->stencil, line->code, now, line->product),
               error) &&
         post (story, line->person, "/api/squeegee-usage-records",
               g_strdup_printf (
                 "{\"squeegeeId\":\"%s\",\"lineCode\":\"%s\",\"recordDate\":%s,\"checkSurface\":true,"
                 "\"checkEdge\":true,\"checkFlatness\":true,\"squeegeeSpec\":\"30 cm\",\"usedBy\":\"Wei Chen\"}",
                 line->squeegee, line->code, now),
               error) &&
         post (story, line->person, "/api/fixture-usage-records",
               g_strdup_printf ("{\"fixtureId\":\"%s\",\"lineCode\":\"%s\",\"recordDate\":%s,\"usedBy\":\"Wei Chen\"}",
                                line->fixture, line->code, now),
               error) &&
         record_program (story, line->code, line->product, NULL, -5.9, error);
}

/* Loads the slot table of a run and scans a reel into each slot. */
static gboolean
load_run (Story *story, const char *run_no, GError **error)
{
  g_autofree char *table = g_strdup_printf ("/api/runs/%s/loading/load-table", run_no);
  g_autofree char *expectations = g_strdup_printf ("/api/runs/%s/loading/expectations", run_no);
  g_autoptr (JsonNode) loaded = say (story, "material", "POST", table, NULL, error);
  g_autoptr (JsonNode) slots = loaded != NULL ? say (story, "material", "GET", expectations, NULL, error) : NULL;
  JsonArray *items;

  if (slots == NULL)
    return FALSE;
  items = json_object_get_array_member (json_node_get_object (slots), "items");
  for (guint i = 0; i < json_array_get_length (items); i++)
    {
      JsonObject *slot = json_array_get_object_element (items, i);

      story->at += PB_MINUTE;
      if (!post (
            story, "material", "/api/loading/verify",
            g_strdup_printf (
              "{\"runNo\":\"%s\",\"slotCode\":\"%s\",\"materialLotBarcode\":\"%s|L26%02u%03u\",\"packageQty\":5000}",
              run_no, json_object_get_string_member (slot, "slotCode"),
              json_object_get_string_member (slot, "expectedMaterialCode"), i + 31, (i * 37) % 900 + 100),
            error))
        return FALSE;
    }
  return TRUE;
}

/* Two boards go through the line as the trial of the first article. */
static gboolean
run_trial (Story *story, const char *run_no, const char *wo_no, const char *line, GError **error)
{
  static const char *const stations[] = { "PRINT-01", "SPI-01", "MOUNT-01", "OVEN-01" };

  for (guint s = 0; s < G_N_ELEMENTS (stations); s++)
    for (guint unit = 1; unit <= 2; unit++)
      {
        g_autofree char *in = g_strdup_printf ("/api/stations/%s-%s/track-in", line, stations[s]);
        g_autofree char *out = g_strdup_printf ("/api/stations/%s-%s/track-out", line, stations[s]);

        story->at += PB_MINUTE;
        if (!post (story, "operator", in,
                   g_strdup_printf ("{\"sn\":\"SN-%s-%04u\",\"woNo\":\"%s\",\"runNo\":\"%s\"}", run_no, unit, wo_no,
                                    run_no),
                   error))
          return FALSE;
        story->at += PB_MINUTE;
        if (!post (story, "operator", out,
                   g_strdup_printf ("{\"sn\":\"SN-%s-%04u\",\"runNo\":\"%s\",\"result\":\"PASS\"}", run_no, unit,
                                    run_no),
                   error))
          return FALSE;
      }
  return TRUE;
}

static double
plausible_value (JsonObject *item)
{
  gboolean has_low = json_object_has_member (item, "lowerLimit"),
           has_high = json_object_has_member (item, "upperLimit");
  double low = json_object_get_double_member_with_default (item, "lowerLimit", 0);
  double high = json_object_get_double_member_with_default (item, "upperLimit", 0);

  if (json_object_has_member (item, "nominal"))
    return json_object_get_double_member (item, "nominal");
  if (has_low && has_high)
    return low + (high - low) / 4;
  return has_low ? low + 0.3 : high * 0.8;
}

/* Records the characteristics; of a first article that is still running only the first @most. */
static gboolean
record_characteristics (Story *story, const char *fai_id, const char *run_no, guint most, GError **error)
{
  g_autofree char *path = g_strdup_printf ("/api/fai/%s", fai_id);
  g_autofree char *measurements = g_strdup_printf ("/api/fai/%s/measurements", fai_id);
  g_autoptr (JsonNode) fai = say (story, "quality", "GET", path, NULL, error);
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
                                       g_ascii_formatd (text, sizeof text, "%.4g", plausible_value (item)));
            }
          else
            pb_writer_member_string (w, "result", "PASS");
          pb_writer_end_object (w);
        }
    }
  pb_writer_end_array (w);
  pb_writer_end_object (w);
  body = pb_writer_steal (w);
  answer = say (story, "quality", "PUT", measurements, body, error);
  return answer != NULL;
}

/* Begins the first article of a run of SMT-A. Returns: (transfer full): its id. */
static char *
begin_first_article (Story *story, const char *run_no, GError **error)
{
  g_autofree char *units = g_strdup_printf ("/api/runs/%s/generate-units", run_no);
  g_autofree char *create = g_strdup_printf ("/api/fai/run/%s", run_no);
  g_autofree char *wo_no = g_strconcat ("WO-", run_no + strlen ("RUN-"), NULL);
  g_autofree char *start = NULL;
  g_autofree char *id = NULL;
  g_autoptr (JsonNode) fai = NULL;

  if (!post (story, "quality", units, g_strdup ("{\"quantity\":2}"), error))
    return NULL;
  fai = say (story, "quality", "POST", create, "{\"sampleQty\":2}", error);
  if (fai == NULL)
    return NULL;
  id = g_strdup (json_object_get_string_member (json_node_get_object (fai), "id"));
  start = g_strdup_printf ("/api/fai/%s/start", id);
  story->at += PB_MINUTE;
  if (!post (story, "quality", start, NULL, error) || !run_trial (story, run_no, wo_no, "SMT-A", error))
    return NULL;
  return g_steal_pointer (&id);
}

static gboolean
sign (Story *story, const char *fai_id, const char *person, const char *capacity, GError **error)
{
  g_autofree char *signable = g_strdup_printf ("/api/fai/%s/signable?act=SIGN", fai_id);
  g_autofree char *path = g_strdup_printf ("/api/fai/%s/sign", fai_id);
  g_autoptr (JsonNode) shown = NULL;

  story->at += 5 * PB_MINUTE;
  shown = say (story, person, "GET", signable, NULL, error);
  if (shown == NULL)
    return FALSE;
  return post (story, person, path,
               g_strdup_printf ("{\"capacity\":\"%s\",\"contentHash\":\"%s\","
                                "\"signer\":{\"email\":\"%s@example.com\",\"password\":\"" PB_DEMO_PASSWORD "\"}}",
                                capacity, json_object_get_string_member (json_node_get_object (shown), "contentHash"),
                                person),
               error);
}

static gboolean
pass_first_article (Story *story, const char *run_no, guint n_signatures, GError **error)
{
  static const char *const signers[][2] = { { "quality2", "QUALITY" },
                                            { "engineer", "ENGINEERING" },
                                            { "supervisor", "PRODUCTION" } };
  g_autofree char *id = begin_first_article (story, run_no, error);
  g_autofree char *complete = NULL;

  if (id == NULL || !record_characteristics (story, id, run_no, G_MAXUINT, error))
    return FALSE;
  complete = g_strdup_printf ("/api/fai/%s/complete", id);
  story->at += PB_MINUTE;
  if (!post (story, "quality", complete, g_strdup ("{\"decision\":\"PASS\",\"passedQty\":2,\"failedQty\":0}"), error))
    return FALSE;
  for (guint i = 0; i < MIN (n_signatures, G_N_ELEMENTS (signers)); i++)
    if (!sign (story, id, signers[i][0], signers[i][1], error))
      return FALSE;
  return TRUE;
}

/* The bake of the small batch is not recorded yet: the supervisor knows of it and waives. */
static gboolean
waive_bake (Story *story, const char *run_no, GError **error)
{
  g_autofree char *latest = g_strdup_printf ("/api/runs/%s/readiness/latest", run_no);
  g_autoptr (JsonNode) check = say (story, "leader", "GET", latest, NULL, error);
  JsonArray *items;

  if (check == NULL)
    return FALSE;
  items = json_object_get_array_member (json_node_get_object (check), "items");
  for (guint i = 0; i < json_array_get_length (items); i++)
    {
      JsonObject *item = json_array_get_object_element (items, i);
      g_autofree char *path = NULL;

      if (strcmp (json_object_get_string_member (item, "itemType"), "PREP_BAKE") != 0)
        continue;
      path = g_strdup_printf ("/api/readiness-items/%s/waive", json_object_get_string_member (item, "id"));
      return post (
        story, "leader", path,
        g_strdup (
          "{\"reason\":\"Boards arrived vacuum packed and were opened this morning\",\"category\":\"RECORD_LATE\","
          "\"signer\":{\"email\":\"supervisor@example.com\",\"password\":\"" PB_DEMO_PASSWORD "\"}}"),
        error);
    }
  return TRUE;
}

static gboolean
authorize (Story *story, const char *run_no, GError **error)
{
  g_autofree char *path = g_strdup_printf ("/api/runs/%s/authorize", run_no);

  return post (
    story, "planner", path,
    g_strdup ("{\"action\":\"AUTHORIZE\",\"signer\":{\"email\":\"planner@example.com\",\"password\":\"" PB_DEMO_PASSWORD
              "\"}}"),
    error);
}

static gboolean
play (Story *story, GError **error)
{
  static const LineStory line_a = { "SMT-A",   "2THT303636R3001", "ST-2THT303636-TOP", "SQ-A-01",
                                    "FX-A-07", "SP-2611-031",     "operator",          -5.5 };
  static const LineStory line_c = { "SMT-C",   "2TFE801047D1801", "FT",       "SQ-C-02",
                                    "FX-C-04", "SP-2611-052",     "operator", -26 };
  static const char *const loaded[] = { "RUN-DEMO-SMT-002", "RUN-DEMO-SMT-003", "RUN-DEMO-SMT-004", "RUN-DEMO-SMT-005",
                                        "RUN-DEMO-SMT-006", "RUN-DEMO-SMT-007", "RUN-DEMO-SMT-008" };
  g_autofree char *checked = moment (story, -5);
  g_autofree char *running = NULL;

  if (!clean_stencil (story, &line_c, error) || !bake (story, &line_a, error) || !bake (story, &line_c, error) ||
      !record_program (story, "SMT-A", "2TFE801046D1801", "RUN-DEMO-SMT-007", -6.2, error) ||
      !prepare_line (story, &line_a, error) || !prepare_line (story, &line_c, error) ||
      !clean_stencil (story, &line_a, error))
    return FALSE;
  go_to (story, -5);
  if (!post (story, "engineer", "/api/fixture-usage-records",
             g_strdup_printf (
               "{\"fixtureId\":\"FX-D-01\",\"lineCode\":\"DIP-A\",\"recordDate\":%s,\"usedBy\":\"Priya Nair\"}",
               checked),
             error))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (loaded); i++)
    if (!load_run (story, loaded[i], error))
      return FALSE;
  go_to (story, -3.9);
  if (!pass_first_article (story, "RUN-DEMO-SMT-006", 3, error))
    return FALSE;
  go_to (story, -3);
  if (!pass_first_article (story, "RUN-DEMO-SMT-004", 2, error))
    return FALSE;
  go_to (story, -2.2);
  if (!pass_first_article (story, "RUN-DEMO-SMT-003", 0, error) ||
      !record_program (story, "SMT-B", "ISAX101708R0005", NULL, -1.5, error))
    return FALSE;
  go_to (story, -1.2);
  if (!waive_bake (story, "RUN-DEMO-SMT-007", error))
    return FALSE;
  go_to (story, -1);
  if (!authorize (story, "RUN-DEMO-SMT-006", error))
    return FALSE;
  go_to (story, -0.8);
  running = begin_first_article (story, "RUN-DEMO-SMT-008", error);
  return running != NULL && record_characteristics (story, running, "RUN-DEMO-SMT-008", 9, error);
}

static gboolean
sign_everybody_out (Story *story, GError **error)
{
  GHashTableIter iter;
  const char *token;

  g_hash_table_iter_init (&iter, story->tokens);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &token))
    {
      g_autoptr (JsonNode) answer = say_as (story, token, "POST", "/api/auth/sign-out", "{}", error);
      if (answer == NULL)
        return FALSE;
    }
  return TRUE;
}

gboolean
pb_demo_play (PbService *service, gint64 now, GError **error)
{
  Story story = { service, now, now, NULL };
  gboolean done;

  story.tokens = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  go_to (&story, -30);
  pb_service_set_clock (service, story_clock, &story);
  done = play (&story, error) && sign_everybody_out (&story, error);
  pb_service_set_clock (service, NULL, NULL);
  g_hash_table_unref (story.tokens);
  return done;
}
