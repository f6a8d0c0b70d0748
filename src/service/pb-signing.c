/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-service"

#include "service/pb-signing.h"

#include <string.h>

#include "wire/pb-canonical.h"

void
pb_signable_free (PbSignable *signable)
{
  if (signable == NULL)
    return;
  g_free (signable->text);
  g_free (signable->content);
  g_free (signable->hash);
  g_free (signable);
}

PbSignable *
pb_signable_new (const char *act, char *text, char *content)
{
  PbSignable *signable = g_new0 (PbSignable, 1);

  signable->act = act;
  signable->text = text;
  signable->content = content;
  signable->hash = pb_canonical_hash_text (content);
  return signable;
}

const PbMember pb_signable_members[] = {
  { "act", PB_VALUE_TEXT, PB_MUST },
  { "text", PB_VALUE_TEXT, PB_MUST, .says = "A sentence for people" },
  { "content", PB_VALUE_ANY, PB_MUST, .says = "What is signed" },
  { "contentHash", PB_VALUE_TEXT, PB_MUST, .says = "SHA-256 of the canonical form of the content" },
  { NULL },
};

void
pb_call_reply_signable (PbCall *call, const PbSignable *signable)
{
  pb_writer_begin_object (call->out);
  pb_writer_member_string (call->out, "act", signable->act);
  pb_writer_member_string (call->out, "text", signable->text);
  pb_writer_member_raw (call->out, "content", signable->content);
  pb_writer_member_string (call->out, "contentHash", signable->hash);
  pb_writer_end_object (call->out);
}

char *
pb_signable_fai_content (const PbInspection *fai, const char *run_no)
{
  g_autoptr (PbInspection) content = pb_object_copy (fai);
  g_autoptr (PbWriter) writer = pb_writer_new ();
  g_autofree char *text = NULL;

  /* Out goes what signing itself changes. */
  g_ptr_array_set_size (content->signatures, 0);
  pb_set_string (&content->signed_by, NULL);
  pb_set_string (&content->signature_remark, NULL);
  pb_set_string (&content->content_hash, NULL);
  content->signed_at = content->updated_at = 0;
  content->version = (PbInt){ 0 };
  content->stale = (PbBool){ 0 };
  g_clear_pointer (&content->required_capacities, g_strfreev);
  g_clear_pointer (&content->missing_capacities, g_strfreev);
  g_clear_pointer (&content->stale_causes, g_strfreev);
  for (guint i = 0; i < content->items->len; i++)
    ((PbInspectionItem *) content->items->pdata[i])->updated_at = 0;
  text = pb_codec_to_text (content);
  pb_writer_begin_object (writer);
  pb_writer_member_string (writer, "runNo", run_no);
  pb_writer_member_raw (writer, "firstArticle", text);
  pb_writer_end_object (writer);
  return pb_writer_steal (writer);
}

gboolean
pb_call_check_content (PbCall *call, const PbSignable *signable, gboolean required, GError **error)
{
  g_autofree char *hash = NULL;

  if (!pb_call_body_text (call, "contentHash", required, 64, NULL, &hash, error))
    return FALSE;
  if (hash == NULL || g_ascii_strcasecmp (hash, signable->hash) == 0)
    return TRUE;
  pb_problem_set (error, 409, "CONTENT_CHANGED", "What was shown has changed since: look at it again before signing");
  pb_problem_add_text (*error, "contentHash", signable->hash);
  return FALSE;
}

PbSignature *
pb_call_sign (PbCall *call,
              const char *subject_type,
              const char *subject_id,
              gint64 round,
              PbCapacity capacity,
              PbMeaning meaning,
              const char *remark,
              const char *content_hash,
              GError **error)
{
  g_autoptr (PbSignature) signature = pb_object_new (&pb_signature_type);

  signature->id = pb_id_new ();
  signature->subject_type = g_strdup (subject_type);
  signature->subject_id = g_strdup (subject_id);
  signature->round = PB_INT (round);
  signature->capacity = (int) capacity;
  signature->signed_by = g_strdup (call->signer->user->id);
  signature->printed_name = g_strdup (call->signer->user->name);
  signature->signed_at = call->now;
  signature->meaning = (int) meaning;
  signature->remark = g_strdup (remark);
  signature->station_id = g_strdup (call->request->station);
  signature->content_hash = g_strdup (content_hash);
  signature->valid = PB_BOOL (TRUE);
  if (!pb_call_insert (call, signature, "CAPACITY_ALREADY_SIGNED", error))
    return NULL;
  return g_steal_pointer (&signature);
}
