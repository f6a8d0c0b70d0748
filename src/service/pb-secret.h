/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Passwords as yescrypt hashes (libxcrypt). Both calls take tens of milliseconds on purpose: never on a thread that
 * serves others. */

/* Returns: (transfer full) (nullable): a self-describing hash, NULL when the system has no randomness or no yescrypt.
 */
char *pb_secret_hash (const char *password);
/* Whether @password is the one of @hash. A NULL @hash takes as long and is never right, so that an unknown name is not
 * told apart. */
gboolean pb_secret_verify (const char *password, const char *hash);

/* Returns: (transfer full): 32 random bytes as 43 letters of base64url: a session token. */
char *pb_token_new (void);
/* Returns: (transfer full): lower-case hexadecimal SHA-256 of @token: what the database keeps. */
char *pb_token_hash (const char *token);
/* Overwrites a secret before it is freed; @secret may be NULL. */
void pb_secret_free (char *secret);

G_END_DECLS
