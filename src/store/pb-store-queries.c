/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-store"

#include "store/pb-db-private.h"
#include "store/pb-facts-store.h"
#include "store/pb-id.h"

/* The most rows of a table that one sweep deletes: the writer is not kept from changes for long. */
#define SWEEP_MOST 1000

GStrv
pb_store_load_sample_units (PbStore *store, const char *run_id, gint64 since, gint64 count, GError **error)
{
  g_autoptr (GStrvBuilder) serials = g_strv_builder_new ();
  g_autoptr (PbRows) rows = NULL;

  rows = pb_db_select (store,
                       "SELECT u.sn FROM unit u LEFT JOIN (SELECT unit_id, min(out_at) AS first_out FROM track "
                       "WHERE run_id = ?s AND out_at >= ?i GROUP BY unit_id) t ON t.unit_id = u.id WHERE u.run_id = ?s "
                       "AND (t.first_out IS NOT NULL OR u.is_trial = 1) "
                       "ORDER BY CASE WHEN t.first_out IS NULL THEN 1 ELSE 0 END, t.first_out, u.sn LIMIT ?i",
                       "s", error, run_id, since != 0 ? since : G_MAXINT64, run_id, count);
  if (rows == NULL)
    return NULL;
  while (pb_rows_next (rows))
    g_strv_builder_add (serials, pb_rows_get_string (rows, 0));
  return g_strv_builder_end (serials);
}

GPtrArray *
pb_store_list_open_runs (PbStore *store, GError **error)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (PbRows) rows =
    pb_db_select (store, "SELECT id FROM run WHERE status IN ('PREP', 'AUTHORIZED') ORDER BY id", "s", error);

  if (rows == NULL)
    return NULL;
  while (pb_rows_next (rows))
    g_ptr_array_add (ids, pb_rows_dup_string (rows, 0));
  return g_steal_pointer (&ids);
}

/* Placeholders come in a few numbers only, so that the set of SQL texts stays small; the last value fills the rest. */
static char *
placeholders (guint n, guint *length)
{
  g_autoptr (GString) text = g_string_new ("?s");

  for (*length = 1; *length < n;)
    *length *= 2;
  for (guint i = 1; i < *length; i++)
    g_string_append (text, ", ?s");
  return g_string_free (g_steal_pointer (&text), FALSE);
}

GHashTable *
pb_store_newest_check_statuses (PbStore *store, GPtrArray *run_ids, GError **error)
{
  g_autoptr (GHashTable) statuses = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (PbRows) rows = NULL;
  g_autofree char *list = NULL;
  g_autofree char *sql = NULL;
  g_autofree PbDbValue *values = NULL;
  guint length;

  g_return_val_if_fail (run_ids->len <= PB_QUERY_IN_MAX, NULL);
  if (run_ids->len == 0)
    return g_steal_pointer (&statuses);
  list = placeholders (run_ids->len, &length);
  values = g_new0 (PbDbValue, length);
  for (guint i = 0; i < length; i++)
    values[i].text = run_ids->pdata[MIN (i, run_ids->len - 1)];
  sql = g_strdup_printf ("SELECT c.run_id, c.status FROM readiness_check c WHERE c.run_id IN (%s) AND c.checked_at = "
                         "(SELECT max(x.checked_at) FROM readiness_check x WHERE x.run_id = c.run_id) ORDER BY c.id",
                         list);
  rows = pb_db_select_values (store, sql, "ss", values, length, error);
  while (rows != NULL && pb_rows_next (rows))
    g_hash_table_replace (statuses, pb_rows_dup_string (rows, 0), pb_rows_dup_string (rows, 1));
  return rows != NULL ? g_steal_pointer (&statuses) : NULL;
}

