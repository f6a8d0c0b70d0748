/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-view"

#include "view/pb-waiver-form.h"

#include "domain/pb-readiness.h"
#include "model/pb-text.h"
#include "view/pb-badge.h"
#include "view/pb-choice-row.h"
#include "view/pb-dialog.h"
#include "view/pb-look.h"
#include "view/pb-plain-row.h"
#include "view/pb-written.h"

#include <glib/gi18n.h>

struct _PbWaiverForm
{
  GtkBox parent_instance;
  PbItemModel *item;
  GtkWidget *reason;
  GtkWidget *category;
  GtkWidget *until;
};

enum
{
  CHANGED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PbWaiverForm, pb_waiver_form, GTK_TYPE_BOX)

static gboolean
is_blank (const char *text)
{
  return text == NULL || *text == '\0';
}

/* An age or a life that has run out is waived until a given time only. */
static gboolean
needs_end (PbItemModel *item)
{
  const PbItem *value = pb_item_model_peek (item);

  for (guint i = 0; value != NULL && i < value->failures->len; i++)
    {
      const PbFailure *failure = value->failures->pdata[i];
      if (failure->reason_code == PB_REASON_TOO_OLD || failure->reason_code == PB_REASON_EXPIRED ||
          failure->reason_code == PB_REASON_LIMIT_EXCEEDED)
        return TRUE;
    }
  return FALSE;
}

static void
changed_cb (PbWaiverForm *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

static GtkWidget *
failure_row_new (PbItemModel *item)
{
  GtkWidget *badge = pb_badge_new ();
  const char *word;
  PbLook look = pb_look_of_item (item, &word);
  g_autofree char *title =
    g_strdup_printf ("%s · %s", pb_row_get_text (item, "title"), pb_row_get_text (item, "object-text"));
  GtkWidget *row = pb_plain_row_new (title, pb_row_get_text (item, "failure-text"));

  pb_badge_set (PB_BADGE (badge), look, word);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), badge);
  return row;
}

static void
text_row_add (AdwPreferencesGroup *group, const char *title, const char *text)
{
  if (!is_blank (text))
    adw_preferences_group_add (group, pb_plain_row_new (title, text));
}

static void
hours_clicked_cb (GtkButton *button, PbWaiverForm *self)
{
  int hours = GPOINTER_TO_INT (g_object_get_data (G_OBJECT (button), "hours"));
  g_autofree char *text = pb_write_time (pb_now () + hours * PB_HOUR);

  gtk_editable_set_text (GTK_EDITABLE (self->until), text);
}

static GtkWidget *
until_row_new (PbWaiverForm *self)
{
  static const int hours[] = { 2, 4, 8 };
  GtkWidget *row = pb_plain_row_new (NULL, NULL);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  const char *hint = needs_end (self->item) ? _ ("An age or a life that has run out needs an end.")
                                            : _ ("Without an end it holds until production starts, at most 8 hours.");

  adw_preferences_row_set_use_underline (ADW_PREFERENCES_ROW (row), TRUE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _ ("_Until"));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), hint);
  self->until = gtk_entry_new ();
  gtk_editable_set_width_chars (GTK_EDITABLE (self->until), 16);
  gtk_entry_set_placeholder_text (GTK_ENTRY (self->until), _ ("YYYY-MM-DD HH:MM"));
  gtk_entry_set_activates_default (GTK_ENTRY (self->until), TRUE);
  gtk_widget_set_valign (self->until, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->until), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Until"), -1);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), self->until);
  gtk_widget_add_css_class (box, "linked");
  gtk_widget_set_valign (box, GTK_ALIGN_CENTER);
  for (guint i = 0; i < G_N_ELEMENTS (hours); i++)
    {
      /* TRANSLATORS: a button that sets the end to so many hours from now */
      g_autofree char *label = g_strdup_printf (_ ("+%d h"), hours[i]);
      g_autofree char *name = g_strdup_printf (ngettext ("%d hour from now", "%d hours from now", hours[i]), hours[i]);
      GtkWidget *button = gtk_button_new_with_label (label);
      g_object_set_data (G_OBJECT (button), "hours", GINT_TO_POINTER (hours[i]));
      gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
      g_signal_connect (button, "clicked", G_CALLBACK (hours_clicked_cb), self);
      gtk_box_append (GTK_BOX (box), button);
    }
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), box);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), self->until);
  return row;
}

