/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/pb-facts.h"
#include "domain/pb-log.h"
#include "domain/pb-people.h"

#include <math.h>
#include <string.h>

#define NOW (G_GINT64_CONSTANT (1772438400) * PB_SECOND)

/* --- a type with a rule of each kind --- */

typedef struct
{
  PbObject base;
  PbInt seq;
} Part;

typedef struct
{
  PbObject base;
  char *id;
  char *code;
  char *note;
  char *shorter;
  PbInt count;
  PbDouble ratio;
  PbBool on;
  gint64 happened_at;
  gint64 due_at;
  int colour;
  PbNumbers points;
  PbNumbers few;
  GStrv tags;
  Part *part;
  GPtrArray *parts;
  char *extra;
  gint64 created_at;
} Thing;

static const char *const colour_texts[] = { NULL, "RED", "GREEN", NULL };
static const PbEnum colours = { "Colour", colour_texts };

static const PbField part_fields[] = {
  PB_FIELD (Part, seq, "seq", INT, .flags = PB_REQUIRED | PB_BOUNDED, .min = 1, .max = 9),
  PB_FIELDS_END,
};
static const PbType part_type = { .name = "Part", .size = sizeof (Part), .fields = part_fields };

static const PbField thing_fields[] = {
  PB_FIELD (Thing, id, "id", STRING, .max_length = 1),
  PB_FIELD (Thing, code, "code", STRING, .flags = PB_REQUIRED | PB_PATCHED),
  PB_FIELD (Thing, note, "note", STRING, .flags = PB_ASKED | PB_MULTILINE, .max_length = 1000),
  PB_FIELD (Thing, shorter, "shorter", STRING, .flags = PB_ASKED, .max_length = 3, .error = "TOO_LONG"),
  PB_FIELD (Thing, count, "count", INT, .flags = PB_ASKED | PB_BOUNDED, .min = 0, .max = 10, .error = "BAD_COUNT"),
  PB_FIELD (Thing, ratio, "ratio", DOUBLE, .flags = PB_PATCHED, .unit = "%"),
  PB_FIELD (Thing, on, "on", BOOL, .flags = PB_ASKED),
  PB_FIELD (Thing, happened_at, "happenedAt", TIME, .flags = PB_ASKED | PB_PAST, .error = "BAD_TIME"),
  PB_FIELD (Thing, due_at, "dueAt", TIME, .flags = PB_ASKED | PB_FUTURE),
  PB_FIELD (Thing, colour, "colour", ENUM, .flags = PB_ASKED, .values = &colours),
  PB_FIELD (Thing, points, "points", NUMBERS, .flags = PB_ASKED | PB_BOUNDED, .count = 3, .min = 0, .max = 100),
  PB_FIELD (Thing, few, "few", NUMBERS, .flags = PB_ASKED),
  PB_FIELD (Thing, tags, "tags", STRINGS, .flags = PB_ASKED, .max_length = 4),
  PB_FIELD (Thing, part, "part", CHILD, .flags = PB_ASKED, .child = &part_type),
  PB_FIELD (Thing, parts, "parts", CHILDREN, .flags = PB_ASKED, .child = &part_type),
  PB_FIELD (Thing, extra, "extra", JSON, .flags = PB_ASKED),
  PB_FIELD (Thing, created_at, NULL, TIME, .flags = PB_HIDDEN),
  PB_FIELDS_END,
};

static void
check_thing (gconstpointer self, GPtrArray *violations)
{
  const Thing *thing = self;

  if (thing->on.v && thing->colour == 0)
    pb_violations_add (violations, "colour", "COLOUR_MISSING", "%s is on: it needs a %s", "the thing", "colour");
}

static const PbType thing_type = {
  .name = "Thing",
  .table = "thing",
  .size = sizeof (Thing),
  .fields = thing_fields,
  .check = check_thing,
};

static Thing *
thing_new (void)
{
  Thing *thing = pb_object_new (&thing_type);

  thing->code = g_strdup ("C");
  return thing;
}

