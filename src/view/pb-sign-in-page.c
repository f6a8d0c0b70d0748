/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-view"

#include "view/pb-sign-in-page.h"

#include "model/pb-text.h"

#include <glib/gi18n.h>

#define DEMO_PASSWORD "prepboard-demo"

/* The people of the demo plant (data/demo/) and what each of them is good for. */
static const struct
{
  const char *email;
  const char *who;  /* N_() */
  const char *what; /* N_() */
} demo_people[] = {
  { "operator@example.com", N_ ("Operator"), N_ ("records preparation and loading") },
  { "leader@example.com", N_ ("Line leader"), N_ ("prepares the line: binds, loads, unlocks") },
  { "material@example.com", N_ ("Material handler"), N_ ("verifies the reels") },
  { "quality@example.com", N_ ("Quality engineer"), N_ ("runs first articles and signs for quality") },
  { "quality2@example.com", N_ ("Second quality engineer"), N_ ("signs where the inspector may not") },
  { "engineer@example.com", N_ ("Process engineer"), N_ ("owns the programs and signs for engineering") },
  { "supervisor@example.com", N_ ("Supervisor"), N_ ("waives, signs for production, authorises") },
  { "planner@example.com", N_ ("Production planner"), N_ ("authorises and revokes") },
  { "trace@example.com", N_ ("Trace auditor"), N_ ("looks at everything") },
  { "admin@example.com", N_ ("System admin"), N_ ("keeps users and roles") },
};

struct _PbSignInPage
{
  AdwBin parent_instance;
  PbSessionModel *session;
  GCancellable *cancellable; /* (owned) (nullable): signing in */
  GtkWidget *email;
  GtkWidget *password;
  GtkWidget *button;
  GtkWidget *spinner;
  GtkWidget *message;
  GtkWidget *server;
  GtkWidget *demo_group;
  gboolean demo_filled;
  guint fill_id;
};

enum
{
  SIGNED_IN,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PbSignInPage, pb_sign_in_page, ADW_TYPE_BIN)

static void
show_message (PbSignInPage *self, const char *message, gboolean problem)
{
  if (problem)
    gtk_widget_add_css_class (self->message, "error");
  else
    gtk_widget_remove_css_class (self->message, "error");
  gtk_label_set_label (GTK_LABEL (self->message), message != NULL ? message : "");
  gtk_widget_set_visible (self->message, message != NULL && *message != '\0');
}

static void
set_message (PbSignInPage *self, const char *message)
{
  show_message (self, message, TRUE);
}

static void
set_busy (PbSignInPage *self, gboolean busy)
{
  /* An entry that has the focus must not go insensitive. */
  gtk_widget_grab_focus (self->button);
  gtk_spinner_set_spinning (GTK_SPINNER (self->spinner), busy);
  gtk_widget_set_visible (self->spinner, busy);
  gtk_button_set_label (GTK_BUTTON (self->button), busy ? _ ("_Cancel") : _ ("_Sign in"));
  gtk_widget_set_sensitive (self->email, !busy);
  gtk_widget_set_sensitive (self->password, !busy);
  gtk_widget_set_sensitive (self->demo_group, !busy);
}

static void
signed_in_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PbSignInPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  gboolean signed_in = pb_session_model_sign_in_finish (PB_SESSION_MODEL (source), result, &error);

  g_clear_object (&self->cancellable);
  set_busy (self, FALSE);
  if (signed_in)
    {
      gtk_editable_set_text (GTK_EDITABLE (self->password), "");
      set_message (self, NULL);
      g_signal_emit (self, signals[SIGNED_IN], 0);
      return;
    }
  if (pb_error_is_cancelled (error))
    return;
  text = pb_error_to_user_text (error);
  set_message (self, text);
  gtk_widget_grab_focus (self->password);
}

static void
sign_in_cb (PbSignInPage *self)
{
  const char *email = gtk_editable_get_text (GTK_EDITABLE (self->email));
  const char *password = gtk_editable_get_text (GTK_EDITABLE (self->password));

  if (self->cancellable != NULL)
    {
      g_cancellable_cancel (self->cancellable);
      return;
    }
  if (*email == '\0' || *password == '\0')
    {
      set_message (self, _ ("Give your e-mail and your password."));
      gtk_widget_grab_focus (*email == '\0' ? self->email : self->password);
      return;
    }
  set_message (self, NULL);
  self->cancellable = g_cancellable_new ();
  set_busy (self, TRUE);
  pb_session_model_sign_in_async (self->session, email, password, self->cancellable, signed_in_cb, g_object_ref (self));
}

