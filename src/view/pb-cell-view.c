/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-view"

#include "view/pb-cell-view.h"

#include "view/pb-badge.h"
#include "view/pb-scanner.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <string.h>

static const PbResult choices[] = { PB_RESULT_PASS, PB_RESULT_FAIL, PB_RESULT_NA };

struct _PbCellView
{
  GtkBox parent_instance;
  PbCharacteristic *characteristic; /* (owned) */
  PbMeasurementCell *cell;          /* (owned) */
  GtkWidget *entry;
  GtkWidget *buttons[G_N_ELEMENTS (choices)]; /* (nullable): what cannot be chosen has none */
  GtkWidget *verdict;
  GtkWidget *more;
  GtkWidget *note;
  gboolean editable;
  gboolean showing;
};

G_DEFINE_FINAL_TYPE (PbCellView, pb_cell_view, GTK_TYPE_BOX)

static char *
dup_name (PbCellView *self)
{
  const char *name = pb_row_get_text (self->characteristic, "name");
  const char *sn = pb_row_get_text (self->cell, "unit-sn");

  /* TRANSLATORS: a characteristic of one sample unit, by its serial number */
  return *sn != '\0' ? g_strdup_printf (_ ("%s of %s"), name, sn) : g_strdup (name);
}

static void
show_note (PbCellView *self)
{
  const char *problem = pb_row_get_text (self->cell, "problem-text");
  const char *conflict = pb_row_get_text (self->cell, "conflict-text");
  const char *recorded = pb_row_get_text (self->cell, "recorded-text");
  const char *note = *problem != '\0' ? problem : *conflict != '\0' ? conflict : recorded;

  gtk_label_set_label (GTK_LABEL (self->note), note);
  gtk_widget_set_visible (self->note, *note != '\0');
  gtk_widget_remove_css_class (self->note, "error");
  gtk_widget_remove_css_class (self->note, "warning");
  gtk_widget_remove_css_class (self->note, "dim-label");
  gtk_widget_add_css_class (self->note, *problem != '\0' ? "error" : *conflict != '\0' ? "warning" : "dim-label");
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_STATE_INVALID,
                               *problem != '\0' ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE, -1);
  if (*problem != '\0')
    gtk_widget_add_css_class (self->entry, "error");
  else
    gtk_widget_remove_css_class (self->entry, "error");
}

/* What was chosen says the verdict by itself, while it can be chosen; a number does not. */
static void
show_parts (PbCellView *self)
{
  /* Of one value alone, the row's own column says it. */
  gboolean several = g_list_model_get_n_items (G_LIST_MODEL (self->characteristic)) > 1;
  gboolean written = *gtk_editable_get_text (GTK_EDITABLE (self->entry)) != '\0';

  gtk_widget_set_sensitive (self->entry, self->editable);
  gtk_widget_set_visible (self->entry, self->editable || written);
  gtk_widget_set_visible (self->verdict, several);
  gtk_widget_set_visible (self->more, self->editable);
  for (guint i = 0; i < G_N_ELEMENTS (choices); i++)
    if (self->buttons[i] != NULL)
      gtk_widget_set_visible (self->buttons[i], self->editable);
}

static void
show (PbCellView *self)
{
  PbResult chosen = (PbResult) pb_row_get_number (self->cell, "result");
  const char *value = pb_row_get_text (self->cell, "value");
  const char *word;
  PbLook look = pb_look_of_result ((int) pb_row_get_number (self->cell, "verdict"), &word);

  self->showing = TRUE;
  if (strcmp (gtk_editable_get_text (GTK_EDITABLE (self->entry)), value) != 0)
    gtk_editable_set_text (GTK_EDITABLE (self->entry), value);
  for (guint i = 0; i < G_N_ELEMENTS (choices); i++)
    if (self->buttons[i] != NULL)
      gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->buttons[i]), choices[i] == chosen);
  pb_badge_set (PB_BADGE (self->verdict), look, word);
  show_parts (self);
  if (pb_row_get_flag (self->cell, "edited"))
    gtk_widget_add_css_class (self->entry, "pb-edited");
  else
    gtk_widget_remove_css_class (self->entry, "pb-edited");
  show_note (self);
  self->showing = FALSE;
}

