/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-model"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "domain/pb-records.h"
#include "model/pb-error-private.h"
#include "model/pb-row-private.h"
#include "model/pb-run-state-private.h"
#include "model/pb-session-private.h"
#include "model/pb-text.h"

/* What the run model tells about itself in words: what may be done, what a code is, what a colleague or an authoriser
 * reads. */

/* --- why an action is not possible
 * ------------------------------------------------------------------------------------------- */

typedef enum
{
  IN_PREP = 1 << 0,
  IN_AUTHORIZED = 1 << 1,
  IN_PRODUCTION = 1 << 2,
  ANYWHERE = 1 << 3,
} Where;

/* What each action asks for before its own rule; signed acts ask nothing of the session's user. */
static const struct
{
  const char *permissions; /* of which one is enough, separated by blanks */
  guint where;             /* Where */
} rules[] = {
  [PB_ACTION_RECORD] = { "prep:record", ANYWHERE },
  [PB_ACTION_WAIVE] = { NULL, IN_PREP },
  [PB_ACTION_REQUEST_WAIVER] = { "prep:waive_request", IN_PREP },
  [PB_ACTION_NOT_NEEDED] = { "prep:record", IN_PREP },
  [PB_ACTION_CHECK] = { "readiness:check", ANYWHERE },
  [PB_ACTION_AUTHORISE] = { NULL, IN_PREP },
  [PB_ACTION_REVOKE] = { NULL, IN_AUTHORIZED },
  [PB_ACTION_BIND] = { "loading:config", ANYWHERE },
  [PB_ACTION_LOAD_TABLE] = { "loading:verify", IN_PREP },
  [PB_ACTION_VERIFY_SLOT] = { "loading:verify", IN_PREP },
  [PB_ACTION_REPLACE_SLOT] = { "loading:verify", IN_PREP | IN_AUTHORIZED | IN_PRODUCTION },
  [PB_ACTION_UNLOCK_SLOT] = { "loading:config", ANYWHERE },
  [PB_ACTION_GENERATE_UNITS] = { "run:authorize quality:fai", IN_PREP | IN_AUTHORIZED },
  [PB_ACTION_DELETE_UNITS] = { "run:authorize", IN_PREP | IN_AUTHORIZED },
  [PB_ACTION_FAI_CREATE] = { "quality:fai", IN_PREP },
  [PB_ACTION_FAI_START] = { "quality:fai", IN_PREP },
  [PB_ACTION_FAI_RECORD] = { "quality:fai", IN_PREP },
  [PB_ACTION_FAI_COMPLETE] = { "quality:fai", IN_PREP },
  [PB_ACTION_FAI_SIGN] = { NULL, IN_PREP },
  [PB_ACTION_FAI_REJECT] = { NULL, IN_PREP },
  [PB_ACTION_FAI_CANCEL] = { "quality:fai", IN_PREP },
  [PB_ACTION_TRACK] = { "exec:track_in", IN_PREP },
};

static gboolean
is_where (PbRunModel *self, guint where)
{
  switch (pb_run_model_get_status (self))
    {
    case PB_RUN_PREP:
      return (where & (IN_PREP | ANYWHERE)) != 0;
    case PB_RUN_AUTHORIZED:
      return (where & (IN_AUTHORIZED | ANYWHERE)) != 0;
    case PB_RUN_IN_PROGRESS:
      return (where & (IN_PRODUCTION | ANYWHERE)) != 0;
    default:
      return (where & ANYWHERE) != 0;
    }
}

/* Returns: (transfer full) (nullable): why none of @permissions is held. */
static char *
lack_of_permission (PbRunModel *self, const char *permissions)
{
  g_auto (GStrv) names = g_strsplit (permissions, " ", -1);
  g_autofree char *roles = NULL;
  g_autofree char *who = NULL;

  for (char **name = names; *name != NULL; name++)
    if (pb_session_model_can (self->session, *name))
      return NULL;
  if (g_strv_length (names) == 1)
    return pb_session_model_why_not (self->session, names[0]);
  /* One permission's name would not say what is wanted, nor its roles all who can. */
  roles = pb_text_who_can_all ((const char *const *) names, FALSE);
  who = g_strdup_printf (_ ("Who can: %s"), roles);
  return g_strdup_printf ("%s %s", pb_error_sentence_of_code ("FORBIDDEN"), who);
}

