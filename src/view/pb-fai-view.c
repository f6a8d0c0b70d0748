/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-view"

#include "view/pb-fai-view.h"

#include "model/pb-text.h"
#include "view/pb-badge.h"
#include "view/pb-button.h"
#include "view/pb-cell-view.h"
#include "view/pb-fai-dialogs.h"
#include "view/pb-plain-row.h"
#include "view/pb-run-sign-dialog.h"
#include "view/pb-trial-panel.h"
#include "view/pb-wrap-box.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

struct _PbFaiView
{
  AdwBin parent_instance;
  PbRunModel *run;
  PbFaiModel *fai;
  GCancellable *cancellable; /* (owned) (nullable): a request is under way */
  const char *done_text;     /* (nullable): what is said when it is done */
  GtkWidget *stack;
  GtkWidget *none;
  GtkWidget *create_reason;
  GtkWidget *badge;
  GtkWidget *sentence;
  GtkWidget *detail;
  GtkWidget *generate;
  GtkWidget *create;
  GtkWidget *create_again;
  GtkWidget *start;
  GtkWidget *decide;
  GtkWidget *cancel;
  GtkWidget *trial_box;
  GtkWidget *trial_text;
  GtkWidget *trial;
  GtkWidget *missing;
  GtkWidget *table;
  GtkWidget *table_scroller; /* in a narrow window the columns are moved under it */
  GtkWidget *table_box;
  GtkSizeGroup *cells; /* (owned) */
  GtkWidget *signature_box;
  GtkWidget *signature_text;
  GtkWidget *signatures;
  GtkWidget *bar;
  GtkWidget *message;
  GtkWidget *save;
  GtkWidget *spinner;
  guint update_id;
};

G_DEFINE_FINAL_TYPE (PbFaiView, pb_fai_view, ADW_TYPE_BIN)

static GtkWindow *
get_window (PbFaiView *self)
{
  return GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self)));
}

/* Says why it cannot be done, and is out of the way when the state does not know it. */
static void
show_action (PbFaiView *self, GtkWidget *button, PbAction action, gboolean visible)
{
  g_autofree char *why_not = pb_run_model_why_not (self->run, action, NULL);

  gtk_widget_set_visible (button, visible);
  if (why_not == NULL && self->cancellable != NULL)
    why_not = g_strdup (_ ("The server is being asked."));
  pb_button_set_why_not (PB_BUTTON (button), why_not);
}

static void
show_head (PbFaiView *self)
{
  PbFaiStatus status = pb_fai_model_get_status (self->fai);
  const char *decision = pb_row_get_text (self->fai, "decision-text");
  const char *stale = pb_row_get_text (self->fai, "stale-text");
  const char *word;
  PbLook look = pb_look_of_fai (self->fai, &word);
  gboolean over = status == PB_FAI_FAIL || status == PB_FAI_CANCELLED ||
                  (status == PB_FAI_PASS && pb_row_get_flag (self->fai, "stale"));

  pb_badge_set (PB_BADGE (self->badge), look, word);
  gtk_label_set_label (GTK_LABEL (self->sentence), *decision != '\0' ? decision : "");
  gtk_label_set_label (GTK_LABEL (self->detail), *stale != '\0' ? stale : pb_row_get_text (self->fai, "remark"));
  gtk_widget_set_visible (self->detail, *gtk_label_get_label (GTK_LABEL (self->detail)) != '\0');
  show_action (self, self->start, PB_ACTION_FAI_START, status == PB_FAI_PENDING);
  show_action (self, self->decide, PB_ACTION_FAI_COMPLETE, status == PB_FAI_INSPECTING);
  show_action (self, self->cancel, PB_ACTION_FAI_CANCEL,
               status == PB_FAI_PENDING || status == PB_FAI_INSPECTING || status == PB_FAI_PASS);
  show_action (self, self->create_again, PB_ACTION_FAI_CREATE, over);
}

