/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <locale.h>

#include "client/pb-client-error.h"
#include "client/pb-reply.h"
#include "model/pb-error-private.h"
#include "model/pb-text.h"
#include "wire/pb-json.h"

#define NOON G_GINT64_CONSTANT (1772366400000000) /* 2026-03-01 12:00 UTC */

#define assert_text(call, expected)                                                                                    \
  G_STMT_START                                                                                                         \
  {                                                                                                                    \
    g_autofree char *text_ = call;                                                                                     \
    g_assert_cmpstr (text_, ==, expected);                                                                             \
  }                                                                                                                    \
  G_STMT_END

static void
test_spans (void)
{
  assert_text (pb_text_span (0), "less than a minute");
  assert_text (pb_text_span (59 * G_TIME_SPAN_SECOND), "less than a minute");
  assert_text (pb_text_span (60 * G_TIME_SPAN_SECOND), "1 min");
  assert_text (pb_text_span (-45 * PB_MINUTE), "45 min");
  assert_text (pb_text_span (60 * PB_MINUTE), "1 h");
  assert_text (pb_text_span (200 * PB_MINUTE), "3 h 20 min");
  assert_text (pb_text_span (24 * 60 * PB_MINUTE), "1 d");
  assert_text (pb_text_span ((52 * 60 + 30) * PB_MINUTE), "2 d 4 h");
}

static void
test_deadlines (void)
{
  assert_text (pb_text_deadline (0, NOON), "");
  assert_text (pb_text_deadline (NOON + 12 * PB_MINUTE, NOON), "12 min left");
  assert_text (pb_text_deadline (NOON + 1, NOON), "less than a minute left");
  /* From the deadline on it is over. */
  assert_text (pb_text_deadline (NOON, NOON), "expired less than a minute ago");
  assert_text (pb_text_deadline (NOON - 5 * PB_MINUTE, NOON), "expired 5 min ago");
  assert_text (pb_text_ago (NOON - 5 * PB_MINUTE, NOON), "5 min ago");
  assert_text (pb_text_ago (NOON - 5, NOON), "just now");
  assert_text (pb_text_ago (NOON + 5 * PB_MINUTE, NOON), "just now");
  assert_text (pb_text_ago (0, NOON), "");
}

static void
test_times (void)
{
  assert_text (pb_text_time (0, NOON), "");
  assert_text (pb_text_time (NOON, NOON), "12:00");
  assert_text (pb_text_time (NOON, NOON + 24 * 60 * PB_MINUTE), "2026-03-01 12:00");
  assert_text (pb_text_clock (NOON + 202 * G_TIME_SPAN_SECOND), "12:03:22");
  assert_text (pb_text_clock (0), "");
}

static void
test_numbers (void)
{
  assert_text (pb_text_number (41.5, "h"), "41 h 30 min");
  assert_text (pb_text_number (3, NULL), "3");
  assert_text (pb_text_number (-0.25, ""), "-0.25");
  assert_text (pb_text_number (2.0000001, "mm"), "2 mm");
  assert_text (pb_text_number (1e300 * 1e10, "h"), "");
  assert_text (pb_text_number (0.5, "h"), "30 min");
  assert_text (pb_text_number (24, "h"), "24 h");
  /* Never as more than it is. */
  assert_text (pb_text_number (3.9999, "h"), "3 h 59 min");
}

static PbMeasure *
new_measure (const char *name, double actual, double limit, const char *unit, gboolean minimum)
{
  PbMeasure *measure = pb_object_new (&pb_measure_type);

  pb_set_string (&measure->name, name);
  measure->actual = PB_DOUBLE (actual);
  measure->limit = PB_DOUBLE (limit);
  pb_set_string (&measure->unit, unit);
  measure->minimum = PB_BOOL (minimum);
  return measure;
}

