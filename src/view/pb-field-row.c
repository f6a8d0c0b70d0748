/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-view"

#include "view/pb-field-row.h"

#include "model/pb-text.h"
#include "view/pb-plain-row.h"
#include "view/pb-written.h"
#include "view/pb-text-area.h"

#include <glib/gi18n.h>

enum
{
  NOT_RECORDED,
  YES,
  NO,
  N_ANSWERS
};

struct _PbFieldRow
{
  AdwActionRow parent_instance;
  const PbField *field;
  GtkWidget *entries[PB_NUMBERS_MAX]; /* texts: one entry, NUMBERS: several */
  guint n_entries;
  GtkWidget *answers[N_ANSWERS]; /* BOOL */
  GtkWidget *choice;             /* ENUM */
  GtkTextBuffer *buffer;         /* text of several lines */
  GtkWidget *text_view;
  char *problem;
  char *note;
  gint wrong; /* the entry of several that cannot be read; -1: none, or all of them */
  char *limit;
  gboolean touched;
  gboolean loading;
};

enum
{
  CHANGED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PbFieldRow, pb_field_row, ADW_TYPE_ACTION_ROW)

static const char *
field_label (const PbField *field)
{
  return field->label != NULL ? pb_translate (field->label) : field->name;
}

static void
changed_cb (PbFieldRow *self)
{
  if (self->loading)
    return;
  self->touched = TRUE;
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
answer_toggled_cb (PbFieldRow *self, GtkToggleButton *button)
{
  /* A group toggles twice; the button that went down says it. */
  if (gtk_toggle_button_get_active (button))
    changed_cb (self);
}

static void
now_clicked_cb (PbFieldRow *self)
{
  g_autofree char *now = pb_write_time (g_get_real_time ());

  gtk_editable_set_text (GTK_EDITABLE (self->entries[0]), now);
  gtk_widget_grab_focus (self->entries[0]);
  gtk_editable_set_position (GTK_EDITABLE (self->entries[0]), -1);
}

static char *
dup_name (PbFieldRow *self)
{
  const char *label = field_label (self->field);
  const char *unit = self->field->unit;

  return unit != NULL ? g_strdup_printf ("%s (%s)", label, unit) : g_strdup (label);
}

static void
name_control (PbFieldRow *self, GtkWidget *control, const char *name)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (control), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                  GTK_ACCESSIBLE_PROPERTY_REQUIRED, (self->field->flags & PB_REQUIRED) == PB_REQUIRED,
                                  -1);
}

static GtkWidget *
add_entry (PbFieldRow *self, int width_chars)
{
  GtkWidget *entry = gtk_entry_new ();

  gtk_widget_set_valign (entry, GTK_ALIGN_CENTER);
  gtk_editable_set_width_chars (GTK_EDITABLE (entry), width_chars);
  gtk_editable_set_max_width_chars (GTK_EDITABLE (entry), width_chars);
  gtk_entry_set_activates_default (GTK_ENTRY (entry), TRUE);
  g_signal_connect_object (entry, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  self->entries[self->n_entries++] = entry;
  return entry;
}

static void
add_unit (PbFieldRow *self)
{
  GtkWidget *label;

  if (self->field->unit == NULL)
    return;
  label = gtk_label_new (self->field->unit);
  gtk_widget_add_css_class (label, "dim-label");
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), label);
}

static void
build_entry (PbFieldRow *self, int width_chars, GtkInputPurpose purpose)
{
  g_autofree char *name = dup_name (self);
  GtkWidget *entry = add_entry (self, width_chars);

  gtk_entry_set_input_purpose (GTK_ENTRY (entry), purpose);
  name_control (self, entry, name);
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), entry);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (self), entry);
}

static void
build_time (PbFieldRow *self)
{
  GtkWidget *now = gtk_button_new_with_mnemonic (_ ("_Now"));
  g_autofree char *name = dup_name (self);
  g_autofree char *now_name = g_strdup_printf (_ ("%s: now"), name);

  build_entry (self, 16, GTK_INPUT_PURPOSE_FREE_FORM);
  /* TRANSLATORS: how a time is written; the digits stay as they are read back */
  gtk_entry_set_placeholder_text (GTK_ENTRY (self->entries[0]), _ ("YYYY-MM-DD HH:MM"));
  gtk_widget_set_valign (now, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (now), GTK_ACCESSIBLE_PROPERTY_LABEL, now_name, -1);
  g_signal_connect_object (now, "clicked", G_CALLBACK (now_clicked_cb), self, G_CONNECT_SWAPPED);
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), now);
}

