/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "domain/pb-fai.h"
#include "domain/pb-plant.h"
#include "domain/pb-readiness.h"
#include "domain/pb-records.h"
#include "domain/pb-run.h"

G_BEGIN_DECLS

/* The facts of a run, as the store loads them and as the golden vectors write them down. */

/* Everything that a judgement of a run rests on. Candidate records may be more than the rules need: they choose. */
typedef struct
{
  PbObject base;
  PbRun *run;
  PbWorkOrder *work_order;
  PbLine *line;
  PbRouteVersion *route;   /* the version frozen with the run */
  GPtrArray *stations;     /* of the line */
  GPtrArray *equipment;    /* of those stations */
  GPtrArray *bindings;     /* current ones of the line */
  GPtrArray *assets;       /* those bound, as far as they are registered */
  GPtrArray *maintenance;  /* open ones of the stations and of what is bound */
  GPtrArray *bom;          /* of the product */
  GPtrArray *materials;    /* of the bill of material and of what is loaded */
  GPtrArray *lots;         /* loaded on the line for this run */
  GPtrArray *slots;        /* of the line */
  GPtrArray *expectations; /* of the run */
/* Of the records: (element-type PbBakeRecord) … */
#define PB_FACTS_MEMBER(name, json) GPtrArray *name##_records;
  PB_RECORD_KINDS (PB_FACTS_MEMBER)
#undef PB_FACTS_MEMBER
  GPtrArray *assignments;               /* of product and line */
  GPtrArray *profiles;                  /* those assigned */
  PbStencilStatusEvent *stencil_status; /* newest of the bound stencil */
  PbPasteStatusEvent *paste_status;     /* newest of the bound lot */
  GPtrArray *time_windows;              /* running ones of the bound lot and of the units of the run */
  GPtrArray *waivers;                   /* APPROVED ones of the run */
  GStrv waiver_approvers;               /* ids of all who ever approved one on the run */
  PbInspection *fai;                    /* newest that is not CANCELLED, with items, measurements and signatures */
  PbInt trial_tracked;                  /* sample units with a track-out since the start of the FAI */
  PbInt trial_failures;                 /* SPI and AOI failures of trial units during the FAI */
  PbInt longest_stop; /* seconds of the longest line stop that is over, as far as it lay after the FAI's decision */
  gint64 stopped_at;  /* since when the line stands still, at the earliest the FAI's decision; 0: it runs */
} PbFacts;
extern const PbType pb_facts_type;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PbFacts, pb_object_unref)

/* Returns: (nullable): where @facts keep the records of @kind, NULL for a kind that no rule reads. */
GPtrArray **pb_facts_records (PbFacts *facts, const PbRecordKind *kind);

G_END_DECLS
