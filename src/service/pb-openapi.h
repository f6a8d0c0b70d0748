/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The description of the REST interface (OpenAPI 3.0.3), made from the tables of endpoints and of fields, so that it
 * cannot say anything else than what is served.
 *
 * Returns: (transfer none): JSON text, made at the first call. Any thread may call it. */
const char *pb_openapi_text (void);

G_END_DECLS
