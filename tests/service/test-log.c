/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib/gstdio.h>
#include <string.h>

#include "domain/pb-policy.h"
#include "pb-plant-fixture.h"
#include "service/pb-audit-chain.h"
#include "service/pb-policy-file.h"
#include "store/pb-db-private.h"
#include "wire/pb-codec.h"

/* The audit trail and the policies as they are read; the standard policy against the table of keys. */

/* Changes the database as somebody would who has its file: no trigger holds them back. */
static void
tamper (PlantFixture *f, const char *sql)
{
  g_autofree char *script =
    g_strconcat ("DROP TRIGGER tr_audit_log_update; DROP TRIGGER tr_audit_log_delete; ", sql, ";", NULL);
  g_autoptr (GError) error = NULL;

  pb_db_run_script (f->store, script, &error);
  g_assert_no_error (error);
}

static void
make_rows (PlantFixture *f, int n)
{
  for (int i = 0; i < n; i++)
    {
      g_autofree char *body = g_strdup_printf ("{'name':'P%d'}", i);
      plant_check (f, "admin", "PATCH", "/api/users/user-idle", body, 200, NULL);
    }
}

static void
test_read (PlantFixture *f, gconstpointer data)
{
  g_autoptr (PlantAnswer) own = NULL, all = NULL, others = NULL, row = NULL, filtered = NULL;
  g_autofree char *path = NULL, *since = NULL;

  make_rows (f, 3);
  plant_check (f, "operator", "POST", "/api/assets", "{}", 403, "FORBIDDEN");
  /* One's own rows, without asking for anybody's, and by one's own id. */
  own = plant_expect (f, "operator", "GET", "/api/audit-logs", NULL, 200, NULL);
  g_assert_cmpint (plant_int (own, "data.total"), ==, 1);
  g_assert_cmpstr (plant_text (own, "data.items[0].status"), ==, "FAIL");
  g_assert_cmpstr (plant_text (own, "data.items[0].errorCode"), ==, "FORBIDDEN");
  g_assert_cmpstr (plant_text (own, "data.items[0].actorName"), ==, "operator");
  g_assert_cmpstr (plant_text (own, "data.items[0].actorRole"), ==, "operator");
  g_assert_cmpstr (plant_text (own, "data.items[0].stationId"), ==, "desk-1");
  plant_check (f, "operator", "GET", "/api/audit-logs?actorId=user-operator", NULL, 200, NULL);
  plant_check (f, "operator", "GET", "/api/audit-logs?actorId=user-admin", NULL, 403, "FORBIDDEN");
  others = plant_expect (f, "operator", "GET", "/api/audit-logs?entityId=user-idle", NULL, 200, NULL);
  g_assert_cmpint (plant_int (others, "data.total"), ==, 0);

  all = plant_expect (f, "trace", "GET", "/api/audit-logs?pageSize=2", NULL, 200, NULL);
  g_assert_cmpint (plant_int (all, "data.total"), ==, 4);
  g_assert_cmpint (plant_length (all, "data.items"), ==, 2);
  g_assert_cmpstr (plant_text (all, "data.items[1].actorId"), ==, "user-admin");
  path = g_strconcat ("/api/audit-logs/", plant_text (all, "data.items[1].id"), NULL);
  row = plant_expect (f, "trace", "GET", path, NULL, 200, NULL);
  g_assert_cmpstr (plant_text (row, "data.diff[0].after.name"), ==, "P2");
  plant_check (f, "admin", "GET", path, NULL, 200, NULL);
  plant_check (f, "operator", "GET", path, NULL, 404, "NOT_FOUND");
  plant_check (f, "trace", "GET", "/api/audit-logs/x", NULL, 404, "NOT_FOUND");
  filtered = plant_expect (
    f, "trace", "GET",
    "/api/audit-logs?entityType=USER&entityId=user-idle&action=USER_UPDATE&status=SUCCESS&from=2020-01-01T00:00:00Z",
    NULL, 200, NULL);
  g_assert_cmpint (plant_int (filtered, "data.total"), ==, 3);
  plant_check (f, "trace", "GET", "/api/audit-logs?pageSize=101", NULL, 422, "VALIDATION_FAILED");
  plant_check (f, "trace", "GET", "/api/audit-logs?from=yesterday", NULL, 422, "VALIDATION_FAILED");
}

