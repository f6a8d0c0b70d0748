/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-service"

#include "service/pb-demo-story.h"

#include <gio/gio.h>
#include <string.h>

#include "service/pb-demo.h"

/* Sessions last a week when nobody renews them. */
#define RENEWAL (5 * PB_DAY)

static gint64
story_clock (gpointer user_data)
{
  const PbStory *story = user_data;

  return story->at;
}

char *
pb_story_moment (const PbStory *story, double hours)
{
  g_autofree char *text = pb_time_format (story->origin + (gint64) (hours * PB_HOUR));

  return g_strdup_printf ("\"%s\"", text);
}

static PbRequest *
make_request (const char *token, const char *method, const char *path, const char *body)
{
  PbRequest *request = pb_request_new (method, path);
  const char *mark = strchr (path, '?');

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
  return request;
}

/* Returns: (transfer full): the answer's data. */
static JsonNode *
say_as (PbStory *story,
        const char *token,
        const PbEndpoint *endpoint,
        const char *method,
        const char *path,
        const char *body,
        GError **error)
{
  PbRequest *request = make_request (token, method, path, body);
  g_autoptr (PbAnswer) answer = pb_service_call_endpoint (story->service, endpoint, request);
  g_autoptr (JsonNode) root = NULL;
  const char *text;
  gsize length;

  text = g_bytes_get_data (answer->body, &length);
  if (answer->status >= 300)
    {
      g_autofree char *moment = pb_time_format (story->at);

      g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "The demo's story stops at %s, %s %s: %d %.*s %s", moment,
                   method, path, answer->status, (int) length, text, body != NULL ? body : "");
      return NULL;
    }
  root = pb_json_parse (text, length, error);
  if (root != NULL && JSON_NODE_HOLDS_OBJECT (root) && json_object_has_member (json_node_get_object (root), "data"))
    return json_node_copy (json_object_get_member (json_node_get_object (root), "data"));
  return g_steal_pointer (&root);
}

static const char *
token_of (PbStory *story, const char *person, GError **error)
{
  const char *token = g_hash_table_lookup (story->tokens, person);
  g_autofree char *body = NULL;
  g_autoptr (JsonNode) answer = NULL;

  if (token != NULL)
    return token;
  body = g_strdup_printf ("{\"email\":\"%s@example.com\",\"password\":\"" PB_DEMO_PASSWORD "\"}", person);
  answer = say_as (story, NULL, NULL, "POST", "/api/auth/sign-in/email", body, error);
  if (answer == NULL)
    return NULL;
  g_hash_table_insert (story->tokens, g_strdup (person),
                       g_strdup (json_object_get_string_member (json_node_get_object (answer), "token")));
  return g_hash_table_lookup (story->tokens, person);
}

/* Nobody signs in anew every week: a password is looked at slowly. */
static gboolean
renew_sessions (PbStory *story, GError **error)
{
  GHashTableIter iter;
  const char *token;

  if (story->at < story->renewed + RENEWAL)
    return TRUE;
  story->renewed = story->at;
  g_hash_table_iter_init (&iter, story->tokens);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &token))
    {
      g_autoptr (JsonNode) answer = say_as (story, token, NULL, "GET", "/api/auth/get-session", NULL, error);
      if (answer == NULL)
        return FALSE;
    }
  return TRUE;
}

JsonNode *
pb_story_say (PbStory *story,
              const char *person,
              const PbEndpoint *endpoint,
              const char *method,
              const char *path,
              const char *body,
              GError **error)
{
  const char *token;

  if (!renew_sessions (story, error))
    return NULL;
  token = token_of (story, person, error);
  return token != NULL ? say_as (story, token, endpoint, method, path, body, error) : NULL;
}

gboolean
pb_story_post (PbStory *story, const char *person, const char *path, char *body, GError **error)
{
  g_autofree char *mine = body;
  g_autoptr (JsonNode) answer = pb_story_say (story, person, NULL, "POST", path, mine, error);

  return answer != NULL;
}

gboolean
pb_story_go_to (PbStory *story, double hours, GError **error)
{
  gint64 at = story->origin + (gint64) (hours * PB_HOUR);

  if (!pb_story_play_timeline (story, at, error))
    return FALSE;
  story->at = MAX (story->at, at);
  return TRUE;
}

static gboolean
sign_everybody_out (PbStory *story, GError **error)
{
  GHashTableIter iter;
  const char *token;

  g_hash_table_iter_init (&iter, story->tokens);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &token))
    {
      g_autoptr (JsonNode) answer = say_as (story, token, NULL, "POST", "/api/auth/sign-out", "{}", error);
      if (answer == NULL)
        return FALSE;
    }
  return TRUE;
}

gboolean
pb_demo_play (PbService *service, gint64 now, GError **error)
{
  PbStory story = { .service = service, .origin = now, .at = now - 70 * PB_DAY };
  gboolean done;

  story.renewed = story.at;
  story.tokens = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  pb_service_set_clock (service, story_clock, &story);
  done = pb_story_read_timeline (&story, error) && pb_story_play_past (&story, error) &&
         pb_story_play_today (&story, error) && sign_everybody_out (&story, error);
  pb_service_set_clock (service, NULL, NULL);
  g_hash_table_unref (story.tokens);
  g_clear_pointer (&story.timeline, g_ptr_array_unref);
  return done;
}
