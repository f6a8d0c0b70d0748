/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "service/pb-call.h"

G_BEGIN_DECLS

/* A step of a route as the contract shows it: {stepNo, operationCode, operationName?, stationType,
 * stationGroup?{code,name}, stationCodes[]}; stationCodes are those of the run's own line. */

/* Returns: (transfer full) (element-type PbStation): the stations of a line; none for a NULL line. */
GPtrArray *pb_step_view_stations (PbCall *call, const char *line_id, GError **error);
/* Whether a station can do a step: by its type and, where the step names one, its group. */
gboolean pb_step_view_fits (const PbRouteStep *step, const PbStation *station);
void pb_step_view_write_members (PbWriter *writer, const PbRouteStep *step, GPtrArray *stations);
/* Writes a key and the step, null when @step is NULL. */
void pb_step_view_member (PbWriter *writer, const char *name, const PbRouteStep *step, GPtrArray *stations);

/* What pb_step_view_write_members() writes. */
/* clang-format off */
#define PB_STEP_VIEW_MEMBERS                                                                                           \
  { "stepNo", PB_VALUE_INT, PB_MUST }, { "operationCode", PB_VALUE_TEXT }, { "operationName", PB_VALUE_TEXT },         \
  { "stationType", PB_VALUE_ENUM, .values = &pb_station_types },                                                       \
  { "stationGroup", PB_VALUE_OBJECT, .members = pb_step_view_group }, { "requiresFai", PB_VALUE_BOOL, PB_MUST },       \
  { "stationCodes", PB_VALUE_TEXTS, PB_MUST }
/* clang-format on */
extern const PbMember pb_step_view_group[];
extern const PbMember pb_step_view_members[];

G_END_DECLS
