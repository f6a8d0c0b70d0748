/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-view"

#include "view/pb-waivers-page.h"

#include "view/pb-badge.h"
#include "view/pb-user-button.h"
#include "view/pb-waive-dialog.h"

#include <glib/gi18n.h>

struct _PbWaiversPage
{
  AdwBin parent_instance;
  PbSessionModel *session; /* (owned) */
  PbWaiversModel *waivers; /* (owned) */
  GtkWidget *header;
  GtkWidget *title;
  GtkWidget *stack;
  GtkWidget *failure;
  GtkWidget *list;
};

G_DEFINE_FINAL_TYPE (PbWaiversPage, pb_waivers_page, ADW_TYPE_BIN)

static PbLook
look_of_waiver (gpointer waiver)
{
  switch (pb_row_get_number (waiver, "status"))
    {
    case PB_WAIVER_REQUESTED:
      return PB_LOOK_PENDING;
    case PB_WAIVER_APPROVED:
      return PB_LOOK_WAIVED;
    case PB_WAIVER_REJECTED:
      return PB_LOOK_FAIL;
    default:
      return PB_LOOK_NONE;
    }
}

/* Where the server has nothing to decide, there are no buttons for it. */
static void
show_buttons (PbWaiversPage *self, gpointer waiver, GtkWidget *row)
{
  gboolean decisions = pb_row_get_flag (self->waivers, "decisions");
  gboolean open = decisions && pb_row_get_flag (waiver, "open");

  gtk_widget_set_visible (g_object_get_data (G_OBJECT (row), "approve"), open);
  gtk_widget_set_visible (g_object_get_data (G_OBJECT (row), "reject"), open);
  gtk_widget_set_visible (g_object_get_data (G_OBJECT (row), "revoke"),
                          decisions && pb_row_get_flag (waiver, "in-force"));
}

static void
show_waiver (gpointer waiver, GParamSpec *pspec, GtkWidget *row)
{
  PbWaiversPage *self = g_object_get_data (G_OBJECT (row), "page");
  const char *until = pb_row_get_text (waiver, "until-text");
  const char *repeats = pb_row_get_text (waiver, "repeats-text");
  g_autofree char *title =
    g_strdup_printf ("%s · %s", pb_row_get_text (waiver, "run-no"), pb_row_get_text (waiver, "item-text"));
  GString *subtitle = g_string_new (NULL);

  if (*pb_row_get_text (waiver, "category-text") != '\0')
    g_string_append_printf (subtitle, "%s: ", pb_row_get_text (waiver, "category-text"));
  g_string_append_printf (subtitle, "%s\n", pb_row_get_text (waiver, "reason"));
  g_string_append_printf (subtitle, _ ("asked for %s"), pb_row_get_text (waiver, "requested-text"));
  if (*pb_row_get_text (waiver, "approved-text") != '\0')
    /* TRANSLATORS: time and name, after "asked for …" */
    g_string_append_printf (subtitle, _ (" · approved %s"), pb_row_get_text (waiver, "approved-text"));
  if (*until != '\0')
    g_string_append_printf (subtitle, _ (" · until %s"), until);
  if (*repeats != '\0')
    g_string_append_printf (subtitle, "\n%s", repeats);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle->str);
  g_string_free (subtitle, TRUE);
  pb_badge_set (g_object_get_data (G_OBJECT (row), "badge"), look_of_waiver (waiver),
                pb_row_get_text (waiver, "status-text"));
  show_buttons (self, waiver, row);
}

static void
decide_clicked_cb (PbWaiversPage *self, GtkWidget *button)
{
  PbSignAct act = (PbSignAct) GPOINTER_TO_INT (g_object_get_data (G_OBJECT (button), "act"));
  gpointer waiver = g_object_get_data (G_OBJECT (button), "waiver");

  gtk_window_present (GTK_WINDOW (pb_waiver_dialog_new (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
                                                        self->session, self->waivers, waiver, act)));
}

