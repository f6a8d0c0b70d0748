/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-client"

#include "client/pb-rest-private.h"
#include "domain/pb-fai.h"

void
pb_rest_fais_async (PbClient *client,
                    const char *run_no,
                    GCancellable *cancellable,
                    GAsyncReadyCallback callback,
                    gpointer user_data)
{
  pb_rest_get (client, pb_client_query ("/api/fai", "runNo", run_no, "pageSize", "50", NULL), cancellable, callback,
               user_data);
}

void
pb_rest_newest_fai_async (PbClient *client,
                          const char *run_no,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  pb_rest_get (client, pb_client_path ("fai", "run", run_no, NULL), cancellable, callback, user_data);
}

void
pb_rest_fai_async (PbClient *client,
                   const char *fai_id,
                   GCancellable *cancellable,
                   GAsyncReadyCallback callback,
                   gpointer user_data)
{
  pb_rest_get (client, pb_client_path ("fai", fai_id, NULL), cancellable, callback, user_data);
}

void
pb_rest_create_fai_async (PbClient *client,
                          const char *run_no,
                          guint sample_qty,
                          const char *remark,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  PbWriter *body = pb_rest_body_new ();

  pb_writer_member_int (body, "sampleQty", sample_qty);
  pb_writer_member_string_opt (body, "remark", remark);
  pb_rest_post (client, pb_client_path ("fai", "run", run_no, NULL), body, cancellable, callback, user_data);
}

void
pb_rest_start_fai_async (PbClient *client,
                         const char *fai_id,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  g_autofree char *path = pb_client_path ("fai", fai_id, "start", NULL);

  pb_client_call_async (client, "POST", path, NULL, cancellable, callback, user_data);
}

/* --- measurements
 * ------------------------------------------------------------------------------------------------------------ */

static void
write_measurement (PbWriter *writer, const PbMeasurement *measurement)
{
  pb_writer_member_string_opt (writer, "unitSn", measurement->unit_sn);
  pb_writer_member_string_opt (writer, "actualValue", measurement->actual_value);
  pb_writer_member_string_opt (writer, "result", pb_enum_text (&pb_results, measurement->result));
  pb_writer_member_string_opt (writer, "defectCode", measurement->defect_code);
  pb_writer_member_string_opt (writer, "remark", measurement->remark);
}

/* Existing deployments take one characteristic at a time. */
typedef struct
{
  char *fai_id;            /* (owned) */
  GPtrArray *measurements; /* (owned) */
  guint next;
} Series;

static void
series_free (Series *series)
{
  g_free (series->fai_id);
  g_ptr_array_unref (series->measurements);
  g_free (series);
}

static void send_next (GTask *task);

static void
sent_one_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Series *series = g_task_get_task_data (task);
  GError *error = NULL;
  PbReply *reply;

  reply = pb_client_call_finish (PB_CLIENT (source), result, &error);
  if (reply == NULL)
    g_task_return_error (task, error);
  else if (series->next == series->measurements->len)
    g_task_return_pointer (task, reply, (GDestroyNotify) pb_reply_unref);
  else
    {
      pb_reply_unref (reply);
      send_next (task);
    }
}

static void
send_next (GTask *task)
{
  Series *series = g_task_get_task_data (task);
  const PbMeasurement *measurement = series->measurements->pdata[series->next++];
  g_autofree char *path = pb_client_path ("fai", series->fai_id, "items", measurement->item_id, NULL);
  g_autoptr (PbWriter) writer = pb_rest_body_new ();

  write_measurement (writer, measurement);
  pb_writer_end_object (writer);
  pb_client_call_async (g_task_get_source_object (task), "PATCH", path, pb_writer_peek (writer, NULL),
                        g_task_get_cancellable (task), sent_one_cb, g_object_ref (task));
}

static void
send_series (PbClient *client,
             const char *fai_id,
             GPtrArray *measurements,
             GCancellable *cancellable,
             GAsyncReadyCallback callback,
             gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (client, cancellable, callback, user_data);
  Series *series = g_new0 (Series, 1);

  g_task_set_source_tag (task, send_series);
  series->fai_id = g_strdup (fai_id);
  series->measurements = g_ptr_array_ref (measurements);
  g_task_set_task_data (task, series, (GDestroyNotify) series_free);
  send_next (task);
}

