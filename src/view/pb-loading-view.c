/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-view"

#include "view/pb-loading-view.h"

#include "model/pb-text.h"
#include "view/pb-ask-dialog.h"
#include "view/pb-badge.h"
#include "view/pb-button.h"
#include "view/pb-scanner.h"
#include "view/pb-wrap-box.h"

#include <glib/gi18n.h>
#include <string.h>

struct _PbLoadingView
{
  AdwBin parent_instance;
  PbRunModel *run;
  PbLoadingModel *loading;
  GCancellable *cancellable; /* (owned) (nullable): a request is under way */
  GtkWidget *summary;
  GtkWidget *load_table;
  GtkWidget *reason;
  GtkWidget *form;
  GtkWidget *slot;
  GtkWidget *reel;
  GtkWidget *verify;
  GtkWidget *replace;
  GtkWidget *spinner;
  GtkWidget *result;
  GtkWidget *list;
  guint update_id;
  gboolean slot_wanted; /* it gets the focus as soon as it is there */
};

G_DEFINE_FINAL_TYPE (PbLoadingView, pb_loading_view, ADW_TYPE_BIN)

static const char *
get_slot (PbLoadingView *self)
{
  return gtk_editable_get_text (GTK_EDITABLE (self->slot));
}

/* @otherwise: (nullable): why it cannot be done all the same. */
static void
set_why_not (GtkWidget *button, char *why_not, const char *otherwise)
{
  pb_button_set_why_not (PB_BUTTON (button), why_not != NULL ? why_not : otherwise);
  g_free (why_not);
}

/* Why nothing can be loaded now stands in the open, not in a tooltip alone. */
static void
show_reason (PbLoadingView *self, gboolean table)
{
  g_autofree char *why_not =
    pb_run_model_why_not (self->run, table ? PB_ACTION_VERIFY_SLOT : PB_ACTION_LOAD_TABLE, NULL);

  gtk_label_set_label (GTK_LABEL (self->reason), why_not != NULL ? why_not : "");
  gtk_widget_set_visible (self->reason, why_not != NULL && pb_row_get_flag (self->loading, "needed"));
}

static void
show_unlock (PbLoadingView *self, GtkWidget *button)
{
  g_autofree char *why_not = pb_run_model_why_not (self->run, PB_ACTION_UNLOCK_SLOT, NULL);

  gtk_widget_set_sensitive (button, why_not == NULL);
  gtk_widget_set_tooltip_text (button, why_not);
}

/* The slot that waits for a reel next, after @slot_code (nullable). */
static void
propose (PbLoadingView *self, const char *slot_code)
{
  PbSlotItem *next = pb_loading_model_find_open (self->loading, slot_code);

  gtk_entry_set_placeholder_text (GTK_ENTRY (self->slot), next != NULL ? pb_row_get_text (next, "slot-code") : NULL);
}

static void
update (PbLoadingView *self)
{
  gboolean idle = self->cancellable == NULL;
  gboolean table = g_list_model_get_n_items (G_LIST_MODEL (self->loading)) > 0;
  gboolean complete = *get_slot (self) != '\0' && *gtk_editable_get_text (GTK_EDITABLE (self->reel)) != '\0';
  const char *busy = idle ? NULL : _ ("The server is being asked.");
  const char *lacks = busy == NULL && !complete ? _ ("Scan or write the slot and the reel first.") : busy;

  gtk_label_set_label (GTK_LABEL (self->summary), pb_row_get_text (self->loading, "summary-text"));
  gtk_widget_set_visible (self->load_table, pb_row_get_flag (self->loading, "table-wanted"));
  if (table)
    propose (self, NULL);
  gtk_widget_set_visible (self->form, table);
  gtk_widget_set_visible (self->list, table);
  show_reason (self, table);
  set_why_not (self->load_table, pb_run_model_why_not (self->run, PB_ACTION_LOAD_TABLE, NULL), busy);
  set_why_not (self->verify, pb_run_model_why_not (self->run, PB_ACTION_VERIFY_SLOT, NULL), lacks);
  set_why_not (self->replace, pb_run_model_why_not (self->run, PB_ACTION_REPLACE_SLOT, NULL), lacks);
  gtk_spinner_set_spinning (GTK_SPINNER (self->spinner), !idle);
  for (GtkWidget *row = gtk_widget_get_first_child (self->list); row != NULL; row = gtk_widget_get_next_sibling (row))
    if (g_object_get_data (G_OBJECT (row), "unlock") != NULL)
      show_unlock (self, g_object_get_data (G_OBJECT (row), "unlock"));
  /* The table may come a little after the answer that it is loaded. */
  if (self->slot_wanted && gtk_widget_get_mapped (self->slot))
    {
      self->slot_wanted = FALSE;
      gtk_widget_grab_focus (self->slot);
    }
}

