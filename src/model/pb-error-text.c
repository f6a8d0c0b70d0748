/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-model"

#include "config.h"

#include "model/pb-error-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "client/pb-client-error.h"
#include "client/pb-reply.h"
#include "domain/pb-readiness.h"
#include "model/pb-text.h"

G_DEFINE_QUARK (pb - model - error - quark, pb_model_error)

/* The contract's codes, each as a sentence for whoever stands at the line. */
static const struct
{
  const char *code;
  const char *text;
} sentences[] = {
  /* sign-in and session */
  { "INVALID_EMAIL_OR_PASSWORD", N_ ("E-mail or password is wrong.") },
  { "INVALID_PASSWORD", N_ ("The current password is wrong.") },
  { "TOO_MANY_ATTEMPTS", N_ ("Too many attempts with a wrong password. Wait ten minutes.") },
  { "INVALID_EMAIL", N_ ("This is not an e-mail address.") },
  { "VALIDATION_ERROR", N_ ("E-mail and password are both needed.") },
  { "UNAUTHORIZED", N_ ("The session is over. Sign in again.") },
  { "FORBIDDEN", N_ ("You may not do this.") },
  /* electronic signature */
  { "CREDENTIALS_REQUIRED", N_ ("Enter e-mail and password of the person who signs.") },
  { "CREDENTIALS_INVALID", N_ ("E-mail or password of the person who signs is wrong.") },
  { "SIGNING_LOCKED", N_ ("Signing is locked after five wrong passwords. Wait 15 minutes.") },
  { "PASSWORD_CHANGE_REQUIRED",
    N_ ("The administrator has set this password. Its owner must change it before signing.") },
  { "CAPACITY_NOT_HELD", N_ ("This person may not sign in this capacity.") },
  { "CAPACITY_ALREADY_SIGNED", N_ ("This capacity has already signed.") },
  { "SAME_PERSON", N_ ("This must be done by another person than the one who did the step before.") },
  { "INSPECTOR_MAY_NOT_SIGN", N_ ("Whoever recorded or decided the first article may not sign for quality.") },
  { "OUT_OF_ORDER", N_ ("Another capacity signs first.") },
  { "CONTENT_CHANGED", N_ ("What is to be signed has changed meanwhile. Look at it again, then sign.") },
  /* run and authorisation */
  { "RUN_NOT_FOUND", N_ ("There is no such run, or it is not in your sight.") },
  { "RUN_EXISTS", N_ ("A run with this number exists.") },
  { "RUN_NOT_READY", N_ ("The run is not in a state in which it can be authorised.") },
  { "READINESS_CHECK_FAILED", N_ ("Preparation is not complete: clear or waive what failed.") },
  { "FAI_NOT_PASSED", N_ ("The first article has not passed yet.") },
  { "FAI_NOT_SIGNED", N_ ("The first article is not signed by everybody who must sign.") },
  { "FAI_STALE",
    N_ (
      "The first article no longer holds: the set-up has changed or too much time has passed. A new one is needed.") },
  { "ALREADY_AUTHORIZED", N_ ("Somebody else has already authorised the run.") },
  { "NOT_AUTHORIZED", N_ ("The run is not authorised.") },
  { "RUN_NOT_IN_PREP", N_ ("The run is no longer in preparation.") },
  { "RUN_NOT_AUTHORIZED", N_ ("The run is not authorised.") },
  { "INVALID_RUN_STATUS", N_ ("The run is not in a state that allows this.") },
  { "RUN_STATUS_INVALID", N_ ("The run is not in a state that allows this.") },
  { "RUN_IN_TERMINAL_STATUS", N_ ("The run is over.") },
  { "QUANTITY_EXCEEDS_PLAN", N_ ("That would be more units than the run plans.") },
  { "UNITS_CANNOT_BE_DELETED", N_ ("Units that have been at a station cannot be deleted.") },
  { "RUN_NOT_CLOSABLE", N_ ("Only a run in production can be closed.") },
  { "RUN_HAS_NO_UNITS", N_ ("The run has no units.") },
  { "RUN_UNITS_NOT_TERMINAL", N_ ("Some units of the run are not finished.") },
  { "RUN_CLOSEOUT_FAILED", N_ ("The run could not be closed.") },
  { "OQC_REQUIRED", N_ ("An outgoing inspection comes first.") },
  { "ROUTE_VERSION_NOT_READY", N_ ("The route of this run is not ready.") },
  { "ROUTING_EMPTY", N_ ("The route of this run has no steps.") },
  { "RUN_LINE_NOT_SET", N_ ("The run has no line.") },
  /* readiness and waivers */
  { "NO_CHECK_FOUND", N_ ("The run has not been checked yet.") },
  { "ITEM_NOT_FOUND", N_ ("This item is no longer on the run's list.") },
  { "RUN_MISMATCH", N_ ("This item belongs to another run.") },
  { "ITEM_NOT_FAILED", N_ ("This item has not failed: there is nothing to waive.") },
  { "ITEM_NOT_WAIVABLE", N_ ("This item must pass: nobody can waive it.") },
  { "REASON_REQUIRED", N_ ("Give a reason of at least 10 characters.") },
  { "UNTIL_REQUIRED", N_ ("Say until when the waiver holds.") },
  { "UNTIL_TOO_LATE", N_ ("The waiver would hold longer than is allowed.") },
  { "WAIVER_EXISTS", N_ ("A waiver is already asked for or in force.") },
  { "WAIVER_NOT_FOUND", N_ ("There is no such waiver.") },
  { "WAIVER_NOT_OPEN", N_ ("Somebody else has already decided this waiver.") },
  { "NOT_NEEDED_NOT_ALLOWED", N_ ("The policy does not allow to mark this item as not needed.") },
  /* first article */
  { "FAI_NOT_FOUND", N_ ("There is no such first article.") },
  { "NOT_FAI_INSPECTION", N_ ("This inspection is not a first article.") },
  { "FAI_ALREADY_EXISTS", N_ ("A first article of this run is already open.") },
  { "FAI_SAMPLE_UNITS_INSUFFICIENT", N_ ("The run has fewer units than the sample needs. Generate units first.") },
  { "FAI_UNITS_REQUIRED", N_ ("Generate trial units first.") },
  { "READINESS_CHECK_NOT_PASSED",
    N_ ("Preparation is not complete: clear or waive what failed before the first article.") },
  { "INVALID_FAI_STATUS", N_ ("The first article has already been started.") },
  { "FAI_NOT_INSPECTING", N_ ("The first article is not being inspected.") },
  { "FAI_TRIAL_NOT_STARTED", N_ ("The trial has not been started.") },
  { "FAI_TRIAL_REQUIRED", N_ ("The trial is not finished: sample units must pass through the stations first.") },
  { "FAI_TRIAL_NOT_READY", N_ ("Start a first article before trial units are tracked.") },
  { "FAI_TRIAL_STEP_NOT_ALLOWED", N_ ("The trial does not go as far as this step.") },
  { "FAI_TRIAL_LIMIT_REACHED", N_ ("All sample units are already in the trial.") },
  { "FAI_ITEM_NOT_FOUND", N_ ("There is no such characteristic.") },
  { "INVALID_FAI_RESULT", N_ ("The result does not go with the decision.") },
  { "CONDITION_REQUIRED", N_ ("Say on which condition, and until when.") },
  { "CONDITION_NOT_ALLOWED", N_ ("A conditional result is not allowed here.") },
  { "INVALID_FAI_COUNTS", N_ ("The numbers of passed and failed units do not add up to the sample.") },
  { "FAI_INCOMPLETE", N_ ("Required characteristics are not recorded yet.") },
  { "FAI_ITEM_FAILED", N_ ("A characteristic has failed: the first article cannot pass.") },
  { "INSPECTION_FAILURES_EXIST", N_ ("A sample unit has failed at SPI or AOI: the first article cannot pass.") },
  { "FAI_ALREADY_SIGNED", N_ ("The first article is already signed by everybody.") },
  { "UNIT_UNKNOWN", N_ ("This is not a unit of the sample.") },
  { "UNIT_NOT_IN_SAMPLE", N_ ("This is not a unit of the sample.") },
  { "VALUE_NOT_A_NUMBER", N_ ("This is not a number.") },
  { "VALUE_OUT_OF_LIMITS", N_ ("The value is outside its limits and cannot be a pass.") },
  { "VALUE_REQUIRED", N_ ("A measured value is needed.") },
  { "RESULT_REQUIRED", N_ ("Say pass or fail.") },
  { "NA_NOT_ALLOWED", N_ ("This characteristic cannot be left out as not applicable.") },
  { "FAI_TEMPLATE_NOT_FOUND", N_ ("There is no such form.") },
  { "FAI_TEMPLATE_CODE_EXISTS", N_ ("A form with this code exists.") },
  { "FAI_TEMPLATE_ITEM_SEQ_DUPLICATE", N_ ("Two characteristics have the same number.") },
  { "FAI_TEMPLATE_ITEM_NAME_REQUIRED", N_ ("Every characteristic needs a name.") },
  { "FAI_TEMPLATE_PRODUCT_MISMATCH", N_ ("The form is for another product.") },
  /* stations and units */
  { "STATION_NOT_FOUND", N_ ("There is no such station.") },
  { "STATION_LINE_MISMATCH", N_ ("The station belongs to another line.") },
  { "STATION_MISMATCH", N_ ("The unit's next step is not done at this station.") },
  { "STEP_MISMATCH", N_ ("The unit is not at this step.") },
  { "TPM_EQUIPMENT_UNAVAILABLE", N_ ("The machine of this station is not available.") },
  { "TPM_MAINTENANCE_IN_PROGRESS", N_ ("The machine of this station is in maintenance.") },
  { "RUN_WORK_ORDER_MISMATCH", N_ ("The run belongs to another work order.") },
  { "WORK_ORDER_NO_ROUTING", N_ ("The work order has no route.") },
  { "UNIT_NOT_FOUND", N_ ("There is no such unit.") },
  { "UNIT_WORK_ORDER_MISMATCH", N_ ("The unit belongs to another work order.") },
  { "UNIT_RUN_MISMATCH", N_ ("The unit belongs to another run.") },
  { "UNIT_ALREADY_IN_STATION", N_ ("The unit is already in a station.") },
  { "UNIT_ALREADY_DONE", N_ ("The unit is already finished.") },
  { "UNIT_OUT_FAILED", N_ ("The unit is defective.") },
  { "UNIT_ON_HOLD", N_ ("The unit is on hold.") },
  { "UNIT_SN_EXISTS", N_ ("A unit with this serial number exists.") },
  { "UNIT_SCRAPPED", N_ ("The unit is scrapped.") },
  { "ACTIVE_TRACK_EXISTS", N_ ("The unit has not left its station yet.") },
  { "TRACK_NOT_FOUND", N_ ("The unit is not in this station.") },
  { "DATA_SPEC_NOT_FOUND", N_ ("There is no such value to collect.") },
  { "REQUIRED_DATA_MISSING", N_ ("A value that must be collected is missing.") },
  { "DATA_VALUE_INVALID", N_ ("A collected value is not valid.") },
  /* preparation records */
  { "LINE_NOT_FOUND", N_ ("There is no such line, or it is not in your sight.") },
  { "ROUTING_STEP_NOT_FOUND", N_ ("There is no such step.") },
  { "LINE_MISMATCH", N_ ("The run is on another line.") },
  { "ROUTING_STEP_MISMATCH", N_ ("The step does not belong to the run's route.") },
  { "INVALID_IN_AT", N_ ("The time of going in is not valid.") },
  { "INVALID_OUT_AT", N_ ("The time of coming out is not valid.") },
  { "TIME_RANGE_INVALID", N_ ("The time of coming out lies before the time of going in.") },
  { "MATERIAL_LOT_INCOMPLETE", N_ ("Give both material and lot, or none of them.") },
  { "LOT_ID_REQUIRED", N_ ("Enter or scan the lot.") },
  { "INVALID_RECEIVED_AT", N_ ("The time of receipt is not valid.") },
  { "INVALID_EXPIRES_AT", N_ ("The expiry date is not valid.") },
  { "INVALID_THAWED_AT", N_ ("The time of thawing is not valid.") },
  { "INVALID_STIRRED_AT", N_ ("The time of stirring is not valid.") },
  { "INVALID_ISSUED_AT", N_ ("The time of issue is not valid.") },
  { "INVALID_RETURNED_AT", N_ ("The time of return is not valid.") },
  { "INVALID_RECEIVED_QTY", N_ ("The received quantity is not valid.") },
  { "STENCIL_ID_REQUIRED", N_ ("Enter or scan the stencil.") },
  { "SQUEEGEE_ID_REQUIRED", N_ ("Enter or scan the squeegee.") },
  { "FIXTURE_ID_REQUIRED", N_ ("Enter or scan the fixture.") },
  { "INVALID_RECORD_DATE", N_ ("The date is not valid.") },
  { "INVALID_REPLACED_AT", N_ ("The time of replacement is not valid.") },
  { "INVALID_PRINT_COUNT", N_ ("The number of prints is not valid.") },
  { "INVALID_TOTAL_PRINT_COUNT", N_ ("The total number of prints is not valid.") },
  { "INVALID_USAGE_COUNT", N_ ("The number of uses is not valid.") },
  { "INVALID_TOTAL_USAGE_COUNT", N_ ("The total number of uses is not valid.") },
  { "INVALID_LIFE_LIMIT", N_ ("The life limit is not valid.") },
  { "INVALID_CLEANED_AT", N_ ("The time of cleaning is not valid.") },
  { "CLEANED_BY_REQUIRED", N_ ("Say who cleaned it.") },
  { "INVALID_MEASURED_AT", N_ ("The time of measurement is not valid.") },
  { "INVALID_TEMPERATURE", N_ ("The temperature is not valid.") },
  { "PRODUCT_NAME_REQUIRED", N_ ("Enter the product.") },
  { "PROGRAM_NAME_REQUIRED", N_ ("Enter or scan the oven program.") },
  { "USED_BY_REQUIRED", N_ ("Say who used it.") },
  /* things bound to a line */
  { "NO_CURRENT_STENCIL", N_ ("No stencil is on the line.") },
  { "NO_CURRENT_SOLDER_PASTE", N_ ("No solder paste is on the line.") },
  { "NO_CURRENT_SQUEEGEE", N_ ("No squeegee is on the line.") },
  { "NO_CURRENT_FIXTURE", N_ ("No fixture is on the line.") },
  { "ASSET_NOT_FOUND", N_ ("This thing is not in the register.") },
  { "ASSET_EXISTS", N_ ("This thing is in the register already.") },
  { "ASSET_RETIRED", N_ ("This thing is retired.") },
  { "ASSET_KIND_MISMATCH", N_ ("This code belongs to another kind of thing.") },
  /* loading */
  { "FEEDER_SLOTS_NOT_FOUND", N_ ("The line has no feeder slots.") },
  { "SLOT_MAPPING_MISSING", N_ ("Some slots have no material assigned. Complete the mapping first.") },
  { "LOADING_ALREADY_STARTED", N_ ("Loading has already begun: the slot table can no longer be loaded anew.") },
  { "SLOT_NOT_FOUND", N_ ("There is no such slot on this line.") },
  { "SLOT_EXPECTATION_MISSING", N_ ("Load the slot table first.") },
  { "SLOT_LOCKED", N_ ("The slot is locked after wrong reels. It must be unlocked first.") },
  { "SLOT_ALREADY_LOADED", N_ ("The slot is already loaded. Use Replace.") },
  { "SLOT_NOT_LOADED", N_ ("The slot is not loaded yet.") },
  { "SLOT_CODE_DUPLICATE", N_ ("A slot with this code exists on the line.") },
  { "SLOT_IN_USE", N_ ("The slot is in use.") },
  { "SLOT_LINE_MISMATCH", N_ ("The slot belongs to another line.") },
  { "SLOT_MAPPING_NOT_FOUND", N_ ("There is no such slot mapping.") },
  { "MATERIAL_NOT_FOUND", N_ ("This material is not in the register.") },
  { "MATERIAL_LOT_NOT_FOUND", N_ ("This reel is not known.") },
  { "MATERIAL_LOT_AMBIGUOUS", N_ ("Several materials have this lot number. Scan the whole label.") },
  { "OPERATOR_REQUIRED", N_ ("Say who loads the slot.") },
  { "ROUTING_NOT_FOUND", N_ ("There is no such route.") },
  /* lines, time rules, maintenance, programs, work orders */
  { "USER_NOT_FOUND", N_ ("There is no such user.") },
  { "USER_EMAIL_EXISTS", N_ ("A user with this e-mail exists.") },
  { "LAST_ADMINISTRATOR", N_ ("There must be one administrator at least.") },
  { "CODE_REQUIRED", N_ ("Enter a code.") },
  { "NAME_REQUIRED", N_ ("Enter a name.") },
  { "LINE_CODE_DUPLICATE", N_ ("A line with this code exists.") },
  { "LINE_HAS_DEPENDENCIES", N_ ("The line is in use.") },
  { "DEFINITION_EXISTS", N_ ("A time rule with this code exists.") },
  { "DEFINITION_NOT_FOUND", N_ ("There is no such time rule.") },
  { "HAS_ACTIVE_INSTANCES", N_ ("Windows of this time rule are running.") },
  { "INSTANCE_NOT_FOUND", N_ ("There is no such time window.") },
  { "INSTANCE_NOT_WAIVABLE", N_ ("This time window cannot be waived.") },
  { "INSTANCE_INVALID_STATUS", N_ ("This time window is already over.") },
  { "ALREADY_COMPLETED", N_ ("This is already completed.") },
  { "NOT_COMPLETED", N_ ("This is not completed yet.") },
  { "ALREADY_VERIFIED", N_ ("This is already verified.") },
  { "DUPLICATE_CODE", N_ ("This code exists already.") },
  { "HAS_USAGE_RECORDS", N_ ("This is in use.") },
  { "PROFILE_ASSIGNED", N_ ("This oven program is assigned to a product.") },
  { "ASSIGNMENT_EXISTS", N_ ("An oven program is assigned here already.") },
  { "ASSIGNMENT_NOT_FOUND", N_ ("There is no such assignment.") },
  { "POLICY_NOT_FOUND", N_ ("There is no such version of the policy.") },
  { "PROFILE_NOT_FOUND", N_ ("There is no such oven program.") },
  { "WORK_ORDER_NOT_FOUND", N_ ("There is no such work order.") },
  { "STATION_GROUP_NOT_FOUND", N_ ("There is no such group of stations.") },
  { "WORK_ORDER_NOT_RECEIVED", N_ ("The work order is already released.") },
  { "WORK_ORDER_COMPLETED", N_ ("The work order is completed.") },
  { "WORK_ORDER_HAS_RUNS", N_ ("The work order has runs.") },
  { "WORK_ORDER_RUNS_OPEN", N_ ("Some runs of the work order are not finished.") },
  { "WORK_ORDER_NOT_RELEASED", N_ ("The work order is not released.") },
  { "WORK_ORDER_DISPATCH_LINE_MISMATCH", N_ ("The work order is released for another line.") },
  { "ROUTE_NOT_READY", N_ ("The route is not ready.") },
  { "ROUTE_INCOMPLETE", N_ ("The route cannot be run yet: something is missing.") },
  { "ROUTE_NOT_FOUND", N_ ("There is no such route.") },
  { "LINE_ROUTING_PROCESS_MISMATCH", N_ ("Line and route are of different processes.") },
  { "RUN_LINE_INCOMPATIBLE_WITH_ROUTE", N_ ("The line cannot run this route.") },
  /* everywhere */
  { "NOT_FOUND", N_ ("This does not exist on the server.") },
  { "BUSY", N_ ("The server is busy. Wait a moment and try again.") },
  { "STORAGE_FAILED",
    N_ ("The server cannot write its database: its disk may be full. Nothing was changed. Call whoever keeps it.") },
  { "UNAVAILABLE", N_ ("The server is busy. Wait a moment and try again.") },
  { "NOT_READY", N_ ("The server is not ready yet. Wait a moment and try again.") },
  { "BAD_REQUEST", N_ ("The server did not understand the request.") },
  { "BAD_HEADER", N_ ("The server did not understand the request.") },
  { "METHOD_NOT_ALLOWED", N_ ("The server does not offer this.") },
  { "VALIDATION_FAILED", N_ ("The server does not accept a value.") },
  { "MALFORMED_JSON", N_ ("The server did not understand the request.") },
  { "TOO_LARGE", N_ ("This is too much for the server to take at once.") },
  { "STALE", N_ ("Somebody else has changed this meanwhile. Look at it again.") },
  { "CONFLICT", N_ ("Somebody else has changed this meanwhile. Look at it again.") },
  { "IN_PROGRESS", N_ ("The same request is still being worked on. Wait a moment.") },
  { "IDEMPOTENCY_MISMATCH", N_ ("The request was repeated with other content. Try again.") },
  { "MISSING_OR_NULL_ORIGIN", N_ ("The server does not accept programs at this address.") },
  { "INVALID_ORIGIN", N_ ("The server does not accept programs at this address.") },
  { "INTERNAL_ERROR", N_ ("The server has failed. Try again, or tell whoever looks after it.") },
};

