/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-store"

#include "store/pb-facts-store.h"

#include "store/pb-db-private.h"

/* Moves the result of a select into a CHILDREN member. */
static gboolean
take_children (GPtrArray **member, GPtrArray *rows)
{
  if (rows == NULL)
    return FALSE;
  g_clear_pointer (member, g_ptr_array_unref);
  *member = rows;
  return TRUE;
}

#define CHILDREN(facts, member, store, type, tail, error, ...)                                                         \
  take_children (&(facts)->member, pb_db_select_objects ((store), (type), (tail), (error), __VA_ARGS__))

static const char *
bound_id (const PbFacts *facts, PbAssetKind kind)
{
  for (guint i = 0; i < facts->bindings->len; i++)
    {
      const PbBinding *binding = facts->bindings->pdata[i];
      if (binding->kind == (int) kind)
        return binding->asset_id;
    }
  return NULL;
}

/* Gives every row of @children to the parent whose id its @link column holds; parents and children come in the parents'
 * order. */
static void
distribute (GPtrArray *parents,
            gsize parent_id_offset,
            gsize parent_children_offset,
            GPtrArray *children,
            gsize child_link_offset)
{
  g_autoptr (GHashTable) by_id = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < parents->len; i++)
    g_hash_table_insert (by_id, *(char **) ((char *) parents->pdata[i] + parent_id_offset), parents->pdata[i]);
  for (guint i = 0; i < children->len; i++)
    {
      const char *link = *(char **) ((char *) children->pdata[i] + child_link_offset);
      char *parent = link != NULL ? g_hash_table_lookup (by_id, link) : NULL;

      if (parent != NULL)
        g_ptr_array_add (*(GPtrArray **) (parent + parent_children_offset), pb_object_ref (children->pdata[i]));
    }
}

static gboolean
fill_inspection (PbStore *store, PbInspection *fai, GError **error)
{
  g_autoptr (GPtrArray) measurements = NULL;

  if (!CHILDREN (fai, items, store, &pb_inspection_item_type, "WHERE inspection_id = ?s ORDER BY seq, id", error,
                 fai->id) ||
      !CHILDREN (fai, signatures, store, &pb_signature_type,
                 "WHERE subject_type = 'FAI' AND subject_id = ?s ORDER BY signed_at, id", error, fai->id))
    return FALSE;
  measurements =
    pb_db_select_objects (store, &pb_measurement_type, "WHERE inspection_id = ?s ORDER BY unit_sn, id", error, fai->id);
  if (measurements == NULL)
    return FALSE;
  distribute (fai->items, G_STRUCT_OFFSET (PbInspectionItem, id), G_STRUCT_OFFSET (PbInspectionItem, measurements),
              measurements, G_STRUCT_OFFSET (PbMeasurement, item_id));
  return TRUE;
}

PbInspection *
pb_store_load_inspection (PbStore *store, const char *id, GError **error)
{
  g_autoptr (PbInspection) fai = pb_store_get_by (store, &pb_inspection_type, "id", id, error);

  if (fai == NULL || !fill_inspection (store, fai, error))
    return NULL;
  return g_steal_pointer (&fai);
}

PbInspection *
pb_store_load_newest_inspection (PbStore *store, const char *run_id, gboolean cancelled, GError **error)
{
  g_autoptr (PbInspection) fai = NULL;

  fai = pb_db_select_object (store, &pb_inspection_type,
                             "WHERE run_id = ?s AND type = 'FAI' AND (status <> 'CANCELLED' OR ?b = 1) "
                             "ORDER BY created_at DESC, id DESC LIMIT 1",
                             error, run_id, cancelled);
  if (fai == NULL || !fill_inspection (store, fai, error))
    return NULL;
  return g_steal_pointer (&fai);
}

static gboolean
fill_route_version (PbStore *store, PbRouteVersion *version, GError **error)
{
  return CHILDREN (version, steps, store, &pb_route_step_type, "WHERE version_id = ?s ORDER BY step_no", error,
                   version->id);
}

