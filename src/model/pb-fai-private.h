/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "domain/pb-fai.h"
#include "model/pb-fai-model.h"
#include "model/pb-rows-private.h"
#include "model/pb-run-model.h"

G_BEGIN_DECLS

struct _PbFaiModel
{
  PbRow parent_instance;

  PbRunModel *run;          /* weak (nullable) */
  PbInspection *inspection; /* (owned) (nullable) */
  GListStore *items;        /* (owned) (element-type PbCharacteristic) */
  GListStore *signatures;   /* (owned) (element-type PbSignatureLine) */
  GListStore *units;        /* (owned) (element-type PbTrialUnit) */
  GStrv sample;             /* (owned): serials of the sample units that are known */
};

/* Returns: (transfer full) (element-type PbMeasurement): one for each edited cell. */
GPtrArray *pb_fai_model_collect_edited (PbFaiModel *self);
/* @sent: of pb_fai_model_collect_edited(): the server has these values now. */
void pb_fai_model_mark_saved (PbFaiModel *self, GPtrArray *sent);
/* A cell has changed: sums of what is edited. */
void pb_fai_model_count_edits (PbFaiModel *self);

/* Rows of characteristics, from PbInspectionItem; the owner is the PbFaiModel. */
extern const PbRowsClass pb_characteristic_rows_class;
/* The requirement in words: "12.0 ± 0.5 mm", "30 to 35 N/cm", "at least 30 N/cm", or its text. Returns: (transfer
 * full). */
char *pb_text_requirement (const PbInspectionItem *item);
const char *pb_characteristic_get_item_id (PbCharacteristic *self);
GListModel *pb_characteristic_get_cells (PbCharacteristic *self);

/* Cells, from PbCellData; the owner is the PbFaiModel. */
typedef struct
{
  PbInspectionItem *item;     /* not owned */
  const char *unit_sn;        /* "" for all units */
  const PbMeasurement *saved; /* not owned (nullable) */
} PbCellData;
extern const PbRowsClass pb_measurement_cell_rows_class;
/* Returns: (transfer full) (nullable): what is typed and not saved. */
PbMeasurement *pb_measurement_cell_dup_edit (PbMeasurementCell *self);
/* Takes @sent for saved, when it is of this cell. */
void pb_measurement_cell_mark_saved (PbMeasurementCell *self, const PbMeasurement *sent);

/* Signature lines, from PbSignatureData, and trial units, from PbTrialData. */
typedef struct
{
  PbCapacity capacity;
  const PbSignature *signature; /* not owned (nullable) */
  gint64 now;
} PbSignatureData;
extern const PbRowsClass pb_signature_line_rows_class;

typedef struct
{
  const char *sn; /* not owned */
  char *state;    /* (owned) */
  gboolean tracked;
  gboolean in_station;
  char *station; /* (owned) (nullable): where it is or goes on */
} PbTrialData;
void pb_trial_data_free (PbTrialData *data);
extern const PbRowsClass pb_trial_unit_rows_class;

G_END_DECLS
