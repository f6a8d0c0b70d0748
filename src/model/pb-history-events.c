/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-model"

#include "config.h"

#include "model/pb-history-private.h"

#include <glib/gi18n-lib.h>

#include "domain/pb-fai.h"
#include "domain/pb-records.h"
#include "domain/pb-run.h"
#include "model/pb-error-private.h"
#include "model/pb-text.h"

/* The trail tells of the same act as the run itself does. */
#define SAME_ACT (5 * G_TIME_SPAN_SECOND)

static void
event_free (PbHistoryEvent *event)
{
  g_free (event->key);
  g_free (event->title);
  g_free (event->detail);
  g_free (event->who);
  g_free (event->who_id);
  g_free (event);
}

PbHistoryEvents *
pb_history_events_new (void)
{
  PbHistoryEvents *self = g_new0 (PbHistoryEvents, 1);

  self->events = g_ptr_array_new_with_free_func ((GDestroyNotify) event_free);
  self->names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return self;
}

void
pb_history_events_free (PbHistoryEvents *self)
{
  g_ptr_array_unref (self->events);
  g_hash_table_unref (self->names);
  g_free (self);
}

static int
compare_events (gconstpointer a, gconstpointer b)
{
  const PbHistoryEvent *first = *(const PbHistoryEvent *const *) a;
  const PbHistoryEvent *second = *(const PbHistoryEvent *const *) b;

  if (first->time != second->time)
    return first->time > second->time ? -1 : 1;
  return g_strcmp0 (first->key, second->key);
}

/* Whether an earlier one of the list tells of the same act; it then takes over what it lacks. */
static gboolean
is_told (GPtrArray *events, guint index)
{
  PbHistoryEvent *event = events->pdata[index];

  for (guint i = index; event->kind == PB_HISTORY_AUDIT && i > 0; i--)
    {
      PbHistoryEvent *other = events->pdata[i - 1];

      if (other->time - event->time > SAME_ACT)
        break;
      if (other->kind != PB_HISTORY_AUDIT || g_strcmp0 (other->title, event->title) != 0)
        continue;
      if (other->detail == NULL)
        other->detail = g_steal_pointer (&event->detail);
      if (other->who == NULL)
        other->who = g_steal_pointer (&event->who);
      return TRUE;
    }
  return FALSE;
}

void
pb_history_events_complete (PbHistoryEvents *self)
{
  g_ptr_array_sort (self->events, compare_events);
  for (guint i = self->events->len; i > 1; i--)
    if (is_told (self->events, i - 1))
      g_ptr_array_remove_index (self->events, i - 1);
  for (guint i = 0; i < self->events->len; i++)
    {
      PbHistoryEvent *event = self->events->pdata[i];

      if (event->who == NULL && event->who_id != NULL)
        event->who = g_strdup (g_hash_table_lookup (self->names, event->who_id));
    }
}

static void
learn_name (PbHistoryEvents *self, const char *id, const char *name)
{
  if (id != NULL && name != NULL)
    g_hash_table_replace (self->names, g_strdup (id), g_strdup (name));
}

/* @title: taken. Nothing is added without a time. Returns: (transfer none) (nullable). */
static PbHistoryEvent *
add_event (PbHistoryEvents *self,
           PbHistoryKind kind,
           const char *id,
           gint64 time,
           const char *who,
           const char *detail,
           char *title)
{
  PbHistoryEvent *event;

  if (time == 0)
    {
      g_free (title);
      return NULL;
    }
  event = g_new0 (PbHistoryEvent, 1);
  event->kind = kind;
  event->key = g_strdup_printf ("%d %s", (int) kind, id);
  event->time = time;
  event->who = g_strdup (who);
  event->detail = detail != NULL && *detail != '\0' ? g_strdup (detail) : NULL;
  event->title = title;
  g_ptr_array_add (self->events, event);
  return event;
}

