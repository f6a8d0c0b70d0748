/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "view/pb-status-bar.h"

#include <glib/gi18n.h>

/* For so long what the person did stands before what changed by it. */
#define OWN_SECONDS 8

struct _PbStatusBar
{
  GtkBox parent_instance;
  GtkWidget *said;
  GtkWidget *fresh_icon;
  GtkWidget *fresh;
  char *own; /* (owned) (nullable): what the person did last */
  gint64 own_at;
};

G_DEFINE_FINAL_TYPE (PbStatusBar, pb_status_bar, GTK_TYPE_BOX)

void
pb_status_bar_say (PbStatusBar *self, const char *text)
{
  g_return_if_fail (PB_IS_STATUS_BAR (self));

  g_free (self->own);
  self->own = g_strdup (text);
  self->own_at = g_get_monotonic_time ();
  gtk_label_set_label (GTK_LABEL (self->said), text);
}

void
pb_status_bar_say_change (PbStatusBar *self, const char *text)
{
  g_autofree char *both = NULL;

  g_return_if_fail (PB_IS_STATUS_BAR (self));

  if (self->own == NULL || *self->own == '\0' || g_get_monotonic_time () - self->own_at > OWN_SECONDS * G_USEC_PER_SEC)
    /* TRANSLATORS: an item or the whole run has another state now, which the text says */
    both = g_strdup_printf (_ ("Changed: %s"), text);
  else
    /* TRANSLATORS: first what the person did, then what has changed since */
    both = g_strdup_printf (_ ("%s · Changed: %s"), self->own, text);
  gtk_label_set_label (GTK_LABEL (self->said), both);
}

const char *
pb_status_bar_get_said (PbStatusBar *self)
{
  g_return_val_if_fail (PB_IS_STATUS_BAR (self), NULL);
  return gtk_label_get_label (GTK_LABEL (self->said));
}

void
pb_status_bar_set_stale (PbStatusBar *self, const char *stale)
{
  gboolean fresh = stale == NULL || *stale == '\0';

  g_return_if_fail (PB_IS_STATUS_BAR (self));

  gtk_label_set_label (GTK_LABEL (self->fresh), fresh ? _ ("Connected") : stale);
  gtk_image_set_from_icon_name (GTK_IMAGE (self->fresh_icon), fresh ? "pb-state-pass-symbolic" : "pb-offline-symbolic");
  gtk_widget_remove_css_class (self->fresh, fresh ? "pb-near" : "dim-label");
  gtk_widget_add_css_class (self->fresh, fresh ? "dim-label" : "pb-near");
}

static void
pb_status_bar_finalize (GObject *object)
{
  g_free (PB_STATUS_BAR (object)->own);
  G_OBJECT_CLASS (pb_status_bar_parent_class)->finalize (object);
}

static void
pb_status_bar_class_init (PbStatusBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = pb_status_bar_finalize;
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/prepboard/Prepboard/ui/pb-status-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, PbStatusBar, said);
  gtk_widget_class_bind_template_child (widget_class, PbStatusBar, fresh_icon);
  gtk_widget_class_bind_template_child (widget_class, PbStatusBar, fresh);
}

static void
pb_status_bar_init (PbStatusBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
