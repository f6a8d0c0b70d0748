/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/pb-session-model.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* Where somebody signs in. A demo plant offers its people; a locked window offers the one who was signed in.
 *
 * Signals:
 *   signed-in ()   the session has a user */
#define PB_TYPE_SIGN_IN_PAGE (pb_sign_in_page_get_type ())
G_DECLARE_FINAL_TYPE (PbSignInPage, pb_sign_in_page, PB, SIGN_IN_PAGE, AdwBin)

GtkWidget *pb_sign_in_page_new (PbSessionModel *session);
/* Whether the people of the demo plant are offered. */
void pb_sign_in_page_set_demo (PbSignInPage *self, gboolean demo);
/* Empties the password, offers @email and says @message (both nullable), and takes the focus. */
void pb_sign_in_page_reset (PbSignInPage *self, const char *email, const char *message);
/* Types and sends; for demo people and tests. */
void pb_sign_in_page_sign_in (PbSignInPage *self, const char *email, const char *password);

G_END_DECLS
