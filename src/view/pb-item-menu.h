/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/pb-run-model.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* What a person can do about an item. What they cannot do stands there too, with the reason and who can.
 * Returns: (transfer floating): a GtkPopover. */
GtkWidget *pb_item_menu_new (PbRunModel *run, PbItemModel *item);

/* One action of a menu or a panel: a button with the reason below its name when it cannot be done.
 * @why_not: (nullable). Returns: (transfer floating). */
GtkWidget *pb_action_button_new (const char *label, const char *why_not, const char *action_name, const char *target);

G_END_DECLS