static void
entry_changed_cb (PbCellView *self)
{
  if (!self->showing)
    pb_measurement_cell_set_value (self->cell, gtk_editable_get_text (GTK_EDITABLE (self->entry)));
}

/* Enter leads on to the next value, as in a table on paper. */
static void
entry_activate_cb (PbCellView *self)
{
  GtkWidget *root = GTK_WIDGET (gtk_widget_get_root (GTK_WIDGET (self)));

  if (root != NULL)
    gtk_widget_child_focus (root, GTK_DIR_TAB_FORWARD);
}

static void
choice_toggled_cb (PbCellView *self, GtkToggleButton *button)
{
  PbResult result = PB_RESULT_NONE;

  if (self->showing)
    return;
  for (guint i = 0; i < G_N_ELEMENTS (choices); i++)
    if (self->buttons[i] == GTK_WIDGET (button) && gtk_toggle_button_get_active (button))
      result = choices[i];
  pb_measurement_cell_set_result (self->cell, result);
}

static void
remark_changed_cb (PbCellView *self, GtkEditable *editable)
{
  pb_measurement_cell_set_remark (self->cell, gtk_editable_get_text (editable));
}

static void
defect_changed_cb (PbCellView *self, GtkEditable *editable)
{
  pb_measurement_cell_set_defect_code (self->cell, gtk_editable_get_text (editable));
}

static void
add_popover_entry (GtkWidget *box, const char *title, const char *text, GCallback changed, PbCellView *self)
{
  GtkWidget *label = gtk_label_new_with_mnemonic (title);
  GtkWidget *entry = gtk_entry_new ();

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_mnemonic_widget (GTK_LABEL (label), entry);
  gtk_editable_set_text (GTK_EDITABLE (entry), text);
  gtk_editable_set_width_chars (GTK_EDITABLE (entry), 28);
  g_signal_connect_object (entry, "changed", changed, self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), entry);
}

static void
create_popover_cb (GtkMenuButton *button, gpointer user_data)
{
  PbCellView *self = user_data;
  GtkWidget *popover = gtk_popover_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  add_popover_entry (box, _ ("_Remark"), pb_row_get_text (self->cell, "remark"), G_CALLBACK (remark_changed_cb), self);
  add_popover_entry (box, _ ("_Defect code"), pb_row_get_text (self->cell, "defect-code"),
                     G_CALLBACK (defect_changed_cb), self);
  gtk_popover_set_child (GTK_POPOVER (popover), box);
  gtk_menu_button_set_popover (button, popover);
}

