/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "service/pb-call.h"

G_BEGIN_DECLS

/* The windows of time rules (domain.md, section 7): one at most runs for an object and a type of rule, however many
 * runs use the object. Neither function says what has changed: that is the caller's, who knows whom the object
 * concerns. */

/* The types of objects, as windows name them. */
#define PB_WINDOW_OF_LOT  "SOLDER_PASTE_LOT"
#define PB_WINDOW_OF_UNIT "UNIT"

/* Starts a window at @started_at (µs UTC) by the narrowest active rule of @type whose scope holds the run or the line;
 * of rules equally narrow the one of higher priority, then of the first code. Does nothing when no rule is in scope or
 * a window runs already, but that it begins earlier when @started_at is earlier: what is written down late still
 * counts.
 * @run: (nullable); without one, rules for a route or a product are out of scope. @line_id: (nullable): the run's.
 * Errors: the store's. */
gboolean pb_time_windows_start (PbCall *call,
                                PbTimeRuleType type,
                                const char *entity_type,
                                const char *entity_id,
                                const PbRun *run,
                                const char *line_id,
                                gint64 started_at,
                                GError **error);

/* Ends what runs for the object: COMPLETED at @ended_at, also when that is late. A window that began after @ended_at
 * goes on. Errors: the store's. */
gboolean pb_time_windows_end (PbCall *call,
                              PbTimeRuleType type,
                              const char *entity_type,
                              const char *entity_id,
                              gint64 ended_at,
                              GError **error);

G_END_DECLS
