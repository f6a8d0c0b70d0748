/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

#include "service/pb-service.h"

G_BEGIN_DECLS

/* What HTTP says, in the service's words and back. */

/* The body must be there. @address: (nullable): of the peer.
 * Returns: (transfer full) (nullable): NULL with PB_PROBLEM when the request may not reach the service. */
PbRequest *pb_http_read_request (SoupServerMessage *message, const char *address, GError **error);

/* Whether the headers say in one clear way where the body ends. libsoup takes what others may read in another way, so
 * that a proxy in front could be made to see other requests than the server. */
gboolean pb_http_check_framing (SoupServerMessage *message, GError **error);

/* Sets status, headers and body of the response. */
void pb_http_write_answer (SoupServerMessage *message, const PbAnswer *answer);
/* The same for a problem that the server itself has found. */
void pb_http_write_problem (SoupServerMessage *message, const GError *problem);
/* Returns: (transfer full): a whole response that ends its connection. */
char *pb_http_format_problem (const GError *problem);

G_END_DECLS
