-- The schema of Prepboard. Times are microseconds since the epoch, UTC; booleans 0 or 1; enumerations are their wire texts.
-- Every constraint has a name: the store tells by it what refused a row.

CREATE TABLE "line" (
  "id" TEXT NOT NULL CONSTRAINT pk_line PRIMARY KEY,
  "code" TEXT NOT NULL,
  "name" TEXT NOT NULL,
  "process_type" TEXT NOT NULL,
  "enabled_items" TEXT,
  "version" BIGINT,
  "created_at" BIGINT,
  "updated_at" BIGINT,
  CONSTRAINT uq_line_code UNIQUE ("code"),
  CONSTRAINT ck_line_process_type CHECK ("process_type" IN ('SMT', 'DIP'))
);

CREATE TABLE "station_group" (
  "id" TEXT NOT NULL CONSTRAINT pk_station_group PRIMARY KEY,
  "code" TEXT NOT NULL,
  "name" TEXT NOT NULL,
  CONSTRAINT uq_station_group_code UNIQUE ("code")
);

CREATE TABLE "station" (
  "id" TEXT NOT NULL CONSTRAINT pk_station PRIMARY KEY,
  "code" TEXT NOT NULL,
  "name" TEXT NOT NULL,
  "station_type" TEXT NOT NULL,
  "line_code" TEXT,
  "line_id" TEXT,
  "group_code" TEXT,
  "created_at" BIGINT,
  "updated_at" BIGINT,
  CONSTRAINT uq_station_code UNIQUE ("code"),
  CONSTRAINT fk_station_line FOREIGN KEY ("line_id") REFERENCES "line" ("id"),
  CONSTRAINT ck_station_station_type CHECK ("station_type" IN ('MANUAL', 'AUTO', 'BATCH', 'TEST'))
);
CREATE INDEX ix_station_line_id ON "station" ("line_id");

CREATE TABLE "equipment" (
  "id" TEXT NOT NULL CONSTRAINT pk_equipment PRIMARY KEY,
  "equipment_code" TEXT NOT NULL,
  "name" TEXT NOT NULL,
  "status" TEXT NOT NULL,
  "workshop_code" TEXT,
  "location" TEXT,
  "created_at" BIGINT,
  "updated_at" BIGINT,
  CONSTRAINT uq_equipment_equipment_code UNIQUE ("equipment_code")
);

CREATE TABLE "asset" (
  "id" TEXT NOT NULL CONSTRAINT pk_asset PRIMARY KEY,
  "kind" TEXT NOT NULL,
  "state" TEXT,
  "product" TEXT,
  "life_limit" BIGINT,
  "material" TEXT,
  "expires_at" BIGINT,
  "opened_at" BIGINT,
  "used" BIGINT,
  "disputed_total" BIGINT,
  "replaces" TEXT,
  "version" BIGINT,
  "created_at" BIGINT,
  "updated_at" BIGINT,
  CONSTRAINT ck_asset_kind CHECK ("kind" IN ('STENCIL', 'SQUEEGEE', 'FIXTURE', 'PASTE_LOT')),
  CONSTRAINT ck_asset_state CHECK ("state" IN ('IN_USE', 'STORED', 'IN_MAINTENANCE', 'RETIRED')),
  CONSTRAINT ck_asset_used_range CHECK ("used" >= 0)
);

CREATE TABLE "line_binding" (
  "id" TEXT NOT NULL CONSTRAINT pk_line_binding PRIMARY KEY,
  "line_id" TEXT,
  "kind" TEXT,
  "asset_id" TEXT,
  "is_current" BIGINT,
  "bound_at" BIGINT,
  "bound_by" TEXT,
  "unbound_at" BIGINT,
  "unbound_by" TEXT,
  CONSTRAINT fk_line_binding_line FOREIGN KEY ("line_id") REFERENCES "line" ("id"),
  CONSTRAINT ck_line_binding_kind CHECK ("kind" IN ('STENCIL', 'SQUEEGEE', 'FIXTURE', 'PASTE_LOT'))
);
CREATE INDEX ix_line_binding_asset_id ON "line_binding" ("asset_id");

CREATE TABLE "material" (
  "id" TEXT NOT NULL CONSTRAINT pk_material PRIMARY KEY,
  "code" TEXT NOT NULL,
  "name" TEXT NOT NULL,
  "msl" TEXT,
  "track_floor_life" BIGINT,
  "created_at" BIGINT,
  "updated_at" BIGINT,
  CONSTRAINT uq_material_code UNIQUE ("code")
);

CREATE TABLE "material_lot" (
  "id" TEXT NOT NULL CONSTRAINT pk_material_lot PRIMARY KEY,
  "material_code" TEXT NOT NULL,
  "lot_no" TEXT NOT NULL,
  "opened_at" BIGINT,
  "expires_at" BIGINT,
  "created_at" BIGINT,
  "updated_at" BIGINT,
  CONSTRAINT uq_material_lot_material_code_lot_no UNIQUE ("material_code", "lot_no")
);

CREATE TABLE "bom_line" (
  "id" TEXT NOT NULL CONSTRAINT pk_bom_line PRIMARY KEY,
  "product_code" TEXT NOT NULL,
  "material_code" TEXT NOT NULL,
  "quantity" DOUBLE PRECISION,
  "position" TEXT,
  CONSTRAINT uq_bom_line_product_code_material_code UNIQUE ("product_code", "material_code")
);

CREATE TABLE "feeder_slot" (
  "id" TEXT NOT NULL CONSTRAINT pk_feeder_slot PRIMARY KEY,
  "line_id" TEXT,
  "slot_code" TEXT NOT NULL,
  "slot_name" TEXT,
  "position" BIGINT NOT NULL,
  "current_material_lot_id" TEXT,
  "is_locked" BIGINT,
  "failed_attempts" BIGINT,
  "locked_at" BIGINT,
  "locked_reason" TEXT,
  CONSTRAINT uq_feeder_slot_line_id_slot_code UNIQUE ("line_id", "slot_code"),
  CONSTRAINT fk_feeder_slot_line FOREIGN KEY ("line_id") REFERENCES "line" ("id")
);

CREATE TABLE "slot_mapping" (
  "id" TEXT NOT NULL CONSTRAINT pk_slot_mapping PRIMARY KEY,
  "slot_id" TEXT NOT NULL,
  "material_code" TEXT NOT NULL,
  "product_code" TEXT,
  "routing_id" TEXT,
  "priority" BIGINT,
  "is_alternate" BIGINT,
  "unit_consumption" DOUBLE PRECISION,
  "is_common_material" BIGINT,
  CONSTRAINT fk_slot_mapping_slot FOREIGN KEY ("slot_id") REFERENCES "feeder_slot" ("id")
);
CREATE INDEX ix_slot_mapping_slot_id ON "slot_mapping" ("slot_id");

