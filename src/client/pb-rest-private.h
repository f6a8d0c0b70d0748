/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/pb-rest.h"
#include "wire/pb-writer.h"

G_BEGIN_DECLS

/* Bodies: pb_rest_body_new(), members, then one of the two ends. */

PbWriter *pb_rest_body_new (void);
/* POST of the object. @writer: taken. @path: taken. */
void pb_rest_post (PbClient *client,
                   char *path,
                   PbWriter *writer,
                   GCancellable *cancellable,
                   GAsyncReadyCallback callback,
                   gpointer user_data);
/* A signed POST. @writer, @legacy: taken; @legacy is what an existing deployment is given. @path: taken. */
void pb_rest_post_signed (PbClient *client,
                          char *path,
                          PbWriter *writer,
                          PbWriter *legacy,
                          const char *email,
                          const char *password,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data);
/* GET. @path: taken. */
void
pb_rest_get (PbClient *client, char *path, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);

G_END_DECLS