static void
show_table (PbFaiView *self)
{
  g_autofree char *why_not = pb_run_model_why_not (self->run, PB_ACTION_FAI_RECORD, NULL);
  gint64 missing = pb_row_get_number (self->fai, "missing-count");
  gint64 failed = pb_row_get_number (self->fai, "failed-count");
  g_autofree char *lacks =
    g_strdup_printf (ngettext ("%d value is missing", "%d values are missing", (gulong) missing), (int) missing);
  g_autofree char *fails = g_strdup_printf (ngettext ("%d failed", "%d failed", (gulong) failed), (int) failed);
  g_autofree char *text = NULL;

  for (GtkWidget *row = gtk_widget_get_first_child (self->table); row != NULL; row = gtk_widget_get_next_sibling (row))
    if (PB_IS_CHARACTERISTIC_ROW (row))
      pb_characteristic_row_set_editable (PB_CHARACTERISTIC_ROW (row), why_not == NULL, why_not);
  if (missing == 0 && failed == 0)
    text = g_strdup (_ ("everything is recorded"));
  else if (failed == 0)
    text = g_strdup (lacks);
  else
    text = missing > 0 ? g_strdup_printf ("%s · %s", lacks, fails) : g_strdup (fails);
  gtk_label_set_label (GTK_LABEL (self->missing), text);
  gtk_widget_set_tooltip_text (self->missing, pb_row_get_text (self->fai, "missing-text"));
}

static void
show_bar (PbFaiView *self)
{
  gboolean edited = pb_row_get_flag (self->fai, "edited");
  gboolean problems = pb_row_get_flag (self->fai, "has-problems");
  gboolean busy = self->cancellable != NULL;

  gtk_revealer_set_reveal_child (GTK_REVEALER (self->bar),
                                 edited || *gtk_label_get_label (GTK_LABEL (self->message)) != '\0');
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "fai.save", edited && !busy);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "fai.reset", edited && !busy);
  pb_button_set_why_not (PB_BUTTON (self->save), problems ? _ ("A value cannot be saved; it is marked.") : NULL);
  gtk_spinner_set_spinning (GTK_SPINNER (self->spinner), busy);
}

/* What is done next has the focus when the button for the step before has gone. */
static void
focus_next_step (PbFaiView *self)
{
  GtkWidget *const steps[] = { self->start, self->decide, self->create_again, self->create };

  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    if (gtk_widget_get_mapped (steps[i]))
      {
        gtk_widget_grab_focus (steps[i]);
        return;
      }
  gtk_widget_child_focus (self->signatures, GTK_DIR_TAB_FORWARD);
}

static void
update (PbFaiView *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  gboolean ours = focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (self)) && gtk_widget_get_mapped (focus);
  PbFaiStatus status = pb_fai_model_get_status (self->fai);
  g_autofree char *why_not = pb_run_model_why_not (self->run, PB_ACTION_FAI_CREATE, NULL);
  gboolean required = pb_row_get_flag (self->run, "requires-fai");

  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), pb_fai_model_get_exists (self->fai) ? "fai" : "none");
  adw_status_page_set_title (ADW_STATUS_PAGE (self->none),
                             required ? _ ("No First Article Yet") : _ ("Not Needed Here"));
  gtk_label_set_label (GTK_LABEL (self->create_reason),
                       !required         ? _ ("The route does not ask for a first article.")
                       : why_not != NULL ? why_not
                                         : _ ("The route asks for a first article before the run may start."));
  /* Nobody is told what they may not do where nothing is to be done. */
  show_action (self, self->create, PB_ACTION_FAI_CREATE, required);
  show_action (self, self->generate, PB_ACTION_GENERATE_UNITS,
               required && pb_row_get_number (self->run, "units-total") == 0);
  show_head (self);
  show_table (self);
  show_bar (self);
  /* Once it is decided, signing is what is left to do. */
  gtk_box_reorder_child_after (GTK_BOX (gtk_widget_get_parent (self->signature_box)), self->signature_box,
                               status == PB_FAI_PASS ? gtk_widget_get_parent (self->badge) : self->table_scroller);
  gtk_widget_set_visible (self->trial_box, status != PB_FAI_PENDING);
  gtk_label_set_label (GTK_LABEL (self->trial_text), pb_row_get_text (self->fai, "trial-text"));
  pb_trial_panel_update (PB_TRIAL_PANEL (self->trial));
  gtk_label_set_label (GTK_LABEL (self->signature_text), pb_row_get_text (self->fai, "signature-text"));
  if (ours && !gtk_widget_get_mapped (focus))
    focus_next_step (self);
}

