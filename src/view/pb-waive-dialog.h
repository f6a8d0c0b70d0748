/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/pb-run-model.h"
#include "model/pb-waivers-model.h"
#include "view/pb-sign-dialog.h"

G_BEGIN_DECLS

/* Waiving a failed item, signed on the spot. */
#define PB_TYPE_WAIVE_DIALOG (pb_waive_dialog_get_type ())
G_DECLARE_FINAL_TYPE (PbWaiveDialog, pb_waive_dialog, PB, WAIVE_DIALOG, PbSignDialog)

GtkWidget *pb_waive_dialog_new (GtkWindow *parent, PbRunModel *run, PbItemModel *item);

/* Asking for a waiver: the same without a signature. */
#define PB_TYPE_REQUEST_DIALOG (pb_request_dialog_get_type ())
G_DECLARE_FINAL_TYPE (PbRequestDialog, pb_request_dialog, PB, REQUEST_DIALOG, PbDialog)

GtkWidget *pb_request_dialog_new (GtkWindow *parent, PbRunModel *run, PbItemModel *item);

/* Deciding about a waiver that somebody asked for, or taking one back: @act is PB_SIGN_WAIVER_APPROVE, …_REJECT or
 * …_REVOKE. */
#define PB_TYPE_WAIVER_DIALOG (pb_waiver_dialog_get_type ())
G_DECLARE_FINAL_TYPE (PbWaiverDialog, pb_waiver_dialog, PB, WAIVER_DIALOG, PbSignDialog)

GtkWidget *pb_waiver_dialog_new (GtkWindow *parent,
                                 PbSessionModel *session,
                                 PbWaiversModel *waivers,
                                 PbWaiverRow *waiver,
                                 PbSignAct act);

G_END_DECLS
