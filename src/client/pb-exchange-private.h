/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

#include "client/pb-reply.h"

G_BEGIN_DECLS

/* One HTTP exchange: a message is sent, its answer is read within limits and judged: a reply without its envelope, or
 * an error of PB_CLIENT_ERROR. G_IO_ERROR_CANCELLED passes through. */

void pb_exchange_async (SoupSession *session,
                        SoupMessage *message,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data);
/* Returns: (transfer full) (nullable): NULL with @error. */
PbReply *pb_exchange_finish (SoupSession *session, GAsyncResult *result, GError **error);
/* Returns: (transfer none): the message, for headers of the answer. */
SoupMessage *pb_exchange_get_message (GAsyncResult *result);

/* What an answer with this status, content type (nullable) and body means. For pb_exchange_async(), and for tests
 * without a socket. Returns: (transfer full) (nullable): NULL with @error. */
PbReply *pb_exchange_judge (guint status,
                            const char *content_type,
                            const char *body,
                            gsize length,
                            guint retry_after,
                            GError **error);

G_END_DECLS
