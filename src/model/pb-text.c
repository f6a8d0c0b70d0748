/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-model"

#include "config.h"

#include "model/pb-text.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "domain/pb-evaluate.h"
#include "domain/pb-permission.h"

const char *
pb_translate (const char *text)
{
  /* The empty text is the catalogue's own header. */
  return text != NULL && *text != '\0' ? g_dgettext (GETTEXT_PACKAGE, text) : "";
}

/* Words in the order of an enumeration, from its value 1 on. */
#define WORD_OF(words, value) word_of ((words), G_N_ELEMENTS (words), (int) (value))

static const char *
word_of (const char *const *words, gsize n, int value)
{
  return value > 0 && (gsize) value < n ? pb_translate (words[value]) : "";
}

const char *
pb_text_item_status (PbItemStatus status)
{
  static const char *const words[] = { NULL, N_ ("Passed"), N_ ("Failed"), N_ ("Waived") };

  return WORD_OF (words, status);
}

const char *
pb_text_gate_class (PbGateClass gate)
{
  static const char *const words[] = { NULL, N_ ("Must pass"), N_ ("Must pass or be waived"), N_ ("For the record") };

  return WORD_OF (words, gate);
}

const char *
pb_text_item_type (PbItemType type)
{
  static const PbTextStyle style = { .translate = pb_translate };

  return type > PB_ITEM_NONE && type <= PB_N_ITEM_TYPES ? pb_item_type_label (type, &style) : "";
}

const char *
pb_text_run_status (PbRunStatus status)
{
  static const char *const words[] = {
    NULL,
    N_ ("Preparing"),
    N_ ("Authorised"),
    N_ ("In production"),
    N_ ("On hold"),
    N_ ("Completed"),
    N_ ("Closed to rework"),
    N_ ("Scrapped"),
    N_ ("Cancelled"),
  };

  return WORD_OF (words, status);
}

const char *
pb_text_board_state (PbBoardState state)
{
  static const char *const words[] = {
    NULL,
    N_ ("Blocked"),
    N_ ("Ready for first article"),
    N_ ("First article running"),
    N_ ("Waiting for signature"),
    N_ ("Ready"),
    N_ ("Authorised"),
  };

  return WORD_OF (words, state);
}

const char *
pb_text_fai_status (PbFaiStatus status)
{
  static const char *const words[] = {
    NULL, N_ ("Not started"), N_ ("Inspecting"), N_ ("Passed"), N_ ("Not passed"), N_ ("Cancelled"),
  };

  return WORD_OF (words, status);
}

const char *
pb_text_result (PbResult result)
{
  static const char *const words[] = { NULL, N_ ("Pass"), N_ ("Fail"), N_ ("Not applicable"), N_ ("Warning") };

  return WORD_OF (words, result);
}

const char *
pb_text_capacity (PbCapacity capacity)
{
  static const char *const words[] = { NULL, N_ ("Production"), N_ ("Engineering"), N_ ("Quality") };

  return WORD_OF (words, capacity);
}

const char *
pb_text_meaning (PbMeaning meaning)
{
  static const char *const words[] = {
    NULL, N_ ("Approved"), N_ ("Rejected"), N_ ("Waived"), N_ ("Authorised"), N_ ("Revoked"),
  };

  return WORD_OF (words, meaning);
}

const char *
pb_text_check_type (PbCheckType type)
{
  static const char *const words[] = { NULL, N_ ("Pre-check"), N_ ("Formal check") };

  return WORD_OF (words, type);
}

const char *
pb_text_slot_status (PbSlotStatus status)
{
  static const char *const words[] = { NULL, N_ ("Pending"), N_ ("Loaded"), N_ ("Mismatch") };

  return WORD_OF (words, status);
}

const char *
pb_text_asset_kind (PbAssetKind kind)
{
  static const char *const words[] = {
    NULL, N_ ("Stencil"), N_ ("Squeegee"), N_ ("Fixture"), N_ ("Solder paste lot"),
  };

  return WORD_OF (words, kind);
}

const char *
pb_text_waiver_status (PbWaiverStatus status)
{
  static const char *const words[] = {
    NULL, N_ ("Requested"), N_ ("Approved"), N_ ("Rejected"), N_ ("Revoked"), N_ ("Expired"), N_ ("Superseded"),
  };

  return WORD_OF (words, status);
}

