/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stddef.h>
#include <stdint.h>

/* One input of the fuzzer, or one file of the corpus. Returns: 0. */
int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);
