/* SPDX-License-Identifier: Apache-2.0
 * range_law.c - shares of a uniform law. */
#include "range_law.h"

#include <math.h>

static double inside_steps(const struct au_range_law *law, double low, double high)
{
    const double last = floor((law->high - law->low) / law->step);
    const double from = fmax(0, ceil((low - law->low) / law->step)),
                 to = fmin(last, floor((high - law->low) / law->step));
    return fmax(0, to - from + 1) / (last + 1);
}

static double inside(const struct au_range_law *law, double low, double high)
{
    if (!(low <= high)) return 0;
    if (law->step > 0) return inside_steps(law, low, high);
    const double width = law->high - law->low;
    if (!(width > 0)) return law->low >= low && law->low <= high;
    return fmax(0, fmin(high, law->high) - fmax(low, law->low)) / width;
}

double au_range_share_beyond(const struct au_range_law *law, double low, double high)
{
    return law->draws > 0 ? 1 - pow(inside(law, low, high), law->draws) : (double)NAN;
}
