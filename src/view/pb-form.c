/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-view"

#include "view/pb-form.h"

#include "model/pb-text.h"
#include "view/pb-field-row.h"

#include <glib/gi18n.h>

struct _PbForm
{
  GtkBox parent_instance;
  gpointer baseline; /* (owned) PbObject */
  GPtrArray *rows;   /* (element-type PbFieldRow) */
  PbFormJudge judge;
  PbFormJudge refuse; /* (nullable) */
  PbFormJudge limit;  /* (nullable) */
  gpointer judge_data;
  GDestroyNotify judge_destroy;
  gboolean all_shown; /* saving was tried: every problem shows */
};

enum
{
  CHANGED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PbForm, pb_form, GTK_TYPE_BOX)

static gboolean
is_asked (const PbField *field)
{
  return (field->flags & PB_ASKED) && !(field->flags & (PB_FROM_CONTEXT | PB_HIDDEN)) && field->name != NULL &&
         field->kind != PB_KIND_CHILD && field->kind != PB_KIND_CHILDREN && field->kind != PB_KIND_STRINGS &&
         field->kind != PB_KIND_JSON;
}

static PbFieldRow *
find_row (PbForm *self, const char *name)
{
  for (guint i = 0; i < self->rows->len; i++)
    if (g_strcmp0 (pb_field_row_get_field (self->rows->pdata[i])->name, name) == 0)
      return self->rows->pdata[i];
  return NULL;
}

/* The sentence for a value that the table of fields refuses. */
static char *
explain (const PbField *field, gconstpointer object, const PbViolation *violation)
{
  gint64 limit = g_get_real_time () + 5 * PB_MINUTE;

  if (g_str_equal (violation->code, "MATERIAL_LOT_INCOMPLETE"))
    return g_strdup (_ ("Material code and lot number belong together: give both or neither."));
  if (!pb_field_is_set (field, object))
    return g_strdup (_ ("This is needed."));
  if (field->kind == PB_KIND_TIME && (field->flags & PB_PAST) && PB_MEMBER (object, field, const gint64) > limit)
    return g_strdup (_ ("This lies in the future. Give the time when it happened."));
  if (field->kind == PB_KIND_TIME && g_str_equal (violation->code, "TIME_RANGE_INVALID"))
    return g_strdup (_ ("The end lies before the beginning. Check both times."));
  if (g_str_equal (violation->code, "INVALID_ISSUED_AT"))
    return g_strdup (_ ("Paste is taken out of the refrigerator before it is issued. Check both times."));
  if (g_str_equal (violation->code, "INVALID_RETURNED_AT"))
    return g_strdup (_ ("Paste is issued before it is returned. Check both times."));
  if (field->kind == PB_KIND_TIME && (field->flags & PB_FUTURE))
    return g_strdup (_ ("This lies more than ten years ahead."));
  if (field->flags & PB_BOUNDED)
    {
      g_autofree char *from = pb_text_number (field->min, NULL);
      g_autofree char *to = pb_text_number (field->max, field->unit);
      /* TRANSLATORS: the least and the most that is accepted, "From 0 to 300 °C" */
      return g_strdup_printf (_ ("From %s to %s."), from, to);
    }
  if (field->kind == PB_KIND_STRING && field->max_length > 0 &&
      g_utf8_strlen (PB_MEMBER (object, field, char *const), -1) > (glong) field->max_length)
    return g_strdup_printf (ngettext ("At most %u character.", "At most %u characters.", field->max_length),
                            field->max_length);
  return g_strdup (violation->message);
}

static const PbViolation *
find_violation (GPtrArray *violations, const char *property)
{
  for (guint i = 0; i < violations->len; i++)
    {
      const PbViolation *violation = violations->pdata[i];
      if (g_str_equal (violation->property, property))
        return violation;
    }
  return NULL;
}

