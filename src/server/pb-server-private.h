/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/pb-connections.h"
#include "server/pb-server.h"

G_BEGIN_DECLS

/* Milliseconds that pb_server_stop() waits for running requests. */
#define PB_SERVER_STOP_MS 10000

/* For tests: limits that are reached soon. Holds for connections that come later. */
void pb_server_set_limits (PbServer *self, const PbConnectionLimits *limits, guint stop_ms);
/* Connections that are open now. */
guint pb_server_count_connections (PbServer *self);
/* Requests that wait for the service now. */
guint pb_server_count_running (PbServer *self);

G_END_DECLS
