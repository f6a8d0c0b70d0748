/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/pb-client.h"
#include "model/pb-session-model.h"

G_BEGIN_DECLS

PbClient *pb_session_model_get_client (PbSessionModel *self); /* (transfer none) */
guint pb_session_model_get_interval (PbSessionModel *self);   /* ms */
guint pb_session_model_get_patience (PbSessionModel *self);   /* ms */
/* Somebody has signed with e-mail and password; @email: (nullable). */
void pb_session_model_note_signature (PbSessionModel *self, const char *email);
/* The server's clock, microseconds UTC: what deadlines are counted by. */
gint64 pb_session_model_get_now (PbSessionModel *self);

G_END_DECLS
