/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-view"

#include "view/pb-line-panel.h"

#include "view/pb-button.h"
#include "view/pb-item-menu.h"
#include "view/pb-life-bar.h"
#include "view/pb-plain-row.h"

#include <adwaita.h>
#include <glib/gi18n.h>

struct _PbLinePanel
{
  GtkBox parent_instance;
  PbRunModel *run;
  GtkWidget *things;
  GtkWidget *why_not;
  GtkWidget *units;
  GtkWidget *actions;
  GtkWidget *facts;
  guint update_id;
};

G_DEFINE_FINAL_TYPE (PbLinePanel, pb_line_panel, GTK_TYPE_BOX)

static GtkWidget *
heading_new (const char *text)
{
  GtkWidget *label = g_object_new (GTK_TYPE_LABEL, "label", text, "accessible-role", GTK_ACCESSIBLE_ROLE_HEADING,
                                   "xalign", 0.0, "wrap", TRUE, NULL);

  gtk_widget_add_css_class (label, "heading");
  return label;
}

static GtkWidget *
list_new (void)
{
  GtkWidget *list = gtk_list_box_new ();

  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  return list;
}

static void
show_thing (PbBindingItem *thing, GParamSpec *pspec, GtkWidget *row)
{
  const char *asset = pb_row_get_text (thing, "asset-id");
  GtkWidget *bind = g_object_get_data (G_OBJECT (row), "bind");
  GtkWidget *life = g_object_get_data (G_OBJECT (row), "life");
  double share = pb_row_get_double (thing, "life-fraction");
  g_autofree char *title = NULL;
  g_autofree char *subtitle = NULL;
  g_autofree char *name = NULL;

  title = g_strdup_printf ("%s %s", pb_row_get_text (thing, "kind-text"), asset);
  if (*asset == '\0')
    subtitle = g_strdup (_ ("nothing is bound"));
  else
    subtitle = g_strjoin ("\n", pb_row_get_text (thing, "life-text"), pb_row_get_text (thing, "status-text"),
                          pb_row_get_text (thing, "bound-text"), NULL);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), g_strstrip (title));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), g_strstrip (subtitle));
  gtk_button_set_label (GTK_BUTTON (bind), *asset == '\0' ? _ ("Bind…") : _ ("Change…"));
  name = g_strdup_printf (*asset == '\0' ? _ ("Bind a %s") : _ ("Change the %s"), pb_row_get_text (thing, "kind-text"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (bind), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  pb_life_bar_set_share (life, *asset != '\0' ? share : -1);
}

static GtkWidget *
thing_row_new (gpointer item, gpointer user_data)
{
  PbLinePanel *self = user_data;
  GtkWidget *row = pb_plain_row_new (NULL, NULL);
  GtkWidget *bind = pb_button_new ();
  GtkWidget *life = pb_life_bar_new (44);
  PbAssetKind kind = (PbAssetKind) pb_row_get_number (item, "kind");
  g_autofree char *why_not = pb_run_model_why_not (self->run, PB_ACTION_BIND, NULL);

  gtk_widget_set_valign (bind, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (bind, "flat");
  pb_button_set_why_not (PB_BUTTON (bind), why_not);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (bind), "s", pb_enum_text (&pb_asset_kinds, (int) kind));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (bind), "run.bind");
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), life);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), bind);
  g_object_set_data (G_OBJECT (row), "bind", bind);
  g_object_set_data (G_OBJECT (row), "life", life);
  g_signal_connect_object (item, "notify", G_CALLBACK (show_thing), row, 0);
  show_thing (item, NULL, row);
  return row;
}

static void
clear (GtkWidget *list)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (list)) != NULL)
    gtk_list_box_remove (GTK_LIST_BOX (list), child);
}

static void
add_fact (GtkWidget *list, const char *title, const char *text)
{
  if (text != NULL && *text != '\0')
    gtk_list_box_append (GTK_LIST_BOX (list), pb_plain_row_new (text, title));
}

static void
add_action (PbLinePanel *self, const char *label, PbAction action, const char *action_name, const char *target)
{
  g_autofree char *why_not = pb_run_model_why_not (self->run, action, NULL);

  gtk_list_box_append (GTK_LIST_BOX (self->actions),
                       pb_bare_row_new (pb_action_button_new (label, why_not, action_name, target)));
}

