/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plant.h"

#include "view/pb-cell-view.h"

#include <string.h>

/* "@MINUTES" becomes the time that lies so many minutes from now. */
static char *
fill_times (const char *text)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  GString *filled = g_string_new (NULL);

  for (const char *p = text; *p != '\0'; p++)
    {
      char *end;
      gint64 minutes;
      g_autoptr (GDateTime) time = NULL;
      g_autofree char *iso = NULL;
      if (p[0] != '"' || p[1] != '@')
        {
          g_string_append_c (filled, *p);
          continue;
        }
      minutes = g_ascii_strtoll (p + 2, &end, 10);
      g_assert_cmpint (*end, ==, '"');
      time = g_date_time_add_minutes (now, (int) minutes);
      iso = g_date_time_format (time, "%Y-%m-%dT%H:%M:%S.000Z");
      g_string_append_printf (filled, "\"%s\"", iso);
      p = end;
    }
  return g_string_free (filled, FALSE);
}

void
plant_set (FakeServer *server, const char *method, const char *path, const char *name)
{
  g_autofree char *file = g_strconcat (name, ".json", NULL);
  g_autofree char *full = g_test_build_filename (G_TEST_DIST, "view", "plant", file, NULL);
  g_autofree char *text = NULL;
  g_autofree char *filled = NULL;
  g_autoptr (GError) error = NULL;

  g_file_get_contents (full, &text, NULL, &error);
  g_assert_no_error (error);
  filled = fill_times (text);
  fake_server_set (server, method, path, 200, filled);
}

void
plant_script (FakeServer *server)
{
  static const struct
  {
    const char *path;
    const char *name;
  } answers[] = {
    { "/api/meta/capabilities", "capabilities" },
    { "/api/users/me", "profile" },
    { "/api/permissions/me", "permissions" },
    { "/api/board", "board" },
    { "/api/runs/" PLANT_RUN, "run" },
    { "/api/runs/" PLANT_RUN "/readiness/latest", "latest" },
    { "/api/runs/" PLANT_RUN "/readiness/history", "history" },
    { "/api/runs/" PLANT_RUN "/gate", "gate" },
    { "/api/runs/" PLANT_RUN "/loading/expectations", "expectations" },
    { "/api/runs/" PLANT_RUN "/signable", "signable" },
    { "/api/lines/line-1/bindings", "bindings" },
    { "/api/fai/run/" PLANT_RUN, "fai" },
    { "/api/fai/fai-1", "fai-trial" },
    { "/api/fai/fai-1/signable", "signable" },
    { "/api/waivers", "waivers" },
    { "/api/waivers/w-2/signable", "signable" },
  };

  plant_set (server, "POST", "/api/auth/sign-in/email", "sign-in");
  fake_server_set (server, "POST", "/api/auth/sign-out", 200, "{\"success\":true}");
  fake_server_set (server, "GET", "/api/audit-logs", 200, "{\"ok\":true,\"data\":{\"items\":[],\"total\":0}}");
  for (guint i = 0; i < G_N_ELEMENTS (answers); i++)
    plant_set (server, "GET", answers[i].path, answers[i].name);
  for (guint i = 1; i <= 17; i++)
    {
      g_autofree char *path = g_strdup_printf ("/api/readiness-items/run-1-%016x/signable", i);
      plant_set (server, "GET", path, "signable");
    }
}

Plant *
plant_new (void)
{
  Plant *self = g_new0 (Plant, 1);
  g_auto (Pump) pump = { NULL };
  g_autoptr (GError) error = NULL;

  pb_view_init ();
  self->server = fake_server_new ();
  plant_script (self->server);
  self->session = pb_session_model_new (fake_server_get_url (self->server));
  /* Tests ask by themselves. */
  pb_session_model_set_pace (self->session, 3600 * 1000, 3600 * 1000);
  pb_session_model_sign_in_async (self->session, "supervisor@example.com", "secret", NULL, pump_cb, &pump);
  pb_session_model_sign_in_finish (self->session, pump_wait (&pump), &error);
  g_assert_no_error (error);
  return self;
}

void
plant_free (Plant *self)
{
  g_clear_object (&self->session);
  fake_server_free (self->server);
  g_free (self);
}

static gboolean
is_loaded (gpointer run)
{
  return !pb_row_get_flag (run, "loading") && g_list_model_get_n_items (pb_run_model_get_items (run)) > 0;
}

PbRunModel *
plant_load_run (Plant *self)
{
  PbRunModel *run = pb_run_model_new (self->session, PLANT_RUN);

  pb_run_model_set_active (run, TRUE);
  pump_until (is_loaded, run);
  return run;
}

PbItemModel *
plant_find_item (PbRunModel *run, PbItemType type, const char *key)
{
  GListModel *items = pb_run_model_get_items (run);

  for (guint i = 0; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr (PbItemModel) item = g_list_model_get_item (items, i);
      if (pb_item_model_get_item_type (item) == type && strcmp (pb_row_get_text (item, "item-key"), key) == 0)
        return item;
    }
  g_assert_not_reached ();
}

GtkWidget *
find_widget (GtkWidget *widget, GType type)
{
  if (g_type_is_a (G_OBJECT_TYPE (widget), type))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_widget (child, type);
      if (found != NULL)
        return found;
    }
  return NULL;
}

static const char *
text_of (GtkWidget *widget)
{
  if (GTK_IS_LABEL (widget))
    return gtk_label_get_label (GTK_LABEL (widget));
  if (GTK_IS_BUTTON (widget))
    return gtk_button_get_label (GTK_BUTTON (widget));
  if (ADW_IS_PREFERENCES_ROW (widget))
    return adw_preferences_row_get_title (ADW_PREFERENCES_ROW (widget));
  return NULL;
}

GtkWidget *
find_characteristic (GtkWidget *widget, const char *name)
{
  if (PB_IS_CHARACTERISTIC_ROW (widget) &&
      strcmp (pb_row_get_text (pb_characteristic_row_get (PB_CHARACTERISTIC_ROW (widget)), "name"), name) == 0)
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_characteristic (child, name);
      if (found != NULL)
        return found;
    }
  return NULL;
}

GtkWidget *
find_labelled (GtkWidget *widget, GType type, const char *text)
{
  if (g_type_is_a (G_OBJECT_TYPE (widget), type) && g_strcmp0 (text_of (widget), text) == 0)
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_labelled (child, type, text);
      if (found != NULL)
        return found;
    }
  return NULL;
}

gboolean
shows_text (GtkWidget *widget, const char *text)
{
  if (!gtk_widget_get_visible (widget))
    return FALSE;
  if (GTK_IS_LABEL (widget) && strstr (gtk_label_get_label (GTK_LABEL (widget)), text) != NULL)
    return TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (shows_text (child, text))
      return TRUE;
  return FALSE;
}

GtkWidget *
show_in_window (GtkWidget *widget)
{
  GtkWidget *window = adw_window_new ();

  gtk_window_set_default_size (GTK_WINDOW (window), 1000, 700);
  adw_window_set_content (ADW_WINDOW (window), widget);
  gtk_window_present (GTK_WINDOW (window));
  settle ();
  return window;
}

void
settle (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}
