/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-model"

#include "config.h"

#include "model/pb-session-model.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "client/pb-rest.h"
#include "domain/pb-permission.h"
#include "model/pb-session-private.h"
#include "model/pb-text.h"

#define INTERVAL_MS 5000
#define PATIENCE_MS 8000

struct _PbSessionModel
{
  GObject parent_instance;

  PbClient *client; /* (owned) */
  char *base_url;   /* (owned) */
  PbSessionState state;
  PbUser *user;            /* (owned) (nullable): who is signed in */
  GPtrArray *roles;        /* (owned) (element-type PbRole) */
  char *roles_text;        /* (owned) (not nullable) */
  char *reader;            /* (nullable): who was signed in last */
  gboolean new_reader;     /* somebody else than before has signed in */
  gboolean full_signature; /* the user has signed with e-mail and password since the last lock */
  guint interval;          /* ms */
  guint patience;          /* ms */
};

enum
{
  PROP_0,
  PROP_BASE_URL,
  PROP_STATE,
  PROP_USER_NAME,
  PROP_USER_EMAIL,
  PROP_USER_ID,
  PROP_ROLES_TEXT,
  PROP_SERVER_TEXT,
  PROP_IS_LEGACY,
  N_PROPS
};
static GParamSpec *properties[N_PROPS];

enum
{
  SIGNAL_PERMISSIONS_CHANGED,
  SIGNAL_SESSION_LOST,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PbSessionModel, pb_session_model, G_TYPE_OBJECT)

/* --- who is signed in
 * -------------------------------------------------------------------------------------------------------- */

static void
set_state (PbSessionModel *self, PbSessionState state)
{
  if (self->state == state)
    return;
  self->state = state;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
}

static char *
join_role_names (GPtrArray *roles)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < roles->len; i++)
    {
      const PbRole *role = roles->pdata[i];

      g_string_append_printf (text, "%s%s", i > 0 ? ", " : "",
                              pb_translate (role->name != NULL ? role->name : role->code));
    }
  return g_string_free (text, FALSE);
}

/* What is read belongs to whoever reads it, with the roles that they have. Returns: (transfer full). */
static char *
describe_reader (const PbUser *user, GPtrArray *roles)
{
  GString *text = g_string_new (user->id != NULL ? user->id : user->email);

  for (guint i = 0; i < roles->len; i++)
    {
      const PbRole *role = roles->pdata[i];

      g_string_append_printf (text, "\n%s %d", role->code, role->data_scope);
      for (char **p = role->permissions; p != NULL && *p != NULL; p++)
        g_string_append_printf (text, " %s", *p);
    }
  return g_string_free (text, FALSE);
}

/* Whoever was only away, locked out or without a server, finds what was read and typed; it is not for somebody else. */
static void
note_reader (PbSessionModel *self)
{
  g_autofree char *reader = self->user != NULL ? describe_reader (self->user, self->roles) : NULL;

  self->new_reader = self->reader == NULL || (reader != NULL && strcmp (reader, self->reader) != 0);
  if (reader != NULL)
    pb_set_string (&self->reader, reader);
}

/* @user: (nullable) (transfer full). @roles: (nullable) (transfer full). */
static void
set_user (PbSessionModel *self, PbUser *user, GPtrArray *roles)
{
  g_clear_pointer (&self->user, pb_object_unref);
  g_clear_pointer (&self->roles, g_ptr_array_unref);
  g_free (self->roles_text);
  self->user = user;
  self->roles = roles != NULL ? roles : pb_object_array_new ();
  self->roles_text = join_role_names (self->roles);
  self->full_signature = FALSE;
  note_reader (self);

  g_object_freeze_notify (G_OBJECT (self));
  for (guint i = PROP_USER_NAME; i < N_PROPS; i++)
    g_object_notify_by_pspec (G_OBJECT (self), properties[i]);
  set_state (self, user != NULL ? PB_SESSION_SIGNED_IN : PB_SESSION_SIGNED_OUT);
  g_object_thaw_notify (G_OBJECT (self));
  g_signal_emit (self, signals[SIGNAL_PERMISSIONS_CHANGED], 0);
}

/* Whoever signs out is done. */
static void
forget_user (PbSessionModel *self)
{
  g_clear_pointer (&self->reader, g_free);
  set_user (self, NULL, NULL);
}

