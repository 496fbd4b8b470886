/* SPDX-License-Identifier: Apache-2.0
 * part.c - counts what a part of a data set takes. */
#include "part.h"

size_t au_part_quota(const size_t *sizes, size_t count, size_t most)
{
    size_t low = 0, high = most;
    while (low < high) {
        const size_t middle = low + (high - low + 1) / 2;
        size_t sum = 0;
        for (size_t i = 0; i < count; i++) sum += sizes[i] < middle ? sizes[i] : middle;
        if (sum <= most) low = middle;
        else high = middle - 1;
    }
    return low;
}

bool au_part_takes(size_t passed, size_t wanted, size_t size)
{
    const uint64_t before = passed, share = wanted;
    return (before + 1) * share / size > before * share / size;
}
