/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "domain/pb-facts.h"
#include "domain/pb-gate.h"
#include "domain/pb-log.h"
#include "domain/pb-people.h"
#include "domain/pb-permission.h"
#include "domain/pb-policy.h"
#include "service/pb-declared.h"
#include "service/pb-service.h"
#include "store/pb-facts-store.h"
#include "store/pb-id.h"
#include "store/pb-store.h"
#include "wire/pb-codec.h"
#include "wire/pb-json.h"
#include "wire/pb-problem.h"
#include "wire/pb-writer.h"

G_BEGIN_DECLS

/* One call of one action. An action is a function of a call: it reads path, query and body, decides, changes the store,
 * writes its answer to call->out, and returns TRUE; or sets a PB_PROBLEM and returns FALSE, and everything it changed
 * is taken back. The frame around it (pb-service.c) has checked session and permission before, holds the transaction,
 * and writes the audit row. */

typedef struct _PbCall PbCall;
typedef gboolean (*PbAction) (PbCall *call, GError **error);

typedef enum
{
  PB_ENDPOINT_PUBLIC = 1 << 0,                       /* no session asked */
  PB_ENDPOINT_WRITE = 1 << 1,                        /* runs on the writer, in a write transaction, audited */
  PB_ENDPOINT_SIGNED = (1 << 2) | PB_ENDPOINT_WRITE, /* an electronic signature: see PbEndpoint.prepare */
  PB_ENDPOINT_BARE = 1 << 3,                         /* the answer has no envelope: the action writes the whole body */
  PB_ENDPOINT_STRICT = 1 << 4,                       /* an extension: undeclared members of the body are refused */
  PB_ENDPOINT_BODY = 1 << 5,                         /* a body object is required (else an empty one stands in) */
  PB_ENDPOINT_SECRET =
    1 << 6, /* verifies or makes a password hash before it writes: `prepare` runs on a thread for secrets */
  PB_ENDPOINT_NO_AUDIT = 1 << 7, /* a WRITE that leaves no audit row of its own (housekeeping) */
  PB_ENDPOINT_DIRECT = 1 << 8,   /* needs no store: answered on the caller's thread */
  PB_ENDPOINT_CACHED = 1 << 9,   /* may be answered on the caller's thread from what is known (`cached`) */
} PbEndpointFlags;

struct _PbEndpoint
{
  const char *method;
  const char *path;       /* "/api/runs/:runNo/gate" */
  const char *permission; /* of which one is enough, parted by blanks; "" for any session */
  guint flags;
  PbAction action;
  /* SIGNED: finds the object (404), on a thread for secrets in a read transaction, before the credentials are looked
   * at; its result is not kept: the action looks again. SECRET: hashes or verifies. */
  PbAction prepare;
  PbAction cached;          /* CACHED: writes the answer from memory and returns TRUE, or FALSE without error */
  const char *audit_action; /* "RUN_AUTHORIZE" */
  const char *entity_type;  /* "RUN" */
  const char *summary;      /* for the OpenAPI text */
  /* What it reads and answers, see pb-declared.h. Each is nullable. */
  const PbMember *query;       /* parameters, beside those that follow from the list below */
  const PbType *body;          /* what the body is read into */
  const PbMember *members;     /* of the body: all of them, or those beside `body` */
  const PbType *answer;        /* of the answer, in a list of a row */
  const PbMember *answers;     /* of the answer or row: all of them, or those beside `answer` */
  PbAnswerForm form;           /* whether it is a list, and which */
  const PbMember *beside;      /* of a list: what stands beside its items */
  const PbListFilter *filters; /* of a list: those of its action */
  const char *const *sorts;    /* of a list: those of its action, see pb_call_query_sort() */
  PbPaging paging;             /* of pages */
};

/* Who calls: a session with its user and roles. Shared, immutable. */
typedef struct
{
  gatomicrefcount refs;
  PbSession *session;
  PbUser *user;
  GPtrArray *roles; /* (element-type PbRole) */
} PbPrincipal;
PbPrincipal *pb_principal_ref (PbPrincipal *principal);
void pb_principal_unref (PbPrincipal *principal);

