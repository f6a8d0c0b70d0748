/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "domain/pb-fai.h"
#include "model/pb-row.h"
#include "model/pb-session-model.h"
#include "model/pb-signable.h"

G_BEGIN_DECLS

/* One value of a characteristic: of one sample unit, or of all. What is typed stays until it is saved or reset,
 * whatever the server says meanwhile. Properties (read only; written by the setters below): unit-sn         text, ""
 * for all units value           text: what the entry shows result          int, PbResult: what the person chose (NONE:
 * by the limits) remark, defect-code   text verdict         int, PbResult: what results from value and limits, NONE
 * while nothing is recorded verdict-text    text: "Pass", "Fail", "Not applicable", "" problem-text    text: why the
 * value cannot be saved ("not a number"), "" when it can edited          boolean: differs from what the server has
 *   conflict-text   text: "Meanwhile 12.4 was saved by L. Wu", "" when nobody else changed it
 *   recorded        boolean: the server has a value
 *   recorded-text   text: "08:41 by L. Wu" */
#define PB_TYPE_MEASUREMENT_CELL (pb_measurement_cell_get_type ())
G_DECLARE_FINAL_TYPE (PbMeasurementCell, pb_measurement_cell, PB, MEASUREMENT_CELL, PbRow)

/* NULL is the same as "". */
void pb_measurement_cell_set_value (PbMeasurementCell *self, const char *value);
void pb_measurement_cell_set_result (PbMeasurementCell *self, PbResult result);
void pb_measurement_cell_set_remark (PbMeasurementCell *self, const char *remark);
void pb_measurement_cell_set_defect_code (PbMeasurementCell *self, const char *defect_code);
/* Back to what the server has. */
void pb_measurement_cell_reset (PbMeasurementCell *self);

/* A row of the characteristics table, a GListModel of PbMeasurementCell (one cell, or one for each sample unit).
 * Properties (read only): item-id, group, name, unit   text requirement-text   text: the requirement, or "12.0 ± 0.5
 * mm", "≥ 30 N/cm" per                int, PbPer required, na-allowed, numeric   boolean (numeric: judged by limits)
 *   result             int, PbResult: the worst of its cells, NONE while incomplete
 *   result-text        text
 *   complete           boolean: every cell is recorded
 *   n-items            uint */
#define PB_TYPE_CHARACTERISTIC (pb_characteristic_get_type ())
G_DECLARE_FINAL_TYPE (PbCharacteristic, pb_characteristic, PB, CHARACTERISTIC, PbRow)

/* One line of the signature block. Properties (read only):
 *   capacity        int, PbCapacity
 *   capacity-text   text: "Production"
 *   signed          boolean
 *   printed-name, time-text, meaning-text, remark   text
 *   valid           boolean: the content is still what was signed
 *   state-text      text: "Awaited", "Signed", "Invalid: the content has changed" */
#define PB_TYPE_SIGNATURE_LINE (pb_signature_line_get_type ())
G_DECLARE_FINAL_TYPE (PbSignatureLine, pb_signature_line, PB, SIGNATURE_LINE, PbRow)

/* A sample unit. Properties (read only):
 *   sn           text
 *   tracked      boolean: it has left a station of the trial
 *   in-station   boolean
 *   station      text: the one where it is or goes on, "" when that is not one
 *   state-text   text: "in step 20 SPI (A-SPI-01)", "waits for step 30 Mount (A-MOUNT-01)" */
#define PB_TYPE_TRIAL_UNIT (pb_trial_unit_get_type ())
G_DECLARE_FINAL_TYPE (PbTrialUnit, pb_trial_unit, PB, TRIAL_UNIT, PbRow)

