/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-server"

#include "server/pb-embedded.h"

#include "server/pb-server.h"

struct _PbEmbedded
{
  char *database;
  gboolean demo;
  GMainContext *context; /* (owned) */
  GMainLoop *loop;       /* (owned) */
  GThread *thread;       /* (owned) */

  GMutex lock;
  GCond ready;
  gboolean is_ready; /* one of the next two is set */
  char *url;
  GError *error;
};

/* Takes @error. */
static void
tell_ready (PbEmbedded *self, const char *url, GError *error)
{
  g_mutex_lock (&self->lock);
  self->url = g_strdup (url);
  self->error = error;
  self->is_ready = TRUE;
  g_cond_signal (&self->ready);
  g_mutex_unlock (&self->lock);
}

static gpointer
serve (gpointer data)
{
  PbEmbedded *self = data;
  PbServiceOptions options = { .database = self->database, .demo = self->demo };
  g_autoptr (PbService) service = NULL;
  PbServer *server = NULL;
  GError *error = NULL;

  g_main_context_push_thread_default (self->context);
  service = pb_service_new (&options, &error);
  if (service != NULL)
    server = pb_server_new (service, "127.0.0.1:0", TRUE, &error);
  tell_ready (self, server != NULL ? pb_server_get_url (server) : NULL, error);
  if (server != NULL)
    {
      g_main_loop_run (self->loop);
      pb_server_stop (server);
      pb_server_free (server);
    }
  g_main_context_pop_thread_default (self->context);
  return NULL;
}

PbEmbedded *
pb_embedded_start (const char *database, gboolean demo, GError **error)
{
  PbEmbedded *self;

  g_return_val_if_fail (database != NULL, NULL);

  self = g_new0 (PbEmbedded, 1);
  self->database = g_strdup (database);
  self->demo = demo;
  self->context = g_main_context_new ();
  self->loop = g_main_loop_new (self->context, FALSE);
  g_mutex_init (&self->lock);
  g_cond_init (&self->ready);
  self->thread = g_thread_new ("pb-server", serve, self);
  g_mutex_lock (&self->lock);
  while (!self->is_ready)
    g_cond_wait (&self->ready, &self->lock);
  g_mutex_unlock (&self->lock);
  if (self->url != NULL)
    return self;
  g_propagate_error (error, g_steal_pointer (&self->error));
  pb_embedded_stop (self);
  return NULL;
}

const char *
pb_embedded_get_url (PbEmbedded *self)
{
  return self->url;
}

static gboolean
quit_cb (gpointer user_data)
{
  g_main_loop_quit (user_data);
  return G_SOURCE_REMOVE;
}

void
pb_embedded_stop (PbEmbedded *self)
{
  if (self == NULL)
    return;
  /* As a source of the context: it waits until the loop runs, should it not do so yet. */
  if (self->url != NULL)
    {
      g_autoptr (GSource) source = g_idle_source_new ();

      g_source_set_callback (source, quit_cb, self->loop, NULL);
      g_source_attach (source, self->context);
    }
  g_thread_join (self->thread);
  g_main_loop_unref (self->loop);
  g_main_context_unref (self->context);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->ready);
  g_free (self->database);
  g_free (self->url);
  g_free (self);
}
