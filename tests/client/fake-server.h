/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A server that answers as a test has written down, on the main context of the test. Paths are without query. */

typedef struct _FakeServer FakeServer;

FakeServer *fake_server_new (void);
void fake_server_free (FakeServer *self);
const char *fake_server_get_url (FakeServer *self);

/* The standing answer to @method @path: JSON. An answer that was there is replaced. Unknown paths: 404 without a body.
 */
void fake_server_set (FakeServer *self, const char *method, const char *path, guint status, const char *json);
/* As fake_server_set(), with a content type (NULL: none) and one more header (nullable). */
void fake_server_set_full (FakeServer *self,
                           const char *method,
                           const char *path,
                           guint status,
                           const char *content_type,
                           const char *body,
                           const char *header,
                           const char *value);
/* The bytes of the answer as they go over the line, after which the connection is closed. */
void fake_server_set_raw (FakeServer *self, const char *method, const char *path, const char *bytes);
/* From now on requests to @path wait, until released (with the answer that stands then). */
void fake_server_hold (FakeServer *self, const char *path);
void fake_server_release (FakeServer *self, const char *path);
/* Stops listening and drops all connections; and listens again at the same port. */
void fake_server_go_down (FakeServer *self);
void fake_server_come_up (FakeServer *self);

/* What has been asked. */
guint fake_server_count (FakeServer *self, const char *method, const char *path);
/* Requests that wait at @path. */
guint fake_server_count_held (FakeServer *self, const char *path);
/* Of the last request to @method @path. Returns: (transfer none): "" when there is none. */
const char *fake_server_get_body (FakeServer *self, const char *method, const char *path);
const char *fake_server_get_query (FakeServer *self, const char *method, const char *path);
/* Returns: (transfer none) (nullable). */
const char *fake_server_get_header (FakeServer *self, const char *method, const char *path, const char *name);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FakeServer, fake_server_free)

/* Runs the main context until @condition holds; the test fails after 20 seconds. */
void pump_until (gboolean (*condition) (gpointer data), gpointer data);
/* Runs it until the async call ends. @result is filled in by pump_cb(). */
typedef struct
{
  GAsyncResult *result; /* (owned) */
} Pump;
void pump_cb (GObject *source, GAsyncResult *result, gpointer pump);
/* Returns: (transfer none): the result, valid until pump_clear(). */
GAsyncResult *pump_wait (Pump *pump);
void pump_clear (Pump *pump);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Pump, pump_clear)
/* Drops the last reference of the caller and runs it until @object is gone: what is under way may still hold it. */
void pump_until_gone (gpointer object);
/* Runs it for so many milliseconds, for what must not happen. */
void pump_for (guint ms);

G_END_DECLS