static void
add_choices (PbCellView *self, GtkWidget *box)
{
  gboolean numeric = pb_row_get_flag (self->characteristic, "numeric");
  gboolean na_allowed = pb_row_get_flag (self->characteristic, "na-allowed");
  GtkWidget *linked = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  g_autofree char *name = dup_name (self);

  gtk_widget_add_css_class (linked, "linked");
  for (guint i = 0; i < G_N_ELEMENTS (choices); i++)
    {
      const char *word;
      g_autofree char *label = NULL;

      pb_look_of_result ((int) choices[i], &word);
      label = g_strdup_printf ("%s: %s", name, word);
      /* A number is judged by its limits, not by the person. */
      if (choices[i] == PB_RESULT_NA ? !na_allowed : numeric)
        continue;
      self->buttons[i] = gtk_toggle_button_new ();
      /* A word to press, not a sign: what nobody has chosen must not look like a verdict.
       * TRANSLATORS: short for "not applicable", on a button */
      gtk_button_set_label (GTK_BUTTON (self->buttons[i]), choices[i] == PB_RESULT_NA ? _ ("N/A") : word);
      gtk_widget_set_tooltip_text (self->buttons[i], word);
      gtk_accessible_update_property (GTK_ACCESSIBLE (self->buttons[i]), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
      g_signal_connect_object (self->buttons[i], "toggled", G_CALLBACK (choice_toggled_cb), self, G_CONNECT_SWAPPED);
      gtk_box_append (GTK_BOX (linked), self->buttons[i]);
    }
  gtk_box_append (GTK_BOX (box), linked);
}

static void
build (PbCellView *self)
{
  const char *sn = pb_row_get_text (self->cell, "unit-sn");
  gboolean numeric = pb_row_get_flag (self->characteristic, "numeric");
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  g_autofree char *name = dup_name (self);

  if (*sn != '\0')
    {
      GtkWidget *caption = gtk_label_new (sn);
      gtk_label_set_xalign (GTK_LABEL (caption), 0);
      gtk_label_set_ellipsize (GTK_LABEL (caption), PANGO_ELLIPSIZE_START);
      gtk_label_set_max_width_chars (GTK_LABEL (caption), 20);
      gtk_widget_set_tooltip_text (caption, sn);
      gtk_widget_add_css_class (caption, "caption");
      gtk_box_append (GTK_BOX (self), caption);
    }
  self->verdict = pb_badge_new ();
  self->entry = gtk_entry_new ();
  gtk_editable_set_width_chars (GTK_EDITABLE (self->entry), numeric ? 8 : 12);
  gtk_editable_set_max_width_chars (GTK_EDITABLE (self->entry), numeric ? 10 : 16);
  gtk_entry_set_placeholder_text (GTK_ENTRY (self->entry),
                                  numeric ? pb_row_get_text (self->characteristic, "unit") : _ ("seen"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  pb_scanner_accept_in (self->entry);
  g_signal_connect_object (self->entry, "changed", G_CALLBACK (entry_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->entry, "activate", G_CALLBACK (entry_activate_cb), self, G_CONNECT_SWAPPED);
  self->more = gtk_menu_button_new ();
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (self->more), "view-more-symbolic");
  gtk_menu_button_set_create_popup_func (GTK_MENU_BUTTON (self->more), create_popover_cb, self, NULL);
  gtk_widget_add_css_class (self->more, "flat");
  gtk_widget_set_tooltip_text (self->more, _ ("Remark and defect code"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->more), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Remark and defect code"), -1);
  self->note = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->note), 0);
  gtk_label_set_wrap (GTK_LABEL (self->note), TRUE);
  gtk_label_set_max_width_chars (GTK_LABEL (self->note), 26);
  gtk_widget_add_css_class (self->note, "caption");
  if (!numeric)
    add_choices (self, box);
  gtk_box_append (GTK_BOX (box), self->entry);
  if (numeric)
    add_choices (self, box);
  gtk_box_append (GTK_BOX (box), self->verdict);
  gtk_box_append (GTK_BOX (box), self->more);
  gtk_box_append (GTK_BOX (self), box);
  gtk_box_append (GTK_BOX (self), self->note);
}

static void
pb_cell_view_dispose (GObject *object)
{
  g_clear_object (&PB_CELL_VIEW (object)->cell);
  g_clear_object (&PB_CELL_VIEW (object)->characteristic);
  G_OBJECT_CLASS (pb_cell_view_parent_class)->dispose (object);
}

static void
pb_cell_view_class_init (PbCellViewClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = pb_cell_view_dispose;
}

static void
pb_cell_view_init (PbCellView *self)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 3);
  gtk_widget_add_css_class (GTK_WIDGET (self), "pb-cell");
}

GtkWidget *
pb_cell_view_new (PbCharacteristic *characteristic, PbMeasurementCell *cell)
{
  PbCellView *self;

  g_return_val_if_fail (PB_IS_CHARACTERISTIC (characteristic), NULL);
  g_return_val_if_fail (PB_IS_MEASUREMENT_CELL (cell), NULL);

  self = g_object_new (PB_TYPE_CELL_VIEW, NULL);
  self->characteristic = g_object_ref (characteristic);
  self->cell = g_object_ref (cell);
  build (self);
  g_signal_connect_object (cell, "notify", G_CALLBACK (show), self, G_CONNECT_SWAPPED);
  show (self);
  return GTK_WIDGET (self);
}

void
pb_cell_view_set_editable (PbCellView *self, gboolean editable, const char *why_not)
{
  g_return_if_fail (PB_IS_CELL_VIEW (self));

  self->editable = editable;
  gtk_widget_set_tooltip_text (self->entry, why_not);
  show_parts (self);
}

/* --- the row */

