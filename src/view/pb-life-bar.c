/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-view"

#include "view/pb-life-bar.h"

/* From here on the end is near (domain.md, "At the limit"). */
#define NEAR_END 0.9

GtkWidget *
pb_life_bar_new (int width)
{
  GtkWidget *bar = g_object_new (GTK_TYPE_PROGRESS_BAR, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION,
                                 "width-request", width, "halign", GTK_ALIGN_START, "valign", GTK_ALIGN_CENTER, NULL);

  gtk_widget_add_css_class (bar, "pb-life");
  return bar;
}

void
pb_life_bar_set_share (GtkWidget *bar, double share)
{
  static const char *const classes[] = { "pb-pass", "pb-warning", "pb-fail" };
  guint now = share > 1 ? 2 : share >= NEAR_END ? 1 : 0;

  g_return_if_fail (GTK_IS_PROGRESS_BAR (bar));

  gtk_widget_set_visible (bar, share >= 0);
  if (share < 0)
    return;
  gtk_progress_bar_set_fraction (GTK_PROGRESS_BAR (bar), MIN (share, 1));
  for (guint i = 0; i < G_N_ELEMENTS (classes); i++)
    gtk_widget_remove_css_class (bar, classes[i]);
  gtk_widget_add_css_class (bar, classes[now]);
}
