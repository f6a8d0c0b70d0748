/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-view"

#include "config.h"

#include "view/pb-window.h"

#include "view/pb-view-resources.h"

#include <libintl.h>

/* Before the program is installed, its translations are where they were built. */
static void
find_translations (void)
{
  const char *built = g_getenv ("PREPBOARD_LOCALEDIR");

  bindtextdomain (GETTEXT_PACKAGE, built != NULL && *built != '\0' ? built : LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
}

void
pb_view_init (void)
{
  static gboolean done;

  if (done)
    return;
  done = TRUE;
  find_translations ();
  g_resources_register (pb_view_resources_get_resource ());
}
