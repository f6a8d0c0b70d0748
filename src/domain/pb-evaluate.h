/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "domain/pb-facts.h"
#include "domain/pb-policy.h"

G_BEGIN_DECLS

/* Facts of a run + policy + now → items (domain.md, section 2). Pure and deterministic: the same on the server, in
 * tests and in a re-check of an old authorisation. */

/* The policy as it holds for the line and the product of the run; its texts belong to @facts. */
PbLimits pb_facts_limits (const PbFacts *facts, const PbPolicy *policy);

/* Judges every enabled item type, applies the waivers in force, orders by item type and key.
 * Returns: (transfer full) (element-type PbItem). */
GPtrArray *pb_evaluate (const PbFacts *facts, const PbPolicy *policy, gint64 now);

/* Returns: (transfer full): counts; items that are not needed and RECORD items count as neither passed nor failed,
 * total is the number of those counted. */
PbSummary *pb_items_summarise (GPtrArray *items);
/* Returns: FAILED when a counted item is FAILED, else PASSED. No items at all: FAILED unless the policy says that the
 * line needs none. */
PbItemStatus pb_items_status (GPtrArray *items, const PbFacts *facts, const PbPolicy *policy);
/* Returns: the earliest next_deadline of @items, 0 when nothing changes by itself. (The gate's counts the FAI's too.)
 */
gint64 pb_items_next_deadline (GPtrArray *items);
/* Returns: (nullable) (transfer none). */
PbItem *pb_items_find (GPtrArray *items, const char *item_id);

/* The stable id of an item: the run's id, a dash, 16 hex digits of a digest of type and key.
 * Returns: (transfer full). */
char *pb_item_id (const char *run_id, PbItemType type, const char *key);
/* Returns: (transfer full) (nullable): the run's id within an item id, NULL when it is none. */
char *pb_item_id_get_run (const char *item_id);

/* Reason, object and named part: what must be equal for a waiver to cover a failure (the value may move).
 * Returns: (transfer full). */
char *pb_failure_signature (const PbFailure *failure);

/* How texts for people are made. A NULL style, or a NULL member, gives English and UTC. */
typedef const char *(*PbTranslate) (const char *text);
typedef struct
{
  PbTranslate translate;              /* is given the English template, returns it in the reader's language */
  char *(*format_time) (gint64 time); /* (transfer full): a moment, e.g. in local time; NULL: "2026-03-01 08:30 UTC" */
} PbTextStyle;

/* What is wrong, as a sentence for people. Also for warnings.
 * Returns: (transfer full). */
char *pb_failure_describe (PbItemType type, const PbFailure *failure, const PbTextStyle *style);
/* What to do next about a failure, as a sentence. Returns: (transfer full). */
char *pb_failure_advise (PbItemType type, const PbFailure *failure, const PbTextStyle *style);
/* The permissions of which one clears the failure (prep:record, loading:verify, prep:waive …).
 * Returns: (transfer full). */
GStrv pb_failure_cleared_by (PbItemType type, PbGateClass gate, const PbFailure *failure);
/* English or translated name of an item type. Not owned. */
const char *pb_item_type_label (PbItemType type, const PbTextStyle *style);
/* The group of the board. An unknown type is shown with the line. */
PbGroupId pb_item_type_group (PbItemType type);
/* What kind of thing the type's items are about, the one to bind; NONE when nothing is bound for them. */
PbAssetKind pb_item_type_asset_kind (PbItemType type);
/* Returns: (nullable): what a person records for the type. */
const PbType *pb_item_type_record_type (PbItemType type);
/* Returns: (nullable): the label of the member of the type's record that is measured as @measure, untranslated. */
const char *pb_item_type_measure_label (PbItemType type, const char *measure);

/* The total of a thing's life after a record: the previous total plus what the record adds; a typed total that is
 * higher counts (domain.md, Things with a life). @disputed says that a total was typed and differs from the computed
 * one. */
gint64 pb_life_add (gint64 previous, PbInt added, PbInt typed, gboolean *disputed);
/* The life limit of an asset: its own, else the policy's for its kind and material; 0 when it has none (paste lots). */
gint64 pb_life_limit (const PbAsset *asset, const PbLimits *limits);

/* A replacement closes one life and opens the next: what was recorded of the piece before is of another one. A record
 * that tells of the replacement is of the new life, whatever its date. @replaced_at: as the record says, 0: nothing. */
gboolean pb_asset_is_of_life (const PbAsset *asset, gint64 at, gint64 replaced_at);

/* What the records of a paste lot say together: a lot goes back into the refrigerator when it is returned, and what was
 * before counts no more. 0: nothing says so. */
typedef struct
{
  gint64 returned_at; /* the last return */
  gint64 thawed_at;   /* the last thaw since */
  gint64 issued_at;   /* the earliest issue since */
} PbPasteHistory;

/* @records: (element-type PbPasteRecord): those that contradict themselves at @now count for nothing. */
PbPasteHistory pb_paste_history_read (const GPtrArray *records, const char *lot_id, gint64 now);

G_END_DECLS
