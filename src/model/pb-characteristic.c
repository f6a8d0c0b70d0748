/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-model"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "model/pb-fai-private.h"
#include "model/pb-row-private.h"
#include "model/pb-text.h"

struct _PbCharacteristic
{
  PbRow parent_instance;

  GListStore *cells; /* (owned) (element-type PbMeasurementCell) */
};

enum
{
  ITEM_ID,
  GROUP,
  NAME,
  UNIT,
  REQUIREMENT_TEXT,
  PER,
  REQUIRED,
  NA_ALLOWED,
  NUMERIC,
  RESULT,
  RESULT_TEXT,
  COMPLETE,
  N_ITEMS,
  N_COLUMNS
};

static const PbRowColumn columns[N_COLUMNS] = {
  [ITEM_ID] = { "item-id", G_TYPE_STRING },
  [GROUP] = { "group", G_TYPE_STRING },
  [NAME] = { "name", G_TYPE_STRING },
  [UNIT] = { "unit", G_TYPE_STRING },
  [REQUIREMENT_TEXT] = { "requirement-text", G_TYPE_STRING },
  [PER] = { "per", G_TYPE_INT },
  [REQUIRED] = { "required", G_TYPE_BOOLEAN },
  [NA_ALLOWED] = { "na-allowed", G_TYPE_BOOLEAN },
  [NUMERIC] = { "numeric", G_TYPE_BOOLEAN },
  [RESULT] = { "result", G_TYPE_INT },
  [RESULT_TEXT] = { "result-text", G_TYPE_STRING },
  [COMPLETE] = { "complete", G_TYPE_BOOLEAN },
  [N_ITEMS] = { "n-items", G_TYPE_UINT },
};

static GType
get_item_type (GListModel *model)
{
  return PB_TYPE_MEASUREMENT_CELL;
}

static guint
get_n_items (GListModel *model)
{
  return g_list_model_get_n_items (G_LIST_MODEL (PB_CHARACTERISTIC (model)->cells));
}

