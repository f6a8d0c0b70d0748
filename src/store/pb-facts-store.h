/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "domain/pb-facts.h"
#include "domain/pb-policy.h"
#include "store/pb-store.h"

G_BEGIN_DECLS

/* Loads what a judgement of a run rests on, in a fixed number of statements: none per item, none that reads more as the
 * plant grows older. Take it inside a transaction: all facts are then of one moment.
 *
 * @policy says how far back a bake of the product counts.
 * Returns: (transfer full) (nullable): NULL with @error unset when there is no such run. */
PbFacts *pb_store_load_facts (PbStore *store, const char *run_no, const PbPolicy *policy, gint64 now, GError **error);
PbFacts *
pb_store_load_facts_by_id (PbStore *store, const char *run_id, const PbPolicy *policy, gint64 now, GError **error);

/* Returns: (transfer full) (nullable): the first article with its items, their measurements and its signatures; NULL
 * with @error unset when there is none. */
PbInspection *pb_store_load_inspection (PbStore *store, const char *id, GError **error);
/* The newest of the run, also a cancelled one when @cancelled. */
PbInspection *pb_store_load_newest_inspection (PbStore *store, const char *run_id, gboolean cancelled, GError **error);

/* Returns: (transfer full) (nullable): the compiled route with its steps. */
PbRouteVersion *pb_store_load_route_version (PbStore *store, const char *id, GError **error);
PbRouteVersion *pb_store_load_newest_route_version (PbStore *store, const char *route_id, GError **error);
PbRoute *pb_store_load_route (PbStore *store, const char *code, GError **error);

/* The serials of the sample: units of the run that were tracked out since the start of its first article, the first
 * @count of them; before any track the units of the trial. Returns: (transfer full): NULL with @error. */
GStrv pb_store_load_sample_units (PbStore *store, const char *run_id, gint64 since, gint64 count, GError **error);

/* Returns: (transfer full) (element-type utf8): the ids of the runs in PREP and AUTHORIZED. */
GPtrArray *pb_store_list_open_runs (PbStore *store, GError **error);

/* The status of the newest check, of any type, of each of some runs (at most PB_QUERY_IN_MAX).
 * Returns: (transfer full): run id → status text, without the runs that have none; NULL with @error. */
GHashTable *pb_store_newest_check_statuses (PbStore *store, GPtrArray *run_ids, GError **error);
/* Returns: (transfer full) (element-type PbCheck): the newest stored check of each run in PREP (of @line_id, nullable)
 * that lies from
 * @from to @to, newest first. */
GPtrArray *pb_store_list_newest_checks (PbStore *store, gint64 from, gint64 to, const char *line_id, GError **error);

/* Returns: (transfer full) (nullable): the newest policy with its settings, NULL with @error unset when there is none.
 */
PbPolicyVersion *pb_store_load_policy (PbStore *store, gint64 version, GError **error);

/* Returns: the largest sequence number of the audit trail and its hash ((transfer full), nullable). */
gboolean pb_store_load_audit_head (PbStore *store, gint64 *seq, char **hash, gint64 *event_seq, GError **error);

/* How many wrong secrets of @purpose fell from @since to @until for @email (or, with @address, from that address).
 * What the clock once dated later than @until does not count. */
gboolean pb_store_count_credential_failures (PbStore *store,
                                             const char *purpose,
                                             const char *email,
                                             const char *address,
                                             gint64 since,
                                             gint64 until,
                                             gint64 *count,
                                             gint64 *newest,
                                             GError **error);
/* A right secret ends the count. */
gboolean pb_store_clear_credential_failures (PbStore *store, const char *purpose, const char *email, GError **error);

/* Deletes what nobody asks for any more: sessions that ended by @now, failures from before @failures_before, and events
 * up to the number @last_event. @more: whether there may be more of it. In a transaction. */
gboolean
pb_store_sweep (PbStore *store, gint64 now, gint64 failures_before, gint64 last_event, gboolean *more, GError **error);

/* Adds up an INT column of the rows of @type that hold @key in @key_column and are dated @since or later. */
gboolean pb_store_sum_since (PbStore *store,
                             const PbType *type,
                             const char *column,
                             const char *key_column,
                             const char *key,
                             const char *date_column,
                             gint64 since,
                             gint64 *sum,
                             GError **error);

/* Counts of a run's units by status. */
typedef struct
{
  gint64 total, queued, in_station, done, failed, trial;
} PbUnitCounts;
gboolean pb_store_count_units (PbStore *store, const char *run_id, PbUnitCounts *counts, GError **error);
/* Tracks of the run, of which any keeps its units. */
gboolean pb_store_count_tracks (PbStore *store, const char *run_id, gint64 *count, GError **error);
gboolean pb_store_delete_units (PbStore *store, const char *run_id, GError **error);
/* For each step number: units that have passed it. Returns: (transfer full) (element-type gint64 pairs step → count).
 */
GHashTable *pb_store_count_steps (PbStore *store, const char *run_id, GError **error);

/* Inserts @count queued units in few statements: serials "<prefix>-0001"… from @first on. */
gboolean pb_store_insert_units (PbStore *store,
                                const PbRun *run,
                                const char *prefix,
                                gint64 first,
                                gint64 count,
                                gint64 now,
                                GError **error);

G_END_DECLS
