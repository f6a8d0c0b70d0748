/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "domain/pb-gate.h"

static const char *
shout (const char *text)
{
  return strstr (text, "{}") != NULL ? "<{}>" : "<>";
}

static void
test_texts (void)
{
  static const struct
  {
    PbBlockerCode code;
    const char *state;
    const char *capacity;
    const char *part;
    const char *text;
    const char *translated;
  } cases[] = {
    { PB_BLOCKER_RUN_NOT_READY, "COMPLETED", NULL, NULL, "The run is COMPLETED: only a run in PREP can be authorised.",
      "<COMPLETED>" },
    { PB_BLOCKER_NOTHING_ENABLED, NULL, NULL, NULL,
      "No preparation item is enabled on the line, and its policy does not say that it needs none.", "<>" },
    { PB_BLOCKER_FAI_NOT_PASSED, NULL, NULL, NULL, "The route asks for a first article inspection and there is none.",
      "<>" },
    { PB_BLOCKER_FAI_NOT_PASSED, "PENDING", NULL, NULL, "The first article inspection has not been started.", "<>" },
    { PB_BLOCKER_FAI_NOT_PASSED, "INSPECTING", NULL, NULL, "The first article is still being inspected.", "<>" },
    { PB_BLOCKER_FAI_NOT_PASSED, "FAIL", NULL, NULL, "The first article has failed: make a new one.", "<>" },
    { PB_BLOCKER_FAI_NOT_SIGNED, NULL, "PRODUCTION", NULL, "The first article lacks the signature of production.",
      "<>" },
    { PB_BLOCKER_FAI_NOT_SIGNED, NULL, "ENGINEERING", NULL, "The first article lacks the signature of engineering.",
      "<>" },
    { PB_BLOCKER_FAI_NOT_SIGNED, NULL, "QUALITY", NULL, "The first article lacks the signature of quality.", "<>" },
    { PB_BLOCKER_FAI_NOT_SIGNED, NULL, NULL, NULL, "The first article lacks a signature.", "<>" },
    { PB_BLOCKER_FAI_STALE, NULL, NULL, "age,stencil",
      "The first article no longer holds (too old, another stencil): make a new one.", "<<>, <>>" },
    { PB_BLOCKER_FAI_STALE, NULL, NULL, "slot:F{}1",
      "The first article no longer holds (another material in slot F{}1): make a new one.", "<<F{}1>>" },
    { PB_BLOCKER_SAME_PERSON, NULL, NULL, NULL,
      "Whoever approved a waiver of the run does not authorise it: ask somebody else.", "<>" },
  };
  PbTextStyle style = { .translate = shout };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (PbBlocker) blocker = pb_object_new (&pb_blocker_type);
      g_autofree char *english = NULL;
      g_autofree char *translated = NULL;

      blocker->code = cases[i].code;
      blocker->params = pb_object_new (&pb_params_type);
      blocker->params->state = g_strdup (cases[i].state);
      blocker->params->capacity = g_strdup (cases[i].capacity);
      blocker->params->part = g_strdup (cases[i].part);
      english = pb_blocker_describe (blocker, NULL);
      translated = pb_blocker_describe (blocker, &style);
      g_assert_cmpstr (english, ==, cases[i].text);
      g_assert_cmpstr (translated, ==, cases[i].translated);
    }
}

/* As it comes from elsewhere, without anything but its code. */
static void
test_texts_bare (void)
{
  for (int code = PB_BLOCKER_NONE; code <= PB_BLOCKER_SAME_PERSON; code++)
    {
      g_autoptr (PbBlocker) blocker = pb_object_new (&pb_blocker_type);
      g_autofree char *text = NULL;

      blocker->code = code;
      blocker->item_type = PB_ITEM_PREP_BAKE;
      blocker->reason_code = PB_REASON_NO_RECORD;
      text = pb_blocker_describe (blocker, NULL);
      g_assert_nonnull (text);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/gate/texts/all", test_texts);
  g_test_add_func ("/gate/texts/bare", test_texts_bare);
  return g_test_run ();
}
