/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/pb-records.h"
#include "server/pb-embedded.h"
#include "view/pb-fai-dialogs.h"
#include "view/pb-record-dialog.h"
#include "view/pb-run-dialogs.h"
#include "view/pb-run-sign-dialog.h"
#include "view/pb-runs-page.h"
#include "view/pb-sign-in-page.h"
#include "view/pb-waive-dialog.h"
#include "view/pb-window.h"

#include <locale.h>
#include <stdlib.h>

/* screenshots DIRECTORY [URL]
 * Renders every screen of the window into DIRECTORY, in light and dark: of the demo plant in a server that it brings
 * along, or of the server at URL. */

#define PASSWORD   "prepboard-demo"
#define PATIENCE_S 20

static const char *directory;

/* --- the main loop */

static gboolean
timed_out_cb (gpointer data)
{
  *(gboolean *) data = TRUE;
  return G_SOURCE_REMOVE;
}

typedef gboolean (*Condition) (gpointer data);

static void
wait_for (const char *what, Condition condition, gpointer data)
{
  gboolean late = FALSE;
  guint timer = g_timeout_add_seconds (PATIENCE_S, timed_out_cb, &late);

  while (!condition (data) && !late)
    g_main_context_iteration (NULL, TRUE);
  if (late)
    g_error ("%s did not come within %d seconds", what, PATIENCE_S);
  g_source_remove (timer);
}

/* What is due now, and the frames that follow from it. */
static void
settle (void)
{
  gboolean over = FALSE;

  g_timeout_add (250, timed_out_cb, &over);
  while (!over)
    g_main_context_iteration (NULL, TRUE);
}

/* --- rendering */

/* Returns: (transfer full) (nullable): NULL before the first frame. */
static GskRenderNode *
snapshot (GtkWidget *window)
{
  g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (window);
  GtkSnapshot *snap = gtk_snapshot_new ();

  gdk_paintable_snapshot (paintable, snap, gdk_paintable_get_intrinsic_width (paintable),
                          gdk_paintable_get_intrinsic_height (paintable));
  return gtk_snapshot_free_to_node (snap);
}

static void
render (GtkWidget *window, const char *name)
{
  g_autoptr (GskRenderNode) node = NULL;
  g_autoptr (GdkTexture) texture = NULL;
  g_autofree char *file = g_strdup_printf ("%s/%s.png", directory, name);

  for (int attempt = 0; node == NULL && attempt < 40; attempt++)
    {
      settle ();
      node = snapshot (window);
    }
  if (node == NULL)
    g_error ("%s draws nothing", name);
  texture = gsk_renderer_render_texture (gtk_native_get_renderer (gtk_widget_get_native (window)), node, NULL);
  if (!gdk_texture_save_to_png (texture, file))
    g_error ("%s cannot be written", file);
  g_print ("%s\n", file);
}

static void
render_dialog (GtkWidget *dialog, const char *name)
{
  gtk_window_present (GTK_WINDOW (dialog));
  settle ();
  render (dialog, name);
  gtk_window_destroy (GTK_WINDOW (dialog));
  settle ();
}

/* --- the screens */

static gboolean
is_signed_in (gpointer window)
{
  return g_str_equal (pb_window_get_page (window), "runs");
}

static GtkWidget *
find (GtkWidget *widget, GType type)
{
  if (g_type_is_a (G_OBJECT_TYPE (widget), type))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find (child, type);
      if (found != NULL)
        return found;
    }
  return NULL;
}

static gboolean
has_runs (gpointer window)
{
  GtkWidget *page = find (window, PB_TYPE_RUNS_PAGE);

  return page != NULL && g_list_model_get_n_items (pb_runs_page_get_listed (PB_RUNS_PAGE (page))) > 0;
}

static gboolean
is_loaded (gpointer run)
{
  return !pb_row_get_flag (run, "loading") && g_list_model_get_n_items (pb_run_model_get_items (run)) > 0;
}

