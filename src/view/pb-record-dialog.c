/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-view"

#include "view/pb-record-dialog.h"

#include "domain/pb-records.h"
#include "model/pb-text.h"

#include <glib/gi18n.h>

struct _PbRecordDialog
{
  PbDialog parent_instance;
  PbRunModel *run;
  PbItemModel *item; /* (nullable) */
  GtkWidget *form;
};

G_DEFINE_FINAL_TYPE (PbRecordDialog, pb_record_dialog, PB_TYPE_DIALOG)

static const PbMeasure *
find_measure (const PbItem *item, const char *name)
{
  if (item->evidence == NULL)
    return NULL;
  for (guint i = 0; i < item->evidence->measures->len; i++)
    {
      const PbMeasure *measure = item->evidence->measures->pdata[i];
      if (g_strcmp0 (measure->name, name) == 0 && measure->limit.set)
        return measure;
    }
  return NULL;
}

/* A limit stands in the failure where nothing could be measured yet. */
static gboolean
find_limit (const PbItem *item, const char *name, double *limit, gboolean *minimum)
{
  const PbMeasure *measure = find_measure (item, name);

  if (measure != NULL)
    {
      *limit = measure->limit.v;
      *minimum = measure->minimum.v;
      return TRUE;
    }
  for (guint i = 0; i < item->failures->len; i++)
    {
      const PbFailure *failure = item->failures->pdata[i];
      if (failure->params == NULL || g_strcmp0 (failure->params->part, name) != 0 ||
          (!failure->params->required.set && !failure->params->limit.set))
        continue;
      *minimum = failure->params->required.set;
      *limit = *minimum ? failure->params->required.v : failure->params->limit.v;
      return TRUE;
    }
  return FALSE;
}

static char *
judge_measure (const PbField *field, PbDouble actual, const PbItem *item)
{
  g_autofree char *text = NULL;
  gboolean minimum;
  double limit;

  if (!actual.set || !find_limit (item, field->measure, &limit, &minimum))
    return NULL;
  text = pb_text_number (limit, field->unit);
  if (minimum)
    return actual.v < limit ? g_strdup_printf (_ ("Below %s: the item will fail."), text) : NULL;
  return actual.v > limit ? g_strdup_printf (_ ("Above %s: the item will fail."), text) : NULL;
}

static char *
judge_life (const PbField *field, gconstpointer object, const PbItem *item)
{
  const PbMeasure *life = find_measure (item, "life");
  g_autofree char *limit = NULL;
  g_autofree char *total = NULL;
  double after;

  if (life == NULL || !life->actual.set || !pb_field_is_set (field, object))
    return NULL;
  after = life->actual.v + (double) PB_MEMBER (object, field, const PbInt).v;
  limit = pb_text_number (life->limit.v, NULL);
  total = pb_text_number (after, NULL);
  if (after > life->limit.v)
    return g_strdup_printf (_ ("Then %s of a life of %s: the item will fail."), total, limit);
  if (after >= 0.9 * life->limit.v)
    return g_strdup_printf (_ ("Then %s of a life of %s: nearly worn out."), total, limit);
  return NULL;
}

static char *
judge_tension (const PbNumbers *numbers, const PbItem *item)
{
  gboolean minimum;
  double limit;

  if (!find_limit (item, "tension", &limit, &minimum) || !minimum)
    return NULL;
  for (guint i = 0; i < numbers->n; i++)
    if (numbers->v[i] < limit)
      {
        g_autofree char *text = pb_text_number (limit, "N/cm");
        return g_strdup_printf (_ ("Point %u is below %s: the item will fail."), i + 1, text);
      }
  return NULL;
}

