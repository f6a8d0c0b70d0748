/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "service/pb-call.h"

G_BEGIN_DECLS

/* Every way in. Each file of actions has its own table, ended by a NULL method; pb-endpoints.c lists the tables. The
 * OpenAPI text is made from them and a test holds both together. */

extern const PbEndpoint pb_endpoints_meta[];     /* pb-actions-meta.c: health, capabilities, openapi */
extern const PbEndpoint pb_endpoints_sessions[]; /* pb-actions-sessions.c: auth, permissions/me, users/me */
extern const PbEndpoint pb_endpoints_runs[];     /* pb-actions-runs.c: runs, units, cancel, close */
extern const PbEndpoint
  pb_endpoints_readiness[];                     /* pb-actions-readiness.c: checks, latest, history, gate, exceptions */
extern const PbEndpoint pb_endpoints_board[];   /* pb-actions-board.c */
extern const PbEndpoint pb_endpoints_waivers[]; /* pb-actions-waivers.c: waive on both paths, signable */
extern const PbEndpoint pb_endpoints_authorize[];     /* pb-actions-authorize.c: authorise, revoke, signable */
extern const PbEndpoint pb_endpoints_fai[];           /* pb-actions-fai.c: first article */
extern const PbEndpoint pb_endpoints_fai_sign[];      /* pb-actions-fai-sign.c: sign, reject, signable */
extern const PbEndpoint pb_endpoints_fai_templates[]; /* pb-actions-fai-templates.c */
extern const PbEndpoint
  pb_endpoints_execution[]; /* pb-actions-execution.c: stations, track-in, track-out, inspection results */
/* pb-actions-records.c: made from the kinds of record. */
const PbEndpoint *pb_endpoints_get_records (void);
extern const PbEndpoint pb_endpoints_bindings[];    /* pb-actions-bindings.c: bind, unbind, status events */
extern const PbEndpoint pb_endpoints_lines[];       /* pb-actions-lines.c: lines, readiness configuration */
extern const PbEndpoint pb_endpoints_loading[];     /* pb-actions-loading.c: slot table, verify, replace */
extern const PbEndpoint pb_endpoints_slots[];       /* pb-actions-slots.c: feeder slots, mappings */
extern const PbEndpoint pb_endpoints_programs[];    /* pb-actions-programs.c: reflow profiles, usages, assignments */
extern const PbEndpoint pb_endpoints_work_orders[]; /* pb-actions-work-orders.c */
extern const PbEndpoint pb_endpoints_routes[];      /* pb-actions-routes.c: routes, compile */
extern const PbEndpoint
  pb_endpoints_registers[]; /* pb-actions-registers.c: assets, materials, boms, equipment, line stops */
extern const PbEndpoint pb_endpoints_people[]; /* pb-actions-people.c: users, roles */
extern const PbEndpoint pb_endpoints_log[];    /* pb-actions-log.c: audit log, policies */

/* Finds the endpoint of a path. @params: (out) (transfer full): path parameters, unescaped; NULL unless found.
 * Returns: (nullable): NULL with @allow set ((transfer full), "GET, POST") when the path exists with other methods,
 * else NULL. */
const PbEndpoint *pb_endpoints_match (const char *method, const char *path, GHashTable **params, char **allow);
/* Calls @func for every endpoint, in the order of the tables. */
void pb_endpoints_foreach (void (*func) (const PbEndpoint *endpoint, gpointer user_data), gpointer user_data);

G_END_DECLS
