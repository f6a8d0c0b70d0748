/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "service/pb-call.h"

G_BEGIN_DECLS

/* The time from reflow or AOI to the wash (domain.md, section 7): a window runs for a unit from the track-out that
 * passed at such an operation until its track-in at a wash operation, on routes that have one still to come. */

/* The next step at or after @step_no at which the route washes. Returns: (nullable) (transfer none). */
const PbRouteStep *pb_wash_window_next_wash (const PbRouteVersion *route, gint64 step_no);
gboolean pb_wash_window_is_wash (const PbRouteStep *step);

/* The window that runs for a unit. Returns: whether it could be read; @window: (out) (transfer full) (nullable). */
gboolean pb_wash_window_find (PbCall *call, const PbUnit *unit, PbTimeWindow **window, GError **error);
/* After a track-out that passed at @step: starts a window where a rule is in scope and none runs yet: the board has
 * been waiting since the first of these operations. */
gboolean pb_wash_window_start (PbCall *call,
                               const PbRun *run,
                               const PbRouteVersion *route,
                               const PbRouteStep *step,
                               const PbUnit *unit,
                               GError **error);
/* After a track-in at a wash. A late end is one too: history keeps it. */
gboolean pb_wash_window_end (PbCall *call, const PbUnit *unit, GError **error);

G_END_DECLS