static gboolean
update_cb (gpointer user_data)
{
  PbFaiView *self = user_data;

  self->update_id = 0;
  update (self);
  return G_SOURCE_REMOVE;
}

static void
queue_update (PbFaiView *self)
{
  if (self->update_id == 0)
    self->update_id = g_idle_add_full (G_PRIORITY_HIGH_IDLE, update_cb, self, NULL);
}

static void
set_message (PbFaiView *self, const char *message)
{
  gtk_label_set_label (GTK_LABEL (self->message), message);
  show_bar (self);
}

static void
acted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PbFaiView) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  pb_fai_model_act_finish (PB_FAI_MODEL (source), result, &error);
  g_clear_object (&self->cancellable);
  if (self->run == NULL)
    return;
  if (error != NULL && !pb_error_is_cancelled (error))
    text = pb_error_to_user_text (error);
  else if (error == NULL && self->done_text != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s", self->done_text);
  set_message (self, text != NULL ? text : "");
  update (self);
}

static void
start_action_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PbFaiView *self = PB_FAI_VIEW (widget);

  if (self->cancellable != NULL)
    return;
  self->cancellable = g_cancellable_new ();
  self->done_text = _ ("The first article is started");
  pb_fai_model_start_async (self->fai, self->cancellable, acted_cb, g_object_ref (self));
  update (self);
}

static void
save_action_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PbFaiView *self = PB_FAI_VIEW (widget);

  if (self->cancellable != NULL)
    return;
  if (pb_row_get_flag (self->fai, "has-problems"))
    {
      set_message (self, _ ("A value cannot be saved; it is marked."));
      return;
    }
  self->cancellable = g_cancellable_new ();
  self->done_text = _ ("The values are saved");
  pb_fai_model_save_async (self->fai, self->cancellable, acted_cb, g_object_ref (self));
  update (self);
}

static void
reset_response_cb (PbFaiView *self, const char *response)
{
  if (g_str_equal (response, "discard") && self->fai != NULL)
    pb_fai_model_reset (self->fai);
}

static void
reset_action_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PbFaiView *self = PB_FAI_VIEW (widget);
  GtkWidget *question =
    adw_message_dialog_new (get_window (self), _ ("Discard the typed values?"), _ ("They have not been saved."));

  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (question), "keep", _ ("_Keep editing"), "discard",
                                    _ ("_Discard"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (question), "discard", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (question), "keep");
  g_signal_connect_object (question, "response", G_CALLBACK (reset_response_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (question));
}

static void
dialog_action_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PbFaiView *self = PB_FAI_VIEW (widget);

  if (g_str_equal (name, "fai.create"))
    pb_fai_create_dialog_present (get_window (self), self->run);
  else if (g_str_equal (name, "fai.decide"))
    pb_fai_decide_dialog_present (get_window (self), self->run);
  else
    pb_fai_cancel_dialog_present (get_window (self), self->run);
}

static void
sign_action_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PbFaiView *self = PB_FAI_VIEW (widget);
  PbSignAct act = g_str_equal (name, "fai.sign") ? PB_SIGN_FAI : PB_SIGN_FAI_REJECT;
  PbCapacity capacity = (PbCapacity) pb_enum_value (&pb_capacities, g_variant_get_string (parameter, NULL));

  gtk_window_present (GTK_WINDOW (pb_fai_sign_dialog_new (get_window (self), self->run, act, capacity)));
}

/* --- characteristics in their groups */

static GtkWidget *
characteristic_row_new (gpointer item, gpointer user_data)
{
  PbFaiView *self = user_data;
  GtkWidget *row = pb_characteristic_row_new (item);
  g_autofree char *why_not = pb_run_model_why_not (self->run, PB_ACTION_FAI_RECORD, NULL);

  pb_characteristic_row_set_editable (PB_CHARACTERISTIC_ROW (row), why_not == NULL, why_not);
  pb_characteristic_row_line_up (PB_CHARACTERISTIC_ROW (row), self->cells);
  return row;
}

