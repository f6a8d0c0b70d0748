/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/pb-reply.h"
#include "model/pb-history-model.h"

G_BEGIN_DECLS

/* What the answers of the server tell of what has happened. */

typedef struct
{
  PbHistoryKind kind;
  gint64 time;
  char *key;
  char *title;
  char *detail; /* (nullable) */
  char *who;    /* (nullable): a name */
  char *who_id; /* (nullable): for where the name is not told */
} PbHistoryEvent;

typedef struct
{
  GPtrArray *events; /* (owned) (element-type PbHistoryEvent) */
  GHashTable *names; /* (owned): id to name, of everybody whom some answer names */
} PbHistoryEvents;

PbHistoryEvents *pb_history_events_new (void);
void pb_history_events_free (PbHistoryEvents *self);
/* Newest first, each once, everybody by name. */
void pb_history_events_complete (PbHistoryEvents *self);

/* Each reads one answer. */
void pb_history_add_checks (PbHistoryEvents *self, const PbReply *reply);
void pb_history_add_waivers (PbHistoryEvents *self, const PbReply *reply);
void pb_history_add_audit (PbHistoryEvents *self, const PbReply *reply);
void pb_history_add_run (PbHistoryEvents *self, const PbReply *reply);
void pb_history_add_bindings (PbHistoryEvents *self, const PbReply *reply);
void pb_history_add_loading (PbHistoryEvents *self, const PbReply *reply);
void pb_history_add_fais (PbHistoryEvents *self, const PbReply *reply);
void pb_history_add_records (PbHistoryEvents *self, const PbReply *reply, const PbType *type);

/* "Authorisation revoked 14:03 by S. Chen: wrong stencil"; "" when the run's newest authorisation has not ended. @run:
 * reply of GET /api/runs/:runNo. Returns: (transfer full). */
char *pb_history_describe_end (const PbReply *run, gint64 now);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PbHistoryEvents, pb_history_events_free)

G_END_DECLS
