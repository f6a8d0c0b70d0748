/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* A dialog that asks for something and sends it: a header with Cancel and the one thing that it does, the content
 * below, and the answer of the server as a sentence. Enter sends; Escape leaves, and asks first when something is
 * typed. While it is sending it can be cancelled. What is typed stays until it is accepted.
 *
 * Signals:
 *   done ()   it was accepted; the dialog closes */
#define PB_TYPE_DIALOG (pb_dialog_get_type ())
G_DECLARE_DERIVABLE_TYPE (PbDialog, pb_dialog, PB, DIALOG, AdwWindow)

struct _PbDialogClass
{
  AdwWindowClass parent_class;
  /* Sends what is typed, and ends with pb_dialog_end() in every case; or says with pb_dialog_set_message() what is
   * missing and returns FALSE. */
  gboolean (*submit) (PbDialog *self, GCancellable *cancellable);
  /* Whether closing would lose something typed. */
  gboolean (*is_dirty) (PbDialog *self);
  /* A code came from the scanner while the dialog was in front. Returns: whether it was taken. */
  gboolean (*scanned) (PbDialog *self, const char *code);
  /* The answer was an error; chain up to show its sentence. */
  void (*refused) (PbDialog *self, const GError *error);
};

/* @submit_label: with a mnemonic. @destructive: what it does takes something away. */
void pb_dialog_set_submit (PbDialog *self, const char *submit_label, gboolean destructive);
/* Appends to the content, top to bottom. */
void pb_dialog_add (PbDialog *self, GtkWidget *child);
/* A group of rows with a title (nullable). Returns: (transfer none). */
AdwPreferencesGroup *pb_dialog_add_group (PbDialog *self, const char *title, const char *description);
/* What the window says when it was accepted, in a toast and where it is read aloud. */
void pb_dialog_set_done_text (PbDialog *self, const char *done_text);
/* Says what is wrong about @field, an entry, a text of several lines or a choice: it is marked and takes the focus,
 * until it is changed or sent again. */
void pb_dialog_refuse (PbDialog *self, GtkWidget *field, const char *message);
/* A sentence about what is wrong; NULL takes it away. Read aloud. */
void pb_dialog_set_message (PbDialog *self, const char *message);
/* Returns: (transfer none): "" when there is none. */
const char *pb_dialog_get_message (PbDialog *self);

/* As the button does. */
void pb_dialog_submit (PbDialog *self);
gboolean pb_dialog_is_busy (PbDialog *self);
/* The answer is there: closes on NULL, else shows the error and lets the person try again. */
void pb_dialog_end (PbDialog *self, const GError *error);
/* Hides the dialog with all that is typed, except secrets; presenting it brings it back. */
void pb_dialog_put_away (PbDialog *self);
/* Returns: whether the dialog took the code. */
gboolean pb_dialog_take_scan (PbDialog *self, const char *code);

/* A row with an entry of several lines, for reasons and remarks. @entry: out (transfer none): the GtkTextView. */
GtkWidget *pb_dialog_text_row_new (const char *title, const char *subtitle, GtkWidget **text_view);
/* Returns: (transfer full): what is written, trimmed. */
char *pb_dialog_dup_text (GtkWidget *text_view);

G_END_DECLS
