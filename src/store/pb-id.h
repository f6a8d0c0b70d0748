/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Characters of an identifier, without the closing NUL. */
#define PB_ID_LENGTH 25

/* Makes the identifier of a new row: 'c', the time in 8 characters of [0-9a-z], and 16 more (82 bits) from the system's
 * random source, so that nobody can guess one and two servers never make the same. Those of one day lie together in an
 * index, which is a third of what a change writes; nothing may be read out of them. Any thread may call it.
 *
 * Returns: (transfer full): the identifier. */
char *pb_id_new (void);

G_END_DECLS
