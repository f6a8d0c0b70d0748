/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* Canonical JSON (RFC 8785): what a signature covers is hashed in this form. By that rule every number is a double, so
 * integers beyond 2^53 lose their last digits: identifiers and counts that may grow so big are texts. (From 2^63 to
 * 10^21 the rule's form is digits only, which pb_json_parse() does not let in again.) */

/* Returns: (transfer full): the canonical text of @node. */
char *pb_canonical_text (JsonNode *node);
/* Returns: (transfer full): the SHA-256 of the canonical text, 64 lower-case hexadecimal digits. */
char *pb_canonical_hash (JsonNode *node);
/* Returns: (transfer full) (nullable): pb_canonical_hash() of the JSON @json_text, NULL when it is not well-formed. */
char *pb_canonical_hash_text (const char *json_text);

G_END_DECLS
