/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plant-bodies.h"

#include "domain/pb-log.h"
#include "wire/pb-time.h"

static char *
fill_times (PlantFixture *f, const char *text)
{
  GString *filled = g_string_new (NULL);
  const char *p = text;

  while (*p != '\0')
    {
      char *end;
      gint64 minutes;
      g_autofree char *time = NULL;

      if (*p != '<')
        {
          g_string_append_c (filled, *p++);
          continue;
        }
      minutes = g_ascii_strtoll (p + 1, &end, 10);
      g_assert_cmpint (*end, ==, '>');
      time = pb_time_format (f->now + minutes * PB_MINUTE);
      g_string_append (filled, time);
      p = end + 1;
    }
  return g_string_free (filled, FALSE);
}

PlantAnswer *
plant_tell (PlantFixture *f,
            const char *who,
            const char *method,
            const char *path,
            const char *body,
            int status,
            const char *code)
{
  g_autofree char *filled_path = fill_times (f, path);
  g_autofree char *filled_body = body != NULL ? fill_times (f, body) : NULL;

  return plant_expect (f, who, method, filled_path, filled_body, status, code);
}

void
plant_tell_check (PlantFixture *f,
                  const char *who,
                  const char *method,
                  const char *path,
                  const char *body,
                  int status,
                  const char *code)
{
  plant_answer_free (plant_tell (f, who, method, path, body, status, code));
}

void
plant_insert_asset (PlantFixture *f, PbAssetKind kind, const char *id, gint64 used)
{
  g_autoptr (PbAsset) asset = pb_object_new (&pb_asset_type);

  asset->id = g_strdup (id);
  asset->kind = (int) kind;
  asset->state = PB_ASSET_IN_USE;
  asset->used = PB_INT (used);
  asset->version = PB_INT (1);
  plant_insert (f, asset);
}

void
plant_insert_material (PlantFixture *f, const char *code, gboolean track_floor_life)
{
  g_autoptr (PbMaterial) material = pb_object_new (&pb_material_type);

  material->id = g_strconcat ("id-", code, NULL);
  material->code = g_strdup (code);
  material->name = g_strconcat ("Material ", code, NULL);
  material->track_floor_life = PB_BOOL (track_floor_life);
  plant_insert (f, material);
}

PbAuditRow *
plant_newest_audit (PlantFixture *f, const char *action)
{
  PbQuery query = { .type = &pb_audit_row_type, .order_by = "seq", .descending = TRUE, .limit = 1 };
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = NULL;

  pb_query_add_text (&query, "action", PB_OP_EQ, action);
  rows = pb_store_list (f->store, &query, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (rows->len, ==, 1);
  return pb_object_ref (rows->pdata[0]);
}

gint64
plant_count_events (PlantFixture *f, const char *kind)
{
  return plant_count (f, &pb_event_type, "kind", kind);
}
