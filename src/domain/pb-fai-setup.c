/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-domain"

#include "domain/pb-fai-rules.h"

#include <string.h>

/* The set-up that a first article was made with, and what makes it stale (domain.md, section 4). */

static void
add_line (GStrvBuilder *builder, const char *name, const char *value)
{
  g_autofree char *line = g_strconcat (name, "=", value != NULL ? value : "", NULL);

  g_strv_builder_add (builder, line);
}

/* Of several current bindings of a kind the newest holds. */
static const char *
bound_asset (const PbFacts *facts, PbAssetKind kind)
{
  const PbBinding *newest = NULL;

  for (guint i = 0; i < facts->bindings->len; i++)
    {
      const PbBinding *binding = facts->bindings->pdata[i];

      if (binding->kind == (int) kind && binding->is_current.v &&
          (newest == NULL || binding->bound_at > newest->bound_at))
        newest = binding;
    }
  return newest != NULL ? newest->asset_id : NULL;
}

static gint64
time_of (const PbOvenProgramRecord *record)
{
  return record->measured_at != 0 ? record->measured_at : record->record_date;
}

static const PbOvenProgramRecord *
newest_of_oven (const PbFacts *facts, const char *run_id, const char *equipment_id)
{
  const PbOvenProgramRecord *newest = NULL;

  for (guint i = 0; i < facts->oven_program_records->len; i++)
    {
      const PbOvenProgramRecord *record = facts->oven_program_records->pdata[i];

      if ((run_id == NULL || g_strcmp0 (record->run_id, run_id) == 0) &&
          g_strcmp0 (record->equipment_id, equipment_id) == 0 &&
          (newest == NULL || time_of (record) > time_of (newest) ||
           (time_of (record) == time_of (newest) && record->created_at > newest->created_at)))
        newest = record;
    }
  return newest;
}

/* The fixed parts stand in the order in which pb_fai_fingerprint() lists them, slots behind them. */
static int
rank_of (const char *name)
{
  static const char *const order[] = { "route", "stencil", "paste", "squeegee", "fixture", "program" };

  for (guint i = 0; i < G_N_ELEMENTS (order); i++)
    if (strcmp (name, order[i]) == 0)
      return (int) i;
  return G_N_ELEMENTS (order);
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  const char *x = *(char *const *) a;
  const char *y = *(char *const *) b;
  int by_rank = rank_of (x) - rank_of (y);

  return by_rank != 0 ? by_rank : strcmp (x, y);
}

/* What the ovens run: the newest record of this run for each oven, else the newest of the line (domain.md, "Which
 * record counts"). Several ovens with one program are one program: which of them was named in a record does not
 * matter.
 * @run_id: NULL: of whichever run. */
static char *
oven_programs (const PbFacts *facts, const char *run_id)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();

  for (guint i = 0; i < facts->oven_program_records->len; i++)
    {
      const PbOvenProgramRecord *record = facts->oven_program_records->pdata[i];

      if (newest_of_oven (facts, run_id, record->equipment_id) == record && record->program_name != NULL &&
          !g_ptr_array_find_with_equal_func (names, record->program_name, g_str_equal, NULL))
        g_ptr_array_add (names, record->program_name);
    }
  if (names->len == 0)
    return NULL;
  g_ptr_array_sort (names, compare_names);
  g_ptr_array_add (names, NULL);
  return g_strjoinv (",", (char **) names->pdata);
}

static int
compare_slots (gconstpointer a, gconstpointer b)
{
  const PbSlotExpectation *x = *(PbSlotExpectation *const *) a;
  const PbSlotExpectation *y = *(PbSlotExpectation *const *) b;

  return g_strcmp0 (x->slot_code, y->slot_code);
}