PbRouteVersion *
pb_store_load_route_version (PbStore *store, const char *id, GError **error)
{
  g_autoptr (PbRouteVersion) version = pb_store_get_by (store, &pb_route_version_type, "id", id, error);

  if (version == NULL || !fill_route_version (store, version, error))
    return NULL;
  return g_steal_pointer (&version);
}

PbRouteVersion *
pb_store_load_newest_route_version (PbStore *store, const char *route_id, GError **error)
{
  g_autoptr (PbRouteVersion) version = NULL;

  version = pb_db_select_object (store, &pb_route_version_type, "WHERE route_id = ?s ORDER BY version_no DESC LIMIT 1",
                                 error, route_id);
  if (version == NULL || !fill_route_version (store, version, error))
    return NULL;
  return g_steal_pointer (&version);
}

PbRoute *
pb_store_load_route (PbStore *store, const char *code, GError **error)
{
  g_autoptr (PbRoute) route = pb_store_get_by (store, &pb_route_type, "code", code, error);

  if (route == NULL || !CHILDREN (route, steps, store, &pb_route_step_type,
                                  "WHERE route_id = ?s AND version_id IS NULL ORDER BY step_no", error, route->id))
    return NULL;
  return g_steal_pointer (&route);
}

static gboolean
load_line_facts (PbStore *store, PbFacts *facts, GError **error)
{
  const char *line = facts->run->line_id;

  if (line == NULL)
    return TRUE;
  return (facts->line = pb_store_get_by (store, &pb_line_type, "id", line, error)) != NULL &&
         CHILDREN (facts, stations, store, &pb_station_type, "WHERE line_id = ?s ORDER BY code", error, line) &&
         CHILDREN (facts, equipment, store, &pb_equipment_type,
                   "WHERE equipment_code IN (SELECT code FROM station WHERE line_id = ?s)", error, line) &&
         CHILDREN (facts, bindings, store, &pb_binding_type, "WHERE line_id = ?s AND is_current = 1 ORDER BY kind",
                   error, line) &&
         CHILDREN (facts, assets, store, &pb_asset_type,
                   "WHERE id IN (SELECT asset_id FROM line_binding WHERE line_id = ?s AND is_current = 1)", error,
                   line) &&
         CHILDREN (facts, maintenance, store, &pb_maintenance_record_type,
                   "WHERE status IN ('PENDING', 'IN_PROGRESS') AND entity_id IN "
                   "(SELECT code FROM station WHERE line_id = ?s "
                   "UNION SELECT asset_id FROM line_binding WHERE line_id = ?s AND is_current = 1) ORDER BY id",
                   error, line, line) &&
         CHILDREN (facts, slots, store, &pb_feeder_slot_type, "WHERE line_id = ?s ORDER BY position, slot_code", error,
                   line);
}

static gboolean
load_product_facts (PbStore *store, PbFacts *facts, GError **error)
{
  const char *product = facts->run->product_code;
  const char *run = facts->run->id;

  return CHILDREN (facts, bom, store, &pb_bom_line_type, "WHERE product_code = ?s ORDER BY material_code", error,
                   product) &&
         CHILDREN (facts, expectations, store, &pb_slot_expectation_type,
                   "WHERE run_id = ?s ORDER BY position, slot_code", error, run) &&
         CHILDREN (facts, materials, store, &pb_material_type,
                   "WHERE code IN (SELECT material_code FROM bom_line WHERE product_code = ?s "
                   "UNION SELECT loaded_material_code FROM slot_expectation WHERE run_id = ?s)",
                   error, product, run) &&
         CHILDREN (facts, lots, store, &pb_material_lot_type,
                   "WHERE id IN (SELECT material_lot_id FROM loading_record WHERE run_id = ?s AND status = 'LOADED')",
                   error, run) &&
         CHILDREN (facts, assignments, store, &pb_program_assignment_type,
                   "WHERE product_code = ?s AND line_code = ?s ORDER BY step_no", error, product,
                   facts->run->line_code) &&
         CHILDREN (
           facts, profiles, store, &pb_reflow_profile_type,
           "WHERE code IN (SELECT profile_code FROM program_assignment WHERE product_code = ?s AND line_code = ?s)",
           error, product, facts->run->line_code);
}