/* As add_event(), with the name of whoever has @who_id where some other answer tells it. */
static void
add_event_of (PbHistoryEvents *self,
              PbHistoryKind kind,
              const char *id,
              gint64 time,
              const char *who_id,
              const char *detail,
              char *title)
{
  PbHistoryEvent *event = add_event (self, kind, id, time, NULL, detail, title);

  if (event != NULL)
    event->who_id = g_strdup (who_id);
}

void
pb_history_add_checks (PbHistoryEvents *self, const PbReply *reply)
{
  g_autoptr (GPtrArray) checks = pb_reply_get_elements (reply, "checks");

  for (guint i = 0; i < checks->len; i++)
    {
      const PbReply *check = checks->pdata[i];
      const char *id = pb_reply_get_string (check, "checkId");
      int type = pb_enum_value (&pb_check_types, pb_reply_get_string (check, "type"));
      int status = pb_enum_value (&pb_item_statuses, pb_reply_get_string (check, "status"));
      PbHistoryEvent *event;

      if (id == NULL)
        continue;
      learn_name (self, pb_reply_get_string (check, "checkedBy"), pb_reply_get_string (check, "checkedByName"));
      /* TRANSLATORS: kind of check and its result: "Formal check: Failed" */
      event = add_event (self, PB_HISTORY_CHECK, id, pb_reply_get_time (check, "checkedAt"),
                         pb_reply_get_string (check, "checkedByName"), NULL,
                         g_strdup_printf (_ ("%s: %s"), pb_text_check_type ((PbCheckType) type),
                                          pb_text_item_status ((PbItemStatus) status)));
      if (event != NULL)
        event->who_id = g_strdup (pb_reply_get_string (check, "checkedBy"));
    }
}

static char *
title_waiver (PbWaiverStatus status, const PbWaiver *waiver)
{
  g_autofree char *item = pb_text_waived_item (waiver);

  /* TRANSLATORS: a waiver's state, and the item: "Waiver, Approved: Stencil cleaning ST-1" */
  return g_strdup_printf (_ ("Waiver, %s: %s"), pb_text_waiver_status (status), item);
}

void
pb_history_add_waivers (PbHistoryEvents *self, const PbReply *reply)
{
  g_autoptr (GPtrArray) waivers = pb_reply_read_array (reply, "items", &pb_waiver_type, NULL);

  for (guint i = 0; waivers != NULL && i < waivers->len; i++)
    {
      const PbWaiver *waiver = waivers->pdata[i];
      g_autofree char *requested = g_strconcat (waiver->id, " requested", NULL);
      g_autofree char *ended = g_strconcat (waiver->id, " ended", NULL);

      if (waiver->id == NULL)
        continue;
      learn_name (self, waiver->requested_by, waiver->requested_by_name);
      learn_name (self, waiver->approved_by, waiver->approved_by_name);
      /* Asked for and approved in one step is one event. */
      if (waiver->approved_at == 0 || waiver->approved_at - waiver->requested_at > SAME_ACT)
        add_event (self, PB_HISTORY_WAIVER, requested, waiver->requested_at, waiver->requested_by_name, waiver->reason,
                   title_waiver (PB_WAIVER_REQUESTED, waiver));
      add_event (self, PB_HISTORY_WAIVER, waiver->id, waiver->approved_at, waiver->approved_by_name, waiver->reason,
                 title_waiver (PB_WAIVER_APPROVED, waiver));
      if (waiver->status != PB_WAIVER_APPROVED && waiver->status != PB_WAIVER_REQUESTED)
        add_event (self, PB_HISTORY_WAIVER, ended,
                   waiver->ended_at != 0 ? waiver->ended_at : MAX (waiver->approved_at, waiver->requested_at), NULL,
                   pb_text_end_reason (waiver->end_reason), title_waiver ((PbWaiverStatus) waiver->status, waiver));
    }
}

/* --- authorisations
 * ---------------------------------------------------------------------------------------------------------- */

static const char *
word_of_end (gboolean by_somebody)
{
  return by_somebody ? _ ("Authorisation revoked") : _ ("Authorisation withdrawn by itself");
}

