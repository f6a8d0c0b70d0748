/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libgda/libgda.h>
#include <sql-parser/gda-sql-parser.h>
#include <sqlite3.h>

#include "store-fixture.h"

G_BEGIN_DECLS

/* libgda without the store: what it does by itself. */

typedef struct
{
  StoreFixture base;
  GdaConnection *connection; /* (owned) */
  GdaSqlParser *delimit;     /* (owned): the mode that the store uses */
  GdaSqlParser *parse;       /* (owned): libgda's default */
} GdaFixture;

void gda_fixture_set_up (GdaFixture *fixture, gconstpointer data);
void gda_fixture_tear_down (GdaFixture *fixture, gconstpointer data);

/* Another connection; @more is further parameters, each begun by ';'. */
GdaConnection *gda_fixture_open (GdaFixture *fixture, const char *name, const char *more, GdaConnectionOptions options);
void gda_fixture_close (GdaConnection *connection);

/* libgda's handle of the database. */
sqlite3 *gda_fixture_get_handle (GdaConnection *connection);

typedef struct
{
  GdaStatement *statement; /* (owned) (nullable) */
  GdaSet *set;             /* (owned) (nullable) */
  GError *error;           /* (owned) (nullable) */
  const char *rest;
} GdaParsed;

/* A text that is not understood leaves @statement NULL and @error set. */
GdaParsed gda_fixture_parse (GdaSqlParser *parser, const char *sql);
void gda_parsed_clear (GdaParsed *self);
gboolean gda_parsed_set_string (GdaParsed *parsed, const char *name, const char *text);

/* Runs what the store's mode makes of @sql. Returns: libgda's number of rows. */
int gda_fixture_execute (GdaFixture *fixture, const char *sql, GError **error);
/* The same, for what must succeed. */
void gda_fixture_run (GdaFixture *fixture, const char *sql);
int gda_fixture_execute_parsed (GdaFixture *fixture, GdaParsed *parsed);

/* The first column of the first row, read with its type said. */
gint64 gda_fixture_count (GdaFixture *fixture, const char *sql);
char *gda_fixture_text (GdaFixture *fixture, const char *sql);
/* Rows whose types libgda guesses. */
GdaDataModel *gda_fixture_select_untyped (GdaFixture *fixture, GdaStatement *statement, GError **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (GdaParsed, gda_parsed_clear)

G_END_DECLS