/* Returns: (nullable): the sentence for @code. */
static const char *
find_sentence (const char *code)
{
  for (guint i = 0; code != NULL && i < G_N_ELEMENTS (sentences); i++)
    if (g_str_equal (sentences[i].code, code))
      return pb_translate (sentences[i].text);
  return NULL;
}

const char *
pb_error_sentence_of_code (const char *code)
{
  return find_sentence (code);
}

/* Who did it meanwhile, where the answer says so: "S. Chen, 14:03". Returns: (transfer full) (nullable). */
static char *
dup_other_person (const PbReply *details)
{
  static const struct
  {
    const char *name;
    const char *time;
  } members[] = {
    { "authorizedByName", "authorizedAt" },
    { "printedName", "signedAt" },
    { "changedByName", "changedAt" },
    { "changedBy", "changedAt" },
    { "revokedByName", "revokedAt" },
    { "decidedByName", "decidedAt" },
    { "byName", "at" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    {
      const char *name = pb_reply_get_string (details, members[i].name);
      g_autofree char *time = NULL;

      if (name == NULL)
        continue;
      time = pb_text_time (pb_reply_get_time (details, members[i].time), pb_now ());
      return *time != '\0' ? g_strdup_printf ("%s, %s", name, time) : g_strdup (name);
    }
  return NULL;
}

/* The permissions that a refusal names: "Missing required permission: run:authorize or quality:fai".
 * Returns: (transfer full): empty when it names none. */
static GStrv
list_missing_permissions (const char *message)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) words = g_strsplit_set (message, " ,.;", -1);

  for (char **word = words; *word != NULL; word++)
    if (strchr (*word, ':') != NULL && !g_str_has_suffix (*word, ":"))
      g_strv_builder_add (builder, *word);
  return g_strv_builder_end (builder);
}

