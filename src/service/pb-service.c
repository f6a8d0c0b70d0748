/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-service"

#include "service/pb-service.h"

#include <errno.h>
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "config.h"
#include "service/pb-auth.h"
#include "service/pb-demo.h"
#include "service/pb-endpoints.h"
#include "service/pb-policy-file.h"
#include "service/pb-service-private.h"

#define N_READERS 2
#define N_SECRETS 2

PbJob pb_stop_job;

PbRequest *
pb_request_new (const char *method, const char *path)
{
  PbRequest *request = g_new0 (PbRequest, 1);

  request->method = g_strdup (method);
  request->path = g_strdup (path);
  return request;
}

void
pb_request_free (PbRequest *request)
{
  if (request == NULL)
    return;
  g_free (request->method);
  g_free (request->path);
  g_free (request->query);
  g_clear_pointer (&request->body, g_bytes_unref);
  g_free (request->content_type);
  g_free (request->token);
  g_free (request->address);
  g_free (request->user_agent);
  g_free (request->station);
  g_free (request->if_match);
  g_free (request->request_id);
  g_free (request);
}

void
pb_answer_free (PbAnswer *answer)
{
  if (answer == NULL)
    return;
  g_clear_pointer (&answer->body, g_bytes_unref);
  g_free (answer->content_type);
  g_free (answer->set_token);
  g_free (answer->allow);
  g_free (answer->etag);
  g_free (answer->request_id);
  g_free (answer);
}

gint64
pb_service_now (PbService *self)
{
  return self->clock != NULL ? self->clock (self->clock_data) : g_get_real_time ();
}

PbPolicy *
pb_service_dup_policy (PbService *self)
{
  PbPolicy *policy;

  g_mutex_lock (&self->lock);
  policy = pb_policy_ref (self->policy);
  g_mutex_unlock (&self->lock);
  return policy;
}

static PbAnswer *
answer_take (PbCall *call)
{
  PbAnswer *answer = g_steal_pointer (&call->answer);

  answer->status = call->status;
  answer->body = pb_writer_steal_bytes (call->out);
  if (answer->content_type == NULL)
    answer->content_type = g_strdup ("application/json");
  answer->request_id = g_strdup (call->request->request_id);
  return answer;
}

static PbAnswer *
answer_refuse (const PbRequest *request, const GError *error)
{
  PbAnswer *answer = g_new0 (PbAnswer, 1);
  g_autoptr (GError) told = g_error_copy (error);
  char *text;

  pb_call_explain_store (&told);
  text = pb_problem_to_json (told);
  answer->status = pb_problem_get_status (told);
  answer->retry_after = pb_problem_get_retry_after (told);
  answer->body = g_bytes_new_take (text, strlen (text));
  answer->content_type = g_strdup ("application/json");
  answer->request_id = g_strdup (request->request_id);
  if (error->domain != PB_PROBLEM)
    g_warning ("%s %s (%s): %s", request->method, request->path, request->request_id, error->message);
  return answer;
}

void
pb_call_finish (PbCall *call, const GError *error, PbAnswerFunc func, gpointer user_data)
{
  PbAnswer *answer = error != NULL ? answer_refuse (call->request, error) : answer_take (call);

  pb_call_free (call);
  func (answer, user_data);
}

gboolean
pb_call_run_action (PbCall *call, GError **error)
{
  gboolean bare = (call->endpoint->flags & PB_ENDPOINT_BARE) != 0;

  if (!bare)
    {
      pb_writer_begin_object (call->out);
      pb_writer_member_bool (call->out, "ok", TRUE);
      pb_writer_key (call->out, "data");
    }
  if (!call->endpoint->action (call, error))
    return FALSE;
  if (!bare)
    pb_writer_end_object (call->out);
  return TRUE;
}

gboolean
pb_call_admit (PbCall *call, PbStore *store, GError **error)
{
  if (!(call->endpoint->flags & PB_ENDPOINT_PUBLIC))
    {
      if (call->principal == NULL && !pb_auth_resolve (call, store, error))
        return FALSE;
      if (!pb_auth_check (call, error))
        return FALSE;
    }
  return call->is_parsed || pb_call_parse (call, error);
}

static gboolean
read_call (PbCall *call, PbStore *store, PbAction action, GError **error)
{
  gboolean done;

  call->store = store;
  if (!pb_store_begin (store, error))
    return FALSE;
  done = action (call, error);
  pb_store_rollback (store);
  return done;
}

gboolean
pb_call_is_worth_auditing (const PbCall *call, const GError *error)
{
  int status = pb_problem_get_status (error);

  return call->principal != NULL && !(call->endpoint->flags & PB_ENDPOINT_NO_AUDIT) && error->domain == PB_PROBLEM &&
         (status == 400 || status == 403 || status == 404 || status == 409 || status == 412 || status == 422);
}

