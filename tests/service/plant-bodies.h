/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pb-plant-fixture.h"

G_BEGIN_DECLS

/* Requests whose bodies tell times by the plant's clock: in @body and @path "<-90>" stands for the time of ninety
 * minutes ago, "<+5>" for that of in five minutes. */
PlantAnswer *plant_tell (PlantFixture *fixture,
                         const char *who,
                         const char *method,
                         const char *path,
                         const char *body,
                         int status,
                         const char *code);
/* The same for who needs no more of the answer. */
void plant_tell_check (PlantFixture *fixture,
                       const char *who,
                       const char *method,
                       const char *path,
                       const char *body,
                       int status,
                       const char *code);

/* Things with a life, and materials, behind the service's back. */
void plant_insert_asset (PlantFixture *fixture, PbAssetKind kind, const char *id, gint64 used);
void plant_insert_material (PlantFixture *fixture, const char *code, gboolean track_floor_life);

/* The newest audit row of @action. Returns: (transfer full) (not nullable). */
PbAuditRow *plant_newest_audit (PlantFixture *fixture, const char *action);
/* How many events of @kind there are. */
gint64 plant_count_events (PlantFixture *fixture, const char *kind);

G_END_DECLS
