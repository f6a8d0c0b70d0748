/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-view"

#include "view/pb-gate-strip.h"

#include "view/pb-button.h"
#include "view/pb-look.h"
#include "view/pb-wrap-box.h"

#include <adwaita.h>
#include <glib/gi18n.h>

struct _PbGateStrip
{
  GtkBox parent_instance;
  PbRunModel *run;
  GtkWidget *image;
  GtkWidget *sentence;
  GtkWidget *detail;
  GtkWidget *authorise;
  GtkWidget *why_not;
  GtkWidget *copy;
  GtkWidget *unfold;
  GtkWidget *revealer;
  GtkWidget *blockers;
  guint update_id;
};

G_DEFINE_FINAL_TYPE (PbGateStrip, pb_gate_strip, GTK_TYPE_BOX)

static PbLook
look_of_gate (PbRunModel *run)
{
  if (pb_run_model_get_status (run) == PB_RUN_AUTHORIZED)
    return PB_LOOK_DONE;
  if (pb_run_model_get_status (run) != PB_RUN_PREP)
    return PB_LOOK_RUNNING;
  return pb_row_get_flag (run, "can-authorise") ? PB_LOOK_PASS : PB_LOOK_FAIL;
}

static void
show_detail (PbGateStrip *self)
{
  const char *authorised = pb_row_get_text (self->run, "authorised-text");
  const char *deadline = pb_row_get_text (self->run, "deadline-text");
  const char *ended = pb_row_get_text (self->run, "ended-text");
  g_autofree char *detail = NULL;

  /* Why it is authorised no longer comes before everything else. */
  if (*ended != '\0' && *deadline != '\0')
    detail = g_strdup_printf (_ ("%s · earliest deadline: %s"), ended, deadline);
  else if (*ended != '\0')
    detail = g_strdup (ended);
  else if (*authorised != '\0' && *deadline != '\0')
    detail = g_strdup_printf (_ ("%s · earliest deadline: %s"), authorised, deadline);
  else if (*deadline != '\0')
    detail = g_strdup_printf (_ ("Earliest deadline: %s"), deadline);
  else
    detail = g_strdup (authorised);
  gtk_label_set_label (GTK_LABEL (self->detail), detail);
  gtk_widget_set_visible (self->detail, *detail != '\0');
}

static void
show_button (PbGateStrip *self)
{
  gboolean authorised = pb_run_model_get_status (self->run) == PB_RUN_AUTHORIZED;
  g_autofree char *why_not =
    pb_run_model_why_not (self->run, authorised ? PB_ACTION_REVOKE : PB_ACTION_AUTHORISE, NULL);
  guint blockers = g_list_model_get_n_items (pb_run_model_get_blockers (self->run));

  gtk_button_set_label (GTK_BUTTON (self->authorise), authorised ? _ ("Re_voke…") : _ ("_Authorise…"));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->authorise), authorised ? "run.revoke" : "run.authorise");
  gtk_widget_remove_css_class (self->authorise, "suggested-action");
  if (!authorised && why_not == NULL)
    gtk_widget_add_css_class (self->authorise, "suggested-action");
  pb_button_set_why_not (PB_BUTTON (self->authorise), why_not);
  /* With blockers listed below, they are the reason. */
  gtk_label_set_label (GTK_LABEL (self->why_not), why_not != NULL ? why_not : "");
  gtk_widget_set_visible (self->why_not, why_not != NULL && blockers == 0);
}

static void
update (PbGateStrip *self)
{
  guint blockers = g_list_model_get_n_items (pb_run_model_get_blockers (self->run));
  gboolean loading = pb_row_get_flag (self->run, "loading");
  gboolean unfolded = gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->unfold));
  PbLook look = loading ? PB_LOOK_PENDING : look_of_gate (self->run);

  for (int i = 0; i < PB_N_LOOKS; i++)
    gtk_widget_remove_css_class (self->image, pb_look_class ((PbLook) i));
  gtk_widget_add_css_class (self->image, pb_look_class (look));
  gtk_image_set_from_icon_name (GTK_IMAGE (self->image), pb_look_icon (look));
  gtk_label_set_label (GTK_LABEL (self->sentence),
                       loading ? _ ("Looking at the run…") : pb_row_get_text (self->run, "gate-text"));
  show_detail (self);
  show_button (self);
  gtk_widget_set_visible (self->copy, blockers > 0);
  gtk_widget_set_visible (self->unfold, blockers > 0);
  gtk_button_set_icon_name (GTK_BUTTON (self->unfold), unfolded ? "pan-up-symbolic" : "pan-down-symbolic");
  gtk_revealer_set_reveal_child (GTK_REVEALER (self->revealer), blockers > 0 && unfolded);
}

static gboolean
update_cb (gpointer user_data)
{
  PbGateStrip *self = user_data;

  self->update_id = 0;
  update (self);
  return G_SOURCE_REMOVE;
}

static void
queue_update (PbGateStrip *self)
{
  if (self->update_id == 0)
    self->update_id = g_idle_add_full (G_PRIORITY_HIGH_IDLE, update_cb, self, NULL);
}

static gboolean
is_about_first_article (gpointer blocker)
{
  gint64 code = pb_row_get_number (blocker, "code");

  return code == PB_BLOCKER_FAI_NOT_PASSED || code == PB_BLOCKER_FAI_STALE || code == PB_BLOCKER_FAI_NOT_SIGNED;
}