static void
add_button (PbWaiversPage *self, GtkWidget *row, const char *key, const char *label, PbSignAct act, gpointer waiver)
{
  GtkWidget *button = gtk_button_new_with_label (label);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  g_object_set_data (G_OBJECT (button), "act", GINT_TO_POINTER (act));
  g_object_set_data (G_OBJECT (button), "waiver", waiver);
  g_signal_connect_object (button, "clicked", G_CALLBACK (decide_clicked_cb), self, G_CONNECT_SWAPPED);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  g_object_set_data (G_OBJECT (row), key, button);
}

static GtkWidget *
row_new (gpointer item, gpointer user_data)
{
  PbWaiversPage *self = user_data;
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *badge = pb_badge_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (row), "win.open-run");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (row), "s", pb_row_get_text (item, "run-no"));
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), badge);
  g_object_set_data (G_OBJECT (row), "badge", badge);
  g_object_set_data (G_OBJECT (row), "page", self);
  g_object_set_data_full (G_OBJECT (row), "waiver", g_object_ref (item), g_object_unref);
  add_button (self, row, "approve", _ ("Approve…"), PB_SIGN_WAIVER_APPROVE, item);
  add_button (self, row, "reject", _ ("Reject…"), PB_SIGN_WAIVER_REJECT, item);
  add_button (self, row, "revoke", _ ("Revoke…"), PB_SIGN_WAIVER_REVOKE, item);
  g_signal_connect_object (item, "notify", G_CALLBACK (show_waiver), row, 0);
  show_waiver (item, NULL, row);
  return row;
}

static void
update (PbWaiversPage *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->waivers));
  const char *error = pb_row_get_text (self->waivers, "error-text");
  g_autofree char *escaped = g_markup_escape_text (error, -1);
  const char *state = "list";

  if (!pb_row_get_flag (self->waivers, "available"))
    state = "unavailable";
  else if (n == 0)
    state = *error != '\0' ? "failed" : pb_row_get_flag (self->waivers, "loading") ? "loading" : "empty";
  adw_status_page_set_description (ADW_STATUS_PAGE (self->failure), escaped);
  adw_window_title_set_subtitle (ADW_WINDOW_TITLE (self->title), pb_row_get_flag (self->waivers, "decisions")
                                                                   ? _ ("What awaits a decision, and what is in force")
                                                                   : _ ("What is in force, and what has ended"));
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), state);
}

static void
pb_waivers_page_dispose (GObject *object)
{
  PbWaiversPage *self = PB_WAIVERS_PAGE (object);

  g_clear_object (&self->session);
  g_clear_object (&self->waivers);
  G_OBJECT_CLASS (pb_waivers_page_parent_class)->dispose (object);
}

static void
pb_waivers_page_class_init (PbWaiversPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pb_waivers_page_dispose;
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "win.back", NULL);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/prepboard/Prepboard/ui/pb-waivers-page.ui");
  gtk_widget_class_bind_template_child (widget_class, PbWaiversPage, header);
  gtk_widget_class_bind_template_child (widget_class, PbWaiversPage, title);
  gtk_widget_class_bind_template_child (widget_class, PbWaiversPage, stack);
  gtk_widget_class_bind_template_child (widget_class, PbWaiversPage, failure);
  gtk_widget_class_bind_template_child (widget_class, PbWaiversPage, list);
}

static void
pb_waivers_page_init (PbWaiversPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
pb_waivers_page_new (PbSessionModel *session, PbWaiversModel *waivers)
{
  PbWaiversPage *self;

  g_return_val_if_fail (PB_IS_SESSION_MODEL (session), NULL);
  g_return_val_if_fail (PB_IS_WAIVERS_MODEL (waivers), NULL);

  self = g_object_new (PB_TYPE_WAIVERS_PAGE, NULL);
  self->session = g_object_ref (session);
  self->waivers = g_object_ref (waivers);
  adw_header_bar_pack_end (ADW_HEADER_BAR (self->header), pb_user_button_new (session));
  gtk_list_box_bind_model (GTK_LIST_BOX (self->list), G_LIST_MODEL (waivers), row_new, self, NULL);
  g_signal_connect_object (waivers, "notify", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (waivers, "items-changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
  return GTK_WIDGET (self);
}
