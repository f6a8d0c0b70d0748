/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-view"

#include "view/pb-trial-panel.h"

#include "model/pb-text.h"
#include "view/pb-badge.h"
#include "view/pb-button.h"
#include "view/pb-scanner.h"
#include "view/pb-wrap-box.h"

#include <adwaita.h>
#include <glib/gi18n.h>

enum
{
  TRACK_IN,
  TRACK_OUT_GOOD,
  TRACK_OUT_BAD,
  N_BUTTONS
};

struct _PbTrialPanel
{
  GtkBox parent_instance;
  PbRunModel *run;
  GCancellable *cancellable; /* (owned) (nullable): a request is under way */
  GtkWidget *form;
  GtkWidget *stations;
  GtkWidget *asked; /* (nullable): the button of the request */
  GtkWidget *station;
  GtkWidget *unit;
  GtkWidget *buttons[N_BUTTONS];
  GtkWidget *result;
  GtkWidget *list;
};

G_DEFINE_FINAL_TYPE (PbTrialPanel, pb_trial_panel, GTK_TYPE_BOX)

void
pb_trial_panel_update (PbTrialPanel *self)
{
  g_autofree char *why_not = NULL;
  gboolean complete;

  g_return_if_fail (PB_IS_TRIAL_PANEL (self));

  why_not = pb_run_model_why_not (self->run, PB_ACTION_TRACK, NULL);
  complete = *gtk_editable_get_text (GTK_EDITABLE (self->station)) != '\0' &&
             *gtk_editable_get_text (GTK_EDITABLE (self->unit)) != '\0';
  if (why_not == NULL && self->cancellable != NULL)
    why_not = g_strdup (_ ("The server is being asked."));
  else if (why_not == NULL && !complete)
    why_not = g_strdup (_ ("Scan or write the station and the unit first."));
  for (guint i = 0; i < N_BUTTONS; i++)
    pb_button_set_why_not (PB_BUTTON (self->buttons[i]), why_not);
  gtk_label_set_label (GTK_LABEL (self->stations), pb_row_get_text (pb_run_model_get_fai (self->run), "stations-text"));
  gtk_widget_set_visible (self->stations, *gtk_label_get_label (GTK_LABEL (self->stations)) != '\0');
  gtk_widget_set_visible (self->form, pb_fai_model_get_status (pb_run_model_get_fai (self->run)) == PB_FAI_INSPECTING);
}

static void
tracked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PbTrialPanel) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  const char *unit;
  const char *station;
  GtkWidget *asked = self->asked;

  pb_fai_model_act_finish (PB_FAI_MODEL (source), result, &error);
  g_clear_object (&self->cancellable);
  if (self->run == NULL || (error != NULL && pb_error_is_cancelled (error)))
    return;
  unit = gtk_editable_get_text (GTK_EDITABLE (self->unit));
  station = gtk_editable_get_text (GTK_EDITABLE (self->station));
  if (error != NULL)
    text = pb_error_to_user_text (error);
  else
    /* TRANSLATORS: a unit, by its serial number, and a station */
    text = g_strdup_printf (asked == self->buttons[TRACK_IN] ? _ ("%s is in %s now.") : _ ("%s has left %s."), unit,
                            station);
  pb_badge_set (PB_BADGE (self->result), error != NULL ? PB_LOOK_FAIL : PB_LOOK_PASS, text);
  gtk_widget_set_visible (self->result, TRUE);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.say", "s", text);
  /* The unit that went in comes out next; what was refused stays to be read, and the next scan takes its place. */
  if (error == NULL && asked != self->buttons[TRACK_IN])
    gtk_editable_set_text (GTK_EDITABLE (self->unit), "");
  pb_trial_panel_update (self);
  if (error == NULL && asked == self->buttons[TRACK_IN])
    {
      gtk_widget_grab_focus (self->buttons[TRACK_OUT_GOOD]);
      return;
    }
  gtk_widget_grab_focus (self->unit);
  gtk_editable_select_region (GTK_EDITABLE (self->unit), 0, -1);
}

