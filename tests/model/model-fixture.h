/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "fake-server.h"
#include "model/pb-session-model.h"

G_BEGIN_DECLS

/* A session at a scripted server whose models ask every few milliseconds. */

typedef struct
{
  FakeServer *server;
  PbSessionModel *session;
} ModelFixture;

#define PACE_MS     15
#define PATIENCE_MS 400

/* Permissions of the user, as a JSON array's inside; capacities likewise. */
#define ALL_PERMISSIONS                                                                                                \
  "\"run:read\",\"readiness:view\",\"prep:record\",\"prep:waive_request\",\"readiness:check\",\"loading:view\","       \
  "\"loading:verify\",\"loading:config\",\"quality:fai\",\"exec:track_in\",\"audit:read\",\"run:authorize\""

/* @data: (nullable): features of the server as a JSON array's inside, "legacy" for an existing deployment; default all
 * of them. */
void model_fixture_set_up (ModelFixture *fixture, gconstpointer data);
void model_fixture_tear_down (ModelFixture *fixture, gconstpointer data);

/* Signs in as somebody with these permissions and capacities. */
void model_fixture_sign_in (ModelFixture *fixture, const char *permissions, const char *capacities);
/* {"ok":true,"data":…} as the standing answer to GET @path. */
void model_fixture_set (ModelFixture *fixture, const char *path, const char *data);

/* Runs the main context until @path has been asked @more times again and those answers are in (one more round has
 * begun). */
void model_fixture_wait_rounds (ModelFixture *fixture, const char *path, guint more);
/* Until the property @name of @object has this value. */
void wait_for_text (gpointer object, const char *name, const char *value);
void wait_for_number (gpointer object, const char *name, gint64 value);

/* Counts emissions of a signal. */
typedef struct
{
  gpointer object;
  gulong handler;
  guint count;
} Counter;
void counter_start (Counter *counter, gpointer object, const char *signal);
void counter_stop (Counter *counter);

/* Property of a list's row. Returns: (transfer full). */
char *row_text (GListModel *list, guint position, const char *name);
gint64 row_number (GListModel *list, guint position, const char *name);

#define assert_row_text(list, position, name, value)                                                                   \
  G_STMT_START                                                                                                         \
  {                                                                                                                    \
    g_autofree char *row_text_ = row_text (list, position, name);                                                      \
    g_assert_cmpstr (row_text_, ==, value);                                                                            \
  }                                                                                                                    \
  G_STMT_END

G_END_DECLS
