/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-view"

#include "view/pb-dialog.h"

#include "model/pb-text.h"
#include "view/pb-plain-row.h"
#include "view/pb-scanner.h"
#include "view/pb-text-area.h"

#include <glib/gi18n.h>

/* A field that is written in has so much room above and below, in pixels. */
#define FIELD_MARGIN 12
/* The message leaves room for the fields that it speaks of: a longer one scrolls. Beside it stand margins and icon. */
#define MESSAGE_HEIGHT 120
#define MESSAGE_BESIDE 64

typedef struct
{
  GtkWidget *header;
  GtkWidget *scroller;
  GtkWidget *clamp;
  GtkWidget *content;
  GtkWidget *cancel;
  GtkWidget *submit;
  GtkWidget *spinner;
  GtkWidget *message_revealer;
  GtkWidget *message_scroller;
  GtkWidget *message;
  GtkWidget *focus;          /* (weak) (nullable): where the focus was before sending */
  GCancellable *cancellable; /* (owned) (nullable): a request is under way */
  gboolean accepted;
  char *done_text;         /* (owned) (nullable) */
  GtkWidget *refused;      /* (weak) (nullable): the field that is marked */
  gpointer refused_source; /* (weak) (nullable): what tells of its changes */
  gulong refused_id;
  PbScanner *scanner; /* (owned) */
  guint reveal_id;
  gboolean natural; /* as high as its content */
  gboolean disposed;
} PbDialogPrivate;

enum
{
  DONE,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_TYPE_WITH_PRIVATE (PbDialog, pb_dialog, ADW_TYPE_WINDOW)

static PbDialogPrivate *
get_private (PbDialog *self)
{
  return pb_dialog_get_instance_private (self);
}

static void
set_busy (PbDialog *self, gboolean busy)
{
  PbDialogPrivate *priv = get_private (self);

  /* An entry that has the focus must not go insensitive; it gets the focus back. */
  if (busy)
    {
      g_set_weak_pointer (&priv->focus, gtk_window_get_focus (GTK_WINDOW (self)));
      gtk_widget_grab_focus (priv->cancel);
    }
  gtk_widget_set_sensitive (priv->content, !busy);
  if (!busy && priv->focus != NULL)
    gtk_widget_grab_focus (priv->focus);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "dialog.submit", !busy);
  gtk_spinner_set_spinning (GTK_SPINNER (priv->spinner), busy);
  gtk_widget_set_visible (priv->spinner, busy);
  gtk_accessible_update_state (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_STATE_BUSY, busy, -1);
}

/* --- the field that has been refused */

static void
set_invalid (GtkWidget *field, gboolean invalid)
{
  GtkWidget *row = gtk_widget_get_ancestor (field, GTK_TYPE_LIST_BOX_ROW);

  if (row == NULL)
    row = field;
  if (invalid)
    gtk_widget_add_css_class (row, "error");
  else
    gtk_widget_remove_css_class (row, "error");
  gtk_accessible_update_state (GTK_ACCESSIBLE (field), GTK_ACCESSIBLE_STATE_INVALID,
                               invalid ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE, -1);
}

static void
unmark (PbDialog *self)
{
  PbDialogPrivate *priv = get_private (self);

  if (priv->refused_source != NULL)
    g_clear_signal_handler (&priv->refused_id, priv->refused_source);
  g_clear_weak_pointer (&priv->refused_source);
  if (priv->refused != NULL)
    set_invalid (priv->refused, FALSE);
  g_clear_weak_pointer (&priv->refused);
}

static void
corrected_cb (PbDialog *self)
{
  unmark (self);
  pb_dialog_set_message (self, NULL);
}

void
pb_dialog_refuse (PbDialog *self, GtkWidget *field, const char *message)
{
  PbDialogPrivate *priv;
  gpointer source = field;
  const char *signal = "changed";

  g_return_if_fail (PB_IS_DIALOG (self));
  g_return_if_fail (GTK_IS_WIDGET (field));
  g_return_if_fail (message != NULL);

  priv = get_private (self);
  unmark (self);
  pb_dialog_set_message (self, message);
  if (GTK_IS_TEXT_VIEW (field))
    source = gtk_text_view_get_buffer (GTK_TEXT_VIEW (field));
  else if (ADW_IS_COMBO_ROW (field))
    signal = "notify::selected";
  g_set_weak_pointer (&priv->refused, field);
  g_set_weak_pointer (&priv->refused_source, source);
  priv->refused_id = g_signal_connect_swapped (source, signal, G_CALLBACK (corrected_cb), self);
  set_invalid (field, TRUE);
  gtk_widget_grab_focus (field);
}

