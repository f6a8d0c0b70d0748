/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>

/* pb-bench-commits FILE SECONDS
 *
 * How many durable commits the machine gives: bare SQLite with the server's pragmas, one row of a record's size in a
 * transaction of its own. Prints commits per second. */

static void
run (sqlite3 *db, const char *sql)
{
  char *message = NULL;

  if (sqlite3_exec (db, sql, NULL, NULL, &message) != SQLITE_OK)
    {
      fprintf (stderr, "pb-bench-commits: %s\n", message);
      exit (1);
    }
}

int
main (int argc, char **argv)
{
  sqlite3 *db;
  sqlite3_stmt *insert;
  gint64 start, end, now;
  int count = 0;

  if (argc != 3 || sqlite3_open (argv[1], &db) != SQLITE_OK)
    {
      fprintf (stderr, "usage: pb-bench-commits FILE SECONDS\n");
      return 2;
    }
  run (db, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
           "CREATE TABLE record (id TEXT PRIMARY KEY, at BIGINT, run TEXT, text TEXT) WITHOUT ROWID");
  sqlite3_prepare_v2 (db, "INSERT INTO record VALUES (?, ?, ?, ?)", -1, &insert, NULL);
  start = g_get_monotonic_time ();
  end = start + (gint64) (g_ascii_strtod (argv[2], NULL) * G_USEC_PER_SEC);
  while ((now = g_get_monotonic_time ()) < end)
    {
      g_autofree char *id = g_strdup_printf ("c%08x%08x%08x", g_random_int (), g_random_int (), g_random_int ());

      run (db, "BEGIN IMMEDIATE");
      sqlite3_bind_text (insert, 1, id, -1, SQLITE_TRANSIENT);
      sqlite3_bind_int64 (insert, 2, now);
      sqlite3_bind_text (insert, 3, "RUN-BENCH-00001", -1, SQLITE_STATIC);
      sqlite3_bind_text (insert, 4,
                         "A record is some hundred bytes of short texts: who, when, what, on which line, in which run, "
                         "with what result, and the remark that somebody has typed.",
                         -1, SQLITE_STATIC);
      if (sqlite3_step (insert) != SQLITE_DONE)
        {
          fprintf (stderr, "pb-bench-commits: %s\n", sqlite3_errmsg (db));
          return 1;
        }
      sqlite3_reset (insert);
      run (db, "COMMIT");
      count++;
    }
  printf ("%.0f\n", count / ((double) (now - start) / G_USEC_PER_SEC));
  sqlite3_finalize (insert);
  sqlite3_close (db);
  return 0;
}