static void
track_cb (PbTrialPanel *self, GtkWidget *button)
{
  PbFaiModel *fai = pb_run_model_get_fai (self->run);
  const char *station = gtk_editable_get_text (GTK_EDITABLE (self->station));
  const char *unit = gtk_editable_get_text (GTK_EDITABLE (self->unit));

  if (self->cancellable != NULL || pb_button_get_why_not (PB_BUTTON (button)) != NULL)
    return;
  self->asked = button;
  self->cancellable = g_cancellable_new ();
  if (button == self->buttons[TRACK_IN])
    pb_fai_model_track_in_async (fai, station, unit, self->cancellable, tracked_cb, g_object_ref (self));
  else
    pb_fai_model_track_out_async (fai, station, unit,
                                  button == self->buttons[TRACK_OUT_GOOD] ? PB_RESULT_PASS : PB_RESULT_FAIL,
                                  self->cancellable, tracked_cb, g_object_ref (self));
  pb_trial_panel_update (self);
}

/* Whether the unit is in a station, as far as the list knows. */
static gboolean
is_in_station (PbTrialPanel *self, const char *sn)
{
  GListModel *units = pb_fai_model_get_units (pb_run_model_get_fai (self->run));

  for (guint i = 0; i < g_list_model_get_n_items (units); i++)
    {
      g_autoptr (PbTrialUnit) unit = g_list_model_get_item (units, i);

      if (g_strcmp0 (pb_row_get_text (unit, "sn"), sn) == 0)
        return pb_row_get_flag (unit, "in-station");
    }
  return FALSE;
}

static void
station_activate_cb (PbTrialPanel *self)
{
  if (*gtk_editable_get_text (GTK_EDITABLE (self->station)) != '\0')
    gtk_widget_grab_focus (self->unit);
}

/* Enter tracks in. Whether a unit comes out good or bad is a person's word. */
static void
unit_activate_cb (PbTrialPanel *self)
{
  const char *unit = gtk_editable_get_text (GTK_EDITABLE (self->unit));

  if (*gtk_editable_get_text (GTK_EDITABLE (self->station)) == '\0')
    gtk_widget_grab_focus (self->station);
  else if (is_in_station (self, unit))
    gtk_widget_grab_focus (self->buttons[TRACK_OUT_GOOD]);
  else
    track_cb (self, self->buttons[TRACK_IN]);
}

static void
show_unit (gpointer unit, GParamSpec *pspec, GtkWidget *row)
{
  gboolean tracked = pb_row_get_flag (unit, "tracked");

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), pb_row_get_text (unit, "sn"));
  pb_badge_set (g_object_get_data (G_OBJECT (row), "badge"), tracked ? PB_LOOK_PASS : PB_LOOK_PENDING,
                pb_row_get_text (unit, "state-text"));
}

static GtkWidget *
unit_row_new (gpointer item, gpointer user_data)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *badge = pb_badge_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), badge);
  g_object_set_data (G_OBJECT (row), "badge", badge);
  g_object_set_data_full (G_OBJECT (row), "unit", g_object_ref (item), g_object_unref);
  g_signal_connect_object (item, "notify", G_CALLBACK (show_unit), row, 0);
  show_unit (item, NULL, row);
  return row;
}

static void
unit_activated_cb (PbTrialPanel *self, GtkListBoxRow *row)
{
  gpointer unit = g_object_get_data (G_OBJECT (row), "unit");
  const char *station = pb_row_get_text (unit, "station");

  gtk_editable_set_text (GTK_EDITABLE (self->unit), pb_row_get_text (unit, "sn"));
  if (*station != '\0')
    gtk_editable_set_text (GTK_EDITABLE (self->station), station);
  if (*gtk_editable_get_text (GTK_EDITABLE (self->station)) == '\0')
    gtk_widget_grab_focus (self->station);
  else
    gtk_widget_grab_focus (self->buttons[pb_row_get_flag (unit, "in-station") ? TRACK_OUT_GOOD : TRACK_IN]);
}

