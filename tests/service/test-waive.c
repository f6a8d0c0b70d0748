/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "pb-plant-fixture.h"

#include <string.h>

#include "store/pb-db-private.h"
#include "wire/pb-time.h"

#define SUPERVISOR "'signer':{'email':'supervisor@plant.test','password':'" PLANT_PASSWORD "'}"
#define REASON     "'reason':'Replacement machine is on its way'"

/* A machine of LINE-A that is down: its item fails and may be waived. */
static void
break_machine (PlantFixture *f, const char *code)
{
  g_autoptr (PbEquipment) machine = plant_get (f, &pb_equipment_type, "equipment_code", code);

  pb_set_string (&machine->status, "down");
  plant_update (f, machine);
  plant_wait (f, PB_MINUTE);
}

static void
repair_machine (PlantFixture *f, const char *code)
{
  g_autoptr (PbEquipment) machine = plant_get (f, &pb_equipment_type, "equipment_code", code);

  pb_set_string (&machine->status, "normal");
  plant_update (f, machine);
  plant_wait (f, PB_MINUTE);
}

/* A repair that PRN-A waits for: another failure. */
static void
jam_machine (PlantFixture *f)
{
  g_autoptr (PbMaintenanceRecord) repair = pb_object_new (&pb_maintenance_record_type);

  repair->id = g_strdup ("maintenance-1");
  repair->entity_type = PB_MAINTAINED_EQUIPMENT;
  repair->entity_id = g_strdup ("PRN-A");
  repair->maintenance_type = 1;
  repair->status = PB_MAINTENANCE_PENDING;
  repair->description = g_strdup ("Rails stuck");
  plant_insert (f, repair);
  plant_wait (f, PB_MINUTE);
}

/* Returns: the value of a member of the item of @type and @key as it is now. (transfer full) (nullable) */
static char *
item_text (PlantFixture *f, const char *type, const char *key, const char *name)
{
  g_autoptr (PlantAnswer) latest =
    plant_expect (f, "leader", "GET", "/api/runs/RUN-A/readiness/latest", NULL, 200, NULL);

  for (int i = 0; i < plant_length (latest, "data.items"); i++)
    {
      g_autofree char *type_path = g_strdup_printf ("data.items[%d].itemType", i);
      g_autofree char *key_path = g_strdup_printf ("data.items[%d].itemKey", i);
      g_autofree char *path = g_strdup_printf ("data.items[%d].%s", i, name);

      if (g_strcmp0 (plant_text (latest, type_path), type) == 0 && g_strcmp0 (plant_text (latest, key_path), key) == 0)
        return g_strdup (plant_text (latest, path));
    }
  g_assert_not_reached ();
}

static void
assert_item (PlantFixture *f, const char *status)
{
  g_autofree char *now = item_text (f, "EQUIPMENT", "PRN-A", "status");

  g_assert_cmpstr (now, ==, status);
}

static char *
waive_path (PlantFixture *f, const char *type, const char *key)
{
  g_autofree char *id = item_text (f, type, key, "id");

  return g_strdup_printf ("/api/readiness-items/%s/waive", id);
}