static const char *
why_not_waive (PbItemModel *item)
{
  if (item != NULL && pb_item_model_get_status (item) == PB_STATUS_WAIVED)
    return _ ("This item is waived already.");
  if (item == NULL || pb_item_model_get_status (item) != PB_STATUS_FAILED)
    return pb_error_sentence_of_code ("ITEM_NOT_FAILED");
  if (pb_row_get_number (item, "gate") == PB_GATE_RECORD)
    return _ ("This item does not stop the run: there is nothing to waive.");
  return pb_row_get_flag (item, "waivable") ? NULL : pb_error_sentence_of_code ("ITEM_NOT_WAIVABLE");
}

static const char *
why_not_create_fai (PbRunModel *self, PbFaiStatus status)
{
  if (status == PB_FAI_PENDING || status == PB_FAI_INSPECTING)
    return pb_error_sentence_of_code ("FAI_ALREADY_EXISTS");
  if (pb_row_peek_number (self, PB_RUN_COLUMN_ITEMS_FAILED) > 0)
    return pb_error_sentence_of_code ("READINESS_CHECK_NOT_PASSED");
  if (pb_row_peek_number (self, PB_RUN_COLUMN_UNITS_TOTAL) == 0)
    return pb_error_sentence_of_code ("FAI_UNITS_REQUIRED");
  return NULL;
}

static const char *
why_not_sign (PbRunModel *self, PbFaiStatus status)
{
  if (status != PB_FAI_PASS)
    return pb_error_sentence_of_code ("FAI_NOT_PASSED");
  if (pb_row_get_flag (self->fai, "stale"))
    return pb_error_sentence_of_code ("FAI_STALE");
  if (pb_row_get_number (self->fai, "signed-count") >= pb_row_get_number (self->fai, "required-count"))
    return pb_error_sentence_of_code ("FAI_ALREADY_SIGNED");
  return NULL;
}

static const char *
why_not_cancel_fai (PbFaiStatus status)
{
  return status == PB_FAI_PENDING || status == PB_FAI_INSPECTING || status == PB_FAI_PASS
           ? NULL
           : _ ("There is no first article to cancel.");
}

/* The rule of the action itself. Returns: (nullable). */
static const char *
why_not_now (PbRunModel *self, PbAction action, PbItemModel *item)
{
  PbFaiStatus fai = pb_fai_model_get_status (self->fai);

  switch (action)
    {
    case PB_ACTION_RECORD:
      return item != NULL && pb_item_model_get_record_type (item) == NULL ? _ ("Nothing is recorded for this item.")
                                                                          : NULL;
    case PB_ACTION_WAIVE:
      return why_not_waive (item);
    case PB_ACTION_REQUEST_WAIVER:
      if (!pb_session_model_has_feature (self->session, "waivers"))
        return _ ("This server has no waiver requests.");
      return why_not_waive (item);
    case PB_ACTION_NOT_NEEDED:
      if (!pb_session_model_has_feature (self->session, "notNeeded"))
        return _ ("This server does not offer it.");
      return item != NULL && !pb_row_get_flag (item, "needed") ? _ ("It is not needed already.") : NULL;
    case PB_ACTION_AUTHORISE:
      return pb_row_peek_number (self, PB_RUN_COLUMN_CAN_AUTHORISE) ? NULL
                                                                    : pb_row_peek_text (self, PB_RUN_COLUMN_GATE_TEXT);
    case PB_ACTION_BIND:
      return self->line_id == NULL ? _ ("The run has no line.") : NULL;
    case PB_ACTION_DELETE_UNITS:
      return pb_row_peek_number (self, PB_RUN_COLUMN_UNITS_TOTAL) == 0 ? pb_error_sentence_of_code ("RUN_HAS_NO_UNITS")
                                                                       : NULL;
    case PB_ACTION_FAI_CREATE:
      return why_not_create_fai (self, fai);
    case PB_ACTION_FAI_START:
      return fai != PB_FAI_PENDING ? pb_error_sentence_of_code ("INVALID_FAI_STATUS") : NULL;
    case PB_ACTION_FAI_RECORD:
    case PB_ACTION_FAI_COMPLETE:
    case PB_ACTION_TRACK:
      return fai != PB_FAI_INSPECTING ? pb_error_sentence_of_code ("FAI_NOT_INSPECTING") : NULL;
    case PB_ACTION_FAI_SIGN:
      return why_not_sign (self, fai);
    case PB_ACTION_FAI_REJECT:
      return fai != PB_FAI_PASS ? pb_error_sentence_of_code ("FAI_NOT_PASSED") : NULL;
    case PB_ACTION_FAI_CANCEL:
      return why_not_cancel_fai (fai);
    default:
      return NULL;
    }
}