/* What stands in which column. */
static GtkWidget *
column_titles_new (void)
{
  const char *const titles[PB_N_COLUMNS] = { _ ("Characteristic"), _ ("Requirement"), _ ("Value of each unit"),
                                             _ ("Verdict") };
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 18);

  gtk_widget_add_css_class (box, "pb-characteristic");
  for (guint i = 0; i < PB_N_COLUMNS; i++)
    {
      GtkWidget *label = gtk_label_new (titles[i]);

      gtk_label_set_xalign (GTK_LABEL (label), 0);
      gtk_widget_add_css_class (label, "dim-label");
      gtk_widget_add_css_class (label, "caption");
      gtk_widget_set_hexpand (label, i == PB_COLUMN_VALUE);
      gtk_box_append (GTK_BOX (box),
                      i == PB_COLUMN_VALUE ? label : pb_characteristic_column_new (label, (PbCharacteristicColumn) i));
    }
  return box;
}

static const char *
group_of (GtkListBoxRow *row)
{
  return row != NULL ? pb_row_get_text (pb_characteristic_row_get (PB_CHARACTERISTIC_ROW (row)), "group") : "";
}

static void
header_cb (GtkListBoxRow *row, GtkListBoxRow *before, gpointer user_data)
{
  const char *group = group_of (row);
  GtkWidget *label;

  if (*group == '\0' || strcmp (group, group_of (before)) == 0)
    {
      gtk_list_box_row_set_header (row, NULL);
      return;
    }
  label = g_object_new (GTK_TYPE_LABEL, "label", group, "xalign", 0.0, "accessible-role", GTK_ACCESSIBLE_ROLE_HEADING,
                        "margin-start", 14, "margin-top", 12, "margin-bottom", 4, NULL);
  gtk_widget_add_css_class (label, "caption-heading");
  gtk_list_box_row_set_header (row, label);
}

/* --- signatures */

static void
show_signature (gpointer line, GParamSpec *pspec, GtkWidget *row)
{
  gboolean is_signed = pb_row_get_flag (line, "signed");
  gboolean valid = pb_row_get_flag (line, "valid");
  PbLook look = !is_signed ? PB_LOOK_PENDING : valid ? PB_LOOK_DONE : PB_LOOK_FAIL;
  const char *remark = pb_row_get_text (line, "remark");
  g_autofree char *title = NULL;
  g_autofree char *subtitle = NULL;

  title = is_signed ? g_strdup_printf ("%s · %s", pb_row_get_text (line, "capacity-text"),
                                       pb_row_get_text (line, "printed-name"))
                    : g_strdup (pb_row_get_text (line, "capacity-text"));
  if (is_signed)
    subtitle = g_strdup_printf ("%s · %s%s%s", pb_row_get_text (line, "meaning-text"),
                                pb_row_get_text (line, "time-text"), *remark != '\0' ? "\n" : "", remark);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle != NULL ? subtitle : "");
  pb_badge_set (g_object_get_data (G_OBJECT (row), "badge"), look, pb_row_get_text (line, "state-text"));
  gtk_widget_set_visible (g_object_get_data (G_OBJECT (row), "sign"), !is_signed || !valid);
}

static GtkWidget *
signature_button_new (PbFaiView *self, const char *label, const char *action_name, PbAction action, int capacity)
{
  GtkWidget *button = pb_button_new ();
  g_autofree char *why_not = pb_run_model_why_not (self->run, action, NULL);
  g_autofree char *name = g_strdup_printf ("%s %s", label, pb_text_capacity ((PbCapacity) capacity));

  gtk_button_set_label (GTK_BUTTON (button), label);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", pb_enum_text (&pb_capacities, capacity));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action_name);
  pb_button_set_why_not (PB_BUTTON (button), why_not);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  return button;
}