static void
test_waive (PlantFixture *f, gconstpointer data)
{
  static const char *const more[] = { "WRONG_STATE|PRN-A|", "IN_MAINTENANCE|PRN-A|", NULL };
  g_autofree char *path = NULL, *by = NULL, *reason = NULL, *one = NULL;
  g_autoptr (PlantAnswer) answer = NULL, rows = NULL, shown = NULL, later = NULL;
  g_autoptr (PbWaiver) waiver = NULL;

  break_machine (f, "PRN-A");
  assert_item (f, "FAILED");
  path = waive_path (f, "EQUIPMENT", "PRN-A");
  /* On the leader's session; the act is the supervisor's. */
  answer =
    plant_expect (f, "leader", "POST", path, "{" REASON ",'category':'TOOL_SUBSTITUTE'," SUPERVISOR "}", 200, NULL);
  g_assert_cmpstr (plant_text (answer, "data.status"), ==, "WAIVED");
  g_assert_cmpstr (plant_text (answer, "data.waivedBy"), ==, "user-supervisor");
  g_assert_nonnull (plant_text (answer, "data.waivedAt"));
  assert_item (f, "WAIVED");
  by = item_text (f, "EQUIPMENT", "PRN-A", "waivedBy");
  reason = item_text (f, "EQUIPMENT", "PRN-A", "waiveReason");
  g_assert_cmpstr (by, ==, "user-supervisor");
  g_assert_cmpstr (reason, ==, "Replacement machine is on its way");
  rows = plant_expect (f, "trace", "GET", "/api/audit-logs?action=READINESS_WAIVE", NULL, 200, NULL);
  g_assert_cmpint (plant_int (rows, "data.total"), ==, 1);
  g_assert_cmpstr (plant_text (rows, "data.items[0].actorId"), ==, "user-supervisor");
  g_assert_cmpint (plant_count (f, &pb_signature_type, "subject_type", "WAIVER"), ==, 1);
  /* The signature is shown, and held against what it covers. */
  one = g_strconcat ("/api/waivers/", plant_text (answer, "data.waiverId"), NULL);
  shown = plant_expect (f, "leader", "GET", one, NULL, 200, NULL);
  g_assert_cmpstr (plant_text (shown, "data.signature.printedName"), ==, "supervisor");
  g_assert_cmpstr (plant_text (shown, "data.signature.meaning"), ==, "WAIVED");
  g_assert_true (plant_bool (shown, "data.signature.valid"));
  waiver = plant_get (f, &pb_waiver_type, "id", plant_text (answer, "data.waiverId"));
  g_strfreev (waiver->covers);
  waiver->covers = g_strdupv ((char **) more);
  /* By somebody who has the file in hand. */
  pb_db_run_script (f->store, "DROP TRIGGER tr_waiver_update", NULL);
  plant_update (f, waiver);
  later = plant_expect (f, "leader", "GET", one, NULL, 200, NULL);
  g_assert_false (plant_bool (later, "data.signature.valid"));
}

static void
test_contract_path (PlantFixture *f, gconstpointer data)
{
  g_autofree char *id = NULL, *path = NULL, *wrong = NULL;

  break_machine (f, "PRN-A");
  id = item_text (f, "EQUIPMENT", "PRN-A", "id");
  path = g_strdup_printf ("/api/runs/RUN-A/readiness/items/%s/waive", id);
  wrong = g_strdup_printf ("/api/runs/RUN-B/readiness/items/%s/waive", id);
  plant_check (f, "supervisor", "POST", wrong, "{" REASON "," SUPERVISOR "}", 400, "RUN_MISMATCH");
  plant_check (f, "supervisor", "POST", "/api/runs/RUN-A/readiness/items/nothing/waive", "{" REASON "," SUPERVISOR "}",
               404, "ITEM_NOT_FOUND");
  plant_check (f, "supervisor", "POST", "/api/runs/RUN-X/readiness/items/nothing/waive", "{" REASON "," SUPERVISOR "}",
               404, "RUN_NOT_FOUND");
  plant_check (f, "supervisor", "POST", path, "{" REASON ",'unknown':1," SUPERVISOR "}", 200, NULL);
}

