/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-view"

#include "view/pb-fai-dialogs.h"

#include "model/pb-text.h"
#include "view/pb-ask-dialog.h"
#include "view/pb-written.h"

#include <glib/gi18n.h>

/* The least that a plant samples when nobody says otherwise. */
#define DEFAULT_SAMPLE 3

typedef struct
{
  PbFaiModel *fai; /* (owned) */
  GtkWidget *quantity;
  GtkWidget *decision;
  GtkWidget *failed;
  GtkWidget *condition_class;
  GtkWidget *condition;
  GtkWidget *until;
  GtkWidget *remark;
} Question;

static Question *
question_new (PbRunModel *run)
{
  Question *question = g_new0 (Question, 1);

  question->fai = g_object_ref (pb_run_model_get_fai (run));
  return question;
}

static void
question_free (gpointer data)
{
  Question *question = data;

  g_object_unref (question->fai);
  g_free (question);
}

static void
acted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PbDialog) dialog = user_data;
  g_autoptr (GError) error = NULL;

  pb_fai_model_act_finish (PB_FAI_MODEL (source), result, &error);
  pb_dialog_end (dialog, error);
}

/* NULL for an empty text: nothing was said. */
static char *
dup_said (GtkWidget *text_view)
{
  char *text = pb_dialog_dup_text (text_view);

  if (*text == '\0')
    g_clear_pointer (&text, g_free);
  return text;
}

static gboolean
create_submit (PbAskDialog *dialog, GCancellable *cancellable, gpointer user_data)
{
  Question *question = user_data;
  g_autofree char *remark = dup_said (question->remark);
  guint quantity;

  if (!pb_ask_dialog_get_number (dialog, question->quantity, &quantity))
    return FALSE;
  pb_dialog_set_done_text (PB_DIALOG (dialog), _ ("A first article is created"));
  pb_fai_model_create_async (question->fai, quantity, remark, cancellable, acted_cb, g_object_ref (dialog));
  return TRUE;
}

GtkWidget *
pb_fai_create_dialog_present (GtkWindow *parent, PbRunModel *run)
{
  Question *question;
  PbAskDialog *dialog;

  g_return_val_if_fail (PB_IS_RUN_MODEL (run), NULL);

  question = question_new (run);
  dialog = pb_ask_dialog_new (parent, _ ("New First Article"), _ ("_Create"), create_submit, question, question_free);
  pb_ask_dialog_add_note (dialog,
                          _ ("Every item has to pass or be waived, and the run needs as many units as the sample. The "
                             "characteristics come from the product's template."));
  question->quantity = pb_ask_dialog_add_number (dialog, _ ("Sample _units"), 1, 100, DEFAULT_SAMPLE);
  question->remark = pb_ask_dialog_add_text (dialog, _ ("R_emark"), NULL);
  gtk_window_present (GTK_WINDOW (dialog));
  gtk_widget_grab_focus (question->quantity);
  return GTK_WIDGET (dialog);
}

static gboolean
cancel_submit (PbAskDialog *dialog, GCancellable *cancellable, gpointer user_data)
{
  Question *question = user_data;
  g_autofree char *reason = dup_said (question->remark);

  if (reason == NULL)
    {
      pb_dialog_refuse (PB_DIALOG (dialog), question->remark, _ ("Give a reason."));
      return FALSE;
    }
  pb_dialog_set_done_text (PB_DIALOG (dialog), _ ("The first article is cancelled"));
  pb_fai_model_cancel_async (question->fai, reason, cancellable, acted_cb, g_object_ref (dialog));
  return TRUE;
}

GtkWidget *
pb_fai_cancel_dialog_present (GtkWindow *parent, PbRunModel *run)
{
  Question *question;
  PbAskDialog *dialog;

  g_return_val_if_fail (PB_IS_RUN_MODEL (run), NULL);

  question = question_new (run);
  dialog = pb_ask_dialog_new (parent, _ ("Cancel First Article"), _ ("_Cancel first article"), cancel_submit, question,
                              question_free);
  pb_dialog_set_submit (PB_DIALOG (dialog), _ ("_Cancel first article"), TRUE);
  pb_ask_dialog_add_note (dialog,
                          _ ("What was measured stays in the history. A new first article begins from the start."));
  question->remark = pb_ask_dialog_add_text (dialog, _ ("_Reason"), NULL);
  gtk_window_present (GTK_WINDOW (dialog));
  gtk_widget_grab_focus (question->remark);
  return GTK_WIDGET (dialog);
}

/* What is chosen; nobody decides by leaving things as they are. */
enum
{
  UNDECIDED,
  DECIDED_PASS,
  DECIDED_FAIL
};