void
pb_history_add_run (PbHistoryEvents *self, const PbReply *reply)
{
  g_autoptr (GPtrArray) authorizations = pb_reply_get_elements (reply, "authorizations");

  for (guint i = 0; i < authorizations->len; i++)
    {
      const PbReply *one = authorizations->pdata[i];
      gint64 at = pb_reply_get_time (one, "authorizedAt");
      const char *ended_by = pb_reply_get_string (one, "endedBy");
      g_autofree char *begin = g_strdup_printf ("authorised %" G_GINT64_FORMAT, at);
      g_autofree char *end = g_strdup_printf ("ended %" G_GINT64_FORMAT, at);

      learn_name (self, pb_reply_get_string (one, "authorizedBy"), pb_reply_get_string (one, "authorizedByName"));
      learn_name (self, ended_by, pb_reply_get_string (one, "endedByName"));
      add_event (self, PB_HISTORY_AUDIT, begin, at, pb_reply_get_string (one, "authorizedByName"), NULL,
                 g_strdup (_ ("Run authorised")));
      add_event (self, PB_HISTORY_AUDIT, end, pb_reply_get_time (one, "endedAt"),
                 pb_reply_get_string (one, "endedByName"), pb_reply_get_string (one, "endReason"),
                 g_strdup (word_of_end (ended_by != NULL)));
    }
  if (authorizations->len == 0)
    add_event (self, PB_HISTORY_AUDIT, "authorised", pb_reply_get_time (reply, "run.authorizedAt"),
               pb_reply_get_string (reply, "run.authorizedByName"), NULL, g_strdup (_ ("Run authorised")));
  add_event (self, PB_HISTORY_AUDIT, "created", pb_reply_get_time (reply, "run.createdAt"), NULL, NULL,
             g_strdup (_ ("Run created")));
}

char *
pb_history_describe_end (const PbReply *run, gint64 now)
{
  g_autoptr (GPtrArray) authorizations = pb_reply_get_elements (run, "authorizations");
  const PbReply *newest = authorizations->len > 0 ? authorizations->pdata[0] : NULL;
  const char *reason = pb_reply_get_string (run, "run.endReason");
  const char *name = newest != NULL ? pb_reply_get_string (newest, "endedByName") : NULL;
  g_autofree char *time = pb_text_time (newest != NULL ? pb_reply_get_time (newest, "endedAt") : 0, now);

  if (reason == NULL || pb_reply_get_time (run, "run.authorizedAt") != 0)
    return g_strdup ("");
  if (newest == NULL || *time == '\0')
    /* TRANSLATORS: why the run is authorised no longer */
    return g_strdup_printf (_ ("Authorisation ended: %s"), reason);
  if (name == NULL)
    /* TRANSLATORS: when, and the cause */
    return g_strdup_printf (_ ("Authorisation withdrawn by itself %s: %s"), time, reason);
  /* TRANSLATORS: when, by whom, and why */
  return g_strdup_printf (_ ("Authorisation revoked %s by %s: %s"), time, name, reason);
}

static const char *
word_of_audit_action (const char *action)
{
  static const struct
  {
    const char *action;
    const char *text;
  } words[] = {
    { "RUN_CREATE", N_ ("Run created") },
    { "RUN_AUTHORIZE", N_ ("Run authorised") },
    { "RUN_REVOKE", N_ ("Authorisation revoked") },
    { "RUN_WITHDRAW", N_ ("Authorisation withdrawn by itself") },
    { "RUN_CANCEL", N_ ("Run cancelled") },
    { "RUN_CLOSE", N_ ("Run closed") },
    { "RUN_START", N_ ("Production started") },
    { "RUN_COMPLETE", N_ ("Run completed") },
    { "RUN_HOLD", N_ ("Run put on hold") },
    { "RUN_CLOSE_REWORK", N_ ("Run closed for rework") },
    { "RUN_SCRAP", N_ ("Run scrapped") },
    { "UNITS_GENERATE", N_ ("Units generated") },
    { "UNITS_DELETE", N_ ("Units deleted") },
    { "WAIVER_END", N_ ("Waiver ended") },
    { "READINESS_PRECHECK", N_ ("Pre-check") },
    { "READINESS_FORMAL_CHECK", N_ ("Formal check") },
    { "READINESS_WAIVE", N_ ("Item waived") },
    { "FAI_CREATE", N_ ("First article created") },
    { "FAI_START", N_ ("First article started") },
    { "FAI_COMPLETE", N_ ("First article decided") },
    { "FAI_SIGN", N_ ("First article signed") },
    { "FAI_REJECT", N_ ("First article rejected") },
    { "FAI_CANCEL", N_ ("First article cancelled") },
    { "LOADING_LOAD_TABLE", N_ ("Slot table loaded") },
    { "LOADING_VERIFY", N_ ("Slot loaded") },
    { "LOADING_REPLACE", N_ ("Reel replaced") },
  };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (g_strcmp0 (words[i].action, action) == 0)
      return pb_translate (words[i].text);
  return action;
}

