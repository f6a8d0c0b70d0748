/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/pb-store.h"

G_BEGIN_DECLS

/* Sets @error from what SQLite says: @code is an extended result code, @message the text that belongs to it. */
void pb_store_error_set_from_sqlite (GError **error, int code, const char *message);

G_END_DECLS