static gpointer
get_item (GListModel *model, guint position)
{
  return g_list_model_get_item (G_LIST_MODEL (PB_CHARACTERISTIC (model)->cells), position);
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (PbCharacteristic,
                               pb_characteristic,
                               PB_TYPE_ROW,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

/* With all digits that a limit can have: what is shown is what is judged by. */
static char *
format_exactly (double value, const char *unit)
{
  return unit != NULL && *unit != '\0' ? g_strdup_printf ("%.12g %s", value, unit) : g_strdup_printf ("%.12g", value);
}

char *
pb_text_requirement (const PbInspectionItem *item)
{
  g_autofree char *lower = item->lower_limit.set ? format_exactly (item->lower_limit.v, NULL) : NULL;
  g_autofree char *upper = item->upper_limit.set ? format_exactly (item->upper_limit.v, item->unit) : NULL;

  if (item->item_spec != NULL && *item->item_spec != '\0')
    return g_strdup (item->item_spec);
  if (lower != NULL && upper != NULL)
    {
      double above = item->upper_limit.v - item->nominal.v;
      double below = item->nominal.v - item->lower_limit.v;

      if (item->nominal.set && above > 0 && fabs (above - below) < 1e-9 * above)
        {
          g_autofree char *nominal = format_exactly (item->nominal.v, NULL);
          g_autofree char *tolerance = format_exactly (above, item->unit);

          return g_strdup_printf ("%s ± %s", nominal, tolerance);
        }
      /* TRANSLATORS: a range: "30 to 35 N/cm" */
      return g_strdup_printf (_ ("%s to %s"), lower, upper);
    }
  if (upper != NULL)
    return g_strdup_printf (_ ("at most %s"), upper);
  if (lower != NULL)
    {
      g_autofree char *least = format_exactly (item->lower_limit.v, item->unit);

      return g_strdup_printf (_ ("at least %s"), least);
    }
  return g_strdup ("");
}

/* --- cells
 * -------------------------------------------------------------------------------------------------------------------
 */

/* Returns: (nullable): the measurement of @unit_sn, "" for that of all units. */
static const PbMeasurement *
find_measurement (const PbInspectionItem *item, const char *unit_sn)
{
  for (guint i = 0; i < item->measurements->len; i++)
    {
      const PbMeasurement *measurement = item->measurements->pdata[i];

      if (g_strcmp0 (measurement->unit_sn != NULL ? measurement->unit_sn : "", unit_sn) == 0)
        return measurement;
    }
  return NULL;
}

static void
add_cell (GPtrArray *cells, PbInspectionItem *item, const char *unit_sn)
{
  PbCellData *cell = g_new (PbCellData, 1);

  cell->item = item;
  cell->unit_sn = unit_sn;
  cell->saved = find_measurement (item, unit_sn);
  g_ptr_array_add (cells, cell);
}

static gboolean
has_cell (GPtrArray *cells, const char *unit_sn)
{
  for (guint i = 0; i < cells->len; i++)
    if (g_str_equal (((const PbCellData *) cells->pdata[i])->unit_sn, unit_sn))
      return TRUE;
  return FALSE;
}

/* Returns: (transfer full) (element-type PbCellData): one for all units, or one for each sample unit and each that has
 * a value. */
static GPtrArray *
list_cells (PbInspectionItem *item, const char *const *sample)
{
  GPtrArray *cells = g_ptr_array_new_with_free_func (g_free);

  if (item->per != PB_PER_UNIT)
    add_cell (cells, item, "");
  for (guint i = 0; item->per == PB_PER_UNIT && sample != NULL && sample[i] != NULL; i++)
    add_cell (cells, item, sample[i]);
  for (guint i = 0; i < item->measurements->len; i++)
    {
      const PbMeasurement *measurement = item->measurements->pdata[i];
      const char *unit_sn = measurement->unit_sn != NULL ? measurement->unit_sn : "";

      if (!has_cell (cells, unit_sn))
        add_cell (cells, item, unit_sn);
    }
  return cells;
}

/* The worst of what the server has. */
static PbResult
worst_result (const PbInspectionItem *item)
{
  PbResult worst = PB_RESULT_NONE;

  for (guint i = 0; i < item->measurements->len; i++)
    {
      const PbMeasurement *measurement = item->measurements->pdata[i];

      if (measurement->inspected_at == 0)
        continue;
      if (measurement->result == PB_RESULT_FAIL)
        return PB_RESULT_FAIL;
      if (worst != PB_RESULT_PASS)
        worst = (PbResult) measurement->result;
    }
  return worst;
}

static gboolean
is_complete (GPtrArray *cells)
{
  for (guint i = 0; i < cells->len; i++)
    {
      const PbCellData *cell = cells->pdata[i];

      if (cell->saved == NULL || cell->saved->inspected_at == 0)
        return FALSE;
    }
  return cells->len > 0;
}

/* --- the row
 * ----------------------------------------------------------------------------------------------------------------- */

static void
update (gpointer owner, gpointer row, gconstpointer data)
{
  PbFaiModel *fai = owner;
  PbCharacteristic *self = row;
  PbInspectionItem *item = (PbInspectionItem *) data;
  g_autoptr (GPtrArray) cells = list_cells (item, (const char *const *) fai->sample);
  gboolean complete = is_complete (cells);
  PbResult result = worst_result (item);

  if (result != PB_RESULT_FAIL && !complete)
    result = PB_RESULT_NONE;
  pb_row_set_text (self, ITEM_ID, item->id);
  pb_row_set_text (self, GROUP, item->item_group);
  pb_row_set_text (self, NAME, item->item_name);
  pb_row_set_text (self, UNIT, item->unit);
  pb_row_take_text (self, REQUIREMENT_TEXT, pb_text_requirement (item));
  pb_row_set_number (self, PER, item->per);
  pb_row_set_number (self, REQUIRED, !item->required.set || item->required.v);
  pb_row_set_number (self, NA_ALLOWED, !item->na_allowed.set || item->na_allowed.v);
  pb_row_set_number (self, NUMERIC, item->lower_limit.set || item->upper_limit.set);
  pb_row_set_number (self, RESULT, result);
  pb_row_set_text (self, RESULT_TEXT, pb_text_result (result));
  pb_row_set_number (self, COMPLETE, complete);
  pb_rows_merge (self->cells, cells, &pb_measurement_cell_rows_class, fai);
}

static const char *
key_of_characteristic (gpointer row)
{
  return pb_characteristic_get_item_id (row);
}

static char *
key_of_data (gconstpointer data)
{
  const PbInspectionItem *item = data;

  return g_strdup (item->id != NULL ? item->id : "");
}

static gpointer
new_characteristic (gpointer owner, gconstpointer data)
{
  return g_object_new (PB_TYPE_CHARACTERISTIC, NULL);
}

const PbRowsClass pb_characteristic_rows_class = {
  .key_of_row = key_of_characteristic,
  .key_of_data = key_of_data,
  .new_row = new_characteristic,
  .update = update,
};

static void
pb_characteristic_finalize (GObject *object)
{
  g_clear_object (&PB_CHARACTERISTIC (object)->cells);
  G_OBJECT_CLASS (pb_characteristic_parent_class)->finalize (object);
}

static void
pb_characteristic_class_init (PbCharacteristicClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = pb_characteristic_finalize;
  pb_row_class_install (klass, columns, N_COLUMNS);
}

static void
pb_characteristic_init (PbCharacteristic *self)
{
  self->cells = g_list_store_new (PB_TYPE_MEASUREMENT_CELL);
  pb_rows_forward (self->cells, self, N_ITEMS);
}

const char *
pb_characteristic_get_item_id (PbCharacteristic *self)
{
  return pb_row_peek_text (self, ITEM_ID);
}

GListModel *
pb_characteristic_get_cells (PbCharacteristic *self)
{
  return G_LIST_MODEL (self->cells);
}
