/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-view"

#include "view/pb-board-row.h"

#include "view/pb-badge.h"

#include <glib/gi18n.h>

/* From this width on everything stands in one line, in pixels. */
#define WIDE          760
#define SPACING       18
#define LINE_SPACING  4
#define NATURAL_WIDTH 1000

struct _PbBoardRowView
{
  GtkWidget parent_instance;
  PbBoardItem *item; /* (owned) (nullable) */
  GtkWidget *number;
  GtkWidget *product;
  GtkWidget *line;
  GtkWidget *badge;
  GtkWidget *deadline;
  GtkWidget *needs;
};

G_DEFINE_FINAL_TYPE (PbBoardRowView, pb_board_row_view, GTK_TYPE_WIDGET)

/* The columns are shares of the width alone, whatever stands in them: they line up in every row, in every language. */
typedef struct
{
  guint line;
  guint share; /* of 100 of its line */
} Column;

#define N_COLUMNS 5

static const Column wide_columns[N_COLUMNS] = { { 0, 27 }, { 0, 14 }, { 0, 23 }, { 0, 15 }, { 0, 21 } };
static const Column narrow_columns[N_COLUMNS] = { { 0, 54 }, { 1, 26 }, { 0, 46 }, { 1, 28 }, { 1, 46 } };

static void
list_cells (PbBoardRowView *self, GtkWidget *cells[N_COLUMNS])
{
  GtkWidget *const all[N_COLUMNS] = { gtk_widget_get_parent (self->number), self->line, self->badge, self->deadline,
                                      self->needs };

  for (guint i = 0; i < N_COLUMNS; i++)
    cells[i] = all[i];
}

static guint
count_in_line (const Column *columns, guint line)
{
  guint count = 0;

  for (guint i = 0; i < N_COLUMNS; i++)
    count += columns[i].line == line;
  return count;
}

/* @place: out: where column @i begins. Returns: how wide it is. */
static int
get_column (const Column *columns, guint i, int width, int *place)
{
  int room = width - SPACING * (int) (count_in_line (columns, columns[i].line) - 1);
  guint before = 0, position = 0;

  for (guint k = 0; k < N_COLUMNS; k++)
    if (columns[k].line == columns[i].line && k < i)
      {
        before += columns[k].share;
        position++;
      }
  *place = room * (int) before / 100 + SPACING * (int) position;
  return room * (int) (before + columns[i].share) / 100 - room * (int) before / 100;
}

/* Returns: the height of @line when the row is @width wide. */
static int
measure_line (GtkWidget *const *cells, const Column *columns, guint line, int width)
{
  int height = 0;

  for (guint i = 0; i < N_COLUMNS; i++)
    {
      int place, least, natural;
      if (columns[i].line != line)
        continue;
      gtk_widget_measure (cells[i], GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);
      gtk_widget_measure (cells[i], GTK_ORIENTATION_VERTICAL, MAX (least, get_column (columns, i, width, &place)), NULL,
                          &natural, NULL, NULL);
      height = MAX (height, natural);
    }
  return height;
}

/* The least width at which every cell has room in its share. */
static int
measure_least (GtkWidget *const *cells)
{
  int width = 0;

  for (guint i = 0; i < N_COLUMNS; i++)
    {
      int least;
      int gaps = SPACING * (int) (count_in_line (narrow_columns, narrow_columns[i].line) - 1);
      gtk_widget_measure (cells[i], GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);
      width = MAX (width, (least + 1) * 100 / (int) narrow_columns[i].share + 1 + gaps);
    }
  return width;
}

static GtkSizeRequestMode
pb_board_row_view_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
pb_board_row_view_measure (GtkWidget *widget,
                           GtkOrientation orientation,
                           int for_size,
                           int *minimum,
                           int *natural,
                           int *minimum_baseline,
                           int *natural_baseline)
{
  GtkWidget *cells[N_COLUMNS];

  list_cells (PB_BOARD_ROW_VIEW (widget), cells);
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = measure_least (cells);
      *natural = MAX (*minimum, NATURAL_WIDTH);
      return;
    }
  if (for_size < 0 || for_size >= WIDE)
    *minimum = measure_line (cells, wide_columns, 0, for_size < 0 ? NATURAL_WIDTH : for_size);
  else
    *minimum = measure_line (cells, narrow_columns, 0, for_size) + LINE_SPACING +
               measure_line (cells, narrow_columns, 1, for_size);
  *natural = *minimum;
}

