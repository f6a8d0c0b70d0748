/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-server"

#include "server/pb-listen.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>

#define BACKLOG 1024

/* Returns: (transfer full) (nullable). */
static GSocketAddress *
parse_address (const char *listen, GError **error)
{
  const char *colon = strrchr (listen, ':');
  g_autofree char *host = NULL;
  guint64 port;
  GSocketAddress *address = NULL;

  if (colon != NULL && g_ascii_string_to_unsigned (colon + 1, 10, 0, G_MAXUINT16, &port, NULL))
    {
      gsize length = (gsize) (colon - listen);

      if (length > 2 && listen[0] == '[' && colon[-1] == ']')
        host = g_strndup (listen + 1, length - 2);
      else if (memchr (listen, ':', length) == NULL)
        host = g_strndup (listen, length);
    }
  if (host != NULL)
    address =
      g_inet_socket_address_new_from_string (strcmp (host, "localhost") == 0 ? "127.0.0.1" : host, (guint) port);
  if (address == NULL)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                 "“%s” is not an address to listen on: it takes the form ADDRESS:PORT, as in 127.0.0.1:8480 or "
                 "[::1]:8480",
                 listen);
  return address;
}

static char *
url_of (GSocketAddress *address)
{
  GInetSocketAddress *inet = G_INET_SOCKET_ADDRESS (address);
  GInetAddress *host = g_inet_socket_address_get_address (inet);
  g_autofree char *text = g_inet_address_to_string (host);

  return g_strdup_printf (g_inet_address_get_family (host) == G_SOCKET_FAMILY_IPV6 ? "http://[%s]:%u" : "http://%s:%u",
                          text, g_inet_socket_address_get_port (inet));
}

GSocketAddress *
pb_listen_parse (const char *listen, gboolean loopback_only, GError **error)
{
  g_autoptr (GSocketAddress) address = parse_address (listen, error);

  if (address == NULL)
    return NULL;
  if (loopback_only &&
      !g_inet_address_get_is_loopback (g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (address))))
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                   "The demo plant has passwords that everybody knows: it listens on a loopback address (127.0.0.1 or "
                   "[::1]) only, not on “%s”",
                   listen);
      return NULL;
    }
  return g_steal_pointer (&address);
}

GSocket *
pb_listen_open (const char *listen, gboolean loopback_only, char **url, GError **error)
{
  g_autoptr (GSocketAddress) address = pb_listen_parse (listen, loopback_only, error);
  g_autoptr (GSocketAddress) bound = NULL;
  g_autoptr (GSocket) socket = NULL;

  if (address == NULL)
    return NULL;
  socket = g_socket_new (g_socket_address_get_family (address), G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, error);
  if (socket == NULL)
    return NULL;
  g_socket_set_listen_backlog (socket, BACKLOG);
  /* Accepted sockets inherit it: small answers do not wait for the peer's acknowledgement. */
  g_socket_set_option (socket, IPPROTO_TCP, TCP_NODELAY, TRUE, NULL);
  if (!g_socket_bind (socket, address, TRUE, error) || !g_socket_listen (socket, error))
    {
      g_prefix_error (error, "Cannot listen on %s: ", listen);
      return NULL;
    }
  bound = g_socket_get_local_address (socket, error);
  if (bound == NULL)
    return NULL;
  *url = url_of (bound);
  return g_steal_pointer (&socket);
}