static gboolean
decide_submit (PbAskDialog *dialog, GCancellable *cancellable, gpointer user_data)
{
  static const char *const classes[] = { NULL, "A", "B", "C" };
  Question *question = user_data;
  guint decision = adw_combo_row_get_selected (ADW_COMBO_ROW (question->decision));
  gboolean pass = decision == DECIDED_PASS;
  const char *condition_class = classes[adw_combo_row_get_selected (ADW_COMBO_ROW (question->condition_class)) % 4];
  const char *condition = gtk_editable_get_text (GTK_EDITABLE (question->condition));
  const char *until_text = gtk_editable_get_text (GTK_EDITABLE (question->until));
  gboolean conditional = pass && g_strcmp0 (condition_class, "C") == 0;
  g_autofree char *remark = dup_said (question->remark);
  guint failed = 0;
  gint64 until = 0;

  if (decision == UNDECIDED)
    {
      pb_dialog_refuse (PB_DIALOG (dialog), question->decision, _ ("Choose whether it passes or fails."));
      return FALSE;
    }
  if (conditional && (*condition == '\0' || !pb_parse_time (until_text, &until)))
    {
      pb_dialog_refuse (PB_DIALOG (dialog), *condition == '\0' ? question->condition : question->until,
                        _ ("Class C needs its condition, and until when it holds, written like "
                           "2024-05-03 14:05."));
      return FALSE;
    }
  if (!pass && !pb_ask_dialog_get_number (dialog, question->failed, &failed))
    return FALSE;
  if (!pass && remark == NULL)
    {
      pb_dialog_refuse (PB_DIALOG (dialog), question->remark,
                        _ ("Say in the remark why it fails: a new first article is needed then."));
      return FALSE;
    }
  pb_dialog_set_done_text (PB_DIALOG (dialog),
                           pass ? _ ("The first article has passed") : _ ("The first article has failed"));
  pb_fai_model_complete_async (question->fai, pass ? PB_RESULT_PASS : PB_RESULT_FAIL, failed, remark,
                               pass ? condition_class : NULL, conditional ? condition : NULL, until, cancellable,
                               acted_cb, g_object_ref (dialog));
  return TRUE;
}

static void
decision_changed_cb (AdwComboRow *row, GParamSpec *pspec, Question *question)
{
  guint decision = adw_combo_row_get_selected (ADW_COMBO_ROW (question->decision));
  gboolean pass = decision == DECIDED_PASS;
  gboolean conditional = pass && adw_combo_row_get_selected (ADW_COMBO_ROW (question->condition_class)) == 3;

  gtk_widget_set_visible (question->failed, decision == DECIDED_FAIL);
  gtk_widget_set_visible (question->condition_class, pass);
  gtk_widget_set_visible (question->condition, conditional);
  gtk_widget_set_visible (question->until, conditional);
}

GtkWidget *
pb_fai_decide_dialog_present (GtkWindow *parent, PbRunModel *run)
{
  const char *const decisions[] = { _ ("Not decided yet"), _ ("Pass"), _ ("Fail"), NULL };
  const char *const classes[] = { _ ("None"), _ ("A: as it should be"), _ ("B: small deviations"),
                                  _ ("C: with a condition"), NULL };
  Question *question;
  PbAskDialog *dialog;
  PbFaiModel *fai;
  const char *missing;
  int sample;

  g_return_val_if_fail (PB_IS_RUN_MODEL (run), NULL);

  fai = pb_run_model_get_fai (run);
  question = question_new (run);
  dialog =
    pb_ask_dialog_new (parent, _ ("Decide First Article"), _ ("_Decide"), decide_submit, question, question_free);
  pb_ask_dialog_add_note (dialog, pb_row_get_text (fai, "trial-text"));
  missing = pb_row_get_text (fai, "missing-text");
  if (*missing != '\0')
    {
      g_autofree char *note = g_strdup_printf (_ ("Before it can pass, these values are needed:\n%s"), missing);
      pb_ask_dialog_add_note (dialog, note);
    }
  sample = (int) CLAMP (pb_row_get_number (fai, "sample-qty"), 1, 100);
  question->decision = pb_ask_dialog_add_choice (dialog, _ ("_Decision"), decisions);
  question->failed =
    pb_ask_dialog_add_number (dialog, _ ("_Bad units"), 0, sample, pb_row_get_number (fai, "failed-count") > 0 ? 1 : 0);
  question->condition_class = pb_ask_dialog_add_choice (dialog, _ ("C_lass of the result (optional)"), classes);
  question->condition = pb_ask_dialog_add_entry (dialog, _ ("C_ondition"), NULL);
  question->until = pb_ask_dialog_add_entry (dialog, _ ("_Until (YYYY-MM-DD HH:MM)"), NULL);
  question->remark = pb_ask_dialog_add_text (dialog, _ ("R_emark"), NULL);
  g_signal_connect (question->decision, "notify::selected", G_CALLBACK (decision_changed_cb), question);
  g_signal_connect (question->condition_class, "notify::selected", G_CALLBACK (decision_changed_cb), question);
  decision_changed_cb (NULL, NULL, question);
  gtk_window_present (GTK_WINDOW (dialog));
  gtk_widget_grab_focus (question->decision);
  return GTK_WIDGET (dialog);
}
