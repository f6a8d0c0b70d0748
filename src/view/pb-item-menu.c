/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-view"

#include "view/pb-item-menu.h"

#include "view/pb-button.h"

#include <glib/gi18n.h>

static void
clicked_cb (GtkButton *button)
{
  const char *name = g_object_get_data (G_OBJECT (button), "action");
  const char *target = g_object_get_data (G_OBJECT (button), "target");
  GtkWidget *popover = gtk_widget_get_ancestor (GTK_WIDGET (button), GTK_TYPE_POPOVER);
  /* The action may open a window: the menu is gone by then, and with it this button. */
  g_autoptr (GtkWidget) from = g_object_ref (popover != NULL ? gtk_widget_get_parent (popover) : GTK_WIDGET (button));

  if (popover != NULL)
    gtk_popover_popdown (GTK_POPOVER (popover));
  gtk_widget_activate_action (from, name, target != NULL ? "s" : NULL, target);
}

GtkWidget *
pb_action_button_new (const char *label, const char *why_not, const char *action_name, const char *target)
{
  GtkWidget *button = pb_button_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *name = gtk_label_new_with_mnemonic (label);

  gtk_label_set_xalign (GTK_LABEL (name), 0);
  gtk_label_set_mnemonic_widget (GTK_LABEL (name), button);
  gtk_widget_set_valign (box, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (box), name);
  if (why_not != NULL)
    {
      GtkWidget *reason = gtk_label_new (why_not);
      gtk_label_set_xalign (GTK_LABEL (reason), 0);
      gtk_label_set_wrap (GTK_LABEL (reason), TRUE);
      gtk_label_set_max_width_chars (GTK_LABEL (reason), 38);
      gtk_widget_add_css_class (reason, "caption");
      gtk_box_append (GTK_BOX (box), reason);
    }
  gtk_button_set_child (GTK_BUTTON (button), box);
  pb_button_set_why_not (PB_BUTTON (button), why_not);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "pb-popover-action");
  g_object_set_data (G_OBJECT (button), "action", (gpointer) g_intern_string (action_name));
  g_object_set_data_full (G_OBJECT (button), "target", g_strdup (target), g_free);
  g_signal_connect (button, "clicked", G_CALLBACK (clicked_cb), NULL);
  return button;
}

GtkWidget *
pb_item_menu_new (PbRunModel *run, PbItemModel *item)
{
  const struct
  {
    const char *label;
    const char *action_name;
    PbAction action;
    gboolean shown;
  } entries[] = {
    { _ ("_Record…"), "run.record", PB_ACTION_RECORD, pb_item_model_get_record_type (item) != NULL },
    { _ ("_Waive…"), "run.waive", PB_ACTION_WAIVE, TRUE },
    { _ ("Request _waiver…"), "run.request-waiver", PB_ACTION_REQUEST_WAIVER,
      pb_session_model_has_feature (pb_run_model_get_session (run), "waivers") },
    { _ ("_Not needed…"), "run.not-needed", PB_ACTION_NOT_NEEDED,
      pb_session_model_has_feature (pb_run_model_get_session (run), "notNeeded") },
    { _ ("_Bind to the line…"), "run.bind-for", PB_ACTION_BIND, pb_item_model_get_asset_kind (item) != PB_ASSET_NONE },
  };
  GtkWidget *popover;
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  const char *id = pb_item_model_get_id (item);

  g_return_val_if_fail (PB_IS_RUN_MODEL (run), NULL);
  g_return_val_if_fail (PB_IS_ITEM_MODEL (item), NULL);

  popover = gtk_popover_new ();
  for (guint i = 0; i < G_N_ELEMENTS (entries); i++)
    {
      g_autofree char *why_not = NULL;
      if (!entries[i].shown)
        continue;
      why_not = pb_run_model_why_not (run, entries[i].action, item);
      gtk_box_append (GTK_BOX (box), pb_action_button_new (entries[i].label, why_not, entries[i].action_name, id));
    }
  gtk_box_append (GTK_BOX (box), pb_action_button_new (_ ("_History"), NULL, "run.history", id));
  gtk_popover_set_child (GTK_POPOVER (popover), box);
  return popover;
}