static void
person_activated_cb (PbSignInPage *self, GtkWidget *row)
{
  guint i = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (row), "person"));

  gtk_editable_set_text (GTK_EDITABLE (self->email), demo_people[i].email);
  gtk_editable_set_text (GTK_EDITABLE (self->password), DEMO_PASSWORD);
  set_message (self, NULL);
  gtk_widget_grab_focus (self->button);
}

static gboolean
fill_cb (gpointer user_data)
{
  PbSignInPage *self = user_data;

  self->fill_id = 0;
  for (guint i = 0; i < G_N_ELEMENTS (demo_people); i++)
    {
      GtkWidget *row = adw_action_row_new ();
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _ (demo_people[i].who));
      adw_action_row_set_subtitle (ADW_ACTION_ROW (row), _ (demo_people[i].what));
      gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
      gtk_widget_set_tooltip_text (row, demo_people[i].email);
      g_object_set_data (G_OBJECT (row), "person", GUINT_TO_POINTER (i));
      g_signal_connect_object (row, "activated", G_CALLBACK (person_activated_cb), self, G_CONNECT_SWAPPED);
      adw_preferences_group_add (ADW_PREFERENCES_GROUP (self->demo_group), row);
    }
  return G_SOURCE_REMOVE;
}

static void
pb_sign_in_page_dispose (GObject *object)
{
  PbSignInPage *self = PB_SIGN_IN_PAGE (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->fill_id, g_source_remove);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (pb_sign_in_page_parent_class)->dispose (object);
}

static void
pb_sign_in_page_class_init (PbSignInPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pb_sign_in_page_dispose;
  signals[SIGNED_IN] =
    g_signal_new ("signed-in", PB_TYPE_SIGN_IN_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/prepboard/Prepboard/ui/pb-sign-in-page.ui");
  gtk_widget_class_bind_template_child (widget_class, PbSignInPage, email);
  gtk_widget_class_bind_template_child (widget_class, PbSignInPage, password);
  gtk_widget_class_bind_template_child (widget_class, PbSignInPage, button);
  gtk_widget_class_bind_template_child (widget_class, PbSignInPage, spinner);
  gtk_widget_class_bind_template_child (widget_class, PbSignInPage, message);
  gtk_widget_class_bind_template_child (widget_class, PbSignInPage, server);
  gtk_widget_class_bind_template_child (widget_class, PbSignInPage, demo_group);
  gtk_widget_class_bind_template_callback (widget_class, sign_in_cb);
}

static void
pb_sign_in_page_init (PbSignInPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
pb_sign_in_page_new (PbSessionModel *session)
{
  PbSignInPage *self;

  g_return_val_if_fail (PB_IS_SESSION_MODEL (session), NULL);

  self = g_object_new (PB_TYPE_SIGN_IN_PAGE, NULL);
  self->session = g_object_ref (session);
  gtk_label_set_label (GTK_LABEL (self->server), pb_session_model_get_base_url (session));
  return GTK_WIDGET (self);
}

void
pb_sign_in_page_set_demo (PbSignInPage *self, gboolean demo)
{
  g_return_if_fail (PB_IS_SIGN_IN_PAGE (self));

  if (demo && !self->demo_filled)
    {
      /* The first frame does not wait for them. */
      self->demo_filled = TRUE;
      self->fill_id = g_idle_add_full (G_PRIORITY_LOW, fill_cb, self, NULL);
    }
  gtk_widget_set_visible (self->demo_group, demo);
}

void
pb_sign_in_page_reset (PbSignInPage *self, const char *email, const char *message)
{
  g_return_if_fail (PB_IS_SIGN_IN_PAGE (self));

  if (email != NULL)
    gtk_editable_set_text (GTK_EDITABLE (self->email), email);
  gtk_editable_set_text (GTK_EDITABLE (self->password), "");
  /* That it is locked is no mistake of anybody's. */
  show_message (self, message, FALSE);
  gtk_widget_grab_focus (*gtk_editable_get_text (GTK_EDITABLE (self->email)) == '\0' ? self->email : self->password);
}

void
pb_sign_in_page_sign_in (PbSignInPage *self, const char *email, const char *password)
{
  g_return_if_fail (PB_IS_SIGN_IN_PAGE (self));

  gtk_editable_set_text (GTK_EDITABLE (self->email), email);
  gtk_editable_set_text (GTK_EDITABLE (self->password), password);
  sign_in_cb (self);
}
