/* SPDX-License-Identifier: Apache-2.0
 * ntk.c - the kernel as one polynomial and two square roots a value. */
#include "ntk.h"

#include <math.h>

#define BLOCK 64
#define PI 3.14159265358979f

static inline float kernel_of(float cosine)
{
    const float cut = cosine < -1.0f ? -1.0f : cosine > 1.0f ? 1.0f : cosine;
    const float a = fabsf(cut);
    float p = -0.0012624911f;
    p = p * a + 0.0066700901f;
    p = p * a - 0.0170881256f;
    p = p * a + 0.0308918810f;
    p = p * a - 0.0501743046f;
    p = p * a + 0.0889789874f;
    p = p * a - 0.2145988016f;
    p = p * a + 1.5707963050f;
    const float root = sqrtf(1.0f - a), angle = root * p; /* arccos a */
    const float rest = cut < 0.0f ? angle : PI - angle;   /* pi - arccos c */
    return (root * sqrtf(1.0f + a) + 2.0f * rest * cut) * (1.0f / PI);
}

void au_ntk(float *cosines, size_t count)
{
    size_t i = 0;
    for (; i + BLOCK <= count; i += BLOCK)
        for (size_t j = 0; j < BLOCK; j++) cosines[i + j] = kernel_of(cosines[i + j]);
    for (; i < count; i++) cosines[i] = kernel_of(cosines[i]);
}
