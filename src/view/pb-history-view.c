/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-view"

#include "view/pb-history-view.h"

#include "view/pb-check-window.h"
#include "view/pb-look.h"

#include <glib/gi18n.h>
#include <string.h>

struct _PbHistoryView
{
  AdwBin parent_instance;
  PbHistoryModel *history; /* (owned) */
  GtkWidget *search;
  GtkWidget *kind;
  GtkWidget *stack;
  GtkWidget *failure;
  GtkListView *list;
  GtkFilter *filter;
  char *needle; /* casefolded */
};

G_DEFINE_FINAL_TYPE (PbHistoryView, pb_history_view, ADW_TYPE_BIN)

static gboolean
mentions (gpointer item, const char *property, const char *needle)
{
  g_autofree char *text = g_utf8_casefold (pb_row_get_text (item, property), -1);

  return strstr (text, needle) != NULL;
}

static gboolean
matches (gpointer item, gpointer user_data)
{
  PbHistoryView *self = user_data;
  guint kind = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->kind));

  if (kind > 0 && kind != GTK_INVALID_LIST_POSITION && kind - 1 != (guint) pb_row_get_number (item, "kind"))
    return FALSE;
  return *self->needle == '\0' || mentions (item, "title", self->needle) || mentions (item, "detail", self->needle) ||
         mentions (item, "who", self->needle);
}

static void
update (PbHistoryView *self)
{
  const char *error = pb_row_get_text (self->history, "error-text");
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->history));
  const char *state = "list";
  g_autofree char *escaped = g_markup_escape_text (error, -1);

  if (n == 0)
    state = *error != '\0' ? "failed" : pb_row_get_flag (self->history, "loading") ? "loading" : "empty";
  adw_status_page_set_description (ADW_STATUS_PAGE (self->failure), escaped);
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), state);
}

static void
filter_cb (PbHistoryView *self)
{
  g_free (self->needle);
  self->needle = g_utf8_casefold (gtk_editable_get_text (GTK_EDITABLE (self->search)), -1);
  if (self->filter != NULL)
    gtk_filter_changed (self->filter, GTK_FILTER_CHANGE_DIFFERENT);
}

static void
again_cb (PbHistoryView *self)
{
  pb_history_model_refresh (self->history);
}

static GtkWidget *
label_new (const char *css_class)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  return label;
}

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *list_item)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 18);
  GtkWidget *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *time = label_new ("numeric");
  GtkWidget *who = label_new ("dim-label");

  gtk_widget_set_size_request (time, 130, -1);
  gtk_widget_set_size_request (who, 160, -1);
  gtk_widget_set_valign (time, GTK_ALIGN_START);
  gtk_widget_set_valign (who, GTK_ALIGN_START);
  gtk_label_set_max_width_chars (GTK_LABEL (who), 20);
  gtk_widget_set_hexpand (texts, TRUE);
  gtk_box_append (GTK_BOX (texts), label_new (NULL));
  gtk_box_append (GTK_BOX (texts), label_new ("dim-label"));
  gtk_box_append (GTK_BOX (box), time);
  gtk_box_append (GTK_BOX (box), texts);
  gtk_box_append (GTK_BOX (box), who);
  gtk_widget_add_css_class (box, "pb-row");
  gtk_list_item_set_child (list_item, box);
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *list_item)
{
  gpointer item = gtk_list_item_get_item (list_item);
  GtkWidget *time = gtk_widget_get_first_child (gtk_list_item_get_child (list_item));
  GtkWidget *texts = gtk_widget_get_next_sibling (time);
  GtkWidget *title = gtk_widget_get_first_child (texts);
  GtkWidget *detail = gtk_widget_get_next_sibling (title);

  /* A check has items to show; the rest says by itself what it is. */
  gtk_list_item_set_activatable (list_item, pb_row_get_number (item, "kind") == PB_HISTORY_CHECK);
  gtk_label_set_label (GTK_LABEL (time), pb_row_get_text (item, "time-text"));
  gtk_label_set_label (GTK_LABEL (title), pb_row_get_text (item, "title"));
  gtk_label_set_label (GTK_LABEL (detail), pb_row_get_text (item, "detail"));
  gtk_widget_set_visible (detail, *pb_row_get_text (item, "detail") != '\0');
  gtk_label_set_label (GTK_LABEL (gtk_widget_get_next_sibling (texts)), pb_row_get_text (item, "who"));
}