/* Who signed and may not, where it was the signature that was refused. @details: (nullable). Returns: (transfer full)
 * (nullable). */
static char *
dup_refused_signer (const PbReply *details, const char *message)
{
  const char *name = details != NULL ? pb_reply_get_string (details, "signerName") : NULL;
  const char *end = strstr (message, " may not do this: ");

  if (name != NULL)
    return g_strdup (name);
  return end != NULL && end > message ? g_strndup (message, (gsize) (end - message)) : NULL;
}

/* What is not permitted in words that people know; a permission of which none is known says nothing to them.
 * Returns: (nullable). */
static const char *
describe_permission (const char *permission)
{
  const char *text = permission != NULL ? pb_text_permission (permission) : NULL;

  return text != NULL && strcmp (text, permission) != 0 ? text : NULL;
}

/* Returns: (transfer full): what may not be done, and who can, as far as the refusal says. */
static char *
describe_forbidden (const char *sentence, const GError *error)
{
  g_autoptr (PbReply) details = pb_reply_new_from_error (error);
  const char *told = details != NULL ? pb_reply_get_string (details, "permissions") : NULL;
  g_auto (GStrv) permissions = list_missing_permissions (told != NULL ? told : error->message);
  g_autofree char *who = pb_text_who_can_all ((const char *const *) permissions, FALSE);
  g_autofree char *signer = dup_refused_signer (details, error->message);
  const char *what = describe_permission (permissions[0]);

  if (signer != NULL && (what == NULL || *who == '\0'))
    /* TRANSLATORS: the person who signed */
    return g_strdup_printf (_ ("%s may not do this."), signer);
  if (signer != NULL)
    /* TRANSLATORS: the person who signed, what they may not do, and the roles that can: "Ana Ruiz may not authorise
     * runs on this line. Who can: Production supervisor" */
    return g_strdup_printf (_ ("%s may not %s on this line. Who can: %s"), signer, what, who);
  if (what == NULL)
    return g_strdup (sentence);
  if (*who == '\0')
    return g_strdup_printf (_ ("You may not %s."), what);
  return g_strdup_printf (_ ("You may not %s. Who can: %s"), what, who);
}