static void
show_blocker (PbBlockerItem *blocker, GParamSpec *pspec, GtkWidget *row)
{
  const char *advice = pb_row_get_text (blocker, "advice");
  const char *who = pb_row_get_text (blocker, "who-text");
  gboolean goes = *pb_row_get_text (blocker, "item-id") != '\0' || is_about_first_article (blocker);
  g_autofree char *subtitle = NULL;

  if (*who != '\0')
    /* TRANSLATORS: what to do next, then the roles that can do it */
    subtitle = g_strdup_printf (_ ("%s Who can: %s."), advice, who);
  else
    subtitle = g_strdup (advice);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), pb_row_get_text (blocker, "sentence"));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), g_strstrip (subtitle));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), goes);
  gtk_widget_set_visible (g_object_get_data (G_OBJECT (row), "arrow"), goes);
}

static GtkWidget *
blocker_row_new (gpointer item, gpointer user_data)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *arrow = g_object_new (GTK_TYPE_IMAGE, "icon-name", "go-next-symbolic", "accessible-role",
                                   GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), arrow);
  g_object_set_data (G_OBJECT (row), "arrow", arrow);
  g_object_set_data_full (G_OBJECT (row), "blocker", g_object_ref (item), g_object_unref);
  g_signal_connect_object (item, "notify", G_CALLBACK (show_blocker), row, 0);
  show_blocker (item, NULL, row);
  return row;
}

static void
blocker_activated_cb (PbGateStrip *self, GtkListBoxRow *row)
{
  gpointer blocker = g_object_get_data (G_OBJECT (row), "blocker");

  if (is_about_first_article (blocker))
    gtk_widget_activate_action (GTK_WIDGET (self), "run.page", "s", "fai");
  else
    gtk_widget_activate_action (GTK_WIDGET (self), "run.show-item", "s", pb_row_get_text (blocker, "item-id"));
}

/* The first thing that stands against it, else what the strip is for. */
static gboolean
pb_gate_strip_grab_focus (GtkWidget *widget)
{
  PbGateStrip *self = PB_GATE_STRIP (widget);
  GtkListBoxRow *first = gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->blockers), 0);

  if (first != NULL && gtk_revealer_get_reveal_child (GTK_REVEALER (self->revealer)) &&
      gtk_widget_get_mapped (GTK_WIDGET (first)))
    return gtk_widget_grab_focus (GTK_WIDGET (first));
  return gtk_widget_grab_focus (self->authorise);
}

static void
pb_gate_strip_dispose (GObject *object)
{
  PbGateStrip *self = PB_GATE_STRIP (object);

  g_clear_handle_id (&self->update_id, g_source_remove);
  g_clear_object (&self->run);
  G_OBJECT_CLASS (pb_gate_strip_parent_class)->dispose (object);
}

static void
pb_gate_strip_class_init (PbGateStripClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pb_gate_strip_dispose;
  widget_class->grab_focus = pb_gate_strip_grab_focus;
  g_type_ensure (PB_TYPE_BUTTON);
  g_type_ensure (PB_TYPE_WRAP_BOX);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/prepboard/Prepboard/ui/pb-gate-strip.ui");
  gtk_widget_class_bind_template_child (widget_class, PbGateStrip, image);
  gtk_widget_class_bind_template_child (widget_class, PbGateStrip, sentence);
  gtk_widget_class_bind_template_child (widget_class, PbGateStrip, detail);
  gtk_widget_class_bind_template_child (widget_class, PbGateStrip, authorise);
  gtk_widget_class_bind_template_child (widget_class, PbGateStrip, why_not);
  gtk_widget_class_bind_template_child (widget_class, PbGateStrip, copy);
  gtk_widget_class_bind_template_child (widget_class, PbGateStrip, unfold);
  gtk_widget_class_bind_template_child (widget_class, PbGateStrip, revealer);
  gtk_widget_class_bind_template_child (widget_class, PbGateStrip, blockers);
  gtk_widget_class_bind_template_callback (widget_class, queue_update);
  gtk_widget_class_bind_template_callback (widget_class, blocker_activated_cb);
}

static void
pb_gate_strip_init (PbGateStrip *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
pb_gate_strip_new (PbRunModel *run)
{
  PbGateStrip *self;

  g_return_val_if_fail (PB_IS_RUN_MODEL (run), NULL);

  self = g_object_new (PB_TYPE_GATE_STRIP, NULL);
  self->run = g_object_ref (run);
  gtk_list_box_bind_model (GTK_LIST_BOX (self->blockers), pb_run_model_get_blockers (run), blocker_row_new, NULL, NULL);
  g_signal_connect_object (run, "notify", G_CALLBACK (queue_update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (pb_run_model_get_blockers (run), "items-changed", G_CALLBACK (queue_update), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (pb_run_model_get_session (run), "permissions-changed", G_CALLBACK (queue_update), self,
                           G_CONNECT_SWAPPED);
  update (self);
  return GTK_WIDGET (self);
}

const char *
pb_gate_strip_get_sentence (PbGateStrip *self)
{
  g_return_val_if_fail (PB_IS_GATE_STRIP (self), NULL);
  return gtk_label_get_label (GTK_LABEL (self->sentence));
}

void
pb_gate_strip_set_unfolded (PbGateStrip *self, gboolean unfolded)
{
  g_return_if_fail (PB_IS_GATE_STRIP (self));
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->unfold), unfolded);
}

gboolean
pb_gate_strip_is_drawn (PbGateStrip *self)
{
  GtkListBoxRow *first;

  g_return_val_if_fail (PB_IS_GATE_STRIP (self), FALSE);

  if (!gtk_widget_get_mapped (GTK_WIDGET (self)) || self->update_id != 0)
    return FALSE;
  first = gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->blockers), 0);
  return first == NULL || !gtk_revealer_get_reveal_child (GTK_REVEALER (self->revealer)) ||
         gtk_widget_get_mapped (GTK_WIDGET (first));
}
