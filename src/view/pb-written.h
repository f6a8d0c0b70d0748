/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Times and numbers as people write them into a form, strictly: what can be read in two ways is refused. */

/* "2024-05-03 14:05", with ":30" for seconds, in local time, and nothing else; a time that the clocks skipped is
 * refused.
 * @time: out: microseconds UTC. Returns: whether @text is a time. */
gboolean pb_parse_time (const char *text, gint64 *time);
/* The time as pb_parse_time() reads it, to the minute; "" for 0. Returns: (transfer full). */
char *pb_write_time (gint64 time);
/* A number with "." or the locale's decimal separator, without grouping: what is a thousand in one language is one in
 * another. Returns: whether @text is a number. */
gboolean pb_parse_number (const char *text, double *number);
/* Returns: whether @text is a whole number. */
gboolean pb_parse_integer (const char *text, gint64 *number);
/* The number as pb_parse_number() reads it, with all its digits. Returns: (transfer full). */
char *pb_write_number (double number);

G_END_DECLS
