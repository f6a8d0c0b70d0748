/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-view"

#include "config.h"

#include "view/pb-window.h"

#include "model/pb-board-model.h"
#include "model/pb-text.h"
#include "model/pb-waivers-model.h"
#include "view/pb-put-away.h"
#include "view/pb-run-dialogs.h"
#include "view/pb-runs-page.h"
#include "view/pb-scanner.h"
#include "view/pb-sign-in-page.h"
#include "view/pb-status-bar.h"
#include "view/pb-waivers-page.h"

#include <glib/gi18n.h>

/* Nobody at the window for so long: the next person signs in. */
#define LOCK_SECONDS 600
/* The sign-in page is drawn by then. */
#define PREPARE_MS 300

struct _PbWindow
{
  AdwApplicationWindow parent_instance;
  PbSessionModel *session; /* (owned) (nullable) */
  PbBoardModel *board;     /* (owned) (nullable): made when somebody has signed in */
  PbWaiversModel *waivers; /* (owned) (nullable): made when first looked at */
  PbScanner *scanner;      /* (owned) */
  GtkWidget *toasts;
  GtkWidget *stack;
  GtkWidget *failure;
  GtkWidget *sign_in; /* (nullable) */
  GtkWidget *runs;    /* (nullable) */
  GtkWidget *run;     /* (nullable) */
  GtkWidget *waiver_page;
  GtkWidget *status_bar;
  AdwToast *toast;           /* (weak) (nullable): the newest */
  GtkWidget *focus_before;   /* (weak) (nullable): where the focus was when it was locked */
  GtkWidget *password_asked; /* (weak) (nullable): the dialog for a new password */
  char *after_sign_in;       /* (owned) (nullable): the page to return to */
  gint64 last_input;
  guint lock_id;
  guint prepare_id;
  guint focus_id;
  gboolean demo;
  gboolean opened;  /* somebody has signed in */
  gboolean closing; /* typed values are given up */
};

G_DEFINE_FINAL_TYPE (PbWindow, pb_window, ADW_TYPE_APPLICATION_WINDOW)

static gboolean
is_page (PbWindow *self, const char *name)
{
  return g_str_equal (pb_window_get_page (self), name);
}

/* --- freshness: never lies about it */

static void
show_freshness (PbWindow *self)
{
  gpointer model = NULL;
  g_autofree char *stale = NULL;

  if (is_page (self, "runs"))
    model = self->board;
  else if (is_page (self, "run"))
    model = pb_run_page_get_run (PB_RUN_PAGE (self->run));
  else if (is_page (self, "waivers"))
    model = self->waivers;
  gtk_widget_set_visible (self->status_bar, model != NULL);
  if (model == NULL)
    return;
  g_object_get (model, "stale-text", &stale, NULL);
  pb_status_bar_set_stale (PB_STATUS_BAR (self->status_bar), stale);
}

/* The newest is shown at once, not after those before it. */
static void
toast (PbWindow *self, const char *text)
{
  g_autofree char *escaped = g_markup_escape_text (text, -1);
  AdwToast *next = adw_toast_new (escaped);

  if (self->toast != NULL)
    adw_toast_dismiss (self->toast);
  g_set_weak_pointer (&self->toast, next);
  adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (self->toasts), next);
  pb_status_bar_say (PB_STATUS_BAR (self->status_bar), text);
}

/* --- pages. Only what is shown asks the server. */

static void
show_page (PbWindow *self, const char *name)
{
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), name);
  if (self->board != NULL)
    pb_board_model_set_active (self->board, g_str_equal (name, "runs"));
  if (self->run != NULL)
    pb_run_model_set_active (pb_run_page_get_run (PB_RUN_PAGE (self->run)), g_str_equal (name, "run"));
  if (self->waivers != NULL)
    pb_waivers_model_set_active (self->waivers, g_str_equal (name, "waivers"));
  pb_status_bar_say (PB_STATUS_BAR (self->status_bar), "");
  show_freshness (self);
}

/* Where the next key of the person does what is most likely meant, and nothing that cannot be left again. */
static void
focus_page (PbWindow *self)
{
  if (is_page (self, "runs"))
    gtk_widget_grab_focus (self->runs);
  else if (is_page (self, "run"))
    gtk_widget_grab_focus (self->run);
}

static gboolean
focus_cb (gpointer user_data)
{
  PbWindow *self = user_data;
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));

  self->focus_id = 0;
  if (focus == NULL || !gtk_widget_get_mapped (focus))
    focus_page (self);
  return G_SOURCE_REMOVE;
}

