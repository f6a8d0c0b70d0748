/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A record type is declared once: a C struct that begins with PbObject, and a table of fields beside it. Validation,
 * JSON, table columns, dialogs and exports walk that table.
 *
 * Times are gint64 microseconds since the epoch, UTC; 0 is "absent" (times before the year 2000 are refused at the
 * border).
 * Enumerations are gint indices into a PbEnum whose value 0 is "absent".
 * Numbers and booleans carry a presence flag: absent is not zero. */

/* Marks a text for translation; domain itself never translates. */
#ifndef N_
#  define N_(String) (String)
#endif

#define PB_SECOND G_TIME_SPAN_SECOND
#define PB_MINUTE G_TIME_SPAN_MINUTE
#define PB_HOUR   G_TIME_SPAN_HOUR
#define PB_DAY    G_TIME_SPAN_DAY

typedef struct
{
  gint64 v;
  gboolean set;
} PbInt;

typedef struct
{
  double v;
  gboolean set;
} PbDouble;

typedef struct
{
  gboolean v;
  gboolean set;
} PbBool;

#define PB_INT(x)    ((PbInt){ (x), TRUE })
#define PB_DOUBLE(x) ((PbDouble){ (x), TRUE })
#define PB_BOOL(x)   ((PbBool){ (x) ? TRUE : FALSE, TRUE })

/* The most points that a NUMBERS field holds. */
#define PB_NUMBERS_MAX 8

typedef struct
{
  guint n; /* 0: absent */
  double v[PB_NUMBERS_MAX];
} PbNumbers;

typedef struct
{
  const char *name;          /* of the enumeration, e.g. "RunStatus" */
  const char *const *values; /* wire texts; [0] is NULL (absent), then the values, then NULL */
} PbEnum;

/* Returns: (nullable): the wire text of @value, NULL when absent or out of range. */
const char *pb_enum_text (const PbEnum *values, int value);
/* Returns: the value of @text, 0 when it is NULL or unknown. */
int pb_enum_value (const PbEnum *values, const char *text);

typedef enum
{
  PB_KIND_STRING,   /* char * (owned) (nullable) */
  PB_KIND_INT,      /* PbInt */
  PB_KIND_DOUBLE,   /* PbDouble */
  PB_KIND_BOOL,     /* PbBool */
  PB_KIND_TIME,     /* gint64, microseconds UTC, 0 absent */
  PB_KIND_ENUM,     /* int, index into values, 0 absent */
  PB_KIND_NUMBERS,  /* PbNumbers: a fixed array of numbers */
  PB_KIND_STRINGS,  /* GStrv (owned) (nullable) */
  PB_KIND_CHILD,    /* PbObject * (owned) (nullable) of type child */
  PB_KIND_CHILDREN, /* GPtrArray * (owned) (element-type child) (not nullable) */
  PB_KIND_JSON,     /* char * (owned) (nullable): JSON text of any value */
} PbKind;

typedef enum
{
  /* Direction. A field without one of these is in the JSON of answers only when it has a name. */
  PB_ASKED = 1 << 0,   /* taken from a create body */
  PB_PATCHED = 1 << 1, /* taken from a PATCH body */
  PB_REQUIRED = (1 << 2) | PB_ASKED,
  /* Form of the answer */
  PB_HIDDEN = 1 << 3,    /* a column that never leaves the server */
  PB_NO_COLUMN = 1 << 4, /* computed or joined: no column */
  PB_OMIT_NULL = 1 << 5, /* left out of the JSON when absent, instead of null */
  /* Time */
  PB_PAST = 1 << 6,   /* of what has happened: at most 5 minutes ahead of the server's clock */
  PB_FUTURE = 1 << 7, /* may lie ahead: at most 10 years */
  /* Number */
  PB_BOUNDED = 1 << 8, /* min and max hold, inclusive */
  /* Text */
  PB_MULTILINE = 1 << 9,
  /* Form in the window */
  PB_FROM_CONTEXT = 1 << 10, /* filled in by the window (run, line, bound object): not asked of the person */
  PB_EVIDENCE = 1 << 11,     /* typed for the record, never a limit: shown apart */
} PbFieldFlags;

/* What a scanned code may be for a field (the window puts a scan into the field that expects it). */
typedef enum
{
  PB_SCAN_NONE,
  PB_SCAN_RUN,
  PB_SCAN_STENCIL,
  PB_SCAN_SQUEEGEE,
  PB_SCAN_FIXTURE,
  PB_SCAN_PASTE_LOT,
  PB_SCAN_MATERIAL_LOT,
  PB_SCAN_ITEM_CODE,
} PbScan;

