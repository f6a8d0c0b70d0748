/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "domain/pb-object.h"

/* A record with a field of every kind, and one for each rule of reading. */

typedef struct
{
  PbObject parent;
  PbInt seq;
  char *text;
} Part;

typedef struct
{
  PbObject parent;
  char *id;
  char *code;
  char *remark;
  PbInt count;
  PbDouble ratio;
  PbBool on;
  gint64 at;
  gint64 due;
  int color;
  PbNumbers points;
  PbNumbers few;
  GStrv tags;
  Part *head;
  GPtrArray *parts;
  char *extra;
  char *secret;
  char *maybe;
  char *column_only;
} Thing;

typedef enum
{
  COLOR_NONE,
  COLOR_RED,
  COLOR_GREEN,
} Color;

extern const PbType part_type;
extern const PbType thing_type;
