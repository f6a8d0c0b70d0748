/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* The real prepboardd as a process of its own, on the demo plant in a new database, and REST over a real socket. */

typedef struct
{
  char *directory;
  char *database;
  char *url;
  GSubprocess *server;
  GHashTable *tokens; /* person → token */
} E2ePlant;

void e2e_set_up (E2ePlant *plant, gconstpointer data);
void e2e_tear_down (E2ePlant *plant, gconstpointer data);
/* Starts the server on the plant's database; e2e_set_up() has done it. */
void e2e_start (E2ePlant *plant, gboolean demo);
/* Ends it: SIGTERM, and it must end by itself with 0; or SIGKILL. */
void e2e_stop (E2ePlant *plant, int signal_number);

typedef struct
{
  int status;
  char *text;
  JsonNode *root; /* (nullable) */
} E2eAnswer;
void e2e_answer_free (E2eAnswer *answer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (E2eAnswer, e2e_answer_free)

/* Sends in the session of @who (signed in at the first use; NULL: none). @body: JSON text with ' for ", or NULL.
 * Returns: (transfer full). */
E2eAnswer *e2e_send (E2ePlant *plant, const char *who, const char *method, const char *path, const char *body);
/* As e2e_send(); fails the test unless the answer has @status and, where @code is not NULL, that error code. */
E2eAnswer *e2e_expect (E2ePlant *plant,
                       const char *who,
                       const char *method,
                       const char *path,
                       const char *body,
                       int status,
                       const char *code);
void e2e_check (E2ePlant *plant,
                const char *who,
                const char *method,
                const char *path,
                const char *body,
                int status,
                const char *code);

/* A value of the answer by a JSONPath of names and indices: "data.items.0.id". (nullable) (transfer none) */
JsonNode *e2e_node (const E2eAnswer *answer, const char *path);
const char *e2e_text (const E2eAnswer *answer, const char *path);
gint64 e2e_int (const E2eAnswer *answer, const char *path);
guint e2e_length (const E2eAnswer *answer, const char *path);

/* Now plus @hours as a JSON date-time, without quotes. (transfer full) */
char *e2e_time (double hours);

G_END_DECLS