/* What is written stays: the application's own account can neither change nor replace it. */
static void
test_append_only (PlantFixture *f, gconstpointer data)
{
  static const char *const attempts[] = {
    "UPDATE audit_log SET actor_name = 'Mallory'",
    "DELETE FROM audit_log",
    "INSERT OR REPLACE INTO audit_log (seq, id) SELECT seq, id FROM audit_log",
    "UPDATE signature SET remark = 'x'",
    "UPDATE signature SET capacity = 'QUALITY'",
    "UPDATE signature SET voided_at = 5",
    "DELETE FROM signature",
    "UPDATE authorization_evidence SET evidence = '{}'",
    "UPDATE authorization_evidence SET ended_by = 'x'",
    "DELETE FROM authorization_evidence",
    "UPDATE waiver SET reason = 'x'",
    "UPDATE waiver SET until = 5 WHERE id = 'w1'",
    "UPDATE waiver SET status = 'APPROVED' WHERE id = 'w2'",
    "DELETE FROM waiver",
    "UPDATE policy SET reason = 'x'",
    "DELETE FROM policy",
    "UPDATE policy_setting SET value = '1'",
    "DELETE FROM policy_setting",
  };
  g_autoptr (GError) error = NULL;

  make_rows (f, 1);
  pb_db_run_script (f->store,
                    "INSERT INTO signature (id, subject_type, signed_by, capacity, voided_at) "
                    "VALUES ('s', 'FAI', 'user-quality', 'PRODUCTION', 4); "
                    "INSERT INTO authorization_evidence (id, run_id, evidence, ended_at) "
                    "SELECT 'e', id, '[]', 4 FROM run LIMIT 1; "
                    "INSERT INTO waiver (id, run_id, reason, status, approved_at, until, ended_at) "
                    "SELECT 'w1', id, 'r', 'APPROVED', 4, 4, NULL FROM run LIMIT 1; "
                    "INSERT INTO waiver (id, run_id, reason, status, approved_at, until, ended_at) "
                    "SELECT 'w2', id, 'r', 'EXPIRED', 4, 4, 4 FROM run LIMIT 1;",
                    &error);
  g_assert_no_error (error);
  for (guint i = 0; i < G_N_ELEMENTS (attempts); i++)
    {
      pb_db_run_script (f->store, attempts[i], &error);
      g_test_message ("%s", attempts[i]);
      g_assert_error (error, PB_STORE_ERROR, PB_STORE_ERROR_CONSTRAINT);
      g_clear_error (&error);
    }
}

static void
test_cursor (PlantFixture *f, gconstpointer data)
{
  g_autoptr (PlantAnswer) first = NULL, second = NULL;
  g_autofree char *path = NULL;

  make_rows (f, 3);
  first = plant_expect (f, "trace", "GET", "/api/audit-logs?limit=2", NULL, 200, NULL);
  g_assert_cmpint (plant_int (first, "data.items[0].seq"), ==, 3);
  g_assert_cmpstr (plant_text (first, "data.next"), ==, "2");
  path = g_strconcat ("/api/audit-logs?limit=2&after=", plant_text (first, "data.next"), NULL);
  second = plant_expect (f, "trace", "GET", path, NULL, 200, NULL);
  g_assert_cmpint (plant_length (second, "data.items"), ==, 1);
  g_assert_cmpint (plant_int (second, "data.items[0].seq"), ==, 1);
  g_assert_null (plant_text (second, "data.next"));
  plant_check (f, "trace", "GET", "/api/audit-logs?after=x", NULL, 422, "VALIDATION_FAILED");
}

static void
test_verify (PlantFixture *f, gconstpointer data)
{
  g_autoptr (PlantAnswer) whole = NULL, part = NULL, rest = NULL;

  make_rows (f, 5);
  plant_check (f, "operator", "POST", "/api/assets", "{}", 403, "FORBIDDEN");
  whole = plant_expect (f, "trace", "GET", "/api/audit-logs/verify", NULL, 200, NULL);
  g_assert_true (plant_bool (whole, "data.valid"));
  g_assert_cmpint (plant_int (whole, "data.checked"), ==, 6);
  g_assert_cmpint (plant_int (whole, "data.lastSeq"), ==, 6);
  g_assert_null (plant_text (whole, "data.next"));
  part = plant_expect (f, "trace", "GET", "/api/audit-logs/verify?limit=4", NULL, 200, NULL);
  g_assert_cmpint (plant_int (part, "data.checked"), ==, 4);
  g_assert_cmpstr (plant_text (part, "data.next"), ==, "4");
  rest = plant_expect (f, "trace", "GET", "/api/audit-logs/verify?after=4", NULL, 200, NULL);
  g_assert_true (plant_bool (rest, "data.valid"));
  g_assert_cmpint (plant_int (rest, "data.checked"), ==, 2);
  g_assert_cmpstr (plant_text (rest, "data.lastHash"), ==, plant_text (whole, "data.lastHash"));
  plant_check (f, "trace", "GET", "/api/audit-logs/verify?after=7", NULL, 422, "VALIDATION_FAILED");
  plant_check (f, "trace", "GET", "/api/audit-logs/verify?limit=0", NULL, 422, "VALIDATION_FAILED");
  plant_check (f, "operator", "GET", "/api/audit-logs/verify", NULL, 403, "FORBIDDEN");
}