static void
pb_board_row_view_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  gboolean mirrored = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  const Column *columns = width >= WIDE ? wide_columns : narrow_columns;
  GtkWidget *cells[N_COLUMNS];
  int first;

  list_cells (PB_BOARD_ROW_VIEW (widget), cells);
  first = width >= WIDE ? height : measure_line (cells, columns, 0, width);
  for (guint i = 0; i < N_COLUMNS; i++)
    {
      int place;
      int own = get_column (columns, i, width, &place);
      GtkAllocation cell = { mirrored ? width - place - own : place, 0, own, first };
      if (columns[i].line > 0)
        {
          cell.y = first + LINE_SPACING;
          cell.height = MAX (height - cell.y, 1);
        }
      gtk_widget_size_allocate (cells[i], &cell, -1);
    }
}

static void
show (PbBoardRowView *self)
{
  PbBoardItem *item = self->item;
  const char *word;
  PbLook look = pb_look_of_board ((int) pb_board_item_get_state (item), &word);
  const char *deadline = pb_row_get_text (item, "deadline-text");
  const char *needs = pb_row_get_text (item, "needs-text");
  gboolean needs_me = pb_row_get_flag (item, "needs-me");
  int pieces = (int) pb_row_get_number (item, "plan-qty");
  g_autofree char *product = g_strdup_printf (ngettext ("%s · %d piece", "%s · %d pieces", (gulong) pieces),
                                              pb_row_get_text (item, "product-code"), pieces);
  g_autofree char *awaited = NULL;

  if (*needs != '\0')
    awaited = needs_me ? g_strdup_printf (_ ("You, or: %s"), needs) : g_strdup (needs);
  gtk_label_set_label (GTK_LABEL (self->number), pb_board_item_get_run_no (item));
  gtk_label_set_label (GTK_LABEL (self->product), product);
  gtk_label_set_label (GTK_LABEL (self->line), pb_row_get_text (item, "line-name"));
  pb_badge_set (PB_BADGE (self->badge), look, pb_row_get_text (item, "state-text"));
  gtk_label_set_label (GTK_LABEL (self->deadline), *deadline != '\0' ? deadline : "—");
  gtk_label_set_label (GTK_LABEL (self->needs), awaited != NULL ? awaited : "—");
  if (pb_row_get_flag (item, "deadline-near"))
    gtk_widget_add_css_class (self->deadline, "pb-near");
  else
    gtk_widget_remove_css_class (self->deadline, "pb-near");
  if (needs_me)
    gtk_widget_remove_css_class (self->needs, "dim-label");
  else
    gtk_widget_add_css_class (self->needs, "dim-label");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, pb_board_item_get_run_no (item),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, pb_row_get_text (item, "state-text"), -1);
}

static void
pb_board_row_view_dispose (GObject *object)
{
  GtkWidget *child;

  pb_board_row_view_set_item (PB_BOARD_ROW_VIEW (object), NULL);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (pb_board_row_view_parent_class)->dispose (object);
}

static void
pb_board_row_view_class_init (PbBoardRowViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pb_board_row_view_dispose;
  widget_class->get_request_mode = pb_board_row_view_get_request_mode;
  widget_class->measure = pb_board_row_view_measure;
  widget_class->size_allocate = pb_board_row_view_size_allocate;
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/prepboard/Prepboard/ui/pb-board-row.ui");
  gtk_widget_class_bind_template_child (widget_class, PbBoardRowView, number);
  gtk_widget_class_bind_template_child (widget_class, PbBoardRowView, product);
  gtk_widget_class_bind_template_child (widget_class, PbBoardRowView, line);
  gtk_widget_class_bind_template_child (widget_class, PbBoardRowView, badge);
  gtk_widget_class_bind_template_child (widget_class, PbBoardRowView, deadline);
  gtk_widget_class_bind_template_child (widget_class, PbBoardRowView, needs);
}

static void
pb_board_row_view_init (PbBoardRowView *self)
{
  g_type_ensure (PB_TYPE_BADGE);
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
pb_board_row_view_new (void)
{
  return g_object_new (PB_TYPE_BOARD_ROW_VIEW, NULL);
}

void
pb_board_row_view_set_item (PbBoardRowView *self, PbBoardItem *item)
{
  g_return_if_fail (PB_IS_BOARD_ROW_VIEW (self));

  if (self->item != NULL)
    g_signal_handlers_disconnect_by_func (self->item, show, self);
  if (!g_set_object (&self->item, item) || item == NULL)
    return;
  g_signal_connect_object (item, "notify", G_CALLBACK (show), self, G_CONNECT_SWAPPED);
  show (self);
}