static void
session_lost_cb (PbSessionModel *self)
{
  if (self->user == NULL)
    return;
  set_user (self, NULL, NULL);
  g_signal_emit (self, signals[SIGNAL_SESSION_LOST], 0);
}

/* --- signing in
 * -------------------------------------------------------------------------------------------------------------- */

typedef struct
{
  PbUser *user;     /* (owned) */
  GPtrArray *roles; /* (owned) (nullable) */
} SignIn;

static void
sign_in_free (SignIn *sign_in)
{
  pb_object_unref (sign_in->user);
  g_clear_pointer (&sign_in->roles, g_ptr_array_unref);
  g_free (sign_in);
}

static void
return_sign_in_error (GTask *task, GError *error)
{
  PbSessionModel *self = g_task_get_source_object (task);

  set_state (self, self->user != NULL ? PB_SESSION_SIGNED_IN : PB_SESSION_SIGNED_OUT);
  g_task_return_error (task, error);
}

/* A session of somebody whose permissions could not be learned is none. */
static void
give_up_session (GTask *task, GError *error)
{
  PbSessionModel *self = g_task_get_source_object (task);

  pb_client_sign_out_async (self->client, NULL, NULL, NULL);
  set_user (self, NULL, NULL);
  g_task_return_error (task, error);
}

static void
take_profile (PbUser *user, const PbReply *profile)
{
  static const struct
  {
    const char *member;
    gsize offset;
  } texts[] = {
    { "id", G_STRUCT_OFFSET (PbUser, id) },
    { "name", G_STRUCT_OFFSET (PbUser, name) },
    { "email", G_STRUCT_OFFSET (PbUser, email) },
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      const char *value = pb_reply_get_string (profile, texts[i].member);

      if (value != NULL)
        pb_set_string ((char **) ((char *) user + texts[i].offset), value);
    }
  if (pb_reply_has (profile, "capacities"))
    {
      g_strfreev (user->capacities);
      user->capacities = pb_reply_get_strings (profile, "capacities");
    }
  if (pb_reply_has (profile, "mustChangePassword"))
    user->must_change_password = PB_BOOL (pb_reply_get_bool (profile, "mustChangePassword", FALSE));
}

static void
profile_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  PbSessionModel *self = g_task_get_source_object (task);
  SignIn *sign_in = g_task_get_task_data (task);
  g_autoptr (PbReply) reply = NULL;
  GError *error = NULL;

  reply = pb_client_call_finish (PB_CLIENT (source), result, &error);
  if (reply == NULL)
    {
      give_up_session (task, error);
      return;
    }
  take_profile (sign_in->user, reply);
  set_user (self, g_steal_pointer (&sign_in->user), g_steal_pointer (&sign_in->roles));
  g_task_return_boolean (task, TRUE);
}

static GStrv
codes_of (GPtrArray *roles)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; i < roles->len; i++)
    {
      const PbRole *role = roles->pdata[i];

      if (role->code != NULL)
        g_strv_builder_add (builder, role->code);
    }
  return g_strv_builder_end (builder);
}

static void
permissions_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  SignIn *sign_in = g_task_get_task_data (task);
  g_autoptr (PbReply) reply = NULL;
  GError *error = NULL;

  reply = pb_client_call_finish (PB_CLIENT (source), result, &error);
  if (reply != NULL)
    sign_in->roles = pb_reply_read_array (reply, "roles", &pb_role_type, &error);
  if (sign_in->roles == NULL)
    {
      give_up_session (task, error);
      return;
    }
  sign_in->user->roles = codes_of (sign_in->roles);
  pb_rest_profile_async (PB_CLIENT (source), g_task_get_cancellable (task), profile_cb, g_object_ref (task));
}

static void
signed_in_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  SignIn *sign_in = g_task_get_task_data (task);
  g_autoptr (PbReply) reply = NULL;
  GError *error = NULL;

  reply = pb_client_sign_in_finish (PB_CLIENT (source), result, &error);
  if (reply == NULL)
    {
      return_sign_in_error (task, error);
      return;
    }
  take_profile (sign_in->user, reply);
  pb_rest_permissions_async (PB_CLIENT (source), g_task_get_cancellable (task), permissions_cb, g_object_ref (task));
}

