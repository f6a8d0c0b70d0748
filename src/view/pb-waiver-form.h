/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/pb-item-model.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* What a waiver says: the failure that it covers, the reason, the category, until when. Waiving and asking for a waiver
 * show the same. */
#define PB_TYPE_WAIVER_FORM (pb_waiver_form_get_type ())
/* Signals: changed () */
G_DECLARE_FINAL_TYPE (PbWaiverForm, pb_waiver_form, PB, WAIVER_FORM, GtkBox)

/* The least number of characters of a reason (domain.md, section 3). */
#define PB_REASON_MIN 10

GtkWidget *pb_waiver_form_new (PbItemModel *item);
/* @field: out (transfer none): where it is missing. Returns: (nullable) (transfer none): a sentence about what is
 * missing, NULL when nothing is. */
const char *pb_waiver_form_missing (PbWaiverForm *self, GtkWidget **field);
gboolean pb_waiver_form_is_dirty (PbWaiverForm *self);
/* Returns: (transfer full). */
char *pb_waiver_form_dup_reason (PbWaiverForm *self);
/* Returns: index into pb_waiver_categories. */
int pb_waiver_form_get_category (PbWaiverForm *self);
/* Returns: microseconds UTC, 0 when no end is given. */
gint64 pb_waiver_form_get_until (PbWaiverForm *self);
/* As a person would type; for tests. @until: as pb_parse_time() reads it. */
void pb_waiver_form_type (PbWaiverForm *self, const char *reason, const char *until);

G_END_DECLS
