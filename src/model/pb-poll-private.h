/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/pb-session-model.h"

G_BEGIN_DECLS

/* Rounds of asking the server, one at a time, and the freshness of what is shown. A round is known by its cancellable:
 * one that was replaced or ended late is told so and must change nothing. */

typedef struct _PbPoll PbPoll;

typedef struct
{
  /* Starts a round; it ends with pb_poll_end(). */
  void (*start) (gpointer owner, GCancellable *round);
  /* Freshness or error has changed: pb_poll_get_…(). */
  void (*changed) (gpointer owner);
  /* Another user, or none: what is shown is not theirs. */
  void (*reset) (gpointer owner);
  /* Time goes on: texts that follow the clock. */
  void (*tick) (gpointer owner);
} PbPollClass;

/* @owner: not owned, must outlive the poll. */
PbPoll *pb_poll_new (PbSessionModel *session, const PbPollClass *poll_class, GObject *owner);
void pb_poll_free (PbPoll *self);

void pb_poll_set_active (PbPoll *self, gboolean active);
gboolean pb_poll_get_active (PbPoll *self);
/* Starts a new round at once, in place of the running one. */
void pb_poll_refresh (PbPoll *self);
/* Whether @round is still the running one. */
gboolean pb_poll_is_current (PbPoll *self, GCancellable *round);
/* Ends a round. @error: (nullable): why it has failed. Nothing happens when @round is not the running one. */
void pb_poll_end (PbPoll *self, GCancellable *round, const GError *error);

/* 0 while fresh, else the time of the last good round, or of the first attempt. */
gint64 pb_poll_get_stale_since (PbPoll *self);
/* Whether no round has ended well yet. */
gboolean pb_poll_is_loading (PbPoll *self);
/* Returns: (transfer full): "Stale since 14:03:22", "" while fresh. */
char *pb_poll_dup_stale_text (PbPoll *self);
/* Returns: (transfer none): why the last round failed, "" when it did not. */
const char *pb_poll_get_error_text (PbPoll *self);

G_END_DECLS