/* The newest of the run and of its line. */
static gboolean
load_newest_of_line (PbStore *store, PbFacts *facts, const PbRecordKind *kind, GError **error)
{
  const char *table = kind->type->table;
  g_autofree char *order = g_strdup_printf ("ORDER BY %s DESC, created_at DESC", kind->at);
  g_autofree char *tail =
    g_strdup_printf ("WHERE id IN (SELECT id FROM (SELECT id FROM %s WHERE run_id = ?s %s LIMIT %u) r "
                     "UNION SELECT id FROM (SELECT id FROM %s WHERE line_id = ?s %s LIMIT %u) l) %s",
                     table, order, kind->n_facts, table, order, kind->n_facts, order);

  return take_children (pb_facts_records (facts, kind),
                        pb_db_select_objects (store, kind->type, tail, error, facts->run->id, facts->run->line_id));
}

/* The newest of the bound thing, and where they count its life, also the newest that say a total. */
static gboolean
load_newest_of_thing (PbStore *store, PbFacts *facts, const PbRecordKind *kind, GError **error)
{
  GPtrArray **records = pb_facts_records (facts, kind);
  const char *table = kind->type->table, *thing = bound_id (facts, kind->asset_kind);
  g_autofree char *order = g_strdup_printf ("ORDER BY %s DESC, created_at DESC", kind->at);
  g_autofree char *tail = NULL;

  if (thing == NULL)
    return TRUE;
  if (kind->total == NULL)
    {
      tail = g_strdup_printf ("WHERE %s = ?s %s LIMIT %u", kind->object, order, kind->n_facts);
      return take_children (records, pb_db_select_objects (store, kind->type, tail, error, thing));
    }
  tail = g_strdup_printf ("WHERE id IN (SELECT id FROM (SELECT id FROM %s WHERE %s = ?s %s LIMIT %u) a "
                          "UNION SELECT id FROM (SELECT id FROM %s WHERE %s = ?s AND %s IS NOT NULL %s LIMIT %u) t) %s",
                          table, kind->object, order, kind->n_facts, table, kind->object, kind->total, order,
                          kind->n_facts, order);
  return take_children (records, pb_db_select_objects (store, kind->type, tail, error, thing, thing));
}

static gboolean
load_newest_records (PbStore *store, PbFacts *facts, GError **error)
{
  for (const PbRecordKind *const *kind = pb_record_kinds; *kind != NULL; kind++)
    {
      gboolean of_thing = (*kind)->asset_kind != PB_ASSET_NONE;

      if ((*kind)->n_facts > 0 && !(of_thing ? load_newest_of_thing (store, facts, *kind, error)
                                             : load_newest_of_line (store, facts, *kind, error)))
        return FALSE;
    }
  return TRUE;
}

