-- SPDX-License-Identifier: GPL-3.0-or-later
-- What is signed and what an authorisation rests on stays as it was written: a signature can only be voided, an
-- authorisation only end.

DROP TRIGGER tr_signature_update;
CREATE TRIGGER tr_signature_update BEFORE UPDATE ON "signature" WHEN OLD."id" IS NOT NEW."id" OR OLD."subject_type" IS NOT NEW."subject_type" OR OLD."subject_id" IS NOT NEW."subject_id" OR OLD."round" IS NOT NEW."round" OR OLD."capacity" IS NOT NEW."capacity" OR OLD."signed_by" IS NOT NEW."signed_by" OR OLD."printed_name" IS NOT NEW."printed_name" OR OLD."signed_at" IS NOT NEW."signed_at" OR OLD."meaning" IS NOT NEW."meaning" OR OLD."remark" IS NOT NEW."remark" OR OLD."station_id" IS NOT NEW."station_id" OR OLD."content_hash" IS NOT NEW."content_hash" OR (OLD."voided_at" IS NOT NULL AND OLD."voided_at" IS NOT NEW."voided_at") BEGIN SELECT RAISE(ABORT, 'ck_signature_append_only'); END;
CREATE TRIGGER tr_authorization_evidence_delete BEFORE DELETE ON "authorization_evidence" BEGIN SELECT RAISE(ABORT, 'ck_authorization_evidence_append_only'); END;
CREATE TRIGGER tr_authorization_evidence_update BEFORE UPDATE ON "authorization_evidence" WHEN OLD."ended_at" IS NOT NULL OR OLD."id" IS NOT NEW."id" OR OLD."run_id" IS NOT NEW."run_id" OR OLD."authorized_by" IS NOT NEW."authorized_by" OR OLD."authorized_by_name" IS NOT NEW."authorized_by_name" OR OLD."authorized_at" IS NOT NEW."authorized_at" OR OLD."policy_version" IS NOT NEW."policy_version" OR OLD."evidence" IS NOT NEW."evidence" BEGIN SELECT RAISE(ABORT, 'ck_authorization_evidence_append_only'); END;

-- When the present life of a piece began: what was recorded of the piece before it is of another one.
ALTER TABLE "asset" ADD COLUMN "replaced_at" BIGINT;
-- Everybody who has recorded a value or decided, also what was overwritten or rejected since.
ALTER TABLE "inspection" ADD COLUMN "inspectors" TEXT;

-- The newest records with a typed total; the stops of a line that are not over, or ended after a moment.
CREATE INDEX ix_stencil_usage_total ON "stencil_usage_record" ("stencil_id", "record_date", "created_at") WHERE "total_print_count" IS NOT NULL;
CREATE INDEX ix_squeegee_usage_total ON "squeegee_usage_record" ("squeegee_id", "record_date", "created_at") WHERE "total_print_count" IS NOT NULL;
CREATE INDEX ix_fixture_usage_total ON "fixture_usage_record" ("fixture_id", "record_date", "created_at") WHERE "total_usage_count" IS NOT NULL;
CREATE INDEX ix_line_stop_line_code_to_at ON "line_stop" ("line_code", "to_at");
CREATE INDEX ix_waiver_run_id_approved_by ON "waiver" ("run_id", "approved_by");
-- Events are read by number; an index over runs that nothing reads is a page more for every change.
DROP INDEX ix_event_run_no;