CREATE TABLE "maintenance_record" (
  "id" TEXT NOT NULL CONSTRAINT pk_maintenance_record PRIMARY KEY,
  "line_id" TEXT,
  "entity_type" TEXT NOT NULL,
  "entity_id" TEXT NOT NULL,
  "entity_display" TEXT,
  "maintenance_type" TEXT NOT NULL,
  "status" TEXT,
  "description" TEXT NOT NULL,
  "reported_at" BIGINT,
  "reported_by" TEXT,
  "completed_at" BIGINT,
  "completed_by" TEXT,
  "created_at" BIGINT,
  "updated_at" BIGINT,
  CONSTRAINT ck_maintenance_record_entity_type CHECK ("entity_type" IN ('FIXTURE', 'STENCIL', 'SQUEEGEE', 'EQUIPMENT')),
  CONSTRAINT ck_maintenance_record_maintenance_type CHECK ("maintenance_type" IN ('REPAIR', 'CALIBRATION', 'CLEANING', 'REPLACEMENT', 'INSPECTION')),
  CONSTRAINT ck_maintenance_record_status CHECK ("status" IN ('PENDING', 'IN_PROGRESS', 'COMPLETED', 'CANCELLED'))
);
CREATE INDEX ix_maintenance_record_entity_type_entity_id ON "maintenance_record" ("entity_type", "entity_id");

CREATE TABLE "reflow_profile" (
  "id" TEXT NOT NULL CONSTRAINT pk_reflow_profile PRIMARY KEY,
  "code" TEXT NOT NULL,
  "name" TEXT NOT NULL,
  "version" TEXT,
  "description" TEXT,
  "status" TEXT,
  "zone_config" TEXT,
  "peak_temp_min" DOUBLE PRECISION,
  "peak_temp_max" DOUBLE PRECISION,
  "total_time_min" BIGINT,
  "total_time_max" BIGINT,
  "created_at" BIGINT,
  "updated_at" BIGINT,
  CONSTRAINT uq_reflow_profile_code UNIQUE ("code"),
  CONSTRAINT ck_reflow_profile_status CHECK ("status" IN ('ACTIVE', 'DEPRECATED', 'ARCHIVED'))
);

CREATE TABLE "reflow_profile_usage" (
  "id" TEXT NOT NULL CONSTRAINT pk_reflow_profile_usage PRIMARY KEY,
  "profile_id" TEXT NOT NULL,
  "actual_program_name" TEXT NOT NULL,
  "run_id" TEXT,
  "line_id" TEXT,
  "equipment_id" TEXT,
  "actual_peak_temp" DOUBLE PRECISION,
  "actual_total_time" BIGINT,
  "is_matched" BIGINT,
  "mismatch_reason" TEXT,
  "used_at" BIGINT,
  "used_by" TEXT,
  "created_at" BIGINT,
  "updated_at" BIGINT
);

CREATE TABLE "program_assignment" (
  "id" TEXT NOT NULL CONSTRAINT pk_program_assignment PRIMARY KEY,
  "product_code" TEXT NOT NULL,
  "line_code" TEXT NOT NULL,
  "step_no" BIGINT NOT NULL,
  "profile_code" TEXT NOT NULL,
  "created_at" BIGINT,
  "updated_at" BIGINT,
  CONSTRAINT uq_program_assignment_product_code_line_code_step_no UNIQUE ("product_code", "line_code", "step_no")
);

CREATE TABLE "line_stop" (
  "id" TEXT NOT NULL CONSTRAINT pk_line_stop PRIMARY KEY,
  "line_code" TEXT NOT NULL,
  "from_at" BIGINT NOT NULL,
  "to_at" BIGINT,
  "created_at" BIGINT,
  "updated_at" BIGINT
);
CREATE INDEX ix_line_stop_line_code_from_at ON "line_stop" ("line_code", "from_at");

CREATE TABLE "stencil_status" (
  "id" TEXT NOT NULL CONSTRAINT pk_stencil_status PRIMARY KEY,
  "event_id" TEXT NOT NULL,
  "event_time" BIGINT NOT NULL,
  "stencil_id" TEXT NOT NULL,
  "status" TEXT NOT NULL,
  "source" TEXT NOT NULL,
  "stencil_version" TEXT,
  "tension_value" DOUBLE PRECISION,
  "last_cleaned_at" BIGINT,
  "operator_id" TEXT,
  "received_at" BIGINT,
  CONSTRAINT uq_stencil_status_event_id UNIQUE ("event_id"),
  CONSTRAINT ck_stencil_status_status CHECK ("status" IN ('READY', 'NOT_READY', 'MAINTENANCE')),
  CONSTRAINT ck_stencil_status_source CHECK ("source" IN ('AUTO', 'MANUAL', 'BATCH', 'TEST'))
);
CREATE INDEX ix_stencil_status_stencil_id_event_time ON "stencil_status" ("stencil_id", "event_time");

CREATE TABLE "solder_paste_status" (
  "id" TEXT NOT NULL CONSTRAINT pk_solder_paste_status PRIMARY KEY,
  "event_id" TEXT NOT NULL,
  "event_time" BIGINT NOT NULL,
  "lot_id" TEXT NOT NULL,
  "status" TEXT NOT NULL,
  "source" TEXT NOT NULL,
  "expires_at" BIGINT,
  "thawed_at" BIGINT,
  "stirred_at" BIGINT,
  "operator_id" TEXT,
  "received_at" BIGINT,
  CONSTRAINT uq_solder_paste_status_event_id UNIQUE ("event_id"),
  CONSTRAINT ck_solder_paste_status_status CHECK ("status" IN ('COMPLIANT', 'NON_COMPLIANT', 'EXPIRED')),
  CONSTRAINT ck_solder_paste_status_source CHECK ("source" IN ('AUTO', 'MANUAL', 'BATCH', 'TEST'))
);
CREATE INDEX ix_solder_paste_status_lot_id_event_time ON "solder_paste_status" ("lot_id", "event_time");

CREATE TABLE "work_order" (
  "id" TEXT NOT NULL CONSTRAINT pk_work_order PRIMARY KEY,
  "wo_no" TEXT NOT NULL,
  "product_code" TEXT NOT NULL,
  "planned_qty" DOUBLE PRECISION NOT NULL,
  "routing_id" TEXT,
  "routing_code" TEXT,
  "line_code" TEXT,
  "status" TEXT,
  "source_system" TEXT,
  "erp_status" TEXT,
  "erp_pick_status" TEXT,
  "pick_status" TEXT,
  "due_date" BIGINT,
  "meta" TEXT,
  "created_at" BIGINT,
  "updated_at" BIGINT,
  CONSTRAINT uq_work_order_wo_no UNIQUE ("wo_no"),
  CONSTRAINT ck_work_order_status CHECK ("status" IN ('RECEIVED', 'RELEASED', 'IN_PROGRESS', 'COMPLETED'))
);

