/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Refusals of the models themselves; the message is a translated sentence for people. */

#define PB_MODEL_ERROR (pb_model_error_quark ())

typedef enum
{
  PB_MODEL_ERROR_NOT_NOW, /* nothing to send, or what was typed cannot be sent */
} PbModelError;

GQuark pb_model_error_quark (void);

/* Returns: (nullable): the sentence for a code of the contract, also those of domain's rules (VALUE_NOT_A_NUMBER …). */
const char *pb_error_sentence_of_code (const char *code);

G_END_DECLS