static gboolean
update_cb (gpointer user_data)
{
  PbLoadingView *self = user_data;

  self->update_id = 0;
  update (self);
  return G_SOURCE_REMOVE;
}

static void
queue_update (PbLoadingView *self)
{
  if (self->update_id == 0)
    self->update_id = g_idle_add (update_cb, self);
}

static void
show_result (PbLoadingView *self, PbLook look, const char *text)
{
  pb_badge_set (PB_BADGE (self->result), look, text);
  gtk_widget_set_visible (self->result, TRUE);
}

static void
say (PbLoadingView *self, const char *text)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.say", "s", text);
}

static void
show_error (PbLoadingView *self, const GError *error)
{
  g_autofree char *text = NULL;

  if (pb_error_is_cancelled (error))
    return;
  text = pb_error_to_user_text (error);
  /* The code of a material alone is no reel. */
  if (g_strcmp0 (pb_error_get_code (error), "MATERIAL_LOT_NOT_FOUND") == 0 &&
      strchr (gtk_editable_get_text (GTK_EDITABLE (self->reel)), '|') == NULL)
    {
      char *both = g_strdup_printf (_ ("%s It names no lot: a reel's label reads MATERIAL|LOT."), text);
      g_free (text);
      text = both;
    }
  show_result (self, PB_LOOK_FAIL, text);
}

/* What was refused stays to be read, and the next scan takes its place. */
static void
select_again (PbLoadingView *self, const GError *error)
{
  const char *code = pb_error_get_code (error);
  GtkWidget *entry = g_strcmp0 (code, "SLOT_NOT_FOUND") == 0 || g_strcmp0 (code, "SLOT_LOCKED") == 0 ||
                         g_strcmp0 (code, "SLOT_EXPECTATION_MISSING") == 0
                       ? self->slot
                       : self->reel;

  gtk_widget_grab_focus (entry);
  gtk_editable_select_region (GTK_EDITABLE (entry), 0, -1);
}

static PbSlotItem *
find_slot (PbLoadingView *self, const char *code)
{
  return pb_loading_model_find (self->loading, code);
}

/* The next slot that waits for a reel, after the one that was just loaded, is written down: its reel can come at once,
 * and the label of another slot takes its place. */
static void
choose_next (PbLoadingView *self)
{
  g_autofree char *loaded = g_strdup (get_slot (self));
  PbSlotItem *next = pb_loading_model_find_open (self->loading, loaded);

  gtk_editable_set_text (GTK_EDITABLE (self->reel), "");
  gtk_editable_set_text (GTK_EDITABLE (self->slot), next != NULL ? pb_row_get_text (next, "slot-code") : "");
  propose (self, loaded);
  gtk_widget_grab_focus (next != NULL ? self->reel : self->slot);
}

static void
scanned_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PbLoadingView) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *message = NULL;
  PbResult verdict = pb_loading_model_scan_finish (PB_LOADING_MODEL (source), result, &message, &error);
  const char *word;

  g_clear_object (&self->cancellable);
  if (self->run == NULL)
    return;
  if (verdict == PB_RESULT_NONE)
    show_error (self, error);
  else
    {
      show_result (self, pb_look_of_result ((int) verdict, &word), message);
      say (self, message);
    }
  if (verdict == PB_RESULT_PASS || verdict == PB_RESULT_WARNING)
    choose_next (self);
  else
    select_again (self, error);
  update (self);
}

static void
verify_cb (PbLoadingView *self)
{
  const char *reel = gtk_editable_get_text (GTK_EDITABLE (self->reel));

  /* The label of another slot where a reel is awaited: that slot is meant. */
  if (find_slot (self, reel) != NULL)
    {
      g_autofree char *slot = g_strdup (reel);

      gtk_editable_set_text (GTK_EDITABLE (self->reel), "");
      pb_loading_view_choose_slot (self, slot);
      return;
    }
  if (self->cancellable != NULL || pb_button_get_why_not (PB_BUTTON (self->verify)) != NULL)
    return;
  self->cancellable = g_cancellable_new ();
  pb_loading_model_verify_async (self->loading, get_slot (self), gtk_editable_get_text (GTK_EDITABLE (self->reel)),
                                 self->cancellable, scanned_cb, g_object_ref (self));
  update (self);
}

