/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* Rows that are no place for the focus themselves: facts, and rows around one control. Tab passes over them, to what
 * they hold or to the next row; a plain row of a list takes the focus back from its own control at Shift+Tab. */
#define PB_TYPE_PLAIN_ROW (pb_plain_row_get_type ())
G_DECLARE_FINAL_TYPE (PbPlainRow, pb_plain_row, PB, PLAIN_ROW, AdwActionRow)

/* The same around a child of one's own. */
#define PB_TYPE_BARE_ROW (pb_bare_row_get_type ())
G_DECLARE_FINAL_TYPE (PbBareRow, pb_bare_row, PB, BARE_ROW, AdwPreferencesRow)

/* Neither text is markup. @title, @subtitle: (nullable). */
GtkWidget *pb_plain_row_new (const char *title, const char *subtitle);
GtkWidget *pb_bare_row_new (GtkWidget *child);

/* The focus() of such a row, for rows of other types. */
gboolean pb_plain_row_focus (GtkWidget *row, GtkDirectionType direction);

G_END_DECLS