static void
build_numbers (PbFieldRow *self)
{
  g_autofree char *name = dup_name (self);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  guint count = MIN (self->field->count, PB_NUMBERS_MAX);

  gtk_widget_add_css_class (box, "linked");
  gtk_widget_set_valign (box, GTK_ALIGN_CENTER);
  for (guint i = 0; i < count; i++)
    {
      GtkWidget *entry = add_entry (self, 4);
      g_autofree char *point = g_strdup_printf (_ ("%s, point %u of %u"), name, i + 1, count);
      gtk_entry_set_input_purpose (GTK_ENTRY (entry), GTK_INPUT_PURPOSE_NUMBER);
      name_control (self, entry, point);
      gtk_box_append (GTK_BOX (box), entry);
    }
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), box);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (self), self->entries[0]);
}

static void
build_answers (PbFieldRow *self)
{
  const char *words[N_ANSWERS] = { _ ("Not recorded"), _ ("Yes"), _ ("No") };
  g_autofree char *name = dup_name (self);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  gtk_widget_add_css_class (box, "linked");
  gtk_widget_set_valign (box, GTK_ALIGN_CENTER);
  for (guint i = 0; i < N_ANSWERS; i++)
    {
      g_autofree char *answer = g_strdup_printf ("%s: %s", name, words[i]);
      self->answers[i] = gtk_toggle_button_new_with_label (words[i]);
      gtk_toggle_button_set_group (GTK_TOGGLE_BUTTON (self->answers[i]),
                                   i > 0 ? GTK_TOGGLE_BUTTON (self->answers[0]) : NULL);
      gtk_accessible_update_property (GTK_ACCESSIBLE (self->answers[i]), GTK_ACCESSIBLE_PROPERTY_LABEL, answer, -1);
      gtk_box_append (GTK_BOX (box), self->answers[i]);
    }
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->answers[NOT_RECORDED]), TRUE);
  for (guint i = 0; i < N_ANSWERS; i++)
    g_signal_connect_object (self->answers[i], "toggled", G_CALLBACK (answer_toggled_cb), self, G_CONNECT_SWAPPED);
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), box);
}

static void
build_choice (PbFieldRow *self)
{
  g_autofree char *name = dup_name (self);
  g_autoptr (GtkStringList) words = gtk_string_list_new (NULL);

  gtk_string_list_append (words, _ ("Not recorded"));
  for (int i = 1; self->field->values->values[i] != NULL; i++)
    gtk_string_list_append (words, self->field->values->values[i]);
  self->choice = gtk_drop_down_new (G_LIST_MODEL (g_steal_pointer (&words)), NULL);
  gtk_widget_set_valign (self->choice, GTK_ALIGN_CENTER);
  name_control (self, self->choice, name);
  g_signal_connect_object (self->choice, "notify::selected", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), self->choice);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (self), self->choice);
}

static void
build_text_view (PbFieldRow *self)
{
  g_autofree char *name = dup_name (self);
  GtkWidget *area = pb_text_area_new (240, 60, &self->text_view);

  self->buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->text_view));
  gtk_widget_set_margin_top (area, 6);
  gtk_widget_set_margin_bottom (area, 6);
  name_control (self, self->text_view, name);
  g_signal_connect_object (self->buffer, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), area);
}

static void
set_invalid (GtkWidget *control, gboolean invalid)
{
  gtk_accessible_update_state (GTK_ACCESSIBLE (control), GTK_ACCESSIBLE_STATE_INVALID,
                               invalid ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE, -1);
}

/* Of several numbers only the one that cannot be read is marked. */
static void
mark_entries (PbFieldRow *self)
{
  for (guint i = 0; i < self->n_entries; i++)
    {
      gboolean wrong = self->problem != NULL && (self->wrong < 0 || self->wrong == (int) i);
      if (wrong)
        gtk_widget_add_css_class (self->entries[i], "error");
      else
        gtk_widget_remove_css_class (self->entries[i], "error");
      set_invalid (self->entries[i], wrong);
    }
}

/* What is wrong stands before the hint, which says what would be right. */
static char *
dup_message (PbFieldRow *self)
{
  const char *hint = self->limit != NULL ? self->limit : pb_translate (self->field->hint);
  const char *first = self->problem != NULL ? self->problem : self->note;

  if (first == NULL || hint == NULL || *hint == '\0')
    return g_strdup (first != NULL ? first : hint);
  return g_strdup_printf ("%s\n%s", first, hint);
}