const char *
pb_text_waiver_category (int category)
{
  static const struct
  {
    const char *value;
    const char *word;
  } words[] = {
    { "MATERIAL_SHORTAGE", N_ ("Material shortage") },
    { "TOOL_SUBSTITUTE", N_ ("Substitute tool") },
    { "MEASURED_ELSEWHERE", N_ ("Measured elsewhere") },
    { "RECORD_LATE", N_ ("Record comes later") },
    { "CUSTOMER_APPROVED", N_ ("Approved by the customer") },
    { "TRIAL", N_ ("Trial") },
    { "OTHER", N_ ("Other") },
  };
  const char *value = pb_enum_text (&pb_waiver_categories, category);

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (g_strcmp0 (words[i].value, value) == 0)
      return pb_translate (words[i].word);
  return "";
}

/* --- who may
 * ----------------------------------------------------------------------------------------------------------------- */

const char *
pb_text_permission (const char *permission)
{
  /* What follows "You may not …". */
  static const struct
  {
    const char *permission;
    const char *text;
  } texts[] = {
    { "run:read", N_ ("see runs") },
    { "readiness:view", N_ ("see readiness") },
    { "prep:record", N_ ("record preparation") },
    { "readiness:check", N_ ("run a check") },
    { "prep:waive_request", N_ ("request waivers") },
    { "prep:waive", N_ ("approve waivers") },
    { "readiness:override", N_ ("approve waivers") },
    { "exec:track_in", N_ ("move units into stations") },
    { "exec:track_out", N_ ("move units out of stations") },
    { "loading:view", N_ ("see loading") },
    { "loading:verify", N_ ("load slots") },
    { "loading:config", N_ ("bind things to lines or unlock slots") },
    { "quality:fai", N_ ("run a first article inspection") },
    { "fai:sign", N_ ("sign a first article") },
    { "run:authorize", N_ ("authorise runs") },
    { "run:revoke", N_ ("revoke authorisations") },
    { "run:create", N_ ("create runs") },
    { "readiness:config", N_ ("change limits and registers") },
    { "maintenance:report", N_ ("report maintenance") },
    { "maintenance:verify", N_ ("verify maintenance") },
    { "system:integration", N_ ("report the state of stencils and paste") },
    { "audit:read", N_ ("read the audit trail") },
    { "trace:export", N_ ("export records") },
    { "capacity:PRODUCTION", N_ ("sign for production") },
    { "capacity:ENGINEERING", N_ ("sign for engineering") },
    { "capacity:QUALITY", N_ ("sign for quality") },
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    if (g_strcmp0 (texts[i].permission, permission) == 0)
      return pb_translate (texts[i].text);
  return permission != NULL ? permission : "";
}

/* Each name once, in the order in which they come. */
static void
add_name (GPtrArray *names, const char *name)
{
  const char *translated = pb_translate (name);

  if (*translated != '\0' && !g_ptr_array_find_with_equal_func (names, translated, g_str_equal, NULL))
    g_ptr_array_add (names, g_strdup (translated));
}

static char *
join_names (GPtrArray *names)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < names->len; i++)
    {
      if (i > 0)
        /* TRANSLATORS: between the names of roles of which one is enough */
        g_string_append (text, i + 1 == names->len ? _ (" or ") : _ (", "));
      g_string_append (text, names->pdata[i]);
    }
  return g_string_free (text, FALSE);
}

char *
pb_text_who_can_any (const char *const *permissions)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; permissions != NULL && permissions[i] != NULL; i++)
    {
      g_autofree char *who = pb_permission_who (permissions[i]);

      add_name (names, who);
    }
  return join_names (names);
}

char *
pb_text_who_can_all (const char *const *permissions, gboolean me)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);

  if (me)
    /* TRANSLATORS: in a list of who can: the reader */
    add_name (names, N_ ("you"));
  for (guint i = 0; permissions != NULL && permissions[i] != NULL; i++)
    {
      g_auto (GStrv) roles = pb_permission_who_all (permissions[i]);

      for (char **role = roles; *role != NULL; role++)
        add_name (names, *role);
    }
  return join_names (names);
}

char *
pb_text_who_can (const char *permission)
{
  const char *const permissions[] = { permission, NULL };

  return pb_text_who_can_all (permissions, FALSE);
}
