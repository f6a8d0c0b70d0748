/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "domain/pb-object.h"

G_BEGIN_DECLS

/* The enumerations of the REST contract (section 4.1) with prepboardd's additions. 0 is "absent" in all of them. */

/* The readiness item types, in the order in which items are listed (domain.md, section 1): the text on the wire, and
 * the class in domain/items/. Enumeration, texts and registry are made from this list. */
#define PB_ITEM_TYPES(TYPE)                                                                                            \
  TYPE (ROUTE, pb_item_route)                                                                                          \
  TYPE (LOADING, pb_item_loading)                                                                                      \
  TYPE (PREP_PROGRAM, pb_item_program)                                                                                 \
  TYPE (EQUIPMENT, pb_item_equipment)                                                                                  \
  TYPE (MATERIAL, pb_item_material)                                                                                    \
  TYPE (STENCIL, pb_item_stencil)                                                                                      \
  TYPE (SOLDER_PASTE, pb_item_solder_paste)                                                                            \
  TYPE (PREP_BAKE, pb_item_bake)                                                                                       \
  TYPE (PREP_PASTE, pb_item_paste)                                                                                     \
  TYPE (PREP_STENCIL_USAGE, pb_item_stencil_usage)                                                                     \
  TYPE (PREP_STENCIL_CLEAN, pb_item_stencil_clean)                                                                     \
  TYPE (PREP_SCRAPER, pb_item_squeegee)                                                                                \
  TYPE (PREP_FIXTURE, pb_item_fixture)                                                                                 \
  TYPE (TIME_RULE, pb_item_time_rule)

#define PB_ITEM_VALUE(text, item_class) PB_ITEM_##text,
typedef enum
{
  PB_ITEM_NONE,
  PB_ITEM_TYPES (PB_ITEM_VALUE)
} PbItemType;
#undef PB_ITEM_VALUE
#define PB_COUNT_ONE(...) +1
#define PB_N_ITEM_TYPES   (0 PB_ITEM_TYPES (PB_COUNT_ONE))
extern const PbEnum pb_item_types;

/* The groups of the paper checklist, as the board shows them. */
typedef enum
{
  PB_GROUP_BAKE,
  PB_GROUP_SOLDER_PASTE,
  PB_GROUP_TOOLS, /* stencil, squeegee, fixture */
  PB_GROUP_PROGRAM,
  PB_GROUP_MATERIAL, /* material and loading */
  PB_GROUP_LINE,     /* line and route */
  PB_GROUP_WINDOWS,  /* time windows */
  PB_N_GROUPS,
} PbGroupId;

typedef enum
{
  PB_STATUS_NONE,
  PB_STATUS_PASSED,
  PB_STATUS_FAILED,
  PB_STATUS_WAIVED
} PbItemStatus;
extern const PbEnum pb_item_statuses;

/* BLOCK must pass; SOFT must pass or be waived; RECORD is listed and does not stop the run. */
typedef enum
{
  PB_GATE_NONE,
  PB_GATE_BLOCK,
  PB_GATE_SOFT,
  PB_GATE_RECORD
} PbGateClass;
extern const PbEnum pb_gate_classes;

typedef enum
{
  PB_REASON_NONE,
  PB_REASON_NOT_BOUND,
  PB_REASON_UNKNOWN_OBJECT,
  PB_REASON_NO_RECORD,
  PB_REASON_INVALID_RECORD,
  PB_REASON_WRONG_STATE,
  PB_REASON_INCOMPATIBLE,
  PB_REASON_MISMATCH,
  PB_REASON_IN_MAINTENANCE,
  PB_REASON_CHECK_MISSING,
  PB_REASON_CHECK_FAILED,
  PB_REASON_BELOW_MINIMUM,
  PB_REASON_LIMIT_EXCEEDED,
  PB_REASON_TOO_EARLY,
  PB_REASON_TOO_OLD,
  PB_REASON_EXPIRED,
  /* Warnings: the item passes */
  PB_REASON_LIFE_NEAR_END,
  PB_REASON_WINDOW_NEAR_END,
  PB_REASON_PLAN_EXCEEDS_LIFE,
  PB_REASON_TOTAL_DISPUTED,
} PbReason;
extern const PbEnum pb_reasons;

typedef enum
{
  PB_CHECK_NONE,
  PB_CHECK_PRECHECK,
  PB_CHECK_FORMAL
} PbCheckType;
extern const PbEnum pb_check_types;

