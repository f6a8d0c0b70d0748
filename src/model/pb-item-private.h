/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/pb-item-model.h"
#include "model/pb-rows-private.h"
#include "model/pb-session-model.h"

G_BEGIN_DECLS

/* What the texts of items depend on beside the item. */
typedef struct
{
  gint64 now;              /* microseconds */
  const char *run_no;      /* (nullable) */
  PbSessionModel *session; /* (nullable): of the reader */
} PbItemContext;

/* Rows of items. The owner that pb_rows_merge() passes on is a PbItemContext. */
extern const PbRowsClass pb_item_rows_class;

/* Texts that follow the clock. */
void pb_item_model_tick (PbItemModel *self, gint64 now);

PbItemGroup *pb_item_group_new (PbGroupId id);
/* @items: (element-type PbItemModel): all of the run; those of the group are taken. Returns: whether the group has any.
 */
gboolean pb_item_group_take (PbItemGroup *self, GPtrArray *items);

/* Sentences about failures, with times in the reader's own form. Returns: (transfer full). */
char *pb_text_failure (PbItemType type, const PbFailure *failure);
char *pb_text_advice (PbItemType type, const PbFailure *failure);

G_END_DECLS
