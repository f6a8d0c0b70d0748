/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plant.h"
#include "view/pb-window.h"

G_BEGIN_DECLS

/* A window on the small plant, with nobody signed in. */
typedef struct
{
  FakeServer *server;
  GtkApplication *application;
  PbWindow *window;
} WindowFixture;

/* For g_test_add(). After it nothing may hold the window any more. */
void window_set_up (WindowFixture *fixture, gconstpointer data);
void window_tear_down (WindowFixture *fixture, gconstpointer data);

/* Returns: (transfer none) (nullable): the page of that type. */
GtkWidget *window_find_page (WindowFixture *fixture, GType type);
/* Signs in as the supervisor, until the runs are listed; and opens PLANT_RUN besides. */
void window_sign_in (WindowFixture *fixture);
void window_open_run (WindowFixture *fixture);

/* For pump_until(): whether this PbWindow shows the runs, lists some, has a run. */
gboolean window_is_on_runs (gpointer window);
gboolean window_has_runs (gpointer window);
gboolean window_has_run (gpointer window);

G_END_DECLS
