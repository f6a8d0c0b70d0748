/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* A row with a choice of words that shows the chosen one whole, however long it is; AdwComboRow itself cuts it off.
 * @title: with a mnemonic. @words: of GtkStringObject. Returns: (transfer floating): the AdwComboRow. */
GtkWidget *pb_choice_row_new (const char *title, GListModel *words);

G_END_DECLS