CREATE TABLE "route" (
  "id" TEXT NOT NULL CONSTRAINT pk_route PRIMARY KEY,
  "code" TEXT NOT NULL,
  "name" TEXT NOT NULL,
  "product_code" TEXT,
  "process_type" TEXT NOT NULL,
  "fai_template_id" TEXT,
  "version" BIGINT,
  "created_at" BIGINT,
  "updated_at" BIGINT,
  CONSTRAINT uq_route_code UNIQUE ("code"),
  CONSTRAINT ck_route_process_type CHECK ("process_type" IN ('SMT', 'DIP'))
);

CREATE TABLE "route_version" (
  "id" TEXT NOT NULL CONSTRAINT pk_route_version PRIMARY KEY,
  "route_id" TEXT,
  "route_code" TEXT,
  "route_name" TEXT,
  "version_no" BIGINT,
  "status" TEXT,
  "fai_template_id" TEXT,
  "fai_items" TEXT,
  "errors" TEXT,
  "compiled_at" BIGINT,
  CONSTRAINT uq_route_version_route_id_version_no UNIQUE ("route_id", "version_no"),
  CONSTRAINT fk_route_version_route FOREIGN KEY ("route_id") REFERENCES "route" ("id"),
  CONSTRAINT ck_route_version_status CHECK ("status" IN ('READY', 'INVALID'))
);

CREATE TABLE "run" (
  "id" TEXT NOT NULL CONSTRAINT pk_run PRIMARY KEY,
  "run_no" TEXT,
  "wo_id" TEXT,
  "wo_no" TEXT,
  "product_code" TEXT,
  "line_id" TEXT,
  "line_code" TEXT,
  "line_name" TEXT,
  "route_version_id" TEXT,
  "plan_qty" BIGINT,
  "status" TEXT,
  "shift_code" TEXT,
  "changeover_no" TEXT,
  "started_at" BIGINT,
  "ended_at" BIGINT,
  "parent_run_id" TEXT,
  "authorized_by" TEXT,
  "authorized_by_name" TEXT,
  "authorized_at" BIGINT,
  "evidence_id" TEXT,
  "ended_by" TEXT,
  "end_reason" TEXT,
  "version" BIGINT,
  "created_at" BIGINT,
  "updated_at" BIGINT,
  CONSTRAINT uq_run_run_no UNIQUE ("run_no"),
  CONSTRAINT fk_run_wo FOREIGN KEY ("wo_id") REFERENCES "work_order" ("id"),
  CONSTRAINT fk_run_line FOREIGN KEY ("line_id") REFERENCES "line" ("id"),
  CONSTRAINT fk_run_route_version FOREIGN KEY ("route_version_id") REFERENCES "route_version" ("id"),
  CONSTRAINT ck_run_status CHECK ("status" IN ('PREP', 'AUTHORIZED', 'IN_PROGRESS', 'ON_HOLD', 'COMPLETED', 'CLOSED_REWORK', 'SCRAPPED', 'CANCELLED')),
  CONSTRAINT ck_run_plan_qty CHECK ("plan_qty" >= 1)
);
CREATE INDEX ix_run_status ON "run" ("status");
CREATE INDEX ix_run_line_id_status ON "run" ("line_id", "status");
CREATE INDEX ix_run_wo_id ON "run" ("wo_id");
CREATE INDEX ix_run_created_at ON "run" ("created_at");

CREATE TABLE "bake_record" (
  "id" TEXT NOT NULL CONSTRAINT pk_bake_record PRIMARY KEY,
  "run_id" TEXT,
  "run_no" TEXT,
  "routing_step_id" TEXT,
  "item_code" TEXT NOT NULL,
  "bake_process" TEXT NOT NULL,
  "bake_qty" TEXT NOT NULL,
  "bake_temperature" DOUBLE PRECISION,
  "duration_hours" TEXT,
  "in_at" BIGINT NOT NULL,
  "in_by" TEXT NOT NULL,
  "out_at" BIGINT NOT NULL,
  "out_by" TEXT NOT NULL,
  "confirmed_by" TEXT,
  "material_code" TEXT,
  "lot_no" TEXT,
  "material_lot_id" TEXT,
  "meta" TEXT,
  "recorded_by" TEXT,
  "recorded_by_name" TEXT,
  "created_at" BIGINT,
  "updated_at" BIGINT,
  CONSTRAINT fk_bake_record_run FOREIGN KEY ("run_id") REFERENCES "run" ("id")
);
CREATE INDEX ix_bake_record_run_id_out_at ON "bake_record" ("run_id", "out_at");
CREATE INDEX ix_bake_record_item_code_out_at ON "bake_record" ("item_code", "out_at");
CREATE INDEX ix_bake_record_in_at ON "bake_record" ("in_at");

CREATE TABLE "paste_record" (
  "id" TEXT NOT NULL CONSTRAINT pk_paste_record PRIMARY KEY,
  "lot_id" TEXT NOT NULL,
  "line_id" TEXT,
  "line_code" TEXT,
  "line_name" TEXT,
  "run_id" TEXT,
  "run_no" TEXT,
  "routing_step_id" TEXT,
  "received_at" BIGINT,
  "expires_at" BIGINT,
  "received_qty" BIGINT,
  "thawed_at" BIGINT,
  "stirred_at" BIGINT,
  "issued_at" BIGINT,
  "returned_at" BIGINT,
  "is_returned" BIGINT,
  "used_by" TEXT,
  "remark" TEXT,
  "meta" TEXT,
  "recorded_by" TEXT,
  "recorded_by_name" TEXT,
  "created_at" BIGINT,
  "updated_at" BIGINT,
  CONSTRAINT fk_paste_record_run FOREIGN KEY ("run_id") REFERENCES "run" ("id"),
  CONSTRAINT fk_paste_record_line FOREIGN KEY ("line_id") REFERENCES "line" ("id")
);
CREATE INDEX ix_paste_record_lot_id_created_at ON "paste_record" ("lot_id", "created_at");
CREATE INDEX ix_paste_record_run_id ON "paste_record" ("run_id");
CREATE INDEX ix_paste_record_received_at ON "paste_record" ("received_at");

