/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Exactly what a signature covers, as the server says it, to be shown before somebody signs. */

typedef enum
{
  PB_SIGN_FAI,
  PB_SIGN_FAI_REJECT,
  PB_SIGN_WAIVE,
  PB_SIGN_AUTHORISE,
  PB_SIGN_REVOKE,
  PB_SIGN_WAIVER_APPROVE,
  PB_SIGN_WAIVER_REJECT,
  PB_SIGN_WAIVER_REVOKE,
} PbSignAct;

typedef struct
{
  char *text;         /* (not nullable): for people */
  char *content;      /* (nullable): the JSON that is hashed */
  char *content_hash; /* (nullable): to be given back with the signature; NULL when the server does not offer it */
} PbSignable;

void pb_sign_content_free (PbSignable *signable);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PbSignable, pb_sign_content_free)

/* Ends the …_signable_async() of every model.
 * Returns: (transfer full) (nullable): NULL with @error. */
PbSignable *pb_signable_finish (GAsyncResult *result, GError **error);

G_END_DECLS
