/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-server"

#include "server/pb-http.h"

#include <string.h>

#include "wire/pb-problem.h"

#define COOKIE           "better-auth.session_token"
#define COOKIE_SECONDS   "604800"
#define HEADER_MAX       100
#define USER_AGENT_MAX   200
#define AUTH_PATH_PREFIX "/api/auth/"

static gboolean
is_printable (const char *text, gsize max)
{
  /* libsoup puts U+FFFD in the place of broken UTF-8. */
  if (text[0] == '\0' || strstr (text, "\xef\xbf\xbd") != NULL || !g_utf8_validate (text, -1, NULL) ||
      (gsize) g_utf8_strlen (text, -1) > max)
    return FALSE;
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    if (!g_unichar_isprint (g_utf8_get_char (p)))
      return FALSE;
  return TRUE;
}

/* A header that means something to the service: it is either sound or told to be bad, never taken for absent. */
static gboolean
read_header (SoupMessageHeaders *headers, const char *name, char **value, GError **error)
{
  const char *text = soup_message_headers_get_one (headers, name);

  if (text == NULL)
    return TRUE;
  if (!is_printable (text, HEADER_MAX))
    {
      pb_problem_set (error, 400, "BAD_HEADER", "%s must be 1 to %d printable characters", name, HEADER_MAX);
      return FALSE;
    }
  *value = g_strdup (text);
  return TRUE;
}

/* Existing deployments send "{token}.{signature}"; a signature says nothing here. */
static char *
token_of_value (const char *value, gsize length)
{
  char *token = g_uri_unescape_segment (value, value + length, NULL);

  if (token != NULL)
    token[strcspn (token, ".")] = '\0';
  if (token == NULL || !is_printable (token, G_MAXSIZE))
    g_clear_pointer (&token, g_free);
  return token;
}

static char *
token_of_cookies (const char *cookies)
{
  const char *cookie = cookies;

  while (*cookie != '\0')
    {
      gsize length;

      cookie += strspn (cookie, " \t;");
      length = strcspn (cookie, ";");
      if (length > strlen (COOKIE) && strncmp (cookie, COOKIE "=", strlen (COOKIE "=")) == 0)
        return token_of_value (cookie + strlen (COOKIE "="), length - strlen (COOKIE "="));
      cookie += length;
    }
  return NULL;
}

/* Returns: (transfer none) (nullable): what follows "Bearer". */
static const char *
find_bearer (SoupMessageHeaders *headers)
{
  const char *authorization = soup_message_headers_get_one (headers, "Authorization");

  if (authorization == NULL || g_ascii_strncasecmp (authorization, "Bearer ", strlen ("Bearer ")) != 0)
    return NULL;
  authorization += strlen ("Bearer ");
  return authorization + strspn (authorization, " ");
}

/* The browser sends cookies by itself, also when another page makes it send the request. */
static gboolean
check_origin (SoupServerMessage *message, GError **error)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  const char *origin = soup_message_headers_get_one (headers, "Origin");
  const char *host = soup_message_headers_get_one (headers, "Host");
  const char *rest = NULL;

  if (origin == NULL || strcmp (origin, "null") == 0)
    {
      pb_problem_set (error, 403, "MISSING_OR_NULL_ORIGIN", "Missing or null Origin");
      return FALSE;
    }
  if (g_ascii_strncasecmp (origin, "http://", strlen ("http://")) == 0)
    rest = origin + strlen ("http://");
  else if (g_ascii_strncasecmp (origin, "https://", strlen ("https://")) == 0)
    rest = origin + strlen ("https://");
  if (rest == NULL || host == NULL || g_ascii_strcasecmp (rest, host) != 0)
    {
      pb_problem_set (error, 403, "INVALID_ORIGIN", "Invalid origin");
      return FALSE;
    }
  return TRUE;
}

static gboolean
read_session (SoupServerMessage *message, PbRequest *request, GError **error)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  const char *bearer = find_bearer (headers);
  const char *cookies;

  if (bearer != NULL)
    {
      request->token = token_of_value (bearer, strlen (bearer));
      return TRUE;
    }
  cookies = soup_message_headers_get_one (headers, "Cookie");
  if (cookies == NULL)
    return TRUE;
  request->token = token_of_cookies (cookies);
  return strcmp (request->method, "POST") != 0 || !g_str_has_prefix (request->path, AUTH_PATH_PREFIX) ||
         check_origin (message, error);
}

static char *
dup_user_agent (SoupMessageHeaders *headers)
{
  const char *text = soup_message_headers_get_one (headers, "User-Agent");
  g_autofree char *valid = text != NULL ? g_utf8_make_valid (text, -1) : NULL;

  return valid != NULL ? g_utf8_substring (valid, 0, MIN (g_utf8_strlen (valid, -1), USER_AGENT_MAX)) : NULL;
}