/* Some servers file a revocation under the name of the call that made it. */
static const char *
name_of_action (const PbReply *row)
{
  const char *action = pb_reply_get_string (row, "action");

  if (g_strcmp0 (action, "RUN_AUTHORIZE") == 0 &&
      g_strcmp0 (pb_reply_get_string (row, "payload.action"), "REVOKE") == 0)
    return "RUN_REVOKE";
  return action;
}

/* Why: as the person gave it, as the server found it, or as it was refused. Returns: (nullable). */
static const char *
reason_of_row (const PbReply *row, gboolean refused)
{
  const char *reason = pb_reply_get_string (row, "payload.reason");
  const char *sentence = refused ? pb_error_sentence_of_code (pb_reply_get_string (row, "errorCode")) : NULL;

  if (refused)
    return sentence != NULL ? sentence : pb_reply_get_string (row, "errorMessage");
  return reason != NULL ? reason : pb_reply_get_string (row, "payload.cause");
}

void
pb_history_add_audit (PbHistoryEvents *self, const PbReply *reply)
{
  g_autoptr (GPtrArray) rows = pb_reply_get_elements (reply, "items");

  for (guint i = 0; i < rows->len; i++)
    {
      const PbReply *row = rows->pdata[i];
      const char *id = pb_reply_get_string (row, "id");
      const char *action = name_of_action (row);
      gboolean refused = g_strcmp0 (pb_reply_get_string (row, "status"), "FAIL") == 0;

      if (id == NULL || action == NULL)
        continue;
      learn_name (self, pb_reply_get_string (row, "actorId"), pb_reply_get_string (row, "actorName"));
      add_event (self, PB_HISTORY_AUDIT, id, pb_reply_get_time (row, "createdAt"),
                 pb_reply_get_string (row, "actorName"), reason_of_row (row, refused),
                 /* TRANSLATORS: an attempt that the server refused */
                 g_strdup_printf (refused ? _ ("Refused: %s") : "%s", word_of_audit_action (action)));
    }
}

/* --- what was done for the run
 * ------------------------------------------------------------------------------------------------ */

