/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-view"

#include "view/pb-run-page.h"

#include "domain/pb-records.h"
#include "model/pb-text.h"
#include "view/pb-board-view.h"
#include "view/pb-button.h"
#include "view/pb-fai-view.h"
#include "view/pb-gate-strip.h"
#include "view/pb-history-view.h"
#include "view/pb-loading-view.h"
#include "view/pb-record-dialog.h"
#include "view/pb-run-dialogs.h"
#include "view/pb-run-sign-dialog.h"
#include "view/pb-user-button.h"
#include "view/pb-waive-dialog.h"

#include <glib/gi18n.h>

/* So often it is looked whether the strip is drawn, which then gets the focus. */
#define FOCUS_MS 20

typedef enum
{
  BOARD,
  LOADING,
  FAI,
  HISTORY,
  N_PAGES
} PageId;

static const char *const page_names[N_PAGES] = { "board", "loading", "fai", "history" };

struct _PbRunPage
{
  AdwBin parent_instance;
  PbRunModel *run;
  GCancellable *cancellable; /* (owned): of checks that the page asks for */
  GtkWidget *header;
  GtkWidget *title;
  GtkWidget *record;
  GMenuModel *record_menu; /* (owned) */
  GtkWidget *stack;
  GtkWidget *strip_place;
  GtkWidget *strip;
  GtkWidget *views;
  AdwViewStackPage *pages[N_PAGES];
  GtkWidget *built[N_PAGES]; /* (nullable): not looked at yet */
  guint update_id;
  guint focus_id;
  gboolean focus_wanted; /* as soon as there is something to look at */
  gboolean into_page;    /* the focus goes to the page below, as soon as it is drawn */
  char *gate_text;       /* (owned) (nullable): what was last read */
};

G_DEFINE_FINAL_TYPE (PbRunPage, pb_run_page, ADW_TYPE_BIN)

static GtkWindow *
get_window (PbRunPage *self)
{
  return GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self)));
}

static void
say_change (PbRunPage *self, const char *text)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.say-change", "s", text);
}

/* --- pages */

static GtkWidget *
build_page (PbRunPage *self, PageId id)
{
  if (self->built[id] != NULL)
    return self->built[id];
  switch (id)
    {
    case BOARD:
      self->built[id] = pb_board_view_new (self->run);
      break;
    case LOADING:
      self->built[id] = pb_loading_view_new (self->run);
      break;
    case FAI:
      self->built[id] = pb_fai_view_new (self->run);
      break;
    case HISTORY:
      self->built[id] = pb_history_view_new (self->run);
      break;
    default:
      g_assert_not_reached ();
    }
  adw_bin_set_child (ADW_BIN (adw_view_stack_page_get_child (self->pages[id])), self->built[id]);
  return self->built[id];
}

static void
visible_changed_cb (PbRunPage *self)
{
  const char *name = adw_view_stack_get_visible_child_name (ADW_VIEW_STACK (self->views));

  for (int i = 0; i < N_PAGES; i++)
    if (g_strcmp0 (page_names[i], name) == 0 && self->pages[i] != NULL)
      build_page (self, (PageId) i);
  /* The list belongs to preparation; elsewhere its sentence is enough, until somebody unfolds it. */
  if (self->strip != NULL)
    pb_gate_strip_set_unfolded (PB_GATE_STRIP (self->strip), g_strcmp0 (name, page_names[BOARD]) == 0);
}

static void
show_page (PbRunPage *self, PageId id)
{
  adw_view_stack_set_visible_child_name (ADW_VIEW_STACK (self->views), page_names[id]);
}

/* Every kind of record, also those that no item of this run asks for. */
static void
fill_record_menu (PbRunPage *self)
{
  g_autoptr (GMenu) menu = g_menu_new ();

  for (const PbRecordKind *const *kind = pb_record_kinds; *kind != NULL; kind++)
    {
      g_autofree char *action = g_strdup_printf ("run.record-type::%s", (*kind)->type->name);
      g_menu_append (menu, pb_translate ((*kind)->type->label), action);
    }
  self->record_menu = G_MENU_MODEL (g_steal_pointer (&menu));
}

