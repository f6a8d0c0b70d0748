/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "domain/pb-object.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* The form of a record type, laid out from its table of fields: what is asked of the person, in the table's order; what
 * is only copied from the paper stands apart and folded away. Values are held against the table and the type's check
 * while they are typed.
 *
 * Signals:
 *   changed ()   the person changed a value */
#define PB_TYPE_FORM (pb_form_get_type ())
G_DECLARE_FINAL_TYPE (PbForm, pb_form, PB, FORM, GtkBox)

/* What a value means for the item: called for every field after each change.
 * Returns: (transfer full) (nullable): a sentence, NULL when there is nothing to say. */
typedef char *(*PbFormJudge) (const PbField *field, gconstpointer object, gpointer user_data);

/* @object: the values to begin with (type PbObject), copied; the window has filled in what comes from the context. */
GtkWidget *pb_form_new (gconstpointer object);
/* @judge: (nullable). @user_data: freed by @destroy with the form. */
void pb_form_set_judge (PbForm *self, PbFormJudge judge, gpointer user_data, GDestroyNotify destroy);

/* @refuse: why a value that the table of fields accepts is not saved; @limit: what a value will be held against, shown
 * while nothing is wrong. Both (nullable), with the judge's user data. */
void pb_form_set_rules (PbForm *self, PbFormJudge refuse, PbFormJudge limit);

/* What is written now. Returns: (transfer full): an object of the form's type; what cannot be read is absent. */
gpointer pb_form_collect (PbForm *self);
/* Whether everything can be saved. @all: marks every field that is wrong, and takes the focus to the first of them;
 * else only those that the person has touched are marked. */
gboolean pb_form_validate (PbForm *self, gboolean all);
/* Whether something differs from what the form began with. */
gboolean pb_form_is_dirty (PbForm *self);

/* Marks the fields that an answer of the server names. @text: returns the sentence for a JSON member (transfer full),
 * NULL when it has none. Returns: whether any field was marked. */
gboolean
pb_form_take_problems (PbForm *self, char *(*text) (gconstpointer data, const char *property), gconstpointer data);

/* Puts a scanned code into the field that expects such a code, an empty one first.
 * Returns: whether there is such a field. */
gboolean pb_form_accept_scan (PbForm *self, PbScan kind, const char *code);
/* Whether some field takes codes of @kind. */
gboolean pb_form_expects_scan (PbForm *self, PbScan kind);

/* The row of the field called @name in JSON. Returns: (transfer none) (nullable): NULL when the form does not ask for
 * it. */
GtkWidget *pb_form_get_row (PbForm *self, const char *name);

G_END_DECLS