GPtrArray *
pb_store_list_newest_checks (PbStore *store, gint64 from, gint64 to, const char *line_id, GError **error)
{
  return pb_db_select_objects (
    store, &pb_check_type,
    "WHERE id IN (SELECT id FROM (SELECT c.id AS id, row_number() OVER (PARTITION BY c.run_id "
    "ORDER BY c.checked_at DESC, c.id DESC) AS age FROM readiness_check c "
    "JOIN run r ON r.id = c.run_id WHERE r.status = 'PREP' AND c.checked_at >= ?i "
    "AND c.checked_at <= ?i AND (?s IS NULL OR r.line_id = ?s)) q WHERE age = 1) "
    "ORDER BY checked_at DESC, id DESC",
    error, from, to, line_id, line_id);
}

PbPolicyVersion *
pb_store_load_policy (PbStore *store, gint64 version, GError **error)
{
  g_autoptr (PbPolicyVersion) policy = NULL;
  GPtrArray *settings;

  policy = pb_db_select_object (store, &pb_policy_version_type,
                                "WHERE version = ?i OR ?i = 0 ORDER BY version DESC LIMIT 1", error, version, version);
  if (policy == NULL)
    return NULL;
  settings =
    pb_db_select_objects (store, &pb_policy_setting_type, "WHERE policy_version = ?i ORDER BY key, line, product, id",
                          error, policy->version.v);
  if (settings == NULL)
    return NULL;
  g_ptr_array_unref (policy->settings);
  policy->settings = settings;
  return g_steal_pointer (&policy);
}

gboolean
pb_store_load_audit_head (PbStore *store, gint64 *seq, char **hash, gint64 *event_seq, GError **error)
{
  g_autoptr (PbRows) rows =
    pb_db_select (store, "SELECT seq, hash FROM audit_log ORDER BY seq DESC LIMIT 1", "is", error);

  if (rows == NULL)
    return FALSE;
  *seq = 0;
  *hash = NULL;
  if (pb_rows_next (rows))
    {
      *seq = pb_rows_get_int (rows, 0);
      *hash = pb_rows_dup_string (rows, 1);
    }
  return pb_db_select_int (store, "SELECT max(seq) FROM event", event_seq, error);
}

gboolean
pb_store_count_credential_failures (PbStore *store,
                                    const char *purpose,
                                    const char *email,
                                    const char *address,
                                    gint64 since,
                                    gint64 until,
                                    gint64 *count,
                                    gint64 *newest,
                                    GError **error)
{
  g_autoptr (PbRows) rows = NULL;

  if (address != NULL)
    rows =
      pb_db_select (store,
                    "SELECT count(*), max(at) FROM credential_failure WHERE purpose = ?s AND address = ?s AND at >= ?i "
                    "AND at <= ?i",
                    "ii", error, purpose, address, since, until);
  else
    rows =
      pb_db_select (store,
                    "SELECT count(*), max(at) FROM credential_failure WHERE purpose = ?s AND email = ?s AND at >= ?i "
                    "AND at <= ?i",
                    "ii", error, purpose, email, since, until);
  if (rows == NULL || !pb_rows_next (rows))
    return FALSE;
  *count = pb_rows_get_int (rows, 0);
  if (newest != NULL)
    *newest = pb_rows_get_int (rows, 1);
  return TRUE;
}

gboolean
pb_store_clear_credential_failures (PbStore *store, const char *purpose, const char *email, GError **error)
{
  return pb_db_execute (store, "DELETE FROM credential_failure WHERE purpose = ?s AND email = ?s", error, purpose,
                        email) >= 0;
}

gboolean
pb_store_sweep (PbStore *store, gint64 now, gint64 failures_before, gint64 last_event, gboolean *more, GError **error)
{
  gint64 sessions, failures, events;

  sessions =
    pb_db_execute (store, "DELETE FROM session WHERE id IN (SELECT id FROM session WHERE expires_at <= ?i LIMIT ?i)",
                   error, now, (gint64) SWEEP_MOST);
  failures = sessions < 0
               ? -1
               : pb_db_execute (store,
                                "DELETE FROM credential_failure WHERE id IN (SELECT id FROM credential_failure WHERE "
                                "at < ?i LIMIT ?i)",
                                error, failures_before, (gint64) SWEEP_MOST);
  events = failures < 0 ? -1
                        : pb_db_execute (store,
                                         "DELETE FROM event WHERE seq IN (SELECT seq FROM event WHERE seq <= ?i ORDER "
                                         "BY seq LIMIT ?i)",
                                         error, last_event, (gint64) SWEEP_MOST);
  *more = MAX (MAX (sessions, failures), events) == SWEEP_MOST;
  return events >= 0;
}

