/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/pb-embedded.h"
#include "view/pb-window.h"

G_BEGIN_DECLS

/* The real window on the real server with the demo plant, used as a person uses it: a widget is found by what is
 * written on it or by its accessible name, and only while it is on the screen; every wait is for something that can be
 * seen, and a wait that lasts too long ends the test with all that is on the screen then. */

typedef struct
{
  char *directory;
  PbEmbedded *server; /* (nullable): stopped */
  PbWindow *window;
} Driver;

/* A new plant in a new database, and a window on it at the sign-in page. */
void driver_set_up (Driver *self, gconstpointer data);
void driver_tear_down (Driver *self, gconstpointer data);

/* Another window on the same server, for somebody at another place. */
void driver_open_window (Driver *self);
void driver_close_window (Driver *self);
/* For how long the window believes in a server that does not answer; before anybody signs in. A minute, so that nothing
 * goes stale while a slow machine draws; people have PATIENCE_AS_SHIPPED. */
void driver_set_patience (Driver *self, guint seconds);
#define PATIENCE_AS_SHIPPED 8

/* --- finding. @scope: the window, a dialog or any part of them. All: (transfer none) (nullable). */

/* A button whose label, accessible name or tooltip is @text. */
GtkWidget *find_button (GtkWidget *scope, const char *text);
/* The row of a list that shows @text. */
GtkWidget *find_row (GtkWidget *scope, const char *text);
/* The entry, text or list of choices that is named @name. */
GtkWidget *find_field (GtkWidget *scope, const char *name);
/* Whether @text is to be read somewhere in @scope, as part of a label, or stands in an entry. */
gboolean shows (GtkWidget *scope, const char *text);
/* Whether pressing the button does what is written on it. */
gboolean can_press (GtkWidget *button);
/* The open dialog with that title. */
GtkWidget *find_dialog (const char *title);

/* --- waiting, at most a minute for each */

void wait_shows (GtkWidget *scope, const char *text);
/* Until the next key goes there. */
void wait_focus (GtkWidget *widget, const char *name);
void wait_gone (GtkWidget *scope, const char *text);
GtkWidget *wait_row (GtkWidget *scope, const char *text);
/* Until the row of @name says @text. */
void wait_row_shows (GtkWidget *scope, const char *name, const char *text);
GtkWidget *wait_button (GtkWidget *scope, const char *text); /* that can be pressed */
GtkWidget *wait_disabled (GtkWidget *scope, const char *text);
GtkWidget *wait_dialog (const char *title);
/* Whether something may really be done. */
GtkWidget *wait_question (void);
void wait_closed (const char *title);

/* --- acting, and what the test fails at when a person could not do it */

void press (GtkWidget *scope, const char *text);
void write_in (GtkWidget *scope, const char *name, const char *text);
void choose (GtkWidget *scope, const char *name, const char *word);
/* Yes or No of a question. */
void answer (GtkWidget *scope, const char *name, const char *word);
void activate_row (GtkWidget *scope, const char *text);
/* Why the button cannot be pressed: it must be disabled and must say so. */
const char *reason_disabled (GtkWidget *button);
/* Opens the menu of actions in @scope. Returns: (transfer none): its content. */
GtkWidget *open_menu (GtkWidget *scope);
void close_menu (GtkWidget *menu);

/* --- what a person does often */

/* At the sign-in page: chooses the demo person by role ("Line leader") and signs in. */
void sign_in_as (Driver *self, const char *who);
/* From any page. */
void switch_user_to (Driver *self, const char *who);
/* From the list of runs. Returns: (transfer none): the page of the run. */
GtkWidget *open_run (Driver *self, const char *run_no);
void show_tab (Driver *self, const char *name);
/* The item on the board of the run. @object: (nullable): tells items of one title apart. */
GtkWidget *find_item (Driver *self, const char *title, const char *object);
void wait_item (Driver *self, const char *title, const char *state);
/* Fills in who signs. */
void give_credentials (GtkWidget *dialog, const char *who, const char *password);

/* As the forms read it, @hours from now. (transfer full) */
char *written_time (double hours);

G_END_DECLS
