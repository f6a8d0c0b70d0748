/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-model"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "model/pb-fai-private.h"
#include "model/pb-row-private.h"
#include "model/pb-text.h"

/* --- signature lines
 * --------------------------------------------------------------------------------------------------------- */

struct _PbSignatureLine
{
  PbRow parent_instance;
};

G_DEFINE_FINAL_TYPE (PbSignatureLine, pb_signature_line, PB_TYPE_ROW)

enum
{
  CAPACITY,
  CAPACITY_TEXT,
  SIGNED,
  PRINTED_NAME,
  TIME_TEXT,
  MEANING_TEXT,
  REMARK,
  VALID,
  SIGNATURE_STATE_TEXT,
  N_SIGNATURE_COLUMNS
};

static const PbRowColumn signature_columns[N_SIGNATURE_COLUMNS] = {
  [CAPACITY] = { "capacity", G_TYPE_INT },
  [CAPACITY_TEXT] = { "capacity-text", G_TYPE_STRING },
  [SIGNED] = { "signed", G_TYPE_BOOLEAN },
  [PRINTED_NAME] = { "printed-name", G_TYPE_STRING },
  [TIME_TEXT] = { "time-text", G_TYPE_STRING },
  [MEANING_TEXT] = { "meaning-text", G_TYPE_STRING },
  [REMARK] = { "remark", G_TYPE_STRING },
  [VALID] = { "valid", G_TYPE_BOOLEAN },
  [SIGNATURE_STATE_TEXT] = { "state-text", G_TYPE_STRING },
};

static void
pb_signature_line_class_init (PbSignatureLineClass *klass)
{
  pb_row_class_install (klass, signature_columns, N_SIGNATURE_COLUMNS);
}

static void
pb_signature_line_init (PbSignatureLine *self)
{
}

/* A server with one signature for all has a line without a capacity. */
static const char *
word_of_capacity (PbCapacity capacity)
{
  return capacity != PB_CAPACITY_NONE ? pb_text_capacity (capacity) : _ ("Signature");
}

static const char *
key_of_line (gpointer row)
{
  return pb_row_peek_text (row, CAPACITY_TEXT);
}

static char *
key_of_signature (gconstpointer data)
{
  return g_strdup (word_of_capacity (((const PbSignatureData *) data)->capacity));
}

static gpointer
new_line (gpointer owner, gconstpointer data)
{
  return g_object_new (PB_TYPE_SIGNATURE_LINE, NULL);
}

static const char *
word_of_signature (const PbSignature *signature)
{
  if (signature == NULL)
    return _ ("Awaited");
  if (signature->valid.set && !signature->valid.v)
    return _ ("Invalid: the content has changed");
  return _ ("Signed");
}

static void
update_line (gpointer owner, gpointer row, gconstpointer data)
{
  const PbSignatureData *line = data;
  const PbSignature *signature = line->signature;

  pb_row_set_number (row, CAPACITY, line->capacity);
  pb_row_set_text (row, CAPACITY_TEXT, word_of_capacity (line->capacity));
  pb_row_set_number (row, SIGNED, signature != NULL);
  pb_row_set_text (row, PRINTED_NAME, signature != NULL ? signature->printed_name : NULL);
  pb_row_take_text (row, TIME_TEXT, signature != NULL ? pb_text_time (signature->signed_at, line->now) : NULL);
  pb_row_set_text (row, MEANING_TEXT, signature != NULL ? pb_text_meaning ((PbMeaning) signature->meaning) : NULL);
  pb_row_set_text (row, REMARK, signature != NULL ? signature->remark : NULL);
  pb_row_set_number (row, VALID, signature != NULL && (!signature->valid.set || signature->valid.v));
  pb_row_set_text (row, SIGNATURE_STATE_TEXT, word_of_signature (signature));
}

const PbRowsClass pb_signature_line_rows_class = {
  .key_of_row = key_of_line,
  .key_of_data = key_of_signature,
  .new_row = new_line,
  .update = update_line,
};

/* --- sample units
 * ------------------------------------------------------------------------------------------------------------ */

struct _PbTrialUnit
{
  PbRow parent_instance;
};

G_DEFINE_FINAL_TYPE (PbTrialUnit, pb_trial_unit, PB_TYPE_ROW)

enum
{
  SN,
  TRACKED,
  IN_STATION,
  STATION,
  STATE_TEXT,
  N_UNIT_COLUMNS
};

static const PbRowColumn unit_columns[N_UNIT_COLUMNS] = {
  [SN] = { "sn", G_TYPE_STRING },
  [TRACKED] = { "tracked", G_TYPE_BOOLEAN },
  [IN_STATION] = { "in-station", G_TYPE_BOOLEAN },
  [STATION] = { "station", G_TYPE_STRING },
  [STATE_TEXT] = { "state-text", G_TYPE_STRING },
};

static void
pb_trial_unit_class_init (PbTrialUnitClass *klass)
{
  pb_row_class_install (klass, unit_columns, N_UNIT_COLUMNS);
}

static void
pb_trial_unit_init (PbTrialUnit *self)
{
}

void
pb_trial_data_free (PbTrialData *data)
{
  g_free (data->state);
  g_free (data->station);
  g_free (data);
}

static const char *
key_of_unit (gpointer row)
{
  return pb_row_peek_text (row, SN);
}

static char *
key_of_trial (gconstpointer data)
{
  return g_strdup (((const PbTrialData *) data)->sn);
}

static gpointer
new_unit (gpointer owner, gconstpointer data)
{
  return g_object_new (PB_TYPE_TRIAL_UNIT, NULL);
}

static void
update_unit (gpointer owner, gpointer row, gconstpointer data)
{
  const PbTrialData *unit = data;

  pb_row_set_text (row, SN, unit->sn);
  pb_row_set_number (row, TRACKED, unit->tracked);
  pb_row_set_number (row, IN_STATION, unit->in_station);
  pb_row_set_text (row, STATION, unit->station);
  pb_row_set_text (row, STATE_TEXT, unit->state);
}

const PbRowsClass pb_trial_unit_rows_class = {
  .key_of_row = key_of_unit,
  .key_of_data = key_of_trial,
  .new_row = new_unit,
  .update = update_unit,
};
