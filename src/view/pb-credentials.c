/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-view"

#include "view/pb-credentials.h"

#include "domain/pb-object.h"

#include <glib/gi18n.h>

struct _PbCredentials
{
  GtkBox parent_instance;
  GtkWidget *stack;
  GtkWidget *text;
  GtkWidget *problem;
  GtkWidget *email;
  GtkWidget *password;
  char *content_hash;
  gboolean shown;
};

G_DEFINE_FINAL_TYPE (PbCredentials, pb_credentials, GTK_TYPE_BOX)

static void
pb_credentials_finalize (GObject *object)
{
  g_free (PB_CREDENTIALS (object)->content_hash);
  G_OBJECT_CLASS (pb_credentials_parent_class)->finalize (object);
}

static gboolean
pb_credentials_grab_focus (GtkWidget *widget)
{
  PbCredentials *self = PB_CREDENTIALS (widget);

  return gtk_widget_grab_focus (*pb_credentials_get_email (self) == '\0' ? self->email : self->password);
}

static void
pb_credentials_class_init (PbCredentialsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = pb_credentials_finalize;
  widget_class->grab_focus = pb_credentials_grab_focus;
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/prepboard/Prepboard/ui/pb-credentials.ui");
  gtk_widget_class_bind_template_child (widget_class, PbCredentials, stack);
  gtk_widget_class_bind_template_child (widget_class, PbCredentials, text);
  gtk_widget_class_bind_template_child (widget_class, PbCredentials, problem);
  gtk_widget_class_bind_template_child (widget_class, PbCredentials, email);
  gtk_widget_class_bind_template_child (widget_class, PbCredentials, password);
}

static void
pb_credentials_init (PbCredentials *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
pb_credentials_new (PbSessionModel *session)
{
  PbCredentials *self;

  g_return_val_if_fail (PB_IS_SESSION_MODEL (session), NULL);

  self = g_object_new (PB_TYPE_CREDENTIALS, NULL);
  gtk_editable_set_text (GTK_EDITABLE (self->email), pb_session_model_get_user_email (session));
  return GTK_WIDGET (self);
}

void
pb_credentials_set_signable (PbCredentials *self, const PbSignable *signable)
{
  g_return_if_fail (PB_IS_CREDENTIALS (self));

  self->shown = signable != NULL;
  pb_set_string (&self->content_hash, signable != NULL ? signable->content_hash : NULL);
  gtk_label_set_label (GTK_LABEL (self->text), signable != NULL ? signable->text : "");
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), signable != NULL ? "text" : "loading");
}

void
pb_credentials_set_problem (PbCredentials *self, const char *problem)
{
  g_return_if_fail (PB_IS_CREDENTIALS (self));
  g_return_if_fail (problem != NULL);

  self->shown = FALSE;
  gtk_label_set_label (GTK_LABEL (self->problem), problem);
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "problem");
}

const char *
pb_credentials_missing (PbCredentials *self, GtkWidget **field)
{
  g_return_val_if_fail (PB_IS_CREDENTIALS (self), NULL);
  g_return_val_if_fail (field != NULL, NULL);

  *field = NULL;
  if (*pb_credentials_get_email (self) == '\0')
    {
      *field = self->email;
      return _ ("Give the e-mail of the person who signs.");
    }
  if (*pb_credentials_get_password (self) == '\0')
    {
      *field = self->password;
      return _ ("Give the password of the person who signs.");
    }
  /* Nobody signs what is not shown. */
  if (self->shown)
    return NULL;
  return g_str_equal (gtk_stack_get_visible_child_name (GTK_STACK (self->stack)), "problem")
           ? gtk_label_get_label (GTK_LABEL (self->problem))
           : _ ("What is signed is not here yet. Wait until it is shown.");
}

gboolean
pb_credentials_is_dirty (PbCredentials *self)
{
  g_return_val_if_fail (PB_IS_CREDENTIALS (self), FALSE);
  return *pb_credentials_get_password (self) != '\0';
}

void
pb_credentials_ask_again (PbCredentials *self)
{
  g_return_if_fail (PB_IS_CREDENTIALS (self));

  gtk_editable_set_text (GTK_EDITABLE (self->password), "");
  gtk_widget_grab_focus (self->password);
}

const char *
pb_credentials_get_email (PbCredentials *self)
{
  g_return_val_if_fail (PB_IS_CREDENTIALS (self), NULL);
  return gtk_editable_get_text (GTK_EDITABLE (self->email));
}

const char *
pb_credentials_get_password (PbCredentials *self)
{
  g_return_val_if_fail (PB_IS_CREDENTIALS (self), NULL);
  return gtk_editable_get_text (GTK_EDITABLE (self->password));
}

const char *
pb_credentials_get_content_hash (PbCredentials *self)
{
  g_return_val_if_fail (PB_IS_CREDENTIALS (self), NULL);
  return self->content_hash;
}

const char *
pb_credentials_get_text (PbCredentials *self)
{
  g_return_val_if_fail (PB_IS_CREDENTIALS (self), NULL);
  return gtk_label_get_label (GTK_LABEL (self->text));
}

void
pb_credentials_type (PbCredentials *self, const char *email, const char *password)
{
  g_return_if_fail (PB_IS_CREDENTIALS (self));

  gtk_editable_set_text (GTK_EDITABLE (self->email), email);
  gtk_editable_set_text (GTK_EDITABLE (self->password), password);
}
