/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/pb-session-model.h"
#include "view/pb-run-page.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* Registers what the views need beside their code: templates, icons, styles, translations (PREPBOARD_LOCALEDIR names
 * where they are before the program is installed). Once, before the first window, after setlocale(). */
void pb_view_init (void);

/* The window: sign-in, runs, one run, waivers; a line below that says what happened and how fresh everything is.
 *
 * Actions: win.open-run (run number), win.back, win.refresh, win.search, win.waivers, win.switch-user, win.lock,
 * win.change-password, win.about, win.say and win.toast (text). */
#define PB_TYPE_WINDOW (pb_window_get_type ())
G_DECLARE_FINAL_TYPE (PbWindow, pb_window, PB, WINDOW, AdwApplicationWindow)

/* Shows that the server is starting, until there is one. */
PbWindow *pb_window_new (GtkApplication *application);
/* @demo: its people are offered at sign-in. */
void pb_window_set_server (PbWindow *self, const char *base_url, gboolean demo);
/* There will be no server. @message: why. */
void pb_window_set_failure (PbWindow *self, const char *message);

/* Returns: (transfer none) (nullable): NULL before there is a server. */
PbSessionModel *pb_window_get_session (PbWindow *self);
/* "starting", "failed", "sign-in", "runs", "run" or "waivers". */
const char *pb_window_get_page (PbWindow *self);
/* Returns: (transfer none) (nullable). */
PbRunPage *pb_window_get_run_page (PbWindow *self);
void pb_window_open_run (PbWindow *self, const char *run_no);
/* A code from a scanner: the number of a run, or something of the run that is shown. Anything else the server is asked
 * for: a run is opened, a thing of which the line has none is offered to be bound, the rest is named and refused.
 * Returns: whether the window takes codes now. */
gboolean pb_window_take_scan (PbWindow *self, const char *code);
/* What the status line says. */
const char *pb_window_get_said (PbWindow *self);

G_END_DECLS
