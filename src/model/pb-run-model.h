/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "domain/pb-enums.h"
#include "domain/pb-object.h"
#include "model/pb-fai-model.h"
#include "model/pb-history-model.h"
#include "model/pb-item-model.h"
#include "model/pb-loading-model.h"
#include "model/pb-row.h"
#include "model/pb-session-model.h"
#include "model/pb-signable.h"

G_BEGIN_DECLS

/* Something that stands against the authorisation. Properties (read only):
 *   code       int, PbBlockerCode
 *   item-id    text: the item to go to, "" when it is none
 *   sentence   text: what is wrong
 *   advice     text: what to do next
 *   who-text   text: which role can */
#define PB_TYPE_BLOCKER_ITEM (pb_blocker_item_get_type ())
G_DECLARE_FINAL_TYPE (PbBlockerItem, pb_blocker_item, PB, BLOCKER_ITEM, PbRow)

/* What is on the line of the run. One row for each kind of thing, bound or not. Properties (read only):
 *   kind           int, PbAssetKind
 *   kind-text      text: "Stencil"
 *   asset-id       text, "" when nothing is bound
 *   bound-text     text: "since 08:12 by L. Wu"
 *   status-text    text: state of the thing
 *   life-text      text: "40,200 of 60,000"
 *   life-fraction  double, negative when it has no life */
#define PB_TYPE_BINDING_ITEM (pb_binding_item_get_type ())
G_DECLARE_FINAL_TYPE (PbBindingItem, pb_binding_item, PB, BINDING_ITEM, PbRow)

/* What a person may want to do with a run; for pb_run_model_why_not(). */
typedef enum
{
  PB_ACTION_RECORD,
  PB_ACTION_WAIVE,
  PB_ACTION_REQUEST_WAIVER,
  PB_ACTION_NOT_NEEDED,
  PB_ACTION_CHECK,
  PB_ACTION_AUTHORISE,
  PB_ACTION_REVOKE,
  PB_ACTION_BIND,
  PB_ACTION_LOAD_TABLE,
  PB_ACTION_VERIFY_SLOT,
  PB_ACTION_REPLACE_SLOT,
  PB_ACTION_UNLOCK_SLOT,
  PB_ACTION_GENERATE_UNITS,
  PB_ACTION_DELETE_UNITS,
  PB_ACTION_FAI_CREATE,
  PB_ACTION_FAI_START,
  PB_ACTION_FAI_RECORD,
  PB_ACTION_FAI_COMPLETE,
  PB_ACTION_FAI_SIGN,
  PB_ACTION_FAI_REJECT,
  PB_ACTION_FAI_CANCEL,
  PB_ACTION_TRACK,
} PbAction;

/* One run: detail, items, gate, bindings, units, first article, loading, history. Refreshes itself while active, and at
 * once after each own action. Main thread only.
 *
 * Properties (read only):
 *   run-no                 text, construct only
 *   loading                boolean: the first answer is still awaited
 *   missing                boolean: there is no such run (or not in the user's sight)
 *   stale-since            int64; stale-text text; error-text text: as of PbBoardModel
 *   status                 int, PbRunStatus
 *   status-text            text
 *   product-code, wo-no, line-code, line-name, line-id, route-text, shift-code   text
 *   plan-qty               int64
 *   authorised-text        text: "Authorised 14:03 by S. Chen", "" when it is not
 *   ended-text             text: "Authorisation revoked 14:03 by S. Chen: wrong stencil", "" while it holds or before
 *   units-total, units-done, units-failed, units-in-station, units-queued         int64
 *   units-text             text: "10 of 100 done, 1 failed"
 *   requires-fai           boolean
 *   can-authorise          boolean: the gate says so
 *   gate-text              text: "May be authorised", "3 things stand against authorisation", "Authorised"
 *   evaluated-at           int64
 *   next-deadline          int64; deadline-text text
 *   items-total, items-failed, items-waived                                       int64
 *   busy                   boolean: an own action is under way */
#define PB_TYPE_RUN_MODEL (pb_run_model_get_type ())
G_DECLARE_FINAL_TYPE (PbRunModel, pb_run_model, PB, RUN_MODEL, PbRow)

PbRunModel *pb_run_model_new (PbSessionModel *session, const char *run_no);
void pb_run_model_set_active (PbRunModel *self, gboolean active);
void pb_run_model_refresh (PbRunModel *self);

PbSessionModel *pb_run_model_get_session (PbRunModel *self);
const char *pb_run_model_get_run_no (PbRunModel *self);
PbRunStatus pb_run_model_get_status (PbRunModel *self);
gint64 pb_run_model_get_stale_since (PbRunModel *self);