struct _PbCall
{
  PbService *service;
  const PbEndpoint *endpoint;
  PbRequest *request;
  PbStore *store;         /* of the thread that runs the action */
  PbPolicy *policy;       /* (owned) in force */
  gint64 now;             /* µs UTC: one moment for the whole call */
  PbPrincipal *principal; /* (owned) (nullable) the session */
  PbPrincipal *signer; /* (owned) (nullable) of a SIGNED route: whose credentials were right; session is NULL in it */
  GHashTable *params;  /* path parameters, unescaped */
  GHashTable *query;   /* query parameters, unescaped */
  JsonNode *body_node; /* (owned) (nullable) */
  JsonObject *body;    /* (not nullable) within body_node */
  gboolean is_parsed;  /* query and body have been read, and are as the endpoint takes them */
  PbWriter *out;
  int status;       /* of success, 200 from the beginning */
  PbAnswer *answer; /* headers that the action sets */
  /* For the audit row; set by the action */
  const char *audit_action; /* (nullable) instead of the endpoint's, where one path does several things */
  char *entity_id;
  char *entity_display;
  char *diff;              /* JSON text [{op,path,before,after}] */
  char *payload;           /* JSON text */
  GPtrArray *changed;      /* keys, see pb_call_changed() */
  GPtrArray *open_runs;    /* ids of the runs whose row or waivers have changed */
  char *signer_email;      /* as given at signing, in lower case */
  GError *signer_problem;  /* what was wrong with the credentials */
  GError *refusal;         /* the action returned TRUE with it: its changes are committed, and this is the answer;
                            * or what refused the call before it came to the writer */
  gboolean people_changed; /* users, roles or sessions have changed */
  gboolean no_audit;       /* nothing was done that an audit row could tell */
  gpointer prepared;       /* what `prepare` of a SECRET route made */
  GDestroyNotify prepared_free;
};

/* ---- Reading the request */

const char *pb_call_param (PbCall *call, const char *name);
/* What is read of the query or the body and not declared by the endpoint is a programmer's error (pb-declared.h).
 * Returns: (nullable) (transfer none). */
const char *pb_call_query (PbCall *call, const char *name);
/* Query values with bounds: 422 naming the parameter. @value keeps its default when the parameter is absent. */
gboolean pb_call_query_int (PbCall *call, const char *name, gint64 min, gint64 max, gint64 *value, GError **error);
gboolean pb_call_query_time (PbCall *call, const char *name, gint64 *value, GError **error);
gboolean pb_call_query_bool (PbCall *call, const char *name, PbBool *value, GError **error);
/* A csv of enumeration values: 422 for an unknown one. @list: (transfer full) (nullable). */
gboolean pb_call_query_enums (PbCall *call, const char *name, const PbEnum *values, GStrv *list, GError **error);
/* page and pageSize into the query; @page and @size are what the answer says. @cap: sizes above are refused (422), or
 * with @clamp cut. */
gboolean pb_call_query_page (PbCall *call,
                             PbQuery *query,
                             gint64 standard,
                             gint64 cap,
                             gboolean clamp,
                             gint64 *page,
                             gint64 *size,
                             GError **error);
/* sort=field.asc,other.desc: the first two fields of @allowed (JSON name, column, … ended by NULL) that it names;
 * unknown ones are ignored. Two: each order is a statement of its own, which stays prepared. */
void pb_call_query_sort (PbCall *call, PbQuery *query, const char *const *allowed);
/* Reads the body into a new object of @type and checks it: 422 or 400 with all violations.
 * Returns: (transfer full). */
gpointer pb_call_read_new (PbCall *call, const PbType *type, GError **error);
/* The same over an existing object, for PATCH. */
gboolean pb_call_read_patch (PbCall *call, gpointer object, GError **error);
/* A text of the body, trimmed, into @text (transfer full). @required: 422 when absent; @code: 400 when blank. */
gboolean pb_call_body_text (PbCall *call,
                            const char *name,
                            gboolean required,
                            guint max_length,
                            const char *code,
                            char **value,
                            GError **error);
gboolean pb_call_body_int (PbCall *call,
                           const char *name,
                           gboolean required,
                           gint64 min,
                           gint64 max,
                           PbInt *value,
                           GError **error);
gboolean pb_call_body_time (PbCall *call, const char *name, gboolean required, gint64 *value, GError **error);
gboolean
pb_call_body_enum (PbCall *call, const char *name, gboolean required, const PbEnum *values, int *value, GError **error);
/* @values: (transfer full) (nullable). */
gboolean
pb_call_body_strings (PbCall *call, const char *name, gboolean required, guint most, GStrv *values, GError **error);
/* A text as it is, blanks and all. Returns: (nullable) (transfer none): NULL when it is absent or no text. */
const char *pb_call_body_plain (PbCall *call, const char *name, PbValueKind kind);
/* A member of the body that none of these fits, as it is. Returns: (nullable) (transfer none). */
JsonNode *pb_call_body_node (PbCall *call, const char *name, PbValueKind kind);

/* ---- Who may */