static void
test_refusals (PlantFixture *f, gconstpointer data)
{
  g_autofree char *path = NULL, *passed = NULL;

  passed = waive_path (f, "EQUIPMENT", "PRN-A");
  plant_check (f, "leader", "POST", passed, "{" REASON "," SUPERVISOR "}", 400, "ITEM_NOT_FAILED");
  break_machine (f, "PRN-A");
  path = waive_path (f, "EQUIPMENT", "PRN-A");
  plant_check (f, NULL, "POST", path, "{" REASON "," SUPERVISOR "}", 401, "UNAUTHORIZED");
  plant_check (f, "idle", "POST", path, "{" REASON "," SUPERVISOR "}", 403, "FORBIDDEN");
  plant_check (f, "operator-b", "POST", path, "{" REASON "," SUPERVISOR "}", 404, "ITEM_NOT_FOUND");
  plant_check (f, "leader", "POST", path, "{" SUPERVISOR "}", 422, "VALIDATION_FAILED");
  plant_check (f, "leader", "POST", path, "{" REASON ",'unknown':1," SUPERVISOR "}", 422, "VALIDATION_FAILED");
  plant_check (f, "leader", "POST", path, "{" REASON ",'category':'WHIM'," SUPERVISOR "}", 422, "VALIDATION_FAILED");
  plant_check (f, "leader", "POST", path, "{" REASON "}", 403, "CREDENTIALS_REQUIRED");
  plant_check (f, "leader", "POST", path, "{" REASON ",'signer':{'email':'supervisor@plant.test'}}", 403,
               "CREDENTIALS_REQUIRED");
  plant_check (f, "leader", "POST", path, "{" REASON ",'signer':'supervisor'}", 403, "CREDENTIALS_REQUIRED");
  plant_check (f, "leader", "POST", path, "{" REASON ",'signer':{'email':'supervisor@plant.test','password':'no'}}",
               403, "CREDENTIALS_INVALID");
  plant_check (f, "leader", "POST", path,
               "{" REASON ",'signer':{'email':'quality@plant.test','password':'" PLANT_PASSWORD "'}}", 403,
               "FORBIDDEN");
  /* Nobody's session is enough by itself. */
  plant_check (f, "supervisor", "POST", path, "{" REASON "}", 403, "CREDENTIALS_REQUIRED");
  plant_check (f, "leader", "POST", path, "{'reason':'   '," SUPERVISOR "}", 400, "REASON_REQUIRED");
  plant_check (f, "leader", "POST", path, "{'reason':''," SUPERVISOR "}", 400, "REASON_REQUIRED");
  plant_check (f, "leader", "POST", path, "{'reason':'too short'," SUPERVISOR "}", 400, "REASON_REQUIRED");
  plant_check (f, "leader", "POST", path, "{" REASON ",'until':'2099-01-01T00:00:00Z'," SUPERVISOR "}", 400,
               "UNTIL_TOO_LATE");
  plant_check (f, "leader", "POST", path, "{" REASON ",'contentHash':'00'," SUPERVISOR "}", 409, "CONTENT_CHANGED");
  assert_item (f, "FAILED");
  g_assert_cmpint (plant_count (f, &pb_waiver_type, "run_no", "RUN-A"), ==, 0);
}

static void
test_block_item (PlantFixture *f, gconstpointer data)
{
  g_autoptr (PbRun) run = plant_get (f, &pb_run_type, "run_no", "RUN-A");
  g_autoptr (PbRouteVersion) version = plant_get (f, &pb_route_version_type, "id", run->route_version_id);
  g_autofree char *key = g_strdup_printf ("%" G_GINT64_FORMAT, version->version_no.v), *path = NULL;

  version->status = PB_VERSION_INVALID;
  plant_update (f, version);
  plant_wait (f, PB_MINUTE);
  path = waive_path (f, "ROUTE", key);
  plant_check (f, "leader", "POST", path, "{" REASON "," SUPERVISOR "}", 400, "ITEM_NOT_WAIVABLE");
}

static void
test_survives_check (PlantFixture *f, gconstpointer data)
{
  g_autofree char *path = NULL;

  break_machine (f, "PRN-A");
  path = waive_path (f, "EQUIPMENT", "PRN-A");
  plant_check (f, "leader", "POST", path, "{" REASON "," SUPERVISOR "}", 200, NULL);
  plant_check (f, "quality", "POST", "/api/runs/RUN-A/readiness/check", NULL, 200, NULL);
  assert_item (f, "WAIVED");
  plant_check (f, "leader", "POST", path, "{" REASON "," SUPERVISOR "}", 400, "ITEM_NOT_FAILED");
}

static void
test_ends_at_its_time (PlantFixture *f, gconstpointer data)
{
  g_autofree char *path = NULL;

  break_machine (f, "PRN-A");
  path = waive_path (f, "EQUIPMENT", "PRN-A");
  plant_check (f, "leader", "POST", path, "{" REASON "," SUPERVISOR "}", 200, NULL);
  plant_wait (f, 8 * PB_HOUR - 2 * PB_MINUTE);
  assert_item (f, "WAIVED");
  plant_wait (f, 2 * PB_MINUTE);
  assert_item (f, "FAILED");
}

