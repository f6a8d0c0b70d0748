/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "service/pb-judge.h"

G_BEGIN_DECLS

/* An open run (PREP or AUTHORIZED) as the writer keeps it in mind, to know whom a change concerns. */
typedef struct
{
  PbRun *run;        /* (owned): as it is in the database, never changed */
  gboolean reviewed; /* AUTHORIZED, or with waivers in force: something happens by itself */
  gint64 review_at;  /* when, 0: at once */
} PbOpenRun;

struct _PbService
{
  char *database;
  char *data_dir;
  gboolean demo;
  PbClock clock;
  gpointer clock_data;

  GAsyncQueue *writes, *reads, *secrets;
  GThread *writer;
  GPtrArray *readers, *secretaries; /* (element-type GThread) */

  GMutex lock; /* of what follows, down to the writer's own */
  PbPolicy *policy;
  GHashTable *principals;  /* token hash → PbPrincipal */
  GHashTable *judgements;  /* run number → PbJudgement */
  GHashTable *run_numbers; /* set: numbers of open runs, in order of nothing */
  GHashTable *key_changes; /* key → gint64 *: number of its last change */
  gint64 change;           /* number of the last change */
  gint64 people_change;    /* number of the last change of users, roles, sessions */
  gint64 change_floor;     /* changes up to here are no longer in key_changes */

  /* The writer's own */
  PbStore *store;
  GHashTable *open_runs;    /* id → PbOpenRun */
  GHashTable *open_numbers; /* run number → the same, not owned */
  gboolean numbers_changed; /* run_numbers does not say what open_runs does */
  gint64 audit_seq, event_seq;
  char *audit_hash;
  gint64 sweep_at;      /* when rows that nobody asks for any more are deleted next */
  gboolean is_outdated; /* another program has written, and not all of it is read yet */
};

/* What waits for a thread. */
typedef struct
{
  PbCall *call;
  PbAnswerFunc func;
  gpointer user_data;
} PbJob;

/* Ends the thread that takes it. */
extern PbJob pb_stop_job;

/* The writer's thread: all changes. @service: a PbService. */
gpointer pb_write_thread_main (gpointer service);

/* The time, µs since the epoch, by the service's clock. */
gint64 pb_service_now (PbService *self);
/* The policy in force. Returns: (transfer full). On any thread. */
PbPolicy *pb_service_dup_policy (PbService *self);
/* As pb_service_call(), at an endpoint that no path leads to. NULL: the one that the request names. Takes @request. */
PbAnswer *pb_service_call_endpoint (PbService *self, const PbEndpoint *endpoint, PbRequest *request);

/* pb-service.c: the steps of a call, on whichever thread. Who calls and whether that person may; the body is read. */
gboolean pb_call_admit (PbCall *call, PbStore *store, GError **error);
/* The action, with the envelope around its answer. */
gboolean pb_call_run_action (PbCall *call, GError **error);
/* Whether a refused attempt leaves an audit row. */
gboolean pb_call_is_worth_auditing (const PbCall *call, const GError *error);
/* Answers and ends a call. */
void pb_call_finish (PbCall *call, const GError *error, PbAnswerFunc func, gpointer user_data);

/* pb-call.c */
PbCall *pb_call_new (PbService *service, PbRequest *request, const PbEndpoint *endpoint, GHashTable *params);
void pb_call_free (PbCall *call);
/* Parses query and body. */
gboolean pb_call_parse (PbCall *call, GError **error);

/* pb-call-change.c: what the store cannot do by the state of the machine becomes a problem that says so: 503 BUSY, 507
 * STORAGE_FAILED. Other errors stay. */
void pb_call_explain_store (GError **error);
/* The frame's side of the audit trail. */
gboolean pb_call_write_audit (PbCall *call, const GError *refusal, GError **error);

/* pb-judge.c: the memory of judgements. */
void pb_judge_forget (PbService *service, GPtrArray *keys);
/* After a rollback: what the writer had noted of open runs is read again. */
void pb_judge_forget_changes (PbCall *call);
void pb_open_run_free (PbOpenRun *run);
/* On the writer: forgets all of them. */
void pb_judge_clear_open_runs (PbService *service);
/* On the writer: an open run as the database has it now, within the call's transaction.
 * Returns: (transfer none) (nullable): NULL when it is not known here, which says nothing of the database. */
const PbRun *pb_judge_peek_run (PbCall *call, const char *run_no);
/* On the writer: the open runs that @keys concern. (transfer container) (element-type PbOpenRun) */
GPtrArray *pb_judge_concerned (PbCall *call, GError **error);
gboolean pb_judge_load_open_runs (PbService *service, GError **error);
/* Reads the open runs again whose row or waivers @call has changed. */
gboolean pb_judge_refresh_open_runs (PbCall *call, GError **error);

G_END_DECLS
