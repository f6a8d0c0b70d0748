-- SPDX-License-Identifier: GPL-3.0-or-later
-- What is signed and what an authorisation rests on stays as it was written: a signature can only be voided, an
-- authorisation only end.

DROP TRIGGER tr_signature_update;
CREATE TRIGGER tr_signature_update BEFORE UPDATE ON "signature" WHEN OLD."id" IS NOT NEW."id" OR OLD."subject_type" IS NOT NEW."subject_type" OR OLD."subject_id" IS NOT NEW."subject_id" OR OLD."round" IS NOT NEW."round" OR OLD."capacity" IS NOT NEW."capacity" OR OLD."signed_by" IS NOT NEW."signed_by" OR OLD."printed_name" IS NOT NEW."printed_name" OR OLD."signed_at" IS NOT NEW."signed_at" OR OLD."meaning" IS NOT NEW."meaning" OR OLD."remark" IS NOT NEW."remark" OR OLD."station_id" IS NOT NEW."station_id" OR OLD."content_hash" IS NOT NEW."content_hash" OR (OLD."voided_at" IS NOT NULL AND OLD."voided_at" IS NOT NEW."voided_at") BEGIN SELECT RAISE(ABORT, 'ck_signature_append_only'); END;
CREATE TRIGGER tr_authorization_evidence_delete BEFORE DELETE ON "authorization_evidence" BEGIN SELECT RAISE(ABORT, 'ck_authorization_evidence_append_only'); END;
CREATE TRIGGER tr_authorization_evidence_update BEFORE UPDATE ON "authorization_evidence" WHEN OLD."ended_at" IS NOT NULL OR OLD."id" IS NOT NEW."id" OR OLD."run_id" IS NOT NEW."run_id" OR OLD."authorized_by" IS NOT NEW."authorized_by" OR OLD."authorized_by_name" IS NOT NEW."authorized_by_name" OR OLD."authorized_at" IS NOT NEW."authorized_at" OR OLD."policy_version" IS NOT NEW."policy_version" OR OLD."evidence" IS NOT NEW."evidence" BEGIN SELECT RAISE(ABORT, 'ck_authorization_evidence_append_only'); END;