/* --- sending */

void
pb_dialog_submit (PbDialog *self)
{
  PbDialogPrivate *priv;

  g_return_if_fail (PB_IS_DIALOG (self));

  priv = get_private (self);
  if (priv->cancellable != NULL)
    return;
  unmark (self);
  pb_dialog_set_message (self, NULL);
  priv->cancellable = g_cancellable_new ();
  if (PB_DIALOG_GET_CLASS (self)->submit (self, priv->cancellable))
    set_busy (self, TRUE);
  else
    g_clear_object (&priv->cancellable);
}

void
pb_dialog_end (PbDialog *self, const GError *error)
{
  PbDialogPrivate *priv;

  g_return_if_fail (PB_IS_DIALOG (self));

  priv = get_private (self);
  /* The window may have been closed from outside while the answer was on its way. */
  if (priv->disposed)
    return;
  g_clear_object (&priv->cancellable);
  set_busy (self, FALSE);
  if (error != NULL)
    {
      PB_DIALOG_GET_CLASS (self)->refused (self, error);
      return;
    }
  priv->accepted = TRUE;
  if (priv->done_text != NULL)
    gtk_widget_activate_action (GTK_WIDGET (gtk_window_get_transient_for (GTK_WINDOW (self))), "win.toast", "s",
                                priv->done_text);
  g_signal_emit (self, signals[DONE], 0);
  gtk_window_close (GTK_WINDOW (self));
}

void
pb_dialog_set_done_text (PbDialog *self, const char *done_text)
{
  PbDialogPrivate *priv;

  g_return_if_fail (PB_IS_DIALOG (self));
  g_return_if_fail (done_text != NULL);

  priv = get_private (self);
  g_free (priv->done_text);
  priv->done_text = g_strdup (done_text);
}

static gboolean
close_cb (gpointer dialog)
{
  gtk_window_close (GTK_WINDOW (dialog));
  return G_SOURCE_REMOVE;
}

static void
discard_response_cb (PbDialog *self, const char *response)
{
  if (!g_str_equal (response, "discard"))
    return;
  get_private (self)->accepted = TRUE;
  /* The question is still closing; its parent must outlive it. */
  g_idle_add_full (G_PRIORITY_DEFAULT, close_cb, g_object_ref (self), g_object_unref);
}

static gboolean
pb_dialog_close_request (GtkWindow *window)
{
  PbDialog *self = PB_DIALOG (window);
  PbDialogPrivate *priv = get_private (self);
  GtkWidget *question;

  if (priv->cancellable != NULL)
    {
      /* The first Cancel stops the request and keeps the dialog with all that is typed. */
      g_cancellable_cancel (priv->cancellable);
      return TRUE;
    }
  if (priv->accepted || !PB_DIALOG_GET_CLASS (self)->is_dirty (self))
    return GTK_WINDOW_CLASS (pb_dialog_parent_class)->close_request (window);
  question = adw_message_dialog_new (window, _ ("Discard what you typed?"), _ ("It has not been sent."));
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (question), "keep", _ ("_Keep editing"), "discard",
                                    _ ("_Discard"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (question), "discard", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (question), "keep");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (question), "keep");
  g_signal_connect_object (question, "response", G_CALLBACK (discard_response_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (question));
  return TRUE;
}

static gboolean
pb_dialog_real_is_dirty (PbDialog *self)
{
  return FALSE;
}

static gboolean
pb_dialog_real_scanned (PbDialog *self, const char *code)
{
  return FALSE;
}

static void
pb_dialog_real_refused (PbDialog *self, const GError *error)
{
  g_autofree char *text = NULL;

  if (pb_error_is_cancelled (error))
    {
      pb_dialog_set_message (self,
                             _ ("Cancelled. It may have reached the server all the same: look before trying again."));
      return;
    }
  text = pb_error_to_user_text (error);
  pb_dialog_set_message (self, text);
}

static void
close_action_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  gtk_window_close (GTK_WINDOW (widget));
}

static void
submit_action_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  pb_dialog_submit (PB_DIALOG (widget));
}

