/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kinds.h"

static const char *const color_values[] = { NULL, "RED", "GREEN", NULL };
static const PbEnum colors = { "Color", color_values };

static const PbField part_fields[] = {
  PB_FIELD (Part, seq, "seq", INT, .flags = PB_REQUIRED),
  PB_FIELD (Part, text, "text", STRING, .flags = PB_ASKED),
  PB_FIELDS_END,
};

const PbType part_type = { .name = "Part", .size = sizeof (Part), .fields = part_fields };

static const PbField thing_fields[] = {
  PB_FIELD (Thing, id, "id", STRING, .flags = 0),
  PB_FIELD (Thing, code, "code", STRING, .flags = PB_REQUIRED | PB_PATCHED, .blank = "CODE_BLANK"),
  PB_FIELD (Thing, remark, "remark", STRING, .flags = PB_ASKED | PB_PATCHED | PB_MULTILINE),
  PB_FIELD (Thing, count, "count", INT, .flags = PB_ASKED | PB_PATCHED, .error = "BAD_COUNT"),
  PB_FIELD (Thing, ratio, "ratio", DOUBLE, .flags = PB_ASKED | PB_PATCHED),
  PB_FIELD (Thing, on, "on", BOOL, .flags = PB_ASKED | PB_PATCHED),
  PB_FIELD (Thing, at, "at", TIME, .flags = PB_ASKED | PB_PAST, .error = "BAD_TIME"),
  PB_FIELD (Thing, due, "due", TIME, .flags = PB_ASKED | PB_PATCHED | PB_FUTURE),
  PB_FIELD (Thing, color, "color", ENUM, .flags = PB_ASKED | PB_PATCHED, .values = &colors),
  PB_FIELD (Thing, points, "points", NUMBERS, .flags = PB_ASKED | PB_PATCHED, .count = 5),
  PB_FIELD (Thing, few, "few", NUMBERS, .flags = PB_ASKED),
  PB_FIELD (Thing, tags, "tags", STRINGS, .flags = PB_ASKED | PB_PATCHED),
  PB_FIELD (Thing, head, "head", CHILD, .flags = PB_ASKED | PB_PATCHED, .child = &part_type),
  PB_FIELD (Thing, parts, "parts", CHILDREN, .flags = PB_ASKED | PB_PATCHED, .child = &part_type),
  PB_FIELD (Thing, extra, "extra", JSON, .flags = PB_ASKED | PB_PATCHED),
  PB_FIELD (Thing, secret, "secret", STRING, .flags = PB_HIDDEN),
  PB_FIELD (Thing, maybe, "maybe", STRING, .flags = PB_OMIT_NULL | PB_ASKED),
  PB_FIELD (Thing, column_only, NULL, STRING, .flags = 0),
  PB_FIELDS_END,
};

const PbType thing_type = { .name = "Thing", .size = sizeof (Thing), .fields = thing_fields };