CREATE TABLE "stencil_usage_record" (
  "id" TEXT NOT NULL CONSTRAINT pk_stencil_usage_record PRIMARY KEY,
  "stencil_id" TEXT NOT NULL,
  "line_id" TEXT,
  "line_code" TEXT,
  "line_name" TEXT,
  "run_id" TEXT,
  "run_no" TEXT,
  "routing_step_id" TEXT,
  "record_date" BIGINT NOT NULL,
  "stencil_thickness" DOUBLE PRECISION,
  "product_model" TEXT,
  "print_count" BIGINT,
  "total_print_count" BIGINT,
  "life_limit" BIGINT,
  "replaced_at" BIGINT,
  "check_deform" BIGINT,
  "check_hole_damage" BIGINT,
  "check_seal_intact" BIGINT,
  "tension_values" TEXT NOT NULL,
  "used_by" TEXT,
  "confirmed_by" TEXT,
  "remark" TEXT,
  "computed_total" BIGINT,
  "meta" TEXT,
  "recorded_by" TEXT,
  "recorded_by_name" TEXT,
  "created_at" BIGINT,
  "updated_at" BIGINT,
  CONSTRAINT fk_stencil_usage_record_run FOREIGN KEY ("run_id") REFERENCES "run" ("id"),
  CONSTRAINT fk_stencil_usage_record_line FOREIGN KEY ("line_id") REFERENCES "line" ("id")
);
CREATE INDEX ix_stencil_usage_record_stencil_id_record_date ON "stencil_usage_record" ("stencil_id", "record_date");
CREATE INDEX ix_stencil_usage_record_run_id ON "stencil_usage_record" ("run_id");
CREATE INDEX ix_stencil_usage_record_record_date ON "stencil_usage_record" ("record_date");

CREATE TABLE "stencil_cleaning_record" (
  "id" TEXT NOT NULL CONSTRAINT pk_stencil_cleaning_record PRIMARY KEY,
  "stencil_id" TEXT NOT NULL,
  "line_id" TEXT,
  "line_code" TEXT,
  "line_name" TEXT,
  "run_id" TEXT,
  "run_no" TEXT,
  "routing_step_id" TEXT,
  "cleaned_at" BIGINT NOT NULL,
  "cleaned_by" TEXT NOT NULL,
  "confirmed_by" TEXT,
  "remark" TEXT,
  "meta" TEXT,
  "recorded_by" TEXT,
  "recorded_by_name" TEXT,
  "created_at" BIGINT,
  "updated_at" BIGINT,
  CONSTRAINT fk_stencil_cleaning_record_run FOREIGN KEY ("run_id") REFERENCES "run" ("id"),
  CONSTRAINT fk_stencil_cleaning_record_line FOREIGN KEY ("line_id") REFERENCES "line" ("id")
);
CREATE INDEX ix_stencil_cleaning_record_stencil_id_cleaned_at ON "stencil_cleaning_record" ("stencil_id", "cleaned_at");
CREATE INDEX ix_stencil_cleaning_record_run_id ON "stencil_cleaning_record" ("run_id");
CREATE INDEX ix_stencil_cleaning_record_cleaned_at ON "stencil_cleaning_record" ("cleaned_at");

CREATE TABLE "squeegee_usage_record" (
  "id" TEXT NOT NULL CONSTRAINT pk_squeegee_usage_record PRIMARY KEY,
  "squeegee_id" TEXT NOT NULL,
  "line_id" TEXT,
  "line_code" TEXT,
  "line_name" TEXT,
  "run_id" TEXT,
  "run_no" TEXT,
  "routing_step_id" TEXT,
  "record_date" BIGINT NOT NULL,
  "check_surface" BIGINT NOT NULL,
  "check_edge" BIGINT NOT NULL,
  "check_flatness" BIGINT NOT NULL,
  "product_model" TEXT,
  "squeegee_spec" TEXT,
  "print_count" BIGINT,
  "total_print_count" BIGINT,
  "life_limit" BIGINT,
  "replaced_at" BIGINT,
  "used_by" TEXT,
  "confirmed_by" TEXT,
  "remark" TEXT,
  "computed_total" BIGINT,
  "meta" TEXT,
  "recorded_by" TEXT,
  "recorded_by_name" TEXT,
  "created_at" BIGINT,
  "updated_at" BIGINT,
  CONSTRAINT fk_squeegee_usage_record_run FOREIGN KEY ("run_id") REFERENCES "run" ("id"),
  CONSTRAINT fk_squeegee_usage_record_line FOREIGN KEY ("line_id") REFERENCES "line" ("id")
);
CREATE INDEX ix_squeegee_usage_record_squeegee_id_record_date ON "squeegee_usage_record" ("squeegee_id", "record_date");
CREATE INDEX ix_squeegee_usage_record_run_id ON "squeegee_usage_record" ("run_id");
CREATE INDEX ix_squeegee_usage_record_record_date ON "squeegee_usage_record" ("record_date");

CREATE TABLE "fixture_usage_record" (
  "id" TEXT NOT NULL CONSTRAINT pk_fixture_usage_record PRIMARY KEY,
  "fixture_id" TEXT NOT NULL,
  "line_id" TEXT,
  "line_code" TEXT,
  "line_name" TEXT,
  "run_id" TEXT,
  "run_no" TEXT,
  "routing_step_id" TEXT,
  "record_date" BIGINT NOT NULL,
  "usage_count" BIGINT,
  "total_usage_count" BIGINT,
  "life_limit" BIGINT,
  "used_by" TEXT,
  "confirmed_by" TEXT,
  "remark" TEXT,
  "computed_total" BIGINT,
  "meta" TEXT,
  "recorded_by" TEXT,
  "recorded_by_name" TEXT,
  "created_at" BIGINT,
  "updated_at" BIGINT,
  CONSTRAINT fk_fixture_usage_record_run FOREIGN KEY ("run_id") REFERENCES "run" ("id"),
  CONSTRAINT fk_fixture_usage_record_line FOREIGN KEY ("line_id") REFERENCES "line" ("id")
);
CREATE INDEX ix_fixture_usage_record_fixture_id_record_date ON "fixture_usage_record" ("fixture_id", "record_date");
CREATE INDEX ix_fixture_usage_record_run_id ON "fixture_usage_record" ("run_id");
CREATE INDEX ix_fixture_usage_record_record_date ON "fixture_usage_record" ("record_date");

CREATE TABLE "oven_program_record" (
  "id" TEXT NOT NULL CONSTRAINT pk_oven_program_record PRIMARY KEY,
  "run_id" TEXT,
  "run_no" TEXT,
  "line_id" TEXT,
  "line_code" TEXT,
  "line_name" TEXT,
  "equipment_id" TEXT,
  "record_date" BIGINT NOT NULL,
  "product_name" TEXT NOT NULL,
  "program_name" TEXT NOT NULL,
  "measured_at" BIGINT,
  "peak_temperature" DOUBLE PRECISION,
  "used_by" TEXT NOT NULL,
  "confirmed_by" TEXT,
  "remark" TEXT,
  "meta" TEXT,
  "recorded_by" TEXT,
  "recorded_by_name" TEXT,
  "created_at" BIGINT,
  "updated_at" BIGINT,
  CONSTRAINT fk_oven_program_record_run FOREIGN KEY ("run_id") REFERENCES "run" ("id"),
  CONSTRAINT fk_oven_program_record_line FOREIGN KEY ("line_id") REFERENCES "line" ("id")
);
CREATE INDEX ix_oven_program_record_run_id_record_date ON "oven_program_record" ("run_id", "record_date");
CREATE INDEX ix_oven_program_record_line_id_record_date ON "oven_program_record" ("line_id", "record_date");

