/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Returns: (transfer full) (nullable): the address of "ADDRESS:PORT", see pb_server_new(). */
GSocketAddress *pb_listen_parse (const char *listen, gboolean loopback_only, GError **error);

/* A listening socket for "ADDRESS:PORT", see pb_server_new(). libsoup's own listener queues 10 connections only, which
 * makes clients that come together wait for seconds.
 *
 * @url: (out) (transfer full): "http://ADDRESS:PORT".
 * Returns: (transfer full) (nullable). */
GSocket *pb_listen_open (const char *listen, gboolean loopback_only, char **url, GError **error);

G_END_DECLS
