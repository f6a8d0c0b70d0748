/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The bytes that a number's text needs at most, with the final NUL. */
#define PB_NUMBER_SIZE 32

/* Writes the text that ECMAScript's Number::toString gives for @value (the fewest digits that read back as the same
 * double; RFC 8785, 3.2.2.3), whatever the locale. @value must be finite. Returns: the length of the text, without the
 * NUL. */
gsize pb_number_format (double value, char buffer[static PB_NUMBER_SIZE]);

/* Writes @value in decimal. Returns: the length of the text, without the NUL. */
gsize pb_integer_format (gint64 value, char buffer[static PB_NUMBER_SIZE]);

G_END_DECLS