static void
test_tampered (PlantFixture *f, gconstpointer data)
{
  static const struct
  {
    const char *sql;
    gint64 seq;
    const char *reason;
  } cases[] = {
    { "UPDATE audit_log SET actor_name = 'somebody else' WHERE seq = 3", 3, "CHANGED" },
    { "UPDATE audit_log SET created_at = created_at + 1 WHERE seq = 3", 3, "CHANGED" },
    { "UPDATE audit_log SET diff = NULL WHERE seq = 1", 1, "CHANGED" },
    { "UPDATE audit_log SET previous_hash = hash WHERE seq = 4", 4, "NOT_LINKED" },
    { "DELETE FROM audit_log WHERE seq = 2", 3, "MISSING_BEFORE" },
    { "DELETE FROM audit_log WHERE seq = 1", 2, "MISSING_BEFORE" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (PlantAnswer) bad = NULL;

      if (i > 0)
        {
          plant_tear_down (f, NULL);
          plant_set_up (f, NULL);
        }
      make_rows (f, 5);
      tamper (f, cases[i].sql);
      bad = plant_expect (f, "trace", "GET", "/api/audit-logs/verify", NULL, 200, NULL);
      g_assert_false (plant_bool (bad, "data.valid"));
      g_assert_cmpint (plant_int (bad, "data.firstBad.seq"), ==, cases[i].seq);
      g_assert_cmpstr (plant_text (bad, "data.firstBad.reason"), ==, cases[i].reason);
      g_assert_nonnull (plant_text (bad, "data.firstBad.id"));
      g_assert_cmpint (plant_int (bad, "data.lastSeq"), <, cases[i].seq);
    }
}

/* No two rows with other fields have the same hash: not even when a text moves from one field to the next. */
static void
test_hash (void)
{
  g_autoptr (PbAuditRow) row = pb_object_new (&pb_audit_row_type);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  row->seq = PB_INT (1);
  row->action = g_strdup ("A");
  g_assert_true (g_hash_table_add (seen, pb_audit_chain_hash (row)));
  for (const PbField *field = pb_audit_row_type.fields; field->name != NULL; field++)
    {
      g_autoptr (PbAuditRow) other = pb_object_copy (row);

      if (g_strcmp0 (field->column, "hash") == 0)
        continue;
      if (field->kind == PB_KIND_STRING || field->kind == PB_KIND_JSON)
        {
          pb_set_string (&PB_MEMBER (other, field, char *), "1:AA");
          g_assert_true (g_hash_table_add (seen, pb_audit_chain_hash (other)));
          pb_set_string (&PB_MEMBER (other, field, char *), "");
        }
      else if (field->kind == PB_KIND_INT)
        PB_MEMBER (other, field, PbInt) = PB_INT (2);
      else
        PB_MEMBER (other, field, gint64) = 7;
      g_assert_true (g_hash_table_add (seen, pb_audit_chain_hash (other)));
    }
}

static void
test_policies (PlantFixture *f, gconstpointer data)
{
  g_autoptr (PlantAnswer) newest = NULL, first = NULL;
  gboolean found = FALSE;

  plant_set_policy (f, "stencil.tensionMinimum", "35");
  newest = plant_expect (f, "engineer", "GET", "/api/policies", NULL, 200, NULL);
  g_assert_cmpint (plant_int (newest, "data.version"), ==, 2);
  g_assert_cmpstr (newest->etag, ==, "\"2\"");
  first = plant_expect (f, "engineer", "GET", "/api/policies/1", NULL, 200, NULL);
  g_assert_cmpint (plant_int (first, "data.version"), ==, 1);
  g_assert_nonnull (plant_text (first, "data.effectiveFrom"));
  for (int i = 0; i < plant_length (first, "data.settings"); i++)
    {
      g_autofree char *base = g_strdup_printf ("data.settings[%d]", i);
      g_autofree char *key = g_strconcat (base, ".key", NULL), *value = g_strconcat (base, ".value", NULL);
      g_autofree char *unit = g_strconcat (base, ".unit", NULL), *source = g_strconcat (base, ".source", NULL);
      g_autofree char *scope = g_strconcat (base, ".scope", NULL);

      g_assert_nonnull (plant_node (first, scope));
      if (g_strcmp0 (plant_text (first, key), "stencil.tensionMinimum") != 0)
        continue;
      found = TRUE;
      g_assert_cmpint (plant_int (first, value), ==, 30);
      g_assert_cmpstr (plant_text (first, unit), ==, "N/cm");
      g_assert_cmpstr (plant_text (first, source), ==, "form QR-Pro-089");
    }
  g_assert_true (found);
  plant_check (f, "engineer", "GET", "/api/policies/3", NULL, 404, "POLICY_NOT_FOUND");
  plant_check (f, "engineer", "GET", "/api/policies/x", NULL, 404, "POLICY_NOT_FOUND");
  plant_check (f, "operator", "GET", "/api/policies", NULL, 403, "FORBIDDEN");
}

/* ---- The plant's standard */

typedef struct
{
  PbPolicyVersion *version;
  guint found;
} Standard;

static void
check_key (const PbPolicyKey *key, gpointer user_data)
{
  Standard *standard = user_data;

  /* What is said of one line or product has no place in what holds for the plant. */
  if (key->scope != PB_POLICY_ANYWHERE)
    return;
  for (guint i = 0; i < standard->version->settings->len; i++)
    {
      const PbPolicySetting *setting = standard->version->settings->pdata[i];

      if (g_strcmp0 (setting->key, key->key) != 0)
        continue;
      g_assert_cmpstr (setting->value, ==, key->standard);
      g_assert_cmpstr (setting->unit, ==, key->unit);
      g_assert_cmpstr (setting->source, ==, key->source);
      g_assert_null (setting->line);
      g_assert_null (setting->product);
      standard->found++;
      return;
    }
  g_error ("policy/default.json does not name %s", key->key);
}

static void
test_standard_policy (PlantFixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PbPolicyVersion) version = pb_store_load_policy (f->store, 1, &error);
  g_autoptr (GPtrArray) violations = pb_violations_new ();
  Standard standard = { version, 0 };

  g_assert_no_error (error);
  g_assert_true (pb_policy_check (version, violations));
  pb_policy_foreach_key (check_key, &standard);
  g_assert_cmpuint (standard.found, ==, version->settings->len);
  g_assert_cmpint (plant_count (f, &pb_role_type, "code", "supervisor"), ==, 1);
}