/* How much is allowed, where the refusal says it: "…, at most 8 hours". Returns: (transfer full) (nullable). */
static char *
dup_allowed_hours (const char *message)
{
  const char *most = strstr (message, "at most ");
  double hours = most != NULL ? g_ascii_strtod (most + strlen ("at most "), NULL) : 0;
  g_autofree char *text = NULL;

  if (hours <= 0)
    return NULL;
  text = pb_text_number (hours, "h");
  /* TRANSLATORS: how far the end of a waiver may lie ahead: "Allowed are at most 8 h from now." */
  return g_strdup_printf (_ ("Allowed are at most %s from now."), text);
}

/* Who signs in the capacity that the refusal ends with: "… does not sign for QUALITY". Returns: (transfer full)
 * (nullable). */
static char *
dup_who_signs (const char *message)
{
  const char *capacity = strrchr (message, ' ');
  g_autofree char *who = pb_text_who_can (capacity != NULL ? capacity + 1 : NULL);

  return who != NULL && *who != '\0' ? g_strdup_printf (_ ("Who can: %s."), who) : NULL;
}

/* What the answer adds to its code: until when, by whom, which value. Returns: (transfer full) (nullable). */
static char *
dup_addition (const GError *error)
{
  g_autoptr (PbReply) details = pb_reply_new_from_error (error);
  const char *code = pb_client_error_get_code (error);
  gint64 until;

  if (g_strcmp0 (code, "UNTIL_TOO_LATE") == 0)
    return dup_allowed_hours (error->message);
  if (g_strcmp0 (code, "CAPACITY_NOT_HELD") == 0)
    return dup_who_signs (error->message);
  if (details == NULL)
    return NULL;
  until = pb_reply_get_time (details, "until");
  if (until != 0)
    {
      g_autofree char *time = pb_text_time (until, pb_now ());

      /* TRANSLATORS: until when something is locked */
      return g_strdup_printf (_ ("Until %s."), time);
    }
  if (g_strcmp0 (code, "VALIDATION_FAILED") == 0)
    /* Which value: the server names it. */
    return g_strdup (error->message);
  if (pb_error_is_conflict (error))
    {
      g_autofree char *who = dup_other_person (details);

      /* TRANSLATORS: who did it meanwhile, and when */
      return who != NULL ? g_strdup_printf (_ ("By %s."), who) : NULL;
    }
  return NULL;
}

