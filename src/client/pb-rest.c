/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-client"

#include "client/pb-rest-private.h"

#include <string.h>

#include "client/pb-client-secret-private.h"
#include "domain/pb-records.h"
#include "wire/pb-codec.h"

#define BOARD_PAGE   "200"
#define RUNS_PAGE    "100"
#define AUDIT_PAGE   "100"
#define RECORDS_PAGE "100"

PbWriter *
pb_rest_body_new (void)
{
  PbWriter *writer = pb_writer_new ();

  pb_writer_begin_object (writer);
  return writer;
}

/* Ends the object. @writer: taken. Returns: (transfer full): to be freed by pb_client_secret_free(). */
static char *
end_body (PbWriter *writer)
{
  char *text;

  pb_writer_end_object (writer);
  text = g_strdup (pb_writer_peek (writer, NULL));
  pb_client_secret_writer_free (writer);
  return text;
}

/* As end_body(), without the braces. */
static char *
end_members (PbWriter *writer)
{
  char *text = end_body (writer);
  gsize length = strlen (text);

  memmove (text, text + 1, length - 1);
  text[length - 2] = '\0';
  return text;
}

void
pb_rest_post (PbClient *client,
              char *path,
              PbWriter *writer,
              GCancellable *cancellable,
              GAsyncReadyCallback callback,
              gpointer user_data)
{
  char *body = end_body (writer);

  pb_client_call_async (client, "POST", path, body, cancellable, callback, user_data);
  pb_client_secret_free (body);
  g_free (path);
}

void
pb_rest_post_signed (PbClient *client,
                     char *path,
                     PbWriter *writer,
                     PbWriter *legacy,
                     const char *email,
                     const char *password,
                     GCancellable *cancellable,
                     GAsyncReadyCallback callback,
                     gpointer user_data)
{
  g_autofree char *members = end_members (writer);
  g_autofree char *legacy_members = end_members (legacy);

  pb_client_call_signed_async (client, path, members, legacy_members, email, password, cancellable, callback,
                               user_data);
  g_free (path);
}

void
pb_rest_get (PbClient *client, char *path, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  pb_client_call_async (client, "GET", path, NULL, cancellable, callback, user_data);
  g_free (path);
}

/* --- session and lists
 * ------------------------------------------------------------------------------------------------------- */

void
pb_rest_profile_async (PbClient *client, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  pb_rest_get (client, pb_client_path ("users", "me", NULL), cancellable, callback, user_data);
}

void
pb_rest_permissions_async (PbClient *client,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  pb_rest_get (client, pb_client_path ("permissions", "me", NULL), cancellable, callback, user_data);
}

void
pb_rest_change_password_async (PbClient *client,
                               const char *current_password,
                               const char *new_password,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  PbWriter *body = pb_rest_body_new ();

  pb_writer_member_string (body, "currentPassword", current_password);
  pb_writer_member_string (body, "newPassword", new_password);
  pb_rest_post (client, pb_client_path ("users", "me", "change-password", NULL), body, cancellable, callback,
                user_data);
}

void
pb_rest_board_async (PbClient *client,
                     const char *after,
                     GCancellable *cancellable,
                     GAsyncReadyCallback callback,
                     gpointer user_data)
{
  pb_rest_get (client, pb_client_query ("/api/board", "limit", BOARD_PAGE, "after", after, NULL), cancellable, callback,
               user_data);
}

void
pb_rest_runs_async (PbClient *client,
                    guint page,
                    GCancellable *cancellable,
                    GAsyncReadyCallback callback,
                    gpointer user_data)
{
  g_autofree char *number = g_strdup_printf ("%u", page);

  pb_rest_get (client,
               pb_client_query ("/api/runs", "status", "PREP,AUTHORIZED", "page", number, "pageSize", RUNS_PAGE, "sort",
                                "runNo.asc", NULL),
               cancellable, callback, user_data);
}

