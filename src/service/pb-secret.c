/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pb-service"

#include "service/pb-secret.h"

#include <crypt.h>
#include <string.h>
#include <sys/random.h>

#define TOKEN_BYTES 32

static gboolean
constant_time_equal (const char *a, const char *b)
{
  gsize length = strlen (a);
  guchar difference = 0;

  if (strlen (b) != length)
    return FALSE;
  for (gsize i = 0; i < length; i++)
    difference |= (guchar) a[i] ^ (guchar) b[i];
  return difference == 0;
}

static char *
hash_with (const char *password, const char *setting)
{
  /* The result points into the data block, which also holds what must not stay in memory. */
  g_autofree struct crypt_data *data = g_new0 (struct crypt_data, 1);
  const char *result = crypt_r (password, setting, data);
  char *copy = result != NULL && result[0] != '*' ? g_strdup (result) : NULL;

  explicit_bzero (data, sizeof *data);
  return copy;
}

char *
pb_secret_hash (const char *password)
{
  char setting[CRYPT_GENSALT_OUTPUT_SIZE];

  if (crypt_gensalt_rn ("$y$", 0, NULL, 0, setting, sizeof setting) == NULL)
    return NULL;
  return hash_with (password, setting);
}

gboolean
pb_secret_verify (const char *password, const char *hash)
{
  /* A yescrypt setting of the same cost as real ones; nothing hashes to it. */
  static const char nobody[] = "$y$j9T$F5Jx5fExrKuPp53xLKQ..1$X3DX6M94c7o.9agCG9G317fhZg9SqC.5i5rd.RhAtQ7";
  g_autofree char *made = hash_with (password, hash != NULL ? hash : nobody);

  return made != NULL && hash != NULL && constant_time_equal (made, hash);
}

char *
pb_token_new (void)
{
  guchar bytes[TOKEN_BYTES];
  char *text;

  if (getrandom (bytes, sizeof bytes, 0) != (gssize) sizeof bytes)
    g_error ("The system gives no random bytes");
  text = g_base64_encode (bytes, sizeof bytes);
  explicit_bzero (bytes, sizeof bytes);
  g_strdelimit (text, "+", '-');
  g_strdelimit (text, "/", '_');
  text[strcspn (text, "=")] = '\0';
  return text;
}

char *
pb_token_hash (const char *token)
{
  return g_compute_checksum_for_string (G_CHECKSUM_SHA256, token, -1);
}

void
pb_secret_free (char *secret)
{
  if (secret == NULL)
    return;
  explicit_bzero (secret, strlen (secret));
  g_free (secret);
}