CREATE TABLE "cold_storage_record" (
  "id" TEXT NOT NULL CONSTRAINT pk_cold_storage_record PRIMARY KEY,
  "measured_at" BIGINT NOT NULL,
  "temperature" DOUBLE PRECISION NOT NULL,
  "measured_by" TEXT NOT NULL,
  "reviewed_by" TEXT,
  "remark" TEXT,
  "meta" TEXT,
  "recorded_by" TEXT,
  "recorded_by_name" TEXT,
  "created_at" BIGINT,
  "updated_at" BIGINT
);
CREATE INDEX ix_cold_storage_record_measured_at ON "cold_storage_record" ("measured_at");

CREATE TABLE "unit" (
  "id" TEXT NOT NULL CONSTRAINT pk_unit PRIMARY KEY,
  "sn" TEXT,
  "wo_id" TEXT,
  "run_id" TEXT,
  "run_no" TEXT,
  "status" TEXT,
  "current_step_no" BIGINT,
  "is_trial" BIGINT,
  "created_at" BIGINT,
  "updated_at" BIGINT,
  CONSTRAINT uq_unit_sn UNIQUE ("sn"),
  CONSTRAINT fk_unit_run FOREIGN KEY ("run_id") REFERENCES "run" ("id"),
  CONSTRAINT ck_unit_status CHECK ("status" IN ('QUEUED', 'IN_STATION', 'OUT_FAILED', 'DONE', 'ON_HOLD', 'SCRAPPED'))
);
CREATE INDEX ix_unit_run_id_status ON "unit" ("run_id", "status");

CREATE TABLE "track" (
  "id" TEXT NOT NULL CONSTRAINT pk_track PRIMARY KEY,
  "unit_id" TEXT,
  "run_id" TEXT,
  "sn" TEXT,
  "step_no" BIGINT,
  "station_code" TEXT,
  "source" TEXT,
  "in_at" BIGINT,
  "out_at" BIGINT,
  "result" TEXT,
  "operator_id" TEXT,
  "fai_id" TEXT,
  "created_at" BIGINT,
  "updated_at" BIGINT,
  CONSTRAINT fk_track_unit FOREIGN KEY ("unit_id") REFERENCES "unit" ("id"),
  CONSTRAINT ck_track_source CHECK ("source" IN ('AUTO', 'MANUAL', 'BATCH', 'TEST')),
  CONSTRAINT ck_track_result CHECK ("result" IN ('PASS', 'FAIL', 'NA', 'WARNING'))
);
CREATE INDEX ix_track_unit_id ON "track" ("unit_id");
CREATE INDEX ix_track_run_id_out_at ON "track" ("run_id", "out_at");

CREATE TABLE "inspection_result" (
  "id" TEXT NOT NULL CONSTRAINT pk_inspection_result PRIMARY KEY,
  "event_id" TEXT NOT NULL,
  "event_time" BIGINT NOT NULL,
  "run_no" TEXT NOT NULL,
  "station_code" TEXT NOT NULL,
  "unit_sn" TEXT NOT NULL,
  "step_no" BIGINT NOT NULL,
  "inspection_type" TEXT NOT NULL,
  "result" TEXT NOT NULL,
  "source" TEXT NOT NULL,
  "track_id" TEXT,
  "defects" TEXT,
  "operator_id" TEXT,
  "received_at" BIGINT,
  CONSTRAINT uq_inspection_result_event_id UNIQUE ("event_id"),
  CONSTRAINT ck_inspection_result_result CHECK ("result" IN ('PASS', 'FAIL', 'NA', 'WARNING')),
  CONSTRAINT ck_inspection_result_source CHECK ("source" IN ('AUTO', 'MANUAL', 'BATCH', 'TEST'))
);
CREATE INDEX ix_inspection_result_run_no_event_time ON "inspection_result" ("run_no", "event_time");

CREATE TABLE "route_step" (
  "id" TEXT NOT NULL CONSTRAINT pk_route_step PRIMARY KEY,
  "route_id" TEXT,
  "version_id" TEXT,
  "step_no" BIGINT NOT NULL,
  "operation_code" TEXT NOT NULL,
  "operation_name" TEXT,
  "station_type" TEXT NOT NULL,
  "station_group" TEXT,
  "requires_fai" BIGINT,
  "has_oven" BIGINT,
  CONSTRAINT ck_route_step_station_type CHECK ("station_type" IN ('MANUAL', 'AUTO', 'BATCH', 'TEST'))
);
CREATE INDEX ix_route_step_route_id ON "route_step" ("route_id");
CREATE INDEX ix_route_step_version_id ON "route_step" ("version_id");

CREATE TABLE "slot_expectation" (
  "id" TEXT NOT NULL CONSTRAINT pk_slot_expectation PRIMARY KEY,
  "run_id" TEXT,
  "slot_id" TEXT,
  "slot_code" TEXT,
  "slot_name" TEXT,
  "position" BIGINT,
  "expected_material_code" TEXT,
  "alternates" TEXT,
  "status" TEXT,
  "loaded_material_code" TEXT,
  "loaded_at" BIGINT,
  "loaded_by" TEXT,
  CONSTRAINT uq_slot_expectation_run_id_slot_id UNIQUE ("run_id", "slot_id"),
  CONSTRAINT fk_slot_expectation_run FOREIGN KEY ("run_id") REFERENCES "run" ("id"),
  CONSTRAINT fk_slot_expectation_slot FOREIGN KEY ("slot_id") REFERENCES "feeder_slot" ("id"),
  CONSTRAINT ck_slot_expectation_status CHECK ("status" IN ('PENDING', 'LOADED', 'MISMATCH'))
);

CREATE TABLE "loading_record" (
  "id" TEXT NOT NULL CONSTRAINT pk_loading_record PRIMARY KEY,
  "run_id" TEXT,
  "run_no" TEXT,
  "slot_id" TEXT,
  "slot_code" TEXT,
  "slot_name" TEXT,
  "position" BIGINT,
  "material_lot_id" TEXT,
  "lot_no" TEXT,
  "material_code" TEXT,
  "expected_code" TEXT,
  "status" TEXT,
  "verify_result" TEXT,
  "fail_reason" TEXT,
  "package_qty" BIGINT,
  "reviewed_by" TEXT,
  "reviewed_at" BIGINT,
  "loaded_at" BIGINT,
  "loaded_by" TEXT,
  "unloaded_at" BIGINT,
  "unloaded_by" TEXT,
  "replace_reason" TEXT,
  "material_validation" TEXT,
  CONSTRAINT fk_loading_record_run FOREIGN KEY ("run_id") REFERENCES "run" ("id"),
  CONSTRAINT ck_loading_record_status CHECK ("status" IN ('LOADED', 'UNLOADED', 'REPLACED')),
  CONSTRAINT ck_loading_record_verify_result CHECK ("verify_result" IN ('PASS', 'FAIL', 'NA', 'WARNING'))
);
CREATE INDEX ix_loading_record_run_id_loaded_at ON "loading_record" ("run_id", "loaded_at");
CREATE INDEX ix_loading_record_slot_id ON "loading_record" ("slot_id");

