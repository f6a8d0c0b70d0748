/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/pb-waivers-model.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* The inbox of waivers: those that await a decision and those in force. It polls while it is shown. */
#define PB_TYPE_WAIVERS_PAGE (pb_waivers_page_get_type ())
G_DECLARE_FINAL_TYPE (PbWaiversPage, pb_waivers_page, PB, WAIVERS_PAGE, AdwBin)

GtkWidget *pb_waivers_page_new (PbSessionModel *session, PbWaiversModel *waivers);

G_END_DECLS
