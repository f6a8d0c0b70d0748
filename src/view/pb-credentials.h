/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/pb-session-model.h"
#include "model/pb-signable.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* Where somebody signs: exactly what is signed, then name and secret of the person who signs. That may be somebody else
 * than the one who is signed in; nobody is signed out by it. */
#define PB_TYPE_CREDENTIALS (pb_credentials_get_type ())
G_DECLARE_FINAL_TYPE (PbCredentials, pb_credentials, PB, CREDENTIALS, GtkBox)

/* The e-mail begins with that of the session's user. */
GtkWidget *pb_credentials_new (PbSessionModel *session);
/* What is signed; NULL while it is being fetched. */
void pb_credentials_set_signable (PbCredentials *self, const PbSignable *signable);
/* Why there is nothing to sign. */
void pb_credentials_set_problem (PbCredentials *self, const char *problem);
/* What is missing before it can be signed: name, secret, or the content itself. @field: out (transfer none) (nullable):
 * where it is missing. Returns: (nullable) (transfer none): a sentence, NULL when nothing is. */
const char *pb_credentials_missing (PbCredentials *self, GtkWidget **field);
/* Whether a secret is typed. */
gboolean pb_credentials_is_dirty (PbCredentials *self);
/* Forgets the secret and asks for it again. */
void pb_credentials_ask_again (PbCredentials *self);

/* Returns: (transfer none). */
const char *pb_credentials_get_email (PbCredentials *self);
const char *pb_credentials_get_password (PbCredentials *self);
/* Returns: (transfer none) (nullable). */
const char *pb_credentials_get_content_hash (PbCredentials *self);
/* Returns: (transfer none): the text that is shown, "" before. */
const char *pb_credentials_get_text (PbCredentials *self);
/* As a person would type; for tests. */
void pb_credentials_type (PbCredentials *self, const char *email, const char *password);

G_END_DECLS
