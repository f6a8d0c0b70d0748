/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-domain"

#include <math.h>
#include <string.h>

#include "domain/items/pb-items.h"
#include "domain/pb-evaluate.h"

/* What is said about a failure. The first row that fits is taken: type, reason, part and state as far as the row names
 * them, and every placeholder of its text is there. */
typedef struct
{
  PbItemType type; /* NONE: any */
  PbReason reason;
  const char *part;       /* NULL: any */
  const char *state;      /* NULL: any */
  const char *text;       /* N_() */
  const char *advice;     /* N_() */
  const char *cleared_by; /* permissions, apart by blanks; prep:waive comes by itself where it may */
} Row;

#define CONFIG "readiness:config"
#define RECORD "prep:record"

/* clang-format off */
static const Row rows[] = {
  { PB_ITEM_ROUTE, PB_REASON_NOT_BOUND, NULL, NULL, N_ ("The run has no route version."),
    N_ ("Give the product a route that compiles, and create the run with it."), "route:configure" },
  { PB_ITEM_ROUTE, PB_REASON_UNKNOWN_OBJECT, NULL, NULL, N_ ("Route version {object} of the run is not in the register."),
    N_ ("Give the product a route that compiles, and create the run with it."), "route:configure" },
  { PB_ITEM_ROUTE, PB_REASON_WRONG_STATE, NULL, NULL, N_ ("Route {object} is {state}; it must be ready."),
    N_ ("Correct the route until it compiles."), "route:configure" },
  { PB_ITEM_ROUTE, PB_REASON_INCOMPATIBLE, NULL, NULL,
    N_ ("The line has no matching station for these steps of the route: {steps}."),
    N_ ("Add the stations to the line, or make the run on a line that has them."), CONFIG " route:configure" },

  { PB_ITEM_LOADING, PB_REASON_NO_RECORD, "slotTable", NULL, N_ ("The slot table is not loaded."),
    N_ ("Load the slot table, then load and scan the slots."), "loading:verify" },
  { PB_ITEM_LOADING, PB_REASON_NO_RECORD, NULL, NULL, N_ ("Slot {slot} is not loaded; it needs {expected}."),
    N_ ("Load {expected} into slot {slot} and scan it."), "loading:verify" },
  { PB_ITEM_LOADING, PB_REASON_NO_RECORD, NULL, NULL, N_ ("Slot {slot} is not loaded."),
    N_ ("Load slot {slot} and scan it."), "loading:verify" },
  { PB_ITEM_LOADING, PB_REASON_MISMATCH, NULL, NULL, N_ ("Slot {slot} holds {loaded} instead of {expected}."),
    N_ ("Replace the material in slot {slot} by {expected} and scan it."), "loading:verify" },
  { PB_ITEM_LOADING, PB_REASON_MISMATCH, NULL, NULL, N_ ("Slot {slot} does not hold what it should."),
    N_ ("Replace the material in slot {slot} and scan it."), "loading:verify" },

  { PB_ITEM_PREP_PROGRAM, PB_REASON_NOT_BOUND, NULL, NULL,
    N_ ("No oven program is assigned to product {object} on this line at step {steps}."),
    N_ ("Assign a reflow profile to the product, the line and the step."), CONFIG },
  { PB_ITEM_PREP_PROGRAM, PB_REASON_NOT_BOUND, NULL, NULL, N_ ("No oven program is assigned to the product on this line."),
    N_ ("Assign a reflow profile to the product, the line and the step."), CONFIG },
  { PB_ITEM_PREP_PROGRAM, PB_REASON_UNKNOWN_OBJECT, NULL, NULL, N_ ("Reflow profile {object} is not in the register."),
    N_ ("Register the profile, or assign another one."), "route:configure " CONFIG },
  { PB_ITEM_PREP_PROGRAM, PB_REASON_WRONG_STATE, NULL, NULL, N_ ("Reflow profile {object} is {state}; it must be active."),
    N_ ("Activate the profile, or assign another one."), "route:configure " CONFIG },
  { PB_ITEM_PREP_PROGRAM, PB_REASON_NO_RECORD, NULL, NULL,
    N_ ("No oven program is recorded; the oven must run {object}."),
    N_ ("Call program {object} at the oven and record it."), RECORD },
  { PB_ITEM_PREP_PROGRAM, PB_REASON_MISMATCH, NULL, NULL, N_ ("The oven runs program {recorded} instead of {assigned}."),
    N_ ("Call program {assigned} at the oven and record it."), RECORD },
  { PB_ITEM_PREP_PROGRAM, PB_REASON_MISMATCH, NULL, NULL, N_ ("The record names no oven program; it must be {assigned}."),
    N_ ("Call program {assigned} at the oven and record it."), RECORD },
  { PB_ITEM_PREP_PROGRAM, PB_REASON_TOO_OLD, NULL, NULL,
    N_ ("The oven profile was measured at {since}; a measurement is good for {limit}, this one until {deadline}."),
    N_ ("Measure the oven profile and record it."), RECORD },

  { PB_ITEM_EQUIPMENT, PB_REASON_UNKNOWN_OBJECT, NULL, NULL, N_ ("The machine of station {object} is not in the register."),
    N_ ("Register the machine under the code of its station."), CONFIG },
  { PB_ITEM_EQUIPMENT, PB_REASON_WRONG_STATE, NULL, NULL, N_ ("The machine of station {object} is {state}; it must be normal."),
    N_ ("Bring the machine back to normal and set its status."), CONFIG },

  { PB_ITEM_MATERIAL, PB_REASON_NO_RECORD, NULL, NULL, N_ ("Product {object} has no bill of material."),
    N_ ("Enter the bill of material of the product."), CONFIG },
  { PB_ITEM_MATERIAL, PB_REASON_NO_RECORD, NULL, NULL, N_ ("The product has no bill of material."),
    N_ ("Enter the bill of material of the product."), CONFIG },
  { PB_ITEM_MATERIAL, PB_REASON_UNKNOWN_OBJECT, "msl", NULL,
    N_ ("The floor life of material {object} is to be watched, but its moisture level is not known."),
    N_ ("Enter the moisture level of the material."), CONFIG },
  { PB_ITEM_MATERIAL, PB_REASON_UNKNOWN_OBJECT, NULL, NULL, N_ ("Material {object} is not in the register."),
    N_ ("Register the material."), CONFIG },
  { PB_ITEM_MATERIAL, PB_REASON_EXPIRED, "floorLife", NULL,
    N_ ("Lot {object} was opened at {since}; its floor life of {limit} ended at {deadline}."),
    N_ ("Replace the lot, or have it baked."), "loading:verify" },
  { PB_ITEM_MATERIAL, PB_REASON_EXPIRED, NULL, NULL, N_ ("Lot {object} expired at {deadline}."),
    N_ ("Replace the lot."), "loading:verify" },
  { PB_ITEM_MATERIAL, PB_REASON_INVALID_RECORD, NULL, NULL, N_ ("Lot {object} was opened in the future."),
    N_ ("Correct the opening time of the lot."), CONFIG },

  { PB_ITEM_STENCIL, PB_REASON_NO_RECORD, NULL, NULL, N_ ("The status of stencil {object} was never reported."),
    N_ ("Report the status of the stencil."), "system:integration" },
  { PB_ITEM_STENCIL, PB_REASON_WRONG_STATE, NULL, "RETIRED", N_ ("Stencil {object} is retired."),
    N_ ("Bind another stencil to the line."), "loading:config" },
  { PB_ITEM_STENCIL, PB_REASON_WRONG_STATE, NULL, NULL, N_ ("Stencil {object} is {state}; it must be ready."),
    N_ ("Make the stencil ready and report its status, or bind another one."), "system:integration loading:config" },
  { PB_ITEM_STENCIL, PB_REASON_BELOW_MINIMUM, NULL, NULL,
    N_ ("The tension of stencil {object} is {actual}; it must be at least {required}."),
    N_ ("Have the stencil stretched, or bind another one."), "system:integration loading:config" },
  { PB_ITEM_STENCIL, PB_REASON_INVALID_RECORD, NULL, NULL,
    N_ ("The status of stencil {object} was reported with a time in the future."),
    N_ ("Report the status of the stencil again."), "system:integration" },
  { PB_ITEM_SOLDER_PASTE, PB_REASON_NO_RECORD, NULL, NULL, N_ ("The status of paste lot {object} was never reported."),
    N_ ("Report the status of the lot."), "system:integration" },
  { PB_ITEM_SOLDER_PASTE, PB_REASON_WRONG_STATE, NULL, "RETIRED", N_ ("Paste lot {object} is retired."),
    N_ ("Bind another lot to the line."), "loading:config" },
  { PB_ITEM_SOLDER_PASTE, PB_REASON_WRONG_STATE, NULL, NULL, N_ ("Paste lot {object} is {state}; it must be compliant."),
    N_ ("Bind another lot to the line, or report its status anew."), "loading:config system:integration" },
  { PB_ITEM_SOLDER_PASTE, PB_REASON_INVALID_RECORD, NULL, NULL,
    N_ ("The status of paste lot {object} was reported with a time in the future."),
    N_ ("Report the status of the lot again."), "system:integration" },

  { PB_ITEM_PREP_BAKE, PB_REASON_NO_RECORD, "PCB", NULL, N_ ("No bake of the boards is recorded."),
    N_ ("Bake the boards and record it."), RECORD },
  { PB_ITEM_PREP_BAKE, PB_REASON_NO_RECORD, "BGA", NULL, N_ ("No bake of the BGAs is recorded."),
    N_ ("Bake the BGAs and record it."), RECORD },
  { PB_ITEM_PREP_BAKE, PB_REASON_NO_RECORD, "IC", NULL, N_ ("No bake of the ICs is recorded."),
    N_ ("Bake the ICs and record it."), RECORD },
  { PB_ITEM_PREP_BAKE, PB_REASON_NO_RECORD, "CONNECTOR", NULL, N_ ("No bake of the connectors is recorded."),
    N_ ("Bake the connectors and record it."), RECORD },
  { PB_ITEM_PREP_BAKE, PB_REASON_BELOW_MINIMUM, "temperature", NULL,
    N_ ("{object} was baked at {actual}; it must be at least {required}."), N_ ("Bake again and record it."), RECORD },
  { PB_ITEM_PREP_BAKE, PB_REASON_BELOW_MINIMUM, "temperature", NULL,
    N_ ("The bake temperature of {object} is not recorded; it must be at least {required}."),
    N_ ("Record the bake with its temperature."), RECORD },
  { PB_ITEM_PREP_BAKE, PB_REASON_BELOW_MINIMUM, "hours", NULL,
    N_ ("{object} was baked for {actual}; it must be at least {required}."), N_ ("Bake again and record it."), RECORD },
  { PB_ITEM_PREP_BAKE, PB_REASON_BELOW_MINIMUM, "hours", NULL,
    N_ ("The bake time of {object} is not recorded; it must be at least {required}."),
    N_ ("Record the bake with the times in and out."), RECORD },
  { PB_ITEM_PREP_BAKE, PB_REASON_LIMIT_EXCEEDED, NULL, NULL,
    N_ ("{object} was baked for {actual}; it must be at most {limit}."),
    N_ ("Ask engineering whether it may still be used."), NULL },
  { PB_ITEM_PREP_BAKE, PB_REASON_TOO_OLD, NULL, NULL,
    N_ ("{object} came out of the oven at {since}; a bake is good for {limit}, this one until {deadline}."),
    N_ ("Bake again and record it."), RECORD },
  { PB_ITEM_PREP_BAKE, PB_REASON_INVALID_RECORD, "outAt", NULL,
    N_ ("The bake record of {object} contradicts itself: the time out lies before the time in, or in the future."),
    N_ ("Check the times and record the bake again."), RECORD },

  { PB_ITEM_PREP_PASTE, PB_REASON_NO_RECORD, "thaw", NULL,
    N_ ("It is not recorded when paste lot {object} came out of the refrigerator."),
    N_ ("Record when the lot came out of the refrigerator."), RECORD },
  { PB_ITEM_PREP_PASTE, PB_REASON_NO_RECORD, NULL, NULL, N_ ("Paste lot {object} has no record."),
    N_ ("Record when the lot came out of the refrigerator and when it was issued."), RECORD },
  { PB_ITEM_PREP_PASTE, PB_REASON_TOO_EARLY, NULL, NULL,
    N_ ("Paste lot {object} came out of the refrigerator at {since}; it needs {required} and is ready at {readyAt}."),
    N_ ("Wait until {readyAt}, or bind a lot that is ready."), "loading:config" },
  { PB_ITEM_PREP_PASTE, PB_REASON_WRONG_STATE, NULL, NULL,
    N_ ("Paste lot {object} was returned and not issued again."),
    N_ ("Issue the lot again and record it, or bind another one."), RECORD " loading:config" },
  { PB_ITEM_PREP_PASTE, PB_REASON_LIMIT_EXCEEDED, NULL, NULL,
    N_ ("Paste lot {object} is at room temperature since {since}; {limit} are allowed and ended at {deadline}."),
    N_ ("Bind a fresh lot to the line."), "loading:config" },
  { PB_ITEM_NONE, PB_REASON_EXPIRED, "expiry", NULL, N_ ("Paste lot {object} expired at {deadline}."),
    N_ ("Bind another lot to the line."), "loading:config" },

  { PB_ITEM_PREP_STENCIL_CLEAN, PB_REASON_NO_RECORD, NULL, NULL, N_ ("Stencil {object} has no cleaning record."),
    N_ ("Clean the stencil and record it."), RECORD },
  { PB_ITEM_PREP_STENCIL_CLEAN, PB_REASON_TOO_OLD, NULL, NULL,
    N_ ("Stencil {object} was cleaned at {since}; a cleaning is good for {limit}, this one until {deadline}."),
    N_ ("Clean the stencil and record it."), RECORD },
  { PB_ITEM_PREP_STENCIL_CLEAN, PB_REASON_WRONG_STATE, NULL, NULL,
    N_ ("Stencil {object} was used by another run since it was cleaned."),
    N_ ("Clean the stencil and record it."), RECORD },
  { PB_ITEM_PREP_STENCIL_USAGE, PB_REASON_NO_RECORD, NULL, NULL, N_ ("Stencil {object} has no usage record."),
    N_ ("Check the stencil, measure its tension and record both."), RECORD },
  { PB_ITEM_PREP_STENCIL_USAGE, PB_REASON_BELOW_MINIMUM, NULL, NULL,
    N_ ("The tension of stencil {object} at point {point} is {actual}; it must be at least {required}."),
    N_ ("Have the stencil stretched, or bind another one."), RECORD " loading:config" },
  { PB_ITEM_PREP_STENCIL_USAGE, PB_REASON_CHECK_MISSING, "tension", NULL,
    N_ ("The tension of stencil {object} at point {point} is not recorded."),
    N_ ("Measure the tension at all five points and record it."), RECORD },
  { PB_ITEM_PREP_STENCIL_USAGE, PB_REASON_CHECK_MISSING, "tension", NULL,
    N_ ("The tension of stencil {object} is not recorded."),
    N_ ("Measure the tension at all five points and record it."), RECORD },
  { PB_ITEM_PREP_STENCIL_USAGE, PB_REASON_TOO_OLD, NULL, NULL,
    N_ ("Stencil {object} was checked at {since}; a check is good for {limit}, this one until {deadline}."),
    N_ ("Check the stencil for this run and record it."), RECORD },

  { PB_ITEM_TIME_RULE, PB_REASON_EXPIRED, NULL, NULL,
    N_ ("The window of {object} by rule {part} began at {since} and ended at {deadline}: {limit} are allowed."),
    N_ ("Take {object} off the line, or end its window."), "loading:config exec:track_in" },
  { PB_ITEM_TIME_RULE, PB_REASON_EXPIRED, NULL, NULL, N_ ("The window of {object} by rule {part} has ended."),
    N_ ("Take {object} off the line, or end its window."), "loading:config exec:track_in" },

  { PB_ITEM_NONE, PB_REASON_NOT_BOUND, NULL, NULL, N_ ("Nothing of the kind is bound to line {object}."),
    N_ ("Bind it to the line: scan it at the line."), "loading:config" },
  { PB_ITEM_NONE, PB_REASON_NOT_BOUND, NULL, NULL, N_ ("The run has no line, so nothing is bound for it."),
    N_ ("Make the run on a line."), "run:create" },
  { PB_ITEM_NONE, PB_REASON_UNKNOWN_OBJECT, NULL, NULL, N_ ("{object} is not in the register."),
    N_ ("Register {object}, or use one that is registered."), CONFIG " loading:config" },
  { PB_ITEM_NONE, PB_REASON_NO_RECORD, NULL, NULL, N_ ("{object} has no record."), N_ ("Check it and record it."), RECORD },
  { PB_ITEM_NONE, PB_REASON_NO_RECORD, NULL, NULL, N_ ("There is no record."), N_ ("Check it and record it."), RECORD },
  { PB_ITEM_NONE, PB_REASON_INVALID_RECORD, NULL, NULL,
    N_ ("The newest record of {object} contradicts itself and does not count: {part}."),
    N_ ("Check what is written and record it again."), RECORD },
  { PB_ITEM_NONE, PB_REASON_INVALID_RECORD, NULL, NULL, N_ ("The newest record contradicts itself and does not count."),
    N_ ("Check what is written and record it again."), RECORD },
  { PB_ITEM_NONE, PB_REASON_WRONG_STATE, NULL, NULL, N_ ("{object} is {state}."),
    N_ ("Use another one, or bring it back into use."), "loading:config " CONFIG },
  { PB_ITEM_NONE, PB_REASON_IN_MAINTENANCE, NULL, NULL, N_ ("{object} is in maintenance."),
    N_ ("Finish the maintenance, or use another one."), "maintenance:report loading:config" },
  { PB_ITEM_NONE, PB_REASON_CHECK_MISSING, NULL, NULL, N_ ("{object} is not checked: {part}."),
    N_ ("Check it and record it."), RECORD },
  { PB_ITEM_NONE, PB_REASON_CHECK_FAILED, NULL, NULL, N_ ("{object} did not pass its check: {part}."),
    N_ ("Put it in order and check it again, or use another one."), RECORD " loading:config" },
  { PB_ITEM_NONE, PB_REASON_LIMIT_EXCEEDED, "life", NULL, N_ ("{object} is past its life: {actual} of {limit}."),
    N_ ("Replace it: bind another one to the line."), "loading:config" },
  { PB_ITEM_NONE, PB_REASON_TOO_OLD, NULL, NULL,
    N_ ("{object} was checked at {since}; a check is good for {limit}, this one until {deadline}."),
    N_ ("Check it and record it."), RECORD },

  { PB_ITEM_NONE, PB_REASON_PLAN_EXCEEDS_LIFE, NULL, NULL,
    N_ ("The run plans {actual}, but {object} has only {limit} left."), N_ ("Have a replacement ready."), CONFIG },
  { PB_ITEM_NONE, PB_REASON_LIFE_NEAR_END, NULL, NULL, N_ ("{object} nears the end of its life: {actual} of {limit}."),
    N_ ("Tell engineering and have a replacement ready."), CONFIG },
  { PB_ITEM_NONE, PB_REASON_TOTAL_DISPUTED, NULL, NULL,
    N_ ("The total of {object} was written as {recorded}, but {actual} are counted. The higher counts."),
    N_ ("Find out which is right and correct the register."), CONFIG },
  { PB_ITEM_NONE, PB_REASON_WINDOW_NEAR_END, NULL, NULL, N_ ("{object}: the time ends at {deadline}."),
    N_ ("Finish before then, or renew it."), RECORD },
};