gboolean
pb_form_validate (PbForm *self, gboolean all)
{
  g_autoptr (GPtrArray) violations = pb_violations_new ();
  gpointer object;
  PbFieldRow *first = NULL;

  g_return_val_if_fail (PB_IS_FORM (self), FALSE);

  self->all_shown = self->all_shown || all;
  object = pb_form_collect (self);
  pb_object_check (object, g_get_real_time (), TRUE, violations);
  for (guint i = 0; i < self->rows->len; i++)
    {
      PbFieldRow *row = self->rows->pdata[i];
      const PbField *field = pb_field_row_get_field (row);
      gpointer scratch = pb_object_new (PB_TYPE_OF (object));
      const char *unreadable = pb_field_row_store (row, scratch);
      const PbViolation *violation = find_violation (violations, field->name);
      g_autofree char *note = NULL;
      g_autofree char *problem = NULL;
      g_autofree char *limit = self->limit != NULL ? self->limit (field, object, self->judge_data) : NULL;

      if (unreadable != NULL)
        problem = g_strdup (unreadable);
      else if (violation != NULL)
        problem = explain (field, object, violation);
      else if (self->refuse != NULL)
        problem = self->refuse (field, object, self->judge_data);
      if (problem != NULL && first == NULL)
        first = row;
      pb_field_row_set_problem (row, self->all_shown || pb_field_row_is_touched (row) ? problem : NULL);
      if (problem == NULL && self->judge != NULL)
        note = self->judge (field, object, self->judge_data);
      pb_field_row_set_note (row, note);
      pb_field_row_set_limit (row, limit);
      pb_object_unref (scratch);
    }
  pb_object_unref (object);
  if (first != NULL && all)
    {
      GtkWidget *expander = gtk_widget_get_ancestor (GTK_WIDGET (first), ADW_TYPE_EXPANDER_ROW);
      if (expander != NULL)
        adw_expander_row_set_expanded (ADW_EXPANDER_ROW (expander), TRUE);
      gtk_widget_grab_focus (GTK_WIDGET (first));
    }
  return first == NULL;
}

static void
row_changed_cb (PbForm *self)
{
  pb_form_validate (self, FALSE);
  g_signal_emit (self, signals[CHANGED], 0);
}

static GtkWidget *
add_row (PbForm *self, const PbField *field)
{
  GtkWidget *row = pb_field_row_new (field);

  pb_field_row_load (PB_FIELD_ROW (row), self->baseline);
  g_signal_connect_object (row, "changed", G_CALLBACK (row_changed_cb), self, G_CONNECT_SWAPPED);
  g_ptr_array_add (self->rows, row);
  return row;
}

static void
build (PbForm *self)
{
  const PbType *type = PB_TYPE_OF (self->baseline);
  GtkWidget *group = adw_preferences_group_new ();
  GtkWidget *evidence = NULL;

  for (const PbField *f = type->fields; f->name != NULL || f->column != NULL; f++)
    {
      if (!is_asked (f))
        continue;
      if (!(f->flags & PB_EVIDENCE))
        {
          adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), add_row (self, f));
          continue;
        }
      if (evidence == NULL)
        {
          evidence = adw_expander_row_new ();
          adw_preferences_row_set_title (ADW_PREFERENCES_ROW (evidence), _ ("As written on the form"));
          adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (evidence),
                                         _ ("Kept as evidence; limits and totals are the plant's own"));
        }
      adw_expander_row_add_row (ADW_EXPANDER_ROW (evidence), add_row (self, f));
    }
  gtk_box_append (GTK_BOX (self), group);
  if (evidence != NULL)
    {
      GtkWidget *apart = adw_preferences_group_new ();
      adw_preferences_group_add (ADW_PREFERENCES_GROUP (apart), evidence);
      gtk_box_append (GTK_BOX (self), apart);
    }
}

static void
pb_form_finalize (GObject *object)
{
  PbForm *self = PB_FORM (object);

  if (self->judge_destroy != NULL)
    self->judge_destroy (self->judge_data);
  pb_object_unref (self->baseline);
  g_ptr_array_unref (self->rows);
  G_OBJECT_CLASS (pb_form_parent_class)->finalize (object);
}

static gboolean
pb_form_grab_focus (GtkWidget *widget)
{
  PbForm *self = PB_FORM (widget);

  return self->rows->len > 0 && gtk_widget_grab_focus (self->rows->pdata[0]);
}

static void
pb_form_class_init (PbFormClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = pb_form_finalize;
  GTK_WIDGET_CLASS (klass)->grab_focus = pb_form_grab_focus;
  signals[CHANGED] = g_signal_new ("changed", PB_TYPE_FORM, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
pb_form_init (PbForm *self)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 18);
  self->rows = g_ptr_array_new ();
}

