/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-view"

#include "view/pb-check-window.h"

#include "model/pb-text.h"
#include "view/pb-badge.h"

#include <glib/gi18n.h>

struct _PbCheckWindow
{
  AdwWindow parent_instance;
  GCancellable *cancellable; /* (owned) (nullable) */
  GtkWidget *stack;
  GtkWidget *list;
  GtkWidget *failure;
};

G_DEFINE_FINAL_TYPE (PbCheckWindow, pb_check_window, ADW_TYPE_WINDOW)

static GtkWidget *
item_row_new (gpointer item, gpointer user_data)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *badge = pb_badge_new ();
  const char *word;
  PbLook look = pb_look_of_item (item, &word);
  const char *failure = pb_row_get_text (item, "failure-text");
  const char *waiver = pb_row_get_text (item, "waiver-text");
  const char *measure = pb_row_get_text (item, "measure-text");
  g_autofree char *title = NULL;

  title =
    g_strchomp (g_strdup_printf ("%s %s", pb_row_get_text (item, "title"), pb_row_get_text (item, "object-text")));
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), *waiver != '\0' ? waiver : *failure != '\0' ? failure : measure);
  pb_badge_set (PB_BADGE (badge), look, word);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), badge);
  return row;
}

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PbCheckWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GListModel) items = pb_history_model_open_check_finish (PB_HISTORY_MODEL (source), result, &error);
  g_autofree char *text = NULL;
  g_autofree char *escaped = NULL;

  if (self->cancellable == NULL || (error != NULL && pb_error_is_cancelled (error)))
    return;
  if (items != NULL)
    {
      gtk_list_box_bind_model (GTK_LIST_BOX (self->list), items, item_row_new, NULL, NULL);
      gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "list");
      gtk_widget_child_focus (self->list, GTK_DIR_TAB_FORWARD);
      return;
    }
  text = pb_error_to_user_text (error);
  escaped = g_markup_escape_text (text, -1);
  adw_status_page_set_description (ADW_STATUS_PAGE (self->failure), escaped);
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "failed");
}

static void
pb_check_window_dispose (GObject *object)
{
  PbCheckWindow *self = PB_CHECK_WINDOW (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  G_OBJECT_CLASS (pb_check_window_parent_class)->dispose (object);
}

static void
pb_check_window_class_init (PbCheckWindowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = pb_check_window_dispose;
  gtk_widget_class_add_binding_action (GTK_WIDGET_CLASS (klass), GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
build (PbCheckWindow *self, GtkWidget *header)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *clamp = adw_clamp_new ();
  GtkWidget *spinner = gtk_spinner_new ();

  self->stack = gtk_stack_new ();
  self->list = gtk_list_box_new ();
  self->failure = adw_status_page_new ();
  gtk_widget_set_vexpand (self->stack, TRUE);
  gtk_spinner_set_spinning (GTK_SPINNER (spinner), TRUE);
  gtk_widget_set_halign (spinner, GTK_ALIGN_CENTER);
  gtk_widget_set_valign (spinner, GTK_ALIGN_CENTER);
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (self->list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (self->list, "boxed-list");
  gtk_widget_set_valign (self->list, GTK_ALIGN_START);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Items of the check"),
                                  -1);
  gtk_widget_set_margin_top (clamp, 18);
  gtk_widget_set_margin_bottom (clamp, 18);
  gtk_widget_set_margin_start (clamp, 18);
  gtk_widget_set_margin_end (clamp, 18);
  adw_clamp_set_child (ADW_CLAMP (clamp), self->list);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), clamp);
  adw_status_page_set_icon_name (ADW_STATUS_PAGE (self->failure), "pb-offline-symbolic");
  adw_status_page_set_title (ADW_STATUS_PAGE (self->failure), _ ("The Check Could Not Be Fetched"));
  gtk_stack_add_named (GTK_STACK (self->stack), spinner, "loading");
  gtk_stack_add_named (GTK_STACK (self->stack), scroller, "list");
  gtk_stack_add_named (GTK_STACK (self->stack), self->failure, "failed");
  gtk_box_append (GTK_BOX (box), header);
  gtk_box_append (GTK_BOX (box), self->stack);
  adw_window_set_content (ADW_WINDOW (self), box);
}

static void
pb_check_window_init (PbCheckWindow *self)
{
  self->cancellable = g_cancellable_new ();
}

GtkWidget *
pb_check_window_new (GtkWindow *parent, PbHistoryModel *history, PbHistoryItem *check)
{
  PbCheckWindow *self;
  GtkWidget *header = adw_header_bar_new ();
  const char *title;
  const char *who;
  g_autofree char *subtitle = NULL;

  g_return_val_if_fail (PB_IS_HISTORY_MODEL (history), NULL);
  g_return_val_if_fail (PB_IS_HISTORY_ITEM (check), NULL);

  title = pb_row_get_text (check, "title");
  who = pb_row_get_text (check, "who");
  subtitle = *who != '\0' ? g_strdup_printf ("%s · %s", pb_row_get_text (check, "time-text"), who)
                          : g_strdup (pb_row_get_text (check, "time-text"));
  self = g_object_new (PB_TYPE_CHECK_WINDOW, "transient-for", parent, "modal", TRUE, "title", title, "default-width",
                       620, "default-height", 640, NULL);
  adw_header_bar_set_title_widget (ADW_HEADER_BAR (header), adw_window_title_new (title, subtitle));
  build (self, header);
  pb_history_model_open_check_async (history, check, self->cancellable, opened_cb, g_object_ref (self));
  return GTK_WIDGET (self);
}
