/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-service"

#include "service/pb-demo-story.h"

/* The runs on the board, in preparation today. */

/* Of the delivery that is on the feeders today. */
#define WEEK 46

/* SMT-A is prepared. On SMT-C a squeegee is past its life, and the stencil was cleaned yesterday. */
static gboolean
prepare_lines (PbStory *story, GError **error)
{
  static const PbStoryLine line_a = { "SMT-A",   "2THT303636R3001", "ST-2THT303636-TOP", "SQ-A-01",
                                      "FX-A-07", "SP-2611-031",     "operator" };
  static const PbStoryLine line_c = {
    "SMT-C", "2TFE801047D1801", "FT", "SQ-C-02", "FX-C-04", "SP-2611-052", "operator"
  };

  return pb_story_clean_stencil (story, &line_c, -26, error) && pb_story_bake (story, &line_a, NULL, -25, error) &&
         pb_story_bake (story, &line_c, NULL, -25, error) &&
         pb_story_record_program (story, "SMT-A", "2TFE801046D1801", "RUN-DEMO-SMT-007", -6.2, error) &&
         pb_story_prepare_line (story, &line_a, -6, error) && pb_story_prepare_line (story, &line_c, -6, error) &&
         pb_story_clean_stencil (story, &line_a, -5.5, error) &&
         pb_story_check_fixture (story, "engineer", "FX-D-01", "DIP-A", -5, error);
}

static gboolean
load_lines (PbStory *story, GError **error)
{
  static const char *const on_a[] = { "RUN-DEMO-SMT-002", "RUN-DEMO-SMT-003", "RUN-DEMO-SMT-004",
                                      "RUN-DEMO-SMT-006", "RUN-DEMO-SMT-007", "RUN-DEMO-SMT-008" };

  for (guint i = 0; i < G_N_ELEMENTS (on_a); i++)
    if (!pb_story_load_run (story, on_a[i], 'A', WEEK, error))
      return FALSE;
  return pb_story_load_run (story, "RUN-DEMO-SMT-005", 'C', WEEK, error);
}

static gboolean
inspect_first_articles (PbStory *story, GError **error)
{
  return pb_story_go_to (story, -3.9, error) && pb_story_pass_first_article (story, "RUN-DEMO-SMT-006", 3, error) &&
         pb_story_go_to (story, -3, error) && pb_story_pass_first_article (story, "RUN-DEMO-SMT-004", 2, error) &&
         pb_story_go_to (story, -2.2, error) && pb_story_pass_first_article (story, "RUN-DEMO-SMT-003", 0, error);
}

gboolean
pb_story_play_today (PbStory *story, GError **error)
{
  g_autofree char *running = NULL;

  if (!prepare_lines (story, error) || !load_lines (story, error) || !inspect_first_articles (story, error) ||
      !pb_story_record_program (story, "SMT-B", "ISAX101708R0005", NULL, -1.5, error) ||
      !pb_story_go_to (story, -1.2, error) ||
      !pb_story_waive (story, "leader", "RUN-DEMO-SMT-007", "PREP_BAKE", "RECORD_LATE",
                       "Boards arrived vacuum packed and were opened this morning", NULL, error) ||
      !pb_story_go_to (story, -1, error) || !pb_story_authorize (story, "RUN-DEMO-SMT-006", error) ||
      !pb_story_go_to (story, -0.8, error))
    return FALSE;
  running = pb_story_begin_first_article (story, "RUN-DEMO-SMT-008", error);
  return running != NULL && pb_story_record_characteristics (story, running, "RUN-DEMO-SMT-008", 9, error) &&
         pb_story_go_to (story, 0, error);
}