/* Words of the wire, as people say them. What is not here is shown as it is. */
static const struct { const char *wire, *word; } words[] = {
  { "apertures", N_ ("apertures") },
  { "deformation", N_ ("deformation") },
  { "edge", N_ ("edge") },
  { "flatness", N_ ("flatness") },
  { "seal", N_ ("seal") },
  { "surface", N_ ("surface") },
  { "tension", N_ ("tension") },
  { "cleanedAt", N_ ("it does not say when the cleaning was, or says a time in the future") },
  { "inAt", N_ ("put in in the future") },
  { "issuedAt", N_ ("issued before it came out of the refrigerator, or in the future") },
  { "measuredAt", N_ ("measured in the future") },
  { "outAt", N_ ("taken out in the future") },
  { "receivedAt", N_ ("received in the future") },
  { "recordDate", N_ ("it has no date, or one in the future") },
  { "replacedAt", N_ ("replaced in the future") },
  { "returnedAt", N_ ("returned before it was issued, or in the future") },
  { "stirredAt", N_ ("stirred in the future") },
  { "thawedAt", N_ ("out of the refrigerator in the future") },
  { "totalPrintCount", N_ ("its total is below an earlier one, or below its own prints") },
  { "totalUsageCount", N_ ("its total is below an earlier one, or below its own uses") },
  { "prints", N_ ("prints") },
  { "uses", N_ ("uses") },
  { "ARCHIVED", N_ ("archived") },
  { "DEPRECATED", N_ ("deprecated") },
  { "EXPIRED", N_ ("expired") },
  { "INVALID", N_ ("invalid") },
  { "MAINTENANCE", N_ ("in maintenance") },
  { "NON_COMPLIANT", N_ ("not compliant") },
  { "NOT_READY", N_ ("not ready") },
  { "RETIRED", N_ ("retired") },
  { "UNKNOWN", N_ ("of unknown state") },
};
/* clang-format on */

