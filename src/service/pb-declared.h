/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "domain/pb-object.h"
#include "store/pb-store.h"

G_BEGIN_DECLS

/* What an endpoint declares of its query, its body and its answer. The OpenAPI text is made from it, and the frame
 * holds every reading of an action against it: what is read and not declared, or declared with another form or other
 * bounds, is a programmer's error, so that the description cannot say anything else than what is done. */

typedef struct _PbEndpoint PbEndpoint;
typedef struct _PbMember PbMember;

typedef enum
{
  PB_VALUE_TEXT,   /* max: characters */
  PB_VALUE_SECRET, /* a password: it is nowhere kept */
  PB_VALUE_INT,    /* min, max */
  PB_VALUE_NUMBER,
  PB_VALUE_BOOL,
  PB_VALUE_TIME,    /* with zone */
  PB_VALUE_ENUM,    /* one of values */
  PB_VALUE_ENUMS,   /* some of values: an array, in a query parted by commas */
  PB_VALUE_TEXTS,   /* max: how many; in a query parted by commas */
  PB_VALUE_SIGNER,  /* the credentials of who signs */
  PB_VALUE_OBJECT,  /* of type, of members, or of both together */
  PB_VALUE_OBJECTS, /* an array of them */
  PB_VALUE_ANY,     /* any JSON value */
} PbValueKind;

typedef enum
{
  PB_MAY,          /* may be left out, or null */
  PB_MUST,         /* is always there */
  PB_MUST_OR_NULL, /* is always there, perhaps as null */
  PB_SOMETIMES,    /* needed by some calls: `says` tells by which */
} PbNeed;

/* A parameter of a query, or a member of a body or an answer. Tables of them are ended by a NULL name. */
struct _PbMember
{
  const char *name;
  PbValueKind kind;
  PbNeed need;
  gint64 min, max;         /* 0 and 0: unbounded */
  gint64 standard;         /* INT: what counts when it is left out; 0: none */
  const PbEnum *values;    /* ENUM, ENUMS */
  const PbType *type;      /* OBJECT, OBJECTS */
  const PbMember *members; /* OBJECT, OBJECTS */
  const char *says;        /* (nullable) */
};

/* An enumeration that only one table speaks of. */
#define PB_ONE_OF(...) (&(const PbEnum){ "", (const char *const[]){ NULL, __VA_ARGS__, NULL } })

/* A filter of a list. */
typedef struct
{
  const char *name; /* query parameter */
  const char *column;
  PbOp op;
  const PbEnum *values; /* csv of these: IN; NULL: text, or a time when op is GE or LE */
} PbListFilter;

/* What is answered: one thing, or a list of which form. */
typedef enum
{
  PB_ANSWER_ONE,
  PB_ANSWER_OR_NULL,
  PB_ANSWER_PAGE,         /* {items, total, page, pageSize} by `page` and `pageSize` */
  PB_ANSWER_PART,         /* {items, next?} by `limit` and `after` */
  PB_ANSWER_PAGE_OR_PART, /* a page, with `limit` or `after` a part */
  PB_ANSWER_ITEMS,        /* {items}, all of them */
  PB_ANSWER_ARRAY,        /* all of them, as a bare array */
} PbAnswerForm;

typedef struct
{
  gint64 standard, most; /* sizes of a page */
  gboolean cuts;         /* sizes above are cut to the most, not refused */
} PbPaging;

/* Bounds of `page`, of a size that is cut, and of `limit`. */
#define PB_PAGE_LAST     1000000
#define PB_PAGE_CUT_FROM 10000
#define PB_PART_STANDARD 50
#define PB_PART_MOST     200

/* For lists that can be searched and have no other parameter of their own. */
extern const PbMember pb_query_search[];

/* Finds a parameter of the query, whether it stands in `query`, in `filters` or follows from the form of the list. */
gboolean pb_endpoint_find_query (const PbEndpoint *endpoint, const char *name, PbMember *member);
/* Returns: (transfer full) (element-type PbMember): all of them. */
GArray *pb_endpoint_list_query (const PbEndpoint *endpoint);
/* Returns: (nullable): the member of the body, when it stands in `members`. */
const PbMember *pb_endpoint_find_member (const PbEndpoint *endpoint, const char *name);

/* What the frame holds against the declaration. It says what is wrong as a critical warning; the call goes on all the
 * same, as it would without. */

/* @read: how the action reads it; ANY does not say. */
void pb_declared_check_query (const PbEndpoint *endpoint, const PbMember *read);
void pb_declared_check_member (const PbEndpoint *endpoint, const PbMember *read);
/* The body is read into an object of @type. */
void pb_declared_check_type (const PbEndpoint *endpoint, const PbType *type);
void pb_declared_check_page (const PbEndpoint *endpoint, gint64 standard, gint64 most, gboolean cuts);
void pb_declared_check_filters (const PbEndpoint *endpoint, const PbListFilter *filters);
void pb_declared_check_sorts (const PbEndpoint *endpoint, const char *const *sorts);
void pb_declared_check_form (const PbEndpoint *endpoint, PbAnswerForm form);

G_END_DECLS
