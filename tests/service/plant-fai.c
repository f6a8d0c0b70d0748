/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plant-fai.h"

static char *
path_of (const char *fai, const char *rest)
{
  return g_strconcat ("/api/fai/", fai, rest, NULL);
}

PlantAnswer *
plant_fai_expect (PlantFixture *f,
                  const char *who,
                  const char *method,
                  const char *fai,
                  const char *rest,
                  const char *body,
                  int status,
                  const char *code)
{
  g_autofree char *path = path_of (fai, rest);

  return plant_expect (f, who, method, path, body, status, code);
}

void
plant_fai_check (PlantFixture *f,
                 const char *who,
                 const char *method,
                 const char *fai,
                 const char *rest,
                 const char *body,
                 int status,
                 const char *code)
{
  plant_answer_free (plant_fai_expect (f, who, method, fai, rest, body, status, code));
}

char *
plant_fai_create (PlantFixture *f, int sample)
{
  g_autofree char *body = g_strdup_printf ("{'sampleQty':%d,'remark':'first board'}", sample);
  g_autoptr (PlantAnswer) answer = plant_expect (f, "quality", "POST", "/api/fai/run/RUN-A", body, 201, NULL);

  return g_strdup (plant_text (answer, "data.id"));
}

char *
plant_fai_create_started (PlantFixture *f, int sample)
{
  char *fai = plant_fai_create (f, sample);

  plant_wait (f, PB_MINUTE);
  plant_fai_check (f, "quality", "POST", fai, "/start", NULL, 200, NULL);
  plant_wait (f, PB_MINUTE);
  return fai;
}

void
plant_fai_track (PlantFixture *f, const char *station, const char *sn, const char *result)
{
  g_autofree char *in = g_strdup_printf ("/api/stations/%s/track-in", station);
  g_autofree char *out = g_strdup_printf ("/api/stations/%s/track-out", station);
  g_autofree char *in_body = g_strdup_printf ("{'sn':'%s','woNo':'WO-A','runNo':'RUN-A'}", sn);
  g_autofree char *out_body = g_strdup_printf ("{'sn':'%s','runNo':'RUN-A','result':'%s'}", sn, result);

  plant_check (f, "operator", "POST", in, in_body, 200, NULL);
  plant_wait (f, PB_SECOND);
  plant_check (f, "operator", "POST", out, out_body, 200, NULL);
  plant_wait (f, PB_SECOND);
}

char *
plant_fai_item (PlantFixture *f, const char *fai, const char *name)
{
  g_autoptr (PlantAnswer) answer = plant_fai_expect (f, "quality", "GET", fai, "", NULL, 200, NULL);

  for (int i = 0; i < plant_length (answer, "data.items"); i++)
    {
      g_autofree char *name_path = g_strdup_printf ("data.items[%d].itemName", i);
      g_autofree char *id_path = g_strdup_printf ("data.items[%d].id", i);

      if (g_strcmp0 (plant_text (answer, name_path), name) == 0)
        return g_strdup (plant_text (answer, id_path));
    }
  g_error ("no characteristic %s", name);
}

void
plant_fai_record (PlantFixture *f, const char *fai, const char *name, const char *members, int status, const char *code)
{
  g_autofree char *item = plant_fai_item (f, fai, name);
  g_autofree char *body = g_strdup_printf ("{'items':[{'itemId':'%s',%s}]}", item, members);

  plant_fai_check (f, "quality", "PUT", fai, "/measurements", body, status, code);
}

char *
plant_fai_create_recorded (PlantFixture *f)
{
  char *fai = plant_fai_create_started (f, 1);

  plant_fai_track (f, "PRN-A", "SN-A-0001", "PASS");
  plant_fai_record (f, fai, "Stencil version", "'result':'PASS'", 200, NULL);
  plant_fai_record (f, fai, "Solder height", "'unitSn':'SN-A-0001','actualValue':'120'", 200, NULL);
  plant_fai_record (f, fai, "Polarity", "'result':'PASS'", 200, NULL);
  return fai;
}

char *
plant_fai_create_passed (PlantFixture *f)
{
  char *fai = plant_fai_create_recorded (f);

  plant_fai_check (f, "quality", "POST", fai, "/complete", "{'decision':'PASS'}", 200, NULL);
  plant_wait (f, PB_MINUTE);
  return fai;
}

char *
plant_fai_hash (PlantFixture *f, const char *fai)
{
  g_autoptr (PlantAnswer) answer = plant_fai_expect (f, "quality", "GET", fai, "/signable?act=SIGN", NULL, 200, NULL);

  return g_strdup (plant_text (answer, "data.contentHash"));
}

PlantAnswer *
plant_fai_sign (PlantFixture *f, const char *fai, const char *capacity, const char *who, int status, const char *code)
{
  g_autofree char *hash = plant_fai_hash (f, fai);
  g_autofree char *body =
    g_strdup_printf ("{'capacity':'%s','contentHash':'%s','remark':'seen','signer':{'email':'%s@plant.test',"
                     "'password':'" PLANT_PASSWORD "'}}",
                     capacity, hash, who);
  PlantAnswer *answer = plant_fai_expect (f, "quality", "POST", fai, "/sign", body, status, code);

  plant_wait (f, PB_SECOND);
  return answer;
}

void
plant_fai_sign_all (PlantFixture *f, const char *fai)
{
  plant_answer_free (plant_fai_sign (f, fai, "PRODUCTION", "supervisor", 200, NULL));
  plant_answer_free (plant_fai_sign (f, fai, "ENGINEERING", "engineer", 200, NULL));
  plant_answer_free (plant_fai_sign (f, fai, "QUALITY", "quality2", 200, NULL));
}

void
plant_set_run (PlantFixture *f, int status)
{
  g_autoptr (PbRun) run = plant_get (f, &pb_run_type, "run_no", "RUN-A");

  run->status = status;
  plant_update (f, run);
  plant_wait (f, PB_MINUTE);
}

void
plant_set_machine (PlantFixture *f, const char *status)
{
  g_autoptr (PbEquipment) machine = plant_get (f, &pb_equipment_type, "equipment_code", "AOI-A");

  pb_set_string (&machine->status, status);
  plant_update (f, machine);
  plant_wait (f, PB_MINUTE);
}
