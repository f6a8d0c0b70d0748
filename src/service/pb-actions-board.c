/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-service"

#include <string.h>

#include "service/pb-endpoints.h"
#include "service/pb-judge.h"

/* Earliest deadline first; a row without one comes after those that have one. */
static int
compare_rows (gconstpointer a, gconstpointer b)
{
  const PbJudgement *one = *(const PbJudgement *const *) a, *other = *(const PbJudgement *const *) b;
  gint64 mine = one->row->next_deadline != 0 ? one->row->next_deadline : G_MAXINT64;
  gint64 its = other->row->next_deadline != 0 ? other->row->next_deadline : G_MAXINT64;

  if (mine != its)
    return mine < its ? -1 : 1;
  return strcmp (one->row->run_no, other->row->run_no);
}

typedef struct
{
  const char *line_code, *search, *needs;
  GStrv states;
  gint64 after_deadline; /* with after_run_no */
  char *after_run_no;    /* (nullable) */
} BoardFilter;

static void
board_filter_clear (BoardFilter *filter)
{
  g_strfreev (filter->states);
  g_free (filter->after_run_no);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (BoardFilter, board_filter_clear)

static gboolean
holds (const char *text, const char *wanted)
{
  g_autofree char *haystack = text != NULL ? g_utf8_casefold (text, -1) : NULL;
  g_autofree char *needle = g_utf8_casefold (wanted, -1);

  return haystack != NULL && strstr (haystack, needle) != NULL;
}

static gboolean
passes (const BoardFilter *filter, const PbBoardRow *row)
{
  gint64 deadline = row->next_deadline != 0 ? row->next_deadline : G_MAXINT64;

  if (filter->line_code != NULL && (row->line == NULL || strcmp (row->line->code, filter->line_code) != 0))
    return FALSE;
  if (filter->states != NULL &&
      !g_strv_contains ((const char *const *) filter->states, pb_enum_text (&pb_board_states, row->state)))
    return FALSE;
  if (filter->needs != NULL &&
      (row->needs == NULL || !g_strv_contains ((const char *const *) row->needs, filter->needs)))
    return FALSE;
  if (filter->search != NULL && !holds (row->run_no, filter->search) && !holds (row->product_code, filter->search) &&
      !holds (row->wo_no, filter->search))
    return FALSE;
  if (filter->after_run_no == NULL)
    return TRUE;
  return deadline > filter->after_deadline ||
         (deadline == filter->after_deadline && strcmp (row->run_no, filter->after_run_no) > 0);
}

static gboolean
read_filter (PbCall *call, BoardFilter *filter, gint64 *limit, GError **error)
{
  const char *after = pb_call_query (call, "after");
  char *end = NULL;

  filter->line_code = pb_call_query (call, "lineCode");
  filter->search = pb_call_query (call, "search");
  filter->needs = pb_call_query (call, "needs");
  *limit = PB_PART_STANDARD;
  if (!pb_call_query_enums (call, "state", &pb_board_states, &filter->states, error) ||
      !pb_call_query_int (call, "limit", 1, PB_PART_MOST, limit, error))
    return FALSE;
  if (after == NULL)
    return TRUE;
  filter->after_deadline = g_ascii_strtoll (after, &end, 10);
  if (end == after || *end != '.' || end[1] == '\0')
    {
      pb_problem_set_invalid (error, "query", "after", "after must be the next of an earlier answer");
      return FALSE;
    }
  filter->after_run_no = g_strdup (end + 1);
  return TRUE;
}

static void
write_board (PbCall *call, GPtrArray *rows, const BoardFilter *filter, gint64 limit)
{
  PbWriter *w = call->out;
  const PbBoardRow *last = NULL;
  gint64 written = 0;
  gboolean more = FALSE;

  pb_writer_begin_object (w);
  pb_writer_member_array (w, "items");
  for (guint i = 0; i < rows->len && !more; i++)
    {
      const PbJudgement *judgement = rows->pdata[i];

      if (!passes (filter, judgement->row))
        continue;
      more = written == limit;
      if (more)
        break;
      pb_writer_raw (w, judgement->row_json);
      last = judgement->row;
      written++;
    }
  pb_writer_end_array (w);
  if (more && last != NULL)
    {
      g_autofree char *next =
        g_strdup_printf ("%" G_GINT64_FORMAT ".%s", last->next_deadline != 0 ? last->next_deadline : G_MAXINT64,
                         last->run_no);
      pb_writer_member_string (w, "next", next);
    }
  pb_writer_end_object (w);
}

/* Whether an open run is one of the board's: it was, when the list was made. */
static gboolean
is_on_board (const PbJudgement *judgement)
{
  int status = judgement->facts->run->status;

  return status == PB_RUN_PREP || status == PB_RUN_AUTHORIZED;
}

static gboolean
board (PbCall *call, GError **error)
{
  g_auto (BoardFilter) filter = { 0 };
  g_autoptr (GPtrArray) numbers = NULL;
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) pb_judgement_unref);
  gint64 limit;
  guint first;

  if (!read_filter (call, &filter, &limit, error))
    return FALSE;
  numbers = pb_judge_list_open (call->service);
  /* Where many rows are unknown, as after the start, those who ask at the same time begin at different ones and find
   * what the others have judged. */
  first = numbers->len > 0 ? (guint) g_random_int_range (0, (gint32) numbers->len) : 0;
  for (guint i = 0; i < numbers->len; i++)
    {
      const char *run_no = numbers->pdata[(first + i) % numbers->len];
      g_autoptr (GError) failure = NULL;
      g_autoptr (PbJudgement) judgement = pb_call_judge_row (call, run_no, &failure);

      if (judgement != NULL && is_on_board (judgement))
        g_ptr_array_add (rows, g_steal_pointer (&judgement));
      else if (failure != NULL && !pb_problem_is (failure, "RUN_NOT_FOUND"))
        {
          g_propagate_error (error, g_steal_pointer (&failure));
          return FALSE;
        }
    }
  g_ptr_array_sort (rows, compare_rows);
  write_board (call, rows, &filter, limit);
  return TRUE;
}

/* From memory, when every row that the session may see is known. */
static gboolean
board_cached (PbCall *call, GError **error)
{
  g_auto (BoardFilter) filter = { 0 };
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) pb_judgement_unref);
  gint64 limit;

  if (!pb_judge_peek_open (call, rows) || !read_filter (call, &filter, &limit, NULL))
    return FALSE;
  g_ptr_array_sort (rows, compare_rows);
  pb_writer_begin_object (call->out);
  pb_writer_member_bool (call->out, "ok", TRUE);
  pb_writer_key (call->out, "data");
  write_board (call, rows, &filter, limit);
  pb_writer_end_object (call->out);
  return TRUE;
}

static const PbMember board_query[] = {
  { "lineCode", PB_VALUE_TEXT },
  { "state", PB_VALUE_ENUMS, .values = &pb_board_states },
  { "needs", PB_VALUE_TEXT, .says = "A permission, or capacity:QUALITY and the like, that is waited for next" },
  { "search", PB_VALUE_TEXT },
  { NULL },
};

const PbEndpoint pb_endpoints_board[] = {
  { .method = "GET",
    .path = "/api/board",
    .permission = "run:read",
    .flags = PB_ENDPOINT_CACHED,
    .action = board,
    .cached = board_cached,
    .summary = "Runs in PREP and AUTHORIZED, earliest deadline first",
    .answer = &pb_board_row_type,
    .query = board_query,
    .form = PB_ANSWER_PART },
  { .method = NULL },
};
