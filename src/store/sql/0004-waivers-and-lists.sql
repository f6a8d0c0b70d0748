-- SPDX-License-Identifier: GPL-3.0-or-later
-- What somebody has approved stays as they approved it: a waiver can only end, and then it is over. A version of the
-- policy has all its settings for ever, for authorisations refer to it.

CREATE TRIGGER tr_waiver_delete BEFORE DELETE ON "waiver" BEGIN SELECT RAISE(ABORT, 'ck_waiver_append_only'); END;
CREATE TRIGGER tr_waiver_update BEFORE UPDATE ON "waiver" WHEN OLD."ended_at" IS NOT NULL OR (OLD."approved_at" IS NOT NULL AND (OLD."id" IS NOT NEW."id" OR OLD."run_id" IS NOT NEW."run_id" OR OLD."run_no" IS NOT NEW."run_no" OR OLD."item_id" IS NOT NEW."item_id" OR OLD."item_type" IS NOT NEW."item_type" OR OLD."item_key" IS NOT NEW."item_key" OR OLD."category" IS NOT NEW."category" OR OLD."reason" IS NOT NEW."reason" OR OLD."covers" IS NOT NEW."covers" OR OLD."requested_by" IS NOT NEW."requested_by" OR OLD."requested_by_name" IS NOT NEW."requested_by_name" OR OLD."requested_at" IS NOT NEW."requested_at" OR OLD."approved_by" IS NOT NEW."approved_by" OR OLD."approved_by_name" IS NOT NEW."approved_by_name" OR OLD."approved_at" IS NOT NEW."approved_at" OR OLD."from_at" IS NOT NEW."from_at" OR OLD."until" IS NOT NEW."until" OR OLD."until_explicit" IS NOT NEW."until_explicit")) BEGIN SELECT RAISE(ABORT, 'ck_waiver_append_only'); END;
CREATE TRIGGER tr_policy_delete BEFORE DELETE ON "policy" BEGIN SELECT RAISE(ABORT, 'ck_policy_append_only'); END;
CREATE TRIGGER tr_policy_setting_update BEFORE UPDATE ON "policy_setting" BEGIN SELECT RAISE(ABORT, 'ck_policy_append_only'); END;
CREATE TRIGGER tr_policy_setting_delete BEFORE DELETE ON "policy_setting" BEGIN SELECT RAISE(ABORT, 'ck_policy_append_only'); END;

-- Lists and look-ups that would read a whole table that grows with the age of the plant.
CREATE INDEX ix_track_open ON "track" ("station_code") WHERE "out_at" IS NULL;
CREATE INDEX ix_material_lot_lot_no ON "material_lot" ("lot_no");
CREATE INDEX ix_material_lot_created_at ON "material_lot" ("created_at");
CREATE INDEX ix_waiver_requested_at ON "waiver" ("requested_at");
