/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/pb-run-model.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* A stored check with its items, as they were then. Escape closes it. */
#define PB_TYPE_CHECK_WINDOW (pb_check_window_get_type ())
G_DECLARE_FINAL_TYPE (PbCheckWindow, pb_check_window, PB, CHECK_WINDOW, AdwWindow)

/* @check: a row of @history that is a check. */
GtkWidget *pb_check_window_new (GtkWindow *parent, PbHistoryModel *history, PbHistoryItem *check);

G_END_DECLS