static void
add_pages (PbRunPage *self)
{
  const char *const titles[N_PAGES] = { _ ("Preparation"), _ ("Loading"), _ ("First article"), _ ("History") };
  static const char *const icons[N_PAGES] = { "pb-state-pass-symbolic", "pb-scan-symbolic", "pb-sign-symbolic",
                                              "document-open-recent-symbolic" };

  for (int i = 0; i < N_PAGES; i++)
    self->pages[i] = adw_view_stack_add_titled_with_icon (ADW_VIEW_STACK (self->views), adw_bin_new (), page_names[i],
                                                          titles[i], icons[i]);
}

/* --- what is shown around the pages */

/* Somebody who was quicker has begun with something below the strip. */
static gboolean
is_at_work (PbRunPage *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  return focus != NULL && gtk_widget_get_mapped (focus) && gtk_widget_is_ancestor (focus, self->views);
}

/* When the list of what stands against it is drawn. */
static gboolean
focus_cb (gpointer user_data)
{
  PbRunPage *self = user_data;

  self->focus_id = 0;
  if (!gtk_widget_get_mapped (GTK_WIDGET (self)))
    self->into_page = self->focus_wanted = FALSE;
  else if (self->into_page && gtk_widget_get_mapped (self->views))
    {
      self->into_page = self->focus_wanted = FALSE;
      gtk_widget_child_focus (adw_view_stack_get_visible_child (ADW_VIEW_STACK (self->views)), GTK_DIR_TAB_FORWARD);
    }
  else if (!pb_gate_strip_is_drawn (PB_GATE_STRIP (self->strip)) && self->focus_wanted)
    self->focus_id = g_timeout_add (FOCUS_MS, focus_cb, self);
  else if (self->focus_wanted)
    {
      self->focus_wanted = FALSE;
      if (!is_at_work (self))
        gtk_widget_grab_focus (self->strip);
    }
  return G_SOURCE_REMOVE;
}

static void
update (PbRunPage *self)
{
  PbRunModel *run = self->run;
  g_autofree char *why_not_record = pb_run_model_why_not (run, PB_ACTION_RECORD, NULL);
  g_autofree char *subtitle =
    g_strdup_printf ("%s · %s · %s", pb_row_get_text (run, "product-code"), pb_row_get_text (run, "line-name"),
                     pb_row_get_text (run, "status-text"));
  const char *state = "run";

  if (pb_row_get_flag (run, "missing"))
    state = "missing";
  else if (pb_row_get_flag (run, "loading"))
    state = "loading";
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), state);
  adw_window_title_set_title (ADW_WINDOW_TITLE (self->title), pb_run_model_get_run_no (run));
  adw_window_title_set_subtitle (ADW_WINDOW_TITLE (self->title), g_str_equal (state, "run") ? subtitle : "");
  pb_menu_button_set_why_not (GTK_MENU_BUTTON (self->record), self->record_menu, why_not_record);
  adw_view_stack_page_set_needs_attention (self->pages[BOARD], pb_row_get_number (run, "items-failed") > 0);
  if (self->focus_wanted && self->focus_id == 0 && g_str_equal (state, "run"))
    self->focus_id = g_idle_add (focus_cb, self);
}

static gboolean
pb_run_page_grab_focus (GtkWidget *widget)
{
  PbRunPage *self = PB_RUN_PAGE (widget);

  if (pb_gate_strip_is_drawn (PB_GATE_STRIP (self->strip)))
    return gtk_widget_grab_focus (self->strip);
  self->focus_wanted = TRUE;
  update (self);
  return TRUE;
}

static gboolean
update_cb (gpointer user_data)
{
  PbRunPage *self = user_data;

  self->update_id = 0;
  update (self);
  return G_SOURCE_REMOVE;
}

static void
queue_update (PbRunPage *self)
{
  if (self->update_id == 0)
    self->update_id = g_idle_add_full (G_PRIORITY_HIGH_IDLE, update_cb, self, NULL);
}