static GtkWidget *
signature_row_new (gpointer item, gpointer user_data)
{
  PbFaiView *self = user_data;
  GtkWidget *row = pb_plain_row_new (NULL, NULL);
  GtkWidget *badge = pb_badge_new ();
  int capacity = (int) pb_row_get_number (item, "capacity");
  GtkWidget *sign = signature_button_new (self, _ ("Sign…"), "fai.sign", PB_ACTION_FAI_SIGN, capacity);
  GtkWidget *reject = signature_button_new (self, _ ("Reject…"), "fai.reject", PB_ACTION_FAI_REJECT, capacity);

  adw_action_row_add_suffix (ADW_ACTION_ROW (row), badge);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), sign);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), reject);
  gtk_widget_add_css_class (reject, "flat");
  g_object_set_data (G_OBJECT (row), "badge", badge);
  g_object_set_data (G_OBJECT (row), "sign", sign);
  g_signal_connect_object (item, "notify", G_CALLBACK (show_signature), row, 0);
  show_signature (item, NULL, row);
  return row;
}

/* Who may sign changes with the state of run and first article. */
static void
rebind_signatures (PbFaiView *self)
{
  gtk_list_box_bind_model (GTK_LIST_BOX (self->signatures), pb_fai_model_get_signatures (self->fai), signature_row_new,
                           self, NULL);
  queue_update (self);
}

static void
pb_fai_view_dispose (GObject *object)
{
  PbFaiView *self = PB_FAI_VIEW (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->update_id, g_source_remove);
  g_clear_object (&self->cells);
  g_clear_object (&self->run);
  g_clear_object (&self->fai);
  G_OBJECT_CLASS (pb_fai_view_parent_class)->dispose (object);
}

static void
pb_fai_view_class_init (PbFaiViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pb_fai_view_dispose;
  g_type_ensure (PB_TYPE_BADGE);
  g_type_ensure (PB_TYPE_BUTTON);
  g_type_ensure (PB_TYPE_WRAP_BOX);
  gtk_widget_class_install_action (widget_class, "fai.create", NULL, dialog_action_cb);
  gtk_widget_class_install_action (widget_class, "fai.decide", NULL, dialog_action_cb);
  gtk_widget_class_install_action (widget_class, "fai.cancel", NULL, dialog_action_cb);
  gtk_widget_class_install_action (widget_class, "fai.start", NULL, start_action_cb);
  gtk_widget_class_install_action (widget_class, "fai.save", NULL, save_action_cb);
  gtk_widget_class_install_action (widget_class, "fai.reset", NULL, reset_action_cb);
  gtk_widget_class_install_action (widget_class, "fai.sign", "s", sign_action_cb);
  gtk_widget_class_install_action (widget_class, "fai.reject", "s", sign_action_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_s, GDK_CONTROL_MASK, "fai.save", NULL);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/prepboard/Prepboard/ui/pb-fai-view.ui");
  gtk_widget_class_bind_template_child (widget_class, PbFaiView, stack);
  gtk_widget_class_bind_template_child (widget_class, PbFaiView, none);
  gtk_widget_class_bind_template_child (widget_class, PbFaiView, create_reason);
  gtk_widget_class_bind_template_child (widget_class, PbFaiView, badge);
  gtk_widget_class_bind_template_child (widget_class, PbFaiView, sentence);
  gtk_widget_class_bind_template_child (widget_class, PbFaiView, detail);
  gtk_widget_class_bind_template_child (widget_class, PbFaiView, generate);
  gtk_widget_class_bind_template_child (widget_class, PbFaiView, create);
  gtk_widget_class_bind_template_child (widget_class, PbFaiView, create_again);
  gtk_widget_class_bind_template_child (widget_class, PbFaiView, start);
  gtk_widget_class_bind_template_child (widget_class, PbFaiView, decide);
  gtk_widget_class_bind_template_child (widget_class, PbFaiView, cancel);
  gtk_widget_class_bind_template_child (widget_class, PbFaiView, trial_box);
  gtk_widget_class_bind_template_child (widget_class, PbFaiView, trial_text);
  gtk_widget_class_bind_template_child (widget_class, PbFaiView, missing);
  gtk_widget_class_bind_template_child (widget_class, PbFaiView, table);
  gtk_widget_class_bind_template_child (widget_class, PbFaiView, table_scroller);
  gtk_widget_class_bind_template_child (widget_class, PbFaiView, table_box);
  gtk_widget_class_bind_template_child (widget_class, PbFaiView, signature_box);
  gtk_widget_class_bind_template_child (widget_class, PbFaiView, signature_text);
  gtk_widget_class_bind_template_child (widget_class, PbFaiView, signatures);
  gtk_widget_class_bind_template_child (widget_class, PbFaiView, bar);
  gtk_widget_class_bind_template_child (widget_class, PbFaiView, message);
  gtk_widget_class_bind_template_child (widget_class, PbFaiView, save);
  gtk_widget_class_bind_template_child (widget_class, PbFaiView, spinner);
}

