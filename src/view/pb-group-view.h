/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/pb-run-model.h"
#include "view/pb-item-row.h"

G_BEGIN_DECLS

/* One group of the preparation board. Of a long group only what needs a person is shown at first. */
#define PB_TYPE_GROUP_VIEW (pb_group_view_get_type ())
G_DECLARE_FINAL_TYPE (PbGroupView, pb_group_view, PB, GROUP_VIEW, GtkBox)

GtkWidget *pb_group_view_new (PbRunModel *run, PbItemGroup *group);
/* Returns: (transfer none): the group that is shown. */
PbItemGroup *pb_group_view_get_group (PbGroupView *self);
/* The row of the item, unfolding the group when need be. Returns: (transfer none) (nullable). */
PbItemRow *pb_group_view_find_row (PbGroupView *self, const char *item_id);

G_END_DECLS