static Part *
part_new (gint64 seq)
{
  Part *part = pb_object_new (&part_type);

  part->seq = PB_INT (seq);
  return part;
}

/* Expects exactly one violation; @property NULL: none. */
static void
assert_check (gconstpointer object, gboolean creating, const char *property, const char *code)
{
  g_autoptr (GPtrArray) violations = pb_violations_new ();
  gboolean fine = pb_object_check (object, NOW, creating, violations);
  const PbViolation *first = violations->len > 0 ? violations->pdata[0] : NULL;

  g_assert_cmpstr (first != NULL ? first->property : NULL, ==, property);
  g_assert_cmpstr (first != NULL ? first->code : NULL, ==, code);
  g_assert_cmpuint (violations->len, ==, property != NULL ? 1 : 0);
  g_assert_cmpint (fine, ==, property == NULL);
  if (first != NULL)
    g_assert_cmpint (strlen (first->message), >, 0);
}

static void
assert_thing (Thing *thing, const char *property, const char *code)
{
  assert_check (thing, TRUE, property, code);
  pb_object_unref (thing);
}

/* --- presence --- */

static void
test_required (void)
{
  g_autoptr (GPtrArray) violations = pb_violations_new ();
  Thing *thing = pb_object_new (&thing_type);

  assert_check (thing, TRUE, "code", "VALIDATION_FAILED");
  /* A change may leave it out. */
  assert_check (thing, FALSE, NULL, NULL);
  g_assert_false (pb_object_check (thing, NOW, TRUE, violations));
  g_assert_cmpstr (((PbViolation *) violations->pdata[0])->message, ==, "code is required");
  pb_object_unref (thing);
  assert_thing (thing_new (), NULL, NULL);
}

static void
test_not_asked (void)
{
  Thing *thing = thing_new ();

  /* What nobody sends is not judged. */
  thing->id = g_strdup ("longer than one character");
  thing->created_at = NOW + 100 * PB_DAY;
  assert_thing (thing, NULL, NULL);
}

static void
test_collects (void)
{
  g_autoptr (GPtrArray) violations = pb_violations_new ();
  Thing *thing = pb_object_new (&thing_type);
  static const char *const properties[] = { "code", "count", "points", "colour" };

  pb_violations_add (violations, "", NULL, "an earlier one");
  thing->count = PB_INT (11);
  thing->points.n = 1;
  thing->on = PB_BOOL (TRUE);
  g_assert_false (pb_object_check (thing, NOW, TRUE, violations));
  g_assert_cmpuint (violations->len, ==, 1 + G_N_ELEMENTS (properties));
  for (guint i = 0; i < G_N_ELEMENTS (properties); i++)
    g_assert_cmpstr (((PbViolation *) violations->pdata[1 + i])->property, ==, properties[i]);
  g_assert_cmpstr (((PbViolation *) violations->pdata[0])->code, ==, "VALIDATION_FAILED");
  pb_object_unref (thing);

  /* Only what this check adds counts. */
  thing = thing_new ();
  g_assert_true (pb_object_check (thing, NOW, TRUE, violations));
  pb_object_unref (thing);
}

/* --- values --- */

