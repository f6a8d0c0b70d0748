/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/pb-run-model.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* The first article of a run: trial, characteristics, decision, signatures. Its buttons activate fai.create, fai.start,
 * fai.decide, fai.cancel, fai.save, fai.reset, and fai.sign and fai.reject with the capacity as text. */
#define PB_TYPE_FAI_VIEW (pb_fai_view_get_type ())
G_DECLARE_FINAL_TYPE (PbFaiView, pb_fai_view, PB, FAI_VIEW, AdwBin)

GtkWidget *pb_fai_view_new (PbRunModel *run);
/* Whether values are typed that are not saved. */
gboolean pb_fai_view_is_dirty (PbFaiView *self);

G_END_DECLS
