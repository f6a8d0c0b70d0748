/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "plant-fai.h"

/* Signing and rejecting first articles, over the service as a whole. */

/* ---- Signing */

static void
test_sign (PlantFixture *f, gconstpointer data)
{
  g_autofree char *fai = plant_fai_create_passed (f);
  g_autofree char *hash = plant_fai_hash (f, fai);
  g_autoptr (PlantAnswer) first = plant_fai_sign (f, fai, "PRODUCTION", "supervisor", 200, NULL);
  g_autoptr (PlantAnswer) second = NULL;
  g_autoptr (PlantAnswer) third = NULL;
  g_autoptr (PlantAnswer) after = NULL;
  g_autoptr (PbSignature) row = NULL;

  g_assert_cmpstr (plant_text (first, "data.signatures[0].capacity"), ==, "PRODUCTION");
  g_assert_cmpstr (plant_text (first, "data.signatures[0].signedBy"), ==, "user-supervisor");
  g_assert_cmpstr (plant_text (first, "data.signatures[0].printedName"), ==, "supervisor");
  g_assert_cmpstr (plant_text (first, "data.signatures[0].meaning"), ==, "APPROVED");
  g_assert_cmpstr (plant_text (first, "data.signatures[0].stationId"), ==, "desk-1");
  g_assert_true (plant_bool (first, "data.signatures[0].valid"));
  /* Signing does not change what is signed. */
  g_assert_cmpstr (plant_text (first, "data.contentHash"), ==, hash);
  g_assert_cmpint (plant_length (first, "data.missingCapacities"), ==, 2);
  g_assert_null (plant_node (first, "data.signedBy"));
  second = plant_fai_sign (f, fai, "QUALITY", "quality2", 200, NULL);
  g_assert_null (plant_node (second, "data.signedBy"));
  third = plant_fai_sign (f, fai, "ENGINEERING", "engineer", 200, NULL);
  g_assert_cmpint (plant_length (third, "data.missingCapacities"), ==, 0);
  g_assert_cmpstr (plant_text (third, "data.signedBy"), ==, "user-engineer");
  g_assert_nonnull (plant_text (third, "data.signedAt"));
  g_assert_cmpstr (plant_text (third, "data.signatureRemark"), ==, "seen");
  g_assert_cmpint (plant_count (f, &pb_audit_row_type, "action", "FAI_SIGN"), ==, 3);

  /* Anybody but the signer changes a value behind the back of the product: the signatures show it. */
  {
    g_autoptr (PbMeasurement) measurement = plant_get (f, &pb_measurement_type, "unit_sn", "SN-A-0001");

    pb_set_string (&measurement->actual_value, "121");
    plant_update (f, measurement);
    plant_wait (f, PB_MINUTE);
  }
  after = plant_fai_expect (f, "quality", "GET", fai, "", NULL, 200, NULL);
  g_assert_false (plant_bool (after, "data.signatures[0].valid"));
  /* And the gate counts none of them. */
  {
    g_autoptr (PlantAnswer) gate = plant_expect (f, "quality", "GET", "/api/runs/RUN-A/gate", NULL, 200, NULL);

    g_assert_cmpint (plant_length (gate, "data.blockers"), ==, 3);
    g_assert_cmpstr (plant_text (gate, "data.blockers[0].code"), ==, "FAI_NOT_SIGNED");
  }
}