/* What changed is written where assistive technology reads it; nobody else is interrupted. An age that grows is no
 * change. */
static void
item_changed_cb (PbRunPage *self, GParamSpec *pspec, PbItemModel *item)
{
  if (pb_row_get_number (item, "changed-at") != 0)
    say_change (self, pb_row_get_text (item, "accessible-text"));
}

static void
items_changed_cb (PbRunPage *self, guint position, guint removed, guint added, GListModel *items)
{
  for (guint i = position; i < position + added; i++)
    {
      g_autoptr (PbItemModel) item = g_list_model_get_item (items, i);
      g_signal_handlers_disconnect_by_func (item, item_changed_cb, self);
      g_signal_connect_object (item, "notify::accessible-text", G_CALLBACK (item_changed_cb), self, G_CONNECT_SWAPPED);
    }
}

static void
gate_changed_cb (PbRunPage *self)
{
  const char *text = pb_row_get_text (self->run, "gate-text");
  g_autofree char *before = NULL;

  /* What is read when the run is opened, or looked at again, has not changed. */
  if (*text == '\0' || g_strcmp0 (self->gate_text, text) == 0)
    return;
  before = g_steal_pointer (&self->gate_text);
  self->gate_text = g_strdup (text);
  if (before != NULL)
    say_change (self, text);
}

/* --- actions */

static PbItemModel *
find_item (PbRunPage *self, GVariant *parameter)
{
  return pb_run_model_find_item (self->run, g_variant_get_string (parameter, NULL));
}

static void
item_action_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PbRunPage *self = PB_RUN_PAGE (widget);
  PbItemModel *item = find_item (self, parameter);
  GtkWindow *window = get_window (self);

  if (item == NULL)
    return;
  if (g_str_equal (name, "run.record") && pb_item_model_get_record_type (item) != NULL)
    gtk_window_present (
      GTK_WINDOW (pb_record_dialog_new (window, self->run, pb_item_model_get_record_type (item), item)));
  else if (g_str_equal (name, "run.waive"))
    gtk_window_present (GTK_WINDOW (pb_waive_dialog_new (window, self->run, item)));
  else if (g_str_equal (name, "run.request-waiver"))
    gtk_window_present (GTK_WINDOW (pb_request_dialog_new (window, self->run, item)));
  else if (g_str_equal (name, "run.not-needed"))
    pb_not_needed_dialog_present (window, self->run, item);
  else if (g_str_equal (name, "run.bind-for"))
    pb_bind_dialog_present (window, self->run, pb_item_model_get_asset_kind (item));
}

static void
record_type_action_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PbRunPage *self = PB_RUN_PAGE (widget);
  const char *wanted = g_variant_get_string (parameter, NULL);

  for (const PbRecordKind *const *kind = pb_record_kinds; *kind != NULL; kind++)
    if (g_str_equal ((*kind)->type->name, wanted))
      gtk_window_present (GTK_WINDOW (pb_record_dialog_new (get_window (self), self->run, (*kind)->type, NULL)));
}

static void
show_item_action_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PbRunPage *self = PB_RUN_PAGE (widget);

  show_page (self, BOARD);
  pb_board_view_show_item (PB_BOARD_VIEW (build_page (self, BOARD)), g_variant_get_string (parameter, NULL));
}

static void
load_action_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PbRunPage *self = PB_RUN_PAGE (widget);
  PbItemModel *item = find_item (self, parameter);
  const char *slot = item != NULL ? pb_row_get_text (item, "item-key") : "";

  show_page (self, LOADING);
  if (pb_loading_model_find (pb_run_model_get_loading_model (self->run), slot) != NULL)
    pb_loading_view_choose_slot (PB_LOADING_VIEW (build_page (self, LOADING)), slot);
}

static void
history_action_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PbRunPage *self = PB_RUN_PAGE (widget);
  PbItemModel *item = find_item (self, parameter);

  show_page (self, HISTORY);
  pb_history_view_search (PB_HISTORY_VIEW (build_page (self, HISTORY)),
                          item != NULL ? pb_row_get_text (item, "object-text") : NULL);
}