/* --- one run
 * ----------------------------------------------------------------------------------------------------------------- */

void
pb_rest_run_async (PbClient *client,
                   const char *run_no,
                   const char *below,
                   GCancellable *cancellable,
                   GAsyncReadyCallback callback,
                   gpointer user_data)
{
  g_autofree char *path = pb_client_path ("runs", run_no, NULL);

  pb_rest_get (client, g_strconcat (path, below != NULL ? "/" : "", below, NULL), cancellable, callback, user_data);
}

void
pb_rest_bindings_async (PbClient *client,
                        const char *line_id,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  pb_rest_get (client, pb_client_path ("lines", line_id, "bindings", NULL), cancellable, callback, user_data);
}

/* How a kind of thing is called in the paths and bodies of binding. */
static const struct
{
  const char *path;
  const char *member;
} bindables[] = {
  [PB_ASSET_STENCIL] = { "stencil", "stencilId" },
  [PB_ASSET_SQUEEGEE] = { "squeegee", "squeegeeId" },
  [PB_ASSET_FIXTURE] = { "fixture", "fixtureId" },
  [PB_ASSET_PASTE_LOT] = { "solder-paste", "lotId" },
};

void
pb_rest_bind_async (PbClient *client,
                    const char *line_id,
                    PbAssetKind kind,
                    const char *asset_id,
                    GCancellable *cancellable,
                    GAsyncReadyCallback callback,
                    gpointer user_data)
{
  PbWriter *body;

  g_return_if_fail (kind > PB_ASSET_NONE && kind < G_N_ELEMENTS (bindables));

  body = pb_rest_body_new ();
  if (asset_id != NULL)
    pb_writer_member_string (body, bindables[kind].member, asset_id);
  pb_rest_post (client,
                pb_client_path ("integration", "lines", line_id, bindables[kind].path,
                                asset_id != NULL ? "bind" : "unbind", NULL),
                body, cancellable, callback, user_data);
}

void
pb_rest_check_async (PbClient *client,
                     const char *run_no,
                     PbCheckType type,
                     GCancellable *cancellable,
                     GAsyncReadyCallback callback,
                     gpointer user_data)
{
  g_autofree char *path =
    pb_client_path ("runs", run_no, "readiness", type == PB_CHECK_FORMAL ? "check" : "precheck", NULL);

  pb_client_call_async (client, "POST", path, NULL, cancellable, callback, user_data);
}

void
pb_rest_generate_units_async (PbClient *client,
                              const char *run_no,
                              guint quantity,
                              const char *prefix,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  PbWriter *body = pb_rest_body_new ();

  pb_writer_member_int (body, "quantity", quantity);
  pb_writer_member_string_opt (body, "snPrefix", prefix);
  pb_rest_post (client, pb_client_path ("runs", run_no, "generate-units", NULL), body, cancellable, callback,
                user_data);
}

void
pb_rest_delete_units_async (PbClient *client,
                            const char *run_no,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  g_autofree char *path = pb_client_path ("runs", run_no, "units", NULL);

  pb_client_call_async (client, "DELETE", path, NULL, cancellable, callback, user_data);
}

/* --- records
 * ----------------------------------------------------------------------------------------------------------------- */

const char *
pb_rest_record_path (const PbType *type)
{
  const PbRecordKind *kind = pb_record_kind_find (type);

  return kind != NULL ? kind->collection : NULL;
}

/* The members of @object that are set, in an object that is begun. */
static void
write_set_members (PbWriter *writer, gconstpointer object)
{
  g_autofree char *text = pb_codec_to_text (object);
  g_autoptr (JsonNode) node = json_from_string (text, NULL);
  JsonObjectIter iter;
  const char *name;
  JsonNode *value;

  pb_writer_begin_object (writer);
  json_object_iter_init_ordered (&iter, json_node_get_object (node));
  while (json_object_iter_next_ordered (&iter, &name, &value))
    if (!JSON_NODE_HOLDS_NULL (value))
      pb_writer_member_node (writer, name, value);
}

