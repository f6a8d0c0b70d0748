/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-view"

#include "view/pb-scanner.h"

struct _PbScanner
{
  GObject parent_instance;
  GtkWindow *window; /* (not owned): the controller lives in it */
  GString *burst;
  guint32 last_time;
  GtkWidget *entry; /* (weak) (nullable): where the burst is typed */
  char *text;       /* (owned): what stood there before the burst */
  int position;
};

enum
{
  SCANNED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PbScanner, pb_scanner, G_TYPE_OBJECT)

static GQuark
accept_quark (void)
{
  return g_quark_from_static_string ("pb-scanner-accept");
}

static char *
dup_text (GtkWidget *entry, int *position)
{
  GtkTextBuffer *buffer;
  GtkTextIter first, last, cursor;

  if (GTK_IS_EDITABLE (entry))
    {
      *position = gtk_editable_get_position (GTK_EDITABLE (entry));
      return g_strdup (gtk_editable_get_text (GTK_EDITABLE (entry)));
    }
  buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (entry));
  gtk_text_buffer_get_bounds (buffer, &first, &last);
  gtk_text_buffer_get_iter_at_mark (buffer, &cursor, gtk_text_buffer_get_insert (buffer));
  *position = gtk_text_iter_get_offset (&cursor);
  return gtk_text_buffer_get_text (buffer, &first, &last, FALSE);
}

static void
set_text (GtkWidget *entry, const char *text, int position)
{
  GtkTextBuffer *buffer;
  GtkTextIter cursor;

  if (GTK_IS_EDITABLE (entry))
    {
      gtk_editable_set_text (GTK_EDITABLE (entry), text);
      gtk_editable_set_position (GTK_EDITABLE (entry), position);
      return;
    }
  buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (entry));
  gtk_text_buffer_set_text (buffer, text, -1);
  gtk_text_buffer_get_iter_at_offset (buffer, &cursor, position);
  gtk_text_buffer_place_cursor (buffer, &cursor);
}

/* Remembers what stands in the entry before the first character of what may become a burst. */
static void
begin (PbScanner *self)
{
  GtkWidget *focus = gtk_window_get_focus (self->window);

  g_string_truncate (self->burst, 0);
  g_clear_weak_pointer (&self->entry);
  g_clear_pointer (&self->text, g_free);
  if (focus == NULL || !(GTK_IS_EDITABLE (focus) || GTK_IS_TEXT_VIEW (focus)))
    return;
  g_set_weak_pointer (&self->entry, focus);
  self->text = dup_text (focus, &self->position);
}

static gboolean
is_for_entry (GtkWidget *widget)
{
  /* Programs that fill in passwords type as fast as a scanner. */
  if (GTK_IS_TEXT (widget) && !gtk_text_get_visibility (GTK_TEXT (widget)))
    return TRUE;
  for (; widget != NULL; widget = gtk_widget_get_parent (widget))
    if (g_object_get_qdata (G_OBJECT (widget), accept_quark ()) != NULL)
      return TRUE;
  return FALSE;
}

static gboolean
end (PbScanner *self)
{
  g_autofree char *code = g_strdup (self->burst->str);
  gboolean taken = FALSE;

  if (g_utf8_strlen (code, -1) < PB_SCANNER_MIN || is_for_entry (self->entry))
    {
      g_string_truncate (self->burst, 0);
      return FALSE;
    }
  if (self->entry != NULL && self->text != NULL)
    set_text (self->entry, self->text, self->position);
  g_string_truncate (self->burst, 0);
  g_signal_emit (self, signals[SCANNED], 0, code, &taken);
  return taken;
}

gboolean
pb_scanner_feed (PbScanner *self, guint keyval, guint32 time)
{
  gunichar c;
  gboolean fast;

  g_return_val_if_fail (PB_IS_SCANNER (self), FALSE);

  /* Unsigned: right across the wrap of the clock. */
  fast = time - self->last_time <= PB_SCANNER_GAP_MS;
  if (keyval == GDK_KEY_Shift_L || keyval == GDK_KEY_Shift_R)
    return FALSE;
  self->last_time = time;
  if (keyval == GDK_KEY_Return || keyval == GDK_KEY_KP_Enter)
    {
      if (fast)
        return end (self);
      g_string_truncate (self->burst, 0);
      return FALSE;
    }
  c = gdk_keyval_to_unicode (keyval);
  if (c == 0 || !g_unichar_isprint (c))
    {
      g_string_truncate (self->burst, 0);
      return FALSE;
    }
  if (!fast || self->burst->len == 0)
    begin (self);
  g_string_append_unichar (self->burst, c);
  return FALSE;
}

static gboolean
key_pressed_cb (GtkEventControllerKey *controller, guint keyval, guint keycode, GdkModifierType state, PbScanner *self)
{
  if (state & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SUPER_MASK))
    return GDK_EVENT_PROPAGATE;
  return pb_scanner_feed (self, keyval,
                          gtk_event_controller_get_current_event_time (GTK_EVENT_CONTROLLER (controller)));
}

static void
pb_scanner_finalize (GObject *object)
{
  PbScanner *self = PB_SCANNER (object);

  g_clear_weak_pointer (&self->entry);
  g_free (self->text);
  g_string_free (self->burst, TRUE);
  G_OBJECT_CLASS (pb_scanner_parent_class)->finalize (object);
}

static void
pb_scanner_class_init (PbScannerClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = pb_scanner_finalize;
  signals[SCANNED] = g_signal_new ("scanned", PB_TYPE_SCANNER, G_SIGNAL_RUN_LAST, 0, g_signal_accumulator_true_handled,
                                   NULL, NULL, G_TYPE_BOOLEAN, 1, G_TYPE_STRING);
}

static void
pb_scanner_init (PbScanner *self)
{
  self->burst = g_string_new (NULL);
}

PbScanner *
pb_scanner_new (GtkWindow *window)
{
  PbScanner *self;
  GtkEventController *controller;

  g_return_val_if_fail (GTK_IS_WINDOW (window), NULL);

  self = g_object_new (PB_TYPE_SCANNER, NULL);
  self->window = window;
  controller = gtk_event_controller_key_new ();
  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
  g_signal_connect_object (controller, "key-pressed", G_CALLBACK (key_pressed_cb), self, 0);
  gtk_widget_add_controller (GTK_WIDGET (window), controller);
  return self;
}

void
pb_scanner_accept_in (GtkWidget *editable)
{
  g_return_if_fail (GTK_IS_WIDGET (editable));
  g_object_set_qdata (G_OBJECT (editable), accept_quark (), GINT_TO_POINTER (TRUE));
}