char *
pb_run_model_why_not (PbRunModel *self, PbAction action, PbItemModel *item)
{
  g_autofree char *why = NULL;

  g_return_val_if_fail (PB_IS_RUN_MODEL (self), NULL);
  g_return_val_if_fail (action < G_N_ELEMENTS (rules), NULL);

  if (pb_session_model_get_state (self->session) != PB_SESSION_SIGNED_IN)
    return g_strdup (_ ("Sign in first."));
  if (rules[action].permissions != NULL)
    why = lack_of_permission (self, rules[action].permissions);
  if (why != NULL)
    return g_steal_pointer (&why);
  /* A record can be typed meanwhile; whatever rests on what is shown cannot. */
  if (action != PB_ACTION_RECORD && pb_run_model_get_stale_since (self) != 0)
    return g_strdup (_ ("The server cannot be reached: what is shown may have changed."));
  if (!is_where (self, rules[action].where))
    return action == PB_ACTION_REVOKE ? g_strdup (pb_error_sentence_of_code ("NOT_AUTHORIZED"))
                                      : g_strdup (pb_error_sentence_of_code ("RUN_STATUS_INVALID"));
  return g_strdup (why_not_now (self, action, item));
}

/* --- texts to hand over
 * ------------------------------------------------------------------------------------------------------ */

char *
pb_run_model_dup_gate_text (PbRunModel *self)
{
  GString *text = g_string_new (NULL);

  g_return_val_if_fail (PB_IS_RUN_MODEL (self), g_string_free (text, FALSE));

  /* TRANSLATORS: run, product, line */
  g_string_append_printf (text, _ ("Run %s, product %s, line %s"), pb_run_model_get_run_no (self),
                          pb_row_peek_text (self, PB_RUN_COLUMN_PRODUCT_CODE),
                          pb_row_peek_text (self, PB_RUN_COLUMN_LINE_CODE));
  g_string_append_printf (text, "\n%s\n", pb_row_peek_text (self, PB_RUN_COLUMN_GATE_TEXT));
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->blockers)); i++)
    {
      g_autoptr (PbBlockerItem) blocker = g_list_model_get_item (G_LIST_MODEL (self->blockers), i);
      const char *advice = pb_row_get_text (blocker, "advice");
      const char *who = pb_row_get_text (blocker, "who-text");

      g_string_append_printf (text, "%u. %s\n", i + 1, pb_row_get_text (blocker, "sentence"));
      if (*advice != '\0')
        g_string_append_printf (text, "   %s\n", advice);
      if (*who != '\0')
        {
          g_string_append (text, "   ");
          /* TRANSLATORS: the roles that can clear a blocker */
          g_string_append_printf (text, _ ("Who can: %s"), who);
          g_string_append_c (text, '\n');
        }
    }
  return g_string_free (text, FALSE);
}

static void
append_waived (PbRunModel *self, GString *text)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->items)); i++)
    {
      g_autoptr (PbItemModel) item = g_list_model_get_item (G_LIST_MODEL (self->items), i);

      if (pb_item_model_get_status (item) != PB_STATUS_WAIVED)
        continue;
      g_string_append_printf (text, "%s %s: %s\n", pb_row_get_text (item, "title"),
                              pb_row_get_text (item, "object-text"), pb_row_get_text (item, "waiver-text"));
    }
  if (text->len == 0)
    g_string_append_printf (text, "%s\n", _ ("Nothing is waived."));
}

static void
append_soonest (PbRunModel *self, GString *text)
{
  g_autoptr (PbItemModel) soonest = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->items)); i++)
    {
      g_autoptr (PbItemModel) item = g_list_model_get_item (G_LIST_MODEL (self->items), i);
      gint64 deadline = pb_row_get_number (item, "next-deadline");

      if (deadline != 0 && (soonest == NULL || deadline < pb_row_get_number (soonest, "next-deadline")))
        g_set_object (&soonest, item);
    }
  if (soonest == NULL)
    return;
  /* TRANSLATORS: the item whose verdict changes first, and when: "First to change: Solder paste L-7, 2 h 10 min left"
   */
  g_string_append_printf (text, _ ("First to change: %s %s, %s"), pb_row_get_text (soonest, "title"),
                          pb_row_get_text (soonest, "object-text"), pb_row_get_text (soonest, "deadline-text"));
  g_string_append_c (text, '\n');
}

