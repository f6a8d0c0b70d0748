/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-service"

#include "service/pb-step-view.h"

GPtrArray *
pb_step_view_stations (PbCall *call, const char *line_id, GError **error)
{
  if (line_id == NULL)
    return pb_object_array_new ();
  return pb_store_list_by (call->store, &pb_station_type, "line_id", line_id, "code", error);
}

gboolean
pb_step_view_fits (const PbRouteStep *step, const PbStation *station)
{
  return step->station_type == station->station_type &&
         (step->station_group == NULL || g_strcmp0 (step->station_group, station->group_code) == 0);
}

const PbMember pb_step_view_group[] = {
  { "code", PB_VALUE_TEXT, PB_MUST },
  { "name", PB_VALUE_TEXT, PB_MUST },
  { NULL },
};

const PbMember pb_step_view_members[] = { PB_STEP_VIEW_MEMBERS, { NULL } };

void
pb_step_view_write_members (PbWriter *writer, const PbRouteStep *step, GPtrArray *stations)
{
  pb_writer_member_int (writer, "stepNo", step->step_no.v);
  pb_writer_member_string (writer, "operationCode", step->operation_code);
  pb_writer_member_string (writer, "operationName", step->operation_name);
  pb_writer_member_string (writer, "stationType", pb_enum_text (&pb_station_types, step->station_type));
  if (step->station_group != NULL)
    {
      pb_writer_member_object (writer, "stationGroup");
      pb_writer_member_string (writer, "code", step->station_group);
      pb_writer_member_string (writer, "name", step->station_group);
      pb_writer_end_object (writer);
    }
  else
    pb_writer_member_null (writer, "stationGroup");
  pb_writer_member_bool (writer, "requiresFai", step->requires_fai.v);
  pb_writer_member_array (writer, "stationCodes");
  for (guint i = 0; i < stations->len; i++)
    if (pb_step_view_fits (step, stations->pdata[i]))
      pb_writer_string (writer, ((PbStation *) stations->pdata[i])->code);
  pb_writer_end_array (writer);
}

void
pb_step_view_member (PbWriter *writer, const char *name, const PbRouteStep *step, GPtrArray *stations)
{
  if (step == NULL)
    {
      pb_writer_member_null (writer, name);
      return;
    }
  pb_writer_member_object (writer, name);
  pb_step_view_write_members (writer, step, stations);
  pb_writer_end_object (writer);
}