static void
slot_activate_cb (PbLoadingView *self)
{
  if (*get_slot (self) != '\0')
    gtk_widget_grab_focus (self->reel);
}

static void
table_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PbLoadingView) self = user_data;
  g_autoptr (GError) error = NULL;

  pb_loading_model_load_table_finish (PB_LOADING_MODEL (source), result, &error);
  g_clear_object (&self->cancellable);
  if (self->run == NULL)
    return;
  if (error != NULL)
    show_error (self, error);
  else
    {
      show_result (self, PB_LOOK_PASS, _ ("The slot table is loaded."));
      say (self, _ ("The slot table is loaded."));
    }
  self->slot_wanted = error == NULL;
  update (self);
}

static void
load_table_cb (PbLoadingView *self)
{
  if (self->cancellable != NULL)
    return;
  self->cancellable = g_cancellable_new ();
  pb_loading_model_load_table_async (self->loading, self->cancellable, table_loaded_cb, g_object_ref (self));
  update (self);
}

/* --- replacing asks for a reason */

typedef struct
{
  PbLoadingView *view;
  PbAskDialog *dialog;
  GtkWidget *reason;
} Replacement;

static void
replaced_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PbAskDialog) dialog = user_data;
  PbLoadingView *self = g_object_get_data (G_OBJECT (dialog), "view");
  g_autoptr (GError) error = NULL;
  g_autofree char *message = NULL;
  PbResult verdict = pb_loading_model_scan_finish (PB_LOADING_MODEL (source), result, &message, &error);
  const char *word;

  if (verdict == PB_RESULT_FAIL)
    {
      /* The wrong reel is an answer, not an error: nothing was replaced. */
      show_result (self, PB_LOOK_FAIL, message);
      pb_dialog_end (PB_DIALOG (dialog), NULL);
      return;
    }
  if (verdict != PB_RESULT_NONE && self->run != NULL)
    {
      show_result (self, pb_look_of_result ((int) verdict, &word), message);
      choose_next (self);
    }
  pb_dialog_end (PB_DIALOG (dialog), error);
}

static gboolean
replace_submit (PbAskDialog *dialog, GCancellable *cancellable, gpointer user_data)
{
  Replacement *replacement = user_data;
  PbLoadingView *self = replacement->view;
  g_autofree char *reason = pb_dialog_dup_text (replacement->reason);

  if (*reason == '\0')
    {
      pb_dialog_refuse (PB_DIALOG (dialog), replacement->reason, _ ("Give a reason."));
      return FALSE;
    }
  pb_loading_model_replace_async (self->loading, get_slot (self), gtk_editable_get_text (GTK_EDITABLE (self->reel)),
                                  reason, cancellable, replaced_cb, g_object_ref (dialog));
  return TRUE;
}

static void
replace_cb (PbLoadingView *self)
{
  Replacement *replacement = g_new0 (Replacement, 1);
  PbAskDialog *dialog = pb_ask_dialog_new (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), _ ("Replace Reel"),
                                           _ ("_Replace"), replace_submit, replacement, g_free);
  g_autofree char *note = g_strdup_printf (_ ("Slot %s is loaded with %s instead of what is there now."),
                                           get_slot (self), gtk_editable_get_text (GTK_EDITABLE (self->reel)));

  replacement->view = self;
  replacement->dialog = dialog;
  g_object_set_data_full (G_OBJECT (dialog), "view", g_object_ref (self), g_object_unref);
  pb_ask_dialog_add_note (dialog, note);
  replacement->reason = pb_ask_dialog_add_text (dialog, _ ("_Reason"), NULL);
  gtk_window_present (GTK_WINDOW (dialog));
  gtk_widget_grab_focus (replacement->reason);
}

/* --- unlocking */

typedef struct
{
  PbLoadingView *view;
  PbSlotItem *slot; /* (owned) */
  GtkWidget *reason;
} Unlocking;

static void
unlocking_free (gpointer data)
{
  Unlocking *unlocking = data;

  g_object_unref (unlocking->slot);
  g_free (unlocking);
}

static void
unlocked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PbAskDialog) dialog = user_data;
  g_autoptr (GError) error = NULL;

  if (pb_loading_model_load_table_finish (PB_LOADING_MODEL (source), result, &error))
    {
      PbLoadingView *view = g_object_get_data (G_OBJECT (dialog), "view");
      g_autofree char *text =
        g_strdup_printf (_ ("Slot %s is unlocked."), (const char *) g_object_get_data (G_OBJECT (dialog), "slot-code"));

      /* What was wrong with the reel is over. */
      show_result (view, PB_LOOK_PENDING, text);
      say (view, text);
    }
  pb_dialog_end (PB_DIALOG (dialog), error);
}