static void
test_text (void)
{
  static const struct
  {
    const char *text;
    gboolean fine;      /* in "code": one line of at most 200 characters */
    gboolean fine_note; /* in "note": several lines */
  } cases[] = {
    { "C-1", TRUE, TRUE },          { "", TRUE, TRUE },
    { "锡膏", TRUE, TRUE },         { "two\nlines", FALSE, TRUE },
    { "a\ttab", FALSE, TRUE },      { "a\rreturn", FALSE, FALSE },
    { "bell\a", FALSE, FALSE },     { "delete\x7f", FALSE, FALSE },
    { "\xff\xfe", FALSE, FALSE },   { "\xc3", FALSE, FALSE },
    { "esc\x1b[0m", FALSE, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Thing *thing = thing_new ();

      pb_set_string (&thing->code, cases[i].text);
      assert_thing (thing, cases[i].fine ? NULL : "code", cases[i].fine ? NULL : "VALIDATION_FAILED");
      thing = thing_new ();
      thing->note = g_strdup (cases[i].text);
      assert_thing (thing, cases[i].fine_note ? NULL : "note", cases[i].fine_note ? NULL : "VALIDATION_FAILED");
    }
}

static void
test_length (void)
{
  Thing *thing = thing_new ();
  g_autofree char *most = g_strnfill (200, 'x');
  g_autofree char *more = g_strnfill (201, 'x');

  /* Characters, not bytes. */
  thing->shorter = g_strdup ("膏膏膏");
  assert_thing (thing, NULL, NULL);
  thing = thing_new ();
  thing->shorter = g_strdup ("abcd");
  assert_thing (thing, "shorter", "TOO_LONG");
  thing = thing_new ();
  pb_set_string (&thing->code, most);
  assert_thing (thing, NULL, NULL);
  thing = thing_new ();
  pb_set_string (&thing->code, more);
  assert_thing (thing, "code", "VALIDATION_FAILED");
  thing = thing_new ();
  thing->tags = g_strsplit ("a,abcd", ",", -1);
  assert_thing (thing, NULL, NULL);
  thing = thing_new ();
  thing->tags = g_strsplit ("a,abcde", ",", -1);
  assert_thing (thing, "tags", "VALIDATION_FAILED");
}

static void
test_range (void)
{
  static const struct
  {
    gint64 count;
    gboolean fine;
  } cases[] = { { 0, TRUE }, { 10, TRUE }, { -1, FALSE }, { 11, FALSE }, { G_MAXINT64, FALSE }, { G_MININT64, FALSE } };
  static const struct
  {
    double ratio;
    gboolean fine;
  } ratios[] = { { 0, TRUE },    { -1e300, TRUE },    { 1e300, TRUE },
                 { NAN, FALSE }, { INFINITY, FALSE }, { -INFINITY, FALSE } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Thing *thing = thing_new ();

      thing->count = PB_INT (cases[i].count);
      assert_thing (thing, cases[i].fine ? NULL : "count", cases[i].fine ? NULL : "BAD_COUNT");
    }
  for (guint i = 0; i < G_N_ELEMENTS (ratios); i++)
    {
      Thing *thing = thing_new ();

      thing->ratio = PB_DOUBLE (ratios[i].ratio);
      assert_thing (thing, ratios[i].fine ? NULL : "ratio", ratios[i].fine ? NULL : "VALIDATION_FAILED");
    }
}

static void
test_numbers (void)
{
  static const struct
  {
    PbNumbers points;
    gboolean fine;
  } cases[] = {
    { { 0, { 0 } }, TRUE }, /* absent */
    { { 3, { 0, 50, 100 } }, TRUE },  { { 2, { 1, 2 } }, FALSE },
    { { 4, { 1, 2, 3, 4 } }, FALSE }, { { 3, { 1, 2, 100.5 } }, FALSE },
    { { 3, { 1, NAN, 3 } }, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Thing *thing = thing_new ();

      thing->points = cases[i].points;
      assert_thing (thing, cases[i].fine ? NULL : "points", cases[i].fine ? NULL : "VALIDATION_FAILED");
    }
}

static void
test_times (void)
{
  static const struct
  {
    gint64 ahead;
    gboolean happened; /* fine for what has happened */
    gboolean due;      /* fine for what is to come */
  } cases[] = {
    { -PB_DAY, TRUE, TRUE },        { 0, TRUE, TRUE },
    { 5 * PB_MINUTE, TRUE, TRUE },  { 5 * PB_MINUTE + 1, FALSE, TRUE },
    { 3653 * PB_DAY, FALSE, TRUE }, { 3653 * PB_DAY + 1, FALSE, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Thing *thing = thing_new ();

      thing->happened_at = NOW + cases[i].ahead;
      assert_thing (thing, cases[i].happened ? NULL : "happenedAt", cases[i].happened ? NULL : "BAD_TIME");
      thing = thing_new ();
      thing->due_at = NOW + cases[i].ahead;
      assert_thing (thing, cases[i].due ? NULL : "dueAt", cases[i].due ? NULL : "VALIDATION_FAILED");
    }
}

static void
test_children (void)
{
  Thing *thing = thing_new ();

  thing->part = part_new (9);
  g_ptr_array_add (thing->parts, part_new (1));
  assert_thing (thing, NULL, NULL);

  thing = thing_new ();
  thing->part = part_new (10);
  assert_thing (thing, "seq", "VALIDATION_FAILED");

  /* Which element it is stands in the property. */
  thing = thing_new ();
  g_ptr_array_add (thing->parts, part_new (1));
  g_ptr_array_add (thing->parts, pb_object_new (&part_type));
  assert_check (thing, FALSE, NULL, NULL);
  assert_thing (thing, "parts[1].seq", "VALIDATION_FAILED");
}

static void
test_joint (void)
{
  Thing *thing = thing_new ();

  thing->on = PB_BOOL (TRUE);
  assert_thing (thing, "colour", "COLOUR_MISSING");
  thing = thing_new ();
  thing->on = PB_BOOL (TRUE);
  thing->colour = 2;
  assert_thing (thing, NULL, NULL);
  thing = thing_new ();
  thing->on = PB_BOOL (FALSE);
  assert_thing (thing, NULL, NULL);
}

/* --- enumerations, fields, strings --- */

static void
test_enum (void)
{
  g_assert_cmpstr (pb_enum_text (&colours, 1), ==, "RED");
  g_assert_cmpstr (pb_enum_text (&colours, 2), ==, "GREEN");
  g_assert_null (pb_enum_text (&colours, 0));
  g_assert_null (pb_enum_text (&colours, 3));
  g_assert_null (pb_enum_text (&colours, 1000));
  g_assert_null (pb_enum_text (&colours, -1));
  g_assert_cmpint (pb_enum_value (&colours, "GREEN"), ==, 2);
  g_assert_cmpint (pb_enum_value (&colours, "green"), ==, 0);
  g_assert_cmpint (pb_enum_value (&colours, ""), ==, 0);
  g_assert_cmpint (pb_enum_value (&colours, NULL), ==, 0);
}

static void
test_fields (void)
{
  g_assert_true (pb_type_find_field (&thing_type, "dueAt") == &thing_fields[8]);
  g_assert_null (pb_type_find_field (&thing_type, "due_at"));
  g_assert_null (pb_type_find_field (&thing_type, "createdAt"));
  g_assert_true (pb_field_is_stored (pb_type_find_field (&thing_type, "code")));
  g_assert_false (pb_field_is_stored (pb_type_find_field (&thing_type, "part")));
  g_assert_false (pb_field_is_stored (pb_type_find_field (&thing_type, "parts")));
  g_assert_false (pb_field_is_stored (pb_type_find_field (&pb_signature_type, "valid")));
}

static void
test_set_string (void)
{
  char *text = g_strdup ("abc");

  /* The new value may be part of the old one. */
  pb_set_string (&text, text + 1);
  g_assert_cmpstr (text, ==, "bc");
  pb_set_string (&text, NULL);
  g_assert_null (text);
}

static void
test_refs (void)
{
  Thing *thing = thing_new ();
  Part *part = part_new (1);

  thing->part = pb_object_ref (part);
  pb_object_ref (thing);
  pb_object_unref (thing);
  g_assert_cmpstr (thing->code, ==, "C");
  pb_object_unref (thing);
  g_assert_cmpint (part->seq.v, ==, 1);
  pb_object_unref (part);
  pb_object_unref (NULL);
}

static void
test_copy_field (void)
{
  const PbField *code = pb_type_find_field (&thing_type, "code");
  const PbField *parts = pb_type_find_field (&thing_type, "parts");
  Thing *a = thing_new ();
  Thing *b = pb_object_new (&thing_type);

  g_ptr_array_add (a->parts, part_new (4));
  pb_field_copy (code, a, b);
  pb_field_copy (parts, a, b);
  g_assert_cmpstr (b->code, ==, "C");
  g_assert_true (b->code != a->code);
  g_assert_cmpint (((Part *) b->parts->pdata[0])->seq.v, ==, 4);
  g_assert_true (b->parts->pdata[0] != a->parts->pdata[0]);
  /* Onto itself it stays. */
  pb_field_copy (code, a, a);
  g_assert_cmpstr (a->code, ==, "C");
  pb_field_unset (parts, a);
  g_assert_cmpuint (a->parts->len, ==, 0);
  pb_field_copy (parts, a, b);
  g_assert_cmpuint (b->parts->len, ==, 0);
  pb_object_unref (a);
  pb_object_unref (b);
}

static void
test_equal (void)
{
  Thing *a = thing_new ();
  Thing *b = thing_new ();
  Part *part = part_new (1);

  g_assert_true (pb_object_equal (NULL, NULL));
  g_assert_false (pb_object_equal (a, NULL));
  g_assert_false (pb_object_equal (NULL, a));
  g_assert_false (pb_object_equal (a, part));
  g_assert_true (pb_object_equal (a, b));
  /* Absent is neither zero nor empty. */
  b->count = PB_INT (0);
  g_assert_false (pb_object_equal (a, b));
  a->count = PB_INT (0);
  g_assert_true (pb_object_equal (a, b));
  a->note = g_strdup ("");
  g_assert_false (pb_object_equal (a, b));
  pb_set_string (&a->note, NULL);
  a->tags = g_new0 (char *, 1);
  g_assert_false (pb_object_equal (a, b));
  g_clear_pointer (&a->tags, g_strfreev);
  a->points = (PbNumbers){ 2, { 1, 2 } };
  b->points = (PbNumbers){ 2, { 1, 2, 3 } }; /* what lies behind the last does not matter */
  g_assert_true (pb_object_equal (a, b));
  b->points.v[1] = 5;
  g_assert_false (pb_object_equal (a, b));
  pb_object_unref (a);
  pb_object_unref (b);
  pb_object_unref (part);
}

/* --- every type of the domain --- */

static const PbType *const types[] = {
  &pb_applicability_type,
  &pb_asset_type,
  &pb_audit_row_type,
  &pb_authorization_type,
  &pb_bake_record_type,
  &pb_binding_type,
  &pb_blocker_type,
  &pb_board_row_type,
  &pb_bom_line_type,
  &pb_check_type,
  &pb_cold_storage_record_type,
  &pb_credential_failure_type,
  &pb_equipment_type,
  &pb_event_type,
  &pb_evidence_type,
  &pb_facts_type,
  &pb_fai_template_item_type,
  &pb_fai_template_type,
  &pb_failure_type,
  &pb_feeder_slot_type,
  &pb_fixture_usage_record_type,
  &pb_gate_type,
  &pb_inspection_item_type,
  &pb_inspection_result_type,
  &pb_inspection_type,
  &pb_item_type,
  &pb_line_ref_type,
  &pb_line_stop_type,
  &pb_line_type,
  &pb_loading_record_type,
  &pb_maintenance_record_type,
  &pb_material_lot_type,
  &pb_material_type,
  &pb_measure_type,
  &pb_measurement_type,
  &pb_oven_program_record_type,
  &pb_params_type,
  &pb_paste_record_type,
  &pb_paste_status_event_type,
  &pb_policy_setting_type,
  &pb_policy_version_type,
  &pb_program_assignment_type,
  &pb_reflow_profile_type,
  &pb_reflow_profile_usage_type,
  &pb_role_type,
  &pb_route_step_type,
  &pb_route_type,
  &pb_route_version_type,
  &pb_run_type,
  &pb_session_type,
  &pb_signature_type,
  &pb_slot_expectation_type,
  &pb_slot_mapping_type,
  &pb_squeegee_usage_record_type,
  &pb_station_group_type,
  &pb_station_type,
  &pb_stencil_cleaning_record_type,
  &pb_stencil_status_event_type,
  &pb_stencil_usage_record_type,
  &pb_summary_type,
  &pb_time_rule_type,
  &pb_time_window_type,
  &pb_track_type,
  &pb_unit_type,
  &pb_user_type,
  &pb_waiver_mark_type,
  &pb_waiver_type,
  &pb_work_order_type,
};

static gpointer fill (const PbType *type, int seed, int depth);

static void
fill_field (const PbField *field, gpointer object, int seed, int depth)
{
  switch (field->kind)
    {
    case PB_KIND_STRING:
    case PB_KIND_JSON:
      PB_MEMBER (object, field, char *) = g_strdup_printf ("%s-%d", field->column, seed);
      break;
    case PB_KIND_INT:
      PB_MEMBER (object, field, PbInt) = PB_INT (seed);
      break;
    case PB_KIND_DOUBLE:
      PB_MEMBER (object, field, PbDouble) = PB_DOUBLE (seed / 2.0);
      break;
    case PB_KIND_BOOL:
      PB_MEMBER (object, field, PbBool) = PB_BOOL (seed % 2);
      break;
    case PB_KIND_TIME:
      PB_MEMBER (object, field, gint64) = NOW + seed;
      break;
    case PB_KIND_ENUM:
      PB_MEMBER (object, field, int) = 1 + seed % 2;
      break;
    case PB_KIND_NUMBERS:
      PB_MEMBER (object, field, PbNumbers) = (PbNumbers){ 2, { seed, 0.5 } };
      break;
    case PB_KIND_STRINGS:
      PB_MEMBER (object, field, GStrv) = g_strsplit (seed % 2 ? "a,b" : "a", ",", -1);
      break;
    case PB_KIND_CHILD:
      if (depth > 0)
        PB_MEMBER (object, field, gpointer) = fill (field->child, seed, depth - 1);
      break;
    case PB_KIND_CHILDREN:
      for (int i = 0; depth > 0 && i < 2; i++)
        g_ptr_array_add (PB_MEMBER (object, field, GPtrArray *), fill (field->child, seed + i, depth - 1));
      break;
    default:
      g_assert_not_reached ();
    }
}

static gpointer
fill (const PbType *type, int seed, int depth)
{
  gpointer object = pb_object_new (type);

  for (const PbField *f = type->fields; f->name != NULL || f->column != NULL; f++)
    fill_field (f, object, seed, depth);
  return object;
}

static gsize
size_of (PbKind kind)
{
  switch (kind)
    {
    case PB_KIND_INT:
      return sizeof (PbInt);
    case PB_KIND_DOUBLE:
      return sizeof (PbDouble);
    case PB_KIND_BOOL:
      return sizeof (PbBool);
    case PB_KIND_TIME:
      return sizeof (gint64);
    case PB_KIND_ENUM:
      return sizeof (int);
    case PB_KIND_NUMBERS:
      return sizeof (PbNumbers);
    case PB_KIND_STRING:
    case PB_KIND_JSON:
    case PB_KIND_STRINGS:
    case PB_KIND_CHILD:
    case PB_KIND_CHILDREN:
    default:
      return sizeof (gpointer);
    }
}

/* A member that the table forgets would be neither copied nor freed nor compared: between the fields of a table lies
 * nothing but padding. */
static void
test_whole (gconstpointer data)
{
  const PbType *type = data;
  g_autofree guint8 *known = g_new0 (guint8, type->size);
  gsize gap = 0;

  memset (known, 1, sizeof (PbObject));
  for (const PbField *f = type->fields; f->name != NULL || f->column != NULL; f++)
    for (gsize i = 0; i < size_of (f->kind); i++)
      {
        g_assert_cmpuint (f->offset + i, <, type->size);
        g_assert_cmpuint (known[f->offset + i], ==, 0);
        known[f->offset + i] = 1;
      }
  for (gsize i = 0; i < type->size; i++)
    {
      gap = known[i] ? 0 : gap + 1;
      g_assert_cmpuint (gap, <, sizeof (gpointer));
    }
}

/* The copy of a full object equals
 * it, shares no memory with it, and differs as soon as any one field does. */
static void
test_type (gconstpointer data)
{
  const PbType *type = data;
  gpointer object = fill (type, 3, 3);
  gpointer copy = pb_object_copy (object);
  gpointer other = fill (type, 4, 3);
  gpointer empty = pb_object_new (type);

  g_assert_true (PB_TYPE_OF (copy) == type);
  g_assert_true (pb_object_equal (object, copy));
  g_assert_false (pb_object_equal (object, other));
  g_assert_false (pb_object_equal (object, empty));
  for (const PbField *f = type->fields; f->name != NULL || f->column != NULL; f++)
    {
      g_assert_true (pb_field_is_set (f, object));
      g_assert_false (pb_field_is_set (f, empty));
      pb_field_unset (f, copy);
      g_assert_false (pb_field_is_set (f, copy));
      g_assert_false (pb_object_equal (object, copy));
      pb_field_copy (f, other, copy);
      g_assert_false (pb_object_equal (object, copy));
      pb_field_copy (f, object, copy);
      g_assert_true (pb_object_equal (object, copy));
    }
  pb_object_unref (object);
  /* The copy is whole without the original. */
  for (const PbField *f = type->fields; f->name != NULL || f->column != NULL; f++)
    pb_field_copy (f, copy, empty);
  g_assert_true (pb_object_equal (copy, empty));
  pb_object_unref (copy);
  pb_object_unref (other);
  pb_object_unref (empty);
}

/* What the other rooms rely on: names once, children and enumerations declared, required fields asked for. */
static void
test_declared (gconstpointer data)
{
  const PbType *type = data;

  g_assert_nonnull (type->name);
  for (const PbField *f = type->fields; f->name != NULL || f->column != NULL; f++)
    {
      g_assert_nonnull (f->column);
      g_assert_true (f->name == NULL || pb_type_find_field (type, f->name) == f);
      g_assert_cmpint (f->kind == PB_KIND_ENUM, ==, f->values != NULL);
      g_assert_cmpint (f->kind == PB_KIND_CHILD || f->kind == PB_KIND_CHILDREN, ==, f->child != NULL);
      g_assert_cmpuint (f->count, <=, PB_NUMBERS_MAX);
      g_assert_true (f->name != NULL || !(f->flags & (PB_ASKED | PB_PATCHED)));
      g_assert_true (!(f->flags & PB_BOUNDED) || f->min <= f->max);
      g_assert_false ((f->flags & PB_PAST) && (f->flags & PB_FUTURE));
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/object/check/required", test_required);
  g_test_add_func ("/object/check/not-asked", test_not_asked);
  g_test_add_func ("/object/check/collects", test_collects);
  g_test_add_func ("/object/check/text", test_text);
  g_test_add_func ("/object/check/length", test_length);
  g_test_add_func ("/object/check/range", test_range);
  g_test_add_func ("/object/check/numbers", test_numbers);
  g_test_add_func ("/object/check/times", test_times);
  g_test_add_func ("/object/check/children", test_children);
  g_test_add_func ("/object/check/joint", test_joint);
  g_test_add_func ("/object/enum", test_enum);
  g_test_add_func ("/object/fields", test_fields);
  g_test_add_func ("/object/set-string", test_set_string);
  g_test_add_func ("/object/refs", test_refs);
  g_test_add_func ("/object/copy-field", test_copy_field);
  g_test_add_func ("/object/equal", test_equal);
  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    {
      g_autofree char *copies = g_strdup_printf ("/object/copies/%s", types[i]->name);
      g_autofree char *declared = g_strdup_printf ("/object/declared/%s", types[i]->name);
      g_autofree char *whole = g_strdup_printf ("/object/whole/%s", types[i]->name);

      g_test_add_data_func (copies, types[i], test_type);
      g_test_add_data_func (whole, types[i], test_whole);
      g_test_add_data_func (declared, types[i], test_declared);
    }
  return g_test_run ();
}
