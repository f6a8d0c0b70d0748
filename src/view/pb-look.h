/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/pb-run-model.h"

G_BEGIN_DECLS

/* How a state looks: a shape, a word and a colour. The colour never stands alone, so that a screen reads the same in
 * greyscale. */
typedef enum
{
  PB_LOOK_PENDING, /* nothing has happened yet: empty circle, grey */
  PB_LOOK_PASS,    /* circle with a check; grey, because nobody has to look at it */
  PB_LOOK_FAIL,    /* octagon with a cross, red */
  PB_LOOK_WAIVED,  /* shield with a bar, blue */
  PB_LOOK_WARNING, /* triangle, amber */
  PB_LOOK_NONE,    /* dash: not applicable, not needed */
  PB_LOOK_RUNNING, /* half circle, blue: somebody is at it */
  PB_LOOK_DONE,    /* seal, green: signed and decided */
} PbLook;
#define PB_N_LOOKS 8

/* Returns: (transfer none): the icon's name. */
const char *pb_look_icon (PbLook look);
/* Returns: (transfer none): the style class. */
const char *pb_look_class (PbLook look);

/* Each of these returns the look and, in @word, the translated word (transfer none) that stands beside the shape. */
PbLook pb_look_of_item (PbItemModel *item, const char **word);
PbLook pb_look_of_board (int state, const char **word); /* PbBoardState */
PbLook pb_look_of_run (int status, const char **word);  /* PbRunStatus */
PbLook pb_look_of_fai (PbFaiModel *fai, const char **word);
PbLook pb_look_of_result (int result, const char **word); /* PbResult; NONE: not recorded */
PbLook pb_look_of_slot (PbSlotItem *slot, const char **word);

G_END_DECLS