static void
run_read (PbCall *call, PbStore *store, PbAnswerFunc func, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  if (pb_call_admit (call, store, &error))
    read_call (call, store, pb_call_run_action, &error);
  pb_call_finish (call, error, func, user_data);
}

static void
push (GAsyncQueue *queue, PbCall *call, PbAnswerFunc func, gpointer user_data)
{
  PbJob *job = g_new0 (PbJob, 1);

  job->call = call;
  job->func = func;
  job->user_data = user_data;
  g_async_queue_push (queue, job);
}

/* First half of a signed act or of one with a password: what takes long or must be found before credentials are judged.
 */
static void
run_secret (PbCall *call, PbStore *store, PbAnswerFunc func, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  gboolean is_signed = (call->endpoint->flags & PB_ENDPOINT_SIGNED) == PB_ENDPOINT_SIGNED;

  if (!pb_call_admit (call, store, &error) ||
      (call->endpoint->prepare != NULL && !read_call (call, store, call->endpoint->prepare, &error)) ||
      (is_signed && !read_call (call, store, pb_auth_verify_signer, &error)))
    {
      /* What is only wrong in form is answered from here; a refused attempt is audited, which is the writer's. */
      if (!pb_call_is_worth_auditing (call, error))
        {
          pb_call_finish (call, error, func, user_data);
          return;
        }
      g_clear_error (&call->refusal);
      call->refusal = g_steal_pointer (&error);
    }
  call->store = NULL;
  push (call->service->writes, call, func, user_data);
}

/* A thread with a connection of its own. */
typedef struct
{
  PbStore *store;
  GAsyncQueue *queue;
  void (*run) (PbCall *call, PbStore *store, PbAnswerFunc func, gpointer user_data);
} Worker;

static gpointer
worker_main (gpointer data)
{
  g_autofree Worker *worker = data;
  g_autoptr (PbStore) store = worker->store;

  for (;;)
    {
      PbJob *job = g_async_queue_pop (worker->queue);

      if (job == &pb_stop_job)
        return NULL;
      worker->run (job->call, store, job->func, job->user_data);
      g_free (job);
    }
}

static char *
make_request_id (void)
{
  return pb_id_new ();
}

/* Whether the call was answered from memory. */
static gboolean
try_direct (PbCall *call, PbAnswerFunc func, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  if (call->endpoint->flags & PB_ENDPOINT_DIRECT)
    {
      if (pb_call_admit (call, NULL, &error))
        pb_call_run_action (call, &error);
      pb_call_finish (call, error, func, user_data);
      return TRUE;
    }
  if (!(call->endpoint->flags & PB_ENDPOINT_CACHED) || !pb_auth_resolve (call, NULL, NULL) || call->principal == NULL)
    return FALSE;
  if (!pb_auth_check (call, &error) || !pb_call_parse (call, &error))
    {
      pb_call_finish (call, error, func, user_data);
      return TRUE;
    }
  if (!call->endpoint->cached (call, &error))
    return FALSE;
  pb_call_finish (call, NULL, func, user_data);
  return TRUE;
}

/* The one writer has enough to do: who is known and may is read here. What is refused is the writer's all the same,
 * which looks again at who calls, and puts it down. */
static void
read_ahead (PbCall *call)
{
  g_autoptr (GError) error = NULL;

  if (pb_auth_resolve (call, NULL, NULL) && call->principal != NULL && pb_auth_check (call, &error))
    pb_call_parse (call, &error);
  g_clear_pointer (&call->principal, pb_principal_unref);
}

/* Takes @params. */
static void
submit_to (PbService *self,
           const PbEndpoint *endpoint,
           GHashTable *params,
           PbRequest *request,
           PbAnswerFunc func,
           gpointer user_data)
{
  PbCall *call = pb_call_new (self, request, endpoint, params);

  if (try_direct (call, func, user_data))
    return;
  if (endpoint->flags & PB_ENDPOINT_WRITE)
    read_ahead (call);
  if (endpoint->flags & PB_ENDPOINT_SECRET || (endpoint->flags & PB_ENDPOINT_SIGNED) == PB_ENDPOINT_SIGNED)
    push (self->secrets, call, func, user_data);
  else
    push (endpoint->flags & PB_ENDPOINT_WRITE ? self->writes : self->reads, call, func, user_data);
}

void
pb_service_submit (PbService *self, PbRequest *request, PbAnswerFunc func, gpointer user_data)
{
  g_autofree char *allow = NULL;
  GHashTable *params = NULL;
  const PbEndpoint *endpoint;
  g_autoptr (GError) error = NULL;
  PbAnswer *answer;

  if (request->request_id == NULL)
    request->request_id = make_request_id ();
  endpoint = pb_endpoints_match (request->method, request->path, &params, &allow);
  if (endpoint != NULL)
    {
      submit_to (self, endpoint, params, request, func, user_data);
      return;
    }
  if (allow != NULL)
    pb_problem_set (&error, 405, "METHOD_NOT_ALLOWED", "%s is not served here; %s is", request->method, allow);
  else
    pb_problem_set (&error, 404, "NOT_FOUND", "There is nothing at this path");
  answer = answer_refuse (request, error);
  answer->allow = g_steal_pointer (&allow);
  pb_request_free (request);
  func (answer, user_data);
}