static void
test_measures (void)
{
  g_autoptr (PbMeasure) life = new_measure ("life", 40200, 60000, "prints", FALSE);
  g_autoptr (PbMeasure) age = new_measure ("age", 41.5, 24, "h", FALSE);
  g_autoptr (PbMeasure) tension = new_measure ("tension", 38, 30, "N/cm", TRUE);
  g_autoptr (PbMeasure) none = new_measure ("life", 5, 0, "prints", FALSE);

  assert_text (pb_text_measure (life), "67 % of life (40200 of 60000 prints)");
  assert_text (pb_text_measure (age), "41 h 30 min of 24 h");
  assert_text (pb_text_measure (tension), "38 N/cm, at least 30 N/cm");
  assert_text (pb_text_measure (none), "5 prints of 0 prints");
  age->actual.v = 238.0999;
  assert_text (pb_text_measure (age), "238 h 5 min of 24 h");
  life->actual.v = 60001;
  assert_text (pb_text_measure (life), "101 % of life (60001 of 60000 prints)");
  age->actual.v = 41.5;
  tension->actual.set = FALSE;
  assert_text (pb_text_measure (tension), "at least 30 N/cm");
  age->limit.set = FALSE;
  assert_text (pb_text_measure (age), "41 h 30 min");
  age->actual.set = FALSE;
  assert_text (pb_text_measure (age), "");
}

/* Every value of an enumeration has a word, NONE and what lies beyond has none. */
static void
check_words (const PbEnum *values, const char *(*word) (int value))
{
  int n = 1;

  for (; values->values[n] != NULL; n++)
    {
      const char *text = word (n);

      g_test_message ("%s %s: %s", values->name, values->values[n], text);
      g_assert_cmpstr (text, !=, "");
    }
  g_assert_cmpstr (word (0), ==, "");
  g_assert_cmpstr (word (n), ==, "");
  g_assert_cmpstr (word (-1), ==, "");
}

#define WORD(name, Type)                                                                                               \
  static const char *word_##name (int value)                                                                           \
  {                                                                                                                    \
    return pb_text_##name ((Type) value);                                                                              \
  }
WORD (item_status, PbItemStatus)
WORD (gate_class, PbGateClass)
WORD (item_type, PbItemType)
WORD (run_status, PbRunStatus)
WORD (board_state, PbBoardState)
WORD (fai_status, PbFaiStatus)
WORD (result, PbResult)
WORD (capacity, PbCapacity)
WORD (meaning, PbMeaning)
WORD (check_type, PbCheckType)
WORD (slot_status, PbSlotStatus)
WORD (asset_kind, PbAssetKind)
WORD (waiver_status, PbWaiverStatus)

static void
test_words (void)
{
  check_words (&pb_item_statuses, word_item_status);
  check_words (&pb_gate_classes, word_gate_class);
  check_words (&pb_item_types, word_item_type);
  check_words (&pb_run_statuses, word_run_status);
  check_words (&pb_board_states, word_board_state);
  check_words (&pb_fai_statuses, word_fai_status);
  check_words (&pb_results, word_result);
  check_words (&pb_capacities, word_capacity);
  check_words (&pb_meanings, word_meaning);
  check_words (&pb_check_types, word_check_type);
  check_words (&pb_slot_statuses, word_slot_status);
  check_words (&pb_asset_kinds, word_asset_kind);
  check_words (&pb_waiver_statuses, word_waiver_status);
  check_words (&pb_waiver_categories, pb_text_waiver_category);
}

static void
test_who (void)
{
  static const char *const several[] = { "prep:waive", "run:authorize", "prep:record", NULL };
  static const char *const same[] = { "prep:waive", "capacity:PRODUCTION", NULL };
  static const char *const binding[] = { "loading:config", NULL };
  const char *const nobody[] = { "no:such", NULL };

  assert_text (pb_text_who_can ("prep:waive"), "Production supervisor");
  assert_text (pb_text_who_can ("capacity:QUALITY"), "Quality engineer");
  assert_text (pb_text_who_can ("no:such"), "");
  assert_text (pb_text_who_can_any (several), "Production supervisor or Operator");
  assert_text (pb_text_who_can_any (same), "Production supervisor");
  assert_text (pb_text_who_can_any (nobody), "");
  assert_text (pb_text_who_can_any (NULL), "");
  assert_text (pb_text_who_can ("run:authorize"), "Production supervisor or Production planner");
  assert_text (pb_text_who_can_all (binding, FALSE), "Line leader or Process engineer");
  assert_text (pb_text_who_can_all (binding, TRUE), "you, Line leader or Process engineer");
  g_assert_cmpstr (pb_text_permission ("prep:waive"), ==, "approve waivers");
  g_assert_cmpstr (pb_text_permission ("x:y"), ==, "x:y");
  g_assert_cmpstr (pb_translate (NULL), ==, "");
  g_assert_cmpstr (pb_translate (""), ==, "");
}