static const char *
sentence_of_kind (const GError *error)
{
  switch ((PbClientError) error->code)
    {
    case PB_CLIENT_ERROR_NETWORK:
      return _ ("The server cannot be reached.");
    case PB_CLIENT_ERROR_AUTH:
      return _ ("The session is over. Sign in again.");
    case PB_CLIENT_ERROR_FORBIDDEN:
      return _ ("You may not do this.");
    case PB_CLIENT_ERROR_NOT_FOUND:
      return _ ("This does not exist on the server.");
    case PB_CLIENT_ERROR_CONFLICT:
      return _ ("Somebody else has changed this meanwhile. Look at it again.");
    case PB_CLIENT_ERROR_BUSY:
      return _ ("The server is busy. Wait a moment and try again.");
    case PB_CLIENT_ERROR_SERVER:
      return _ ("The server has failed. Try again, or tell whoever looks after it.");
    case PB_CLIENT_ERROR_PROTOCOL:
      return _ ("The answer is none that a Prepboard server gives. Check the server's address.");
    case PB_CLIENT_ERROR_INVALID:
    default:
      return _ ("The server does not accept this.");
    }
}

static char *
text_of_client_error (const GError *error)
{
  const char *code = pb_client_error_get_code (error);
  const char *sentence = find_sentence (code);
  g_autofree char *addition = NULL;
  guint wait = pb_client_error_get_retry_after (error);

  if (wait > 0)
    {
      g_autofree char *span = pb_text_span ((gint64) MAX (wait, 60) * G_TIME_SPAN_SECOND);

      /* TRANSLATORS: too many attempts or too much load; "Try again in 2 min." */
      return g_strdup_printf (_ ("The server takes no more of this now. Try again in %s."), span);
    }
  if (sentence == NULL && code != NULL)
    return g_strdup (error->message);
  if (sentence == NULL)
    return g_strdup (sentence_of_kind (error));
  if (g_strcmp0 (code, "FORBIDDEN") == 0)
    return describe_forbidden (sentence, error);
  addition = dup_addition (error);
  return addition != NULL ? g_strdup_printf ("%s %s", sentence, addition) : g_strdup (sentence);
}