void
pb_rest_measure_async (PbClient *client,
                       const char *fai_id,
                       GPtrArray *measurements,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  g_autofree char *path = NULL;
  g_autoptr (PbWriter) writer = NULL;

  g_return_if_fail (measurements != NULL && measurements->len > 0);

  if (pb_client_is_legacy (client))
    {
      send_series (client, fai_id, measurements, cancellable, callback, user_data);
      return;
    }
  path = pb_client_path ("fai", fai_id, "measurements", NULL);
  writer = pb_rest_body_new ();
  pb_writer_member_array (writer, "items");
  for (guint i = 0; i < measurements->len; i++)
    {
      const PbMeasurement *measurement = measurements->pdata[i];

      pb_writer_begin_object (writer);
      pb_writer_member_string (writer, "itemId", measurement->item_id);
      write_measurement (writer, measurement);
      pb_writer_end_object (writer);
    }
  pb_writer_end_array (writer);
  pb_writer_end_object (writer);
  pb_client_call_async (client, "PUT", path, pb_writer_peek (writer, NULL), cancellable, callback, user_data);
}

/* --- decision, signatures, trial
 * --------------------------------------------------------------------------------------------- */

void
pb_rest_complete_fai_async (PbClient *client,
                            const char *fai_id,
                            PbResult decision,
                            guint sample_qty,
                            guint failed_qty,
                            const char *remark,
                            const char *condition_class,
                            const char *condition,
                            gint64 until,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  PbWriter *body = pb_rest_body_new ();
  guint failed = decision == PB_RESULT_FAIL ? MIN (failed_qty, sample_qty) : 0;

  pb_writer_member_string (body, "decision", pb_enum_text (&pb_results, decision));
  pb_writer_member_int (body, "passedQty", sample_qty - failed);
  pb_writer_member_int (body, "failedQty", failed);
  pb_writer_member_string_opt (body, "remark", remark);
  pb_writer_member_string_opt (body, "result", condition_class);
  pb_writer_member_string_opt (body, "condition", condition);
  pb_writer_member_time_opt (body, "until", until);
  pb_rest_post (client, pb_client_path ("fai", fai_id, "complete", NULL), body, cancellable, callback, user_data);
}

void
pb_rest_sign_fai_async (PbClient *client,
                        const char *fai_id,
                        PbCapacity capacity,
                        const char *content_hash,
                        const char *remark,
                        const char *email,
                        const char *password,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  PbWriter *body = pb_rest_body_new ();
  PbWriter *legacy = pb_rest_body_new ();

  pb_writer_member_string_opt (body, "capacity", pb_enum_text (&pb_capacities, capacity));
  pb_writer_member_string_opt (body, "contentHash", content_hash);
  pb_writer_member_string (body, "meaning", "APPROVED");
  pb_writer_member_string_opt (body, "remark", remark);
  pb_writer_member_string_opt (legacy, "remark", remark);
  pb_rest_post_signed (client, pb_client_path ("fai", fai_id, "sign", NULL), body, legacy, email, password, cancellable,
                       callback, user_data);
}

void
pb_rest_reject_fai_async (PbClient *client,
                          const char *fai_id,
                          PbCapacity capacity,
                          const char *reason,
                          const char *email,
                          const char *password,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  PbWriter *body = pb_rest_body_new ();
  PbWriter *legacy = pb_rest_body_new ();

  pb_writer_member_string_opt (body, "capacity", pb_enum_text (&pb_capacities, capacity));
  pb_writer_member_string (body, "reason", reason);
  pb_writer_member_string (legacy, "reason", reason);
  pb_rest_post_signed (client, pb_client_path ("fai", fai_id, "reject", NULL), body, legacy, email, password,
                       cancellable, callback, user_data);
}

void
pb_rest_cancel_fai_async (PbClient *client,
                          const char *fai_id,
                          const char *reason,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  PbWriter *body = pb_rest_body_new ();

  pb_writer_member_string (body, "reason", reason);
  pb_rest_post (client, pb_client_path ("fai", fai_id, "cancel", NULL), body, cancellable, callback, user_data);
}

void
pb_rest_track_in_async (PbClient *client,
                        const char *station_code,
                        const char *sn,
                        const char *wo_no,
                        const char *run_no,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  PbWriter *body = pb_rest_body_new ();

  pb_writer_member_string (body, "sn", sn);
  pb_writer_member_string (body, "woNo", wo_no);
  pb_writer_member_string (body, "runNo", run_no);
  pb_rest_post (client, pb_client_path ("stations", station_code, "track-in", NULL), body, cancellable, callback,
                user_data);
}

void
pb_rest_track_out_async (PbClient *client,
                         const char *station_code,
                         const char *sn,
                         const char *run_no,
                         PbResult result,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  PbWriter *body = pb_rest_body_new ();

  pb_writer_member_string (body, "sn", sn);
  pb_writer_member_string (body, "runNo", run_no);
  pb_writer_member_string (body, "result", pb_enum_text (&pb_results, result));
  pb_rest_post (client, pb_client_path ("stations", station_code, "track-out", NULL), body, cancellable, callback,
                user_data);
}