CREATE TABLE "time_rule" (
  "id" TEXT NOT NULL CONSTRAINT pk_time_rule PRIMARY KEY,
  "code" TEXT NOT NULL,
  "name" TEXT NOT NULL,
  "description" TEXT,
  "rule_type" TEXT NOT NULL,
  "duration_minutes" BIGINT NOT NULL,
  "warning_minutes" BIGINT,
  "start_event" TEXT NOT NULL,
  "end_event" TEXT NOT NULL,
  "scope" TEXT,
  "scope_value" TEXT,
  "requires_wash_step" BIGINT,
  "is_waivable" BIGINT,
  "is_active" BIGINT,
  "priority" BIGINT,
  "created_at" BIGINT,
  "updated_at" BIGINT,
  CONSTRAINT uq_time_rule_code UNIQUE ("code"),
  CONSTRAINT ck_time_rule_rule_type CHECK ("rule_type" IN ('SOLDER_PASTE_EXPOSURE', 'WASH_TIME_LIMIT')),
  CONSTRAINT ck_time_rule_scope CHECK ("scope" IN ('GLOBAL', 'LINE', 'ROUTING', 'PRODUCT'))
);

CREATE TABLE "time_window" (
  "id" TEXT NOT NULL CONSTRAINT pk_time_window PRIMARY KEY,
  "definition_id" TEXT,
  "definition_code" TEXT,
  "definition_name" TEXT,
  "rule_type" TEXT,
  "is_waivable" BIGINT,
  "run_id" TEXT,
  "run_no" TEXT,
  "entity_type" TEXT,
  "entity_id" TEXT,
  "entity_display" TEXT,
  "started_at" BIGINT,
  "expires_at" BIGINT,
  "warning_at" BIGINT,
  "status" TEXT,
  "completed_at" BIGINT,
  "created_at" BIGINT,
  "updated_at" BIGINT,
  CONSTRAINT ck_time_window_rule_type CHECK ("rule_type" IN ('SOLDER_PASTE_EXPOSURE', 'WASH_TIME_LIMIT')),
  CONSTRAINT ck_time_window_status CHECK ("status" IN ('ACTIVE', 'COMPLETED', 'EXPIRED', 'WAIVED'))
);
CREATE INDEX ix_time_window_entity_type_entity_id_status ON "time_window" ("entity_type", "entity_id", "status");
CREATE INDEX ix_time_window_run_id ON "time_window" ("run_id");

CREATE TABLE "fai_template" (
  "id" TEXT NOT NULL CONSTRAINT pk_fai_template PRIMARY KEY,
  "code" TEXT NOT NULL,
  "name" TEXT NOT NULL,
  "product_code" TEXT NOT NULL,
  "process_type" TEXT NOT NULL,
  "version" TEXT,
  "is_active" BIGINT,
  "meta" TEXT,
  "created_at" BIGINT,
  "updated_at" BIGINT,
  CONSTRAINT uq_fai_template_code UNIQUE ("code"),
  CONSTRAINT ck_fai_template_process_type CHECK ("process_type" IN ('SMT', 'DIP'))
);

CREATE TABLE "fai_template_item" (
  "id" TEXT NOT NULL CONSTRAINT pk_fai_template_item PRIMARY KEY,
  "template_id" TEXT,
  "seq" BIGINT NOT NULL,
  "item_name" TEXT NOT NULL,
  "item_spec" TEXT,
  "required" BIGINT,
  "item_group" TEXT,
  "per" TEXT,
  "nominal" DOUBLE PRECISION,
  "lower_limit" DOUBLE PRECISION,
  "upper_limit" DOUBLE PRECISION,
  "unit" TEXT,
  "na_allowed" BIGINT,
  "meta" TEXT,
  CONSTRAINT uq_fai_template_item_template_id_seq UNIQUE ("template_id", "seq"),
  CONSTRAINT fk_fai_template_item_template FOREIGN KEY ("template_id") REFERENCES "fai_template" ("id"),
  CONSTRAINT ck_fai_template_item_per CHECK ("per" IN ('RUN', 'UNIT'))
);

CREATE TABLE "inspection" (
  "id" TEXT NOT NULL CONSTRAINT pk_inspection PRIMARY KEY,
  "run_id" TEXT,
  "run_no" TEXT,
  "type" TEXT,
  "status" TEXT,
  "active_key" TEXT,
  "sample_qty" BIGINT,
  "passed_qty" BIGINT,
  "failed_qty" BIGINT,
  "inspector_id" TEXT,
  "started_at" BIGINT,
  "data" TEXT,
  "decided_by" TEXT,
  "decided_by_name" TEXT,
  "decided_at" BIGINT,
  "remark" TEXT,
  "condition_class" TEXT,
  "condition" TEXT,
  "condition_until" BIGINT,
  "signed_by" TEXT,
  "signed_at" BIGINT,
  "signature_remark" TEXT,
  "round" BIGINT,
  "fingerprint" TEXT,
  "version" BIGINT,
  "created_at" BIGINT,
  "updated_at" BIGINT,
  CONSTRAINT uq_inspection_active_key UNIQUE ("active_key"),
  CONSTRAINT fk_inspection_run FOREIGN KEY ("run_id") REFERENCES "run" ("id"),
  CONSTRAINT ck_inspection_type CHECK ("type" IN ('FAI', 'IPQC', 'FQC', 'OQC')),
  CONSTRAINT ck_inspection_status CHECK ("status" IN ('PENDING', 'INSPECTING', 'PASS', 'FAIL', 'CANCELLED'))
);
CREATE INDEX ix_inspection_run_id_created_at ON "inspection" ("run_id", "created_at");
CREATE INDEX ix_inspection_created_at ON "inspection" ("created_at");

CREATE TABLE "fai_item" (
  "id" TEXT NOT NULL CONSTRAINT pk_fai_item PRIMARY KEY,
  "inspection_id" TEXT,
  "seq" BIGINT,
  "item_group" TEXT,
  "item_name" TEXT,
  "item_spec" TEXT,
  "per" TEXT,
  "required" BIGINT,
  "na_allowed" BIGINT,
  "nominal" DOUBLE PRECISION,
  "lower_limit" DOUBLE PRECISION,
  "upper_limit" DOUBLE PRECISION,
  "unit" TEXT,
  "created_at" BIGINT,
  "updated_at" BIGINT,
  CONSTRAINT fk_fai_item_inspection FOREIGN KEY ("inspection_id") REFERENCES "inspection" ("id"),
  CONSTRAINT ck_fai_item_per CHECK ("per" IN ('RUN', 'UNIT'))
);
CREATE INDEX ix_fai_item_inspection_id ON "fai_item" ("inspection_id");