typedef enum
{
  PB_RUN_NONE,
  PB_RUN_PREP,
  PB_RUN_AUTHORIZED,
  PB_RUN_IN_PROGRESS,
  PB_RUN_ON_HOLD,
  PB_RUN_COMPLETED,
  PB_RUN_CLOSED_REWORK,
  PB_RUN_SCRAPPED,
  PB_RUN_CANCELLED,
} PbRunStatus;
extern const PbEnum pb_run_statuses;

typedef enum
{
  PB_WO_NONE,
  PB_WO_RECEIVED,
  PB_WO_RELEASED,
  PB_WO_IN_PROGRESS,
  PB_WO_COMPLETED
} PbWorkOrderStatus;
extern const PbEnum pb_work_order_statuses;

typedef enum
{
  PB_UNIT_NONE,
  PB_UNIT_QUEUED,
  PB_UNIT_IN_STATION,
  PB_UNIT_OUT_FAILED,
  PB_UNIT_DONE,
  PB_UNIT_ON_HOLD,
  PB_UNIT_SCRAPPED,
} PbUnitStatus;
extern const PbEnum pb_unit_statuses;

typedef enum
{
  PB_PROCESS_NONE,
  PB_PROCESS_SMT,
  PB_PROCESS_DIP
} PbProcessType;
extern const PbEnum pb_process_types;

typedef enum
{
  PB_STATION_NONE,
  PB_STATION_MANUAL,
  PB_STATION_AUTO,
  PB_STATION_BATCH,
  PB_STATION_TEST
} PbStationType;
extern const PbEnum pb_station_types;

/* A result of a track, an inspection or a characteristic. */
typedef enum
{
  PB_RESULT_NONE,
  PB_RESULT_PASS,
  PB_RESULT_FAIL,
  PB_RESULT_NA,
  PB_RESULT_WARNING
} PbResult;
extern const PbEnum pb_results;

typedef enum
{
  PB_INSPECTION_NONE,
  PB_INSPECTION_FAI,
  PB_INSPECTION_IPQC,
  PB_INSPECTION_FQC,
  PB_INSPECTION_OQC
} PbInspectionType;
extern const PbEnum pb_inspection_types;

typedef enum
{
  PB_FAI_NONE,
  PB_FAI_PENDING,
  PB_FAI_INSPECTING,
  PB_FAI_PASS,
  PB_FAI_FAIL,
  PB_FAI_CANCELLED
} PbFaiStatus;
extern const PbEnum pb_fai_statuses;

/* Whether a characteristic is recorded once for the run or once for each sample unit. */
typedef enum
{
  PB_PER_NONE,
  PB_PER_RUN,
  PB_PER_UNIT
} PbPer;
extern const PbEnum pb_pers;

typedef enum
{
  PB_CAPACITY_NONE,
  PB_CAPACITY_PRODUCTION,
  PB_CAPACITY_ENGINEERING,
  PB_CAPACITY_QUALITY
} PbCapacity;
extern const PbEnum pb_capacities;

typedef enum
{
  PB_MEANING_NONE,
  PB_MEANING_APPROVED,
  PB_MEANING_REJECTED,
  PB_MEANING_WAIVED,
  PB_MEANING_AUTHORISED,
  PB_MEANING_REVOKED,
} PbMeaning;
extern const PbEnum pb_meanings;

typedef enum
{
  PB_WAIVER_NONE,
  PB_WAIVER_REQUESTED,
  PB_WAIVER_APPROVED,
  PB_WAIVER_REJECTED,
  PB_WAIVER_REVOKED,
  PB_WAIVER_EXPIRED,
  PB_WAIVER_SUPERSEDED,
} PbWaiverStatus;
extern const PbEnum pb_waiver_statuses;
extern const PbEnum pb_waiver_categories; /* MATERIAL_SHORTAGE … OTHER */

typedef enum
{
  PB_ASSET_NONE,
  PB_ASSET_STENCIL,
  PB_ASSET_SQUEEGEE,
  PB_ASSET_FIXTURE,
  PB_ASSET_PASTE_LOT
} PbAssetKind;
extern const PbEnum pb_asset_kinds;

typedef enum
{
  PB_ASSET_STATE_NONE,
  PB_ASSET_IN_USE,
  PB_ASSET_STORED,
  PB_ASSET_IN_MAINTENANCE,
  PB_ASSET_RETIRED,
} PbAssetState;
extern const PbEnum pb_asset_states;

typedef enum
{
  PB_STENCIL_NONE,
  PB_STENCIL_READY,
  PB_STENCIL_NOT_READY,
  PB_STENCIL_MAINTENANCE
} PbStencilStatus;
extern const PbEnum pb_stencil_statuses;

