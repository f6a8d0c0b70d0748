/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-view"

#include "view/pb-runs-page.h"

#include "model/pb-text.h"
#include "view/pb-board-row.h"
#include "view/pb-user-button.h"
#include "view/pb-wrap-box.h"

#include <glib/gi18n.h>
#include <string.h>

struct _PbRunsPage
{
  AdwBin parent_instance;
  PbBoardModel *board;
  GtkWidget *header;
  GtkWidget *search;
  GtkWidget *line;
  GtkWidget *state;
  GtkWidget *mine;
  GtkWidget *count;
  GtkWidget *stack;
  GtkWidget *failure;
  GtkListView *list;
  GtkFilter *filter;
  GtkSorter *sorter;
  GListModel *listed;
  GtkStringList *lines;
  char *needle; /* casefolded search text */
  guint update_id;
  gboolean focus_wanted; /* as soon as there are runs */
  gboolean bench_said;
};

G_DEFINE_FINAL_TYPE (PbRunsPage, pb_runs_page, ADW_TYPE_BIN)

static gboolean
matches (gpointer item, gpointer user_data)
{
  PbRunsPage *self = user_data;
  guint line = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->line));
  guint state = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->state));

  if (line > 0 && line != GTK_INVALID_LIST_POSITION &&
      strcmp (gtk_string_list_get_string (self->lines, line), pb_row_get_text (item, "line-name")) != 0)
    return FALSE;
  if (state > 0 && state != GTK_INVALID_LIST_POSITION && state != (guint) pb_board_item_get_state (item))
    return FALSE;
  if (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->mine)) && !pb_row_get_flag (item, "needs-me"))
    return FALSE;
  return *self->needle == '\0' || strstr (pb_row_get_text (item, "search-text"), self->needle) != NULL;
}

/* The nearest deadline first, those without any last, then by number. */
static int
compare (gconstpointer a, gconstpointer b, gpointer user_data)
{
  gint64 left = pb_row_get_number ((gpointer) a, "next-deadline");
  gint64 right = pb_row_get_number ((gpointer) b, "next-deadline");

  if (left != right)
    {
      if (left == 0 || right == 0)
        return left == 0 ? 1 : -1;
      return left < right ? -1 : 1;
    }
  return strcmp (pb_board_item_get_run_no ((PbBoardItem *) a), pb_board_item_get_run_no ((PbBoardItem *) b));
}

static gboolean
has_line (PbRunsPage *self, const char *name)
{
  for (guint i = 1; i < g_list_model_get_n_items (G_LIST_MODEL (self->lines)); i++)
    if (strcmp (gtk_string_list_get_string (self->lines, i), name) == 0)
      return TRUE;
  return FALSE;
}

static void
collect_lines (PbRunsPage *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->board));

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (PbBoardItem) item = g_list_model_get_item (G_LIST_MODEL (self->board), i);
      const char *name = pb_row_get_text (item, "line-name");
      if (*name != '\0' && !has_line (self, name))
        gtk_string_list_append (self->lines, name);
    }
}

static void
focus_list (PbRunsPage *self)
{
  if (!self->focus_wanted || !gtk_widget_get_mapped (GTK_WIDGET (self->list)) ||
      g_list_model_get_n_items (self->listed) == 0)
    return;
  self->focus_wanted = FALSE;
  gtk_widget_grab_focus (GTK_WIDGET (self->list));
}

static void
show_state (PbRunsPage *self)
{
  guint all = g_list_model_get_n_items (G_LIST_MODEL (self->board));
  guint listed = g_list_model_get_n_items (self->listed);
  g_autofree char *error = NULL;
  g_autofree char *count = NULL;
  const char *state = "list";

  g_object_get (self->board, "error-text", &error, NULL);
  if (all == 0 && pb_board_model_get_loading (self->board))
    state = error != NULL && *error != '\0' ? "failed" : "loading";
  else if (all == 0)
    state = "empty";
  else if (listed == 0)
    state = "unmatched";
  if (error != NULL)
    {
      g_autofree char *escaped = g_markup_escape_text (error, -1);
      adw_status_page_set_description (ADW_STATUS_PAGE (self->failure), escaped);
    }
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), state);
  focus_list (self);
  count = listed == all ? g_strdup_printf (ngettext ("%u run", "%u runs", all), all)
                        : g_strdup_printf (_ ("%u of %u runs"), listed, all);
  gtk_label_set_label (GTK_LABEL (self->count), count);
}

