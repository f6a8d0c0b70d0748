/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "domain/pb-facts.h"
#include "domain/pb-log.h"
#include "domain/pb-people.h"
#include "service/pb-service.h"
#include "store/pb-facts-store.h"

G_BEGIN_DECLS

/* A small plant in a database of its own, with a service on it and a clock that a test moves.
 *
 * Lines LINE-A and LINE-B, whose preparation asks for ROUTE and EQUIPMENT alone and is complete. LINE-A has the
 * stations PRN-A, OVEN-A, AOI-A, WASH-A and PACK-A, one for each step of route RT-A (PRINT, REFLOW, AOI, WASH, PACK;
 * the first two require the first article); LINE-B has PRN-B alone. RUN-A of work order WO-A makes 10 of P-100 on
 * LINE-A and is in PREP, with three units SN-A-0001…; RUN-B of WO-B is on LINE-B with one unit SN-B-0001. The frozen
 * FAI template has four characteristics: "Stencil version" (per run), "Solder height" (per unit, 100 to 150 µm),
 * "Polarity" (per run) and "Cosmetics" (not required, NA allowed).
 *
 * No time rule is in force.
 *
 * People: for every default role one of that name ("quality", "engineer", …, on LINE-A), "quality2" and "supervisor2",
 * "operator-b" on LINE-B, and "idle" without any role. Their e-mail is <name>@plant.test, their password
 * PLANT_PASSWORD, their id "user-<name>", and each has a session. */

#define PLANT_PASSWORD "correct horse"

typedef struct
{
  char *directory;
  char *database;
  PbService *service;
  PbStore *store; /* a second writer, for what a test changes behind the service's back */
  gint64 now;     /* the service's clock */
} PlantFixture;

/* For g_test_add(). */
void plant_set_up (PlantFixture *fixture, gconstpointer data);
void plant_tear_down (PlantFixture *fixture, gconstpointer data);

/* Moves the clock on. A change behind the service's back is seen by readers after a minute at the latest. */
void plant_wait (PlantFixture *fixture, gint64 span);

typedef struct
{
  int status;
  char *text;     /* the body */
  JsonNode *root; /* (nullable) */
  char *etag;     /* (nullable) */
} PlantAnswer;
void plant_answer_free (PlantAnswer *answer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlantAnswer, plant_answer_free)

/* The request that plant_send() sends, for pb_service_submit(). Returns: (transfer full). */
PbRequest *plant_request (const char *who, const char *method, const char *path, const char *body);
/* Takes @raw. Returns: (transfer full). */
PlantAnswer *plant_answer_new (PbAnswer *raw);

/* Sends a request in the session of @who (NULL: none). @path may hold a query. @body: JSON text with ' for ", or NULL.
 * What is accepted must be as the OpenAPI text describes it, with its answer; else the test fails.
 * Returns: (transfer full). */
PlantAnswer *
plant_send (PlantFixture *fixture, const char *who, const char *method, const char *path, const char *body);
/* As plant_send(), with an If-Match header. */
PlantAnswer *plant_send_if (PlantFixture *fixture,
                            const char *who,
                            const char *method,
                            const char *path,
                            const char *body,
                            const char *if_match);
/* Sends, and fails the test unless the answer has @status and, where @code is not NULL, that error code.
 * Returns: (transfer full). */
PlantAnswer *plant_expect (PlantFixture *fixture,
                           const char *who,
                           const char *method,
                           const char *path,
                           const char *body,
                           int status,
                           const char *code);
/* The same for who needs no more of the answer. */
void plant_check (PlantFixture *fixture,
                  const char *who,
                  const char *method,
                  const char *path,
                  const char *body,
                  int status,
                  const char *code);

/* A value of the body: "data.items[0].id". Returns: (nullable) (transfer none): NULL when there is none. */
JsonNode *plant_node (const PlantAnswer *answer, const char *path);
/* (nullable) (transfer none) */
const char *plant_text (const PlantAnswer *answer, const char *path);
/* -1 when there is none. */
gint64 plant_int (const PlantAnswer *answer, const char *path);
gboolean plant_bool (const PlantAnswer *answer, const char *path);
/* The length of an array, -1 when there is none. */
int plant_length (const PlantAnswer *answer, const char *path);

/* Rows behind the service's back; they fail the test when they cannot be written or read. */
void plant_insert (PlantFixture *fixture, gpointer object);
void plant_update (PlantFixture *fixture, gpointer object);
/* (transfer full) (not nullable) */
gpointer plant_get (PlantFixture *fixture, const PbType *type, const char *column, const char *value);
gint64 plant_count (PlantFixture *fixture, const PbType *type, const char *column, const char *value);
/* Sets one setting of the policy, for the plant, as its newest version: the service is opened anew. @value: JSON text.
 */
void plant_set_policy (PlantFixture *fixture, const char *key, const char *value);

G_END_DECLS
