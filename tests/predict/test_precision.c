/* SPDX-License-Identifier: Apache-2.0
 * test_precision.c - precision of readings against its definition. */
#include <math.h>

#include "check.h"
#include "predict/precision.h"

/* Class 0 has four images, 1 two, 2 one, and 3 none. */
static const uint32_t label[] = {0, 0, 0, 0, 1, 1, 2};

static void check_precision(const uint32_t *read, size_t repeats, const double expected[4])
{
    const struct au_readings r = {.rows = 7, .classes = 4, .label = label};
    double precision[4], scratch[8];
    au_precision(&r, read, repeats, precision, scratch);
    for (int k = 0; k < 4; k++)
        CHECK_SAY(fabs(precision[k] - expected[k]) < 1e-12, "class %d: %g, not %g", k, precision[k], expected[k]);
}

TEST(who_gives_all_images_one_class_has_the_precision_of_chance_however_frequent_the_class_is)
{
    check_precision((const uint32_t[]){0, 0, 0, 0, 0, 0, 0}, 1, (const double[]){1 / 3., 0, 0, 0});
    check_precision((const uint32_t[]){2, 2, 2, 2, 2, 2, 2}, 1, (const double[]){0, 0, 1 / 3., 0});
    check_precision((const uint32_t[]){3, 3, 3, 3, 3, 3, 3}, 1, (const double[]){0, 0, 0, 0});
}

TEST(the_readings_of_several_learners_count_together)
{
    check_precision((const uint32_t[]){0, 0, 0, 0, 1, 1, 2}, 1, (const double[]){1, 1, 1, 0});
    check_precision((const uint32_t[]){0, 0, 0, 0, 1, 1, 2, /* the other: */ 0, 0, 1, 1, 0, 1, 2}, 2,
                    (const double[]){1.5 / 2, 1.5 / 2, 1, 0});
}