static const char *
translate (const PbTextStyle *style, const char *text)
{
  return style != NULL && style->translate != NULL ? style->translate (text) : text;
}

static const char *
find_word (const PbTextStyle *style, const char *wire)
{
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (strcmp (words[i].wire, wire) == 0)
      return translate (style, words[i].word);
  return wire;
}

static char *
format_time (const PbTextStyle *style, gint64 time)
{
  g_autoptr (GDateTime) moment = NULL;

  if (style != NULL && style->format_time != NULL)
    return style->format_time (time);
  moment = g_date_time_new_from_unix_utc (time / PB_SECOND);
  return moment != NULL ? g_date_time_format (moment, "%Y-%m-%d %H:%M UTC") : g_strdup ("?");
}

/* A number without trailing zeros. Three decimals tell a value from its limit in all that is measured here. */
static char *
format_number (double value)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE * 4];
  char *end;

  if (!isfinite (value) || fabs (value) > 1e15)
    return g_strdup_printf ("%g", value);
  g_ascii_formatd (buffer, sizeof buffer, "%.3f", value);
  end = buffer + strlen (buffer);
  while (end[-1] == '0')
    *--end = '\0';
  if (end[-1] == '.')
    *--end = '\0';
  return g_strdup (strcmp (buffer, "-0") == 0 ? "0" : buffer);
}