/* The focus is never nowhere: what had it may be gone with what it was there for. */
static void
focus_changed_cb (PbWindow *self)
{
  if (self->focus_id == 0 && gtk_window_get_focus (GTK_WINDOW (self)) == NULL)
    self->focus_id = g_idle_add (focus_cb, self);
}

static void
ensure_runs (PbWindow *self)
{
  if (self->runs != NULL)
    return;
  self->board = pb_board_model_new (self->session);
  g_signal_connect_object (self->board, "notify::stale-text", G_CALLBACK (show_freshness), self, G_CONNECT_SWAPPED);
  self->runs = pb_runs_page_new (self->session, self->board);
  gtk_stack_add_named (GTK_STACK (self->stack), self->runs, "runs");
}

/* While somebody types, there is time for the page that comes next. */
static gboolean
prepare_cb (gpointer user_data)
{
  PbWindow *self = user_data;

  self->prepare_id = 0;
  ensure_runs (self);
  return G_SOURCE_REMOVE;
}

static void
show_sign_in (PbWindow *self, const char *message)
{
  if (!is_page (self, "sign-in") && self->opened)
    {
      pb_put_dialogs_away (GTK_WINDOW (self), pb_session_model_get_user_email (self->session));
      if (self->toast != NULL)
        adw_toast_dismiss (self->toast);
      g_set_weak_pointer (&self->focus_before, gtk_window_get_focus (GTK_WINDOW (self)));
      g_free (self->after_sign_in);
      self->after_sign_in = g_strdup (pb_window_get_page (self));
    }
  pb_sign_in_page_set_demo (PB_SIGN_IN_PAGE (self->sign_in), self->demo);
  show_page (self, "sign-in");
  pb_sign_in_page_reset (PB_SIGN_IN_PAGE (self->sign_in), pb_session_model_get_user_email (self->session), message);
}

static void
signed_in_cb (PbWindow *self)
{
  self->last_input = g_get_monotonic_time ();
  self->opened = TRUE;
  ensure_runs (self);
  show_page (self, self->after_sign_in != NULL ? self->after_sign_in : "runs");
  g_clear_pointer (&self->after_sign_in, g_free);
  if (self->focus_before != NULL && gtk_widget_get_mapped (self->focus_before))
    gtk_widget_grab_focus (self->focus_before);
  else
    focus_page (self);
  g_clear_weak_pointer (&self->focus_before);
  pb_bring_dialogs_back (GTK_WINDOW (self), pb_session_model_get_user_email (self->session));
  if (pb_session_model_must_change_password (self->session) &&
      (self->password_asked == NULL || !gtk_widget_get_visible (self->password_asked)))
    g_set_weak_pointer (&self->password_asked, pb_password_dialog_present (GTK_WINDOW (self), self->session));
}

static void
session_lost_cb (PbWindow *self)
{
  show_sign_in (self, _ ("The session has ended. Sign in again; what was open is still here."));
}

static void
replace_run (PbWindow *self, const char *run_no)
{
  g_autoptr (PbRunModel) run = pb_run_model_new (self->session, run_no);
  GtkWidget *before = self->run;

  self->run = pb_run_page_new (run);
  g_signal_connect_object (run, "notify::stale-text", G_CALLBACK (show_freshness), self, G_CONNECT_SWAPPED);
  if (before != NULL)
    gtk_stack_remove (GTK_STACK (self->stack), before);
  gtk_stack_add_named (GTK_STACK (self->stack), self->run, "run");
  show_page (self, "run");
  focus_page (self);
}

static gboolean
is_run_dirty (PbWindow *self)
{
  return self->run != NULL && pb_run_page_is_dirty (PB_RUN_PAGE (self->run));
}

/* Asks whether typed values may go before @discard is done, which finds @run_no (nullable) in the question. */
static void
ask_to_discard (PbWindow *self, const char *text, GCallback discard, const char *run_no)
{
  GtkWidget *question = adw_message_dialog_new (GTK_WINDOW (self), _ ("Discard the typed values?"), text);

  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (question), "keep", _ ("_Stay"), "discard", _ ("_Discard"),
                                    NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (question), "discard", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (question), "keep");
  g_object_set_data_full (G_OBJECT (question), "run-no", g_strdup (run_no), g_free);
  g_signal_connect_object (question, "response::discard", discard, self, 0);
  gtk_window_present (GTK_WINDOW (question));
}

