/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Times on the wire: RFC 3339 texts; inside: microseconds since the epoch, UTC, 0 is absent. */

/* The first and the last microsecond that the border lets in: the years 2000 to 2100. */
#define PB_TIME_MIN G_GINT64_CONSTANT (946684800000000)
#define PB_TIME_MAX G_GINT64_CONSTANT (4133980799999999)

/* The bytes of a formatted time with the final NUL. */
#define PB_TIME_SIZE 25

/* Reads an RFC 3339 date and time ("2026-03-01T08:30:00+08:00", with "Z" or an offset, at most nine digits of a
 * second's fraction, cut to microseconds). Returns: the time, 0 when @text is NULL, not such a text or outside of
 * PB_TIME_MIN to PB_TIME_MAX. */
gint64 pb_time_parse (const char *text);

/* As pb_time_parse(), for any year from 0001 to 9999.
 * Returns: whether @text is an RFC 3339 date and time; @time is set only then. */
gboolean pb_time_parse_any (const char *text, gint64 *time);

/* Returns: (transfer full) (nullable): @time as "2026-03-01T00:30:00.000Z", NULL when it is 0 or outside of the years
 * 0000 to 9999. */
char *pb_time_format (gint64 time);

/* As pb_time_format(), into @buffer. Returns: whether @buffer was written. */
gboolean pb_time_format_to (gint64 time, char buffer[static PB_TIME_SIZE]);

G_END_DECLS
