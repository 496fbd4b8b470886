/* SPDX-License-Identifier: Apache-2.0
 * sampling.c - what is read beyond the border. */
#include "sampling.h"

#include "pixels.h"

static int modulo(int i, int period)
{
    const int rest = i % period;
    return rest < 0 ? rest + period : rest;
}

int au_border_index(int i, int length, enum au_border border)
{
    if (i >= 0 && i < length) return i;
    switch (border) {
    case AU_BORDER_CONSTANT: return -1;
    case AU_BORDER_REPLICATE: return i < 0 ? 0 : length - 1;
    case AU_BORDER_WRAP: return modulo(i, length);
    case AU_BORDER_REFLECT: {
        const int rest = modulo(i, 2 * length);
        return rest < length ? rest : 2 * length - 1 - rest;
    }
    case AU_BORDER_REFLECT_101: {
        if (length == 1) return 0;
        const int rest = modulo(i, 2 * length - 2);
        return rest < length ? rest : 2 * length - 2 - rest;
    }
    }
    return -1;
}

void au_fill_bytes(const struct aug_numbers *fill, uint8_t bytes[3])
{
    for (int c = 0; c < 3; c++) {
        const int i = c < fill->count ? c : fill->count - 1;
        bytes[c] = i < 0 ? 0 : au_round_u8((float)fill->values[i]);
    }
}