static void
test_sign_refused (PlantFixture *f, gconstpointer data)
{
  g_autofree char *fai = plant_fai_create_recorded (f);
  g_autofree char *hash = NULL;
  g_autofree char *no_signer = NULL;
  g_autofree char *wrong = NULL;
  g_autoptr (PlantAnswer) conflict = NULL;

  plant_answer_free (plant_fai_sign (f, fai, "ENGINEERING", "engineer", 400, "FAI_NOT_PASSED"));
  plant_fai_check (f, "quality", "POST", fai, "/complete", "{'decision':'PASS'}", 200, NULL);
  hash = plant_fai_hash (f, fai);
  no_signer = g_strdup_printf ("{'capacity':'ENGINEERING','contentHash':'%s'}", hash);
  wrong = g_strdup_printf ("{'capacity':'ENGINEERING','contentHash':'%s','signer':{'email':'engineer@plant.test',"
                           "'password':'wrong'}}",
                           hash);

  /* Session, then body, object, credentials, permission, state. */
  plant_fai_check (f, NULL, "POST", fai, "/sign", "{}", 401, "UNAUTHORIZED");
  plant_fai_check (f, "idle", "POST", fai, "/sign", "{}", 403, "FORBIDDEN");
  plant_fai_check (f, "quality", "POST", fai, "/sign", "{}", 422, "VALIDATION_FAILED");
  plant_fai_check (f, "quality", "POST", fai, "/sign", "{'capacity':'QUALITY'," PLANT_SIGNER ("quality2") "}", 422,
                   "VALIDATION_FAILED");
  plant_fai_check (f, "quality", "POST", fai, "/sign",
                   "{'capacity':'QUALITY','contentHash':'x','meaning':'REJECTED'," PLANT_SIGNER ("quality2") "}", 422,
                   "VALIDATION_FAILED");
  plant_check (f, "quality", "POST", "/api/fai/none/sign", no_signer, 404, "FAI_NOT_FOUND");
  plant_fai_check (f, "operator-b", "POST", fai, "/sign", no_signer, 404, "FAI_NOT_FOUND");
  plant_fai_check (f, "quality", "POST", fai, "/sign", no_signer, 403, "CREDENTIALS_REQUIRED");
  plant_fai_check (f, "quality", "POST", fai, "/sign", wrong, 403, "CREDENTIALS_INVALID");
  plant_answer_free (plant_fai_sign (f, fai, "PRODUCTION", "operator", 403, "FORBIDDEN"));
  plant_answer_free (plant_fai_sign (f, fai, "PRODUCTION", "engineer", 403, "CAPACITY_NOT_HELD"));
  plant_fai_check (f, "quality", "POST", fai, "/sign",
                   "{'capacity':'ENGINEERING','contentHash':'00'," PLANT_SIGNER ("engineer") "}", 409,
                   "CONTENT_CHANGED");
  plant_answer_free (plant_fai_sign (f, fai, "QUALITY", "quality", 409, "INSPECTOR_MAY_NOT_SIGN"));
  plant_answer_free (plant_fai_sign (f, fai, "PRODUCTION", "supervisor", 200, NULL));
  conflict = plant_fai_sign (f, fai, "PRODUCTION", "supervisor2", 409, "CAPACITY_ALREADY_SIGNED");
  g_assert_cmpstr (plant_text (conflict, "error.signedBy"), ==, "user-supervisor");
  g_assert_nonnull (plant_text (conflict, "error.signedAt"));
  /* One person signs once, whatever they hold. */
  {
    g_autoptr (PbUser) user = plant_get (f, &pb_user_type, "id", "user-supervisor");
    const char *const both[] = { "PRODUCTION", "ENGINEERING", NULL };

    g_strfreev (user->capacities);
    user->capacities = g_strdupv ((char **) both);
    plant_update (f, user);
  }
  plant_answer_free (plant_fai_sign (f, fai, "ENGINEERING", "supervisor", 409, "SAME_PERSON"));
  plant_answer_free (plant_fai_sign (f, fai, "ENGINEERING", "engineer", 200, NULL));
  plant_answer_free (plant_fai_sign (f, fai, "QUALITY", "quality2", 200, NULL));
  plant_answer_free (plant_fai_sign (f, fai, "QUALITY", "quality2", 400, "FAI_ALREADY_SIGNED"));
  /* What is signed is never edited. */
  plant_fai_record (f, fai, "Polarity", "'result':'FAIL'", 400, "FAI_NOT_INSPECTING");
}

static void
test_sign_in_order (PlantFixture *f, gconstpointer data)
{
  g_autofree char *fai = NULL;

  plant_set_policy (f, "fai.signInOrder", "true");
  fai = plant_fai_create_passed (f);
  plant_answer_free (plant_fai_sign (f, fai, "QUALITY", "quality2", 409, "OUT_OF_ORDER"));
  plant_answer_free (plant_fai_sign (f, fai, "PRODUCTION", "supervisor", 200, NULL));
}

static void
test_sign_superseded (PlantFixture *f, gconstpointer data)
{
  g_autofree char *old = plant_fai_create_passed (f);
  g_autofree char *newer = plant_fai_create (f, 1);

  plant_answer_free (plant_fai_sign (f, old, "ENGINEERING", "engineer", 400, "FAI_NOT_PASSED"));
  g_assert_cmpstr (old, !=, newer);
}

