/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "view/pb-dialog.h"

G_BEGIN_DECLS

/* A dialog of a few simple questions whose answer is sent by a function. What was added by its own functions is
 * watched: leaving with something typed is asked about. */
#define PB_TYPE_ASK_DIALOG (pb_ask_dialog_get_type ())
G_DECLARE_FINAL_TYPE (PbAskDialog, pb_ask_dialog, PB, ASK_DIALOG, PbDialog)

/* As submit of PbDialogClass. */
typedef gboolean (*PbAskSubmit) (PbAskDialog *self, GCancellable *cancellable, gpointer user_data);

/* @user_data: freed by @destroy (nullable) with the dialog. */
PbAskDialog *pb_ask_dialog_new (GtkWindow *parent,
                                const char *title,
                                const char *submit_label,
                                PbAskSubmit submit,
                                gpointer user_data,
                                GDestroyNotify destroy);
/* A line of text in the current group (one is made at first). @text: what it begins with (nullable).
 * Returns: (transfer none): the GtkEditable. */
GtkWidget *pb_ask_dialog_add_entry (PbAskDialog *self, const char *title, const char *text);
GtkWidget *pb_ask_dialog_add_password (PbAskDialog *self, const char *title);
/* Several lines of text. Returns: (transfer none): for pb_dialog_dup_text(). */
GtkWidget *pb_ask_dialog_add_text (PbAskDialog *self, const char *title, const char *subtitle);
/* One of @words. Returns: (transfer none): the AdwComboRow. */
GtkWidget *pb_ask_dialog_add_choice (PbAskDialog *self, const char *title, const char *const *words);
/* A whole number. @title: its limits are added to it. Returns: (transfer none): the GtkEditable, which is marked while
 * no such number stands in it. */
GtkWidget *pb_ask_dialog_add_number (PbAskDialog *self, const char *title, int from, int to, int value);
/* Returns: whether @row holds such a number; else the dialog has said so. */
gboolean pb_ask_dialog_get_number (PbAskDialog *self, GtkWidget *row, guint *number);
/* Explains what will happen, above everything else that follows. */
void pb_ask_dialog_add_note (PbAskDialog *self, const char *text);
/* The entry that a scanned code goes to. */
void pb_ask_dialog_set_scan_entry (PbAskDialog *self, GtkWidget *editable);

G_END_DECLS