static gboolean
scanned_cb (PbDialog *self, const char *code)
{
  g_autofree char *message = NULL;

  if (pb_dialog_take_scan (self, code))
    return TRUE;
  message = g_strdup_printf (_ ("%s was scanned. Nothing here asks for such a code; nothing was changed."), code);
  pb_dialog_set_message (self, message);
  return TRUE;
}

/* --- size, and what of it is seen */

/* As high as its content and no higher than the window behind it: header and buttons stay in sight, the rest scrolls.
 */
static void
fit (PbDialog *self)
{
  PbDialogPrivate *priv = get_private (self);
  GtkWidget *parent = (GtkWidget *) gtk_window_get_transient_for (GTK_WINDOW (self));
  int width, height, header, message, content;

  gtk_window_get_default_size (GTK_WINDOW (self), &width, &height);
  if (parent != NULL && gtk_widget_get_width (parent) > 0)
    width = MIN (width, gtk_widget_get_width (parent));
  priv->natural = priv->natural || height <= 0;
  if (priv->natural)
    {
      gtk_widget_measure (priv->header, GTK_ORIENTATION_VERTICAL, width, NULL, &header, NULL, NULL);
      gtk_widget_measure (priv->message_revealer, GTK_ORIENTATION_VERTICAL, width, NULL, &message, NULL, NULL);
      gtk_widget_measure (priv->clamp, GTK_ORIENTATION_VERTICAL, width, NULL, &content, NULL, NULL);
      height = header + message + content;
    }
  if (parent != NULL && gtk_widget_get_height (parent) > 0)
    height = MIN (height, gtk_widget_get_height (parent));
  gtk_window_set_default_size (GTK_WINDOW (self), width, height);
}

static void
pb_dialog_show (GtkWidget *widget)
{
  fit (PB_DIALOG (widget));
  GTK_WIDGET_CLASS (pb_dialog_parent_class)->show (widget);
}

/* The whole row in which somebody writes, with its name and what is wrong about it, not the entry alone. */
static gboolean
reveal_cb (gpointer user_data)
{
  PbDialog *self = user_data;
  PbDialogPrivate *priv = get_private (self);
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (priv->scroller));
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));
  GtkWidget *row;
  graphene_rect_t place;
  double value, top, bottom;

  priv->reveal_id = 0;
  if (focus == NULL || !gtk_widget_is_ancestor (focus, priv->content))
    return G_SOURCE_REMOVE;
  row = gtk_widget_get_ancestor (focus, GTK_TYPE_LIST_BOX_ROW);
  if (row == NULL || gtk_widget_get_height (row) > gtk_adjustment_get_page_size (adjustment))
    row = focus;
  if (!gtk_widget_compute_bounds (row, gtk_widget_get_parent (priv->clamp), &place))
    return G_SOURCE_REMOVE;
  /* In the viewport what has been scrolled away lies above 0. At once: the message may have moved it already. */
  value = gtk_adjustment_get_value (adjustment);
  top = value + place.origin.y - FIELD_MARGIN;
  bottom = value + place.origin.y + place.size.height + FIELD_MARGIN - gtk_adjustment_get_page_size (adjustment);
  gtk_adjustment_set_value (adjustment, MIN (MAX (value, bottom), top));
  return G_SOURCE_REMOVE;
}

static void
queue_reveal (PbDialog *self)
{
  PbDialogPrivate *priv = get_private (self);

  if (priv->reveal_id == 0 && !priv->disposed)
    priv->reveal_id = g_idle_add (reveal_cb, self);
}

/* --- while somebody else signs in */

static void
clear_secrets (GtkWidget *widget)
{
  if (GTK_IS_TEXT (widget) && !gtk_text_get_visibility (GTK_TEXT (widget)))
    gtk_editable_set_text (GTK_EDITABLE (widget), "");
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    clear_secrets (child);
}

