/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model-fixture.h"
#include "model/pb-run-model.h"

G_BEGIN_DECLS

/* A run RUN-1 with everything around it, as prepboardd tells it: three items (stencil cleaning failed, bake passed,
 * slot waived), a gate with one blocker, bindings, a first article under inspection, a slot table. */

typedef struct
{
  ModelFixture base;
  PbRunModel *run;
} RunFixture;

#define RUN_PATH "/api/runs/RUN-1"

void run_fixture_set_up (RunFixture *fixture, gconstpointer data);
void run_fixture_tear_down (RunFixture *fixture, gconstpointer data);
/* Signs in with @permissions, activates the run, waits for its first answer. */
void run_fixture_load (RunFixture *fixture, const char *permissions);

/* Answers in another state. Each is the standing one afterwards. */
void run_script_set_run (RunFixture *fixture, const char *status, int units);
void run_script_set_items (RunFixture *fixture, const char *items);
void run_script_set_gate (RunFixture *fixture, gboolean can, const char *blockers);
/* @items: characteristics, NULL for those of the script. @rest: more members with a comma before, or "". */
void run_script_set_fai (RunFixture *fixture, const char *status, const char *items, const char *rest);
/* No first article. */
void run_script_set_no_fai (RunFixture *fixture);

#define ITEM_CLEAN                                                                                                     \
  "{\"id\":\"i-clean\",\"itemType\":\"PREP_STENCIL_CLEAN\",\"itemKey\":\"ST-1\",\"status\":\"FAILED\","                \
  "\"failures\":[{\"reasonCode\":\"NO_RECORD\",\"params\":{\"object\":\"ST-1\"}}],\"reasonCode\":\"NO_RECORD\","       \
  "\"params\":{\"object\":\"ST-1\"},\"gate\":\"SOFT\"}"
#define ITEM_CLEAN_PASSED                                                                                              \
  "{\"id\":\"i-clean\",\"itemType\":\"PREP_STENCIL_CLEAN\",\"itemKey\":\"ST-1\",\"status\":\"PASSED\",\"failures\":[]" \
  ","                                                                                                                  \
  "\"gate\":\"SOFT\"}"
#define ITEM_BAKE                                                                                                      \
  "{\"id\":\"i-bake\",\"itemType\":\"PREP_BAKE\",\"itemKey\":\"P-7\",\"status\":\"PASSED\",\"failures\":[],"           \
  "\"gate\":\"SOFT\",\"nextDeadline\":\"2099-03-01T00:00:00.000Z\",\"evidence\":{\"recordType\":\"BakeRecord\","       \
  "\"recordId\":\"b1\",\"source\":\"run\",\"object\":\"P-7\",\"by\":\"L. Wu\",\"at\":\"2020-03-01T08:00:00.000Z\","    \
  "\"measures\":[{\"name\":\"life\",\"actual\":40200,\"limit\":60000,\"unit\":\"prints\"},"                            \
  "{\"name\":\"age\",\"actual\":41.5,\"limit\":72,\"unit\":\"h\"}]}}"
#define ITEM_SLOT                                                                                                      \
  "{\"id\":\"i-slot\",\"itemType\":\"LOADING\",\"itemKey\":\"S1\",\"status\":\"FAILED\","                              \
  "\"failures\":[{\"reasonCode\":\"NO_RECORD\",\"params\":{\"slot\":\"S1\"}}],\"reasonCode\":\"NO_RECORD\","           \
  "\"gate\":\"BLOCK\"}"
#define ITEM_WAIVED                                                                                                    \
  "{\"id\":\"i-paste\",\"itemType\":\"PREP_PASTE\",\"itemKey\":\"LOT-9\",\"status\":\"WAIVED\","                       \
  "\"failures\":[{\"reasonCode\":\"NO_RECORD\",\"params\":{}}],\"reasonCode\":\"NO_RECORD\",\"gate\":\"SOFT\","        \
  "\"waiver\":{\"id\":\"w1\",\"category\":\"TRIAL\",\"reason\":\"the reel comes at noon\",\"approvedBy\":\"u2\","      \
  "\"approvedByName\":\"S. "                                                                                           \
  "Chen\",\"approvedAt\":\"2020-03-01T08:00:00.000Z\",\"until\":\"2099-03-01T16:00:00.000Z\"}}"

#define BLOCKER_CLEAN                                                                                                  \
  "{\"code\":\"READINESS_ITEM_FAILED\",\"itemId\":\"i-clean\",\"itemType\":\"PREP_STENCIL_CLEAN\","                    \
  "\"itemKey\":\"ST-1\",\"reasonCode\":\"NO_RECORD\",\"params\":{\"object\":\"ST-1\"},\"message\":\"m\","              \
  "\"clearedBy\":[\"prep:record\",\"prep:waive\"]}"
#define BLOCKER_QUALITY                                                                                                \
  "{\"code\":\"FAI_NOT_SIGNED\",\"params\":{\"capacity\":\"QUALITY\"},\"message\":\"m\","                              \
  "\"clearedBy\":[\"capacity:QUALITY\"]}"
#define BLOCKER_PRODUCTION                                                                                             \
  "{\"code\":\"FAI_NOT_SIGNED\",\"params\":{\"capacity\":\"PRODUCTION\"},\"message\":\"m\","                           \
  "\"clearedBy\":[\"capacity:PRODUCTION\"]}"

G_END_DECLS