static void
show_message (PbFieldRow *self)
{
  g_autofree char *message = dup_message (self);
  GtkWidget *control = pb_field_row_get_control (self);

  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), message);
  gtk_widget_remove_css_class (GTK_WIDGET (self), "error");
  gtk_widget_remove_css_class (GTK_WIDGET (self), "warning");
  if (self->problem != NULL)
    gtk_widget_add_css_class (GTK_WIDGET (self), "error");
  else if (self->note != NULL)
    gtk_widget_add_css_class (GTK_WIDGET (self), "warning");
  set_invalid (control, self->problem != NULL);
  mark_entries (self);
  gtk_accessible_update_property (GTK_ACCESSIBLE (control), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  message != NULL ? message : "", -1);
}

static gboolean
pb_field_row_grab_focus (GtkWidget *widget)
{
  PbFieldRow *self = PB_FIELD_ROW (widget);

  if (self->problem != NULL && self->wrong >= 0)
    return gtk_widget_grab_focus (self->entries[self->wrong]);
  return gtk_widget_grab_focus (pb_field_row_get_control (self));
}

static void
pb_field_row_finalize (GObject *object)
{
  PbFieldRow *self = PB_FIELD_ROW (object);

  g_free (self->problem);
  g_free (self->note);
  g_free (self->limit);
  G_OBJECT_CLASS (pb_field_row_parent_class)->finalize (object);
}

static void
pb_field_row_class_init (PbFieldRowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = pb_field_row_finalize;
  GTK_WIDGET_CLASS (klass)->grab_focus = pb_field_row_grab_focus;
  GTK_WIDGET_CLASS (klass)->focus = pb_plain_row_focus;
  signals[CHANGED] =
    g_signal_new ("changed", PB_TYPE_FIELD_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
pb_field_row_init (PbFieldRow *self)
{
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self), FALSE);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (self), 0);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (self), 0);
  gtk_widget_set_focusable (GTK_WIDGET (self), FALSE);
  self->wrong = -1;
}

static void
build (PbFieldRow *self)
{
  const char *label = field_label (self->field);
  g_autofree char *title = NULL;

  title = (self->field->flags & PB_REQUIRED) == PB_REQUIRED ? g_strdup_printf ("%s *", label) : g_strdup (label);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), title);
  switch (self->field->kind)
    {
    case PB_KIND_STRING:
      if (self->field->flags & PB_MULTILINE)
        build_text_view (self);
      else
        build_entry (self, 22, GTK_INPUT_PURPOSE_FREE_FORM);
      break;
    case PB_KIND_INT:
    case PB_KIND_DOUBLE:
      build_entry (self, 10, GTK_INPUT_PURPOSE_NUMBER);
      break;
    case PB_KIND_TIME:
      build_time (self);
      break;
    case PB_KIND_NUMBERS:
      build_numbers (self);
      break;
    case PB_KIND_BOOL:
      build_answers (self);
      break;
    case PB_KIND_ENUM:
      build_choice (self);
      break;
    default:
      g_assert_not_reached ();
    }
  add_unit (self);
  show_message (self);
}

GtkWidget *
pb_field_row_new (const PbField *field)
{
  PbFieldRow *self;

  g_return_val_if_fail (field != NULL, NULL);

  self = g_object_new (PB_TYPE_FIELD_ROW, NULL);
  self->field = field;
  build (self);
  return GTK_WIDGET (self);
}

const PbField *
pb_field_row_get_field (PbFieldRow *self)
{
  g_return_val_if_fail (PB_IS_FIELD_ROW (self), NULL);
  return self->field;
}

GtkWidget *
pb_field_row_get_control (PbFieldRow *self)
{
  g_return_val_if_fail (PB_IS_FIELD_ROW (self), NULL);

  if (self->n_entries > 0)
    return self->entries[0];
  if (self->choice != NULL)
    return self->choice;
  if (self->text_view != NULL)
    return self->text_view;
  for (guint i = YES; i < N_ANSWERS; i++)
    if (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->answers[i])))
      return self->answers[i];
  return self->answers[NOT_RECORDED];
}