/* Whole minutes, cut: a second short of four hours is not four hours. */
static char *
format_hours (double hours)
{
  gint64 minutes;

  if (!isfinite (hours) || fabs (hours) > 1e9)
    return g_strdup_printf ("%g h", hours);
  minutes = (gint64) floor (hours * 60 + 1e-6);
  if (minutes % 60 == 0 && minutes != 0)
    return g_strdup_printf ("%" G_GINT64_FORMAT " h", minutes / 60);
  if (minutes > -60 && minutes < 60)
    return g_strdup_printf ("%" G_GINT64_FORMAT " min", minutes);
  return g_strdup_printf ("%" G_GINT64_FORMAT " h %" G_GINT64_FORMAT " min", minutes / 60, ABS (minutes % 60));
}

static char *
format_quantity (const PbTextStyle *style, PbDouble value, const char *unit)
{
  g_autofree char *number = NULL;

  if (!value.set)
    return NULL;
  if (g_strcmp0 (unit, "h") == 0)
    return format_hours (value.v);
  number = format_number (value.v);
  return unit != NULL ? g_strconcat (number, " ", find_word (style, unit), NULL) : g_steal_pointer (&number);
}

static char *
format_text (const PbTextStyle *style, const char *text)
{
  return text != NULL ? g_strdup (find_word (style, text)) : NULL;
}