void
pb_dialog_put_away (PbDialog *self)
{
  g_return_if_fail (PB_IS_DIALOG (self));

  clear_secrets (GTK_WIDGET (self));
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

static void
pb_dialog_finalize (GObject *object)
{
  g_free (get_private (PB_DIALOG (object))->done_text);
  G_OBJECT_CLASS (pb_dialog_parent_class)->finalize (object);
}

static void
pb_dialog_dispose (GObject *object)
{
  PbDialogPrivate *priv = get_private (PB_DIALOG (object));

  priv->disposed = TRUE;
  g_clear_handle_id (&priv->reveal_id, g_source_remove);
  unmark (PB_DIALOG (object));
  if (priv->cancellable != NULL)
    g_cancellable_cancel (priv->cancellable);
  g_clear_object (&priv->cancellable);
  g_clear_object (&priv->scanner);
  g_clear_weak_pointer (&priv->focus);
  G_OBJECT_CLASS (pb_dialog_parent_class)->dispose (object);
}

static void
pb_dialog_class_init (PbDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pb_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = pb_dialog_finalize;
  widget_class->show = pb_dialog_show;
  GTK_WINDOW_CLASS (klass)->close_request = pb_dialog_close_request;
  klass->is_dirty = pb_dialog_real_is_dirty;
  klass->scanned = pb_dialog_real_scanned;
  klass->refused = pb_dialog_real_refused;
  signals[DONE] = g_signal_new ("done", PB_TYPE_DIALOG, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_install_action (widget_class, "dialog.close", NULL, close_action_cb);
  gtk_widget_class_install_action (widget_class, "dialog.submit", NULL, submit_action_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "dialog.close", NULL);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/prepboard/Prepboard/ui/pb-dialog.ui");
  gtk_widget_class_bind_template_child_private (widget_class, PbDialog, header);
  gtk_widget_class_bind_template_child_private (widget_class, PbDialog, scroller);
  gtk_widget_class_bind_template_child_private (widget_class, PbDialog, clamp);
  gtk_widget_class_bind_template_child_private (widget_class, PbDialog, content);
  gtk_widget_class_bind_template_child_private (widget_class, PbDialog, cancel);
  gtk_widget_class_bind_template_child_private (widget_class, PbDialog, submit);
  gtk_widget_class_bind_template_child_private (widget_class, PbDialog, spinner);
  gtk_widget_class_bind_template_child_private (widget_class, PbDialog, message_revealer);
  gtk_widget_class_bind_template_child_private (widget_class, PbDialog, message_scroller);
  gtk_widget_class_bind_template_child_private (widget_class, PbDialog, message);
}

/* Before a text of several lines takes the Enter for a new line. */
static void
add_send_keys (PbDialog *self)
{
  static const guint keys[] = { GDK_KEY_Return, GDK_KEY_KP_Enter };
  GtkEventController *controller = gtk_shortcut_controller_new ();

  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (controller),
                                          gtk_shortcut_new (gtk_keyval_trigger_new (keys[i], GDK_CONTROL_MASK),
                                                            gtk_named_action_new ("dialog.submit")));
  gtk_widget_add_controller (GTK_WIDGET (self), controller);
}

static void
pb_dialog_init (PbDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  add_send_keys (self);
  g_signal_connect (self, "notify::focus-widget", G_CALLBACK (queue_reveal), NULL);
  /* The message takes room from the content. */
  g_signal_connect_object (gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (get_private (self)->scroller)),
                           "notify::page-size", G_CALLBACK (queue_reveal), self, G_CONNECT_SWAPPED);
  gtk_window_set_default_widget (GTK_WINDOW (self), get_private (self)->submit);
  get_private (self)->scanner = pb_scanner_new (GTK_WINDOW (self));
  g_signal_connect_object (get_private (self)->scanner, "scanned", G_CALLBACK (scanned_cb), self, G_CONNECT_SWAPPED);
}

void
pb_dialog_set_submit (PbDialog *self, const char *submit_label, gboolean destructive)
{
  PbDialogPrivate *priv;

  g_return_if_fail (PB_IS_DIALOG (self));

  priv = get_private (self);
  gtk_button_set_label (GTK_BUTTON (priv->submit), submit_label);
  gtk_widget_remove_css_class (priv->submit, destructive ? "suggested-action" : "destructive-action");
  gtk_widget_add_css_class (priv->submit, destructive ? "destructive-action" : "suggested-action");
}

void
pb_dialog_add (PbDialog *self, GtkWidget *child)
{
  g_return_if_fail (PB_IS_DIALOG (self));
  gtk_box_append (GTK_BOX (get_private (self)->content), child);
}

