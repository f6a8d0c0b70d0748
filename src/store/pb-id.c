/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-store"

#include "store/pb-id.h"

#include <errno.h>
#include <sys/random.h>

#define DIGITS 36
/* Milliseconds: ids that are made one after the other lie beside each other in every index. */
#define TIME_DIGITS 8
#define FAIR_VALUES (256 - 256 % DIGITS) /* a byte below it gives every digit with the same chance */

char *
pb_id_new (void)
{
  static const char digits[DIGITS + 1] = "0123456789abcdefghijklmnopqrstuvwxyz";
  char *id = g_malloc (PB_ID_LENGTH + 1);
  guint64 ms = (guint64) (g_get_real_time () / 1000);
  gsize n = 0;

  id[n++] = 'c';
  for (gsize i = TIME_DIGITS; i > 0; i--, ms /= DIGITS)
    id[n + i - 1] = digits[ms % DIGITS];
  n += TIME_DIGITS;
  while (n < PB_ID_LENGTH)
    {
      guchar bytes[32];
      gssize got = getrandom (bytes, sizeof bytes, 0);

      if (got < 0 && errno != EINTR)
        g_error ("The system gives no random numbers: %s", g_strerror (errno));
      for (gssize i = 0; i < got && n < PB_ID_LENGTH; i++)
        if (bytes[i] < FAIR_VALUES)
          id[n++] = digits[bytes[i] % DIGITS];
    }
  id[n] = '\0';
  return id;
}
