/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-view"

#include "view/pb-user-button.h"

#include <glib/gi18n.h>

static GMenuModel *
menu_new (void)
{
  GMenu *menu = g_menu_new ();
  g_autoptr (GMenu) person = g_menu_new ();
  g_autoptr (GMenu) program = g_menu_new ();

  g_menu_append (person, _ ("_Switch user…"), "win.switch-user");
  g_menu_append (person, _ ("_Lock"), "win.lock");
  g_menu_append (person, _ ("Change _password…"), "win.change-password");
  g_menu_append_section (menu, NULL, G_MENU_MODEL (person));
  g_menu_append (program, _ ("_Keyboard shortcuts"), "win.show-help-overlay");
  g_menu_append (program, _ ("_About Prepboard"), "win.about");
  g_menu_append_section (menu, NULL, G_MENU_MODEL (program));
  return G_MENU_MODEL (menu);
}

static void
session_changed_cb (PbSessionModel *session, GParamSpec *pspec, GtkWidget *button)
{
  const char *name = pb_session_model_get_user_name (session);
  g_autofree char *roles = NULL;
  g_autofree char *description = NULL;

  g_object_get (session, "roles-text", &roles, NULL);
  description = roles != NULL && *roles != '\0' ? g_strdup_printf ("%s\n%s", name, roles) : g_strdup (name);
  gtk_menu_button_set_label (GTK_MENU_BUTTON (button), *name != '\0' ? name : _ ("Not signed in"));
  gtk_widget_set_tooltip_text (button, description);
}

GtkWidget *
pb_user_button_new (PbSessionModel *session)
{
  GtkWidget *button;
  g_autoptr (GMenuModel) menu = menu_new ();

  g_return_val_if_fail (PB_IS_SESSION_MODEL (session), NULL);

  button = gtk_menu_button_new ();
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (button), menu);
  gtk_menu_button_set_primary (GTK_MENU_BUTTON (button), TRUE);
  gtk_menu_button_set_always_show_arrow (GTK_MENU_BUTTON (button), TRUE);
  g_signal_connect_object (session, "notify", G_CALLBACK (session_changed_cb), button, 0);
  session_changed_cb (session, NULL, button);
  return button;
}
