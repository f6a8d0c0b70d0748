/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-view"

#include "view/pb-plain-row.h"

struct _PbPlainRow
{
  AdwActionRow parent_instance;
};

G_DEFINE_FINAL_TYPE (PbPlainRow, pb_plain_row, ADW_TYPE_ACTION_ROW)

struct _PbBareRow
{
  AdwPreferencesRow parent_instance;
};

G_DEFINE_FINAL_TYPE (PbBareRow, pb_bare_row, ADW_TYPE_PREFERENCES_ROW)

gboolean
pb_plain_row_focus (GtkWidget *row, GtkDirectionType direction)
{
  gboolean back = direction == GTK_DIR_TAB_BACKWARD || direction == GTK_DIR_UP;
  GtkWidget *child = gtk_list_box_row_get_child (GTK_LIST_BOX_ROW (row));
  GtkWidget *list = gtk_widget_get_parent (row);
  GtkWidget *next = row;

  if (child != NULL && gtk_widget_child_focus (child, direction))
    return TRUE;
  /* A list goes on to its other rows by itself, unless it is being entered: then it asks one row only. */
  if (list == NULL || gtk_widget_get_focus_child (list) != NULL)
    return FALSE;
  while ((next = back ? gtk_widget_get_prev_sibling (next) : gtk_widget_get_next_sibling (next)) != NULL)
    if (gtk_widget_get_visible (next) && gtk_widget_child_focus (next, direction))
      return TRUE;
  return FALSE;
}

static void
pb_plain_row_class_init (PbPlainRowClass *klass)
{
  GTK_WIDGET_CLASS (klass)->focus = pb_plain_row_focus;
}

static void
pb_plain_row_init (PbPlainRow *self)
{
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self), FALSE);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (self), 0);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (self), 0);
  gtk_widget_set_focusable (GTK_WIDGET (self), FALSE);
}

GtkWidget *
pb_plain_row_new (const char *title, const char *subtitle)
{
  PbPlainRow *self = g_object_new (PB_TYPE_PLAIN_ROW, NULL);

  if (title != NULL)
    adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), title);
  if (subtitle != NULL)
    adw_action_row_set_subtitle (ADW_ACTION_ROW (self), subtitle);
  return GTK_WIDGET (self);
}

static void
pb_bare_row_class_init (PbBareRowClass *klass)
{
  GTK_WIDGET_CLASS (klass)->focus = pb_plain_row_focus;
}

static void
pb_bare_row_init (PbBareRow *self)
{
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self), FALSE);
  gtk_widget_set_focusable (GTK_WIDGET (self), FALSE);
}

GtkWidget *
pb_bare_row_new (GtkWidget *child)
{
  return g_object_new (PB_TYPE_BARE_ROW, "child", child, NULL);
}
