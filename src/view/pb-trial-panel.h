/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/pb-run-model.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The trial of a first article: which sample units have gone through, and tracking them into and out of stations. */
#define PB_TYPE_TRIAL_PANEL (pb_trial_panel_get_type ())
G_DECLARE_FINAL_TYPE (PbTrialPanel, pb_trial_panel, PB, TRIAL_PANEL, GtkBox)

GtkWidget *pb_trial_panel_new (PbRunModel *run);
void pb_trial_panel_update (PbTrialPanel *self);

G_END_DECLS