static void
append_signatures (PbRunModel *self, GString *text)
{
  GListModel *lines = pb_fai_model_get_signatures (self->fai);

  for (guint i = 0; i < g_list_model_get_n_items (lines); i++)
    {
      g_autoptr (PbSignatureLine) line = g_list_model_get_item (lines, i);

      if (!pb_row_get_flag (line, "signed"))
        continue;
      /* TRANSLATORS: who signed the first article: capacity, name, time */
      g_string_append_printf (text, _ ("First article signed for %s: %s, %s"), pb_row_get_text (line, "capacity-text"),
                              pb_row_get_text (line, "printed-name"), pb_row_get_text (line, "time-text"));
      g_string_append_c (text, '\n');
    }
}

char *
pb_run_model_dup_consequences (PbRunModel *self)
{
  GString *text = g_string_new (NULL);

  g_return_val_if_fail (PB_IS_RUN_MODEL (self), g_string_free (text, FALSE));

  append_waived (self, text);
  append_soonest (self, text);
  append_signatures (self, text);
  g_string_truncate (text, text->len - 1);
  return g_string_free (text, FALSE);
}

/* --- codes and records
 * ------------------------------------------------------------------------------------------------------- */

/* Returns: (transfer none) (nullable): the thing of @kind on the line. */
static const char *
bound_asset (PbRunModel *self, PbScan kind)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->bindings)); i++)
    {
      g_autoptr (PbBindingItem) binding = g_list_model_get_item (G_LIST_MODEL (self->bindings), i);
      const char *asset = pb_row_get_text (binding, "asset-id");

      if (pb_scan_of_kind ((PbAssetKind) pb_row_get_number (binding, "kind")) == kind && *asset != '\0')
        return asset;
    }
  return NULL;
}

const char *
pb_run_model_get_bound (PbRunModel *self, PbAssetKind kind)
{
  const char *asset;

  g_return_val_if_fail (PB_IS_RUN_MODEL (self), "");

  asset = kind != PB_ASSET_NONE ? bound_asset (self, pb_scan_of_kind (kind)) : NULL;
  return asset != NULL ? asset : "";
}

GPtrArray *
pb_run_model_list_recorded_items (PbRunModel *self, const PbType *type)
{
  GPtrArray *found = g_ptr_array_new_with_free_func (g_object_unref);

  g_return_val_if_fail (PB_IS_RUN_MODEL (self), found);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->items)); i++)
    {
      g_autoptr (PbItemModel) item = g_list_model_get_item (G_LIST_MODEL (self->items), i);

      if (pb_item_model_get_record_type (item) == type && pb_row_get_flag (item, "needed"))
        g_ptr_array_add (found, g_steal_pointer (&item));
    }
  return found;
}

/* Returns: (transfer none) (nullable): the item that a thing of @kind is about: one that failed before one that did
 * not. */
static PbItemModel *
item_about (PbRunModel *self, PbScan kind)
{
  PbItemModel *found = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->items)); i++)
    {
      g_autoptr (PbItemModel) item = g_list_model_get_item (G_LIST_MODEL (self->items), i);

      if (pb_scan_of_kind (pb_item_model_get_asset_kind (item)) != kind)
        continue;
      if (pb_item_model_get_status (item) == PB_STATUS_FAILED)
        return item;
      if (found == NULL)
        found = item;
    }
  return found;
}

