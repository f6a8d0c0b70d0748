/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "domain/pb-facts.h"
#include "domain/pb-log.h"
#include "domain/pb-people.h"
#include "store-fixture.h"
#include "store/pb-db-private.h"

/* The migrations are explicit SQL; here they are held against the tables of fields. */

static const PbType *const stored[] = {
  &pb_line_type,
  &pb_station_group_type,
  &pb_station_type,
  &pb_equipment_type,
  &pb_asset_type,
  &pb_binding_type,
  &pb_material_type,
  &pb_material_lot_type,
  &pb_bom_line_type,
  &pb_feeder_slot_type,
  &pb_slot_mapping_type,
  &pb_maintenance_record_type,
  &pb_reflow_profile_type,
  &pb_reflow_profile_usage_type,
  &pb_program_assignment_type,
  &pb_line_stop_type,
  &pb_stencil_status_event_type,
  &pb_paste_status_event_type,
  &pb_work_order_type,
  &pb_run_type,
  &pb_unit_type,
  &pb_track_type,
  &pb_inspection_result_type,
  &pb_route_type,
  &pb_route_step_type,
  &pb_route_version_type,
  &pb_slot_expectation_type,
  &pb_loading_record_type,
  &pb_time_rule_type,
  &pb_time_window_type,
  &pb_fai_template_type,
  &pb_fai_template_item_type,
  &pb_measurement_type,
  &pb_inspection_item_type,
  &pb_signature_type,
  &pb_inspection_type,
  &pb_check_type,
  &pb_waiver_type,
  &pb_authorization_type,
  &pb_role_type,
  &pb_user_type,
  &pb_session_type,
  &pb_credential_failure_type,
  &pb_audit_row_type,
  &pb_event_type,
  &pb_policy_version_type,
  &pb_policy_setting_type,
};

static GStrv
columns_of_type (const PbType *type)
{
  g_autoptr (GStrvBuilder) columns = g_strv_builder_new ();

  for (const PbField *f = type->fields; f->name != NULL || f->column != NULL; f++)
    if (pb_field_is_stored (f))
      g_strv_builder_add (columns, f->column);
  return g_strv_builder_end (columns);
}

/* One database for all of them: making it takes longer than what is asked of it. */
static PbStore *store;

static void
test_columns (gconstpointer data)
{
  const PbType *type = data;
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) wanted = columns_of_type (type), there = NULL;

  there = pb_db_table_columns (store, type->table, &error);
  g_assert_no_error (error);
  for (char **column = wanted; *column != NULL; column++)
    if (!g_strv_contains ((const char *const *) there, *column))
      g_error ("Table %s has no column %s, which %s stores", type->table, *column, type->name);
  for (char **column = there; *column != NULL; column++)
    if (!g_strv_contains ((const char *const *) wanted, *column))
      g_error ("Table %s has a column %s that no field of %s stores", type->table, *column, type->name);
}

static void
add_test (const PbType *type)
{
  g_autofree char *path = g_strconcat ("/schema/", type->table, NULL);

  g_test_add_data_func (path, type, test_columns);
}

int
main (int argc, char **argv)
{
  StoreFixture fixture;
  g_autoptr (GError) error = NULL;
  int result;

  g_test_init (&argc, &argv, NULL);
  store_fixture_set_up (&fixture, NULL);
  store = store_fixture_open (&fixture, PB_STORE_WRITER);
  g_assert_true (pb_store_migrate (store, &error));
  g_assert_no_error (error);
  for (guint i = 0; i < G_N_ELEMENTS (stored); i++)
    add_test (stored[i]);
  for (const PbRecordKind *const *kind = pb_record_kinds; *kind != NULL; kind++)
    add_test ((*kind)->type);
  result = g_test_run ();
  pb_store_free (store);
  store_fixture_tear_down (&fixture, NULL);
  return result;
}
