/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The server inside another program: in a thread of its own, on a free port of the loopback address. */

typedef struct _PbEmbedded PbEmbedded;

/* Opens @database ("sqlite:PATH"; made when there is none, with the demo plant in it when @demo) and serves it. Waits
 * until it accepts connections, which takes as long as the database needs: not for a thread that draws.
 *
 * Returns: (transfer full) (nullable): NULL with the error of the database or of the socket. */
PbEmbedded *pb_embedded_start (const char *database, gboolean demo, GError **error);
/* Returns: (transfer none): "http://127.0.0.1:PORT". */
const char *pb_embedded_get_url (PbEmbedded *self);
/* Lets running requests end, closes the database and frees @self, which may be NULL. */
void pb_embedded_stop (PbEmbedded *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PbEmbedded, pb_embedded_stop)

G_END_DECLS
