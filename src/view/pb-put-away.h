/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Dialogs while nobody is signed in: nothing stands in front of the sign-in page, and what somebody has typed waits for
 * that person alone. */

/* Hides the dialogs in front of @window; a question there is answered by leaving things as they are. @owner: whose they
 * are, by e-mail. */
void pb_put_dialogs_away (GtkWindow *window, const char *owner);
/* Shows those again that were put away for @owner. */
void pb_bring_dialogs_back (GtkWindow *window, const char *owner);

G_END_DECLS