/* The board keeps a row in memory for as long as its verdict lasts: no longer, though nothing is written. */
static void
test_board_sees_its_end (PlantFixture *f, gconstpointer data)
{
  const char *ask = "/api/board?search=RUN-A";
  g_autofree char *path = NULL;
  g_autoptr (PlantAnswer) waived = NULL, before = NULL, after = NULL;
  gint64 until;

  break_machine (f, "PRN-A");
  path = waive_path (f, "EQUIPMENT", "PRN-A");
  plant_check (f, "leader", "POST", path, "{" REASON "," SUPERVISOR "}", 200, NULL);
  waived = plant_expect (f, "planner", "GET", ask, NULL, 200, NULL);
  g_assert_cmpstr (plant_text (waived, "data.items[0].state"), ==, "READY_FOR_FAI");
  until = pb_time_parse (plant_text (waived, "data.items[0].nextDeadline"));
  plant_wait (f, until - f->now - PB_SECOND);
  before = plant_expect (f, "planner", "GET", ask, NULL, 200, NULL);
  g_assert_cmpstr (plant_text (before, "data.items[0].state"), ==, "READY_FOR_FAI");
  plant_wait (f, 2 * PB_SECOND);
  after = plant_expect (f, "planner", "GET", ask, NULL, 200, NULL);
  g_assert_cmpstr (plant_text (after, "data.items[0].state"), ==, "BLOCKED");
}

/* A newer waiver ends the one that no longer covers the item, and the trail says so. */
static void
test_waived_anew (PlantFixture *f, gconstpointer data)
{
  g_autofree char *path = NULL, *one = NULL;
  g_autoptr (PlantAnswer) first = NULL, earlier = NULL, rows = NULL;

  break_machine (f, "PRN-A");
  path = waive_path (f, "EQUIPMENT", "PRN-A");
  first = plant_expect (f, "leader", "POST", path, "{" REASON "," SUPERVISOR "}", 200, NULL);
  one = g_strconcat ("/api/waivers/", plant_text (first, "data.waiverId"), NULL);
  jam_machine (f);
  plant_check (f, "leader", "POST", path, "{" REASON "," SUPERVISOR "}", 200, NULL);
  earlier = plant_expect (f, "leader", "GET", one, NULL, 200, NULL);
  g_assert_cmpstr (plant_text (earlier, "data.status"), ==, "EXPIRED");
  g_assert_nonnull (plant_text (earlier, "data.endReason"));
  rows = plant_expect (f, "trace", "GET", "/api/audit-logs?action=WAIVER_END", NULL, 200, NULL);
  g_assert_cmpint (plant_int (rows, "data.total"), ==, 1);
}

static void
test_ends_when_passed (PlantFixture *f, gconstpointer data)
{
  g_autofree char *path = NULL;
  g_autoptr (PbWaiver) waiver = NULL;

  break_machine (f, "PRN-A");
  path = waive_path (f, "EQUIPMENT", "PRN-A");
  plant_check (f, "leader", "POST", path, "{" REASON "," SUPERVISOR "}", 200, NULL);
  repair_machine (f, "PRN-A");
  /* Any change of the run reviews it; a waiver is not kept for a second failure. */
  plant_check (f, "planner", "POST", "/api/runs/RUN-A/generate-units", "{'quantity':1}", 200, NULL);
  waiver = plant_get (f, &pb_waiver_type, "run_no", "RUN-A");
  g_assert_cmpint (waiver->status, ==, PB_WAIVER_EXPIRED);
  break_machine (f, "PRN-A");
  assert_item (f, "FAILED");
}

static void
test_covers_no_other_failure (PlantFixture *f, gconstpointer data)
{
  g_autofree char *path = NULL;

  break_machine (f, "PRN-A");
  path = waive_path (f, "EQUIPMENT", "PRN-A");
  plant_check (f, "leader", "POST", path, "{" REASON "," SUPERVISOR "}", 200, NULL);
  jam_machine (f);
  assert_item (f, "FAILED");
}

