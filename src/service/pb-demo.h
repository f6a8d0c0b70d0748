/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "service/pb-service.h"
#include "store/pb-store.h"

G_BEGIN_DECLS

/* The demo plant. Its registers and what happened in two months are files (data/demo/); a time in them is written
 * "@-3h30m", relative to the demo's creation. What happened, up to today, is played through the service itself, with
 * the clock set back, so that every state and every counter of the plant was reached by the rules. */

/* The demo's people have this password. */
#define PB_DEMO_PASSWORD "prepboard-demo"

/* Fills an empty database with registers and history when @wanted. @filled: whether it did, so that the story must be
 * played. Errors: G_IO_ERROR_EXISTS when a demo is wanted and the database holds a real plant. */
gboolean
pb_demo_fill (PbStore *store, const char *data_dir, gboolean wanted, gint64 now, gboolean *filled, GError **error);
gboolean pb_demo_is_demo (PbStore *store);
/* Reads data/demo/@name; its times are those of a demo that is made at @now. Returns: (transfer full). */
JsonNode *pb_demo_read_file (const char *data_dir, const char *name, gint64 now, GError **error);
/* Plays what happened before @now. The service's threads must run, and nobody else use it yet. */
gboolean pb_demo_play (PbService *service, gint64 now, GError **error);

G_END_DECLS
