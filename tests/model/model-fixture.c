/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "model-fixture.h"

#include <string.h>

#include "model/pb-row.h"

void
model_fixture_set (ModelFixture *fixture, const char *path, const char *data)
{
  g_autofree char *json = g_strdup_printf ("{\"ok\":true,\"data\":%s}", data);

  fake_server_set (fixture->server, "GET", path, 200, json);
}

void
model_fixture_set_up (ModelFixture *fixture, gconstpointer data)
{
  const char *features = data != NULL ? data : "\"esign\",\"waivers\",\"board\",\"gate\",\"assets\",\"idempotency\"";

  fixture->server = fake_server_new ();
  fixture->session = pb_session_model_new (fake_server_get_url (fixture->server));
  pb_session_model_set_pace (fixture->session, PACE_MS, PATIENCE_MS);
  if (strcmp (features, "legacy") != 0)
    {
      g_autofree char *json =
        g_strdup_printf ("{\"product\":\"prepboard\",\"version\":\"1\",\"features\":[%s]}", features);

      model_fixture_set (fixture, "/api/meta/capabilities", json);
    }
  fake_server_set_full (fixture->server, "POST", "/api/auth/sign-in/email", 200, "application/json",
                        "{\"token\":\"T1\",\"user\":{\"id\":\"u1\",\"name\":\"L. Wu\",\"email\":\"wu@plant\"}}",
                        "Set-Cookie", "better-auth.session_token=T1.s; Path=/");
  fake_server_set (fixture->server, "POST", "/api/auth/sign-out", 200, "{\"success\":true}");
}

void
model_fixture_tear_down (ModelFixture *fixture, gconstpointer data)
{
  pump_until_gone (fixture->session);
  fake_server_free (fixture->server);
}

void
model_fixture_sign_in (ModelFixture *fixture, const char *permissions, const char *capacities)
{
  g_autofree char *roles =
    g_strdup_printf ("{\"id\":\"u1\",\"roles\":[{\"code\":\"r\",\"name\":\"Line leader\",\"permissions\":[%s],"
                     "\"dataScope\":\"ALL\"}],\"lineIds\":[],\"stationIds\":[]}",
                     permissions);
  g_autofree char *profile =
    g_strdup_printf ("{\"id\":\"u1\",\"name\":\"L. Wu\",\"email\":\"wu@plant\",\"roles\":[\"r\"],"
                     "\"capacities\":[%s]}",
                     capacities);
  g_auto (Pump) pump = { NULL };
  g_autoptr (GError) error = NULL;

  model_fixture_set (fixture, "/api/permissions/me", roles);
  model_fixture_set (fixture, "/api/users/me", profile);
  pb_session_model_sign_in_async (fixture->session, "wu@plant", "secret", NULL, pump_cb, &pump);
  pb_session_model_sign_in_finish (fixture->session, pump_wait (&pump), &error);
  g_assert_no_error (error);
}

typedef struct
{
  FakeServer *server;
  const char *path;
  guint count;
} Rounds;

static gboolean
was_asked (gpointer data)
{
  Rounds *rounds = data;

  return fake_server_count (rounds->server, "GET", rounds->path) >= rounds->count;
}

void
model_fixture_wait_rounds (ModelFixture *fixture, const char *path, guint more)
{
  Rounds rounds = { fixture->server, path, fake_server_count (fixture->server, "GET", path) + more + 1 };

  pump_until (was_asked, &rounds);
}

typedef struct
{
  gpointer object;
  const char *name;
  const char *text;
  gint64 number;
} Wanted;

static gboolean
has_text (gpointer data)
{
  Wanted *wanted = data;
  g_autofree char *text = NULL;

  g_object_get (wanted->object, wanted->name, &text, NULL);
  return g_strcmp0 (text, wanted->text) == 0;
}

void
wait_for_text (gpointer object, const char *name, const char *value)
{
  Wanted wanted = { object, name, value, 0 };

  pump_until (has_text, &wanted);
}

static gint64
get_number (gpointer object, const char *name)
{
  GParamSpec *pspec = g_object_class_find_property (G_OBJECT_GET_CLASS (object), name);
  g_auto (GValue) value = G_VALUE_INIT;
  g_auto (GValue) number = G_VALUE_INIT;

  g_assert_nonnull (pspec);
  g_value_init (&value, pspec->value_type);
  g_value_init (&number, G_TYPE_INT64);
  g_object_get_property (object, name, &value);
  g_assert_true (g_value_transform (&value, &number));
  return g_value_get_int64 (&number);
}

static gboolean
has_number (gpointer data)
{
  Wanted *wanted = data;

  return get_number (wanted->object, wanted->name) == wanted->number;
}

void
wait_for_number (gpointer object, const char *name, gint64 value)
{
  Wanted wanted = { object, name, NULL, value };

  pump_until (has_number, &wanted);
}

static void
count_cb (Counter *counter)
{
  counter->count++;
}

void
counter_start (Counter *counter, gpointer object, const char *signal)
{
  counter->object = object;
  counter->count = 0;
  counter->handler = g_signal_connect_swapped (object, signal, G_CALLBACK (count_cb), counter);
}

void
counter_stop (Counter *counter)
{
  g_signal_handler_disconnect (counter->object, counter->handler);
}

char *
row_text (GListModel *list, guint position, const char *name)
{
  g_autoptr (GObject) row = g_list_model_get_item (list, position);

  g_assert_nonnull (row);
  return g_strdup (pb_row_get_text (row, name));
}

gint64
row_number (GListModel *list, guint position, const char *name)
{
  g_autoptr (GObject) row = g_list_model_get_item (list, position);

  g_assert_nonnull (row);
  return pb_row_get_number (row, name);
}