void
pb_rest_create_record_async (PbClient *client,
                             gconstpointer record,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  const char *collection;
  gpointer asked;
  PbWriter *body;

  g_return_if_fail (record != NULL);
  collection = pb_rest_record_path (PB_TYPE_OF (record));
  g_return_if_fail (collection != NULL);

  /* What is not asked for and what is absent does not travel. */
  asked = pb_object_new (PB_TYPE_OF (record));
  body = pb_writer_new ();
  for (const PbField *field = PB_TYPE_OF (record)->fields; field->name != NULL || field->column != NULL; field++)
    if ((field->flags & PB_ASKED) != 0 && field->name != NULL)
      pb_field_copy (field, record, asked);
  write_set_members (body, asked);
  pb_object_unref (asked);
  pb_rest_post (client, pb_client_path (collection, NULL), body, cancellable, callback, user_data);
}

void
pb_rest_records_async (PbClient *client,
                       const PbType *type,
                       const char *run_no,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  g_autofree char *path = pb_client_path (pb_rest_record_path (type), NULL);

  pb_rest_get (client, pb_client_query (path, "runNo", run_no, "pageSize", RECORDS_PAGE, NULL), cancellable, callback,
               user_data);
}

void
pb_rest_asset_async (PbClient *client,
                     const char *asset_id,
                     GCancellable *cancellable,
                     GAsyncReadyCallback callback,
                     gpointer user_data)
{
  pb_rest_get (client, pb_client_path ("assets", asset_id, NULL), cancellable, callback, user_data);
}

void
pb_rest_material_async (PbClient *client,
                        const char *code,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  pb_rest_get (client, pb_client_path ("materials", code, NULL), cancellable, callback, user_data);
}

/* --- waivers and authorisation
 * ----------------------------------------------------------------------------------------------- */

/* Returns: (transfer full). */
static char *
signable_path (const char *collection, const char *id, const char *act)
{
  g_autofree char *path = pb_client_path (collection, id, "signable", NULL);

  return pb_client_query (path, "act", act, NULL);
}

void
pb_rest_signable_async (PbClient *client,
                        const char *collection,
                        const char *id,
                        const char *act,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  pb_rest_get (client, signable_path (collection, id, act), cancellable, callback, user_data);
}

void
pb_rest_waive_async (PbClient *client,
                     const char *run_no,
                     const char *item_id,
                     const char *reason,
                     int category,
                     gint64 until,
                     const char *content_hash,
                     const char *email,
                     const char *password,
                     GCancellable *cancellable,
                     GAsyncReadyCallback callback,
                     gpointer user_data)
{
  PbWriter *body = pb_rest_body_new ();
  PbWriter *legacy = pb_rest_body_new ();

  pb_writer_member_string (body, "reason", reason);
  pb_writer_member_string_opt (body, "category", pb_enum_text (&pb_waiver_categories, category));
  pb_writer_member_time_opt (body, "until", until);
  pb_writer_member_string_opt (body, "contentHash", content_hash);
  pb_writer_member_string (legacy, "reason", reason);
  pb_rest_post_signed (client, pb_client_path ("runs", run_no, "readiness", "items", item_id, "waive", NULL), body,
                       legacy, email, password, cancellable, callback, user_data);
}

void
pb_rest_request_waiver_async (PbClient *client,
                              const char *item_id,
                              const char *reason,
                              int category,
                              gint64 until,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  PbWriter *body = pb_rest_body_new ();

  pb_writer_member_string (body, "reason", reason);
  pb_writer_member_string_opt (body, "category", pb_enum_text (&pb_waiver_categories, category));
  pb_writer_member_time_opt (body, "until", until);
  pb_rest_post (client, pb_client_path ("readiness-items", item_id, "waiver-requests", NULL), body, cancellable,
                callback, user_data);
}

