/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "service/pb-call.h"

G_BEGIN_DECLS

/* Units entering and leaving stations: the trial of a first article, the start of production (rest-api.md, 3.5;
 * domain.md, sections 2 and 4). */

/* The bodies of the actions, and what both answer. */
extern const PbMember pb_tracking_in_members[];
extern const PbMember pb_tracking_out_members[];
extern const PbMember pb_tracking_answers[];

/* Actions. */
gboolean pb_tracking_in (PbCall *call, GError **error);
gboolean pb_tracking_out (PbCall *call, GError **error);

/* Finds a unit by its serial number: 404 UNIT_NOT_FOUND when absent or when its run is out of the session's sight.
 * @run: (out) (transfer full) (nullable): of the unit. Returns: (transfer full). */
PbUnit *pb_tracking_find_unit (PbCall *call, const char *sn, PbRun **run, GError **error);
/* The step at which a unit stands: units begin at 1, whatever number the route's first step has.
 * Returns: (nullable) (transfer none): NULL beyond the last step. */
const PbRouteStep *pb_tracking_step_of (const PbRouteVersion *route, const PbUnit *unit);
/* The step after the one at which a unit stands. Returns: (nullable) (transfer none). */
const PbRouteStep *pb_tracking_step_after (const PbRouteVersion *route, gint64 step_no);

G_END_DECLS