static void
show_value (PbFieldRow *self, gconstpointer object)
{
  const PbField *field = self->field;
  gboolean set = pb_field_is_set (field, object);
  g_autofree char *text = NULL;

  switch (field->kind)
    {
    case PB_KIND_STRING:
      text = g_strdup (set ? PB_MEMBER (object, field, char *const) : "");
      break;
    case PB_KIND_INT:
      text = set ? g_strdup_printf ("%" G_GINT64_FORMAT, PB_MEMBER (object, field, const PbInt).v) : g_strdup ("");
      break;
    case PB_KIND_DOUBLE:
      text = set ? pb_write_number (PB_MEMBER (object, field, const PbDouble).v) : g_strdup ("");
      break;
    case PB_KIND_TIME:
      text = pb_write_time (PB_MEMBER (object, field, const gint64));
      break;
    case PB_KIND_NUMBERS:
      for (guint i = 0; i < self->n_entries; i++)
        {
          const PbNumbers *numbers = &PB_MEMBER (object, field, const PbNumbers);
          g_autofree char *number = i < numbers->n ? pb_write_number (numbers->v[i]) : g_strdup ("");
          gtk_editable_set_text (GTK_EDITABLE (self->entries[i]), number);
        }
      return;
    case PB_KIND_BOOL:
      {
        int answer = !set ? NOT_RECORDED : PB_MEMBER (object, field, const PbBool).v ? YES : NO;
        gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->answers[answer]), TRUE);
        return;
      }
    case PB_KIND_ENUM:
      gtk_drop_down_set_selected (GTK_DROP_DOWN (self->choice), (guint) PB_MEMBER (object, field, const int));
      return;
    default:
      g_assert_not_reached ();
    }
  if (self->buffer != NULL)
    gtk_text_buffer_set_text (self->buffer, text, -1);
  else
    gtk_editable_set_text (GTK_EDITABLE (self->entries[0]), text);
}

void
pb_field_row_load (PbFieldRow *self, gconstpointer object)
{
  g_return_if_fail (PB_IS_FIELD_ROW (self));
  g_return_if_fail (object != NULL);

  self->loading = TRUE;
  show_value (self, object);
  self->loading = FALSE;
  self->touched = FALSE;
}

static char *
dup_text (PbFieldRow *self, guint entry)
{
  char *text;

  if (self->buffer != NULL)
    {
      GtkTextIter start, end;
      gtk_text_buffer_get_bounds (self->buffer, &start, &end);
      text = gtk_text_buffer_get_text (self->buffer, &start, &end, FALSE);
    }
  else
    text = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->entries[entry])));
  return g_strstrip (text);
}

static const char *
store_numbers (PbFieldRow *self, gpointer object)
{
  PbNumbers numbers = { 0 };
  int empty = -1;

  self->wrong = -1;
  for (guint i = 0; i < self->n_entries; i++)
    {
      g_autofree char *text = dup_text (self, i);
      if (*text == '\0')
        {
          empty = empty < 0 ? (int) i : empty;
          continue;
        }
      self->wrong = (int) i;
      if (!pb_parse_number (text, &numbers.v[i]))
        return _ ("Not a number. Write it like 38.5, without thousands separators.");
      numbers.n++;
    }
  self->wrong = numbers.n > 0 ? empty : -1;
  if (numbers.n > 0 && numbers.n < self->n_entries)
    return _ ("Give all the points, or none.");
  PB_MEMBER (object, self->field, PbNumbers) = numbers;
  return NULL;
}

static const char *
store_text (PbFieldRow *self, const char *text, gpointer object)
{
  const PbField *field = self->field;

  switch (field->kind)
    {
    case PB_KIND_STRING:
      pb_set_string (&PB_MEMBER (object, field, char *), text);
      return NULL;
    case PB_KIND_INT:
      {
        gint64 number;
        if (!pb_parse_integer (text, &number))
          return _ ("Not a whole number. Write it like 1200, without thousands separators.");
        PB_MEMBER (object, field, PbInt) = PB_INT (number);
        return NULL;
      }
    case PB_KIND_DOUBLE:
      {
        double number;
        if (!pb_parse_number (text, &number))
          return _ ("Not a number. Write it like 38.5, without thousands separators.");
        PB_MEMBER (object, field, PbDouble) = PB_DOUBLE (number);
        return NULL;
      }
    case PB_KIND_TIME:
      if (!pb_parse_time (text, &PB_MEMBER (object, field, gint64)))
        return _ ("Not a time. Write it like 2024-05-03 14:05.");
      return NULL;
    default:
      g_assert_not_reached ();
    }
}