/* A database that has a policy and roles keeps them. */
static void
test_install_again (PlantFixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PbRole) role = plant_get (f, &pb_role_type, "code", "trace");

  pb_store_delete (f->store, &pb_role_type, role->id, &error);
  g_assert_no_error (error);
  g_assert_true (pb_policy_file_install (f->store, g_getenv ("PREPBOARD_DATADIR"), f->now, &error));
  g_assert_no_error (error);
  g_assert_cmpint (plant_count (f, &pb_role_type, "code", "trace"), ==, 0);
}

/* A new plant has the time rules of its paper forms. */
static void
test_time_rules (PlantFixture *f, gconstpointer data)
{
  const char *data_dir = g_getenv ("PREPBOARD_DATADIR");
  g_autoptr (GError) error = NULL;
  g_autoptr (PbTimeRule) paste = NULL, wash = NULL;

  pb_store_delete (f->store, &pb_time_rule_type, "rule-dormant", &error);
  g_assert_no_error (error);
  for (int i = 0; i < 2; i++)
    {
      g_assert_true (pb_policy_file_install (f->store, data_dir, f->now, &error));
      g_assert_no_error (error);
      g_assert_cmpint (plant_count (f, &pb_time_rule_type, "scope", "GLOBAL"), ==, 2);
    }
  paste = plant_get (f, &pb_time_rule_type, "code", "SOLDER_PASTE_24H");
  g_assert_cmpint (paste->rule_type, ==, PB_RULE_SOLDER_PASTE_EXPOSURE);
  g_assert_cmpint (paste->duration_minutes.v, ==, 24 * 60);
  g_assert_cmpint (paste->warning_minutes.v, ==, 120);
  wash = plant_get (f, &pb_time_rule_type, "code", "WASH_4H");
  g_assert_cmpint (wash->duration_minutes.v, ==, 4 * 60);
  g_assert_cmpint (wash->warning_minutes.v, ==, 30);
}

