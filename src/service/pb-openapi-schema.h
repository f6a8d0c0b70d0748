/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "service/pb-call.h"

G_BEGIN_DECLS

/* The schemas of the OpenAPI text: those of the record types are components that others refer to, those of declared
 * members stand where they are needed. */

/* Which members of a type a schema shows. */
typedef enum
{
  PB_SHAPE_ANSWER,
  PB_SHAPE_CREATE,
  PB_SHAPE_PATCH,
} PbShape;

typedef struct
{
  PbWriter *w;
  GHashTable *known;  /* names of schemas */
  GPtrArray *schemas; /* those that something refers to, in that order */
} PbSchemas;

/* Schemas are written to @w where they are asked for; those that they refer to are remembered. */
PbSchemas *pb_schemas_new (PbWriter *w);
void pb_schemas_free (PbSchemas *self);

/* Writes the schema of an object of @type, of @members, or of both together. */
void pb_schemas_write_object (PbSchemas *self, const PbType *type, const PbMember *members, PbShape shape);
/* Writes the schema of a member. */
void pb_schemas_write_member (PbSchemas *self, const PbMember *member, PbShape shape);
/* Writes the schema of what an endpoint answers. */
void pb_schemas_write_answer (PbSchemas *self, const PbEndpoint *endpoint);
/* Writes the schemas that something refers to, as members of an object. */
void pb_schemas_write_components (PbSchemas *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PbSchemas, pb_schemas_free)

G_END_DECLS