/* The run of the demo, or the most urgent one of another plant. */
static char *
choose_run (PbWindow *window, const char *wanted)
{
  GListModel *runs = pb_runs_page_get_listed (PB_RUNS_PAGE (find (GTK_WIDGET (window), PB_TYPE_RUNS_PAGE)));
  char *first = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (runs); i++)
    {
      g_autoptr (PbBoardItem) item = g_list_model_get_item (runs, i);
      const char *run_no = pb_board_item_get_run_no (item);
      if (g_str_has_suffix (run_no, wanted))
        {
          g_free (first);
          return g_strdup (run_no);
        }
      if (first == NULL && pb_board_item_get_state (item) == PB_BOARD_BLOCKED)
        first = g_strdup (run_no);
    }
  return first;
}

static PbRunModel *
open_run (PbWindow *window, const char *wanted)
{
  g_autofree char *run_no = NULL;
  PbRunModel *run;

  gtk_widget_activate_action (GTK_WIDGET (window), "win.back", NULL);
  wait_for ("the board", has_runs, window);
  run_no = choose_run (window, wanted);
  if (run_no == NULL)
    g_error ("there is no run to show");
  pb_window_open_run (window, run_no);
  run = pb_run_page_get_run (pb_window_get_run_page (window));
  wait_for (run_no, is_loaded, run);
  return run;
}

static PbItemModel *
find_item (PbRunModel *run, const PbType *type)
{
  GListModel *items = pb_run_model_get_items (run);

  for (guint i = 0; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr (PbItemModel) item = g_list_model_get_item (items, i);
      if (pb_item_model_get_record_type (item) == type)
        return item;
    }
  return NULL;
}

static PbItemModel *
find_failed (PbRunModel *run)
{
  GListModel *items = pb_run_model_get_items (run);

  for (guint i = 0; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr (PbItemModel) item = g_list_model_get_item (items, i);
      if (pb_row_get_flag (item, "waivable"))
        return item;
    }
  return NULL;
}

static char *
dashed (const char *name)
{
  GString *text = g_string_new (NULL);

  for (const char *p = name; *p != '\0'; p++)
    {
      if (g_ascii_isupper (*p) && p > name)
        g_string_append_c (text, '-');
      g_string_append_c (text, g_ascii_tolower (*p));
    }
  return g_string_free (text, FALSE);
}

static void
take_records (PbWindow *window, PbRunModel *run)
{
  for (const PbRecordKind *const *kind = pb_record_kinds; *kind != NULL; kind++)
    {
      const PbType *type = (*kind)->type;
      g_autofree char *name = dashed (type->name);
      render_dialog (pb_record_dialog_new (GTK_WINDOW (window), run, type, find_item (run, type)), name);
    }
}

static void
take_pages (PbWindow *window, const char *suffix)
{
  static const char *const pages[] = { "loading", "fai", "history" };

  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      g_autofree char *name = g_strdup_printf ("run-%s%s", pages[i], suffix);
      gtk_widget_activate_action (GTK_WIDGET (pb_window_get_run_page (window)), "run.page", "s", pages[i]);
      settle ();
      render (GTK_WIDGET (window), name);
    }
  gtk_widget_activate_action (GTK_WIDGET (pb_window_get_run_page (window)), "run.page", "s", "board");
}

static void
take_dialogs (PbWindow *window, PbRunModel *run)
{
  GtkWindow *parent = GTK_WINDOW (window);
  PbItemModel *failed = find_failed (run);

  if (failed != NULL)
    {
      render_dialog (pb_waive_dialog_new (parent, run, failed), "waive");
      render_dialog (pb_request_dialog_new (parent, run, failed), "request-waiver");
    }
  render_dialog (pb_bind_dialog_present (parent, run, PB_ASSET_STENCIL), "bind");
  render_dialog (pb_units_dialog_present (parent, run), "units");
  render_dialog (pb_fai_create_dialog_present (parent, run), "fai-create");
  render_dialog (pb_fai_decide_dialog_present (parent, run), "fai-decide");
}