/* Returns: (transfer full) (nullable): what stands for a placeholder, NULL when it is not there. */
static char *
format_param (const PbParams *params, const char *name, const PbTextStyle *style)
{
  const PbField *field = pb_type_find_field (&pb_params_type, name);

  if (field == NULL || !pb_field_is_set (field, params))
    return NULL;
  switch (field->kind)
    {
    case PB_KIND_TIME:
      return format_time (style, PB_MEMBER (params, field, const gint64));
    case PB_KIND_DOUBLE:
      return format_quantity (style, PB_MEMBER (params, field, const PbDouble), params->unit);
    case PB_KIND_INT:
      return g_strdup_printf ("%" G_GINT64_FORMAT, PB_MEMBER (params, field, const PbInt).v);
    case PB_KIND_STRINGS:
      return g_strjoinv (", ", PB_MEMBER (params, field, GStrv const));
    case PB_KIND_STRING:
    default:
      if (strcmp (name, "part") == 0 || strcmp (name, "state") == 0)
        return format_text (style, PB_MEMBER (params, field, char *const));
      return g_strdup (PB_MEMBER (params, field, char *const));
    }
}

/* Fills the placeholders in. Returns: (transfer full) (nullable): NULL when one of them is not there. */
static char *
fill_in (const char *template, const PbParams *params, const PbTextStyle *style)
{
  GString *text = g_string_new (NULL);

  for (const char *p = template; *p != '\0';)
    {
      const char *end = *p == '{' ? strchr (p, '}') : NULL;
      g_autofree char *name = end != NULL ? g_strndup (p + 1, (gsize) (end - p - 1)) : NULL;
      g_autofree char *value = name != NULL ? format_param (params, name, style) : NULL;

      if (end == NULL)
        {
          g_string_append_c (text, *p++);
          continue;
        }
      if (value == NULL)
        {
          g_string_free (text, TRUE);
          return NULL;
        }
      g_string_append (text, value);
      p = end + 1;
    }
  return g_string_free (text, FALSE);
}