typedef struct _PbType PbType;
typedef struct _PbField PbField;
typedef struct _PbViolation PbViolation;

struct _PbField
{
  const char *name;   /* JSON member */
  const char *column; /* SQL column (the C member's name) */
  PbKind kind;
  gsize offset;
  guint flags;       /* PbFieldFlags */
  const char *label; /* N_(), for people */
  const char *hint;  /* N_(), what the value means for the item (limit, default) */
  const char *unit;
  const char *measure;  /* what its value is judged as: the name of a measure, or the part of a failure, of the item */
  double min, max;      /* with PB_BOUNDED */
  guint max_length;     /* characters; 0: 200 */
  guint count;          /* NUMBERS: exactly so many */
  const PbEnum *values; /* ENUM */
  const PbType *child;  /* CHILD, CHILDREN */
  const char *error;    /* the contract's own code when the value is bad, else VALIDATION_FAILED */
  const char *blank;    /* the contract's own code when a required text is blank after trimming */
  PbScan scan;
};

typedef struct
{
  const PbType *type;
  gatomicrefcount refs;
} PbObject;

struct _PbType
{
  const char *name;  /* "BakeRecord" */
  const char *table; /* SQL table, NULL when it has none */
  gsize size;
  const PbField *fields; /* ended by a field without name and column */
  /* Rules that join fields; adds to @violations. NULL when there are none. */
  void (*check) (gconstpointer self, GPtrArray *violations);
  const char *label; /* N_(), for people */
};

#define PB_FIELD(Struct, member, json, KIND, ...)                                                                      \
  {                                                                                                                    \
    .name = (json), .column = #member, .kind = PB_KIND_##KIND, .offset = G_STRUCT_OFFSET (Struct, member), __VA_ARGS__ \
  }
#define PB_FIELDS_END                                                                                                  \
  {                                                                                                                    \
    .name = NULL, .column = NULL                                                                                       \
  }

#define PB_TYPE_OF(object)              (((const PbObject *) (object))->type)
#define PB_MEMBER(object, field, ctype) (*(ctype *) ((char *) (object) + (field)->offset))

/* Returns: (transfer full): a new object of @type, all absent; CHILDREN are empty arrays. */
gpointer pb_object_new (const PbType *type);
gpointer pb_object_ref (gpointer object);
/* @object may be NULL. Threads may share an object that nobody changes any more. */
void pb_object_unref (gpointer object);
/* Returns: (transfer full): a deep copy. */
gpointer pb_object_copy (gconstpointer object);
gboolean pb_object_equal (gconstpointer a, gconstpointer b);
/* Returns: (transfer full) (element-type PbObject): an array that unrefs its elements. */
GPtrArray *pb_object_array_new (void);

/* Returns: (nullable): the field called @name in JSON. */
const PbField *pb_type_find_field (const PbType *type, const char *name);
/* Whether the field has a column. */
gboolean pb_field_is_stored (const PbField *field);
/* Whether @object holds a value for @field. */
gboolean pb_field_is_set (const PbField *field, gconstpointer object);
/* Makes the value absent. */
void pb_field_unset (const PbField *field, gpointer object);
/* Copies the value of @field from @from to @to (both of the field's type). */
void pb_field_copy (const PbField *field, gconstpointer from, gpointer to);

/* Sets a string member: frees the old, copies the new. */
void pb_set_string (char **member, const char *value);

/* What is wrong with one field of an object from outside. */
struct _PbViolation
{
  char *property; /* (owned) JSON member, "" for the whole body */
  char *code;     /* (owned) the contract's own code, or VALIDATION_FAILED */
  char *message;  /* (owned) English, says what is wrong and what to do */
};

/* A list of what is wrong with an object (element-type PbViolation); @property and @code are copied. */
void pb_violation_free (PbViolation *violation);
GPtrArray *pb_violations_new (void);
void pb_violations_add (GPtrArray *violations, const char *property, const char *code, const char *format, ...)
  G_GNUC_PRINTF (4, 5);

/* Holds @object against its table and its type's check: presence of required fields (when @creating), lengths, ranges,
 * finite numbers, array lengths, times against @now. Adds to @violations.
 * Returns: whether nothing was added. */
gboolean pb_object_check (gconstpointer object, gint64 now, gboolean creating, GPtrArray *violations);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PbViolation, pb_violation_free)

G_END_DECLS