GtkWidget *
pb_form_new (gconstpointer object)
{
  PbForm *self;

  g_return_val_if_fail (object != NULL, NULL);

  self = g_object_new (PB_TYPE_FORM, NULL);
  self->baseline = pb_object_copy (object);
  build (self);
  return GTK_WIDGET (self);
}

void
pb_form_set_judge (PbForm *self, PbFormJudge judge, gpointer user_data, GDestroyNotify destroy)
{
  g_return_if_fail (PB_IS_FORM (self));

  if (self->judge_destroy != NULL)
    self->judge_destroy (self->judge_data);
  self->judge = judge;
  self->judge_data = user_data;
  self->judge_destroy = destroy;
  pb_form_validate (self, FALSE);
}

void
pb_form_set_rules (PbForm *self, PbFormJudge refuse, PbFormJudge limit)
{
  g_return_if_fail (PB_IS_FORM (self));

  self->refuse = refuse;
  self->limit = limit;
  pb_form_validate (self, FALSE);
}

gpointer
pb_form_collect (PbForm *self)
{
  gpointer object;

  g_return_val_if_fail (PB_IS_FORM (self), NULL);

  /* A copy keeps what comes from the context. */
  object = pb_object_copy (self->baseline);
  for (guint i = 0; i < self->rows->len; i++)
    /* A time that nobody changed keeps its seconds, which the entry does not show. */
    if (pb_field_row_is_touched (self->rows->pdata[i]))
      pb_field_row_store (self->rows->pdata[i], object);
  return object;
}

gboolean
pb_form_is_dirty (PbForm *self)
{
  gpointer object, scratch;
  gboolean dirty;

  g_return_val_if_fail (PB_IS_FORM (self), FALSE);

  object = pb_form_collect (self);
  dirty = !pb_object_equal (object, self->baseline);
  scratch = pb_object_new (PB_TYPE_OF (object));
  for (guint i = 0; i < self->rows->len && !dirty; i++)
    dirty =
      pb_field_row_is_touched (self->rows->pdata[i]) && pb_field_row_store (self->rows->pdata[i], scratch) != NULL;
  pb_object_unref (scratch);
  pb_object_unref (object);
  return dirty;
}

gboolean
pb_form_take_problems (PbForm *self, char *(*text) (gconstpointer data, const char *property), gconstpointer data)
{
  gboolean any = FALSE;

  g_return_val_if_fail (PB_IS_FORM (self), FALSE);

  for (guint i = 0; i < self->rows->len; i++)
    {
      g_autofree char *problem = text (data, pb_field_row_get_field (self->rows->pdata[i])->name);
      if (problem == NULL)
        continue;
      pb_field_row_set_problem (self->rows->pdata[i], problem);
      if (!any)
        gtk_widget_grab_focus (self->rows->pdata[i]);
      any = TRUE;
    }
  return any;
}

static PbFieldRow *
find_scan_row (PbForm *self, PbScan kind)
{
  PbFieldRow *filled = NULL;

  for (guint i = 0; i < self->rows->len; i++)
    {
      PbFieldRow *row = self->rows->pdata[i];
      GtkWidget *control = pb_field_row_get_control (row);
      if (pb_field_row_get_field (row)->scan != kind || !GTK_IS_EDITABLE (control))
        continue;
      if (*gtk_editable_get_text (GTK_EDITABLE (control)) == '\0')
        return row;
      if (filled == NULL)
        filled = row;
    }
  return filled;
}

gboolean
pb_form_expects_scan (PbForm *self, PbScan kind)
{
  g_return_val_if_fail (PB_IS_FORM (self), FALSE);
  return find_scan_row (self, kind) != NULL;
}

gboolean
pb_form_accept_scan (PbForm *self, PbScan kind, const char *code)
{
  PbFieldRow *row;

  g_return_val_if_fail (PB_IS_FORM (self), FALSE);

  row = find_scan_row (self, kind);
  if (row == NULL)
    return FALSE;
  pb_field_row_type (row, code);
  gtk_widget_grab_focus (GTK_WIDGET (row));
  return TRUE;
}

GtkWidget *
pb_form_get_row (PbForm *self, const char *name)
{
  g_return_val_if_fail (PB_IS_FORM (self), NULL);
  return (GtkWidget *) find_row (self, name);
}