const char *
pb_field_row_store (PbFieldRow *self, gpointer object)
{
  const PbField *field;
  g_autofree char *text = NULL;

  g_return_val_if_fail (PB_IS_FIELD_ROW (self), NULL);
  g_return_val_if_fail (object != NULL, NULL);

  field = self->field;
  pb_field_unset (field, object);
  if (field->kind == PB_KIND_NUMBERS)
    return store_numbers (self, object);
  if (field->kind == PB_KIND_ENUM)
    {
      PB_MEMBER (object, field, int) = (int) gtk_drop_down_get_selected (GTK_DROP_DOWN (self->choice));
      return NULL;
    }
  if (field->kind == PB_KIND_BOOL)
    {
      if (!gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->answers[NOT_RECORDED])))
        PB_MEMBER (object, field, PbBool) =
          PB_BOOL (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->answers[YES])));
      return NULL;
    }
  text = dup_text (self, 0);
  return *text != '\0' ? store_text (self, text, object) : NULL;
}

gboolean
pb_field_row_is_touched (PbFieldRow *self)
{
  g_return_val_if_fail (PB_IS_FIELD_ROW (self), FALSE);
  return self->touched;
}

void
pb_field_row_set_problem (PbFieldRow *self, const char *problem)
{
  g_return_if_fail (PB_IS_FIELD_ROW (self));

  if (g_strcmp0 (self->problem, problem) == 0)
    {
      /* It may be another entry by now. */
      mark_entries (self);
      return;
    }
  pb_set_string (&self->problem, problem);
  show_message (self);
}

const char *
pb_field_row_get_problem (PbFieldRow *self)
{
  g_return_val_if_fail (PB_IS_FIELD_ROW (self), NULL);
  return self->problem;
}

void
pb_field_row_set_note (PbFieldRow *self, const char *note)
{
  g_return_if_fail (PB_IS_FIELD_ROW (self));

  if (g_strcmp0 (self->note, note) == 0)
    return;
  pb_set_string (&self->note, note);
  show_message (self);
}

const char *
pb_field_row_get_note (PbFieldRow *self)
{
  g_return_val_if_fail (PB_IS_FIELD_ROW (self), NULL);
  return self->note;
}

void
pb_field_row_set_limit (PbFieldRow *self, const char *limit)
{
  g_return_if_fail (PB_IS_FIELD_ROW (self));

  if (g_strcmp0 (self->limit, limit) == 0)
    return;
  pb_set_string (&self->limit, limit);
  show_message (self);
}

static void
choice_clicked_cb (GtkButton *button, PbFieldRow *self)
{
  GtkWidget *popover = gtk_widget_get_ancestor (GTK_WIDGET (button), GTK_TYPE_POPOVER);

  pb_field_row_type (self, gtk_button_get_label (button));
  gtk_popover_popdown (GTK_POPOVER (popover));
  gtk_widget_grab_focus (self->entries[0]);
}

void
pb_field_row_set_choices (PbFieldRow *self, const char *const *choices)
{
  GtkWidget *menu = gtk_menu_button_new ();
  GtkWidget *popover = gtk_popover_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  g_autofree char *name = dup_name (self);
  g_autofree char *menu_name = g_strdup_printf (_ ("%s: choose"), name);

  g_return_if_fail (PB_IS_FIELD_ROW (self));
  g_return_if_fail (self->n_entries == 1 && choices != NULL);

  for (guint i = 0; choices[i] != NULL; i++)
    {
      GtkWidget *button = gtk_button_new_with_label (choices[i]);

      gtk_widget_add_css_class (button, "flat");
      g_signal_connect_object (button, "clicked", G_CALLBACK (choice_clicked_cb), self, 0);
      gtk_box_append (GTK_BOX (box), button);
    }
  gtk_popover_set_child (GTK_POPOVER (popover), box);
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (menu), popover);
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (menu), "pan-down-symbolic");
  gtk_widget_set_valign (menu, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (menu), GTK_ACCESSIBLE_PROPERTY_LABEL, menu_name, -1);
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), menu);
}

void
pb_field_row_type (PbFieldRow *self, const char *text)
{
  g_return_if_fail (PB_IS_FIELD_ROW (self));
  g_return_if_fail (self->n_entries > 0 || self->buffer != NULL);

  if (self->buffer != NULL)
    gtk_text_buffer_set_text (self->buffer, text, -1);
  else if (self->n_entries == 1)
    gtk_editable_set_text (GTK_EDITABLE (self->entries[0]), text);
  else
    {
      g_auto (GStrv) parts = g_strsplit (text, " ", (int) self->n_entries);
      for (guint i = 0; parts[i] != NULL; i++)
        gtk_editable_set_text (GTK_EDITABLE (self->entries[i]), parts[i]);
    }
}
