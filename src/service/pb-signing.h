/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "service/pb-call.h"

G_BEGIN_DECLS

/* Electronic signatures (domain.md, section 5): what is shown is what is hashed is what is signed. */

/* What a signature covers. `content` is JSON text without anything that moves by itself (ages, versions, signatures).
 */
typedef struct
{
  const char *act; /* SIGN, REJECT, WAIVE, AUTHORIZE, REVOKE */
  char *text;      /* (owned) a sentence for people */
  char *content;   /* (owned) JSON text */
  char *hash;      /* (owned) SHA-256 of its canonical form */
} PbSignable;
void pb_signable_free (PbSignable *signable);
/* @content: (transfer full) JSON text. Returns: (transfer full). */
PbSignable *pb_signable_new (const char *act, char *text, char *content);
/* What pb_call_reply_signable() answers. */
extern const PbMember pb_signable_members[];
void pb_call_reply_signable (PbCall *call, const PbSignable *signable);
/* The content of a first article: the same for every capacity, not changed by signing. Returns: (transfer full) JSON
 * text. */
char *pb_signable_fai_content (const PbInspection *fai, const char *run_no);

/* Refuses 409 CONTENT_CHANGED when the body's contentHash is another than @signable's. @required: 422 when the body has
 * none. */
gboolean pb_call_check_content (PbCall *call, const PbSignable *signable, gboolean required, GError **error);

/* Writes a signature of call->signer. @capacity may be NONE. Returns: (transfer full). */
PbSignature *pb_call_sign (PbCall *call,
                           const char *subject_type,
                           const char *subject_id,
                           gint64 round,
                           PbCapacity capacity,
                           PbMeaning meaning,
                           const char *remark,
                           const char *content_hash,
                           GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PbSignable, pb_signable_free)

G_END_DECLS
