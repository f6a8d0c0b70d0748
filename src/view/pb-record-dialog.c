/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-view"

#include "view/pb-record-dialog.h"

#include "domain/pb-records.h"
#include "model/pb-text.h"
#include "view/pb-field-row.h"
#include "view/pb-written.h"

#include <glib/gi18n.h>

/* The register is asked when nobody has typed for so long. */
#define ASK_MS 300

struct _PbRecordDialog
{
  PbDialog parent_instance;
  PbRunModel *run;
  PbItemModel *item; /* (nullable) */
  GPtrArray *items;  /* (owned) (element-type PbItemModel): of the run, those that such a record is for */
  GtkWidget *form;
  GHashTable *known;         /* (owned): code to PbScan, as the register says it */
  GCancellable *cancellable; /* (owned): of questions to the register */
  char *asked;               /* (owned) (nullable): the code that the register is being asked for */
  char *warned;              /* (owned) (nullable): the code that was named as not counting when it was to be saved */
  guint ask_id;
  gboolean save_after; /* it was to be saved while the register had not answered */
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

/* The text that says what the thing of the record is, and its field. Returns: (nullable). */
static const PbField *
find_thing_field (const PbType *type)
{
  for (const PbField *field = type->fields; field->name != NULL || field->column != NULL; field++)
    if (field->name != NULL && pb_kind_of_scan (field->scan) != PB_ASSET_NONE)
      return field;
  return NULL;
}

/* A life is that of the thing; a limit of the policy holds for each of the kind. */
static gboolean
is_about (const PbItem *item, gconstpointer object)
{
  const PbField *field = find_thing_field (PB_TYPE_OF (object));
  const char *thing = field != NULL ? PB_MEMBER (object, field, char *const) : NULL;
  const char *key = item->item_key;

  if (item->evidence != NULL && item->evidence->object != NULL)
    key = item->evidence->object;
  return thing == NULL || key == NULL || g_ascii_strcasecmp (thing, key) == 0;
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

  if (life == NULL || !life->actual.set || !pb_field_is_set (field, object) || !is_about (item, object))
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

/* Paste that has not thawed for long enough is ready by itself, later. */
static char *
judge_thaw (const PbPasteRecord *record, const PbItem *item)
{
  gint64 now = pb_now ();
  gboolean minimum;
  double limit;
  g_autofree char *ready = NULL;

  if (record->thawed_at == 0 || !find_limit (item, "thaw", &limit, &minimum))
    return NULL;
  ready = pb_text_time (record->thawed_at + (gint64) (limit * PB_HOUR), now);
  return now < record->thawed_at + (gint64) (limit * PB_HOUR)
           ? g_strdup_printf (_ ("Ready at %s: until then the item fails."), ready)
           : NULL;
}

char *
pb_record_limit (const PbField *field, gconstpointer object, const PbItem *item)
{
  static const struct
  {
    const char *field;
    const char *measure;
    const char *unit;
  } minima[] = {
    { "tensionValues", "tension", "N/cm" },
    { "outAt", "hours", "h" },
    { "thawedAt", "thaw", "h" },
  };
  const PbMeasure *life = find_measure (item, "life");
  double limit_of_field;
  gboolean at_least;

  if (field->kind == PB_KIND_DOUBLE && field->measure != NULL &&
      find_limit (item, field->measure, &limit_of_field, &at_least))
    {
      g_autofree char *text = pb_text_number (limit_of_field, field->unit);

      return g_strdup_printf (at_least ? _ ("At least %s.") : _ ("At most %s."), text);
    }
  for (guint i = 0; i < G_N_ELEMENTS (minima); i++)
    {
      g_autofree char *text = NULL;
      double limit;
      gboolean minimum;

      if (!g_str_equal (field->name, minima[i].field) || !find_limit (item, minima[i].measure, &limit, &minimum))
        continue;
      text = pb_text_number (limit, minima[i].unit);
      if (field->kind == PB_KIND_NUMBERS)
        /* TRANSLATORS: the least that each of several points must have: "Four corners and the centre, each at least 30
         * N/cm." */
        return g_strdup_printf (_ ("%s, each at least %s."), pb_translate (field->hint), text);
      /* TRANSLATORS: between going in and coming out, or since it came out of the refrigerator: "At least 4 h." */
      return g_strdup_printf (_ ("At least %s."), text);
    }
  if ((g_str_equal (field->name, "printCount") || g_str_equal (field->name, "usageCount")) && life != NULL &&
      life->actual.set && is_about (item, object))
    {
      g_autofree char *used = pb_text_number (life->actual.v, NULL);
      g_autofree char *limit = pb_text_number (life->limit.v, NULL);

      /* TRANSLATORS: of a life, before what is being recorded: "So far 1,200 of 60,000." */
      return g_strdup_printf (_ ("So far %s of %s."), used, limit);
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
  if (PB_TYPE_OF (object) == &pb_paste_record_type && g_str_equal (field->name, "thawedAt"))
    return judge_thaw (object, item);
  return NULL;
}

/* --- what the record is for */

/* Whether a bake that people call @process is what @item asks for. */
static gboolean
names_bake (const char *process, PbItemModel *item)
{
  const char *bake = pb_item_model_get_bake (item);
  g_auto (GStrv) words = process != NULL ? g_strsplit_set (process, "/,;+&| \t", -1) : NULL;

  if (*bake == '\0' || words == NULL)
    return TRUE;
  for (char **word = words; *word != NULL; word++)
    if (g_ascii_strcasecmp (*word, bake) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
is_for (PbRecordDialog *self, PbItemModel *item, gconstpointer object)
{
  if (PB_TYPE_OF (object) == &pb_bake_record_type)
    return names_bake (((const PbBakeRecord *) object)->bake_process, item);
  return self->item == NULL || self->item == item;
}

/* The first sentence that one of the items has to say. */
static char *
ask_items (PbRecordDialog *self,
           const PbField *field,
           gconstpointer object,
           char *(*func) (const PbField *field, gconstpointer object, const PbItem *item))
{
  char *text = NULL;

  for (guint i = 0; i < self->items->len && text == NULL; i++)
    if (is_for (self, self->items->pdata[i], object))
      text = func (field, object, pb_item_model_peek (self->items->pdata[i]));
  return text;
}

static char *
limit_cb (const PbField *field, gconstpointer object, gpointer user_data)
{
  return ask_items (user_data, field, object, pb_record_limit);
}

static char *
refuse_cb (const PbField *field, gconstpointer object, gpointer user_data)
{
  gint64 quantity;

  /* The contract takes any text; the window asks for pieces. */
  if (!g_str_equal (field->name, "bakeQty") || !pb_field_is_set (field, object))
    return NULL;
  if (pb_parse_integer (PB_MEMBER (object, field, char *const), &quantity) && quantity > 0)
    return NULL;
  return g_strdup (_ ("Not a whole number of pieces, from 1 on. Write it like 1200."));
}

/* --- whether the thing is registered */

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
    case PB_SCAN_ITEM_CODE:
      return _ ("a material");
    default:
      return _ ("something else");
    }
}

/* Returns: FALSE when the register has not been asked for @code. */
static gboolean
look_in_register (PbRecordDialog *self, const PbField *field, const char *code, PbScan *kind)
{
  gpointer found;

  if (g_ascii_strcasecmp (code, pb_run_model_get_bound (self->run, pb_kind_of_scan (field->scan))) == 0)
    {
      *kind = field->scan;
      return TRUE;
    }
  if (!g_hash_table_lookup_extended (self->known, code, NULL, &found))
    return FALSE;
  *kind = (PbScan) GPOINTER_TO_INT (found);
  return TRUE;
}

/* Why the record will not count for the line, by the thing that it names. Returns: (transfer full) (nullable). */
static char *
judge_thing (PbRecordDialog *self, const PbField *field, const char *code)
{
  const char *bound = pb_run_model_get_bound (self->run, pb_kind_of_scan (field->scan));
  PbScan kind;

  if (code == NULL || !look_in_register (self, field, code, &kind))
    return NULL;
  if (kind == PB_SCAN_NONE)
    return g_strdup_printf (_ ("%s is not in the register: the record will not count for this line."), code);
  if (kind != field->scan)
    return g_strdup_printf (_ ("%s is %s: the record will not count for this line."), code, thing_of_scan (kind));
  if (*bound == '\0')
    return g_strdup_printf (_ ("%s is not bound to the line: the record counts once it is."), code);
  if (g_ascii_strcasecmp (code, bound) != 0)
    return g_strdup_printf (_ ("%s is on the line. The record counts for %s alone."), bound, code);
  return NULL;
}

static char *
judge_cb (const PbField *field, gconstpointer object, gpointer user_data)
{
  static const char *const bakes[] = { "PCB", "BGA", "IC", "CONNECTOR" };
  PbRecordDialog *self = user_data;

  if (pb_kind_of_scan (field->scan) != PB_ASSET_NONE)
    return judge_thing (self, field, PB_MEMBER (object, field, char *const));
  if (g_str_equal (field->name, "bakeProcess") && pb_field_is_set (field, object))
    {
      g_auto (GStrv) words = g_strsplit_set (PB_MEMBER (object, field, char *const), "/,;+&| \t", -1);

      for (char **word = words; *word != NULL; word++)
        {
          gboolean known = **word == '\0';

          for (guint i = 0; i < G_N_ELEMENTS (bakes) && !known; i++)
            known = g_ascii_strcasecmp (*word, bakes[i]) == 0;
          if (!known)
            return g_strdup_printf (_ ("%s is none of PCB, BGA, IC, CONNECTOR: the record will not count for it."),
                                    *word);
        }
    }
  /* The checks of a tool ask whether something is in order, whatever item there is. */
  return self->items->len > 0 ? ask_items (self, field, object, pb_record_judge)
                              : pb_record_judge (field, object, NULL);
}

/* Returns: (transfer full) (nullable): what is written in the field of the thing. */
static char *
dup_thing (PbRecordDialog *self, const PbField **field)
{
  gpointer record = pb_form_collect (PB_FORM (self->form));
  char *code = NULL;

  *field = find_thing_field (PB_TYPE_OF (record));
  if (*field != NULL)
    code = g_strdup (PB_MEMBER (record, *field, char *const));
  pb_object_unref (record);
  return code;
}

static void
looked_up_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PbRecordDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  PbScan kind = PB_SCAN_NONE;
  gboolean answered = pb_session_model_look_up_finish (PB_SESSION_MODEL (source), result, &kind, &error);
  g_autofree char *code = g_steal_pointer (&self->asked);
  gboolean save = self->save_after;

  self->save_after = FALSE;
  if (self->cancellable == NULL || code == NULL)
    return;
  if (answered)
    g_hash_table_replace (self->known, g_strdup (code), GINT_TO_POINTER (kind));
  else
    /* Whoever cannot ask does not know better than the person. */
    pb_set_string (&self->warned, code);
  pb_form_validate (PB_FORM (self->form), FALSE);
  if (save)
    pb_dialog_submit (PB_DIALOG (self));
}

/* Returns: whether the register is being asked. */
static gboolean
ask_register (PbRecordDialog *self)
{
  const PbField *field;
  g_autofree char *code = NULL;
  PbScan kind;

  g_clear_handle_id (&self->ask_id, g_source_remove);
  if (self->asked != NULL)
    return TRUE;
  code = dup_thing (self, &field);
  if (code == NULL || look_in_register (self, field, code, &kind) || g_strcmp0 (code, self->warned) == 0 ||
      !pb_session_model_has_feature (pb_run_model_get_session (self->run), "assets"))
    return FALSE;
  self->asked = g_strdup (code);
  pb_session_model_look_up_async (pb_run_model_get_session (self->run), code, self->cancellable, looked_up_cb,
                                  g_object_ref (self));
  return TRUE;
}

static gboolean
ask_cb (gpointer user_data)
{
  PbRecordDialog *self = user_data;

  self->ask_id = 0;
  ask_register (self);
  return G_SOURCE_REMOVE;
}

/* Asked when somebody has stopped typing. */
static void
changed_cb (PbRecordDialog *self)
{
  g_clear_handle_id (&self->ask_id, g_source_remove);
  self->ask_id = g_timeout_add (ASK_MS, ask_cb, self);
}

/* Whether the thing is what the person has been told of, or nothing has to be told of it. */
static gboolean
may_save (PbRecordDialog *self)
{
  const PbField *field;
  g_autofree char *code = NULL;
  g_autofree char *message = NULL;
  PbScan kind;

  if (ask_register (self))
    {
      self->save_after = TRUE;
      return FALSE;
    }
  code = dup_thing (self, &field);
  if (code == NULL || g_strcmp0 (code, self->warned) == 0 || !look_in_register (self, field, code, &kind) ||
      kind == field->scan)
    return TRUE;
  pb_set_string (&self->warned, code);
  message = judge_thing (self, field, code);
  if (message == NULL)
    return TRUE;
  {
    g_autofree char *both = g_strdup_printf (_ ("%s Save once more to keep it all the same."), message);

    pb_dialog_set_message (PB_DIALOG (self), both);
  }
  return FALSE;
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
  if (!may_save (self))
    return FALSE;
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

/* --- the scanner */

/* A reel's label names material and lot. Returns: whether the form asks for both. */
static gboolean
accept_reel (PbForm *form, const char *code)
{
  GtkWidget *material = pb_form_get_row (form, "materialCode");
  GtkWidget *lot = pb_form_get_row (form, "lotNo");
  g_auto (GStrv) parts = g_strsplit (code, "|", 2);

  if (material == NULL || lot == NULL || g_strv_length (parts) != 2 || *parts[0] == '\0' || *parts[1] == '\0')
    return FALSE;
  pb_field_row_type (PB_FIELD_ROW (material), parts[0]);
  pb_field_row_type (PB_FIELD_ROW (lot), parts[1]);
  gtk_widget_grab_focus (lot);
  return TRUE;
}

static void
take_code (PbRecordDialog *self, PbScan kind, const char *code)
{
  g_autofree char *message = NULL;

  if (kind == PB_SCAN_NONE)
    message =
      g_strdup_printf (_ ("%s is not known: no run, no thing of the register, no material. Nothing was changed."),
                       code);
  else if (!pb_form_accept_scan (PB_FORM (self->form), kind, code))
    message = g_strdup_printf (_ ("%s is %s, which this record does not ask for. Nothing was changed."), code,
                               thing_of_scan (kind));
  pb_dialog_set_message (PB_DIALOG (self), message);
}

typedef struct
{
  PbRecordDialog *dialog; /* (owned) */
  char *code;             /* (owned) */
} Scan;

static void
scanned_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Scan *scan = user_data;
  g_autoptr (PbRecordDialog) self = scan->dialog;
  g_autofree char *code = scan->code;
  g_autoptr (GError) error = NULL;
  PbScan kind = PB_SCAN_NONE;
  gboolean answered = pb_session_model_look_up_finish (PB_SESSION_MODEL (source), result, &kind, &error);

  if (self->cancellable == NULL)
    return;
  if (answered)
    take_code (self, kind, code);
  else if (!pb_error_is_cancelled (error))
    {
      g_autofree char *text = pb_error_to_user_text (error);

      pb_dialog_set_message (PB_DIALOG (self), text);
    }
}

static gboolean
pb_record_dialog_scanned (PbDialog *dialog, const char *code)
{
  PbRecordDialog *self = PB_RECORD_DIALOG (dialog);
  PbScan kind = pb_run_model_classify_scan (self->run, code, NULL);

  pb_dialog_set_message (dialog, NULL);
  if (kind != PB_SCAN_NONE)
    take_code (self, kind, code);
  else if (!accept_reel (PB_FORM (self->form), code))
    {
      Scan *scan = g_new (Scan, 1);

      scan->dialog = g_object_ref (self);
      scan->code = g_strdup (code);
      pb_session_model_look_up_async (pb_run_model_get_session (self->run), code, self->cancellable, scanned_cb, scan);
    }
  return TRUE;
}

static void
pb_record_dialog_dispose (GObject *object)
{
  PbRecordDialog *self = PB_RECORD_DIALOG (object);

  g_clear_handle_id (&self->ask_id, g_source_remove);
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  G_OBJECT_CLASS (pb_record_dialog_parent_class)->dispose (object);
}

static void
pb_record_dialog_finalize (GObject *object)
{
  PbRecordDialog *self = PB_RECORD_DIALOG (object);

  g_object_unref (self->run);
  g_clear_object (&self->item);
  g_clear_pointer (&self->items, g_ptr_array_unref);
  g_clear_pointer (&self->known, g_hash_table_unref);
  g_free (self->asked);
  g_free (self->warned);
  G_OBJECT_CLASS (pb_record_dialog_parent_class)->finalize (object);
}

static void
pb_record_dialog_class_init (PbRecordDialogClass *klass)
{
  PbDialogClass *dialog_class = PB_DIALOG_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pb_record_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = pb_record_dialog_finalize;
  dialog_class->submit = pb_record_dialog_submit;
  dialog_class->refused = pb_record_dialog_refused;
  dialog_class->is_dirty = pb_record_dialog_is_dirty;
  dialog_class->scanned = pb_record_dialog_scanned;
}

static void
pb_record_dialog_init (PbRecordDialog *self)
{
  self->known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->cancellable = g_cancellable_new ();
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
  static const char *const bakes[] = { "PCB", "BGA", "PCB/BGA", "IC", "CONNECTOR", NULL };
  PbRecordDialog *self;
  gpointer record;

  g_return_val_if_fail (PB_IS_RUN_MODEL (run), NULL);
  g_return_val_if_fail (type != NULL, NULL);

  self = g_object_new (PB_TYPE_RECORD_DIALOG, "transient-for", parent, "title", pb_translate (type->label), NULL);
  self->run = g_object_ref (run);
  g_set_object (&self->item, item);
  if (item != NULL)
    add_item_facts (self);
  self->items = pb_run_model_list_recorded_items (run, type);
  record = pb_run_model_new_record (run, type);
  if (type == &pb_bake_record_type && item != NULL && *pb_item_model_get_bake (item) != '\0')
    pb_set_string (&((PbBakeRecord *) record)->bake_process, pb_item_model_get_bake (item));
  self->form = pb_form_new (record);
  pb_object_unref (record);
  pb_form_set_judge (PB_FORM (self->form), judge_cb, self, NULL);
  pb_form_set_rules (PB_FORM (self->form), refuse_cb, limit_cb);
  if (type == &pb_bake_record_type)
    pb_field_row_set_choices (PB_FIELD_ROW (pb_form_get_row (PB_FORM (self->form), "bakeProcess")), bakes);
  g_signal_connect_object (self->form, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
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