void
pb_session_model_sign_in_async (PbSessionModel *self,
                                const char *email,
                                const char *password,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  SignIn *sign_in;

  g_return_if_fail (PB_IS_SESSION_MODEL (self));
  g_return_if_fail (email != NULL && password != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, pb_session_model_sign_in_async);
  sign_in = g_new0 (SignIn, 1);
  sign_in->user = pb_object_new (&pb_user_type);
  pb_set_string (&sign_in->user->email, email);
  g_task_set_task_data (task, sign_in, (GDestroyNotify) sign_in_free);
  if (self->user == NULL)
    set_state (self, PB_SESSION_SIGNING_IN);
  pb_client_sign_in_async (self->client, email, password, cancellable, signed_in_cb, g_steal_pointer (&task));
}

gboolean
pb_session_model_sign_in_finish (PbSessionModel *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/* --- signing out, password
 * --------------------------------------------------------------------------------------------------- */

static void
signed_out_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (pb_client_sign_out_finish (PB_CLIENT (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

void
pb_session_model_sign_out_async (PbSessionModel *self,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (PB_IS_SESSION_MODEL (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, pb_session_model_sign_out_async);
  pb_client_sign_out_async (self->client, cancellable, signed_out_cb, g_steal_pointer (&task));
  forget_user (self);
}

gboolean
pb_session_model_sign_out_finish (PbSessionModel *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
password_changed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  PbSessionModel *self = g_task_get_source_object (task);
  g_autoptr (PbReply) reply = NULL;
  GError *error = NULL;

  reply = pb_client_call_finish (PB_CLIENT (source), result, &error);
  if (reply == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  if (self->user != NULL)
    self->user->must_change_password = PB_BOOL (FALSE);
  g_task_return_boolean (task, TRUE);
}

void
pb_session_model_change_password_async (PbSessionModel *self,
                                        const char *current_password,
                                        const char *new_password,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (PB_IS_SESSION_MODEL (self));
  g_return_if_fail (current_password != NULL && new_password != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, pb_session_model_change_password_async);
  pb_rest_change_password_async (self->client, current_password, new_password, cancellable, password_changed_cb,
                                 g_steal_pointer (&task));
}

gboolean
pb_session_model_change_password_finish (PbSessionModel *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/* --- what is asked of it
 * ----------------------------------------------------------------------------------------------------- */

void
pb_session_model_lock (PbSessionModel *self)
{
  g_return_if_fail (PB_IS_SESSION_MODEL (self));

  self->full_signature = FALSE;
}

gboolean
pb_session_model_has_new_reader (PbSessionModel *self)
{
  g_return_val_if_fail (PB_IS_SESSION_MODEL (self), TRUE);

  return self->new_reader;
}

gboolean
pb_session_model_asks_email (PbSessionModel *self)
{
  g_return_val_if_fail (PB_IS_SESSION_MODEL (self), TRUE);

  return !self->full_signature || !pb_client_has_feature (self->client, "esign");
}

void
pb_session_model_note_signature (PbSessionModel *self, const char *email)
{
  if (email != NULL && self->user != NULL && self->user->email != NULL &&
      g_ascii_strcasecmp (email, self->user->email) == 0)
    self->full_signature = TRUE;
}

PbSessionState
pb_session_model_get_state (PbSessionModel *self)
{
  g_return_val_if_fail (PB_IS_SESSION_MODEL (self), PB_SESSION_SIGNED_OUT);

  return self->state;
}

const char *
pb_session_model_get_base_url (PbSessionModel *self)
{
  g_return_val_if_fail (PB_IS_SESSION_MODEL (self), "");

  return self->base_url;
}

static const char *
or_empty (const char *text)
{
  return text != NULL ? text : "";
}

const char *
pb_session_model_get_user_name (PbSessionModel *self)
{
  g_return_val_if_fail (PB_IS_SESSION_MODEL (self), "");

  return self->user != NULL ? or_empty (self->user->name) : "";
}

const char *
pb_session_model_get_user_email (PbSessionModel *self)
{
  g_return_val_if_fail (PB_IS_SESSION_MODEL (self), "");

  return self->user != NULL ? or_empty (self->user->email) : "";
}

const char *
pb_session_model_get_user_id (PbSessionModel *self)
{
  g_return_val_if_fail (PB_IS_SESSION_MODEL (self), "");

  return self->user != NULL ? or_empty (self->user->id) : "";
}

gboolean
pb_session_model_must_change_password (PbSessionModel *self)
{
  g_return_val_if_fail (PB_IS_SESSION_MODEL (self), FALSE);

  return self->user != NULL && self->user->must_change_password.v;
}

gboolean
pb_session_model_has_feature (PbSessionModel *self, const char *feature)
{
  g_return_val_if_fail (PB_IS_SESSION_MODEL (self), FALSE);

  return pb_client_has_feature (self->client, feature);
}

gboolean
pb_session_model_can (PbSessionModel *self, const char *permission)
{
  g_return_val_if_fail (PB_IS_SESSION_MODEL (self), FALSE);
  g_return_val_if_fail (permission != NULL, FALSE);

  return self->user != NULL && pb_roles_grant (self->roles, permission);
}

gboolean
pb_session_model_holds_capacity (PbSessionModel *self, PbCapacity capacity)
{
  g_return_val_if_fail (PB_IS_SESSION_MODEL (self), FALSE);

  return self->user != NULL && capacity != PB_CAPACITY_NONE && pb_user_holds_capacity (self->user, capacity);
}

gboolean
pb_session_model_can_any (PbSessionModel *self, const char *const *needs)
{
  static const char prefix[] = "capacity:";

  g_return_val_if_fail (PB_IS_SESSION_MODEL (self), FALSE);

  for (guint i = 0; needs != NULL && needs[i] != NULL; i++)
    {
      const char *need = needs[i];
      const char *name = g_str_has_prefix (need, prefix) ? need + strlen (prefix) : need;
      PbCapacity capacity = pb_enum_value (&pb_capacities, name);

      if (capacity != PB_CAPACITY_NONE ? pb_session_model_holds_capacity (self, capacity)
                                       : *need != '\0' && pb_session_model_can (self, need))
        return TRUE;
    }
  return FALSE;
}

char *
pb_session_model_who_clears (PbSessionModel *self, const char *const *permissions)
{
  static const char *const waives[] = { "prep:waive", NULL };
  g_autoptr (GPtrArray) others = g_ptr_array_new ();
  g_autofree char *who = NULL;
  g_autofree char *by_waiving = NULL;
  gboolean clears, waiving;

  g_return_val_if_fail (PB_IS_SESSION_MODEL (self), NULL);

  for (guint i = 0; permissions != NULL && permissions[i] != NULL; i++)
    if (strcmp (permissions[i], waives[0]) != 0)
      g_ptr_array_add (others, (gpointer) permissions[i]);
  g_ptr_array_add (others, NULL);
  clears = pb_session_model_can_any (self, (const char *const *) others->pdata);
  waiving = !clears && pb_session_model_can_any (self, waives);
  who = pb_text_who_can_all ((const char *const *) others->pdata, clears);
  by_waiving = pb_text_who_can_all (waives, waiving);
  if (permissions == NULL || !g_strv_contains (permissions, waives[0]) || strstr (who, by_waiving) != NULL)
    return g_steal_pointer (&who);
  if (*who == '\0')
    return g_steal_pointer (&by_waiving);
  /* TRANSLATORS: who can put something right; and who can waive it instead */
  return g_strdup_printf (_ ("%s; by waiving: %s"), who, by_waiving);
}

char *
pb_session_model_why_not (PbSessionModel *self, const char *permission)
{
  g_autofree char *who = NULL;

  g_return_val_if_fail (PB_IS_SESSION_MODEL (self), NULL);

  if (self->user == NULL)
    return g_strdup (_ ("Sign in first."));
  if (pb_session_model_can (self, permission))
    return NULL;
  who = pb_text_who_can (permission);
  if (*who == '\0')
    return g_strdup_printf (_ ("You may not %s."), pb_text_permission (permission));
  /* TRANSLATORS: "You may not approve waivers. Who can: Production supervisor" */
  return g_strdup_printf (_ ("You may not %s. Who can: %s"), pb_text_permission (permission), who);
}

void
pb_session_model_set_pace (PbSessionModel *self, guint interval_ms, guint patience_ms)
{
  g_return_if_fail (PB_IS_SESSION_MODEL (self));
  g_return_if_fail (interval_ms > 0 && patience_ms > 0);

  self->interval = interval_ms;
  self->patience = patience_ms;
}

PbClient *
pb_session_model_get_client (PbSessionModel *self)
{
  return self->client;
}

guint
pb_session_model_get_interval (PbSessionModel *self)
{
  return self->interval;
}

guint
pb_session_model_get_patience (PbSessionModel *self)
{
  return self->patience;
}

gint64
pb_session_model_get_now (PbSessionModel *self)
{
  return pb_client_get_server_time (self->client);
}

/* --- the object
 * -------------------------------------------------------------------------------------------------------------- */

static char *
dup_server_text (PbSessionModel *self)
{
  if (pb_client_is_legacy (self->client))
    return g_strdup (_ ("MES server without Prepboard's extensions"));
  return g_strdup (pb_client_get_server_name (self->client));
}

static void
pb_session_model_get_property (GObject *object, guint property_id, GValue *value, GParamSpec *pspec)
{
  PbSessionModel *self = PB_SESSION_MODEL (object);

  switch (property_id)
    {
    case PROP_BASE_URL:
      g_value_set_string (value, self->base_url);
      break;
    case PROP_STATE:
      g_value_set_int (value, (int) self->state);
      break;
    case PROP_USER_NAME:
      g_value_set_string (value, pb_session_model_get_user_name (self));
      break;
    case PROP_USER_EMAIL:
      g_value_set_string (value, pb_session_model_get_user_email (self));
      break;
    case PROP_USER_ID:
      g_value_set_string (value, pb_session_model_get_user_id (self));
      break;
    case PROP_ROLES_TEXT:
      g_value_set_string (value, self->roles_text);
      break;
    case PROP_SERVER_TEXT:
      g_value_take_string (value, dup_server_text (self));
      break;
    case PROP_IS_LEGACY:
      g_value_set_boolean (value, pb_client_is_legacy (self->client));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
pb_session_model_set_property (GObject *object, guint property_id, const GValue *value, GParamSpec *pspec)
{
  PbSessionModel *self = PB_SESSION_MODEL (object);

  switch (property_id)
    {
    case PROP_BASE_URL:
      self->base_url = g_value_dup_string (value);
      self->client = pb_client_new (self->base_url != NULL ? self->base_url : "");
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
pb_session_model_constructed (GObject *object)
{
  PbSessionModel *self = PB_SESSION_MODEL (object);

  g_signal_connect_object (self->client, "session-lost", G_CALLBACK (session_lost_cb), self, G_CONNECT_SWAPPED);
  G_OBJECT_CLASS (pb_session_model_parent_class)->constructed (object);
}

static void
pb_session_model_finalize (GObject *object)
{
  PbSessionModel *self = PB_SESSION_MODEL (object);

  g_clear_object (&self->client);
  g_clear_pointer (&self->user, pb_object_unref);
  g_ptr_array_unref (self->roles);
  g_free (self->reader);
  g_free (self->roles_text);
  g_free (self->base_url);
  G_OBJECT_CLASS (pb_session_model_parent_class)->finalize (object);
}

static void
pb_session_model_class_init (PbSessionModelClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = pb_session_model_get_property;
  object_class->set_property = pb_session_model_set_property;
  object_class->constructed = pb_session_model_constructed;
  object_class->finalize = pb_session_model_finalize;

  properties[PROP_BASE_URL] = g_param_spec_string ("base-url", NULL, NULL, "",
                                                   G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  properties[PROP_STATE] = g_param_spec_int ("state", NULL, NULL, 0, PB_SESSION_SIGNED_IN, 0, flags);
  properties[PROP_USER_NAME] = g_param_spec_string ("user-name", NULL, NULL, "", flags);
  properties[PROP_USER_EMAIL] = g_param_spec_string ("user-email", NULL, NULL, "", flags);
  properties[PROP_USER_ID] = g_param_spec_string ("user-id", NULL, NULL, "", flags);
  properties[PROP_ROLES_TEXT] = g_param_spec_string ("roles-text", NULL, NULL, "", flags);
  properties[PROP_SERVER_TEXT] = g_param_spec_string ("server-text", NULL, NULL, "", flags);
  properties[PROP_IS_LEGACY] = g_param_spec_boolean ("is-legacy", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[SIGNAL_PERMISSIONS_CHANGED] =
    g_signal_new ("permissions-changed", PB_TYPE_SESSION_MODEL, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_SESSION_LOST] =
    g_signal_new ("session-lost", PB_TYPE_SESSION_MODEL, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
pb_session_model_init (PbSessionModel *self)
{
  self->roles = pb_object_array_new ();
  self->roles_text = g_strdup ("");
  self->interval = INTERVAL_MS;
  self->patience = PATIENCE_MS;
}

PbSessionModel *
pb_session_model_new (const char *base_url)
{
  g_return_val_if_fail (base_url != NULL, NULL);

  return g_object_new (PB_TYPE_SESSION_MODEL, "base-url", base_url, NULL);
}