GStrv
pb_fai_fingerprint (const PbFacts *facts)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autoptr (GPtrArray) slots = NULL;
  g_autofree char *program = NULL;

  g_return_val_if_fail (facts != NULL && facts->run != NULL, NULL);

  program = oven_programs (facts, facts->run->id);
  if (program == NULL)
    program = oven_programs (facts, NULL);
  add_line (builder, "route", facts->route != NULL ? facts->route->id : facts->run->route_version_id);
  add_line (builder, "stencil", bound_asset (facts, PB_ASSET_STENCIL));
  add_line (builder, "paste", bound_asset (facts, PB_ASSET_PASTE_LOT));
  add_line (builder, "squeegee", bound_asset (facts, PB_ASSET_SQUEEGEE));
  add_line (builder, "fixture", bound_asset (facts, PB_ASSET_FIXTURE));
  add_line (builder, "program", program);

  slots = g_ptr_array_copy (facts->expectations, NULL, NULL);
  g_ptr_array_set_free_func (slots, NULL);
  g_ptr_array_sort (slots, compare_slots);
  for (guint i = 0; i < slots->len; i++)
    {
      const PbSlotExpectation *slot = slots->pdata[i];
      g_autofree char *name = g_strconcat ("slot:", slot->slot_code, NULL);

      add_line (builder, name, slot->loaded_material_code);
    }
  return g_strv_builder_end (builder);
}

static gboolean
contains (GStrv lines, const char *line)
{
  return lines != NULL && g_strv_contains ((const char *const *) lines, line);
}

/* A line without value says that there is nothing, as no line at all does. */
static gboolean
has_value (const char *line)
{
  const char *equals = strchr (line, '=');

  return equals != NULL && equals[1] != '\0';
}

/* Adds the names of the lines of @a that @b does not hold. */
static void
add_differing (GPtrArray *names, GStrv a, GStrv b)
{
  for (char **line = a; line != NULL && *line != NULL; line++)
    if (has_value (*line) && !contains (b, *line))
      {
        char *name = g_strndup (*line, (gsize) (strchr (*line, '=') - *line));

        if (g_ptr_array_find_with_equal_func (names, name, g_str_equal, NULL))
          g_free (name);
        else
          g_ptr_array_add (names, name);
      }
}

/* An end that makes the FAI stale: judged at the moment itself, remembered as a coming change before it. */
static void
judge_end (GPtrArray *causes, const char *cause, gint64 end, gint64 now, gint64 *next)
{
  if (now >= end)
    g_ptr_array_add (causes, g_strdup (cause));
  else if (*next == 0 || end < *next)
    *next = end;
}

GStrv
pb_fai_stale_causes (const PbFacts *facts, const PbPolicy *policy, gint64 now, gint64 *changes_at)
{
  g_autoptr (GPtrArray) causes = NULL;
  g_auto (GStrv) setup = NULL;
  const PbInspection *fai;
  PbLimits limits;
  gint64 next = 0;

  if (changes_at != NULL)
    *changes_at = 0;
  g_return_val_if_fail (facts != NULL && facts->run != NULL, NULL);
  g_return_val_if_fail (policy != NULL, NULL);

  fai = facts->fai;
  if (fai == NULL || fai->status != PB_FAI_PASS)
    return NULL;
  limits = pb_facts_limits (facts, policy);
  causes = g_ptr_array_new_with_free_func (g_free);
  setup = pb_fai_fingerprint (facts);
  add_differing (causes, setup, fai->fingerprint);
  add_differing (causes, fai->fingerprint, setup);
  g_ptr_array_sort (causes, compare_names);

  judge_end (causes, "age", fai->decided_at + (gint64) (pb_limits_number (&limits, "fai.maxAgeHours") * PB_HOUR), now,
             &next);
  if (facts->longest_stop.set && facts->longest_stop.v > pb_limits_number (&limits, "fai.lineStopHours") * 3600)
    g_ptr_array_add (causes, g_strdup ("lineStop"));
  /* More than the limit: as a stop that is over is judged. */
  else if (facts->stopped_at != 0)
    judge_end (causes, "lineStop",
               facts->stopped_at + (gint64) (pb_limits_number (&limits, "fai.lineStopHours") * PB_HOUR) + 1, now,
               &next);
  if (fai->condition_until != 0 && g_strcmp0 (fai->condition_class, "C") == 0)
    judge_end (causes, "condition", fai->condition_until, now, &next);

  if (causes->len == 0)
    {
      if (changes_at != NULL)
        *changes_at = next;
      return NULL;
    }
  g_ptr_array_add (causes, NULL);
  return (GStrv) g_ptr_array_free (g_steal_pointer (&causes), FALSE);
}