/* --- errors
 * ------------------------------------------------------------------------------------------------------------------ */

/* Returns: (transfer full): as the client makes it. @details: JSON object text. */
static GError *
new_error (PbClientError kind, guint status, const char *code, const char *details, const char *message)
{
  g_autoptr (JsonNode) node = details != NULL ? pb_json_parse (details, strlen (details), NULL) : NULL;
  GError *error = NULL;

  pb_client_error_set (&error, kind, status, code, node != NULL ? json_node_get_object (node) : NULL, 0, message);
  return error;
}

static void
test_known_code (void)
{
  g_autoptr (GError) error = new_error (PB_CLIENT_ERROR_INVALID, 400, "SLOT_LOCKED", NULL, "developer text");

  assert_text (pb_error_to_user_text (error), "The slot is locked after wrong reels. It must be unlocked first.");
  g_assert_cmpstr (pb_error_get_code (error), ==, "SLOT_LOCKED");
}

static void
test_unknown_code (void)
{
  g_autoptr (GError) error = new_error (PB_CLIENT_ERROR_INVALID, 400, "BRAND_NEW", NULL, "The server's own words");

  assert_text (pb_error_to_user_text (error), "The server's own words");
}

static void
test_kinds_without_code (void)
{
  for (int kind = PB_CLIENT_ERROR_NETWORK; kind <= PB_CLIENT_ERROR_PROTOCOL; kind++)
    {
      g_autoptr (GError) error = new_error ((PbClientError) kind, 0, NULL, NULL, "socket refused 111");
      g_autofree char *text = pb_error_to_user_text (error);

      g_assert_cmpstr (text, !=, "");
      /* Low-level text is never shown. */
      g_assert_null (strstr (text, "111"));
    }
}

static void
test_additions (void)
{
  g_autoptr (GError) locked =
    new_error (PB_CLIENT_ERROR_FORBIDDEN, 403, "SIGNING_LOCKED", "{\"until\":\"2099-03-01T12:15:00.000Z\"}", "m");
  g_autoptr (GError) other =
    new_error (PB_CLIENT_ERROR_CONFLICT, 409, "ALREADY_AUTHORIZED",
               "{\"by\":\"u7\",\"byName\":\"S. Chen\",\"at\":\"2020-03-01T12:15:00.000Z\"}", "m");
  g_autoptr (GError) value =
    new_error (PB_CLIENT_ERROR_INVALID, 422, "VALIDATION_FAILED",
               "{\"details\":[{\"property\":\"lotId\",\"message\":\"too long\"}]}", "too long");
  g_autoptr (GError) busy = NULL;
  g_autofree char *locked_text = pb_error_to_user_text (locked);
  g_autofree char *other_text = pb_error_to_user_text (other);

  g_assert_true (g_str_has_suffix (locked_text, "Until 2099-03-01 12:15."));
  g_assert_true (g_str_has_suffix (other_text, "By S. Chen, 2020-03-01 12:15."));
  assert_text (pb_error_to_user_text (value), "The server does not accept a value. too long");
  pb_client_error_set (&busy, PB_CLIENT_ERROR_BUSY, 429, "TOO_MANY_ATTEMPTS", NULL, 300, "m");
  assert_text (pb_error_to_user_text (busy), "The server takes no more of this now. Try again in 5 min.");
}

