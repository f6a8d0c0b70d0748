/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-view"

#include "view/pb-item-row.h"

#include "model/pb-text.h"
#include "view/pb-badge.h"
#include "view/pb-button.h"
#include "view/pb-item-menu.h"
#include "view/pb-life-bar.h"

#include <glib/gi18n.h>

#define POINT_OUT_MS 2500

struct _PbItemRow
{
  GtkListBoxRow parent_instance;
  PbRunModel *run;
  PbItemModel *item;
  GtkWidget *box;
  GtkWidget *badge;
  GtkWidget *name;
  GtkWidget *object;
  GtkWidget *problem;
  GtkWidget *warning;
  GtkWidget *measure;
  GtkWidget *life_place;
  GtkWidget *life;
  GtkWidget *waiver;
  GtkWidget *evidence;
  GtkWidget *deadline;
  GtkWidget *primary;
  const char *primary_action;
  GtkWidget *menu;
  guint point_out_id;
  guint show_id;
};

G_DEFINE_FINAL_TYPE (PbItemRow, pb_item_row, GTK_TYPE_LIST_BOX_ROW)

static void
set_text (GtkWidget *label, const char *text)
{
  gtk_label_set_label (GTK_LABEL (label), text);
  gtk_widget_set_visible (label, *text != '\0');
}

/* The one thing that helps most: bind what is missing on the line, load the slot, record. */
static const char *
choose_primary (PbItemModel *item, PbAction *action, const char **action_name)
{
  const PbItem *value = pb_item_model_peek (item);

  if (value != NULL && value->reason_code == PB_REASON_NOT_BOUND &&
      pb_item_model_get_asset_kind (item) != PB_ASSET_NONE)
    {
      *action = PB_ACTION_BIND;
      *action_name = "run.bind-for";
      return _ ("Bind…");
    }
  if (pb_item_model_get_item_type (item) == PB_ITEM_LOADING && pb_item_model_get_status (item) == PB_STATUS_FAILED)
    {
      *action = PB_ACTION_VERIFY_SLOT;
      *action_name = "run.load-for";
      return _ ("Load…");
    }
  if (pb_item_model_get_record_type (item) == NULL)
    return NULL;
  *action = PB_ACTION_RECORD;
  *action_name = "run.record";
  return _ ("Record…");
}

static void
show_primary (PbItemRow *self)
{
  PbAction action;
  const char *label = choose_primary (self->item, &action, &self->primary_action);
  g_autofree char *why_not = NULL;
  g_autofree char *name = NULL;

  gtk_widget_set_visible (self->primary, label != NULL);
  if (label == NULL)
    return;
  why_not = pb_run_model_why_not (self->run, action, self->item);
  name = g_strdup_printf ("%s %s %s", label, pb_row_get_text (self->item, "title"),
                          pb_row_get_text (self->item, "object-text"));
  gtk_button_set_label (GTK_BUTTON (self->primary), label);
  pb_button_set_why_not (PB_BUTTON (self->primary), why_not);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->primary), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

/* What changes by itself in months needs nobody today. */
static gboolean
is_near (PbItemModel *item)
{
  gint64 deadline = pb_row_get_number (item, "next-deadline");

  return deadline != 0 && deadline - pb_now () < PB_DAY;
}

static void
show (PbItemRow *self)
{
  PbItemModel *item = self->item;
  const char *word;
  PbLook look = pb_look_of_item (item, &word);
  gboolean quiet = look == PB_LOOK_PASS || look == PB_LOOK_NONE;

  pb_badge_set (PB_BADGE (self->badge), look, word);
  gtk_label_set_label (GTK_LABEL (self->name), pb_row_get_text (item, "title"));
  set_text (self->object, pb_row_get_text (item, "object-text"));
  set_text (self->problem, pb_row_get_text (item, "failure-text"));
  set_text (self->warning, pb_row_get_text (item, "warning-text"));
  set_text (self->measure, pb_row_get_text (item, "measure-text"));
  set_text (self->waiver, pb_row_get_text (item, "waiver-text"));
  set_text (self->evidence, pb_row_get_text (item, "evidence-text"));
  set_text (self->deadline, is_near (item) ? pb_row_get_text (item, "deadline-text") : "");
  if (quiet)
    gtk_widget_add_css_class (self->box, "pb-quiet");
  else
    gtk_widget_remove_css_class (self->box, "pb-quiet");
  pb_life_bar_set_share (self->life, pb_row_get_double (item, "life-fraction"));
  show_primary (self);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  pb_row_get_text (item, "accessible-text"), -1);
}

static gboolean
show_cb (gpointer user_data)
{
  PbItemRow *self = user_data;

  self->show_id = 0;
  show (self);
  return G_SOURCE_REMOVE;
}

/* One answer changes many properties of an item: it is drawn once, before the next frame. */
static void
queue_show (PbItemRow *self)
{
  if (self->show_id == 0)
    self->show_id = g_idle_add_full (G_PRIORITY_HIGH_IDLE, show_cb, self, NULL);
}

static void
primary_clicked_cb (PbItemRow *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), self->primary_action, "s", pb_item_model_get_id (self->item));
}

