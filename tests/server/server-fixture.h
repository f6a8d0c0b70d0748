/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "server/pb-server-private.h"

G_BEGIN_DECLS

#define FIXTURE_EMAIL    "vera@example.com"
#define FIXTURE_PASSWORD "correct horse"

/* A real service on a database of its own, behind a real server on a free port in a thread of its own. */
typedef struct
{
  char *directory; /* (owned) */
  char *database;  /* (owned): "sqlite:" and a path */
  PbService *service;
  PbServer *server;
  GMainContext *context;
  GMainLoop *loop;
  GThread *thread;
  char *url;    /* (owned) */
  guint16 port; /* of the loopback address */
} ServerFixture;

void server_fixture_set_up (ServerFixture *fixture, gconstpointer data);
void server_fixture_tear_down (ServerFixture *fixture, gconstpointer data);

/* Runs @func on the server's thread and waits for it. */
void server_fixture_invoke (ServerFixture *fixture, void (*func) (ServerFixture *fixture));
/* Sets limits for connections to come. */
void server_fixture_set_limits (ServerFixture *fixture, const PbConnectionLimits *limits, guint stop_ms);
/* Waits until so many requests are with the service, or so many connections are open; fails the test after a while. */
void server_fixture_wait_for_running (ServerFixture *fixture, guint count);
void server_fixture_wait_for_connections (ServerFixture *fixture, guint count);

/* Holds the database, so that every change waits (for at most PB_STORE_BUSY_SECONDS), until it is released. */
gpointer server_fixture_hold_database (ServerFixture *fixture);
void server_fixture_release_database (gpointer held);

/* A socket to the server that gives up after 20 seconds. */
GSocket *server_fixture_connect (ServerFixture *fixture);
/* Sends all of it; fails the test when it cannot. @length -1: a text. */
void raw_send (GSocket *socket, const char *bytes, gssize length);
/* Returns: (transfer full): what comes until the other side closes; also when it does so harshly. */
char *raw_receive_all (GSocket *socket);
/* Returns: (transfer full): one response with its body, whose length it must say; "" when the connection ends first. */
char *raw_receive_response (GSocket *socket);
/* A connection of its own for one exchange: "Connection: close" must be among the headers. */
char *raw_exchange (ServerFixture *fixture, const char *bytes, gssize length);
/* Returns: the status, 0 when @response is no response. */
int raw_status (const char *response);
/* Returns: (transfer full) (nullable): the value of a header. */
char *raw_header (const char *response, const char *name);
/* Returns: (transfer none): what follows the headers. */
const char *raw_body (const char *response);

/* One exchange. @headers: whole lines, each ended by "\r\n"; (nullable). @body: (nullable).
 * Returns: (transfer full): the response. */
char *server_fixture_call (ServerFixture *fixture,
                           const char *method,
                           const char *path,
                           const char *headers,
                           const char *body);
/* Returns: (transfer full): the token of a new session. */
char *server_fixture_sign_in (ServerFixture *fixture);
#define SIGN_IN_BODY "{\"email\":\"" FIXTURE_EMAIL "\",\"password\":\"" FIXTURE_PASSWORD "\"}"
#define SIGN_IN_PATH "/api/auth/sign-in/email"

/* The test program's resident memory in kB, the server being part of it. */
gint64 resident_memory (void);

G_END_DECLS