static void
page_action_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PbRunPage *self = PB_RUN_PAGE (widget);

  adw_view_stack_set_visible_child_name (ADW_VIEW_STACK (self->views), g_variant_get_string (parameter, NULL));
  /* Whoever goes to a page by a key goes on in it. */
  self->into_page = TRUE;
  if (self->focus_id == 0)
    self->focus_id = g_idle_add (focus_cb, self);
}

static void
sign_action_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PbRunPage *self = PB_RUN_PAGE (widget);
  PbSignAct act = g_str_equal (name, "run.authorise") ? PB_SIGN_AUTHORISE : PB_SIGN_REVOKE;

  gtk_window_present (GTK_WINDOW (pb_run_sign_dialog_new (get_window (self), self->run, act)));
}

static void
copy_action_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PbRunPage *self = PB_RUN_PAGE (widget);
  g_autofree char *text = pb_run_model_dup_gate_text (self->run);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), text);
  gtk_widget_activate_action (widget, "win.toast", "s", _ ("The list is copied"));
}

static void
checked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PbRunPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  pb_run_model_act_finish (PB_RUN_MODEL (source), result, &error);
  if (self->run == NULL || (error != NULL && pb_error_is_cancelled (error)))
    return;
  text = error != NULL ? pb_error_to_user_text (error) : g_strdup (_ ("The formal check is stored"));
  gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s", text);
}

static void
check_action_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PbRunPage *self = PB_RUN_PAGE (widget);

  pb_run_model_check_async (self->run, PB_CHECK_FORMAL, self->cancellable, checked_cb, g_object_ref (self));
}

static void
plain_action_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PbRunPage *self = PB_RUN_PAGE (widget);

  if (g_str_equal (name, "run.generate-units"))
    pb_units_dialog_present (get_window (self), self->run);
  else if (g_str_equal (name, "run.delete-units"))
    pb_delete_units_dialog_present (get_window (self), self->run);
  else if (g_str_equal (name, "run.bind"))
    pb_bind_dialog_present (get_window (self), self->run,
                            (PbAssetKind) pb_enum_value (&pb_asset_kinds, g_variant_get_string (parameter, NULL)));
  else if (g_str_equal (name, "run.toggle-line"))
    pb_board_view_toggle_line (PB_BOARD_VIEW (build_page (self, BOARD)));
}

/* --- class */

static void
pb_run_page_dispose (GObject *object)
{
  PbRunPage *self = PB_RUN_PAGE (object);

  g_clear_handle_id (&self->update_id, g_source_remove);
  g_clear_handle_id (&self->focus_id, g_source_remove);
  g_clear_object (&self->record_menu);
  g_clear_pointer (&self->gate_text, g_free);
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->run != NULL)
    pb_run_model_set_active (self->run, FALSE);
  g_clear_object (&self->run);
  G_OBJECT_CLASS (pb_run_page_parent_class)->dispose (object);
}

static void
install_actions (GtkWidgetClass *klass)
{
  static const char *const item_actions[] = { "run.record", "run.waive", "run.request-waiver", "run.not-needed",
                                              "run.bind-for" };
  static const char *const plain_actions[] = { "run.generate-units", "run.delete-units", "run.toggle-line" };

  for (guint i = 0; i < G_N_ELEMENTS (item_actions); i++)
    gtk_widget_class_install_action (klass, item_actions[i], "s", item_action_cb);
  for (guint i = 0; i < G_N_ELEMENTS (plain_actions); i++)
    gtk_widget_class_install_action (klass, plain_actions[i], NULL, plain_action_cb);
  gtk_widget_class_install_action (klass, "run.record-type", "s", record_type_action_cb);
  gtk_widget_class_install_action (klass, "run.bind", "s", plain_action_cb);
  gtk_widget_class_install_action (klass, "run.show-item", "s", show_item_action_cb);
  gtk_widget_class_install_action (klass, "run.load-for", "s", load_action_cb);
  gtk_widget_class_install_action (klass, "run.history", "s", history_action_cb);
  gtk_widget_class_install_action (klass, "run.page", "s", page_action_cb);
  gtk_widget_class_install_action (klass, "run.authorise", NULL, sign_action_cb);
  gtk_widget_class_install_action (klass, "run.revoke", NULL, sign_action_cb);
  gtk_widget_class_install_action (klass, "run.copy-gate", NULL, copy_action_cb);
  gtk_widget_class_install_action (klass, "run.check", NULL, check_action_cb);
}

