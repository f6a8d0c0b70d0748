/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "domain/pb-evaluate.h"
#include "domain/pb-people.h"

/* A run on its line, made by hand: the rules about it are tested without judging any preparation. */

/* 2026-03-02 08:00:00 UTC */
#define FIXTURE_NOW (G_GINT64_CONSTANT (1772438400) * PB_SECOND)

/* Settings that differ from the defaults, in pairs of key and JSON text, ended by NULL; for the plant, or for the run's
 * line or product where the key stands only there.
 * Returns: (transfer full). */
PbPolicy *fixture_policy (const char *key, ...) G_GNUC_NULL_TERMINATED;
/* Run R-1 of product P-1 on line SMT1, in PREP: route of four steps, the third asks for a first article; everything
 * bound, two slots loaded, the oven program recorded, no FAI.
 * Returns: (transfer full). */
PbFacts *fixture_facts (void);
/* The route asks for no first article. */
void fixture_ask_no_fai (PbFacts *facts);
/* Returns: (transfer none): the run's FAI with @status, two sample units; a PASS froze the present set-up an hour
 * ago. */
PbInspection *fixture_fai (PbFacts *facts, PbFaiStatus status);
/* Returns: (transfer none): one more signature of the present round. */
PbSignature *fixture_sign (PbFacts *facts, PbCapacity capacity, const char *user_id);
/* Production, engineering and quality by three people. */
void fixture_sign_all (PbFacts *facts);
/* @capacities: separated by commas. Returns: (transfer full). */
PbUser *fixture_user (const char *id, const char *capacities);

/* Returns: (transfer full): a passed item of gate SOFT, "<type>-<key>" is its id. */
PbItem *fixture_item (PbItemType type, const char *key);
/* Returns: (transfer none): the parameters of one more failure. */
PbParams *fixture_fail (PbItem *item, PbReason reason, const char *object);
/* Returns: (transfer full): three passed items. */
GPtrArray *fixture_items (void);
/* Returns: (transfer none): one more item that fails. */
PbItem *fixture_add_failed (GPtrArray *items, PbItemType type, const char *key, PbReason reason);
/* Returns: (transfer full): an APPROVED waiver of all that @item fails with, from an hour ago for eight hours. */
PbWaiver *fixture_waiver (const PbItem *item);
/* Returns: (transfer none): one more characteristic. */
PbInspectionItem *fixture_add_characteristic (PbInspection *fai, const char *id, PbPer per, gboolean required);
/* Returns: (transfer none): one more measurement. @result NONE: a row that has not been recorded. */
PbMeasurement *fixture_measure (PbInspectionItem *item, const char *unit_sn, PbResult result);
/* Fails the test unless @texts (nullable), joined by blanks, are @joined. */
void fixture_assert_strv (GStrv texts, const char *joined);