/* The records that a rule may choose from: the newest of each kind, whatever the age of the plant. */
static gboolean
load_record_facts (PbStore *store, PbFacts *facts, gint64 bake_since, GError **error)
{
  const char *run = facts->run->id;
  const char *stencil = bound_id (facts, PB_ASSET_STENCIL);
  const char *lot = bound_id (facts, PB_ASSET_PASTE_LOT);

  if (!CHILDREN (
        facts, bake_records, store, &pb_bake_record_type,
        "WHERE id IN (SELECT id FROM (SELECT id, row_number() OVER (PARTITION BY bake_process "
        "ORDER BY out_at DESC, created_at DESC) AS age FROM bake_record WHERE run_id = ?s) r WHERE age = 1 "
        "UNION SELECT id FROM (SELECT id, row_number() OVER (PARTITION BY bake_process "
        "ORDER BY out_at DESC, created_at DESC) AS age FROM bake_record WHERE item_code = ?s AND out_at >= ?i) p "
        "WHERE age = 1) ORDER BY out_at DESC, created_at DESC",
        error, run, facts->run->product_code, bake_since))
    return FALSE;
  if (lot != NULL && (!CHILDREN (facts, paste_records, store, &pb_paste_record_type,
                                 "WHERE lot_id = ?s ORDER BY created_at, id", error, lot) ||
                      ((facts->paste_status =
                          pb_db_select_object (store, &pb_paste_status_event_type,
                                               "WHERE lot_id = ?s ORDER BY event_time DESC, received_at DESC LIMIT 1",
                                               error, lot)) == NULL &&
                       *error != NULL)))
    return FALSE;
  if (stencil != NULL &&
      (!CHILDREN (facts, stencil_usage_records, store, &pb_stencil_usage_record_type,
                  "WHERE id IN (SELECT id FROM (SELECT id FROM stencil_usage_record WHERE stencil_id = ?s "
                  "ORDER BY record_date DESC, created_at DESC LIMIT 1) a "
                  "UNION SELECT id FROM (SELECT id FROM stencil_usage_record WHERE stencil_id = ?s AND "
                  "(check_deform IS NOT NULL OR check_hole_damage IS NOT NULL OR check_seal_intact IS NOT NULL) "
                  "ORDER BY record_date DESC, created_at DESC LIMIT 1) b "
                  "UNION SELECT id FROM (SELECT id FROM stencil_usage_record WHERE stencil_id = ?s "
                  "AND total_print_count IS NOT NULL ORDER BY record_date DESC, created_at DESC LIMIT 2) t "
                  "UNION SELECT id FROM (SELECT id FROM stencil_usage_record WHERE stencil_id = ?s "
                  "AND tension_values IS NOT NULL ORDER BY record_date DESC, created_at DESC LIMIT 1) c "
                  "UNION SELECT id FROM (SELECT id FROM stencil_usage_record WHERE stencil_id = ?s AND print_count > 0 "
                  "AND (run_id IS NULL OR run_id <> ?s) ORDER BY record_date DESC, created_at DESC LIMIT 1) d "
                  "UNION SELECT id FROM (SELECT id FROM stencil_usage_record WHERE run_id = ?s AND stencil_id = ?s AND "
                  "(check_deform IS NOT NULL OR check_hole_damage IS NOT NULL OR check_seal_intact IS NOT NULL) "
                  "ORDER BY record_date DESC, created_at DESC LIMIT 1) e) "
                  "ORDER BY record_date DESC, created_at DESC",
                  error, stencil, stencil, stencil, stencil, stencil, run, run, stencil) ||
       ((facts->stencil_status =
           pb_db_select_object (store, &pb_stencil_status_event_type,
                                "WHERE stencil_id = ?s ORDER BY event_time DESC, received_at DESC "
                                "LIMIT 1",
                                error, stencil)) == NULL &&
        *error != NULL)))
    return FALSE;
  return load_newest_records (store, facts, error);
}

/* Also of waivers that have ended: whoever let the run go on with something that had failed does not authorise it. */
static gboolean
load_waiver_approvers (PbStore *store, PbFacts *facts, GError **error)
{
  g_autoptr (GStrvBuilder) people = g_strv_builder_new ();
  g_autoptr (PbRows) rows =
    pb_db_select (store, "SELECT DISTINCT approved_by FROM waiver WHERE run_id = ?s AND approved_by IS NOT NULL", "s",
                  error, facts->run->id);

  while (rows != NULL && pb_rows_next (rows))
    g_strv_builder_add (people, pb_rows_get_string (rows, 0));
  if (rows != NULL && pb_rows_get_n_rows (rows) > 0)
    facts->waiver_approvers = g_strv_builder_end (people);
  return rows != NULL;
}

static gboolean
load_time_facts (PbStore *store, PbFacts *facts, GError **error)
{
  return CHILDREN (facts, time_windows, store, &pb_time_window_type,
                   "WHERE status = 'ACTIVE' AND ((entity_type = 'SOLDER_PASTE_LOT' AND entity_id = ?s) "
                   "OR (entity_type = 'UNIT' AND run_id = ?s)) ORDER BY definition_code, entity_id",
                   error, bound_id (facts, PB_ASSET_PASTE_LOT), facts->run->id) &&
         CHILDREN (facts, waivers, store, &pb_waiver_type,
                   "WHERE run_id = ?s AND status = 'APPROVED' ORDER BY approved_at, id", error, facts->run->id) &&
         load_waiver_approvers (store, facts, error);
}