/* Lists; (transfer none), the same objects for the life of the run model. */
GListModel *pb_run_model_get_groups (PbRunModel *self);   /* PbItemGroup */
GListModel *pb_run_model_get_items (PbRunModel *self);    /* PbItemModel, all of them in the order of the groups */
GListModel *pb_run_model_get_blockers (PbRunModel *self); /* PbBlockerItem */
GListModel *pb_run_model_get_bindings (PbRunModel *self); /* PbBindingItem */
PbFaiModel *pb_run_model_get_fai (PbRunModel *self);
PbLoadingModel *pb_run_model_get_loading_model (PbRunModel *self);
PbHistoryModel *pb_run_model_get_history (PbRunModel *self);

/* Returns: (transfer none) (nullable). */
PbItemModel *pb_run_model_find_item (PbRunModel *self, const char *item_id);
/* The gate as text for the Copy button: run, sentence, each blocker with advice and role. Returns: (transfer full). */
char *pb_run_model_dup_gate_text (PbRunModel *self);
/* What authorising now rests on, for the authorise dialog: what is waived, what expires soonest, who signed. Returns:
 * (transfer full). */
char *pb_run_model_dup_consequences (PbRunModel *self);
/* Why the action is not possible now, as a sentence that names the role that can; NULL when it is. @item: (nullable).
 * Signed acts are not refused for the session user's lack of permission: the signer may be somebody else. Returns:
 * (transfer full) (nullable). */
char *pb_run_model_why_not (PbRunModel *self, PbAction action, PbItemModel *item);
/* What a scanned code is for this run: one of its bound things or item keys. @item: out (nullable) (transfer none): the
 * item to go to. Returns: PB_SCAN_NONE when it is none of them. */
PbScan pb_run_model_classify_scan (PbRunModel *self, const char *code, PbItemModel **item);

/* The thing of @kind on the line of the run. Returns: (transfer none): "" when there is none. */
const char *pb_run_model_get_bound (PbRunModel *self, PbAssetKind kind);
/* The items that a record of @type is for. Returns: (transfer container) (element-type PbItemModel). */
GPtrArray *pb_run_model_list_recorded_items (PbRunModel *self, const PbType *type);

/* A new record of @type for this run, with what the context gives filled in (run, bound thing, product, the signed-in
 * person, now). Returns: (transfer full) (type PbObject). */
gpointer pb_run_model_new_record (PbRunModel *self, const PbType *type);

/* Actions. Each ends with pb_run_model_act_finish(); the model refreshes by itself. Errors: pb_error_to_user_text().
 * Passwords are copied and wiped after use. @email may be NULL only for the session's own user after a first full
 * signature in this session. */

gboolean pb_run_model_act_finish (PbRunModel *self, GAsyncResult *result, GError **error);

/* @record: (type PbObject): not changed, may be freed after the call. */
void pb_run_model_record_async (PbRunModel *self,
                                gconstpointer record,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
/* What a signature covers; @item for PB_SIGN_WAIVE, else NULL. See pb_signable_finish(). */
void pb_run_model_signable_async (PbRunModel *self,
                                  PbSignAct act,
                                  PbItemModel *item,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
/* @category: index into pb_waiver_categories, 0: none. @until: 0: not said. @content_hash: of the signable, (nullable).
 */
void pb_run_model_waive_async (PbRunModel *self,
                               PbItemModel *item,
                               const char *reason,
                               int category,
                               gint64 until,
                               const char *content_hash,
                               const char *email,
                               const char *password,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
void pb_run_model_request_waiver_async (PbRunModel *self,
                                        PbItemModel *item,
                                        const char *reason,
                                        int category,
                                        gint64 until,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data);
void pb_run_model_not_needed_async (PbRunModel *self,
                                    PbItemModel *item,
                                    const char *reason,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
/* @content_hash: of the signable, (nullable). @reason: (nullable). */
void pb_run_model_authorise_async (PbRunModel *self,
                                   const char *reason,
                                   const char *content_hash,
                                   const char *email,
                                   const char *password,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
/* @reason is mandatory. */
void pb_run_model_revoke_async (PbRunModel *self,
                                const char *reason,
                                const char *content_hash,
                                const char *email,
                                const char *password,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
/* A stored check: PRECHECK or FORMAL. */
void pb_run_model_check_async (PbRunModel *self,
                               PbCheckType type,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
/* @prefix: (nullable): of the serial numbers. */
void pb_run_model_generate_units_async (PbRunModel *self,
                                        guint quantity,
                                        const char *prefix,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data);
void pb_run_model_delete_units_async (PbRunModel *self,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
void pb_run_model_bind_async (PbRunModel *self,
                              PbAssetKind kind,
                              const char *asset_id,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
void pb_run_model_unbind_async (PbRunModel *self,
                                PbAssetKind kind,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);

G_END_DECLS
