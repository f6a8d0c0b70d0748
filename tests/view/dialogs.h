/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plant.h"

G_BEGIN_DECLS

/* A dialog before the run RUN-SMT-001, as the window shows it. */

typedef struct
{
  Plant *plant;
  PbRunModel *run;
  GtkWidget *parent;
  gboolean done;
} DialogFixture;

/* For g_test_add(). */
void dialog_set_up (DialogFixture *fixture, gconstpointer data);
void dialog_tear_down (DialogFixture *fixture, gconstpointer data);
/* Shows @dialog, whose end the fixture notes. Returns: (transfer none): @dialog. */
GtkWidget *dialog_present (DialogFixture *fixture, GtkWidget *dialog);

/* For pump_until(): whether the dialog of this DialogFixture has ended well; whether this PbDialog has a message;
 * whether this PbSignDialog says what is signed. */
gboolean is_done (gpointer fixture);
gboolean has_message (gpointer dialog);
gboolean is_complete (gpointer dialog);

/* The questions that stand before the windows. */
guint count_questions (void);
/* Returns: (transfer none) (nullable): the first of them. */
GtkWidget *find_question (void);

/* Presses @trigger ("<Control>Return") as the keyboard does it: the controllers that hear a key before anything else of
 * the window. Returns: whether one of them did something. */
gboolean press_early (GtkWidget *window, const char *trigger);

G_END_DECLS
