/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-view"

#include "view/pb-group-view.h"

#include "view/pb-look.h"

#include <glib/gi18n.h>
#include <string.h>

/* A group with more items than this begins folded: slots that are loaded need nobody. */
#define LONG_GROUP 8

struct _PbGroupView
{
  GtkBox parent_instance;
  PbRunModel *run;
  PbItemGroup *group;
  GtkWidget *summary;
  GtkWidget *more;
  GtkWidget *list;
  GtkFilter *filter;
  GtkFilterListModel *shown;
  gboolean unfolded;
  guint update_id;
};

G_DEFINE_FINAL_TYPE (PbGroupView, pb_group_view, GTK_TYPE_BOX)

static gboolean
is_shown (gpointer item, gpointer user_data)
{
  PbGroupView *self = user_data;
  const char *word;
  PbLook look;

  if (self->unfolded || g_list_model_get_n_items (G_LIST_MODEL (self->group)) <= LONG_GROUP)
    return TRUE;
  look = pb_look_of_item (item, &word);
  return look != PB_LOOK_PASS && look != PB_LOOK_NONE;
}

static void
update (PbGroupView *self)
{
  guint all = g_list_model_get_n_items (G_LIST_MODEL (self->group));
  guint hidden;
  g_autofree char *label = NULL;

  gtk_filter_changed (self->filter, GTK_FILTER_CHANGE_DIFFERENT);
  hidden = all - g_list_model_get_n_items (G_LIST_MODEL (self->shown));
  gtk_label_set_label (GTK_LABEL (self->summary), pb_row_get_text (self->group, "summary-text"));
  gtk_widget_set_visible (self->more, hidden > 0 || (self->unfolded && all > LONG_GROUP));
  gtk_widget_set_visible (self->list, hidden < all);
  label = hidden > 0 ? g_strdup_printf (ngettext ("Show %u that is well", "Show %u that are well", hidden), hidden)
                     : g_strdup (_ ("Show only what needs somebody"));
  gtk_button_set_label (GTK_BUTTON (self->more), label);
}

static gboolean
update_cb (gpointer user_data)
{
  PbGroupView *self = user_data;

  self->update_id = 0;
  update (self);
  return G_SOURCE_REMOVE;
}

static void
queue_update (PbGroupView *self)
{
  if (self->update_id == 0)
    self->update_id = g_idle_add_full (G_PRIORITY_HIGH_IDLE, update_cb, self, NULL);
}

static void
more_clicked_cb (PbGroupView *self)
{
  self->unfolded = !self->unfolded;
  update (self);
}

static GtkWidget *
row_new (gpointer item, gpointer user_data)
{
  return pb_item_row_new (PB_GROUP_VIEW (user_data)->run, item);
}

static void
pb_group_view_dispose (GObject *object)
{
  PbGroupView *self = PB_GROUP_VIEW (object);

  g_clear_handle_id (&self->update_id, g_source_remove);
  if (self->list != NULL)
    gtk_list_box_bind_model (GTK_LIST_BOX (self->list), NULL, NULL, NULL, NULL);
  g_clear_object (&self->shown);
  g_clear_object (&self->filter);
  g_clear_object (&self->group);
  g_clear_object (&self->run);
  G_OBJECT_CLASS (pb_group_view_parent_class)->dispose (object);
}

static void
pb_group_view_class_init (PbGroupViewClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = pb_group_view_dispose;
}

static void
pb_group_view_init (PbGroupView *self)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 8);
}

static void
build (PbGroupView *self)
{
  const char *title = pb_item_group_get_title (self->group);
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *heading = g_object_new (GTK_TYPE_LABEL, "label", title, "accessible-role", GTK_ACCESSIBLE_ROLE_HEADING,
                                     "xalign", 0.0, "wrap", TRUE, NULL);

  gtk_widget_add_css_class (heading, "heading");
  self->summary = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->summary), 0);
  gtk_label_set_wrap (GTK_LABEL (self->summary), TRUE);
  gtk_widget_set_hexpand (self->summary, TRUE);
  gtk_widget_add_css_class (self->summary, "dim-label");
  self->more = gtk_button_new ();
  gtk_widget_add_css_class (self->more, "flat");
  g_signal_connect_object (self->more, "clicked", G_CALLBACK (more_clicked_cb), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (head), heading);
  gtk_box_append (GTK_BOX (head), self->summary);
  gtk_box_append (GTK_BOX (head), self->more);
  gtk_box_append (GTK_BOX (self), head);

  self->list = gtk_list_box_new ();
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (self->list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (self->list, "boxed-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  gtk_list_box_bind_model (GTK_LIST_BOX (self->list), G_LIST_MODEL (self->shown), row_new, self, NULL);
  gtk_box_append (GTK_BOX (self), self->list);
}

GtkWidget *
pb_group_view_new (PbRunModel *run, PbItemGroup *group)
{
  PbGroupView *self;

  g_return_val_if_fail (PB_IS_RUN_MODEL (run), NULL);
  g_return_val_if_fail (PB_IS_ITEM_GROUP (group), NULL);

  self = g_object_new (PB_TYPE_GROUP_VIEW, NULL);
  self->run = g_object_ref (run);
  self->group = g_object_ref (group);
  self->filter = GTK_FILTER (gtk_custom_filter_new (is_shown, self, NULL));
  self->shown = gtk_filter_list_model_new (g_object_ref (G_LIST_MODEL (group)), g_object_ref (self->filter));
  build (self);
  /* The counts change with every verdict. */
  g_signal_connect_object (group, "notify", G_CALLBACK (queue_update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (group, "items-changed", G_CALLBACK (queue_update), self, G_CONNECT_SWAPPED);
  update (self);
  return GTK_WIDGET (self);
}

PbItemGroup *
pb_group_view_get_group (PbGroupView *self)
{
  g_return_val_if_fail (PB_IS_GROUP_VIEW (self), NULL);
  return self->group;
}

static PbItemRow *
find_row (PbGroupView *self, const char *item_id)
{
  for (GtkWidget *row = gtk_widget_get_first_child (self->list); row != NULL; row = gtk_widget_get_next_sibling (row))
    if (PB_IS_ITEM_ROW (row) && strcmp (pb_item_model_get_id (pb_item_row_get_item (PB_ITEM_ROW (row))), item_id) == 0)
      return PB_ITEM_ROW (row);
  return NULL;
}

static gboolean
has_item (PbGroupView *self, const char *item_id)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->group)); i++)
    {
      g_autoptr (PbItemModel) item = g_list_model_get_item (G_LIST_MODEL (self->group), i);
      if (strcmp (pb_item_model_get_id (item), item_id) == 0)
        return TRUE;
    }
  return FALSE;
}

PbItemRow *
pb_group_view_find_row (PbGroupView *self, const char *item_id)
{
  PbItemRow *row;

  g_return_val_if_fail (PB_IS_GROUP_VIEW (self), NULL);

  row = find_row (self, item_id);
  if (row != NULL || !has_item (self, item_id))
    return row;
  self->unfolded = TRUE;
  update (self);
  return find_row (self, item_id);
}