static char *
judge_bake (const PbField *field, const PbBakeRecord *record, const PbItem *item)
{
  gboolean minimum;
  double limit;

  if (g_str_equal (field->name, "outAt") && record->in_at != 0 && record->out_at > record->in_at &&
      find_limit (item, "hours", &limit, &minimum) && minimum)
    {
      double hours = (double) (record->out_at - record->in_at) / PB_HOUR;
      g_autofree char *actual = pb_text_number (hours, "h");
      g_autofree char *required = pb_text_number (limit, "h");
      /* Equal on the clock is enough; the entry shows minutes. */
      if (hours + 1e-9 < limit)
        return g_strdup_printf (_ ("%s baked, at least %s are asked for: the item will fail."), actual, required);
    }
  return NULL;
}

char *
pb_record_judge (const PbField *field, gconstpointer object, const PbItem *item)
{
  g_return_val_if_fail (field != NULL, NULL);
  g_return_val_if_fail (object != NULL, NULL);

  /* The checks of a tool ask whether something is in order. */
  if (field->kind == PB_KIND_BOOL && g_str_has_prefix (field->name, "check") && pb_field_is_set (field, object) &&
      !PB_MEMBER (object, field, const PbBool).v)
    return g_strdup (_ ("Not in order: the item will fail."));
  if (item == NULL)
    return NULL;
  if (field->kind == PB_KIND_NUMBERS)
    return judge_tension (&PB_MEMBER (object, field, const PbNumbers), item);
  if (g_str_equal (field->name, "printCount") || g_str_equal (field->name, "usageCount"))
    return judge_life (field, object, item);
  if (field->kind == PB_KIND_DOUBLE && field->measure != NULL)
    return judge_measure (field, PB_MEMBER (object, field, const PbDouble), item);
  if (PB_TYPE_OF (object) == &pb_bake_record_type)
    return judge_bake (field, object, item);
  return NULL;
}

static char *
judge_cb (const PbField *field, gconstpointer object, gpointer user_data)
{
  PbRecordDialog *self = user_data;

  return pb_record_judge (field, object, self->item != NULL ? pb_item_model_peek (self->item) : NULL);
}

static void
recorded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PbRecordDialog) self = user_data;
  g_autoptr (GError) error = NULL;

  pb_run_model_act_finish (self->run, result, &error);
  pb_dialog_end (PB_DIALOG (self), error);
}

static gboolean
pb_record_dialog_submit (PbDialog *dialog, GCancellable *cancellable)
{
  PbRecordDialog *self = PB_RECORD_DIALOG (dialog);
  gpointer record;
  g_autofree char *done = NULL;

  if (!pb_form_validate (PB_FORM (self->form), TRUE))
    {
      pb_dialog_set_message (dialog, _ ("Some fields need attention; they are marked."));
      return FALSE;
    }
  record = pb_form_collect (PB_FORM (self->form));
  /* TRANSLATORS: a record was saved; %s is its kind, "Bake record" */
  done = g_strdup_printf (_ ("Recorded: %s"), pb_translate (PB_TYPE_OF (record)->label));
  pb_dialog_set_done_text (dialog, done);
  pb_run_model_record_async (self->run, record, cancellable, recorded_cb, g_object_ref (self));
  pb_object_unref (record);
  return TRUE;
}

static char *
field_text (gconstpointer error, const char *property)
{
  return pb_error_get_field_text (error, property);
}

static void
pb_record_dialog_refused (PbDialog *dialog, const GError *error)
{
  PB_DIALOG_CLASS (pb_record_dialog_parent_class)->refused (dialog, error);
  pb_form_take_problems (PB_FORM (PB_RECORD_DIALOG (dialog)->form), field_text, error);
}

static gboolean
pb_record_dialog_is_dirty (PbDialog *dialog)
{
  return pb_form_is_dirty (PB_FORM (PB_RECORD_DIALOG (dialog)->form));
}

static const char *
thing_of_scan (PbScan kind)
{
  switch (kind)
    {
    case PB_SCAN_STENCIL:
      return _ ("a stencil");
    case PB_SCAN_SQUEEGEE:
      return _ ("a squeegee");
    case PB_SCAN_FIXTURE:
      return _ ("a fixture");
    case PB_SCAN_PASTE_LOT:
      return _ ("a solder paste lot");
    case PB_SCAN_RUN:
      return _ ("a run");
    default:
      return _ ("something else");
    }
}