static void
activate_cb (PbHistoryView *self, guint position)
{
  g_autoptr (PbHistoryItem) item =
    g_list_model_get_item (G_LIST_MODEL (gtk_list_view_get_model (self->list)), position);

  if (item != NULL && pb_row_get_number (item, "kind") == PB_HISTORY_CHECK)
    gtk_window_present (
      GTK_WINDOW (pb_check_window_new (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), self->history, item)));
}

static void
pb_history_view_map (GtkWidget *widget)
{
  pb_history_model_set_active (PB_HISTORY_VIEW (widget)->history, TRUE);
  GTK_WIDGET_CLASS (pb_history_view_parent_class)->map (widget);
}

static void
pb_history_view_unmap (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (pb_history_view_parent_class)->unmap (widget);
  if (PB_HISTORY_VIEW (widget)->history != NULL)
    pb_history_model_set_active (PB_HISTORY_VIEW (widget)->history, FALSE);
}

static void
pb_history_view_dispose (GObject *object)
{
  PbHistoryView *self = PB_HISTORY_VIEW (object);

  if (self->list != NULL)
    gtk_list_view_set_model (self->list, NULL);
  g_clear_object (&self->filter);
  g_clear_object (&self->history);
  G_OBJECT_CLASS (pb_history_view_parent_class)->dispose (object);
}

static void
pb_history_view_finalize (GObject *object)
{
  g_free (PB_HISTORY_VIEW (object)->needle);
  G_OBJECT_CLASS (pb_history_view_parent_class)->finalize (object);
}

static void
pb_history_view_class_init (PbHistoryViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pb_history_view_dispose;
  G_OBJECT_CLASS (klass)->finalize = pb_history_view_finalize;
  widget_class->map = pb_history_view_map;
  widget_class->unmap = pb_history_view_unmap;
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/prepboard/Prepboard/ui/pb-history-view.ui");
  gtk_widget_class_bind_template_child (widget_class, PbHistoryView, search);
  gtk_widget_class_bind_template_child (widget_class, PbHistoryView, kind);
  gtk_widget_class_bind_template_child (widget_class, PbHistoryView, stack);
  gtk_widget_class_bind_template_child (widget_class, PbHistoryView, failure);
  gtk_widget_class_bind_template_child (widget_class, PbHistoryView, list);
  gtk_widget_class_bind_template_callback (widget_class, filter_cb);
  gtk_widget_class_bind_template_callback (widget_class, again_cb);
}

static void
pb_history_view_init (PbHistoryView *self)
{
  self->needle = g_strdup ("");
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
pb_history_view_new (PbRunModel *run)
{
  PbHistoryView *self;
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  /* In the order of PbHistoryKind. */
  const char *const kinds[] = { _ ("Everything"), _ ("Checks"),   _ ("Waivers"),       _ ("Actions"), _ ("Records"),
                                _ ("Loading"),    _ ("Bindings"), _ ("First article"), NULL };
  g_autoptr (GtkStringList) words = gtk_string_list_new (kinds);
  GtkFilterListModel *filtered;
  GtkNoSelection *selection;

  g_return_val_if_fail (PB_IS_RUN_MODEL (run), NULL);

  self = g_object_new (PB_TYPE_HISTORY_VIEW, NULL);
  self->history = g_object_ref (pb_run_model_get_history (run));
  gtk_drop_down_set_model (GTK_DROP_DOWN (self->kind), G_LIST_MODEL (words));
  self->filter = GTK_FILTER (gtk_custom_filter_new (matches, self, NULL));
  filtered = gtk_filter_list_model_new (g_object_ref (G_LIST_MODEL (self->history)), g_object_ref (self->filter));
  selection = gtk_no_selection_new (G_LIST_MODEL (filtered));
  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), NULL);
  g_signal_connect_object (self->list, "activate", G_CALLBACK (activate_cb), self, G_CONNECT_SWAPPED);
  gtk_list_view_set_factory (self->list, factory);
  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (selection));
  g_object_unref (factory);
  g_object_unref (selection);
  g_signal_connect_object (self->kind, "notify::selected", G_CALLBACK (filter_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->history, "notify", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
  return GTK_WIDGET (self);
}

void
pb_history_view_search (PbHistoryView *self, const char *text)
{
  g_return_if_fail (PB_IS_HISTORY_VIEW (self));
  gtk_editable_set_text (GTK_EDITABLE (self->search), text != NULL ? text : "");
}
