/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "domain/pb-log.h"

G_BEGIN_DECLS

/* The policy of a plant: versioned settings, for the plant, for a line and for a product. Product wins over line, line
 * over plant (domain.md, section 1, Policy). What a version does not name has its default from the table of keys. */

typedef enum
{
  PB_POLICY_NUMBER,
  PB_POLICY_SWITCH,
  PB_POLICY_TEXT,
  PB_POLICY_LIST,
} PbPolicyKind;

/* Which way a setting is relaxed (relaxing needs a second person's signature). */
typedef enum
{
  PB_RELAX_NEVER,
  PB_RELAX_UP,         /* a larger number is looser; a switch on */
  PB_RELAX_DOWN,       /* a smaller number is looser; a switch off */
  PB_RELAX_ANY,        /* any change */
  PB_RELAX_GATE,       /* a gate class: BLOCK, SOFT, RECORD, in this order ever looser */
  PB_RELAX_UP_OR_NONE, /* a larger number is looser, and 0, which means no limit, the loosest */
} PbRelax;

/* Where a setting may stand. One that stands elsewhere is refused, and counts for nothing. */
typedef enum
{
  PB_POLICY_ANYWHERE,
  PB_POLICY_PER_LINE,    /* with a line only */
  PB_POLICY_PER_PRODUCT, /* with a product only */
} PbPolicyScope;

typedef struct
{
  const char *key; /* "stencil.tensionMinimum" */
  PbPolicyKind kind;
  const char *standard; /* the default, as JSON text: 30, true, "SOFT", ["A","B"] */
  const char *unit;
  const char *source; /* form, standard or practice */
  double min, max;    /* NUMBER: bounds, inclusive */
  PbRelax relax;
  const char *label; /* N_(), for people */
  PbPolicyScope scope;
  const PbEnum *values; /* TEXT, LIST: what may stand there, NULL: anything */
} PbPolicyKey;

typedef struct _PbPolicy PbPolicy;

/* @version may be NULL: the defaults. Settings with unknown keys are kept and ignored.
 * Returns: (transfer full): an immutable policy, shared between threads. */
PbPolicy *pb_policy_new (PbPolicyVersion *version);
PbPolicy *pb_policy_ref (PbPolicy *self);
void pb_policy_unref (PbPolicy *self);
gint64 pb_policy_get_version (const PbPolicy *self); /* 0 for the defaults */

/* A policy as it holds for one line and one product: their codes (both nullable, not owned). */
typedef struct
{
  const PbPolicy *policy;
  const char *line;
  const char *product;
} PbLimits;

/* The setting in force. @key must be in the table of keys (a programmer's error otherwise). */
double pb_limits_number (const PbLimits *limits, const char *key);
gboolean pb_limits_switch (const PbLimits *limits, const char *key);
/* Returns: (transfer full). */
char *pb_limits_text (const PbLimits *limits, const char *key);
GStrv pb_limits_list (const PbLimits *limits, const char *key);

/* Returns: (nullable): the key's declaration; searches the plant keys and those of every item type. */
const PbPolicyKey *pb_policy_find_key (const char *key);
/* Calls @func for every key. */
void pb_policy_foreach_key (void (*func) (const PbPolicyKey *key, gpointer user_data), gpointer user_data);

/* Checks the settings of a version from outside: known keys, right kinds, bounds. Adds to @violations.
 * Returns: whether nothing was added. */
gboolean pb_policy_check (PbPolicyVersion *version, GPtrArray *violations);
/* Both may be NULL: the defaults. Removing a setting relaxes as well, when what then holds is looser.
 * Returns: (transfer full) (element-type utf8): the keys that @to relaxes against @from for any line or product, in the
 * order of the table of keys, empty when none. */
GPtrArray *pb_policy_relaxed (PbPolicyVersion *from, PbPolicyVersion *to);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PbPolicy, pb_policy_unref)

G_END_DECLS
