/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "service/pb-judge.h"
#include "service/pb-tracking.h"

G_BEGIN_DECLS

/* Everything that a track-in or a track-out looks at. */
typedef struct
{
  PbStation *station;
  PbRun *run;
  PbUnit *unit; /* NULL until it was found */
  PbRouteVersion *route;
  PbJudgement *judgement; /* in PREP */
  PbTimeWindow *window;   /* the wash window that runs for the unit */
  const PbRouteStep *step;
  gboolean trial;
  const char *fai_id; /* of the trial */
} PbTracking;

void pb_tracking_clear (PbTracking *t);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PbTracking, pb_tracking_clear)

/* What track-in and track-out check alike, in the order of the contract. */
gboolean pb_tracking_check_route (PbCall *call, PbTracking *t, GError **error);
/* Looks at the unit without judging it: a trial unit that must be washed has its own way. */
gboolean pb_tracking_peek_unit (PbCall *call, PbTracking *t, const char *sn, GError **error);
gboolean pb_tracking_check_run (PbCall *call, PbTracking *t, GError **error);
/* The unit belongs to the run. A unit of a run out of sight does not exist. */
gboolean pb_tracking_check_unit_run (PbCall *call, PbTracking *t, const char *sn, GError **error);
/* The track of a unit that is in a station. Returns: whether it could be read; @track: (out) (transfer full)
 * (nullable). */
gboolean pb_tracking_find_open_track (PbCall *call, const PbUnit *unit, PbTrack **track, GError **error);

/* Says what has changed: the run, and the first article whose trial it was. */
gboolean pb_tracking_tell (PbCall *call, const PbTracking *t, GError **error);
/* What the audit row says of every attempt. */
void pb_tracking_note (PbCall *call, const PbTracking *t);
void pb_tracking_reply (PbCall *call, int unit_status);

G_END_DECLS