CREATE TABLE "fai_measurement" (
  "id" TEXT NOT NULL CONSTRAINT pk_fai_measurement PRIMARY KEY,
  "item_id" TEXT,
  "inspection_id" TEXT,
  "unit_sn" TEXT,
  "actual_value" TEXT,
  "result" TEXT,
  "defect_code" TEXT,
  "remark" TEXT,
  "inspected_by" TEXT,
  "inspected_at" BIGINT,
  CONSTRAINT fk_fai_measurement_item FOREIGN KEY ("item_id") REFERENCES "fai_item" ("id"),
  CONSTRAINT ck_fai_measurement_result CHECK ("result" IN ('PASS', 'FAIL', 'NA', 'WARNING'))
);
CREATE INDEX ix_fai_measurement_inspection_id ON "fai_measurement" ("inspection_id");

CREATE TABLE "signature" (
  "id" TEXT NOT NULL CONSTRAINT pk_signature PRIMARY KEY,
  "subject_type" TEXT,
  "subject_id" TEXT,
  "round" BIGINT,
  "capacity" TEXT,
  "signed_by" TEXT,
  "printed_name" TEXT,
  "signed_at" BIGINT,
  "meaning" TEXT,
  "remark" TEXT,
  "station_id" TEXT,
  "content_hash" TEXT,
  "voided_at" BIGINT,
  CONSTRAINT ck_signature_capacity CHECK ("capacity" IN ('PRODUCTION', 'ENGINEERING', 'QUALITY')),
  CONSTRAINT ck_signature_meaning CHECK ("meaning" IN ('APPROVED', 'REJECTED', 'WAIVED', 'AUTHORISED', 'REVOKED'))
);
CREATE INDEX ix_signature_subject_type_subject_id ON "signature" ("subject_type", "subject_id");

CREATE TABLE "readiness_check" (
  "id" TEXT NOT NULL CONSTRAINT pk_readiness_check PRIMARY KEY,
  "run_id" TEXT,
  "type" TEXT,
  "status" TEXT,
  "checked_at" BIGINT,
  "checked_by" TEXT,
  "items_json" TEXT,
  "policy_version" BIGINT,
  CONSTRAINT fk_readiness_check_run FOREIGN KEY ("run_id") REFERENCES "run" ("id"),
  CONSTRAINT ck_readiness_check_type CHECK ("type" IN ('PRECHECK', 'FORMAL')),
  CONSTRAINT ck_readiness_check_status CHECK ("status" IN ('PASSED', 'FAILED', 'WAIVED'))
);
CREATE INDEX ix_readiness_check_run_id_checked_at ON "readiness_check" ("run_id", "checked_at");

CREATE TABLE "waiver" (
  "id" TEXT NOT NULL CONSTRAINT pk_waiver PRIMARY KEY,
  "run_id" TEXT,
  "run_no" TEXT,
  "item_id" TEXT,
  "item_type" TEXT,
  "item_key" TEXT,
  "category" TEXT,
  "reason" TEXT,
  "status" TEXT,
  "covers" TEXT,
  "requested_by" TEXT,
  "requested_by_name" TEXT,
  "requested_at" BIGINT,
  "approved_by" TEXT,
  "approved_by_name" TEXT,
  "approved_at" BIGINT,
  "from_at" BIGINT,
  "until" BIGINT,
  "until_explicit" BIGINT,
  "ended_at" BIGINT,
  "end_reason" TEXT,
  "version" BIGINT,
  CONSTRAINT fk_waiver_run FOREIGN KEY ("run_id") REFERENCES "run" ("id"),
  CONSTRAINT ck_waiver_item_type CHECK ("item_type" IN ('ROUTE', 'LOADING', 'PREP_PROGRAM', 'EQUIPMENT', 'MATERIAL', 'STENCIL', 'SOLDER_PASTE', 'PREP_BAKE', 'PREP_PASTE', 'PREP_STENCIL_USAGE', 'PREP_STENCIL_CLEAN', 'PREP_SCRAPER', 'PREP_FIXTURE', 'TIME_RULE')),
  CONSTRAINT ck_waiver_category CHECK ("category" IN ('MATERIAL_SHORTAGE', 'TOOL_SUBSTITUTE', 'MEASURED_ELSEWHERE', 'RECORD_LATE', 'CUSTOMER_APPROVED', 'TRIAL', 'OTHER')),
  CONSTRAINT ck_waiver_status CHECK ("status" IN ('REQUESTED', 'APPROVED', 'REJECTED', 'REVOKED', 'EXPIRED', 'SUPERSEDED'))
);
CREATE INDEX ix_waiver_run_id_status ON "waiver" ("run_id", "status");
CREATE INDEX ix_waiver_item_type_item_key ON "waiver" ("item_type", "item_key");

CREATE TABLE "authorization_evidence" (
  "id" TEXT NOT NULL CONSTRAINT pk_authorization_evidence PRIMARY KEY,
  "run_id" TEXT,
  "authorized_by" TEXT,
  "authorized_by_name" TEXT,
  "authorized_at" BIGINT,
  "policy_version" BIGINT,
  "evidence" TEXT,
  "ended_at" BIGINT,
  "ended_by" TEXT,
  "end_reason" TEXT,
  CONSTRAINT fk_authorization_evidence_run FOREIGN KEY ("run_id") REFERENCES "run" ("id")
);
CREATE INDEX ix_authorization_evidence_run_id ON "authorization_evidence" ("run_id");

CREATE TABLE "role" (
  "id" TEXT NOT NULL CONSTRAINT pk_role PRIMARY KEY,
  "code" TEXT NOT NULL,
  "name" TEXT NOT NULL,
  "description" TEXT,
  "permissions" TEXT,
  "data_scope" TEXT,
  "is_system" BIGINT,
  CONSTRAINT uq_role_code UNIQUE ("code"),
  CONSTRAINT ck_role_data_scope CHECK ("data_scope" IN ('ALL', 'ASSIGNED_LINES', 'ASSIGNED_STATIONS'))
);

CREATE TABLE "user_account" (
  "id" TEXT NOT NULL CONSTRAINT pk_user_account PRIMARY KEY,
  "email" TEXT NOT NULL,
  "username" TEXT,
  "name" TEXT NOT NULL,
  "department" TEXT,
  "phone" TEXT,
  "is_active" BIGINT,
  "preferred_home_page" TEXT,
  "password_hash" TEXT,
  "must_change_password" BIGINT,
  "roles" TEXT,
  "line_ids" TEXT,
  "station_ids" TEXT,
  "capacities" TEXT,
  "created_at" BIGINT,
  "updated_at" BIGINT,
  CONSTRAINT uq_user_account_email UNIQUE ("email")
);