static gboolean
update_cb (gpointer user_data)
{
  PbRunsPage *self = user_data;

  self->update_id = 0;
  collect_lines (self);
  gtk_filter_changed (self->filter, GTK_FILTER_CHANGE_DIFFERENT);
  gtk_sorter_changed (self->sorter, GTK_SORTER_CHANGE_DIFFERENT);
  show_state (self);
  return G_SOURCE_REMOVE;
}

/* A refresh changes many runs at once: they are put in order once, after it. */
static void
queue_update (PbRunsPage *self)
{
  if (self->update_id == 0)
    self->update_id = g_idle_add_full (G_PRIORITY_HIGH_IDLE, update_cb, self, NULL);
}

static void
item_notify_cb (PbRunsPage *self, GParamSpec *pspec)
{
  /* The words change with the clock; order and filters do not. */
  if (!g_str_has_suffix (pspec->name, "-text") || g_str_equal (pspec->name, "search-text"))
    queue_update (self);
}

static void
items_changed_cb (PbRunsPage *self, guint position, guint removed, guint added)
{
  for (guint i = position; i < position + added; i++)
    {
      g_autoptr (PbBoardItem) item = g_list_model_get_item (G_LIST_MODEL (self->board), i);
      g_signal_connect_object (item, "notify", G_CALLBACK (item_notify_cb), self, G_CONNECT_SWAPPED);
    }
  queue_update (self);
}

static void
search_changed_cb (PbRunsPage *self)
{
  g_free (self->needle);
  self->needle = g_utf8_casefold (gtk_editable_get_text (GTK_EDITABLE (self->search)), -1);
  queue_update (self);
}

static void
activate_cb (PbRunsPage *self, guint position)
{
  g_autoptr (PbBoardItem) item = g_list_model_get_item (G_LIST_MODEL (gtk_list_view_get_model (self->list)), position);

  if (item != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.open-run", "s", pb_board_item_get_run_no (item));
}

/* Enter in the search entry opens what is found, when it is one run. */
static void
search_activate_cb (PbRunsPage *self)
{
  if (g_list_model_get_n_items (self->listed) == 1)
    activate_cb (self, 0);
}

/* Escape takes the search back, and leads to what is listed. */
static void
stop_search_cb (PbRunsPage *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  gtk_widget_grab_focus (GTK_WIDGET (self));
}

static void
clear_cb (PbRunsPage *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->line), 0);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->state), 0);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->mine), FALSE);
}

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *list_item)
{
  gtk_list_item_set_child (list_item, pb_board_row_view_new ());
}

static void
bind_cb (PbRunsPage *self, GtkListItem *list_item)
{
  pb_board_row_view_set_item (PB_BOARD_ROW_VIEW (gtk_list_item_get_child (list_item)),
                              gtk_list_item_get_item (list_item));
  if (!self->bench_said && g_getenv ("PREPBOARD_BENCH") != NULL)
    {
      self->bench_said = TRUE;
      g_print ("board ready %" G_GINT64_FORMAT "\n", g_get_monotonic_time ());
    }
}

static void
unbind_cb (GtkSignalListItemFactory *factory, GtkListItem *list_item)
{
  pb_board_row_view_set_item (PB_BOARD_ROW_VIEW (gtk_list_item_get_child (list_item)), NULL);
}

static gboolean
pb_runs_page_grab_focus (GtkWidget *widget)
{
  PbRunsPage *self = PB_RUNS_PAGE (widget);

  self->focus_wanted = TRUE;
  focus_list (self);
  return TRUE;
}

static void
pb_runs_page_dispose (GObject *object)
{
  PbRunsPage *self = PB_RUNS_PAGE (object);

  g_clear_handle_id (&self->update_id, g_source_remove);
  /* The lists ask the widgets about filters: they go first. */
  if (self->list != NULL)
    gtk_list_view_set_model (self->list, NULL);
  g_clear_object (&self->listed);
  g_clear_object (&self->filter);
  g_clear_object (&self->sorter);
  g_clear_object (&self->board);
  g_clear_object (&self->lines);
  G_OBJECT_CLASS (pb_runs_page_parent_class)->dispose (object);
}

static void
pb_runs_page_finalize (GObject *object)
{
  g_free (PB_RUNS_PAGE (object)->needle);
  G_OBJECT_CLASS (pb_runs_page_parent_class)->finalize (object);
}

