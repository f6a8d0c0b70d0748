-- The schema of Prepboard. Times are microseconds since the epoch, UTC; booleans 0 or 1; enumerations are their wire texts.
-- Every constraint has a name: the store tells by it what refused a row.

-- What runs are judged on: lines and their things, materials, people; and the trail of what happened.

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
CREATE INDEX ix_stencil_status_stencil_id_event_time ON "stencil_status" ("stencil_id", "event_time", "received_at");

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
CREATE INDEX ix_solder_paste_status_lot_id_event_time ON "solder_paste_status" ("lot_id", "event_time", "received_at");

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

-- One thing of a kind is on a line at a time; a window of a rule runs once for an object.
CREATE UNIQUE INDEX uq_line_binding_current ON "line_binding" ("line_id", "kind") WHERE "is_current" = 1;
CREATE UNIQUE INDEX uq_time_window_running ON "time_window" ("definition_id", "entity_type", "entity_id") WHERE "status" = 'ACTIVE';
CREATE INDEX ix_maintenance_record_open ON "maintenance_record" ("entity_id") WHERE "status" IN ('PENDING', 'IN_PROGRESS');

-- The audit trail and the policies are appended to, never changed.
CREATE TRIGGER tr_audit_log_update BEFORE UPDATE ON "audit_log" BEGIN SELECT RAISE(ABORT, 'ck_audit_log_append_only'); END;
CREATE TRIGGER tr_audit_log_delete BEFORE DELETE ON "audit_log" BEGIN SELECT RAISE(ABORT, 'ck_audit_log_append_only'); END;
CREATE TRIGGER tr_policy_update BEFORE UPDATE ON "policy" BEGIN SELECT RAISE(ABORT, 'ck_policy_append_only'); END;