static void
build (PbWaiverForm *self)
{
  AdwPreferencesGroup *failure = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  AdwPreferencesGroup *waiver = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  g_autoptr (GtkStringList) words = gtk_string_list_new (NULL);

  adw_preferences_group_set_title (failure, _ ("What failed"));
  adw_preferences_group_add (failure, failure_row_new (self->item));
  text_row_add (failure, _ ("Against the limit"), pb_row_get_text (self->item, "measure-text"));
  text_row_add (failure, _ ("Instead of a waiver"), pb_row_get_text (self->item, "advice-text"));
  gtk_box_append (GTK_BOX (self), GTK_WIDGET (failure));

  adw_preferences_group_set_title (waiver, _ ("Waiver"));
  adw_preferences_group_add (waiver, pb_dialog_text_row_new (_ ("_Reason"),
                                                             _ ("At least 10 characters: why the run may "
                                                                "start all the same."),
                                                             &self->reason));
  for (int i = 1; pb_waiver_categories.values[i] != NULL; i++)
    gtk_string_list_append (words, pb_text_waiver_category (i));
  self->category = pb_choice_row_new (_ ("Ca_tegory"), G_LIST_MODEL (words));
  adw_combo_row_set_selected (ADW_COMBO_ROW (self->category), g_list_model_get_n_items (G_LIST_MODEL (words)) - 1);
  adw_preferences_group_add (waiver, self->category);
  adw_preferences_group_add (waiver, until_row_new (self));
  gtk_box_append (GTK_BOX (self), GTK_WIDGET (waiver));
  g_signal_connect_object (gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->reason)), "changed", G_CALLBACK (changed_cb),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->category, "notify::selected", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->until, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
}

static void
pb_waiver_form_dispose (GObject *object)
{
  g_clear_object (&PB_WAIVER_FORM (object)->item);
  G_OBJECT_CLASS (pb_waiver_form_parent_class)->dispose (object);
}

static gboolean
pb_waiver_form_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (PB_WAIVER_FORM (widget)->reason);
}

static void
pb_waiver_form_class_init (PbWaiverFormClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = pb_waiver_form_dispose;
  GTK_WIDGET_CLASS (klass)->grab_focus = pb_waiver_form_grab_focus;
  signals[CHANGED] =
    g_signal_new ("changed", PB_TYPE_WAIVER_FORM, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
pb_waiver_form_init (PbWaiverForm *self)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 18);
}

GtkWidget *
pb_waiver_form_new (PbItemModel *item)
{
  PbWaiverForm *self;

  g_return_val_if_fail (PB_IS_ITEM_MODEL (item), NULL);

  self = g_object_new (PB_TYPE_WAIVER_FORM, NULL);
  self->item = g_object_ref (item);
  build (self);
  return GTK_WIDGET (self);
}

const char *
pb_waiver_form_missing (PbWaiverForm *self, GtkWidget **field)
{
  g_autofree char *reason = NULL;
  const char *until;
  gint64 time;

  g_return_val_if_fail (PB_IS_WAIVER_FORM (self), NULL);
  g_return_val_if_fail (field != NULL, NULL);

  reason = pb_waiver_form_dup_reason (self);
  until = gtk_editable_get_text (GTK_EDITABLE (self->until));
  *field = self->reason;
  if (g_utf8_strlen (reason, -1) < PB_REASON_MIN)
    return _ ("Give a reason of at least 10 characters.");
  *field = self->until;
  if (is_blank (until))
    return needs_end (self->item)
             ? _ ("Say until when the waiver holds: an age or a life that has run out needs an end.")
             : NULL;
  if (!pb_parse_time (until, &time))
    return _ ("The end is not a time. Write it like 2024-05-03 14:05.");
  if (time <= pb_now ())
    return _ ("The end has passed already.");
  return NULL;
}

gboolean
pb_waiver_form_is_dirty (PbWaiverForm *self)
{
  g_autofree char *reason = NULL;

  g_return_val_if_fail (PB_IS_WAIVER_FORM (self), FALSE);

  reason = pb_waiver_form_dup_reason (self);
  return *reason != '\0' || !is_blank (gtk_editable_get_text (GTK_EDITABLE (self->until)));
}

char *
pb_waiver_form_dup_reason (PbWaiverForm *self)
{
  g_return_val_if_fail (PB_IS_WAIVER_FORM (self), NULL);
  return pb_dialog_dup_text (self->reason);
}

int
pb_waiver_form_get_category (PbWaiverForm *self)
{
  g_return_val_if_fail (PB_IS_WAIVER_FORM (self), 0);
  return (int) adw_combo_row_get_selected (ADW_COMBO_ROW (self->category)) + 1;
}

gint64
pb_waiver_form_get_until (PbWaiverForm *self)
{
  gint64 time = 0;

  g_return_val_if_fail (PB_IS_WAIVER_FORM (self), 0);

  if (!pb_parse_time (gtk_editable_get_text (GTK_EDITABLE (self->until)), &time))
    return 0;
  return time;
}

void
pb_waiver_form_type (PbWaiverForm *self, const char *reason, const char *until)
{
  g_return_if_fail (PB_IS_WAIVER_FORM (self));

  gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->reason)), reason, -1);
  gtk_editable_set_text (GTK_EDITABLE (self->until), until);
}