GtkWidget *
pb_characteristic_column_new (GtkWidget *child, PbCharacteristicColumn column)
{
  static const int widths[PB_N_COLUMNS] = {
    [PB_COLUMN_NAME] = 230,
    [PB_COLUMN_REQUIREMENT] = 150,
    [PB_COLUMN_VERDICT] = 130,
  };
  GtkWidget *clamp = adw_clamp_new ();

  adw_clamp_set_maximum_size (ADW_CLAMP (clamp), widths[column]);
  adw_clamp_set_tightening_threshold (ADW_CLAMP (clamp), widths[column]);
  adw_clamp_set_child (ADW_CLAMP (clamp), child);
  gtk_widget_set_size_request (clamp, widths[column], -1);
  return clamp;
}

struct _PbCharacteristicRow
{
  GtkListBoxRow parent_instance;
  PbCharacteristic *characteristic;
  GtkWidget *title;
  GtkWidget *requirement;
  GtkWidget *cells;
  GtkWidget *verdict;
  GtkSizeGroup *cell_group; /* (owned) (nullable) */
  gboolean editable;
  char *why_not;
};

G_DEFINE_FINAL_TYPE (PbCharacteristicRow, pb_characteristic_row, GTK_TYPE_LIST_BOX_ROW)

static void
show_title (PbCharacteristicRow *self)
{
  const char *name = pb_row_get_text (self->characteristic, "name");
  g_autofree char *title =
    pb_row_get_flag (self->characteristic, "required") ? g_strdup_printf ("%s *", name) : g_strdup (name);

  gtk_label_set_label (GTK_LABEL (self->title), title);
  gtk_label_set_label (GTK_LABEL (self->requirement), pb_row_get_text (self->characteristic, "requirement-text"));
}

/* One failure fails all; what is not recorded yet keeps the rest waiting. */
static void
show_verdict (PbCharacteristicRow *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->characteristic));
  PbResult worst = n > 0 ? PB_RESULT_NA : PB_RESULT_NONE;
  const char *word;
  PbLook look;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (PbMeasurementCell) cell = g_list_model_get_item (G_LIST_MODEL (self->characteristic), i);
      PbResult verdict = (PbResult) pb_row_get_number (cell, "verdict");

      if (worst == PB_RESULT_FAIL || verdict == PB_RESULT_FAIL)
        worst = PB_RESULT_FAIL;
      else if (worst == PB_RESULT_NONE || verdict == PB_RESULT_NONE)
        worst = PB_RESULT_NONE;
      else if (verdict == PB_RESULT_PASS)
        worst = PB_RESULT_PASS;
    }
  look = pb_look_of_result ((int) worst, &word);
  pb_badge_set (PB_BADGE (self->verdict), look, word);
}

static void
cells_changed_cb (PbCharacteristicRow *self)
{
  GtkWidget *child;
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->characteristic));

  while ((child = gtk_widget_get_first_child (self->cells)) != NULL)
    gtk_flow_box_remove (GTK_FLOW_BOX (self->cells), child);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (PbMeasurementCell) cell = g_list_model_get_item (G_LIST_MODEL (self->characteristic), i);
      GtkWidget *view = pb_cell_view_new (self->characteristic, cell);
      GtkWidget *holder;
      pb_cell_view_set_editable (PB_CELL_VIEW (view), self->editable, self->why_not);
      gtk_flow_box_append (GTK_FLOW_BOX (self->cells), view);
      /* The place in the flow is not a stop of its own for the keyboard. */
      holder = gtk_widget_get_parent (view);
      gtk_widget_set_focusable (holder, FALSE);
      if (self->cell_group != NULL)
        gtk_size_group_add_widget (self->cell_group, view);
      g_signal_handlers_disconnect_by_func (cell, show_verdict, self);
      g_signal_connect_object (cell, "notify::verdict", G_CALLBACK (show_verdict), self, G_CONNECT_SWAPPED);
    }
  show_verdict (self);
}

static void
pb_characteristic_row_dispose (GObject *object)
{
  g_clear_object (&PB_CHARACTERISTIC_ROW (object)->characteristic);
  g_clear_object (&PB_CHARACTERISTIC_ROW (object)->cell_group);
  G_OBJECT_CLASS (pb_characteristic_row_parent_class)->dispose (object);
}