static gboolean
load_fai_facts (PbStore *store, PbFacts *facts, GError **error)
{
  g_autoptr (PbRows) counts = NULL;
  gint64 since, decided;

  facts->fai = pb_store_load_newest_inspection (store, facts->run->id, FALSE, error);
  if (facts->fai == NULL)
    return *error == NULL;
  since = facts->fai->started_at;
  decided = facts->fai->decided_at != 0 ? facts->fai->decided_at : G_MAXINT64;
  counts =
    pb_db_select (store,
                  "SELECT (SELECT count(DISTINCT unit_id) FROM track WHERE run_id = ?s AND out_at >= ?i), "
                  "(SELECT count(*) FROM inspection_result WHERE run_no = ?s AND event_time >= ?i AND event_time <= ?i "
                  "AND result = 'FAIL' AND unit_sn IN (SELECT sn FROM unit WHERE run_id = ?s AND is_trial = 1)), "
                  "(SELECT max(to_at - CASE WHEN from_at > ?i THEN from_at ELSE ?i END) FROM line_stop "
                  "WHERE line_code = ?s AND to_at > ?i), "
                  "(SELECT min(CASE WHEN from_at > ?i THEN from_at ELSE ?i END) FROM line_stop "
                  "WHERE line_code = ?s AND to_at IS NULL)",
                  "iiii", error, facts->run->id, since != 0 ? since : G_MAXINT64, facts->run->run_no,
                  since != 0 ? since : G_MAXINT64, decided, facts->run->id, decided, decided, facts->run->line_code,
                  decided, decided, decided, facts->run->line_code);
  if (counts == NULL || !pb_rows_next (counts))
    return FALSE;
  facts->trial_tracked = PB_INT (pb_rows_get_int (counts, 0));
  facts->trial_failures = PB_INT (pb_rows_get_int (counts, 1));
  /* Full seconds: a stop that lasted longer than a limit by less than one is longer than it. */
  facts->longest_stop = PB_INT ((MAX (0, pb_rows_get_int (counts, 2)) + PB_SECOND - 1) / PB_SECOND);
  if (facts->fai->decided_at != 0)
    facts->stopped_at = pb_rows_get_int (counts, 3);
  return TRUE;
}

static PbFacts *
load_facts (PbStore *store, const char *column, const char *value, const PbPolicy *policy, gint64 now, GError **error)
{
  g_autoptr (PbFacts) facts = pb_object_new (&pb_facts_type);
  g_autoptr (GError) failure = NULL;
  PbLimits limits = { policy, NULL, NULL };

  facts->run = pb_store_get_by (store, &pb_run_type, column, value, &failure);
  if (facts->run != NULL && facts->run->route_version_id != NULL)
    facts->route = pb_store_load_route_version (store, facts->run->route_version_id, &failure);
  if (facts->run == NULL || failure != NULL)
    {
      if (failure != NULL)
        g_propagate_error (error, g_steal_pointer (&failure));
      return NULL;
    }
  limits.line = facts->run->line_code;
  limits.product = facts->run->product_code;
  if (!load_line_facts (store, facts, &failure) || !load_product_facts (store, facts, &failure) ||
      !load_record_facts (store, facts, now - (gint64) (pb_limits_number (&limits, "bake.validityHours") * PB_HOUR),
                          &failure) ||
      !load_time_facts (store, facts, &failure) || !load_fai_facts (store, facts, &failure))
    {
      if (failure == NULL)
        g_set_error (&failure, PB_STORE_ERROR, PB_STORE_ERROR_CORRUPT, "run %s points to what is not there",
                     facts->run->run_no);
      g_propagate_error (error, g_steal_pointer (&failure));
      return NULL;
    }
  return g_steal_pointer (&facts);
}

PbFacts *
pb_store_load_facts (PbStore *store, const char *run_no, const PbPolicy *policy, gint64 now, GError **error)
{
  return load_facts (store, "run_no", run_no, policy, now, error);
}

PbFacts *
pb_store_load_facts_by_id (PbStore *store, const char *run_id, const PbPolicy *policy, gint64 now, GError **error)
{
  return load_facts (store, "id", run_id, policy, now, error);
}