static gboolean
unlock_submit (PbAskDialog *dialog, GCancellable *cancellable, gpointer user_data)
{
  Unlocking *unlocking = user_data;
  g_autofree char *reason = pb_dialog_dup_text (unlocking->reason);

  if (*reason == '\0')
    {
      pb_dialog_set_message (PB_DIALOG (dialog), _ ("Give a reason."));
      return FALSE;
    }
  pb_loading_model_unlock_async (unlocking->view->loading, unlocking->slot, reason, cancellable, unlocked_cb,
                                 g_object_ref (dialog));
  return TRUE;
}

static void
unlock_clicked_cb (GtkWidget *button, gpointer slot)
{
  PbLoadingView *self = PB_LOADING_VIEW (gtk_widget_get_ancestor (button, PB_TYPE_LOADING_VIEW));
  Unlocking *unlocking = g_new0 (Unlocking, 1);
  PbAskDialog *dialog = pb_ask_dialog_new (GTK_WINDOW (gtk_widget_get_root (button)), _ ("Unlock Slot"), _ ("_Unlock"),
                                           unlock_submit, unlocking, unlocking_free);
  g_autofree char *note = g_strdup_printf (
    _ ("Slot %s was locked after wrong reels. It expects %s. Find out what went wrong, then unlock it."),
    pb_row_get_text (slot, "slot-code"), pb_row_get_text (slot, "expected"));

  unlocking->view = self;
  unlocking->slot = g_object_ref (slot);
  g_object_set_data_full (G_OBJECT (dialog), "view", g_object_ref (self), g_object_unref);
  g_object_set_data_full (G_OBJECT (dialog), "slot-code", g_strdup (pb_row_get_text (slot, "slot-code")), g_free);
  pb_ask_dialog_add_note (dialog, note);
  unlocking->reason = pb_ask_dialog_add_text (dialog, _ ("_Reason"), NULL);
  gtk_window_present (GTK_WINDOW (dialog));
  gtk_widget_grab_focus (unlocking->reason);
}

/* --- the table */

static void
show_slot (PbSlotItem *slot, GParamSpec *pspec, GtkWidget *row)
{
  const char *word;
  PbLook look = pb_look_of_slot (slot, &word);
  const char *alternates = pb_row_get_text (slot, "alternates-text");
  const char *loaded = pb_row_get_text (slot, "loaded-text");
  g_autofree char *title = NULL;
  g_autofree char *subtitle = NULL;

  title = g_strdup_printf ("%s  %s", pb_row_get_text (slot, "slot-code"), pb_row_get_text (slot, "slot-name"));
  subtitle = *alternates != '\0'
               /* TRANSLATORS: the material that a slot expects, and others that may be loaded instead */
               ? g_strdup_printf (_ ("expects %s, or %s"), pb_row_get_text (slot, "expected"), alternates)
               : g_strdup_printf (_ ("expects %s"), pb_row_get_text (slot, "expected"));
  if (*loaded != '\0')
    {
      /* The wrong reel was scanned, not loaded. */
      char *both = g_strdup_printf (pb_row_get_number (slot, "status") == PB_SLOT_MISMATCH ? _ ("%s · refused %s")
                                                                                           : _ ("%s · loaded %s"),
                                    subtitle, loaded);
      g_free (subtitle);
      subtitle = both;
    }
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), g_strstrip (title));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  pb_badge_set (g_object_get_data (G_OBJECT (row), "badge"), look, word);
  gtk_widget_set_visible (g_object_get_data (G_OBJECT (row), "unlock"), pb_row_get_flag (slot, "locked"));
}

static GtkWidget *
slot_row_new (gpointer item, gpointer user_data)
{
  PbLoadingView *self = user_data;
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *badge = pb_badge_new ();
  GtkWidget *unlock = gtk_button_new_with_label (_ ("Unlock…"));
  g_autofree char *name = g_strdup_printf (_ ("Unlock slot %s"), pb_row_get_text (item, "slot-code"));

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  gtk_widget_set_size_request (badge, 140, -1);
  gtk_widget_set_valign (unlock, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (unlock), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_signal_connect_object (unlock, "clicked", G_CALLBACK (unlock_clicked_cb), item, 0);
  show_unlock (self, unlock);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), unlock);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), badge);
  g_object_set_data (G_OBJECT (row), "unlock", unlock);
  g_object_set_data (G_OBJECT (row), "badge", badge);
  g_object_set_data_full (G_OBJECT (row), "slot", g_object_ref (item), g_object_unref);
  g_signal_connect_object (item, "notify", G_CALLBACK (show_slot), row, 0);
  show_slot (item, NULL, row);
  return row;
}