static void
test_forbidden (void)
{
  g_autoptr (GError) one = new_error (PB_CLIENT_ERROR_FORBIDDEN, 403, "FORBIDDEN", NULL,
                                      "Missing required permission: run:authorize or quality:fai");
  g_autoptr (GError) unknown =
    new_error (PB_CLIENT_ERROR_FORBIDDEN, 403, "FORBIDDEN", NULL, "Missing required permission: no:such");
  g_autoptr (GError) signer = new_error (PB_CLIENT_ERROR_FORBIDDEN, 403, "FORBIDDEN", NULL,
                                         "Ana Ruiz may not do this: it needs run:revoke on this line");
  g_autoptr (GError) told = new_error (PB_CLIENT_ERROR_FORBIDDEN, 403, "FORBIDDEN",
                                       "{\"signerName\":\"Li Na\",\"permissions\":\"prep:waive\"}", "m");
  g_autoptr (GError) silent = new_error (PB_CLIENT_ERROR_FORBIDDEN, 403, "FORBIDDEN", NULL, "No");

  assert_text (pb_error_to_user_text (one),
               "You may not authorise runs. Who can: Production supervisor, Production planner or Quality engineer");
  /* Nobody is shown the name of a permission. */
  assert_text (pb_error_to_user_text (unknown), "You may not do this.");
  assert_text (
    pb_error_to_user_text (signer),
    "Ana Ruiz may not revoke authorisations on this line. Who can: Quality engineer, Production supervisor or "
    "Production planner");
  assert_text (pb_error_to_user_text (told),
               "Li Na may not approve waivers on this line. Who can: Production supervisor");
  assert_text (pb_error_to_user_text (silent), "You may not do this.");
}

static void
test_field_texts (void)
{
  g_autoptr (GError) error =
    new_error (PB_CLIENT_ERROR_INVALID, 400, "LOT_ID_REQUIRED",
               "{\"details\":[{\"property\":\"lotId\",\"code\":\"LOT_ID_REQUIRED\",\"message\":\"m\"},"
               "{\"property\":\"remark\",\"message\":\"is too long\"}]}",
               "m");

  assert_text (pb_error_get_field_text (error, "lotId"), "Enter or scan the lot.");
  assert_text (pb_error_get_field_text (error, "remark"), "is too long");
  g_assert_null (pb_error_get_field_text (error, "usedBy"));
}

static void
test_predicates (void)
{
  g_autoptr (GError) stale = new_error (PB_CLIENT_ERROR_CONFLICT, 412, "STALE", NULL, "m");
  g_autoptr (GError) same = new_error (PB_CLIENT_ERROR_CONFLICT, 409, "SAME_PERSON", NULL, "m");
  g_autoptr (GError) wrong = new_error (PB_CLIENT_ERROR_FORBIDDEN, 403, "CREDENTIALS_INVALID", NULL, "m");
  g_autoptr (GError) offline = new_error (PB_CLIENT_ERROR_NETWORK, 0, NULL, NULL, "m");
  g_autoptr (GError) over = new_error (PB_CLIENT_ERROR_AUTH, 401, "UNAUTHORIZED", NULL, "m");
  g_autoptr (GError) cancelled = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "m");

  g_assert_true (pb_error_is_conflict (stale));
  g_assert_false (pb_error_is_conflict (same));
  g_assert_true (pb_error_is_credentials (wrong));
  g_assert_false (pb_error_is_credentials (same));
  g_assert_true (pb_error_is_offline (offline));
  g_assert_true (pb_error_is_signed_out (over));
  g_assert_true (pb_error_is_cancelled (cancelled));
  g_assert_null (pb_error_get_blockers (stale));
}

static void
test_blockers (void)
{
  g_autoptr (GError) error =
    new_error (PB_CLIENT_ERROR_INVALID, 400, "READINESS_CHECK_FAILED",
               "{\"blockers\":[{\"code\":\"FAI_NOT_PASSED\",\"message\":\"m\",\"clearedBy\":[\"quality:fai\"]}]}", "m");
  g_autoptr (GPtrArray) blockers = pb_error_get_blockers (error);

  g_assert_nonnull (blockers);
  g_assert_cmpuint (blockers->len, ==, 1);
  g_assert_cmpint (((const PbBlocker *) blockers->pdata[0])->code, ==, PB_BLOCKER_FAI_NOT_PASSED);
}

