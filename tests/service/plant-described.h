/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "service/pb-call.h"

G_BEGIN_DECLS

/* What is sent and answered, held against the OpenAPI text. */

/* Returns: (transfer none): the text. */
JsonObject *plant_description (void);
/* Returns: (transfer none) (nullable): what it says of an endpoint, of its body, and of its answer. */
JsonObject *plant_operation (const PbEndpoint *endpoint);
JsonObject *plant_body_schema (const PbEndpoint *endpoint);
JsonObject *plant_answer_schema (const PbEndpoint *endpoint);
/* Returns: (transfer full) (nullable): the first thing in @value that @schema does not allow. @whole: it allows no
 * members beside those that it describes. */
char *plant_find_fault (JsonObject *schema, JsonNode *value, gboolean whole);
/* Fails the test unless a request that was accepted, and its answer, are as they are described. */
void plant_check_described (const char *method, const char *path, GBytes *body, const char *answer);

G_END_DECLS
