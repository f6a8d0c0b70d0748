/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-view"

#include "view/pb-badge.h"

struct _PbBadge
{
  GtkWidget parent_instance;
  GtkWidget *image;
  GtkWidget *label;
  PbLook look;
};

G_DEFINE_FINAL_TYPE (PbBadge, pb_badge, GTK_TYPE_WIDGET)

static void
pb_badge_dispose (GObject *object)
{
  PbBadge *self = PB_BADGE (object);

  g_clear_pointer (&self->image, gtk_widget_unparent);
  g_clear_pointer (&self->label, gtk_widget_unparent);
  G_OBJECT_CLASS (pb_badge_parent_class)->dispose (object);
}

static void
pb_badge_class_init (PbBadgeClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = pb_badge_dispose;
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "badge");
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
pb_badge_init (PbBadge *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));

  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (layout), 6);
  self->image = g_object_new (GTK_TYPE_IMAGE, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
  gtk_widget_set_parent (self->image, GTK_WIDGET (self));
  self->label = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->label), 0);
  gtk_label_set_wrap (GTK_LABEL (self->label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (self->label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_natural_wrap_mode (GTK_LABEL (self->label), GTK_NATURAL_WRAP_NONE);
  gtk_widget_set_parent (self->label, GTK_WIDGET (self));
  gtk_widget_set_valign (GTK_WIDGET (self), GTK_ALIGN_CENTER);
  pb_badge_set (self, PB_LOOK_PENDING, "");
}

GtkWidget *
pb_badge_new (void)
{
  return g_object_new (PB_TYPE_BADGE, NULL);
}

void
pb_badge_set (PbBadge *self, PbLook look, const char *word)
{
  g_return_if_fail (PB_IS_BADGE (self));

  gtk_widget_remove_css_class (GTK_WIDGET (self), pb_look_class (self->look));
  self->look = look;
  gtk_widget_add_css_class (GTK_WIDGET (self), pb_look_class (look));
  gtk_image_set_from_icon_name (GTK_IMAGE (self->image), pb_look_icon (look));
  gtk_label_set_label (GTK_LABEL (self->label), word);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, word, -1);
}

PbLook
pb_badge_get_look (PbBadge *self)
{
  g_return_val_if_fail (PB_IS_BADGE (self), PB_LOOK_PENDING);
  return self->look;
}

const char *
pb_badge_get_word (PbBadge *self)
{
  g_return_val_if_fail (PB_IS_BADGE (self), NULL);
  return gtk_label_get_label (GTK_LABEL (self->label));
}
