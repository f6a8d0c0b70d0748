/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/pb-session-model.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Who is signed in, and what they can do about the window: switch user, lock, shortcuts, about.
 * Returns: (transfer floating): a GtkMenuButton. */
GtkWidget *pb_user_button_new (PbSessionModel *session);

G_END_DECLS