static void
pb_fai_view_init (PbFaiView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* The table scrolls sideways only, but GtkScrolledWindow keeps the wheel from the page around it all the same. */
static gboolean
wheel_cb (GtkEventControllerScroll *controller, double dx, double dy, PbFaiView *self)
{
  GtkWidget *page = gtk_widget_get_ancestor (gtk_widget_get_parent (self->table_scroller), GTK_TYPE_SCROLLED_WINDOW);
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (page));
  GdkModifierType state = gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (controller));
  double step = 1;

  if (fabs (dx) > fabs (dy) || (state & GDK_SHIFT_MASK) != 0)
    return FALSE;
  /* As far as GTK's own wheel. */
  if (gtk_event_controller_scroll_get_unit (controller) == GDK_SCROLL_UNIT_WHEEL)
    step = pow (gtk_adjustment_get_page_size (adjustment), 2.0 / 3.0);
  gtk_adjustment_set_value (adjustment, gtk_adjustment_get_value (adjustment) + dy * step);
  return TRUE;
}

GtkWidget *
pb_fai_view_new (PbRunModel *run)
{
  PbFaiView *self;
  GtkEventController *wheel;

  g_return_val_if_fail (PB_IS_RUN_MODEL (run), NULL);

  self = g_object_new (PB_TYPE_FAI_VIEW, NULL);
  self->run = g_object_ref (run);
  self->fai = g_object_ref (pb_run_model_get_fai (run));
  self->trial = pb_trial_panel_new (run);
  gtk_box_append (GTK_BOX (self->trial_box), self->trial);
  self->cells = gtk_size_group_new (GTK_SIZE_GROUP_HORIZONTAL);
  gtk_box_insert_child_after (GTK_BOX (self->table_box), column_titles_new (),
                              gtk_widget_get_prev_sibling (self->table));
  gtk_list_box_set_header_func (GTK_LIST_BOX (self->table), header_cb, NULL, NULL);
  gtk_list_box_bind_model (GTK_LIST_BOX (self->table), G_LIST_MODEL (self->fai), characteristic_row_new, self, NULL);
  g_signal_connect_object (self->fai, "notify", G_CALLBACK (queue_update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->fai, "notify::status", G_CALLBACK (rebind_signatures), self, G_CONNECT_SWAPPED);
  /* Units and items decide what may be done as well. */
  g_signal_connect_object (run, "notify", G_CALLBACK (queue_update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (run, "notify::status", G_CALLBACK (rebind_signatures), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (run, "notify::stale-since", G_CALLBACK (rebind_signatures), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (pb_run_model_get_session (run), "permissions-changed", G_CALLBACK (rebind_signatures), self,
                           G_CONNECT_SWAPPED);
  wheel = gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_BOTH_AXES);
  gtk_event_controller_set_propagation_phase (wheel, GTK_PHASE_CAPTURE);
  g_signal_connect_object (wheel, "scroll", G_CALLBACK (wheel_cb), self, 0);
  gtk_widget_add_controller (self->table_scroller, wheel);
  rebind_signatures (self);
  update (self);
  return GTK_WIDGET (self);
}

gboolean
pb_fai_view_is_dirty (PbFaiView *self)
{
  g_return_val_if_fail (PB_IS_FAI_VIEW (self), FALSE);
  return pb_row_get_flag (self->fai, "edited");
}
