/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "domain/pb-enums.h"
#include "domain/pb-object.h"

G_BEGIN_DECLS

/* One server and who is signed in at this window. All other models are made from it. Main thread only.
 *
 * Properties (read only):
 *   base-url     text, construct only
 *   state        int, PbSessionState
 *   user-name, user-email, user-id, roles-text ("Quality engineer, Supervisor")   text, "" when signed out
 *   server-text  text: "Prepboard 0.1" or what an existing deployment is called
 *   is-legacy    boolean: an existing deployment without capabilities: one signature, no waiver requests
 * Signals:
 *   permissions-changed ()  after signing in or out: what is allowed must be asked again
 *   session-lost ()         the server ended the session (expired, signed out elsewhere); the state is SIGNED_OUT
 * already */

typedef enum
{
  PB_SESSION_SIGNED_OUT,
  PB_SESSION_SIGNING_IN,
  PB_SESSION_SIGNED_IN,
} PbSessionState;

#define PB_TYPE_SESSION_MODEL (pb_session_model_get_type ())
G_DECLARE_FINAL_TYPE (PbSessionModel, pb_session_model, PB, SESSION_MODEL, GObject)

/* @base_url: "http://127.0.0.1:3000", with or without a final slash. */
PbSessionModel *pb_session_model_new (const char *base_url);

/* Learns what the server can do, signs in, learns who that is. @password is copied and wiped after use.
 * Errors: pb_error_to_user_text(). */
void pb_session_model_sign_in_async (PbSessionModel *self,
                                     const char *email,
                                     const char *password,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);
gboolean pb_session_model_sign_in_finish (PbSessionModel *self, GAsyncResult *result, GError **error);
/* Signs out here at once, and tells the server. The models made from this session forget what they show. */
void pb_session_model_sign_out_async (PbSessionModel *self,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
gboolean pb_session_model_sign_out_finish (PbSessionModel *self, GAsyncResult *result, GError **error);
/* Both passwords are copied and wiped after use. */
void pb_session_model_change_password_async (PbSessionModel *self,
                                             const char *current_password,
                                             const char *new_password,
                                             GCancellable *cancellable,
                                             GAsyncReadyCallback callback,
                                             gpointer user_data);
gboolean pb_session_model_change_password_finish (PbSessionModel *self, GAsyncResult *result, GError **error);
/* With "permissions-changed": whether what was read and typed is another person's, or somebody's with other roles. It
 * waits for somebody who is only away: nobody is signed in, or the same person again. */
gboolean pb_session_model_has_new_reader (PbSessionModel *self);
/* Locking the window: the next signature asks for the e-mail as well. */
void pb_session_model_lock (PbSessionModel *self);
/* Whether a signature asks for the e-mail: always, but for the session's own user after a first full signature since
 * the last lock. */
gboolean pb_session_model_asks_email (PbSessionModel *self);

PbSessionState pb_session_model_get_state (PbSessionModel *self);
const char *pb_session_model_get_base_url (PbSessionModel *self);
/* Returns: (transfer none): "" when signed out; valid until the next sign-in or sign-out. */
const char *pb_session_model_get_user_name (PbSessionModel *self);
const char *pb_session_model_get_user_email (PbSessionModel *self);
const char *pb_session_model_get_user_id (PbSessionModel *self);
/* The administrator has set the password: it must be changed before anything can be signed. */
gboolean pb_session_model_must_change_password (PbSessionModel *self);
/* @feature: of GET /api/meta/capabilities: esign, waivers, events, board, gate, assets, policies, dossier … */
gboolean pb_session_model_has_feature (PbSessionModel *self, const char *feature);

/* Whether the signed-in user's roles grant @permission ("prep:record"). FALSE when signed out. */
gboolean pb_session_model_can (PbSessionModel *self, const char *permission);
/* @needs: permissions or "capacity:QUALITY", of which one is enough; (nullable). */
gboolean pb_session_model_can_any (PbSessionModel *self, const char *const *needs);
gboolean pb_session_model_holds_capacity (PbSessionModel *self, PbCapacity capacity);
/* NULL when the user may; else "Only a supervisor can approve waivers." Returns: (transfer full) (nullable). */
/* Who clears something: "you or Line leader"; whoever only waives it is named as that: "Line leader; by waiving: you".
 * @permissions: (nullable). Returns: (transfer full). */
char *pb_session_model_who_clears (PbSessionModel *self, const char *const *permissions);
char *pb_session_model_why_not (PbSessionModel *self, const char *permission);

/* What a code is, asked of the server: a run, a thing of the register, a material. Whatever cannot be asked (another
 * server, not in sight) is not it. */
void pb_session_model_look_up_async (PbSessionModel *self,
                                     const char *code,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);
/* Returns: TRUE with what it is in @kind: RUN, STENCIL, SQUEEGEE, FIXTURE, PASTE_LOT, ITEM_CODE (a material), or NONE
 * when it is none of them; FALSE with @error when the server could not say. */
gboolean pb_session_model_look_up_finish (PbSessionModel *self, GAsyncResult *result, PbScan *kind, GError **error);

/* The kind of thing that a scanned code is, and back; NONE for what is no thing of the register. */
PbScan pb_scan_of_kind (PbAssetKind kind);
PbAssetKind pb_kind_of_scan (PbScan scan);

/* How often models ask (default 5000 ms), and after how long without an answer what is shown counts as stale (default
 * 8000 ms). */
void pb_session_model_set_pace (PbSessionModel *self, guint interval_ms, guint patience_ms);

G_END_DECLS