static void
test_signable (PlantFixture *f, gconstpointer data)
{
  g_autofree char *id = NULL, *path = NULL, *signable = NULL, *body = NULL;
  g_autoptr (PlantAnswer) shown = NULL, later = NULL;

  break_machine (f, "PRN-A");
  id = item_text (f, "EQUIPMENT", "PRN-A", "id");
  path = waive_path (f, "EQUIPMENT", "PRN-A");
  signable = g_strdup_printf ("/api/readiness-items/%s/signable?act=WAIVE", id);
  shown = plant_expect (f, "leader", "GET", signable, NULL, 200, NULL);
  plant_wait (f, PB_HOUR);
  later = plant_expect (f, "leader", "GET", signable, NULL, 200, NULL);
  g_assert_cmpstr (plant_text (shown, "data.contentHash"), ==, plant_text (later, "data.contentHash"));
  body = g_strdup_printf ("{" REASON ",'contentHash':'%s'," SUPERVISOR "}", plant_text (shown, "data.contentHash"));
  plant_check (f, "leader", "POST", path, body, 200, NULL);
}

static void
test_locks_signing (PlantFixture *f, gconstpointer data)
{
  g_autofree char *path = NULL;
  g_autoptr (PlantAnswer) locked = NULL;

  break_machine (f, "PRN-A");
  path = waive_path (f, "EQUIPMENT", "PRN-A");
  for (int i = 0; i < 5; i++)
    plant_check (f, "leader", "POST", path,
                 "{" REASON ",'signer':{'email':'supervisor@plant.test','password':'wrong'}}", 403,
                 "CREDENTIALS_INVALID");
  locked = plant_expect (f, "leader", "POST", path, "{" REASON "," SUPERVISOR "}", 403, "SIGNING_LOCKED");
  g_assert_nonnull (plant_text (locked, "error.until"));
  plant_wait (f, 16 * PB_MINUTE);
  plant_check (f, "leader", "POST", path, "{" REASON "," SUPERVISOR "}", 200, NULL);
}

/* The lock lasts from the fifth wrong secret on, however long ago the first was. */
static void
test_lock_lasts_its_time (PlantFixture *f, gconstpointer data)
{
  static const char wrong[] = "{" REASON ",'signer':{'email':'supervisor@plant.test','password':'wrong'}}";
  g_autofree char *path = NULL;
  g_autoptr (PlantAnswer) rows = NULL, alerts = NULL;

  break_machine (f, "PRN-A");
  path = waive_path (f, "EQUIPMENT", "PRN-A");
  for (int i = 0; i < 4; i++)
    plant_check (f, "leader", "POST", path, wrong, 403, "CREDENTIALS_INVALID");
  plant_wait (f, 14 * PB_MINUTE);
  plant_check (f, "leader", "POST", path, wrong, 403, "CREDENTIALS_INVALID");
  plant_wait (f, 2 * PB_MINUTE);
  plant_check (f, "leader", "POST", path, "{" REASON "," SUPERVISOR "}", 403, "SIGNING_LOCKED");
  plant_wait (f, 12 * PB_MINUTE);
  plant_check (f, "leader", "POST", path, "{" REASON "," SUPERVISOR "}", 403, "SIGNING_LOCKED");
  plant_wait (f, PB_MINUTE);
  plant_check (f, "leader", "POST", path, "{" REASON "," SUPERVISOR "}", 200, NULL);
  /* Whose secret was tried stands in the trail, and the lock once. */
  rows = plant_expect (f, "trace", "GET", "/api/audit-logs?action=READINESS_WAIVE&status=FAIL", NULL, 200, NULL);
  g_assert_cmpstr (plant_text (rows, "data.items[0].actorId"), ==, "user-leader");
  g_assert_cmpstr (plant_text (rows, "data.items[0].payload.signer"), ==, "supervisor@plant.test");
  alerts = plant_expect (f, "trace", "GET", "/api/audit-logs?action=SIGNING_LOCKED", NULL, 200, NULL);
  g_assert_cmpint (plant_int (alerts, "data.total"), ==, 1);
}

