/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-view"

#include "view/pb-wrap-box.h"

#define SPACING 12

struct _PbWrapBox
{
  GtkWidget parent_instance;
  int spacing;
};

static void buildable_init (GtkBuildableIface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (PbWrapBox,
                               pb_wrap_box,
                               GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_BUILDABLE, buildable_init))

static GtkBuildableIface *parent_buildable;

/* One line: its children from @first to before @end, and how wide and how high they stand. */
typedef struct
{
  GtkWidget *first;
  GtkWidget *end; /* (nullable) */
  int width;
  int height;
  guint expanding;
} Line;

static GtkWidget *
skip_hidden (GtkWidget *child)
{
  while (child != NULL && !gtk_widget_should_layout (child))
    child = gtk_widget_get_next_sibling (child);
  return child;
}

static int
width_of (GtkWidget *child)
{
  int minimum, natural;

  gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, &natural, NULL, NULL);
  return gtk_widget_compute_expand (child, GTK_ORIENTATION_HORIZONTAL) ? minimum : natural;
}

/* What stands in the line that begins with @first when it is @width wide. */
static Line
take_line (PbWrapBox *self, GtkWidget *first, int width)
{
  Line line = { .first = first, .end = first };

  while (line.end != NULL)
    {
      int needed = width_of (line.end) + (line.end != first ? self->spacing : 0);
      if (line.end != first && line.width + needed > width)
        break;
      line.width += needed;
      line.expanding += gtk_widget_compute_expand (line.end, GTK_ORIENTATION_HORIZONTAL);
      line.end = skip_hidden (gtk_widget_get_next_sibling (line.end));
    }
  return line;
}

static int
allotted_width (GtkWidget *child, const Line *line, int width)
{
  int spare = MAX (width - line->width, 0);
  int own = MIN (width_of (child), width);

  if (line->expanding > 0 && gtk_widget_compute_expand (child, GTK_ORIENTATION_HORIZONTAL))
    own += spare / (int) line->expanding;
  return own;
}

static int
height_of (GtkWidget *child, int width)
{
  int minimum, natural, least;

  gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);
  gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, MAX (width, least), &minimum, &natural, NULL, NULL);
  return natural;
}

static void
measure_line (Line *line, int width)
{
  for (GtkWidget *child = line->first; child != line->end; child = skip_hidden (gtk_widget_get_next_sibling (child)))
    line->height = MAX (line->height, height_of (child, allotted_width (child, line, width)));
}

static GtkSizeRequestMode
pb_wrap_box_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
measure_width (PbWrapBox *self, int *minimum, int *natural)
{
  for (GtkWidget *child = skip_hidden (gtk_widget_get_first_child (GTK_WIDGET (self))); child != NULL;
       child = skip_hidden (gtk_widget_get_next_sibling (child)))
    {
      int least, wanted;
      gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &least, &wanted, NULL, NULL);
      *minimum = MAX (*minimum, least);
      *natural += wanted + (*natural > 0 ? self->spacing : 0);
    }
  *natural = MAX (*natural, *minimum);
}

static void
pb_wrap_box_measure (GtkWidget *widget,
                     GtkOrientation orientation,
                     int for_size,
                     int *minimum,
                     int *natural,
                     int *minimum_baseline,
                     int *natural_baseline)
{
  PbWrapBox *self = PB_WRAP_BOX (widget);
  GtkWidget *child = skip_hidden (gtk_widget_get_first_child (widget));

  *minimum = *natural = 0;
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      measure_width (self, minimum, natural);
      return;
    }
  while (child != NULL)
    {
      Line line = take_line (self, child, for_size >= 0 ? for_size : G_MAXINT / 2);
      measure_line (&line, for_size >= 0 ? for_size : line.width);
      *minimum += line.height + (*minimum > 0 ? self->spacing : 0);
      child = line.end;
    }
  *natural = *minimum;
}

static void
allocate_line (PbWrapBox *self, const Line *line, int width, int y)
{
  gboolean mirrored = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  int x = 0;

  for (GtkWidget *child = line->first; child != line->end; child = skip_hidden (gtk_widget_get_next_sibling (child)))
    {
      int own = allotted_width (child, line, width);
      GtkAllocation place = { mirrored ? width - x - own : x, y, own, line->height };
      gtk_widget_size_allocate (child, &place, -1);
      x += own + self->spacing;
    }
}

static void
pb_wrap_box_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  PbWrapBox *self = PB_WRAP_BOX (widget);
  GtkWidget *child = skip_hidden (gtk_widget_get_first_child (widget));
  int y = 0;

  while (child != NULL)
    {
      Line line = take_line (self, child, width);
      measure_line (&line, width);
      /* A single line is as high as there is room: what is centred stands in the middle. */
      if (y == 0 && line.end == NULL)
        line.height = MAX (line.height, height);
      allocate_line (self, &line, width, y);
      y += line.height + self->spacing;
      child = line.end;
    }
}

static void
pb_wrap_box_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (pb_wrap_box_parent_class)->dispose (object);
}

static void
pb_wrap_box_add_child (GtkBuildable *buildable, GtkBuilder *builder, GObject *child, const char *type)
{
  if (GTK_IS_WIDGET (child))
    pb_wrap_box_append (PB_WRAP_BOX (buildable), GTK_WIDGET (child));
  else
    parent_buildable->add_child (buildable, builder, child, type);
}

static void
buildable_init (GtkBuildableIface *iface)
{
  parent_buildable = g_type_interface_peek_parent (iface);
  iface->add_child = pb_wrap_box_add_child;
}

static void
pb_wrap_box_class_init (PbWrapBoxClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pb_wrap_box_dispose;
  widget_class->get_request_mode = pb_wrap_box_get_request_mode;
  widget_class->measure = pb_wrap_box_measure;
  widget_class->size_allocate = pb_wrap_box_size_allocate;
  gtk_widget_class_set_css_name (widget_class, "box");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
pb_wrap_box_init (PbWrapBox *self)
{
  self->spacing = SPACING;
}

GtkWidget *
pb_wrap_box_new (void)
{
  return g_object_new (PB_TYPE_WRAP_BOX, NULL);
}

void
pb_wrap_box_set_spacing (PbWrapBox *self, int spacing)
{
  g_return_if_fail (PB_IS_WRAP_BOX (self));

  if (self->spacing == spacing)
    return;
  self->spacing = spacing;
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

void
pb_wrap_box_append (PbWrapBox *self, GtkWidget *child)
{
  g_return_if_fail (PB_IS_WRAP_BOX (self));
  g_return_if_fail (GTK_IS_WIDGET (child));
  gtk_widget_insert_before (child, GTK_WIDGET (self), NULL);
}