static void
slot_activated_cb (PbLoadingView *self, GtkListBoxRow *row)
{
  pb_loading_view_choose_slot (self, pb_row_get_text (g_object_get_data (G_OBJECT (row), "slot"), "slot-code"));
}

static void
pb_loading_view_dispose (GObject *object)
{
  PbLoadingView *self = PB_LOADING_VIEW (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->update_id, g_source_remove);
  g_clear_object (&self->run);
  G_OBJECT_CLASS (pb_loading_view_parent_class)->dispose (object);
}

static void
pb_loading_view_class_init (PbLoadingViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pb_loading_view_dispose;
  g_type_ensure (PB_TYPE_BADGE);
  g_type_ensure (PB_TYPE_BUTTON);
  g_type_ensure (PB_TYPE_WRAP_BOX);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/prepboard/Prepboard/ui/pb-loading-view.ui");
  gtk_widget_class_bind_template_child (widget_class, PbLoadingView, summary);
  gtk_widget_class_bind_template_child (widget_class, PbLoadingView, load_table);
  gtk_widget_class_bind_template_child (widget_class, PbLoadingView, reason);
  gtk_widget_class_bind_template_child (widget_class, PbLoadingView, form);
  gtk_widget_class_bind_template_child (widget_class, PbLoadingView, slot);
  gtk_widget_class_bind_template_child (widget_class, PbLoadingView, reel);
  gtk_widget_class_bind_template_child (widget_class, PbLoadingView, verify);
  gtk_widget_class_bind_template_child (widget_class, PbLoadingView, replace);
  gtk_widget_class_bind_template_child (widget_class, PbLoadingView, spinner);
  gtk_widget_class_bind_template_child (widget_class, PbLoadingView, result);
  gtk_widget_class_bind_template_child (widget_class, PbLoadingView, list);
  gtk_widget_class_bind_template_callback (widget_class, update);
  gtk_widget_class_bind_template_callback (widget_class, slot_activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, verify_cb);
  gtk_widget_class_bind_template_callback (widget_class, replace_cb);
  gtk_widget_class_bind_template_callback (widget_class, load_table_cb);
  gtk_widget_class_bind_template_callback (widget_class, slot_activated_cb);
}

static void
pb_loading_view_init (PbLoadingView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  pb_scanner_accept_in (self->slot);
  pb_scanner_accept_in (self->reel);
}

GtkWidget *
pb_loading_view_new (PbRunModel *run)
{
  PbLoadingView *self;

  g_return_val_if_fail (PB_IS_RUN_MODEL (run), NULL);

  self = g_object_new (PB_TYPE_LOADING_VIEW, NULL);
  self->run = g_object_ref (run);
  self->loading = pb_run_model_get_loading_model (run);
  gtk_list_box_bind_model (GTK_LIST_BOX (self->list), G_LIST_MODEL (self->loading), slot_row_new, self, NULL);
  g_signal_connect_object (self->loading, "notify", G_CALLBACK (queue_update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (run, "notify::status", G_CALLBACK (queue_update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (run, "notify::stale-since", G_CALLBACK (queue_update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (pb_run_model_get_session (run), "permissions-changed", G_CALLBACK (queue_update), self,
                           G_CONNECT_SWAPPED);
  update (self);
  return GTK_WIDGET (self);
}

void
pb_loading_view_choose_slot (PbLoadingView *self, const char *slot_code)
{
  g_return_if_fail (PB_IS_LOADING_VIEW (self));

  gtk_editable_set_text (GTK_EDITABLE (self->slot), slot_code);
  gtk_widget_grab_focus (self->reel);
}

gboolean
pb_loading_view_take_scan (PbLoadingView *self, const char *code)
{
  g_return_val_if_fail (PB_IS_LOADING_VIEW (self), FALSE);

  if (find_slot (self, code) != NULL)
    {
      pb_loading_view_choose_slot (self, code);
      return TRUE;
    }
  if (*get_slot (self) == '\0')
    return FALSE;
  gtk_editable_set_text (GTK_EDITABLE (self->reel), code);
  verify_cb (self);
  return TRUE;
}

const char *
pb_loading_view_get_result (PbLoadingView *self)
{
  g_return_val_if_fail (PB_IS_LOADING_VIEW (self), NULL);
  return pb_badge_get_word (PB_BADGE (self->result));
}
