/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <stdlib.h>

#include "domain/pb-records.h"
#include "domain/pb-run.h"
#include "store/pb-id.h"
#include "store/pb-store.h"

/* pb-bench-fill DATABASE RUNS OPEN
 *
 * Makes the demo plant as large as a real one becomes in years: RUNS further runs, OPEN of them in preparation and the
 * others completed over the last 1000 days, each with one record of every kind on the same line. Everything is a copy
 * of what the demo plant has; a jar of paste serves some runs, a stencil, squeegee or fixture one in OBJECTS of all. */

#define TEMPLATE_RUN "RUN-DEMO-SMT-002"
#define RUNS_AT_ONCE 500
#define RUNS_PER_LOT 4
#define OBJECTS      20

static const PbType *const record_types[] = {
  &pb_bake_record_type,           &pb_paste_record_type,
  &pb_stencil_usage_record_type,  &pb_stencil_cleaning_record_type,
  &pb_squeegee_usage_record_type, &pb_fixture_usage_record_type,
};

typedef struct
{
  PbStore *store;
  PbRun *run;                                    /* (owned) the template */
  GPtrArray *slots;                              /* (owned) its expectations */
  gpointer records[G_N_ELEMENTS (record_types)]; /* (owned) (nullable) */
} Filler;

static gpointer
check (gpointer result, GError *error)
{
  if (error != NULL)
    {
      g_printerr ("pb-bench-fill: %s\n", error->message);
      exit (1);
    }
  return result;
}

static gpointer
load_any (PbStore *store, const PbType *type)
{
  PbQuery query = { .type = type, .limit = 1 };
  GError *error = NULL;
  g_autoptr (GPtrArray) rows = check (pb_store_list (store, &query, NULL, &error), error);

  return rows->len > 0 ? pb_object_ref (rows->pdata[0]) : NULL;
}

static const PbField *
find_column (const PbType *type, const char *column)
{
  for (const PbField *field = type->fields; field->name != NULL || field->column != NULL; field++)
    if (g_strcmp0 (field->column, column) == 0)
      return field;
  return NULL;
}

static void
set_text (gpointer object, const char *column, const char *text)
{
  const PbField *field = find_column (PB_TYPE_OF (object), column);

  if (field != NULL)
    pb_set_string (&PB_MEMBER (object, field, char *), text);
}

/* Moves all moments of @object so that its creation falls on @at. */
static void
move_times (gpointer object, gint64 at)
{
  const PbType *type = PB_TYPE_OF (object);
  gint64 shift = at - PB_MEMBER (object, find_column (type, "created_at"), gint64);

  for (const PbField *field = type->fields; field->name != NULL || field->column != NULL; field++)
    if (field->kind == PB_KIND_TIME && PB_MEMBER (object, field, gint64) != 0)
      PB_MEMBER (object, field, gint64) += shift;
}

static void
insert (Filler *filler, gpointer object)
{
  GError *error = NULL;

  pb_store_insert (filler->store, object, &error);
  check (NULL, error);
}

/* Every so many objects of a kind the record is of the one that the demo plant uses itself. */
static void
spread (gpointer record, guint number)
{
  static const char *const columns[] = { "stencil_id", "squeegee_id", "fixture_id" };
  g_autofree char *lot = g_strdup_printf ("LOT-BENCH-%05u", number / RUNS_PER_LOT);
  g_autofree char *object = g_strdup_printf ("BENCH-%02u", number % OBJECTS);

  set_text (record, "lot_id", lot);
  for (guint i = 0; i < G_N_ELEMENTS (columns) && number % OBJECTS != 0; i++)
    set_text (record, columns[i], object);
}

static void
add_records (Filler *filler, const PbRun *run, guint number, gint64 at)
{
  for (guint i = 0; i < G_N_ELEMENTS (record_types); i++)
    if (filler->records[i] != NULL)
      {
        gpointer record = pb_object_copy (filler->records[i]);
        g_autofree char *id = pb_id_new ();

        set_text (record, "id", id);
        set_text (record, "run_id", run->id);
        set_text (record, "run_no", run->run_no);
        spread (record, number);
        move_times (record, at);
        insert (filler, record);
        pb_object_unref (record);
      }
}

static void
add_slots (Filler *filler, const PbRun *run)
{
  for (guint i = 0; i < filler->slots->len; i++)
    {
      g_autoptr (PbSlotExpectation) slot = pb_object_copy (filler->slots->pdata[i]);
      g_autofree char *id = pb_id_new ();

      pb_set_string (&slot->id, id);
      pb_set_string (&slot->run_id, run->id);
      insert (filler, slot);
    }
}

static void
add_run (Filler *filler, guint number, gboolean open, gint64 at)
{
  g_autoptr (PbRun) run = pb_object_copy (filler->run);
  g_autofree char *id = pb_id_new ();
  g_autofree char *run_no = g_strdup_printf ("RUN-BENCH-%05u", number);

  pb_set_string (&run->id, id);
  pb_set_string (&run->run_no, run_no);
  move_times (run, at);
  run->status = open ? PB_RUN_PREP : PB_RUN_COMPLETED;
  if (!open)
    {
      run->started_at = at + 4 * PB_HOUR;
      run->ended_at = at + 12 * PB_HOUR;
    }
  insert (filler, run);
  if (open)
    add_slots (filler, run);
  else
    add_records (filler, run, number, at);
}

static void
fill (Filler *filler, guint runs, guint open)
{
  gint64 now = g_get_real_time ();
  GError *error = NULL;

  for (guint i = 0; i < runs; i++)
    {
      gboolean is_open = i < open;
      gint64 at = is_open ? now - 20 * PB_HOUR : now - 2 * PB_DAY - 1000 * PB_DAY / runs * i;

      if (i % RUNS_AT_ONCE == 0)
        check (NULL, (pb_store_begin (filler->store, &error), error));
      add_run (filler, i + 1, is_open, at);
      if (i % RUNS_AT_ONCE == RUNS_AT_ONCE - 1 || i == runs - 1)
        check (NULL, (pb_store_commit (filler->store, &error), error));
    }
}

int
main (int argc, char **argv)
{
  Filler filler = { 0 };
  GError *error = NULL;

  if (argc != 4)
    {
      fprintf (stderr, "usage: pb-bench-fill DATABASE RUNS OPEN\n");
      return 2;
    }
  filler.store = check (pb_store_open (argv[1], PB_STORE_WRITER, &error), error);
  filler.run = check (pb_store_get_by (filler.store, &pb_run_type, "run_no", TEMPLATE_RUN, &error), error);
  if (filler.run == NULL)
    {
      fprintf (stderr, "pb-bench-fill: %s is not the demo plant\n", argv[1]);
      return 1;
    }
  filler.slots =
    check (pb_store_list_by (filler.store, &pb_slot_expectation_type, "run_id", filler.run->id, "position", &error),
           error);
  for (guint i = 0; i < G_N_ELEMENTS (record_types); i++)
    filler.records[i] = load_any (filler.store, record_types[i]);
  fill (&filler, (guint) strtoul (argv[2], NULL, 10), (guint) strtoul (argv[3], NULL, 10));
  for (guint i = 0; i < G_N_ELEMENTS (record_types); i++)
    pb_object_unref (filler.records[i]);
  g_ptr_array_unref (filler.slots);
  pb_object_unref (filler.run);
  pb_store_free (filler.store);
  return 0;
}
