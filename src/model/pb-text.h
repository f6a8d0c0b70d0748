/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "domain/pb-enums.h"
#include "domain/pb-readiness.h"

G_BEGIN_DECLS

/* Words and sentences for people, in the reader's language. Times are microseconds UTC, 0 is absent (and gives ""). */

/* gettext of a text that domain marks with N_(): labels, hints and sentence templates of the field tables; NULL gives
 * "". For PbTranslate parameters as well. */
const char *pb_translate (const char *text);

/* Errors of actions and refreshes. Whatever an async call of this room ends with can be shown by these. */

/* A sentence that says what is wrong and, where there is something to do, what. A refusal whose code this version does
 * not know shows the server's own message. Returns: (transfer full): never NULL. */
char *pb_error_to_user_text (const GError *error);
/* The stable code of the server ("SAME_PERSON"); NULL when the error is none of the server's. Returns: (transfer none)
 * (nullable). */
const char *pb_error_get_code (const GError *error);
/* The user cancelled: show nothing. */
gboolean pb_error_is_cancelled (const GError *error);
/* The server could not be reached: typed text is to be kept, and the call may be made again. */
gboolean pb_error_is_offline (const GError *error);
/* The session is over: sign in again. */
gboolean pb_error_is_signed_out (const GError *error);
/* Somebody else was faster (STALE, CONTENT_CHANGED, ALREADY_AUTHORIZED …): show again, keep the typed text. */
gboolean pb_error_is_conflict (const GError *error);
/* The credentials were missing or wrong: the signing dialog stays open and the focus goes to the password. */
gboolean pb_error_is_credentials (const GError *error);
/* What a refused authorisation says stands against it. Returns: (transfer full) (nullable) (element-type PbBlocker):
 * NULL when none. */
GPtrArray *pb_error_get_blockers (const GError *error);
/* The sentence for one field of a form. @property: JSON member of the record type.
 * Returns: (transfer full) (nullable): NULL when the error says nothing about it. */
char *pb_error_get_field_text (const GError *error, const char *property);

/* What stands against an authorisation, as a sentence, with times in the reader's own form. Returns: (transfer full).
 */
char *pb_text_blocker (const PbBlocker *blocker);

/* Times. @now is given so that everything shown at once is of one moment. */

gint64 pb_now (void);
/* "2026-11-23 14:03" in the locale's form and time zone; today's without the date. Returns: (transfer full). */
char *pb_text_time (gint64 time, gint64 now);
/* With seconds, for "stale since". Returns: (transfer full). */
char *pb_text_clock (gint64 time);
/* "3 h 20 min", "45 min", "2 d 4 h"; @span in microseconds, its sign is dropped. Returns: (transfer full). */
char *pb_text_span (gint64 span);
/* "12 min left", "3 h 20 min left", "expired 5 min ago"; "" for 0. Returns: (transfer full). */
char *pb_text_deadline (gint64 deadline, gint64 now);
/* "5 min ago", "just now"; "" for 0. Returns: (transfer full). */
char *pb_text_ago (gint64 time, gint64 now);
/* A number without useless digits in the locale's form, with @unit (nullable): "41.5 h". Returns: (transfer full). */
char *pb_text_number (double value, const char *unit);
/* What was checked against which limit: "67 % of life (40,200 of 60,000 prints)", "41.5 h of 24 h", "38 N/cm ≥ 30
 * N/cm". Returns: (transfer full). */
char *pb_text_measure (const PbMeasure *measure);

/* Words of enumerations; "" for NONE and what is unknown. Static strings, already translated. */

const char *pb_text_item_status (PbItemStatus status);
const char *pb_text_gate_class (PbGateClass gate);
const char *pb_text_item_type (PbItemType type);
/* What an item of @type is about, from its key: "ST-0117", "PCB", "slot table"; "" where the key names nothing that
 * people know by it, as the line that has nothing bound or the run itself. @key, @run_no: (nullable). */
const char *pb_text_item_object (PbItemType type, const char *key, const char *run_no, gboolean nothing_bound);
/* The item that a waiver is for: "Stencil cleaning ST-0117". Returns: (transfer full). */
char *pb_text_waived_item (const PbWaiver *waiver);
/* Why a waiver ended: the server's own reasons in the reader's language, a person's as it is. NULL gives NULL. */
const char *pb_text_end_reason (const char *reason);
const char *pb_text_run_status (PbRunStatus status);
const char *pb_text_board_state (PbBoardState state);
const char *pb_text_fai_status (PbFaiStatus status);
const char *pb_text_result (PbResult result);
const char *pb_text_capacity (PbCapacity capacity);
const char *pb_text_meaning (PbMeaning meaning);
const char *pb_text_check_type (PbCheckType type);
const char *pb_text_slot_status (PbSlotStatus status);
const char *pb_text_asset_kind (PbAssetKind kind);
const char *pb_text_waiver_status (PbWaiverStatus status);
/* @category: index into pb_waiver_categories, from 1. */
const char *pb_text_waiver_category (int category);
/* A permission ("prep:waive") or capacity ("capacity:QUALITY") as what it allows: "approve waivers", "sign for
 * quality". Unknown ones as they are. */
const char *pb_text_permission (const char *permission);
/* The roles that can: "Supervisor" for "prep:waive". Returns: (transfer full): "" when nobody is known. */
char *pb_text_who_can (const char *permission);
/* All roles that clear something, of which one is enough: "you, Line leader or Process engineer". @permissions:
 * (nullable). @me: the reader is one of them. Returns: (transfer full). */
char *pb_text_who_can_all (const char *const *permissions, gboolean me);
/* In short, for a list: of each permission the role that is nearest to the work. @permissions: (nullable).
 * Returns: (transfer full). */
char *pb_text_who_can_any (const char *const *permissions);

G_END_DECLS
