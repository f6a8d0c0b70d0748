/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-service"

#include "service/pb-declared.h"

#include <string.h>

#include "service/pb-call.h"

const PbMember pb_query_search[] = {
  { "search", PB_VALUE_TEXT },
  { NULL },
};

static const PbMember *
find_named (const PbMember *members, const char *name)
{
  for (const PbMember *m = members; m != NULL && m->name != NULL; m++)
    if (strcmp (m->name, name) == 0)
      return m;
  return NULL;
}

/* ---- The query */

static PbMember
member_of_filter (const PbListFilter *filter)
{
  PbMember member = { filter->name, PB_VALUE_TEXT };

  if (filter->values != NULL)
    {
      member.kind = PB_VALUE_ENUMS;
      member.values = filter->values;
    }
  else if (filter->op == PB_OP_GE || filter->op == PB_OP_LE)
    member.kind = PB_VALUE_TIME;
  else if (filter->op == PB_OP_IN)
    {
      member.kind = PB_VALUE_TEXTS;
      member.max = PB_QUERY_IN_MAX;
    }
  return member;
}

/* What follows from the form of the list. */
static const char *const implied[] = { "sort", "page", "pageSize", "limit", "after" };

static gboolean
find_implied (const PbEndpoint *endpoint, const char *name, PbMember *member)
{
  gboolean pages = endpoint->form == PB_ANSWER_PAGE || endpoint->form == PB_ANSWER_PAGE_OR_PART;
  gboolean parts = endpoint->form == PB_ANSWER_PART || endpoint->form == PB_ANSWER_PAGE_OR_PART;
  const PbPaging *paging = &endpoint->paging;

  if (endpoint->sorts != NULL && strcmp (name, "sort") == 0)
    *member = (PbMember){ "sort", PB_VALUE_TEXT };
  else if (pages && strcmp (name, "page") == 0)
    *member = (PbMember){ "page", PB_VALUE_INT, .min = 1, .max = PB_PAGE_LAST, .standard = 1 };
  else if (pages && strcmp (name, "pageSize") == 0)
    *member = (PbMember){ "pageSize", PB_VALUE_INT, .min = 1, .max = paging->cuts ? PB_PAGE_CUT_FROM : paging->most,
                          .standard = paging->standard };
  else if (parts && strcmp (name, "limit") == 0)
    *member = (PbMember){ "limit", PB_VALUE_INT, .min = 1, .max = PB_PART_MOST, .standard = PB_PART_STANDARD };
  else if (parts && strcmp (name, "after") == 0)
    *member = (PbMember){ "after", PB_VALUE_TEXT, .says = "The `next` of the answer before" };
  else
    return FALSE;
  return TRUE;
}

gboolean
pb_endpoint_find_query (const PbEndpoint *endpoint, const char *name, PbMember *member)
{
  const PbMember *named = find_named (endpoint->query, name);

  if (named != NULL)
    {
      *member = *named;
      return TRUE;
    }
  for (const PbListFilter *f = endpoint->filters; f != NULL && f->name != NULL; f++)
    if (strcmp (f->name, name) == 0)
      {
        *member = member_of_filter (f);
        return TRUE;
      }
  return find_implied (endpoint, name, member);
}

GArray *
pb_endpoint_list_query (const PbEndpoint *endpoint)
{
  GArray *list = g_array_new (FALSE, FALSE, sizeof (PbMember));
  PbMember member;

  for (const PbListFilter *f = endpoint->filters; f != NULL && f->name != NULL; f++)
    {
      member = member_of_filter (f);
      g_array_append_val (list, member);
    }
  for (const PbMember *m = endpoint->query; m != NULL && m->name != NULL; m++)
    g_array_append_vals (list, m, 1);
  for (guint i = 0; i < G_N_ELEMENTS (implied); i++)
    if (find_named (endpoint->query, implied[i]) == NULL && find_implied (endpoint, implied[i], &member))
      g_array_append_val (list, member);
  return list;
}

