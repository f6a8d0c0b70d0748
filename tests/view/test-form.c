/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plant.h"

#include "domain/pb-records.h"
#include "view/pb-field-row.h"
#include "view/pb-form.h"
#include "view/pb-record-dialog.h"

#include <string.h>

static PbFieldRow *
row_of (GtkWidget *form, const char *name)
{
  GtkWidget *row = pb_form_get_row (PB_FORM (form), name);

  g_assert_nonnull (row);
  return PB_FIELD_ROW (row);
}

static GtkWidget *
form_new (const PbType *type)
{
  gpointer object = pb_object_new (type);
  GtkWidget *form = g_object_ref_sink (pb_form_new (object));

  pb_object_unref (object);
  return form;
}

/* Presses the answer of a yes-or-no question. */
static void
answer (GtkWidget *form, const char *name, const char *word)
{
  GtkWidget *button = find_labelled (GTK_WIDGET (row_of (form, name)), GTK_TYPE_TOGGLE_BUTTON, word);

  g_assert_nonnull (button);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (button), TRUE);
}

/* Every record type has a row for each field that people fill in, and for none else. */
static void
test_every_type (void)
{
  for (const PbRecordKind *const *kind = pb_record_kinds; *kind != NULL; kind++)
    {
      GtkWidget *form = form_new ((*kind)->type);
      for (const PbField *f = (*kind)->type->fields; f->name != NULL || f->column != NULL; f++)
        {
          gboolean asked = f->name != NULL && (f->flags & PB_ASKED) && !(f->flags & PB_FROM_CONTEXT);
          GtkWidget *row = f->name != NULL ? pb_form_get_row (PB_FORM (form), f->name) : NULL;
          g_assert_cmpint (row != NULL, ==, asked);
          if (row == NULL)
            continue;
          g_assert_true (g_str_has_prefix (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)), f->label));
          g_assert_cmpint (gtk_widget_get_ancestor (row, ADW_TYPE_EXPANDER_ROW) != NULL, ==,
                           (f->flags & PB_EVIDENCE) != 0);
        }
      g_assert_false (pb_form_is_dirty (PB_FORM (form)));
      /* Nothing is marked before somebody has tried. */
      g_assert_false (pb_form_validate (PB_FORM (form), FALSE));
      for (const PbField *f = (*kind)->type->fields; f->name != NULL || f->column != NULL; f++)
        if (f->name != NULL && pb_form_get_row (PB_FORM (form), f->name) != NULL)
          g_assert_null (pb_field_row_get_problem (row_of (form, f->name)));
      g_object_unref (form);
    }
}

static void
test_collect (void)
{
  GtkWidget *form = form_new (&pb_stencil_usage_record_type);
  g_autoptr (PbStencilUsageRecord) record = NULL;

  pb_field_row_type (row_of (form, "stencilId"), " ST-0117 ");
  pb_field_row_type (row_of (form, "recordDate"), "2024-05-03 14:05");
  pb_field_row_type (row_of (form, "stencilThickness"), "0.12");
  pb_field_row_type (row_of (form, "printCount"), "0");
  pb_field_row_type (row_of (form, "tensionValues"), "38 37.5 39 40 36");
  pb_field_row_type (row_of (form, "remark"), "two\nlines");
  answer (form, "checkDeform", "Yes");
  answer (form, "checkHoleDamage", "No");
  record = pb_form_collect (PB_FORM (form));
  g_assert_cmpstr (record->stencil_id, ==, "ST-0117");
  g_assert_cmpint (record->record_date, ==, G_GINT64_CONSTANT (1714745100) * G_USEC_PER_SEC);
  g_assert_cmpfloat (record->stencil_thickness.v, ==, 0.12);
  /* Absent is not zero, and zero is not absent. */
  g_assert_true (record->print_count.set);
  g_assert_cmpint (record->print_count.v, ==, 0);
  g_assert_false (record->total_print_count.set);
  g_assert_cmpuint (record->tension_values.n, ==, 5);
  g_assert_cmpfloat (record->tension_values.v[1], ==, 37.5);
  g_assert_cmpstr (record->remark, ==, "two\nlines");
  g_assert_true (record->check_deform.set && record->check_deform.v);
  g_assert_true (record->check_hole_damage.set && !record->check_hole_damage.v);
  g_assert_false (record->check_seal_intact.set);
  g_assert_true (pb_form_is_dirty (PB_FORM (form)));
  g_assert_true (pb_form_validate (PB_FORM (form), TRUE));
  g_object_unref (form);
}