static void
leave_cb (AdwMessageDialog *question, const char *response, PbWindow *self)
{
  replace_run (self, g_object_get_data (G_OBJECT (question), "run-no"));
}

void
pb_window_open_run (PbWindow *self, const char *run_no)
{
  g_return_if_fail (PB_IS_WINDOW (self));
  g_return_if_fail (run_no != NULL);

  if (!self->opened)
    return;
  if (self->run != NULL &&
      g_str_equal (pb_run_model_get_run_no (pb_run_page_get_run (PB_RUN_PAGE (self->run))), run_no))
    show_page (self, "run");
  else if (is_run_dirty (self))
    ask_to_discard (self, _ ("The first article of the other run has values that are not saved."),
                    G_CALLBACK (leave_cb), run_no);
  else
    replace_run (self, run_no);
}

/* --- codes that the window does not know by itself */

typedef struct
{
  PbWindow *window; /* (owned) */
  char *code;       /* (owned) */
} Scan;

/* A thing of the register that is not on the line of the run: where nothing of its kind is, it is offered to bind it.
 */
static void
offer_binding (PbWindow *self, PbAssetKind kind, const char *code)
{
  PbRunModel *run = pb_run_page_get_run (PB_RUN_PAGE (self->run));
  const char *bound = pb_run_model_get_bound (run, kind);
  g_autofree char *why_not = pb_run_model_why_not (run, PB_ACTION_BIND, NULL);
  g_autofree char *text = NULL;

  if (*bound != '\0')
    text = g_strdup_printf (_ ("%s %s is not the one on the line: that is %s. Nothing was changed."),
                            pb_text_asset_kind (kind), code, bound);
  else if (why_not != NULL)
    text = g_strdup_printf (_ ("%s %s is not bound to the line. %s"), pb_text_asset_kind (kind), code, why_not);
  else
    pb_bind_scanned_present (GTK_WINDOW (self), run, kind, code);
  if (text != NULL)
    toast (self, text);
}

static void
looked_up_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Scan *scan = user_data;
  g_autoptr (PbWindow) self = scan->window;
  g_autofree char *code = scan->code;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  PbScan kind = PB_SCAN_NONE;
  gboolean answered = pb_session_model_look_up_finish (PB_SESSION_MODEL (source), result, &kind, &error);

  if (self->session == NULL || is_page (self, "sign-in"))
    return;
  if (!answered)
    text = pb_error_to_user_text (error);
  else if (kind == PB_SCAN_RUN)
    pb_window_open_run (self, code);
  else if (is_page (self, "run") && pb_kind_of_scan (kind) != PB_ASSET_NONE)
    offer_binding (self, pb_kind_of_scan (kind), code);
  else if (is_page (self, "run"))
    text = g_strdup_printf (_ ("%s is neither a run nor anything of this run. Nothing was changed."), code);
  else
    text = g_strdup_printf (_ ("%s is no run. Nothing was changed."), code);
  if (text != NULL)
    toast (self, text);
}

gboolean
pb_window_take_scan (PbWindow *self, const char *code)
{
  g_autofree char *text = NULL;
  Scan *scan;

  g_return_val_if_fail (PB_IS_WINDOW (self), FALSE);

  if (!self->opened || is_page (self, "sign-in"))
    return FALSE;
  if (is_page (self, "run") && pb_run_page_take_scan (PB_RUN_PAGE (self->run), code))
    {
      text = g_strdup_printf (_ ("Scanned: %s"), code);
      pb_status_bar_say (PB_STATUS_BAR (self->status_bar), text);
      return TRUE;
    }
  if (pb_board_model_find (self->board, code) != NULL)
    {
      pb_window_open_run (self, code);
      return TRUE;
    }
  /* The list of runs may not be loaded, and need not have all of them: the server knows. */
  scan = g_new (Scan, 1);
  scan->window = g_object_ref (self);
  scan->code = g_strdup (code);
  pb_session_model_look_up_async (self->session, code, NULL, looked_up_cb, scan);
  return TRUE;
}

/* A code that nobody knows is swallowed all the same: its Enter must not press a button. */
static gboolean
scanned_cb (PbWindow *self, const char *code)
{
  if (!self->opened || is_page (self, "sign-in"))
    return FALSE;
  pb_window_take_scan (self, code);
  return TRUE;
}

/* --- actions */

static void
open_run_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  pb_window_open_run (PB_WINDOW (widget), g_variant_get_string (parameter, NULL));
}

