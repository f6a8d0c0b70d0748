/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The plant's one brain: takes requests, decides each in one transaction, answers. It knows no HTTP library; the server
 * room brings requests from sockets, tests and command lines bring their own.
 *
 * Threads: one writer (all changes, one after the other), two readers, two for secrets (hashing takes tens of
 * milliseconds). */

typedef struct _PbService PbService;

/* A request, as HTTP words it. All texts are owned by it. */
typedef struct
{
  char *method;       /* "GET" */
  char *path;         /* still escaped: "/api/runs/RUN-1" */
  char *query;        /* (nullable) still escaped, without the question mark */
  GBytes *body;       /* (nullable) */
  char *content_type; /* (nullable) */
  char *token;        /* (nullable) session token, from the cookie or the Authorization header */
  char *address;      /* (nullable) of the caller */
  char *user_agent;   /* (nullable) */
  char *station;      /* (nullable) X-Station-Id: the workstation that a signature names */
  char *if_match;     /* (nullable) */
  char *request_id;   /* set by pb_service_submit() when NULL */
} PbRequest;

typedef struct
{
  int status;
  GBytes *body;       /* (nullable) */
  char *content_type; /* (not nullable) */
  char *set_token;    /* (nullable) a new session: the server makes its cookie; "" ends the cookie */
  char *allow;        /* (nullable) with 405 */
  char *etag;         /* (nullable) */
  guint retry_after;  /* seconds, 0: none */
  char *request_id;
} PbAnswer;

/* Everything beside method and path is to be set in place; the request frees it. Returns: (transfer full). */
PbRequest *pb_request_new (const char *method, const char *path);
void pb_request_free (PbRequest *request);
void pb_answer_free (PbAnswer *answer);

typedef struct
{
  const char *database; /* "sqlite:PATH" */
  const char *data_dir; /* policy and templates; NULL: where they are installed, or $PREPBOARD_DATADIR */
  gboolean demo;        /* fill an empty database with the demo plant */
} PbServiceOptions;

/* Opens and migrates the database, loads the policy, starts the threads.
 * Returns: (transfer full): NULL with @error (of PB_STORE_ERROR, or G_IO_ERROR for data files). */
PbService *pb_service_new (const PbServiceOptions *options, GError **error);
/* Lets running requests end, stops the threads, closes the database. */
void pb_service_free (PbService *self);

/* Called once per request, on a thread of the service or, for what needs none, before pb_service_submit() returns.
 * Takes @answer. */
typedef void (*PbAnswerFunc) (PbAnswer *answer, gpointer user_data);
/* Takes @request. */
void pb_service_submit (PbService *self, PbRequest *request, PbAnswerFunc func, gpointer user_data);
/* The same, waiting for the answer: for tests and command lines, never on a thread that serves sockets. Takes @request.
 */
PbAnswer *pb_service_call (PbService *self, PbRequest *request);

/* Whether the database holds the demo plant (the sign-in page may offer its people). */
gboolean pb_service_is_demo (PbService *self);
/* The clock of the service: microseconds, UTC. A test may set it; NULL is the real one. */
typedef gint64 (*PbClock) (gpointer user_data);
void pb_service_set_clock (PbService *self, PbClock clock, gpointer user_data);

/* Adds a user, for the first administrator: @roles and @capacities (nullable) are lists. The password has at least 8
 * characters. Errors: PB_PROBLEM as over REST. */
gboolean pb_service_add_user (PbService *self,
                              const char *email,
                              const char *name,
                              const char *password,
                              const char *const *roles,
                              const char *const *capacities,
                              GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PbService, pb_service_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PbRequest, pb_request_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PbAnswer, pb_answer_free)

G_END_DECLS
