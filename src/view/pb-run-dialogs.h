/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/pb-run-model.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The questions around a run that need no signature. Each presents its dialog. Returns: (transfer none). */

/* What is on the line: @kind is bound, or taken off. */
GtkWidget *pb_bind_dialog_present (GtkWindow *parent, PbRunModel *run, PbAssetKind kind);
/* Asks whether @id, which was scanned, is bound to the line of the run. */
GtkWidget *pb_bind_scanned_present (GtkWindow *parent, PbRunModel *run, PbAssetKind kind, const char *id);
GtkWidget *pb_units_dialog_present (GtkWindow *parent, PbRunModel *run);
GtkWidget *pb_delete_units_dialog_present (GtkWindow *parent, PbRunModel *run);
GtkWidget *pb_not_needed_dialog_present (GtkWindow *parent, PbRunModel *run, PbItemModel *item);
GtkWidget *pb_password_dialog_present (GtkWindow *parent, PbSessionModel *session);

G_END_DECLS