static gboolean
pb_record_dialog_scanned (PbDialog *dialog, const char *code)
{
  static const PbScan open_kinds[] = {
    PB_SCAN_STENCIL, PB_SCAN_SQUEEGEE, PB_SCAN_FIXTURE, PB_SCAN_PASTE_LOT, PB_SCAN_MATERIAL_LOT, PB_SCAN_ITEM_CODE,
  };
  PbRecordDialog *self = PB_RECORD_DIALOG (dialog);
  PbForm *form = PB_FORM (self->form);
  PbScan kind = pb_run_model_classify_scan (self->run, code, NULL);

  if (kind != PB_SCAN_NONE)
    {
      g_autofree char *message = NULL;
      if (pb_form_accept_scan (form, kind, code))
        return TRUE;
      message = g_strdup_printf (_ ("%s is %s, which this record does not ask for. Nothing was changed."), code,
                                 thing_of_scan (kind));
      pb_dialog_set_message (dialog, message);
      return TRUE;
    }
  /* A code that nobody knows yet goes to the one field that a scanner fills. */
  for (guint i = 0; i < G_N_ELEMENTS (open_kinds); i++)
    if (pb_form_accept_scan (form, open_kinds[i], code))
      return TRUE;
  return FALSE;
}

static void
pb_record_dialog_finalize (GObject *object)
{
  PbRecordDialog *self = PB_RECORD_DIALOG (object);

  g_object_unref (self->run);
  g_clear_object (&self->item);
  G_OBJECT_CLASS (pb_record_dialog_parent_class)->finalize (object);
}

static void
pb_record_dialog_class_init (PbRecordDialogClass *klass)
{
  PbDialogClass *dialog_class = PB_DIALOG_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = pb_record_dialog_finalize;
  dialog_class->submit = pb_record_dialog_submit;
  dialog_class->refused = pb_record_dialog_refused;
  dialog_class->is_dirty = pb_record_dialog_is_dirty;
  dialog_class->scanned = pb_record_dialog_scanned;
}

static void
pb_record_dialog_init (PbRecordDialog *self)
{
}

static void
add_item_facts (PbRecordDialog *self)
{
  AdwPreferencesGroup *group;
  GtkWidget *label;
  const char *failure = pb_row_get_text (self->item, "failure-text");
  const char *measure = pb_row_get_text (self->item, "measure-text");
  g_autofree char *title =
    g_strdup_printf ("%s · %s", pb_row_get_text (self->item, "title"), pb_row_get_text (self->item, "object-text"));

  if (*failure == '\0' && *measure == '\0')
    return;
  group = pb_dialog_add_group (PB_DIALOG (self), title, NULL);
  label = gtk_label_new (*failure != '\0' ? failure : measure);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "dim-label");
  adw_preferences_group_add (group, label);
}

GtkWidget *
pb_record_dialog_new (GtkWindow *parent, PbRunModel *run, const PbType *type, PbItemModel *item)
{
  PbRecordDialog *self;
  gpointer record;

  g_return_val_if_fail (PB_IS_RUN_MODEL (run), NULL);
  g_return_val_if_fail (type != NULL, NULL);

  self = g_object_new (PB_TYPE_RECORD_DIALOG, "transient-for", parent, "title", pb_translate (type->label), NULL);
  self->run = g_object_ref (run);
  g_set_object (&self->item, item);
  if (item != NULL)
    add_item_facts (self);
  record = pb_run_model_new_record (run, type);
  self->form = pb_form_new (record);
  pb_object_unref (record);
  pb_form_set_judge (PB_FORM (self->form), judge_cb, self, NULL);
  pb_dialog_add (PB_DIALOG (self), self->form);
  gtk_widget_grab_focus (self->form);
  return GTK_WIDGET (self);
}

PbForm *
pb_record_dialog_get_form (PbRecordDialog *self)
{
  g_return_val_if_fail (PB_IS_RECORD_DIALOG (self), NULL);
  return PB_FORM (self->form);
}
