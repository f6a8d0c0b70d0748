/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

#include "client/pb-client.h"

G_BEGIN_DECLS

/* What a session of somebody is shown by: the token for prepboardd, the cookie for existing deployments. */
typedef struct
{
  char *token;  /* (owned) (nullable) */
  char *cookie; /* (owned) (nullable): "name=value", verbatim */
} PbCredentials;

/* Wipes both. */
void pb_client_credentials_clear (PbCredentials *credentials);

/* The session that the client holds. Not owned. */
PbCredentials *pb_client_get_credentials (PbClient *self);
SoupSession *pb_client_get_soup (PbClient *self);

/* @credentials: (nullable): NULL for a call of nobody.
 * Returns: (transfer full) (nullable): NULL with @error when the base URL is none. */
SoupMessage *pb_client_build_message (PbClient *self,
                                      const char *method,
                                      const char *path,
                                      const char *body,
                                      const PbCredentials *credentials,
                                      GError **error);
/* As pb_client_call_async(), with the credentials of anybody; @task (of the client, without task data) gets the
 * PbReply. */
void pb_client_start_call (GTask *task,
                           const char *method,
                           const char *path,
                           const char *body,
                           const PbCredentials *credentials);

G_END_DECLS