PbRequest *
pb_http_read_request (SoupServerMessage *message, const char *address, GError **error)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  SoupMessageBody *body = soup_server_message_get_request_body (message);
  const char *method = soup_server_message_get_method (message);
  GUri *uri = soup_server_message_get_uri (message);
  g_autoptr (PbRequest) request = NULL;

  /* libsoup leaves the body of the answer away. */
  request = pb_request_new (method == SOUP_METHOD_HEAD ? SOUP_METHOD_GET : method, g_uri_get_path (uri));
  request->query = g_strdup (g_uri_get_query (uri));
  request->address = g_strdup (address);
  request->content_type = g_strdup (soup_message_headers_get_one (headers, "Content-Type"));
  request->user_agent = dup_user_agent (headers);
  if (body->length > 0)
    request->body = soup_message_body_flatten (body);
  if (!read_header (headers, "X-Station-Id", &request->station, error) ||
      !read_header (headers, "If-Match", &request->if_match, error) || !read_session (message, request, error))
    return NULL;
  return g_steal_pointer (&request);
}

gboolean
pb_http_check_framing (SoupServerMessage *message, GError **error)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  const char *length = soup_message_headers_get_list (headers, "Content-Length");
  const char *coding = soup_message_headers_get_list (headers, "Transfer-Encoding");
  guint64 bytes;

  if (length == NULL && coding == NULL)
    return TRUE;
  if (length != NULL && coding == NULL && g_ascii_string_to_unsigned (length, 10, 0, G_MAXINT64, &bytes, NULL))
    return TRUE;
  if (length == NULL && g_ascii_strcasecmp (coding, "chunked") == 0)
    return TRUE;
  pb_problem_set (error, 400, "BAD_REQUEST", "The headers do not say clearly how long the body is");
  return FALSE;
}

static void
write_body (SoupServerMessage *message, int status, const char *content_type, GBytes *body)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);

  soup_server_message_set_status (message, (guint) status, NULL);
  soup_message_headers_append (headers, "Content-Type", content_type);
  soup_message_headers_append (headers, "Cache-Control", "no-store");
  soup_message_headers_append (headers, "X-Content-Type-Options", "nosniff");
  if (body != NULL)
    soup_message_body_append_bytes (soup_server_message_get_response_body (message), body);
}

/* The token has none of the characters that a cookie needs escaped, and an escaped one is understood as well. */
static void
write_cookie (SoupMessageHeaders *headers, const char *token)
{
  g_autofree char *escaped = g_uri_escape_string (token, NULL, FALSE);
  g_autofree char *cookie = g_strconcat (COOKIE "=", escaped, "; Max-Age=", token[0] != '\0' ? COOKIE_SECONDS : "0",
                                         "; Path=/; HttpOnly; SameSite=Lax", NULL);

  soup_message_headers_append (headers, "Set-Cookie", cookie);
}

void
pb_http_write_answer (SoupServerMessage *message, const PbAnswer *answer)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);

  write_body (message, answer->status, answer->content_type, answer->body);
  if (answer->request_id != NULL)
    soup_message_headers_append (headers, "X-Request-Id", answer->request_id);
  if (answer->set_token != NULL)
    write_cookie (headers, answer->set_token);
  if (answer->allow != NULL)
    soup_message_headers_append (headers, "Allow", answer->allow);
  if (answer->etag != NULL)
    soup_message_headers_append (headers, "ETag", answer->etag);
  if (answer->retry_after > 0)
    {
      char seconds[16];

      g_snprintf (seconds, sizeof seconds, "%u", answer->retry_after);
      soup_message_headers_append (headers, "Retry-After", seconds);
    }
}

void
pb_http_write_problem (SoupServerMessage *message, const GError *problem)
{
  char *text = pb_problem_to_json (problem);
  g_autoptr (GBytes) body = g_bytes_new_take (text, strlen (text));

  write_body (message, pb_problem_get_status (problem), "application/json", body);
}

char *
pb_http_format_problem (const GError *problem)
{
  g_autofree char *body = pb_problem_to_json (problem);
  int status = pb_problem_get_status (problem);

  return g_strdup_printf ("HTTP/1.1 %d %s\r\n"
                          "Content-Type: application/json\r\n"
                          "Cache-Control: no-store\r\n"
                          "X-Content-Type-Options: nosniff\r\n"
                          "Content-Length: %" G_GSIZE_FORMAT "\r\n"
                          "Connection: close\r\n\r\n%s",
                          status, soup_status_get_phrase ((guint) status), strlen (body), body);
}