static void
assert_marked (GtkWidget *form, const char *name, const char *problem)
{
  PbFieldRow *row = row_of (form, name);
  GtkWidget *control = pb_field_row_get_control (row);

  g_assert_cmpstr (pb_field_row_get_problem (row), ==, problem);
  g_assert_cmpint (gtk_widget_has_css_class (GTK_WIDGET (row), "error"), ==, problem != NULL);
  gtk_test_accessible_assert_state (GTK_ACCESSIBLE (control), GTK_ACCESSIBLE_STATE_INVALID,
                                    problem != NULL ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE);
  if (problem != NULL)
    /* What would be right stays below it. */
    g_assert_true (g_str_has_prefix (adw_action_row_get_subtitle (ADW_ACTION_ROW (row)), problem));
}

/* Of five points the one that cannot be read is marked, and has the focus. */
static void
test_points (void)
{
  GtkWidget *form = form_new (&pb_stencil_usage_record_type);
  GtkWidget *window = show_in_window (form);
  PbFieldRow *row = row_of (form, "tensionValues");
  GtkWidget *box = gtk_widget_get_parent (pb_field_row_get_control (row));
  guint i = 0;

  pb_field_row_type (row, "38 37.5 39 4x 36");
  g_assert_false (pb_form_validate (PB_FORM (form), FALSE));
  for (GtkWidget *entry = gtk_widget_get_first_child (box); entry != NULL; entry = gtk_widget_get_next_sibling (entry))
    {
      g_assert_cmpint (gtk_widget_has_css_class (entry, "error"), ==, i == 3);
      gtk_test_accessible_assert_state (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_STATE_INVALID,
                                        i == 3 ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE);
      i++;
    }
  g_assert_cmpuint (i, ==, 5);
  gtk_widget_grab_focus (GTK_WIDGET (row));
  g_assert_true (gtk_widget_is_ancestor (gtk_window_get_focus (GTK_WINDOW (window)),
                                         gtk_widget_get_prev_sibling (gtk_widget_get_last_child (box))));
  /* The hint stays: it says what would be right. */
  g_assert_nonnull (strstr (adw_action_row_get_subtitle (ADW_ACTION_ROW (row)), "Four corners"));
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_problems (void)
{
  GtkWidget *form = form_new (&pb_bake_record_type);
  GtkWidget *window = show_in_window (form);

  /* What is touched is judged at once, what is not waits. */
  pb_field_row_type (row_of (form, "bakeTemperature"), "301");
  assert_marked (form, "bakeTemperature", "From 0 to 300 °C.");
  assert_marked (form, "itemCode", NULL);
  pb_field_row_type (row_of (form, "bakeTemperature"), "warm");
  assert_marked (form, "bakeTemperature", "Not a number. Write it like 38.5, without thousands separators.");
  pb_field_row_type (row_of (form, "bakeTemperature"), "");
  assert_marked (form, "bakeTemperature", NULL);
  pb_field_row_type (row_of (form, "inAt"), "yesterday");
  assert_marked (form, "inAt", "Not a time. Write it like 2024-05-03 14:05.");
  pb_field_row_type (row_of (form, "inAt"), "2024-05-03 14:05");
  pb_field_row_type (row_of (form, "outAt"), "2024-05-03 14:04");
  assert_marked (form, "outAt", "The end lies before the beginning. Check both times.");
  pb_field_row_type (row_of (form, "outAt"), "2033-05-03 14:04");
  assert_marked (form, "outAt", "This lies in the future. Give the time when it happened.");
  pb_field_row_type (row_of (form, "materialCode"), "CAP-100N");
  pb_field_row_type (row_of (form, "lotNo"), "x");
  pb_field_row_type (row_of (form, "lotNo"), "");
  assert_marked (form, "lotNo", "Material code and lot number belong together: give both or neither.");
  g_assert_false (pb_form_validate (PB_FORM (form), TRUE));
  assert_marked (form, "itemCode", "This is needed.");
  gtk_window_destroy (GTK_WINDOW (window));
  g_object_unref (form);
}

static void
test_numbers_together (void)
{
  GtkWidget *form = form_new (&pb_stencil_usage_record_type);

  pb_field_row_type (row_of (form, "tensionValues"), "38 37");
  g_assert_cmpstr (pb_field_row_get_problem (row_of (form, "tensionValues")), ==, "Give all the points, or none.");
  pb_field_row_type (row_of (form, "tensionValues"), "38 37 36 x 40");
  g_assert_nonnull (pb_field_row_get_problem (row_of (form, "tensionValues")));
  /* Something that cannot be read is typed all the same: it must not be lost. */
  g_assert_true (pb_form_is_dirty (PB_FORM (form)));
  g_object_unref (form);
}

static void
test_untouched_keeps_seconds (void)
{
  g_autoptr (PbStencilCleaningRecord) begin = pb_object_new (&pb_stencil_cleaning_record_type);
  g_autoptr (PbStencilCleaningRecord) collected = NULL;
  GtkWidget *form;

  begin->cleaned_at = G_GINT64_CONSTANT (1714745107123456);
  pb_set_string (&begin->run_no, PLANT_RUN);
  form = g_object_ref_sink (pb_form_new (begin));
  pb_field_row_type (row_of (form, "cleanedBy"), "Lin Wu");
  collected = pb_form_collect (PB_FORM (form));
  g_assert_cmpint (collected->cleaned_at, ==, begin->cleaned_at);
  /* What comes from the context is not asked, and stays. */
  g_assert_null (pb_form_get_row (PB_FORM (form), "runNo"));
  g_assert_cmpstr (collected->run_no, ==, PLANT_RUN);
  g_object_unref (form);
}

static void
test_scan (void)
{
  GtkWidget *form = form_new (&pb_stencil_usage_record_type);
  GtkWidget *window = show_in_window (form);
  g_autoptr (PbStencilUsageRecord) record = NULL;

  g_assert_true (pb_form_expects_scan (PB_FORM (form), PB_SCAN_STENCIL));
  g_assert_false (pb_form_expects_scan (PB_FORM (form), PB_SCAN_SQUEEGEE));
  g_assert_false (pb_form_accept_scan (PB_FORM (form), PB_SCAN_SQUEEGEE, "SQ-22"));
  g_assert_true (pb_form_accept_scan (PB_FORM (form), PB_SCAN_STENCIL, "ST-0117"));
  record = pb_form_collect (PB_FORM (form));
  g_assert_cmpstr (record->stencil_id, ==, "ST-0117");
  gtk_window_destroy (GTK_WINDOW (window));
  g_object_unref (form);
}

static void
test_accessible (void)
{
  GtkWidget *form = form_new (&pb_bake_record_type);
  GtkWidget *entry = pb_field_row_get_control (row_of (form, "bakeTemperature"));
  GtkWidget *needed = pb_field_row_get_control (row_of (form, "itemCode"));

  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL, "Temperature (°C)");
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (needed), GTK_ACCESSIBLE_PROPERTY_REQUIRED, TRUE);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (needed), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                       "What was in the oven: the product or the part number");
  g_object_unref (form);
}

