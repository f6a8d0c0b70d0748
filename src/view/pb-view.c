/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-view"

#include "view/pb-window.h"

#include "view/pb-view-resources.h"

void
pb_view_init (void)
{
  static gboolean done;

  if (done)
    return;
  done = TRUE;
  g_resources_register (pb_view_resources_get_resource ());
}