static gboolean
fits (const Row *row, PbItemType type, const PbFailure *failure)
{
  const PbParams *params = failure->params;

  if (row->reason != (PbReason) failure->reason_code || (row->type != PB_ITEM_NONE && row->type != type))
    return FALSE;
  if (row->part != NULL && g_strcmp0 (row->part, params->part) != 0)
    return FALSE;
  return row->state == NULL || g_strcmp0 (row->state, params->state) == 0;
}

/* Returns: (nullable): the row; its text, filled in, is stored in @text (transfer full). */
static const Row *
find_row (PbItemType type, const PbFailure *failure, const PbTextStyle *style, char **text)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      if (!fits (&rows[i], type, failure))
        continue;
      *text = fill_in (translate (style, rows[i].text), failure->params, style);
      if (*text != NULL)
        return &rows[i];
    }
  return NULL;
}

/* A failure without parameters, as it may come from outside, is one whose parameters are all absent. */
static PbFailure *
complete (const PbFailure *failure)
{
  PbFailure *whole = pb_object_copy (failure);

  if (whole->params == NULL)
    whole->params = pb_object_new (&pb_params_type);
  return whole;
}

char *
pb_failure_describe (PbItemType type, const PbFailure *failure, const PbTextStyle *style)
{
  g_autoptr (PbFailure) whole = NULL;
  const char *code;
  char *text = NULL;

  g_return_val_if_fail (failure != NULL, NULL);
  whole = complete (failure);
  if (find_row (type, whole, style, &text) != NULL)
    return text;
  code = pb_enum_text (&pb_reasons, failure->reason_code);
  return g_strdup (code != NULL ? code : "");
}