AdwPreferencesGroup *
pb_dialog_add_group (PbDialog *self, const char *title, const char *description)
{
  GtkWidget *group = adw_preferences_group_new ();

  /* Group titles are markup. */
  if (title != NULL)
    {
      g_autofree char *escaped = g_markup_escape_text (title, -1);
      adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), escaped);
    }
  if (description != NULL)
    {
      g_autofree char *escaped = g_markup_escape_text (description, -1);
      adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (group), escaped);
    }
  pb_dialog_add (self, group);
  return ADW_PREFERENCES_GROUP (group);
}

static void
fit_message (PbDialog *self)
{
  PbDialogPrivate *priv = get_private (self);
  int width = gtk_widget_get_width (GTK_WIDGET (self));
  int least, height;

  if (width <= 0)
    g_object_get (self, "default-width", &width, NULL);
  gtk_widget_measure (priv->message, GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);
  gtk_widget_measure (priv->message, GTK_ORIENTATION_VERTICAL, MAX (width - MESSAGE_BESIDE, least), NULL, &height, NULL,
                      NULL);
  gtk_scrolled_window_set_min_content_height (GTK_SCROLLED_WINDOW (priv->message_scroller),
                                              MIN (height, MESSAGE_HEIGHT));
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (priv->message_scroller), GTK_POLICY_NEVER,
                                  height > MESSAGE_HEIGHT ? GTK_POLICY_AUTOMATIC : GTK_POLICY_EXTERNAL);
  /* Who has no pointer scrolls it with the keys. */
  gtk_widget_set_focusable (priv->message_scroller, height > MESSAGE_HEIGHT);
}

void
pb_dialog_set_message (PbDialog *self, const char *message)
{
  PbDialogPrivate *priv;

  g_return_if_fail (PB_IS_DIALOG (self));

  priv = get_private (self);
  if (message != NULL)
    {
      gtk_label_set_label (GTK_LABEL (priv->message), message);
      fit_message (self);
    }
  gtk_revealer_set_reveal_child (GTK_REVEALER (priv->message_revealer), message != NULL);
  /* A short dialog makes room for it instead of hiding what it speaks of. */
  if (priv->natural)
    fit (self);
}

const char *
pb_dialog_get_message (PbDialog *self)
{
  PbDialogPrivate *priv;

  g_return_val_if_fail (PB_IS_DIALOG (self), NULL);

  priv = get_private (self);
  if (!gtk_revealer_get_reveal_child (GTK_REVEALER (priv->message_revealer)))
    return "";
  return gtk_label_get_label (GTK_LABEL (priv->message));
}

gboolean
pb_dialog_is_busy (PbDialog *self)
{
  g_return_val_if_fail (PB_IS_DIALOG (self), FALSE);
  return get_private (self)->cancellable != NULL;
}

gboolean
pb_dialog_take_scan (PbDialog *self, const char *code)
{
  g_return_val_if_fail (PB_IS_DIALOG (self), FALSE);
  return !pb_dialog_is_busy (self) && PB_DIALOG_GET_CLASS (self)->scanned (self, code);
}

GtkWidget *
pb_dialog_text_row_new (const char *title, const char *subtitle, GtkWidget **text_view)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *row = pb_bare_row_new (box);
  GtkWidget *label = gtk_label_new_with_mnemonic (title);
  GtkWidget *area = pb_text_area_new (-1, 72, text_view);

  adw_preferences_row_set_use_underline (ADW_PREFERENCES_ROW (row), TRUE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  gtk_widget_add_css_class (box, "pb-text-row");
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_mnemonic_widget (GTK_LABEL (label), *text_view);
  gtk_box_append (GTK_BOX (box), label);
  if (subtitle != NULL)
    {
      GtkWidget *caption = gtk_label_new (subtitle);
      gtk_label_set_xalign (GTK_LABEL (caption), 0);
      gtk_label_set_wrap (GTK_LABEL (caption), TRUE);
      gtk_widget_add_css_class (caption, "caption");
      gtk_widget_add_css_class (caption, "dim-label");
      gtk_box_append (GTK_BOX (box), caption);
    }
  gtk_accessible_update_relation (GTK_ACCESSIBLE (*text_view), GTK_ACCESSIBLE_RELATION_LABELLED_BY, label, NULL, -1);
  gtk_box_append (GTK_BOX (box), area);
  return row;
}

char *
pb_dialog_dup_text (GtkWidget *text_view)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (text_view));
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  return g_strstrip (gtk_text_buffer_get_text (buffer, &start, &end, FALSE));
}