CREATE TABLE "session" (
  "id" TEXT NOT NULL CONSTRAINT pk_session PRIMARY KEY,
  "user_id" TEXT,
  "token_hash" TEXT,
  "expires_at" BIGINT,
  "ip_address" TEXT,
  "user_agent" TEXT,
  "signed_at" BIGINT,
  "created_at" BIGINT,
  "updated_at" BIGINT,
  CONSTRAINT uq_session_token_hash UNIQUE ("token_hash"),
  CONSTRAINT fk_session_user FOREIGN KEY ("user_id") REFERENCES "user_account" ("id")
);
CREATE INDEX ix_session_user_id ON "session" ("user_id");

CREATE TABLE "credential_failure" (
  "id" TEXT NOT NULL CONSTRAINT pk_credential_failure PRIMARY KEY,
  "purpose" TEXT,
  "email" TEXT,
  "address" TEXT,
  "at" BIGINT
);
CREATE INDEX ix_credential_failure_purpose_email_at ON "credential_failure" ("purpose", "email", "at");
CREATE INDEX ix_credential_failure_purpose_address_at ON "credential_failure" ("purpose", "address", "at");

CREATE TABLE "audit_log" (
  "seq" BIGINT NOT NULL CONSTRAINT pk_audit_log PRIMARY KEY,
  "id" TEXT NOT NULL,
  "entity_type" TEXT,
  "entity_id" TEXT,
  "entity_display" TEXT,
  "action" TEXT,
  "actor_id" TEXT,
  "actor_name" TEXT,
  "actor_role" TEXT,
  "actor_type" TEXT,
  "station_id" TEXT,
  "status" TEXT,
  "error_code" TEXT,
  "error_message" TEXT,
  "diff" TEXT,
  "request_id" TEXT,
  "ip" TEXT,
  "user_agent" TEXT,
  "payload" TEXT,
  "client_time" BIGINT,
  "created_at" BIGINT,
  "previous_hash" TEXT,
  "hash" TEXT,
  CONSTRAINT uq_audit_log_id UNIQUE ("id")
);
CREATE INDEX ix_audit_log_entity_type_entity_id_created_at ON "audit_log" ("entity_type", "entity_id", "created_at");
CREATE INDEX ix_audit_log_actor_id_created_at ON "audit_log" ("actor_id", "created_at");
CREATE INDEX ix_audit_log_action_created_at ON "audit_log" ("action", "created_at");

CREATE TABLE "event" (
  "seq" BIGINT NOT NULL CONSTRAINT pk_event PRIMARY KEY,
  "kind" TEXT,
  "run_no" TEXT,
  "entity_id" TEXT,
  "version" BIGINT,
  "at" BIGINT
);
CREATE INDEX ix_event_run_no ON "event" ("run_no");

CREATE TABLE "policy" (
  "id" TEXT NOT NULL CONSTRAINT pk_policy PRIMARY KEY,
  "version" BIGINT,
  "effective_from" BIGINT,
  "reason" TEXT,
  "created_by" TEXT,
  "created_by_name" TEXT,
  "created_at" BIGINT,
  CONSTRAINT uq_policy_version UNIQUE ("version")
);

CREATE TABLE "policy_setting" (
  "id" TEXT NOT NULL CONSTRAINT pk_policy_setting PRIMARY KEY,
  "policy_version" BIGINT,
  "key" TEXT NOT NULL,
  "value" TEXT NOT NULL,
  "unit" TEXT,
  "source" TEXT,
  "line" TEXT,
  "product" TEXT
);
CREATE INDEX ix_policy_setting_policy_version ON "policy_setting" ("policy_version");

-- One thing of a kind is on a line at a time, and one waiver, one first article, one authorisation is open at a time.
CREATE UNIQUE INDEX uq_line_binding_current ON "line_binding" ("line_id", "kind") WHERE "is_current" = 1;
CREATE UNIQUE INDEX uq_waiver_open ON "waiver" ("run_id", "item_id") WHERE "status" IN ('REQUESTED', 'APPROVED');
CREATE UNIQUE INDEX uq_signature_valid ON "signature" ("subject_type", "subject_id", "round", "capacity") WHERE "capacity" IS NOT NULL AND "voided_at" IS NULL;
CREATE UNIQUE INDEX uq_authorization_open ON "authorization_evidence" ("run_id") WHERE "ended_at" IS NULL;
CREATE UNIQUE INDEX uq_track_open ON "track" ("unit_id") WHERE "out_at" IS NULL;
CREATE UNIQUE INDEX uq_time_window_running ON "time_window" ("definition_id", "entity_type", "entity_id") WHERE "status" = 'ACTIVE';
CREATE INDEX ix_maintenance_record_open ON "maintenance_record" ("entity_id") WHERE "status" IN ('PENDING', 'IN_PROGRESS');
CREATE INDEX ix_run_open ON "run" ("id") WHERE "status" IN ('PREP', 'AUTHORIZED');
-- The newest record that carries a check, a tension, prints: one row each, however old the thing is.
CREATE INDEX ix_stencil_usage_checked ON "stencil_usage_record" ("stencil_id", "record_date") WHERE "check_deform" IS NOT NULL OR "check_hole_damage" IS NOT NULL OR "check_seal_intact" IS NOT NULL;
CREATE INDEX ix_stencil_usage_tension ON "stencil_usage_record" ("stencil_id", "record_date") WHERE "tension_values" IS NOT NULL;
CREATE INDEX ix_stencil_usage_printed ON "stencil_usage_record" ("stencil_id", "record_date") WHERE "print_count" > 0;

-- The audit trail and the evidence of signatures are appended to, never changed.
CREATE TRIGGER tr_audit_log_update BEFORE UPDATE ON "audit_log" BEGIN SELECT RAISE(ABORT, 'ck_audit_log_append_only'); END;
CREATE TRIGGER tr_audit_log_delete BEFORE DELETE ON "audit_log" BEGIN SELECT RAISE(ABORT, 'ck_audit_log_append_only'); END;
CREATE TRIGGER tr_signature_delete BEFORE DELETE ON "signature" BEGIN SELECT RAISE(ABORT, 'ck_signature_append_only'); END;
CREATE TRIGGER tr_signature_update BEFORE UPDATE ON "signature" WHEN OLD."content_hash" IS NOT NEW."content_hash" OR OLD."signed_by" IS NOT NEW."signed_by" OR OLD."signed_at" IS NOT NEW."signed_at" OR OLD."meaning" IS NOT NEW."meaning" OR OLD."printed_name" IS NOT NEW."printed_name" BEGIN SELECT RAISE(ABORT, 'ck_signature_append_only'); END;
CREATE TRIGGER tr_policy_update BEFORE UPDATE ON "policy" BEGIN SELECT RAISE(ABORT, 'ck_policy_append_only'); END;