/* How long, and who: as far as the refusal says it. */
static void
test_refusals_that_say_more (void)
{
  static const struct
  {
    const char *code;
    const char *message;
    const char *text;
  } cases[] = {
    { "UNTIL_TOO_LATE", "The end must lie ahead, at most 8 hours",
      "The waiver would hold longer than is allowed. Allowed are at most 8 h from now." },
    { "UNTIL_TOO_LATE", "too late", "The waiver would hold longer than is allowed." },
    { "CAPACITY_NOT_HELD", "Jonas Weber does not sign for ENGINEERING",
      "This person may not sign in this capacity. Who can: Process engineer." },
    { "CAPACITY_NOT_HELD", "not held", "This person may not sign in this capacity." },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = new_error (PB_CLIENT_ERROR_FORBIDDEN, 403, cases[i].code, NULL, cases[i].message);
      g_autofree char *text = pb_error_to_user_text (error);
      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

/* The codes of the contract that a preparation client meets: each has a sentence of its own kind of reader. */
static void
test_contract_codes (void)
{
  static const char codes[] =
    "INVALID_EMAIL_OR_PASSWORD INVALID_EMAIL VALIDATION_ERROR UNAUTHORIZED FORBIDDEN RUN_NOT_FOUND STATION_NOT_FOUND "
    "ROUTE_VERSION_NOT_READY ROUTING_EMPTY INVALID_RUN_STATUS QUANTITY_EXCEEDS_PLAN RUN_IN_TERMINAL_STATUS "
    "UNITS_CANNOT_BE_DELETED RUN_NOT_READY READINESS_CHECK_FAILED FAI_NOT_PASSED FAI_NOT_SIGNED RUN_NOT_CLOSABLE "
    "RUN_HAS_NO_UNITS RUN_UNITS_NOT_TERMINAL RUN_CLOSEOUT_FAILED OQC_REQUIRED NO_CHECK_FOUND ITEM_NOT_FOUND "
    "RUN_MISMATCH "
    "ITEM_NOT_FAILED FAI_NOT_FOUND READINESS_CHECK_NOT_PASSED FAI_ALREADY_EXISTS FAI_SAMPLE_UNITS_INSUFFICIENT "
    "NOT_FAI_INSPECTION INVALID_FAI_STATUS FAI_UNITS_REQUIRED FAI_NOT_INSPECTING FAI_TRIAL_NOT_STARTED "
    "FAI_TRIAL_REQUIRED "
    "FAI_ITEM_NOT_FOUND INVALID_FAI_COUNTS INSPECTION_FAILURES_EXIST FAI_ALREADY_SIGNED FAI_TEMPLATE_NOT_FOUND "
    "FAI_TEMPLATE_CODE_EXISTS FAI_TEMPLATE_ITEM_SEQ_DUPLICATE FAI_TEMPLATE_ITEM_NAME_REQUIRED "
    "FAI_TEMPLATE_PRODUCT_MISMATCH TRACK_NOT_FOUND DATA_SPEC_NOT_FOUND REQUIRED_DATA_MISSING DATA_VALUE_INVALID "
    "UNIT_NOT_FOUND TPM_EQUIPMENT_UNAVAILABLE TPM_MAINTENANCE_IN_PROGRESS STATION_LINE_MISMATCH FAI_TRIAL_NOT_READY "
    "RUN_NOT_AUTHORIZED RUN_WORK_ORDER_MISMATCH WORK_ORDER_NO_ROUTING UNIT_WORK_ORDER_MISMATCH UNIT_RUN_MISMATCH "
    "UNIT_ALREADY_IN_STATION UNIT_ALREADY_DONE UNIT_OUT_FAILED UNIT_SCRAPPED STEP_MISMATCH FAI_TRIAL_STEP_NOT_ALLOWED "
    "FAI_TRIAL_LIMIT_REACHED STATION_MISMATCH ACTIVE_TRACK_EXISTS LINE_NOT_FOUND ROUTING_STEP_NOT_FOUND "
    "RUN_LINE_NOT_SET "
    "LINE_MISMATCH ROUTING_STEP_MISMATCH INVALID_IN_AT INVALID_OUT_AT TIME_RANGE_INVALID MATERIAL_LOT_INCOMPLETE "
    "LOT_ID_REQUIRED INVALID_RECEIVED_AT INVALID_EXPIRES_AT INVALID_THAWED_AT INVALID_ISSUED_AT INVALID_RETURNED_AT "
    "INVALID_RECEIVED_QTY STENCIL_ID_REQUIRED INVALID_RECORD_DATE INVALID_REPLACED_AT INVALID_PRINT_COUNT "
    "INVALID_TOTAL_PRINT_COUNT INVALID_LIFE_LIMIT INVALID_CLEANED_AT CLEANED_BY_REQUIRED SQUEEGEE_ID_REQUIRED "
    "FIXTURE_ID_REQUIRED INVALID_USAGE_COUNT INVALID_TOTAL_USAGE_COUNT INVALID_MEASURED_AT INVALID_TEMPERATURE "
    "PRODUCT_NAME_REQUIRED PROGRAM_NAME_REQUIRED USED_BY_REQUIRED NO_CURRENT_STENCIL NO_CURRENT_SOLDER_PASTE "
    "RUN_STATUS_INVALID FEEDER_SLOTS_NOT_FOUND SLOT_MAPPING_MISSING LOADING_ALREADY_STARTED SLOT_NOT_FOUND "
    "MATERIAL_LOT_NOT_FOUND SLOT_EXPECTATION_MISSING MATERIAL_LOT_AMBIGUOUS OPERATOR_REQUIRED SLOT_LOCKED "
    "SLOT_ALREADY_LOADED SLOT_NOT_LOADED REASON_REQUIRED SLOT_IN_USE SLOT_LINE_MISMATCH INSTANCE_NOT_FOUND "
    "INSTANCE_NOT_WAIVABLE INSTANCE_INVALID_STATUS ITEM_NOT_WAIVABLE UNTIL_REQUIRED UNTIL_TOO_LATE RUN_NOT_IN_PREP "
    "CREDENTIALS_REQUIRED CREDENTIALS_INVALID SIGNING_LOCKED SAME_PERSON CONTENT_CHANGED WAIVER_EXISTS WAIVER_NOT_OPEN "
    "CAPACITY_NOT_HELD CAPACITY_ALREADY_SIGNED INSPECTOR_MAY_NOT_SIGN OUT_OF_ORDER UNIT_UNKNOWN VALUE_OUT_OF_LIMITS "
    "VALUE_NOT_A_NUMBER FAI_INCOMPLETE FAI_ITEM_FAILED FAI_STALE ALREADY_AUTHORIZED NOT_AUTHORIZED "
    "IDEMPOTENCY_MISMATCH "
    "IN_PROGRESS STALE TOO_LARGE VALIDATION_FAILED NOT_FOUND METHOD_NOT_ALLOWED MALFORMED_JSON INTERNAL_ERROR "
    "VALUE_REQUIRED RESULT_REQUIRED NA_NOT_ALLOWED";
  g_auto (GStrv) names = g_strsplit (codes, " ", -1);

  for (char **name = names; *name != NULL; name++)
    {
      const char *sentence = pb_error_sentence_of_code (*name);

      g_test_message ("%s", *name);
      g_assert_nonnull (sentence);
      g_assert_true (g_str_has_suffix (sentence, "."));
    }
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/text/spans", test_spans);
  g_test_add_func ("/model/text/deadlines", test_deadlines);
  g_test_add_func ("/model/text/times", test_times);
  g_test_add_func ("/model/text/numbers", test_numbers);
  g_test_add_func ("/model/text/measures", test_measures);
  g_test_add_func ("/model/text/words", test_words);
  g_test_add_func ("/model/text/who", test_who);
  g_test_add_func ("/model/errors/known-code", test_known_code);
  g_test_add_func ("/model/errors/unknown-code", test_unknown_code);
  g_test_add_func ("/model/errors/kinds-without-code", test_kinds_without_code);
  g_test_add_func ("/model/errors/additions", test_additions);
  g_test_add_func ("/model/errors/forbidden", test_forbidden);
  g_test_add_func ("/model/errors/field-texts", test_field_texts);
  g_test_add_func ("/model/errors/predicates", test_predicates);
  g_test_add_func ("/model/errors/blockers", test_blockers);
  g_test_add_func ("/model/errors/refusals-that-say-more", test_refusals_that_say_more);
  g_test_add_func ("/model/errors/contract-codes", test_contract_codes);
  return g_test_run ();
}
