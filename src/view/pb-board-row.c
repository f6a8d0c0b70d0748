/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-view"

#include "view/pb-board-row.h"

#include "view/pb-badge.h"

#include <glib/gi18n.h>

struct _PbBoardRowView
{
  GtkBox parent_instance;
  PbBoardItem *item; /* (owned) (nullable) */
  GtkWidget *number;
  GtkWidget *product;
  GtkWidget *line;
  GtkWidget *badge;
  GtkWidget *deadline;
  GtkWidget *needs;
};

G_DEFINE_FINAL_TYPE (PbBoardRowView, pb_board_row_view, GTK_TYPE_BOX)

static void
show (PbBoardRowView *self)
{
  PbBoardItem *item = self->item;
  const char *word;
  PbLook look = pb_look_of_board ((int) pb_board_item_get_state (item), &word);
  const char *deadline = pb_row_get_text (item, "deadline-text");
  const char *needs = pb_row_get_text (item, "needs-text");
  gboolean needs_me = pb_row_get_flag (item, "needs-me");
  int pieces = (int) pb_row_get_number (item, "plan-qty");
  g_autofree char *product = g_strdup_printf (ngettext ("%s · %d piece", "%s · %d pieces", (gulong) pieces),
                                              pb_row_get_text (item, "product-code"), pieces);
  g_autofree char *awaited = NULL;

  if (*needs != '\0')
    awaited = needs_me ? g_strdup_printf (_ ("You, or: %s"), needs) : g_strdup (needs);
  gtk_label_set_label (GTK_LABEL (self->number), pb_board_item_get_run_no (item));
  gtk_label_set_label (GTK_LABEL (self->product), product);
  gtk_label_set_label (GTK_LABEL (self->line), pb_row_get_text (item, "line-name"));
  pb_badge_set (PB_BADGE (self->badge), look, pb_row_get_text (item, "state-text"));
  gtk_label_set_label (GTK_LABEL (self->deadline), *deadline != '\0' ? deadline : "—");
  gtk_label_set_label (GTK_LABEL (self->needs), awaited != NULL ? awaited : "—");
  if (pb_row_get_flag (item, "deadline-near"))
    gtk_widget_add_css_class (self->deadline, "pb-near");
  else
    gtk_widget_remove_css_class (self->deadline, "pb-near");
  if (needs_me)
    gtk_widget_remove_css_class (self->needs, "dim-label");
  else
    gtk_widget_add_css_class (self->needs, "dim-label");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, pb_board_item_get_run_no (item),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, pb_row_get_text (item, "state-text"), -1);
}

static void
pb_board_row_view_dispose (GObject *object)
{
  pb_board_row_view_set_item (PB_BOARD_ROW_VIEW (object), NULL);
  G_OBJECT_CLASS (pb_board_row_view_parent_class)->dispose (object);
}

static void
pb_board_row_view_class_init (PbBoardRowViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pb_board_row_view_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/prepboard/Prepboard/ui/pb-board-row.ui");
  gtk_widget_class_bind_template_child (widget_class, PbBoardRowView, number);
  gtk_widget_class_bind_template_child (widget_class, PbBoardRowView, product);
  gtk_widget_class_bind_template_child (widget_class, PbBoardRowView, line);
  gtk_widget_class_bind_template_child (widget_class, PbBoardRowView, badge);
  gtk_widget_class_bind_template_child (widget_class, PbBoardRowView, deadline);
  gtk_widget_class_bind_template_child (widget_class, PbBoardRowView, needs);
}

static void
pb_board_row_view_init (PbBoardRowView *self)
{
  g_type_ensure (PB_TYPE_BADGE);
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
pb_board_row_view_new (void)
{
  return g_object_new (PB_TYPE_BOARD_ROW_VIEW, NULL);
}

void
pb_board_row_view_set_item (PbBoardRowView *self, PbBoardItem *item)
{
  g_return_if_fail (PB_IS_BOARD_ROW_VIEW (self));

  if (self->item != NULL)
    g_signal_handlers_disconnect_by_func (self->item, show, self);
  if (!g_set_object (&self->item, item) || item == NULL)
    return;
  g_signal_connect_object (item, "notify", G_CALLBACK (show), self, G_CONNECT_SWAPPED);
  show (self);
}
