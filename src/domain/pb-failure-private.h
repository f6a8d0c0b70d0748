/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "domain/pb-evaluate.h"

G_BEGIN_DECLS

/* What is said about a failure. The first row that fits is taken: reason, part and state as far as the row names them,
 * and every placeholder of its text is there. The rows of the item type come before those of all types. */
typedef struct
{
  PbReason reason;
  const char *part;       /* NULL: any */
  const char *state;      /* NULL: any */
  const char *text;       /* N_() */
  const char *advice;     /* N_() */
  const char *cleared_by; /* permissions, apart by blanks; prep:waive comes by itself where it may */
} PbFailureText;

/* Who clears it. */
#define PB_MAY_CONFIGURE "readiness:config"
#define PB_MAY_RECORD    "prep:record"

/* Those of all types, ended by a row without a text. */
extern const PbFailureText pb_failure_texts[];

typedef struct
{
  const char *wire;
  const char *word; /* N_() */
} PbFailureWord;

/* Ended by NULL. */
extern const PbFailureWord pb_failure_words[];

G_END_DECLS