typedef struct
{
  GMutex lock;
  GCond cond;
  PbAnswer *answer;
} Waiting;

static void
take_answer (PbAnswer *answer, gpointer user_data)
{
  Waiting *waiting = user_data;

  g_mutex_lock (&waiting->lock);
  waiting->answer = answer;
  g_cond_signal (&waiting->cond);
  g_mutex_unlock (&waiting->lock);
}

PbAnswer *
pb_service_call (PbService *self, PbRequest *request)
{
  return pb_service_call_endpoint (self, NULL, request);
}

PbAnswer *
pb_service_call_endpoint (PbService *self, const PbEndpoint *endpoint, PbRequest *request)
{
  Waiting waiting = { 0 };

  g_mutex_init (&waiting.lock);
  g_cond_init (&waiting.cond);
  if (endpoint != NULL)
    {
      request->request_id = make_request_id ();
      submit_to (self, endpoint, NULL, request, take_answer, &waiting);
    }
  else
    pb_service_submit (self, request, take_answer, &waiting);
  g_mutex_lock (&waiting.lock);
  while (waiting.answer == NULL)
    g_cond_wait (&waiting.cond, &waiting.lock);
  g_mutex_unlock (&waiting.lock);
  g_mutex_clear (&waiting.lock);
  g_cond_clear (&waiting.cond);
  return waiting.answer;
}

static gboolean
open_database (PbService *self, gboolean *filled, GError **error)
{
  g_autoptr (PbPolicyVersion) policy = NULL;
  gboolean changed;

  self->store = pb_store_open (self->database, PB_STORE_WRITER, error);
  /* Asked before anything is read and kept: what another program writes from here on is noticed. */
  if (self->store == NULL || !pb_store_migrate (self->store, error) ||
      !pb_store_changed_elsewhere (self->store, &changed, error) ||
      !pb_store_load_audit_head (self->store, &self->audit_seq, &self->audit_hash, &self->event_seq, error) ||
      !pb_policy_file_install (self->store, self->data_dir, pb_service_now (self), error) ||
      !pb_demo_fill (self->store, self->data_dir, self->demo, pb_service_now (self), filled, error))
    return FALSE;
  /* The demo writes its own history. */
  g_clear_pointer (&self->audit_hash, g_free);
  if (!pb_store_load_audit_head (self->store, &self->audit_seq, &self->audit_hash, &self->event_seq, error))
    return FALSE;
  self->demo = pb_demo_is_demo (self->store);
  policy = pb_store_load_policy (self->store, 0, error);
  if (policy == NULL && error != NULL && *error != NULL)
    return FALSE;
  self->policy = pb_policy_new (policy);
  return pb_judge_load_open_runs (self, error);
}

static gboolean
start_worker (PbService *self,
              const char *name,
              GAsyncQueue *queue,
              void (*run) (PbCall *, PbStore *, PbAnswerFunc, gpointer),
              GError **error)
{
  PbStore *store = pb_store_open (self->database, PB_STORE_READER, error);
  Worker *worker;

  if (store == NULL)
    return FALSE;
  worker = g_new0 (Worker, 1);
  worker->store = store;
  worker->queue = queue;
  worker->run = run;
  g_ptr_array_add (queue == self->reads ? self->readers : self->secretaries, g_thread_new (name, worker_main, worker));
  return TRUE;
}

static gboolean
start_threads (PbService *self, GError **error)
{
  for (guint i = 0; i < N_READERS; i++)
    if (!start_worker (self, "pb-reader", self->reads, run_read, error))
      return FALSE;
  for (guint i = 0; i < N_SECRETS; i++)
    if (!start_worker (self, "pb-secrets", self->secrets, run_secret, error))
      return FALSE;
  return TRUE;
}

static void
start_writer (PbService *self)
{
  self->writer = g_thread_new ("pb-writer", pb_write_thread_main, self);
}

static void
stop_writer (PbService *self)
{
  if (self->writer == NULL)
    return;
  g_async_queue_push (self->writes, &pb_stop_job);
  g_thread_join (g_steal_pointer (&self->writer));
}

/* Two thousand changes of a demo do not wait for the disk one by one: should the power fail, it is made anew. */
static gboolean
make_demo (PbService *self, GError **error)
{
  gboolean done;

  if (!pb_store_set_lasting (self->store, FALSE, error))
    return FALSE;
  start_writer (self);
  done = pb_demo_play (self, pb_service_now (self), error);
  stop_writer (self);
  return done && pb_store_set_lasting (self->store, TRUE, error);
}

