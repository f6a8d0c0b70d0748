/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "service/pb-service-private.h"

G_BEGIN_DECLS

/* The demo's story: what its people did, in the order of time. Each step is a REST request of a person at a moment, so
 * every state of the plant was reached by the rules. Moments are hours before (negative) or after the demo's creation.
 *
 * pb-demo-story.c tells: clock, people, requests. pb-demo-timeline.c has what the files say, pb-demo-acts.c what is
 * done to a run; pb-demo-past.c and pb-demo-today.c are the chapters. */

typedef struct
{
  PbService *service;
  gint64 origin;       /* the demo's creation */
  gint64 at;           /* the story's clock */
  gint64 renewed;      /* when the sessions were */
  GHashTable *tokens;  /* person → session token */
  GPtrArray *timeline; /* what the files say, oldest first */
  guint next;          /* of the timeline */
} PbStory;

/* A line and what stands on it. */
typedef struct
{
  const char *code, *product, *stencil, *squeegee, *fixture, *lot, *person;
} PbStoryLine;

/* Moves the clock, never back; what the files say until then happens on the way. */
gboolean pb_story_go_to (PbStory *story, double hours, GError **error);
/* Returns: (transfer full): a moment as JSON text, with quotes. */
char *pb_story_moment (const PbStory *story, double hours);
/* A request of a person ("leader") now. @endpoint: (nullable) one that no path leads to. Returns: (transfer full): the
 * answer's data. */
JsonNode *pb_story_say (PbStory *story,
                        const char *person,
                        const PbEndpoint *endpoint,
                        const char *method,
                        const char *path,
                        const char *body,
                        GError **error);
/* A POST whose answer nobody needs. @body: (transfer full) (nullable). */
gboolean pb_story_post (PbStory *story, const char *person, const char *path, char *body, GError **error);

/* ---- pb-demo-timeline.c */

/* Reads the files into the timeline. */
gboolean pb_story_read_timeline (PbStory *story, GError **error);
/* Plays what is due at @until. */
gboolean pb_story_play_timeline (PbStory *story, gint64 until, GError **error);

/* ---- pb-demo-acts.c */

/* The boards are out of the oven at @hours. @run_no: (nullable). */
gboolean pb_story_bake (PbStory *story, const PbStoryLine *line, const char *run_no, double hours, GError **error);
gboolean pb_story_clean_stencil (PbStory *story, const PbStoryLine *line, double hours, GError **error);
gboolean pb_story_check_fixture (PbStory *story,
                                 const char *person,
                                 const char *fixture,
                                 const char *line_code,
                                 double hours,
                                 GError **error);
/* Paste, checks of what stands on the line, and the oven's profile. */
gboolean pb_story_prepare_line (PbStory *story, const PbStoryLine *line, double hours, GError **error);
gboolean pb_story_record_program (PbStory *story,
                                  const char *line_code,
                                  const char *product,
                                  const char *run_no, /* (nullable) */
                                  double hours,
                                  GError **error);
/* Loads the slot table of a run and scans a reel into each slot. @line: 'A'; @week: of the reels' delivery. */
gboolean pb_story_load_run (PbStory *story, const char *run_no, char line, guint week, GError **error);
/* Moves one unit in and out of a station: a minute each. */
gboolean pb_story_track (PbStory *story,
                         const char *person,
                         const char *run_no,
                         guint unit,
                         const char *station,
                         const char *result,
                         GError **error);
gboolean pb_story_enter_station (PbStory *story,
                                 const char *person,
                                 const char *run_no,
                                 guint unit,
                                 const char *station,
                                 GError **error);
gboolean
pb_story_record_characteristics (PbStory *story, const char *fai_id, const char *run_no, guint most, GError **error);
/* Units, first article and trial of a run of SMT-A. Returns: (transfer full): the first article's id. */
char *pb_story_begin_first_article (PbStory *story, const char *run_no, GError **error);
/* The whole first article, with the first @n_signatures of three. */
gboolean pb_story_pass_first_article (PbStory *story, const char *run_no, guint n_signatures, GError **error);
/* The supervisor waives the item of a type, at the station of who asks. @until: (nullable) JSON text of a moment. */
gboolean pb_story_waive (PbStory *story,
                         const char *asks,
                         const char *run_no,
                         const char *item_type,
                         const char *category,
                         const char *reason,
                         const char *until,
                         GError **error);
gboolean pb_story_authorize (PbStory *story, const char *run_no, GError **error);

/* ---- The chapters */

/* The runs that are over, or in production. */
gboolean pb_story_play_past (PbStory *story, GError **error);
/* The runs on the board. */
gboolean pb_story_play_today (PbStory *story, GError **error);

G_END_DECLS
