/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-store"

#include "store/pb-store-error-private.h"

#include <sqlite3.h>
#include <string.h>

typedef struct
{
  char *constraint; /* (owned) (nullable) */
} PbStoreErrorPrivate;

static void
pb_store_error_private_init (PbStoreErrorPrivate *self)
{
  self->constraint = NULL;
}

static void
pb_store_error_private_copy (const PbStoreErrorPrivate *from, PbStoreErrorPrivate *to)
{
  to->constraint = g_strdup (from->constraint);
}

static void
pb_store_error_private_clear (PbStoreErrorPrivate *self)
{
  g_free (self->constraint);
}

G_DEFINE_EXTENDED_ERROR (PbStoreError, pb_store_error)

const char *
pb_store_error_constraint (const GError *error)
{
  g_return_val_if_fail (error != NULL, NULL);

  if (error->domain != PB_STORE_ERROR)
    return NULL;
  return pb_store_error_get_private (error)->constraint;
}

static PbStoreError
error_from_code (int code)
{
  switch (code)
    {
    case SQLITE_CONSTRAINT_UNIQUE:
    case SQLITE_CONSTRAINT_PRIMARYKEY:
    case SQLITE_CONSTRAINT_ROWID:
      return PB_STORE_ERROR_CONFLICT;
    default:
      break;
    }

  switch (code & 0xff)
    {
    case SQLITE_CONSTRAINT:
      return PB_STORE_ERROR_CONSTRAINT;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return PB_STORE_ERROR_BUSY;
    case SQLITE_PERM:
    case SQLITE_NOMEM:
    case SQLITE_READONLY:
    case SQLITE_IOERR:
    case SQLITE_FULL:
    case SQLITE_CANTOPEN:
      return PB_STORE_ERROR_IO;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return PB_STORE_ERROR_CORRUPT;
    default:
      return PB_STORE_ERROR_FAILED;
    }
}

/* SQLite names the constraint behind the text: "CHECK constraint failed: ck_run_quantity", "UNIQUE constraint failed:
 * run.run_no", "UNIQUE constraint failed: index 'uq_run'" (an index over an expression), nothing for a foreign key. A
 * trigger's RAISE text stands alone. */
static char *
constraint_from_message (int code, const char *message)
{
  static const char marker[] = "constraint failed: ";
  const char *name = NULL;

  if ((code & 0xff) != SQLITE_CONSTRAINT)
    return NULL;
  if (code == SQLITE_CONSTRAINT_TRIGGER)
    return g_strdup (message);
  name = strstr (message, marker);
  if (name == NULL)
    return NULL;
  name += strlen (marker);
  if (g_str_has_prefix (name, "index '") && g_str_has_suffix (name, "'"))
    return g_strndup (name + strlen ("index '"), strlen (name) - strlen ("index ''"));
  return g_strdup (name);
}

void
pb_store_error_set_from_sqlite (GError **error, int code, const char *message)
{
  if (error == NULL)
    return;
  g_set_error (error, PB_STORE_ERROR, error_from_code (code), "%s (SQLite %d)", message, code);
  pb_store_error_get_private (*error)->constraint = constraint_from_message (code, message);
}
