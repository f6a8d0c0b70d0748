/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "fake-server.h"
#include "view/pb-window.h"

G_BEGIN_DECLS

/* A small plant behind a scripted server: six runs, of which RUN-SMT-001 has every kind of state. Its answers stand in
 * plant/; "@-30" in them is a time, 30 minutes ago. */

#define PLANT_RUN "RUN-SMT-001"

typedef struct
{
  FakeServer *server;
  PbSessionModel *session; /* signed in as a supervisor */
} Plant;

Plant *plant_new (void);
void plant_free (Plant *self);
/* The answer in plant/@name.json becomes the standing one. */
void plant_set (FakeServer *server, const char *method, const char *path, const char *name);
/* Makes @server answer as the plant does. */
void plant_script (FakeServer *server);
/* RUN-SMT-001, loaded. Returns: (transfer full). */
PbRunModel *plant_load_run (Plant *self);
/* Returns: (transfer none): the item of the run. */
PbItemModel *plant_find_item (PbRunModel *run, PbItemType type, const char *key);

/* Looks through @widget and what it holds. Returns: (transfer none) (nullable). */
GtkWidget *find_widget (GtkWidget *widget, GType type);
/* The first label, button or row whose text is @text. Returns: (transfer none) (nullable). */
GtkWidget *find_labelled (GtkWidget *widget, GType type, const char *text);
/* Returns: (transfer none) (nullable): the row of the characteristic called @name. */
GtkWidget *find_characteristic (GtkWidget *widget, const char *name);
/* Whether some visible label below @widget contains @text. */
gboolean shows_text (GtkWidget *widget, const char *text);
/* A window that shows @widget, presented. Returns: (transfer none): gtk_window_destroy() it. */
GtkWidget *show_in_window (GtkWidget *widget);
/* Runs what is due now: idles and the next frame. */
void settle (void);

G_END_DECLS