static void
pb_run_page_class_init (PbRunPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pb_run_page_dispose;
  widget_class->grab_focus = pb_run_page_grab_focus;
  install_actions (widget_class);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/prepboard/Prepboard/ui/pb-run-page.ui");
  gtk_widget_class_bind_template_child (widget_class, PbRunPage, header);
  gtk_widget_class_bind_template_child (widget_class, PbRunPage, title);
  gtk_widget_class_bind_template_child (widget_class, PbRunPage, record);
  gtk_widget_class_bind_template_child (widget_class, PbRunPage, stack);
  gtk_widget_class_bind_template_child (widget_class, PbRunPage, strip_place);
  gtk_widget_class_bind_template_child (widget_class, PbRunPage, views);
  gtk_widget_class_bind_template_callback (widget_class, visible_changed_cb);
}

static void
pb_run_page_init (PbRunPage *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
pb_run_page_new (PbRunModel *run)
{
  PbRunPage *self;
  GListModel *items;

  g_return_val_if_fail (PB_IS_RUN_MODEL (run), NULL);

  self = g_object_new (PB_TYPE_RUN_PAGE, NULL);
  self->run = g_object_ref (run);
  adw_header_bar_pack_end (ADW_HEADER_BAR (self->header), pb_user_button_new (pb_run_model_get_session (run)));
  self->strip = pb_gate_strip_new (run);
  adw_bin_set_child (ADW_BIN (self->strip_place), self->strip);
  fill_record_menu (self);
  add_pages (self);
  build_page (self, BOARD);
  items = pb_run_model_get_items (run);
  g_signal_connect_object (items, "items-changed", G_CALLBACK (items_changed_cb), self, G_CONNECT_SWAPPED);
  items_changed_cb (self, 0, 0, g_list_model_get_n_items (items), items);
  g_signal_connect_object (run, "notify", G_CALLBACK (queue_update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (run, "notify::gate-text", G_CALLBACK (gate_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (pb_run_model_get_session (run), "permissions-changed", G_CALLBACK (queue_update), self,
                           G_CONNECT_SWAPPED);
  update (self);
  return GTK_WIDGET (self);
}

PbRunModel *
pb_run_page_get_run (PbRunPage *self)
{
  g_return_val_if_fail (PB_IS_RUN_PAGE (self), NULL);
  return self->run;
}

gboolean
pb_run_page_is_dirty (PbRunPage *self)
{
  g_return_val_if_fail (PB_IS_RUN_PAGE (self), FALSE);
  return self->built[FAI] != NULL && pb_fai_view_is_dirty (PB_FAI_VIEW (self->built[FAI]));
}

gboolean
pb_run_page_take_scan (PbRunPage *self, const char *code)
{
  PbItemModel *item = NULL;
  PbScan kind;

  g_return_val_if_fail (PB_IS_RUN_PAGE (self), FALSE);

  if (g_str_equal (pb_run_page_get_visible (self), page_names[LOADING]) &&
      pb_loading_view_take_scan (PB_LOADING_VIEW (self->built[LOADING]), code))
    return TRUE;
  kind = pb_run_model_classify_scan (self->run, code, &item);
  if (kind == PB_SCAN_NONE || item == NULL)
    return FALSE;
  gtk_widget_activate_action (GTK_WIDGET (self), "run.show-item", "s", pb_item_model_get_id (item));
  return TRUE;
}

const char *
pb_run_page_get_visible (PbRunPage *self)
{
  g_return_val_if_fail (PB_IS_RUN_PAGE (self), NULL);
  return adw_view_stack_get_visible_child_name (ADW_VIEW_STACK (self->views));
}