/* Each thread takes one stop job after the requests that came before it. */
static void
stop_threads (GAsyncQueue *queue, GPtrArray *threads)
{
  for (guint i = 0; i < threads->len; i++)
    g_async_queue_push (queue, &pb_stop_job);
  for (guint i = 0; i < threads->len; i++)
    g_thread_join (threads->pdata[i]);
  g_ptr_array_unref (threads);
}

static PbService *
open_service (const PbServiceOptions *options, GError **error)
{
  g_autoptr (PbService) self = g_new0 (PbService, 1);
  gboolean filled = FALSE;
  const char *data_dir = options->data_dir != NULL ? options->data_dir : g_getenv ("PREPBOARD_DATADIR");

  g_mutex_init (&self->lock);
  self->database = g_strdup (options->database);
  self->data_dir = g_strdup (data_dir != NULL ? data_dir : PKGDATADIR);
  self->demo = options->demo;
  self->principals = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) pb_principal_unref);
  self->judgements = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) pb_judgement_unref);
  self->run_numbers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->key_changes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->open_runs = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) pb_open_run_free);
  self->open_numbers = g_hash_table_new (g_str_hash, g_str_equal);
  self->writes = g_async_queue_new ();
  self->reads = g_async_queue_new ();
  self->secrets = g_async_queue_new ();
  self->readers = g_ptr_array_new ();
  self->secretaries = g_ptr_array_new ();
  if (!open_database (self, &filled, error) || !start_threads (self, error) || (filled && !make_demo (self, error)))
    return NULL;
  start_writer (self);
  return g_steal_pointer (&self);
}

static void
remove_database (const char *path)
{
  static const char *const suffixes[] = { "", "-wal", "-shm" };

  for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++)
    {
      g_autofree char *file = g_strconcat (path, suffixes[i], NULL);

      g_unlink (file);
    }
}

/* A demo is made beside its place and put there when it is whole: whoever is interrupted finds no half of it. */
static gboolean
make_demo_aside (const PbServiceOptions *options, GError **error)
{
  static const char scheme[] = "sqlite:";
  const char *path = options->database + strlen (scheme);
  PbServiceOptions aside = *options;
  g_autofree char *database = NULL;
  g_autoptr (PbService) service = NULL;
  const char *made;
  gboolean done;

  if (!g_str_has_prefix (options->database, scheme) || *path == '\0' || g_file_test (path, G_FILE_TEST_EXISTS))
    return TRUE;
  database = g_strdup_printf ("%s.making-%d", options->database, (int) getpid ());
  made = database + strlen (scheme);
  remove_database (made);
  aside.database = database;
  service = open_service (&aside, error);
  done = service != NULL;
  g_clear_pointer (&service, pb_service_free);
  /* Somebody else may have been faster. */
  if (done && !g_file_test (path, G_FILE_TEST_EXISTS) && g_rename (made, path) != 0)
    {
      g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno), "Cannot put the demo at %s: %s", path,
                   g_strerror (errno));
      done = FALSE;
    }
  remove_database (made);
  return done;
}

PbService *
pb_service_new (const PbServiceOptions *options, GError **error)
{
  if (options->demo && !make_demo_aside (options, error))
    return NULL;
  return open_service (options, error);
}

void
pb_service_free (PbService *self)
{
  if (self == NULL)
    return;
  /* Secrets first: they hand over to the writer. */
  stop_threads (self->secrets, self->secretaries);
  stop_threads (self->reads, self->readers);
  stop_writer (self);
  g_clear_pointer (&self->writes, g_async_queue_unref);
  g_clear_pointer (&self->reads, g_async_queue_unref);
  g_clear_pointer (&self->secrets, g_async_queue_unref);
  g_clear_pointer (&self->store, pb_store_free);
  g_clear_pointer (&self->policy, pb_policy_unref);
  g_clear_pointer (&self->principals, g_hash_table_unref);
  g_clear_pointer (&self->judgements, g_hash_table_unref);
  g_clear_pointer (&self->run_numbers, g_hash_table_unref);
  g_clear_pointer (&self->key_changes, g_hash_table_unref);
  g_clear_pointer (&self->open_numbers, g_hash_table_unref);
  g_clear_pointer (&self->open_runs, g_hash_table_unref);
  g_free (self->audit_hash);
  g_free (self->database);
  g_free (self->data_dir);
  g_mutex_clear (&self->lock);
  g_free (self);
}

gboolean
pb_service_is_demo (PbService *self)
{
  return self->demo;
}

void
pb_service_set_clock (PbService *self, PbClock clock, gpointer user_data)
{
  self->clock = clock;
  self->clock_data = user_data;
}
