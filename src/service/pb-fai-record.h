/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "service/pb-call.h"

G_BEGIN_DECLS

/* Recording the values of a first article's characteristics (rest-api.md, 3.3 and 0.4). Values change only while it is
 * being inspected. */

/* The bodies of the actions. */
extern const PbType pb_fai_record_add_type;
extern const PbType pb_fai_record_patch_type;
extern const PbType pb_fai_record_put_type;

/* Actions. */
gboolean pb_fai_record_add (PbCall *call, GError **error);
gboolean pb_fai_record_patch (PbCall *call, GError **error);
gboolean pb_fai_record_put (PbCall *call, GError **error);

/* Refuses 400 FAI_NOT_INSPECTING. */
gboolean pb_fai_record_require_inspecting (const PbInspection *fai, GError **error);
/* Sets 400 FAI_TRIAL_REQUIRED. */
void pb_fai_record_refuse_trial (gint64 tracked, gint64 sample, GError **error);

G_END_DECLS
