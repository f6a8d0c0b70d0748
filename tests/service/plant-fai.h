/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pb-plant-fixture.h"

G_BEGIN_DECLS

/* The way of RUN-A's first article, for tests that begin somewhere on it. */

/* The member `signer` of a body. */
#define PLANT_SIGNER(name) "'signer':{'email':'" name "@plant.test','password':'" PLANT_PASSWORD "'}"

/* As plant_expect() and plant_check(), at /api/fai/<fai><rest>. */
PlantAnswer *plant_fai_expect (PlantFixture *f,
                               const char *who,
                               const char *method,
                               const char *fai,
                               const char *rest,
                               const char *body,
                               int status,
                               const char *code);
void plant_fai_check (PlantFixture *f,
                      const char *who,
                      const char *method,
                      const char *fai,
                      const char *rest,
                      const char *body,
                      int status,
                      const char *code);

/* By quality; each returns the id (transfer full): PENDING; INSPECTING; with the trial of SN-A-0001 done and everything
 * that is required recorded; PASS. */
char *plant_fai_create (PlantFixture *f, int sample);
char *plant_fai_create_started (PlantFixture *f, int sample);
char *plant_fai_create_recorded (PlantFixture *f);
char *plant_fai_create_passed (PlantFixture *f);

/* Into a station and out of it. */
void plant_fai_track (PlantFixture *f, const char *station, const char *sn, const char *result);
/* Returns: (transfer full): the id of the characteristic called @name. */
char *plant_fai_item (PlantFixture *f, const char *fai, const char *name);
/* PUT of one value: @members beside itemId. */
void plant_fai_record (PlantFixture *f,
                       const char *fai,
                       const char *name,
                       const char *members,
                       int status,
                       const char *code);
/* Returns: (transfer full): the hash of what a signature covers now. */
char *plant_fai_hash (PlantFixture *f, const char *fai);
/* @who signs in quality's session. Returns: (transfer full). */
PlantAnswer *
plant_fai_sign (PlantFixture *f, const char *fai, const char *capacity, const char *who, int status, const char *code);
/* All three capacities. */
void plant_fai_sign_all (PlantFixture *f, const char *fai);

/* Behind the service's back, seen by everybody afterwards. */
void plant_set_run (PlantFixture *f, int status);
void plant_set_machine (PlantFixture *f, const char *status); /* of AOI-A */

G_END_DECLS
