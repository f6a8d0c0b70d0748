/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/pb-db-private.h"

G_BEGIN_DECLS

/* A directory of its own with the name of a database in it; the file itself is made by whoever opens it. */
typedef struct
{
  char *directory; /* (owned) */
  char *path;      /* (owned) */
  char *database;  /* (owned): "sqlite:" and the path */
} StoreFixture;

void store_fixture_set_up (StoreFixture *fixture, gconstpointer data);
/* Removes the directory and the files in it. */
void store_fixture_tear_down (StoreFixture *fixture, gconstpointer data);

/* Opens the fixture's database; fails the test when it cannot. */
PbStore *store_fixture_open (StoreFixture *fixture, PbStoreMode mode);

/* Runs a script; fails the test when it cannot. */
void store_fixture_run (PbStore *store, const char *script);

/* Reads one number; fails the test when it cannot. */
gint64 store_fixture_count (PbStore *store, const char *sql);

G_END_DECLS