/* The newest first article inspection of a run, a GListModel of PbCharacteristic. It is there also when the run has
 * none (exists FALSE).
 *
 * Properties (read only):
 *   exists            boolean
 *   fai-id            text
 *   status            int, PbFaiStatus; status-text text
 *   sample-qty, tracked   int64
 *   trial-text        text: "2 of 3 sample units tracked"
 *   trial-done        boolean
 *   stations-text     text: the steps of the trial with their stations: "10 Print (A-PRINT-01) → 20 SPI (A-SPI-01)"
 *   stale             boolean; stale-text text: "The stencil has changed since"
 *   decision-text     text: "Passed 10:12 by L. Wu", with the condition where there is one
 *   missing-count     int64: values still required
 *   missing-text      text: one line for each characteristic with what it lacks
 *   failed-count      int64: characteristics that failed
 *   edited            boolean: something is typed and not saved
 *   has-problems      boolean: something typed cannot be saved
 *   remark            text
 *   signed-count, required-count   int64
 *   signature-text    text: "2 of 3 signed, quality is missing"
 *   n-items           uint */
#define PB_TYPE_FAI_MODEL (pb_fai_model_get_type ())
G_DECLARE_FINAL_TYPE (PbFaiModel, pb_fai_model, PB, FAI_MODEL, PbRow)

gboolean pb_fai_model_get_exists (PbFaiModel *self);
PbFaiStatus pb_fai_model_get_status (PbFaiModel *self);
const char *pb_fai_model_get_id (PbFaiModel *self);
/* Lists; (transfer none). */
GListModel *pb_fai_model_get_signatures (PbFaiModel *self); /* PbSignatureLine, one for each required capacity */
GListModel *pb_fai_model_get_units (PbFaiModel *self);      /* PbTrialUnit */
/* What a signature covers, to be read by people: decision, remark, and each characteristic with its values and
 * verdicts. Returns: (transfer full): "" when there is no first article. */
char *pb_fai_model_dup_summary (PbFaiModel *self);
/* Throws typed values away. */
void pb_fai_model_reset (PbFaiModel *self);

/* Actions. Each ends with pb_fai_model_act_finish(); the run refreshes by itself. Errors: pb_error_to_user_text().
 * Passwords are copied and wiped after use. */

gboolean pb_fai_model_act_finish (PbFaiModel *self, GAsyncResult *result, GError **error);

void pb_fai_model_create_async (PbFaiModel *self,
                                guint sample_qty,
                                const char *remark,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
void pb_fai_model_start_async (PbFaiModel *self,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
/* Sends every edited value; those that were sent count as saved when it succeeds. */
void
pb_fai_model_save_async (PbFaiModel *self, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
/* @decision: PASS or FAIL. @failed_qty counts with FAIL only. @condition_class: "A", "B", "C" or NULL; with "C"
 * @condition and
 * @until. */
void pb_fai_model_complete_async (PbFaiModel *self,
                                  PbResult decision,
                                  guint failed_qty,
                                  const char *remark,
                                  const char *condition_class,
                                  const char *condition,
                                  gint64 until,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
/* @act: PB_SIGN_FAI or PB_SIGN_FAI_REJECT. See pb_signable_finish(). */
void pb_fai_model_signable_async (PbFaiModel *self,
                                  PbSignAct act,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
void pb_fai_model_sign_async (PbFaiModel *self,
                              PbCapacity capacity,
                              const char *content_hash,
                              const char *remark,
                              const char *email,
                              const char *password,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
void pb_fai_model_reject_async (PbFaiModel *self,
                                PbCapacity capacity,
                                const char *reason,
                                const char *email,
                                const char *password,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
void pb_fai_model_cancel_async (PbFaiModel *self,
                                const char *reason,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
/* The trial: a unit into and out of a station. */
void pb_fai_model_track_in_async (PbFaiModel *self,
                                  const char *station_code,
                                  const char *sn,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
/* @result: PASS or FAIL. */
void pb_fai_model_track_out_async (PbFaiModel *self,
                                   const char *station_code,
                                   const char *sn,
                                   PbResult result,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);

G_END_DECLS
