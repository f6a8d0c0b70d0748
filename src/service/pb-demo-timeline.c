/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-service"

#include "service/pb-demo-story.h"

#include <gio/gio.h>
#include <string.h>

#include "service/pb-demo.h"

/* Two months of the plant as its files tell them: data/demo/history.json holds requests ("POST /api/bake-records") with
 * the moment and the person of each, data/demo/runs.json the runs, which planning makes when they are due. */

typedef struct
{
  gint64 at;
  guint order; /* within one moment */
  char *person, *method, *path, *body;
  const PbEndpoint *endpoint; /* (nullable) */
} Entry;

static void
entry_free (gpointer data)
{
  Entry *entry = data;

  g_free (entry->person);
  g_free (entry->method);
  g_free (entry->path);
  g_free (entry->body);
  g_free (entry);
}

static int
compare_entries (gconstpointer a, gconstpointer b)
{
  const Entry *one = *(const Entry *const *) a, *other = *(const Entry *const *) b;

  if (one->at != other->at)
    return one->at < other->at ? -1 : 1;
  return one->order < other->order ? -1 : one->order > other->order;
}

/* The demo's runs have numbers and ids of their own, which a run that is made over REST has not. */
static gboolean
plan_run (PbCall *call, GError **error)
{
  g_autoptr (PbRun) run = pb_codec_new_from_json (&pb_run_type, call->body_node, error);

  if (run == NULL || !pb_call_insert (call, run, NULL, error))
    return FALSE;
  pb_call_audit (call, run->id, run->run_no, NULL, run);
  pb_call_changed (call, "run", run->id);
  call->status = 201;
  pb_call_reply (call, run);
  return pb_call_event (call, "run", run->run_no, run->id, run->version.v, error);
}

static const PbEndpoint plan_endpoint = { .method = "POST",
                                          .path = "",
                                          .permission = "run:create",
                                          .flags = PB_ENDPOINT_WRITE | PB_ENDPOINT_BODY,
                                          .action = plan_run,
                                          .audit_action = "RUN_CREATE",
                                          .entity_type = "RUN" };

static char *
text_of (JsonNode *node)
{
  g_autoptr (PbWriter) writer = pb_writer_new ();

  pb_writer_node (writer, node);
  return pb_writer_steal (writer);
}

static Entry *
add_entry (PbStory *story, JsonObject *object, const char *moment)
{
  Entry *entry = g_new0 (Entry, 1);

  entry->order = story->timeline->len;
  g_ptr_array_add (story->timeline, entry);
  entry->at = pb_time_parse (json_object_get_string_member (object, moment));
  return entry;
}

static void
read_requests (PbStory *story, const char *request, JsonArray *entries)
{
  const char *blank = strchr (request, ' ');

  for (guint i = 0; i < json_array_get_length (entries); i++)
    {
      JsonObject *object = json_array_get_object_element (entries, i);
      Entry *entry = add_entry (story, object, "at");

      entry->person = g_strdup (json_object_get_string_member (object, "by"));
      entry->method = g_strndup (request, (gsize) (blank - request));
      entry->path = g_strdup (blank + 1);
      entry->body = text_of (json_object_get_member (object, "body"));
    }
}

static gboolean
read_history (PbStory *story, GError **error)
{
  g_autoptr (JsonNode) root = pb_demo_read_file (story->service->data_dir, "history.json", story->origin, error);
  JsonObjectIter iter;
  const char *request;
  JsonNode *entries;

  if (root == NULL)
    return FALSE;
  json_object_iter_init (&iter, json_node_get_object (root));
  while (json_object_iter_next (&iter, &request, &entries))
    read_requests (story, request, json_node_get_array (entries));
  return TRUE;
}

static gboolean
read_runs (PbStory *story, GError **error)
{
  g_autoptr (JsonNode) root = pb_demo_read_file (story->service->data_dir, "runs.json", story->origin, error);
  JsonArray *runs;

  if (root == NULL)
    return FALSE;
  runs = json_object_get_array_member (json_node_get_object (root), "Run");
  for (guint i = 0; i < json_array_get_length (runs); i++)
    {
      Entry *entry = add_entry (story, json_array_get_object_element (runs, i), "createdAt");

      entry->person = g_strdup ("planner");
      entry->method = g_strdup (plan_endpoint.method);
      entry->path = g_strdup ("/api/runs");
      entry->body = text_of (json_array_get_element (runs, i));
      entry->endpoint = &plan_endpoint;
    }
  return TRUE;
}

gboolean
pb_story_read_timeline (PbStory *story, GError **error)
{
  story->timeline = g_ptr_array_new_with_free_func (entry_free);
  if (!read_history (story, error) || !read_runs (story, error))
    return FALSE;
  g_ptr_array_sort (story->timeline, compare_entries);
  return TRUE;
}

gboolean
pb_story_play_timeline (PbStory *story, gint64 until, GError **error)
{
  for (; story->next < story->timeline->len; story->next++)
    {
      const Entry *entry = story->timeline->pdata[story->next];
      g_autoptr (JsonNode) answer = NULL;

      if (entry->at > until)
        return TRUE;
      story->at = MAX (story->at, entry->at);
      answer = pb_story_say (story, entry->person, entry->endpoint, entry->method, entry->path, entry->body, error);
      if (answer == NULL)
        return FALSE;
    }
  return TRUE;
}