static void
pb_runs_page_class_init (PbRunsPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pb_runs_page_dispose;
  widget_class->grab_focus = pb_runs_page_grab_focus;
  g_type_ensure (PB_TYPE_WRAP_BOX);
  G_OBJECT_CLASS (klass)->finalize = pb_runs_page_finalize;
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/prepboard/Prepboard/ui/pb-runs-page.ui");
  gtk_widget_class_bind_template_child (widget_class, PbRunsPage, header);
  gtk_widget_class_bind_template_child (widget_class, PbRunsPage, search);
  gtk_widget_class_bind_template_child (widget_class, PbRunsPage, line);
  gtk_widget_class_bind_template_child (widget_class, PbRunsPage, state);
  gtk_widget_class_bind_template_child (widget_class, PbRunsPage, mine);
  gtk_widget_class_bind_template_child (widget_class, PbRunsPage, count);
  gtk_widget_class_bind_template_child (widget_class, PbRunsPage, stack);
  gtk_widget_class_bind_template_child (widget_class, PbRunsPage, failure);
  gtk_widget_class_bind_template_child (widget_class, PbRunsPage, list);
  gtk_widget_class_bind_template_callback (widget_class, queue_update);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, stop_search_cb);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, clear_cb);
}

static void
pb_runs_page_init (PbRunsPage *self)
{
  self->needle = g_strdup ("");
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
fill_choices (PbRunsPage *self)
{
  g_autoptr (GtkStringList) states = gtk_string_list_new (NULL);

  self->lines = gtk_string_list_new (NULL);
  gtk_string_list_append (self->lines, _ ("All lines"));
  gtk_drop_down_set_model (GTK_DROP_DOWN (self->line), G_LIST_MODEL (self->lines));
  gtk_string_list_append (states, _ ("All states"));
  for (int i = PB_BOARD_BLOCKED; i <= PB_BOARD_AUTHORIZED; i++)
    gtk_string_list_append (states, pb_text_board_state ((PbBoardState) i));
  gtk_drop_down_set_model (GTK_DROP_DOWN (self->state), G_LIST_MODEL (states));
  g_signal_connect_object (self->line, "notify::selected", G_CALLBACK (queue_update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->state, "notify::selected", G_CALLBACK (queue_update), self, G_CONNECT_SWAPPED);
}

static void
build_list (PbRunsPage *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkFilterListModel *filtered;
  GtkSortListModel *sorted;
  GtkSingleSelection *selection;

  self->filter = GTK_FILTER (gtk_custom_filter_new (matches, self, NULL));
  self->sorter = GTK_SORTER (gtk_custom_sorter_new (compare, NULL, NULL));
  filtered = gtk_filter_list_model_new (g_object_ref (G_LIST_MODEL (self->board)), g_object_ref (self->filter));
  sorted = gtk_sort_list_model_new (G_LIST_MODEL (filtered), g_object_ref (self->sorter));
  self->listed = g_object_ref (G_LIST_MODEL (sorted));
  selection = gtk_single_selection_new (G_LIST_MODEL (sorted));
  gtk_single_selection_set_autoselect (selection, FALSE);
  gtk_single_selection_set_can_unselect (selection, TRUE);
  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), NULL);
  g_signal_connect_object (factory, "bind", G_CALLBACK (bind_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect (factory, "unbind", G_CALLBACK (unbind_cb), NULL);
  gtk_list_view_set_factory (self->list, factory);
  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (selection));
  g_object_unref (factory);
  g_object_unref (selection);
  g_signal_connect_object (self->board, "items-changed", G_CALLBACK (items_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->board, "notify", G_CALLBACK (queue_update), self, G_CONNECT_SWAPPED);
  items_changed_cb (self, 0, 0, g_list_model_get_n_items (G_LIST_MODEL (self->board)));
}

GtkWidget *
pb_runs_page_new (PbSessionModel *session, PbBoardModel *board)
{
  PbRunsPage *self;

  g_return_val_if_fail (PB_IS_SESSION_MODEL (session), NULL);
  g_return_val_if_fail (PB_IS_BOARD_MODEL (board), NULL);

  self = g_object_new (PB_TYPE_RUNS_PAGE, NULL);
  self->board = g_object_ref (board);
  adw_header_bar_pack_end (ADW_HEADER_BAR (self->header), pb_user_button_new (session));
  fill_choices (self);
  build_list (self);
  return GTK_WIDGET (self);
}

void
pb_runs_page_search (PbRunsPage *self)
{
  g_return_if_fail (PB_IS_RUNS_PAGE (self));
  gtk_widget_grab_focus (self->search);
}

GListModel *
pb_runs_page_get_listed (PbRunsPage *self)
{
  g_return_val_if_fail (PB_IS_RUNS_PAGE (self), NULL);
  return self->listed;
}

const char *
pb_runs_page_get_state (PbRunsPage *self)
{
  g_return_val_if_fail (PB_IS_RUNS_PAGE (self), NULL);
  return gtk_stack_get_visible_child_name (GTK_STACK (self->stack));
}
