/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "service/pb-call.h"

G_BEGIN_DECLS

/* Finds the session of the request's token, from memory or with @store (NULL: only from memory).
 * Returns: whether the answer is known; call->principal stays NULL when there is no valid session. */
gboolean pb_auth_resolve (PbCall *call, PbStore *store, GError **error);
/* Sessions, users or roles have changed. */
void pb_auth_forget (PbService *service);
/* 401 without a session, 403 without the endpoint's permission. */
gboolean pb_auth_check (PbCall *call, GError **error);

/* Signed acts. On a thread for secrets: verifies `signer` of the body into call->signer or call->signer_problem. */
gboolean pb_auth_verify_signer (PbCall *call, GError **error);
/* On the writer, before the action: whether the signer still is who they were, and signing is not locked by now. */
gboolean pb_auth_confirm_signer (PbCall *call, GError **error);
/* After a refusal for wrong credentials: counts it, and leaves an alert with the fifth. */
gboolean pb_auth_note_failure (PbCall *call, const GError *refusal, GError **error);
/* After a signed act: ends the count; for the next 15 minutes the session's own user may sign with the secret alone
 * (domain.md, section 5: after idling both are asked again). */
gboolean pb_auth_note_signed (PbCall *call, GError **error);

/* Returns: (transfer full): the user with the roles they have now. @session is nullable. */
PbPrincipal *pb_principal_load (PbStore *store, PbUser *user, PbSession *session, GError **error);

/* Returns: (transfer full): the e-mail address as it is kept and looked for: small letters, no space around it. */
char *pb_auth_email (const char *email);
/* 422 unless the password has from 8 to 200 characters. */
gboolean pb_check_new_password (const char *password, const char *property, GError **error);

G_END_DECLS