typedef enum
{
  PB_PASTE_NONE,
  PB_PASTE_COMPLIANT,
  PB_PASTE_NON_COMPLIANT,
  PB_PASTE_EXPIRED
} PbPasteStatus;
extern const PbEnum pb_paste_statuses;

typedef enum
{
  PB_SOURCE_NONE,
  PB_SOURCE_AUTO,
  PB_SOURCE_MANUAL,
  PB_SOURCE_BATCH,
  PB_SOURCE_TEST
} PbSource;
extern const PbEnum pb_sources;
extern const PbEnum pb_integration_sources; /* those of a PbSource that other systems tell */
extern const PbEnum pb_audit_statuses;

typedef enum
{
  PB_SLOT_NONE,
  PB_SLOT_PENDING,
  PB_SLOT_LOADED,
  PB_SLOT_MISMATCH
} PbSlotStatus;
extern const PbEnum pb_slot_statuses;

typedef enum
{
  PB_LOADING_NONE,
  PB_LOADING_LOADED,
  PB_LOADING_UNLOADED,
  PB_LOADING_REPLACED
} PbLoadingStatus;
extern const PbEnum pb_loading_statuses;

typedef enum
{
  PB_PROFILE_NONE,
  PB_PROFILE_ACTIVE,
  PB_PROFILE_DEPRECATED,
  PB_PROFILE_ARCHIVED
} PbProfileStatus;
extern const PbEnum pb_profile_statuses;

typedef enum
{
  PB_RULE_NONE,
  PB_RULE_SOLDER_PASTE_EXPOSURE,
  PB_RULE_WASH_TIME_LIMIT
} PbTimeRuleType;
extern const PbEnum pb_time_rule_types;
typedef enum
{
  PB_SCOPE_NONE,
  PB_SCOPE_GLOBAL,
  PB_SCOPE_LINE,
  PB_SCOPE_ROUTING,
  PB_SCOPE_PRODUCT
} PbTimeRuleScope;
extern const PbEnum pb_time_rule_scopes;
typedef enum
{
  PB_WINDOW_NONE,
  PB_WINDOW_ACTIVE,
  PB_WINDOW_COMPLETED,
  PB_WINDOW_EXPIRED,
  PB_WINDOW_WAIVED
} PbWindowStatus;
extern const PbEnum pb_window_statuses;

typedef enum
{
  PB_MAINTAINED_NONE,
  PB_MAINTAINED_FIXTURE,
  PB_MAINTAINED_STENCIL,
  PB_MAINTAINED_SQUEEGEE,
  PB_MAINTAINED_EQUIPMENT
} PbMaintainedKind;
extern const PbEnum pb_maintained_kinds;
extern const PbEnum pb_maintenance_types;
typedef enum
{
  PB_MAINTENANCE_NONE,
  PB_MAINTENANCE_PENDING,
  PB_MAINTENANCE_IN_PROGRESS,
  PB_MAINTENANCE_COMPLETED,
  PB_MAINTENANCE_CANCELLED
} PbMaintenanceStatus;
extern const PbEnum pb_maintenance_statuses;

typedef enum
{
  PB_VERSION_NONE,
  PB_VERSION_READY,
  PB_VERSION_INVALID
} PbVersionStatus;
extern const PbEnum pb_version_statuses;

typedef enum
{
  PB_DATA_SCOPE_NONE,
  PB_DATA_SCOPE_ALL,
  PB_DATA_SCOPE_ASSIGNED_LINES,
  PB_DATA_SCOPE_ASSIGNED_STATIONS
} PbDataScope;
extern const PbEnum pb_data_scopes;

/* The state of a run on the board (rest-api.md, 0.2). */
typedef enum
{
  PB_BOARD_NONE,
  PB_BOARD_BLOCKED,
  PB_BOARD_READY_FOR_FAI,
  PB_BOARD_FAI_RUNNING,
  PB_BOARD_WAITING_SIGNATURE,
  PB_BOARD_READY,
  PB_BOARD_AUTHORIZED,
} PbBoardState;
extern const PbEnum pb_board_states;

/* Why the gate refuses (rest-api.md, 0.2). */
typedef enum
{
  PB_BLOCKER_NONE,
  PB_BLOCKER_RUN_NOT_READY,
  PB_BLOCKER_NOTHING_ENABLED,
  PB_BLOCKER_READINESS_ITEM_FAILED,
  PB_BLOCKER_FAI_NOT_PASSED,
  PB_BLOCKER_FAI_STALE,
  PB_BLOCKER_FAI_NOT_SIGNED,
  PB_BLOCKER_SAME_PERSON,
} PbBlockerCode;
extern const PbEnum pb_blocker_codes;

G_END_DECLS