char *
pb_error_to_user_text (const GError *error)
{
  g_return_val_if_fail (error != NULL, g_strdup (""));

  if (error->domain == PB_CLIENT_ERROR)
    return text_of_client_error (error);
  if (error->domain == PB_MODEL_ERROR)
    return g_strdup (error->message);
  if (pb_error_is_cancelled (error))
    return g_strdup (_ ("Cancelled."));
  g_debug ("An error without a text: %s", error->message);
  return g_strdup (_ ("This did not work."));
}

const char *
pb_error_get_code (const GError *error)
{
  return pb_client_error_get_code (error);
}

gboolean
pb_error_is_cancelled (const GError *error)
{
  return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

gboolean
pb_error_is_offline (const GError *error)
{
  return g_error_matches (error, PB_CLIENT_ERROR, PB_CLIENT_ERROR_NETWORK);
}

gboolean
pb_error_is_signed_out (const GError *error)
{
  return g_error_matches (error, PB_CLIENT_ERROR, PB_CLIENT_ERROR_AUTH);
}

gboolean
pb_error_is_conflict (const GError *error)
{
  const char *code = pb_client_error_get_code (error);

  /* The same code says of a person that they may not, not that they were too late. */
  if (g_strcmp0 (code, "SAME_PERSON") == 0 || g_strcmp0 (code, "INSPECTOR_MAY_NOT_SIGN") == 0 ||
      g_strcmp0 (code, "OUT_OF_ORDER") == 0)
    return FALSE;
  return g_error_matches (error, PB_CLIENT_ERROR, PB_CLIENT_ERROR_CONFLICT);
}

gboolean
pb_error_is_credentials (const GError *error)
{
  const char *code = pb_client_error_get_code (error);

  return g_strcmp0 (code, "CREDENTIALS_REQUIRED") == 0 || g_strcmp0 (code, "CREDENTIALS_INVALID") == 0;
}

GPtrArray *
pb_error_get_blockers (const GError *error)
{
  g_autoptr (PbReply) details = pb_reply_new_from_error (error);

  if (details == NULL || !pb_reply_has (details, "blockers"))
    return NULL;
  return pb_reply_read_array (details, "blockers", &pb_blocker_type, NULL);
}

char *
pb_error_get_field_text (const GError *error, const char *property)
{
  g_autoptr (PbReply) details = pb_reply_new_from_error (error);
  g_autoptr (GPtrArray) elements = NULL;

  g_return_val_if_fail (property != NULL, NULL);

  if (details == NULL)
    return NULL;
  elements = pb_reply_get_elements (details, "details");
  for (guint i = 0; i < elements->len; i++)
    {
      const PbReply *element = elements->pdata[i];
      const char *sentence;

      if (g_strcmp0 (pb_reply_get_string (element, "property"), property) != 0)
        continue;
      sentence = find_sentence (pb_reply_get_string (element, "code"));
      return g_strdup (sentence != NULL ? sentence : pb_reply_get_string (element, "message"));
    }
  return NULL;
}