/* --- what a value means for the item */

static PbItem *
item_with (const char *name, double actual, double limit)
{
  PbItem *item = pb_object_new (&pb_item_type);
  PbMeasure *measure = pb_object_new (&pb_measure_type);

  item->evidence = pb_object_new (&pb_evidence_type);
  pb_set_string (&measure->name, name);
  measure->actual = PB_DOUBLE (actual);
  measure->limit = PB_DOUBLE (limit);
  measure->minimum = PB_BOOL (!g_str_equal (name, "life"));
  g_ptr_array_add (item->evidence->measures, measure);
  return item;
}

static void
assert_judged (const PbType *type, const char *name, gconstpointer record, const PbItem *item, const char *expected)
{
  g_autofree char *text = pb_record_judge (pb_type_find_field (type, name), record, item);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_judge (void)
{
  g_autoptr (PbItem) tension = item_with ("tension", 38, 30);
  g_autoptr (PbItem) life = item_with ("life", 59000, 60000);
  g_autoptr (PbItem) temperature = item_with ("temperature", 121, 120);
  g_autoptr (PbItem) hours = item_with ("hours", 3, 4);
  g_autoptr (PbStencilUsageRecord) usage = pb_object_new (&pb_stencil_usage_record_type);
  g_autoptr (PbBakeRecord) bake = pb_object_new (&pb_bake_record_type);
  const PbType *usage_type = &pb_stencil_usage_record_type;

  usage->tension_values = (PbNumbers){ 5, { 38, 30, 29.9, 40, 41 } };
  assert_judged (usage_type, "tensionValues", usage, tension, "Point 3 is below 30 N/cm: the item will fail.");
  usage->tension_values.v[2] = 30;
  assert_judged (usage_type, "tensionValues", usage, tension, NULL);
  usage->print_count = PB_INT (1000);
  assert_judged (usage_type, "printCount", usage, life, "Then 60000 of a life of 60000: nearly worn out.");
  usage->print_count = PB_INT (1001);
  assert_judged (usage_type, "printCount", usage, life, "Then 60001 of a life of 60000: the item will fail.");
  assert_judged (usage_type, "printCount", usage, NULL, NULL);
  usage->check_deform = PB_BOOL (FALSE);
  assert_judged (usage_type, "checkDeform", usage, NULL, "Not in order: the item will fail.");

  bake->bake_temperature = PB_DOUBLE (119.9);
  assert_judged (&pb_bake_record_type, "bakeTemperature", bake, temperature, "Below 120 °C: the item will fail.");
  bake->bake_temperature = PB_DOUBLE (120);
  assert_judged (&pb_bake_record_type, "bakeTemperature", bake, temperature, NULL);
  /* The same limit, as a maximum. */
  ((PbMeasure *) temperature->evidence->measures->pdata[0])->minimum = PB_BOOL (FALSE);
  assert_judged (&pb_bake_record_type, "bakeTemperature", bake, temperature, NULL);
  bake->bake_temperature = PB_DOUBLE (120.1);
  assert_judged (&pb_bake_record_type, "bakeTemperature", bake, temperature, "Above 120 °C: the item will fail.");
  bake->in_at = 1714745100 * PB_SECOND;
  bake->out_at = bake->in_at + 3 * PB_HOUR + 30 * PB_MINUTE;
  assert_judged (&pb_bake_record_type, "outAt", bake, hours,
                 "3 h 30 min baked, at least 4 h are asked for: the item will fail.");
  bake->out_at = bake->in_at + 4 * PB_HOUR;
  assert_judged (&pb_bake_record_type, "outAt", bake, hours, NULL);
}

int
main (int argc, char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  pb_view_init ();
  g_test_add_func ("/form/every-type", test_every_type);
  g_test_add_func ("/form/collect", test_collect);
  g_test_add_func ("/form/problems", test_problems);
  g_test_add_func ("/form/numbers-together", test_numbers_together);
  g_test_add_func ("/form/untouched-keeps-seconds", test_untouched_keeps_seconds);
  g_test_add_func ("/form/points", test_points);
  g_test_add_func ("/form/scan", test_scan);
  g_test_add_func ("/form/accessible", test_accessible);
  g_test_add_func ("/form/judge", test_judge);
  return g_test_run ();
}
