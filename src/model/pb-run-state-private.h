/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "domain/pb-plant.h"
#include "domain/pb-readiness.h"
#include "model/pb-poll-private.h"
#include "model/pb-run-private.h"

G_BEGIN_DECLS

/* The inside of a run model: what the files that make it up know of it. */

enum
{
  PB_RUN_COLUMN_RUN_NO,
  PB_RUN_COLUMN_LOADING,
  PB_RUN_COLUMN_MISSING,
  PB_RUN_COLUMN_STALE_SINCE,
  PB_RUN_COLUMN_STALE_TEXT,
  PB_RUN_COLUMN_ERROR_TEXT,
  PB_RUN_COLUMN_STATUS,
  PB_RUN_COLUMN_STATUS_TEXT,
  PB_RUN_COLUMN_PRODUCT_CODE,
  PB_RUN_COLUMN_WO_NO,
  PB_RUN_COLUMN_LINE_CODE,
  PB_RUN_COLUMN_LINE_NAME,
  PB_RUN_COLUMN_LINE_ID,
  PB_RUN_COLUMN_ROUTE_TEXT,
  PB_RUN_COLUMN_SHIFT_CODE,
  PB_RUN_COLUMN_PLAN_QTY,
  PB_RUN_COLUMN_AUTHORISED_TEXT,
  PB_RUN_COLUMN_ENDED_TEXT,
  PB_RUN_COLUMN_UNITS_TOTAL,
  PB_RUN_COLUMN_UNITS_DONE,
  PB_RUN_COLUMN_UNITS_FAILED,
  PB_RUN_COLUMN_UNITS_IN_STATION,
  PB_RUN_COLUMN_UNITS_QUEUED,
  PB_RUN_COLUMN_UNITS_TEXT,
  PB_RUN_COLUMN_REQUIRES_FAI,
  PB_RUN_COLUMN_CAN_AUTHORISE,
  PB_RUN_COLUMN_GATE_TEXT,
  PB_RUN_COLUMN_EVALUATED_AT,
  PB_RUN_COLUMN_NEXT_DEADLINE,
  PB_RUN_COLUMN_DEADLINE_TEXT,
  PB_RUN_COLUMN_ITEMS_TOTAL,
  PB_RUN_COLUMN_ITEMS_FAILED,
  PB_RUN_COLUMN_ITEMS_WAIVED,
  PB_RUN_COLUMN_BUSY,
  PB_RUN_N_COLUMNS
};

struct _PbRunModel
{
  PbRow parent_instance;

  PbSessionModel *session; /* (owned) */
  PbPoll *poll;            /* (owned) */
  char *run_id;            /* (owned) (nullable) */
  char *line_id;           /* (owned) (nullable) */
  guint acts;              /* own actions under way */

  GListStore *items;                    /* (owned) (element-type PbItemModel) */
  GListStore *groups;                   /* (owned) (element-type PbItemGroup) */
  PbItemGroup *all_groups[PB_N_GROUPS]; /* (owned): also those without items */
  GListStore *blockers;                 /* (owned) (element-type PbBlockerItem) */
  GListStore *bindings;                 /* (owned) (element-type PbBindingItem) */
  PbFaiModel *fai;                      /* (owned) */
  PbLoadingModel *loading;              /* (owned) */
  PbHistoryModel *history;              /* (owned) */
};

/* Everything that one round has learned; replies are NULL where the server has nothing or does not tell it to this
 * user. */
struct _PbRunAnswers
{
  PbReply *run;
  PbReply *latest;
  PbReply *gate;
  PbReply *bindings;
  PbReply *fai;
  PbReply *trial;
  PbReply *units; /* of the run, by serial number, while a first article is inspected */
  PbReply *expectations;
};

/* pb-run-round.c: asks for all of it. */
extern const PbPollClass pb_run_poll_class;
/* pb-run-take.c: shows it. @answers->run is never NULL. Returns: FALSE with @error when an answer is of another shape.
 */
gboolean pb_run_model_take (PbRunModel *self, const PbRunAnswers *answers, GError **error);
/* Forgets everything that is shown. */
void pb_run_model_clear (PbRunModel *self);
/* Texts that follow the clock. */
void pb_run_model_tick (PbRunModel *self);

void pb_run_model_enter_busy (PbRunModel *self);
void pb_run_model_leave_busy (PbRunModel *self);

G_END_DECLS