/* Enter on the row: its first action, or all that it has. */
static gboolean
activate_cb (GtkWidget *widget, GVariant *arguments, gpointer user_data)
{
  PbItemRow *self = PB_ITEM_ROW (widget);

  if (gtk_widget_get_visible (self->primary))
    g_signal_emit_by_name (self->primary, "clicked");
  else
    gtk_menu_button_popup (GTK_MENU_BUTTON (self->menu));
  return TRUE;
}

static void
create_menu_cb (GtkMenuButton *button, gpointer user_data)
{
  PbItemRow *self = user_data;

  gtk_menu_button_set_popover (button, pb_item_menu_new (self->run, self->item));
}

static gboolean
pointed_out_cb (gpointer user_data)
{
  PbItemRow *self = user_data;

  self->point_out_id = 0;
  gtk_widget_remove_css_class (GTK_WIDGET (self), "pb-found");
  return G_SOURCE_REMOVE;
}

static void
pb_item_row_dispose (GObject *object)
{
  PbItemRow *self = PB_ITEM_ROW (object);

  g_clear_handle_id (&self->point_out_id, g_source_remove);
  g_clear_handle_id (&self->show_id, g_source_remove);
  g_clear_object (&self->run);
  g_clear_object (&self->item);
  G_OBJECT_CLASS (pb_item_row_parent_class)->dispose (object);
}

static void
pb_item_row_class_init (PbItemRowClass *klass)
{
  static const guint keys[] = { GDK_KEY_Return, GDK_KEY_KP_Enter, GDK_KEY_ISO_Enter };
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pb_item_row_dispose;
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    gtk_widget_class_add_binding (widget_class, keys[i], 0, activate_cb, NULL);
  g_type_ensure (PB_TYPE_BADGE);
  g_type_ensure (PB_TYPE_BUTTON);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/prepboard/Prepboard/ui/pb-item-row.ui");
  gtk_widget_class_bind_template_child (widget_class, PbItemRow, box);
  gtk_widget_class_bind_template_child (widget_class, PbItemRow, badge);
  gtk_widget_class_bind_template_child (widget_class, PbItemRow, name);
  gtk_widget_class_bind_template_child (widget_class, PbItemRow, object);
  gtk_widget_class_bind_template_child (widget_class, PbItemRow, problem);
  gtk_widget_class_bind_template_child (widget_class, PbItemRow, warning);
  gtk_widget_class_bind_template_child (widget_class, PbItemRow, measure);
  gtk_widget_class_bind_template_child (widget_class, PbItemRow, life_place);
  gtk_widget_class_bind_template_child (widget_class, PbItemRow, waiver);
  gtk_widget_class_bind_template_child (widget_class, PbItemRow, evidence);
  gtk_widget_class_bind_template_child (widget_class, PbItemRow, deadline);
  gtk_widget_class_bind_template_child (widget_class, PbItemRow, primary);
  gtk_widget_class_bind_template_child (widget_class, PbItemRow, menu);
  gtk_widget_class_bind_template_callback (widget_class, primary_clicked_cb);
}

static void
pb_item_row_init (PbItemRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->life = pb_life_bar_new (140);
  gtk_box_append (GTK_BOX (self->life_place), self->life);
  gtk_menu_button_set_create_popup_func (GTK_MENU_BUTTON (self->menu), create_menu_cb, self, NULL);
}

GtkWidget *
pb_item_row_new (PbRunModel *run, PbItemModel *item)
{
  PbItemRow *self;
  g_autofree char *menu_name = NULL;

  g_return_val_if_fail (PB_IS_RUN_MODEL (run), NULL);
  g_return_val_if_fail (PB_IS_ITEM_MODEL (item), NULL);

  self = g_object_new (PB_TYPE_ITEM_ROW, NULL);
  self->run = g_object_ref (run);
  self->item = g_object_ref (item);
  menu_name =
    g_strdup_printf (_ ("Actions for %s %s"), pb_row_get_text (item, "title"), pb_row_get_text (item, "object-text"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->menu), GTK_ACCESSIBLE_PROPERTY_LABEL, menu_name, -1);
  g_signal_connect_object (item, "notify", G_CALLBACK (queue_show), self, G_CONNECT_SWAPPED);
  /* What may be done depends on the run's state and on who is signed in. */
  g_signal_connect_object (run, "notify::status", G_CALLBACK (queue_show), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (run, "notify::stale-since", G_CALLBACK (queue_show), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (pb_run_model_get_session (run), "permissions-changed", G_CALLBACK (queue_show), self,
                           G_CONNECT_SWAPPED);
  show (self);
  return GTK_WIDGET (self);
}

PbItemModel *
pb_item_row_get_item (PbItemRow *self)
{
  g_return_val_if_fail (PB_IS_ITEM_ROW (self), NULL);
  return self->item;
}

void
pb_item_row_point_out (PbItemRow *self)
{
  g_return_if_fail (PB_IS_ITEM_ROW (self));

  gtk_widget_grab_focus (GTK_WIDGET (self));
  gtk_widget_add_css_class (GTK_WIDGET (self), "pb-found");
  g_clear_handle_id (&self->point_out_id, g_source_remove);
  self->point_out_id = g_timeout_add (POINT_OUT_MS, pointed_out_cb, self);
}