char *
pb_failure_advise (PbItemType type, const PbFailure *failure, const PbTextStyle *style)
{
  g_autoptr (PbFailure) whole = NULL;
  g_autofree char *text = NULL;
  const Row *row;
  char *advice = NULL;

  g_return_val_if_fail (failure != NULL, NULL);
  whole = complete (failure);
  row = find_row (type, whole, style, &text);
  if (row != NULL)
    advice = fill_in (translate (style, row->advice), whole->params, style);
  return advice != NULL ? advice : g_strdup ("");
}

GStrv
pb_failure_cleared_by (PbItemType type, PbGateClass gate, const PbFailure *failure)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autoptr (PbFailure) whole = NULL;
  g_autofree char *text = NULL;
  g_auto (GStrv) permissions = NULL;
  const Row *row;

  g_return_val_if_fail (failure != NULL, NULL);
  whole = complete (failure);
  row = find_row (type, whole, NULL, &text);
  permissions = g_strsplit (row != NULL && row->cleared_by != NULL ? row->cleared_by : "", " ", -1);
  g_strv_builder_addv (builder, (const char **) permissions);
  if (gate == PB_GATE_SOFT)
    g_strv_builder_add (builder, "prep:waive");
  return g_strv_builder_end (builder);
}

const char *
pb_item_type_label (PbItemType type, const PbTextStyle *style)
{
  const PbItemClass *item_class = pb_item_class_find (type);

  return item_class != NULL ? translate (style, item_class->label) : "";
}

