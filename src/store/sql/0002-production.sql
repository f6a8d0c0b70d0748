-- Orders, runs, units, preparation records, first articles, checks, waivers, authorisations.

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
  "tension_values" TEXT,
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
CREATE INDEX ix_stencil_usage_record_stencil_id_record_date ON "stencil_usage_record" ("stencil_id", "record_date", "created_at");
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
CREATE INDEX ix_stencil_cleaning_record_stencil_id_cleaned_at ON "stencil_cleaning_record" ("stencil_id", "cleaned_at", "created_at");
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
CREATE INDEX ix_squeegee_usage_record_squeegee_id_record_date ON "squeegee_usage_record" ("squeegee_id", "record_date", "created_at");
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
CREATE INDEX ix_fixture_usage_record_fixture_id_record_date ON "fixture_usage_record" ("fixture_id", "record_date", "created_at");
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
CREATE INDEX ix_oven_program_record_run_id_record_date ON "oven_program_record" ("run_id", "record_date", "created_at");
CREATE INDEX ix_oven_program_record_line_id_record_date ON "oven_program_record" ("line_id", "record_date", "created_at");

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

-- One waiver of an item, one authorisation of a run, one track of a unit is open at a time; a capacity signs once a round.
CREATE UNIQUE INDEX uq_waiver_open ON "waiver" ("run_id", "item_id") WHERE "status" IN ('REQUESTED', 'APPROVED');
CREATE UNIQUE INDEX uq_signature_valid ON "signature" ("subject_type", "subject_id", "round", "capacity") WHERE "capacity" IS NOT NULL AND "voided_at" IS NULL;
CREATE UNIQUE INDEX uq_authorization_open ON "authorization_evidence" ("run_id") WHERE "ended_at" IS NULL;
CREATE UNIQUE INDEX uq_track_open ON "track" ("unit_id") WHERE "out_at" IS NULL;

-- The open runs; the newest record that carries a check, a tension, prints: one row each, however old the thing is.
CREATE INDEX ix_run_open ON "run" ("id") WHERE "status" IN ('PREP', 'AUTHORIZED');
CREATE INDEX ix_stencil_usage_checked ON "stencil_usage_record" ("stencil_id", "record_date", "created_at") WHERE "check_deform" IS NOT NULL OR "check_hole_damage" IS NOT NULL OR "check_seal_intact" IS NOT NULL;
CREATE INDEX ix_stencil_usage_tension ON "stencil_usage_record" ("stencil_id", "record_date", "created_at") WHERE "tension_values" IS NOT NULL;
CREATE INDEX ix_stencil_usage_printed ON "stencil_usage_record" ("stencil_id", "record_date", "created_at") WHERE "print_count" > 0;


-- What a signature says is never changed, only voided.
CREATE TRIGGER tr_signature_delete BEFORE DELETE ON "signature" BEGIN SELECT RAISE(ABORT, 'ck_signature_append_only'); END;
CREATE TRIGGER tr_signature_update BEFORE UPDATE ON "signature" WHEN OLD."content_hash" IS NOT NEW."content_hash" OR OLD."signed_by" IS NOT NEW."signed_by" OR OLD."signed_at" IS NOT NEW."signed_at" OR OLD."meaning" IS NOT NEW."meaning" OR OLD."printed_name" IS NOT NEW."printed_name" BEGIN SELECT RAISE(ABORT, 'ck_signature_append_only'); END;