static void
pb_characteristic_row_finalize (GObject *object)
{
  g_free (PB_CHARACTERISTIC_ROW (object)->why_not);
  G_OBJECT_CLASS (pb_characteristic_row_parent_class)->finalize (object);
}

static void
pb_characteristic_row_class_init (PbCharacteristicRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = pb_characteristic_row_dispose;
  G_OBJECT_CLASS (klass)->finalize = pb_characteristic_row_finalize;
}

static void
pb_characteristic_row_init (PbCharacteristicRow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 18);
  self->title = gtk_label_new (NULL);
  self->requirement = gtk_label_new (NULL);
  self->cells = gtk_flow_box_new ();
  gtk_label_set_xalign (GTK_LABEL (self->title), 0);
  gtk_label_set_wrap (GTK_LABEL (self->title), TRUE);
  gtk_label_set_xalign (GTK_LABEL (self->requirement), 0);
  gtk_label_set_wrap (GTK_LABEL (self->requirement), TRUE);
  gtk_widget_add_css_class (self->requirement, "dim-label");
  gtk_widget_add_css_class (self->requirement, "numeric");
  self->verdict = pb_badge_new ();
  gtk_widget_set_valign (self->verdict, GTK_ALIGN_CENTER);
  gtk_flow_box_set_selection_mode (GTK_FLOW_BOX (self->cells), GTK_SELECTION_NONE);
  gtk_flow_box_set_max_children_per_line (GTK_FLOW_BOX (self->cells), 5);
  gtk_widget_set_hexpand (self->cells, TRUE);
  gtk_widget_set_halign (self->cells, GTK_ALIGN_START);
  gtk_widget_set_valign (self->cells, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (box), pb_characteristic_column_new (self->title, PB_COLUMN_NAME));
  gtk_box_append (GTK_BOX (box), pb_characteristic_column_new (self->requirement, PB_COLUMN_REQUIREMENT));
  gtk_box_append (GTK_BOX (box), self->cells);
  gtk_box_append (GTK_BOX (box), pb_characteristic_column_new (self->verdict, PB_COLUMN_VERDICT));
  gtk_widget_add_css_class (box, "pb-characteristic");
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self), FALSE);
  gtk_widget_set_focusable (GTK_WIDGET (self), FALSE);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (self), box);
}

GtkWidget *
pb_characteristic_row_new (PbCharacteristic *characteristic)
{
  PbCharacteristicRow *self;

  g_return_val_if_fail (PB_IS_CHARACTERISTIC (characteristic), NULL);

  self = g_object_new (PB_TYPE_CHARACTERISTIC_ROW, NULL);
  self->characteristic = g_object_ref (characteristic);
  g_signal_connect_object (characteristic, "items-changed", G_CALLBACK (cells_changed_cb), self, G_CONNECT_SWAPPED);
  show_title (self);
  cells_changed_cb (self);
  return GTK_WIDGET (self);
}

void
pb_characteristic_row_line_up (PbCharacteristicRow *self, GtkSizeGroup *cells)
{
  g_return_if_fail (PB_IS_CHARACTERISTIC_ROW (self));

  g_set_object (&self->cell_group, cells);
  for (GtkWidget *holder = gtk_widget_get_first_child (self->cells); holder != NULL;
       holder = gtk_widget_get_next_sibling (holder))
    gtk_size_group_add_widget (self->cell_group, gtk_flow_box_child_get_child (GTK_FLOW_BOX_CHILD (holder)));
}

PbCharacteristic *
pb_characteristic_row_get (PbCharacteristicRow *self)
{
  g_return_val_if_fail (PB_IS_CHARACTERISTIC_ROW (self), NULL);
  return self->characteristic;
}

void
pb_characteristic_row_set_editable (PbCharacteristicRow *self, gboolean editable, const char *why_not)
{
  g_return_if_fail (PB_IS_CHARACTERISTIC_ROW (self));

  self->editable = editable;
  pb_set_string (&self->why_not, why_not);
  for (GtkWidget *holder = gtk_widget_get_first_child (self->cells); holder != NULL;
       holder = gtk_widget_get_next_sibling (holder))
    pb_cell_view_set_editable (PB_CELL_VIEW (gtk_flow_box_child_get_child (GTK_FLOW_BOX_CHILD (holder))), editable,
                               why_not);
}
