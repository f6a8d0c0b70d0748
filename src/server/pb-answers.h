/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "service/pb-service.h"

G_BEGIN_DECLS

/* Brings answers from the service's threads to the server's: any number of them with one wakeup of its main context. */

typedef struct _PbAnswers PbAnswers;

/* Called on the server's thread. Takes @answer. */
typedef void (*PbAnsweredFunc) (gpointer waiting, PbAnswer *answer, gpointer user_data);

/* Makes it for the thread that calls, which runs @context. */
PbAnswers *pb_answers_new (GMainContext *context, PbAnsweredFunc func, gpointer user_data);
/* Answers that are still to come are dropped when they do; nothing calls the function any more. Tickets may outlive
 * this. */
void pb_answers_close (PbAnswers *self);

/* Submits @request (taken) on the server's thread.
 * Returns: (transfer full) (nullable): the answer when the service had it at once; NULL when @waiting (borrowed) is
 * given to the function later. */
PbAnswer *pb_answers_submit (PbAnswers *self, PbService *service, PbRequest *request, gpointer waiting);

G_END_DECLS