void
pb_rest_not_needed_async (PbClient *client,
                          const char *item_id,
                          const char *reason,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  PbWriter *body = pb_rest_body_new ();

  pb_writer_member_string (body, "reason", reason);
  pb_rest_post (client, pb_client_path ("readiness-items", item_id, "not-needed", NULL), body, cancellable, callback,
                user_data);
}

void
pb_rest_waivers_async (PbClient *client,
                       const char *run_no,
                       const char *status,
                       const char *after,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  pb_rest_get (client,
               pb_client_query ("/api/waivers", "limit", AUDIT_PAGE, "runNo", run_no, "status", status, "after", after,
                                NULL),
               cancellable, callback, user_data);
}

void
pb_rest_decide_waiver_async (PbClient *client,
                             const char *waiver_id,
                             const char *verb,
                             const char *text,
                             const char *content_hash,
                             const char *email,
                             const char *password,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  PbWriter *body = pb_rest_body_new ();
  PbWriter *legacy = pb_rest_body_new ();

  pb_writer_member_string_opt (body, g_str_equal (verb, "approve") ? "remark" : "reason", text);
  pb_writer_member_string_opt (body, "contentHash", content_hash);
  pb_rest_post_signed (client, pb_client_path ("waivers", waiver_id, verb, NULL), body, legacy, email, password,
                       cancellable, callback, user_data);
}

void
pb_rest_authorise_async (PbClient *client,
                         const char *run_no,
                         const char *action,
                         const char *reason,
                         const char *content_hash,
                         const char *email,
                         const char *password,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  PbWriter *body = pb_rest_body_new ();
  PbWriter *legacy = pb_rest_body_new ();

  pb_writer_member_string (body, "action", action);
  pb_writer_member_string_opt (body, "reason", reason);
  pb_writer_member_string_opt (body, "contentHash", content_hash);
  pb_writer_member_string (legacy, "action", action);
  pb_writer_member_string_opt (legacy, "reason", reason);
  pb_rest_post_signed (client, pb_client_path ("runs", run_no, "authorize", NULL), body, legacy, email, password,
                       cancellable, callback, user_data);
}

void
pb_rest_audit_async (PbClient *client,
                     const char *run_id,
                     GCancellable *cancellable,
                     GAsyncReadyCallback callback,
                     gpointer user_data)
{
  pb_rest_get (client, pb_client_query ("/api/audit-logs", "entityId", run_id, "pageSize", AUDIT_PAGE, NULL),
               cancellable, callback, user_data);
}

/* --- loading
 * ----------------------------------------------------------------------------------------------------------------- */

void
pb_rest_load_table_async (PbClient *client,
                          const char *run_no,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  g_autofree char *path = pb_client_path ("runs", run_no, "loading", "load-table", NULL);

  pb_client_call_async (client, "POST", path, NULL, cancellable, callback, user_data);
}

void
pb_rest_load_slot_async (PbClient *client,
                         const char *run_no,
                         const char *slot_code,
                         const char *barcode,
                         const char *reason,
                         const char *operator_id,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  PbWriter *body = pb_rest_body_new ();

  pb_writer_member_string (body, "runNo", run_no);
  pb_writer_member_string (body, "slotCode", slot_code);
  pb_writer_member_string (body, reason != NULL ? "newMaterialLotBarcode" : "materialLotBarcode", barcode);
  pb_writer_member_string_opt (body, "reason", reason);
  pb_writer_member_string_opt (body, "operatorId", operator_id);
  pb_rest_post (client, pb_client_path ("loading", reason != NULL ? "replace" : "verify", NULL), body, cancellable,
                callback, user_data);
}

void
pb_rest_unlock_slot_async (PbClient *client,
                           const char *slot_id,
                           const char *reason,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  PbWriter *body = pb_rest_body_new ();

  pb_writer_member_string (body, "reason", reason);
  pb_rest_post (client, pb_client_path ("feeder-slots", slot_id, "unlock", NULL), body, cancellable, callback,
                user_data);
}
