/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-service"

#include "service/pb-run-members.h"

#include "service/pb-step-view.h"

const PbMember pb_run_meta_members[] = {
  { "meta", PB_VALUE_ANY },
  { NULL },
};

void
pb_run_reply (PbCall *call, const PbRun *run)
{
  pb_writer_begin_object (call->out);
  pb_codec_write_members (call->out, run);
  pb_writer_member_null (call->out, "meta");
  pb_writer_end_object (call->out);
}

const PbMember pb_run_row_members[] = {
  { "meta", PB_VALUE_ANY },
  { "workOrder", PB_VALUE_OBJECT, .type = &pb_work_order_type, .members = pb_run_meta_members },
  { "line", PB_VALUE_OBJECT, .type = &pb_line_type, .members = pb_run_meta_members },
  { "readinessStatus", PB_VALUE_ENUM, .values = &pb_item_statuses, .says = "Of the newest stored check" },
  { NULL },
};

static const PbMember order_members[] = {
  { "woNo", PB_VALUE_TEXT, PB_MUST },
  { "productCode", PB_VALUE_TEXT, PB_MUST },
  { "plannedQty", PB_VALUE_NUMBER },
  { NULL },
};

static const PbMember line_members[] = {
  { "id", PB_VALUE_TEXT, PB_MUST },
  { "code", PB_VALUE_TEXT, PB_MUST },
  { "name", PB_VALUE_TEXT },
  { NULL },
};

static const PbMember route_members[] = {
  { "code", PB_VALUE_TEXT, PB_MUST },
  { "name", PB_VALUE_TEXT },
  { NULL },
};

static const PbMember version_members[] = {
  { "versionNo", PB_VALUE_INT, PB_MUST },
  { "status", PB_VALUE_ENUM, PB_MUST, .values = &pb_version_statuses },
  { "route", PB_VALUE_OBJECT, PB_MUST, .members = route_members },
  { NULL },
};

static const PbMember step_members[] = {
  PB_STEP_VIEW_MEMBERS,
  { "completed", PB_VALUE_INT, PB_MUST },
  { "total", PB_VALUE_INT, PB_MUST },
  { NULL },
};

static const PbMember stats_members[] = {
  { "total", PB_VALUE_INT, PB_MUST }, { "queued", PB_VALUE_INT, PB_MUST }, { "inStation", PB_VALUE_INT, PB_MUST },
  { "done", PB_VALUE_INT, PB_MUST },  { "failed", PB_VALUE_INT, PB_MUST }, { NULL },
};

static const PbMember trial_members[] = {
  { "status", PB_VALUE_ENUM, PB_MUST, .values = &pb_fai_statuses },
  { "sampleQty", PB_VALUE_INT, PB_MUST },
  { "trackedQty", PB_VALUE_INT, PB_MUST },
  { NULL },
};

static const PbMember authorization_members[] = {
  { "authorizedBy", PB_VALUE_TEXT, PB_MUST },      { "authorizedByName", PB_VALUE_TEXT, PB_MUST },
  { "authorizedAt", PB_VALUE_TIME, PB_MUST },      { "endedAt", PB_VALUE_TIME, PB_MUST_OR_NULL },
  { "endedBy", PB_VALUE_TEXT, PB_MUST_OR_NULL },   { "endedByName", PB_VALUE_TEXT, PB_MUST_OR_NULL },
  { "endReason", PB_VALUE_TEXT, PB_MUST_OR_NULL }, { NULL },
};

static const PbMember recent_members[] = {
  { "sn", PB_VALUE_TEXT, PB_MUST },
  { "status", PB_VALUE_ENUM, PB_MUST, .values = &pb_unit_statuses },
  { "currentStepNo", PB_VALUE_INT, PB_MUST },
  { "updatedAt", PB_VALUE_TIME, PB_MUST },
  { NULL },
};

const PbMember pb_run_detail_members[] = {
  { "run", PB_VALUE_OBJECT, PB_MUST, .type = &pb_run_type },
  { "workOrder", PB_VALUE_OBJECT, PB_MUST, .members = order_members },
  { "line", PB_VALUE_OBJECT, PB_MUST_OR_NULL, .members = line_members },
  { "routeVersion", PB_VALUE_OBJECT, PB_MUST_OR_NULL, .members = version_members },
  { "routeSteps", PB_VALUE_OBJECTS, PB_MUST, .members = step_members },
  { "unitStats", PB_VALUE_OBJECT, PB_MUST, .members = stats_members },
  { "faiTrial", PB_VALUE_OBJECT, PB_MUST_OR_NULL, .members = trial_members },
  { "recentUnits", PB_VALUE_OBJECTS, PB_MUST, .members = recent_members },
  { "authorizations", PB_VALUE_OBJECTS, PB_MUST, .members = authorization_members },
  { "requiresFai", PB_VALUE_BOOL, PB_MUST },
  { NULL },
};

const PbMember pb_run_unit_members[] = {
  { "sn", PB_VALUE_TEXT, PB_MUST },
  { "status", PB_VALUE_ENUM, PB_MUST, .values = &pb_unit_statuses },
  { "currentStepNo", PB_VALUE_INT, PB_MUST },
  { "updatedAt", PB_VALUE_TIME, PB_MUST },
  { "isTrial", PB_VALUE_BOOL, PB_MUST },
  { "currentStep", PB_VALUE_OBJECT, PB_MUST_OR_NULL, .members = pb_step_view_members },
  { "nextStep", PB_VALUE_OBJECT, PB_MUST_OR_NULL, .members = pb_step_view_members },
  { NULL },
};

static const PbMember units_run_members[] = {
  { "runNo", PB_VALUE_TEXT, PB_MUST },
  { "status", PB_VALUE_ENUM, PB_MUST, .values = &pb_run_statuses },
  { NULL },
};

const PbMember pb_run_units_beside[] = {
  { "run", PB_VALUE_OBJECT, PB_MUST, .members = units_run_members },
  { "workOrder", PB_VALUE_OBJECT, PB_MUST, .members = order_members },
  { NULL },
};

static const PbMember new_unit_members[] = {
  { "sn", PB_VALUE_TEXT, PB_MUST },
  { "status", PB_VALUE_ENUM, PB_MUST, .values = &pb_unit_statuses },
  { NULL },
};

const PbMember pb_run_generated_members[] = {
  { "generated", PB_VALUE_INT, PB_MUST },
  { "units", PB_VALUE_OBJECTS, PB_MUST, .members = new_unit_members },
  { NULL },
};
