/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/pb-run-model.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The questions around a first article that need no signature. Each presents its dialog. Returns: (transfer none). */

/* How many sample units. */
GtkWidget *pb_fai_create_dialog_present (GtkWindow *parent, PbRunModel *run);
/* Pass or fail, with condition. What is missing is listed. */
GtkWidget *pb_fai_decide_dialog_present (GtkWindow *parent, PbRunModel *run);
GtkWidget *pb_fai_cancel_dialog_present (GtkWindow *parent, PbRunModel *run);

G_END_DECLS