static void
back_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PbWindow *self = PB_WINDOW (widget);

  if (!is_page (self, "run") && !is_page (self, "waivers"))
    return;
  show_page (self, "runs");
  focus_page (self);
}

static void
refresh_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PbWindow *self = PB_WINDOW (widget);

  if (is_page (self, "runs"))
    pb_board_model_refresh (self->board);
  else if (is_page (self, "run"))
    pb_run_model_refresh (pb_run_page_get_run (PB_RUN_PAGE (self->run)));
  else if (is_page (self, "waivers"))
    pb_waivers_model_refresh (self->waivers);
}

static void
search_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PbWindow *self = PB_WINDOW (widget);

  if (is_page (self, "run") || is_page (self, "waivers"))
    show_page (self, "runs");
  if (is_page (self, "runs"))
    pb_runs_page_search (PB_RUNS_PAGE (self->runs));
}

static void
waivers_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PbWindow *self = PB_WINDOW (widget);

  if (!self->opened || is_page (self, "sign-in"))
    return;
  if (self->waivers == NULL)
    {
      self->waivers = pb_waivers_model_new (self->session);
      g_signal_connect_object (self->waivers, "notify::stale-text", G_CALLBACK (show_freshness), self,
                               G_CONNECT_SWAPPED);
      self->waiver_page = pb_waivers_page_new (self->session, self->waivers);
      gtk_stack_add_named (GTK_STACK (self->stack), self->waiver_page, "waivers");
    }
  show_page (self, "waivers");
}

static void
lock (PbWindow *self, const char *message)
{
  if (!self->opened || is_page (self, "sign-in"))
    return;
  pb_session_model_lock (self->session);
  show_sign_in (self, message);
}

static void
lock_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  lock (PB_WINDOW (widget), _ ("Locked. Sign in to go on where you were."));
}

static void
switch_user (PbWindow *self)
{
  lock (self, NULL);
  if (is_page (self, "sign-in"))
    pb_sign_in_page_reset (PB_SIGN_IN_PAGE (self->sign_in), "", NULL);
}

static void
switch_cb (AdwMessageDialog *question, const char *response, PbWindow *self)
{
  switch_user (self);
}

/* What was typed waits for the same person, and is gone when somebody else signs in. */
static void
switch_user_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PbWindow *self = PB_WINDOW (widget);

  if (is_run_dirty (self) && !is_page (self, "sign-in"))
    ask_to_discard (self, _ ("The first article has values that are not saved."), G_CALLBACK (switch_cb), NULL);
  else
    switch_user (self);
}

static void
change_password_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PbWindow *self = PB_WINDOW (widget);

  if (self->session != NULL && !is_page (self, "sign-in"))
    pb_password_dialog_present (GTK_WINDOW (self), self->session);
}

static void
say_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  pb_status_bar_say (PB_STATUS_BAR (PB_WINDOW (widget)->status_bar), g_variant_get_string (parameter, NULL));
}

static void
say_change_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  pb_status_bar_say_change (PB_STATUS_BAR (PB_WINDOW (widget)->status_bar), g_variant_get_string (parameter, NULL));
}

/* The keys of a run work wherever the focus is, also when it is nowhere in the page. */
static gboolean
run_key_cb (GtkWidget *widget, GVariant *arguments, gpointer user_data)
{
  PbWindow *self = PB_WINDOW (widget);
  const char *name, *target;

  if (!is_page (self, "run"))
    return FALSE;
  g_variant_get (arguments, "(&s&s)", &name, &target);
  gtk_widget_activate_action (self->run, name, *target != '\0' ? "s" : NULL, target);
  return TRUE;
}

static void
toast_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  toast (PB_WINDOW (widget), g_variant_get_string (parameter, NULL));
}

static void
about_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  adw_show_about_window (GTK_WINDOW (widget), "application-name", _ ("Prepboard"), "application-icon", APPLICATION_ID,
                         "version", PACKAGE_VERSION, "license-type", GTK_LICENSE_GPL_3_0, "comments",
                         _ ("Prepare, check, sign and authorise production runs"), NULL);
}

/* --- idle */

static gboolean
lock_timeout_cb (gpointer user_data)
{
  PbWindow *self = user_data;

  if (g_get_monotonic_time () - self->last_input > LOCK_SECONDS * G_USEC_PER_SEC)
    lock (self, _ ("Locked after 10 minutes. Sign in to go on where you were."));
  return G_SOURCE_CONTINUE;
}

