/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-view"

#include "view/pb-board-view.h"

#include "view/pb-group-view.h"
#include "view/pb-line-panel.h"

#include <glib/gi18n.h>

#define PANEL_WIDTH 330

struct _PbBoardView
{
  AdwBin parent_instance;
  PbRunModel *run;
  GtkWidget *flap;
  GtkWidget *groups;
  GtkWidget *waiting;
};

G_DEFINE_FINAL_TYPE (PbBoardView, pb_board_view, ADW_TYPE_BIN)

static GtkWidget *
nth_child (GtkWidget *box, guint n)
{
  GtkWidget *child = gtk_widget_get_first_child (box);

  while (child != NULL && n-- > 0)
    child = gtk_widget_get_next_sibling (child);
  return child;
}

static void
groups_changed_cb (PbBoardView *self, guint position, guint removed, guint added, GListModel *groups)
{
  for (guint i = 0; i < removed; i++)
    gtk_box_remove (GTK_BOX (self->groups), nth_child (self->groups, position));
  for (guint i = 0; i < added; i++)
    {
      g_autoptr (PbItemGroup) group = g_list_model_get_item (groups, position + i);
      GtkWidget *before = position + i > 0 ? nth_child (self->groups, position + i - 1) : NULL;
      gtk_box_insert_child_after (GTK_BOX (self->groups), pb_group_view_new (self->run, group), before);
    }
  gtk_widget_set_visible (self->waiting, g_list_model_get_n_items (groups) == 0);
}

static GtkWidget *
scroller_new (GtkWidget *child)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();

  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), child);
  return scroller;
}

static void
set_margins (GtkWidget *widget, int start, int end)
{
  gtk_widget_set_margin_start (widget, start);
  gtk_widget_set_margin_end (widget, end);
  gtk_widget_set_margin_top (widget, 12);
  gtk_widget_set_margin_bottom (widget, 18);
}

static void
build (PbBoardView *self)
{
  GtkWidget *content = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *clamp = adw_clamp_new ();
  GtkWidget *panel = pb_line_panel_new (self->run);
  GtkWidget *panel_scroller = scroller_new (panel);

  self->groups = gtk_box_new (GTK_ORIENTATION_VERTICAL, 20);
  self->waiting = gtk_label_new (_ ("The items appear as soon as the server has judged them."));
  gtk_label_set_wrap (GTK_LABEL (self->waiting), TRUE);
  gtk_widget_add_css_class (self->waiting, "dim-label");
  gtk_widget_set_margin_top (self->waiting, 24);
  gtk_box_append (GTK_BOX (content), self->waiting);
  gtk_box_append (GTK_BOX (content), self->groups);
  set_margins (content, 18, 18);
  adw_clamp_set_maximum_size (ADW_CLAMP (clamp), 1000);
  adw_clamp_set_tightening_threshold (ADW_CLAMP (clamp), 800);
  adw_clamp_set_child (ADW_CLAMP (clamp), content);

  set_margins (panel, 6, 18);
  gtk_widget_set_size_request (panel_scroller, PANEL_WIDTH, -1);
  gtk_widget_add_css_class (panel_scroller, "background");
  self->flap = adw_flap_new ();
  adw_flap_set_flap_position (ADW_FLAP (self->flap), GTK_PACK_END);
  adw_flap_set_content (ADW_FLAP (self->flap), scroller_new (clamp));
  adw_flap_set_flap (ADW_FLAP (self->flap), panel_scroller);
  adw_bin_set_child (ADW_BIN (self), self->flap);
}

static void
pb_board_view_dispose (GObject *object)
{
  g_clear_object (&PB_BOARD_VIEW (object)->run);
  G_OBJECT_CLASS (pb_board_view_parent_class)->dispose (object);
}

static void
pb_board_view_class_init (PbBoardViewClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = pb_board_view_dispose;
}

static void
pb_board_view_init (PbBoardView *self)
{
}

GtkWidget *
pb_board_view_new (PbRunModel *run)
{
  PbBoardView *self;
  GListModel *groups;

  g_return_val_if_fail (PB_IS_RUN_MODEL (run), NULL);

  self = g_object_new (PB_TYPE_BOARD_VIEW, NULL);
  self->run = g_object_ref (run);
  build (self);
  groups = pb_run_model_get_groups (run);
  g_signal_connect_object (groups, "items-changed", G_CALLBACK (groups_changed_cb), self, G_CONNECT_SWAPPED);
  groups_changed_cb (self, 0, 0, g_list_model_get_n_items (groups), groups);
  return GTK_WIDGET (self);
}

gboolean
pb_board_view_show_item (PbBoardView *self, const char *item_id)
{
  g_return_val_if_fail (PB_IS_BOARD_VIEW (self), FALSE);

  for (GtkWidget *view = gtk_widget_get_first_child (self->groups); view != NULL;
       view = gtk_widget_get_next_sibling (view))
    {
      PbItemRow *row = pb_group_view_find_row (PB_GROUP_VIEW (view), item_id);
      if (row == NULL)
        continue;
      pb_item_row_point_out (row);
      return TRUE;
    }
  return FALSE;
}

void
pb_board_view_toggle_line (PbBoardView *self)
{
  g_return_if_fail (PB_IS_BOARD_VIEW (self));
  adw_flap_set_reveal_flap (ADW_FLAP (self->flap), !adw_flap_get_reveal_flap (ADW_FLAP (self->flap)));
}