typedef struct
{
  GMutex lock;
  GCond cond;
  int waiting;
  int won, lost;
} Race;

static void
race_cb (PbAnswer *answer, gpointer user_data)
{
  Race *race = user_data;

  g_mutex_lock (&race->lock);
  race->waiting -= 1;
  race->won += answer->status == 200;
  race->lost += answer->status == 409;
  g_cond_signal (&race->cond);
  g_mutex_unlock (&race->lock);
  pb_answer_free (answer);
}

/* Of several people signing at once in one capacity exactly one wins. */
static void
test_sign_at_once (PlantFixture *f, gconstpointer data)
{
  g_autofree char *fai = plant_fai_create_passed (f);
  g_autofree char *hash = plant_fai_hash (f, fai);
  g_autofree char *path = g_strconcat ("/api/fai/", fai, "/sign", NULL);
  Race race = { .waiting = 6 };
  gint64 end = g_get_monotonic_time () + 60 * G_TIME_SPAN_SECOND;

  g_mutex_init (&race.lock);
  g_cond_init (&race.cond);
  for (int i = 0; i < 6; i++)
    {
      PbRequest *request = pb_request_new ("POST", path);
      g_autofree char *body =
        g_strdup_printf ("{\"capacity\":\"PRODUCTION\",\"contentHash\":\"%s\",\"signer\":{\"email\":\"%s@plant.test\","
                         "\"password\":\"" PLANT_PASSWORD "\"}}",
                         hash, i % 2 == 0 ? "supervisor" : "supervisor2");

      request->token = g_strdup ("quality");
      request->body = g_bytes_new (body, strlen (body));
      request->content_type = g_strdup ("application/json");
      pb_service_submit (f->service, request, race_cb, &race);
    }
  g_mutex_lock (&race.lock);
  while (race.waiting > 0 && g_cond_wait_until (&race.cond, &race.lock, end))
    ;
  g_assert_cmpint (race.waiting, ==, 0);
  g_assert_cmpint (race.won, ==, 1);
  g_assert_cmpint (race.lost, ==, 5);
  g_mutex_unlock (&race.lock);
  g_mutex_clear (&race.lock);
  g_cond_clear (&race.cond);
  g_assert_cmpint (plant_count (f, &pb_signature_type, "subject_id", fai), ==, 1);
}

/* ---- Rejecting */

static void
test_reject (PlantFixture *f, gconstpointer data)
{
  g_autofree char *fai = plant_fai_create_passed (f);
  g_autoptr (PlantAnswer) rejected = NULL;
  g_autoptr (PlantAnswer) again = NULL;

  plant_fai_sign_all (f, fai);
  rejected =
    plant_fai_expect (f, "quality", "POST", fai, "/reject",
                      "{'capacity':'QUALITY','reason':'polarity is wrong'," PLANT_SIGNER ("quality2") "}", 200, NULL);
  g_assert_cmpstr (plant_text (rejected, "data.status"), ==, "INSPECTING");
  g_assert_cmpint (plant_int (rejected, "data.round"), ==, 2);
  g_assert_null (plant_node (rejected, "data.signedBy"));
  g_assert_null (plant_node (rejected, "data.decidedBy"));
  g_assert_cmpint (plant_length (rejected, "data.missingCapacities"), ==, 3);
  g_assert_cmpint (plant_length (rejected, "data.signatures"), ==, 4);
  for (int i = 0; i < 3; i++)
    {
      g_autofree char *path = g_strdup_printf ("data.signatures[%d].valid", i);

      g_assert_false (plant_bool (rejected, path));
    }
  g_assert_cmpstr (plant_text (rejected, "data.signatures[3].meaning"), ==, "REJECTED");
  g_assert_cmpstr (plant_text (rejected, "data.signatures[3].remark"), ==, "polarity is wrong");
  /* It is inspected on, and signed anew by everybody. */
  plant_fai_record (f, fai, "Polarity", "'result':'PASS','remark':'turned'", 200, NULL);
  plant_fai_check (f, "quality", "POST", fai, "/complete", "{'decision':'PASS'}", 200, NULL);
  again = plant_fai_sign (f, fai, "QUALITY", "quality2", 200, NULL);
  g_assert_cmpint (plant_length (again, "data.missingCapacities"), ==, 2);
}