static void
test_secret_alone (PlantFixture *f, gconstpointer data)
{
  g_autofree char *first = NULL, *second = NULL, *third = NULL;

  break_machine (f, "PRN-A");
  break_machine (f, "OVEN-A");
  break_machine (f, "AOI-A");
  third = waive_path (f, "EQUIPMENT", "AOI-A");
  first = waive_path (f, "EQUIPMENT", "PRN-A");
  second = waive_path (f, "EQUIPMENT", "OVEN-A");
  plant_check (f, "supervisor", "POST", first, "{" REASON ",'signer':{'password':'" PLANT_PASSWORD "'}}", 403,
               "CREDENTIALS_REQUIRED");
  plant_check (f, "supervisor", "POST", first, "{" REASON "," SUPERVISOR "}", 200, NULL);
  /* After a first full signature the session's own user gives the secret alone. */
  plant_wait (f, 14 * PB_MINUTE);
  plant_check (f, "supervisor", "POST", second, "{" REASON ",'signer':{'password':'" PLANT_PASSWORD "'}}", 200, NULL);
  /* That was a signature too: the time begins anew, and ends. */
  plant_wait (f, 14 * PB_MINUTE);
  plant_check (f, "supervisor", "POST", second, "{" REASON ",'signer':{'password':'" PLANT_PASSWORD "'}}", 400,
               "ITEM_NOT_FAILED");
  plant_wait (f, PB_MINUTE);
  plant_check (f, "supervisor", "POST", third, "{" REASON ",'signer':{'password':'" PLANT_PASSWORD "'}}", 403,
               "CREDENTIALS_REQUIRED");
}

/* Signing in and signing read an address the same way. */
static void
test_signer_written_otherwise (PlantFixture *f, gconstpointer data)
{
  g_autofree char *path = NULL;

  {
    g_autoptr (PbUser) user = plant_get (f, &pb_user_type, "email", "supervisor@plant.test");

    pb_set_string (&user->email, "\303\266mer@plant.test");
    plant_update (f, user);
  }
  break_machine (f, "PRN-A");
  path = waive_path (f, "EQUIPMENT", "PRN-A");
  plant_check (f, "leader", "POST", path,
               "{" REASON ",'signer':{'email':' \303\226MER@Plant.test ','password':'" PLANT_PASSWORD "'}}", 200, NULL);
}

static void
test_dual_approval (PlantFixture *f, gconstpointer data)
{
  g_autofree char *path = NULL;

  plant_set_policy (f, "waiver.dualApproval", "true");
  break_machine (f, "PRN-A");
  path = waive_path (f, "EQUIPMENT", "PRN-A");
  plant_check (f, "supervisor", "POST", path, "{" REASON "," SUPERVISOR "}", 409, "SAME_PERSON");
  plant_check (f, "leader", "POST", path, "{" REASON "," SUPERVISOR "}", 200, NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/waive/" name, PlantFixture, NULL, plant_set_up, func, plant_tear_down)
  ADD ("waive", test_waive);
  ADD ("contract-path", test_contract_path);
  ADD ("refusals", test_refusals);
  ADD ("block-item", test_block_item);
  ADD ("survives-check", test_survives_check);
  ADD ("ends-at-its-time", test_ends_at_its_time);
  ADD ("board-sees-its-end", test_board_sees_its_end);
  ADD ("waived-anew", test_waived_anew);
  ADD ("ends-when-passed", test_ends_when_passed);
  ADD ("covers-no-other-failure", test_covers_no_other_failure);
  ADD ("signable", test_signable);
  ADD ("locks-signing", test_locks_signing);
  ADD ("lock-lasts-its-time", test_lock_lasts_its_time);
  ADD ("secret-alone", test_secret_alone);
  ADD ("signer-written-otherwise", test_signer_written_otherwise);
  ADD ("dual-approval", test_dual_approval);
  return g_test_run ();
}