/* Signatures */

static void
add_member (GString *signature, const char *name, const char *value)
{
  if (value == NULL)
    return;
  g_string_append_printf (signature, "|%s=", name);
  for (const char *p = value; *p != '\0'; p++)
    {
      if (*p == '|' || *p == '\\')
        g_string_append_c (signature, '\\');
      g_string_append_c (signature, *p);
    }
}

/* Numbers and times are values, and move; everything that names is part of the signature. */
char *
pb_failure_signature (const PbFailure *failure)
{
  static const char *const names[] = {
    "object", "part", "state", "slot", "expected", "loaded", "assigned", "recorded"
  };
  const char *reason;
  GString *signature;

  g_return_val_if_fail (failure != NULL, NULL);
  reason = pb_enum_text (&pb_reasons, failure->reason_code);
  signature = g_string_new (reason != NULL ? reason : "");
  if (failure->params == NULL)
    return g_string_free (signature, FALSE);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    add_member (signature, names[i],
                PB_MEMBER (failure->params, pb_type_find_field (&pb_params_type, names[i]), char *const));
  if (failure->params->point.set)
    g_string_append_printf (signature, "|point=%" G_GINT64_FORMAT, failure->params->point.v);
  for (guint i = 0; failure->params->steps != NULL && failure->params->steps[i] != NULL; i++)
    add_member (signature, "step", failure->params->steps[i]);
  return g_string_free (signature, FALSE);
}
