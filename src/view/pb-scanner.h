/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A hand scanner is a keyboard that types a code very fast and ends it with Enter. The scanner watches a window for
 * such bursts, wherever the focus is, and takes back what a burst has typed into an entry.
 *
 * Signals:
 *   gboolean scanned (const char *code)   Returns: whether somebody took it */
#define PB_TYPE_SCANNER (pb_scanner_get_type ())
G_DECLARE_FINAL_TYPE (PbScanner, pb_scanner, PB, SCANNER, GObject)

/* Longer than this between two keys is a person. */
#define PB_SCANNER_GAP_MS 50
/* The shortest code. */
#define PB_SCANNER_MIN 4

PbScanner *pb_scanner_new (GtkWindow *window);
/* A burst that is typed into @editable stays there, and its Enter activates it: it is what the entry is for. */
void pb_scanner_accept_in (GtkWidget *editable);
/* One key as the window gets it. @time: of the event, milliseconds; it may wrap. Returns: whether the key was the end
 * of a code that was taken. */
gboolean pb_scanner_feed (PbScanner *self, guint keyval, guint32 time);

G_END_DECLS
