/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/pb-run-model.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Whether the run may be authorised, in one sentence, and everything that stands against it, each with what to do and
 * who can. Its buttons activate run.authorise, run.revoke, run.copy-gate and run.show-item. */
#define PB_TYPE_GATE_STRIP (pb_gate_strip_get_type ())
G_DECLARE_FINAL_TYPE (PbGateStrip, pb_gate_strip, PB, GATE_STRIP, GtkBox)

GtkWidget *pb_gate_strip_new (PbRunModel *run);
/* Whether the list of what stands against it is shown. */
void pb_gate_strip_set_unfolded (PbGateStrip *self, gboolean unfolded);
/* How the strip looks now. */
const char *pb_gate_strip_get_sentence (PbGateStrip *self);

/* Whether what it lists is on the screen, or there is nothing to list. */
gboolean pb_gate_strip_is_drawn (PbGateStrip *self);

G_END_DECLS