static GtkWidget *
add_entry (PbTrialPanel *self, const char *title, const char *placeholder, int width)
{
  GtkWidget *label = gtk_label_new_with_mnemonic (title);
  GtkWidget *entry = gtk_entry_new ();

  gtk_label_set_mnemonic_widget (GTK_LABEL (label), entry);
  gtk_entry_set_placeholder_text (GTK_ENTRY (entry), placeholder);
  gtk_editable_set_width_chars (GTK_EDITABLE (entry), width);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_RELATION_LABELLED_BY, label, NULL, -1);
  pb_scanner_accept_in (entry);
  g_signal_connect_object (entry, "changed", G_CALLBACK (pb_trial_panel_update), self, G_CONNECT_SWAPPED);
  pb_wrap_box_append (PB_WRAP_BOX (self->form), label);
  pb_wrap_box_append (PB_WRAP_BOX (self->form), entry);
  return entry;
}

static void
build (PbTrialPanel *self)
{
  const char *const labels[N_BUTTONS] = { _ ("Track _in"), _ ("_Out: good"), _ ("Out: _bad") };

  self->form = pb_wrap_box_new ();
  self->station = add_entry (self, _ ("S_tation"), _ ("code"), 10);
  self->unit = add_entry (self, _ ("_Unit"), _ ("serial number"), 18);
  gtk_widget_set_hexpand (self->unit, TRUE);
  g_signal_connect_object (self->station, "activate", G_CALLBACK (station_activate_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->unit, "activate", G_CALLBACK (unit_activate_cb), self, G_CONNECT_SWAPPED);
  for (guint i = 0; i < N_BUTTONS; i++)
    {
      self->buttons[i] = pb_button_new ();
      gtk_button_set_label (GTK_BUTTON (self->buttons[i]), labels[i]);
      gtk_button_set_use_underline (GTK_BUTTON (self->buttons[i]), TRUE);
      g_signal_connect_object (self->buttons[i], "clicked", G_CALLBACK (track_cb), self, G_CONNECT_SWAPPED);
      pb_wrap_box_append (PB_WRAP_BOX (self->form), self->buttons[i]);
    }
  self->result = pb_badge_new ();
  gtk_widget_set_visible (self->result, FALSE);
  self->list = gtk_list_box_new ();
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (self->list), GTK_SELECTION_NONE);
  gtk_list_box_set_placeholder (GTK_LIST_BOX (self->list), gtk_label_new (_ ("The run has no units yet.")));
  gtk_widget_add_css_class (self->list, "boxed-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Sample units"), -1);
  g_signal_connect_object (self->list, "row-activated", G_CALLBACK (unit_activated_cb), self, G_CONNECT_SWAPPED);
  self->stations = gtk_label_new (NULL);
  gtk_label_set_wrap (GTK_LABEL (self->stations), TRUE);
  gtk_label_set_xalign (GTK_LABEL (self->stations), 0);
  gtk_label_set_selectable (GTK_LABEL (self->stations), TRUE);
  gtk_widget_add_css_class (self->stations, "dim-label");
  gtk_box_append (GTK_BOX (self), self->stations);
  gtk_box_append (GTK_BOX (self), self->form);
  gtk_box_append (GTK_BOX (self), self->result);
  gtk_box_append (GTK_BOX (self), self->list);
}

static void
pb_trial_panel_dispose (GObject *object)
{
  PbTrialPanel *self = PB_TRIAL_PANEL (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->run);
  G_OBJECT_CLASS (pb_trial_panel_parent_class)->dispose (object);
}

static void
pb_trial_panel_class_init (PbTrialPanelClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = pb_trial_panel_dispose;
}

static void
pb_trial_panel_init (PbTrialPanel *self)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 8);
}

GtkWidget *
pb_trial_panel_new (PbRunModel *run)
{
  PbTrialPanel *self;

  g_return_val_if_fail (PB_IS_RUN_MODEL (run), NULL);

  self = g_object_new (PB_TYPE_TRIAL_PANEL, NULL);
  self->run = g_object_ref (run);
  build (self);
  gtk_list_box_bind_model (GTK_LIST_BOX (self->list), pb_fai_model_get_units (pb_run_model_get_fai (run)), unit_row_new,
                           NULL, NULL);
  pb_trial_panel_update (self);
  return GTK_WIDGET (self);
}