static PbWindow *
find_window (GtkWidget *widget)
{
  GtkWindow *window = GTK_WINDOW (widget);

  while (window != NULL && !PB_IS_WINDOW (window))
    window = gtk_window_get_transient_for (window);
  return (PbWindow *) window;
}

static gboolean
input_cb (GtkEventController *controller, GdkEvent *event)
{
  PbWindow *self = find_window (gtk_event_controller_get_widget (controller));

  if (self != NULL)
    self->last_input = g_get_monotonic_time ();
  return GDK_EVENT_PROPAGATE;
}

static gboolean
leave_key_cb (GtkWidget *widget, GVariant *arguments, gpointer user_data)
{
  PbWindow *self = find_window (widget);

  return self != NULL && gtk_widget_activate_action_variant (GTK_WIDGET (self), user_data, NULL);
}

static void
add_key (GtkEventController *controller, guint key, const char *action)
{
  gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (controller),
                                        gtk_shortcut_new (gtk_keyval_trigger_new (key, GDK_CONTROL_MASK),
                                                          gtk_callback_action_new (leave_key_cb, (gpointer) action,
                                                                                   NULL)));
}

/* Locking and switching work in every dialog, question and entry, and whoever types in one is there. */
static void
watch (GtkWidget *window)
{
  GtkEventController *input, *keys;

  if (g_object_get_data (G_OBJECT (window), "pb-watched") != NULL)
    return;
  g_object_set_data (G_OBJECT (window), "pb-watched", window);
  input = gtk_event_controller_legacy_new ();
  gtk_event_controller_set_propagation_phase (input, GTK_PHASE_CAPTURE);
  g_signal_connect (input, "event", G_CALLBACK (input_cb), NULL);
  gtk_widget_add_controller (window, input);
  keys = gtk_shortcut_controller_new ();
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  add_key (keys, GDK_KEY_l, "win.lock");
  add_key (keys, GDK_KEY_u, "win.switch-user");
  gtk_widget_add_controller (window, keys);
}

static void
windows_changed_cb (PbWindow *self, guint position, guint removed, guint added, GListModel *windows)
{
  for (guint i = position; i < position + added; i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);
      watch (window);
    }
}

/* --- class */

static gboolean
close_cb (gpointer window)
{
  gtk_window_close (GTK_WINDOW (window));
  return G_SOURCE_REMOVE;
}

static void
close_response_cb (AdwMessageDialog *question, const char *response, PbWindow *self)
{
  self->closing = TRUE;
  g_idle_add_full (G_PRIORITY_DEFAULT, close_cb, g_object_ref (self), g_object_unref);
}

static gboolean
pb_window_close_request (GtkWindow *window)
{
  PbWindow *self = PB_WINDOW (window);

  if (self->closing || !is_run_dirty (self))
    return GTK_WINDOW_CLASS (pb_window_parent_class)->close_request (window);
  ask_to_discard (self, _ ("The first article has values that are not saved."), G_CALLBACK (close_response_cb), NULL);
  return TRUE;
}

static void
pb_window_dispose (GObject *object)
{
  PbWindow *self = PB_WINDOW (object);

  g_clear_handle_id (&self->lock_id, g_source_remove);
  g_clear_handle_id (&self->prepare_id, g_source_remove);
  g_clear_handle_id (&self->focus_id, g_source_remove);
  g_clear_weak_pointer (&self->toast);
  g_clear_weak_pointer (&self->focus_before);
  g_clear_weak_pointer (&self->password_asked);
  g_clear_object (&self->scanner);
  g_clear_object (&self->waivers);
  g_clear_object (&self->board);
  g_clear_object (&self->session);
  g_clear_pointer (&self->after_sign_in, g_free);
  G_OBJECT_CLASS (pb_window_parent_class)->dispose (object);
}

