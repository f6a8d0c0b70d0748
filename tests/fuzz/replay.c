/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Gives every file of a corpus to a fuzz target, as a test case each: what a fuzzer once found stays found.
 * Usage: replay DIRECTORY */

#include <glib.h>

#include "fuzz.h"

static void
replay (gconstpointer path)
{
  g_autofree char *data = NULL;
  g_autofree char *exact = NULL;
  g_autoptr (GError) error = NULL;
  gsize length;

  g_file_get_contents (path, &data, &length, &error);
  g_assert_no_error (error);
  /* Without the final NUL that GLib adds, so that reading too far is noticed. */
  exact = g_memdup2 (data, length);
  LLVMFuzzerTestOneInput ((const uint8_t *) exact, length);
}

int
main (int argc, char *argv[])
{
  g_autoptr (GDir) dir = NULL;
  g_autoptr (GError) error = NULL;
  const char *name;

  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (argc, ==, 2);
  dir = g_dir_open (argv[1], 0, &error);
  g_assert_no_error (error);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *test = g_strconcat ("/fuzz/", name, NULL);

      g_test_add_data_func_full (test, g_build_filename (argv[1], name, NULL), replay, g_free);
    }
  return g_test_run ();
}