/* The person to whom the act belongs: the signer of a signed act, else the session's user. */
PbUser *pb_call_actor (PbCall *call);
GPtrArray *pb_call_actor_roles (PbCall *call);
gboolean pb_call_can (PbCall *call, const char *permissions);
/* Whether the *session* has the line in sight (a call without session sees everything). */
gboolean pb_call_sees_line (PbCall *call, const char *line_id);
/* For signed acts: credentials (403 with the code of what was wrong), then the signer's permission and data scope (403
 * FORBIDDEN). Call it after the object has been found and before the state is judged. */
gboolean pb_call_require_signer (PbCall *call, const char *permissions, const char *line_id, GError **error);

/* ---- Finding things: 404 with the contract's code when absent or out of the session's sight. (transfer full) */

PbRun *pb_call_find_run (PbCall *call, const char *run_no, GError **error); /* RUN_NOT_FOUND */
PbLine *
pb_call_find_line (PbCall *call, const char *id_or_code, GError **error); /* LINE_NOT_FOUND; by id, else by code */
PbStation *pb_call_find_station (PbCall *call, const char *code, GError **error); /* STATION_NOT_FOUND */
PbInspection *pb_call_find_fai (PbCall *call,
                                const char *id,
                                PbRun **run,
                                GError **error); /* FAI_NOT_FOUND; whole; @run: (out) (transfer full) */
/* Finds any record by a column, or 404 with @code and "<label> <value> does not exist". */
gpointer pb_call_find (PbCall *call,
                       const PbType *type,
                       const char *column,
                       const char *value,
                       const char *code,
                       const char *label,
                       GError **error);

/* ---- Changing */

/* Turns a store error into a problem: a taken unique key is 409 with @conflict_code (NULL: CONFLICT). Always returns
 * FALSE. */
gboolean pb_call_fail_store (PbCall *call, GError *store_error, const char *conflict_code, GError **error);
/* Insert and update with that mapping; they set created_at/updated_at where the type has them. */
gboolean pb_call_insert (PbCall *call, gpointer object, const char *conflict_code, GError **error);
gboolean pb_call_update (PbCall *call, gpointer object, const char *conflict_code, GError **error);
/* For types with a version, and the object that the request names: honours If-Match (412 STALE), sets version + 1,
 * writes. */
gboolean pb_call_update_version (PbCall *call, gpointer object, GError **error);
/* The same for what the change brings with it, of which If-Match does not speak. */
gboolean pb_call_update_beside (PbCall *call, gpointer object, GError **error);
/* 412 STALE when If-Match names another version than @object's, the one that the request names. */
gboolean pb_call_check_match (PbCall *call, gpointer object, GError **error);
/* What the audit row says. @before and @after (nullable) make the diff. */
void
pb_call_audit (PbCall *call, const char *entity_id, const char *display, gconstpointer before, gconstpointer after);
/* Adds a member to the audit row's payload. */
void pb_call_audit_note (PbCall *call, const char *name, const char *value);
/* Writes one more audit row (SUCCESS) in the same transaction, for an act that the call brings with it (a withdrawal).
 */
gboolean pb_call_audit_extra (PbCall *call,
                              const char *action,
                              const char *entity_type,
                              const char *entity_id,
                              const char *display,
                              const char *payload,
                              GError **error);
/* Writes an event row; @kind: run, item, waiver, fai, binding, record, policy, notification. */
gboolean
pb_call_event (PbCall *call, const char *kind, const char *run_no, const char *id, gint64 version, GError **error);
/* Says what has changed, so that the judgements which rest on it are made anew: @kind is "run", "line", "asset",
 * "product" (@id its id or code) or "plant" (@id NULL: everything). */
void pb_call_changed (PbCall *call, const char *kind, const char *id);

/* Keeps what the action has changed and answers with a problem all the same (a fall to PREP at the first track-in).
 * Takes @problem. Returns: TRUE, to be returned by the action. */
gboolean pb_call_refuse_committed (PbCall *call, GError *problem);

/* ---- Answering */

/* Writes `object` as the answer's data. */
void pb_call_reply (PbCall *call, gconstpointer object);
/* {items,total,page,pageSize} of @items. */
void pb_call_reply_page (PbCall *call, GPtrArray *items, gint64 total, gint64 page, gint64 size);
/* Adds the filters that the query names. @lists: (element-type GStrv): keeps what @query borrows; it lives as long. */
gboolean
pb_call_query_filters (PbCall *call, PbQuery *query, const PbListFilter *filters, GPtrArray *lists, GError **error);
/* The whole of a contract list in one: pages, filters from the query, order. @filters is ended by a NULL name. */
gboolean pb_call_reply_list (PbCall *call,
                             PbQuery *query,
                             const PbListFilter *filters,
                             gint64 standard,
                             gint64 cap,
                             GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PbPrincipal, pb_principal_unref)

G_END_DECLS