static void
test_reject_refused (PlantFixture *f, gconstpointer data)
{
  static const char body[] = "{'capacity':'QUALITY','reason':'no'," PLANT_SIGNER ("quality2") "}";
  g_autofree char *fai = plant_fai_create_recorded (f);

  plant_fai_check (f, "quality", "POST", fai, "/reject", body, 400, "FAI_NOT_PASSED");
  plant_fai_check (f, "quality", "POST", fai, "/complete", "{'decision':'PASS'}", 200, NULL);
  plant_fai_check (f, "quality", "POST", fai, "/reject", "{'reason':'no'," PLANT_SIGNER ("quality2") "}", 422,
                   "VALIDATION_FAILED");
  plant_fai_check (f, "quality", "POST", fai, "/reject", "{'capacity':'QUALITY'," PLANT_SIGNER ("quality2") "}", 422,
                   "VALIDATION_FAILED");
  plant_fai_check (f, "quality", "POST", fai, "/reject",
                   "{'capacity':'QUALITY','reason':'  '," PLANT_SIGNER ("quality2") "}", 400, "REASON_REQUIRED");
  plant_fai_check (f, "quality", "POST", fai, "/reject",
                   "{'capacity':'QUALITY','reason':'no','odd':1," PLANT_SIGNER ("quality2") "}", 422,
                   "VALIDATION_FAILED");
  plant_check (f, "quality", "POST", "/api/fai/none/reject", body, 404, "FAI_NOT_FOUND");
  plant_fai_check (f, "quality", "POST", fai, "/reject", "{'capacity':'QUALITY','reason':'no'}", 403,
                   "CREDENTIALS_REQUIRED");
  plant_fai_check (f, "quality", "POST", fai, "/reject",
                   "{'capacity':'ENGINEERING','reason':'no'," PLANT_SIGNER ("quality2") "}", 403, "CAPACITY_NOT_HELD");
  plant_fai_check (f, "quality", "POST", fai, "/reject",
                   "{'capacity':'QUALITY','reason':'no','contentHash':'00'," PLANT_SIGNER ("quality2") "}", 409,
                   "CONTENT_CHANGED");
  plant_set_run (f, PB_RUN_AUTHORIZED);
  plant_fai_check (f, "quality", "POST", fai, "/reject", body, 400, "RUN_NOT_IN_PREP");
}

/* ---- Signable */

static void
test_signable (PlantFixture *f, gconstpointer data)
{
  g_autofree char *fai = plant_fai_create_passed (f);
  g_autoptr (PlantAnswer) to_sign = plant_fai_expect (f, "operator", "GET", fai, "/signable?act=SIGN", NULL, 200, NULL);
  g_autoptr (PlantAnswer) to_reject =
    plant_fai_expect (f, "operator", "GET", fai, "/signable?act=REJECT", NULL, 200, NULL);

  g_assert_cmpstr (plant_text (to_sign, "data.act"), ==, "SIGN");
  g_assert_nonnull (plant_node (to_sign, "data.content"));
  g_assert_nonnull (plant_text (to_sign, "data.text"));
  g_assert_cmpstr (plant_text (to_sign, "data.contentHash"), ==, plant_text (to_reject, "data.contentHash"));
  plant_fai_check (f, "operator", "GET", fai, "/signable", NULL, 422, "VALIDATION_FAILED");
  plant_fai_check (f, "operator", "GET", fai, "/signable?act=WAIVE", NULL, 422, "VALIDATION_FAILED");
  plant_check (f, "operator", "GET", "/api/fai/none/signable?act=SIGN", NULL, 404, "FAI_NOT_FOUND");
}

#define ADD(name, function) g_test_add (name, PlantFixture, NULL, plant_set_up, function, plant_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/fai-sign/sign", test_sign);
  ADD ("/fai-sign/sign/refused", test_sign_refused);
  ADD ("/fai-sign/sign/in-order", test_sign_in_order);
  ADD ("/fai-sign/sign/superseded", test_sign_superseded);
  ADD ("/fai-sign/sign/at-once", test_sign_at_once);
  ADD ("/fai-sign/reject", test_reject);
  ADD ("/fai-sign/reject/refused", test_reject_refused);
  ADD ("/fai-sign/signable", test_signable);
  return g_test_run ();
}