static void
take_all (PbWindow *window)
{
  AdwStyleManager *style = adw_style_manager_get_default ();
  PbRunModel *run;

  render (GTK_WIDGET (window), "sign-in");
  pb_sign_in_page_sign_in (PB_SIGN_IN_PAGE (find (GTK_WIDGET (window), PB_TYPE_SIGN_IN_PAGE)), "supervisor@example.com",
                           PASSWORD);
  wait_for ("the sign-in", is_signed_in, window);
  wait_for ("the board", has_runs, window);
  render (GTK_WIDGET (window), "runs");
  run = open_run (window, "-001");
  render (GTK_WIDGET (window), "run");
  take_pages (window, "");
  take_records (window, run);
  take_dialogs (window, run);
  run = open_run (window, "-004");
  gtk_widget_activate_action (GTK_WIDGET (pb_window_get_run_page (window)), "run.page", "s", "fai");
  render (GTK_WIDGET (window), "first-article");
  render_dialog (pb_fai_sign_dialog_new (GTK_WINDOW (window), run, PB_SIGN_FAI, PB_CAPACITY_PRODUCTION), "sign");
  render_dialog (pb_run_sign_dialog_new (GTK_WINDOW (window), run, PB_SIGN_AUTHORISE), "authorise");
  render_dialog (pb_run_sign_dialog_new (GTK_WINDOW (window), run, PB_SIGN_REVOKE), "revoke");
  gtk_widget_activate_action (GTK_WIDGET (window), "win.waivers", NULL);
  settle ();
  render (GTK_WIDGET (window), "waivers");

  adw_style_manager_set_color_scheme (style, ADW_COLOR_SCHEME_FORCE_DARK);
  run = open_run (window, "-001");
  render (GTK_WIDGET (window), "run-dark");
  take_pages (window, "-dark");
  render_dialog (pb_record_dialog_new (GTK_WINDOW (window), run, &pb_bake_record_type,
                                       find_item (run, &pb_bake_record_type)),
                 "record-dark");
  gtk_widget_activate_action (GTK_WIDGET (window), "win.back", NULL);
  render (GTK_WIDGET (window), "runs-dark");
  gtk_window_set_default_size (GTK_WINDOW (window), 720, 900);
  open_run (window, "-001");
  render (GTK_WIDGET (window), "run-narrow-dark");
  adw_style_manager_set_color_scheme (style, ADW_COLOR_SCHEME_DEFAULT);
}

static int
run_with (const char *url)
{
  g_autoptr (GtkApplication) application = GTK_APPLICATION (
    adw_application_new ("io.github.prepboard.Prepboard", G_APPLICATION_NON_UNIQUE | G_APPLICATION_DEFAULT_FLAGS));
  PbWindow *window;
  g_autoptr (GError) error = NULL;

  if (!g_application_register (G_APPLICATION (application), NULL, &error))
    g_error ("%s", error->message);
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, "gtk-font-name", "Cantarell 11", NULL);
  window = pb_window_new (application);
  gtk_window_present (GTK_WINDOW (window));
  pb_window_set_server (window, url, TRUE);
  take_all (window);
  gtk_window_destroy (GTK_WINDOW (window));
  settle ();
  return EXIT_SUCCESS;
}

int
main (int argc, char *argv[])
{
  g_autoptr (GError) error = NULL;
  g_autofree char *home = NULL;
  g_autofree char *database = NULL;
  PbEmbedded *embedded;
  int status;

  setlocale (LC_ALL, "");
  if (argc < 2)
    {
      g_printerr ("usage: screenshots DIRECTORY [URL]\n");
      return EXIT_FAILURE;
    }
  directory = argv[1];
  pb_view_init ();
  if (argc > 2)
    return run_with (argv[2]);
  home = g_dir_make_tmp ("prepboard-shots-XXXXXX", &error);
  if (home == NULL)
    g_error ("%s", error->message);
  database = g_strdup_printf ("sqlite:%s/plant.sqlite", home);
  embedded = pb_embedded_start (database, TRUE, &error);
  if (embedded == NULL)
    g_error ("the server does not start: %s", error->message);
  status = run_with (pb_embedded_get_url (embedded));
  pb_embedded_stop (embedded);
  return status;
}