gboolean
pb_store_sum_since (PbStore *store,
                    const PbType *type,
                    const char *column,
                    const char *key_column,
                    const char *key,
                    const char *date_column,
                    gint64 since,
                    gint64 *sum,
                    GError **error)
{
  g_autofree char *sql = g_strdup_printf ("SELECT sum(\"%s\") FROM \"%s\" WHERE \"%s\" = ?s AND \"%s\" >= ?i", column,
                                          type->table, key_column, date_column);

  return pb_db_select_int (store, sql, sum, error, key, since);
}

gboolean
pb_store_count_units (PbStore *store, const char *run_id, PbUnitCounts *counts, GError **error)
{
  g_autoptr (PbRows) rows = NULL;

  rows = pb_db_select (store, "SELECT status, is_trial, count(*) FROM unit WHERE run_id = ?s GROUP BY status, is_trial",
                       "sii", error, run_id);
  if (rows == NULL)
    return FALSE;
  *counts = (PbUnitCounts){ 0 };
  while (pb_rows_next (rows))
    {
      int status = pb_enum_value (&pb_unit_statuses, pb_rows_get_string (rows, 0));
      gint64 n = pb_rows_get_int (rows, 2);

      counts->total += n;
      if (pb_rows_get_int (rows, 1) == 1)
        counts->trial += n;
      if (status == PB_UNIT_QUEUED)
        counts->queued += n;
      else if (status == PB_UNIT_IN_STATION)
        counts->in_station += n;
      else if (status == PB_UNIT_DONE)
        counts->done += n;
      else
        counts->failed += n;
    }
  return TRUE;
}

gboolean
pb_store_count_tracks (PbStore *store, const char *run_id, gint64 *count, GError **error)
{
  return pb_db_select_int (store, "SELECT count(*) FROM track WHERE run_id = ?s", count, error, run_id);
}

gboolean
pb_store_delete_units (PbStore *store, const char *run_id, GError **error)
{
  return pb_db_execute (store, "DELETE FROM unit WHERE run_id = ?s", error, run_id) >= 0;
}

GHashTable *
pb_store_count_steps (PbStore *store, const char *run_id, GError **error)
{
  g_autoptr (GHashTable) steps = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  g_autoptr (PbRows) rows = NULL;

  rows = pb_db_select (store,
                       "SELECT step_no, count(DISTINCT unit_id) FROM track WHERE run_id = ?s AND out_at IS NOT NULL "
                       "GROUP BY step_no",
                       "ii", error, run_id);
  if (rows == NULL)
    return NULL;
  while (pb_rows_next (rows))
    {
      gint64 step = pb_rows_get_int (rows, 0), n = pb_rows_get_int (rows, 1);
      g_hash_table_insert (steps, g_memdup2 (&step, sizeof step), g_memdup2 (&n, sizeof n));
    }
  return g_steal_pointer (&steps);
}

gboolean
pb_store_insert_units (PbStore *store,
                       const PbRun *run,
                       const char *prefix,
                       gint64 first,
                       gint64 count,
                       gint64 now,
                       GError **error)
{
  for (gint64 i = first; i < first + count; i++)
    {
      g_autoptr (PbUnit) unit = pb_object_new (&pb_unit_type);

      unit->id = pb_id_new ();
      unit->sn = g_strdup_printf ("%s-%04" G_GINT64_FORMAT, prefix, i);
      unit->wo_id = g_strdup (run->wo_id);
      unit->run_id = g_strdup (run->id);
      unit->run_no = g_strdup (run->run_no);
      unit->status = PB_UNIT_QUEUED;
      unit->current_step_no = PB_INT (1);
      unit->is_trial = PB_BOOL (FALSE);
      unit->created_at = unit->updated_at = now;
      if (!pb_store_insert (store, unit, error))
        return FALSE;
    }
  return TRUE;
}
