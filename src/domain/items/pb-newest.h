/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "domain/items/pb-items.h"

G_BEGIN_DECLS

/* Which of several records counts, and what a contradictory one does. */

/* What makes a record contradict itself (domain.md, section 1). Zeroed: nothing does. */
typedef struct
{
  const char *part; /* the member that contradicts, NULL: none */
  gint64 until;     /* the moment from which it does so no more, 0: never */
} PbContradiction;

/* A date of what has happened may lie at most five minutes ahead, as at the border: clocks differ. Names the latest. */
void pb_contradiction_add_date (gint64 now, PbContradiction *found, const char *part, gint64 date);
/* As pb_contradiction_add_date(), for the date without which a record cannot be placed: it must be there. */
void pb_contradiction_require_date (gint64 now, PbContradiction *found, const char *part, gint64 date);
/* A contradiction that time does not heal. */
void pb_contradiction_add (PbContradiction *found, const char *part);

/* Finds the newest of some records. Begins zeroed. One that contradicts itself counts for nothing, but is the newest as
 * long as nothing was recorded after it. */
typedef struct
{
  gconstpointer record;        /* (nullable) the newest that does not contradict itself */
  gint64 at;                   /* its date */
  gconstpointer contradictory; /* (nullable) the newest that does */
  PbContradiction found;       /* what is wrong with it */
  gint64 changes_at;           /* the first moment at which a contradiction heals, 0: never */
  /* private */
  gint64 created_at, last_created_at, contradictory_at, contradictory_created_at;
  const char *id, *contradictory_id;
} PbNewest;

/* @at: when what it tells of happened; @created_at (0: not known) and @id (nullable) decide between equals. */
void pb_newest_add (PbNewest *newest,
                    gconstpointer record,
                    gint64 at,
                    gint64 created_at,
                    const char *id,
                    const PbContradiction *found);
gboolean pb_newest_is_contradictory (const PbNewest *newest);
/* Fails @item with INVALID_RECORD when the newest contradicts itself, and sets the deadline.
 * Returns: (nullable): the newest record to judge, NULL when there is none, or when it failed. */
gconstpointer
pb_newest_judge (const PbNewest *newest, const PbEvaluation *evaluation, PbItem *item, const char *object);

G_END_DECLS