void
pb_history_add_bindings (PbHistoryEvents *self, const PbReply *reply)
{
  static const struct
  {
    PbAssetKind kind;
    const char *name;
  } kinds[] = {
    { PB_ASSET_STENCIL, "stencil" },
    { PB_ASSET_PASTE_LOT, "solderPaste" },
    { PB_ASSET_SQUEEGEE, "squeegee" },
    { PB_ASSET_FIXTURE, "fixture" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autoptr (PbReply) one = pb_reply_get_member (reply, kinds[i].name);
      const char *asset = one != NULL ? pb_reply_get_string (one, "assetId") : NULL;
      PbHistoryEvent *event;

      if (asset == NULL)
        continue;
      learn_name (self, pb_reply_get_string (one, "boundBy"), pb_reply_get_string (one, "boundByName"));
      event = add_event (self, PB_HISTORY_BINDING, asset, pb_reply_get_time (one, "boundAt"),
                         pb_reply_get_string (one, "boundByName"), NULL,
                         /* TRANSLATORS: kind of thing, its name: "Stencil ST-0117 bound to the line" */
                         g_strdup_printf (_ ("%s %s bound to the line"), pb_text_asset_kind (kinds[i].kind), asset));
      if (event != NULL)
        event->who_id = g_strdup (pb_reply_get_string (one, "boundBy"));
    }
}

void
pb_history_add_loading (PbHistoryEvents *self, const PbReply *reply)
{
  g_autoptr (GPtrArray) records = pb_reply_read_array (reply, "items", &pb_loading_record_type, NULL);

  for (guint i = 0; records != NULL && i < records->len; i++)
    {
      const PbLoadingRecord *record = records->pdata[i];
      const char *slot = record->slot_code != NULL ? record->slot_code : "?";
      const char *material = record->material_code != NULL ? record->material_code : "?";
      gboolean refused = record->verify_result == PB_RESULT_FAIL;
      g_autofree char *expected = NULL;

      if (record->id == NULL)
        continue;
      if (refused && record->expected_code != NULL)
        expected = g_strdup_printf (_ ("Expected is %s."), record->expected_code);
      add_event_of (self, PB_HISTORY_LOADING, record->id, record->loaded_at, record->loaded_by,
                    refused ? expected : record->replace_reason,
                    /* TRANSLATORS: a feeder slot and a material */
                    g_strdup_printf (refused                          ? _ ("Slot %s: %s refused")
                                     : record->replace_reason != NULL ? _ ("Slot %s: replaced by %s")
                                                                      : _ ("Slot %s: %s loaded"),
                                     slot, material));
    }
}

static void
add_signatures (PbHistoryEvents *self, const PbInspection *fai)
{
  for (guint i = 0; i < fai->signatures->len; i++)
    {
      const PbSignature *signature = fai->signatures->pdata[i];
      gboolean rejected = signature->meaning == PB_MEANING_REJECTED;

      if (signature->id == NULL && signature->signed_at == 0)
        continue;
      learn_name (self, signature->signed_by, signature->printed_name);
      add_event (self, PB_HISTORY_FAI, signature->id != NULL ? signature->id : fai->id, signature->signed_at,
                 signature->printed_name, signature->remark,
                 /* TRANSLATORS: in which capacity: "First article signed: Quality" */
                 g_strdup_printf (rejected                    ? _ ("First article rejected: %s")
                                  : signature->voided_at != 0 ? _ ("First article signed: %s (void since)")
                                                              : _ ("First article signed: %s"),
                                  pb_text_capacity ((PbCapacity) signature->capacity)));
    }
}

void
pb_history_add_fais (PbHistoryEvents *self, const PbReply *reply)
{
  g_autoptr (GPtrArray) fais = pb_reply_read_array (reply, "items", &pb_inspection_type, NULL);

  for (guint i = 0; fais != NULL && i < fais->len; i++)
    {
      const PbInspection *fai = fais->pdata[i];
      g_autofree char *created = g_strconcat (fai->id, " created", NULL);
      g_autofree char *started = g_strconcat (fai->id, " started", NULL);
      g_autofree char *ended = g_strconcat (fai->id, " ended", NULL);
      gboolean cancelled = fai->status == PB_FAI_CANCELLED;

      if (fai->id == NULL)
        continue;
      learn_name (self, fai->decided_by, fai->decided_by_name);
      add_event_of (self, PB_HISTORY_FAI, created, fai->created_at, NULL, NULL, g_strdup (_ ("First article created")));
      add_event_of (self, PB_HISTORY_FAI, started, fai->started_at, fai->inspector_id, NULL,
                    g_strdup (_ ("First article started")));
      if (fai->decided_at != 0)
        add_event (self, PB_HISTORY_FAI, fai->id, fai->decided_at, fai->decided_by_name, fai->remark,
                   /* TRANSLATORS: "First article decided: Passed" */
                   g_strdup_printf (_ ("First article decided: %s"),
                                    pb_text_fai_status (cancelled ? PB_FAI_PASS : (PbFaiStatus) fai->status)));
      if (cancelled)
        add_event (self, PB_HISTORY_FAI, ended, fai->updated_at, NULL, fai->remark,
                   g_strdup (_ ("First article cancelled")));
      add_signatures (self, fai);
    }
}

/* --- records
 * -------------------------------------------------------------------------------------------------------------- */

/* One thing that the record says. Returns: (transfer full) (nullable): NULL where it says nothing worth a line. */
static char *
describe_field (const PbField *field, gconstpointer record)
{
  const char *label = field->label != NULL ? pb_translate (field->label) : NULL;
  g_autofree char *value = NULL;

  if (label == NULL || !pb_field_is_set (field, record) || (field->flags & PB_EVIDENCE) != 0)
    return NULL;
  switch (field->kind)
    {
    case PB_KIND_STRING:
      value = g_strdup (PB_MEMBER (record, field, char *const));
      break;
    case PB_KIND_INT:
      value = pb_text_number ((double) PB_MEMBER (record, field, const PbInt).v, field->unit);
      break;
    case PB_KIND_DOUBLE:
      value = pb_text_number (PB_MEMBER (record, field, const PbDouble).v, field->unit);
      break;
    case PB_KIND_BOOL:
      value = g_strdup (PB_MEMBER (record, field, const PbBool).v ? _ ("Yes") : _ ("No"));
      break;
    case PB_KIND_TIME:
      value = pb_text_time (PB_MEMBER (record, field, const gint64), pb_now ());
      break;
    case PB_KIND_NUMBERS:
      {
        const PbNumbers *numbers = &PB_MEMBER (record, field, const PbNumbers);
        GString *all = g_string_new (NULL);

        for (guint i = 0; i < numbers->n; i++)
          {
            g_autofree char *one = pb_text_number (numbers->v[i], i + 1 == numbers->n ? field->unit : NULL);
            g_string_append_printf (all, "%s%s", i > 0 ? " / " : "", one);
          }
        value = g_string_free (all, FALSE);
        break;
      }
    default:
      return NULL;
    }
  /* TRANSLATORS: a field of a record and its value: "Prints: 120" */
  return g_strdup_printf (_ ("%s: %s"), label, value);
}

static char *
describe_record (const PbType *type, gconstpointer record)
{
  GString *text = g_string_new (NULL);

  for (const PbField *field = type->fields; field->name != NULL || field->column != NULL; field++)
    {
      g_autofree char *part = field->name != NULL ? describe_field (field, record) : NULL;

      if (part != NULL)
        g_string_append_printf (text, "%s%s", text->len > 0 ? " · " : "", part);
    }
  return g_string_free (text, FALSE);
}

static gint64
time_of (gconstpointer record, const char *name)
{
  const PbField *field = pb_type_find_field (PB_TYPE_OF (record), name);

  return field != NULL && field->kind == PB_KIND_TIME ? PB_MEMBER (record, field, const gint64) : 0;
}

static const char *
text_of (gconstpointer record, const char *name)
{
  const PbField *field = pb_type_find_field (PB_TYPE_OF (record), name);

  return field != NULL && field->kind == PB_KIND_STRING ? PB_MEMBER (record, field, char *const) : NULL;
}

void
pb_history_add_records (PbHistoryEvents *self, const PbReply *reply, const PbType *type)
{
  g_autoptr (GPtrArray) records = pb_reply_read_array (reply, "items", type, NULL);

  for (guint i = 0; records != NULL && i < records->len; i++)
    {
      gconstpointer record = records->pdata[i];
      g_autofree char *detail = describe_record (type, record);

      if (text_of (record, "id") == NULL)
        continue;
      learn_name (self, text_of (record, "recordedBy"), text_of (record, "recordedByName"));
      add_event (self, PB_HISTORY_RECORD, text_of (record, "id"), time_of (record, "createdAt"),
                 text_of (record, "recordedByName"), detail, g_strdup (pb_translate (type->label)));
    }
}