PbScan
pb_run_model_classify_scan (PbRunModel *self, const char *code, PbItemModel **item)
{
  static const PbScan kinds[] = { PB_SCAN_STENCIL, PB_SCAN_SQUEEGEE, PB_SCAN_FIXTURE, PB_SCAN_PASTE_LOT };
  g_autofree char *trimmed = NULL;

  g_return_val_if_fail (PB_IS_RUN_MODEL (self), PB_SCAN_NONE);
  g_return_val_if_fail (code != NULL, PB_SCAN_NONE);

  if (item != NULL)
    *item = NULL;
  trimmed = g_strstrip (g_strdup (code));
  if (g_ascii_strcasecmp (trimmed, pb_run_model_get_run_no (self)) == 0)
    return PB_SCAN_RUN;
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      const char *asset = bound_asset (self, kinds[i]);

      if (asset == NULL || g_ascii_strcasecmp (trimmed, asset) != 0)
        continue;
      if (item != NULL)
        *item = item_about (self, kinds[i]);
      return kinds[i];
    }
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->items)); i++)
    {
      g_autoptr (PbItemModel) row = g_list_model_get_item (G_LIST_MODEL (self->items), i);

      if (*trimmed == '\0' || g_ascii_strcasecmp (trimmed, pb_row_get_text (row, "item-key")) != 0)
        continue;
      if (item != NULL)
        *item = row;
      return pb_item_model_get_asset_kind (row) != PB_ASSET_NONE ? pb_scan_of_kind (pb_item_model_get_asset_kind (row))
                                                                 : PB_SCAN_ITEM_CODE;
    }
  return PB_SCAN_NONE;
}

/* The text that the context gives for a field. Returns: (nullable). */
static const char *
context_text (PbRunModel *self, const PbField *field)
{
  static const struct
  {
    const char *member;
    guint column;
  } known[] = {
    { "runNo", PB_RUN_COLUMN_RUN_NO },
    { "lineCode", PB_RUN_COLUMN_LINE_CODE },
    { "itemCode", PB_RUN_COLUMN_PRODUCT_CODE },
    { "productModel", PB_RUN_COLUMN_PRODUCT_CODE },
    { "productName", PB_RUN_COLUMN_PRODUCT_CODE },
  };
  static const char *const people[] = { "usedBy", "cleanedBy", "measuredBy", "outBy" };

  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    if (g_str_equal (known[i].member, field->name))
      return pb_row_peek_text (self, known[i].column);
  for (guint i = 0; i < G_N_ELEMENTS (people); i++)
    if (g_str_equal (people[i], field->name))
      return pb_session_model_get_user_name (self->session);
  return field->scan != PB_SCAN_NONE ? bound_asset (self, field->scan) : NULL;
}

/* What the run's own items ask to be baked: "PCB", "PCB/BGA"; those that have not passed, else all. Returns: (transfer
 * full) (nullable): NULL when the items do not say. */
static char *
dup_bakes_to_do (PbRunModel *self)
{
  g_autoptr (GPtrArray) items = pb_run_model_list_recorded_items (self, &pb_bake_record_type);
  GString *open = g_string_new (NULL);
  GString *all = g_string_new (NULL);

  for (guint i = 0; i < items->len; i++)
    {
      const char *bake = pb_item_model_get_bake (items->pdata[i]);

      if (*bake == '\0')
        continue;
      g_string_append_printf (all, "%s%s", all->len > 0 ? "/" : "", bake);
      if (pb_item_model_get_status (items->pdata[i]) == PB_STATUS_FAILED)
        g_string_append_printf (open, "%s%s", open->len > 0 ? "/" : "", bake);
    }
  if (open->len > 0)
    g_string_assign (all, open->str);
  g_string_free (open, TRUE);
  return all->len > 0 ? g_string_free (all, FALSE) : (g_string_free (all, TRUE), NULL);
}

/* Whether the moment of a record is by default the present one. */
static gboolean
is_moment_of_record (const PbField *field)
{
  return field->kind == PB_KIND_TIME && (field->flags & PB_REQUIRED) == PB_REQUIRED && (field->flags & PB_PAST) != 0 &&
         !g_str_equal (field->name, "inAt");
}

gpointer
pb_run_model_new_record (PbRunModel *self, const PbType *type)
{
  gpointer record;

  g_return_val_if_fail (PB_IS_RUN_MODEL (self), NULL);
  g_return_val_if_fail (type != NULL, NULL);

  record = pb_object_new (type);
  for (const PbField *field = type->fields; field->name != NULL || field->column != NULL; field++)
    {
      if (field->name == NULL || (field->flags & PB_ASKED) == 0)
        continue;
      if (field->kind == PB_KIND_STRING)
        {
          const char *text = context_text (self, field);

          if (text != NULL && *text != '\0')
            pb_set_string (&PB_MEMBER (record, field, char *), text);
          else if (g_str_equal (field->name, "bakeProcess"))
            PB_MEMBER (record, field, char *) = dup_bakes_to_do (self);
        }
      else if (is_moment_of_record (field))
        PB_MEMBER (record, field, gint64) = pb_session_model_get_now (self->session);
    }
  return record;
}
