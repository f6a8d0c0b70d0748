/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-view"

#include "view/pb-button.h"

struct _PbButton
{
  GtkButton parent_instance;
  char *why_not; /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (PbButton, pb_button, GTK_TYPE_BUTTON)

static void
show_why_not (GtkWidget *button, const char *why_not)
{
  if (why_not != NULL)
    gtk_widget_add_css_class (button, PB_UNAVAILABLE_CLASS);
  else
    gtk_widget_remove_css_class (button, PB_UNAVAILABLE_CLASS);
  gtk_widget_set_tooltip_text (button, why_not);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  why_not != NULL ? why_not : "", -1);
  gtk_accessible_update_state (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_STATE_DISABLED, why_not != NULL, -1);
}

/* Runs before every handler; the button's own class has none. */
static void
pb_button_clicked (GtkButton *button)
{
  PbButton *self = PB_BUTTON (button);

  if (self->why_not == NULL)
    return;
  g_signal_stop_emission_by_name (button, "clicked");
  gtk_widget_activate_action (GTK_WIDGET (button), "win.toast", "s", self->why_not);
}

static void
pb_button_finalize (GObject *object)
{
  g_free (PB_BUTTON (object)->why_not);
  G_OBJECT_CLASS (pb_button_parent_class)->finalize (object);
}

static void
pb_button_class_init (PbButtonClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = pb_button_finalize;
  GTK_BUTTON_CLASS (klass)->clicked = pb_button_clicked;
}

static void
pb_button_init (PbButton *self)
{
}

GtkWidget *
pb_button_new (void)
{
  return g_object_new (PB_TYPE_BUTTON, NULL);
}

void
pb_button_set_why_not (PbButton *self, const char *why_not)
{
  g_return_if_fail (PB_IS_BUTTON (self));

  if (g_strcmp0 (self->why_not, why_not) == 0)
    return;
  g_free (self->why_not);
  self->why_not = g_strdup (why_not);
  show_why_not (GTK_WIDGET (self), why_not);
}

const char *
pb_button_get_why_not (PbButton *self)
{
  g_return_val_if_fail (PB_IS_BUTTON (self), NULL);
  return self->why_not;
}

static GtkWidget *
reason_popover_new (const char *why_not)
{
  GtkWidget *popover = gtk_popover_new ();
  GtkWidget *label = gtk_label_new (why_not);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 38);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "pb-popover-action");
  gtk_popover_set_child (GTK_POPOVER (popover), label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (popover), GTK_ACCESSIBLE_PROPERTY_LABEL, why_not, -1);
  return popover;
}

void
pb_menu_button_set_why_not (GtkMenuButton *button, GMenuModel *menu, const char *why_not)
{
  const char *before;

  g_return_if_fail (GTK_IS_MENU_BUTTON (button));
  g_return_if_fail (G_IS_MENU_MODEL (menu));

  /* A menu that is open stays open while nothing has changed. */
  before = gtk_widget_get_tooltip_text (GTK_WIDGET (button));
  if (gtk_menu_button_get_popover (button) != NULL && g_strcmp0 (before, why_not) == 0)
    return;
  if (why_not != NULL)
    gtk_menu_button_set_popover (button, reason_popover_new (why_not));
  else
    gtk_menu_button_set_menu_model (button, menu);
  show_why_not (GTK_WIDGET (button), why_not);
}
