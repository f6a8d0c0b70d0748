/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "domain/pb-object.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* One field of a record type as a row of a form: label, hint, unit, and the control that its kind asks for. */
#define PB_TYPE_FIELD_ROW (pb_field_row_get_type ())
G_DECLARE_FINAL_TYPE (PbFieldRow, pb_field_row, PB, FIELD_ROW, AdwActionRow)

/* @field: of a static table. Its kind must be one that people fill in (not CHILD, CHILDREN, STRINGS or JSON). */
GtkWidget *pb_field_row_new (const PbField *field);
const PbField *pb_field_row_get_field (PbFieldRow *self);

/* Shows @object's value. Does not count as a change by the person. */
void pb_field_row_load (PbFieldRow *self, gconstpointer object);
/* Puts what is written into @object; nothing written makes the value absent.
 * Returns: (nullable) (transfer none): why it cannot be read, NULL when it can. */
const char *pb_field_row_store (PbFieldRow *self, gpointer object);
/* Whether the person has changed the value since it was loaded. */
gboolean pb_field_row_is_touched (PbFieldRow *self);

/* What is wrong with the value; the row is then marked as invalid. NULL: nothing. */
void pb_field_row_set_problem (PbFieldRow *self, const char *problem);
/* Returns: (nullable) (transfer none). */
const char *pb_field_row_get_problem (PbFieldRow *self);
/* What the value means for the item ("below 30 N/cm: the item will fail"); it may be saved all the same. NULL: nothing.
 */
void pb_field_row_set_note (PbFieldRow *self, const char *note);
/* Returns: (nullable) (transfer none). */
const char *pb_field_row_get_note (PbFieldRow *self);

/* What the value will be held against ("at least 120 °C"), shown while there is nothing to say of the value itself.
 * NULL: nothing. */
void pb_field_row_set_limit (PbFieldRow *self, const char *limit);
/* Values to choose from beside typing one. Only of STRING. @choices: ended by NULL. */
void pb_field_row_set_choices (PbFieldRow *self, const char *const *choices);

/* Writes as a person would; tests and the scanner use it. Only of kinds with a text: STRING, INT, DOUBLE, TIME, and
 * NUMBERS (values separated by blanks). */
void pb_field_row_type (PbFieldRow *self, const char *text);
/* The control that takes the focus. Returns: (transfer none). */
GtkWidget *pb_field_row_get_control (PbFieldRow *self);

G_END_DECLS