const PbMember *
pb_endpoint_find_member (const PbEndpoint *endpoint, const char *name)
{
  return find_named (endpoint->members, name);
}

/* ---- Holding what is done against it */

/* Whether what is declared may be read like this. */
static gboolean
agrees (const PbMember *declared, const PbMember *read)
{
  switch (read->kind)
    {
    case PB_VALUE_ANY:
      return TRUE;
    case PB_VALUE_TEXT:
      /* An action may compare the text of an enumeration itself. */
      return declared->kind == PB_VALUE_ENUM || (declared->kind == PB_VALUE_TEXT && declared->max == read->max);
    case PB_VALUE_INT:
      return declared->kind == PB_VALUE_INT && declared->min == read->min && declared->max == read->max &&
             declared->standard == read->standard;
    case PB_VALUE_ENUM:
    case PB_VALUE_ENUMS:
      return declared->kind == read->kind && declared->values == read->values;
    case PB_VALUE_TEXTS:
      return (declared->kind == PB_VALUE_TEXTS || declared->kind == PB_VALUE_ENUMS) && declared->max == read->max;
    default:
      return declared->kind == read->kind;
    }
}

static void
check (const PbEndpoint *endpoint, const char *where, const PbMember *declared, const PbMember *read)
{
  if (declared == NULL)
    g_critical ("%s %s reads %s of its %s and does not declare it", endpoint->method, endpoint->path, read->name,
                where);
  else if (!agrees (declared, read) || (read->need == PB_MUST && declared->need == PB_MAY))
    g_critical ("%s %s reads %s of its %s otherwise than it declares it", endpoint->method, endpoint->path, read->name,
                where);
}

void
pb_declared_check_query (const PbEndpoint *endpoint, const PbMember *read)
{
  PbMember declared;

  check (endpoint, "query", pb_endpoint_find_query (endpoint, read->name, &declared) ? &declared : NULL, read);
}

void
pb_declared_check_member (const PbEndpoint *endpoint, const PbMember *read)
{
  check (endpoint, "body", pb_endpoint_find_member (endpoint, read->name), read);
}

void
pb_declared_check_type (const PbEndpoint *endpoint, const PbType *type)
{
  if (type == endpoint->body)
    return;
  for (const PbField *f = type->fields; f->name != NULL || f->column != NULL; f++)
    if (f->name != NULL && f->flags & (PB_ASKED | PB_PATCHED) && pb_endpoint_find_member (endpoint, f->name) == NULL)
      g_critical ("%s %s reads %s of its body and does not declare it", endpoint->method, endpoint->path, f->name);
}

void
pb_declared_check_page (const PbEndpoint *endpoint, gint64 standard, gint64 most, gboolean cuts)
{
  const PbPaging *paging = &endpoint->paging;

  if (paging->standard != standard || paging->most != most || !paging->cuts != !cuts)
    g_critical ("%s %s has other pages than it declares", endpoint->method, endpoint->path);
}

void
pb_declared_check_filters (const PbEndpoint *endpoint, const PbListFilter *filters)
{
  if (filters != endpoint->filters)
    g_critical ("%s %s has other filters than it declares", endpoint->method, endpoint->path);
}

void
pb_declared_check_sorts (const PbEndpoint *endpoint, const char *const *sorts)
{
  if (sorts != endpoint->sorts)
    g_critical ("%s %s can be sorted by others than it declares", endpoint->method, endpoint->path);
}

void
pb_declared_check_form (const PbEndpoint *endpoint, PbAnswerForm form)
{
  if (endpoint->form != form &&
      !(endpoint->form == PB_ANSWER_PAGE_OR_PART && (form == PB_ANSWER_PAGE || form == PB_ANSWER_PART)))
    g_critical ("%s %s answers with another list than it declares", endpoint->method, endpoint->path);
}