static void
remove_all (const char *directory)
{
  g_autoptr (GDir) dir = g_dir_open (directory, 0, NULL);

  for (const char *name = g_dir_read_name (dir); name != NULL; name = g_dir_read_name (dir))
    {
      g_autofree char *path = g_build_filename (directory, name, NULL);

      if (g_file_test (path, G_FILE_TEST_IS_DIR))
        remove_all (path);
      else
        g_remove (path);
    }
  g_assert_cmpint (g_rmdir (directory), ==, 0);
}

static void
test_bad_files (void)
{
  static const struct
  {
    const char *text, *names;
  } cases[] = {
    { NULL, "default.json" },
    { "{", "default.json" },
    { "{\"settings\":[{\"key\":\"no.such\",\"value\":1}]}", "no.such" },
    { "{\"settings\":[{\"key\":\"stencil.lifePrints\",\"value\":-1}]}", "stencil.lifePrints" },
    { "{\"settings\":7}", "settings" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *directory = g_dir_make_tmp ("pb-data-XXXXXX", NULL);
      g_autofree char *policy = g_build_filename (directory, "policy", NULL);
      g_autofree char *file = g_build_filename (policy, "default.json", NULL);
      g_autofree char *database = g_strconcat ("sqlite:", directory, "/x.sqlite", NULL);
      g_autoptr (PbStore) store = pb_store_open (database, PB_STORE_WRITER, &error);
      g_autoptr (PbPolicyVersion) none = NULL;

      g_assert_no_error (error);
      pb_store_migrate (store, &error);
      g_assert_no_error (error);
      g_assert_cmpint (g_mkdir_with_parents (policy, 0700), ==, 0);
      if (cases[i].text != NULL)
        g_assert_true (g_file_set_contents (file, cases[i].text, -1, NULL));
      g_assert_false (pb_policy_file_install (store, directory, 1, &error));
      g_assert_nonnull (error);
      g_assert_nonnull (strstr (error->message, cases[i].names));
      none = pb_store_load_policy (store, 0, NULL);
      g_assert_null (none);
      g_clear_pointer (&store, pb_store_free);
      remove_all (directory);
    }
}

/* The template of the forms, as the file has it. */
static void
test_template (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) root = pb_data_file_read (g_getenv ("PREPBOARD_DATADIR"), "templates/fai-smt.json", &error);
  g_autoptr (PbFaiTemplate) template = NULL;
  g_autoptr (GPtrArray) violations = pb_violations_new ();
  guint per_run = 0;

  g_assert_no_error (error);
  template = pb_codec_new_from_json (&pb_fai_template_type, root, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (template->items->len, ==, 19);
  for (guint i = 0; i < template->items->len; i++)
    {
      const PbFaiTemplateItem *item = template->items->pdata[i];

      g_assert_true (pb_object_check (item, g_get_real_time (), TRUE, violations));
      g_assert_cmpint (item->seq.v, ==, i + 1);
      g_assert_nonnull (item->item_group);
      per_run += item->per == PB_PER_RUN;
    }
  g_assert_cmpuint (per_run, >, 19 / 2);
  g_assert_cmpfloat (((PbFaiTemplateItem *) template->items->pdata[5])->lower_limit.v, ==, 1.33);
  g_assert_cmpfloat (((PbFaiTemplateItem *) template->items->pdata[2])->upper_limit.v, ==, 24);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define TEST(name, func) g_test_add (name, PlantFixture, NULL, plant_set_up, func, plant_tear_down)
  TEST ("/log/read", test_read);
  TEST ("/log/append-only", test_append_only);
  TEST ("/log/cursor", test_cursor);
  TEST ("/log/verify", test_verify);
  TEST ("/log/tampered", test_tampered);
  g_test_add_func ("/log/hash", test_hash);
  TEST ("/policy/read", test_policies);
  TEST ("/policy/standard", test_standard_policy);
  TEST ("/policy/install-again", test_install_again);
  TEST ("/policy/time-rules", test_time_rules);
  g_test_add_func ("/policy/bad-files", test_bad_files);
  g_test_add_func ("/policy/template", test_template);
  return g_test_run ();
}
