/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/pb-client.h"
#include "domain/pb-enums.h"

G_BEGIN_DECLS

/* The calls of the contract that the app makes (rest-api.md), with their paths and bodies. Each ends with
 * pb_client_call_finish(), whose reply is the contract's data. Parameters that say (nullable) are left out of the body
 * when NULL, times when 0. Passwords are wiped after use. */

/* Of the session. */
void
pb_rest_profile_async (PbClient *client, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
void pb_rest_permissions_async (PbClient *client,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
void pb_rest_change_password_async (PbClient *client,
                                    const char *current_password,
                                    const char *new_password,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);

/* One page of the board. @after: (nullable): "next" of the page before. */
void pb_rest_board_async (PbClient *client,
                          const char *after,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data);
/* One page of the runs in PREP and AUTHORIZED, for servers without a board. @page: from 1. */
void pb_rest_runs_async (PbClient *client,
                         guint page,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data);

/* GET of "/api/runs/:runNo" and what lies below it. @below: "readiness/latest", "gate", "readiness/history",
 * "loading/expectations" (nullable). */
void pb_rest_run_async (PbClient *client,
                        const char *run_no,
                        const char *below,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data);
/* What is bound to a line. */
void pb_rest_bindings_async (PbClient *client,
                             const char *line_id,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data);
/* @asset_id: NULL unbinds. */
void pb_rest_bind_async (PbClient *client,
                         const char *line_id,
                         PbAssetKind kind,
                         const char *asset_id,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data);
void pb_rest_check_async (PbClient *client,
                          const char *run_no,
                          PbCheckType type,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data);
/* @prefix: (nullable). */
void pb_rest_generate_units_async (PbClient *client,
                                   const char *run_no,
                                   guint quantity,
                                   const char *prefix,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
void pb_rest_delete_units_async (PbClient *client,
                                 const char *run_no,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);

/* Returns: (nullable): the collection that records of @type are created in ("bake-records"). */
const char *pb_rest_record_path (const PbType *type);
/* @record: (type PbObject) one that has a pb_rest_record_path(): its PB_ASKED fields are sent. */
void pb_rest_create_record_async (PbClient *client,
                                  gconstpointer record,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);

/* The newest records of @type of a run. */
void pb_rest_records_async (PbClient *client,
                            const PbType *type,
                            const char *run_no,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data);
/* A thing of the register. */
void pb_rest_asset_async (PbClient *client,
                          const char *asset_id,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data);

void pb_rest_material_async (PbClient *client,
                             const char *code,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data);

/* What a signature covers. @collection: "fai", "readiness-items", "waivers", "runs". @act: "SIGN", "WAIVE" … */
void pb_rest_signable_async (PbClient *client,
                             const char *collection,
                             const char *id,
                             const char *act,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data);
/* @category: index into pb_waiver_categories, 0: none. */
void pb_rest_waive_async (PbClient *client,
                          const char *run_no,
                          const char *item_id,
                          const char *reason,
                          int category,
                          gint64 until,
                          const char *content_hash,
                          const char *email,
                          const char *password,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data);
void pb_rest_request_waiver_async (PbClient *client,
                                   const char *item_id,
                                   const char *reason,
                                   int category,
                                   gint64 until,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
void pb_rest_not_needed_async (PbClient *client,
                               const char *item_id,
                               const char *reason,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
/* One page of waivers. @run_no, @status, @after: (nullable). */
void pb_rest_waivers_async (PbClient *client,
                            const char *run_no,
                            const char *status,
                            const char *after,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data);
/* @verb: "approve" (@text is a remark, nullable), "reject" or "revoke" (@text is the reason). */
void pb_rest_decide_waiver_async (PbClient *client,
                                  const char *waiver_id,
                                  const char *verb,
                                  const char *text,
                                  const char *content_hash,
                                  const char *email,
                                  const char *password,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
/* @action: "AUTHORIZE" or "REVOKE". @reason, @content_hash: (nullable). */
void pb_rest_authorise_async (PbClient *client,
                              const char *run_no,
                              const char *action,
                              const char *reason,
                              const char *content_hash,
                              const char *email,
                              const char *password,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
/* The audit rows of a run, newest first. */
void pb_rest_audit_async (PbClient *client,
                          const char *run_id,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data);

/* Loading. */
void pb_rest_load_table_async (PbClient *client,
                               const char *run_no,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
/* @reason: NULL verifies, else replaces. @operator_id: (nullable): existing deployments ask for it. */
void pb_rest_load_slot_async (PbClient *client,
                              const char *run_no,
                              const char *slot_code,
                              const char *barcode,
                              const char *reason,
                              const char *operator_id,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);

void pb_rest_unlock_slot_async (PbClient *client,
                                const char *slot_id,
                                const char *reason,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);

/* First article. All of a run, newest first. */
void pb_rest_fais_async (PbClient *client,
                         const char *run_no,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data);
/* The newest one of a run has null as its data when there is none. */
void pb_rest_newest_fai_async (PbClient *client,
                               const char *run_no,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
/* With the summary of its trial. */
void pb_rest_fai_async (PbClient *client,
                        const char *fai_id,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data);
/* @remark: (nullable). */
void pb_rest_create_fai_async (PbClient *client,
                               const char *run_no,
                               guint sample_qty,
                               const char *remark,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
void pb_rest_start_fai_async (PbClient *client,
                              const char *fai_id,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
/* @measurements: (element-type PbMeasurement), not empty, not changed until the call has ended. Where the server has no
 * such call, each goes as one of its own and the reply is the last one's. */
void pb_rest_measure_async (PbClient *client,
                            const char *fai_id,
                            GPtrArray *measurements,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data);
/* @failed_qty: of @sample_qty; with PASS it is 0. @condition_class, @condition, @remark: (nullable). */
void pb_rest_complete_fai_async (PbClient *client,
                                 const char *fai_id,
                                 PbResult decision,
                                 guint sample_qty,
                                 guint failed_qty,
                                 const char *remark,
                                 const char *condition_class,
                                 const char *condition,
                                 gint64 until,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
/* @content_hash: (nullable) where the server has no electronic signatures. @remark: (nullable). */
void pb_rest_sign_fai_async (PbClient *client,
                             const char *fai_id,
                             PbCapacity capacity,
                             const char *content_hash,
                             const char *remark,
                             const char *email,
                             const char *password,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data);
void pb_rest_reject_fai_async (PbClient *client,
                               const char *fai_id,
                               PbCapacity capacity,
                               const char *reason,
                               const char *email,
                               const char *password,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
void pb_rest_cancel_fai_async (PbClient *client,
                               const char *fai_id,
                               const char *reason,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
void pb_rest_track_in_async (PbClient *client,
                             const char *station_code,
                             const char *sn,
                             const char *wo_no,
                             const char *run_no,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data);
void pb_rest_track_out_async (PbClient *client,
                              const char *station_code,
                              const char *sn,
                              const char *run_no,
                              PbResult result,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);

G_END_DECLS
