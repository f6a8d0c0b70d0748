/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/pb-run-model.h"
#include "view/pb-sign-dialog.h"

G_BEGIN_DECLS

/* Authorising a run with its consequences, and taking the authorisation back with a reason: @act is PB_SIGN_AUTHORISE
 * or PB_SIGN_REVOKE. A refusal shows everything that stands against it. */
#define PB_TYPE_RUN_SIGN_DIALOG (pb_run_sign_dialog_get_type ())
G_DECLARE_FINAL_TYPE (PbRunSignDialog, pb_run_sign_dialog, PB, RUN_SIGN_DIALOG, PbSignDialog)

GtkWidget *pb_run_sign_dialog_new (GtkWindow *parent, PbRunModel *run, PbSignAct act);

/* Signing or rejecting the first article in a capacity: @act is PB_SIGN_FAI or PB_SIGN_FAI_REJECT. */
#define PB_TYPE_FAI_SIGN_DIALOG (pb_fai_sign_dialog_get_type ())
G_DECLARE_FINAL_TYPE (PbFaiSignDialog, pb_fai_sign_dialog, PB, FAI_SIGN_DIALOG, PbSignDialog)

GtkWidget *pb_fai_sign_dialog_new (GtkWindow *parent, PbRunModel *run, PbSignAct act, PbCapacity capacity);

G_END_DECLS