static void
install_actions (GtkWidgetClass *klass)
{
  static const struct
  {
    const char *name;
    const char *type;
    GtkWidgetActionActivateFunc activate;
  } actions[] = {
    { "win.open-run", "s", open_run_cb },
    { "win.back", NULL, back_cb },
    { "win.refresh", NULL, refresh_cb },
    { "win.search", NULL, search_cb },
    { "win.waivers", NULL, waivers_cb },
    { "win.lock", NULL, lock_cb },
    { "win.switch-user", NULL, switch_user_cb },
    { "win.change-password", NULL, change_password_cb },
    { "win.say", "s", say_cb },
    { "win.say-change", "s", say_change_cb },
    { "win.toast", "s", toast_cb },
    { "win.about", NULL, about_cb },
  };

  static const char *const pages[] = { "board", "loading", "fai", "history" };

  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_class_install_action (klass, actions[i].name, actions[i].type, actions[i].activate);
  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    gtk_widget_class_add_binding (klass, GDK_KEY_1 + i, GDK_ALT_MASK, run_key_cb, "(ss)", "run.page", pages[i]);
  gtk_widget_class_add_binding (klass, GDK_KEY_c, GDK_CONTROL_MASK | GDK_SHIFT_MASK, run_key_cb, "(ss)",
                                "run.copy-gate", "");
  gtk_widget_class_add_binding (klass, GDK_KEY_F9, 0, run_key_cb, "(ss)", "run.toggle-line", "");
  gtk_widget_class_add_binding_action (klass, GDK_KEY_f, GDK_CONTROL_MASK, "win.search", NULL);
  gtk_widget_class_add_binding_action (klass, GDK_KEY_F5, 0, "win.refresh", NULL);
  gtk_widget_class_add_binding_action (klass, GDK_KEY_r, GDK_CONTROL_MASK, "win.refresh", NULL);
  gtk_widget_class_add_binding_action (klass, GDK_KEY_Left, GDK_ALT_MASK, "win.back", NULL);
}

static void
pb_window_class_init (PbWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pb_window_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = pb_window_close_request;
  install_actions (widget_class);
  g_type_ensure (PB_TYPE_STATUS_BAR);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/prepboard/Prepboard/ui/pb-window.ui");
  gtk_widget_class_bind_template_child (widget_class, PbWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, PbWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, PbWindow, failure);
  gtk_widget_class_bind_template_child (widget_class, PbWindow, status_bar);
}

static void
pb_window_init (PbWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->scanner = pb_scanner_new (GTK_WINDOW (self));
  g_signal_connect_object (self->scanner, "scanned", G_CALLBACK (scanned_cb), self, G_CONNECT_SWAPPED);
  watch (GTK_WIDGET (self));
  g_signal_connect_object (gtk_window_get_toplevels (), "items-changed", G_CALLBACK (windows_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect (self, "notify::focus-widget", G_CALLBACK (focus_changed_cb), NULL);
  self->last_input = g_get_monotonic_time ();
  self->lock_id = g_timeout_add_seconds (15, lock_timeout_cb, self);
}

PbWindow *
pb_window_new (GtkApplication *application)
{
  return g_object_new (PB_TYPE_WINDOW, "application", application, NULL);
}

void
pb_window_set_server (PbWindow *self, const char *base_url, gboolean demo)
{
  g_return_if_fail (PB_IS_WINDOW (self));
  g_return_if_fail (base_url != NULL);
  g_return_if_fail (self->session == NULL);

  self->demo = demo;
  self->session = pb_session_model_new (base_url);
  g_signal_connect_object (self->session, "session-lost", G_CALLBACK (session_lost_cb), self, G_CONNECT_SWAPPED);
  self->sign_in = pb_sign_in_page_new (self->session);
  g_signal_connect_object (self->sign_in, "signed-in", G_CALLBACK (signed_in_cb), self, G_CONNECT_SWAPPED);
  gtk_stack_add_named (GTK_STACK (self->stack), self->sign_in, "sign-in");
  show_sign_in (self, NULL);
  self->prepare_id = g_timeout_add (PREPARE_MS, prepare_cb, self);
}

void
pb_window_set_failure (PbWindow *self, const char *message)
{
  g_autofree char *escaped = NULL;

  g_return_if_fail (PB_IS_WINDOW (self));

  escaped = g_markup_escape_text (message, -1);
  adw_status_page_set_description (ADW_STATUS_PAGE (self->failure), escaped);
  show_page (self, "failed");
}

PbSessionModel *
pb_window_get_session (PbWindow *self)
{
  g_return_val_if_fail (PB_IS_WINDOW (self), NULL);
  return self->session;
}

const char *
pb_window_get_page (PbWindow *self)
{
  g_return_val_if_fail (PB_IS_WINDOW (self), NULL);
  return gtk_stack_get_visible_child_name (GTK_STACK (self->stack));
}

PbRunPage *
pb_window_get_run_page (PbWindow *self)
{
  g_return_val_if_fail (PB_IS_WINDOW (self), NULL);
  return (PbRunPage *) self->run;
}

const char *
pb_window_get_said (PbWindow *self)
{
  g_return_val_if_fail (PB_IS_WINDOW (self), NULL);
  return pb_status_bar_get_said (PB_STATUS_BAR (self->status_bar));
}