static void
update (PbLinePanel *self)
{
  PbRunModel *run = self->run;
  g_autofree char *planned = g_strdup_printf ("%" G_GINT64_FORMAT, pb_row_get_number (run, "plan-qty"));
  g_autofree char *why_not = pb_run_model_why_not (run, PB_ACTION_BIND, NULL);

  gtk_label_set_label (GTK_LABEL (self->why_not), why_not != NULL ? why_not : "");
  gtk_widget_set_visible (self->why_not, why_not != NULL);

  gtk_label_set_label (GTK_LABEL (self->units), pb_row_get_text (run, "units-text"));
  clear (self->actions);
  add_action (self, _ ("_Generate units…"), PB_ACTION_GENERATE_UNITS, "run.generate-units", NULL);
  add_action (self, _ ("_Delete unused units…"), PB_ACTION_DELETE_UNITS, "run.delete-units", NULL);
  add_action (self, _ ("Store a _formal check"), PB_ACTION_CHECK, "run.check", NULL);
  clear (self->facts);
  add_fact (self->facts, _ ("Product"), pb_row_get_text (run, "product-code"));
  add_fact (self->facts, _ ("Work order"), pb_row_get_text (run, "wo-no"));
  add_fact (self->facts, _ ("Planned pieces"), planned);
  add_fact (self->facts, _ ("Line"), pb_row_get_text (run, "line-name"));
  add_fact (self->facts, _ ("Route"), pb_row_get_text (run, "route-text"));
  add_fact (self->facts, _ ("Shift"), pb_row_get_text (run, "shift-code"));
}

static gboolean
update_cb (gpointer user_data)
{
  PbLinePanel *self = user_data;

  self->update_id = 0;
  update (self);
  return G_SOURCE_REMOVE;
}

static void
run_notify_cb (PbLinePanel *self, GParamSpec *pspec)
{
  static const char *const shown[] = { "status",   "units-text", "units-total", "product-code", "wo-no",
                                       "plan-qty", "line-name",  "route-text",  "shift-code",   NULL };

  if (self->update_id == 0 && g_strv_contains (shown, pspec->name))
    self->update_id = g_idle_add (update_cb, self);
}

/* Who may bind can change with the run's state and with the user. */
static void
rebind (PbLinePanel *self)
{
  gtk_list_box_bind_model (GTK_LIST_BOX (self->things), pb_run_model_get_bindings (self->run), thing_row_new, self,
                           NULL);
  update (self);
}

static void
pb_line_panel_dispose (GObject *object)
{
  PbLinePanel *self = PB_LINE_PANEL (object);

  g_clear_handle_id (&self->update_id, g_source_remove);
  g_clear_object (&self->run);
  G_OBJECT_CLASS (pb_line_panel_parent_class)->dispose (object);
}

static void
pb_line_panel_class_init (PbLinePanelClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = pb_line_panel_dispose;
}

static void
pb_line_panel_init (PbLinePanel *self)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 8);
}

GtkWidget *
pb_line_panel_new (PbRunModel *run)
{
  PbLinePanel *self;
  GtkWidget *units;

  g_return_val_if_fail (PB_IS_RUN_MODEL (run), NULL);

  self = g_object_new (PB_TYPE_LINE_PANEL, NULL);
  self->run = g_object_ref (run);
  self->things = list_new ();
  self->actions = list_new ();
  self->facts = list_new ();
  self->units = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->units), 0);
  gtk_label_set_wrap (GTK_LABEL (self->units), TRUE);
  gtk_widget_add_css_class (self->units, "dim-label");
  gtk_box_append (GTK_BOX (self), heading_new (_ ("On the line")));
  self->why_not = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->why_not), 0);
  gtk_label_set_wrap (GTK_LABEL (self->why_not), TRUE);
  gtk_widget_add_css_class (self->why_not, "dim-label");
  gtk_widget_add_css_class (self->why_not, "caption");
  gtk_box_append (GTK_BOX (self), self->things);
  gtk_box_append (GTK_BOX (self), self->why_not);
  units = heading_new (_ ("Units"));
  gtk_widget_set_margin_top (units, 12);
  gtk_box_append (GTK_BOX (self), units);
  gtk_box_append (GTK_BOX (self), self->units);
  gtk_box_append (GTK_BOX (self), self->actions);
  units = heading_new (_ ("The run"));
  gtk_widget_set_margin_top (units, 12);
  gtk_box_append (GTK_BOX (self), units);
  gtk_box_append (GTK_BOX (self), self->facts);
  g_signal_connect_object (run, "notify", G_CALLBACK (run_notify_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (run, "notify::status", G_CALLBACK (rebind), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (pb_run_model_get_session (run), "permissions-changed", G_CALLBACK (rebind), self,
                           G_CONNECT_SWAPPED);
  rebind (self);
  return GTK_WIDGET (self);
}
